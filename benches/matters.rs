//! Messages and groups read by eye -> how well same-matter groups are found, pair by pair.
//!
//! `cargo bench --bench matters`: the rows of `datasets/suggestions`, whose column `group` holds the truth.
//! `cargo bench --bench matters -- FILE --truth GROUPS.json`: the rows of FILE; the JSON holds `groups` (`ids`,
//! `borderline`), `different`, `also_same` and `unsettled` pairs. Precision is taken over pairs of messages that the
//! truth names; borderline and unsettled pairs count neither way. `--pairs OUT.tsv` writes the terms of all these
//! pairs, from which `benches/matters_fit.py` fits the weights of
//! `discover::alike`; `--weights A,…,CONSTANT` tries others.

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a program to measure with")]

mod dataset;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use jiaoban::Model;
use jiaoban::discover::alike::Odds;
use jiaoban::discover::compare::Comparison;
use jiaoban::discover::days::Days;
use jiaoban::discover::messages::Messages;
use jiaoban::discover::profile::Profiles;
use jiaoban::discover::{alike, join, matter};
use jiaoban::suggestion::Role;
use serde_json::Value;

type Pair = (u32, u32);

/// What the truth says of pairs of message numbers.
#[derive(Default)]
struct Truth {
    same: BTreeSet<Pair>,
    open: BTreeSet<Pair>,
    named: BTreeSet<u32>,
    group_of: BTreeMap<u32, usize>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let option = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let values: Vec<String> = ["--truth", "--pairs", "--weights"].into_iter().filter_map(option).collect();
    let files: Vec<PathBuf> = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--") && !values.contains(argument))
        .map(PathBuf::from)
        .collect();
    let suggestions = dataset::suggestions(&files);
    let model = Model::embedded().unwrap();
    let messages = Messages::new(&suggestions, &[], &model);
    let profiles = Profiles::new(&messages, &model);
    let candidates = join::candidates(&profiles);
    let truth = match option("--truth") {
        Some(path) => Truth::read(Path::new(&path), &messages),
        None => Truth::of_column(&messages),
    };
    let proposed: BTreeSet<Pair> = candidates.iter().map(|&(a, b)| (b, a)).collect();
    let found = truth.same.iter().filter(|pair| proposed.contains(pair)).count();
    println!(
        "{} messages, {} true pairs among {} named, {} open; {} pairs compared, {found} of the true ones",
        suggestions.len(),
        truth.same.len(),
        truth.named.len(),
        truth.open.len(),
        candidates.len()
    );
    if let Some(path) = option("--pairs") {
        std::fs::write(path, truth.terms(&messages, &profiles)).unwrap();
    }
    let mut odds = Odds::default();
    if let Some(weights) = option("--weights") {
        let numbers: Vec<f64> = weights.split(',').map(|number| number.parse().unwrap()).collect();
        odds.weights.copy_from_slice(&numbers[..alike::TERMS]);
        odds.constant = numbers[alike::TERMS];
    }
    println!("least odds  groups  largest  precision  recall     F1");
    for step in -4..=6 {
        let least = alike::LEAST_ODDS + f64::from(step) * 0.5;
        let groups = matter::group(&messages, &profiles, &candidates, &odds, least);
        let mut right = 0;
        let mut all = 0;
        for group in &groups {
            for (at, &a) in group.iter().enumerate() {
                for &b in &group[at + 1..] {
                    let counts =
                        truth.named.contains(&a) && truth.named.contains(&b) && !truth.open.contains(&(a, b));
                    all += usize::from(counts);
                    right += usize::from(truth.same.contains(&(a, b)));
                }
            }
        }
        let (precision, recall) =
            (right as f64 / all.max(1) as f64, right as f64 / truth.same.len().max(1) as f64);
        let largest = groups.iter().map(Vec::len).max().unwrap_or(0);
        println!(
            "{least:10.2}  {:6}  {largest:7}  {precision:9.3}  {recall:6.3}  {:5.3}",
            groups.len(),
            2.0 * precision * recall / (precision + recall).max(1e-9)
        );
    }
}

impl Truth {
    fn of_column(messages: &Messages<'_>) -> Self {
        let mut groups: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (number, message) in (0..).zip(messages.iter()) {
            if let Some(group) = message.suggestion.cell(Role::Group) {
                groups.entry(group).or_default().push(number);
            }
        }
        let mut truth = Self::default();
        for group in groups.into_values() {
            truth.add_group(&group, &[]);
        }
        truth
    }

    fn read(path: &Path, messages: &Messages<'_>) -> Self {
        let number: BTreeMap<&str, u32> =
            messages.iter().zip(0..).map(|(message, number)| (message.id.as_str(), number)).collect();
        let json: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let list = |value: &Value| -> Vec<u32> {
            value.as_array().into_iter().flatten().map(|id| number[id.as_str().unwrap()]).collect()
        };
        let pairs = |name: &str| -> Vec<Pair> {
            let pair = |value| match list(value)[..] {
                [a, b] => (a.min(b), a.max(b)),
                _ => panic!("{name} holds pairs"),
            };
            json[name].as_array().into_iter().flatten().map(pair).collect()
        };
        let mut truth = Self::default();
        for group in json["groups"].as_array().unwrap() {
            truth.add_group(&list(&group["ids"]), &list(&group["borderline"]));
        }
        for (a, b) in pairs("also_same").into_iter().chain(pairs("different")) {
            truth.named.extend([a, b]);
        }
        truth.same.extend(pairs("also_same"));
        truth.open.extend(pairs("unsettled"));
        truth.open.retain(|pair| !truth.same.contains(pair));
        truth
    }

    fn add_group(&mut self, members: &[u32], borderline: &[u32]) {
        let number = self.group_of.values().max().map_or(0, |last| last + 1);
        for (at, &a) in members.iter().enumerate() {
            self.named.insert(a);
            self.group_of.insert(a, number);
            for &b in &members[at + 1..] {
                let open = borderline.contains(&a) || borderline.contains(&b);
                let pairs = if open { &mut self.open } else { &mut self.same };
                pairs.insert((a.min(b), a.max(b)));
            }
        }
    }

    /// The terms of every pair of named messages: same, groups of both, terms.
    fn terms(&self, messages: &Messages<'_>, profiles: &Profiles) -> String {
        let mut lines = String::new();
        let mut comparison = Comparison::new(messages, profiles);
        let days = Days::new(messages);
        for &a in &self.named {
            for &b in self.named.range(a + 1..) {
                if self.open.contains(&(a, b)) {
                    continue;
                }
                let apart = days.between(&messages[a as usize], &messages[b as usize]);
                let likeness = comparison.likeness(b, a);
                // These are told apart whatever the weights are.
                if likeness.elsewhere {
                    continue;
                }
                let terms = alike::terms(&likeness, apart);
                let group = |message| self.group_of.get(message).map_or("-1".to_owned(), usize::to_string);
                write!(
                    lines,
                    "{}\t{a}\t{b}\t{}\t{}",
                    u8::from(self.same.contains(&(a, b))),
                    group(&a),
                    group(&b)
                )
                .unwrap();
                for term in terms {
                    write!(lines, "\t{term:.4}").unwrap();
                }
                lines.push('\n');
            }
        }
        lines
    }
}
