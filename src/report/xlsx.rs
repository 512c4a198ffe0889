//! Tagged rows -> a workbook with a frozen, filtered header.

use std::io::Write;

use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

use super::asks;
use super::sheet::Looks;
use super::words::{Cells, Wording};
use super::{Asks, TaggedWriter, check_cells, sheet};
use crate::error::{OutputFault, Result};
use crate::proposal::Proposal;
use crate::read::tagged::{self, Added};
use crate::suggestion::{Role, Suggestion, Table};

/// The widths of the columns of asks, in characters as Excel counts them. The last names the sheet, if any does.
const ASK_WIDTHS: [f64; 11] = [12.0, 60.0, 16.0, 20.0, 7.0, 44.0, 44.0, 36.0, 10.0, 36.0, 12.0];

/// Writes a tagged register as a workbook; the rows lie in a temporary file until the end.
pub struct XlsxWriter<'w, W: Write> {
    workbook: Workbook,
    looks: Looks,
    /// How a cell looks that calls for a person.
    review: Format,
    carried: usize,
    row: u32,
    /// The last row of the sheet of asks, if there is one, and its number of columns.
    ask_row: Option<u32>,
    ask_columns: usize,
    wording: Wording<'w>,
    output: W,
}

impl<'w, W: Write> XlsxWriter<'w, W> {
    /// Writes the headings of `table` and those added.
    pub fn new(table: &Table, output: W, asks: &Asks<'_>, wording: Wording<'w>) -> Result<Self> {
        let mut workbook = sheet::workbook("分办建议")?;
        start(&mut workbook, table)?;
        let shows_asks = !matches!(asks, Asks::Left);
        if shows_asks {
            start_asks(&mut workbook, table)?;
        }
        let looks = Looks::new();
        Ok(Self {
            workbook,
            review: looks.plain().clone().set_background_color("#FFF2CC"),
            looks,
            carried: table.headings.len(),
            row: 0,
            ask_row: shows_asks.then_some(0),
            ask_columns: asks::headings(table).count(),
            wording,
            output,
        })
    }

    fn write_cells(&mut self, suggestion: &Suggestion, cells: &Cells) -> Result<(), XlsxError> {
        self.row += 1;
        let Self { workbook, looks, review, carried, row, .. } = self;
        let sheet = workbook.worksheet_from_index(0)?;
        for (column, text) in suggestion.cells.iter().enumerate() {
            looks.write_carried(sheet, (*row, column as u16), text, suggestion.kind(column))?;
        }
        let is_to_review = cells.review.starts_with(tagged::TO_REVIEW);
        for (column, added) in (*carried as u16..).zip(Added::ALL) {
            if added == Added::Review && is_to_review {
                sheet::write_text(sheet, (*row, column), &cells.review, review)?;
            } else {
                looks.write(sheet, (*row, column), &cells.get(added))?;
            }
        }
        Ok(())
    }

    fn write_asks(&mut self, suggestion: &Suggestion, proposal: &Proposal) -> Result<(), XlsxError> {
        let Some(last) = &mut self.ask_row else { return Ok(()) };
        let sheet = self.workbook.worksheet_from_index(1)?;
        // Whoever looks at the sheets counts their rows from 1.
        let at = u64::from(self.row) + 1;
        for row in self.wording.asks(suggestion, at, proposal) {
            *last += 1;
            for (column, cell) in (0u16..).zip(row.into_cells()) {
                self.looks.write(sheet, (*last, column), &cell)?;
            }
        }
        Ok(())
    }
}

impl<W: Write + Send> TaggedWriter for XlsxWriter<'_, W> {
    fn write(&mut self, suggestion: &Suggestion, proposal: &Proposal) -> Result<()> {
        // Checked before anything is written, so that the sheet never holds half a row.
        check_cells(suggestion, self.carried)?;
        let lengths = suggestion.cells.iter().map(|cell| cell.encode_utf16().count());
        if let Some(characters) = lengths.max().filter(|&characters| characters > sheet::CELL_CHARACTERS) {
            return Err(OutputFault::CellTooLong { characters }.into());
        }
        let cells = self.wording.cells(proposal);
        let written = self.write_cells(suggestion, &cells);
        let written = written.and_then(|()| self.write_asks(suggestion, proposal));
        Ok(written?)
    }

    fn shows_asks(&self) -> bool {
        self.ask_row.is_some()
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        let last_column = (self.carried + Added::ALL.len() - 1) as u16;
        let sheet = self.workbook.worksheet_from_index(0)?;
        sheet.autofilter(0, 0, self.row, last_column)?;
        if let Some(last) = self.ask_row {
            let sheet = self.workbook.worksheet_from_index(1)?;
            let last_column = (self.ask_columns - 1) as u16;
            sheet.autofilter(0, 0, last, last_column)?;
        }
        let bytes = self.workbook.save_to_buffer()?;
        self.output.write_all(&bytes)?;
        Ok(self.output.flush()?)
    }
}

fn start(workbook: &mut Workbook, table: &Table) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name("分办建议")?;
    let header = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter);
    let own = sheet::heading();
    for (column, heading) in (0u16..).zip(table.headings.iter()) {
        sheet.set_column_width(column, carried_width(table, usize::from(column)))?;
        sheet::write_text(sheet, (0, column), heading, &header)?;
    }
    let headings = tagged::headings(&table.headings);
    for (column, (heading, added)) in (table.headings.len() as u16..).zip(headings.iter().zip(Added::ALL)) {
        sheet.set_column_width(column, added_width(added))?;
        sheet::write_text(sheet, (0, column), heading, &own)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn start_asks(workbook: &mut Workbook, table: &Table) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(asks::SHEET)?;
    let headings: Vec<(&str, f64)> = asks::headings(table).zip(ASK_WIDTHS).collect();
    sheet::write_headings(sheet, &headings, &sheet::heading())?;
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn added_width(added: Added) -> f64 {
    match added {
        Added::Probability => 7.0,
        Added::Lead => 16.0,
        Added::Theme | Added::OtherThemes => 18.0,
        Added::Assist => 20.0,
        Added::Evidence | Added::Review => 44.0,
    }
}

fn carried_width(table: &Table, column: usize) -> f64 {
    if table.column(Role::Body) == Some(column) {
        60.0
    } else if table.column(Role::Title) == Some(column) {
        36.0
    } else {
        12.0
    }
}
