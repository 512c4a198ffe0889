//! A table with its totals, subtotals and rows with 其中 -> which rows make up each of these, and whether they do.
//!
//! 小计 does not say whether its rows stand above or below it, nor 合计 whether it counts rows or subtotals: it is so as
//! most columns have it. Where no column has it in any way, nothing is said unless there is but one way.

use super::added::{self, Added, failing, fitting};
use super::rows::Kind;
use super::{Table, heading};
use crate::check::{Draft, Finding, told};

/// A sum that is off by more, as a share of the whole, is of something else; where it is known what is summed, it may be
/// off by any amount.
const GAP_TO_TOTAL: f64 = 0.1;
/// So many ways to read the rows after 其中 are tried.
const MOST_WAYS: usize = 256;

/// The rows of a table, each as what it is.
pub(super) struct Block<'t> {
    table: &'t Table,
    kinds: Vec<Kind>,
    /// Whether it was open what some rows are.
    was_open: bool,
    /// Whether subtotals stand above their rows, as most columns have it.
    is_above: bool,
    /// For each row the subtotal that it belongs to.
    subtotals: Vec<Option<usize>>,
    /// The columns that add up somewhere.
    additive: Vec<usize>,
}

/// What each row of a table is, where its words leave that open as most columns add up.
pub(super) fn of<'t>(draft: &Draft<'_>, table: &'t Table) -> Block<'t> {
    let kinds: Vec<Kind> = table.rows.iter().map(|row| row.kind).collect();
    let runs: Vec<Vec<usize>> = runs(&kinds, Kind::Open);
    let choices: Vec<Vec<usize>> = runs.iter().map(|run| lengths(draft, table, &kinds, run)).collect();
    let mut ways: Vec<Vec<usize>> = vec![Vec::new()];
    for lengths in choices {
        // Too many ways to try: then only the rows that say 其中 are within the row above.
        let lengths = if ways.len() * lengths.len() > MOST_WAYS { vec![0] } else { lengths };
        let longer =
            |way: &Vec<usize>| lengths.iter().map(|&length| [way.as_slice(), &[length]].concat()).collect();
        ways = ways.iter().flat_map(|way| -> Vec<Vec<usize>> { longer(way) }).collect();
    }
    let blocks = ways.iter().map(|way| {
        let mut kinds = kinds.clone();
        for (run, &length) in runs.iter().zip(way) {
            for (nth, &row) in run.iter().enumerate() {
                kinds[row] = if nth < length { Kind::Within } else { Kind::Part };
            }
        }
        Block::new(draft, table, kinds, ways.len() > 1)
    });
    let mut best: Option<((usize, f64), Block<'t>)> = None;
    for block in blocks {
        let (fits, gap) = block.score(draft);
        // Of equals the first is taken, in which the fewest rows are within others.
        if best.as_ref().is_none_or(|((most, least), _)| fits > *most || fits == *most && gap < *least) {
            best = Some(((fits, gap), block));
        }
    }
    best.map_or_else(|| Block::new(draft, table, kinds.clone(), false), |(_, block)| block)
}

/// How many of the rows of `run` are within the row above: as many as make it up with those that say 其中, or else any
/// number.
fn lengths(draft: &Draft<'_>, table: &Table, kinds: &[Kind], run: &[usize]) -> Vec<usize> {
    let stated = (0..run[0]).rev().take_while(|&row| kinds[row] == Kind::Within).count();
    let first = run[0] - stated;
    let Some(whole) = first.checked_sub(1) else { return vec![0] };
    let fits = |length: usize| {
        let parts: Vec<usize> = (first..run[0] + length).collect();
        fitting(draft, &added::up(draft, table, whole, &parts))
    };
    let best = (0..=run.len()).rev().max_by_key(|&length| fits(length));
    match best.filter(|&length| fits(length) > 0) {
        Some(length) => vec![length],
        None => (0..=run.len()).collect(),
    }
}

/// Rows of one kind that stand together.
fn runs(kinds: &[Kind], kind: Kind) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for row in (0..kinds.len()).filter(|&row| kinds[row] == kind) {
        match runs.last_mut() {
            Some(run) if run.last() == Some(&(row - 1)) => run.push(row),
            _ => runs.push(vec![row]),
        }
    }
    runs
}

impl<'t> Block<'t> {
    fn new(draft: &Draft<'_>, table: &'t Table, kinds: Vec<Kind>, was_open: bool) -> Self {
        let subtotals = vec![None; kinds.len()];
        let mut block = Self { table, kinds, was_open, is_above: false, subtotals, additive: Vec::new() };
        let rows: Vec<usize> = block.rows_of(Kind::Subtotal).collect();
        let sums = |is_above: bool| -> Vec<Added> {
            rows.iter().flat_map(|&row| added::up(draft, table, row, &block.beside(row, is_above))).collect()
        };
        let (above, below) = (sums(true), sums(false));
        let is_above = fitting(draft, &above) > fitting(draft, &below);
        let mut all = if is_above { above } else { below };
        block.is_above = is_above;
        for &subtotal in &rows {
            for row in block.beside(subtotal, is_above) {
                block.subtotals[row] = Some(subtotal);
            }
        }
        for total in block.rows_of(Kind::Total) {
            all.extend(block.ways(total).iter().flat_map(|way| added::up(draft, table, total, way)));
        }
        let fits = |added: &Added| (added.fits && added.says_something(draft)).then_some(added.column);
        block.additive = all.iter().filter_map(fits).collect();
        block
    }

    /// What rows come to beside another, in each column but those that may be no sums.
    fn up(&self, draft: &Draft<'_>, whole: usize, parts: &[usize]) -> Vec<Added> {
        let mut all = added::up(draft, self.table, whole, parts);
        all.retain(|added| !added.is_doubtful || self.additive.contains(&added.column));
        all
    }

    pub(super) fn findings(&self, draft: &Draft<'_>) -> Vec<Finding> {
        let mut findings: Vec<Finding> =
            self.rows_of(Kind::Total).flat_map(|row| self.total(draft, row)).collect();
        findings.extend(self.subtotals(draft));
        findings.extend(runs(&self.kinds, Kind::Within).iter().flat_map(|run| self.within(draft, run)));
        findings
    }

    /// The row of the total, the last if there are several.
    pub(super) fn total_row(&self) -> Option<usize> {
        self.rows_of(Kind::Total).last()
    }

    /// For each row the subtotal that it belongs to, or the row above that it makes up with others.
    pub(super) fn own_wholes(&self, draft: &Draft<'_>) -> Vec<Option<usize>> {
        let mut own = self.subtotals.clone();
        for run in runs(&self.kinds, Kind::Within) {
            let whole = run[0].checked_sub(1);
            let made_up = whole.filter(|&whole| fitting(draft, &self.up(draft, whole, &run)) > 0);
            for row in run {
                own[row] = made_up;
            }
        }
        own
    }

    fn rows_of(&self, kind: Kind) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.kinds.len()).filter(move |&row| self.kinds[row] == kind)
    }

    fn is_marked(&self, row: usize) -> bool {
        matches!(self.kinds[row], Kind::Subtotal | Kind::Total)
    }

    fn parts(&self, rows: std::ops::Range<usize>) -> Vec<usize> {
        rows.filter(|&row| self.kinds[row] == Kind::Part).collect()
    }

    /// The parts between a row and the total or subtotal next to it, below or above.
    fn beside(&self, row: usize, is_above: bool) -> Vec<usize> {
        let end = self.kinds.len();
        if is_above {
            // The subtotal stands above its rows.
            self.parts(row + 1..(row + 1..end).find(|&next| self.is_marked(next)).unwrap_or(end))
        } else {
            self.parts((0..row).rev().find(|&last| self.is_marked(last)).map_or(0, |last| last + 1)..row)
        }
    }

    /// The rows that a total may be of, the likeliest first.
    fn ways(&self, total: usize) -> Vec<Vec<usize>> {
        let end = self.kinds.len();
        let several = |kind: Kind, rows: std::ops::Range<usize>| -> Vec<usize> {
            rows.filter(|&row| self.kinds[row] == kind).collect()
        };
        // Subtotals, and the parts that are of none of them.
        let by_subtotals = |rows: std::ops::Range<usize>| -> Vec<usize> {
            let counts = |row: &usize| match self.kinds[*row] {
                Kind::Subtotal => true,
                Kind::Part => self.subtotals[*row].is_none(),
                _ => false,
            };
            rows.filter(counts).collect()
        };
        let mut ways = vec![
            self.beside(total, false),
            self.parts(0..total),
            by_subtotals(0..total),
            several(Kind::Total, 0..total),
            self.beside(total, true),
            self.parts(total + 1..end),
            by_subtotals(total + 1..end),
            several(Kind::Total, total + 1..end),
        ];
        let mut seen: Vec<Vec<usize>> = Vec::new();
        ways.retain(|way| {
            let is_new = way.len() > 1 && !seen.contains(way);
            seen.push(way.clone());
            is_new
        });
        ways
    }

    /// How many columns of how many totals fit, and how far those of the nearest are off.
    fn score(&self, draft: &Draft<'_>) -> (usize, f64) {
        let mut score = (0, f64::INFINITY);
        for total in self.rows_of(Kind::Total) {
            let ways = self.ways(total).into_iter().map(|way| self.up(draft, total, &way));
            let ways: Vec<Vec<Added>> = ways.collect();
            score.0 += ways.iter().map(|way| fitting(draft, way)).max().unwrap_or_default();
            let gaps = ways.iter().flatten().map(|added| added.gap(draft));
            score.1 = gaps.fold(score.1, f64::min);
        }
        score
    }

    fn total(&self, draft: &Draft<'_>, total: usize) -> Vec<Finding> {
        let row = &self.table.rows[total];
        let rows = self.ways(total);
        let ways = rows.iter().map(|way| self.up(draft, total, way));
        let ways: Vec<Vec<Added>> = ways.filter(|way| !way.is_empty()).collect();
        let name = if row.names_total { "合计" } else { row.name.as_str() };
        let told = |added: &Added| added.told(draft, self.table, name);
        let Some(best) = ways.iter().rev().max_by_key(|way| fitting(draft, way)) else { return Vec::new() };
        let (right, is_sure) = (fitting(draft, best), row.names_total || is_complete(self.table, &rows));
        if is_sure && ways.len() == 1 && !self.was_open || right > 0 && failing(best) <= right {
            return best.iter().map(told).collect();
        }
        if !is_sure || right > 0 {
            return Vec::new();
        }
        // Rows and subtotals that come to the same are what the total should be; else it is the way that is nearly right.
        let is_twice = |added: &Added| ways.iter().flatten().filter(|other| other.is_like(added)).count() > 1;
        let near = |added: &&Added| is_twice(added) || added.gap(draft) <= GAP_TO_TOTAL;
        let nearest = |way: &&Vec<Added>| way.iter().filter(near).count();
        let best = ways.iter().rev().max_by_key(nearest).filter(|way| nearest(way) > 0);
        best.map_or(Vec::new(), |way| way.iter().filter(near).map(told).collect())
    }

    fn subtotals(&self, draft: &Draft<'_>) -> Vec<Finding> {
        let told = self.rows_of(Kind::Subtotal).flat_map(|row| {
            let name = &self.table.rows[row].name;
            // 1月、2月、累计、3月、累计: what is summed up so far counts all rows above it.
            let ways = [self.beside(row, self.is_above), self.parts(0..row)];
            let ways = ways.map(|way| self.up(draft, row, &way));
            let best = ways.into_iter().rev().max_by_key(|way| fitting(draft, way)).unwrap_or_default();
            best.into_iter().map(move |added| (name, added)).collect::<Vec<_>>()
        });
        let told: Vec<(&String, Added)> = told.collect();
        let right = told.iter().filter(|(_, added)| added.fits && added.says_something(draft)).count();
        let wrong = told.iter().filter(|(_, added)| !added.fits).count();
        let is_known = right > 0 && wrong <= right;
        // Without any that fits, only 小计 is sure to be of its neighbors.
        let is_near = |name: &str, added: &Added| {
            right == 0 && name.starts_with('小') && added.gap(draft) <= GAP_TO_TOTAL
        };
        let said = told.iter().filter(|(name, added)| is_known || is_near(name, added));
        said.map(|(name, added)| added.told(draft, self.table, name)).collect()
    }

    /// Rows with 其中 make up the row above, where they do so in one column; in any case none is larger.
    fn within(&self, draft: &Draft<'_>, run: &[usize]) -> Vec<Finding> {
        let above = run[0].checked_sub(1).filter(|&above| self.kinds[above] != Kind::Aside);
        let Some(whole) = above else { return Vec::new() };
        let all = self.up(draft, whole, run);
        let right = fitting(draft, &all);
        if right > 0 && failing(&all) <= right {
            let name = format!("“{}”", self.table.rows[whole].name);
            return all.iter().map(|added| added.told(draft, self.table, &name)).collect();
        }
        let adds_up = |&column: &usize| heading::adds_up(&self.table.headings[column]);
        let columns = || (0..self.table.headings.len()).filter(adds_up);
        let at_most = |row: usize| {
            columns().filter_map(move |column| {
                let figure = |row: usize| self.table.rows[row].figures[column];
                part(draft, figure(row)?, figure(whole)?)
            })
        };
        run.iter().flat_map(|&row| at_most(row).collect::<Vec<Finding>>()).collect()
    }
}

/// Whether the names of the rows say that they are all there are: four quarters, twelve months.
fn is_complete(table: &Table, ways: &[Vec<usize>]) -> bool {
    let ends = |way: &Vec<usize>, end: &str| {
        way.iter().all(|&row| table.rows[row].name.trim_end_matches('份').ends_with(end))
    };
    ways.iter().any(|way| {
        way.len() == 4 && (ends(way, "季度") || ends(way, "季"))
            || way.len() == 12 && ends(way, "月")
            || way.len() == 2 && ends(way, "半年")
    })
}

fn part(draft: &Draft<'_>, part: usize, whole: usize) -> Option<Finding> {
    let (one, all) = (&draft.figures[part], &draft.figures[whole]);
    if !one.is_like(all) || one.value < 0.0 || all.value < 0.0 {
        return None;
    }
    Some(told::part(draft, ("表中其中", part), ("", whole)))
}
