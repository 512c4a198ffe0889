//! Rows and which of them are positive -> the weights of one binary classifier.

use crate::random::Random;
use crate::vectorize::SparseMatrix;

/// One binary problem: L2-regularized squared hinge loss,
///
/// min over w, b of  ½ (w·w + b²) + Σᵢ Cᵢ max(0, 1 - yᵢ (w·x̃ᵢ + b))²,
///
/// where x̃ᵢ = r ∘ xᵢ is the row with every column scaled. Solved in the dual by coordinate descent with
/// shrinking: Hsieh, Chang, Lin, Keerthi, Sundararajan (2008), *A dual coordinate descent method for
/// large-scale linear SVM*, algorithm 3. The bias is a column of ones, so it is regularized as there.
#[derive(Debug, Clone, Copy)]
pub struct Problem<'p> {
    /// The rows x.
    pub rows: &'p SparseMatrix,
    /// Whether each row is positive.
    pub positive: &'p [bool],
    /// The cost C of an error on each row.
    pub costs: &'p [f32],
    /// The squares of the column scales, r².
    pub squared_scales: &'p [f32],
    /// Stop when the projected gradients differ by no more than this.
    pub tolerance: f32,
    /// Stop after this many passes in any case.
    pub max_passes: usize,
}

/// The solution in terms of the unscaled rows: the score of x is weights·x + bias.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// r ∘ w.
    pub weights: Vec<f32>,
    /// b.
    pub bias: f32,
}

/// What the descent keeps for every row.
#[derive(Clone, Copy)]
struct Dual {
    /// The dual variable α.
    alpha: f32,
    /// The diagonal `Q_ii + 1 / 2C`.
    diagonal: f32,
    /// 1 / 2C.
    slack: f32,
    /// The label: 1 or -1.
    sign: f32,
}

impl Problem<'_> {
    /// Solves the problem; the same input gives the same bits.
    #[must_use]
    pub fn solve(&self) -> Solution {
        let mut duals: Vec<Dual> = (0..self.rows.rows()).map(|row| self.dual(row)).collect();
        let mut solution = Solution { weights: vec![0.0; self.rows.width()], bias: 0.0 };
        let mut active: Vec<u32> = (0..duals.len() as u32).collect();
        let mut random = Random::new(0);
        let mut bounds = Bounds::OPEN;
        for _ in 0..self.max_passes {
            let mut seen = Bounds { low: f32::INFINITY, high: f32::NEG_INFINITY };
            let mut position = 0;
            while position < active.len() {
                let other = position + random.below(active.len() - position);
                active.swap(position, other);
                let row = active[position] as usize;
                let gradient = self.gradient(row, &duals[row], &solution);
                let dual = &mut duals[row];
                let mut projected = gradient;
                if dual.alpha == 0.0 {
                    if gradient > bounds.high {
                        active.swap_remove(position);
                        continue;
                    }
                    projected = gradient.min(0.0);
                }
                seen.include(projected);
                if projected.abs() > 1e-9 {
                    let alpha = (dual.alpha - gradient / dual.diagonal).max(0.0);
                    let step = (alpha - dual.alpha) * dual.sign;
                    dual.alpha = alpha;
                    self.step(row, step, &mut solution);
                }
                position += 1;
            }
            if seen.high - seen.low <= self.tolerance {
                if active.len() == duals.len() {
                    break;
                }
                // What was shrunk away is looked at once more before the solution is believed.
                active = (0..duals.len() as u32).collect();
                bounds = Bounds::OPEN;
            } else {
                bounds = seen.shrinking();
            }
        }
        solution
    }

    fn dual(&self, row: usize) -> Dual {
        let slack = 0.5 / self.costs[row];
        let norm: f32 = self
            .rows
            .row(row)
            .iter()
            .map(|(column, value)| value * value * self.squared_scales[column])
            .sum();
        let sign = if self.positive[row] { 1.0 } else { -1.0 };
        Dual { alpha: 0.0, diagonal: norm + 1.0 + slack, slack, sign }
    }

    fn gradient(&self, row: usize, dual: &Dual, solution: &Solution) -> f32 {
        let row = self.rows.row(row);
        // Four sums run side by side, since one addition would have to wait for the other.
        let mut sums = [0.0f32; 4];
        let (columns, values) = (row.columns.chunks_exact(4), row.values.chunks_exact(4));
        let rest = columns.remainder().iter().zip(values.remainder());
        let tail: f32 = rest.map(|(&column, value)| solution.weights[column as usize] * value).sum();
        for (columns, values) in columns.zip(values) {
            for lane in 0..4 {
                sums[lane] += solution.weights[columns[lane] as usize] * values[lane];
            }
        }
        let score = (sums[0] + sums[1]) + (sums[2] + sums[3]) + tail + solution.bias;
        dual.sign * score - 1.0 + dual.alpha * dual.slack
    }

    fn step(&self, row: usize, step: f32, solution: &mut Solution) {
        for (column, value) in self.rows.row(row).iter() {
            solution.weights[column] += step * value * self.squared_scales[column];
        }
        solution.bias += step;
    }
}

/// The lowest and the highest projected gradient of a pass.
#[derive(Clone, Copy)]
struct Bounds {
    low: f32,
    high: f32,
}

impl Bounds {
    /// Bounds that shrink nothing.
    const OPEN: Self = Self { low: f32::NEG_INFINITY, high: f32::INFINITY };

    fn include(&mut self, gradient: f32) {
        self.low = self.low.min(gradient);
        self.high = self.high.max(gradient);
    }

    /// The bounds for the next pass: a pass without a positive gradient says nothing of what may be shrunk.
    fn shrinking(self) -> Self {
        Self { low: self.low, high: if self.high > 0.0 { self.high } else { f32::INFINITY } }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// The objective is convex and smooth, so it is lowest where its gradient is 0:
        /// r ∘ w = r² ∘ Σᵢ 2 Cᵢ yᵢ max(0, 1 - yᵢ fᵢ) xᵢ, and the same for b with a column of ones.
        #[test]
        fn the_gradient_is_0_at_the_solution(
            entries in proptest::collection::vec(
                (proptest::collection::btree_map(0u32..8, 0.1f32..2.0, 0..8), any::<bool>(), 0.05f32..2.0),
                1..40,
            ),
            squared_scales in proptest::collection::vec(0.1f32..3.0, 8),
        ) {
            let mut rows = SparseMatrix::new(8);
            for (row, ..) in &entries {
                rows.push(row.iter().map(|(&column, &value)| (column, value)));
            }
            let positive: Vec<bool> = entries.iter().map(|&(_, positive, _)| positive).collect();
            let costs: Vec<f32> = entries.iter().map(|&(.., cost)| cost).collect();
            let problem = Problem {
                rows: &rows,
                positive: &positive,
                costs: &costs,
                squared_scales: &squared_scales,
                tolerance: 1e-5,
                max_passes: 20_000,
            };
            let solution = problem.solve();
            let (mut expected, mut bias) = (vec![0.0f32; 8], 0.0f32);
            for (row, &cost) in costs.iter().enumerate() {
                let sign = if positive[row] { 1.0 } else { -1.0 };
                let products = rows.row(row).iter().map(|(column, value)| solution.weights[column] * value);
                let score = products.sum::<f32>() + solution.bias;
                let pull = 2.0 * cost * sign * (1.0 - sign * score).max(0.0);
                bias += pull;
                for (column, value) in rows.row(row).iter() {
                    expected[column] += squared_scales[column] * pull * value;
                }
            }
            let pairs = solution.weights.iter().zip(&expected).chain([(&solution.bias, &bias)]);
            for (found, expected) in pairs {
                prop_assert!((found - expected).abs() < 2e-3 * (1.0 + expected.abs()), "{found} {expected}");
            }
        }
    }
}
