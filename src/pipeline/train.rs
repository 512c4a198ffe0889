//! Labeled suggestions -> a model.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use ndarray::{Array2, Axis};
use rayon::prelude::*;

use super::groups::{Groups, groups};
use super::params::{Terms, TrainParams};
use crate::classify::judge::{Given, Judge};
use crate::classify::lexicon::Lexicon;
use crate::classify::{Linear, LinearParams, folds, select};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::model::{Manifest, Model};
use crate::read::Rejected;
use crate::route::fit::Space;
use crate::route::heard::Examples;
use crate::scheme::{Scheme, Signpost};
use crate::segment::{Dictionary, Document, Fingerprint};
use crate::suggestion::departments::Named;
use crate::suggestion::{Role, Suggestion, cells, last_part};
use crate::vectorize::{Layout, SparseMatrix};

/// What came of training.
#[derive(Debug)]
pub struct Trained {
    /// The model.
    pub model: Model,
    /// The rows with a label that the scheme lacks, which were left out.
    pub rejected: Vec<Rejected>,
    /// Why the labels of a column could not be learnt, so that the model goes without them: one error a column.
    pub unlearnt: Vec<Error>,
}

/// The columns of themes, and those of departments: the main label of each row, and those beside it.
pub(super) const THEMES: [Role; 2] = [Role::Theme, Role::OtherThemes];
pub(super) const DEPARTMENTS: [Role; 2] = [Role::Lead, Role::Assist];

/// Trains a model on `suggestions`. Fails if neither themes nor leads can be learnt.
///
/// ```
/// use std::sync::Arc;
///
/// use jiaoban::pipeline::{TrainParams, train};
/// use jiaoban::suggestion::{Role, Suggestion, Table};
/// use jiaoban::{Model, evaluate};
///
/// let table = Table::new("台账.csv", vec!["标题".into(), "主题".into()]);
/// let table = Arc::new(table.with(Role::Title, 0).with(Role::Theme, 1));
/// let row = |(title, theme): (&str, &str)| Suggestion {
///     table: Arc::clone(&table),
///     row: 2,
///     cells: vec![title.into(), theme.into()],
///     kinds: Vec::new(),
/// };
/// let rows = [
///     ("路灯不亮", "市政"),
///     ("路灯坏了", "市政"),
///     ("井盖丢失", "市政"),
///     ("学校太远", "教育"),
///     ("学校食堂太贵", "教育"),
///     ("幼儿园太少", "教育"),
/// ]
/// .map(row);
/// let trained = train(&rows, &TrainParams::default())?;
/// assert!(trained.rejected.is_empty() && trained.unlearnt.is_empty());
///
/// let mut file = Vec::new();
/// trained.model.write(&mut file)?;
/// let model = Model::read(file.as_slice())?;
/// let proposal = model.propose(&Suggestion::from_text("街上的路灯", ""), &mut model.worker());
/// let theme = proposal.themes.map(|themes| themes.ranked[0].label).expect("themes were learnt");
/// assert_eq!(model.theme_scheme().expect("as above").labels()[theme].name, "市政");
///
/// let scores = evaluate::scores(&evaluate::outcomes(&model, &rows.iter().collect::<Vec<_>>()));
/// assert_eq!(scores.theme.map(|theme| theme.n), Some(6));
/// # Ok::<(), jiaoban::Error>(())
/// ```
pub fn train(suggestions: &[Suggestion], params: &TrainParams) -> Result<Trained> {
    let (themes, departments) = schemes(params, suggestions);
    let (rows, rejected) = labeled_rows(suggestions, &themes, &departments);
    if rows.is_empty() {
        return Err(nothing_taught(rejected));
    }
    let dictionary = Dictionary::new(params.own_words.iter().cloned());
    let documents: Vec<Document<'_>> =
        rows.par_iter().map(|row| Document::new(row.suggestion, &dictionary)).collect();
    let (vectorizer, layout) = match &params.terms {
        // What came from elsewhere has no words that only one of these rows knows.
        Terms::Taken(vectorizer) => (vectorizer.clone(), Layout::default()),
        Terms::Learnt(params) => {
            let vectorizer = params.fit(&documents)?;
            if vectorizer.width() == 0 {
                return Err(ErrorKind::NoTerms.into());
            }
            let layout = params.layout(&vectorizer, &documents);
            (vectorizer, layout)
        }
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

    let mut lesson =
        Lesson { rows: &rows, fingerprints: &fingerprints, vectors: &vectors, params, unlearnt: Vec::new() };
    let mut weights = Vec::new();
    let judge = |scheme: &Scheme, of: &Labeled<'_, '_>, given: &Given, weights: &mut Vec<Linear>| {
        Judge::fit(&of.linear, scheme.clone(), &of.vectors, given, &of.folds, weights)
    };
    let mut theme_judge = None;
    let of_themes = |row: &LabeledRow<'_, Labels>| in_force(&themes, row.theme.as_ref());
    if let Some(of) = lesson.labeled(Role::Theme, &themes, of_themes, to_themes.as_ref())? {
        let (judge, _) = judge(&themes, &of, &of.given, &mut weights)?;
        theme_judge = Some(judge.with_signposts(params.signposts.clone(), &vectorizer));
    }
    let space = Space { dictionary: &dictionary, vectorizer: &vectorizer };
    let (mut department_judge, mut router) = (None, None);
    let of_departments = |row: &LabeledRow<'_, Labels>| in_force(&departments, row.lead.as_ref());
    if let Some(of) = lesson.labeled(Role::Lead, &departments, of_departments, to_departments.as_ref())? {
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
        // What is there but cannot be learnt says more than that there is nothing.
        return Err(lesson.unlearnt.into_iter().next().unwrap_or_else(|| ErrorKind::NoLabels.into()));
    }
    let class = |row: &LabeledRow<'_, Labels>| row.suggestion.word(Role::Class).map(cells::class);
    let found: Vec<String> = rows.iter().filter_map(class).collect();
    let classes = Scheme::found(found.iter().map(String::as_str));
    let class = |row: &LabeledRow<'_, Labels>| Some((classes.find(&class(row)?)?, Vec::new()));
    let level = match lesson.labeled(Role::Class, &classes, class, None)? {
        Some(of) => Some(judge(&classes, &of, &of.given, &mut weights)?.0),
        None => None,
    };
    let unlearnt = lesson.unlearnt;
    let manifest = manifest(rows.iter().map(|row| row.suggestion));
    let linear = Linear::side_by_side(&weights);
    let (themes, departments) = (theme_judge, department_judge);
    let model = Model { manifest, dictionary, vectorizer, linear, themes, departments, router, level };
    Ok(Trained { model, rejected, unlearnt })
}

/// All rows, what was made of their texts, and how to learn from them.
struct Lesson<'l, 'r> {
    rows: &'l [LabeledRow<'r, Labels>],
    fingerprints: &'l [Option<Fingerprint>],
    vectors: &'l SparseMatrix,
    params: &'l TrainParams,
    /// Why the labels of a column cannot be learnt.
    unlearnt: Vec<Error>,
}

/// The rows that have a label of one kind, with all that learning it takes.
struct Labeled<'l, 'r> {
    rows: Vec<&'r Suggestion>,
    given: Given,
    folds: Vec<usize>,
    vectors: Cow<'l, SparseMatrix>,
    /// How to learn weights, with the cost that serves these labels best.
    linear: LinearParams,
}

impl<'l, 'r> Lesson<'l, 'r> {
    /// The rows that have `labels` of `scheme`, the main one in the column of `role`; `None` where no row has one, or
    /// where they cannot be learnt, which is noted.
    fn labeled(
        &mut self,
        role: Role,
        scheme: &Scheme,
        labels: impl Fn(&LabeledRow<'r, Labels>) -> Option<Labels>,
        pointed: Option<&Array2<f32>>,
    ) -> Result<Option<Labeled<'l, 'r>>> {
        let Self { rows, fingerprints, vectors, params, .. } = *self;
        let mut given = Given::default();
        let mut labeled: Vec<usize> = Vec::new();
        for (row, (main, added)) in rows.iter().enumerate().filter_map(|(at, row)| Some((at, labels(row)?))) {
            labeled.push(row);
            given.texts.push(fingerprints[row]);
            given.chosen.push(main);
            given.added.push(added);
        }
        let suggestions: Vec<&Suggestion> = labeled.iter().map(|&row| rows[row].suggestion).collect();
        let Some(first) = suggestions.first() else { return Ok(None) };
        let Groups { names: groups, comes_first } = groups(suggestions.iter().copied());
        given.counts = comes_first;
        if let Some(obstacle) = obstacle(&given.chosen, &groups, scheme) {
            let place = match obstacle {
                ErrorKind::OneGroup(_) if first.table.column(Role::Group).is_some() => first.group_column(),
                _ => Place { column: first.place_of(role).column, ..Place::default() },
            };
            self.unlearnt.push(Error::new(obstacle).at(place));
            return Ok(None);
        }
        let folds = fold_of_rows(&groups, &given.chosen, params.folds)?;
        given.pointed = pointed.map(|pointed| pointed.select(Axis(0), &labeled));
        let vectors = if labeled.len() == rows.len() {
            Cow::Borrowed(vectors)
        } else {
            Cow::Owned(vectors.select(&labeled))
        };
        let linear = select::cost(&params.linear, &params.costs, &vectors, &given.chosen, &folds)?;
        Ok(Some(Labeled { rows: suggestions, given, folds, vectors, linear }))
    }
}

/// Why labels cannot be learnt, if so: they must differ, and so must the rows, of which each is judged by others.
fn obstacle(chosen: &[usize], groups: &[Arc<str>], scheme: &Scheme) -> Option<ErrorKind> {
    let rows = chosen.len();
    if chosen.iter().all(|&label| label == chosen[0]) {
        let label = scheme.labels()[chosen[0]].name.clone();
        return Some(ErrorKind::OneLabel { label, rows });
    }
    groups.iter().all(|group| *group == groups[0]).then_some(ErrorKind::OneGroup(rows))
}

/// Adds those of `more` to `known` whose column is not told of yet: what is trained on one part of the rows after the
/// other has the same obstacle more than once.
pub fn tell_once(known: &mut Vec<Error>, more: Vec<Error>) {
    for error in more {
        if known.iter().all(|other| other.place() != error.place()) {
            known.push(error);
        }
    }
}

/// The schemes of themes and of departments: those given, or those of the labels found in the rows.
pub(super) fn schemes(params: &TrainParams, suggestions: &[Suggestion]) -> (Scheme, Scheme) {
    let listed = |roles: [Role; 2]| {
        suggestions.iter().flat_map(move |row| roles.into_iter().flat_map(|role| row.list(role)))
    };
    let themes = || Scheme::found(listed(THEMES));
    let departments = || {
        let named = Named::in_rows(suggestions);
        Scheme::found(listed(DEPARTMENTS).flat_map(|part| named.divide(part, |_| false)))
    };
    let given = |scheme: &Option<Scheme>| scheme.clone();
    (given(&params.themes).unwrap_or_else(themes), given(&params.departments).unwrap_or_else(departments))
}

/// The rows that training on them leaves out, because a scheme lacks one of their labels.
#[must_use]
pub fn unusable(suggestions: &[Suggestion], params: &TrainParams) -> Vec<Rejected> {
    let (themes, departments) = schemes(params, suggestions);
    labeled_rows(suggestions, &themes, &departments).1
}

/// Why nothing can be learnt where no row is left: where rows were rejected, the first says it.
pub(super) fn nothing_taught(mut rejected: Vec<Rejected>) -> Error {
    if rejected.is_empty() { ErrorKind::NoLabels.into() } else { rejected.swap_remove(0).error }
}

/// The main label of a row in one scheme, and those beside it.
pub(super) type Labels = (usize, Vec<usize>);

/// Of the labels of a row those that can still be proposed: what is in force no longer teaches nothing.
fn in_force(scheme: &Scheme, labels: Option<&Labels>) -> Option<Labels> {
    let (main, mut added) = labels.filter(|(main, _)| scheme.in_force(*main))?.clone();
    added.retain(|&label| scheme.in_force(label));
    Some((main, added))
}

/// A row and what people gave it; one of the two at least.
pub(super) struct LabeledRow<'s, L> {
    pub(super) suggestion: &'s Suggestion,
    pub(super) theme: Option<L>,
    pub(super) lead: Option<L>,
}

/// The rows with what people gave them, and those with a label that a scheme lacks.
pub(super) fn labeled_rows<'s>(
    suggestions: &'s [Suggestion],
    themes: &Scheme,
    departments: &Scheme,
) -> (Vec<LabeledRow<'s, Labels>>, Vec<Rejected>) {
    taught(suggestions, |row| Ok((labels(row, themes, THEMES)?, labels(row, departments, DEPARTMENTS)?)))
}

/// The rows that have a theme or a lead, which `find` finds, and those of which it says why they cannot be used. A row
/// that nobody labeled has nothing to teach.
pub(super) fn taught<'s, L>(
    suggestions: &'s [Suggestion],
    find: impl Fn(&'s Suggestion) -> Result<(Option<L>, Option<L>)>,
) -> (Vec<LabeledRow<'s, L>>, Vec<Rejected>) {
    let (mut rows, mut rejected) = (Vec::new(), Vec::new());
    for suggestion in suggestions {
        match find(suggestion) {
            Ok((None, None)) => {}
            Ok((theme, lead)) => rows.push(LabeledRow { suggestion, theme, lead }),
            Err(error) => rejected.push(Rejected::of(suggestion, error)),
        }
    }
    (rows, rejected)
}

/// What people gave to a row: one main label, any number of added ones; `None` for a row without a main label. Of several
/// main labels the first is the main one, as offices write it.
pub(super) fn labels(
    suggestion: &Suggestion,
    scheme: &Scheme,
    [main, added]: [Role; 2],
) -> Result<Option<Labels>> {
    let positions = |role: Role| {
        let unknown = |name: &str| {
            Error::new(ErrorKind::UnknownLabel { name: name.to_owned() }).at(suggestion.place_of(role))
        };
        scheme.given(suggestion, role).map(|given| given.map_err(unknown)).collect::<Result<Vec<_>>>()
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
pub(super) fn fold_of_rows(groups: &[Arc<str>], labels: &[usize], folds: usize) -> Result<Vec<usize>> {
    let groups: Vec<&str> = groups.iter().map(AsRef::as_ref).collect();
    let mut distinct = groups.clone();
    distinct.sort_unstable();
    distinct.dedup();
    folds::assign(&groups, labels, folds.min(distinct.len()), 0)
}

pub(super) fn manifest<'s>(suggestions: impl Iterator<Item = &'s Suggestion>) -> Manifest {
    let mut files: BTreeMap<&str, usize> = BTreeMap::new();
    for suggestion in suggestions {
        *files.entry(last_part(&suggestion.table.file)).or_default() += 1;
    }
    Manifest { files: files.into_iter().map(|(file, rows)| (file.to_owned(), rows)).collect() }
}
