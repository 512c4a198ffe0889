//! Messages -> groups with nearly the same text: most runs of five characters are the same.
//!
//! Of the pairs that the join proposes the [sketches](crate::segment::sketch) are compared. Equal texts are found before,
//! since thousands of them may be there. Two groups become one only if their first texts resemble each other, so that
//! they hardly drift. The same words about two schools or towns are no copies of each other (`elsewhere`).

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::DuplicateGroup;
use super::elsewhere::are_apart;
use super::join::Pair;
use super::messages::{Message, Messages};
use super::profile::Profiles;
use super::row::{Kind, Term};
use crate::disjoint::DisjointSets;
use crate::segment::Sketch;

/// Sentences shorter than this are shared by chance.
const SENTENCE_CHARACTERS: usize = 6;
/// What ends a sentence.
pub(super) const SENTENCE_ENDS: [char; 8] = ['。', '！', '？', '；', '!', '?', '\n', '\r'];
/// At most so many shared sentences are given.
const SHARED_SENTENCES: usize = 5;

/// The groups, the largest first; each has a message of now.
#[must_use]
pub fn find(messages: &Messages<'_>, profiles: &Profiles, candidates: &[Pair]) -> Vec<DuplicateGroup> {
    let sketch = |message: &Message<'_>| Sketch::of([message.suggestion.title(), message.suggestion.body()]);
    let sketches: Vec<Sketch> = messages.par_iter().map(sketch).collect();
    // The first message of a group leads it.
    let mut groups = DisjointSets::new(messages.len());
    let close_texts =
        |a: u32, b: u32| sketches[a as usize].resembles(&sketches[b as usize]) && !are_apart(profiles, a, b);
    // A sketch of a long text may leave out the place that it names.
    let mut first_of_text: FxHashMap<(&Sketch, [&[Term]; 4]), u32> = FxHashMap::default();
    for (message, text) in (0u32..).zip(&sketches) {
        if !text.is_empty() {
            let kinds = [Kind::Region, Kind::RegionOfCell, Kind::Landmark, Kind::LandmarkOfCell];
            let same = (text, kinds.map(|kind| profiles.terms(message, kind)));
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
}
