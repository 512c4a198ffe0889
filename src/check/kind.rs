//! The words of the parts of a whole -> whether they are told apart by one thing, so that they can add up.
//!
//! 按期120件 and 逾期20件 are told apart by a date. 按期120件 and 满意110件 are told apart by two things, and most of them
//! are the same; so are 办结40件 and 按期办结38件.

use std::sync::LazyLock;

use regex::Regex;

use super::Draft;
use super::class::LETTER;
use crate::text::pattern;

/// What parts may be told apart by, each with the words for it: how far a thing is, whether it was in time, whether
/// people are content, the session, the role of a department, the sex of people.
const STAGES: [&str; 6] = [
    "已|继续|正在|研究|审批|计划|尚|暂|未|落实|解决|完成|办结|推进|采纳|参考",
    "按期|逾期|按时|超期",
    "满意",
    "会上|会下|闭会|[大开]会期间|会议期间",
    "主办|会办|分办",
    "男|女",
];
/// What people are, what some of them are in part, and others are not.
const CONTENT: &str = "满意";
static IN_PART: LazyLock<Regex> = LazyLock::new(|| pattern("基本|一般|部分|较"));
static NOT_CONTENT: LazyLock<Regex> = LazyLock::new(|| pattern("不[太很够大]?满意|未"));
/// Which of them is about time.
const IN_TIME: usize = 1;
static KINDS: LazyLock<Vec<Regex>> =
    LazyLock::new(|| STAGES.into_iter().map(pattern).chain([pattern(&format!("{LETTER}类"))]).collect());
/// What a name may have before it and still be told apart from it: 满意 and 基本满意.
const GRADES: [&str; 13] =
    ["基本", "不", "不太", "未", "尚未", "非", "部分", "较", "比较", "很", "非常", "正在", "副"];
/// Before and after a name without changing it.
static NO_NAME: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:其中|包括|包含|含|有|另|[ 的])+|(?:共|有|为|计|的| )+$"));
/// The name of a rate, whose words tell nothing of the part: 办结率95%以上的有4个.
static RATE: LazyLock<Regex> = LazyLock::new(|| pattern("[^,;。:()0-9]{2,6}率"));
static REST: LazyLock<Regex> = LazyLock::new(|| pattern("^其[他它余]"));
/// The last words of what is counted, of whatever kind it is.
pub(super) static SORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:建议|提案|议案|意见|诉求|留言|来信|来访|信访|来电|来件|工单|投诉|咨询|求助|举报|表扬)$")
});
/// The last character of the name of an office or a place.
pub(super) const OFFICES: &str = "委局办处院部厅区县市镇乡道司";

/// Whether a name is that of the part that nothing else is in: 其他.
pub(super) fn is_rest(name: &str) -> bool {
    REST.is_match(name)
}

/// Whether texts tell how far things are or the like: where parts are told apart by that, they are usually all. They are
/// not where all say the same: 第一批办结50件，第二批办结60件.
pub(super) fn are_stages(texts: &[&str]) -> bool {
    let words = |text: &&str| -> Vec<String> {
        let found = KINDS[..STAGES.len()].iter().flat_map(|kind| kind.find_iter(text));
        found.map(|word| word.as_str().to_owned()).collect()
    };
    let all: Vec<Vec<String>> = texts.iter().map(words).collect();
    // 满意279件，不满意3件: who is content in part may be left out; and after 满意113件、基本满意29件 who is not.
    let of_ratings = all.iter().all(|words| words.contains(&CONTENT.to_owned()));
    let some_are = |grade: &Regex| texts.iter().any(|text| grade.is_match(text));
    if of_ratings && !(some_are(&IN_PART) && some_are(&NOT_CONTENT)) {
        return false;
    }
    all.iter().all(|words| !words.is_empty())
        && (all.len() < 2 || all.windows(2).any(|pair| pair[0] != pair[1]))
}

/// The kinds that a text has words of.
fn kinds(text: &str) -> Vec<bool> {
    let text = RATE.replace_all(text, "");
    KINDS.iter().map(|kind| kind.is_match(&text)).collect()
}

/// Whether the texts have words of one kind in common, or none of any.
pub(super) fn have_one(texts: &[&str]) -> bool {
    share_one(texts) || !texts.iter().any(|text| kinds(text).contains(&true))
}

fn share_one(texts: &[&str]) -> bool {
    let all: Vec<Vec<bool>> = texts.iter().map(|text| kinds(text)).collect();
    (0..KINDS.len()).any(|kind| all.iter().all(|kinds| kinds[kind]))
}

/// Whether parts are told apart by one thing; `said` is what the draft says of each of them.
pub(super) fn is_one(draft: &Draft<'_>, parts: &[usize], said: &[&str]) -> bool {
    let clauses: Vec<&str> = parts.iter().map(|&part| draft.clause(part)).collect();
    let names: Vec<String> = parts.iter().map(|&part| name(draft, part)).collect();
    // 按期办结840件，未办结50件: what was in time has no counterpart that was late.
    let in_time = clauses.iter().filter(|clause| KINDS[IN_TIME].is_match(clause)).count();
    (have_one(&clauses) || have_one(said) || are_neighbors(draft, parts)) && !overlap(&names) && in_time != 1
}

/// Whether nothing is of two of the parts: they are told apart by one thing, are neighbors in a list, one is the
/// rest, or they are money, which is spent once.
pub(super) fn exclude_each_other(draft: &Draft<'_>, parts: &[usize]) -> bool {
    let clauses: Vec<&str> = parts.iter().map(|&part| draft.clause(part)).collect();
    let names: Vec<String> = parts.iter().map(|&part| name(draft, part)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let is_money = parts.iter().all(|&part| draft.figures[part].unit == "元");
    share_one(&clauses)
        || is_money
        || are_of_one_form(&names)
        || names.iter().any(|name| is_rest(name))
        || are_neighbors(draft, parts)
}

/// Whether counts are neighbors in one list: 减税8.2亿元、降费4.3亿元.
fn are_neighbors(draft: &Draft<'_>, parts: &[usize]) -> bool {
    parts.windows(2).all(|pair| {
        let (one, other) = (&draft.figures[pair[0]], &draft.figures[pair[1]]);
        let between = draft.text(pair[0]).get(one.span.end..other.clause.start);
        pair[0] + 1 == pair[1] && between.is_some_and(|between| between.trim_matches([' ', ')']) == "、")
    })
}

/// Whether names are of one form: 住建委 and 教育局, 第一季度 and 第二季度, 代表建议 and 政协提案.
pub(super) fn are_of_one_form(names: &[&str]) -> bool {
    let last = |name: &&str| name.chars().next_back();
    let of_offices = |name: &&str| last(name).is_some_and(|last| OFFICES.contains(last));
    let first = names.first().and_then(last);
    names.iter().all(|name| last(name).is_some() && last(name) == first)
        || names.iter().all(of_offices)
        || names.iter().all(|name| SORT.is_match(name))
}

/// What a count is called in its clause.
fn name(draft: &Draft<'_>, at: usize) -> String {
    NO_NAME.replace_all(&format!("{}{}", draft.before(at), draft.after(at)), "").into_owned()
}

/// Whether one of the names is within another: what is called 办结 and 按期办结 is no two parts.
fn overlap(names: &[String]) -> bool {
    let within = |one: &String, other: &String| {
        let grade = other.strip_suffix(one.as_str()).is_some_and(|grade| GRADES.contains(&grade));
        one.chars().count() > 1 && one != other && other.contains(one.as_str()) && !grade
    };
    (1..names.len())
        .any(|nth| names[..nth].iter().any(|other| within(other, &names[nth]) || within(&names[nth], other)))
}
