//! Messages -> the people who raised them.
//!
//! A cell may name several (张伟、李娜), each of whom is owed an answer. How names are read, and which of them tell one
//! person from others, is said where rows are read ([`people`]).

use std::borrow::Cow;

use super::messages::Message;
use crate::suggestion::people::{self, Proposer};

/// Whom a message names.
pub type Named<'s> = Vec<Proposer<'s>>;

/// Who raised some messages.
#[derive(Debug, Default)]
pub struct People<'s> {
    /// Everybody who is named, once, in the order of their names: whole names and others.
    pub named: Vec<Cow<'s, str>>,
    /// How many people they are: everybody with a whole name once, all others once a message.
    pub count: usize,
}

impl<'s> People<'s> {
    /// Those of `messages`.
    #[must_use]
    pub fn of(messages: impl Iterator<Item = &'s Message<'s>>) -> Self {
        let named: Vec<Named<'s>> = messages.map(|message| message.suggestion.proposers()).collect();
        let count = count(&named);
        let mut named: Vec<Cow<'s, str>> = named.into_iter().flatten().map(|who| who.name).collect();
        named.sort_unstable();
        named.dedup();
        Self { named, count }
    }
}

/// How many people raised messages that name these. Where nobody is named somebody has written.
#[must_use]
pub fn count<'n, 's: 'n>(messages: impl IntoIterator<Item = &'n Named<'s>>) -> usize {
    let (mut named, mut nobody) = (Vec::new(), 0);
    for message in messages {
        nobody += usize::from(message.is_empty());
        named.extend(message);
    }
    people::apart(named).len() + nobody
}
