//! Training rows -> past cases: what they were called, who handled them, and the cases most like a new one.

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::neighbors::{Cases, Neighbors, Search, Similar};
use super::origins::Origins;
use crate::vectorize::{SparseMatrix, SparseVector, Unit, Vectorizer};

/// Who handled a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handled {
    /// What the office calls it: its id, or its file and row.
    pub id: String,
    /// The position of the lead in the scheme.
    pub lead: u32,
    /// Those of the assisting departments.
    pub assist: Vec<u32>,
    /// Title and text, where they were to be kept.
    pub text: Option<(String, String)>,
}

/// Past cases as a model file keeps them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Past {
    #[serde(with = "shared")]
    cases: Arc<Cases>,
    handled: Vec<Handled>,
    /// Made when first asked for: most runs ask for no similar case.
    #[serde(skip)]
    index: OnceLock<Neighbors>,
}

impl Past {
    /// Cases with the vectors `rows`, of which only the words count: characters would make the lists long and the
    /// neighbors no better.
    #[must_use]
    pub fn new(rows: &SparseMatrix, handled: Vec<Handled>, vectorizer: &Vectorizer) -> Self {
        let mut only_words = SparseMatrix::new(rows.width());
        for row in 0..rows.rows() {
            let row = words(rows.row(row), vectorizer);
            only_words.push(row);
        }
        Self { cases: Cases::new(&only_words).into(), handled, index: OnceLock::new() }
    }

    /// The same cases for the departments of another list. Cases whose lead has no heir are left out.
    #[must_use]
    pub fn rearranged(&self, origins: &Origins) -> Self {
        let place = |old: &u32| origins.heirs(*old as usize).next().map(|at| at as u32);
        let kept: Vec<usize> =
            (0..self.len()).filter(|&case| place(&self.handled[case].lead).is_some()).collect();
        let handled = |&case: &usize| {
            let case = &self.handled[case];
            let assist = case.assist.iter().filter_map(place).collect();
            Handled { lead: place(&case.lead).unwrap_or_default(), assist, ..case.clone() }
        };
        Self {
            cases: self.cases.select(&kept).into(),
            handled: kept.iter().map(handled).collect(),
            index: OnceLock::new(),
        }
    }

    /// The number of cases.
    #[must_use]
    pub fn len(&self) -> usize {
        self.handled.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.handled.is_empty()
    }

    /// Who handled the case at a position.
    #[must_use]
    pub fn handled(&self, case: usize) -> &Handled {
        &self.handled[case]
    }

    /// The `count` cases most like the row among those that `may` be found, the most similar first.
    pub fn similar(
        &self,
        row: SparseVector<'_>,
        vectorizer: &Vectorizer,
        count: usize,
        may: impl Fn(usize) -> bool,
        search: &mut Search,
    ) -> Vec<Similar> {
        let index = self.index.get_or_init(|| Neighbors::new(Arc::clone(&self.cases)));
        let (columns, values): (Vec<u32>, Vec<f32>) = words(row, vectorizer).unzip();
        index.search(SparseVector { columns: &columns, values: &values }, count, may, search)
    }

    /// Whether the parts fit together, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self, width: usize, departments: usize) -> bool {
        let known = |&position: &u32| (position as usize) < departments;
        self.cases.len() == self.handled.len()
            && (*self.cases == Cases::default() || self.cases.is_consistent(width))
            && self.handled.iter().all(|case| known(&case.lead) && case.assist.iter().all(known))
    }
}

/// Cases that the index shares, as a model file holds them.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Cases;

    pub(super) fn serialize<S: Serializer>(cases: &Arc<Cases>, serializer: S) -> Result<S::Ok, S::Error> {
        cases.as_ref().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<Cases>, D::Error> {
        Cases::deserialize(deserializer).map(Arc::new)
    }
}

/// The entries of a row in blocks of words.
fn words<'r>(
    row: SparseVector<'r>,
    vectorizer: &'r Vectorizer,
) -> impl Iterator<Item = (u32, f32)> + use<'r> {
    let mut blocks = vectorizer.blocks().map(|(block, vocabulary)| (block.unit, vocabulary.len()));
    let (mut unit, mut end) = (Unit::Words, 0);
    row.columns.iter().copied().zip(row.values.iter().copied()).filter(move |&(column, _)| {
        while column as usize >= end {
            let Some((next, length)) = blocks.next() else { return false };
            (unit, end) = (next, end + length);
        }
        unit == Unit::Words
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_of_another_width_do_not_fit_though_there_are_none() {
        let past = |cases: Cases| Past { cases: cases.into(), ..Past::default() };
        assert!(past(Cases::default()).is_consistent(3, 1) && past(Cases::of_width(3)).is_consistent(3, 1));
        for width in [1, 4, 1 << 60] {
            assert!(!past(Cases::of_width(width)).is_consistent(3, 1), "{width}");
        }
    }
}
