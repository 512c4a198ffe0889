//! A model and labeled rows -> the labels of these rows that it never proposes.

use std::collections::BTreeMap;

use super::train::{DEPARTMENTS, THEMES, labels};
use crate::model::Model;
use crate::scheme::Scheme;
use crate::suggestion::{Role, Suggestion};

/// The names of the labels in `suggestions` that `model` never proposes, each with its number of rows, the commonest first.
///
/// A theme is proposed, even beside another, if it was the main theme of a training row; a department if it led or assisted
/// in one or has a remit. What is in force no longer is not proposed. Names that the model's schemes lack are left out.
#[must_use]
pub fn unproposed(model: &Model, suggestions: &[Suggestion]) -> Vec<(String, usize)> {
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    let mut count = |scheme, roles, proposes: &dyn Fn(usize) -> bool| {
        for row in suggestions {
            let given = given(row, scheme, roles);
            given.filter(|&label| !proposes(label)).for_each(|label| {
                *rows.entry(&scheme.labels()[label].name).or_default() += 1;
            });
        }
    };
    if let Some(judge) = model.themes() {
        let proposes = |label: usize| judge.output(label).is_some();
        count(judge.scheme(), THEMES, &proposes);
    }
    if let Some(router) = model.router() {
        count(router.scheme(), DEPARTMENTS, &|label| router.proposes(label));
    }
    let mut rows: Vec<(String, usize)> =
        rows.into_iter().map(|(name, rows)| (name.to_owned(), rows)).collect();
    rows.sort_by_key(|&(_, rows)| std::cmp::Reverse(rows));
    rows
}

/// All labels of a row in one scheme; none where it cannot be used.
fn given(row: &Suggestion, scheme: &Scheme, roles: [Role; 2]) -> impl Iterator<Item = usize> + use<> {
    let given = labels(row, scheme, roles).ok().flatten();
    given.into_iter().flat_map(|(main, added)| std::iter::once(main).chain(added))
}
