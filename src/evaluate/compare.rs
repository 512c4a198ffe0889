//! Two models' choices on the same rows -> how much better one is, and whether that is more than chance.

use serde::Serialize;

use super::Ranking;
use crate::random::Random;
use crate::stats::binomial_tail;

/// What chance does in fewer cases than this share of all may be called real.
const CHANCE: f64 = 0.05;
/// So many samples are drawn; the ends of the interval then move by a twentieth of its width at most.
const SAMPLES: usize = 2000;

/// The accuracy of one model minus that of another, in points of 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Difference {
    /// Rows compared.
    pub n: usize,
    /// The difference on these rows.
    pub accuracy: f64,
    /// The interval that holds the difference in 95 of 100 samples of rows.
    pub interval: (f64, f64),
    /// Rows that only the first model got right, and rows that only the other did.
    pub only: (usize, usize),
    /// Whether the interval leaves out 0 and chance would seldom divide such rows so unevenly.
    pub is_real: bool,
}

/// Compares two models by the paired bootstrap (Efron and Tibshirani 1993, *An introduction to the bootstrap*):
/// rows are drawn with replacement, and both models are judged on the same draw. Where few rows tell the models apart the
/// interval is too narrow; so the exact test of `McNemar` (1947, *Note on the sampling error of the difference between
/// correlated proportions or percentages*) must find, too, that of the rows which only one got right, chance would
/// seldom give so many to one of them. `None` without rows.
///
/// ```
/// use jiaoban::evaluate::{Ranking, compare};
///
/// let choice = |label: &str| Ranking { ranked: vec![label.into()], truth: "a".into(), probability: 1.0, accepted: true };
/// let rows: Vec<(Ranking, Ranking)> = (0..200).map(|row| (choice("a"), choice(if row % 4 == 0 { "b" } else { "a" }))).collect();
/// let difference = compare::accuracy(rows.iter().map(|(one, other)| (one, other))).unwrap();
/// assert!(difference.is_real && difference.accuracy == 0.25 && difference.only == (50, 0));
/// ```
pub fn accuracy<'c>(pairs: impl Iterator<Item = (&'c Ranking, &'c Ranking)>) -> Option<Difference> {
    let is_right = |choice: &Ranking| choice.ranked.first() == Some(&choice.truth);
    let gains: Vec<i32> =
        pairs.map(|(one, other)| i32::from(is_right(one)) - i32::from(is_right(other))).collect();
    if gains.is_empty() {
        return None;
    }
    let n = gains.len();
    let mut draws = Random::new(0);
    let mut sums: Vec<i32> = (0..SAMPLES).map(|_| (0..n).map(|_| gains[draws.below(n)]).sum()).collect();
    sums.sort_unstable();
    let of_rows = |sum: i32| f64::from(sum) / n as f64;
    let interval = (of_rows(sums[SAMPLES / 40]), of_rows(sums[SAMPLES - 1 - SAMPLES / 40]));
    let count = |gain: i32| gains.iter().filter(|&&other| other == gain).count();
    let only = (count(1), count(-1));
    let by_chance = 2.0 * binomial_tail(only.0.min(only.1) as u64, (only.0 + only.1) as u64, 0.5);
    Some(Difference {
        n,
        accuracy: of_rows(gains.iter().sum()),
        interval,
        only,
        is_real: (interval.0 > 0.0 || interval.1 < 0.0) && by_chance <= CHANCE,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_of_a_few_rows_may_be_chance() {
        let choice = |is_right: bool| Ranking {
            ranked: vec!["a".into()],
            truth: if is_right { "a" } else { "b" }.into(),
            probability: 1.0,
            accepted: true,
        };
        for (n, one, other, is_real) in [
            (1000, 4, 0, false),
            (1000, 0, 4, false),
            (1000, 10, 0, true),
            (1000, 0, 10, true),
            (1000, 40, 30, false),
            (1000, 0, 0, false),
            (1, 1, 0, false),
        ] {
            let rows = (0..n).map(|row| (choice(row >= other), choice(!(other..other + one).contains(&row))));
            let rows: Vec<(Ranking, Ranking)> = rows.collect();
            let found = accuracy(rows.iter().map(|(one, other)| (one, other))).unwrap();
            assert_eq!((found.n, found.only, found.is_real), (n, (one, other), is_real), "{found:?}");
        }
    }
}
