//! Totals that say how many they are of (五类问题共1299件), what is left over (其余4件), and rates above a hundred -> whether
//! they fit what stands before them.

use std::sync::LazyLock;

use regex::Regex;

use super::part::COMPARED;
use super::sum::add_up;
use super::{Draft, Finding, Measure, Rule, Verdict, number, same};
use crate::text::pattern;

/// So many things together: 五类问题共, 三家单位合计承办, 以上五家共.
static OF_SO_MANY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:^|[,;:。(]|以上|上述|这|前|其中) *(?P<n>[二两三四五六七八九十]|[0-9]{1,2}) *(?:大?类|个|家|项|者|方面|领域|区域|处)",
        "[^,;:。()0-9]{0,10}(?:合计|共计|总计|共)[^,;:。()0-9]{0,8}$"
    ))
});
/// Before what is left over of a whole.
static REST: LazyLock<Regex> = LazyLock::new(|| pattern("(?:其余|剩余|尚有|还有|余下)(?:的)?$"));
/// Before a share of the list: 合计占22.4%.
static SHARE_OF_ALL: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:三者|以上)?(?:合计|共|累计)占(?:比)?[^0-9]{0,8}$"));
/// A rate that cannot be above a hundred.
static WITHIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:办复|答复|办结|解决|满意|响应|按期|回收|见面|面商|及时|覆盖|达标)[^,;。0-9]{0,4}率(?:为|达到?|均为|是)?$|占(?:比(?:为)?)?$",
    )
});
/// Before a rate that is compared, which may be above a hundred.
static GROWTH: LazyLock<Regex> = LazyLock::new(|| pattern("增|升|提高|同比|环比"));
/// What is left over belongs to the nearest whole that is so near the sum.
const NEAR: f64 = 0.1;

pub(super) fn findings(draft: &Draft<'_>, shares: &[Finding]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for at in 0..draft.figures.len() {
        findings.extend(of_so_many(draft, at));
        findings.extend(rest(draft, at));
        findings.extend(share_of_all(draft, at, shares));
        findings.extend(above_a_hundred(draft, at));
    }
    findings
}

/// The counts of a sentence before `end` that stand outside parentheses.
fn counts(draft: &Draft<'_>, paragraph: usize, start: usize, end: usize, like: usize) -> Vec<usize> {
    let inside = draft.within(paragraph, start, end);
    inside
        .filter(|&at| {
            let figure = &draft.figures[at];
            figure.is_like(&draft.figures[like])
                && figure.depth == draft.figures[like].depth
                && draft.is_exact(at)
                && !COMPARED.is_match(draft.before(at))
        })
        .collect()
}

fn of_so_many(draft: &Draft<'_>, total: usize) -> Option<Finding> {
    let figure = &draft.figures[total];
    let text = draft.text(total);
    let says = OF_SO_MANY.captures(&text[..figure.span.start]);
    let says = says.filter(|_| figure.measure == Measure::Count && draft.is_exact(total))?;
    let (many, _) = number::read(&says["n"])?;
    let begin = says.get(0)?.start();
    let mut parts = counts(draft, figure.paragraph, figure.sentence.start, begin, total);
    if parts.is_empty() {
        let before = figure.sentence.start.checked_sub('。'.len_utf8())?;
        let start = text[..before].rfind('。').map_or(0, |at| at + '。'.len_utf8());
        parts = counts(draft, figure.paragraph, start, before, total);
    }
    let parts = Some(parts).filter(|parts| same(parts.len() as f64, many, 0.0))?;
    let (sum, slack) = (draft.values(&parts), draft.slack(&parts) + figure.slack());
    Some(add_up(draft, total, &parts, same(sum, figure.value, slack)))
}

/// 重点建议18件。… 已办成14件，其余4件正在推进: with what the sentence counts before it, the rest makes up a whole.
fn rest(draft: &Draft<'_>, rest: usize) -> Option<Finding> {
    let figure = &draft.figures[rest];
    if figure.measure != Measure::Count || !draft.is_exact(rest) || !REST.is_match(draft.lead(rest)) {
        return None;
    }
    let before: Vec<usize> = draft
        .within(figure.paragraph, 0, figure.span.start)
        .filter(|&at| draft.figures[at].is_like(figure) && draft.is_exact(at))
        .collect();
    // The part before it, and the whole before that.
    let (&done, earlier) = before.split_last()?;
    let sum = draft.figures[done].value + figure.value;
    let is_whole = |&&at: &&usize| draft.figures[at].value >= draft.figures[done].value;
    let wholes: Vec<usize> = earlier.iter().rev().filter(is_whole).copied().collect();
    let right = wholes.iter().copied().find(|&whole| same(draft.figures[whole].value, sum, 0.0));
    let near = |&whole: &usize| {
        let off = (draft.figures[whole].value - sum).abs();
        off <= 1.0 || off <= NEAR * sum
    };
    let whole = right.or(wholes.first().copied().filter(near))?;
    Some(add_up(draft, whole, &[done, rest], right.is_some()))
}

/// 甲15件（占8.6%）、乙12件（占6.9%），合计占15.5%.
fn share_of_all(draft: &Draft<'_>, share: usize, shares: &[Finding]) -> Option<Finding> {
    let figure = &draft.figures[share];
    let is_share = figure.measure == Measure::Percent && draft.is_exact(share);
    if !is_share || !SHARE_OF_ALL.is_match(draft.before(share)) {
        return None;
    }
    let listed = |finding: &&Finding| {
        let [_, _, listed] = finding.figures[..] else { return false };
        let other = &draft.figures[listed];
        finding.verdict == Verdict::Right
            && finding.rule == Rule::Share
            && other.paragraph == figure.paragraph
            && other.sentence == figure.sentence
            && listed < share
    };
    let listed: Vec<&Finding> = shares.iter().filter(listed).collect();
    let whole = *listed.first()?.figures.first()?;
    let wholes_agree = listed.iter().all(|finding| finding.figures[0] == whole);
    let parts: Vec<usize> = listed.iter().map(|finding| finding.figures[1]).collect();
    let all = counts(draft, figure.paragraph, figure.sentence.start, figure.span.start, *parts.first()?);
    // All counts since the first that has a share must have one too.
    if !wholes_agree || parts.len() < 2 || all.iter().filter(|&&at| at >= parts[0]).count() != parts.len() {
        return None;
    }
    let value = draft.values(&parts) / draft.figures[whole].value.max(1.0) * 100.0;
    let fits = same(value, figure.value, figure.slack());
    let (verdict, says) = Verdict::of(fits);
    let calculation = format!(
        "({}) ÷ {} = {}%，与{}{says}",
        draft.joined(&parts, " + "),
        draft.written(whole),
        super::shown(value),
        draft.written(share)
    );
    let figures = std::iter::once(whole).chain(parts).chain([share]).collect();
    Some(Finding { verdict, rule: Rule::Share, figures, calculation })
}

fn above_a_hundred(draft: &Draft<'_>, rate: usize) -> Option<Finding> {
    let (figure, before) = (&draft.figures[rate], draft.before(rate));
    let is_rate = figure.measure == Measure::Percent && WITHIN.is_match(before) && !GROWTH.is_match(before);
    let calculation = format!("{}超过100%", draft.written(rate));
    (is_rate && figure.value > 100.0).then_some(Finding {
        verdict: Verdict::Wrong,
        rule: Rule::Part,
        figures: vec![rate],
        calculation,
    })
}
