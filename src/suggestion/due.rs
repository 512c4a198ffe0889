//! A row and the day from which time runs -> the last day for its answer, as the rules have it or the register sets it.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{DateTime, Time};
use regex::Regex;

use super::extension::Extension;
use super::nothing::says_nothing;
use super::{Role, Suggestion};
use crate::clock::{Clock, Length, Step, Unit, days_between};
use crate::date::{self, Date};
use crate::text::{self, pattern};

/// Time is hardly extended so many days beyond the longest term: the year is a slip of the pen.
const MOST_BEYOND: i32 = 366;
/// A day without a year that comes so many days later has gone by already.
const MOST_AHEAD: i32 = 300;

/// The unit in a heading, for numbers without one: 办理时限（工作日）.
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"[(（\[【]单?位?[:：]?(?P<unit>个?工作日|自然日|小时|天|日|[hH]|个?月|周)[)）\]】]")
});
/// A number without a unit.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十]+)$"));
/// A last day without its year, or the end of a month: 3月10日前, 6月底前办结.
static WITHOUT_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "^[于在]?(?:(?P<year>[0-9]{4})年)?(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})[日号]|底|末)",
        "(?:[0-9]{1,2}[时点:：][0-9分半]*)?(?:[之以]?前)?(?:办理完毕|完成|办结|答复|办复|回复)?$",
    ))
});
/// What says that the rules hold.
static BY_THE_RULES: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^[按依]?照?(?:规定|法定|有关规定|相关规定)(?:的?[时期]限)?(?:办理|答复|办结)?$")
});

/// Until when the answer to a row has time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The last day.
    pub day: Date,
    /// The last day even for wide and hard matters; none is later by the rules.
    pub longest: Date,
    /// The last day that the register sets, where it does: `day` is this or later.
    pub set: Option<Date>,
    /// Whether time was extended.
    pub extended: bool,
    /// Whether the register sets a term in hours.
    pub in_hours: bool,
    /// The time of the last day at which such a term ends, where the time it was handed out is known.
    pub time: Option<Time>,
    /// Whether the register sets a term that nobody can make out or that cannot be right, so that nobody knows whether an
    /// answer is in time; `day` is that of the rules.
    pub is_unclear: bool,
}

impl Due {
    /// Whether the register says when its time ends, and not the rules alone.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.set.is_some() || self.extended
    }
}

impl Suggestion {
    /// The last day for the answer, which was handed out on `from`: by the rules of `clock`, or where the register sets
    /// a term of its own (办理期限) by that, and later where time was extended.
    ///
    /// ```
    /// use jiaoban::date::Date;
    /// use jiaoban::suggestion::{Role, Suggestion, Table};
    ///
    /// let clock = jiaoban::read::clock(None, None)?;
    /// let table = Table::new("台账.csv", vec!["办理期限".into()]).with(Role::Due, 0);
    /// let row = Suggestion { table: table.into(), row: 2, cells: vec!["5个工作日".into()], kinds: Vec::new() };
    /// let due = row.due(&clock, Date::constant(2021, 3, 5));
    /// assert_eq!((due.day, due.is_own()), (Date::constant(2021, 3, 12), true));
    /// # Ok::<(), jiaoban::Error>(())
    /// ```
    #[must_use]
    pub fn due(&self, clock: &Clock, from: Date) -> Due {
        let (usual, longest) = (clock.due(Step::Reply, from), clock.due(Step::LongestReply, from));
        let is_likely = |day: &Date| *day >= from && days_between(longest, *day) <= MOST_BEYOND;
        let within = |cell| self.set_length(cell).map(|length| clock.within(length, from));
        let said = self.said_due();
        let set = said.and_then(|cell| set_day(cell, from).or_else(|| within(cell)));
        let minutes = said.filter(|_| set.is_some()).and_then(|cell| self.set_minutes(cell));
        // Hours go on while nobody works.
        let end = minutes
            .zip(self.time_of(from))
            .map(|(minutes, time)| from.to_datetime(time).saturating_add(i64::from(minutes).minutes()));
        let set = end.map(DateTime::date).or(set).filter(is_likely);
        let usual = set.unwrap_or(usual);
        let extension = self.extension();
        let until = match extension {
            None => Some(usual),
            Some(Extension::Until(day)) => Some(day),
            Some(Extension::By(length)) => Some(clock.within(length, usual)),
            Some(Extension::Undated) => None,
        };
        let until = until.filter(is_likely);
        let is_until = matches!(extension, Some(Extension::Until(_))) && until.is_some();
        let day = usual.max(until.unwrap_or(longest));
        let is_unclear = said.is_some() && set.is_none() && !is_until;
        let time = end.filter(|end| end.date() == day).map(DateTime::time);
        Due {
            day,
            longest,
            set,
            extended: extension.is_some(),
            in_hours: minutes.is_some(),
            time: time.filter(|_| extension.is_none()),
            is_unclear,
        }
    }

    /// Whether an answer of this `day` comes after its time: later than the last day, or on it, at a time that stands in the
    /// cell and is later than that of the end.
    #[must_use]
    pub fn is_after(&self, due: &Due, day: Date) -> bool {
        let replied = self.cell(Role::Replied).and_then(date::time);
        let is_past = |(end, replied): (Time, Time)| replied > end;
        day > due.day || day == due.day && due.time.zip(replied).is_some_and(is_past)
    }

    /// The time of the day at which it was handed out, or came in, on the day `from`.
    fn time_of(&self, from: Date) -> Option<Time> {
        let cells = [Role::HandedOut, Role::Date].into_iter().filter_map(|role| self.cell(role));
        cells.filter(|cell| date::parse(cell) == Some(from)).find_map(date::time)
    }

    /// The minutes that `cell` sets, where it sets hours.
    fn set_minutes(&self, cell: &str) -> Option<u32> {
        let is_number = NUMBER.is_match(&text::folded(cell));
        let unit = self.unit_of_terms().filter(|_| is_number).unwrap_or_default();
        Length::minutes(&format!("{cell}{unit}"))
    }

    /// The unit in the heading of terms.
    fn unit_of_terms(&self) -> Option<String> {
        let heading = &self.table.headings[self.table.column(Role::Due)?];
        UNIT.captures(heading).map(|found| found["unit"].to_owned())
    }

    /// What the register says of the last day for the answer: a day, a term, or what nobody can reckon with.
    #[must_use]
    pub fn said_due(&self) -> Option<&str> {
        self.cell(Role::Due).filter(|cell| !says_nothing(cell) && !BY_THE_RULES.is_match(cell))
    }

    /// The length of time that `cell` sets, a number by the unit in the heading: 5 under 办理时限（工作日）, where 5天 are
    /// working days, too.
    fn set_length(&self, cell: &str) -> Option<Length> {
        match (Length::read(cell), self.unit_of_terms()) {
            (Some(Length { amount, unit: Unit::Days }), Some(unit))
                if unit.ends_with("工作日") && cell.ends_with(['天', '日']) =>
            {
                Some(Length { amount, unit: Unit::WorkingDays })
            }
            (Some(told), _) => Some(told),
            (None, Some(unit)) if NUMBER.is_match(&text::folded(cell)) => {
                Length::read(&format!("{cell}{unit}"))
            }
            (None, _) => None,
        }
    }
}

/// The day that `cell` sets as the last one; without a year it is the first such day from `from` on.
fn set_day(cell: &str, from: Date) -> Option<Date> {
    let folded = text::in_one_width(cell.trim());
    let Some(said) = WITHOUT_YEAR.captures(&folded) else { return date::parse(cell) };
    let month = said["month"].parse().ok()?;
    let in_year = |year: i16| {
        let first = Date::new(year, month, 1).ok()?;
        match said.name("day") {
            Some(day) => Date::new(year, month, day.as_str().parse().ok()?).ok(),
            None => Some(first.last_of_month()),
        }
    };
    if let Some(year) = said.name("year") {
        return in_year(year.as_str().parse().ok()?);
    }
    let is_ahead = |day: &Date| *day >= from && days_between(from, *day) <= MOST_AHEAD;
    [from.year(), from.year() + 1].into_iter().filter_map(in_year).find(is_ahead)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggestion::Table;

    #[test]
    fn terms_as_registers_set_them() {
        let clock = crate::read::clock(None, None).unwrap();
        let from = Date::constant(2025, 3, 3);
        let cases = [
            ("办理时限（工作日）", "5", "2025-03-10"),
            ("办理时限（工作日）", "5天", "2025-03-10"),
            ("办理时限（工作日）", "五", "2025-03-10"),
            ("办理时限（工作日）", "2025-03-20", "2025-03-20"),
            ("处理时限（小时）", "48", "2025-03-05"),
            ("处理时限（小时）", "5天", "2025-03-10"),
            ("承诺时限(天)", "4.0", "2025-03-07"),
            ("时限（单位：天）", "4", "2025-03-07"),
            ("办理时限", "一般（5个工作日）", "2025-03-10"),
            ("办理时限", "特急1日", "2025-03-04"),
            ("办理时限", "0.5天", "2025-03-03"),
            ("办理时限", "3月10日前", "2025-03-10"),
            ("办理时限", "3月10日17时前办结", "2025-03-10"),
            ("办理时限", "1月10日前", "unclear"),
            ("办理时限", "6月底前", "2025-06-30"),
            ("办理时限", "2025年6月底前", "2025-06-30"),
            ("办理时限", "2025年3月20日前", "2025-03-20"),
            ("办理时限", "5", "unclear"),
            ("办理时限", "尽快", "unclear"),
            ("办理时限", "2月30日前", "unclear"),
            ("办理时限", "按规定", "by the rules"),
            ("办理时限", "", "by the rules"),
        ];
        for (heading, cell, expected) in cases {
            let table = Table::new("台账", vec![heading.into()]).with(Role::Due, 0);
            let row = Suggestion { table: table.into(), row: 2, cells: vec![cell.into()], kinds: Vec::new() };
            let due = row.due(&clock, from);
            let told = match (due.set, due.is_unclear) {
                (Some(day), false) => day.to_string(),
                (_, true) => "unclear".into(),
                _ => "by the rules".into(),
            };
            assert_eq!(told, expected, "{heading}: {cell}");
        }
    }
}
