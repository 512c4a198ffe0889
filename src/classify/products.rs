//! A sparse row and the weights of its columns -> the sum of their products for each label.

use std::hint::black_box;

use crate::vectorize::SparseVector;

/// So many labels are worked on in one go where the machine has wide instructions; the weights of a column are
/// filled up to a multiple of it, so that none is left over.
pub(super) const LANES: usize = 32;
/// The weights of so many columns are fetched together before they are used: with a hundred labels they fill
/// a fraction of the nearest cache.
const COLUMNS_TOGETHER: usize = 64;
/// Bytes that come from memory together, on nearly all machines.
const CACHE_LINE: usize = 64;

/// Adds weight times value to the scores, column by column, with the widest instructions that the machine has.
/// They change no result: each score is still one rounded product added after the other.
pub(super) struct Products<'p> {
    /// The weights of all columns, those of one column side by side.
    pub(super) weights: &'p [i8],
    /// How many weights a column has: a multiple of [`LANES`].
    pub(super) stride: usize,
    pub(super) row: SparseVector<'p>,
    /// One score for each weight of a column, as many as there are.
    pub(super) scores: &'p mut [f32],
}

impl pulp::WithSimd for Products<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "only code inlined there is compiled for the wide instructions")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { weights, stride, row, scores } = self;
        for (columns, values) in row.columns.chunks(COLUMNS_TOGETHER).zip(row.values.chunks(COLUMNS_TOGETHER))
        {
            // The weights of a text lie far apart in memory. A byte of each cache line is looked at first, so
            // that the processor waits for all of them at once instead of for one after the other.
            let mut seen = 0;
            for &column in columns {
                let mut at = column as usize * stride;
                let end = at + stride;
                while at < end {
                    seen ^= weights[at];
                    at += CACHE_LINE;
                }
            }
            black_box(seen);
            // The sums of some labels stay in registers while all columns go by.
            let (wide, rest) = scores.as_chunks_mut::<{ 2 * LANES }>();
            for (block, scores) in wide.iter_mut().enumerate() {
                *scores = sums(*scores, &weights[block * 2 * LANES..], stride, columns, values);
            }
            let first = wide.len() * 2 * LANES;
            if let Some(scores) = rest.first_chunk_mut::<LANES>() {
                *scores = sums(*scores, &weights[first..], stride, columns, values);
            }
        }
    }
}

/// Adds the products of some columns to the `scores` of labels whose weights for column 0 come first in `weights`.
#[expect(clippy::inline_always, reason = "only code inlined there is compiled for the wide instructions")]
#[inline(always)]
fn sums<const LABELS: usize>(
    mut scores: [f32; LABELS],
    weights: &[i8],
    stride: usize,
    columns: &[u32],
    values: &[f32],
) -> [f32; LABELS] {
    for (&column, &value) in columns.iter().zip(values) {
        let Some(weights) = weights[column as usize * stride..].first_chunk::<LABELS>() else { break };
        for (score, &weight) in scores.iter_mut().zip(weights) {
            *score += f32::from(weight) * value;
        }
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;
    use crate::vectorize::SparseMatrix;

    #[test]
    fn wide_instructions_add_as_a_plain_loop_does() {
        let mut draws = Random::new(3);
        for labels in [1usize, 31, 32, 33, 64, 97] {
            let (columns, stride) = (300, labels.next_multiple_of(LANES));
            let weights: Vec<i8> =
                (0..columns * stride).map(|_| (draws.below(255) as u8).cast_signed()).collect();
            let mut rows = SparseMatrix::new(columns);
            rows.push([]);
            // More columns than are fetched together.
            rows.push(
                (0..columns as u32).step_by(2).map(|column| (column, 0.01 + draws.below(100) as f32 / 37.0)),
            );
            for row in 0..rows.rows() {
                let row = rows.row(row);
                let mut expected = vec![0.5f32; stride];
                for (column, value) in row.iter() {
                    for (score, &weight) in expected.iter_mut().zip(&weights[column * stride..]) {
                        *score += f32::from(weight) * value;
                    }
                }
                let mut scores = vec![0.5f32; stride];
                pulp::Arch::new().dispatch(Products { weights: &weights, stride, row, scores: &mut scores });
                let bits = |scores: &[f32]| scores.iter().map(|score| score.to_bits()).collect::<Vec<_>>();
                assert_eq!(bits(&scores), bits(&expected), "{labels} labels");
            }
        }
    }
}
