//! PREDICTIONS + TRUTH -> scores with their intervals.
//!
//! - [`across`]: proposals in one scheme, rows labeled in another -> choices that can be compared
//! - [`metrics`]: counts of right and wrong -> accuracy, precision, recall, F1
//! - [`trust`]: probabilities against what was right: calibration, errors by coverage, what acceptance lets through
//! - [`compare`]: two models on the same rows
//! - [`routing`]: leads and assisting departments together, by how many there are
//! - [`resample`]: rows -> folds for cross-validation

pub mod trust;
pub mod across;
pub mod metrics;
pub mod compare;
pub mod routing;
pub mod resample;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::classify::Decision;
use crate::classify::judge::{Scored, Verdict};
use crate::model::Model;
use crate::scheme::Scheme;
use crate::suggestion::{Role, Suggestion};
use metrics::{Added, Chosen};
use routing::Routing;

/// What a model proposes for one row, and what a person gave it, as ids of labels.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// The main theme.
    pub theme: Option<Ranking>,
    /// The leading department.
    pub lead: Option<Ranking>,
    /// Further themes: proposed and given; `None` for rows without a theme, and where the register cannot say.
    pub other_themes: Option<(Vec<String>, Vec<String>)>,
    /// The assisting departments: proposed and given; `None` for rows without a lead, and where the register cannot say.
    pub assist: Option<(Vec<String>, Vec<String>)>,
    /// Whether training had the same text.
    pub is_met: bool,
}

/// The candidates for the one main label, and the right one.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// What is proposed, the likeliest first.
    pub ranked: Vec<String>,
    /// What a person gave.
    pub truth: String,
    /// The probability of the likeliest one.
    pub probability: f32,
    /// Whether the model would take it without a person.
    pub accepted: bool,
}

/// How well proposals agree with people.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Scores {
    /// The main theme; missing where rows or model have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<Chosen>,
    /// Further themes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_themes: Option<Added>,
    /// The leading department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<Chosen>,
    /// The assisting departments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assist: Option<Added>,
    /// Both together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routing: Option<Routing>,
}

/// Lets `model` propose for every row and puts what people gave beside it.
#[must_use]
pub fn outcomes(model: &Model, suggestions: &[&Suggestion]) -> Vec<Outcome> {
    model.propose_each(suggestions, |suggestion, proposal| {
        let themes = proposal.themes.as_ref().zip(model.theme_scheme());
        let departments = proposal.departments.as_ref().zip(model.department_scheme());
        let (theme, other_themes) = compare(suggestion, themes, [Role::Theme, Role::OtherThemes]);
        let (lead, assist) = compare(suggestion, departments, [Role::Lead, Role::Assist]);
        let mut verdicts = [&proposal.themes, &proposal.departments].into_iter().flatten();
        let is_met = verdicts.any(|verdict| verdict.met.times > 0);
        Outcome { theme, lead, other_themes, assist, is_met }
    })
}

/// The scores of `outcomes`.
#[must_use]
pub fn scores(outcomes: &[Outcome]) -> Scores {
    Scores {
        theme: metrics::chosen(outcomes.iter().filter_map(|outcome| outcome.theme.as_ref())),
        other_themes: metrics::added(outcomes.iter().filter_map(|outcome| outcome.other_themes.as_ref())),
        lead: metrics::chosen(outcomes.iter().filter_map(|outcome| outcome.lead.as_ref())),
        assist: metrics::added(outcomes.iter().filter_map(|outcome| outcome.assist.as_ref())),
        routing: routing::routing(outcomes),
    }
}

/// How many of the `outcomes` have a main label that the model does not know, so that it could not be proposed, and which
/// these labels are.
#[must_use]
pub fn unknown(outcomes: &[Outcome]) -> (usize, BTreeSet<&str>) {
    let (mut rows, mut labels) = (0, BTreeSet::new());
    for outcome in outcomes {
        let choices = [&outcome.theme, &outcome.lead].into_iter().flatten();
        let unknown = choices.filter(|choice| !choice.ranked.contains(&choice.truth));
        let unknown: Vec<&str> = unknown.map(|choice| choice.truth.as_str()).collect();
        rows += usize::from(!unknown.is_empty());
        labels.extend(unknown);
    }
    (rows, labels)
}

type Compared = (Option<Ranking>, Option<(Vec<String>, Vec<String>)>);

fn compare(suggestion: &Suggestion, part: Option<(&Verdict, &Scheme)>, [main, added]: [Role; 2]) -> Compared {
    let Some((verdict, scheme)) = part else { return (None, None) };
    let id = |position: usize| scheme.labels()[position].id.clone();
    let ids = |scored: &[Scored]| -> Vec<String> { scored.iter().map(|scored| id(scored.label)).collect() };
    // A name that the model's scheme lacks stays as it is: no proposal can agree with it.
    let names = |role| scheme.given(suggestion, role).map(|given| given.map_or_else(str::to_owned, id));
    let mut given = names(main);
    let Some(truth) = given.next() else { return (None, None) };
    let mut rest: Vec<String> = given.chain(names(added)).filter(|id| *id != truth).collect();
    rest.sort_unstable();
    rest.dedup();
    let choice = Ranking {
        ranked: ids(&verdict.ranked),
        truth,
        probability: verdict.ranked.first().map_or(0.0, |scored| scored.probability),
        accepted: verdict.decision == Decision::Accepted,
    };
    // A register without the column does not say that there are no others, unless the cell of the main label names some.
    let is_told = suggestion.table.column(added).is_some() || !rest.is_empty();
    (Some(choice), is_told.then(|| (ids(&verdict.added), rest)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggestion::Table;

    #[test]
    fn only_labels_that_a_register_tells_of_are_measured() {
        let model = Model::embedded().unwrap();
        let columns = [Role::Title, Role::Theme, Role::Lead, Role::OtherThemes, Role::Assist];
        // How many columns the register has, their cells, and whether it tells of further themes and who assists.
        for (cells, expected) in [
            (&["修路灯", "交通出行", "城管委"][..], [false, false]),
            (&["修路灯", "交通出行、教育", "城管委（主办）、街道（会办）"], [true, true]),
            (&["修路灯", "交通出行", "城管委", "", ""], [true, true]),
        ] {
            let headings = cells.iter().map(|&cell| cell.to_owned()).collect();
            let table = columns
                .into_iter()
                .zip(0..cells.len())
                .fold(Table::new("台账.csv", headings), |table, (role, at)| table.with(role, at));
            let cells = cells.iter().map(|&cell| cell.to_owned()).collect();
            let row = Suggestion { table: table.into(), row: 2, cells, kinds: Vec::new() };
            let outcome = &outcomes(&model, &[&row])[0];
            assert_eq!(
                [outcome.other_themes.is_some(), outcome.assist.is_some()],
                expected,
                "{:?}",
                row.cells
            );
        }
    }
}
