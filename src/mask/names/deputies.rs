//! The words around a name -> whether they make a deputy of whoever bears it; the names of deputies are public.
//!
//! 代表 is an office and a verb: 周柳溪代表建议 is said of a deputy, 周柳溪代表全体业主 of a resident. Who speaks for a class of
//! people (学生代表, 法人代表) or sits in a committee of neighbors (业委会委员) is no deputy either.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::SPEAKS;
use crate::suggestion::people::CLASSES;
use crate::text::pattern;

/// An office behind a name or a list of names: 周柳溪、王青山等5名市人大代表.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:[、和与及]\p{Han}{2,4})*(?<many>等?(?:[0-9一二三四五六七八九十多]+[名位])?)",
        "(?<of>(?:[市区县省镇乡州]|全国|人大|政协|常委会?)*)(?<office>代表|委员)"
    ))
});
/// One before a name or a list of names: 代表：周柳溪、王青山.
static BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?<office>代表|委员)[:： ]?(?:\p{Han}{2,4}[、和与及])*$"));
/// What follows 代表 where it is an office and nobody is spoken for.
static IS_OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:$|\P{Han}|[的们团等您你所在于曾也就对]|提[出到议交案的]|建议|讲|呼吁|指出|希望|强调|关于|领衔|联名|附议|牵头|发言",
        "|[多再]次|视察|调研|走访|来信)"
    ))
});
/// Who is spoken for where it is a verb, even behind 等5名.
static SPOKEN_FOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "^(?:{CLASSES}|全|我|咱|大家|广大|所有|本|各|小区|社区|村|[0-9一二两三四五六七八九十百几多余]+[户名位个])"
    ))
});
/// What 代表 stands behind where it is an office and no verb: 人大代表, 会上代表.
static OF_OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|\P{Han}|人大|[全国省市区县镇乡州团党女届名位的等和与及由据向上中]|领衔|联名|附议|第一)$")
});
/// Whose 代表 and 委员 are no deputies.
static OF_OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!("(?:{CLASSES}|法定|法人|[业居村家支]委会?|(?:业主|居民|村民|管理)委员会|支部)$"))
});
/// Words in a heading that only look as if it were about deputies: 居民委员会, 学生代表.
static OTHERS: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?:{CLASSES}|法定|法人)代表|委员会")));

/// Whether what stands behind a name says that it is a deputy's.
pub(super) fn are_behind(rest: &str) -> bool {
    BEHIND.captures(rest).is_some_and(|said| {
        let after = &rest[said[0].len()..];
        match &said["office"] {
            "委员" => !after.starts_with('会'),
            _ if !said["of"].is_empty() || IS_OFFICE.is_match(after) || SPEAKS.is_match(after) => true,
            _ => !said["many"].is_empty() && !SPOKEN_FOR.is_match(after),
        }
    })
}

/// Whether what stands before a name says so.
pub(super) fn are_before(lead: &str) -> bool {
    BEFORE.captures(lead).is_some_and(|said| {
        let before = &lead[..lead.len() - said[0].len()];
        let is_office = &said["office"] == "委员" || OF_OFFICE.is_match(before);
        is_office && !OF_OTHERS.is_match(before)
    })
}

/// A heading without words that only look as if it were about deputies.
pub(in crate::mask) fn without_others(heading: &str) -> Cow<'_, str> {
    OTHERS.replace_all(heading, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_office_is_told_from_the_verb() {
        for rest in [
            "代表",
            "代表，",
            "代表建议增设路灯",
            "代表说",
            "、李石门等3位政协委员",
            "等区人大代表",
            "、李石门等3名代表参加会议",
            "和李石门代表提出",
        ] {
            assert!(are_behind(rest), "{rest}");
        }
        for rest in [
            "代表全体业主",
            "代表三户村民",
            "代表我们",
            "等代表小区",
            "等5名代表全体业主",
            "委员会",
            "业主代表",
        ] {
            assert!(!are_behind(rest), "{rest}");
        }
        for lead in ["代表：", "人大代表", "，代表", "市代表李石门、", "政协委员", "县人大常委会委员"]
        {
            assert!(are_before(lead), "{lead}");
        }
        for lead in [
            "学生代表",
            "家属代表：",
            "商户代表",
            "租户代表",
            "住户代表",
            "法人代表",
            "施工代表：",
            "法定代表",
            "居民代表李石门、",
            "业委会委员",
            "业主委员会委员：",
            "我代表",
            "李石门代表",
        ] {
            assert!(!are_before(lead), "{lead}");
        }
    }
}
