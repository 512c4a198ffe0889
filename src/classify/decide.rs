//! Ranked probabilities -> accepted, or a question to a person and why.

use serde::{Deserialize, Serialize};

use super::policy::Bar;

/// Two candidates closer than this are "close" rather than "unsure", if together they would be accepted.
const CLOSE: f32 = 0.25;
/// Below this share of known words a text is unlike the training data.
const FAMILIAR: f32 = 0.5;

/// What becomes of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// The proposal can be taken as it is; a person may still change it.
    Accepted,
    /// A person has to look.
    Review(Reason),
}

/// Why a person has to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// No label is likely enough.
    Unsure,
    /// Two labels are both likely.
    Close,
    /// The text has few words that occur in the training data.
    Unfamiliar,
    /// Of the likeliest label too little is known to promise how often it is right.
    Unpromised,
    /// The same text was given another label before, or the same texts are given now this label, now that one.
    Disputed,
    /// The row was chosen for a person to label.
    Chosen,
}

/// The positions of `probabilities`, the likeliest first; equals stay in their order.
///
/// ```
/// use jiaoban::classify::decide::ranked;
///
/// assert_eq!(ranked(&[0.2, 0.3, 0.2, 0.3]), [1, 3, 0, 2]);
/// ```
#[must_use]
pub fn ranked(probabilities: &[f32]) -> Vec<usize> {
    // The bits of numbers that are not negative rise as the numbers do; whole numbers are sorted without branches.
    let key = |(at, probability): (usize, &f32)| u64::from(!probability.to_bits()) << 32 | at as u64;
    let mut keys: Vec<u64> = probabilities.iter().enumerate().map(key).collect();
    keys.sort_unstable();
    keys.into_iter().map(|key| key as u32 as usize).collect()
}

/// Decides on probabilities in any order, what each has to reach, and the share of words that training had met.
///
/// ```
/// use jiaoban::classify::decide::{Decision, Reason, decide};
/// use jiaoban::classify::policy::Bar;
///
/// let bars = [Bar::From(0.75), Bar::Disputed];
/// assert_eq!(decide(&[0.05, 0.95], bars, 0.9), Decision::Review(Reason::Disputed));
/// let decide = |probabilities, familiarity| decide(probabilities, [Bar::From(0.75); 4], familiarity);
/// assert_eq!(decide(&[0.05, 0.95], 0.9), Decision::Accepted);
/// assert_eq!(decide(&[0.5, 0.45, 0.05], 0.9), Decision::Review(Reason::Close));
/// assert_eq!(decide(&[0.5, 0.15, 0.2, 0.15], 0.9), Decision::Review(Reason::Unsure));
/// assert_eq!(decide(&[0.05, 0.95], 0.1), Decision::Review(Reason::Unfamiliar));
/// ```
#[must_use]
pub fn decide(probabilities: &[f32], bars: impl IntoIterator<Item = Bar>, familiarity: f32) -> Decision {
    let (mut first, mut second, mut first_bar) = (0.0f32, 0.0f32, Bar::Unpromised);
    for (&probability, bar) in probabilities.iter().zip(bars) {
        if probability > first {
            (first, second, first_bar) = (probability, first, bar);
        } else if probability > second {
            second = probability;
        }
    }
    let reason = match first_bar {
        _ if familiarity < FAMILIAR => Reason::Unfamiliar,
        Bar::Unpromised => Reason::Unpromised,
        Bar::Disputed => Reason::Disputed,
        Bar::From(least) if first >= least => return Decision::Accepted,
        Bar::From(least) if first - second < CLOSE && first + second >= least => Reason::Close,
        Bar::From(_) => Reason::Unsure,
    };
    Decision::Review(reason)
}
