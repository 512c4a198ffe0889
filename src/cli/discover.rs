//! `discover`: registers -> a folder with what comes up more than once, what is hot, and what changes.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::Args;

use super::columns::{self, Columns};
use super::rejects::Rejects;
use super::{Outcome, at_least, open_model, register, tell_set_aside};
use crate::discover::{DiscoverParams, Discovery, discover};
use crate::error::{Error, OutputFault, Place, Result};
use crate::mask::Masker;
use crate::read::Options;
use crate::report::file::refuse_inputs;
use crate::report::findings::{self, Findings};
use crate::suggestion::Suggestion;

/// Find duplicates, matters raised by several, hot issues, topics and trends
///
/// Writes to a folder 并案清单.xlsx (what can be handled together, and who must be answered), 热点问题表.xlsx (hot
/// issues with their messages), 主题趋势.xlsx, charts, discover.json for other programs, and history.jsonl, which a
/// later run can name with --history. The same rows give the same files, in whatever order they come; only rows without
/// a number go by their file and row, which follow the order.
#[derive(Debug, Args)]
pub struct Discover {
    /// Registers: xlsx, xls, ods, csv, tsv, tables saved as HTML or XML, jsonl, told apart by content; - reads
    /// standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The folder to write to; it is made if it is not there
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Earlier registers: groups reach back to them, and the topics of a history.jsonl stay. Columns named by hand are
    /// looked for in them, too, but need not be there
    #[arg(long, value_name = "FILE")]
    history: Vec<PathBuf>,
    /// Model that proposes themes and departments where the register gives none; the one in the program if not given
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// How many topics to form; chosen from the data if not given
    #[arg(long, value_name = "N", value_parser = at_least::<2>)]
    topics: Option<usize>,
    /// The number of days within which an issue must be raised to be hot
    #[arg(long, value_name = "DAYS", default_value_t = DiscoverParams::default().hot_days,
        value_parser = clap::value_parser!(u32).range(1..=36525))]
    hot_days: u32,
    /// The number of people that makes an issue hot; someone without a full name (匿名, 李先生, 张**) counts once per
    /// message
    #[arg(long, value_name = "N", default_value_t = DiscoverParams::default().hot_people, value_parser = at_least::<2>)]
    hot_people: usize,
    /// How many hot issues to list
    #[arg(long, value_name = "N", default_value_t = DiscoverParams::default().hot_issues, value_parser = at_least::<1>)]
    hot_issues: usize,
    /// Hide personal data in all files that are written: numbers of identity cards, bank cards and telephones,
    /// number plates, accounts, house numbers and residents' names; deputies' names stay. A resident of whose name
    /// only the beginning is left counts once per message
    #[arg(long)]
    mask: bool,
    #[command(flatten)]
    columns: Columns,
    #[command(flatten)]
    place: columns::Place,
}

impl Discover {
    pub fn run(self) -> Result<Outcome> {
        let params = DiscoverParams {
            topics: self.topics,
            hot_days: self.hot_days,
            hot_people: self.hot_people,
            hot_issues: self.hot_issues,
            ..DiscoverParams::default()
        };
        let model = open_model(self.model.as_deref())?;
        // A history may be written over: it is read before, and what is written holds it.
        for name in findings::FILES {
            refuse_inputs(&self.output.join(name), &self.files)?;
        }
        let inputs = self.files.iter().chain(&self.history);
        let rejects = Rejects::beside(&self.output.join("discover"), inputs)?;
        if self.output.is_file() {
            return Err(Error::from(OutputFault::NotAFolder).at(Place::file(&self.output)));
        }
        let mut rejected = Vec::new();
        let masker = self.mask.then(|| Masker::new(model.dictionary()));
        let options = register::each_may_lack(&self.files, self.place.options(&self.columns))?;
        let mut read_all = |files: &[PathBuf], options: &Options| {
            register::read_all(files, options, masker.as_ref(), |row| {
                rejected.push(row);
                Ok(())
            })
        };
        let suggestions = read_all(&self.files, &options)?;
        let history = read_all(&self.history, &Options { may_lack: true, ..options })?;
        // Only now is it sure that the files can be read, so that a wrong name leaves no folder behind.
        std::fs::create_dir_all(&self.output)
            .map_err(|error| Error::from(error).at(Place::file(&self.output)))?;
        let (found, rejected) = rejects.during(|rejects| {
            rejects.add_all(&rejected)?;
            rejects.leave_some(&suggestions)?;
            let found = discover(&suggestions, &history, &model, &params)?;
            let findings = Findings { discovery: &found, suggestions: &suggestions, history: &history };
            for (place, earlier) in findings::write(findings, &self.output)? {
                tell_set_aside(&place, Some(&earlier));
            }
            Ok(found)
        })?;
        tell(&found, &suggestions);
        if io::stderr().is_terminal() {
            say!(
                "{}: {} messages, {} without a day, {} with a day far off from all others; {} groups of near \
                 copies, {} matters of two or more, {} hot issues, {} topics",
                self.output.display(),
                found.current,
                found.undated,
                found.far_off.len(),
                found.duplicates.len(),
                found.matters.len(),
                found.hot.len(),
                found.topics.fine.len(),
            );
        }
        Ok(Outcome::of_rejected(rejected))
    }
}

/// Tells of what was left out, and of what nobody could read.
fn tell(found: &Discovery, suggestions: &[Suggestion]) {
    if !found.repeated.is_empty() {
        say!(
            "rows of the history that are rows of these registers, or stand in it twice, and were left out: {}",
            found.repeated.len()
        );
    }
    if let Some(&first) = found.twice.first() {
        let (rows, place) = (found.twice.len(), suggestions[first].place());
        say!("rows that stand in these registers twice, and count twice: {rows}; the first is {place}");
    }
    if let Some(&first) = found.unreadable.first() {
        let (rows, place) = (found.unreadable.len(), suggestions[first].place());
        say!(
            "rows with a date that cannot be read: {rows}; the first is {place}; the sheet 日期存疑 lists them"
        );
    }
    let mut votes = suggestions.iter().filter(|suggestion| suggestion.has_unreadable_votes());
    if let Some(first) = votes.next() {
        let (rows, place) = (1 + votes.count(), first.place());
        say!(
            "rows with votes that cannot be read and count as none: {rows}; the first is {place}; write them as 1200"
        );
    }
    if found.hot_more > 0 {
        say!("hot issues that are not listed: {}; --hot-issues lists more", found.hot_more);
    }
}
