//! A report -> Markdown; numbers lead to the list of rows at its end.

use std::fmt::Write as _;
use std::io::Write;

use super::figure::FigureId;
use super::sources::row_numbers;
use super::{Block, Piece, Report, Table};
use crate::error::Result;

/// So many ranges of rows are written for one figure.
const RANGES: usize = 60;

/// Writes `report`; charts become tables.
pub fn write(report: &Report<'_>, mut output: impl Write) -> Result<()> {
    let mut page = format!("# {}\n\n{}\n", escaped(&report.title), escaped(&report.basis));
    let mut told: Vec<FigureId> = Vec::new();
    for block in &report.blocks {
        page.push('\n');
        match block {
            // Writing to a string cannot fail.
            Block::Heading { level, text } => {
                let _ = writeln!(page, "{} {}", "#".repeat(usize::from(*level) + 1), escaped(text));
            }
            Block::Paragraph(pieces) => {
                for piece in pieces {
                    add_piece(&mut page, piece, &mut told);
                }
                page.push('\n');
            }
            Block::Table(table) => add_table(&mut page, table, &mut told),
            Block::Chart(chart) => add_table(&mut page, &chart.table(), &mut told),
        }
    }
    told.sort_unstable();
    told.dedup();
    page.push_str("\n## 附：数字依据\n\n| 依据 | 所指建议 | 件数 | 台账行号 |\n|--:|---|--:|---|\n");
    for figure in told.into_iter().map(|id| report.figure(id)) {
        let number = figure.id.number();
        let _ = writeln!(
            page,
            "| <a id=\"f{number}\"></a>{number} | {} | {} | {} |",
            escaped(&figure.caption),
            figure.rows.count(),
            escaped(&row_numbers(report.register, &figure.rows, RANGES))
        );
    }
    output.write_all(page.as_bytes())?;
    Ok(output.flush()?)
}

fn add_piece(page: &mut String, piece: &Piece, told: &mut Vec<FigureId>) {
    let text = escaped(piece.text());
    // Nothing stands behind a nought.
    match piece.figure().filter(|_| piece.text() != "0") {
        None => page.push_str(&text),
        Some(figure) => {
            told.push(figure);
            let _ = write!(page, "[{text}](#f{})", figure.number());
        }
    }
}

fn add_table(page: &mut String, table: &Table, told: &mut Vec<FigureId>) {
    let _ = writeln!(page, "**{}**\n", escaped(&table.caption));
    for column in &table.columns {
        let _ = write!(page, "| {} ", escaped(&column.heading));
    }
    page.push_str("|\n");
    for column in &table.columns {
        page.push_str(if column.is_number { "|--:" } else { "|---" });
    }
    page.push_str("|\n");
    for line in &table.rows {
        for piece in line {
            page.push_str("| ");
            add_piece(page, piece, told);
            page.push(' ');
        }
        page.push_str("|\n");
    }
}

/// `text` without the marks that Markdown or a page made from it would obey.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => safe.push_str("&lt;"),
            '&' => safe.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' => safe.extend(['\\', c]),
            '\n' | '\r' => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_titles_stay_letters() {
        assert_eq!(escaped("a|b <i> [c](d)\n*e*"), "a\\|b &lt;i> \\[c\\](d) \\*e\\*");
    }
}
