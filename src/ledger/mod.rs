//! A REGISTER and a day -> what is late, what is due, and who has to be reminded (督办台账).
//!
//! - [`entry`]: one row: when it was handed out, when it is due, how it stands
//!
//! Rows that cannot be reckoned (no day, no term that can be made out, nobody who leads, answered before they were handed
//! out or after the day the ledger is made for) are set apart, each with its reason; they are not counted as on time, nor
//! as late.

pub mod entry;

use std::collections::BTreeMap;

use crate::clock::Clock;
use crate::date::Date;
use crate::error::{Error, ErrorKind, Result};
use crate::read::Rejected;
use crate::scheme::Scheme;
use crate::suggestion::day::{Day, believed_days};
use crate::suggestion::departments::Named;
use crate::suggestion::handling::{Answer, outcomes_are_states, unknown_states};
use crate::suggestion::identity::Identity;
use crate::suggestion::{Role, Suggestion, Table};
use entry::{Believed, Known};
pub use entry::{Entry, State};

/// What is due in a register on a day.
#[derive(Debug)]
pub struct Ledger {
    /// The day it is made for.
    pub today: Date,
    /// The rules and holidays it was reckoned with.
    pub clock: Clock,
    /// The rows, those that are late first, the latest of them at the top.
    pub entries: Vec<Entry>,
    /// The rows that cannot be reckoned.
    pub apart: Vec<Rejected>,
    /// Years of last days, and that of today, whose holidays the table does not know.
    pub unknown_years: Vec<i16>,
    /// States that no list knows, each with the number of rows that are taken for unanswered because of it.
    pub unknown_states: Vec<(String, usize)>,
    /// Rows that repeat another one: the same number, proposer and text.
    pub repeated: Repeated,
    /// Rows that nobody has to answer and that were never handed out, as what was not filed.
    pub never_handed_out: usize,
    /// Assisting departments that the scheme lacks, each with its number of rows.
    pub unknown_assists: BTreeMap<String, usize>,
}

/// Rows that repeat others, as registers do that were exported twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repeated {
    /// How many rows have a copy before them.
    pub rows: usize,
    /// How many rows are not answered, though a copy of them is, or is no longer to be.
    pub answered_elsewhere: usize,
    /// The numbers that stand several times.
    pub ids: Vec<String>,
}

/// What one department has to do and has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Rows it leads.
    pub leads: usize,
    /// Rows it assists in.
    pub assists: usize,
    /// Of those it leads: answered in time,
    pub on_time: usize,
    /// answered late,
    pub done_late: usize,
    /// answered, but nobody wrote when,
    pub undated: usize,
    /// not answered though the time is over,
    pub late: usize,
    /// due soon,
    pub soon: usize,
    /// not due yet,
    pub open: usize,
    /// returned,
    pub returned: usize,
    /// withdrawn or ended.
    pub ended: usize,
    /// Opinions it owes as an assisting department, and whose time is over.
    pub assist_late: usize,
}

impl Ledger {
    /// Reckons all rows for the day `today`. With `departments`, names are replaced by those of the scheme, and a
    /// row whose lead the scheme lacks is set apart.
    ///
    /// Fails if the register has no column from which time could run.
    pub fn new(rows: &[Suggestion], departments: Option<&Scheme>, clock: Clock, today: Date) -> Result<Self> {
        let (mut entries, mut apart) = (Vec::new(), Vec::new());
        let named = Named::in_rows(rows);
        let days = Believed { today, of_register: believed_days(rows) };
        let known =
            Known { scheme: departments, named: &named, days, by_outcomes: outcomes_are_states(rows) };
        let mut never_handed_out = 0;
        for row in rows {
            check_columns(&row.table)?;
            let is_undated = row.day(entry::runs_from(row), None, None) == Day::None;
            if is_undated && row.answer(None, None) == Answer::Ended {
                never_handed_out += 1;
                continue;
            }
            match Entry::new(row, known, &clock) {
                Ok(entry) => entries.push(entry),
                Err(error) => apart.push(Rejected::of(row, error)),
            }
        }
        entries.sort_by_key(|entry| (entry.state, entry.reply.days_left, entry.suggestion.row));
        let repeated = mark_repeated(&mut entries);
        let due = |entry: &Entry| {
            let opinion = entry.opinion.map(|opinion| opinion.due);
            [Some(entry.reply.due), Some(entry.due.longest), opinion].into_iter().flatten()
        };
        let days = entries.iter().flat_map(due).chain((!entries.is_empty()).then_some(today));
        let unknown_years = clock.calendar.unknown_years(days);
        let states = unknown_states(entries.iter().map(|entry| &entry.suggestion));
        let unknown_states = states.into_iter().map(|(state, rows)| (state.to_owned(), rows)).collect();
        let mut unknown_assists = BTreeMap::new();
        for name in entries.iter().flat_map(|entry| &entry.assists) {
            if departments.is_some_and(|scheme| scheme.find(name).is_none()) {
                *unknown_assists.entry(name.clone()).or_default() += 1;
            }
        }
        Ok(Self {
            today,
            clock,
            entries,
            apart,
            unknown_years,
            unknown_states,
            repeated,
            never_handed_out,
            unknown_assists,
        })
    }

    /// What each department has to do, in the order of their names.
    #[must_use]
    pub fn loads(&self) -> BTreeMap<&str, Load> {
        let mut loads: BTreeMap<&str, Load> = BTreeMap::new();
        for entry in &self.entries {
            for name in &entry.leads {
                let load = loads.entry(name).or_default();
                load.leads += 1;
                *match entry.state {
                    State::Late => &mut load.late,
                    State::Soon => &mut load.soon,
                    State::Open => &mut load.open,
                    State::DoneLate => &mut load.done_late,
                    State::Undated => &mut load.undated,
                    State::OnTime => &mut load.on_time,
                    State::Returned => &mut load.returned,
                    State::Ended => &mut load.ended,
                } += 1;
            }
            for name in &entry.assists {
                let load = loads.entry(name).or_default();
                load.assists += 1;
                load.assist_late += usize::from(entry.owes_opinion(self.today));
            }
        }
        loads
    }

    /// Whether nothing in the register tells of answers, so that all its rows only seem to be open.
    #[must_use]
    pub fn lacks_answers(&self) -> bool {
        !self.entries.is_empty() && !self.entries.iter().any(Entry::records_answers)
    }

    /// The departments that have to be reminded, each with the rows it leads that are late or due soon and the
    /// rows for which it owes an opinion; nobody is reminded of what the register does not record, nor twice of one row.
    #[must_use]
    pub fn reminders(&self) -> BTreeMap<&str, Reminder<'_>> {
        let mut reminders: BTreeMap<&str, Reminder<'_>> = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| !entry.is_told_by_copy) {
            if entry.records_answers() && matches!(entry.state, State::Late | State::Soon) {
                for name in &entry.leads {
                    reminders.entry(name).or_default().leads.push(entry);
                }
            }
            if entry.owes_opinion(self.today) {
                for name in &entry.assists {
                    reminders.entry(name).or_default().opinions.push(entry);
                }
            }
        }
        reminders
    }
}

/// What one department is reminded of.
#[derive(Debug, Default)]
pub struct Reminder<'l> {
    /// The rows it leads that are late or due soon.
    pub leads: Vec<&'l Entry>,
    /// The rows for which it owes an opinion whose time is over.
    pub opinions: Vec<&'l Entry>,
}

/// Marks the rows that need not be asked for: a copy is answered, or stands before them and is asked for.
fn mark_repeated(entries: &mut [Entry]) -> Repeated {
    let mut copies: BTreeMap<Identity<'_>, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.suggestion.id().is_some()) {
        copies.entry(entry.suggestion.identity(None)).or_default().push(at);
    }
    let (mut repeated, mut told) = (Repeated::default(), Vec::new());
    for rows in copies.into_values().filter(|rows| rows.len() > 1) {
        let is_answered = |at: &&usize| entries[**at].is_settled();
        let answered = rows.iter().filter(is_answered).count();
        repeated.rows += rows.len() - 1;
        repeated.ids.extend(entries[rows[0]].suggestion.id().map(str::to_owned));
        if answered > 0 {
            repeated.answered_elsewhere += rows.len() - answered;
        }
        told.extend(rows.into_iter().skip(usize::from(answered == 0)));
    }
    for at in told {
        entries[at].is_told_by_copy = true;
    }
    repeated
}

/// Time runs from the day it was handed out; where no column says it, from the day it came in.
fn check_columns(table: &Table) -> Result<()> {
    if table.column(Role::HandedOut).is_none() && table.column(Role::Date).is_none() {
        return Err(Error::new(ErrorKind::NoHandOutColumn { headings: table.headings.to_vec() })
            .at(crate::error::Place::file(&table.file)));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
