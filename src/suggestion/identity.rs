//! A row -> what it has in common with another that is the same suggestion entered twice.

use super::{Role, Suggestion};
use crate::date::Date;

/// The number of a suggestion, or its day where it has none, its proposer and its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity<'e> {
    id: Option<&'e str>,
    day: Option<Date>,
    proposer: Option<&'e str>,
    title: &'e str,
    body: &'e str,
}

impl Suggestion {
    /// What two rows have in common that are one suggestion entered twice; `day` is that on which it came in.
    #[must_use]
    pub fn identity(&self, day: Option<Date>) -> Identity<'_> {
        Identity {
            id: self.id(),
            // Where no number tells two suggestions apart, one may come again another day in the same words.
            day: day.filter(|_| self.id().is_none()),
            proposer: self.word(Role::Proposer),
            title: self.title(),
            body: self.body(),
        }
    }

    /// Whether `rows` all have one number of the office, so that they are one suggestion, whatever they say. Numbers of
    /// lines (序号) begin anew in every file.
    #[must_use]
    pub fn are_one(rows: &[&Self]) -> bool {
        let Some((first, others)) = rows.split_first() else { return false };
        let counts_lines = |row: &Self| {
            row.table.column(Role::Id).is_some_and(|column| row.table.headings[column].trim() == LINES)
        };
        let is_same = |row: &&Self| {
            row.id() == first.id()
                && (row.table.file == first.table.file && row.sheet() == first.sheet()
                    || !counts_lines(row) && !counts_lines(first))
        };
        first.id().is_some() && others.iter().all(is_same)
    }
}

/// The heading of a column that counts lines.
const LINES: &str = "序号";

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::suggestion::Table;

    #[test]
    fn rows_of_one_number_are_one() {
        let row = |file: &str, heading: &str, id: &str| Suggestion {
            table: Arc::new(Table::new(file, vec![heading.into()]).with(Role::Id, 0)),
            row: 2,
            cells: vec![id.into()],
            kinds: Vec::new(),
        };
        for (one, other, expected) in [
            (("甲", "编号", "7"), ("甲", "编号", "7"), true),
            (("甲", "编号", "7"), ("乙", "工单编号", "7"), true),
            (("甲", "编号", "7"), ("甲", "编号", "8"), false),
            (("甲", "编号", ""), ("甲", "编号", ""), false),
            (("甲", "序号", "7"), ("乙", "序号", "7"), false),
            (("甲", "序号", "7"), ("甲", "序号", "7"), true),
        ] {
            let rows = [one, other].map(|(file, heading, id)| row(file, heading, id));
            assert_eq!(Suggestion::are_one(&[&rows[0], &rows[1]]), expected, "{one:?} {other:?}");
        }
    }
}
