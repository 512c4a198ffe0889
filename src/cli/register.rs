//! Paths of registers -> readers, or all their rows in memory; notes and progress to whoever watches.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::progress::Progress;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::mask::{self, Masker};
use crate::read::{self, Options, Reader, Rejected, Row};
use crate::suggestion::{Role, Suggestion, Table};

/// Opens a register, and tells the user what should be known of it.
pub fn open(path: &Path, options: &Options) -> Result<Reader> {
    let rows = read::open(path, options)?;
    for note in rows.notes() {
        say!("{}: {note}", rows.table().file);
    }
    Ok(rows)
}

/// How several `files` are read: a column named by hand need not stand in each of them, but in one at least. Tells which
/// file lacks it; there it is found by its heading like all others. What is missing fails here, before anything is written.
pub fn each_may_lack(files: &[PathBuf], options: Options) -> Result<Options> {
    let is_single = files.len() < 2 || options.columns.is_empty();
    // Standard input cannot be read twice.
    if is_single || options.may_lack || files.iter().any(|file| file.as_os_str() == "-") {
        return Ok(options);
    }
    let options = Options { may_lack: true, ..options };
    // What is wrong with a file besides is told when its rows are read.
    let tables: Vec<Arc<Table>> = files
        .iter()
        .filter_map(|file| read::open(file, &options).ok())
        .map(|reader| reader.table().clone())
        .collect();
    for (role, name) in &options.columns {
        let (having, lacking): (Vec<_>, Vec<_>) =
            tables.iter().partition(|table| read::has_column(table, name));
        // Without its text a row would be taken for less than it says.
        let fails = |table: &&&Arc<Table>| {
            having.is_empty() || *role == Role::Body && table.column(Role::Body).is_none()
        };
        if let Some(table) = lacking.iter().find(fails) {
            let headings = table.headings.iter().filter(|heading| !heading.is_empty()).cloned().collect();
            let missing = ErrorKind::NoSuchColumn { name: name.clone(), headings };
            return Err(Error::from(missing).at(Place::file(&table.file)));
        }
        for table in lacking {
            say!("{}: there is no column \"{name}\", which other files have", table.file);
        }
    }
    Ok(options)
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
