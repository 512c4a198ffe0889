//! A cell as an office writes dates -> a calendar day, and back.

use std::sync::LazyLock;

use jiff::ToSpan;
pub use jiff::civil::Date;
use jiff::civil::Time;
use regex::Regex;

use crate::numeral;
use crate::text;

/// The first serial day that is read as an Excel date: 1982-01-01.
const FIRST_SERIAL: i32 = 29_952;
/// The last serial day that is read as an Excel date: 2064-12-31.
const LAST_SERIAL: i32 = 60_266;
/// So many digits have year, month and day without anything between.
const COMPACT: usize = 8;
/// No register has an earlier year. Databases write 1900-01-01 or 0001-01-01 where there is no day.
const FIRST_YEAR: i16 = 1949;

/// Reads the forms that occur in registers: `2019-04-25`, `2019/4/25 10:33`, `2019.4.25`, `2019年4月25日`,
/// `二〇一九年四月二十五日`, `20190425`, with a time of the day behind or not, and Excel's serial days (1900 system) between
/// 1982 and 2064. A day before 1949 is none.
///
/// ```
/// use jiaoban::date::{Date, parse};
///
/// let day = Date::constant(2019, 4, 25);
/// for cell in ["2019-04-25", "2019/4/25 10:33:01", "2019.4.25", "２０１９年4月25日", "20190425", "20190425 10:33", "20190425T1033", "20190425103301", "43580", "43580.44"] {
///     assert_eq!(parse(cell), Some(day), "{cell}");
/// }
/// assert_eq!(parse("二〇一九年四月二十五日"), Some(day));
/// assert_eq!(parse("去年春天"), None);
/// assert_eq!(parse("2019-02-30"), None);
/// assert_eq!(parse("1900-01-01"), None);
/// assert_eq!(parse("20190425993301"), None);
/// ```
#[must_use]
pub fn parse(cell: &str) -> Option<Date> {
    let cell = text::in_one_width(cell.trim());
    let numbers: Vec<&str> =
        cell.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).take(3).collect();
    let Some(first) = numbers.first() else { return in_numerals(&cell) };
    let is_number = cell.bytes().all(|b| b.is_ascii_digit() || b == b'.') && numbers.len() < 3;
    let rest = cell.strip_prefix(first).filter(|_| first.len() == COMPACT);
    let has_time = rest.is_some_and(|rest| rest.starts_with([' ', 'T']));
    if is_number || has_time {
        return parse_compact(first);
    }
    let [year, month, day] = numbers.as_slice() else { return None };
    if year.len() != 4 || !cell.starts_with(year) {
        return None;
    }
    of([year, month, day])
}

/// The day of 二〇二四年三月五日, as official documents are dated.
fn in_numerals(cell: &str) -> Option<Date> {
    let (year, rest) = cell.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let (day, _) = rest.split_once(['日', '号'])?;
    let is_whole = year.chars().count() == 4;
    let [year, month, day] = [year, month, day].map(|part| numeral::read(part.trim()).map(|n| n.to_string()));
    is_whole.then(|| of([&year?, &month?, &day?])).flatten()
}

/// The day of a year, a month and a day of the month.
fn of([year, month, day]: [&str; 3]) -> Option<Date> {
    let year = year.parse().ok().filter(|&year| year >= FIRST_YEAR)?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Whether digits are hours and minutes, with seconds or without.
fn is_time(digits: &str) -> bool {
    let is_below = |at: usize, limit: u8| digits[at..at + 2].parse::<u8>().is_ok_and(|part| part < limit);
    matches!(digits.len(), 4 | 6)
        && is_below(0, 24)
        && is_below(2, 60)
        && (digits.len() == 4 || is_below(4, 60))
}

/// A time of the day behind a day.
static TIME: LazyLock<Regex> =
    LazyLock::new(|| text::pattern("[ T日号](?P<hour>[0-9]{1,2})[:：时点](?P<minute>[0-9]{1,2})?"));
/// The minutes of a day.
const MINUTES: f64 = 1440.0;

/// The time behind a day: 2025-03-03 08:30, 2025年3月3日8时, or the fraction of a serial day. Midnight is what programs write
/// where there is none.
///
/// ```
/// use jiaoban::date::time;
///
/// let told = |cell| time(cell).map(|time| time.to_string());
/// assert_eq!(told("2025-03-03 08:30").as_deref(), Some("08:30:00"));
/// assert_eq!(told("2025年3月3日8时").as_deref(), Some("08:00:00"));
/// assert_eq!(told("45719.75").as_deref(), Some("18:00:00"));
/// assert_eq!([told("2025-03-03"), told("2025-03-03 00:00:00"), told("45719")], [None, None, None]);
/// ```
#[must_use]
pub fn time(cell: &str) -> Option<Time> {
    let cell = text::in_one_width(cell.trim());
    let found = if let Some(said) = TIME.captures(&cell) {
        let minute = said.name("minute").map_or(Some(0), |minute| minute.as_str().parse().ok())?;
        Time::new(said["hour"].parse().ok()?, minute, 0, 0).ok()?
    } else {
        let fraction = cell.parse::<f64>().ok().filter(|_| parse(&cell).is_some())?.fract();
        let minutes = (fraction * MINUTES).round() as i32;
        Time::new((minutes / 60) as i8, (minutes % 60) as i8, 0, 0).ok()?
    };
    (found != Time::midnight()).then_some(found)
}

/// Days since 1970-01-01.
#[must_use]
pub fn day_number(date: Date) -> i32 {
    (date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24) as i32
}

/// A day as an office writes it.
///
/// ```
/// use jiaoban::date::{Date, in_words};
///
/// assert_eq!(in_words(Date::constant(2020, 6, 15)), "2020年6月15日");
/// ```
#[must_use]
pub fn in_words(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// Digits without separators: `20190425`, `20190425103300`, or a serial day.
fn parse_compact(digits: &str) -> Option<Date> {
    if digits.len() == COMPACT {
        return of([&digits[..4], &digits[4..6], &digits[6..]]);
    }
    if let Some((day, time)) = digits.split_at_checked(COMPACT).filter(|(_, time)| !time.is_empty()) {
        return is_time(time).then(|| parse_compact(day)).flatten();
    }
    let serial: i32 = digits.parse().ok()?;
    // Excel counts days from 1899-12-30, because it believes that 1900 was a leap year.
    (FIRST_SERIAL..=LAST_SERIAL)
        .contains(&serial)
        .then(|| Date::constant(1899, 12, 30).checked_add(serial.days()).ok())
        .flatten()
}
