//! A seed -> draws that look random and are the same in every run.

/// The generator `xorshift64*` of Vigna (2016), *An experimental exploration of Marsaglia's xorshift generators,
/// scrambled*: its draws must look random, not be secret.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// A generator whose draws depend on `seed` alone.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        // All seeds but 0, from which there is no way on.
        Self(seed.wrapping_mul(2).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// A number below `limit`, and 0 for a limit of 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let draw = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        ((draw * limit as u64) >> 32) as usize
    }

    /// The numbers below `count` in an order of chance (Fisher and Yates).
    ///
    /// ```
    /// use jiaoban::random::Random;
    ///
    /// let mut order = Random::new(7).order(5);
    /// assert_eq!(order, Random::new(7).order(5));
    /// order.sort_unstable();
    /// assert_eq!(order, [0, 1, 2, 3, 4]);
    /// ```
    #[must_use]
    pub fn order(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }
}
