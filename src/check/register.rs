//! Figures of a draft that a register counts as well -> whether both say the same.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::{Draft, Finding, Measure, Rule, Verdict, class, pattern, twice};
use crate::suggestion::{Role, Suggestion};

/// A clause that says nothing but that this is the total: 代表建议共计156件.
static ALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:今年|全年|本年度|[0-9]{4}年|交由|交|由|我?[区市县]|政府|部门|单位|办理|承办|收到|受理|答复|办复|已|的|各类|各级|人大|政协|代表|委员|建议|提案|议案|批评和意见|、)*(?:共计|共收到|共办理|共承办|共受理|总计|合计|共有|共)$",
    )
});
/// What may follow the name of a theme or a department up to its figure.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:类|方面|领域)?(?:的)?(?:主办|承办|办理|牵头)?(?:代表)?(?:建议|提案|议案|诉求|留言)?(?:共计|共有|共|有|为)?$",
    )
});

pub(super) fn findings(draft: &Draft<'_>, rows: &[Suggestion]) -> Vec<Finding> {
    let Some(first) = rows.first() else { return Vec::new() };
    let has = |role| first.table.column(role).is_some();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for role in [Role::Theme, Role::Lead] {
        for name in rows.iter().filter_map(|row| row.list(role).next()) {
            *names.entry(name).or_default() += 1;
        }
    }
    let mut findings = Vec::new();
    for at in 0..draft.figures.len() {
        let figure = &draft.figures[at];
        if figure.measure != Measure::Count
            || !draft.is_exact(at)
            || !["件", "条", "份"].contains(&figure.unit.as_str())
        {
            continue;
        }
        let (before, after) = (draft.before(at), draft.after(at));
        let counted = if let Some(letter) = twice::class_total(draft, at).filter(|_| has(Role::Class)) {
            let of = |row: &&Suggestion| row.cell(Role::Class).and_then(letter_of) == Some(letter);
            Some((format!("{letter}类"), rows.iter().filter(of).count()))
        } else if ALL.is_match(before) && after.is_empty() {
            Some(("全部".to_owned(), rows.len()))
        } else {
            names.iter().rev().find_map(|(name, count)| {
                let rest = before.split_once(name).map(|(_, rest)| rest)?;
                (NAMED.is_match(rest) && after.chars().count() <= 4).then(|| ((*name).to_owned(), *count))
            })
        };
        let Some((what, count)) = counted else { continue };
        let fits = (figure.value - count as f64).abs() < 0.5;
        let (verdict, says) = if fits { (Verdict::Right, "一致") } else { (Verdict::Wrong, "不符") };
        let calculation = format!("台账中{what}计{count}件，与{}{says}", draft.written(at));
        findings.push(Finding { verdict, rule: Rule::Register, figures: vec![at], calculation });
    }
    findings
}

/// The letter of a cell: A, A类, a类（已解决）.
fn letter_of(cell: &str) -> Option<char> {
    class(cell)
        .or_else(|| cell.chars().next().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase()))
}
