//! The marked texts of `datasets/asks` -> the weights, and how well they find the asks of the held-back third.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::chain::Seen;
use super::sight::Sight;
use super::*;
use crate::read::{self, Options, Rejected, Row};
use crate::segment::Dictionary;
use crate::suggestion::{Role, Suggestion};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// Chosen by cross-validation over the two thirds that the weights are learnt from.
const PASSES: usize = 20;
/// So many orders in which the texts are met; more change the scores by less than 0.005.
const ORDERS: u64 = 8;
/// What is seen in fewer texts is a memory rather than a rule.
const LEAST_TEXTS: usize = 2;

/// A text of the dataset and its asks, as spans of the body.
struct Marked {
    id: String,
    body: String,
    asks: Vec<Span>,
}

fn rows(file: &Path) -> Vec<Suggestion> {
    let usable = |row| match row {
        Ok(Row::Usable(suggestion)) => Some(suggestion),
        _ => None,
    };
    read::open(file, &Options::default()).unwrap().filter_map(usable).collect()
}

fn marked() -> Vec<Marked> {
    let datasets = Path::new(ROOT).join("datasets");
    let files = std::fs::read_dir(datasets.join("suggestions")).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "csv"));
    let mut bodies = BTreeMap::new();
    for path in files.chain([datasets.join("asks/texts.csv")]) {
        bodies.extend(rows(&path).iter().map(|row| (row.id().unwrap().to_owned(), row.body().to_owned())));
    }
    let mut marked: Vec<Marked> = Vec::new();
    let options =
        Options { columns: vec![(Role::Id, "id".into()), (Role::Body, "ask".into())], ..Options::default() };
    for row in read::open(&datasets.join("asks/asks.csv"), &options).unwrap() {
        // A text in which nothing is asked for has a row without an ask, which says nothing to the reader.
        let cells = match row.unwrap() {
            Row::Usable(Suggestion { cells, .. }) | Row::Rejected(Rejected { cells, .. }) => cells,
        };
        let (id, ask) = (&cells[0], &cells[1]);
        if marked.last().is_none_or(|text| text.id != *id) {
            marked.push(Marked { id: id.clone(), body: bodies[id].clone(), asks: Vec::new() });
        }
        let text = marked.last_mut().unwrap();
        let after = text.asks.last().map_or(0, |ask| ask.end);
        if !ask.is_empty() {
            let found = text.body[after..].find(ask.as_str());
            let start = after + found.unwrap_or_else(|| panic!("{id}: {ask} is not in the text"));
            text.asks.push(Span { start, end: start + ask.len() });
        }
    }
    marked
}

/// A third of the texts is held back, by a hash of the id.
fn held_back(id: &str) -> bool {
    // FNV-1a (Fowler, Noll, Vo), whose last bits all depend on all of the id.
    let hash =
        id.bytes().fold(0x811c_9dc5u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash & 0xffff < 0x5555
}

/// Labels for the pieces of a marked text.
fn parts(text: &Segmented<'_>, pieces: &[Piece], asks: &[Span]) -> Vec<Part> {
    let mut begun = None;
    let part = |piece: &Piece| {
        let span = text.original_span(piece.span);
        let ask = asks.iter().position(|ask| ask.start <= span.start && span.start < ask.end);
        let continues = ask.is_some() && ask == begun;
        begun = ask;
        match ask {
            None => Part::Outside,
            Some(_) if continues => Part::Inside,
            Some(_) => Part::Begin,
        }
    };
    pieces.iter().map(part).collect()
}

fn train(
    texts: &[&Marked],
    dictionary: &Dictionary,
    passes: usize,
    least: usize,
) -> (Chain, BTreeMap<u64, (Sight, String)>) {
    let mut names: BTreeMap<u64, (Sight, String)> = BTreeMap::new();
    let mut seen_in: BTreeMap<u64, usize> = BTreeMap::new();
    let mut examples: Vec<(Vec<Seen>, Vec<Part>)> = texts
        .iter()
        .map(|marked| {
            let text = Segmented::new(&marked.body, dictionary);
            let pieces = pieces::pieces(&text);
            let seen = features::look(&text, &pieces, |sight, thing| {
                names.insert(sight.key(thing), (sight, thing.to_owned()));
            });
            let keys: BTreeSet<u64> =
                seen.iter().flat_map(|seen| seen.piece.iter().chain(&seen.step)).copied().collect();
            for key in keys {
                *seen_in.entry(key).or_default() += 1;
            }
            (seen, parts(&text, &pieces, &marked.asks))
        })
        .collect();
    for seen in examples.iter_mut().flat_map(|(seen, _)| seen) {
        seen.piece.retain(|key| seen_in[key] >= least);
        seen.step.retain(|key| seen_in[key] >= least);
    }
    (Chain::fit(&examples, passes, ORDERS), names)
}

/// F1 of the ends of asks, beginnings and ends alike, and F1 of asks with both ends right.
fn score(chain: &Chain, texts: &[&Marked], dictionary: &Dictionary) -> (f64, f64) {
    let (mut ends, mut wholes) = ([0usize; 3], [0usize; 3]);
    for marked in texts {
        let text = Segmented::new(&marked.body, dictionary);
        let pieces = pieces::pieces(&text);
        let found = spans(&text, &pieces, &chain.label(&features::look(&text, &pieces, |_, _| {})));
        // Where nothing is asked for in words, the whole text is right.
        let whole = || spans(&text, &pieces, &vec![Part::Outside; pieces.len()]);
        let right = if marked.asks.is_empty() { whole() } else { marked.asks.clone() };
        let both = found.iter().filter(|ask| right.contains(ask)).count();
        let sum = |counts: &mut [usize; 3], more: [usize; 3]| (0..3).for_each(|at| counts[at] += more[at]);
        sum(&mut wholes, [both, found.len(), right.len()]);
        let starts = found.iter().filter(|ask| right.iter().any(|other| other.start == ask.start)).count();
        let stops = found.iter().filter(|ask| right.iter().any(|other| other.end == ask.end)).count();
        sum(&mut ends, [starts + stops, 2 * found.len(), 2 * right.len()]);
    }
    let f1 = |[both, found, right]: [usize; 3]| 2.0 * both as f64 / (found + right) as f64;
    (f1(ends), f1(wholes))
}

/// The weights learnt from all but the held-back third, as the file has them, and above them how good they are.
fn learnt() -> String {
    let (all, dictionary) = (marked(), Dictionary::new([]));
    let (apart, training): (Vec<&Marked>, Vec<&Marked>) = all.iter().partition(|text| held_back(&text.id));
    let (chain, names) = train(&training, &dictionary, PASSES, LEAST_TEXTS);
    let mut lines = Vec::new();
    for (key, (sight, thing)) in &names {
        let weights: Vec<f32> = match (chain.pieces.get(key), chain.steps.get(key)) {
            (Some(weights), _) => weights.to_vec(),
            (None, Some(weights)) => weights.as_flattened().to_vec(),
            (None, None) => continue,
        };
        let weights: Vec<String> =
            weights.iter().map(|weight| format!("{weight:.2}").replace("-0.00", "0.00")).collect();
        if weights.iter().any(|weight| weight != "0.00") {
            lines.push(format!("{sight:?}\t{thing}\t{}\n", weights.join("\t")));
        }
    }
    lines.sort_unstable();
    let lines = lines.concat();
    let (ends, wholes) = score(&read_weights(&lines), &apart, &dictionary);
    let (cv_ends, cv_wholes) = cross_validated(&training, PASSES, LEAST_TEXTS);
    format!(
        "# F1 of the ends of asks {ends:.3}, of whole asks {wholes:.3} on {} texts held back\n\
         # F1 of the ends of asks {cv_ends:.3}, of whole asks {cv_wholes:.3} on {} texts, by cross-validation\n\
         {lines}",
        apart.len(),
        training.len()
    )
}

/// The mean scores over five folds of the texts that the weights are learnt from.
fn cross_validated(texts: &[&Marked], passes: usize, least: usize) -> (f64, f64) {
    let dictionary = Dictionary::new([]);
    let (mut ends, mut wholes) = (0.0, 0.0);
    for fold in 0..5 {
        let part = |within: bool| -> Vec<&Marked> {
            let texts = texts.iter().enumerate();
            texts.filter(|(at, _)| (at % 5 == fold) == within).map(|(_, text)| *text).collect()
        };
        let (chain, _) = train(&part(false), &dictionary, passes, least);
        let (fold_ends, fold_wholes) = score(&chain, &part(true), &dictionary);
        (ends, wholes) = (ends + fold_ends / 5.0, wholes + fold_wholes / 5.0);
    }
    (ends, wholes)
}

#[test]
fn the_weights_are_those_learnt_and_find_the_asks_of_texts_held_back() {
    let learnt = learnt();
    if learnt != WEIGHTS {
        let made = std::env::temp_dir().join("weights.tsv");
        std::fs::write(&made, learnt).unwrap();
        panic!("if this is meant: cp {} src/segment/asks/weights.tsv", made.display());
    }
    let all = marked();
    let apart: Vec<&Marked> = all.iter().filter(|text| held_back(&text.id)).collect();
    assert!(all.len() >= 150 && apart.len() >= 50, "{} of {} texts are held back", apart.len(), all.len());
    let (ends, wholes) = score(&CHAIN, &apart, &Dictionary::new([]));
    assert!(ends >= 0.85 && wholes >= 0.80, "ends {ends:.3}, wholes {wholes:.3}");
}

#[test]
fn a_word_by_itself_is_no_ask() {
    use Part::{Begin, Inside, Outside};

    let body = "请问，外地来的，住了八年，能不能在这里办护照？请问，谢谢。";
    let text = Segmented::new(body, &Dictionary::new([]));
    let pieces = pieces::pieces(&text);
    let cut = |parts: [Part; 6]| -> Vec<&str> {
        spans(&text, &pieces, &parts).into_iter().map(|ask| ask.of(body)).collect()
    };
    let question = "请问，外地来的，住了八年，能不能在这里办护照";
    assert_eq!(cut([Begin, Outside, Outside, Begin, Outside, Outside]), [question]);
    assert_eq!(
        cut([Begin, Inside, Inside, Begin, Begin, Outside])[..2],
        ["请问，外地来的，住了八年", "能不能在这里办护照"]
    );
    assert_eq!(cut([Outside, Begin, Outside, Begin, Outside, Outside]), ["外地来的", "能不能在这里办护照"]);
}
