//! Suggestions -> what must not be torn apart by folds.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::disjoint::DisjointSets;
use crate::segment::Sketch;
use crate::segment::sketch::near_copies;
use crate::suggestion::{Role, Suggestion};
use crate::text;

/// The group of every suggestion, by a name: suggestions with one group in their column, with the same letters and
/// digits whatever stands between them, or with nearly the same text are together, and so are those that others link. The
/// same letter often comes more than once, and a model that has seen one copy knows the others.
#[must_use]
pub fn groups<'s>(suggestions: impl IntoIterator<Item = &'s Suggestion>) -> Vec<Arc<str>> {
    let suggestions: Vec<&Suggestion> = suggestions.into_iter().collect();
    let mut names: Vec<Arc<str>> = Vec::new();
    // By name the first row that bears it. The earliest row of a set leads it.
    let mut first: BTreeMap<Arc<str>, u32> = BTreeMap::new();
    let mut sets = copies(&suggestions);
    for (row, suggestion) in (0u32..).zip(suggestions) {
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
    (0..names.len() as u32).map(|row| Arc::clone(&names[sets.leader(row) as usize])).collect()
}

/// Whether each suggestion is the first of those with nearly the same text: its copies say no more of other texts than it
/// does.
#[must_use]
pub fn comes_first(suggestions: &[&Suggestion]) -> Vec<bool> {
    let mut sets = copies(suggestions);
    (0..suggestions.len() as u32).map(|row| sets.leader(row) == row).collect()
}

fn copies(suggestions: &[&Suggestion]) -> DisjointSets {
    let sketch = |row: &&Suggestion| Sketch::of([row.title(), row.body()]);
    near_copies(&suggestions.par_iter().map(sketch).collect::<Vec<_>>())
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
        ];
        let found = groups(&rows);
        let together = |left: usize, right: usize| found[left] == found[right];
        assert!(together(0, 2) && together(2, 3) && together(1, 4), "{found:?}");
        assert!(!together(0, 1) && !together(5, 6) && !together(4, 5), "{found:?}");
        assert!(!together(7, 8) && !together(9, 10), "{found:?}");
    }
}
