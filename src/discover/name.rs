//! The messages of each topic -> the words that tell it from the others, its name, and how coherent they are.
//!
//! A word's score for a topic is p · ln(p / q), with p the share of the topic's messages that hold it and q the
//! share of all others: the part of the Kullback-Leibler divergence that the word contributes, so that a word must
//! be both usual inside and unusual outside. A word stands only with topics for which its score is at least half
//! of its best one, so that topics do not all show the same words.
//!
//! Coherence is the mean NPMI of all pairs of a topic's words (Bouma 2009, *Normalized (pointwise) mutual
//! information in collocation extraction*; Lau, Newman and Baldwin 2014, *Machine reading tea leaves*), counted in
//! messages.

use super::vocabulary::Vocabulary;
use crate::vectorize::SparseMatrix;

/// A topic shows so many words.
pub const WORDS: usize = 10;
/// Its name so many of them.
const NAME_WORDS: usize = 3;
/// A word stands with a topic only if its score there is at least this part of its best.
const PART_OF_BEST: f64 = 0.5;

/// The columns of the most telling words of each of `count` groups; `of` gives each row's, if it has one.
#[must_use]
pub fn telling(rows: &SparseMatrix, of: &[Option<u32>], count: usize) -> Vec<Vec<u32>> {
    let mut inside = vec![vec![0u32; rows.width()]; count];
    let (mut sizes, mut all, mut total) = (vec![0u32; count], vec![0u32; rows.width()], 0u32);
    for (row, group) in of.iter().enumerate() {
        let Some(group) = *group else { continue };
        sizes[group as usize] += 1;
        total += 1;
        for &column in rows.row(row).columns {
            inside[group as usize][column as usize] += 1;
            all[column as usize] += 1;
        }
    }
    let score = |group: usize, column: usize| {
        let hits = f64::from(inside[group][column]);
        if hits == 0.0 {
            return 0.0;
        }
        let p = hits / f64::from(sizes[group]);
        let q = (f64::from(all[column]) - hits + 0.5) / (f64::from(total - sizes[group]) + 1.0);
        p * libm::log(p / q)
    };
    let best: Vec<f64> = (0..rows.width())
        .map(|column| (0..count).map(|group| score(group, column)).fold(0.0, f64::max))
        .collect();
    (0..count)
        .map(|group| {
            let mut words: Vec<(f64, u32)> = (0..rows.width())
                .map(|column| (score(group, column), column as u32))
                .filter(|&(score, column)| score > 0.0 && score >= PART_OF_BEST * best[column as usize])
                .collect();
            words.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            words.into_iter().take(WORDS).map(|(_, column)| column).collect()
        })
        .collect()
}

/// The words of columns.
#[must_use]
pub fn spelled(columns: &[u32], vocabulary: &Vocabulary) -> Vec<String> {
    columns.iter().map(|&column| vocabulary.word(column).to_owned()).collect()
}

/// The name made of words.
#[must_use]
pub fn name(words: &[String]) -> String {
    words[..words.len().min(NAME_WORDS)].join("、")
}

/// The mean NPMI of the words of each topic: for words a and b that stand in shares p(a) and p(b) of the rows, and
/// in p(a, b) together, ln(p(a, b) / (p(a) p(b))) / -ln p(a, b), and -1 where they never meet.
#[must_use]
pub fn coherence(rows: &SparseMatrix, topics: &[Vec<u32>]) -> f64 {
    let mut holding: Vec<Option<Vec<u32>>> = vec![None; rows.width()];
    for &column in topics.iter().flatten() {
        holding[column as usize] = Some(Vec::new());
    }
    for row in 0..rows.rows() {
        for &column in rows.row(row).columns {
            if let Some(holding) = &mut holding[column as usize] {
                holding.push(row as u32);
            }
        }
    }
    let n = rows.rows() as f64;
    let npmi = |a: u32, b: u32| {
        let (Some(a), Some(b)) = (&holding[a as usize], &holding[b as usize]) else { return -1.0 };
        let both = meeting(a, b);
        if both == 0.0 {
            return -1.0;
        }
        let (p, pa, pb) = (both / n, a.len() as f64 / n, b.len() as f64 / n);
        if p >= 1.0 { 1.0 } else { libm::log(p / (pa * pb)) / -libm::log(p) }
    };
    let of_topic = |words: &Vec<u32>| {
        let pairs = words.iter().enumerate().flat_map(|(at, &a)| words[..at].iter().map(move |&b| (a, b)));
        let values: Vec<f64> = pairs.map(|(a, b)| npmi(a, b)).collect();
        if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
    };
    topics.iter().map(of_topic).sum::<f64>() / topics.len().max(1) as f64
}

/// How many numbers two rising lists share.
fn meeting(a: &[u32], b: &[u32]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0u32);
    while i < a.len() && j < b.len() {
        let (left, right) = (a[i], b[j]);
        both += u32::from(left == right);
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
    f64::from(both)
}
