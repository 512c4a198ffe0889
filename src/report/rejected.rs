//! Rows that could not be used -> a CSV with file, row, reason and the cells as they were, each under its heading.

use std::io::Write;
use std::sync::Arc;

use super::csv::{start, write_row};
use super::reason::reason;
use crate::error::Result;
use crate::read::Rejected;

/// What stands before the headings of the register.
const TOLD: [&str; 3] = ["文件", "行", "原因"];

/// Writes `<output>.rejected.csv`. It is a register itself: when the rows are mended, it can be handed over as it is.
pub struct RejectedWriter<W: Write> {
    rows: csv::Writer<W>,
    /// The headings under which the next row would stand.
    headings: Option<Arc<[String]>>,
}

impl<W: Write> RejectedWriter<W> {
    /// A list without rows.
    pub fn new(output: W) -> Result<Self> {
        Ok(Self { rows: start(output)?, headings: None })
    }

    /// Adds one row: where it stood, why it cannot be used, and its cells. Headings come before the first row, and again
    /// where a row of another file or sheet stood under other ones.
    pub fn write(&mut self, row: &Rejected) -> Result<()> {
        let Rejected { error, row, headings, cells } = row;
        if self.headings.as_ref() != Some(headings) {
            write_row(&mut self.rows, TOLD.into_iter().chain(headings.iter().map(String::as_str)))?;
            self.headings = Some(Arc::clone(headings));
        }
        let place = error.place();
        let file = place.file.as_deref().unwrap_or_default();
        let file = match &place.sheet {
            Some(sheet) => format!("{file} [{sheet}]"),
            None => file.to_owned(),
        };
        let column = place.column.as_ref().map_or(String::new(), |column| format!("“{column}”列："));
        let told = [file, row.to_string(), format!("{column}{}", reason(error.kind()))];
        write_row(&mut self.rows, told.iter().chain(cells).map(String::as_str))
    }

    /// Ends the file and hands it back.
    pub fn finish(self) -> Result<W> {
        Ok(self.rows.into_inner().map_err(csv::IntoInnerError::into_error)?)
    }
}
