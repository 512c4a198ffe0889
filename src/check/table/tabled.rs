//! The tables of a draft -> what their cells say of each other: totals, shares, changes, the same figure in two tables.

use super::rows::{self, Kind};
use super::{Row, Table, block, growth, heading, portion};
use crate::check::agreement::Agreement;
use crate::check::{Draft, Finding, Measure, same, told};

pub(super) fn findings(draft: &Draft<'_>, tables: &[Table]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for table in tables {
        let block = block::of(draft, table);
        findings.extend(block.findings(draft));
        findings.extend(portion::findings(draft, table, &block));
        findings.extend(growth::findings(draft, table));
        if let Some(transposed) = table.transposed() {
            findings.extend(portion::findings(draft, &transposed, &block::of(draft, &transposed)));
            findings.extend(growth::findings(draft, &transposed));
        }
        findings.extend(rows_add_up(draft, table));
    }
    for (nth, later) in tables.iter().enumerate() {
        findings.extend(tables[..nth].iter().flat_map(|earlier| told_twice(draft, earlier, later)));
    }
    findings
}

/// Findings that rest on a guess at what columns mean are kept if most of them are right.
fn most_right(findings: Vec<Finding>) -> Vec<Finding> {
    let all = Agreement::of(&findings);
    if all.right > all.wrong { findings } else { Vec::new() }
}

/// The columns left of a column of totals (合计) make it up, row by row.
fn rows_add_up(draft: &Draft<'_>, table: &Table) -> Vec<Finding> {
    let Some(column) = table.headings.iter().position(|heading| rows::is_total(heading)) else {
        return Vec::new();
    };
    let in_row = |row: &Row| {
        let whole = row.figures[column]?;
        let adds_up = |&left: &usize| {
            heading::adds_up(&table.headings[left]) && !heading::is_within(&table.headings[left])
        };
        let parts: Vec<usize> = (0..column).filter(adds_up).filter_map(|left| row.figures[left]).collect();
        let exact = parts.iter().all(|&at| draft.figures[at].is_like(&draft.figures[whole]));
        let slack = draft.slack(&parts) + draft.figures[whole].slack();
        let fits = same(draft.values(&parts), draft.figures[whole].value, slack);
        // A rate of all beside rates of the parts is no sum of these.
        let is_rate = draft.figures[whole].measure != Measure::Count && !heading::is_of_shares(&row.name);
        let adds_up = exact && !is_rate && parts.len() > 1;
        adds_up.then(|| told::sum(draft, "表中一行：", ("合计", whole), &parts, fits))
    };
    let lines = table.rows.iter().filter(|row| row.kind != Kind::Aside || heading::is_of_shares(&row.name));
    let told: Vec<Finding> = lines.filter_map(in_row).collect();
    match told.as_slice() {
        // Of two rows, one that is made up by its cells is enough.
        [one, other] if one.verdict != other.verdict => told,
        _ => most_right(told),
    }
}

/// Two tables that have a row and a column of the same names tell the same figure twice; if they tell the same
/// of most rows, the others are slips.
fn told_twice(draft: &Draft<'_>, earlier: &Table, later: &Table) -> Vec<Finding> {
    let column_of = |heading: &String| {
        let position = earlier.headings.iter().position(|other| other == heading);
        position.filter(|&column| column > 0 && !heading.is_empty())
    };
    let columns =
        (1..later.headings.len()).filter_map(|column| Some((column_of(&later.headings[column])?, column)));
    let in_column = |(one, two): (usize, usize)| {
        let heading = &later.headings[two];
        let in_row = |row: &Row| {
            let named = later.row_named(&row.name).and_then(|row| earlier.row_named(&row.name))?;
            let (one, two) = (named.figures[one]?, row.figures[two]?);
            let fits = same(draft.figures[one].value, draft.figures[two].value, 0.0);
            Some(told::twice(draft, &format!("表中“{}”的“{heading}”", row.name), [one, two], fits))
        };
        most_right(later.rows.iter().filter_map(in_row).collect())
    };
    columns.flat_map(in_column).collect()
}
