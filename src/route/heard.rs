//! What the sources say of labeled rows -> how each source counts, and how far it can be trusted who leads and assists.
//!
//! Nothing here was trained on the row it is said of: the scores are those of the other folds.

use ndarray::Array2;

use super::assist::{Assist, Candidates, Together, text_length};
use super::pool::Pool;
use super::router::Router;
use super::sources::{Expected, SOURCES, Said, Source};
use crate::classify::decide::ranked;
use crate::classify::folds::found_elsewhere;
use crate::classify::judge::Given;
use crate::classify::policy::Judged;
use crate::classify::precedent::Precedents;
use crate::classify::top::TopLabel;
use crate::suggestion::Suggestion;
use crate::text::Normalized;
use crate::vectorize::SparseMatrix;

/// How strongly the weights of sources are held to what is known without labeled rows: as by one row or so.
const PULL: f64 = 1.0;

/// Who assists is told by nine numbers, which more rows than this tell no better; every n-th row is taken. Each would add
/// all departments but one, and they would take more memory than all the rest.
const MOST_ROWS: usize = 30_000;

/// Labeled rows, as far as they are known when routing is learnt.
#[derive(Debug)]
pub struct Examples<'e> {
    /// The rows.
    pub suggestions: &'e [&'e Suggestion],
    /// Their vectors.
    pub rows: &'e SparseMatrix,
    /// Their leads and assisting departments.
    pub given: &'e Given,
    /// Their folds.
    pub folds: &'e [usize],
    /// The scores of each as a lead under weights not trained on it: one column a department that leads
    /// somewhere, in the order of the scheme.
    pub lead_scores: &'e Array2<f32>,
}

/// A score of each row as one of several classes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scores<'s> {
    /// Positions in the scheme, rising.
    pub(super) classes: &'s [usize],
    /// A line a row, a column a class.
    pub(super) of_rows: &'s Array2<f32>,
}

impl Scores<'_> {
    /// The score of a row as the class at a position of the scheme.
    fn of(&self, row: usize, position: usize) -> Option<f32> {
        self.classes.binary_search(&position).ok().map(|class| self.of_rows[[row, class]])
    }
}

/// What was said of labeled rows.
pub(super) struct Heard<'h> {
    examples: &'h Examples<'h>,
    router: &'h Router,
    /// By row and by department that can be proposed.
    said: Vec<Vec<Said>>,
    /// Where a department never led, or has no training rows at all, its score is that to be expected.
    pub(super) expected: [Expected; 2],
    involved: Scores<'h>,
    /// By row the place of its lead among the departments that can be proposed.
    leads: Vec<Option<usize>>,
}

impl<'h> Heard<'h> {
    /// Adds to what the other sources `said` what was learnt: the scores as lead, and as one of those involved.
    pub(super) fn new(
        router: &'h Router,
        examples: &'h Examples<'h>,
        mut said: Vec<Vec<Said>>,
        lead: Scores<'_>,
        involved: Scores<'h>,
    ) -> Self {
        let position = |at: usize| router.eligible[at];
        let expected = [lead, involved].map(|scores| expected(&said, |row, at| scores.of(row, position(at))));
        for (row, said) in said.iter_mut().enumerate() {
            for (at, said) in said.iter_mut().enumerate() {
                let learnt = lead.of(row, position(at)).unwrap_or_else(|| expected[0].score(said));
                said[Source::Learning as usize] = learnt;
            }
        }
        let leads = examples.given.chosen.iter().map(|&lead| router.place(lead)).collect();
        Self { examples, router, said, expected, involved, leads }
    }

    /// How much each of the `used` sources counts.
    pub(super) fn pool(&self, used: [bool; SOURCES]) -> Pool {
        let telling = found_elsewhere(self.examples.folds, &self.examples.given.chosen).into_iter();
        let telling = telling.filter_map(|row| Some((self.said[row].as_slice(), self.leads[row]?)));
        Pool::fit(&telling.collect::<Vec<_>>(), &Pool::PRIOR, PULL, used)
    }

    /// How far the likeliest lead of `pool` can be believed.
    pub(super) fn top(&self, pool: &Pool) -> TopLabel {
        let mut probabilities = Vec::new();
        let told = self.said.iter().zip(&self.leads).filter_map(|(said, &lead)| {
            pool.probabilities(said, &mut probabilities);
            Some(TopLabel::told(&probabilities, lead?))
        });
        TopLabel::fit(&told.collect::<Vec<_>>())
    }

    /// The probabilities by `pool` and `top` that each department leads a row.
    fn probabilities(&self, row: usize, pool: &Pool, top: TopLabel) -> Vec<f32> {
        let mut probabilities = Vec::new();
        pool.probabilities(&self.said[row], &mut probabilities);
        top.apply(&mut probabilities);
        probabilities
    }

    /// What the texts were given.
    pub(super) fn precedents(&self, pool: &Pool, top: TopLabel) -> Precedents {
        let given = self.examples.given;
        Precedents::fit(&given.texts, &given.chosen, |row| {
            self.leads[row].map_or(0.0, |lead| self.probabilities(row, pool, top)[lead])
        })
    }

    /// By row the probabilities that each department leads it, as told by all but the row itself: `pool`, `top`, and what
    /// other rows of the same text were given. With them what each text was taken for without these, and how many rows' leads
    /// were found.
    pub(super) fn judged(
        &self,
        pool: &Pool,
        top: TopLabel,
        precedents: &Precedents,
    ) -> (Vec<Vec<f32>>, Vec<Judged>, u64) {
        let given = self.examples.given;
        // What is promised is counted over texts; a lead may be found by other rows of the same text, too.
        let place = |label: usize| self.router.place(label);
        let (mut judged, mut hits) = (Vec::new(), 0);
        let by_row = (0..self.said.len()).map(|row| {
            let lead = given.chosen[row];
            let mut probabilities = self.probabilities(row, pool, top);
            judged.extend(self.likeliest(&probabilities, lead).filter(|_| given.counts(row)));
            let text = given.texts.get(row).copied().flatten();
            precedents.recall_others(text, Some(lead), place, &mut probabilities);
            hits += u64::from(self.likeliest(&probabilities, lead).is_some_and(|judged| judged.is_right));
            probabilities
        });
        let by_row = by_row.collect();
        (by_row, judged, hits)
    }

    /// What is proposed as the lead of a row, and whether that is the lead it was given.
    fn likeliest(&self, probabilities: &[f32], lead: usize) -> Option<Judged> {
        let first = *ranked(probabilities).first()?;
        let is_right = self.router.eligible[first] == lead;
        Some(Judged { class: 0, probability: probabilities[first], is_right })
    }

    /// Who assists, where the departments lead with `probabilities`; `together` says of each fold who assists whom in the
    /// others.
    pub(super) fn assist(&self, probabilities: &[Vec<f32>], together: &[Together]) -> Option<Assist> {
        let Examples { suggestions, given, folds, .. } = *self.examples;
        let eligible = &self.router.eligible;
        let (mut candidates, mut given_in_all) = (Vec::new(), 0);
        for row in (0..self.said.len()).step_by(self.said.len().div_ceil(MOST_ROWS).max(1)) {
            given_in_all += given.added[row].len();
            let all = Candidates {
                together: &together[folds[row]],
                positions: eligible,
                ranked: &ranked(&probabilities[row]),
                said: &self.said[row],
                probabilities: &probabilities[row],
                length: length(suggestions[row]),
            };
            let involved = |at: usize| {
                let expected = || self.expected[1].score(&self.said[row][at]);
                self.involved.of(row, eligible[at]).unwrap_or_else(expected)
            };
            let assists = |at: usize| given.added[row].contains(&eligible[at]);
            candidates.extend(all.others(involved).map(|(at, candidate)| (candidate, assists(at))));
        }
        Assist::fit(&candidates, given_in_all)
    }
}

/// The scores to expect where none was learnt: `score` gives that of a row and of a department that has one.
fn expected(said: &[Vec<Said>], score: impl Fn(usize, usize) -> Option<f32>) -> Expected {
    let rows = said.iter().enumerate();
    let pairs = rows.flat_map(|(row, said)| said.iter().enumerate().map(move |(at, said)| (row, at, *said)));
    Expected::fit(pairs.filter_map(|(row, at, said)| Some((said, score(row, at)?))))
}

/// The logarithm of its length, as the router takes it.
fn length(suggestion: &Suggestion) -> f32 {
    let [title, body] = [suggestion.title(), suggestion.body()].map(Normalized::new);
    text_length(title.as_str(), body.as_str())
}
