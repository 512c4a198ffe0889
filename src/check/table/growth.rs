//! A column of changes beside the columns of two times -> whether it is the difference between them, or the growth from the
//! one to the other.
//!
//! 2023年、2024年、增减: the heading does not say which columns it compares. Where it is so in all rows but one, that one
//! holds a slip.

use std::sync::LazyLock;

use regex::Regex;

use super::Table;
use crate::check::agreement::{Agreement, FEWEST, ROWS_PER_SLIP, distinct, most_slips};
use crate::check::{Draft, Finding, Measure, Rule, Verdict, same, shown};
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
/// So many rows must agree, each with a change of its own, where the headings of both columns name a time.
const FEWEST_OF_TIMES: usize = 2;

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
    let is_time = |column: usize| TIME.is_match(&table.headings[column]);
    let mut best: (usize, Vec<Change>) = (0, Vec::new());
    for form in [Form::Difference, Form::Growth] {
        for &(earlier, later) in pairs {
            let Some(changes) = changes(draft, table, [earlier, later, change], form) else { continue };
            let fewest = if is_time(earlier) && is_time(later) { FEWEST_OF_TIMES } else { FEWEST };
            let right = agreement(draft, &changes, fewest);
            if right > best.0 {
                best = (right, changes);
            }
        }
    }
    best.1.iter().map(|change| change.told(draft, table.line)).collect()
}

/// What the rows say of two columns; nothing where too many are wrong, as of most pairs a few rows show.
fn changes(draft: &Draft<'_>, table: &Table, columns: [usize; 3], form: Form) -> Option<Vec<Change>> {
    let in_percent = IN_PERCENT.is_match(&table.headings[columns[2]]);
    let most = most_slips(table.rows.len(), ROWS_PER_SLIP);
    let (mut changes, mut wrong) = (Vec::new(), 0);
    for row in table.lines() {
        let [Some(earlier), Some(later), Some(change)] = columns.map(|column| row.figures[column]) else {
            continue;
        };
        let Some(change) = Change::of(draft, [earlier, later, change], form, in_percent) else { continue };
        wrong += usize::from(!change.fits);
        if wrong > most {
            return None;
        }
        changes.push(change);
    }
    Some(changes)
}

/// How many are right; none where these are too few, or have one change only, which may be so by chance.
fn agreement(draft: &Draft<'_>, changes: &[Change], fewest: usize) -> usize {
    let right = changes.iter().filter(|change| change.fits);
    let written = right.map(|change| draft.figures[change.written].value);
    let distinct = distinct(written.filter(|&value| value != 0.0));
    let all = Agreement::counted(changes, |change| change.fits);
    if distinct >= fewest && all.is_but_for_one_in(ROWS_PER_SLIP) { all.right } else { 0 }
}

/// A cell of a column of changes, and the two cells that it may compare.
struct Change {
    earlier: usize,
    later: usize,
    /// The change as it is written.
    written: usize,
    form: Form,
    fits: bool,
}

impl Change {
    /// What a cell says of two others; `None` where it cannot be their change.
    fn of(
        draft: &Draft<'_>,
        [earlier, later, change]: [usize; 3],
        form: Form,
        in_percent: bool,
    ) -> Option<Self> {
        let [before, after, written] = [earlier, later, change].map(|at| &draft.figures[at]);
        let in_percent = in_percent || written.measure == Measure::Percent;
        let can_be = before.is_like(after)
            && match form {
                Form::Difference => before.measure == Measure::Percent || written.measure == Measure::Count,
                Form::Growth => {
                    before.measure == Measure::Count && in_percent && before.value > before.slack()
                }
            };
        if !can_be {
            return None;
        }
        // What is rounded may have been a little more or less.
        let low = form.between(after.value - after.slack(), before.value + before.slack());
        let high = form.between(after.value + after.slack(), before.value - before.slack());
        let last_digit = if form == Form::Growth && written.step == 0.0 { 0.5 } else { written.slack() };
        let fits = same(written.value.max(low).min(high), written.value, last_digit);
        Some(Self { earlier, later, written: change, form, fits })
    }

    fn told(&self, draft: &Draft<'_>, line: &str) -> Finding {
        let (after, before) = (draft.written(self.later), draft.written(self.earlier));
        let value =
            shown(self.form.between(draft.figures[self.later].value, draft.figures[self.earlier].value));
        let reckoned = match self.form {
            Form::Difference => format!("{after} - {before} = {value}"),
            Form::Growth => format!("({after} - {before}) ÷ {before} = {value}%"),
        };
        let (verdict, says) = Verdict::of(self.fits);
        let calculation = format!("表中一{line}：{reckoned}，与{}{says}", draft.written(self.written));
        let figures = vec![self.earlier, self.later, self.written];
        Finding { verdict, rule: Rule::Change, figures, calculation }
    }
}

impl Form {
    /// The change from one value to another.
    fn between(self, after: f64, before: f64) -> f64 {
        match self {
            Self::Difference => after - before,
            Self::Growth => (after - before) / before * 100.0,
        }
    }
}
