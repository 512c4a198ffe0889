//! Rows of (column, value) -> compressed rows, which linfa's `Dataset`, `Fit` and `Predict` accept.

use linfa::dataset::Records;

/// One row: rising columns, finite values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SparseVector<'m> {
    /// The columns that are not zero, rising.
    pub columns: &'m [u32],
    /// Their values.
    pub values: &'m [f32],
}

impl<'m> SparseVector<'m> {
    /// The square root of the sum of squares.
    #[must_use]
    pub fn length(&self) -> f32 {
        self.values.iter().map(|value| value * value).sum::<f32>().sqrt()
    }

    /// The sum of the products of values in the same column.
    #[must_use]
    pub fn product(&self, other: SparseVector<'_>) -> f32 {
        let mut others = other.iter().peekable();
        let mut sum = 0.0;
        for (column, value) in self.iter() {
            while others.next_if(|&(other, _)| other < column).is_some() {}
            if let Some((_, other)) = others.next_if(|&(other, _)| other == column) {
                sum += value * other;
            }
        }
        sum
    }

    /// The entries, from the lowest column to the highest.
    pub fn iter(self) -> impl Iterator<Item = (usize, f32)> + 'm {
        self.columns.iter().map(|&column| column as usize).zip(self.values.iter().copied())
    }
}

/// Compressed sparse rows with 32-bit columns and values, half the size of the usual 64-bit ones.
///
/// ```
/// use jiaoban::vectorize::SparseMatrix;
///
/// let mut matrix = SparseMatrix::new(4);
/// matrix.push([(0, 0.5), (3, 1.0)]);
/// matrix.push([]);
/// assert_eq!((matrix.rows(), matrix.entries()), (2, 2));
/// assert_eq!(matrix.row(0).iter().collect::<Vec<_>>(), [(0, 0.5), (3, 1.0)]);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SparseMatrix {
    width: usize,
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    layout: Layout,
}

/// Which columns belong together, and what it takes for a column to be there; without blocks nothing is known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    /// The blocks, in the order of their columns.
    pub blocks: Vec<BlockLayout>,
}

/// The columns of one block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlockLayout {
    /// The column after its last.
    pub end: u32,
    /// The length of its part of every row.
    pub length: f32,
    /// In so many rows a term must occur to have a column.
    pub min_df: u32,
}

impl SparseMatrix {
    /// A matrix of `width` columns without rows.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self { width, starts: vec![0], columns: Vec::new(), values: Vec::new(), layout: Layout::default() }
    }

    /// The same rows, of whose columns is known how they came to be.
    #[must_use]
    pub fn with_layout(self, layout: Layout) -> Self {
        Self { layout, ..self }
    }

    /// The `training` rows and the `held_out` ones, with the columns there would be if only the former had been there when
    /// the vocabulary was learnt: columns that too few of these have are left out, and every block of a row gets its
    /// length back. The idf of the columns that stay is that of all rows.
    ///
    /// A row that is judged by classifiers fitted to others must not bring along its rare words: to a text that
    /// comes later they are unknown, and its other words weigh the more. Where no layout is known, the rows are
    /// taken as they are.
    #[must_use]
    pub fn split(&self, training: &[usize], held_out: &[usize]) -> (Self, Self) {
        if self.layout.blocks.is_empty() {
            return (self.select(training), self.select(held_out));
        }
        let mut frequencies = vec![0u32; self.width];
        for &row in training {
            self.row(row).columns.iter().for_each(|&column| frequencies[column as usize] += 1);
        }
        (self.select_known(training, &frequencies), self.select_known(held_out, &frequencies))
    }

    /// The rows named, without the columns whose `frequencies` are below what their block asks for.
    fn select_known(&self, rows: &[usize], frequencies: &[u32]) -> Self {
        // A matrix that grows as it is filled takes up to three times its size in memory while it is moved.
        let entries = rows.iter().map(|&row| self.row(row).columns.len()).sum();
        let mut known = Self {
            layout: self.layout.clone(),
            columns: Vec::with_capacity(entries),
            values: Vec::with_capacity(entries),
            ..Self::new(self.width)
        };
        for &row in rows {
            let mut rest = self.row(row);
            for block in &self.layout.blocks {
                let (columns, later) =
                    rest.columns.split_at(rest.columns.partition_point(|&c| c < block.end));
                let (values, later_values) = rest.values.split_at(columns.len());
                let entries = columns
                    .iter()
                    .zip(values)
                    .filter(|&(&column, _)| frequencies[column as usize] >= block.min_df);
                let squares: f32 = entries.clone().map(|(_, value)| value * value).sum();
                let scale = if squares > 0.0 { block.length / squares.sqrt() } else { 0.0 };
                known.columns.extend(entries.clone().map(|(&column, _)| column));
                known.values.extend(entries.map(|(_, &value)| value * scale));
                rest = SparseVector { columns: later, values: later_values };
            }
            known.starts.push(known.columns.len());
        }
        known
    }

    /// Adds a row.
    ///
    /// # Panics
    /// If the columns do not rise, lie beyond the width, or a value is not finite: whoever makes a row
    /// guarantees this, and a silent violation would spoil every later product.
    pub fn push(&mut self, entries: impl IntoIterator<Item = (u32, f32)>) {
        let start = self.columns.len();
        for (column, value) in entries {
            let rises = self.columns[start..].last().is_none_or(|&last| last < column);
            assert!(rises && (column as usize) < self.width && value.is_finite(), "no valid entry");
            self.columns.push(column);
            self.values.push(value);
        }
        self.starts.push(self.columns.len());
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// The number of columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// The number of entries in all rows.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.columns.len()
    }

    /// One row.
    ///
    /// # Panics
    /// If there is no such row.
    #[must_use]
    pub fn row(&self, row: usize) -> SparseVector<'_> {
        let range = self.starts[row]..self.starts[row + 1];
        SparseVector { columns: &self.columns[range.clone()], values: &self.values[range] }
    }

    /// A new matrix of the rows named, in that order.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        let entries = rows.iter().map(|&row| self.row(row).columns.len()).sum();
        let mut selected = Self {
            layout: self.layout.clone(),
            columns: Vec::with_capacity(entries),
            values: Vec::with_capacity(entries),
            ..Self::new(self.width)
        };
        for &row in rows {
            let row = self.row(row);
            selected.columns.extend_from_slice(row.columns);
            selected.values.extend_from_slice(row.values);
            selected.starts.push(selected.columns.len());
        }
        selected
    }

    /// All rows of `parts` below one another.
    #[must_use]
    pub fn stack(width: usize, parts: impl IntoIterator<Item = Self>) -> Self {
        let parts: Vec<Self> = parts.into_iter().collect();
        let entries = parts.iter().map(Self::entries).sum();
        let mut whole = Self {
            columns: Vec::with_capacity(entries),
            values: Vec::with_capacity(entries),
            ..Self::new(width)
        };
        for part in parts {
            let before = whole.columns.len();
            whole.columns.extend(part.columns);
            whole.values.extend(part.values);
            whole.starts.extend(part.starts[1..].iter().map(|start| before + start));
        }
        whole
    }
}

impl Records for SparseMatrix {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.rows()
    }

    fn nfeatures(&self) -> usize {
        self.width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_left_out_lose_the_words_only_they_know() {
        let block = |end, length| BlockLayout { end, length, min_df: 2 };
        let mut matrix =
            SparseMatrix::new(4).with_layout(Layout { blocks: vec![block(3, 1.0), block(4, 2.0)] });
        matrix.push([(0, 0.6), (1, 0.8), (3, 2.0)]);
        matrix.push([(0, 1.0), (3, 2.0)]);
        matrix.push([(0, 0.6), (1, 0.8)]);
        // Column 1 stands in one of the rows trained on only, column 3 in two.
        let (training, held_out) = matrix.split(&[0, 1], &[2]);
        assert_eq!(training.row(0).iter().collect::<Vec<_>>(), [(0, 1.0), (3, 2.0)]);
        assert_eq!(held_out.row(0).iter().collect::<Vec<_>>(), [(0, 1.0)]);
        assert_eq!(matrix.split(&[0, 1, 2], &[]).0, matrix);
    }
}
