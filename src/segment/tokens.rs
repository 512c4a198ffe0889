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

/// Where a text is cut, in about a byte a token: from it the tokens are had again without the dictionary, whose
/// work is most of the work on a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cut(Box<[u8]>);

impl<'t> Segmented<'t> {
    /// Folds and cuts `original`.
    #[must_use]
    pub fn new(original: &'t str, dictionary: &Dictionary) -> Self {
        let normalized = Normalized::new(original);
        let text = normalized.as_str();
        let cut = dictionary.jieba().cut(text, true);
        // What jieba hands over has room for several times as many tokens; a million titles would keep it all.
        let mut tokens = Vec::with_capacity(cut.len());
        tokens.extend(cut.into_iter().map(|token| Token {
            span: Span { start: token.byte_start, end: token.byte_end },
            kind: kind(token.word),
        }));
        Self { original, normalized, tokens }
    }

    /// Where this text is cut.
    #[must_use]
    pub fn to_cut(&self) -> Cut {
        let mut lengths = Vec::with_capacity(self.tokens.len());
        for token in &self.tokens {
            // A byte of 255 says that the length goes on with the next one.
            let length = token.span.end - token.span.start;
            lengths.extend(std::iter::repeat_n(u8::MAX, length / usize::from(u8::MAX)));
            lengths.push((length % usize::from(u8::MAX)) as u8);
        }
        Cut(lengths.into())
    }

    /// The same text as it was cut before.
    ///
    /// # Panics
    /// If `cut` was made of another text.
    ///
    /// ```
    /// use jiaoban::segment::{Dictionary, Segmented};
    ///
    /// let text = Segmented::new("老旧小区加装电梯　３号楼", &Dictionary::new([]));
    /// let again = Segmented::restore("老旧小区加装电梯　３号楼", &text.to_cut());
    /// assert_eq!(again.tokens, text.tokens);
    /// ```
    #[must_use]
    pub fn restore(original: &'t str, cut: &Cut) -> Self {
        let normalized = Normalized::new(original);
        let text = normalized.as_str();
        let mut tokens = Vec::with_capacity(cut.0.len());
        let mut span = Span::default();
        for &length in &cut.0 {
            span.end += usize::from(length);
            if length < u8::MAX {
                tokens.push(Token { span, kind: kind(span.of(text)) });
                span.start = span.end;
            }
        }
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
        // Chinese marks are the usual ones; the tables of Unicode need not be asked about them.
        Some('、' | '。' | '！'..='／' | '：'..='＠') => TokenKind::Mark,
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
            prop_assert_eq!(Segmented::restore(&text, &segmented.to_cut()).tokens, segmented.tokens);
        }
    }

    #[test]
    fn a_word_of_any_length_is_cut_again() {
        for length in [254, 255, 256, 509, 510, 511] {
            let text = "x".repeat(length);
            let segmented = Segmented::new(&text, &DICTIONARY);
            assert_eq!(Segmented::restore(&text, &segmented.to_cut()).tokens, segmented.tokens);
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
