//! Sparse rows -> short dense rows whose cosines say what words alone do not: latent semantic analysis.
//!
//! Deerwester et al. (1990), *Indexing by latent semantic analysis*: rows are projected on the space of the largest
//! right singular vectors of the matrix. The space is found by orthogonal iteration, Q ← orth(Xᵀ X Q), from a start
//! of fixed signs (Halko, Martinsson and Tropp 2011, *Finding structure with randomness*); cosines need no more than
//! the space, so the singular vectors themselves are never computed.

use rayon::prelude::*;

use crate::vectorize::{SparseMatrix, SparseVector};

/// The dimensions of the space.
pub const DIMENSIONS: usize = 64;
/// A product of two points is made of so many sums; they divide the dimensions.
const SUMS: usize = 16;
/// So many points stand side by side.
const LANES: usize = 32;
/// Steps of the iteration; each squares the gap between the singular values kept and those dropped.
const STEPS: usize = 4;

/// A row of the space, of length 1 or 0.
pub type Point = [f32; DIMENSIONS];

/// The space of a matrix.
#[derive(Debug, Clone)]
pub struct Space {
    /// For every column of the matrix its coordinates.
    axes: Vec<Point>,
}

impl Space {
    /// The space of the rows of `matrix`.
    #[must_use]
    pub fn fit(matrix: &SparseMatrix) -> Self {
        let columns = transposed(matrix);
        let mut space = Self { axes: (0..matrix.width() as u64).map(signs).collect() };
        orthonormalize(&mut space.axes);
        for _ in 0..STEPS {
            let rows: Vec<Point> =
                (0..matrix.rows()).into_par_iter().map(|row| space.project(matrix.row(row))).collect();
            space.axes = (0..columns.rows())
                .into_par_iter()
                .map(|column| combine(columns.row(column), &rows))
                .collect();
            orthonormalize(&mut space.axes);
        }
        space
    }

    /// A row in the space, of length 1 unless it shares nothing with it.
    #[must_use]
    pub fn point(&self, row: SparseVector<'_>) -> Point {
        let mut point = self.project(row);
        normalize(&mut point);
        point
    }

    fn project(&self, row: SparseVector<'_>) -> Point {
        combine(row, &self.axes)
    }
}

/// Σ value · points[column].
fn combine(row: SparseVector<'_>, points: &[Point]) -> Point {
    let mut sum = [0.0; DIMENSIONS];
    for (column, value) in row.iter() {
        for (sum, coordinate) in sum.iter_mut().zip(&points[column]) {
            *sum += value * coordinate;
        }
    }
    sum
}

/// The product of two points; their cosine, since both have length 1.
#[inline]
#[must_use]
pub fn cosine(a: &Point, b: &Point) -> f32 {
    // One sum after another would wait for each addition; several side by side are added at once.
    let mut sums = [0.0; SUMS];
    for (a, b) in a.as_chunks::<SUMS>().0.iter().zip(b.as_chunks::<SUMS>().0) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
    }
    sums.iter().sum()
}

/// Points side by side: what is found of one point and each of them is found of many of them at once.
#[derive(Debug, Clone)]
pub struct Abreast {
    /// For each dimension the coordinates of some points; those behind the last point are 0.
    blocks: Vec<[[f32; LANES]; DIMENSIONS]>,
    points: usize,
}

impl Abreast {
    /// The points, in their order.
    #[must_use]
    pub fn new(points: &[Point]) -> Self {
        let block = |points: &[Point]| {
            let mut block = [[0.0; LANES]; DIMENSIONS];
            for (lane, point) in points.iter().enumerate() {
                block.iter_mut().zip(point).for_each(|(lanes, &coordinate)| lanes[lane] = coordinate);
            }
            block
        };
        Self { blocks: points.chunks(LANES).map(block).collect(), points: points.len() }
    }

    /// How many they are.
    #[must_use]
    pub fn points(&self) -> usize {
        self.points
    }

    /// The cosine of `point` with each of them.
    pub fn cosines(&self, point: &Point) -> impl Iterator<Item = f32> {
        let widest = pulp::Arch::new();
        self.blocks.iter().flat_map(move |block| widest.dispatch(Cosines { block, point })).take(self.points)
    }
}

/// The cosines of a point and those of a block, with the widest instructions that the machine has. They change no result:
/// each sum is still one rounded product added after the other.
struct Cosines<'p> {
    block: &'p [[f32; LANES]; DIMENSIONS],
    point: &'p Point,
}

impl pulp::WithSimd for Cosines<'_> {
    type Output = [f32; LANES];

    #[expect(clippy::inline_always, reason = "only code inlined there is compiled for the wide instructions")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Self::Output {
        let mut sums = [0.0; LANES];
        for (lanes, coordinate) in self.block.iter().zip(self.point) {
            for (sum, lane) in sums.iter_mut().zip(lanes) {
                *sum += lane * coordinate;
            }
        }
        sums
    }
}

/// Makes the length 1; a point of length 0 stays.
pub fn normalize(point: &mut Point) {
    let length = cosine(point, point).sqrt();
    if length > 1e-12 {
        for coordinate in point {
            *coordinate /= length;
        }
    }
}

/// Whether a row has no place in the space: it shares nothing with it.
#[must_use]
pub fn is_nothing(point: &Point) -> bool {
    point.iter().all(|&coordinate| coordinate == 0.0)
}

/// Signs that depend on nothing but the number of the column (splitmix64).
fn signs(column: u64) -> Point {
    let mut bits = column.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^= bits >> 31;
    std::array::from_fn(|dimension| if bits >> dimension & 1 == 1 { 1.0 } else { -1.0 })
}

/// Modified Gram-Schmidt over the columns of the axes, twice, which is enough (Giraud et al. 2005).
fn orthonormalize(axes: &mut [Point]) {
    for dimension in 0..DIMENSIONS {
        for _ in 0..2 {
            let mut products = [0.0f64; DIMENSIONS];
            for axis in axes.iter() {
                for (product, other) in products[..dimension].iter_mut().zip(axis) {
                    *product += f64::from(*other) * f64::from(axis[dimension]);
                }
            }
            for axis in axes.iter_mut() {
                let along: f64 =
                    axis[..dimension].iter().zip(&products).map(|(a, product)| f64::from(*a) * product).sum();
                axis[dimension] -= along as f32;
            }
        }
        let length = axes.iter().map(|axis| f64::from(axis[dimension]).powi(2)).sum::<f64>().sqrt();
        let scale = if length > 1e-9 { 1.0 / length } else { 0.0 };
        for axis in axes.iter_mut() {
            axis[dimension] = (f64::from(axis[dimension]) * scale) as f32;
        }
    }
}

fn transposed(matrix: &SparseMatrix) -> SparseMatrix {
    let mut columns: Vec<Vec<(u32, f32)>> = vec![Vec::new(); matrix.width()];
    for row in 0..matrix.rows() {
        for (column, value) in matrix.row(row).iter() {
            columns[column].push((row as u32, value));
        }
    }
    let mut transposed = SparseMatrix::new(matrix.rows());
    for column in columns {
        transposed.push(column);
    }
    transposed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn cosines_abreast_are_those_of_each_pair() {
        let mut draws = Random::new(5);
        let mut point = || -> Point {
            let mut point = std::array::from_fn(|_| draws.below(1000) as f32 - 500.0);
            normalize(&mut point);
            point
        };
        for count in [0, 1, LANES - 1, LANES, 2 * LANES + 3] {
            let points: Vec<Point> = (0..count).map(|_| point()).collect();
            let other = point();
            let abreast = Abreast::new(&points);
            assert_eq!(abreast.points(), count);
            let cosines: Vec<f32> = abreast.cosines(&other).collect();
            assert_eq!(cosines.len(), count);
            for (found, point) in cosines.iter().zip(&points) {
                assert!((found - cosine(point, &other)).abs() < 1e-6, "{found}");
            }
        }
    }
}
