//! ANALYSIS -> the report, section by section; a section that the data cannot carry is left out and named at
//! the end.
//!
//! - `overview`, `themes`, `departments`, `together`, `repeated`, `clocks`, `trends`: what the rows say
//! - `limits`: what they cannot say, and why; `unreckoned`: which rows are no answer and not late; `called`: by which
//!   names they are counted

mod called;
mod clocks;
mod departments;
mod limits;
mod overview;
mod repeated;
mod themes;
mod together;
mod trends;
mod unreckoned;

use super::{Block, Figures, Report};
use crate::analysis::Analysis;
use crate::date::{self, Date};
use crate::numeral;
use crate::register::Register;
use crate::suggestion::last_part;

/// What makes the blocks of one section.
type Section = fn(&Analysis, &mut Figures) -> Vec<Block>;

/// Composes the report of `analysis`; the files it was read from are named as given.
///
/// ```
/// use jiaoban::report::yearly;
/// use jiaoban::{Model, Suggestion, pipeline};
///
/// let model = Model::embedded()?;
/// let rows = vec![Suggestion::from_text("关于增设路灯的建议", "柳溪街夜里太暗。")];
/// let analysis = pipeline::analyze(rows, Vec::new(), &model, pipeline::AnalyzeParams::default())?;
/// let report = yearly::build(&analysis, &["台账.xlsx".into()]);
/// assert!(report.figures.iter().any(|figure| figure.rows.count() == 1));
/// # Ok::<(), jiaoban::Error>(())
/// ```
#[must_use]
pub fn build<'a>(analysis: &'a Analysis, files: &[String]) -> Report<'a> {
    let mut figures = Figures::default();
    let sections: [(&str, Section); 8] = [
        ("总体情况", overview::blocks),
        ("主题分布", themes::blocks),
        ("承办单位", departments::blocks),
        ("部门协同", together::blocks),
        ("集中反映的问题", repeated::blocks),
        ("办理时限与满意度", clocks::blocks),
        ("与上年比较", trends::blocks),
        ("数据说明", limits::blocks),
    ];
    let mut blocks = Vec::new();
    let mut number = 0;
    for (name, section) in sections {
        let content = section(analysis, &mut figures);
        if !content.is_empty() {
            number += 1;
            blocks.push(Block::Heading { level: 1, text: format!("{}、{name}", numeral::write(number)) });
            blocks.extend(content);
        }
    }
    Report {
        title: title(analysis),
        basis: basis(analysis, files),
        blocks,
        figures: figures.into_list(),
        register: &analysis.register,
    }
}

fn title(analysis: &Analysis) -> String {
    match analysis.year {
        Some(year) => format!("关于{year}年建议办理情况的分析报告"),
        None => "关于建议办理情况的分析报告".into(),
    }
}

fn basis(analysis: &Analysis, files: &[String]) -> String {
    let names: Vec<&str> = files.iter().map(|file| last_part(file)).collect();
    let files = match names.as_slice() {
        [first, _, _, _, ..] => format!("{first}等{}个文件", names.len()),
        few => few.join("、"),
    };
    format!(
        "（由程序根据台账统计生成，数字均可查到所依据的行；台账：{files}，计{}件）",
        analysis.register.current.count()
    )
}

/// A heading of the second level.
fn heading(number: usize, name: &str) -> Block {
    Block::Heading { level: 2, text: format!("（{}）{name}", numeral::write(number)) }
}

/// What all rows reported are called where they are counted together.
fn whole(register: &Register) -> &'static str {
    let sessions = register.tally(&register.current, |entry| entry.session);
    if sessions.len() > 1 { "全部建议（含会上、会下）" } else { "全部建议" }
}

/// A caption, with how many of `all` are shown where that is not all of them.
fn caption(name: &str, shown: usize, all: usize, unit: &str) -> String {
    if shown < all { format!("{name}（共{all}{unit}，列前{shown}{unit}）") } else { name.to_owned() }
}

/// How many of those with these `counts`, which fall, lead the others: up to `most`, and never some of several with the same
/// count. Where all are equal, or more than `most` at the top, nobody leads.
fn leaders(counts: &[usize], most: usize) -> usize {
    let is_end = |&end: &usize| counts.get(end).is_none_or(|next| *next < counts[end - 1]);
    let is_level = counts.first() == counts.last();
    if is_level && counts.len() > 1 {
        0
    } else {
        (1..=most.min(counts.len())).rev().find(is_end).unwrap_or(0)
    }
}

/// From one day to another, which may be the same.
fn span_in_words((first, last): (Date, Date)) -> String {
    if first == last {
        return date::in_words(first);
    }
    format!("{}至{}", date::in_words(first), date::in_words(last))
}

/// The first and the last day of the rows reported.
fn days(analysis: &Analysis) -> Option<(Date, Date)> {
    let register = &analysis.register;
    let days = || register.current.iter().filter_map(|row| register.entry(row).day());
    Some((days().min()?, days().max()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_cut_says_so() {
        assert_eq!(caption("同一事项", 15, 70, "组"), "同一事项（共70组，列前15组）");
        assert_eq!(caption("同一事项", 15, 15, "组"), "同一事项");
    }

    #[test]
    fn nobody_leads_among_equals() {
        for (counts, expected) in [
            (&[1, 1, 1, 1, 1, 1, 1, 1][..], 0),
            (&[1, 1], 0),
            (&[4], 1),
            (&[4, 1], 2),
            (&[5, 4, 4, 1], 3),
            (&[5, 4, 4, 4, 1], 1),
            (&[4, 4, 4, 4, 1], 0),
            (&[], 0),
        ] {
            assert_eq!(leaders(counts, 3), expected, "{counts:?}");
        }
    }

    #[test]
    fn one_day_is_told_once() {
        let (first, last) = (Date::constant(2020, 1, 6), Date::constant(2020, 3, 9));
        assert_eq!(span_in_words((first, last)), "2020年1月6日至2020年3月9日");
        assert_eq!(span_in_words((first, first)), "2020年1月6日");
    }
}
