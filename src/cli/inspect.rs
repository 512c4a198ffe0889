//! `inspect`: a model -> what it was trained on, its labels, its scores, its strongest words.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::{Outcome, open_model};
use crate::classify::Judge;
use crate::error::Result;
use crate::model::Model;
use crate::route::Router;
use crate::stats::Share;
use crate::vectorize::{Field, Unit};

/// Look inside a model
#[derive(Debug, Args)]
pub struct Inspect {
    /// Model to look into; the one in the program if not given
    #[arg(value_name = "MODEL")]
    model: Option<PathBuf>,
    /// How many of the strongest words to show for each label
    #[arg(long, value_name = "N", default_value_t = 8)]
    words: usize,
}

impl Inspect {
    pub fn run(self) -> Result<Outcome> {
        let model = open_model(self.model.as_deref())?;
        let mut output = io::stdout().lock();
        writeln!(output, "trained on {} rows", model.manifest().rows())?;
        for (file, rows) in &model.manifest().files {
            writeln!(output, "  {rows:>7}  {file}")?;
        }
        writeln!(output, "vector: {} columns", model.vectorizer().width())?;
        for (block, vocabulary) in model.vectorizer().blocks() {
            let field = match block.field {
                Field::Title => "title",
                Field::Text => "title and body",
            };
            let unit = match block.unit {
                Unit::Words => "words",
                Unit::Characters => "characters and pairs",
            };
            writeln!(output, "  {:>7}  {unit} of {field}, weight {}", vocabulary.len(), block.weight)?;
        }
        let own_words = model.dictionary().own_words().len();
        if own_words > 0 {
            writeln!(output, "own words: {own_words}")?;
        }
        if let Some(judge) = model.themes() {
            self.print(&mut output, "themes", &model, judge, judge.accuracy())?;
        }
        if let Some(judge) = model.departments() {
            // Who leads is decided by the router, which asks more than the weights.
            let accuracy = model.router().and_then(Router::accuracy).unwrap_or(judge.accuracy());
            self.print(&mut output, "departments", &model, judge, accuracy)?;
        }
        if let Some(router) = model.router() {
            print_routing(&mut output, router)?;
        }
        Ok(Outcome::Done)
    }

    fn print(
        &self,
        output: &mut impl Write,
        name: &str,
        model: &Model,
        judge: &Judge,
        accuracy: Share,
    ) -> Result<()> {
        let (low, high) = accuracy.wilson();
        writeln!(
            output,
            "{name}: {:.3} ({low:.3}-{high:.3}) right on {} training rows, each judged without its fold",
            accuracy.value(),
            accuracy.of
        )?;
        if !judge.signposts().is_empty() {
            writeln!(output, "  words that point to {name}: {}", judge.signposts().len())?;
        }
        for (position, rows) in judge.learnt() {
            let label = judge.label(position);
            let columns =
                judge.output(position).map(|output| model.linear().strongest_columns(output, self.words));
            let words: Vec<&str> =
                columns.into_iter().flatten().map(|column| model.vectorizer().term(column)).collect();
            writeln!(output, "  {rows:>7}  {}  {}  {}", label.id, label.name, words.join(" "))?;
        }
        Ok(())
    }
}

fn print_routing(output: &mut impl Write, router: &Router) -> Result<()> {
    let learnt = router.learnt();
    let [learning, remits, lexicon, names, neighbors] = learnt.pool.weights;
    writeln!(
        output,
        "routing: learning {learning:.2}, remits {remits:.2}, lexicon {lexicon:.2}, names {names:.2}, neighbors \
         {neighbors:.2}"
    )?;
    writeln!(output, "  words that point to departments: {}", learnt.signposts.len())?;
    if let Some(assist) = &learnt.assist {
        writeln!(output, "  a department assists from probability {:.3} on", assist.threshold())?;
    }
    writeln!(output, "  past cases: {}", learnt.past.len())?;
    Ok(())
}
