//! What each source says of each department -> one probability a department.

use serde::{Deserialize, Serialize};

use super::sources::{SOURCES, Said};
use crate::classify::calibrate::Softmax;
use crate::stats::logistic::softmax;
use crate::stats::newton::{Height, highest};

/// The conditional logit (`McFadden` 1974, *Conditional logit analysis of qualitative choice behavior*):
/// P(department d) = exp(w · said of d) / Σ exp(w · said of each), with one weight a source for all departments,
/// so that a department nobody has yet written to is judged as all others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pool {
    /// The weight of each source.
    pub weights: [f32; SOURCES],
}

impl Pool {
    /// What to go by before there are labeled rows: remits, words that point and names, as they weigh on the rows
    /// of `datasets/` where nothing else has a say. What is learnt are logarithms of odds, which count as they are.
    pub const PRIOR: Self = Self { weights: [1.0, 6.3, 1.7, 1.7, 0.0] };

    /// Maximizes the likelihood of the right departments less `pull` / 2 · |w - prior|², over the sources in
    /// `used`; the others weigh nothing. A case is what was said of all departments, and the right one. No source counts
    /// against what it says: one that would is not used, the worst first.
    #[must_use]
    pub fn fit(cases: &[(&[Said], usize)], prior: &Self, pull: f64, mut used: [bool; SOURCES]) -> Self {
        loop {
            let pool = Self::likeliest(cases, prior, pull, used);
            let against = (0..SOURCES).filter(|&at| pool.weights[at] < 0.0);
            let worst = against.min_by(|&one, &other| pool.weights[one].total_cmp(&pool.weights[other]));
            let Some(worst) = worst else { return pool };
            used[worst] = false;
        }
    }

    /// The same, where a source may also count against what it says.
    fn likeliest(cases: &[(&[Said], usize)], prior: &Self, pull: f64, used: [bool; SOURCES]) -> Self {
        let prior: [f64; SOURCES] =
            std::array::from_fn(|at| if used[at] { f64::from(prior.weights[at]) } else { 0.0 });
        let weights = highest(prior, |weights| {
            let mut height = Height::pulled(weights, &prior, pull);
            let mut shares = Vec::new();
            for &(said, right) in cases {
                shares.clear();
                shares.extend(said.iter().map(|said| product(weights, said)));
                let of_right = shares[right];
                height.value += of_right - softmax(&mut shares);
                let mut mean = [0.0f64; SOURCES];
                let mut square = [[0.0f64; SOURCES]; SOURCES];
                for (said, share) in said.iter().zip(&shares) {
                    for i in 0..SOURCES {
                        let weighed = share * f64::from(said[i]);
                        mean[i] += weighed;
                        for j in 0..=i {
                            square[i][j] += weighed * f64::from(said[j]);
                        }
                    }
                }
                for i in 0..SOURCES {
                    height.gradient[i] += f64::from(said[right][i]) - mean[i];
                    for j in 0..=i {
                        height.curve[i][j] += square[i][j] - mean[i] * mean[j];
                    }
                }
            }
            for at in (0..SOURCES).filter(|&at| !used[at]) {
                // A source that is not used stays where it is.
                (height.gradient[at], height.curve[at][at]) = (0.0, 1e30);
            }
            height
        });
        Self { weights: std::array::from_fn(|at| if used[at] { weights[at] as f32 } else { 0.0 }) }
    }

    /// The probability of each department.
    pub fn probabilities(&self, said: &[Said], probabilities: &mut Vec<f32>) {
        probabilities.clear();
        probabilities.extend(
            said.iter()
                .map(|said| said.iter().zip(&self.weights).map(|(said, weight)| said * weight).sum::<f32>()),
        );
        Softmax::UNSCALED.apply(probabilities);
    }

    /// Whether all weights are numbers, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        self.weights.iter().all(|weight| weight.is_finite())
    }
}

fn product(weights: &[f64; SOURCES], said: &Said) -> f64 {
    weights.iter().zip(said).map(|(weight, &said)| weight * f64::from(said)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Pool = Pool { weights: [0.0; SOURCES] };

    #[test]
    fn the_weight_of_a_source_is_how_often_it_is_right() {
        // The first source speaks for department 0, which is right three times in four: the weight is ln 3.
        let said = [[1.0, 0.5, 0.0, 0.0, 0.0], [0.0, 0.5, 0.0, 0.0, 0.0]];
        let cases = [0, 0, 1, 0].map(|right| (said.as_slice(), right));
        let pool = Pool::fit(&cases, &NOTHING, 1e-6, [true; SOURCES]);
        assert!((pool.weights[0] - libm::logf(3.0)).abs() < 1e-3, "{:?}", pool.weights);
        let mut probabilities = Vec::new();
        pool.probabilities(&said, &mut probabilities);
        assert!((probabilities[0] - 0.75).abs() < 1e-3 && (probabilities[1] - 0.25).abs() < 1e-3);
    }

    #[test]
    fn without_cases_the_prior_stays_and_unused_sources_weigh_nothing() {
        let prior = Pool { weights: [1.0, 4.0, 5.0, 3.0, 2.0] };
        let none: [(&[Said], usize); 0] = [];
        let pool = Pool::fit(&none, &prior, 1.0, [true, true, true, false, true]);
        for (weight, expected) in pool.weights.into_iter().zip([1.0, 4.0, 5.0, 0.0, 2.0]) {
            assert!((weight - expected).abs() < 1e-6, "{:?}", pool.weights);
        }
        let odd = [[1e30, -1e30, 0.0, 1.0, 0.0], [0.0; SOURCES]];
        let mut probabilities = Vec::new();
        pool.probabilities(&odd, &mut probabilities);
        assert!(probabilities.iter().all(|value| value.is_finite()));
    }

    #[test]
    fn a_source_that_is_mostly_wrong_is_not_believed() {
        // The first source is wrong three times in four, the second right as often.
        let said = [[1.0, 0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0, 0.0]];
        let cases = [1, 1, 0, 1].map(|right| (said.as_slice(), right));
        let pool = Pool::fit(&cases, &NOTHING, 1e-6, [true; SOURCES]);
        assert!(
            pool.weights[0].to_bits() == 0 && (pool.weights[1] - libm::logf(3.0)).abs() < 1e-3,
            "{pool:?}"
        );
    }

    #[test]
    fn loud_sources_do_not_make_the_weights_swing() {
        // A source that shouts, and is wrong once in four times: its weight must be small and positive.
        let loud =
            |right: usize| [[if right == 0 { 40.0 } else { -40.0 }, 0.0, 0.0, 0.0, 0.0], [0.0; SOURCES]];
        let rows: Vec<[Said; 2]> = (0..400).map(|row| loud(usize::from(row % 4 == 0))).collect();
        let cases: Vec<(&[Said], usize)> = rows.iter().map(|said| (said.as_slice(), 0)).collect();
        let weight = Pool::fit(&cases, &NOTHING, 1.0, [true; SOURCES]).weights[0];
        assert!((weight - libm::logf(3.0) / 40.0).abs() < 1e-3, "{weight}");
    }
}
