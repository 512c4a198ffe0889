//! ASKS -> the departments that must act: who leads, who assists, and the clause that says so.
//!
//! - [`remit`]: what departments answer for, compared with a text
//! - [`named`]: the departments that a text names
//! - [`origins`]: whose work the departments of another list do
//! - [`neighbors`]: similar past cases
//! - [`past`]: who handled them
//! - [`sources`]: what all of these, the weights learnt and the words that point to departments say, side by side
//! - [`pool`]: one probability a department out of that
//! - [`assist`]: who helps the lead
//! - [`learnt`]: what is kept of all this in a model
//! - [`router`]: a document -> departments, by all of the above
//! - [`heard`]: what the sources say of labeled rows, and how each of them counts for it
//! - [`fit`]: all of it learnt from labeled rows
//! - [`assign`]: each ask of a suggestion -> its departments

pub mod remit;
pub mod named;
pub mod origins;
pub mod neighbors;
pub mod past;
pub mod sources;
pub mod pool;
pub mod assist;
pub mod learnt;
pub mod router;
pub mod heard;
pub mod fit;
pub mod assign;

pub use assign::Assignment;
pub use router::Router;
