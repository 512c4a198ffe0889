//! What kind of thing is seen at a piece, and the thing -> the key that its weights are kept under.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// What kind of thing is seen; its name in the file of weights is that of the variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// The first characters of the piece.
    Front,
    /// Its last two characters.
    Back,
    /// A word of the piece.
    Word,
    /// Whether it has digits, and whether as many as a telephone number.
    Digits,
    /// The first two characters of the piece before.
    Before,
    /// The first two characters of the piece after.
    After,
    /// The marks before and after the piece.
    Marks,
    /// The number it begins with.
    Numbered,
    /// A word of the clause that announced the list, at a number.
    Announced,
    /// The same, elsewhere.
    Under,
    /// In a text that begins with a number, whether the piece does.
    List,
    /// Where in the text the piece stands.
    Place,
    /// Whether and how the piece asks.
    Asking,
    /// The same of the piece before.
    AskingBefore,
    /// The same of the piece after, and the mark between.
    AskingAfter,
    /// Whether something was asked before in the sentence.
    Since,
    /// Whether something is asked further on in the sentence.
    Ahead,
    /// How often the text asks.
    Text,
    /// What kind of question the piece is.
    Question,
    /// Whether the piece thanks or takes leave, and whether the next one does.
    Leave,
    /// Whether a sentence begins with the piece.
    Sentence,
    /// The mark before it, of the step.
    StepMark,
    /// The number it begins with and whether it goes on a list, of the step.
    StepNumber,
    /// Where in its list the piece stands, of the step.
    StepList,
    /// Its first two characters, of the step.
    StepFront,
    /// The mark before it and how it asks, of the step.
    StepAsking,
    /// The mark before it and what kind of question it is, of the step.
    StepQuestion,
    /// Whether it thanks or takes leave, of the step.
    StepLeave,
}

/// All sights, in the order of their declaration.
pub const SIGHTS: [Sight; 28] = [
    Sight::Front,
    Sight::Back,
    Sight::Word,
    Sight::Digits,
    Sight::Before,
    Sight::After,
    Sight::Marks,
    Sight::Numbered,
    Sight::Announced,
    Sight::Under,
    Sight::List,
    Sight::Place,
    Sight::Asking,
    Sight::AskingBefore,
    Sight::AskingAfter,
    Sight::Since,
    Sight::Ahead,
    Sight::Text,
    Sight::Question,
    Sight::Leave,
    Sight::Sentence,
    Sight::StepMark,
    Sight::StepNumber,
    Sight::StepList,
    Sight::StepFront,
    Sight::StepAsking,
    Sight::StepQuestion,
    Sight::StepLeave,
];

impl Sight {
    /// Whether it is seen at the step from the piece before.
    #[must_use]
    pub fn of_step(self) -> bool {
        self as u8 >= Self::StepMark as u8
    }

    /// The key of a thing of this kind.
    #[must_use]
    pub fn key(self, thing: &str) -> u64 {
        let mut hasher = FxHasher::default();
        hasher.write_u8(self as u8);
        hasher.write(thing.as_bytes());
        hasher.finish()
    }
}
