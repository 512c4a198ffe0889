//! Probabilities and whether they were right -> how honest they are, and how many errors acceptance lets through.

use serde::Serialize;

use super::Ranking;
use crate::stats::Share;

/// How far probabilities mean what they say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trust {
    /// The expected calibration error: the mean distance between probability and share of right rows, over
    /// [`BINS`] bins of equally many rows (Nguyen and O'Connor 2015, *Posterior calibration*).
    pub calibration_error: f64,
    /// The bins, from the least to the most probable.
    pub reliability: Vec<Bin>,
    /// The share of wrong rows among the most probable ones, by how many of all rows these are.
    pub risk_coverage: Vec<Risk>,
    /// The share of rows that were accepted.
    pub accepted: f64,
    /// The share of wrong rows among those.
    pub accepted_error: f64,
    /// Its 95% Wilson interval.
    pub accepted_error_interval: (f64, f64),
}

/// Rows of similar probability.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bin {
    /// How many.
    pub n: usize,
    /// Their mean probability.
    pub probability: f64,
    /// The share of them that was right.
    pub right: f64,
    /// Its 95% Wilson interval.
    pub right_interval: (f64, f64),
}

/// The most probable rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Risk {
    /// Their share of all rows.
    pub coverage: f64,
    /// The share of wrong ones among them.
    pub error: f64,
    /// The lowest probability among them.
    pub probability: f32,
}

/// Into so many bins rows are divided.
pub const BINS: usize = 15;
/// In hundredths of all rows.
const COVERAGES: [usize; 8] = [100, 95, 90, 80, 70, 60, 50, 25];

/// The trust that choices deserve; `None` if there are none.
///
/// ```
/// use jiaoban::evaluate::{Ranking, trust};
///
/// let choice = |probability: f32, is_right: bool| {
///     let truth = if is_right { "a" } else { "b" };
///     Ranking { ranked: vec!["a".into()], truth: truth.into(), probability, accepted: probability > 0.8 }
/// };
/// // Of four rows at 0.75 three are right; the one at 0.9 is wrong.
/// let choices = [0.75, 0.75, 0.75, 0.75, 0.9].into_iter().zip([true, true, false, true, false]);
/// let choices: Vec<Ranking> = choices.map(|(probability, is_right)| choice(probability, is_right)).collect();
/// let trust = trust::trust(choices.iter()).unwrap();
/// assert_eq!((trust.accepted, trust.accepted_error), (0.2, 1.0));
/// assert_eq!(trust.risk_coverage[0].error, 0.4);
/// ```
pub fn trust<'c>(choices: impl Iterator<Item = &'c Ranking>) -> Option<Trust> {
    let mut rows: Vec<(f32, bool, bool)> = choices
        .map(|choice| (choice.probability, choice.ranked.first() == Some(&choice.truth), choice.accepted))
        .collect();
    if rows.is_empty() {
        return None;
    }
    rows.sort_by(|left, right| right.0.total_cmp(&left.0));
    let n = rows.len();
    let bins = BINS.min(n);
    let reliability: Vec<Bin> =
        (0..bins).rev().map(|bin| self::bin(&rows[bin * n / bins..(bin + 1) * n / bins])).collect();
    let off = |bin: &Bin| bin.n as f64 * (bin.probability - bin.right).abs();
    let accepted = share(rows.iter().filter(|row| row.2).map(|row| !row.1));
    let risk_coverage = COVERAGES.map(|coverage| {
        let covered = &rows[..((coverage * n + 50) / 100).max(1)];
        let error = share(covered.iter().map(|row| !row.1)).value();
        Risk { coverage: coverage as f64 / 100.0, error, probability: covered[covered.len() - 1].0 }
    });
    Some(Trust {
        calibration_error: reliability.iter().map(off).sum::<f64>() / n as f64,
        reliability,
        risk_coverage: risk_coverage.to_vec(),
        accepted: accepted.of as f64 / n as f64,
        accepted_error: accepted.value(),
        accepted_error_interval: accepted.wilson(),
    })
}

fn bin(rows: &[(f32, bool, bool)]) -> Bin {
    let right = share(rows.iter().map(|row| row.1));
    let probability = rows.iter().map(|row| f64::from(row.0)).sum::<f64>() / rows.len() as f64;
    Bin { n: rows.len(), probability, right: right.value(), right_interval: right.wilson() }
}

fn share(hits: impl Iterator<Item = bool>) -> Share {
    let mut share = Share::default();
    for hit in hits {
        share.hits += u64::from(hit);
        share.of += 1;
    }
    share
}
