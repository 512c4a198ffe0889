//! The cells of a row -> until when the time for its answer was extended (延期).

use std::sync::LazyLock;

use regex::Regex;

use super::handling::{is_refused, says_no};
use super::{Role, Suggestion};
use crate::date::{self, Date};
use crate::text::{self, pattern};

/// A state that says that time was extended, and not that somebody asked for it: 延期办理, 同意延期至2024年9月5日.
static EXTENDED: LazyLock<Regex> = LazyLock::new(|| pattern("(?:^|[^未不拟请待无])延期"));
/// The day until which it was.
static UNTIL: LazyLock<Regex> =
    LazyLock::new(|| pattern("[至到] ?([0-9]{4}[-年./][0-9]{1,2}[-月./][0-9]{1,2})"));

/// How far time was extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extension {
    /// Until this day.
    Until(Date),
    /// Nobody wrote until when.
    Undated,
}

impl Suggestion {
    /// How far the time for the answer was extended: what the column of extensions says, or else the state.
    ///
    /// ```
    /// use jiaoban::date::Date;
    /// use jiaoban::suggestion::extension::Extension;
    /// use jiaoban::suggestion::{Role, Suggestion, Table};
    ///
    /// let table = Table::new("台账.csv", vec!["状态".into()]).with(Role::Status, 0);
    /// let cells = vec!["经同意延期至2024年9月5日".into()];
    /// let row = Suggestion { table: table.into(), row: 2, cells, kinds: Vec::new() };
    /// assert_eq!(row.extension(), Some(Extension::Until(Date::constant(2024, 9, 5))));
    /// ```
    #[must_use]
    pub fn extension(&self) -> Option<Extension> {
        let told = self.cell(Role::Extended).filter(|cell| !says_no(cell));
        let state = self.cell(Role::Status).filter(|state| EXTENDED.is_match(state));
        let said: String = told.or(state)?.chars().map(text::fold).collect();
        if is_refused(&said) {
            return None;
        }
        let until = UNTIL.captures(&said).and_then(|found| date::parse(&found[1]));
        // Another day may stand in a state: when it was talked about.
        let day = until.or_else(|| date::parse(told?));
        Some(day.map_or(Extension::Undated, Extension::Until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggestion::Table;

    #[test]
    fn what_is_granted_counts_and_what_is_asked_for_does_not() {
        let table = Table::new("台账", ["延期至", "状态"].map(str::to_owned).to_vec());
        let table = std::sync::Arc::new(table.with(Role::Extended, 0).with(Role::Status, 1));
        let cases = [
            ("2024-09-05", "", "2024-09-05"),
            ("45540", "办理中", "2024-09-05"),
            ("经批准延期到 2024.9.5", "", "2024-09-05"),
            ("是", "", "undated"),
            ("否", "", "none"),
            ("", "延期办理", "undated"),
            ("", "同意延期至２０２４年９月５日", "2024-09-05"),
            ("", "2024年5月8日已面商，延期办理", "undated"),
            ("", "申请延期", "none"),
            ("", "未延期", "none"),
            ("", "申请延期，经研究不同意延期", "none"),
            ("", "办理中", "none"),
        ];
        for (extended, state, expected) in cases {
            let cells = [extended, state].map(str::to_owned).to_vec();
            let row = Suggestion { table: table.clone(), row: 2, cells, kinds: Vec::new() };
            let said = match row.extension() {
                Some(Extension::Until(day)) => day.to_string(),
                Some(Extension::Undated) => "undated".into(),
                None => "none".into(),
            };
            assert_eq!(said, expected, "{extended} {state}");
        }
    }
}
