//! Rows with marked asks -> how often the lead of a single ask is found.
//!
//! `cargo bench --bench asks`: the rows of `datasets/suggestions` in five folds by group; each fold's texts of
//! `datasets/asks` with more than one ask are judged by a model trained on the other four. An ask that was found is
//! measured if it covers more than half of a marked one, and is covered by it, and readers agree on the lead of that
//! one. Beside it stands what the lead of the whole text would be right about. The powers by which ask and whole are
//! mixed were chosen on these asks, so that the figure flatters a little.

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a program to measure with")]

mod dataset;

use std::collections::BTreeMap;
use std::path::Path;

use jiaoban::Suggestion;
use jiaoban::classify::folds;
use jiaoban::pipeline::{Terms, TrainParams, groups, train};
use jiaoban::read::{self, Options, Row};
use jiaoban::suggestion::Role;
use jiaoban::vectorize::{Field, VectorizerParams};

const FOLDS: usize = 5;

/// An ask as it was marked.
struct Marked {
    start: usize,
    end: usize,
    lead: String,
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets");
    let all: Vec<Suggestion> = dataset::suggestions(&[]);
    let marked = marked(&root, &all);
    let departments = read::scheme(&root.join("schemes/departments.csv")).unwrap().departments;
    let (scheme, _) =
        read::departments(&root.join("remits/remits.csv"), departments.as_ref(), read::Purpose::Routing)
            .unwrap();
    let lexicon = read::lexicon(&root.join("lexicon/departments.csv"), None, Some(&scheme)).unwrap();

    let groups = groups(&all).names;
    let groups: Vec<&str> = groups.iter().map(AsRef::as_ref).collect();
    let place = |row: &Suggestion| scheme.find(row.cell(Role::Lead).unwrap()).unwrap();
    let leads: Vec<usize> = all.iter().map(place).collect();
    let folds = folds::assign(&groups, &leads, FOLDS, 0).unwrap();
    let (mut asks, mut found, mut measured, mut hits) = (0, 0, 0, [0usize; 3]);
    for fold in 0..FOLDS {
        let training: Vec<Suggestion> =
            all.iter().zip(&folds).filter(|&(_, &of)| of != fold).map(|(row, _)| row.clone()).collect();
        let mut params = TrainParams { departments: Some(scheme.clone()), ..TrainParams::default() };
        params.route.signposts.clone_from(&lexicon.signposts);
        params.terms = Terms::Learnt(VectorizerParams::default().min_df(4));
        params.costs = vec![0.05];
        let model = train(&training, &params).unwrap().model;
        let mut worker = model.worker();
        for (row, _) in all.iter().zip(&folds).filter(|&(_, &of)| of == fold) {
            let Some(marked) = marked.get(row.id().unwrap()) else { continue };
            let proposal = model.propose_asks(row, &mut worker);
            let id = |label: usize| scheme.labels()[label].id.as_str();
            let whole = proposal.departments.as_ref().map_or("", |whole| id(whole.ranked[0].label));
            asks += marked.len();
            for ask in marked {
                let in_body = proposal.asks.iter().filter(|assigned| assigned.field == Field::Text);
                let alike = { in_body }.find(|assigned| {
                    let (start, end) = (assigned.span.start.max(ask.start), assigned.span.end.min(ask.end));
                    let common = end.saturating_sub(start);
                    2 * common > ask.end - ask.start && 2 * common > assigned.span.end - assigned.span.start
                });
                let Some(assigned) = alike else { continue };
                found += 1;
                if ask.lead.is_empty() {
                    continue;
                }
                measured += 1;
                let is_right = |&at: &usize| id(assigned.leads[at].label) == ask.lead;
                hits[0] += usize::from(is_right(&0));
                hits[1] += usize::from((0..3).any(|at| is_right(&at)));
                hits[2] += usize::from(whole == ask.lead);
            }
        }
    }
    let share = |hits: usize| hits as f64 / measured as f64;
    println!("{asks} asks marked, {found} found, {measured} of them with a lead");
    println!("lead of the ask: top-1 {:.3}, top-3 {:.3}", share(hits[0]), share(hits[1]));
    println!("lead of the whole text, taken for each ask: {:.3}", share(hits[2]));
}

/// The marked asks of texts that have more than one.
fn marked(root: &Path, all: &[Suggestion]) -> BTreeMap<String, Vec<Marked>> {
    let mut marked: BTreeMap<String, Vec<Marked>> = BTreeMap::new();
    let rows_by_id: BTreeMap<&str, &Suggestion> = all.iter().map(|row| (row.id().unwrap(), row)).collect();
    let options = Options {
        columns: vec![(Role::Id, "id".to_owned()), (Role::Body, "ask".to_owned())],
        ..Options::default()
    };
    for row in read::open(&root.join("asks/asks.csv"), &options).unwrap() {
        let Row::Usable(ask) = row.unwrap() else { continue };
        let id = ask.id().unwrap();
        // The texts that were written for cutting alone are not among the suggestions.
        let Some(body) = rows_by_id.get(id).map(|row| row.body()) else { continue };
        let known = marked.entry(id.to_owned()).or_default();
        let from = known.last().map_or(0, |last| last.end);
        let start = from + body[from..].find(ask.body()).unwrap();
        let lead = ask.cell(Role::Lead).unwrap_or_default().to_owned();
        known.push(Marked { start, end: start + ask.body().len(), lead });
    }
    marked.retain(|_, asks| asks.len() > 1);
    marked
}
