//! The days of a register -> the period to look at and the one to set against it, or why there are none.
//!
//! Where nearly all messages are filed in sessions, the last session stands against the one before: twelve months that
//! end on its last day would cut the session before in two, since no session begins on the same day every year. A
//! register that ends with a calendar year stands against the year before, and any other one by its last twelve
//! months, or as many as it has a year before. Where a history is given all of now stands against it: against the same
//! days a year before if it holds them (or the year before, if all of now is one), or else against all of it.

use jiff::ToSpan;

use crate::date::{Date, day_number};

/// A day belongs to a session if so many times as many messages lie within a week of it as would if all came evenly.
const SESSION_DENSITY: f64 = 5.0;
const A_WEEK: i32 = 7;
/// Sessions are apart by more than so many days, and none is longer than a quarter.
const SESSIONS_APART: i32 = 60;
const LONGEST_SESSION: i32 = 92;
/// Between two sessions lie at least nine months: what is filed every quarter has its seasons.
const LEAST_YEAR: i32 = 270;
/// Messages come in sessions if so many of them do.
const IN_SESSIONS: f64 = 0.8;
/// Two periods are as long as each other but for one of so many days.
const AS_LONG_BUT_ONE_IN: i32 = 10;
/// A year before is compared only if both periods are at least so long.
const LEAST_DAYS: i64 = 28;

/// The first and the last day of a period.
pub type Period = (Date, Date);

/// Why nothing is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotCompared {
    /// No message has a day to count by.
    NoDays,
    /// The register does not last a year.
    NotAYear,
    /// The register lasts a year, and nothing of it lies before.
    NoYearBefore,
    /// Too few days of the register have a day a year before.
    FewDays,
    /// The history is longer or shorter than what is set against it, so that only shares can be compared.
    OtherLength,
    /// People gave the labels of one, and the model proposed those of the other.
    OtherLabels,
}

/// The period to look at, and the one before it. `days` rise.
pub fn periods(days: &[Date]) -> Result<[Period; 2], NotCompared> {
    let (&first, &last) = days.first().zip(days.last()).ok_or(NotCompared::NoDays)?;
    let of_register = sessions(days).or_else(|| years(first, last));
    of_register.map_or_else(|| twelve_months(first, last), Ok)
}

/// All days of now, and those of the history that are set against them. Both rise.
pub fn with_history(days: &[Date], history: &[Date]) -> Result<[Period; 2], NotCompared> {
    let all = |days: &[Date]| days.first().copied().zip(days.last().copied()).ok_or(NotCompared::NoDays);
    let (now, history) = (all(days)?, all(history)?);
    let year = now.1.year();
    let is_whole = |(first, last): Period, year| whole_years(first, last).contains(&year);
    if now.0.year() == year && is_whole(now, year) && is_whole(history, year - 1) {
        return Ok([year, year - 1].map(calendar_year));
    }
    let year_before = |day: Date| day.checked_sub(12.months()).ok();
    let same_days = year_before(now.0).zip(year_before(now.1));
    Ok([now, same_days.filter(|&days| holds(history, days)).unwrap_or(history)])
}

/// Whether a register of these days goes from the beginning of a period to its end, but for a few days.
fn holds(register: Period, period: Period) -> bool {
    let late = day_number(register.0) - day_number(period.0);
    let early = day_number(period.1) - day_number(register.1);
    late.max(early) * AS_LONG_BUT_ONE_IN <= length(period)
}

fn length((first, last): Period) -> i32 {
    day_number(last) - day_number(first) + 1
}

/// Whether one of two periods is not much longer than the other, so that counts in them can be compared.
#[must_use]
pub fn are_as_long([now, before]: [Period; 2]) -> bool {
    let (now, before) = (length(now), length(before));
    (now - before).abs() * AS_LONG_BUT_ONE_IN <= now.max(before)
}

/// The last session and the one before, if nearly all messages lie in sessions.
fn sessions(days: &[Date]) -> Option<[Period; 2]> {
    let numbers: Vec<i32> = days.iter().copied().map(day_number).collect();
    let before = |day: i32| numbers.partition_point(|&other| other < day);
    let all = f64::from(numbers.last()? - numbers.first()? + 1);
    let even = numbers.len() as f64 * f64::from(2 * A_WEEK + 1) / all;
    let is_dense =
        |day: i32| (before(day + A_WEEK + 1) - before(day - A_WEEK)) as f64 >= SESSION_DENSITY * even;
    let dense: Vec<usize> = (0..numbers.len()).filter(|&at| is_dense(numbers[at])).collect();
    let sessions: Vec<&[usize]> =
        dense.chunk_by(|&a, &b| numbers[b] - numbers[a] <= SESSIONS_APART).collect();
    let ends = |session: &[usize]| (session[0], session[session.len() - 1]);
    let is_short = |session: &&[usize]| {
        let (begin, end) = ends(session);
        numbers[end] - numbers[begin] < LONGEST_SESSION
    };
    let [.., earlier, later] = sessions.as_slice() else { return None };
    let apart = numbers[later[0]] - numbers[earlier[0]];
    if apart < LEAST_YEAR
        || (dense.len() as f64) < IN_SESSIONS * numbers.len() as f64
        || !sessions.iter().all(is_short)
    {
        return None;
    }
    Some([later, earlier].map(|session| {
        let (begin, end) = ends(session);
        (days[begin], days[end])
    }))
}

/// The calendar year that the register ends with and the one before, if it has both whole.
fn years(first: Date, last: Date) -> Option<[Period; 2]> {
    let whole = whole_years(first, last);
    let year = last.year();
    let is_there = whole.contains(&year) && whole.contains(&(year - 1));
    is_there.then(|| [year, year - 1].map(calendar_year))
}

fn calendar_year(year: i16) -> Period {
    (Date::constant(year, 1, 1), Date::constant(year, 12, 31))
}

/// The calendar years that a register covers, as far as its first and its last month can show it.
#[must_use]
pub fn whole_years(first: Date, last: Date) -> std::ops::RangeInclusive<i16> {
    first.year() + i16::from(first.month() > 1)..=last.year() - i16::from(last.month() < 12)
}

/// The last twelve months, or as many of them as the register has a year before, and the same days a year before.
fn twelve_months(first: Date, last: Date) -> Result<[Period; 2], NotCompared> {
    let year_before = |day: Date| day.checked_sub(12.months()).map_err(|_| NotCompared::NotAYear);
    let a_year_on = first.checked_add(12.months()).map_err(|_| NotCompared::NotAYear)?;
    if a_year_on > last {
        let is_over = last.tomorrow().is_ok_and(|day| day >= a_year_on);
        let is_a_year = is_over || whole_years(first, last).contains(&last.year());
        return Err(if is_a_year { NotCompared::NoYearBefore } else { NotCompared::NotAYear });
    }
    let begin = year_before(last)?.tomorrow().unwrap_or(last).max(a_year_on);
    let length = begin.until(last).map_or(0, |span| i64::from(span.get_days())) + 1;
    if length < LEAST_DAYS {
        return Err(NotCompared::FewDays);
    }
    Ok([(begin, last), (year_before(begin)?, year_before(last)?)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_is_compared_by_the_same_days_or_all_of_it() {
        let period = |first: &str, last: &str| [first, last].map(|day| day.parse::<Date>().unwrap());
        for (history, expected) in [
            // The year before, of which now has the beginning; the month before; two years that do not hold the days.
            (period("2023-01-02", "2023-12-20"), period("2023-01-03", "2023-05-20")),
            (period("2023-12-01", "2023-12-31"), period("2023-12-01", "2023-12-31")),
            (period("2021-02-01", "2023-02-10"), period("2021-02-01", "2023-02-10")),
        ] {
            let now = period("2024-01-03", "2024-05-20");
            let [_, before] = with_history(&now, &history).unwrap();
            assert_eq!([before.0, before.1], expected);
        }
        let [now, before] =
            with_history(&period("2024-01-03", "2024-12-20"), &period("2021-05-07", "2023-12-28")).unwrap();
        let years = [period("2024-01-01", "2024-12-31"), period("2023-01-01", "2023-12-31")];
        assert_eq!([[now.0, now.1], [before.0, before.1]], years);
        assert_eq!(with_history(&period("2024-01-03", "2024-05-20"), &[]), Err(NotCompared::NoDays));
    }

    fn compared(mut days: Vec<Date>) -> String {
        days.sort_unstable();
        match periods(&days) {
            Ok([now, before]) => format!("{} {} {} {}", now.0, now.1, before.0, before.1),
            Err(why) => format!("{why:?}"),
        }
    }

    /// A message on each of so many days.
    fn daily(first: &str, count: i32) -> impl Iterator<Item = Date> {
        let first: Date = first.parse().unwrap();
        (0..count).map(move |day| first.checked_add(day.days()).unwrap())
    }

    fn quarter_on(day: Date, quarters: i32) -> Date {
        day.checked_add((3 * quarters).months()).unwrap()
    }

    #[test]
    fn a_period_stands_against_one_like_it() {
        let sessions = || ["2018-01-20", "2019-01-14", "2020-01-11"].map(|first| daily(first, 5)).into_iter();
        let between = daily("2018-07-01", 3);
        for (days, expected) in [
            (sessions().flatten().collect::<Vec<_>>(), "2020-01-11 2020-01-15 2019-01-14 2019-01-18"),
            // Two sessions that are less than a year apart, and messages between the sessions.
            (sessions().skip(1).flatten().collect(), "2020-01-11 2020-01-15 2019-01-14 2019-01-18"),
            (sessions().flatten().chain(between).collect(), "2020-01-11 2020-01-15 2019-01-14 2019-01-18"),
            // What comes once a quarter comes in no session.
            (
                (0..9)
                    .flat_map(|quarter| daily("2018-02-05", 3).map(move |day| quarter_on(day, quarter)))
                    .collect(),
                "2019-02-08 2020-02-07 2018-02-08 2019-02-07",
            ),
            (daily("2018-01-03", 1085).collect(), "2020-01-01 2020-12-31 2019-01-01 2019-12-31"),
            (daily("2018-03-03", 700).collect(), "2019-03-03 2020-01-31 2018-03-03 2019-01-31"),
            (daily("2019-01-01", 380).collect(), "FewDays"),
            (daily("2019-01-01", 300).collect(), "NotAYear"),
            (daily("2019-01-01", 365).collect(), "NoYearBefore"),
            (daily("2019-03-05", 366).collect(), "NoYearBefore"),
            (daily("2019-01-20", 320).collect(), "NoYearBefore"),
            (Vec::new(), "NoDays"),
        ] {
            assert_eq!(compared(days), expected);
        }
    }
}
