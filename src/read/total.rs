//! A row of a register -> whether it is the register's own total (合计), signature (填表人) or remark (备注), and no suggestion.

use crate::suggestion::{Role, Suggestion};
use crate::text::fold;

/// What a total is called.
const NAMES: [&str; 13] = [
    "合计", "累计", "总计", "小计", "共计", "总件数", "总条数", "总数", "共收到", "本月共收到", "本周共收到",
    "本期共收到", "以上共",
];

/// What a total may be of, before its name: 本周合计, 本页小计.
const PERIODS: [&str; 14] = [
    "本周", "本月", "本页", "本期", "本季度", "本季", "本年度", "本年", "本日", "当日", "当月", "今日",
    "全月", "全年",
];

/// What stands before the colon where somebody signs a table, or a program that printed it.
const SIGNS: [&str; 32] = [
    "填表人", "填表单位", "填表日期", "填表时间", "填报人", "填报单位", "填报日期", "填报时间", "制表人",
    "制表单位", "制表日期", "审核人", "复核人", "统计人", "统计单位", "统计日期", "统计时间", "报送人",
    "报送单位", "报送日期", "报送时间", "打印人", "打印日期", "打印时间", "导出日期", "导出时间", "制表",
    "审核", "单位负责人", "主管领导", "分管领导", "经办人",
];
/// What stands before the colon where a table is explained below its rows. Titles of suggestions may begin so too.
const REMARKS: [&str; 4] = ["备注", "注", "说明", "数据来源"];
/// What follows is no longer, in characters.
const LONGEST_SIGNATURE: usize = 60;
/// The name before the colon is no longer, in characters.
const LONGEST_SIGN: usize = 6;
/// A row of fewer columns may have nothing but its text.
const LEAST_COLUMNS: usize = 3;

/// Whether the row signs or explains the table: its first cell is a name of that with a colon, or all cells have such names
/// and one is of that, and what follows is short. Beside a remark stands nothing but what it says, though the table has
/// columns enough.
pub(super) fn is_signature(row: &Suggestion) -> bool {
    let own = row.own_cells();
    let cells: Vec<String> = own
        .iter()
        .map(|cell| {
            cell.chars().map(fold).filter(|&c| c != ' ').take(LONGEST_SIGNATURE + 1).collect::<String>()
        })
        .filter(|cell| !cell.is_empty())
        .collect();
    let Some((first, others)) = cells.split_first() else { return false };
    let named = |cell: &str, names: &[&str]| {
        let name = cell.split_once([':', '：']).map(|(name, _)| name);
        name.is_some_and(|name| names.contains(&name))
    };
    let is_named = |cell: &String| {
        cell.split_once([':', '：']).is_some_and(|(name, _)| name.chars().count() <= LONGEST_SIGN)
    };
    let are_short = cells.iter().all(|cell| cell.chars().nth(LONGEST_SIGNATURE).is_none());
    let is_remark = || {
        // What the remark says may stand in the cell beside it.
        let is_bare = first.ends_with([':', '：']) && others.len() == 1;
        own.len() >= LEAST_COLUMNS && named(first, &REMARKS) && (others.is_empty() || is_bare)
    };
    let signs = |cell: &String| named(cell, &SIGNS);
    let is_signed = signs(first) || cells.len() > 1 && cells.iter().all(is_named) && cells.iter().any(signs);
    are_short && (is_signed || is_remark())
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
    let of_all = PERIODS.iter().find_map(|period| cell.strip_prefix(period)).unwrap_or(&cell);
    let count = |cell: &str| NAMES.iter().find_map(|name| cell.strip_prefix(name)).map(str::to_owned);
    count(&cell).or_else(|| count(of_all))
}

/// Whether a cell says how many, or nothing: 3, 共3件, （12 条）, 三件, -.
fn is_count(cell: &str) -> bool {
    cell.chars().map(fold).all(|c| {
        c.is_ascii_digit()
            || " :：,，.。()（）%-－—/、共件次条项个份零〇一二两三四五六七八九十百千万".contains(c)
    })
}
