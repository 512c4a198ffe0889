//! Corrections -> what they add to the weights of the columns they have met.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::vectorize::SparseVector;

/// What is added to weights after training. These are kept in coarse steps, and a correction moves most of them by less
/// than one, so that its shifts are kept beside them as they are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Shifts {
    /// By column: what is added to the weight of each label.
    columns: BTreeMap<u32, Box<[f32]>>,
}

impl Shifts {
    /// Adds to the weight that a column has for one of so many `labels`.
    pub fn add(&mut self, column: u32, label: usize, labels: usize, by: f32) {
        self.columns.entry(column).or_insert_with(|| vec![0.0; labels].into())[label] += by;
    }

    /// What is added to the weight that a column has for a label.
    #[must_use]
    pub fn of(&self, column: u32, label: usize) -> f32 {
        self.columns.get(&column).map_or(0.0, |shifts| shifts[label])
    }

    /// Adds to the scores of a row what comes of it.
    pub fn apply(&self, row: SparseVector<'_>, scores: &mut [f32]) {
        if self.columns.is_empty() {
            return;
        }
        for (&column, &value) in row.columns.iter().zip(row.values) {
            if let Some(shifts) = self.columns.get(&column) {
                scores.iter_mut().zip(shifts).for_each(|(score, shift)| *score += shift * value);
            }
        }
    }

    /// Whether nothing is added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// Whether all parts fit to weights of so many labels and columns, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self, labels: usize, width: usize) -> bool {
        self.columns.keys().next_back().is_none_or(|&last| (last as usize) < width)
            && self.columns.values().all(|shifts| shifts.len() == labels)
            && self.columns.values().flatten().all(|shift| shift.is_finite())
    }
}
