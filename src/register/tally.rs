//! Rows with their keys -> groups of rows, the commonest first.

use std::collections::BTreeMap;

use crate::stats::Share;

/// Rows of a register, rising and distinct: what a figure counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rows(Vec<u32>);

impl Rows {
    /// Rows that are known to rise.
    pub(crate) fn from_rising(rows: Vec<u32>) -> Self {
        debug_assert!(rows.is_sorted_by(|left, right| left < right), "rows rise");
        Self(rows)
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rows, rising.
    pub fn iter(&self) -> impl Iterator<Item = u32> + Clone {
        self.0.iter().copied()
    }

    /// Whether `row` is one of them.
    #[must_use]
    pub fn contains(&self, row: u32) -> bool {
        self.0.binary_search(&row).is_ok()
    }

    /// Their share of a whole.
    #[must_use]
    pub fn share(&self, whole: &Self) -> Share {
        Share { hits: self.0.len() as u64, of: whole.0.len() as u64 }
    }

    /// Those that are not in `other`.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        Self(self.iter().filter(|&row| !other.contains(row)).collect())
    }

    /// Those in both.
    #[must_use]
    pub fn within(&self, other: &Self) -> Self {
        Self(self.iter().filter(|&row| other.contains(row)).collect())
    }
}

impl FromIterator<u32> for Rows {
    fn from_iter<I: IntoIterator<Item = u32>>(rows: I) -> Self {
        let mut rows: Vec<u32> = rows.into_iter().collect();
        rows.sort_unstable();
        rows.dedup();
        Self(rows)
    }
}

/// Groups `rows` by their keys; see [`Register::tally`](super::Register::tally).
pub(super) fn tally<K: Ord, I: IntoIterator<Item = K>>(
    rows: impl Iterator<Item = (u32, I)>,
) -> Vec<(K, Rows)> {
    let mut groups: BTreeMap<K, Vec<u32>> = BTreeMap::new();
    for (row, keys) in rows {
        for key in keys {
            let group = groups.entry(key).or_default();
            // An entry may name one key twice.
            if group.last() != Some(&row) {
                group.push(row);
            }
        }
    }
    let mut groups: Vec<(K, Rows)> = groups.into_iter().map(|(key, rows)| (key, Rows(rows))).collect();
    // The sort is stable, so equals stay in the order of their keys.
    groups.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.count()));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_group_comes_first() {
        let rows = [(0, vec!["乙"]), (1, vec!["甲", "乙", "乙"]), (2, vec![]), (3, vec!["丙"])];
        let groups = tally(rows.into_iter());
        let told: Vec<(&str, Vec<u32>)> =
            groups.iter().map(|(key, rows)| (*key, rows.iter().collect())).collect();
        assert_eq!(told, [("乙", vec![0, 1]), ("丙", vec![3]), ("甲", vec![1])]);
    }

    #[test]
    fn rows_are_sets() {
        let (left, right): (Rows, Rows) = ([3, 1, 2, 3].into_iter().collect(), [2, 4].into_iter().collect());
        assert_eq!(left.count(), 3);
        assert_eq!(left.without(&right), [1, 3].into_iter().collect());
        assert_eq!(left.within(&right), [2].into_iter().collect());
    }
}
