//! Counts -> shares with their intervals.
//!
//! - [`change`]: which shares have changed
//! - [`newton`]: a concave function -> where it is highest
//! - [`logistic`]: numbers and whether something applies -> their weights

pub mod change;
pub mod newton;
pub mod logistic;

/// The normal quantile of a two-sided 95% interval.
const Z_95: f64 = 1.959_963_984_540_054;

/// A term that is so small a part of a sum adds nothing to it, nor do smaller ones.
const NOTHING_MORE: f64 = 1e-18;

/// A share of a whole: `hits` out of `of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// How many of them.
    pub hits: u64,
    /// Out of how many.
    pub of: u64,
}

impl Share {
    /// `hits / of`, and 0 for an empty whole.
    #[must_use]
    pub fn value(self) -> f64 {
        if self.of == 0 { 0.0 } else { self.hits as f64 / self.of as f64 }
    }

    /// The value in tenths of a percent, a half of one counting as a whole, as offices round: 1 of 16 is 63, for 6.3%.
    ///
    /// ```
    /// use jiaoban::stats::Share;
    ///
    /// assert_eq!(Share { hits: 1, of: 16 }.per_mille(), 63);
    /// assert_eq!(Share { hits: 1, of: 3 }.per_mille(), 333);
    /// ```
    #[must_use]
    pub fn per_mille(self) -> u64 {
        if self.of == 0 { 0 } else { (2000 * self.hits + self.of) / (2 * self.of) }
    }

    /// The 95% score interval of Wilson (1927), *Probable inference, the law of succession, and statistical
    /// inference*: with p = hits / n and z the normal quantile,
    /// (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). For an empty whole everything is possible: (0, 1).
    ///
    /// ```
    /// let (low, high) = jiaoban::stats::Share { hits: 79, of: 156 }.wilson();
    /// assert!((low - 0.428_7).abs() < 1e-4 && (high - 0.583_8).abs() < 1e-4);
    /// for of in 1..100 {
    ///     assert_eq!(jiaoban::stats::Share { hits: 0, of }.wilson().0, 0.0);
    ///     assert_eq!(jiaoban::stats::Share { hits: of, of }.wilson().1, 1.0);
    /// }
    /// ```
    #[must_use]
    pub fn wilson(self) -> (f64, f64) {
        if self.of == 0 {
            return (0.0, 1.0);
        }
        let (n, p, z2) = (self.of as f64, self.value(), Z_95 * Z_95);
        let middle = p + z2 / (2.0 * n);
        let half = Z_95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        let scale = 1.0 + z2 / n;
        // Without a hit the lower limit is 0 and with hits alone the upper one is 1, which rounding would miss.
        let low = if self.hits == 0 { 0.0 } else { (middle - half) / scale };
        let high = if self.hits == self.of { 1.0 } else { (middle + half) / scale };
        (low.max(0.0), high.min(1.0))
    }
}

/// The probability of at most `hits` hits in `of` draws that each hit with probability `chance`.
///
/// The one-sided upper bound of Clopper and Pearson (1934) on an unknown chance is at most c, at confidence
/// 1 - d, exactly where this probability is at most d for c.
///
/// ```
/// use jiaoban::stats::binomial_tail;
///
/// assert!((binomial_tail(1, 3, 0.5) - 0.5).abs() < 1e-12);
/// assert!((binomial_tail(0, 58, 0.05) - 0.95f64.powi(58)).abs() < 1e-12);
/// assert_eq!(binomial_tail(3, 3, 0.1), 1.0);
/// // However many draws there are, only the terms that count are summed.
/// assert!((binomial_tail(2_000_000_000, 4_000_000_000, 0.5) - 0.5).abs() < 1e-3);
/// ```
#[must_use]
pub fn binomial_tail(hits: u64, of: u64, chance: f64) -> f64 {
    if hits >= of || chance <= 0.0 {
        return 1.0;
    }
    if chance >= 1.0 {
        return 0.0;
    }
    let (of, hits, odds) = (of as f64, hits as f64, chance / (1.0 - chance));
    // C(of, k) chance^k (1 - chance)^(of - k).
    let term = |k: f64| {
        let ways = libm::lgamma(of + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(of - k + 1.0);
        libm::exp(ways + k * libm::log(chance) + (of - k) * libm::log1p(-chance))
    };
    // Away from the mean each term is smaller than the one before: the side that does not hold the mean is summed.
    let away = |mut k: f64, step: f64| {
        let (mut term, mut sum) = (term(k), 0.0);
        while term > sum * NOTHING_MORE {
            sum += term;
            term *= if step < 0.0 { k / (of - k + 1.0) / odds } else { (of - k) / (k + 1.0) * odds };
            k += step;
        }
        sum
    };
    if hits < of * chance { away(hits, -1.0) } else { 1.0 - away(hits + 1.0, 1.0) }
}
