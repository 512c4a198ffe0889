//! One row of a register -> when it is due and how it stands, or why that cannot be said.

use crate::clock::{Clock, Standing, Step};
use crate::date::{self, Date};
use crate::error::{Error, ErrorKind, Result};
use crate::scheme::Scheme;
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
    /// The day it was handed out.
    pub handed_out: Date,
    /// How the answer stands.
    pub reply: Standing,
    /// The last day even for wide and hard matters.
    pub longest: Date,
    /// How the assisting departments' opinion stands; `None` where nobody assists.
    pub opinion: Option<Standing>,
    /// How it stands as a whole.
    pub state: State,
}

impl Entry {
    pub(super) fn new(row: &Suggestion, scheme: Option<&Scheme>, clock: &Clock, today: Date) -> Result<Self> {
        let column = if row.table.column(Role::HandedOut).is_some() { Role::HandedOut } else { Role::Date };
        let handed_out = day(row, column)?.ok_or_else(|| failure(row, column, ErrorKind::NotHandedOut))?;
        // What happened after the day the ledger is made for has not happened yet.
        let done =
            |role| -> Result<Option<Date>> { Ok(later(row, role, handed_out)?.filter(|&day| day <= today)) };
        let replied = done(Role::Replied)?;
        let leads = departments(row, Role::Lead, scheme)?;
        if leads.is_empty() {
            return Err(failure(row, Role::Lead, ErrorKind::NoLead));
        }
        let assists = departments(row, Role::Assist, scheme)?;
        let opinion = done(Role::AssistReplied)?;
        let reply = clock.standing(Step::Reply, handed_out, replied, today);
        let state = if is_returned(row) {
            State::Returned
        } else if reply.is_open() && says_done(row) {
            State::Undated
        } else {
            match (reply.is_open(), reply.is_late()) {
                (true, true) => State::Late,
                (true, false) if clock.is_worth_a_reminder(reply, today) => State::Soon,
                (true, false) => State::Open,
                (false, true) => State::DoneLate,
                (false, false) => State::OnTime,
            }
        };
        Ok(Self {
            suggestion: row.clone(),
            opinion: (!assists.is_empty()).then(|| clock.standing(Step::Assist, handed_out, opinion, today)),
            longest: clock.due(Step::LongestReply, handed_out),
            leads,
            assists,
            handed_out,
            reply,
            state,
        })
    }

    /// Whether the assisting departments should have given their opinion by `today` and the answer still waits.
    #[must_use]
    pub fn owes_opinion(&self, today: Date) -> bool {
        let unanswered = matches!(self.state, State::Late | State::Soon | State::Open);
        unanswered && self.opinion.is_some_and(|opinion| opinion.is_open() && opinion.due < today)
    }
}

/// The day in a cell; `None` for an empty one, and for one that says that there is none yet.
fn day(row: &Suggestion, role: Role) -> Result<Option<Date>> {
    let Some(cell) = row.cell(role).filter(|cell| !says_none(cell)) else { return Ok(None) };
    match date::parse(cell) {
        Some(day) => Ok(Some(day)),
        None => Err(failure(row, role, ErrorKind::NoDate { cell: cell.to_owned() })),
    }
}

/// The day in a cell, which cannot lie before the row was handed out.
fn later(row: &Suggestion, role: Role, handed_out: Date) -> Result<Option<Date>> {
    let day = day(row, role)?;
    match day.filter(|&day| day < handed_out) {
        Some(day) => Err(failure(row, role, ErrorKind::BeforeHandOut { day, handed_out })),
        None => Ok(day),
    }
}

fn departments(row: &Suggestion, role: Role, scheme: Option<&Scheme>) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for name in row.list(role) {
        let name = match scheme {
            None => name,
            Some(scheme) => {
                let unknown = || failure(row, role, ErrorKind::UnknownLabel { name: name.to_owned() });
                &scheme.labels()[scheme.find(name).ok_or_else(unknown)?].name
            }
        };
        if !names.iter().any(|other| other == name) {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// Whether a cell says that nothing has happened: -, /, 无, 未答复, 待办, …
fn says_none(cell: &str) -> bool {
    cell == "0"
        || ["否", "无", "未", "不", "待", "暂", "尚", "-", "—", "/"].iter().any(|no| cell.starts_with(no))
}

/// 退办 may be a day or a word; a word that denies it is no return.
fn is_returned(row: &Suggestion) -> bool {
    row.cell(Role::Returned).is_some_and(|cell| !says_none(cell))
        || row.cell(Role::Status).is_some_and(|status| status.contains("退办") || status.contains("退回"))
}

/// Whether the state says that it is answered.
fn says_done(row: &Suggestion) -> bool {
    let Some(status) = row.cell(Role::Status) else { return false };
    let done = ["办结", "办复", "答复", "销号", "完成"].iter().any(|word| status.contains(word));
    done && !["未", "待", "不", "正在", "尚"].iter().any(|word| status.contains(word))
}

fn failure(row: &Suggestion, role: Role, kind: ErrorKind) -> Error {
    let heading = row.table.column(role).map(|column| row.table.headings[column].clone());
    let place = row.place();
    Error::new(kind).at(match heading {
        Some(heading) => place.column(heading),
        None => place,
    })
}
