//! Names in a draft -> the themes, departments, classes and outcomes of a register.

use std::collections::BTreeSet;

use crate::check::{class, figure, section};
use crate::register::{Entry, Register, Rows};
use crate::suggestion::Role;
use crate::suggestion::departments::Named;

/// In which part a department handles a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Handling {
    Lead,
    Assist,
    #[default]
    Any,
}

/// Everything of a register that a draft may name.
pub(super) struct Known<'r> {
    pub(super) register: &'r Register,
    /// Labels with their names as drafts are read.
    pub(super) themes: Vec<(usize, String)>,
    /// The same, with the names that the cells have for them: 交通局 where the label is 交通委.
    pub(super) departments: Vec<(usize, String)>,
    pub(super) outcomes: BTreeSet<&'r str>,
    pub(super) satisfactions: BTreeSet<&'r str>,
    pub(super) has_class: bool,
}

impl<'r> Known<'r> {
    pub(super) fn of(register: &'r Register) -> Self {
        let rows = || register.current.iter().map(|row| register.entry(row));
        let themes: BTreeSet<usize> = rows().filter_map(Entry::theme_label).collect();
        let labels: BTreeSet<usize> = rows().flat_map(Entry::departments).collect();
        let theme = |label: usize| section::name(&figure::plain(register.themes.name(label))).to_owned();
        let department = |label: usize| figure::plain(register.departments.name(label));
        let mut departments: BTreeSet<(usize, String)> =
            labels.iter().map(|&label| (label, department(label))).collect();
        departments.extend(in_cells(register).into_iter().filter(|(label, _)| labels.contains(label)));
        Self {
            register,
            themes: themes.into_iter().map(|label| (label, theme(label))).collect(),
            departments: departments.into_iter().collect(),
            outcomes: rows().filter_map(|entry| entry.suggestion.word(Role::Outcome)).collect(),
            satisfactions: rows().filter_map(|entry| entry.satisfaction.as_deref()).collect(),
            has_class: rows().any(|entry| entry.class.is_some()),
        }
    }
}

impl Known<'_> {
    /// The department that a name means, as the register has it or by any other name of its label.
    fn department(&self, name: &str) -> Option<usize> {
        let of = |label: usize| self.departments.iter().any(|(known, _)| *known == label).then_some(label);
        let known = self.departments.iter().find(|(_, known)| known == name).map(|(label, _)| *label);
        // A name that is entered tells its label; the names of the register stay as they are.
        known.or_else(|| of(self.register.departments.clone().enter(name)))
    }

    /// Whether no row is of the year, as far as the rows have days.
    pub(super) fn is_another_year(&self, year: i32) -> bool {
        let years = self.years(&self.register.current);
        !years.is_empty() && !years.contains(&year)
    }

    /// The one year that all rows with a day are of.
    pub(super) fn year(&self) -> Option<i32> {
        let years = self.years(&self.register.current);
        years.first().copied().filter(|_| years.len() == 1)
    }

    /// The rows of a year, reported or compared with; `None` where the register has none that say so.
    pub(super) fn of_year(&self, year: i32) -> Option<Rows> {
        let register = self.register;
        let all = [&register.current, &register.before];
        // What has no day is of the year that all others in its period are of.
        let only = all.into_iter().find(|rows| self.years(rows).iter().eq([&year]));
        let is_of = |entry: &Entry| entry.counted_on().is_some_and(|day| i32::from(day.year()) == year);
        let own = || register.pick(&register.current, is_of);
        Some(only.cloned().unwrap_or_else(own)).filter(|rows| !rows.is_empty())
    }

    /// The years that rows with a day are counted into.
    fn years(&self, rows: &Rows) -> BTreeSet<i32> {
        let days = rows.iter().filter_map(|row| self.register.entry(row).counted_on());
        days.map(|day| i32::from(day.year())).collect()
    }

    /// The names of themes and departments.
    pub(super) fn names(&self) -> BTreeSet<String> {
        self.themes.iter().chain(&self.departments).map(|(_, name)| name.clone()).collect()
    }
}

/// The names of departments in the cells of the register, each with its label; those that name several together are
/// left out.
fn in_cells(register: &Register) -> BTreeSet<(usize, String)> {
    let mut labels = register.departments.clone();
    let rows = || register.current.iter().map(|row| &register.entry(row).suggestion);
    let named = Named::in_rows(rows());
    let parts: BTreeSet<&str> =
        rows().flat_map(|row| row.list(Role::Lead).chain(row.list(Role::Assist))).collect();
    let of = |part: &str| match labels.enter_each(part, &named)[..] {
        [label] => Some((label, figure::plain(part))),
        _ => None,
    };
    parts.into_iter().filter_map(of).collect()
}

/// What the names of a series may be the names of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Theme,
    Department,
    Class,
    Outcome,
    /// Two departments at once: 教委、交通委.
    Pair,
    /// A department within a theme, as cells list them.
    Within,
}

impl Kind {
    pub(super) const ALL: [Self; 6] =
        [Self::Theme, Self::Department, Self::Class, Self::Outcome, Self::Pair, Self::Within];
}

/// What a name is the name of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Name {
    Theme(usize),
    Department(usize),
    Class(String),
    Outcome(String),
    Both(Box<Name>, Box<Name>),
}

impl Name {
    /// What `name` is among names of this kind.
    pub(super) fn of(name: &str, kind: Kind, known: &Known<'_>) -> Option<Self> {
        let theme =
            |name: &str| known.themes.iter().find(|(_, other)| other == name).map(|(label, _)| *label);
        let both = |(one, other): (&str, &str), first: Kind| {
            let one = Self::of(one, first, known)?;
            Some(Self::Both(Box::new(one), Box::new(Self::of(other, Kind::Department, known)?)))
        };
        match kind {
            Kind::Theme => theme(section::name(name)).map(Self::Theme),
            Kind::Department => known.department(name).map(Self::Department),
            Kind::Class => class::of(name)
                .filter(|_| name.chars().count() == 2)
                .map(|letter| Self::Class(letter.to_string())),
            Kind::Outcome => known.outcomes.contains(name).then(|| Self::Outcome(name.to_owned())),
            Kind::Pair => both(name.split_once('、')?, Kind::Department),
            Kind::Within => both(name.split_once('，')?, Kind::Theme),
        }
    }

    /// Whether a row is of this name; a department in this part.
    pub(super) fn takes(&self, entry: &Entry, handling: Handling) -> bool {
        match self {
            Self::Theme(theme) => entry.theme_label() == Some(*theme),
            Self::Department(department) => match handling {
                Handling::Lead => entry.leads().any(|lead| lead == *department),
                Handling::Assist => entry.assist.contains(department),
                Handling::Any => entry.departments().any(|own| own == *department),
            },
            Self::Class(class) => entry.class.as_deref() == Some(class),
            Self::Outcome(outcome) => entry.suggestion.word(Role::Outcome) == Some(outcome.as_str()),
            Self::Both(one, other) => one.takes(entry, handling) && other.takes(entry, handling),
        }
    }
}
