//! ANALYSIS -> which rows are counted as neither answered nor late, or only by what can be read of them.

use super::overview::ENDED;
use crate::analysis::Analysis;
use crate::report::yearly::{Figures, Piece};
use crate::suggestion::handling::{self, Answer};
use crate::text::beginning;

/// So many terms that nobody can make out are named, by so many characters.
const NAMED: usize = 5;
const TERM: usize = 20;

/// States that no list knows: their rows count as unanswered, which may be wrong.
pub(super) fn unknown_states(analysis: &Analysis, figures: &mut Figures) -> Option<Vec<Piece>> {
    let register = &analysis.register;
    let states = handling::unknown_states(register.current.iter().map(|row| &register.entry(row).suggestion));
    let unknown = register.pick(&register.current, |entry| {
        entry.answer == Answer::Open
            && entry.suggestion.state().is_some_and(|state| states.contains_key(state))
    });
    (!unknown.is_empty()).then(|| {
        let names: Vec<String> = states.keys().map(|state| format!("“{state}”")).collect();
        figures
            .text()
            .say(format!("办理状态{}未能辨认是否已经答复，所在的", names.join("、")))
            .count("办理状态未能辨认", &unknown)
            .say("件没有答复时间，按未答复计，请核对。")
            .into_pieces()
    })
}

/// Terms that nobody can make out: their rows are neither in time nor late.
pub(super) fn unclear_terms(analysis: &Analysis, figures: &mut Figures) -> Option<Vec<Piece>> {
    let register = &analysis.register;
    let unclear = register.pick(&register.current, |entry| entry.due().is_some_and(|due| due.is_unclear));
    (!unclear.is_empty()).then(|| {
        let terms = register.tally(&unclear, |entry| entry.suggestion.said_due());
        let names: Vec<String> =
            terms.iter().take(NAMED).map(|(term, _)| format!("“{}”", beginning(term, TERM))).collect();
        let more = if terms.len() > NAMED { "等" } else { "" };
        figures
            .text()
            .say(format!("台账所列期限{}{more}无法辨认或不可能，所在的", names.join("、")))
            .count("期限无法辨认", &unclear)
            .say("件是否按期无从得知，不计入按期、逾期的件数和用时，请核对。")
            .into_pieces()
    })
}

/// Terms of hours, which only those who write times can keep.
pub(super) fn in_hours(analysis: &Analysis, figures: &mut Figures) -> Option<Vec<Piece>> {
    let register = &analysis.register;
    let hours = register.pick(&register.current, |entry| entry.due().is_some_and(|due| due.in_hours));
    (!hours.is_empty()).then(|| {
        figures
            .text()
            .say("期限以小时计的")
            .count("期限以小时计", &hours)
            .say("件，交办和答复都记有时刻的按时刻比较，未记时刻的只按日期比较。")
            .into_pieces()
    })
}

/// What was returned is owed by nobody, as the ledger has it.
pub(super) fn returned(analysis: &Analysis, figures: &mut Figures) -> Option<Vec<Piece>> {
    let register = &analysis.register;
    let all = &register.current;
    let returned = register.pick(all, |entry| entry.answer == Answer::Returned);
    (register.knows_answers(all) && !returned.is_empty()).then(|| {
        figures
            .text()
            .say("退办待重新交办的")
            .count("退办待重新交办", &returned)
            .say("件不计入应答复、已答复和未答复的件数；退办后又已答复的，作已答复计。")
            .into_pieces()
    })
}

/// What was withdrawn or ended is owed by nobody, either.
pub(super) fn ended(analysis: &Analysis, figures: &mut Figures) -> Option<Vec<Piece>> {
    let register = &analysis.register;
    let ended = register.pick(&register.current, |entry| entry.answer == Answer::Ended);
    (!ended.is_empty()).then(|| {
        figures
            .text()
            .say(format!("台账记为{ENDED}的"))
            .count(ENDED, &ended)
            .say("件不计入应答复、已答复和未答复的件数，也不计按期、逾期。")
            .into_pieces()
    })
}
