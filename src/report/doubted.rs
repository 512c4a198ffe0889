//! Rows whose given label is doubted -> a list for a person to look through, as a workbook or CSV.

use std::io::Write;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, FormatAlign, Workbook, XlsxError};

use super::Format;
use super::csv::{start, write_row};
use crate::error::{ErrorKind, Result};
use crate::suggestion::Suggestion;

const HEADINGS: [&str; 10] =
    ["名次", "文件", "行", "编号", "标题", "项目", "原标注", "原标注概率", "建议改为", "建议概率"];
/// The widths of the columns, in characters as Excel counts them.
const WIDTHS: [f64; 10] = [6.0, 24.0, 7.0, 12.0, 60.0, 8.0, 18.0, 11.0, 18.0, 11.0];
/// A title longer than this is no title; what is cut off stays in the register.
const LONGEST_TITLE: usize = 500;
/// The columns that hold probabilities.
const PROBABILITIES: [u16; 2] = [7, 9];

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

impl Doubted {
    /// The cells under [`HEADINGS`]; `rank` counts from 1.
    fn cells(&self, rank: usize) -> [String; 10] {
        // The body stands for a missing title; its beginning is enough to know the row by.
        let title = match self.suggestion.title() {
            "" => self.suggestion.body().chars().take(60).collect(),
            title => title.chars().take(LONGEST_TITLE).collect(),
        };
        let matter = match self.matter {
            Matter::Theme => "主题",
            Matter::Lead => "主办单位",
        };
        [
            rank.to_string(),
            self.suggestion.table.file.clone(),
            self.suggestion.row_name(),
            self.suggestion.id().unwrap_or_default().to_owned(),
            title,
            matter.to_owned(),
            self.given.clone(),
            format!("{:.3}", self.given_probability),
            self.proposed.clone(),
            format!("{:.3}", self.proposed_probability),
        ]
    }
}

/// Writes the list, in the order given, as `format`.
pub fn write(doubted: &[Doubted], format: Format, mut output: impl Write) -> Result<()> {
    match format {
        Format::Xlsx => {
            let bytes = workbook(doubted).map_err(ErrorKind::WriteWorkbook)?;
            output.write_all(&bytes)?;
        }
        Format::Csv | Format::Jsonl => {
            let mut rows = start(&mut output)?;
            write_row(&mut rows, HEADINGS.into_iter())?;
            for (rank, doubted) in (1..).zip(doubted) {
                write_row(&mut rows, doubted.cells(rank).iter().map(String::as_str))?;
            }
            rows.flush()?;
        }
    }
    Ok(output.flush()?)
}

fn workbook(doubted: &[Doubted]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A workbook must say when it was made; the same rows have to give the same file on any day.
    let always = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&always));
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name("标注存疑")?;
    let header = rust_xlsxwriter::Format::new().set_bold().set_background_color("#E8F1FA");
    let cell = rust_xlsxwriter::Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let probability = cell.clone().set_num_format("0.0%");
    for (column, (heading, width)) in (0u16..).zip(HEADINGS.into_iter().zip(WIDTHS)) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, heading, &header)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, doubted) in (1u32..).zip(doubted) {
        for (column, text) in (0u16..).zip(doubted.cells(row as usize)) {
            match text.parse::<f64>() {
                Ok(value) if PROBABILITIES.contains(&column) => {
                    sheet.write_number_with_format(row, column, value, &probability)?;
                }
                Ok(value) if column == 0 || column == 2 => {
                    sheet.write_number_with_format(row, column, value, &cell)?;
                }
                _ => {
                    sheet.write_string_with_format(row, column, text, &cell)?;
                }
            }
        }
    }
    sheet.autofilter(0, 0, doubted.len() as u32, HEADINGS.len() as u16 - 1)?;
    workbook.save_to_buffer()
}
