//! Figures -> how a text names them, where their rows stand in the files, and what is known of each.

use std::fmt::{self, Write};

use super::{FigureId, Piece};
use crate::register::{Entry, Origin, Register, Rows};
use crate::suggestion::{Role, Suggestion, last_part};

/// The figures of a paragraph, each once, in the order of their numbers.
pub(super) fn counted(pieces: &[Piece]) -> Vec<FigureId> {
    let mut figures: Vec<FigureId> = pieces.iter().filter_map(Piece::figure).collect();
    figures.sort_unstable();
    figures.dedup();
    figures
}

/// What stands behind a paragraph to name its figures: 〔依据1—4、7〕.
pub(super) fn note(figures: &[FigureId]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for number in figures.iter().map(|figure| figure.number()) {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let range = |(first, last): &(usize, usize)| {
        if first == last { first.to_string() } else { format!("{first}—{last}") }
    };
    format!("〔依据{}〕", ranges.iter().map(range).collect::<Vec<_>>().join("、"))
}

/// The rows as numbers of a spreadsheet, neighbors joined: 2-5, 9. With several files or sheets each is named. At most
/// `most` ranges are written; what is left out is said.
pub(super) fn row_numbers(register: &Register, rows: &Rows, most: usize) -> String {
    let mut ranges: Vec<(Source<'_>, u64, u64)> = Vec::new();
    for row in rows.iter() {
        let suggestion = &register.entry(row).suggestion;
        let source = Source::of(suggestion);
        match ranges.last_mut() {
            Some((known, _, last)) if *known == source && *last + 1 == suggestion.row => {
                *last = suggestion.row;
            }
            _ => ranges.push((source, suggestion.row, suggestion.row)),
        }
    }
    let mut sources = register.entries.iter().map(|entry| Source::of(&entry.suggestion));
    let several = sources.next().is_some_and(|first| sources.any(|source| source != first));
    let mut told = String::new();
    let mut before = None;
    for &(source, first, last) in ranges.iter().take(most) {
        told.push_str(match before {
            None => "",
            Some(known) if known == source => ", ",
            Some(_) => "；",
        });
        // Writing to a string cannot fail.
        if several && before != Some(source) {
            let _ = write!(told, "{source}：");
        }
        let _ = if first == last { write!(told, "{first}") } else { write!(told, "{first}-{last}") };
        before = Some(source);
    }
    if ranges.len() > most {
        told.push_str("……（行号较多，全部行号见网页版或电子表格版）");
    }
    told
}

/// Where row numbers are counted: a file, or one of several sheets of it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Source<'s> {
    file: &'s str,
    sheet: Option<&'s str>,
}

impl<'s> Source<'s> {
    fn of(suggestion: &'s Suggestion) -> Self {
        Self { file: &suggestion.table.file, sheet: suggestion.sheet() }
    }
}

/// The file and its sheet as the list of rejected rows names them.
impl fmt::Display for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(last_part(self.file))?;
        self.sheet.map_or(Ok(()), |sheet| write!(f, " [{sheet}]"))
    }
}

/// A column of what is told of each row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    File,
    Row,
    Id,
    Title,
    Date,
    Proposer,
    Theme,
    Lead,
    Assist,
    Class,
    Outcome,
}

impl Known {
    const ALL: [Self; 11] = [
        Self::File,
        Self::Row,
        Self::Id,
        Self::Title,
        Self::Date,
        Self::Proposer,
        Self::Theme,
        Self::Lead,
        Self::Assist,
        Self::Class,
        Self::Outcome,
    ];

    /// The columns that have something to tell in `register`.
    pub fn columns(register: &Register) -> Vec<Self> {
        let any = |column: &Self| {
            let mut cells = register.entries.iter().map(|entry| column.cell(register, entry));
            match column {
                Self::File => cells.next().is_some_and(|first| cells.any(|file| file != first)),
                _ => cells.any(|cell| !cell.is_empty()),
            }
        };
        Self::ALL.into_iter().filter(any).collect()
    }

    pub fn heading(self) -> &'static str {
        match self {
            Self::File => "文件",
            Self::Row => "行号",
            Self::Id => "编号",
            Self::Title => "标题",
            Self::Date => "时间",
            Self::Proposer => "提出人",
            Self::Theme => "主题",
            Self::Lead => "主办",
            Self::Assist => "会办",
            Self::Class => "类别",
            Self::Outcome => "办理结果",
        }
    }

    /// What is known of `entry`; what the model proposes is marked （荐）.
    pub fn cell(self, register: &Register, entry: &Entry) -> String {
        let mark = |by: Origin| if by == Origin::Model { "（荐）" } else { "" };
        match self {
            Self::File => Source::of(&entry.suggestion).to_string(),
            Self::Row => entry.suggestion.row.to_string(),
            Self::Id => entry.suggestion.id().unwrap_or_default().to_owned(),
            Self::Title => entry.title(),
            Self::Date => entry.day().map_or(String::new(), |day| day.to_string()),
            Self::Proposer => {
                let row = &entry.suggestion;
                row.list(Role::Proposer).chain(row.list(Role::Cosigners)).collect::<Vec<_>>().join("、")
            }
            Self::Theme => entry.theme.map_or(String::new(), |theme| {
                format!("{}{}", register.themes.name(theme.label), mark(theme.by))
            }),
            Self::Lead => entry.lead.map_or(String::new(), |lead| {
                let names: Vec<&str> = entry.leads().map(|label| register.departments.name(label)).collect();
                format!("{}{}", names.join("、"), mark(lead.by))
            }),
            Self::Assist => {
                let names: Vec<&str> =
                    entry.assist.iter().map(|&department| register.departments.name(department)).collect();
                if names.is_empty() {
                    String::new()
                } else {
                    format!("{}{}", names.join("、"), mark(entry.assist_by))
                }
            }
            Self::Class => entry.class.clone().unwrap_or_default(),
            Self::Outcome => entry.suggestion.cell(Role::Outcome).unwrap_or_default().to_owned(),
        }
    }
}
