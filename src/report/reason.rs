//! Why a row cannot be used -> the same in the words of the office, for the lists it works through.

use crate::date::in_words;
use crate::error::{ErrorKind, ListFault, OutputFault, RowFault};
use crate::text::beginning;

/// So many characters of a cell are enough to know it by.
const BEGINNING: usize = 120;

/// Why a row cannot be used, and what to do about it. What can only be wrong with a whole file, and never comes back with a
/// row, is told as on the terminal.
pub(super) fn reason(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::NoText => "标题和内容都没有文字，请至少填写一项".into(),
        ErrorKind::Row(fault) => of_row(fault),
        ErrorKind::List(fault) => of_list(fault).unwrap_or_else(|| kind.to_string()),
        ErrorKind::BrokenEncoding { encoding } => {
            format!("单元格中有不合{encoding}编码的乱码，请重新录入")
        }
        ErrorKind::Json(_) => "不是完整的JSON对象，请每行写一个对象".into(),
        ErrorKind::Output(OutputFault::CellTooLong { characters }) => {
            format!("单元格有{characters}个字符，工作簿最多容纳32767个，请缩短，或以-o另存为.csv")
        }
        ErrorKind::UnknownLabel { name } => {
            format!("名单中没有{}，请补入名单或更正", quoted(name))
        }
        ErrorKind::LabelNotLearnt { name } => {
            format!("模型没有学过{}，请用含有它的数据重新训练，或更正", quoted(name))
        }
        ErrorKind::NoSuchTarget { name } => {
            format!("对照表没有对应到{}，请补入对照表或更正", quoted(name))
        }
        ErrorKind::DuplicateLabel { name } => {
            format!("{}已经指另一个标签，代码、名称和别名不能重复", quoted(name))
        }
        ErrorKind::BrokenSuccession { id } => {
            format!("{}的继任单位不存在，或绕回了自身，请填写现行单位", quoted(id))
        }
        ErrorKind::MixedLexicon => "同一份词表只能全部指向主题，或全部指向单位，请分成两份".into(),
        ErrorKind::ShortWord { word } => {
            format!("{}不足两个字，说明不了什么，请删去此行", quoted(word))
        }
        ErrorKind::DuplicateWord { word } => format!("{}在词表中已有一行，请只留一行", quoted(word)),
        ErrorKind::UnreadableStrength { text } => {
            format!("{}不是强度，请填1、2或3", quoted(text))
        }
        ErrorKind::NotHandedOut => "未填交办日期，请补填".into(),
        ErrorKind::NoDate { cell } => {
            format!("{}不是日期，请按2020-03-16的样式填写实际日期", quoted(cell))
        }
        ErrorKind::BeforeHandOut { day, handed_out } => {
            format!("{}早于交办日期{}，请核对", in_words(*day), in_words(*handed_out))
        }
        ErrorKind::AfterToday { day, today } => {
            format!("{}晚于截止日期{}，请核对，或以--today另给截止日期", in_words(*day), in_words(*today))
        }
        ErrorKind::FarAhead { day, latest } => {
            format!("{}比台账其余日期（至{}）晚一年以上，请核对", in_words(*day), in_words(*latest))
        }
        ErrorKind::LongAgo { day, first } => {
            format!("{}比台账其余日期（自{}起）早十年以上，请核对", in_words(*day), in_words(*first))
        }
        ErrorKind::NoTerm { cell } => {
            format!("期限{}无法辨认或不可能，是否按期无从得知，请写作2020-03-16或5个工作日", quoted(cell))
        }
        ErrorKind::NoLead => "未填主办单位，请补填".into(),
        other => other.to_string(),
    }
}

/// The same in a few words, for those who count how many rows there are of a kind.
#[must_use]
pub fn brief(kind: &ErrorKind) -> &'static str {
    let ErrorKind::Row(fault) = kind else {
        return match kind {
            ErrorKind::NoText => "标题和内容都没有文字",
            ErrorKind::BrokenEncoding { .. } => "有不合编码的乱码",
            ErrorKind::Json(_) => "不是完整的JSON对象",
            _ => "格式有误",
        };
    };
    match fault {
        RowFault::Total => "是合计行",
        RowFault::Signature => "是填表人、填报单位等落款",
        RowFault::HeadingsAgain | RowFault::OtherHeadings => "是表头",
        RowFault::ColumnNumbers => "是栏次编号",
        RowFault::Hints => "是填写说明",
        RowFault::AboveHeadings => "在表头之上",
        RowFault::NoSheetHeadings => "所在工作表的表头没有标题或内容一栏",
        RowFault::TextAbove { .. } => "标题和内容与上面的行合并",
        RowFault::ColumnCount { .. } => "格数与表头不符",
        RowFault::OpenQuote | RowFault::StrayQuote => "引号没有配对",
        RowFault::UnknownKey { .. } | RowFault::KeyTwice { .. } => "JSON的键不在各栏之中或重复",
        RowFault::FormulaWithoutValue => "公式没有保存计算结果",
        RowFault::ErrorCell { .. } => "标题和内容只有公式错误",
        RowFault::StillToReview | RowFault::ReviewRemark { .. } => "仍待复核",
        RowFault::TwoLabels { .. } => "代码与名称是两个标签",
    }
}

fn of_row(fault: &RowFault) -> String {
    match fault {
        RowFault::Total => "这是合计行，不是建议，请从台账中删去".into(),
        RowFault::Signature => "这是填表人、填报单位等落款，不是建议，请从台账中删去".into(),
        RowFault::HeadingsAgain => "这是重复的表头，不是建议，请从台账中删去".into(),
        RowFault::OtherHeadings => {
            "这是另一张表的表头，其下各行却按上面的表头读入，请把两张表分放到两个工作表或文件".into()
        }
        RowFault::ColumnNumbers => "这是栏次编号，不是建议，请从台账中删去".into(),
        RowFault::Hints => "这是各栏的填写说明，不是建议，请从台账中删去".into(),
        RowFault::AboveHeadings => "此行在表头之上，请移到表头之下，或连同表头另放一个工作表或文件".into(),
        RowFault::NoSheetHeadings => {
            "本工作表的表头中没有标题或内容一栏，请在首行补上与其他工作表相同的表头".into()
        }
        RowFault::TextAbove { row } => {
            format!("标题和内容与第{row}行合并，已算在第{row}行，请把此行所写的并入第{row}行")
        }
        RowFault::ColumnCount { found, expected } => {
            format!("此行有{found}格，表头有{expected}格，请检查分隔符和引号")
        }
        RowFault::OpenQuote => "此处的引号没有配对，以下各行都被读入这一格，请补上后引号".into(),
        RowFault::StrayQuote => {
            "此处的引号到后面一行才配对，其间各行都被读入这一格，单元格内的引号请写两次（\"\"）".into()
        }
        RowFault::UnknownKey { key } => {
            format!("键{}不在本文件的各栏之中，请在前几行也写上这个键", quoted(key))
        }
        RowFault::KeyTwice { key } => format!("键{}在此行出现两次，请只留一个", quoted(key)),
        RowFault::FormulaWithoutValue => "公式没有保存计算结果，请用表格软件打开后重新保存".into(),
        RowFault::ErrorCell { code } => {
            format!("标题和内容只有公式错误{code}，请改正公式或直接录入文字")
        }
        RowFault::StillToReview => {
            "此行仍待复核：所列首选未作改动，或改的一项不在其中；看过、改好后请清空此格（jsonl中把decision写作accepted）".into()
        }
        RowFault::ReviewRemark { text } => format!(
            "此格写着{}，标签是否正确要由人来定：请改正标签，再清空此格或写“可采纳”（jsonl中把decision写作accepted）",
            quoted(text)
        ),
        RowFault::TwoLabels { id, name } => {
            format!("代码{}与名称{}是两个标签，请一并改正，或只留一个", quoted(id), quoted(name))
        }
    }
}

/// Why a row of a list of departments cannot be used; `None` where the fault is the whole list's.
fn of_list(fault: &ListFault) -> Option<String> {
    Some(match fault {
        ListFault::Nameless => "此单位既无名称也无代码，请补填一项，或删去此行".into(),
        ListFault::EmptyRemit { name } => format!("{}既无职责也无关键词，请补填一项", quoted(name)),
        ListFault::UnreadableYear { text } => format!("{}不是年份，请按2018的样式填写", quoted(text)),
        ListFault::NoRemits { .. }
        | ListFault::NoDepartment
        | ListFault::NoneInForce
        | ListFault::NoneToPropose
        | ListFault::NoNames { .. } => return None,
    })
}

/// What a cell holds, or its beginning.
fn quoted(cell: &str) -> String {
    format!("“{}”", beginning(cell, BEGINNING))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_named_by_its_beginning() {
        let long = ErrorKind::NoDate { cell: "节".repeat(400) };
        let reason = reason(&long);
        assert_eq!(reason.matches('节').count(), BEGINNING);
        assert!(reason.ends_with("”不是日期，请按2020-03-16的样式填写实际日期"), "{reason}");
    }

    #[test]
    fn what_is_wrong_with_a_list_itself_is_told_as_on_the_terminal() {
        let told = reason(&ErrorKind::List(ListFault::NoDepartment));
        assert_eq!(told, ListFault::NoDepartment.to_string());
        let row = reason(&ErrorKind::List(ListFault::EmptyRemit { name: "教委".into() }));
        assert_eq!(row, "“教委”既无职责也无关键词，请补填一项");
    }
}
