//! The sheets of a workbook -> one table with the rows of all sheets that have a column of text, and the rows of those
//! that should have one.

use std::collections::VecDeque;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::header::Header;
use super::headless::holds_suggestions;
use super::layout::Layout;
use super::sheet::Sheet;
use super::tagged::{ASK_SHEET, are_asks};
use super::{Found, Note, Options, Problem, RawRow};
use crate::error::{Error, ErrorKind, Result};
use crate::suggestion::{Role, Table};

/// What the column with the sheets' names is called; there is one where several sheets are used.
const SHEET: &str = "工作表";

/// Joins the sheets that have a column of text; of hidden ones only `notes` tell. Of the others, the rows of those that
/// look like registers come as rows that cannot be used ([`holds_suggestions`] says which do). `damage` names the
/// encoding of a text in which bytes were broken and are U+FFFD now.
pub(super) fn open(
    sheets: Vec<Sheet>,
    damage: Option<&'static str>,
    name: &str,
    options: &Options,
    notes: &mut Vec<Note>,
) -> Result<(Arc<Table>, Found)> {
    let mut union = Union::default();
    let mut layouts = Vec::new();
    // Each sheet, and where its columns ended up if it has a column of text.
    let mut parts: Vec<(Option<Vec<usize>>, Sheet)> = Vec::new();
    let mut failure: Option<Error> = None;
    let mut missed: Vec<(String, Error)> = Vec::new();
    let filled = sheets.into_iter().filter(|sheet| sheet.rows().len() > 0);
    let (hidden, sheets): (Vec<Sheet>, Vec<Sheet>) = filled.partition(|sheet| sheet.hidden);
    notes.extend(hidden.into_iter().filter_map(|sheet| hidden_rows(sheet, options)));
    let (sheets, asks) = without_asks(sheets);
    if asks > 0 && options.corrected.is_some() {
        notes.push(Note::Asks);
    }
    let count = sheets.len();
    for mut sheet in sheets {
        match sheet.take_known_header(options, &mut missed) {
            Ok(_) if sheet.rows().len() == 0 => {
                failure.get_or_insert_with(|| sheet.blamed(ErrorKind::NoRows.into()));
            }
            Ok(header) => {
                layouts.push(Layout::of(&header));
                parts.push((Some(union.add(&header)), sheet));
            }
            Err(error) => {
                failure.get_or_insert_with(|| sheet.blamed(error));
                parts.push((None, sheet));
            }
        }
    }
    // A column named by hand need not be in every sheet, but in one of them.
    let nowhere = |name: &str| missed.iter().filter(|(other, _)| other == name).count() == count;
    if let Some(position) = missed.iter().position(|(name, _)| nowhere(name)) {
        return Err(missed.swap_remove(position).1);
    }
    if layouts.is_empty() {
        let hidden = notes.first().map(|_| ErrorKind::HiddenSheet.into());
        return Err(hidden.or(failure).unwrap_or_else(|| ErrorKind::NoRows.into()));
    }
    parts.retain(|(places, sheet)| places.is_some() || holds_suggestions(sheet, &layouts));
    let is_one = layouts.len() == 1;
    let last = union.header.headings.len();
    if !is_one {
        union.header.headings.push(SHEET.into());
    }
    let read: Vec<usize> = union.header.roles.iter().map(|&(_, column)| column).collect();
    let table = union.header.table(name);
    let table = if is_one { table } else { table.with_sheets(last) };
    let width = table.headings.len();
    let rows = parts.into_iter().flat_map(move |(places, sheet)| {
        let name: Arc<str> = sheet.name.as_str().into();
        let read = read.clone();
        sheet.into_rows().map(move |row| {
            let sheet = Some(Arc::clone(&name)).filter(|name| !name.is_empty());
            let Some(places) = &places else {
                return Ok(RawRow { sheet, ..row.without_headings() });
            };
            let mut row = row.placed(places, width, &read);
            if !is_one && let Some(last) = row.cells.last_mut() {
                *last = name.to_string();
            }
            let broken = damage.and_then(|encoding| {
                let column = row.cells.iter().position(|cell| cell.contains('\u{fffd}'));
                column.map(|_| Problem { kind: ErrorKind::BrokenEncoding { encoding }, column })
            });
            Ok(RawRow { sheet, problem: row.problem.take().or(broken), ..row })
        })
    });
    Ok((table.into(), Box::new(rows)))
}

/// The sheets without that of the asks, which `tag` made of the register beside it, and how many of these there are.
fn without_asks(mut sheets: Vec<Sheet>) -> (Vec<Sheet>, usize) {
    let holds_asks = |sheet: &Sheet| {
        let headings = sheet.rows().next().into_iter().flatten().map(|(_, heading)| heading.text.clone());
        are_asks(&headings.collect::<Vec<_>>())
    };
    let count = sheets.len();
    if count > 1 {
        sheets.retain(|sheet| sheet.name != ASK_SHEET || !holds_asks(sheet));
    }
    let asks = count - sheets.len();
    (sheets, asks)
}

/// How many rows a hidden sheet has, if it is a register.
fn hidden_rows(mut sheet: Sheet, options: &Options) -> Option<Note> {
    sheet.take_known_header(options, &mut Vec::new()).ok()?;
    let rows = sheet.rows().len();
    (rows > 0).then_some(Note::HiddenSheet { sheet: sheet.name, rows })
}

/// The header of all sheets together.
#[derive(Default)]
struct Union {
    header: Header,
}

impl Union {
    /// Adds the columns of one more sheet, and says where each of them ended up: with the column that plays
    /// the same role, else with the one of the same name, else on its own.
    fn add(&mut self, sheet: &Header) -> Vec<usize> {
        let mut places: Vec<Option<usize>> = vec![None; sheet.headings.len()];
        let mut is_free = vec![true; self.header.headings.len()];
        for &(role, column) in &sheet.roles {
            places[column] = self.column(role);
            places[column].into_iter().for_each(|place| is_free[place] = false);
        }
        // Where a name occurs several times, its columns are taken from left to right.
        let mut free: FxHashMap<String, VecDeque<usize>> = FxHashMap::default();
        for (place, heading) in self.header.headings.iter().enumerate().filter(|&(place, _)| is_free[place]) {
            free.entry(heading.clone()).or_default().push_back(place);
        }
        let places: Vec<usize> = places
            .into_iter()
            .zip(&sheet.headings)
            .map(|(place, heading)| {
                place.or_else(|| free.get_mut(heading)?.pop_front()).unwrap_or_else(|| {
                    self.header.headings.push(heading.clone());
                    self.header.headings.len() - 1
                })
            })
            .collect();
        for &(role, column) in &sheet.roles {
            if self.column(role).is_none() {
                self.header.roles.push((role, places[column]));
            }
        }
        places
    }

    fn column(&self, role: Role) -> Option<usize> {
        self.header.roles.iter().find(|(other, _)| *other == role).map(|&(_, column)| column)
    }
}
