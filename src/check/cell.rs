//! Cells that list counts by name (教委 6、交通委 1) -> whether the section that is called like the row tells them alike.

use std::collections::BTreeSet;

use super::section::{self, Section};
use super::series::{self, Series};
use super::table::Table;
use super::{Draft, Finding};

/// What cells list, and what the sections called like their rows tell of it.
pub(super) fn find(draft: &Draft<'_>, tables: &[Table], sections: &[Section]) -> Vec<(Series, Series)> {
    let mut pairs = Vec::new();
    for table in tables {
        for column in 1..table.headings.len() {
            let (mut listed, mut told) =
                (Series::new(&table.headings[column]), Series::new(&table.headings[column]));
            for row in &table.rows {
                let name = section::name(&row.name);
                let Some(section) = sections.iter().find(|section| section.name == name) else { continue };
                let cell: Vec<(String, usize)> =
                    row.lists[column].iter().map(|&at| (draft.before(at).trim().to_owned(), at)).collect();
                let names: BTreeSet<String> = cell.iter().map(|(name, _)| name.clone()).collect();
                let lists = (section.start..section.end)
                    .flat_map(|paragraph| series::lists(draft, paragraph, &names))
                    .find(|list| series::is_alike(list, &listed));
                let Some(list) = lists else { continue };
                let of_row = |of: Vec<(String, usize)>| {
                    of.into_iter().map(|(other, at)| (format!("{name}，{other}"), at)).collect::<Vec<_>>()
                };
                listed.of.extend(of_row(cell));
                told.of.extend(of_row(list.of));
            }
            pairs.push((listed, told));
        }
    }
    pairs.retain(|(listed, _)| !listed.of.is_empty());
    pairs
}

pub(super) fn findings(draft: &Draft<'_>, pairs: &[(Series, Series)]) -> Vec<Finding> {
    pairs.iter().flat_map(|(listed, told)| series::compare(draft, listed, told)).collect()
}
