//! The words around a count -> which rows of a register it counts.

use std::sync::LazyLock;

use regex::Regex;

use super::class::LETTER;
use super::named::{Known, Name, Part};
use super::series::STOCK;
use crate::register::{Entry, Origin, Register};
use crate::suggestion::Role;
use crate::suggestion::cells::Session;
use crate::text::pattern;

/// What rows must have in common to be counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Asked {
    /// The themes or departments of which they have one.
    pub(super) of: Vec<Name>,
    pub(super) part: Part,
    /// The year that they are counted into, where it is told.
    pub(super) year: Option<i32>,
    class: Option<String>,
    outcome: Option<String>,
    /// The answers of proposers of which they have one.
    satisfaction: Vec<String>,
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

/// The kinds of what may be asked for.
const KINDS: usize = 11;
const OF: usize = 0;
const PART: usize = 1;
const YEARS: usize = 2;
const CLASSES: usize = 3;
const OUTCOMES: usize = 4;
const RATINGS: usize = 5;
const SESSIONS: usize = 6;
const MONTHS: usize = 7;
const SHARED: usize = 8;
const ANSWERS: usize = 9;
const OTHERS: usize = 10;

/// The words that each ask for something, and words that ask for nothing.
static LEAD: LazyLock<Regex> = LazyLock::new(|| pattern("(?:承担)?(?:主办|牵头)(?:任务)?"));
static ASSIST: LazyLock<Regex> = LazyLock::new(|| pattern("(?:承担)?(?:会办|协办|分办)(?:任务)?"));
static CLASS: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?P<n>{LETTER})类")));
/// Answers that every register may have.
const RATINGS_OF_ALL: [&str; 3] = ["基本满意", "不满意", "满意"];
const CONTENT: &str = "满意";
/// Where the name of an answer stood, and a list of them with what may stand around each.
const RATING: &str = "\u{2}";
static RATED: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:表示)?[“\"]?\u{2}[”\"]?的?(?:(?:[、和与及或]|以及)?[“\"]?\u{2}[”\"]?的?)*"));
/// Around an answer as the register has it.
static AROUND_RATING: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:代表|委员|其中|表示|回复)*[“\"]?|[”\"]?(?:的)?(?:共|有|为)?$"));
static IN_SESSION: LazyLock<Regex> = LazyLock::new(|| pattern("会上|(?:大会|会议)期间"));
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| pattern("会下(?:期间)?|闭会(?:期间)?"));
static MONTH: LazyLock<Regex> = LazyLock::new(|| pattern("(?P<n>1[0-2]|[1-9])月份?"));
static SEVERAL: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?P<n>[两二2三3])个?以上(?:的)?(?:单位|部门)(?:共同)?"));
static DEPARTMENTS: LazyLock<Regex> =
    LazyLock::new(|| pattern("[一两二三0-9]个?(?:以上)?(?:的)?(?:单位|部门)"));
static PROPOSED: LazyLock<Regex> = LazyLock::new(|| pattern("(?:由)?(?:程序|模型|系统)?推荐"));
static OPEN: LazyLock<Regex> = LazyLock::new(|| pattern("(?:尚)?未(?:答复|办复)"));
static REPLIED: LazyLock<Regex> = LazyLock::new(|| pattern("(?:已|全部)?(?:答复|办复)"));
static RETURNED: LazyLock<Regex> = LazyLock::new(|| pattern("退办"));
static MOTION: LazyLock<Regex> = LazyLock::new(|| pattern("(?:由)?议案转(?:为)?(?:代表)?建议"));
static NOTHING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "纳入统计|会上、会下|涉及|需要|对|共同|另有|另|此外|包括|含|表示|满意度|承办|区政府|市政府|县政府|政府|[0-9]{4}年|年度?|本|我?[省市区县]|、|[“”\"]",
    )
});
/// The year that a count is of, told by its number or as the one before.
static YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?P<n>[0-9]{4})年度?|(?P<last>上年度?|去年|上一年度?)"));
/// What may stand after the name of a theme or department, and before that of a department, without changing it.
static AFTER_THEME: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^(?:类|方面|领域|的|代表|建议|提案|议案|诉求|留言|主办|承办|会办|办理|共|有|为|$|[、和与及])")
});
static BEFORE_NAME: LazyLock<Regex> = LazyLock::new(|| pattern("由?(?:我?[省市区县])?$"));
/// Where a name stood, and a list of names with what may stand after each.
const NAME: &str = "\u{1}";
static NAMES: LazyLock<Regex> =
    LazyLock::new(|| pattern("\u{1}(?:类|方面|领域)?(?:[、和与及]\u{1}(?:类|方面|领域)?)*"));
/// A whole that is named without its count, and the part of it that is counted: 会上建议中教育局.
static WITHIN: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?P<whole>.+(?:建议|提案|诉求|留言|类|件))中,?(?P<part>.+)$"));

impl Asked {
    /// What a label asks for; `None` where it holds a word that nothing is known of, or asks for what the register
    /// does not record.
    pub(super) fn of(label: &str, known: &Known<'_>) -> Option<Self> {
        if known.outcomes.contains(label.trim()) {
            return Some(Self { outcome: Some(label.trim().to_owned()), ..Self::default() });
        }
        let mut rest = label.trim().to_owned();
        let rating = AROUND_RATING.replace_all(&rest, "");
        if known.satisfactions.contains(&*rating) {
            let satisfaction = vec![rating.into_owned()];
            return Some(Self { satisfaction, named: 1, ..Self::default() });
        }
        let satisfaction = ratings(&mut rest, known);
        let mut named = usize::from(!satisfaction.is_empty());
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
        let class = take(&CLASS).map(|letter| crate::suggestion::cells::class(&letter));
        let month = take(&MONTH).and_then(|month| month.parse().ok());
        let proposed = take(&PROPOSED).is_some();
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
            of: Vec::new(),
            part,
            year: None,
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

    /// What a label asks for that may name themes, departments and a year besides: 教育局主办会上建议. Of several names a
    /// row has one: 教育局和公安局主办.
    pub(super) fn about(label: &str, known: &Known<'_>) -> Option<Self> {
        if let Some(says) = WITHIN.captures(label).filter(|_| !known.outcomes.contains(label)) {
            let whole = Self::about(&says["whole"], known)?;
            return Self::about(&says["part"], known)?.within(&whole);
        }
        let (mut rest, mut of) = (label.to_owned(), Vec::new());
        while let Some((name, start, end)) = first_name(&rest, known) {
            let start = BEFORE_NAME.find(&rest[..start]).map_or(start, |before| before.start());
            rest.replace_range(start..end, NAME);
            of.push(name);
        }
        // 甲局和乙局主办: the names are one list, of themes or of departments; 与甲局共同办理的乙局 is none.
        let themes = of.iter().filter(|name| matches!(name, Name::Theme(_))).count();
        let list = NAMES.find(&rest).map_or(0..0, |list| list.range());
        let is_list = rest[list.clone()].matches(NAME).count() == of.len();
        if !is_list || themes > 0 && themes < of.len() {
            return None;
        }
        rest.replace_range(list, "");
        let year = match YEAR.captures(&rest) {
            Some(says) => Some(
                says.name("n")
                    .map_or_else(|| known.year().map(|year| year - 1), |year| year.as_str().parse().ok())?,
            ),
            None => None,
        };
        // The year of all rows tells none of them from the others.
        let year = year.filter(|_| year != known.year());
        let asked = Self::of(&YEAR.replace(&rest, ""), known)?;
        Some(Self { of, year, ..asked })
    }

    /// What is asked for within what `whole` asks for; `None` where both ask for different ones of a kind.
    pub(super) fn within(self, whole: &Self) -> Option<Self> {
        let own = self.kinds();
        if own.iter().zip(whole.kinds()).any(|(&own, other)| own && other) {
            return None;
        }
        let whole = whole.clone();
        Some(Self {
            of: if self.of.is_empty() { whole.of } else { self.of },
            part: if self.part == Part::Any { whole.part } else { self.part },
            year: self.year.or(whole.year),
            class: self.class.or(whole.class),
            outcome: self.outcome.or(whole.outcome),
            satisfaction: if self.satisfaction.is_empty() { whole.satisfaction } else { self.satisfaction },
            session: self.session.or(whole.session),
            month: self.month.or(whole.month),
            fewest_departments: self.fewest_departments.max(whole.fewest_departments),
            proposed: self.proposed || whole.proposed,
            replied: self.replied.or(whole.replied),
            returned: self.returned || whole.returned,
            from_motion: self.from_motion || whole.from_motion,
            named: self.named + whole.named,
        })
    }

    /// What is asked for but for the kinds that `other` asks for; `None` where nothing is left.
    pub(super) fn without(&self, other: &Self) -> Option<Self> {
        let kinds = other.kinds();
        let mut rest = self.clone();
        if kinds[OF] {
            rest.of.clear();
        }
        if kinds[PART] || rest.of.is_empty() {
            rest.part = Part::Any;
        }
        rest.year = rest.year.filter(|_| !kinds[YEARS]);
        rest.class = rest.class.filter(|_| !kinds[CLASSES]);
        rest.outcome = rest.outcome.filter(|_| !kinds[OUTCOMES]);
        if kinds[RATINGS] {
            rest.satisfaction.clear();
        }
        rest.session = rest.session.filter(|_| !kinds[SESSIONS]);
        rest.month = rest.month.filter(|_| !kinds[MONTHS]);
        rest.replied = rest.replied.filter(|_| !kinds[ANSWERS]);
        rest.fewest_departments = if kinds[SHARED] { 0 } else { rest.fewest_departments };
        rest.kinds().contains(&true).then_some(rest)
    }

    /// Of which kinds something is asked for: two counts of one kind stand beside each other.
    pub(super) fn kinds(&self) -> [bool; KINDS] {
        let mut kinds = [false; KINDS];
        kinds[OF] = !self.of.is_empty();
        kinds[PART] = self.part != Part::Any;
        kinds[YEARS] = self.year.is_some();
        kinds[CLASSES] = self.class.is_some();
        kinds[OUTCOMES] = self.outcome.is_some();
        kinds[RATINGS] = !self.satisfaction.is_empty();
        kinds[SESSIONS] = self.session.is_some();
        kinds[MONTHS] = self.month.is_some();
        kinds[SHARED] = self.fewest_departments > 0;
        kinds[ANSWERS] = self.replied.is_some();
        kinds[OTHERS] = self.proposed || self.returned || self.from_motion;
        kinds
    }

    /// Whether words that ask for nothing known are of the kind that this asks for, answers of proposers or the number of
    /// departments.
    pub(super) fn is_beside_one_of(&self, words: &str) -> bool {
        !self.satisfaction.is_empty() && words.contains(CONTENT)
            || self.fewest_departments > 0 && DEPARTMENTS.is_match(words)
    }

    /// Those with nothing but this class.
    pub(super) fn of_class(letter: char) -> Self {
        Self { class: Some(letter.to_string()), named: 1, ..Self::default() }
    }

    /// Those of a theme, or that a department leads.
    pub(super) fn of_lead(name: Name) -> Self {
        Self { of: vec![name], part: Part::Lead, ..Self::default() }
    }

    /// The same in another part of the departments.
    pub(super) fn in_part(&self, part: Part) -> Self {
        Self { part, ..self.clone() }
    }

    /// Whether a text names a department.
    pub(super) fn names_department(text: &str, known: &Known<'_>) -> bool {
        known.departments.iter().any(|(_, name)| text.contains(name.as_str()))
    }

    /// Whether only themes or departments are named, in whatever part these handle what is counted.
    pub(super) fn is_of_names_alone(&self) -> bool {
        let kinds = self.kinds();
        kinds[OF] && (0..KINDS).all(|kind| !kinds[kind] || [OF, PART].contains(&kind))
    }

    /// The session, taken out of what is asked for.
    pub(super) fn take_session(&mut self) -> Option<Session> {
        self.session.take()
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
            && (self.satisfaction.is_empty() || register.knows(rows, Role::Satisfaction))
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
        (self.of.is_empty() || self.of.iter().any(|name| name.takes(entry, self.part)))
            && as_asked(&self.class, entry.class.as_deref())
            && as_asked(&self.outcome, suggestion.cell(Role::Outcome))
            && (self.satisfaction.is_empty()
                || entry.satisfaction.as_ref().is_some_and(|own| self.satisfaction.contains(own)))
            && self.session.is_none_or(|asked| entry.session == Some(asked))
            && self.month.is_none_or(|month| entry.day().is_some_and(|day| day.month() == month))
            && entry.departments().count() >= self.fewest_departments
            && (!self.proposed || entry.theme.is_some_and(|theme| theme.by == Origin::Model))
            && self.replied.is_none_or(|replied| if replied { entry.is_answered() } else { entry.is_owed() })
            && (!self.returned || suggestion.is_returned())
            && (!self.from_motion || suggestion.says_yes(Role::FromMotion))
    }
}

/// Takes the answers that a label names out of it, with what joins them: of 满意、基本满意 a row has one.
fn ratings(label: &mut String, known: &Known<'_>) -> Vec<String> {
    let own = known.satisfactions.iter().copied().filter(|own| own.contains(CONTENT));
    let mut names: Vec<&str> = own.chain(RATINGS_OF_ALL).collect();
    // 基本满意 before 满意, which it holds.
    names.sort_unstable_by_key(|name| (std::cmp::Reverse(name.len()), *name));
    names.dedup();
    names.retain(|name| {
        let is_named = label.contains(name);
        *label = label.replace(name, RATING);
        is_named
    });
    *label = RATED.replace_all(label, "").into_owned();
    names.into_iter().map(str::to_owned).collect()
}

/// The longest name of a theme or department in a text, and where it stands.
fn first_name(text: &str, known: &Known<'_>) -> Option<(Name, usize, usize)> {
    let place = |name: &str| text.find(name).map(|start| (start, start + name.len()));
    let departments = known
        .departments
        .iter()
        .filter_map(|(label, name)| place(name).map(|(start, end)| (Name::Department(*label), start, end)));
    let themes = known.themes.iter().filter_map(|(label, name)| {
        let found = place(name).filter(|&(_, end)| AFTER_THEME.is_match(&text[end..]));
        found.map(|(start, end)| (Name::Theme(*label), start, end))
    });
    departments.chain(themes).max_by_key(|(_, start, end)| end - start)
}
