//! Bytes read so far -> a bar on a terminal, once the work has taken a second.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Work that ends sooner shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that appears when it is worth it, and never where nobody looks.
pub struct Progress {
    started: Instant,
    bar: Option<ProgressBar>,
    name: String,
}

impl Progress {
    /// Progress on the work called `name`.
    pub fn new(name: impl Into<String>) -> Self {
        Self { started: Instant::now(), bar: None, name: name.into() }
    }

    /// Shows that `done` of `total` bytes are read.
    pub fn show(&mut self, (done, total): (u64, Option<u64>), rows: u64) {
        if self.bar.is_none() && self.started.elapsed() > PATIENCE && std::io::stderr().is_terminal() {
            let bar = match total {
                Some(total) => ProgressBar::new(total),
                None => ProgressBar::new_spinner(),
            };
            let template = if total.is_some() {
                "{prefix} {bar:30} {percent:>3}%  {msg}  {eta} left"
            } else {
                "{prefix} {spinner}  {msg}  {elapsed}"
            };
            let style =
                ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
            self.bar = Some(bar.with_style(style).with_prefix(self.name.clone()));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(done);
            bar.set_message(format!("{rows} rows"));
        }
    }

    /// Takes the bar away.
    pub fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
