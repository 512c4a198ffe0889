//! Few labeled rows and many untagged ones -> how much 200 more labels teach, suggested and taken at random.
//!
//! `cargo bench --bench review -- [FILE]`: without a file the themes of `datasets/suggestions`. For each of 10 seeds a
//! fixed part of the rows (2,500, or a third) is kept for measuring and 100 random rows of the others are labeled; then
//! 50, 100 and 200 more are added by each of three ways: at random, the most doubtful, and as `suggest-review`
//! chooses. Means of the macro-F1 on the part kept; ± is the standard error of the paired difference to random.

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a program to measure with")]

mod dataset;

use std::path::PathBuf;
use std::sync::Arc;

use jiaoban::Model;
use jiaoban::evaluate;
use jiaoban::pipeline::{self, TrainParams};
use jiaoban::suggestion::{Role, Suggestion, Table};

const SEEDS: u64 = 10;
const LABELED: usize = 100;
const ADDED: [usize; 3] = [50, 100, 200];
const WAYS: [&str; 3] = ["random", "most doubtful", "suggested"];

fn main() {
    let file = std::env::args().skip(1).find(|argument| argument != "--bench").map(PathBuf::from);
    let all = themes_only(&dataset::suggestions(file.as_slice()));
    let kept = 2500.min(all.len() / 3);
    println!("{} rows, {kept} of them kept for measuring", all.len());
    let mut start = Vec::new();
    let mut curves = vec![vec![Vec::new(); ADDED.len()]; WAYS.len()];
    for seed in 1..=SEEDS {
        let order = shuffled(all.len(), seed);
        let (kept, others) = order.split_at(kept);
        let (labeled, untagged) = others.split_at(LABELED);
        let kept: Vec<&Suggestion> = kept.iter().map(|&row| &all[row]).collect();
        let train = |added: &[usize]| {
            let rows = labeled.iter().chain(added).map(|&row| all[row].clone());
            pipeline::train(&rows.collect::<Vec<_>>(), &TrainParams::default()).unwrap().model
        };
        let measure =
            |model: &Model| evaluate::scores(&evaluate::outcomes(model, &kept)).theme.unwrap().macro_f1;
        let model = train(&[]);
        start.push(measure(&model));
        for (way, curve) in curves.iter_mut().enumerate() {
            let most = *ADDED.last().unwrap();
            let chosen: Vec<usize> = match way {
                0 => untagged[..most].to_vec(),
                1 => most_doubtful(&model, &all, untagged, most),
                _ => {
                    let rows: Vec<Suggestion> =
                        untagged.iter().map(|&row| without_theme(&all[row])).collect();
                    let chosen = pipeline::suggest(&model, &rows, most).unwrap();
                    chosen.into_iter().map(|row| untagged[row]).collect()
                }
            };
            for (point, added) in curve.iter_mut().zip(ADDED) {
                point.push(measure(&train(&chosen[..added])));
            }
        }
        let last: Vec<String> =
            curves.iter().map(|curve| format!("{:.4}", curve.last().unwrap().last().unwrap())).collect();
        println!("  seed {seed}: {:.4} -> {}", start.last().unwrap(), last.join(" "));
    }
    println!("{LABELED} rows: {:.4}", mean(&start).0);
    for (point, added) in ADDED.iter().enumerate() {
        for (way, name) in WAYS.iter().enumerate() {
            let paired: Vec<f64> =
                curves[way][point].iter().zip(&curves[0][point]).map(|(one, random)| one - random).collect();
            let ((score, _), (gain, error)) = (mean(&curves[way][point]), mean(&paired));
            println!("+ {added} {name:<14} {score:.4}  {gain:+.4} ± {error:.4}");
        }
    }
}

fn most_doubtful(model: &Model, all: &[Suggestion], untagged: &[usize], count: usize) -> Vec<usize> {
    let mut worker = model.worker();
    let proposals = model.propose_all(untagged.iter().map(|&row| &all[row]), &mut worker);
    let mut margins: Vec<(f32, usize)> = proposals
        .iter()
        .zip(untagged)
        .map(|(proposal, &row)| {
            let ranked = &proposal.themes.as_ref().unwrap().ranked;
            (ranked[0].probability - ranked.get(1).map_or(0.0, |second| second.probability), row)
        })
        .collect();
    margins.sort_by(|left, right| left.0.total_cmp(&right.0));
    margins.into_iter().take(count).map(|(_, row)| row).collect()
}

/// The same rows with title, text, theme and group alone.
fn themes_only(rows: &[Suggestion]) -> Vec<Suggestion> {
    let headings = ["title", "body", "theme", "group"].map(str::to_owned).to_vec();
    let roles = [Role::Title, Role::Body, Role::Theme, Role::Group];
    let table =
        (0..).zip(roles).fold(Table::new("", headings), |table, (column, role)| table.with(role, column));
    let table = Arc::new(table);
    rows.iter()
        .filter(|row| row.cell(Role::Theme).is_some())
        .map(|row| {
            let cells = roles.map(|role| row.cell(role).unwrap_or_default().to_owned()).to_vec();
            Suggestion { table: Arc::clone(&table), row: row.row, cells, kinds: Vec::new() }
        })
        .collect()
}

fn without_theme(row: &Suggestion) -> Suggestion {
    let mut row = row.clone();
    row.cells[2].clear();
    row
}

/// The mean and its standard error.
fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

fn shuffled(rows: usize, seed: u64) -> Vec<usize> {
    // xorshift64* of Vigna (2016).
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut order: Vec<usize> = (0..rows).collect();
    for last in (1..rows).rev() {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        let draw = state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        order.swap(last, ((draw * (last as u64 + 1)) >> 32) as usize);
    }
    order
}
