//! `explain`: one text -> its words, shaded by what each brings to the likeliest themes and leads.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use anstyle::{Ansi256Color, Style};
use clap::Args;
use serde_json::{Value, json};

use super::{Outcome, at_least, open_model};
use crate::classify::precedent::Met;
use crate::error::{ErrorKind, Result};
use crate::pipeline;
use crate::pipeline::explain::{Explanation, Reasons};
use crate::read;
use crate::suggestion::Suggestion;
use crate::vectorize::Field;

/// Shades of green for words that speak for a label and of red for those against it, from light to deep.
const FOR: [u8; 4] = [194, 157, 120, 83];
const AGAINST: [u8; 4] = [224, 217, 210, 203];
const BLACK: u8 = 16;
/// A word that brings less than this share of the strongest is not shaded.
const FAINT: f32 = 0.08;
/// So many words are listed for each label.
const WORDS: usize = 8;

/// Show what every word of a text brings to the likeliest themes and leads
///
/// On a terminal the words that speak for the likeliest label are green and those against it red, the deeper the
/// stronger. The weights of all words and the bias of the label sum to its score. Of a lead
/// this is what was learnt of it; its remit, its name and the words that point to it are weighed beside that.
#[derive(Debug, Args)]
pub struct Explain {
    /// The text; - or nothing reads standard input
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    /// The title, if there is one beside the text
    #[arg(long, value_name = "TITLE", default_value = "")]
    title: String,
    /// Model to explain; the one in the program if not given
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// How many themes and leads to explain
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = at_least::<1>)]
    labels: usize,
    /// Print JSON, with every word
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub fn run(self) -> Result<Outcome> {
        let text = match self.text.as_deref() {
            None | Some("-") => read::text(Path::new("-"))?,
            Some(text) => text.to_owned(),
        };
        let suggestion = Suggestion::from_text(&self.title, &text);
        if suggestion.title().is_empty() && suggestion.body().is_empty() {
            return Err(ErrorKind::NoText.into());
        }
        let model = open_model(self.model.as_deref())?;
        let explanation = pipeline::explain(&model, &suggestion, self.labels);
        if self.json {
            let mut output = io::stdout().lock();
            serde_json::to_writer_pretty(&mut output, &to_json(&explanation)).map_err(io::Error::from)?;
            writeln!(output)?;
        } else {
            let colored = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
            let mut output = AutoStream::auto(io::stdout()).lock();
            let labels = [("theme", &explanation.themes), ("lead", &explanation.leads)];
            for ((name, reasons), met) in labels.into_iter().zip(explanation.met) {
                print(&mut output, name, &explanation, reasons, colored)?;
                if met.times > 0 {
                    let Met { times, alike } = met;
                    writeln!(output, "{name}: the same text in {times} training rows, {alike} of them so")?;
                }
            }
        }
        Ok(Outcome::Done)
    }
}

fn print(
    output: &mut impl Write,
    name: &str,
    explanation: &Explanation,
    labels: &[Reasons],
    colored: bool,
) -> Result<()> {
    for (rank, reasons) in labels.iter().enumerate() {
        let Reasons { label, probability, score, bias, weights } = reasons;
        let sum: f64 = weights.iter().map(|&weight| f64::from(weight)).sum();
        writeln!(
            output,
            "{name} {} {}  probability {probability:.3}  score {score:+.4} = words {sum:+.4}, bias {bias:+.4}",
            label.id, label.name
        )?;
        if colored && rank == 0 {
            writeln!(output, "{}", shaded(explanation, weights))?;
        }
        let words: Vec<String> = strongest(explanation, weights)
            .into_iter()
            .take(WORDS)
            .map(|(word, weight)| format!("{word} {weight:+.3}"))
            .collect();
        writeln!(output, "  {}", words.join("  "))?;
    }
    Ok(())
}

/// The title and the text below it, every word on its shade.
fn shaded(explanation: &Explanation, weights: &[f32]) -> String {
    let strongest = weights.iter().fold(f32::MIN_POSITIVE, |most, weight| most.max(weight.abs()));
    let mut text = String::from("  ");
    let mut field = explanation.tokens.first().map(|token| token.field);
    for (token, &weight) in explanation.tokens.iter().zip(weights) {
        if field != Some(token.field) {
            text.push_str("\n  ");
            field = Some(token.field);
        }
        let share = weight.abs() / strongest;
        if share < FAINT || token.text.trim().is_empty() {
            text.push_str(&token.text);
            continue;
        }
        let shades = if weight > 0.0 { FOR } else { AGAINST };
        let depth = [0.25, 0.5, 0.75].into_iter().filter(|&least| share > least).count();
        let color = |index: u8| Some(Ansi256Color(index).into());
        let style = Style::new().fg_color(color(BLACK)).bg_color(color(shades[depth]));
        let (begin, end) = (style.render().to_string(), style.render_reset().to_string());
        text.extend([&begin, &token.text, &end].map(String::as_str));
    }
    text
}

/// Every word with what all its occurrences bring together, the strongest first, for or against.
fn strongest<'e>(explanation: &'e Explanation, weights: &[f32]) -> Vec<(&'e str, f32)> {
    let mut words: Vec<(&str, f32)> = Vec::new();
    let mut by_word: Vec<(&str, f32)> = explanation
        .tokens
        .iter()
        .map(|token| token.text.trim())
        .zip(weights.iter().copied())
        .filter(|&(word, weight)| !word.is_empty() && weight != 0.0)
        .collect();
    by_word.sort_by(|left, right| left.0.cmp(right.0));
    for (word, weight) in by_word {
        match words.last_mut() {
            Some((known, sum)) if *known == word => *sum += weight,
            _ => words.push((word, weight)),
        }
    }
    words.sort_by(|left, right| right.1.abs().total_cmp(&left.1.abs()));
    words
}

fn to_json(explanation: &Explanation) -> Value {
    let labels = |labels: &[Reasons]| -> Value {
        let label = |reasons: &Reasons| {
            let tokens: Vec<Value> = explanation
                .tokens
                .iter()
                .zip(&reasons.weights)
                .zip(places(explanation))
                .map(|((token, weight), (field, start, end))| {
                    json!({"field": field, "start": start, "end": end, "text": token.text, "weight": weight})
                })
                .collect();
            json!({
                "id": reasons.label.id,
                "name": reasons.label.name,
                "probability": reasons.probability,
                "score": reasons.score,
                "bias": reasons.bias,
                "tokens": tokens,
            })
        };
        labels.iter().map(label).collect()
    };
    let [theme, lead] = explanation.met.map(|Met { times, alike }| json!({"times": times, "alike": alike}));
    json!({
        "themes": labels(&explanation.themes),
        "leads": labels(&explanation.leads),
        "same_text": {"theme": theme, "lead": lead},
    })
}

/// Where the tokens stand: the field, and the first character and the one after the last, counted from 0 in title or body.
fn places(explanation: &Explanation) -> impl Iterator<Item = (&'static str, usize, usize)> {
    explanation.tokens.iter().scan((Field::Title, 0), |(field, end), token| {
        let start = if token.field == *field { *end } else { 0 };
        (*field, *end) = (token.field, start + token.text.chars().count());
        Some((if token.field == Field::Title { "title" } else { "body" }, start, *end))
    })
}
