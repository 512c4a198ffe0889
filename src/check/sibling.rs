//! Sections of the same form -> whether the parts that each tells make up its whole, and all together the total.
//!
//! 此类建议12件；A类8件、B类4件: that the classes are all there are, no word says. Where the parts make up the whole in
//! one section after the other, the one section in which they do not holds a slip.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::agreement::{Agreement, FEWEST, ROWS_PER_SLIP};
use super::part::Group;
use super::phrase::COMPARED;
use super::section::Section;
use super::series::Series;
use super::{Draft, Finding, Measure, same, told};
use crate::text::pattern;

/// Before a list that names the largest parts only.
static SOME: LazyLock<Regex> =
    LazyLock::new(|| pattern("居前|前[一二三四五六七八九十两]|较多|最多|主要|其余|例如|如下|以及"));
/// Some rows say nothing of what the others are told apart by; then parts may fall short.
static UNTOLD: LazyLock<Regex> = LazyLock::new(|| pattern("未填|未分类|未注明|不详|未定类"));
/// So many characters in common say that two figures count the same.
const SHARED: usize = 5;
/// A total that is off by more, as a share of it, counts something else.
const GAP_TO_TOTAL: f64 = 0.1;

/// A whole and what a section tells of its parts.
struct Told {
    whole: usize,
    parts: Vec<usize>,
}

pub(super) fn findings(
    draft: &Draft<'_>,
    sections: &[Section],
    groups: &[Group],
    series: &[Series],
) -> Vec<Finding> {
    let mut findings = parts(draft, sections, groups);
    findings.extend(totals(draft, sections, series));
    findings
}

fn parts(draft: &Draft<'_>, sections: &[Section], groups: &[Group]) -> Vec<Finding> {
    let mut kinds: BTreeMap<String, Vec<Told>> = BTreeMap::new();
    for section in sections {
        let counts: Vec<usize> = (section.start..section.end)
            .flat_map(|paragraph| draft.within(paragraph, 0, usize::MAX))
            .filter(|&at| draft.figures[at].measure == Measure::Count && draft.figures[at].depth == 0)
            .filter(|&at| draft.is_exact(at) && !COMPARED.is_match(draft.before(at)))
            .collect();
        let Some((&whole, rest)) = counts.split_first() else { continue };
        let mut lists: Vec<Vec<usize>> = Vec::new();
        for &at in rest.iter().filter(|&&at| draft.figures[at].is_like(&draft.figures[whole])) {
            match lists.last_mut() {
                Some(list) if draft.are_in_one_segment(list[0], at) => list.push(at),
                _ => lists.push(vec![at]),
            }
        }
        for parts in lists {
            // A类8件中，已落实6件、未填2件: what begins with the whole of its others is no list of parts of one.
            let known = |group: &Group| {
                let has = |of: &[usize]| group.parts.iter().any(|part| of.contains(part));
                group.stated && (has(&parts[..1]) || (group.whole == parts[0] && has(&parts[1..])))
            };
            let lead = draft.clause(parts[0]);
            if SOME.is_match(lead) || groups.iter().any(known) {
                continue;
            }
            let kind: String = lead.chars().take(2).collect();
            kinds.entry(kind).or_default().push(Told { whole, parts });
        }
    }
    let untold = draft.paragraphs.iter().any(|text| UNTOLD.is_match(text));
    kinds.into_values().flat_map(|told| add_up(draft, &told, untold)).collect()
}

fn add_up(draft: &Draft<'_>, told: &[Told], untold: bool) -> Vec<Finding> {
    let fits = |told: &&Told| same(draft.values(&told.parts), draft.figures[told.whole].value, 0.0);
    let saying = told.iter().filter(fits).filter(|told| told.parts.len() > 1).count();
    if saying < FEWEST || !Agreement::counted(told, |told| fits(&told)).is_but_for_one_in(ROWS_PER_SLIP) {
        return Vec::new();
    }
    let finding = |told: &Told| {
        if untold && draft.values(&told.parts) < draft.figures[told.whole].value {
            return None;
        }
        Some(told::total(draft, told.whole, &told.parts, fits(&told)))
    };
    told.iter().filter_map(finding).collect()
}

/// Sections that together are all there is make up the totals told elsewhere, of the whole and of what each
/// says of it.
fn totals(draft: &Draft<'_>, sections: &[Section], series: &[Series]) -> Vec<Finding> {
    let families: Vec<&Series> = series.iter().filter(|series| series.is_of_sections(draft)).collect();
    let names: Vec<&str> =
        families.iter().flat_map(|family| family.of.iter().map(|(name, _)| name.as_str())).collect();
    let inside = |paragraph: usize| {
        let mut own = sections.iter().filter(|section| section.holds(paragraph));
        own.any(|section| names.contains(&section.name.as_str()))
    };
    let outside: Vec<usize> = (0..draft.figures.len())
        .filter(|&at| draft.figures[at].measure == Measure::Count && draft.is_exact(at))
        .filter(|&at| !draft.figures[at].unit.is_empty() && !inside(draft.figures[at].paragraph))
        .collect();
    let figures = |family: &Series| family.of.iter().map(|(_, at)| *at).collect::<Vec<usize>>();
    let is_whole = |family: &&&Series| {
        let sum = draft.values(&figures(family));
        family.says_nothing() && outside.iter().any(|&at| same(draft.figures[at].value, sum, 0.0))
    };
    if !families.iter().any(|family| is_whole(&family)) {
        return Vec::new();
    }
    let total = |family: &&Series| {
        let parts = figures(family);
        let sum = draft.values(&parts);
        let off = |at: usize| (draft.figures[at].value - sum).abs();
        let candidates = outside.iter().copied().filter(|&at| {
            draft.figures[at].is_like(&draft.figures[parts[0]])
                && shares_words(draft.text(at), draft.figures[at].clause.clone(), &family.label)
        });
        let total = candidates.min_by(|&one, &other| off(one).total_cmp(&off(other)))?;
        if off(total) > GAP_TO_TOTAL * draft.figures[total].value {
            return None;
        }
        let fits = same(sum, draft.figures[total].value, 0.0);
        Some(told::sum(draft, &format!("各部分“{}”：", family.label), ("", total), &parts, fits))
    };
    families.iter().filter(|family| !family.says_nothing()).filter_map(total).collect()
}

/// Whether a clause has so many characters in a row of the label.
fn shares_words(text: &str, clause: std::ops::Range<usize>, label: &str) -> bool {
    let (clause, label) = (&text[clause], label.chars().collect::<Vec<char>>());
    label.windows(SHARED).any(|words| clause.contains(&words.iter().collect::<String>()))
}
