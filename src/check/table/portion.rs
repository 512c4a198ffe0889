//! A column of shares -> whether each is that of its row in the total, in the subtotal that the row belongs to, or in the
//! row above that it is within.

use super::block::Block;
use super::{Table, heading};
use crate::check::agreement::Agreement;
use crate::check::told::percentage;
use crate::check::{Draft, Finding, same, told};

/// The counts of one row, those that they are a share of, and the share.
struct Portion {
    counts: Vec<usize>,
    wholes: Vec<usize>,
    share: usize,
}

pub(super) fn findings(draft: &Draft<'_>, table: &Table, block: &Block<'_>) -> Vec<Finding> {
    let columns = (0..table.headings.len()).filter(|&column| heading::is_of_shares(&table.headings[column]));
    let (total, own) = (block.total_row(), block.own_wholes(draft));
    columns.flat_map(|column| in_column(draft, table, (total, &own), column)).collect()
}

/// The shares of a column are those of one of the columns left of it, or of all these together; the choice is
/// the one under which most rows are right, and none if that is less than half.
fn in_column(
    draft: &Draft<'_>,
    table: &Table,
    (total, own): (Option<usize>, &[Option<usize>]),
    column: usize,
) -> Vec<Finding> {
    let figures = |row: usize| &table.rows[row].figures;
    let in_total = |left: usize| total.is_none_or(|total| figures(total)[left].is_some());
    let adds_up = |&left: &usize| heading::adds_up(&table.headings[left]) && in_total(left);
    let counts: Vec<usize> = (0..column).filter(adds_up).collect();
    let choices =
        counts.iter().rev().map(|&left| vec![left]).chain((counts.len() > 1).then(|| counts.clone()));
    let rows = || (0..table.rows.len()).filter(|&row| table.rows[row].counts());
    let under = |choice: &[usize], whole: &dyn Fn(usize) -> Option<usize>| -> Vec<Finding> {
        let of = |row: usize| choice.iter().map(|&left| figures(row)[left]).collect::<Option<Vec<usize>>>();
        let portion = |row: usize| {
            let (counts, wholes) = (of(row)?, of(whole(row)?)?);
            Some(Portion { counts, wholes, share: figures(row)[column]? })
        };
        told(draft, &rows().filter_map(portion).collect::<Vec<Portion>>())
    };
    let right = |findings: &[Finding]| Agreement::of(findings).right;
    // Of equals the first is taken, which is the nearest column, and the total before the wholes of some rows.
    let mut best: Option<Vec<Finding>> = None;
    for choice in choices {
        for findings in [under(&choice, &|_| total), under(&choice, &|row| own[row])] {
            if best.as_deref().is_none_or(|best| right(&findings) > right(best)) {
                best = Some(findings);
            }
        }
    }
    best.filter(|findings| right(findings) * 2 >= findings.len()).unwrap_or_default()
}

/// What shares say. Where all of them rounded would not make up a hundred, but the shares as they are written do, one
/// last digit was put right: three thirds are 33.3%, 33.3% and 33.4%.
fn told(draft: &Draft<'_>, portions: &[Portion]) -> Vec<Finding> {
    let hundred = |shares: f64| same(shares, 100.0, 0.0);
    let step = portions.iter().map(|portion| draft.figures[portion.share].step).fold(0.0, f64::max);
    let step = if step > 0.0 { step } else { 1.0 };
    let value = |portion: &Portion| percentage(draft, &portion.counts, &portion.wholes);
    let rounded = || portions.iter().map(|portion| (value(portion) / step).round() * step).sum();
    let written = portions.iter().map(|portion| draft.figures[portion.share].value).sum();
    let is_put_right = hundred(written) && !hundred(rounded());
    let of = |portion: &Portion| {
        let slack = is_put_right.then_some(step);
        share_within(draft, &portion.counts, &portion.wholes, portion.share, slack)
    };
    portions.iter().filter_map(of).collect()
}

/// What a share says of `counts` in `wholes`.
pub(super) fn share(draft: &Draft<'_>, counts: &[usize], wholes: &[usize], share: usize) -> Option<Finding> {
    share_within(draft, counts, wholes, share, None)
}

/// The same, where it may be off by more than its last digit.
fn share_within(
    draft: &Draft<'_>,
    counts: &[usize],
    wholes: &[usize],
    share: usize,
    slack: Option<f64>,
) -> Option<Finding> {
    let written = &draft.figures[share];
    if draft.values(wholes) <= 0.0 {
        return None;
    }
    let value = percentage(draft, counts, wholes);
    // The percent sign may stand in the heading; then 50.6 is the share, and its last digit the slack.
    let last_digit = if written.step == 0.0 { 0.5 } else { written.slack() };
    let fits = same(value, written.value, slack.unwrap_or(last_digit));
    Some(told::share(draft, counts, wholes, share, fits))
}
