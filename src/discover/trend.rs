//! Messages with labels and days -> counts and shares over time, and which of them have changed.
//!
//! Shares are of all messages of the period that have a day, so that a busier office is no growth of everything.
//! A change compares now with the history that is given, or else, within the register, two sessions, two calendar years
//! or the same months of two years ([`against`]), so that seasons are not sold as growth. The test is the two-sided score
//! test of two proportions, corrected over all labels of a subject ([`change`]); the yearly report uses the same.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::address;
use super::against::{self, NotCompared, Period};
use super::messages::{Message, MessageLabel, Messages};
use super::period::Length;
use super::place::{PlaceFinder, PlaceKind};
use super::season::Seasons;
use super::{Change, DiscoverParams, Point, Seasonal, Subject, Topics, Trend};
use crate::date::{Date, day_number};
use crate::segment::Dictionary;
use crate::stats::Share;
use crate::stats::change::{self, Test};
use crate::text::beginning;

/// At most so many regions are followed,
const REGIONS: usize = 40;
/// and so many labels of any other subject, those with the most messages: a column of free text may have one a row.
const LABELS: usize = 500;
/// The region of a message is looked for in its title and in so many characters of its text.
const REGION_CHARACTERS: usize = 120;
/// One thread looks for the regions of so many messages at once.
const MESSAGES_TOGETHER: usize = 512;
/// A period is not whole of which the register leaves out more than one of so many days at its beginning or its end, or more
/// than it is often silent for.
const WHOLE_BUT_ONE_IN: i32 = 10;

/// The trends of all messages of now, beside the history: everything, then by theme, department, topic and region.
#[must_use]
pub fn find(
    messages: &Messages<'_>,
    topics: &Topics,
    dictionary: &Dictionary,
    params: &DiscoverParams,
) -> Vec<Trend> {
    let messages: Vec<&Message<'_>> = messages.iter().collect();
    let calendar = Calendar::new(&messages);
    let all = |_: &&Message<'_>| Some(MessageLabel::given("all", "全部"));
    let topic = |message: &&Message<'_>| {
        let (topic, _) = topics.of_message[message.position]?;
        let topic = &topics.fine[topic];
        Some(MessageLabel::given(&topic.id, &topic.name))
    };
    let regions = messages
        .par_iter()
        .with_min_len(MESSAGES_TOGETHER)
        .map_init(|| PlaceFinder::new(dictionary), |finder, message| region(message, finder));
    let labels: [(Subject, Vec<_>); 5] = [
        (Subject::All, messages.iter().map(all).collect()),
        (Subject::Theme, messages.iter().map(|message| message.theme.clone()).collect()),
        (Subject::Department, messages.iter().map(|message| message.department.clone()).collect()),
        (Subject::Topic, messages.iter().map(topic).collect()),
        (Subject::Place, regions.collect()),
    ];
    labels
        .into_iter()
        .flat_map(|(subject, labels)| of_subject(subject, &messages, labels, &calendar, params))
        .collect()
}

/// The region in its cell of places, or else the first that a message names in its title or the beginning of its text.
fn region(message: &Message<'_>, finder: &mut PlaceFinder<'_>) -> Option<MessageLabel> {
    if let Some(name) = message.place.and_then(|cell| address::regions(cell).next()?.pop()) {
        return Some(MessageLabel::given(name, name));
    }
    let mut document = message.document();
    let end = beginning(document.body.folded(), REGION_CHARACTERS).len();
    let tokens = document.body.tokens.partition_point(|token| token.span.end <= end);
    document.body.tokens.truncate(tokens);
    let name = [&document.title, &document.body].into_iter().find_map(|text| {
        let mut mentions = finder.mentions(text).into_iter();
        mentions.find(|mention| mention.kind == PlaceKind::Region).map(|mention| mention.key)
    })?;
    Some(MessageLabel::given(&name, &name))
}

/// The id and the name of a label, whoever gave it.
type Name = (String, String);

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
    labels: Vec<Option<MessageLabel>>,
    calendar: &Calendar,
    params: &DiscoverParams,
) -> Vec<Trend> {
    let mut counted: BTreeMap<Name, Counted> = BTreeMap::new();
    // How many labels there are in the history and now, and how many of them the model proposed.
    let mut labeled = [[0u64; 2]; 2];
    for (message, label) in messages.iter().zip(labels) {
        let Some(MessageLabel { id, name, is_proposed }) = label else { continue };
        let counted = counted.entry((id, name)).or_default();
        let labels = &mut labeled[usize::from(message.current)];
        *labels = [labels[0] + 1, labels[1] + u64::from(is_proposed)];
        if message.current {
            counted.predicted += u64::from(is_proposed);
            counted.days.extend(message.date);
            counted.undated += u64::from(message.date.is_none());
        } else {
            counted.earlier.extend(message.date);
        }
    }
    let [earlier, now] = labeled.map(|[all, predicted]| (all > 0).then_some(predicted * 2 > all));
    let other_labels = earlier.zip(now).is_some_and(|(earlier, now)| earlier != now);
    let mut counted: Vec<(Name, Counted)> = counted.into_iter().collect();
    counted.sort_by_key(|(_, counted)| std::cmp::Reverse(counted.count()));
    counted.truncate(if subject == Subject::Place { REGIONS } else { LABELS });
    let periods = if other_labels { Err(NotCompared::OtherLabels) } else { calendar.periods(subject) };
    let changes = calendar.changes(subject, periods, &counted, params);
    let seasons = calendar.seasons(subject, &counted);
    let trend = |(((id, name), counted), (change, seasonal)): ((Name, Counted), (_, _))| Trend {
        subject,
        id,
        name,
        predicted: counted.predicted,
        count: counted.count(),
        undated: counted.undated,
        months: calendar.points(&counted.days, Length::Month),
        quarters: calendar.points(&counted.days, Length::Quarter),
        years: calendar.points(&counted.days, Length::Year),
        change,
        seasonal,
    };
    counted.into_iter().zip(changes.into_iter().zip(seasons)).map(trend).collect()
}

/// The days of all messages of now, rising, those of the history, if there is one, the periods that are compared, and
/// what every label is set against.
struct Calendar {
    days: Vec<Date>,
    earlier: Option<Vec<Date>>,
    compared: Result<[Period; 2], NotCompared>,
    /// All messages of now by month, quarter and year.
    points: [BTreeMap<i32, Share>; 3],
    seasons: Option<Seasons>,
    /// So many days without a message are usual.
    silence: i32,
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
        let compared = match &earlier {
            Some(earlier) => against::with_history(&days, earlier),
            None => against::periods(&days),
        };
        let points = [Length::Month, Length::Quarter, Length::Year].map(|length| {
            let mut counts: BTreeMap<i32, Share> = BTreeMap::new();
            for &day in &days {
                counts.entry(length.number(day)).or_default().of += 1;
            }
            counts
        });
        let (seasons, silence) = (Seasons::new(&days), against::usual_silence(&days));
        Self { days, earlier, compared, points, seasons, silence }
    }

    /// One point for every period in which there are messages.
    fn points(&self, days: &[Date], length: Length) -> Vec<Point> {
        let mut counts = self.points[length as usize].clone();
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

    /// Whether the register goes from the beginning of a period to its end, but for a few days on which it is often silent.
    fn is_whole(&self, length: Length, number: i32) -> bool {
        let (Some(&first), Some(&last)) = (self.days.first(), self.days.last()) else { return false };
        let [begin, end] = length.days(number).map(day_number);
        let left_out = (day_number(first) - begin).max(end - day_number(last));
        left_out <= self.silence && left_out * WHOLE_BUT_ONE_IN <= end - begin + 1
    }

    /// The periods in which the labels of a subject are compared.
    fn periods(&self, subject: Subject) -> Result<[Period; 2], NotCompared> {
        let periods = self.compared?;
        let is_count = subject == Subject::All && self.earlier.is_some();
        if is_count && !against::are_as_long(periods) { Err(NotCompared::OtherLength) } else { Ok(periods) }
    }

    /// The later of two periods beside the earlier one for each label of a subject, all tests corrected together.
    fn changes(
        &self,
        subject: Subject,
        periods: Result<[Period; 2], NotCompared>,
        labels: &[(Name, Counted)],
        params: &DiscoverParams,
    ) -> Vec<Result<Change, NotCompared>> {
        let [days, days_before] = match periods {
            Ok(periods) => periods,
            Err(why) => return vec![Err(why); labels.len()],
        };
        let test = if subject == Subject::All { Test::Halves } else { Test::Shares };
        let shares: Vec<(Share, Share)> =
            labels.iter().map(|(_, counted)| self.shares(subject, counted, [days, days_before])).collect();
        let tested = change::tested(&shares, test, params.least_count, params.false_discoveries);
        let change = |((before, after), tested): ((Share, Share), change::Tested)| {
            Ok(Change {
                days,
                days_before,
                before,
                after,
                p_value: tested.p_value,
                adjusted: tested.adjusted,
                direction: tested.direction,
            })
        };
        shares.into_iter().zip(tested).map(change).collect()
    }

    /// A label's share before and its share now.
    fn shares(&self, subject: Subject, counted: &Counted, [now, earlier]: [Period; 2]) -> (Share, Share) {
        let share =
            |hits: &[Date], of: &[Date], period| Share { hits: within(hits, period), of: within(of, period) };
        let mut after = share(&counted.days, &self.days, now);
        // What is of the history is no part of now, though it may be of the same days.
        let mut before = match &self.earlier {
            Some(all) => share(&counted.earlier, all, earlier),
            None => share(&counted.days, &self.days, earlier),
        };
        if subject == Subject::All {
            // Of all messages of both periods half would fall into each.
            before.of = before.hits + after.hits;
            after.of = before.of;
        }
        (before, after)
    }

    fn seasons(&self, subject: Subject, labels: &[(Name, Counted)]) -> Vec<Option<Seasonal>> {
        let Some(seasons) = &self.seasons else { return vec![None; labels.len()] };
        let days: Vec<&[Date]> = labels.iter().map(|(_, counted)| counted.days.as_slice()).collect();
        seasons.of_subject(subject, &days)
    }
}

/// How many of `days`, which rise, lie within a period.
fn within(days: &[Date], (first, last): Period) -> u64 {
    let end = days.partition_point(|&day| day <= last);
    (end - days[..end].partition_point(|&day| day < first)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::suggestion::{Role, Suggestion, Table};
    use jiff::ToSpan;

    #[test]
    fn of_a_label_for_every_row_the_commonest_are_followed() {
        let rows = vec![Suggestion::from_text("装灯", "巷口没有灯。"); LABELS + 100];
        let model = Model::embedded().unwrap();
        let messages = Messages::as_given(&rows, &[], &model);
        let messages: Vec<&Message<'_>> = messages.iter().collect();
        let label = |at: usize| {
            let name = format!("科室{}", if at < 3 { rows.len() } else { at });
            Some(MessageLabel::given(&name, &name))
        };
        let labels = (0..rows.len()).map(label).collect();
        let calendar = Calendar::new(&messages);
        let trends =
            of_subject(Subject::Department, &messages, labels, &calendar, &DiscoverParams::default());
        assert_eq!(trends.len(), LABELS);
        assert_eq!((trends[0].name.as_str(), trends[0].count), ("科室600", 3));
    }

    #[test]
    fn an_even_inflow_neither_rises_nor_falls_and_has_no_season() {
        let model = Model::embedded().unwrap();
        let table = Table::new("台账.csv", ["日期", "标题"].map(str::to_owned).to_vec());
        let table = std::sync::Arc::new(table.with(Role::Date, 0).with(Role::Title, 1));
        let daily = |first: &str, days: i32, a_day: usize| -> Vec<Suggestion> {
            let first: Date = first.parse().unwrap();
            let days = (0..days).map(|day| first.checked_add(day.days()).unwrap().to_string());
            let row = |(day, row): (String, u64)| {
                let cells = vec![day.clone(), format!("装灯{day}")];
                Suggestion { table: std::sync::Arc::clone(&table), row, cells, kinds: Vec::new() }
            };
            days.flat_map(|day| std::iter::repeat_n(day, a_day)).zip(2..).map(row).collect()
        };
        let all = |now: &[Suggestion], history: &[Suggestion]| {
            let messages = Messages::as_given(now, history, &model);
            let topics = Topics { of_message: vec![None; messages.rows()], ..Topics::default() };
            find(&messages, &topics, model.dictionary(), &DiscoverParams::default()).swap_remove(0)
        };
        // The last month of two years is missing, or the first; the history begins nine days late.
        for (now, history) in [
            (daily("2018-01-01", 701, 10), Vec::new()),
            (daily("2018-01-31", 700, 10), Vec::new()),
            (daily("2023-01-01", 100, 50), daily("2022-01-10", 300, 50)),
        ] {
            let trend = all(&now, &history);
            assert_eq!((trend.subject, trend.change.unwrap().p_value), (Subject::All, 1.0));
            assert_eq!(trend.seasonal, None);
        }
    }
}
