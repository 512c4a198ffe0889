//! A count of a draft -> the rows of a register that it is counted among.
//!
//! 教育局主办13件，其中A类7件: the 7 are of the 13, and the register has the rows of these. 重点督办建议12件，其中A类8件: which rows are
//! handled so no register tells, so that of the 8 nothing can be said.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::asked::Asked;
use super::named::{Handling, Known};
use crate::check::draft::sentence_before;
use crate::check::phrase::{CHANGED, is_base, named_whole};
use crate::check::{Draft, Measure, class, same};
use crate::register::{Register, Rows};
use crate::suggestion::cells::Session;
use crate::text::pattern;

/// Units in which rows are counted.
pub(super) const OF_ROWS: [&str; 3] = ["件", "条", "份"];
/// A whole that the register counts otherwise is still its own with so small a slip, as a share of it or in rows.
const SLIP: f64 = 0.1;
const SLIP_OF_FEW: f64 = 2.0;
/// Counts from here on are not as large as all rows by chance.
const SURELY_ALL: f64 = 20.0;
/// Before a count that another is measured against.
static AGAINST: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:同|环)?比(?:[^较]|$)|^较(?:[^满好差]|$)|^与|占"));
/// Of a month, or of a time that only some rows are of.
static OF_A_TIME: LazyLock<Regex> = LazyLock::new(|| pattern("[0-9]+月|季度|半年|同期|往年|截至|截止|累计"));
/// After a count what is said of all of it, and words that only name what is counted again.
static SAID_OF_IT: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^(?:代表|人大|政协|委员|建议|提案|议案|诉求|留言)*(?:中.*|(?:已|均|都|全部).*|\\(.*)?$")
});
/// Words for papers that the rows of a register are not, unless the draft counts as many of these as there are rows.
const PROPOSALS: [&str; 2] = ["提案", "政协"];

/// What messages call a whole of which a part was told before: 教育局主办会上建议10件、会下建议3件.
const LEFT: &str = "同一范围内";

/// At which meetings rows were proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    All,
    In,
    Between,
    NotBetween,
}

impl Held {
    /// What messages put before what is counted in them; nothing where it is all rows.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::All => "",
            Self::In => "会上的",
            Self::Between => "会下的",
            Self::NotBetween => "会下以外的",
        }
    }

    /// Whether a draft may call them those of a session: where registers mark 会下 only, all others are 会上.
    fn is_of(self, session: Session) -> bool {
        match session {
            Session::In => matches!(self, Self::In | Self::NotBetween),
            Session::Between => self == Self::Between,
        }
    }
}

/// Rows that a draft may speak of as a whole.
#[derive(Clone)]
pub(super) struct Universe {
    pub(super) held: Held,
    pub(super) rows: Rows,
}

impl Universe {
    /// All its rows.
    pub(super) fn with_all(self) -> Among {
        Among { name: self.held.name().to_owned(), asked: Asked::default(), rows: self.rows }
    }
}

/// All of `all`, and where the register tells sessions apart, those of each.
pub(super) fn universes(register: &Register, all: &Rows) -> Vec<Universe> {
    let of = |session| register.pick(all, |entry| entry.session == Some(session));
    let (within, between) = (of(Session::In), of(Session::Between));
    let without = all.without(&between);
    let held =
        [(Held::All, all.clone()), (Held::In, within), (Held::Between, between), (Held::NotBetween, without)];
    let mut universes: Vec<Universe> = held.map(|(held, rows)| Universe { held, rows }).into();
    universes.retain(|universe| !universe.rows.is_empty());
    universes
}

/// Rows among which a count may be.
pub(super) struct Among {
    /// What messages put before what is counted in them.
    pub(super) name: String,
    /// What the wholes around the count ask for.
    pub(super) asked: Asked,
    pub(super) rows: Rows,
}

/// A whole that the words after it may be about.
#[derive(Clone)]
struct Open {
    /// What it asks for; `None` where the register cannot tell its rows.
    asked: Option<Asked>,
    /// How many it counts, where that is told.
    value: Option<f64>,
    label: String,
    /// Where it ends in its paragraph.
    end: usize,
}

/// The wholes that stand open before a figure.
struct Standing {
    /// The outermost first.
    open: Vec<Open>,
    /// Where those end that the figure is bound to.
    bound: usize,
}

/// What a register can say of the wholes of a draft.
pub(super) struct Scopes<'k> {
    pub(super) known: &'k Known<'k>,
    pub(super) universes: Vec<Universe>,
    /// Whether the rows are proposals of the political conference, and not suggestions of deputies.
    of_proposals: bool,
}

impl<'k> Scopes<'k> {
    pub(super) fn new(draft: &Draft<'_>, known: &'k Known<'k>) -> Self {
        let all = known.register.current.count() as f64;
        let is_all = |&at: &usize| same(draft.figures[at].value, all, 0.0) && counts_rows(draft, at);
        let names = |at: usize| PROPOSALS.iter().any(|word| draft.clause(at).contains(word));
        let of_proposals = (0..draft.figures.len()).filter(is_all).any(names);
        Self { known, universes: universes(known.register, &known.register.current), of_proposals }
    }

    /// Whether words are of another sort of paper than the rows of the register.
    pub(super) fn is_of_another_sort(&self, words: &str) -> bool {
        !self.of_proposals && PROPOSALS.iter().any(|word| words.contains(word))
    }

    /// What words ask for, if the register has it.
    pub(super) fn about(&self, words: &str) -> Option<Asked> {
        Asked::about(words, self.known).filter(|_| !self.is_of_another_sort(words))
    }

    /// The rows that `own` at a figure may be counted among, those of the nearest whole first; `None` where it may be
    /// within something of which the register knows nothing.
    pub(super) fn among(&self, draft: &Draft<'_>, at: usize, own: &Asked) -> Option<Vec<Among>> {
        let figure = &draft.figures[at];
        let is_of_rows = OF_ROWS.contains(&figure.unit.as_str());
        let Standing { mut open, bound } = self.standing(draft, at, own)?;
        open.retain(|whole| !is_of_rows || whole.value.is_none_or(|value| value >= figure.value));
        // 非常满意和满意59件，不满意15件: nobody knows the first, and yet it is no whole of the other.
        let is_beside = |whole: &Open| whole.end > bound && own.is_beside_one_of(&whole.label);
        open.retain(|whole| whole.asked.is_some() || !is_beside(whole));
        let fewest = open.iter().filter(|whole| whole.end <= bound).count();
        let all: Vec<Asked> = open.iter().map(|whole| whole.asked.clone()).collect::<Option<_>>()?;
        // What counts all rows is the outermost there is.
        let outermost = usize::from(all.first().is_some_and(Asked::is_empty));
        let mut among = Vec::new();
        for depth in (fewest.max(outermost)..=open.len()).rev() {
            let whole =
                all[..depth].iter().try_fold(Asked::default(), |whole, own| own.clone().within(&whole));
            let Some(mut whole) = whole else { continue };
            let universes = self.universes_of(own.year().or(whole.year()))?;
            let asks_for_session = own.names_session();
            let value = depth.checked_sub(1).and_then(|last| open[last].value);
            let session = if asks_for_session { None } else { whole.take_session() };
            let is_named = |universe: &&Universe| match session {
                Some(session) => universe.held.is_of(session),
                None => universe.held == Held::All || !asks_for_session && (depth > 0 || open.is_empty()),
            };
            let mut universes: Vec<&Universe> = universes.iter().filter(is_named).collect();
            let has_as_many = |universe: &&Universe| {
                let as_many = |value| move |&count: &usize| same(count as f64, value, 0.0);
                value.is_some_and(|value| self.counts(&whole, &universe.rows).iter().any(as_many(value)))
            };
            if universes.iter().any(has_as_many) {
                universes.retain(has_as_many);
            }
            let labels: String = open[..depth].iter().filter_map(Open::told).collect();
            among.extend(universes.into_iter().map(|Universe { held, rows }| Among {
                name: format!("{}{labels}", held.name()),
                asked: whole.clone(),
                rows: rows.clone(),
            }));
        }
        Some(among)
    }

    /// The wholes that stand open before a figure; `None` where one of them cannot be told.
    fn standing(&self, draft: &Draft<'_>, at: usize, own: &Asked) -> Option<Standing> {
        let figure = &draft.figures[at];
        let text = draft.text(at);
        let mut start = figure.sentence.start;
        while text[start..].trim_start().starts_with("其中") && start > 0 {
            start = sentence_before(text, start);
        }
        let counts = |start: usize, end: usize| -> Vec<usize> {
            let all = draft.within(figure.paragraph, start, end);
            all.filter(|&at| counts_rows(draft, at) && draft.figures[at].depth <= figure.depth).collect()
        };
        // 教育局高度重视，A类2件全部落实: what a department is the subject of need not be all.
        if own.names().is_empty() && Asked::names_department(since_the_count_before(draft, at), self.known) {
            return None;
        }
        // A sentence with one count alone is what the next one is about.
        let topic = counts(sentence_before(text, start), start);
        let topic = topic.into_iter().filter(|_| topic_is_alone(draft, start, figure.paragraph));
        let mut wholes: Vec<usize> = topic.chain(counts(start, figure.span.start)).collect();
        let mut open: Vec<Open> = Vec::new();
        let mut bound = text[start..figure.span.start].rfind("其中").map_or(0, |mark| start + mark);
        if let Some(label) = named_whole(draft, at) {
            let end = text[..figure.span.start].rfind(label)? + label.len();
            let later = wholes.iter().position(|&at| draft.figures[at].span.start >= end);
            let within = wholes.split_off(later.unwrap_or(wholes.len()));
            open = wholes.into_iter().fold(open, |open, at| self.opened(draft, open, at));
            let asked = self.about(label)?;
            open = beside(open, Some(&asked));
            open.push(Open { asked: Some(asked), value: None, label: label.to_owned(), end });
            (wholes, bound) = (within, bound.max(end));
        }
        open = wholes.into_iter().fold(open, |open, at| self.opened(draft, open, at));
        // What asks for nothing is within all that stands open.
        let own = Some(own).filter(|own| !own.is_empty());
        Some(Standing { open: beside(open, own), bound })
    }

    /// What stands open after one more count.
    fn opened(&self, draft: &Draft<'_>, open: Vec<Open>, at: usize) -> Vec<Open> {
        let Some(next) = self.whole(draft, at, &open) else { return open };
        let mut open = beside(open, next.asked.as_ref());
        open.push(next);
        open
    }

    /// The whole that a count may be for what stands after it; `None` where it is none.
    fn whole(&self, draft: &Draft<'_>, at: usize, open: &[Open]) -> Option<Open> {
        let figure = &draft.figures[at];
        let (label, _) = words_before(draft, at);
        let head = since_the_count_before(draft, at);
        let is_compared = CHANGED.is_match(draft.before(at)) || AGAINST.is_match(label) || is_base(draft, at);
        if is_compared {
            return None;
        }
        let mut asked = self.about(label).filter(|_| SAID_OF_IT.is_match(draft.after(at)));
        if asked.is_none() {
            asked = self.about(&format!("{label}{}", draft.after(at).trim_end_matches('中')));
        }
        if asked.is_none() {
            asked = class::total(draft, at).map(Asked::of_class);
        }
        let of_head = crate::check::year(head).filter(|&year| self.known.year() != Some(year));
        asked = asked.map(|asked| asked.or_of_year(of_head));
        let is_all =
            figure.value >= SURELY_ALL && same(figure.value, self.known.register.current.count() as f64, 0.0);
        let is_told = |asked: &Asked| {
            let context = open.iter().rev().find_map(|open| open.asked.clone());
            let within = context.and_then(|context| asked.clone().within(&context));
            [Some(asked.clone()), within]
                .into_iter()
                .flatten()
                .any(|asked| self.has_nearly(&asked, figure.value))
        };
        asked = asked.filter(|asked| !OF_A_TIME.is_match(head) && is_told(asked));
        let asked = asked.or_else(|| is_all.then(Asked::default));
        let (value, end) = (Some(figure.value), figure.span.end);
        Some(Open { asked, value, label: label.to_owned(), end })
    }

    /// The wholes that a draft may speak of, in a year where one is told; `None` where the register has no such year.
    fn universes_of(&self, year: Option<i32>) -> Option<Cow<'_, [Universe]>> {
        let Some(year) = year else { return Some(Cow::Borrowed(&self.universes)) };
        Some(Cow::Owned(universes(self.known.register, &self.known.of_year(year)?)))
    }

    /// Whether the register has about so many rows that are as asked for.
    fn has_nearly(&self, asked: &Asked, value: f64) -> bool {
        let universes = self.universes_of(asked.year()).unwrap_or_default();
        let mut counts = universes.iter().flat_map(|universe| self.counts(asked, &universe.rows));
        counts.any(|count| (value - count as f64).abs() <= (SLIP * count as f64).max(SLIP_OF_FEW))
    }

    /// How many of `rows` are as asked for, in each part in which a department may be meant.
    pub(super) fn counts(&self, asked: &Asked, rows: &Rows) -> Vec<usize> {
        let register = self.known.register;
        let count = |handling: Handling| {
            let asked = asked.handled(handling);
            rows.iter().filter(|&row| asked.takes(register.entry(row))).count()
        };
        match asked.handling() {
            // In what part a department handles something, its name alone does not say.
            Handling::Any if !asked.names().is_empty() => vec![count(Handling::Lead), count(Handling::Any)],
            // Who leads or assists is told elsewhere.
            Handling::Lead | Handling::Assist if asked.names().is_empty() => Vec::new(),
            handling => vec![count(handling)],
        }
    }
}

impl Open {
    /// What messages say of it: sessions have a name of their own.
    fn told(&self) -> Option<String> {
        let mut asked = self.asked.clone()?;
        asked.take_session();
        let label = self.label.trim_start_matches("其中").trim_end_matches(['共', '的', '有', '为']);
        (!asked.is_empty()).then(|| format!("{label}的"))
    }
}

/// Those of `open` that what is asked for is within: of one of its own kind, only what that one is within.
fn beside(open: Vec<Open>, asked: Option<&Asked>) -> Vec<Open> {
    let Some(asked) = asked else { return open };
    if asked.is_empty() {
        return Vec::new();
    }
    let is_beside = |whole: &Open| whole.asked.as_ref().is_some_and(|own| own.is_beside(asked));
    let Some(first) = open.iter().position(is_beside) else { return open };
    let mut open = open;
    let rest = open[first].asked.as_ref().and_then(|own| own.without(asked));
    let end = open[first].end;
    open.truncate(first);
    let label = LEFT.to_owned();
    open.extend(rest.map(|rest| Open { asked: Some(rest), value: None, label, end }));
    open
}

/// Whether a figure counts rows.
fn counts_rows(draft: &Draft<'_>, at: usize) -> bool {
    let figure = &draft.figures[at];
    figure.measure == Measure::Count && OF_ROWS.contains(&figure.unit.as_str())
}

/// Whether the sentence before `start` counts rows once.
fn topic_is_alone(draft: &Draft<'_>, start: usize, paragraph: usize) -> bool {
    let text = &draft.paragraphs[paragraph];
    start > 0
        && draft
            .within(paragraph, sentence_before(text, start), start)
            .filter(|&at| counts_rows(draft, at))
            .count()
            == 1
}

/// What stands before the words that belong to a figure, back to the count before it in its sentence.
fn since_the_count_before<'d>(draft: &'d Draft<'_>, at: usize) -> &'d str {
    let figure = &draft.figures[at];
    let (_, head) = words_before(draft, at);
    let before = draft.earlier_in_sentence(at).next_back();
    before
        .and_then(|before| head.get(draft.figures[before].span.end - figure.sentence.start..))
        .unwrap_or(head)
}

/// The words that belong to a figure, back to the figure or the mark before it, and those of the sentence before
/// these. Parentheses explain and are no marks: 闭会期间（会下）建议18件.
pub(super) fn words_before<'d>(draft: &'d Draft<'_>, at: usize) -> (&'d str, &'d str) {
    let figure = &draft.figures[at];
    let previous = at.checked_sub(1).map(|at| &draft.figures[at]);
    let previous = previous.filter(|previous| previous.paragraph == figure.paragraph);
    let sentence = figure.sentence.start;
    let from = previous.map_or(sentence, |previous| previous.span.end.max(sentence));
    let words = &draft.text(at)[from..figure.span.start];
    let mark = words.rfind([',', ';', ':']).map_or(0, |mark| mark + 1);
    let opened = words.rfind('(').filter(|&open| !words[open..].contains(')')).map_or(0, |open| open + 1);
    let start = from + mark.max(opened);
    (draft.text(at)[start..figure.span.start].trim(), draft.text(at)[sentence..start].trim())
}
