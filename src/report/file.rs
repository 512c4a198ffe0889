//! A path -> a file that appears there whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

use crate::error::{Error, ErrorKind, Place, Result};

/// The temporary files of this process. An interrupted process runs no destructors, so whoever ends it must
/// know what to remove.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A file that is written beside its place and moved there at the end; dropped before, it leaves nothing.
#[derive(Debug)]
pub struct WholeFile {
    path: PathBuf,
    beside: BufWriter<NamedTempFile>,
}

impl WholeFile {
    /// A file that will be at `path`.
    pub fn create(path: &Path) -> Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            let folder = folder.display().to_string();
            return Err(Error::new(ErrorKind::NoFolder { folder }).at(Place::file(path)));
        }
        let beside = tempfile::Builder::new()
            .prefix(".jiaoban-")
            .permissions_as_any_new_file()
            .tempfile_in(folder)
            .map_err(|error| Error::from(error).at(Place::file(path)))?;
        unfinished().push(beside.path().to_owned());
        Ok(Self { path: path.to_owned(), beside: BufWriter::with_capacity(1 << 18, beside) })
    }

    /// Where the file will be.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Moves the file to its place. What stands there and says something else, such as the work of whoever
    /// corrected it, moves first to the first free of `<name>.1.<ext>`, `<name>.2.<ext>`, …, which is returned.
    pub fn keep_both(mut self) -> Result<Option<PathBuf>> {
        let moved = self.move_earlier().map_err(|error| Error::from(error).at(Place::file(&self.path)))?;
        self.keep()?;
        Ok(moved)
    }

    fn move_earlier(&mut self) -> io::Result<Option<PathBuf>> {
        self.beside.flush()?;
        if !self.path.exists() || same_content(self.beside.get_ref().path(), &self.path)? {
            return Ok(None);
        }
        let free = first_free(&self.path);
        fs::rename(&self.path, &free)?;
        Ok(Some(free))
    }

    /// Moves the file to its place, whatever stands there.
    pub fn keep(self) -> Result<()> {
        let failed = |error: io::Error| Error::from(error).at(Place::file(&self.path));
        let beside = self.beside.into_inner().map_err(|error| failed(error.into_error()))?;
        beside.as_file().sync_all().map_err(failed)?;
        let mut unfinished = unfinished();
        let temporary = beside.path().to_owned();
        beside.persist(&self.path).map_err(|error| failed(error.error))?;
        unfinished.retain(|path| *path != temporary);
        Ok(())
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.beside.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.beside.flush()
    }
}

/// Removes what is not finished and then calls `exit`, as Ctrl-C asks. No file can be finished while this
/// goes on, so each is there whole or not at all.
pub fn abandon_unfinished(exit: impl FnOnce()) {
    let unfinished = unfinished();
    for path in &*unfinished {
        // What cannot be removed stays; there is nobody left to tell.
        let _ = fs::remove_file(path);
    }
    exit();
}

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Temporary files are made for their owner alone; a result is for whoever may read the folder.
trait NewFilePermissions {
    fn permissions_as_any_new_file(&mut self) -> &mut Self;
}

impl NewFilePermissions for tempfile::Builder<'_, '_> {
    #[cfg(unix)]
    fn permissions_as_any_new_file(&mut self) -> &mut Self {
        use std::os::unix::fs::PermissionsExt;
        self.permissions(std::fs::Permissions::from_mode(0o666))
    }

    #[cfg(not(unix))]
    fn permissions_as_any_new_file(&mut self) -> &mut Self {
        self
    }
}

fn same_content(left: &Path, right: &Path) -> io::Result<bool> {
    if fs::metadata(left)?.len() != fs::metadata(right)?.len() {
        return Ok(false);
    }
    let (left, right) = (BufReader::new(File::open(left)?), BufReader::new(File::open(right)?));
    for (left, right) in left.bytes().zip(right.bytes()) {
        if left? != right? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The first path of `<name>.1.<ext>`, `<name>.2.<ext>`, … where nothing stands.
fn first_free(path: &Path) -> PathBuf {
    let numbered = |number: u32| {
        let mut name = path.file_stem().unwrap_or_default().to_owned();
        name.push(format!(".{number}"));
        if let Some(extension) = path.extension() {
            name.push(".");
            name.push(extension);
        }
        path.with_file_name(name)
    };
    (1..=u32::MAX).map(numbered).find(|path| !path.exists()).expect("no folder holds so many files")
}

/// Whether two paths name one existing file.
#[must_use]
pub fn same_file(left: &Path, right: &Path) -> bool {
    match (left.canonicalize(), right.canonicalize()) {
        (Ok(left), Ok(right)) => left == right,
        _ => false,
    }
}
