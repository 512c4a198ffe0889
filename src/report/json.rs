//! Tagged rows -> one JSON object a line, for other programs.

use std::io::Write;

use serde::Serialize;
use serde_json::{Map, Value};

use super::TaggedWriter;
use super::words::reason_for_programs;
use crate::classify::Decision;
use crate::classify::judge::{Scored, Verdict};
use crate::error::Result;
use crate::model::Model;
use crate::proposal::{Doubt, Proposal};
use crate::scheme::Scheme;
use crate::suggestion::Suggestion;
use crate::vectorize::Field;

/// Themes less likely than this are left out.
const LEAST_THEME: f32 = 0.02;
/// So many candidates for the lead are given.
const LEADS: usize = 5;

/// Writes a tagged register as JSON lines.
pub struct JsonWriter<'w, W: Write> {
    lines: W,
    model: &'w Model,
}

impl<'w, W: Write> JsonWriter<'w, W> {
    /// A writer without lines yet.
    pub fn new(model: &'w Model, output: W) -> Self {
        Self { lines: output, model }
    }
}

#[derive(Serialize)]
struct Line<'l> {
    row: u64,
    id: Option<&'l str>,
    themes: Vec<LabelJson<'l>>,
    other_themes: Vec<LabelJson<'l>>,
    leads: Vec<LabelJson<'l>>,
    assist: Vec<LabelJson<'l>>,
    evidence: Vec<EvidenceJson<'l>>,
    decision: &'static str,
    reason: Option<String>,
    columns: Map<String, Value>,
}

#[derive(Serialize)]
struct LabelJson<'l> {
    id: &'l str,
    name: &'l str,
    probability: f32,
}

/// A word that decided: `start` and `end` count characters of the title or body it stands in, without the
/// blanks around that.
#[derive(Serialize)]
struct EvidenceJson<'l> {
    text: &'l str,
    weight: f32,
    start: usize,
    end: usize,
    field: &'static str,
    r#for: &'static str,
}

impl<W: Write + Send> TaggedWriter for JsonWriter<'_, W> {
    fn write(&mut self, suggestion: &Suggestion, proposal: &Proposal) -> Result<()> {
        let themes = proposal.themes.as_ref().zip(self.model.theme_scheme());
        let departments = proposal.departments.as_ref().zip(self.model.department_scheme());
        let reasons: Vec<String> = proposal.doubts().map(reason).collect();
        let line = Line {
            row: suggestion.row,
            id: suggestion.id(),
            themes: labels(themes, |verdict| {
                verdict.ranked.iter().filter(|scored| scored.probability > LEAST_THEME).collect()
            }),
            other_themes: labels(themes, |verdict| verdict.added.iter().collect()),
            leads: labels(departments, |verdict| verdict.ranked.iter().take(LEADS).collect()),
            assist: labels(departments, |verdict| verdict.added.iter().collect()),
            evidence: evidence("theme", suggestion, proposal.themes.as_ref())
                .chain(evidence("lead", suggestion, proposal.departments.as_ref()))
                .collect(),
            decision: if reasons.is_empty() { "accepted" } else { "review" },
            reason: (!reasons.is_empty()).then(|| reasons.join(", ")),
            columns: columns(suggestion),
        };
        serde_json::to_writer(&mut self.lines, &line).map_err(std::io::Error::from)?;
        Ok(self.lines.write_all(b"\n")?)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        Ok(self.lines.flush()?)
    }
}

fn labels<'l>(
    part: Option<(&'l Verdict, &'l Scheme)>,
    pick: impl Fn(&'l Verdict) -> Vec<&'l Scored>,
) -> Vec<LabelJson<'l>> {
    let Some((verdict, scheme)) = part else { return Vec::new() };
    let scored = pick(verdict).into_iter().map(|scored| (&scheme.labels()[scored.label], scored.probability));
    scored.map(|(label, probability)| LabelJson { id: &label.id, name: &label.name, probability }).collect()
}

fn evidence<'l>(
    subject: &'static str,
    suggestion: &'l Suggestion,
    verdict: Option<&'l Verdict>,
) -> impl Iterator<Item = EvidenceJson<'l>> {
    verdict.into_iter().flat_map(|verdict| &verdict.evidence).map(move |word| {
        let (field, text) = match word.field {
            Field::Title => ("title", suggestion.title()),
            Field::Text => ("body", suggestion.body()),
        };
        let start = text[..word.span.start].chars().count();
        let end = start + word.text.chars().count();
        EvidenceJson { text: &word.text, weight: word.weight, start, end, field, r#for: subject }
    })
}

/// `theme: unsure`, `lead: close`, …
fn reason(doubt: Doubt) -> String {
    let (subject, reason) = match doubt {
        Doubt::Theme(reason) => ("theme", reason),
        Doubt::Lead(reason) => ("lead", reason),
    };
    format!("{subject}: {}", reason_for_programs(Decision::Review(reason)).unwrap_or_default())
}

/// The cells by heading. A heading that stands twice gets a number, so that no cell is lost.
fn columns(suggestion: &Suggestion) -> Map<String, Value> {
    let mut columns = Map::with_capacity(suggestion.cells.len());
    for (heading, cell) in suggestion.table.headings.iter().zip(&suggestion.cells) {
        let mut key = heading.clone();
        let mut number = 2;
        while columns.contains_key(&key) {
            key = format!("{heading} ({number})");
            number += 1;
        }
        columns.insert(key, Value::String(cell.clone()));
    }
    columns
}
