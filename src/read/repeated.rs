//! A row of a register -> whether it is no suggestion but the headings again, other headings, or the columns' numbers.

use crate::error::RowFault;
use crate::read::columns;
use crate::read::header::LONGEST_NAME;
use crate::suggestion::{Role, Suggestion};
use crate::text::fold;

/// What the row is in place of a suggestion. A register that was printed page by page repeats its headings, and one that
/// was put together from several has theirs in its midst.
pub(super) fn fault(row: &Suggestion) -> Option<RowFault> {
    // The name of the sheet, which comes last, is not the row's own.
    let own = row.cells.len() - usize::from(row.sheet().is_some());
    let cells: Vec<(usize, &str)> = (0..own)
        .map(|column| (column, row.cells[column].trim()))
        .filter(|(_, cell)| !cell.is_empty())
        .collect();
    let text = [Role::Title, Role::Body].map(|role| row.table.column(role));
    let mut texts = cells.iter().filter(|(column, _)| text.contains(&Some(*column))).peekable();
    texts.peek()?;
    let is_heading = |&(column, cell): &(usize, &str)| columns::is_level(cell, &row.table.headings[column]);
    if texts.all(is_heading) && cells.iter().all(is_heading) {
        return Some(RowFault::HeadingsAgain);
    }
    if cells.len() > 1 && (1..).zip(&cells).all(|(number, (_, cell))| is_number(cell, number)) {
        return Some(RowFault::ColumnNumbers);
    }
    let is_name = |cell: &str| {
        cell.chars().nth(LONGEST_NAME).is_none() && !cell.chars().map(fold).any(|c| c.is_ascii_digit())
    };
    if cells.len() < 2 || !cells.iter().all(|(_, cell)| is_name(cell)) {
        return None;
    }
    let names: Vec<String> = cells.iter().map(|&(_, cell)| cell.to_owned()).collect();
    let (has_text, roles) = columns::count_roles(&names);
    (has_text && roles > 1 && 2 * roles >= names.len()).then_some(RowFault::OtherHeadings)
}

/// Whether a cell is this number, perhaps in parentheses.
fn is_number(cell: &str, number: usize) -> bool {
    let cell: String = cell.chars().take(LONGEST_NAME).map(fold).collect();
    cell.trim_matches(['(', ')', '（', '）', ' ']).parse() == Ok(number)
}
