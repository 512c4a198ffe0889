//! Words that point to labels, and the words of a document -> how far they point to each.

use ndarray::Array2;
use rayon::prelude::*;

use super::explain::Brought;
use crate::scheme::Signpost;
use crate::segment::Document;
use crate::vectorize::table::TermTable;
use crate::vectorize::terms::{TermKey, Word, document_words};
use crate::vectorize::{Field, Unit, Vectorizer};

/// A word counts by the third power of its idf, and counts 1 at this idf, that of a word in one document of 150: what a
/// common word says was learnt from labeled rows, what a rare one says was not.
const IDF_OF_ONE: f32 = 6.0;
/// So many words are added to those of a document, so that a single word in a short one does not decide alone.
const WORDS_ADDED: f32 = 10.0;
/// What is left of a sum that is divided by the number of words is of the order of the other sources if it is
/// multiplied by this.
const SCALE: f32 = 15.0;
/// The strength of a word that hardly leaves a doubt.
const FULL_STRENGTH: f32 = 3.0;

/// The words that point to labels of one scheme.
///
/// What the words of a document say for a label is 15 / (n + 10) · Σ s(w) r(w), over the distinct words w that
/// point to it, where n is the number of its words of two or more characters, s a third of the strength from 1 to 3, and
/// r = (idf / 6)³. A word that the vectorizer lacks is as rare as the rarest that it has.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lexicon {
    table: TermTable,
    /// By column of the table: what the word counts, and the positions of its labels.
    words: Vec<(f32, Vec<usize>)>,
}

/// What was found of a lexicon in a document.
#[derive(Debug, Clone, Default)]
pub struct Pointed {
    /// The distinct words, each with the token in which it stands first.
    words: Vec<(u32, u32)>,
    /// What a word that counts 1 says in this document.
    share: f32,
}

impl Lexicon {
    /// The lexicon of `signposts`, weighed by the idf of the words in `vectorizer`.
    #[must_use]
    pub fn new(signposts: &[Signpost], vectorizer: &Vectorizer) -> Self {
        let vocabulary = vectorizer
            .blocks()
            .filter(|(block, _)| block.unit == Unit::Words)
            .max_by_key(|(block, _)| block.field == Field::Text)
            .map(|(_, vocabulary)| vocabulary);
        let idf = |word| {
            let vocabulary = vocabulary.filter(|vocabulary| !vocabulary.is_empty())?;
            let column = vocabulary.table().column(TermKey::word(word));
            // Columns are numbered by falling frequency.
            Some(vocabulary.idf(column.map_or(vocabulary.len() - 1, |column| column as usize)))
        };
        let weighed = signposts.iter().map(|Signpost { word, strength, labels }| {
            let rarity = idf(word.as_str()).map_or(1.0, |idf| (idf / IDF_OF_ONE).powi(3));
            (rarity * f32::from(*strength) / FULL_STRENGTH, labels.clone())
        });
        let keys: Vec<TermKey> = signposts.iter().map(|signpost| TermKey::word(&signpost.word)).collect();
        Self { words: weighed.collect(), table: TermTable::new(keys.into_iter()) }
    }

    /// Finds those of the `words` of a document that point to labels, and calls `visit` with each of their labels
    /// and what is said for it.
    pub fn find(&self, words: &[Word], found: &mut Pointed, mut visit: impl FnMut(usize, f32)) {
        found.words.clear();
        if self.words.is_empty() {
            return;
        }
        self.table.find_all(words, |word| word.key, |word, at| found.words.push((at, word.token)));
        found.words.sort_unstable();
        found.words.dedup_by_key(|&mut (at, _)| at);
        found.share = SCALE / (words.len() as f32 + WORDS_ADDED);
        for &(at, _) in &found.words {
            let (weight, labels) = &self.words[at as usize];
            for &label in labels {
                visit(label, weight * found.share);
            }
        }
    }

    /// What the words of each of `documents` say for so many `labels`: one row a document, one column a label. `None`
    /// where no word points anywhere.
    #[must_use]
    pub fn find_all(&self, documents: &[Document<'_>], labels: usize) -> Option<Array2<f32>> {
        if self.words.is_empty() {
            return None;
        }
        let mut said = vec![0.0; documents.len() * labels];
        said.par_chunks_mut(labels.max(1)).zip(documents).for_each_init(
            || (Vec::new(), Pointed::default()),
            |(words, found), (row, document)| {
                document_words(document, words);
                self.find(words, found, |label, says| row[label] += says);
            },
        );
        Array2::from_shape_vec((documents.len(), labels), said).ok()
    }

    /// What the tokens of a document bring to a label, where a score of 1 counts `scale`.
    pub fn brought(&self, found: &Pointed, label: usize, scale: f32) -> impl Iterator<Item = Brought> {
        let Pointed { words, share } = found;
        words.iter().filter_map(move |&(at, token)| {
            let (weight, labels) = &self.words[at as usize];
            let weight = weight * share * scale;
            labels.contains(&label).then_some(Brought { token, weight })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Dictionary;
    use crate::suggestion::Suggestion;
    use crate::vectorize::VectorizerParams;

    #[test]
    fn rare_words_point_further_than_common_ones() {
        let dictionary = Dictionary::new([]);
        let rows: Vec<Suggestion> = (0..60)
            .map(|row| Suggestion::from_text("", &format!("道路{}", "桥梁".repeat(usize::from(row == 0)))))
            .collect();
        let documents: Vec<Document<'_>> = rows.iter().map(|row| Document::new(row, &dictionary)).collect();
        let vectorizer = VectorizerParams::default().min_df(1).fit(&documents).unwrap();
        let signpost = |word: &str, strength, labels: &[usize]| Signpost {
            word: word.to_owned(),
            strength,
            labels: labels.to_vec(),
        };
        let signposts = [signpost("道路", 3, &[0]), signpost("桥梁", 3, &[1, 2]), signpost("隧道", 1, &[2])];
        let lexicon = Lexicon::new(&signposts, &vectorizer);
        let text = Suggestion::from_text("道路", "桥梁桥梁隧道，道路");
        let document = Document::new(&text, &dictionary);
        let (mut words, mut found, mut said) = (Vec::new(), Pointed::default(), [0.0; 3]);
        assert_eq!(document_words(&document, &mut words), 1);
        lexicon.find(&words, &mut found, |label, says| said[label] += says);
        assert!(said[0] * 10.0 < said[1], "{said:?}");
        // A word that was never met is as rare as the rarest, and each word counts once.
        assert!((said[2] / said[1] - 4.0 / 3.0).abs() < 1e-3, "{said:?}");
        let brought: Vec<Brought> = lexicon.brought(&found, 2, 2.0).collect();
        assert_eq!(brought.iter().map(|brought| brought.token).collect::<Vec<_>>(), [1, 3]);
        let sum: f32 = brought.iter().map(|brought| brought.weight).sum();
        assert!((sum - 2.0 * said[2]).abs() < 1e-4, "{sum}");
        let all = lexicon.find_all(&documents[..2], 3).unwrap();
        assert!(all[[0, 1]] > 0.0 && all[[1, 1]] == 0.0 && all[[1, 0]] > 0.0, "{all}");
        assert!(Lexicon::default().find_all(&documents, 3).is_none());
    }
}
