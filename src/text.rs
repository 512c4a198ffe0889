//! A cell as it was typed -> the same text in one width, with the way back to the original.

use std::borrow::Cow;

use regex::Regex;
use serde::{Deserialize, Serialize};

/// A piece of a text, in bytes; both ends lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The piece of `text` that this span covers.
    ///
    /// # Panics
    /// If the span was made for another text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// So many characters from the first on, or all there are.
#[must_use]
pub fn beginning(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}

/// A text in which each character has been folded to one width, with the positions of the original.
///
/// Full-width letters, digits and the ideographic blank become half-width, line breaks and other blanks
/// become a space. Each character stays one character, so every span has exactly one counterpart. The seven characters
/// `_x000D_`, which some programs leave of a line break that came from a workbook (ECMA-376, `ST_Xstring`), become
/// seven spaces.
///
/// ```
/// use jiaoban::text::{Normalized, Span};
///
/// let text = Normalized::new("ＡＢ路１２号\n停车");
/// assert_eq!(text.as_str(), "AB路12号 停车");
/// assert_eq!(text.original(Span { start: 0, end: 5 }), Span { start: 0, end: 9 });
/// ```
#[derive(Debug, Clone)]
pub struct Normalized<'t> {
    text: Cow<'t, str>,
    /// Where the distance between folded and original positions changes: (folded position, original position).
    shifts: Vec<(usize, usize)>,
}

impl<'t> Normalized<'t> {
    /// Folds `original`; a text that needs no folding is borrowed.
    #[must_use]
    pub fn new(original: &'t str) -> Self {
        let Some(first) = first_folded(original) else {
            return Self { text: Cow::Borrowed(original), shifts: Vec::new() };
        };
        let mut text = String::with_capacity(original.len());
        let mut shifts = Vec::new();
        text.push_str(&original[..first]);
        let mut escaped = 0;
        for (at, c) in original[first..].char_indices() {
            if c == '_' && is_escape(&original[first + at..]) {
                escaped = ESCAPE_LENGTH;
            }
            let folded = if escaped > 0 { ' ' } else { fold(c) };
            escaped = escaped.saturating_sub(1);
            text.push(folded);
            if folded.len_utf8() != c.len_utf8() {
                shifts.push((text.len(), first + at + c.len_utf8()));
            }
        }
        Self { text: Cow::Owned(text), shifts }
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The span of the original text that `folded`, a span of [`Normalized::as_str`], came from.
    #[must_use]
    pub fn original(&self, folded: Span) -> Span {
        Span { start: self.original_position(folded.start), end: self.original_position(folded.end) }
    }

    fn original_position(&self, folded: usize) -> usize {
        match self.shifts.partition_point(|&(position, _)| position <= folded).checked_sub(1) {
            Some(last) => self.shifts[last].1 + (folded - self.shifts[last].0),
            None => folded,
        }
    }
}

/// Where the first character stands that folding changes.
fn first_folded(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        at += match byte {
            b'_' if is_escape(&text[at..]) => return Some(at),
            b' '..=b'~' => 1,
            // These begin most Chinese characters and nothing else.
            0xe5..=0xe9 => 3,
            _ => {
                let character = text[at..].chars().next()?;
                if fold(character) != character {
                    return Some(at);
                }
                character.len_utf8()
            }
        };
    }
    None
}

/// The length of `_x000D_`.
const ESCAPE_LENGTH: usize = 7;

/// Whether `text` begins with a line break as workbooks escape it: `_x000D_` or `_x000A_`.
fn is_escape(text: &str) -> bool {
    let Some(escape) = text.as_bytes().get(..ESCAPE_LENGTH) else { return false };
    escape.starts_with(b"_x000") && matches!(escape[5], b'A' | b'D' | b'a' | b'd') && escape[6] == b'_'
}

/// One character in the width that dictionary and model use; see [`Normalized`].
#[must_use]
pub fn fold(c: char) -> char {
    match c {
        ' '..='~' | '\u{4e00}'..='\u{9fff}' => c,
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c if c.is_whitespace() || c.is_control() => ' ',
        _ => c,
    }
}

/// The letters and digits of a text, in one width and case: what two texts have to share if they say the same.
///
/// ```
/// use jiaoban::text::said;
///
/// assert!(said("青禾苑２－301室，KTV！").eq(said("青禾苑2-301室 ktv")));
/// ```
pub fn said(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(fold).filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase())
}

/// A text in one width, each of its characters [folded](fold).
pub(crate) fn in_one_width(text: &str) -> String {
    text.chars().map(fold).collect()
}

/// A name in half width, brackets and marks too, and in lower case.
pub(crate) fn folded(name: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => fold(c),
    };
    name.trim().chars().map(narrow).flat_map(char::to_lowercase).collect()
}

/// A pattern that is part of the program.
///
/// # Panics
/// If it is none; every test compiles it.
pub(crate) fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of the program are patterns")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escaped_line_breaks_are_blanks() {
        let text = Normalized::new("路灯_x000D_\n不亮_x00D_，_x000a_");
        assert_eq!(text.as_str(), "路灯        不亮_x00D_，       ");
        assert_eq!(text.original(Span { start: 6, end: 13 }), Span { start: 6, end: 13 });
        assert_eq!(Normalized::new("_x000D").as_str(), "_x000D");
    }

    proptest! {
        #[test]
        fn every_character_keeps_its_place(original in "(_x000D_)?[ -~ａ-ｚ０-９　路停\\n\\PC]{0,40}") {
            let folded = Normalized::new(&original);
            let mut position = 0;
            prop_assert_eq!(folded.as_str().chars().count(), original.chars().count());
            for (folded_char, original_char) in folded.as_str().chars().zip(original.chars()) {
                let span = Span { start: position, end: position + folded_char.len_utf8() };
                let back = folded.original(span).of(&original);
                prop_assert_eq!(back, original_char.to_string());
                position = span.end;
            }
        }
    }
}
