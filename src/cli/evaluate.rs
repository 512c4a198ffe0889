//! `evaluate`: labeled registers -> how well a model agrees with the people who labeled them.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::{Arg, Args};
use serde::Serialize;

use super::rejects::Rejects;
use super::train::How;
use super::{Outcome, at_least, departments_in, open_model, share, some_of, tell_unlearnt};
use crate::classify::acceptance::MAX_ERROR;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::evaluate::compare::Difference;
use crate::evaluate::metrics::{Added, Chosen};
use crate::evaluate::routing::Routing;
use crate::evaluate::trust::Trust;
use crate::evaluate::{self, Scores, across, compare, resample};
use crate::model::Model;
use crate::pipeline::{self, tell_once};
use crate::read::{self, Purpose, Rejected};
use crate::scheme::{Crosswalk, Scheme};
use crate::suggestion::{Role, Suggestion};

/// Measure how well a model agrees with people
///
/// With --folds the rows themselves are the training data, each fold left out in turn; rows of one group stay
/// together. Otherwise a trained model judges all rows.
#[derive(Debug, Args)]
#[command(mut_args(of_training))]
pub struct Evaluate {
    /// Labeled registers: xlsx, xls, ods, csv, tsv, tables saved as HTML or XML, jsonl, told apart by content; -
    /// reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Model to measure; the one in the program if not given
    #[arg(long, value_name = "MODEL", conflicts_with = "folds")]
    model: Option<PathBuf>,
    /// Compare with this model on the same rows, and say whether the difference is more than chance
    #[arg(long, value_name = "MODEL", conflicts_with_all = ["folds", "crosswalk"])]
    against: Option<PathBuf>,
    /// The share of errors tolerated among the rows accepted without a person's check
    #[arg(long, value_name = "SHARE", default_value_t = MAX_ERROR, value_parser = share)]
    max_error: f64,
    /// Train on the rows themselves, leaving out one of N folds in turn
    #[arg(long, value_name = "N", value_parser = at_least::<2>)]
    folds: Option<usize>,
    /// The themes of the rows are of another scheme than the model's: say which themes stand for which of them
    /// (csv: from,to; a theme may stand for several)
    #[arg(long, value_name = "FILE", conflicts_with = "folds")]
    crosswalk: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    how: How,
}

/// What says how to train says nothing to a model that is trained already, and its help tells so.
fn of_training(arg: Arg) -> Arg {
    match arg.get_id().as_str() {
        "scheme" | "lexicon" | "sources" | "words" | "min_df" | "cost" => {
            let help = arg.get_help().map(|help| format!("{help} [only with --folds]"));
            arg.requires("folds").help(help.unwrap_or_default())
        }
        _ => arg,
    }
}

#[derive(Serialize)]
struct Measured {
    #[serde(flatten)]
    scores: Scores,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<Against>,
    rows: usize,
    /// Rows whose text the training had, too; they say nothing of new ones.
    rows_in_training: usize,
    rejected: u64,
    rows_per_second: f64,
}

/// The model measured minus the one it is compared with.
#[derive(Serialize)]
struct Against {
    theme: Option<Difference>,
    lead: Option<Difference>,
}

impl Evaluate {
    pub fn run(self) -> Result<Outcome> {
        let rejects = Rejects::beside(&self.files[0], &self.files)?;
        let (measured, rejected) = rejects.during(|rejects| self.measure(rejects))?;
        let result = Measured { rejected, ..measured };
        let mut output = io::stdout().lock();
        if self.json {
            serde_json::to_writer_pretty(&mut output, &result).map_err(io::Error::from)?;
            writeln!(output)?;
        } else {
            print(&mut output, &result)?;
        }
        Ok(Outcome::of_rejected(rejected))
    }

    /// Measures the model on all rows that can be used; the others go to `rejects`.
    fn measure(&self, rejects: &mut Rejects) -> Result<Measured> {
        let suggestions = self.how.read(&self.files, None, rejects)?;
        rejects.leave_some(&suggestions)?;
        let mut judged = Judged::default();
        let mut scheme = None;
        match self.folds {
            Some(folds) => {
                let params = self.how.params(&suggestions, rejects)?;
                let left_out = pipeline::unusable(&suggestions, &params);
                rejects.add_all(&left_out)?;
                let fold_of = resample::folds(&suggestions, folds)?;
                let place = |row: &Rejected| Place { column: None, ..row.error.place().clone() }.to_string();
                let unusable: BTreeSet<String> = left_out.iter().map(place).collect();
                let (mut judged_rows, mut unlearnt) = (Vec::new(), Vec::new());
                for fold in 0..folds {
                    let rows = suggestions.iter().zip(&fold_of);
                    let (held_out, training): (Vec<_>, Vec<_>) = rows.partition(|&(_, &of)| of == fold);
                    let training: Vec<Suggestion> =
                        training.into_iter().map(|(row, _)| row.clone()).collect();
                    let trained = pipeline::train(&training, &params).inspect_err(|_| {
                        say!(
                            "without the rows of fold {} of {folds} nothing can be learnt; use fewer folds, or label more rows",
                            fold + 1
                        );
                    })?;
                    tell_once(&mut unlearnt, trained.unlearnt);
                    let model = trained.model.bearing(self.max_error);
                    let held_out: Vec<&Suggestion> = held_out.into_iter().map(|(row, _)| row).collect();
                    judged.judge(&model, &held_out);
                    judged_rows.extend(held_out);
                }
                tell_unlearnt(&unlearnt);
                // What cannot be used is no error of the model.
                let mut is_usable =
                    judged_rows.iter().map(|row| !unusable.contains(&row.place().to_string()));
                judged.outcomes.retain(|_| is_usable.next() == Some(true));
            }
            None => scheme = self.judge(&suggestions, &mut judged, rejects)?,
        }
        let scores = evaluate::scores(&judged.outcomes);
        if judged.outcomes.is_empty() {
            rejects.leave_some(&[])?;
        }
        if scores == Scores::default() {
            // Not one row has a label that the model could be measured by.
            return Err(ErrorKind::NoLabels.into());
        }
        let (unknown, labels) = evaluate::unknown(&judged.outcomes);
        if unknown > 0 {
            say!("rows whose label the model does not know: {unknown} ({})", some_of(labels));
        }
        let against = self.against.as_deref().map(|path| -> Result<Against> {
            let other = routing_by(open_model(Some(path))?, scheme.as_ref())?;
            let other = evaluate::outcomes(&other, &suggestions.iter().collect::<Vec<_>>());
            let pairs = || judged.outcomes.iter().zip(&other);
            let theme = pairs().filter_map(|(one, other)| one.theme.as_ref().zip(other.theme.as_ref()));
            let lead = pairs().filter_map(|(one, other)| one.lead.as_ref().zip(other.lead.as_ref()));
            Ok(Against { theme: compare::accuracy(theme), lead: compare::accuracy(lead) })
        });
        Ok(Measured {
            against: against.transpose()?,
            scores,
            rows: suggestions.len(),
            rows_in_training: judged.outcomes.iter().filter(|outcome| outcome.is_met).count(),
            rejected: 0,
            rows_per_second: suggestions.len() as f64 / judged.time.as_secs_f64(),
        })
    }

    /// Lets a trained model judge all rows; returns the departments asked for.
    fn judge(
        &self,
        rows: &[Suggestion],
        judged: &mut Judged,
        rejects: &mut Rejects,
    ) -> Result<Option<Scheme>> {
        let model = open_model(self.model.as_deref())?;
        let mut scheme = None;
        if !self.how.departments.is_empty() {
            let known = model.department_scheme().cloned();
            let (departments, rejected) = departments_in(&self.how.departments, known, Purpose::Routing)?;
            rejects.add_all(&rejected)?;
            scheme = departments;
        }
        let model = routing_by(model, scheme.as_ref())?.bearing(self.max_error);
        let rows: Vec<&Suggestion> = rows.iter().collect();
        if let Some((path, themes)) = self.crosswalk.as_deref().zip(model.themes()) {
            let crosswalk = read::crosswalk(path, themes.scheme())?;
            judged.judge_across(&model, &rows, &crosswalk, rejects)?;
        } else {
            judged.judge(&model, &rows);
        }
        Ok(scheme)
    }
}

/// The model, for the departments of `scheme` if they are given.
fn routing_by(model: Model, scheme: Option<&Scheme>) -> Result<Model> {
    match scheme {
        Some(scheme) => model.with_departments(scheme.clone()),
        None => Ok(model),
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

    /// Judges rows whose themes are of another scheme; those with a theme that the crosswalk does not lead to
    /// are rejected, since no proposal could be right.
    fn judge_across(
        &mut self,
        model: &Model,
        rows: &[&Suggestion],
        crosswalk: &Crosswalk,
        rejects: &mut Rejects,
    ) -> Result<()> {
        let theme = |row: &Suggestion| {
            let mut names = row.names(Role::Theme, |name| crosswalk.leads_to(name));
            names.next().unwrap_or_default().to_owned()
        };
        let (known, unknown): (Vec<&Suggestion>, Vec<&Suggestion>) =
            rows.iter().partition(|row| theme(row).is_empty() || crosswalk.leads_to(&theme(row)));
        for row in unknown {
            let error =
                Error::new(ErrorKind::NoSuchTarget { name: theme(row) }).at(row.place_of(Role::Theme));
            rejects.add(&Rejected::of(row, error))?;
        }
        self.judge(model, &known);
        self.outcomes = std::mem::take(&mut self.outcomes)
            .into_iter()
            .zip(known)
            .map(|(outcome, row)| across::translate(outcome, &theme(row), crosswalk))
            .collect();
        Ok(())
    }
}

fn print(output: &mut impl Write, result: &Measured) -> Result<()> {
    let Scores { theme, other_themes, lead, assist, routing } = &result.scores;
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
    if let Some(against) = &result.against {
        for (name, difference) in [("theme", against.theme), ("lead", against.lead)] {
            if let Some(Difference { n, accuracy, interval: (low, high), only, is_real }) = difference {
                let verdict = if is_real { "real" } else { "may be chance" };
                writeln!(
                    output,
                    "{name} against the other model: {:+.3} ({low:+.3} to {high:+.3}), {verdict}; only this one \
                     right {}, only the other {}, n {n}",
                    accuracy, only.0, only.1
                )?;
            }
        }
    }
    if let Some(Routing { joint, joint_interval: (low, high), by_departments, n }) = routing {
        writeln!(output, "lead and all assisting right: {joint:.3} ({low:.3}-{high:.3}), n {n}")?;
        for part in by_departments {
            writeln!(
                output,
                "  {} departments: n {}, lead {:.3}, top-3 {:.3}, all right {:.3}",
                part.departments, part.n, part.top1, part.top3, part.joint
            )?;
        }
    }
    if result.rows_in_training > 0 {
        let rows = result.rows_in_training;
        writeln!(output, "{rows} of these rows stood in the training: they say nothing of new ones")?;
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
    print_trust(output, &chosen.trust)?;
    writeln!(output, "  taken for another:")?;
    for (truth, proposed, count) in chosen.confusion.iter().take(12) {
        writeln!(output, "  {count:>6}  {truth} -> {proposed}")?;
    }
    Ok(())
}

fn print_trust(output: &mut impl Write, trust: &Trust) -> Result<()> {
    let (low, high) = trust.accepted_error_interval;
    writeln!(
        output,
        "  accepted without a person: {:.3} of the rows, {:.3} ({low:.3}-{high:.3}) of them wrong",
        trust.accepted, trust.accepted_error
    )?;
    let risks: Vec<String> = trust
        .risk_coverage
        .iter()
        .map(|risk| format!("{:.0}%: {:.3}", risk.coverage * 100.0, risk.error))
        .collect();
    writeln!(output, "  wrong among the most probable: {}", risks.join(", "))?;
    writeln!(output, "  calibration error {:.3}", trust.calibration_error)?;
    writeln!(output, "  {:>6}  {:<11}  right", "n", "probability")?;
    for bin in &trust.reliability {
        let (low, high) = bin.right_interval;
        writeln!(output, "  {:>6}  {:<11.3}  {:.3} ({low:.3}-{high:.3})", bin.n, bin.probability, bin.right)?;
    }
    Ok(())
}
