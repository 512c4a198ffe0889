//! Verdicts on theme and departments -> one proposal, and what of it a person must look at.

use crate::classify::judge::Verdict;
use crate::classify::{Decision, Reason};
use crate::route::Assignment;

/// A proposal for one suggestion; a part is missing where the model has not learnt it.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The main theme, further themes.
    pub themes: Option<Verdict>,
    /// The leading department (主办), the assisting ones (会办).
    pub departments: Option<Verdict>,
    /// The class A, B or C: how far it can be met. This is advice; nobody has decided.
    pub level: Option<Verdict>,
    /// Its asks, each with its own departments; empty where they were not asked for.
    pub asks: Vec<Assignment>,
}

/// What of a proposal a person has to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The theme.
    Theme(Reason),
    /// The leading department.
    Lead(Reason),
}

impl Proposal {
    /// The same proposal for a row that was chosen for a person to label: nothing of it is accepted.
    #[must_use]
    pub fn to_label(mut self) -> Self {
        for verdict in [&mut self.themes, &mut self.departments].into_iter().flatten() {
            if verdict.decision == Decision::Accepted {
                verdict.decision = Decision::Review(Reason::Chosen);
            }
        }
        self
    }

    /// What a person has to look at; nothing where all of it can be accepted.
    pub fn doubts(&self) -> impl Iterator<Item = Doubt> {
        let reason = |verdict: &Option<Verdict>| match verdict.as_ref().map(|verdict| verdict.decision) {
            Some(Decision::Review(reason)) => Some(reason),
            Some(Decision::Accepted) | None => None,
        };
        let theme = reason(&self.themes).map(Doubt::Theme);
        theme.into_iter().chain(reason(&self.departments).map(Doubt::Lead))
    }
}
