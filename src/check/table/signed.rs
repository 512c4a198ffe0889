//! Cells of a table with a minus sign, or with brackets as accountants write it -> figures below nought.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::check::{Figure, figure};
use crate::text::pattern;

/// A cell below nought: -2, －3.5%.
static BELOW_NOUGHT: LazyLock<Regex> = LazyLock::new(|| pattern("^ *[-－−–—﹣] *(?P<amount>[0-9].*?) *$"));
/// The same as accountants write it, under a heading that speaks of changes; elsewhere brackets hold an aside.
static IN_BRACKETS: LazyLock<Regex> = LazyLock::new(|| pattern("^ *\\( *(?P<amount>[0-9][0-9,.]*) *\\) *$"));
static CHANGES: LazyLock<Regex> = LazyLock::new(|| pattern("增|减|变化|变动|差|净|盈|结余"));

/// Whether a cell begins with a sign and goes on with a number.
pub(super) fn is_signed(cell: &str) -> bool {
    BELOW_NOUGHT.is_match(cell)
}

/// Where the amount of a cell below nought stands, without its sign or brackets.
pub(super) fn amount(text: &str, cell: &Range<usize>, heading: &str) -> Option<Range<usize>> {
    let inside = &text[cell.clone()];
    let in_brackets = || IN_BRACKETS.captures(inside).filter(|_| CHANGES.is_match(heading));
    let amount = BELOW_NOUGHT.captures(inside).or_else(in_brackets)?.name("amount")?;
    Some(cell.start + amount.start()..cell.start + amount.end())
}

/// Makes the figure of a cell below nought so; the sign or the brackets are part of it.
pub(super) fn take_sign(
    (paragraph, text): (usize, &str),
    cell: &Range<usize>,
    heading: &str,
    figures: &mut [Figure],
) {
    let Some(amount) = amount(text, cell, heading) else { return };
    let only = figure::within(figures, paragraph, cell.clone());
    // -5.3%—13.7% is more than one figure.
    if let [figure] = &mut figures[only]
        && figure.span == amount
    {
        let inside = &text[cell.clone()];
        let start = inside.len() - inside.trim_start().len();
        figure.value = -figure.value;
        figure.span = cell.start + start..cell.start + inside.trim_end().len();
    }
}
