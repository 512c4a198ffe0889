//! Proposed themes and rows labeled in another scheme -> choices in that other scheme.

use super::{Outcome, Ranking};
use crate::scheme::Crosswalk;

/// What a model proposed, in the labels of the scheme that the row was labeled in: `truth` is the row's label
/// there. A proposal that stands for several labels counts as the right one if it is among them; one that stands
/// for none stays as it is and cannot be right.
///
/// Only the main theme is compared; further themes have no counterpart in schemes of one label a row.
///
/// ```
/// use jiaoban::evaluate::{Ranking, Outcome, across};
/// use jiaoban::scheme::Crosswalk;
///
/// let mut crosswalk = Crosswalk::default();
/// for (from, to) in [("waste", "环境保护"), ("waste", "城乡建设"), ("housing", "城乡建设")] {
///     crosswalk.add(from, to);
/// }
/// let ranked = ["waste", "housing", "other"].map(String::from).to_vec();
/// let choice = Ranking { ranked, truth: String::new(), probability: 0.6, accepted: false };
/// let proposed = Outcome { theme: Some(choice), ..Outcome::default() };
/// let theme = across::translate(proposed, "城乡建设", &crosswalk).theme.unwrap();
/// assert_eq!(theme.ranked, ["城乡建设", "other"]);
/// ```
#[must_use]
pub fn translate(outcome: Outcome, truth: &str, crosswalk: &Crosswalk) -> Outcome {
    let theme = outcome.theme.map(|mut choice| {
        let mut ranked: Vec<String> = Vec::with_capacity(choice.ranked.len());
        for label in std::mem::take(&mut choice.ranked) {
            let targets = crosswalk.targets(&label);
            let right = targets.iter().find(|&target| target == truth);
            let label = right.or(targets.first()).cloned().unwrap_or(label);
            // Several themes stand for one label; its place is that of the likeliest.
            if !ranked.contains(&label) {
                ranked.push(label);
            }
        }
        Ranking { ranked, truth: truth.to_owned(), ..choice }
    });
    Outcome { theme, other_themes: None, ..outcome }
}
