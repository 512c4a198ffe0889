//! A model and labeled rows -> the labels of these rows that it never proposes.

use std::collections::BTreeMap;

use super::train::{DEPARTMENTS, THEMES, labels};
use crate::classify::Judge;
use crate::error::Result;
use crate::model::Model;
use crate::route::Router;
use crate::scheme::Scheme;
use crate::suggestion::{Role, Suggestion};

/// The names of the labels in `suggestions` that `model` never proposes, each with its number of rows, the commonest first.
///
/// A theme is proposed, even beside another, if it was the main theme of a training row; a department if it led or assisted
/// in one or has a remit. What is in force no longer is not proposed. A row with a name that one of the model's schemes
/// lacks is left out: training rejects it, and its reason says all there is to say.
#[must_use]
pub fn unproposed(model: &Model, suggestions: &[Suggestion]) -> Vec<(String, usize)> {
    let (judge, router) = (model.themes(), model.router());
    let (themes, departments) = (judge.map(Judge::scheme), router.map(Router::scheme));
    let is_silent = |label: usize| judge.is_some_and(|judge| judge.output(label).is_none());
    let is_passed_over = |label: usize| router.is_some_and(|router| !router.proposes(label));
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for row in suggestions {
        let given = (given(row, themes, THEMES), given(row, departments, DEPARTMENTS));
        let (Ok(of_themes), Ok(of_departments)) = given else { continue };
        let of_themes = of_themes.into_iter().filter(|&label| is_silent(label));
        let of_departments = of_departments.into_iter().filter(|&label| is_passed_over(label));
        let names = of_themes.filter_map(|label| name(themes, label));
        for name in names.chain(of_departments.filter_map(|label| name(departments, label))) {
            *rows.entry(name).or_default() += 1;
        }
    }
    let mut rows: Vec<(String, usize)> =
        rows.into_iter().map(|(name, rows)| (name.to_owned(), rows)).collect();
    rows.sort_by_key(|&(_, rows)| std::cmp::Reverse(rows));
    rows
}

fn name(scheme: Option<&Scheme>, label: usize) -> Option<&str> {
    Some(scheme?.labels()[label].name.as_str())
}

/// All labels of a row in one scheme, if the model has one.
fn given(row: &Suggestion, scheme: Option<&Scheme>, roles: [Role; 2]) -> Result<Vec<usize>> {
    let given = scheme.map(|scheme| labels(row, scheme, roles)).transpose()?.flatten();
    Ok(given.map_or(Vec::new(), |(main, added)| std::iter::once(main).chain(added).collect()))
}
