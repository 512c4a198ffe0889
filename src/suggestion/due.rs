//! A row and the day from which time runs -> the last day for its answer, as the rules have it or the register sets it.

use super::extension::Extension;
use super::nothing::says_nothing;
use super::{Role, Suggestion};
use crate::clock::{Clock, Length, Step, days_between};
use crate::date::{self, Date};

/// Time is hardly extended so many days beyond the longest term: the year is a slip of the pen.
const MOST_BEYOND: i32 = 366;

/// Until when the answer to a row has time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The last day.
    pub day: Date,
    /// The last day even for wide and hard matters; none is later by the rules.
    pub longest: Date,
    /// The last day that the register sets, where it does: `day` is this or later.
    pub set: Option<Date>,
    /// Whether time was extended.
    pub extended: bool,
}

impl Due {
    /// Whether the register says when its time ends, and not the rules alone.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.set.is_some() || self.extended
    }
}

impl Suggestion {
    /// The last day for the answer, which was handed out on `from`: by the rules of `clock`, or where the register sets
    /// a term of its own (办理期限) by that, and later where time was extended.
    ///
    /// ```
    /// use jiaoban::date::Date;
    /// use jiaoban::suggestion::{Role, Suggestion, Table};
    ///
    /// let clock = jiaoban::read::clock(None, None)?;
    /// let table = Table::new("台账.csv", vec!["办理期限".into()]).with(Role::Due, 0);
    /// let row = Suggestion { table: table.into(), row: 2, cells: vec!["5个工作日".into()], kinds: Vec::new() };
    /// let due = row.due(&clock, Date::constant(2021, 3, 5));
    /// assert_eq!((due.day, due.is_own()), (Date::constant(2021, 3, 12), true));
    /// # Ok::<(), jiaoban::Error>(())
    /// ```
    #[must_use]
    pub fn due(&self, clock: &Clock, from: Date) -> Due {
        let (usual, longest) = (clock.due(Step::Reply, from), clock.due(Step::LongestReply, from));
        let is_likely = |day: &Date| *day >= from && days_between(longest, *day) <= MOST_BEYOND;
        let within = |cell| Length::read(cell).map(|length| clock.within(length, from));
        let set = self.said_due().and_then(|cell| date::parse(cell).or_else(|| within(cell)));
        let set = set.filter(is_likely);
        let usual = set.unwrap_or(usual);
        let extension = self.extension();
        let until = match extension {
            None => Some(usual),
            Some(Extension::Until(day)) => Some(day),
            Some(Extension::By(length)) => Some(clock.within(length, usual)),
            Some(Extension::Undated) => None,
        };
        let day = usual.max(until.filter(is_likely).unwrap_or(longest));
        Due { day, longest, set, extended: extension.is_some() }
    }

    /// What the register says of the last day for the answer: a day, a term, or what nobody can reckon with.
    #[must_use]
    pub fn said_due(&self) -> Option<&str> {
        self.cell(Role::Due).filter(|cell| !says_nothing(cell))
    }
}
