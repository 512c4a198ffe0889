//! Rejected rows -> a file beside the output, and a line that says so.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::{named, tell_set_aside};
use crate::error::{Error, ErrorKind, OutputFault, Place, Result};
use crate::read::Rejected;
use crate::report::file::{WholeFile, same_file, set_aside};
use crate::report::rejected::RejectedWriter;
use crate::suggestion::Suggestion;

/// The file `<output>.rejected.csv`, which is made when the first row is rejected.
pub struct Rejects {
    path: PathBuf,
    file: Option<(RejectedWriter<WholeFile>, u64)>,
}

impl Rejects {
    /// No rejected rows so far; the file will be beside `output`, that of standard input in this folder. Fails where it is
    /// one of the `inputs`, as a list that somebody mended: it would be set aside, or read anew in the middle of the work.
    pub fn beside<'p>(output: &Path, inputs: impl IntoIterator<Item = &'p PathBuf>) -> Result<Self> {
        let mut path = OsString::from(named(output));
        path.push(".rejected.csv");
        let path = PathBuf::from(path);
        if inputs.into_iter().any(|input| same_file(input, &path)) {
            return Err(Error::from(OutputFault::RejectsAreInput).at(Place::file(&path)));
        }
        Ok(Self { path, file: None })
    }

    /// Where the file will be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a row.
    pub fn add(&mut self, row: &Rejected) -> Result<()> {
        let (writer, rows) = match &mut self.file {
            Some(file) => file,
            None => self.file.insert((RejectedWriter::new(WholeFile::create(&self.path)?)?, 0)),
        };
        *rows += 1;
        writer.write(row)
    }

    /// Adds rows.
    pub fn add_all(&mut self, rows: &[Rejected]) -> Result<()> {
        rows.iter().try_for_each(|row| self.add(row))
    }

    /// Fails where none of the rows is left because all were rejected: to mend them is what helps then.
    pub fn leave_some(&self, rows: &[Suggestion]) -> Result<()> {
        if rows.is_empty() && self.file.is_some() { Err(ErrorKind::NoUsableRow.into()) } else { Ok(()) }
    }

    /// Does `work`, which adds rows, and ends the file whatever comes of it: who gets no result needs the rows that were
    /// rejected all the more. Returns what came of it, and how many rows were rejected. Where it fails without a rejected
    /// row, the list of an earlier run stays where it is.
    pub fn during<T>(mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<(T, u64)> {
        let done = work(&mut self);
        let rows = if done.is_err() && self.file.is_none() { 0 } else { self.finish()? };
        Ok((done?, rows))
    }

    /// Ends the file and tells of it; returns how many rows it has. The list of an earlier run, in which somebody may
    /// have mended rows, is set aside; were it left in its place, it would accuse rows that are right by now.
    fn finish(self) -> Result<u64> {
        let Some((writer, rows)) = self.file else {
            let earlier =
                set_aside(&self.path).map_err(|error| Error::from(error).at(Place::file(&self.path)))?;
            tell_set_aside(&self.path, earlier.as_deref());
            return Ok(0);
        };
        let earlier = writer.finish()?.keep_both()?;
        tell_set_aside(&self.path, earlier.as_deref());
        say!("rows that could not be used: {rows}; {} says why", self.path.display());
        Ok(rows)
    }
}
