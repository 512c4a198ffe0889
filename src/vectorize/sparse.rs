//! Rows of (column, value) -> compressed rows, which linfa's `Dataset`, `Fit` and `Predict` accept.

use linfa::dataset::Records;

/// One row: rising columns, finite values.
#[derive(Debug, Clone, Copy)]
pub struct SparseVector<'m> {
    /// The columns that are not zero, rising.
    pub columns: &'m [u32],
    /// Their values.
    pub values: &'m [f32],
}

impl SparseVector<'_> {
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
    pub fn iter(&self) -> impl Iterator<Item = (usize, f32)> {
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
}

impl SparseMatrix {
    /// A matrix of `width` columns without rows.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self { width, starts: vec![0], columns: Vec::new(), values: Vec::new() }
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
        let mut selected = Self::new(self.width);
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
        let mut whole = Self::new(width);
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
