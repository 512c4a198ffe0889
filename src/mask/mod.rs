//! TEXT -> the same text with what tells of private persons hidden, character for character.
//!
//! - `numbers`: identity cards, bank cards and accounts, telephones
//! - `contacts`: mail, accounts of messengers, customers' numbers, number plates, passports
//! - `address`: house, building, entrance and flat
//! - `names`: the names of residents; those of deputies are public and stay
//! - `register`: all cells of a row, each as its column asks
//!
//! What is hidden stays as long as it was: the place of every other character is the same as before, so words
//! that decided and sentences that are quoted are found in the masked text too.

mod address;
mod contacts;
mod names;
mod numbers;
mod register;

pub use register::rows;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::segment::Dictionary;
use crate::text::{Normalized, Span};

/// So many characters before a number tell what kind it is.
const LEAD_IN: usize = 16;

/// Ends each cell of a row, so that no name and no number reaches into the next one. No text of people holds it, so it
/// shows where a letter ends.
const END: char = '␟';

/// What is put in the place of each hidden character.
const HIDDEN: char = '*';

/// What a hidden piece tells of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MaskKind {
    /// The day of birth within the number of an identity card, of which the first 6 and the last 4 digits stay, or all
    /// digits but the last 4 of a passport or a pass.
    Id,
    /// The middle of the number of a bank card or account; the first 6 and the last 4 digits stay, of fewer than 16
    /// the last 4.
    Bank,
    /// The middle of a mobile number, of which 3 and 4 digits stay, or all but the area code of another.
    Phone,
    /// A number plate after province and letter.
    Plate,
    /// The name before the @ but for its first character.
    Email,
    /// An account of a messenger (微信, QQ) or a site (账号) or a customer's number (户号) but for the first two characters.
    Account,
    /// The numbers of house, building, entrance and flat.
    Address,
    /// The given name of a resident.
    Name,
}

impl MaskKind {
    /// All kinds, in the order in which they are looked for: what one has found, the next does not touch.
    pub const ALL: [Self; 8] = [
        Self::Id,
        Self::Bank,
        Self::Phone,
        Self::Plate,
        Self::Email,
        Self::Account,
        Self::Address,
        Self::Name,
    ];
}

/// A piece of a text that is to be hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// Where it stands.
    pub span: Span,
    /// What it tells of.
    pub kind: MaskKind,
}

/// Finds what is to be hidden, with the words of a dictionary.
///
/// ```
/// use jiaoban::mask::Masker;
/// use jiaoban::segment::Dictionary;
///
/// let dictionary = Dictionary::new([]);
/// let masker = Masker::new(&dictionary);
/// let text = "我叫周柳溪，住青禾苑3栋2单元501室，电话13800138000，工单号13812345678901。";
/// assert_eq!(masker.text(text), "我叫周**，住青禾苑*栋*单元***室，电话138****8000，工单号13812345678901。");
/// // The names of deputies are public.
/// assert_eq!(masker.text("王青山、李石门等代表提出建议"), "王青山、李石门等代表提出建议");
/// ```
#[derive(Debug, Clone)]
pub struct Masker<'d> {
    dictionary: &'d Dictionary,
    kept: Vec<String>,
}

impl<'d> Masker<'d> {
    /// A masker that hides every kind.
    #[must_use]
    pub fn new(dictionary: &'d Dictionary) -> Self {
        Self { dictionary, kept: Vec::new() }
    }

    /// The same, but these names, such as those of deputies, stay wherever they stand.
    #[must_use]
    pub fn keep(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.kept.extend(names);
        self
    }

    /// What is to be hidden in `text`, from its start to its end; no two pieces overlap.
    #[must_use]
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        self.pieces_with(text, &[], &[])
    }

    /// The same where `residents` are known to be names of residents, and `public` those of deputies.
    fn pieces_with(&self, text: &str, residents: &[String], public: &[String]) -> Vec<Piece> {
        let normalized = Normalized::new(text);
        let mut found = Found { text: normalized.as_str(), pieces: BTreeMap::new() };
        if found.text.bytes().any(|b| b.is_ascii_alphanumeric()) {
            numbers::find(&mut found);
            contacts::find(&mut found);
        }
        address::find(&mut found);
        let kept: Vec<&str> = self.kept.iter().chain(public).map(String::as_str).collect();
        names::find(&mut found, self.dictionary, &kept, residents);
        let piece = |(start, (end, kind))| Piece { span: normalized.original(Span { start, end }), kind };
        found.pieces.into_iter().map(piece).collect()
    }

    /// The text with every piece hidden; one in which nothing is to be hidden is borrowed.
    #[must_use]
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        hide(text, &self.pieces(text))
    }
}

/// `text` with a `*` for every character of `pieces`.
fn hide<'t>(text: &'t str, pieces: &[Piece]) -> Cow<'t, str> {
    if pieces.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut end = 0;
    for piece in pieces {
        masked.push_str(&text[end..piece.span.start]);
        masked.extend(piece.span.of(text).chars().map(|_| HIDDEN));
        end = piece.span.end;
    }
    masked.push_str(&text[end..]);
    Cow::Owned(masked)
}

/// What was found so far in a folded text.
struct Found<'t> {
    text: &'t str,
    /// By its start the end of each piece, and its kind. A cell may hold thousands.
    pieces: BTreeMap<usize, (usize, MaskKind)>,
}

impl<'t> Found<'t> {
    /// Takes a piece unless it overlaps one that was found before.
    fn add(&mut self, kind: MaskKind, piece: Range<usize>) {
        if piece.start < piece.end && self.is_open(&piece) {
            self.pieces.insert(piece.start, (piece.end, kind));
        }
    }

    /// Whether nothing of the piece is hidden yet.
    fn is_open(&self, piece: &Range<usize>) -> bool {
        // Pieces do not overlap, so of those that begin before the end of this one the last ends last.
        self.pieces.range(..piece.end).next_back().is_none_or(|(_, &(before, _))| before <= piece.start)
    }

    /// What stands before `at`, as far back as a cue may begin.
    fn lead_in(&self, at: usize) -> &'t str {
        let start = self.text[..at].char_indices().rev().take(LEAD_IN).last().map_or(at, |(start, _)| start);
        &self.text[start..at]
    }

    /// The character that ends at `at`.
    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    /// The character that begins at `at`.
    fn after(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// Whether neither digits nor letters touch the piece.
    fn stands_alone(&self, piece: &Range<usize>) -> bool {
        self.begins_alone(piece.start) && self.ends_alone(piece.end)
    }

    /// Whether neither a digit nor a letter ends at `at`, nor the point of a number that has its fraction there, as 45741.0104
    /// has: that is how Excel keeps times.
    fn begins_alone(&self, at: usize) -> bool {
        !self.before(at).is_some_and(|c| c.is_ascii_alphanumeric())
            && !numbers::is_fraction_behind(&self.text[..at])
    }

    /// Whether neither a digit nor a letter begins at `at`.
    fn ends_alone(&self, at: usize) -> bool {
        !self.after(at).is_some_and(|c| c.is_ascii_alphanumeric())
    }
}

#[cfg(test)]
mod tests;
