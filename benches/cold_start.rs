//! So many labeled rows -> how well leads are found: the learning curve from none on.
//!
//! `cargo bench --bench cold_start -- [FILE]`: rows of `datasets/suggestions` are taken in a fixed order to train on,
//! the last 1,500 are judged, and those of FILE. The words and their weights are those of the embedded model at
//! every point, the words that point to departments too, the remits those of `datasets/remits`.

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a program to measure with")]

mod dataset;

use std::path::{Path, PathBuf};

use jiaoban::evaluate::{self, Scores};
use jiaoban::pipeline::{Terms, TrainParams, train};
use jiaoban::read;
use jiaoban::scheme::Scheme;
use jiaoban::{Model, Suggestion};

const POINTS: [usize; 8] = [0, 20, 50, 100, 200, 500, 1000, 2000];
const JUDGED: usize = 1500;
/// Different rows are drawn so many times, and the means are told.
const DRAWS: usize = 3;

fn main() {
    let file = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets");
    let mut ours: Vec<Suggestion> = dataset::suggestions(&[]);
    let theirs: Vec<Suggestion> = file.iter().flat_map(|file| dataset::rows(file)).collect();
    let departments = read::scheme(&root.join("schemes/departments.csv")).unwrap().departments.unwrap();
    let (scheme, _) =
        read::departments(&root.join("remits/remits.csv"), Some(&departments), read::Purpose::Routing)
            .unwrap();

    println!("rows    lead top-1  top-3  macro-F1  assist F1   file: top-1  top-3");
    for point in POINTS {
        let mut sums = [0.0; 6];
        for draw in 0..DRAWS {
            ours.sort_by_key(|row| shuffled(row.id().unwrap_or_default(), draw as u64));
            let (judged, training) = ours.split_at(JUDGED);
            let model = model(&training[..point], &scheme);
            let [ours, theirs] = [judged, &theirs].map(|rows| scores(&model, rows));
            let lead = |scores: &Scores| {
                scores.lead.as_ref().map_or([0.0; 3], |lead| [lead.top1, lead.top3, lead.macro_f1])
            };
            let assist = ours.assist.as_ref().map_or(0.0, |assist| assist.f1);
            let [top1, top3, macro_f1] = lead(&ours);
            let [their_top1, their_top3, _] = lead(&theirs);
            for (sum, value) in sums.iter_mut().zip([top1, top3, macro_f1, assist, their_top1, their_top3]) {
                *sum += value / DRAWS as f64;
            }
        }
        let [top1, top3, macro_f1, assist, their_top1, their_top3] = sums;
        println!(
            "{point:>5}    {top1:>9.3}  {top3:.3}  {macro_f1:>8.3}  {assist:>9.3}   {their_top1:>11.3}  {their_top3:.3}"
        );
    }
}

fn model(training: &[Suggestion], scheme: &Scheme) -> Model {
    let embedded = Model::embedded().unwrap();
    if training.is_empty() {
        return embedded.unlabeled(scheme.clone()).unwrap();
    }
    let mut params = TrainParams {
        departments: Some(scheme.clone()),
        terms: Terms::Taken(embedded.vectorizer().clone()),
        ..TrainParams::default()
    };
    params.route.signposts = embedded.router().unwrap().signposts_for(scheme);
    train(training, &params).unwrap().model
}

fn scores(model: &Model, rows: &[Suggestion]) -> Scores {
    evaluate::scores(&evaluate::outcomes(model, &rows.iter().collect::<Vec<_>>()))
}

/// FNV-1a over the draw and the id.
fn shuffled(id: &str, draw: u64) -> u64 {
    let bytes = draw.to_le_bytes().into_iter().chain(id.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3).rotate_left(23)
    })
}
