//! The cells that tell of the handling of a row -> whether it is answered or returned.
//!
//! The ledger and the report read them here, so that both say the same of a row.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::day::Day;
use super::nothing::{says_no, says_nothing, says_yes};
use super::state::{
    is_of_handling, is_only_asked_for, says_done, says_ended, says_joined, says_open, says_reopened,
    says_returned, speaks_of_return,
};
use super::{Role, Suggestion};
use crate::date::Date;
use crate::text::{self, pattern};

/// Why a department gives a suggestion back: 非本单位职责, 不属于我局管理范围.
static NOT_OURS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:不属|不归|不是|不在|非|无|没有).*(?:职责|职能|职权|范围|管辖|辖区|权限|业务|主管|负责|管理|承办)",
    )
});

/// Cells of a column of filings (立案情况, 是否立案) that say that there was none.
const NOT_FILED: [&str; 4] = ["否", "不立案", "未立案", "未予立案"];

/// How a heading begins below which stands yes or no: 是否办结.
const WHETHER: &str = "是否";

/// What a row says of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It was given on this day.
    On(Date),
    /// It was given, but nobody wrote when, or the day that stands there cannot be right.
    Undated,
    /// There is none yet.
    Open,
    /// Nobody can tell: where the day should stand, words do that say nothing of an answer.
    Unclear,
    /// Nobody owes one any more: the suggestion was withdrawn, ended, never filed, is read for reference alone, or is
    /// answered with another.
    Ended,
    /// The suggestion was returned, and nobody owes an answer before it is handed out anew.
    Returned,
}

/// The states of `rows` that no list knows, each with the number of rows that are taken for unanswered because of it.
#[must_use]
pub fn unknown_states<'s>(rows: impl IntoIterator<Item = &'s Suggestion>) -> BTreeMap<&'s str, usize> {
    let mut states = BTreeMap::new();
    for row in rows {
        let is_unknown = |state: &&str| {
            !says_nothing(state) && !says_open(state) && row.answer(None, None) == Answer::Open
        };
        if let Some(state) = row.state().filter(is_unknown) {
            *states.entry(state).or_default() += 1;
        }
    }
    states
}

/// Whether the outcomes of `rows` tell how far the handling is, where no column of states does: most cells that are filled
/// hold a word of state. One among many (已落实, …, 已答复) says nothing of the others.
#[must_use]
pub fn outcomes_are_states<'s>(rows: impl IntoIterator<Item = &'s Suggestion>) -> bool {
    let rows = rows.into_iter().filter(|row| row.table.column(Role::Status).is_none());
    let (mut told, mut filled) = (0, 0);
    for outcome in rows.filter_map(|row| row.word(Role::Outcome)) {
        filled += 1;
        told += usize::from(is_of_handling(outcome));
    }
    told > 0 && 2 * told >= filled
}

/// Whether a cell says that the suggestion was not filed.
fn is_not_filed(cell: &str) -> bool {
    NOT_FILED.contains(&cell) || says_ended(cell)
}

/// Whether a cell consists of what days are written with: 5月27日 and 2024-13-1 are no days, but were meant for some.
fn is_of_digits(cell: &str) -> bool {
    let of_day = |c: char| c.is_ascii_digit() || "年月日号时点分.-/: ".contains(c);
    cell.chars().map(text::fold).all(of_day) && cell.contains(char::is_numeric)
}

impl Suggestion {
    /// What it says of how far the handling is: the cell of the column of states, where 是 under 是否办结 says 已办结, or in a
    /// register without such a column the word of state that stands among the outcomes (办理结果).
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        let Some(column) = self.table.column(Role::Status) else {
            return self.cell(Role::Outcome).filter(|outcome| is_of_handling(outcome) || says_done(outcome));
        };
        let state = self.cell(Role::Status)?;
        if !self.table.headings[column].contains(WHETHER) {
            return Some(state);
        }
        Some(if says_yes(state) {
            "已办结"
        } else if says_no(state) {
            "未办结"
        } else {
            state
        })
    }

    /// What is said of its answer, which cannot lie before `from` nor after `until`. What was returned and answered
    /// later is answered; what is to be done again owes another answer, whatever the day of the first, and what was
    /// withdrawn owes none.
    #[must_use]
    pub fn answer(&self, from: Option<Date>, until: Option<Date>) -> Answer {
        let returned = self.day(Role::Returned, None, None).date();
        match self.day(Role::Replied, from, until) {
            _ if self.is_reopened() => Answer::Open,
            _ if self.tells(says_ended) || self.filing(is_not_filed) => Answer::Ended,
            Day::On(day) if returned.is_none_or(|returned| returned <= day) => Answer::On(day),
            _ if self.is_returned() => Answer::Returned,
            Day::On(day) => Answer::On(day),
            _ if self.tells(says_joined) || self.filing(says_joined) => Answer::Ended,
            Day::LongAgo(_) | Day::TooEarly { .. } | Day::TooLate(_) => Answer::Undated,
            Day::None | Day::Unreadable if self.is_done() => Answer::Undated,
            Day::Unreadable if self.cell(Role::Replied).is_some_and(is_of_digits) => Answer::Undated,
            Day::None => Answer::Open,
            Day::Unreadable => Answer::Unclear,
        }
    }

    /// Whether the cell of `role` says yes; what says neither no nor nothing says yes: a day, a department, a tick.
    #[must_use]
    pub fn says_yes(&self, role: Role) -> bool {
        self.cell(role).is_some_and(|cell| !says_no(cell))
    }

    /// Whether a department has returned it as not its remit: there is a day, a word or a reason for it (退办), or the
    /// state says so. To ask for it is not enough (申请退办).
    #[must_use]
    pub fn is_returned(&self) -> bool {
        let tells = |cell: &str| {
            if speaks_of_return(cell) {
                says_returned(cell)
            } else {
                NOT_OURS.is_match(cell) || !says_no(cell) && !is_only_asked_for(cell)
            }
        };
        self.cell(Role::Returned).is_some_and(tells) || self.state().is_some_and(says_returned)
    }

    /// Whether its state says that the answer was not accepted. One that was returned is not with those who answer.
    fn is_reopened(&self) -> bool {
        !self.is_returned() && self.state().is_some_and(says_reopened)
    }

    /// Whether its state says that it is answered, or a word where the day should stand.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.tells(says_done)
    }

    /// Whether its state says so, or a word where the day should stand.
    fn tells(&self, says_so: fn(&str) -> bool) -> bool {
        [self.state(), self.cell(Role::Replied)].into_iter().flatten().any(says_so)
    }

    /// Whether what is said of its filing (立案情况) says so.
    fn filing(&self, says_so: fn(&str) -> bool) -> bool {
        self.cell(Role::Filing).is_some_and(says_so)
    }

    /// Whether its register has a column that tells whether it is answered.
    #[must_use]
    pub fn has_answer_column(&self) -> bool {
        [Role::Status, Role::Replied].into_iter().any(|role| self.table.column(role).is_some())
    }

    /// Whether its cells tell whether it is answered: the day is filled in, or the state is one that is known.
    #[must_use]
    pub fn tells_of_answer(&self) -> bool {
        let is_known = |state: &str| {
            let says_so = [says_done, says_open, says_returned, says_ended, says_joined];
            says_so.iter().any(|says_so| says_so(state))
        };
        self.cell(Role::Replied).is_some()
            || self.cell(Role::Status).and_then(|_| self.state()).is_some_and(is_known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggestion::Table;

    #[test]
    fn states_that_nobody_knows() {
        let table = Table::new("台账", vec!["状态".to_owned(), "答复".to_owned()]);
        let table = std::sync::Arc::new(table.with(Role::Status, 0).with(Role::Replied, 1));
        let row = |(state, replied): (&str, &str)| Suggestion {
            table: table.clone(),
            row: 2,
            cells: vec![state.into(), replied.into()],
            kinds: Vec::new(),
        };
        let rows: Vec<Suggestion> = [
            ("阅知", ""),
            ("阅知", "2020-03-16"),
            ("阅知", "无"),
            ("办理中", ""),
            ("已交办", ""),
            ("待复", ""),
            ("已办结", ""),
            ("已退回", ""),
            ("/", ""),
            ("", "已答复"),
        ]
        .into_iter()
        .map(row)
        .collect();
        assert_eq!(unknown_states(&rows).into_iter().collect::<Vec<_>>(), [("阅知", 2)]);
    }

    #[test]
    fn what_was_not_filed_owes_no_answer() {
        let table = Table::new("提案", vec!["立案情况".to_owned(), "答复".to_owned()]);
        let table = std::sync::Arc::new(table.with(Role::Filing, 0).with(Role::Replied, 1));
        let day = Answer::On(Date::constant(2024, 5, 20));
        for (filing, replied, expected) in [
            ("立案", "", Answer::Open),
            ("立案", "2024-05-20", day),
            ("立案", "5月27日", Answer::Undated),
            ("立案", "2024.13.1", Answer::Undated),
            ("立案", "来函", Answer::Unclear),
            ("不予立案", "", Answer::Ended),
            ("不立案，转为社情民意", "", Answer::Ended),
            ("否", "", Answer::Ended),
            ("并案", "", Answer::Ended),
            ("并案", "2024-05-20", day),
        ] {
            let cells = vec![filing.into(), replied.into()];
            let row = Suggestion { table: table.clone(), row: 2, cells, kinds: Vec::new() };
            assert_eq!(row.answer(None, None), expected, "{filing} {replied}");
        }
    }

    #[test]
    fn a_return_is_told_by_a_day_a_word_or_a_reason() {
        let table = std::sync::Arc::new(Table::new("台账", vec!["退办".to_owned()]).with(Role::Returned, 0));
        let cases = [
            ("2020-03-16", true),
            ("是", true),
            ("已退办", true),
            ("非本单位职责", true),
            ("不属于我局管理范围", true),
            ("非我局职责，已退办", true),
            ("", false),
            ("否", false),
            ("未退办", false),
            ("不同意退办", false),
            ("申请中", false),
            ("申请退办", false),
            ("待批", false),
        ];
        for (cell, expected) in cases {
            let row =
                Suggestion { table: table.clone(), row: 2, cells: vec![cell.into()], kinds: Vec::new() };
            assert_eq!(row.is_returned(), expected, "{cell}");
        }
    }
}
