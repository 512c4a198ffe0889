//! The figures of one calculation and whether they fit -> the finding, in the words of an office.

use super::{Draft, Finding, Rule, Verdict, shown, shown_like};

/// That `parts` come to `whole`, which is called `name`; `before` says where.
pub(super) fn sum(
    draft: &Draft<'_>,
    before: &str,
    (name, whole): (&str, usize),
    parts: &[usize],
    fits: bool,
) -> Finding {
    let (verdict, says) = Verdict::of(fits);
    let written = draft.written(whole);
    let sum = shown_like(draft.values(parts), &draft.figures[whole], written);
    let calculation = format!("{before}{} = {sum}，与{name}{written}{says}", draft.joined(parts, " + "));
    let figures = std::iter::once(whole).chain(parts.iter().copied()).collect();
    Finding { verdict, rule: Rule::Sum, figures, calculation }
}

/// That `parts` come to `whole`, and how far off they are.
pub(super) fn total(draft: &Draft<'_>, whole: usize, parts: &[usize], fits: bool) -> Finding {
    total_reckoned(draft, whole, parts, (&draft.joined(parts, " + "), draft.values(parts)), fits)
}

/// The same of parts that come to `sum`, reckoned in another way.
pub(super) fn total_reckoned(
    draft: &Draft<'_>,
    whole: usize,
    parts: &[usize],
    (reckoned, sum): (&str, f64),
    fits: bool,
) -> Finding {
    let (all, written) = (&draft.figures[whole], draft.written(whole));
    let value = shown_like(sum, all, written);
    let (verdict, says) = Verdict::of(fits);
    let gap = shown_like((sum - all.value).abs(), all, written);
    let off = if fits { String::new() } else { format!("，差{gap}") };
    let calculation = format!("{reckoned} = {value}，与总数{written}{says}{off}");
    let figures = std::iter::once(whole).chain(parts.iter().copied()).collect();
    Finding { verdict, rule: Rule::Sum, figures, calculation }
}

/// That a part, called `name`, is no more than `whole`.
pub(super) fn part(draft: &Draft<'_>, (name, part): (&str, usize), whole: (&str, usize)) -> Finding {
    let fits = draft.figures[part].value <= draft.figures[whole.1].value;
    let (sign, verdict) = if fits { ("不超过", Verdict::Right) } else { ("多于", Verdict::Wrong) };
    let calculation = format!("{name}{}{sign}{}{}", draft.written(part), whole.0, draft.written(whole.1));
    Finding { verdict, rule: Rule::Part, figures: vec![whole.1, part], calculation }
}

/// That `share` is the percentage of `counts` in `wholes`.
pub(super) fn share(
    draft: &Draft<'_>,
    counts: &[usize],
    wholes: &[usize],
    share: usize,
    fits: bool,
) -> Finding {
    let together = |figures: &[usize]| match figures {
        [one] => draft.written(*one).to_owned(),
        several => format!("({})", draft.joined(several, " + ")),
    };
    let (verdict, says) = Verdict::of(fits);
    let calculation = format!(
        "{} ÷ {} = {}%，与{}{says}",
        together(counts),
        together(wholes),
        shown(percentage(draft, counts, wholes)),
        draft.written(share)
    );
    let others = counts.iter().filter(|count| !wholes.contains(count));
    let figures = wholes.iter().chain(others).copied().chain([share]).collect();
    Finding { verdict, rule: Rule::Share, figures, calculation }
}

/// Of a hundred `wholes`, how many `counts` are.
pub(super) fn percentage(draft: &Draft<'_>, counts: &[usize], wholes: &[usize]) -> f64 {
    draft.values(counts) / draft.values(wholes) * 100.0
}

/// That two places tell the same of `what`.
pub(super) fn twice(draft: &Draft<'_>, what: &str, [earlier, later]: [usize; 2], fits: bool) -> Finding {
    let [first, second] = [earlier, later].map(|at| draft.written(at));
    let (verdict, calculation) = if fits {
        (Verdict::Right, format!("{what}前后两处均为{second}"))
    } else {
        (Verdict::Wrong, format!("{what}前后两处不一：前为{first}，后为{second}"))
    };
    Finding { verdict, rule: Rule::Twice, figures: vec![earlier, later], calculation }
}
