//! Shares with an interval (50.6%，95%区间42.9%—58.4%) -> whether it is that of the share.

use std::sync::LazyLock;

use regex::Regex;

use super::table::Table;
use super::{Draft, Finding, Measure, Rule, Verdict, same, shown};
use crate::stats::Share;
use crate::text::pattern;

/// What stands between the two ends of an interval.
static UP_TO: LazyLock<Regex> = LazyLock::new(|| pattern("^ *(?:—+|–|-|~|～|至|到) *$"));
/// The normal quantile of a two-sided 95% interval, as tables print it; offices that do not use Wilson's interval
/// take p ± 1.96 √(p(1-p)/n).
const Z: f64 = 1.96;

/// Reads intervals in the text and in the cells of tables, whose headings say what they are.
pub(super) fn findings(draft: &Draft<'_>, tables: &[Table], shares: &[Finding]) -> Vec<Finding> {
    let known: Vec<(usize, usize, usize)> = shares
        .iter()
        .filter(|finding| finding.rule == Rule::Share && finding.verdict == Verdict::Right)
        .filter_map(|finding| match finding.figures[..] {
            [whole, count, share] => Some((whole, count, share)),
            _ => None,
        })
        .collect();
    let lows = 0..draft.figures.len().saturating_sub(1);
    lows.filter_map(|low| interval(draft, tables, &known, low)).collect()
}

/// Whether a figure stands in a column of a table whose heading says that it holds intervals.
fn is_in_column_of_intervals(draft: &Draft<'_>, tables: &[Table], at: usize) -> bool {
    let figure = &draft.figures[at];
    let column = draft.text(at)[..figure.span.start].matches(';').count();
    let table = tables.iter().find(|table| table.holds(figure.paragraph));
    table.is_some_and(|table| column > 0 && table.headings[column].contains("区间"))
}

fn interval(
    draft: &Draft<'_>,
    tables: &[Table],
    known: &[(usize, usize, usize)],
    low: usize,
) -> Option<Finding> {
    let (from, to) = (&draft.figures[low], &draft.figures[low + 1]);
    let percents = from.measure == Measure::Percent && to.measure == Measure::Percent;
    let gap = draft.text(low).get(from.span.end..to.span.start)?;
    if !percents || from.paragraph != to.paragraph || !UP_TO.is_match(gap) {
        return None;
    }
    let beside = draft
        .earlier_in_sentence(low)
        .rev()
        .find(|&at| draft.figures[at].measure == Measure::Percent && draft.figures[at].depth <= from.depth);
    // In the text 区间 stands before the ends; in a table it stands in the heading, and the cell holds nothing else.
    let stated = draft.before(low).contains("区间");
    let cell = is_in_column_of_intervals(draft, tables, low)
        && draft.before(low).is_empty()
        && draft.after(low + 1).is_empty();
    if !stated && !cell {
        return None;
    }
    let near: Vec<&(usize, usize, usize)> =
        known.iter().filter(|(_, _, share)| draft.are_in_one_sentence(*share, low)).collect();
    let own: Vec<&(usize, usize, usize)> = match beside.filter(|_| draft.before(low).starts_with("95")) {
        Some(beside) => near.iter().copied().filter(|(_, _, share)| *share == beside).collect(),
        None => near,
    };
    let fits = |written: usize, value: f64| {
        same(value * 100.0, draft.figures[written].value, draft.figures[written].slack())
    };
    let told = |&(whole, count, share): &(usize, usize, usize), (lower, upper): (f64, f64), fits| {
        let (verdict, says) = Verdict::of(fits);
        let calculation = format!(
            "{} ÷ {}的95%区间为{}%—{}%，与{}—{}{says}",
            draft.written(count),
            draft.written(whole),
            shown(lower * 100.0),
            shown(upper * 100.0),
            draft.written(low),
            draft.written(low + 1)
        );
        Finding {
            verdict,
            rule: Rule::Interval,
            figures: vec![whole, count, share, low, low + 1],
            calculation,
        }
    };
    let ends = |of: &(usize, usize, usize), interval: fn(Share) -> (f64, f64)| {
        interval(Share { hits: draft.figures[of.1].count(), of: draft.figures[of.0].count() })
    };
    for interval in [Share::wilson as fn(Share) -> (f64, f64), normal] {
        for of in &own {
            let (lower, upper) = ends(of, interval);
            if fits(low, lower) && fits(low + 1, upper) {
                return Some(told(of, (lower, upper), true));
            }
        }
    }
    // One end that fits to its last digit tells how the interval was made; then the other is a slip.
    for interval in [Share::wilson as fn(Share) -> (f64, f64), normal] {
        for of in &own {
            let (lower, upper) = ends(of, interval);
            if fits(low, lower) != fits(low + 1, upper) {
                return Some(told(of, (lower, upper), false));
            }
        }
    }
    let beside = beside.filter(|_| stated && own.len() == 1)?;
    let share = draft.figures[beside].value;
    let outside = share < from.value - from.slack() || share > to.value + to.slack();
    let calculation =
        format!("{}不在{}—{}之内", draft.written(beside), draft.written(low), draft.written(low + 1));
    let figures = vec![beside, low, low + 1];
    outside.then_some(Finding { verdict: Verdict::Wrong, rule: Rule::Interval, figures, calculation })
}

/// p ± 1.96 √(p(1-p)/n), within 0 and 1.
fn normal(share: Share) -> (f64, f64) {
    let p = share.value();
    let half = Z * (p * (1.0 - p) / (share.of.max(1) as f64)).sqrt();
    ((p - half).max(0.0), (p + half).min(1.0))
}
