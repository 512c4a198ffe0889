//! A fitted linear model and rows -> the labels that linfa asks for.
//!
//! jiaoban itself goes on from the scores, to probabilities and reasons. With these two, whoever uses linfa has `predict`
//! beside the `fit` of [`LinearParams`](super::LinearParams).

use linfa::traits::PredictInplace;
use ndarray::{Array1, Array2, Axis};

use super::choice::scores_of_all;
use super::linear::Linear;
use crate::vectorize::SparseMatrix;

/// The label with the highest score; the first of equals.
impl PredictInplace<SparseMatrix, Array1<usize>> for Linear {
    fn predict_inplace(&self, rows: &SparseMatrix, predicted: &mut Array1<usize>) {
        for (line, best) in
            scores_of_all(self, rows, self.labels()).axis_iter(Axis(0)).zip(predicted.iter_mut())
        {
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
        predicted.assign(&scores_of_all(self, rows, self.labels()).mapv(|score| score > 0.0));
    }

    fn default_target(&self, rows: &SparseMatrix) -> Array2<bool> {
        Array2::from_elem((rows.rows(), self.labels()), false)
    }
}

#[cfg(test)]
mod tests {
    use linfa::dataset::DatasetBase;
    use linfa::traits::Predict;
    use ndarray::array;

    use super::*;
    use crate::classify::solver::Solution;

    #[test]
    fn the_highest_score_is_chosen_and_scores_above_0_apply() {
        let solution = |weights: [f32; 2], bias| Solution { weights: weights.to_vec(), bias };
        let solutions = [solution([1.0, -1.0], 0.0), solution([0.5, 2.0], -0.25), solution([1.0, -1.0], 0.0)];
        let linear = Linear::from_solutions(2, &solutions);
        let mut rows = SparseMatrix::new(2);
        for entries in [vec![(0, 1.0)], vec![(1, 1.0)], vec![]] {
            rows.push(entries);
        }
        let rows = DatasetBase::new(rows, Array1::from(vec![0; 3]));
        // The first and the last label are equal: the first is taken.
        let chosen: Array1<usize> = linear.predict(&rows);
        assert_eq!(chosen, array![0, 1, 0]);
        let applying: Array2<bool> = linear.predict(&rows);
        assert_eq!(applying, array![[true, true, true], [false, true, false], [false, false, false]]);
    }
}
