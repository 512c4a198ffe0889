//! A figure whose own words say what it counts -> whether the register counts as many among the rows that the words before
//! it are about.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::asked::Asked;
use super::finding;
use super::named::{Known, Name};
use super::scope::{Among, OF_ROWS, Scopes, Universe, universes, words_before};
use crate::check::{Draft, Finding, Measure, Verdict, class, same};
use crate::register::Entry;
use crate::suggestion::{Role, people};
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
/// Of another time than the rows of the register.
static ANOTHER_TIME: LazyLock<Regex> = LazyLock::new(|| pattern("同期|往年|截至|截止|累计"));
/// Of a part of all rows only.
static WITHIN: LazyLock<Regex> = LazyLock::new(|| pattern("中[,:有]|其中|上年|去年"));
/// Between the names of a list.
const BETWEEN_NAMES: [char; 4] = ['、', '和', '与', '及'];
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
/// More words after a count of a department say that it is no count of all that it has.
const FEW: usize = 4;

/// A figure whose own words say what it counts: a class, the total, a theme, a department, what is asked of rows; it
/// is counted in the rows that the words before it are about.
pub(super) fn counted(draft: &Draft<'_>, scopes: &Scopes<'_>, at: usize, listed: bool) -> Option<Finding> {
    let known = scopes.known;
    let figure = &draft.figures[at];
    if figure.measure != Measure::Count {
        return None;
    }
    if !OF_ROWS.contains(&figure.unit.as_str()) {
        return distinct(draft, scopes, at);
    }
    let (before, after) = (draft.before(at), draft.after(at));
    let (label, head) = words_before(draft, at);
    let told = |what: &str, own: &Asked| {
        let among = scopes.among(draft, at, own)?;
        in_any(draft, scopes, at, (what, own), &among)
    };
    // 3月份，A类2件: of the month only; up to a month means up to now.
    let of_month = WITHIN_TIME.is_match(head) && !head.contains("截至");
    let of_all = known.has_class && !of_month;
    if let Some(letter) = class::total(draft, at).filter(|_| of_all) {
        let own = scopes.about(label).unwrap_or_else(|| Asked::of_class(letter));
        return told(&format!("{letter}类"), &own).filter(|_| !scopes.is_of_another_sort(label));
    }
    // 涉及甲局、乙局，共5件: a bare 共 counts all only where the sentence begins with it.
    let bare = before.chars().count() <= 2 && !head.is_empty();
    if ALL.is_match(before) && after.is_empty() && !bare || label == "全部" {
        let year = crate::check::year(before).or_else(|| crate::check::year(head));
        let rows = year.and_then(|year| known.of_year(year));
        let rows = rows.unwrap_or_else(|| known.register.current.clone());
        let all = universes(known.register, &rows).into_iter().map(Universe::with_all);
        let all = in_any(draft, scopes, at, ("全部", &Asked::default()), &all.collect::<Vec<Among>>())?;
        let may_be_some = is_of_another_year(known, head, before)
            || is_beside_others(draft, at)
            || scopes.is_of_another_sort(label);
        return (all.verdict == Verdict::Right || !may_be_some).then_some(all);
    }
    if ANOTHER_TIME.is_match(head) {
        return None;
    }
    let asked = scopes.about(label);
    let is_of_month = asked.as_ref().is_some_and(Asked::names_month);
    let is_narrower = if is_of_month { !follows_months(draft, at) } else { WITHIN_TIME.is_match(head) };
    if is_narrower {
        return None;
    }
    let named = asked.filter(|asked| asked.named > 0 || !asked.names().is_empty());
    if let Some(own) = named {
        let mut what = AROUND.replace_all(label, "");
        if own.is_of_names_alone() {
            let end = end_of_names(known, &what);
            // 超期的单位：教育局5件: a bare name counts all of a whole only where one is told.
            let is_bare = end == what.len();
            let counts_all = if is_bare { WITHIN.is_match(head) && after.is_empty() } else { true };
            if listed || after.chars().count() > FEW || !counts_all {
                return None;
            }
            // In which part a department handles it, is told where the register knows of more than one.
            if !known.register.knows(&known.register.current, Role::Assist) {
                what = what[..end].to_owned().into();
            }
        }
        return told(&what, &own);
    }
    let (name, of) = of_name(draft, known, at).filter(|_| !listed && !WITHIN.is_match(head))?;
    told(&name, &Asked::of_lead(of))
}

/// Where the last name of a theme or department ends in a text.
fn end_of_names(known: &Known<'_>, text: &str) -> usize {
    let names = known.themes.iter().chain(&known.departments);
    names.filter_map(|(_, name)| Some(text.find(name.as_str())? + name.len())).max().unwrap_or(text.len())
}

/// What the rows in which a figure may be counted say of it: the first of them in which it fits, or else the nearest.
fn in_any(
    draft: &Draft<'_>,
    scopes: &Scopes<'_>,
    at: usize,
    (what, own): (&str, &Asked),
    among: &[Among],
) -> Option<Finding> {
    let handled = draft.before(at).contains("承办");
    let mut counts: Vec<(usize, &str)> = Vec::new();
    for Among { name, asked, rows } in among {
        let Some(own) = own.clone().within(asked) else { continue };
        let mut own: Vec<usize> = scopes.counts(&own, rows);
        if handled && scopes.known.register.knows(rows, Role::Assist) {
            // 承办 is 主办 and 会办 together.
            own.reverse();
        }
        counts.extend(own.into_iter().map(|count| (count, name.as_str())));
    }
    let fits = |(count, _): &&(usize, &str)| same(draft.figures[at].value, *count as f64, 0.0);
    let &(count, name) = counts.iter().find(fits).or_else(|| counts.first())?;
    Some(finding(draft, at, &format!("{name}{what}"), count, "件"))
}

/// Whether the words name a year, or one before this, that is not the year of any row.
fn is_of_another_year(known: &Known<'_>, head: &str, before: &str) -> bool {
    let named = crate::check::year(before).or_else(|| crate::check::year(head));
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
    draft
        .earlier_in_sentence(at)
        .all(|earlier| draft.is_total(earlier) || WITHIN_TIME.is_match(draft.lead(earlier)))
}

/// How many of what is counted the entries have.
type Count<'c> = Box<dyn Fn(&[&Entry]) -> usize + 'c>;

/// 主办单位40个, 提出人95名: not rows are counted but what they name.
fn distinct(draft: &Draft<'_>, scopes: &Scopes<'_>, at: usize) -> Option<Finding> {
    let figure = &draft.figures[at];
    let register = scopes.known.register;
    let (label, head) = words_before(draft, at);
    let of_proposers =
        || ["名", "位", "人"].contains(&figure.unit.as_str()).then(|| label.strip_suffix("提出人"))?;
    let labels = |entries: &[&Entry], of: &dyn Fn(&Entry) -> Vec<usize>| {
        entries.iter().flat_map(|entry| of(entry)).collect::<BTreeSet<usize>>().len()
    };
    let lead = |entry: &Entry| entry.leads().collect();
    let theme = |entry: &Entry| entry.theme.iter().map(|theme| theme.label).collect();
    let (what, words, count): (&str, &str, Count<'_>) = match figure.unit.as_str() {
        "个" if LEADING.is_match(label) => ("主办单位", "", Box::new(|all| labels(all, &lead))),
        "个" if ASSISTING.is_match(label) => {
            ("会办单位", "", Box::new(|all| labels(all, &|entry| entry.assist.clone())))
        }
        "个" if draft.after(at).starts_with("主题") => ("主题", "", Box::new(|all| labels(all, &theme))),
        _ => {
            let words = of_proposers()?;
            (
                "提出人",
                words,
                Box::new(|all| people::told_apart(all.iter().map(|entry| &entry.suggestion)).len()),
            )
        }
    };
    let own = scopes.about(words).unwrap_or_default();
    let among = scopes.among(draft, at, &own).filter(|_| !ANOTHER_TIME.is_match(head))?;
    let counts = among.iter().filter_map(|Among { name, asked, rows }| {
        let asked = own.clone().within(asked)?;
        let entries: Vec<&Entry> =
            rows.iter().map(|row| register.entry(row)).filter(|entry| asked.takes(entry)).collect();
        Some((count(&entries), name.as_str()))
    });
    let counts: Vec<(usize, &str)> = counts.collect();
    let fits = |(count, _): &&(usize, &str)| same(figure.value, *count as f64, 0.0);
    let &(count, name) = counts.iter().find(fits).or_else(|| counts.first())?;
    // Where no row names any, the register does not record them.
    (count > 0).then(|| finding(draft, at, &format!("{name}{what}"), count, &figure.unit))
}

/// The theme or leading department right before a figure, where the words between say that it counts all of it.
fn of_name(draft: &Draft<'_>, known: &Known<'_>, at: usize) -> Option<(String, Name)> {
    let (before, after) = (draft.before(at), draft.after(at));
    // 涉及甲局、乙局共5件，现由甲局主办2件: within a smaller whole the name counts less.
    let is_within = draft.earlier_in_sentence(at).any(|other| draft.is_total(other));
    let is_in_list = |rest: &str| rest.ends_with(BETWEEN_NAMES);
    if is_within || after.chars().count() > FEW {
        return None;
    }
    let (label, _) = words_before(draft, at);
    let is_named = |name: &str| {
        let is_one_of_several = label.rsplit_once(name).is_none_or(|(head, _)| is_in_list(head));
        let rest = before.rsplit_once(name).map(|(_, rest)| rest);
        rest.is_some_and(|rest| !rest.is_empty() && NAMED.is_match(rest)) && !is_one_of_several
    };
    let themes = known.themes.iter().map(|(label, name)| (name, Name::Theme(*label)));
    let leads = known.departments.iter().map(|(label, name)| (name, Name::Department(*label)));
    let named = themes.chain(leads).filter(|(name, _)| is_named(name));
    named.max_by_key(|(name, _)| name.len()).map(|(name, of)| (name.clone(), of))
}
