//! Rows of a table and the row that they should make up -> whether they do, column by column.

use super::{Table, heading};
use crate::check::phrase::LASTING;
use crate::check::{Draft, Finding, Measure, same, told};

/// The cells of one column that should make up another cell of it.
pub(super) struct Added {
    pub(super) column: usize,
    whole: usize,
    parts: Vec<usize>,
    pub(super) fits: bool,
    /// Whether the whole may be an average or the like, and nothing but a slip a sum.
    pub(super) is_doubtful: bool,
    sum: f64,
}

impl Added {
    /// How far the sum is off, as a share of the whole.
    pub(super) fn gap(&self, draft: &Draft<'_>) -> f64 {
        let whole = draft.figures[self.whole].value;
        (self.sum - whole).abs() / whole.abs().max(1.0)
    }

    pub(super) fn says_something(&self, draft: &Draft<'_>) -> bool {
        self.parts.iter().filter(|&&at| draft.figures[at].value != 0.0).count() > 1
    }

    /// Whether other rows make up as much.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.column == other.column && same(self.sum, other.sum, 0.0)
    }

    /// What it says; `name` is what the whole is called.
    pub(super) fn told(&self, draft: &Draft<'_>, table: &Table, name: &str) -> Finding {
        let before = format!("表中“{}”：", table.headings[self.column]);
        told::sum(draft, &before, (name, self.whole), &self.parts, self.fits)
    }
}

/// How many fit, and have more than one part that is more than nothing, so that the sum says something.
pub(super) fn fitting(draft: &Draft<'_>, all: &[Added]) -> usize {
    all.iter().filter(|added| added.fits && added.says_something(draft)).count()
}

/// How many do not fit.
pub(super) fn failing(all: &[Added]) -> usize {
    all.iter().filter(|added| !added.fits).count()
}

/// What rows come to beside the row `whole`, in each column that adds up.
pub(super) fn up(draft: &Draft<'_>, table: &Table, whole: usize, parts: &[usize]) -> Vec<Added> {
    let columns = 0..table.headings.len();
    columns.filter_map(|column| in_column(draft, table, column, (whole, parts))).collect()
}

fn in_column(
    draft: &Draft<'_>,
    table: &Table,
    column: usize,
    (whole, parts): (usize, &[usize]),
) -> Option<Added> {
    let heading = table.headings[column].as_str();
    let is_of_shares = heading::is_of_shares(heading);
    let whole = table.rows[whole].figures[column]?;
    let parts: Vec<usize> = parts.iter().filter_map(|&row| table.rows[row].figures[column]).collect();
    let all = || parts.iter().copied().chain([whole]).map(|at| &draft.figures[at]);
    // A share is nought at least: what is less is a change, and changes in percent do not add up.
    let adds_up = if is_of_shares {
        parts.iter().all(|&at| draft.figures[at].value >= 0.0)
    } else {
        heading::adds_up(heading)
            && all().all(|figure| figure.measure == Measure::Count)
            && !all().any(|figure| LASTING.contains(&figure.unit.as_str()))
    };
    if parts.len() < 2 || !adds_up {
        return None;
    }
    // What is rounded adds up to what is rounded, but for the last digit; a whole of shares is written as a round 100.
    let slack = draft.slack(&parts) + if is_of_shares { 0.0 } else { draft.figures[whole].slack() };
    let sum = draft.values(&parts);
    let fits = same(sum, draft.figures[whole].value, slack);
    let is_doubtful = !fits && !is_of_shares && may_be_no_sum(draft, heading, whole, &parts);
    Some(Added { column, whole, parts, fits, is_doubtful, sum })
}

/// Whether a whole that is no sum may be the average or the largest of its cells, or the last of those that go on from
/// row to row.
fn may_be_no_sum(draft: &Draft<'_>, heading: &str, whole: usize, parts: &[usize]) -> bool {
    let values = || parts.iter().map(|&at| draft.figures[at].value);
    let (lowest, highest) = (values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max));
    let within = (lowest..=highest).contains(&draft.figures[whole].value);
    lowest >= 0.0 && within && !heading::counts_own(heading)
}
