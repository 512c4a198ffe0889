//! How alike two messages are, and how far apart in time -> the log odds that both are on one matter.
//!
//! A logistic regression of six terms, so that each can be read: what both say (words, pairs of characters), what
//! both ask (pairs outside of names), the rarest name in both, whether they lie in different regions, and the
//! days between them. Square roots of the cosines, since a cosine of texts of different length is small even
//! where they agree.

use super::profile::Likeness;
use super::register::Message;

/// The log odds from which on two messages are taken to be on one matter.
pub const LEAST_ODDS: f64 = 0.0;

/// The idf above which a name is no more telling: it stands in a handful of messages.
const RARE_NAME: f32 = 8.0;
/// The days taken to lie between two messages of which one has no day: half of the pairs on one matter in
/// `datasets/suggestions` lie nearer.
const UNKNOWN_DAYS: f64 = 10.0;
/// The number of terms.
pub const TERMS: usize = 6;
/// The regression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Odds {
    /// The weights, in the order of [`terms`].
    pub weights: [f64; TERMS],
    /// The constant.
    pub constant: f64,
}

impl Default for Odds {
    /// The weights are what `benches/matters_fit.py` learns from the pairs of `datasets/suggestions`, where the
    /// column `group` says which messages are on one matter – but for the region, which those texts mostly leave to
    /// a column of its own: that a matter lies in one region is what the word means. The constant that goes with
    /// them is -1.61. It is lowered, because writers of real messages copy more from each other and from themselves
    /// than the authors of that dataset did; this one number was chosen on real messages read by eye.
    fn default() -> Self {
        Self { weights: [11.18, 10.73, 6.06, 4.78, -4.0, -1.48], constant: -7.25 }
    }
}

impl Odds {
    /// The log odds that two messages so alike, `days` apart, are on one matter.
    #[must_use]
    pub fn of(&self, likeness: &Likeness, days: Option<u32>) -> f64 {
        let weighed = terms(likeness, days).into_iter().zip(self.weights).map(|(term, weight)| term * weight);
        self.constant + weighed.sum::<f64>()
    }
}

/// What the regression weighs: √words, √pairs, √ask, name, elsewhere, ln(1 + days).
#[must_use]
pub fn terms(likeness: &Likeness, days: Option<u32>) -> [f64; TERMS] {
    let days = days.map_or(UNKNOWN_DAYS, f64::from);
    [
        f64::from(likeness.words).sqrt(),
        f64::from(likeness.pairs).sqrt(),
        f64::from(likeness.ask).sqrt(),
        f64::from(likeness.place.min(RARE_NAME) / RARE_NAME),
        f64::from(u8::from(likeness.elsewhere)),
        days.ln_1p(),
    ]
}

/// The days between two messages, if both have one.
#[must_use]
pub fn days_between(a: &Message<'_>, b: &Message<'_>) -> Option<u32> {
    let (a, b) = (a.date?, b.date?);
    Some(a.duration_until(b).as_hours().unsigned_abs() as u32 / 24)
}
