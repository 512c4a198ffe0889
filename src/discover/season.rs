//! The days of labels beside those of all messages -> whether the months of the year differ.
//!
//! Counted over whole calendar years by the chi-square of twelve months (Pearson 1900), corrected over all labels of a
//! subject after Benjamini and Hochberg ([`change`](crate::stats::change)). Where messages become more from year to year,
//! each December has more than its January without any season: the months of all messages are compared with a straight line
//! through them.

use std::ops::RangeInclusive;

use super::{Seasonal, Subject, against};
use crate::date::Date;
use crate::stats::change::benjamini_hochberg;

/// Seasons are tested only where so many messages are to be expected in every month, as the chi-square needs
/// (Cochran 1954).
const LEAST_EXPECTED: f64 = 5.0;

/// The whole calendar years of a register, and how many messages of theirs came in each month of the year.
#[derive(Debug)]
pub struct Seasons {
    years: RangeInclusive<i16>,
    all: [f64; 12],
}

/// What the months of one label show by themselves.
struct Tested {
    p_value: f64,
    peak: usize,
    ratio: f64,
}

impl Seasons {
    /// The seasons of a register, whose days rise, if it has two whole years.
    #[must_use]
    pub fn new(days: &[Date]) -> Option<Self> {
        let years = against::whole_years(days)?;
        let all = by_month(days, &years);
        (years.start() < years.end()).then_some(Self { years, all })
    }

    /// The seasons of each label of a subject, from the days of its messages.
    #[must_use]
    pub fn of_subject(&self, subject: Subject, labels: &[&[Date]]) -> Vec<Option<Seasonal>> {
        let tested: Vec<Option<Tested>> = labels.iter().map(|days| self.tested(subject, days)).collect();
        let p_values: Vec<f64> = tested.iter().flatten().map(|tested| tested.p_value).collect();
        let mut adjusted = benjamini_hochberg(&p_values).into_iter();
        let season = |tested: Option<Tested>| {
            let Tested { peak, ratio, .. } = tested?;
            Some(Seasonal { adjusted: adjusted.next()?, peak: peak as u8 + 1, ratio })
        };
        tested.into_iter().map(season).collect()
    }

    /// Everything is compared with a line through its months, a label with everything.
    fn tested(&self, subject: Subject, days: &[Date]) -> Option<Tested> {
        let found = by_month(days, &self.years);
        let expected = if subject == Subject::All {
            line(found)
        } else {
            let share = found.iter().sum::<f64>() / self.all.iter().sum::<f64>();
            self.all.map(|all| share * all)
        };
        // Of nothing nothing is to be expected, not even a number.
        if !expected.iter().all(|&expected| expected >= LEAST_EXPECTED) {
            return None;
        }
        let chi_square: f64 = (0..12)
            .map(|month| {
                let difference = (found[month] - expected[month]).powi(2);
                let rest = self.all[month] - expected[month];
                let of_rest = if subject == Subject::All || rest <= 0.0 { 0.0 } else { difference / rest };
                difference / expected[month] + of_rest
            })
            .sum();
        let ratio = |month: usize| found[month] / expected[month];
        let peak = (0..12).rev().max_by(|&a, &b| ratio(a).total_cmp(&ratio(b)))?;
        let p_value = if subject == Subject::All { chi_square_10 } else { chi_square_11 };
        Some(Tested { p_value: p_value(chi_square), peak, ratio: ratio(peak) })
    }
}

/// How many of the days lie in each month of the year, of those within `years`.
fn by_month(days: &[Date], years: &RangeInclusive<i16>) -> [f64; 12] {
    let mut counts = [0.0f64; 12];
    for day in days.iter().filter(|day| years.contains(&day.year())) {
        counts[usize::from(day.month().unsigned_abs()) - 1] += 1.0;
    }
    counts
}

/// What each month is to have if the messages a day lie on a straight line, by least squares weighed by the days of the
/// months.
fn line(found: [f64; 12]) -> [f64; 12] {
    let days: [f64; 12] = std::array::from_fn(|month| month_days(month as i8 + 1));
    let mean = |of: &dyn Fn(usize) -> f64| {
        (0..12).map(|month| days[month] * of(month)).sum::<f64>() / days.iter().sum::<f64>()
    };
    let (middle, level) = (mean(&|month| month as f64), mean(&|month| found[month] / days[month]));
    let from_middle = |month: usize| month as f64 - middle;
    let slope = mean(&|month| from_middle(month) * (found[month] / days[month] - level))
        / mean(&|month| from_middle(month).powi(2));
    std::array::from_fn(|month| days[month] * (level + slope * from_middle(month)))
}

fn month_days(month: i8) -> f64 {
    if month == 2 { 28.25 } else { f64::from(Date::constant(2001, month, 1).days_in_month()) }
}

/// P(χ² ≥ x) for 10 degrees of freedom (Abramowitz and Stegun 26.4.5): e^(-x/2) Σ (x/2)^r / r!, r = 0 to 4.
fn chi_square_10(x: f64) -> f64 {
    let mut term = libm::exp(-x / 2.0);
    let mut sum = 0.0;
    for r in 1..=5u32 {
        sum += term;
        term *= x / 2.0 / f64::from(r);
    }
    sum
}

/// P(χ² ≥ x) for 11 degrees of freedom (Abramowitz and Stegun 26.4.4):
/// erfc(√(x/2)) + √(2x/π) e^(-x/2) Σ x^(r-1) / (1·3·…·(2r-1)), r = 1 to 5.
fn chi_square_11(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 0.0;
    for r in 1..=5u32 {
        sum += term;
        term *= x / f64::from(2 * r + 1);
    }
    let normal = libm::erfc((x / 2.0).sqrt());
    (normal + (2.0 * x / std::f64::consts::PI).sqrt() * libm::exp(-x / 2.0) * sum).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_values_are_those_of_r() {
        // pchisq(19.675, 11, lower.tail = FALSE)
        assert!((chi_square_11(19.675_137_57) - 0.05).abs() < 1e-8);
        // pchisq(18.307, 10, lower.tail = FALSE)
        assert!((chi_square_10(18.307_038_05) - 0.05).abs() < 1e-8);
    }

    #[test]
    fn more_from_month_to_month_is_no_season() {
        let register = |december: f64| -> Vec<Date> {
            let month = |number: i32| {
                let (year, month) = ((2018 + number / 12) as i16, (number % 12 + 1) as i8);
                let more = if month == 12 { december } else { 1.0 };
                let messages = (more * 20.0 * (f64::from(number) / 12.0).exp2()).round() as i32;
                (0..messages).map(move |at| Date::constant(year, month, (at % 28 + 1) as i8))
            };
            let mut days: Vec<Date> = (0..48).flat_map(month).collect();
            days.sort_unstable();
            days.extend([Date::constant(2022, 1, 1); 3]);
            days
        };
        let season = |days: &[Date]| {
            let seasons = Seasons::new(days).unwrap().of_subject(Subject::All, &[days]);
            seasons[0].as_ref().map(|season| (season.adjusted < 0.01, season.peak))
        };
        assert!(matches!(season(&register(1.0)), Some((false, _))));
        assert_eq!(season(&register(2.0)), Some((true, 12)));
    }

    #[test]
    fn years_without_a_message_have_no_seasons() {
        // One straggler in front, and all others in a year that is not over: none lies in the two years between.
        let mut days = vec![Date::constant(2016, 12, 20)];
        days.extend([Date::constant(2019, 3, 1); 200]);
        let seasons = Seasons::new(&days).unwrap();
        assert_eq!(seasons.years, 2017..=2018);
        assert_eq!(seasons.of_subject(Subject::Theme, &[&days]), [None]);
    }
}
