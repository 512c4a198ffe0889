//! A small file of headings and rows -> its rows, as cells or as values of one type, each with its row number.

use std::path::Path;
use std::sync::Arc;

use csv::StringRecord;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use crate::error::{Error, ErrorKind, Place, Result, RowFault};
use crate::read::Rejected;
use crate::read::cell::without_formula;
use crate::read::decode::Text;
use crate::read::delimited::{self, Record};
use crate::read::source::{self, Source};

/// A list as it stands in its file, without blanks around its cells.
pub(super) struct List {
    /// What messages call its file; a list that is part of the program has none.
    file: Option<String>,
    /// The row of the headings.
    pub(super) row: u64,
    pub(super) headings: Arc<[String]>,
    /// The cells of every row below the headings, as many as these, with its number: who writes no more than a row needs
    /// left the last ones empty.
    pub(super) rows: Vec<(u64, StringRecord)>,
}

impl List {
    /// The list in the file at `path`. Every failure names the file.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let name = source::name(path);
        let list = Source::open(path).and_then(Self::of).map_err(|error| error.in_file(&name))?;
        Ok(Self { file: Some(name), ..list })
    }

    /// The list in `source`, in whatever encoding and with whatever separator. A failure names the row that is to blame.
    pub(super) fn of(source: Source) -> Result<Self> {
        let (text, mut records) = delimited::list(source)?;
        let mut header: Option<(u64, StringRecord)> = None;
        let mut rows = Vec::new();
        while let Some(record) = records.read()? {
            let row = record.row;
            let in_row = |kind| Error::new(kind).at(Place::default().row(row));
            let mut cells = trimmed(text, &record).map_err(in_row)?;
            let Some((_, headings)) = &header else {
                header = Some((row, cells));
                continue;
            };
            let (found, expected) = (cells.len(), headings.len());
            if cells.iter().skip(expected).any(|cell| !cell.is_empty()) {
                return Err(in_row(RowFault::ColumnCount { found, expected }.into()));
            }
            cells.truncate(expected);
            cells.extend(std::iter::repeat_n("", expected.saturating_sub(found)));
            rows.push((row, cells));
        }
        match header {
            None => Err(ErrorKind::EmptyFile.into()),
            Some(_) if rows.is_empty() => Err(ErrorKind::NoRows.into()),
            Some((row, headings)) => {
                let headings = headings.iter().map(str::to_owned).collect();
                Ok(Self { file: None, row, headings, rows })
            }
        }
    }

    /// The rows as values of one type; `refused` names a row that is none. A failure names the file, the row and the column
    /// that are to blame.
    pub(super) fn values<T: DeserializeOwned>(
        &self,
        refused: fn(csv::Error) -> ErrorKind,
    ) -> Result<Vec<(u64, T)>> {
        self.values_under(&self.headings.to_vec().into(), refused)
    }

    /// The same where the fields of the type are named by other `headings` than those of the file.
    pub(super) fn values_under<T: DeserializeOwned>(
        &self,
        headings: &StringRecord,
        refused: fn(csv::Error) -> ErrorKind,
    ) -> Result<Vec<(u64, T)>> {
        let value = |(row, cells): &(u64, StringRecord)| {
            let value = cells.deserialize(Some(headings)).map_err(|error| {
                let column = column(&error, &self.headings).cloned();
                Error::new(refused(error)).at(Place { column, ..self.place(Some(*row)) })
            })?;
            Ok((*row, value))
        };
        self.rows.iter().map(value).collect()
    }

    /// The place of a row, or that of the list.
    pub(super) fn place(&self, row: Option<u64>) -> Place {
        Place { file: self.file.clone(), row, ..Place::default() }
    }

    /// The failure with the file of the list; what else is known of its place stays.
    pub(super) fn blamed(&self, error: Error) -> Error {
        match &self.file {
            Some(file) => error.in_file(file),
            None => error,
        }
    }

    /// The row at a position among `rows`, which cannot be used because of `kind`.
    pub(super) fn reject(&self, at: usize, kind: ErrorKind) -> Rejected {
        let (row, cells) = &self.rows[at];
        Rejected {
            error: Error::new(kind).at(self.place(Some(*row))),
            row: *row,
            headings: Arc::clone(&self.headings),
            cells: cells.iter().map(str::to_owned).collect(),
        }
    }
}

/// The heading of the cell that could not be read, where it is known.
fn column<'h>(error: &csv::Error, headings: &'h [String]) -> Option<&'h String> {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => headings.get(err.field()? as usize),
        _ => None,
    }
}

/// A cell that must not be empty.
pub(super) fn filled<'de, D: Deserializer<'de>>(cell: D) -> Result<String, D::Error> {
    let cell = String::deserialize(cell)?;
    if cell.is_empty() { Err(serde::de::Error::custom("the cell is empty")) } else { Ok(cell) }
}

/// The cells of a record without blanks around them; none where a quote swallowed the records below.
fn trimmed(text: Text, record: &Record) -> std::result::Result<StringRecord, ErrorKind> {
    if record.is_open {
        return Err(RowFault::OpenQuote.into());
    }
    if record.is_joined {
        return Err(RowFault::StrayQuote.into());
    }
    let cells =
        record.cells.iter().map(|cell| text.cell(cell).map(without_formula).ok_or_else(|| text.broken()));
    cells.map(|cell| cell.map(|cell| cell.trim().to_owned())).collect()
}

/// The parts of a cell that are divided by semicolons, commas, 、 or |: whoever writes a list uses any of them.
pub(super) fn parts(cell: &str) -> Vec<String> {
    cell.split([';', '；', ',', '，', '、', '|'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
