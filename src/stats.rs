//! Counts -> shares with their intervals.

/// The normal quantile of a two-sided 95% interval.
const Z_95: f64 = 1.959_963_984_540_054;

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

    /// The 95% score interval of Wilson (1927), *Probable inference, the law of succession, and statistical
    /// inference*: with p = hits / n and z the normal quantile,
    /// (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). For an empty whole everything is possible: (0, 1).
    ///
    /// ```
    /// let (low, high) = jiaoban::stats::Share { hits: 79, of: 156 }.wilson();
    /// assert!((low - 0.428_7).abs() < 1e-4 && (high - 0.583_8).abs() < 1e-4);
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
        (((middle - half) / scale).max(0.0), ((middle + half) / scale).min(1.0))
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
/// ```
#[must_use]
pub fn binomial_tail(hits: u64, of: u64, chance: f64) -> f64 {
    if hits >= of || chance <= 0.0 {
        return 1.0;
    }
    if chance >= 1.0 {
        return 0.0;
    }
    // ln C(of, k) chance^k (1 - chance)^(of - k), from one k to the next.
    let (odds, mut logarithm) = (libm::log(chance / (1.0 - chance)), of as f64 * libm::log1p(-chance));
    let mut sum = libm::exp(logarithm);
    for k in 0..hits {
        logarithm += libm::log((of - k) as f64 / (k + 1) as f64) + odds;
        sum += libm::exp(logarithm);
    }
    sum.min(1.0)
}
