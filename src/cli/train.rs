//! `train`: labeled registers -> a model file.

use std::fs::File;
use std::io::{self, BufReader, IsTerminal};
use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::columns::Columns;
use super::rejects::Rejects;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::pipeline::{self, TrainParams};
use crate::read::{self, Row};
use crate::report::file::{WholeFile, same_file};
use crate::segment::dictionary::word_list;
use crate::suggestion::Suggestion;

/// Train a model on labeled registers
///
/// The labels are read from the columns 主题 (theme), 其他主题, 主办单位 (lead) and 会办单位 (assist); any of them
/// may be missing. The same files give the same model, byte for byte.
#[derive(Debug, Args)]
pub struct Train {
    /// Labeled registers: xlsx, xls, csv or jsonl; - reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The model file to write
    #[arg(short, long, value_name = "MODEL")]
    output: PathBuf,
    #[command(flatten)]
    how: How,
}

/// How to train, for all subcommands that do.
#[derive(Debug, Args)]
pub struct How {
    /// Labels allowed, with ids, names and aliases (csv: kind,id,name,aliases,parent,since,until); without it
    /// the labels are those found in the rows
    #[arg(long, value_name = "FILE")]
    scheme: Vec<PathBuf>,
    /// Words that must not be cut apart, one a line: estates, roads, firms
    #[arg(long, value_name = "FILE")]
    words: Option<PathBuf>,
    /// Drop terms that stand in fewer training rows than N: a smaller, faster model
    #[arg(long, value_name = "N")]
    min_df: Option<u32>,
    #[command(flatten)]
    pub columns: Columns,
}

impl How {
    /// The parameters that these options stand for.
    pub fn params(&self) -> Result<TrainParams> {
        let mut params = TrainParams::default();
        for path in &self.scheme {
            let schemes = read::scheme(path)?;
            params.themes = schemes.themes.or(params.themes);
            params.departments = schemes.departments.or(params.departments);
        }
        if let Some(min_df) = self.min_df {
            params.vectorizer = params.vectorizer.min_df(min_df);
        }
        if let Some(path) = &self.words {
            let in_file = |error: Error| error.at(Place::file(path));
            let lines = BufReader::new(File::open(path).map_err(|error| in_file(error.into()))?);
            params.own_words = word_list(lines).map_err(in_file)?;
        }
        Ok(params)
    }

    /// All usable rows of `files`; the others go to `rejects`.
    pub fn read(&self, files: &[PathBuf], rejects: &mut Rejects) -> Result<Vec<Suggestion>> {
        let mut suggestions = Vec::new();
        for file in files {
            for row in read::open(file, &self.columns.options())? {
                match row? {
                    Row::Usable(suggestion) => suggestions.push(suggestion),
                    Row::Rejected(rejected) => rejects.add(&rejected)?,
                }
            }
        }
        Ok(suggestions)
    }
}

impl Train {
    pub fn run(self) -> Result<Outcome> {
        let mut inputs = self.files.iter().chain(&self.how.scheme).chain(&self.how.words);
        if inputs.any(|input| same_file(input, &self.output)) {
            return Err(Error::new(ErrorKind::OutputIsInput).at(Place::file(&self.output)));
        }
        let params = self.how.params()?;
        let mut rejects = Rejects::beside(&self.output);
        let suggestions = self.how.read(&self.files, &mut rejects)?;
        let (model, rejected) = pipeline::train(&suggestions, &params)?;
        for row in &rejected {
            rejects.add(row)?;
        }
        let mut output = WholeFile::create(&self.output)?;
        model.write(&mut output)?;
        output.keep()?;
        if io::stderr().is_terminal() {
            eprintln!("{}: trained on {} rows", self.output.display(), model.manifest().rows());
        }
        Ok(if rejects.finish()? > 0 { Outcome::SomeRejected } else { Outcome::Done })
    }
}
