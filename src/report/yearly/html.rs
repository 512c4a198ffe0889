//! A report -> one HTML file that needs nothing else: style, script, drawings and rows are in it.
//!
//! A click on a number opens the rows it counts. Printed, it reads as a document without links.

use std::fmt::Write as _;
use std::io::Write;

use serde_json::{Value, json};

use super::sources::Known;
use super::{Block, Piece, Report, Table};
use crate::error::Result;
use crate::register::Rows;
use crate::report::markup::escaped;

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");

/// Writes `report`.
pub fn write(report: &Report<'_>, mut output: impl Write) -> Result<()> {
    let title = escaped(&report.title);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<header>\n<h1>{title}</h1>\n<p class=\"basis\">{}</p>\n\
         </header>\n",
        escaped(&report.basis)
    );
    contents(&mut page, report);
    let mut section = 0;
    for block in &report.blocks {
        match block {
            Block::Heading { level: 1, text } => {
                section += 1;
                let _ = writeln!(page, "<h2 id=\"s{section}\">{}</h2>", escaped(text));
            }
            Block::Heading { text, .. } => {
                let _ = writeln!(page, "<h3>{}</h3>", escaped(text));
            }
            Block::Paragraph(pieces) => {
                page.push_str("<p>");
                for piece in pieces {
                    add_piece(&mut page, piece);
                }
                page.push_str("</p>\n");
            }
            Block::Table(table) => add_table(&mut page, table),
            Block::Chart(chart) => {
                let _ = writeln!(
                    page,
                    "<figure>\n<figcaption>{}</figcaption>\n{}\n</figure>",
                    escaped(chart.caption()),
                    chart.svg()
                );
            }
        }
    }
    let _ = write!(
        page,
        "<footer>点按文中带下划线的数字或标题，可查看所依据的台账行；“荐”表示由程序推荐、未经人工确认。</footer>\n\
         </main>\n<dialog id=\"rows\" aria-labelledby=\"what\"><div class=\"bar\"><h4 id=\"what\"></h4>\
         <button type=\"button\" id=\"close\" aria-label=\"关闭\">关闭</button></div><div class=\"scroll\"><table>\
         <thead></thead><tbody></tbody></table><button type=\"button\" id=\"more\">再显示一些</button></div></dialog>\n\
         <script type=\"application/json\" id=\"data\">{}</script>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        data(report).to_string().replace('<', "\\u003c")
    );
    output.write_all(page.as_bytes())?;
    Ok(output.flush()?)
}

/// Links to the sections.
fn contents(page: &mut String, report: &Report<'_>) {
    page.push_str("<nav aria-label=\"目录\">");
    let headings = report.blocks.iter().filter_map(|block| match block {
        Block::Heading { level: 1, text } => Some(text),
        _ => None,
    });
    for (number, text) in (1..).zip(headings) {
        let _ = write!(page, "<a href=\"#s{number}\">{}</a>", escaped(text));
    }
    page.push_str("</nav>\n");
}

fn add_piece(page: &mut String, piece: &Piece) {
    let text = escaped(piece.text());
    // Writing to a string cannot fail.
    let _ = match piece.opens() {
        None => write!(page, "{text}"),
        Some(figure) => {
            write!(
                page,
                "<a class=\"f\" role=\"button\" tabindex=\"0\" data-f=\"{}\">{text}</a>",
                figure.number()
            )
        }
    };
}

fn add_table(page: &mut String, table: &Table) {
    let _ = write!(
        page,
        "<div class=\"wide\"><table>\n<caption>{}</caption>\n<thead><tr>",
        escaped(&table.caption)
    );
    for column in &table.columns {
        let _ =
            write!(page, "<th scope=\"col\"{}>{}</th>", class(column.is_number), escaped(&column.heading));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for line in &table.rows {
        page.push_str("<tr>");
        for (piece, column) in line.iter().zip(&table.columns) {
            let _ = write!(page, "<td{}>", class(column.is_number));
            add_piece(page, piece);
            page.push_str("</td>");
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table></div>\n");
}

fn class(is_number: bool) -> &'static str {
    if is_number { " class=\"n\"" } else { "" }
}

/// The rows, and for every figure its caption and rows: the distance to the next run of rows and its length, in
/// turn.
fn data(report: &Report<'_>) -> Value {
    let register = report.register;
    let columns = Known::columns(register);
    let rows: Vec<Value> = register
        .entries
        .iter()
        .map(|entry| columns.iter().map(|column| column.cell(register, entry)).collect())
        .collect();
    let figures: Vec<Value> =
        report.figures.iter().map(|figure| json!([figure.caption, runs(&figure.rows)])).collect();
    let headings: Vec<&str> = columns.iter().map(|column| column.heading()).collect();
    json!({ "columns": headings, "rows": rows, "figures": figures })
}

fn runs(rows: &Rows) -> Vec<u32> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in rows.iter() {
        match runs.last_mut() {
            Some((first, length)) if *first + *length == row => *length += 1,
            _ => runs.push((row, 1)),
        }
    }
    let mut end = 0;
    let mut told = Vec::new();
    for (first, length) in runs {
        told.extend([first - end, length]);
        end = first + length;
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_tell_distances_and_lengths() {
        let rows: Rows = [0, 1, 2, 5, 9, 10].into_iter().collect();
        assert_eq!(runs(&rows), [0, 3, 2, 1, 3, 2]);
        assert_eq!(runs(&Rows::default()), [0_u32; 0]);
    }
}
