//! A web page that calls itself a spreadsheet -> its tables.

use scraper::{ElementRef, Html, Node, Selector};

use crate::error::{ErrorKind, Result};
use crate::read::cell::{SheetCell, Value, without_formula};
use crate::read::sheet::{MOST_COLUMNS, Merge, Sheet};

/// The most rows that HTML lets one cell span.
const MOST_ROWS: u64 = 65_534;

/// Reads each table; the rows of a table within a table belong to the inner one only.
pub(super) fn sheets(page: &str) -> Result<Vec<Sheet>> {
    let page = Html::parse_document(page);
    let Ok(tables) = Selector::parse("table") else { return Ok(Vec::new()) };
    let tables: Vec<ElementRef<'_>> = page.select(&tables).collect();
    let is_one = tables.len() == 1;
    let mut sheets = Vec::new();
    for (number, table) in (1..).zip(tables) {
        let name = if is_one { String::new() } else { format!("{number}") };
        sheets.push(sheet(table, &name)?);
    }
    Ok(sheets)
}

fn sheet(table: ElementRef<'_>, name: &str) -> Result<Sheet> {
    let (mut cells, mut merges) = (Vec::new(), Vec::new());
    // For each column the last row that a cell from above reaches into.
    let mut covered: Vec<u64> = Vec::new();
    let rows = table.descendent_elements().filter(|e| e.value().name() == "tr" && is_inside(*e, table));
    for (row, element) in (1_u64..).zip(rows) {
        let mut column = 0;
        let is_cell = |e: &ElementRef<'_>| matches!(e.value().name(), "td" | "th");
        for cell in element.child_elements().filter(is_cell) {
            while covered.get(column).is_some_and(|&last| last >= row) {
                column += 1;
            }
            let right = column + span(cell, "colspan", 1000) as usize - 1;
            let bottom = row + span(cell, "rowspan", MOST_ROWS) - 1;
            if right >= MOST_COLUMNS {
                return Err(ErrorKind::NotATable.into());
            }
            if covered.len() <= right {
                covered.resize(right + 1, 0);
            }
            covered[column..=right].fill(bottom);
            if right > column || bottom > row {
                merges.push(Merge { top: row, left: column, bottom, right });
            }
            cells.push(SheetCell { row, column, value: Value::text(without_formula(text(cell).into())) });
            column = right + 1;
        }
    }
    Ok(Sheet::new(name, cells, merges))
}

/// Whether `table` is the innermost table around `element`.
fn is_inside(element: ElementRef<'_>, table: ElementRef<'_>) -> bool {
    let mut around = element.ancestors().filter_map(ElementRef::wrap);
    around.find(|ancestor| ancestor.value().name() == "table").is_some_and(|inner| inner.id() == table.id())
}

fn span(cell: ElementRef<'_>, attribute: &str, most: u64) -> u64 {
    let span = cell.value().attr(attribute).and_then(|span| span.trim().parse::<u64>().ok());
    span.unwrap_or(1).clamp(1, most)
}

/// The text as a browser shows it: blanks are one blank, and only `<br>` and paragraphs break lines.
pub(super) fn text(cell: ElementRef<'_>) -> String {
    let mut text = String::new();
    for node in cell.descendants() {
        match node.value() {
            Node::Text(piece) => {
                for c in piece.chars() {
                    let is_blank = matches!(c, ' ' | '\t' | '\r' | '\n' | '\x0c');
                    if !is_blank {
                        text.push(c);
                    } else if !text.is_empty() && !text.ends_with([' ', '\n']) {
                        text.push(' ');
                    }
                }
            }
            Node::Element(element) if matches!(element.name(), "br" | "p" | "div") => {
                let length = text.trim_end_matches(' ').len();
                text.truncate(length);
                if element.name() == "br" || !(text.is_empty() || text.ends_with('\n')) {
                    text.push('\n');
                }
            }
            _ => {}
        }
    }
    text.trim_matches([' ', '\n', '\u{a0}']).to_owned()
}
