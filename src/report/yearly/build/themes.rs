//! ANALYSIS -> what the suggestions are about: shares with intervals, titles, words, departments, months.

use super::{heading, leaders, overview};
use crate::analysis::{Analysis, ThemeSketch};
use crate::date::Date;
use crate::discover::period::Length;
use crate::register::{Entry, Register, Rows, together};
use crate::report::yearly::chart::{Bar, Chart, Grid};
use crate::report::yearly::figure::{Text, interval, percent};
use crate::report::yearly::{Block, Figures, Piece, Table};
use crate::suggestion::Role;

/// Themes with fewer suggestions are told of in one paragraph.
const OWN_PARAGRAPH: usize = 3;
/// So many themes are named at the beginning, so many departments of a theme.
const NAMED: usize = 3;
/// Up to so many months, quarters or years stand beside one another.
const COLUMNS: i32 = 12;

pub(super) fn blocks(analysis: &Analysis, figures: &mut Figures) -> Vec<Block> {
    let themes = &analysis.themes;
    if themes.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![opening(analysis, figures)];
    blocks
        .push(Block::Chart(Chart::Bars {
            caption: "各主题建议件数".into(), bars: bars(analysis, figures)
        }));
    blocks.push(table(analysis, figures));
    blocks.extend(grid(analysis, figures).map(|grid| Block::Chart(Chart::Grid(grid))));
    let large = themes.iter().take_while(|theme| theme.rows.count() >= OWN_PARAGRAPH).count();
    for (at, theme) in themes[..large].iter().enumerate() {
        blocks.push(heading(at + 1, analysis.register.themes.name(theme.theme)));
        blocks.push(paragraph(analysis, figures, theme));
    }
    blocks.extend(small(analysis, figures, large));
    blocks
}

fn opening(analysis: &Analysis, figures: &mut Figures) -> Block {
    let register = &analysis.register;
    let all = &register.current;
    let counts: Vec<usize> = analysis.themes.iter().map(|theme| theme.rows.count()).collect();
    // A few themes are all named, whether one leads or not.
    let named = if counts.len() <= NAMED { counts.len() } else { leaders(&counts, NAMED) };
    let first = &analysis.themes[..named];
    let together: Rows = first.iter().flat_map(|theme| theme.rows.iter()).collect();
    let proposed = proposed(register, all);
    let whole = super::whole(register);
    let text = figures.text().say("全部").count(whole, all).say("件").say(whole.trim_start_matches("全部"));
    let text = match first {
        [only] if only.rows == *all => text.say("的主题为").say(register.themes.name(only.theme)),
        [] => text.say(format!("分属{}个主题", counts.len())),
        _ => {
            let number = analysis.themes.len();
            let is_cut = number > first.len();
            text.say(format!("分属{number}个主题{}", if is_cut { "，件数居前的是" } else { "：" }))
                .each(first, "、", |text, theme| {
                    let name = register.themes.name(theme.theme);
                    text.say(name)
                        .count_and_share(format!("主题：{name}"), &theme.rows, "件（占", all)
                        .say("）")
                })
                .when(is_cut && first.len() > 1, |text| {
                    text.say("，合计占").share("件数居前的主题合计", &together, all)
                })
        }
    };
    text.say("。")
        .some(
            if proposed == *all { "全部" } else { "其中" },
            "主题由程序推荐",
            &proposed,
            "件的主题由程序推荐，未经人工确认，下文件数包含这些建议。",
        )
        .end()
}

fn proposed(register: &Register, rows: &Rows) -> Rows {
    register.pick(rows, Entry::theme_is_proposed)
}

fn bars(analysis: &Analysis, figures: &mut Figures) -> Vec<Bar> {
    let register = &analysis.register;
    let bar = |theme: &ThemeSketch| {
        let name = register.themes.name(theme.theme);
        let (low, high) = theme.rows.share(&register.current).wilson();
        let whole = register.current.count() as f64;
        Bar {
            name: name.to_owned(),
            parts: vec![theme.rows.count()],
            range: Some((low * whole, high * whole)),
            figure: figures.add(format!("主题：{name}"), &theme.rows),
        }
    };
    analysis.themes.iter().map(bar).collect()
}

fn table(analysis: &Analysis, figures: &mut Figures) -> Block {
    let register = &analysis.register;
    let all = &register.current;
    let any_proposed = !proposed(register, all).is_empty();
    let mut table = Table::new("各主题件数、占比与主要主办单位")
        .text("主题", 5)
        .number("件数", 2)
        .number("占比", 2)
        .number("95%区间", 4);
    if any_proposed {
        table = table.number("其中推荐", 2);
    }
    table = table.text("主要主办单位（件）", 8);
    for theme in &analysis.themes {
        let name = register.themes.name(theme.theme);
        let share = theme.rows.share(all);
        let told = |text: String| if theme.rows.count() < OWN_PARAGRAPH { "—".into() } else { text.into() };
        let mut line: Vec<Piece> = vec![
            name.into(),
            figures.count(format!("主题：{name}"), &theme.rows),
            told(percent(share)),
            told(interval(share)),
        ];
        if any_proposed {
            line.push(figures.count(format!("主题：{name}（推荐）"), &proposed(register, &theme.rows)));
        }
        let leads = register.tally(&theme.rows, Entry::leads);
        let leads: Vec<String> = leads
            .iter()
            .take(NAMED)
            .map(|(lead, rows)| format!("{} {}", register.departments.name(*lead), rows.count()))
            .collect();
        line.push(leads.join("、").into());
        table.rows.push(line);
    }
    Block::Table(table)
}

/// Themes by month, quarter or year, the finest that fits; nothing for a single column.
fn grid(analysis: &Analysis, figures: &mut Figures) -> Option<Grid> {
    let register = &analysis.register;
    let (first, last) = super::days(analysis)?;
    let length = length(first, last)?;
    let columns = length.number(first)..=length.number(last);
    if columns.clone().count() < 2 {
        return None;
    }
    let one_year = first.year() == last.year();
    let column_name = |column| column_name(length, length.days(column)[0], one_year);
    let rows = analysis
        .themes
        .iter()
        .map(|theme| {
            let theme_name = register.themes.name(theme.theme);
            let by_time = register.tally(&theme.rows, |entry| entry.day().map(|day| length.number(day)));
            let cells = columns
                .clone()
                .map(|column| {
                    let rows = by_time.iter().find(|(time, _)| *time == column);
                    let rows = rows.map_or_else(Rows::default, |(_, rows)| rows.clone());
                    let figure = figures.add(format!("{theme_name}，{}", column_name(column)), &rows);
                    (rows.count(), figure)
                })
                .collect();
            (theme_name.to_owned(), cells)
        })
        .collect();
    let columns = columns.map(column_name).collect();
    Some(Grid { caption: caption(length).into(), columns, rows })
}

/// How much time a column has; `None` where not even the years fit beside one another.
fn length(first: Date, last: Date) -> Option<Length> {
    let fits = |length: &Length| length.number(last) - length.number(first) < COLUMNS;
    [Length::Month, Length::Quarter, Length::Year].into_iter().find(fits)
}

/// What stands above the column of a day.
fn column_name(length: Length, day: Date, one_year: bool) -> String {
    let (year, month) = (day.year() % 100, day.month());
    match length {
        Length::Month if one_year => format!("{month}月"),
        Length::Month => format!("{year:02}.{month}"),
        Length::Quarter => format!("{year:02}年{}季", (month + 2) / 3),
        Length::Year => day.year().to_string(),
    }
}

fn caption(length: Length) -> &'static str {
    match length {
        Length::Month => "各主题逐月件数",
        Length::Quarter => "各主题逐季件数",
        Length::Year => "各主题逐年件数",
    }
}

fn paragraph(analysis: &Analysis, figures: &mut Figures, theme: &ThemeSketch) -> Block {
    let register = &analysis.register;
    let (all, rows) = (&register.current, &theme.rows);
    let name = register.themes.name(theme.theme);
    let proposed = proposed(register, rows);
    let has_classes = register.knows(rows, Role::Class);
    let leads = register.tally(rows, Entry::leads);
    let shared = together::shared(register, rows);
    figures
        .text()
        .say("此类建议")
        .count_and_share(format!("主题：{name}"), rows, "件，占", all)
        .say(format!("（95%区间{}）", interval(rows.share(all))))
        .when(has_classes, |text| overview::in_classes(text.say("；"), register, rows, name))
        .say("。")
        .when(!proposed.is_empty() && proposed != *rows, |text| {
            text.say("其中主题由程序推荐的").count(format!("主题：{name}（推荐）"), &proposed).say("件。")
        })
        // One word alone tells nothing: 老人, 企业.
        .when(theme.words.len() > 1, |text| {
            text.say("与其他主题相比，反映较集中的是").say(theme.words.join("、")).say("。")
        })
        .say("有代表性的如")
        .titles(register, &theme.typical)
        .say("。")
        .when(!theme.asks.is_empty(), |text| {
            text.say("典型诉求有").quotes(register, theme.asks.iter().cloned()).say("。")
        })
        .when(!leads.is_empty(), |text| {
            let text = leading(text, register, name, &leads);
            text.some("涉及两个以上单位的", format!("{name}，涉及两个以上单位"), &shared, "件。")
        })
        .end()
}

/// Who leads most suggestions of a theme; a few departments are all named, and of many equal ones none.
fn leading<'f>(text: Text<'f>, register: &Register, theme: &str, leads: &[(usize, Rows)]) -> Text<'f> {
    let counts: Vec<usize> = leads.iter().map(|(_, rows)| rows.count()).collect();
    let (begin, named) = match (leaders(&counts, NAMED), counts.len()) {
        (_, 1) => ("主办单位为", 1),
        (0, few) if few <= NAMED => ("主办单位有", few),
        (named, _) => ("主办件数居前的是", named),
    };
    text.when(named > 0, |text| {
        text.say(begin)
            .each(&leads[..named], "、", |text, (lead, rows)| {
                let lead = register.departments.name(*lead);
                text.say(lead).count(format!("{theme}，主办：{lead}"), rows).say("件")
            })
            .say("。")
    })
}

fn small(analysis: &Analysis, figures: &mut Figures, large: usize) -> Option<Block> {
    let register = &analysis.register;
    let small = &analysis.themes[large..];
    let besides = if large > 0 { "此外，" } else { "" };
    let text = figures.text().say(besides).each(small, "；", |text, theme| {
        let name = register.themes.name(theme.theme);
        text.say(name)
            .count(format!("主题：{name}"), &theme.rows)
            .say("件，即")
            .titles(register, &theme.typical)
    });
    (!small.is_empty()).then(|| text.say("。件数过少，不作占比分析。").end())
}
