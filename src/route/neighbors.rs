//! Past cases as sparse vectors, and the vector of a new one -> the most similar past cases.
//!
//! The index keeps, for every column, the cases that have it, the largest values first. A search walks the
//! columns of the query in the order of what they can contribute and stops when it has met as many entries as
//! it may (anytime ranking, Lin and Trotman (2015), *Anytime ranking for impact-ordered indexes*); the best cases
//! so far are then compared exactly. With fewer entries than that the result is exact.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::vectorize::{SparseMatrix, SparseVector};

/// So many of the largest values of a case are kept.
const KEPT: usize = 48;
/// So many entries are met in a search.
const ENTRIES: usize = 200_000;
/// So many of the best cases are compared exactly.
const CANDIDATES: usize = 64;
/// Values are kept as multiples of the largest of their case / 255.
const LEVELS: f32 = 255.0;

/// A case and its similarity to the query, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Similar {
    /// The position of the case.
    pub case: usize,
    /// The cosine of both vectors, of which each keeps its largest values only.
    pub similarity: f32,
}

/// The cases as they are kept in a model file: for each its largest values, scaled to length 1.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cases {
    width: usize,
    /// By case: how many entries it has.
    lengths: Vec<u8>,
    columns: Vec<u32>,
    levels: Vec<u8>,
    /// By case: the value of one level.
    scales: Vec<f32>,
}

impl Cases {
    /// The rows of `matrix`, of each the largest values.
    #[must_use]
    pub fn new(matrix: &SparseMatrix) -> Self {
        let mut cases = Self::of_width(matrix.width());
        (0..matrix.rows()).for_each(|row| cases.push(matrix.row(row)));
        cases
    }

    /// No cases yet, of rows with so many columns.
    #[must_use]
    pub fn of_width(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    /// Adds a case.
    ///
    /// # Panics
    /// If a column lies beyond the width.
    pub fn push(&mut self, row: SparseVector<'_>) {
        let mut kept = Vec::new();
        strongest(row, &mut kept);
        assert!(kept.last().is_none_or(|&(column, _)| (column as usize) < self.width), "no such column");
        let largest = kept.iter().map(|&(_, value)| value).fold(0.0f32, f32::max);
        let scale = largest / LEVELS;
        let levels: Vec<u8> = kept.iter().map(|&(_, value)| level(value / scale)).collect();
        let squares: f32 = levels.iter().map(|&level| f32::from(level) * f32::from(level)).sum();
        self.lengths.push(kept.len() as u8);
        self.columns.extend(kept.iter().map(|&(column, _)| column));
        self.levels.extend(levels);
        self.scales.push(if squares > 0.0 { 1.0 / squares.sqrt() } else { 0.0 });
    }

    /// The cases at the positions named, in that order.
    #[must_use]
    pub fn select(&self, cases: &[usize]) -> Self {
        let mut starts = vec![0];
        for &length in &self.lengths {
            starts.push(starts.last().copied().unwrap_or(0) + usize::from(length));
        }
        let mut selected = Self { width: self.width, ..Self::default() };
        for &case in cases {
            let range = starts[case]..starts[case + 1];
            selected.lengths.push(self.lengths[case]);
            selected.columns.extend_from_slice(&self.columns[range.clone()]);
            selected.levels.extend_from_slice(&self.levels[range]);
            selected.scales.push(self.scales[case]);
        }
        selected
    }

    /// The number of cases.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// Whether the parts fit together and to rows of so many columns, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self, width: usize) -> bool {
        let entries: usize = self.lengths.iter().map(|&length| usize::from(length)).sum();
        self.width == width
            && self.scales.len() == self.lengths.len()
            && self.columns.len() == entries
            && self.levels.len() == entries
            && self.columns.iter().all(|&column| (column as usize) < width)
            && self.scales.iter().all(|scale| scale.is_finite())
    }
}

/// The index of [`Cases`], made from them when it is first needed.
#[derive(Debug, Clone)]
pub struct Neighbors {
    cases: Arc<Cases>,
    /// By case: where its entries begin.
    starts: Vec<usize>,
    /// By column: where its entries begin.
    column_starts: Vec<usize>,
    /// (case, value), by column; the largest values of a column first.
    entries: Vec<(u32, f32)>,
    /// How many of them are met in a search at most.
    most_entries: usize,
}

/// Scratch memory of a search.
#[derive(Debug, Clone, Default)]
pub struct Search {
    sums: Vec<f32>,
    touched: Vec<u32>,
    kept: Vec<(u32, f32)>,
    best: Vec<(f32, u32)>,
}

impl Neighbors {
    /// Turns `cases` over.
    #[must_use]
    pub fn new(cases: impl Into<Arc<Cases>>) -> Self {
        let cases = cases.into();
        let mut starts = Vec::with_capacity(cases.len() + 1);
        starts.push(0);
        let mut column_starts = vec![0usize; cases.width + 1];
        for &length in &cases.lengths {
            starts.push(starts.last().copied().unwrap_or(0) + usize::from(length));
        }
        cases.columns.iter().for_each(|&column| column_starts[column as usize + 1] += 1);
        for column in 0..cases.width {
            column_starts[column + 1] += column_starts[column];
        }
        let mut next = column_starts.clone();
        let mut entries = vec![(0u32, 0.0f32); cases.columns.len()];
        for case in 0..cases.len() {
            for at in starts[case]..starts[case + 1] {
                let place = &mut next[cases.columns[at] as usize];
                entries[*place] = (case as u32, f32::from(cases.levels[at]) * cases.scales[case]);
                *place += 1;
            }
        }
        for column in 0..cases.width {
            let list = &mut entries[column_starts[column]..column_starts[column + 1]];
            list.sort_unstable_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
        }
        Self { cases, starts, column_starts, entries, most_entries: ENTRIES }
    }

    /// Lets a search meet so many entries: more take longer and find more.
    #[must_use]
    pub fn most_entries(mut self, most_entries: usize) -> Self {
        self.most_entries = most_entries;
        self
    }

    /// The cases.
    #[must_use]
    pub fn cases(&self) -> &Cases {
        &self.cases
    }

    /// The `count` cases most similar to the row, among those that `may` be found, the most similar first.
    pub fn search(
        &self,
        row: SparseVector<'_>,
        count: usize,
        may: impl Fn(usize) -> bool,
        search: &mut Search,
    ) -> Vec<Similar> {
        let Search { sums, touched, kept, best } = search;
        if self.cases.is_empty() || count == 0 {
            return Vec::new();
        }
        sums.resize(self.cases.len(), 0.0);
        strongest(row, kept);
        let length = kept.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        // What a column contributes at most is its value here times its largest there.
        let list = |column: u32| {
            &self.entries[self.column_starts[column as usize]..self.column_starts[column as usize + 1]]
        };
        let most =
            |&(column, value): &(u32, f32)| value * list(column).first().map_or(0.0, |&(_, largest)| largest);
        kept.sort_by(|left, right| most(right).total_cmp(&most(left)).then(left.0.cmp(&right.0)));
        let mut left = self.most_entries;
        for &(column, value) in &*kept {
            let list = list(column);
            let met = list.len().min(left);
            left -= met;
            for &(case, weight) in &list[..met] {
                let sum = &mut sums[case as usize];
                if *sum == 0.0 {
                    touched.push(case);
                }
                *sum += value * weight;
            }
        }
        best.clear();
        let wanted = if left > 0 { count } else { CANDIDATES.max(count) };
        let mut least = 0.0;
        for &case in &*touched {
            let sum = std::mem::take(&mut sums[case as usize]);
            if sum > least && may(case as usize) {
                best.push((sum, case));
                if best.len() >= 4 * wanted {
                    keep_best(best, wanted);
                    least = best.last().map_or(0.0, |&(sum, _)| sum);
                }
            }
        }
        touched.clear();
        keep_best(best, CANDIDATES.max(count));
        kept.sort_unstable_by_key(|&(column, _)| column);
        let mut similar: Vec<Similar> = best
            .iter()
            .map(|&(_, case)| Similar {
                case: case as usize,
                similarity: self.product(case as usize, kept) / length,
            })
            .collect();
        similar.sort_by(|left, right| {
            right.similarity.total_cmp(&left.similarity).then(left.case.cmp(&right.case))
        });
        similar.truncate(count);
        similar
    }

    /// The product of a case and a row, both with rising columns.
    fn product(&self, case: usize, row: &[(u32, f32)]) -> f32 {
        let mut sum = 0.0;
        let mut row = row.iter().peekable();
        for at in self.starts[case]..self.starts[case + 1] {
            let column = self.cases.columns[at];
            while row.next_if(|&&(other, _)| other < column).is_some() {}
            if let Some(&(_, value)) = row.next_if(|&&(other, _)| other == column) {
                sum += value * f32::from(self.cases.levels[at]) * self.cases.scales[case];
            }
        }
        sum
    }
}

fn keep_best(best: &mut Vec<(f32, u32)>, count: usize) {
    let better =
        |left: &(f32, u32), right: &(f32, u32)| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1));
    if best.len() > count {
        best.select_nth_unstable_by(count - 1, better);
        best.truncate(count);
    }
    best.sort_unstable_by(better);
}

/// A multiple of the unit as a byte; what is kept is at least 1.
#[allow(clippy::cast_sign_loss, reason = "the number lies between 1 and 255")]
fn level(multiple: f32) -> u8 {
    multiple.round().clamp(1.0, LEVELS) as u8
}

/// The largest values of a row, with rising columns.
fn strongest(row: SparseVector<'_>, kept: &mut Vec<(u32, f32)>) {
    kept.clear();
    kept.extend(row.columns.iter().copied().zip(row.values.iter().copied()));
    if kept.len() > KEPT {
        kept.select_nth_unstable_by(KEPT - 1, |left, right| {
            right.1.total_cmp(&left.1).then(left.0.cmp(&right.0))
        });
        kept.truncate(KEPT);
    }
    kept.sort_unstable_by_key(|&(column, _)| column);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// Rows of a few columns each, drawn from a fixed sequence.
    fn matrix(rows: usize, columns: usize, width: u32) -> SparseMatrix {
        let mut draws = Random::new(7);
        let mut draw = move |below: u32| draws.below(below as usize) as u32;
        let mut matrix = SparseMatrix::new(width as usize);
        for _ in 0..rows {
            let mut row: Vec<(u32, f32)> =
                (0..columns).map(|_| (draw(width), 1.0 + draw(100) as f32 / 50.0)).collect();
            row.sort_unstable_by_key(|&(column, _)| column);
            row.dedup_by_key(|&mut (column, _)| column);
            matrix.push(row);
        }
        matrix
    }

    #[test]
    fn the_nearest_are_found() {
        let matrix = matrix(500, 12, 300);
        let neighbors = Neighbors::new(Cases::new(&matrix));
        let mut search = Search::default();
        for query in 0..50 {
            let row = matrix.row(query);
            let found = neighbors.search(row, 5, |case| case != query, &mut search);
            let mut cosines: Vec<(f32, usize)> = (0..matrix.rows())
                .filter(|&case| case != query)
                .map(|case| (row.product(matrix.row(case)) / row.length() / matrix.row(case).length(), case))
                .collect();
            cosines.sort_by(|left, right| right.0.total_cmp(&left.0));
            for (found, (cosine, _)) in found.iter().zip(cosines) {
                assert!((found.similarity - cosine).abs() < 0.01, "{found:?} is not as near as {cosine}");
            }
            let itself = neighbors.search(row, 1, |_| true, &mut search);
            assert!(itself[0].case == query && itself[0].similarity > 0.99);
        }
    }

    #[test]
    fn a_search_that_must_stop_early_still_finds_the_same_text() {
        let matrix = matrix(2000, 20, 60);
        let neighbors = Neighbors::new(Cases::new(&matrix)).most_entries(4000);
        let mut search = Search::default();
        let found = (0..100).filter(|&query| {
            neighbors
                .search(matrix.row(query), 1, |_| true, &mut search)
                .iter()
                .any(|found| found.case == query)
        });
        assert!(found.count() >= 90);
    }

    #[test]
    fn empty_rows_are_like_nothing() {
        let mut matrix = SparseMatrix::new(3);
        matrix.push([]);
        matrix.push([(1, 2.0)]);
        let neighbors = Neighbors::new(Cases::new(&matrix));
        assert!(neighbors.search(matrix.row(0), 3, |_| true, &mut Search::default()).is_empty());
        assert!(neighbors.search(matrix.row(1), 0, |_| true, &mut Search::default()).is_empty());
        let found = neighbors.search(matrix.row(1), 3, |_| true, &mut Search::default());
        assert_eq!(found.iter().map(|found| found.case).collect::<Vec<_>>(), [1]);
        assert!(neighbors.cases().is_consistent(3) && !neighbors.cases().is_consistent(4));
    }
}
