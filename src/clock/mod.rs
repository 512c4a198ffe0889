//! THE DAY something was handed out -> the day it is due, and how many days are left on a given day.
//!
//! - [`rules`]: how long each step may take, as the place's rule file says
//! - [`calendar`]: which days are worked, as the holiday table says
//!
//! Nothing here knows what day it is: whoever asks gives the day. [`read::clock`](crate::read::clock()) reads
//! both files, or those that are part of the program.

pub mod calendar;
pub mod rules;

pub use calendar::{Calendar, DayKind};
pub use rules::{LastDay, Length, Rules, Step, Term, Unit};

use jiff::ToSpan;

use crate::date::Date;

/// Rules and calendar together: they turn a first day into a last one.
///
/// ```
/// use jiaoban::clock::Step;
/// use jiaoban::date::Date;
///
/// let clock = jiaoban::read::clock(None, None)?;
/// let handed_out = Date::constant(2020, 1, 16);
/// // Five working days from a Thursday, with a Sunday that was worked and the Spring Festival of 2020 between.
/// assert_eq!(clock.due(Step::Return, handed_out), Date::constant(2020, 1, 22));
/// // Three months would end on 16 April, a working day.
/// let standing = clock.standing(Step::Reply, handed_out, None, Date::constant(2020, 4, 20));
/// assert_eq!((standing.due, standing.days_left), (Date::constant(2020, 4, 16), -4));
/// assert!(standing.is_late() && standing.is_open());
/// # Ok::<(), jiaoban::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// How long each step may take.
    pub rules: Rules,
    /// Which days are worked.
    pub calendar: Calendar,
}

/// How a step stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The last day of its time.
    pub due: Date,
    /// The day it was done, if it is.
    pub done: Option<Date>,
    /// Calendar days from the day it was done, or from the day that was given, to the last day; below zero
    /// it is late.
    pub days_left: i32,
}

impl Standing {
    /// How a step stands that is due on `due` and was done on `done`, or seen on the day `today`.
    #[must_use]
    pub fn new(due: Date, done: Option<Date>, today: Date) -> Self {
        Self { due, done, days_left: days_between(done.unwrap_or(today), due) }
    }

    /// Whether it was done too late, or is not done though its time is over.
    #[must_use]
    pub fn is_late(self) -> bool {
        self.days_left < 0
    }

    /// Whether it is still to be done.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.done.is_none()
    }
}

impl Clock {
    /// The last day of `step` for what was handed out on `from`. The first day does not count; a month ends on
    /// the day of the same number, or where there is none on its last day (民法典, articles 201 and 202).
    #[must_use]
    pub fn due(&self, step: Step, from: Date) -> Date {
        let &Term { amount, unit, last_day, .. } = self.rules.term(step);
        self.last_day(Length { amount, unit }, last_day, from)
    }

    /// The last day of a time that was set for the answer to what was handed out on `from`; what becomes of a day on which
    /// nobody works is as with [`Step::Reply`].
    #[must_use]
    pub fn within(&self, length: Length, from: Date) -> Date {
        self.last_day(length, self.rules.term(Step::Reply).last_day, from)
    }

    fn last_day(&self, Length { amount, unit }: Length, last_day: LastDay, from: Date) -> Date {
        let last = match unit {
            Unit::Days => from.saturating_add(i32::from(amount).days()),
            Unit::Months => from.saturating_add(i32::from(amount).months()),
            Unit::WorkingDays => self.calendar.after_working_days(from, u32::from(amount)),
        };
        match last_day {
            LastDay::AsItIs => last,
            LastDay::NextWorkingDay => self.calendar.working_day_from(last),
        }
    }

    /// How `step` stands on the day `today`, for what was handed out on `from` and done on `done`.
    #[must_use]
    pub fn standing(&self, step: Step, from: Date, done: Option<Date>, today: Date) -> Standing {
        Standing::new(self.due(step, from), done, today)
    }

    /// The standing of an open step is worth a reminder: late, or due within the term of [`Step::Remind`].
    #[must_use]
    pub fn is_worth_a_reminder(&self, standing: Standing, today: Date) -> bool {
        standing.is_open() && standing.due <= self.due(Step::Remind, today)
    }
}

/// Calendar days from `from` to `to`; below zero if `to` comes first.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn last_days() {
        let clock = crate::read::clock(None, None).unwrap();
        let cases = [
            // Three months; 22 June 2020 is a Monday.
            (Step::Reply, "2020-03-22", "2020-06-22"),
            // 30 November has no counterpart in February.
            (Step::Reply, "2020-11-30", "2021-03-01"),
            // 25 June 2020 begins the Dragon Boat holiday, and Sunday the 28th is worked.
            (Step::Reply, "2020-03-25", "2020-06-28"),
            (Step::LongestReply, "2020-01-16", "2020-07-16"),
            // 1 October to 8 October 2020 are holidays.
            (Step::Assist, "2020-09-01", "2020-10-09"),
            (Step::Assist, "2020-01-31", "2020-03-02"),
            // From a Friday over a plain weekend.
            (Step::Return, "2021-03-05", "2021-03-12"),
            // Saturday 20 February 2021 is worked.
            (Step::Return, "2021-02-10", "2021-02-23"),
        ];
        for (step, from, due) in cases {
            assert_eq!(clock.due(step, day(from)), day(due), "{step:?} from {from}");
        }
    }

    #[test]
    fn standings() {
        let clock = crate::read::clock(None, None).unwrap();
        let standing = |done: Option<&str>, today: &str| {
            clock.standing(Step::Reply, day("2020-03-22"), done.map(day), day(today))
        };
        let cases = [
            (None, "2020-06-01", 21, false, false),
            (None, "2020-06-15", 7, false, true),
            (None, "2020-06-22", 0, false, true),
            (None, "2020-06-25", -3, true, true),
            (Some("2020-06-20"), "2020-09-01", 2, false, false),
            (Some("2020-07-22"), "2020-09-01", -30, true, false),
        ];
        for (done, today, days_left, late, remind) in cases {
            let standing = standing(done, today);
            assert_eq!(standing.days_left, days_left, "{done:?} on {today}");
            assert_eq!(standing.is_late(), late, "{done:?} on {today}");
            assert_eq!(clock.is_worth_a_reminder(standing, day(today)), remind, "{done:?} on {today}");
        }
    }
}
