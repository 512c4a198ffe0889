//! How often the likeliest label was right at each probability -> probabilities that are honest for it.

use serde::{Deserialize, Serialize};

use crate::stats::logistic::{logistic, regression};

/// The pull towards changing nothing, as strong as so many rows.
const PULL: f64 = 10.0;
/// Probabilities are told apart from 0 and 1 by at least this.
const LEAST: f64 = 1e-6;

/// Corrects the probability p of the likeliest label to p' with logit p' = a · logit p + b and shares out the rest
/// among the others as before: top-label calibration (Gupta and Ramdas 2022, *Top-label calibration and
/// multiclass-to-binary reductions*) with the map of Platt (1999).
///
/// One scale for all scores makes probabilities right on the whole. Where labels are disputed they are then too
/// high at the top and too low at the bottom, since the label of a disputed row is seldom one of all the others: it
/// is the second or third.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TopLabel {
    slope: f32,
    intercept: f32,
}

impl TopLabel {
    /// Changes nothing.
    pub const AS_IT_IS: Self = Self { slope: 1.0, intercept: 0.0 };

    /// What a row tells: the probability of its likeliest label, and whether that is the `right` one.
    #[must_use]
    pub fn told(probabilities: &[f32], right: usize) -> (f32, bool) {
        let top = probabilities.iter().copied().fold(0.0, f32::max);
        (top, probabilities[right] >= top)
    }

    /// Fits to the probability of each row's likeliest label and whether that was right, on rows not trained on.
    #[must_use]
    pub fn fit(rows: &[(f32, bool)]) -> Self {
        let cases: Vec<([f64; 2], bool)> = rows
            .iter()
            .map(|&(probability, is_right)| ([logit(f64::from(probability)), 1.0], is_right))
            .collect();
        let [slope, intercept] = regression(&cases, [1.0, 0.0], PULL);
        // Were the likeliest rows the most often wrong, no order of theirs could be believed.
        if slope > 0.0 { Self { slope: slope as f32, intercept: intercept as f32 } } else { Self::AS_IT_IS }
    }

    /// Corrects the probabilities of one row, in place. The likeliest label stays the likeliest.
    pub fn apply(self, probabilities: &mut [f32]) {
        let (mut top, mut before, mut second, mut rest) = (0, 0.0f32, 0.0f32, 0.0f32);
        for (at, &probability) in probabilities.iter().enumerate() {
            if probability > before {
                rest += before;
                (top, before, second) = (at, probability, before);
            } else {
                rest += probability;
                second = second.max(probability);
            }
        }
        let others = probabilities.len().saturating_sub(1);
        if others == 0 {
            return;
        }
        let corrected =
            logistic(f64::from(self.slope) * logit(f64::from(before)) + f64::from(self.intercept)) as f32;
        let share = |probability: f32| if rest > 0.0 { probability / rest } else { 1.0 / others as f32 };
        let second = share(second);
        let after = corrected.max(second / (1.0 + second));
        // Where they would be alike, rounding must not put another label first.
        let below = after.next_down();
        for (at, probability) in probabilities.iter_mut().enumerate() {
            *probability = if at == top { after } else { (share(*probability) * (1.0 - after)).min(below) };
        }
    }

    /// Whether both numbers are in their range, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(self) -> bool {
        self.slope.is_finite() && self.slope > 0.0 && self.intercept.is_finite()
    }
}

fn logit(probability: f64) -> f64 {
    let probability = probability.clamp(LEAST, 1.0 - LEAST);
    libm::log(probability / (1.0 - probability))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_too_loudly_is_said_lower() {
        // Where 0.99 is said nine in ten are right, where 0.3 is said four in ten.
        let rows: Vec<(f32, bool)> = (0..4000)
            .map(|row| if row < 2000 { (0.99, row % 10 != 0) } else { (0.3, row % 10 < 4) })
            .collect();
        let top = TopLabel::fit(&rows);
        for (said, right) in [(0.99f32, 0.9), (0.3, 0.4)] {
            let mut probabilities = vec![said, (1.0 - said) / 3.0, (1.0 - said) / 3.0, (1.0 - said) / 3.0];
            top.apply(&mut probabilities);
            assert!((probabilities[0] - right).abs() < 0.02, "{said}: {probabilities:?}");
            assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }
    }

    #[test]
    fn the_likeliest_stays_and_few_rows_change_little() {
        let doubtful: Vec<(f32, bool)> = (0..1000).map(|row| (0.6, row % 5 == 0)).collect();
        let mut close = [0.55, 0.45];
        TopLabel::fit(&doubtful).apply(&mut close);
        assert!(close[0] > close[1] && (close[0] + close[1] - 1.0).abs() < 1e-6, "{close:?}");
        let low = TopLabel { slope: 1.0, intercept: -4.0 };
        for top in 25..60 {
            let (top, rest) = (top as f32 / 60.0, 1.0 - top as f32 / 60.0);
            for mut row in [vec![0.3 * rest, 0.7 * rest, top], vec![0.0, 0.0, top], vec![0.0, top]] {
                low.apply(&mut row);
                let (last, others) = row.split_last().unwrap();
                assert!(others.iter().all(|other| other < last), "{top}: {row:?}");
            }
        }
        let few = TopLabel::fit(&[(0.9, false), (0.8, true)]);
        assert!((few.slope - 1.0).abs() < 0.3 && few.intercept.abs() < 0.3, "{few:?}");
        let mut certain = [0.0, 1.0, 0.0];
        few.apply(&mut certain);
        assert!(certain[1] > 0.9 && certain[0] > 0.0 && (certain.iter().sum::<f32>() - 1.0).abs() < 1e-6);
    }
}
