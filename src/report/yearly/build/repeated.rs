//! ANALYSIS -> what many raise: suggestions to be handled together, hot issues, what is raised more than before.

use super::{caption, heading, span_in_words};
use crate::analysis::Analysis;
use crate::clock::days_between;
use crate::date::Date;
use crate::discover::{Direction, DiscoverParams, HotIssue, Subject, Trend};
use crate::register::Rows;
use crate::report::yearly::figure::{Text, percent};
use crate::report::yearly::{Block, Figures, Piece, Table};

/// So many groups are listed, so many hot issues told.
const GROUPS: usize = 15;
const ISSUES: usize = 10;
/// So many topics and places are named.
const TRENDS: usize = 6;

pub(super) fn blocks(analysis: &Analysis, figures: &mut Figures) -> Vec<Block> {
    let found = &analysis.discovery;
    let mut blocks = Vec::new();
    let mut number = 0;
    let mut numbered = |text| {
        number += 1;
        heading(number, text)
    };
    if !found.matters.is_empty() {
        blocks.push(numbered("可以并案办理的建议"));
        blocks.extend([matters(analysis, figures), table(analysis, figures)]);
    }
    if !found.hot.is_empty() {
        blocks.push(numbered("热点问题"));
        blocks.push(hot_opening(analysis, figures));
        blocks.extend(found.hot.iter().take(ISSUES).map(|issue| hot(analysis, figures, issue)));
    }
    if let Some(trends) = trends(&found.trends, figures) {
        blocks.push(numbered("话题与地点的变化"));
        blocks.push(trends);
    }
    blocks
}

fn matters(analysis: &Analysis, figures: &mut Figures) -> Block {
    let found = &analysis.discovery;
    let all = &analysis.register.current;
    let [own, earlier] = own_and_earlier(analysis, found.matters.iter().flat_map(|matter| &matter.members));
    let again: Rows = found
        .matters
        .iter()
        .map(|matter| own_and_earlier(analysis, &matter.members))
        .filter(|[_, earlier]| !earlier.is_empty())
        .flat_map(|[own, _]| own.iter().collect::<Vec<_>>())
        .collect();
    let [copies, _] = own_and_earlier(analysis, found.duplicates.iter().flat_map(|group| &group.members));
    figures
        .text()
        .say(format!("经比对，指向同一事项的建议有{}组，涉及", found.matters.len()))
        .count_and_share("与其他建议指向同一事项", &own, "件，占", all)
        .when(!earlier.is_empty(), |text| {
            text.say("；其中上年已有建议提出、本年再次提出的")
                .count("上年已提出的同一事项，本年再次提出", &again)
                .say("件（涉及上年建议")
                .count("上年已提出的同一事项", &earlier)
                .say("件）")
        })
        .some("；文字基本相同的有", "文字基本相同", &copies, "件")
        .say("。此类建议可以并案办理，但应当分别答复每一位提出人。是否同一事项由程序比对得出，并案前请核对原文。")
        .end()
}

/// The rows of some messages: those that are reported, and those of the period before.
fn own_and_earlier<'m>(analysis: &Analysis, messages: impl IntoIterator<Item = &'m usize>) -> [Rows; 2] {
    let messages: Vec<usize> = messages.into_iter().copied().collect();
    let rows = analysis.rows(&messages);
    let all = &analysis.register.current;
    [rows.within(all), rows.without(all)]
}

fn table(analysis: &Analysis, figures: &mut Figures) -> Block {
    let found = &analysis.discovery;
    let shown = found.matters.len().min(GROUPS);
    let caption = caption("件数较多的同一事项", shown, found.matters.len(), "组");
    let mut table = Table::new(caption).text("事项", 9).text("地点或对象", 4).number("件数", 2);
    let compared = !analysis.register.before.is_empty();
    if compared {
        table = table.number("另有上年", 2);
    }
    table = table.number(if compared { "提出人（含上年）" } else { "提出人" }, 2).text("起止时间", 6);
    for matter in found.matters.iter().take(GROUPS) {
        let [own, earlier] = own_and_earlier(analysis, &matter.members);
        let mut line: Vec<Piece> = vec![
            matter.title.as_str().into(),
            matter.place.clone().unwrap_or_default().into(),
            figures.count(format!("同一事项：{}", matter.title), &own),
        ];
        if compared {
            line.push(figures.count(format!("上年的同一事项：{}", matter.title), &earlier));
        }
        line.push(matter.people.to_string().into());
        line.push(days(matter.first, matter.last).into());
        table.rows.push(line);
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
    let [own, earlier] = own_and_earlier(analysis, hot.iter().flat_map(|issue| &issue.members));
    let mut measures = vec!["短时间内反映的人数"];
    if hot.iter().any(|issue| issue.heat.expected.is_some()) {
        measures.push("比以往增加的幅度");
    }
    if hot.iter().any(|issue| issue.likes + issue.dislikes > 0) {
        measures.push("附议票数");
    }
    let by = match measures.as_slice() {
        [only] => format!("{only}排序"),
        [first @ .., last] => format!("{}和{last}综合排序", first.join("、")),
        [] => String::new(),
    };
    let text = figures
        .text()
        .say(format!("按{by}，热点问题有{}个，", hot.len() + more))
        .when(more > 0, |text| text.say(format!("热度最高的{}个", hot.len())))
        .say("涉及建议")
        .count("热点问题涉及的建议", &own)
        .say("件");
    and_earlier(text, "热点问题涉及的上年建议", &earlier)
        .say("。")
        .when(hot.len() > ISSUES, |text| text.say(format!("前{ISSUES}个是：")))
        .end()
}

/// （另有上年5件）: what of a count belongs to the period before.
fn and_earlier<'f>(text: Text<'f>, caption: &str, earlier: &Rows) -> Text<'f> {
    text.some("（另有上年", caption, earlier, "件）")
}

fn hot(analysis: &Analysis, figures: &mut Figures, issue: &HotIssue) -> Block {
    let [own, earlier] = own_and_earlier(analysis, &issue.members);
    let text = figures
        .text()
        .say(format!("{}. {}", issue.rank, issue.title))
        .when(issue.place.is_some(), |text| {
            text.say(format!("（{}）", issue.place.as_deref().unwrap_or_default()))
        })
        .say("。")
        .when(issue.first.is_some(), |text| {
            let days = issue.first.map(|first| (first, issue.last.unwrap_or(first)));
            text.say(days.map_or(String::new(), |days| format!("{}，", span_in_words(days))))
        })
        .say(format!("{}人{}反映", issue.people, if earlier.is_empty() { "" } else { "（含上年）" }))
        .count(format!("热点问题：{}", issue.title), &own)
        .say("件");
    and_earlier(text, &format!("上年的热点问题：{}", issue.title), &earlier)
        .when(
            issue.heat.people_then > 1 && is_longer_than(analysis, DiscoverParams::default().hot_days),
            |text| {
                let days = DiscoverParams::default().hot_days;
                text.say(format!("，最集中的{days}天内{}人", issue.heat.people_then))
            },
        )
        .when(issue.likes > 0, |text| text.say(format!("，点赞{}次", issue.likes)))
        .say("。")
        .end()
}

/// Whether the register spans more than so many days, those of the year before among them; within fewer no days are the busiest.
fn is_longer_than(analysis: &Analysis, days: u32) -> bool {
    let register = &analysis.register;
    let rows = || register.current.iter().chain(register.before.iter());
    let days_of = || rows().filter_map(|row| register.entry(row).day());
    let span = days_of().min().zip(days_of().max()).map(|(first, last)| days_between(first, last));
    span.is_some_and(|span| span >= days.cast_signed())
}

/// Topics and places whose share has changed beyond chance; nothing where none has.
fn trends(trends: &[Trend], figures: &mut Figures) -> Option<Block> {
    let named = |wanted: Direction| -> String {
        let all: Vec<String> = trends
            .iter()
            .filter(|trend| matches!(trend.subject, Subject::Topic | Subject::Place))
            .filter_map(|trend| Some((trend, trend.change.as_ref().ok()?)))
            .filter(|(_, change)| change.direction == wanted)
            .map(|(trend, change)| {
                format!("“{}”（{}→{}）", trend.name, percent(change.before), percent(change.after))
            })
            .collect();
        let more = if all.len() > TRENDS { format!("等{}个", all.len()) } else { String::new() };
        all[..all.len().min(TRENDS)].join("、") + &more
    };
    let (rising, falling) = (named(Direction::Rising), named(Direction::Falling));
    if rising.is_empty() && falling.is_empty() {
        return None;
    }
    let change = trends.iter().find_map(|trend| trend.change.as_ref().ok())?;
    let text = figures
        .text()
        .say(format!(
            "{}与{}相比，在全部建议中的比重",
            span_in_words(change.days),
            span_in_words(change.days_before)
        ))
        .when(!rising.is_empty(), |text| text.say(format!("上升的有{rising}")))
        .when(!rising.is_empty() && !falling.is_empty(), |text| text.say("；"))
        .when(!falling.is_empty(), |text| text.say(format!("下降的有{falling}")));
    Some(text.say("。变化已经多重比较校正，未列出的话题和地点不能判断增减。").end())
}
