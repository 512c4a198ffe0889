//! Numbers, joined two by two -> disjoint sets, each known by one of its numbers.

/// Disjoint sets of the numbers below a count (Tarjan 1975, *Efficiency of a good but not linear set union algorithm*), with
/// path halving. Who joins two sets says which of them leads, so that a leader can mean something: the first message,
/// the larger group.
///
/// ```
/// use jiaoban::disjoint::DisjointSets;
///
/// let mut sets = DisjointSets::new(4);
/// sets.join(0, 1);
/// sets.join(2, 1);
/// assert_eq!([0, 1, 2, 3].map(|number| sets.leader(number)), [2, 2, 2, 3]);
/// ```
#[derive(Debug, Clone)]
pub struct DisjointSets {
    /// By number one that it follows, itself if it leads.
    above: Vec<u32>,
}

impl DisjointSets {
    /// Each number below `count` is a set of its own.
    #[must_use]
    pub fn new(count: usize) -> Self {
        Self { above: (0..count as u32).collect() }
    }

    /// The number that leads the set of `number`.
    ///
    /// # Panics
    /// If `number` is none of those that the sets are made of.
    pub fn leader(&mut self, number: u32) -> u32 {
        let mut at = number;
        while self.above[at as usize] != at {
            self.above[at as usize] = self.above[self.above[at as usize] as usize];
            at = self.above[at as usize];
        }
        at
    }

    /// Joins the set of `number` to that of `leader`: what led the latter leads both.
    ///
    /// # Panics
    /// As [`leader`](Self::leader) does.
    pub fn join(&mut self, leader: u32, number: u32) {
        let (leader, number) = (self.leader(leader), self.leader(number));
        self.above[number as usize] = leader;
    }

    /// The sets of two or more numbers, each rising, in the order of their leaders.
    #[must_use]
    pub fn of_two_or_more(mut self) -> Vec<Vec<u32>> {
        let mut sets: Vec<Vec<u32>> = vec![Vec::new(); self.above.len()];
        for number in 0..self.above.len() as u32 {
            sets[self.leader(number) as usize].push(number);
        }
        sets.retain(|numbers| numbers.len() > 1);
        sets
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sets_are_what_steps_along_the_joins_reach(joins in proptest::collection::vec((0u32..30, 0u32..30), 0..40)) {
            let mut sets = DisjointSets::new(30);
            for &(leader, number) in &joins {
                let first = sets.leader(leader);
                sets.join(leader, number);
                prop_assert_eq!(sets.leader(number), first);
            }
            // The plain way: the smallest number that can be reached, until nothing changes.
            let mut smallest: Vec<u32> = (0..30).collect();
            for _ in 0..30 {
                for &(a, b) in &joins {
                    let least = smallest[a as usize].min(smallest[b as usize]);
                    smallest[a as usize] = least;
                    smallest[b as usize] = least;
                }
            }
            for a in 0..30 {
                for b in 0..30 {
                    let same = smallest[a as usize] == smallest[b as usize];
                    prop_assert_eq!(sets.leader(a) == sets.leader(b), same, "{} {}", a, b);
                }
            }
            let found = sets.of_two_or_more();
            prop_assert!(found.iter().all(|set| set.len() > 1 && set.is_sorted()));
            let within = (0..30).filter(|&n| smallest.iter().filter(|&&other| other == smallest[n]).count() > 1);
            prop_assert_eq!(found.iter().map(Vec::len).sum::<usize>(), within.count());
        }
    }
}
