//! Two PROFILES -> whether they are about different regions, or about different landmarks of one kind.

use super::landmark::{LEVELS, Landmark};
use super::profile::Profiles;
use super::row::{Kind, Term};

/// Whether both name regions, but none that is the same or lies in one of the other's.
#[must_use]
pub fn in_other_regions(profiles: &Profiles, a: u32, b: u32) -> bool {
    let regions = |message| profiles.terms(message, Kind::Region);
    let (a, b) = (regions(a), regions(b));
    let fit = |a: &Term| b.iter().any(|b| profiles.regions_fit(a.column(), b.column()));
    !a.is_empty() && !b.is_empty() && !a.iter().any(fit)
}

/// Whether both name landmarks of one kind in the title or near the beginning, but none that the other names anywhere:
/// two schools, in whatever words. What says most exactly where decides: of one estate at two roads both write about the
/// estate.
///
/// A landmark is named where the two characters before its suffix are part of a name, so that 青禾苑 and 青禾苑小区 are
/// the same.
#[must_use]
pub fn at_other_landmarks(profiles: &Profiles, a: u32, b: u32) -> bool {
    let landmarks = |message| profiles.terms(message, Kind::Landmark);
    let (of_a, of_b) = (landmarks(a), landmarks(b));
    let has = |terms: &[Term], kind: Landmark| terms.iter().any(|term| term.number() == kind.number());
    let both = |&kind: &Landmark| has(of_a, kind) && has(of_b, kind);
    let Some(level) = LEVELS.iter().find(|level| level.iter().any(both)) else { return false };
    let names = |message: u32, landmark: &Term| {
        let part_of_a_name = landmark.column() << 1 | 1;
        let pairs = profiles.terms(message, Kind::Pair);
        landmarks(message).iter().any(|own| own.column() == landmark.column())
            || pairs.binary_search_by_key(&part_of_a_name, |pair| pair.column()).is_ok()
    };
    let of_level = |term: &&Term| level.iter().any(|kind| kind.number() == term.number());
    !of_a.iter().filter(of_level).any(|landmark| names(b, landmark))
        && !of_b.iter().filter(of_level).any(|landmark| names(a, landmark))
}
