//! A document, its vector and its scores -> the departments that must act on it.

use super::assist::{Candidates, text_length};
use super::learnt::Learnt;
use super::named::Names;
use super::neighbors::Search;
use super::origins::Origins;
use super::remit::{RemitWorker, Remits};
use super::sources::{REMIT_SCALE, SOURCES, Said, Source};
use crate::classify::calibrate::Softmax;
use crate::classify::decide::ranked;
use crate::classify::explain::Brought;
use crate::classify::judge::{Scored, Scoring, Verdict};
use crate::classify::lexicon::{Lexicon, Pointed};
use crate::error::{ListFault, Result};
use crate::scheme::{Scheme, Signpost};
use crate::segment::{Dictionary, Fingerprint};
use crate::stats::Share;
use crate::vectorize::{SparseVector, Vectorizer};

/// The neighbors that have a say are so many.
const VOTERS: usize = 30;

/// How much an ask says of who leads it, and how much all of the suggestion does: the powers under which the leads
/// that readers gave to the asks of `datasets/asks` are likeliest. They sum to more than 1: what both say counts more.
const ASK_POWER: f32 = 0.55;
const WHOLE_POWER: f32 = 0.75;
/// No department is ruled out by one of the two alone.
const LEAST_LIKELY: f32 = 1e-5;

/// Routes documents to the departments of a scheme.
#[derive(Debug, Clone)]
pub struct Router {
    pub(super) learnt: Learnt,
    /// The departments that can be proposed: positions in the scheme.
    pub(super) eligible: Vec<usize>,
    pub(super) remits: Option<Remits>,
    lexicon: Lexicon,
    names: Names,
}

/// Scratch memory of one thread.
#[derive(Debug, Clone, Default)]
pub struct RouteWorker {
    pub(super) said: Vec<Said>,
    probabilities: Vec<f32>,
    similarities: Vec<f32>,
    remits: RemitWorker,
    pointed: Pointed,
    pub(super) search: Search,
}

impl Router {
    /// The router of what was learnt, in the space of `vectorizer`.
    pub(crate) fn new(learnt: Learnt, dictionary: &Dictionary, vectorizer: &Vectorizer) -> Result<Self> {
        let scheme = &learnt.scheme;
        let known = |position: usize| {
            let label = &scheme.labels()[position];
            !learnt.outputs[position].is_empty() || !label.remit.is_empty() || !label.keywords.is_empty()
        };
        let eligible = (0..scheme.labels().len()).filter(|&at| scheme.in_force(at) && known(at)).collect();
        let remits = Remits::new(scheme, dictionary, vectorizer);
        let lexicon = Lexicon::new(&learnt.signposts, vectorizer);
        let names = Names::new(scheme)?;
        Ok(Self { learnt, eligible, remits, lexicon, names })
    }

    /// The same router, accepting only so much that at most the share `max_error` of the leads it accepts is wrong,
    /// as far as rows like those of the training can promise it; without training rows nothing is accepted. See
    /// [`Acceptance`](crate::classify::acceptance::Acceptance).
    #[must_use]
    pub fn bearing(mut self, max_error: f64) -> Self {
        self.learnt.acceptance = self.learnt.acceptance.bearing(max_error);
        self
    }

    /// The same knowledge for the departments of another list: those that both lists know by id, name or alias
    /// keep what was learnt of them, the others are judged by remit and name.
    ///
    /// How often a lead was wrong is known of the departments that could be proposed in training. Where these are others,
    /// more or fewer, nothing is promised and nothing accepted.
    pub fn with_departments(
        &self,
        scheme: Scheme,
        dictionary: &Dictionary,
        vectorizer: &Vectorizer,
    ) -> Result<Self> {
        let old = &self.learnt;
        let origins = Origins::new(self.scheme(), &scheme);
        let outputs =
            |at: usize| origins.of(at).iter().flat_map(|&old_at| old.outputs[old_at].iter().copied());
        let learnt = Learnt {
            outputs: (0..origins.departments()).map(|at| outputs(at).collect()).collect(),
            signposts: self.signposts_for(&scheme),
            together: old.together.rearranged(&origins),
            past: old.past.rearranged(&origins),
            acceptance: old.acceptance.rearranged(|at| origins.heirs(at)),
            found: None,
            scheme,
            ..old.clone()
        };
        let mut router = Self::new(learnt, dictionary, vectorizer)?;
        let mut before: Vec<&[usize]> = router.eligible.iter().map(|&at| origins.of(at)).collect();
        before.sort_unstable();
        if !before.into_iter().eq(self.eligible.iter().map(std::slice::from_ref)) {
            router.learnt.acceptance = router.learnt.acceptance.promising_nothing();
        }
        Ok(router)
    }

    /// The same router, if there is a department that it can propose.
    pub(crate) fn proposing(self) -> Result<Self> {
        if self.eligible.is_empty() { Err(ListFault::NoneToPropose.into()) } else { Ok(self) }
    }

    /// The words that point to departments of `scheme`, as far as they are known here by id, name or alias.
    #[must_use]
    pub fn signposts_for(&self, scheme: &Scheme) -> Vec<Signpost> {
        let origins = Origins::new(self.scheme(), scheme);
        let signposts = self.learnt.signposts.iter().map(|signpost| {
            // Where two departments share the work of one, its words point to both.
            let mut labels: Vec<usize> =
                signpost.labels.iter().flat_map(|&label| origins.heirs(label)).collect();
            labels.sort_unstable();
            labels.dedup();
            Signpost { labels, ..signpost.clone() }
        });
        signposts.filter(|signpost| !signpost.labels.is_empty()).collect()
    }

    /// The departments.
    #[must_use]
    pub fn scheme(&self) -> &Scheme {
        &self.learnt.scheme
    }

    /// The share of training rows whose lead was found by weights that were not trained on them, by all sources and by what
    /// was given to other rows of the same text; `None` where nothing was learnt of these departments.
    #[must_use]
    pub fn accuracy(&self) -> Option<Share> {
        self.learnt.found.map(|(hits, of)| Share { hits, of })
    }

    /// What was learnt.
    #[must_use]
    pub fn learnt(&self) -> &Learnt {
        &self.learnt
    }

    /// What remits, names and, where `near` says which may have a say, past cases say of each department that can be
    /// proposed. `texts` are the title and the body, folded.
    pub(super) fn hear(
        &self,
        row: SparseVector<'_>,
        texts: [&str; 2],
        vectorizer: &Vectorizer,
        near: Option<&dyn Fn(usize) -> bool>,
        worker: &mut RouteWorker,
    ) {
        let RouteWorker { said, similarities, remits: remit_worker, search, .. } = worker;
        said.clear();
        said.resize(self.eligible.len(), [0.0; SOURCES]);
        if let Some(remits) = &self.remits {
            remits.similarities(row, remit_worker, similarities);
            for (said, &position) in said.iter_mut().zip(&self.eligible) {
                said[Source::Remits as usize] = similarities[position] * REMIT_SCALE;
            }
        }
        for text in texts {
            self.names.find(text, |position| {
                if let Some(at) = self.place(self.scheme().current(position)) {
                    said[at][Source::Names as usize] = 1.0;
                }
            });
        }
        if let Some(may) = near {
            let near = self.learnt.past.similar(row, vectorizer, VOTERS, may, search);
            let all: f32 = near.iter().map(|case| case.similarity).sum();
            for case in near.iter().filter(|case| case.similarity > 0.0) {
                if let Some(at) = self.place(self.learnt.past.handled(case.case).lead as usize) {
                    said[at][Source::Neighbors as usize] += case.similarity / all;
                }
            }
        }
    }

    /// Whether the department at a position of the scheme can be proposed.
    #[must_use]
    pub fn proposes(&self, position: usize) -> bool {
        self.place(position).is_some()
    }

    /// The place of a position of the scheme among the departments that can be proposed.
    pub(super) fn place(&self, position: usize) -> Option<usize> {
        self.eligible.binary_search(&position).ok()
    }

    /// What all sources say of each department that can be proposed.
    fn listen(&self, scoring: &Scoring<'_, '_>, worker: &mut RouteWorker) {
        let texts = [scoring.document.title.folded(), scoring.document.body.folded()];
        let asked = self.learnt.pool.weights[Source::Neighbors as usize] != 0.0;
        let all = |_: usize| true;
        let near = asked.then_some(&all as &dyn Fn(usize) -> bool);
        self.hear(scoring.vectors.row(), texts, scoring.vectorizer, near, worker);
        let RouteWorker { said, pointed, .. } = worker;
        self.lexicon.find(scoring.vectors.words(), pointed, |position, says| {
            if let Some(at) = self.place(position) {
                said[at][Source::Lexicon as usize] += says;
            }
        });
        for (said, &position) in said.iter_mut().zip(&self.eligible) {
            said[Source::Learning as usize] = match self.learnt.lead_output(position, scoring.scores) {
                Some(lead) => scoring.scores[lead],
                None => self.learnt.expected[0].score(said),
            };
        }
    }

    /// Judges a document: all departments as leads, those that assist the likeliest; the evidence is left out.
    ///
    /// `whole` is what was judged of the text that the document is a part of. The part says what is asked, the
    /// whole what it is about: what both find likely is likeliest, so that a part with clear words goes its own way
    /// and a bare "please see to it" goes with the rest.
    pub fn judge(
        &self,
        scoring: &Scoring<'_, '_>,
        whole: Option<&Verdict>,
        worker: &mut RouteWorker,
    ) -> Verdict {
        self.listen(scoring, worker);
        self.learnt.pool.probabilities(&worker.said, &mut worker.probabilities);
        self.learnt.top.apply(&mut worker.probabilities);
        if let Some(whole) = whole {
            self.mix(whole, &mut worker.probabilities);
        }
        let place = |position| self.place(position);
        let met = self.learnt.acceptance.recall(scoring.text, place, &mut worker.probabilities);
        let probabilities = &worker.probabilities;
        let ranked = ranked(probabilities);
        let mut added = self.assisting(scoring, &ranked, worker);
        added.sort_by(|left, right| right.probability.total_cmp(&left.probability));
        let scored = |&at: &usize| Scored { label: self.eligible[at], probability: probabilities[at] };
        let acceptance = &self.learnt.acceptance;
        Verdict {
            decision: acceptance.decide(probabilities, met, scoring.vectors.familiarity()),
            ranked: ranked.iter().map(scored).collect(),
            added,
            met,
            evidence: Vec::new(),
        }
    }

    /// Remembers who leads where a corrected text comes, in place of what was remembered of it.
    pub fn remember(&mut self, rows: &[(Option<Fingerprint>, usize)]) {
        self.learnt.acceptance.remember(rows);
    }

    /// The logarithmic opinion pool of what a part and what the whole say (Genest and Zidek 1986, *Combining probability
    /// distributions: a critique and an annotated bibliography*): P(d) ∝ P(d | part)^[`ASK_POWER`] · P(d | whole)^[`WHOLE_POWER`].
    fn mix(&self, whole: &Verdict, probabilities: &mut [f32]) {
        let weighed = |power: f32, probability: f32| power * libm::logf(probability.max(LEAST_LIKELY));
        for probability in &mut *probabilities {
            *probability = weighed(ASK_POWER, *probability);
        }
        for scored in &whole.ranked {
            if let Some(at) = self.place(scored.label) {
                probabilities[at] += weighed(WHOLE_POWER, scored.probability);
            }
        }
        Softmax::UNSCALED.apply(probabilities);
    }

    fn assisting(&self, scoring: &Scoring<'_, '_>, ranked: &[usize], worker: &RouteWorker) -> Vec<Scored> {
        let Some(assist) = &self.learnt.assist else { return Vec::new() };
        let all = Candidates {
            together: &self.learnt.together,
            positions: &self.eligible,
            ranked,
            said: &worker.said,
            probabilities: &worker.probabilities,
            length: text_length(scoring.document.title.folded(), scoring.document.body.folded()),
        };
        let involved = |at: usize| match self.learnt.involved_output(self.eligible[at], scoring.scores) {
            Some(output) => scoring.scores[output],
            None => self.learnt.expected[1].score(&worker.said[at]),
        };
        let judged = all.others(involved).filter_map(|(at, candidate)| {
            Some(Scored { label: self.eligible[at], probability: assist.proposed(&candidate)? })
        });
        judged.collect()
    }

    /// What the columns of a document say for a department.
    pub fn weights<'r>(&'r self, position: usize, scoring: &Scoring<'r, '_>) -> impl Fn(u32) -> f32 + 'r {
        let weights = &self.learnt.pool.weights;
        let length = scoring.vectors.row().length().max(f32::MIN_POSITIVE);
        let remit_weight = weights[Source::Remits as usize] * REMIT_SCALE / length;
        let remit = self.remits.as_ref().map(|remits| remits.weights_of(position));
        let learnt_weight = weights[Source::Learning as usize];
        let learnt =
            self.learnt.lead_output(position, scoring.scores).map(|lead| scoring.linear.weights_of(lead));
        move |column| {
            let learnt = learnt.as_ref().map_or(0.0, |learnt| learnt(column as usize));
            let remit = remit.as_ref().map_or(0.0, |remit| remit(column));
            learnt_weight * learnt + remit_weight * remit
        }
    }

    /// What the words of the document judged last bring to a department because they point to it.
    pub fn brought<'r>(
        &'r self,
        position: usize,
        worker: &'r RouteWorker,
    ) -> impl Iterator<Item = Brought> + 'r {
        let scale = self.learnt.pool.weights[Source::Lexicon as usize];
        self.lexicon.brought(&worker.pointed, position, scale)
    }
}
