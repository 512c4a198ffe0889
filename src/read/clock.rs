//! A rule file and a holiday table -> the clock.

use std::path::Path;

use rustc_hash::FxHashSet;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use crate::clock::{Calendar, Clock, DayKind, Rules, Term};
use crate::date::{self, Date};
use crate::error::{ErrorKind, Place, Result};
use crate::read::list::List;
use crate::read::source::Source;

/// The rules that are part of the program.
const RULES: &str = include_str!("../../datasets/rules/rules.csv");
/// The holiday table that is part of the program.
const HOLIDAYS: &str = include_str!("../../datasets/rules/holidays.csv");

/// One line of the holiday table.
#[derive(Deserialize)]
struct Day {
    #[serde(deserialize_with = "date")]
    date: Date,
    kind: DayKind,
}

fn date<'de, D: Deserializer<'de>>(cell: D) -> std::result::Result<Date, D::Error> {
    let cell = String::deserialize(cell)?;
    date::parse(&cell).ok_or_else(|| serde::de::Error::custom(format!("\"{cell}\" is no date")))
}

/// Reads the rules (`step,amount,unit,last_day,source`) and the holidays (`date,kind`) of a place; where no
/// file is named, those that are part of the program. Every failure names the file and, where one is to blame,
/// the row.
///
/// ```
/// let file = tempfile::NamedTempFile::new()?;
/// std::fs::write(&file, "date,kind\n2031-05-01,holiday\n2031-05-04,resting\n")?;
/// let error = jiaoban::read::clock(None, Some(file.path())).unwrap_err();
/// assert_eq!(error.place().row, Some(3));
/// assert!(error.to_string().contains("\"resting\" is none of holiday, working"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn clock(rules: Option<&Path>, holidays: Option<&Path>) -> Result<Clock> {
    let rules =
        parse(rules, RULES, |terms: Vec<(u64, Term)>| Rules::new(terms.into_iter().map(|(_, term)| term)))?;
    Ok(Clock { rules, calendar: parse(holidays, HOLIDAYS, calendar)? })
}

/// The calendar of days, each with its row.
fn calendar(days: Vec<(u64, Day)>) -> Result<Calendar> {
    let mut met = FxHashSet::default();
    let again = days.iter().find(|(_, day)| !met.insert(day.date)).map(|&(row, _)| row);
    let calendar = Calendar::new(days.into_iter().map(|(_, day)| (day.date, day.kind)));
    calendar.map_err(|error| error.at(Place { row: again, ..Place::default() }))
}

fn parse<L: DeserializeOwned, T>(
    path: Option<&Path>,
    shipped: &str,
    build: impl FnOnce(Vec<(u64, L)>) -> Result<T>,
) -> Result<T> {
    let list = path.map_or_else(|| List::of(Source::of(shipped.as_bytes())), List::open)?;
    build(list.values(ErrorKind::Rules)?).map_err(|error| list.blamed(error))
}
