//! One row of a register -> when it is due and how it stands, or why that cannot be said.

use crate::clock::{Clock, Standing, Step};
use crate::date::Date;
use crate::error::{Error, ErrorKind, Result};
use crate::scheme::Scheme;
use crate::suggestion::day::Day;
use crate::suggestion::departments::Named;
use crate::suggestion::due::Due;
use crate::suggestion::handling::Answer;
use crate::suggestion::{Role, Suggestion};

/// How a row stands; in the order in which an office has to look at them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Not answered though the time is over.
    Late,
    /// Not answered, and due soon.
    Soon,
    /// Not answered, and not due yet.
    Open,
    /// Answered too late.
    DoneLate,
    /// Answered, but nobody wrote when.
    Undated,
    /// Answered in time.
    OnTime,
    /// Returned by the department as not its remit; to be handed out anew.
    Returned,
    /// Withdrawn, ended, never filed, read for reference alone or answered with another: nobody owes an answer.
    Ended,
}

impl State {
    /// The state in the words of an office.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Late => "超期未办复",
            Self::Soon => "即将到期",
            Self::Open => "办理中",
            Self::DoneLate => "逾期办复",
            Self::Undated => "已办复（未填日期）",
            Self::OnTime => "按期办复",
            Self::Returned => "已退办",
            Self::Ended => "不再办理",
        }
    }
}

/// A row with its days.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The row.
    pub suggestion: Suggestion,
    /// The departments that lead it; several answer each for itself (分办).
    pub leads: Vec<String>,
    /// The departments that assist.
    pub assists: Vec<String>,
    /// The day it was handed out, or came in where the register does not say when it was handed out.
    pub handed_out: Date,
    /// The column of that day.
    pub runs_from: Role,
    /// Until when the answer has time.
    pub due: Due,
    /// How the answer stands.
    pub reply: Standing,
    /// How the assisting departments' opinion stands; `None` where nobody assists. Without a column for it, it stands
    /// open though it may have been given: see [`Entry::records_opinions`].
    pub opinion: Option<Standing>,
    /// How it stands as a whole.
    pub state: State,
    /// Whether the outcomes of the register are words of state, where it has no column of states.
    by_outcomes: bool,
    /// Whether it need not be asked for, since a copy of the row is answered or asked for.
    pub(super) is_told_by_copy: bool,
}

/// What the names and days of a row are read with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'l> {
    /// The departments allowed; any if `None`.
    pub(super) scheme: Option<&'l Scheme>,
    /// The departments that stand in the register.
    pub(super) named: &'l Named,
    /// The days that are believed.
    pub(super) days: Believed,
    /// Whether the outcomes of the register are words of state, where it has no column of states.
    pub(super) by_outcomes: bool,
}

/// The days that are believed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Believed {
    /// The day the ledger is made for: what is dated after it cannot have happened.
    pub(super) today: Date,
    /// The first and the last day of the register that are no slips of the pen.
    pub(super) of_register: Option<(Date, Date)>,
}

impl Entry {
    pub(super) fn new(row: &Suggestion, known: Known<'_>, clock: &Clock) -> Result<Self> {
        let believed = known.days;
        let today = believed.today;
        let column = runs_from(row);
        let handed_out =
            believed.day(row, column, None)?.ok_or_else(|| failure(row, column, ErrorKind::NotHandedOut))?;
        let done = |role| believed.day(row, role, Some(handed_out));
        let answer = row.answer(Some(handed_out), Some(today));
        // Where the state says that it was answered, a word in the place of the day leaves only the day unknown; what has
        // digits was meant for a day (2024-2-30), and somebody has to mend it.
        let is_number = row.cell(Role::Replied).is_some_and(|cell| cell.contains(char::is_numeric));
        let is_word =
            row.day(Role::Replied, None, None) == Day::Unreadable && answer != Answer::Unclear && !is_number;
        // The day of an answer that was not accepted is none of the one that is owed.
        let replied = if is_word || matches!(answer, Answer::Open | Answer::Ended) {
            None
        } else {
            done(Role::Replied)?
        };
        if let Day::TooLate(day) = row.day(Role::Returned, None, Some(today)) {
            return Err(failure(row, Role::Returned, believed.too_late(day)));
        }
        let leads = departments(row, Role::Lead, known)?;
        if leads.is_empty() {
            return Err(failure(row, Role::Lead, ErrorKind::NoLead));
        }
        let assists = departments(row, Role::Assist, known)?;
        let opinion = done(Role::AssistReplied)?;
        let due = row.due(clock, handed_out);
        // Without its term nobody knows whether an answer is late, given or owed.
        if due.is_unclear && !matches!(answer, Answer::Undated | Answer::Returned | Answer::Ended) {
            let cell = row.said_due().unwrap_or_default().to_owned();
            return Err(failure(row, Role::Due, ErrorKind::NoTerm { cell }));
        }
        let reply = Standing::new(due.day, replied, today);
        let is_late = match answer {
            Answer::On(day) => row.is_after(&due, day),
            _ => reply.is_late(),
        };
        let state = match (answer, is_late) {
            (Answer::Returned, _) => State::Returned,
            (Answer::Ended, _) => State::Ended,
            (Answer::Undated, _) => State::Undated,
            (Answer::On(_), true) => State::DoneLate,
            (Answer::On(_), false) => State::OnTime,
            // An answer that nobody can make out was set apart above.
            (_, true) => State::Late,
            _ if clock.is_worth_a_reminder(reply, today) => State::Soon,
            _ => State::Open,
        };
        Ok(Self {
            suggestion: row.clone(),
            opinion: (!assists.is_empty()).then(|| clock.standing(Step::Assist, handed_out, opinion, today)),
            due,
            leads,
            assists,
            handed_out,
            runs_from: column,
            reply,
            state,
            by_outcomes: known.by_outcomes,
            is_told_by_copy: false,
        })
    }

    /// Whether a column of the register tells of answers; without one nobody can be blamed for owing one.
    #[must_use]
    pub fn records_answers(&self) -> bool {
        self.by_outcomes || self.suggestion.has_answer_column()
    }

    /// Whether the register has a column that tells of the assisting departments' opinions.
    #[must_use]
    pub fn records_opinions(&self) -> bool {
        self.suggestion.table.column(Role::AssistReplied).is_some()
    }

    /// Whether it is answered, on whatever day, or no longer to be.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        matches!(self.state, State::OnTime | State::DoneLate | State::Undated | State::Ended)
    }

    /// Whether the assisting departments should have given their opinion by `today` and the answer still waits, as far
    /// as the register records both.
    #[must_use]
    pub fn owes_opinion(&self, today: Date) -> bool {
        let unanswered = matches!(self.state, State::Late | State::Soon | State::Open);
        let is_recorded = self.records_answers() && self.records_opinions();
        unanswered
            && is_recorded
            && self.opinion.is_some_and(|opinion| opinion.is_open() && opinion.due < today)
    }
}

impl Believed {
    /// The day in the cell of `role`, which cannot lie before `from`; `None` where there is none yet.
    fn day(self, row: &Suggestion, role: Role, from: Option<Date>) -> Result<Option<Date>> {
        let (first, _) = self.of_register.unzip();
        let kind = match row.day(role, from, Some(self.today)).since(first) {
            Day::None => return Ok(None),
            Day::On(day) => return Ok(Some(day)),
            Day::Unreadable => ErrorKind::NoDate { cell: row.cell(role).unwrap_or_default().to_owned() },
            Day::TooEarly { day, from } => ErrorKind::BeforeHandOut { day, handed_out: from },
            Day::TooLate(day) => self.too_late(day),
            Day::LongAgo(day) => ErrorKind::LongAgo { day, first: first.unwrap_or(day) },
        };
        Err(failure(row, role, kind))
    }

    /// Why a day after today is wrong.
    fn too_late(self, day: Date) -> ErrorKind {
        let (_, latest) = self.of_register.unzip();
        match latest.filter(|&latest| day > latest) {
            Some(latest) => ErrorKind::FarAhead { day, latest },
            None => ErrorKind::AfterToday { day, today: self.today },
        }
    }
}

/// The column of the day from which time runs.
pub(super) fn runs_from(row: &Suggestion) -> Role {
    if row.table.column(Role::HandedOut).is_some() { Role::HandedOut } else { Role::Date }
}

/// The departments of a cell under the names of the scheme. A lead that it lacks is none that can be reminded; one that
/// assists stands as it is written, since the time of the lead runs all the same.
fn departments(row: &Suggestion, role: Role, known: Known<'_>) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let is_label = |name: &str| known.scheme.is_some_and(|scheme| scheme.find(name).is_some());
    for name in row.list(role).flat_map(|part| known.named.divide(part, is_label)) {
        let name = match known.scheme {
            None => known.named.spelled(name),
            Some(scheme) => {
                let unknown = || failure(row, role, ErrorKind::UnknownLabel { name: name.to_owned() });
                match scheme.find(name) {
                    // Who took over from a body answers for it.
                    Some(found) => &scheme.labels()[scheme.current(found)].name,
                    None if role == Role::Assist => name,
                    None => return Err(unknown()),
                }
            }
        };
        if !names.iter().any(|other| other == name) {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

fn failure(row: &Suggestion, role: Role, kind: ErrorKind) -> Error {
    Error::new(kind).at(row.place_of(role))
}
