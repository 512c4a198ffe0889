//! Two figures and a change that is told -> the change between them in the words of an office, and whether it is that one.

use crate::check::{Draft, Finding, Measure, Rule, Verdict, same, shown, shown_like};

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
pub(super) fn fits(draft: &Draft<'_>, amount: usize, base: usize, change: usize, sign: f64) -> bool {
    between(draft, amount, base, change, sign)
        .is_some_and(|(value, slack)| same(value, draft.figures[change].value, slack))
}

pub(super) fn finding(
    draft: &Draft<'_>,
    figures: Vec<usize>,
    change: usize,
    sum: &str,
    fits: bool,
) -> Finding {
    let (verdict, says) = Verdict::of(fits);
    let calculation = format!("{sum}，与{}{says}", draft.written(change));
    Finding { verdict, rule: Rule::Change, figures, calculation }
}
