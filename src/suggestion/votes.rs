//! The cells of votes -> how many readers are for a suggestion and how many against it.

use std::iter::Sum;

use super::{Role, Suggestion};
use crate::text;

/// No more people than this have a vote; a longer number is a key that stands in the wrong column.
const MOST_VOTES: u64 = 10_000_000_000;

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
    /// The cell of `role` as a whole number, as votes are written: `12`, `１２`, `1,200`, `1.2万`.
    ///
    /// ```
    /// use jiaoban::suggestion::{Role, Suggestion, Table};
    ///
    /// let table = std::sync::Arc::new(Table::new("台账.csv", vec!["点赞数".into()]).with(Role::Likes, 0));
    /// let count = |cell: &str| {
    ///     let table = std::sync::Arc::clone(&table);
    ///     Suggestion { table, row: 2, cells: vec![cell.into()], kinds: vec![] }.count(Role::Likes)
    /// };
    /// assert_eq!(["１２", "1,200", "1.2万", "3万+", "约三百"].map(count), [Some(12), Some(1200), Some(12_000), Some(30_000), None]);
    /// ```
    #[must_use]
    pub fn count(&self, role: Role) -> Option<u64> {
        let cell: String = self
            .cell(role)?
            .chars()
            .map(text::fold)
            .filter(|c| !matches!(c, ',' | '，' | ' ' | '+'))
            .collect();
        let (number, times) = match cell.strip_suffix(['万', 'w', 'W']) {
            Some(number) => (number, 4),
            None => (cell.as_str(), 0),
        };
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        let part = part.trim_end_matches('0');
        // Digits behind the point are moved before it, as far as 万 allows.
        let count =
            (!whole.is_empty() && part.len() <= times).then(|| format!("{whole}{part:0<times$}").parse());
        count?.ok().filter(|&count| count <= MOST_VOTES)
    }

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
