//! The words of a text and their classes -> the names that jieba knows or guesses, without any word beside them.

use std::sync::LazyLock;

use regex::Regex;

use super::words::{is_of_families, is_of_persons};
use super::{
    FAMILY, NO_NAME, NO_PERSON_AFTER, Names, OFFICE, OFFICE_BEFORE, OFFICES, PLACES, SPEAKS, TITLE, is_han,
    is_word, nobody,
};
use crate::text::{Span, pattern};

/// What is counted, what people are and what houses are called, and no given name: 二人, 三伏, 老汉, 寿堂.
static COUNTED: LazyLock<Regex> = LazyLock::new(|| pattern("^[一二三四五六七八九十两双几老]|[人子堂府]$"));
/// Family names that make words of their own with what follows: 金熊猫, 康寿堂, 姜叶子.
const WORDS_TOO: &str = "金白石牛龙温田康姜叶文武江万雷施孔洪";
/// Public offices before a name, which say the same as those behind it.
static HOLDS_OFFICE: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:书记|主任|主席|[部厅局县区市镇乡校院]长)$"));
/// Offices after a name, which say that whoever holds one is meant as such.
static OFFICE_AFTER: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^(?:副|{OFFICES})")));

impl Names<'_> {
    /// Words of two or three characters that jieba takes for names of persons and that begin with a common
    /// family name. Of those in its dictionary many are none (陈述, 周转), so these must say something.
    pub(super) fn by_class(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        for (at, &(span, class)) in self.classes.iter().enumerate() {
            let characters: Vec<char> = span.of(self.text).chars().collect();
            let next = self.classes.get(at + 1).and_then(|(next, _)| next.of(self.text).chars().next());
            let place = next.is_some_and(|next| PLACES.contains(next))
                || characters.iter().skip(1).any(|c| PLACES.contains(*c) || NO_NAME.contains(*c));
            if class == "nr"
                && (2..=3).contains(&characters.len())
                && FAMILY.common.contains(&characters[0])
                && (characters.len() == 3 || FAMILY.commonest.contains(&characters[0]))
                && TITLE.find(span.of(self.text)).is_none()
                && !OFFICE.is_match(&self.text[span.start..])
                && !self.begins_with_a_word(&characters)
                && !is_word(span.of(self.text))
                && !NO_PERSON_AFTER.is_match(&self.text[span.end..])
                && (self.dictionary.part_of_speech(span.of(self.text)).is_none()
                    || SPEAKS.is_match(&self.text[span.end..]))
                && !place
            {
                spans.push(Span { end: self.end_after_office(span, at), ..span });
            }
        }
        spans
    }

    /// Where the name at `span`, the word at `at`, ends: after an office 陈刚淼 is one name, though jieba knows 陈刚 alone.
    fn end_after_office(&self, span: Span, at: usize) -> usize {
        let next = self.classes.get(at + 1).filter(|(next, _)| next.of(self.text).chars().count() == 1);
        let belongs = next.is_some_and(|(next, _)| {
            let next = next.of(self.text);
            let is_given = self.dictionary.part_of_speech(next).is_none_or(|class| class.starts_with('n'));
            is_given && next.chars().all(|c| is_han(c) && !NO_NAME.contains(c))
        });
        let is_short = span.of(self.text).chars().count() == 2;
        match next {
            Some((next, _)) if belongs && is_short && OFFICE_BEFORE.is_match(&self.text[..span.start]) => {
                next.end
            }
            _ => span.end,
        }
    }

    /// Names that jieba cuts in two, because the given one is a word too: 何志强. A family name that is nothing else stands
    /// first, and what follows says something or is a given name for jieba as well.
    pub(super) fn in_two_words(&self) -> Vec<Span> {
        let name = |words: &[(Span, &str)]| {
            let [(family, class), (given, given_class)] = words else { return None };
            let span = Span { start: family.start, end: given.end };
            let (given, after) = (given.of(self.text), &self.text[given.end..]);
            let is_family =
                family.of(self.text).chars().all(|c| FAMILY.common.contains(&c) && !WORDS_TOO.contains(c))
                    && family.of(self.text).chars().count() == 1
                    && is_of_families(class);
            let is_person = is_of_persons(given_class) || *given_class == "nz" && SPEAKS.is_match(after);
            // The dictionary is asked last: that is dear, and nearly all words are no family names.
            let is_given = || {
                let first: Vec<char> = span.of(self.text).chars().take(2).collect();
                given.chars().count() == 2
                    && given.chars().all(|c| is_han(c) && !NO_NAME.contains(c) && !PLACES.contains(c))
                    && !self.dictionary.knows(&first)
            };
            (is_family
                && !self.text[..span.start].ends_with(|c: char| c.is_ascii_digit())
                && is_person
                && is_given()
                && !COUNTED.is_match(given)
                && !is_word(given)
                && !is_word(span.of(self.text))
                && TITLE.find(given).is_none()
                && !OFFICE.is_match(&self.text[span.start..])
                && !OFFICE_AFTER.is_match(after)
                && !self
                    .letters_until(span.start)
                    .is_some_and(|before| HOLDS_OFFICE.is_match(before.of(self.text)))
                && !NO_PERSON_AFTER.is_match(after)
                && !after.starts_with(|c| PLACES.contains(c))
                && !nobody::is_nobody(span.of(self.text), self.dictionary))
            .then_some(span)
        };
        self.classes.windows(2).filter_map(name).collect()
    }
}
