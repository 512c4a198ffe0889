//! Files in a folder of their own, and arguments -> a run of the program, and what can be asked of it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use jiaoban::read::{self, Options, Row};
use tempfile::TempDir;

/// The root of the repository.
pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A new folder, in which the program runs.
pub struct Folder {
    folder: TempDir,
}

impl Folder {
    #[must_use]
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// The folder with one more file.
    #[must_use]
    pub fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.path(name), bytes).unwrap();
        self
    }

    /// The folder with one more folder in it.
    #[must_use]
    pub fn with_folder(self, name: &str) -> Self {
        std::fs::create_dir(self.path(name)).unwrap();
        self
    }

    /// The folder with a copy of a file of the repository, under its own name.
    #[must_use]
    pub fn with_copy(self, path: &str) -> Self {
        let path = Path::new(ROOT).join(path);
        let name = path.file_name().unwrap().to_str().unwrap();
        self.with(name, std::fs::read(&path).unwrap())
    }

    /// Runs the program in the folder; `arguments` are divided by blanks.
    #[must_use]
    pub fn run(&self, arguments: &str) -> Ended {
        self.run_with_input(arguments, b"")
    }

    /// Runs the program with `input` as its standard input.
    #[must_use]
    pub fn run_with_input(&self, arguments: &str, input: &[u8]) -> Ended {
        let mut child = self.start(arguments);
        let mut stdin = child.stdin.take().unwrap();
        let output = std::thread::scope(|scope| {
            // A program that fails early does not read on; that is no failure of the test.
            scope.spawn(move || drop(stdin.write_all(input)));
            child.wait_with_output().unwrap()
        });
        Ended::new(arguments, output)
    }

    /// Starts the program and leaves its streams to the caller.
    pub fn start(&self, arguments: &str) -> Child {
        Command::new(env!("CARGO_BIN_EXE_jiaoban"))
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}; {:?}", self.names()))
    }

    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }

    /// A table that the program wrote, in whichever format.
    pub fn table(&self, name: &str) -> Table {
        Table::read(&self.path(name))
    }

    /// The files of the folder by name, hidden and temporary ones included.
    pub fn names(&self) -> Vec<String> {
        self.names_in(".")
    }

    /// The files of a folder within the folder by name.
    pub fn names_in(&self, name: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(name)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort_unstable();
        names
    }
}

/// A run of the program that is over. Each question panics with all that the program told.
#[derive(Debug)]
pub struct Ended {
    arguments: String,
    code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl Ended {
    pub fn new(arguments: &str, output: Output) -> Self {
        let Output { status, stdout, stderr } = output;
        let stderr = String::from_utf8(stderr).unwrap();
        Self { arguments: arguments.into(), code: status.code(), stdout, stderr }
    }

    pub fn exits(self, code: i32) -> Self {
        let Self { arguments, stderr, .. } = &self;
        assert_eq!(self.code, Some(code), "jiaoban {arguments}: {stderr}");
        self
    }

    /// Asks whether the messages contain `part`.
    pub fn tells(self, part: &str) -> Self {
        let Self { arguments, stderr, .. } = &self;
        assert!(stderr.contains(part), "jiaoban {arguments} does not tell {part:?}, but: {stderr}");
        self
    }

    pub fn tells_nothing(self) -> Self {
        assert_eq!(self.stderr, "", "jiaoban {}", self.arguments);
        self
    }

    /// Asks whether standard output contains `part`.
    pub fn prints(self, part: &str) -> Self {
        let stdout = String::from_utf8_lossy(&self.stdout);
        assert!(stdout.contains(part), "jiaoban {} does not print {part:?}, but: {stdout}", self.arguments);
        self
    }

    pub fn prints_nothing(self) -> Self {
        assert!(self.stdout.is_empty(), "jiaoban {}: {}", self.arguments, self.printed());
        self
    }

    /// Standard output.
    pub fn printed(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }
}

/// A table as an office would see it.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    pub headings: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    fn read(path: &Path) -> Self {
        let name = path.to_str().unwrap();
        if name.ends_with(".rejected.csv") || name.ends_with(".asks.csv") {
            return Self::read_list(path);
        }
        let reader = read::open(path, &Options::default()).unwrap_or_else(|error| panic!("{error}"));
        let headings = reader.table().headings.clone();
        let rows = reader.map(|row| match row.unwrap() {
            Row::Usable(suggestion) => suggestion.cells,
            Row::Rejected(rejected) => rejected.cells,
        });
        Self { headings: headings.to_vec(), rows: rows.collect() }
    }

    /// A list that is no register: rejected rows, which are as long as they were, or asks.
    fn read_list(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap();
        let rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut rows = rows.into_records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
        Self { headings: rows.next().unwrap(), rows: rows.collect() }
    }

    /// The cells below a heading.
    pub fn column(&self, heading: &str) -> Vec<&str> {
        let position = self.headings.iter().position(|other| other == heading);
        let position = position.unwrap_or_else(|| panic!("no {heading} among {:?}", self.headings));
        self.rows.iter().map(|row| row[position].as_str()).collect()
    }
}
