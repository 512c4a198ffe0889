//! Profiles -> the pairs of messages worth comparing: an approximate sparse join with a bound on its work.
//!
//! Two messages on one matter share at least one of the words or pairs of characters that are most telling of
//! each. So every message enters the lists of its most telling terms (prefix filtering after Bayardo, Ma and
//! Srikant 2007, *Scaling up all pairs similarity search*), and looks in them for partners. A list may be
//! long – thousands may write about one thing – so a message looks only at the nearest before it, in the order
//! of days; the others are reached through them, since groups are made of pairs.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::profile::Profiles;
use super::row::{Kind, Term};

/// A message enters the lists of so many of its pairs of characters and words.
const TELLING_PAIRS: usize = 20;
const TELLING_WORDS: usize = 10;
/// In a list a message looks at so many before it.
const LOOK_BACK: usize = 64;
/// It is compared with so many of them, those it shares most with.
const PARTNERS: usize = 20;

/// A pair of messages, the later one first.
pub type Pair = (u32, u32);

/// The pairs worth comparing, in order.
#[must_use]
pub fn candidates(profiles: &Profiles) -> Vec<Pair> {
    let lists = Lists::new(profiles);
    let messages = profiles.messages();
    (0..messages as u32)
        .into_par_iter()
        .with_min_len(256)
        .map_init(
            || Sums { of: vec![0.0; messages], touched: Vec::new() },
            |sums, message| lists.partners(message, sums),
        )
        .flatten_iter()
        .collect()
}

/// For every telling term the messages it stands in, rising.
struct Lists {
    /// The list of every message's telling terms and its place in it.
    entries: Vec<Entry>,
    /// Where the entries of each message begin.
    starts: Vec<usize>,
    /// Messages by list, and the weights of the term in them.
    members: Vec<(u32, f32)>,
}

#[derive(Clone, Copy)]
struct Entry {
    /// Where the list begins in [`Lists::members`].
    start: u32,
    /// Where the message stands in it.
    at: u32,
}

/// A sum for every message, most of them 0.
struct Sums {
    of: Vec<f32>,
    touched: Vec<u32>,
}

impl Lists {
    fn new(profiles: &Profiles) -> Self {
        // Words and pairs share the numbers of lists: the last bit tells them apart.
        let mut telling: Vec<(u32, u32, f32)> = (0..profiles.messages() as u32)
            .into_par_iter()
            .with_min_len(256)
            .flat_map_iter(|message| {
                let scales = profiles.scales(message);
                let list = |column: u32| column & !1;
                let pairs = greatest(profiles.terms(message, Kind::Pair), scales.pairs, TELLING_PAIRS, list);
                let list = |column: u32| column | 1;
                let words = greatest(profiles.terms(message, Kind::Word), scales.words, TELLING_WORDS, list);
                pairs.into_iter().chain(words).map(move |(list, value)| (list, message, value))
            })
            .collect();
        telling.par_sort_unstable_by_key(|&(list, message, _)| (list, message));
        let mut starts = vec![0usize; profiles.messages() + 1];
        for &(_, message, _) in &telling {
            starts[message as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![Entry { start: 0, at: 0 }; telling.len()];
        let mut start = 0;
        for (at, &(list, message, _)) in telling.iter().enumerate() {
            if telling[start].0 != list {
                start = at;
            }
            entries[next[message as usize]] = Entry { start: start as u32, at: at as u32 };
            next[message as usize] += 1;
        }
        let members = telling.into_iter().map(|(_, message, value)| (message, value)).collect();
        Self { entries, starts, members }
    }

    /// The messages before `message` that share most with it.
    fn partners(&self, message: u32, sums: &mut Sums) -> Vec<Pair> {
        for entry in &self.entries[self.starts[message as usize]..self.starts[message as usize + 1]] {
            let at = entry.at as usize;
            let from = at.saturating_sub(LOOK_BACK).max(entry.start as usize);
            let own = self.members[at].1;
            for &(partner, value) in &self.members[from..at] {
                let sum = &mut sums.of[partner as usize];
                if *sum == 0.0 {
                    sums.touched.push(partner);
                }
                *sum += own * value;
            }
        }
        let mut partners: Vec<(u32, f32)> = sums
            .touched
            .drain(..)
            .map(|partner| (partner, std::mem::take(&mut sums.of[partner as usize])))
            .collect();
        if partners.len() > PARTNERS {
            partners.select_nth_unstable_by(PARTNERS, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            partners.truncate(PARTNERS);
        }
        partners.sort_unstable_by_key(|&(partner, _)| partner);
        partners.into_iter().map(|(partner, _)| (message, partner)).collect()
    }
}

/// The terms of the greatest weight, each with the number of its list.
fn greatest(terms: &[Term], scale: f32, count: usize, list: impl Fn(u32) -> u32) -> Vec<(u32, f32)> {
    let mut terms: Vec<Term> = terms.to_vec();
    if terms.len() > count {
        terms.select_nth_unstable_by_key(count, |term| (Reverse(term.number()), term.column()));
        terms.truncate(count);
    }
    let weight = |term: Term| (term.number() * term.number()) as f32 * scale;
    terms.into_iter().map(|term| (list(term.column()), weight(term))).collect()
}
