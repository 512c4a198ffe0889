//! Labeled rows and costs to choose from -> the cost under which rows left out are judged best.

use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array1, Axis};

use super::calibrate::Softmax;
use super::choice::{Classes, left_out};
use super::linear::LinearParams;
use crate::error::Result;
use crate::vectorize::SparseMatrix;

/// So many rows left out are enough to tell costs apart.
const ENOUGH: usize = 4000;

/// `params` with that of `costs` under which rows of folds left out get the highest likelihood, once the scale
/// of the scores is calibrated. How strongly weights must be held back depends on how noisy the labels are:
/// titles with disputed labels want a tenth of the cost that long letters with clear ones do.
///
/// `labels` are positions in a scheme, `folds` gives the fold of every row; folds are left out in turn until
/// `ENOUGH` rows were. Of equal costs the first is taken.
pub fn cost(
    params: &LinearParams,
    costs: &[f32],
    rows: &SparseMatrix,
    labels: &[usize],
    folds: &[usize],
) -> Result<LinearParams> {
    let Classes { present, classes } = Classes::new(labels);
    if costs.len() < 2 || present.len() < 2 {
        return Ok(costs.first().map_or(params.clone(), |&cost| params.clone().cost(cost)));
    }
    let mut best: Option<(f64, LinearParams)> = None;
    for &cost in costs {
        let candidate = params.clone().cost(cost);
        let (mut scores, mut truth) = (Vec::new(), Vec::new());
        for fold in 0..=folds.iter().copied().max().unwrap_or(0) {
            if truth.len() >= ENOUGH {
                break;
            }
            let (held_out, fold_scores) = left_out(rows, folds, fold, present.len(), |rows, training| {
                let targets: Vec<usize> = training.iter().map(|&row| classes[row]).collect();
                candidate.fit(&DatasetBase::new(rows.select(training), Array1::from(targets)))
            })?;
            truth.extend(held_out.iter().map(|&row| classes[row]));
            scores.push(fold_scores);
        }
        let views: Vec<_> = scores.iter().map(ndarray::ArrayBase::view).collect();
        let Ok(scores) = ndarray::concatenate(Axis(0), &views) else { continue };
        let likelihood = Softmax::fit(&scores, &truth).log_likelihood(&scores, &truth);
        if best.as_ref().is_none_or(|(known, _)| likelihood > *known) {
            best = Some((likelihood, candidate));
        }
    }
    Ok(best.map_or_else(|| params.clone(), |(_, params)| params))
}
