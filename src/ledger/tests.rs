//! Registers with every fault that offices make -> what is late, what is set apart and why.

use std::sync::Arc;

use super::*;
use crate::scheme::Label;

fn rows(headings: &str, lines: &str) -> Vec<Suggestion> {
    let roles = [
        ("编号", Role::Id),
        ("标题", Role::Title),
        ("主办", Role::Lead),
        ("会办", Role::Assist),
        ("交办", Role::HandedOut),
        ("提出", Role::Date),
        ("答复", Role::Replied),
        ("会办答复", Role::AssistReplied),
        ("退办", Role::Returned),
        ("延期", Role::Extended),
        ("期限", Role::Due),
        ("状态", Role::Status),
        ("是否办结", Role::Status),
        ("结果", Role::Outcome),
    ];
    let headings: Vec<String> = headings.split(',').map(str::to_owned).collect();
    let table = roles.iter().fold(Table::new("台账.csv", headings.clone()), |table, (name, role)| {
        match headings.iter().position(|heading| heading == name) {
            Some(column) => table.with(*role, column),
            None => table,
        }
    });
    let table = Arc::new(table);
    let row = |(at, line): (usize, &str)| Suggestion {
        table: table.clone(),
        row: at as u64 + 2,
        cells: line.split(',').map(str::to_owned).collect(),
        kinds: Vec::new(),
    };
    lines.lines().enumerate().map(row).collect()
}

fn ledger(rows: &[Suggestion], today: &str) -> Ledger {
    let clock = crate::read::clock(None, None).unwrap();
    Ledger::new(rows, None, clock, today.parse().unwrap()).unwrap()
}

const HEADINGS: &str = "编号,主办,会办,交办,答复,会办答复,退办,状态";

#[test]
fn what_offices_write_for_nothing_is_no_day() {
    for nothing in ["-", "/", "——", "无", "未答复", "待办", "暂无", "尚未"] {
        let line = format!("1,教委,,2020-01-16,{nothing},{nothing},{nothing},办理中");
        let ledger = ledger(&rows(HEADINGS, &line), "2020-06-15");
        assert_eq!(ledger.apart.len(), 0, "{nothing}");
        assert_eq!(ledger.entries[0].state, State::Late, "{nothing}");
    }
    // A day without its year is a day that somebody has to complete.
    let ledger = ledger(&rows(HEADINGS, "1,教委,,2020-01-16,03-16,,,"), "2020-06-15");
    assert_eq!((ledger.entries.len(), ledger.apart.len()), (0, 1));
}

#[test]
fn the_time_of_the_lead_runs_whoever_assists_and_ends_where_nobody_owes_an_answer() {
    let lines = "1,教委,法院,2020-01-16,,,,\n2,法院,,2020-01-16,,,,\n3,,,,,,,不予立案";
    let rows = rows(HEADINGS, lines);
    let scheme = Scheme::new(vec![Label::named("教委")]).unwrap();
    let clock = crate::read::clock(None, None).unwrap();
    let found = Ledger::new(&rows, Some(&scheme), clock, "2020-12-01".parse().unwrap()).unwrap();
    let entry = &found.entries[0];
    assert_eq!(
        (found.entries.len(), entry.state, &*entry.assists),
        (1, State::Late, &["法院".to_owned()][..])
    );
    assert_eq!((found.apart.len(), found.never_handed_out), (1, 1));
    assert_eq!(found.unknown_assists.into_iter().collect::<Vec<_>>(), [("法院".to_owned(), 1)]);
}

#[test]
fn a_department_in_two_widths_is_reminded_once_and_its_heir_in_its_place() {
    let lines = "1,甲街道(北区),,2020-01-16,,,,\n2,甲街道（北区）,,2020-01-16,,,,\n3,质监局,,2020-01-16,,,,";
    let rows = rows(HEADINGS, lines);
    let found = ledger(&rows, "2020-12-01");
    let reminded: Vec<(&str, usize)> =
        found.reminders().into_iter().map(|(name, reminder)| (name, reminder.leads.len())).collect();
    assert_eq!(reminded, [("甲街道(北区)", 2), ("质监局", 1)]);

    let old =
        Label { until: Some(2018), successor: Some("市场监管局".into()), ..Label::named("质监局") };
    let scheme = Scheme::new(vec![old, Label::named("市场监管局"), Label::named("甲街道（北区）")]).unwrap();
    let clock = crate::read::clock(None, None).unwrap();
    let found = Ledger::new(&rows, Some(&scheme), clock, "2020-12-01".parse().unwrap()).unwrap();
    let reminded: Vec<&str> = found.reminders().into_keys().collect();
    assert_eq!(reminded, ["市场监管局", "甲街道（北区）"]);
}

#[test]
fn late_rows_come_first() {
    let rows = rows(
        HEADINGS,
        "1,教委,,2020-01-16,2020-04-16,,,\n\
         2,教委,卫健委,2020-01-16,,2020-02-10,,办理中\n\
         3,水务局,教委,2020-02-20,,,,\n\
         4,水务局,,2020/3/25,,,,\n\
         5,城管委,,2020-05-06,,,,\n\
         6,城管委,,2020-01-16,2020-05-11,,,\n\
         7,城管委,,2020-01-16,,,,已办复\n\
         8,交通委,,2020-05-06,,,2020-05-08,\n\
         9,交通委、教委,,2020-01-16,,,否,未办复\n\
         10,交通委,,2020-01-16,2020-06-30,,,",
    );
    let ledger = ledger(&rows, "2020-06-15");
    // Answered later than the day the ledger is made for.
    assert_eq!(
        ledger.apart.iter().map(|row| row.error.to_string()).collect::<Vec<_>>(),
        [
            "台账.csv, row 11, column 答复: this is 2020-06-30, after 2020-06-15, for which the ledger is made; correct it, or give a later day with --today"
        ]
    );
    assert!(ledger.unknown_years.is_empty());
    let shown: Vec<String> = ledger
        .entries
        .iter()
        .map(|entry| {
            format!("{} {:?} {}", entry.suggestion.id().unwrap(), entry.state, entry.reply.days_left)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "2 Late -60", "9 Late -60", "3 Late -26", "4 Soon 13", "5 Open 52", "6 DoneLate -25",
            "7 Undated -60", "1 OnTime 0", "8 Returned 52",
        ]
    );
    let loads = ledger.loads();
    let load = loads["教委"];
    assert_eq!((load.leads, load.assists, load.on_time, load.late, load.assist_late), (3, 1, 1, 2, 1));
    let reminders = ledger.reminders();
    let reminded: Vec<(&str, usize, usize)> = reminders
        .iter()
        .map(|(name, reminder)| (*name, reminder.leads.len(), reminder.opinions.len()))
        .collect();
    assert_eq!(reminded, [("交通委", 1, 0), ("教委", 2, 1), ("水务局", 2, 0)]);
}

#[test]
fn what_is_said_of_an_answer() {
    let cases = [
        ("2020-05-11,,,", "DoneLate"),
        (",,,已办结", "Undated"),
        (",,FALSE,未办结", "Late"),
        (",,×,", "Late"),
        (",,N,", "Late"),
        (",,0,", "Late"),
        (",,无,", "Late"),
        (",,未退办,", "Late"),
        (",,是,", "Returned"),
        (",,,已退回", "Returned"),
        (",,,未退回", "Late"),
        (",,2020-02-03,", "Returned"),
        // Handed out anew after it was returned, and answered.
        ("2020-04-11,,2020-02-03,", "OnTime"),
        ("2020-02-01,,2020-02-03,", "Returned"),
        // The day is written, though it is a wrong one.
        ("2020-06-30,,,已办结", "after 2020-06-15"),
        ("2121-04-10,,,已办结", "more than a year after the other dates"),
        ("2020-06-14,,2121-02-03,", "more than a year after the other dates"),
        ("2020年5月20日前,,,办理中", "is no date"),
        ("2020年5月20日前,,,已办结", "is no date"),
        ("2020-2-30,,,已办结", "is no date"),
        ("2020-2-30,,,", "is no date"),
        ("见附件,,,已办结", "Undated"),
    ];
    for (cells, expected) in cases {
        let lines = format!("1,教委,,2020-01-16,{cells}\n2,教委,,2020-01-17,2020-06-30,,,");
        let ledger = ledger(&rows(HEADINGS, &lines), "2020-06-15");
        let mut told = ledger.entries.iter().map(|entry| format!("{:?}", entry.state));
        let mut reasons = ledger.apart.iter().map(|row| row.error.to_string());
        assert!(
            told.next().as_deref() == Some(expected) || reasons.next().unwrap().contains(expected),
            "{cells}: {ledger:?}"
        );
    }
}

#[test]
fn the_years_of_all_last_days_need_holidays() {
    // The answer is due in 2026, whose holidays are known; for a wide matter, in 2027.
    let ledger = ledger(&rows(HEADINGS, "1,教委,,2026-09-10,,,,"), "2026-09-11");
    assert_eq!((ledger.entries[0].reply.due.year(), ledger.unknown_years.as_slice()), (2026, &[2027][..]));
}

#[test]
fn rows_that_cannot_be_reckoned_are_set_apart() {
    let rows = rows(
        HEADINGS,
        "1,教委,,,,,,\n\
         2,教委,,春节前,,,,\n\
         3,教委,,2020-03-16,2020-03-10,,,\n\
         4,,,2020-03-16,,,,\n\
         5,教委,,2020-03-16,,2020-01-01,,\n\
         6,教委,,2020-03-16,,,,",
    );
    let ledger = ledger(&rows, "2020-04-01");
    let reasons: Vec<String> = ledger.apart.iter().map(|row| row.error.to_string()).collect();
    assert_eq!(
        reasons,
        [
            "台账.csv, row 2, column 交办: the day it was handed out is missing; fill the cell",
            "台账.csv, row 3, column 交办: \"春节前\" is no date; write it as 2020-03-16",
            "台账.csv, row 4, column 答复: this is 2020-03-10, before it was handed out on 2020-03-16; correct one of the two",
            "台账.csv, row 5, column 主办: no department leads it; fill the cell, or let `jiaoban tag` propose one",
            "台账.csv, row 6, column 会办答复: this is 2020-01-01, before it was handed out on 2020-03-16; correct one of the two",
        ]
    );
    assert_eq!(ledger.entries.len(), 1);
}

#[test]
fn names_are_those_of_the_scheme() {
    use crate::scheme::Label;
    let education = Label { aliases: vec!["教育局".into()], ..Label::named("教委") };
    let scheme = Scheme::new(vec![education]).unwrap();
    let rows = rows(HEADINGS, "1,教育局,,2020-03-16,,,,\n2,教务处,,2020-03-16,,,,");
    let clock = crate::read::clock(None, None).unwrap();
    let ledger = Ledger::new(&rows, Some(&scheme), clock, "2020-04-01".parse().unwrap()).unwrap();
    assert_eq!(ledger.entries[0].leads, ["教委"]);
    assert!(ledger.apart[0].error.to_string().contains("\"教务处\" is not a label of the scheme"));
}

#[test]
fn time_runs_from_some_day() {
    let without = rows("标题,主办", "甲,教委");
    let clock = crate::read::clock(None, None).unwrap();
    let error = Ledger::new(&without, None, clock, "2020-04-01".parse().unwrap()).unwrap_err();
    assert!(error.to_string().contains("no column says when a suggestion was handed out"), "{error}");
    let came_in = rows("主办,提出", "教委,2031-03-16\n教委,2031-05-16");
    let (_, last) = believed_days(&came_in).unwrap();
    assert_eq!(last, "2031-05-16".parse().unwrap());
    assert_eq!(ledger(&came_in, "2031-06-01").unknown_years, [2031]);
}

#[test]
fn what_the_register_sets_is_due_then() {
    let lines = "1,教委,2020-01-16,2020-06-30,,\n\
                 2,教委,2020-01-16,2020-03-01,,\n\
                 3,教委,2020-01-16,15个工作日,,\n\
                 4,教委,2020-01-16,2019-06-30,,\n\
                 5,教委,2020-01-16,2020-03-01,2020-09-01,\n\
                 6,教委,2020-01-16,2020-03-01,,2020-03-10\n\
                 7,教委,2020-01-16,无,,\n\
                 8,教委,2020-01-16,尽快,,";
    let ledger = ledger(&rows("编号,主办,交办,期限,延期,答复", lines), "2020-06-15");
    let mut due: Vec<String> = ledger
        .entries
        .iter()
        .map(|entry| {
            let id = entry.suggestion.id().unwrap();
            format!("{id} {} {:?}", entry.reply.due, entry.state)
        })
        .collect();
    due.sort();
    assert_eq!(
        due,
        [
            "1 2020-06-30 Soon",
            "2 2020-03-01 Late",
            // The Spring Festival of 2020 lies between.
            "3 2020-02-13 Late",
            "5 2020-09-01 Open",
            "6 2020-03-01 DoneLate",
            "7 2020-04-16 Late",
        ]
    );
    // One ends before it begins, and of the other nobody knows when it ends.
    let apart: Vec<String> = ledger.apart.iter().map(|row| row.error.to_string()).collect();
    assert!(apart[0].contains("row 5, column 期限: \"2019-06-30\" is no term"), "{apart:?}");
    assert!(apart[1].contains("row 9, column 期限: \"尽快\" is no term"), "{apart:?}");
}

#[test]
fn what_is_to_be_done_again_owes_an_answer() {
    let lines = "1,教委,2020-01-16,2020-03-01,已答复（代表不满意，重新办理）\n\
                 2,教委,2020-01-16,2020-03-01,退回重办\n\
                 3,教委,2020-01-16,2020-03-01,重新办理后已答复\n\
                 4,教委,2020-01-16,,已退回，待重新交办";
    let ledger = ledger(&rows("编号,主办,交办,答复,状态", lines), "2020-06-15");
    let mut states: Vec<String> = ledger
        .entries
        .iter()
        .map(|entry| format!("{} {:?}", entry.suggestion.id().unwrap(), entry.state))
        .collect();
    states.sort();
    assert_eq!(states, ["1 Late", "2 Late", "3 OnTime", "4 Returned"]);
}

#[test]
fn what_was_extended_is_due_later() {
    let lines = "1,教委,2020-01-16,2020-09-01,\n\
                 2,教委,2020-01-16,,延期办理\n\
                 3,教委,2020-01-16,2020-02-01,\n\
                 4,教委,2020-01-16,2200-09-01,\n\
                 5,教委,2020-01-16,,申请延期";
    let ledger = ledger(&rows("编号,主办,交办,延期,状态", lines), "2020-06-15");
    let mut due: Vec<String> = ledger
        .entries
        .iter()
        .map(|entry| format!("{} {} {:?}", entry.suggestion.id().unwrap(), entry.reply.due, entry.state))
        .collect();
    due.sort();
    assert_eq!(
        due,
        [
            "1 2020-09-01 Open", "2 2020-07-16 Open", "3 2020-04-16 Late", "4 2020-07-16 Open",
            "5 2020-04-16 Late",
        ]
    );
}

#[test]
fn without_a_column_of_states_the_outcome_says_how_far_it_is() {
    let states = |heading: &str, lines: &str| {
        let ledger = ledger(&rows(&format!("编号,主办,交办,答复,{heading}"), lines), "2020-06-15");
        let mut states: Vec<String> = ledger
            .entries
            .iter()
            .map(|entry| format!("{} {:?}", entry.suggestion.id().unwrap(), entry.state))
            .collect();
        states.sort();
        states.join(" ")
    };
    let lines = "1,教委,2020-01-16,,已办结\n\
                 2,教委,2020-01-16,2020-03-01,退回重办\n\
                 3,教委,2020-01-16,,B\n\
                 4,教委,2020-01-16,2020-03-01,A\n\
                 5,教委,2020-01-16,,经查商家已退回押金，尚无结果，继续跟进办理情况。\n\
                 6,教委,2020-01-16,,经核实已恢复供水，并于当日回复来电人，来电人满意。";
    assert_eq!(states("结果", lines), "1 Undated 2 Late 3 Late 4 OnTime 5 Late 6 Undated");
    assert_eq!(states("是否办结", "1,教委,2020-01-16,,是\n2,教委,2020-01-16,,否"), "1 Undated 2 Late");
    // Both columns given, the state is what the state says.
    let both = "1,教委,2020-01-16,2020-03-01,已办结,退回重办\n2,教委,2020-01-16,,办理中,已办结";
    assert_eq!(states("状态,结果", both), "1 OnTime 2 Late");
}

#[test]
fn nobody_is_reminded_where_outcomes_do_not_tell_of_answers() {
    for (outcomes, reminds) in [(["已办结", ""], true), (["A", ""], false), (["已落实", ""], false)] {
        let [one, other] = outcomes;
        let lines = format!("1,教委,2020-01-16,{one}\n2,教委,2020-01-16,{other}");
        let ledger = ledger(&rows("编号,主办,交办,结果", &lines), "2020-06-15");
        assert_eq!(
            (ledger.lacks_answers(), ledger.reminders().len()),
            (!reminds, usize::from(reminds)),
            "{one}"
        );
    }
}

#[test]
fn what_was_withdrawn_or_ended_is_owed_by_nobody() {
    let lines = "1,教委,2020-01-16,,代表已撤回\n\
                 2,教委,2020-01-16,2020-03-01,终止办理\n\
                 3,教委,2020-01-16,,并案（并入1号件）\n\
                 4,教委,2020-01-16,2020-03-01,并案（并入1号件）\n\
                 5,教委,2020-01-16,转为参阅,\n\
                 6,教委,2020-01-16,,申请撤回\n\
                 7,教委,2020-01-16,,已撤回\n\
                 8,教委,2020-01-16,,不予立案";
    let ledger = ledger(&rows("编号,主办,交办,答复,状态", lines), "2020-06-15");
    assert_eq!(ledger.apart.len(), 0);
    let mut states: Vec<String> = ledger
        .entries
        .iter()
        .map(|entry| format!("{} {:?}", entry.suggestion.id().unwrap(), entry.state))
        .collect();
    states.sort();
    assert_eq!(states.join(" "), "1 Ended 2 Ended 3 Ended 4 OnTime 5 Ended 6 Late 7 Ended 8 Ended");
    assert_eq!(ledger.loads()["教委"].ended, 6);
    assert_eq!(ledger.reminders()["教委"].leads.len(), 1);
    assert!(ledger.unknown_states.is_empty());
}

#[test]
fn of_a_row_that_stands_twice_nobody_is_reminded_if_a_copy_is_answered() {
    let lines = "1,修路,教委,2020-01-16,\n\
                 1,修路,教委,2020-01-16,2020-03-01\n\
                 2,种树,教委,2020-01-16,\n\
                 2,种树,教委,2020-01-16,\n\
                 3,装灯,教委,2020-01-16,\n\
                 3,修桥,教委,2020-01-16,2020-03-01\n\
                 ,挖渠,教委,2020-01-16,\n\
                 ,挖渠,教委,2020-01-16,2020-03-01\n\
                 4,建亭,教委,2020-01-16,\n\
                 4,建亭,教委,2020-01-16,已撤回";
    let ledger = ledger(&rows("编号,标题,主办,交办,答复", lines), "2020-06-15");
    let reminders = ledger.reminders();
    let reminded: Vec<&str> = reminders["教委"].leads.iter().map(|entry| entry.suggestion.title()).collect();
    assert_eq!(reminded, ["种树", "装灯", "挖渠"]);
    let Repeated { rows, answered_elsewhere, ids } = &ledger.repeated;
    assert_eq!((*rows, *answered_elsewhere, ids.join(" ")), (3, 2, "1 2 4".to_owned()));
}

#[test]
fn terms_of_hours_are_kept_by_the_hour_where_both_times_are_known() {
    let lines = "1,应急局,2020-03-03 08:00,2小时,2020-03-03 20:00\n\
                 2,应急局,2020-03-03 08:00,2小时,2020-03-03 09:59\n\
                 3,应急局,2020-03-03,2小时,2020-03-03 20:00\n\
                 4,应急局,2020-03-03 08:00,2小时,2020-03-03\n\
                 5,应急局,2020-03-03 23:00,2小时,2020-03-04 00:30\n\
                 6,应急局,2020-03-03 10:00,48小时,2020-03-05 11:00\n\
                 7,应急局,2020-03-07 10:00,2小时,2020-03-08 09:00\n\
                 8,应急局,2020-03-03 10:00,2020-03-03,2020-03-03 23:00";
    let ledger = ledger(&rows("编号,主办,交办,期限,答复", lines), "2020-06-15");
    let mut states: Vec<String> = ledger
        .entries
        .iter()
        .map(|entry| format!("{} {:?}", entry.suggestion.id().unwrap(), entry.state))
        .collect();
    states.sort();
    // The seventh was handed out on a Saturday, and hours go on.
    assert_eq!(
        states.join(" "),
        "1 DoneLate 2 OnTime 3 OnTime 4 OnTime 5 OnTime 6 DoneLate 7 DoneLate 8 OnTime"
    );
}
