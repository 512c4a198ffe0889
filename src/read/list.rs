//! A small file of headings and rows -> its rows as values of one type, each with its row number.

use csv::StringRecord;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use crate::error::{Error, ErrorKind, Result};
use crate::read::decode::Text;
use crate::read::delimited::{self, Record};
use crate::read::source::Source;

/// What went wrong and, where one row is to blame, which.
pub(super) type Failure = (Error, Option<u64>);

/// The rows of `source` below its headings, in whatever encoding and with whatever separator; `refused` names a
/// row that is none of `T`.
pub(super) fn rows<T: DeserializeOwned>(
    source: Source,
    refused: fn(csv::Error) -> ErrorKind,
) -> std::result::Result<Vec<(u64, T)>, Failure> {
    let unplaced = |error| (error, None);
    let text = Text::detect(source.sample());
    let (text, mut records) = delimited::records(source, text).map_err(unplaced)?;
    let mut headings: Option<StringRecord> = None;
    let mut rows = Vec::new();
    while let Some(record) = records.read().map_err(unplaced)? {
        let row = record.row;
        let cells = trimmed(text, &record).map_err(|kind| (kind.into(), Some(row)))?;
        let Some(headings) = &headings else {
            headings = Some(cells);
            continue;
        };
        let (found, expected) = (cells.len(), headings.len());
        if found != expected {
            return Err((ErrorKind::ColumnCount { found, expected }.into(), Some(row)));
        }
        let value = cells.deserialize(Some(headings)).map_err(|error| (refused(error).into(), Some(row)))?;
        rows.push((row, value));
    }
    if rows.is_empty() {
        return Err(unplaced(
            if headings.is_none() { ErrorKind::EmptyFile } else { ErrorKind::NoRows }.into(),
        ));
    }
    Ok(rows)
}

/// A cell that must not be empty.
pub(super) fn filled<'de, D: Deserializer<'de>>(cell: D) -> Result<String, D::Error> {
    let cell = String::deserialize(cell)?;
    if cell.is_empty() { Err(serde::de::Error::custom("the cell is empty")) } else { Ok(cell) }
}

/// The cells of a record without blanks around them; none where a quote swallowed the records below.
pub(super) fn trimmed(text: Text, record: &Record) -> std::result::Result<StringRecord, ErrorKind> {
    if record.is_open {
        return Err(ErrorKind::OpenQuote);
    }
    if record.is_joined {
        return Err(ErrorKind::StrayQuote);
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
