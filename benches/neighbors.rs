//! A million past cases -> how long a search for the three most similar takes on one thread, and what it misses.
//!
//! `cargo bench --bench neighbors -- [CASES]`: cases are made by mixing the words of two texts of
//! `datasets/suggestions`, half of each, so that lists are as uneven and cases as long as real ones. Queries are
//! the texts themselves. The best three of an exhaustive search are the truth.

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a program to measure with")]

mod dataset;

use std::hint::black_box;
use std::time::{Duration, Instant};

use jiaoban::route::neighbors::{Cases, Neighbors, Search, Similar};
use jiaoban::segment::{Dictionary, Document};
use jiaoban::vectorize::{Block, Field, SparseMatrix, SparseVector, Unit, VectorizerParams};

const QUERIES: usize = 400;
/// So many entries are met in the searches compared.
const BOUNDS: [usize; 4] = [25_000, 50_000, 100_000, 400_000];

fn main() {
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let cases: usize = asked.unwrap_or(1_000_000);
    let rows = rows();
    println!("{} texts, {} words, {cases} cases", rows.rows(), rows.width());

    let mut past = Cases::of_width(rows.width());
    let mut draw = {
        let mut state = 1u64;
        move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        }
    };
    let (mut columns, mut values) = (Vec::new(), Vec::new());
    for _ in 0..cases {
        let mut mixed: Vec<(u32, f32)> = Vec::new();
        for _ in 0..2 {
            let row = rows.row(draw(rows.rows()));
            mixed.extend(row.iter().filter(|_| draw(2) == 0).map(|(column, value)| (column as u32, value)));
        }
        mixed.sort_unstable_by_key(|&(column, _)| column);
        mixed.dedup_by_key(|&mut (column, _)| column);
        (columns, values) = mixed.into_iter().unzip();
        past.push(SparseVector { columns: &columns, values: &values });
    }
    black_box((&columns, &values));
    let started = Instant::now();
    let neighbors = Neighbors::new(past);
    println!("index made in {:.1} s", started.elapsed().as_secs_f64());

    let queries: Vec<usize> = (0..QUERIES).map(|at| at * rows.rows() / QUERIES).collect();
    let usual = search("as it is used", &neighbors, &rows, &queries);
    let mut found = vec![("as it is used".to_owned(), usual)];
    let mut neighbors = neighbors;
    for bound in BOUNDS {
        neighbors = neighbors.most_entries(bound);
        let name = format!("{bound} entries");
        let few = search(&name, &neighbors, &rows, &queries);
        found.push((name, few));
    }
    let truth = search("exhaustive", &neighbors.most_entries(usize::MAX), &rows, &queries);
    for (name, found) in &found {
        let share = |count: usize| {
            let hits: usize = found.iter().zip(&truth).map(|(found, truth)| hits(found, truth, count)).sum();
            100.0 * hits as f64 / truth.iter().map(|truth| truth.len().min(count)).sum::<usize>() as f64
        };
        println!("{name:16} finds {:.1}% of the best, {:.1}% of the best three", share(1), share(3));
    }
}

/// How many of the first `count` found are as similar as the best `count` are.
fn hits(found: &[Similar], truth: &[Similar], count: usize) -> usize {
    let least = truth[..truth.len().min(count)].last().map_or(0.0, |case| case.similarity) - 1e-4;
    found.iter().take(count).filter(|case| case.similarity >= least).count()
}

fn rows() -> SparseMatrix {
    let suggestions = dataset::suggestions(&[]);
    let dictionary = Dictionary::new([]);
    let documents: Vec<_> =
        suggestions.iter().map(|suggestion| Document::new(suggestion, &dictionary)).collect();
    let words = Block { field: Field::Text, unit: Unit::Words, weight: 1.0 };
    let vectorizer = VectorizerParams::default().blocks(vec![words]).fit(&documents).unwrap();
    vectorizer.transform(&documents)
}

fn search(name: &str, neighbors: &Neighbors, rows: &SparseMatrix, queries: &[usize]) -> Vec<Vec<Similar>> {
    let mut memory = Search::default();
    // The first search makes the scratch memory.
    black_box(neighbors.search(rows.row(0), 3, |_| true, &mut memory));
    let busy = processor_seconds();
    let timed = queries.iter().map(|&query| {
        let started = Instant::now();
        let found = neighbors.search(rows.row(query), 3, |_| true, &mut memory);
        (found, started.elapsed())
    });
    let (results, durations): (Vec<_>, Vec<_>) = timed.unzip();
    let busy = (processor_seconds() - busy) / queries.len() as f64 * 1e3;
    println!("{name:16} {busy:.2} ms of a processor a query; by the clock {}", spread(durations));
    results
}

/// The processor time of the process so far, which neighbors on the machine disturb less than the wall clock.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name of the program; user and system time are the 12th and 13th field, in hundredths of a second.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    format!("median {:.2} ms, 95% {:.2} ms, longest {:.2} ms", at(50), at(95), at(100))
}
