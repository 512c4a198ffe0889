//! A row of a register -> whether it is the register's own total (合计) and no suggestion.

use crate::suggestion::{Role, Suggestion};
use crate::text::fold;

/// What a total is called.
const NAMES: [&str; 4] = ["合计", "总计", "小计", "共计"];

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
