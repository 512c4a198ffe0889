//! TEXT -> tokens that join to the text again.
//!
//! - [`dictionary`]: jieba's words, the words of the field, the user's own words
//! - [`tokens`]: a text cut into tokens, each with its kind
//! - [`fingerprint`]: what documents with the same letters and digits share
//! - [`sketch`]: by what texts that are nearly the same are known
//! - [`asks`](mod@asks): the parts of a text in which something is asked for

pub mod dictionary;
pub mod tokens;
pub mod fingerprint;
pub mod sketch;
pub mod asks;

pub use dictionary::Dictionary;
pub use fingerprint::Fingerprint;
pub use sketch::Sketch;
pub use tokens::{Cut, Segmented, Token, TokenKind};

use crate::suggestion::Suggestion;

/// Title and body of one suggestion, cut into tokens.
#[derive(Debug)]
pub struct Document<'s> {
    /// The title.
    pub title: Segmented<'s>,
    /// The text.
    pub body: Segmented<'s>,
}

impl<'s> Document<'s> {
    /// Cuts title and body of `suggestion` with the words of `dictionary`.
    #[must_use]
    pub fn new(suggestion: &'s Suggestion, dictionary: &Dictionary) -> Self {
        Self {
            title: Segmented::new(suggestion.title(), dictionary),
            body: Segmented::new(suggestion.body(), dictionary),
        }
    }
}
