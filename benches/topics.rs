//! Messages -> the words of their topics, for `benches/topics_rivals.py` to measure beside LDA and NMF.
//!
//! `cargo bench --bench topics -- FILE OUT.json`: writes the words of each topic, the share of messages without one
//! and the seconds it took; the rivals get the same number of topics and the same texts.

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a program to measure with")]

use std::path::PathBuf;
use std::time::Instant;

use jiaoban::discover::messages::Messages;
use jiaoban::discover::{DiscoverParams, topic};
use jiaoban::read::{self, Options, Row};
use jiaoban::{Model, Suggestion};
use serde_json::json;

fn main() {
    let files: Vec<PathBuf> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).map(PathBuf::from).collect();
    let [input, output] = files.as_slice() else {
        println!("usage: cargo bench --bench topics -- FILE OUT.json");
        return;
    };
    let rows = read::open(input, &Options::default()).unwrap();
    let suggestions: Vec<Suggestion> = rows
        .filter_map(|row| match row.unwrap() {
            Row::Usable(suggestion) => Some(suggestion),
            Row::Rejected(_) => None,
        })
        .collect();
    let model = Model::embedded().unwrap();
    let messages = Messages::new(&suggestions, &[], &model);
    let started = Instant::now();
    let topics = topic::find(&messages, &DiscoverParams::default());
    let seconds = started.elapsed().as_secs_f64();
    let none =
        topics.of_message.iter().filter(|topic| topic.is_none()).count() as f64 / suggestions.len() as f64;
    let words: Vec<&[String]> = topics.fine.iter().map(|topic| topic.words.as_slice()).collect();
    for topic in &topics.fine {
        println!("{} {:5}  {}", topic.id, topic.members.len(), topic.words.join(" "));
    }
    println!("{} topics, {:.1}% of messages without one, {seconds:.2} s", words.len(), 100.0 * none);
    let texts: Vec<String> = suggestions.iter().map(|s| format!("{}。{}", s.title(), s.body())).collect();
    let all = json!({ "topics": words, "none": none, "seconds": seconds, "texts": texts });
    std::fs::write(output, serde_json::to_vec(&all).unwrap()).unwrap();
}
