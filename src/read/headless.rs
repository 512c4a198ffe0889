//! Rows for which no heading of a column of text was found -> whether they look like suggestions all the same.
//!
//! A workbook often has sheets that are no register: notes on how to fill it in, counts, names to choose from. They are
//! left alone, or every such workbook would have rows that cannot be used. But a sheet that goes on where the sheet
//! before it was full, without its headings, or whose headings nobody knows, holds suggestions, and those must not be
//! lost in silence; nor must rows above the headings of a sheet.

use super::cell::Value;
use super::columns;
use super::header::HEAD_ROWS;
use super::layout::{LEAST_TEXT, Layout, text_length};
use super::note::is_of_people;
use super::sheet::Sheet;
use super::tagged::ASK_SHEET;

/// So many names of columns make headings of a row, though no column of text is among them.
const LEAST_NAMES: usize = 3;

/// Whether `sheet`, which has no heading of a column of text, holds suggestions, to judge by the `layouts` of the sheets
/// that have one: most of its rows have text where these have title and body, and not just names; or some row has a
/// long text beside other cells, or most have one with clauses, or a shorter one stands below a heading that nobody knows,
/// beside some that are known. Where most rows go on from the first one on, names are
/// titles. A hidden sheet holds none, nor does the one that `tag --asks` adds.
pub(super) fn holds_suggestions(sheet: &Sheet, layouts: &[Layout]) -> bool {
    if sheet.hidden || sheet.name == ASK_SHEET {
        return false;
    }
    layouts.iter().any(|layout| {
        let texts: Vec<usize> = sheet.rows().filter_map(|cells| layout.text(cells)).collect();
        let are_most = |rows: usize| 2 * rows > sheet.rows().len();
        let goes_on = |cells: &&[(usize, Value)]| layout.goes_on(cells);
        are_most(texts.len()) && texts.iter().any(|&text| text >= LEAST_TEXT)
            || sheet.rows().next().as_ref().is_some_and(goes_on)
                && are_most(sheet.rows().filter(goes_on).count())
            || sheet.rows().any(|cells| layout.tells(cells))
            || are_most(sheet.rows().filter(|cells| layout.says(cells)).count())
    }) || names_its_columns(sheet)
}

/// Whether a row of `sheet` holds the headings of a register, but for a column of which nobody knows the heading and that
/// has a text of what people wrote below it.
fn names_its_columns(sheet: &Sheet) -> bool {
    let roles = |names: &[String]| columns::count_roles(names).1;
    let names = |cells: &[(usize, Value)]| -> Vec<String> {
        cells.iter().map(|(_, value)| value.text.clone()).collect()
    };
    let mut rows = sheet.rows();
    let Some(headings) = rows.by_ref().take(HEAD_ROWS).find(|cells| roles(&names(cells)) >= LEAST_NAMES)
    else {
        return false;
    };
    let unknown = headings.iter().filter(|(_, value)| {
        roles(std::slice::from_ref(&value.text)) == 0 && is_of_people(value.text.trim())
    });
    let unknown: Vec<usize> = unknown.map(|&(column, _)| column).collect();
    let is_text = |(column, value): &(usize, Value)| {
        unknown.contains(column) && text_length(&value.text).is_some_and(|length| length >= LEAST_TEXT)
    };
    rows.any(|cells| cells.iter().any(is_text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::cell::SheetCell;
    use crate::read::header::Header;
    use crate::suggestion::Role;

    /// A sheet of lines whose cells are divided by commas.
    fn sheet(name: &str, lines: &str) -> Sheet {
        let cells = (1..).zip(lines.split('\n')).flat_map(|(row, line)| {
            line.split(',').enumerate().map(move |(column, cell)| SheetCell {
                row,
                column,
                value: Value::text(cell),
            })
        });
        Sheet::new(name, cells.collect(), Vec::new())
    }

    #[test]
    fn rows_like_suggestions_are_told_from_notes_and_counts() {
        let layout = |headings: &str, text: &[(Role, usize)]| {
            Layout::of(&Header {
                headings: headings.split(',').map(str::to_owned).collect(),
                roles: text.to_vec(),
                ..Header::default()
            })
        };
        let two = layout("标题,内容", &[(Role::Title, 0), (Role::Body, 1)]);
        let four = layout("编号,标题,内容,日期", &[(Role::Id, 0), (Role::Title, 1), (Role::Body, 2)]);
        let long = "巷口三盏路灯坏了半个月，晚上老人出门看不见路。";
        let cases = [
            ("修路,路面坑洼，请修补\n种树,路边没有树", &two, true),
            ("修补北桥路面的坑洼,\n种树,路边没有树", &two, false),
            ("7,修补北桥路面的坑洼,,2020-03-01\n8,路边种树", &four, true),
            ("7,修补北桥路面的坑洼\n8,路边种树", &four, true),
            ("描述,日期,科室", &four, false),
            (&format!("描述,日期,科室\n{long},2020-03-01,一科"), &four, true),
            (&format!("{long}\n{long}"), &two, false),
            (&format!("填写,{long}"), &four, false),
            ("9,漏水,张某\n10,噪音扰民,李某", &four, true),
            ("9,漏水,张某\n10,噪音扰民,李某\n合计,2件", &four, true),
            ("序号,单位,联系人\n1,交管局,张某\n2,教委,李某", &four, false),
            ("类别,件数,占比\n交通,12件,40%\n教育,18,60%", &four, false),
            ("类别,件数\n城市建设与市政,12\n教育和体育,18", &two, false),
            ("主题,单位,简称\n交通,交管局,交管\n教育,教委,教", &four, false),
            ("W1,2025-1-3,电梯坏了十天没人修，老人下不了楼\nW2,2025-1-4,水管漏了，楼道里全是水", &four, true),
            ("W1,2025-1-3,电梯\nW2,2025-1-4,水管漏了，楼道里全是水\nW3,2025-1-5,门", &four, false),
            ("说明", &two, false),
        ];
        for (lines, layout, expected) in cases {
            let layouts = std::slice::from_ref(layout);
            assert_eq!(holds_suggestions(&sheet("二", lines), layouts), expected, "{lines}");
        }
        let lines = "修路,路面坑洼，请修补\n种树,路边没有树";
        assert!(!holds_suggestions(&sheet(ASK_SHEET, lines), &[two]));
        let hidden = sheet("二", lines).hidden_if(true);
        assert!(!holds_suggestions(&hidden, &[four]));
    }
}
