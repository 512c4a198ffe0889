//! A small file of headings and rows -> its rows as values of one type, each with its row number.

use std::path::Path;

use csv::StringRecord;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use crate::error::{Error, ErrorKind, Place, Result, RowFault};
use crate::read::decode::Text;
use crate::read::delimited::{self, Record};
use crate::read::source::{self, Source};

/// The rows of the file at `path`, as [`rows`] reads them. Every failure names the file.
pub(super) fn read<T: DeserializeOwned>(
    path: &Path,
    refused: fn(csv::Error) -> ErrorKind,
) -> Result<Vec<(u64, T)>> {
    let rows = Source::open(path).and_then(|source| rows(source, refused));
    rows.map_err(|error| error.in_file(source::name(path)))
}

/// The rows of `source` below its headings, in whatever encoding and with whatever separator; `refused` names a
/// row that is none of `T`. A failure names the row and the column that are to blame.
pub(super) fn rows<T: DeserializeOwned>(
    source: Source,
    refused: fn(csv::Error) -> ErrorKind,
) -> Result<Vec<(u64, T)>> {
    let (text, mut records) = delimited::list(source)?;
    let mut headings: Option<StringRecord> = None;
    let mut rows = Vec::new();
    while let Some(record) = records.read()? {
        let row = record.row;
        let in_row = |kind| Error::new(kind).at(Place::default().row(row));
        let cells = trimmed(text, &record).map_err(in_row)?;
        let Some(headings) = &headings else {
            headings = Some(cells);
            continue;
        };
        let (found, expected) = (cells.len(), headings.len());
        if found != expected {
            return Err(in_row(RowFault::ColumnCount { found, expected }.into()));
        }
        let value = cells.deserialize(Some(headings)).map_err(|error| {
            let column = column(&error, headings).map(str::to_owned);
            Error::new(refused(error)).at(Place { column, ..Place::default().row(row) })
        })?;
        rows.push((row, value));
    }
    if rows.is_empty() {
        return Err(if headings.is_none() { ErrorKind::EmptyFile } else { ErrorKind::NoRows }.into());
    }
    Ok(rows)
}

/// The heading of the cell that could not be read, where it is known.
fn column<'h>(error: &csv::Error, headings: &'h StringRecord) -> Option<&'h str> {
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
pub(super) fn trimmed(text: Text, record: &Record) -> std::result::Result<StringRecord, ErrorKind> {
    if record.is_open {
        return Err(RowFault::OpenQuote.into());
    }
    if record.is_joined {
        return Err(RowFault::StrayQuote.into());
    }
    let cells = record.cells.iter().map(|cell| text.cell(cell).ok_or_else(|| text.broken()));
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
