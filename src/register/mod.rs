//! SUGGESTIONS, and what people or the model say of each -> a register whose every count knows its rows.
//!
//! - [`entry`]: a suggestion and a proposal -> one entry
//! - `called`: department names that the register gives -> which of them are one body
//! - [`names`]: theme and department names -> one number a label, whoever gave it
//! - [`tally`]: rows -> groups, the commonest first
//! - [`together`]: rows of several departments -> pairs, triples, packages to be looked at jointly
//! - [`typical`]: the rows of one theme -> the few that stand for it, and its words

mod called;
pub mod entry;
pub mod names;
pub mod tally;
pub mod together;
pub mod typical;

pub use entry::{Entry, Labeled, Origin};
pub use names::Names;
pub use tally::Rows;

use rustc_hash::FxHashSet;

use crate::clock::Clock;
use crate::date::Date;
use crate::model::Model;
use crate::proposal::Proposal;
use crate::scheme::Kind;
use crate::suggestion::day::believed_days;
use crate::suggestion::departments::Named;
use crate::suggestion::handling::outcomes_are_states;
use crate::suggestion::identity::Identity;
use crate::suggestion::{Role, Suggestion};

/// The suggestions of one period, and beside them those of the period before.
#[derive(Debug)]
pub struct Register {
    /// The names of themes; an entry holds positions in it.
    pub themes: Names,
    /// The names of departments; an entry holds positions in it.
    pub departments: Names,
    /// Every suggestion, in the order read.
    pub entries: Vec<Entry>,
    /// The rows that are reported.
    pub current: Rows,
    /// The rows that they are compared with; empty where there is nothing to compare.
    pub before: Rows,
    /// Rows left out because their day lies in neither period, or cannot be read.
    pub outside: Rows,
    /// Rows given for comparison that stand in the register reported as well, and count there alone.
    pub twice_given: Rows,
    /// Rows given for comparison that are of the year reported, and count nowhere.
    pub misplaced: Rows,
    /// The latest day in any of the rows that can be believed: no clock is read, so this is the day that the register
    /// speaks of.
    pub latest: Option<Date>,
}

/// Which lists of the model are those of the office itself, in which one label has several names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OwnLists {
    /// Whether its themes are.
    pub themes: bool,
    /// Whether its departments are.
    pub departments: bool,
}

/// What a row is to a register, in the order of its sets of rows.
#[derive(Debug, Clone, Copy)]
enum Part {
    Current,
    Before,
    Outside,
    TwiceGiven,
    Misplaced,
}

impl Register {
    /// Enters `suggestions`, each with what `model` proposed for it. The last `compared` of them come from a
    /// register that was given for comparison.
    ///
    /// Where the model's labels are not the office's `own`, the names that its register gives stand as they are; but of themes
    /// only where it leaves none open: what the model proposes is counted with what people gave, by one list of labels.
    ///
    /// With a `year`, the rows of that year are reported and the rows of the year before compared with. Where no row of a
    /// file says when it came in, the day it was handed out counts; a file without either belongs to the period as a whole.
    /// What was given for comparison and is a row of the register itself is compared with nothing: one file may hold both
    /// years, or be given twice.
    #[must_use]
    pub fn new(
        suggestions: Vec<Suggestion>,
        proposals: &[Proposal],
        model: &Model,
        own: OwnLists,
        year: Option<i16>,
        compared: usize,
    ) -> Self {
        let mut themes = Names::new(model.theme_scheme());
        let mut departments = Names::new(model.department_scheme());
        let named = Named::in_rows(&suggestions);
        let is_open = suggestions.iter().any(|row| row.list(Role::Theme).next().is_none());
        if !own.themes && !is_open {
            themes.keep(Kind::Theme, suggestions.iter().flat_map(|row| row.list(Role::Theme)));
        }
        if !own.departments {
            let lists = suggestions.iter().flat_map(|row| row.list(Role::Lead).chain(row.list(Role::Assist)));
            let given: Vec<&str> = lists.flat_map(|part| departments.divide(part, &named)).collect();
            departments.keep(Kind::Department, given);
        }
        let believed = believed_days(&suggestions);
        let mut entries: Vec<Entry> = suggestions
            .into_iter()
            .zip(proposals)
            .map(|(suggestion, proposal)| {
                Entry::new(suggestion, proposal, &mut themes, &mut departments, &named, believed)
            })
            .collect();
        let own = entries.len().saturating_sub(compared);
        let undated = files_without(&entries, Entry::day);
        let unknown = files_without(&entries, Entry::beginning);
        let by_handing_out = |file: &String| undated.contains(file) && !unknown.contains(file);
        for entry in entries.iter_mut().filter(|entry| by_handing_out(&entry.suggestion.table.file)) {
            entry.counted_by = Role::HandedOut;
        }
        let given: FxHashSet<Identity<'_>> = entries[..own].iter().map(Entry::identity).collect();
        let mut parts: [Vec<u32>; 5] = Default::default();
        for (row, entry) in (0u32..).zip(&entries) {
            let given_for_comparison = row as usize >= own;
            let whole_file = unknown.contains(&entry.suggestion.table.file);
            let as_given = if given_for_comparison { Part::Before } else { Part::Current };
            let part = match (year, entry.counted_on().map(Date::year)) {
                _ if given_for_comparison && given.contains(&entry.identity()) => Part::TwiceGiven,
                (None, _) => as_given,
                (Some(_), _) if whole_file => as_given,
                (Some(asked), Some(own)) if own == asked && given_for_comparison => Part::Misplaced,
                (Some(asked), Some(own)) if own == asked => Part::Current,
                (Some(asked), Some(own)) if own == asked - 1 => Part::Before,
                _ => Part::Outside,
            };
            parts[part as usize].push(row);
        }
        let [current, before, outside, twice_given, misplaced] = parts.map(Rows::from_rising);
        Self {
            themes,
            departments,
            entries,
            current,
            before,
            outside,
            twice_given,
            misplaced,
            latest: believed.map(|(_, latest)| latest),
        }
    }

    /// Reckons by the rules of `clock` until when the answer to each row has time.
    pub fn reckon(&mut self, clock: &Clock) {
        for entry in &mut self.entries {
            entry.due = entry.beginning().map(|from| entry.suggestion.due(clock, from));
        }
    }

    /// The entry at a row.
    #[must_use]
    pub fn entry(&self, row: u32) -> &Entry {
        &self.entries[row as usize]
    }

    /// Whether any of `rows` has a cell for `role`, or a word where 无 says that nothing is known.
    #[must_use]
    pub fn knows(&self, rows: &Rows, role: Role) -> bool {
        let tells = |row: &Suggestion| match role {
            Role::Satisfaction => row.rating().is_some(),
            Role::Class | Role::Outcome => row.word(role).is_some(),
            _ => row.cell(role).is_some(),
        };
        rows.iter().any(|row| tells(&self.entry(row).suggestion))
    }

    /// Whether any of `rows` tells whether it is answered.
    #[must_use]
    pub fn knows_answers(&self, rows: &Rows) -> bool {
        let rows = || rows.iter().map(|row| &self.entry(row).suggestion);
        rows().any(Suggestion::tells_of_answer) || outcomes_are_states(rows())
    }

    /// Those of `rows` whose entry is as asked.
    #[must_use]
    pub fn pick(&self, rows: &Rows, is_wanted: impl Fn(&Entry) -> bool) -> Rows {
        Rows::from_rising(rows.iter().filter(|&row| is_wanted(self.entry(row))).collect())
    }

    /// `rows` by the keys of their entries: the commonest key first, equals in the order of the keys. An entry
    /// with several keys stands in several groups, an entry without any in none.
    pub fn tally<'r, K: Ord, I: IntoIterator<Item = K>>(
        &'r self,
        rows: &Rows,
        keys: impl Fn(&'r Entry) -> I,
    ) -> Vec<(K, Rows)> {
        tally::tally(rows.iter().map(|row| (row, keys(self.entry(row)))))
    }
}

/// The files in which no row has a certain day.
fn files_without(entries: &[Entry], day: impl Fn(&Entry) -> Option<Date>) -> Vec<String> {
    let mut files: Vec<(&str, bool)> = Vec::new();
    for entry in entries {
        let (file, dated) = (entry.suggestion.table.file.as_str(), day(entry).is_some());
        match files.iter_mut().find(|(known, _)| *known == file) {
            Some((_, any)) => *any |= dated,
            None => files.push((file, dated)),
        }
    }
    files.into_iter().filter(|&(_, any)| !any).map(|(file, _)| file.to_owned()).collect()
}
