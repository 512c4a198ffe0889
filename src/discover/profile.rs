//! MESSAGES -> profiles: the words, the neighboring characters and the names of each, weighted by how rare they are.
//!
//! Every text is cut twice, first to count in how many messages a term stands and then to weigh it, because the
//! terms of a year of a hotline do not fit in memory as text. Terms are columns by their hash: of 2^22 columns
//! the few hundred of a message share one with a given other term almost never, and a shared column only makes
//! a term look a little more common than it is.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::place::{Mention, PlaceFinder, PlaceKind};
use super::register::{Message, Register};
use crate::segment::{Dictionary, Document, Segmented, TokenKind};
use crate::suggestion::Suggestion;
use crate::vectorize::terms::{self, TermKey};
use crate::vectorize::{SparseMatrix, SparseVector};

/// Columns of a block: 2 to this power.
const COLUMN_BITS: u32 = 22;
/// The width of a block.
const WIDTH: usize = 1 << COLUMN_BITS;
/// A word of the title counts as so many of the body.
const TITLE_WEIGHT: f32 = 3.0;
/// Rare terms are worth more than their idf: names are rare, and a shared name tells more than anything.
const IDF_POWER: f32 = 1.25;
/// So many pairs of characters and so many words of a message are kept, those of the greatest weight: enough for
/// all of a usual message, and a bound for books.
const KEPT: [usize; 2] = [160, 80];
/// Logarithms are made once for counts below this.
const USUAL_COUNTS: u32 = 1 << 14;
/// One thread takes so many messages at once.
const MESSAGES_TOGETHER: usize = 256;
/// So many are collected before they join the others.
const MESSAGES_A_ROUND: usize = 32_768;

/// What is known of all messages, by their number in the register.
#[derive(Debug)]
pub struct Profiles {
    /// Words; each row has length 1.
    words: SparseMatrix,
    /// Pairs of characters; each row has length 1. The last bit of a column says that the pair is part of a name.
    pairs: SparseMatrix,
    /// The length of the part of each row of `pairs` that is not of names.
    ask_lengths: Vec<f32>,
    /// The idf of each name.
    places: SparseMatrix,
    /// The regions that the title names, or the text if the title names none.
    regions: SparseMatrix,
    /// Pairs of regions of which one was named right after the other: a city and its district. Sorted.
    nested: Vec<(u32, u32)>,
    word_counts: Vec<u32>,
    place_counts: Vec<u32>,
}

/// How alike two messages are in each respect.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Likeness {
    /// The cosine of their words.
    pub words: f32,
    /// The cosine of their pairs of characters.
    pub pairs: f32,
    /// The cosine of their pairs of characters outside of names: what is asked.
    pub ask: f32,
    /// The idf of the rarest name in both.
    pub place: f32,
    /// Whether they lie in different regions.
    pub elsewhere: bool,
}

impl Profiles {
    /// Profiles of all messages of `register`.
    #[must_use]
    pub fn new(register: &Register<'_>, dictionary: &Dictionary) -> Self {
        let messages = register.messages();
        let counts = Counts::new(messages, dictionary);
        let mut profiles = Self {
            words: SparseMatrix::new(WIDTH),
            pairs: SparseMatrix::new(2 * WIDTH),
            ask_lengths: Vec::with_capacity(messages.len()),
            places: SparseMatrix::new(WIDTH),
            regions: SparseMatrix::new(WIDTH),
            nested: counts.nested.clone(),
            word_counts: Vec::new(),
            place_counts: Vec::new(),
        };
        for round in messages.chunks(MESSAGES_A_ROUND) {
            let parts: Vec<Vec<Row>> = round
                .par_chunks(MESSAGES_TOGETHER)
                .map_init(
                    || PlaceFinder::new(dictionary),
                    |finder, messages| {
                        messages
                            .iter()
                            .map(|m| counts.row(&Terms::of(m.suggestion, dictionary, finder)))
                            .collect()
                    },
                )
                .collect();
            for row in parts.into_iter().flatten() {
                profiles.words.push(row.words);
                profiles.pairs.push(row.pairs);
                profiles.ask_lengths.push(row.ask_length);
                profiles.places.push(row.places);
                profiles.regions.push(row.regions);
            }
        }
        profiles.word_counts = counts.words.into_iter().map(AtomicU32::into_inner).collect();
        profiles.place_counts = counts.places.into_iter().map(AtomicU32::into_inner).collect();
        profiles
    }

    /// The number of messages.
    #[must_use]
    pub fn messages(&self) -> usize {
        self.words.rows()
    }

    /// The weighted words of all messages.
    #[must_use]
    pub fn words(&self) -> &SparseMatrix {
        &self.words
    }

    /// The weighted pairs of characters of a message.
    #[must_use]
    pub fn pairs(&self, message: u32) -> SparseVector<'_> {
        self.pairs.row(message as usize)
    }

    /// The columns of the names in a message, with the idf of each.
    #[must_use]
    pub fn places(&self, message: u32) -> SparseVector<'_> {
        self.places.row(message as usize)
    }

    /// In how many messages the word of a column stands.
    #[must_use]
    pub fn word_count(&self, column: u32) -> u32 {
        self.word_counts[column as usize]
    }

    /// In how many messages a name stands.
    #[must_use]
    pub fn place_count(&self, key: &str) -> u32 {
        self.place_counts[word_column(key) as usize]
    }

    /// How alike two messages are.
    #[must_use]
    pub fn likeness(&self, a: u32, b: u32) -> Likeness {
        let (a, b) = (a as usize, b as usize);
        let (mut words, mut pairs, mut ask, mut place) = (0.0, 0.0, 0.0, 0.0f32);
        meet(self.words.row(a), self.words.row(b), 0, |_, _, a, b| words += a * b);
        meet(self.pairs.row(a), self.pairs.row(b), 1, |a_column, b_column, a, b| {
            pairs += a * b;
            if (a_column | b_column) & 1 == 0 {
                ask += a * b;
            }
        });
        meet(self.places.row(a), self.places.row(b), 0, |_, _, a, _| place = place.max(a));
        let lengths = self.ask_lengths[a] * self.ask_lengths[b];
        let ask = if lengths > 0.0 { ask / lengths } else { 0.0 };
        Likeness { words, pairs, ask, place, elsewhere: self.elsewhere(a, b) }
    }

    /// Whether both name regions, but none that is the same or lies in one of the other's.
    fn elsewhere(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.regions.row(a).columns, self.regions.row(b).columns);
        let fit = |a: u32, b: u32| a == b || self.nested.binary_search(&(a.min(b), a.max(b))).is_ok();
        !a.is_empty() && !b.is_empty() && !a.iter().any(|&a| b.iter().any(|&b| fit(a, b)))
    }
}

/// Calls `visit` for every column that both rows have; columns are compared without their last `flags` bits.
fn meet(a: SparseVector<'_>, b: SparseVector<'_>, flags: u32, mut visit: impl FnMut(u32, u32, f32, f32)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(&a_column), Some(&b_column)) = (a.columns.get(i), b.columns.get(j)) {
        let (left, right) = (a_column >> flags, b_column >> flags);
        if left == right {
            visit(a_column, b_column, a.values[i], b.values[j]);
        }
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
}

/// The column of a word.
#[must_use]
pub fn word_column(word: &str) -> u32 {
    column(TermKey::word(word).0)
}

/// The best bits of a hash are its upper ones.
fn column(key: u64) -> u32 {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - COLUMN_BITS)) as u32
}

/// The terms of one message: columns with their counts, rising.
struct Terms {
    words: Vec<(u32, f32)>,
    pairs: Vec<(u32, f32)>,
    places: Vec<(u32, f32)>,
    regions: Vec<u32>,
    nested: Vec<(u32, u32)>,
}

impl Terms {
    fn of(suggestion: &Suggestion, dictionary: &Dictionary, finder: &mut PlaceFinder<'_>) -> Self {
        let document = Document::new(suggestion, dictionary);
        let mut found = Self {
            words: Vec::new(),
            pairs: Vec::new(),
            places: Vec::new(),
            regions: Vec::new(),
            nested: Vec::new(),
        };
        for (text, weight) in [(&document.title, TITLE_WEIGHT), (&document.body, 1.0)] {
            terms::words(text, |word, _| found.words.push((word_column(word), weight)));
            let mentions = finder.mentions(text);
            found.add_names(&mentions, weight);
            found.add_pairs(text, &mentions, weight);
        }
        for terms in [&mut found.words, &mut found.pairs, &mut found.places] {
            sum_up(terms);
        }
        // A pair that is part of a name anywhere in the message is part of that name everywhere.
        found.pairs.dedup_by(|later, first| {
            let same = later.0 >> 1 == first.0 >> 1;
            if same {
                first.0 |= later.0 & 1;
                first.1 += later.1;
            }
            same
        });
        found
    }

    fn add_names(&mut self, mentions: &[Mention], weight: f32) {
        let key = |mention: &Mention| column(TermKey::word(&mention.key).0);
        self.places.extend(
            mentions.iter().filter(|mention| mention.kind == PlaceKind::Place).map(|m| (key(m), weight)),
        );
        for pair in mentions.windows(2) {
            if pair.iter().all(|mention| mention.kind == PlaceKind::Region)
                && pair[0].span.end == pair[1].span.start
            {
                let (outer, inner) = (key(&pair[0]), key(&pair[1]));
                self.nested.push((outer.min(inner), outer.max(inner)));
            }
        }
        // The regions of the title are the message's; those of the body count only where the title has none.
        if self.regions.is_empty() {
            self.regions =
                mentions.iter().filter(|mention| mention.kind == PlaceKind::Region).map(key).collect();
            self.regions.sort_unstable();
            self.regions.dedup();
        }
    }

    fn add_pairs(&mut self, text: &Segmented<'_>, mentions: &[Mention], weight: f32) {
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
                    let key = column(TermKey::characters(first, character).0);
                    self.pairs.push((key << 1 | u32::from(named), weight));
                }
                before = Some((character, at));
            }
        }
    }
}

/// Sorts terms by column and adds up their counts.
fn sum_up(terms: &mut Vec<(u32, f32)>) {
    terms.sort_unstable_by_key(|&(column, _)| column);
    terms.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 += later.1;
        }
        same
    });
}

/// In how many messages each column stands.
struct Counts {
    words: Vec<AtomicU32>,
    pairs: Vec<AtomicU32>,
    places: Vec<AtomicU32>,
    nested: Vec<(u32, u32)>,
    /// The idf of what stands in so many messages, as far as counts are usual.
    idf: Vec<f32>,
    /// The same to the power that weights have.
    powers: Vec<f32>,
    messages: usize,
}

/// A row of each block of [`Profiles`].
struct Row {
    words: Vec<(u32, f32)>,
    pairs: Vec<(u32, f32)>,
    ask_length: f32,
    places: Vec<(u32, f32)>,
    regions: Vec<(u32, f32)>,
}

impl Counts {
    fn new(messages: &[Message<'_>], dictionary: &Dictionary) -> Self {
        let zeros = || std::iter::repeat_with(|| AtomicU32::new(0)).take(WIDTH).collect::<Vec<_>>();
        let mut counts = Self {
            words: zeros(),
            pairs: zeros(),
            places: zeros(),
            nested: Vec::new(),
            idf: Vec::new(),
            powers: Vec::new(),
            messages: messages.len(),
        };
        let nested: Vec<Vec<(u32, u32)>> = messages
            .par_chunks(MESSAGES_TOGETHER)
            .map_init(
                || PlaceFinder::new(dictionary),
                |finder, messages| {
                    let mut nested = Vec::new();
                    for message in messages {
                        let terms = Terms::of(message.suggestion, dictionary, finder);
                        counts.add(&terms);
                        nested.extend(terms.nested);
                    }
                    nested
                },
            )
            .collect();
        counts.idf = (0..USUAL_COUNTS).map(|count| idf(messages.len(), count)).collect();
        counts.powers = counts.idf.iter().map(|idf| idf.powf(IDF_POWER)).collect();
        counts.nested = nested.concat();
        counts.nested.sort_unstable();
        counts.nested.dedup();
        counts
    }

    /// The sum of counts is the same in whatever order threads add to it.
    fn add(&self, terms: &Terms) {
        let add = |counts: &[AtomicU32], column: u32| {
            counts[column as usize].fetch_add(1, Ordering::Relaxed);
        };
        terms.words.iter().for_each(|&(column, _)| add(&self.words, column));
        terms.pairs.iter().for_each(|&(column, _)| add(&self.pairs, column >> 1));
        terms.places.iter().for_each(|&(column, _)| add(&self.places, column));
    }

    fn idf(&self, counts: &[AtomicU32], column: u32) -> f32 {
        let count = counts[column as usize].load(Ordering::Relaxed);
        self.idf.get(count as usize).copied().unwrap_or_else(|| idf(self.messages, count))
    }

    /// A weight is (1 + ln tf) · idf^1.25.
    fn weight(&self, counts: &[AtomicU32], column: u32, tf: f32) -> f32 {
        let count = counts[column as usize].load(Ordering::Relaxed);
        let power = self.powers.get(count as usize).copied();
        let power = power.unwrap_or_else(|| idf(self.messages, count).powf(IDF_POWER));
        if tf > 1.0 { (1.0 + tf.ln()) * power } else { power }
    }

    fn row(&self, terms: &Terms) -> Row {
        let mut words: Vec<(u32, f32)> =
            terms.words.iter().map(|&(column, tf)| (column, self.weight(&self.words, column, tf))).collect();
        let mut pairs: Vec<(u32, f32)> = terms
            .pairs
            .iter()
            .map(|&(column, tf)| (column, self.weight(&self.pairs, column >> 1, tf)))
            .collect();
        normalize(&mut pairs);
        normalize(&mut words);
        // The length of a row is that of all its terms; only then are those left out that no other can share.
        let ask = pairs.iter().filter(|(column, _)| column & 1 == 0);
        let ask_length = ask.map(|(_, value)| value * value).sum::<f32>().sqrt();
        pairs.retain(|&(column, _)| self.pairs[(column >> 1) as usize].load(Ordering::Relaxed) > 1);
        words.retain(|&(column, _)| self.words[column as usize].load(Ordering::Relaxed) > 1);
        keep_greatest(&mut pairs, KEPT[0]);
        keep_greatest(&mut words, KEPT[1]);
        let places =
            terms.places.iter().map(|&(column, _)| (column, self.idf(&self.places, column))).collect();
        let regions = terms.regions.iter().map(|&column| (column, 1.0)).collect();
        Row { words, pairs, ask_length, places, regions }
    }
}

/// ln((n + 1) / (df + ½)), and 0 for what stands everywhere.
fn idf(messages: usize, count: u32) -> f32 {
    ((messages as f32 + 1.0) / (count as f32 + 0.5)).ln().max(0.0)
}

fn normalize(row: &mut [(u32, f32)]) {
    let length = row.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        for (_, value) in row {
            *value /= length;
        }
    }
}

/// Keeps the `count` entries of the greatest value, in the order of their columns.
fn keep_greatest(row: &mut Vec<(u32, f32)>, count: usize) {
    if row.len() > count {
        row.select_nth_unstable_by(count, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        row.truncate(count);
        row.sort_unstable_by_key(|&(column, _)| column);
    }
}
