//! Figures that are compared (比上年增加36件，增长30%) -> whether the change is that between them.
//!
//! - `compared`: which figures of a sentence are changes, and what they are measured against
//! - `between`: the change between two figures beside the one that is told
//! - `reach`: the figures of a sentence that a change may be between
//! - `period`: what grew or shrank from one month or quarter to the next
//!
//! Each of these uses only those above it.

mod compared;
mod between;
mod reach;
mod period;

use std::sync::LazyLock;

use regex::Regex;

use super::{Draft, Finding, Measure, Precision, Verdict, same, shown};
use crate::text::pattern;
use between::{compare, finding};
use compared::{Told, are_alike, is_for, told};
use reach::Reach;

/// Before a change of several amounts together.
static TOGETHER: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:合计|总计|共计|总量|总数|[两三四]者|[两三四]项)[^,;。0-9]*$"));
/// Before a change that is spread over years.
static AVERAGED: LazyLock<Regex> = LazyLock::new(|| pattern("(?:年均|月均|季均|复合)[^,;。0-9]{0,6}$"));

pub(super) fn findings(draft: &Draft<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut done = 0;
    while done < draft.figures.len() {
        let sentence: Vec<usize> = draft.of_sentence(done).collect();
        done = sentence.last().map_or(done, |&last| last) + 1;
        in_sentence(draft, &sentence, &mut findings);
    }
    findings.extend(period::findings(draft));
    findings
}

fn in_sentence(draft: &Draft<'_>, sentence: &[usize], findings: &mut Vec<Finding>) {
    let told = told(draft, sentence);
    for (nth, &change) in sentence.iter().enumerate() {
        let sign = match told[nth] {
            Told::Change { sign } => sign,
            Told::Multiple => 0.0,
            Told::Base | Told::Whole | Told::Amount => continue,
        };
        let figure = &draft.figures[change];
        if figure.precision != Precision::Exact {
            continue;
        }
        let of_the_kind = |at: usize| match figure.measure {
            Measure::Points => draft.figures[at].measure == Measure::Percent,
            Measure::Count => draft.figures[at].is_like(figure),
            Measure::Percent | Measure::Times => true,
        };
        if AVERAGED.is_match(draft.before(change)) || is_of_a_total(draft, sentence, change) {
            continue;
        }
        // The nearest base of the kind, and the amount beside it: what was reached, or stood there before.
        let bases = (0..sentence.len()).filter(|&at| {
            told[at] == Told::Base && of_the_kind(sentence[at]) && is_for(draft, sentence, &told, at, nth)
        });
        // 较上月（2189件）增加128件，增长5.8%；较去年同期（2476件）减少159件: of two bases the one before the change.
        let base = bases.min_by_key(|&at| {
            let beside = draft.are_in_one_segment(sentence[at], change);
            (!beside, at > nth, at.abs_diff(nth))
        });
        let found = match base {
            Some(base) => {
                let like = |&at: &usize| {
                    told[at] == Told::Amount
                        && draft.figures[sentence[at]].depth <= figure.depth
                        && draft.figures[sentence[at]].is_like(&draft.figures[sentence[base]])
                        && draft.is_exact(sentence[at])
                };
                let reached = (base + 1..nth.max(base + 1)).find(like);
                let amount = reached
                    .or_else(|| (0..base).rev().find(like))
                    .or_else(|| (base + 1..sentence.len()).find(like));
                match amount {
                    Some(amount) => compare(draft, sentence[amount], sentence[base], change, sign),
                    None => against_base(draft, sentence, &told, (nth, base), sign),
                }
            }
            None => from_difference(draft, sentence, &told, nth, sign),
        };
        let reach = Reach::of(draft, sentence, &told, (nth, base));
        findings.extend(found.and_then(|found| {
            match found.verdict {
                Verdict::Wrong => reach
                    .right(draft, change, sign, reach.stated)
                    .and_then(|(now, then)| compare(draft, now, then, change, sign))
                    .or_else(|| (!reach.leaves_open(draft, sentence, &told, change, sign)).then_some(found)),
                _ => Some(found),
            }
        }));
    }
}

/// Whether a change is one of amounts together, which the sentence does not add up: 建议156件，提案250件，合计增长6.8%.
fn is_of_a_total(draft: &Draft<'_>, sentence: &[usize], change: usize) -> bool {
    TOGETHER.is_match(draft.lead(change)) && !sentence.iter().any(|&at| draft.is_total(at))
}

/// 与上年的251件相比，增加17件，增长6.8%: the difference is there, and what it came to is not.
fn against_base(
    draft: &Draft<'_>,
    sentence: &[usize],
    told: &[Told],
    (nth, base): (usize, usize),
    sign: f64,
) -> Option<Finding> {
    let (change, base) = (sentence[nth], sentence[base]);
    let difference = (0..nth).rev().find(|&at| {
        matches!(told[at], Told::Change { sign: other } if same(other, sign, 0.0))
            && draft.figures[sentence[at]].is_like(&draft.figures[base])
    })?;
    let difference = sentence[difference];
    let (by, then, figure) = (&draft.figures[difference], &draft.figures[base], &draft.figures[change]);
    if figure.measure != Measure::Percent
        || then.measure != Measure::Count
        || then.value <= 0.0
        || !draft.is_exact(difference)
        || !draft.is_exact(base)
    {
        return None;
    }
    let value = by.value / then.value * 100.0;
    let slack = figure.slack() + (by.slack() + then.slack()) / then.value * 100.0;
    let sum = format!("{} ÷ {} = {}%", draft.written(difference), draft.written(base), shown(value));
    Some(finding(draft, vec![base, difference, change], change, &sum, same(value, figure.value, slack)))
}

/// 156件，比上年增加36件，增长30%: the base is what was there before the difference.
fn from_difference(
    draft: &Draft<'_>,
    sentence: &[usize],
    told: &[Told],
    nth: usize,
    sign: f64,
) -> Option<Finding> {
    let change = sentence[nth];
    let difference = (0..nth).rev().find(|&at| {
        matches!(told[at], Told::Change { sign: other } if same(other, sign, 0.0))
            && draft.figures[sentence[at]].measure == Measure::Count
    })?;
    // 2400件，增加400件，增长20%，涉及1800人，增长12.5%: another amount is what grew then.
    let another = |at: usize| {
        told[at] == Told::Amount && draft.figures[sentence[at]].depth <= draft.figures[change].depth
    };
    if (difference + 1..nth).any(another) || !are_alike(draft, sentence[difference], change) {
        return None;
    }
    // 428件（大会期间391件，闭会期间37件），较去年增加36件: what stands within parentheses is not what grew.
    let like = |&at: &usize| {
        let figure = &draft.figures[sentence[at]];
        told[at] == Told::Amount
            && figure.depth <= draft.figures[change].depth
            && figure.is_like(&draft.figures[sentence[difference]])
    };
    let amount = (0..difference).rev().find(like)?;
    let (now, by, figure) =
        (&draft.figures[sentence[amount]], &draft.figures[sentence[difference]], &draft.figures[change]);
    let then = now.value - sign * by.value;
    if figure.measure != Measure::Percent
        || then <= 0.0
        || !draft.is_exact(sentence[amount])
        || !draft.is_exact(sentence[difference])
    {
        return None;
    }
    let value = by.value / then * 100.0;
    let slack = figure.slack() + (now.slack() + by.slack()) / then * 100.0;
    let (now, by) = (draft.written(sentence[amount]), draft.written(sentence[difference]));
    let sum = format!("{by} ÷ ({now} {} {by}) = {}%", if sign > 0.0 { "-" } else { "+" }, shown(value));
    Some(finding(
        draft,
        vec![sentence[amount], sentence[difference], change],
        change,
        &sum,
        same(value, figure.value, slack),
    ))
}
