//! The words around a count -> which rows of a register it counts.

use std::mem::discriminant;
use std::sync::LazyLock;

use regex::Regex;

use super::named::{Handling, Known, Name};
use crate::check::class::LETTER;
use crate::check::series::STOCK;
use crate::register::{Entry, Register};
use crate::suggestion::Role;
use crate::suggestion::cells::{self, Session};
use crate::text::pattern;

/// What rows must have in common to be counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    /// One of each kind at most, but for marks.
    criteria: Vec<Criterion>,
    /// How many of these the words name.
    pub(super) named: usize,
}

/// One thing that rows must have in common.
#[derive(Debug, Clone)]
enum Criterion {
    /// One of these themes or departments.
    Of(Vec<Name>),
    /// The part in which departments are meant; it asks for nothing by itself.
    Handling(Handling),
    /// The year that they are counted into.
    Year(i32),
    Class(String),
    Outcome(String),
    /// One of these answers of proposers.
    Ratings(Vec<String>),
    Session(Session),
    Month(i8),
    /// So many departments at least.
    Shared(usize),
    Answered(bool),
    Proposed,
    Returned,
    FromMotion,
}

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
            return Some(Self { criteria: vec![Criterion::Outcome(label.trim().to_owned())], named: 0 });
        }
        let mut rest = label.trim().to_owned();
        let rating = AROUND_RATING.replace_all(&rest, "");
        if known.satisfactions.contains(&*rating) {
            return Some(Self { criteria: vec![Criterion::Ratings(vec![rating.into_owned()])], named: 1 });
        }
        let ratings = ratings(&mut rest, known);
        let mut named = usize::from(!ratings.is_empty());
        let mut criteria = Vec::new();
        criteria.extend(Some(ratings).filter(|ratings| !ratings.is_empty()).map(Criterion::Ratings));
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
        criteria.extend(take(&MOTION).map(|_| Criterion::FromMotion));
        let fewest = |many: String| if many == "三" || many == "3" { 3 } else { 2 };
        criteria.extend(take(&SEVERAL).map(fewest).map(Criterion::Shared));
        criteria.extend(take(&CLASS).map(|letter| Criterion::Class(cells::class(&letter))));
        criteria.extend(take(&MONTH).and_then(|month| month.parse().ok()).map(Criterion::Month));
        criteria.extend(take(&PROPOSED).map(|_| Criterion::Proposed));
        match (take(&BETWEEN).is_some(), take(&IN_SESSION).is_some()) {
            (true, false) => criteria.push(Criterion::Session(Session::Between)),
            (false, true) => criteria.push(Criterion::Session(Session::In)),
            _ => {}
        }
        criteria.extend(take(&RETURNED).map(|_| Criterion::Returned));
        let answered = take(&OPEN).map(|_| false).or_else(|| take(&REPLIED).map(|_| true));
        criteria.extend(answered.map(Criterion::Answered));
        match (take(&LEAD).is_some(), take(&ASSIST).is_some()) {
            (true, false) => criteria.push(Criterion::Handling(Handling::Lead)),
            (false, true) => criteria.push(Criterion::Handling(Handling::Assist)),
            (false, false) => {}
            (true, true) => return None,
        }
        let rest = NOTHING.replace_all(&STOCK.replace_all(&rest, ""), "").trim().to_owned();
        let is_recorded = || criteria.iter().all(|own| own.is_recorded(known.register));
        (rest.is_empty() && is_recorded()).then_some(Self { criteria, named })
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
        let mut asked = Self::of(&YEAR.replace(&rest, ""), known)?;
        asked.criteria.extend(Some(of).filter(|of| !of.is_empty()).map(Criterion::Of));
        Some(asked.or_of_year(year))
    }

    /// What is asked for within what `whole` asks for; `None` where both ask for different ones of a kind.
    pub(super) fn within(mut self, whole: &Self) -> Option<Self> {
        if self.is_beside(whole) {
            return None;
        }
        self.criteria.extend(whole.criteria.iter().cloned());
        self.named += whole.named;
        Some(self)
    }

    /// What is asked for but for the kinds that `other` asks for; `None` where nothing is left.
    pub(super) fn without(&self, other: &Self) -> Option<Self> {
        let mut rest = self.clone();
        rest.criteria.retain(|own| own.is_mark() || !other.has_kind_of(own));
        if rest.names().is_empty() {
            rest = rest.handled(Handling::Any);
        }
        (!rest.is_empty()).then_some(rest)
    }

    /// Whether both ask for something of one kind: two counts of these stand beside each other.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        self.criteria.iter().any(|own| other.has_kind_of(own))
    }

    fn has_kind_of(&self, other: &Criterion) -> bool {
        self.criteria.iter().any(|own| own.is_of_kind(other))
    }

    /// Whether it asks for nothing, so that all rows are meant.
    pub(super) fn is_empty(&self) -> bool {
        self.criteria.is_empty()
    }

    /// The themes or departments of which rows have one.
    pub(super) fn names(&self) -> &[Name] {
        let mut all = self.criteria.iter();
        all.find_map(|own| if let Criterion::Of(names) = own { Some(&names[..]) } else { None })
            .unwrap_or_default()
    }

    pub(super) fn handling(&self) -> Handling {
        let handling =
            |own: &Criterion| if let Criterion::Handling(handling) = own { Some(*handling) } else { None };
        self.criteria.iter().find_map(handling).unwrap_or_default()
    }

    /// The year that rows are counted into, where it is told.
    pub(super) fn year(&self) -> Option<i32> {
        self.criteria.iter().find_map(|own| if let Criterion::Year(year) = own { Some(*year) } else { None })
    }

    /// The same of a year, where none is told yet.
    pub(super) fn or_of_year(mut self, year: Option<i32>) -> Self {
        let year = year.filter(|_| self.year().is_none());
        self.criteria.extend(year.map(Criterion::Year));
        self
    }

    /// Whether words that ask for nothing known are of the kind that this asks for, answers of proposers or the number of
    /// departments.
    pub(super) fn is_beside_one_of(&self, words: &str) -> bool {
        self.criteria.iter().any(|own| match own {
            Criterion::Ratings(_) => words.contains(CONTENT),
            Criterion::Shared(_) => DEPARTMENTS.is_match(words),
            _ => false,
        })
    }

    /// Those with nothing but this class.
    pub(super) fn of_class(letter: char) -> Self {
        Self { criteria: vec![Criterion::Class(letter.to_string())], named: 1 }
    }

    /// Those of a theme, or that a department leads.
    pub(super) fn of_lead(name: Name) -> Self {
        Self { criteria: vec![Criterion::Of(vec![name]), Criterion::Handling(Handling::Lead)], named: 0 }
    }

    /// The same in another part of the departments.
    pub(super) fn handled(&self, handling: Handling) -> Self {
        let mut asked = self.clone();
        asked.criteria.retain(|own| !matches!(own, Criterion::Handling(_)));
        asked
            .criteria
            .extend(Some(handling).filter(|handling| *handling != Handling::Any).map(Criterion::Handling));
        asked
    }

    /// Whether a text names a department.
    pub(super) fn names_department(text: &str, known: &Known<'_>) -> bool {
        known.departments.iter().any(|(_, name)| text.contains(name.as_str()))
    }

    /// Whether only themes or departments are named, in whatever part these handle what is counted.
    pub(super) fn is_of_names_alone(&self) -> bool {
        let is_of_names = |own: &Criterion| matches!(own, Criterion::Of(_) | Criterion::Handling(_));
        !self.names().is_empty() && self.criteria.iter().all(is_of_names)
    }

    /// The session, taken out of what is asked for.
    pub(super) fn take_session(&mut self) -> Option<Session> {
        let is_session = |own: &Criterion| matches!(own, Criterion::Session(_));
        match self.criteria.remove(self.criteria.iter().position(is_session)?) {
            Criterion::Session(session) => Some(session),
            _ => None,
        }
    }

    /// Whether the words say of which month the rows are.
    pub(super) fn names_month(&self) -> bool {
        self.criteria.iter().any(|own| matches!(own, Criterion::Month(_)))
    }

    /// Whether the words say of which session the rows are.
    pub(super) fn names_session(&self) -> bool {
        self.criteria.iter().any(|own| matches!(own, Criterion::Session(_)))
    }

    /// Whether a row is asked for.
    pub(super) fn takes(&self, entry: &Entry) -> bool {
        self.criteria.iter().all(|own| own.takes(entry, self.handling()))
    }
}

impl Criterion {
    /// Whether both tell rows apart by one thing: two classes, two months, two marks.
    fn is_of_kind(&self, other: &Self) -> bool {
        discriminant(self) == discriminant(other) || self.is_mark() && other.is_mark()
    }

    /// Whether it is a mark, of which a row may have several at once.
    fn is_mark(&self) -> bool {
        matches!(self, Self::Proposed | Self::Returned | Self::FromMotion)
    }

    /// Whether the register records it: where no row has a value, none counted means nothing.
    fn is_recorded(&self, register: &Register) -> bool {
        let rows = &register.current;
        let any = |is_so: &dyn Fn(&Entry) -> bool| rows.iter().any(|row| is_so(register.entry(row)));
        match self {
            Self::Of(_) | Self::Handling(Handling::Any) | Self::Year(_) | Self::Outcome(_) => true,
            Self::Handling(Handling::Lead) => any(&|entry| entry.lead.is_some()),
            Self::Handling(Handling::Assist) | Self::Shared(_) => {
                register.knows(rows, Role::Assist) || any(&|entry| !entry.assist.is_empty())
            }
            Self::Class(_) => any(&|entry| entry.class.is_some()),
            Self::Ratings(_) => register.knows(rows, Role::Satisfaction),
            Self::Session(_) => any(&|entry| entry.session.is_some()),
            Self::Month(_) => any(&|entry| entry.day().is_some()),
            Self::Answered(_) => register.knows_answers(rows),
            Self::Proposed => any(&|entry| entry.theme.is_some()),
            Self::Returned => {
                register.knows(rows, Role::Returned) || any(&|entry| entry.suggestion.is_returned())
            }
            Self::FromMotion => register.knows(rows, Role::FromMotion),
        }
    }

    /// Whether a row has it; departments are meant in this part.
    fn takes(&self, entry: &Entry, handling: Handling) -> bool {
        let suggestion = &entry.suggestion;
        let is_cell = |asked: &str, cell: Option<&str>| cell.is_some_and(|cell| cell.trim() == asked);
        match self {
            Self::Of(names) => names.iter().any(|name| name.takes(entry, handling)),
            // The part goes with the names, and the rows are chosen by their year before.
            Self::Handling(_) | Self::Year(_) => true,
            Self::Class(class) => is_cell(class, entry.class.as_deref()),
            Self::Outcome(outcome) => is_cell(outcome, suggestion.cell(Role::Outcome)),
            Self::Ratings(ratings) => entry.satisfaction.as_ref().is_some_and(|own| ratings.contains(own)),
            Self::Session(session) => entry.session == Some(*session),
            Self::Month(month) => entry.day().is_some_and(|day| day.month() == *month),
            Self::Shared(fewest) => entry.departments().count() >= *fewest,
            Self::Answered(true) => entry.is_answered(),
            Self::Answered(false) => entry.is_owed(),
            Self::Proposed => entry.theme_is_proposed(),
            Self::Returned => suggestion.is_returned(),
            Self::FromMotion => suggestion.says_yes(Role::FromMotion),
        }
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
