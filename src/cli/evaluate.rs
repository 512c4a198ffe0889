//! `evaluate`: labeled registers -> how well a model agrees with the people who labeled them.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use serde::Serialize;

use super::rejects::Rejects;
use super::train::How;
use super::{Outcome, open_model};
use crate::error::{ErrorKind, Result};
use crate::evaluate::metrics::{Added, Chosen};
use crate::evaluate::{self, Scores, resample};
use crate::model::Model;
use crate::pipeline;
use crate::suggestion::Suggestion;

/// Measure how well a model agrees with people
///
/// With --folds the rows themselves are the training data, each fold left out in turn; rows of one group stay
/// together. Otherwise a trained model judges all rows.
#[derive(Debug, Args)]
pub struct Evaluate {
    /// Labeled registers: xlsx, xls, csv or jsonl; - reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Model to measure; the one in the program if not given
    #[arg(long, value_name = "MODEL", conflicts_with = "folds")]
    model: Option<PathBuf>,
    /// Train on the rows themselves, leaving out one of N folds in turn
    #[arg(long, value_name = "N")]
    folds: Option<usize>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    how: How,
}

#[derive(Serialize)]
struct Measured {
    #[serde(flatten)]
    scores: Scores,
    rows: usize,
    rejected: u64,
    rows_per_second: f64,
}

impl Evaluate {
    pub fn run(self) -> Result<Outcome> {
        let mut rejects = Rejects::beside(&self.files[0]);
        let suggestions = self.how.read(&self.files, &mut rejects)?;
        let mut judged = Judged::default();
        match self.folds {
            Some(folds) => {
                let params = self.how.params()?;
                let fold_of = resample::folds(&suggestions, folds)?;
                for fold in 0..folds {
                    let rows = suggestions.iter().zip(&fold_of);
                    let (held_out, training): (Vec<_>, Vec<_>) = rows.partition(|&(_, &of)| of == fold);
                    let training: Vec<Suggestion> =
                        training.into_iter().map(|(row, _)| row.clone()).collect();
                    let (model, rejected) = pipeline::train(&training, &params)?;
                    // Each row is a training row of all folds but one; it is told of once.
                    if fold == 0 {
                        rejected.iter().try_for_each(|row| rejects.add(row))?;
                    }
                    judged.judge(&model, &held_out.into_iter().map(|(row, _)| row).collect::<Vec<_>>());
                }
            }
            None => {
                judged.judge(&open_model(self.model.as_deref())?, &suggestions.iter().collect::<Vec<_>>());
            }
        }
        let scores = evaluate::scores(&judged.outcomes);
        if scores == Scores::default() {
            // Not one row has a label that the model could be measured by.
            return Err(ErrorKind::NoLabels.into());
        }
        let result = Measured {
            scores,
            rows: suggestions.len(),
            rejected: rejects.finish()?,
            rows_per_second: suggestions.len() as f64 / judged.time.as_secs_f64(),
        };
        let mut output = io::stdout().lock();
        if self.json {
            serde_json::to_writer_pretty(&mut output, &result).map_err(io::Error::from)?;
            writeln!(output)?;
        } else {
            print(&mut output, &result)?;
        }
        Ok(if result.rejected > 0 { Outcome::SomeRejected } else { Outcome::Done })
    }
}

/// What was proposed so far, and how long it took.
#[derive(Default)]
struct Judged {
    outcomes: Vec<evaluate::Outcome>,
    time: Duration,
}

impl Judged {
    fn judge(&mut self, model: &Model, rows: &[&Suggestion]) {
        let started = Instant::now();
        self.outcomes.extend(evaluate::outcomes(model, rows));
        self.time += started.elapsed();
    }
}

fn print(output: &mut impl Write, result: &Measured) -> Result<()> {
    let Scores { theme, other_themes, lead, assist } = &result.scores;
    for (name, chosen) in [("theme", theme), ("lead", lead)] {
        if let Some(chosen) = chosen {
            print_chosen(output, name, chosen)?;
        }
    }
    for (name, added) in [("other themes", other_themes), ("assist", assist)] {
        if let Some(Added { n, given, precision, recall, f1 }) = added {
            writeln!(
                output,
                "{name}: F1 {f1:.3} (precision {precision:.3}, recall {recall:.3}; {given} labels in {n} rows)"
            )?;
        }
    }
    writeln!(
        output,
        "{} rows, {} rejected, {:.0} rows a second",
        result.rows, result.rejected, result.rows_per_second
    )?;
    Ok(())
}

fn print_chosen(output: &mut impl Write, name: &str, chosen: &Chosen) -> Result<()> {
    let (low, high) = chosen.accuracy_interval;
    writeln!(
        output,
        "{name}: accuracy {:.3} ({low:.3}-{high:.3}), top-3 {:.3}, macro-F1 {:.3}, n {}",
        chosen.accuracy, chosen.top3, chosen.macro_f1, chosen.n
    )?;
    writeln!(output, "  {:>6}  {:<22} {:<22} {:>6}  label", "n", "precision", "recall", "F1")?;
    for label in &chosen.labels {
        let interval = |value: f64, (low, high): (f64, f64)| format!("{value:.3} ({low:.3}-{high:.3})");
        writeln!(
            output,
            "  {:>6}  {:<22} {:<22} {:>6.3}  {}",
            label.n,
            interval(label.precision, label.precision_interval),
            interval(label.recall, label.recall_interval),
            label.f1,
            label.id
        )?;
    }
    writeln!(output, "  taken for another:")?;
    for (truth, proposed, count) in chosen.confusion.iter().take(12) {
        writeln!(output, "  {count:>6}  {truth} -> {proposed}")?;
    }
    Ok(())
}
