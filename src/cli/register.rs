//! Paths of registers -> readers, or all their rows in memory; notes and progress to whoever watches.

use std::path::{Path, PathBuf};

use super::progress::Progress;
use crate::error::Result;
use crate::mask::{self, Masker};
use crate::read::{self, Options, Reader, Rejected, Row};
use crate::suggestion::Suggestion;

/// Opens a register, and tells the user what should be known of it.
pub fn open(path: &Path, options: &Options) -> Result<Reader> {
    let rows = read::open(path, options)?;
    for note in rows.notes() {
        say!("{}: {note}", rows.table().file);
    }
    Ok(rows)
}

/// All usable rows of `files`, masked as they are read if that is asked for, so that nothing behind sees more; the others
/// go to `reject`.
pub fn read_all(
    files: &[PathBuf],
    options: &Options,
    masker: Option<&Masker<'_>>,
    mut reject: impl FnMut(Rejected) -> Result<()>,
) -> Result<Vec<Suggestion>> {
    let mut suggestions = Vec::new();
    for file in files {
        suggestions.extend(usable(open(file, options)?, masker, &mut reject)?);
    }
    Ok(suggestions)
}

/// All usable rows of a register that is open, masked if that is asked for; the others go to `reject`.
pub fn usable(
    register: Reader,
    masker: Option<&Masker<'_>>,
    mut reject: impl FnMut(Rejected) -> Result<()>,
) -> Result<Vec<Suggestion>> {
    let (position, table) = (register.position(), register.table().clone());
    let mut progress = Progress::new(table.file.clone());
    let mut suggestions = Vec::new();
    for row in mask::rows(register, &table, masker) {
        match row? {
            Row::Usable(suggestion) => suggestions.push(suggestion),
            Row::Rejected(row) => reject(row)?,
        }
        progress.show(position.bytes(), suggestions.len() as u64);
    }
    progress.end();
    Ok(suggestions)
}
