//! Figures of a draft that a register counts as well -> whether both say the same.
//!
//! What a series of counts by name counts is known from its label and from most of its figures; what a single figure
//! counts, only from its words.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::asked::Asked;
use super::named::{Kind, Known, Name, Part};
use super::section::Section;
use super::series::{self, Series};
use super::table::Table;
use super::{Draft, Finding, Measure, Rule, Verdict, class, recorded, same, twice};
use crate::register::cells::Session;
use crate::register::{Entry, Register, Rows};
use crate::suggestion::people;
use crate::text::pattern;

/// A clause that says nothing but that this is the total: 代表建议共计156件.
static ALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:今年|全年|本年度|[0-9]{4}年|交由|交|由|我?[区市县]|政府|部门|单位|办理|承办|收到|受理|答复|办复|已|的|各类|各级|人大|政协|代表|委员|建议|提案|议案|批评和意见|、)*(?:共计|共收到|共办理|共承办|共受理|总计|合计|共有|共)了?(?:各类|各级|人大|政协|代表|委员|建议|提案|议案|、|和)*$",
    )
});
/// What must stand between the name of a theme or a department and its figure to tell that it counts all of it.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:类|方面|领域)?(?:的)?(?:主办|承办|办理|牵头)?(?:代表)?(?:建议|提案|议案|诉求|留言)?(?:共计|共有|共|有|为)?$",
    )
});
/// Before and after what is asked for without changing it.
static AROUND: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^(?:[、和及与 ]|其中|包括|包含|含|另有)+|(?:的|合计|共计|总计|共有|共|有|为|计|是)+$")
});
/// Words for a session or the time between two of them.
static SESSION: LazyLock<Regex> = LazyLock::new(|| pattern("会上|会下|闭会|会议|[大开]会期间"));
/// Of a part of all rows only, or of another time.
static WITHIN: LazyLock<Regex> = LazyLock::new(|| pattern("中[,:有]|其中|上年|去年|同期|往年|截至|累计"));
static WITHIN_TIME: LazyLock<Regex> = LazyLock::new(|| pattern("[0-9]+月|季度"));
/// Of another year than the one that the draft reports on.
static EARLIER: LazyLock<Regex> = LazyLock::new(|| pattern("上年|去年|前年|同期|往年|截至|累计"));
/// What a sentence may count, one beside the other: of one of them the register has all rows only where it has no
/// others.
const SORTS: [&str; 2] = ["建议", "提案"];
/// Before the number of departments that lead or assist.
static LEADING: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:承担)?主办(?:任务)?(?:的)?(?:单位|部门)(?:共|有)*$"));
static ASSISTING: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:承担)?(?:会办|协办)(?:任务)?(?:的)?(?:单位|部门)(?:共|有)*$"));
/// One name in so many may differ, and one in any case.
const SLIPS: usize = 8;

/// What the draft has, as other rules found it.
pub(super) struct Found<'f> {
    pub(super) tables: &'f [Table],
    pub(super) series: &'f [Series],
    /// The sections that are each about one part of the whole.
    pub(super) parts: &'f [&'f Section],
}

pub(super) fn findings(draft: &Draft<'_>, found: &Found<'_>, register: &Register) -> Vec<Finding> {
    if register.current.is_empty() {
        return Vec::new();
    }
    let known = Known::of(register);
    let universes = universes(register);
    let mut findings = Vec::new();
    // What a list counts that is not as a whole what the register counts is within something else.
    let mut listed: BTreeSet<usize> = BTreeSet::new();
    let mut counted: BTreeSet<usize> = BTreeSet::new();
    let lists = lists(draft, found, &known);
    for series in found.series.iter().chain(&lists) {
        let told = by_name(draft, series, &known, &universes);
        if !series.is_of_table() {
            listed.extend(series.of.iter().map(|(_, at)| *at));
        }
        counted.extend(told.iter().flat_map(|finding| finding.figures.iter().copied()));
        findings.extend(told);
    }
    for at in (0..draft.figures.len()).filter(|at| !counted.contains(at)) {
        let paragraph = draft.figures[at].paragraph;
        let elsewhere = found.parts.iter().any(|part| part.holds(paragraph))
            || found.tables.iter().any(|table| table.paragraphs.contains(&paragraph));
        if !elsewhere && draft.is_exact(at) {
            findings.extend(single(draft, &known, &universes, at, listed.contains(&at)));
            findings.extend(recorded::rate(draft, &known, at));
        }
    }
    findings
}

/// The lists of what the register names (交通出行12件、教育8件) that are not found by the headings or tables of the draft.
fn lists(draft: &Draft<'_>, found: &Found<'_>, known: &Known<'_>) -> Vec<Series> {
    let names = known.names();
    let is_elsewhere = |paragraph: usize| {
        found.parts.iter().any(|part| part.holds(paragraph))
            || found.tables.iter().any(|table| table.paragraphs.contains(&paragraph))
    };
    let paragraphs = (0..draft.paragraphs.len()).filter(|&paragraph| !is_elsewhere(paragraph));
    let mut lists: Vec<Series> =
        paragraphs.flat_map(|paragraph| series::lists(draft, paragraph, &names)).collect();
    let is_found =
        |at: usize| found.series.iter().any(|series| series.of.iter().any(|&(_, known)| known == at));
    lists.retain(|list| list.of.len() >= series::FEWEST && !list.of.iter().any(|&(_, at)| is_found(at)));
    lists
}

/// Rows that a draft may speak of as a whole.
struct Universe {
    /// What messages put before what is counted in them; nothing where it is all rows.
    name: &'static str,
    rows: Rows,
}

impl Universe {
    /// How many of the rows are so.
    fn count(&self, register: &Register, is_so: &dyn Fn(&Entry) -> bool) -> usize {
        self.rows.iter().filter(|&row| is_so(register.entry(row))).count()
    }
}

/// All rows, and where the register tells sessions apart, those of each.
fn universes(register: &Register) -> Vec<Universe> {
    let of = |session| register.pick(&register.current, |entry| entry.session == Some(session));
    let all = register.current.clone();
    let (within, between) = (of(Session::In), of(Session::Between));
    let without = all.without(&between);
    let mut universes: Vec<Universe> =
        [("", all), ("会上的", within), ("会下的", between), ("会下以外的", without)]
            .map(|(name, rows)| Universe { name, rows })
            .into();
    universes.retain(|universe| !universe.rows.is_empty());
    universes
}

/// Those of `all` universes that a sentence is about: they have as many rows as the total before this count in it; a
/// sentence that begins with 其中 goes on with the one before it. Of a sentence that counts two of them (会上157件、
/// 会下17件) nobody knows; then it is any of them.
fn universes_of<'u>(draft: &Draft<'_>, all: &'u [Universe], at: usize) -> Vec<&'u Universe> {
    let figure = &draft.figures[at];
    let text = draft.text(at);
    let goes_on = text[figure.sentence.clone()].trim_start().starts_with("其中");
    let before = text[..figure.sentence.start].trim_end_matches(['。', ' ']);
    let mark = before.rfind('。').map_or(0, |mark| mark + '。'.len_utf8());
    let start = if goes_on { mark } else { figure.sentence.start };
    // A count that is as large by chance is no total of a session, of which nothing is said.
    let has_as_many = |universe: &Universe, whole: usize| {
        let said =
            universe.name.is_empty() || SESSION.is_match(&text[start..draft.figures[whole].span.start]);
        said && same(draft.figures[whole].value, universe.rows.iter().count() as f64, 0.0)
    };
    let wholes: Vec<usize> = draft
        .within(figure.paragraph, start, figure.span.start)
        .filter(|&whole| draft.figures[whole].is_like(figure) && draft.is_exact(whole))
        .filter(|&whole| draft.is_total(whole) || SESSION.is_match(draft.clause(whole)))
        .filter(|&whole| all.iter().any(|universe| has_as_many(universe, whole)))
        .collect();
    let value = |whole: usize| draft.figures[whole].value;
    let total = wholes.iter().copied().rfind(|&whole| draft.is_total(whole));
    let alone = |&first: &usize| wholes.iter().all(|&whole| same(value(whole), value(first), 0.0));
    let whole = total.or_else(|| wholes.first().copied().filter(alone));
    match whole.filter(|&whole| value(whole) >= figure.value) {
        Some(whole) => all.iter().filter(|universe| has_as_many(universe, whole)).collect(),
        None => all.iter().collect(),
    }
}

/// The counts of a series beside those of the register, read in the way in which most are right; nothing where too
/// few are.
fn by_name(draft: &Draft<'_>, series: &Series, known: &Known<'_>, universes: &[Universe]) -> Vec<Finding> {
    let Some(asked) = Asked::of(&series.label, known) else { return Vec::new() };
    let register = known.register;
    let counts = |of: &&(String, usize)| draft.figures[of.1].measure == Measure::Count;
    let of: Vec<&(String, usize)> = series.of.iter().filter(counts).collect();
    // Where nothing says in which part, a department may be told by what it leads.
    let parts = if asked.part == Part::Any { vec![Part::Any, Part::Lead] } else { vec![asked.part] };
    let mut best: Vec<Finding> = Vec::new();
    let right = |told: &[Finding]| told.iter().filter(|told| told.verdict == Verdict::Right).count();
    for kind in Kind::ALL {
        let names: Vec<(&str, Name, usize)> = of
            .iter()
            .filter_map(|(name, at)| Some((name.as_str(), Name::of(name, kind, known)?, *at)))
            .collect();
        if names.len() < series::FEWEST || names.len() * SLIPS < of.len() * (SLIPS - 1) {
            continue;
        }
        for universe in universes {
            let rows = register.pick(&universe.rows, |entry| asked.takes(entry));
            for &part in &parts {
                let told = names.iter().map(|(name, of, at)| {
                    let count = rows.iter().filter(|&row| of.takes(register.entry(row), part)).count();
                    // What a list only says of where its names are from (从主题看), says nothing of them.
                    let is_bare = !series.is_of_table() && series.says_nothing();
                    let of = if is_bare { String::new() } else { format!("的“{}”", series.label) };
                    let what = format!("{}“{name}”{of}", universe.name);
                    finding(draft, *at, &what, count, "件")
                });
                let told: Vec<Finding> = told.collect();
                if right(&told) > right(&best) {
                    best = told;
                }
            }
        }
    }
    let wrong = best.len() - right(&best);
    if wrong <= (best.len() / SLIPS).max(1) && right(&best) > wrong { best } else { Vec::new() }
}

fn finding(draft: &Draft<'_>, at: usize, what: &str, count: usize, unit: &str) -> Finding {
    let fits = (draft.figures[at].value - count as f64).abs() < 0.5;
    let (verdict, says) = Verdict::of(fits);
    let calculation = format!("台账中{what}计{count}{unit}，与{}{says}", draft.written(at));
    Finding { verdict, rule: Rule::Register, figures: vec![at], calculation }
}

/// A figure whose own words say what it counts: a class, the total, a theme, a department, what is asked of rows.
fn single(
    draft: &Draft<'_>,
    known: &Known<'_>,
    universes: &[Universe],
    at: usize,
    listed: bool,
) -> Option<Finding> {
    let register = known.register;
    let figure = &draft.figures[at];
    if figure.measure != Measure::Count {
        return None;
    }
    if !["件", "条", "份"].contains(&figure.unit.as_str()) {
        return distinct(draft, register, at);
    }
    let (before, after) = (draft.before(at), draft.after(at));
    let (own, any) = (universes_of(draft, universes, at), universes.iter().collect::<Vec<_>>());
    let told_in = |universes: &[&Universe], what: &str, is_so: &dyn Fn(&Entry) -> bool| {
        let counts = || universes.iter().map(|universe| (universe.count(register, is_so), universe.name));
        let fitting = counts().find(|(count, _)| (figure.value - *count as f64).abs() < 0.5);
        let (count, name) = fitting.or_else(|| counts().next())?;
        Some(finding(draft, at, &format!("{name}{what}"), count, "件"))
    };
    let told = |what: &str, is_so: &dyn Fn(&Entry) -> bool| told_in(&own, what, is_so);
    let (label, head) = words_before(draft, at);
    // 3月份，A类2件: of the month only; up to a month means up to now.
    let of_month = WITHIN_TIME.is_match(head) && !head.contains("截至");
    let of_all = known.has_class && twice::named_whole(draft, at).is_none() && !of_month;
    if let Some(letter) = twice::class_total(draft, at).filter(|_| of_all) {
        let of = |entry: &Entry| entry.class.as_deref().and_then(letter_of) == Some(letter);
        return told(&format!("{letter}类"), &of);
    }
    // 涉及甲局、乙局，共5件: a bare 共 counts all only where the sentence begins with it.
    let bare = before.chars().count() <= 2 && !head.is_empty();
    if ALL.is_match(before) && after.is_empty() && !bare || label == "全部" {
        let all = told("全部", &|_| true)?;
        let may_be_some = is_of_another_year(known, head, before) || is_beside_others(draft, at);
        return (all.verdict == Verdict::Right || !may_be_some).then_some(all);
    }
    if WITHIN.is_match(head) {
        return None;
    }
    let asked = Asked::of(label, known);
    let is_of_month = asked.as_ref().is_some_and(Asked::names_month);
    let is_narrower = if is_of_month { !follows_months(draft, at) } else { WITHIN_TIME.is_match(head) };
    if is_narrower {
        return None;
    }
    if let Some((name, of)) = of_name(draft, known, at).filter(|_| !listed) {
        return told(&name, &|entry| of.takes(entry, Part::Lead));
    }
    let asked = asked.filter(|asked| asked.named > 0 && asked.part == Part::Any)?;
    // 会上建议157件、会下建议17件: the second is no part of the first.
    let universes = if asked.names_session() { &any } else { &own };
    told_in(universes, &AROUND.replace_all(label, ""), &|entry| asked.takes(entry))
}

/// Whether the words name a year, or one before this, that is not the year of any row.
fn is_of_another_year(known: &Known<'_>, head: &str, before: &str) -> bool {
    let named = super::year(before).or_else(|| super::year(head));
    EARLIER.is_match(head) || named.is_some_and(|year| known.is_another_year(year))
}

/// Whether the sentence counts another sort beside this: 共收到建议156件、提案250件.
fn is_beside_others(draft: &Draft<'_>, at: usize) -> bool {
    let (before, text) = (draft.before(at), &draft.text(at)[draft.figures[at].sentence.clone()]);
    let names = |sort: &&&str| before.contains(**sort);
    SORTS.iter().filter(names).count() == 1
        && SORTS.iter().filter(|sort| !before.contains(**sort)).any(|sort| text.contains(sort))
}

/// Whether everything that the sentence counts before this is the total or of a month: 3月提出25件，4月提出9件.
fn follows_months(draft: &Draft<'_>, at: usize) -> bool {
    let figure = &draft.figures[at];
    let mut earlier = draft.within(figure.paragraph, figure.sentence.start, figure.span.start);
    earlier.all(|earlier| draft.is_total(earlier) || WITHIN_TIME.is_match(draft.lead(earlier)))
}

/// The words that belong to a figure, back to the figure or the mark before it, and those of the sentence before
/// these. Parentheses explain and are no marks: 闭会期间（会下）建议18件.
fn words_before<'d>(draft: &'d Draft<'_>, at: usize) -> (&'d str, &'d str) {
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

/// 主办单位40个, 提出人95名: not rows are counted but what they name.
fn distinct(draft: &Draft<'_>, register: &Register, at: usize) -> Option<Finding> {
    let figure = &draft.figures[at];
    let (label, head) = words_before(draft, at);
    let entries = || register.current.iter().map(|row| register.entry(row));
    let labels =
        |of: &dyn Fn(&Entry) -> Vec<usize>| entries().flat_map(of).collect::<BTreeSet<usize>>().len();
    let (what, count) = match figure.unit.as_str() {
        "个" if LEADING.is_match(label) => {
            ("主办单位", labels(&|entry| entry.lead.iter().map(|lead| lead.label).collect()))
        }
        "个" if ASSISTING.is_match(label) => ("会办单位", labels(&|entry| entry.assist.clone())),
        "个" if draft.after(at).starts_with("主题") => {
            ("主题", labels(&|entry| entry.theme.iter().map(|theme| theme.label).collect()))
        }
        "名" | "位" | "人" if label.ends_with("提出人") => {
            ("提出人", people::told_apart(entries().map(|entry| &entry.suggestion)).len())
        }
        _ => return None,
    };
    // Where no row names any, the register does not record them.
    let is_recorded = count > 0;
    (is_recorded && !WITHIN.is_match(head)).then(|| finding(draft, at, what, count, &figure.unit))
}

/// The theme or leading department right before a figure, where the words between say that it counts all of it.
fn of_name(draft: &Draft<'_>, known: &Known<'_>, at: usize) -> Option<(String, Name)> {
    let (before, after) = (draft.before(at), draft.after(at));
    // 涉及甲局、乙局共5件，现由甲局主办2件: within a smaller whole the name counts less.
    let start = draft.figures[at].sentence.start;
    let mut earlier = draft.within(draft.figures[at].paragraph, start, draft.figures[at].span.start);
    if earlier.any(|other| draft.is_total(other)) || after.chars().count() > 4 {
        return None;
    }
    let is_named = |name: &str| {
        let rest = before.rsplit_once(name).map(|(_, rest)| rest);
        rest.is_some_and(|rest| !rest.is_empty() && NAMED.is_match(rest))
    };
    let themes = known.themes.iter().map(|(label, name)| (name, Name::Theme(*label)));
    let leads = known.departments.iter().map(|(label, name)| (name, Name::Department(*label)));
    let named = themes.chain(leads).filter(|(name, _)| is_named(name));
    named.max_by_key(|(name, _)| name.len()).map(|(name, of)| (name.clone(), of))
}

/// The letter of a cell: A, A类, a类（已解决）.
fn letter_of(cell: &str) -> Option<char> {
    class(cell)
        .or_else(|| cell.chars().next().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase()))
}
