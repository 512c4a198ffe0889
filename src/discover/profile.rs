//! MESSAGES -> profiles: the words, the neighboring characters and the names of each, weighted by how rare they are.
//!
//! First all terms are counted, then each is weighed by the number of messages it stands in, as if there were a few more
//! of the kind that the model was trained on: where an event fills half of a small register, its words are no usual
//! words, though half of the register has them. A weight is kept as its square root in 511 steps of the row's greatest
//! one, so that weighed terms are as small as counted ones and small weights are as exact as great ones; cosines become
//! sums of whole numbers, the same in whatever order.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::messages::Messages;
use super::place::PlaceFinder;
use super::row::{Kind, MOST, Term, TermRows, WIDTH};
use super::term::{TermFinder, pair_column, word_column};
use crate::model::Model;
use crate::vectorize::Vectorizer;
use crate::vectorize::terms::{Field, Unit};

/// Rare terms are worth more than their idf: names are rare, and a shared name tells more than anything.
const IDF_POWER: f32 = 1.25;
/// So many words and so many pairs of characters of a message are kept, those of the greatest weight: enough for
/// all of a usual message, and a bound for books.
pub const KEPT: [usize; 2] = [80, 160];
/// Logarithms are made once for counts below this.
const USUAL_COUNTS: u32 = 1 << 14;
/// One thread takes so many messages at once.
const MESSAGES_TOGETHER: usize = 2048;
/// So many messages of the kind that the model was trained on are counted beside those of the register: many beside an
/// event of sixty, few beside the register of a year;
const BACKGROUND: usize = 200;
/// but hardly any beside fewer than so many: what a handful of messages have in common is what nobody has chosen them by.
const FEW: usize = 50;
/// So many messages are counted at least: where there are only three, and all say the same, their words would weigh nothing.
const LEAST: usize = 10;

/// What is known of all messages, by their number in the register.
#[derive(Debug)]
pub struct Profiles {
    /// Messages in parts of [`MESSAGES_TOGETHER`].
    parts: Vec<Part>,
    /// Pairs of regions of which one was named right after the other: a city and its district. Sorted.
    nested: Vec<(u32, u32)>,
    word_counts: Vec<u32>,
    place_counts: Vec<u32>,
    /// What a word weighs that two messages have and no other.
    rare: f32,
    /// The messages of the register.
    messages: usize,
    /// These and the background.
    counted: usize,
}

/// Some messages.
#[derive(Debug)]
struct Part {
    rows: TermRows,
    scales: Vec<Scales>,
    /// Pairs of regions of which one was named right after the other.
    nested: Vec<(u32, u32)>,
    /// The columns of places, each with that of the pair of characters before its suffix.
    cores: Vec<(u32, u32)>,
}

/// What turns the numbers of a message's terms into weights.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scales {
    /// A word weighs its squared number times this; with all its words the message has length 1.
    pub words: f32,
    /// A pair of characters weighs its squared number times this; with all its pairs the message has length 1.
    pub pairs: f32,
    /// The length of the part of the pairs that is not of names.
    pub ask_length: f32,
    /// The length that the words would have if they were not brought to length 1.
    pub word_length: f32,
}

impl Profiles {
    /// Profiles of all messages of `register`.
    #[must_use]
    pub fn new(messages: &Messages<'_>, model: &Model) -> Self {
        let dictionary = model.dictionary();
        let counts = Counts::new(messages.len(), model.vectorizer());
        let mut parts: Vec<Part> = messages
            .par_chunks(MESSAGES_TOGETHER)
            .map_init(
                || TermFinder::new(PlaceFinder::new(dictionary)),
                |finder, messages| {
                    let mut rows = TermRows::default();
                    for message in messages {
                        finder.add_terms(message, &mut rows);
                    }
                    counts.add(&rows);
                    Part {
                        rows,
                        scales: Vec::new(),
                        nested: finder.take_nested(),
                        cores: finder.take_cores(),
                    }
                },
            )
            .collect();
        let mut nested: Vec<(u32, u32)> =
            parts.iter_mut().flat_map(|part| std::mem::take(&mut part.nested)).collect();
        nested.sort_unstable();
        nested.dedup();
        for part in &mut parts {
            counts.bound_places(&std::mem::take(&mut part.cores));
        }
        parts.par_iter_mut().for_each(|part| counts.weigh(part));
        Self {
            parts,
            nested,
            word_counts: counts.words.into_iter().map(AtomicU32::into_inner).collect(),
            place_counts: counts.places.into_iter().map(AtomicU32::into_inner).collect(),
            rare: libm::powf(idf(counts.messages, 2), IDF_POWER),
            counted: counts.messages,
            messages: messages.len(),
        }
    }

    /// What a word weighs that two messages have, each once, and no other: the most that a word in both can weigh but
    /// for being said again.
    #[must_use]
    pub fn rare(&self) -> f32 {
        self.rare
    }

    /// The number of messages.
    #[must_use]
    pub fn messages(&self) -> usize {
        self.messages
    }

    /// The weighed terms of one kind in a message. Places, regions and landmarks have no weights.
    #[must_use]
    pub(super) fn terms(&self, message: u32, kind: Kind) -> &[Term] {
        let message = message as usize;
        self.parts[message / MESSAGES_TOGETHER].rows.terms(message % MESSAGES_TOGETHER, kind)
    }

    /// What turns the numbers of a message's terms into weights.
    #[must_use]
    pub fn scales(&self, message: u32) -> Scales {
        let message = message as usize;
        self.parts[message / MESSAGES_TOGETHER].scales[message % MESSAGES_TOGETHER]
    }

    /// The idf of the word of a column.
    #[must_use]
    pub fn word_idf(&self, column: u32) -> f32 {
        idf(self.counted, self.word_counts[column as usize])
    }

    /// In how many messages a name stands, or the characters that tell it from others, if that is more.
    #[must_use]
    pub fn place_count(&self, key: &str) -> u32 {
        self.place_counts[word_column(key) as usize]
    }

    /// The idf of the name of a column.
    #[must_use]
    pub fn place_idf(&self, column: u32) -> f32 {
        idf(self.counted, self.place_counts[column as usize])
    }

    /// Whether two regions are the same, or one was named right after the other somewhere.
    #[must_use]
    pub fn regions_fit(&self, a: u32, b: u32) -> bool {
        a == b || self.nested.binary_search(&(a.min(b), a.max(b))).is_ok()
    }
}

/// In how many messages each column stands, those of the background among them.
struct Counts {
    words: Vec<AtomicU32>,
    pairs: Vec<AtomicU32>,
    places: Vec<AtomicU32>,
    /// idf^1.25 of what stands in so many messages, as far as counts are usual.
    powers: Vec<f32>,
    /// 1 + ln tf of every count that a term can have.
    frequencies: Vec<f32>,
    messages: usize,
}

impl Counts {
    /// Of so many messages nothing is counted yet; of the background all is.
    fn new(messages: usize, background: &Vectorizer) -> Self {
        let zeros = || std::iter::repeat_with(|| AtomicU32::new(0)).take(WIDTH).collect::<Vec<_>>();
        let (mut words, mut pairs) = (zeros(), zeros());
        let beside = if messages < FEW { LEAST.saturating_sub(messages) } else { BACKGROUND };
        for (block, vocabulary) in background.blocks().filter(|(block, _)| block.field == Field::Text) {
            for at in 0..vocabulary.len() {
                let term = vocabulary.term(at);
                let counts = match block.unit {
                    Unit::Words => Some(&mut words[word_column(term) as usize]),
                    Unit::Characters => pair_of(term).map(|pair| &mut pairs[pair as usize]),
                };
                // idf = 1 - ln p for a term of the share p.
                let share = libm::exp(f64::from(1.0 - vocabulary.idf(at)));
                #[allow(clippy::cast_sign_loss, reason = "a share is not negative")]
                let count = (share * beside as f64).round() as u32;
                if let Some(counts) = counts {
                    *counts.get_mut() = count;
                }
            }
        }
        let messages = messages + beside;
        Self {
            words,
            pairs,
            places: zeros(),
            powers: (0..USUAL_COUNTS).map(|count| libm::powf(idf(messages, count), IDF_POWER)).collect(),
            frequencies: (0..=MOST).map(|count| 1.0 + libm::logf(count.max(1) as f32)).collect(),
            messages,
        }
    }

    /// The sum of counts is the same in whatever order threads add to it.
    fn add(&self, rows: &TermRows) {
        let kinds =
            [(Kind::Word, &self.words, 1), (Kind::Pair, &self.pairs, 1), (Kind::Place, &self.places, 0)];
        for (kind, counts, flags) in kinds {
            for term in (0..rows.len()).flat_map(|row| rows.terms(row, kind)) {
                counts[(term.column() >> flags) as usize].fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// A name says no more than the characters before its suffix: 农村公路 is as common as 农村, even where only two
    /// messages call a road so.
    fn bound_places(&self, cores: &[(u32, u32)]) {
        for &(place, core) in cores {
            let count = self.pairs[core as usize].load(Ordering::Relaxed);
            self.places[place as usize].fetch_max(count, Ordering::Relaxed);
        }
    }

    /// Weighs the words and pairs of characters of `part` and keeps those of the greatest weight.
    fn weigh(&self, part: &mut Part) {
        let mut scratch = Vec::new();
        let mut scales = vec![Scales::default(); part.rows.len()];
        part.rows.rewrite(|row, kind, terms| {
            let scales = &mut scales[row];
            match kind {
                Kind::Word => {
                    let kept;
                    (kept, scales.words, _, scales.word_length) =
                        self.weighed(terms, &self.words, 1, KEPT[0], &mut scratch);
                    kept
                }
                Kind::Pair => {
                    let kept;
                    (kept, scales.pairs, scales.ask_length, _) =
                        self.weighed(terms, &self.pairs, 1, KEPT[1], &mut scratch);
                    kept
                }
                Kind::Place | Kind::Region | Kind::Landmark | Kind::RegionOfCell | Kind::LandmarkOfCell => {
                    terms.len()
                }
            }
        });
        part.scales = scales;
    }

    /// A weight is (1 + ln tf) · idf^1.25.
    fn weight(&self, count: u32, tf: u32) -> f32 {
        let power = self.powers.get(count as usize).copied();
        let power = power.unwrap_or_else(|| libm::powf(idf(self.messages, count), IDF_POWER));
        self.frequencies[tf as usize] * power
    }

    /// Weighs `terms`, of which the last `flags` bits of a column do not tell them apart. Returns how many are kept,
    /// the scale of their weights, and the length of those that are not of names. With all its terms the row has
    /// length 1; those that no other message has are left out, since they can meet nothing.
    fn weighed(
        &self,
        terms: &mut [Term],
        counts: &[AtomicU32],
        flags: u32,
        most: usize,
        kept: &mut Vec<(u32, f32)>,
    ) -> (usize, f32, f32, f32) {
        let (mut squares, mut ask_squares) = (0.0f32, 0.0f32);
        kept.clear();
        for term in &*terms {
            let column = term.column();
            let count = counts[(column >> flags) as usize].load(Ordering::Relaxed);
            let weight = self.weight(count, term.number());
            squares += weight * weight;
            if column & flags == 0 {
                ask_squares += weight * weight;
            }
            if count > 1 {
                kept.push((column, weight));
            }
        }
        keep_greatest(kept, most);
        let greatest = kept.iter().map(|&(_, weight)| weight).fold(0.0, f32::max);
        if greatest == 0.0 {
            return (
                0,
                0.0,
                if squares > 0.0 { (ask_squares / squares).sqrt() } else { 0.0 },
                squares.sqrt(),
            );
        }
        let steps = MOST as f32;
        for (term, &(column, weight)) in terms.iter_mut().zip(&*kept) {
            let root = (weight / greatest).sqrt() * steps;
            #[allow(clippy::cast_sign_loss, reason = "the number lies between 0 and MOST")]
            let number = (root.round() as u32).clamp(1, MOST);
            *term = Term::new(column, number);
        }
        let length = squares.sqrt();
        (kept.len(), greatest / length / (steps * steps), ask_squares.sqrt() / length, length)
    }
}

/// The column of a term of two characters.
fn pair_of(term: &str) -> Option<u32> {
    let mut characters = term.chars();
    Some(pair_column(characters.next()?, characters.next()?))
}

/// ln((n + 1) / (df + ½)), and 0 for what stands everywhere.
fn idf(messages: usize, count: u32) -> f32 {
    libm::logf((messages as f32 + 1.0) / (count as f32 + 0.5)).max(0.0)
}

/// Keeps the `count` entries of the greatest value, in the order of their columns.
fn keep_greatest(row: &mut Vec<(u32, f32)>, count: usize) {
    if row.len() > count {
        row.select_nth_unstable_by(count, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        row.truncate(count);
        row.sort_unstable_by_key(|&(column, _)| column);
    }
}
