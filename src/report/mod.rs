//! PROPOSALS, FINDINGS and ANALYSES -> files that an office opens.
//!
//! - [`words`]: a proposal in the words of the office
//! - [`asks`]: the asks of a suggestion in the words of the office
//! - [`csv`], [`xlsx`], [`json`]: the tagged register, one writer a format
//! - [`doubted`]: the rows whose given label is doubted, as a list
//! - [`reason`]: why a row cannot be used, in the words of the office
//! - [`rejected`]: the rows that could not be used, each with its reason and its headings
//! - [`yearly`]: the report on how suggestions were handled, as a document, a web page, a workbook
//! - `canvas`: the marks that all drawings among them are made of
//! - `sheet`: rows of cells as a sheet, for the workbooks among them
//! - [`findings`]: what was discovered, as workbooks, JSON and charts
//! - [`ledger`], [`letter`]: what is due, as a workbook, and reminders as Word documents
//! - `page`: the measures of official documents, for those that are Word documents
//! - [`mod@file`]: output that is there whole or not at all

pub mod words;
mod markup;
mod canvas;
pub mod asks;
mod carried;
pub mod csv;
pub mod xlsx;
pub mod json;
pub mod doubted;
pub mod reason;
pub mod rejected;
mod page;
mod sheet;
pub mod yearly;
pub mod ledger;
pub mod letter;
pub mod file;
pub mod findings;

pub use words::Wording;

use std::io::Write;
use std::path::Path;

use crate::error::{Error, ErrorKind, OutputFault, Place, Result, RowFault};
use crate::proposal::Proposal;
use crate::read::Rejected;
use crate::suggestion::{Suggestion, Table};

/// Endings of files that no register is written as: whoever opens one would be told that it is damaged.
const FOREIGN: [&str; 14] =
    ["pdf", "doc", "docx", "wps", "xls", "xlsm", "xlsb", "et", "ods", "html", "htm", "zip", "json", "tsv"];

/// The format of a tagged register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text, UTF-8 with byte order mark, so that spreadsheet programs read Chinese right.
    Csv,
    /// A workbook.
    Xlsx,
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// The format that the ending of a file asks for; `None` where it has none, or one that says nothing. An ending of
    /// files that look otherwise inside is refused.
    pub fn of(path: &Path) -> Result<Option<Self>> {
        let Some(ending) = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()) else {
            return Ok(None);
        };
        if FOREIGN.contains(&ending.as_str()) {
            return Err(Error::from(OutputFault::TableFormat { ending }).at(Place::file(path)));
        }
        let all = [Self::Csv, Self::Xlsx, Self::Jsonl];
        Ok(all.into_iter().find(|format| ending == format.extension()))
    }

    /// The same for a file of which nothing else tells the format: without an ending it is a workbook, and an ending that
    /// says nothing is refused.
    pub fn named(path: &Path) -> Result<Self> {
        match (Self::of(path)?, path.extension()) {
            (Some(format), _) => Ok(format),
            (None, None) => Ok(Self::Xlsx),
            (None, Some(ending)) => {
                let ending = ending.to_string_lossy().into_owned();
                Err(Error::from(OutputFault::TableFormat { ending }).at(Place::file(path)))
            }
        }
    }

    /// The ending of files in this format.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Jsonl => "jsonl",
        }
    }
}

/// Writes a tagged register row by row.
pub trait TaggedWriter: Send {
    /// Adds one row. A row that the format cannot hold is an error of its own kind and leaves the rest as it is.
    fn write(&mut self, suggestion: &Suggestion, proposal: &Proposal) -> Result<()>;

    /// Whether it shows the asks of a suggestion; finding them takes time.
    fn shows_asks(&self) -> bool {
        false
    }

    /// Ends the file.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// What a tagged register shows.
pub enum Asks<'w> {
    /// Suggestions only.
    Left,
    /// The asks of each suggestion too: in a second sheet of a workbook, in the lines of JSON.
    Within,
    /// The asks too, written as CSV to a place of their own.
    Beside(Box<dyn Write + Send + 'w>),
}

/// Writes one row; one that the format cannot hold is returned with the reason.
pub fn write_or_reject(
    writer: &mut dyn TaggedWriter,
    suggestion: &Suggestion,
    proposal: &Proposal,
) -> Result<Option<Rejected>> {
    match writer.write(suggestion, proposal) {
        Ok(()) => Ok(None),
        Err(error) if matches!(error.kind(), ErrorKind::Output(OutputFault::CellTooLong { .. })) => {
            let error = error.at(suggestion.place());
            Ok(Some(Rejected::of(suggestion, error)))
        }
        Err(error) => Err(error),
    }
}

/// Fails for a row that has not one cell for each of so many columns: what is added would stand below wrong headings.
fn check_cells(suggestion: &Suggestion, columns: usize) -> Result<()> {
    let found = suggestion.cells.len();
    if found == columns {
        return Ok(());
    }
    Err(Error::from(RowFault::ColumnCount { found, expected: columns }).at(suggestion.place()))
}

/// A writer of `format` for the rows of `table`, proposals being told in a certain wording. Asks that the format holds
/// elsewhere than they are to be shown are refused.
pub fn writer<'w>(
    format: Format,
    table: &Table,
    output: impl Write + Send + 'w,
    asks: Asks<'w>,
    wording: Wording<'w>,
) -> Result<Box<dyn TaggedWriter + 'w>> {
    match (format, &asks) {
        (Format::Csv, Asks::Within) => return Err(OutputFault::AsksWithin.into()),
        (Format::Xlsx | Format::Jsonl, Asks::Beside(_)) => return Err(OutputFault::AsksBeside.into()),
        _ => {}
    }
    Ok(match format {
        Format::Csv => Box::new(csv::CsvWriter::new(table, output, asks, wording)?),
        Format::Xlsx => Box::new(xlsx::XlsxWriter::new(table, output, &asks, wording)?),
        Format::Jsonl => Box::new(json::JsonWriter::new(table, output, &asks, wording)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;

    #[test]
    fn what_fits_no_table_is_refused_in_every_format() {
        let model = Model::embedded().unwrap();
        let row = Suggestion::from_text("路灯不亮", "晚上看不见路。");
        let proposal = model.propose(&row, &mut model.worker());
        let wording = || Wording { model: &model, masker: None };
        for format in [Format::Csv, Format::Xlsx, Format::Jsonl] {
            let mut output = Vec::new();
            let mut writer = writer(format, &row.table, &mut output, Asks::Left, wording()).unwrap();
            for cells in [1, 3] {
                let other = Suggestion { cells: vec!["路灯".to_owned(); cells], ..row.clone() };
                let error = writer.write(&other, &proposal).unwrap_err();
                let is_count = matches!(error.kind(), ErrorKind::Row(RowFault::ColumnCount { .. }));
                assert!(is_count, "{format:?} {error}");
            }
            writer.write(&row, &proposal).unwrap();
            let elsewhere = match format {
                Format::Csv => Asks::Within,
                Format::Xlsx | Format::Jsonl => Asks::Beside(Box::new(Vec::new())),
            };
            assert!(
                super::writer(format, &row.table, Vec::new(), elsewhere, wording()).is_err(),
                "{format:?}"
            );
        }
    }
}
