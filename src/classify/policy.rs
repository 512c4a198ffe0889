//! Probabilities of rows not trained on, and whether they were right -> from which probability on to accept.

use serde::{Deserialize, Serialize};

use crate::stats::{Share, binomial_tail};

/// A promise may fail with this probability: the share of errors among accepted rows stays within what was
/// asked for in nine of ten trainings.
const DOUBT: f64 = 0.1;
/// A promise is sought from where so many hundredths of the rows are accepted on to more, each start with its share of
/// the doubt.
const STARTS: [usize; 4] = [10, 40, 70, 90];
/// A curve knows the threshold of every hundredth of its rows.
const STEPS: usize = 100;
/// A label that was proposed for fewer rows than this shares the pooled threshold.
const ROWS_OF_ITS_OWN: usize = 1000;

/// What a label has to reach to be accepted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bar {
    /// This probability.
    From(f32),
    /// Too little is known of it to promise how often it is right: a person looks at every row.
    Unpromised,
    /// What the same text was given before speaks against it.
    Disputed,
}

/// What is known of errors by probability, for each label proposed often enough and for the others together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    labels: Vec<Option<Curve>>,
    pooled: Curve,
}

/// A row judged by a model that was not trained on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// The class that was proposed.
    pub class: usize,
    /// Its probability.
    pub probability: f32,
    /// Whether it was the right one.
    pub is_right: bool,
}

impl Policy {
    /// Orders what was `judged` by probability; there are `classes` classes. Rows that say the same must be judged once:
    /// a promise rests on how many say something by themselves.
    #[must_use]
    pub fn fit(judged: &[Judged], classes: usize) -> Self {
        let mut by_class = vec![Vec::new(); classes];
        for row in judged {
            by_class[row.class].push(*row);
        }
        let mut rest = Vec::new();
        let mut labels = Vec::with_capacity(classes);
        for rows in by_class {
            if rows.len() < ROWS_OF_ITS_OWN {
                rest.extend(rows);
                labels.push(None);
            } else {
                labels.push(Some(Curve::fit(rows)));
            }
        }
        Self { labels, pooled: Curve::fit(rest) }
    }

    /// For each class the lowest probability to accept if at most the share `max_error` of the accepted rows may
    /// be wrong.
    #[must_use]
    pub fn bars(&self, max_error: f64) -> Vec<Bar> {
        let bar = |curve: &Curve| curve.threshold(max_error).map_or(Bar::Unpromised, Bar::From);
        let pooled = bar(&self.pooled);
        self.labels.iter().map(|curve| curve.as_ref().map_or(pooled, bar)).collect()
    }

    /// Whether the parts fit together and to so many classes, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self, classes: usize) -> bool {
        let mut curves = self.labels.iter().flatten().chain([&self.pooled]);
        self.labels.len() == classes && curves.all(Curve::is_consistent)
    }
}

/// Whether a source that was right in so many of all cases, each of which says something by itself, can be relied on where
/// at most the share `max_error` may be wrong: it never erred, or so seldom that the promise holds.
///
/// ```
/// use jiaoban::classify::policy::is_reliable;
/// use jiaoban::stats::Share;
///
/// let reliable = |hits, of| is_reliable(Share { hits, of }, 0.1);
/// assert!(reliable(0, 0) && reliable(3, 3) && !reliable(3, 4) && !reliable(89, 100) && reliable(98, 100));
/// ```
#[must_use]
pub fn is_reliable(right: Share, max_error: f64) -> bool {
    let errors = right.of - right.hits;
    errors == 0 || binomial_tail(errors, right.of, max_error) <= DOUBT
}

/// Rows ordered by falling probability: at each step how many are accepted and how many of those are wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Curve {
    steps: Vec<Step>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Step {
    /// Rows at least this probable are accepted.
    probability: f32,
    rows: u32,
    errors: u32,
}

impl Curve {
    fn fit(mut rows: Vec<Judged>) -> Self {
        rows.sort_by(|left, right| right.probability.total_cmp(&left.probability));
        let mut steps = Vec::with_capacity(STEPS.min(rows.len()));
        let mut errors = 0;
        for (position, row) in rows.iter().enumerate() {
            errors += u32::from(!row.is_right);
            let accepted = position + 1;
            let is_step = accepted * STEPS / rows.len() > position * STEPS / rows.len();
            // Rows of one probability are accepted together or not at all.
            let is_tied = rows.get(accepted).is_some_and(|next| next.probability >= row.probability);
            if is_step && !is_tied {
                steps.push(Step { probability: row.probability, rows: accepted as u32, errors });
            }
        }
        Self { steps }
    }

    /// The lowest probability at which the error is promised to be at most `max_error`.
    ///
    /// Testing in a fixed sequence (Angelopoulos, Bates, Candès, Jordan, Lei 2021, *Learn then test*): from each
    /// start the thresholds are taken from the strict to the loose as long as the one-sided bound of Clopper and
    /// Pearson (1934) on the error of the accepted rows stays within `max_error`. The starts share the doubt, so
    /// that the loosest threshold reached from any of them keeps the promise with probability 1 - [`DOUBT`], for
    /// rows that come as those of the training do.
    fn threshold(&self, max_error: f64) -> Option<f32> {
        let doubt = DOUBT / STARTS.len() as f64;
        let keeps =
            |step: &Step| binomial_tail(u64::from(step.errors), u64::from(step.rows), max_error) <= doubt;
        let from = |start: usize| {
            let steps = self.steps.get(self.steps.len() * start / STEPS..).unwrap_or_default();
            steps.iter().take_while(|step| keeps(step)).last().map(|step| step.probability)
        };
        STARTS.into_iter().filter_map(from).min_by(f32::total_cmp)
    }

    fn is_consistent(&self) -> bool {
        let follows = |one: &Step, next: &Step| {
            next.probability < one.probability && next.rows > one.rows && next.errors >= one.errors
        };
        self.steps.len() <= STEPS
            && self.steps.is_sorted_by(follows)
            && self.steps.iter().all(|step| step.probability.is_finite() && step.errors <= step.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows whose probability of being right is their probability, drawn by a fixed generator.
    fn judged(rows: usize, seed: u64) -> Vec<Judged> {
        let mut state = seed;
        let mut draw = || {
            state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            (state >> 40) as f32 / (1u64 << 24) as f32
        };
        (0..rows)
            .map(|_| {
                let probability = 0.5 + draw() / 2.0;
                Judged { class: 0, probability, is_right: draw() < probability }
            })
            .collect()
    }

    /// From which probability on a policy of one class accepts.
    fn probability(policy: &Policy, max_error: f64) -> f32 {
        match policy.bars(max_error)[..] {
            [Bar::From(probability)] => probability,
            ref other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_promise_is_kept_on_rows_never_seen() {
        // With probabilities uniform on 0.5..1, accepting above t errs in (1 - t) / 2 of the rows.
        let broken = (0..100)
            .filter(|&seed| (1.0 - probability(&Policy::fit(&judged(2000, seed), 1), 0.1)) / 2.0 > 0.1)
            .count();
        assert!(broken <= 10, "{broken} of 100");
    }

    #[test]
    fn more_may_be_accepted_when_more_errors_are_borne() {
        let policy = Policy::fit(&judged(5000, 7), 1);
        let thresholds: Vec<f32> = [0.05, 0.1, 0.2].map(|error| probability(&policy, error)).to_vec();
        assert!(thresholds.is_sorted_by(|left, right| left > right), "{thresholds:?}");
        assert!((0.78..0.88).contains(&thresholds[1]), "{thresholds:?}");
        assert_eq!(policy.bars(0.02), [Bar::Unpromised]);
    }

    #[test]
    fn few_rows_promise_nothing() {
        let rows = [Judged { class: 1, probability: 0.99, is_right: true }; 20];
        assert_eq!(Policy::fit(&rows, 2).bars(0.05), [Bar::Unpromised; 2]);
        assert_eq!(Policy::fit(&[], 1).bars(0.5), [Bar::Unpromised]);
    }

    #[test]
    fn a_curve_that_no_rows_make_is_refused() {
        let step = |probability, rows, errors| Step { probability, rows, errors };
        let sound = [step(0.9, 10, 0), step(0.8, 20, 0), step(0.7, 30, 5)];
        let fits = |steps: &[Step]| {
            Policy { labels: vec![None], pooled: Curve { steps: steps.to_vec() } }.is_consistent(1)
        };
        assert!(fits(&sound) && fits(&[]));
        let mut many: Vec<Step> = (0..=STEPS as u32).map(|at| step(-(at as f32), at + 1, 0)).collect();
        assert!(!fits(&many));
        many.pop();
        assert!(fits(&many));
        for (at, forged) in [
            (0, step(f32::NAN, 10, 0)),
            (0, step(0.9, 10, 11)),
            (1, step(0.9, 20, 0)),
            (1, step(0.8, 10, 0)),
            (2, step(0.7, 19, 5)),
            (1, step(0.8, 20, 6)),
        ] {
            let mut steps = sound;
            steps[at] = forged;
            assert!(!fits(&steps), "{steps:?}");
        }
        // As many rows as a file can tell of are judged in no time.
        let most =
            (0..STEPS as u32).map(|at| step(1.0 - at as f32 / 100.0, u32::MAX - 100 + at, u32::MAX / 11));
        let policy = Policy { labels: vec![None], pooled: Curve { steps: most.collect() } };
        assert!(policy.is_consistent(1));
        assert!(probability(&policy, 0.1) < 0.011);
    }
}
