//! What several rows, names or sections say of one thing -> whether so many agree that the others are slips.

use super::{Finding, Verdict};

/// Fewer that agree do so by chance.
pub(super) const FEWEST: usize = 3;
/// Of so many rows or sections one may be a slip.
pub(super) const ROWS_PER_SLIP: usize = 10;
/// Of so many names one may be a slip.
pub(super) const NAMES_PER_SLIP: usize = 8;

/// How many agree, and how many do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Agreement {
    pub(super) right: usize,
    pub(super) wrong: usize,
}

impl Agreement {
    pub(super) fn of(findings: &[Finding]) -> Self {
        Self::counted(findings, |finding| finding.verdict == Verdict::Right)
    }

    /// The same of what are no findings yet.
    pub(super) fn counted<T>(all: &[T], is_right: impl Fn(&T) -> bool) -> Self {
        let right = all.iter().filter(|one| is_right(one)).count();
        Self { right, wrong: all.len() - right }
    }

    /// Whether no more are wrong than may be slips.
    pub(super) fn is_but_for_one_in(self, many: usize) -> bool {
        self.wrong <= most_slips(self.right + self.wrong, many)
    }
}

/// How many different values there are: the same value again says no more.
pub(super) fn distinct(values: impl Iterator<Item = f64>) -> usize {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values.len()
}

/// How many of `all` may be slips: one in so many, and one in any case.
pub(super) fn most_slips(all: usize, one_in: usize) -> usize {
    (all / one_in).max(1)
}
