//! The cells of a row -> until when the time for its answer was extended (延期).

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::nothing::says_no;
use super::state::{is_granted, is_only_asked_for, is_refused, lately};
use super::{Role, Suggestion};
use crate::clock::Length;
use crate::date::{self, Date};
use crate::text::{self, pattern};

/// A state that speaks of more time.
static EXTENDED: LazyLock<Regex> = LazyLock::new(|| pattern("延期|延长|顺延"));
/// The day until which there is time: 至2024年9月5日, 到9月5日.
static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "[至到为] ?(?P<day>(?:(?P<year>[0-9]{4})[-年./])?(?P<rest>[0-9]{1,2}[-月./][0-9]{1,2}))(?:[^0-9]|$)",
    )
});
/// How much more time: 延长一个月, 30天.
static BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:^|延期|延长|顺延)(?:办理|答复)?了?(?P<length>[0-9零〇一二两三四五六七八九十百]+ ?(?:个工作日|工作日|个月|日|天))(?:[^0-9]|$)",
    )
});
/// A day with its year, as it may be told before one without.
static WHOLE_DAY: LazyLock<Regex> = LazyLock::new(|| pattern("[0-9]{4}[-年./][0-9]{1,2}[-月./][0-9]{1,2}"));

/// The letters of days.
const OF_DAYS: &str = "年月日号时分秒零〇一二三四五六七八九十T";

/// How far time was extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extension {
    /// Until this day.
    Until(Date),
    /// By so much.
    By(Length),
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
        let told = self.cell(Role::Extended).filter(|cell| !says_no(cell) && !is_only_asked_for(cell));
        let state = self.state().filter(|state| is_granted(state, &EXTENDED));
        let said = text::in_one_width(lately(told.or(state)?));
        if is_refused(&said) {
            return None;
        }
        if let Some(day) = UNTIL.captures_iter(&said).filter_map(|found| self.until(&said, &found)).last() {
            return Some(Extension::Until(day));
        }
        if let Some(length) = BY.captures(&said).and_then(|found| Length::read(&found["length"])) {
            return Some(Extension::By(length));
        }
        // Beside words stands another day: when it was talked about or agreed to.
        let is_day = said.chars().all(|c| !c.is_alphabetic() || OF_DAYS.contains(c));
        let day = told.filter(|_| is_day).and_then(date::parse);
        Some(day.map_or(Extension::Undated, Extension::Until))
    }

    /// The day that was `found` in what is `said`. Without a year it is the first such day after the one that is named
    /// before it, or after the row was handed out.
    fn until(&self, said: &str, found: &Captures<'_>) -> Option<Date> {
        if found.name("year").is_some() {
            return date::parse(&found["day"]);
        }
        let named =
            WHOLE_DAY.find_iter(&said[..found.get(0)?.start()]).filter_map(|day| date::parse(day.as_str()));
        let since =
            named.last().or_else(|| date::parse(self.cell(Role::HandedOut)?)).or_else(|| self.date())?;
        let in_year = |year: i16| date::parse(&format!("{year}-{}", &found["rest"]));
        [since.year(), since.year() + 1].into_iter().filter_map(in_year).find(|&day| day > since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggestion::Table;

    #[test]
    fn what_is_granted_counts_and_what_is_asked_for_does_not() {
        let table = Table::new("台账", ["延期至", "状态", "交办"].map(str::to_owned).to_vec());
        let table = table.with(Role::Extended, 0).with(Role::Status, 1).with(Role::HandedOut, 2);
        let table = std::sync::Arc::new(table);
        let cases = [
            ("2024-09-05", "", "2024-09-05"),
            ("45540", "办理中", "2024-09-05"),
            ("经批准延期到 2024.9.5", "", "2024-09-05"),
            ("2024年5月1日批准延期至6月10日", "", "2024-06-10"),
            ("2024年12月1日批准延期至1月10日", "", "2025-01-10"),
            ("9月5日", "", "undated"),
            ("2024年5月1日批准", "", "undated"),
            ("是", "", "undated"),
            ("30天", "", "30 Days"),
            ("延长一个月", "", "1 Months"),
            ("否", "", "none"),
            ("申请中", "", "none"),
            ("待批", "", "none"),
            ("", "延期办理", "undated"),
            ("", "延期至9月5日", "2024-09-05"),
            ("", "经同意延期15个工作日", "15 WorkingDays"),
            ("", "同意延期至２０２４年９月５日", "2024-09-05"),
            ("", "2024年5月8日已面商，延期办理", "undated"),
            ("", "申请延期，区政府已同意延期至2024年9月5日", "2024-09-05"),
            ("", "申请延期", "none"),
            ("", "延期申请中", "none"),
            ("", "延期待批", "none"),
            ("", "要求延期", "none"),
            ("", "需延期", "none"),
            ("", "未延期", "none"),
            ("", "申请延期，经研究不同意延期", "none"),
            ("", "办理中", "none"),
        ];
        for (extended, state, expected) in cases {
            let cells = [extended, state, "2024-03-05"].map(str::to_owned).to_vec();
            let row = Suggestion { table: table.clone(), row: 2, cells, kinds: Vec::new() };
            let said = match row.extension() {
                Some(Extension::Until(day)) => day.to_string(),
                Some(Extension::By(Length { amount, unit })) => format!("{amount} {unit:?}"),
                Some(Extension::Undated) => "undated".into(),
                None => "none".into(),
            };
            assert_eq!(said, expected, "{extended} {state}");
        }
    }
}
