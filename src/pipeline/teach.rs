//! Rows and how unsure a model is of each -> the rows whose labels would teach it most.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use rayon::prelude::*;

use crate::vectorize::SparseMatrix;

/// For each row asked for, so many of the most doubtful ones are looked at closely.
pub const POOL: usize = 10;

/// The `count` rows that are together most like what the model is unsure of, the most telling first.
///
/// Rows that are merely the most doubtful are often alike, or like nothing else. So a row is worth what it says of
/// others: greedily, the next row i raises
///
/// Σⱼ uⱼ max over chosen i of cos(xⱼ, xᵢ)
///
/// the most, where uⱼ = `doubts[j]`: facility location, weighted by doubt (Wei, Iyer, Bilmes 2015,
/// *Submodularity in data subset selection and active learning*). The function is submodular, so the greedy
/// choice reaches at least 1 - 1/e of the best value (Nemhauser, Wolsey, Fisher 1978). What a row adds never grows
/// while others are chosen, so that only those are looked at again that may be the best one (Minoux 1978, *Accelerated
/// greedy algorithms for maximizing submodular set functions*). Of equals the first row is taken. Doubts are 0 or above.
/// Memory grows with the square of the number of rows, and so does time where few are looked at again: hand over the
/// [`POOL`] · `count` most doubtful ones.
///
/// ```
/// use jiaoban::pipeline::teach::most_telling;
/// use jiaoban::vectorize::SparseMatrix;
///
/// // Three rows are alike and one is alone: one of the three speaks for all of them.
/// let mut rows = SparseMatrix::new(3);
/// for column in [0, 1, 1, 1] {
///     rows.push([(column, 1.0)]);
/// }
/// assert_eq!(most_telling(&rows, &[0.9, 0.5, 0.5, 0.5], 2), [1, 0]);
/// ```
#[must_use]
pub fn most_telling(rows: &SparseMatrix, doubts: &[f32], count: usize) -> Vec<usize> {
    let likeness = likeness(rows);
    let mut spoken_for = vec![0.0f32; rows.rows()];
    let gain = |row: usize, spoken_for: &[f32]| -> f64 {
        let gain = |((&like, &known), &doubt): ((&f32, &f32), &f32)| {
            f64::from((like - known).max(0.0)) * f64::from(doubt)
        };
        likeness[row].iter().zip(spoken_for).zip(doubts).map(gain).sum()
    };
    // Each with the number of rows that were chosen when its gain was found.
    let mut free: BinaryHeap<(Gain, Reverse<usize>, usize)> =
        (0..rows.rows()).into_par_iter().map(|row| (Gain(gain(row, &spoken_for)), Reverse(row), 0)).collect();
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < count
        && let Some((_, Reverse(row), known)) = free.pop()
    {
        if known < chosen.len() {
            free.push((Gain(gain(row, &spoken_for)), Reverse(row), chosen.len()));
            continue;
        }
        chosen.push(row);
        for (known, &like) in spoken_for.iter_mut().zip(&likeness[row]) {
            *known = known.max(like);
        }
    }
    chosen
}

/// What a row adds; never NaN, so that gains can be put in order.
#[derive(PartialEq)]
struct Gain(f64);

impl Eq for Gain {}

impl PartialOrd for Gain {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Gain {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The cosine of every row to every other.
fn likeness(rows: &SparseMatrix) -> Vec<Vec<f32>> {
    let lengths: Vec<f32> = (0..rows.rows()).map(|row| rows.row(row).length()).collect();
    (0..rows.rows())
        .into_par_iter()
        .map_init(
            || vec![0.0f32; rows.width()],
            |dense, one| {
                rows.row(one).iter().for_each(|(column, value)| dense[column] = value);
                let cosine = |other: usize| {
                    let product: f32 = rows.row(other).iter().map(|(c, value)| dense[c] * value).sum();
                    // A row without known terms is like itself alone.
                    let lengths = lengths[one] * lengths[other];
                    if lengths > 0.0 { product / lengths } else { f32::from(u8::from(one == other)) }
                };
                let cosines = (0..rows.rows()).map(cosine).collect();
                rows.row(one).columns.iter().for_each(|&column| dense[column as usize] = 0.0);
                cosines
            },
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn doubt_counts_and_nobody_is_chosen_twice() {
        let mut rows = SparseMatrix::new(4);
        for column in [0, 0, 1, 2, 3] {
            rows.push([(column, 2.0)]);
        }
        rows.push([]);
        // The two of column 0 are together worth 0.4, the others by themselves what they are doubted.
        let doubts = [0.2, 0.2, 0.5, 0.3, 0.6, 0.1];
        assert_eq!(most_telling(&rows, &doubts, 4), [4, 2, 0, 3]);
        assert!(most_telling(&rows, &doubts, 0).is_empty());
        let mut all = most_telling(&rows, &doubts, 10);
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn every_row_chosen_is_the_one_that_adds_most() {
        let mut draws = Random::new(1);
        let mut rows = SparseMatrix::new(30);
        for _ in 0..80 {
            let mut columns: Vec<u32> = (0..4).map(|_| draws.below(30) as u32).collect();
            columns.sort_unstable();
            columns.dedup();
            rows.push(columns.into_iter().map(|column| (column, 1.0)));
        }
        // Coarse doubts and values make many equals.
        let doubts: Vec<f32> = (0..80).map(|_| draws.below(4) as f32 / 4.0).collect();
        let likeness = likeness(&rows);
        let mut spoken_for = vec![0.0f32; 80];
        let mut free: Vec<usize> = (0..80).collect();
        for row in most_telling(&rows, &doubts, 80) {
            let gain = |row: usize| -> f64 {
                let pairs = likeness[row].iter().zip(&spoken_for).zip(&doubts);
                pairs
                    .map(|((like, known), doubt)| f64::from((like - known).max(0.0)) * f64::from(*doubt))
                    .sum()
            };
            let best =
                free.iter().copied().reduce(|best, row| if gain(row) > gain(best) { row } else { best });
            assert_eq!(Some(row), best);
            free.retain(|&other| other != row);
            spoken_for.iter_mut().zip(&likeness[row]).for_each(|(known, &like)| *known = known.max(like));
        }
        assert!(free.is_empty());
    }
}
