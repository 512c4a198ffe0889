//! Occurrences of columns in any order -> each column once, in rising order, with its count.

/// Counts columns of one document at a time without sorting: a count per column, and above the counts two
/// levels of bits that say where counts are, so that reading them back costs as much as there are columns in
/// the document, however many the model has.
#[derive(Debug, Clone, Default)]
pub struct Counter {
    counts: Vec<u32>,
    /// One bit a column.
    seen: Vec<u64>,
    /// One bit a word of `seen`.
    seen_words: Vec<u64>,
}

impl Counter {
    /// A counter for columns below `width`.
    #[must_use]
    pub fn new(width: usize) -> Self {
        let words = width.div_ceil(64);
        Self { counts: vec![0; width], seen: vec![0; words], seen_words: vec![0; words.div_ceil(64)] }
    }

    /// Counts one occurrence.
    pub fn add(&mut self, column: u32) {
        let column = column as usize;
        self.counts[column] += 1;
        self.seen[column / 64] |= 1 << (column % 64);
        self.seen_words[column / 4096] |= 1 << (column / 64 % 64);
    }

    /// Appends every column counted, rising, and its count, and forgets them.
    pub fn drain(&mut self, columns: &mut Vec<u32>, counts: &mut Vec<u32>) {
        for (index, words) in self.seen_words.iter_mut().enumerate() {
            let mut words = std::mem::take(words);
            while words != 0 {
                let word = index * 64 + words.trailing_zeros() as usize;
                words &= words - 1;
                let mut bits = std::mem::take(&mut self.seen[word]);
                while bits != 0 {
                    let column = word * 64 + bits.trailing_zeros() as usize;
                    bits &= bits - 1;
                    columns.push(column as u32);
                    counts.push(std::mem::take(&mut self.counts[column]));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn counts_as_a_sorted_map_does(columns in proptest::collection::vec(0u32..20_000, 0..300)) {
            let mut counter = Counter::new(20_000);
            let mut expected = BTreeMap::<u32, u32>::new();
            for &column in &columns {
                counter.add(column);
                *expected.entry(column).or_default() += 1;
            }
            let (mut columns, mut counts) = (Vec::new(), Vec::new());
            counter.drain(&mut columns, &mut counts);
            let (expected_columns, expected_counts): (Vec<u32>, Vec<u32>) = expected.into_iter().unzip();
            prop_assert_eq!((&columns, &counts), (&expected_columns, &expected_counts));
            counter.drain(&mut columns, &mut counts);
            prop_assert_eq!(columns.len(), expected_columns.len(), "a drained counter is empty");
        }
    }
}
