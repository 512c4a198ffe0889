//! Matters and duplicates -> 并案清单.xlsx: what can be handled together, and who must be answered separately.

use super::Findings;
use crate::error::Result;
use crate::report::sheet;

const GROUPS: [(&str, f64); 10] = [
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
];
const MEMBERS: [(&str, f64); 8] = [
    ("组号", 6.0),
    ("编号", 12.0),
    ("日期", 11.0),
    ("提出人", 14.0),
    ("标题", 36.0),
    ("与同组其他件不同之处", 60.0),
    ("内容", 60.0),
    ("来源", 18.0),
];
const DUPLICATES: [(&str, f64); 7] = [
    ("组号", 6.0),
    ("编号", 12.0),
    ("日期", 11.0),
    ("提出人", 14.0),
    ("标题", 36.0),
    ("相同的句子", 60.0),
    ("来源", 18.0),
];

/// The workbook: 并案清单, 明细, 重复件.
pub(super) fn workbook(findings: Findings<'_>) -> Result<Vec<u8>> {
    let mut workbook = sheet::workbook("并案清单")?;
    let matters = &findings.discovery.matters;
    let groups = (1usize..).zip(matters).map(|(number, matter)| {
        vec![
            number.into(),
            matter.title.as_str().into(),
            matter.place.as_deref().into(),
            matter.members.len().into(),
            matter.people.into(),
            matter.first.map(|day| day.to_string()).into(),
            matter.last.map(|day| day.to_string()).into(),
            matter.shared.join("、").into(),
            matter.proposers.join("、").into(),
            findings.ids(&matter.members).join("、").into(),
        ]
    });
    sheet::add(&mut workbook, "并案清单", &GROUPS, groups)?;
    let members = (1usize..).zip(matters).flat_map(|(number, matter)| {
        matter.members.iter().zip(&matter.additions).map(move |(&member, additions)| {
            let message = findings.message(member);
            vec![
                number.into(),
                findings.id(member).into(),
                findings.day(member).into(),
                findings.proposer(member).into(),
                message.title().into(),
                additions.join("；").into(),
                message.body().into(),
                findings.source(member).into(),
            ]
        })
    });
    sheet::add(&mut workbook, "明细", &MEMBERS, members)?;
    let duplicates = (1usize..).zip(&findings.discovery.duplicates).flat_map(|(number, group)| {
        let shared = group.shared.join("；");
        group.members.iter().map(move |&member| {
            vec![
                number.into(),
                findings.id(member).into(),
                findings.day(member).into(),
                findings.proposer(member).into(),
                findings.message(member).title().into(),
                shared.as_str().into(),
                findings.source(member).into(),
            ]
        })
    });
    sheet::add(&mut workbook, "重复件", &DUPLICATES, duplicates)?;
    Ok(workbook.save_to_buffer()?)
}
