//! The cells of a sheet that is a form (登记表), with a label left of each value -> those of a table, one row a form.

use std::collections::BTreeSet;

use super::cell::{SheetCell, Value};
use super::columns;
use super::header::LONGEST_NAME;

/// A form shows its labels in so many rows.
const ROWS: usize = 60;
/// What stands behind a label.
const COLON: [char; 2] = ['：', ':'];

/// What a form is called, at the end of its title.
const SHEETS: [char; 3] = ['表', '单', '卡'];

/// What a form says under one label.
type Entry = (String, Value);

/// The cells as those of a table: the labels of all forms above, and in a row for each form, whose number is that of its
/// last row, what stands right of them; `None` where they are no form. A form has names of columns under one
/// another in its first column, of which one is that of title or text. The first label begins the next form where it
/// comes again. What stands above it is the title of the sheet, and what stands so above a later form is the title of that.
pub(super) fn table(cells: &[SheetCell]) -> Option<Vec<SheetCell>> {
    let rows: Vec<&[SheetCell]> = cells.chunk_by(|one, other| one.row == other.row).collect();
    let first = first_row(&rows)?;
    let labels = label_columns(&rows[first..]);
    let mut forms: Vec<(u64, Vec<Entry>)> = Vec::new();
    for (at, row) in (first..).zip(&rows[first..]) {
        if is_title(&rows, first, at) {
            continue;
        }
        for SheetCell { row, column, value } in *row {
            let is_label = labels.contains(column) && is_short(&value.text);
            let name = label(&value.text);
            let starts =
                forms.first().is_none_or(|(_, form)| form.first().is_some_and(|(first, _)| first == name));
            if is_label && starts {
                forms.push((*row, Vec::new()));
            }
            let Some((last, form)) = forms.last_mut() else { continue };
            *last = *row;
            match form.last_mut() {
                _ if is_label => form.push((name.to_owned(), Value::default())),
                Some((_, said)) => add(said, value),
                None => {}
            }
        }
    }
    Some(below_labels(rows[first][0].row, &forms))
}

/// The row in which the first form begins, if there is one: that of the first name of a column. The names below one another
/// play more roles than those of any row, as they do in no table, and none of them comes more often than the first.
fn first_row(rows: &[&[SheetCell]]) -> Option<usize> {
    let rows = &rows[..rows.len().min(ROWS)];
    let left = rows.iter().filter_map(|row| row.first()).map(|cell| cell.column).min()?;
    let names = |cells: &[SheetCell]| -> Vec<String> {
        let short = cells.iter().map(|cell| &cell.value.text).filter(|text| is_short(text));
        short.map(|text| label(text).to_owned()).collect()
    };
    let roles = |names: &[String]| columns::count_roles(names);
    let begins: Vec<(usize, String)> = (0..)
        .zip(rows)
        .filter(|(_, row)| row[0].column == left)
        .filter_map(|(at, row)| Some((at, names(&row[..1]).pop()?)))
        .collect();
    let below: Vec<String> = begins.iter().map(|(_, name)| name.clone()).collect();
    let (has_text, count) = roles(&below);
    if !has_text || rows.iter().any(|row| roles(&names(row)).1 >= count) {
        return None;
    }
    let mut known = begins.iter().filter(|(_, name)| roles(std::slice::from_ref(name)).1 > 0);
    let times = |name: &String| below.iter().filter(|other| *other == name).count();
    let (first, name) = known.next()?;
    known.all(|(_, other)| times(other) <= times(name)).then_some(*first)
}

/// Whether the row `at` is nothing but a title (登记表), and the next begins a form with the label that the `first` row
/// begins with. The last label of a form may have no value beside it, but is called in another way.
fn is_title(rows: &[&[SheetCell]], first: usize, at: usize) -> bool {
    let begins = |row: &[SheetCell]| (row[0].column, label(&row[0].value.text).to_owned());
    let [title] = rows[at] else { return false };
    let text = title.value.text.trim();
    let is_above_the_first =
        rows[..first].iter().any(|row| matches!(row, [cell] if cell.value.text.trim() == text));
    rows.get(at + 1).is_some_and(|next| begins(next) == begins(rows[first]))
        && (is_above_the_first || text.trim_end_matches(is_count).ends_with(SHEETS))
}

/// What numbers the forms of a sheet behind their titles.
fn is_count(c: char) -> bool {
    c.is_ascii_digit() || "（()） 一二三四五六七八九十".contains(c)
}

/// The columns of labels: every other cell of the rows that have as many values as labels.
fn label_columns(rows: &[&[SheetCell]]) -> BTreeSet<usize> {
    let even = rows.iter().take(ROWS).filter(|row| row.len() % 2 == 0);
    even.flat_map(|row| row.iter().step_by(2)).map(|cell| cell.column).collect()
}

fn is_short(text: &str) -> bool {
    text.trim().chars().nth(LONGEST_NAME).is_none()
}

/// A label without its colon.
fn label(text: &str) -> &str {
    text.trim().trim_end_matches(COLON).trim_end()
}

/// Adds what stands beside or below a label to what it says so far.
fn add(said: &mut Value, value: &Value) {
    if said.text.is_empty() {
        said.clone_from(value);
    } else {
        *said = Value::text(format!("{}\n{}", said.text, value.text.trim()));
    }
}

/// The labels in their order as the row `above`, and a row for each form.
fn below_labels(above: u64, forms: &[(u64, Vec<Entry>)]) -> Vec<SheetCell> {
    let mut labels: Vec<&str> = Vec::new();
    let mut cells = Vec::new();
    for (row, form) in forms {
        let mut values = vec![Value::default(); labels.len()];
        for (label, value) in form {
            let at = labels.iter().position(|other| other == label).unwrap_or_else(|| {
                labels.push(label);
                values.push(Value::default());
                labels.len() - 1
            });
            if !value.text.is_empty() {
                add(&mut values[at], value);
            }
        }
        cells.extend((0..).zip(values).map(|(column, value)| SheetCell { row: *row, column, value }));
    }
    let heading = |(column, label)| SheetCell { row: above, column, value: Value::text(label) };
    let headings = (0..).zip(labels).map(heading);
    headings.chain(cells).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(rows: &[&[&str]]) -> String {
        let cells = (1..).zip(rows).flat_map(|(row, cells)| {
            let filled = (0..).zip(*cells).filter(|(_, cell)| !cell.is_empty());
            filled.map(move |(column, cell)| SheetCell { row, column, value: Value::text(*cell) })
        });
        let cells: Vec<SheetCell> = cells.collect();
        let cells = table(&cells).unwrap_or(cells);
        let rows = cells.chunk_by(|one, other| one.row == other.row).map(|row| {
            let texts: Vec<&str> = row.iter().map(|cell| cell.value.text.as_str()).collect();
            format!("{} {}", row[0].row, texts.join("|"))
        });
        rows.collect::<Vec<_>>().join(" / ").replace('\n', "+")
    }

    #[test]
    fn a_form_is_one_row() {
        let form: [&[&str]; 6] = [
            &["来访登记表"],
            &["姓名", "甲某", "电话", "6234"],
            &["编号：", "", "日期", "5月1日"],
            &["反映问题", "桥下的路灯坏了半年，夜里看不见路。"],
            &["", "请派人修好。"],
            &["处理意见"],
        ];
        let expected = "2 姓名|电话|编号|日期|反映问题|处理意见 / \
                        6 甲某|6234||5月1日|桥下的路灯坏了半年，夜里看不见路。+请派人修好。|";
        assert_eq!(laid(&form), expected);
    }

    #[test]
    fn a_text_may_stand_below_its_label() {
        let form: [&[&str]; 3] = [
            &["标题", "修灯"],
            &["内容："],
            &["桥下的路灯坏了半年，夜里看不见路，请派人修好，谢谢各位领导。"],
        ];
        assert!(laid(&form).ends_with("3 修灯|桥下的路灯坏了半年，夜里看不见路，请派人修好，谢谢各位领导。"));
    }

    #[test]
    fn the_first_label_begins_the_next_form() {
        let forms: [&[&str]; 5] =
            [&["标题", "修灯"], &["内容", "灯坏了"], &["标题", "补坑"], &["备注", "急"], &["内容", "坑大"]];
        assert_eq!(laid(&forms), "1 标题|内容|备注 / 2 修灯|灯坏了 / 5 补坑|坑大|急");
    }

    #[test]
    fn each_form_may_have_a_title() {
        for (above, title) in
            [("建议登记表", "建议登记表"), ("建议登记表（一）", "建议登记表（二）"), ("建议", "建议")]
        {
            let forms: [&[&str]; 7] = [
                &[above],
                &["标题", "修灯"],
                &["内容", "灯坏了"],
                &["处理意见"],
                &[title],
                &["标题", "补坑"],
                &["内容", "坑大"],
            ];
            assert_eq!(laid(&forms), "2 标题|内容|处理意见 / 4 修灯|灯坏了| / 7 补坑|坑大|");
        }
    }

    #[test]
    fn a_table_stays_as_it_is() {
        let rows: [&[&str]; 4] = [
            &["渠道", "标题", "内容"],
            &["留言", "修灯", "灯坏了"],
            &["诉求", "补坑", "坑大"],
            &["留言", "", "坑"],
        ];
        assert_eq!(laid(&rows), "1 渠道|标题|内容 / 2 留言|修灯|灯坏了 / 3 诉求|补坑|坑大 / 4 留言|坑");
    }
}
