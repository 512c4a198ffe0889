//! What training told of errors and of texts that came before -> which proposals need no person.

use serde::{Deserialize, Serialize};

use super::decide::{Decision, decide};
use super::policy::{Bar, Judged, Policy, is_reliable};
use super::precedent::{Met, Precedents};
use crate::segment::Fingerprint;

/// The share of errors that is borne where the user does not say.
pub const MAX_ERROR: f64 = 0.1;

/// Remembers what texts were given and accepts only so much that at most a given share of what it accepts is wrong, as far
/// as rows like those of the training can promise it.
///
/// What training tells of errors is counted over texts, not over their copies. A text that came before is accepted if,
/// besides, all that it was given is the proposed label, and if texts that came more than once had one label so reliably
/// that the promise holds for them by a count of their own; see [`is_reliable`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Acceptance {
    precedents: Precedents,
    policy: Policy,
    /// The share of errors that is borne among accepted rows; whoever reads a model says it anew.
    #[serde(skip)]
    max_error: f64,
    /// What each class has to reach; the only one of a policy of one class holds for all.
    #[serde(skip)]
    bars: Vec<Bar>,
    /// Whether a text that came before may be accepted with the label that it always had.
    #[serde(skip)]
    is_same_again: bool,
}

impl Acceptance {
    /// Learns from rows `judged` by what was not trained on them, which have so many `classes`.
    #[must_use]
    pub fn fit(precedents: Precedents, judged: &[Judged], classes: usize) -> Self {
        let policy = Policy::fit(judged, classes);
        Self { precedents, policy, max_error: MAX_ERROR, bars: Vec::new(), is_same_again: false }
            .bearing(MAX_ERROR)
    }

    /// Remembers nothing and accepts nothing.
    #[must_use]
    pub fn nothing() -> Self {
        Self::fit(Precedents::default(), &[], 1)
    }

    /// The same, bearing another share of errors, from 0 to 1; what is no share bears none, so that nothing is accepted.
    #[must_use]
    pub fn bearing(mut self, max_error: f64) -> Self {
        let max_error = if (0.0..=1.0).contains(&max_error) { max_error } else { 0.0 };
        self.max_error = max_error;
        self.bars = self.policy.bars(max_error);
        self.is_same_again = is_reliable(self.precedents.twice(), max_error);
        self
    }

    /// The same for labels of another list: each of the old ones has `heirs` there.
    #[must_use]
    pub fn rearranged<H: Iterator<Item = usize>>(&self, heirs: impl Fn(usize) -> H) -> Self {
        let precedents = self.precedents.rearranged(heirs);
        Self { precedents, ..self.clone() }.bearing(self.max_error)
    }

    /// The same, remembering as much and promising nothing: how often it errs is not known any more.
    #[must_use]
    pub fn promising_nothing(self) -> Self {
        let max_error = self.max_error;
        Self { policy: Policy::fit(&[], 1), ..self }.bearing(max_error)
    }

    /// The share of errors that is borne among accepted rows.
    #[must_use]
    pub fn max_error(&self) -> f64 {
        self.max_error
    }

    /// Remembers corrected texts and their labels, in place of what was remembered of these texts.
    pub fn remember(&mut self, rows: &[(Option<Fingerprint>, usize)]) {
        self.precedents.correct(rows);
        self.is_same_again = is_reliable(self.precedents.twice(), self.max_error);
    }

    /// Brings what the text was given before into the `probabilities` of its labels, each of which has a `place` there;
    /// see [`Precedents::recall`].
    pub fn recall(
        &self,
        text: Option<Fingerprint>,
        place: impl Fn(usize) -> Option<usize>,
        probabilities: &mut [f32],
    ) -> Met {
        self.precedents.recall(text, place, probabilities)
    }

    /// Decides on the probabilities of the classes, after [`recall`](Self::recall) told how the text was `met`; see
    /// [`decide`].
    #[must_use]
    pub fn decide(&self, probabilities: &[f32], met: Met, familiarity: f32) -> Decision {
        let agrees = met.agrees(self.is_same_again);
        let bars = self.bars.iter().cycle().map(|&bar| if agrees { bar } else { Bar::Disputed });
        decide(probabilities, bars, familiarity)
    }

    /// Whether the parts fit together and to so many labels of a scheme and classes, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self, labels: usize, classes: usize) -> bool {
        self.precedents.is_consistent(labels) && self.policy.is_consistent(classes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_share_of_errors_bears_none() {
        let right = Judged { class: 0, probability: 0.9, is_right: true };
        let judged: Vec<Judged> = (0..100).map(|row| Judged { is_right: row > 2, ..right }).collect();
        let decided = |max_error: f64| {
            let acceptance = Acceptance::fit(Precedents::default(), &judged, 1).bearing(max_error);
            acceptance.decide(&[0.95, 0.05], Met::default(), 1.0)
        };
        assert_eq!(decided(0.2), Decision::Accepted);
        for max_error in [5.0, -0.1, f64::NAN, 0.0] {
            assert_ne!(decided(max_error), Decision::Accepted, "{max_error}");
        }
    }
}
