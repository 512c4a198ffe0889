//! `suggest-review`: untagged registers -> the rows that a person should label first, tagged as far as known.

use std::path::{Path, PathBuf};

use clap::Args;

use super::columns::Columns;
use super::output::Target;
use super::rejects::Rejects;
use super::{Outcome, at_least, open_model, register};
use crate::error::Result;
use crate::model::Model;
use crate::pipeline;
use crate::report::file::refuse_inputs;
use crate::report::{self, Asks, Format, Wording};

/// Choose the rows whose labels would teach a model the most
///
/// Writes N rows of FILE, the most telling first, with the same columns as `tag` adds, and 请复核 in each. Rows that have a
/// theme (主题) or a lead (主办单位, 承办单位) already are labeled and not chosen. A person corrects 主题 and 主办单位 in OUT
/// and empties 复核, and `train --from MODEL` learns from the corrected file.
#[derive(Debug, Args)]
pub struct SuggestReview {
    /// A register with untagged rows: xlsx, xls, ods, csv, tsv, tables saved as HTML or XML, jsonl, told apart by
    /// content; - reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How many rows a person will look through
    #[arg(short = 'n', long = "rows", value_name = "N", value_parser = at_least::<1>)]
    rows: usize,
    /// Output file; its ending says the format: xlsx, csv or jsonl. An earlier one that says something else becomes
    /// `<name>.1.<ext>`; - writes CSV to standard output
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Model that is to learn; the one in the program if not given
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
    #[command(flatten)]
    columns: Columns,
}

impl SuggestReview {
    pub fn run(self) -> Result<Outcome> {
        refuse_inputs(&self.output, std::iter::once(&self.file).chain(&self.model))?;
        // Somebody may have filled in an earlier output.
        let target = match self.output.as_path() {
            output if output == Path::new("-") => Target::StandardOutput,
            output => Target::Ours(output.to_owned()),
        };
        let format = target.path().map_or(Ok(Format::Csv), Format::named)?;
        let model = open_model(self.model.as_deref())?;
        // What belongs to standard output has its name from the input.
        let rejects = Rejects::beside(target.path().unwrap_or(&self.file), [&self.file])?;
        let ((), rejected) = rejects.during(|rejects| self.choose(&model, format, &target, rejects))?;
        Ok(Outcome::of_rejected(rejected))
    }

    /// Writes the rows that a person should label; those that cannot be used go to `rejects`.
    fn choose(&self, model: &Model, format: Format, target: &Target, rejects: &mut Rejects) -> Result<()> {
        let rows = register::open(&self.file, &self.columns.options())?;
        let table = rows.table().clone();
        let suggestions = register::usable(rows, None, |row| rejects.add(&row))?;
        rejects.leave_some(&suggestions).map_err(|error| error.in_file(&table.file))?;
        let chosen =
            pipeline::suggest(model, &suggestions, self.rows).map_err(|error| error.in_file(&table.file))?;
        let mut output = target.create()?;
        let wording = Wording { model, masker: None };
        let mut writer = report::writer(format, &table, &mut output, Asks::Left, wording)?;
        let mut worker = model.worker();
        for row in chosen {
            let suggestion = &suggestions[row];
            let proposal = model.propose(suggestion, &mut worker).to_label();
            if let Some(rejected) = report::write_or_reject(&mut *writer, suggestion, &proposal)? {
                rejects.add(&rejected)?;
            }
        }
        writer.finish()?;
        if let Some(file) = output.finish()? {
            target.put(file)?;
        }
        Ok(())
    }
}
