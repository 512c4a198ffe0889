//! The sheets of a workbook -> one table with the rows of all sheets that have a column of text, and the rows of those
//! that should have one.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::error::{Error, ErrorKind, Result, RowFault};
use crate::read::header::{self, HEAD_ROWS, Header};
use crate::read::headless::{Layout, holds_suggestions, is_lost};
use crate::read::{ASK_REASON, ASK_SHEET, Found, Note, Options, Problem, RawRow};
use crate::suggestion::{Kind, Role, Table};

/// What the column with the sheets' names is called; there is one where several sheets are used.
const SHEET: &str = "工作表";

/// One sheet of a workbook, or one table of a web page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// Whoever opens the workbook does not see it.
    pub(super) hidden: bool,
    rows: Vec<SheetRow>,
    merges: Vec<Merge>,
}

/// Where a cell stands (row from 1, column from 0), what it says and what it is.
pub(super) type SheetCell = (u64, usize, (String, Kind));

/// The cells of one row that hold something, from left to right. A row without any is not kept.
#[derive(Debug)]
struct SheetRow {
    row: u64,
    cells: Vec<(usize, String)>,
    /// What each of the cells is.
    kinds: Vec<Kind>,
    /// It stands above the headings, and is no title of the sheet.
    is_above: bool,
}

impl SheetRow {
    /// Why the row cannot be used, where a look at its cells tells; `places` says where they ended up.
    fn problem(&self, places: &[usize]) -> Option<Problem> {
        let above = self.is_above.then_some((RowFault::AboveHeadings, None));
        let formula = self.kinds.iter().position(|kind| *kind == Kind::Formula);
        let formula =
            formula.map(|at| (RowFault::FormulaWithoutValue, places.get(self.cells[at].0).copied()));
        let (fault, column) = above.or(formula)?;
        Some(Problem { kind: fault.into(), column })
    }

    /// Where the cell of a column stands, or would stand.
    fn place(&self, column: usize) -> Result<usize, usize> {
        self.cells.binary_search_by_key(&column, |&(column, _)| column)
    }
}

/// A rectangle of merged cells, all four borders belonging to it; columns count from 0, rows from 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Merge {
    pub(super) top: u64,
    pub(super) left: usize,
    pub(super) bottom: u64,
    pub(super) right: usize,
}

impl Sheet {
    /// Sorts `cells` into rows.
    pub(super) fn new(name: &str, mut cells: Vec<SheetCell>, merges: Vec<Merge>) -> Self {
        cells.retain(|(_, _, (text, _))| !text.trim().is_empty());
        if !cells.is_sorted_by_key(|&(row, column, _)| (row, column)) {
            cells.sort_by_key(|&(row, column, _)| (row, column));
        }
        let mut rows: Vec<SheetRow> = Vec::new();
        for (row, column, (text, kind)) in cells {
            match rows.last_mut() {
                Some(last) if last.row == row => {
                    last.cells.push((column, text));
                    last.kinds.push(kind);
                }
                _ => rows.push(SheetRow {
                    row,
                    cells: vec![(column, text)],
                    kinds: vec![kind],
                    is_above: false,
                }),
            }
        }
        Self { name: name.to_owned(), hidden: false, rows, merges }
    }

    /// The same sheet, unseen by whoever opens the workbook if it is `hidden`.
    pub(super) fn hidden_if(self, hidden: bool) -> Self {
        Self { hidden, ..self }
    }

    /// The cells of each row that hold something, with their columns.
    pub(super) fn rows(&self) -> impl ExactSizeIterator<Item = &[(usize, String)]> {
        self.rows.iter().map(|row| row.cells.as_slice())
    }

    fn width(&self) -> usize {
        let last = |row: &SheetRow| row.cells.last().map_or(0, |(column, _)| column + 1);
        self.rows.iter().map(last).max().unwrap_or_default()
    }

    /// Finds the header with those of the columns named by hand that the sheet has; the others are `missed`.
    fn take_known_header(&mut self, options: &Options, missed: &mut Vec<(String, Error)>) -> Result<Header> {
        let mut options = options.clone();
        loop {
            let error = match self.take_header(&options) {
                Err(error) => error,
                header => return header,
            };
            let ErrorKind::NoSuchColumn { name, .. } = error.kind() else { return Err(error) };
            let name = name.clone();
            options.columns.retain(|(_, other)| *other != name);
            missed.push((name, in_sheet(error, &self.name)));
        }
    }

    /// Finds the header, and removes it and the titles above it.
    fn take_header(&mut self, options: &Options) -> Result<Header> {
        let width = self.width();
        let head = &self.rows[..self.rows.len().min(HEAD_ROWS)];
        let numbers: Vec<u64> = head.iter().map(|row| row.row).collect();
        let mut rows: Vec<Vec<String>> =
            head.iter().map(|row| spread(row.cells.iter().cloned(), width)).collect();
        let lowest = numbers.last().copied().unwrap_or_default();
        let merges: Vec<Merge> = self.merges.iter().copied().filter(|merge| merge.top <= lowest).collect();
        for merge in &merges {
            fill(merge, &numbers, &mut rows);
        }
        let tied = |position: usize| {
            let (above, below) = (numbers[position], numbers[position + 1]);
            merges.iter().any(|merge| merge.top <= above && below <= merge.bottom)
        };
        let mut header = header::find(&rows, tied, options)?;
        let below = self.rows.split_off(header.last + 1);
        let head = std::mem::replace(&mut self.rows, below).into_iter().enumerate();
        let lost = head.filter(|(position, row)| is_lost(&header, *position, &row.cells));
        self.rows.splice(..0, lost.map(|(_, row)| SheetRow { is_above: true, ..row }));
        self.fill_down(&header);
        self.leave_out_blank_columns(&mut header);
        Ok(header)
    }

    /// Gives the rows beside a cell that was merged downwards what it says: a department merged over ten rows leads
    /// them all. Title and text are of the first row alone; the rows below would be copies of one suggestion.
    fn fill_down(&mut self, header: &Header) {
        let is_text = |column| {
            let mut roles = header.roles.iter();
            roles.any(|&(role, of)| of == column && matches!(role, Role::Title | Role::Body))
        };
        let Self { rows, merges, .. } = self;
        for merge in merges.iter().filter(|merge| merge.left == merge.right && !is_text(merge.left)) {
            let top = rows.partition_point(|row| row.row < merge.top);
            let below = rows.partition_point(|row| row.row <= merge.bottom);
            let Some([first, others @ ..]) = rows.get_mut(top..below) else { continue };
            let Ok(at) = first.place(merge.left) else { continue };
            for row in others {
                if let Err(place) = row.place(merge.left) {
                    row.cells.insert(place, first.cells[at].clone());
                    row.kinds.insert(place, first.kinds[at]);
                }
            }
        }
    }

    /// Leaves out the columns right of all headings that no row fills: one stray cell far out would make every row as
    /// long. What stands there moves left until it meets its neighbor; no cell is lost.
    fn leave_out_blank_columns(&mut self, header: &mut Header) {
        let named =
            header.headings.iter().rposition(|heading| !heading.is_empty()).map_or(0, |last| last + 1);
        let columns = self.rows().flatten().map(|&(column, _)| column);
        let strays: BTreeSet<usize> = columns.filter(|&column| column >= named).collect();
        let moved: FxHashMap<usize, usize> = strays.into_iter().zip(named..).collect();
        header.headings.truncate(named + moved.len());
        for (column, _) in self.rows.iter_mut().flat_map(|row| &mut row.cells) {
            *column = moved.get(column).copied().unwrap_or(*column);
        }
    }
}

/// Gives the cells of a merged rectangle the text of its first cell.
fn fill(merge: &Merge, numbers: &[u64], rows: &mut [Vec<String>]) {
    let Some(first) = numbers.iter().position(|&number| number == merge.top) else { return };
    let Some(text) = rows[first].get(merge.left).cloned() else { return };
    for (number, row) in numbers.iter().zip(rows).skip(first) {
        if *number > merge.bottom {
            break;
        }
        for cell in row.iter_mut().take(merge.right.saturating_add(1)).skip(merge.left) {
            cell.clone_from(&text);
        }
    }
}

/// A full row of `width` cells.
fn spread(cells: impl Iterator<Item = (usize, String)>, width: usize) -> Vec<String> {
    let mut row = vec![String::new(); width];
    for (column, text) in cells {
        if let Some(cell) = row.get_mut(column) {
            *cell = text;
        }
    }
    row
}

/// What each cell of a full row is; nothing is kept where all are text. `places` says where the cells ended up.
fn kinds(row: &SheetRow, places: &[usize], width: usize) -> Vec<Kind> {
    let special = row.cells.iter().zip(&row.kinds).filter(|(_, kind)| **kind != Kind::Text);
    let mut kinds = Vec::new();
    for ((column, _), &kind) in special {
        kinds.resize(width, Kind::Text);
        if let Some(kept) = places.get(*column).and_then(|&place| kinds.get_mut(place)) {
            *kept = kind;
        }
    }
    kinds
}

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
    let filled = sheets.into_iter().filter(|sheet| !sheet.rows.is_empty());
    let (hidden, sheets): (Vec<Sheet>, Vec<Sheet>) = filled.partition(|sheet| sheet.hidden);
    notes.extend(hidden.into_iter().filter_map(|sheet| hidden_rows(sheet, options)));
    let sheets = without_asks(sheets);
    let count = sheets.len();
    for mut sheet in sheets {
        match sheet.take_known_header(options, &mut missed) {
            Ok(_) if sheet.rows.is_empty() => {
                failure.get_or_insert_with(|| in_sheet(ErrorKind::NoRows.into(), &sheet.name));
            }
            Ok(header) => {
                layouts.push(Layout::of(&header));
                parts.push((Some(union.add(&header)), sheet));
            }
            Err(error) => {
                failure.get_or_insert_with(|| in_sheet(error, &sheet.name));
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
    let table = union.header.table(name);
    let table = if is_one { table } else { table.with_sheets(last) };
    let width = table.headings.len();
    let rows = parts.into_iter().flat_map(move |(places, sheet)| {
        let name: Arc<str> = sheet.name.into();
        sheet.rows.into_iter().map(move |found| {
            let sheet = Some(Arc::clone(&name)).filter(|name| !name.is_empty());
            let Some(places) = &places else {
                let SheetRow { row, cells, .. } = found;
                let width = cells.last().map_or(0, |(column, _)| column + 1);
                let cells = spread(cells.into_iter(), width);
                let problem = Some(Problem { kind: RowFault::NoSheetHeadings.into(), column: None });
                return Ok(RawRow { row, sheet, cells, kinds: Vec::new(), problem });
            };
            let kinds = kinds(&found, places, width);
            let fault = found.problem(places);
            let SheetRow { row, cells, .. } = found;
            let places = |(column, text)| Some((*places.get(column)?, text));
            let mut cells = spread(cells.into_iter().filter_map(places), width);
            if !is_one && let Some(last) = cells.last_mut() {
                *last = name.to_string();
            }
            let broken = damage.and_then(|encoding| {
                let column = cells.iter().position(|cell| cell.contains('\u{fffd}'));
                column.map(|_| Problem { kind: ErrorKind::BrokenEncoding { encoding }, column })
            });
            let problem = fault.or(broken);
            Ok(RawRow { row, sheet, cells, kinds, problem })
        })
    });
    Ok((table.into(), Box::new(rows)))
}

/// The sheets without that of the asks, which `tag` made of the register beside it.
fn without_asks(mut sheets: Vec<Sheet>) -> Vec<Sheet> {
    let says_why = |sheet: &Sheet| {
        let headings = sheet.rows().next();
        headings.is_some_and(|headings| headings.iter().any(|(_, heading)| heading == ASK_REASON))
    };
    if sheets.len() > 1 {
        sheets.retain(|sheet| sheet.name != ASK_SHEET || !says_why(sheet));
    }
    sheets
}

/// How many rows a hidden sheet has, if it is a register.
fn hidden_rows(mut sheet: Sheet, options: &Options) -> Option<Note> {
    sheet.take_known_header(options, &mut Vec::new()).ok()?;
    let rows = sheet.rows.len();
    (rows > 0).then_some(Note::HiddenSheet { sheet: sheet.name, rows })
}

fn in_sheet(error: Error, sheet: &str) -> Error {
    if sheet.is_empty() {
        return error;
    }
    let place = error.place().clone().sheet(sheet);
    error.at(place)
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
