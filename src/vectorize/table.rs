//! Term keys -> columns, in a table made for looking up many keys at once.

use super::terms::{SMALL, TermKey};

/// So many terms are looked up together; what they need lies in the nearest cache at once.
const KEYS_TOGETHER: usize = 128;

/// A hash table with open addressing that is filled once. The standard map asks one key at a time and waits
/// for memory each time; here [many keys](TermTable::find_all) are looked up together, and memory answers for all
/// of them at once. Half of a key's hash says where its search begins, the other half is all
/// that a slot keeps of it: an unknown term is mistaken for a known one about once in four billion look-ups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermTable {
    /// A power of two of slots, at most half of them in use.
    slots: Vec<Slot>,
    /// How far a hash is shifted to become the position of a slot.
    shift: u32,
    /// The columns of keys that are small numbers: single characters. They are half of all look-ups, and the
    /// usual ones lie close together.
    small: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    mark: u32,
    column: u32,
}

const FREE: u32 = u32::MAX;

impl TermTable {
    /// The table in which the first key has column 0, the next column 1, and so on. Of equal keys the first
    /// one counts.
    #[must_use]
    pub fn new(keys: impl ExactSizeIterator<Item = TermKey>) -> Self {
        let size = (keys.len() * 2).next_power_of_two().max(2);
        let mut table = Self {
            slots: vec![Slot { mark: 0, column: FREE }; size],
            shift: 64 - size.trailing_zeros(),
            small: Vec::new(),
        };
        for (key, column) in keys.zip(0..FREE) {
            if key.is_small() {
                table.small.resize(SMALL as usize, FREE);
                let small = &mut table.small[key.0 as usize];
                *small = column.min(*small);
                continue;
            }
            let position = table.find(key);
            if table.slots[position].column == FREE {
                table.slots[position] = Slot { mark: hash(key) as u32, column };
            }
        }
        table
    }

    /// The column of a key that [is small](TermKey::is_small).
    #[must_use]
    pub fn small_column(&self, key: TermKey) -> Option<u32> {
        let column = *self.small.get(key.0 as usize)?;
        (column != FREE).then_some(column)
    }

    /// The column of a key.
    #[must_use]
    pub fn column(&self, key: TermKey) -> Option<u32> {
        if key.is_small() {
            return self.small_column(key);
        }
        let column = self.slots.get(self.find(key))?.column;
        (column != FREE).then_some(column)
    }

    /// Calls `visit` with each of `terms` that has a column, in their order, and with the column.
    pub fn find_all<T: Copy>(&self, terms: &[T], key: impl Fn(T) -> TermKey, mut visit: impl FnMut(T, u32)) {
        for terms in terms.chunks(KEYS_TOGETHER) {
            self.touch(terms.iter().map(|&term| key(term)));
            for &term in terms {
                if let Some(column) = self.column(key(term)) {
                    visit(term, column);
                }
            }
        }
    }

    /// Fetches into the cache what [`TermTable::column`] will look at for `keys`. No load waits for another
    /// one, so the processor has many of them under way.
    fn touch(&self, keys: impl Iterator<Item = TermKey>) {
        if !self.slots.is_empty() {
            std::hint::black_box(
                keys.fold(0, |touched, key| touched ^ self.slots[self.home(hash(key))].mark),
            );
        }
    }

    /// The slot that holds the key, or the free one where it would be put.
    fn find(&self, key: TermKey) -> usize {
        if self.slots.is_empty() {
            return 0;
        }
        let hash = hash(key);
        let mut position = self.home(hash);
        while self.slots[position].column != FREE && self.slots[position].mark != hash as u32 {
            position = (position + 1) & (self.slots.len() - 1);
        }
        position
    }

    /// Where the search for a hash begins: its high bits.
    fn home(&self, hash: u64) -> usize {
        (hash >> self.shift) as usize
    }
}

/// Two rounds of multiplying and folding, after the finalizers of `MurmurHash3`: high and low half of the result depend on all bits of the key.
fn hash(key: TermKey) -> u64 {
    let mixed = (key.0 ^ (key.0 >> 32)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_a_map_finds(keys in proptest::collection::vec(0u64..400, 0..300), asked in 0u64..400, shift in 0..40) {
            let table = TermTable::new(keys.iter().map(|&key| TermKey(key << shift)));
            let mut map = BTreeMap::new();
            for (&key, column) in keys.iter().zip(0u32..) {
                map.entry(key).or_insert(column);
            }
            prop_assert_eq!(table.column(TermKey(asked << shift)), map.get(&asked).copied());
            let mut found = Vec::new();
            table.find_all(&keys, |key| TermKey(key << shift), |key, column| found.push((key, column)));
            prop_assert_eq!(found, keys.iter().map(|&key| (key, map[&key])).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_empty_table_knows_nothing() {
        assert_eq!(TermTable::default().column(TermKey(1)), None);
        assert_eq!(TermTable::new([].into_iter()).column(TermKey(0)), None);
    }
}
