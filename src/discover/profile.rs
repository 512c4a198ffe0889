//! MESSAGES -> profiles: the words, the neighboring characters and the names of each, weighted by how rare they are.
//!
//! First all terms are counted, then each is weighed by the number of messages it stands in; [`term`](super::term)
//! says how they are kept in between.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::place::PlaceFinder;
use super::register::Register;
use super::term::{MOST, Term, TermFinder, Terms, WIDTH, word_column};
use crate::segment::Dictionary;
use crate::vectorize::{SparseMatrix, SparseVector};

/// Rare terms are worth more than their idf: names are rare, and a shared name tells more than anything.
const IDF_POWER: f32 = 1.25;
/// So many pairs of characters and so many words of a message are kept, those of the greatest weight: enough for
/// all of a usual message, and a bound for books.
const KEPT: [usize; 2] = [160, 80];
/// Logarithms are made once for counts below this.
const USUAL_COUNTS: u32 = 1 << 14;
/// One thread takes so many messages at once.
const MESSAGES_TOGETHER: usize = 2048;
/// So many times that are weighed before they join the others.
const PARTS_A_ROUND: usize = 8;

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
        let counts = Counts::new(messages.len());
        let mut parts: Vec<Part> = messages
            .par_chunks(MESSAGES_TOGETHER)
            .map_init(
                || TermFinder::new(PlaceFinder::new(dictionary)),
                |finder, messages| {
                    let terms: Vec<Terms> = messages.iter().map(|message| finder.terms(message)).collect();
                    for terms in &terms {
                        counts.add(terms);
                    }
                    Part { terms, nested: finder.take_nested() }
                },
            )
            .collect();
        let mut profiles = Self {
            words: SparseMatrix::new(WIDTH),
            pairs: SparseMatrix::new(2 * WIDTH),
            ask_lengths: Vec::with_capacity(messages.len()),
            places: SparseMatrix::new(WIDTH),
            regions: SparseMatrix::new(WIDTH),
            nested: parts.iter().flat_map(|part| part.nested.iter().copied()).collect(),
            word_counts: Vec::new(),
            place_counts: Vec::new(),
        };
        profiles.nested.sort_unstable();
        profiles.nested.dedup();
        for round in parts.chunks_mut(PARTS_A_ROUND) {
            // Terms go as their rows come, so that memory holds either of a message, not both.
            let rows: Vec<Vec<Row>> = round
                .par_iter_mut()
                .map(|part| std::mem::take(&mut part.terms).iter().map(|terms| counts.row(terms)).collect())
                .collect();
            for row in rows.into_iter().flatten() {
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

/// In how many messages each column stands.
struct Counts {
    words: Vec<AtomicU32>,
    pairs: Vec<AtomicU32>,
    places: Vec<AtomicU32>,
    /// The idf of what stands in so many messages, as far as counts are usual.
    idf: Vec<f32>,
    /// The same to the power that weights have.
    powers: Vec<f32>,
    /// 1 + ln tf of every count that a term can have.
    frequencies: Vec<f32>,
    messages: usize,
}

/// What is found in some messages.
struct Part {
    terms: Vec<Terms>,
    /// Pairs of regions of which one was named right after the other.
    nested: Vec<(u32, u32)>,
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
    /// Nothing is counted yet of so many messages.
    fn new(messages: usize) -> Self {
        let zeros = || std::iter::repeat_with(|| AtomicU32::new(0)).take(WIDTH).collect::<Vec<_>>();
        let idf: Vec<f32> = (0..USUAL_COUNTS).map(|count| idf(messages, count)).collect();
        Self {
            words: zeros(),
            pairs: zeros(),
            places: zeros(),
            powers: idf.iter().map(|idf| idf.powf(IDF_POWER)).collect(),
            idf,
            frequencies: (0..=MOST).map(|count| 1.0 + (count.max(1) as f32).ln()).collect(),
            messages,
        }
    }

    /// The sum of counts is the same in whatever order threads add to it.
    fn add(&self, terms: &Terms) {
        let add = |counts: &[AtomicU32], column: u32| {
            counts[column as usize].fetch_add(1, Ordering::Relaxed);
        };
        terms.words.iter().for_each(|term| add(&self.words, term.column()));
        terms.pairs.iter().for_each(|term| add(&self.pairs, term.column() >> 1));
        terms.places.iter().for_each(|term| add(&self.places, term.column()));
    }

    fn idf(&self, count: u32) -> f32 {
        self.idf.get(count as usize).copied().unwrap_or_else(|| idf(self.messages, count))
    }

    /// A weight is (1 + ln tf) · idf^1.25.
    fn weight(&self, count: u32, tf: u32) -> f32 {
        let power = self.powers.get(count as usize).copied();
        let power = power.unwrap_or_else(|| idf(self.messages, count).powf(IDF_POWER));
        self.frequencies[tf as usize] * power
    }

    /// The terms of greatest weight, and the length of those that are not of names. With all its terms the row has
    /// length 1; those that no other message has are left out, since they can meet nothing.
    fn weighted(
        &self,
        terms: &[Term],
        counts: &[AtomicU32],
        flags: u32,
        kept: usize,
    ) -> (Vec<(u32, f32)>, f32) {
        let (mut squares, mut ask_squares) = (0.0f32, 0.0f32);
        let mut row = Vec::with_capacity(terms.len());
        for term in terms {
            let column = term.column();
            let count = counts[(column >> flags) as usize].load(Ordering::Relaxed);
            let weight = self.weight(count, term.count());
            squares += weight * weight;
            if column & flags == 0 {
                ask_squares += weight * weight;
            }
            if count > 1 {
                row.push((column, weight));
            }
        }
        let length = squares.sqrt();
        if length > 0.0 {
            for (_, value) in &mut row {
                *value /= length;
            }
        }
        keep_greatest(&mut row, kept);
        (row, if length > 0.0 { ask_squares.sqrt() / length } else { 0.0 })
    }

    fn row(&self, terms: &Terms) -> Row {
        let (pairs, ask_length) = self.weighted(&terms.pairs, &self.pairs, 1, KEPT[0]);
        let (words, _) = self.weighted(&terms.words, &self.words, 0, KEPT[1]);
        let place = |term: &Term| {
            let count = self.places[term.column() as usize].load(Ordering::Relaxed);
            (term.column(), self.idf(count))
        };
        Row {
            words,
            pairs,
            ask_length,
            places: terms.places.iter().map(place).collect(),
            regions: terms.regions.iter().map(|&column| (column, 1.0)).collect(),
        }
    }
}

/// ln((n + 1) / (df + ½)), and 0 for what stands everywhere.
fn idf(messages: usize, count: u32) -> f32 {
    ((messages as f32 + 1.0) / (count as f32 + 0.5)).ln().max(0.0)
}

/// Keeps the `count` entries of the greatest value, in the order of their columns.
fn keep_greatest(row: &mut Vec<(u32, f32)>, count: usize) {
    if row.len() > count {
        row.select_nth_unstable_by(count, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        row.truncate(count);
        row.sort_unstable_by_key(|&(column, _)| column);
    }
}
