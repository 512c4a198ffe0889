//! Counts of periods in a row (一季度120件，二季度150件，环比增长25%) -> whether the change is that between the last two.

use std::sync::LazyLock;

use regex::Regex;

use super::between::compare;
use super::compared::{Told, told};
use crate::check::{Draft, Finding, Measure, number, same};
use crate::text::pattern;

/// Before a change against the period before, which is no list of several.
static PERIOD_BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern("^环比[^分]*$"));
/// A month or a quarter, and what was done in it.
static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^(?:其中)?第?(?P<n>1[0-2]|[1-9]|[一二三四])(?P<kind>月|季度)份?(?P<deed>[^0-9]{0,8})$")
});

pub(super) fn findings(draft: &Draft<'_>) -> Vec<Finding> {
    (0..draft.figures.len()).filter_map(|change| since_the_period_before(draft, change)).collect()
}

fn since_the_period_before(draft: &Draft<'_>, change: usize) -> Option<Finding> {
    let figure = &draft.figures[change];
    if figure.measure != Measure::Percent
        || !draft.is_exact(change)
        || !PERIOD_BEFORE.is_match(draft.lead(change))
    {
        return None;
    }
    let sentence: Vec<usize> = draft.of_sentence(change).collect();
    let told = told(draft, &sentence);
    let nth = sentence.iter().position(|&at| at == change)?;
    let Told::Change { sign } = told[nth] else { return None };
    let (&now, earlier) = sentence[..nth].split_last()?;
    if told.contains(&Told::Base) || told[nth - 1] != Told::Amount || !draft.is_exact(now) {
        return None;
    }
    let (order, kind, deed) = period(draft, now)?;
    let is_before = |&&at: &&usize| {
        period(draft, at).is_some_and(|(other, other_kind, other_deed)| {
            same(other + 1.0, order, 0.0)
                && kind == other_kind
                && (deed.starts_with(other_deed) || other_deed.starts_with(deed))
        })
    };
    let &then = earlier.iter().rev().find(is_before)?;
    let are_like = draft.figures[then].is_like(&draft.figures[now]) && draft.is_exact(then);
    compare(draft, now, then, change, sign).filter(|_| are_like)
}

/// The number of the period that a count is of, whether it is a month or a quarter, and what was done.
fn period<'d>(draft: &'d Draft<'_>, at: usize) -> Option<(f64, &'d str, &'d str)> {
    let says = PERIOD.captures(draft.before(at))?;
    let (order, _) = number::read(says.name("n")?.as_str())?;
    Some((order, says.name("kind")?.as_str(), says.name("deed")?.as_str()))
}
