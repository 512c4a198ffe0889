//! A model and corrected rows of an office that it never saw -> how much better it judges that office's other rows.
//!
//! `cargo bench --bench adapting -- [CORRECTED.csv]`: on `datasets/suggestions` each channel in turn (message board,
//! hotline, deputies' suggestions, proposals) plays the new office: a model is trained without it, adapted to 100
//! of its rows, and measured on its others, and on rows of the other channels that were kept out of training. This
//! is what the default weight was chosen by. With a file of labeled rows a model of 9/10 of the dataset is adapted
//! to 100 of them and measured on the others and on the last tenth. Means over 20 splits; ± is the standard error
//! of the paired difference to the model that was not adapted.

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a program to measure with")]

mod dataset;

use std::path::{Path, PathBuf};

use jiaoban::Model;
use jiaoban::classify::{AdaptParams, Judge};
use jiaoban::pipeline::{self, TrainParams};
use jiaoban::read;
use jiaoban::segment::Document;
use jiaoban::suggestion::{Role, Suggestion};
use jiaoban::vectorize::SparseMatrix;

const SPLITS: u64 = 20;
const CORRECTED: usize = 100;
const WEIGHTS: [f32; 8] = [0.03, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 20.0];

fn main() {
    let corrected = std::env::args().skip(1).find(|argument| argument != "--bench").map(PathBuf::from);
    let dataset = dataset::suggestions(&[]);
    let mut params = TrainParams::default();
    for scheme in ["themes", "departments"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("datasets/schemes/{scheme}.csv"));
        let schemes = read::scheme(&path).unwrap();
        params.themes = schemes.themes.or(params.themes);
        params.departments = schemes.departments.or(params.departments);
    }
    if let Some(corrected) = corrected {
        let (kept_out, training) = tenth(&dataset);
        let model = pipeline::train(&training, &params).unwrap().model;
        compare(&corrected.display().to_string(), &model, &dataset::rows(&corrected), &kept_out);
        return;
    }
    let channel = |row: &Suggestion| {
        let column = row.table.headings.iter().position(|heading| heading == "channel").unwrap();
        row.cells[column].clone()
    };
    let mut channels: Vec<String> = dataset.iter().map(channel).collect();
    channels.sort();
    channels.dedup();
    for name in channels {
        let (office, others): (Vec<Suggestion>, Vec<Suggestion>) =
            dataset.iter().cloned().partition(|row| channel(row) == name);
        let (kept_out, training) = tenth(&others);
        let model = pipeline::train(&training, &params).unwrap().model;
        compare(&name, &model, &office, &kept_out);
    }
}

/// The top-1 of both choices before and after, for every weight.
fn compare(name: &str, model: &Model, office: &[Suggestion], kept_out: &[Suggestion]) {
    println!("{name}: {} rows, {} of other origin", office.len(), kept_out.len());
    for (matter, judge, role) in
        [("theme", model.themes(), Role::Theme), ("lead", model.departments(), Role::Lead)]
    {
        let judge = judge.unwrap();
        let (office, kept_out) =
            (Cases::new(model, judge, office, role), Cases::new(model, judge, kept_out, role));
        let outputs = &office.outputs;
        for weight in WEIGHTS {
            let (mut gains, mut losses, mut before, mut fitted) = (Vec::new(), Vec::new(), Vec::new(), 0.0);
            let known = kept_out.right(model.linear(), &(0..kept_out.rows.rows()).collect::<Vec<_>>());
            for seed in 1..=SPLITS {
                let order = shuffled(office.rows.rows(), seed);
                let (corrected, others) = order.split_at(CORRECTED.min(order.len() / 2));
                let (corrected, others): (Vec<usize>, Vec<usize>) = (
                    corrected.iter().copied().filter(|&row| office.classes[row].is_some()).collect(),
                    others.iter().copied().take(300).collect(),
                );
                let classes: Vec<usize> = corrected.iter().filter_map(|&row| office.classes[row]).collect();
                let rows = office.rows.select(&corrected);
                let params = AdaptParams::default().weight(weight);
                let adapted = params.adapt(model.linear(), outputs, &rows, &classes).unwrap();
                let base = office.right(model.linear(), &others);
                before.push(base);
                gains.push(office.right(&adapted, &others) - base);
                losses.push(kept_out.right(&adapted, &(0..kept_out.rows.rows()).collect::<Vec<_>>()) - known);
                fitted += office.right(&adapted, &corrected) / SPLITS as f64;
            }
            let ((base, _), (gain, gain_error), (loss, loss_error)) =
                (mean(&before), mean(&gains), mean(&losses));
            println!(
                "  {matter:<5} weight {weight:<5}: others {base:.4} {gain:+.4} ± {gain_error:.4}; other origin {known:.4} {loss:+.4} ± {loss_error:.4}; corrected rows themselves {fitted:.3}",
            );
        }
    }
}

/// The vectors of rows and the right outputs of one judge.
struct Cases {
    rows: SparseMatrix,
    /// The outputs of the model that belong to the choice.
    outputs: Vec<usize>,
    /// For each row its label among them; `None` if the model never learnt it.
    classes: Vec<Option<usize>>,
}

impl Cases {
    fn new(model: &Model, judge: &Judge, suggestions: &[Suggestion], role: Role) -> Self {
        let labeled: Vec<&Suggestion> = suggestions.iter().filter(|row| row.cell(role).is_some()).collect();
        let documents: Vec<_> = labeled.iter().map(|row| Document::new(row, model.dictionary())).collect();
        let outputs: Vec<usize> =
            (0..judge.scheme().labels().len()).filter_map(|label| judge.output(label)).collect();
        let class = |row: &&Suggestion| {
            let label = judge.scheme().find(row.list(role).next()?)?;
            let output = judge.output(label)?;
            outputs.iter().position(|&other| other == output)
        };
        let classes = labeled.iter().map(class).collect();
        Self { rows: model.vectorizer().transform(&documents), outputs, classes }
    }

    /// The share of `rows` whose right label has the highest score.
    fn right(&self, linear: &jiaoban::classify::Linear, rows: &[usize]) -> f64 {
        let mut scores = Vec::new();
        let hits = rows.iter().filter(|&&row| {
            linear.scores(self.rows.row(row), &mut scores);
            let score = |class: usize| scores[self.outputs[class]];
            let best = (0..self.outputs.len()).reduce(|b, k| if score(k) > score(b) { k } else { b });
            best == self.classes[row]
        });
        hits.count() as f64 / rows.len() as f64
    }
}

/// The mean and its standard error.
fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// A tenth of the rows, and the others.
fn tenth(rows: &[Suggestion]) -> (Vec<Suggestion>, Vec<Suggestion>) {
    let order = shuffled(rows.len(), 99);
    let (kept_out, training) = order.split_at(rows.len() / 10);
    let pick = |rows_of: &[usize]| rows_of.iter().map(|&row| rows[row].clone()).collect();
    (pick(kept_out), pick(training))
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
