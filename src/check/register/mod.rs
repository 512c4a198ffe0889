//! Figures of a draft that a register counts as well -> whether both say the same.
//!
//! What a series of counts by name counts is known from its label and from most of its figures; what a single figure
//! counts, only from its words.
//!
//! - `named`: what a register has under the names of a draft
//! - `asked`: which rows of a register a count is about
//! - `scope`: which rows of a register a count is among
//! - `recorded`: rates of all rows of a register
//! - `single`: figures whose own words say what they count
//!
//! Each of these uses only those above it, and what stands here.

mod named;
mod asked;
mod scope;
mod recorded;
mod single;

use std::collections::BTreeSet;

use super::agreement::{Agreement, FEWEST, NAMES_PER_SLIP};
use super::section::Section;
use super::series::{self, Series};
use super::table::Table;
use super::{Draft, Finding, Measure, Rule, Verdict};
use crate::register::Register;
use asked::Asked;
use named::{Handling, Kind, Known, Name};
use scope::{Scopes, Universe};

/// What the draft has, as other rules found it.
pub(super) struct Found<'f> {
    pub(super) tables: &'f [Table],
    pub(super) series: &'f [Series],
    /// The sections that are each about one part of the whole.
    pub(super) parts: &'f [&'f Section],
}

pub(super) fn findings(draft: &Draft<'_>, found: &Found<'_>, register: &Register) -> Vec<Finding> {
    if register.current.is_empty() {
        return Vec::new();
    }
    let known = Known::of(register);
    let scopes = Scopes::new(draft, &known);
    let mut findings = Vec::new();
    // What a list counts that is not as a whole what the register counts is within something else.
    let mut listed: BTreeSet<usize> = BTreeSet::new();
    let mut counted: BTreeSet<usize> = BTreeSet::new();
    let lists = lists(draft, found, &known);
    for series in found.series.iter().chain(&lists) {
        let told = by_name(draft, series, &known, &scopes.universes);
        if !series.is_of_table() {
            listed.extend(series.of.iter().map(|(_, at)| *at));
        }
        counted.extend(told.iter().flat_map(|finding| finding.figures.iter().copied()));
        findings.extend(told);
    }
    for at in (0..draft.figures.len()).filter(|at| !counted.contains(at)) {
        let paragraph = draft.figures[at].paragraph;
        let elsewhere = found.parts.iter().any(|part| part.holds(paragraph))
            || found.tables.iter().any(|table| table.holds(paragraph));
        if !elsewhere && draft.is_exact(at) {
            findings.extend(single::counted(draft, &scopes, at, listed.contains(&at)));
            findings.extend(recorded::rate(draft, &scopes, at));
        }
    }
    findings
}

/// The lists of what the register names (交通出行12件、教育8件) that are not found by the headings or tables of the draft.
fn lists(draft: &Draft<'_>, found: &Found<'_>, known: &Known<'_>) -> Vec<Series> {
    let names = known.names();
    let is_elsewhere = |paragraph: usize| {
        found.parts.iter().any(|part| part.holds(paragraph))
            || found.tables.iter().any(|table| table.holds(paragraph))
    };
    let paragraphs = (0..draft.paragraphs.len()).filter(|&paragraph| !is_elsewhere(paragraph));
    let mut lists: Vec<Series> =
        paragraphs.flat_map(|paragraph| series::lists(draft, paragraph, &names)).collect();
    let is_found =
        |at: usize| found.series.iter().any(|series| series.of.iter().any(|&(_, known)| known == at));
    lists.retain(|list| list.of.len() >= FEWEST && !list.of.iter().any(|&(_, at)| is_found(at)));
    lists
}

/// The counts of a series beside those of the register, read in the way in which most are right; nothing where too
/// few are.
fn by_name(draft: &Draft<'_>, series: &Series, known: &Known<'_>, universes: &[Universe]) -> Vec<Finding> {
    let Some(asked) = Asked::of(&series.label, known) else { return Vec::new() };
    let register = known.register;
    let counts = |of: &&(String, usize)| draft.figures[of.1].measure == Measure::Count;
    let of: Vec<&(String, usize)> = series.of.iter().filter(counts).collect();
    // Where nothing says in which part, a department may be told by what it leads.
    let handlings = if asked.handling() == Handling::Any {
        vec![Handling::Any, Handling::Lead]
    } else {
        vec![asked.handling()]
    };
    let mut best: Vec<Finding> = Vec::new();
    for kind in Kind::ALL {
        let names: Vec<(&str, Name, usize)> = of
            .iter()
            .filter_map(|(name, at)| Some((name.as_str(), Name::of(name, kind, known)?, *at)))
            .collect();
        if names.len() < FEWEST || names.len() * NAMES_PER_SLIP < of.len() * (NAMES_PER_SLIP - 1) {
            continue;
        }
        for universe in universes {
            let rows = register.pick(&universe.rows, |entry| asked.takes(entry));
            for &handling in &handlings {
                let told = names.iter().map(|(name, of, at)| {
                    let count = rows.iter().filter(|&row| of.takes(register.entry(row), handling)).count();
                    // What a list only says of where its names are from (从主题看), says nothing of them.
                    let is_bare = !series.is_of_table() && series.says_nothing();
                    let of = if is_bare { String::new() } else { format!("的“{}”", series.label) };
                    let what = format!("{}“{name}”{of}", universe.held.name());
                    finding(draft, *at, &what, count, "件")
                });
                let told: Vec<Finding> = told.collect();
                if Agreement::of(&told).right > Agreement::of(&best).right {
                    best = told;
                }
            }
        }
    }
    let all = Agreement::of(&best);
    if all.is_but_for_one_in(NAMES_PER_SLIP) && all.right > all.wrong { best } else { Vec::new() }
}

fn finding(draft: &Draft<'_>, at: usize, what: &str, count: usize, unit: &str) -> Finding {
    let fits = (draft.figures[at].value - count as f64).abs() < 0.5;
    let (verdict, says) = Verdict::of(fits);
    let calculation = format!("台账中{what}计{count}{unit}，与{}{says}", draft.written(at));
    Finding { verdict, rule: Rule::Register, figures: vec![at], calculation }
}
