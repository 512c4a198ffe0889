//! `ledger`: a register -> what is due as a workbook, and a letter to every department that is late.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;

use super::columns::{Columns, Handling};
use super::rejects::Rejects;
use super::{Outcome, open_register};
use crate::date::{self, Date};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::ledger::Ledger;
use crate::read::{self, Row};
use crate::report;
use crate::report::file::{WholeFile, refuse_inputs};
use crate::suggestion::handling::latest_day;

/// Make the ledger of what is due (督办台账) and the letters of reminder (催办函)
///
/// Reads when each suggestion was handed out, answered or returned, reckons the last day by the rules and the
/// holidays, and writes 督办台账.xlsx and a letter as docx to every department that is late or has something due
/// soon. Rows that cannot be reckoned are listed in the sheet 单列 with the reason.
#[derive(Debug, Args)]
pub struct Make {
    /// The register: xlsx, xls, csv or jsonl, told apart by content; - reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder to write to; it is made if need be; `<name>.ledger` beside the register if not given
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The day it is, after which nothing can have happened; the latest day in the register if not given
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
    /// Rules of the place (csv: `step,amount,unit,last_day,source`); datasets/rules/rules.csv if not given
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Holidays and days worked in exchange (csv: `date,kind`); datasets/rules/holidays.csv if not given
    #[arg(long, value_name = "FILE")]
    holidays: Option<PathBuf>,
    /// Departments allowed, with their other names (csv: `kind,id,name,aliases`); any name if not given
    #[arg(long, value_name = "FILE")]
    scheme: Option<PathBuf>,
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
        let clock = read::clock(self.rules.as_deref(), self.holidays.as_deref())?;
        let departments = match &self.scheme {
            Some(path) => read::scheme(path)?.departments,
            None => None,
        };
        let folder = self.folder();
        refuse_inputs(&folder.join("督办台账.xlsx"), [&self.file])?;
        let (mut rows, mut rejected) = (Vec::new(), Vec::new());
        for row in open_register(&self.file, &self.handling.options(&self.columns))? {
            match row? {
                Row::Usable(suggestion) => rows.push(suggestion),
                Row::Rejected(row) => rejected.push(row),
            }
        }
        let in_file = |error: Error| error.at(Place::file(&self.file));
        let today =
            self.today.or_else(|| latest_day(&rows)).ok_or_else(|| in_file(ErrorKind::NoDay.into()))?;
        if self.today.is_none() {
            eprintln!("reckoned for {today}, the latest day in the register; give another with --today");
        }
        let ledger = Ledger::new(&rows, departments.as_ref(), clock, today)?;
        // Only now is it sure that there is something to write, so that a bad register leaves no folder behind.
        std::fs::create_dir_all(&folder).map_err(|error| Error::from(error).at(Place::file(&folder)))?;
        let mut rejects = Rejects::beside(&folder.join("督办台账.xlsx"));
        rejected.iter().try_for_each(|row| rejects.add(row))?;
        write(&folder.join("督办台账.xlsx"), |output| report::ledger::write(&ledger, output))?;
        let reminders = ledger.reminders();
        for (department, reminder) in &reminders {
            let path = folder.join(format!("催办函-{}.docx", file_name(department)));
            write(&path, |output| {
                report::letter::write(department, reminder, &ledger, self.office.as_deref(), output)
            })?;
        }
        for year in &ledger.unknown_years {
            eprintln!("the holidays of {year} are unknown; only its weekends are days off");
        }
        if !ledger.apart.is_empty() {
            eprintln!("rows that cannot be reckoned: {}; the sheet 单列 says why", ledger.apart.len());
        }
        if io::stderr().is_terminal() {
            eprintln!("{}: {} rows, {} letters", folder.display(), ledger.entries.len(), reminders.len());
        }
        let some = rejects.finish()? > 0 || !ledger.apart.is_empty();
        Ok(if some { Outcome::SomeRejected } else { Outcome::Done })
    }

    fn folder(&self) -> PathBuf {
        let name = if self.file.as_os_str() == "-" {
            "stdin".as_ref()
        } else {
            self.file.file_stem().unwrap_or(self.file.as_os_str())
        };
        let mut beside = name.to_owned();
        beside.push(".ledger");
        self.output.clone().unwrap_or_else(|| self.file.with_file_name(beside))
    }
}

fn write(path: &Path, content: impl FnOnce(&mut WholeFile) -> Result<()>) -> Result<()> {
    let mut file = WholeFile::create(path)?;
    content(&mut file)?;
    file.keep()
}

/// A name without what no file name may hold.
fn file_name(department: &str) -> String {
    department
        .chars()
        .map(|c| if c.is_control() || r#"<>:"/\|?*"#.contains(c) { '_' } else { c })
        .take(60)
        .collect()
}
