//! Paragraphs of a draft -> the rows and cells of its tables, and which of them are figures.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::rows::{self, Kind};
use super::{Row, Table, heading, signed};
use crate::check::figure::{self, Figure, Measure, Precision};
use crate::check::number;
use crate::text::pattern;

/// A cell that holds a number and nothing else.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^ *\+? *(?P<n>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?) *(?P<unit>%|[^0-9.,% ]{0,3}) *$",
    )
});
/// A cell that lists counts by name: 教委 6、交通委 1.
static LIST: LazyLock<Regex> =
    LazyLock::new(|| pattern("^ *(?:[^、,0-9;]*[^、,0-9; ] *[0-9]+(?: *、 *|件?、 *|件? *$))+$"));
/// One count of such a cell, up to the mark after it.
static LISTED: LazyLock<Regex> = LazyLock::new(|| pattern("[^、0-9]+(?P<n>[0-9]+)件?"));
/// The longest text in a cell of a table of figures, in characters.
const LONGEST_CELL: usize = 30;
/// A table has so many rows, its headings among them.
const FEWEST_ROWS: usize = 3;

pub(super) fn find(paragraphs: &[String], figures: &mut Vec<Figure>) -> Vec<Table> {
    let columns: Vec<usize> = paragraphs.iter().map(|text| columns(text)).collect();
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in 0..paragraphs.len() {
        match runs.last_mut() {
            Some(run) if run.end == at && columns[run.start] == columns[at] => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs.retain(|run| columns[run.start] > 1 && run.len() >= FEWEST_ROWS);
    let headings: Vec<Vec<String>> = runs.iter().map(|run| headings(paragraphs, run)).collect();
    let rows: Vec<(usize, &[String])> = runs
        .iter()
        .zip(&headings)
        .flat_map(|(run, headings)| {
            run.clone().skip(heading_rows(paragraphs, run)).zip(std::iter::repeat(headings.as_slice()))
        })
        .collect();
    let added: Vec<Figure> = rows
        .iter()
        .flat_map(|&(paragraph, headings)| missing(paragraph, &paragraphs[paragraph], headings, figures))
        .collect();
    figures.extend(added);
    figures.sort_by_key(|figure| (figure.paragraph, figure.span.start));
    for &(paragraph, headings) in &rows {
        let text = &paragraphs[paragraph];
        for (cell, heading) in cells(text).into_iter().zip(headings) {
            signed::take_sign((paragraph, text), &cell, heading, figures);
        }
    }
    runs.into_iter().map(|run| table(paragraphs, run, figures)).collect()
}

/// How many cells a row has; 0 for what is no row.
fn columns(text: &str) -> usize {
    let cells = text.split(';');
    if text.contains('。') || cells.clone().any(|cell| cell.chars().count() > LONGEST_CELL) {
        0
    } else {
        cells.count()
    }
}

/// The places of the cells of a row.
fn cells(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split(';')
        .map(|cell| {
            let range = start..start + cell.len();
            start = range.end + 1;
            range
        })
        .collect()
}

/// The numbers of a row that are no figures yet.
fn missing(paragraph: usize, text: &str, headings: &[String], figures: &[Figure]) -> Vec<Figure> {
    let mut missing = Vec::new();
    for (cell, heading) in cells(text).into_iter().zip(headings) {
        if heading::is_row_number(heading) || !figure::within(figures, paragraph, cell.clone()).is_empty() {
            continue;
        }
        if is_list(&text[cell.clone()]) {
            missing.extend(listed(paragraph, text, &cell));
            continue;
        }
        let amount = signed::amount(text, &cell, heading).unwrap_or_else(|| cell.clone());
        let Some(captures) = NUMBER.captures(&text[amount.clone()]) else { continue };
        let (Some(number), Some((value, step))) = (captures.name("n"), number::read(&captures["n"])) else {
            continue;
        };
        let percent = &captures["unit"] == "%";
        // What stands behind a number without a unit is no part of it.
        let end =
            captures.name("unit").filter(|unit| !unit.is_empty()).map_or(number.end(), |unit| unit.end());
        missing.push(Figure {
            paragraph,
            span: amount.start + number.start()..amount.start + end,
            value,
            step: if percent && step == 0.0 { 1.0 } else { step },
            measure: if percent { Measure::Percent } else { Measure::Count },
            unit: if percent { String::new() } else { captures["unit"].to_owned() },
            precision: Precision::Exact,
            sentence: 0..text.len(),
            segment: cell.clone(),
            clause: cell,
            depth: 0,
        });
    }
    missing
}

/// Whether a cell lists counts by name; a sign is no name.
fn is_list(cell: &str) -> bool {
    LIST.is_match(cell) && !signed::is_signed(cell)
}

/// The counts of a cell that lists them by name.
fn listed(paragraph: usize, text: &str, cell: &Range<usize>) -> Vec<Figure> {
    let counts = LISTED.captures_iter(&text[cell.clone()]);
    let figure = |captures: regex::Captures<'_>| {
        let (item, number) = (captures.get(0)?, captures.name("n")?);
        let (value, step) = number::read(number.as_str())?;
        let place = |range: Range<usize>| cell.start + range.start..cell.start + range.end;
        Some(Figure {
            paragraph,
            span: place(number.range()),
            value,
            step,
            measure: Measure::Count,
            unit: String::new(),
            precision: Precision::Exact,
            sentence: 0..text.len(),
            segment: cell.clone(),
            clause: place(item.range()),
            depth: 0,
        })
    };
    counts.filter_map(figure).collect()
}

/// How many rows of a table are headings: two where a heading of the first stands over several columns, and words
/// or years of the second tell these apart.
fn heading_rows(paragraphs: &[String], run: &Range<usize>) -> usize {
    let texts = |paragraph: usize| paragraphs[paragraph].split(';').map(str::trim).collect::<Vec<&str>>();
    let (first, second) = (texts(run.start), texts(run.start + 1));
    let over_several = first.windows(2).any(|pair| pair[0] == pair[1] && !pair[0].is_empty());
    let is_count = |cell: &&str| NUMBER.is_match(cell) && !cell.ends_with('年');
    let is_line = |cell: &&str| cell.trim_matches(['-', ':']).is_empty();
    if over_several && !second.iter().any(is_count) && !second.iter().all(is_line) { 2 } else { 1 }
}

/// The headings of the columns, of both rows where there are two.
fn headings(paragraphs: &[String], run: &Range<usize>) -> Vec<String> {
    let mut headings: Vec<String> = texts(paragraphs, run.start).collect();
    if heading_rows(paragraphs, run) > 1 {
        for (heading, below) in headings.iter_mut().zip(texts(paragraphs, run.start + 1)) {
            if *heading != below {
                heading.push_str(&below);
            }
        }
    }
    headings
}

/// The texts of the cells of a row.
fn texts(paragraphs: &[String], paragraph: usize) -> impl Iterator<Item = String> {
    cells(&paragraphs[paragraph]).into_iter().map(move |cell| paragraphs[paragraph][cell].trim().to_owned())
}

fn table(paragraphs: &[String], run: Range<usize>, all: &[Figure]) -> Table {
    let heading_rows = heading_rows(paragraphs, &run);
    let begins: Vec<Vec<String>> =
        run.clone().skip(heading_rows).map(|paragraph| words_before_figures(paragraphs, paragraph)).collect();
    let kinds = rows::kinds(&begins);
    let rows =
        run.clone().skip(heading_rows).zip(begins.iter().zip(kinds)).map(|(paragraph, (begin, kind))| {
            let cells = cells(&paragraphs[paragraph]);
            let inside = |cell: &Range<usize>| figure::within(all, paragraph, cell.clone());
            // 5.3%—13.7% and 教委 6、交通委 1 are more than one figure.
            let only = |cell| Some(inside(cell)).filter(|figures| figures.len() == 1).map(|only| only.start);
            let figures: Vec<Option<usize>> = cells.iter().map(only).collect();
            let listed = |cell: &Range<usize>| {
                let is_list = is_list(&paragraphs[paragraph][cell.clone()]);
                inside(cell).filter(|_| is_list).collect()
            };
            let lists = cells.iter().map(listed).collect();
            let is_subtotal = kind == Kind::Subtotal;
            let of_total = rows::name_of_total(begin).filter(|_| is_subtotal).map(str::to_owned);
            let first = || texts(paragraphs, paragraph).find(|cell| !cell.is_empty() && !is_number(cell));
            let name = of_total.or_else(first).unwrap_or_default();
            Row { name, kind, names_total: rows::names_total(begin), figures, lists }
        });
    Table { headings: headings(paragraphs, &run), rows: rows.collect(), paragraphs: run, line: "行" }
}

/// The cells of a row up to its first number; the first cell may be the number of the row.
fn words_before_figures(paragraphs: &[String], paragraph: usize) -> Vec<String> {
    let mut cells = texts(paragraphs, paragraph);
    cells.next().into_iter().chain(cells.take_while(|cell| !is_number(cell))).collect()
}

/// Whether a cell begins as a number does.
fn is_number(cell: &str) -> bool {
    cell.starts_with(|c: char| c.is_ascii_digit() || c == '+') || signed::is_signed(cell)
}
