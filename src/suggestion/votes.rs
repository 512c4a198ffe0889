//! The cells of votes -> how many readers are for a suggestion and how many against it.

use std::iter::Sum;

use super::{Role, Suggestion};

/// How readers voted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Votes {
    /// How many agreed (点赞数).
    pub likes: u64,
    /// How many disagreed (反对数).
    pub dislikes: u64,
}

impl Votes {
    /// All votes, for and against.
    #[must_use]
    pub fn all(self) -> u64 {
        self.likes + self.dislikes
    }
}

impl Sum for Votes {
    fn sum<I: Iterator<Item = Self>>(votes: I) -> Self {
        votes.fold(Self::default(), |sum, more| Self {
            likes: sum.likes + more.likes,
            dislikes: sum.dislikes + more.dislikes,
        })
    }
}

impl Suggestion {
    /// The votes, where at least one of their two cells is a count; the other one counts as none.
    ///
    /// ```
    /// use jiaoban::suggestion::{Role, Suggestion, Table};
    ///
    /// let headings = ["点赞数", "反对数"].map(str::to_owned).to_vec();
    /// let table = std::sync::Arc::new(Table::new("", headings).with(Role::Likes, 0).with(Role::Dislikes, 1));
    /// let row = |cells: [&str; 2]| {
    ///     let cells = cells.map(str::to_owned).to_vec();
    ///     Suggestion { table: std::sync::Arc::clone(&table), row: 2, cells, kinds: vec![] }
    /// };
    /// assert_eq!(row(["12", "3"]).votes().map(|votes| votes.all()), Some(15));
    /// assert_eq!(row(["", "约三百"]).votes(), None);
    /// assert!(row(["12", "约三百"]).has_unreadable_votes());
    /// ```
    #[must_use]
    pub fn votes(&self) -> Option<Votes> {
        let [likes, dislikes] = [Role::Likes, Role::Dislikes].map(|role| self.count(role));
        let has_votes = likes.or(dislikes).is_some();
        has_votes.then(|| Votes { likes: likes.unwrap_or_default(), dislikes: dislikes.unwrap_or_default() })
    }

    /// Whether a cell of votes says something that is no count.
    #[must_use]
    pub fn has_unreadable_votes(&self) -> bool {
        let is_unreadable = |&role: &Role| self.word(role).is_some() && self.count(role).is_none();
        [Role::Likes, Role::Dislikes].iter().any(is_unreadable)
    }
}
