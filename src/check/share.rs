//! Counts and percentages -> whether the percentage is that of the count in its whole.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::part::Group;
use super::phrase::{BESIDE, beside};
use super::told::percentage;
use super::{Draft, Figure, Finding, Measure, Precision, class, list, same, told};
use crate::text::pattern;

/// Words in the name of a whole that any whole may have: 占建议总数的, 占全部办理件的.
static ANY_WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "总[数量额]?|数量|全部|所有|全年|今年|本年度?|年度|本月|全[区市县]|我?[区市县](?:政府)?|其中|办理|承办|受理|收到|交办|接到",
        "|代表|委员|人大|政协|群众|建议|提案|议案|诉求|工单|件|的|和|、"
    ))
});

/// A whole that is not named stands at most so many paragraphs before its share.
const PARAGRAPHS_TO_WHOLE: usize = 3;

/// A share of all may be off by so much of itself where it is a slip.
const GAP_TO_SHARE: f64 = 0.1;

/// The shares of a draft.
pub(super) struct Shares {
    /// What is found of those whose whole is known.
    pub(super) findings: Vec<Finding>,
    /// These wholes, each once.
    pub(super) wholes: Vec<usize>,
    /// All counts with the share beside them.
    pub(super) pairs: Vec<(usize, usize)>,
}

pub(super) fn find(draft: &Draft<'_>, groups: &[Group]) -> Shares {
    let mut pairs: Vec<(usize, usize)> = (0..draft.figures.len())
        .filter(|&at| draft.figures[at].measure == Measure::Count)
        .filter_map(|at| Some((at, beside(draft, at)?)))
        .collect();
    pairs.extend(list::shares(draft));
    let of_groups: BTreeSet<usize> = groups.iter().map(|group| group.whole).collect();
    let all: Vec<usize> =
        (0..draft.figures.len()).filter(|at| draft.is_total(*at) || of_groups.contains(at)).collect();
    let wholes: Vec<Wholes<'_>> =
        pairs.iter().map(|&(count, share)| wholes(draft, groups, &all, count, share)).collect();
    let sentences = by_sentence(draft, &pairs);
    let hundreds = hundreds(draft, sentences.clone());
    let mut fitting: Vec<Option<usize>> =
        pairs.iter().zip(&wholes).map(|(&pair, wholes)| fitting(draft, &hundreds, pair, wholes)).collect();
    let bases = together(draft, &pairs, &fitting);
    for ((fits, base), &(count, share)) in fitting.iter_mut().zip(&bases).zip(&pairs) {
        *fits = base.map_or(*fits, |base| agrees(draft, &[count], base, share).then_some(base));
    }
    let mut shares_of = vec![0; draft.figures.len()];
    fitting.iter().flatten().for_each(|&whole| shares_of[whole] += 1);
    let shares = pairs.iter().zip(&wholes).zip(fitting.iter().zip(&bases));
    let findings = shares
        .filter_map(|((&(count, share), wholes), (fits, base))| {
            let of_their_sum = || {
                sentences.get(&sentence_of(draft, share)).is_some_and(|pairs| are_of_their_sum(draft, pairs))
            };
            let certain = || wholes.certain(draft, count, share, &shares_of).filter(|_| !of_their_sum());
            let fits = fits.or_else(|| of_another_unit(draft, count, share));
            let whole = fits.or(*base).or_else(certain)?;
            Some(told::share(draft, &[count], &[whole], share, fits.is_some()))
        })
        .collect();
    // Each whole once, where it first has a share.
    let mut is_new = vec![true; draft.figures.len()];
    let wholes = fitting.into_iter().flatten().filter(|&whole| std::mem::take(&mut is_new[whole])).collect();
    Shares { findings, wholes, pairs }
}

/// For shares that belong together and have no whole in common yet: the one before them, of the kind, of which the
/// most are, if that is more of them than have a whole. 办复285件。… A类183件，占64.2%；B类81件，占28.4%.
fn together(draft: &Draft<'_>, pairs: &[(usize, usize)], fitting: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut bases = vec![None; pairs.len()];
    for own in belonging(draft, pairs) {
        let known = own.iter().filter(|&&other| fitting[other].is_some()).count();
        let Some(&(count, _)) = own.first().map(|&first| &pairs[first]) else { continue };
        if known == own.len() {
            continue;
        }
        let right = |whole: usize| {
            let fits = |&&other: &&usize| {
                let (count, share) = pairs[other];
                draft.figures[whole].is_like(&draft.figures[count])
                    && draft.is_exact(count)
                    && agrees(draft, &[count], whole, share)
            };
            own.iter().filter(fits).count()
        };
        let before = (0..count).filter(|&at| draft.is_exact(at) && draft.figures[at].value >= 1.0);
        let best = before.map(|whole| (right(whole), whole)).max();
        if let Some((_, whole)) = best.filter(|&(right, _)| right > known.max(1)) {
            for other in own {
                bases[other] = Some(whole);
            }
        }
    }
    bases
}

/// The shares, as positions in `pairs`, of one sentence, of list items one below the other, of sections that each
/// say the same of theirs.
fn belonging(draft: &Draft<'_>, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let figure = |nth: usize| &draft.figures[pairs[nth].0];
    let is_item = |nth: usize| figure(nth).sentence == (0..draft.text(pairs[nth].0).len());
    let mut sentences: Vec<Vec<usize>> = Vec::new();
    let mut items: Vec<Vec<usize>> = Vec::new();
    let mut sections: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (nth, &(count, _)) in pairs.iter().enumerate() {
        match sentences.last_mut() {
            Some(own) if draft.are_in_one_sentence(pairs[own[0]].0, count) => own.push(nth),
            _ => sentences.push(vec![nth]),
        }
        match items.last_mut() {
            Some(own)
                if is_item(nth)
                    && is_item(own[own.len() - 1])
                    && figure(own[own.len() - 1]).paragraph + 1 == figure(nth).paragraph =>
            {
                own.push(nth);
            }
            _ => items.push(vec![nth]),
        }
        let lead = draft.lead(count);
        let own = sections.entry(lead).or_default();
        if !lead.is_empty() && own.last().is_none_or(|&last| figure(last).paragraph < figure(nth).paragraph) {
            own.push(nth);
        }
    }
    let several = |own: &Vec<usize>| own.len() > 2;
    let sections = sections.into_values().filter(several);
    sections.chain(items.into_iter().filter(several)).chain(sentences).collect()
}

/// The wholes that a count may be a share of.
#[derive(Default)]
struct Wholes<'a> {
    /// Those that the grammar binds it to: the whole of its group, the class that is named.
    bound: Vec<usize>,
    /// Those that are called like it. One of several may be meant, so that a share can be right of them only.
    called: Vec<usize>,
    /// Those that are totals of something, among them some of other kinds.
    all: &'a [usize],
    /// A whole is named that the draft need not count: 占全区的.
    elsewhere: bool,
    /// The whole is said to be all there is: 占总数的.
    of_all: bool,
    /// What the whole is called, without words that any whole has: 重点 of 占重点建议的.
    name: String,
}

impl Wholes<'_> {
    /// The totals of the kind that the count is of. A draft has many totals and many shares, so that they are looked
    /// for anew rather than held for each share.
    fn free<'w>(&'w self, draft: &'w Draft<'_>, count: usize) -> impl Iterator<Item = usize> + 'w {
        let is_free = move |&at: &usize| at != count && draft.figures[at].is_like(&draft.figures[count]);
        self.all.iter().copied().filter(is_free)
    }

    /// The whole that a share without a fitting one must be of: the one it is bound to; else one of which at least
    /// two other shares are; else the total before it in its sentence. `shares_of` tells of each figure how many shares
    /// are of it.
    fn certain(&self, draft: &Draft<'_>, count: usize, share: usize, shares_of: &[usize]) -> Option<usize> {
        // What has a name of its own is no whole that is not called so.
        let exact = |&at: &usize| {
            draft.is_exact(at)
                && draft.is_exact(count)
                && draft.figures[at].value >= draft.figures[count].value.max(1.0)
                && draft.clause(at).contains(&self.name)
        };
        // 有时间可查的184件，超过1个月的74件，占40.2%: it need not be of all 300.
        let unnamed = self.name.is_empty() && !self.of_all;
        if self.elsewhere || unnamed && agrees_with_another(draft, count, share) {
            return None;
        }
        if self.of_all {
            // 占总数的31.8%: nothing is more than the largest total; a share far from its part of that is of another.
            let value = |at: usize| draft.figures[at].value;
            let total = self
                .free(draft, count)
                .filter(exact)
                .max_by(|&one, &other| value(one).total_cmp(&value(other)))?;
            let off = (percentage(draft, &[count], &[total]) - value(share)).abs();
            let fits_any = (0..draft.figures.len()).any(|at| {
                draft.figures[at].is_like(&draft.figures[count])
                    && exact(&at)
                    && agrees(draft, &[count], at, share)
            });
            return (!fits_any && off <= GAP_TO_SHARE * value(share)).then_some(total);
        }
        if !self.bound.is_empty() {
            // 教育60件，占38.5%，其中小学30件，占19.2%: the share of the part may be of what that of its whole is of.
            let of_more = |whole: usize| {
                beside(draft, whole).is_some_and(|own| {
                    let figure = &draft.figures[own];
                    let value = percentage(draft, &[count], &[whole]) / 100.0;
                    let slack = draft.figures[share].slack() + figure.slack() * value;
                    same(value * figure.value, draft.figures[share].value, slack)
                })
            };
            return self.bound.iter().copied().find(exact).filter(|&whole| !of_more(whole));
        }
        // A count near by of which it is the share may be its whole, though nothing says so.
        let figure = &draft.figures[count];
        let other = |&at: &usize| {
            let other = &draft.figures[at];
            other.is_like(figure)
                && !draft.are_in_one_sentence(at, count)
                && other.paragraph + PARAGRAPHS_TO_WHOLE >= figure.paragraph
                && draft.is_exact(at)
                && other.value >= figure.value.max(1.0)
                && agrees(draft, &[count], at, share)
        };
        if (0..count).any(|at| other(&at)) {
            return None;
        }
        // A whole that is told only later is of other shares.
        let is_told = |&at: &usize| draft.figures[at].paragraph <= figure.paragraph;
        let known = self.free(draft, count).filter(|&at| shares_of[at] > 1).filter(exact).filter(is_told);
        let beside = |&at: &usize| at < count && draft.are_in_one_sentence(at, count) && draft.is_total(at);
        known
            .max_by_key(|&at| (shares_of[at], std::cmp::Reverse(at)))
            .or_else(|| self.free(draft, count).filter(beside).find(exact))
    }
}

/// The wholes that a count may be a share of, among `all` that are totals or wholes of groups.
fn wholes<'a>(
    draft: &Draft<'_>,
    groups: &[Group],
    all: &'a [usize],
    count: usize,
    share: usize,
) -> Wholes<'a> {
    let figure = &draft.figures[count];
    let gap = &draft.text(count)[figure.span.end..draft.figures[share].span.start];
    let of = BESIDE.captures(gap).and_then(|captures| captures.name("of")).map_or("", |of| of.as_str());
    if let Some(letter) = class::of(of) {
        let named = class::total_before(draft, letter, count);
        return Wholes { bound: named.into_iter().collect(), ..Wholes::default() };
    }
    let name = ANY_WHOLE.replace_all(of, "").into_owned();
    let own = groups.iter().filter(|group| group.parts.contains(&count));
    let mut bound: Vec<usize> = own.clone().filter(|group| group.stated).map(|group| group.whole).collect();
    // 甲35件（占35%）、乙25件（占25%），合计60件: the total of a list need not be what its shares are of.
    bound.extend(own.filter(|group| !group.stated && group.whole < count).map(|group| group.whole));
    let here = ["总", "全部", "全年", "建议", "提案", "其中", "办理", "件"];
    let elsewhere = !of.is_empty() && !here.iter().any(|word| of.contains(word));
    let of_all = of.contains('总') && bound.is_empty();
    // 重点建议10件，已办结6件，占重点建议的60%: what is called so is a whole, even if it is one of nothing else.
    let called = |&at: &usize| {
        draft.figures[at].is_like(figure)
            && draft.figures[at].value >= figure.value
            && draft.clause(at).contains(&name)
    };
    let near = draft.within(figure.paragraph, 0, figure.span.start).rev();
    let called = near.filter(|_| !name.is_empty()).filter(called).collect();
    Wholes { bound, called, all, elsewhere, of_all, name }
}

/// Whether a percentage in parentheses that does not say what it is of is that of another count before it in its
/// sentence: 市级2000万元、区级2800万元；市级支付1900万元（95%）.
pub(super) fn is_of_another(draft: &Draft<'_>, count: usize, share: usize) -> bool {
    let gap = &draft.text(count)[draft.figures[count].span.end..draft.figures[share].span.start];
    gap == "(" && agrees_with_another(draft, count, share)
}

/// Whether a percentage is that of another count before it in its sentence.
fn agrees_with_another(draft: &Draft<'_>, count: usize, share: usize) -> bool {
    let figure = &draft.figures[count];
    draft.earlier_in_sentence(count).any(|at| {
        draft.figures[at].is_like(figure)
            && draft.figures[at].value >= figure.value.max(1.0)
            && agrees(draft, &[count], at, share)
    })
}

/// 收集意见建议612条，其中转为代表建议57件，占9.3%: the count of another unit before it in its sentence of which the percentage is
/// the share, where no count of its own unit stands between.
fn of_another_unit(draft: &Draft<'_>, count: usize, share: usize) -> Option<usize> {
    let figure = &draft.figures[count];
    let nearest = draft.earlier_in_sentence(count).rev().take_while(|&at| !draft.figures[at].is_like(figure));
    nearest.filter(|&at| draft.figures[at].measure == Measure::Count).find(|&at| {
        draft.is_exact(at)
            && draft.is_exact(count)
            && draft.is_exact(share)
            && draft.figures[at].value >= figure.value.max(1.0)
            && agrees(draft, &[count], at, share)
    })
}

/// The first whole of which the percentage is the share.
fn fitting(
    draft: &Draft<'_>,
    hundreds: &Sentences,
    (count, share): (usize, usize),
    wholes: &Wholes<'_>,
) -> Option<usize> {
    let hundred = hundreds.get(&sentence_of(draft, share));
    let rounded =
        |whole: usize| hundred.is_some_and(|pairs| rounded_to_a_hundred(draft, pairs, (count, share), whole));
    let told = wholes.bound.iter().chain(&wholes.called).copied();
    let all = told.chain(wholes.free(draft, count));
    let mut exact =
        all.filter(|&at| draft.is_exact(at) && draft.figures[at].value > 0.0 && draft.is_exact(count));
    exact.find(|&whole| agrees(draft, &[count], whole, share) || rounded(whole))
}

/// Whether the percentage is the share, as closely as it is written.
pub(super) fn agrees(draft: &Draft<'_>, counts: &[usize], whole: usize, share: usize) -> bool {
    let (true_share, figure) = (percentage(draft, counts, &[whole]), &draft.figures[share]);
    // Counts in 万 or 亿 are rounded themselves.
    let blur = draft.slack(counts) / draft.values(counts).max(f64::MIN_POSITIVE)
        + draft.figures[whole].slack() / draft.figures[whole].value;
    let slack = figure.slack() + blur * true_share;
    match figure.precision {
        Precision::Exact => same(true_share, figure.value, slack),
        Precision::About => same(true_share, figure.value, slack.max(2.0)),
        Precision::Over => true_share >= figure.value - slack && true_share < figure.value + slack.max(10.0),
        Precision::Under => true_share <= figure.value + slack && true_share > figure.value - slack.max(10.0),
    }
}

/// Counts and their shares, by the paragraph and the beginning of their sentence.
type Sentences = BTreeMap<(usize, usize), Vec<(usize, usize)>>;

fn by_sentence(draft: &Draft<'_>, pairs: &[(usize, usize)]) -> Sentences {
    let mut sentences = Sentences::new();
    for &(count, share) in pairs {
        sentences.entry(sentence_of(draft, share)).or_default().push((count, share));
    }
    sentences
}

/// The sentences whose shares, as they are written, make up a hundred.
fn hundreds(draft: &Draft<'_>, mut sentences: Sentences) -> Sentences {
    let written = |own: &[(usize, usize)]| own.iter().map(|&(_, share)| draft.figures[share].value).sum();
    sentences.retain(|_, own| same(written(own), 100.0, 0.0));
    sentences
}

/// Whether all shares of a sentence are those of its counts in these together: 分别受理75件、15件、10件，分别占75%、15%、10%.
fn are_of_their_sum(draft: &Draft<'_>, pairs: &[(usize, usize)]) -> bool {
    let sum: f64 = pairs.iter().map(|&(count, _)| draft.figures[count].value).sum();
    let value = |count: usize| draft.figures[count].value / sum.max(f64::MIN_POSITIVE) * 100.0;
    let fits = |&(count, share): &(usize, usize)| {
        same(value(count), draft.figures[share].value, draft.figures[share].slack())
    };
    pairs.len() > 1 && pairs.iter().all(fits)
}

/// The paragraph of a figure, and where its sentence begins in it.
fn sentence_of(draft: &Draft<'_>, at: usize) -> (usize, usize) {
    (draft.figures[at].paragraph, draft.figures[at].sentence.start)
}

/// Where shares that are rounded one by one do not make up a hundred, offices change one of them by a step; that
/// is no error as long as the shares that are written, those of `pairs`, do make up a hundred.
fn rounded_to_a_hundred(
    draft: &Draft<'_>,
    pairs: &[(usize, usize)],
    (count, share): (usize, usize),
    whole: usize,
) -> bool {
    let Figure { step, value, .. } = draft.figures[share];
    let round = |value: f64| (value / step).round() * step;
    let rounded = || pairs.iter().map(|&(count, _)| round(percentage(draft, &[count], &[whole]))).sum();
    same(percentage(draft, &[count], &[whole]), value, step) && !same(rounded(), 100.0, 0.0)
}
