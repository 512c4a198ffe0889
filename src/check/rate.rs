//! Rates (满意率98.7%) -> whether they are those of a count that is named like them in a whole before it.

use std::sync::LazyLock;

use regex::Regex;

use super::agreement::Agreement;
use super::list::follows;
use super::phrase::CHANGED;
use super::share::agrees;
use super::told::percentage;
use super::{Draft, Finding, Measure, same, told};
use crate::text::pattern;

/// A rate and what it is the rate of: 满意率98.7%, 按期办复率达到100%.
static RATE: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?P<what>[^,;。:()0-9的]{2,8})率(?P<gap>[^,;。0-9]{0,4})$"));
/// A rate that is none of a part, and a rate that was only aimed at.
static NO_PART: LazyLock<Regex> = LazyLock::new(|| pattern("增|减|升|降|同比|环比"));
static AIM: LazyLock<Regex> = LazyLock::new(|| pattern("目标|计划|要求|应|高于|低于|比|较"));
/// Words for one deed; the third does not say it of all that the others do: what is answered need not be settled.
const ANSWERED: [&str; 2] = ["答复", "办复"];
const SETTLED: &str = "办结";
/// What makes of a name that of something smaller or of its opposite.
const OTHER: [&str; 10] = ["不", "基本", "未", "非", "应", "需", "按期", "按时", "逾期", "超期"];
/// Of what some offices count both grades, and some the first alone.
const CONTENT: &str = "满意";
const RATHER_CONTENT: &str = "基本满意";
/// Around a count that was only aimed at: 年度目标5000个, 5000个的年度目标.
static AIMED_BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern("(?:目标|计划|指标)(?:数|值)?(?:为|是)?$"));
static AIMED_AFTER: LazyLock<Regex> = LazyLock::new(|| pattern("^的?[^,;。0-9]{0,6}(?:目标|计划|指标|任务)"));
/// Before a count that the whole of a rate is without: 剔除无效工单365件.
static LEFT_OUT: LazyLock<Regex> = LazyLock::new(|| pattern("(?:剔除|扣除|除去|减去|去除|排除|不含|不计)"));
/// What it is the rate of, with words before it that do not change it.
const NO_NAME: [char; 5] = ['总', '的', '均', '其', '中'];

pub(super) fn findings(draft: &Draft<'_>, known: &[usize]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for at in 0..draft.figures.len() {
        let Some(what) = what(draft, at) else { continue };
        if draft.before(at).contains("分别") {
            findings.extend(respectively(draft, at, what));
        } else {
            findings.extend(rate(draft, at, what, known));
            findings.extend(beside(draft, at));
        }
    }
    findings
}

/// What a percentage is the rate of.
fn what<'d>(draft: &'d Draft<'_>, at: usize) -> Option<&'d str> {
    let before = draft.before(at);
    let found = RATE.captures(before).filter(|_| draft.figures[at].measure == Measure::Percent)?;
    let (what, gap) = (found.name("what")?.as_str(), found.name("gap")?.as_str());
    let what = what.trim_start_matches(NO_NAME);
    let is_rate = !NO_PART.is_match(what) && !AIM.is_match(gap) && !CHANGED.is_match(before);
    (is_rate && !what.is_empty()).then_some(what)
}

/// The counts of a paragraph before one of its figures.
fn counts(draft: &Draft<'_>, before: usize) -> Vec<usize> {
    let figure = &draft.figures[before];
    draft
        .within(figure.paragraph, 0, figure.span.start)
        .filter(|&at| draft.figures[at].measure == Measure::Count && draft.is_exact(at))
        .collect()
}

/// 满意154件，满意率98.7%: the counts are named like the rate; of 满意和基本满意率 there are two.
fn rate(draft: &Draft<'_>, share: usize, what: &str, known: &[usize]) -> Option<Finding> {
    let figure = &draft.figures[share];
    let counts = counts(draft, share);
    // 办结95件，办结率95%；城建类40件，办结36件，办结率90%: a count before a rate of its own belongs to that.
    let own =
        |&at: &usize| draft.figures[at].paragraph == figure.paragraph && self::what(draft, at) == Some(what);
    let since = (0..share).rev().find(own).map_or(0, |rate| draft.figures[rate].span.end);
    let named = |what: &str| -> Vec<usize> {
        // 20个街道办结率达到95%以上: what a rate is said of each of is no part that it is the rate of.
        let is_apart = |at: &usize| draft.figures[*at].clause != figure.clause;
        let since = |at: &usize| draft.figures[*at].span.start >= since && is_apart(at);
        counts.iter().rev().copied().filter(since).filter(|&at| is_named(draft, at, what)).collect()
    };
    // 已答复163件，办复率93.7%: where no count is named like the rate, one with the other word for it is meant.
    let answered = ANSWERED.iter().find(|word| what.ends_with(**word) && named(what).is_empty());
    let like_it = |other: &str| answered.map(|word| named(&what.replace(*word, other))).unwrap_or_default();
    let other_words: Vec<usize> = ANSWERED.iter().flat_map(|other| like_it(other)).collect();
    let settled = if other_words.is_empty() { like_it(SETTLED) } else { Vec::new() };
    let only_right = !settled.is_empty();
    let several: Vec<&str> = what.split(['和', '及', '与', '、']).collect();
    let mut choices: Vec<Vec<usize>> = if several.len() > 1 {
        vec![several.iter().map(|what| named(what).first().copied()).collect::<Option<_>>()?]
    } else {
        named(what).into_iter().chain(other_words).chain(settled).map(|at| vec![at]).collect()
    };
    // 满意77件，基本满意18件，满意率95%: most offices count both as content.
    if what == CONTENT {
        let both = named(CONTENT).first().copied().zip(named(RATHER_CONTENT).first().copied());
        choices.extend(both.map(|(content, rather)| vec![content, rather]));
    }
    // 办结市级建议20件，区级建议150件，合计170件，办结率96.6%: the total of a list that begins with what is named.
    let nearest = choices.first()?.clone();
    let total = counts.iter().copied().rfind(|&at| at > nearest[0] && draft.is_total(at));
    choices.extend(total.map(|total| vec![total]));
    // The rate may be one of all that were asked, of all that answered, of a plan that stands after what was done, or
    // of what other shares are of.
    let wholes = |parts: &[usize]| -> Vec<usize> {
        let (first, value) = (parts[0], draft.values(parts));
        let (before, after): (Vec<usize>, Vec<usize>) = counts.iter().rev().partition(|&&at| at < first);
        let is_whole = |at: usize| {
            draft.figures[at].is_like(&draft.figures[first])
                && draft.figures[at].value >= value.max(1.0)
                && !parts.contains(&at)
        };
        before.into_iter().chain(after).chain(known.iter().copied()).filter(|&at| is_whole(at)).collect()
    };
    for parts in &choices {
        let right = wholes(parts).into_iter().find(|&whole| agrees(draft, parts, whole, share));
        let right = right.or_else(|| of_list(draft, &counts, parts, share));
        if let Some(whole) = right {
            return Some(told::share(draft, parts, &[whole], share, true));
        }
    }
    let (parts, None, false) = (&nearest, total, only_right) else { return None };
    let in_sentence = |at: usize| draft.are_in_one_sentence(at, share);
    let near = wholes(parts).into_iter().find(|&at| at < parts[0] && in_sentence(at));
    let near = near.filter(|&whole| {
        let between = draft.figures[whole].span.end..draft.figures[parts[0]].span.start;
        let is_left_out = draft.text(share).get(between).is_some_and(|between| LEFT_OUT.is_match(between));
        let are_neighbors = (whole..parts[0]).all(|at| is_neighbor(draft, at));
        in_sentence(parts[0])
            && !is_left_out
            && !are_neighbors
            && !is_of_several(draft, &counts, parts, share)
    });
    let whole = near.or_else(|| made_up(draft, &counts, parts, share))?;
    Some(told::share(draft, parts, &[whole], share, false))
}

/// Whether the figure after `at` is its neighbor in one list, so that neither is the whole of the other.
fn is_neighbor(draft: &Draft<'_>, at: usize) -> bool {
    let (figure, Some(next)) = (&draft.figures[at], draft.figures.get(at + 1)) else { return false };
    let between = draft.text(at).get(figure.span.end..next.span.start);
    figure.paragraph == next.paragraph
        && between.is_some_and(|between| between.starts_with(['、', '和', '与', '及']))
}

/// 收到反馈表97份，其中满意45件、基本满意37件、不满意15件，不满意率15.5%: the count before a list that the list makes up, whatever its
/// unit, if the rate is one of it.
fn of_list(draft: &Draft<'_>, counts: &[usize], parts: &[usize], share: usize) -> Option<usize> {
    let &[part] = parts else { return None };
    let first = (0..part).rev().take_while(|&at| is_neighbor(draft, at)).last().unwrap_or(part);
    let last = (part..share).take_while(|&at| is_neighbor(draft, at)).last().map_or(part, |at| at + 1);
    let sum = draft.values(&(first..=last).collect::<Vec<usize>>());
    let in_sentence = |at: usize| draft.are_in_one_sentence(at, part);
    let is_whole = |&&at: &&usize| at < first && in_sentence(at) && same(draft.figures[at].value, sum, 0.0);
    let whole = counts.iter().rev().find(is_whole).filter(|_| first < last)?;
    agrees(draft, parts, *whole, share).then_some(*whole)
}

/// 办结100件。满意77件，基本满意18件，不满意5件，满意和基本满意率95%: the count before that all counts of the sentence
/// make up, where the rate is that of several of them.
fn made_up(draft: &Draft<'_>, counts: &[usize], parts: &[usize], share: usize) -> Option<usize> {
    let is_like = |at: &usize| draft.figures[*at].is_like(&draft.figures[parts[0]]);
    let (all, before): (Vec<usize>, Vec<usize>) =
        counts.iter().copied().filter(is_like).partition(|&at| draft.are_in_one_sentence(at, share));
    let are_here = parts.len() > 1 && parts.iter().all(|part| all.contains(part));
    let sum = draft.values(&all);
    before.into_iter().rev().find(|&at| are_here && same(draft.figures[at].value, sum, 0.0))
}

/// Whether a count is named like a rate, and neither what it is a rate of the opposite of nor what was aimed at.
fn is_named(draft: &Draft<'_>, at: usize, what: &str) -> bool {
    let clause = draft.clause(at);
    let denied = OTHER.iter().any(|word| clause.contains(&format!("{word}{what}")));
    clause.contains(what) && !denied && !is_aim(draft, at)
}

/// Whether a count was aimed at, and not reached.
pub(super) fn is_aim(draft: &Draft<'_>, at: usize) -> bool {
    AIMED_BEFORE.is_match(draft.before(at)) || AIMED_AFTER.is_match(draft.after(at))
}

/// Whether the rate is that in several counts of one list together: 受理建议100件、提案120件，办结209件，办结率95%.
fn is_of_several(draft: &Draft<'_>, counts: &[usize], parts: &[usize], share: usize) -> bool {
    let before: Vec<usize> = counts.iter().copied().filter(|&at| at < parts[0]).collect();
    (0..before.len()).any(|first| {
        let list = 1 + before[first..]
            .windows(2)
            .take_while(|pair| pair[0] + 1 == pair[1] && follows(draft, pair[0]))
            .count();
        let whole = draft.values(&before[first..first + list]);
        list > 1
            && draft.figures[before[first]].is_like(&draft.figures[parts[0]])
            && same(
                draft.values(parts) / whole * 100.0,
                draft.figures[share].value,
                draft.figures[share].slack(),
            )
    })
}

/// 建议280件、提案170件，办结率分别为93.3%和85%: a rate for each count of the list before it, in a list of as many
/// wholes; 满意198份…，满意203份，满意率分别为96.6%和99%: a rate for each count that is named like it. Lists that are not called
/// alike may be others, so that they only can be right.
fn respectively(draft: &Draft<'_>, first: usize, what: &str) -> Vec<Finding> {
    let rates: Vec<usize> =
        (first..=first + (first..draft.figures.len()).take_while(|&at| follows(draft, at)).count()).collect();
    let counts = counts(draft, first);
    let lists: Vec<&[usize]> = counts
        .windows(rates.len())
        .filter(|list| list.windows(2).all(|pair| pair[0] + 1 == pair[1] && follows(draft, pair[0])))
        .collect();
    if rates.len() < 2 {
        return Vec::new();
    }
    let named: Vec<usize> = counts.iter().copied().filter(|&at| is_named(draft, at, what)).collect();
    if named.len() == rates.len() {
        let each = named.iter().zip(&rates).filter_map(|(&part, &rate)| {
            let is_whole = |&&at: &&usize| {
                at < part
                    && draft.figures[at].is_like(&draft.figures[part])
                    && agrees(draft, &[part], at, rate)
            };
            let whole = counts.iter().rev().find(is_whole)?;
            Some(told::share(draft, &[part], &[*whole], rate, true))
        });
        return each.collect();
    }
    let Some((&parts, wholes)) = lists.split_last() else { return Vec::new() };
    let told = |wholes: &[usize]| -> Vec<Finding> {
        let each = parts.iter().zip(wholes).zip(&rates);
        each.filter(|&((&part, &whole), _)| draft.figures[whole].is_like(&draft.figures[part]))
            .filter(|&((&part, &whole), _)| draft.figures[whole].value >= draft.figures[part].value.max(1.0))
            .map(|((&part, &whole), &rate)| {
                told::share(draft, &[part], &[whole], rate, agrees(draft, &[part], whole, rate))
            })
            .collect()
    };
    let all: Vec<Vec<Finding>> = wholes.iter().rev().map(|wholes| told(wholes)).collect();
    if let Some(all) = all.iter().find(|told| Agreement::of(told).right == rates.len()) {
        return all.clone();
    }
    let leads = |list: &[usize]| -> Vec<String> {
        list.iter().map(|&at| draft.lead(at).trim_start_matches("其中").to_owned()).collect()
    };
    let alike = wholes.iter().rev().find(|wholes| leads(wholes) == leads(parts));
    alike.map(|wholes| told(wholes)).filter(|told| told.len() == rates.len()).unwrap_or_default()
}

/// 面商率98.1%（153件）: the count in the parentheses is that of the rate, or of what is missing.
fn beside(draft: &Draft<'_>, share: usize) -> Option<Finding> {
    let (figure, count) = (&draft.figures[share], share + 1);
    let part = draft.figures.get(count).filter(|part| part.paragraph == figure.paragraph)?;
    let gap = draft.text(share).get(figure.span.end..part.span.start)?;
    let is_beside = gap == "(" && draft.clause(count) == draft.written(count) && draft.is_exact(count);
    if !is_beside || part.measure != Measure::Count {
        return None;
    }
    let is_whole =
        |&at: &usize| draft.figures[at].is_like(part) && draft.figures[at].value >= part.value.max(1.0);
    let wholes: Vec<usize> = counts(draft, share).into_iter().filter(is_whole).collect();
    if let Some(whole) = wholes.iter().rev().copied().find(|&whole| agrees(draft, &[count], whole, share)) {
        return Some(told::share(draft, &[count], &[whole], share, true));
    }
    let missing =
        |&whole: &usize| same(100.0 - percentage(draft, &[count], &[whole]), figure.value, figure.slack());
    // Only a total that nothing else stands beside is surely the whole.
    let &[whole] = wholes.as_slice() else { return None };
    let certain = draft.is_total(whole) && draft.are_in_one_sentence(whole, share) && !missing(&whole);
    certain.then(|| told::share(draft, &[count], &[whole], share, false))
}
