//! `report`: registers -> the report on how their suggestions were handled.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::clock::ClockFiles;
use super::columns::{Columns, Handling};
use super::rejects::Rejects;
use super::{Outcome, handing_out_to, open_model, register};
use crate::error::{Error, ErrorKind, OutputFault, Place, Result};
use crate::mask::Masker;
use crate::pipeline::{self, AnalyzeParams};
use crate::read::Options;
use crate::register::OwnLists;
use crate::report::file::{WholeFile, refuse_inputs};
use crate::report::reason;
use crate::report::yearly::picture::Painter;
use crate::report::yearly::{self, docx, html, markdown, xlsx};

/// Write the report on a register: counts and shares, themes, departments, joint work, reply times, trends
///
/// Themes and departments that the register leaves open are proposed by the model and marked as such. Every
/// number in the report leads to the rows it counts. The same files give the same report, byte for byte.
#[derive(Debug, Args)]
pub struct Report {
    /// Registers to report on: xlsx, xls, ods, csv, tsv, tables saved as HTML or XML, jsonl, told apart by content
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The report to write: .docx, .html, .xlsx or .md
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// Report only this year, compared with the year before where the registers reach back to it
    #[arg(long, value_name = "YEAR")]
    year: Option<i16>,
    /// Register of the year before, to compare with. Columns named by hand are looked for in it, too, but need not be
    /// there
    #[arg(long, value_name = "FILE")]
    compare: Vec<PathBuf>,
    /// Model for what the register leaves open; the one in the program if not given
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// Departments of the office (csv: name,aliases,remit,keywords, or 单位,简称,职责,关键词), in place of the model's; a
    /// department is counted and called as in this list, whichever of its names a row has
    #[arg(long, value_name = "FILE")]
    departments: Vec<PathBuf>,
    #[command(flatten)]
    clock: ClockFiles,
    /// Hide personal data in the titles and cells that the report shows: numbers of identity cards, bank cards and
    /// telephones, number plates, accounts, house numbers and residents' names; deputies' names stay
    #[arg(long)]
    mask: bool,
    #[command(flatten)]
    columns: Columns,
    #[command(flatten)]
    handling: Handling,
}

/// The format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Docx,
    Html,
    Xlsx,
    Markdown,
}

impl Format {
    fn of(path: &Path) -> Result<Self> {
        let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
        match ending.as_str() {
            "docx" => Ok(Self::Docx),
            "html" | "htm" => Ok(Self::Html),
            "xlsx" => Ok(Self::Xlsx),
            "md" => Ok(Self::Markdown),
            _ => Err(Error::from(OutputFault::ReportFormat { ending }).at(Place::file(path))),
        }
    }
}

impl Report {
    pub fn run(self) -> Result<Outcome> {
        let format = Format::of(&self.output)?;
        let inputs = || self.files.iter().chain(&self.compare);
        let tables = self.model.iter().chain(&self.departments).chain(self.clock.files());
        refuse_inputs(&self.output, inputs().chain(tables))?;
        let clock = self.clock.clock()?;
        let (model, of_list) =
            handing_out_to(open_model(self.model.as_deref())?, &self.departments, &self.files)?;
        let masker = self.mask.then(|| Masker::new(model.dictionary()));
        let options = register::each_may_lack(&self.files, self.handling.options(&self.columns))?;
        let earlier = Options { may_lack: true, ..options.clone() };
        let ((suggestions, rejected, before), all_rejected) = Rejects::beside(&self.output, inputs())?
            .during(|rejects| {
                let mut rejected: BTreeMap<&str, u64> = BTreeMap::new();
                let suggestions = register::read_all(&self.files, &options, masker.as_ref(), |row| {
                    *rejected.entry(reason::brief(row.error.kind())).or_default() += 1;
                    rejects.add(&row)
                })?;
                let before =
                    register::read_all(&self.compare, &earlier, masker.as_ref(), |row| rejects.add(&row))?;
                if suggestions.is_empty() {
                    return Err(ErrorKind::NoUsableRow.into());
                }
                Ok((suggestions, rejected, before))
            })?;
        let is_own = self.model.is_some();
        let own = OwnLists { themes: is_own, departments: is_own || !self.departments.is_empty() };
        let params = AnalyzeParams { clock: Some(clock), own, year: self.year, rejected };
        let analysis = pipeline::analyze(suggestions, before, &model, params)?;
        if let Some(year) = self.year.filter(|_| analysis.register.current.is_empty()) {
            return Err(ErrorKind::NothingToReport { year }.into());
        }
        let files: Vec<String> = inputs().map(|file| file.display().to_string()).collect();
        let report = yearly::build(&analysis, &files);
        let mut output = WholeFile::create(&self.output)?;
        match format {
            Format::Docx => {
                let painter = Painter::with_system_fonts();
                if painter.is_none() {
                    say!("warning: no font with Chinese letters was found; the charts are written as tables");
                }
                docx::write(&report, painter.as_ref(), &mut output)?;
            }
            Format::Html => html::write(&report, &mut output)?,
            Format::Xlsx => xlsx::write(&report, &mut output)?,
            Format::Markdown => markdown::write(&report, &mut output)?,
        }
        output.flush()?;
        output.keep()?;
        if io::stderr().is_terminal() {
            let rows = analysis.register.current.count();
            say!("{}: {rows} suggestions, {} figures", self.output.display(), report.figures.len());
        }
        Ok(Outcome::of_rejected(all_rejected + of_list))
    }
}
