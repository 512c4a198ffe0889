//! ARGUMENTS -> the subcommand's work, messages and exit code. Nothing else prints, reads the clock or exits.

#![allow(clippy::print_stdout, reason = "this is the program")]

/// Says a line to whoever watches the program. Where nobody can hear it, the work goes on all the same.
macro_rules! say {
    ($($words:tt)*) => {{
        let _ = std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("{}\n", format_args!($($words)*)));
    }};
}

mod check;
mod clock;
mod columns;
mod discover;
mod evaluate;
mod explain;
mod inspect;
mod ledger;
mod output;
mod progress;
mod register;
mod rejects;
mod report;
mod suggest_review;
mod tag;
mod told;
mod train;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand};

use crate::error::{Error, ErrorKind, Place, Result};
use crate::model::Model;
use crate::read::{self, Purpose, Rejected};
use crate::report::file::abandon_unfinished;
use crate::scheme::Scheme;
use rejects::Rejects;

/// The exit code of a run that was stopped by Ctrl-C: 128 and the number of SIGINT.
const INTERRUPTED: i32 = 130;

/// 交办: hands each suggestion an office receives to the departments that must act on it.
///
/// Reads registers as offices have them (xlsx, xls, ods, csv and tsv in UTF-8 or GBK, tables saved as HTML or XML,
/// jsonl), proposes for each row a theme, a lead and assisting departments with the words that decided, and says which
/// rows a person must look at. Nothing leaves the machine.
///
/// Exit codes: 0 done, 1 done but some rows were rejected or a check failed, 2 could not run.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 110)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// Threads to use; all cores if not given
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Tag(tag::Tag),
    Check(check::Check),
    Ledger(ledger::Make),
    Train(train::Train),
    Evaluate(evaluate::Evaluate),
    Inspect(inspect::Inspect),
    Explain(explain::Explain),
    SuggestReview(suggest_review::SuggestReview),
    Discover(discover::Discover),
    Report(report::Report),
}

/// How a subcommand that could run has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Everything is done.
    Done,
    /// Done, but some rows were rejected.
    SomeRejected,
    /// Done, and a check found something wrong.
    SomeWrong,
    /// Some of several files could not be used; each was told of.
    SomeFailed,
}

impl Outcome {
    /// How a run ends that did its work, with so many rows rejected.
    fn of_rejected(rows: u64) -> Self {
        if rows > 0 { Self::SomeRejected } else { Self::Done }
    }
}

/// Runs the program.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    // Without the handler Ctrl-C would leave temporary files behind, but the work itself can go on.
    let _ = ctrlc::set_handler(|| abandon_unfinished(|| std::process::exit(INTERRUPTED)));
    if let Some(threads) = arguments.threads {
        // This fails only if the pool exists already, and nothing has used it yet.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global();
    }
    let outcome = match arguments.command {
        Command::Tag(tag) => tag.run(),
        Command::Check(check) => check.run(),
        Command::Ledger(ledger) => ledger.run(),
        Command::Train(train) => train.run(),
        Command::Evaluate(evaluate) => evaluate.run(),
        Command::Inspect(inspect) => inspect.run(),
        Command::Explain(explain) => explain.run(),
        Command::SuggestReview(suggest_review) => suggest_review.run(),
        Command::Discover(discover) => discover.run(),
        Command::Report(report) => report.run(),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeRejected | Outcome::SomeWrong) => ExitCode::from(1),
        Ok(Outcome::SomeFailed) => ExitCode::from(2),
        // Whoever read our output has seen enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&error);
            ExitCode::from(2)
        }
    }
}

/// Tells the user of a failure.
fn tell(error: &Error) {
    say!("error: {error}");
}

/// Tells the user which columns were left out because their labels cannot be learnt.
fn tell_unlearnt(unlearnt: &[Error]) {
    for error in unlearnt {
        say!("left out: {error}");
    }
}

/// Tells the user where an earlier file is now, if there was one that said something else.
fn tell_set_aside(place: &Path, earlier: Option<&Path>) {
    if let Some(earlier) = earlier {
        say!("what {} said before is now {}", place.display(), earlier.display());
    }
}

fn is_broken_pipe(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
}

/// What the model in the program is called, where no file is called so.
const OURS: &str = "default";

/// The model at `path`, or the one that is part of the program.
fn open_model(path: Option<&Path>) -> Result<Model> {
    let Some(path) = path.filter(|path| *path != Path::new(OURS) || path.exists()) else {
        return Model::embedded();
    };
    let in_file = |error: Error| error.at(Place::file(path));
    let file = File::open(path).map_err(|error| in_file(error.into()))?;
    Model::read(file).map_err(in_file)
}

/// The departments in `files`, each list in place of the one before, starting from `scheme`, and the rows that cannot be
/// used.
fn departments_in(
    files: &[PathBuf],
    mut scheme: Option<Scheme>,
    purpose: Purpose,
) -> Result<(Option<Scheme>, Vec<Rejected>)> {
    let mut rejected = Vec::new();
    for path in files {
        let (departments, unusable) = read::departments(path, scheme.as_ref(), purpose)?;
        rejected.extend(unusable);
        scheme = Some(departments);
    }
    Ok((scheme, rejected))
}

/// `model` as it hands out to the departments in `lists`, if there are any, and how many of their rows cannot be used; those
/// come back beside the first list, which is none of the `files`.
fn handing_out_to(model: Model, lists: &[PathBuf], files: &[PathBuf]) -> Result<(Model, u64)> {
    let Some(first) = lists.first() else { return Ok((model, 0)) };
    Rejects::beside(first, files.iter().chain(lists))?.during(|rejects| {
        let known = model.department_scheme().cloned();
        let (scheme, rejected) = departments_in(lists, known, Purpose::Routing)?;
        rejects.add_all(&rejected)?;
        match scheme {
            Some(scheme) => model.with_departments(scheme),
            None => Ok(model),
        }
    })
}

/// A parser of words that each stand for a value.
fn one_of<T: Clone + Send + Sync + 'static>(
    words: Vec<(PossibleValue, T)>,
) -> impl TypedValueParser<Value = T> {
    let known: Vec<PossibleValue> = words.iter().map(|(word, _)| word.clone()).collect();
    PossibleValuesParser::new(known).map(move |written| {
        let found = words.iter().find(|(word, _)| word.matches(&written, false));
        found.map(|(_, value)| value.clone()).expect("the parser lets no other word through")
    })
}

/// A whole number that is not below `LEAST`.
fn at_least<const LEAST: usize>(text: &str) -> std::result::Result<usize, String> {
    let number = text.parse().map_err(|_| format!("{text} is not a whole number"))?;
    if number >= LEAST { Ok(number) } else { Err(format!("give at least {LEAST}")) }
}

/// So many names are told of at most.
const MOST_NAMES: usize = 20;

/// The first of `names`, in one line.
fn some_of(names: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut names = names.into_iter();
    let first: Vec<String> = names.by_ref().take(MOST_NAMES).map(|name| name.as_ref().to_owned()).collect();
    first.join(", ") + if names.next().is_some() { ", …" } else { "" }
}

/// The path by which what belongs to an input is named: that of standard input is `stdin`, in this folder.
fn named(input: &Path) -> &Path {
    if input == Path::new("-") { Path::new("stdin") } else { input }
}

/// A number from 0 to 1.
fn share(text: &str) -> std::result::Result<f64, String> {
    let share: f64 =
        text.parse().map_err(|_| format!("{text} is not a number; give one from 0 to 1, such as 0.05"))?;
    if (0.0..=1.0).contains(&share) {
        Ok(share)
    } else {
        Err("give a share from 0 to 1, such as 0.05".into())
    }
}
