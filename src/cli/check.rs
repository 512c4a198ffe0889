//! `check`: a draft report -> its figures, right, wrong or not derivable, each with the calculation.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, Args};
use serde::Serialize;

use super::columns::{Columns, Handling};
use super::rejects::Rejects;
use super::{Outcome, open_model, register};
use crate::check::{self, Review, Verdict};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::pipeline;
use crate::read;
use crate::register::{OwnLists, Register};
use crate::segment::Dictionary;

/// Check the figures of a draft report: sums, shares, growth, figures that appear more than once
///
/// Prints in Chinese what contradicts itself, then what was calculated and is right, then the figures that nothing
/// else in the draft confirms or contradicts. Exit code 1 if something is wrong, or if rows of the register could not be
/// used.
#[derive(Debug, Args)]
#[command(mut_args(of_register))]
pub struct Check {
    /// The draft: docx, text or Markdown, told apart by content; - reads standard input
    #[arg(value_name = "DRAFT")]
    draft: PathBuf,
    /// A register to count in: totals, and figures by theme, department, class, outcome or month
    ///
    /// Themes and departments that the register leaves open are proposed by the model, as in a report.
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
    /// Count only this year of the register
    #[arg(long, value_name = "YEAR")]
    year: Option<i16>,
    /// Model for what the register leaves open; the one in the program if not given
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    columns: Columns,
    #[command(flatten)]
    handling: Handling,
}

/// What says how to read and count a register says nothing without one.
fn of_register(arg: Arg) -> Arg {
    let id = arg.get_id().as_str();
    let is_of_register = ["year", "model"].contains(&id) || id.ends_with("_column");
    if is_of_register { arg.requires("register") } else { arg }
}

/// One calculation for programs.
#[derive(Serialize)]
struct Line<'r> {
    verdict: &'static str,
    rule: &'static str,
    calculation: &'r str,
    figures: Vec<&'r str>,
    paragraph: usize,
    sentence: &'r str,
}

impl Check {
    pub fn run(self) -> Result<Outcome> {
        let paragraphs = read::draft(&self.draft)?;
        let (register, rejected) =
            self.register.as_deref().map(|file| self.register(file)).transpose()?.unzip();
        let review = check::check(&paragraphs, &Dictionary::new([]), register.as_ref());
        let wrong = review.findings.iter().any(|finding| finding.verdict == Verdict::Wrong);
        let mut output = io::stdout().lock();
        if self.json {
            let numbers = numbers(&review);
            let lines: Vec<Line<'_>> =
                review.findings.iter().map(|finding| line(&review, &numbers, finding)).collect();
            serde_json::to_writer_pretty(&mut output, &lines).map_err(io::Error::from)?;
            writeln!(output)?;
        } else {
            print(&mut output, &review)?;
        }
        Ok(match (wrong, rejected) {
            (true, _) => Outcome::SomeWrong,
            (false, Some(1..)) => Outcome::SomeRejected,
            (false, _) => Outcome::Done,
        })
    }

    /// The register in a file, as a report would count it, and how many rows of it could not be used.
    fn register(&self, file: &Path) -> Result<(Register, u64)> {
        let (rows, rejected) = Rejects::beside(file, [])?.during(|rejects| {
            let rows = register::open(file, &self.handling.options(&self.columns))?;
            let rows = register::usable(rows, None, |row| rejects.add(&row))?;
            rejects.leave_some(&rows).map_err(|error| error.at(Place::file(file)))?;
            Ok(rows)
        })?;
        let model = open_model(self.model.as_deref())?;
        let own = OwnLists { themes: self.model.is_some(), departments: self.model.is_some() };
        let register = pipeline::enter(rows, Vec::new(), &model, own, self.year);
        match self.year.filter(|_| register.current.is_empty()) {
            Some(year) => Err(Error::new(ErrorKind::NothingToReport { year }).at(Place::file(file))),
            None => Ok((register, rejected)),
        }
    }
}

fn line<'r>(review: &'r Review, numbers: &[usize], finding: &'r check::Finding) -> Line<'r> {
    Line {
        verdict: finding.verdict.name(),
        rule: finding.rule.name(),
        calculation: &finding.calculation,
        figures: finding.figures.iter().map(|&figure| review.written(figure)).collect(),
        paragraph: finding.figures.last().map_or(0, |&figure| numbers[review.figures[figure].paragraph]),
        sentence: finding.figures.last().map_or("", |&figure| review.sentence(figure)),
    }
}

fn print(output: &mut impl Write, review: &Review) -> Result<()> {
    let (numbers, verdicts) = (numbers(review), review.verdicts());
    let count = |verdict| verdicts.iter().filter(|&&own| own == verdict).count();
    writeln!(
        output,
        "共{}个数字：{}个有误，{}个相符，{}个无从推算",
        review.figures.len(),
        count(Verdict::Wrong),
        count(Verdict::Right),
        count(Verdict::NotDerivable)
    )?;
    for (heading, verdict) in [("有误", Verdict::Wrong), ("相符", Verdict::Right)] {
        let findings: Vec<_> = review.findings.iter().filter(|finding| finding.verdict == verdict).collect();
        if !findings.is_empty() {
            writeln!(output, "\n{heading}：")?;
        }
        for finding in findings {
            writeln!(output, "  {}", finding.calculation)?;
            if verdict == Verdict::Wrong {
                let mut sentences: Vec<(usize, &str)> = finding
                    .figures
                    .iter()
                    .map(|&figure| (review.figures[figure].paragraph, review.sentence(figure)))
                    .collect();
                sentences.dedup();
                for (paragraph, sentence) in sentences {
                    writeln!(output, "    第{}段：{sentence}", numbers[paragraph])?;
                }
            }
        }
    }
    let mut open = (0..verdicts.len()).filter(|&figure| verdicts[figure] == Verdict::NotDerivable).peekable();
    if open.peek().is_some() {
        writeln!(output, "\n无从推算：")?;
    }
    for figure in open {
        writeln!(
            output,
            "  第{}段 {}：{}",
            numbers[review.figures[figure].paragraph],
            review.written(figure),
            clause(review, figure)
        )?;
    }
    Ok(())
}

/// The number of each paragraph among those that are not blank.
fn numbers(review: &Review) -> Vec<usize> {
    let counted = |count: &mut usize, text: &String| {
        *count += usize::from(!text.is_empty());
        Some(*count)
    };
    review.paragraphs.iter().scan(0, counted).collect()
}

fn clause(review: &Review, figure: usize) -> &str {
    let figure = &review.figures[figure];
    review.paragraphs[figure.paragraph][figure.clause.clone()].trim()
}
