//! The lines of a holiday table -> which days are worked.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Weekday;
use serde::Deserialize;

use crate::date::Date;
use crate::error::{ErrorKind, Result};

/// What the table says of a day; about all others the weekday decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Nobody works, though it may be a Wednesday.
    Holiday,
    /// A Saturday or Sunday that is worked in exchange (调休).
    Working,
}

/// The days on which an office works.
///
/// ```
/// use jiaoban::date::Date;
///
/// let calendar = jiaoban::read::clock(None, None)?.calendar;
/// // The first of October is a holiday, and the tenth, a Saturday, was worked for it.
/// assert!(!calendar.is_worked(Date::constant(2020, 10, 1)));
/// assert!(calendar.is_worked(Date::constant(2020, 10, 10)));
/// assert_eq!(calendar.working_days(Date::constant(2020, 9, 30), Date::constant(2020, 10, 10)), 2);
/// # Ok::<(), jiaoban::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<Date, DayKind>,
    years: BTreeSet<i16>,
}

impl Calendar {
    /// The calendar of a table; fails if it says two things of one day.
    pub fn new(days: impl IntoIterator<Item = (Date, DayKind)>) -> Result<Self> {
        let mut calendar = Self::default();
        for (day, kind) in days {
            if calendar.days.insert(day, kind).is_some() {
                return Err(ErrorKind::DayTwice { day }.into());
            }
            calendar.years.insert(day.year());
        }
        Ok(calendar)
    }

    /// Whether the table knows the holidays of the year; for other years only weekends are days off.
    #[must_use]
    pub fn knows(&self, year: i16) -> bool {
        self.years.contains(&year)
    }

    /// The years of `days` whose holidays the table does not know, in their order.
    #[must_use]
    pub fn unknown_years(&self, days: impl IntoIterator<Item = Date>) -> Vec<i16> {
        let years: BTreeSet<i16> = days.into_iter().map(Date::year).collect();
        years.into_iter().filter(|&year| !self.knows(year)).collect()
    }

    /// Whether offices work on `day`.
    #[must_use]
    pub fn is_worked(&self, day: Date) -> bool {
        match self.days.get(&day) {
            Some(kind) => *kind == DayKind::Working,
            None => !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
        }
    }

    /// Days worked after `from`, up to and including `to`; none if `to` is not later.
    #[must_use]
    pub fn working_days(&self, from: Date, to: Date) -> u32 {
        let days = days_after(from).take_while(|&day| day <= to);
        days.filter(|&day| self.is_worked(day)).count() as u32
    }

    /// The `amount`-th day worked after `from`.
    pub(super) fn after_working_days(&self, from: Date, amount: u32) -> Date {
        let worked = days_after(from).filter(|&day| self.is_worked(day));
        (0..amount).zip(worked).last().map_or(from, |(_, day)| day)
    }

    /// The first day worked from `day` on.
    pub(super) fn working_day_from(&self, day: Date) -> Date {
        if self.is_worked(day) { day } else { self.after_working_days(day, 1) }
    }
}

/// The days after `from`, to the end of the calendar in the year 9999.
fn days_after(from: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(from.tomorrow().ok(), |day| day.checked_add(1.day()).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_one_kind() {
        let day = Date::constant(2020, 10, 1);
        let error = Calendar::new([(day, DayKind::Holiday), (day, DayKind::Working)]).unwrap_err();
        assert!(error.to_string().starts_with("2020-10-01 stands twice"), "{error}");
    }

    #[test]
    fn without_a_table_weekends_are_off() {
        let calendar = Calendar::default();
        let friday = Date::constant(2031, 5, 2);
        assert!(calendar.is_worked(friday) && !calendar.knows(2031));
        assert_eq!(calendar.after_working_days(friday, 1), Date::constant(2031, 5, 5));
        assert_eq!(calendar.after_working_days(friday, 0), friday);
        assert_eq!(calendar.working_days(friday, Date::constant(2031, 5, 9)), 5);
        assert_eq!(calendar.working_days(friday, Date::constant(2031, 4, 1)), 0);
        assert_eq!(calendar.working_days(Date::MAX, Date::MAX), 0);
    }

    /// What the yearly notice must obey: days worked in exchange are weekend days, holidays come in runs that
    /// hold the feasts, and every year has its eleven to thirteen feast days and seldom fewer days worked than 245.
    #[test]
    fn the_shipped_table_is_plausible() {
        let calendar = crate::read::clock(None, None).unwrap().calendar;
        for (day, kind) in &calendar.days {
            let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            assert!(*kind == DayKind::Holiday || weekend, "{day} is worked anyhow");
        }
        for year in 2016..=2026 {
            assert!(calendar.knows(year));
            let (first, last) = (Date::constant(year - 1, 12, 31), Date::constant(year, 12, 31));
            let worked = calendar.working_days(first, last);
            assert!((246..=252).contains(&worked), "{year}: {worked} days worked");
            for feast in [(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)] {
                assert!(!calendar.is_worked(Date::constant(year, feast.0, feast.1)), "{year} {feast:?}");
            }
        }
    }
}
