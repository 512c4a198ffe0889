//! Raw texts -> how long tagging takes beside jieba alone, on one thread and on two, in one run.
//!
//! `cargo bench --bench tagging [FILE...]`: without files the texts of `datasets/suggestions`. The runs of the
//! two sides alternate, and each side's best run counts, because other work on the machine only ever adds.

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a program to measure with")]

mod dataset;

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiaoban::{Model, Suggestion};
use rayon::prelude::*;

const ROUNDS: usize = 7;

fn main() {
    let files: Vec<PathBuf> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).map(PathBuf::from).collect();
    let suggestions = dataset::suggestions(&files);
    let bytes: usize = suggestions.iter().map(|s| s.title().len() + s.body().len()).sum();
    let megabytes = bytes as f64 / 1e6;
    let model = Model::embedded().unwrap();
    let jieba = jieba_rs::Jieba::new();

    let mut best = [Duration::MAX; 4];
    let two = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    for _ in 0..ROUNDS {
        let runs: [&dyn Fn(); 4] = [
            &|| segment(&jieba, &suggestions),
            &|| tag(&model, &suggestions),
            &|| tag_asks(&model, &suggestions),
            &|| {
                two.install(|| suggestions.par_chunks(512).for_each(|chunk| tag(&model, chunk)));
            },
        ];
        for (best, run) in best.iter_mut().zip(runs) {
            let started = Instant::now();
            run();
            *best = (*best).min(started.elapsed());
        }
    }
    let [segmenting, tagging, tagging_asks, tagging_two] = best.map(|time| time.as_secs_f64());
    println!("{} suggestions, {megabytes:.2} MB", suggestions.len());
    println!("jieba-rs alone     {:7.1} MB/s", megabytes / segmenting);
    println!(
        "tagging, 1 thread  {:7.1} MB/s   {:.2} times jieba-rs alone",
        megabytes / tagging,
        tagging / segmenting
    );
    println!(
        "  with asks        {:7.1} MB/s   {:.2} times jieba-rs alone",
        megabytes / tagging_asks,
        tagging_asks / segmenting
    );
    println!(
        "tagging, 2 threads {:7.1} MB/s   {:.2} times as fast as 1",
        megabytes / tagging_two,
        tagging / tagging_two
    );
}

fn segment(jieba: &jieba_rs::Jieba, suggestions: &[Suggestion]) {
    for suggestion in suggestions {
        black_box(jieba.cut(suggestion.title(), true));
        black_box(jieba.cut(suggestion.body(), true));
    }
}

fn tag(model: &Model, suggestions: &[Suggestion]) {
    let mut worker = model.worker();
    for chunk in suggestions.chunks(128) {
        black_box(model.propose_all(chunk.iter(), &mut worker));
    }
}

fn tag_asks(model: &Model, suggestions: &[Suggestion]) {
    let mut worker = model.worker();
    for suggestion in suggestions {
        black_box(model.propose_asks(suggestion, &mut worker));
    }
}
