//! Text -> the numbers of identity cards, bank cards and telephones in it.

mod telephones;

use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

use regex::Regex;

use super::{Found, MaskKind};
use crate::text::pattern;

/// The first two digits of an identity card's number: provinces (GB/T 2260).
const PROVINCES: [&str; 35] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42",
    "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
    "83",
];

/// The number of a person: of a pupil with a letter before it (学籍号), of a disabled person with kind and degree of the
/// disability after it, and how often the card was lost (残疾证号).
static ID: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "[GLgl]?(?<number>[0-9]{6}[ -]?(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[ -]?[0-9]{3}[0-9Xx])",
        "(?:[1-7][1-4](?:[Bb][0-9])?)?"
    ))
});
/// The same with blanks or dashes anywhere between; its day is looked at apart.
static APART_ID: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?<number>[0-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx])"));
static BIRTH: LazyLock<Regex> =
    LazyLock::new(|| pattern("^[0-9]{6}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"));
static OLD_ID: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?<number>[0-9]{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3})"));
/// The digits of a card without blanks, so that what stands after a blank is left to itself, or in groups.
static CARD: LazyLock<Regex> = LazyLock::new(|| pattern(r"[3-69][0-9]{15,18}|[3-69](?:[ -]?[0-9]){15,18}"));
/// An account of a bank, which may begin with any digit and checks nothing, in the same two ways.
static ACCOUNT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[0-9]{13,22}|[0-9]{4,6}(?:[ -][0-9]{1,6}(?-u:\b)){2,5}"));
/// Of a number with fewer digits than a card has, too few would be hidden if ten stayed.
const SHORTEST_CARD: usize = 16;
/// A telephone with area code has up to 12 digits.
const SHORTEST_ACCOUNT: usize = 13;
/// So many digits have the numbers of a card or an account that are shorter, where 卡号 or 账号 stands right before.
static SHORT_ACCOUNT: LazyLock<Regex> = LazyLock::new(|| pattern("[0-9]{8,12}"));
static SHORT_CUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:卡|[账帐])号码?[是为:：(（ ]{0,3}$|(?:社保|医保|公积金)(?:编号|号码?)[是为:：(（ ]{0,3}$")
});
/// Words that say the number after them is that of a thing or counts something. 身份证号 and 卡号 end in 号 as
/// well, but not in these.
static OTHER_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:(?:^|[^账帐])户号|单号?|编号|流水号?|受理号?|文号|案号|表号|杆号|税号|代码|版本号?|学号|合同号?|产权证号?|发票号?",
        "|金额|投资|面积|序号|编码|条码)[是为:： ]{0,3}$"
    ))
});
/// Words that say the number after them is that of an identity card.
static ID_CUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:身份证?|驾驶证|驾照|证件|学籍|社会保障|(?:残疾人?|低保|老年|优待|居住)证)(?:号码?)?",
        "(?:分别)?[是为:：(（ ]{0,3}$"
    ))
});
/// Words that say the number after them is that of a bank card or an account: those for either, or the name of a bank.
static CARD_CUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:卡|[账帐][号户]|存折|银行|[农工建中交招]行|农商行?|农信社?|信用社|邮储|邮政储蓄|[支分]行)",
        "(?:的?(?:卡|[账帐]户|存折))?[里上]?(?:号码?)?[是为:：(（，, ]{0,3}$"
    ))
});
/// Units that say the number before them counts something; 户主, 人在外地 and 个人 begin something else.
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "^ ?(?:万|亿|元|平方米|平米|㎡|亩|吨|件|米|公里|字节|度|立方|%|％",
        "|人(?:[^在民员]|$)|户(?:[^主名口籍]|$)|个(?:[^人]|$))"
    ))
});

/// So many digits stand before the point of a number that is not whole. With fewer, the point may count what follows, as in
/// 2.13812345678, and with more these are a telephone too.
const INTEGER: RangeInclusive<usize> = 3..=6;

pub(super) fn find(found: &mut Found<'_>) {
    identity_cards(found);
    bank_cards(found);
    bank_accounts(found);
    telephones::find(found);
}

/// Whether what follows `text` is the fraction of a number.
pub(super) fn is_fraction_behind(text: &str) -> bool {
    let Some(number) = text.strip_suffix('.') else { return false };
    let integer = &number[number.trim_end_matches(|c: char| c.is_ascii_digit()).len()..];
    integer == "0" || INTEGER.contains(&integer.len()) && !integer.starts_with('0')
}

/// Whether a heading says that telephones stand below it.
pub(super) fn are_telephones_under(heading: &str) -> bool {
    telephones::are_under(heading)
}

/// Numbers of 18 digits whose last one checks the others, or that a word or a pupil's letter calls a number of an
/// identity card; and the old ones of 15 digits, which check nothing but hold a province and a day.
fn identity_cards(found: &mut Found<'_>) {
    for (pattern, hidden) in [(&*ID, 6..14), (&*APART_ID, 6..14), (&*OLD_ID, 6..12)] {
        for captures in pattern.captures_iter(found.text) {
            let (Some(whole), Some(number)) = (captures.get(0), captures.name("number")) else { continue };
            if !found.stands_alone(&whole.range()) {
                continue;
            }
            let lead_in = found.lead_in(whole.start());
            let is_named = whole.start() < number.start() || ID_CUE.is_match(lead_in);
            let digits = digits(found.text, &number.range());
            let number: String = digits.iter().map(|&(_, c)| c.to_ascii_uppercase()).collect();
            let is_old = number.len() == 15;
            if (is_named || is_old || id_check(&number))
                && (is_old || BIRTH.is_match(&number))
                && PROVINCES.contains(&&number[..2])
                && !OTHER_NUMBER.is_match(lead_in)
            {
                hide_digits(found, MaskKind::Id, &digits[hidden.clone()]);
            }
        }
    }
}

/// The check character of GB 11643-1999 (ISO 7064, MOD 11-2): the weight of place i, counted from the right
/// and from 0, is 2^i mod 11; the weighted sum of all 18 is 1 mod 11, X standing for 10.
fn id_check(number: &str) -> bool {
    let mut sum = 0;
    let mut weight = 1;
    for c in number.chars().rev() {
        sum += weight * c.to_digit(10).unwrap_or(10);
        weight = weight * 2 % 11;
    }
    sum % 11 == 1
}

/// Numbers of 16 to 19 digits that begin as those of banks do and pass the check of Luhn, or that a word calls
/// a card or an account.
fn bank_cards(found: &mut Found<'_>) {
    for number in CARD.find_iter(found.text).map(|card| card.range()) {
        if !found.stands_alone(&number) {
            continue;
        }
        let digits = digits(found.text, &number);
        let written: String = digits.iter().map(|&(_, c)| c).collect();
        let issued = ["62", "4", "5", "34", "35", "36", "37", "60", "9"]
            .iter()
            .any(|first| written.starts_with(first));
        let card = (issued && luhn(&written)) || CARD_CUE.is_match(found.lead_in(number.start));
        if card && !is_other(found, &number) {
            hide_digits(found, MaskKind::Bank, &digits[6..digits.len() - 4]);
        }
    }
}

/// Numbers as long as those of accounts that a word calls one, or that stand after the name of a bank; shorter ones right
/// behind 卡号 and 账号.
fn bank_accounts(found: &mut Found<'_>) {
    for number in ACCOUNT.find_iter(found.text).map(|account| account.range()) {
        let digits = digits(found.text, &number);
        let is_account = found.stands_alone(&number)
            && digits.len() >= SHORTEST_ACCOUNT
            && CARD_CUE.is_match(found.lead_in(number.start));
        if is_account && !is_other(found, &number) {
            let kept = if digits.len() < SHORTEST_CARD { 0 } else { 6 };
            hide_digits(found, MaskKind::Bank, &digits[kept..digits.len() - 4]);
        }
    }
    for number in SHORT_ACCOUNT.find_iter(found.text) {
        let is_account =
            found.stands_alone(&number.range()) && SHORT_CUE.is_match(found.lead_in(number.start()));
        if is_account && !telephones::is_one(number.as_str()) {
            let digits = digits(found.text, &number.range());
            hide_digits(found, MaskKind::Bank, &digits[..digits.len() - 4]);
        }
    }
}

/// ISO/IEC 7812-1, annex B: every second digit from the right is doubled, 9 is taken from what exceeds 9, and
/// the sum of all is a multiple of 10.
fn luhn(number: &str) -> bool {
    let digits = number.chars().rev().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits
        .enumerate()
        .map(|(place, digit)| match digit * (1 + place as u32 % 2) {
            doubled if doubled > 9 => doubled - 9,
            digit => digit,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Whether the words around say that this is the number of a thing or a count.
fn is_other(found: &Found<'_>, number: &Range<usize>) -> bool {
    OTHER_NUMBER.is_match(found.lead_in(number.start)) || UNIT.is_match(&found.text[number.end..])
}

/// The digits of a piece and where they stand, without the blanks between them.
fn digits(text: &str, piece: &Range<usize>) -> Vec<(usize, char)> {
    let characters = text[piece.clone()].char_indices();
    characters.filter(|(_, c)| c.is_ascii_alphanumeric()).map(|(at, c)| (piece.start + at, c)).collect()
}

/// Hides digits, those that touch one another as one piece.
fn hide_digits(found: &mut Found<'_>, kind: MaskKind, digits: &[(usize, char)]) {
    for run in digits.chunk_by(|left, right| left.0 + 1 == right.0) {
        found.add(kind, run[0].0..run[run.len() - 1].0 + 1);
    }
}
