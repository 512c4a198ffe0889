//! jiaoban (交办): a register of suggestions -> each with its theme, its departments, and the words that say why.
//!
//! An office that receives suggestions has to say of each what it is about and who must act on it. jiaoban
//! proposes; a person decides. The modules stand in the order in which a suggestion flows through them, and each
//! may use only those above it:
//!
//! 1. [`read`]: files as offices have them become [`Suggestion`]s; rows that cannot be used come back with the reason.
//! 2. [`segment`]: title and body are cut into words that join to the text again, and into asks.
//! 3. [`vectorize`]: words and characters become a sparse vector, weighted as at training time.
//! 4. [`classify`]: the vector becomes labels with probabilities, the words that decided, and a decision whether a
//!    person must look.
//! 5. [`route`]: what was learnt, the remits and names of departments and the words that point to them say together
//!    who must act on each ask.
//! 6. [`model`]: all that was learnt, and a [`proposal`] for a suggestion; [`bundle`] is its file.
//! 7. [`discover`]: many suggestions together show duplicates, matters that many raise, topics and trends.
//! 8. [`register`]: suggestions and proposals become entries that are counted, each count with its rows; all that
//!    is found in them is an [`analysis`].
//! 9. [`report`]: proposals and analyses become files that an office opens.
//! 10. [`pipeline`]: all stages in a row, to train, to tag and to analyze; [`evaluate`] measures them; [`cli`] is
//!     the program.
//!
//! Beside this way, for the same offices: [`mask`] hides what tells of private persons; [`ledger`] says what is late
//! and due by the rules of [`clock`]; [`check`](mod@check) recalculates the figures of a draft report.
//!
//! Below them lie the words all stages share: [`error`], [`text`], [`numeral`], [`date`], [`stats`], [`random`],
//! [`disjoint`], [`clock`], [`suggestion`], [`scheme`].
//!
//! ```
//! use jiaoban::{Model, Suggestion};
//!
//! let model = Model::embedded()?;
//! let mut worker = model.worker();
//! let suggestion = Suggestion::from_text("小区门口路灯不亮", "柳溪街两盏路灯坏了半个月，晚上老人出门看不见路。");
//! let proposal = model.propose(&suggestion, &mut worker);
//! let departments = proposal.departments.expect("the embedded model knows departments");
//! let scheme = model.department_scheme().expect("so their scheme is there");
//! assert_eq!(scheme.labels()[departments.ranked[0].label].name, "城管委");
//! assert!(departments.evidence.iter().any(|word| word.text == "路灯"));
//! # Ok::<(), jiaoban::Error>(())
//! ```

pub mod error;
pub mod text;
pub mod numeral;
pub mod date;
pub mod stats;
pub mod random;
pub mod disjoint;
pub mod clock;
pub mod suggestion;
pub mod scheme;
pub mod read;
pub mod segment;
pub mod mask;
pub mod ledger;
pub mod vectorize;
pub mod classify;
pub mod route;
pub mod proposal;
pub mod model;
pub mod bundle;
pub mod discover;
pub mod register;
pub mod check;
pub mod analysis;
pub mod report;
pub mod pipeline;
pub mod evaluate;
pub mod cli;

pub use error::{Error, ErrorKind, Place, Result};
pub use model::Model;
pub use suggestion::Suggestion;
