//! ALL STAGES in a row: labeled suggestions -> a model; incoming rows -> tagged rows.
//!
//! - [`train`](mod@train): read rows -> segment -> vectorize -> classify -> a [`Model`](crate::Model)
//! - [`tag`](mod@tag): read rows -> segment -> vectorize -> classify -> written rows, batch by batch

pub mod train;
pub mod tag;

pub use tag::{Counts, tag};
pub use train::{TrainParams, group, train};
