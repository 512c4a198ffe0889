//! Labeled rows, and scores of a classifier not trained on them -> a router.

use std::collections::BTreeSet;

use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array2, Axis};
use rayon::prelude::*;

use super::assist::Together;
use super::heard::{Examples, Heard, Scores};
use super::learnt::{Learnt, Outputs};
use super::past::{Handled, Past};
use super::router::{RouteWorker, Router};
use super::sources::{Said, Source};
use crate::classify::acceptance::Acceptance;
use crate::classify::choice::out_of_fold;
use crate::classify::judge::{Given, Judge};
use crate::classify::learner::LinearParams;
use crate::classify::linear::Linear;
use crate::error::Result;
use crate::scheme::{Scheme, Signpost};
use crate::segment::Dictionary;
use crate::suggestion::Suggestion;
use crate::text::Normalized;
use crate::vectorize::Vectorizer;

/// How to learn routing.
#[derive(Debug, Clone)]
pub struct RouteParams {
    /// Who has a say; all but neighbors by default. These add nothing to the others on the rows of `datasets/`, and
    /// asking them takes longer than all the rest.
    pub sources: Vec<Source>,
    /// The words that point to departments, by positions in the scheme.
    pub signposts: Vec<Signpost>,
    /// Whether titles and texts are kept in the model, to be shown as similar cases.
    pub keep_texts: bool,
}

impl Default for RouteParams {
    fn default() -> Self {
        let sources = vec![Source::Learning, Source::Remits, Source::Lexicon, Source::Names];
        Self { sources, signposts: Vec::new(), keep_texts: false }
    }
}

/// The space that rows and remits are compared in.
#[derive(Debug, Clone, Copy)]
pub struct Space<'s> {
    /// The words.
    pub dictionary: &'s Dictionary,
    /// Their columns.
    pub vectorizer: &'s Vectorizer,
}

impl RouteParams {
    /// Learns to route by `scheme`. `judge` is what was learnt of leads; the weights that tell who is involved
    /// are added to `weights`.
    pub fn fit(
        &self,
        linear: &LinearParams,
        scheme: &Scheme,
        judge: &Judge,
        examples: &Examples<'_>,
        space: Space<'_>,
        weights: &mut Vec<Linear>,
    ) -> Result<Router> {
        let Examples { suggestions, rows, given, folds, lead_scores } = *examples;
        let mut learnt = Learnt { signposts: self.signposts.clone(), ..Learnt::nothing(scheme.clone()) };
        let leading = distinct(given.chosen.iter().copied());
        let classes = distinct(given.chosen.iter().chain(given.added.iter().flatten()).copied());

        let targets = involved(given, &classes);
        let involved_scores = out_of_fold(rows, folds, classes.len(), |rows, training| {
            linear.fit(&DatasetBase::new(rows, targets.select(Axis(0), training)))
        })?;
        let first = weights.iter().map(Linear::labels).sum::<usize>();
        weights.push(linear.fit(&DatasetBase::new(rows.clone(), targets))?);
        for (class, &position) in classes.iter().enumerate() {
            let lead = judge.output(position).map(|lead| lead as u32);
            learnt.outputs[position] = vec![Outputs { lead, involved: (first + class) as u32 }];
        }
        learnt.past = Past::new(rows, self.handled(suggestions, given), space.vectorizer);

        let mut router = Router::new(learnt, space.dictionary, space.vectorizer)?;
        let heard = Heard::new(
            &router,
            examples,
            self.listen(&router, examples, space),
            Scores { classes: &leading, of_rows: lead_scores },
            Scores { classes: &classes, of_rows: &involved_scores },
        );
        let pool =
            heard.pool(std::array::from_fn(|at| self.sources.iter().any(|&source| source as usize == at)));
        let top = heard.top(&pool);
        let precedents = heard.precedents(&pool, top);
        let (probabilities, judged, hits) = heard.judged(&pool, top, &precedents);
        let departments = scheme.labels().len();
        let together_without = |fold: Option<usize>| {
            let rows = (0..folds.len()).filter(move |&row| Some(folds[row]) != fold);
            Together::new(departments, rows.map(|row| (given.chosen[row], given.added[row].as_slice())))
        };
        let folds_apart: Vec<Together> =
            (0..=folds.iter().copied().max().unwrap_or(0)).map(|fold| together_without(Some(fold))).collect();
        let assist = heard.assist(&probabilities, &folds_apart);
        let expected = heard.expected;
        router.learnt = Learnt {
            pool,
            expected,
            assist,
            together: together_without(None),
            top,
            acceptance: Acceptance::fit(precedents, &judged, 1),
            found: Some((hits, given.chosen.len() as u64)),
            ..router.learnt
        };
        Ok(router)
    }

    /// Who handled the rows.
    fn handled(&self, suggestions: &[&Suggestion], given: &Given) -> Vec<Handled> {
        let handled = suggestions.iter().enumerate().map(|(row, suggestion)| Handled {
            id: suggestion.name(),
            lead: given.chosen[row] as u32,
            assist: given.added[row].iter().map(|&position| position as u32).collect(),
            text: self.keep_texts.then(|| (suggestion.title().to_owned(), suggestion.body().to_owned())),
        });
        handled.collect()
    }

    /// What all sources but learning say of the rows.
    fn listen(&self, router: &Router, examples: &Examples<'_>, space: Space<'_>) -> Vec<Vec<Said>> {
        let asked = self.sources.contains(&Source::Neighbors);
        let listen = |worker: &mut RouteWorker, (row, suggestion): (usize, &&Suggestion)| {
            let apart = |case: usize| examples.folds[case] != examples.folds[row];
            let near = asked.then_some(&apart as &dyn Fn(usize) -> bool);
            let [title, body] = folded(suggestion);
            let texts = [title.as_str(), body.as_str()];
            router.hear(examples.rows.row(row), texts, space.vectorizer, near, worker);
            let mut said = worker.said.clone();
            if let Some(pointed) = &examples.given.pointed {
                for (said, &position) in said.iter_mut().zip(&router.eligible) {
                    said[Source::Lexicon as usize] = pointed[[row, position]];
                }
            }
            said
        };
        examples.suggestions.par_iter().enumerate().map_init(RouteWorker::default, listen).collect()
    }
}

/// The labels, each once, rising.
fn distinct(labels: impl Iterator<Item = usize>) -> Vec<usize> {
    labels.collect::<BTreeSet<usize>>().into_iter().collect()
}

/// Title and body in the width that dictionary and names use.
fn folded(suggestion: &Suggestion) -> [Normalized<'_>; 2] {
    [suggestion.title(), suggestion.body()].map(Normalized::new)
}

/// For every row and class whether the class leads or assists.
fn involved(given: &Given, classes: &[usize]) -> Array2<bool> {
    let mut targets = Array2::from_elem((given.chosen.len(), classes.len()), false);
    for (row, (lead, added)) in given.chosen.iter().zip(&given.added).enumerate() {
        for class in added.iter().chain([lead]).filter_map(|label| classes.binary_search(label).ok()) {
            targets[[row, class]] = true;
        }
    }
    targets
}
