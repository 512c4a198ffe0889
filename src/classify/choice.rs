//! Vectors with exactly one label each -> the label of a new vector, ranked with probabilities.

use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array1, Array2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::calibrate::Softmax;
use super::folds::{found_elsewhere, left_out};
use super::learner::LinearParams;
use super::linear::Linear;
use super::mixing::Mixing;
use super::top::TopLabel;
use crate::error::{ErrorKind, Result};
use crate::vectorize::SparseMatrix;

/// Gives each row one of several labels: the main theme, the leading department. Its weights are kept apart,
/// beside those of other classifiers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The labels that occur in training, as positions in their scheme, rising.
    labels: Vec<usize>,
    /// What the words that point to a label count beside its score.
    word_weight: f32,
    softmax: Softmax,
    top: TopLabel,
}

/// What is learnt beside a classifier while it is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted<C> {
    /// The classifier, which turns scores into probabilities.
    pub classifier: C,
    /// Its weights, which turn vectors into scores.
    pub linear: Linear,
    /// The scores of each training row under weights that were not trained on it, with what its words say: one column a
    /// label.
    pub out_of_fold: Array2<f32>,
}

impl Choice {
    /// Learns which of the `labels` (positions in a scheme) each of the `rows` has.
    ///
    /// The weights come from all rows; how they are mixed, and the probabilities, from the scores that each row gets
    /// when its own fold is left out, as far as its label stands in another fold. `folds` gives the fold of every row,
    /// `pointed` what its words say for every label of the scheme, which is added to the scores.
    pub fn fit(
        params: &LinearParams,
        rows: &SparseMatrix,
        labels: &[usize],
        folds: &[usize],
        pointed: Option<&Array2<f32>>,
    ) -> Result<Fitted<Self>> {
        let Classes { present, classes } = Classes::new(labels);
        if present.is_empty() {
            return Err(ErrorKind::NoLabels.into());
        }
        let scores = out_of_fold(rows, folds, present.len(), |rows, training| {
            let targets: Vec<usize> = training.iter().map(|&row| classes[row]).collect();
            params.fit(&DatasetBase::new(rows, Array1::from(targets)))
        })?;
        let linear = params.fit(&DatasetBase::new(rows.clone(), Array1::from(classes.clone())))?;
        let telling = found_elsewhere(folds, &classes);
        let (linear, mut scores) = rayon::join(
            || linear.mixed(&mixing(&scores, &classes, &telling)),
            || mixed_out_of_fold(&scores, &classes, folds, &telling),
        );
        let mut word_weight = 0.0;
        if let Some(pointed) = pointed {
            (word_weight, scores) =
                weigh_words(&scores, &pointed.select(Axis(1), &present), &classes, &telling);
        }
        let softmax = Softmax::fit(&scores.select(Axis(0), &telling), &of_rows(&classes, &telling));
        let told = scores.rows().into_iter().zip(&classes).map(|(row, &class)| {
            let mut probabilities = row.to_vec();
            softmax.apply(&mut probabilities);
            TopLabel::told(&probabilities, class)
        });
        let top = TopLabel::fit(&told.collect::<Vec<_>>());
        let classifier = Self { labels: present, word_weight, softmax, top };
        Ok(Fitted { classifier, linear, out_of_fold: scores })
    }

    /// The labels, as positions in their scheme, in the order of scores and probabilities.
    #[must_use]
    pub fn labels(&self) -> &[usize] {
        &self.labels
    }

    /// What the words that point to a label count beside its score.
    #[must_use]
    pub fn word_weight(&self) -> f32 {
        self.word_weight
    }

    /// Turns the scores of a row into probabilities.
    pub fn probabilities(&self, scores: &mut [f32]) {
        self.softmax.apply(scores);
        self.top.apply(scores);
    }

    /// Whether the parts fit together and to a scheme of `labels` labels, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self, labels: usize) -> bool {
        self.labels.is_sorted()
            && self.labels.last().is_some_and(|&last| last < labels)
            && self.word_weight.is_finite()
            && self.softmax.is_consistent()
            && self.top.is_consistent()
    }
}

/// What words may count beside scores; the first where the rows do not tell, because none has such a word.
const WORD_WEIGHTS: [f32; 9] = [0.1, 0.0, 0.025, 0.05, 0.075, 0.15, 0.2, 0.3, 0.4];

/// What the words count, of all that they may, under which the right labels are likeliest, and the scores with what
/// they say added to them. Only the rows in `telling` say how much the words count.
fn weigh_words(
    scores: &Array2<f32>,
    pointed: &Array2<f32>,
    classes: &[usize],
    telling: &[usize],
) -> (f32, Array2<f32>) {
    let added = |weight: f32| scores + &(pointed * weight);
    let told = of_rows(classes, telling);
    let likelihood = |weight: f32| {
        let scores = added(weight).select(Axis(0), telling);
        Softmax::fit(&scores, &told).log_likelihood(&scores, &told)
    };
    let tried = WORD_WEIGHTS.into_iter().map(|weight| (weight, likelihood(weight)));
    let best = tried.reduce(|best, other| if other.1 > best.1 { other } else { best });
    let weight = best.map_or(0.0, |(weight, _)| weight);
    (weight, added(weight))
}

/// What `all` of the rows have, for some of them.
fn of_rows(all: &[usize], rows: &[usize]) -> Vec<usize> {
    rows.iter().map(|&row| all[row]).collect()
}

/// The mix for some of the rows.
fn mixing(scores: &Array2<f32>, classes: &[usize], rows: &[usize]) -> Mixing {
    Mixing::fit(&scores.select(Axis(0), rows), &of_rows(classes, rows))
}

/// The scores of every row in a mix that was fitted without the row's fold, so that what they say of errors is
/// not better than what a new row would meet. Only the rows in `telling`, which rise, say how to mix.
fn mixed_out_of_fold(
    scores: &Array2<f32>,
    classes: &[usize],
    folds: &[usize],
    telling: &[usize],
) -> Array2<f32> {
    let splits: Vec<(Vec<usize>, Vec<usize>)> = left_out(folds).collect();
    let mix = |(held_out, training): &(Vec<usize>, Vec<usize>)| {
        let mut training = training.clone();
        training.retain(|row| telling.binary_search(row).is_ok());
        mixing(scores, classes, &training).mix_rows(&scores.select(Axis(0), held_out))
    };
    let parts: Vec<Array2<f32>> = splits.par_iter().map(mix).collect();
    let mut mixed = scores.clone();
    for ((held_out, _), rows) in splits.into_iter().zip(parts) {
        for (row, line) in held_out.into_iter().zip(rows.rows()) {
            mixed.row_mut(row).assign(&line);
        }
    }
    mixed
}

/// Labels numbered anew: a scheme's labels that never occur need no weights.
pub(super) struct Classes {
    /// The labels that occur, rising.
    pub(super) present: Vec<usize>,
    /// For each row the place of its label among them.
    pub(super) classes: Vec<usize>,
}

impl Classes {
    pub(super) fn new(labels: &[usize]) -> Self {
        let mut present = labels.to_vec();
        present.sort_unstable();
        present.dedup();
        let classes = labels.iter().map(|label| present.partition_point(|p| p < label)).collect();
        Self { present, classes }
    }
}

/// The scores of every row under a classifier fitted without the row's fold. `fit` gets the rows to train on, as
/// if the vocabulary came from them, and which these are; a label it never meets gets the score of a label that
/// does not apply.
pub(crate) fn out_of_fold(
    rows: &SparseMatrix,
    folds: &[usize],
    labels: usize,
    fit: impl Fn(SparseMatrix, &[usize]) -> Result<Linear>,
) -> Result<Array2<f32>> {
    let mut scores = Array2::from_elem((rows.rows(), labels), NEVER_MET);
    for (held_out, training) in left_out(folds) {
        let (training_rows, held_out_rows) = rows.split(&training, &held_out);
        let linear = fit(training_rows, &training)?;
        for (row, line) in held_out.into_iter().zip(scores_of_all(&linear, &held_out_rows, labels).rows()) {
            scores.row_mut(row).assign(&line);
        }
    }
    Ok(scores)
}

/// The score of a label that does not apply.
const NEVER_MET: f32 = -1.0;

/// The scores of `rows` for so many `labels`, of which `linear` may know the first ones only.
pub(super) fn scores_of_all(linear: &Linear, rows: &SparseMatrix, labels: usize) -> Array2<f32> {
    let mut scores = Array2::from_elem((rows.rows(), labels), NEVER_MET);
    let mut row_scores = Vec::new();
    for (row, mut line) in scores.rows_mut().into_iter().enumerate() {
        linear.scores(rows.row(row), &mut row_scores);
        line.iter_mut().zip(&row_scores).for_each(|(cell, &score)| *cell = score);
    }
    scores
}
