//! VECTORS -> labels with probabilities.
//!
//! - [`solver`]: one binary problem, solved by dual coordinate descent
//! - [`calibrate`]: scores of rows not trained on -> probabilities
//! - [`top`]: how often the likeliest label was right -> its probability corrected
//! - [`mixing`]: scores of labels learnt apart -> scores that know of one another
//! - `products`: the scores of a row, with the widest instructions there are
//! - `steps`: weights in whole steps, as a model file holds them
//! - [`shifts`]: what corrections add to weights
//! - [`linear`]: the weights of several labels -> the scores of a row
//! - [`learner`]: one problem a label, as linfa fits it
//! - `predict`: the weights as a predictor of linfa
//! - [`folds`]: rows -> folds that keep groups together and labels spread
//! - [`lexicon`]: words that point to labels, whether or not they were met in training
//! - [`choice`]: exactly one label a row: the main theme, the leading department
//! - [`select`]: the cost of an error, chosen on rows left out
//! - [`subset`]: labels added to that one: further themes, assisting departments
//! - [`precedent`]: what the same text was given before -> probabilities that remember it
//! - [`policy`]: errors on rows not trained on -> from which probability on to accept
//! - [`decide`]: probabilities -> accepted, or a question to a person
//! - [`acceptance`]: the three above as one: which proposals need no person
//! - [`explain`]: the words that spoke for a label
//! - [`adapt`]: a choice's weights and corrected rows -> weights that follow the corrections
//! - [`judge`]: the labels of one scheme for one document: all of the above

pub mod solver;
pub mod calibrate;
pub mod top;
pub mod mixing;
mod products;
mod steps;
pub mod shifts;
pub mod linear;
pub mod learner;
mod predict;
pub mod folds;
pub mod lexicon;
pub mod choice;
pub mod select;
pub mod subset;
pub mod precedent;
pub mod policy;
pub mod decide;
pub mod acceptance;
pub mod explain;
pub mod adapt;
pub mod judge;

pub use adapt::AdaptParams;
pub use choice::{Choice, Fitted};
pub use decide::{Decision, Reason};
pub use judge::Judge;
pub use learner::LinearParams;
pub use linear::Linear;
pub use subset::Subset;
