//! A path -> a file that appears there whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

use crate::error::{Error, OutputFault, Place, Result};

/// The temporary files of this process. An interrupted process runs no destructors, so whoever ends it must
/// know what to remove.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A file that is written beside its place and moved there at the end; dropped before, it leaves nothing. A device or a
/// pipe that stands at its place is written as it comes.
#[derive(Debug)]
pub struct WholeFile {
    path: PathBuf,
    output: BufWriter<Output>,
}

/// Where the bytes go before the file is whole.
#[derive(Debug)]
enum Output {
    Beside(NamedTempFile),
    Straight(File),
}

impl WholeFile {
    /// A file that will be at `path`, or where a symbolic link there leads.
    pub fn create(path: &Path) -> Result<Self> {
        let failed = |error: io::Error| Error::from(error).at(Place::file(path));
        let standing = fs::metadata(path).ok();
        if standing.as_ref().is_some_and(|file| file.is_file() && file.permissions().readonly()) {
            return Err(Error::from(OutputFault::ReadOnly).at(Place::file(path)));
        }
        let (path, output) = if standing.is_some_and(|file| !file.is_file() && !file.is_dir()) {
            let device = File::options().write(true).open(path).map_err(failed)?;
            (path.to_owned(), Output::Straight(device))
        } else {
            let place =
                if path.is_symlink() { path.canonicalize().map_err(failed)? } else { path.to_owned() };
            let file = beside(&place)?;
            (place, Output::Beside(file))
        };
        Ok(Self { path, output: BufWriter::with_capacity(1 << 18, output) })
    }

    /// Where the file will be.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Moves the file to its place. What stands there and says something else, such as the work of whoever
    /// corrected it, is [set aside](set_aside) first; the new place of it is returned.
    pub fn keep_both(mut self) -> Result<Option<PathBuf>> {
        let moved = self.move_earlier().map_err(|error| Error::from(error).at(Place::file(&self.path)))?;
        self.keep()?;
        Ok(moved)
    }

    fn move_earlier(&mut self) -> io::Result<Option<PathBuf>> {
        self.output.flush()?;
        match self.output.get_ref() {
            Output::Beside(file) if self.path.exists() && !same_content(file.path(), &self.path)? => {
                set_aside(&self.path)
            }
            _ => Ok(None),
        }
    }

    /// Moves the file to its place, whatever stands there.
    pub fn keep(self) -> Result<()> {
        let failed = |error: io::Error| Error::from(error).at(Place::file(&self.path));
        let output = self.output.into_inner().map_err(|error| failed(error.into_error()))?;
        let Output::Beside(beside) = output else { return Ok(()) };
        beside.as_file().sync_all().map_err(failed)?;
        let mut unfinished = unfinished();
        let temporary = beside.path().to_owned();
        beside.persist(&self.path).map_err(|error| failed(error.error))?;
        unfinished.retain(|path| *path != temporary);
        Ok(())
    }
}

/// A temporary file beside `path`.
fn beside(path: &Path) -> Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        let folder = folder.display().to_string();
        return Err(Error::from(OutputFault::NoFolder { folder }).at(Place::file(path)));
    }
    let file = tempfile::Builder::new()
        .prefix(".jiaoban-")
        .permissions_as_any_new_file()
        .tempfile_in(folder)
        .map_err(|error| Error::from(error).at(Place::file(path)))?;
    unfinished().push(file.path().to_owned());
    Ok(file)
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            // Asked itself, the file says what went wrong without the name that nobody gave it.
            Self::Beside(file) => file.as_file_mut().write(bytes),
            Self::Straight(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Beside(file) => file.flush(),
            Self::Straight(file) => file.flush(),
        }
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.output.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

/// Moves what stands at `path` to the first free of `<name>.1.<ext>`, `<name>.2.<ext>`, …, which is returned; `None`
/// where nothing stands.
pub fn set_aside(path: &Path) -> io::Result<Option<PathBuf>> {
    if !path.exists() {
        return Ok(None);
    }
    // A link is made only where nothing stands, so that of two runs at once none takes the place of the other's.
    for free in numbered(path) {
        match fs::hard_link(path, &free) {
            Ok(()) => return fs::remove_file(path).map(|()| Some(free)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            // Some file systems know no links.
            Err(_) if !free.exists() => return fs::rename(path, &free).map(|()| Some(free)),
            Err(_) => {}
        }
    }
    unreachable!("no folder holds so many files")
}

/// Refuses an output that is one of the inputs, since it would be gone before it was understood.
pub fn refuse_inputs<'p>(output: &Path, inputs: impl IntoIterator<Item = &'p PathBuf>) -> Result<()> {
    if inputs.into_iter().any(|input| same_file(input, output)) {
        return Err(Error::from(OutputFault::IsInput).at(Place::file(output)));
    }
    Ok(())
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

/// `<name>.1.<ext>`, `<name>.2.<ext>`, … beside `path`.
fn numbered(path: &Path) -> impl Iterator<Item = PathBuf> {
    (1u32..).map(|number| {
        let mut name = path.file_stem().unwrap_or_default().to_owned();
        name.push(format!(".{number}"));
        if let Some(extension) = path.extension() {
            name.push(".");
            name.push(extension);
        }
        path.with_file_name(name)
    })
}

/// Whether two paths name one existing file.
#[must_use]
pub fn same_file(left: &Path, right: &Path) -> bool {
    match (left.canonicalize(), right.canonicalize()) {
        (Ok(left), Ok(right)) => left == right,
        _ => false,
    }
}
