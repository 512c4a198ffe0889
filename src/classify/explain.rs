//! A document, its vector and a label -> the words that spoke for the label, with their exact weights.

use super::linear::Linear;
use crate::segment::{Document, Segmented, Token, TokenKind};
use crate::text::Span;
use crate::vectorize::terms::is_single;
use crate::vectorize::{Field, Worker};

/// How many words are given as evidence.
const WORDS: usize = 5;
/// A word that brings less than this share of what the strongest brings decided nothing: there stand the words that
/// every letter has.
const LEAST_SHARE: f32 = 0.1;
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

/// What a token brings to a label besides its terms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brought {
    /// Its position, counted over title and body.
    pub token: u32,
    /// What it adds to the score.
    pub weight: f32,
}

/// Scratch memory for explaining.
#[derive(Debug, Clone, Default)]
pub struct Explainer {
    /// What one occurrence of each of the row's columns brings to a token it begins or ends in, a number a label.
    shares: Vec<f32>,
    /// What each token brings, a number a label.
    by_token: Vec<f32>,
    /// The positions of the tokens that tell a person something.
    telling: Vec<usize>,
    /// The strongest of them, the strongest first.
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
        worker: &Worker,
        linear: &Linear,
        label: usize,
    ) -> &[f32] {
        let weight = linear.weights_of(label);
        self.contributions_of(document, worker, |column| [weight(column as usize)]);
        &self.by_token
    }

    /// The same for any weights of the columns and several labels at once.
    fn contributions_of<const LABELS: usize>(
        &mut self,
        document: &Document<'_>,
        worker: &Worker,
        weights: impl Fn(u32) -> [f32; LABELS],
    ) {
        let Self { shares, by_token, .. } = self;
        let row = worker.row();
        shares.clear();
        shares.resize(row.columns.len() * LABELS, 0.0);
        let entries = row.columns.iter().zip(row.values).zip(worker.counts());
        for (share, ((&column, &value), &count)) in shares.as_chunks_mut::<LABELS>().0.iter_mut().zip(entries)
        {
            let part = value * 0.5 / count as f32;
            *share = weights(column).map(|weight| weight * part);
        }
        let tokens = document.title.tokens.len() + document.body.tokens.len();
        by_token.clear();
        by_token.resize(tokens * LABELS, 0.0);
        let (shares, by_token) = (shares.as_chunks::<LABELS>().0, by_token.as_chunks_mut::<LABELS>().0);
        // Most occurrences follow another one in the same token, whose sums stay in registers meanwhile.
        let (mut token, mut sums) = (0, [0.0; LABELS]);
        for occurrence in worker.occurrences() {
            let share = &shares[worker.place(occurrence.column)];
            if occurrence.last as usize != token {
                add(&mut by_token[token], &std::mem::replace(&mut sums, [0.0; LABELS]));
                token = occurrence.last as usize;
            }
            add(&mut sums, share);
            if occurrence.first as usize == token {
                add(&mut sums, share);
            } else {
                add(&mut by_token[occurrence.first as usize], share);
            }
        }
        if let Some(by_token) = by_token.get_mut(token) {
            add(by_token, &sums);
        }
    }

    /// For each of several labels the words with the largest contributions, the largest first. `weights` gives the
    /// weights that a column has for the labels, `besides` what tokens bring besides, each with the place of its label.
    pub fn evidence<const LABELS: usize>(
        &mut self,
        document: &Document<'_>,
        worker: &Worker,
        weights: impl Fn(u32) -> [f32; LABELS],
        besides: impl Iterator<Item = (usize, Brought)>,
    ) -> [Vec<Evidence>; LABELS] {
        self.contributions_of(document, worker, weights);
        let Self { by_token, telling, strongest, .. } = self;
        let by_token = by_token.as_chunks_mut::<LABELS>().0;
        for (label, Brought { token, weight }) in besides {
            by_token[token as usize][label] += weight;
        }
        telling.clear();
        (0..).zip(tokens(document)).for_each(|(at, (text, token))| {
            if tells(text, token) {
                telling.push(at);
            }
        });
        std::array::from_fn(|label| {
            strongest.clear();
            let mut floor = 0.0;
            for &position in &*telling {
                let weight = by_token[position][label];
                if weight > floor {
                    strongest.truncate(CANDIDATES - 1);
                    let place = strongest.partition_point(|&(stronger, _)| stronger >= weight);
                    strongest.insert(place, (weight, position));
                    floor = strongest.get(CANDIDATES - 1).map_or(0.0, |&(weakest, _)| weakest);
                }
            }
            words(document, strongest)
        })
    }
}

fn add<const LABELS: usize>(sums: &mut [f32; LABELS], shares: &[f32; LABELS]) {
    sums.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
}

/// The strongest words among the strongest tokens.
fn words(document: &Document<'_>, strongest: &[(f32, usize)]) -> Vec<Evidence> {
    let mut words: Vec<(&str, f32, usize)> = Vec::with_capacity(CANDIDATES);
    for &(weight, position) in strongest {
        let (_, text, token) = locate(document, position);
        let word = token.span.of(text.folded());
        match words.iter_mut().find(|(known, ..)| *known == word) {
            Some((_, sum, _)) => *sum += weight,
            None => words.push((word, weight, position)),
        }
    }
    words.sort_by(|left, right| right.1.total_cmp(&left.1));
    let least = words.first().map_or(0.0, |&(_, strongest, _)| LEAST_SHARE * strongest);
    words.retain(|&(_, weight, _)| weight >= least);
    words.truncate(WORDS);
    words.into_iter().map(|(_, weight, position)| evidence(document, position, weight)).collect()
}

/// The field, the text and the token at a position counted over title and body.
fn locate<'d, 's>(document: &'d Document<'s>, position: usize) -> (Field, &'d Segmented<'s>, Token) {
    match document.title.tokens.get(position) {
        Some(&token) => (Field::Title, &document.title, token),
        None => (Field::Text, &document.body, document.body.tokens[position - document.title.tokens.len()]),
    }
}

/// The tokens of title and body, each with the text it belongs to.
fn tokens<'d, 's>(document: &'d Document<'s>) -> impl Iterator<Item = (&'d Segmented<'s>, Token)> {
    let of = |text: &'d Segmented<'s>| text.tokens.iter().map(move |&token| (text, token));
    of(&document.title).chain(of(&document.body))
}

/// Whether a token tells a person something. A number or a single character may decide, but says nothing alone.
fn tells(text: &Segmented<'_>, token: Token) -> bool {
    token.kind == TokenKind::Word && !is_single(token.span.of(text.folded()))
}

fn evidence(document: &Document<'_>, position: usize, weight: f32) -> Evidence {
    let (field, text, token) = locate(document, position);
    let span = text.original_span(token.span);
    Evidence { field, span, text: text.original(token.span).to_owned(), weight }
}
