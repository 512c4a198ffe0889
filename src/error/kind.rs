//! All that can go wrong -> one message each, which ends with what to do about it.

use super::cause::{self, io_remedy, json_fault, list_fault};
use super::{ListFault, OutputFault, RowFault};

/// What went wrong; each message ends with what to do about it. Where another library gave the cause, the message holds it,
/// and `source` gives none: whoever prints a chain of errors reads it once.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The operating system refused to read or write.
    #[error("{cause}; {remedy}", cause = .0, remedy = io_remedy(.0))]
    Io(std::io::Error),

    /// The file holds no bytes at all.
    #[error("the file is empty; export it again")]
    EmptyFile,
    /// A folder where a file is needed.
    #[error("this is a folder; name the files in it")]
    Folder,
    /// The file is neither text nor a workbook.
    #[error("this is neither text nor a spreadsheet; save it as .xlsx, .xls, .csv or .jsonl")]
    NotATable,
    /// The file is an archive of files.
    #[error("this is an archive of files; unpack it, and name the files in it")]
    Archive,
    /// The file is a document of a word processor, or a PDF.
    #[error(
        "this is a {format} document, and those are not read; copy the table in it into a spreadsheet, and save that as \
         .xlsx or .csv"
    )]
    Document {
        /// Which program opens it.
        format: &'static str,
    },
    /// The file is a workbook, but calamine cannot open it.
    #[error("the workbook cannot be opened ({0}); open it in a spreadsheet program and save it again")]
    Workbook(calamine::Error),
    /// A cell of a workbook stands so far out that all cells before it would fill the memory.
    #[error(
        "a cell far to the right or far below makes the sheet too large; delete the stray cells there and save it again"
    )]
    StrayCells,
    /// Only a sheet that nobody sees has a column of text.
    #[error("only a hidden sheet has a column of text; unhide it and save the workbook again")]
    HiddenSheet,
    /// A workbook where a list of labels or words is needed.
    #[error("this is a workbook, but a list is read as text; save it as CSV (UTF-8) and name that file")]
    ListIsWorkbook,
    /// The text breaks the rules of CSV so badly that rows cannot be told apart.
    #[error("the rows cannot be told apart ({0}); save the file as .xlsx")]
    Csv(csv::Error),
    /// No row looks like a header with a column of text.
    #[error(
        "no column of text was found among the headings [{}]; name the one that holds it: --body-column HEADING; \
         if these are no headings but the first row, put a row of headings above it",
        .headings.join(", ")
    )]
    NoTextColumn {
        /// The cells of the row that was taken for the header.
        headings: Vec<String>,
    },
    /// A column named by hand does not exist.
    #[error("there is no column \"{name}\"; the headings are [{}]; name one of them", .headings.join(", "))]
    NoSuchColumn {
        /// The name that was asked for.
        name: String,
        /// The headings that were found.
        headings: Vec<String>,
    },
    /// The header is there, but no row follows it.
    #[error("there are headings but no rows below them; add rows, or name the file that has them")]
    NoRows,

    /// A row without title and body.
    #[error("neither title nor body holds text; fill one of them")]
    NoText,
    /// A row is none that can be used.
    #[error(transparent)]
    Row(#[from] RowFault),
    /// A cell is not valid in the encoding of its file.
    #[error("the bytes are not valid {encoding}; retype the cell")]
    BrokenEncoding {
        /// The encoding of the file.
        encoding: &'static str,
    },
    /// A line of JSONL that is no JSON object.
    #[error("not a JSON object ({}); one object a line or an array of objects is expected", json_fault(.0))]
    Json(serde_json::Error),
    /// A line of JSONL that would fill the memory.
    #[error("a line is longer than {megabytes} MB; break the line after each object")]
    LongLine {
        /// The longest that is read.
        megabytes: u64,
    },

    /// A scheme lists the same id, name or alias twice.
    #[error("\"{name}\" stands for two labels; ids, names and aliases must differ")]
    DuplicateLabel {
        /// The id, name or alias.
        name: String,
    },
    /// A row's label is not in the scheme.
    #[error("\"{name}\" is not a label of the scheme; add it there or correct the cell")]
    UnknownLabel {
        /// What the cell holds.
        name: String,
    },
    /// A corrected row with a label of the scheme that no training row had.
    #[error("the model never learnt \"{name}\"; train a new model with rows of it, or correct the cell")]
    LabelNotLearnt {
        /// The label.
        name: String,
    },
    /// A register in which there is nothing left to label.
    #[error(
        "no row is without theme and lead, which stand in [{}]; hand over rows without them, or empty or rename these \
         columns if nobody has checked what they say",
        .headings.join(", ")
    )]
    NothingUntagged {
        /// The headings of the columns that label the rows.
        headings: Vec<String>,
    },
    /// A scheme that cannot be read.
    #[error("the scheme cannot be read: {}", list_fault(.0, cause::SCHEME))]
    Scheme(csv::Error),
    /// A crosswalk that cannot be read.
    #[error("the crosswalk cannot be read: {}", list_fault(.0, cause::CROSSWALK))]
    Crosswalk(csv::Error),
    /// A crosswalk with the same pair twice.
    #[error("the pair \"{from}\", \"{to}\" stands twice; delete one of the rows")]
    DuplicatePair {
        /// The label of the first scheme.
        from: String,
        /// The label of the second scheme.
        to: String,
    },
    /// A row's label is not among those that a crosswalk leads to.
    #[error("\"{name}\" is no label that the crosswalk leads to; add it there or correct the cell")]
    NoSuchTarget {
        /// What the cell holds.
        name: String,
    },
    /// A label's parent does not exist or leads back to the label.
    #[error("the parent of \"{id}\" does not exist or leads back to it; name another label, or none")]
    BrokenParent {
        /// The label.
        id: String,
    },

    /// A label's successor does not exist or leads back to the label.
    #[error("the successor of \"{id}\" does not exist or leads back to it; name the label in force today")]
    BrokenSuccession {
        /// The label.
        id: String,
    },
    /// A list of departments, or a row of it, cannot be used.
    #[error(transparent)]
    List(#[from] ListFault),
    /// A lexicon that cannot be read.
    #[error("the lexicon cannot be read: {}", list_fault(.0, cause::LEXICON))]
    Lexicon(csv::Error),
    /// A lexicon where no labels are given that its words could point to.
    #[error("its words point to labels that are not given; add them by --scheme or --departments")]
    LexiconWithoutScheme,
    /// A row of a lexicon that points to departments in a file whose words point to themes.
    #[error(
        "the words of one file point to themes or to departments; give the others in a file of their own"
    )]
    MixedLexicon,
    /// A row of a lexicon without a word of two characters.
    #[error("\"{word}\" has fewer than two characters, which say too little; drop the row")]
    ShortWord {
        /// What the cell holds.
        word: String,
    },
    /// A word that stands in a lexicon twice.
    #[error("\"{word}\" stands in the list twice; keep one of the rows")]
    DuplicateWord {
        /// The word.
        word: String,
    },
    /// A cell that should hold the strength of a word.
    #[error("\"{text}\" is no strength; write 1, 2 or 3")]
    UnreadableStrength {
        /// What the cell holds.
        text: String,
    },
    /// A rule file or holiday table that cannot be read.
    #[error("the rules cannot be read: {}", list_fault(.0, cause::RULES))]
    Rules(csv::Error),
    /// A step of the handling without a rule, or with two.
    #[error("{step} stands {found} times among the rules; write one line for it")]
    RuleCount {
        /// The step.
        step: &'static str,
        /// How many lines it has.
        found: usize,
    },
    /// A day that stands twice in the holiday table.
    #[error("{day} stands twice in the holiday table; remove one line")]
    DayTwice {
        /// The day.
        day: jiff::civil::Date,
    },

    /// A register without a day from which time could run.
    #[error(
        "no column says when a suggestion was handed out (交办时间); the headings are [{}]; name it with \
         --handed-out-column",
        .headings.join(", ")
    )]
    NoHandOutColumn {
        /// The headings that were found.
        headings: Vec<String>,
    },
    /// A register in which no cell is a date, so that there is no latest one.
    #[error("no row has a date, so it is unknown which day it is; give it with --today")]
    NoDay,
    /// A row without the day it was handed out.
    #[error("the day it was handed out is missing; fill the cell")]
    NotHandedOut,
    /// A cell that should be a date.
    #[error("\"{cell}\" is no date; write it as 2020-03-16")]
    NoDate {
        /// What the cell holds.
        cell: String,
    },
    /// Something that was done before the row was handed out.
    #[error("this is {day}, before it was handed out on {handed_out}; correct one of the two")]
    BeforeHandOut {
        /// The day in the cell.
        day: jiff::civil::Date,
        /// The day it was handed out.
        handed_out: jiff::civil::Date,
    },
    /// Something that is dated after the day a ledger is made for.
    #[error(
        "this is {day}, after {today}, for which the ledger is made; correct it, or give a later day with --today"
    )]
    AfterToday {
        /// The day in the cell.
        day: jiff::civil::Date,
        /// The day the ledger is made for.
        today: jiff::civil::Date,
    },
    /// A day that only a slip of the pen can have put there.
    #[error("this is {day}, more than a year after the other dates, which end on {latest}; correct it")]
    FarAhead {
        /// The day in the cell.
        day: jiff::civil::Date,
        /// The latest of the others.
        latest: jiff::civil::Date,
    },
    /// The same long before all other days.
    #[error("this is {day}, more than ten years before the other dates, which begin on {first}; correct it")]
    LongAgo {
        /// The day in the cell.
        day: jiff::civil::Date,
        /// The first of the others.
        first: jiff::civil::Date,
    },
    /// A term for the answer that nobody can make out, or that cannot be right.
    #[error(
        "\"{cell}\" is no term that can be reckoned with; write its last day as 2020-03-16, or 5个工作日"
    )]
    NoTerm {
        /// What the cell holds.
        cell: String,
    },
    /// A row that nobody leads.
    #[error("no department leads it; fill the cell, or let `jiaoban tag` propose one")]
    NoLead,
    /// A Word document that cannot be written.
    #[error("the document cannot be written ({0}); make room on the disk, or name another output")]
    WriteDocument(Box<dyn std::error::Error + Send + Sync>),

    /// A draft that is no Word document and no text without marks: a PDF, RTF, HTML.
    #[error("this is neither a Word document (.docx) nor plain text; save it as .docx, .txt or .md")]
    NotADraft,
    /// A Word document that cannot be read.
    #[error("the document cannot be read ({0}); open it in Word and save it again")]
    BrokenDraft(Box<dyn std::error::Error + Send + Sync>),

    /// A parameter outside its range.
    #[error("{name} is {value}, but must be {range}")]
    Parameter {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: f64,
        /// What is allowed.
        range: &'static str,
    },
    /// Training data without any labels.
    #[error("no row has a label; a column 主题 (theme) or 主办单位 (lead) is needed, or --theme-column NAME")]
    NoLabels,
    /// Training data where every row has the same label.
    #[error("only one label ({label}) occurs in {rows} rows; at least two are needed to tell them apart")]
    OneLabel {
        /// The only label.
        label: String,
        /// The number of rows that have it.
        rows: usize,
    },
    /// Rows that cannot be told apart, so that none can be judged by what others teach.
    #[error(
        "all {0} rows are of one text or group, and none can be judged by the others; add rows, or name another column \
         of groups with --group-column"
    )]
    OneGroup(usize),
    /// Training data in which no term counts.
    #[error(
        "no word and no character stands in so many rows that it counts; add rows, or lower what --min-df asks for"
    )]
    NoTerms,
    /// Fewer groups than folds.
    #[error("{groups} independent groups of rows cannot be split into {folds} folds; use fewer folds")]
    TooFewGroups {
        /// Independent groups of rows.
        groups: usize,
        /// Folds asked for.
        folds: usize,
    },
    /// linfa refused the dataset.
    #[error("the learner refused the dataset ({0}); add labeled rows")]
    Linfa(linfa::Error),

    /// The file is not a model.
    #[error("this is not a jiaoban model; name a file written by `jiaoban train`")]
    NotAModel,
    /// A model of another format version.
    #[error(
        "this model has format {found}, this program reads format {expected}; train it again with this version"
    )]
    ModelVersion {
        /// The version in the file.
        found: u32,
        /// The version this program reads.
        expected: u32,
    },
    /// A model whose checksum does not fit its bytes.
    #[error(
        "the model is damaged (checksum {found:08x} found, {expected:08x} expected); copy or train it again"
    )]
    ModelDamaged {
        /// The checksum of the bytes in the file.
        found: u32,
        /// The checksum that the file says it has.
        expected: u32,
    },
    /// A model in which one department does the work of several that were learnt apart.
    #[error(
        "a department of this model does the work of several that were learnt apart, which no file holds; write the model \
         as it was trained, and give it the list of departments when it is read"
    )]
    JoinedDepartments,
    /// A model whose checksum is right but whose parts do not fit together.
    #[error("the model is inconsistent ({part}); train it again")]
    ModelInconsistent {
        /// The part that does not fit.
        part: &'static str,
    },

    /// The asks of a tagged file are handed over as what people corrected.
    #[error(
        "these are the asks of a tagged file, and nobody can tell whether somebody has looked at them; correct the lead \
         in the tagged file itself and hand over that one"
    )]
    AsksTeachNothing,

    /// What a run would write cannot be written so.
    #[error(transparent)]
    Output(#[from] OutputFault),
    /// No row belongs to the year.
    #[error("no row is of the year {year}; leave --year out, or name the column of the day: --date-column")]
    NothingToReport {
        /// The year that was asked for.
        year: i16,
    },
    /// Rows of which not one is a suggestion.
    #[error("not one row could be used; mend the rejected rows, and hand over the register again")]
    NoUsableRow,
    /// The workbook cannot be written.
    #[error("the workbook cannot be written ({0}); make room on the disk, or hand over fewer rows")]
    WriteWorkbook(rust_xlsxwriter::XlsxError),
}
