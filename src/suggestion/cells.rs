//! A cell as offices fill it -> class, session, satisfaction.

use std::ops::RangeInclusive;

use super::{Role, Suggestion};
use crate::text;

/// When a suggestion was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Session {
    /// While the assembly sat (会上).
    In,
    /// Between its meetings (会下, 闭会期间).
    Between,
}

/// The letters of classes: solved, being solved, for later, for reference.
const CLASSES: RangeInclusive<char> = 'A'..='D';

/// Cells that say yes or no as a whole, in half width and small letters.
const YES: [&str; 9] = ["是", "√", "✓", "✔", "☑", "y", "yes", "true", "1"];
const NO: [&str; 9] = ["否", "不是", "×", "✗", "✘", "n", "no", "false", "0"];

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
    let word: String = cell.chars().map(text::fold).flat_map(char::to_lowercase).collect();
    match word.as_str() {
        yes if YES.contains(&yes) => Some(asked),
        no if NO.contains(&no) => Some(other),
        _ => None,
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

/// What a proposer thought of an answer, without the full stop that some write after it.
#[must_use]
pub fn satisfaction(cell: &str) -> Option<String> {
    let word = cell.trim_end_matches(|c: char| c.is_whitespace() || "。.！!；;，,、".contains(c));
    (!word.is_empty()).then(|| word.to_owned())
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
