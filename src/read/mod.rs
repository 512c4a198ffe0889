//! Files as offices have them -> suggestions, and the rows that are none, each with the reason.
//!
//! Format, encoding, separator and header are found by looking at the content; the name of a file says
//! nothing. CSV and JSONL are streamed, however long they are; workbooks are held in memory.

mod cell;
mod classes;
mod clock;
mod columns;
mod compound;
mod crosswalk;
mod decode;
mod delimited;
mod delimiter;
mod departments;
mod draft;
mod form;
mod header;
mod headless;
mod html;
mod json;
mod labels;
mod layout;
mod lexicon;
mod list;
mod names;
mod note;
mod ods;
mod quotes;
mod repeated;
mod scheme;
mod sheet;
mod sheets;
mod source;
mod spreadsheetml;
pub mod tagged;
mod total;
mod two_texts;
mod workbook;

use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use clock::clock;
pub use crosswalk::crosswalk;
pub use departments::{Purpose, departments};
pub use draft::draft;
pub use lexicon::{LexiconFile, lexicon};
pub use note::Note;
pub use scheme::{Schemes, scheme};

use crate::error::{Error, ErrorKind, Place, Result, RowFault};
use crate::suggestion::{Kind, Role, Suggestion, Table};
use decode::Text;
use source::{Shape, Source};
use two_texts::Texts;

/// What one row of a file turned out to be.
#[derive(Debug)]
pub enum Row {
    /// A suggestion with a title, a text or both.
    Usable(Suggestion),
    /// A row that cannot be used.
    Rejected(Rejected),
}

/// A row that cannot be used, why, and what it holds.
#[derive(Debug)]
pub struct Rejected {
    /// The reason; its place says file, sheet, row and, where one cell is to blame, column.
    pub error: Error,
    /// The row as a spreadsheet counts it: the first line of the file is row 1.
    pub row: u64,
    /// The headings it stood under.
    pub headings: Arc<[String]>,
    /// The cells as they were found; bytes that are no text became U+FFFD.
    pub cells: Vec<String>,
}

impl Rejected {
    /// A suggestion that could be read, but not be used because of `error`.
    #[must_use]
    pub fn of(suggestion: &Suggestion, error: Error) -> Self {
        let Suggestion { table, row, cells, .. } = suggestion;
        Self { error, row: *row, headings: Arc::clone(&table.headings), cells: cells.clone() }
    }
}

/// How to read; the default needs no help from the user.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Columns named by hand, which win over everything that their names suggest.
    pub columns: Vec<(Role, String)>,
    /// Whether a file may lack a column named by hand, which is then found by its heading like all others.
    pub may_lack: bool,
    /// The labels that people corrected a tagged file by, if it is to be read as what they made of it: where it has all
    /// columns that `tag` adds, themes and departments are those in there, whatever columns the register had before. Columns
    /// named by hand stay. Where a line of JSON has the id of one label and the name of another, nobody knows which was meant.
    pub corrected: Option<Schemes>,
}

/// What kind of file it was, for those who write one like it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with separators, whichever they are.
    Csv,
    /// JSON objects, one a line or in an array.
    Jsonl,
    /// XLSX, XLS, ODS, or a table of HTML or XML that a spreadsheet program opens.
    Workbook,
}

/// The rows of one file, in order. An `Err` ends them: the file itself could not be read on. A row that is
/// merely no suggestion comes as [`Row::Rejected`].
pub struct Reader {
    /// The header as the file has it.
    table: Arc<Table>,
    /// The columns of text, where several are one text, under a header with one column more.
    texts: Option<Texts>,
    format: Format,
    rows: Found,
    position: Position,
    notes: Vec<Note>,
    over: bool,
}

/// How far a file is read; it can be asked while another thread reads on. A workbook is read whole before its
/// first row comes.
#[derive(Debug, Clone)]
pub struct Position {
    done: Arc<AtomicU64>,
    total: Option<u64>,
}

impl Position {
    /// How many bytes were read, and how many there are if that is known.
    #[must_use]
    pub fn bytes(&self) -> (u64, Option<u64>) {
        (self.done.load(Ordering::Relaxed), self.total)
    }
}

/// What the readers of the formats hand over: each row before anybody asked whether it says something.
type Found = Box<dyn Iterator<Item = Result<RawRow>> + Send>;

/// A row as found.
struct RawRow {
    row: u64,
    sheet: Option<Arc<str>>,
    cells: Vec<String>,
    kinds: Vec<Kind>,
    problem: Option<Problem>,
}

/// Why a row cannot be used, and the position of the column to blame.
struct Problem {
    kind: ErrorKind,
    column: Option<usize>,
}

/// Opens `path`, finds out what it is, and reads its header; `-` is standard input.
///
/// A damaged workbook can make the parser panic, which is caught and becomes an error. So that nobody hears of it, the first
/// workbook sets a hook for panics (see [`std::panic::set_hook`]) that passes on to the one before it all but those of the
/// parser; who sets a hook of their own later hears of these, too. A program that is built with `panic = "abort"` ends there.
///
/// ```
/// use jiaoban::read::{self, Options, Row};
///
/// let file = tempfile::NamedTempFile::new()?;
/// std::fs::write(&file, "编号,标题,内容\n1,增设路灯,巷口太暗\n2,,\n")?;
/// let rows = read::open(file.path(), &Options::default())?.collect::<Result<Vec<_>, _>>()?;
/// assert!(matches!(&rows[0], Row::Usable(suggestion) if suggestion.title() == "增设路灯"));
/// assert!(matches!(&rows[1], Row::Rejected(rejected) if rejected.row == 3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn open(path: &Path, options: &Options) -> Result<Reader> {
    let name = source::name(path);
    Source::open(path)
        .and_then(|source| open_source(source, &name, options))
        .map_err(|error| error.in_file(&name))
}

/// [`open`] for bytes that are no file of this machine, as a service is handed them: `name` is what messages call them. A
/// workbook among them is held in memory.
///
/// ```
/// use jiaoban::read::{self, Options, Row};
///
/// let sent = "标题,内容\n增设路灯,巷口太暗\n".as_bytes();
/// let mut rows = read::from_reader(sent, "incoming.csv", &Options::default())?;
/// let Some(Ok(Row::Usable(suggestion))) = rows.next() else { panic!("the row says something") };
/// assert_eq!((suggestion.title(), &*suggestion.table.file), ("增设路灯", "incoming.csv"));
/// # Ok::<(), jiaoban::Error>(())
/// ```
pub fn from_reader(bytes: impl Read + Send + 'static, name: &str, options: &Options) -> Result<Reader> {
    Source::new(Box::new(bytes), None, None)
        .and_then(|source| open_source(source, name, options))
        .map_err(|error| error.in_file(name))
}

/// Whether `table` has a column of this name, in whichever width and case, by all levels of its heading or by the last.
///
/// ```
/// use jiaoban::suggestion::Table;
///
/// let table = Table::new("台账.csv", vec!["办理/主办".into()]);
/// assert!(jiaoban::read::has_column(&table, "主 办") && !jiaoban::read::has_column(&table, "会办"));
/// ```
#[must_use]
pub fn has_column(table: &Table, name: &str) -> bool {
    columns::position(&table.headings, name).is_some()
}

/// The whole of a text file, in whatever encoding; `-` is standard input.
///
/// ```
/// let file = tempfile::NamedTempFile::new()?;
/// std::fs::write(&file, b"\xc2\xb7\xb5\xc6")?;
/// assert_eq!(jiaoban::read::text(file.path())?, "路灯");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn text(path: &Path) -> Result<String> {
    let decode = |source: Source| {
        source.refuse_workbook()?;
        let text = Text::detect(source.sample());
        match text.all(&source.into_bytes()?) {
            (all, None) => Ok(all),
            (_, Some(_)) => Err(text.broken().into()),
        }
    };
    Source::open(path).and_then(decode).map_err(|error| error.in_file(source::name(path)))
}

fn open_source(source: Source, name: &str, options: &Options) -> Result<Reader> {
    source.refuse_document()?;
    let position = Position { done: source.done(), total: source.total() };
    let mut notes = Vec::new();
    let (format, (table, mut rows)) = match source.shape()? {
        Shape::Delimited(text) => (Format::Csv, delimited::open(source, text, name, options)?),
        Shape::JsonLines(text) => (Format::Jsonl, json::open_lines(source, text, name, options)?),
        Shape::JsonArray(text) => (Format::Jsonl, json::open_array(source, text, name, options)?),
        Shape::Html(text) => {
            let (text, damage) = text.all(&source.into_bytes()?);
            (Format::Workbook, sheets::open(html::sheets(&text)?, damage, name, options, &mut notes)?)
        }
        Shape::SpreadsheetMl(text) => {
            let (text, damage) = text.all(&source.into_bytes()?);
            (Format::Workbook, sheets::open(spreadsheetml::sheets(&text), damage, name, options, &mut notes)?)
        }
        Shape::Zip | Shape::Compound => {
            (Format::Workbook, sheets::open(workbook::sheets(source)?, None, name, options, &mut notes)?)
        }
    };
    let by_hand: Vec<Role> = options.columns.iter().map(|&(role, _)| role).collect();
    let first: Vec<Result<RawRow>> = rows.by_ref().take(note::ROWS).collect();
    let mut table = classes::told_from_themes(table, &first, &by_hand);
    if options.corrected.is_some() {
        if tagged::are_asks(&table.headings) {
            return Err(ErrorKind::AsksTeachNothing.into());
        }
        table = tagged::corrected(&table, &by_hand).map_or(table, Arc::new);
    }
    let texts = Texts::find(&table, &options.columns);
    if texts.is_none() {
        notes.extend(note::unread_texts(&table, &first));
    }
    let rows = Box::new(first.into_iter().chain(rows));
    Ok(Reader { table, texts, format, rows, position, notes, over: false })
}

impl Reader {
    /// The header that all rows share.
    #[must_use]
    pub fn table(&self) -> &Arc<Table> {
        self.texts.as_ref().map_or(&self.table, |texts| &texts.table)
    }

    /// What kind of file it is.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// What whoever reads the file should know of it.
    ///
    /// ```
    /// use jiaoban::read::{self, Options};
    ///
    /// let file = tempfile::NamedTempFile::new()?;
    /// std::fs::write(&file, "标题,详述\n修路,学校门口的路面坑坑洼洼，下雨天孩子们没法走，请尽快修补。\n")?;
    /// let rows = read::open(file.path(), &Options::default())?;
    /// assert!(rows.notes()[0].to_string().starts_with("column 详述 holds long texts and is not read"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// How far the file is read.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position.clone()
    }

    /// Asks whether the row says anything.
    fn judge(&self, found: RawRow) -> Row {
        let RawRow { row, sheet, cells, kinds, mut problem } = found;
        let mut suggestion = Suggestion { table: Arc::clone(&self.table), row, cells, kinds };
        let of_row = |kind| Problem { kind, column: None };
        problem = problem.or_else(|| other_than_suggestion(&suggestion).map(of_row));
        if problem.is_none() {
            if let Some(texts) = &self.texts {
                suggestion = texts.joined(suggestion);
            }
            problem = silent(&suggestion).map(of_row);
        }
        let Some(Problem { kind, column }) = problem else { return Row::Usable(suggestion) };
        let headings = &suggestion.table.headings;
        let place = Place {
            file: Some(self.table.file.clone()),
            sheet: sheet.map(|sheet| sheet.to_string()),
            row: Some(row),
            column: column.and_then(|column| headings.get(column).cloned()),
        };
        let error = Error::new(kind).at(place);
        Row::Rejected(Rejected { error, row, headings: Arc::clone(headings), cells: suggestion.cells })
    }
}

/// What a row that was read without fault is in place of a suggestion.
fn other_than_suggestion(row: &Suggestion) -> Option<ErrorKind> {
    let fault = match () {
        () if total::is_total(row) => Some(RowFault::Total),
        () if total::is_signature(row) => Some(RowFault::Signature),
        () => repeated::fault(row),
    };
    fault.map(ErrorKind::from)
}

/// Why nothing can be said of a row: neither title nor text has a word.
fn silent(row: &Suggestion) -> Option<ErrorKind> {
    let is_silent = row.title().is_empty() && row.body().is_empty();
    is_silent.then(|| match row.cell(Role::Title).or(row.cell(Role::Body)) {
        Some(code) => RowFault::ErrorCell { code: code.to_owned() }.into(),
        None => ErrorKind::NoText,
    })
}

impl Iterator for Reader {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Result<Row>> {
        if self.over {
            return None;
        }
        let found = self.rows.next();
        self.over = !matches!(found, Some(Ok(_)));
        Some(match found? {
            Ok(found) => Ok(self.judge(found)),
            Err(error) => Err(error.in_file(&self.table.file)),
        })
    }
}

#[cfg(test)]
mod tests;
