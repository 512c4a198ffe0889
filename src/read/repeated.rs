//! A row of a register -> whether it is no suggestion but the headings again, other headings, the columns' numbers, or hints
//! how to fill them in.

use crate::error::RowFault;
use crate::read::columns;
use crate::read::header::LONGEST_NAME;
use crate::suggestion::{Role, Suggestion};
use crate::text::fold;

/// What forms write below their headings.
const HINTS: [&str; 14] = [
    "必填", "选填", "非必填", "必填项", "选填项", "下拉选择", "下拉", "单选", "多选", "系统生成", "自动生成",
    "文本", "日期格式", "格式",
];
/// What goes on after such a word.
const AFTER_A_HINT: [char; 8] = ['（', '(', '，', ',', '：', ':', '；', '/'];

/// What the row is in place of a suggestion. A register that was printed page by page repeats its headings, and one that
/// was put together from several has theirs in its midst.
pub(super) fn fault(row: &Suggestion) -> Option<RowFault> {
    let own = row.own_cells().iter().map(|cell| cell.trim()).enumerate();
    let cells: Vec<(usize, &str)> = own.filter(|(_, cell)| !cell.is_empty()).collect();
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
    if cells.len() > 1 && cells.iter().all(|(_, cell)| is_hint(cell)) {
        return Some(RowFault::Hints);
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

/// Whether a cell says how its column is to be filled in.
fn is_hint(cell: &str) -> bool {
    let says = |hint: &&str| {
        cell.strip_prefix(*hint).is_some_and(|rest| rest.is_empty() || rest.starts_with(AFTER_A_HINT))
    };
    cell.chars().nth(LONGEST_NAME).is_none() && HINTS.iter().any(says)
}

/// Whether a cell is this number, perhaps in parentheses.
fn is_number(cell: &str, number: usize) -> bool {
    let cell: String = cell.chars().take(LONGEST_NAME).map(fold).collect();
    cell.trim_matches(['(', ')', '（', '）', ' ']).parse() == Ok(number)
}
