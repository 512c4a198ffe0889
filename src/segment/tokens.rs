//! A text and a dictionary -> tokens, each with its place and kind.

use super::Dictionary;
use crate::text::{Normalized, Span};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// Chinese characters and other letters.
    Word,
    /// Digits.
    Number,
    /// Punctuation, blanks, symbols.
    Mark,
}

/// A piece of a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// Its place in the folded text.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// A text and its tokens. The tokens follow one another without gaps from the first byte to the last.
///
/// ```
/// use jiaoban::segment::{Dictionary, Segmented};
///
/// let text = Segmented::new("老旧小区加装电梯　３号楼", &Dictionary::new([]));
/// let words: Vec<&str> = text.tokens.iter().map(|token| text.original(token.span)).collect();
/// assert_eq!(words.concat(), "老旧小区加装电梯　３号楼");
/// assert_eq!(words[..2], ["老旧小区", "加装电梯"]);
/// ```
#[derive(Debug)]
pub struct Segmented<'t> {
    original: &'t str,
    normalized: Normalized<'t>,
    /// The tokens, first to last.
    pub tokens: Vec<Token>,
}

impl<'t> Segmented<'t> {
    /// Folds and cuts `original`.
    #[must_use]
    pub fn new(original: &'t str, dictionary: &Dictionary) -> Self {
        let normalized = Normalized::new(original);
        let text = normalized.as_str();
        let tokens = dictionary
            .jieba()
            .cut(text, true)
            .into_iter()
            .map(|token| Token {
                span: Span { start: token.byte_start, end: token.byte_end },
                kind: kind(token.word),
            })
            .collect();
        Self { original, normalized, tokens }
    }

    /// The text that the tokens' spans lie in.
    #[must_use]
    pub fn folded(&self) -> &str {
        self.normalized.as_str()
    }

    /// What stood in the original text at a span of the folded one.
    #[must_use]
    pub fn original(&self, folded: Span) -> &'t str {
        self.original_span(folded).of(self.original)
    }

    /// What stands at a span of the original text.
    #[must_use]
    pub fn original_text(&self, original: Span) -> &'t str {
        original.of(self.original)
    }

    /// The span of the original text that a span of the folded one came from.
    #[must_use]
    pub fn original_span(&self, folded: Span) -> Span {
        self.normalized.original(folded)
    }
}

fn kind(word: &str) -> TokenKind {
    match word.chars().next() {
        Some('\u{4e00}'..='\u{9fff}') => TokenKind::Word,
        Some(c) if c.is_ascii_digit() => TokenKind::Number,
        Some(c) if c.is_alphabetic() => TokenKind::Word,
        _ => TokenKind::Mark,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::new([]));

    proptest! {
        #[test]
        fn tokens_join_to_the_text(text in "\\PC{0,60}|[小区停车难的路口、，。a-z0-9 ０-９\\r\\n\\t]{0,80}") {
            let segmented = Segmented::new(&text, &DICTIONARY);
            let joined: String = segmented.tokens.iter().map(|token| segmented.original(token.span)).collect();
            prop_assert_eq!(&joined, &text);
            prop_assert!(segmented.tokens.iter().all(|token| token.span.start < token.span.end));
        }
    }

    #[test]
    fn kinds() {
        let segmented = Segmented::new("KTV在12号，吵", &DICTIONARY);
        let kinds: Vec<_> =
            segmented.tokens.iter().map(|token| (segmented.original(token.span), token.kind)).collect();
        assert_eq!(
            kinds,
            [
                ("KTV", TokenKind::Word),
                ("在", TokenKind::Word),
                ("12", TokenKind::Number),
                ("号", TokenKind::Word),
                ("，", TokenKind::Mark),
                ("吵", TokenKind::Word),
            ]
        );
    }
}
