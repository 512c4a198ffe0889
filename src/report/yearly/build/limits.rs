//! ANALYSIS -> what cannot be said from the data, and why.

use std::collections::BTreeMap;

use super::{called, unreckoned};
use crate::analysis::Analysis;
use crate::date::Date;
use crate::register::{Entry, Origin, Rows};
use crate::report::yearly::chart::{Band, Chart};
use crate::report::yearly::figure::percent;
use crate::report::yearly::{Block, Figures, Piece};
use crate::suggestion::day::Day;
use crate::suggestion::{Role, last_part};

/// With fewer rows whose theme a person gave, agreement says nothing.
const ENOUGH: usize = 30;
/// The columns of days as a report calls them.
const DAYS: [(Role, &str); 5] = [
    (Role::Date, "提出时间"),
    (Role::HandedOut, "交办时间"),
    (Role::Replied, "答复时间"),
    (Role::AssistReplied, "会办意见时间"),
    (Role::Returned, "退办时间"),
];
/// The bands of probability in which agreement is told.
const BANDS: [(f32, f32); 5] = [(0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)];

pub(super) fn blocks(analysis: &Analysis, figures: &mut Figures) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut number = 0;
    let mut add = |block: Option<Vec<Piece>>| {
        if let Some(mut pieces) = block {
            number += 1;
            pieces.insert(0, format!("{number}. ").into());
            blocks.push(Block::Paragraph(pieces));
        }
    };
    add(Some(absent(analysis, figures)));
    add(unusable(analysis, figures));
    add(outside(analysis, figures));
    add(undated(analysis, figures));
    add(wrong_days(analysis, figures));
    add(unreckoned::unknown_states(analysis, figures));
    add(unreckoned::unclear_terms(analysis, figures));
    add(unreckoned::in_hours(analysis, figures));
    add(unreckoned::returned(analysis, figures));
    add(unreckoned::ended(analysis, figures));
    add(entered_twice(analysis, figures));
    add(twice_given(analysis, figures));
    add(misplaced(analysis, figures));
    add(called::suspects(analysis, figures));
    add(called::renamed(analysis, figures));
    add(proposed(analysis, figures));
    add(Some(
        figures
            .text()
            .say("占比后所附95%区间，表示若同类建议仅因偶然而多几件或少几件，占比可能落入的范围；区间相互重叠的主题，不宜排出先后。主题表中件数不足3件的，不列占比。")
            .into_pieces(),
    ));
    add(known_files(analysis));
    add(unknown_holidays(analysis));
    blocks.extend(reliability(analysis, figures));
    blocks
}

/// Columns the register lacks, and what therefore is not in the report.
fn absent(analysis: &Analysis, figures: &mut Figures) -> Vec<Piece> {
    let register = &analysis.register;
    // The state tells who has answered, but not when.
    let unknown =
        if register.knows_answers(&register.current) { "答复用时" } else { "办复率与答复用时" };
    let told: [(Role, &str, &str); 8] = [
        (Role::Class, "办理类别", "A、B、C各类的件数与占比"),
        (Role::Outcome, "办理结果", "各类建议的落实情况"),
        (Role::Session, "会上/会下", "会上与会下建议之分"),
        (Role::FromMotion, "议案转建议", "议案转建议的件数"),
        (Role::Replied, "答复时间", unknown),
        (Role::Returned, "退办", "退办情况"),
        (Role::Satisfaction, "满意度", "满意率"),
        (Role::Date, "提出时间", "逐月分布"),
    ];
    let absent: Vec<(&str, &str)> = told
        .iter()
        .filter(|(role, ..)| !register.knows(&register.current, *role))
        .map(|(_, column, what)| (*column, *what))
        .collect();
    let text = figures.text();
    if absent.is_empty() {
        return text.say("台账的列足以支撑本报告各项统计。").into_pieces();
    }
    text.say("台账没有下列内容，故不能说明：")
        .each(absent, "；", |text, (column, what)| text.say(format!("无“{column}”，不能说明{what}")))
        .say("。")
        .into_pieces()
}

fn unusable(analysis: &Analysis, figures: &mut Figures) -> Option<Vec<Piece>> {
    // Without a column of days nobody can tell which rows are of the year.
    let register = &analysis.register;
    let unsorted = analysis.year.is_some() && !register.knows(&register.current, Role::Date);
    let by_handing_out = register.current.iter().any(|row| register.entry(row).counted_on().is_some());
    let text = figures
        .text()
        .when(unsorted, |text| {
            text.say(if by_handing_out {
                "台账没有提出时间，各件按交办时间归入年度。"
            } else {
                "台账没有提出时间，无从核对各件是否属于统计年度，全部计入。"
            })
        })
        .when(!analysis.rejected.is_empty(), |text| text.say(left_out(&analysis.rejected)));
    Some(text.into_pieces()).filter(|pieces| !pieces.is_empty())
}

/// How many rows could not be used, and why, the commonest reason first.
fn left_out(rejected: &BTreeMap<&str, u64>) -> String {
    let mut reasons: Vec<(&str, u64)> = rejected.iter().map(|(reason, rows)| (*reason, *rows)).collect();
    reasons.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
    let all: u64 = rejected.values().sum();
    let told = match reasons.as_slice() {
        [(only, _)] => (*only).to_owned(),
        several => {
            several.iter().map(|(reason, rows)| format!("{reason}的{rows}行")).collect::<Vec<_>>().join("，")
        }
    };
    format!("台账中另有{all}行未纳入统计：{told}。")
}

/// Rows of other years, and apart from them those of which nobody can tell the year.
fn outside(analysis: &Analysis, figures: &mut Figures) -> Option<Vec<Piece>> {
    let register = &analysis.register;
    let undated = register.pick(&register.outside, |entry| entry.counted_on().is_none());
    let other = register.outside.without(&undated);
    // Where a file has no days of coming in, its rows go by the day of handing out.
    let by_handing_out = register.pick(&other, |entry| entry.counted_by() == Role::HandedOut);
    let by_coming_in = other.without(&by_handing_out);
    let not_handed_out = register.pick(&undated, |entry| entry.counted_by() == Role::HandedOut);
    let undated = undated.without(&not_handed_out);
    let handed_out = register.pick(&undated, |entry| entry.handed_out.map(Date::year) == analysis.year);
    let unknown_year = "不知属于哪一年，";
    let notes = [
        (by_coming_in, "提出时间不在统计年度", ""),
        (by_handing_out, "交办时间不在统计年度", ""),
        (undated, "提出时间空缺或有误", unknown_year),
        (not_handed_out, "交办时间空缺或有误", unknown_year),
    ];
    let notes = notes.into_iter().filter(|(rows, ..)| !rows.is_empty());
    let text = figures.text().each(notes, "", |text, (rows, what, why)| {
        text.say("另有")
            .count(what, &rows)
            .say(format!("件的{what}，{why}未纳入统计"))
            .some(
                "；其中",
                "提出时间空缺或有误，交办时间在统计年度",
                &handed_out.within(&rows),
                "件的交办时间在统计年度，请补填提出时间后重新生成",
            )
            .say("。")
    });
    Some(text.into_pieces()).filter(|pieces| !pieces.is_empty())
}

/// Whether a cell that should hold a day is wrong in a certain way.
type Fault = fn(Day) -> bool;

/// Cells whose days cannot be right and are not used.
fn wrong_days(analysis: &Analysis, figures: &mut Figures) -> Option<Vec<Piece>> {
    let register = &analysis.register;
    let all: Rows = register.current.iter().chain(register.outside.iter()).collect();
    let faults: [(&str, Fault); 4] = [
        ("早于交办（或提出）时间", |day| matches!(day, Day::TooEarly { .. })),
        ("比台账其余日期晚一年以上", |day| matches!(day, Day::TooLate(_))),
        ("比台账其余日期早十年以上", |day| matches!(day, Day::LongAgo(_))),
        ("不是日期", |day| day == Day::Unreadable),
    ];
    let mut found: Vec<(String, Rows)> = Vec::new();
    for (role, name) in DAYS {
        for (fault, is_so) in faults {
            // A word says that it was returned as well as a day; what is no day of coming in is told of as undated.
            let is_word = fault == "不是日期" && matches!(role, Role::Returned | Role::Date);
            let rows = register.pick(&all, |entry| entry.wrong_day(role).is_some_and(is_so));
            if !is_word && !rows.is_empty() {
                found.push((format!("{name}{fault}"), rows));
            }
        }
    }
    (!found.is_empty()).then(|| {
        figures
            .text()
            .say("下列日期有误，未用于计算，请核对：")
            .each(found, "；", |text, (what, rows)| text.say(&what).say("的").count(&what, &rows).say("件"))
            .say("。")
            .into_pieces()
    })
}

/// Rows that repeat another one: the same number, proposer and text.
fn entered_twice(analysis: &Analysis, figures: &mut Figures) -> Option<Vec<Piece>> {
    let register = &analysis.register;
    let repeated = |rows: &Rows| -> Rows {
        let same = register.tally(rows, |entry| entry.suggestion.id().map(|_| entry.identity()));
        same.iter().flat_map(|(_, rows)| rows.iter().skip(1)).collect()
    };
    let (own, earlier) = (repeated(&register.current), repeated(&register.before));
    (!own.is_empty() || !earlier.is_empty()).then(|| {
        let text = figures
            .text()
            .some("有", "与前面一件的编号、提出人和文字都相同", &own, "件")
            .when(!own.is_empty() && !earlier.is_empty(), |text| text.say("，"))
            .some("上年有", "上年与前面一件的编号、提出人和文字都相同", &earlier, "件");
        text.say("与前面一件的编号、提出人和文字都相同，似为重复录入，仍各计一件，请核对。").into_pieces()
    })
}

/// Rows given for comparison that are rows of the register reported.
fn twice_given(analysis: &Analysis, figures: &mut Figures) -> Option<Vec<Piece>> {
    let end = "在所统计的台账中已有（编号、提出人和文字都相同），只计一次。";
    not_compared(&analysis.register.twice_given, "用于比较的台账与所统计的台账相同", end, figures)
}

/// Rows given for comparison that are of the year reported.
fn misplaced(analysis: &Analysis, figures: &mut Figures) -> Option<Vec<Piece>> {
    let end = "属于统计年度，而所统计的台账中没有，未纳入统计，请核对。";
    not_compared(&analysis.register.misplaced, "用于比较的台账中属于统计年度", end, figures)
}

/// Rows given for comparison with which nothing is compared, and `why`.
fn not_compared(rows: &Rows, caption: &str, why: &str, figures: &mut Figures) -> Option<Vec<Piece>> {
    (!rows.is_empty()).then(|| {
        let text = figures.text().say("用于比较的台账中有").count(caption, rows);
        text.say(format!("件{why}")).into_pieces()
    })
}

/// Years of last days for which the table of holidays has nothing.
fn unknown_holidays(analysis: &Analysis) -> Option<Vec<Piece>> {
    let register = &analysis.register;
    let due = register.current.iter().filter_map(|row| register.entry(row).due());
    let years = analysis.clock.calendar.unknown_years(due.map(|due| due.day));
    let names: Vec<String> = years.iter().map(|year| format!("{year}年")).collect();
    (!years.is_empty())
        .then(|| vec![format!("节假日表中没有{}，该年的期限只按周末计算。", names.join("、")).into()])
}

fn undated(analysis: &Analysis, figures: &mut Figures) -> Option<Vec<Piece>> {
    let register = &analysis.register;
    let undated = register.pick(&register.current, |entry| entry.day().is_none());
    let some = !undated.is_empty() && register.knows(&register.current, Role::Date);
    some.then(|| {
        figures
            .text()
            .say("提出时间空缺或不能辨认的")
            .count("提出时间空缺或不能辨认", &undated)
            .say("件，计入总数，但不计入按时间的统计。")
            .into_pieces()
    })
}

/// What of the report rests on the model, and how far that can be trusted.
fn proposed(analysis: &Analysis, figures: &mut Figures) -> Option<Vec<Piece>> {
    let register = &analysis.register;
    let all = &register.current;
    let by_model = |rows: Rows| (!rows.is_empty()).then_some(rows);
    let themes = by_model(register.pick(all, Entry::theme_is_proposed));
    let leads = by_model(register.pick(all, Entry::lead_is_proposed));
    let assist =
        by_model(register.pick(all, |entry| entry.assist_by == Origin::Model && !entry.assist.is_empty()));
    if themes.is_none() && leads.is_none() && assist.is_none() {
        return None;
    }
    let mut text = figures.text().say("以下由程序推荐，未经人工确认：");
    let parts = [
        ("主题", themes, analysis.theme_accuracy),
        ("主办单位", leads, analysis.lead_accuracy),
        ("会办单位", assist, None),
    ];
    let parts = parts.into_iter().filter_map(|(name, rows, accuracy)| Some((name, rows?, accuracy)));
    text = text.each(parts, "；", |text, (name, rows, accuracy)| {
        let text = text.say(name).count(format!("{name}由程序推荐"), &rows).say("件");
        match accuracy {
            Some(share) => text.say(format!(
                "（在模型的训练数据上轮流留出检验，首选正确率{}，共{}件）",
                percent(share),
                share.of
            )),
            None => text,
        }
    });
    Some(text.say("。据此得出的主题、单位件数应视为参考；逐件确认后再次生成，数字随之更新。").into_pieces())
}

/// Whether the model was trained on a file of this name, so that its agreement with it proves nothing.
fn is_known(analysis: &Analysis, entry: &Entry) -> bool {
    let name = last_part(&entry.suggestion.table.file);
    analysis.trained_on.iter().any(|known| known == name)
}

fn known_files(analysis: &Analysis) -> Option<Vec<Piece>> {
    let register = &analysis.register;
    register.current.iter().any(|row| is_known(analysis, register.entry(row))).then(|| {
        vec![Piece::from("台账与模型的训练数据有同名文件，其中各件不参加推荐与人工是否一致的比较。")]
    })
}

/// How often a person gave the theme that the model finds likeliest, by how likely it finds it.
fn reliability(analysis: &Analysis, figures: &mut Figures) -> Option<Block> {
    let register = &analysis.register;
    let all = register.pick(&register.current, |entry| {
        !is_known(analysis, entry)
            && entry.proposed.is_some()
            && entry.theme.is_some_and(|theme| theme.by == Origin::Person)
    });
    let is_of_model = |theme: usize| register.themes.is_of_scheme(theme);
    let given = register.pick(&all, |entry| entry.theme_label().is_some_and(is_of_model));
    // Where people give labels of another scheme, that the model gives its own says nothing of the model.
    if given.count() < ENOUGH || 2 * given.count() < all.count() {
        return None;
    }
    let bands: Vec<Band> = BANDS
        .into_iter()
        .filter_map(|(low, high)| {
            let rows = register.pick(&given, |entry| {
                entry.proposed.is_some_and(|(_, probability)| (low..high).contains(&probability))
            });
            let agreed =
                register.pick(&rows, |entry| entry.proposed.map(|(label, _)| label) == entry.theme_label());
            let name = format!("{:.0}%—{:.0}%", low * 100.0, high.min(1.0) * 100.0);
            let figure = figures.add(format!("推荐把握{name}，推荐与台账主题一致"), &agreed);
            (!rows.is_empty()).then(|| Band {
                name,
                middle: f64::midpoint(low.into(), high.min(1.0).into()),
                share: agreed.share(&rows),
                figure,
            })
        })
        .collect();
    // A single band shows nothing about how agreement grows with sureness.
    (bands.len() > 1).then_some(Block::Chart(Chart::Reliability {
        caption: "程序推荐的主题与台账所填一致的比例（按推荐把握分段）".into(),
        bands,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_left_out_for_the_reasons_that_occurred() {
        for (rejected, expected) in [
            (&[("是合计行", 1)][..], "台账中另有1行未纳入统计：是合计行。"),
            (&[("标题和内容都没有文字", 4)], "台账中另有4行未纳入统计：标题和内容都没有文字。"),
            (
                &[("是合计行", 1), ("标题和内容都没有文字", 3)],
                "台账中另有4行未纳入统计：标题和内容都没有文字的3行，是合计行的1行。",
            ),
        ] {
            assert_eq!(left_out(&rejected.iter().copied().collect()), expected);
        }
    }
}
