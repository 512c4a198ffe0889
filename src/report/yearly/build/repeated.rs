//! ANALYSIS -> what many raise: suggestions to be handled together, hot issues, what is raised more than before.

use super::{chinese_day, heading};
use crate::analysis::Analysis;
use crate::date::Date;
use crate::discover::{HotIssue, Subject, Trend, Verdict};
use crate::register::Rows;
use crate::report::yearly::figure::percent;
use crate::report::yearly::{Block, Figures, Table};

/// So many groups are listed, so many hot issues told.
const GROUPS: usize = 15;
const ISSUES: usize = 10;
/// So many topics and places are named.
const TRENDS: usize = 6;

pub(super) fn blocks(analysis: &Analysis, figures: &mut Figures) -> Vec<Block> {
    let found = &analysis.discovery;
    if found.matters.is_empty() {
        return Vec::new();
    }
    let mut blocks =
        vec![heading(1, "可以并案办理的建议"), matters(analysis, figures), table(analysis, figures)];
    let mut number = 1;
    if !found.hot.is_empty() {
        number += 1;
        blocks.push(heading(number, "热点问题"));
        blocks.push(hot_opening(analysis, figures));
        blocks.extend(found.hot.iter().take(ISSUES).map(|issue| hot(analysis, figures, issue)));
    }
    if let Some(trends) = trends(&found.trends, figures) {
        blocks.push(heading(number + 1, "话题与地点的变化"));
        blocks.push(trends);
    }
    blocks
}

fn matters(analysis: &Analysis, figures: &mut Figures) -> Block {
    let found = &analysis.discovery;
    let all = &analysis.register.current;
    let rows = |groups: &mut dyn Iterator<Item = &Vec<usize>>| -> Rows {
        groups.flat_map(|members| analysis.rows(members).iter().collect::<Vec<_>>()).collect()
    };
    let raised = rows(&mut found.matters.iter().map(|matter| &matter.members));
    let own = raised.within(all);
    let earlier = raised.without(all);
    let copies = rows(&mut found.duplicates.iter().map(|group| &group.members)).within(all);
    figures
        .text()
        .say(format!("经比对，指向同一事项的建议有{}组，涉及", found.matters.len()))
        .count("与其他建议指向同一事项", &own)
        .say("件，占")
        .share("与其他建议指向同一事项", &own, all)
        .when(!earlier.is_empty(), |text| {
            text.say("；其中与上年建议相同而再次提出的，涉及上年建议").count("上年已提出的同一事项", &earlier).say("件")
        })
        .when(!copies.is_empty(), |text| text.say("；文字基本相同的有").count("文字基本相同", &copies).say("件"))
        .say("。此类建议可以并案办理，但应当分别答复每一位提出人。是否同一事项由程序比对得出，并案前请核对原文。")
        .end()
}

fn table(analysis: &Analysis, figures: &mut Figures) -> Block {
    let found = &analysis.discovery;
    let mut table = Table::new("件数较多的同一事项")
        .text("事项", 9)
        .text("地点或对象", 4)
        .number("件数", 2)
        .number("提出人", 2)
        .text("起止时间", 6);
    for matter in found.matters.iter().take(GROUPS) {
        let rows = analysis.rows(&matter.members);
        table.rows.push(vec![
            matter.title.as_str().into(),
            matter.place.clone().unwrap_or_default().into(),
            figures.count(format!("同一事项：{}", matter.title), &rows),
            matter.people.to_string().into(),
            days(matter.first, matter.last).into(),
        ]);
    }
    Block::Table(table)
}

fn days(first: Option<Date>, last: Option<Date>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first} 至 {last}"),
        _ => String::new(),
    }
}

fn hot_opening(analysis: &Analysis, figures: &mut Figures) -> Block {
    let (hot, more) = (&analysis.discovery.hot, analysis.discovery.hot_more);
    let rows: Rows =
        hot.iter().flat_map(|issue| analysis.rows(&issue.members).iter().collect::<Vec<_>>()).collect();
    figures
        .text()
        .say(format!(
            "按短时间内反映的人数、比以往增加的幅度和附议票数综合排序，热点问题有{}个，",
            hot.len() + more
        ))
        .when(more > 0, |text| text.say(format!("热度最高的{}个", hot.len())))
        .say("涉及建议")
        .count("热点问题涉及的建议", &rows)
        .say("件。")
        .when(hot.len() > ISSUES, |text| text.say(format!("前{ISSUES}个是：")))
        .end()
}

fn hot(analysis: &Analysis, figures: &mut Figures, issue: &HotIssue) -> Block {
    let rows = analysis.rows(&issue.members);
    figures
        .text()
        .say(format!("{}. {}", issue.rank, issue.title))
        .when(issue.place.is_some(), |text| {
            text.say(format!("（{}）", issue.place.as_deref().unwrap_or_default()))
        })
        .say("。")
        .when(issue.first.is_some(), |text| {
            let told = match (issue.first, issue.last) {
                (Some(first), Some(last)) if first != last => {
                    format!("{}至{}，", chinese_day(first), chinese_day(last))
                }
                (first, _) => first.map_or(String::new(), |day| format!("{}，", chinese_day(day))),
            };
            text.say(told)
        })
        .say(format!("{}人反映", issue.people))
        .count(format!("热点问题：{}", issue.title), &rows)
        .say("件")
        .when(issue.heat.people_then > 1, |text| {
            text.say(format!("，最集中的30天内{}人", issue.heat.people_then))
        })
        .when(issue.likes > 0, |text| text.say(format!("，点赞{}次", issue.likes)))
        .say("。")
        .end()
}

/// Topics and places whose share has changed beyond chance; nothing where none has.
fn trends(trends: &[Trend], figures: &mut Figures) -> Option<Block> {
    let named = |wanted: Verdict| -> Vec<String> {
        trends
            .iter()
            .filter(|trend| matches!(trend.subject, Subject::Topic | Subject::Place))
            .filter_map(|trend| Some((trend, trend.change.as_ref().ok()?)))
            .filter(|(_, change)| change.verdict == wanted)
            .take(TRENDS)
            .map(|(trend, change)| {
                format!("“{}”（{}→{}）", trend.name, percent(change.before), percent(change.after))
            })
            .collect()
    };
    let (rising, falling) = (named(Verdict::Rising), named(Verdict::Falling));
    if rising.is_empty() && falling.is_empty() {
        return None;
    }
    let change = trends.iter().find_map(|trend| trend.change.as_ref().ok())?;
    let days = |(first, last): (Date, Date)| format!("{}至{}", chinese_day(first), chinese_day(last));
    let text = figures
        .text()
        .say(format!("{}与{}相比，在全部建议中的比重", days(change.days), days(change.days_before)))
        .when(!rising.is_empty(), |text| text.say(format!("上升的有{}", rising.join("、"))))
        .when(!rising.is_empty() && !falling.is_empty(), |text| text.say("；"))
        .when(!falling.is_empty(), |text| text.say(format!("下降的有{}", falling.join("、"))));
    Some(text.say("。变化已经多重比较校正，未列出的话题和地点不能判断增减。").end())
}
