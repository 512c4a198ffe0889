//! SUGGESTIONS of a year -> what comes up more than once: duplicates, matters, hot issues, topics, trends.
//!
//! The same rows give the same findings, in whatever order they come and on however many threads: messages are
//! put in an order of their own ([`messages`]) before anything is counted, and nothing is drawn at random.
//!
//! - `about`: a proposal -> what a message is about, as the model sees it
//! - [`messages`]: suggestions -> messages in their own order, each with its day, its people and its labels
//! - [`params`]: how to discover
//! - `landmark`: what stands before a suffix -> whether it tells a place from others of its kind
//! - `naming`: a word -> whether it may be part of a name, and of what
//! - `place`: a cut text -> the regions, places and parties it names
//! - `address`: a cell of places -> the regions of its addresses
//! - `far_off`: days -> which of them stand alone far off; [`days`]: those of a register -> how densely they lie
//! - `row`: terms of messages -> rows of them in one piece of memory
//! - `term`: a message -> its words, pairs of characters and names, counted
//! - [`profile`]: the terms of all messages -> weighted, compact enough for a year of a hotline
//! - [`join`]: profiles -> the pairs of messages worth comparing
//! - `elsewhere`: a pair -> whether both are about different places
//! - [`compare`]: a pair -> how alike both are in each respect
//! - [`alike`]: how alike a pair is -> the log odds that both are on one matter
//! - [`duplicate`]: messages -> groups with nearly the same text
//! - `site`: the texts of a group -> the place that most of them name, by its whole name
//! - `difference`: the texts of a group -> what its members share and what each adds
//! - `people`: messages -> who raised them
//! - [`matter`]: pairs and odds -> groups of messages on one matter
//! - `vocabulary`, `space`, `cluster`: messages -> rows of words -> points in a small space -> groups of them
//! - [`topic`]: these groups -> topics of two levels; `broad`: which of them are about related things; `name`: their
//!   words and names
//! - `hot`: matters -> those that many raise within a short time
//! - [`period`]: days -> months, quarters, years; [`against`]: days -> the two periods to compare
//! - `season`: the days of labels -> whether the months of the year differ
//! - `trend`: counts and shares over all of them, and what has changed

pub mod params;
mod landmark;
mod naming;
mod place;
mod address;
mod far_off;
mod about;
pub mod messages;
pub mod days;
mod row;
mod term;
pub mod profile;
pub mod join;
mod elsewhere;
pub mod compare;
pub mod alike;
pub mod duplicate;
mod site;
mod difference;
mod people;
pub mod matter;
mod vocabulary;
mod space;
mod cluster;
mod broad;
mod name;
pub mod topic;
mod hot;
pub mod period;
pub mod against;
mod season;
mod trend;

use rayon::prelude::*;

use crate::date::Date;
use crate::error::Result;
use crate::model::Model;
use crate::stats::Share;
use crate::suggestion::Suggestion;

pub use crate::stats::change::Direction;
pub use against::NotCompared;
pub use params::DiscoverParams;

use against::Period;
use messages::Messages;
use profile::Profiles;

/// All that was found. A message is named by its position: first the suggestions of now, then the history.
#[derive(Debug, Clone, PartialEq)]
pub struct Discovery {
    /// The id of every message; file and row where the register gives none. It is empty for rows of history that say
    /// the same as another row of the same id, which are no messages: see [`repeated`](Self::repeated).
    pub ids: Vec<String>,
    /// Rows of history that say the same as a row of now, or as one of history before them, under the same id.
    pub repeated: Vec<usize>,
    /// Rows of now that say the same as one of now before them, under the same id: a file may be named twice.
    pub twice: Vec<usize>,
    /// How many of the messages are of now; those behind them are history.
    pub current: usize,
    /// Messages of now without a readable day.
    pub undated: usize,
    /// Those among them that have something in the column of days.
    pub unreadable: Vec<usize>,
    /// Messages, history among them, whose day stands alone far off and counts as unknown: most likely it is mistyped.
    pub far_off: Vec<usize>,
    /// Groups with nearly the same text, the largest first.
    pub duplicates: Vec<DuplicateGroup>,
    /// Groups on one matter, those that most people raise now first; each has a message of now.
    pub matters: Vec<Matter>,
    /// Matters that many raise within a short time, and single messages with extraordinary votes.
    pub hot: Vec<HotIssue>,
    /// How many of them there are beyond those that are listed.
    pub hot_more: usize,
    /// What the messages are about.
    pub topics: Topics,
    /// Counts and shares over time.
    pub trends: Vec<Trend>,
}

/// Messages with nearly the same text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateGroup {
    /// The messages, by id.
    pub members: Vec<usize>,
    /// Sentences that all of them hold, the longest first.
    pub shared: Vec<String>,
}

/// Messages on one matter: the same place or party, the same ask, in whatever words. They can be handled
/// together (并案), but each of the `proposers` is owed an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// The messages, by id.
    pub members: Vec<usize>,
    /// The title that says best what it is about.
    pub title: String,
    /// The place or party, where most members name one.
    pub place: Option<String>,
    /// Words that most members use and few others do, the most telling first.
    pub shared: Vec<String>,
    /// For each member, the sentences in which it says what the others do not.
    pub additions: Vec<Vec<String>>,
    /// Everybody who must be answered: who raised it now, not in the history.
    pub proposers: Vec<String>,
    /// How many people raised it; whoever has no whole name counts as a person of their own (`people`).
    pub people: usize,
    /// How many of them raised it now.
    pub people_now: usize,
    /// The first day, if any is known.
    pub first: Option<Date>,
    /// The last day, if any is known.
    pub last: Option<Date>,
}

/// A matter that many people raise within a short time (热点问题).
#[derive(Debug, Clone, PartialEq)]
pub struct HotIssue {
    /// 1 is the hottest.
    pub rank: usize,
    /// The position in [`Discovery::matters`]; `None` for a single message with extraordinary votes.
    pub matter: Option<usize>,
    /// The messages, by id.
    pub members: Vec<usize>,
    /// What it is about.
    pub title: String,
    /// The place or the people it concerns.
    pub place: Option<String>,
    /// The first day of the matter.
    pub first: Option<Date>,
    /// The last day of the matter.
    pub last: Option<Date>,
    /// The people who raised it. Whoever joined them (附议) does not count here: ten who sign one suggestion heat nothing.
    pub people: usize,
    /// Votes for its messages.
    pub likes: u64,
    /// Votes against them.
    pub dislikes: u64,
    /// How hot it is, and why.
    pub heat: Heat,
}

/// The heat of an issue and its parts; see `hot` for the formula.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Heat {
    /// The sum of the parts.
    pub sum: f64,
    /// For the people within the busiest days.
    pub people: f64,
    /// For how unlikely so many people are by the issue's own past and the register's growth.
    pub growth: f64,
    /// For votes.
    pub votes: f64,
    /// People within the busiest days.
    pub people_then: usize,
    /// People to be expected in so many days; `None` where the register is too short to expect anything.
    pub expected: Option<f64>,
    /// The probability of so many or more people by chance, where some are to be expected.
    pub p_value: Option<f64>,
}

/// Topics of two levels, and what each message is about.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Topics {
    /// The fine level, by id.
    pub fine: Vec<Topic>,
    /// The broad level: each holds fine topics.
    pub broad: Vec<BroadTopic>,
    /// For every message its fine topic and the probability of that; `None` where no topic fits.
    pub of_message: Vec<Option<(usize, f64)>>,
}

/// What some of the messages are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Stays the same when a later register is discovered with this one as history.
    pub id: String,
    /// Its most telling words.
    pub name: String,
    /// The words that tell it from the others, the most telling first.
    pub words: Vec<String>,
    /// The title of the message that stands for it best.
    pub title: String,
    /// The broad topic it belongs to, a position in [`Topics::broad`].
    pub broad: usize,
    /// The messages of now, by id.
    pub members: Vec<usize>,
    /// Whether it is not in the history that was given; `None` without topics of a history.
    pub new: Option<bool>,
}

/// Topics that are about related things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroadTopic {
    /// Its id.
    pub id: String,
    /// Its most telling words.
    pub name: String,
    /// The words that tell it from the others, the most telling first.
    pub words: Vec<String>,
    /// Its fine topics, positions in [`Topics::fine`].
    pub fine: Vec<usize>,
}

/// What a trend counts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// All messages.
    All,
    /// The main theme.
    Theme,
    /// The leading department.
    Department,
    /// The topic.
    Topic,
    /// The region or place named.
    Place,
}

/// Counts and shares of one label over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// What is counted by.
    pub subject: Subject,
    /// The id of the label.
    pub id: String,
    /// Its name.
    pub name: String,
    /// To how many messages the model gave the label, where people gave none.
    pub predicted: u64,
    /// All messages with this label, dated or not.
    pub count: u64,
    /// Those among them without a day to count by: none is readable, or it stands alone far off.
    pub undated: u64,
    /// One point a month.
    pub months: Vec<Point>,
    /// One point a quarter.
    pub quarters: Vec<Point>,
    /// One point a year.
    pub years: Vec<Point>,
    /// A period beside the one before, or why there is none.
    pub change: Result<Change, NotCompared>,
    /// Whether the months of the year differ, as far as two full years can show it.
    pub seasonal: Option<Seasonal>,
}

/// A count within all messages of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// 2019, 2019Q2 or 2019-04.
    pub period: String,
    /// Its number among the periods of its length, those without messages counted too.
    pub number: i32,
    /// Whether the register covers it whole; it may begin or end within it.
    pub whole: bool,
    /// The label's messages out of all of the period.
    pub share: Share,
}

/// A period beside the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The first and the last day of the later period.
    pub days: Period,
    /// The first and the last day of the earlier one.
    pub days_before: Period,
    /// The share then.
    pub before: Share,
    /// The share now.
    pub after: Share,
    /// The probability of a difference like this by chance; 1 where there is too little to test.
    pub p_value: f64,
    /// The same after Benjamini and Hochberg's correction over all labels of the subject.
    pub adjusted: f64,
    /// What can be said.
    pub direction: Direction,
}

/// How the months of the year differ, over all full years.
#[derive(Debug, Clone, PartialEq)]
pub struct Seasonal {
    /// The probability of months that differ so much by chance, corrected as [`Change::adjusted`].
    pub adjusted: f64,
    /// The month with the largest share of this label, 1 to 12.
    pub peak: u8,
    /// How many times the average share that month has.
    pub ratio: f64,
}

/// Finds what comes up more than once in `suggestions`, beside `history`: earlier messages, which groups may
/// reach back to and whose topics stay. Words are cut with the dictionary of `model`, which also proposes
/// themes and departments where the register gives none.
///
/// ```
/// use jiaoban::discover::{DiscoverParams, discover};
/// use jiaoban::{Model, Suggestion};
///
/// let rows = [
///     Suggestion::from_text("柳溪雅苑门口路灯坏了", "柳溪雅苑东门外三盏路灯全坏了，晚上看不见路。"),
///     Suggestion::from_text("想办一张图书证", "请问文昌图书馆办证要带什么材料？"),
///     Suggestion::from_text("柳溪雅苑门口路灯坏了", "柳溪雅苑东门外三盏路灯全坏了，晚上看不见路。"),
/// ];
/// let found = discover(&rows, &[], &Model::embedded()?, &DiscoverParams::default())?;
/// assert_eq!(found.duplicates.len(), 1);
/// assert_eq!(found.duplicates[0].members, [0, 2]);
/// assert_eq!((found.undated, &found.ids[2]), (3, &"3".to_owned()));
/// # Ok::<(), jiaoban::Error>(())
/// ```
pub fn discover(
    suggestions: &[Suggestion],
    history: &[Suggestion],
    model: &Model,
    params: &DiscoverParams,
) -> Result<Discovery> {
    params.check()?;
    let messages = Messages::new(suggestions, history, model);
    let dictionary = model.dictionary();
    let profiles = Profiles::new(&messages, model);
    let candidates = join::candidates(&profiles);
    let row = |&position: &usize| {
        suggestions.get(position).unwrap_or_else(|| &history[position - suggestions.len()])
    };
    let are_one = |members: &[usize]| Suggestion::are_one(&members.iter().map(row).collect::<Vec<_>>());
    // Rows of one number are one suggestion that was entered twice, though a few words differ.
    let (entered_twice, duplicates): (Vec<_>, Vec<_>) = duplicate::find(&messages, &profiles, &candidates)
        .into_iter()
        .partition(|group| are_one(&group.members));
    let mut matters = matter::find(&messages, &profiles, &candidates, dictionary, params);
    matters.retain(|matter| !are_one(&matter.members));
    let again = entered_twice.iter().flat_map(|group| group.members.iter().skip(1).copied());
    let mut twice: Vec<usize> =
        messages.twice().iter().copied().chain(again.filter(|&at| at < suggestions.len())).collect();
    twice.sort_unstable();
    twice.dedup();
    drop(candidates);
    drop(profiles);
    let topics = topic::find(&messages, params);
    let (hot, hot_more) = hot::find(&messages, &matters, params);
    let trends = trend::find(&messages, &topics, dictionary, params);
    Ok(Discovery {
        ids: messages.ids_by_position(),
        current: suggestions.len(),
        far_off: messages.far_off(),
        repeated: messages.repeated().to_vec(),
        twice,
        unreadable: messages.unreadable_days(),
        undated: suggestions.par_iter().filter(|suggestion| suggestion.date().is_none()).count(),
        duplicates,
        matters,
        hot,
        hot_more,
        topics,
        trends,
    })
}
