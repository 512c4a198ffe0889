//! TOKENS -> sparse vectors whose weights do not depend on what else is in the batch.
//!
//! A text becomes the vectors of four blocks laid side by side: words and character n-grams, each of the
//! title alone and of title and body together. Every block is its own TF-IDF with a length of its own, so a
//! short title counts as much as the long body below it.
//!
//! - [`sparse`]: compressed rows, which linfa accepts as records
//! - [`terms`]: the terms of a document: words and character n-grams
//! - [`table`]: term keys -> columns, many at once
//! - [`vocabulary`]: terms -> columns and idf, frozen at fit
//! - [`counter`]: counts per column, read back in rising order
//! - [`vectorizer`]: the fitted whole
//! - [`worker`]: one document -> its vector, in one thread's memory

pub mod counter;
pub mod sparse;
pub mod table;
pub mod terms;
pub mod vectorizer;
pub mod vocabulary;
pub mod worker;

pub use sparse::{BlockLayout, Layout, SparseMatrix, SparseVector};
pub use terms::{Field, Unit};
pub use vectorizer::{Block, Vectorizer, VectorizerParams};
pub use worker::{Occurrence, Worker};
