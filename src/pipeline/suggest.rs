//! Untagged rows and a model -> those whose labels would teach it most, for a person to label first.

use rayon::prelude::*;

use super::teach::{POOL, most_telling};
use crate::classify::judge::Verdict;
use crate::error::{ErrorKind, Result};
use crate::model::Model;
use crate::proposal::Proposal;
use crate::segment::Document;
use crate::suggestion::{Role, Suggestion};
use crate::vectorize::VectorizerParams;

/// No more rows than this are compared with each other: their cosines fill 100 MB.
const MOST_COMPARED: usize = 5000;

/// The `count` of `suggestions` (fewer if there are not so many) that a person should label next, the most telling
/// first, as positions; rows that have a theme or a lead already are passed over.
///
/// A row is doubtful where the two likeliest labels are close: 1 - (p₁ - p₂), the mean over themes and leads. Of the
/// most doubtful rows those are chosen that together are most like the rest; see [`most_telling`]. They are
/// compared by a vocabulary of their own, since what the model does not know is what tells them apart.
pub fn suggest(model: &Model, suggestions: &[Suggestion], count: usize) -> Result<Vec<usize>> {
    let untagged: Vec<usize> = (0..suggestions.len()).filter(|&row| !suggestions[row].has_label()).collect();
    if untagged.is_empty() {
        return Err(ErrorKind::NothingUntagged { headings: labels(suggestions) }.into());
    }
    let rows: Vec<&Suggestion> = untagged.iter().map(|&row| &suggestions[row]).collect();
    let doubts = model.propose_each(&rows, |_, proposal| doubt(&proposal));
    let mut doubtful: Vec<(f32, usize)> = doubts.into_iter().zip(untagged).collect();
    doubtful.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
    let (pool, rest) = doubtful.split_at(doubtful.len().min(count.saturating_mul(POOL)).min(MOST_COMPARED));
    let documents: Vec<Document<'_>> =
        pool.par_iter().map(|&(_, row)| Document::new(&suggestions[row], model.dictionary())).collect();
    let vectors = VectorizerParams::default().fit(&documents)?.transform(&documents);
    let doubts: Vec<f32> = pool.iter().map(|&(doubt, _)| doubt).collect();
    let chosen = most_telling(&vectors, &doubts, count).into_iter().map(|position| pool[position].1);
    Ok(chosen.chain(rest.iter().map(|&(_, row)| row)).take(count).collect())
}

/// The headings of the columns in which any row has its label.
fn labels(suggestions: &[Suggestion]) -> Vec<String> {
    let heading = |role: Role| {
        let row = suggestions.iter().find(|row| row.list(role).next().is_some())?;
        row.table.headings.get(row.table.column(role)?).cloned()
    };
    [Role::Theme, Role::Lead].into_iter().filter_map(heading).collect()
}

fn doubt(proposal: &Proposal) -> f32 {
    let of = |verdict: &Verdict| {
        let probability = |rank: usize| verdict.ranked.get(rank).map_or(0.0, |scored| scored.probability);
        1.0 - (probability(0) - probability(1))
    };
    let doubts: Vec<f32> = [&proposal.themes, &proposal.departments].into_iter().flatten().map(of).collect();
    doubts.iter().sum::<f32>() / doubts.len().max(1) as f32
}
