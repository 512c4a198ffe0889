//! Figures one after the other -> which are of one list, and which shares are handed out to which counts.

use std::sync::LazyLock;

use regex::Regex;

use super::phrase::is_base;
use super::{Draft, Measure};
use crate::text::pattern;

/// A list of shares for a list of counts: 分别占50.6%、29.5%和19.9%.
static RESPECTIVELY: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:分别占(?:比)?[^,;。0-9]{0,12}(?:[0-9.]+[^,;。0-9]{1,2}的)?|占比分别[为是]?)$")
});
/// What stands between the figures of one list.
static LISTED: LazyLock<Regex> = LazyLock::new(|| pattern("^ *[、,和与及] *[^,;。:()0-9]{0,8}$"));

/// The counts and shares of 分别为79件、46件、31件，分别占50.6%、29.5%、19.9%.
pub(super) fn shares(draft: &Draft<'_>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for first in 0..draft.figures.len() {
        let start = draft.figures[first].span.start;
        if draft.figures[first].measure != Measure::Percent
            || !RESPECTIVELY.is_match(&draft.text(first)[..start])
        {
            continue;
        }
        let shares = 1 + (first..draft.figures.len()).take_while(|&at| follows(draft, at)).count();
        // 分别占总数156件的50.6%、29.5%: their whole may stand between.
        let own = first.checked_sub(1).is_some_and(|at| is_base(draft, at));
        let Some(last) = first.checked_sub(1 + usize::from(own)) else { continue };
        let counts = 1 + (0..last).rev().take_while(|&at| follows(draft, at)).count();
        if shares > 1 && counts >= shares && draft.are_in_one_sentence(last, first) {
            pairs.extend((0..shares).map(|nth| (last + 1 + nth - shares, first + nth)));
        }
    }
    pairs
}

/// Whether the figure after `at` is the next one of the same list.
pub(super) fn follows(draft: &Draft<'_>, at: usize) -> bool {
    let Some(next) = draft.figures.get(at + 1) else { return false };
    let figure = &draft.figures[at];
    figure.paragraph == next.paragraph
        && figure.is_like(next)
        && draft
            .text(at)
            .get(figure.span.end..next.span.start)
            .is_some_and(|between| LISTED.is_match(between))
}
