//! Why an output cannot be written as it was asked for -> one message each, which ends with what to do about it.

/// Why what a run would write cannot be written so; each message ends with what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutputFault {
    /// A file where a folder is to be written to.
    #[error("this is a file; name a folder for the results with -o")]
    NotAFolder,
    /// The output would overwrite one of the inputs.
    #[error("the output would overwrite the input; choose another name with -o")]
    IsInput,
    /// The list of rejected rows would overwrite one of the inputs.
    #[error("the list of rejected rows would overwrite this input; rename it first, as to mended.csv")]
    RejectsAreInput,
    /// The output would overwrite that of another input.
    #[error("another input was just written there; tag one of the two with -o")]
    IsTaken,
    /// The model and the list of doubtful rows would be one file.
    #[error("model and doubtful rows need two names; name another file with -o or --audit")]
    ModelIsAudit,
    /// What only a file can hold would go to standard output.
    #[error("this goes to a file only, not to standard output; name one instead of -")]
    NeedsFile,
    /// The output is there and may not be changed.
    #[error("this file may only be read; lift its protection, or name another output")]
    ReadOnly,
    /// The output would lie in a folder that does not exist.
    #[error("there is no folder \"{folder}\" to write into; create it, or name another output")]
    NoFolder {
        /// The folder.
        folder: String,
    },
    /// Several inputs, one output file.
    #[error("{inputs} inputs cannot go to one file; name an existing folder with -o, or leave -o out")]
    OneOutput {
        /// How many inputs there are.
        inputs: usize,
    },
    /// A report in a format that is none.
    #[error(
        "reports are written as .docx, .html, .xlsx or .md, not as \".{ending}\"; name such a file with -o"
    )]
    ReportFormat {
        /// The ending that was asked for.
        ending: String,
    },
    /// A register in a format that is none.
    #[error("registers are written as .csv, .xlsx or .jsonl, not as \".{ending}\"; name such a file with -o")]
    TableFormat {
        /// The ending that was asked for.
        ending: String,
    },
    /// A list of doubtful labels in a format that it has not.
    #[error(
        "doubtful labels are listed as .csv or .xlsx, not as \".{ending}\"; name such a file with --audit"
    )]
    ListFormat {
        /// The ending that was asked for.
        ending: String,
    },
    /// The asks of a CSV file in that file.
    #[error("CSV holds one table, and the asks are another; write them beside it")]
    AsksWithin,
    /// The asks of a workbook or of lines of JSON beside them.
    #[error("workbooks and lines of JSON hold the asks themselves; write nothing beside them")]
    AsksBeside,
    /// A cell that no workbook can hold.
    #[error("a cell of {characters} characters does not fit a workbook (at most 32767); write .csv with -o")]
    CellTooLong {
        /// The length of the cell.
        characters: usize,
    },
}
