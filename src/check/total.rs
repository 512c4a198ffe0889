//! Totals that say how many they are of (五类问题共1299件), what is left over (其余4件), and rates above a hundred -> whether
//! they fit what stands before them.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::sentence_before;
use super::kind::{self, OFFICES};
use super::phrase::COMPARED;
use super::told::percentage;
use super::{Draft, Finding, Measure, Rule, Verdict, class, number, same, told};
use crate::text::pattern;

/// So many things together: 五类问题共, 三家单位合计承办, 以上五家共.
static OF_SO_MANY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:^|[,;:。(]|以上|上述|这|前|其中) *(?P<n>[二两三四五六七八九十]|[0-9]{1,2}) *(?:大?类|个|家|项|者|方面|领域|区域|处)",
        "[^,;:。()0-9]{0,10}(?:合计|共计|总计|共)(?P<deed>[^,;:。()0-9]{0,8})$"
    ))
});
/// Before a count that each of several has: 教委、水务局各主办.
static EACH: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:^|[,;。:]) *(?P<names>[^,;。:()0-9]+)各[^,;。:、()0-9]{0,6}$"));
/// The first of a list, by what they are: 前三类, 前五家单位; 前三个月 are none.
static FOREMOST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^前 *[^类家个项者方领区处]+(?:大?类|项|方面|领域|(?P<offices>家|个(?:承办|主办)?(?:单位|部门|街道|乡镇|镇)))",
    )
});
/// What was done; a total of other deeds than its parts is none of them.
static DEED: LazyLock<Regex> =
    LazyLock::new(|| pattern("办结|办复|答复|办成|完成|解决|落实|整改|采纳|主办|会办|协办|按期|满意"));
/// A time that is not the one of the report.
static EARLIER: LazyLock<Regex> = LazyLock::new(|| pattern("上年|去年|同期|前一年|上一年|往年"));
/// Before what is left over of a whole.
static REST: LazyLock<Regex> = LazyLock::new(|| pattern("(?:其余|剩余|余下|(?P<some>尚有|还有))(?:的)?$"));
/// What is said of a part beside which some are still left: 已办结, 完成.
static DONE: LazyLock<Regex> =
    LazyLock::new(|| pattern("已|办结|办复|答复|办成|完成|解决|落实|整改|化解|处置|拨付|支付|支出"));
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
const GAP_TO_WHOLE: f64 = 0.1;

/// Before what a deed was not done of: 未办结, 不予立案.
static UNDONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^(?:尚|暂)?(?:未|不予)(?P<deed>办结|办复|答复|解决|整改|落实|完成|立案|化解|处置)的?(?:有|为)?$")
});
/// What is left out of a whole that another sentence tells, and so is neither done nor undone.
static LEFT_OUT: LazyLock<Regex> =
    LazyLock::new(|| pattern("结转|剔除|扣除|撤|合并|并案|不予|退回|转为|转作|参阅|另|不再"));
/// After what was not done, of which the next counts are parts.
static OF_THESE: LazyLock<Regex> = LazyLock::new(|| pattern("^[^,;。:()0-9]{0,8}[,(](?:其中|包括|含)"));
/// What is carried over from another year is part of no whole of this one.
static CARRIED: LazyLock<Regex> = LazyLock::new(|| pattern("结转|往年|上年|去年|历年|剔除|扣除|撤销|合并"));

pub(super) fn findings(draft: &Draft<'_>, shares: &[Finding]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for at in 0..draft.figures.len() {
        findings.extend(of_so_many(draft, at));
        findings.extend(of_classes(draft, at));
        findings.extend(rest(draft, at));
        findings.extend(undone(draft, at, shares));
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
    let says = OF_SO_MANY.captures(&text[figure.sentence.start..figure.span.start]);
    let says = says.filter(|_| figure.measure == Measure::Count && draft.is_exact(total))?;
    let (many, _) = number::read(&says["n"])?;
    let begin = figure.sentence.start + says.get(0)?.start();
    let mut parts = counts(draft, figure.paragraph, figure.sentence.start, begin, total);
    let mut from = figure.sentence.start;
    if parts.is_empty() {
        // 住建局（28件）、教育局（25件），两家合计53件.
        parts = in_parentheses(draft, figure.sentence.start, begin, total);
    }
    if parts.is_empty() {
        let before = figure.sentence.start.checked_sub('。'.len_utf8())?;
        from = sentence_before(text, figure.sentence.start);
        parts = counts(draft, figure.paragraph, from, before, total);
    }
    if parts.len() as f64 > many
        && let Some(of) = FOREMOST.captures(&says[0])
    {
        let is_earlier = EARLIER.is_match(&text[from..begin]);
        parts = foremost(draft, &parts, of.name("offices").is_some(), total).filter(|_| !is_earlier)?;
    }
    // 主办7件、8件，两家合计办结13件: what was done with them is something else.
    let is_other = DEED.find_iter(&says["deed"]).any(|deed| !text[from..begin].contains(deed.as_str()));
    let found = match parts[..] {
        [each] if many > 1.0 => of_each(draft, total, each, many)?,
        _ if !same(parts.len() as f64, many, 0.0) => return None,
        _ => {
            let slack = draft.slack(&parts) + figure.slack();
            told::total(draft, total, &parts, same(draft.values(&parts), figure.value, slack))
        }
    };
    (found.verdict == Verdict::Right || !is_other).then_some(found)
}

/// 交通30件，农业30件，城建22件，教育15件，其他63件。前三类合计82件: the first of a list from the largest to the smallest, of which none
/// but the last, 其他, may be more than these; what is as much as all the others is their whole. Offices are no sorts, nor
/// sorts offices; others of the list that make up the total are the ones that are meant.
fn foremost(draft: &Draft<'_>, parts: &[usize], of_offices: bool, total: usize) -> Option<Vec<usize>> {
    let value = |at: usize| draft.figures[at].value;
    let says = OF_SO_MANY.captures(&draft.text(total)[..draft.figures[total].span.start])?;
    let (many, _) = number::read(&says["n"])?;
    let (&last, before) = parts.split_last()?;
    let named = if kind::is_rest(draft.before(last)) { before } else { parts };
    let first: Vec<usize> =
        named.iter().zip(1_u32..).filter(|&(_, nth)| f64::from(nth) <= many).map(|(&at, _)| at).collect();
    let meant = parts.windows(first.len().max(1)).find(|meant| same(draft.values(meant), value(total), 0.0));
    if let Some(meant) = meant {
        return Some(meant.to_vec());
    }
    let is_office = |at: usize| draft.before(at).chars().next_back().is_some_and(|c| OFFICES.contains(c));
    let are_of_sort = named.iter().all(|&at| is_office(at) == of_offices);
    let is_sorted = named.windows(2).all(|pair| value(pair[0]) >= value(pair[1]));
    let is_whole = 2.0 * value(parts[0]) >= draft.values(parts);
    let is_total = parts.iter().any(|&at| draft.is_total(at));
    let are_first = same(first.len() as f64, many, 0.0) && are_of_sort && is_sorted;
    (are_first && !is_whole && !is_total).then_some(first)
}

/// The counts of a piece of a sentence that stand in parentheses with nothing beside them, those of one list.
fn in_parentheses(draft: &Draft<'_>, start: usize, end: usize, like: usize) -> Vec<usize> {
    let figure = &draft.figures[like];
    let inside = draft.within(figure.paragraph, start, end);
    let inside: Vec<usize> = inside.filter(|&at| draft.figures[at].is_like(figure)).collect();
    let is_listed = |&at: &usize| {
        draft.figures[at].depth == figure.depth + 1
            && draft.clause(at) == draft.written(at)
            && draft.is_exact(at)
    };
    if inside.iter().all(is_listed) { inside } else { Vec::new() }
}

/// 教委、水务局各主办7件，两家合计14件: the names before 各 are as many as the total is of.
fn of_each(draft: &Draft<'_>, total: usize, each: usize, many: f64) -> Option<Finding> {
    let (figure, part) = (&draft.figures[total], &draft.figures[each]);
    let lead = &draft.text(each)[part.sentence.start..part.span.start];
    let names = EACH.captures(lead)?.name("names")?.as_str().split(['、', '和', '及', '与']).count();
    if !same(names as f64, many, 0.0) {
        return None;
    }
    let sum = part.value * many;
    let fits = same(sum, figure.value, part.slack() * many + figure.slack());
    let reckoned = format!("{} × {names}", draft.written(each));
    Some(told::total_reckoned(draft, total, &[each], (&reckoned, sum), fits))
}

/// A类59件、B类33件、C类8件。A、B两类合计92件: the classes that are named, each counted once right before. What else
/// stands between may be what they are of.
fn of_classes(draft: &Draft<'_>, total: usize) -> Option<Finding> {
    let figure = &draft.figures[total];
    let text = draft.text(total);
    let is_count = figure.measure == Measure::Count && draft.is_exact(total);
    let says = class::named_together(draft, total).filter(|_| is_count)?;
    let begin = figure.sentence.start + says.get(0)?.start();
    // What begins a sentence goes on with the one before it, and what begins a part of it with the parts before.
    let from = if text[figure.sentence.start..begin].trim().is_empty() {
        sentence_before(text, figure.sentence.start)
    } else if begin < figure.segment.start {
        figure.sentence.start
    } else {
        figure.segment.start
    };
    let is_other =
        EARLIER.is_match(&text[from..begin]) || !["", "建议", "提案", "议案"].contains(&draft.after(total));
    let counts: Vec<usize> = draft
        .within(figure.paragraph, from, begin)
        .filter(|&at| draft.figures[at].measure == Measure::Count)
        .skip_while(|&at| class::total(draft, at).is_none())
        .collect();
    let letters: Vec<char> = says["names"].chars().filter(|c| !"类、和及与".contains(*c)).collect();
    let of = |letter: &char| {
        let mut own = counts.iter().copied().filter(|&at| class::total(draft, at) == Some(*letter));
        own.next().filter(|&at| draft.figures[at].is_like(figure) && own.next().is_none())
    };
    let parts = letters.iter().map(of).collect::<Option<Vec<usize>>>()?;
    let are_all_classes = counts.iter().all(|&at| class::total(draft, at).is_some());
    let fits = same(draft.values(&parts), figure.value, draft.slack(&parts) + figure.slack());
    (are_all_classes && !is_other).then(|| told::total(draft, total, &parts, fits))
}

/// 重点建议18件。… 已办成14件，其余4件正在推进: with what the sentence counts before it, the rest makes up a whole.
fn rest(draft: &Draft<'_>, rest: usize) -> Option<Finding> {
    let figure = &draft.figures[rest];
    let says = REST.captures(draft.lead(rest));
    let says = says.filter(|_| figure.measure == Measure::Count && draft.is_exact(rest))?;
    let before: Vec<usize> = draft
        .within(figure.paragraph, 0, figure.span.start)
        .filter(|&at| draft.figures[at].is_like(figure) && draft.is_exact(at))
        .collect();
    // The part before it, and the whole before that.
    let (&done, earlier) = before.split_last()?;
    // 52件B类建议中，尚有7件未落实; 本级受理38件，尚有3件未办结: what some are left of is the whole itself.
    let is_whole = draft.after(done).ends_with('中')
        || says.name("some").is_some() && !DONE.is_match(draft.clause(done));
    if is_whole {
        return None;
    }
    let sum = draft.figures[done].value + figure.value;
    let is_whole = |&&at: &&usize| draft.figures[at].value >= draft.figures[done].value;
    let wholes: Vec<usize> = earlier.iter().rev().filter(is_whole).copied().collect();
    let right = wholes.iter().copied().find(|&whole| same(draft.figures[whole].value, sum, 0.0));
    // 抽查的60件中…；已办结52件，其余7件: what another part of the sentence counts is something else.
    let near = |&whole: &usize| {
        let off = (draft.figures[whole].value - sum).abs();
        (!draft.are_in_one_sentence(whole, done) || draft.are_in_one_segment(whole, done))
            && (off <= 1.0 || off <= GAP_TO_WHOLE * sum)
    };
    let whole = right.or(wholes.first().copied().filter(near))?;
    Some(told::total(draft, whole, &[done, rest], right.is_some()))
}

/// 受理4365件，办结4200件，未办结165件: what was done and what was not make up the whole before them. Where several
/// counts say that it was done, any of them may be meant. Where the sentence tells no whole, it is the one that the rate
/// beside what was done is of: 共提出190件。截至12月10日，已答复158件，办复率83.2%；尚未答复32件.
fn undone(draft: &Draft<'_>, undone: usize, shares: &[Finding]) -> Option<Finding> {
    let figure = &draft.figures[undone];
    let says = UNDONE.captures(draft.lead(undone));
    let says = says.filter(|_| figure.measure == Measure::Count && draft.is_exact(undone))?;
    let lead = &draft.text(undone)[figure.sentence.start..figure.span.start];
    let before = counts(draft, figure.paragraph, figure.sentence.start, figure.span.start, undone);
    let is_done = |&&at: &&usize| {
        let clause = draft.clause(at);
        clause.contains(&says["deed"]) && !clause.contains('未') && !clause.contains('应')
    };
    let done: Vec<usize> = before.iter().filter(is_done).copied().collect();
    let found = |done: usize| {
        let sum = draft.figures[done].value + figure.value;
        let is_whole = |&&at: &&usize| at < done && draft.figures[at].value >= draft.figures[done].value;
        let here = before.iter().rev().find(is_whole).copied();
        let whole = here.or_else(|| of_rate(draft, done, shares))?;
        Some((whole, draft.figures[whole].value - sum))
    };
    let right = done.iter().find_map(|&done| {
        found(done).filter(|&(_, off)| same(off, 0.0, 0.0)).map(|(whole, _)| (whole, done))
    });
    if let Some((whole, done)) = right {
        return Some(told::total(draft, whole, &[done, undone], true));
    }
    let &[done] = done.as_slice() else { return None };
    let (whole, off) = found(done)?;
    // 立案240件，并案20件，不予立案8件: there are more parts.
    let are_two = !before.iter().any(|&at| at > done);
    let is_near = off.abs() <= GAP_TO_WHOLE * draft.figures[whole].value;
    let are_all = before.contains(&whole) || are_all_of(draft, whole, undone);
    (is_near && are_two && are_all && !CARRIED.is_match(lead))
        .then(|| told::total(draft, whole, &[done, undone], false))
}

/// The whole before a count in its paragraph, of which the rate beside the count is.
fn of_rate(draft: &Draft<'_>, done: usize, shares: &[Finding]) -> Option<usize> {
    shares.iter().find_map(|finding| {
        let &[whole, part, share] = finding.figures.as_slice() else { return None };
        let is_of_it = finding.rule == Rule::Share && finding.verdict == Verdict::Right && part == done;
        let is_before = whole < done && draft.figures[whole].paragraph == draft.figures[done].paragraph;
        let is_like = draft.figures[whole].is_like(&draft.figures[done]) && draft.is_exact(whole);
        (is_of_it && is_before && is_like && draft.are_in_one_sentence(done, share)).then_some(whole)
    })
}

/// Whether the paragraph of a whole tells of no others than those done and those undone: 撤回2件.
fn are_all_of(draft: &Draft<'_>, whole: usize, undone: usize) -> bool {
    let (text, figure) = (draft.text(undone), &draft.figures[undone]);
    let before = &text[draft.figures[whole].span.end..figure.span.start];
    let (beside, after) = (&text[figure.span.end..figure.sentence.end], &text[figure.sentence.end..]);
    let more = draft.within(figure.paragraph, figure.span.end, figure.sentence.end);
    let are_parts = OF_THESE.is_match(beside) || more.is_empty() && !LEFT_OUT.is_match(beside);
    are_parts && !LEFT_OUT.is_match(before) && !LEFT_OUT.is_match(after)
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
        finding.verdict == Verdict::Right
            && finding.rule == Rule::Share
            && draft.are_in_one_sentence(listed, share)
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
    let fits = same(percentage(draft, &parts, &[whole]), figure.value, figure.slack());
    Some(told::share(draft, &parts, &[whole], share, fits))
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
