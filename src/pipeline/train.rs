//! Labeled suggestions -> a model.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ndarray::{Array2, Axis};
use rayon::prelude::*;

use super::groups::groups;
use crate::classify::judge::{Given, Judge};
use crate::classify::lexicon::Lexicon;
use crate::classify::{Linear, LinearParams, folds, select};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Manifest, Model};
use crate::read::Rejected;
use crate::route::fit::{Examples, RouteParams, Space};
use crate::scheme::{Scheme, Signpost};
use crate::segment::{Dictionary, Document, Fingerprint};
use crate::suggestion::{Role, Suggestion};
use crate::vectorize::{Layout, SparseMatrix, Vectorizer, VectorizerParams};

/// How to train.
#[derive(Debug, Clone)]
pub struct TrainParams {
    /// The themes allowed; those found in the rows if `None`.
    pub themes: Option<Scheme>,
    /// The departments allowed; those found in the rows if `None`.
    pub departments: Option<Scheme>,
    /// The words that point to themes, which must then be given; those that point to departments are in `route`.
    pub signposts: Vec<Signpost>,
    /// The user's own words.
    pub own_words: Vec<String>,
    /// How to vectorize.
    pub vectorizer: VectorizerParams,
    /// How to learn weights.
    pub linear: LinearParams,
    /// How to learn who must act.
    pub route: RouteParams,
    /// The words and their weights, taken from another model: with a few rows they cannot be learnt.
    pub vocabulary: Option<Vectorizer>,
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
            signposts: Vec::new(),
            own_words: Vec::new(),
            vectorizer: VectorizerParams::default(),
            linear: LinearParams::default(),
            route: RouteParams::default(),
            vocabulary: None,
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
    let (vectorizer, layout) = if let Some(vocabulary) = &params.vocabulary {
        // A vocabulary that came from elsewhere has no words that only one of these rows knows.
        (vocabulary.clone(), Layout::default())
    } else {
        let vectorizer = params.vectorizer.fit(&documents)?;
        if vectorizer.width() == 0 && !rows.is_empty() {
            return Err(ErrorKind::NoTerms.into());
        }
        let layout = params.vectorizer.layout(&vectorizer, &documents);
        (vectorizer, layout)
    };
    let vectors = vectorizer.transform(&documents).with_layout(layout);
    let fingerprints: Vec<Option<Fingerprint>> = documents.iter().map(Fingerprint::of).collect();
    let pointed = |signposts: &[Signpost], scheme: &Scheme| {
        if !signposts.iter().all(|signpost| signpost.fits(scheme)) {
            return Err(Error::new(ErrorKind::LexiconWithoutScheme));
        }
        Ok(Lexicon::new(signposts, &vectorizer).find_all(&documents, scheme.labels().len()))
    };
    let to_themes = pointed(&params.signposts, &themes)?;
    let to_departments = pointed(&params.route.signposts, &departments)?;
    drop(documents);

    let texts = Texts { fingerprints: &fingerprints, vectors: &vectors };
    let labeled = |labels: &dyn Fn(&LabeledRow<'_>) -> Labels, pointed: Option<&Array2<f32>>| {
        Labeled::new(&rows, labels, texts, pointed, params)
    };
    let mut weights = Vec::new();
    let judge = |scheme: &Scheme, of: &Labeled<'_, '_>, given: &Given, weights: &mut Vec<Linear>| {
        Judge::fit(&of.linear, scheme.clone(), &of.vectors, given, &of.folds, weights)
    };
    let mut theme_judge = None;
    if let Some(of) = labeled(&|row| in_force(&themes, row.theme.as_ref()), to_themes.as_ref())? {
        let (judge, _) = judge(&themes, &of, &of.given, &mut weights)?;
        theme_judge = Some(judge.with_signposts(params.signposts.clone(), &vectorizer));
    }
    let space = Space { dictionary: &dictionary, vectorizer: &vectorizer };
    let (mut department_judge, mut router) = (None, None);
    let of_departments = |row: &LabeledRow<'_>| in_force(&departments, row.departments.as_ref());
    if let Some(of) = labeled(&of_departments, to_departments.as_ref())? {
        // Who assists is learnt together with who leads, by the router, which also remembers the texts.
        let chosen = of.given.chosen.clone();
        let leads = Given { chosen, added: vec![Vec::new(); of.rows.len()], ..Given::default() };
        let (judge, lead_scores) = judge(&departments, &of, &leads, &mut weights)?;
        let examples = Examples {
            suggestions: &of.rows,
            rows: &of.vectors,
            given: &of.given,
            folds: &of.folds,
            lead_scores: &lead_scores,
        };
        let learnt = params.route.fit(&of.linear, &departments, &judge, &examples, space, &mut weights)?;
        (department_judge, router) = (Some(judge), Some(learnt));
    }
    if theme_judge.is_none() && department_judge.is_none() {
        return Err(ErrorKind::NoLabels.into());
    }
    let mut level = None;
    let classes = Scheme::found(rows.iter().filter_map(|row| row.suggestion.cell(Role::Class)));
    if classes.labels().len() > 1 {
        let class =
            |row: &LabeledRow<'_>| Some((classes.find(row.suggestion.cell(Role::Class)?)?, Vec::new()));
        if let Some(of) = labeled(&class, None)? {
            level = Some(judge(&classes, &of, &of.given, &mut weights)?.0);
        }
    }
    let manifest = manifest(rows.iter().map(|row| row.suggestion));
    let linear = Linear::side_by_side(&weights);
    let (themes, departments) = (theme_judge, department_judge);
    Ok((Model { manifest, dictionary, vectorizer, linear, themes, departments, router, level }, rejected))
}

/// What was made of the texts of all rows.
#[derive(Clone, Copy)]
struct Texts<'t, 'v> {
    fingerprints: &'t [Option<Fingerprint>],
    vectors: &'v SparseMatrix,
}

/// The rows that have a label of one kind, with all that learning it takes.
struct Labeled<'r, 'v> {
    rows: Vec<&'r Suggestion>,
    given: Given,
    folds: Vec<usize>,
    vectors: Cow<'v, SparseMatrix>,
    /// How to learn weights, with the cost that serves these labels best.
    linear: LinearParams,
}

impl<'r, 'v> Labeled<'r, 'v> {
    /// `None` where no row has a label.
    fn new(
        rows: &[LabeledRow<'r>],
        labels: &dyn Fn(&LabeledRow<'_>) -> Labels,
        texts: Texts<'_, 'v>,
        pointed: Option<&Array2<f32>>,
        params: &TrainParams,
    ) -> Result<Option<Self>> {
        let mut given = Given::default();
        let mut labeled: Vec<usize> = Vec::new();
        for (row, (main, added)) in rows.iter().enumerate().filter_map(|(at, row)| Some((at, labels(row)?))) {
            labeled.push(row);
            given.texts.push(texts.fingerprints[row]);
            given.chosen.push(main);
            given.added.push(added);
        }
        if labeled.is_empty() {
            return Ok(None);
        }
        let suggestions: Vec<&Suggestion> = labeled.iter().map(|&row| rows[row].suggestion).collect();
        let folds = fold_of_rows(&groups(suggestions.iter().copied()), &given.chosen, params.folds)
            .map_err(|error| error.at(suggestions[0].group_column()))?;
        given.pointed = pointed.map(|pointed| pointed.select(Axis(0), &labeled));
        let vectors = if labeled.len() == rows.len() {
            Cow::Borrowed(texts.vectors)
        } else {
            Cow::Owned(texts.vectors.select(&labeled))
        };
        let linear = select::cost(&params.linear, &params.costs, &vectors, &given.chosen, &folds)?;
        Ok(Some(Self { rows: suggestions, given, folds, vectors, linear }))
    }
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

/// Of the labels of a row those that can still be proposed: what is in force no longer teaches nothing.
fn in_force(scheme: &Scheme, labels: Option<&(usize, Vec<usize>)>) -> Labels {
    let (main, mut added) = labels.filter(|(main, _)| scheme.in_force(*main))?.clone();
    added.retain(|&label| scheme.in_force(label));
    Some((main, added))
}

struct LabeledRow<'s> {
    suggestion: &'s Suggestion,
    theme: Labels,
    departments: Labels,
}

/// What people gave to a row: one main label, any number of added ones. Of several main labels the first is
/// the main one, as offices write it.
pub(super) fn labels(suggestion: &Suggestion, scheme: &Scheme, [main, added]: [Role; 2]) -> Result<Labels> {
    let find = |role: Role, name: &str| {
        // An old name stands for whoever does the work today.
        scheme.find(name).map(|position| scheme.current(position)).ok_or_else(|| {
            let heading =
                suggestion.table.column(role).map(|column| suggestion.table.headings[column].clone());
            let place = suggestion.place().column(heading.unwrap_or_default());
            Error::new(ErrorKind::UnknownLabel { name: name.to_owned() }).at(place)
        })
    };
    let positions = |role: Role| {
        let names = suggestion.names(role, |name| scheme.find(name).is_some());
        names.map(|name| find(role, name)).collect::<Result<Vec<_>>>()
    };
    let (mains, mut found) = (positions(main)?, positions(added)?);
    // A cell may say that there is none, as "/" does.
    let Some((&first, more)) = mains.split_first() else { return Ok(None) };
    found.extend(more);
    found.retain(|&label| label != first);
    found.sort_unstable();
    found.dedup();
    Ok(Some((first, found)))
}

/// The fold of every row; fewer folds than asked for where there are fewer groups.
pub(super) fn fold_of_rows(groups: &[String], labels: &[usize], folds: usize) -> Result<Vec<usize>> {
    let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
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
