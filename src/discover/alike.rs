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
/// The days taken to lie between two messages of which one has no day.
const UNKNOWN_DAYS: f64 = 30.0;
/// The number of terms.
pub const TERMS: usize = 6;
/// The weights, in the order of [`terms`]: what `benches/matters_fit.py` learns from the pairs of
/// `datasets/suggestions`, where the column `group` says which messages are on one matter.
const WEIGHTS: [f64; TERMS] = [11.17, 13.33, 3.48, 2.46, -0.67, -1.43];
/// The constant that goes with them is -1.72. It is lowered by 5, because writers of real messages copy more from
/// each other and from themselves than the authors of that dataset did; this one number was chosen on real
/// messages read by eye.
const CONSTANT: f64 = -6.72;

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

/// The log odds that two messages so alike, `days` apart, are on one matter.
#[must_use]
pub fn odds(likeness: &Likeness, days: Option<u32>) -> f64 {
    CONSTANT + terms(likeness, days).iter().zip(WEIGHTS).map(|(term, weight)| term * weight).sum::<f64>()
}

/// The days between two messages, if both have one.
#[must_use]
pub fn days_between(a: &Message<'_>, b: &Message<'_>) -> Option<u32> {
    let (a, b) = (a.date?, b.date?);
    Some(a.duration_until(b).as_hours().unsigned_abs() as u32 / 24)
}
