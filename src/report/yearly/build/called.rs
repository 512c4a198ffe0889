//! ANALYSIS -> which names of the register were counted as one, and which apart though they may be one.

use crate::analysis::Analysis;
use crate::register::{Entry, Origin};
use crate::report::yearly::{Figures, Piece};
use crate::text::folded;

/// Departments that stay apart, though they may be two spellings of one.
pub(super) fn suspects(analysis: &Analysis, figures: &mut Figures) -> Option<Vec<Piece>> {
    let register = &analysis.register;
    let of = |department: usize| {
        register.pick(&register.current, |entry| entry.departments().any(|own| own == department))
    };
    let pairs = register.departments.suspects().iter();
    let pairs: Vec<_> = pairs.map(|pair| pair.map(|department| (department, of(department)))).collect();
    let found: Vec<_> = pairs.iter().filter(|pair| pair.iter().all(|(_, rows)| !rows.is_empty())).collect();
    (!found.is_empty()).then(|| {
        let text = figures.text().say("下列单位可能是同一单位的不同写法，本报告分别计数，请核对：");
        text.each(found, "；", |text, pair| {
            text.each(pair, "与", |text, (department, rows)| {
                let name = register.departments.name(*department);
                text.say(format!("“{name}”（主办、会办"))
                    .count(format!("主办或会办：{name}"), rows)
                    .say("件）")
            })
        })
        .say("。")
        .into_pieces()
    })
}

/// Themes that the register calls otherwise, and that are counted with what the program proposes.
pub(super) fn renamed(analysis: &Analysis, figures: &mut Figures) -> Option<Vec<Piece>> {
    let register = &analysis.register;
    if !register.current.iter().any(|row| register.entry(row).theme_is_proposed()) {
        return None;
    }
    let other_name = |entry: &Entry| {
        let theme = entry.theme.filter(|theme| theme.by == Origin::Person)?;
        let (given, shown) = (entry.suggestion.main_label()?, register.themes.name(theme.label));
        (folded(given) != folded(shown)).then(|| (given.to_owned(), shown.to_owned()))
    };
    let found = register.tally(&register.current, other_name);
    (!found.is_empty()).then(|| {
        let text = figures.text().say("台账所填主题与程序推荐的主题同义的，合并统计：");
        text.each(&found, "、", |text, ((given, shown), rows)| {
            text.say(format!("“{given}”"))
                .count(format!("台账所填主题：{given}"), rows)
                .say(format!("件计入“{shown}”"))
        })
        .say("。")
        .into_pieces()
    })
}
