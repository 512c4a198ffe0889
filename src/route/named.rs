//! The names of departments, and a text -> which departments it names.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::error::{ErrorKind, Result};
use crate::scheme::Scheme;

/// Finds the names and aliases of a scheme in texts.
#[derive(Debug, Clone)]
pub struct Names {
    finder: AhoCorasick,
    /// By pattern: the department it names.
    departments: Vec<usize>,
}

impl Names {
    /// The names and aliases of `scheme`, of two characters or more. Where one is part of another the longer counts.
    pub fn new(scheme: &Scheme) -> Result<Self> {
        let mut patterns = Vec::new();
        for (department, label) in scheme.labels().iter().enumerate() {
            let names = std::iter::once(&label.name).chain(&label.aliases);
            patterns
                .extend(names.filter(|name| name.chars().nth(1).is_some()).map(|name| (name, department)));
        }
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            // A few hundred names make an automaton of moderate size, and every text goes through it.
            .kind(Some(AhoCorasickKind::DFA))
            .build(patterns.iter().map(|(name, _)| name.as_bytes()))
            .map_err(|_| ErrorKind::ModelInconsistent { part: "names of departments" })?;
        Ok(Self { finder, departments: patterns.into_iter().map(|(_, department)| department).collect() })
    }

    /// Calls `visit` with the department of every name in `text`.
    pub fn find(&self, text: &str, mut visit: impl FnMut(usize)) {
        for found in self.finder.find_iter(text) {
            visit(self.departments[found.pattern().as_usize()]);
        }
    }
}
