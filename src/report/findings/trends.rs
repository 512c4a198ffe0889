//! Topics and trends -> 主题趋势.xlsx: topics, what has changed, the counts of every month, quarter and year, and days
//! that do not count.

use super::Findings;
use crate::date::Date;
use crate::discover::{Direction, NotCompared, Point, Subject, Trend};
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
const CHANGES: [(&str, f64); 18] = [
    ("统计对象", 9.0),
    ("名称", 22.0),
    ("标签来源", 12.0),
    ("件数", 7.0),
    ("无可用日期", 7.0),
    ("比较期间", 24.0),
    ("前期期间", 24.0),
    ("前期件数", 9.0),
    ("前期占比", 9.0),
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
const POINTS: [(&str, f64); 9] = [
    ("统计对象", 9.0),
    ("名称", 22.0),
    ("期间", 10.0),
    ("件数", 7.0),
    ("全部件数", 9.0),
    ("占比", 8.0),
    ("95%区间下限", 10.0),
    ("95%区间上限", 10.0),
    ("说明", 9.0),
];
const DOUBTED: [(&str, f64); 5] =
    [("编号", 12.0), ("登记日期", 12.0), ("标题", 60.0), ("原因", 24.0), ("来源", 18.0)];
/// The points of one length of period.
type Points = fn(&Trend) -> &[Point];
/// A season is told from this corrected p-value down.
const SEASONAL: f64 = 0.05;

/// The workbook: 话题, 变化, 按月, 按季, 按年, and 日期存疑 where a day stands alone far off or cannot be
/// read.
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
            topic.new.map(|new| if new { "是" } else { "否" }).into(),
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
    let doubted = |positions: &'_ [usize], why: &'static str| -> Vec<Vec<Cell>> {
        let row = |&position: &usize| {
            vec![
                findings.id(position).into(),
                findings.day(position).into(),
                findings.message(position).title().into(),
                why.into(),
                findings.source(position).into(),
            ]
        };
        positions.iter().map(row).collect()
    };
    let mut rows = doubted(&discovery.far_off, "远离其他所有日期");
    rows.extend(doubted(&discovery.unreadable, "读不出日期"));
    if !rows.is_empty() {
        sheet::add(&mut workbook, "日期存疑", &DOUBTED, rows)?;
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

/// Whether the register gives a label to all its messages, or the model proposed it.
fn origin(trend: &Trend) -> &'static str {
    match (trend.predicted, trend.subject) {
        _ if trend.count == 0 => "历史台账",
        (0, Subject::Theme | Subject::Department) => "台账",
        (0, _) => "登记或文本",
        (predicted, _) if predicted < trend.count => "部分程序预测",
        _ => "程序预测",
    }
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Rising => "上升",
        Direction::Falling => "下降",
        Direction::Level => "无显著变化",
        Direction::TooFew => "件数太少，不作判断",
    }
}

fn not_compared(why: NotCompared) -> &'static str {
    match why {
        NotCompared::NoDays => "没有可用日期，无法比较",
        NotCompared::NotAYear => "台账不足一年，无上年同期",
        NotCompared::NoYearBefore => "台账只有一年，无上年同期",
        NotCompared::FewDays => "与上年同期重合的不足28天，不作比较",
        NotCompared::OtherLength => "与历史台账时长不同，只比较占比",
        NotCompared::OtherLabels => "标签来源与历史台账不同，不作比较",
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
        if point.whole { Cell::Empty } else { "未满期".into() },
    ]
}

fn change(trend: &Trend) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![
        subject(trend.subject).into(),
        trend.name.as_str().into(),
        origin(trend).into(),
        trend.count.into(),
        trend.undated.into(),
    ];
    match &trend.change {
        Ok(change) => {
            let (low, high) = change.after.wilson();
            let days = |(first, last): (Date, Date)| Cell::from(format!("{first} 至 {last}"));
            cells.extend([
                days(change.days),
                days(change.days_before),
                change.before.hits.into(),
                Cell::Share(change.before.value()),
                change.after.hits.into(),
                Cell::Share(change.after.value()),
                Cell::Share(low),
                Cell::Share(high),
                Cell::Probability(change.p_value),
                Cell::Probability(change.adjusted),
                direction(change.direction).into(),
            ]);
        }
        Err(why) => {
            cells.extend(std::iter::repeat_n(Cell::Empty, 10));
            cells.push(not_compared(*why).into());
        }
    }
    if let Some(seasonal) = trend.seasonal.as_ref().filter(|seasonal| seasonal.adjusted <= SEASONAL) {
        cells.extend([Cell::Count(seasonal.peak.into()), Cell::Number(seasonal.ratio)]);
    }
    cells
}
