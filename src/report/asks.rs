//! The asks of a suggestion -> the rows of the sheet that hands them out (诉求分办表).

use crate::classify::explain::Evidence;
use crate::model::Model;
use crate::proposal::Proposal;
use crate::report::words;
use crate::route::Assignment;
use crate::route::neighbours::Similar;
use crate::suggestion::Suggestion;

/// The name of the sheet.
pub const SHEET: &str = crate::read::ASK_SHEET;

/// Its headings.
pub const HEADINGS: [&str; 9] =
    ["建议编号", "诉求", "主办", "会办", "概率", "依据句", "职责条款", "类似件", "类别参考"];

/// What the sheet says of one ask, under [`HEADINGS`].
#[derive(Debug, Clone, PartialEq)]
pub struct AskRow {
    /// The office's number of the suggestion, or its row.
    pub id: String,
    /// The ask.
    pub ask: String,
    /// The lead.
    pub lead: String,
    /// Who assists.
    pub assist: String,
    /// The probability of the lead, to two digits.
    pub probability: f64,
    /// The clause of the ask that holds the strongest word, and that word.
    pub reason: String,
    /// The clause of the lead's remit.
    pub clause: String,
    /// Similar past cases and who led them.
    pub similar: String,
    /// How far the suggestion can be met, as advice.
    pub level: String,
}

impl AskRow {
    /// The rows of one suggestion, one an ask.
    #[must_use]
    pub fn all(suggestion: &Suggestion, proposal: &Proposal, model: &Model) -> Vec<Self> {
        let Some(scheme) = model.department_scheme() else { return Vec::new() };
        let name = |position: usize| scheme.labels()[position].name.as_str();
        let level = level(proposal, model);
        let row = |ask: &Assignment| {
            let lead = ask.leads.first();
            let assist: Vec<&str> = ask.assist.iter().map(|scored| name(scored.label)).collect();
            let similar: Vec<String> = ask.similar.iter().filter_map(|case| similar(case, model)).collect();
            Self {
                id: suggestion.id().map_or_else(|| suggestion.row_name(), str::to_owned),
                ask: ask.text(suggestion).to_owned(),
                lead: lead.map_or(String::new(), |scored| name(scored.label).to_owned()),
                assist: assist.join("、"),
                probability: lead.map_or(0.0, |scored| words::two_digits(scored.probability)),
                reason: reason(ask, suggestion),
                clause: clause(ask, model).unwrap_or_default().to_owned(),
                similar: similar.join("；"),
                level: level.clone(),
            }
        };
        proposal.asks.iter().map(row).collect()
    }

    /// The cells as text, left to right.
    #[must_use]
    pub fn into_texts(self) -> [String; 9] {
        let probability = format!("{:.2}", self.probability);
        let Self { id, ask, lead, assist, reason, clause, similar, level, .. } = self;
        [id, ask, lead, assist, probability, reason, clause, similar, level]
    }
}

/// The clause of the lead's remit that an ask rests on.
#[must_use]
pub fn clause<'m>(ask: &Assignment, model: &'m Model) -> Option<&'m str> {
    let clause = ask.clause?;
    let label = model.department_scheme()?.labels().get(clause.department)?;
    Some(clause.span.of(&label.remit))
}

/// The sentence of the ask in which the strongest word stands.
fn reason(ask: &Assignment, suggestion: &Suggestion) -> String {
    let text = ask.text(suggestion);
    let ends = ['。', '！', '？', '；', '\n', ';', '!', '?'];
    let within = |word: &&Evidence| {
        word.field == ask.field && ask.span.start <= word.span.start && word.span.end <= ask.span.end
    };
    let Some(strongest) = ask.evidence.iter().find(within) else {
        return text.split(ends).next().unwrap_or_default().to_owned();
    };
    let at = strongest.span.start - ask.span.start;
    let start =
        text[..at].rfind(ends).map_or(0, |mark| mark + text[mark..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..].find(ends).map_or(text.len(), |mark| at + mark);
    text[start..end].trim().to_owned()
}

/// 件号（主办，相似度）
fn similar(case: &Similar, model: &Model) -> Option<String> {
    let router = model.router()?;
    let handled = router.learnt().past.handled(case.case);
    let lead = &router.scheme().labels()[handled.lead as usize].name;
    let title = handled.text.as_ref().map(|(title, _)| title.trim()).filter(|title| !title.is_empty());
    let title = title.map_or(String::new(), |title| format!("《{title}》"));
    Some(format!("{}{title}（{lead}，{:.0}%）", handled.id, case.similarity * 100.0))
}

fn level(proposal: &Proposal, model: &Model) -> String {
    let Some((verdict, judge)) = proposal.level.as_ref().zip(model.level()) else { return String::new() };
    let first = verdict.ranked.first();
    first.map_or(String::new(), |scored| {
        format!("{} {:.0}%", judge.label(scored.label).name, scored.probability * 100.0)
    })
}
