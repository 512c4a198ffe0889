//! A register that can be read -> what whoever reads it should know of it all the same.

use std::fmt;

use crate::error::Result;
use crate::read::layout::{LONG_TEXT, text_length};
use crate::read::{RawRow, tagged};
use crate::suggestion::{Role, Table};

/// So many rows are looked at.
pub(super) const ROWS: usize = 50;

/// Parts of headings over what an office or `tag` wrote, and nobody from outside.
const OF_THE_OFFICE: [&str; 10] =
    ["答复", "回复", "办理", "办结", "处理", "反馈", "备注", "依据", "结果", tagged::REVIEW];

/// The heading over why a row was rejected, in a list that somebody mended.
const WHY_REJECTED: &str = "原因";

/// What whoever reads a file should know of it, though its rows can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// A sheet that nobody sees, with headings of a register: its rows were left out.
    HiddenSheet {
        /// The sheet.
        sheet: String,
        /// How many rows it has below its headings.
        rows: usize,
    },
    /// A tagged workbook that people corrected has a sheet of asks, which teaches nothing.
    Asks,
    /// No column holds the body, and one whose heading nobody knows holds longer texts than the title.
    UnreadTexts {
        /// The heading of that column.
        heading: String,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HiddenSheet { sheet, rows } => {
                write!(
                    f,
                    "sheet {sheet} is hidden and was left out with its rows ({rows}); unhide it to have them read"
                )
            }
            Self::Asks => write!(
                f,
                "the sheet {} teaches nothing, since nobody can tell whether somebody has looked at its rows; correct \
                 the lead in the sheet of the register",
                tagged::ASK_SHEET
            ),
            Self::UnreadTexts { heading } => write!(
                f,
                "column {heading} holds long texts and is not read; if they are what people wrote, name it: \
                 --body-column {heading}"
            ),
        }
    }
}

/// Whether what stands under a heading that nobody knows can come from outside.
pub(super) fn is_of_people(heading: &str) -> bool {
    !heading.is_empty() && !OF_THE_OFFICE.iter().any(|part| heading.contains(part)) && heading != WHY_REJECTED
}

/// The column that holds more of what people wrote than the one that is read: most of the first `rows` hold a long text
/// there, all of them longer together than the titles, or where there is a body longer than half of that.
pub(super) fn unread_texts(table: &Table, rows: &[Result<RawRow>]) -> Option<Note> {
    let (read, of) = match (table.column(Role::Body), table.column(Role::Title)) {
        (Some(body), _) => (body, 2),
        (None, title) => (title?, 1),
    };
    let has_role = |column| Role::ALL.iter().any(|&role| table.column(role) == Some(column));
    let usable: Vec<&RawRow> =
        rows.iter().filter_map(|row| row.as_ref().ok()).filter(|row| row.problem.is_none()).collect();
    let lengths = |column: usize| {
        let cells = usable.iter().filter_map(move |row| row.cells.get(column));
        cells.map(|cell| text_length(cell).unwrap_or_default())
    };
    let total = |column| lengths(column).sum::<usize>();
    let candidates = (0..table.headings.len()).filter(|&column| {
        !has_role(column)
            && is_of_people(&table.headings[column])
            && 2 * lengths(column).filter(|&length| length >= LONG_TEXT).count() > usable.len()
    });
    let longest = candidates.max_by_key(|&column| (total(column), std::cmp::Reverse(column)))?;
    let heading = table.headings[longest].clone();
    (of * total(longest) > total(read)).then_some(Note::UnreadTexts { heading })
}
