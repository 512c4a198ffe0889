//! Shares before and now -> which of them have changed, the tests of all corrected together.
//!
//! Among twenty shares that did not change, one will look changed at the level of 5%. The tests of one list are
//! therefore corrected after Benjamini and Hochberg (1995), *Controlling the false discovery rate*: of the changes
//! that are told, at most the share `false_discoveries` is chance.

use super::Share;

/// What can be said of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The share has risen.
    Rising,
    /// The share has fallen.
    Falling,
    /// No difference that chance would not make.
    Level,
    /// Too few messages to say anything.
    TooFew,
}

/// What the test of one change says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tested {
    /// The probability of a difference like this by chance; 1 where there is too little to test.
    pub p_value: f64,
    /// The same, corrected over the whole list.
    pub adjusted: f64,
    /// What can be said.
    pub direction: Direction,
}

/// How a change is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// Two shares are the same.
    Shares,
    /// Of the hits of both each has half.
    Halves,
}

/// A period with fewer messages is no measure of anything: somebody has begun to file, or has not ended.
const LEAST_PERIOD: u64 = 30;
/// The score test needs so many messages to be expected in each of its four cells (Cochran 1954).
const LEAST_EXPECTED: f64 = 5.0;

impl Test {
    fn p_value(self, before: Share, now: Share) -> f64 {
        match self {
            Self::Shares => proportions(before, now),
            Self::Halves => halves(before, now),
        }
    }

    /// Whether both periods have enough messages, and each cell enough of those to be expected. Where all are hits
    /// there is no other cell.
    fn is_enough(self, before: Share, now: Share) -> bool {
        let whole = |share: Share| if self == Self::Halves { share.hits } else { share.of };
        let (before_of, now_of) = (whole(before), whole(now));
        if before_of.min(now_of) < LEAST_PERIOD {
            return false;
        }
        let (all, of) = (before.hits + now.hits, before_of + now_of);
        let smaller = before_of.min(now_of) as f64 / of as f64;
        self == Self::Halves
            || [all, of - all].iter().all(|&cell| cell == 0 || cell as f64 * smaller >= LEAST_EXPECTED)
    }
}

/// Tests `changes`, each a share before and one now. A change of fewer than `least_count` hits in both together, or
/// with a period that holds next to nothing, is too little, and no test among the others.
///
/// ```
/// use jiaoban::stats::Share;
/// use jiaoban::stats::change::{Test, Direction, tested};
///
/// let change = |before, now| (Share { hits: before, of: 200 }, Share { hits: now, of: 200 });
/// let directions = |changes: &[_]| -> Vec<Direction> {
///     tested(changes, Test::Shares, 10, 0.05).into_iter().map(|tested| tested.direction).collect()
/// };
/// assert_eq!(directions(&[change(30, 50)]), [Direction::Rising]);
/// // Among five others the same change is what chance would make.
/// let mut changes = vec![change(30, 50), change(2, 3)];
/// changes.extend([change(40, 42); 5]);
/// assert_eq!(directions(&changes)[..3], [Direction::Level, Direction::TooFew, Direction::Level]);
/// // One message is no year before, and of thirty too few are to be expected here.
/// assert_eq!(directions(&[(Share { hits: 1, of: 1 }, Share { hits: 200, of: 400 })]), [Direction::TooFew]);
/// assert_eq!(directions(&[(Share { hits: 9, of: 30 }, Share { hits: 1, of: 400 })]), [Direction::TooFew]);
/// ```
#[must_use]
pub fn tested(
    changes: &[(Share, Share)],
    test: Test,
    least_count: u64,
    false_discoveries: f64,
) -> Vec<Tested> {
    let is_enough =
        |(before, now): (Share, Share)| before.hits + now.hits >= least_count && test.is_enough(before, now);
    let too_few = Tested { p_value: 1.0, adjusted: 1.0, direction: Direction::TooFew };
    let mut all = vec![too_few; changes.len()];
    let tests: Vec<usize> = (0..changes.len()).filter(|&at| is_enough(changes[at])).collect();
    let p_values: Vec<f64> = tests.iter().map(|&at| test.p_value(changes[at].0, changes[at].1)).collect();
    for ((&at, &p_value), adjusted) in tests.iter().zip(&p_values).zip(benjamini_hochberg(&p_values)) {
        let (before, now) = changes[at];
        let direction = match (adjusted <= false_discoveries, now.value() > before.value()) {
            (false, _) => Direction::Level,
            (true, true) => Direction::Rising,
            (true, false) => Direction::Falling,
        };
        all[at] = Tested { p_value, adjusted, direction };
    }
    all
}

/// Two-sided score test of p₁ = p₂: z = (p₁ - p₂) / √(p (1 - p) (1/n₁ + 1/n₂)) with the common share p.
fn proportions(before: Share, now: Share) -> f64 {
    let (n1, n2) = (before.of as f64, now.of as f64);
    let common = (before.hits + now.hits) as f64 / (n1 + n2);
    let variance = common * (1.0 - common) * (1.0 / n1 + 1.0 / n2);
    // Where none or all are hits there is no difference, and no variance to measure it by.
    if variance > 0.0 { two_sided((now.value() - before.value()) / variance.sqrt()) } else { 1.0 }
}

/// Two-sided test that of the hits of both each has half: z = (now - before) / √(before + now).
fn halves(before: Share, now: Share) -> f64 {
    let (before, now) = (before.hits as f64, now.hits as f64);
    two_sided((now - before) / (before + now).max(1.0).sqrt())
}

fn two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Adjusted p-values: with p₍₁₎ ≤ … ≤ p₍ₘ₎, the smallest p₍ⱼ₎ m / j of all j ≥ i.
#[must_use]
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![1.0; p_values.len()];
    let mut least: f64 = 1.0;
    for (rank, &at) in order.iter().enumerate().rev() {
        least = least.min(p_values[at] * p_values.len() as f64 / (rank + 1) as f64);
        adjusted[at] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_are_those_of_r() {
        // prop.test(c(30, 50), c(200, 200), correct = FALSE)$p.value
        let p = proportions(Share { hits: 30, of: 200 }, Share { hits: 50, of: 200 });
        assert!((p - 0.012_419_3).abs() < 1e-6, "{p}");
        // p.adjust(c(0.01, 0.04, 0.03, 0.005), "BH")
        let adjusted = benjamini_hochberg(&[0.01, 0.04, 0.03, 0.005]);
        let known = [0.02, 0.04, 0.04, 0.02];
        assert!(adjusted.iter().zip(known).all(|(a, b)| (a - b).abs() < 1e-12), "{adjusted:?}");
    }
}
