//! A register and all that was found in it -> what a report tells.

use std::collections::BTreeMap;

use crate::clock::Clock;
use crate::discover::Discovery;
use crate::register::together::Package;
use crate::register::{Register, Rows};
use crate::stats::Share;

/// Everything a report needs to know.
#[derive(Debug)]
pub struct Analysis {
    /// The rows and their labels.
    pub register: Register,
    /// The year reported; `None` for a register as a whole.
    pub year: Option<i16>,
    /// The themes of the rows reported, the commonest first.
    pub themes: Vec<ThemeSketch>,
    /// What departments should look at jointly.
    pub packages: Vec<PackageSketch>,
    /// What comes up more than once. Its messages are [`Analysis::rows`] of the register.
    pub discovery: Discovery,
    /// For each message of the discovery its row.
    pub row_of_message: Vec<u32>,
    /// The files that the model was trained on: on their rows it is right because it knows them.
    pub trained_on: Vec<String>,
    /// How often the model is right about the theme of rows it was not trained on.
    pub theme_accuracy: Option<Share>,
    /// How often the model is right about the lead of rows it was not trained on.
    pub lead_accuracy: Option<Share>,
    /// How long each step of the handling may take.
    pub clock: Clock,
    /// Rows of the files that could not be read as suggestions: how many there are for each reason.
    pub rejected: BTreeMap<&'static str, u64>,
}

impl Analysis {
    /// The rows of some messages of the discovery.
    #[must_use]
    pub fn rows(&self, messages: &[usize]) -> Rows {
        messages.iter().map(|&message| self.row_of_message[message]).collect()
    }
}

/// What can be said of one theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeSketch {
    /// Its position among the theme names.
    pub theme: usize,
    /// Its rows among those reported.
    pub rows: Rows,
    /// The rows that stand for it.
    pub typical: Vec<u32>,
    /// The words that mark it.
    pub words: Vec<String>,
    /// What is asked for: asks that stand for all asks of its rows, each with its row.
    pub asks: Vec<(u32, String)>,
}

/// What can be said of one package of joint work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageSketch {
    /// The departments, the theme and the rows.
    pub package: Package,
    /// The rows that stand for it.
    pub typical: Vec<u32>,
    /// The words that mark it.
    pub words: Vec<String>,
}
