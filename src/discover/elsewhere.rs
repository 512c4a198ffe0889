//! Two PROFILES -> whether they are about one region, about different ones, or about different landmarks of one kind.
//!
//! Texts tell where they are about, and so may a column of the register. A cell of that column only counts against a
//! pair: where all cells say the same, everything is as if there were none.

use super::landmark::{LEVELS, Landmark};
use super::profile::Profiles;
use super::row::{Kind, Term};

/// Whether they are about different regions, or about different landmarks of one kind.
#[must_use]
pub fn are_apart(profiles: &Profiles, a: u32, b: u32) -> bool {
    in_other_regions(profiles, a, b) || at_other_landmarks(profiles, a, b)
}

/// Whether both name one region, or one that lies in the other's, in their texts or their cells of places.
#[must_use]
pub fn in_one_region(profiles: &Profiles, a: u32, b: u32) -> bool {
    let regions = |message| {
        let kinds = [Kind::Region, Kind::RegionOfCell];
        kinds.into_iter().flat_map(move |kind| profiles.terms(message, kind))
    };
    regions(a).any(|a| regions(b).any(|b| profiles.regions_fit(a.column(), b.column())))
}

/// Whether both name regions, but none that is the same or lies in one of the other's: their texts, or their cells of
/// places. A cell that names no region goes by its text; and where the text of one names the region of the other's cell,
/// the cells tell nothing.
fn in_other_regions(profiles: &Profiles, a: u32, b: u32) -> bool {
    let texts = [a, b].map(|message| profiles.terms(message, Kind::Region));
    let cells = [a, b].map(|message| profiles.terms(message, Kind::RegionOfCell));
    let apart = |[a, b]: [&[Term]; 2]| {
        let fit = |a: &Term| b.iter().any(|b| profiles.regions_fit(a.column(), b.column()));
        !a.is_empty() && !b.is_empty() && !a.iter().any(fit)
    };
    if apart(texts) {
        return true;
    }
    if cells.iter().all(|cell| cell.is_empty()) {
        return false;
    }
    let told = |at: usize| if cells[at].is_empty() { texts[at] } else { cells[at] };
    let names = |text: usize, cell: usize| cells[cell].iter().any(|region| texts[text].contains(region));
    apart([told(0), told(1)]) && !names(0, 1) && !names(1, 0)
}

/// Whether both name landmarks of one kind in the title or near the beginning, but none that the other names anywhere:
/// two schools, in whatever words. What says most exactly where decides: of one estate at two roads both write about the
/// estate. Where the texts name no landmarks of one kind, those of the cells of places stand beside them.
///
/// A landmark is named where the two characters before its suffix are part of a name, so that 青禾苑 and 青禾苑小区 are
/// the same.
fn at_other_landmarks(profiles: &Profiles, a: u32, b: u32) -> bool {
    let of = |message, kind| profiles.terms(message, kind);
    let texts = [a, b].map(|message| Named { message, landmarks: [of(message, Kind::Landmark), &[]] });
    if let Some(other) = are_other(profiles, texts) {
        return other;
    }
    let cells = [a, b].map(|message| of(message, Kind::LandmarkOfCell));
    if cells.iter().all(|cell| cell.is_empty()) {
        return false;
    }
    let beside = |at: usize| Named { landmarks: [texts[at].landmarks[0], cells[at]], ..texts[at] };
    are_other(profiles, [beside(0), beside(1)]).unwrap_or(false)
}

/// A message and landmarks that it names.
#[derive(Clone, Copy)]
struct Named<'p> {
    message: u32,
    landmarks: [&'p [Term]; 2],
}

impl Named<'_> {
    fn landmarks(self) -> impl Iterator<Item = Term> {
        self.landmarks.into_iter().flatten().copied()
    }

    fn has(self, kind: Landmark) -> bool {
        self.landmarks().any(|term| term.number() == kind.number())
    }

    /// Whether a landmark is one of these, or its name stands in the text.
    fn names(self, landmark: Term, profiles: &Profiles) -> bool {
        let part_of_a_name = landmark.column() << 1 | 1;
        let pairs = profiles.terms(self.message, Kind::Pair);
        self.landmarks().any(|own| own.column() == landmark.column())
            || pairs.binary_search_by_key(&part_of_a_name, |pair| pair.column()).is_ok()
    }
}

/// Whether two messages name different landmarks; `None` where they name none of one kind.
fn are_other(profiles: &Profiles, [a, b]: [Named<'_>; 2]) -> Option<bool> {
    let both = |&kind: &Landmark| a.has(kind) && b.has(kind);
    let level = LEVELS.iter().find(|level| level.iter().any(both))?;
    let of_level = |term: &Term| level.iter().any(|kind| kind.number() == term.number());
    let names_one = |named: Named<'_>, of: Named<'_>| {
        of.landmarks().filter(of_level).any(|landmark| named.names(landmark, profiles))
    };
    Some(!names_one(b, a) && !names_one(a, b))
}
