//! Text -> the mail addresses, accounts, customers' numbers, number plates and numbers of passports in it.

use std::sync::LazyLock;

use regex::Regex;

use super::{Found, MaskKind};
use crate::text::pattern;

/// Province, which some leave out after 车牌, letter of the authority, then five characters, or six for electric cars
/// (GA 36-2018); I and O are not used.
static PLATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][·•.]?|车牌号?码?[是为:： ]{0,3})",
        "[A-HJ-NP-Za-hj-np-z][·•. -]?",
        "([A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳领使])"
    ))
});
/// The signs of a mail address may be as wide as a character, as no other word has them.
static MAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"[A-Za-z0-9]([A-Za-z0-9._%+．＿－-]*)[@＠﹫][A-Za-z0-9－-]+(?:[.．][A-Za-z0-9－-]+)+")
});
static ACCOUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:(?i:微信|v信|weixin|wechat|(?:^|[^A-Za-z0-9])(?:wx|vx|qq))(?:号码|群号|号|群)?|(?:抖音|快手|支付宝|[账帐])号)",
        r"[是为:： ]{0,3}",
        r"(?:[A-Za-z][A-Za-z0-9_-]([A-Za-z0-9_-]{4,18})|[0-9][0-9]([0-9]{3,9}))"
    ))
});
/// The number by which suppliers of water, power and gas know a household; the account of a bank is none of theirs.
static CUSTOMER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:(?:^|[^账帐])户号|(?:用户|客户)(?:编号|编码|代码)|[缴交]费(?:编|户|[账帐])?号)",
        r"(?:号?码)?(?:[（(]\p{Han}{1,4}[）)])?[是为:：（( ]{0,3}",
        "[A-Za-z]{0,2}[0-9]{2}([0-9]{3,}|[0-9]{2}(?:[ -][0-9]{2,4})+)"
    ))
});

/// The number of a passport or of a pass to cross a border: one or two letters and seven or eight digits, of which the
/// last four stay, after a word that says so.
static PASSPORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:护照|通行证|回乡证|台胞证|返乡证)(?:证?号码?|证件号码?)?[是为:：(（ ]{0,3}",
        "[A-Za-z]{1,2}([0-9]{3,4})[0-9]{4}"
    ))
});

pub(super) fn find(found: &mut Found<'_>) {
    plates(found);
    customers(found);
    for (kind, pattern) in
        [(MaskKind::Email, &*MAIL), (MaskKind::Account, &*ACCOUNT), (MaskKind::Id, &*PASSPORT)]
    {
        for captures in pattern.captures_iter(found.text) {
            let Some(hidden) = captures.get(1).or(captures.get(2)) else { continue };
            if kind != MaskKind::Account || found.ends_alone(hidden.end()) {
                found.add(kind, hidden.range());
            }
        }
    }
}

fn plates(found: &mut Found<'_>) {
    for hidden in PLATE.captures_iter(found.text).filter_map(|captures| captures.get(1)) {
        // A plate without digits is a word: the brand of a firm, the name of a road.
        let numbered = hidden.as_str().bytes().filter(u8::is_ascii_digit).count() >= 2;
        if numbered && found.ends_alone(hidden.end()) {
            found.add(MaskKind::Plate, hidden.range());
        }
    }
}

/// Hides customers' numbers, group by group where they are written in groups.
fn customers(found: &mut Found<'_>) {
    for hidden in CUSTOMER.captures_iter(found.text).filter_map(|captures| captures.get(1)) {
        if !found.ends_alone(hidden.end()) {
            continue;
        }
        let mut end = hidden.start();
        for group in hidden.as_str().split_inclusive([' ', '-']) {
            let start = end;
            end += group.len();
            found.add(MaskKind::Account, start..start + group.trim_end_matches([' ', '-']).len());
        }
    }
}
