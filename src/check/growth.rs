//! A column of changes beside the columns of two times -> whether it is the difference between them, or the growth from the
//! one to the other.
//!
//! 2023年、2024年、增减: the heading does not say which columns it compares. Where it is so in all rows but one, that one
//! holds a slip.

use std::sync::LazyLock;

use regex::Regex;

use super::table::{Row, Table};
use super::{Draft, Finding, Measure, Rule, Verdict, same, shown};
use crate::text::pattern;

/// The heading of a column of changes.
static CHANGE: LazyLock<Regex> =
    LazyLock::new(|| pattern("增|减|同比|环比|变化|变动|升|降|±|涨|[较比][上去前]"));
/// The same where the changes are in percent, whether or not the cells say so.
static IN_PERCENT: LazyLock<Regex> = LazyLock::new(|| pattern("%|幅|率|比例|同比|环比"));
/// The heading of a column of one time.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern("[0-9上下本今去前当]年|[上下本当去前同]一?个?[月季期周日]|[0-9一二三四]+(?:月|季度)")
});
/// So many rows must agree, each with a change of its own.
const FEWEST: usize = 3;
/// The same where the headings of both columns name a time.
const FEWEST_OF_TIMES: usize = 2;
/// Of so many rows one may be wrong, and one in any case.
const SLIPS: usize = 10;

/// How a change is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Difference,
    Growth,
}

pub(super) fn findings(draft: &Draft<'_>, table: &Table) -> Vec<Finding> {
    let is_change = |&column: &usize| CHANGE.is_match(&table.headings[column]);
    let columns = || 0..table.headings.len();
    let times: Vec<usize> = columns().filter(|column| !is_change(column)).collect();
    let pairs: Vec<(usize, usize)> = times
        .iter()
        .flat_map(|&earlier| times.iter().map(move |&later| (earlier, later)))
        .filter(|(earlier, later)| earlier != later)
        .collect();
    columns().filter(is_change).flat_map(|change| in_column(draft, table, &pairs, change)).collect()
}

/// What the cells of a column say of the two columns, and in the form, in which most are right.
fn in_column(draft: &Draft<'_>, table: &Table, pairs: &[(usize, usize)], change: usize) -> Vec<Finding> {
    let heading = &table.headings[change];
    let is_time = |column: usize| TIME.is_match(&table.headings[column]);
    let mut best: Option<(usize, Vec<Finding>)> = None;
    for form in [Form::Difference, Form::Growth] {
        for &(earlier, later) in pairs {
            let of = |row: &Row| {
                let cells = [row.figures[earlier]?, row.figures[later]?, row.figures[change]?];
                changed(draft, cells, form, heading).map(|told| in_line(table, told))
            };
            let told: Vec<Finding> = table.lines().filter_map(of).collect();
            let fewest = if is_time(earlier) && is_time(later) { FEWEST_OF_TIMES } else { FEWEST };
            let right = agreement(draft, &told, fewest);
            if right > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((right, told));
            }
        }
    }
    best.map_or(Vec::new(), |(_, told)| told)
}

fn in_line(table: &Table, told: Finding) -> Finding {
    Finding { calculation: format!("表中一{}：{}", table.line, told.calculation), ..told }
}

/// How many are right; none where these are too few, or have one change only, which may be so by chance.
fn agreement(draft: &Draft<'_>, told: &[Finding], fewest: usize) -> usize {
    let right: Vec<&Finding> = told.iter().filter(|told| told.verdict == Verdict::Right).collect();
    let change = |told: &&Finding| told.figures.last().map(|&at| draft.figures[at].value);
    let mut changes: Vec<f64> = right.iter().filter_map(change).filter(|&change| change != 0.0).collect();
    changes.sort_by(f64::total_cmp);
    changes.dedup();
    let wrong = told.len() - right.len();
    if changes.len() >= fewest && wrong <= (told.len() / SLIPS).max(1) { right.len() } else { 0 }
}

/// What a change says of the counts before and after it; `None` where it cannot be theirs.
fn changed(
    draft: &Draft<'_>,
    [earlier, later, change]: [usize; 3],
    form: Form,
    heading: &str,
) -> Option<Finding> {
    let [before, after, written] = [earlier, later, change].map(|at| &draft.figures[at]);
    let in_percent = written.measure == Measure::Percent || IN_PERCENT.is_match(heading);
    let can_be = before.is_like(after)
        && match form {
            Form::Difference => before.measure == Measure::Percent || written.measure == Measure::Count,
            Form::Growth => before.measure == Measure::Count && in_percent && before.value > 0.0,
        };
    if !can_be {
        return None;
    }
    let gap = after.value - before.value;
    let (names, other) = (draft.written(later), draft.written(earlier));
    let (low, high, reckoned) = match form {
        Form::Difference => {
            let slack = before.slack() + after.slack();
            (gap - slack, gap + slack, format!("{names} - {other} = {}", shown(gap)))
        }
        Form::Growth => {
            let growth = |after: f64, before: f64| (after - before) / before * 100.0;
            let value = growth(after.value, before.value);
            // What is rounded may have been a little more or less.
            let low = growth(after.value - after.slack(), before.value + before.slack());
            let high =
                growth(after.value + after.slack(), (before.value - before.slack()).max(f64::MIN_POSITIVE));
            (low, high, format!("({names} - {other}) ÷ {other} = {}%", shown(value)))
        }
    };
    let last_digit = match form {
        Form::Growth if written.step == 0.0 => 0.5,
        _ => written.slack(),
    };
    let fits = same(written.value.max(low).min(high), written.value, last_digit);
    let (verdict, says) = Verdict::of(fits);
    let calculation = format!("{reckoned}，与{}{says}", draft.written(change));
    Some(Finding { verdict, rule: Rule::Change, figures: vec![earlier, later, change], calculation })
}
