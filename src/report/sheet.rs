//! Rows of cells -> a sheet with a frozen, filtered header, and a workbook without a clock in it.

use std::borrow::Cow;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::carried::Carried;
use crate::suggestion::Kind;

/// What Excel allows in one cell.
pub const CELL_CHARACTERS: usize = 32_767;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text, cut where Excel would refuse it.
    Text(String),
    /// A cell of a register, which stays what it was there.
    Carried(String, Kind),
    /// A whole number.
    Count(u64),
    /// A number with two digits.
    Number(f64),
    /// A probability, in as many digits as it needs.
    Probability(f64),
    /// A share, shown as per cent with a digit.
    Share(f64),
    /// A share, shown as whole per cent.
    Percent(f64),
}

impl Cell {
    /// The cell in a file that knows texts alone.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => "".into(),
            Self::Text(text) | Self::Carried(text, _) => text.into(),
            Self::Count(count) => count.to_string().into(),
            Self::Number(value) | Self::Percent(value) => format!("{value:.2}").into(),
            Self::Probability(value) => format!("{value:.4}").into(),
            Self::Share(value) => format!("{value:.3}").into(),
        }
    }
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

/// How cells look, each after its kind.
pub struct Looks {
    plain: Format,
    number: Format,
    probability: Format,
    share: Format,
    percent: Format,
    carried: Carried,
}

impl Looks {
    pub fn new() -> Self {
        let plain = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        let shown_as = |format: &str| plain.clone().set_num_format(format);
        Self {
            number: shown_as("0.00"),
            probability: shown_as("0.0000"),
            share: shown_as("0.0%"),
            percent: shown_as("0%"),
            carried: Carried::new(&plain),
            plain,
        }
    }

    /// How a text looks.
    pub fn plain(&self) -> &Format {
        &self.plain
    }

    /// Writes the text of a carried cell as what it was.
    pub fn write_carried(
        &self,
        sheet: &mut Worksheet,
        place: (u32, u16),
        text: &str,
        kind: Kind,
    ) -> Result<(), XlsxError> {
        self.carried.write(sheet, place, text, kind)
    }

    pub fn write(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        cell: &Cell,
    ) -> Result<(), XlsxError> {
        match cell {
            Cell::Empty => return Ok(()),
            Cell::Text(text) => write_text(sheet, (row, column), text, &self.plain)?,
            Cell::Carried(text, kind) => return self.carried.write(sheet, (row, column), text, *kind),
            Cell::Count(count) => sheet.write_number_with_format(row, column, *count as f64, &self.plain)?,
            Cell::Number(value) => sheet.write_number_with_format(row, column, *value, &self.number)?,
            Cell::Probability(value) => {
                sheet.write_number_with_format(row, column, *value, &self.probability)?
            }
            Cell::Share(value) => sheet.write_number_with_format(row, column, *value, &self.share)?,
            Cell::Percent(value) => sheet.write_number_with_format(row, column, *value, &self.percent)?,
        };
        Ok(())
    }
}

/// An empty workbook. One must say when it was made; the same rows have to give the same file on any day.
pub fn workbook(title: &str) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let always = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&always));
    Ok(workbook)
}

/// How headings look that are ours.
pub fn heading() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color("#E8F1FA")
}

/// Writes a text, or as much of it as fits a cell: one long cell must not keep all other rows from their reader.
pub fn write_text<'s>(
    sheet: &'s mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<&'s mut Worksheet, XlsxError> {
    sheet.write_string_with_format(row, column, fitting(text), format)
}

/// Adds a sheet of `rows` under `headings`, each of which comes with the width of its column.
pub fn add(
    workbook: &mut Workbook,
    name: &str,
    headings: &[(&str, f64)],
    rows: impl IntoIterator<Item = Vec<Cell>>,
) -> Result<(), XlsxError> {
    let header = heading();
    let looks = Looks::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(name)?;
    write_headings(sheet, headings, &header)?;
    let mut last = 0;
    for (row, cells) in (1u32..).zip(rows) {
        last = row;
        for (column, cell) in (0u16..).zip(cells) {
            looks.write(sheet, (row, column), &cell)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last, headings.len() as u16 - 1)?;
    Ok(())
}

/// The number by which workbooks know the size of the paper.
const A4: u8 = 9;

/// Writes a first line of `headings`, each of which comes with the width of its column, and lays the sheet out for the
/// printer: across, all columns on one page, with the headings on each.
pub fn write_headings(
    sheet: &mut Worksheet,
    headings: &[(&str, f64)],
    format: &Format,
) -> Result<(), XlsxError> {
    for (column, &(heading, width)) in (0u16..).zip(headings) {
        sheet.set_column_width(column, width)?;
        write_text(sheet, (0, column), heading, format)?;
    }
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// The text, or as much of it as fits a cell.
pub fn fitting(text: &str) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > CELL_CHARACTERS
    });
    end.map_or(text, |(end, _)| &text[..end])
}
