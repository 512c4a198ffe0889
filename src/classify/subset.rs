//! Vectors with any number of labels each -> the labels of a new vector, each with its probability.

use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array2, ArrayView1, Axis};
use serde::{Deserialize, Serialize};

use super::calibrate::{Sigmoid, best_threshold};
use super::choice::{Choice, Fitted, out_of_fold};
use super::learner::LinearParams;
use crate::error::Result;
use crate::vectorize::SparseMatrix;

/// Adds labels to the one that a [`Choice`] made: further themes, assisting departments.
///
/// A label is judged by two scores, how near it was to being chosen and how often such rows have it added,
/// and is added when its probability reaches the threshold of [`best_threshold`] on rows not trained on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Subset {
    sigmoid: Sigmoid,
    threshold: f32,
}

impl Subset {
    /// Learns which labels are added to the one that `choice` makes. `added` holds, for each row, positions in the
    /// scheme; labels that `choice` does not know are left out.
    pub fn fit(
        params: &LinearParams,
        rows: &SparseMatrix,
        choice: &Fitted<Choice>,
        added: &[Vec<usize>],
        folds: &[usize],
    ) -> Result<Fitted<Self>> {
        let labels = choice.classifier.labels();
        let mut targets = Array2::from_elem((rows.rows(), labels.len()), false);
        for (row, added) in added.iter().enumerate() {
            for class in added.iter().filter_map(|label| labels.binary_search(label).ok()) {
                targets[[row, class]] = true;
            }
        }
        let scores = out_of_fold(rows, folds, labels.len(), |rows, training| {
            params.fit(&DatasetBase::new(rows, targets.select(Axis(0), training)))
        })?;
        let linear = params.fit(&DatasetBase::new(rows.clone(), targets.clone()))?;
        let likeliest = |scores: ArrayView1<'_, f32>| {
            (0..labels.len()).max_by(|&left, &right| scores[left].total_cmp(&scores[right]))
        };
        let likeliest: Vec<Option<usize>> = choice.out_of_fold.rows().into_iter().map(likeliest).collect();
        let mut cases = Vec::with_capacity(targets.len());
        for ((row, class), &applies) in targets.indexed_iter() {
            // In use the label that would be chosen is not added, right or wrong.
            if Some(class) != likeliest[row] {
                cases.push(([choice.out_of_fold[[row, class]], scores[[row, class]]], applies));
            }
        }
        let sigmoid = Sigmoid::fit(&cases);
        let positives = targets.iter().filter(|&&applies| applies).count();
        let judged = cases.iter().map(|&(scores, applies)| (sigmoid.apply(scores), applies)).collect();
        let classifier = Self { sigmoid, threshold: best_threshold(judged, positives) };
        Ok(Fitted { classifier, linear, out_of_fold: scores })
    }

    /// The labels whose probability reaches the threshold: their positions in the order of the scores, given
    /// the scores of each as a choice and as an addition.
    pub fn added(&self, choice_scores: &[f32], added_scores: &[f32]) -> impl Iterator<Item = (usize, f32)> {
        // Most labels are far below the threshold; the logarithm of the odds tells so without an exponential.
        let threshold = f64::from(self.threshold);
        let least = libm::log(threshold / (1.0 - threshold)) as f32 - 1e-3;
        let scores = choice_scores.iter().zip(added_scores).enumerate();
        scores
            .filter(move |&(_, (&choice, &added))| self.sigmoid.log_odds([choice, added]) >= least)
            .map(|(class, (&choice, &added))| (class, self.sigmoid.apply([choice, added])))
            .filter(|&(_, probability)| probability >= self.threshold)
    }

    /// Whether all parts are numbers in their range, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        self.sigmoid.is_consistent() && (0.0..=1.0).contains(&self.threshold)
    }
}
