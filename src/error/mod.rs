//! What went wrong and where -> one sentence that says file, row, column and remedy.

mod cause;
mod kind;
mod list;
mod output;
mod row;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::Path;

pub use kind::ErrorKind;
pub use list::ListFault;
pub use output::OutputFault;
pub use row::RowFault;

/// The result of everything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure: what went wrong ([`ErrorKind`]) and where ([`Place`]).
///
/// ```
/// use jiaoban::{Error, ErrorKind, Place};
///
/// let error = Error::new(ErrorKind::NoText).at(Place::file("建议.csv").row(7));
/// assert_eq!(error.to_string(), "建议.csv, row 7: neither title nor body holds text; fill one of them");
/// ```
#[derive(Debug)]
pub struct Error {
    kind: Box<ErrorKind>,
    place: Place,
}

impl Error {
    /// A failure whose place is not known yet; [`Error::at`] adds it.
    #[must_use]
    pub fn new(kind: ErrorKind) -> Self {
        Self { kind: Box::new(kind), place: Place::default() }
    }

    /// The same failure, at `place`.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// The same failure, in `file`; what else is known of its place stays.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.place.file = Some(file.into());
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// Where it went wrong.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place == Place::default() {
            write!(f, "{}", self.kind)
        } else {
            write!(f, "{}: {}", self.place, self.kind)
        }
    }
}

impl std::error::Error for Error {}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self::new(kind)
    }
}

impl From<RowFault> for Error {
    fn from(fault: RowFault) -> Self {
        ErrorKind::Row(fault).into()
    }
}

impl From<ListFault> for Error {
    fn from(fault: ListFault) -> Self {
        ErrorKind::List(fault).into()
    }
}

impl From<OutputFault> for Error {
    fn from(fault: OutputFault) -> Self {
        ErrorKind::Output(fault).into()
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        ErrorKind::Io(error).into()
    }
}

impl From<rust_xlsxwriter::XlsxError> for Error {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        ErrorKind::WriteWorkbook(error).into()
    }
}

impl From<linfa::Error> for Error {
    fn from(error: linfa::Error) -> Self {
        ErrorKind::Linfa(error).into()
    }
}

/// Where in the input something went wrong; unknown parts are left out of the message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The file, as the user named it.
    pub file: Option<String>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row as a spreadsheet counts it: the first line of the file is row 1.
    pub row: Option<u64>,
    /// The heading of the column.
    pub column: Option<String>,
}

impl Place {
    /// A place that knows only its file.
    #[must_use]
    pub fn file(file: impl AsRef<Path>) -> Self {
        Self { file: Some(file.as_ref().display().to_string()), ..Self::default() }
    }

    /// The same place, in a sheet of the workbook.
    #[must_use]
    pub fn sheet(mut self, sheet: impl Into<String>) -> Self {
        self.sheet = Some(sheet.into());
        self
    }

    /// The same place, at a row.
    #[must_use]
    pub fn row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// The same place, in a column.
    #[must_use]
    pub fn column(mut self, heading: impl Into<String>) -> Self {
        self.column = Some(heading.into());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            self.file.clone(),
            self.sheet.as_ref().map(|sheet| format!("sheet {sheet}")),
            self.row.map(|row| format!("row {row}")),
            self.column.as_ref().map(|column| format!("column {column}")),
        ];
        f.write_str(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}
