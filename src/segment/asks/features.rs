//! The pieces of a text -> what is seen at each of them, as keys that weights are kept under.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::chain::Seen;
use super::pieces::{Border, Number, Piece};
use crate::segment::{Segmented, Token, TokenKind};

/// So many digits make a telephone number.
const TELEPHONE: usize = 7;

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
    /// The mark before it, of the step.
    StepMark,
    /// The number it begins with, of the step.
    StepNumber,
    /// Where in its list the piece stands, of the step.
    StepList,
    /// Its first two characters, of the step.
    StepFront,
}

/// All sights, in the order of their declaration.
pub const SIGHTS: [Sight; 16] = [
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
    Sight::StepMark,
    Sight::StepNumber,
    Sight::StepList,
    Sight::StepFront,
];

impl Sight {
    /// Whether it is seen at the step from the piece before.
    #[must_use]
    pub fn of_step(self) -> bool {
        matches!(self, Self::StepMark | Self::StepNumber | Self::StepList | Self::StepFront)
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

/// The keys of all that is seen at each of `pieces`; `watch` is told what the keys stand for.
pub fn look(text: &Segmented<'_>, pieces: &[Piece], mut watch: impl FnMut(Sight, &str)) -> Vec<Seen> {
    let folded = text.folded();
    let wording = |at: usize| pieces.get(at).map_or("", |piece| piece.wording.of(folded));
    // The last clause that announced something: 建议：, 三、几点建议。
    let mut announced: &[Token] = &[];
    let is_numbered = |piece: &Piece| piece.number.is_some();
    let [first_number, last_number] = [
        pieces.iter().position(is_numbered).unwrap_or(pieces.len()),
        pieces.iter().rposition(is_numbered).unwrap_or(0),
    ];
    let mut all = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        let mut seen = Seen::default();
        let mut see = |sight: Sight, thing: &str| {
            watch(sight, thing);
            let keys = if sight.of_step() { &mut seen.step } else { &mut seen.piece };
            keys.push(sight.key(thing));
        };
        let words = &text.tokens[piece.tokens.0..piece.tokens.1];
        let own = wording(at);
        for length in 1..=3 {
            see(Sight::Front, front(own, length));
        }
        see(Sight::Back, back(own, 2));
        for word in words.iter().filter(|token| token.kind == TokenKind::Word) {
            see(Sight::Word, word.span.of(folded));
        }
        if let Some(digits) = digits(own) {
            see(Sight::Digits, digits);
        }
        see(Sight::Before, at.checked_sub(1).map_or("", |before| front(wording(before), 2)));
        see(Sight::After, front(wording(at + 1), 2));
        see(Sight::Marks, mark(piece.before));
        see(Sight::Marks, pair(piece.before, piece.after));
        see(Sight::Numbered, numbered(piece.number));
        if piece.number.is_some_and(|number| number.first) {
            see(Sight::Numbered, "first");
        }
        let sight = if piece.number.is_some() { Sight::Announced } else { Sight::Under };
        for word in announced.iter().filter(|token| token.kind == TokenKind::Word) {
            see(sight, word.span.of(folded));
        }
        if first_number == 0 {
            see(Sight::List, if is_numbered(piece) { "point" } else { "else" });
        }
        see(Sight::Place, place(at, pieces.len()));
        see(Sight::Place, length(pieces.len()));
        see(Sight::StepMark, "");
        see(Sight::StepMark, mark(piece.before));
        see(Sight::StepNumber, numbered(piece.number));
        see(Sight::StepList, list(first_number < at, is_numbered(piece), at < last_number));
        see(Sight::StepFront, front(own, 2));
        all.push(seen);

        let heading = piece.number.is_some() && piece.before != Border::Comma && piece.after == Border::Stop;
        if piece.after == Border::Colon || (heading && piece.line) {
            announced = words;
        }
    }
    all
}

fn front(text: &str, characters: usize) -> &str {
    let length = text.chars().take(characters).map(char::len_utf8).sum();
    &text[..length]
}

fn back(text: &str, characters: usize) -> &str {
    let length: usize = text.chars().rev().take(characters).map(char::len_utf8).sum();
    &text[text.len() - length..]
}

/// How many digits there are, those that were masked included; `None` where there is none.
fn digits(text: &str) -> Option<&'static str> {
    match text.bytes().filter(|byte| byte.is_ascii_digit() || *byte == b'*').count() {
        0 => None,
        1..TELEPHONE => Some("some"),
        _ => Some("many"),
    }
}

fn mark(border: Border) -> &'static str {
    match border {
        Border::Text => "text",
        Border::Comma => "comma",
        Border::Semicolon => "semicolon",
        Border::Colon => "colon",
        Border::Stop => "stop",
        Border::Question => "question",
    }
}

fn pair(before: Border, after: Border) -> &'static str {
    use Border::{Colon, Comma, Question, Semicolon};
    match (before, after) {
        (Comma, Comma) => "comma comma",
        (Comma, Semicolon) => "comma semicolon",
        (Comma, Colon) => "comma colon",
        (Comma, Question) => "comma question",
        (Comma, _) => "comma stop",
        (Semicolon, Comma) => "semicolon comma",
        (Semicolon, Semicolon) => "semicolon semicolon",
        (Semicolon, _) => "semicolon stop",
        (Colon, Comma) => "colon comma",
        (Colon, Question) => "colon question",
        (Colon, _) => "colon stop",
        (_, Comma) => "stop comma",
        (_, Semicolon) => "stop semicolon",
        (_, Colon) => "stop colon",
        (_, Question) => "stop question",
        (_, _) => "stop stop",
    }
}

fn numbered(number: Option<Number>) -> &'static str {
    use super::pieces::Numbering;
    match number.map(|number| number.numbering) {
        None => "no",
        Some(Numbering::Chinese) => "chinese",
        Some(Numbering::Bracketed) => "bracketed",
        Some(Numbering::Digit) => "digit",
        Some(Numbering::Circled) => "circled",
        Some(Numbering::Spoken) => "spoken",
    }
}

/// Where a piece stands by the numbers before it, at it and after it.
fn list(before: bool, here: bool, after: bool) -> &'static str {
    match (before, here, after) {
        (false, false, false) => "no number",
        (false, false, true) => "before all numbers",
        (false, true, false) => "the only number",
        (false, true, true) => "the first number",
        (true, false, true) => "between numbers",
        (true, true, true) => "a number between",
        (true, true, false) => "the last number",
        (true, false, false) => "after all numbers",
    }
}

fn place(at: usize, of: usize) -> &'static str {
    match 4 * at / of {
        _ if at == 0 => "begin",
        _ if at + 1 == of => "end",
        0 => "quarter 1",
        1 => "quarter 2",
        2 => "quarter 3",
        _ => "quarter 4",
    }
}

fn length(pieces: usize) -> &'static str {
    match pieces {
        0..=3 => "few",
        4..=8 => "some",
        9..=16 => "many",
        _ => "long",
    }
}
