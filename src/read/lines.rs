//! A CSV file whose headings are fixed -> its lines, each with its row.

use csv::StringRecord;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind};
use crate::read::decode::Text;
use crate::read::delimited::{self, Record};
use crate::read::source::Source;

/// What went wrong, and in which row.
pub(super) type Failure = (Error, Option<u64>);

/// Reads every line below the headings; `kind` names what a line that does not fit is part of.
pub(super) fn read<L: DeserializeOwned>(
    source: Source,
    kind: fn(csv::Error) -> ErrorKind,
) -> Result<Vec<(u64, L)>, Failure> {
    let unplaced = |error| (error, None);
    let text = Text::detect(source.sample());
    let (text, mut records) = delimited::records(source, text).map_err(unplaced)?;
    let mut lines = Vec::new();
    let mut headings: Option<StringRecord> = None;
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
        let line = cells.deserialize(Some(headings)).map_err(|error| (kind(error).into(), Some(row)))?;
        lines.push((row, line));
    }
    if lines.is_empty() {
        let kind = if headings.is_none() { ErrorKind::EmptyFile } else { ErrorKind::NoRows };
        return Err(unplaced(kind.into()));
    }
    Ok(lines)
}

fn trimmed(text: Text, record: &Record) -> Result<StringRecord, ErrorKind> {
    let cells = record.cells.iter().map(|cell| text.cell(cell).ok_or_else(|| text.broken()));
    cells.map(|cell| cell.map(|cell| cell.trim().to_owned())).collect()
}
