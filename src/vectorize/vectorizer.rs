//! Blocks of terms -> the fitted vectorizer, and one document -> one sparse row.

use std::ops::RangeInclusive;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::counter::Counter;
use super::sparse::{BlockLayout, Layout, SparseMatrix, SparseVector};
use super::terms::{self, Field, TermKey, Unit, Word};
use super::vocabulary::Vocabulary;
use crate::error::{ErrorKind, Result};
use crate::segment::{Document, Segmented};

/// A field whose texts have fewer tokens than this on average is short: titles have about a dozen, letters hundreds.
const SHORT: usize = 40;
/// With more documents than this a term of a single one is mostly a slip of the pen, and such terms are most of
/// the vocabulary.
const MANY: usize = 200_000;

/// The lengths that a block can have: their squares and those of their values are numbers, too.
const WEIGHTS: RangeInclusive<f32> = 1e-6..=1e6;

/// One block of a vectorizer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// The part of the suggestion it looks at.
    pub field: Field,
    /// What it counts.
    pub unit: Unit,
    /// The length of its part of the vector.
    pub weight: f32,
}

/// How to vectorize.
///
/// | parameter | default | range |
/// |---|---|---|
/// | `blocks` | title words 0.5, text words 0.7, title characters 0.8, text characters 1.4 | weights from 0.000001 to 1000000 |
/// | `min_df` | 1 for a field with short texts, otherwise 2 | at least 1: terms in fewer training documents are dropped |
///
/// In a short text every term counts, and a rare one that is met again says much. Long texts are full of names and
/// numbers that are met once and never again.
///
/// Where no document has a body, or none has a title, title and text are one: instead of two blocks with the same
/// terms, or of one that is empty, there is one block whose length is that of both together.
#[derive(Debug, Clone, PartialEq)]
pub struct VectorizerParams {
    blocks: Vec<Block>,
    min_df: Option<u32>,
}

impl Default for VectorizerParams {
    fn default() -> Self {
        let block = |field, unit, weight| Block { field, unit, weight };
        Self {
            blocks: vec![
                block(Field::Title, Unit::Words, 0.5),
                block(Field::Text, Unit::Words, 0.7),
                block(Field::Title, Unit::Characters, 0.8),
                block(Field::Text, Unit::Characters, 1.4),
            ],
            min_df: None,
        }
    }
}

impl VectorizerParams {
    /// Replaces the blocks.
    #[must_use]
    pub fn blocks(mut self, blocks: Vec<Block>) -> Self {
        self.blocks = blocks;
        self
    }

    /// Sets in how many training documents a term must occur to be kept.
    #[must_use]
    pub fn min_df(mut self, min_df: u32) -> Self {
        self.min_df = Some(min_df);
        self
    }

    /// How the columns of `vectorizer`, fitted to `documents` with these parameters, came to be.
    #[must_use]
    pub fn layout(&self, vectorizer: &Vectorizer, documents: &[Document<'_>]) -> Layout {
        let mut end = 0;
        let block = |(block, vocabulary): (Block, &Vocabulary)| {
            end += vocabulary.len() as u32;
            BlockLayout { end, length: block.weight, min_df: self.least_documents(block.field, documents) }
        };
        Layout { blocks: vectorizer.blocks().map(block).collect() }
    }

    /// Learns vocabularies and idf from `documents`; both stay as they are from then on.
    pub fn fit(&self, documents: &[Document<'_>]) -> Result<Vectorizer> {
        let distinct = self.distinct_blocks(documents);
        for &Block { weight, .. } in self.blocks.iter().chain(&distinct) {
            if !WEIGHTS.contains(&weight) {
                let (name, value, range) = ("block weight", f64::from(weight), "from 0.000001 to 1000000");
                return Err(ErrorKind::Parameter { name, value, range }.into());
            }
        }
        if self.min_df == Some(0) {
            return Err(ErrorKind::Parameter { name: "min_df", value: 0.0, range: "at least 1" }.into());
        }
        let blocks = distinct
            .into_iter()
            .map(|block| {
                let min_df = self.least_documents(block.field, documents);
                (block, Vocabulary::fit(documents, block.field, block.unit, min_df))
            })
            .collect();
        Ok(Vectorizer { blocks })
    }

    /// The blocks, those of one unit made one where all documents have a title only or a body only.
    ///
    /// Blocks with the same terms have the product a² x·y + b² x·y = (a² + b²) x·y, so that one block of the length
    /// √(a² + b²) says the same.
    fn distinct_blocks(&self, documents: &[Document<'_>]) -> Vec<Block> {
        let without = |text: fn(&Document<'_>) -> usize| documents.iter().all(|document| text(document) == 0);
        let tells_apart = !without(|document| document.title.tokens.len())
            && !without(|document| document.body.tokens.len());
        if tells_apart {
            return self.blocks.clone();
        }
        let mut distinct: Vec<Block> = Vec::new();
        for &block in &self.blocks {
            match distinct.iter_mut().find(|known| known.unit == block.unit) {
                Some(known) => {
                    known.weight = (known.weight * known.weight + block.weight * block.weight).sqrt();
                }
                None => distinct.push(Block { field: Field::Text, ..block }),
            }
        }
        distinct
    }

    /// In how many documents a term of `field` must occur to be kept.
    fn least_documents(&self, field: Field, documents: &[Document<'_>]) -> u32 {
        self.min_df.unwrap_or_else(|| {
            let tokens = |document: &Document<'_>| match field {
                Field::Title => document.title.tokens.len(),
                Field::Text => document.title.tokens.len() + document.body.tokens.len(),
            };
            let is_short = documents.iter().map(tokens).sum::<usize>() < SHORT * documents.len();
            if is_short && documents.len() <= MANY { 1 } else { 2 }
        })
    }
}

/// Documents -> vectors, frozen at fit: a document gets the same vector alone and in any batch.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Vectorizer {
    blocks: Vec<(Block, Vocabulary)>,
}

impl Vectorizer {
    /// The number of columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.blocks.iter().map(|(_, vocabulary)| vocabulary.len()).sum()
    }

    /// The blocks and their vocabularies, in the order of their columns.
    pub fn blocks(&self) -> impl Iterator<Item = (Block, &Vocabulary)> {
        self.blocks.iter().map(|(block, vocabulary)| (*block, vocabulary))
    }

    /// The term of a column.
    ///
    /// # Panics
    /// If there is no such column.
    #[must_use]
    pub fn term(&self, column: usize) -> &str {
        let mut column = column;
        for (_, vocabulary) in &self.blocks {
            if column < vocabulary.len() {
                return vocabulary.term(column);
            }
            column -= vocabulary.len();
        }
        panic!("the vocabulary has no such column")
    }

    /// Scratch memory for one thread.
    #[must_use]
    pub fn worker(&self) -> Worker {
        let mut worker = Worker::default();
        worker.fit(self.width());
        worker
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

    /// Whether the parts fit together, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        let fits = |(block, vocabulary): &(Block, Vocabulary)| {
            WEIGHTS.contains(&block.weight) && vocabulary.is_consistent(block.unit)
        };
        self.blocks.iter().all(fits)
    }
}

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

impl Worker {
    /// Makes room for so many columns.
    fn fit(&mut self, width: usize) {
        if self.places.len() < width {
            self.counter = Counter::new(width);
            self.places = vec![0; width];
        }
    }

    /// The vector of `document`: in each block (1 + ln tf) idf, scaled to the block's weight in length.
    pub fn vectorize(&mut self, vectorizer: &Vectorizer, document: &Document<'_>) -> SparseVector<'_> {
        // The worker may be new, or have served a smaller vocabulary.
        self.fit(vectorizer.width());
        self.columns.clear();
        self.values.clear();
        self.counts.clear();
        self.occurrences.clear();
        self.title_words = terms::document_words(document, &mut self.words);
        self.known = self.words.len();
        let mut offset = 0;
        for (block, vocabulary) in &vectorizer.blocks {
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
            self.weigh(*block, vocabulary, offset);
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

    const TITLES: [&str; 3] = ["路灯不亮", "路灯坏了", "公园的路灯"];

    fn lengths(suggestions: &[Suggestion], params: &VectorizerParams) -> Vec<(Field, Unit, f32, u32)> {
        let dictionary = Dictionary::new([]);
        let documents: Vec<Document<'_>> =
            suggestions.iter().map(|suggestion| Document::new(suggestion, &dictionary)).collect();
        let vectorizer = params.fit(&documents).unwrap();
        let layout = params.layout(&vectorizer, &documents);
        vectorizer
            .blocks()
            .zip(layout.blocks)
            .map(|((block, _), layout)| (block.field, block.unit, layout.length, layout.min_df))
            .collect()
    }

    #[test]
    fn any_worker_serves_any_vocabulary() {
        let dictionary = Dictionary::new([]);
        let rows = TITLES.map(|title| Suggestion::from_text(title, "晚上看不见路。"));
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

    #[test]
    fn titles_alone_or_bodies_alone_have_one_block_a_unit() {
        let params = VectorizerParams::default();
        let of = |title: fn(&str) -> Suggestion| TITLES.map(title);
        for rows in [of(|text| Suggestion::from_text(text, "")), of(|text| Suggestion::from_text("", text))] {
            let [words, characters] = lengths(&rows, &params).try_into().unwrap();
            assert_eq!((words.0, words.1, words.3), (Field::Text, Unit::Words, 1));
            assert_eq!((characters.0, characters.1, characters.3), (Field::Text, Unit::Characters, 1));
            assert!((words.2.powi(2) - (0.25 + 0.49)).abs() < 1e-6);
            assert!((characters.2.powi(2) - (0.64 + 1.96)).abs() < 1e-6);
        }
    }

    #[test]
    fn long_texts_lose_what_only_one_of_them_says() {
        let body = "晚上看不见路。".repeat(SHORT);
        let rows = TITLES.map(|title| Suggestion::from_text(title, &body));
        let least = |params: &VectorizerParams| -> Vec<u32> {
            lengths(&rows, params).into_iter().map(|(.., min_df)| min_df).collect()
        };
        assert_eq!(least(&VectorizerParams::default()), [1, 2, 1, 2]);
        assert_eq!(least(&VectorizerParams::default().min_df(3)), [3; 4]);
    }
}
