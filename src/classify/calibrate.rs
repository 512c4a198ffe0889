//! Scores of rows that were not trained on, and the truth -> probabilities that mean what they say.

use ndarray::{Array2, ArrayView1, Axis};
use serde::{Deserialize, Serialize};

use crate::stats::logistic::{logistic, regression};

/// Steps of Newton's method; it settles in about ten, the rest is for hard starts.
const NEWTON_STEPS: usize = 50;

/// Scores of labels of which exactly one is right -> probabilities that sum to 1: softmax(scale · scores).
///
/// The scale (the inverse temperature of Guo, Pleiss, Sun, Weinberger (2017), *On calibration of modern
/// neural networks*) maximizes the likelihood of the right labels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Softmax {
    scale: f32,
}

impl Softmax {
    /// For scores that are logarithms of odds already.
    pub const UNSCALED: Self = Self { scale: 1.0 };

    /// The scale under which `labels` are likeliest, given one row of `scores` for each.
    #[must_use]
    pub fn fit(scores: &Array2<f32>, labels: &[usize]) -> Self {
        // With s = scale: d/ds of the log-likelihood is the sum of (right score - mean score), its second
        // derivative minus the sum of the scores' variances, mean and variance taken under the softmax.
        let mut scale = 1.0f64;
        for _ in 0..NEWTON_STEPS {
            let (mut slope, mut curve) = (0.0f64, 1e-9);
            for (row, &label) in scores.axis_iter(Axis(0)).zip(labels) {
                let top = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                let (mut mass, mut mean, mut square) = (0.0, 0.0, 0.0);
                for &score in row {
                    let score = f64::from(score - top);
                    let weight = libm::exp(scale * score);
                    mass += weight;
                    mean += weight * score;
                    square += weight * score * score;
                }
                mean /= mass;
                slope += f64::from(row[label] - top) - mean;
                curve += square / mass - mean * mean;
            }
            let next = (scale + slope / curve).clamp(scale / 2.0, scale * 2.0).clamp(0.01, 100.0);
            let settled = (next - scale).abs() < 1e-6 * scale;
            scale = next;
            if settled {
                break;
            }
        }
        Self { scale: scale as f32 }
    }

    /// The scale.
    #[must_use]
    pub fn scale(self) -> f32 {
        self.scale
    }

    /// Turns the scores of one row into probabilities, in place.
    pub fn apply(self, scores: &mut [f32]) {
        let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for score in &mut *scores {
            *score = libm::expf(self.scale * (*score - top));
        }
        let mass: f32 = scores.iter().sum();
        for score in scores {
            *score /= mass;
        }
    }

    /// The logarithm of the likelihood of `labels`, given one row of `scores` for each.
    #[must_use]
    pub fn log_likelihood(self, scores: &Array2<f32>, labels: &[usize]) -> f64 {
        let mut probabilities = Vec::new();
        let of_row = |(row, &label): (ArrayView1<'_, f32>, &usize)| {
            probabilities.clear();
            probabilities.extend(row);
            self.apply(&mut probabilities);
            libm::log(f64::from(probabilities[label].max(f32::MIN_POSITIVE)))
        };
        scores.rows().into_iter().zip(labels).map(of_row).sum()
    }

    /// Whether the scale is a number above 0, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(self) -> bool {
        self.scale.is_finite() && self.scale > 0.0
    }
}

/// Two scores of a label that may or may not apply -> the probability that it does:
/// 1 / (1 + exp(-(a · first + b · second + c))), fitted by maximum likelihood (Platt 1999, with two scores).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sigmoid {
    coefficients: [f32; 3],
}

impl Sigmoid {
    /// Fits to pairs of scores and whether the label applied.
    #[must_use]
    pub fn fit(cases: &[([f32; 2], bool)]) -> Self {
        let cases: Vec<([f64; 3], bool)> = cases
            .iter()
            .map(|&([first, second], applies)| ([f64::from(first), f64::from(second), 1.0], applies))
            .collect();
        // A weak pull towards 0 keeps the solution finite where the cases can be told apart perfectly.
        Self { coefficients: regression(&cases, [0.0; 3], 1e-3).map(|value| value as f32) }
    }

    /// The probability for a pair of scores.
    #[must_use]
    pub fn apply(self, scores: [f32; 2]) -> f32 {
        logistic(f64::from(self.log_odds(scores))) as f32
    }

    /// The logarithm of the odds for a pair of scores.
    #[must_use]
    pub fn log_odds(self, [first, second]: [f32; 2]) -> f32 {
        let [a, b, c] = self.coefficients;
        a * first + b * second + c
    }

    /// Whether all coefficients are numbers, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(self) -> bool {
        self.coefficients.iter().all(|value| value.is_finite())
    }
}

/// The threshold on probabilities at which the labels taken agree with the truth about as well as they can, by F1
/// over all cases, for `positives` true cases (which may include some that are not among the cases).
///
/// The curve of F1 is flat at its top, so that chance decides where it is highest. Of all thresholds within one
/// standard error of the best the highest is taken: the fewest labels, and the surest (the one-standard-error rule
/// of Breiman et al. 1984, *Classification and Regression Trees*).
#[must_use]
pub fn best_threshold(mut cases: Vec<(f32, bool)>, positives: usize) -> f32 {
    cases.sort_by(|left, right| right.0.total_cmp(&left.0));
    let mut hits = 0usize;
    let mut curve: Vec<(f32, f64)> = Vec::new();
    let (mut best, mut error) = (0.0, 0.0);
    for (taken, &(probability, applies)) in cases.iter().enumerate() {
        hits += usize::from(applies);
        if cases.get(taken + 1).is_some_and(|next| next.0 >= probability) {
            continue;
        }
        let f1 = 2.0 * hits as f64 / (taken + 1 + positives) as f64;
        curve.push((probability, f1));
        if f1 > best {
            // F1 is 2 J / (1 + J) of the share J of right labels among those taken or true.
            let union = (taken + 1 + positives - hits) as f64;
            let share = hits as f64 / union;
            (best, error) = (f1, 2.0 / (1.0 + share).powi(2) * (share * (1.0 - share) / union).sqrt());
        }
    }
    curve.iter().find(|&&(_, f1)| f1 > 0.0 && f1 >= best - error).map_or(0.5, |&(threshold, _)| threshold)
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn softmax_finds_the_scale_that_made_the_labels() {
        // Of rows with scores (1, 0) three in four have label 0: the best scale is ln 3.
        let scores = array![[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [1.0, 0.0]];
        let softmax = Softmax::fit(&scores, &[0, 0, 1, 0]);
        let mut row = [1.0, 0.0];
        softmax.apply(&mut row);
        assert!((row[0] - 0.75).abs() < 1e-4 && (row[0] + row[1] - 1.0).abs() < 1e-6, "{row:?}");
    }

    #[test]
    fn sigmoid_matches_the_shares_of_two_groups() {
        let mut cases = Vec::new();
        for case in 0..400 {
            let high = case % 2 == 0;
            cases.push(([f32::from(u8::from(high)), 0.0], if high { case % 10 != 0 } else { case % 5 == 1 }));
        }
        let sigmoid = Sigmoid::fit(&cases);
        assert!((sigmoid.apply([1.0, 0.0]) - 0.8).abs() < 0.01);
        assert!((sigmoid.apply([0.0, 0.0]) - 0.2).abs() < 0.01);
    }

    #[test]
    fn of_thresholds_as_good_the_highest_is_taken() {
        // Down to 0.5 all are right, down to 0.49 nearly all, below that none.
        let case = |at: u16| (f32::from(1000 - at) / 1000.0, at < 500 || (501..510).contains(&at));
        let threshold = best_threshold((0..1000).map(case).collect(), 509);
        assert!((0.49..0.52).contains(&threshold), "{threshold}");
        // Where every second one is right from 0.8 on, F1 rises by less than chance does.
        let case = |at: u16| (f32::from(1000 - at) / 1000.0, at < 200 || at.is_multiple_of(2));
        let threshold = best_threshold((0..220).map(case).collect(), 210);
        assert!((0.8..0.83).contains(&threshold), "{threshold}");
        assert!((best_threshold(vec![(0.9, false)], 1) - 0.5).abs() < 1e-6, "nothing is right");
    }
}
