//! Days -> the months, quarters and years they lie in, numbered without gaps, and the days of each.

use crate::date::Date;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Length {
    /// A calendar month.
    Month,
    /// A quarter of a calendar year.
    Quarter,
    /// A calendar year.
    Year,
}

impl Length {
    /// The number of the period that `day` lies in, counted from the year 0.
    #[must_use]
    pub fn number(self, day: Date) -> i32 {
        let month = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
        month.div_euclid(self.months())
    }

    /// The name of a period: `2019-04`, `2019Q2`, `2019`.
    ///
    /// ```
    /// use jiaoban::date::Date;
    /// use jiaoban::discover::period::Length;
    ///
    /// let day = Date::constant(2019, 4, 25);
    /// let name = |length: Length| length.name(length.number(day));
    /// assert_eq!([Length::Month, Length::Quarter, Length::Year].map(name), ["2019-04", "2019Q2", "2019"]);
    /// ```
    #[must_use]
    pub fn name(self, number: i32) -> String {
        let a_year = 12 / self.months();
        let (year, part) = (number.div_euclid(a_year), number.rem_euclid(a_year) + 1);
        match self {
            Self::Month => format!("{year}-{part:02}"),
            Self::Quarter => format!("{year}Q{part}"),
            Self::Year => year.to_string(),
        }
    }

    /// The first and the last day of a period; of the calendar's first month for a number outside of it.
    ///
    /// ```
    /// use jiaoban::date::Date;
    /// use jiaoban::discover::period::Length;
    ///
    /// let quarter = Length::Quarter.number(Date::constant(2019, 4, 25));
    /// assert_eq!(Length::Quarter.days(quarter).map(|day| day.to_string()), ["2019-04-01", "2019-06-30"]);
    /// ```
    #[must_use]
    pub fn days(self, number: i32) -> [Date; 2] {
        let day = |month: i32| Date::new(month.div_euclid(12) as i16, month.rem_euclid(12) as i8 + 1, 1);
        let (first, last) = (number * self.months(), number * self.months() + self.months() - 1);
        [day(first).unwrap_or_default(), day(last).unwrap_or_default().last_of_month()]
    }

    fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}
