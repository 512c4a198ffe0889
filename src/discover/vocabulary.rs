//! Messages -> the words that topics are made of, and each message as a weighted row of them.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::messages::{Message, Messages};
use crate::vectorize::{SparseMatrix, terms};

/// The words are those of so many messages, taken at equal distances.
pub const SAMPLE: usize = 12_000;
/// A word of a topic stands in at least so many messages of the sample,
const LEAST_COUNT: u32 = 5;
/// in at least one of so many,
const ONE_IN: u32 = 1000;
/// and in at most this share: what a quarter of all writers say is a form of writing, not a topic.
const LARGEST_SHARE: f64 = 0.25;
/// One thread takes so many messages at once.
const MESSAGES_TOGETHER: usize = 128;

/// The words that topics are made of.
#[derive(Debug)]
pub struct Vocabulary {
    words: Vec<String>,
    columns: FxHashMap<String, u32>,
    idf: Vec<f32>,
}

impl Vocabulary {
    /// The words of the messages of `sample`.
    #[must_use]
    pub fn new(messages: &Messages<'_>, sample: &[u32]) -> Self {
        let parts: Vec<FxHashMap<String, u32>> = sample
            .par_chunks(MESSAGES_TOGETHER)
            .map(|part| {
                let mut counts: FxHashMap<String, u32> = FxHashMap::default();
                for &message in part {
                    let mut words: Vec<String> = Vec::new();
                    let message = &messages[message as usize];
                    each_word(message, |word| words.push(word.to_owned()));
                    words.sort_unstable();
                    words.dedup();
                    for word in words {
                        *counts.entry(word).or_default() += 1;
                    }
                }
                counts
            })
            .collect();
        let mut counts: FxHashMap<String, u32> = FxHashMap::default();
        #[allow(clippy::iter_over_hash_type, reason = "sums of counts do not depend on the order")]
        for part in parts {
            for (word, count) in part {
                *counts.entry(word).or_default() += count;
            }
        }
        let messages = sample.len() as f64;
        // A handful of messages can share words only in pairs.
        let least = if sample.len() < 100 { 2 } else { LEAST_COUNT.max(sample.len() as u32 / ONE_IN) };
        let mut kept: Vec<(String, u32)> = counts
            .into_iter()
            .filter(|&(_, count)| count >= least && f64::from(count) <= messages * LARGEST_SHARE)
            .collect();
        kept.sort_unstable();
        Self {
            columns: kept.iter().zip(0u32..).map(|((word, _), column)| (word.clone(), column)).collect(),
            idf: kept
                .iter()
                .map(|&(_, count)| libm::logf((messages as f32 + 1.0) / (count as f32 + 0.5)))
                .collect(),
            words: kept.into_iter().map(|(word, _)| word).collect(),
        }
    }

    /// The number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// The word of a column.
    #[must_use]
    pub fn word(&self, column: u32) -> &str {
        &self.words[column as usize]
    }

    /// Messages as rows of (1 + ln tf) · idf, each of length 1.
    #[must_use]
    pub fn rows(&self, messages: &[Message<'_>]) -> SparseMatrix {
        let parts: Vec<Vec<Vec<(u32, f32)>>> = messages
            .par_chunks(MESSAGES_TOGETHER)
            .map(|part| part.iter().map(|message| self.row(message)).collect())
            .collect();
        let mut rows = SparseMatrix::new(self.words.len());
        parts.into_iter().flatten().for_each(|row| rows.push(row));
        rows
    }

    fn row(&self, message: &Message<'_>) -> Vec<(u32, f32)> {
        let mut columns: Vec<u32> = Vec::new();
        each_word(message, |word| columns.extend(self.columns.get(word)));
        columns.sort_unstable();
        let weigh =
            |same: &[u32]| (same[0], (1.0 + libm::logf(same.len() as f32)) * self.idf[same[0] as usize]);
        let mut row: Vec<(u32, f32)> = columns.chunk_by(|a, b| a == b).map(weigh).collect();
        let length = row.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
        for (_, value) in &mut row {
            *value /= length;
        }
        row
    }
}

/// Calls `visit` with every word of Chinese characters in a message.
fn each_word(message: &Message<'_>, mut visit: impl FnMut(&str)) {
    let document = message.document();
    for text in [&document.title, &document.body] {
        terms::words(text, |word, _| {
            if word.starts_with(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
                visit(word);
            }
        });
    }
}
