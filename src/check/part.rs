//! Figures -> wholes with their parts.

use std::sync::LazyLock;

use regex::Regex;

use super::list::follows;
use super::phrase::{CHANGED, COMPARED, LASTING, OF_THESE, is_base};
use super::table::Table;
use super::{Draft, Figure, Measure, class, year};
use crate::text::pattern;

/// A whole and its parts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub(super) whole: usize,
    pub(super) parts: Vec<usize>,
    /// Whether the grammar makes them parts (其中, B类建议中), or merely their place beside a total.
    pub(super) stated: bool,
}

/// 按领域分, 按责任看: what follows is told apart by it.
static TOLD_APART: LazyLock<Regex> =
    LazyLock::new(|| pattern("按[^,;。:()0-9]{1,10}(?:划分|区分|分类|分|看|统计)[,:]"));
/// At the beginning of a clause that is about the year before.
static LAST_YEAR: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:上年|去年|前一年|上一年)"));
/// In a clause whose count is an average or a balance, of which something may be more.
static NET: LazyLock<Regex> = LazyLock::new(|| pattern("均|每|净|结余|余额|差额|盈|顺差|逆差"));
/// Before the highest of several counts, or what comes from elsewhere.
static EXTREME: LazyLock<Regex> = LazyLock::new(|| pattern("最|峰|总|另|累计|历年|历史|上年|去年|结转|往年"));
/// Before what something is measured against, though it is of a year: 比2023年的173件增加17件.
static BASE: LazyLock<Regex> = LazyLock::new(|| pattern("(?:比|较)[0-9]{4}年[^,;。0-9]*$"));
/// Before a count in parentheses that has more in it than the one before them: 89名代表领衔（含联名共136名代表）.
static WITH_MORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:包括|包含|含|连同|加上)(?:[^,;。:()0-9]{1,8}共(?:计|有)?|[^,;。:()0-9]{0,4}(?:联名|附议|附署)[^,;。:()0-9]*)$",
    )
});
/// Before what several years count together, and before what one of them does.
static SEVERAL_YEARS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "近?[两二三四五六七八九十]年来?[^,;。]{0,8}共|近[两二三四五六七八九十0-9]+年|[0-9]年?(?:至|到|—|-)+[0-9]{4}年|五[”\"]期间",
    )
});
static IN_YEAR: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:其中)?[0-9]{4}年[^,;。0-9比较]{0,8}$"));

/// A sum so near the whole, as a share of it, is meant to be the whole.
pub(super) const GAP_TO_WHOLE: f64 = 0.02;

/// So many characters of the name of a whole are enough to tell which of several is meant.
const LEAST_OF_NAME: usize = 2;

/// The groups found so far.
struct Found {
    groups: Vec<Group>,
    /// For each figure of the draft, whether it is a part in a group that is stated. A draft has many figures and many
    /// groups; to look through the groups for each figure takes minutes.
    stated: Vec<bool>,
}

impl Found {
    fn push(&mut self, group: Group) {
        if group.stated {
            group.parts.iter().for_each(|&part| self.stated[part] = true);
        }
        self.groups.push(group);
    }
}

/// The wholes of sentences; what a table counts together, its headings say.
pub(super) fn groups(draft: &Draft<'_>, tables: &[Table]) -> Vec<Group> {
    let in_table = |&paragraph: &usize| tables.iter().any(|table| table.holds(paragraph));
    let mut groups = Found { groups: Vec::new(), stated: vec![false; draft.figures.len()] };
    for paragraph in (0..draft.paragraphs.len()).filter(|paragraph| !in_table(paragraph)) {
        in_parentheses(draft, paragraph, &mut groups);
        of_these(draft, paragraph, &mut groups);
        among_them(draft, paragraph, &mut groups);
        told_apart(draft, paragraph, &mut groups);
        beside_totals(draft, paragraph, &mut groups);
    }
    groups.groups
}

/// 156件（包括议案转建议6件）: the whole stands right before the parenthesis.
fn in_parentheses(draft: &Draft<'_>, paragraph: usize, groups: &mut Found) {
    let text = &draft.paragraphs[paragraph];
    for (open, _) in text.match_indices('(') {
        let close = text[open..].find(')').map_or(text.len(), |at| open + at);
        let inside: Vec<usize> = draft.within(paragraph, open, close).collect();
        let Some(&first) = inside.iter().find(|&&at| draft.figures[at].measure == Measure::Count) else {
            continue;
        };
        let before = draft.within(paragraph, 0, open).last();
        let Some(whole) = before.filter(|&at| draft.figures[at].is_like(&draft.figures[first])) else {
            continue;
        };
        let near = !text[draft.figures[whole].span.end..open].contains([',', ';', '。', ':']);
        let says = ["包括", "包含", "含", "其中"].iter().any(|word| text[open..close].contains(word));
        let mut parts = like(draft, whole, inside.into_iter());
        parts.retain(|&part| !WITH_MORE.is_match(draft.lead(part)));
        if near && (says || parts.len() > 1) {
            groups.push(Group { whole, parts, stated: true });
        }
    }
}

/// B类建议中，6件…，40件…: the whole is named, here or elsewhere in the draft.
fn of_these(draft: &Draft<'_>, paragraph: usize, groups: &mut Found) {
    let text = &draft.paragraphs[paragraph];
    for captures in OF_THESE.captures_iter(text) {
        let (Some(heading), Some(label)) = (captures.get(0), captures.name("label")) else { continue };
        if label.as_str().ends_with('其') {
            continue;
        }
        let end = text[heading.end()..].find([';', '。']).map_or(text.len(), |at| heading.end() + at);
        let here = draft.within(paragraph, label.start(), label.end()).last();
        let Some(first) = draft
            .within(paragraph, heading.end() - 1, end)
            .find(|&at| draft.figures[at].measure == Measure::Count)
        else {
            continue;
        };
        let whole = here.or_else(|| named(draft, label.as_str(), first));
        let Some(whole) = whole.filter(|&at| draft.figures[at].is_like(&draft.figures[first])) else {
            continue;
        };
        let mut parts = like(draft, whole, draft.within(paragraph, heading.end() - 1, end));
        // 29件中，已办结21件，占72.4%；正在办理8件: the parts may go on after the semicolon.
        let rest = text[end..].find('。').map_or(text.len(), |at| end + at);
        if here.is_some() && !OF_THESE.is_match(&text[end..rest]) {
            let more = like(draft, whole, draft.within(paragraph, heading.end() - 1, rest));
            let off = |parts: &[usize]| (draft.values(parts) - draft.figures[whole].value).abs();
            if more.len() > parts.len() && off(&more) <= 1.0 {
                parts = more;
            }
        }
        groups.push(Group { whole, parts, stated: true });
    }
}

/// The figure before `before` that counts what `label` names.
fn named(draft: &Draft<'_>, label: &str, before: usize) -> Option<usize> {
    let earlier = || (0..before).rev().filter(|&at| draft.figures[at].is_like(&draft.figures[before]));
    if let Some(letter) = class::of(label) {
        return class::total_before(draft, letter, before)
            .filter(|&at| draft.figures[at].is_like(&draft.figures[before]));
    }
    let label = label.trim_start_matches(['在', '上', '述', '这', '些', '其']);
    (label.chars().count() > 1).then(|| earlier().find(|&at| draft.clause(at).contains(label)))?
}

/// …156件。其中：A类建议79件；B类建议46件；…
fn among_them(draft: &Draft<'_>, paragraph: usize, groups: &mut Found) {
    let text = &draft.paragraphs[paragraph];
    let open = |at: usize| text[..at].matches('(').count() > text[..at].matches(')').count();
    let marks: Vec<usize> = text.match_indices("其中").map(|(at, _)| at).filter(|&at| !open(at)).collect();
    let mut outer_end = 0;
    for (nth, &mark) in marks.iter().enumerate() {
        let sentence = text[mark..].find('。').map_or(text.len(), |at| mark + at);
        let segment = text[mark..].find([';', '。']).map_or(text.len(), |at| mark + at);
        // Within the parts of another 其中, the whole is the part right before it.
        let inner = mark < outer_end;
        let next = marks
            .get(nth + 1)
            .copied()
            .filter(|&next| next < sentence && !inner && text[..next].rfind(';') < Some(mark));
        let end = if inner { segment } else { next.unwrap_or(sentence) };
        outer_end = outer_end.max(sentence);
        let counts = |start: usize, end: usize| {
            draft.within(paragraph, start, end).filter(|&at| {
                let figure = &draft.figures[at];
                figure.measure == Measure::Count && figure.depth == 0 && !groups.stated[at]
            })
        };
        let Some(first) = counts(mark, end).next() else { continue };
        let begins = text[..mark].trim_end().ends_with('。');
        let before = counts(0, mark).filter(|&at| draft.figures[at].is_like(&draft.figures[first]));
        let before: Vec<usize> =
            before.filter(|&at| begins || inner || draft.figures[at].sentence.end >= mark).collect();
        let only = only_whole(draft, &before, first);
        // A whole is no smaller than its first part; 日均510件 beside it is something else. So is 年度目标150亿元的45.7%.
        let can_be_whole = |&at: &usize| {
            (inner || draft.figures[at].value >= draft.figures[first].value) && !is_base(draft, at)
        };
        let (compared, mut before): (Vec<usize>, Vec<usize>) =
            before.into_iter().filter(can_be_whole).partition(|&at| is_compared(draft, at));
        if before.is_empty() {
            before.extend(only);
        }
        let totals = before.iter().rev().find(|&&at| begins && draft.is_total(at));
        let all = counts(mark, end).filter(|&at| !draft.is_total(at));
        let all: f64 = all.map(|at| draft.figures[at].value).sum();
        // 147件，合并后为139件。其中主办121件、会办18件: what the parts make up is their whole.
        let off = |at: usize| (draft.figures[at].value - all).abs();
        let near = |&&at: &&usize| off(at) <= (GAP_TO_WHOLE * all).max(1.0);
        // 去年全年10.5万件，其中上半年5万件、下半年5.5万件: what others are compared to has parts as well.
        let told = before.iter().chain(compared.iter().filter(|&&at| is_of_last_year(draft, at)));
        let made_up = told.filter(near).min_by(|&&one, &&other| off(one).total_cmp(&off(other)));
        let Some(&whole) = made_up.or(totals).or(before.last()) else { continue };
        // 今年5.4万件；去年10.5万件，其中上半年4万件: the parts are not of what another part of the sentence counts.
        let of_last_year = |&at: &usize| at > whole && is_of_last_year(draft, at);
        let is_past = || text[draft.figures[whole].span.end..mark].contains(';');
        if made_up.is_none() && compared.iter().any(of_last_year) && is_past() {
            continue;
        }
        let mut parts = like(draft, whole, counts(mark, end).collect::<Vec<_>>().into_iter());
        parts.retain(|&part| !draft.is_total(part));
        if let Some(own) = of_each(draft, whole, &parts).filter(|_| made_up.is_none()) {
            for group in own {
                groups.push(group);
            }
            continue;
        }
        // 30件，其中A类20件、B类10件；水务局16件: what makes up the whole before the semicolon is all of it.
        let near: Vec<usize> =
            parts.iter().copied().filter(|&part| draft.figures[part].span.end <= segment).collect();
        let off = |parts: &[usize]| (draft.values(parts) - draft.figures[whole].value).abs();
        if near.len() > 1 && off(&near) <= off(&parts) {
            parts = near;
        }
        // What stands after a 其中 of its own is part of a part.
        parts.retain(|&part| {
            let Figure { segment, span, .. } = &draft.figures[part];
            !marks.iter().any(|&other| other > mark && segment.start <= other && other < span.start)
        });
        // 76件。其中人大建议A类241件、B类92件: a class has no parts of another class.
        let own = class::total(draft, whole);
        let other = |&part: &usize| class::of(draft.clause(part)).is_some_and(|part| Some(part) != own);
        if own.is_none() || !parts.iter().any(other) {
            groups.push(Group { whole, parts, stated: true });
        }
    }
}

/// 市代表建议12件、区代表建议156件。其中，市代表建议A类5件、B类7件；区代表建议A类79件、B类77件: the parts of each whole of the list
/// that ends at `last`; `None` where the parts do not name theirs.
fn of_each(draft: &Draft<'_>, last: usize, parts: &[usize]) -> Option<Vec<Group>> {
    let first = (0..last).rev().take_while(|&at| follows(draft, at)).last()?;
    let segments = parts.chunk_by(|&one, &other| draft.are_in_one_segment(one, other));
    let own = segments.map(|parts| {
        let Figure { segment, span, .. } = &draft.figures[parts[0]];
        let said = &draft.text(last)[segment.start..span.start];
        // How much of the end of its name is said again.
        let again = |at: usize| {
            let name = draft.lead(at);
            let ends = name.char_indices().map(|(start, _)| &name[start..]);
            ends.map(|end| if said.contains(end) { end.chars().count() } else { 0 }).max().unwrap_or_default()
        };
        let whole = (first..=last).max_by_key(|&at| again(at)).filter(|&at| again(at) >= LEAST_OF_NAME)?;
        Some(Group { whole, parts: parts.to_vec(), stated: true })
    });
    let own: Vec<Group> = own.collect::<Option<_>>()?;
    let are_of_several = own.windows(2).all(|pair| pair[0].whole != pair[1].whole);
    (own.len() > 1 && are_of_several).then_some(own)
}

/// The count before 其中 that its parts must be of though `first` of them is more: the only one of its kind there, which
/// is neither compared nor what is left of several, 日均510件 or 结余200万元.
fn only_whole(draft: &Draft<'_>, before: &[usize], first: usize) -> Option<usize> {
    let &[whole] = before else { return None };
    let figure = &draft.figures[whole];
    let between = figure.sentence.end..draft.figures[first].sentence.start;
    let is_next = draft.text(first).get(between).is_none_or(|between| between.trim() == "。");
    let is_else = is_compared(draft, whole) || is_base(draft, whole) || NET.is_match(draft.clause(whole));
    // 其中总投资10亿元的项目完成2亿元: what tells of which part it is that follows is none.
    let is_part = !EXTREME.is_match(draft.clause(first))
        && !COMPARED.is_match(draft.before(first))
        && !draft.after(first).starts_with('的')
        && draft.is_exact(first);
    (is_next && !is_else && is_part && draft.is_exact(whole)).then_some(whole)
}

/// Whether a figure is an amount of the year before, and none of its changes.
fn is_of_last_year(draft: &Draft<'_>, at: usize) -> bool {
    let before = draft.before(at);
    LAST_YEAR.is_match(before) && !CHANGED.is_match(before)
}

/// Whether a figure is a change or what one is measured against, and no whole; one of a year is, unless 比 stands before it.
fn is_compared(draft: &Draft<'_>, at: usize) -> bool {
    let before = draft.before(at);
    let is_base = BASE.is_match(before) || draft.after(at).starts_with("相比");
    is_base || CHANGED.is_match(before) || COMPARED.is_match(before) && year(before).is_none()
}

/// 209件建议，按责任分，政府系统承办191件，党群系统承办18件: what is told apart is the count before it.
fn told_apart(draft: &Draft<'_>, paragraph: usize, groups: &mut Found) {
    let text = &draft.paragraphs[paragraph];
    for mark in TOLD_APART.find_iter(text) {
        let end = text[mark.end()..].find([';', '。']).map_or(text.len(), |at| mark.end() + at);
        let counts = |start: usize, end: usize| {
            draft.within(paragraph, start, end).filter(|&at| {
                let figure = &draft.figures[at];
                figure.measure == Measure::Count && figure.depth == 0 && !COMPARED.is_match(draft.before(at))
            })
        };
        let all: Vec<usize> = counts(mark.end(), end).collect();
        let Some(&first) = all.first() else { continue };
        let parts: Vec<usize> =
            all.iter().copied().filter(|&at| draft.figures[at].is_like(&draft.figures[first])).collect();
        if parts.len() < 2 || parts.iter().any(|&at| groups.stated[at] || draft.is_total(at)) {
            continue;
        }
        let sum = draft.values(&parts);
        let before = counts(0, mark.start()).filter(|&at| draft.figures[at].is_like(&draft.figures[first]));
        let off = |at: usize| (draft.figures[at].value - sum).abs();
        let whole = before.min_by(|&one, &other| off(one).total_cmp(&off(other)));
        if let Some(whole) = whole.filter(|&at| off(at) <= GAP_TO_WHOLE * sum) {
            groups.push(Group { whole, parts, stated: true });
        }
    }
}

/// 共156件，A类79件，…; or A类79件，…，共156件.
fn beside_totals(draft: &Draft<'_>, paragraph: usize, groups: &mut Found) {
    for whole in draft.within(paragraph, 0, usize::MAX).filter(|&at| draft.is_total(at)) {
        let split = groups.groups.iter().any(|group| group.whole == whole && group.parts.len() > 1);
        let figure = &draft.figures[whole];
        let side = |start: usize, end: usize| {
            let outside =
                draft.within(paragraph, start, end).filter(|&at| draft.figures[at].depth == figure.depth);
            like(draft, whole, outside.filter(|&at| !groups.stated[at]).collect::<Vec<_>>().into_iter())
        };
        // A、B类建议合计125件 is the total of what it names, whatever else the sentence counts.
        if class::of(draft.clause(whole)).is_some() || class::named_together(draft, whole).is_some() {
            continue;
        }
        let mut after = side(figure.span.end, figure.sentence.end);
        after.retain(|&at| !split && !draft.is_total(at));
        let before = side(figure.sentence.start, figure.span.start);
        let mut parts = if after.len() > 1 { after } else { before };
        if parts.len() < 2 {
            // 城管委（31件）、教委（28件），合计59件.
            let inside = draft.earlier_in_sentence(whole).filter(|&at| {
                draft.figures[at].depth > figure.depth && draft.clause(at) == draft.written(at)
            });
            parts = like(draft, whole, inside);
        }
        if parts.len() > 1 {
            groups.push(Group { whole, parts, stated: false });
        }
    }
}

/// Those of `figures` that can be parts of `whole`.
fn like(draft: &Draft<'_>, whole: usize, figures: impl Iterator<Item = usize>) -> Vec<usize> {
    let figures: Vec<usize> = figures
        .filter(|&at| {
            at != whole
                && draft.figures[at].is_like(&draft.figures[whole])
                && !LASTING.contains(&draft.figures[at].unit.as_str())
                && !is_base(draft, at)
        })
        .collect();
    let by_year = is_of_years(draft, whole);
    let is_part =
        |at: usize| !COMPARED.is_match(draft.before(at)) || by_year && IN_YEAR.is_match(draft.before(at));
    figures.into_iter().filter(|&at| is_part(at)).collect()
}

/// Whether a whole counts several years, so that each of them is a part: 近三年共1168件，其中2022年370件.
fn is_of_years(draft: &Draft<'_>, whole: usize) -> bool {
    let Figure { sentence, span, .. } = &draft.figures[whole];
    SEVERAL_YEARS.is_match(&draft.text(whole)[sentence.start..span.start])
}
