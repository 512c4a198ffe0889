//! A word of the dictionary -> whether it can be the name of a person.

use crate::segment::Dictionary;

/// Whether words of a class are names of persons, or of families and nothing else: `zg`.
pub(super) fn is_of_families(class: &str) -> bool {
    is_of_persons(class) || class == "zg"
}

/// Whether words of a class are names of persons.
pub(super) fn is_of_persons(class: &str) -> bool {
    class.starts_with("nr")
}

impl Dictionary {
    /// Whether a word can be a name: the dictionary has it as one, or not at all.
    pub(super) fn may_be_name(&self, word: &str) -> bool {
        self.part_of_speech(word).is_none_or(|class| is_of_persons(&class))
    }

    /// Whether some characters are a word that is no name of a person.
    pub(super) fn is_other_word(&self, characters: &[char]) -> bool {
        !self.may_be_name(&characters.iter().collect::<String>())
    }

    /// Whether some characters are a word, of whatever class.
    pub(super) fn knows(&self, characters: &[char]) -> bool {
        self.part_of_speech(&characters.iter().collect::<String>()).is_some()
    }

    /// Whether a character is the name of a family.
    pub(super) fn is_family(&self, character: char) -> bool {
        self.part_of_speech(character.encode_utf8(&mut [0; 4])).is_some_and(|class| is_of_families(&class))
    }
}
