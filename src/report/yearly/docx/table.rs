//! A table of the report -> a table of Word: a thick line above and below, thin ones between the rows.

use docx_rs::{
    AlignmentType, BorderType, Paragraph, Run, Shading, ShdType, Table as WordTable, TableBorder,
    TableBorderPosition, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType,
};

use super::{FigureId, SMALL, bookmark, link};
use crate::report::page::{TEXT_WIDTH, clean, fonts};
use crate::report::yearly::{Piece, Table};

/// The least height of a heading, which no other row has: it marks the rows that are to be repeated.
const HEADING_HEIGHT: f32 = 301.0;

/// The XML of a document in which headings are repeated on every page a table reaches. The library cannot say so
/// itself (17.4.78 `tblHeader`).
pub(super) fn with_repeated_headings(document: &str) -> String {
    let mark = format!("<w:trHeight w:val=\"{HEADING_HEIGHT}\"");
    document.replace(&mark, &format!("<w:tblHeader/>{mark}"))
}

/// `table`, its numbers leading to the appendix if they are `linked`.
pub(super) fn table(table: &Table, linked: bool) -> WordTable {
    frame(table, table.rows.iter().map(|line| line_of(table, line, linked, None)).collect())
}

/// The appendix: each line carries the mark that numbers lead to.
pub(super) fn appendix(table: &Table, figures: &[FigureId]) -> WordTable {
    let lines = table.rows.iter().zip(figures);
    frame(table, lines.map(|(line, figure)| line_of(table, line, false, Some(*figure))).collect())
}

/// The widths of the columns in twentieths of a point.
fn widths(table: &Table) -> Vec<usize> {
    let sum: u32 = table.columns.iter().map(|column| column.width).sum();
    table.columns.iter().map(|column| TEXT_WIDTH * column.width as usize / sum.max(1) as usize).collect()
}

fn frame(table: &Table, lines: Vec<TableRow>) -> WordTable {
    let heading = table.columns.iter().zip(widths(table)).map(|(column, width)| {
        let name = Run::new().add_text(clean(&column.heading)).fonts(fonts("黑体")).size(SMALL);
        let paragraph =
            Paragraph::new().style("Cell").align(AlignmentType::Center).keep_next(true).add_run(name);
        cell(width).shading(Shading::new().shd_type(ShdType::Clear).fill("EDEDED")).add_paragraph(paragraph)
    });
    let heading = TableRow::new(heading.collect()).cant_split().row_height(HEADING_HEIGHT);
    let border = |position, border_type, size| {
        TableBorder::new(position).border_type(border_type).size(size).color("404040")
    };
    WordTable::new(std::iter::once(heading).chain(lines).collect())
        .set_grid(widths(table))
        .layout(TableLayoutType::Fixed)
        .width(TEXT_WIDTH, WidthType::Dxa)
        .margins(TableCellMargins::new().margin(30, 80, 30, 80))
        .set_border(border(TableBorderPosition::Top, BorderType::Single, 12))
        .set_border(border(TableBorderPosition::Bottom, BorderType::Single, 12))
        .set_border(border(TableBorderPosition::InsideH, BorderType::Single, 4))
        .clear_border(TableBorderPosition::Left)
        .clear_border(TableBorderPosition::Right)
        .clear_border(TableBorderPosition::InsideV)
}

fn line_of(table: &Table, line: &[Piece], linked: bool, mark: Option<FigureId>) -> TableRow {
    let cells = line.iter().zip(&table.columns).zip(widths(table)).enumerate().map(
        |(at, ((piece, column), width))| {
            let side = if column.is_number { AlignmentType::Right } else { AlignmentType::Left };
            let style = if mark.is_some() { "Row" } else { "Cell" };
            let mut paragraph = Paragraph::new().style(style).align(side);
            let run = Run::new().add_text(clean(piece.text()));
            if let Some(figure) = mark.filter(|_| at == 0) {
                let id = figure.number();
                paragraph =
                    paragraph.add_bookmark_start(id, bookmark(figure)).add_run(run).add_bookmark_end(id);
            } else {
                paragraph = match piece.figure().filter(|_| linked && piece.text() != "0") {
                    Some(figure) => paragraph.add_hyperlink(link(figure).add_run(run)),
                    None => paragraph.add_run(run),
                };
            }
            cell(width).add_paragraph(paragraph)
        },
    );
    let line = TableRow::new(cells.collect());
    // A line of the appendix may be longer than a page is high.
    if mark.is_some() { line } else { line.cant_split() }
}

fn cell(width: usize) -> TableCell {
    TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Center)
}
