//! Figures that are compared (比上年增加36件，增长30%) -> whether the change is that between them.

use std::sync::LazyLock;

use regex::Regex;

use super::compared::{Part, are_alike, is_for, parts};
use super::phrase::CHANGED;
use super::{Draft, Finding, Measure, Precision, Rule, Verdict, same, shown, shown_like};
use crate::text::pattern;

/// All that stands before the word for a change where it is told of the amount before it: 同比, 较上年.
static SAME_SUBJECT: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:同比|环比|(?:比|较|与)[^,;。]*)*$"));
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
    findings
}

fn in_sentence(draft: &Draft<'_>, sentence: &[usize], findings: &mut Vec<Finding>) {
    let parts = parts(draft, sentence);
    for (nth, &change) in sentence.iter().enumerate() {
        let sign = match parts[nth] {
            Part::Change { sign } => sign,
            Part::Multiple => 0.0,
            Part::Base | Part::Whole | Part::Amount => continue,
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
            parts[at] == Part::Base && of_the_kind(sentence[at]) && is_for(draft, sentence, &parts, at, nth)
        });
        // 较上月（2189件）增加128件，增长5.8%；较去年同期（2476件）减少159件: of two bases the one before the change.
        let base = bases.min_by_key(|&at| {
            let beside = draft.are_in_one_segment(sentence[at], change);
            (!beside, at > nth, at.abs_diff(nth))
        });
        let found = match base {
            Some(base) => {
                let like = |&at: &usize| {
                    parts[at] == Part::Amount
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
                    None => against_base(draft, sentence, &parts, (nth, base), sign),
                }
            }
            None => from_difference(draft, sentence, &parts, nth, sign),
        };
        let reach = Reach::of(draft, sentence, &parts, (nth, base));
        findings.extend(found.and_then(|found| {
            match found.verdict {
                Verdict::Wrong => reach
                    .right(draft, change, sign, reach.stated)
                    .and_then(|(now, then)| compare(draft, now, then, change, sign))
                    .or_else(|| (!reach.leaves_open(draft, sentence, &parts, change, sign)).then_some(found)),
                _ => Some(found),
            }
        }));
    }
}

/// Whether a change is one of amounts together, which the sentence does not add up: 建议156件，提案250件，合计增长6.8%.
fn is_of_a_total(draft: &Draft<'_>, sentence: &[usize], change: usize) -> bool {
    TOGETHER.is_match(draft.lead(change)) && !sentence.iter().any(|&at| draft.is_total(at))
}

/// The other figures that a change may be between: it is wrong only if none of them give it.
struct Reach {
    amounts: Vec<usize>,
    /// The base that stands in one clause with the change, or with what it became.
    stated: Option<usize>,
}

impl Reach {
    /// All amounts and bases of the sentence, or where the part of it between semicolons has both, those of that.
    fn of(
        draft: &Draft<'_>,
        sentence: &[usize],
        parts: &[Part],
        (nth, base): (usize, Option<usize>),
    ) -> Self {
        let here = |at: usize| draft.are_in_one_segment(at, sentence[nth]);
        let base = base.map(|base| sentence[base]);
        let has = |part: Part| {
            let like = |at: usize| base.is_some_and(|base| draft.figures[at].is_like(&draft.figures[base]));
            (0..sentence.len()).any(|at| parts[at] == part && here(sentence[at]) && like(sentence[at]))
        };
        let alone = has(Part::Base) && has(Part::Amount);
        let amounts = (0..sentence.len())
            .filter(|&at| matches!(parts[at], Part::Amount | Part::Base))
            .map(|at| sentence[at])
            .filter(|&at| draft.is_exact(at) && (!alone || here(at)))
            .collect();
        // 比上年的120件增加36件; 比上年（93.1%）提高2.1个百分点; 由95.1%提高到97.2%，提高2.1个百分点.
        let is_stated = |base: usize| {
            let (clause, change) = (&draft.figures[base].clause, &draft.figures[sentence[nth]]);
            let mut amounts = sentence.iter().zip(parts).filter(|(_, part)| **part == Part::Amount);
            let is_behind = draft.text(base)[clause.end..change.span.start.max(clause.end)].starts_with(')')
                && clause.end + 1 == change.clause.start;
            *clause == change.clause
                || is_behind
                || amounts.any(|(&at, _)| draft.figures[at].clause == *clause)
        };
        Self { amounts, stated: base.filter(|&base| is_stated(base)) }
    }

    /// The first two figures that give the change, of which the earlier in time is `base` if that is told.
    fn right(
        &self,
        draft: &Draft<'_>,
        change: usize,
        sign: f64,
        base: Option<usize>,
    ) -> Option<(usize, usize)> {
        let mut pairs =
            self.amounts.iter().flat_map(|&now| self.amounts.iter().map(move |&then| (now, then)));
        pairs.find(|&(now, then)| {
            now != then
                && base.is_none_or(|base| base == then)
                && draft.figures[now].is_like(&draft.figures[then])
                && fits(draft, now, then, change, sign)
        })
    }

    /// Whether the change may be one to what an amount comes to by a difference that is told, or one of a list that
    /// 分别 hands out.
    fn leaves_open(
        &self,
        draft: &Draft<'_>,
        sentence: &[usize],
        parts: &[Part],
        change: usize,
        sign: f64,
    ) -> bool {
        let figure = &draft.figures[change];
        let growth = |now: f64, then: f64| {
            then > 0.0 && same((now - then) / then * 100.0 * sign, figure.value, figure.slack())
        };
        let gives = |difference: usize, by_sign: f64| {
            let by = &draft.figures[difference];
            let amounts = self.amounts.iter().map(|&at| &draft.figures[at]);
            let like: Vec<f64> =
                amounts.filter(|amount| amount.is_like(by)).map(|amount| amount.value).collect();
            // 2022年380件，2023年增加32件: what is told of another time is what the difference is added to.
            let before = draft.before(difference);
            let subject = CHANGED.find(before).map_or(before, |changed| &before[..changed.start()]);
            let is_added = !SAME_SUBJECT.is_match(subject);
            like.iter().enumerate().any(|(nth, &from)| {
                let then = |&(other, _): &(usize, &f64)| other != nth || is_added;
                let mut bases = like.iter().enumerate().filter(then);
                bases.any(|(_, &then)| growth(from + by_sign * by.value, then))
            })
        };
        // A difference between two amounts of the sentence comes to nothing new.
        let is_new = |difference: usize, sign: f64| {
            draft.figures[difference].measure == Measure::Count
                && self.right(draft, difference, sign, None).is_none()
        };
        let mut changes = sentence.iter().zip(parts).filter_map(|(&at, part)| match part {
            Part::Change { sign } => Some((at, *sign)),
            _ => None,
        });
        draft.lead(change).contains("分别")
            || figure.measure == Measure::Percent
                && changes.any(|(difference, sign)| is_new(difference, sign) && gives(difference, sign))
    }
}

/// The change between two figures in the words of an office, beside the one that is told.
pub(super) fn compare(
    draft: &Draft<'_>,
    amount: usize,
    base: usize,
    change: usize,
    sign: f64,
) -> Option<Finding> {
    let (value, slack) = between(draft, amount, base, change, sign)?;
    let (now, then, figure) = (draft.written(amount), draft.written(base), &draft.figures[change]);
    let sum = match figure.measure {
        Measure::Count | Measure::Points => {
            let value = if figure.measure == Measure::Points {
                format!("{}个百分点", shown(value))
            } else {
                shown_like(value, &draft.figures[amount], now)
            };
            let (more, less) = if sign < 0.0 { (then, now) } else { (now, then) };
            format!("{more} - {less} = {value}")
        }
        Measure::Percent => format!("({now} - {then}) ÷ {then} = {}%", shown(value * sign)),
        Measure::Times if sign == 0.0 => format!("{now} ÷ {then} = {}倍", shown(value)),
        Measure::Times => format!("({now} - {then}) ÷ {then} = {}倍", shown(value)),
    };
    Some(finding(draft, vec![amount, base, change], change, &sum, same(value, figure.value, slack)))
}

/// The change between two figures, of the measure of `change` and in the direction of `sign`, and how far what is
/// written may be off from it; `None` where there is none of that measure.
fn between(draft: &Draft<'_>, amount: usize, base: usize, change: usize, sign: f64) -> Option<(f64, f64)> {
    let (now, then, figure) = (&draft.figures[amount], &draft.figures[base], &draft.figures[change]);
    // Where all three have the same last digit, a reader subtracts what is written.
    let written_out = same(now.step, then.step, 0.0)
        && (figure.measure == Measure::Points || same(now.step, figure.step, 0.0));
    let blur = if written_out { 0.0 } else { now.slack() + then.slack() };
    let difference = now.value - then.value;
    let (value, slack) = match figure.measure {
        Measure::Count | Measure::Points => (difference * sign, blur),
        Measure::Percent if then.measure == Measure::Count && then.value > 0.0 => {
            (difference / then.value * 100.0 * sign, blur / then.value * 100.0)
        }
        Measure::Times if then.value > 0.0 => {
            let value = if sign == 0.0 { now.value / then.value } else { difference / then.value * sign };
            (value, blur / then.value)
        }
        _ => return None,
    };
    let is_plain = written_out && figure.measure == Measure::Points && same(figure.step, now.step, 0.0);
    Some((value, if is_plain { slack } else { slack + figure.slack() }))
}

/// Whether the change is that between two figures.
fn fits(draft: &Draft<'_>, amount: usize, base: usize, change: usize, sign: f64) -> bool {
    between(draft, amount, base, change, sign)
        .is_some_and(|(value, slack)| same(value, draft.figures[change].value, slack))
}

/// 与上年的251件相比，增加17件，增长6.8%: the difference is there, and what it came to is not.
fn against_base(
    draft: &Draft<'_>,
    sentence: &[usize],
    parts: &[Part],
    (nth, base): (usize, usize),
    sign: f64,
) -> Option<Finding> {
    let (change, base) = (sentence[nth], sentence[base]);
    let difference = (0..nth).rev().find(|&at| {
        matches!(parts[at], Part::Change { sign: other } if same(other, sign, 0.0))
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
    parts: &[Part],
    nth: usize,
    sign: f64,
) -> Option<Finding> {
    let change = sentence[nth];
    let difference = (0..nth).rev().find(|&at| {
        matches!(parts[at], Part::Change { sign: other } if same(other, sign, 0.0))
            && draft.figures[sentence[at]].measure == Measure::Count
    })?;
    // 2400件，增加400件，增长20%，涉及1800人，增长12.5%: another amount is what grew then.
    let another = |at: usize| {
        parts[at] == Part::Amount && draft.figures[sentence[at]].depth <= draft.figures[change].depth
    };
    if (difference + 1..nth).any(another) || !are_alike(draft, sentence[difference], change) {
        return None;
    }
    // 428件（大会期间391件，闭会期间37件），较去年增加36件: what stands within parentheses is not what grew.
    let like = |&at: &usize| {
        let figure = &draft.figures[sentence[at]];
        parts[at] == Part::Amount
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

fn finding(draft: &Draft<'_>, figures: Vec<usize>, change: usize, sum: &str, fits: bool) -> Finding {
    let (verdict, says) = Verdict::of(fits);
    let calculation = format!("{sum}，与{}{says}", draft.written(change));
    Finding { verdict, rule: Rule::Change, figures, calculation }
}
