//! The program as it is built -> what it writes, tells and returns, case by case.
//!
//! - [`harness`]: a folder of files, a run of the program in it, and what can be asked of both
//! - [`inputs`], [`rejected`], [`lost`], [`failures`]: what goes into `tag`, rows and files that cannot be used
//! - [`output`], [`golden`], [`jsonl`], [`streams`]: what comes out of it
//! - [`train`], [`evaluate`], [`models`], [`compat`], [`recipe`]: learning, measuring, and model files
//! - [`understand`], [`corrected`]: reasons, doubtful labels, corrections, rows to label
//! - [`crosswalk`], [`dataset`]: schemes side by side, and what the dataset's card says of it
//! - [`routing`]: who must act, ask by ask
//! - [`promise`]: what is accepted, and how much of it is wrong
//! - [`discovered`]: what comes up more than once
//! - [`yearly`], [`ledger`], [`reckoning`], [`drafts`]: the report of a year, what is due, and the check of a draft
//! - [`layout`], [`readme`]: what the source and the documents promise of themselves

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod harness;
mod registers;

mod inputs;
mod rejected;
mod lost;
mod failures;
mod output;
mod golden;
mod jsonl;
mod streams;
mod train;
mod own_labels;
mod evaluate;
mod models;
mod compat;
mod recipe;
mod understand;
mod corrected;
mod crosswalk;
mod dataset;
mod routing;
mod promise;
mod discovered;
mod yearly;
mod ledger;
mod reckoning;
mod drafts;
mod layout;
mod readme;
