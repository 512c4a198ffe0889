//! Files of suggestions, or all of `datasets/suggestions` -> their usable rows, for the benches.

use std::path::{Path, PathBuf};

use jiaoban::Suggestion;
use jiaoban::read::{self, Options, Row};

/// The usable rows of `files`; of `datasets/suggestions`, in the order of the names of its files, where none are named.
pub fn suggestions(files: &[PathBuf]) -> Vec<Suggestion> {
    if !files.is_empty() {
        return files.iter().flat_map(|file| rows(file)).collect();
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets/suggestions");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    files.sort();
    files.iter().flat_map(|file| rows(file)).collect()
}

/// The usable rows of one file.
pub fn rows(file: &Path) -> Vec<Suggestion> {
    let rows = read::open(file, &Options::default()).unwrap();
    rows.filter_map(|row| match row.unwrap() {
        Row::Usable(suggestion) => Some(suggestion),
        Row::Rejected(_) => None,
    })
    .collect()
}
