//! Two numbers -> how their digits differ, where the one may be a slip for the other.

/// Shorter numbers differ in a digit by chance.
const SURE_DIGITS: usize = 4;

/// How the digits of two numbers differ.
pub(super) enum Slip {
    OneDigit,
    /// Two neighbors changed places.
    Swapped,
}

/// How two numbers differ that may be the same; nothing where they do so too much, or where they are rounded, so that
/// they say less than their length.
pub(super) fn slip(one: f64, two: f64) -> Option<Slip> {
    let (one, two) = (format!("{one}"), format!("{two}"));
    let zeros = |number: &str| number.len() - number.trim_end_matches('0').len();
    if one.len() != two.len() || one.len() - zeros(&one).min(zeros(&two)) < SURE_DIGITS {
        return None;
    }
    let differing: Vec<usize> =
        (0..one.len()).filter(|&at| one.as_bytes().get(at) != two.as_bytes().get(at)).collect();
    let swapped = |left: usize, right: usize| {
        let (one, two) = (one.as_bytes(), two.as_bytes());
        left + 1 == right && one[left] == two[right] && one[right] == two[left]
    };
    match differing[..] {
        [_] => Some(Slip::OneDigit),
        [left, right] if swapped(left, right) => Some(Slip::Swapped),
        _ => None,
    }
}
