//! A document and its vector -> the labels of one scheme, ranked, with reasons and a decision.

use ndarray::{Array2, ArrayView1};
use serde::{Deserialize, Serialize};

use super::choice::{Choice, Fitted};
use super::decide::{Decision, decide};
use super::explain::{Evidence, Explainer};
use super::linear::{Linear, LinearParams};
use super::policy::{Judged, Policy};
use super::subset::Subset;
use crate::error::{ErrorKind, Result};
use crate::scheme::{Label, Scheme};
use crate::segment::Document;
use crate::stats::Share;
use crate::vectorize::{SparseMatrix, Worker};

/// What people gave to the training rows: positions in the scheme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The one main label of each row.
    pub chosen: Vec<usize>,
    /// The labels beside it.
    pub added: Vec<Vec<usize>>,
}

/// A label and its probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The position of the label in the scheme.
    pub label: usize,
    /// Its probability.
    pub probability: f32,
}

/// What is proposed for one suggestion in one scheme.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// All labels, the likeliest first: the candidates for main theme or lead.
    pub ranked: Vec<Scored>,
    /// The labels proposed beside the first one, the likeliest first.
    pub added: Vec<Scored>,
    /// The words that spoke for the first label, the strongest first.
    pub evidence: Vec<Evidence>,
    /// Whether a person has to look.
    pub decision: Decision,
}

/// A fitted scheme: chooses one of its labels and adds others.
///
/// Its weights stand beside those of the model's other judges. Of the scores that they give to a row, its own
/// begin at `outputs`: one a label as a choice, then one a label as an addition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judge {
    scheme: Scheme,
    choice: Choice,
    added: Option<Subset>,
    outputs: usize,
    /// For each label of the choice, how many training rows have it.
    counts: Vec<usize>,
    /// Training rows whose label was found by a classifier not trained on them, and all training rows.
    found: (u64, u64),
    policy: Policy,
    /// The share of errors that is borne among accepted rows; whoever reads a model says it anew.
    #[serde(skip)]
    max_error: f64,
    /// For each label of the choice, the probability from which on it is accepted.
    #[serde(skip)]
    least: Vec<f32>,
}

/// The share of errors that is borne where the user does not say.
pub const MAX_ERROR: f64 = 0.1;

impl Judge {
    /// Learns to judge by `scheme` from `rows` and what was `given` to them; `folds` gives each row's fold. The
    /// weights are added to `weights`. With the judge come the scores of each row under weights not trained on it.
    pub fn fit(
        params: &LinearParams,
        scheme: Scheme,
        rows: &SparseMatrix,
        given: &Given,
        folds: &[usize],
        weights: &mut Vec<Linear>,
    ) -> Result<(Self, Array2<f32>)> {
        if given.chosen.is_empty() {
            return Err(ErrorKind::NoLabels.into());
        }
        let choice = Choice::fit(params, rows, &given.chosen, folds)?;
        if let [only] = choice.classifier.labels() {
            let label = scheme.labels()[*only].name.clone();
            return Err(ErrorKind::OneLabel { label, rows: given.chosen.len() }.into());
        }
        let outputs = weights.iter().map(Linear::labels).sum();
        let mut added = None;
        let addition = given
            .added
            .iter()
            .any(|added| !added.is_empty())
            .then(|| Subset::fit(params, rows, &choice, &given.chosen, &given.added, folds))
            .transpose()?;
        let Fitted { classifier: choice, linear, out_of_fold } = choice;
        weights.push(linear);
        if let Some(addition) = addition {
            weights.push(addition.linear);
            added = Some(addition.classifier);
        }
        let counts =
            choice.labels().iter().map(|label| given.chosen.iter().filter(|&chosen| chosen == label).count());
        let judged = judged(&choice, &out_of_fold, &given.chosen);
        let hits = judged.iter().filter(|row| row.is_right).count();
        let judge = Self {
            counts: counts.collect(),
            policy: Policy::fit(&judged, choice.labels().len()),
            scheme,
            choice,
            added,
            outputs,
            found: (hits as u64, given.chosen.len() as u64),
            max_error: MAX_ERROR,
            least: Vec::new(),
        };
        Ok((judge.bearing(MAX_ERROR), out_of_fold))
    }

    /// The same judge, accepting only so much that at most the share `max_error` of what it accepts is wrong, as
    /// far as rows like those of the training can promise it.
    #[must_use]
    pub fn bearing(mut self, max_error: f64) -> Self {
        self.max_error = max_error;
        self.least = self.policy.thresholds(max_error);
        self
    }

    /// The share of errors that is borne among accepted rows.
    #[must_use]
    pub fn max_error(&self) -> f64 {
        self.max_error
    }

    /// The scheme whose positions a [`Scored`] names.
    #[must_use]
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The label at a position of the scheme.
    #[must_use]
    pub fn label(&self, position: usize) -> &Label {
        &self.scheme.labels()[position]
    }

    /// The labels learnt, each with its number of training rows, the commonest first.
    #[must_use]
    pub fn learnt(&self) -> Vec<(&Label, usize)> {
        let mut learnt: Vec<_> = self
            .choice
            .labels()
            .iter()
            .zip(&self.counts)
            .map(|(&label, &count)| (self.label(label), count))
            .collect();
        learnt.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.id.cmp(&right.0.id)));
        learnt
    }

    /// Which of the model's outputs is the score of a label as a choice, if it was learnt.
    #[must_use]
    pub fn output(&self, label: &Label) -> Option<usize> {
        let class = self.choice.labels().iter().position(|&position| self.label(position) == label);
        class.map(|class| self.outputs + class)
    }

    /// The share of training rows whose label was found by a classifier that was not trained on them.
    #[must_use]
    pub fn accuracy(&self) -> Share {
        Share { hits: self.found.0, of: self.found.1 }
    }

    /// Judges the document whose vector `worker` holds and to which `linear`, the weights of all judges of the
    /// model, gave `scores`.
    pub fn judge(
        &self,
        document: &Document<'_>,
        worker: &mut Worker,
        (linear, scores): (&Linear, &[f32]),
        explainer: &mut Explainer,
    ) -> Verdict {
        let labels = self.counts.len();
        let mut chosen = scores[self.outputs..][..labels].to_vec();
        let mut added: Vec<Scored> = Vec::new();
        if let Some(subset) = &self.added {
            added.extend(
                subset
                    .added(&chosen, &scores[self.outputs + labels..][..labels])
                    .map(|scored| self.scored(scored)),
            );
        }
        self.choice.probabilities(&mut chosen);
        let mut ranked: Vec<Scored> =
            chosen.iter().copied().enumerate().map(|scored| self.scored(scored)).collect();
        // Equals stay in the scheme's order.
        for scored in [&mut ranked, &mut added] {
            scored.sort_by(|left, right| right.probability.total_cmp(&left.probability));
        }
        let first = ranked[0].label;
        added.retain(|scored| scored.label != first);
        let class = self.choice.labels().partition_point(|&label| label < first);
        Verdict {
            evidence: explainer.evidence(document, worker, linear, self.outputs + class),
            decision: decide(&chosen, &self.least, worker.familiarity()),
            ranked,
            added,
        }
    }

    fn scored(&self, (class, probability): (usize, f32)) -> Scored {
        Scored { label: self.choice.labels()[class], probability }
    }

    /// Whether the parts fit together and to a model with so many `outputs`, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self, outputs: usize) -> bool {
        let labels = self.choice.labels().len();
        let used = if self.added.is_some() { 2 * labels } else { labels };
        self.choice.is_consistent(self.scheme.labels().len())
            && self.counts.len() == labels
            && self.outputs.checked_add(used).is_some_and(|end| end <= outputs)
            && self.added.as_ref().is_none_or(Subset::is_consistent)
            && self.policy.is_consistent(labels)
    }
}

/// What each training row was taken for by a classifier not trained on it.
fn judged(choice: &Choice, out_of_fold: &Array2<f32>, chosen: &[usize]) -> Vec<Judged> {
    let judge = |(scores, &chosen): (ArrayView1<'_, f32>, &usize)| {
        let mut probabilities = scores.to_vec();
        choice.probabilities(&mut probabilities);
        let best = (0..probabilities.len())
            .rev()
            .max_by(|&left, &right| probabilities[left].total_cmp(&probabilities[right]))?;
        let is_right = choice.labels()[best] == chosen;
        Some(Judged { class: best, probability: probabilities[best], is_right })
    };
    out_of_fold.rows().into_iter().zip(chosen).filter_map(judge).collect()
}
