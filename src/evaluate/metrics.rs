//! Proposed and right labels -> accuracy, precision, recall and F1, each with its n.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Ranking;
use super::trust::{self, Trust};
use crate::stats::Share;

/// How well the one main label is found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chosen {
    /// Rows with a right label.
    pub n: usize,
    /// The share of rows whose likeliest label is right (the same as `top1`).
    pub accuracy: f64,
    /// The 95% Wilson interval of the accuracy.
    pub accuracy_interval: (f64, f64),
    /// The share of rows whose likeliest label is right.
    pub top1: f64,
    /// The share of rows whose right label is among the three likeliest.
    pub top3: f64,
    /// The mean of the labels' F1, over labels that are right or proposed at least once.
    pub macro_f1: f64,
    /// Each label by itself, by id.
    pub labels: Vec<PerLabel>,
    /// How far its probabilities can be relied on.
    pub trust: Trust,
    /// How often each right label (first) was taken for each proposed one (second), most often first.
    pub confusion: Vec<(String, String, u64)>,
}

/// How well one label is found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PerLabel {
    /// The label.
    pub id: String,
    /// Rows for which it is right.
    pub n: u64,
    /// Of the rows it is proposed for, the share for which it is right.
    pub precision: f64,
    /// The 95% Wilson interval of the precision.
    pub precision_interval: (f64, f64),
    /// Of the rows it is right for, the share for which it is proposed.
    pub recall: f64,
    /// The 95% Wilson interval of the recall.
    pub recall_interval: (f64, f64),
    /// 2 precision recall / (precision + recall); 0 where nothing agrees.
    pub f1: f64,
}

/// How well added labels are found, over all rows and labels together (micro-averaged).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Added {
    /// Rows compared, with or without added labels.
    pub n: usize,
    /// Labels given by people.
    pub given: u64,
    /// Of the labels proposed, the share that people gave.
    pub precision: f64,
    /// Of the labels people gave, the share that was proposed.
    pub recall: f64,
    /// 2 precision recall / (precision + recall); 0 where nothing agrees.
    pub f1: f64,
}

/// The scores of choices; `None` if there are none.
///
/// ```
/// use jiaoban::evaluate::{Ranking, metrics};
///
/// let choice = |ranked: [&str; 2], truth: &str| Ranking {
///     ranked: ranked.map(String::from).to_vec(),
///     truth: truth.into(),
///     probability: 0.75,
///     accepted: true,
/// };
/// let choices = [choice(["a", "b"], "a"), choice(["a", "b"], "b"), choice(["b", "a"], "b"), choice(["a", "b"], "a")];
/// let scores = metrics::chosen(choices.iter()).unwrap();
/// assert_eq!((scores.n, scores.top1, scores.top3), (4, 0.75, 1.0));
/// // a: precision 2/3, recall 1, F1 0.8; b: precision 1, recall 1/2, F1 2/3.
/// assert!((scores.macro_f1 - (0.8 + 2.0 / 3.0) / 2.0).abs() < 1e-12);
/// ```
pub fn chosen<'c>(choices: impl Iterator<Item = &'c Ranking>) -> Option<Chosen> {
    let choices: Vec<&Ranking> = choices.collect();
    let trust = trust::trust(choices.iter().copied())?;
    let mut pairs: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let (mut n, mut top1, mut top3) = (0, 0, 0);
    for choice in choices {
        let proposed = choice.ranked.first().map_or("", String::as_str);
        *pairs.entry((&choice.truth, proposed)).or_default() += 1;
        n += 1;
        top1 += u64::from(proposed == choice.truth);
        top3 += u64::from(choice.ranked.iter().take(3).any(|label| *label == choice.truth));
    }
    let mut labels: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
    for (&(truth, proposed), &count) in &pairs {
        labels.entry(truth).or_default()[0] += count;
        labels.entry(proposed).or_default()[1] += count;
        labels.entry(truth).or_default()[2] += if truth == proposed { count } else { 0 };
    }
    let labels: Vec<PerLabel> = labels.into_iter().map(per_label).collect();
    let mut confusion: Vec<(String, String, u64)> = pairs
        .into_iter()
        .filter(|((truth, proposed), _)| truth != proposed)
        .map(|((truth, proposed), count)| (truth.to_owned(), proposed.to_owned(), count))
        .collect();
    confusion.sort_by_key(|&(.., count)| std::cmp::Reverse(count));
    let hits = Share { hits: top1, of: n };
    Some(Chosen {
        n: n as usize,
        accuracy: hits.value(),
        accuracy_interval: hits.wilson(),
        top1: hits.value(),
        top3: Share { hits: top3, of: n }.value(),
        macro_f1: labels.iter().map(|label| label.f1).sum::<f64>() / labels.len() as f64,
        labels,
        trust,
        confusion,
    })
}

/// The scores of added labels, given pairs of proposed and right ones; `None` if there is no label in any of them.
///
/// ```
/// use jiaoban::evaluate::metrics;
///
/// let list = |labels: &[&str]| labels.iter().map(|&label| label.to_owned()).collect::<Vec<_>>();
/// let pairs = [(list(&["a", "b"]), list(&["a"])), (list(&[]), list(&["c"])), (list(&[]), list(&[]))];
/// let scores = metrics::added(pairs.iter()).unwrap();
/// assert_eq!((scores.n, scores.given, scores.precision, scores.recall, scores.f1), (3, 2, 0.5, 0.5, 0.5));
/// assert_eq!(metrics::added([(list(&[]), list(&[]))].iter()), None);
/// ```
pub fn added<'c>(pairs: impl Iterator<Item = &'c (Vec<String>, Vec<String>)>) -> Option<Added> {
    let (mut n, mut proposed, mut given, mut both) = (0, 0, 0, 0);
    for (labels, truth) in pairs {
        n += 1;
        proposed += labels.len() as u64;
        given += truth.len() as u64;
        both += labels.iter().filter(|label| truth.contains(label)).count() as u64;
    }
    (proposed + given > 0).then(|| Added {
        n,
        given,
        precision: Share { hits: both, of: proposed }.value(),
        recall: Share { hits: both, of: given }.value(),
        f1: Share { hits: 2 * both, of: proposed + given }.value(),
    })
}

fn per_label((id, [given, proposed, both]): (&str, [u64; 3])) -> PerLabel {
    let precision = Share { hits: both, of: proposed };
    let recall = Share { hits: both, of: given };
    PerLabel {
        id: id.to_owned(),
        n: given,
        precision: precision.value(),
        precision_interval: precision.wilson(),
        recall: recall.value(),
        recall_interval: recall.wilson(),
        f1: Share { hits: 2 * both, of: given + proposed }.value(),
    }
}
