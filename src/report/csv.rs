//! Tagged rows -> CSV that spreadsheet programs open without asking and without running anything.

use std::borrow::Cow;
use std::io::Write;

use super::asks;
use super::sheet::Cell;
use super::words::Wording;
use super::{Asks, TaggedWriter, check_cells};
use crate::error::{ErrorKind, Result};
use crate::proposal::Proposal;
use crate::read::tagged::{self, Added};
use crate::suggestion::{Suggestion, Table};

/// Writes a tagged register as CSV: UTF-8 with byte order mark, lines ended as Windows does.
pub struct CsvWriter<'w, W: Write> {
    rows: csv::Writer<W>,
    /// How many columns the register has.
    carried: usize,
    /// The last row written, the headings being row 1.
    row: u64,
    asks: Option<csv::Writer<Box<dyn Write + Send + 'w>>>,
    wording: Wording<'w>,
}

impl<'w, W: Write> CsvWriter<'w, W> {
    /// Writes the headings of `table` and those added.
    pub fn new(table: &Table, output: W, asks: Asks<'w>, wording: Wording<'w>) -> Result<Self> {
        let mut rows = start(output)?;
        write_row(
            &mut rows,
            table
                .headings
                .iter()
                .map(String::as_str)
                .chain(tagged::headings(&table.headings).iter().map(String::as_str)),
        )?;
        let mut beside = None;
        if let Asks::Beside(output) = asks {
            let mut rows = start(output)?;
            write_row(&mut rows, asks::headings(table))?;
            beside = Some(rows);
        }
        Ok(Self { rows, carried: table.headings.len(), row: 1, asks: beside, wording })
    }
}

impl<W: Write + Send> TaggedWriter for CsvWriter<'_, W> {
    fn write(&mut self, suggestion: &Suggestion, proposal: &Proposal) -> Result<()> {
        check_cells(suggestion, self.carried)?;
        self.row += 1;
        let cells = self.wording.cells(proposal);
        let added = Added::ALL.map(|added| cells.get(added));
        let carried = suggestion.cells.iter().map(|cell| Cow::Borrowed(cell.as_str()));
        write_row(&mut self.rows, carried.chain(added.iter().map(Cell::text)))?;
        if let Some(asks) = &mut self.asks {
            for row in self.wording.asks(suggestion, self.row, proposal) {
                write_row(asks, row.into_cells().iter().map(Cell::text))?;
            }
        }
        Ok(())
    }

    fn shows_asks(&self) -> bool {
        self.asks.is_some()
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        if let Some(asks) = &mut self.asks {
            asks.flush()?;
        }
        Ok(self.rows.flush()?)
    }
}

/// A CSV file that so far holds its byte order mark.
pub(super) fn start<W: Write>(mut output: W) -> Result<csv::Writer<W>> {
    output.write_all("\u{feff}".as_bytes())?;
    Ok(csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(output))
}

/// Adds a row of harmless cells.
pub(super) fn write_row<W: Write>(
    rows: &mut csv::Writer<W>,
    cells: impl Iterator<Item = impl AsRef<str>>,
) -> Result<()> {
    for cell in cells {
        rows.write_field(harmless(cell.as_ref()).as_bytes()).map_err(from_csv)?;
    }
    Ok(rows.write_record(None::<&[u8]>).map_err(from_csv)?)
}

/// The cell, behind an apostrophe if a spreadsheet program would take it for a formula (OWASP, *CSV
/// injection*). A plain number may keep its sign, and a cell without letters or digits, which runs nothing, is left as it
/// is: an office writes - or -- for nothing.
fn harmless(cell: &str) -> Cow<'_, str> {
    let suspicious = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let says_something = cell.chars().any(char::is_alphanumeric);
    if suspicious && says_something && cell.trim().parse::<f64>().is_err() {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

fn from_csv(error: csv::Error) -> ErrorKind {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => ErrorKind::Io(error),
        other => ErrorKind::Io(std::io::Error::other(format!("{other:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_harmless() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
            ("+86 10", "'+86 10"),
            ("\t=1", "'\t=1"),
            ("-12.5", "-12.5"),
            ("+3", "+3"),
            ("-", "-"),
            ("--", "--"),
            ("－－", "－－"),
            ("-无", "'-无"),
            ("路=街", "路=街"),
            ("", ""),
        ];
        for (cell, expected) in cases {
            assert_eq!(harmless(cell), expected);
        }
    }
}
