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
