//! A suggestion and everything learnt -> a proposal.

use std::fmt;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::classify::explain::Explainer;
use crate::classify::judge::{Judge, Scoring, Verdict};
use crate::classify::lexicon::Pointed;
use crate::classify::linear::Linear;
use crate::error::Result;
use crate::proposal::Proposal;
use crate::route::Router;
use crate::route::assign::{Memory, Tools, take_part};
use crate::route::learnt::Learnt;
use crate::route::router::RouteWorker;
use crate::scheme::Scheme;
use crate::segment::{Dictionary, Document, Fingerprint};
use crate::suggestion::Suggestion;
use crate::vectorize::{Vectorizer, Worker};

/// One thread takes so many rows at once.
const ROWS_TOGETHER: usize = 64;

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
#[derive(Clone)]
pub struct Model {
    pub(crate) manifest: Manifest,
    pub(crate) dictionary: Dictionary,
    pub(crate) vectorizer: Vectorizer,
    /// The weights of all judges, side by side.
    pub(crate) linear: Linear,
    pub(crate) themes: Option<Judge>,
    pub(crate) departments: Option<Judge>,
    pub(crate) router: Option<Router>,
    pub(crate) level: Option<Judge>,
}

/// All of a model are millions of weights: what it was trained on stands for them.
impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model").field("manifest", &self.manifest).finish_non_exhaustive()
    }
}

/// One model serves all threads.
const _: () = {
    const fn serves_all_threads<M: Send + Sync>() {}
    serves_all_threads::<Model>();
};

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
    pointed: Pointed,
    explainer: Explainer,
    route: RouteWorker,
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

    /// What was learnt of who leads, if anything was; [`router`](Self::router) knows more. The positions of its labels are
    /// those of the scheme it was trained on, not those of a proposal: see [`department_scheme`](Self::department_scheme).
    #[must_use]
    pub fn departments(&self) -> Option<&Judge> {
        self.departments.as_ref()
    }

    /// The same model, accepting only so much that at most the share `max_error` of the themes and of the leads it
    /// accepts is wrong, as far as rows like those of the training can promise it. It is a share from 0 to 1; of anything
    /// else nothing is accepted. A model file does not keep it.
    #[must_use]
    pub fn bearing(mut self, max_error: f64) -> Self {
        self.themes = self.themes.map(|judge| judge.bearing(max_error));
        self.departments = self.departments.map(|judge| judge.bearing(max_error));
        self.level = self.level.map(|judge| judge.bearing(max_error));
        self.router = self.router.map(|router| router.bearing(max_error));
        self
    }

    /// The scheme of themes, if they were learnt.
    #[must_use]
    pub fn theme_scheme(&self) -> Option<&Scheme> {
        self.themes.as_ref().map(Judge::scheme)
    }

    /// The scheme of departments, if any are known: positions in a proposal are positions in it.
    #[must_use]
    pub fn department_scheme(&self) -> Option<&Scheme> {
        self.router.as_ref().map(Router::scheme)
    }

    /// What is known of departments: what was learnt, their remits and names, and the words that point to them.
    #[must_use]
    pub fn router(&self) -> Option<&Router> {
        self.router.as_ref()
    }

    /// What was learnt of how far suggestions can be met (class A, B or C), if anything was.
    #[must_use]
    pub fn level(&self) -> Option<&Judge> {
        self.level.as_ref()
    }

    /// Only the words of the model, and departments of which nothing is known but their remits, their names and the
    /// words that point to them: what routing can do without a labeled row.
    ///
    /// Fails if none of the departments is in force and has a remit or key words.
    pub fn unlabeled(self, scheme: Scheme) -> Result<Self> {
        let signposts = self.router.as_ref().map(|router| router.signposts_for(&scheme)).unwrap_or_default();
        let learnt = Learnt { signposts, ..Learnt::nothing(scheme) };
        let router = Router::new(learnt, &self.dictionary, &self.vectorizer)?.proposing()?;
        Ok(Self { themes: None, departments: None, level: None, router: Some(router), ..self })
    }

    /// The same model for another list of departments: those that are known by id, name or alias keep what was
    /// learnt of them, the others are judged by remit, key words and name.
    ///
    /// Fails if none of the departments is in force and known or has a remit or key words.
    pub fn with_departments(self, scheme: Scheme) -> Result<Self> {
        let router = match &self.router {
            Some(router) => router.with_departments(scheme, &self.dictionary, &self.vectorizer)?,
            None => Router::new(Learnt::nothing(scheme), &self.dictionary, &self.vectorizer)?,
        };
        Ok(Self { router: Some(router.proposing()?), ..self })
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

    /// Proposes theme and departments for each of `suggestions`. A hundred at a time are faster than one by
    /// one: the dictionary and the model do not fit the processor's caches together.
    pub fn propose_all<'s>(
        &self,
        suggestions: impl Iterator<Item = &'s Suggestion>,
        worker: &mut ModelWorker,
    ) -> Vec<Proposal> {
        let documents: Vec<_> =
            suggestions.map(|suggestion| Document::new(suggestion, &self.dictionary)).collect();
        self.propose_cut(&documents, worker)
    }

    /// Proposes theme and departments for each of `suggestions`, on all cores, and hands over what `keep` keeps of each
    /// proposal, in their order.
    pub fn propose_each<T: Send>(
        &self,
        suggestions: &[&Suggestion],
        keep: impl Fn(&Suggestion, Proposal) -> T + Sync,
    ) -> Vec<T> {
        let propose = |worker: &mut ModelWorker, rows: &[&Suggestion]| -> Vec<T> {
            let proposals = self.propose_all(rows.iter().copied(), worker);
            rows.iter().zip(proposals).map(|(row, proposal)| keep(row, proposal)).collect()
        };
        let chunks = suggestions.par_chunks(ROWS_TOGETHER);
        chunks.map_init(|| self.worker(), propose).flatten_iter().collect()
    }

    /// [`propose_all`](Self::propose_all) for texts that were cut already, with this model's dictionary.
    #[must_use]
    pub fn propose_cut(&self, documents: &[Document<'_>], worker: &mut ModelWorker) -> Vec<Proposal> {
        documents.iter().map(|document| self.judge(document, worker)).collect()
    }

    /// Proposes theme and departments for `suggestion`, and departments for each of its asks; who leads an ask of
    /// several takes part in the whole.
    #[must_use]
    pub fn propose_asks(&self, suggestion: &Suggestion, worker: &mut ModelWorker) -> Proposal {
        let document = Document::new(suggestion, &self.dictionary);
        let mut proposal = self.judge(&document, worker);
        if let (Some(router), Some(whole)) = (&self.router, &mut proposal.departments) {
            let (dictionary, vectorizer, linear) = (&self.dictionary, &self.vectorizer, &self.linear);
            let ModelWorker { vectors, scores, explainer, route, .. } = worker;
            let mut memory = Memory { vectors, scores, explainer, route };
            let tools = Tools { dictionary, vectorizer, linear };
            proposal.asks = router.assign(&document, whole, tools, &mut memory);
            take_part(whole, &proposal.asks);
        }
        proposal
    }

    fn judge(&self, document: &Document<'_>, worker: &mut ModelWorker) -> Proposal {
        let ModelWorker { vectors, scores, pointed, explainer, route } = worker;
        let (vectorizer, linear) = (&self.vectorizer, &self.linear);
        linear.scores(vectors.vectorize(vectorizer, document), scores);
        let text = Fingerprint::of(document);
        let scoring = Scoring { document, text, vectors, vectorizer, linear, scores };
        let level = self.level.as_ref().map(|judge| judge.judge(&scoring, pointed));
        // Themes come after the level, since the words that point to them are asked for below.
        let mut themes = self.themes.as_ref().map(|judge| judge.judge(&scoring, pointed));
        let mut departments = self.router.as_ref().map(|router| router.judge(&scoring, None, route));

        // The words that spoke for theme and lead are looked for together, in one walk through the text.
        let theme = self.themes.as_ref().zip(themes.as_ref());
        let theme_weights = theme.map(|(judge, verdict)| linear.weights_of(judge.output_of(verdict)));
        let of_theme = theme.map(|(judge, verdict)| judge.brought(verdict.ranked[0].label, pointed));
        let lead = self.router.as_ref().zip(departments.as_ref());
        let lead = lead.and_then(|(router, verdict)| Some((router, verdict.ranked.first()?.label)));
        let lead_weights = lead.map(|(router, lead)| router.weights(lead, &scoring));
        let of_lead = lead.map(|(router, lead)| router.brought(lead, route));
        let themes_words = of_theme.into_iter().flatten().map(|brought| (0, brought));
        let leads_words = of_lead.into_iter().flatten().map(|brought| (1, brought));
        let evidence = explainer.evidence(
            document,
            vectors,
            |column| {
                let theme = theme_weights.as_ref().map_or(0.0, |weights| weights(column as usize));
                [theme, lead_weights.as_ref().map_or(0.0, |weights| weights(column))]
            },
            themes_words.chain(leads_words),
        );
        for (verdict, words) in [&mut themes, &mut departments].into_iter().zip(evidence) {
            if let Some(Verdict { evidence, .. }) = verdict {
                *evidence = words;
            }
        }
        Proposal { themes, departments, level, asks: Vec::new() }
    }
}
