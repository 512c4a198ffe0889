//! What stands before a count -> whose it is: its year, and the batch, the office or the sort of papers that a heading or the
//! beginning of its sentence names.
//!
//! 教委：共承办建议28件 and 城管委：共承办建议31件 are of two subjects, and so are the totals under 市代表建议 and 区代表建议. What a
//! draft says of all that it counts (今年, 我区, 代表建议办理情况) names none.

use std::sync::LazyLock;

use regex::Regex;

use super::class::LETTER;
use super::kind::{OFFICES, SORT};
use super::{Draft, Figure, section};
use crate::text::pattern;

/// A year that is no part of a day: 2020年共收到, but not 2020年12月.
static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern("(?P<year>[0-9]{4})年(?:[^0-9]|$)"));
static YEAR_AT_HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^ *(?:\\(?[一二三四五六七八九十0-9]+[、.)] *)?(?P<year>[0-9]{4})年(?:[^0-9]|$)")
});
/// One of several that came one after the other.
static BATCH: LazyLock<Regex> = LazyLock::new(|| pattern("第[一二三四五六七八九十0-9]+[批期轮]"));
/// Words that tell nothing of whose a count is.
static NOBODY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        concat!(
            "^ *(?:\\([一二三四五六七八九十0-9]+\\)|[一二三四五六七八九十0-9]+[、.]) *",
            "|其中|今年(?:以来)?|全年|一年来|[0-9]{{4}}年度?|年度|截至|目前|[我本全各该](?:[省市区县镇乡州委办局厅]|街道|单位|部门)+",
            "|[省市区县]?政府(?:系统|部门)?|[主会协分承交督转领]办|收到|提出|受理|办理|办复|办结|答复|处理|人大|政协|代表|委员|建议|提案|议案|意见",
            "|诉求|留言|工单|来信|批评|总体|基本|情况|工作|各类|全部|所有|{letter}类|[和与及的对由经、 ]"
        ),
        letter = LETTER
    ))
});
/// What a heading says behind the name of what it is about.
static HANDLING: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:的?(?:办理|承办|交办|办复|答复|总体|基本)*(?:情况|工作))+$"));

/// Whose a count is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    year: Option<i32>,
    /// What the nearest heading that names something names, and then the sentence.
    names: Vec<String>,
}

impl Subject {
    /// Whose the count at `at` is, which is a part of `whole` where that is told.
    pub(super) fn of(draft: &Draft<'_>, at: usize, whole: Option<usize>) -> Self {
        let headings = section::above(draft, draft.figures[at].paragraph);
        let headings = headings.iter().map(|&heading| draft.paragraphs[heading].as_str());
        let of_sentence = head(draft, at).or_else(|| head(draft, whole?));
        let year = year(draft, at).or_else(|| headings.clone().find_map(|heading| year_in(&YEAR, heading)));
        let mut names: Vec<String> = headings.filter_map(name).take(1).chain(of_sentence).collect();
        names.dedup();
        Self { year, names }
    }

    /// Whether both may be one: no two years are told, and whatever else is, is told of both.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        self.names == other.names && self.may_be_of_its_year(other)
    }

    /// Whether no two years are told.
    pub(super) fn may_be_of_its_year(&self, other: &Self) -> bool {
        self.year.zip(other.year).is_none_or(|(one, other)| one == other)
    }
}

/// The year of a count: the last before it in its sentence, or the one that the nearest sentence before it begins with.
fn year(draft: &Draft<'_>, at: usize) -> Option<i32> {
    let Figure { sentence, span, .. } = &draft.figures[at];
    let text = draft.text(at);
    let earlier = || text[..sentence.start].rsplit('。').find_map(|earlier| year_in(&YEAR_AT_HEAD, earlier));
    super::year(&text[sentence.start..span.start]).or_else(earlier)
}

fn year_in(pattern: &Regex, text: &str) -> Option<i32> {
    pattern.captures(text)?["year"].parse().ok()
}

/// What the words before a clause name, between commas in its part of the sentence or before the first colon of all:
/// 教委：主办10件；共承办28件.
fn head(draft: &Draft<'_>, at: usize) -> Option<String> {
    let Figure { sentence, segment, clause, .. } = &draft.figures[at];
    let text = draft.text(at);
    let near = text[segment.start..clause.start].rsplit([',', ':']).find_map(name);
    near.or_else(|| text[sentence.start..clause.start].split_once(':').and_then(|(head, _)| name(head)))
}

/// What a heading or the head of a sentence names, if anything.
fn name(text: &str) -> Option<String> {
    if let Some(batch) = BATCH.find(text) {
        return Some(batch.as_str().to_owned());
    }
    let text = HANDLING.replace(text.trim(), "");
    let left = NOBODY.replace_all(&text, "");
    let is_office = left.chars().count() > 1 && left.ends_with(|last| OFFICES.contains(last));
    (is_office || SORT.is_match(&text) && !left.is_empty()).then(|| left.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_every_draft_says_names_nothing() {
        for (text, expected) in [
            ("一、市代表建议", Some("市")),
            ("(二)区代表建议办理情况", Some("区")),
            ("教委", Some("教委")),
            ("第一批", Some("第一批")),
            ("三、重点督办建议办理情况", Some("重点")),
            ("一、总体情况", None),
            ("二、代表建议办理情况", None),
            ("(一)A类建议办理情况", None),
            ("我区", None),
            ("截至目前全区", None),
            ("市政府", None),
            ("今年以来", None),
            ("其中", None),
        ] {
            assert_eq!(name(text).as_deref(), expected, "{text}");
        }
    }
}
