//! The lines of a rule file -> how long each step may take.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::error::{ErrorKind, Result};
use crate::numeral;
use crate::text::{self, pattern};

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
    pattern(concat!(
        r"^(?:[自从]?(?:交办|受理|收到|接单|派单|签收|转办)(?:工单|件)?(?:[之当]?日?起|[之以]?后)?)?",
        r"(?P<n>[0-9]+(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百]+|半) ?个?",
        r"(?P<unit>工作日|自然日|小时|分钟|星期|周|月|日|天|年|[hH])(?P<worked>[(（]工作日[)）])?(?:之?以?内)?$",
    ))
});
/// How urgent it is may stand before or behind: 特急1日, 一般（5个工作日）, 5个工作日（一般）.
static URGENCY: LazyLock<Regex> = LazyLock::new(|| {
    let word = "(?:特急|特提|加急|紧急|急|一般|普通|常规|平|简单|复杂)(?:件|工单|事项|类|诉求)?";
    pattern(&format!("^{word}[:： ]?|[(（]{word}[)）]$"))
});

/// The hours of a day.
const HOURS: f64 = 24.0;
/// The minutes of an hour.
const MINUTES: f64 = 60.0;

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
    /// assert_eq!(Length::read("一般（5个工作日）"), Some(Length { amount: 5, unit: Unit::WorkingDays }));
    /// assert_eq!(Length::read("两周"), Some(Length { amount: 14, unit: Unit::Days }));
    /// assert_eq!(Length::read("24小时"), Some(Length { amount: 1, unit: Unit::Days }));
    /// assert_eq!(Length::read("半年"), Some(Length { amount: 6, unit: Unit::Months }));
    /// assert_eq!(Length::read("尽快"), None);
    /// ```
    #[must_use]
    pub fn read(cell: &str) -> Option<Self> {
        let Said { number, unit, is_worked } = Said::read(cell)?;
        let (amount, unit) = match unit.as_str() {
            "月" if number < 1.0 => (number * 30.0, Unit::Days),
            "年" => (number * 12.0, Unit::Months),
            "月" => (number, Unit::Months),
            "周" | "星期" => (number * 7.0, Unit::Days),
            "小时" | "h" | "H" => ((number / HOURS).floor(), Unit::Days),
            "分钟" => ((number / MINUTES / HOURS).floor(), Unit::Days),
            "工作日" => (number.floor(), Unit::WorkingDays),
            _ if is_worked => (number.floor(), Unit::WorkingDays),
            _ => (number.floor(), Unit::Days),
        };
        let whole = (amount.fract() == 0.0).then_some(amount as i32)?;
        Some(Self { amount: whole.try_into().ok()?, unit })
    }

    /// The minutes of a length that is told in hours or in parts of a day: 48小时, 0.5天.
    ///
    /// ```
    /// use jiaoban::clock::Length;
    ///
    /// assert_eq!(["2小时", "48h", "半天", "30分钟", "2天"].map(Length::minutes), [Some(120), Some(2880), Some(720), Some(30), None]);
    /// ```
    #[must_use]
    pub fn minutes(cell: &str) -> Option<u32> {
        let Said { number, unit, is_worked } = Said::read(cell)?;
        let minutes = match unit.as_str() {
            "小时" | "h" | "H" => number * MINUTES,
            "分钟" => number,
            "日" | "天" | "自然日" if number.fract() > 0.0 && !is_worked => number * HOURS * MINUTES,
            _ => return None,
        };
        (minutes as i32).try_into().ok()
    }
}

/// What a cell says of a length of time.
struct Said {
    number: f64,
    unit: String,
    is_worked: bool,
}

impl Said {
    fn read(cell: &str) -> Option<Self> {
        let cell = text::in_one_width(cell.trim());
        let cell = URGENCY.replace_all(&cell, "");
        let inner = cell.strip_prefix(['(', '（']).and_then(|cell| cell.strip_suffix([')', '）']));
        let said = LENGTH.captures(inner.unwrap_or(&cell).trim())?;
        let number = match &said["n"] {
            "半" => 0.5,
            n => n.parse().ok().or_else(|| Some(numeral::read(n)? as f64))?,
        };
        Some(Self { number, unit: said["unit"].to_owned(), is_worked: said.name("worked").is_some() })
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
    fn lengths_as_registers_write_them() {
        let cases = [
            ("特急1日", "1 Days"),
            ("特急：1日", "1 Days"),
            ("紧急 2小时", "0 Days"),
            ("（5个工作日）", "5 WorkingDays"),
            ("5个工作日（一般件）", "5 WorkingDays"),
            ("48h", "2 Days"),
            ("48H", "2 Days"),
            ("0.5天", "0 Days"),
            ("半天", "0 Days"),
            ("半个月", "15 Days"),
            ("1.5年", "18 Months"),
            ("受理后15日内", "15 Days"),
            ("自收到之日起三个月内", "3 Months"),
            ("交办之日起5个工作日", "5 WorkingDays"),
            ("30分钟", "0 Days"),
            ("5", "none"),
            ("1.5个月", "none"),
            ("一般", "none"),
            ("一两天", "none"),
            ("尽快", "none"),
        ];
        for (cell, expected) in cases {
            let said = Length::read(cell);
            let told = said.map_or("none".to_owned(), |Length { amount, unit }| format!("{amount} {unit:?}"));
            assert_eq!(told, expected, "{cell}");
        }
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
