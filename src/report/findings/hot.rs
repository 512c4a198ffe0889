//! Hot issues -> 热点问题表.xlsx: the table of issues with the parts of their heat, and the messages of each.

use super::Findings;
use crate::discover::HotIssue;
use crate::error::Result;
use crate::report::sheet::{self, Cell};
use crate::suggestion::Role;

const ISSUES: [(&str, f64); 17] = [
    ("热度排名", 8.0),
    ("问题ID", 8.0),
    ("热度指数", 9.0),
    ("时间范围", 24.0),
    ("地点/人群", 18.0),
    ("问题描述", 44.0),
    ("留言数", 7.0),
    ("人数", 7.0),
    ("点赞数", 7.0),
    ("反对数", 7.0),
    ("人数分", 8.0),
    ("增长分", 8.0),
    ("投票分", 8.0),
    ("高峰期人数", 10.0),
    ("预期人数", 9.0),
    ("增长P值", 9.0),
    ("类型", 18.0),
];
/// The position of 问题描述.
const DESCRIPTION: usize = 5;
const MESSAGES: [(&str, f64); 9] = [
    ("问题ID", 8.0),
    ("留言编号", 12.0),
    ("留言用户", 14.0),
    ("留言主题", 36.0),
    ("留言时间", 12.0),
    ("留言详情", 70.0),
    ("点赞数", 7.0),
    ("反对数", 7.0),
    ("来源", 18.0),
];

/// The workbook: 热点问题表, 明细.
pub(super) fn workbook(findings: Findings<'_>) -> Result<Vec<u8>> {
    let mut workbook = sheet::workbook("热点问题表")?;
    let hot = &findings.discovery.hot;
    sheet::add(
        &mut workbook,
        "热点问题表",
        &ISSUES,
        hot.iter().map(issue).chain(more(findings.discovery.hot_more)),
    )?;
    let messages = hot.iter().flat_map(|issue| {
        issue.members.iter().map(move |&member| {
            let message = findings.message(member);
            vec![
                issue.rank.into(),
                findings.id(member).into(),
                findings.proposer(member).as_ref().into(),
                message.title().into(),
                findings.day(member).into(),
                message.body().into(),
                message.count(Role::Likes).into(),
                message.count(Role::Dislikes).into(),
                findings.source(member).into(),
            ]
        })
    });
    sheet::add(&mut workbook, "明细", &MESSAGES, messages)?;
    Ok(workbook.save_to_buffer()?)
}

/// A last row that says how many issues are not listed.
fn more(issues: usize) -> Option<Vec<Cell>> {
    let mut cells = vec![Cell::Empty; ISSUES.len()];
    cells[DESCRIPTION] = format!("另有{issues}个热点问题未列出，用--hot-issues可多列").into();
    (issues > 0).then_some(cells)
}

fn issue(issue: &HotIssue) -> Vec<Cell> {
    let heat = &issue.heat;
    let days = match (issue.first, issue.last) {
        (Some(first), Some(last)) => format!("{first} 至 {last}"),
        _ => String::new(),
    };
    let kind = if issue.matter.is_some() { "多人反映" } else { "单件，票数异常高" };
    vec![
        issue.rank.into(),
        issue.rank.into(),
        Cell::Number(heat.sum),
        days.into(),
        issue.place.as_deref().into(),
        issue.title.as_str().into(),
        issue.members.len().into(),
        issue.people.into(),
        issue.likes.into(),
        issue.dislikes.into(),
        Cell::Number(heat.people),
        Cell::Number(heat.growth),
        Cell::Number(heat.votes),
        heat.people_then.into(),
        heat.expected.map(Cell::Number).into(),
        heat.p_value.map(Cell::Probability).into(),
        kind.into(),
    ]
}
