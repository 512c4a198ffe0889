//! A cut message -> its terms: words, pairs of characters, names and regions, each a column with its count; and what
//! its cell of places names.
//!
//! Terms are columns by their hash: of 2^22 columns the few hundred of a message share one with a given other term
//! almost never, and a shared column only makes a term look a little more common than it is.

use super::address;
use super::landmark::Landmark;
use super::messages::Message;
use super::place::{Mention, PlaceFinder, PlaceKind};
use super::row::{COLUMN_BITS, MOST, Term, TermRows};
use crate::segment::{Segmented, TokenKind};
use crate::text::beginning;
use crate::vectorize::terms::{self, TermKey};

/// A word of the title counts as so many of the body.
const TITLE_WEIGHT: u32 = 3;
/// The beginning of a text: where it is from and about, before it tells of other places.
const BEGINNING_CHARACTERS: usize = 60;

/// The column of a word, without the bit that says whether it is part of a name.
#[must_use]
pub fn word_column(word: &str) -> u32 {
    hashed(TermKey::word(word).0)
}

/// The column of a pair of characters, without the bit that says whether it is part of a name.
#[must_use]
pub fn pair_column(before: char, character: char) -> u32 {
    hashed(TermKey::characters(before, character).0)
}

/// The column of the pair of characters before a suffix.
fn core_column((before, character): (char, char)) -> u32 {
    pair_column(before, character.to_ascii_lowercase())
}

/// The best bits of a hash are its upper ones.
fn hashed(key: u64) -> u32 {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - COLUMN_BITS)) as u32
}

/// The column of a name.
fn column(mention: &Mention) -> u32 {
    word_column(&mention.key)
}

/// The landmark of a mention, by the pair of characters that tells it from others.
fn landmark(mention: &Mention) -> Option<Term> {
    let (core, landmark) = mention.core.zip(mention.landmark)?;
    Some(Term::new(core_column(core), landmark.number()))
}

/// Whether one region is named right after another: a city and its district.
fn are_nested(outer: &Mention, inner: &Mention) -> bool {
    [outer, inner].iter().all(|mention| mention.kind == PlaceKind::Region)
        && outer.span.end == inner.span.start
}

/// Finds terms. It belongs to one thread, and remembers what it has found out about words.
#[derive(Debug)]
pub struct TermFinder<'d> {
    places_finder: PlaceFinder<'d>,
    words: Vec<Term>,
    pairs: Vec<Term>,
    places: Vec<Term>,
    regions: Vec<Term>,
    landmarks: Vec<Term>,
    regions_of_cell: Vec<Term>,
    landmarks_of_cell: Vec<Term>,
    /// Pairs of regions of which one was named right after the other, in all messages so far.
    nested: Vec<(u32, u32)>,
    /// The columns of places, each with that of the pair of characters before its suffix, in all messages so far.
    cores: Vec<(u32, u32)>,
}

impl<'d> TermFinder<'d> {
    /// Finds names with `places_finder`.
    #[must_use]
    pub fn new(places_finder: PlaceFinder<'d>) -> Self {
        Self {
            places_finder,
            words: Vec::new(),
            pairs: Vec::new(),
            places: Vec::new(),
            regions: Vec::new(),
            landmarks: Vec::new(),
            regions_of_cell: Vec::new(),
            landmarks_of_cell: Vec::new(),
            nested: Vec::new(),
            cores: Vec::new(),
        }
    }

    /// The pairs of regions of which one was named right after the other in the messages since this was last
    /// asked: a city and its district.
    pub fn take_nested(&mut self) -> Vec<(u32, u32)> {
        std::mem::take(&mut self.nested)
    }

    /// The columns of the places in the messages since this was last asked, each with the column of the pair of
    /// characters before its suffix.
    pub fn take_cores(&mut self) -> Vec<(u32, u32)> {
        self.cores.sort_unstable();
        self.cores.dedup();
        std::mem::take(&mut self.cores)
    }

    /// Adds the terms of `message` to `rows`.
    pub fn add_terms(&mut self, message: &Message<'_>, rows: &mut TermRows) {
        let document = message.document();
        self.words.clear();
        self.pairs.clear();
        self.places.clear();
        self.regions.clear();
        self.landmarks.clear();
        self.regions_of_cell.clear();
        self.landmarks_of_cell.clear();
        for (text, weight) in [(&document.title, TITLE_WEIGHT), (&document.body, 1)] {
            let mentions = self.places_finder.mentions(text);
            self.add_words(text, &mentions, weight);
            self.add_names(&mentions, weight);
            self.add_landmarks(text, &mentions);
            self.add_pairs(text, &mentions, weight);
        }
        for terms in [&mut self.words, &mut self.pairs, &mut self.places] {
            terms.sort_unstable();
            terms.dedup_by(|later, first| {
                let same = later.column() == first.column();
                if same {
                    *first = Term::new(first.column(), MOST.min(first.number() + later.number()));
                }
                same
            });
        }
        // What is part of a name anywhere in the message is part of that name everywhere.
        for terms in [&mut self.words, &mut self.pairs] {
            terms.dedup_by(|later, first| {
                let same = later.column() >> 1 == first.column() >> 1;
                if same {
                    *first = Term::new(later.column(), MOST.min(first.number() + later.number()));
                }
                same
            });
        }
        if let Some(cell) = message.place {
            self.add_cell(cell);
        }
        for terms in [&mut self.landmarks, &mut self.regions_of_cell, &mut self.landmarks_of_cell] {
            terms.sort_unstable();
            terms.dedup();
        }
        rows.push([
            &self.words,
            &self.pairs,
            &self.places,
            &self.regions,
            &self.landmarks,
            &self.regions_of_cell,
            &self.landmarks_of_cell,
        ]);
    }

    fn add_names(&mut self, mentions: &[Mention], weight: u32) {
        let place = |mention: &&Mention| mention.kind == PlaceKind::Place;
        let region = |mention: &&Mention| mention.kind == PlaceKind::Region;
        self.places.extend(mentions.iter().filter(place).map(|mention| Term::new(column(mention), weight)));
        for mention in mentions {
            let core = mention.core.map(core_column);
            self.cores.extend(core.map(|core| (column(mention), core)));
        }
        for pair in mentions.windows(2) {
            if are_nested(&pair[0], &pair[1]) {
                self.add_nested(column(&pair[0]), column(&pair[1]));
            }
        }
        // The regions of the title are the message's; those of the body count only where the title has none.
        if self.regions.is_empty() {
            self.regions.extend(mentions.iter().filter(region).map(|mention| Term::new(column(mention), 1)));
            self.regions.sort_unstable();
            self.regions.dedup();
        }
    }

    /// What the cell of places names: of the regions of an address the last, which lies in all others; and the landmarks,
    /// but no towns. All rows have such a cell, and a matter of a whole county is raised from several of its towns.
    fn add_cell(&mut self, cell: &str) {
        let text = self.places_finder.cut(cell);
        let mentions = self.places_finder.mentions(&text);
        let mut addresses: Vec<Vec<u32>> =
            address::regions(cell).map(|regions| regions.into_iter().map(word_column).collect()).collect();
        if addresses.is_empty() {
            // Regions without a name of characters: A3区.
            let regions =
                mentions.chunk_by(are_nested).filter(|address| address[0].kind == PlaceKind::Region);
            addresses.extend(regions.map(|address| address.iter().map(column).collect()));
        }
        for address in addresses {
            let [outer @ .., last] = &address[..] else { continue };
            for &outer in outer {
                self.add_nested(outer, *last);
            }
            self.regions_of_cell.push(Term::new(*last, 1));
        }
        let landmarks = mentions.iter().filter(|mention| mention.landmark != Some(Landmark::Town));
        self.landmarks_of_cell.extend(landmarks.filter_map(landmark));
    }

    fn add_nested(&mut self, outer: u32, inner: u32) {
        self.nested.push((outer.min(inner), outer.max(inner)));
    }

    /// Those of the beginning; a title is all beginning.
    fn add_landmarks(&mut self, text: &Segmented<'_>, mentions: &[Mention]) {
        let folded = text.folded();
        let end = beginning(folded, BEGINNING_CHARACTERS).len();
        let begun = mentions.iter().take_while(|mention| mention.span.start < end);
        self.landmarks.extend(begun.filter_map(landmark));
    }

    fn add_words(&mut self, text: &Segmented<'_>, mentions: &[Mention], weight: u32) {
        let mut mentions = mentions.iter().peekable();
        terms::words(text, |word, position| {
            let span = text.tokens[position as usize].span;
            while mentions.next_if(|mention| mention.span.end <= span.start).is_some() {}
            let named = mentions.peek().is_some_and(|mention| mention.span.start < span.end);
            self.words.push(Term::new(word_column(word) << 1 | u32::from(named), weight));
        });
    }

    fn add_pairs(&mut self, text: &Segmented<'_>, mentions: &[Mention], weight: u32) {
        let mut mentions = mentions.iter().peekable();
        let mut before: Option<(char, usize)> = None;
        for token in &text.tokens {
            if token.kind == TokenKind::Mark {
                before = None;
                continue;
            }
            for (at, character) in token.span.of(text.folded()).char_indices() {
                let character = character.to_ascii_lowercase();
                let at = token.span.start + at;
                if let Some((first, first_at)) = before {
                    while mentions.next_if(|mention| mention.span.end <= first_at).is_some() {}
                    let named = mentions.peek().is_some_and(|mention| mention.span.start <= at);
                    let pair = pair_column(first, character);
                    self.pairs.push(Term::new(pair << 1 | u32::from(named), weight));
                }
                before = Some((character, at));
            }
        }
    }
}
