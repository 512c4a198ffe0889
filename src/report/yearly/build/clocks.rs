//! ANALYSIS -> how long replies took against the rules, and what the proposers thought of them.

use crate::analysis::Analysis;
use crate::clock::{Step, days_between};
use crate::date;
use crate::register::{Entry, Register, Rows};
use crate::report::yearly::figure::interval;
use crate::report::yearly::{Block, Figures, Piece, Table};
use crate::suggestion::Role;
use crate::suggestion::cells::{CONTENT, is_content};
use crate::suggestion::day::Day;
use crate::suggestion::handling::Answer;

pub(super) fn blocks(analysis: &Analysis, figures: &mut Figures) -> Vec<Block> {
    let mut blocks = Vec::new();
    blocks.extend(replies(analysis, figures));
    blocks.extend(opinions(analysis, figures));
    blocks.extend(returns(analysis, figures));
    blocks.extend(satisfaction(&analysis.register, figures));
    blocks
}

/// What became of the time for a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reply {
    /// Within its time.
    InTime,
    /// Within the longest time.
    Longer,
    /// Later than that.
    Late,
    /// None yet, and its time is not over.
    Open,
    /// None yet, and its time is over,
    Due,
    /// or even the longest.
    Overdue,
}

/// How the reply to `entry` stands; `None` where no day is known from which its time runs, or its term cannot be made
/// out, where it is answered on a
/// day that is unknown or cannot be right, and where nobody owes a reply.
pub(super) fn reply(analysis: &Analysis, entry: &Entry) -> Option<Reply> {
    let due = entry.due().filter(|due| !due.is_unclear)?;
    let day = entry.replied().or(analysis.register.latest)?;
    let is_after = |day| entry.suggestion.is_after(&due, day);
    let in_time = entry.replied().map_or(day <= due.day, |day| !is_after(day));
    let longer = day <= due.longest.max(due.day);
    match entry.answer {
        Answer::On(_) if in_time => Some(Reply::InTime),
        Answer::On(_) if longer => Some(Reply::Longer),
        Answer::On(_) => Some(Reply::Late),
        Answer::Open if in_time => Some(Reply::Open),
        Answer::Open if longer => Some(Reply::Due),
        Answer::Open => Some(Reply::Overdue),
        Answer::Undated | Answer::Unclear | Answer::Ended | Answer::Returned => None,
    }
}

/// What the usual and the longest time are called: 3个月 and 6个月, or 答复期限 where the register sets some of its own.
pub(super) fn terms(analysis: &Analysis) -> [String; 2] {
    let in_words = |step| analysis.clock.rules.term(step).in_words();
    let usual = if own_terms(analysis).is_empty() { in_words(Step::Reply) } else { "答复期限".into() };
    [usual, in_words(Step::LongestReply)]
}

/// The rows whose time ends when the register says, and not the rules alone.
fn own_terms(analysis: &Analysis) -> Rows {
    let register = &analysis.register;
    register.pick(&register.current, |entry| entry.due().is_some_and(|due| due.is_own()))
}

fn replies(analysis: &Analysis, figures: &mut Figures) -> Vec<Block> {
    let register = &analysis.register;
    let all = &register.current;
    let standing = |wanted: Reply| register.pick(all, |entry| reply(analysis, entry) == Some(wanted));
    let given = [Reply::InTime, Reply::Longer, Reply::Late].map(standing);
    let timed: Rows = given.iter().flat_map(Rows::iter).collect();
    let mut blocks = Vec::new();
    if !timed.is_empty() {
        blocks.push(given_replies(analysis, figures, &timed, &given));
        blocks.extend(by_lead(analysis, figures, &timed));
    }
    blocks.extend(owed_replies(analysis, figures, &[Reply::Due, Reply::Overdue].map(standing)));
    blocks.extend(own_terms_told(analysis, figures));
    blocks
}

/// How long the replies with a day took: those `given` within their time, within the longest, later.
fn given_replies(
    analysis: &Analysis,
    figures: &mut Figures,
    timed: &Rows,
    [in_time, longer, late]: &[Rows; 3],
) -> Block {
    let register = &analysis.register;
    let all = &register.current;
    let early =
        register.pick(all, |entry| matches!(entry.wrong_day(Role::Replied), Some(Day::TooEarly { .. })));
    let finished = register.pick(all, is_finished_undated);
    let by_suggestion = register.pick(timed, |entry| entry.handed_out.is_none());
    let [usual, longest] = terms(analysis);
    figures
        .text()
        .say("有起止时间可计算的答复")
        .count("起止时间齐全的答复", timed)
        .say("件，用时中位数")
        .number(format!("{}天", median(register, timed)), "起止时间齐全的答复", timed)
        .say(format!("。其中{usual}以内答复"))
        .count_and_share(format!("{usual}以内答复"), in_time, "件，占", timed)
        .say(format!("；超过{usual}、在{longest}以内"))
        .count(format!("超过{usual}、在{longest}以内答复"), longer)
        .say(format!("件；超过{longest}"))
        .count(format!("超过{longest}答复"), late)
        .say("件。")
        .some("其中", "无交办时间，以提出时间起算", &by_suggestion, "件台账无交办时间，以提出时间起算。")
        .some(
            "另有",
            "台账记为已办结、未填答复时间",
            &finished,
            "件台账记为已办结而未填答复时间，视为已答复，无从计算用时。",
        )
        .some(
            "另有",
            "答复时间早于起算时间",
            &early,
            "件的答复时间早于交办（或提出）时间，有误，未计入用时，请核对。",
        )
        .end()
}

/// The replies that are not given though their time is over: those `due`, and those `overdue` by the longest time, too.
fn owed_replies(analysis: &Analysis, figures: &mut Figures, [due, overdue]: &[Rows; 2]) -> Option<Block> {
    let day = date::in_words(analysis.register.latest?);
    let owed: Rows = due.iter().chain(overdue.iter()).collect();
    let [usual, longest] = terms(analysis);
    let is_told = !owed.is_empty() && analysis.register.knows_answers(&analysis.register.current);
    is_told.then(|| {
        figures
            .text()
            .say(format!("至台账最晚日期{day}，尚未答复且已超过{usual}的"))
            .count(format!("至{day}未答复且超过{usual}"), &owed)
            .say(format!("件，其中超过{longest}的"))
            .count(format!("至{day}未答复且超过{longest}"), overdue)
            .say("件。")
            .end()
    })
}

/// What the time for a reply is, where it is not the same for all.
fn own_terms_told(analysis: &Analysis, figures: &mut Figures) -> Option<Block> {
    let register = &analysis.register;
    let own = own_terms(analysis);
    let extended = register.pick(&own, |entry| entry.due().is_some_and(|due| due.extended));
    let set = own.without(&extended);
    let usual = analysis.clock.rules.term(Step::Reply).in_words();
    (!own.is_empty()).then(|| {
        figures
            .text()
            .say(format!("答复期限一般为{usual}；"))
            .some("台账另定期限的", "台账另定答复期限", &set, "件按所定期限计")
            .when(!set.is_empty() && !extended.is_empty(), |text| text.say("，"))
            .some("延期的", "答复延期", &extended, "件按延期后的期限计")
            .say("。")
            .end()
    })
}

/// Whether `entry` is said to be answered, and no day is written.
pub(super) fn is_finished_undated(entry: &Entry) -> bool {
    let day = || entry.suggestion.day(Role::Replied, None, None);
    entry.answer == Answer::Undated && matches!(day(), Day::None | Day::Unreadable)
}

/// The middle of the days that replies took; of an even number the mean of the two in the middle: 50 of 10 and 90.
fn median(register: &Register, rows: &Rows) -> f64 {
    let mut days: Vec<i32> = rows
        .iter()
        .filter_map(|row| {
            let entry = register.entry(row);
            Some(days_between(entry.beginning()?, entry.replied()?))
        })
        .collect();
    days.sort_unstable();
    let day = |at: usize| days.get(at).copied().map_or(0.0, f64::from);
    f64::midpoint(day(days.len().saturating_sub(1) / 2), day(days.len() / 2))
}

fn by_lead(analysis: &Analysis, figures: &mut Figures, timed: &Rows) -> Option<Block> {
    let register = &analysis.register;
    let leads = register.tally(timed, Entry::leads);
    let [usual, longest] = terms(analysis);
    // 3至6个月, 60日至6个月, 答复期限至6个月.
    let between = match (usual.strip_suffix("个月"), longest.ends_with("个月")) {
        (Some(months), true) => format!("{months}至{longest}"),
        _ => format!("{usual}至{longest}"),
    };
    let mut table = Table::new("各主办单位答复用时")
        .text("主办单位", 5)
        .number("有答复时间", 2)
        .number("中位天数", 3)
        .number(format!("{usual}内"), 2)
        .number(&between, 3)
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
            (Reply::Longer, between.clone()),
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
        .pick(&register.current, |entry| entry.assist_replied.is_some() && entry.beginning().is_some());
    let late = register.pick(&given, |entry| match (entry.beginning(), entry.assist_replied) {
        (Some(from), Some(day)) => day > analysis.clock.due(Step::Assist, from),
        _ => false,
    });
    let allowed = analysis.clock.rules.term(Step::Assist).in_words();
    (!given.is_empty()).then(|| {
        figures
            .text()
            .say("会办意见有时间可查的")
            .count("会办意见有时间可查", &given)
            .say(format!("件，超过{allowed}提出的"))
            .count_and_share(format!("会办意见超过{allowed}"), &late, "件，占", &given)
            .say("。")
            .end()
    })
}

/// Whether what was no department's remit was returned in time.
fn returns(analysis: &Analysis, figures: &mut Figures) -> Option<Block> {
    let register = &analysis.register;
    let returned =
        register.pick(&register.current, |entry| entry.returned.is_some() && entry.beginning().is_some());
    let late = register.pick(&returned, |entry| match (entry.beginning(), entry.returned) {
        (Some(from), Some(day)) => day > analysis.clock.due(Step::Return, from),
        _ => false,
    });
    let allowed = analysis.clock.rules.term(Step::Return).in_words();
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
    let rated = register.pick(&register.current, |entry| entry.satisfaction.is_some());
    let answers = register.tally(&rated, |entry| entry.satisfaction.as_deref());
    let content: Vec<&(&str, Rows)> = answers.iter().filter(|(answer, _)| is_content(answer)).collect();
    let plain = content.iter().copied().find(|(answer, _)| *answer == CONTENT);
    let (answer, told) = plain.or(content.first().copied()).or(answers.first())?;
    let together: Rows = content.iter().flat_map(|(_, rows)| rows.iter()).collect();
    let names = content.iter().map(|(answer, _)| *answer).collect::<Vec<_>>().join("”“");
    let text = figures.text().say("填有满意度评价的").count_and_share(
        "填有满意度评价",
        &rated,
        "件，占全部建议的",
        &register.current,
    );
    let text = text.say("，其中").each(&answers, "、", |text, (answer, rows)| {
        text.say(format!("“{answer}”"))
            .count_and_share(format!("满意度：{answer}"), rows, "件（", &rated)
            .say("）")
    });
    let text = text.say(format!("；“{answer}”占比的95%区间为{}", interval(told.share(&rated)))).when(
        content.len() > 1,
        |text| {
            text.say(format!("；“{names}”合计"))
                .count_and_share(format!("满意度：“{names}”合计"), &together, "件（", &rated)
                .say(format!("，95%区间{}）", interval(together.share(&rated))))
        },
    );
    Some(text.say("。未填评价的建议不在其内。").end())
}
