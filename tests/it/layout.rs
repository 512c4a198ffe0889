//! The source itself -> whether it keeps the order, the size and the form that it promises.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::harness::ROOT;

/// No file is longer than this before its tests.
const LONGEST: usize = 400;

/// A file of `src/`.
struct Source {
    /// The path below `src/`, with `/`.
    path: String,
    /// The module of lib.rs that it belongs to.
    module: String,
    text: String,
}

impl Source {
    /// The lines of code before the tests, numbered from 1, without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = (1..).zip(self.text.lines()).take_while(|(_, line)| *line != "#[cfg(test)]");
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// How many levels of `super` lead to the root of the crate.
    fn depth(&self) -> usize {
        let folders = self.path.matches('/').count();
        if self.path.ends_with("/mod.rs") { folders } else { folders + 1 }
    }

    fn is_in(&self, modules: &[&str]) -> bool {
        modules.contains(&self.module.as_str())
    }
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort_unstable();
}

fn sources() -> Vec<Source> {
    let root = Path::new(ROOT).join("src");
    let mut files = Vec::new();
    files_below(&root, &mut files);
    let source = |file: PathBuf| {
        let path = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let module = path.split(['/', '.']).next().unwrap().to_owned();
        Source { path, module, text: std::fs::read_to_string(file).unwrap() }
    };
    let sources: Vec<Source> = files.into_iter().map(source).collect();
    assert!(sources.len() > 40, "the source was not found");
    sources
}

/// The modules in the order of lib.rs, and the module behind each name that lib.rs hands on.
fn modules() -> (Vec<String>, Vec<(String, String)>) {
    let lib = std::fs::read_to_string(Path::new(ROOT).join("src/lib.rs")).unwrap();
    let between = |line: &str, start: &str| Some(line.strip_prefix(start)?.strip_suffix(';')?.to_owned());
    let modules: Vec<String> = lib.lines().filter_map(|line| between(line, "pub mod ")).collect();
    let mut names = Vec::new();
    for handed_on in lib.lines().filter_map(|line| between(line, "pub use ")) {
        let (module, list) = handed_on.split_once("::").unwrap();
        let list = list.trim_matches(['{', '}']).split(',').map(|name| name.trim().to_owned());
        names.extend(list.map(|name| (name, module.to_owned())));
    }
    (modules, names)
}

/// The first name of every path in `line` that begins at the root of the crate.
fn names_at_root(line: &str, depth: usize) -> Vec<&str> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let up = "super::".repeat(depth);
    ["crate::", up.as_str()]
        .into_iter()
        .flat_map(|start| line.match_indices(start))
        .filter(|(at, _)| !line[..*at].ends_with(|c: char| is_name(c) || c == ':'))
        .map(|(at, start)| {
            let rest = &line[at + start.len()..];
            rest.split(|c| !is_name(c)).next().unwrap_or_default()
        })
        .collect()
}

/// Every place that `breaks` finds, in one message.
fn assert_none(rule: &str, breaks: impl Iterator<Item = (String, usize, String)>) {
    let mut told = String::new();
    breaks.for_each(|(path, line, text)| writeln!(told, "  src/{path}:{line}: {}", text.trim()).unwrap());
    assert!(told.is_empty(), "{rule}:\n{told}");
}

/// Every line of code outside `allowed` modules that contains one of `words`.
fn lines_with(words: &[&str], allowed: &[&str]) -> impl Iterator<Item = (String, usize, String)> {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| !source.is_in(allowed)) {
        for (number, line) in source.code().filter(|(_, line)| words.iter().any(|word| line.contains(word))) {
            found.push((source.path.clone(), number, line.to_owned()));
        }
    }
    found.into_iter()
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let (modules, handed_on) = modules();
    assert_eq!((modules.first().unwrap().as_str(), modules.last().unwrap().as_str()), ("error", "cli"));
    let rank = |name: &str| {
        let module = handed_on.iter().find(|(other, _)| other == name).map_or(name, |(_, module)| module);
        modules.iter().position(|other| other == module)
    };
    let mut breaks = Vec::new();
    let mut uses = 0;
    for source in sources().iter().filter(|source| !source.is_in(&["lib", "main"])) {
        let own = rank(&source.module).unwrap_or_else(|| panic!("{} is not in lib.rs", source.path));
        for (number, line) in source.code() {
            for name in names_at_root(line, source.depth()) {
                uses += 1;
                // A name that lib.rs does not have cannot be judged, and hides what it stands for.
                if rank(name).is_none_or(|rank| rank > own) {
                    breaks.push((source.path.clone(), number, line.to_owned()));
                }
            }
        }
    }
    assert!(uses > 100, "only {uses} paths were seen");
    assert_none("a module may use only those above it in lib.rs", breaks.into_iter());
}

#[test]
fn paths_to_the_root_are_seen() {
    for (line, depth, expected) in [
        ("use crate::read::Row;", 1, vec!["read"]),
        ("let x = crate::text::fold(super::super::date::parse(y));", 2, vec!["text", "date"]),
        ("use super::terms::{self, Field};", 2, vec![]),
        ("use super::terms;", 1, vec!["terms"]),
        ("use crate::{read, text};", 1, vec![""]),
        ("othercrate::read", 1, vec![]),
    ] {
        assert_eq!(names_at_root(line, depth), expected, "{line}");
    }
}

#[test]
fn every_file_says_what_goes_in_and_what_comes_out() {
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches"] {
        files_below(&Path::new(ROOT).join(folder), &mut files);
    }
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! ") && first.contains(" -> "), "{}: {first}", file.display());
    }
}

#[test]
fn no_file_is_too_long_to_read() {
    let is_before_tests = |line: &&str| *line != "#[cfg(test)]";
    let lines = |source: &Source| source.text.lines().take_while(is_before_tests).count();
    let long =
        sources().into_iter().filter(|source| !source.path.ends_with("tests.rs") && lines(source) > LONGEST);
    assert_none(
        "no file is longer than 400 lines before its tests",
        long.map(|s| (s.path.clone(), lines(&s), s.path)),
    );
}

#[test]
fn the_face_of_a_folder_stands_in_it() {
    let sources = sources();
    let folder = |source: &Source| source.path.strip_suffix(".rs").map(|name| format!("{name}/"));
    let is_beside = |source: &&Source| {
        let folder = folder(source).unwrap_or_default();
        !source.path.ends_with("/tests.rs") && sources.iter().any(|other| other.path.starts_with(&folder))
    };
    let beside = sources.iter().filter(is_beside);
    assert_none(
        "a folder of modules has its face in mod.rs",
        beside.map(|s| (s.path.clone(), 1, s.path.clone())),
    );
    assert!(sources.iter().any(|source| source.path == "read/names/mod.rs"), "no folder in a folder is seen");
}

#[test]
fn only_cli_prints_and_exits_and_knows_the_time() {
    // Clippy forbids the debugging macro everywhere, also in cli (`dbg_macro` in Cargo.toml).
    let printing = ["print!(", "println!(", "stdout()", "stderr()"];
    assert_none("only cli prints", lines_with(&printing, &["cli"]));
    assert_none(
        "only cli exits",
        lines_with(&["process::exit", "process::abort", "ExitCode"], &["cli", "main"]),
    );
    assert_none("only cli knows the time", lines_with(&["SystemTime", "Instant::", "::now()"], &["cli"]));
    assert_none("nothing reads the environment", lines_with(&["env::var", "option_env!"], &[]));
    assert!(lines_with(&["stderr()"], &[]).count() > 0, "printing is not seen");
}

#[test]
fn only_bundle_knows_the_bytes_of_a_model() {
    let words = ["zstd::", "postcard::", "crc32fast::", "include_bytes!", "JIAOBAN\\0"];
    assert_none("only bundle knows the bytes of a model", lines_with(&words, &["bundle"]));
    assert!(lines_with(&words, &[]).count() > 4, "the bytes are not seen");
}

#[test]
fn only_read_and_report_know_file_formats() {
    let words = ["calamine::", "rust_xlsxwriter::", "csv::", "encoding_rs::", "scraper::"];
    assert_none("only read and report know file formats", lines_with(&words, &["read", "report", "error"]));
}
