//! Labeled suggestions -> folds of which each is left out once.

use std::collections::BTreeMap;

use crate::classify::folds;
use crate::error::Result;
use crate::pipeline::groups;
use crate::suggestion::Suggestion;

/// The fold of every row, from 0 to `folds` - 1: rows of one group stay together, main themes (leads where
/// there are no themes) are spread evenly.
pub fn folds(suggestions: &[Suggestion], folds: usize) -> Result<Vec<usize>> {
    let groups = groups(suggestions).names;
    let groups: Vec<&str> = groups.iter().map(AsRef::as_ref).collect();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let labels: Vec<usize> = suggestions
        .iter()
        .map(|suggestion| {
            let next = numbers.len();
            *numbers.entry(suggestion.main_label().unwrap_or_default()).or_insert(next)
        })
        .collect();
    let place = || suggestions.first().map(Suggestion::group_column).unwrap_or_default();
    folds::assign(&groups, &labels, folds, 1).map_err(|error| error.at(place()))
}
