//! ALL STAGES in a row: labeled suggestions -> a model; incoming rows -> tagged rows; a register -> an analysis.
//!
//! - [`groups`](mod@groups): suggestions -> what must not be torn apart by folds
//! - [`params`]: how to train
//! - [`train`](mod@train): read rows -> segment -> vectorize -> classify -> a [`Model`](crate::Model)
//! - [`audit`](mod@audit): labeled rows -> those whose label is contradicted by a model that has not seen them
//! - [`contradict`]: given labels and probabilities -> the rows whose label is doubted
//! - [`adapt`](mod@adapt): a model and corrected rows -> a model that follows them
//! - [`suggest`](mod@suggest): untagged rows and a model -> those whose labels would teach it most
//! - [`teach`]: rows and how sure a model is of each -> those that would teach most
//! - [`unproposed`](mod@unproposed): a model and labeled rows -> the labels of these rows that it never proposes
//! - [`explain`](mod@explain): a suggestion and a model -> what every token brings to every label
//! - [`tag`](mod@tag): read rows -> segment -> vectorize -> classify -> written rows, batch by batch
//! - [`analyze`](mod@analyze): suggestions -> themes and departments -> counts, typical rows, joint work -> an
//!   [`Analysis`](crate::analysis::Analysis)

pub mod groups;
pub mod params;
pub mod train;
pub mod contradict;
pub mod audit;
pub mod adapt;
pub mod teach;
pub mod suggest;
pub mod unproposed;
pub mod explain;
pub mod tag;
pub mod analyze;

pub use adapt::{adapt, refused};
pub use analyze::{AnalyzeParams, analyze, enter};
pub use audit::{Audited, audit};
pub use explain::explain;
pub use groups::{Groups, groups};
pub use params::{Terms, TrainParams};
pub use suggest::suggest;
pub use tag::{Counts, tag};
pub use train::{Trained, tell_once, train, unusable};
pub use unproposed::unproposed;

#[cfg(test)]
mod tests;
