//! Figures that count the same thing in two places -> whether they are the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::phrase::named_whole;
use super::section::Section;
use super::slip::{Slip, slip};
use super::subject::Subject;
use super::{Draft, Finding, Measure, Rule, Verdict, class, ends_as_total, same, told};
use crate::segment::{Dictionary, Segmented, TokenKind};
use crate::text::pattern;

/// Words around a total that do not change what is counted.
const SAME_THING: [&str; 64] = [
    "共", "共计", "共有", "总计", "合计", "一共", "总共", "总数", "总", "计", "有", "为", "是", "达", "达到",
    "的", "由", "交由", "交", "交办", "办理", "办复", "答复", "收到", "受理", "承办", "提出", "转交", "已",
    "全部", "均", "都", "现", "本", "区", "市", "县", "区政府", "政府", "市政府", "县政府", "部门",
    "政府部门", "有关部门", "各", "单位", "全区", "全市", "全县", "我区", "我市", "我", "以来", "截至", "这",
    "以下", "简称", "和", "对", "了", "我办", "任务", "件", "全",
];
/// `parts` are the sections that are each about one part of the whole.
pub(super) fn findings(draft: &Draft<'_>, dictionary: &Dictionary, parts: &[&Section]) -> Vec<Finding> {
    // The same key under the same whole is the same thing; the first figure of each is what the others are
    // compared to.
    let mut first: BTreeMap<(String, String), Vec<(usize, Scope)>> = BTreeMap::new();
    let mut findings = Vec::new();
    for at in 0..draft.figures.len() {
        let Some(key) = key(draft, at, dictionary) else { continue };
        let figure = &draft.figures[at];
        let scope = Scope::of(draft, at, dictionary, parts);
        let known = first.entry((key, figure.unit.clone())).or_default();
        let Some(&(earlier, _)) = known.iter().find(|(_, known)| known.is_same(&scope)) else {
            known.push((at, scope));
            continue;
        };
        let fits = same(draft.figures[earlier].value, figure.value, 0.0);
        findings.push(told::twice(draft, "", [earlier, at], fits));
    }
    findings.extend(alike(draft, dictionary));
    findings
}

/// The whole that a class stands under: A类 of all suggestions, of one theme, of one department.
struct Scope {
    /// What the whole counts, without words that every whole has; empty for all suggestions.
    words: Vec<String>,
    /// How many it counts, where it is told.
    value: Option<f64>,
    /// Whose it is.
    subject: Subject,
}

impl Scope {
    /// The count that its part of the sentence begins with, or else the sentence, or the nearest sentence before
    /// it in its paragraph that has one.
    /// Only classes are told again and again of one whole after the other; other totals name theirs themselves.
    fn of(draft: &Draft<'_>, at: usize, dictionary: &Dictionary, parts: &[&Section]) -> Self {
        let uncounted = |words| Self { words, value: None, subject: Subject::of(draft, at, None) };
        if let Some(label) = named_whole(draft, at).filter(|_| class::total(draft, at).is_some()) {
            return uncounted(vec![label.to_owned()]);
        }
        if is_of_several(draft, at) {
            return uncounted(Vec::new());
        }
        let figure = &draft.figures[at];
        let can_be_whole = |other: usize| {
            let whole = &draft.figures[other];
            whole.is_like(figure)
                && whole.depth == figure.depth
                && whole.value >= figure.value
                && class::of(draft.clause(other)).is_none()
        };
        let before: Vec<usize> = draft
            .within(figure.paragraph, 0, figure.span.start)
            .filter(|&other| other != at && can_be_whole(other))
            .collect();
        let beside = before.iter().copied().find(|&other| draft.are_in_one_segment(other, at));
        let whole = beside.or_else(|| {
            let &nearest = before.last()?;
            before.iter().copied().find(|&other| draft.are_in_one_sentence(other, nearest))
        });
        let Some(whole) = whole.filter(|_| class::total(draft, at).is_some()) else {
            return uncounted(Vec::new());
        };
        let (lead, after) = (draft.before(whole), draft.after(whole));
        let mut words: Vec<String> = [lead, after].iter().flat_map(|part| words(part, dictionary)).collect();
        words.retain(|word| !EVERY_WHOLE.contains(&word.as_str()));
        let part = parts.iter().find(|part| part.holds(figure.paragraph));
        if let Some(part) = part.filter(|_| words.is_empty()) {
            words.push(part.name.clone());
        } else if POINTS_BACK.is_match(lead) {
            let heading =
                (0..figure.paragraph).rev().find(|&paragraph| super::section::is_heading(draft, paragraph));
            words.push(heading.map_or_else(String::new, |heading| draft.paragraphs[heading].clone()));
        }
        let subject = Subject::of(draft, at, Some(whole));
        Self { words, value: Some(draft.figures[whole].value), subject }
    }

    /// Whether both are the same whole: by name, or because one has no name and they count as many. Two wholes of
    /// different names or subjects are two, even where they count as many.
    fn is_same(&self, other: &Self) -> bool {
        let as_many = self.value.zip(other.value).is_some_and(|(one, two)| (one - two).abs() < 0.5);
        let is_counted = self.value.is_some() && other.value.is_some();
        let one_is_unnamed = self.words.is_empty() || other.words.is_empty();
        let by_name = self.words == other.words && !(one_is_unnamed && is_counted);
        (by_name || as_many && one_is_unnamed) && self.subject.may_be(&other.subject)
    }
}

/// Whether a count of a class says that it is the total of several that its paragraph told before: 会上A类53件；会下A类20件。
/// A类共73件.
fn is_of_several(draft: &Draft<'_>, at: usize) -> bool {
    let Some(letter) = class::total(draft, at).filter(|_| ends_as_total(draft.before(at))) else {
        return false;
    };
    let figure = &draft.figures[at];
    let earlier = draft.within(figure.paragraph, 0, figure.sentence.start);
    earlier.filter(|&at| class::total(draft, at) == Some(letter)).count() > 1
}

/// Words that the whole of a report has as well as any part of it.
const EVERY_WHOLE: [&str; 14] = [
    "建议", "提案", "议案", "意见", "诉求", "留言", "工单", "代表", "人大", "政协", "委员", "今年", "全年",
    "年",
];
/// A whole that the heading names: 此类建议, 该单位.
static POINTS_BACK: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:此|该|这|本类|本主题|本领域|本单位)"));

/// Large numbers of the same thing (对2485个小区, 居民小区2485个): the same number twice is the same figure; one that
/// differs in a single digit, or by two that changed places, is a slip. Anything else may be another thing; so may be
/// what has another year or another name (甲街道新增车位, 乙街道新增车位), and what differs in a single digit where one
/// sentence tells both, or where each has words that the other has not. The same number twice in one sentence proves
/// nothing.
fn alike(draft: &Draft<'_>, dictionary: &Dictionary) -> Vec<Finding> {
    let large: Vec<(usize, String, BTreeSet<String>)> = (0..draft.figures.len())
        .filter(|&at| {
            draft.figures[at].value >= SURELY_THE_SAME
                && draft.figures[at].step == 0.0
                && !draft.figures[at].unit.is_empty()
                && draft.is_exact(at)
        })
        .filter_map(|at| {
            let said = [draft.lead(at), draft.after(at)];
            let said = said.iter().flat_map(|part| words(part, dictionary)).collect();
            Some((at, noun(draft, at, dictionary)?, said))
        })
        .collect();
    let mut findings = Vec::new();
    for (nth, (two, noun, said)) in large.iter().enumerate() {
        let earlier = large[..nth].iter().rev().find(|(one, other, other_said)| {
            let same_noun = noun.ends_with(other.as_str()) || other.ends_with(noun.as_str());
            let (first, second) = (&draft.figures[*one], &draft.figures[*two]);
            // What is cheap to tell is told first: there are as many pairs as large numbers squared.
            if !same_noun || !first.is_like(second) {
                return false;
            }
            let beside = draft.are_in_one_sentence(*one, *two);
            let may_be_another = beside || !said.is_subset(other_said) && !other_said.is_subset(said);
            let of_one_year = || {
                let subjects = [*one, *two].map(|at| Subject::of(draft, at, None));
                subjects[0].may_be_of_its_year(&subjects[1])
            };
            let is_slip = match slip(first.value, second.value) {
                Some(Slip::Swapped) => of_one_year(),
                Some(Slip::OneDigit) => !may_be_another && of_one_year(),
                None => false,
            };
            let again = !beside && same(first.value, second.value, 0.0);
            (is_slip || again) && !have_other_names(draft.lead(*one), draft.lead(*two), dictionary)
        });
        let Some(&(one, ..)) = earlier else { continue };
        let (first, second) = (draft.written(one), draft.written(*two));
        let fits = (draft.figures[one].value - draft.figures[*two].value).abs() < 0.5;
        let (verdict, calculation) = if fits {
            (Verdict::Right, format!("前后两处{noun}均为{second}"))
        } else {
            (Verdict::Wrong, format!("前后两处{noun}疑为同一数字：前为{first}，后为{second}"))
        };
        findings.push(Finding { verdict, rule: Rule::Twice, figures: vec![one, *two], calculation });
    }
    findings
}

/// Words before the name of what is counted that do not change it.
const NO_NAME: [&str; 5] = ["今年", "全年", "年", "其中", "涉及"];

/// Whether two leads end alike, and before that each names something that the other does not.
fn have_other_names(one: &str, other: &str, dictionary: &Dictionary) -> bool {
    let alike = one.chars().rev().zip(other.chars().rev()).take_while(|(one, other)| one == other);
    let alike: usize = alike.map(|(one, _)| one.len_utf8()).sum();
    let (one, other) = (&one[..one.len() - alike], &other[..other.len() - alike]);
    let names = |text: &str| {
        text.contains(|c: char| c.is_ascii_digit())
            || words(text, dictionary).iter().any(|word| !NO_NAME.contains(&word.as_str()))
    };
    alike > 0 && !one.contains(other) && !other.contains(one) && names(one) && names(other)
}

/// Numbers of four digits are seldom alike by chance.
const SURELY_THE_SAME: f64 = 1000.0;

/// The thing that a figure counts: the word after it, or where none follows, the word before.
fn noun(draft: &Draft<'_>, at: usize, dictionary: &Dictionary) -> Option<String> {
    let after = words(draft.after(at), dictionary).into_iter().next();
    let noun = after.or_else(|| words(draft.lead(at), dictionary).pop())?;
    (noun.chars().count() > 1).then_some(noun)
}

/// What a figure counts, for those that say that they count all of it.
fn key(draft: &Draft<'_>, at: usize, dictionary: &Dictionary) -> Option<String> {
    let figure = &draft.figures[at];
    if figure.measure != Measure::Count || !draft.is_exact(at) {
        return None;
    }
    let text = draft.text(at);
    let lead = &text[figure.sentence.start..figure.span.start];
    if let Some(letter) = class::total(draft, at) {
        let head = lead.split(['其', ':']).next().unwrap_or_default();
        // 人大建议A类241件、B类92件: the first of a list says whose classes they are.
        let mut list = draft.within(figure.paragraph, figure.segment.start, figure.segment.end);
        let first = list.find(|&other| class::of(draft.clause(other)).is_some());
        if first.is_some_and(|first| class::total(draft, first).is_none()) {
            return None;
        }
        return (!EARLIER.is_match(head)).then(|| format!("{letter}类"));
    }
    let (before, after) = (draft.before(at), draft.after(at));
    let total = draft.is_total(at) || HANDED_OVER.is_match(after) && before.is_empty();
    if !total || EARLIER.is_match(lead) || text[figure.clause.start..figure.clause.end].contains('中') {
        return None;
    }
    let mut words: Vec<String> = [before, after].iter().flat_map(|part| words(part, dictionary)).collect();
    words.sort_unstable();
    words.dedup();
    let counted = words
        .iter()
        .any(|word| ["建议", "提案", "议案", "意见", "诉求", "留言", "工单"].contains(&word.as_str()));
    counted.then(|| words.join(" "))
}

/// After a figure that leads its sentence: all of them were handed over.
static HANDED_OVER: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^(?:代表|人大|政协|委员)?(?:建议|提案|议案)(?:[^,;。]{0,4})(?:交由|交办|全部|均|都|已全部)")
});
/// A time that is not the one of the report.
static EARLIER: LazyLock<Regex> = LazyLock::new(|| {
    pattern("上年|去年|同期|前一年|上一年|往年|上届|历年|累计|近年|[0-9]+月|季度|半年|会下|闭会|截至|截止")
});

fn words(text: &str, dictionary: &Dictionary) -> Vec<String> {
    let segmented = Segmented::new(text, dictionary);
    let words = segmented.tokens.iter().filter(|token| token.kind == TokenKind::Word);
    words
        .map(|token| token.span.of(segmented.folded()).to_owned())
        .filter(|word| !SAME_THING.contains(&word.as_str()))
        .collect()
}
