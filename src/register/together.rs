//! Rows that several departments share -> which departments keep meeting, and what to look at jointly.

use super::tally::Rows;
use super::{Entry, Register};

/// A matter seldom enough to be left to its lead; from so many suggestions on a joint look pays.
const PACKAGE: usize = 3;
/// So many packages are proposed at most: an office can follow up a handful.
const PACKAGES: usize = 8;

/// More departments than this do not meet over a suggestion: it was sent to all of them.
pub const ROUND: usize = 12;

/// A set of departments that meet, and the rows in which they do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Positions among the department names, rising.
    pub departments: Vec<usize>,
    /// The rows whose departments include them all.
    pub rows: Rows,
}

/// A proposal for joint work: departments that keep meeting over one theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Positions among the department names, rising.
    pub departments: Vec<usize>,
    /// The theme they meet over.
    pub theme: usize,
    /// All rows of that theme in which they meet.
    pub rows: Rows,
}

/// The rows of `rows` with more than one department.
#[must_use]
pub fn shared(register: &Register, rows: &Rows) -> Rows {
    register.pick(rows, |entry| entry.departments().count() > 1)
}

/// The rows of `rows` that were sent round to more departments than meet over anything.
#[must_use]
pub fn sent_round(register: &Register, rows: &Rows) -> Rows {
    register.pick(rows, |entry| entry.departments().count() > ROUND)
}

/// All sets of `size` departments that meet in `rows`, those that meet most first.
#[must_use]
pub fn meetings(register: &Register, rows: &Rows, size: usize) -> Vec<Meeting> {
    register
        .tally(rows, |entry| sets(entry, size))
        .into_iter()
        .map(|(departments, rows)| Meeting { departments, rows })
        .collect()
}

/// Packages that cover the shared rows: again and again the set of two or three departments and the theme with
/// the most rows not yet covered, as long as there are enough of them. Of equals the larger set is taken, since
/// whoever is left out of the room will be asked later.
#[must_use]
pub fn packages(register: &Register, rows: &Rows) -> Vec<Package> {
    let mut candidates: Vec<Package> = [3, 2]
        .into_iter()
        .flat_map(|size| {
            register.tally(rows, |entry| {
                let theme = entry.theme_label();
                sets(entry, size).into_iter().filter_map(move |set| Some((set, theme?)))
            })
        })
        .filter(|(_, rows)| rows.count() >= PACKAGE)
        .map(|((departments, theme), rows)| Package { departments, theme, rows })
        .collect();
    let mut covered = Rows::default();
    let mut chosen = Vec::new();
    while chosen.len() < PACKAGES {
        let gain = |package: &Package| package.rows.iter().filter(|&row| !covered.contains(row)).count();
        // Of equals the first is kept, and the larger sets stand first.
        let Some(best) = (0..candidates.len()).rev().max_by_key(|&at| gain(&candidates[at])) else { break };
        if gain(&candidates[best]) < PACKAGE {
            break;
        }
        let package = candidates.remove(best);
        covered = covered.iter().chain(package.rows.iter()).collect();
        chosen.push(package);
    }
    chosen
}

/// The sets of `size` departments of one entry; none of one that was sent round.
fn sets(entry: &Entry, size: usize) -> Vec<Vec<usize>> {
    let mut departments: Vec<usize> = entry.departments().collect();
    departments.sort_unstable();
    departments.dedup();
    if departments.len() > ROUND {
        return Vec::new();
    }
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..size {
        sets = sets
            .into_iter()
            .flat_map(|set| {
                let next = set.last().map_or(0, |last| departments.partition_point(|other| other <= last));
                departments[next..]
                    .iter()
                    .map(move |&department| [set.as_slice(), &[department]].concat())
                    .collect::<Vec<_>>()
            })
            .collect();
    }
    sets
}
