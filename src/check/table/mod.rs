//! Paragraphs of a draft -> its tables, and what their cells say of each other and of totals in the text.
//!
//! - `signed`: cells that are below nought
//! - `heading`: headings of columns that do not add up
//! - `rows`: rows that are parts, totals or neither
//! - `cells`: the rows of a table and their figures
//! - `added`: the columns of some rows and their total
//! - `block`: totals and subtotals, and the rows that make them up
//! - `portion`: columns of shares
//! - `growth`: columns of changes beside those of two times
//! - `tabled`: all that one table says, rows that add up, and what two tables tell alike
//! - `column`: columns that make up another, and rates of two columns
//!
//! Each of these uses only those above it, and what stands here.

mod signed;
mod heading;
mod rows;
mod cells;
mod added;
mod block;
mod portion;
mod growth;
mod tabled;
mod column;

use std::ops::Range;

use super::{Draft, Figure, Finding};
use rows::Kind;

/// At most so many rows are looked at as columns.
const MOST_BESIDE: usize = 30;

/// The cells of a table; those that are numbers know their figure.
pub(super) struct Table {
    /// Where it stands.
    pub(super) paragraphs: Range<usize>,
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// What a row is in the draft: 行, or 列 where rows and columns changed places.
    pub(super) line: &'static str,
}

pub(super) struct Row {
    /// The text of its first cell that is no figure; of a subtotal, what it is called.
    pub(super) name: String,
    kind: Kind,
    /// Whether it is called a total (合计), rather than by a word that other rows may have (全区).
    pub(super) names_total: bool,
    /// The figure of each cell that holds one and nothing else.
    pub(super) figures: Vec<Option<usize>>,
    /// The figures of each cell that lists several.
    pub(super) lists: Vec<Vec<usize>>,
}

impl Table {
    /// Whether a paragraph is a row of it.
    pub(super) fn holds(&self, paragraph: usize) -> bool {
        self.paragraphs.contains(&paragraph)
    }

    /// The names and figures of a column, without totals.
    pub(super) fn column(&self, column: usize) -> impl Iterator<Item = (&str, usize)> {
        let rows = self.rows.iter().filter(|row| row.is_named());
        rows.filter_map(move |row| Some((row.name.as_str(), row.figures[column]?)))
    }

    /// The rows that count something, with their totals.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.kind != Kind::Aside)
    }

    /// The same with rows and columns changed: months may stand beside each other, and what is counted in them below.
    /// A table of many rows is not written so.
    pub(super) fn transposed(&self) -> Option<Self> {
        if self.rows.len() > MOST_BESIDE {
            return None;
        }
        let row = |column: usize| {
            let name = self.headings[column].clone();
            let names_total = rows::is_total(&name);
            let kind = if names_total { Kind::Total } else { Kind::Part };
            let figures: Vec<Option<usize>> =
                std::iter::once(None).chain(self.rows.iter().map(|row| row.figures[column])).collect();
            let lists = vec![Vec::new(); figures.len()];
            Row { name, kind, names_total, figures, lists }
        };
        let names = self.rows.iter().map(|row| row.name.clone());
        Some(Self {
            paragraphs: self.paragraphs.clone(),
            headings: std::iter::once(String::new()).chain(names).collect(),
            rows: (1..self.headings.len()).map(row).collect(),
            line: "列",
        })
    }

    /// The one row of this name that is no total.
    pub(super) fn row_named(&self, name: &str) -> Option<&Row> {
        let mut named = self.rows.iter().filter(|row| row.name == name && row.kind != Kind::Subtotal);
        named.next().filter(|_| !name.is_empty() && named.next().is_none())
    }
}

impl Row {
    pub(super) fn is_total(&self) -> bool {
        self.kind == Kind::Total
    }

    /// Whether it counts something, and not all there is.
    pub(super) fn counts(&self) -> bool {
        !matches!(self.kind, Kind::Aside | Kind::Total)
    }

    /// Whether it counts what its name says, and not several rows.
    fn is_named(&self) -> bool {
        !self.name.is_empty() && matches!(self.kind, Kind::Part | Kind::Within | Kind::Open)
    }
}

/// Finds tables: paragraphs in a row with as many semicolons and no long text between. Cells that are numbers
/// become figures, unless they are already.
pub(super) fn find(paragraphs: &[String], figures: &mut Vec<Figure>) -> Vec<Table> {
    cells::find(paragraphs, figures)
}

/// Adds what the cells of tables say to what is found already of the same figures.
pub(super) fn add_findings(draft: &Draft<'_>, tables: &[Table], findings: &mut Vec<Finding>) {
    findings.extend(tabled::findings(draft, tables));
    findings.extend(column::findings(draft, tables, findings));
}
