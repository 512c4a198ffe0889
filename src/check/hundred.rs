//! Shares of all parts -> whether they make up a hundred.

use std::sync::LazyLock;

use regex::Regex;

use super::part::Group;
use super::phrase::beside;
use super::share::is_of_another;
use super::{Draft, Finding, Measure, Rule, Verdict, class, kind, same, shown};
use crate::text::pattern;

/// Before a share of several parts that are told already: A、B类合计占80.1%.
static TOGETHER: LazyLock<Regex> = LazyLock::new(|| pattern("合计|共|总|累计|之和|两[类者项]|三[类者项]"));
/// Before a share, and before that of what is left.
static SHARE: LazyLock<Regex> = LazyLock::new(|| pattern("占(?:比)?(?:为|达)?$"));
/// Shares of all there is are so near a hundred.
pub(super) const GAP_TO_HUNDRED: f64 = 10.0;
/// What there are two of, and no more: with the words for it alone between it and its share.
static ONE_OF_TWO: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    let pair = |one: &str, other: &str| {
        pattern(&format!(
            "^(?:其中)?(?:(?P<one>{one})|(?P<other>{other}))占(?:比|总数的?|总量的?)?(?:为|达)?$"
        ))
    };
    [
        pair("(?:人大)?(?:代表)?(?:议案)?建议", "(?:政协)?(?:委员)?提案"),
        pair("(?:大会期间|会上)(?:建议|提案)?", "(?:闭会期间|会下)(?:建议|提案)?"),
    ]
});

/// The shares of all parts make up a hundred.
pub(super) fn findings(draft: &Draft<'_>, groups: &[Group], pairs: &[(usize, usize)]) -> Vec<Finding> {
    let mut lists: Vec<Vec<usize>> = Vec::new();
    for group in groups {
        let shares: Vec<usize> = group
            .parts
            .iter()
            .filter_map(|part| pairs.iter().find(|(count, _)| count == part))
            .map(|&(_, share)| share)
            .collect();
        // 教育60件，占38.5%，其中小学30件，占19.2%: where the whole is a share itself, so are its parts, and of the same.
        let of_more =
            beside(draft, group.whole).is_some() || group.parts.iter().all(|&part| part < group.whole);
        let hundred = same(draft.values(&shares), 100.0, draft.slack(&shares));
        let whole =
            (hundred || !of_more) && same(draft.values(&group.parts), draft.figures[group.whole].value, 0.0);
        // 市级支付1900万元（95%），区级支付2660万元（95%）: rates of something else are no shares.
        let mut both = group.parts.iter().zip(&shares);
        let are_shares = hundred || !both.all(|(&part, &share)| is_of_another(draft, part, share));
        if shares.len() == group.parts.len() && shares.len() > 1 && whole && are_shares {
            lists.push(shares);
        }
    }
    lists.extend(bare_lists(draft, pairs));
    lists.sort_unstable();
    lists.dedup();
    lists.extend(two_of_two(draft));
    lists.retain(|shares| shares.iter().all(|&at| draft.is_exact(at)));
    lists.into_iter().map(|shares| finding(draft, shares)).collect()
}

/// Whether shares make up a hundred.
pub(super) fn finding(draft: &Draft<'_>, shares: Vec<usize>) -> Finding {
    let sum = draft.values(&shares);
    let fits = same(sum, 100.0, draft.slack(&shares));
    let (verdict, says) = if fits { (Verdict::Right, "合于100%") } else { (Verdict::Wrong, "不合100%") };
    let calculation = format!("{} = {}%，{says}", draft.joined(&shares, " + "), shown(sum));
    Finding { verdict, rule: Rule::Hundred, figures: shares, calculation }
}

/// Shares without counts that are told apart by words which leave nothing out: 满意、基本满意、不满意; A类、B类、C类.
fn bare_lists(draft: &Draft<'_>, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut lists: Vec<Vec<usize>> = Vec::new();
    for at in 0..draft.figures.len() {
        let figure = &draft.figures[at];
        if figure.measure != Measure::Percent
            || pairs.iter().any(|&(_, share)| share == at)
            || draft.before(at).contains('率')
            || TOGETHER.is_match(draft.before(at))
        {
            continue;
        }
        // A类占50%，B类占30%，C类占20%；上年A类占48%: a class that comes again begins another list.
        let letter = class::of(draft.clause(at));
        match lists.last_mut() {
            Some(list)
                if list.last() == Some(&(at - 1))
                    && !list
                        .iter()
                        .any(|&other| letter.is_some() && class::of(draft.clause(other)) == letter)
                    && draft.are_in_one_sentence(at - 1, at) =>
            {
                list.push(at);
            }
            _ => lists.push(vec![at]),
        }
    }
    lists.retain(|list| {
        if end_in_the_rest(draft, list) {
            return true;
        }
        let says =
            |words: &[&str]| words.iter().all(|word| list.iter().any(|&at| draft.clause(at).contains(word)));
        let classes = list.iter().all(|&at| class::of(draft.clause(at)).is_some());
        list.len() > 1
            && (classes && says(&["A类", "B类", "C类"]) || says(&["基本满意", "不满意"]) && list.len() == 3)
    });
    lists
}

/// 投诉占35%、求助占40%、其他占25%: with the rest named last, shares near a hundred are of all there is.
fn end_in_the_rest(draft: &Draft<'_>, list: &[usize]) -> bool {
    let (Some(&first), Some(&rest)) = (list.first(), list.last()) else { return false };
    let (from, to) = (&draft.figures[first], &draft.figures[rest]);
    let are_shares = list.iter().all(|&at| {
        let before = draft.before(at);
        draft.figures[at].depth == from.depth && SHARE.is_match(before) && !before.contains("其中")
    });
    list.len() > 2
        && kind::is_rest(draft.before(rest))
        && are_shares
        && !draft.text(first)[from.span.start..to.span.start].contains("其中")
        && (draft.values(list) - 100.0).abs() <= GAP_TO_HUNDRED
}

/// 代表建议占45.4%，政协提案占55.6%: the two shares of a sentence, of what there are two of. Less than all may leave
/// out a third that the draft does not tell of; more is a slip in any case.
fn two_of_two(draft: &Draft<'_>) -> Vec<Vec<usize>> {
    let mut lists = Vec::new();
    for second in 1..draft.figures.len() {
        let first = second - 1;
        let percents = |at: &usize| draft.figures[*at].measure == Measure::Percent;
        let alone = || draft.of_sentence(first).filter(percents).count() == 2;
        let are_two = ONE_OF_TWO.iter().any(|pair| {
            let of = |at: usize| pair.captures(draft.before(at)).map(|of| of.name("one").is_some());
            of(first).zip(of(second)).is_some_and(|(one, two)| one != two)
        });
        let shares = vec![first, second];
        let enough = draft.values(&shares) >= 100.0 - draft.slack(&shares);
        if percents(&first)
            && percents(&second)
            && draft.are_in_one_sentence(first, second)
            && are_two
            && enough
            && alone()
        {
            lists.push(shares);
        }
    }
    lists
}
