//! Labeled rows, and scores of a classifier not trained on them -> a router.

use std::collections::BTreeSet;

use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array2, Axis};
use rayon::prelude::*;

use super::assist::{Assist, Candidates, Together, text_length};
use super::learnt::{Learnt, Outputs};
use super::past::{Handled, Past};
use super::pool::Pool;
use super::router::{RouteWorker, Router};
use super::sources::{Expected, SOURCES, Said, Source};
use crate::classify::choice::out_of_fold;
use crate::classify::decide::ranked;
use crate::classify::folds::found_elsewhere;
use crate::classify::judge::{Given, Judge, MAX_ERROR};
use crate::classify::learner::LinearParams;
use crate::classify::linear::Linear;
use crate::classify::policy::{Judged, Policy};
use crate::classify::precedent::{Precedents, comes_first};
use crate::classify::top::TopLabel;
use crate::error::Result;
use crate::scheme::{Scheme, Signpost};
use crate::segment::Dictionary;
use crate::suggestion::Suggestion;
use crate::text::Normalized;
use crate::vectorize::{SparseMatrix, Vectorizer};

/// How strongly the weights of sources are held to what is known without labeled rows: as by one row or so.
const PULL: f64 = 1.0;

/// Who assists is told by nine numbers, which more rows than this tell no better; every n-th row is taken. Each would add
/// all departments but one, and they would take more memory than all the rest.
const MOST_ROWS: usize = 30_000;

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

/// Labeled rows, as far as they are known when routing is learnt.
#[derive(Debug)]
pub struct Examples<'e> {
    /// The rows.
    pub suggestions: &'e [&'e Suggestion],
    /// Their vectors.
    pub rows: &'e SparseMatrix,
    /// Their leads and assisting departments.
    pub given: &'e Given,
    /// Their folds.
    pub folds: &'e [usize],
    /// The scores of each as a lead under weights not trained on it: one column a department that leads
    /// somewhere, in the order of the scheme.
    pub lead_scores: &'e Array2<f32>,
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
            learnt.outputs[position] = Some(Outputs { lead, involved: (first + class) as u32 });
        }
        learnt.past = Past::new(rows, self.handled(suggestions, given), space.vectorizer);

        let mut router = Router::new(learnt, space.dictionary, space.vectorizer)?;
        let place = |label: usize| router.place(label);
        let mut said = self.listen(&router, examples, space);
        // Where a department never led, or has no training rows at all, its score is that to be expected.
        let lead_of = |at: usize| leading.binary_search(&router.eligible[at]).ok();
        let class_of = |at: usize| classes.binary_search(&router.eligible[at]).ok();
        let expected = [
            expected(&said, |row, at| Some(lead_scores[[row, lead_of(at)?]])),
            expected(&said, |row, at| Some(involved_scores[[row, class_of(at)?]])),
        ];
        for (row, said) in said.iter_mut().enumerate() {
            for (at, said) in said.iter_mut().enumerate() {
                said[Source::Learning as usize] = match lead_of(at) {
                    Some(lead) => lead_scores[[row, lead]],
                    None => expected[0].score(said),
                };
            }
        }
        let used: [bool; SOURCES] =
            std::array::from_fn(|at| self.sources.iter().any(|&source| source as usize == at));
        let leads: Vec<Option<usize>> = given.chosen.iter().map(|&lead| place(lead)).collect();
        let cases: Vec<(&[Said], usize)> =
            said.iter().zip(&leads).filter_map(|(said, lead)| Some((said.as_slice(), (*lead)?))).collect();
        let telling = found_elsewhere(folds, &given.chosen).into_iter();
        let telling = telling.filter_map(|row| Some((said[row].as_slice(), leads[row]?)));
        let pool = Pool::fit(&telling.collect::<Vec<_>>(), &Pool::PRIOR, PULL, used);

        let mut probabilities = Vec::new();
        let told = cases.iter().map(|&(said, lead)| {
            pool.probabilities(said, &mut probabilities);
            TopLabel::told(&probabilities, lead)
        });
        let top = TopLabel::fit(&told.collect::<Vec<_>>());

        let precedents = Precedents::fit(&given.texts, &given.chosen, |row| {
            pool.probabilities(&said[row], &mut probabilities);
            top.apply(&mut probabilities);
            leads[row].map_or(0.0, |lead| probabilities[lead])
        });

        let departments = scheme.labels().len();
        let pairs = |without: Option<usize>| {
            let rows = (0..folds.len()).filter(move |&row| Some(folds[row]) != without);
            Together::new(departments, rows.map(|row| (given.chosen[row], given.added[row].as_slice())))
        };
        let folds_apart: Vec<Together> =
            (0..=folds.iter().copied().max().unwrap_or(0)).map(|fold| pairs(Some(fold))).collect();
        let every = given.chosen.len().div_ceil(MOST_ROWS).max(1);
        let (mut candidates, mut given_in_all) = (Vec::new(), 0);
        // What is promised is counted over texts; a lead may be found by other rows of the same text, too.
        let is_first = comes_first(&given.texts, given.chosen.len());
        let (mut judged, mut hits) = (Vec::new(), 0);
        for (row, said) in said.iter().enumerate() {
            pool.probabilities(said, &mut probabilities);
            top.apply(&mut probabilities);
            let likeliest =
                |probabilities: &[f32]| likeliest(probabilities, &router.eligible, given.chosen[row]);
            judged.extend(likeliest(&probabilities).filter(|_| is_first[row]));
            let text = given.texts.get(row).copied().flatten();
            precedents.recall_others(text, Some(given.chosen[row]), place, &mut probabilities);
            hits += u64::from(likeliest(&probabilities).is_some_and(|judged| judged.is_right));
            if row % every > 0 {
                continue;
            }
            given_in_all += given.added[row].len();
            let ranked = ranked(&probabilities);
            let all = Candidates {
                together: &folds_apart[folds[row]],
                positions: &router.eligible,
                ranked: &ranked,
                said,
                probabilities: &probabilities,
                length: length(suggestions[row]),
            };
            let involved = |at: usize| match class_of(at) {
                Some(class) => involved_scores[[row, class]],
                None => expected[1].score(&said[at]),
            };
            let assists = |at: usize| given.added[row].contains(&router.eligible[at]);
            candidates.extend(all.others(involved).map(|(at, candidate)| (candidate, assists(at))));
        }
        let assist = Assist::fit(&candidates, given_in_all);
        let together = pairs(None);
        let learnt = &mut router.learnt;
        (learnt.pool, learnt.expected, learnt.assist, learnt.together) = (pool, expected, assist, together);
        learnt.found = Some((hits, given.chosen.len() as u64));
        (learnt.top, learnt.precedents, learnt.policy) = (top, precedents, Policy::fit(&judged, 1));
        Ok(router.bearing(MAX_ERROR))
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
        let asked = self.sources.contains(&Source::Neighbours);
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

/// The scores to expect where none was learnt: `score` gives that of a row and of a department that has one.
fn expected(said: &[Vec<Said>], score: impl Fn(usize, usize) -> Option<f32>) -> Expected {
    let rows = said.iter().enumerate();
    let pairs = rows.flat_map(|(row, said)| said.iter().enumerate().map(move |(at, said)| (row, at, *said)));
    Expected::fit(pairs.filter_map(|(row, at, said)| Some((said, score(row, at)?))))
}

/// What is proposed as the lead of a row, and whether that is the lead it was given.
fn likeliest(probabilities: &[f32], eligible: &[usize], lead: usize) -> Option<Judged> {
    let first = *ranked(probabilities).first()?;
    Some(Judged { class: 0, probability: probabilities[first], is_right: eligible[first] == lead })
}

/// Title and body in the width that dictionary and names use.
fn folded(suggestion: &Suggestion) -> [Normalized<'_>; 2] {
    [suggestion.title(), suggestion.body()].map(Normalized::new)
}

/// The logarithm of its length, as the router takes it.
fn length(suggestion: &Suggestion) -> f32 {
    let [title, body] = folded(suggestion);
    text_length(title.as_str(), body.as_str())
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
