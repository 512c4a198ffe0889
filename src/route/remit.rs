//! What departments answer for, and the vector of a text -> how near the text is to each remit, and to which clause.

use crate::scheme::Scheme;
use crate::segment::Document;
use crate::segment::{Dictionary, Segmented};
use crate::text::Span;
use crate::vectorize::{SparseMatrix, SparseVector, Vectorizer};

/// The remits of a scheme as vectors in the space of the suggestions.
#[derive(Debug, Clone)]
pub struct Remits {
    departments: usize,
    /// One row a department: the key words stand where suggestions have their title, the remit where they have
    /// their text.
    wholes: SparseMatrix,
    /// The same, turned over and scaled to length 1.
    postings: Postings,
    /// One row a clause.
    clauses: SparseMatrix,
    places: Vec<Clause>,
}

/// A clause of a department's remit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    /// The position of the department in the scheme.
    pub department: usize,
    /// The place in its remit.
    pub span: Span,
}

impl Remits {
    /// The remits of `scheme`; `None` if no department has one.
    #[must_use]
    pub fn new(scheme: &Scheme, dictionary: &Dictionary, vectorizer: &Vectorizer) -> Option<Self> {
        let labels = scheme.labels();
        if labels.iter().all(|label| label.remit.is_empty() && label.keywords.is_empty()) {
            return None;
        }
        let keywords: Vec<String> = labels.iter().map(|label| label.keywords.join("；")).collect();
        let document = |title, body| Document {
            title: Segmented::new(title, dictionary),
            body: Segmented::new(body, dictionary),
        };
        let wholes: Vec<_> =
            labels.iter().zip(&keywords).map(|(label, keywords)| document(keywords, &label.remit)).collect();
        let places: Vec<Clause> = labels
            .iter()
            .enumerate()
            .flat_map(|(department, label)| {
                clauses(&label.remit).map(move |span| Clause { department, span })
            })
            .collect();
        let texts: Vec<_> = places
            .iter()
            .map(|clause| document("", clause.span.of(&labels[clause.department].remit)))
            .collect();
        let wholes = vectorizer.transform(&wholes);
        Some(Self {
            departments: labels.len(),
            postings: Postings::new(&wholes),
            wholes,
            clauses: vectorizer.transform(&texts),
            places,
        })
    }

    /// The cosine of the row and each department's remit; 0 where it has none.
    pub fn similarities(&self, row: SparseVector<'_>, similarities: &mut Vec<f32>) {
        similarities.clear();
        similarities.resize(self.departments, 0.0);
        self.postings.products(row, similarities);
        let length = row.length();
        if length > 0.0 {
            for similarity in similarities {
                *similarity /= length;
            }
        }
    }

    /// What a column of value 1 adds to the product with a department's remit, for columns asked in rising order.
    pub fn weights(&self, department: usize) -> impl FnMut(u32) -> f32 {
        let remit = self.wholes.row(department);
        let length = remit.length().max(f32::MIN_POSITIVE);
        let mut entries = remit.iter().peekable();
        move |column| {
            let column = column as usize;
            while entries.next_if(|&(before, _)| before < column).is_some() {}
            entries.next_if(|&(at, _)| at == column).map_or(0.0, |(_, value)| value / length)
        }
    }

    /// The clause of a department's remit that is nearest to the row, if any has a word in common.
    #[must_use]
    pub fn clause(&self, department: usize, row: SparseVector<'_>) -> Option<Clause> {
        let (mut best, mut nearest) = (None, 0.0);
        for (at, place) in self.places.iter().enumerate().filter(|(_, place)| place.department == department)
        {
            let clause = self.clauses.row(at);
            let cosine = clause.product(row) / clause.length().max(f32::MIN_POSITIVE);
            if cosine > nearest {
                (best, nearest) = (Some(*place), cosine);
            }
        }
        best
    }
}

/// The clauses of a remit: what stands between ； and 。
fn clauses(remit: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    remit.split_inclusive(['；', '。', ';']).filter_map(move |piece| {
        let span = Span { start, end: start + piece.trim_end_matches(['；', '。', ';', ' ']).len() };
        start += piece.len();
        (span.start < span.end).then_some(span)
    })
}

/// A few rows turned over: by column, the rows that have it.
#[derive(Debug, Clone)]
struct Postings {
    starts: Vec<u32>,
    entries: Vec<(u32, f32)>,
}

impl Postings {
    /// The rows of `matrix`, each scaled to length 1.
    fn new(matrix: &SparseMatrix) -> Self {
        let mut triples = Vec::with_capacity(matrix.entries());
        for row in 0..matrix.rows() {
            let length = matrix.row(row).length().max(f32::MIN_POSITIVE);
            triples
                .extend(matrix.row(row).iter().map(|(column, value)| (column, row as u32, value / length)));
        }
        triples.sort_unstable_by_key(|&(column, row, _)| (column, row));
        let mut starts = vec![0u32; matrix.width() + 1];
        for &(column, ..) in &triples {
            starts[column + 1] += 1;
        }
        for column in 0..matrix.width() {
            starts[column + 1] += starts[column];
        }
        Self { starts, entries: triples.into_iter().map(|(_, row, value)| (row, value)).collect() }
    }

    fn entries(&self, column: usize) -> &[(u32, f32)] {
        &self.entries[self.starts[column] as usize..self.starts[column + 1] as usize]
    }

    /// Adds the product of `row` with each of the rows to `sums`.
    fn products(&self, row: SparseVector<'_>, sums: &mut [f32]) {
        for (column, value) in row.iter() {
            for &(row, weight) in self.entries(column) {
                sums[row as usize] += weight * value;
            }
        }
    }
}
