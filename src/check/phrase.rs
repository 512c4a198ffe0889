//! The words around a figure -> whether it is a change, compared, of a whole that they name, or beside its share.

use std::sync::LazyLock;

use regex::Regex;

use super::{Draft, Figure, Measure};
use crate::text::pattern;

/// Before a figure that is a change, not an amount.
pub(super) static CHANGED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:(?P<up>增长|增加|上升|提高|提升|增多|上涨|增幅|多|[^新]增|^增)|(?P<down>减少|下降|降低|回落|下滑|压减|缩短|降幅|少|减))(?:幅度)?(?:了|为|达|约)?$",
    )
});
/// Before a figure that is compared to the whole and no part of it; 较满意 and 比较满意 compare nothing.
pub(super) static COMPARED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:(?:比(?:[^较]|$)|较(?:[^满好差]|$)|上年|去年|同期|同比|环比|平均|每|[0-9]{4}年)[^,;。]*|(?:增加|增长|减少|上升|下降|提高|多|少|增|降)(?:了|到|至)?)$",
    )
});
/// What may stand between a count and its share: 79件，占总数的50.6%; 79件（50.6%）.
pub(super) static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?P<noun>[^,;。()0-9]{0,16})(?:,? *(?:大?约)?占(?:比(?:为|达)?|(?P<of>[^,;。()0-9]{0,16}?)的?)?(?:比例|比重)?(?:为|达到?)?(?:大?约|近|超过?|不足|逾)?|\\((?:占(?:比)?)?)$",
    )
});
/// The heading of a group: the whole is named before 中.
pub(super) static OF_THESE: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?P<label>[^。;,:()]{2,40}?)中[,:有]"));
/// What names all there is.
static ALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^(?:在|所有|全部|全年|今年|本年度?|上述|以上|这些|办理|承办|办结|的|代表|建议|提案|议案|和)+$")
});
/// Between a count and the percentage that is one of it: 年度计划2500个的120%.
static OF_IT: LazyLock<Regex> = LazyLock::new(|| pattern("^的(?:大?约|近|超过?)?$"));
/// Units of what lasts, of which parts are averages and do not add up.
pub(super) const LASTING: [&str; 3] = ["天", "小时", "分钟"];

/// Whether a percentage or a multiple of the count follows: then it is a whole itself.
pub(super) fn is_base(draft: &Draft<'_>, at: usize) -> bool {
    let figure = &draft.figures[at];
    let next = draft.figures.get(at + 1).filter(|next| next.paragraph == figure.paragraph);
    next.is_some_and(|next| {
        next.measure != Measure::Count && OF_IT.is_match(&draft.text(at)[figure.span.end..next.span.start])
    })
}

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

/// The part of all that a figure is within, where 中 names one without its count: 政协提案中，A类51件.
pub(super) fn named_whole<'d>(draft: &'d Draft<'_>, at: usize) -> Option<&'d str> {
    let Figure { paragraph, segment, span, .. } = &draft.figures[at];
    let lead = &draft.text(at)[segment.start..span.start];
    let label = OF_THESE.captures_iter(lead).last()?.name("label")?;
    let (start, end) = (segment.start + label.start(), segment.start + label.end());
    let counted = draft.within(*paragraph, start, end).next().is_some();
    let label = label.as_str();
    (!counted && !label.ends_with('其') && !ALL.is_match(label)).then_some(label)
}
