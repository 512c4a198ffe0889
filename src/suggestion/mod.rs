//! One row of a register -> a suggestion: its text, what is known of it, and every cell as it was.

pub mod cells;
pub mod day;
pub mod departments;
pub mod due;
pub mod extension;
pub mod handling;
pub mod identity;
mod list;
pub mod nothing;
pub mod people;
mod state;
mod votes;

use std::sync::Arc;

use crate::date::{self, Date};
use crate::error::Place;
use nothing::{is_failure, is_no_number, says_nothing};
pub use votes::Votes;

/// What a column holds, as far as jiaoban cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The office's own number of the suggestion.
    Id,
    /// Its title (案由).
    Title,
    /// Its text.
    Body,
    /// The day it came in.
    Date,
    /// Who raised it.
    Proposer,
    /// Who raised it too (附议代表, 联名人).
    Cosigners,
    /// Its main theme, given by a person.
    Theme,
    /// Further themes it touches, given by a person.
    OtherThemes,
    /// The leading department (主办), given by a person.
    Lead,
    /// The assisting departments (会办), given by a person.
    Assist,
    /// Suggestions on the same matter share this value.
    Group,
    /// The day it was handed to the departments (交办), from which their time runs.
    HandedOut,
    /// The day the lead answered (答复, 办复).
    Replied,
    /// The day the assisting departments gave their opinion to the lead (会办答复).
    AssistReplied,
    /// The day a department returned it as not its remit (退办), or a word that it did.
    Returned,
    /// The day until which its time was extended (延期至), or a word that it was.
    Extended,
    /// The last day for the answer as the office set it, or in how long (办理期限).
    Due,
    /// How far the handling is: 已办复, 办理中, …
    Status,
    /// Whether it was filed (立案情况): what was not, or was filed together with another, owes no answer of its own.
    Filing,
    /// The class of the reply: A, B, C, as the place defines them.
    Class,
    /// What came of it: 已落实, 推进中, …
    Outcome,
    /// The session it was raised in, or whether between sessions (会上, 会下).
    Session,
    /// Whether the proposer is content with the reply.
    Satisfaction,
    /// The way it came in: deputies, hotline, message board.
    Channel,
    /// Where the matter lies.
    Place,
    /// Whether it was a motion that was turned into a suggestion (议案转建议).
    FromMotion,
    /// How many readers agreed with it (点赞数).
    Likes,
    /// How many readers disagreed with it (反对数).
    Dislikes,
}

impl Role {
    /// All roles, in the order of the declaration.
    pub const ALL: [Self; 28] = [
        Self::Id,
        Self::Title,
        Self::Body,
        Self::Date,
        Self::Proposer,
        Self::Cosigners,
        Self::Theme,
        Self::OtherThemes,
        Self::Lead,
        Self::Assist,
        Self::Group,
        Self::HandedOut,
        Self::Replied,
        Self::AssistReplied,
        Self::Returned,
        Self::Extended,
        Self::Due,
        Self::Status,
        Self::Filing,
        Self::Class,
        Self::Outcome,
        Self::Session,
        Self::Satisfaction,
        Self::Channel,
        Self::Place,
        Self::FromMotion,
        Self::Likes,
        Self::Dislikes,
    ];
}

/// What a cell was in its file. Only writers look at it, so that a carried cell stays what it was; all others read text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// Text, as every cell of CSV is.
    #[default]
    Text,
    /// A number of a workbook.
    Number,
    /// A number of a workbook that is shown as a percentage; the text is the number: 0.5 for 50%.
    Percent,
    /// A day, a time or both, of a workbook.
    Time,
    /// TRUE or FALSE of a workbook.
    Truth,
    /// A formula of a workbook whose value was not saved; the text is the formula.
    Formula,
    /// A value of JSON that is no string; the text is how it was written, and nothing for `null`.
    Json,
}

/// The header of one input: what all its rows share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The file as the user named it.
    pub file: String,
    /// The headings, left to right.
    pub headings: Arc<[String]>,
    columns: [Option<usize>; Role::ALL.len()],
    /// The column that names each row's sheet, where the rows of several sheets were joined.
    sheets: Option<usize>,
}

impl Table {
    /// A header in which no column has a role yet.
    #[must_use]
    pub fn new(file: impl Into<String>, headings: Vec<String>) -> Self {
        Self { file: file.into(), headings: headings.into(), columns: [None; Role::ALL.len()], sheets: None }
    }

    /// The same header, with `role` played by the column at `index` (a column the table does not have is
    /// no column).
    #[must_use]
    pub fn with(mut self, role: Role, index: usize) -> Self {
        self.columns[role as usize] = (index < self.headings.len()).then_some(index);
        self
    }

    /// The same header with one more column, the last.
    #[must_use]
    pub fn with_column(mut self, heading: String) -> Self {
        self.headings = self.headings.iter().cloned().chain([heading]).collect();
        self
    }

    /// The same header, in which the column that played the role `taken` plays `given` instead.
    #[must_use]
    pub fn with_instead(mut self, taken: Role, given: Role) -> Self {
        self.columns[given as usize] = self.columns[taken as usize].take();
        self
    }

    /// The same header, where the column at `index` names the sheet that a row stands in.
    #[must_use]
    pub fn with_sheets(mut self, index: usize) -> Self {
        self.sheets = (index < self.headings.len()).then_some(index);
        self
    }

    /// The position of the column that names the sheet of each row, where there are several.
    #[must_use]
    pub fn sheets(&self) -> Option<usize> {
        self.sheets
    }

    /// The position of the column that plays `role`.
    #[must_use]
    pub fn column(&self, role: Role) -> Option<usize> {
        self.columns[role as usize]
    }
}

/// The name of a file without its folders.
#[must_use]
pub fn last_part(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// One suggestion: a row of a [`Table`], nothing of it lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The header the row stands under.
    pub table: Arc<Table>,
    /// The row as a spreadsheet counts it: the first line of the file is row 1.
    pub row: u64,
    /// Every cell, left to right, as many as the header has.
    pub cells: Vec<String>,
    /// What each cell was in the file; cells beyond the end were text.
    pub kinds: Vec<Kind>,
}

impl Suggestion {
    /// A suggestion that is no row of any file, for texts at hand.
    ///
    /// ```
    /// let suggestion = jiaoban::Suggestion::from_text("关于增设路灯的建议", "天黑路暗。");
    /// assert_eq!(suggestion.title(), "关于增设路灯的建议");
    /// assert_eq!(suggestion.id(), None);
    /// ```
    #[must_use]
    pub fn from_text(title: &str, body: &str) -> Self {
        let table =
            Table::new("", vec!["title".into(), "body".into()]).with(Role::Title, 0).with(Role::Body, 1);
        Self { table: Arc::new(table), row: 1, cells: vec![title.into(), body.into()], kinds: Vec::new() }
    }

    /// What the cell in the column at `index` was in the file.
    #[must_use]
    pub fn kind(&self, index: usize) -> Kind {
        self.kinds.get(index).copied().unwrap_or_default()
    }

    /// The cell of the column that plays `role`, without blanks around it; `None` where there is no such
    /// column or the cell is empty.
    #[must_use]
    pub fn cell(&self, role: Role) -> Option<&str> {
        let cell = self.cells.get(self.table.column(role)?)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    /// The cell of `role`, unless it says only that a formula failed.
    fn words(&self, role: Role) -> &str {
        self.cell(role).filter(|cell| !is_failure(cell)).unwrap_or_default()
    }

    /// The title, empty if there is none.
    #[must_use]
    pub fn title(&self) -> &str {
        self.words(Role::Title)
    }

    /// The text, empty if there is none.
    #[must_use]
    pub fn body(&self) -> &str {
        self.words(Role::Body)
    }

    /// What is shown of it where there is room for one line: its title, or its text if it has none.
    #[must_use]
    pub fn headline(&self) -> &str {
        if self.title().is_empty() { self.body() } else { self.title() }
    }

    /// The office's own number. What stands in the place of one tells no row from another: 无, 待编号, #N/A, or
    /// 2.02E+15, which is left of a long number once a spreadsheet program has saved it as text.
    ///
    /// ```
    /// use jiaoban::suggestion::{Role, Suggestion, Table};
    ///
    /// let table = std::sync::Arc::new(Table::new("台账.csv", vec!["编号".into()]).with(Role::Id, 0));
    /// let row = |cell: &str| {
    ///     Suggestion { table: std::sync::Arc::clone(&table), row: 2, cells: vec![cell.into()], kinds: vec![] }
    /// };
    /// assert_eq!(row("A-07").id(), Some("A-07"));
    /// assert!(["无", "待编号", "#N/A", "2.02003E+15"].iter().all(|cell| row(cell).id().is_none()));
    /// ```
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.word(Role::Id).filter(|id| !is_no_number(id))
    }

    /// The day it came in, if the cell can be read as one.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        date::parse(self.cell(Role::Date)?)
    }

    /// The cell of `role` as a word, where it says something: not 无, /, 未评价.
    #[must_use]
    pub fn word(&self, role: Role) -> Option<&str> {
        self.cell(role).filter(|cell| !says_nothing(cell))
    }

    /// The sheet it stands in, where the file has suggestions in several: only with it, the row is a place.
    ///
    /// ```
    /// use jiaoban::suggestion::{Suggestion, Table};
    ///
    /// let table = Table::new("台账.xlsx", vec!["标题".into(), "工作表".into()]).with_sheets(1);
    /// let row = Suggestion { table: table.into(), row: 2, cells: vec!["修路".into(), "一月".into()], kinds: vec![] };
    /// assert_eq!(row.sheet(), Some("一月"));
    /// assert_eq!(row.place().to_string(), "台账.xlsx, sheet 一月, row 2");
    /// ```
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.cells.get(self.table.sheets?).map(String::as_str)
    }

    /// Its cells without the name of the sheet, which is not the row's own and comes last.
    #[must_use]
    pub fn own_cells(&self) -> &[String] {
        &self.cells[..self.cells.len() - usize::from(self.sheet().is_some())]
    }

    /// Its row, after its sheet where the file has suggestions in several.
    #[must_use]
    pub fn row_name(&self) -> String {
        match self.sheet() {
            Some(sheet) => format!("{sheet}:{}", self.row),
            None => self.row.to_string(),
        }
    }

    /// What it goes by: the office's own number, or without one its file and row.
    ///
    /// ```
    /// use jiaoban::suggestion::{Suggestion, Table};
    ///
    /// let table = Table::new("2024/台账.xlsx", vec!["标题".into(), "工作表".into()]).with_sheets(1);
    /// let row = Suggestion { table: table.into(), row: 2, cells: vec!["修路".into(), "一月".into()], kinds: vec![] };
    /// assert_eq!(row.name(), "台账.xlsx:一月:2");
    /// ```
    #[must_use]
    pub fn name(&self) -> String {
        if let Some(id) = self.id() {
            return id.to_owned();
        }
        format!("{}:{}", last_part(&self.table.file), self.row_name())
    }

    /// The column that holds the group of this and all suggestions of its file, for messages; the file where there is none.
    #[must_use]
    pub fn group_column(&self) -> Place {
        Place { column: self.place_of(Role::Group).column, ..Place::file(&self.table.file) }
    }

    /// Where the suggestion stands, for messages.
    #[must_use]
    pub fn place(&self) -> Place {
        let sheet = self.sheet().map(str::to_owned);
        Place { sheet, ..Place::file(&self.table.file).row(self.row) }
    }

    /// Where its cell of `role` stands, for messages.
    #[must_use]
    pub fn place_of(&self, role: Role) -> Place {
        let heading = self.table.column(role).map(|column| self.table.headings[column].clone());
        Place { column: heading, ..self.place() }
    }
}
