//! Lists that end in their total (代表建议156件，政协提案250件，共406件) -> whether they make it up.
//!
//! 共 right after a list says that this is all of it, so that any other sum is a slip. It does not where the list is of
//! several things (办结40件，满意30件), where it names the last months before 全年共, or where its first count is the whole.

use std::sync::LazyLock;

use regex::Regex;

use super::kind::{are_of_one_form, have_one};
use super::phrase::beside;
use super::{Draft, Finding, Measure, number, same, told};
use crate::text::pattern;

/// Between the last count of a list and its total.
static TOGETHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "^\\)? *[,、] *(?:以上|[两三四五六七八九十](?:者|项|类|家|个?季度|个?月)|近?(?P<years>[两二三四五六七八九十])年)?",
        "(?P<wide>全年|全市|全区|全县|累计)?(?:共计|合计|总计|一共|总共|共)",
        "(?P<verb>收到|受理|接到|承办|办理|提出|征集|办结|办复|答复|新增|完成)?(?:了|有|为|达)?",
        "(?P<noun>(?:各类|代表|人大|政协|委员|群众|建议|提案|议案|诉求|留言|意见|工单)*)$"
    ))
});
/// After a total that counts no more than its list.
static SAME_THING: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:代表|政协|人大)?(?:建议|提案|诉求|留言|意见|工单)*$"));
/// Between two counts of a list, with the name of the second.
static NEXT: LazyLock<Regex> =
    LazyLock::new(|| pattern("^\\)? *[,、和及与] *(?P<name>[^,;:。、()0-9]{1,12})$"));
/// A name of a time, which has a digit.
static NEXT_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^\\)? *[,、和及与] *(?P<name>(?:(?:1[0-2]|[1-9])月份?|第?[1-4]季度|[0-9]{4}年)[^,;:。、()0-9]{0,4})$",
    )
});
/// Before the name of the first count of a list.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:其中|今年|本年|全年|[0-9]{4}年|我?[区市县]|区政府|收到|受理|接到|承办|办理|提出|征集|[ 了])+",
    )
});
/// A name that says what was done, so that what has another name may be the same.
static DONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "收到|受理|接到|转办|交办|督办|派|回访|走访|召开|开展|办复|答复|整改|查处|检查|新建|改建|改造|修|更换|新增|增加|减",
    )
});
/// A name that ends in what a department does.
static ROLE: LazyLock<Regex> = LazyLock::new(|| pattern("(?:主办|会办|协办|分办)$"));
/// A name of a part of a year.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "^(?:第?[一二三四1-4]季度|(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?|[上下]半年|[0-9]{4}年)",
        "(?:收到|受理|接到|承办|办理|办结|办复|答复|新增|完成)?$"
    ))
});
/// The year that a name begins with.
static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern("^[0-9]{4}年"));
/// The first count is as good as the whole of the others if it is off by so much of itself.
const GAP_TO_LIST: f64 = 0.1;

pub(super) fn findings(draft: &Draft<'_>) -> Vec<Finding> {
    (0..draft.figures.len()).filter_map(|total| closed(draft, total)).collect()
}

fn closed(draft: &Draft<'_>, total: usize) -> Option<Finding> {
    let figure = &draft.figures[total];
    if figure.measure != Measure::Count || !draft.is_exact(total) || !SAME_THING.is_match(draft.after(total))
    {
        return None;
    }
    let (parts, names, gap) = list(draft, total)?;
    let says = TOGETHER.captures(gap)?;
    // 2022年380件、2023年395件，三年合计: a year is left out.
    let years = says.name("years").and_then(|years| number::read(years.as_str()));
    if years.is_some_and(|(years, _)| !same(years, parts.len() as f64, 0.0)) {
        return None;
    }
    let makes_up =
        |parts: &[usize]| same(draft.values(parts), figure.value, draft.slack(parts) + figure.slack());
    if let Some(all) = (0..parts.len() - 1).map(|first| &parts[first..]).find(|parts| makes_up(parts)) {
        return Some(told::total(draft, total, all, true));
    }
    let value = |at: usize| draft.figures[at].value;
    let sum = draft.values(&parts);
    let whole_first = parts.len() > 2 && (2.0 * value(parts[0]) - sum).abs() <= GAP_TO_LIST * value(parts[0]);
    // A count of the sentence outside the list may be what the total tells again.
    let again = draft
        .of_sentence(total)
        .filter(|&at| at != total && draft.figures[at].is_like(figure))
        .any(|at| same(value(at), figure.value, 0.0) || same(value(at), sum, 0.0));
    // 主办21件、会办8件，共承办29件: to lead and to assist are all that a department does with what it has.
    let is_both =
        |verb: &str| ["承办", "办理"].contains(&verb) && names.iter().all(|name| ROLE.is_match(name));
    let verb = says
        .name("verb")
        .is_none_or(|verb| draft.before(parts[0]).contains(verb.as_str()) || is_both(verb.as_str()));
    // 共提出建议166件 says once more what is counted, which may be more than the list; a sum that is near is meant to be all.
    let near = (sum - figure.value).abs() <= GAP_TO_LIST * figure.value;
    let same_thing = says["noun"].is_empty() || says.name("verb").is_some() && near;
    let one_deed = names.iter().all(|name| done(name) == done(names[0]));
    let whole_year = says.name("wide").is_some() && is_whole_year(&names);
    let partial = says.name("wide").is_some() && sum < figure.value && !whole_year;
    let certain = verb
        && same_thing
        && one_deed
        && !partial
        && (!again || whole_year)
        && !whole_first
        && have_one(&names);
    (certain && are_of_one_form(&names)).then(|| told::total(draft, total, &parts, false))
}

/// What a name says was done.
fn done(name: &str) -> Vec<&str> {
    DONE.find_iter(name).map(|word| word.as_str()).collect()
}

/// The counts right before a total with nothing but their names and shares between them, these names, and what
/// stands between the last of them and the total.
fn list<'d>(draft: &'d Draft<'_>, total: usize) -> Option<(Vec<usize>, Vec<&'d str>, &'d str)> {
    let figure = &draft.figures[total];
    let text = draft.text(total);
    let mut parts: Vec<usize> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    let (mut gap, mut end) = ("", total);
    while let Some(last) = end.checked_sub(1) {
        let is_share = draft.figures[last].measure == Measure::Percent;
        let count = if is_share { last.checked_sub(1)? } else { last };
        let part = &draft.figures[count];
        let fits = draft.are_in_one_segment(count, total)
            && part.is_like(figure)
            && part.depth == figure.depth
            && draft.is_exact(count)
            && (!is_share || beside(draft, count) == Some(last));
        if !fits {
            break;
        }
        let between = &text[draft.figures[last].span.end..draft.figures[end].span.start];
        if end == total {
            gap = between;
        } else {
            let next = NEXT.captures(between).or_else(|| NEXT_MONTH.captures(between));
            let Some(name) = next.and_then(|next| next.name("name")) else { break };
            names.push(name.as_str());
        }
        parts.push(count);
        end = count;
    }
    let first = *parts.last()?;
    // 甲局、乙局20件: what stands before the mark belongs to it.
    let opens = &text[figure.segment.start..draft.figures[first].clause.start];
    if parts.len() < 2
        || opens.trim_end().ends_with(['、', '(', ')'])
        || draft.lead(first) != draft.before(first)
    {
        return None;
    }
    let before = draft.before(first);
    let opening = OPENING.find(before).map_or(0, |opening| opening.end());
    let by_year = names.iter().all(|name| YEAR.is_match(name));
    let year = YEAR.find(before).filter(|_| by_year);
    names.push(year.map_or(&before[opening..], |year| year.as_str()));
    parts.reverse();
    names.reverse();
    let are_times = names.iter().all(|name| TIME.is_match(name));
    let are_names = are_times
        || names.iter().all(|name| !name.is_empty() && !name.contains(|c: char| c.is_ascii_digit()));
    are_names.then_some((parts, names, gap))
}

/// Whether names of times are all of a year.
fn is_whole_year(names: &[&str]) -> bool {
    let all = |name: &str, of: usize| names.len() == of && names.iter().all(|other| other.contains(name));
    all("季度", 4) || all("月", 12) || all("半年", 2)
}
