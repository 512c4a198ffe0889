//! Wholes with their parts -> whether the parts make up the whole, or are at least no larger.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::list::follows;
use super::part::{GAP_TO_WHOLE, Group};
use super::phrase::beside;
use super::{Draft, Figure, Finding, Measure, class, kind, same, told};
use crate::text::pattern;

/// Words for parts that may overlap: one suggestion can touch several matters, one department can lead and assist.
static OVERLAPPING: LazyLock<Regex> =
    LazyLock::new(|| pattern("涉及|交叉|同时|提到|包含|(?:主办|会办|协办)[^,;。]{0,6}(?:单位|部门)"));
/// Right before parts that are all there are: 办理结果分别为, 分为A类. What is handed out before another clause is
/// something else: 同比分别下降12.3%、8.6%，其中.
static HANDED_OUT: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:分别|分为)(?:为|是|有)?:?[^,;。:()0-9]{0,12}$"));
/// Before the first of some parts, which need not be all there are: 39件（含列入计划6件、正在解决6件）.
static SOME: LazyLock<Regex> = LazyLock::new(|| pattern("[(,](?:其中)?(?:包括|包含|含)[^,;。:()0-9]*$"));
/// From here on one more or less tells of a slip; the few largest parts of a smaller whole come that near by
/// chance: 共5件，城管委主办2件、住建委主办2件.
const ONE_OFF_FROM: f64 = 20.0;

pub(super) fn findings(draft: &Draft<'_>, groups: &[Group]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for group in groups {
        let exact = |&at: &usize| draft.is_exact(at);
        if let (true, Some(finding)) =
            (group.parts.len() > 1 && exact(&group.whole) && group.parts.iter().all(exact), sum(draft, group))
        {
            findings.push(finding);
        } else if group.stated {
            findings.extend(
                group
                    .parts
                    .iter()
                    .filter(|part| exact(part) && exact(&group.whole))
                    .filter_map(|&part| at_most(draft, part, group.whole)),
            );
        }
    }
    findings
}

/// The sum of the parts; `None` where it does not fit and nothing says that it should.
fn sum(draft: &Draft<'_>, group: &Group) -> Option<Finding> {
    let whole = &draft.figures[group.whole];
    let makes_up =
        |parts: &[usize]| same(draft.values(parts), whole.value, draft.slack(parts) + whole.slack());
    // 3000个，其中路侧800个、小区内1200个、公共停车场1000个，较计划多500个: the first that make it up are all of it.
    let all = (2..=group.parts.len()).rev().map(|count| &group.parts[..count]).find(|parts| makes_up(parts));
    if let Some(parts) = all {
        return Some(told::total(draft, group.whole, parts, true));
    }
    // 建议46件、提案38件，其中解决的分别为30件和24件: each whole of a list has a part.
    let list = (0..group.whole).rev().take_while(|&before| follows(draft, before)).last();
    if list.is_some() && lead(draft, group, *group.parts.last()?).contains("分别") {
        return None;
    }
    let sum = draft.values(&group.parts);
    let gap = (sum - whole.value).abs();
    // 市代表建议12件、区代表建议156件，其中A类89件、B类79件: or all of them have these, unless their paragraph says whose they are.
    let all = list.map_or(whole.value, |first| draft.values(&(first..=group.whole).collect::<Vec<_>>()));
    let goes_on = group.parts.first().is_some_and(|&part| draft.figures[part].paragraph == whole.paragraph);
    if goes_on && gap > GAP_TO_WHOLE * whole.value && sum > whole.value && sum <= all {
        return None;
    }
    let near = gap <= GAP_TO_WHOLE * whole.value
        || gap <= 1.0 && whole.step == 0.0 && (group.stated || whole.value >= ONE_OFF_FROM);
    let too_much = group.stated && sum > whole.value && kind::exclude_each_other(draft, &group.parts);
    // A list after its total may name the largest parts only: 共26件，现由教委主办15件、公安局主办10件.
    let may_be_some =
        !group.stated && sum < whole.value && group.parts.iter().all(|&part| part > group.whole);
    if (!near || may_be_some) && !too_much && !are_all(draft, group) {
        return None;
    }
    // 146件中，满意113件、基本满意29件，满意率97.3%: what the draft says itself of the parts together are not all.
    if sum < whole.value && is_told_as_share(draft, group) {
        return None;
    }
    let said: Vec<&str> = group.parts.iter().map(|&part| said_of(draft, group, part)).collect();
    if group.parts.iter().any(|&part| OVERLAPPING.is_match(draft.clause(part))) {
        return None;
    }
    if !kind::is_one(draft, &group.parts, &said) && !are_listed_as_all(draft, group) {
        return None;
    }
    // Where all but the largest are more than the whole already, they are no parts that add up: one person may be
    // content with several things.
    let largest = group.parts.iter().map(|&part| draft.figures[part].value).fold(0.0, f64::max);
    if group.parts.len() > 2 && sum - largest > whole.value {
        return None;
    }
    Some(told::total(draft, group.whole, &group.parts, false))
}

fn at_most(draft: &Draft<'_>, part: usize, whole: usize) -> Option<Finding> {
    let fits = draft.figures[part].value <= draft.figures[whole].value;
    // A larger count before it in the sentence may be its whole.
    let other = |at: usize| {
        draft.figures[at].is_like(&draft.figures[part])
            && draft.figures[at].value >= draft.figures[part].value
    };
    let in_parentheses = draft.figures[part].depth > 0;
    if !fits && !in_parentheses && draft.earlier_in_sentence(part).any(other) {
        return None;
    }
    Some(told::part(draft, ("部分", part), ("总数", whole)))
}

/// Whether something says that the parts are all there are.
fn are_all(draft: &Draft<'_>, group: &Group) -> bool {
    let classes: Option<BTreeSet<char>> =
        group.parts.iter().map(|&part| class::of(draft.clause(part))).collect();
    if let Some(classes) = classes {
        let text = draft.text(group.whole);
        // A、B、C三类，其中A类79件、B类46件: there is one more.
        let named: BTreeSet<char> = class::all_in(text).chain(class::listed_in(text)).collect();
        return classes == named && classes.len() == group.parts.len();
    }
    let said: Vec<&str> = group.parts.iter().map(|&part| said_of(draft, group, part)).collect();
    let may_be_some = group.parts.first().is_some_and(|&part| SOME.is_match(lead(draft, group, part)));
    group.stated && !may_be_some && kind::are_stages(&said) || are_listed_as_all(draft, group)
}

/// Whether a percentage behind the parts is their share of the whole, all of them together.
fn is_told_as_share(draft: &Draft<'_>, group: &Group) -> bool {
    let Some(&last) = group.parts.last() else { return false };
    let value = draft.values(&group.parts) / draft.figures[group.whole].value * 100.0;
    let is_told = |at: usize| {
        let share = &draft.figures[at];
        at > last
            && share.measure == Measure::Percent
            && share.value < 100.0
            && draft.is_exact(at)
            && same(value, share.value, share.slack())
    };
    draft.of_sentence(last).any(is_told)
}

/// What stands between a whole and one of its parts behind it.
fn lead<'d>(draft: &'d Draft<'_>, group: &Group, part: usize) -> &'d str {
    let range = draft.figures[group.whole].span.end..draft.figures[part].span.start;
    draft.text(group.whole).get(range).unwrap_or_default()
}

/// Whether 分别 or 分为 right before the parts, or percentages that make up a hundred, say that these are all there are.
fn are_listed_as_all(draft: &Draft<'_>, group: &Group) -> bool {
    let first = group.parts.first().map_or("", |&first| lead(draft, group, first));
    HANDED_OUT.is_match(first) || percentages_are_all(draft, group)
}

/// What is said of a part: from its clause on to the next part, or to the end of its segment.
fn said_of<'d>(draft: &'d Draft<'_>, group: &Group, part: usize) -> &'d str {
    let Figure { clause, segment, paragraph, .. } = &draft.figures[part];
    let later = group.parts.iter().map(|&at| &draft.figures[at]).find(|other| other.span.start >= clause.end);
    let end =
        later.filter(|other| other.paragraph == *paragraph).map_or(segment.end, |other| other.clause.start);
    &draft.text(part)[clause.start..end.clamp(clause.end, segment.end.max(clause.end))]
}

/// Whether the percentages beside the parts make up a hundred.
fn percentages_are_all(draft: &Draft<'_>, group: &Group) -> bool {
    let beside: Option<Vec<usize>> = group.parts.iter().map(|&part| beside(draft, part)).collect();
    beside.is_some_and(|shares| same(draft.values(&shares), 100.0, draft.slack(&shares)))
}
