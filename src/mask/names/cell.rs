//! A cell that holds names and nothing else -> the names in it.

use std::ops::Range;

use super::cued::SURE;
use super::{CALLED, family_bytes, nobody};
use crate::segment::Dictionary;

/// Marks that divide the names in a cell, and those around what is added to one.
const BETWEEN: [char; 13] = ['、', '，', ',', '；', ';', '/', '\n', '|', '（', '）', '(', ')', '。'];

/// Whether a column with this heading holds names of residents and nothing else.
pub fn are_under(heading: &str) -> bool {
    let cue = format!("{heading}：");
    SURE.find_iter(&cue).any(|found| found.end() == cue.len())
}

/// The names in a cell that holds nothing else, whatever they look like, each with the place of its given name.
pub fn in_cell<'c>(cell: &'c str, dictionary: &Dictionary) -> Vec<(Range<usize>, &'c str)> {
    let mut end = 0;
    let mut names = Vec::new();
    for part in cell.split_inclusive(BETWEEN).flat_map(|part| parts(part, dictionary)) {
        let start = end;
        end += part.len();
        let name = name_in(part, dictionary);
        names.extend(name.map(|(given, name)| (start + given.start..start + given.end, name)));
    }
    names
}

/// The names that only blanks divide, if each is a whole one: 张望舒 李建国, but not 刘 洋.
fn parts<'p>(part: &'p str, dictionary: &Dictionary) -> Vec<&'p str> {
    let are_names =
        part.split_whitespace().all(|name| nobody::is_name(name.trim_end_matches(BETWEEN), dictionary));
    if are_names { part.split_inclusive(char::is_whitespace).collect() } else { vec![part] }
}

/// The name in one part of a cell and the place of its given name; `None` where nobody or no given name is named.
fn name_in<'p>(part: &'p str, dictionary: &Dictionary) -> Option<(Range<usize>, &'p str)> {
    let whole = part.trim_matches(|c: char| c.is_whitespace() || BETWEEN.contains(&c));
    if nobody::is_nobody(whole, dictionary) {
        return None;
    }
    let class = nobody::class_before(whole);
    let called = CALLED.find(whole).map_or(whole.len(), |called| called.start());
    let name = nobody::without_class(whole.get(class..called)?).trim_end();
    let start = part.find(whole)? + class;
    let family = family_bytes(name);
    (name.len() > family).then_some((start + family..start + name.len(), name))
}
