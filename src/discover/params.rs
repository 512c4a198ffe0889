//! What an office wants to be told -> the parameters of discovering, checked.

use super::alike::{self, Odds};
use crate::error::{ErrorKind, Result};

/// A hundred years.
const MOST_DAYS: u32 = 36_525;

/// How to discover.
///
/// | parameter | default | range |
/// |---|---|---|
/// | `odds` | fitted | the regression that says how likely two messages are on one matter |
/// | `least_odds` | [`alike::LEAST_ODDS`] | any: messages are on one matter from these log odds on; higher is stricter |
/// | `hot_days` | 30 | 1 to 36525: the days within which a hot issue is raised |
/// | `hot_people` | 3 | at least 2: fewer people make no issue hot |
/// | `hot_issues` | 20 | any: at most so many are listed |
/// | `least_count` | 10 | at least 1: below it a trend says "too few to say" |
/// | `false_discoveries` | 0.05 | above 0, below 1: the share of changes told that may be chance |
/// | `topics` | none | at least 2 if given; otherwise the data say how many |
#[derive(Debug, Clone, PartialEq)]
pub struct DiscoverParams {
    /// How likely two messages are on one matter.
    pub odds: alike::Odds,
    /// From these log odds on, messages are on one matter.
    pub least_odds: f64,
    /// The days within which a hot issue is raised.
    pub hot_days: u32,
    /// Fewer people make no issue hot.
    pub hot_people: usize,
    /// At most so many hot issues are listed.
    pub hot_issues: usize,
    /// Below this count a trend says that it is too little to say anything.
    pub least_count: u64,
    /// The share of the changes told that may be chance.
    pub false_discoveries: f64,
    /// How many topics there are, if the data are not to say it.
    pub topics: Option<usize>,
}

impl Default for DiscoverParams {
    fn default() -> Self {
        Self {
            odds: alike::Odds::default(),
            least_odds: alike::LEAST_ODDS,
            hot_days: 30,
            hot_people: 3,
            hot_issues: 20,
            least_count: 10,
            false_discoveries: 0.05,
            topics: None,
        }
    }
}

impl DiscoverParams {
    /// Refuses what lies outside of the table.
    pub(super) fn check(&self) -> Result<()> {
        let wrong = |name, value, range| Err(ErrorKind::Parameter { name, value, range }.into());
        if !self.least_odds.is_finite() {
            return wrong("least_odds", self.least_odds, "finite");
        }
        let Odds { weights, constant } = &self.odds;
        if let Some(weight) = weights.iter().chain([constant]).find(|weight| !weight.is_finite()) {
            return wrong("a weight of odds", *weight, "finite");
        }
        if !(1..=MOST_DAYS).contains(&self.hot_days) {
            return wrong("hot_days", self.hot_days.into(), "at least 1 and at most 36525");
        }
        if self.hot_people < 2 {
            return wrong("hot_people", self.hot_people as f64, "at least 2");
        }
        if self.least_count == 0 {
            return wrong("least_count", 0.0, "at least 1");
        }
        if !(self.false_discoveries > 0.0 && self.false_discoveries < 1.0) {
            return wrong("false_discoveries", self.false_discoveries, "above 0 and below 1");
        }
        if let Some(topics) = self.topics.filter(|&topics| topics < 2) {
            return wrong("topics", topics as f64, "at least 2");
        }
        Ok(())
    }
}
