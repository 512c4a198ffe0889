//! Text -> the numbers of telephones in it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Found, MaskKind, digits, hide_digits, is_other};
use crate::mask::END;
use crate::text::pattern;

static MOBILE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:(?:\+|00)?86[ -]?|0)?1[3-9][0-9][ -]?([0-9]{4})[ -]?[0-9]{4}"));
static LANDLINE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"0(?:10|2[0-9]|[3-9][0-9][0-9])[)）]?[ —－-]?([2-9][0-9]{2,3}[ -]?[0-9]{4})"));
/// A number without area code after a word for a telephone.
static LOCAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:电话|座机|固话|号码|致电|拨打)(?:号码?)?[是为:：(（ ]{0,3}([2-9][0-9]{2,3}[ -]?[0-9]{4})")
});
/// Words that say the number after them is that of a telephone.
static CUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:(?:电话|手机|座机|固话|联系方式|致电|拨打|(?:来电|联系|我的)号码)(?:号码?)?",
        "|(?:^|[^A-Za-z])(?i:tel|phone|mobile)[.]?)[是为:：(（ ]{0,3}$"
    ))
});
/// Letters that follow the number of a telephone without a mark: it is an account of a messenger too.
static MESSENGER: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?i:[vw]x|wechat|weixin|v[同信号])(?:[^A-Za-z0-9]|$)"));
/// Digits with blanks, dots or dashes between, wherever the writer put them.
static APART: LazyLock<Regex> = LazyLock::new(|| pattern(r"[0-9](?:(?: {1,2}|[.·-])?[0-9]){6,}"));
/// A further number after one of a telephone: what stands between, and the number.
static NEXT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^ ?([/／、,，;；|]|或者?|和|及)? ?([2-9][0-9]{2,3}[ -]?[0-9]{4})"));
/// A further number before one of a telephone.
static PREVIOUS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"([2-9][0-9]{2,3}[ -]?[0-9]{4}) ?(?:[/／、,，;；|]|或者?|和|及) ?$"));
/// A day as 20200115, which looks like a number of eight digits.
static DAY: LazyLock<Regex> =
    LazyLock::new(|| pattern("^20[0-3][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])$"));

/// A number of any form right behind a word that says to call it: 7318888123 is what Excel makes of 0731-8888123.
static CALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:回电|回拨|致电|拨打|电话|手机|座机|固话|联系(?:方式)?)(?:号码?)?[是为:：(（ ]{0,3}",
        "(?<number>[0-9]{7,12})"
    ))
});
/// What begins as a day does, and the hotlines of firms, which are public.
static NO_PERSON: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^(?:(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])|[48]00[0-9]{7}$)")
});
/// The end of a heading over telephones; 身份证号码 and 工单号码 are other numbers.
static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:电话|手机|座机|固话|(?:来电|主叫|被叫|呼入|呼叫|联系|联络|回访|回拨|通话|本机|接听|用户|市民|客户|电话|手机|人)号码?",
        "|联系方式|联络方式)[0-9一二三]?(?: ?[(（][^()（）]*[)）])?$"
    ))
});
/// A day with dashes, which a cell for a telephone may name beside it.
static BEGINS_WITH_DAY: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:19|20)[0-9]{2}-"));
/// The digits of a number in such a column, without blanks and dashes, or with some.
static RUN: LazyLock<Regex> = LazyLock::new(|| pattern("[0-9]{7,}"));
static APART_RUN: LazyLock<Regex> = LazyLock::new(|| pattern("[0-9](?:[ -]?[0-9]){6,}"));

pub(super) fn find(found: &mut Found<'_>) {
    let mut numbers = usual(found);
    numbers.extend(apart(found));
    for number in numbers {
        after(found, &number);
        before(found, &number);
    }
    called(found);
    in_columns(found);
}

/// Whether a heading says that telephones stand below it.
pub(super) fn are_under(heading: &str) -> bool {
    HEADING.is_match(heading.trim())
}

/// Numbers that have the form of no telephone, behind words that say to call them.
fn called(found: &mut Found<'_>) {
    for captures in CALL.captures_iter(found.text) {
        let Some(number) = captures.name("number") else { continue };
        if !NO_PERSON.is_match(number.as_str()) && is_telephone(found, &number.range()) {
            found.add(MaskKind::Phone, number.range());
        }
    }
}

/// Numbers of any form in the cells of columns of telephones: some lack a digit, others come from abroad.
fn in_columns(found: &mut Found<'_>) {
    let mut end = 0;
    for cell in found.text.split_inclusive(END) {
        end += cell.len();
        let Some((_, said)) = cell.split_once([':', '：']).filter(|(heading, _)| are_under(heading)) else {
            continue;
        };
        // A text that is no row of a register has no such end.
        if !said.ends_with(END) {
            continue;
        }
        let start = end - said.len();
        for number in [&*RUN, &*APART_RUN].into_iter().flat_map(|pattern| pattern.find_iter(said)) {
            let is_day = || BEGINS_WITH_DAY.is_match(number.as_str());
            let number = start + number.start()..start + number.end();
            if found.is_open(&number) && !is_day() {
                hide_digits(found, MaskKind::Phone, &digits(found.text, &number));
            }
        }
    }
}

/// Whether all of `number` is a telephone, of which other digits are hidden than of an account.
pub(super) fn is_one(number: &str) -> bool {
    [&*MOBILE, &*LANDLINE].iter().any(|pattern| pattern.find(number).is_some_and(|m| m.as_str() == number))
}

/// Numbers with blanks or dashes where they are usual; where they stand is returned.
fn usual(found: &mut Found<'_>) -> Vec<Range<usize>> {
    let mut numbers = Vec::new();
    for (pattern, cue_is_part) in [(&*MOBILE, false), (&*LANDLINE, false), (&*LOCAL, true)] {
        for captures in pattern.captures_iter(found.text) {
            let (Some(whole), Some(hidden)) = (captures.get(0), captures.get(1)) else { continue };
            let number = if cue_is_part { hidden.start() } else { whole.start() }..whole.end();
            if is_telephone(found, &number) {
                hide_digits(found, MaskKind::Phone, &digits(found.text, &hidden.range()));
                numbers.push(number);
            }
        }
    }
    numbers
}

/// Numbers with blanks between all digits; after a word for a telephone, with blanks, dots or dashes anywhere.
fn apart(found: &mut Found<'_>) -> Vec<Range<usize>> {
    let mut numbers = Vec::new();
    for written in APART.find_iter(found.text) {
        let number = written.range();
        let digits = digits(found.text, &number);
        let is_spelt = written.as_str().split(' ').all(|part| part.len() <= 1);
        let is_named = CUE.is_match(found.lead_in(number.start));
        let hidden = match digits[0].1 {
            '1' if is_spelt || is_named => middle_of_mobile(&digits),
            // 2020-12-31 has eight digits too.
            '0' if is_named => without_area(&digits),
            '2'..='9' if is_named && is_spelt && matches!(digits.len(), 7 | 8) => Some(0..digits.len()),
            _ => None,
        };
        if let Some(hidden) = hidden.filter(|_| is_telephone(found, &number)) {
            hide_digits(found, MaskKind::Phone, &digits[hidden]);
            numbers.push(number);
        }
    }
    numbers
}

fn middle_of_mobile(digits: &[(usize, char)]) -> Option<Range<usize>> {
    (digits.len() == 11 && ('3'..='9').contains(&digits[1].1)).then_some(3..7)
}

/// What follows the area code, which has three digits where it begins with 01 or 02, and else four.
fn without_area(digits: &[(usize, char)]) -> Option<Range<usize>> {
    let area = if matches!(digits[1].1, '1' | '2') { 3 } else { 4 };
    (10..=12).contains(&digits.len()).then_some(area..digits.len())
}

/// Hides the numbers that are joined to the end of one: after a mark, or after a blank where a word says that
/// telephones stand here.
fn after(found: &mut Found<'_>, number: &Range<usize>) {
    let is_named = CUE.is_match(found.lead_in(number.start));
    let mut end = number.end;
    while let Some(captures) = NEXT.captures(&found.text[end..]) {
        let (is_marked, Some(next)) = (captures.get(1).is_some(), captures.get(2)) else { break };
        let next = end + next.start()..end + next.end();
        if !(is_marked || is_named) || !hide_local(found, &next) {
            break;
        }
        end = next.end;
    }
}

/// Hides the numbers that are joined to the beginning of one.
fn before(found: &mut Found<'_>, number: &Range<usize>) {
    let mut start = number.start;
    loop {
        let lead_in = found.lead_in(start);
        let Some(previous) = PREVIOUS.captures(lead_in).and_then(|captures| captures.get(1)) else { break };
        let lead_in = start - lead_in.len();
        let previous = lead_in + previous.start()..lead_in + previous.end();
        if !hide_local(found, &previous) {
            break;
        }
        start = previous.start;
    }
}

/// Hides a number without area code; whether it can be one.
fn hide_local(found: &mut Found<'_>, number: &Range<usize>) -> bool {
    let is_local = is_telephone(found, number) && !DAY.is_match(&found.text[number.clone()]);
    if is_local {
        hide_digits(found, MaskKind::Phone, &digits(found.text, number));
    }
    is_local
}

/// Whether no word says that a number is something else, and no letter touches it as those of products do; behind a word
/// for a telephone it may: Tel13812345678.
fn is_telephone(found: &Found<'_>, number: &Range<usize>) -> bool {
    let is_named = || CUE.is_match(found.lead_in(number.start));
    let after = &found.text[number.end..];
    let is_joined =
        || !after.starts_with(|c: char| c.is_ascii_digit()) && (is_named() || MESSENGER.is_match(after));
    (found.begins_alone(number.start) || is_named())
        && (found.ends_alone(number.end) || is_joined())
        && !is_other(found, number)
}
