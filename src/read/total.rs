//! A row of a register -> whether it is the register's own total (合计) or signature (填表人), and no suggestion.

use crate::suggestion::{Role, Suggestion};
use crate::text::fold;

/// What a total is called.
const NAMES: [&str; 12] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "总件数",
    "总条数",
    "总数",
    "共收到",
    "本月共收到",
    "本周共收到",
    "本期共收到",
    "以上共",
];

/// What stands before the colon where somebody signs a table.
const SIGNS: [&str; 12] = [
    "填表人",
    "填表单位",
    "填表日期",
    "填表时间",
    "填报人",
    "填报单位",
    "填报日期",
    "填报时间",
    "制表人",
    "制表单位",
    "制表日期",
    "审核人",
];
/// What follows is no longer, in characters.
const LONGEST_SIGNATURE: usize = 60;

/// Whether the row signs the table: its first cell is a name of that with a colon, and what follows is short.
pub(super) fn is_signature(row: &Suggestion) -> bool {
    let mut cells = row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let first: String = cells.next().unwrap_or_default().chars().map(fold).filter(|&c| c != ' ').collect();
    let signs = |name: &str| first.strip_prefix(name).is_some_and(|rest| rest.starts_with([':', '：']));
    let is_short = |cell: &str| cell.chars().nth(LONGEST_SIGNATURE).is_none();
    SIGNS.iter().any(|name| signs(name)) && is_short(&first) && cells.all(is_short)
}

/// Whether the first cell, the id or the title of the row is the name of a total, perhaps with a count (合计：3件), and
/// neither title nor body says more than that. 总计费用过高 says more.
pub(super) fn is_total(row: &Suggestion) -> bool {
    let text = || [row.cell(Role::Title), row.cell(Role::Body)].into_iter().flatten();
    let first = || row.cells.iter().map(|cell| cell.trim()).find(|cell| !cell.is_empty());
    text().all(|cell| is_count(named(cell).as_deref().unwrap_or(cell)))
        && [first(), row.id(), row.cell(Role::Title)].into_iter().flatten().any(is_name)
}

/// Whether a cell is the name of a total, with or without the count.
fn is_name(cell: &str) -> bool {
    named(cell).is_some_and(|count| is_count(&count))
}

/// What follows the name of a total.
fn named(cell: &str) -> Option<String> {
    // No name and count are longer, but a text is.
    let cell: String = cell.chars().take(40).map(fold).filter(|&c| c != ' ').collect();
    NAMES.iter().find_map(|name| cell.strip_prefix(name)).map(str::to_owned)
}

/// Whether a cell says how many, or nothing: 3, 共3件, （12 条）, 三件, -.
fn is_count(cell: &str) -> bool {
    cell.chars().map(fold).all(|c| {
        c.is_ascii_digit()
            || " :：,，.。()（）%-－—/、共件条项个份零〇一二两三四五六七八九十百千万".contains(c)
    })
}
