//! A model and the rows that an office corrected -> a model that follows them and keeps what it knew.

use rayon::prelude::*;

use super::train::{labels, manifest};
use crate::classify::{AdaptParams, Judge, Linear};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Model;
use crate::read::Rejected;
use crate::segment::Document;
use crate::suggestion::{Role, Suggestion};
use crate::vectorize::SparseMatrix;

/// Adapts the choices of `model`, main theme and leading department, to rows that people have looked through.
/// What it was trained on is not needed. The vocabulary and what is learnt of added labels stay as they are.
///
/// Rows with a label that the scheme lacks, or that the model never learnt, are left out and handed back.
pub fn adapt(
    model: &Model,
    corrected: &[Suggestion],
    params: &AdaptParams,
) -> Result<(Model, Vec<Rejected>)> {
    let mut rejected = Vec::new();
    let mut rows = Vec::new();
    for suggestion in corrected {
        let theme = chosen(suggestion, model.themes(), [Role::Theme, Role::OtherThemes]);
        let lead = chosen(suggestion, model.departments(), [Role::Lead, Role::Assist]);
        match theme.and_then(|theme| Ok((theme, lead?))) {
            // A row that nobody labeled has nothing to teach.
            Ok((None, None)) => {}
            Ok((theme, lead)) => rows.push((suggestion, theme, lead)),
            Err(error) => {
                rejected.push(Rejected { error, row: suggestion.row, cells: suggestion.cells.clone() });
            }
        }
    }
    if rows.is_empty() {
        // Where every row was rejected, the first says why.
        let none = ErrorKind::NoLabels.into();
        return Err(if rejected.is_empty() { none } else { rejected.swap_remove(0).error });
    }
    let documents: Vec<Document<'_>> =
        rows.par_iter().map(|&(suggestion, ..)| Document::new(suggestion, model.dictionary())).collect();
    let vectors = model.vectorizer().transform(&documents);
    let themes: Vec<Option<usize>> = rows.iter().map(|&(_, theme, _)| theme).collect();
    let leads: Vec<Option<usize>> = rows.iter().map(|&(.., lead)| lead).collect();
    let mut linear = model.linear().clone();
    for (judge, chosen) in [(model.themes(), themes), (model.departments(), leads)] {
        if let Some(judge) = judge {
            linear = follow(&linear, judge, &vectors, &chosen, params)?;
        }
    }
    let mut adapted = Model { linear, ..model.clone() };
    adapted.manifest.files.extend(manifest(rows.iter().map(|&(suggestion, ..)| suggestion)).files);
    Ok((adapted, rejected))
}

/// The main label that a person gave, as the output of the model that scores it.
fn chosen(suggestion: &Suggestion, judge: Option<&Judge>, roles: [Role; 2]) -> Result<Option<usize>> {
    let Some(judge) = judge else { return Ok(None) };
    let Some((main, _)) = labels(suggestion, judge.scheme(), roles)? else { return Ok(None) };
    let label = judge.label(main);
    let output = judge.output(label).ok_or_else(|| {
        let heading =
            suggestion.table.column(roles[0]).map(|column| suggestion.table.headings[column].clone());
        let place = suggestion.place().column(heading.unwrap_or_default());
        Error::new(ErrorKind::LabelNotLearnt { name: label.name.clone() }).at(place)
    })?;
    Ok(Some(output))
}

/// The weights after the choice of `judge` was adapted to the rows that have a label of it.
fn follow(
    linear: &Linear,
    judge: &Judge,
    vectors: &SparseMatrix,
    chosen: &[Option<usize>],
    params: &AdaptParams,
) -> Result<Linear> {
    let outputs: Vec<usize> =
        judge.scheme().labels().iter().filter_map(|label| judge.output(label)).collect();
    let rows: Vec<usize> = (0..chosen.len()).filter(|&row| chosen[row].is_some()).collect();
    if rows.is_empty() {
        return Ok(linear.clone());
    }
    let class = |output: &usize| outputs.iter().position(|other| other == output);
    let classes: Vec<usize> = rows.iter().filter_map(|&row| chosen[row].as_ref().and_then(class)).collect();
    params.adapt(linear, &outputs, &vectors.select(&rows), &classes)
}
