//! The columns of a table -> whether those that make up another do so in every row, and whether rates are those of
//! two columns, or of a total in the text.
//!
//! A heading does not say that 主办 is 按期 and 逾期 together. Where it is so in all rows but one, that one holds a slip.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use regex::Regex;

use super::portion::share;
use super::{Row, Table, heading};
use crate::check::agreement::{Agreement, FEWEST, ROWS_PER_SLIP, distinct};
use crate::check::{Draft, Finding, Measure, Verdict, same, told};
use crate::text::pattern;

/// Headings of the last of several parts: with one of them the parts are all there are.
static REST: LazyLock<Regex> = LazyLock::new(|| {
    pattern("未|其他|其它|尚|超|不|增|减|差|正在|在办|推进|计划|参考|C类|丙类|会办|分办|女")
});
/// The heading of what was given back to be handled anew or by others, which may have no reply.
static GIVEN_BACK: LazyLock<Regex> = LazyLock::new(|| pattern("退办|退回|撤"));
/// At most so many columns make up another.
const MOST_PARTS: usize = 12;

pub(super) fn findings(draft: &Draft<'_>, tables: &[Table], known: &[Finding]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for table in tables {
        findings.extend(sums(draft, table));
        findings.extend(rates(draft, table));
        findings.extend(table.transposed().iter().flat_map(|table| rates(draft, table)));
        for other in tables.iter().filter(|other| other.paragraphs != table.paragraphs) {
            findings.extend(rows_elsewhere(draft, table, other));
        }
    }
    let is_known = |finding: &Finding| {
        known.iter().any(|known| known.rule == finding.rule && same_figures(&known.figures, &finding.figures))
    };
    findings.retain(|finding| !is_known(finding));
    findings
}

fn same_figures(one: &[usize], other: &[usize]) -> bool {
    one.len() == other.len() && one.iter().all(|at| other.contains(at))
}

/// A whole and its parts in one row.
struct Line {
    whole: usize,
    parts: Vec<usize>,
    /// What the row has of the column behind the parts, where that counts what was given back.
    given_back: Option<usize>,
}

impl Line {
    fn fits(&self, draft: &Draft<'_>) -> bool {
        same(draft.values(&self.parts), draft.figures[self.whole].value, 0.0)
    }

    /// Whether what is missing is what was given back: it may have no reply, nor be one that is owed.
    fn fits_with_given_back(&self, draft: &Draft<'_>) -> bool {
        let sum = draft.values(&self.parts);
        let back = |at: usize| same(sum + draft.figures[at].value, draft.figures[self.whole].value, 0.0);
        self.given_back.is_some_and(back)
    }

    /// Whether more than one part is more than nothing, so that the sum says something.
    fn says_something(&self, draft: &Draft<'_>) -> bool {
        self.parts.iter().filter(|&&at| draft.figures[at].value > 0.0).count() > 1
    }
}

/// The lines that fit and, of these, those that say something; `None` if too many do not fit, or too few say something.
fn agreement(draft: &Draft<'_>, lines: &[Line]) -> Option<(usize, usize)> {
    let all = Agreement::counted(lines, |line| line.fits(draft));
    let saying = lines.iter().filter(|line| line.fits(draft) && line.says_something(draft)).count();
    (saying >= FEWEST && all.is_but_for_one_in(ROWS_PER_SLIP)).then_some((all.right, saying))
}

/// Neighboring columns that make up another column of the table.
fn sums(draft: &Draft<'_>, table: &Table) -> Vec<Finding> {
    let counts: Vec<bool> = (0..table.headings.len()).map(|column| is_count(draft, table, column)).collect();
    let mut findings = Vec::new();
    for whole in (0..counts.len()).filter(|&column| counts[column]) {
        let mut best: Option<((usize, usize), usize, Vec<Line>)> = None;
        for first in 0..counts.len() {
            for last in first + 1..counts.len().min(first + MOST_PARTS) {
                if (first..=last).contains(&whole) || !(first..=last).all(|column| counts[column]) {
                    continue;
                }
                let Some(parts) = summands(table, &counts, whole, first..=last) else { continue };
                let back = last + 1;
                let is_back = table.headings.get(back).is_some_and(|heading| GIVEN_BACK.is_match(heading));
                let of = |row: &Row| {
                    let line = line(row, whole, parts.iter().copied())?;
                    Some(Line {
                        given_back: row.figures.get(back).copied().flatten().filter(|_| is_back),
                        ..line
                    })
                };
                let lines: Vec<Line> = table.lines().filter_map(of).collect();
                let Some(agreement) = agreement(draft, &lines) else { continue };
                let rest = parts.iter().any(|&column| REST.is_match(&table.headings[column]));
                if best.as_ref().is_none_or(|(known, ..)| agreement > *known) {
                    best = Some((agreement, usize::from(rest), lines));
                }
            }
        }
        let Some((_, rest, lines)) = best else { continue };
        findings.extend(lines.iter().filter_map(|line| {
            // Without a column for the rest, what is missing may be of no column.
            let short = draft.values(&line.parts) < draft.figures[line.whole].value;
            let is_told = rest > 0 && !line.fits_with_given_back(draft);
            (line.fits(draft) || is_told || !short).then(|| add_up(draft, line))
        }));
    }
    findings
}

/// The columns of a run that may make up the column `whole` together; `None` where they are no two, or a column 其中 that
/// they begin with is a part of another. 逾期；其中超6个月；未答复: what is within the column before it is counted there already.
fn summands(table: &Table, counts: &[bool], whole: usize, run: RangeInclusive<usize>) -> Option<Vec<usize>> {
    let is_within = |column: usize| heading::is_within(&table.headings[column]);
    let first = *run.start();
    let are_all_within = run.clone().all(is_within);
    let nearest = counts[..first].iter().rposition(|&is_count| is_count);
    if is_within(first) && !(are_all_within && whole < first || nearest == Some(whole)) {
        return None;
    }
    let parts: Vec<usize> = run.filter(|&column| is_within(first) || !is_within(column)).collect();
    (parts.len() > 1).then_some(parts)
}

/// Whether a column holds counts that add up.
fn is_count(draft: &Draft<'_>, table: &Table, column: usize) -> bool {
    let figures: Vec<usize> = table.lines().filter_map(|row| row.figures[column]).collect();
    let count = |&at: &usize| draft.figures[at].measure == Measure::Count && draft.figures[at].step == 0.0;
    let heading = &table.headings[column];
    figures.len() * 2 > table.rows.len() && figures.iter().all(count) && heading::adds_up(heading)
}

fn line(row: &Row, whole: usize, parts: impl Iterator<Item = usize>) -> Option<Line> {
    let parts = parts.map(|column| row.figures[column]).collect::<Option<Vec<usize>>>()?;
    Some(Line { whole: row.figures[whole]?, parts, given_back: None })
}

fn add_up(draft: &Draft<'_>, line: &Line) -> Finding {
    told::sum(draft, "表中一行：", ("", line.whole), &line.parts, line.fits(draft))
}

/// The columns of a table together are a column of another, row by row: months and the year.
fn rows_elsewhere(draft: &Draft<'_>, table: &Table, other: &Table) -> Vec<Finding> {
    let parts: Vec<usize> =
        (1..table.headings.len()).filter(|&column| is_count(draft, table, column)).collect();
    if parts.len() < 2 || parts.len() + 1 < table.headings.len() {
        return Vec::new();
    }
    let wholes = (1..other.headings.len()).filter(|&column| is_count(draft, other, column));
    let under = |whole: usize| -> Vec<Line> {
        let of = |row: &Row| {
            let named = other.rows.iter().find(|named| !row.name.is_empty() && named.name == row.name)?;
            let parts = parts.iter().map(|&column| row.figures[column]).collect::<Option<Vec<usize>>>()?;
            Some(Line { whole: named.figures[whole]?, parts, given_back: None })
        };
        table.lines().filter_map(of).collect()
    };
    let best = wholes
        .filter_map(|whole| {
            let lines = under(whole);
            Some((agreement(draft, &lines)?, lines))
        })
        .max_by_key(|(agreement, _)| *agreement);
    best.map_or(Vec::new(), |(_, lines)| lines.iter().map(|line| add_up(draft, line)).collect())
}

/// A column of rates is that of one column in another; a column of shares that of one column in a total which the
/// text tells.
fn rates(draft: &Draft<'_>, table: &Table) -> Vec<Finding> {
    let mut findings = Vec::new();
    let counts: Vec<usize> =
        (0..table.headings.len()).filter(|&column| is_count(draft, table, column)).collect();
    let mut totals: Vec<usize> = (0..draft.figures.len())
        .filter(|&at| {
            let figure = &draft.figures[at];
            figure.measure == Measure::Count
                && figure.step == 0.0
                && draft.is_exact(at)
                && !figure.unit.is_empty()
                && !table.holds(figure.paragraph)
        })
        .collect();
    totals.sort_by(|&one, &other| draft.figures[one].value.total_cmp(&draft.figures[other].value));
    totals.dedup_by(|one, other| same(draft.figures[*one].value, draft.figures[*other].value, 0.0));
    for (rate, heading) in table
        .headings
        .iter()
        .enumerate()
        .filter(|(_, heading)| heading.contains('率') || heading::is_of_shares(heading))
    {
        let pairs = counts.iter().flat_map(|&part| counts.iter().map(move |&whole| (part, whole)));
        let by_columns = pairs.filter(|(part, whole)| part != whole).map(|(part, whole)| {
            let of = |row: &Row| {
                quotient(draft, table, [row.figures[part]?, row.figures[whole]?, row.figures[rate]?])
            };
            table.lines().filter_map(of).collect::<Vec<Finding>>()
        });
        let no_total = heading::is_of_shares(heading) && !table.rows.iter().any(Row::is_total);
        let pairs = counts.iter().flat_map(|&part| totals.iter().map(move |&whole| (part, whole)));
        let by_total = pairs.filter(|_| no_total).map(|(part, whole)| {
            let of = |row: &Row| quotient(draft, table, [row.figures[part]?, whole, row.figures[rate]?]);
            table.lines().filter_map(of).collect::<Vec<Finding>>()
        });
        let best = by_columns.chain(by_total).max_by_key(|told| Agreement::of(told).right);
        findings.extend(
            best.filter(|told| agree(draft, told, rate_is_named(table, heading))).unwrap_or_default(),
        );
    }
    findings
}

/// Whether a column is called like the rate: 一致 and 一致率.
fn rate_is_named(table: &Table, heading: &str) -> bool {
    heading.split_once('率').is_some_and(|(stem, _)| table.headings.iter().any(|other| other == stem))
}

/// Whether so many rates are right, not merely those of all and of none, that the others are slips.
fn agree(draft: &Draft<'_>, told: &[Finding], named: bool) -> bool {
    let right = told.iter().filter(|told| told.verdict == Verdict::Right);
    let rates = right.filter_map(|told| told.figures.last()).map(|&rate| draft.figures[rate].value);
    let distinct = distinct(rates.filter(|&rate| rate > 0.0 && rate < 100.0));
    let all = Agreement::of(told);
    named && all.wrong == 0 && all.right > 0 || distinct >= FEWEST && all.is_but_for_one_in(ROWS_PER_SLIP)
}

fn quotient(draft: &Draft<'_>, table: &Table, [part, whole, rate]: [usize; 3]) -> Option<Finding> {
    if draft.figures[part].value > draft.figures[whole].value {
        return None;
    }
    let told = share(draft, &[part], &[whole], rate)?;
    Some(Finding { calculation: format!("表中一{}：{}", table.line, told.calculation), ..told })
}
