//! Counts beside the whole that they are measured by (5276个，完成年度计划5000个的105.5%) -> whether the percentage is that
//! of the one in the other.

use std::sync::LazyLock;

use regex::Regex;

use super::phrase::{COMPARED, is_base};
use super::rate::is_aim;
use super::share::agrees;
use super::told::percentage;
use super::{Draft, Finding, Measure, same, told};
use crate::text::pattern;

/// Before a whole that has no name but that of a plan or of all there is. 累计完成 and 已完成 may count more than the sentence
/// tells of.
static PLAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "^(?:超额完成|完成|占|为|达到?|相当于|实现)了?",
        "(?:年度|全年|今年|年初|本年度?|原定?|既定|下达|市级|区级|投资|工作|建设|征收|的|建议|提案|诉求|工单|受理|办理|承办)*",
        "(?:(?:计划|目标|任务|预算|指标)+|总[数量额])[数值]?$"
    ))
});
/// What a plan may be called by, so that the count in it must be.
const NAMES: [&str; 7] = ["投资", "建设", "征收", "建议", "提案", "诉求", "工单"];
/// A percentage that is off by more, as a share of itself, is one of something else.
const GAP_TO_SHARE: f64 = 0.25;
/// Before the rate of what was done in what was aimed at.
static COMPLETED: LazyLock<Regex> = LazyLock::new(|| pattern("^完成率(?:为|达到?)?$"));
/// In a sentence that may tell only the last part of what the percentage is of.
static PART_OF_A_YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern("[0-9一二三四五六七八九十]月|[本当]月|季度|[本当][周日天]|其中|累计"));

pub(super) fn findings(draft: &Draft<'_>) -> Vec<Finding> {
    let all = 0..draft.figures.len();
    all.filter_map(|at| planned(draft, at).or_else(|| completed(draft, at))).collect()
}

/// It is right if any count before it in its part of the sentence fits, and wrong only if there is but one.
fn planned(draft: &Draft<'_>, plan: usize) -> Option<Finding> {
    let figure = &draft.figures[plan];
    let share = plan + 1;
    let says = figure.measure == Measure::Count && is_base(draft, plan) && PLAN.is_match(draft.before(plan));
    if !says || !draft.is_exact(plan) || draft.figures[share].measure != Measure::Percent {
        return None;
    }
    let before: Vec<usize> = draft
        .within(figure.paragraph, figure.segment.start, figure.span.start)
        .filter(|&at| {
            draft.figures[at].is_like(figure)
                && draft.figures[at].depth == figure.depth
                && !COMPARED.is_match(draft.before(at))
        })
        .collect();
    // Counts in 万 fit many percentages; only one that is that of what is written is proved.
    let fits = |&&at: &&usize| {
        let told = &draft.figures[share];
        draft.is_exact(at) && same(percentage(draft, &[at], &[plan]), told.value, told.slack())
    };
    if let Some(&right) = before.iter().rev().find(fits) {
        return Some(told::share(draft, &[right], &[plan], share, true));
    }
    let lead = &draft.text(plan)[figure.sentence.start..figure.clause.start];
    let &[only] = before.as_slice() else { return None };
    // 拨付3000万元，完成年度投资计划8000万元的45%: what has another name, or is far off, is something else.
    let of_another_name = NAMES.iter().any(|name| draft.before(plan).contains(name) && !lead.contains(name));
    let off = (percentage(draft, &[only], &[plan]) - draft.figures[share].value).abs();
    let is_near = off <= GAP_TO_SHARE * draft.figures[share].value && !agrees(draft, &[only], plan, share);
    let is_certain = draft.is_exact(only) && draft.is_exact(share) && !PART_OF_A_YEAR.is_match(lead);
    (is_certain && is_near && !of_another_name).then(|| told::share(draft, &[only], &[plan], share, false))
}

/// 新增5276个，超额完成5000个的年度目标，完成率105.5%: the rate is that of the one count of the sentence in the one aim.
fn completed(draft: &Draft<'_>, share: usize) -> Option<Finding> {
    let figure = &draft.figures[share];
    let is_rate = figure.measure == Measure::Percent && COMPLETED.is_match(draft.before(share));
    let lead = &draft.text(share)[figure.sentence.start..figure.span.start];
    if !is_rate || !draft.is_exact(share) || PART_OF_A_YEAR.is_match(lead) {
        return None;
    }
    let counts = draft.earlier_in_sentence(share).filter(|&at| draft.figures[at].measure == Measure::Count);
    let (aims, others): (Vec<usize>, Vec<usize>) = counts.partition(|&at| is_aim(draft, at));
    let (&[aim], &[done]) = (aims.as_slice(), others.as_slice()) else { return None };
    // 完成计划500个，新开工100个，完成率100%: what was aimed at is what was done.
    if aim < done && draft.before(aim).contains("完成") {
        return None;
    }
    let are_like = draft.figures[aim].is_like(&draft.figures[done]);
    let are_exact = draft.is_exact(aim) && draft.is_exact(done) && draft.figures[aim].value >= 1.0;
    let fits = || agrees(draft, &[done], aim, share);
    (are_like && are_exact).then(|| told::share(draft, &[done], &[aim], share, fits()))
}
