//! The cells that tell of the handling of a row -> days that can be right, and whether it is answered or returned.
//!
//! The ledger and the report read them here, so that both say the same of a row.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::ToSpan;
use regex::Regex;

use super::{Role, Suggestion};
use crate::date::{self, Date};
use crate::text;
use crate::text::pattern;

/// Cells that say no as a whole, in half width and small letters: what programs write for it.
const NO: [&str; 8] = ["false", "f", "no", "n", "none", "null", "n/a", "na"];
/// How a cell begins that says no, or not yet: 否, 未退办, 待办, 暂无.
const NOT_YET: [&str; 9] = ["否", "无", "未", "不", "非", "待", "暂", "尚", "没"];
/// Marks of which a cell that says no may consist: dashes, strokes, crosses, empty boxes.
const MARKS: &str = "-－—–−―─_/／\\|.·。、…×✕✖✗✘❌□☐";
/// Cells that name nothing and nobody. How a cell begins does not tell: 未成年人保护 is a theme, 非税局 a department and
/// 不满意 a rating.
const NOTHING: [&str; 34] = [
    "none",
    "null",
    "n/a",
    "na",
    "nan",
    "无",
    "空",
    "否",
    "没有",
    "暂无",
    "尚无",
    "暂缺",
    "不涉及",
    "未涉及",
    "无需",
    "不需要",
    "不详",
    "未知",
    "未填",
    "未填写",
    "未定",
    "待定",
    "未明确",
    "待明确",
    "无会办",
    "无会办单位",
    "无协办",
    "无协办单位",
    "未评价",
    "未评",
    "未测评",
    "待评价",
    "暂未评价",
    "尚未评价",
];
/// Words for an answer that was given. 办理 and 解决 alone do not say that it was, and 已复核 speaks of something else.
static DONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"办结|办复|答复|回复|函复|销号|完成|办毕|办理完毕|已办理|已解决|解决采纳|已反馈|已复(?:\P{Han}|$)",
    )
});
/// Words before them in the same clause that deny it: 没有答复, 应于7月20日前办结.
static NOT_DONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "未|(?:^|[^接招看])待|不|没|无法|难以|正在|尚|即将|拟|申请|准备|计划|预计|争取|力争|应[于在当]|须|需|要求",
        "|请[于在尽抓]|限[期时于0-9]|催|起草",
    ))
});
/// What is done in part is not done, whoever says so: 部分已办结.
const PARTLY: &str = "部分";
/// What is said to be done after a denial was done all the same: 不予采纳已答复.
const ALREADY: char = '已';
/// A term: 6月底前办结 says when, and 已于6月底前办结 that it was.
const TERM: &str = "前";
/// After them: an answer that is still on its way (答复中, 答复征求意见中, 答复稿待审签, 答复已会签), or something else that is
/// finished (完成50%, 已完成调研).
static NOT_YET_DONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:答复|回复|函复)(?:初?稿|草)|^(?:答复|回复|函复).*(?:审|签|征求意见|起草)|^\S*中(?:\P{Han}|$)|^\S{2}前",
        r"|^完成(?:[0-9]|\p{Han})",
    ))
});
/// What may follow 完成 where all is: 完成办理, 完成答复.
static ALL_DONE: LazyLock<Regex> =
    LazyLock::new(|| pattern("^完成(?:了|全部|后)*(?:办理|答复|回复|整改|销号|办结|落实)"));
/// What ends a clause of a state.
const CLAUSE_ENDS: [char; 13] = ['，', ',', '。', '；', ';', '：', ':', '、', '（', '(', '）', ')', '\n'];
/// Words for an answer that was sent back: who raised the matter was not content, or the office was not.
static REOPENED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:重新|再次|二次)(?:交办|办理|答复|回复|办复)|(?:退回|发回|打回)(?:重新(?:办理|答复|回复|办复)|补充|修改)|(?:退回|发回|打回)?(?:重办|返工)",
    )
});
/// The same where it need not be done, or is over: 无需重新办理, 已重新办理并答复.
static NOT_REOPENED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:不[再需用必予]|无需|无须|未|没有).*",
        "|已[^要责通安督退]*(?:重新|再次|二次)(?:办理|答复|回复|办复)",
    ))
});
/// Words of states that leave a row open: 办理中, 已交办, 延期.
static OPEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"中(?:\P{Han}|$)|正在|在办|未|待|尚|不|没有|无法|即将|拟|申请|准备|计划|要求|应|需|部分|起草|审|交办|转办|分办|受理|签收|接收",
        r"|登记|立案|逾期|超期|延期|催办|完成[0-9]|重新|重办|返工"
    ))
});
/// Words for a suggestion that came back as nobody's remit, and what before them denies it.
const RETURNED: [&str; 2] = ["退办", "退回"];
const NOT_RETURNED: [&str; 5] = ["未", "不", "无", "没有", "非"];
/// What was to be returned stays where the office did not agree.
const REFUSED: [&str; 7] = ["未同意", "不同意", "不予同意", "未批准", "未获", "未通过", "驳回"];
/// The columns whose cells are days.
const DAYS: [Role; 5] = [Role::Date, Role::HandedOut, Role::Replied, Role::AssistReplied, Role::Returned];
/// So many years after all other days, one day in so many may be a slip of the pen: a wrong year, a wrong century.
const SLIPS: [(i32, usize); 2] = [(1, 100), (10, 4)];

/// What a cell says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// There is none: the cell is empty, or says that nothing has happened.
    None,
    /// A day that can be right.
    On(Date),
    /// The cell holds something else.
    Unreadable,
    /// The day lies before the one from which time runs; one of both is wrong.
    TooEarly {
        /// The day in the cell.
        day: Date,
        /// The day from which time runs.
        from: Date,
    },
    /// The day lies after the last one that is believed.
    TooLate(Date),
}

impl Day {
    /// The day, if it can be right.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        match self {
            Self::On(day) => Some(day),
            Self::None | Self::Unreadable | Self::TooEarly { .. } | Self::TooLate(_) => None,
        }
    }
}

/// What a row says of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It was given on this day.
    On(Date),
    /// It was given, but nobody wrote when, or the day that stands there cannot be right.
    Undated,
    /// There is none yet.
    Open,
    /// Nobody can tell: where the day should stand, something else does.
    Unclear,
    /// The suggestion was returned, and nobody owes an answer before it is handed out anew.
    Returned,
}

/// Whether a cell says no, or that nothing has happened: nothing, 否, 未退办, 待办, FALSE, ×, -, 0.
///
/// ```
/// use jiaoban::suggestion::handling::says_no;
///
/// assert!(["", "否", "未退办", "FALSE", "Ｎｏ", "×", "——", "0"].into_iter().all(says_no));
/// assert!(!["是", "TRUE", "√", "2020-03-01", "教委"].into_iter().any(says_no));
/// ```
#[must_use]
pub fn says_no(cell: &str) -> bool {
    let word = &word(cell);
    NO.contains(&word.as_str())
        || NOT_YET.iter().any(|no| word.starts_with(no))
        || is_marks(word)
        || word.parse() == Ok(0.0)
}

/// Whether a cell that should hold a name or a word names nothing: 无, —, 不涉及, 未评价.
///
/// ```
/// use jiaoban::suggestion::handling::says_nothing;
///
/// assert!(["", "无", "—", "不涉及", "N/A", "未评价"].into_iter().all(says_nothing));
/// assert!(!["未成年人保护", "不动产登记中心", "不满意", "0"].into_iter().any(says_nothing));
/// ```
#[must_use]
pub fn says_nothing(cell: &str) -> bool {
    let word = &word(cell);
    NOTHING.contains(&word.as_str()) || is_marks(word)
}

/// A cell in half width and small letters, without the apostrophe by which spreadsheet programs keep a cell from being
/// reckoned.
fn word(cell: &str) -> String {
    let folded: String = cell.chars().map(text::fold).collect::<String>().to_lowercase();
    folded.trim().trim_start_matches('\'').to_owned()
}

fn is_marks(word: &str) -> bool {
    word.chars().all(|c| MARKS.contains(c))
}

/// Whether a clause of a state says that the row is answered: 已办结, and not 未办结; 不予采纳，已答复.
#[must_use]
pub fn says_done(state: &str) -> bool {
    last_told(state) == Some(Told::Answered)
}

/// Whether a state says that the answer was not accepted, so that another is owed: 已答复（代表不满意，重新办理）.
fn says_reopened(state: &str) -> bool {
    last_told(state) == Some(Told::Reopened)
}

/// What a clause says of an answer.
#[derive(Clone, Copy, PartialEq)]
enum Told {
    /// There is one.
    Answered,
    /// Another is owed.
    Reopened,
}

/// What a state says of an answer: the last clause that tells has it.
fn last_told(state: &str) -> Option<Told> {
    let folded: String = state.chars().map(text::fold).collect();
    folded.split(CLAUSE_ENDS).filter_map(tells).next_back()
}

fn tells(clause: &str) -> Option<Told> {
    let reopened = REOPENED.find_iter(clause).filter(|found| {
        let until = &clause[..found.end()];
        let since = DONE.find_iter(&clause[..found.start()]).last().map_or(0, |done| done.end());
        NOT_REOPENED.find_at(until, since).is_none_or(|no| no.end() < found.end())
    });
    let reopened = reopened.last();
    let since = reopened.map_or(0, |found| found.end());
    let is_done = |done: regex::Match<'_>| {
        let (before, from) = clause.split_at(done.start());
        let since = before.rsplit(ALREADY).next().unwrap_or_default();
        let is_denied = NOT_DONE.is_match(since) || before.contains(PARTLY);
        let is_term = !before.contains(ALREADY) && before.ends_with(TERM);
        let is_on_its_way = NOT_YET_DONE.is_match(from) && !ALL_DONE.is_match(from);
        !is_denied && !is_term && !is_on_its_way
    };
    let is_told = DONE.find_iter(clause).filter(|done| done.start() >= since).any(is_done);
    if is_told { Some(Told::Answered) } else { reopened.map(|_| Told::Reopened) }
}

/// Whether a state says that the row was returned: 已退回, and not 未退回, nor 申请退办，未同意, nor 退回重办, which the office
/// sends back.
fn says_returned(state: &str) -> bool {
    let mut found = RETURNED.iter().flat_map(|word| state.match_indices(word));
    let is_denied = |at: usize| NOT_RETURNED.iter().any(|no| state[..at].ends_with(no));
    let is_sent_back = |at: usize| REOPENED.find_at(state, at).is_some_and(|found| found.start() == at);
    !is_refused(state) && found.any(|(at, _)| !is_denied(at) && !is_sent_back(at))
}

/// Whether a state says that the office did not agree to what was asked for.
pub(super) fn is_refused(state: &str) -> bool {
    REFUSED.iter().any(|word| state.contains(word))
}

/// The states of `rows` that no list knows, each with the number of rows that are taken for unanswered because of it.
#[must_use]
pub fn unknown_states<'s>(rows: impl IntoIterator<Item = &'s Suggestion>) -> BTreeMap<&'s str, usize> {
    let mut states = BTreeMap::new();
    for row in rows {
        let is_unknown = |state: &&str| {
            !says_nothing(state) && !OPEN.is_match(state) && row.answer(None, None) == Answer::Open
        };
        if let Some(state) = row.cell(Role::Status).filter(is_unknown) {
            *states.entry(state).or_default() += 1;
        }
    }
    states
}

/// The latest day that stands anywhere in `rows` and can be believed: the day they were written, as far as they tell.
/// A day more than a year after all others is a slip of the pen, and so are a few such days together: up to one in a
/// hundred, or one in four if they are more than ten years after the others.
///
/// ```
/// use jiaoban::Suggestion;
/// use jiaoban::suggestion::handling::latest_day;
///
/// assert_eq!(latest_day(&[Suggestion::from_text("路灯", "")]), None);
/// ```
#[must_use]
pub fn latest_day<'s>(rows: impl IntoIterator<Item = &'s Suggestion>) -> Option<Date> {
    let days = |row: &'s Suggestion| DAYS.into_iter().filter_map(|role| date::parse(row.cell(role)?));
    let mut days: Vec<Date> = rows.into_iter().flat_map(days).collect();
    days.sort_unstable();
    let is_slip = |&at: &usize| {
        let is_far = |years: i32| days[at] > days[at - 1].saturating_add(years.years());
        SLIPS.into_iter().any(|(years, of)| days.len() - at <= (days.len() / of).max(1) && is_far(years))
    };
    let far = (1..days.len()).find(is_slip);
    days[..far.unwrap_or(days.len())].last().copied()
}

impl Suggestion {
    /// What the cell of `role` says of a day, which cannot lie before `from` nor after `until`.
    #[must_use]
    pub fn day(&self, role: Role, from: Option<Date>, until: Option<Date>) -> Day {
        let Some(cell) = self.cell(role).filter(|cell| !says_no(cell)) else { return Day::None };
        match (date::parse(cell), from, until) {
            // A word says that it was answered, though not when.
            (None, ..) if role == Role::Replied && says_done(cell) => Day::None,
            (None, ..) => Day::Unreadable,
            (Some(day), Some(from), _) if day < from => Day::TooEarly { day, from },
            (Some(day), _, Some(until)) if day > until => Day::TooLate(day),
            (Some(day), ..) => Day::On(day),
        }
    }

    /// What is said of its answer, which cannot lie before `from` nor after `until`. What was returned and answered
    /// later is answered; what is to be done again owes another answer, whatever the day of the first.
    #[must_use]
    pub fn answer(&self, from: Option<Date>, until: Option<Date>) -> Answer {
        let returned = self.day(Role::Returned, None, None).date();
        match self.day(Role::Replied, from, until) {
            _ if self.is_reopened() => Answer::Open,
            Day::On(day) if returned.is_none_or(|returned| returned <= day) => Answer::On(day),
            _ if self.is_returned() => Answer::Returned,
            Day::On(day) => Answer::On(day),
            Day::TooEarly { .. } | Day::TooLate(_) => Answer::Undated,
            Day::None | Day::Unreadable if self.is_done() => Answer::Undated,
            Day::None => Answer::Open,
            Day::Unreadable => Answer::Unclear,
        }
    }

    /// Whether the cell of `role` says yes; what says neither no nor nothing says yes: a day, a department, a tick.
    #[must_use]
    pub fn says_yes(&self, role: Role) -> bool {
        self.cell(role).is_some_and(|cell| !says_no(cell))
    }

    /// Whether a department has returned it as not its remit: there is a day or a word for it (退办), or the state
    /// says so.
    #[must_use]
    pub fn is_returned(&self) -> bool {
        self.says_yes(Role::Returned) || self.cell(Role::Status).is_some_and(says_returned)
    }

    /// Whether its state says that the answer was not accepted. One that was returned is not with those who answer.
    fn is_reopened(&self) -> bool {
        !self.is_returned() && self.cell(Role::Status).is_some_and(says_reopened)
    }

    /// Whether its state says that it is answered, or a word where the day should stand.
    #[must_use]
    pub fn is_done(&self) -> bool {
        [Role::Status, Role::Replied].into_iter().any(|role| self.cell(role).is_some_and(says_done))
    }

    /// Whether its register has a column that tells whether it is answered.
    #[must_use]
    pub fn has_answer_column(&self) -> bool {
        [Role::Status, Role::Replied].into_iter().any(|role| self.table.column(role).is_some())
    }

    /// Whether its cells tell whether it is answered: the day is filled in, or the state is one that is known.
    #[must_use]
    pub fn tells_of_answer(&self) -> bool {
        let is_known = |state: &str| says_done(state) || OPEN.is_match(state) || says_returned(state);
        self.cell(Role::Replied).is_some() || self.cell(Role::Status).is_some_and(is_known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggestion::Table;

    #[test]
    fn cells_that_say_no() {
        let no = [
            "",
            " ",
            "否",
            "无",
            "未",
            "不是",
            "未退办",
            "没有",
            "非议案",
            "待办",
            "暂无",
            "尚未",
            "×",
            "✗",
            "□",
            "0",
            "０",
            "0.0",
            "/",
            "-",
            "'-",
            "--",
            "——",
            "no",
            "NO",
            "N",
            "n",
            "Ｎ",
            "FALSE",
            "False",
            "false",
            "None",
            "N/A",
        ];
        for cell in no {
            assert!(says_no(cell), "{cell}");
        }
        for cell in ["是", "√", "☑", "TRUE", "Y", "1", "已退办", "教委", "2020-03-01", "43580"] {
            assert!(!says_no(cell), "{cell}");
        }
    }

    #[test]
    fn states_that_tell_of_an_answer_or_a_return() {
        for (state, done, returned) in [
            ("已办结", true, false),
            ("已答复", true, false),
            ("已回复", true, false),
            ("已办毕", true, false),
            ("已办理", true, false),
            ("已解决", true, false),
            ("已复", true, false),
            ("办理完毕", true, false),
            ("已函复", true, false),
            ("已反馈", true, false),
            ("解决采纳", true, false),
            ("已答复，待落实", true, false),
            ("已复核", false, false),
            ("正在解决", false, false),
            ("待回复", false, false),
            ("未反馈", false, false),
            ("答复中", false, false),
            ("已办理中", false, false),
            ("不予采纳，已答复", true, false),
            ("不予采纳已答复", true, false),
            ("尚未面商，已答复", true, false),
            ("未落实（已答复）", true, false),
            ("B类已答复，跟踪办理中", true, false),
            ("2024年5月20日已面商答复", true, false),
            ("已于6月底前办结", true, false),
            ("按期完成", true, false),
            ("已完成答复", true, false),
            ("已接待并答复", true, false),
            ("部分已办结", false, false),
            ("没有答复", false, false),
            ("即将答复", false, false),
            ("无法办结", false, false),
            ("部分完成", false, false),
            ("完成50%", false, false),
            ("已完成调研，起草答复", false, false),
            ("答复稿待审签", false, false),
            ("答复征求意见中", false, false),
            ("应于7月20日前办结", false, false),
            ("6月底前办结", false, false),
            ("要求6月底前办结", false, false),
            ("已申请延期答复", false, false),
            ("申请退办，未同意", false, false),
            ("已答复（代表不满意，重新办理）", false, false),
            ("代表不满意，退回重办", false, false),
            ("退回重新办理", false, false),
            ("退回重新分办", false, true),
            ("退回重新交办", false, true),
            ("二次办理中", false, false),
            ("已答复后要求重新答复", false, false),
            ("重新答复", false, false),
            ("代表不满意要求重新办理", false, false),
            ("已答复，已要求重新办理", false, false),
            ("已答复，已退回重办", false, false),
            ("已答复，不再重新办理", true, false),
            ("已答复，已于5月重新办理", true, false),
            ("重新办理后已答复", true, false),
            ("已重新办理并答复", true, false),
            ("已答复，无需重新办理", true, false),
            ("不满意件重新交办，已办结", true, false),
            ("拟答复", false, false),
            ("未办结", false, false),
            ("正在办理，尚未答复", false, false),
            ("退办", false, true),
            ("已退回，待重新交办", false, true),
            ("未退办", false, false),
            ("办理中", false, false),
        ] {
            assert_eq!((says_done(state), says_returned(state)), (done, returned), "{state}");
        }
    }

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
    fn a_day_far_after_all_others_is_not_believed() {
        let table = Table::new("台账", ["交办", "答复"].map(str::to_owned).to_vec())
            .with(Role::HandedOut, 0)
            .with(Role::Replied, 1);
        let table = std::sync::Arc::new(table);
        let row = |handed_out: &str, replied: &str| Suggestion {
            table: table.clone(),
            row: 2,
            cells: vec![handed_out.into(), replied.into()],
            kinds: Vec::new(),
        };
        let latest = |rows: &[Suggestion]| latest_day(rows).map(|day| day.to_string()).unwrap_or_default();
        assert_eq!(latest(&[]), "");
        assert_eq!(latest(&[row("2121-04-10", "")]), "2121-04-10");
        assert_eq!(latest(&[row("2020-03-16", "2121-04-10")]), "2020-03-16");
        assert_eq!(latest(&[row("2020-03-16", "2020-07-10"), row("2021-06-16", "")]), "2021-06-16");
        // Two slips of a century are too many among four days, but not among eight; of a year only among two hundred.
        let mut rows = vec![row("2020-03-16", "2121-04-10"), row("2020-03-17", "2122-05-10")];
        assert_eq!(latest(&rows), "2121-04-10");
        rows.extend((0..2).map(|_| row("2020-03-16", "2020-07-10")));
        assert_eq!(latest(&rows), "2020-07-10");
        rows.extend((0..2).map(|_| row("2022-03-16", "")));
        assert_eq!(latest(&rows), "2022-03-16");
        rows.extend((0..200).map(|_| row("2020-03-16", "2020-07-10")));
        assert_eq!(latest(&rows), "2020-07-10");
        let row = &rows[0];
        let day = |from: Option<Date>, until: Option<Date>| row.day(Role::Replied, from, until);
        let (early, late) = (Date::constant(2020, 7, 10), Date::constant(2121, 4, 10));
        assert_eq!(day(None, Some(early)), Day::TooLate(late));
        assert_eq!(day(None, None), Day::On(late));
        let from = Date::constant(2122, 1, 1);
        assert_eq!(day(Some(from), None), Day::TooEarly { day: late, from });
    }
}
