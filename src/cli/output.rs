//! Where rows are to go -> standard output, or a file that stands there only when it is whole.

use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use super::tell_set_aside;
use crate::error::Result;
use crate::report::file::WholeFile;

/// Where rows go.
pub enum Target {
    StandardOutput,
    /// A file that the user named, and may replace.
    Named(PathBuf),
    /// A file by a name of ours, or one that somebody may have filled in, which replaces nothing.
    Ours(PathBuf),
}

impl Target {
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::StandardOutput => None,
            Self::Named(path) | Self::Ours(path) => Some(path),
        }
    }

    pub fn create(&self) -> Result<Output> {
        Ok(match self.path() {
            Some(path) => Output::File(WholeFile::create(path)?),
            None => Output::Standard(BufWriter::with_capacity(1 << 16, io::stdout())),
        })
    }

    /// Moves a finished file to its place, which is returned.
    pub fn put(&self, file: WholeFile) -> Result<PathBuf> {
        let place = file.path().to_owned();
        if matches!(self, Self::Named(_)) {
            file.keep()?;
        } else {
            tell_set_aside(&place, file.keep_both()?.as_deref());
        }
        Ok(place)
    }
}

/// Rows as they are written.
pub enum Output {
    Standard(BufWriter<Stdout>),
    File(WholeFile),
}

impl Output {
    /// Ends what goes to standard output; a file is still to be moved to its place.
    pub fn finish(self) -> Result<Option<WholeFile>> {
        match self {
            Self::Standard(mut output) => Ok(output.flush().map(|()| None)?),
            Self::File(file) => Ok(Some(file)),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard(output) => output.write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(output) => output.flush(),
            Self::File(file) => file.flush(),
        }
    }
}
