//! Two models' choices on the same rows -> how much better one is, and whether that is more than chance.

use serde::Serialize;

use super::Choice;

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
    /// Whether the interval leaves out 0.
    pub is_real: bool,
}

/// Compares two models by the paired bootstrap (Efron and Tibshirani 1993, *An introduction to the bootstrap*):
/// rows are drawn with replacement, and both models are judged on the same draw. `None` without rows.
///
/// ```
/// use jiaoban::evaluate::{Choice, compare};
///
/// let choice = |label: &str| Choice { ranked: vec![label.into()], truth: "a".into(), probability: 1.0, accepted: true };
/// let rows: Vec<(Choice, Choice)> = (0..200).map(|row| (choice("a"), choice(if row % 4 == 0 { "b" } else { "a" }))).collect();
/// let difference = compare::accuracy(rows.iter().map(|(one, other)| (one, other))).unwrap();
/// assert!(difference.is_real && difference.accuracy == 0.25 && difference.only == (50, 0));
/// ```
pub fn accuracy<'c>(pairs: impl Iterator<Item = (&'c Choice, &'c Choice)>) -> Option<Difference> {
    let is_right = |choice: &Choice| choice.ranked.first() == Some(&choice.truth);
    let gains: Vec<i32> =
        pairs.map(|(one, other)| i32::from(is_right(one)) - i32::from(is_right(other))).collect();
    if gains.is_empty() {
        return None;
    }
    let n = gains.len();
    let mut draws = Draws(0x2545_f491_4f6c_dd1d);
    let mut sums: Vec<i32> = (0..SAMPLES).map(|_| (0..n).map(|_| gains[draws.below(n)]).sum()).collect();
    sums.sort_unstable();
    let of_rows = |sum: i32| f64::from(sum) / n as f64;
    let interval = (of_rows(sums[SAMPLES / 40]), of_rows(sums[SAMPLES - 1 - SAMPLES / 40]));
    let count = |gain: i32| gains.iter().filter(|&&other| other == gain).count();
    Some(Difference {
        n,
        accuracy: of_rows(gains.iter().sum()),
        interval,
        only: (count(1), count(-1)),
        is_real: interval.0 > 0.0 || interval.1 < 0.0,
    })
}

/// The generator `SplitMix64` of Steele, Lea and Flood (2014): the same draws in every run.
struct Draws(u64);

impl Draws {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(mixed ^ (mixed >> 31)) * limit as u128) >> 64) as usize
    }
}
