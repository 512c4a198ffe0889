//! Rows whose given label is doubted -> a list for a person to look through, as a workbook or CSV.

use std::io::Write;
use std::path::Path;

use rust_xlsxwriter::XlsxError;

use super::Format;
use super::csv::{start, write_row};
use super::sheet::{self, Cell};
use crate::error::{Error, OutputFault, Place, Result};
use crate::suggestion::Suggestion;

/// The headings, and how wide their columns are.
const HEADINGS: [(&str, f64); 10] = [
    ("名次", 6.0),
    ("文件", 24.0),
    ("行", 7.0),
    ("编号", 12.0),
    ("标题", 60.0),
    ("项目", 8.0),
    ("原标注", 18.0),
    ("原标注概率", 11.0),
    ("建议改为", 18.0),
    ("建议概率", 11.0),
];
/// So much of a title or a text is enough to know the row by; what is cut off stays in the register.
const LONGEST_TITLE: usize = 120;

/// What is doubted of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// The main theme.
    Theme,
    /// The leading department.
    Lead,
}

/// A row whose given label is contradicted by a model that was not trained on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubted {
    /// What is doubted.
    pub matter: Matter,
    /// The row.
    pub suggestion: Suggestion,
    /// The name of the label that people gave.
    pub given: String,
    /// The name of the label that the model takes for right.
    pub proposed: String,
    /// The probability of the given label.
    pub given_probability: f32,
    /// The probability of the proposed one.
    pub proposed_probability: f32,
}

/// The format of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFormat {
    /// CSV, as tagged registers are.
    Csv,
    /// A workbook.
    Xlsx,
}

impl ListFormat {
    /// The format that the ending of a file asks for; without an ending it is a workbook.
    pub fn named(path: &Path) -> Result<Self> {
        match Format::named(path)? {
            Format::Csv => Ok(Self::Csv),
            Format::Xlsx => Ok(Self::Xlsx),
            other @ Format::Jsonl => {
                let ending = other.extension().to_owned();
                Err(Error::from(OutputFault::ListFormat { ending }).at(Place::file(path)))
            }
        }
    }
}

impl Doubted {
    /// The cells under [`HEADINGS`]; `rank` counts from 1.
    fn cells(&self, rank: u64) -> [Cell; 10] {
        let row = &self.suggestion;
        let matter = match self.matter {
            Matter::Theme => "主题",
            Matter::Lead => "主办单位",
        };
        [
            Cell::Count(rank),
            row.table.file.as_str().into(),
            // A row in one of several sheets is named with its sheet.
            if row.sheet().is_some() { row.row_name().into() } else { Cell::Count(row.row) },
            row.id().unwrap_or_default().into(),
            row.headline().chars().take(LONGEST_TITLE).collect::<String>().into(),
            matter.into(),
            self.given.as_str().into(),
            Cell::Share(three_digits(self.given_probability)),
            self.proposed.as_str().into(),
            Cell::Share(three_digits(self.proposed_probability)),
        ]
    }
}

/// A probability to three digits: nobody should think that more of them mean anything.
fn three_digits(probability: f32) -> f64 {
    (f64::from(probability) * 1000.0).round_ties_even() / 1000.0
}

/// Writes the list, in the order given, as `format`.
pub fn write(doubted: &[Doubted], format: ListFormat, mut output: impl Write) -> Result<()> {
    let lines = (1..).zip(doubted).map(|(rank, doubted)| doubted.cells(rank));
    match format {
        ListFormat::Xlsx => output.write_all(&workbook(lines)?)?,
        ListFormat::Csv => {
            let mut rows = start(&mut output)?;
            write_row(&mut rows, HEADINGS.iter().map(|(heading, _)| *heading))?;
            for cells in lines {
                write_row(&mut rows, cells.iter().map(Cell::text))?;
            }
            rows.flush()?;
        }
    }
    Ok(output.flush()?)
}

fn workbook(lines: impl Iterator<Item = [Cell; 10]>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = sheet::workbook("标注存疑")?;
    sheet::add(&mut workbook, "标注存疑", &HEADINGS, lines.map(Vec::from))?;
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_are_those_that_are_written() {
        for probability in [0.0625, 0.1875, 0.123_456, 0.9995, 0.0005, 1.0] {
            let written: f64 = format!("{probability:.3}").parse().unwrap();
            assert_eq!(three_digits(probability).to_bits(), written.to_bits(), "{probability}");
        }
    }
}
