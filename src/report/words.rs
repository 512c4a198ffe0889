//! A proposal -> the cells that are added to a row, in the words of the office.

use crate::classify::judge::{Scored, Verdict};
use crate::classify::precedent::Met;
use crate::classify::{Decision, Reason};
use crate::mask::Masker;
use crate::model::Model;
use crate::proposal::{Doubt, Proposal};
use crate::read::tagged::{ACCEPTED, Added, LEAD, THEME, TO_REVIEW};
use crate::report::sheet::Cell;
use crate::scheme::Scheme;

/// What a proposal is told with.
#[derive(Clone, Copy)]
pub struct Wording<'w> {
    /// The model that made it; labels are called as its schemes call them.
    pub model: &'w Model,
    /// Hides what the model remembers of private persons in past cases, where the rows are masked.
    pub masker: Option<&'w Masker<'w>>,
}

impl Wording<'_> {
    /// The cells for a proposal.
    #[must_use]
    pub fn cells(&self, proposal: &Proposal) -> Cells {
        Cells::new(proposal, self.model)
    }
}

/// What is added to a row, in its [`Added`] columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// The name of the main theme.
    pub theme: String,
    /// The names of further themes.
    pub other_themes: String,
    /// The probability of the main theme, to two digits; of the lead where no theme was learnt.
    pub probability: Option<f64>,
    /// The name of the leading department.
    pub lead: String,
    /// The names of assisting departments.
    pub assist: String,
    /// The words that decided.
    pub evidence: String,
    /// Whether a person has to look, and at what.
    pub review: String,
}

impl Cells {
    fn new(proposal: &Proposal, model: &Model) -> Self {
        let themes = proposal.themes.as_ref().zip(model.theme_scheme());
        let departments = proposal.departments.as_ref().zip(model.department_scheme());
        let first = |part: Option<(&Verdict, &Scheme)>| {
            part.map_or(String::new(), |(verdict, scheme)| {
                names(verdict.ranked.get(..1).unwrap_or_default(), scheme)
            })
        };
        let added = |part: Option<(&Verdict, &Scheme)>| {
            part.map_or(String::new(), |(verdict, scheme)| names(&verdict.added, scheme))
        };
        let first_of = |(verdict, _): (&Verdict, &Scheme)| Some(verdict.ranked.first()?.probability);
        let probability = themes.or(departments).and_then(first_of);
        Self {
            theme: first(themes),
            other_themes: added(themes),
            probability: probability.map(two_digits),
            lead: first(departments),
            assist: added(departments),
            evidence: evidence(proposal),
            review: review(proposal, model),
        }
    }

    /// The cell in a column.
    pub(super) fn get(&self, added: Added) -> Cell {
        match added {
            Added::Theme => self.theme.as_str().into(),
            Added::OtherThemes => self.other_themes.as_str().into(),
            Added::Probability => self.probability.map(Cell::Percent).into(),
            Added::Lead => self.lead.as_str().into(),
            Added::Assist => self.assist.as_str().into(),
            Added::Evidence => self.evidence.as_str().into(),
            Added::Review => self.review.as_str().into(),
        }
    }
}

/// A probability to two digits.
pub(super) fn two_digits(probability: f32) -> f64 {
    (f64::from(probability) * 100.0).round() / 100.0
}

fn names(scored: &[Scored], scheme: &Scheme) -> String {
    scored.iter().map(|scored| scheme.labels()[scored.label].name.as_str()).collect::<Vec<_>>().join("、")
}

fn evidence(proposal: &Proposal) -> String {
    let words = |verdict: &Verdict| {
        verdict.evidence.iter().map(|word| word.text.trim()).collect::<Vec<_>>().join("、")
    };
    let parts = [(THEME, &proposal.themes), (LEAD, &proposal.departments)];
    let reasons = |(name, verdict): (&str, &Option<Verdict>)| {
        let verdict = verdict.as_ref()?;
        let reasons = [precedents(verdict), words(verdict)];
        let reasons: Vec<String> = reasons.into_iter().filter(|reason| !reason.is_empty()).collect();
        (!reasons.is_empty()).then(|| format!("{name}：{}", reasons.join("，")))
    };
    parts.into_iter().filter_map(reasons).collect::<Vec<_>>().join("；")
}

/// What was given to the same text before.
fn precedents(verdict: &Verdict) -> String {
    let Met { times, alike } = verdict.met;
    match (times, alike) {
        (0, _) => String::new(),
        (times, alike) if times == alike => format!("同文{times}件均如此"),
        (times, alike) => format!("同文{times}件中{alike}件如此"),
    }
}

fn review(proposal: &Proposal, model: &Model) -> String {
    let doubts: Vec<String> = proposal
        .doubts()
        .filter_map(|doubt| {
            let (name, reason, verdict, scheme) = match doubt {
                Doubt::Theme(reason) => (THEME, reason, proposal.themes.as_ref()?, model.theme_scheme()?),
                Doubt::Lead(reason) => {
                    (LEAD, reason, proposal.departments.as_ref()?, model.department_scheme()?)
                }
            };
            let candidates: Vec<String> =
                verdict.ranked.iter().take(2).map(|scored| candidate(*scored, scheme)).collect();
            Some(format!("{name}{}（{}）", reason_in_words(reason), candidates.join("、")))
        })
        .collect();
    if doubts.is_empty() { ACCEPTED.into() } else { format!("{TO_REVIEW}：{}", doubts.join("；")) }
}

fn candidate(scored: Scored, scheme: &Scheme) -> String {
    format!("{}{:.0}%", scheme.labels()[scored.label].name, scored.probability * 100.0)
}

fn reason_in_words(reason: Reason) -> &'static str {
    match reason {
        Reason::Unsure => "未达采纳线",
        Reason::Close => "两者相近",
        Reason::Unfamiliar => "生词较多",
        Reason::Unpromised => "尚无采纳线",
        Reason::Disputed => "同文先例不足为凭",
        Reason::Chosen => "待人标注",
    }
}

/// Why a person has to look, as a word for programs; `None` for an accepted proposal.
#[must_use]
pub fn reason_for_programs(decision: Decision) -> Option<&'static str> {
    match decision {
        Decision::Accepted => None,
        Decision::Review(Reason::Unsure) => Some("unsure"),
        Decision::Review(Reason::Close) => Some("close"),
        Decision::Review(Reason::Unfamiliar) => Some("unfamiliar"),
        Decision::Review(Reason::Unpromised) => Some("unpromised"),
        Decision::Review(Reason::Disputed) => Some("disputed"),
        Decision::Review(Reason::Chosen) => Some("chosen"),
    }
}
