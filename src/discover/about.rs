//! What the model proposes for a message -> what it is about, so that two messages can be compared in that.
//!
//! Suggestions of one town share its name and the stock of words by which one asks, and may have nothing else in common:
//! a clinic here, a river there. What the model takes their themes and departments for tells them apart. It is asked
//! for every message, whatever the register gives: one matter may well have been handed to two departments.

use crate::classify::judge::Verdict;
use crate::proposal::Proposal;
use crate::vectorize::SparseVector;

/// Labels less likely than this are left out: there are many of them, and all together they say nothing.
const LEAST_LIKELY: f32 = 0.01;

/// The likely themes and the likely leads of a message.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct About {
    /// For each scheme the labels, rising, with their probabilities, scaled to length 1; none where the model does not
    /// know it.
    verdicts: [(Vec<u32>, Vec<f32>); 2],
}

impl From<&Proposal> for About {
    fn from(proposal: &Proposal) -> Self {
        let likely = |verdict: &Verdict| {
            let mut likely: Vec<(u32, f32)> = { verdict.ranked.iter() }
                .take_while(|scored| scored.probability >= LEAST_LIKELY)
                .map(|scored| (scored.label as u32, scored.probability))
                .collect();
            likely.sort_unstable_by_key(|&(label, _)| label);
            let (labels, shares): (Vec<u32>, Vec<f32>) = likely.into_iter().unzip();
            let length = vector(&labels, &shares).length();
            (labels, shares.iter().map(|share| share / length).collect())
        };
        let verdicts = [&proposal.themes, &proposal.departments];
        Self { verdicts: verdicts.map(|verdict| verdict.as_ref().map(likely).unwrap_or_default()) }
    }
}

impl About {
    /// How alike two messages are in what they are about: the cosine of the probabilities of themes or that of leads, the
    /// greater one; 1 where nothing is known of both.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f32 {
        let both = self.verdicts.iter().zip(&other.verdicts);
        let known = both.filter(|((a, _), (b, _))| !a.is_empty() && !b.is_empty());
        let products = known.map(|(a, b)| vector(&a.0, &a.1).product(vector(&b.0, &b.1)));
        products.reduce(f32::max).unwrap_or(1.0)
    }
}

fn vector<'v>(columns: &'v [u32], values: &'v [f32]) -> SparseVector<'v> {
    SparseVector { columns, values }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::judge::Scored;
    use crate::classify::precedent::Met;
    use crate::classify::{Decision, Reason};

    fn about(themes: &[(usize, f32)], leads: &[(usize, f32)]) -> About {
        let verdict = |shares: &[(usize, f32)]| {
            let ranked = shares.iter().map(|&(label, probability)| Scored { label, probability }).collect();
            let decision = Decision::Review(Reason::Unsure);
            let verdict =
                Verdict { ranked, added: Vec::new(), met: Met::default(), evidence: Vec::new(), decision };
            (!shares.is_empty()).then_some(verdict)
        };
        let (themes, departments) = (verdict(themes), verdict(leads));
        About::from(&Proposal { themes, departments, level: None, asks: Vec::new() })
    }

    #[test]
    fn who_is_about_one_theme_or_of_one_department_is_about_the_same() {
        let clinic = about(&[(3, 0.9), (1, 0.1)], &[(7, 1.0)]);
        let river = about(&[(2, 0.99), (1, 0.005)], &[(4, 0.8), (7, 0.2)]);
        let doctors = about(&[(5, 1.0)], &[(7, 0.9), (4, 0.1)]);
        assert!((clinic.likeness(&clinic) - 1.0).abs() < 1e-6);
        assert!(clinic.likeness(&river) < 0.25 && river.likeness(&clinic) < 0.25);
        assert!(clinic.likeness(&doctors) > 0.95);
        // A model that does not know themes, and one that knows nothing.
        assert!(about(&[], &[(7, 1.0)]).likeness(&doctors) > 0.95);
        assert!((About::default().likeness(&clinic) - 1.0).abs() < f32::EPSILON);
        // A model that cannot tell anything tells nothing apart.
        let flat = about(&[], &[(0, 0.25), (1, 0.25), (2, 0.25), (3, 0.25)]);
        assert!((flat.likeness(&flat) - 1.0).abs() < 1e-6);
    }
}
