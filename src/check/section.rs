//! The paragraphs of a draft -> the heading that each stands under, and what it names.

use std::sync::LazyLock;

use regex::Regex;

use super::Draft;
use crate::text::pattern;

/// The number of a heading: 一、, （二）, 3.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern("^ *(?:\\([一二三四五六七八九十0-9]+\\)|[一二三四五六七八九十0-9]+[、.]) *"));
/// What follows the name of a thing in headings and lists without changing it: 教育类, 教育方面.
static KIND: LazyLock<Regex> = LazyLock::new(|| pattern("(?:类|方面|领域)$"));
/// The longest line that can be a heading, in characters.
const LONGEST_HEADING: usize = 40;

/// A heading and the paragraphs below it, up to the next one.
pub(super) struct Section {
    /// What the heading names.
    pub(super) name: String,
    /// The first paragraph below it.
    pub(super) start: usize,
    /// The paragraph after the last one.
    pub(super) end: usize,
}

impl Section {
    /// Whether a paragraph stands in it.
    pub(super) fn holds(&self, paragraph: usize) -> bool {
        (self.start..self.end).contains(&paragraph)
    }
}

/// The sections of a draft, those without a paragraph left out.
pub(super) fn find(draft: &Draft<'_>) -> Vec<Section> {
    let headings: Vec<usize> =
        (0..draft.paragraphs.len()).filter(|&paragraph| is_heading(draft, paragraph)).collect();
    let ends = headings.iter().skip(1).copied().chain([draft.paragraphs.len()]);
    headings
        .iter()
        .zip(ends)
        .filter(|&(&heading, end)| heading + 1 < end)
        .map(|(&heading, end)| Section {
            name: name(&NUMBER.replace(&draft.paragraphs[heading], "")).to_owned(),
            start: heading + 1,
            end,
        })
        .collect()
}

/// The headings that a paragraph stands under, the nearest first, each of a higher level than the one before.
pub(super) fn above(draft: &Draft<'_>, paragraph: usize) -> Vec<usize> {
    let mut headings: Vec<usize> = Vec::new();
    let mut lowest = usize::MAX;
    for heading in (0..paragraph).rev().filter(|&at| is_heading(draft, at)) {
        let level = level(&draft.paragraphs[heading]);
        if level < lowest {
            headings.push(heading);
            lowest = level;
        }
        if lowest == 0 {
            break;
        }
    }
    headings
}

/// 0 for 一、, 1 for （一）, 2 for 1., 3 without a number.
fn level(heading: &str) -> usize {
    match NUMBER.find(heading).map(|number| number.as_str().trim_start()) {
        None => 3,
        Some(number) if number.starts_with('(') => 1,
        Some(number) if number.starts_with(|c: char| c.is_ascii_digit()) => 2,
        Some(_) => 0,
    }
}

/// Whether a paragraph is a heading: a line without a figure and without the end of a sentence.
pub(super) fn is_heading(draft: &Draft<'_>, paragraph: usize) -> bool {
    let text = &draft.paragraphs[paragraph];
    !text.is_empty()
        && !text.contains(['。', ';'])
        && text.chars().count() <= LONGEST_HEADING
        && draft.within(paragraph, 0, usize::MAX).next().is_none()
}

/// A name without the word for its kind: 教育类 and 教育方面 are 教育.
pub(super) fn name(text: &str) -> &str {
    let text = text.trim();
    match KIND.find(text) {
        // A类 without its 类 is no name any more.
        Some(kind) if text[..kind.start()].chars().count() > 1 => &text[..kind.start()],
        _ => text,
    }
}
