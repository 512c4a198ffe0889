//! Pairs and their odds -> groups of messages on one matter.
//!
//! Pairs are joined from the likeliest down, as in single linkage, but two groups become one only if their cores
//! agree on average: the mean log odds over all pairs of core members must reach the least odds, which it
//! never does where one pair is about different landmarks. Up to `CORE` members this is average linkage (Sokal and
//! Michener 1958), so that groups do not chain from one matter to the next through messages that touch both; beyond it
//! the core, the members joined first and so the most alike, stands for the group, and the work stays bounded.

use std::borrow::Cow;
use std::cmp::Reverse;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::alike::Odds;
use super::compare::Comparison;
use super::days::Days;
use super::difference::Difference;
use super::join::Pair;
use super::messages::Messages;
use super::people::People;
use super::place::PlaceFinder;
use super::profile::Profiles;
use super::{DiscoverParams, Matter};
use crate::disjoint::DisjointSets;
use crate::segment::Dictionary;

/// So many members stand for a group.
const CORE: usize = 6;
/// One thread looks at so many groups at once: what it finds out about words serves all of them.
const GROUPS_TOGETHER: usize = 512;

/// The groups of two or more on one matter with a message of now, those that most people raise now first.
#[must_use]
pub fn find(
    messages: &Messages<'_>,
    profiles: &Profiles,
    candidates: &[Pair],
    dictionary: &Dictionary,
    params: &DiscoverParams,
) -> Vec<Matter> {
    let groups: Vec<Vec<u32>> = group(messages, profiles, candidates, &params.odds, params.least_odds)
        .into_iter()
        .filter(|members| members.iter().any(|&member| messages[member as usize].current))
        .map(|members| messages.by_id(&members))
        .collect();
    let difference = Difference::new(messages, profiles);
    let mut matters: Vec<Matter> = groups
        .par_iter()
        .with_min_len(GROUPS_TOGETHER)
        .map_init(
            || PlaceFinder::new(dictionary),
            |finder, members| matter(messages, &difference, members, finder),
        )
        .collect();
    matters.sort_by_key(|matter| Reverse((matter.people_now, matter.members.len())));
    matters
}

/// Groups of message numbers, each rising, in the order of their first member.
#[must_use]
pub fn group(
    messages: &Messages<'_>,
    profiles: &Profiles,
    candidates: &[Pair],
    odds: &Odds,
    least_odds: f64,
) -> Vec<Vec<u32>> {
    let days = Days::new(messages);
    let odds_of = |comparison: &mut Comparison<'_>, (a, b): Pair| {
        let apart = days.between(&messages[a as usize], &messages[b as usize]);
        odds.of(&comparison.likeness(a, b), apart)
    };
    let mut likely: Vec<(f64, Pair)> = candidates
        .par_iter()
        .with_min_len(512)
        .map_init(
            || Comparison::new(messages, profiles),
            |comparison, &pair| (odds_of(comparison, pair), pair),
        )
        .filter(|&(odds, _)| odds >= least_odds)
        .collect();
    likely.par_sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    // No group holds messages that no likely pairs connect, so parts that none connect are grouped side by side.
    let parts = Parts::new(profiles.messages(), &likely);
    let mut groups: Vec<Vec<u32>> = parts
        .pairs
        .par_iter()
        .map_init(
            || Comparison::new(messages, profiles),
            |comparison, pairs| agree(pairs, &parts.numbers, |pair| odds_of(comparison, pair), least_odds),
        )
        .flatten_iter()
        .collect();
    groups.par_sort_unstable();
    groups
}

/// The messages that likely pairs connect, directly or through others.
struct Parts {
    /// For every message its number among those of its part.
    numbers: Vec<u32>,
    /// The pairs of each part, the likeliest first.
    pairs: Vec<Vec<(f64, Pair)>>,
}

impl Parts {
    fn new(messages: usize, likely: &[(f64, Pair)]) -> Self {
        let mut connected = DisjointSets::new(messages);
        for &(_, (a, b)) in likely {
            connected.join(a, b);
        }
        let mut numbers = vec![0; messages];
        let mut sizes = vec![0u32; messages];
        for message in 0..messages as u32 {
            let size = &mut sizes[connected.leader(message) as usize];
            numbers[message as usize] = *size;
            *size += 1;
        }
        let mut parts: FxHashMap<u32, usize> = FxHashMap::default();
        let mut pairs: Vec<Vec<(f64, Pair)>> = Vec::new();
        for &(odds, (a, b)) in likely {
            let part = *parts.entry(connected.leader(a)).or_insert_with(|| {
                pairs.push(Vec::new());
                pairs.len() - 1
            });
            pairs[part].push((odds, (a, b)));
        }
        Self { numbers, pairs }
    }
}

/// The groups of two or more of one part: from the likeliest pair down, groups are joined whose cores agree.
fn agree(
    pairs: &[(f64, Pair)],
    numbers: &[u32],
    mut odds_of: impl FnMut(Pair) -> f64,
    least_odds: f64,
) -> Vec<Vec<u32>> {
    let mut members: Vec<u32> = pairs.iter().flat_map(|&(_, (a, b))| [a, b]).collect();
    members.sort_unstable();
    members.dedup();
    let mut groups = Groups::new(members);
    let mut known: FxHashMap<Pair, f64> = FxHashMap::default();
    let mut refused = FxHashSet::default();
    for &(odds, (a, b)) in pairs {
        let (a, b) = (groups.of(numbers[a as usize]), groups.of(numbers[b as usize]));
        let (left, right) = (groups.core(a), groups.core(b));
        // Two groups that do not agree are asked again only when the core of one has grown.
        let question = [(a, left.len()), (b, right.len())];
        if a == b || refused.contains(&question) {
            continue;
        }
        let mut sum = 0.0;
        if left.len() == 1 && right.len() == 1 {
            sum = odds;
        } else {
            for (&l, &r) in left.iter().flat_map(|l| right.iter().map(move |r| (l, r))) {
                let pair = (l.max(r), l.min(r));
                sum += *known.entry(pair).or_insert_with(|| odds_of(pair));
            }
        }
        if sum / (left.len() * right.len()) as f64 >= least_odds {
            groups.join(a, b);
        } else {
            refused.insert([question[1], question[0]]);
            refused.insert(question);
        }
    }
    groups.of_two_or_more()
}

/// Groups that grow: each goes by the number of one of its members within the part.
struct Groups {
    connected: DisjointSets,
    /// The members of every group, those that joined first in front.
    members: Vec<Vec<u32>>,
}

impl Groups {
    /// Each message of a part is a group of its own.
    fn new(messages: Vec<u32>) -> Self {
        Self {
            connected: DisjointSets::new(messages.len()),
            members: messages.into_iter().map(|message| vec![message]).collect(),
        }
    }

    fn of(&mut self, number: u32) -> u32 {
        self.connected.leader(number)
    }

    fn core(&self, group: u32) -> &[u32] {
        let members = &self.members[group as usize];
        &members[..members.len().min(CORE)]
    }

    /// The smaller group joins the larger one.
    fn join(&mut self, a: u32, b: u32) {
        let size = |group: u32| self.members[group as usize].len();
        let (large, small) = if size(a) >= size(b) { (a, b) } else { (b, a) };
        let joining = std::mem::take(&mut self.members[small as usize]);
        self.members[large as usize].extend(joining);
        self.connected.join(large, small);
    }

    fn of_two_or_more(self) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> =
            self.members.into_iter().filter(|members| members.len() > 1).collect();
        for members in &mut groups {
            members.sort_unstable();
        }
        groups
    }
}

fn matter(
    messages: &Messages<'_>,
    difference: &Difference<'_>,
    members: &[u32],
    finder: &mut PlaceFinder<'_>,
) -> Matter {
    let of = |member: &u32| &messages[*member as usize];
    let dates = || members.iter().filter_map(|member| of(member).date);
    let people = People::of(members.iter().map(of));
    let people_now = People::of(members.iter().map(of).filter(|message| message.current));
    let view = difference.view(members, finder);
    Matter {
        title: view.title,
        place: view.place,
        shared: view.shared,
        additions: view.additions,
        people: people.count,
        people_now: people_now.count,
        proposers: people_now.named.into_iter().map(Cow::into_owned).collect(),
        first: dates().min(),
        last: dates().max(),
        members: members.iter().map(|member| of(member).position).collect(),
    }
}
