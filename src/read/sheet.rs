//! The cells of one sheet -> its rows, and its header taken off them.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::cell::{SheetCell, Value};
use super::form;
use super::header::{self, HEAD_ROWS, Header};
use super::layout::is_lost;
use super::{Options, Problem, RawRow};
use crate::error::{Error, ErrorKind, Result, RowFault};
use crate::suggestion::{Kind, Role};

/// A spreadsheet has no more columns; a file that claims more wants to exhaust the memory.
pub(super) const MOST_COLUMNS: usize = 16_384;

/// One sheet of a workbook, or one table of a web page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// Whoever opens the workbook does not see it.
    pub(super) hidden: bool,
    rows: Vec<SheetRow>,
    merges: Vec<Merge>,
}

/// The cells of one row that hold something, from left to right. A row without any is not kept.
#[derive(Debug)]
pub(super) struct SheetRow {
    row: u64,
    cells: Vec<(usize, Value)>,
    /// Why it cannot be used by where it stands: above the headings, or beside a text that is of another row.
    fault: Option<RowFault>,
}

impl SheetRow {
    /// The row in the columns of a table of `width`; `places` says where its own ended up, `read` which of them are more
    /// than carried.
    pub(super) fn placed(mut self, places: &[usize], width: usize, read: &[usize]) -> RawRow {
        let problem = self.problem(places, read);
        let kinds = kinds(&self.cells, places, width);
        let place = |(column, value)| Some((*places.get(column)?, value));
        let cells = spread(self.cells.into_iter().filter_map(place), width);
        RawRow { row: self.row, sheet: None, cells, kinds, problem }
    }

    /// The row of a sheet of which nobody knows the headings: it cannot be used.
    pub(super) fn without_headings(self) -> RawRow {
        let width = self.cells.last().map_or(0, |(column, _)| column + 1);
        let cells = spread(self.cells.into_iter(), width);
        let problem = Some(Problem { kind: RowFault::NoSheetHeadings.into(), column: None });
        RawRow { row: self.row, sheet: None, cells, kinds: Vec::new(), problem }
    }

    /// Why the row cannot be used, where a look at its cells tells; `places` says where they ended up, and `read` where a
    /// formula without a value leaves something unknown.
    fn problem(&mut self, places: &[usize], read: &[usize]) -> Option<Problem> {
        let place = self.fault.take().map(|fault| (fault, None));
        let formulas = self.cells.iter().filter(|(_, value)| value.kind == Kind::Formula);
        let mut places = formulas.filter_map(|&(column, _)| places.get(column));
        let formula = places.find(|place| read.contains(place));
        let formula = formula.map(|&place| (RowFault::FormulaWithoutValue, Some(place)));
        let (fault, column) = place.or(formula)?;
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
        cells.retain(|cell| !cell.value.text.trim().is_empty());
        let place = |cell: &SheetCell| (cell.row, cell.column);
        if !cells.is_sorted_by_key(place) {
            cells.sort_by_key(place);
        }
        // What was merged in a form says nothing of the table that is made of it.
        let (cells, merges) = match form::table(&cells) {
            Some(table) => (table, Vec::new()),
            None => (cells, merges),
        };
        let mut rows: Vec<SheetRow> = Vec::new();
        for SheetCell { row, column, value } in cells {
            match rows.last_mut() {
                Some(last) if last.row == row => last.cells.push((column, value)),
                _ => rows.push(SheetRow { row, cells: vec![(column, value)], fault: None }),
            }
        }
        Self { name: name.to_owned(), hidden: false, rows, merges }
    }

    /// The same sheet, unseen by whoever opens the workbook if it is `hidden`.
    pub(super) fn hidden_if(self, hidden: bool) -> Self {
        Self { hidden, ..self }
    }

    /// The cells of each row that hold something, with their columns.
    pub(super) fn rows(&self) -> impl ExactSizeIterator<Item = &[(usize, Value)]> {
        self.rows.iter().map(|row| row.cells.as_slice())
    }

    pub(super) fn into_rows(self) -> impl Iterator<Item = SheetRow> {
        self.rows.into_iter()
    }

    /// The failure, with the sheet that it happened in where that has a name.
    pub(super) fn blamed(&self, error: Error) -> Error {
        if self.name.is_empty() {
            return error;
        }
        let place = error.place().clone().sheet(&self.name);
        error.at(place)
    }

    fn width(&self) -> usize {
        let last = |row: &SheetRow| row.cells.last().map_or(0, |(column, _)| column + 1);
        self.rows.iter().map(last).max().unwrap_or_default()
    }

    /// Finds the header with those of the columns named by hand that the sheet has; the others are `missed`.
    pub(super) fn take_known_header(
        &mut self,
        options: &Options,
        missed: &mut Vec<(String, Error)>,
    ) -> Result<Header> {
        let mut options = options.clone();
        loop {
            let error = match self.take_header(&options) {
                Err(error) => error,
                header => return header,
            };
            let ErrorKind::NoSuchColumn { name, .. } = error.kind() else { return Err(error) };
            let name = name.clone();
            options.columns.retain(|(_, other)| *other != name);
            missed.push((name, self.blamed(error)));
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
        self.rows.splice(..0, lost.map(|(_, row)| SheetRow { fault: Some(RowFault::AboveHeadings), ..row }));
        self.fill_down(&header);
        self.leave_out_blank_columns(&mut header);
        Ok(header)
    }

    /// Gives the rows beside a cell that was merged downwards what it says: a department merged over ten rows leads
    /// them all. Title and text are of the first row alone; the rows below would be copies of one suggestion, and where they
    /// have no text of their own, they cannot be used.
    fn fill_down(&mut self, header: &Header) {
        let texts = header.roles.iter().filter(|(role, _)| matches!(role, Role::Title | Role::Body));
        let texts: Vec<usize> = texts.map(|&(_, column)| column).collect();
        let Self { rows, merges, .. } = self;
        for merge in merges.iter() {
            let top = rows.partition_point(|row| row.row < merge.top);
            let below = rows.partition_point(|row| row.row <= merge.bottom);
            let Some([first, others @ ..]) = rows.get_mut(top..below) else { continue };
            let Ok(at) = first.place(merge.left) else { continue };
            for row in others {
                if texts.contains(&merge.left) {
                    let has_text = texts.iter().any(|&column| row.place(column).is_ok());
                    row.fault = (!has_text).then_some(RowFault::TextAbove { row: first.row });
                } else if let Err(place) = row.place(merge.left) {
                    row.cells.insert(place, first.cells[at].clone());
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
fn spread(cells: impl Iterator<Item = (usize, Value)>, width: usize) -> Vec<String> {
    let mut row = vec![String::new(); width];
    for (column, value) in cells {
        if let Some(cell) = row.get_mut(column) {
            *cell = value.text;
        }
    }
    row
}

/// What each cell of a full row is; nothing is kept where all are text. `places` says where the cells ended up.
fn kinds(cells: &[(usize, Value)], places: &[usize], width: usize) -> Vec<Kind> {
    let special = cells.iter().filter(|(_, value)| value.kind != Kind::Text);
    let mut kinds = Vec::new();
    for (column, value) in special {
        kinds.resize(width, Kind::Text);
        if let Some(kept) = places.get(*column).and_then(|&place| kinds.get_mut(place)) {
            *kept = value.kind;
        }
    }
    kinds
}
