//! Labeled rows and costs to choose from -> the cost under which rows left out are judged best.

use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array1, Array2, Axis};

use super::calibrate::Softmax;
use super::choice::{Classes, scores_of_all};
use super::folds::{found_elsewhere, left_out};
use super::learner::LinearParams;
use crate::error::Result;
use crate::vectorize::SparseMatrix;

/// So many rows left out are enough to tell costs apart.
const ENOUGH: usize = 4000;
/// Costs are tried on no more rows than this, or trying them would take as long as all the rest. The likeliest cost
/// hardly depends on the number of rows: on TNEWS it is the same from 6,000 rows to all 53,360.
const MOST_TRAINING_ROWS: usize = 100_000;
const MOST_HELD_OUT_ROWS: usize = 20_000;

/// `params` with that of `costs` under which rows of folds left out get the highest likelihood, once the scale
/// of the scores is calibrated. How strongly weights must be held back depends on how noisy the labels are:
/// titles with disputed labels want a tenth of the cost that long letters with clear ones do.
///
/// `labels` are positions in a scheme, `folds` gives the fold of every row; folds are left out in turn until
/// `ENOUGH` rows were. Where there are very many rows, every n-th is looked at. Of equal costs the first is taken. Rows
/// whose label stands in no other fold say nothing of costs; where there are no others, the cost stays that of `params`.
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
    let candidates: Vec<LinearParams> = costs.iter().map(|&cost| params.clone().cost(cost)).collect();
    let mut scores: Vec<Vec<Array2<f32>>> = vec![Vec::new(); costs.len()];
    let mut truth: Vec<usize> = Vec::new();
    let telling = found_elsewhere(folds, &classes);
    for (mut held_out, training) in left_out(folds) {
        if truth.len() >= ENOUGH {
            break;
        }
        held_out.retain(|row| telling.binary_search(row).is_ok());
        if held_out.is_empty() {
            continue;
        }
        let held_out = every_nth(held_out, MOST_HELD_OUT_ROWS);
        let training = every_nth(training, MOST_TRAINING_ROWS);
        let (training_rows, held_out_rows) = rows.split(&training, &held_out);
        let targets = training.iter().map(|&row| classes[row]).collect();
        let dataset = DatasetBase::new(training_rows, Array1::from_vec(targets));
        for (candidate, scores) in candidates.iter().zip(&mut scores) {
            scores.push(scores_of_all(&candidate.fit(&dataset)?, &held_out_rows, present.len()));
        }
        truth.extend(held_out.iter().map(|&row| classes[row]));
    }
    if truth.is_empty() {
        return Ok(params.clone());
    }
    let mut best: Option<(f64, LinearParams)> = None;
    for (candidate, scores) in candidates.into_iter().zip(scores) {
        let views: Vec<_> = scores.iter().map(ndarray::ArrayBase::view).collect();
        let Ok(scores) = ndarray::concatenate(Axis(0), &views) else { continue };
        let likelihood = Softmax::fit(&scores, &truth).log_likelihood(&scores, &truth);
        if best.as_ref().is_none_or(|(known, _)| likelihood > *known) {
            best = Some((likelihood, candidate));
        }
    }
    Ok(best.map_or_else(|| params.clone(), |(_, params)| params))
}

/// At most `most` of `rows`, evenly spread.
fn every_nth(rows: Vec<usize>, most: usize) -> Vec<usize> {
    let step = rows.len().div_ceil(most).max(1);
    rows.into_iter().step_by(step).collect()
}
