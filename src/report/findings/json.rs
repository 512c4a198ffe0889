//! Findings -> discover.json, for other programs.

use serde::Serialize;

use super::Findings;
use crate::discover::{Direction, NotCompared, Point, Subject, Trend};
use crate::error::Result;

#[derive(Serialize)]
struct Whole<'f> {
    duplicates: Vec<Duplicates<'f>>,
    issues: Vec<Issue<'f>>,
    hot: Vec<Hot<'f>>,
    topics: Vec<TopicJson<'f>>,
    trends: Vec<TrendJson<'f>>,
    hot_more: usize,
    far_off: Vec<Doubted<'f>>,
    unreadable: Vec<Doubted<'f>>,
}

#[derive(Serialize)]
struct Duplicates<'f> {
    ids: Vec<&'f str>,
    rows: Vec<RowJson<'f>>,
    shared: &'f [String],
}

#[derive(Serialize)]
struct Issue<'f> {
    ids: Vec<&'f str>,
    rows: Vec<RowJson<'f>>,
    people: usize,
    title: &'f str,
    place: Option<&'f str>,
    shared: &'f [String],
}

#[derive(Serialize)]
struct Hot<'f> {
    rank: usize,
    heat: f64,
    title: &'f str,
    place: Option<&'f str>,
    first: Option<String>,
    last: Option<String>,
    messages: usize,
    people: usize,
    votes: u64,
    ids: Vec<&'f str>,
    rows: Vec<RowJson<'f>>,
    single: bool,
    parts: Parts,
}

#[derive(Serialize)]
struct Parts {
    people: f64,
    growth: f64,
    votes: f64,
    people_then: usize,
    expected: Option<f64>,
    p_value: Option<f64>,
}

#[derive(Serialize)]
struct TopicJson<'f> {
    id: &'f str,
    name: &'f str,
    words: &'f [String],
    count: usize,
    ids: Vec<&'f str>,
    rows: Vec<RowJson<'f>>,
    title: &'f str,
    above: &'f str,
    above_name: &'f str,
    new: Option<bool>,
}

#[derive(Serialize)]
struct TrendJson<'f> {
    by: &'static str,
    id: &'f str,
    name: &'f str,
    predicted: bool,
    count: u64,
    undated: u64,
    change: Option<ChangeJson>,
    /// Why there is no change.
    not_compared: Option<&'static str>,
    season: Option<SeasonJson>,
    months: Vec<PointJson<'f>>,
    quarters: Vec<PointJson<'f>>,
    years: Vec<PointJson<'f>>,
}

/// A message whose day counts as unknown.
#[derive(Serialize)]
struct Doubted<'f> {
    id: &'f str,
    date: String,
    row: RowJson<'f>,
}

/// Where a message stands: an id may stand in two files.
#[derive(Serialize)]
struct RowJson<'f> {
    file: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'f str>,
    row: u64,
}

impl<'f> RowJson<'f> {
    fn of(findings: Findings<'f>, position: usize) -> Self {
        let message = findings.message(position);
        Self { file: &message.table.file, sheet: message.sheet(), row: message.row }
    }

    fn all(findings: Findings<'f>, positions: &[usize]) -> Vec<Self> {
        positions.iter().map(|&position| Self::of(findings, position)).collect()
    }
}

#[derive(Serialize)]
struct ChangeJson {
    first: String,
    last: String,
    first_before: String,
    last_before: String,
    before: u64,
    before_of: u64,
    after: u64,
    after_of: u64,
    p_value: f64,
    adjusted: f64,
    verdict: &'static str,
}

#[derive(Serialize)]
struct SeasonJson {
    peak: u8,
    ratio: f64,
    adjusted: f64,
}

#[derive(Serialize)]
struct PointJson<'f> {
    period: &'f str,
    count: u64,
    of: u64,
    share: f64,
    low: f64,
    high: f64,
    /// Whether the register covers the period whole.
    whole: bool,
}

/// The file.
pub(super) fn bytes(findings: Findings<'_>) -> Result<Vec<u8>> {
    let discovery = findings.discovery;
    let whole = Whole {
        duplicates: discovery
            .duplicates
            .iter()
            .map(|group| Duplicates {
                ids: findings.ids(&group.members),
                rows: RowJson::all(findings, &group.members),
                shared: &group.shared,
            })
            .collect(),
        issues: discovery
            .matters
            .iter()
            .map(|matter| Issue {
                ids: findings.ids(&matter.members),
                rows: RowJson::all(findings, &matter.members),
                people: matter.people,
                title: &matter.title,
                place: matter.place.as_deref(),
                shared: &matter.shared,
            })
            .collect(),
        hot: hot(findings),
        topics: topics(findings),
        trends: discovery.trends.iter().map(trend).collect(),
        hot_more: discovery.hot_more,
        far_off: doubted(findings, &discovery.far_off),
        unreadable: doubted(findings, &discovery.unreadable),
    };
    let mut bytes = serde_json::to_vec_pretty(&whole).map_err(std::io::Error::from)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn doubted<'f>(findings: Findings<'f>, positions: &[usize]) -> Vec<Doubted<'f>> {
    let doubted = |&position: &usize| Doubted {
        id: findings.id(position),
        date: findings.day(position),
        row: RowJson::of(findings, position),
    };
    positions.iter().map(doubted).collect()
}

fn hot(findings: Findings<'_>) -> Vec<Hot<'_>> {
    let issues = findings.discovery.hot.iter().map(|issue| Hot {
        rank: issue.rank,
        heat: rounded(issue.heat.sum),
        title: &issue.title,
        place: issue.place.as_deref(),
        first: issue.first.map(|day| day.to_string()),
        last: issue.last.map(|day| day.to_string()),
        messages: issue.members.len(),
        people: issue.people,
        votes: issue.likes + issue.dislikes,
        ids: findings.ids(&issue.members),
        rows: RowJson::all(findings, &issue.members),
        single: issue.matter.is_none(),
        parts: Parts {
            people: rounded(issue.heat.people),
            growth: rounded(issue.heat.growth),
            votes: rounded(issue.heat.votes),
            people_then: issue.heat.people_then,
            expected: issue.heat.expected.map(rounded),
            p_value: issue.heat.p_value.map(significant),
        },
    });
    issues.collect()
}

fn topics(findings: Findings<'_>) -> Vec<TopicJson<'_>> {
    let topics = &findings.discovery.topics;
    let fine = topics.fine.iter().map(|topic| TopicJson {
        id: &topic.id,
        name: &topic.name,
        words: &topic.words,
        count: topic.members.len(),
        ids: findings.ids(&topic.members),
        rows: RowJson::all(findings, &topic.members),
        title: &topic.title,
        above: &topics.broad[topic.broad].id,
        above_name: &topics.broad[topic.broad].name,
        new: topic.new,
    });
    fine.collect()
}

fn trend(trend: &Trend) -> TrendJson<'_> {
    TrendJson {
        by: match trend.subject {
            Subject::All => "all",
            Subject::Theme => "theme",
            Subject::Department => "department",
            Subject::Topic => "topic",
            Subject::Place => "place",
        },
        id: &trend.id,
        name: &trend.name,
        predicted: trend.predicted > 0,
        count: trend.count,
        undated: trend.undated,
        not_compared: trend.change.as_ref().err().map(|why| match why {
            NotCompared::NoDays => "no days",
            NotCompared::NotAYear => "less than a year",
            NotCompared::NoYearBefore => "no year before",
            NotCompared::FewDays => "less than 28 days in common with the year before",
            NotCompared::OtherLength => "longer or shorter than the history",
            NotCompared::OtherLabels => "labels of another origin than those of the history",
        }),
        change: trend.change.as_ref().ok().map(|change| ChangeJson {
            first: change.days.0.to_string(),
            last: change.days.1.to_string(),
            first_before: change.days_before.0.to_string(),
            last_before: change.days_before.1.to_string(),
            before: change.before.hits,
            before_of: change.before.of,
            after: change.after.hits,
            after_of: change.after.of,
            p_value: significant(change.p_value),
            adjusted: significant(change.adjusted),
            verdict: match change.direction {
                Direction::Rising => "rising",
                Direction::Falling => "falling",
                Direction::Level => "level",
                Direction::TooFew => "too few to say",
            },
        }),
        season: trend.seasonal.as_ref().map(|season| SeasonJson {
            peak: season.peak,
            ratio: rounded(season.ratio),
            adjusted: significant(season.adjusted),
        }),
        months: points(&trend.months),
        quarters: points(&trend.quarters),
        years: points(&trend.years),
    }
}

fn points(points: &[Point]) -> Vec<PointJson<'_>> {
    let point = |point: &'_ Point| {
        let (low, high) = point.share.wilson();
        let share = point.share;
        (share.hits, share.of, rounded(share.value()), rounded(low), rounded(high))
    };
    points
        .iter()
        .map(|of| {
            let (count, all, share, low, high) = point(of);
            PointJson { period: &of.period, count, of: all, share, low, high, whole: of.whole }
        })
        .collect()
}

/// A probability to six digits that tell something, however small it is.
fn significant(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// Six digits are enough for anybody, and the last ones of a sum mean nothing.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
