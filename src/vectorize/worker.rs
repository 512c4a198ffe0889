//! A vectorizer and documents -> sparse rows, and the places of the terms of one.

use rayon::prelude::*;

use super::counter::Counter;
use super::sparse::{SparseMatrix, SparseVector};
use super::terms::{self, Field, TermKey, Unit, Word};
use super::vectorizer::{Block, Vectorizer};
use super::vocabulary::Vocabulary;
use crate::segment::{Document, Segmented};

/// A known term at its place: `first` and `last` are the tokens it begins and ends in, counted over the
/// title's tokens and then the body's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The column of the term.
    pub column: u32,
    /// The token it begins in.
    pub first: u32,
    /// The token it ends in.
    pub last: u32,
}

/// One thread's memory for vectorizing, with what is known of the last document.
#[derive(Debug, Clone, Default)]
pub struct Worker {
    counter: Counter,
    columns: Vec<u32>,
    values: Vec<f32>,
    /// How often each of the row's columns occurs.
    counts: Vec<u32>,
    /// By column: its place in the row; valid for columns of the last row only.
    places: Vec<u32>,
    /// The words, those of the title first.
    words: Vec<Word>,
    /// How many the title has.
    title_words: usize,
    /// The pairs of characters of the text at hand, each with the tokens it begins and ends in.
    pairs: Vec<(TermKey, u32, u32)>,
    occurrences: Vec<Occurrence>,
    known: usize,
}

impl Vectorizer {
    /// Scratch memory for one thread.
    #[must_use]
    pub fn worker(&self) -> Worker {
        Worker::new(self.width())
    }

    /// All `documents` as a matrix, one row each, in their order.
    #[must_use]
    pub fn transform(&self, documents: &[Document<'_>]) -> SparseMatrix {
        let parts: Vec<SparseMatrix> = documents
            .par_chunks(256)
            .map_init(
                || self.worker(),
                |worker, chunk| {
                    let mut part = SparseMatrix::new(self.width());
                    for document in chunk {
                        let row = worker.vectorize(self, document);
                        part.push(row.columns.iter().copied().zip(row.values.iter().copied()));
                    }
                    part
                },
            )
            .collect();
        SparseMatrix::stack(self.width(), parts)
    }
}

impl Worker {
    /// Memory for vectors of so many columns.
    fn new(width: usize) -> Self {
        Self { counter: Counter::new(width), places: vec![0; width], ..Self::default() }
    }

    /// The vector of `document`: in each block (1 + ln tf) idf, scaled to the block's weight in length.
    pub fn vectorize(&mut self, vectorizer: &Vectorizer, document: &Document<'_>) -> SparseVector<'_> {
        // The memory may be new, or have served a smaller vocabulary.
        if self.places.len() < vectorizer.width() {
            *self = Self::new(vectorizer.width());
        }
        self.columns.clear();
        self.values.clear();
        self.counts.clear();
        self.occurrences.clear();
        self.title_words = terms::document_words(document, &mut self.words);
        self.known = self.words.len();
        let mut offset = 0;
        for (block, vocabulary) in vectorizer.blocks() {
            match block.unit {
                Unit::Words => self.meet_words(block.field, vocabulary, offset),
                Unit::Characters => {
                    self.meet_characters(vocabulary, &document.title, 0, offset);
                    if block.field == Field::Text {
                        let title_tokens = document.title.tokens.len() as u32;
                        self.meet_characters(vocabulary, &document.body, title_tokens, offset);
                    }
                }
            }
            self.weigh(block, vocabulary, offset);
            offset += vocabulary.len() as u32;
        }
        self.row()
    }

    /// The vector of the last document.
    #[must_use]
    pub fn row(&self) -> SparseVector<'_> {
        SparseVector { columns: &self.columns, values: &self.values }
    }

    /// The words of the last document, those of the title first, whether training had met them or not.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Every known term of the last document at its place.
    #[must_use]
    pub fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences
    }

    /// How often each of the row's columns occurs.
    #[must_use]
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// The place of a column in the last document's row, which must have it.
    #[must_use]
    pub fn place(&self, column: u32) -> usize {
        self.places[column as usize] as usize
    }

    /// The share of the last document's words that training had met; 1 for a document without words.
    #[must_use]
    pub fn familiarity(&self) -> f32 {
        if self.words.is_empty() { 1.0 } else { self.known as f32 / self.words.len() as f32 }
    }

    /// Counts the known words of the title or of all of the document, and notes their places.
    fn meet_words(&mut self, field: Field, vocabulary: &Vocabulary, offset: u32) {
        let Self { counter, occurrences, words, title_words, known, .. } = self;
        let (words, before) = match field {
            Field::Title => (&words[..*title_words], None),
            Field::Text => (&words[..], Some(occurrences.len())),
        };
        vocabulary.table().find_all(
            words,
            |word| word.key,
            |Word { token, .. }, column| {
                let column = column + offset;
                counter.add(column);
                occurrences.push(Occurrence { column, first: token, last: token });
            },
        );
        if let Some(before) = before {
            *known = occurrences.len() - before;
        }
    }

    /// Counts the known characters and pairs of `text`, which begins after `tokens_before` tokens, and notes their
    /// places.
    fn meet_characters(
        &mut self,
        vocabulary: &Vocabulary,
        text: &Segmented<'_>,
        tokens_before: u32,
        offset: u32,
    ) {
        let Self { counter, occurrences, pairs, .. } = self;
        let table = vocabulary.table();
        let mut note = |column: u32, first: u32, last: u32| {
            let column = column + offset;
            counter.add(column);
            let (first, last) = (first + tokens_before, last + tokens_before);
            occurrences.push(Occurrence { column, first, last });
        };
        pairs.clear();
        terms::characters(text, |key, first, last| {
            if !key.is_small() {
                pairs.push((key, first, last));
            } else if let Some(column) = table.small_column(key) {
                note(column, first, last);
            }
        });
        table.find_all(pairs, |(key, ..)| key, |(_, first, last), column| note(column, first, last));
    }

    fn weigh(&mut self, block: Block, vocabulary: &Vocabulary, offset: u32) {
        let start = self.columns.len();
        let Self { counter, columns, values, counts, places, .. } = self;
        counter.drain(columns, counts);
        let columns = &columns[start..];
        values.extend(
            columns
                .iter()
                .zip(&counts[start..])
                .map(|(&column, &count)| sublinear(count) * vocabulary.idf((column - offset) as usize)),
        );
        let values = &mut values[start..];
        let squares: f32 = values.iter().map(|value| value * value).sum();
        let scale = block.weight / squares.sqrt();
        for value in values {
            *value *= scale;
        }
        for (place, &column) in (start as u32..).zip(columns) {
            places[column as usize] = place;
        }
    }
}

/// 1 + ln(count), from a table for the counts that occur.
fn sublinear(count: u32) -> f32 {
    const LOGARITHMS: [f32; 8] =
        [0.0, 1.0, 1.693_147_2, 2.098_612_3, 2.386_294_4, 2.609_438, 2.791_759_5, 2.945_910_1];
    match LOGARITHMS.get(count as usize) {
        Some(&value) => value,
        None => (1.0 + libm::log(f64::from(count))) as f32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Dictionary;
    use crate::suggestion::Suggestion;
    use crate::vectorize::VectorizerParams;

    #[test]
    fn any_worker_serves_any_vocabulary() {
        let dictionary = Dictionary::new([]);
        let rows = ["路灯不亮", "路灯坏了", "公园的路灯"]
            .map(|title| Suggestion::from_text(title, "晚上看不见路。"));
        let documents: Vec<Document<'_>> = rows.iter().map(|row| Document::new(row, &dictionary)).collect();
        let params = VectorizerParams::default();
        let [small, large] =
            [&documents[..1], &documents].map(|of| params.clone().min_df(1).fit(of).unwrap());
        let mut worker = Worker::default();
        for vectorizer in [&small, &large, &small] {
            let mut own = vectorizer.worker();
            let expected = own.vectorize(vectorizer, &documents[0]);
            assert_eq!(worker.vectorize(vectorizer, &documents[0]), expected);
        }
    }
}
