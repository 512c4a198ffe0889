//! The figures of a sentence -> which of them are changes, and which are what a change is measured against.

use std::sync::LazyLock;

use regex::Regex;

use crate::check::phrase::{CHANGED, is_base};
use crate::check::{Draft, Figure, Measure, year};
use crate::text::pattern;

/// Before a figure that others are compared to: 比上年的120件, 环比上月的120件, 上年为120件. No such word is the 比 of 占比,
/// 同比增长, 比例 and the like; 较满意 and 比较满意 compare nothing.
static BASE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:(?:(?:^|[^占同环对之百分类价配])比(?:[^例重率值赛武选较,;。][^,;。]{0,19})?|[同环]比(?:上|前|去|[0-9])[^,;。]{0,18}",
        "|较(?:[^满好差,;。][^,;。]{0,19})?)|(?:上年|去年|前一年|上一年|同期|上年度|年初)[^,;。]{0,14})$"
    ))
});
/// Before a figure that something began with, if the change is told behind it: 由120件增至156件. 由教育局办理的28件 is none.
static FROM: LazyLock<Regex> = LazyLock::new(|| pattern("(?:由|从)[^,;。]{0,20}$"));
static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    let changed = "增|减|升|降|提高|提升|缩|压|扩|变|调|跌|涨";
    pattern(&format!("^(?:[^,;。]{{0,16}}?(?:{changed}|到|至)|, *(?:{changed})[^,;。]{{0,2}}[到至])"))
});
/// Before the parenthesis around a base: 较上月（2189件）, 与2018年（341件）, 环比（9月3887件）.
static BASE_OUTSIDE: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:(?:(?:^|[^占])比|较|与|同|和)[^,;。()]{1,12}|[同环]比)\\($"));
/// All that stands before a base in its parentheses: nothing, or the time that it is of.
static TIME: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?P<month>(?:[1-9]|1[0-2])月份?|(?:第?[一二三四]|上)季度)?(?:为|是|共)?$"));
/// Before a base that 相比 follows: 与2019年的251件相比.
static AGAINST: LazyLock<Regex> = LazyLock::new(|| pattern("(?:与|同|和)[^,;。]{0,20}$"));
/// A multiple of the base: 是上年的1.3倍.
static MULTIPLE: LazyLock<Regex> = LazyLock::new(|| pattern("(?:是|为|相当于|达到?)[^,;。]{0,10}的$"));

/// Words for what a change is measured against: the year before, the period before.
static YEAR_BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern("同比|同期|上年|去年|前一年|上一年"));
static PERIOD_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern("环比|上个?月|上个?季|上周|上半年|前一?月|前一?季"));

/// What a figure of the sentence is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Told {
    Change {
        sign: f64,
    },
    Multiple,
    Base,
    /// What a percentage is told of: 年度预算86亿元的50.2%.
    Whole,
    Amount,
}

/// What the figures of a sentence are.
pub(super) fn told(draft: &Draft<'_>, sentence: &[usize]) -> Vec<Told> {
    let mut told: Vec<Told> = sentence.iter().map(|&at| what(draft, at)).collect();
    older_years_are_bases(draft, sentence, &mut told);
    told
}

/// Whether a change may be measured against a base: not where what is between tells that either belongs to others.
pub(super) fn is_for(
    draft: &Draft<'_>,
    sentence: &[usize],
    told: &[Told],
    base: usize,
    change: usize,
) -> bool {
    let (then, figure) = (&draft.figures[sentence[base]], &draft.figures[sentence[change]]);
    let is_change = |at: usize| matches!(told[at], Told::Change { .. });
    // 环比增长20%，同比增长9.1%（去年10月55件）: the other change is the one that the base is of.
    let other = |at: usize| is_change(at) && draft.figures[sentence[at]].measure == figure.measure;
    let is_amount = |at: usize| told[at] == Told::Amount && draft.figures[sentence[at]].is_like(then);
    let (first, last) = (base.min(change), base.max(change));
    if !are_alike(draft, sentence[base], sentence[change])
        || is_change(change) && (first + 1..last).any(other)
    {
        return false;
    }
    if base > change {
        return draft.are_in_one_segment(sentence[base], sentence[change])
            && !(first + 1..last).any(is_amount);
    }
    // 98.5%，比去年同期97.2%上升1.3个百分点，其中按期办结率95.1%，下降0.4个百分点: an amount after base and change begins anew.
    // So does one after a change with its base in parentheses behind it.
    let depth = |at: usize| draft.figures[sentence[at]].depth;
    let behind = base > 0 && is_change(base - 1) && depth(base) > depth(base - 1);
    let anew = |amount: usize| is_amount(amount) && (behind || (base + 1..amount).any(is_change));
    !(first + 1..last).any(anew)
}

/// Whether two figures may be measured against the same: not 同比 and 环比.
pub(super) fn are_alike(draft: &Draft<'_>, one: usize, other: usize) -> bool {
    compared_to(draft, one) * compared_to(draft, other) >= 0
}

/// What a figure is measured against, as the words before it say: 1 for the year before, -1 for the period before,
/// 0 where they leave it open.
fn compared_to(draft: &Draft<'_>, at: usize) -> i8 {
    let figure = &draft.figures[at];
    // 较上月（2189件）: the words stand before the parenthesis.
    let outside = &draft.text(at)[figure.segment.start..figure.clause.start];
    let outside =
        outside.strip_suffix('(').and_then(|outside| outside.rsplit([',', ':', '、', '(', ')']).next());
    let words = format!("{}{}", outside.unwrap_or_default(), draft.before(at));
    i8::from(YEAR_BEFORE.is_match(&words)) - i8::from(PERIOD_BEFORE.is_match(&words))
}

/// 2020年收到156件，2019年收到120件: of two years the older one is compared to; so is one in parentheses.
fn older_years_are_bases(draft: &Draft<'_>, sentence: &[usize], told: &mut [Told]) {
    let years: Vec<Option<i32>> = sentence.iter().map(|&at| year(draft.lead(at))).collect();
    for nth in 0..sentence.len() {
        let figure = &draft.figures[sentence[nth]];
        let Some(own) = years[nth].filter(|_| told[nth] == Told::Amount) else { continue };
        let newer = (0..sentence.len()).any(|at| {
            years[at].is_some_and(|other| other > own) && draft.figures[sentence[at]].is_like(figure)
        });
        if newer || figure.depth > 0 {
            told[nth] = Told::Base;
        }
    }
}

fn what(draft: &Draft<'_>, at: usize) -> Told {
    let before = draft.lead(at);
    if let Some(change) = CHANGED.captures(before) {
        return Told::Change { sign: if change.name("up").is_some() { 1.0 } else { -1.0 } };
    }
    // 是上年120件的1.3倍: the base may stand between.
    if draft.figures[at].measure == Measure::Times
        && (MULTIPLE.is_match(before) || before == "的" && MULTIPLE.is_match(draft.before(at)))
    {
        return Told::Multiple;
    }
    let set_against = AGAINST.is_match(before) && draft.after(at).starts_with("相比");
    let from = FROM.is_match(before) && GOES_ON.is_match(&draft.text(at)[draft.figures[at].span.end..]);
    if BASE.is_match(before) || set_against || from || is_base_in_parentheses(draft, at) {
        Told::Base
    } else if is_base(draft, at) {
        Told::Whole
    } else {
        Told::Amount
    }
}

/// 较上月（2189件）, 环比增长9.1%（5月1100件）: the only figure in parentheses behind what is compared. A month without its
/// year is the one before, and the base of nothing else.
fn is_base_in_parentheses(draft: &Draft<'_>, at: usize) -> bool {
    let Figure { sentence, clause, .. } = &draft.figures[at];
    let outside = &draft.text(at)[sentence.start..clause.start];
    let Some(time) = TIME.captures(draft.before(at)).filter(|_| BASE_OUTSIDE.is_match(outside)) else {
        return false;
    };
    let is_only = || draft.text(at)[clause.end..].starts_with(')') && compared_to(draft, at) < 0;
    draft.after(at).is_empty() && (time.name("month").is_none() || is_only())
}
