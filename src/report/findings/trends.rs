//! Topics and trends -> 主题趋势.xlsx: topics, what has changed, the counts of every month, quarter and year, and days
//! that do not count.

use super::Findings;
use crate::discover::{Change, Point, Subject, Trend, Verdict};
use crate::error::Result;
use crate::report::sheet::{self, Cell};
use crate::stats::Share;

const TOPICS: [(&str, f64); 8] = [
    ("话题ID", 8.0),
    ("话题", 28.0),
    ("上级话题", 28.0),
    ("关键词", 50.0),
    ("代表性标题", 44.0),
    ("件数", 7.0),
    ("占比", 7.0),
    ("是否新出现", 10.0),
];
const CHANGES: [(&str, f64); 17] = [
    ("统计对象", 9.0),
    ("名称", 22.0),
    ("标签来源", 12.0),
    ("件数", 7.0),
    ("无可用日期", 7.0),
    ("比较期间", 24.0),
    ("上年同期件数", 9.0),
    ("上年同期占比", 9.0),
    ("本期件数", 9.0),
    ("本期占比", 9.0),
    ("本期95%区间下限", 10.0),
    ("本期95%区间上限", 10.0),
    ("P值", 8.0),
    ("校正后P值", 10.0),
    ("结论", 20.0),
    ("季节高峰月", 9.0),
    ("高峰倍数", 9.0),
];
const POINTS: [(&str, f64); 8] = [
    ("统计对象", 9.0),
    ("名称", 22.0),
    ("期间", 10.0),
    ("件数", 7.0),
    ("全部件数", 9.0),
    ("占比", 8.0),
    ("95%区间下限", 10.0),
    ("95%区间上限", 10.0),
];
const FAR_OFF: [(&str, f64); 3] = [("编号", 12.0), ("登记日期", 12.0), ("标题", 60.0)];
/// The points of one length of period.
type Points = fn(&Trend) -> &[Point];
/// A season is told from this corrected p-value down.
const SEASONAL: f64 = 0.05;

/// The workbook: 话题, 变化, 按月, 按季, 按年, and 日期存疑 where a day stands alone far off.
pub(super) fn workbook(findings: Findings<'_>) -> Result<Vec<u8>> {
    let mut workbook = sheet::workbook("主题趋势")?;
    let discovery = findings.discovery;
    let topics = discovery.topics.fine.iter().map(|topic| {
        let share = Share { hits: topic.members.len() as u64, of: discovery.current as u64 };
        vec![
            topic.id.as_str().into(),
            topic.name.as_str().into(),
            discovery.topics.broad[topic.broad].name.as_str().into(),
            topic.words.join("、").into(),
            topic.title.as_str().into(),
            topic.members.len().into(),
            Cell::Share(share.value()),
            if topic.new { "是" } else { "否" }.into(),
        ]
    });
    sheet::add(&mut workbook, "话题", &TOPICS, topics)?;
    sheet::add(&mut workbook, "变化", &CHANGES, discovery.trends.iter().map(change))?;
    let levels: [(&str, Points); 3] =
        [("按月", |trend| &trend.months), ("按季", |trend| &trend.quarters), ("按年", |trend| &trend.years)];
    for (name, points) in levels {
        let rows =
            discovery.trends.iter().flat_map(|trend| points(trend).iter().map(|point| row(trend, point)));
        sheet::add(&mut workbook, name, &POINTS, rows)?;
    }
    let far_off = discovery.far_off.iter().map(|&position| {
        vec![
            findings.id(position).into(),
            findings.day(position).into(),
            findings.message(position).title().into(),
        ]
    });
    if far_off.len() > 0 {
        sheet::add(&mut workbook, "日期存疑", &FAR_OFF, far_off)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// What a trend counts by, in the words of the office.
#[must_use]
pub(super) fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::All => "全部",
        Subject::Theme => "主题",
        Subject::Department => "主办单位",
        Subject::Topic => "话题",
        Subject::Place => "地区",
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Rising => "上升",
        Verdict::Falling => "下降",
        Verdict::Level => "无显著变化",
        Verdict::TooFew => "件数太少，不作判断",
    }
}

fn row(trend: &Trend, point: &Point) -> Vec<Cell> {
    let (low, high) = point.share.wilson();
    vec![
        subject(trend.subject).into(),
        trend.name.as_str().into(),
        point.period.as_str().into(),
        point.share.hits.into(),
        point.share.of.into(),
        Cell::Share(point.share.value()),
        Cell::Share(low),
        Cell::Share(high),
    ]
}

fn change(trend: &Trend) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![
        subject(trend.subject).into(),
        trend.name.as_str().into(),
        if trend.predicted { "程序预测" } else { "登记或文本" }.into(),
        trend.count.into(),
        trend.undated.into(),
    ];
    if let Some(Change { days: (first, last), before, after, p_value, adjusted, verdict: found }) =
        &trend.change
    {
        let (low, high) = after.wilson();
        cells.extend([
            format!("{first} 至 {last}").into(),
            before.hits.into(),
            Cell::Share(before.value()),
            after.hits.into(),
            Cell::Share(after.value()),
            Cell::Share(low),
            Cell::Share(high),
            Cell::Probability(*p_value),
            Cell::Probability(*adjusted),
            verdict(*found).into(),
        ]);
    } else {
        cells.extend(std::iter::repeat_n(Cell::Empty, 9));
        let why = if trend.count == trend.undated {
            "没有可用日期，无法比较"
        } else {
            "不足一年，无上年同期"
        };
        cells.push(why.into());
    }
    if let Some(seasonal) = trend.seasonal.as_ref().filter(|seasonal| seasonal.adjusted <= SEASONAL) {
        cells.extend([Cell::Count(seasonal.peak.into()), Cell::Number(seasonal.ratio)]);
    }
    cells
}
