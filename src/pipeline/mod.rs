//! ALL STAGES in a row: labeled suggestions -> a model; incoming rows -> tagged rows; a register -> an analysis.
//!
//! - [`train`](mod@train): read rows -> segment -> vectorize -> classify -> a [`Model`](crate::Model)
//! - [`tag`](mod@tag): read rows -> segment -> vectorize -> classify -> written rows, batch by batch
//! - [`analyze`](mod@analyze): suggestions -> themes and departments -> counts, typical rows, joint work -> an
//!   [`Analysis`](crate::analysis::Analysis)

pub mod train;
pub mod tag;
pub mod analyze;

pub use analyze::{AnalyzeParams, analyze};
pub use tag::{Counts, tag};
pub use train::{TrainParams, group, train};

#[cfg(test)]
mod tests;
