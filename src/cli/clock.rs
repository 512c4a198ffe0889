//! Options that name rules and holidays -> the clock.

use std::path::PathBuf;

use clap::Args;

use crate::clock::Clock;
use crate::error::Result;
use crate::read;

/// The files that say how long each step may take.
#[derive(Debug, Args)]
pub struct ClockFiles {
    /// How long replies may take (csv: `step,amount,unit,last_day,source`); the rules in the program if not given
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Holidays and days worked in exchange (csv: `date,kind`); the table in the program if not given
    #[arg(long, value_name = "FILE")]
    holidays: Option<PathBuf>,
}

impl ClockFiles {
    /// The files that are named.
    pub fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.rules.iter().chain(&self.holidays)
    }

    /// The clock that they, or those in the program, make up.
    pub fn clock(&self) -> Result<Clock> {
        read::clock(self.rules.as_deref(), self.holidays.as_deref())
    }
}
