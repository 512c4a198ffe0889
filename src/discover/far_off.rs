//! Days -> the first and the last of them that do not stand alone far off.

use crate::date::{Date, day_number};

/// Days stand far off beyond a gap of more than so many days without a message: two years.
const FAR_OFF: i32 = 2 * 366;
/// They stand alone if they have at most so many messages, or this share of those with a day,
const ALONE: usize = 2;
const ALONE_SHARE: usize = 200;
/// and if there are so many times as many others: a few messages of several years are no rule to be an exception of.
const OTHERS: usize = 10;

/// The first and the last of `days` that do not stand alone far off, as 2091 does in a register of 2019: nearly always
/// a slip of a key, which would make the register last for ever. `None` if there are no days.
///
/// Days stand alone far off if more than two years without a message divide them from the rest, and if they have at
/// most two messages, or one in two hundred of all, and the rest ten times as many.
#[must_use]
pub fn without_far_off(mut days: Vec<Date>) -> Option<(Date, Date)> {
    days.sort_unstable();
    let (first, last) =
        days.split_first().map(|(first, rest)| (*first, rest.last().copied().unwrap_or(*first)))?;
    let alone = ALONE.max(days.len() / ALONE_SHARE).min(days.len() / (OTHERS + 1));
    let far = |at: usize| day_number(days[at]) - day_number(days[at - 1]) > FAR_OFF;
    // The gaps nearest to the middle: what lies beyond them is at most so much.
    let begin = (1..=alone).rev().find(|&at| far(at)).map_or(first, |at| days[at]);
    let end = (days.len() - alone..days.len()).find(|&at| far(at)).map_or(last, |at| days[at - 1]);
    Some((begin, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_stand_alone_far_off() {
        let year = |messages: i16| (0..messages).map(|at| Date::constant(2019, (at % 12 + 1) as i8, 1));
        // How many messages lie in 2019, which other days there are, and which days do not stand alone.
        let cases: [(i16, &[&str], &str, &str); 9] = [
            (12, &["2091-01-08"], "2019-01-01", "2019-12-01"),
            (24, &["0219-01-08", "2091-01-08"], "2019-01-01", "2019-12-01"),
            (24, &["2091-01-08", "2109-01-08"], "2019-01-01", "2019-12-01"),
            // Three are no slip, unless they are one in two hundred.
            (99, &["2091-01-08", "2091-01-08", "2091-01-08"], "2019-01-01", "2091-01-08"),
            (597, &["2091-01-08", "2091-01-08", "2091-01-08"], "2019-01-01", "2019-12-01"),
            // Two years may pass without a message, and a few messages of several years are all there is.
            (12, &["2021-11-01"], "2019-01-01", "2021-11-01"),
            (12, &["2021-12-04"], "2019-01-01", "2019-12-01"),
            (9, &["2091-01-08"], "2019-01-01", "2091-01-08"),
            (1, &[], "2019-01-01", "2019-01-01"),
        ];
        for (messages, others, begin, end) in cases {
            let others_too = others.iter().map(|day| day.parse().unwrap());
            let (first, last) = without_far_off(year(messages).chain(others_too).collect()).unwrap();
            assert_eq!(
                (first.to_string(), last.to_string()),
                (begin.to_owned(), end.to_owned()),
                "{others:?}"
            );
        }
        assert_eq!(without_far_off(Vec::new()), None);
    }
}
