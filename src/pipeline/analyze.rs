//! Suggestions and a model -> an analysis: every row labeled, counted, and the rows that stand for others found.

use rayon::prelude::*;

use crate::analysis::{Analysis, ThemeSketch};
use crate::clock::Clock;
use crate::discover::{DiscoverParams, discover};
use crate::error::Result;
use crate::model::Model;
use crate::proposal::Proposal;
use crate::read;
use crate::register::typical::{Words, typical};
use crate::register::{Register, Rows, together};
use crate::segment::Document;
use crate::suggestion::Suggestion;

/// So many suggestions stand for a theme.
const TYPICAL: usize = 3;
/// So many words mark a theme,
const THEME_WORDS: usize = 6;
/// and so many a package of joint work.
const PACKAGE_WORDS: usize = 4;
/// One thread takes so many rows at once.
const ROWS_TOGETHER: usize = 32;

/// What to analyze.
#[derive(Debug, Default)]
pub struct AnalyzeParams {
    /// How long each step may take; the rules that are part of the program if `None`.
    pub clock: Option<Clock>,
    /// The year to report; without one, all rows are.
    pub year: Option<i16>,
    /// How many rows of the files could not be read as suggestions.
    pub rejected: u64,
}

/// Analyzes `suggestions`, compared with those of `before`.
pub fn analyze(
    suggestions: Vec<Suggestion>,
    before: Vec<Suggestion>,
    model: &Model,
    params: AnalyzeParams,
) -> Result<Analysis> {
    let compared = before.len();
    let suggestions: Vec<Suggestion> = suggestions.into_iter().chain(before).collect();
    let proposals: Vec<Proposal> = suggestions
        .par_chunks(ROWS_TOGETHER)
        .map_init(|| model.worker(), |worker, rows| model.propose_all(rows.iter(), worker))
        .flatten_iter()
        .collect();
    let register = Register::new(suggestions, &proposals, model, params.year, compared);
    drop(proposals);

    let documents: Vec<Document<'_>> = register
        .entries
        .par_iter()
        .map(|entry| Document::new(&entry.suggestion, model.dictionary()))
        .collect();
    let words = Words::new(&documents, model.dictionary());
    let vectors = model.vectorizer().transform(&documents);
    drop(documents);
    let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
    let themes = register.tally(&register.current, |entry| entry.theme.map(|theme| theme.label));
    let themes = themes
        .into_par_iter()
        .map(|(theme, rows)| ThemeSketch {
            theme,
            typical: typical(&vectors, &rows, TYPICAL),
            words: owned(words.marking(&rows, THEME_WORDS)),
            rows,
        })
        .collect();
    let package_words = together::packages(&register, &register.current)
        .iter()
        .map(|package| owned(words.marking(&package.rows, PACKAGE_WORDS)))
        .collect();
    let row_of_message: Vec<u32> = register.current.iter().chain(register.before.iter()).collect();
    let own = |rows: &Rows| -> Vec<Suggestion> {
        rows.iter().map(|row| register.entry(row).suggestion.clone()).collect()
    };
    let discovery =
        discover(&own(&register.current), &own(&register.before), model, &DiscoverParams::default())?;
    let clock = params.clock.map_or_else(|| read::clock(None, None), Ok)?;
    Ok(Analysis {
        register,
        year: params.year,
        themes,
        package_words,
        discovery,
        row_of_message,
        trained_on: model.manifest().files.iter().map(|(file, _)| file.clone()).collect(),
        theme_accuracy: model.themes().map(crate::classify::Judge::accuracy),
        lead_accuracy: model.departments().map(crate::classify::Judge::accuracy),
        clock,
        rejected: params.rejected,
    })
}
