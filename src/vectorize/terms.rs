//! A document -> its terms: words, and character n-grams with the marks between them.

use std::hash::Hasher;

use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};

use crate::segment::{Dictionary, Document, Segmented, TokenKind};
use crate::suggestion::Suggestion;

/// Neighbors of the first and of the last character of a text: how a text begins and ends says what kind of text it
/// is. They are marks that nobody writes and that can be seen when a term is printed.
const EDGES: [char; 2] = ['⟦', '⟧'];

/// Keys below this are found without hashing: the characters of Unicode's basic plane.
pub(super) const SMALL: u64 = 1 << 16;

/// The part of a suggestion that a block looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Field {
    /// The title alone.
    Title,
    /// Title and body.
    Text,
}

impl Field {
    /// Where in `suggestion` the places of a word or an ask are counted: in its title, or for all else in its body.
    #[must_use]
    pub fn of(self, suggestion: &Suggestion) -> &str {
        match self {
            Self::Title => suggestion.title(),
            Self::Text => suggestion.body(),
        }
    }
}

/// What a block counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Words of two or more characters.
    Words,
    /// Single characters and pairs of neighbors, marks and the edges of the text among them.
    Characters,
}

/// A term as a number: a character or a pair is packed exactly, a word is hashed to 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermKey(pub u64);

impl TermKey {
    /// Whether it is the key of a single character, one of the usual ones.
    #[must_use]
    pub fn is_small(self) -> bool {
        self.0 < SMALL
    }

    /// The key of a word.
    #[must_use]
    pub fn word(word: &str) -> Self {
        let mut hasher = FxHasher::default();
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            hasher.write(word.to_ascii_lowercase().as_bytes());
        } else {
            hasher.write(word.as_bytes());
        }
        Self(hasher.finish())
    }

    /// The key of a character after `before` (`'\0'` where it stands alone).
    #[must_use]
    pub fn characters(before: char, character: char) -> Self {
        Self(u64::from(before) << 32 | u64::from(character.to_ascii_lowercase()))
    }

    /// The text of a key made by [`TermKey::characters`].
    #[must_use]
    pub fn spell_characters(self) -> String {
        [(self.0 >> 32) as u32, self.0 as u32]
            .into_iter()
            .filter_map(char::from_u32)
            .filter(|&c| c != '\0')
            .collect()
    }
}

/// A word of a document at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub key: TermKey,
    /// Its token, counted over the title's tokens and then the body's.
    pub token: u32,
}

/// Puts the words of `document` into `found`, those of the title first. Returns how many the title has.
pub fn document_words(document: &Document<'_>, found: &mut Vec<Word>) -> usize {
    found.clear();
    words(&document.title, |word, token| found.push(Word { key: TermKey::word(word), token }));
    let (of_title, before) = (found.len(), document.title.tokens.len() as u32);
    words(&document.body, |word, token| found.push(Word { key: TermKey::word(word), token: before + token }));
    of_title
}

/// Whether a word has one character; most words tell by their bytes.
#[must_use]
pub fn is_single(word: &str) -> bool {
    word.len() <= 4 && word.chars().nth(1).is_none()
}

/// Calls `visit` with every word of `text` and the position of its token.
pub fn words<'t>(text: &'t Segmented<'_>, mut visit: impl FnMut(&'t str, u32)) {
    for (position, token) in text.tokens.iter().enumerate() {
        let word = token.span.of(text.folded());
        // A single character is a term of the character blocks already.
        if token.kind != TokenKind::Mark && !is_single(word) {
            visit(word, position as u32);
        }
    }
}

/// Whether the dictionary knows parts of `word`, but not all of it, so that it is cut apart in every text. Single characters
/// that the dictionary does not know together may yet be taken for a word, as their neighbors have it.
#[must_use]
pub fn is_cut_apart(word: &str, dictionary: &Dictionary) -> bool {
    let text = Segmented::new(word, dictionary);
    text.tokens.len() > 1 && text.tokens.iter().any(|token| !is_single(token.span.of(text.folded())))
}

/// A character as most texts write it: letters small, marks as wide as Chinese ones. Some registers come with the marks of a
/// western keyboard, and their texts say nothing else for it.
fn as_written(character: char) -> char {
    match character {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '?' => '？',
        '!' => '！',
        '(' => '（',
        ')' => '）',
        other => other.to_ascii_lowercase(),
    }
}

/// Calls `visit` with every character and every pair of neighbors in `text`, with the positions of the token
/// of the first and of the last character. Marks count as characters, for 《 and ？ say what kind of text it
/// is; blanks do not, and what stands on both sides of one are neighbors. The first character also has the
/// beginning of the text as its neighbor, and the last one the end.
pub fn characters(text: &Segmented<'_>, mut visit: impl FnMut(TermKey, u32, u32)) {
    let [beginning, end] = EDGES;
    let mut before: Option<(char, u32)> = None;
    for (position, token) in text.tokens.iter().enumerate() {
        let position = position as u32;
        let characters = token.span.of(text.folded()).chars().filter(|&c| c != ' ');
        for character in characters.map(as_written) {
            visit(TermKey::characters('\0', character), position, position);
            let (neighbor, neighbor_position) = before.unwrap_or((beginning, position));
            visit(TermKey::characters(neighbor, character), neighbor_position, position);
            before = Some((character, position));
        }
    }
    if let Some((last, position)) = before {
        visit(TermKey::characters(last, end), position, position);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_known_parts_are_cut_apart() {
        let dictionary = Dictionary::new(["学校北门".to_owned()]);
        for (word, expected) in
            [("路灯", false), ("学校北门", false), ("占道", false), ("路灯和井盖", true), ("学校南门", true)]
        {
            assert_eq!(is_cut_apart(word, &dictionary), expected, "{word}");
        }
    }

    #[test]
    fn a_text_has_edges_unless_it_is_empty() {
        let dictionary = Dictionary::new([]);
        let found = |text: &str| {
            let mut found = Vec::new();
            characters(&Segmented::new(text, &dictionary), |key, first, last| {
                found.push((key.spell_characters(), first, last));
            });
            found
        };
        assert_eq!(found("路灯,坏了!(急)"), found("路灯，坏了！（急）"));
        let spelled: Vec<String> = found("路 灯。").into_iter().map(|(term, ..)| term).collect();
        assert_eq!(spelled, ["路", "⟦路", "灯", "路灯", "。", "灯。", "。⟧"]);
        assert_eq!(found(""), []);
        assert_eq!(found(" "), []);
    }
}
