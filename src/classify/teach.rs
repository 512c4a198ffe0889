//! Rows and how unsure a model is of each -> the rows whose labels would teach it most.

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
/// choice reaches at least 1 - 1/e of the best value (Nemhauser, Wolsey, Fisher 1978). Of equals the first row is
/// taken. Time and memory grow with the square of the number of rows: hand over the [`POOL`] · `count` most
/// doubtful ones.
///
/// ```
/// use jiaoban::classify::teach::most_telling;
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
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < count.min(rows.rows()) {
        let gains: Vec<f64> = likeness
            .par_iter()
            .map(|like| {
                let gain = |((&like, &known), &doubt): ((&f32, &f32), &f32)| {
                    f64::from((like - known).max(0.0)) * f64::from(doubt)
                };
                like.iter().zip(&spoken_for).zip(doubts).map(gain).sum()
            })
            .collect();
        let free = (0..gains.len()).filter(|row| !chosen.contains(row));
        let Some(best) = free.reduce(|best, row| if gains[row] > gains[best] { row } else { best }) else {
            break;
        };
        chosen.push(best);
        for (known, &like) in spoken_for.iter_mut().zip(&likeness[best]) {
            *known = known.max(like);
        }
    }
    chosen
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
        let mut all = most_telling(&rows, &doubts, 10);
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2, 3, 4, 5]);
    }
}
