//! Tagged rows -> one JSON object a line, for other programs.

use std::borrow::Cow;
use std::io::Write;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use serde::ser::Serializer;
use serde_json::value::RawValue;

use super::words::{Wording, reason_for_programs};
use super::{Asks, TaggedWriter, check_cells};
use crate::classify::judge::{Scored, Verdict};
use crate::classify::precedent::Met;
use crate::classify::{Decision, Judge};
use crate::error::Result;
use crate::proposal::{Doubt, Proposal};
use crate::route::Assignment;
use crate::route::neighbors::Similar;
use crate::scheme::Scheme;
use crate::suggestion::{Kind, Suggestion, Table};
use crate::vectorize::Field;

/// Themes less likely than this are left out.
const LEAST_THEME: f32 = 0.02;
/// So many candidates for the lead are given.
const LEADS: usize = 5;

/// Writes a tagged register as JSON lines.
pub struct JsonWriter<'w, W: Write> {
    lines: W,
    wording: Wording<'w>,
    /// The key of each column.
    keys: Vec<String>,
    shows_asks: bool,
}

impl<'w, W: Write> JsonWriter<'w, W> {
    /// A writer without lines yet, for the rows of `table`.
    pub fn new(table: &Table, output: W, asks: &Asks<'_>, wording: Wording<'w>) -> Self {
        let shows_asks = !matches!(asks, Asks::Left);
        Self { lines: output, wording, keys: keys(&table.headings), shows_asks }
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    same_text: Vec<SameTextJson>,
    decision: &'static str,
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<Vec<LabelJson<'l>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asks: Option<Vec<AskJson<'l>>>,
    columns: Carried<'l>,
}

/// The cells of the register by key, each as the value it was.
struct Carried<'l> {
    keys: &'l [String],
    suggestion: &'l Suggestion,
}

impl Serialize for Carried<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cells = self.keys.iter().zip(&self.suggestion.cells).enumerate();
        serializer.collect_map(cells.map(|(column, (key, cell))| {
            let text = Some(cell).filter(|_| self.suggestion.kind(column) == Kind::Json);
            (key, text.and_then(|text| as_written(text)).map_or(CellJson::Text(cell), CellJson::AsWritten))
        }))
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum CellJson<'l> {
    Text(&'l str),
    AsWritten(Box<RawValue>),
}

/// The value that was written so, on one line; `None` where it is none any more, as where digits were masked.
fn as_written(text: &str) -> Option<Box<RawValue>> {
    let text = if text.is_empty() { "null".to_owned() } else { text.replace(['\n', '\r'], " ") };
    RawValue::from_string(text).ok()
}

/// Of so many training rows with the same text, so many have the likeliest label.
#[derive(Serialize)]
struct SameTextJson {
    r#for: &'static str,
    times: u32,
    alike: u32,
}

/// An ask: `start` and `end` count characters of the body (of the title, where there is no body).
#[derive(Serialize)]
struct AskJson<'l> {
    text: &'l str,
    start: usize,
    end: usize,
    leads: Vec<LabelJson<'l>>,
    assist: Vec<LabelJson<'l>>,
    clause: Option<&'l str>,
    similar: Vec<SimilarJson<'l>>,
}

/// A past case.
#[derive(Serialize)]
struct SimilarJson<'l> {
    id: &'l str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Cow<'l, str>>,
    lead: &'l str,
    assist: Vec<&'l str>,
    similarity: f32,
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
        check_cells(suggestion, self.keys.len())?;
        let model = self.wording.model;
        let themes = proposal.themes.as_ref().zip(model.theme_scheme());
        let departments = proposal.departments.as_ref().zip(model.department_scheme());
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
            same_text: same_text(proposal),
            decision: if reasons.is_empty() { "accepted" } else { "review" },
            reason: (!reasons.is_empty()).then(|| reasons.join(", ")),
            class: self.shows_asks.then(|| {
                let level = proposal.level.as_ref().zip(model.level().map(Judge::scheme));
                labels(level, |verdict| verdict.ranked.iter().collect())
            }),
            asks: self.shows_asks.then(|| asks(suggestion, proposal, self.wording)),
            columns: Carried { keys: &self.keys, suggestion },
        };
        serde_json::to_writer(&mut self.lines, &line).map_err(std::io::Error::from)?;
        Ok(self.lines.write_all(b"\n")?)
    }

    fn shows_asks(&self) -> bool {
        self.shows_asks
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        Ok(self.lines.flush()?)
    }
}

fn asks<'l>(suggestion: &'l Suggestion, proposal: &'l Proposal, wording: Wording<'l>) -> Vec<AskJson<'l>> {
    let Some(router) = wording.model.router() else { return Vec::new() };
    let label = |scored: &Scored| {
        let label = &router.scheme().labels()[scored.label];
        LabelJson { id: &label.id, name: &label.name, probability: scored.probability }
    };
    let similar = |case: &Similar| {
        let handled = router.learnt().past.handled(case.case);
        let id = |&position: &u32| router.scheme().labels()[position as usize].id.as_str();
        SimilarJson {
            id: &handled.id,
            title: wording.title_of(handled),
            lead: id(&handled.lead),
            assist: handled.assist.iter().map(id).collect(),
            similarity: case.similarity,
        }
    };
    let ask = |ask: &'l Assignment| {
        let field = ask.field.of(suggestion);
        let text = ask.text(suggestion);
        let start = field[..ask.span.start].chars().count();
        AskJson {
            text,
            start,
            end: start + text.chars().count(),
            leads: ask.leads.iter().take(LEADS).map(label).collect(),
            assist: ask.assist.iter().map(label).collect(),
            clause: wording.clause(ask),
            similar: ask.similar.iter().map(similar).collect(),
        }
    };
    proposal.asks.iter().map(ask).collect()
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
        let field = match word.field {
            Field::Title => "title",
            Field::Text => "body",
        };
        let start = word.field.of(suggestion)[..word.span.start].chars().count();
        let end = start + word.text.chars().count();
        EvidenceJson { text: &word.text, weight: word.weight, start, end, field, r#for: subject }
    })
}

/// How often training had the same text, where it had.
fn same_text(proposal: &Proposal) -> Vec<SameTextJson> {
    let parts = [("theme", &proposal.themes), ("lead", &proposal.departments)];
    let met = parts.into_iter().filter_map(|(subject, verdict)| Some((subject, verdict.as_ref()?.met)));
    met.filter(|(_, met)| met.times > 0)
        .map(|(subject, Met { times, alike })| SameTextJson { r#for: subject, times, alike })
        .collect()
}

/// `theme: unsure`, `lead: close`, …
fn reason(doubt: Doubt) -> String {
    let (subject, reason) = match doubt {
        Doubt::Theme(reason) => ("theme", reason),
        Doubt::Lead(reason) => ("lead", reason),
    };
    format!("{subject}: {}", reason_for_programs(Decision::Review(reason)).unwrap_or_default())
}

/// The headings as keys. A heading that stands twice gets a number, so that no cell is lost.
fn keys(headings: &[String]) -> Vec<String> {
    let mut taken: FxHashSet<String> = FxHashSet::default();
    // The last number of each heading: a register may have thousands of blank ones.
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    headings
        .iter()
        .map(|heading| {
            let number = numbers.entry(heading).or_insert(1);
            let mut key = heading.clone();
            while !taken.insert(key.clone()) {
                *number += 1;
                key = format!("{heading} ({number})");
            }
            key
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_that_stand_twice_get_numbers() {
        let cases = [
            ("编号,备注,备注,,备注,", "编号,备注,备注 (2),,备注 (3), (2)"),
            ("甲 (2),甲,甲,甲,甲 (2)", "甲 (2),甲,甲 (3),甲 (4),甲 (2) (2)"),
        ];
        for (headings, expected) in cases {
            let headings: Vec<String> = headings.split(',').map(str::to_owned).collect();
            assert_eq!(keys(&headings).join(","), expected);
        }
        // A search from the start for each of them would take hours.
        let keys = keys(&vec![String::new(); 300_000]);
        assert_eq!(keys.last().map(String::as_str), Some(" (300000)"));
    }
}
