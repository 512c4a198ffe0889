//! A document, its vector and a label -> the words that spoke for the label, with their exact weights.

use super::linear::Linear;
use crate::segment::{Document, Segmented, Token, TokenKind};
use crate::text::Span;
use crate::vectorize::{Field, Worker};

/// How many words are given as evidence.
const WORDS: usize = 5;
/// How many of the strongest tokens are looked at for them; a word may stand in several tokens.
const CANDIDATES: usize = 12;

/// A word that spoke for a label.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Where it stands first among the strongest: in the title, or in the body ([`Field::Text`]).
    pub field: Field,
    /// Its place there.
    pub span: Span,
    /// The word as it was written.
    pub text: String,
    /// What it contributed to the label's score, over those of its occurrences that are among the strongest.
    pub weight: f32,
}

/// Scratch memory for explaining.
#[derive(Debug, Clone, Default)]
pub struct Explainer {
    by_token: Vec<f32>,
    /// The strongest tokens and their positions, the strongest first.
    strongest: Vec<(f32, usize)>,
}

impl Explainer {
    /// The contribution of every token of title and body to the score of `label` for the document whose
    /// vector `worker` holds.
    ///
    /// Each occurrence of a term brings an equal part of weight times value; a pair of characters that begins
    /// in one token and ends in the next gives each of the two half. The contributions and the bias sum to
    /// the score, to the rounding of 32-bit floats.
    pub fn contributions(
        &mut self,
        document: &Document<'_>,
        worker: &mut Worker,
        linear: &Linear,
        label: usize,
    ) -> &[f32] {
        self.contributions_of(document, worker, |column| linear.weight(column as usize, label))
    }

    /// The same for any weights of the columns; they are asked for in rising order.
    fn contributions_of(
        &mut self,
        document: &Document<'_>,
        worker: &mut Worker,
        weight: impl FnMut(u32) -> f32,
    ) -> &[f32] {
        let tokens = document.title.tokens.len() + document.body.tokens.len();
        let by_token = &mut self.by_token;
        by_token.clear();
        by_token.resize(tokens, 0.0);
        worker.weigh_occurrences(weight, |occurrence, part| {
            by_token[occurrence.first as usize] += part * 0.5;
            by_token[occurrence.last as usize] += part * 0.5;
        });
        by_token
    }

    /// The words with the largest contributions, the largest first.
    pub fn evidence(
        &mut self,
        document: &Document<'_>,
        worker: &mut Worker,
        linear: &Linear,
        label: usize,
    ) -> Vec<Evidence> {
        self.evidence_of(document, worker, |column| linear.weight(column as usize, label))
    }

    /// The words with the largest contributions under any weights of the columns, which are asked for in rising order.
    pub fn evidence_of(
        &mut self,
        document: &Document<'_>,
        worker: &mut Worker,
        weight: impl FnMut(u32) -> f32,
    ) -> Vec<Evidence> {
        self.contributions_of(document, worker, weight);
        let Self { by_token, strongest } = self;
        strongest.clear();
        for (position, &weight) in by_token.iter().enumerate() {
            let floor = if strongest.len() < CANDIDATES { 0.0 } else { strongest[CANDIDATES - 1].0 };
            if weight > floor && tells(document, position) {
                strongest.truncate(CANDIDATES - 1);
                let place = strongest.partition_point(|&(stronger, _)| stronger >= weight);
                strongest.insert(place, (weight, position));
            }
        }
        let mut words: Vec<(&str, f32, usize)> = Vec::with_capacity(CANDIDATES);
        for &(weight, position) in &*strongest {
            let (_, text, token) = locate(document, position);
            let word = token.span.of(text.folded());
            match words.iter_mut().find(|(known, ..)| *known == word) {
                Some((_, sum, _)) => *sum += weight,
                None => words.push((word, weight, position)),
            }
        }
        words.sort_by(|left, right| right.1.total_cmp(&left.1));
        words.truncate(WORDS);
        words.into_iter().map(|(_, weight, position)| evidence(document, position, weight)).collect()
    }
}

/// The field, the text and the token at a position counted over title and body.
fn locate<'d, 's>(document: &'d Document<'s>, position: usize) -> (Field, &'d Segmented<'s>, Token) {
    match document.title.tokens.get(position) {
        Some(&token) => (Field::Title, &document.title, token),
        None => (Field::Text, &document.body, document.body.tokens[position - document.title.tokens.len()]),
    }
}

/// Whether a token tells a person something. A number or a single character may decide, but says nothing alone.
fn tells(document: &Document<'_>, position: usize) -> bool {
    let (_, text, token) = locate(document, position);
    token.kind == TokenKind::Word && token.span.of(text.folded()).chars().nth(1).is_some()
}

fn evidence(document: &Document<'_>, position: usize, weight: f32) -> Evidence {
    let (field, text, token) = locate(document, position);
    let span = text.original_span(token.span);
    Evidence { field, span, text: text.original(token.span).to_owned(), weight }
}
