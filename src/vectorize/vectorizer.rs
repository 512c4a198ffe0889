//! Documents and blocks of terms -> the fitted vectorizer: vocabularies and idf, block by block.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::sparse::{BlockLayout, Layout};
use super::terms::{Field, Unit};
use super::vocabulary::Vocabulary;
use crate::error::{ErrorKind, Result};
use crate::segment::Document;

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

    /// Whether the parts fit together, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        let fits = |(block, vocabulary): &(Block, Vocabulary)| {
            WEIGHTS.contains(&block.weight) && vocabulary.is_consistent(block.unit)
        };
        self.blocks.iter().all(fits)
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
