//! `tag`: registers -> the same registers with theme, departments and reasons beside each row.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::TypedValueParser;

use super::columns::Columns;
use super::output::Target;
use super::progress::Progress;
use super::rejects::Rejects;
use super::{Outcome, handing_out_to, named, one_of, open_model, register, share, tell};
use crate::classify::acceptance::MAX_ERROR;
use crate::error::{Error, OutputFault, Place, Result};
use crate::mask::{self, Masker};
use crate::model::Model;
use crate::pipeline::{self, Counts};
use crate::read::{self, Options, Reader};
use crate::report::file::{WholeFile, refuse_inputs, same_file};
use crate::report::{self, Asks, Format, Wording};

/// Tag registers of suggestions: theme, departments, and what a person must look at
///
/// Writes `<name>.tagged.<ext>` beside each input: the same rows and columns, and beside them 主题, 其他主题,
/// 概率, 主办单位, 会办单位, 依据 and 复核. Workbooks and tables saved as HTML or XML become xlsx, csv and tsv become csv in
/// UTF-8, JSON lines stay jsonl. An earlier result that says something else, because rows were corrected or are new, becomes
/// `<name>.tagged.1.<ext>`; a file named with -o is replaced. Rows that cannot be used go to `<output>.rejected.csv` with
/// the reason. In csv, a cell that a spreadsheet program would run as a formula gets an apostrophe in front.
#[derive(Debug, Args)]
pub struct Tag {
    /// Registers to tag: xlsx, xls, ods, csv, tsv, tables saved as HTML or XML, jsonl, told apart by content; -
    /// reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Output file, which is replaced, or, for several inputs, an existing folder; - writes standard output
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Model to tag with; the one in the program if not given
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// Output format; by default that of OUT's ending, or the input's
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: Option<Format>,
    /// The share of errors tolerated among the rows marked 可采纳; the lower it is, the fewer rows are marked so
    #[arg(long, value_name = "SHARE", default_value_t = MAX_ERROR, value_parser = share)]
    max_error: f64,
    /// Departments with their remits (csv: name,aliases,remit,keywords, or 单位,简称,职责,关键词), in place of the model's;
    /// one that was renamed or merged names its heir in successor (继任单位, 并入)
    #[arg(long, value_name = "FILE")]
    departments: Vec<PathBuf>,
    /// Hand out each ask of a suggestion by itself: a second sheet 诉求分办表, for csv a second file
    /// <output>.asks.csv, for jsonl the key "asks"
    #[arg(long)]
    asks: bool,
    /// Hide personal data in all columns: numbers of identity cards, bank cards and telephones, number plates,
    /// accounts, house numbers and residents' names; deputies' names stay
    #[arg(long)]
    mask: bool,
    #[command(flatten)]
    columns: Columns,
}

/// The formats by the endings of their files.
fn formats() -> impl TypedValueParser<Value = Format> {
    let formats = [Format::Csv, Format::Xlsx, Format::Jsonl];
    one_of(formats.map(|format| (format.extension().into(), format)).to_vec())
}

impl Tag {
    pub fn run(self) -> Result<Outcome> {
        let folder = self.output.as_deref().is_some_and(Path::is_dir);
        if self.files.len() > 1 && self.output.is_some() && !folder {
            return Err(OutputFault::OneOutput { inputs: self.files.len() }.into());
        }
        // Whoever asks for a format that is none is told before anything is read.
        let named = match self.output.as_deref() {
            Some(output) if self.format.is_none() && !folder => Format::of(output)?,
            _ => None,
        };
        let (model, rejected) =
            handing_out_to(open_model(self.model.as_deref())?, &self.departments, &self.files)?;
        let mut outcome = Outcome::of_rejected(rejected);
        if self.asks && model.department_scheme().is_none() {
            say!("the model knows no departments, so that no ask can be handed out");
        }
        let model = model.bearing(self.max_error);
        let options = register::each_may_lack(&self.files, self.columns.options())?;
        let mut written = Vec::new();
        for file in &self.files {
            match self.tag(file, &options, (&model, named), &mut written) {
                Ok(counts) if counts.rejected > 0 && outcome == Outcome::Done => {
                    outcome = Outcome::SomeRejected;
                }
                Ok(_) => {}
                // One file that cannot be used must not keep the others waiting.
                Err(error) if self.files.len() > 1 && !super::is_broken_pipe(&error) => {
                    tell(&error);
                    outcome = Outcome::SomeFailed;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(outcome)
    }

    /// Tags one file; `named` is the format that the output's name asks for, `written` are the outputs so far.
    fn tag(
        &self,
        file: &Path,
        options: &Options,
        (model, named): (&Model, Option<Format>),
        written: &mut Vec<PathBuf>,
    ) -> Result<Counts> {
        let rows = register::open(file, options)?;
        let format = self.format(named, rows.format());
        let target = self.target(file, format);
        // What belongs to standard output has its name from the input.
        let place = target.path().unwrap_or(file);
        let beside = (self.asks && format == Format::Csv).then(|| asks_beside(place));
        let inputs = || self.files.iter().chain(&self.model).chain(&self.departments);
        let rejects = Rejects::beside(place, inputs())?;
        for output in target.path().into_iter().chain(beside.as_deref()).chain([rejects.path()]) {
            refuse_inputs(output, inputs())?;
            if written.iter().any(|other| same_file(other, output)) {
                return Err(Error::from(OutputFault::IsTaken).at(Place::file(output)));
            }
        }
        let mut output = target.create()?;
        let mut beside = beside.as_deref().map(WholeFile::create).transpose()?;
        let counts =
            self.tag_rows(rows, model, (format, self.asks(beside.as_mut())), &mut output, rejects)?;
        for file in [output.finish()?, beside].into_iter().flatten() {
            let place = target.put(file)?;
            if target.path().is_none() {
                say!("the asks are in {}", place.display());
            }
            written.push(place);
        }
        if let Some(path) = target.path().filter(|_| io::stderr().is_terminal()) {
            let Counts { tagged, review, .. } = counts;
            say!("{}: {tagged} rows tagged, {review} of them to be looked at", path.display());
        }
        Ok(counts)
    }

    fn asks<'f>(&self, beside: Option<&'f mut WholeFile>) -> Asks<'f> {
        match beside {
            Some(file) => Asks::Beside(Box::new(file)),
            None if self.asks => Asks::Within,
            None => Asks::Left,
        }
    }

    fn format(&self, named: Option<Format>, input: read::Format) -> Format {
        self.format.or(named).unwrap_or(match input {
            read::Format::Csv => Format::Csv,
            read::Format::Workbook => Format::Xlsx,
            read::Format::Jsonl => Format::Jsonl,
        })
    }

    fn target(&self, file: &Path, format: Format) -> Target {
        let standard = Path::new("-");
        let mut name = OsString::from(named(file).file_stem().unwrap_or_default());
        name.push(format!(".tagged.{}", format.extension()));
        match self.output.as_deref() {
            Some(output) if output == standard => Target::StandardOutput,
            Some(folder) if folder.is_dir() => Target::Ours(folder.join(name)),
            Some(output) => Target::Named(output.to_owned()),
            None if file == standard => Target::StandardOutput,
            None => Target::Ours(file.with_file_name(name)),
        }
    }

    fn tag_rows(
        &self,
        rows: Reader,
        model: &Model,
        (format, asks): (Format, Asks<'_>),
        output: impl Write + Send,
        rejects: Rejects,
    ) -> Result<Counts> {
        let table = rows.table().clone();
        let mut progress = Progress::new(&table.file);
        let masker = Masker::new(model.dictionary());
        let masker = Some(&masker).filter(|_| self.mask);
        let mut tagged = report::writer(format, &table, output, asks, Wording { model, masker })?;
        let position = rows.position();
        // Masked before they are judged, so that no hidden word comes back as one of those that decided.
        let rows = mask::rows(rows, &table, masker);
        let mut show = |counts: Counts| progress.show(position.bytes(), counts.tagged + counts.rejected);
        let (counts, _) = rejects.during(|rejects| {
            let counts = pipeline::tag(rows, model, &mut *tagged, &mut |row| rejects.add(&row), &mut show)?;
            tagged.finish()?;
            Ok(counts)
        })?;
        progress.end();
        Ok(counts)
    }
}

/// Where the asks go that belong to a CSV file.
fn asks_beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(named(path));
    name.push(".asks.csv");
    name.into()
}
