//! A column that a heading like 类别 took for themes, and the first rows -> whether it holds the classes of handling.

use std::sync::Arc;

use crate::error::Result;
use crate::read::RawRow;
use crate::suggestion::cells::is_letter;
use crate::suggestion::{Role, Table};

/// What headings of classes and headings of themes say alike.
const EITHER: [&str; 2] = ["类别", "分类"];

/// The same `table`, in which the column of themes is that of the classes where all of the `first` rows hold a class there.
/// An office calls both 类别 or 分类; what is called 主题 holds themes, whatever they look like. Where it has a column of
/// classes, or one of both was named `by_hand`, nothing changes.
pub(super) fn told_from_themes(table: Arc<Table>, first: &[Result<RawRow>], by_hand: &[Role]) -> Arc<Table> {
    let is_settled = table.column(Role::Class).is_some()
        || by_hand.contains(&Role::Theme)
        || by_hand.contains(&Role::Class);
    let is_either = |&column: &usize| EITHER.iter().any(|word| table.headings[column].contains(word));
    let Some(column) = table.column(Role::Theme).filter(is_either).filter(|_| !is_settled) else {
        return table;
    };
    let rows = first.iter().filter_map(|row| row.as_ref().ok()).filter(|row| row.problem.is_none());
    let mut cells = rows
        .filter_map(|row| row.cells.get(column))
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .peekable();
    if cells.peek().is_some() && cells.all(is_letter) {
        return Table::clone(&table).with_instead(Role::Theme, Role::Class).into();
    }
    table
}

#[cfg(test)]
mod tests {
    use crate::read::{self, Options};
    use crate::suggestion::Role;

    #[test]
    fn letters_are_classes_and_words_are_themes() {
        for (heading, cells, expected) in [
            ("类别", ["A类", "b", "Ｃ类（留作参考）"], Role::Class),
            ("分类", ["A类", "", "B类"], Role::Class),
            ("类别", ["交通", "教育", "A类"], Role::Theme),
            ("类别", ["", "", ""], Role::Theme),
            ("主题", ["A", "B", "A"], Role::Theme),
        ] {
            let file = tempfile::NamedTempFile::new().unwrap();
            let rows: Vec<String> = cells.iter().map(|cell| format!("增设路灯,{cell}")).collect();
            std::fs::write(&file, format!("标题,{heading}\n{}\n", rows.join("\n"))).unwrap();
            let reader = read::open(file.path(), &Options::default()).unwrap();
            assert_eq!(reader.table().column(expected), Some(1), "{cells:?}");
        }
    }
}
