//! Who leads, and what is known of the others -> who assists.

use serde::{Deserialize, Serialize};

use super::origins::Origins;
use super::sources::{Said, Source};
use crate::classify::calibrate::best_threshold;
use crate::stats::logistic::{logistic, regression};

/// How many things are known of a department that may assist.
pub const SIGNS: usize = 9;

/// The places among the signs of those that are logarithms.
const LEADS: usize = 1;
const TOGETHER: usize = 7;
/// Sums of signs are off by less than this.
const ROUNDING: f32 = 1e-3;

/// Of the departments likely to lead so many count for who assists them.
const LIKELY_LEADS: usize = 3;

/// What is known of a department that may assist.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Its probability of leading.
    pub leads: f32,
    /// The probability of the lead.
    pub lead: f32,
    /// The score as a lead.
    pub learnt: f32,
    /// The score as one of those involved, whether as lead or assisting.
    pub involved: f32,
    /// What its remit says.
    pub remit: f32,
    /// What the words of the text say that point to it.
    pub pointed: f32,
    /// Whether the text names it.
    pub named: f32,
    /// How often it assists whoever is likely to lead.
    pub together: f32,
    /// The logarithm of the length of the text in characters, ten added.
    pub length: f32,
}

/// All departments of one document, as positions in `positions`: what is said of each, and who may lead.
#[derive(Debug, Clone, Copy)]
pub struct Candidates<'f> {
    /// Who assists whom.
    pub together: &'f Together,
    /// The positions of the departments in the scheme.
    pub positions: &'f [usize],
    /// The departments, the likeliest lead first.
    pub ranked: &'f [usize],
    /// What the sources say of each.
    pub said: &'f [Said],
    /// The probability of each to lead.
    pub probabilities: &'f [f32],
    /// The logarithm of the document's length in characters, ten added.
    pub length: f32,
}

impl Candidates<'_> {
    /// What is known of the department at `at`, whose score as one of those involved is `involved`.
    fn candidate(&self, at: usize, involved: f32) -> Candidate {
        let likely = self.ranked.iter().filter(|&&lead| lead != at).take(LIKELY_LEADS);
        let (mut together, mut mass) = (0.0, f32::MIN_POSITIVE);
        for &lead in likely {
            mass += self.probabilities[lead];
            together +=
                self.probabilities[lead] * self.together.share(self.positions[lead], self.positions[at]);
        }
        let said = self.said[at];
        Candidate {
            leads: self.probabilities[at],
            lead: self.probabilities[self.ranked[0]],
            learnt: said[Source::Learning as usize],
            involved,
            remit: said[Source::Remits as usize],
            pointed: said[Source::Lexicon as usize],
            named: said[Source::Names as usize],
            together: together / mass,
            length: self.length,
        }
    }

    /// What is known of all but the likeliest lead, the likeliest first, each with its place; `involved` gives the score of
    /// each as one of those involved.
    pub fn others(&self, involved: impl Fn(usize) -> f32) -> impl Iterator<Item = (usize, Candidate)> {
        self.ranked.iter().skip(1).map(move |&at| (at, self.candidate(at, involved(at))))
    }
}

impl Candidate {
    fn signs(&self) -> [f32; SIGNS] {
        self.signs_by([libm::logf, libm::logf])
    }

    /// The signs, two of which are logarithms.
    fn signs_by(&self, [log_leads, log_together]: [impl Fn(f32) -> f32; 2]) -> [f32; SIGNS] {
        [
            1.0,
            log_leads(odds((self.leads / (1.0 - self.lead).max(1e-3)).min(1.0))),
            self.learnt,
            self.involved,
            self.remit,
            self.pointed,
            self.named,
            log_together(odds(self.together)),
            self.length,
        ]
    }
}

fn odds(probability: f32) -> f32 {
    let probability = probability.clamp(1e-5, 0.999_9);
    probability / (1.0 - probability)
}

/// Two numbers between which the logarithm of a positive number lies: the binary logarithm of 2ⁿ (1 + x) is n + x and
/// at most 0.0861 more, and the bits of the number are n and x side by side.
fn log_bounds(number: f32) -> [f32; 2] {
    let low = (number.to_bits() as f32 - 1.0_f32.to_bits() as f32) / (1u32 << 23) as f32;
    [low, low + 0.0861].map(|binary| binary * std::f32::consts::LN_2)
}

/// Judges one department after another: the probability that it assists is the logistic function of a weighted sum,
/// and it is proposed from the threshold on that [`best_threshold`] finds over all departments and rows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Assist {
    weights: [f32; SIGNS],
    threshold: f32,
}

impl Assist {
    /// Learns from candidates and whether they were given; `given` counts the departments given, also those that
    /// are no candidate because they were taken for the lead. `None` where no candidate was given.
    #[must_use]
    pub fn fit(cases: &[(Candidate, bool)], given: usize) -> Option<Self> {
        if !cases.iter().any(|&(_, given)| given) {
            return None;
        }
        let signs: Vec<([f64; SIGNS], bool)> =
            cases.iter().map(|(candidate, given)| (candidate.signs().map(f64::from), *given)).collect();
        // A weak pull towards 0 keeps the solution finite.
        let weights = regression(&signs, [0.0; SIGNS], 1.0);
        let fitted = Self { weights: weights.map(|weight| weight as f32), threshold: 0.0 };
        let judged = cases.iter().map(|(candidate, given)| (fitted.probability(candidate), *given)).collect();
        Some(Self { threshold: best_threshold(judged, given), ..fitted })
    }

    /// The probability that a candidate assists.
    #[must_use]
    pub fn probability(&self, candidate: &Candidate) -> f32 {
        logistic(f64::from(self.log_odds(candidate.signs()))) as f32
    }

    /// The probability that a candidate assists, if it reaches the threshold.
    #[must_use]
    pub fn proposed(&self, candidate: &Candidate) -> Option<f32> {
        // Most candidates are far below the threshold; bounds tell so without a logarithm or an exponential.
        let [least, _] = log_bounds(self.threshold / (1.0 - self.threshold));
        if self.most(candidate) < least - ROUNDING {
            return None;
        }
        let probability = self.probability(candidate);
        (probability >= self.threshold).then_some(probability)
    }

    fn log_odds(&self, signs: [f32; SIGNS]) -> f32 {
        self.weights.iter().zip(signs).map(|(weight, sign)| weight * sign).sum()
    }

    /// What the log-odds of a candidate are at most.
    fn most(&self, candidate: &Candidate) -> f32 {
        let bound = |sign: usize| {
            let side = usize::from(self.weights[sign] > 0.0);
            move |number: f32| log_bounds(number)[side]
        };
        self.log_odds(candidate.signs_by([bound(LEADS), bound(TOGETHER)]))
    }

    /// The probability from which on a candidate is proposed.
    #[must_use]
    pub fn threshold(&self) -> f32 {
        self.threshold
    }

    /// Whether all parts are numbers in their range, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        self.weights.iter().all(|weight| weight.is_finite()) && (0.0..=1.0).contains(&self.threshold)
    }
}

/// The logarithm of a text's length in characters, as far as most of them are Chinese, ten added.
#[must_use]
pub fn text_length(title: &str, body: &str) -> f32 {
    libm::logf((title.len() / 3 + body.len() / 3) as f32 + 10.0)
}

/// How often departments assist one another: by lead, the probability of each to be given beside it, shrunk
/// towards how often it is given at all.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Together {
    departments: usize,
    shares: Vec<f32>,
}

impl Together {
    /// So many rows of the average are added to those of a lead.
    const SHRINKAGE: f32 = 5.0;

    /// Counts in rows of a lead and those that assist it.
    #[must_use]
    pub fn new<'r>(departments: usize, rows: impl Iterator<Item = (usize, &'r [usize])>) -> Self {
        let mut pairs = vec![0.0f32; departments * departments];
        let (mut leads, mut assists, mut all) =
            (vec![0.0f32; departments], vec![0.0f32; departments], 0.0f32);
        for (lead, assisting) in rows {
            leads[lead] += 1.0;
            all += 1.0;
            for &assist in assisting {
                pairs[lead * departments + assist] += 1.0;
                assists[assist] += 1.0;
            }
        }
        let average = |assist: usize| (assists[assist] + 0.5) / (all + 1.0);
        for lead in 0..departments {
            for assist in 0..departments {
                let share = &mut pairs[lead * departments + assist];
                *share = (*share + Self::SHRINKAGE * average(assist)) / (leads[lead] + Self::SHRINKAGE);
            }
        }
        Self { departments, shares: pairs }
    }

    /// The same for the departments of another list. Of several whose work one does the commonest pair counts.
    #[must_use]
    pub fn rearranged(&self, origins: &Origins) -> Self {
        let usual = self.shares.iter().sum::<f32>() / self.shares.len().max(1) as f32;
        let share = |lead: usize, assist: usize| {
            let pairs = origins
                .of(lead)
                .iter()
                .flat_map(|&lead| origins.of(assist).iter().map(move |&assist| self.share(lead, assist)));
            pairs.reduce(f32::max).unwrap_or(usual)
        };
        let departments = origins.departments();
        let shares = (0..departments).flat_map(|lead| (0..departments).map(move |assist| (lead, assist)));
        Self { departments, shares: shares.map(|(lead, assist)| share(lead, assist)).collect() }
    }

    /// How likely `assist` is given beside `lead`.
    #[must_use]
    pub fn share(&self, lead: usize, assist: usize) -> f32 {
        self.shares[lead * self.departments + assist]
    }

    /// Whether the parts fit together, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self, departments: usize) -> bool {
        self.departments == departments
            && self.shares.len() == departments * departments
            && self.shares.iter().all(|share| (0.0..=1.0).contains(share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_with_assisting_is_learnt() {
        let candidate = |remit: f32| Candidate {
            leads: 0.1,
            lead: 0.5,
            learnt: 0.0,
            involved: 0.0,
            remit,
            pointed: 0.0,
            named: 0.0,
            together: 0.1,
            length: 4.6,
        };
        let cases: Vec<_> = (0..200).map(|at| (candidate((at % 10) as f32 / 10.0), at % 10 >= 7)).collect();
        let assist = Assist::fit(&cases, 60).unwrap();
        let probability = assist.probability(&candidate(0.9));
        assert_eq!(assist.proposed(&candidate(0.9)), Some(probability));
        assert!(probability >= assist.threshold());
        assert!(assist.probability(&candidate(0.6)) < assist.threshold());
        assert_eq!(assist.proposed(&candidate(0.6)), None);
        assert_eq!(Assist::fit(&cases[..7], 0), None);
    }

    #[test]
    fn what_is_passed_over_does_not_reach_the_threshold() {
        for number in [1e-5, 0.3, 0.75, 1.0, 1.5, 1.999, 2.0, 77.7, 9999.0] {
            let [low, high] = log_bounds(number);
            assert!(low <= libm::logf(number) + 1e-6 && libm::logf(number) <= high, "{number}: {low} {high}");
        }
        let assist = Assist { weights: [-1.0, 0.4, 0.9, 1.1, 0.2, 0.5, 0.8, -0.3, 0.1], threshold: 0.35 };
        let mut proposed = 0;
        for at in 0..4000u32 {
            let part = |divisor: u32| (at / divisor % 10) as f32 / 9.0;
            let (leads, lead) = (part(1) * 0.5, 0.5 + part(10) * 0.4);
            let (learnt, involved) = (part(100) - 0.5, part(7) * 2.0 - 1.0);
            let (remit, named, together) = (part(3), f32::from(at % 2 == 0), part(13));
            let pointed = part(5);
            let candidate =
                Candidate { leads, lead, learnt, involved, remit, pointed, named, together, length: 4.0 };
            let probability = assist.probability(&candidate);
            let expected = (probability >= assist.threshold).then_some(probability);
            assert_eq!(assist.proposed(&candidate), expected);
            proposed += usize::from(expected.is_some());
        }
        assert!((100..3900).contains(&proposed), "{proposed}");
    }

    #[test]
    fn rare_leads_are_taken_for_average_ones() {
        let rows: Vec<(usize, Vec<usize>)> =
            (0..95).map(|_| (0, vec![1])).chain((0..5).map(|_| (2, vec![]))).collect();
        let together = Together::new(3, rows.iter().map(|(lead, assist)| (*lead, assist.as_slice())));
        assert!(together.share(0, 1) > 0.9 && together.share(2, 1) < 0.6 && together.share(1, 1) > 0.8);
    }
}
