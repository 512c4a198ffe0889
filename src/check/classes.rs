//! Classes with their shares (A类79件（50.6%），B类46件（29.5%），C类31件（20.9%）) -> whether these are shares of their sum.
//!
//! Where no total is told that they could be of, and the draft has no other class, the classes together are all there
//! is.

use std::collections::BTreeSet;

use super::{Draft, Finding, class, hundred, same, told};

/// `pairs` are counts with the shares beside them; `known` are the findings on shares of a whole that is told.
pub(super) fn findings(draft: &Draft<'_>, pairs: &[(usize, usize)], known: &[Finding]) -> Vec<Finding> {
    let all: BTreeSet<char> = draft.paragraphs.iter().flat_map(|text| class::all_in(text)).collect();
    let is_open = |share: usize| !known.iter().any(|finding| finding.figures.contains(&share));
    let mut lists: Vec<Vec<(char, usize, usize)>> = Vec::new();
    for &(count, share) in pairs {
        let exact = draft.is_exact(count) && draft.is_exact(share);
        let Some(letter) = class::of(draft.clause(count)).filter(|_| exact && is_open(share)) else {
            continue;
        };
        match lists.last_mut() {
            Some(list) if goes_on(draft, list, letter, count) => list.push((letter, count, share)),
            _ => lists.push(vec![(letter, count, share)]),
        }
    }
    let are_all = |list: &Vec<(char, usize, usize)>| {
        list.len() > 2
            && list.iter().map(|&(letter, ..)| letter).collect::<BTreeSet<char>>() == all
            && !leaves_some(draft, list)
    };
    lists.retain(are_all);
    lists.into_iter().flat_map(|list| of_their_sum(draft, &list)).collect()
}

/// Whether a count is the next of a list: of another class, in the same sentence, of the same kind.
fn goes_on(draft: &Draft<'_>, list: &[(char, usize, usize)], letter: char, count: usize) -> bool {
    let first = list[0].1;
    draft.are_in_one_sentence(first, count)
        && draft.figures[first].is_like(&draft.figures[count])
        && list.iter().all(|&(known, ..)| known != letter)
}

/// Whether the sentence counts on behind the first class, so that some may be of none: A类46件、B类18件、C类4件，未填4件.
fn leaves_some(draft: &Draft<'_>, list: &[(char, usize, usize)]) -> bool {
    let first = list[0].1;
    let is_another = |at: usize| {
        at > first
            && draft.figures[at].is_like(&draft.figures[first])
            && draft.figures[at].depth == draft.figures[first].depth
            && list.iter().all(|&(_, count, _)| count != at)
    };
    draft.of_sentence(first).any(is_another)
}

fn of_their_sum(draft: &Draft<'_>, list: &[(char, usize, usize)]) -> Vec<Finding> {
    let (counts, shares): (Vec<usize>, Vec<usize>) =
        list.iter().map(|&(_, count, share)| (count, share)).unzip();
    let (whole, hundred) = (draft.values(&counts), draft.values(&shares));
    if whole < 1.0 || (hundred - 100.0).abs() > hundred::GAP_TO_HUNDRED {
        return Vec::new();
    }
    let of_class = |&(_, count, share): &(char, usize, usize)| {
        let (value, written) = (draft.figures[count].value / whole * 100.0, &draft.figures[share]);
        // Offices change one of the shares by a step, so that all make up a hundred.
        let slack = if same(hundred, 100.0, 0.0) { written.step } else { written.slack() };
        let fits = same(value, written.value, slack);
        told::share(draft, &[count], &counts, share, fits)
    };
    list.iter().map(of_class).chain([hundred::finding(draft, shares.clone())]).collect()
}
