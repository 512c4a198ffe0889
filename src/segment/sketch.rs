//! Title and body -> a sketch, by which texts that are nearly the same are known.
//!
//! Likeness is the Jaccard index of the sets of five-character shingles (Broder 1997, *On the resemblance and
//! containment of documents*), estimated from the `HASHES` smallest hashes of each set (bottom-k sketches, Cohen
//! and Kaplan 2007, *Summarizing data using bottom-k sketches*); the estimate is exact for short texts and has a standard
//! error of 0.05 for long ones.

use rustc_hash::FxHashMap;

use crate::disjoint::DisjointSets;
use crate::text;

/// Characters in a shingle.
const SHINGLE: usize = 5;
/// So many hashes of a text are kept.
const HASHES: usize = 96;
/// Texts with this Jaccard index are nearly the same: one word in fifty changed, or a salutation added to a page.
const LEAST_JACCARD: f64 = 0.7;
/// By so many of their hashes texts are looked up: of two that are nearly the same one in fifteen thousand pairs shares none.
const KEYS: usize = 8;
/// A hash that so many different texts have is a phrase of all letters.
const MOST_TEXTS: usize = 16;

/// The smallest hashes of the runs of five characters in a text, without marks and blanks, rising.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sketch(Box<[u32]>);

impl Sketch {
    /// The sketch of a text in its parts, title and body.
    #[must_use]
    pub fn of(parts: [&str; 2]) -> Self {
        let characters: Vec<char> = parts.into_iter().flat_map(text::said).collect();
        let hash = |run: &[char]| {
            run.iter().fold(0u64, |hash, &c| {
                let character = u64::from(c.to_ascii_lowercase());
                character.wrapping_add(hash.rotate_left(21)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            }) >> 32
        };
        let mut shingles: Vec<u32> = if characters.len() < SHINGLE {
            (!characters.is_empty()).then(|| hash(&characters) as u32).into_iter().collect()
        } else {
            characters.windows(SHINGLE).map(|run| hash(run) as u32).collect()
        };
        shingles.sort_unstable();
        shingles.dedup();
        shingles.truncate(HASHES);
        Self(shingles.into())
    }

    /// Whether the text has neither letters nor digits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the estimate of |A ∩ B| / |A ∪ B| is at least 0.7, from the sketches of A and B: of the
    /// smallest hashes of the union, as many as a sketch holds, the share that lies in both. It ends when too many lie in
    /// one alone, which for most pairs is soon.
    ///
    /// ```
    /// use jiaoban::segment::Sketch;
    ///
    /// let letter = |who: &str| Sketch::of(["恢复班车", &format!("我们村到镇上的班车停了两个月，请协调恢复。{who}")]);
    /// assert!(letter("村民甲").resembles(&letter("村民乙")));
    /// assert!(!letter("").resembles(&Sketch::of(["恢复班车", "镇上的班车很挤，请增加班次。"])));
    /// ```
    #[must_use]
    pub fn resembles(&self, other: &Self) -> bool {
        let (a, b) = (&self.0, &other.0);
        // The union has at least as many hashes as the larger sketch, and at most those of both.
        let most = HASHES.min(a.len() + b.len());
        let alone_at_most = most as f64 * (1.0 - LEAST_JACCARD);
        let (mut i, mut j, mut both, mut alone) = (0, 0, 0usize, 0usize);
        while (i < a.len() || j < b.len()) && both + alone < HASHES {
            let (left, right) =
                (a.get(i).map_or(u64::MAX, |&v| v.into()), b.get(j).map_or(u64::MAX, |&v| v.into()));
            both += usize::from(left == right);
            alone += usize::from(left != right);
            if alone as f64 > alone_at_most {
                return false;
            }
            i += usize::from(left <= right);
            j += usize::from(right <= left);
        }
        both > 0 && both as f64 / (both + alone) as f64 >= LEAST_JACCARD
    }
}

/// The sets of texts that are nearly the same as the first of their set, without a look at all pairs.
#[must_use]
pub fn near_copies(sketches: &[Sketch]) -> DisjointSets {
    let mut sets = DisjointSets::new(sketches.len());
    // Of each set the first text is looked up; it leads the set.
    let mut first_with: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (row, sketch) in (0u32..).zip(sketches) {
        let keys = || sketch.0.iter().take(KEYS);
        let known = keys().filter_map(|key| first_with.get(key)).flatten();
        if let Some(&first) = known.into_iter().find(|&&first| sketch.resembles(&sketches[first as usize])) {
            sets.join(first, row);
            continue;
        }
        for &key in keys() {
            let texts = first_with.entry(key).or_default();
            if texts.len() < MOST_TEXTS {
                texts.push(row);
            }
        }
    }
    sets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_letters_are_copies_of_the_first() {
        let letter =
            |who: &str| format!("我们村到镇上的班车停了两个月，老人看病要走一个小时，请协调恢复。{who}");
        let texts = [
            letter("村民甲，住二组"),
            "树倒了".into(),
            letter("村民乙，住四组"),
            "！".into(),
            "树倒了。".into(),
            "？".into(),
        ];
        let sketches: Vec<Sketch> = texts.iter().map(|text| Sketch::of(["", text])).collect();
        let mut sets = near_copies(&sketches);
        let leaders: Vec<u32> = (0..6).map(|row| sets.leader(row)).collect();
        assert_eq!(leaders, [0, 1, 0, 3, 1, 5]);
    }

    #[test]
    fn texts_resemble_from_seven_tenths_on() {
        let sketch = |first: u32, last: u32| Sketch((first..last).collect());
        // 7 of 10 hashes lie in both, then 7 of 11; then the smallest 96 of the union decide.
        for (a, b, expected) in [
            (sketch(0, 8), sketch(1, 10), true),
            (sketch(0, 8), sketch(1, 11), false),
            (sketch(0, 96), sketch(28, 124), true),
            (sketch(0, 96), sketch(29, 125), false),
            (sketch(0, 3), sketch(5, 8), false),
            (sketch(0, 0), sketch(0, 0), false),
        ] {
            assert_eq!(a.resembles(&b), expected, "{a:?} {b:?}");
            assert_eq!(b.resembles(&a), expected, "{b:?} {a:?}");
        }
    }
}
