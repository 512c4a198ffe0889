//! The asks of a suggestion -> the rows of the sheet that hands them out (诉求分办表).

use std::borrow::Cow;

use crate::classify::explain::Evidence;
use crate::proposal::Proposal;
use crate::read::tagged::{ASK, ASK_REASON, ASK_SHEET};
use crate::report::sheet::Cell;
use crate::report::words::{self, Wording};
use crate::route::Assignment;
use crate::route::neighbors::Similar;
use crate::route::past::Handled;
use crate::suggestion::{Kind, Role, Suggestion, Table};
use crate::text::Span;

/// The name of the sheet.
pub const SHEET: &str = ASK_SHEET;

/// Its headings.
const HEADINGS: [&str; 10] =
    ["建议编号", ASK, "主办", "会办", "概率", ASK_REASON, "职责条款", "类似件", "类别参考", "建议标题"];

/// The headings for the suggestions of `table`: where it has several sheets, each of which may number its rows from 1,
/// the last column names the sheet, under the heading it has there.
pub fn headings(table: &Table) -> impl Iterator<Item = &str> {
    let sheet = table.sheets().map(|column| table.headings[column].as_str());
    HEADINGS.into_iter().chain(sheet)
}

/// What the sheet says of one ask, under its [`headings`].
#[derive(Debug, Clone, PartialEq)]
pub struct AskRow {
    /// The office's number of the suggestion, or without one its row in the tagged register.
    pub id: String,
    /// What the number was in the file.
    pub id_kind: Kind,
    /// The ask.
    pub ask: String,
    /// The lead.
    pub lead: String,
    /// Who assists.
    pub assist: String,
    /// The probability of the lead, to two digits.
    pub probability: f64,
    /// The sentence that holds the strongest word, in the ask if it has one, and its words that decided.
    pub reason: String,
    /// The clause of the lead's remit.
    pub clause: String,
    /// Similar past cases and who led them.
    pub similar: String,
    /// How far the suggestion can be met, as advice.
    pub level: String,
    /// The title of the suggestion.
    pub title: String,
    /// The sheet of the suggestion, where its register has several.
    pub sheet: Option<String>,
}

impl<'w> Wording<'w> {
    /// The rows of one suggestion, one an ask; `at` is its row in the tagged register.
    #[must_use]
    pub fn asks(&self, suggestion: &Suggestion, at: u64, proposal: &Proposal) -> Vec<AskRow> {
        let Some(scheme) = self.model.department_scheme() else { return Vec::new() };
        let name = |position: usize| scheme.labels()[position].name.as_str();
        let level = self.level(proposal);
        let (id, id_kind) = match (suggestion.id(), suggestion.table.column(Role::Id)) {
            (Some(id), Some(column)) => (id.to_owned(), suggestion.kind(column)),
            _ => (at.to_string(), Kind::Number),
        };
        let row = |ask: &Assignment| {
            let lead = ask.leads.first();
            let assist: Vec<&str> = ask.assist.iter().map(|scored| name(scored.label)).collect();
            let similar: Vec<String> = ask.similar.iter().filter_map(|case| self.similar(case)).collect();
            AskRow {
                id: id.clone(),
                id_kind,
                ask: ask.text(suggestion).to_owned(),
                lead: lead.map_or(String::new(), |scored| name(scored.label).to_owned()),
                assist: assist.join("、"),
                probability: lead.map_or(0.0, |scored| words::two_digits(scored.probability)),
                reason: reason(ask, suggestion),
                clause: self.clause(ask).unwrap_or_default().to_owned(),
                similar: similar.join("；"),
                level: level.clone(),
                title: suggestion.title().to_owned(),
                sheet: suggestion.sheet().map(str::to_owned),
            }
        };
        proposal.asks.iter().map(row).collect()
    }

    /// The clause of the lead's remit that an ask rests on.
    #[must_use]
    pub fn clause(&self, ask: &Assignment) -> Option<&'w str> {
        let clause = ask.clause?;
        let label = self.model.department_scheme()?.labels().get(clause.department)?;
        Some(clause.span.of(&label.remit))
    }

    /// The title of a past case, where the model kept it.
    pub(super) fn title_of<'h>(&self, handled: &'h Handled) -> Option<Cow<'h, str>> {
        let (title, _) = handled.text.as_ref()?;
        Some(self.masker.map_or(Cow::Borrowed(title.as_str()), |masker| masker.text(title)))
    }

    /// 件号（主办，相似度）
    fn similar(&self, case: &Similar) -> Option<String> {
        let router = self.model.router()?;
        let handled = router.learnt().past.handled(case.case);
        let lead = &router.scheme().labels()[handled.lead as usize].name;
        let title = self.title_of(handled).filter(|title| !title.trim().is_empty());
        let title = title.map_or(String::new(), |title| format!("《{}》", title.trim()));
        Some(format!("{}{title}（{lead}，{:.0}%）", handled.id, case.similarity * 100.0))
    }

    fn level(&self, proposal: &Proposal) -> String {
        let judged = proposal.level.as_ref().zip(self.model.level());
        let first = judged.and_then(|(verdict, judge)| Some((verdict.ranked.first()?, judge)));
        first.map_or(String::new(), |(scored, judge)| {
            format!("{} {:.0}%", judge.label(scored.label).name, scored.probability * 100.0)
        })
    }
}

impl AskRow {
    /// The cells, left to right.
    pub(super) fn into_cells(self) -> Vec<Cell> {
        let cells = [
            Cell::Carried(self.id, self.id_kind),
            self.ask.into(),
            self.lead.into(),
            self.assist.into(),
            Cell::Percent(self.probability),
            self.reason.into(),
            self.clause.into(),
            self.similar.into(),
            self.level.into(),
            self.title.into(),
        ];
        cells.into_iter().chain(self.sheet.map(Cell::Text)).collect()
    }
}

/// The sentence in which the strongest word stands, in the ask if one of its words decided, and the words in it that
/// decided; nothing where no word did.
fn reason(ask: &Assignment, suggestion: &Suggestion) -> String {
    let within = |word: &&Evidence| {
        word.field == ask.field && ask.span.start <= word.span.start && word.span.end <= ask.span.end
    };
    let inside = ask.evidence.iter().find(within);
    let Some(strongest) = inside.or(ask.evidence.first()) else { return String::new() };
    let text = strongest.field.of(suggestion);
    let bounds = if inside.is_some() { ask.span } else { Span { start: 0, end: text.len() } };
    let sentence = sentence(text, strongest.span, bounds);
    let words = ask.evidence.iter().filter(|word| {
        word.field == strongest.field && sentence.start <= word.span.start && word.span.end <= sentence.end
    });
    let words: Vec<&str> = words.map(|word| word.text.trim()).collect();
    format!("{}〔{}〕", sentence.of(text).trim(), words.join("、"))
}

/// The sentence around `word`, as far as it lies within `bounds`.
fn sentence(text: &str, word: Span, bounds: Span) -> Span {
    let ends = ['。', '！', '？', '；', '\n', ';', '!', '?'];
    let before = &text[bounds.start..word.start];
    let start = before.rmatch_indices(ends).next().map_or(0, |(at, mark)| at + mark.len());
    let end = text[word.end..bounds.end].find(ends).map_or(bounds.end, |mark| word.end + mark);
    Span { start: bounds.start + start, end }
}
