//! The terms of all training documents -> a column and an idf for each term kept, frozen at fit.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::table::TermTable;
use super::terms::{self, Field, TermKey, Unit};
use crate::segment::Document;

/// No term is so rare that its idf, which is 1 where all documents have it, would be higher: e⁶³ documents are not written.
const MOST_IDF: f32 = 64.0;

/// The terms of one block: found by key, numbered by falling document frequency, so that what is used most
/// lies together in memory.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Vocabulary {
    unit: Unit,
    terms: Vec<Box<str>>,
    idf: Vec<f32>,
    table: TermTable,
}

impl Vocabulary {
    /// Counts in how many `documents` each term of the block occurs, and keeps those in at least `min_df`.
    ///
    /// The weight is idf(t) = ln((1 + n) / (1 + df(t))) + 1 for n documents (smoothed, as scikit-learn does).
    #[must_use]
    pub fn fit(documents: &[Document<'_>], field: Field, unit: Unit, min_df: u32) -> Self {
        // Counts add up to the same whatever the order, so the threads may share the work as they like.
        let frequencies = documents.par_chunks(256).map(|chunk| count(chunk, field, unit)).reduce(
            FxHashMap::default,
            |mut left, mut right| {
                if left.len() < right.len() {
                    std::mem::swap(&mut left, &mut right);
                }
                #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
                for (key, (spelling, frequency)) in right {
                    left.entry(key).or_insert((spelling, 0)).1 += frequency;
                }
                left
            },
        );
        let mut kept: Vec<(Box<str>, u32)> =
            frequencies.into_values().filter(|&(_, frequency)| frequency >= min_df).collect();
        kept.par_sort_unstable_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
        let idf = kept.iter().map(|&(_, frequency)| idf(documents.len(), frequency)).collect();
        Stored { unit, terms: kept.into_iter().map(|(term, _)| term).collect(), idf }.into()
    }

    /// The number of terms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether there are no terms at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The columns of terms within the block.
    #[must_use]
    pub fn table(&self) -> &TermTable {
        &self.table
    }

    /// The term of a column.
    #[must_use]
    pub fn term(&self, column: usize) -> &str {
        &self.terms[column]
    }

    /// The inverse document frequency of a column.
    #[must_use]
    pub fn idf(&self, column: usize) -> f32 {
        self.idf[column]
    }

    /// Whether the terms are of this `unit` and each has its weight, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self, unit: Unit) -> bool {
        self.unit == unit
            && self.terms.len() == self.idf.len()
            && self.idf.iter().all(|idf| (1.0..=MOST_IDF).contains(idf))
    }
}

/// What a model file holds of a vocabulary; the map is made again when it is read.
#[derive(Serialize, Deserialize)]
struct Stored {
    unit: Unit,
    terms: Vec<Box<str>>,
    idf: Vec<f32>,
}

impl From<Stored> for Vocabulary {
    fn from(Stored { unit, terms, idf }: Stored) -> Self {
        let table = TermTable::new(terms.iter().map(|term| key(unit, term)));
        Self { unit, terms, idf, table }
    }
}

impl From<Vocabulary> for Stored {
    fn from(Vocabulary { unit, terms, idf, .. }: Vocabulary) -> Self {
        Self { unit, terms, idf }
    }
}

fn key(unit: Unit, term: &str) -> TermKey {
    match unit {
        Unit::Words => TermKey::word(term),
        Unit::Characters => {
            let mut characters = term.chars();
            match (characters.next(), characters.next()) {
                (Some(before), Some(character)) => TermKey::characters(before, character),
                (only, _) => TermKey::characters('\0', only.unwrap_or('\0')),
            }
        }
    }
}

fn idf(documents: usize, frequency: u32) -> f32 {
    // libm's logarithm gives the same bits on every machine, the system's need not.
    (libm::log((1.0 + documents as f64) / (1.0 + f64::from(frequency))) + 1.0) as f32
}

/// The terms of some documents, with their spelling and document frequency.
fn count(documents: &[Document<'_>], field: Field, unit: Unit) -> FxHashMap<u64, (Box<str>, u32)> {
    let mut frequencies: FxHashMap<u64, (Box<str>, u32)> = FxHashMap::default();
    let mut found: Vec<(TermKey, &str)> = Vec::new();
    for document in documents {
        found.clear();
        let body = (field == Field::Text).then_some(&document.body);
        for text in [Some(&document.title), body].into_iter().flatten() {
            match unit {
                Unit::Words => terms::words(text, |word, _| found.push((TermKey::word(word), word))),
                Unit::Characters => terms::characters(text, |key, _, _| found.push((key, ""))),
            }
        }
        found.sort_unstable_by_key(|&(key, _)| key);
        found.dedup_by_key(|&mut (key, _)| key);
        for &(key, word) in &found {
            let spell = || match unit {
                Unit::Words => word.to_ascii_lowercase().into(),
                Unit::Characters => key.spell_characters().into(),
            };
            frequencies.entry(key.0).or_insert_with(|| (spell(), 0)).1 += 1;
        }
    }
    frequencies
}
