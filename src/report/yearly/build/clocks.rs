//! ANALYSIS -> how long replies took against the rules, and what the proposers thought of them.

use super::chinese_day;
use crate::analysis::Analysis;
use crate::clock::{Step, Term, Unit, days_between};
use crate::date::{self, Date};
use crate::register::{Entry, Register, Rows};
use crate::report::yearly::figure::interval;
use crate::report::yearly::{Block, Figures, Piece, Table};
use crate::suggestion::Role;

pub(super) fn blocks(analysis: &Analysis, figures: &mut Figures) -> Vec<Block> {
    let mut blocks = Vec::new();
    blocks.extend(replies(analysis, figures));
    blocks.extend(opinions(analysis, figures));
    blocks.extend(returns(analysis, figures));
    blocks.extend(satisfaction(&analysis.register, figures));
    blocks
}

/// The day from which the time of a reply runs, and whether it is merely the day of the suggestion.
fn beginning(entry: &Entry) -> Option<(Date, bool)> {
    entry.handed_out.map(|day| (day, false)).or_else(|| entry.day().map(|day| (day, true)))
}

/// What became of the time for a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reply {
    /// Within the usual time.
    InTime,
    /// Within the longest time.
    Longer,
    /// Later than that.
    Late,
    /// None yet, and its time is not over.
    Open,
    /// None yet, though its time is over.
    Overdue,
}

/// Whether the reply to `entry` is dated before the day from which its time runs, so that one of both is wrong.
fn is_impossible(entry: &Entry) -> bool {
    beginning(entry).zip(entry.replied).is_some_and(|((from, _), replied)| replied < from)
}

/// How the reply to `entry` stands; `None` where no day is known from which its time runs, or it came before that day.
pub(super) fn reply(analysis: &Analysis, entry: &Entry) -> Option<Reply> {
    let (from, _) = beginning(entry).filter(|_| !is_impossible(entry))?;
    let today = last_day(&analysis.register)?;
    let within = |step| !analysis.clock.standing(step, from, entry.replied, today).is_late();
    Some(match (entry.replied.is_some(), within(Step::Reply), within(Step::LongestReply)) {
        (true, true, _) => Reply::InTime,
        (true, false, true) => Reply::Longer,
        (true, false, false) => Reply::Late,
        (false, _, true) => Reply::Open,
        (false, _, false) => Reply::Overdue,
    })
}

/// The last day that stands anywhere in the rows reported: no clock is read, so this is the day the register
/// speaks of.
fn last_day(register: &Register) -> Option<Date> {
    let days = register.current.iter().flat_map(|row| {
        let entry = register.entry(row);
        [entry.day(), entry.handed_out, entry.replied, entry.assist_replied]
    });
    days.flatten().max()
}

/// 3个月, 5个工作日.
pub(super) fn term(term: &Term) -> String {
    let unit = match term.unit {
        Unit::Days => "日",
        Unit::WorkingDays => "个工作日",
        Unit::Months => "个月",
    };
    format!("{}{unit}", term.amount)
}

fn replies(analysis: &Analysis, figures: &mut Figures) -> Vec<Block> {
    let register = &analysis.register;
    let all = &register.current;
    if !register.knows(all, Role::Replied) {
        return Vec::new();
    }
    let Some(today) = last_day(register) else { return Vec::new() };
    let standing = |wanted: Reply| register.pick(all, |entry| reply(analysis, entry) == Some(wanted));
    let [in_time, longer, late, overdue] =
        [Reply::InTime, Reply::Longer, Reply::Late, Reply::Overdue].map(standing);
    let timed: Rows = [&in_time, &longer, &late].into_iter().flat_map(Rows::iter).collect();
    if timed.is_empty() {
        return Vec::new();
    }
    let impossible = register.pick(all, is_impossible);
    let by_suggestion = register.pick(&timed, |entry| beginning(entry).is_some_and(|(_, merely)| merely));
    let (usual, longest) =
        (term(analysis.clock.rules.term(Step::Reply)), term(analysis.clock.rules.term(Step::LongestReply)));
    let text = figures
        .text()
        .say("有起止时间可计算的答复")
        .count("起止时间齐全的答复", &timed)
        .say("件，用时中位数")
        .number(format!("{}天", median(register, &timed)), "起止时间齐全的答复", &timed)
        .say(format!("。其中{usual}以内答复"))
        .count(format!("{usual}以内答复"), &in_time)
        .say("件，占")
        .share(format!("{usual}以内答复"), &in_time, &timed)
        .say(format!("；超过{usual}、在{longest}以内"))
        .count(format!("超过{usual}、在{longest}以内答复"), &longer)
        .say(format!("件；超过{longest}"))
        .count(format!("超过{longest}答复"), &late)
        .say("件")
        .when(!overdue.is_empty(), |text| {
            text.say(format!("。至台账最晚日期{}，尚未答复且已超过{longest}的", chinese_day(today)))
                .count(format!("至{}未答复且超过{longest}", chinese_day(today)), &overdue)
                .say("件")
        })
        .say("。")
        .when(!by_suggestion.is_empty(), |text| {
            text.say("其中")
                .count("无交办时间，以提出时间起算", &by_suggestion)
                .say("件台账无交办时间，以提出时间起算。")
        })
        .when(!impossible.is_empty(), |text| {
            text.say("另有")
                .count("答复时间早于起算时间", &impossible)
                .say("件的答复时间早于交办（或提出）时间，有误，未计入用时，请核对。")
        });
    let mut blocks = vec![text.end()];
    if let Some(table) = by_lead(analysis, figures, &timed) {
        blocks.push(table);
    }
    blocks
}

/// The middle of the days that replies took; of an even number the lower of the two in the middle.
fn median(register: &Register, rows: &Rows) -> i32 {
    let mut days: Vec<i32> = rows
        .iter()
        .filter_map(|row| {
            let entry = register.entry(row);
            Some(days_between(beginning(entry)?.0, entry.replied?))
        })
        .collect();
    days.sort_unstable();
    days.get(days.len().saturating_sub(1) / 2).copied().unwrap_or_default()
}

fn by_lead(analysis: &Analysis, figures: &mut Figures, timed: &Rows) -> Option<Block> {
    let register = &analysis.register;
    let leads = register.tally(timed, |entry| entry.lead.map(|lead| lead.label));
    let (usual, longest) =
        (term(analysis.clock.rules.term(Step::Reply)), term(analysis.clock.rules.term(Step::LongestReply)));
    let mut table = Table::new("各主办单位答复用时")
        .text("主办单位", 5)
        .number("已答复", 2)
        .number("中位天数", 3)
        .number(format!("{usual}内"), 2)
        .number(format!("{longest}内"), 2)
        .number(format!("超{longest}"), 3);
    for (lead, rows) in &leads {
        let name = register.departments.name(*lead);
        let mut line: Vec<Piece> = vec![
            name.into(),
            figures.count(format!("主办：{name}，起止时间齐全的答复"), rows),
            median(register, rows).to_string().into(),
        ];
        for (wanted, what) in [
            (Reply::InTime, format!("{usual}以内")),
            (Reply::Longer, format!("{longest}以内")),
            (Reply::Late, format!("超过{longest}")),
        ] {
            let rows = register.pick(rows, |entry| reply(analysis, entry) == Some(wanted));
            line.push(figures.count(format!("主办：{name}，{what}答复"), &rows));
        }
        table.rows.push(line);
    }
    (leads.len() > 1).then_some(Block::Table(table))
}

/// Whether assisting departments gave their opinions in time.
fn opinions(analysis: &Analysis, figures: &mut Figures) -> Option<Block> {
    let register = &analysis.register;
    let given = register
        .pick(&register.current, |entry| entry.assist_replied.is_some() && beginning(entry).is_some());
    let late = register.pick(&given, |entry| match (beginning(entry), entry.assist_replied) {
        (Some((from, _)), Some(day)) => day > analysis.clock.due(Step::Assist, from),
        _ => false,
    });
    let allowed = term(analysis.clock.rules.term(Step::Assist));
    (!given.is_empty()).then(|| {
        figures
            .text()
            .say("会办意见有时间可查的")
            .count("会办意见有时间可查", &given)
            .say(format!("件，超过{allowed}提出的"))
            .count(format!("会办意见超过{allowed}"), &late)
            .say("件，占")
            .share(format!("会办意见超过{allowed}"), &late, &given)
            .say("。")
            .end()
    })
}

/// Whether what was no department's remit was returned in time.
fn returns(analysis: &Analysis, figures: &mut Figures) -> Option<Block> {
    let register = &analysis.register;
    let day = |entry: &Entry| entry.suggestion.cell(Role::Returned).and_then(date::parse);
    let returned =
        register.pick(&register.current, |entry| day(entry).is_some() && beginning(entry).is_some());
    let late = register.pick(&returned, |entry| match (beginning(entry), day(entry)) {
        (Some((from, _)), Some(day)) => day > analysis.clock.due(Step::Return, from),
        _ => false,
    });
    let allowed = term(analysis.clock.rules.term(Step::Return));
    (!returned.is_empty()).then(|| {
        figures
            .text()
            .say("退办有时间可查的")
            .count("退办有时间可查", &returned)
            .say(format!("件，超过{allowed}提出的"))
            .count(format!("退办超过{allowed}"), &late)
            .say("件。")
            .end()
    })
}

/// What the proposers said of the replies, in the words of the register.
fn satisfaction(register: &Register, figures: &mut Figures) -> Option<Block> {
    let rated = register.pick(&register.current, |entry| entry.suggestion.cell(Role::Satisfaction).is_some());
    let answers = register.tally(&rated, |entry| entry.suggestion.cell(Role::Satisfaction));
    let (answer, first) = answers.first()?;
    let last =
        format!("；“{answer}”占比的95%区间为{}。未填评价的建议不在其内。", interval(first.share(&rated)));
    let text = figures
        .text()
        .say("填有满意度评价的")
        .count("填有满意度评价", &rated)
        .say("件，占全部建议的")
        .share("填有满意度评价", &rated, &register.current);
    let text = text.say("，其中").each(&answers, "、", |text, (answer, rows)| {
        text.say(format!("“{answer}”"))
            .count(format!("满意度：{answer}"), rows)
            .say("件（")
            .share(format!("满意度：{answer}"), rows, &rated)
            .say("）")
    });
    Some(text.say(last).end())
}
