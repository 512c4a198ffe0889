//! ANALYSIS -> how many there are, in which classes, and what came of them.

use super::{clocks, days, span_in_words};
use crate::analysis::Analysis;
use crate::register::{Entry, Register, Rows};
use crate::report::yearly::figure::Text;
use crate::report::yearly::{Block, Figures, Piece, Table};
use crate::suggestion::cells::Session;
use crate::suggestion::handling::Answer;
use crate::suggestion::{Role, people};

/// What is no longer to be answered.
pub(super) const ENDED: &str = "撤回、终止、不予立案、转为参阅或并入他件";

/// More outcomes than this are put together as 其他.
const OUTCOMES: usize = 6;
/// So many sources or places are named.
const NAMED: usize = 5;
/// A column with more different values names single spots, which no list tells anything of.
const VALUES: usize = 40;

pub(super) fn blocks(analysis: &Analysis, figures: &mut Figures) -> Vec<Block> {
    let register = &analysis.register;
    let all = &register.current;
    let between = register.pick(all, |entry| entry.session == Some(Session::Between));
    // Where the office tells sessions apart, its shares are those of the suggestions made in session, if there are any.
    let (base, between) =
        if between == *all { (between, Rows::default()) } else { (all.without(&between), between) };
    let mut blocks = vec![opening(analysis, figures, &base, &between)];
    blocks.extend(outcomes(register, figures, &base));
    blocks.extend(outcome_table(register, figures, &base));
    blocks.extend(replies(register, figures, all, &between));
    for (role, name) in [(Role::Channel, "来源"), (Role::Place, "属地")] {
        blocks.extend(sources(register, figures, role, name));
    }
    blocks
}

fn opening(analysis: &Analysis, figures: &mut Figures, base: &Rows, between: &Rows) -> Block {
    let register = &analysis.register;
    let knows_sessions = !between.is_empty();
    let is_between = base.iter().any(|row| register.entry(row).session == Some(Session::Between));
    // Which session a row without a mark is of, nobody knows.
    let (within, unmarked) = by_session(register, base);
    let is_mixed = knows_sessions && !unmarked.is_empty();
    let (name, whole) = match (knows_sessions, is_between) {
        (true, _) if is_mixed => ("建议", "会下以外的建议"),
        (true, _) => ("会上建议", "会上建议"),
        (false, true) => ("会下建议", "会下建议"),
        (false, false) => ("建议", "建议"),
    };
    let period = match (analysis.year, days(analysis)) {
        (Some(year), _) => format!("{year}年，"),
        (None, Some(days)) => format!("{}，", span_in_words(days)),
        (None, None) => String::new(),
    };
    let motions = register.pick(base, |entry| entry.suggestion.says_yes(Role::FromMotion));
    let proposers = people::told_apart(base.iter().map(|row| &register.entry(row).suggestion));
    let is_told = |role| move |entry: &Entry| entry.suggestion.word(role).is_some();
    let cosigned = register.pick(base, is_told(Role::Cosigners));
    let named: Rows = register.pick(base, is_told(Role::Proposer)).iter().chain(cosigned.iter()).collect();
    let classes = register.tally(base, |entry| entry.class.as_deref());
    let unclassed = register.pick(base, |entry| entry.class.is_none());
    let mut classes_by_name: Vec<&(&str, Rows)> = classes.iter().collect();
    classes_by_name.sort_by_key(|(class, _)| *class);
    figures
        .text()
        .say(format!("{period}纳入统计的{name}共"))
        .count(format!("全部{whole}"), base)
        .say("件")
        .when(is_mixed, |text| {
            text.say("（")
                .some("会上", "会上建议", &within, "件、")
                .say("未填会上会下的")
                .count("未填会上会下", &unmarked)
                .say("件）")
        })
        .some("（包括议案转建议", "议案转建议", &motions, "件）")
        .when(!proposers.is_empty(), |text| {
            let too = if cosigned.is_empty() { "" } else { "（含附议、联名）" };
            text.say(format!("，涉及提出人{too}"))
                .number(proposers.len().to_string(), "填有提出人的建议", &named)
                .say(if proposers.iter().any(is_body) { "个（含单位）" } else { "名" })
        })
        .say("。")
        .when(!classes.is_empty(), |text| {
            text.say("其中：")
                .each(classes_by_name, "；", |text, (class, rows)| {
                    let class = class_name(class);
                    text.say(&class).say("建议").count_and_share(format!("{class}建议"), rows, "件，占", base)
                })
                .some("；未填办理类别", format!("{whole}中未填办理类别"), &unclassed, "件")
                .say("。")
        })
        .when(knows_sessions, |text| {
            let text = text.say("另有闭会期间（会下）建议").count("会下建议", between).say("件");
            let has_classes = register.knows(between, Role::Class);
            text.when(has_classes, |text| in_classes(text.say("，其中"), register, between, "会下建议"))
                .say("。")
        })
        .end()
}

/// The rows of `base` that are marked as made in session, and those without a mark.
fn by_session(register: &Register, base: &Rows) -> (Rows, Rows) {
    let of = |session| register.pick(base, |entry| entry.session == session);
    (of(Some(Session::In)), of(None))
}

/// A类5件、B类3件、未填类别2件: how the rows of `what` divide into classes.
pub(super) fn in_classes<'f>(text: Text<'f>, register: &Register, rows: &Rows, what: &str) -> Text<'f> {
    text.each(classes(register, rows), "、", |text, (class, rows)| {
        let class = name_of(class.as_deref(), true);
        text.say(&class).count(format!("{what}，{class}"), &rows).say("件")
    })
}

/// B类46件中，已落实6件、继续推进40件.
fn outcomes(register: &Register, figures: &mut Figures, base: &Rows) -> Option<Block> {
    // Of texts (经查，…) a list tells nothing.
    let different = register.tally(base, |entry| entry.suggestion.word(Role::Outcome)).len();
    if different == 0 || different > VALUES {
        return None;
    }
    let groups = classes(register, base);
    let several = groups.len() > 1;
    let text = figures.text().say("从办理结果看，").each(groups, "；", |text, (class, rows)| {
        let outcomes = register.tally(&rows, |entry| entry.suggestion.word(Role::Outcome));
        let blank = register.pick(&rows, |entry| entry.suggestion.word(Role::Outcome).is_none());
        let whole = name_of(class.as_deref(), several);
        let caption = |outcome: &str| format!("{whole}建议，办理结果：{outcome}");
        let text = text.say(&whole).count(format!("{whole}建议"), &rows).say("件");
        match outcomes.as_slice() {
            [(only, all)] if blank.is_empty() => text.say("均为").number(*only, caption(only), all),
            _ => text
                .say("中，")
                .each(&outcomes, "、", |text, (outcome, rows)| {
                    text.say(outcome).count(caption(outcome), rows).say("件")
                })
                .when(!blank.is_empty(), |text| {
                    let between = if outcomes.is_empty() { "" } else { "、" };
                    text.say(between).say("未填办理结果").count(caption("未填"), &blank).say("件")
                }),
        }
    });
    Some(text.say("。").end())
}

/// The rows by class, in the order of the classes; all rows as one where no class is known.
fn classes(register: &Register, base: &Rows) -> Vec<(Option<String>, Rows)> {
    let mut classes = register.tally(base, |entry| Some(entry.class.clone()));
    classes.sort_by(|(left, _), (right, _)| left.is_none().cmp(&right.is_none()).then(left.cmp(right)));
    classes
}

fn outcome_table(register: &Register, figures: &mut Figures, base: &Rows) -> Option<Block> {
    let classes = classes(register, base);
    let outcomes = register.tally(base, |entry| entry.suggestion.word(Role::Outcome));
    if classes.len() < 2 || outcomes.is_empty() {
        return None;
    }
    let (named, rest) = outcomes.split_at(outcomes.len().min(OUTCOMES));
    let mut parts: Vec<(&str, Rows)> = named.iter().map(|(outcome, rows)| (*outcome, rows.clone())).collect();
    if !rest.is_empty() {
        parts.push(("其他", rest.iter().flat_map(|(_, rows)| rows.iter()).collect()));
    }
    let blank = register.pick(base, |entry| entry.suggestion.word(Role::Outcome).is_none());
    if !blank.is_empty() {
        parts.push(("未填", blank));
    }
    let mut table = Table::new("办理类别与办理结果（件）").text("办理类别", 2);
    for (outcome, _) in &parts {
        table = table.number(*outcome, 2);
    }
    table = table.number("合计", 2).number("占比", 2);
    let lines = classes.into_iter().map(|(class, rows)| (name_of(class.as_deref(), true), rows));
    let lines = lines.map(|(name, rows)| (name.clone(), name, rows));
    for (heading, name, rows) in lines.chain([("合计".into(), "全部".into(), base.clone())]) {
        let mut line: Vec<Piece> = vec![heading.into()];
        for (outcome, of_outcome) in &parts {
            line.push(figures.count(format!("{name}建议，办理结果：{outcome}"), &rows.within(of_outcome)));
        }
        line.push(figures.count(format!("{name}建议"), &rows));
        line.push(super::super::figure::percent(rows.share(base)).into());
        table.rows.push(line);
    }
    Some(Block::Table(table))
}

fn replies(register: &Register, figures: &mut Figures, all: &Rows, between: &Rows) -> Option<Block> {
    if !register.knows_answers(all) {
        return None;
    }
    let answered = register.pick(all, Entry::is_answered);
    let finished = register.pick(&answered, clocks::is_finished_undated);
    let due = register.pick(all, Entry::calls_for_answer);
    let returned = register.pick(all, |entry| entry.answer == Answer::Returned);
    let ended = register.pick(all, |entry| entry.answer == Answer::Ended);
    let open = due.without(&answered);
    let is_marked = all.iter().all(|row| register.entry(row).session.is_some());
    let whole = if !between.is_empty() && is_marked { "会上、会下建议合计" } else { "全部建议" };
    let text = figures
        .text()
        .say(whole)
        .count(whole, all)
        .say("件，")
        .when(!ended.is_empty(), |text| {
            text.say(format!("其中{ENDED}的")).count(ENDED, &ended).say("件不计入应答复，")
        })
        .when(!returned.is_empty(), |text| {
            text.say("退办待重新交办").count("退办待重新交办", &returned).say("件，")
        })
        .when(due != *all, |text| text.say("其余").count("应答复", &due).say("件应答复，"));
    let text = if open.is_empty() {
        text.say("已全部答复")
    } else {
        text.say("已答复")
            .count_and_share("已答复", &answered, "件，办复率", &due)
            .say("；尚未答复")
            .count("尚未答复", &open)
            .say("件")
    };
    let text = text.some(
        "。已答复的建议中，台账记为已办结而未填答复时间的",
        "台账记为已办结、未填答复时间",
        &finished,
        "件",
    );
    Some(text.say("。").end())
}

/// 按来源分，留言板20件（占40.0%）、…
fn sources(register: &Register, figures: &mut Figures, role: Role, name: &str) -> Option<Block> {
    let all = &register.current;
    let groups = register.tally(all, |entry| entry.suggestion.word(role));
    if groups.len() < 2 || groups.len() > VALUES {
        return None;
    }
    let more = groups.len().saturating_sub(NAMED);
    let text = figures.text().say(format!("按{name}分，")).each(
        &groups[..groups.len().min(NAMED)],
        "、",
        |text, (value, rows)| {
            text.say(format!("{value}（"))
                .count_and_share(format!("{name}为“{value}”"), rows, "件，占", all)
                .say("）")
        },
    );
    Some(text.when(more > 0, |text| text.say(format!("，其余{more}个{name}略"))).say("。").end())
}

/// What the suggestions of a class are called; those without one are all there are, or only `several` classes' rest.
fn name_of(class: Option<&str>, several: bool) -> String {
    match class {
        Some(class) => class_name(class),
        None if several => "未填类别".into(),
        None => "全部".into(),
    }
}

/// A, B, C are 类; a class with a name of its own stays as it is.
fn class_name(class: &str) -> String {
    if class.chars().count() == 1 { format!("{class}类") } else { class.to_owned() }
}

/// Whether a proposer is a body and no person, by the end of a name longer than those of people: 民盟县委会, 县总工会.
fn is_body(proposer: &people::Proposer<'_>) -> bool {
    const LONGEST_NAME: usize = 3;
    const BODIES: &str = "会委局部组团联社司院校心站所";
    let name = &proposer.name;
    name.chars().count() > LONGEST_NAME && name.ends_with(|c: char| BODIES.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_no_persons() {
        let names = ["民盟县委会", "县总工会", "第三代表小组", "张伟", "阿依古丽·买买提", "欧阳建国"];
        let are_bodies = names.map(|name| is_body(&people::Proposer { name: name.into(), is_whole: true }));
        assert_eq!(are_bodies, [true, true, true, false, false, false]);
    }
}
