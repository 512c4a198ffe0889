//! A chart as numbers -> SVG, or the table of its numbers where it cannot be drawn.
//!
//! The drawings are read in print without color: shades differ in lightness, parts in hatching, and every mark
//! has its number beside it.
//!
//! - `bars`: one bar a name, whole or in parts; `grid`: names by time; `network`: who meets whom;
//!   `reliability`: how often what was proposed was right
//! - `labels`: what is written of each name

mod bars;
mod grid;
mod labels;
mod network;
mod reliability;

use super::figure::{FigureId, interval, percent};
use super::{Piece, Table};
use crate::stats::Share;

/// A chart, as numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// One bar a name.
    Bars {
        /// What it shows.
        caption: String,
        /// The bars, from top to bottom.
        bars: Vec<Bar>,
    },
    /// One bar a name, in two parts.
    Stacked {
        /// What it shows.
        caption: String,
        /// The names of the parts.
        parts: [String; 2],
        /// The bars, from top to bottom.
        bars: Vec<Bar>,
    },
    /// Counts by name and time.
    Grid(Grid),
    /// How often two of a few meet.
    Network(Network),
    /// How often what was proposed was right, by how sure it was.
    Reliability {
        /// What it shows.
        caption: String,
        /// The bands, the least sure first.
        bands: Vec<Band>,
    },
}

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// The lengths of its parts.
    pub parts: Vec<usize>,
    /// The 95% interval of its length.
    pub range: Option<(f64, f64)>,
    /// What it counts.
    pub figure: FigureId,
}

/// Counts by name and time.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// What it shows.
    pub caption: String,
    /// The times, from left to right.
    pub columns: Vec<String>,
    /// A name and its counts, from top to bottom.
    pub rows: Vec<(String, Vec<(usize, FigureId)>)>,
}

/// How often two of a few meet.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// What it shows.
    pub caption: String,
    /// Two names, how often they meet, and where; the most frequent first.
    pub links: Vec<(String, String, usize, FigureId)>,
}

/// A band of probability and how often it was right.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// What it is called.
    pub name: String,
    /// Its middle.
    pub middle: f64,
    /// How often what was proposed was right.
    pub share: Share,
    /// What was right.
    pub figure: FigureId,
}

impl Chart {
    /// What it shows.
    #[must_use]
    pub fn caption(&self) -> &str {
        match self {
            Self::Bars { caption, .. }
            | Self::Stacked { caption, .. }
            | Self::Reliability { caption, .. } => caption,
            Self::Grid(grid) => &grid.caption,
            Self::Network(network) => &network.caption,
        }
    }

    /// The drawing, as one `<svg>` element. Marks that count rows have the attribute `data-f` with the number of
    /// the figure.
    #[must_use]
    pub fn svg(&self) -> String {
        match self {
            Self::Bars { caption, bars } => bars::draw(caption, bars, None),
            Self::Stacked { caption, parts, bars } => bars::draw(caption, bars, Some(parts)),
            Self::Grid(grid) => grid::draw(grid),
            Self::Network(network) => network::draw(network),
            Self::Reliability { caption, bands } => reliability::draw(caption, bands),
        }
    }

    /// Its numbers as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        let count = |count: usize, figure: FigureId| Piece::Figure { text: count.to_string(), figure };
        let table = Table::new(self.caption());
        match self {
            Self::Bars { bars, .. } => {
                let mut table = table.text("名称", 4).number("件数", 2);
                table.rows = bars
                    .iter()
                    .map(|bar| vec![bar.name.as_str().into(), count(bar.parts.iter().sum(), bar.figure)])
                    .collect();
                table
            }
            Self::Stacked { parts, bars, .. } => {
                let mut table =
                    table.text("名称", 4).number(&parts[0], 2).number(&parts[1], 2).number("合计", 2);
                table.rows = bars
                    .iter()
                    .map(|bar| {
                        let mut line: Vec<Piece> = vec![bar.name.as_str().into()];
                        line.extend(bar.parts.iter().map(|part| Piece::from(part.to_string())));
                        line.push(count(bar.parts.iter().sum(), bar.figure));
                        line
                    })
                    .collect();
                table
            }
            Self::Grid(grid) => {
                let mut table = table.text("名称", 4);
                for column in &grid.columns {
                    table = table.number(column, 1);
                }
                table.rows = grid
                    .rows
                    .iter()
                    .map(|(name, cells)| {
                        let cells = cells.iter().map(|&(number, figure)| count(number, figure));
                        std::iter::once(name.as_str().into()).chain(cells).collect()
                    })
                    .collect();
                table
            }
            Self::Network(network) => {
                let mut table = table.text("单位", 4).text("单位", 4).number("件数", 2);
                table.rows = network
                    .links
                    .iter()
                    .map(|(left, right, number, figure)| {
                        vec![left.as_str().into(), right.as_str().into(), count(*number, *figure)]
                    })
                    .collect();
                table
            }
            Self::Reliability { bands, .. } => {
                let mut table = table
                    .text("推荐把握", 3)
                    .number("件数", 2)
                    .number("一致", 2)
                    .number("一致率", 2)
                    .number("95%区间", 4);
                table.rows = bands
                    .iter()
                    .map(|band| {
                        vec![
                            band.name.as_str().into(),
                            band.share.of.to_string().into(),
                            count(band.share.hits as usize, band.figure),
                            percent(band.share).into(),
                            interval(band.share).into(),
                        ]
                    })
                    .collect();
                table
            }
        }
    }
}
