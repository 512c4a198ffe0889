//! Labeled suggestions -> a model.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::classify::judge::{Given, Judge};
use crate::classify::{Linear, LinearParams, folds, select};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Manifest, Model};
use crate::read::Rejected;
use crate::scheme::Scheme;
use crate::segment::{Dictionary, Document};
use crate::suggestion::{Role, Suggestion};
use crate::vectorize::{SparseMatrix, VectorizerParams};

/// How to train.
#[derive(Debug, Clone)]
pub struct TrainParams {
    /// The themes allowed; those found in the rows if `None`.
    pub themes: Option<Scheme>,
    /// The departments allowed; those found in the rows if `None`.
    pub departments: Option<Scheme>,
    /// The user's own words.
    pub own_words: Vec<String>,
    /// How to vectorize.
    pub vectorizer: VectorizerParams,
    /// How to learn weights.
    pub linear: LinearParams,
    /// The costs of an error that are tried; the one that judges rows left out best is taken.
    pub costs: Vec<f32>,
    /// In how many folds the rows are left out in turn to calibrate probabilities.
    pub folds: usize,
}

impl Default for TrainParams {
    fn default() -> Self {
        Self {
            themes: None,
            departments: None,
            own_words: Vec::new(),
            vectorizer: VectorizerParams::default(),
            linear: LinearParams::default(),
            costs: vec![0.02, 0.05, 0.1, 0.2, 0.4],
            folds: 5,
        }
    }
}

/// Trains a model on `suggestions`. Rows with a label that the scheme lacks are left out and handed back.
pub fn train(suggestions: &[Suggestion], params: &TrainParams) -> Result<(Model, Vec<Rejected>)> {
    let themes = scheme(params.themes.as_ref(), suggestions, [Role::Theme, Role::OtherThemes]);
    let departments = scheme(params.departments.as_ref(), suggestions, [Role::Lead, Role::Assist]);
    let mut rejected = Vec::new();
    let mut rows = Vec::new();
    for suggestion in suggestions {
        let theme = labels(suggestion, &themes, [Role::Theme, Role::OtherThemes]);
        let departments = labels(suggestion, &departments, [Role::Lead, Role::Assist]);
        match theme.and_then(|theme| Ok((theme, departments?))) {
            // A row that nobody labeled has nothing to teach.
            Ok((None, None)) => {}
            Ok((theme, departments)) => rows.push(LabeledRow { suggestion, theme, departments }),
            Err(error) => {
                rejected.push(Rejected { error, row: suggestion.row, cells: suggestion.cells.clone() });
            }
        }
    }

    let dictionary = Dictionary::new(params.own_words.iter().cloned());
    let documents: Vec<Document<'_>> =
        rows.par_iter().map(|row| Document::new(row.suggestion, &dictionary)).collect();
    let vectorizer = params.vectorizer.fit(&documents)?;
    let vectors = vectorizer.transform(&documents);
    drop(documents);
    let mut weights = Vec::new();
    let mut judge =
        |scheme: Scheme, labels: for<'r> fn(&'r LabeledRow<'_>) -> &'r Labels| -> Result<Option<Judge>> {
            let labeled: Vec<usize> = (0..rows.len()).filter(|&row| labels(&rows[row]).is_some()).collect();
            if labeled.is_empty() {
                return Ok(None);
            }
            let mut given = Given::default();
            for (main, added) in labeled.iter().filter_map(|&row| labels(&rows[row]).clone()) {
                given.chosen.push(main);
                given.added.push(added);
            }
            let groups: Vec<Cow<'_, str>> = labeled.iter().map(|&row| group(rows[row].suggestion)).collect();
            let folds = fold_of_rows(&groups, &given.chosen, params.folds)?;
            let vectors: Cow<'_, SparseMatrix> = if labeled.len() == rows.len() {
                Cow::Borrowed(&vectors)
            } else {
                Cow::Owned(vectors.select(&labeled))
            };
            let linear = select::cost(&params.linear, &params.costs, &vectors, &given.chosen, &folds)?;
            Judge::fit(&linear, scheme, &vectors, &given, &folds, &mut weights).map(Some)
        };
    let themes = judge(themes, |row| &row.theme)?;
    let departments = judge(departments, |row| &row.departments)?;
    if themes.is_none() && departments.is_none() {
        return Err(ErrorKind::NoLabels.into());
    }
    let manifest = manifest(rows.iter().map(|row| row.suggestion));
    let linear = Linear::side_by_side(&weights);
    Ok((Model { manifest, dictionary, vectorizer, linear, themes, departments }, rejected))
}

/// The scheme given, or that of the labels found in the columns of `roles`.
pub(super) fn scheme(given: Option<&Scheme>, suggestions: &[Suggestion], roles: [Role; 2]) -> Scheme {
    match given {
        Some(scheme) => scheme.clone(),
        None => Scheme::found(
            suggestions.iter().flat_map(|row| roles.into_iter().flat_map(|role| row.list(role))),
        ),
    }
}

/// The main label and the added ones of a row in one scheme; `None` for a row without a main label.
pub(super) type Labels = Option<(usize, Vec<usize>)>;

struct LabeledRow<'s> {
    suggestion: &'s Suggestion,
    theme: Labels,
    departments: Labels,
}

/// What people gave to a row: one main label, any number of added ones. Of several main labels the first is
/// the main one, as offices write it.
pub(super) fn labels(suggestion: &Suggestion, scheme: &Scheme, [main, added]: [Role; 2]) -> Result<Labels> {
    let find = |role: Role, name: &str| {
        scheme.find(name).ok_or_else(|| {
            let heading =
                suggestion.table.column(role).map(|column| suggestion.table.headings[column].clone());
            let place = suggestion.place().column(heading.unwrap_or_default());
            Error::new(ErrorKind::UnknownLabel { name: name.to_owned() }).at(place)
        })
    };
    let mut found = suggestion.list(main).map(|name| find(main, name)).collect::<Result<Vec<_>>>()?;
    for name in suggestion.list(added) {
        found.push(find(added, name)?);
    }
    if suggestion.cell(main).is_none() {
        return Ok(None);
    }
    let first = found.remove(0);
    found.retain(|&label| label != first);
    found.sort_unstable();
    found.dedup();
    Ok(Some((first, found)))
}

/// What must not be torn apart by folds: the group if one is given, otherwise the text itself, since the
/// same text often comes more than once.
#[must_use]
pub fn group(suggestion: &Suggestion) -> Cow<'_, str> {
    match suggestion.cell(Role::Group) {
        Some(group) => Cow::Owned(format!("group {group}")),
        None => Cow::Owned(format!("{}\n{}", suggestion.title(), suggestion.body())),
    }
}

/// The fold of every row; fewer folds than asked for where there are fewer groups.
pub(super) fn fold_of_rows(groups: &[Cow<'_, str>], labels: &[usize], folds: usize) -> Result<Vec<usize>> {
    let groups: Vec<&str> = groups.iter().map(AsRef::as_ref).collect();
    let mut distinct = groups.clone();
    distinct.sort_unstable();
    distinct.dedup();
    folds::assign(&groups, labels, folds.min(distinct.len()), 0)
}

pub(super) fn manifest<'s>(suggestions: impl Iterator<Item = &'s Suggestion>) -> Manifest {
    let mut files: BTreeMap<&str, usize> = BTreeMap::new();
    for suggestion in suggestions {
        let file = suggestion.table.file.as_str();
        *files.entry(file.rsplit(['/', '\\']).next().unwrap_or(file)).or_default() += 1;
    }
    Manifest { files: files.into_iter().map(|(file, rows)| (file.to_owned(), rows)).collect() }
}
