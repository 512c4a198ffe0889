//! Rows of cells -> a sheet with a frozen, filtered header, and a workbook without a clock in it.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use crate::error::{ErrorKind, Result};

/// What Excel allows in one cell.
const CELL_CHARACTERS: usize = 32_767;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text, cut where Excel would refuse it.
    Text(String),
    /// A whole number.
    Count(u64),
    /// A number with two digits.
    Number(f64),
    /// A probability, in as many digits as it needs.
    Probability(f64),
    /// A share, shown as per cent.
    Share(f64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

impl From<u64> for Cell {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl<C: Into<Cell>> From<Option<C>> for Cell {
    fn from(cell: Option<C>) -> Self {
        cell.map_or(Self::Empty, Into::into)
    }
}

/// A workbook that is the same whenever it is written.
pub fn workbook() -> Result<Workbook> {
    let mut workbook = Workbook::new();
    let long_ago = ExcelDateTime::from_ymd(2000, 1, 1).map_err(ErrorKind::WriteWorkbook)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&long_ago));
    Ok(workbook)
}

/// Adds a sheet of `rows` under `headings`, each of which comes with the width of its column.
pub fn add(
    workbook: &mut Workbook,
    name: &str,
    headings: &[(&str, f64)],
    rows: impl IntoIterator<Item = Vec<Cell>>,
) -> Result<()> {
    fill(workbook, name, headings, rows).map_err(|error| ErrorKind::WriteWorkbook(error).into())
}

/// The bytes of the file.
pub fn bytes(mut workbook: Workbook) -> Result<Vec<u8>> {
    workbook.save_to_buffer().map_err(|error| ErrorKind::WriteWorkbook(error).into())
}

fn fill(
    workbook: &mut Workbook,
    name: &str,
    headings: &[(&str, f64)],
    rows: impl IntoIterator<Item = Vec<Cell>>,
) -> Result<(), XlsxError> {
    let header = Format::new().set_bold().set_text_wrap().set_background_color("#E8F1FA");
    let plain = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let [number, probability, share] =
        ["0.00", "0.0000", "0.0%"].map(|format| plain.clone().set_num_format(format));
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(name)?;
    for (column, &(heading, width)) in (0u16..).zip(headings) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, heading, &header)?;
    }
    let mut last = 0;
    for (row, cells) in (1u32..).zip(rows) {
        last = row;
        for (column, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Empty => continue,
                Cell::Text(text) => sheet.write_string_with_format(row, column, fitting(&text), &plain)?,
                Cell::Count(count) => sheet.write_number_with_format(row, column, count as f64, &plain)?,
                Cell::Number(value) => sheet.write_number_with_format(row, column, value, &number)?,
                Cell::Probability(value) => {
                    sheet.write_number_with_format(row, column, value, &probability)?
                }
                Cell::Share(value) => sheet.write_number_with_format(row, column, value, &share)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last, headings.len() as u16 - 1)?;
    Ok(())
}

/// The text, or as much of it as fits a cell.
fn fitting(text: &str) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > CELL_CHARACTERS
    });
    end.map_or(text, |(end, _)| &text[..end])
}
