//! The cells of days -> days that can be right, and what is wrong with the others.

use std::sync::LazyLock;

use jiff::ToSpan;
use regex::Regex;

use super::nothing::says_no;
use super::state::{says_done, says_ended};
use super::{Role, Suggestion};
use crate::date::{self, Date};
use crate::text::{self, pattern};

/// The columns whose cells are days.
const DAYS: [Role; 5] = [Role::Date, Role::HandedOut, Role::Replied, Role::AssistReplied, Role::Returned];
/// So many years after all other days, one day in so many may be a slip of the pen: a wrong year, a wrong century.
const SLIPS: [(i32, usize); 2] = [(1, 100), LONG_AGO];
/// The same before all other days.
const LONG_AGO: (i32, usize) = (10, 4);

/// A day until which something was to be done, which says not that it was: 2024年5月20日前.
static DEADLINE: LazyLock<Regex> =
    LazyLock::new(|| pattern("^[0-9零〇○一二三四五六七八九十年月日号./: -]+[之以]?前(?:[^往期]|$)"));

/// What a cell says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// There is none: the cell is empty, or says that nothing has happened.
    None,
    /// A day that can be right.
    On(Date),
    /// The cell holds something else.
    Unreadable,
    /// The day lies before the one from which time runs; one of both is wrong.
    TooEarly {
        /// The day in the cell.
        day: Date,
        /// The day from which time runs.
        from: Date,
    },
    /// The day lies after the last one that is believed.
    TooLate(Date),
    /// The day lies before the first one that is believed.
    LongAgo(Date),
}

impl Day {
    /// The day, if it can be right.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        match self {
            Self::On(day) => Some(day),
            Self::None | Self::Unreadable | Self::TooEarly { .. } | Self::TooLate(_) | Self::LongAgo(_) => {
                None
            }
        }
    }

    /// The same day, if it does not lie before the `first` one that is believed.
    #[must_use]
    pub fn since(self, first: Option<Date>) -> Self {
        match self {
            Self::On(day) if first.is_some_and(|first| day < first) => Self::LongAgo(day),
            day => day,
        }
    }
}

/// The first and the last day that stand anywhere in `rows` and can be believed; the last one is the day they were
/// written, as far as they tell. A day more than a year after all others is a slip of the pen, and so are a few such days
/// together: up to one in a hundred, or one in four if they are more than ten years after the others. Before the others they
/// are slips only if it is more than ten years: some matters are old.
///
/// ```
/// use jiaoban::Suggestion;
/// use jiaoban::suggestion::day::believed_days;
///
/// assert_eq!(believed_days(&[Suggestion::from_text("路灯", "")]), None);
/// ```
#[must_use]
pub fn believed_days<'s>(rows: impl IntoIterator<Item = &'s Suggestion>) -> Option<(Date, Date)> {
    let of_row = |row: &'s Suggestion| DAYS.into_iter().filter_map(|role| day_in(row.cell(role)?));
    let mut days: Vec<Date> = rows.into_iter().flat_map(of_row).collect();
    days.sort_unstable();
    let is_gap = |at: usize, years: i32| days[at] > days[at - 1].saturating_add(years.years());
    let is_slip = |few: usize, of: usize| few <= (days.len() / of).max(1);
    let is_late =
        |&at: &usize| SLIPS.into_iter().any(|(years, of)| is_slip(days.len() - at, of) && is_gap(at, years));
    let end = (1..days.len()).find(is_late).unwrap_or(days.len());
    let (years, of) = LONG_AGO;
    // One of two days that lie far apart is wrong, and the later one was said to be it.
    let begin = (1..end).rev().find(|&at| is_slip(at, of) && is_gap(at, years)).unwrap_or(0);
    Some((*days.get(begin)?, *days[..end].last()?))
}

/// The day on which something was done.
fn day_in(cell: &str) -> Option<Date> {
    let folded = text::in_one_width(cell.trim());
    if DEADLINE.is_match(&folded) { None } else { date::parse(&folded) }
}

impl Suggestion {
    /// What the cell of `role` says of a day, which cannot lie before `from` nor after `until`.
    #[must_use]
    pub fn day(&self, role: Role, from: Option<Date>, until: Option<Date>) -> Day {
        let Some(cell) = self.cell(role).filter(|cell| !says_no(cell)) else { return Day::None };
        match (day_in(cell), from, until) {
            // A word says that it was answered, though not when, or that it need not be.
            (None, ..) if role == Role::Replied && (says_done(cell) || says_ended(cell)) => Day::None,
            (None, ..) => Day::Unreadable,
            (Some(day), Some(from), _) if day < from => Day::TooEarly { day, from },
            (Some(day), _, Some(until)) if day > until => Day::TooLate(day),
            (Some(day), ..) => Day::On(day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggestion::Table;

    #[test]
    fn a_day_until_which_is_no_day_on_which() {
        for (cell, expected) in [
            ("2024年5月20日前", false),
            ("2024-05-20之前", false),
            ("2024.5.20以前答复", false),
            ("二〇二四年五月二十日前", false),
            ("2024-05-20 17:00前", false),
            ("2024年5月20日", true),
            ("2024年5月20日前往现场答复", true),
            ("2024年5月20日（期限前）", true),
        ] {
            assert_eq!(day_in(cell).is_some(), expected, "{cell}");
        }
    }

    #[test]
    fn a_day_far_after_all_others_is_not_believed() {
        let table = Table::new("台账", ["交办", "答复"].map(str::to_owned).to_vec())
            .with(Role::HandedOut, 0)
            .with(Role::Replied, 1);
        let table = std::sync::Arc::new(table);
        let row = |handed_out: &str, replied: &str| Suggestion {
            table: table.clone(),
            row: 2,
            cells: vec![handed_out.into(), replied.into()],
            kinds: Vec::new(),
        };
        let believed = |rows: &[Suggestion]| believed_days(rows);
        let latest = |rows: &[Suggestion]| believed(rows).map(|(_, day)| day.to_string()).unwrap_or_default();
        let first = |rows: &[Suggestion]| believed(rows).map(|(day, _)| day.to_string()).unwrap_or_default();
        assert_eq!(latest(&[]), "");
        assert_eq!(latest(&[row("2121-04-10", "")]), "2121-04-10");
        assert_eq!(latest(&[row("2020-03-16", "2121-04-10")]), "2020-03-16");
        assert_eq!(latest(&[row("2020-03-16", "2020-07-10"), row("2021-06-16", "")]), "2021-06-16");
        assert_eq!(first(&[row("2020-03-16", "2121-04-10")]), "2020-03-16");
        assert_eq!(first(&[row("1956-03-16", "2020-04-10"), row("2020-03-16", "")]), "2020-03-16");
        assert_eq!(first(&[row("2012-03-16", "2020-04-10"), row("2020-03-16", "")]), "2012-03-16");
        assert_eq!(
            Day::On(Date::constant(1956, 3, 16)).since(None).date(),
            Some(Date::constant(1956, 3, 16))
        );
        assert_eq!(
            Day::On(Date::constant(1956, 3, 16)).since(Some(Date::constant(2020, 3, 16))).date(),
            None
        );
        // Two slips of a century are too many among four days, but not among eight; of a year only among two hundred.
        let mut rows = vec![row("2020-03-16", "2121-04-10"), row("2020-03-17", "2122-05-10")];
        assert_eq!(latest(&rows), "2121-04-10");
        rows.extend((0..2).map(|_| row("2020-03-16", "2020-07-10")));
        assert_eq!(latest(&rows), "2020-07-10");
        rows.extend((0..2).map(|_| row("2022-03-16", "")));
        assert_eq!(latest(&rows), "2022-03-16");
        rows.extend((0..200).map(|_| row("2020-03-16", "2020-07-10")));
        assert_eq!(latest(&rows), "2020-07-10");
        let row = &rows[0];
        let day = |from: Option<Date>, until: Option<Date>| row.day(Role::Replied, from, until);
        let (early, late) = (Date::constant(2020, 7, 10), Date::constant(2121, 4, 10));
        assert_eq!(day(None, Some(early)), Day::TooLate(late));
        assert_eq!(day(None, None), Day::On(late));
        let from = Date::constant(2122, 1, 1);
        assert_eq!(day(Some(from), None), Day::TooEarly { day: late, from });
    }
}
