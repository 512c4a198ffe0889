//! A cell as offices fill it -> class, session, satisfaction.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use regex::Regex;

use super::nothing::{says_no, says_nothing, says_yes};
use super::{Role, Suggestion};
use crate::text::{self, pattern};

/// When a suggestion was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Session {
    /// While the assembly sat (会上).
    In,
    /// Between its meetings (会下, 闭会期间).
    Between,
}

/// What stands in the place of a rating where nobody was asked or has answered yet: 未回访, 暂未评价, 待测评, 回访中; where nobody
/// could be reached: 无法接通, 联系不上, 空号; and where somebody would not say: 拒访, 不愿评价.
static UNRATED: LazyLock<Regex> = LazyLock::new(|| {
    let ask = "(?:电话)?(?:回访|走访|评价|评议|评|测评|评定|反馈|表态|作答|回复|参评|参与)";
    let reach = "(?:接通|打通|接听|应答|接电话|联系上?|取得联系|接)";
    pattern(&format!(
        "^[（(]?(?:回访时?)?(?:(?:暂|尚|还|仍|暂时)?(?:未|没有?|无)(?:做|作|进行|参加)?(?:{ask}|{reach})|(?:等?待|正在|需|再次|二次|继续){ask}\
         |(?:{ask})中$|(?:电话)?(?:多次)?(?:无法|未能|不能){reach}|(?:电话)?(?:无人{reach}|打不通|不通|关机|停机|空号|错号|占线|忙音|已停机|已关机)\
         |(?:电话)?(?:号码|联系方式)(?:错误|有误|不存在)|联系不上|找不到人|拒绝?(?:接受)?(?:{ask}|{reach}|访)|(?:不愿意?|不便|不予|放弃|不作|不做){ask}\
         |弃权|挂断|挂机|直接挂断)"
    ))
});

/// The letters of classes: solved, being solved, for later, for reference.
const CLASSES: RangeInclusive<char> = 'A'..='D';

impl Suggestion {
    /// When it was made, as its cell says; 是 and 否 are answers to the question that the heading asks (是否会上).
    ///
    /// ```
    /// use jiaoban::suggestion::cells::Session;
    /// use jiaoban::suggestion::{Role, Suggestion, Table};
    ///
    /// let session = |heading: &str, cell: &str| {
    ///     let table = Table::new("台账.csv", vec![heading.into()]).with(Role::Session, 0);
    ///     Suggestion { table: table.into(), row: 2, cells: vec![cell.into()], kinds: vec![] }.session()
    /// };
    /// assert_eq!(session("是否会上", "是"), Some(Session::In));
    /// assert_eq!(session("是否会上", "否"), Some(Session::Between));
    /// assert_eq!(session("是否闭会期间", "是"), Some(Session::Between));
    /// assert_eq!(["×", "N", "—", "无"].map(|cell| session("是否会上", cell).is_some()), [true, true, false, false]);
    /// assert_eq!(session("提出阶段", "是"), None);
    /// ```
    #[must_use]
    pub fn session(&self) -> Option<Session> {
        let cell = self.cell(Role::Session)?;
        session(cell).or_else(|| {
            let asked =
                self.table.column(Role::Session).and_then(|column| self.table.headings.get(column))?;
            answer(asked, cell)
        })
    }

    /// What its proposer thought of the answer, as the register rates it.
    #[must_use]
    pub fn rating(&self) -> Option<String> {
        self.cell(Role::Satisfaction).and_then(satisfaction)
    }
}

/// What a yes or a no says where the heading asks for one session; 会上/会下 asks for either.
fn answer(heading: &str, cell: &str) -> Option<Session> {
    let within = ["会上", "大会", "会议期间"].iter().any(|word| heading.contains(word));
    let asked = match (within, session(heading)) {
        (true, Some(Session::In)) => Session::In,
        (false, Some(Session::Between)) => Session::Between,
        _ => return None,
    };
    let other = if asked == Session::In { Session::Between } else { Session::In };
    if says_yes(cell) {
        Some(asked)
    } else {
        // 无 and a dash leave it open.
        let is_no = says_no(cell) && (cell.contains(['否', '×', '✗', '✘']) || !says_nothing(cell));
        is_no.then_some(other)
    }
}

/// Reads 会上, 会下, 大会期间, 闭会期间.
#[must_use]
pub fn session(cell: &str) -> Option<Session> {
    if cell.contains("会下") || cell.contains("闭会") || cell.contains("平时") {
        Some(Session::Between)
    } else if cell.contains("会上") || cell.contains("会议") || cell.contains("大会") {
        Some(Session::In)
    } else {
        None
    }
}

/// Whether a cell holds the letter of a class: A, B类, Ｃ类（留作参考）.
#[must_use]
pub fn is_letter(cell: &str) -> bool {
    let class = class(cell);
    class.len() == 1 && class.chars().all(|letter| CLASSES.contains(&letter))
}

/// The class: its letter, where the cell has one, as `a类`, `Ａ（已解决）` and 已解决A类 are A; else the cell without the
/// word 类 at its end.
#[must_use]
pub fn class(cell: &str) -> String {
    let folded: Vec<char> =
        cell.chars().map(text::fold).flat_map(char::to_uppercase).filter(|c| !c.is_whitespace()).collect();
    if let Some(letter) = letter(&folded) {
        return letter.to_string();
    }
    match folded.as_slice() {
        [name @ .., '类'] if !name.is_empty() => name.iter().collect(),
        all => all.iter().collect(),
    }
}

/// The letter of a class in `cell`: the only letter there, without a number beside it, at the beginning or the end,
/// before 类 or between brackets. Of two letters nobody can say which one counts.
fn letter(cell: &[char]) -> Option<char> {
    let mut letters = (0..cell.len()).filter(|&at| cell[at].is_ascii_alphabetic());
    let (Some(at), None) = (letters.next(), letters.next()) else { return None };
    let before = at.checked_sub(1).map(|before| cell[before]);
    let after = cell.get(at + 1).copied();
    let beside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && c.is_ascii());
    let is_apart = before.is_none()
        || after.is_none_or(|after| after == '类')
        || (before.is_some_and(|before| "(（[【〔「".contains(before))
            && after.is_some_and(|after| ")）]】〕」".contains(after)));
    (CLASSES.contains(&cell[at]) && is_apart && !beside(before) && !beside(after)).then_some(cell[at])
}

/// What a proposer thought of an answer, without the full stop that some write after it. What says only that nobody was
/// asked, could be reached or would say it (未回访, 无法接通, 拒访) is no rating.
#[must_use]
pub fn satisfaction(cell: &str) -> Option<String> {
    let word = cell.trim_end_matches(|c: char| c.is_whitespace() || "。.！!；;，,、".contains(c));
    (!word.is_empty() && !says_nothing(word) && !says_unrated(word)).then(|| word.to_owned())
}

/// Whether a cell of ratings says only why there is none. One that says how content somebody is (未回访，满意) says more.
fn says_unrated(word: &str) -> bool {
    !word.contains(CONTENT) && UNRATED.is_match(word)
}

/// What a content proposer answers.
pub const CONTENT: &str = "满意";

/// Whether an answer says that its writer is content: 满意, 很满意 and 基本满意, not 不满意.
#[must_use]
pub fn is_content(satisfaction: &str) -> bool {
    satisfaction.contains(CONTENT) && !satisfaction.contains(['不', '未', '欠', '难', '无'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_as_offices_fill_them() {
        for (cell, expected) in [
            ("A", "A"),
            ("a类", "A"),
            ("Ｂ 类", "B"),
            ("Ａ（已办结）", "A"),
            ("B类：正在办", "B"),
            ("c - 暂不具备条件", "C"),
            ("已经办结a类", "A"),
            ("已经办结（Ｄ）", "D"),
            ("属B类，2年内办结", "B"),
            ("今后考虑C", "C"),
            ("解决", "解决"),
            ("解决采纳类", "解决采纳"),
            ("A、B类", "A、B"),
            ("A1类", "A1"),
            ("12A", "12A"),
            ("交由B组办", "交由B组办"),
            ("E类", "E"),
            ("类", "类"),
            ("", ""),
        ] {
            assert_eq!(class(cell), expected, "{cell}");
        }
        for (cell, expected) in [("满意。", Some("满意")), ("基本满意！ ", Some("基本满意")), ("。", None)]
        {
            assert_eq!(satisfaction(cell).as_deref(), expected, "{cell}");
        }
        for cell in [
            "未回访",
            "待回访",
            "回访中",
            "尚未回访",
            "无法接通",
            "电话无法接通",
            "多次无法接通",
            "联系不上",
            "无人接听",
            "未接通",
            "未接听",
            "拒访",
            "拒绝回访",
            "拒绝评价",
            "拒评",
            "不愿评价",
            "空号",
            "停机",
            "电话关机",
            "号码错误",
            "未评价",
            "未评",
            "暂未测评",
            "待评价。",
            "—",
            "等待回访",
            "未反馈",
            "未联系上",
            "无法联系",
            "挂断",
            "回访时无人接听",
        ] {
            assert_eq!(satisfaction(cell), None, "{cell}");
        }
        for cell in [
            "满意",
            "不满意",
            "基本满意",
            "一般",
            "不了解",
            "非常满意",
            "无意见",
            "未解决，不满意",
            "待改进",
            "评价中等",
            "理解",
            "未落实",
        ] {
            assert!(satisfaction(cell).is_some(), "{cell}");
        }
        for (cell, expected) in [
            ("会上", Some(Session::In)),
            ("六次会议期间", Some(Session::In)),
            ("会下", Some(Session::Between)),
            ("闭会期间", Some(Session::Between)),
            ("3月", None),
        ] {
            assert_eq!(session(cell), expected, "{cell}");
        }
    }
}
