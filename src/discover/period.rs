//! Days -> the months, quarters and years they lie in, without gaps.

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

    fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}
