//! Rows whose given label is doubted -> a list for a person to look through, as a workbook or CSV.

use std::io::Write;

use rust_xlsxwriter::XlsxError;

use super::Format;
use super::csv::{start, write_row};
use super::sheet::{self, Cell};
use crate::error::Result;
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
/// The columns that hold numbers and probabilities.
const RANK: usize = 0;
const ROW: usize = 2;
const GIVEN: usize = 7;
const PROPOSED: usize = 9;
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

impl Doubted {
    /// The cells under [`HEADINGS`]; `rank` counts from 1.
    fn cells(&self, rank: usize) -> [String; 10] {
        let matter = match self.matter {
            Matter::Theme => "主题",
            Matter::Lead => "主办单位",
        };
        [
            rank.to_string(),
            self.suggestion.table.file.clone(),
            self.suggestion.row_name(),
            self.suggestion.id().unwrap_or_default().to_owned(),
            self.suggestion.headline().chars().take(LONGEST_TITLE).collect(),
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
            let bytes = workbook(doubted)?;
            output.write_all(&bytes)?;
        }
        Format::Jsonl => {
            for (rank, doubted) in (1..).zip(doubted) {
                let cells = HEADINGS.iter().map(|(heading, _)| *heading).zip(doubted.cells(rank));
                let line: serde_json::Map<String, serde_json::Value> =
                    cells.map(|(heading, cell)| (heading.to_owned(), cell.into())).collect();
                serde_json::to_writer(&mut output, &line).map_err(std::io::Error::from)?;
                writeln!(output)?;
            }
        }
        Format::Csv => {
            let mut rows = start(&mut output)?;
            write_row(&mut rows, HEADINGS.iter().map(|(heading, _)| *heading))?;
            for (rank, doubted) in (1..).zip(doubted) {
                write_row(&mut rows, doubted.cells(rank).iter().map(String::as_str))?;
            }
            rows.flush()?;
        }
    }
    Ok(output.flush()?)
}

fn workbook(doubted: &[Doubted]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = sheet::workbook("标注存疑")?;
    let cell = |(column, text): (usize, String)| match column {
        // A row in one of several sheets is named with its sheet.
        RANK | ROW => text.parse().map_or(Cell::Text(text), Cell::Count),
        GIVEN | PROPOSED => text.parse().map_or(Cell::Empty, Cell::Share),
        _ => Cell::Text(text),
    };
    let cells =
        |(rank, doubted): (usize, &Doubted)| doubted.cells(rank).into_iter().enumerate().map(cell).collect();
    let rows = (1..).zip(doubted).map(cells);
    sheet::add(&mut workbook, "标注存疑", &HEADINGS, rows)?;
    workbook.save_to_buffer()
}
