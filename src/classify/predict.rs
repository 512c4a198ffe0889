//! A fitted linear model and rows -> the labels that linfa asks for.

use linfa::traits::PredictInplace;
use ndarray::{Array1, Array2, Axis};

use super::linear::Linear;
use crate::vectorize::SparseMatrix;

/// The label with the highest score; the first of equals.
impl PredictInplace<SparseMatrix, Array1<usize>> for Linear {
    fn predict_inplace(&self, rows: &SparseMatrix, predicted: &mut Array1<usize>) {
        for (line, best) in self.score_matrix(rows).axis_iter(Axis(0)).zip(predicted.iter_mut()) {
            let top = line.iter().enumerate().rev().max_by(|left, right| left.1.total_cmp(right.1));
            *best = top.map_or(0, |(label, _)| label);
        }
    }

    fn default_target(&self, rows: &SparseMatrix) -> Array1<usize> {
        Array1::zeros(rows.rows())
    }
}

/// Every label with a score above 0.
impl PredictInplace<SparseMatrix, Array2<bool>> for Linear {
    fn predict_inplace(&self, rows: &SparseMatrix, predicted: &mut Array2<bool>) {
        predicted.assign(&self.score_matrix(rows).mapv(|score| score > 0.0));
    }

    fn default_target(&self, rows: &SparseMatrix) -> Array2<bool> {
        Array2::from_elem((rows.rows(), self.labels()), false)
    }
}
