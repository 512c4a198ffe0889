//! Labeled suggestions -> those whose label a model that has not seen them contradicts, for a person to look through.

use ndarray::Array2;

use super::contradict::contradictions;
use super::groups::groups;
use super::params::TrainParams;
use super::train::{Labels, fold_of_rows, labeled_rows, nothing_taught, schemes, tell_once, train};
use crate::classify::folds::left_out;
use crate::classify::judge::Verdict;
use crate::error::{Error, Result};
use crate::model::Model;
use crate::read::Rejected;
use crate::report::doubted::{Doubted, Matter};
use crate::scheme::Scheme;
use crate::suggestion::Suggestion;

/// What came of looking for doubtful labels.
#[derive(Debug)]
pub struct Audited {
    /// The rows whose main theme or lead is doubtful, the most doubtful first.
    pub doubted: Vec<Doubted>,
    /// The rows with a label that the scheme lacks.
    pub rejected: Vec<Rejected>,
    /// Why the labels of a column could not be learnt, so that none is doubted where that was so: one error a column.
    pub unlearnt: Vec<Error>,
}

/// Looks for rows of `suggestions` whose main theme or lead is doubtful.
///
/// The rows are divided into `params.folds` folds, rows of one group together; each fold is judged by a model
/// that was trained on the others. See [`contradictions`] for when a label counts as contradicted.
pub fn audit(suggestions: &[Suggestion], params: &TrainParams) -> Result<Audited> {
    // One scheme for all folds, so that a label is the same one in each.
    let (themes, departments) = schemes(params, suggestions);
    let params = TrainParams {
        themes: Some(themes.clone()),
        departments: Some(departments.clone()),
        ..params.clone()
    };
    let (rows, rejected) = labeled_rows(suggestions, &themes, &departments);
    if rows.is_empty() {
        return Err(nothing_taught(rejected));
    }
    let main = |labels: &Option<Labels>| labels.as_ref().map(|&(main, _)| main);
    let groups = groups(rows.iter().map(|row| row.suggestion)).names;
    let strata: Vec<usize> =
        rows.iter().map(|row| main(&row.theme).or(main(&row.lead)).unwrap_or_default()).collect();
    let fold_of = fold_of_rows(&groups, &strata, params.folds)
        .map_err(|error| error.at(rows[0].suggestion.group_column()))?;
    let mut of_themes = Array2::zeros((rows.len(), themes.labels().len()));
    let mut of_leads = Array2::zeros((rows.len(), departments.labels().len()));
    let mut unlearnt = Vec::new();
    for (held_out, training) in left_out(&fold_of) {
        let training: Vec<Suggestion> =
            training.into_iter().map(|row| rows[row].suggestion.clone()).collect();
        let trained = train(&training, &params)?;
        tell_once(&mut unlearnt, trained.unlearnt);
        let suggestions: Vec<&Suggestion> = held_out.iter().map(|&row| rows[row].suggestion).collect();
        for (row, [theme, lead]) in held_out.into_iter().zip(propose(&trained.model, &suggestions)) {
            note(&mut of_themes, row, theme);
            note(&mut of_leads, row, lead);
        }
    }
    let mut doubted = Vec::new();
    let given: Vec<_> = rows.iter().map(|row| (row.suggestion, main(&row.theme))).collect();
    doubts(Matter::Theme, &given, &of_themes, &themes, &mut doubted);
    let given: Vec<_> = rows.iter().map(|row| (row.suggestion, main(&row.lead))).collect();
    doubts(Matter::Lead, &given, &of_leads, &departments, &mut doubted);
    doubted.sort_by(|left, right| left.given_probability.total_cmp(&right.given_probability));
    Ok(Audited { doubted, rejected, unlearnt })
}

/// The probabilities of themes and of leads, by position in their schemes.
type Probabilities = [Vec<(usize, f32)>; 2];

fn propose(model: &Model, suggestions: &[&Suggestion]) -> Vec<Probabilities> {
    let ranked = |verdict: Option<Verdict>| {
        let ranked = verdict.map(|verdict| verdict.ranked).unwrap_or_default();
        ranked.into_iter().map(|scored| (scored.label, scored.probability)).collect()
    };
    model.propose_each(suggestions, |_, proposal| [ranked(proposal.themes), ranked(proposal.departments)])
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
    // Where nothing could be learnt, nothing was thought likely.
    let judged = |row: usize| probabilities.row(row).iter().any(|&probability| probability > 0.0);
    let labeled: Vec<(usize, usize)> = given
        .iter()
        .enumerate()
        .filter_map(|(row, &(_, label))| Some((row, label?)))
        .filter(|&(row, _)| judged(row))
        .collect();
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
