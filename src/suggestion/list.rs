//! A cell that lists names -> the names, those of departments by what the cell says of their roles.

use super::departments::{Named, entries, unmarked};
use super::nothing::says_nothing;
use super::{Role, Suggestion};

/// What divides the parts of a cell that is a list,
const DIVIDERS: [char; 8] = ['、', '，', ',', '；', ';', '/', '\n', '|'];
/// and so many parts at most make one name together.
const MOST_PARTS: usize = 8;

impl Suggestion {
    /// The cell of `role` as a list: parts divided by 、，；, ; / | or line breaks that stand in no brackets, without those that
    /// name nothing (无, —).
    ///
    /// ```
    /// use jiaoban::suggestion::{Role, Suggestion, Table};
    ///
    /// let table = Table::new("台账.csv", vec!["会办单位".into()]).with(Role::Assist, 0);
    /// let cells = vec!["教委、交通支队；街道；无".into()];
    /// let row = Suggestion { table: table.into(), row: 2, cells, kinds: Vec::new() };
    /// assert_eq!(row.list(Role::Assist).collect::<Vec<_>>(), ["教委", "交通支队", "街道"]);
    /// ```
    pub fn list(&self, role: Role) -> impl Iterator<Item = &str> {
        self.names(role, |_| false)
    }

    /// The same list, in which what `is_name` knows is one part, even if it holds such a mark itself. A department that the
    /// cell of the leads says to assist (水务局（主办）、教委（会办）) is among those that assist, and a part of departments is
    /// divided where blanks or 和, 与, 及 stand between names that `is_name` knows.
    ///
    /// ```
    /// use jiaoban::suggestion::{Role, Suggestion, Table};
    ///
    /// let table = Table::new("台账.csv", vec!["其他主题".into(), "会办单位".into()]);
    /// let table = table.with(Role::OtherThemes, 0).with(Role::Assist, 1);
    /// let cells = vec!["交通、教育、体育/环保".into(), "交通委和住建委".into()];
    /// let row = Suggestion { table: table.into(), row: 2, cells, kinds: Vec::new() };
    /// let names = row.names(Role::OtherThemes, |name| name == "教育、体育");
    /// assert_eq!(names.collect::<Vec<_>>(), ["交通", "教育、体育", "环保"]);
    /// let names = row.names(Role::Assist, |name| ["交通委", "住建委"].contains(&name));
    /// assert_eq!(names.collect::<Vec<_>>(), ["交通委", "住建委"]);
    /// ```
    pub fn names(&self, role: Role, is_name: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
        let departments = |role: Role| {
            let cell = self.word(role).unwrap_or_default();
            let entries = if is_name(cell) { vec![cell] } else { entries(cell) };
            let parts = entries.into_iter().flat_map(|entry| parts(entry, &is_name));
            unmarked(parts, &is_name).into_iter()
        };
        let marked = |assisting: bool| {
            departments(Role::Lead).filter(move |&(assists, _)| assists == assisting).map(|(_, name)| name)
        };
        let names: Vec<&str> = match role {
            Role::Lead => marked(false).collect(),
            Role::Assist => departments(role).map(|(_, name)| name).chain(marked(true)).collect(),
            _ => return parts(self.word(role).unwrap_or_default(), &is_name).into_iter(),
        };
        let divided = names.into_iter().flat_map(|name| Named::default().divide(name, &is_name));
        divided.collect::<Vec<_>>().into_iter()
    }

    /// The label that people gave it: the first theme, or where they gave none the first lead. What names nothing (无, —,
    /// 待定) is no label.
    ///
    /// ```
    /// use jiaoban::suggestion::{Role, Suggestion, Table};
    ///
    /// let table = Table::new("台账.csv", vec!["主题".into(), "主办单位".into()]);
    /// let table = std::sync::Arc::new(table.with(Role::Theme, 0).with(Role::Lead, 1));
    /// let row = |theme: &str, lead: &str| {
    ///     let cells = vec![theme.into(), lead.into()];
    ///     Suggestion { table: std::sync::Arc::clone(&table), row: 2, cells, kinds: Vec::new() }
    /// };
    /// assert_eq!(row("交通、环保", "教委").main_label(), Some("交通"));
    /// assert_eq!(row("待定", "教委").main_label(), Some("教委"));
    /// assert!(row("交通", "").has_label() && !row("—", "无").has_label());
    /// ```
    #[must_use]
    pub fn main_label(&self) -> Option<&str> {
        self.list(Role::Theme).next().or_else(|| self.list(Role::Lead).next())
    }

    /// Whether people gave it a theme or a lead.
    #[must_use]
    pub fn has_label(&self) -> bool {
        self.main_label().is_some()
    }
}

/// The parts of a cell, as it says them, without those that name nothing.
pub(super) fn parts<'c>(cell: &'c str, is_name: &impl Fn(&str) -> bool) -> Vec<&'c str> {
    let mut ends = divisions(cell);
    ends.push(cell.len());
    let (mut parts, mut start, mut next) = (Vec::new(), 0, 0);
    while next < ends.len() {
        let most = ends.len().min(next + MOST_PARTS);
        let longest = (next + 1..most).rev().find(|&at| is_name(cell[start..ends[at]].trim()));
        let last = longest.unwrap_or(next);
        parts.push(cell[start..ends[last]].trim());
        start = ends[last] + cell[ends[last]..].chars().next().map_or(0, char::len_utf8);
        next = last + 1;
    }
    parts.retain(|part| !part.is_empty() && !says_nothing(part));
    parts
}

/// Where a cell is divided: at the marks that stand in no brackets. A bracket that is never closed holds nothing.
fn divisions(cell: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    for (at, c) in cell.char_indices() {
        match c {
            '（' | '(' => open.push(found.len()),
            '）' | ')' => found.truncate(open.pop().unwrap_or(found.len())),
            c if DIVIDERS.contains(&c) => found.push(at),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggestion::Table;

    #[test]
    fn leads_are_read_as_offices_write_them() {
        let known = ["住建局", "水务局", "教委", "体育局", "和平街道"];
        let cases = [
            ("住建局 水务局", "住建局|水务局"),
            ("住建局和水务局", "住建局|水务局"),
            ("住建局+水务局", "住建局|水务局"),
            ("住建局　和平街道", "住建局|和平街道"),
            ("住建局和航天局", "住建局和航天局"),
            ("街道（乡镇、社区）", "街道（乡镇、社区）"),
            ("街道（乡镇、社区），教委", "街道（乡镇、社区）|教委"),
            ("街道（乡镇、教委", "街道（乡镇|教委"),
            ("住建局(主)、教委(会)", "住建局"),
            ("1.住建局 2.水务局", "住建局|水务局"),
            ("1、住建局；2、水务局", "住建局|水务局"),
            ("①住建局②水务局", "住建局|水务局"),
            ("（1）牵头：住建局（2）配合：水务局", "住建局"),
            ("牵头：住建局 配合：水务局", "住建局"),
            ("教委、体育局等", "教委|体育局"),
            ("101、102", "101|102"),
            ("1号线、2号线", "1号线|2号线"),
            ("、住建局/", "住建局"),
        ];
        let table: std::sync::Arc<Table> = Table::new("", vec!["主办单位".into()]).with(Role::Lead, 0).into();
        for (cell, expected) in cases {
            let table = std::sync::Arc::clone(&table);
            let row = Suggestion { table, row: 2, cells: vec![cell.into()], kinds: Vec::new() };
            let names: Vec<&str> = row.names(Role::Lead, |name| known.contains(&name)).collect();
            assert_eq!(names.join("|"), expected, "{cell}");
        }
    }
}
