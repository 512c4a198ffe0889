//! A text and how sure it is that a name stands there -> its family and given name, if it is as long as a name.

use super::{NO_NAME, Sign, begins_title, family};

/// A text that has the form of a name: a family name and one or two characters more.
pub(super) struct Candidate<'t> {
    pub(super) text: &'t str,
    pub(super) characters: Vec<char>,
    /// How many of the characters are the family name.
    pub(super) family: usize,
}

impl<'t> Candidate<'t> {
    /// The text as a name, where its length and its family name allow it.
    pub(super) fn read(text: &'t str, sign: Sign) -> Option<Self> {
        let characters: Vec<char> = text.chars().collect();
        let family = family(&characters, sign)?;
        (1..=2).contains(&(characters.len() - family)).then_some(Self { text, characters, family })
    }

    pub(super) fn given(&self) -> &[char] {
        &self.characters[self.family..]
    }

    /// Whether a character of the given name is one that no given name has.
    pub(super) fn has_grammar(&self) -> bool {
        self.given().iter().any(|c| NO_NAME.contains(*c))
    }

    /// Whether it ends as what `places` are called.
    pub(super) fn ends_like(&self, places: &str) -> bool {
        self.text.ends_with(|c| places.contains(c))
    }

    /// Whether a title stands in the place of the given name.
    pub(super) fn is_title(&self) -> bool {
        begins_title(self.given())
    }
}
