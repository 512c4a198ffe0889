//! A document and its scores -> the labels of one scheme, ranked, and a decision.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::acceptance::Acceptance;
use super::choice::{Choice, Fitted};
use super::decide::{Decision, ranked};
use super::explain::{Brought, Evidence};
use super::learner::LinearParams;
use super::lexicon::{Lexicon, Pointed};
use super::linear::Linear;
use super::policy::Judged;
use super::precedent::{Met, Precedents};
use super::subset::Subset;
use crate::error::{ErrorKind, Result};
use crate::scheme::{Label, Scheme, Signpost};
use crate::segment::{Document, Fingerprint};
use crate::stats::Share;
use crate::vectorize::terms::Word;
use crate::vectorize::{SparseMatrix, Vectorizer, Worker};

/// A document that has been cut, vectorized and scored.
#[derive(Debug, Clone, Copy)]
pub struct Scoring<'a, 's> {
    /// The document.
    pub document: &'a Document<'s>,
    /// By which the same text is known again.
    pub text: Option<Fingerprint>,
    /// Holds its vector.
    pub vectors: &'a Worker,
    /// What made the vector.
    pub vectorizer: &'a Vectorizer,
    /// The weights of the model.
    pub linear: &'a Linear,
    /// The scores they gave.
    pub scores: &'a [f32],
}

/// What people gave to the training rows: positions in the scheme.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Given {
    /// The texts that are remembered together with their labels, one a row; none where they are not to be.
    pub texts: Vec<Option<Fingerprint>>,
    /// Whether each row counts for what is promised: of texts that are nearly the same the first does. All do if there are
    /// none.
    pub counts: Vec<bool>,
    /// The one main label of each row.
    pub chosen: Vec<usize>,
    /// The labels beside it.
    pub added: Vec<Vec<usize>>,
    /// What the words of each row say for every label of the scheme; `None` where that is not to count.
    pub pointed: Option<Array2<f32>>,
}

impl Given {
    /// Whether a row counts for what is promised.
    #[must_use]
    pub fn counts(&self, row: usize) -> bool {
        self.counts.get(row).copied().unwrap_or(true)
    }
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
    /// How often training had the same text.
    pub met: Met,
    /// The words that spoke for the first label, the strongest first; none where nobody asked for them.
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
    /// The words that point to labels of the scheme.
    signposts: Vec<Signpost>,
    choice: Choice,
    added: Option<Subset>,
    outputs: usize,
    /// For each label of the choice, how many training rows have it.
    counts: Vec<usize>,
    /// Training rows whose label was found by a classifier not trained on them and by the other rows of the same
    /// text, and all training rows.
    found: (u64, u64),
    acceptance: Acceptance,
    /// The same words, weighed by the model's vectorizer; whoever reads a model says it anew.
    #[serde(skip)]
    lexicon: Lexicon,
}

impl Judge {
    /// Learns to judge by `scheme` from `rows` and what was `given` to them; `folds` gives each row's fold. The
    /// weights are added to `weights`. The words that point to labels, which `given` knows of, are added by
    /// [`with_signposts`](Self::with_signposts). With the judge come the scores of each row under weights not trained
    /// on it.
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
        let choice = Choice::fit(params, rows, &given.chosen, folds, given.pointed.as_ref())?;
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
            .then(|| Subset::fit(params, rows, &choice, &given.added, folds))
            .transpose()?;
        let Fitted { classifier: choice, linear, out_of_fold } = choice;
        weights.push(linear);
        if let Some(addition) = addition {
            weights.push(addition.linear);
            added = Some(addition.classifier);
        }
        let counts =
            choice.labels().iter().map(|label| given.chosen.iter().filter(|&chosen| chosen == label).count());
        let precedents = precedents(&choice, &out_of_fold, given);
        let (judged, hits) = judged(&choice, &precedents, &out_of_fold, given);
        let judge = Self {
            counts: counts.collect(),
            acceptance: Acceptance::fit(precedents, &judged, choice.labels().len()),
            scheme,
            signposts: Vec::new(),
            lexicon: Lexicon::default(),
            choice,
            added,
            outputs,
            found: (hits, given.chosen.len() as u64),
        };
        Ok((judge, out_of_fold))
    }

    /// The same judge, accepting only so much that at most the share `max_error` of what it accepts is wrong, as
    /// far as rows like those of the training can promise it; see [`Acceptance`].
    #[must_use]
    pub fn bearing(self, max_error: f64) -> Self {
        Self { acceptance: self.acceptance.bearing(max_error), ..self }
    }

    /// The same judge, for which the words of `signposts` count as much as when it was fitted.
    #[must_use]
    pub fn with_signposts(self, signposts: Vec<Signpost>, vectorizer: &Vectorizer) -> Self {
        Self { signposts, ..self }.weighed_by(vectorizer)
    }

    /// The same judge, whose words are weighed by `vectorizer`.
    #[must_use]
    pub fn weighed_by(self, vectorizer: &Vectorizer) -> Self {
        Self { lexicon: Lexicon::new(&self.signposts, vectorizer), ..self }
    }

    /// The words that point to labels of the scheme.
    #[must_use]
    pub fn signposts(&self) -> &[Signpost] {
        &self.signposts
    }

    /// The share of errors that is borne among accepted rows.
    #[must_use]
    pub fn max_error(&self) -> f64 {
        self.acceptance.max_error()
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

    /// The labels learnt, as positions in the scheme, each with its number of training rows, the commonest first.
    #[must_use]
    pub fn learnt(&self) -> Vec<(usize, usize)> {
        let id = |position: usize| &self.label(position).id;
        let mut learnt: Vec<(usize, usize)> =
            self.choice.labels().iter().copied().zip(self.counts.iter().copied()).collect();
        learnt.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| id(left.0).cmp(id(right.0))));
        learnt
    }

    /// Which of the model's outputs is the score of the label at a position of the scheme as a choice, if it was learnt.
    #[must_use]
    pub fn output(&self, position: usize) -> Option<usize> {
        self.choice.labels().binary_search(&position).ok().map(|class| self.outputs + class)
    }

    /// The share of training rows whose label was found by a classifier that was not trained on them and, where texts are
    /// remembered, by what was given to other rows of the same text.
    #[must_use]
    pub fn accuracy(&self) -> Share {
        Share { hits: self.found.0, of: self.found.1 }
    }

    /// Remembers corrected texts and their labels, in place of what was remembered of these texts.
    pub fn remember(&mut self, rows: &[(Option<Fingerprint>, usize)]) {
        self.acceptance.remember(rows);
    }

    /// Judges a document; the evidence is left out. What its words point to is noted in `pointed`.
    #[must_use]
    pub fn judge(&self, scoring: &Scoring<'_, '_>, pointed: &mut Pointed) -> Verdict {
        let labels = self.counts.len();
        let mut chosen = scoring.scores[self.outputs..][..labels].to_vec();
        let weight = self.choice.word_weight();
        self.lexicon.find(scoring.vectors.words(), pointed, |label, says| {
            if let Ok(class) = self.choice.labels().binary_search(&label) {
                chosen[class] += weight * says;
            }
        });
        let mut added: Vec<Scored> = Vec::new();
        if let Some(subset) = &self.added {
            added.extend(
                subset
                    .added(&chosen, &scoring.scores[self.outputs + labels..][..labels])
                    .map(|scored| self.scored(scored)),
            );
        }
        self.choice.probabilities(&mut chosen);
        let class = |label: usize| self.choice.labels().binary_search(&label).ok();
        let met = self.acceptance.recall(scoring.text, class, &mut chosen);
        let ranked: Vec<Scored> =
            ranked(&chosen).into_iter().map(|class| self.scored((class, chosen[class]))).collect();
        added.sort_by(|left, right| right.probability.total_cmp(&left.probability));
        let first = ranked[0].label;
        added.retain(|scored| scored.label != first);
        Verdict {
            decision: self.acceptance.decide(&chosen, met, scoring.vectors.familiarity()),
            ranked,
            added,
            met,
            evidence: Vec::new(),
        }
    }

    /// Which of the model's outputs is the score of the first label of a verdict.
    #[must_use]
    pub fn output_of(&self, verdict: &Verdict) -> usize {
        self.outputs + self.choice.labels().partition_point(|&label| label < verdict.ranked[0].label)
    }

    /// Notes in `pointed` which of the `words` of a document point to labels.
    pub fn point(&self, words: &[Word], pointed: &mut Pointed) {
        self.lexicon.find(words, pointed, |_, _| {});
    }

    /// What the words noted in `pointed` bring to a label because they point to it.
    pub fn brought<'j>(&'j self, label: usize, pointed: &'j Pointed) -> impl Iterator<Item = Brought> + 'j {
        self.lexicon.brought(pointed, label, self.choice.word_weight())
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
            && self.signposts.iter().all(|signpost| signpost.fits(&self.scheme))
            && self.outputs.checked_add(used).is_some_and(|end| end <= outputs)
            && self.added.as_ref().is_none_or(Subset::is_consistent)
            && self.acceptance.is_consistent(self.scheme.labels().len(), labels)
    }
}

/// What the texts of the training rows were given; nothing where they are not to be remembered.
fn precedents(choice: &Choice, out_of_fold: &Array2<f32>, given: &Given) -> Precedents {
    Precedents::fit(&given.texts, &given.chosen, |row| {
        let mut probabilities = out_of_fold.row(row).to_vec();
        choice.probabilities(&mut probabilities);
        choice.labels().binary_search(&given.chosen[row]).map_or(0.0, |class| probabilities[class])
    })
}

/// What each text was taken for by a classifier not trained on it, and how many training rows were found by it and by the
/// other rows of the same text.
fn judged(
    choice: &Choice,
    precedents: &Precedents,
    out_of_fold: &Array2<f32>,
    given: &Given,
) -> (Vec<Judged>, u64) {
    let class = |label: usize| choice.labels().binary_search(&label).ok();
    let (mut judged, mut hits) = (Vec::new(), 0);
    for (row, &chosen) in given.chosen.iter().enumerate() {
        let mut probabilities = out_of_fold.row(row).to_vec();
        choice.probabilities(&mut probabilities);
        let likeliest = |probabilities: &[f32]| {
            let class = ranked(probabilities)[0];
            Judged { class, probability: probabilities[class], is_right: choice.labels()[class] == chosen }
        };
        if given.counts(row) {
            judged.push(likeliest(&probabilities));
        }
        let text = given.texts.get(row).copied().flatten();
        precedents.recall_others(text, Some(chosen), class, &mut probabilities);
        hits += u64::from(likeliest(&probabilities).is_right);
    }
    (judged, hits)
}
