//! ANALYSIS -> the yearly report, in which every number knows the rows it counts; then one file a format.
//!
//! - [`mod@build`]: what an analysis says, section by section
//! - [`figure`]: a number with its caption and its rows; the text it stands in
//! - [`mod@chart`]: one description of a chart -> SVG, or the table of its numbers; [`picture`]: SVG -> PNG
//! - [`docx`], [`html`], [`xlsx`], [`markdown`]: the report as a file

pub mod build;
pub mod chart;
pub mod docx;
pub mod figure;
pub mod html;
pub mod markdown;
pub mod picture;
mod sources;
pub mod xlsx;

pub use build::build;
pub use chart::Chart;
pub use figure::{Figure, FigureId, Figures, Piece, Text};

use crate::register::Register;

/// A report that is ready to be written in any format.
#[derive(Debug)]
pub struct Report<'a> {
    /// What it is called.
    pub title: String,
    /// What it was made from, in one line.
    pub basis: String,
    /// What it says, from top to bottom; headings carry their numbers.
    pub blocks: Vec<Block>,
    /// Every number in it that counts rows.
    pub figures: Vec<Figure>,
    /// The rows.
    pub register: &'a Register,
}

/// A part of a report that stands on its own.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 for 一、, 2 for （一）.
        level: u8,
        /// Its number and name.
        text: String,
    },
    /// A paragraph.
    Paragraph(Vec<Piece>),
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Chart),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The cells, each a piece of text or a number with its rows.
    pub rows: Vec<Vec<Piece>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Its width relative to the others.
    pub width: u32,
    /// Whether it holds numbers, which are set to the right.
    pub is_number: bool,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(caption: impl Into<String>) -> Self {
        Self { caption: caption.into(), ..Self::default() }
    }

    /// With a column of text that is `width` times as wide as a narrow one.
    #[must_use]
    pub fn text(mut self, heading: impl Into<String>, width: u32) -> Self {
        self.columns.push(Column { heading: heading.into(), width, is_number: false });
        self
    }

    /// With a column of numbers.
    #[must_use]
    pub fn number(mut self, heading: impl Into<String>, width: u32) -> Self {
        self.columns.push(Column { heading: heading.into(), width, is_number: true });
        self
    }
}

impl Report<'_> {
    /// The figure with this id.
    #[must_use]
    pub fn figure(&self, id: FigureId) -> &Figure {
        &self.figures[id.position()]
    }
}
