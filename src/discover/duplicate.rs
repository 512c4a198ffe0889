//! Messages -> groups with nearly the same text: most runs of five characters are the same.
//!
//! Likeness is the Jaccard index of the sets of five-character shingles (Broder 1997, *On the resemblance and
//! containment of documents*), estimated from the `SKETCH` smallest hashes of each set (bottom-k sketches, Cohen
//! and Kaplan 2007, *Summarizing data using bottom-k sketches*) for the pairs that the join proposes; the
//! estimate is exact for short texts and has a standard error of 0.05 for long ones. Equal texts are found before,
//! since thousands of them may be there. Two groups become one only if their first texts resemble each other, so that
//! they hardly drift. The same words about two schools are no copies of each other (`elsewhere`).

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::DuplicateGroup;
use super::elsewhere::at_other_landmarks;
use super::join::Pair;
use super::messages::{Message, Messages};
use super::profile::Profiles;
use super::row::{Kind, Term};
use crate::disjoint::DisjointSets;
use crate::text;
use crate::vectorize::terms::TermKey;

/// Characters in a shingle.
const SHINGLE: usize = 5;
/// So many hashes of a text are kept.
const SKETCH: usize = 96;
/// Texts with this Jaccard index are nearly the same: one word in fifty changed, or a salutation added to a page.
const LEAST_JACCARD: f64 = 0.7;
/// Sentences shorter than this are shared by chance.
const SENTENCE_CHARACTERS: usize = 6;
/// What ends a sentence.
pub(super) const SENTENCE_ENDS: [char; 8] = ['。', '！', '？', '；', '!', '?', '\n', '\r'];
/// At most so many shared sentences are given.
const SHARED_SENTENCES: usize = 5;

/// The groups, the largest first; each has a message of now.
#[must_use]
pub fn find(messages: &Messages<'_>, profiles: &Profiles, candidates: &[Pair]) -> Vec<DuplicateGroup> {
    let sketches: Vec<Box<[u32]>> = messages.par_iter().map(sketch).collect();
    // The first message of a group leads it.
    let mut groups = DisjointSets::new(messages.len());
    let close_texts = |a: u32, b: u32| {
        resemble(&sketches[a as usize], &sketches[b as usize]) && !at_other_landmarks(profiles, a, b)
    };
    // A sketch of a long text may leave out the place that it names.
    let mut first_of_text: FxHashMap<(&[u32], [&[Term]; 2]), u32> = FxHashMap::default();
    for (message, text) in (0u32..).zip(&sketches) {
        if !text.is_empty() {
            let landmarks = [Kind::Landmark, Kind::LandmarkOfCell].map(|kind| profiles.terms(message, kind));
            let same = (&text[..], landmarks);
            let first = *first_of_text.entry(same).or_insert(message);
            groups.join(first, message);
        }
    }
    let mut close: Vec<Pair> = candidates.par_iter().copied().filter(|&(a, b)| close_texts(a, b)).collect();
    close.par_sort_unstable();
    for (a, b) in close {
        let (later, leader) = (groups.leader(a), groups.leader(b));
        let (leader, later) = (leader.min(later), leader.max(later));
        if later != leader && close_texts(later, leader) {
            groups.join(leader, later);
        }
    }
    let mut found: Vec<DuplicateGroup> = groups
        .of_two_or_more()
        .into_iter()
        .filter(|members| members.iter().any(|&member| messages[member as usize].current))
        .map(|members| DuplicateGroup {
            shared: shared_sentences(members.iter().map(|&member| &messages[member as usize])),
            members: messages.positions(&members),
        })
        .collect();
    found.sort_by_key(|group| std::cmp::Reverse(group.members.len()));
    found
}

/// The smallest hashes of the runs of five characters in title and body, without marks and blanks, rising.
fn sketch(message: &Message<'_>) -> Box<[u32]> {
    let suggestion = message.suggestion;
    let characters: Vec<char> =
        [suggestion.title(), suggestion.body()].into_iter().flat_map(text::said).collect();
    let hash = |run: &[char]| {
        run.iter().fold(0u64, |hash, &c| {
            TermKey::characters('\0', c)
                .0
                .wrapping_add(hash.rotate_left(21))
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        }) >> 32
    };
    let mut shingles: Vec<u32> = if characters.len() < SHINGLE {
        (!characters.is_empty()).then(|| hash(&characters) as u32).into_iter().collect()
    } else {
        characters.windows(SHINGLE).map(|run| hash(run) as u32).collect()
    };
    shingles.sort_unstable();
    shingles.dedup();
    shingles.truncate(SKETCH);
    shingles.into()
}

/// Whether the estimate of |A ∩ B| / |A ∪ B| is at least [`LEAST_JACCARD`], from the sketches of A and B: of the
/// smallest hashes of the union, as many as a sketch holds, the share that lies in both. It ends when too many lie in
/// one alone, which for most pairs is soon.
fn resemble(a: &[u32], b: &[u32]) -> bool {
    // The union has at least as many hashes as the larger sketch, and at most those of both.
    let most = SKETCH.min(a.len() + b.len());
    let alone_at_most = most as f64 * (1.0 - LEAST_JACCARD);
    let (mut i, mut j, mut both, mut alone) = (0, 0, 0usize, 0usize);
    while (i < a.len() || j < b.len()) && both + alone < SKETCH {
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

/// The sentences that all members hold, the longest first.
fn shared_sentences<'m>(mut members: impl Iterator<Item = &'m Message<'m>>) -> Vec<String> {
    let Some(first) = members.next() else { return Vec::new() };
    let mut shared: Vec<&str> = sentences(first.suggestion.body())
        .filter(|sentence| sentence.chars().count() >= SENTENCE_CHARACTERS)
        .collect();
    for member in members {
        shared.retain(|sentence| member.suggestion.body().contains(sentence));
    }
    // Of equal length those that are equal stand beside each other only if they are in order too.
    shared.sort_by_key(|sentence| (std::cmp::Reverse(sentence.chars().count()), *sentence));
    shared.dedup();
    shared.into_iter().take(SHARED_SENTENCES).map(str::to_owned).collect()
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(SENTENCE_ENDS).map(str::trim).filter(|sentence| !sentence.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::suggestion::Suggestion;

    #[test]
    fn a_sentence_said_twice_is_shared_once() {
        let text = "请在巷口装一盏灯。老人夜里不敢出门。请在巷口装一盏灯。";
        let rows = vec![Suggestion::from_text("装灯", text); 2];
        let model = Model::embedded().unwrap();
        let messages = Messages::as_given(&rows, &[], &model);
        let shared = shared_sentences(messages.iter());
        assert_eq!(shared, ["老人夜里不敢出门", "请在巷口装一盏灯"]);
    }

    #[test]
    fn texts_resemble_from_seven_tenths_on() {
        let sketch = |first: u32, last: u32| (first..last).collect::<Vec<u32>>();
        // 7 of 10 hashes lie in both, then 7 of 11; then the smallest 96 of the union decide.
        for (a, b, expected) in [
            (sketch(0, 8), sketch(1, 10), true),
            (sketch(0, 8), sketch(1, 11), false),
            (sketch(0, 96), sketch(28, 124), true),
            (sketch(0, 96), sketch(29, 125), false),
            (sketch(0, 3), sketch(5, 8), false),
            (Vec::new(), Vec::new(), false),
        ] {
            assert_eq!(resemble(&a, &b), expected, "{a:?} {b:?}");
            assert_eq!(resemble(&b, &a), expected, "{b:?} {a:?}");
        }
    }
}
