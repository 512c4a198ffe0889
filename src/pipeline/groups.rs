//! Suggestions -> what must not be torn apart by folds.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::segment::Sketch;
use crate::segment::sketch::near_copies;
use crate::suggestion::{Role, Suggestion};
use crate::text;

/// Which suggestions belong together.
#[derive(Debug)]
pub struct Groups {
    /// The group of every suggestion, by a name.
    pub names: Vec<Arc<str>>,
    /// Whether each suggestion is the first of those with nearly the same text: its copies say no more of other texts than
    /// it does.
    pub comes_first: Vec<bool>,
}

/// Groups suggestions: those with one group in their column, with the same letters and digits whatever stands between them,
/// or with nearly the same text are together, and so are those that others link. The same letter often comes more than
/// once, and a model that has seen one copy knows the others.
#[must_use]
pub fn groups<'s>(suggestions: impl IntoIterator<Item = &'s Suggestion>) -> Groups {
    let suggestions: Vec<&Suggestion> = suggestions.into_iter().collect();
    let sketch = |row: &&Suggestion| Sketch::of([row.title(), row.body()]);
    let sketches: Vec<Sketch> = suggestions.par_iter().map(sketch).collect();
    let mut sets = near_copies(&sketches);
    let rows = || 0..suggestions.len() as u32;
    let comes_first = rows().map(|row| sets.leader(row) == row).collect();
    let mut names: Vec<Arc<str>> = Vec::new();
    // By name the first row that bears it. The earliest row of a set leads it.
    let mut first: BTreeMap<Arc<str>, u32> = BTreeMap::new();
    for (row, suggestion) in rows().zip(&suggestions) {
        let mut bears: Vec<Arc<str>> = vec![said(suggestion).into()];
        // Rows that say that they have no group (无, /) are no group together.
        bears.extend(suggestion.word(Role::Group).map(|group| format!("group {group}").into()));
        // Letters may be long: they are held once.
        names.push(Arc::clone(&bears[bears.len() - 1]));
        for name in bears {
            let other = sets.leader(*first.entry(name).or_insert(row));
            let own = sets.leader(row);
            sets.join(own.min(other), own.max(other));
        }
    }
    let names = rows().map(|row| Arc::clone(&names[sets.leader(row) as usize])).collect();
    Groups { names, comes_first }
}

/// The letters and digits of a suggestion, or all of it if it has none.
fn said(suggestion: &Suggestion) -> String {
    let texts = [suggestion.title(), suggestion.body()];
    let said: String = texts.into_iter().flat_map(text::said).collect();
    if said.is_empty() { texts.into_iter().flat_map(str::chars).map(text::fold).collect() } else { said }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggestion::Table;

    #[test]
    fn copies_and_groups_are_together_and_so_is_what_they_link() {
        let headings = ["title", "body", "group"].map(str::to_owned).to_vec();
        let table =
            Table::new("rows", headings).with(Role::Title, 0).with(Role::Body, 1).with(Role::Group, 2);
        let table = Arc::new(table);
        let row = |title: &str, body: &str, group: &str| Suggestion {
            table: Arc::clone(&table),
            row: 1,
            cells: [title, body, group].map(str::to_owned).to_vec(),
            kinds: Vec::new(),
        };
        let rows = [
            row("路灯不亮", "巷口ＫＴＶ旁。", ""),
            row("水管漏水", "", "a"),
            row("路灯不亮！", "巷口ktv旁", "b"),
            row("井盖丢了", "", "b"),
            row("水管漏水？", "", ""),
            row("", "……", ""),
            row("", "！", ""),
            row("桥塌了", "", "无"),
            row("树倒了", "", "无"),
            row("墙裂了", "", "/"),
            row("门坏了", "", "/"),
            row(
                "恢复班车",
                "我们村到镇上的班车停了两个月，老人看病要走一个小时，请协调恢复。村民甲，住二组",
                "",
            ),
            row(
                "恢复班车",
                "我们村到镇上的班车停了两个月，老人看病要走一个小时，请协调恢复。村民乙，住四组",
                "",
            ),
        ];
        let Groups { names: found, comes_first } = groups(&rows);
        let together = |left: usize, right: usize| found[left] == found[right];
        assert!(together(0, 2) && together(2, 3) && together(1, 4), "{found:?}");
        assert!(!together(0, 1) && !together(5, 6) && !together(4, 5), "{found:?}");
        assert!(!together(7, 8) && !together(9, 10), "{found:?}");
        assert!(
            together(11, 12) && comes_first[11] && !comes_first[12],
            "a letter is a copy under another name"
        );
        // What only a group holds together is no copy.
        assert!(comes_first[2..4] == [false, true], "{comes_first:?}");
    }
}
