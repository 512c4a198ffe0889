//! The heading of a column -> whether its cells add up, and what it holds if they do not.

use std::sync::LazyLock;

use regex::Regex;

use crate::check::class::LETTER;
use crate::text::pattern;

/// The heading of a column whose cells do not add up: numbers of rows, years, rates, averages, prices, and what several
/// rows have together.
static NO_SUM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "序号|编号|年份|年度|率|均|中位|用时|时长|天数|得分|评分|分值|评价|等级|指数|排名|名次|位次",
        "|增长|增幅|降幅|幅度|减幅|同比|环比|满意度|单价|价格|涉及|进度"
    ))
});
/// The heading of a column of shares; 占道经营 is none.
static SHARES: LazyLock<Regex> = LazyLock::new(|| pattern("占(?:[^道用地]|$)|比例|比重|百分比|构成"));
/// The heading of a column that counts what rows have of their own, so that its total is their sum.
static OWN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        concat!(
            "件|数量|[^参系指基]数(?:\\([^()]*\\))?$|受理|办结|办复|答复|主办|会办|承办|建议|提案|议案|诉求|工单|{letter}类",
            "|金额|资金|经费|投入|收入|支出|元\\)?$|[0-9]{{4}}年$"
        ),
        letter = LETTER
    ))
});
/// The heading of a column that goes on from row to row, or counts once what several rows have.
static SO_FAR: LazyLock<Regex> = LazyLock::new(|| pattern("累计|截至"));
/// The heading of a column that is a part of the one before it.
static WITHIN: LazyLock<Regex> = LazyLock::new(|| pattern("^ *其 *中"));
/// The heading of a column that numbers the rows.
static ROW_NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern("^ *(?:序 *号|编 *号|行 *号|序) *$"));

/// Whether nothing in the heading says that its cells do not add up.
pub(super) fn adds_up(heading: &str) -> bool {
    !NO_SUM.is_match(heading) && !is_of_shares(heading)
}

/// Whether the cells are shares of a whole.
pub(super) fn is_of_shares(heading: &str) -> bool {
    SHARES.is_match(heading)
}

/// Whether the heading names what each row has of its own.
pub(super) fn counts_own(heading: &str) -> bool {
    OWN.is_match(heading) && !SO_FAR.is_match(heading)
}

/// Whether it is a part of a column before it.
pub(super) fn is_within(heading: &str) -> bool {
    WITHIN.is_match(heading)
}

/// Whether it numbers the rows.
pub(super) fn is_row_number(heading: &str) -> bool {
    ROW_NUMBER.is_match(heading)
}
