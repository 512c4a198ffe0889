//! How alike two messages are, and how far apart in time -> the log odds that both are on one matter.
//!
//! A logistic regression of nine terms, so that each can be read: what both say (words, pairs of characters), what
//! both ask (pairs outside of names), the rarest name in both, whether they name no place and no region in common, the days
//! between them, how much both say in all, whether they say anything in common but names, and whether the model takes
//! them to be about different things. Square roots of the
//! cosines, since a cosine of texts of different length is small even where they agree; and beside them the amount,
//! since two lines with the same words are alike by chance sooner than two pages are. A name in both counts as words, as
//! pairs and as a name, and would make one matter of all that is said of an estate; but a matter is the same said of the
//! same place, so that it counts against a pair if nothing is said in both but names. Whether they lie in different regions
//! or are about different landmarks of one kind is no matter of weighing: it decides.

use super::compare::Likeness;
use super::days::UNKNOWN_DAYS;

/// The log odds from which on two messages are taken to be on one matter.
pub const LEAST_ODDS: f64 = 0.0;

/// The idf above which a name is no more telling: it stands in a handful of messages.
const RARE_NAME: f32 = 8.0;
/// So few words in both say no more than the cosines do.
const FEW_SHARED: f64 = 5.0;
/// Two messages say the same of what they name if they have so much in common beside it: a word that nobody else has, or
/// a few usual ones.
const LEAST_SAID: f64 = 1.0;
/// Two messages about different regions or landmarks are on different matters, in whatever words, and so are two
/// groups with such messages in their cores: no mean over other pairs outweighs this.
const ELSEWHERE: f64 = f64::NEG_INFINITY;
/// Two messages as alike as this in what the model takes them to be about are about the same: it may err in one of them.
const ABOUT_THE_SAME: f64 = 0.5;
/// The number of terms.
pub const TERMS: usize = 9;

/// The regression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Odds {
    /// The weights, in the order of [`terms`].
    pub weights: [f64; TERMS],
    /// The constant.
    pub constant: f64,
}

impl Default for Odds {
    /// The weights are what `benches/matters_fit.py` learns from the pairs of `datasets/suggestions`, where the column
    /// `group` says which messages are on one matter, but for four, of which that dataset says nothing. Who asks the same
    /// of no place asks it for himself, which only real messages do: near copies outweigh that weight, and from -2 on it
    /// costs no true pair of either set. And that dataset's texts are all short, so that how much is shared tells nothing
    /// there; from 1 to 2.5 that weight changes little on real messages (`benches/record/matters.md`). Nor has that
    /// dataset different complaints about one place: the weight of names alone takes back about as much as the rarest name
    /// gives, and at -6 real messages are grouped equally well. And the model was trained on its texts, so that what it
    /// takes them to be about is no evidence: the last weight outweighs a rare name and some words of the trade beside
    /// it, and leaves a pair that says much in common where it is. The constant was chosen on real messages too, whose
    /// writers copy more from each other and from themselves than the authors of that dataset did, and no stricter than
    /// lets as many of that dataset's pairs be found as before shared words were weighed.
    fn default() -> Self {
        Self { weights: [11.18, 10.73, 6.06, 4.78, -6.0, -1.48, 2.0, -4.5, -8.0], constant: -7.3 }
    }
}

impl Odds {
    /// The log odds that two messages so alike, `days` apart as [`Days::between`](super::days::Days::between) measures
    /// them, are on one matter.
    #[must_use]
    pub fn of(&self, likeness: &Likeness, days: Option<f64>) -> f64 {
        let weighed = terms(likeness, days).into_iter().zip(self.weights).map(|(term, weight)| term * weight);
        let elsewhere = if likeness.elsewhere { ELSEWHERE } else { 0.0 };
        self.constant + elsewhere + weighed.sum::<f64>()
    }
}

/// What the regression weighs: √words, √pairs, √ask, name, 1 where they name no place in common, ln(1 + days),
/// ln(shared / 5) from 5 on, where less than 1 is said, the share of names in what is shared, times 1 - said, and, where
/// about is less than ½, 1 - 2 · about.
#[must_use]
pub fn terms(likeness: &Likeness, days: Option<f64>) -> [f64; TERMS] {
    let days = days.unwrap_or(f64::from(UNKNOWN_DAYS));
    [
        f64::from(likeness.words).sqrt(),
        f64::from(likeness.pairs).sqrt(),
        f64::from(likeness.ask).sqrt(),
        f64::from(likeness.place.min(RARE_NAME) / RARE_NAME),
        f64::from(u8::from(!likeness.here)),
        libm::log1p(days),
        libm::log((f64::from(likeness.shared) / FEW_SHARED).max(1.0)),
        names_alone(likeness),
        (1.0 - f64::from(likeness.about) / ABOUT_THE_SAME).max(0.0),
    ]
}

/// How far two messages share names and say nothing of what they name, from 0 to 1.
fn names_alone(likeness: &Likeness) -> f64 {
    let (said, shared) = (f64::from(likeness.said), f64::from(likeness.shared));
    if shared > 0.0 { (1.0 - said / shared) * (1.0 - said / LEAST_SAID).max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lines_with_the_same_words_are_alike_sooner_than_two_pages() {
        let odds = Odds::default();
        let page = Likeness {
            words: 0.2,
            pairs: 0.12,
            ask: 0.05,
            place: 4.0,
            shared: 20.0,
            said: 15.0,
            about: 1.0,
            here: true,
            ..Likeness::default()
        };
        let line = Likeness { shared: 4.0, said: 3.0, ..page };
        assert!(odds.of(&page, Some(7.0)) > LEAST_ODDS && odds.of(&line, Some(7.0)) > LEAST_ODDS);
        assert!(odds.of(&page, Some(90.0)) > LEAST_ODDS && odds.of(&line, Some(90.0)) < LEAST_ODDS);
        let nowhere = Likeness { here: false, place: 0.0, ..page };
        assert!(odds.of(&nowhere, Some(7.0)) < LEAST_ODDS);
        let copy = Likeness { words: 1.0, pairs: 1.0, ask: 1.0, ..nowhere };
        assert!(odds.of(&copy, Some(7.0)) > LEAST_ODDS, "a copy needs no place");
        let elsewhere = Likeness { elsewhere: true, ..page };
        assert!(odds.of(&elsewhere, Some(7.0)) < LEAST_ODDS);
        let name_only = Likeness { said: 0.0, ..line };
        assert!(odds.of(&name_only, Some(7.0)) < LEAST_ODDS);
        // Who shares no name is asked for no more.
        let said = Likeness { shared: 0.5, said: 0.5, ..line };
        assert!(terms(&said, None)[7] < f64::EPSILON);
    }
}
