//! Word lists -> the dictionary that texts are cut with.

use jieba_rs::Jieba;

use crate::text::{self, Span};

/// The words of the field: one a line, `#` begins a comment.
const FIELD_WORDS: &str = include_str!("words.txt");

/// jieba's dictionary and hidden Markov model, and on top of them the words of the field and of the user.
#[derive(Debug, Clone)]
pub struct Dictionary {
    jieba: Jieba,
    own_words: Vec<String>,
}

impl Dictionary {
    /// jieba's words, the shipped words of the field, and `own_words`. Each added word gets the lowest
    /// frequency at which jieba prefers it to its parts.
    ///
    /// ```
    /// use jiaoban::segment::{Dictionary, Segmented};
    ///
    /// let dictionary = Dictionary::new(["青禾苑".to_owned()]);
    /// let text = Segmented::new("青禾苑要装充电桩", &dictionary);
    /// let words: Vec<&str> = text.tokens.iter().map(|token| token.span.of(text.folded())).collect();
    /// assert_eq!(words, ["青禾苑", "要装", "充电桩"]);
    /// ```
    #[must_use]
    pub fn new(own_words: impl IntoIterator<Item = String>) -> Self {
        let mut shipped = Self { jieba: Jieba::new(), own_words: Vec::new() };
        for word in word_list(FIELD_WORDS) {
            shipped.add(&word);
        }
        shipped.with_words(own_words)
    }

    /// The same dictionary, which also knows `own_words`.
    #[must_use]
    pub fn with_words(mut self, own_words: impl IntoIterator<Item = String>) -> Self {
        for word in own_words {
            self.add(&word);
            self.own_words.push(word);
        }
        self
    }

    fn add(&mut self, word: &str) {
        // Each word is folded as the texts are, or it would never be met.
        let folded = text::in_one_width(word);
        self.jieba.add_word(&folded, None, None);
    }

    /// The user's words, in the order given.
    #[must_use]
    pub fn own_words(&self) -> &[String] {
        &self.own_words
    }

    /// jieba's part of speech of one folded word; `None` for a word that it does not know as one, or cuts apart.
    ///
    /// ```
    /// use jiaoban::segment::Dictionary;
    ///
    /// let dictionary = Dictionary::new([]);
    /// assert_eq!(dictionary.part_of_speech("公园"), Some("n".to_owned()));
    /// assert_eq!(dictionary.part_of_speech("请求"), Some("v".to_owned()));
    /// assert_eq!(dictionary.part_of_speech("雁北里"), None);
    /// ```
    #[must_use]
    pub fn part_of_speech(&self, word: &str) -> Option<String> {
        // Most words that are asked for are unknown, which is found out at once.
        if !self.jieba.has_word(word) {
            return None;
        }
        match self.jieba.tag(word, false).as_slice() {
            [only] => Some(only.tag.to_owned()),
            _ => None,
        }
    }

    /// The words of `text` with jieba's word classes: `n`, `v`, `nr` for names of persons, …; for a word that the
    /// dictionary lacks, the class is guessed.
    #[must_use]
    pub fn classes<'a>(&'a self, text: &'a str) -> Vec<(Span, &'a str)> {
        let tags = self.jieba.tag(text, true).into_iter();
        tags.map(|tag| (Span { start: tag.byte_start, end: tag.byte_end }, tag.tag)).collect()
    }

    pub(super) fn jieba(&self) -> &Jieba {
        &self.jieba
    }
}

/// Reads a word list: one word a line, blank lines and what follows `#` are passed over. Blanks inside a
/// line end the word, so that jieba's own format (`word frequency tag`) can be given too.
#[must_use]
pub fn word_list(lines: &str) -> Vec<String> {
    let word = |line: &str| {
        let word = line.split('#').next()?.split_whitespace().next()?;
        Some(word.trim_start_matches('\u{feff}').to_owned())
    };
    lines.lines().filter_map(word).filter(|word| !word.is_empty()).collect()
}
