//! Classes with the right share of one whole each (150件。A类62件，占41.3%；…未定类21件，占14%) -> whether they make it up.
//!
//! Nothing is of two classes, so that they are no more than their whole. They are less where the draft does not tell of
//! some, unless it names the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::part::{GAP_TO_WHOLE, Group};
use super::{Draft, Finding, Rule, Verdict, class, same, told};
use crate::text::pattern;

/// The part that no class is: 未定类, 其余.
static REST: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:其[他它余]|尚?未|暂未|没有)"));
/// After the sentence, what is of no class nor of the rest.
static LEFT_OUT: LazyLock<Regex> = LazyLock::new(|| pattern("另|撤|并案|退回|转为|转作|参阅"));
/// A sum that is further off, as a share of the whole, is of something else.
const GAP_TO_SUM: f64 = 0.1;

/// `known` are the findings on shares of a whole that is told.
pub(super) fn findings(draft: &Draft<'_>, groups: &[Group], known: &[Finding]) -> Vec<Finding> {
    let mut lists: BTreeMap<(usize, usize), BTreeSet<usize>> = BTreeMap::new();
    for finding in known.iter().filter(|finding| finding.rule == Rule::Share) {
        let &[whole, count, _] = finding.figures.as_slice() else { continue };
        if finding.verdict == Verdict::Right && whole < count {
            lists.entry((whole, draft.of_sentence(count).start)).or_default().insert(count);
        }
    }
    lists.into_iter().filter_map(|((whole, _), list)| listed(draft, groups, whole, &list)).collect()
}

fn listed(draft: &Draft<'_>, groups: &[Group], whole: usize, list: &BTreeSet<usize>) -> Option<Finding> {
    let parts: Vec<usize> = list.iter().copied().collect();
    let (&first, figure) = (parts.first()?, &draft.figures[whole]);
    let is_known = groups.iter().any(|group| group.parts.contains(&first) && group.parts.len() > 1);
    // Each count of the sentence that is of the kind is one of the list, so that none is within another.
    let is_alone = draft
        .of_sentence(first)
        .all(|at| at == whole || list.contains(&at) || !draft.figures[at].is_like(figure));
    let are_like = parts.iter().all(|&at| draft.figures[at].is_like(figure) && draft.figures[at].depth == 0);
    let (rest, classes): (Vec<usize>, Vec<usize>) =
        parts.iter().partition(|&&at| REST.is_match(draft.before(at)));
    let letters: Option<BTreeSet<char>> = classes.iter().map(|&at| class::total(draft, at)).collect();
    let are_classes = letters.is_some_and(|letters| letters.len() == classes.len() && letters.len() > 1);
    if is_known || !is_alone || !are_like || !are_classes || rest.len() > 1 {
        return None;
    }
    let off = draft.values(&parts) - figure.value;
    let after = draft.figures.get(first).and_then(|part| draft.text(first).get(part.sentence.end..));
    let are_all = !rest.is_empty() && !after.is_some_and(|after| LEFT_OUT.is_match(after));
    let is_more = off > 0.0 && off <= GAP_TO_SUM * figure.value;
    let is_less = off < 0.0 && -off <= GAP_TO_WHOLE * figure.value && are_all;
    let fits = same(off, 0.0, 0.0);
    (fits || is_more || is_less).then(|| told::total(draft, whole, &parts, fits))
}
