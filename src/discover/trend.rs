//! Messages with labels and days -> counts and shares over time, and which of them have changed.
//!
//! Shares are of all messages of the period that have a day, so that a busier office is no growth of everything.
//! A change compares now with the history that is given, or else, within the register, two sessions, two calendar years
//! or the same months of two years ([`against`]), so that seasons are not sold as growth. The test is the two-sided score
//! test of two proportions, corrected over all labels of a subject ([`change`]); the yearly report uses the same. Seasons
//! are tested over whole calendar years by the chi-square of twelve months (Pearson 1900), with the same correction.

use std::collections::BTreeMap;

use super::against::{self, NotCompared, Period};
use super::period::Length;
use super::place::{PlaceFinder, PlaceKind};
use super::register::{Labeled, Message, Register};
use super::{Change, DiscoverParams, Point, Seasonal, Subject, Topics, Trend, Verdict};
use crate::date::{Date, day_number};
use crate::segment::Dictionary;
use crate::stats::Share;
use crate::stats::change::{self, Test, benjamini_hochberg};
use crate::text::beginning;

/// At most so many regions are followed,
const REGIONS: usize = 40;
/// and so many labels of any other subject, those with the most messages: a column of free text may have one a row.
const LABELS: usize = 500;
/// The region of a message is looked for in its title and in so many characters of its text.
const REGION_CHARACTERS: usize = 120;
/// Seasons are tested only where so many messages are to be expected in every month, as the chi-square needs
/// (Cochran 1954).
const LEAST_EXPECTED: f64 = 5.0;
/// A period of which the register leaves out more than one of so many days, at its beginning or its end, is not whole.
const WHOLE_BUT_ONE_IN: i32 = 10;

/// The trends of all messages of now, beside the history: everything, then by theme, department, topic and region.
#[must_use]
pub fn find(
    register: &Register<'_>,
    topics: &Topics,
    dictionary: &Dictionary,
    params: &DiscoverParams,
) -> Vec<Trend> {
    let messages: Vec<&Message<'_>> = register.messages().iter().collect();
    let calendar = Calendar::new(&messages);
    let all = |_: &&Message<'_>| Some((Labeled { id: "all".into(), name: "全部".into() }, false));
    let topic = |message: &&Message<'_>| {
        let (topic, _) = topics.of_message[message.position]?;
        let topic = &topics.fine[topic];
        Some((Labeled { id: topic.id.clone(), name: topic.name.clone() }, false))
    };
    let mut finder = PlaceFinder::new(dictionary);
    let labels: [(Subject, Vec<_>); 5] = [
        (Subject::All, messages.iter().map(all).collect()),
        (Subject::Theme, messages.iter().map(|message| message.theme.clone()).collect()),
        (Subject::Department, messages.iter().map(|message| message.department.clone()).collect()),
        (Subject::Topic, messages.iter().map(topic).collect()),
        (Subject::Place, messages.iter().map(|message| region(message, &mut finder)).collect()),
    ];
    labels
        .into_iter()
        .flat_map(|(subject, labels)| of_subject(subject, &messages, labels, &calendar, params))
        .collect()
}

/// The first region that a message names.
fn region(message: &Message<'_>, finder: &mut PlaceFinder<'_>) -> Option<(Labeled, bool)> {
    let body = message.suggestion.body();
    let end = beginning(body, REGION_CHARACTERS).len();
    let mut first = |text: &str| {
        let text = finder.cut(text);
        finder
            .mentions(&text)
            .into_iter()
            .find(|mention| mention.kind == PlaceKind::Region)
            .map(|mention| mention.key)
    };
    let name = first(message.suggestion.title()).or_else(|| first(&body[..end]))?;
    Some((Labeled { id: name.clone(), name }, false))
}

/// One label's messages: those of now, and the days of those of the history.
#[derive(Default)]
struct Counted {
    days: Vec<Date>,
    undated: u64,
    predicted: u64,
    earlier: Vec<Date>,
}

impl Counted {
    fn count(&self) -> u64 {
        self.days.len() as u64 + self.undated
    }
}

fn of_subject(
    subject: Subject,
    messages: &[&Message<'_>],
    labels: Vec<Option<(Labeled, bool)>>,
    calendar: &Calendar,
    params: &DiscoverParams,
) -> Vec<Trend> {
    let mut counted: BTreeMap<Labeled, Counted> = BTreeMap::new();
    // How many labels there are in the history and now, and how many of them the model proposed.
    let mut labeled = [[0u64; 2]; 2];
    for (message, label) in messages.iter().zip(labels) {
        let Some((label, predicted)) = label else { continue };
        let counted = counted.entry(label).or_default();
        let labels = &mut labeled[usize::from(message.current)];
        *labels = [labels[0] + 1, labels[1] + u64::from(predicted)];
        if message.current {
            counted.predicted += u64::from(predicted);
            counted.days.extend(message.date);
            counted.undated += u64::from(message.date.is_none());
        } else {
            counted.earlier.extend(message.date);
        }
    }
    let [earlier, now] = labeled.map(|[all, predicted]| (all > 0).then_some(predicted * 2 > all));
    let other_labels = earlier.zip(now).is_some_and(|(earlier, now)| earlier != now);
    let mut counted: Vec<(Labeled, Counted)> = counted.into_iter().collect();
    counted.sort_by_key(|(_, counted)| std::cmp::Reverse(counted.count()));
    counted.truncate(if subject == Subject::Place { REGIONS } else { LABELS });
    let mut trends: Vec<Trend> =
        counted.into_iter().map(|(label, counted)| trend(subject, label, &counted, calendar)).collect();
    if other_labels {
        for trend in &mut trends {
            trend.change = Err(NotCompared::OtherLabels);
        }
    }
    correct(subject, &mut trends, params);
    trends
}

fn trend(subject: Subject, label: Labeled, counted: &Counted, calendar: &Calendar) -> Trend {
    Trend {
        subject,
        id: label.id,
        name: label.name,
        predicted: counted.predicted,
        count: counted.count(),
        undated: counted.undated,
        months: calendar.points(&counted.days, Length::Month),
        quarters: calendar.points(&counted.days, Length::Quarter),
        years: calendar.points(&counted.days, Length::Year),
        change: calendar.change(subject, counted),
        seasonal: calendar.seasonal(subject, &counted.days),
    }
}

/// The days of all messages of now, rising, those of the history, if there is one, and the periods that are compared.
struct Calendar {
    days: Vec<Date>,
    earlier: Option<Vec<Date>>,
    periods: Result<[Period; 2], NotCompared>,
}

impl Calendar {
    fn new(messages: &[&Message<'_>]) -> Self {
        // The register is in the order of days.
        let days = |current: bool| -> Vec<Date> {
            let those = messages.iter().filter(|message| message.current == current);
            those.filter_map(|message| message.date).collect()
        };
        let earlier = messages.iter().any(|message| !message.current).then(|| days(false));
        let days = days(true);
        let periods = match &earlier {
            Some(earlier) => against::with_history(&days, earlier),
            None => against::periods(&days),
        };
        Self { days, earlier, periods }
    }

    /// One point for every period in which there are messages.
    fn points(&self, days: &[Date], length: Length) -> Vec<Point> {
        let mut counts: BTreeMap<i32, Share> = BTreeMap::new();
        for &day in &self.days {
            counts.entry(length.number(day)).or_default().of += 1;
        }
        for &day in days {
            counts.entry(length.number(day)).or_default().hits += 1;
        }
        counts
            .into_iter()
            .map(|(number, share)| Point {
                period: length.name(number),
                number,
                share,
                whole: self.is_whole(length, number),
            })
            .collect()
    }

    /// Whether the register goes from the beginning of a period to its end, but for a few days.
    fn is_whole(&self, length: Length, number: i32) -> bool {
        let (Some(&first), Some(&last)) = (self.days.first(), self.days.last()) else { return false };
        let [begin, end] = length.days(number).map(day_number);
        let left_out = (day_number(first) - begin).max(end - day_number(last));
        left_out * WHOLE_BUT_ONE_IN <= end - begin + 1
    }

    /// The later of the two periods beside the earlier one; not tested yet.
    fn change(&self, subject: Subject, counted: &Counted) -> Result<Change, NotCompared> {
        let [now, earlier] = self.periods?;
        let within = |days: &[Date], (from, to): Period| {
            days.iter().filter(|&&day| day >= from && day <= to).count() as u64
        };
        let share =
            |hits: &[Date], of: &[Date], period| Share { hits: within(hits, period), of: within(of, period) };
        let mut after = share(&counted.days, &self.days, now);
        // What is of the history is no part of now, though it may be of the same days.
        let mut before = match &self.earlier {
            Some(all) => share(&counted.earlier, all, earlier),
            None => share(&counted.days, &self.days, earlier),
        };
        if subject == Subject::All {
            if self.earlier.is_some() && !against::are_as_long([now, earlier]) {
                return Err(NotCompared::OtherLength);
            }
            // Of all messages of both periods half would fall into each.
            before.of = before.hits + after.hits;
            after.of = before.of;
        }
        Ok(Change {
            days: now,
            days_before: earlier,
            before,
            after,
            p_value: 1.0,
            adjusted: 1.0,
            verdict: Verdict::TooFew,
        })
    }

    /// How the shares of the months of the year differ over all whole calendar years, of which two are needed.
    fn seasonal(&self, subject: Subject, days: &[Date]) -> Option<Seasonal> {
        let years = against::whole_years(&self.days)?;
        if years.end() <= years.start() {
            return None;
        }
        let by_month = |days: &[Date]| {
            let mut counts = [0.0f64; 12];
            for day in days.iter().filter(|day| years.contains(&day.year())) {
                counts[usize::from(day.month().unsigned_abs()) - 1] += 1.0;
            }
            counts
        };
        let found = by_month(days);
        // Everything is compared with the lengths of the months, a label with everything.
        let base = match subject {
            Subject::All => std::array::from_fn(|month| month_days(month as i8 + 1)),
            _ => by_month(&self.days),
        };
        let (total, base_total) = (found.iter().sum::<f64>(), base.iter().sum::<f64>());
        let expected = base.map(|base| total * base / base_total);
        // Of nothing nothing is to be expected, not even a number.
        if !expected.iter().all(|&expected| expected >= LEAST_EXPECTED) {
            return None;
        }
        let chi_square: f64 = (0..12)
            .map(|month| {
                let difference = (found[month] - expected[month]).powi(2);
                let rest = base[month] - expected[month];
                let of_rest = if subject == Subject::All || rest <= 0.0 { 0.0 } else { difference / rest };
                difference / expected[month] + of_rest
            })
            .sum();
        let peak =
            (0..12).rev().max_by(|&a, &b| (found[a] / expected[a]).total_cmp(&(found[b] / expected[b])))?;
        let ratio = found[peak] / expected[peak];
        Some(Seasonal { adjusted: chi_square_11(chi_square), peak: peak as u8 + 1, ratio })
    }
}

fn month_days(month: i8) -> f64 {
    if month == 2 { 28.25 } else { f64::from(Date::constant(2001, month, 1).days_in_month()) }
}

/// P(χ² ≥ x) for 11 degrees of freedom (Abramowitz and Stegun 26.4.4):
/// erfc(√(x/2)) + √(2x/π) e^(-x/2) Σ x^(r-1) / (1·3·…·(2r-1)), r = 1 to 5.
fn chi_square_11(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 0.0;
    for r in 1..=5u32 {
        sum += term;
        term *= x / f64::from(2 * r + 1);
    }
    let normal = libm::erfc((x / 2.0).sqrt());
    (normal + (2.0 * x / std::f64::consts::PI).sqrt() * libm::exp(-x / 2.0) * sum).min(1.0)
}

/// Tests the changes of one subject and says what can be said; corrects the tests of its seasons.
fn correct(subject: Subject, trends: &mut [Trend], params: &DiscoverParams) {
    let test = if subject == Subject::All { Test::Halves } else { Test::Shares };
    let mut changes: Vec<&mut Change> =
        trends.iter_mut().filter_map(|trend| trend.change.as_mut().ok()).collect();
    let shares: Vec<(Share, Share)> = changes.iter().map(|change| (change.before, change.after)).collect();
    let tested = change::tested(&shares, test, params.least_count, params.false_discoveries);
    for (change, tested) in changes.iter_mut().zip(tested) {
        change.p_value = tested.p_value;
        change.adjusted = tested.adjusted;
        change.verdict = tested.verdict;
    }
    let mut seasons: Vec<&mut Seasonal> =
        trends.iter_mut().filter_map(|trend| trend.seasonal.as_mut()).collect();
    let adjusted = benjamini_hochberg(&seasons.iter().map(|season| season.adjusted).collect::<Vec<_>>());
    for (season, adjusted) in seasons.iter_mut().zip(adjusted) {
        season.adjusted = adjusted;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::suggestion::Suggestion;

    #[test]
    fn of_a_label_for_every_row_the_commonest_are_followed() {
        let rows = vec![Suggestion::from_text("装灯", "巷口没有灯。"); LABELS + 100];
        let model = Model::embedded().unwrap();
        let register = Register::as_given(&rows, &[], &model);
        let messages: Vec<&Message<'_>> = register.messages().iter().collect();
        let label = |at: usize| {
            let name = format!("科室{}", if at < 3 { rows.len() } else { at });
            Some((Labeled { id: name.clone(), name }, false))
        };
        let labels = (0..rows.len()).map(label).collect();
        let calendar = Calendar::new(&messages);
        let trends =
            of_subject(Subject::Department, &messages, labels, &calendar, &DiscoverParams::default());
        assert_eq!(trends.len(), LABELS);
        assert_eq!((trends[0].name.as_str(), trends[0].count), ("科室600", 3));
    }

    #[test]
    fn p_values_are_those_of_r() {
        // pchisq(19.675, 11, lower.tail = FALSE)
        assert!((chi_square_11(19.675_137_57) - 0.05).abs() < 1e-8);
    }
}
