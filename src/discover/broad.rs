//! The centers of fine topics -> the broad topic of each.

use super::space::{DIMENSIONS, Point};

/// The broad topic of each center: Ward's (1963) hierarchical grouping of the centers down to about √2k groups,
/// numbered by their first center. Of all pairs of groups those become one whose joining adds least to the sum of
/// squares, n m / (n + m) |a - b|² for groups of n and m centers with means a and b; average linkage would put
/// nearly all into one group, because centers are nearly orthogonal.
#[must_use]
pub fn broad(centers: &[Point]) -> Vec<u32> {
    let wanted = (2 * centers.len()).isqrt().max(1);
    let mut groups = Groups::new(centers);
    for _ in wanted..centers.len() {
        groups.join_cheapest();
    }
    let mut of = vec![0; centers.len()];
    for (broad, group) in (0u32..).zip(groups.members.iter().filter(|members| !members.is_empty())) {
        for &center in group {
            of[center] = broad;
        }
    }
    of
}

/// Groups of centers. For each the cheapest to join is kept, so that a joining counts only the costs that it changes: a
/// history may have a topic for each of its rows.
struct Groups<'c> {
    centers: &'c [Point],
    /// None for a group that has become part of one before it.
    members: Vec<Vec<usize>>,
    means: Vec<Point>,
    /// What it costs to join each with the cheapest of those behind it, and which that is.
    cheapest: Vec<(f64, usize)>,
}

impl<'c> Groups<'c> {
    fn new(centers: &'c [Point]) -> Self {
        let members: Vec<Vec<usize>> = (0..centers.len()).map(|center| vec![center]).collect();
        let mut groups = Self { centers, members, means: centers.to_vec(), cheapest: Vec::new() };
        groups.cheapest = (0..centers.len()).map(|group| groups.cheapest_behind(group)).collect();
        groups
    }

    fn cost(&self, a: usize, b: usize) -> f64 {
        let (n, m) = (self.members[a].len() as f64, self.members[b].len() as f64);
        let coordinates = self.means[a].iter().zip(&self.means[b]);
        let distance: f64 = coordinates.map(|(a, b)| f64::from(a - b).powi(2)).sum();
        n * m / (n + m) * distance
    }

    /// Of several that cost the same the first.
    fn cheapest_behind(&self, group: usize) -> (f64, usize) {
        let behind = (group + 1..self.members.len()).filter(|&other| !self.members[other].is_empty());
        let costs = behind.map(|other| (self.cost(group, other), other));
        costs.fold((f64::INFINITY, group), |best, next| if next.0 < best.0 { next } else { best })
    }

    fn join_cheapest(&mut self) {
        let costs = self.cheapest.iter().enumerate().map(|(group, &(cost, other))| (cost, group, other));
        let cheapest = costs.reduce(|best, next| if next.0 < best.0 { next } else { best });
        let Some((_, joined, joining)) = cheapest.filter(|&(_, group, other)| group != other) else { return };
        let members = std::mem::take(&mut self.members[joining]);
        self.members[joined].extend(members);
        self.means[joined] = self.mean(joined);
        self.cheapest[joining] = (f64::INFINITY, joining);
        for group in 0..joining {
            let (cost, other) = self.cheapest[group];
            if group == joined || other == joined || other == joining {
                if !self.members[group].is_empty() {
                    self.cheapest[group] = self.cheapest_behind(group);
                }
            } else if group < joined && !self.members[group].is_empty() {
                let changed = (self.cost(group, joined), joined);
                if changed < (cost, other) {
                    self.cheapest[group] = changed;
                }
            }
        }
    }

    fn mean(&self, group: usize) -> Point {
        let members = &self.members[group];
        let mut mean = [0.0f32; DIMENSIONS];
        for &center in members {
            mean.iter_mut()
                .zip(&self.centers[center])
                .for_each(|(mean, c)| *mean += c / members.len() as f32);
        }
        mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover::space::normalize;
    use crate::random::Random;

    fn centers(count: usize) -> Vec<Point> {
        let mut draws = Random::new(3);
        let mut center = || -> Point {
            let mut center = std::array::from_fn(|_| draws.below(7) as f32 - 3.0);
            normalize(&mut center);
            center
        };
        (0..count).map(|_| center()).collect()
    }

    /// All pairs counted anew for every joining.
    fn counted_anew(centers: &[Point]) -> Vec<u32> {
        let mut groups = Groups::new(centers);
        for _ in (2 * centers.len()).isqrt()..centers.len() {
            groups.cheapest = (0..centers.len())
                .map(|group| {
                    let is_there = !groups.members[group].is_empty();
                    if is_there { groups.cheapest_behind(group) } else { (f64::INFINITY, group) }
                })
                .collect();
            groups.join_cheapest();
        }
        let numbered = groups.members.iter().filter(|members| !members.is_empty()).zip(0u32..);
        let mut of: Vec<(usize, u32)> = numbered
            .flat_map(|(members, broad)| members.iter().map(move |&center| (center, broad)))
            .collect();
        of.sort_unstable();
        of.into_iter().map(|(_, broad)| broad).collect()
    }

    #[test]
    fn what_is_kept_is_what_would_be_counted_anew() {
        for count in [1, 2, 3, 40, 120] {
            let mut centers = centers(count);
            // Equal ones cost nothing, whichever are joined.
            centers.extend_from_within(..count / 3);
            assert_eq!(broad(&centers), counted_anew(&centers), "{count}");
        }
        assert!(broad(&[]).is_empty());
    }

    #[test]
    fn a_topic_for_every_row_of_a_history_is_no_hindrance() {
        let of = broad(&centers(2000));
        assert_eq!(of.iter().max(), Some(&62));
    }
}
