//! Figures that count the same thing in two places -> whether they are the same.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::{Draft, Finding, Measure, Rule, Verdict, class, pattern};
use crate::segment::{Dictionary, Segmented, TokenKind};

/// A clause that counts all of a class: A类建议79件, with nothing that takes some of them.
static CLASS_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:其中|包括|有|对|将|全年|今年)*[A-Ea-e甲乙丙丁]类(?:人大|代表|政协|委员|建议|提案|议案|意见|件|的|和|批评)*(?:共计|共有|共|有|为|是|达|计)*$",
    )
});
static CLASS_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:为)?[A-Ea-e甲乙丙丁]类(?:人大|代表|政协|委员|建议|提案|议案|意见)*(?:(?:已|均|都)?(?:全部|均|都)[^,;。]*)?$",
    )
});
/// Words around a total that do not change what is counted.
const SAME_THING: [&str; 64] = [
    "共",
    "共计",
    "共有",
    "总计",
    "合计",
    "一共",
    "总共",
    "总数",
    "总",
    "计",
    "有",
    "为",
    "是",
    "达",
    "达到",
    "的",
    "由",
    "交由",
    "交",
    "交办",
    "办理",
    "办复",
    "答复",
    "收到",
    "受理",
    "承办",
    "提出",
    "转交",
    "已",
    "全部",
    "均",
    "都",
    "现",
    "本",
    "区",
    "市",
    "县",
    "区政府",
    "政府",
    "市政府",
    "县政府",
    "部门",
    "政府部门",
    "有关部门",
    "各",
    "单位",
    "全区",
    "全市",
    "全县",
    "我区",
    "我市",
    "我",
    "以来",
    "截至",
    "这",
    "以下",
    "简称",
    "和",
    "对",
    "了",
    "我办",
    "任务",
    "件",
    "全",
];
/// The class that a figure counts the whole of.
pub(super) fn class_total(draft: &Draft<'_>, at: usize) -> Option<char> {
    let figure = &draft.figures[at];
    if figure.measure != Measure::Count || !draft.is_exact(at) {
        return None;
    }
    let (before, after) = (draft.before(at), draft.after(at));
    if CLASS_BEFORE.is_match(before) && after.is_empty() {
        return class(before);
    }
    let bare = before.is_empty() || super::ends_as_total(before) && before.chars().count() <= 4;
    if bare && CLASS_AFTER.is_match(after) { class(after) } else { None }
}

pub(super) fn findings(draft: &Draft<'_>, dictionary: &Dictionary) -> Vec<Finding> {
    // The same key is the same thing; the first figure of each is what the others are compared to.
    let mut first: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut findings = Vec::new();
    for at in 0..draft.figures.len() {
        let Some(key) = key(draft, at, dictionary) else { continue };
        let figure = &draft.figures[at];
        let Some(&earlier) = first.get(&(key.clone(), figure.unit.clone())) else {
            first.insert((key, figure.unit.clone()), at);
            continue;
        };
        let (one, two) = (draft.written(earlier), draft.written(at));
        let fits = (draft.figures[earlier].value - figure.value).abs() <= 1e-9;
        let (verdict, calculation) = if fits {
            (Verdict::Right, format!("前后两处均为{two}"))
        } else {
            (Verdict::Wrong, format!("前后两处不一：前为{one}，后为{two}"))
        };
        findings.push(Finding { verdict, rule: Rule::Twice, figures: vec![earlier, at], calculation });
    }
    findings
}

/// What a figure counts, for those that say that they count all of it.
fn key(draft: &Draft<'_>, at: usize, dictionary: &Dictionary) -> Option<String> {
    let figure = &draft.figures[at];
    if figure.measure != Measure::Count || !draft.is_exact(at) {
        return None;
    }
    let text = draft.text(at);
    let lead = &text[figure.sentence.start..figure.span.start];
    if let Some(letter) = class_total(draft, at) {
        let head = lead.split(['其', ':']).next().unwrap_or_default();
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
