//! `ledger`: a register -> what is due as a workbook, and a letter to every department that is late.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;

use super::clock::ClockFiles;
use super::columns::{Columns, Handling};
use super::rejects::Rejects;
use super::{Outcome, departments_in, named, register, tell_set_aside};
use crate::clock::Clock;
use crate::date::{self, Date};
use crate::error::{Error, ErrorKind, OutputFault, Place, Result};
use crate::ledger::Ledger;
use crate::read::Purpose;
use crate::report;
use crate::report::file::{WholeFile, refuse_inputs, set_aside};
use crate::scheme::Scheme;
use crate::suggestion::Suggestion;
use crate::suggestion::day::believed_days;

/// Make the ledger of what is due (督办台账) and the letters of reminder (催办函)
///
/// Reads when each suggestion was handed out, answered or returned, reckons the last day by the rules and the
/// holidays, and writes 督办台账.xlsx and a letter as docx to every department that is late or has something due
/// soon. Rows that cannot be reckoned are listed in the sheet 单列 with the reason. What an earlier run left in the
/// folder and this one does not say again becomes `<name>.1.<ext>`.
#[derive(Debug, Args)]
pub struct Make {
    /// The register: xlsx, xls, ods, csv, tsv, tables saved as HTML or XML, jsonl, told apart by content; - reads
    /// standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder to write to; it is made if need be; `<name>.ledger` beside the register if not given
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The date to take as today; later dates in the register are errors. The latest date in the register if not
    /// given
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
    #[command(flatten)]
    clock: ClockFiles,
    /// Departments that may lead, with their other names (csv: name,aliases, or 单位,简称, or a scheme with
    /// kind,id,name,aliases); a row led by another is set apart; any name if not given
    #[arg(long, alias = "scheme", value_name = "FILE")]
    departments: Vec<PathBuf>,
    /// Who signs the letters
    #[arg(long, value_name = "NAME")]
    office: Option<String>,
    #[command(flatten)]
    columns: Columns,
    #[command(flatten)]
    handling: Handling,
}

fn day(text: &str) -> Result<Date, String> {
    date::parse(text).ok_or_else(|| "write it as 2020-06-15".to_owned())
}

impl Make {
    pub fn run(self) -> Result<Outcome> {
        let clock = self.clock.clock()?;
        let folder = self.folder();
        let workbook = folder.join("督办台账.xlsx");
        let inputs = || [&self.file].into_iter().chain(&self.departments).chain(self.clock.files());
        refuse_inputs(&workbook, inputs())?;
        let (departments, mut rejected) = departments_in(&self.departments, None, Purpose::Naming)?;
        let register = register::open(&self.file, &self.handling.options(&self.columns))?;
        let file = register.table().file.clone();
        let rows = register::usable(register, None, |row| {
            rejected.push(row);
            Ok(())
        })?;
        // A register without a usable row has no ledger, but a list of rows that have to be mended.
        let ledger = match rows.as_slice() {
            [] => Err(Error::new(ErrorKind::NoUsableRow).at(Place::file(&file))),
            rows => self.reckon(rows, departments.as_ref(), clock),
        };
        if ledger.is_ok() || !rejected.is_empty() {
            // Only now is it sure that there is something to write, so that a bad register leaves no folder behind.
            if folder.is_file() {
                return Err(Error::from(OutputFault::NotAFolder).at(Place::file(&folder)));
            }
            std::fs::create_dir_all(&folder).map_err(|error| Error::from(error).at(Place::file(&folder)))?;
        }
        let (ledger, rejected) = Rejects::beside(&workbook, inputs())?.during(|rejects| {
            rejects.add_all(&rejected)?;
            ledger
        })?;
        write(&workbook, |output| report::ledger::write(&ledger, output))?;
        let letters = self.write_letters(&ledger, &folder)?;
        if ledger.lacks_answers() {
            say!(
                "{file}: no column says whether a suggestion is answered, so no letters are written; name one with \
                 --replied-column or --status-column, or add it"
            );
        }
        if ledger.repeated.rows > 0 {
            say!(
                "rows that repeat another one (same number, proposer and text), and count each: {}; see 说明",
                ledger.repeated.rows
            );
        }
        if !ledger.unknown_states.is_empty() {
            let states = ledger.unknown_states.iter().map(|(state, rows)| format!("{state} ({rows})"));
            let states = states.collect::<Vec<_>>().join(", ");
            say!(
                "states taken for unanswered, since no list knows them: {states}; write 已答复 if they are answered"
            );
        }
        for year in &ledger.unknown_years {
            say!("the holidays of {year} are unknown; only its weekends are days off");
        }
        if !ledger.apart.is_empty() {
            say!("rows that cannot be reckoned: {}; the sheet 单列 says why", ledger.apart.len());
        }
        if io::stderr().is_terminal() {
            say!("{}: {} rows, {letters} letters", folder.display(), ledger.entries.len());
        }
        Ok(Outcome::of_rejected(rejected + ledger.apart.len() as u64))
    }

    fn reckon(&self, rows: &[Suggestion], departments: Option<&Scheme>, clock: Clock) -> Result<Ledger> {
        let no_day = || Error::new(ErrorKind::NoDay).at(Place::file(&rows[0].table.file));
        let today = self.today.or_else(|| believed_days(rows).map(|(_, last)| last)).ok_or_else(no_day)?;
        if self.today.is_none() {
            say!("reckoned for {today}, the latest day in the register; give another with --today");
        }
        Ledger::new(rows, departments, clock, today)
    }

    /// Writes the letters, sets aside those of an earlier run to departments that owe nothing any more, and returns how
    /// many were written.
    fn write_letters(&self, ledger: &Ledger, folder: &Path) -> Result<usize> {
        let mut written = BTreeSet::new();
        for (department, reminder) in &ledger.reminders() {
            let name = letter_name(department, &written);
            write(&folder.join(&name), |output| {
                report::letter::write(department, reminder, ledger, self.office.as_deref(), output)
            })?;
            written.insert(name.to_lowercase());
        }
        let failed = |error: io::Error| Error::from(error).at(Place::file(folder));
        for name in letters_in(folder).map_err(failed)? {
            if !written.contains(&name.to_lowercase()) {
                let place = folder.join(name);
                tell_set_aside(&place, set_aside(&place).map_err(failed)?.as_deref());
            }
        }
        Ok(written.len())
    }

    fn folder(&self) -> PathBuf {
        let register = named(&self.file);
        let mut beside = register.file_stem().unwrap_or(register.as_os_str()).to_owned();
        beside.push(".ledger");
        self.output.clone().unwrap_or_else(|| register.with_file_name(beside))
    }
}

/// Writes a file. What an earlier run wrote there, and somebody may have added to, is set aside if it says otherwise.
fn write(path: &Path, content: impl FnOnce(&mut WholeFile) -> Result<()>) -> Result<()> {
    let mut file = WholeFile::create(path)?;
    content(&mut file)?;
    tell_set_aside(path, file.keep_both()?.as_deref());
    Ok(())
}

/// The name of the letter to a department: without what no file name may hold, and unlike those `taken`, which are in small
/// letters since many disks do not tell them from capitals. A full stop is left to letters that are set aside.
fn letter_name(department: &str, taken: &BTreeSet<String>) -> String {
    let is_left_out = |c: char| c.is_control() || r#"<>:"/\|?*."#.contains(c);
    let plain: String = department.chars().map(|c| if is_left_out(c) { '_' } else { c }).take(60).collect();
    let numbered = (2..=u32::MAX).map(|number| format!("催办函-{plain}-{number}.docx"));
    std::iter::once(format!("催办函-{plain}.docx"))
        .chain(numbered)
        .find(|name| !taken.contains(&name.to_lowercase()))
        .expect("no register has so many departments")
}

/// The letters in a folder, but for those that were set aside.
fn letters_in(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut letters = BTreeSet::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let department = name.strip_prefix("催办函-").and_then(|name| name.strip_suffix(".docx"));
        if department.is_some_and(|department| !department.contains('.')) {
            letters.insert(name);
        }
    }
    Ok(letters)
}
