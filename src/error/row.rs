//! Why a row of a register cannot be used -> one message each, which ends with what to do about it.

/// Why a row of a register cannot be used; each message ends with what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RowFault {
    /// A row in which the register sums up the others.
    #[error("this is a total of the register and no suggestion; leave it out of the register")]
    Total,
    /// A row that says who filled in the table, and when.
    #[error("this says who made the register and is no suggestion; leave it out of the register")]
    Signature,
    /// A row that repeats the headings, as each printed page does.
    #[error("this repeats the headings and is no suggestion; leave it out of the register")]
    HeadingsAgain,
    /// A row of headings, but of other ones than the register's.
    #[error(
        "these are other headings than those of the register, under which the rows below were read; give both tables \
         a sheet or file of their own"
    )]
    OtherHeadings,
    /// A row of (1), (2), (3) below the headings.
    #[error("this numbers the columns and is no suggestion; leave it out of the register")]
    ColumnNumbers,
    /// A row below the headings that says how to fill in the columns.
    #[error("this says how to fill in the columns and is no suggestion; leave it out of the register")]
    Hints,
    /// A row above the headings that looks like those below them.
    #[error(
        "this stands above the headings of the rows below; put it under them, or into a sheet or file of its own \
         with its headings"
    )]
    AboveHeadings,
    /// A row of a sheet without headings, in a workbook where another sheet has some.
    #[error(
        "no heading of this sheet names a column of text; put the headings of another sheet above its rows"
    )]
    NoSheetHeadings,
    /// A row beside a text that was merged downwards and belongs to a row above.
    #[error(
        "its text is merged with that of row {row}, and counts there; write what is said here into that row"
    )]
    TextAbove {
        /// The row of the text.
        row: u64,
    },
    /// A row with more or fewer cells than the header.
    #[error("{found} cells where the header has {expected}; check separators and quotes")]
    ColumnCount {
        /// Cells in this row.
        found: usize,
        /// Cells in the header.
        expected: usize,
    },
    /// The last row of a CSV file, which swallowed the rows after it.
    #[error("a quote opened here is never closed, so all rows below it ended up in this cell; close it")]
    OpenQuote,
    /// A row of a CSV file, which swallowed the rows after it up to the next quote.
    #[error(
        "a quote opened here ends in a later row, and the rows between are in this cell; write quotes twice (\"\") within a cell"
    )]
    StrayQuote,
    /// A JSON object with a key that the first objects of the file did not have.
    #[error("the key \"{key}\" is not among the columns of this file; give the first rows that key too")]
    UnknownKey {
        /// The key.
        key: String,
    },
    /// A JSON object with a key that it has already.
    #[error("the key \"{key}\" stands here twice; keep one of them")]
    KeyTwice {
        /// The key.
        key: String,
    },
    /// A formula whose value was not saved, so that nobody knows it.
    #[error("a formula without a value; open the file in a spreadsheet program and save it")]
    FormulaWithoutValue,
    /// A row whose title and text are nothing but errors of formulas.
    #[error("title and text say only {code}, the error of a formula; correct the formula or type the text")]
    ErrorCell {
        /// The error as the cell shows it.
        code: String,
    },
    /// A tagged row that is handed over as corrected, though nobody has looked at it.
    #[error(
        "the row still asks to be looked at, and no candidate that this cell names first was changed; look at it, then \
         empty this cell (in jsonl, let decision be accepted)"
    )]
    StillToReview,
    /// A tagged row in which somebody wrote something about the proposal.
    #[error(
        "this cell says \"{text}\", and whether the labels are right is for a person to say; correct them, then empty \
         this cell or write 可采纳 (in jsonl, let decision be accepted)"
    )]
    ReviewRemark {
        /// What the cell says.
        text: String,
    },
    /// A line of JSON by `tag` in which a label has the id of one and the name of another.
    #[error("the id \"{id}\" and the name \"{name}\" are two labels; correct both, or leave one of them out")]
    TwoLabels {
        /// The id.
        id: String,
        /// The name.
        name: String,
    },
}
