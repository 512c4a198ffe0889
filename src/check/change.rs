//! Figures that are compared (比上年增加36件，增长30%) -> whether the change is that between them.

use std::sync::LazyLock;

use regex::Regex;

use super::{Draft, Finding, Measure, Precision, Rule, Verdict, pattern, same, shown, shown_like};

/// Before a figure that is a change, not an amount.
static CHANGED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:(?P<up>增长|增加|上升|提高|提升|增多|上涨|增幅|多|增)|(?P<down>减少|下降|降低|回落|下滑|压减|缩短|降幅|少|减))(?:幅度)?(?:了|为|达|约)?$",
    )
});
/// Before a figure that others are compared to: 比上年的120件, 由120件, 上年为120件.
static BASE: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:(?:比|较|由|从)[^,;。]{0,20}|(?:上年|去年|前一年|上一年|同期|上年度|年初)[^,;。]{0,14})$")
});
/// Before the parenthesis around a base: 较上月（2189件）, 与2018年（341件）.
static BASE_OUTSIDE: LazyLock<Regex> = LazyLock::new(|| pattern("(?:比|较|与|同|和)[^,;。()]{1,12}\\($"));
/// Before a base that 相比 follows: 与2019年的251件相比.
static AGAINST: LazyLock<Regex> = LazyLock::new(|| pattern("(?:与|同|和)[^,;。]{0,20}$"));
/// A multiple of the base: 是上年的1.3倍.
static MULTIPLE: LazyLock<Regex> = LazyLock::new(|| pattern("(?:是|为|相当于|达到?)[^,;。]{0,10}的$"));

pub(super) fn findings(draft: &Draft<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut done = 0;
    while done < draft.figures.len() {
        let first = &draft.figures[done];
        let sentence: Vec<usize> =
            draft.within(first.paragraph, first.sentence.start, first.sentence.end).collect();
        done = sentence.last().map_or(done, |&last| last) + 1;
        in_sentence(draft, &sentence, &mut findings);
    }
    findings
}

/// What a figure of the sentence is.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Change { sign: f64 },
    Multiple,
    Base,
    Amount,
}

fn in_sentence(draft: &Draft<'_>, sentence: &[usize], findings: &mut Vec<Finding>) {
    let mut parts: Vec<Part> = sentence.iter().map(|&at| part(draft, at)).collect();
    older_years_are_bases(draft, sentence, &mut parts);
    for (nth, &change) in sentence.iter().enumerate() {
        let sign = match parts[nth] {
            Part::Change { sign } => sign,
            Part::Multiple => 0.0,
            Part::Base | Part::Amount => continue,
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
        // The nearest base of the kind, and the amount beside it: what was reached, or stood there before.
        let bases = (0..sentence.len()).filter(|&at| parts[at] == Part::Base && of_the_kind(sentence[at]));
        // 较上月（2189件）增加128件，增长5.8%；较去年同期（2476件）减少159件: of two bases the one before the change.
        let base = bases.min_by_key(|&at| {
            let beside = draft.figures[sentence[at]].segment == figure.segment;
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
        findings.extend(found);
    }
}

/// 2020年收到156件，2019年收到120件: of two years the older one is compared to; so is one in parentheses.
fn older_years_are_bases(draft: &Draft<'_>, sentence: &[usize], parts: &mut [Part]) {
    let years: Vec<Option<i32>> = sentence.iter().map(|&at| year(draft.lead(at))).collect();
    for nth in 0..sentence.len() {
        let figure = &draft.figures[sentence[nth]];
        let Some(own) = years[nth].filter(|_| parts[nth] == Part::Amount) else { continue };
        let newer = (0..sentence.len()).any(|at| {
            years[at].is_some_and(|other| other > own) && draft.figures[sentence[at]].is_like(figure)
        });
        if newer || figure.depth > 0 {
            parts[nth] = Part::Base;
        }
    }
}

/// The last year in a text.
fn year(text: &str) -> Option<i32> {
    let (before, _) = text.rsplit_once('年')?;
    let digits = before.len().checked_sub(4).and_then(|start| before.get(start..))?;
    digits.parse().ok().filter(|year| (1949..2100).contains(year))
}

fn part(draft: &Draft<'_>, at: usize) -> Part {
    let before = draft.lead(at);
    if let Some(change) = CHANGED.captures(before) {
        return Part::Change { sign: if change.name("up").is_some() { 1.0 } else { -1.0 } };
    }
    if draft.figures[at].measure == Measure::Times && MULTIPLE.is_match(before) {
        return Part::Multiple;
    }
    let figure = &draft.figures[at];
    let alone = draft.clause(at) == draft.written(at);
    if alone && BASE_OUTSIDE.is_match(&draft.text(at)[figure.sentence.start..figure.clause.start]) {
        return Part::Base;
    }
    let set_against = AGAINST.is_match(before) && draft.after(at).starts_with("相比");
    if BASE.is_match(before) || set_against { Part::Base } else { Part::Amount }
}

fn compare(draft: &Draft<'_>, amount: usize, base: usize, change: usize, sign: f64) -> Option<Finding> {
    let (now, then, figure) = (&draft.figures[amount], &draft.figures[base], &draft.figures[change]);
    // Where all three have the same last digit, a reader subtracts what is written.
    let written_out = same(now.step, then.step, 0.0)
        && (figure.measure == Measure::Points || same(now.step, figure.step, 0.0));
    let blur = if written_out { 0.0 } else { now.slack() + then.slack() };
    let (now_written, then_written) = (draft.written(amount), draft.written(base));
    let difference = now.value - then.value;
    let (value, slack, sum) = match figure.measure {
        Measure::Count | Measure::Points => {
            let value = difference * sign;
            let shown = if figure.measure == Measure::Points {
                format!("{}个百分点", shown(value))
            } else {
                shown_like(value, now, now_written)
            };
            let (more, less) =
                if sign < 0.0 { (then_written, now_written) } else { (now_written, then_written) };
            (value, blur, format!("{more} - {less} = {shown}"))
        }
        Measure::Percent if then.measure == Measure::Count && then.value > 0.0 => {
            let value = difference / then.value * 100.0;
            let sum = format!("({now_written} - {then_written}) ÷ {then_written} = {}%", shown(value));
            (value * sign, blur / then.value * 100.0, sum)
        }
        Measure::Times if then.value > 0.0 => {
            let value = if sign == 0.0 { now.value / then.value } else { difference / then.value * sign };
            let sum = if sign == 0.0 {
                format!("{now_written} ÷ {then_written} = {}倍", shown(value))
            } else {
                format!("({now_written} - {then_written}) ÷ {then_written} = {}倍", shown(value))
            };
            (value, blur / then.value, sum)
        }
        _ => return None,
    };
    let last_digit = if written_out && figure.measure == Measure::Points && same(figure.step, now.step, 0.0) {
        0.0
    } else {
        figure.slack()
    };
    let fits = same(value, figure.value, slack + last_digit);
    Some(finding(draft, vec![amount, base, change], change, &sum, fits))
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
    let (verdict, says) = if fits { (Verdict::Right, "一致") } else { (Verdict::Wrong, "不符") };
    let calculation = format!("{sum}，与{}{says}", draft.written(change));
    Finding { verdict, rule: Rule::Change, figures, calculation }
}
