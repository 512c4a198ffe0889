//! A labeled register -> how long fitting the linear classifiers takes beside the `LinearSVC` of scikit-learn.
//!
//! `cargo bench --bench training -- [FILE] [--python PYTHON]`: without a file the texts of `datasets/suggestions`.
//! The features are made once and handed to both sides, so only the fitting is compared. PYTHON is an interpreter
//! with scikit-learn; without it only our own side is measured. The best of several runs counts.

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a program to measure with")]

mod dataset;

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use jiaoban::classify::LinearParams;
use jiaoban::scheme::Scheme;
use jiaoban::segment::{Dictionary, Document};
use jiaoban::suggestion::Role;
use jiaoban::vectorize::{SparseMatrix, VectorizerParams};
use linfa::DatasetBase;
use linfa::traits::Fit;
use ndarray::Array1;

const ROUNDS: usize = 5;

fn main() {
    let mut arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let python = arguments.iter().position(|argument| argument == "--python").map(|at| {
        arguments.remove(at);
        arguments.remove(at)
    });
    let (rows, labels, count) = features(&arguments.into_iter().map(PathBuf::from).collect::<Vec<_>>());
    println!("{} rows, {} columns, {} entries, {count} labels", rows.rows(), rows.width(), rows.entries());

    let dataset = DatasetBase::new(rows, Array1::from(labels));
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let best = (0..ROUNDS).map(|_| {
            let started = Instant::now();
            pool.install(|| LinearParams::default().fit(&dataset).unwrap());
            started.elapsed()
        });
        println!("jiaoban, {threads} threads: {:.3} s", best.min().unwrap_or(Duration::MAX).as_secs_f64());
    }
    if let Some(python) = python {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        write_svmlight(&mut file, &dataset.records, dataset.targets.as_slice().unwrap());
        let rival = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/linear_svc.py");
        let status =
            Command::new(python).arg(rival).arg(file.path()).arg(ROUNDS.to_string()).status().unwrap();
        assert!(status.success(), "the rival could not run");
    }
}

fn features(files: &[PathBuf]) -> (SparseMatrix, Vec<usize>, usize) {
    let mut suggestions = dataset::suggestions(files);
    suggestions.retain(|suggestion| suggestion.cell(Role::Theme).is_some());
    let scheme = Scheme::found(suggestions.iter().filter_map(|suggestion| suggestion.cell(Role::Theme)));
    let label = |cell: Option<&str>| cell.and_then(|name| scheme.find(name)).unwrap();
    let labels = suggestions.iter().map(|suggestion| label(suggestion.cell(Role::Theme))).collect();
    let dictionary = Dictionary::new([]);
    let documents: Vec<_> =
        suggestions.iter().map(|suggestion| Document::new(suggestion, &dictionary)).collect();
    let vectorizer = VectorizerParams::default().fit(&documents).unwrap();
    (vectorizer.transform(&documents), labels, scheme.labels().len())
}

fn write_svmlight(file: &mut impl Write, rows: &SparseMatrix, labels: &[usize]) {
    let mut file = std::io::BufWriter::new(file);
    for (row, label) in labels.iter().enumerate() {
        write!(file, "{label}").unwrap();
        for (column, value) in rows.row(row).iter() {
            write!(file, " {}:{value}", column + 1).unwrap();
        }
        writeln!(file).unwrap();
    }
    file.flush().unwrap();
}
