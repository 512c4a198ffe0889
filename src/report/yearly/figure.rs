//! A number in a report -> its caption and the rows it counts.

use rustc_hash::FxHashMap;

use crate::register::{Register, Rows};
use crate::stats::Share;

/// The number of a figure, from 1; it is what a reader sees: 依据12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureId(usize);

impl FigureId {
    /// The number as it is shown.
    #[must_use]
    pub fn number(self) -> usize {
        self.0
    }

    /// The position in [`Report::figures`](super::Report::figures).
    #[must_use]
    pub fn position(self) -> usize {
        self.0 - 1
    }
}

/// What a number counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its number.
    pub id: FigureId,
    /// What its rows have in common.
    pub caption: String,
    /// The rows.
    pub rows: Rows,
}

/// A piece of a paragraph, or a cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// A number that can be opened.
    Figure {
        /// As it is written.
        text: String,
        /// What it counts.
        figure: FigureId,
    },
    /// Words of one suggestion, mostly its title, which open its row. On paper they are enough to find it.
    Title {
        /// As it is written.
        text: String,
        /// The row.
        figure: FigureId,
    },
}

impl Piece {
    /// The piece as it is written.
    #[must_use]
    pub fn text(&self) -> &str {
        let (Self::Text(text) | Self::Figure { text, .. } | Self::Title { text, .. }) = self;
        text
    }

    /// What it counts, if it counts.
    #[must_use]
    pub fn figure(&self) -> Option<FigureId> {
        match self {
            Self::Text(_) | Self::Title { .. } => None,
            Self::Figure { figure, .. } => Some(*figure),
        }
    }

    /// What opens when it is clicked.
    #[must_use]
    pub fn opens(&self) -> Option<FigureId> {
        match self {
            Self::Text(_) => None,
            Self::Figure { figure, .. } | Self::Title { figure, .. } => Some(*figure),
        }
    }
}

impl From<&str> for Piece {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// The figures of a report while it is composed. The same rows under the same caption are one figure.
#[derive(Debug, Default)]
pub struct Figures {
    list: Vec<Figure>,
    known: FxHashMap<(String, Rows), FigureId>,
}

impl Figures {
    /// The figure of `rows`.
    pub fn add(&mut self, caption: impl Into<String>, rows: &Rows) -> FigureId {
        let key = (caption.into(), rows.clone());
        if let Some(&id) = self.known.get(&key) {
            return id;
        }
        let id = FigureId(self.list.len() + 1);
        self.list.push(Figure { id, caption: key.0.clone(), rows: rows.clone() });
        self.known.insert(key, id);
        id
    }

    /// The count of `rows`, to be put in a cell.
    pub fn count(&mut self, caption: impl Into<String>, rows: &Rows) -> Piece {
        Piece::Figure { text: rows.count().to_string(), figure: self.add(caption, rows) }
    }

    /// A paragraph to be written.
    pub fn text(&mut self) -> Text<'_> {
        Text { figures: self, pieces: Vec::new() }
    }

    /// All of them, in the order of their numbers.
    #[must_use]
    pub fn into_list(self) -> Vec<Figure> {
        self.list
    }
}

/// A paragraph being written.
#[derive(Debug)]
pub struct Text<'f> {
    figures: &'f mut Figures,
    pieces: Vec<Piece>,
}

impl Text<'_> {
    /// Adds words.
    #[must_use]
    pub fn say(mut self, words: impl AsRef<str>) -> Self {
        match self.pieces.last_mut() {
            Some(Piece::Text(text)) => text.push_str(words.as_ref()),
            _ => self.pieces.push(Piece::Text(words.as_ref().to_owned())),
        }
        self
    }

    /// Adds the number of `rows`.
    #[must_use]
    pub fn count(self, caption: impl Into<String>, rows: &Rows) -> Self {
        let text = rows.count().to_string();
        self.number(text, caption, rows)
    }

    /// Adds a number that is made from `rows` without being their count: a share, a median.
    #[must_use]
    pub fn number(mut self, text: impl Into<String>, caption: impl Into<String>, rows: &Rows) -> Self {
        let figure = self.figures.add(caption, rows);
        self.pieces.push(Piece::Figure { text: text.into(), figure });
        self
    }

    /// Adds the share of `rows` in `whole` as a percentage.
    #[must_use]
    pub fn share(self, caption: impl Into<String>, rows: &Rows, whole: &Rows) -> Self {
        self.number(percent(rows.share(whole)), caption, rows)
    }

    /// Adds the number of `rows` and, after the words `between`, their share in `whole`.
    #[must_use]
    pub fn count_and_share(
        self,
        caption: impl Into<String>,
        rows: &Rows,
        between: &str,
        whole: &Rows,
    ) -> Self {
        let caption = caption.into();
        self.count(caption.clone(), rows).say(between).share(caption, rows, whole)
    }

    /// Adds the number of `rows` with the words around it; of no rows it says nothing.
    #[must_use]
    pub fn some(
        self,
        before: impl AsRef<str>,
        caption: impl Into<String>,
        rows: &Rows,
        after: impl AsRef<str>,
    ) -> Self {
        if rows.is_empty() { self } else { self.say(before).count(caption, rows).say(after) }
    }

    /// Adds the titles of `rows` between quotation marks, each opening its own row.
    #[must_use]
    pub fn titles(self, register: &Register, rows: &[u32]) -> Self {
        self.quotes(register, rows.iter().map(|&row| (row, register.entry(row).title())))
    }

    /// Adds words of rows between quotation marks, each opening its own row; the same words are not quoted again.
    #[must_use]
    pub fn quotes(mut self, register: &Register, quotes: impl Iterator<Item = (u32, String)>) -> Self {
        let mut before = "“";
        let mut known: Vec<String> = Vec::new();
        for (row, words) in quotes {
            if known.contains(&words) {
                continue;
            }
            let caption = format!("建议 {}", register.entry(row).suggestion.name());
            self = self.say(before);
            let figure = self.figures.add(caption, &[row].into_iter().collect());
            self.pieces.push(Piece::Title { text: inner(&words), figure });
            known.push(words);
            before = "”、“";
        }
        if before == "“" { self } else { self.say("”") }
    }

    /// Goes on as `more` says if there is a reason to.
    #[must_use]
    pub fn when(self, reason: bool, more: impl FnOnce(Self) -> Self) -> Self {
        if reason { more(self) } else { self }
    }

    /// Adds something for each of `items`, with `between` between them.
    #[must_use]
    pub fn each<T>(
        mut self,
        items: impl IntoIterator<Item = T>,
        between: &str,
        mut say: impl FnMut(Self, T) -> Self,
    ) -> Self {
        for (at, item) in items.into_iter().enumerate() {
            self = if at == 0 { self } else { self.say(between) };
            self = say(self, item);
        }
        self
    }

    /// The paragraph.
    #[must_use]
    pub fn end(self) -> super::Block {
        super::Block::Paragraph(self.pieces)
    }

    /// The pieces so far, for a cell that is more than a number.
    #[must_use]
    pub fn into_pieces(self) -> Vec<Piece> {
        self.pieces
    }
}

/// A title as it stands between quotation marks: its own become single ones.
fn inner(title: &str) -> String {
    title.replace('“', "‘").replace('”', "’")
}

/// A share as reports write it: 50.6%.
#[must_use]
pub fn percent(share: Share) -> String {
    let tenths = share.per_mille();
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// The 95% interval of a share: 42.9%—58.4%.
#[must_use]
pub fn interval(share: Share) -> String {
    let (low, high) = share.wilson();
    format!("{:.1}%—{:.1}%", low * 100.0, high * 100.0)
}
