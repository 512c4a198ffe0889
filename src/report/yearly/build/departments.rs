//! ANALYSIS -> who handles how much, as lead and as assistant, and what came back.

use super::clocks::{self, Reply};
use super::{caption, leaders};
use crate::analysis::Analysis;
use crate::register::{Entry, Register, Rows};
use crate::report::yearly::chart::{Bar, Chart};
use crate::report::yearly::{Block, Figures, Piece, Table};
use crate::suggestion::Role;
use crate::suggestion::handling::Answer;

/// So many departments are named, and so many drawn.
const NAMED: usize = 5;
const DRAWN: usize = 15;

/// What the last row is called where some suggestions have several leads, so that it is no sum of those above it.
const ONCE: &str = "实际件数";

/// Answers of which nobody knows whether they were in time.
const UNKNOWN: &str = "时间或期限不详";

/// One department's share of the work.
struct Load<'a> {
    name: &'a str,
    lead: Rows,
    assist: Rows,
}

/// A column of the table of departments: how what a department leads was handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Handled {
    InTime,
    Late,
    /// Later even than the longest time; those are among the late ones.
    TooLate,
    Undated,
    Open,
    /// What was withdrawn, ended or joined to another.
    Ended,
    Returned,
}

impl Handled {
    const ALL: [Self; 7] =
        [Self::InTime, Self::Late, Self::TooLate, Self::Undated, Self::Open, Self::Ended, Self::Returned];

    fn heading(self, analysis: &Analysis) -> String {
        match self {
            Self::InTime => "按期答复".into(),
            Self::Late => "逾期答复".into(),
            Self::TooLate => {
                let [_, longest] = clocks::terms(analysis);
                format!("其中超{longest}")
            }
            Self::Undated => UNKNOWN.into(),
            Self::Open => "未答复".into(),
            Self::Ended => "不再办理".into(),
            Self::Returned => "退办".into(),
        }
    }

    /// Whether `entry` stands in the column.
    fn holds(self, analysis: &Analysis, entry: &Entry) -> bool {
        let reply = || clocks::reply(analysis, entry);
        match self {
            Self::InTime => reply() == Some(Reply::InTime),
            Self::Late => matches!(reply(), Some(Reply::Longer | Reply::Late)),
            Self::TooLate => reply() == Some(Reply::Late),
            Self::Undated => entry.is_answered() && reply().is_none(),
            Self::Open => entry.is_owed(),
            Self::Ended => entry.answer == Answer::Ended,
            Self::Returned => entry.suggestion.is_returned(),
        }
    }

    /// Whether the register tells what the column counts.
    fn is_told(self, analysis: &Analysis) -> bool {
        let register = &analysis.register;
        let all = &register.current;
        let any = || all.iter().any(|row| self.holds(analysis, register.entry(row)));
        match self {
            Self::InTime | Self::Late | Self::TooLate => register.knows(all, Role::Replied),
            // Few registers have answers without a day, or suggestions that were withdrawn.
            Self::Undated | Self::Ended => any(),
            // The state tells of it too.
            Self::Open => register.knows_answers(all),
            // Some tell of returns by the state.
            Self::Returned => register.knows(all, Role::Returned) || any(),
        }
    }
}

pub(super) fn blocks(analysis: &Analysis, figures: &mut Figures) -> Vec<Block> {
    let register = &analysis.register;
    let loads = loads(analysis);
    if loads.is_empty() {
        return Vec::new();
    }
    let chart = Chart::Stacked {
        caption: caption("承办单位主办、会办件数", loads.len().min(DRAWN), loads.len(), "个"),
        parts: ["主办".into(), "会办".into()],
        bars: loads
            .iter()
            .take(DRAWN)
            .map(|load| Bar {
                name: load.name.to_owned(),
                parts: vec![load.lead.count(), load.assist.count()],
                range: None,
                figure: figures.add(
                    format!("主办或会办：{}", load.name),
                    &load.lead.iter().chain(load.assist.iter()).collect(),
                ),
            })
            .collect(),
    };
    let mut blocks =
        vec![opening(analysis, figures, &loads), Block::Chart(chart), table(analysis, figures, &loads)];
    let returned = register.pick(&register.current, |entry| entry.suggestion.is_returned());
    if !returned.is_empty() {
        let by_lead = register.tally(&returned, Entry::leads);
        let text = figures
            .text()
            .say("承办单位提出退办的")
            .count_and_share("退办", &returned, "件，占", &register.current)
            .say("，涉及")
            .each(&by_lead[..by_lead.len().min(NAMED)], "、", |text, (lead, rows)| {
                let name = register.departments.name(*lead);
                text.say(name).count(format!("退办，主办：{name}"), rows).say("件")
            })
            .when(by_lead.len() > NAMED, |text| text.say(format!("等{}个单位", by_lead.len())))
            .say("。");
        blocks.push(text.end());
    }
    blocks
}

fn loads(analysis: &Analysis) -> Vec<Load<'_>> {
    let register = &analysis.register;
    let all = &register.current;
    let mut loads: Vec<Load<'_>> = register
        .tally(all, Entry::departments)
        .into_iter()
        .map(|(department, rows)| {
            let lead = register.pick(&rows, |entry| entry.leads().any(|lead| lead == department));
            let assist = rows.without(&lead);
            Load { name: register.departments.name(department), lead, assist }
        })
        .collect();
    loads.sort_by_key(|load| std::cmp::Reverse((load.lead.count(), load.assist.count())));
    loads
}

fn opening(analysis: &Analysis, figures: &mut Figures, loads: &[Load<'_>]) -> Block {
    let register = &analysis.register;
    let all = &register.current;
    let proposed = register.pick(all, Entry::lead_is_proposed);
    // Those that lead most stand first, so that those without a lead come last.
    let leading = &loads[..loads.iter().filter(|load| !load.lead.is_empty()).count()];
    let counts: Vec<usize> = leading.iter().map(|load| load.lead.count()).collect();
    let first = &leading[..leaders(&counts, NAMED)];
    let is_level = counts.len() > 1 && counts.first() == counts.last();
    let first_rows: Rows = first.iter().flat_map(|load| load.lead.iter()).collect();
    let several = have_co_leads(register, all);
    let assisting = loads.iter().filter(|load| !load.assist.is_empty()).count();
    figures
        .text()
        .say(format!("承担主办任务的单位{}个", leading.len()))
        .when(is_level, |text| text.say(format!("（各主办{}件）", counts[0])))
        .when(assisting > 0, |text| text.say(format!("，承担会办任务的单位{assisting}个")))
        .when(!first.is_empty(), |text| {
            text.say("。主办件数居前的是").each(first, "、", |text, load| {
                text.say(load.name).count(format!("主办：{}", load.name), &load.lead).say("件")
            })
        })
        .when(first.len() > 1 && leading.len() > first.len(), |text| {
            text.say(if several {
                "，以上单位主办的建议（几个单位主办的只计一件）".to_owned()
            } else {
                format!("，{}个单位合计主办", first.len())
            })
            .count_and_share("主办件数居前的单位合计", &first_rows, "件，占", all)
        })
        .say("。")
        .some(
            if proposed == *all { "全部" } else { "其中" },
            "主办单位由程序推荐",
            &proposed,
            "件的主办单位由程序推荐，未经人工确认。",
        )
        .end()
}

fn table(analysis: &Analysis, figures: &mut Figures, loads: &[Load<'_>]) -> Block {
    let register = &analysis.register;
    let all = &register.current;
    let [usual, longest] = clocks::terms(analysis);
    let told = Handled::ALL.into_iter().filter(|column| column.is_told(analysis));
    let columns: Vec<(Handled, String)> = told.map(|column| (column, column.heading(analysis))).collect();
    let notes = [
        (
            register.knows(all, Role::Replied),
            format!("按期：{usual}以内答复；逾期：超过{usual}，依规定可延至{longest}的也在内"),
        ),
        (have_co_leads(register, all), format!("主办单位不止一个的，各单位各计一件，{ONCE}只计一件")),
        // A suggestion stands in two columns.
        (
            all.iter()
                .map(|row| register.entry(row))
                .any(|entry| entry.suggestion.is_returned() && entry.is_answered()),
            "退办后又答复的，也计入答复各栏".to_owned(),
        ),
    ];
    let notes: Vec<String> = notes.into_iter().filter(|(is_so, _)| *is_so).map(|(_, note)| note).collect();
    let caption = if notes.is_empty() { String::new() } else { format!("（{}）", notes.join("；")) };
    let mut table = Table::new(format!("承办单位办理件数{caption}"))
        .text("承办单位", 5)
        .number("主办", 2)
        .number("会办", 2)
        .number("合计", 2);
    for (_, heading) in &columns {
        table = table.number(heading, 2);
    }
    for load in loads {
        let name = load.name;
        let both: Rows = load.lead.iter().chain(load.assist.iter()).collect();
        let mut line: Vec<Piece> = vec![
            name.into(),
            figures.count(format!("主办：{name}"), &load.lead),
            figures.count(format!("会办：{name}"), &load.assist),
            figures.count(format!("主办或会办：{name}"), &both),
        ];
        for (column, heading) in &columns {
            let rows = register.pick(&load.lead, |entry| column.holds(analysis, entry));
            line.push(figures.count(format!("主办：{name}，{heading}"), &rows));
        }
        table.rows.push(line);
    }
    if loads.len() > 1 {
        table.rows.push(total(analysis, figures, &columns));
    }
    Block::Table(table)
}

/// Whether any of `rows` has several leads.
fn have_co_leads(register: &Register, rows: &Rows) -> bool {
    rows.iter().any(|row| !register.entry(row).co_leads.is_empty())
}

/// What all departments lead together. A suggestion has as many assisting departments as it needs, so that theirs are not
/// added up.
fn total(analysis: &Analysis, figures: &mut Figures, columns: &[(Handled, String)]) -> Vec<Piece> {
    let register = &analysis.register;
    let led = register.pick(&register.current, |entry| entry.lead.is_some());
    let heading = if have_co_leads(register, &led) { ONCE } else { "合计" };
    let mut line: Vec<Piece> =
        vec![heading.into(), figures.count("有主办单位", &led), "—".into(), "—".into()];
    for (column, heading) in columns {
        let rows = register.pick(&led, |entry| column.holds(analysis, entry));
        line.push(figures.count(format!("有主办单位，{heading}"), &rows));
    }
    line
}
