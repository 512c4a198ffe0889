//! What stands where a name is asked for -> whether it means nobody in particular: 居民代表, 红星村, 市民热线.
//!
//! A Chinese word says at its end what it is, so its end is looked at: a class of people, an office, a place.

use std::sync::LazyLock;

use regex::Regex;

use super::candidate::Candidate;
use super::{PLACES, Sign};
use crate::segment::Dictionary;
use crate::suggestion::people::{self, CLASSES};
use crate::text::pattern;

/// Such a class before a name.
static CLASS: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?:{CLASSES})[:： ]?")));
/// 户 and 者 end such words and no names: 贫困户, 劳动者.
static CLASS_AT_END: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?:{CLASSES}|[户者])+$")));
/// What offices, firms and estates end with, and no name does.
static ORGANIZATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:公司|集团|企业|委员会|委会|社区|街道|学校|[小中大]学|学院|医院|卫生[院室]|诊所|幼儿园|小区|花园|家园|公园|景区",
        "|中心|银行|酒店|饭店|宾馆|超市|市场|商场|广场|餐厅|餐馆|公寓|大厦|机关|部门|单位|政府|协会|商会|工会|学会|基金会|合作社",
        "|[工商妇残]联|物业|热线|平台|信箱|网站|论坛|媒体|报社|电视台",
        "|.{2}[局厅厂店处站所院委部馆办队村镇乡县区市街巷庄屯寨])$"
    ))
});

/// Whether `text`, all that stands in the place of a name, names no person.
pub(super) fn is_nobody(text: &str, dictionary: &Dictionary) -> bool {
    let known = without_class(text);
    people::is_unnamed(text)
        || ORGANIZATION.is_match(text)
        || known.len() < text.len() && !is_name(known, dictionary)
}

/// What stands before the class of people that `text` ends with: 红星村 of 红星村村民, 王小柳 of 王小柳业主.
pub(super) fn without_class(text: &str) -> &str {
    &text[..CLASS_AT_END.find(text).map_or(text.len(), |class| class.start())]
}

/// How long it is what `text` says of who has the name behind it: 网友 in 网友小桥, 红星村村民 in 红星村村民王小柳.
pub(super) fn class_before(text: &str) -> usize {
    CLASS.find_iter(text).map(|class| class.end()).filter(|&end| end < text.len()).last().unwrap_or(0)
}

/// Whether `text` can be the name of a person and is no other word.
pub(super) fn is_name(text: &str, dictionary: &Dictionary) -> bool {
    let is_name =
        |name: Candidate<'_>| !name.has_grammar() && !name.ends_like(PLACES) && dictionary.may_be_name(text);
    text.contains('·') || Candidate::read(text, Sign::Sure).is_some_and(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_tells_who_is_nobody() {
        let dictionary = Dictionary::new([]);
        for text in [
            "居民",
            "多名居民",
            "某居民",
            "居民代表",
            "全体业主",
            "林场职工",
            "出租车司机",
            "退役军人",
            "个体户",
            "商户",
            "12户居民",
            "云桥村",
            "云桥村村民",
            "柳溪里小区居民",
            "梅林小学",
            "第二人民医院",
            "市民热线",
            "12345平台",
            "业委会",
            "信访局",
            "匿名用户",
            "王代表",
            "周边商户",
            "沿街商户",
            "劳动者",
        ] {
            assert!(is_nobody(text, &dictionary), "{text}");
        }
        for text in [
            "王小柳",
            "王小柳业主",
            "逄金花家长",
            "阿依古丽·买买提居民",
            "网友小桥",
            "居民周柳溪",
            "微风",
            "热依汗古丽",
            "欧阳晚晴",
            "刘洋",
        ] {
            assert!(!is_nobody(text, &dictionary), "{text}");
        }
    }
}
