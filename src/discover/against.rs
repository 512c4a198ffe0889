//! The days of a register -> the period to look at and the one to set against it, or why there are none.
//!
//! Where nearly all messages are filed in sessions, the last session stands against the one before: twelve months that
//! end on its last day would cut the session before in two, since no session begins on the same day every year. A
//! register that ends with a calendar year stands against the year before, and any other one by its last twelve
//! months, or as many as it has a year before. Where a history is given all of now stands against it: against the same
//! days a year before if it holds them (or the year before, if all of now is one), or else against all of it. Days that
//! only one of both covers are left out: a week without a register is no week without messages.

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
/// Two periods are set beside each other without the days that one of them lacks, if these are no more than one of so many.
const LACKS_ONE_IN: i32 = 10;
/// Of the silences between two days with messages one of so many is longer than what is usual: holidays are, weekends
/// are not.
const LONGER_ONE_IN: usize = 50;
/// A register that is silent for longer does not cover these days, however seldom messages come.
const A_MONTH: i32 = 30;
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
    let of_register = sessions(days).or_else(|| years(days));
    of_register.map_or_else(|| twelve_months(first, last), Ok)
}

/// The days of now, and those of the history that are set against them. Both rise.
pub fn with_history(days: &[Date], history: &[Date]) -> Result<[Period; 2], NotCompared> {
    let all = |days: &[Date]| days.first().copied().zip(days.last().copied()).ok_or(NotCompared::NoDays);
    let (now, before) = (all(days)?, all(history)?);
    let year = now.1.year();
    let is_whole = |days: &[Date], year| whole_years(days).is_some_and(|years| years.contains(&year));
    if now.0.year() == year && is_whole(days, year) && is_whole(history, year - 1) {
        return Ok([year, year - 1].map(calendar_year));
    }
    Ok(same_days(now, before).unwrap_or_else(|| of_one_length([now, before])))
}

/// The days of now that the history has a year before, and those, if it has nearly all of them.
fn same_days(now: Period, history: Period) -> Option<[Period; 2]> {
    let year_before = |day: Date| day.checked_sub(12.months()).ok();
    let year_after = |day: Date| day.checked_add(12.months()).ok();
    let both = (now.0.max(year_after(history.0)?), now.1.min(year_after(history.1)?));
    let lacking = length(now) - length(both);
    let before = (year_before(both.0)?, year_before(both.1)?);
    (lacking * LACKS_ONE_IN <= length(now)).then_some([both, before])
}

/// Two periods of nearly one length without what the longer has before the other's length.
fn of_one_length(periods: [Period; 2]) -> [Period; 2] {
    let [now, before] = periods.map(length);
    let shorter = now.min(before);
    if (now - before).abs() * LACKS_ONE_IN > now.max(before) {
        return periods;
    }
    periods.map(|(first, last)| {
        let begin = last.checked_sub((shorter - 1).days()).unwrap_or(first);
        (begin.max(first), last)
    })
}

fn length((first, last): Period) -> i32 {
    day_number(last) - day_number(first) + 1
}

/// Whether two periods are of one length, but for a leap day, so that counts in them can be compared.
#[must_use]
pub fn are_as_long([now, before]: [Period; 2]) -> bool {
    length(now).abs_diff(length(before)) <= 1
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
fn years(days: &[Date]) -> Option<[Period; 2]> {
    let whole = whole_years(days)?;
    let year = days.last()?.year();
    let is_there = whole.contains(&year) && whole.contains(&(year - 1));
    is_there.then(|| [year, year - 1].map(calendar_year))
}

fn calendar_year(year: i16) -> Period {
    (Date::constant(year, 1, 1), Date::constant(year, 12, 31))
}

/// The calendar years that a register covers, whose days rise: at the beginning of the first and at the end of the last
/// it is silent no longer than is usual for it.
#[must_use]
pub fn whole_years(days: &[Date]) -> Option<std::ops::RangeInclusive<i16>> {
    let (first, last) = (*days.first()?, *days.last()?);
    let usual = usual_silence(days);
    let late = day_number(first) - day_number(calendar_year(first.year()).0);
    let early = day_number(calendar_year(last.year()).1) - day_number(last);
    Some(first.year() + i16::from(late > usual)..=last.year() - i16::from(early > usual))
}

/// How many days without a message may follow each other in a register, whose days rise, before that is unusual for it.
#[must_use]
pub fn usual_silence(days: &[Date]) -> i32 {
    let between = days.windows(2).map(|pair| day_number(pair[1]) - day_number(pair[0]) - 1);
    let mut silences: Vec<i32> = between.filter(|&silence| silence >= 0).collect();
    silences.sort_unstable_by_key(|&silence| std::cmp::Reverse(silence));
    silences.get(silences.len() / LONGER_ONE_IN).map_or(0, |&silence| silence.min(A_MONTH))
}

/// The last twelve months, or as many of them as the register has a year before, and the same days a year before.
fn twelve_months(first: Date, last: Date) -> Result<[Period; 2], NotCompared> {
    let year_before = |day: Date| day.checked_sub(12.months()).map_err(|_| NotCompared::NotAYear);
    let a_year_on = first.checked_add(12.months()).map_err(|_| NotCompared::NotAYear)?;
    if a_year_on > last {
        let is_over = last.tomorrow().is_ok_and(|day| day >= a_year_on);
        // From January to December, as far as its first and its last month show it.
        let is_a_year = is_over || (last.month() == 12 && first < Date::constant(last.year(), 2, 1));
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
        // Days that one of both lacks are left out of the other.
        for (history, expected) in [
            (
                period("2023-01-10", "2023-05-18"),
                [period("2024-01-10", "2024-05-18"), period("2023-01-10", "2023-05-18")],
            ),
            (
                period("2023-08-01", "2023-12-25"),
                [period("2024-01-03", "2024-05-20"), period("2023-08-09", "2023-12-25")],
            ),
        ] {
            let compared = with_history(&period("2024-01-03", "2024-05-20"), &history).unwrap();
            assert!(are_as_long(compared));
            assert_eq!(compared.map(|period| [period.0, period.1]), expected);
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
            (daily("2018-01-03", 1094).collect(), "2020-01-01 2020-12-31 2019-01-01 2019-12-31"),
            // Of these years one lacks its December, the other its January.
            (daily("2018-01-01", 701).collect(), "2019-01-01 2019-12-02 2018-01-01 2018-12-02"),
            (daily("2018-01-31", 700).collect(), "2019-01-31 2019-12-31 2018-01-31 2018-12-31"),
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

    #[test]
    fn a_year_is_whole_if_it_lacks_no_more_than_the_register_is_often_silent() {
        let every =
            |first: &str, count: i32, step: usize| daily(first, count).step_by(step).collect::<Vec<_>>();
        for (days, expected) in [
            (every("2018-01-01", 730, 1), 2018..=2019),
            (every("2018-01-02", 1093, 1), 2019..=2019),
            // A message a week, and one in a quarter.
            (every("2018-01-06", 722, 7), 2018..=2019),
            (every("2018-02-06", 730, 90), 2019..=2019),
        ] {
            assert_eq!(whole_years(&days), Some(expected), "{:?}", days.first());
        }
        assert_eq!(whole_years(&[]), None);
    }
}
