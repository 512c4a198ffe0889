//! Counts and percentages -> whether the percentage is that of the count in its whole.

use std::sync::LazyLock;

use regex::Regex;

use super::part::Group;
use super::{Draft, Finding, Measure, Precision, Rule, Verdict, class, pattern, same, shown, twice};

/// What may stand between a count and its share: 79件，占总数的50.6%; 79件（50.6%）.
static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?P<noun>[^,;。()0-9]{0,16})(?:,? *(?:大?约)?占(?:比(?:为|达)?|(?P<of>[^,;。()0-9]{0,16}?)的?)?(?:比例|比重)?(?:为|达到?)?(?:大?约|近|超过?|不足|逾)?|\\((?:占(?:比)?)?)$",
    )
});
/// A list of shares for a list of counts: 分别占50.6%、29.5%和19.9%.
static RESPECTIVELY: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:分别占(?:比)?[^,;。0-9]{0,12}|占比分别[为是]?)$"));
/// What stands between the figures of one list.
static LISTED: LazyLock<Regex> = LazyLock::new(|| pattern("^ *[、,和与及] *[^,;。:()0-9]{0,8}$"));
/// A rate and what it is the rate of: 满意率98.7%, 按期办复率达到100%.
static RATE: LazyLock<Regex> = LazyLock::new(|| pattern("(?P<what>[^,;。:()0-9的]{2,8})率[^,;。0-9]{0,4}$"));

/// The share that stands right beside a count.
pub(super) fn beside(draft: &Draft<'_>, count: usize) -> Option<usize> {
    let share = count + 1;
    let (figure, next) = (&draft.figures[count], draft.figures.get(share)?);
    let near = next.paragraph == figure.paragraph
        && next.measure == Measure::Percent
        && next.depth <= figure.depth + 1;
    let gap = || &draft.text(count)[figure.span.end..next.span.start];
    (near && !gap().contains("分别") && BESIDE.is_match(gap())).then_some(share)
}

pub(super) fn findings(draft: &Draft<'_>, groups: &[Group]) -> Vec<Finding> {
    let mut pairs: Vec<(usize, usize)> = (0..draft.figures.len())
        .filter(|&at| draft.figures[at].measure == Measure::Count)
        .filter_map(|at| Some((at, beside(draft, at)?)))
        .collect();
    pairs.extend(respectively(draft));
    let mut findings: Vec<Finding> =
        pairs.iter().filter_map(|&(count, share)| share_of(draft, groups, &pairs, count, share)).collect();
    findings.extend((0..draft.figures.len()).filter_map(|at| rate(draft, at)));
    findings.extend(hundreds(draft, groups, &pairs));
    findings
}

/// The counts and shares of 分别为79件、46件、31件，分别占50.6%、29.5%、19.9%.
fn respectively(draft: &Draft<'_>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for first in 0..draft.figures.len() {
        let start = draft.figures[first].span.start;
        if draft.figures[first].measure != Measure::Percent
            || !RESPECTIVELY.is_match(&draft.text(first)[..start])
        {
            continue;
        }
        let shares = 1 + (first..).take_while(|&at| follows(draft, at)).count();
        let Some(last) = first.checked_sub(1) else { continue };
        let counts = 1 + (0..last).rev().take_while(|&at| follows(draft, at)).count();
        if shares > 1 && counts >= shares && draft.figures[last].sentence == draft.figures[first].sentence {
            pairs.extend((0..shares).map(|nth| (last + 1 + nth - shares, first + nth)));
        }
    }
    pairs
}

/// Whether the figure after `at` is the next one of the same list.
fn follows(draft: &Draft<'_>, at: usize) -> bool {
    let Some(next) = draft.figures.get(at + 1) else { return false };
    let figure = &draft.figures[at];
    figure.paragraph == next.paragraph
        && figure.is_like(next)
        && LISTED.is_match(&draft.text(at)[figure.span.end..next.span.start])
}

/// The wholes that a count may be a share of, the likeliest first, and whether the first one is certain.
fn wholes(draft: &Draft<'_>, groups: &[Group], count: usize, share: usize) -> (Vec<usize>, bool) {
    let figure = &draft.figures[count];
    let text = draft.text(count);
    let gap = &text[figure.span.end..draft.figures[share].span.start];
    let of = BESIDE.captures(gap).and_then(|captures| captures.name("of")).map_or("", |of| of.as_str());
    if let Some(letter) = class(of) {
        let named = (0..draft.figures.len()).find(|&at| twice::class_total(draft, at) == Some(letter));
        return (named.into_iter().collect(), true);
    }
    let group = groups.iter().filter(|group| group.parts.contains(&count));
    let mut wholes: Vec<usize> = group
        .clone()
        .filter(|group| group.stated)
        .chain(group.filter(|group| !group.stated))
        .map(|group| group.whole)
        .collect();
    let certain = !wholes.is_empty();
    let candidate = |&at: &usize| at != count && draft.figures[at].is_like(figure) && draft.is_total(at);
    wholes.extend((0..count).rev().filter(candidate).chain((count..draft.figures.len()).filter(candidate)));
    // The whole of the whole: 12 of 79 of 156 may be a share of all.
    let above: Vec<usize> = groups
        .iter()
        .filter(|group| wholes.first().is_some_and(|first| group.parts.contains(first)))
        .map(|group| group.whole)
        .collect();
    wholes.extend(above);
    let mut seen = Vec::new();
    wholes.retain(|at| {
        !seen.contains(at) && {
            seen.push(*at);
            true
        }
    });
    // 占全区的 names a whole that the draft does not count.
    let open = !of.is_empty()
        && !["总", "全部", "全年", "建议", "提案", "其中", "办理", "件"].iter().any(|word| of.contains(word));
    let only = wholes.len() == 1;
    (wholes, !open && (certain || only))
}

fn share_of(
    draft: &Draft<'_>,
    groups: &[Group],
    pairs: &[(usize, usize)],
    count: usize,
    share: usize,
) -> Option<Finding> {
    let (wholes, certain) = wholes(draft, groups, count, share);
    let exact = |at: usize| draft.is_exact(at) && draft.figures[at].value > 0.0;
    let fits = |whole: usize| {
        agrees(draft, count, whole, share) || rounded_to_a_hundred(draft, pairs, count, whole, share)
    };
    let right = wholes.iter().copied().find(|&whole| exact(whole) && draft.is_exact(count) && fits(whole));
    let whole = right
        .or(wholes.first().copied().filter(|&whole| certain && exact(whole) && draft.is_exact(count)))?;
    Some(finding(draft, count, whole, share, right.is_some()))
}

fn finding(draft: &Draft<'_>, count: usize, whole: usize, share: usize, fits: bool) -> Finding {
    let (part, all, written) = (draft.written(count), draft.written(whole), draft.written(share));
    let value = shown(percentage(draft, count, whole));
    let (verdict, says) = if fits { (Verdict::Right, "一致") } else { (Verdict::Wrong, "不符") };
    let calculation = format!("{part} ÷ {all} = {value}%，与{written}{says}");
    Finding { verdict, rule: Rule::Share, figures: vec![whole, count, share], calculation }
}

fn percentage(draft: &Draft<'_>, count: usize, whole: usize) -> f64 {
    draft.figures[count].value / draft.figures[whole].value * 100.0
}

/// Whether the percentage is the share, as closely as it is written.
fn agrees(draft: &Draft<'_>, count: usize, whole: usize, share: usize) -> bool {
    let (true_share, figure) = (percentage(draft, count, whole), &draft.figures[share]);
    // Counts in 万 or 亿 are rounded themselves.
    let blur =
        [count, whole].iter().map(|&at| draft.figures[at].slack() / draft.figures[at].value).sum::<f64>()
            * true_share;
    let slack = figure.slack() + blur;
    match figure.precision {
        Precision::Exact => same(true_share, figure.value, slack),
        Precision::About => same(true_share, figure.value, slack.max(2.0)),
        Precision::Over => true_share >= figure.value - slack && true_share < figure.value + slack.max(10.0),
        Precision::Under => true_share <= figure.value + slack && true_share > figure.value - slack.max(10.0),
    }
}

/// Where shares that are rounded one by one do not make up a hundred, offices change one of them by a step; that
/// is no error as long as the shares that are written do make up a hundred.
fn rounded_to_a_hundred(
    draft: &Draft<'_>,
    pairs: &[(usize, usize)],
    count: usize,
    whole: usize,
    share: usize,
) -> bool {
    let sentence = &draft.figures[share].sentence;
    let all = pairs.iter().filter(|(_, other)| {
        let other = &draft.figures[*other];
        other.paragraph == draft.figures[share].paragraph && other.sentence == *sentence
    });
    let step = draft.figures[share].step;
    let round = |value: f64| (value / step).round() * step;
    let (mut written, mut naive) = (0.0, 0.0);
    for (count, share) in all {
        written += draft.figures[*share].value;
        naive += round(percentage(draft, *count, whole));
    }
    same(written, 100.0, 0.0)
        && !same(naive, 100.0, 0.0)
        && same(percentage(draft, count, whole), draft.figures[share].value, step)
}

/// 满意154件，满意率98.7%: the count is named like the rate.
fn rate(draft: &Draft<'_>, share: usize) -> Option<Finding> {
    let figure = &draft.figures[share];
    let what = RATE.captures(draft.before(share)).filter(|_| figure.measure == Measure::Percent)?;
    let what = what["what"].trim_start_matches(['总', '的', '均']).to_owned();
    let same_sentence: Vec<usize> = draft
        .within(figure.paragraph, figure.sentence.start, figure.sentence.end)
        .filter(|&at| draft.figures[at].measure == Measure::Count && draft.is_exact(at))
        .collect();
    let named = same_sentence.iter().copied().find(|&at| {
        let clause = draft.clause(at);
        let denied = ["不", "基本", "未", "非"].iter().any(|word| clause.contains(&format!("{word}{what}")));
        clause.contains(&what) && !denied
    })?;
    // The rate may be one of all that were asked or of all that answered.
    let larger = same_sentence.into_iter().filter(|&at| {
        at < named
            && draft.figures[at].is_like(&draft.figures[named])
            && draft.figures[at].value >= draft.figures[named].value
    });
    let wholes: Vec<usize> = larger.filter(|&at| draft.figures[at].value > 0.0).collect();
    let right = wholes.iter().copied().find(|&whole| agrees(draft, named, whole, share));
    let whole = right.or(wholes.last().copied())?;
    Some(finding(draft, named, whole, share, right.is_some()))
}

/// The shares of all parts make up a hundred.
fn hundreds(draft: &Draft<'_>, groups: &[Group], pairs: &[(usize, usize)]) -> Vec<Finding> {
    let mut lists: Vec<Vec<usize>> = Vec::new();
    for group in groups {
        let shares: Vec<usize> = group
            .parts
            .iter()
            .filter_map(|part| pairs.iter().find(|(count, _)| count == part))
            .map(|&(_, share)| share)
            .collect();
        let whole = same(draft.values(&group.parts), draft.figures[group.whole].value, 0.0);
        if shares.len() == group.parts.len() && shares.len() > 1 && whole {
            lists.push(shares);
        }
    }
    lists.extend(bare_lists(draft, pairs));
    lists.sort_unstable();
    lists.dedup();
    let finding = |shares: Vec<usize>| {
        let sum = draft.values(&shares);
        let fits = same(sum, 100.0, draft.slack(&shares));
        let (verdict, says) =
            if fits { (Verdict::Right, "合于100%") } else { (Verdict::Wrong, "不合100%") };
        let calculation = format!("{} = {}%，{says}", draft.joined(&shares, " + "), shown(sum));
        Finding { verdict, rule: Rule::Hundred, figures: shares, calculation }
    };
    lists.into_iter().filter(|shares| shares.iter().all(|&at| draft.is_exact(at))).map(finding).collect()
}

/// Shares without counts that are told apart by words which leave nothing out: 满意、基本满意、不满意; A类、B类、C类.
fn bare_lists(draft: &Draft<'_>, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut lists: Vec<Vec<usize>> = Vec::new();
    for at in 0..draft.figures.len() {
        let figure = &draft.figures[at];
        if figure.measure != Measure::Percent
            || pairs.iter().any(|&(_, share)| share == at)
            || draft.before(at).contains('率')
        {
            continue;
        }
        match lists.last_mut() {
            Some(list)
                if list.last() == Some(&(at - 1))
                    && draft.figures[at - 1].sentence == figure.sentence
                    && draft.figures[at - 1].paragraph == figure.paragraph =>
            {
                list.push(at)
            }
            _ => lists.push(vec![at]),
        }
    }
    lists.retain(|list| {
        let says =
            |words: &[&str]| words.iter().all(|word| list.iter().any(|&at| draft.clause(at).contains(word)));
        let classes = list.iter().all(|&at| class(draft.clause(at)).is_some());
        list.len() > 1
            && (classes && says(&["A类", "B类", "C类"]) || says(&["基本满意", "不满意"]) && list.len() == 3)
    });
    lists
}
