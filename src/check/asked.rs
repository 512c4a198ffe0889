//! The words around a count -> which rows of a register it counts.

use std::sync::LazyLock;

use regex::Regex;

use super::named::{Known, Part};
use super::series::STOCK;
use crate::register::cells::Session;
use crate::register::{Entry, Origin, Register};
use crate::suggestion::Role;
use crate::text::pattern;

/// What rows must have in common to be counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Asked {
    pub(super) part: Part,
    class: Option<String>,
    outcome: Option<String>,
    satisfaction: Option<String>,
    session: Option<Session>,
    month: Option<i8>,
    fewest_departments: usize,
    proposed: bool,
    replied: Option<bool>,
    returned: bool,
    from_motion: bool,
    /// How many of these the words name.
    pub(super) named: usize,
}

/// The words that each ask for something, and words that ask for nothing.
static LEAD: LazyLock<Regex> = LazyLock::new(|| pattern("(?:承担)?(?:主办|牵头|承办)(?:任务)?"));
static ASSIST: LazyLock<Regex> = LazyLock::new(|| pattern("(?:承担)?(?:会办|协办|分办)(?:任务)?"));
static CLASS: LazyLock<Regex> = LazyLock::new(|| pattern("(?P<n>[A-Ea-e甲乙丙丁])类"));
static CONTENT: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:表示)?[“\"]?(?P<n>基本满意|不满意|满意)[”\"]?(?:的)?"));
static IN_SESSION: LazyLock<Regex> = LazyLock::new(|| pattern("会上|(?:大会|会议)期间"));
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| pattern("会下(?:期间)?|闭会(?:期间)?"));
static MONTH: LazyLock<Regex> = LazyLock::new(|| pattern("(?P<n>1[0-2]|[1-9])月份?"));
static SEVERAL: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?P<n>[两二2三3])个?以上(?:的)?(?:单位|部门)(?:共同)?"));
static PROPOSED: LazyLock<Regex> = LazyLock::new(|| pattern("(?:由)?(?:程序|模型|系统)?推荐"));
static OPEN: LazyLock<Regex> = LazyLock::new(|| pattern("(?:尚)?未(?:答复|办复)"));
static REPLIED: LazyLock<Regex> = LazyLock::new(|| pattern("(?:已|全部)?(?:答复|办复)"));
static RETURNED: LazyLock<Regex> = LazyLock::new(|| pattern("退办"));
static MOTION: LazyLock<Regex> = LazyLock::new(|| pattern("(?:由)?议案转(?:为)?(?:代表)?建议"));
static NOTHING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "纳入统计|会上、会下|涉及|需要|对|共同|另有|另|此外|包括|含|表示|满意度|[0-9]{4}年|年度?|本|、|[“”\"]",
    )
});

impl Asked {
    /// What a label asks for; `None` where it holds a word that nothing is known of, or asks for what the register
    /// does not record.
    pub(super) fn of(label: &str, known: &Known<'_>) -> Option<Self> {
        if known.outcomes.contains(label.trim()) {
            return Some(Self { outcome: Some(label.trim().to_owned()), ..Self::default() });
        }
        let mut rest = label.trim().to_owned();
        let mut named = 0;
        let mut take = |pattern: &Regex| {
            let found = pattern
                .captures(&rest)
                .map(|captures| captures.name("n").map_or(String::new(), |word| word.as_str().to_owned()));
            if found.is_some() {
                named += 1;
                rest = pattern.replace_all(&rest, "").into_owned();
            }
            found
        };
        let from_motion = take(&MOTION).is_some();
        let fewest_departments =
            take(&SEVERAL).map_or(0, |many| if many == "三" || many == "3" { 3 } else { 2 });
        let class = take(&CLASS).map(|letter| crate::register::cells::class(&letter));
        let month = take(&MONTH).and_then(|month| month.parse().ok());
        let proposed = take(&PROPOSED).is_some();
        let satisfaction = take(&CONTENT);
        let (between, within) = (take(&BETWEEN).is_some(), take(&IN_SESSION).is_some());
        let returned = take(&RETURNED).is_some();
        let replied = if take(&OPEN).is_some() { Some(false) } else { take(&REPLIED).map(|_| true) };
        let part = match (take(&LEAD).is_some(), take(&ASSIST).is_some()) {
            (true, false) => Part::Lead,
            (false, true) => Part::Assist,
            (false, false) => Part::Any,
            (true, true) => return None,
        };
        let session = match (between, within) {
            (true, false) => Some(Session::Between),
            (false, true) => Some(Session::In),
            _ => None,
        };
        let rest = NOTHING.replace_all(&STOCK.replace_all(&rest, ""), "").trim().to_owned();
        let asked = Self {
            part,
            class,
            outcome: None,
            satisfaction,
            session,
            month,
            fewest_departments,
            proposed,
            replied,
            returned,
            from_motion,
            named,
        };
        (rest.is_empty() && asked.is_recorded(known.register)).then_some(asked)
    }

    /// Whether the register records all that is asked for: where no row has a value, none counted means nothing.
    fn is_recorded(&self, register: &Register) -> bool {
        let rows = &register.current;
        let any = |is_so: &dyn Fn(&Entry) -> bool| rows.iter().any(|row| is_so(register.entry(row)));
        let has_assists = || register.knows(rows, Role::Assist) || any(&|entry| !entry.assist.is_empty());
        let has_returns =
            || register.knows(rows, Role::Returned) || any(&|entry| entry.suggestion.is_returned());
        (self.part != Part::Lead || any(&|entry| entry.lead.is_some()))
            && (self.part != Part::Assist && self.fewest_departments == 0 || has_assists())
            && (self.class.is_none() || any(&|entry| entry.class.is_some()))
            && (self.satisfaction.is_none() || register.knows(rows, Role::Satisfaction))
            && (self.session.is_none() || any(&|entry| entry.session.is_some()))
            && (self.month.is_none() || any(&|entry| entry.day().is_some()))
            && (!self.proposed || any(&|entry| entry.theme.is_some()))
            && (self.replied.is_none() || register.knows_answers(rows))
            && (!self.returned || has_returns())
            && (!self.from_motion || register.knows(rows, Role::FromMotion))
    }

    /// Whether the words say of which month the rows are.
    pub(super) fn names_month(&self) -> bool {
        self.month.is_some()
    }

    /// Whether the words say of which session the rows are.
    pub(super) fn names_session(&self) -> bool {
        self.session.is_some()
    }

    /// Whether a row is asked for.
    pub(super) fn takes(&self, entry: &Entry) -> bool {
        let suggestion = &entry.suggestion;
        let as_asked = |asked: &Option<String>, cell: Option<&str>| {
            asked.as_deref().is_none_or(|asked| cell.is_some_and(|cell| cell.trim() == asked))
        };
        as_asked(&self.class, entry.class.as_deref())
            && as_asked(&self.outcome, suggestion.cell(Role::Outcome))
            && as_asked(&self.satisfaction, suggestion.cell(Role::Satisfaction))
            && self.session.is_none_or(|asked| entry.session == Some(asked))
            && self.month.is_none_or(|month| entry.day().is_some_and(|day| day.month() == month))
            && entry.departments().count() >= self.fewest_departments
            && (!self.proposed || entry.theme.is_some_and(|theme| theme.by == Origin::Model))
            && self.replied.is_none_or(|replied| if replied { entry.is_answered() } else { entry.is_owed() })
            && (!self.returned || suggestion.is_returned())
            && (!self.from_motion || suggestion.says_yes(Role::FromMotion))
    }
}
