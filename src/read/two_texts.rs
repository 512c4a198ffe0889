//! A table whose text stands in two columns, what is wrong and what is proposed -> one more column with both, and its rows.

use std::sync::Arc;

use crate::read::columns;
use crate::suggestion::{Role, Suggestion, Table};

/// Headings over what is wrong,
const PROBLEMS: [&str; 13] = [
    "反映问题", "反映情况", "反映的问题", "存在问题", "存在的问题", "主要问题", "问题描述", "情况描述",
    "情况分析", "基本情况", "问题", "案据", "背景",
];
/// and over what is proposed.
const PROPOSALS: [&str; 14] = [
    "建议内容", "具体建议", "具体意见建议", "建议", "意见建议", "意见和建议", "建议意见", "建议措施",
    "对策建议", "工作建议", "解决方案", "解决办法", "解决建议", "方案",
];

/// Columns of text that are one text together.
pub(super) struct Texts {
    columns: Vec<usize>,
    /// The table with the column that holds them all.
    pub(super) table: Arc<Table>,
}

impl Texts {
    /// The columns that were named `by_hand`, if these are several; if none is, a column of problems and one of proposals
    /// right of it, of which the table knows one as the body. Their column is called after them; where a table has it already,
    /// as a tagged one, what stands there is written anew.
    pub(super) fn find(table: &Table, by_hand: &[(Role, String)]) -> Option<Self> {
        let named: Vec<&str> =
            by_hand.iter().filter(|(role, _)| *role == Role::Body).map(|(_, name)| name.as_str()).collect();
        let mut columns = match named.as_slice() {
            [] => {
                let body = table.column(Role::Body)?;
                let is_free = |column: &usize| {
                    *column == body || Role::ALL.iter().all(|&role| table.column(role) != Some(*column))
                };
                let among = |names: &[&str]| {
                    let is_named = |heading: &String| columns::is_one_of(heading, names);
                    table.headings.iter().position(is_named).filter(is_free)
                };
                let (problem, proposal) = (among(&PROBLEMS)?, among(&PROPOSALS)?);
                // What an office writes about its work stands further to the right.
                if problem + 1 != proposal || ![problem, proposal].contains(&body) {
                    return None;
                }
                vec![problem, proposal]
            }
            [_] => return None,
            named => named.iter().filter_map(|name| columns::position(&table.headings, name)).collect(),
        };
        columns.dedup();
        if columns.len() < 2 {
            return None;
        }
        let headings: Vec<&str> = columns.iter().map(|&column| table.headings[column].as_str()).collect();
        let heading = format!("内容（{}）", headings.join("、"));
        let (table, at) = match table.headings.iter().position(|other| *other == heading) {
            Some(at) => (table.clone(), at),
            None => (table.clone().with_column(heading), table.headings.len()),
        };
        Some(Self { columns, table: Arc::new(table.with(Role::Body, at)) })
    }

    /// The same row under the table with the column of both, one text a line.
    pub(super) fn joined(&self, row: Suggestion) -> Suggestion {
        let Suggestion { row, mut cells, kinds, .. } = row;
        let texts = self.columns.iter().filter_map(|&column| cells.get(column)).map(|cell| cell.trim());
        let body = texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
        let at = self.table.column(Role::Body).unwrap_or(cells.len());
        cells.resize(cells.len().max(at + 1), String::new());
        cells[at] = body;
        Suggestion { table: Arc::clone(&self.table), row, cells, kinds }
    }
}

#[cfg(test)]
mod tests {
    use crate::read::{self, Options, Row};
    use crate::suggestion::Role;

    fn read(text: &str, by_hand: &[&str]) -> Vec<String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, text).unwrap();
        let columns = by_hand.iter().map(|name| (Role::Body, (*name).to_owned())).collect();
        let rows = read::open(file.path(), &Options { columns, ..Options::default() }).unwrap();
        assert!(rows.notes().is_empty(), "{:?}", rows.notes());
        rows.map(|row| match row.unwrap() {
            Row::Usable(row) => format!("{}|{}", row.body(), row.cells.join(",")),
            Row::Rejected(row) => format!("{:?}|{}", row.error.kind(), row.cells.join(",")),
        })
        .collect()
    }

    #[test]
    fn problem_and_proposal_are_one_text() {
        let rows = read(
            "案由,反映问题,具体建议,日期\n修路,坑多。,补坑。,\n装灯,,装灯。,\n,,,2020-1-1\n案由,反映问题,具体建议,日期\n",
            &[],
        );
        let expected = [
            "坑多。\n补坑。|修路,坑多。,补坑。,,坑多。\n补坑。",
            "装灯。|装灯,,装灯。,,装灯。",
            "NoText|,,,2020-1-1,",
            "Row(HeadingsAgain)|案由,反映问题,具体建议,日期",
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn what_a_tagged_table_has_of_both_is_written_anew() {
        let rows = read("案据,方案,内容（案据、方案）\n坑多。,补坑。,旧\n", &[]);
        assert_eq!(rows, ["坑多。\n补坑。|坑多。,补坑。,坑多。\n补坑。"]);
    }

    #[test]
    fn columns_named_by_hand_are_one_text() {
        let rows = read("标题,详述,要求\n修路,坑多。,补坑。\n", &["要求", "详述"]);
        assert_eq!(rows, ["补坑。\n坑多。|修路,坑多。,补坑。,补坑。\n坑多。"]);
    }

    #[test]
    fn other_columns_of_text_stay_apart() {
        assert_eq!(read("标题,内容,建议内容\n修路,坑,补坑\n", &[]), ["补坑|修路,坑,补坑"]);
        assert_eq!(read("标题,建议内容,主办,存在问题\n修路,补坑,甲局,无\n", &[]), ["补坑|修路,补坑,甲局,无"]);
        assert_eq!(read("标题,反映问题,处理建议\n修路,坑,转办\n", &[]), ["坑|修路,坑,转办"]);
    }
}
