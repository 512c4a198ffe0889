//! The days of labels beside those of all messages -> whether the months of the year differ.
//!
//! Counted over whole calendar years by the chi-square of twelve months (Pearson 1900), corrected over all labels of a
//! subject after Benjamini and Hochberg ([`change`](crate::stats::change)).

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

    /// Everything is compared with the lengths of the months, a label with everything.
    fn tested(&self, subject: Subject, days: &[Date]) -> Option<Tested> {
        let found = by_month(days, &self.years);
        let base = match subject {
            Subject::All => std::array::from_fn(|month| month_days(month as i8 + 1)),
            _ => self.all,
        };
        let (total, base_total) = (found.iter().sum::<f64>(), base.iter().sum::<f64>());
        let expected = base.map(|base| total * base / base_total);
        // Of nothing nothing is to be expected, not even a number.
        if !expected.iter().all(|&expected| expected >= LEAST_EXPECTED) {
            return None;
        }
        let chi_square: f64 = (0..12)
            .map(|month| {
                let difference = (found[month] - expected[month]).powi(2);
                let rest = base[month] - expected[month];
                let of_rest = if subject == Subject::All || rest <= 0.0 { 0.0 } else { difference / rest };
                difference / expected[month] + of_rest
            })
            .sum();
        let ratio = |month: usize| found[month] / expected[month];
        let peak = (0..12).rev().max_by(|&a, &b| ratio(a).total_cmp(&ratio(b)))?;
        Some(Tested { p_value: chi_square_11(chi_square), peak, ratio: ratio(peak) })
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

fn month_days(month: i8) -> f64 {
    if month == 2 { 28.25 } else { f64::from(Date::constant(2001, month, 1).days_in_month()) }
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
