//! Leads and assisting departments, proposed and right -> how often all of them are right, by how many there are.

use serde::Serialize;

use super::Outcome;
use crate::stats::Share;

/// How well lead and assisting departments are found together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Routing {
    /// Rows with a right lead.
    pub n: u64,
    /// The share of rows whose lead is right and whose assisting departments are exactly those given.
    pub joint: f64,
    /// The 95% Wilson interval of that.
    pub joint_interval: (f64, f64),
    /// The rows by how many departments people gave them.
    pub by_departments: Vec<ByDepartments>,
}

/// The rows that people gave to so many departments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ByDepartments {
    /// How many: `1`, `2`, or `3+`.
    pub departments: &'static str,
    /// The rows.
    pub n: u64,
    /// The share of them whose likeliest lead is right.
    pub top1: f64,
    /// The share of them whose right lead is among the three likeliest.
    pub top3: f64,
    /// The share of them for which lead and assisting departments are all right.
    pub joint: f64,
}

/// The scores of outcomes; `None` if none has a lead.
///
/// ```
/// use jiaoban::evaluate::{Ranking, Outcome, routing::routing};
///
/// let outcome = |assist: [&[&str]; 2], truth: &str| Outcome {
///     lead: Some(Ranking {
///         ranked: vec!["a".into(), "b".into()],
///         truth: truth.into(),
///         probability: 0.9,
///         accepted: true,
///     }),
///     assist: Some(assist.map(|labels| labels.iter().map(|&label| label.to_owned()).collect()).into()),
///     ..Outcome::default()
/// };
/// let scores = routing(&[outcome([&[], &[]], "a"), outcome([&["c"], &["c"]], "a"), outcome([&[], &[]], "b")]).unwrap();
/// assert_eq!((scores.n, scores.joint), (3, 2.0 / 3.0));
/// assert_eq!(scores.by_departments[0].top1, 0.5);
/// assert_eq!(scores.by_departments[1].joint, 1.0);
/// ```
#[must_use]
pub fn routing(outcomes: &[Outcome]) -> Option<Routing> {
    const NAMES: [&str; 3] = ["1", "2", "3+"];
    // By the number of departments: rows, leads right, leads among three, all right.
    let mut counts = [[0u64; 4]; 3];
    for outcome in outcomes {
        let (Some(lead), Some((proposed, given))) = (&outcome.lead, &outcome.assist) else { continue };
        let first = lead.ranked.first() == Some(&lead.truth);
        let among_three = lead.ranked.iter().take(3).any(|label| *label == lead.truth);
        let same = proposed.len() == given.len() && proposed.iter().all(|label| given.contains(label));
        let count = &mut counts[given.len().min(2)];
        let more = [true, first, among_three, first && same];
        (0..4).for_each(|at| count[at] += u64::from(more[at]));
    }
    let n: u64 = counts.iter().map(|count| count[0]).sum();
    let joint = Share { hits: counts.iter().map(|count| count[3]).sum(), of: n };
    let part = |(departments, [of, first, among_three, all]): (&'static str, [u64; 4])| ByDepartments {
        departments,
        n: of,
        top1: Share { hits: first, of }.value(),
        top3: Share { hits: among_three, of }.value(),
        joint: Share { hits: all, of }.value(),
    };
    (n > 0).then(|| Routing {
        n,
        joint: joint.value(),
        joint_interval: joint.wilson(),
        by_departments: NAMES.into_iter().zip(counts).filter(|(_, count)| count[0] > 0).map(part).collect(),
    })
}
