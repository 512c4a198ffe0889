//! A suggestion and what the model proposes -> an entry, in which a person's word stands before the model's.

use super::names::Names;
use crate::classify::judge::Verdict;
use crate::date::Date;
use crate::proposal::Proposal;
use crate::read::tagged;
use crate::suggestion::cells::{self, Session};
use crate::suggestion::day::Day;
use crate::suggestion::departments::Named;
use crate::suggestion::due::Due;
use crate::suggestion::handling::Answer;
use crate::suggestion::identity::Identity;
use crate::suggestion::{Role, Suggestion};

/// Titles longer than this are cut in reports.
const TITLE: usize = 40;

/// Who gave a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// It stands in the register.
    Person,
    /// The model proposes it, because the register's cell is empty, or `tag` has filled it and nobody has looked at the row.
    Model,
}

/// A label and who gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Labeled {
    /// The position of the label among the [`Names`].
    pub label: usize,
    /// Who gave it.
    pub by: Origin,
}

/// One suggestion, ready to be counted.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The row as it was read.
    pub suggestion: Suggestion,
    /// Its main theme.
    pub theme: Option<Labeled>,
    /// The theme that the model finds likeliest, and how likely.
    pub proposed: Option<(usize, f32)>,
    /// Its leading department, the first where there are several.
    pub lead: Option<Labeled>,
    /// The other departments that its register names as leads; each answers for itself (分别办理).
    pub co_leads: Vec<usize>,
    /// Its assisting departments, without those that lead.
    pub assist: Vec<usize>,
    /// Who gave the assisting departments.
    pub assist_by: Origin,
    /// Its class of handling.
    pub class: Option<String>,
    /// In session or between.
    pub session: Option<Session>,
    /// What its proposer thought of the answer.
    pub satisfaction: Option<String>,
    /// What is said of its answer.
    pub answer: Answer,
    /// When it was handed out; a day that cannot be right is none.
    pub handed_out: Option<Date>,
    /// When the assisting department gave its opinion; a day that cannot be right is none.
    pub assist_replied: Option<Date>,
    /// When it was returned, if that is written as a day.
    pub returned: Option<Date>,
    /// The column whose day says of which year it is; the register knows which one that is.
    pub(super) counted_by: Role,
    /// When it came in.
    came_in: Option<Date>,
    /// Until when its answer has time; the register reckons it.
    pub(super) due: Option<Due>,
    /// The cells that hold no day, or one that cannot be right.
    wrong: Vec<(Role, Day)>,
}

impl Entry {
    /// Enters `suggestion`; what its cells leave open is taken from `proposal`. Its register has the departments `named`.
    /// No day outside the `believed` ones is.
    #[must_use]
    pub fn new(
        suggestion: Suggestion,
        proposal: &Proposal,
        themes: &mut Names,
        departments: &mut Names,
        named: &Named,
        believed: Option<(Date, Date)>,
    ) -> Self {
        let (earliest, latest) = believed.unzip();
        let mut given = |role| -> Vec<usize> {
            suggestion.list(role).flat_map(|part| departments.enter_each(part, named)).collect()
        };
        let mut co_leads = given(Role::Lead);
        let given_lead = (!co_leads.is_empty()).then(|| co_leads.remove(0));
        let mut assist = given(Role::Assist);
        let given_theme = suggestion.names(Role::Theme, |name| themes.knows(name)).next();
        let given_theme = given_theme.map(|name| themes.enter(name));
        let first =
            |verdict: &Option<Verdict>| verdict.as_ref().and_then(|verdict| verdict.ranked.first().copied());
        let [theme_is_proposed, lead_is_proposed] = tagged::still_proposed(&suggestion);
        let labeled = |given: Option<usize>, is_proposed: bool, verdict: &Option<Verdict>| match given {
            Some(label) if is_proposed => Some(Labeled { label, by: Origin::Model }),
            Some(label) => Some(Labeled { label, by: Origin::Person }),
            None => first(verdict).map(|scored| Labeled { label: scored.label, by: Origin::Model }),
        };
        let theme = labeled(given_theme, theme_is_proposed, &proposal.themes);
        let lead = labeled(given_lead, lead_is_proposed, &proposal.departments);
        // A register without the column says nothing about who assists.
        let assist_is_told = suggestion.table.column(Role::Assist).is_some();
        let assist_by = if assist_is_told && !lead_is_proposed { Origin::Person } else { Origin::Model };
        if !assist_is_told {
            let added = proposal.departments.iter().flat_map(|verdict| &verdict.added);
            assist.extend(added.map(|scored| scored.label));
        }
        for further in [&mut co_leads, &mut assist] {
            further.retain(|&label| Some(label) != lead.map(|lead| lead.label));
            further.sort_unstable();
            further.dedup();
        }
        assist.retain(|label| !co_leads.contains(label));
        let mut wrong = Vec::new();
        let mut day = |role, from| {
            let day = suggestion.day(role, from, latest).since(earliest);
            if !matches!(day, Day::None | Day::On(_)) {
                wrong.push((role, day));
            }
            day
        };
        let came_in = day(Role::Date, None).date();
        let handed_out = day(Role::HandedOut, None).date();
        let from = handed_out.or(came_in);
        // The answer is read below; here its day is only looked at for what is wrong with it.
        day(Role::Replied, from);
        Self {
            theme,
            proposed: first(&proposal.themes).map(|scored| (scored.label, scored.probability)),
            lead,
            co_leads,
            assist,
            assist_by,
            class: suggestion.word(Role::Class).map(cells::class),
            session: suggestion.session(),
            satisfaction: suggestion.rating(),
            answer: suggestion.answer(from, latest),
            assist_replied: day(Role::AssistReplied, from).date(),
            // What was handed out anew was returned before.
            returned: day(Role::Returned, None).date(),
            handed_out,
            counted_by: Role::Date,
            came_in,
            due: None,
            wrong,
            suggestion,
        }
    }

    /// The day it came in.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.came_in
    }

    /// The day from which the time of its answer runs: that it was handed out, or came in where nobody wrote that.
    #[must_use]
    pub fn beginning(&self) -> Option<Date> {
        self.handed_out.or(self.came_in)
    }

    /// Until when its answer has time, once the register has [reckoned](super::Register::reckon) it; `None` where no day is
    /// known from which time runs.
    #[must_use]
    pub fn due(&self) -> Option<Due> {
        self.due
    }

    /// The column of the day by which it is counted into a year: that it came in, or where its file has no such days, that
    /// it was handed out.
    #[must_use]
    pub fn counted_by(&self) -> Role {
        self.counted_by
    }

    /// The day by which it is counted into a year.
    #[must_use]
    pub fn counted_on(&self) -> Option<Date> {
        if self.counted_by == Role::HandedOut { self.handed_out } else { self.came_in }
    }

    /// What two rows have in common that are one suggestion entered twice.
    #[must_use]
    pub fn identity(&self) -> Identity<'_> {
        self.suggestion.identity(self.came_in)
    }

    /// The day it was answered.
    #[must_use]
    pub fn replied(&self) -> Option<Date> {
        match self.answer {
            Answer::On(day) => Some(day),
            Answer::Undated | Answer::Open | Answer::Unclear | Answer::Ended | Answer::Returned => None,
        }
    }

    /// Whether it is answered, on whatever day.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        matches!(self.answer, Answer::On(_) | Answer::Undated)
    }

    /// Whether an answer is owed or given: all but what was withdrawn or ended, and what was returned and is not handed
    /// out anew. Of these the share that is answered is told.
    #[must_use]
    pub fn calls_for_answer(&self) -> bool {
        !matches!(self.answer, Answer::Returned | Answer::Ended)
    }

    /// Whether somebody owes an answer that the register does not have.
    #[must_use]
    pub fn is_owed(&self) -> bool {
        matches!(self.answer, Answer::Open | Answer::Unclear)
    }

    /// What is wrong with the cell of `role`, which should hold a day.
    #[must_use]
    pub fn wrong_day(&self, role: Role) -> Option<Day> {
        self.wrong.iter().find(|(own, _)| *own == role).map(|(_, day)| *day)
    }

    /// Its main theme, whoever gave it.
    #[must_use]
    pub fn theme_label(&self) -> Option<usize> {
        self.theme.map(|theme| theme.label)
    }

    /// Its leading department, whoever gave it.
    #[must_use]
    pub fn lead_label(&self) -> Option<usize> {
        self.lead.map(|lead| lead.label)
    }

    /// Whether no person gave its main theme, but the model.
    #[must_use]
    pub fn theme_is_proposed(&self) -> bool {
        self.theme.is_some_and(|theme| theme.by == Origin::Model)
    }

    /// Whether no person gave its leading department, but the model.
    #[must_use]
    pub fn lead_is_proposed(&self) -> bool {
        self.lead.is_some_and(|lead| lead.by == Origin::Model)
    }

    /// The departments that lead it: one, or those that each answer for themselves.
    pub fn leads(&self) -> impl Iterator<Item = usize> {
        self.lead_label().into_iter().chain(self.co_leads.iter().copied())
    }

    /// All its departments, those that lead first.
    pub fn departments(&self) -> impl Iterator<Item = usize> {
        self.leads().chain(self.assist.iter().copied())
    }

    /// What it is called in a report: its title, or the beginning of its text.
    #[must_use]
    pub fn title(&self) -> String {
        let line: String = self.suggestion.headline().split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(TITLE) {
            Some((end, _)) => format!("{}……", &line[..end]),
            None => line,
        }
    }
}
