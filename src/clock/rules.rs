//! The lines of a rule file -> how long each step may take.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::error::{ErrorKind, Result};
use crate::numeral;
use crate::text::{fold, pattern};

/// What has to be done in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The lead answers the proposer.
    Reply,
    /// The lead answers in a matter that is wide or hard.
    LongestReply,
    /// An assisting department gives the lead its opinion.
    Assist,
    /// A department returns what is not its remit.
    Return,
    /// The office sends a reminder: so long before the last day.
    Remind,
}

impl Step {
    /// All steps, in the order of the declaration.
    pub const ALL: [Self; 5] = [Self::Reply, Self::LongestReply, Self::Assist, Self::Return, Self::Remind];

    /// The step as a rule file writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::LongestReply => "longest_reply",
            Self::Assist => "assist",
            Self::Return => "return",
            Self::Remind => "remind",
        }
    }
}

/// What a term is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Calendar days.
    Days,
    /// Days that are worked.
    WorkingDays,
    /// Calendar months.
    Months,
}

/// So much time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// How many units.
    pub amount: u16,
    /// What is counted.
    pub unit: Unit,
}

/// A length of time as registers write it.
static LENGTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:自?交办[之当]?日?起)?(?P<n>[0-9]+|[零〇一二两三四五六七八九十百]+|半) ?个?(?P<unit>工作日|自然日|小时|星期|周|月|日|天|年)(?P<worked>[(（]工作日[)）])?(?:之?以?内)?$",
    )
});

/// The hours of a day.
const HOURS: u16 = 24;

impl Length {
    /// Reads what registers write: 5个工作日, 三个月, 90天内. Days are the least that is counted: what has less than 24 hours
    /// ends on its first day. Half a month has 15 days.
    ///
    /// ```
    /// use jiaoban::clock::{Length, Unit};
    ///
    /// assert_eq!(Length::read("5个工作日"), Some(Length { amount: 5, unit: Unit::WorkingDays }));
    /// assert_eq!(Length::read("三个月内"), Some(Length { amount: 3, unit: Unit::Months }));
    /// assert_eq!(Length::read("９０天"), Some(Length { amount: 90, unit: Unit::Days }));
    /// assert_eq!(Length::read("7天（工作日）"), Some(Length { amount: 7, unit: Unit::WorkingDays }));
    /// assert_eq!(Length::read("两周"), Some(Length { amount: 14, unit: Unit::Days }));
    /// assert_eq!(Length::read("24小时"), Some(Length { amount: 1, unit: Unit::Days }));
    /// assert_eq!(Length::read("半年"), Some(Length { amount: 6, unit: Unit::Months }));
    /// assert_eq!(Length::read("尽快"), None);
    /// ```
    #[must_use]
    pub fn read(cell: &str) -> Option<Self> {
        let cell: String = cell.trim().chars().map(fold).collect();
        let said = LENGTH.captures(&cell)?;
        let number =
            |n: &str| -> Option<u16> { n.parse().ok().or_else(|| numeral::read(n)?.try_into().ok()) };
        let times = |n: &str, of: u16| number(n)?.checked_mul(of);
        let (amount, unit) = match (&said["n"], &said["unit"]) {
            ("半", "年") => (6, Unit::Months),
            ("半", "月") => (15, Unit::Days),
            (n, "年") => (times(n, 12)?, Unit::Months),
            (n, "月") => (number(n)?, Unit::Months),
            (n, "周" | "星期") => (times(n, 7)?, Unit::Days),
            (n, "小时") => (number(n)? / HOURS, Unit::Days),
            (n, "工作日") => (number(n)?, Unit::WorkingDays),
            (n, _) if said.name("worked").is_some() => (number(n)?, Unit::WorkingDays),
            (n, _) => (number(n)?, Unit::Days),
        };
        Some(Self { amount, unit })
    }
}

/// What becomes of a last day on which nobody works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastDay {
    /// It stays.
    AsItIs,
    /// The next day that is worked takes its place (民法典, article 203).
    NextWorkingDay,
}

/// How long one step may take, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Term {
    /// The step.
    pub step: Step,
    /// How many units.
    pub amount: u16,
    /// What is counted.
    pub unit: Unit,
    /// What becomes of a last day on which nobody works.
    pub last_day: LastDay,
    /// The regulation, for whoever doubts the figure.
    pub source: String,
}

impl Term {
    /// How long it is in the words of an office: 3个月, 5个工作日.
    #[must_use]
    pub fn in_words(&self) -> String {
        let unit = match self.unit {
            Unit::Days => "日",
            Unit::WorkingDays => "个工作日",
            Unit::Months => "个月",
        };
        format!("{}{unit}", self.amount)
    }
}

/// One term for every step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// In the order of [`Step::ALL`].
    terms: Vec<Term>,
}

impl Rules {
    /// Sorts `terms`; fails if a step has none or two.
    pub fn new(terms: impl IntoIterator<Item = Term>) -> Result<Self> {
        let mut terms: Vec<Term> = terms.into_iter().collect();
        terms.sort_by_key(|term| term.step);
        for step in Step::ALL {
            let found = terms.iter().filter(|term| term.step == step).count();
            if found != 1 {
                return Err(ErrorKind::RuleCount { step: step.name(), found }.into());
            }
        }
        Ok(Self { terms })
    }

    /// The term of `step`.
    #[must_use]
    pub fn term(&self, step: Step) -> &Term {
        &self.terms[step as usize]
    }

    /// All terms, in the order of [`Step::ALL`].
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(step: Step) -> Term {
        Term { step, amount: 1, unit: Unit::Days, last_day: LastDay::AsItIs, source: String::new() }
    }

    #[test]
    fn every_step_needs_one_term() {
        assert!(Rules::new(Step::ALL.into_iter().rev().map(term)).is_ok());
        let missing = Rules::new(Step::ALL.into_iter().skip(1).map(term)).unwrap_err();
        assert!(missing.to_string().contains("reply stands 0 times"), "{missing}");
        let twice = Rules::new(Step::ALL.into_iter().chain([Step::Assist]).map(term)).unwrap_err();
        assert!(twice.to_string().contains("assist stands 2 times"), "{twice}");
    }
}
