//! Labeled suggestions -> those whose label a model that has not seen them contradicts, for a person to look through.

use ndarray::Array2;
use rayon::prelude::*;

use super::groups::groups;
use super::train::{TrainParams, fold_of_rows, labels, scheme, train};
use crate::classify::Judge;
use crate::classify::contradict::contradictions;
use crate::classify::folds::left_out;
use crate::classify::judge::Verdict;
use crate::error::{ErrorKind, Result};
use crate::model::Model;
use crate::read::Rejected;
use crate::report::doubted::{Doubted, Matter};
use crate::scheme::Scheme;
use crate::suggestion::{Role, Suggestion};

/// The rows of `suggestions` whose main theme or lead is doubtful, the most doubtful first, and those that
/// cannot be used.
///
/// The rows are divided into `params.folds` folds, rows of one group together; each fold is judged by a model
/// that was trained on the others. See [`contradictions`] for when a label counts as contradicted.
pub fn audit(suggestions: &[Suggestion], params: &TrainParams) -> Result<(Vec<Doubted>, Vec<Rejected>)> {
    // One scheme for all folds, so that a label is the same one in each.
    let themes = scheme(params.themes.as_ref(), suggestions, [Role::Theme, Role::OtherThemes]);
    let departments = scheme(params.departments.as_ref(), suggestions, [Role::Lead, Role::Assist]);
    let params = TrainParams {
        themes: Some(themes.clone()),
        departments: Some(departments.clone()),
        ..params.clone()
    };
    let (mut rows, mut rejected) = (Vec::new(), Vec::new());
    for suggestion in suggestions {
        let theme = labels(suggestion, &themes, [Role::Theme, Role::OtherThemes]);
        let lead = labels(suggestion, &departments, [Role::Lead, Role::Assist]);
        match theme.and_then(|theme| Ok((theme, lead?))) {
            Ok((None, None)) => {}
            Ok((theme, lead)) => {
                rows.push((suggestion, theme.map(|(main, _)| main), lead.map(|(main, _)| main)));
            }
            Err(error) => {
                rejected.push(Rejected { error, row: suggestion.row, cells: suggestion.cells.clone() });
            }
        }
    }
    if rows.is_empty() {
        return Err(ErrorKind::NoLabels.into());
    }
    let groups = groups(rows.iter().map(|&(suggestion, ..)| suggestion));
    let strata: Vec<usize> =
        rows.iter().map(|&(_, theme, lead)| theme.or(lead).unwrap_or_default()).collect();
    let fold_of =
        fold_of_rows(&groups, &strata, params.folds).map_err(|error| error.at(rows[0].0.group_column()))?;
    let mut of_themes = Array2::zeros((rows.len(), themes.labels().len()));
    let mut of_leads = Array2::zeros((rows.len(), departments.labels().len()));
    for (held_out, training) in left_out(&fold_of) {
        let training: Vec<Suggestion> = training.into_iter().map(|row| rows[row].0.clone()).collect();
        let (model, _) = train(&training, &params)?;
        let suggestions: Vec<&Suggestion> = held_out.iter().map(|&row| rows[row].0).collect();
        for (row, [theme, lead]) in held_out.into_iter().zip(propose(&model, &suggestions)) {
            note(&mut of_themes, row, theme);
            note(&mut of_leads, row, lead);
        }
    }
    let mut doubted = Vec::new();
    let given: Vec<_> = rows.iter().map(|&(suggestion, theme, _)| (suggestion, theme)).collect();
    doubts(Matter::Theme, &given, &of_themes, &themes, &mut doubted);
    let given: Vec<_> = rows.iter().map(|&(suggestion, _, lead)| (suggestion, lead)).collect();
    doubts(Matter::Lead, &given, &of_leads, &departments, &mut doubted);
    doubted.sort_by(|left, right| left.given_probability.total_cmp(&right.given_probability));
    Ok((doubted, rejected))
}

/// The probabilities of themes and of leads, by position in their schemes.
type Probabilities = [Vec<(usize, f32)>; 2];

fn propose(model: &Model, suggestions: &[&Suggestion]) -> Vec<Probabilities> {
    let ranked = |verdict: Option<Verdict>, judge: Option<&Judge>| match (verdict, judge) {
        (Some(verdict), Some(_)) => {
            verdict.ranked.iter().map(|scored| (scored.label, scored.probability)).collect()
        }
        _ => Vec::new(),
    };
    suggestions
        .par_chunks(64)
        .map_init(
            || model.worker(),
            |worker, chunk| -> Vec<Probabilities> {
                let proposals = model.propose_all(chunk.iter().copied(), worker);
                let both = proposals.into_iter().map(|proposal| {
                    [
                        ranked(proposal.themes, model.themes()),
                        ranked(proposal.departments, model.departments()),
                    ]
                });
                both.collect()
            },
        )
        .flatten_iter()
        .collect()
}

fn note(probabilities: &mut Array2<f32>, row: usize, scored: Vec<(usize, f32)>) {
    for (label, probability) in scored {
        probabilities[[row, label]] = probability;
    }
}

/// Adds the doubtful ones of the rows that have a label.
fn doubts(
    matter: Matter,
    given: &[(&Suggestion, Option<usize>)],
    probabilities: &Array2<f32>,
    scheme: &Scheme,
    doubted: &mut Vec<Doubted>,
) {
    let labeled: Vec<(usize, usize)> =
        given.iter().enumerate().filter_map(|(row, &(_, label))| Some((row, label?))).collect();
    let rows: Vec<usize> = labeled.iter().map(|&(row, _)| row).collect();
    let labels: Vec<usize> = labeled.iter().map(|&(_, label)| label).collect();
    for found in contradictions(&labels, &probabilities.select(ndarray::Axis(0), &rows)) {
        let suggestion = given[rows[found.row]].0;
        doubted.push(Doubted {
            matter,
            suggestion: suggestion.clone(),
            given: scheme.labels()[labels[found.row]].name.clone(),
            proposed: scheme.labels()[found.proposed].name.clone(),
            given_probability: found.given_probability,
            proposed_probability: found.proposed_probability,
        });
    }
}
