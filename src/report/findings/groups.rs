//! Matters and duplicates -> 并案清单.xlsx: what can be handled together, and who must be answered separately.
//!
//! What is to be handled is of now; what a history tells of the same matter stands in columns of its own.

use rust_xlsxwriter::Workbook;

use super::Findings;
use crate::error::Result;
use crate::report::sheet::{self, Cell};

const GROUPS: [(&str, f64); 12] = [
    ("组号", 6.0),
    ("事项", 40.0),
    ("地点/对象", 18.0),
    ("件数", 6.0),
    ("人数", 6.0),
    ("最早", 11.0),
    ("最晚", 11.0),
    ("共同之处", 36.0),
    ("须分别答复的提出人", 36.0),
    ("编号", 30.0),
    ("往期件数", 9.0),
    ("往期编号", 30.0),
];
const MEMBERS: [(&str, f64); 9] = [
    ("组号", 6.0),
    ("编号", 12.0),
    ("日期", 11.0),
    ("提出人", 14.0),
    ("标题", 36.0),
    ("与同组其他件不同之处", 60.0),
    ("内容", 60.0),
    ("来源", 18.0),
    ("往期", 6.0),
];
const DUPLICATES: [(&str, f64); 8] = [
    ("组号", 6.0),
    ("编号", 12.0),
    ("日期", 11.0),
    ("提出人", 14.0),
    ("标题", 36.0),
    ("相同的句子", 60.0),
    ("来源", 18.0),
    ("往期", 6.0),
];

/// The workbook: 并案清单, 明细, 重复件.
pub(super) fn workbook(findings: Findings<'_>) -> Result<Vec<u8>> {
    let mut workbook = sheet::workbook("并案清单")?;
    let matters = &findings.discovery.matters;
    let groups = (1usize..).zip(matters).map(|(number, matter)| {
        let (earlier, members): (Vec<usize>, Vec<usize>) =
            matter.members.iter().partition(|&&member| findings.is_past(member));
        vec![
            number.into(),
            matter.title.as_str().into(),
            matter.place.as_deref().into(),
            members.len().into(),
            matter.people_now.into(),
            matter.first.map(|day| day.to_string()).into(),
            matter.last.map(|day| day.to_string()).into(),
            matter.shared.join("、").into(),
            matter.proposers.join("、").into(),
            findings.ids(&members).join("、").into(),
            earlier.len().into(),
            findings.ids(&earlier).join("、").into(),
        ]
    });
    add(&mut workbook, findings, "并案清单", (&GROUPS, 2), groups)?;
    let members = (1usize..).zip(matters).flat_map(|(number, matter)| {
        matter.members.iter().zip(&matter.additions).map(move |(&member, additions)| {
            let message = findings.message(member);
            vec![
                number.into(),
                findings.id(member).into(),
                findings.day(member).into(),
                findings.proposer(member).as_ref().into(),
                message.title().into(),
                additions.join("；").into(),
                message.body().into(),
                findings.source(member).into(),
                findings.past(member).into(),
            ]
        })
    });
    add(&mut workbook, findings, "明细", (&MEMBERS, 1), members)?;
    let duplicates = (1usize..).zip(&findings.discovery.duplicates).flat_map(|(number, group)| {
        let shared = group.shared.join("；");
        group.members.iter().map(move |&member| {
            vec![
                number.into(),
                findings.id(member).into(),
                findings.day(member).into(),
                findings.proposer(member).as_ref().into(),
                findings.message(member).title().into(),
                shared.as_str().into(),
                findings.source(member).into(),
                findings.past(member).into(),
            ]
        })
    });
    add(&mut workbook, findings, "重复件", (&DUPLICATES, 1), duplicates)?;
    Ok(workbook.save_to_buffer()?)
}

/// Adds a sheet whose last columns, as many as it says, tell of the history: where there is none they are left out.
fn add(
    workbook: &mut Workbook,
    findings: Findings<'_>,
    name: &str,
    (headings, of_history): (&[(&str, f64)], usize),
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Result<()> {
    let columns = headings.len() - if findings.history.is_empty() { of_history } else { 0 };
    let rows = rows.map(|mut row| {
        row.truncate(columns);
        row
    });
    Ok(sheet::add(workbook, name, &headings[..columns], rows)?)
}
