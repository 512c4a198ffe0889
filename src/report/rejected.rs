//! Rows that could not be used -> a CSV with file, row, reason and the cells as they were.

use std::io::Write;

use super::csv::{start, write_row};
use crate::error::{Error, Result};

/// Writes `<output>.rejected.csv`.
pub struct RejectedWriter<W: Write> {
    rows: csv::Writer<W>,
}

impl<W: Write> RejectedWriter<W> {
    /// Writes the headings.
    pub fn new(output: W) -> Result<Self> {
        let mut rows = start(output)?;
        write_row(&mut rows, ["文件", "行", "原因", "原始内容"].into_iter())?;
        Ok(Self { rows })
    }

    /// Adds one row: where it stood, why it cannot be used, and its cells.
    pub fn write(&mut self, reason: &Error, row: u64, cells: &[String]) -> Result<()> {
        let file = reason.place().file.clone().unwrap_or_default();
        let file = match &reason.place().sheet {
            Some(sheet) => format!("{file} [{sheet}]"),
            None => file,
        };
        let column =
            reason.place().column.as_ref().map_or(String::new(), |column| format!("column {column}: "));
        let told = [file, row.to_string(), format!("{column}{}", reason.kind())];
        write_row(&mut self.rows, told.iter().chain(cells).map(String::as_str))
    }

    /// Ends the file and hands it back.
    pub fn finish(self) -> Result<W> {
        Ok(self.rows.into_inner().map_err(csv::IntoInnerError::into_error)?)
    }
}
