//! The first rows of a table -> its headings, and the row where they end.
//!
//! A register often begins with its title and the name of the office, and its header may have up to three
//! levels. The lowest level is the row that names a column of text and the most known columns.

use std::ops::{Range, RangeInclusive};

use crate::error::{ErrorKind, Result};
use crate::read::Options;
use crate::read::columns::{self, Levels};
use crate::suggestion::{Role, Table};

/// The most rows that may stand above the header.
const TITLE_ROWS: usize = 20;

/// The most levels of a header.
const LEVELS: usize = 3;

/// How many rows it takes to find the header.
pub(super) const HEAD_ROWS: usize = TITLE_ROWS + LEVELS;

/// Longer cells above the header are remarks, not names of columns.
pub(super) const LONGEST_NAME: usize = 20;

/// The header of one table.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// The position of its last row among the rows it was looked for in.
    pub(super) last: usize,
    /// The positions of the rows above it that stand below an earlier row with a column of text: they belong to another
    /// table, whose header names fewer columns.
    pub(super) above: Range<usize>,
    pub(super) headings: Vec<String>,
    pub(super) roles: Vec<(Role, usize)>,
}

impl Header {
    /// The header as all rows of `file` share it.
    pub(super) fn table(self, file: &str) -> Table {
        let table = Table::new(file, self.headings);
        self.roles.into_iter().fold(table, |table, (role, column)| table.with(role, column))
    }
}

/// Finds the header among `rows`, the first that are not blank. Merged cells are filled in already, and
/// `tied(i)` tells whether one of them reaches from row `i` into row `i + 1`.
pub(super) fn find(rows: &[Vec<String>], tied: impl Fn(usize) -> bool, options: &Options) -> Result<Header> {
    if rows.is_empty() {
        // There may have been separators, but nothing between them.
        return Err(ErrorKind::EmptyFile.into());
    }
    let candidates = &rows[..rows.len().min(TITLE_ROWS + 1)];
    let best = best(candidates, options);
    let mut block = best..=best;
    while block.clone().count() < LEVELS && *block.end() + 1 < rows.len() && tied(*block.end()) {
        block = *block.start()..=*block.end() + 1;
    }
    while block.clone().count() < LEVELS
        && *block.start() > 0
        && is_level(&rows[block.start() - 1], &rows[*block.start()])
    {
        block = block.start() - 1..=*block.end();
    }
    let columns = levels(rows, block.clone());
    let roles = columns::assign(&columns, options)?;
    let first = *block.start();
    let earlier = rows[..first].iter().position(|row| columns::count_roles(row).0);
    let above = earlier.map_or(first, |earlier| earlier + 1)..first;
    Ok(Header { last: *block.end(), above, headings: columns.iter().map(columns::joined).collect(), roles })
}

/// The position of the row that fits best: it has the columns named by hand, a column of text, the most known
/// columns; where no row has any of these, of the fullest row. Where rows fit alike, the first is taken.
fn best(rows: &[Vec<String>], options: &Options) -> usize {
    let mut best = (0, (0, (false, 0), 0));
    for (position, row) in rows.iter().enumerate() {
        let filled = row.iter().filter(|cell| !cell.trim().is_empty()).count();
        let (named, roles) = (columns::count_named(row, options), columns::count_roles(row));
        let score = (named, roles, if roles.1 == 0 { filled } else { 0 });
        if score > best.1 {
            best = (position, score);
        }
    }
    best.0
}

/// Whether the row `above` belongs to the header: it has several short names, and either fills a gap of the
/// row `below` or spans several of its columns.
fn is_level(above: &[String], below: &[String]) -> bool {
    let at = |row: &[String], column: usize| row.get(column).map_or(String::new(), |c| c.trim().to_owned());
    let mut names: Vec<String> =
        (0..above.len()).map(|column| at(above, column)).filter(|name| !name.is_empty()).collect();
    let is_remark = |name: &String| name.contains([':', '：']) || name.chars().count() > LONGEST_NAME;
    if names.iter().any(is_remark) {
        return false;
    }
    names.sort_unstable();
    names.dedup();
    names.len() > 1
        && (0..above.len()).any(|column| {
            let (name, own) = (at(above, column), at(below, column));
            let fills = own.is_empty() || own == name;
            let spans = name == at(above, column + 1) && own != at(below, column + 1);
            !name.is_empty() && (fills || spans)
        })
}

/// The names of each column from the top down. In the upper levels a blank cell continues its left neighbor,
/// because not every office merges what belongs together.
fn levels(rows: &[Vec<String>], block: RangeInclusive<usize>) -> Vec<Levels> {
    let (last, lowest) = (*block.end(), &rows[*block.end()]);
    let mut columns = vec![Levels::new(); lowest.len()];
    for position in block {
        let mut left = String::new();
        for (column, levels) in columns.iter_mut().enumerate() {
            let mut name = rows[position].get(column).map_or("", |cell| cell.trim()).to_owned();
            let own = lowest[column].trim();
            if position < last && name.is_empty() && !own.is_empty() {
                name.clone_from(&left);
            }
            left.clone_from(&name);
            levels.push(name);
        }
    }
    for levels in &mut columns {
        // A cell that stands above blank ones names its column, however high it stands.
        while levels.len() > 1 && levels.last().is_some_and(String::is_empty) {
            levels.pop();
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_found_below_titles_and_over_levels() {
        let cases: [(&[&str], usize, &str); 9] = [
            (&["编号,标题,内容", "1,甲,乙"], 0, "编号,标题,内容"),
            (&["建议台账", "单位：某区,,2020年", "编号,标题,内容"], 2, "编号,标题,内容"),
            (&["甲,乙,丙", "标题,提出人,电话"], 1, "标题,提出人,电话"),
            (
                &["序号,建议,建议,办理,办理", "序号,案由,内容,主办,会办"],
                1,
                "序号,建议/案由,建议/内容,办理/主办,办理/会办",
            ),
            (
                &["序号,建议,,办理,", ",案由,内容,主办,会办"],
                1,
                "序号,建议/案由,建议/内容,办理/主办,办理/会办",
            ),
            (&["编号,建议,,日期,主办", ",案由,内容,,"], 1, "编号,建议/案由,建议/内容,日期,主办"),
            (&["台账,台账,台账", "序号,建议,建议", "序号,案由,内容"], 2, "序号,建议/案由,建议/内容"),
            (&["标题,,附注"], 0, "标题,,附注"),
            (&["一段很长很长很长很长很长很长很长很长的说明,二", ",标题"], 1, ",标题"),
        ];
        for (rows, last, headings) in cases {
            let rows: Vec<Vec<String>> =
                rows.iter().map(|row| row.split(',').map(str::to_owned).collect()).collect();
            let header = find(&rows, |_| false, &Options::default()).unwrap();
            assert_eq!((header.last, header.headings.join(",").as_str()), (last, headings));
        }
    }

    #[test]
    fn merged_cells_tie_rows_together() {
        let rows = [["标题", "提出人", "提出人"], ["标题", "姓名", "电话"], ["甲", "乙", "1"]];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        let header = find(&rows, |row| row == 0, &Options::default()).unwrap();
        assert_eq!((header.last, header.headings.join(",").as_str()), (1, "标题,提出人/姓名,提出人/电话"));
        assert!(header.roles.contains(&(Role::Proposer, 1)));
    }
}
