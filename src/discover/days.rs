//! The days of a register -> how densely its messages lie around a day.

use super::messages::{Message, Messages};
use crate::date::day_number;

/// Days further apart than this are apart, however densely messages lie between them: two messages of which one has no
/// day count as so far apart. Half of the pairs on one matter in `datasets/suggestions` lie nearer.
pub const UNKNOWN_DAYS: i32 = 10;
/// How dense a day is shows beside the year around it: so many days before it, and as many after it.
const HALF_A_YEAR: i32 = 182;
const A_YEAR: i32 = 2 * HALF_A_YEAR + 1;
/// A year counts as if it had one message more on each of its days: two or three messages of one week, in a register of
/// ten, are no sign that the whole year is filed within a week.
const A_DAY: f64 = 1.0;

/// The days of all messages that have one, rising, as numbers.
#[derive(Debug)]
pub struct Days(Vec<i32>);

impl Days {
    /// The days of a register.
    #[must_use]
    pub fn new(messages: &Messages<'_>) -> Self {
        Self(messages.iter().filter_map(|message| message.date).map(day_number).collect())
    }

    /// How many messages there are.
    #[must_use]
    pub fn messages(&self) -> usize {
        self.0.len()
    }

    /// How many messages lie within `length` days from `from` on.
    #[must_use]
    pub fn within(&self, from: i32, length: i32) -> usize {
        let before = |day: i32| self.0.partition_point(|&other| other < day);
        before(from.saturating_add(length)) - before(from)
    }

    /// The days from the first to the last.
    #[must_use]
    pub fn all(&self) -> i32 {
        self.0.last().zip(self.0.first()).map_or(0, |(last, first)| last - first + 1)
    }

    /// The days between two messages, if both have one, measured against how densely the register lies there.
    ///
    /// That two messages come on one day says something only where few others do. All suggestions of a session are
    /// filed within one week, and then the same day says no more than the same session. So of the other messages of
    /// the year around each of the two, the share is taken that lies at least as close as they do. Spread evenly over
    /// the year, that share fills a number of days: twice a distance and one. This distance stands for the days
    /// between them where it is larger; but it makes them no further apart than messages are whose days are not known,
    /// since all that it shows is that the days tell nothing. Where messages come evenly it is the days themselves;
    /// where all come on one day, all are as if they had none.
    #[must_use]
    pub fn between(&self, a: &Message<'_>, b: &Message<'_>) -> Option<f64> {
        Some(self.apart(day_number(a.date?), day_number(b.date?)))
    }

    fn apart(&self, a: i32, b: i32) -> f64 {
        let days = a.abs_diff(b).cast_signed();
        if days >= UNKNOWN_DAYS {
            return f64::from(days);
        }
        // Beside the two themselves, in both years taken together.
        let others = |reach: i32| {
            let both = self.within(a - reach, 2 * reach + 1) + self.within(b - reach, 2 * reach + 1);
            (both - 4) as f64
        };
        let even = |reach: i32| 2.0 * A_DAY * f64::from(2 * reach + 1);
        let share = (others(days) + even(days)) / (others(HALF_A_YEAR) + even(HALF_A_YEAR));
        let dense = (share * f64::from(A_YEAR) - 1.0) / 2.0;
        dense.min(f64::from(UNKNOWN_DAYS)).max(f64::from(days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(numbers: impl IntoIterator<Item = i32>) -> Days {
        let mut numbers: Vec<i32> = numbers.into_iter().collect();
        numbers.sort_unstable();
        Days(numbers)
    }

    #[test]
    fn closeness_is_measured_against_the_year() {
        // Where messages come evenly, the days are themselves.
        let even = days((0..3650).flat_map(|day| [day; 5]));
        for apart in 0..20 {
            let found = even.apart(1800, 1800 + apart);
            assert!((found - f64::from(apart)).abs() < 0.2, "{apart}: {found}");
        }
        // Ten sessions of a week: within one no day tells more than none.
        let sessions = days((0..10).flat_map(|year| (0..500).map(move |at| year * 365 + at % 5)));
        let is = |found: f64, expected: f64| (found - expected).abs() < 1e-9;
        assert!(is(sessions.apart(730, 730), 10.0) && is(sessions.apart(730, 734), 10.0));
        assert!(is(sessions.apart(734, 1095), 361.0));
        // All on one day, and a register too small to tell.
        assert!(is(days([7; 30]).apart(7, 7), 10.0));
        assert!(days([7, 8, 9]).apart(7, 8) < 2.0);
    }
}
