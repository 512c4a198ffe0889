//! A model and the rows that an office corrected -> a model that follows them and keeps what it knew.

use rayon::prelude::*;

use super::train::{LabeledRow, manifest, nothing_taught, taught};
use crate::classify::{AdaptParams, Judge, Linear};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Model;
use crate::read::Rejected;
use crate::read::tagged::looked_at;
use crate::segment::{Document, Fingerprint};
use crate::suggestion::{Role, Suggestion};
use crate::vectorize::SparseMatrix;

/// Adapts the choices of `model`, main theme and leading department, to rows that people have looked through.
/// What it was trained on is not needed. The vocabulary and what is learnt of added labels stay as they are; the
/// corrected texts are remembered, should they come again, in place of what was remembered of them.
///
/// Rows with a label that the scheme lacks, or that the model never learnt, are left out and handed back; so are tagged rows
/// that nobody has looked at: they still ask for it, and no candidate that they name first was changed; and those whose
/// 复核 holds a remark that nobody but its writer can follow. Tagged files are to be read as
/// [`corrected`](crate::read::Options::corrected).
pub fn adapt(
    model: &Model,
    corrected: &[Suggestion],
    params: &AdaptParams,
) -> Result<(Model, Vec<Rejected>)> {
    let (rows, rejected) = looked_through(model, corrected);
    if rows.is_empty() {
        return Err(nothing_taught(rejected));
    }
    let documents: Vec<Document<'_>> =
        rows.par_iter().map(|row| Document::new(row.suggestion, model.dictionary())).collect();
    let vectors = model.vectorizer().transform(&documents);
    let texts: Vec<Option<Fingerprint>> = documents.iter().map(Fingerprint::of).collect();
    let themes: Vec<Option<usize>> = rows.iter().map(|row| row.theme).collect();
    let leads: Vec<Option<usize>> = rows.iter().map(|row| row.lead).collect();
    let mut linear = model.linear().clone();
    for (judge, chosen) in [(model.themes(), &themes), (model.departments(), &leads)] {
        if let Some(judge) = judge {
            linear = follow(&linear, judge, &vectors, chosen, params)?;
        }
    }
    let mut adapted = Model { linear, ..model.clone() };
    let given = |chosen: Vec<Option<usize>>| {
        texts.iter().zip(chosen).filter_map(|(&text, label)| Some((text, label?))).collect::<Vec<_>>()
    };
    if let Some(judge) = &mut adapted.themes {
        judge.remember(&given(themes));
    }
    if let Some((router, judge)) = adapted.router.as_mut().zip(model.departments()) {
        // Judge and router may go by different lists of departments.
        let place = |(text, label)| Some((text, router.scheme().find(&judge.label(label).id)?));
        let leads: Vec<_> = given(leads).into_iter().filter_map(place).collect();
        router.remember(&leads);
    }
    adapted.manifest.files.extend(manifest(rows.iter().map(|row| row.suggestion)).files);
    Ok((adapted, rejected))
}

/// The rows of which `model` could not learn, each with the reason: those that [`adapt`] hands back.
#[must_use]
pub fn refused(model: &Model, corrected: &[Suggestion]) -> Vec<Rejected> {
    looked_through(model, corrected).1
}

/// The rows with the theme and the lead that a person gave, and those that cannot be used.
fn looked_through<'s>(
    model: &Model,
    corrected: &'s [Suggestion],
) -> (Vec<LabeledRow<'s, usize>>, Vec<Rejected>) {
    taught(corrected, |suggestion| {
        let theme = chosen(suggestion, model.themes(), Role::Theme)?;
        let lead = chosen(suggestion, model.departments(), Role::Lead)?;
        if theme.is_some() || lead.is_some() {
            looked_at(suggestion)?;
        }
        Ok((theme, lead))
    })
}

/// The main label that a person gave: its position in the scheme. The model must have learnt it; what stands beside it
/// teaches nothing and is not looked up.
fn chosen(suggestion: &Suggestion, judge: Option<&Judge>, role: Role) -> Result<Option<usize>> {
    let Some(judge) = judge else { return Ok(None) };
    let Some(given) = judge.scheme().given(suggestion, role).next() else { return Ok(None) };
    if let Some(learnt) = given.ok().filter(|&position| judge.output(position).is_some()) {
        return Ok(Some(learnt));
    }
    let name = given.map_or_else(|name| name, |position| &judge.label(position).name).to_owned();
    Err(Error::new(ErrorKind::LabelNotLearnt { name }).at(suggestion.place_of(role)))
}

/// The weights after the choice of `judge` was adapted to the rows that have a label of it.
fn follow(
    linear: &Linear,
    judge: &Judge,
    vectors: &SparseMatrix,
    chosen: &[Option<usize>],
    params: &AdaptParams,
) -> Result<Linear> {
    let learnt: Vec<(usize, usize)> = (0..judge.scheme().labels().len())
        .filter_map(|position| Some((position, judge.output(position)?)))
        .collect();
    let outputs: Vec<usize> = learnt.iter().map(|&(_, output)| output).collect();
    let rows: Vec<usize> = (0..chosen.len()).filter(|&row| chosen[row].is_some()).collect();
    if rows.is_empty() {
        return Ok(linear.clone());
    }
    let class = |position: usize| learnt.iter().position(|&(other, _)| other == position);
    let classes: Vec<usize> = rows.iter().filter_map(|&row| chosen[row].and_then(class)).collect();
    params.adapt(linear, &outputs, &vectors.select(&rows), &classes)
}
