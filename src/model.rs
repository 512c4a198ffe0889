//! A suggestion and everything learnt -> a proposal.

use serde::{Deserialize, Serialize};

use crate::classify::explain::Explainer;
use crate::classify::judge::Judge;
use crate::classify::linear::Linear;
use crate::proposal::Proposal;
use crate::segment::{Dictionary, Document};
use crate::suggestion::Suggestion;
use crate::vectorize::{Vectorizer, Worker};

/// Everything learnt from training data: fixed from then on, shared by all threads.
///
/// ```
/// use jiaoban::{Model, Suggestion};
///
/// let model = Model::embedded()?;
/// let suggestion = Suggestion::from_text("小区门口路灯不亮", "柳溪街两盏路灯坏了半个月，晚上老人出门看不见路。");
/// let proposal = model.propose(&suggestion, &mut model.worker());
/// let verdict = proposal.themes.unwrap();
/// let theme = model.themes().unwrap().label(verdict.ranked[0].label);
/// assert_eq!(theme.id, "urban_construction");
/// # Ok::<(), jiaoban::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Model {
    pub(crate) manifest: Manifest,
    pub(crate) dictionary: Dictionary,
    pub(crate) vectorizer: Vectorizer,
    /// The weights of all judges, side by side.
    pub(crate) linear: Linear,
    pub(crate) themes: Option<Judge>,
    pub(crate) departments: Option<Judge>,
}

/// What a model says of its origin. There is no date in it, so that the same data give the same file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The training files, without their folders, each with the number of rows used.
    pub files: Vec<(String, usize)>,
}

impl Manifest {
    /// The number of training rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.files.iter().map(|(_, rows)| rows).sum()
    }
}

/// One thread's scratch memory.
#[derive(Debug, Clone, Default)]
pub struct ModelWorker {
    vectors: Worker,
    scores: Vec<f32>,
    explainer: Explainer,
}

impl Model {
    /// What the model was trained on.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The dictionary that texts are cut with.
    #[must_use]
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// The vocabulary and its weights.
    #[must_use]
    pub fn vectorizer(&self) -> &Vectorizer {
        &self.vectorizer
    }

    /// The weights of all judges, side by side.
    #[must_use]
    pub fn linear(&self) -> &Linear {
        &self.linear
    }

    /// What was learnt of themes, if anything was.
    #[must_use]
    pub fn themes(&self) -> Option<&Judge> {
        self.themes.as_ref()
    }

    /// What was learnt of departments, if anything was.
    #[must_use]
    pub fn departments(&self) -> Option<&Judge> {
        self.departments.as_ref()
    }

    /// The same model, accepting only so much that at most the share `max_error` of the themes and of the leads it
    /// accepts is wrong, as far as rows like those of the training can promise it.
    #[must_use]
    pub fn bearing(mut self, max_error: f64) -> Self {
        self.themes = self.themes.map(|judge| judge.bearing(max_error));
        self.departments = self.departments.map(|judge| judge.bearing(max_error));
        self
    }

    /// Scratch memory for one thread.
    #[must_use]
    pub fn worker(&self) -> ModelWorker {
        ModelWorker { vectors: self.vectorizer.worker(), ..ModelWorker::default() }
    }

    /// Proposes theme and departments for `suggestion`.
    #[must_use]
    pub fn propose(&self, suggestion: &Suggestion, worker: &mut ModelWorker) -> Proposal {
        self.judge(&Document::new(suggestion, &self.dictionary), worker)
    }

    /// Proposes theme and departments for each of `suggestions`. A few dozen at a time are faster than one by
    /// one: the dictionary and the model do not fit the processor's caches together.
    pub fn propose_all<'s>(
        &self,
        suggestions: impl Iterator<Item = &'s Suggestion>,
        worker: &mut ModelWorker,
    ) -> Vec<Proposal> {
        let documents: Vec<_> =
            suggestions.map(|suggestion| Document::new(suggestion, &self.dictionary)).collect();
        documents.iter().map(|document| self.judge(document, worker)).collect()
    }

    fn judge(&self, document: &Document<'_>, worker: &mut ModelWorker) -> Proposal {
        let ModelWorker { vectors, scores, explainer } = worker;
        let row = vectors.vectorize(&self.vectorizer, document);
        self.linear.scores(row, scores);
        let mut judge = |judge: &Judge| judge.judge(document, vectors, (&self.linear, scores), explainer);
        Proposal {
            themes: self.themes.as_ref().map(&mut judge),
            departments: self.departments.as_ref().map(&mut judge),
        }
    }
}
