//! One binary for all tests of the program and of the files beside it.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, as it should")]

mod crosswalk;
mod dataset;
