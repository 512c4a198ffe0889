//! A change and its sentence -> the figures that it may be between, so that it is wrong only if none of them give it.

use std::sync::LazyLock;

use regex::Regex;

use super::between::fits;
use super::compared::Told;
use crate::check::phrase::CHANGED;
use crate::check::{Draft, Measure, same};
use crate::text::pattern;

/// All that stands before the word for a change where it is told of the amount before it: 同比, 较上年.
static SAME_SUBJECT: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:同比|环比|(?:比|较|与)[^,;。]*)*$"));

/// The other figures that a change may be between: it is wrong only if none of them give it.
pub(super) struct Reach {
    amounts: Vec<usize>,
    /// The base that stands in one clause with the change, or with what it became.
    pub(super) stated: Option<usize>,
}

impl Reach {
    /// All amounts and bases of the sentence, or where the part of it between semicolons has both, those of that.
    pub(super) fn of(
        draft: &Draft<'_>,
        sentence: &[usize],
        told: &[Told],
        (nth, base): (usize, Option<usize>),
    ) -> Self {
        let here = |at: usize| draft.are_in_one_segment(at, sentence[nth]);
        let base = base.map(|base| sentence[base]);
        let has = |part: Told| {
            let like = |at: usize| base.is_some_and(|base| draft.figures[at].is_like(&draft.figures[base]));
            (0..sentence.len()).any(|at| told[at] == part && here(sentence[at]) && like(sentence[at]))
        };
        let alone = has(Told::Base) && has(Told::Amount);
        let amounts = (0..sentence.len())
            .filter(|&at| matches!(told[at], Told::Amount | Told::Base))
            .map(|at| sentence[at])
            .filter(|&at| draft.is_exact(at) && (!alone || here(at)))
            .collect();
        // 比上年的120件增加36件; 比上年（93.1%）提高2.1个百分点; 由95.1%提高到97.2%，提高2.1个百分点.
        let is_stated = |base: usize| {
            let (clause, change) = (&draft.figures[base].clause, &draft.figures[sentence[nth]]);
            let mut amounts = sentence.iter().zip(told).filter(|(_, part)| **part == Told::Amount);
            let is_behind = draft.text(base)[clause.end..change.span.start.max(clause.end)].starts_with(')')
                && clause.end + 1 == change.clause.start;
            *clause == change.clause
                || is_behind
                || amounts.any(|(&at, _)| draft.figures[at].clause == *clause)
        };
        Self { amounts, stated: base.filter(|&base| is_stated(base)) }
    }

    /// The first two figures that give the change, of which the earlier in time is `base` if that is told.
    pub(super) fn right(
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
    pub(super) fn leaves_open(
        &self,
        draft: &Draft<'_>,
        sentence: &[usize],
        told: &[Told],
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
        let mut changes = sentence.iter().zip(told).filter_map(|(&at, part)| match part {
            Told::Change { sign } => Some((at, *sign)),
            _ => None,
        });
        draft.lead(change).contains("分别")
            || figure.measure == Measure::Percent
                && changes.any(|(difference, sign)| is_new(difference, sign) && gives(difference, sign))
    }
}
