//! The weights of a choice and corrected rows -> weights that follow the corrections and stay near what they were.

use ndarray::{Array1, Array2};

use super::linear::Linear;
use crate::error::{ErrorKind, Result};
use crate::stats::logistic::softmax;
use crate::vectorize::{SparseMatrix, SparseVector};

/// A row's own problem is small and smooth; Newton's method settles in a handful of steps.
const NEWTON_STEPS: usize = 30;

/// How to adapt.
///
/// | parameter | default | range |
/// |---|---|---|
/// | `weight` | 0.1 | above 0: what one corrected row counts against staying near |
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdaptParams {
    weight: f32,
    /// Stop when no row pulls differently by more than this share of its weight,
    tolerance: f32,
    /// and after so many passes in any case.
    max_passes: usize,
}

impl Default for AdaptParams {
    fn default() -> Self {
        Self { weight: 0.1, tolerance: 1e-3, max_passes: 200 }
    }
}

impl AdaptParams {
    /// Sets what one corrected row counts.
    #[must_use]
    pub fn weight(mut self, weight: f32) -> Self {
        self.weight = weight;
        self
    }

    /// Multinomial logistic regression that is pulled towards the weights known so far: with V = (W, b),
    /// x̃ = (x, 1) and w the weight of a row,
    ///
    /// min over V of  ½ ‖V - V₀‖² - w Σᵢ log softmax(V x̃ᵢ) at yᵢ
    ///
    /// (Chelba and Acero 2006, *Adaptation of maximum entropy capitalizer: little data can help a lot*). What
    /// the old texts taught stays in V₀, so none of them is needed.
    ///
    /// Of the outputs of `linear`, `outputs` are the scores of the labels of which each row has one; `classes` gives for
    /// each of `rows` which of them is right.
    ///
    /// The softmax of the problem is that of the bare scores. In use more follows: a scale, the words that point to labels,
    /// the correction of the likeliest label, the weights of other sources and the texts met before. What was fitted of
    /// these, and the errors that a promise rests on, stay those of the old weights: V stays near V₀, but how often it
    /// errs is not known until it is measured.
    pub fn adapt(
        &self,
        linear: &Linear,
        outputs: &[usize],
        rows: &SparseMatrix,
        classes: &[usize],
    ) -> Result<Linear> {
        if !(self.weight.is_finite() && self.weight > 0.0) {
            let (name, value, range) = ("weight", f64::from(self.weight), "above 0");
            return Err(ErrorKind::Parameter { name, value, range }.into());
        }
        let (columns, local) = touched(rows);
        let change = self.change(&base_scores(linear, outputs, rows), &local, classes);
        let mut adapted = linear.clone();
        for (class, &output) in outputs.iter().enumerate() {
            for (position, &column) in columns.iter().chain([&(linear.width() as u32)]).enumerate() {
                adapted.shift(column, output, change[[position, class]] as f32);
            }
        }
        Ok(adapted)
    }

    /// V - V₀: one row a column of `local` and the last for the bias, one column a class.
    ///
    /// At the optimum V - V₀ = Σᵢ aᵢ x̃ᵢᵀ with aᵢ = w (1(yᵢ) - softmax(V x̃ᵢ)), where 1(y) is 1 at y and 0 elsewhere:
    /// each corrected row has its pull aᵢ.
    /// Row after row finds the pull that is right while the others stay (block coordinate ascent in the dual:
    /// Yu, Huang, Lin 2011, *Dual coordinate descent methods for logistic regression and maximum entropy
    /// models*), until all stay as they are.
    fn change(&self, base: &Array2<f64>, local: &SparseMatrix, classes: &[usize]) -> Array2<f64> {
        let mut change = Array2::zeros((local.width() + 1, base.ncols()));
        let mut pulls = Array2::<f64>::zeros(base.dim());
        for _ in 0..self.max_passes {
            let mut moved = 0.0f64;
            for (row, &class) in classes.iter().enumerate() {
                let vector = local.row(row);
                let square = 1.0 + vector.values.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>();
                let pull = pulls.row(row).to_vec();
                let mut others = &base.row(row) + &change.row(local.width());
                for (column, value) in vector.iter() {
                    others.scaled_add(f64::from(value), &change.row(column));
                }
                others.iter_mut().zip(&pull).for_each(|(score, pull)| *score -= square * pull);
                let others = others.to_vec();
                let next =
                    Pull { others: &others, square, class, weight: f64::from(self.weight) }.solve(pull);
                let next = Array1::from(next);
                let steps = &next - &pulls.row(row);
                moved = steps.iter().fold(moved, |most, step| most.max(step.abs()));
                pulls.row_mut(row).assign(&next);
                add(&mut change, vector, &steps);
            }
            if moved <= f64::from(self.tolerance) * f64::from(self.weight) {
                break;
            }
        }
        change
    }
}

/// The columns that occur in `rows`, rising, and the rows with their columns numbered by these.
fn touched(rows: &SparseMatrix) -> (Vec<u32>, SparseMatrix) {
    let mut columns: Vec<u32> =
        (0..rows.rows()).flat_map(|row| rows.row(row).columns.iter().copied()).collect();
    columns.sort_unstable();
    columns.dedup();
    let mut local = SparseMatrix::new(columns.len());
    for row in 0..rows.rows() {
        let row = rows.row(row);
        let place = |&column| columns.partition_point(|&known| known < column) as u32;
        local.push(row.columns.iter().map(place).zip(row.values.iter().copied()));
    }
    (columns, local)
}

/// V₀ x̃ of every row.
fn base_scores(linear: &Linear, outputs: &[usize], rows: &SparseMatrix) -> Array2<f64> {
    let mut base = Array2::zeros((rows.rows(), outputs.len()));
    let mut scores = Vec::new();
    for (row, mut line) in base.rows_mut().into_iter().enumerate() {
        linear.scores(rows.row(row), &mut scores);
        line.iter_mut().zip(outputs).for_each(|(cell, &output)| *cell = f64::from(scores[output]));
    }
    base
}

/// Adds `steps`, one a label, times the row and its 1 for the bias.
fn add(change: &mut Array2<f64>, vector: SparseVector<'_>, steps: &Array1<f64>) {
    for (column, value) in vector.iter() {
        change.row_mut(column).scaled_add(f64::from(value), steps);
    }
    let bias = change.nrows() - 1;
    change.row_mut(bias).scaled_add(1.0, steps);
}

/// The problem of one row while all others stay: with s the scores that the others give it and q = ‖x̃‖²,
///
/// min over a of  ½ ‖a‖² + w/q (log Σₖ exp(sₖ + q aₖ) - (s + q a) at y),
///
/// whose gradient a - w (1(y) - softmax(s + q a)) is 0 at the row's pull.
struct Pull<'p> {
    others: &'p [f64],
    square: f64,
    class: usize,
    weight: f64,
}

impl Pull<'_> {
    /// Newton's method from `pull` on; steps that would climb are halved.
    fn solve(&self, mut pull: Vec<f64>) -> Vec<f64> {
        let (mut value, mut shares) = self.value(&pull);
        for _ in 0..NEWTON_STEPS {
            let gradient: Vec<f64> = (0..pull.len())
                .map(|k| pull[k] + self.weight * (shares[k] - f64::from(u8::from(k == self.class))))
                .collect();
            if gradient.iter().all(|slope| slope.abs() < 1e-7 * self.weight) {
                break;
            }
            let direction = self.direction(&gradient, &shares);
            let mut length = 1.0;
            loop {
                let next: Vec<f64> = pull.iter().zip(&direction).map(|(a, d)| a - length * d).collect();
                let (next_value, next_shares) = self.value(&next);
                if next_value <= value {
                    (pull, value, shares) = (next, next_value, next_shares);
                    break;
                }
                length /= 2.0;
                // Nothing lies lower that these numbers could tell apart.
                if length < 1e-6 {
                    return pull;
                }
            }
        }
        pull
    }

    /// The objective, and the softmax of s + q a.
    fn value(&self, pull: &[f64]) -> (f64, Vec<f64>) {
        let mut shares: Vec<f64> =
            self.others.iter().zip(pull).map(|(score, pull)| score + self.square * pull).collect();
        let right = shares[self.class];
        let all = softmax(&mut shares);
        let length: f64 = pull.iter().map(|pull| pull * pull).sum();
        (0.5 * length + self.weight / self.square * (all - right), shares)
    }

    /// The Hessian I + wq (diag(p) - p pᵀ) divided into `gradient`, by the formula of Sherman and Morrison.
    fn direction(&self, gradient: &[f64], shares: &[f64]) -> Vec<f64> {
        let scale = self.weight * self.square;
        let divided = |value: f64, share: f64| value / (1.0 + scale * share);
        let (mut along, mut rest) = (0.0, 1.0);
        for (&slope, &share) in gradient.iter().zip(shares) {
            along += share * divided(slope, share);
            rest -= scale * share * divided(share, share);
        }
        let factor = scale * along / rest;
        gradient.iter().zip(shares).map(|(&g, &p)| divided(g, p) + factor * divided(p, p)).collect()
    }
}

#[cfg(test)]
mod tests {
    use linfa::dataset::DatasetBase;
    use linfa::traits::Fit;

    use super::*;
    use crate::classify::LinearParams;
    use crate::classify::solver::Solution;

    /// Three classes told apart by columns 0 to 2; columns 3 and 4 say nothing so far.
    fn base() -> Linear {
        let mut rows = SparseMatrix::new(5);
        for row in 0..30u32 {
            rows.push([(row % 3, 1.0), (3 + row % 2, 0.5)]);
        }
        let classes: Array1<usize> = (0..30).map(|row| row % 3).collect();
        LinearParams::default().naive_bayes(0.0).fit(&DatasetBase::new(rows, classes)).unwrap()
    }

    fn corrected() -> (SparseMatrix, Vec<usize>) {
        let mut rows = SparseMatrix::new(5);
        for entries in
            [[(0, 1.0), (3, 1.0)], [(1, 1.0), (3, 0.5)], [(2, 0.5), (4, 1.0)], [(0, 1.0), (3, 1.0)]]
        {
            rows.push(entries);
        }
        (rows, vec![2, 2, 2, 1])
    }

    #[test]
    fn every_row_pulls_as_the_optimum_asks() {
        // Rows 0 and 3 are the same text with two labels, so no weights please all.
        let (rows, classes) = corrected();
        let base = base_scores(&base(), &[0, 1, 2], &rows);
        for weight in [0.05, 1.0, 50.0] {
            let params = AdaptParams { weight, tolerance: 1e-9, max_passes: 20_000 };
            let change = params.change(&base, &rows, &classes);
            let mut expected = Array2::<f64>::zeros(change.dim());
            for (row, &class) in classes.iter().enumerate() {
                let mut scores = base.row(row).to_owned() + change.row(5);
                rows.row(row)
                    .iter()
                    .for_each(|(c, value)| scores.scaled_add(f64::from(value), &change.row(c)));
                let mass: f64 = scores.iter().map(|&score| libm::exp(score)).sum();
                let mut pull = scores.mapv(|score| -f64::from(weight) * libm::exp(score) / mass);
                pull[class] += f64::from(weight);
                add(&mut expected, rows.row(row), &pull);
            }
            let apart = (&change - &expected).iter().fold(0.0f64, |most, value| most.max(value.abs()));
            assert!(apart < 1e-5 * f64::from(weight.max(1.0)), "weight {weight}: {apart}");
        }
    }

    #[test]
    fn what_many_words_change_a_little_is_kept() {
        // A hundred columns with weights in coarse steps, and a text that changes each by far less than one.
        let solution = |sign: f32| Solution {
            weights: (0..100).map(|column| sign * if column == 0 { 4.0 } else { 0.1 }).collect(),
            bias: 0.0,
        };
        let linear = Linear::from_solutions(100, &[solution(1.0), solution(-1.0)]);
        let mut rows = SparseMatrix::new(100);
        rows.push((0..100).map(|column| (column, 0.1)));
        let scores = |linear: &Linear| {
            let mut scores = Vec::new();
            linear.scores(rows.row(0), &mut scores);
            scores
        };
        let params = AdaptParams::default();
        let adapted = params.adapt(&linear, &[0, 1], &rows, &[1]).unwrap();
        let change = params.change(&base_scores(&linear, &[0, 1], &rows), &touched(&rows).1, &[1]);
        let (before, after) = (scores(&linear), scores(&adapted));
        for label in 0..2 {
            let expected: f64 =
                (0..100).map(|column| 0.1 * change[[column, label]]).sum::<f64>() + change[[100, label]];
            assert!(
                (f64::from(after[label] - before[label]) - expected).abs() < 1e-4,
                "{before:?} {after:?} {expected}"
            );
            assert!(
                (adapted.weight(7, label) - linear.weight(7, label)).abs() > 1e-4,
                "a word of it counts more"
            );
        }
    }

    #[test]
    fn light_rows_change_little_and_heavy_ones_win() {
        let (rows, _) = corrected();
        let classes = [2, 2, 2, 2];
        let linear = base();
        let score = |linear: &Linear, row: usize| {
            let mut scores = Vec::new();
            linear.scores(rows.row(row), &mut scores);
            scores
        };
        let adapted = |weight: f32| {
            AdaptParams::default().weight(weight).adapt(&linear, &[0, 1, 2], &rows, &classes).unwrap()
        };
        let (light, heavy) = (adapted(0.001), adapted(20.0));
        for row in 0..4 {
            for (before, after) in score(&linear, row).iter().zip(score(&light, row)) {
                assert!((before - after).abs() < 0.05, "{before} {after}");
            }
            let scores = score(&heavy, row);
            assert!(scores[2] > scores[0].max(scores[1]) + 1.0, "{scores:?}");
        }
        assert!(AdaptParams::default().weight(0.0).adapt(&linear, &[0, 1, 2], &rows, &classes).is_err());
    }
}
