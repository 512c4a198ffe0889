//! The group and the label of every row -> folds of similar make-up that keep groups together.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{ErrorKind, Result};

/// Gives each row a fold from 0 to `folds` - 1: rows of one group share a fold, and labels are spread evenly.
///
/// Groups are taken from the largest to the smallest, those of one size in an order drawn from `seed`, and
/// each goes where its labels are rarest so far, by their share of all rows with them.
pub fn assign(groups: &[&str], labels: &[usize], folds: usize, seed: u64) -> Result<Vec<usize>> {
    let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, group) in groups.iter().enumerate() {
        members.entry(group).or_default().push(row);
    }
    if members.len() < 2 {
        return Err(ErrorKind::OneGroup(groups.len()).into());
    }
    if folds < 2 {
        return Err(ErrorKind::Parameter { name: "folds", value: folds as f64, range: "at least 2" }.into());
    }
    if members.len() < folds {
        return Err(ErrorKind::TooFewGroups { groups: members.len(), folds }.into());
    }
    let mut ordered: Vec<(&str, Vec<usize>)> = members.into_iter().collect();
    ordered.sort_by_cached_key(|(group, rows)| (std::cmp::Reverse(rows.len()), scramble(group, seed)));

    let label_count = labels.iter().max().map_or(0, |&label| label + 1);
    let mut totals = vec![0.0f64; label_count];
    for &label in labels {
        totals[label] += 1.0;
    }
    let mut filled = vec![vec![0.0f64; label_count]; folds];
    let mut sizes = vec![0usize; folds];
    let mut fold_of = vec![0; groups.len()];
    for (_, rows) in ordered {
        let crowd = |fold: usize| -> f64 {
            rows.iter().map(|&row| filled[fold][labels[row]] / totals[labels[row]]).sum()
        };
        let fold = (0..folds)
            .min_by(|&left, &right| crowd(left).total_cmp(&crowd(right)).then(sizes[left].cmp(&sizes[right])))
            .unwrap_or(0);
        for row in rows {
            fold_of[row] = fold;
            filled[fold][labels[row]] += 1.0;
            sizes[fold] += 1;
        }
    }
    Ok(fold_of)
}

/// Leaves each fold out in turn: its rows, and the rows of the others. A fold without rows, or without others, is passed
/// over.
pub fn left_out(folds: &[usize]) -> impl Iterator<Item = (Vec<usize>, Vec<usize>)> {
    let split = |fold| (0..folds.len()).partition(|&row| folds[row] == fold);
    let splits = (0..=folds.iter().copied().max().unwrap_or(0)).map(split);
    splits.filter(|(left_out, others): &(Vec<usize>, Vec<usize>)| !left_out.is_empty() && !others.is_empty())
}

/// The rows whose label stands in another fold, too. When the fold of any other row is left out, nothing is learnt of its
/// label, and how low its score then is says nothing of scores.
#[must_use]
pub fn found_elsewhere(folds: &[usize], labels: &[usize]) -> Vec<usize> {
    let mut folds_of: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (&fold, &label) in folds.iter().zip(labels) {
        folds_of.entry(label).or_default().insert(fold);
    }
    (0..labels.len()).filter(|&row| folds_of[&labels[row]].len() > 1).collect()
}

/// FNV-1a (Fowler, Noll, Vo) over the seed and the name, with a final mix: a stable order that looks random.
fn scramble(name: &str, seed: u64) -> u64 {
    let hash =
        seed.to_le_bytes().into_iter().chain(name.bytes()).fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stay_together_and_labels_are_spread() {
        let names: Vec<String> = (0..300).map(|row| format!("g{}", row / 3)).collect();
        let groups: Vec<&str> = names.iter().map(String::as_str).collect();
        let labels: Vec<usize> = (0..300).map(|row| usize::from(row / 3 % 10 == 0)).collect();
        let folds = assign(&groups, &labels, 5, 0).unwrap();
        for row in 0..300 {
            assert_eq!(folds[row], folds[row / 3 * 3]);
        }
        for fold in 0..5 {
            let rare = (0..300).filter(|&row| folds[row] == fold && labels[row] == 1).count();
            assert_eq!((folds.iter().filter(|&&f| f == fold).count(), rare), (60, 6));
        }
        assert_ne!(folds, assign(&groups, &labels, 5, 1).unwrap());
    }

    #[test]
    fn every_row_is_left_out_once() {
        let splits: Vec<_> = left_out(&[0, 2, 0, 2]).collect();
        assert_eq!(splits, [(vec![0, 2], vec![1, 3]), (vec![1, 3], vec![0, 2])]);
        assert_eq!(left_out(&[0, 0]).count() + left_out(&[]).count(), 0);
    }

    #[test]
    fn too_few_groups() {
        let refused = |groups: &[&str], folds| assign(groups, &[0, 0, 1], folds, 0).unwrap_err().to_string();
        assert!(refused(&["a", "a", "b"], 3).ends_with("use fewer folds"));
        assert!(refused(&["a", "a", "a"], 2).starts_with("all 3 rows are of one text or group"));
        assert_eq!(refused(&["a", "a", "b"], 1), "folds is 1, but must be at least 2");
    }

    #[test]
    fn a_label_of_one_fold_is_found_nowhere_else() {
        assert_eq!(found_elsewhere(&[0, 1, 1, 1, 2], &[5, 5, 7, 7, 9]), [0, 1]);
        assert_eq!(found_elsewhere(&[], &[]), [0; 0]);
    }
}
