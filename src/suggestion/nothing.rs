//! A cell -> whether it says yes or no, or names nothing and nobody.

use crate::text;

/// Cells that say yes as a whole, in half width and small letters.
const YES: [&str; 10] = ["是", "√", "✓", "✔", "☑", "y", "yes", "true", "t", "1"];
/// Cells that say no as a whole, in half width and small letters: what programs write for it.
const NO: [&str; 8] = ["false", "f", "no", "n", "none", "null", "n/a", "na"];
/// How a cell begins that says no, or not yet: 否, 未退办, 待办, 暂无.
const NOT_YET: [&str; 9] = ["否", "无", "未", "不", "非", "待", "暂", "尚", "没"];
/// Marks of which a cell that says no may consist: dashes, strokes, crosses, empty boxes.
const MARKS: &str = "-－—–−―─_/／\\|.·。、…×✕✖✗✘❌□☐";
/// Cells that name nothing and nobody. How a cell begins does not tell: 未成年人保护 is a theme, 非税局 a department and
/// 不满意 a rating.
const NOTHING: [&str; 34] = [
    "none", "null", "n/a", "na", "nan", "无", "空", "否", "没有", "暂无", "尚无", "暂缺", "不涉及", "未涉及",
    "无需", "不需要", "不详", "未知", "未填", "未填写", "未定", "待定", "未明确", "待明确", "无会办",
    "无会办单位", "无协办", "无协办单位", "未评价", "未评", "未测评", "待评价", "暂未评价", "尚未评价",
];
/// What a spreadsheet shows where a formula failed.
const FAILURES: [&str; 8] = ["#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#DATA!"];

/// Whether a cell says only that a formula failed.
#[must_use]
pub fn is_failure(cell: &str) -> bool {
    FAILURES.contains(&cell.trim())
}

/// What offices write where a number is not given yet.
const NO_NUMBER: [&str; 5] = ["待编号", "待编", "未编号", "未编", "无编号"];

/// Whether a cell says no, or that nothing has happened: nothing, 否, 未退办, 待办, FALSE, ×, -, 0.
///
/// ```
/// use jiaoban::suggestion::nothing::says_no;
///
/// assert!(["", "否", "未退办", "FALSE", "Ｎｏ", "×", "——", "0"].into_iter().all(says_no));
/// assert!(!["是", "TRUE", "√", "2020-03-01", "教委"].into_iter().any(says_no));
/// ```
#[must_use]
pub fn says_no(cell: &str) -> bool {
    let word = &word(cell);
    NO.contains(&word.as_str())
        || NOT_YET.iter().any(|no| word.starts_with(no))
        || is_marks(word)
        || word.parse() == Ok(0.0)
}

/// Whether a cell says yes and nothing else: 是, √, TRUE, 1.
///
/// ```
/// use jiaoban::suggestion::nothing::says_yes;
///
/// assert!(["是", "TRUE", " √ ", "Ｙ"].into_iter().all(says_yes));
/// assert!(!["", "否", "是否", "2020-03-01", "已退办"].into_iter().any(says_yes));
/// ```
#[must_use]
pub fn says_yes(cell: &str) -> bool {
    YES.contains(&word(cell).as_str())
}

/// Whether a cell of numbers holds what stands in the place of one: 待编号, or 2.02E+15.
#[must_use]
pub(super) fn is_no_number(cell: &str) -> bool {
    let is_rounded = |(digits, power): (&str, &str)| {
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        digits.contains('.') && is_number(digits) && power.parse::<u32>().is_ok()
    };
    NO_NUMBER.contains(&cell) || cell.split_once("E+").is_some_and(is_rounded)
}

/// Whether a cell that should hold a name or a word names nothing: 无, —, 不涉及, 未评价, #N/A.
///
/// ```
/// use jiaoban::suggestion::nothing::says_nothing;
///
/// assert!(["", "无", "—", "不涉及", "N/A", "#N/A", "未评价"].into_iter().all(says_nothing));
/// assert!(!["未成年人保护", "不动产登记中心", "不满意", "0"].into_iter().any(says_nothing));
/// ```
#[must_use]
pub fn says_nothing(cell: &str) -> bool {
    let word = &word(cell);
    NOTHING.contains(&word.as_str()) || is_marks(word) || is_failure(cell)
}

/// A cell in half width and small letters, without the apostrophe by which spreadsheet programs keep a cell from being
/// reckoned.
fn word(cell: &str) -> String {
    let folded = text::in_one_width(cell).to_lowercase();
    folded.trim().trim_start_matches('\'').to_owned()
}

fn is_marks(word: &str) -> bool {
    word.chars().all(|c| MARKS.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_say_no() {
        let no = [
            "", " ", "否", "无", "未", "不是", "未退办", "没有", "非议案", "待办", "暂无", "尚未", "×", "✗",
            "□", "0", "０", "0.0", "/", "-", "'-", "--", "——", "no", "NO", "N", "n", "Ｎ", "FALSE", "False",
            "false", "None", "N/A",
        ];
        for cell in no {
            assert!(says_no(cell), "{cell}");
        }
        for cell in ["是", "√", "☑", "TRUE", "Y", "1", "已退办", "教委", "2020-03-01", "43580"] {
            assert!(!says_no(cell), "{cell}");
        }
    }
}
