//! Suggestions and a model -> an analysis: every row labeled, counted, and the rows that stand for others found.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::{Analysis, PackageSketch, ThemeSketch};
use crate::clock::Clock;
use crate::discover::{DiscoverParams, discover};
use crate::error::Result;
use crate::model::Model;
use crate::read;
use crate::register::typical::{Words, typical};
use crate::register::{Entry, OwnLists, Register, Rows, together};
use crate::segment::asks::{self, pieces};
use crate::segment::{Document, Segmented};
use crate::suggestion::Suggestion;
use crate::text::Span;

/// So many suggestions stand for a theme or a package.
const TYPICAL: usize = 3;
/// So many words mark a theme,
const THEME_WORDS: usize = 6;
/// and so many a package of joint work.
const PACKAGE_WORDS: usize = 4;
/// So many asks stand for those of a theme,
const TYPICAL_ASKS: usize = 3;
/// each of so many characters: shorter ones leave out what is asked for, longer ones tell a whole story.
const ASK_LENGTH: RangeInclusive<usize> = 8..=60;
/// and with one of so many words that mark the theme: 请领导重视 is asked for everywhere.
const ASK_WORDS: usize = 40;

/// What to analyze.
#[derive(Debug, Default)]
pub struct AnalyzeParams {
    /// How long each step may take; the rules that are part of the program if `None`.
    pub clock: Option<Clock>,
    /// Which labels of the model are the office's own list; otherwise the names of the register stand.
    pub own: OwnLists,
    /// The year to report; without one, all rows are.
    pub year: Option<i16>,
    /// How many rows of the files could not be read as suggestions, for each reason.
    pub rejected: BTreeMap<&'static str, u64>,
}

/// Analyzes `suggestions`, compared with those of `before`.
pub fn analyze(
    suggestions: Vec<Suggestion>,
    before: Vec<Suggestion>,
    model: &Model,
    params: AnalyzeParams,
) -> Result<Analysis> {
    let clock = params.clock.map_or_else(|| read::clock(None, None), Ok)?;
    let mut register = enter(suggestions, before, model, params.own, params.year);
    register.reckon(&clock);

    let documents: Vec<Document<'_>> = register
        .entries
        .par_iter()
        .map(|entry| Document::new(&entry.suggestion, model.dictionary()))
        .collect();
    let words = Words::new(&documents, model.dictionary());
    let vectors = model.vectorizer().transform(&documents);
    let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
    let themes = register.tally(&register.current, Entry::theme_label);
    let asks: Vec<Vec<&str>> = documents.par_iter().map(|document| told(&document.body).collect()).collect();
    let pleas = pleas(&asks, &themes);
    let themes = themes
        .into_par_iter()
        .map(|(theme, rows)| ThemeSketch {
            theme,
            typical: typical(&vectors, &rows, TYPICAL),
            words: owned(words.marking(&rows, THEME_WORDS)),
            asks: typical_asks(&asks, &rows, (&words.marking(&rows, ASK_WORDS), &pleas), model),
            rows,
        })
        .collect();
    let packages = together::packages(&register, &register.current)
        .into_iter()
        .map(|package| PackageSketch {
            typical: typical(&vectors, &package.rows, TYPICAL),
            words: owned(words.marking(&package.rows, PACKAGE_WORDS)),
            package,
        })
        .collect();
    drop(documents);
    let row_of_message: Vec<u32> = register.current.iter().chain(register.before.iter()).collect();
    let own = |rows: &Rows| -> Vec<Suggestion> {
        rows.iter().map(|row| register.entry(row).suggestion.clone()).collect()
    };
    let discovery =
        discover(&own(&register.current), &own(&register.before), model, &DiscoverParams::default())?;
    Ok(Analysis {
        register,
        year: params.year,
        themes,
        packages,
        discovery,
        row_of_message,
        trained_on: model.manifest().files.iter().map(|(file, _)| file.clone()).collect(),
        theme_accuracy: model.themes().map(crate::classify::Judge::accuracy),
        lead_accuracy: model.router().and_then(crate::route::Router::accuracy),
        clock,
        rejected: params.rejected,
    })
}

/// Enters `suggestions`, compared with those of `before`, in a register; what their cells leave open, `model` proposes. The
/// names of the register stand where the labels of the model are not the office's `own`.
pub fn enter(
    suggestions: Vec<Suggestion>,
    before: Vec<Suggestion>,
    model: &Model,
    own: OwnLists,
    year: Option<i16>,
) -> Register {
    let compared = before.len();
    let suggestions: Vec<Suggestion> = suggestions.into_iter().chain(before).collect();
    let rows: Vec<&Suggestion> = suggestions.iter().collect();
    let proposals = model.propose_each(&rows, |_, proposal| proposal);
    Register::new(suggestions, &proposals, model, own, year, compared)
}

/// The letters of asks that rows of several themes have in the same words: 恳请领导重视，尽快派人核实 asks for nothing.
fn pleas(asks: &[Vec<&str>], themes: &[(usize, Rows)]) -> FxHashSet<String> {
    let mut theme_of: FxHashMap<String, usize> = FxHashMap::default();
    let mut pleas = FxHashSet::default();
    for (theme, rows) in themes {
        for ask in rows.iter().flat_map(|row| &asks[row as usize]) {
            let letters = letters(ask);
            if theme_of.get(&letters).is_some_and(|known| known != theme) {
                pleas.insert(letters);
            } else {
                theme_of.insert(letters, *theme);
            }
        }
    }
    pleas
}

fn letters(ask: &str) -> String {
    ask.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The asks that stand for all asks of `rows`, each with its row, at most one a row; only asks with one of the
/// `words` that mark these rows count, if there are any, and none of the `pleas`.
fn typical_asks(
    asks: &[Vec<&str>],
    rows: &Rows,
    (words, pleas): (&[&str], &FxHashSet<String>),
    model: &Model,
) -> Vec<(u32, String)> {
    let is_own = |ask: &&str| words.is_empty() || words.iter().any(|word| ask.contains(word));
    let mut found: Vec<(u32, &str)> = Vec::new();
    // What several ask for in the same words is one ask, whatever marks stand in it.
    let mut known: FxHashSet<String> = FxHashSet::default();
    for row in rows.iter() {
        let own = asks[row as usize].iter().copied();
        let own = own.filter(|ask| ASK_LENGTH.contains(&ask.chars().count())).filter(is_own);
        let own = own.filter(|ask| {
            let letters = letters(ask);
            !pleas.contains(&letters) && known.insert(letters)
        });
        found.extend(own.map(|ask| (row, ask)));
    }
    let alone: Vec<Document<'_>> = found
        .iter()
        .map(|(_, ask)| Document {
            title: Segmented::new("", model.dictionary()),
            body: Segmented::new(ask, model.dictionary()),
        })
        .collect();
    let vectors = model.vectorizer().transform(&alone);
    let all: Rows = (0..found.len() as u32).collect();
    let mut chosen: Vec<(u32, String)> = Vec::new();
    // Some of the first may come from one row.
    for at in typical(&vectors, &all, 2 * TYPICAL_ASKS) {
        let (row, ask) = found[at as usize];
        if chosen.len() < TYPICAL_ASKS && !chosen.iter().any(|(known, _)| *known == row) {
            chosen.push((row, ask.to_owned()));
        }
    }
    chosen
}

/// The asks of `body` without the numbers that they have in their list: 一、, 2., （三）.
fn told<'t>(body: &Segmented<'t>) -> impl Iterator<Item = &'t str> {
    let pieces = pieces::pieces(body);
    // What a piece says may begin in the next one: a number may stand alone, as in 第二，种树.
    let wordings: Vec<Span> = pieces.iter().map(|piece| body.original_span(piece.wording)).collect();
    asks::asks(body).into_iter().map(move |ask| {
        let start = wordings.iter().find(|wording| wording.start >= ask.start && wording.start < wording.end);
        let start = start.map_or(ask.start, |wording| wording.start.min(ask.end));
        body.original_text(Span { start, end: ask.end }).trim()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Dictionary;

    #[test]
    fn what_letters_of_several_themes_ask_for_is_a_plea() {
        let dictionary = Dictionary::new([]);
        let plea = "恳请领导高度重视，尽快派人核实处理。";
        let rows = [("路灯", "请修好路灯。"), ("学费", "请退还学费。"), ("路灯", "请换新路灯。")]
            .map(|(title, ask)| Suggestion::from_text(title, &format!("{ask}{plea}")));
        let documents = rows.each_ref().map(|row| Document::new(row, &dictionary));
        let asks = documents.each_ref().map(|document| told(&document.body).collect::<Vec<_>>());
        let of = |rows: &[u32]| rows.iter().copied().collect::<Rows>();
        let pleas = pleas(&asks, &[(0, of(&[0, 2])), (1, of(&[1]))]);
        assert_eq!(pleas, FxHashSet::from_iter(["尽快派人核实处理".to_owned()]));
    }

    #[test]
    fn asks_lose_their_numbers_and_nothing_else() {
        let cases = [
            ("建议：一、修好路灯；二、种树。", &["修好路灯", "种树"][..]),
            ("建议：（一）增设斑马线；（二）种树。", &["增设斑马线", "种树"]),
            ("建议：1. 延长开放时间；2. 种树。", &["延长开放时间", "种树"]),
            ("建议一是加强巡查，二是种树。", &["加强巡查", "种树"]),
            ("建议三年内建成。", &["建议三年内建成"]),
            ("请修好路灯。", &["请修好路灯"]),
            ("建议：3.5米宽道路拓宽到6米。", &["3.5米宽道路拓宽到6米"]),
            ("建议：（东门一侧）1、2号楼加装电梯。", &["（东门一侧）1、2号楼加装电梯"]),
        ];
        let dictionary = Dictionary::new([]);
        for (text, expected) in cases {
            let body = Segmented::new(text, &dictionary);
            assert_eq!(told(&body).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
