//! A column that a heading like 类别 took for themes, and the first rows -> whether it holds the classes of handling.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::error::Result;
use crate::read::RawRow;
use crate::suggestion::{Role, Table};
use crate::text::{fold, pattern};

/// A class of handling: A, B类, Ｃ类（留作参考）.
static CLASS: LazyLock<Regex> = LazyLock::new(|| pattern("^[A-Da-d] ?类?(?:[(（].*)?$"));

/// The same `table`, in which the column of themes is that of the classes where all of the `first` rows hold a class there.
/// An office calls both 类别 or 分类. Where it has a column of classes, or one of both was named `by_hand`, nothing changes.
pub(super) fn told_from_themes(table: Arc<Table>, first: &[Result<RawRow>], by_hand: &[Role]) -> Arc<Table> {
    let is_settled = table.column(Role::Class).is_some()
        || by_hand.contains(&Role::Theme)
        || by_hand.contains(&Role::Class);
    let Some(column) = table.column(Role::Theme).filter(|_| !is_settled) else { return table };
    let rows = first.iter().filter_map(|row| row.as_ref().ok()).filter(|row| row.problem.is_none());
    let mut cells = rows
        .filter_map(|row| row.cells.get(column))
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .peekable();
    let is_class = |cell: &str| CLASS.is_match(&cell.chars().map(fold).collect::<String>());
    if cells.peek().is_some() && cells.all(is_class) {
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
        for (cells, expected) in [
            (["A类", "b", "Ｃ类（留作参考）"], Role::Class),
            (["A类", "", "B类"], Role::Class),
            (["交通", "教育", "A类"], Role::Theme),
            (["", "", ""], Role::Theme),
        ] {
            let file = tempfile::NamedTempFile::new().unwrap();
            let rows: Vec<String> = cells.iter().map(|cell| format!("增设路灯,{cell}")).collect();
            std::fs::write(&file, format!("标题,类别\n{}\n", rows.join("\n"))).unwrap();
            let reader = read::open(file.path(), &Options::default()).unwrap();
            assert_eq!(reader.table().column(expected), Some(1), "{cells:?}");
        }
    }
}
