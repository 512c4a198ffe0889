//! Digits or Chinese numerals -> a value, and the step of its last digit.

use crate::numeral;

/// Reads `1,234.5`, `一百五十六`, `五十点六` or `二〇二〇`; the step is 0 for whole numbers.
///
/// ```
/// use jiaoban::check::number::read;
///
/// assert_eq!(read("1,234.50"), Some((1234.5, 0.01)));
/// assert_eq!(read("一百五十六"), Some((156.0, 0.0)));
/// assert_eq!(read("十五"), Some((15.0, 0.0)));
/// assert_eq!(read("两千零三"), Some((2003.0, 0.0)));
/// assert_eq!(read("二〇"), Some((20.0, 0.0)));
/// assert_eq!(read("五十点六"), Some((50.6, 0.1)));
/// assert_eq!(read("百分"), None);
/// ```
#[must_use]
pub fn read(number: &str) -> Option<(f64, f64)> {
    let (whole, fraction) = number.split_once(['.', '点']).unwrap_or((number, ""));
    if whole.starts_with(|c: char| c.is_ascii_digit()) {
        let digits: String = number.chars().filter(|c| ![',', ' '].contains(c)).collect();
        return Some((digits.parse().ok()?, step(fraction)));
    }
    let mut value = numeral::read(whole)? as f64;
    let mut place = 1.0;
    for digit in fraction.chars() {
        place /= 10.0;
        value += f64::from(numeral::digit(digit)?) * place;
    }
    // The sum of tenths and hundredths is rounded to what was written.
    Some(((value / place).round() * place, step(fraction)))
}

/// The step of a fraction's last digit, 0 without one.
fn step(fraction: &str) -> f64 {
    match fraction.chars().count() {
        0 => 0.0,
        digits => format!("1e-{digits}").parse().unwrap_or(0.0),
    }
}

/// A number whose upper scales are told before its last one: `1亿` and twenty million, `两万` and three thousand. `None`
/// where the scales do not go down, so that the number is not what it seems.
///
/// ```
/// use jiaoban::check::number::with_upper;
///
/// assert_eq!(with_upper("1亿", 2e7), Some(1.2e8));
/// assert_eq!(with_upper("两万", 3000.0), Some(23000.0));
/// assert_eq!(with_upper("", 156.0), Some(156.0));
/// assert_eq!(with_upper("3千", 5e6), None);
/// ```
#[must_use]
pub fn with_upper(upper: &str, last: f64) -> Option<f64> {
    let mut rest = upper;
    let (mut value, mut below) = (0.0, f64::INFINITY);
    while !rest.is_empty() {
        // In 三千二百万 the scale is 万, and 千 and 百 are of the numeral.
        let larger = rest.find(['亿', '万']).or_else(|| rest.find(['千', '百']))?;
        let end = larger + rest[larger..].chars().next()?.len_utf8();
        let scale = numeral::scale(&rest[larger..end]);
        let part = read(&rest[..larger])?.0 * scale;
        if part >= below {
            return None;
        }
        (value, below, rest) = (value + part, scale, &rest[end..]);
    }
    (last < below).then_some(value + last)
}
