//! `train`: labeled registers -> a model file.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::columns::Columns;
use super::rejects::Rejects;
use super::{Outcome, departments_in, open_model, open_register, some_of, tell_unlearnt};
use crate::classify::AdaptParams;
use crate::date::Date;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::model::Model;
use crate::pipeline::{self, TrainParams};
use crate::read::{self, Purpose, Row};
use crate::report::Format;
use crate::report::doubted;
use crate::report::file::{WholeFile, refuse_inputs, same_file};
use crate::route::sources::Source;
use crate::scheme::{Kind, Label, Scheme};
use crate::segment::Dictionary;
use crate::segment::dictionary::word_list;
use crate::suggestion::{Role, Suggestion};
use crate::vectorize::terms::is_cut_apart;

/// Train a model on labeled registers
///
/// The labels are read from the columns 主题 (theme), 其他主题, 主办单位 (lead) and 会办单位 (assist); any of them
/// may be missing. A column whose labels are all the same, or stand in one text only, is left out and told of. The same
/// files give the same model, byte for byte.
///
/// With --from a model learns from rows that people corrected, without the rows it was trained on: it follows them
/// and keeps what it knew. Of a tagged file it takes what the columns say that `tag` added, and of its rows those that are
/// marked 可采纳, whose cell 复核 was emptied, or whose theme or lead is another than the candidate that 请复核 names first;
/// the others come back. With --audit the rows whose given label a model that has not seen them contradicts are
/// listed for a person to look through.
#[derive(Debug, Args)]
pub struct Train {
    /// Labeled registers: xlsx, xls, csv or jsonl; - reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The model file to write
    #[arg(short, long, value_name = "MODEL", required_unless_present = "audit")]
    output: Option<PathBuf>,
    /// Adapt this model to the rows instead of training a new one; `default` is the one in the program
    #[arg(long, value_name = "MODEL", conflicts_with_all = ["scheme", "departments", "lexicon", "sources", "words", "min_df", "cost", "audit"])]
    from: Option<PathBuf>,
    /// With --from: what a corrected row counts against what the model knew; 0.1 if not given
    #[arg(long, value_name = "W", requires = "from")]
    weight: Option<f32>,
    /// Write the rows whose labels are doubtful to FILE (.xlsx or .csv), the most doubtful first
    #[arg(long, value_name = "FILE")]
    audit: Option<PathBuf>,
    /// Keep titles and texts in the model, so that similar cases can be shown with them; otherwise their ids
    #[arg(long, conflicts_with = "from")]
    keep_texts: bool,
    #[command(flatten)]
    how: How,
}

/// From so many rows the words and their weights can be learnt; with fewer, and remits to compare them with, those
/// of the program's own model serve better.
const FEW_ROWS: usize = 2000;

/// What the model in the program is called, where no file is called so.
const OURS: &str = "default";

/// How to train, for all subcommands that do.
#[derive(Debug, Args)]
pub struct How {
    /// Labels allowed, with ids, names and aliases (csv: kind,id,name,aliases,parent,since,until); without it
    /// the labels are those found in the rows. A label with an until is not proposed, whatever the year
    #[arg(long, value_name = "FILE")]
    scheme: Vec<PathBuf>,
    /// Departments with their remits (csv: name,aliases,remit,keywords, or 单位,简称,职责,关键词), in place of those of the
    /// scheme; one that was renamed or merged names its heir in successor (继任单位, 并入); a file with
    /// id,remit,keywords adds remits to them
    #[arg(long, value_name = "FILE")]
    pub departments: Vec<PathBuf>,
    /// Words that point to themes or to departments (csv: word,strength,themes or word,strength,departments, or 词,强度
    /// and 主题 or 单位), with the strength from 1, where a word leans there, to 3, where hardly another can be meant.
    /// Of a word in two files the later one counts; what is no word of the dictionary has to stand in --words, too
    #[arg(long, value_name = "FILE")]
    lexicon: Vec<PathBuf>,
    /// Who has a say in who leads; all but neighbors if not given
    #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
    sources: Vec<SourceName>,
    /// Words that must not be cut apart, one a line: estates, roads, firms
    #[arg(long, value_name = "FILE")]
    words: Option<PathBuf>,
    /// Drop terms that stand in fewer training rows than N: a smaller, faster model; if not given, 2 where texts
    /// are long and 1 where they are short
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    min_df: Option<u32>,
    /// What an error costs against large weights; if not given, the cost under which rows left out are judged best.
    /// A lower one serves texts that come from elsewhere than the training rows
    #[arg(long, value_name = "C")]
    cost: Option<f32>,
    #[command(flatten)]
    pub columns: Columns,
}

/// Who has a say in who leads.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum SourceName {
    Learning,
    Remits,
    Lexicon,
    Names,
    #[value(alias = "neighbours")]
    Neighbors,
}

impl From<SourceName> for Source {
    fn from(name: SourceName) -> Self {
        match name {
            SourceName::Learning => Self::Learning,
            SourceName::Remits => Self::Remits,
            SourceName::Lexicon => Self::Lexicon,
            SourceName::Names => Self::Names,
            SourceName::Neighbors => Self::Neighbors,
        }
    }
}

impl How {
    /// The parameters that these options stand for, to train on `rows`; rows of lists that cannot be used go to `rejects`.
    pub fn params(&self, rows: &[Suggestion], rejects: &mut Rejects) -> Result<TrainParams> {
        let mut params = TrainParams::default();
        if let Some(path) = &self.words {
            params.own_words = word_list(&read::text(path)?);
        }
        for path in &self.scheme {
            let schemes = read::scheme(path)?;
            params.themes = schemes.themes.or(params.themes);
            params.departments = schemes.departments.or(params.departments);
        }
        let (departments, rejected) =
            departments_in(&self.departments, params.departments.take(), Purpose::Routing)?;
        rejects.add_all(&rejected)?;
        if let Some(scheme) = departments {
            if !self.departments.is_empty() && rows.len() < FEW_ROWS {
                let ours = Model::embedded()?;
                params.vocabulary = Some(ours.vectorizer().clone());
                params.route.signposts =
                    ours.router().map(|router| router.signposts_for(&scheme)).unwrap_or_default();
            }
            params.departments = Some(scheme);
        }
        for scheme in [&params.themes, &params.departments].into_iter().flatten() {
            tell_years_ahead(scheme, rows);
        }
        let mut pointing: Vec<String> = Vec::new();
        for path in &self.lexicon {
            let lexicon = read::lexicon(path, params.themes.as_ref(), params.departments.as_ref())?;
            rejects.add_all(&lexicon.rejected)?;
            let known = match lexicon.kind {
                Kind::Theme => &mut params.signposts,
                Kind::Department => &mut params.route.signposts,
            };
            // A word that stands in two files is what the later one says.
            let words: BTreeSet<&str> =
                lexicon.signposts.iter().map(|signpost| signpost.word.as_str()).collect();
            known.retain(|signpost| !words.contains(signpost.word.as_str()));
            pointing.extend(lexicon.signposts.iter().map(|signpost| signpost.word.clone()));
            known.extend(lexicon.signposts);
        }
        tell_words_apart(&pointing, &params.own_words);
        if !self.sources.is_empty() {
            params.route.sources = self.sources.iter().map(|&name| name.into()).collect();
        }
        if let Some(min_df) = self.min_df {
            params.vectorizer = params.vectorizer.min_df(min_df);
        }
        if let Some(cost) = self.cost {
            params.costs = vec![cost];
        }
        Ok(params)
    }

    /// All usable rows of `files`, read as `corrected` ones or as they are; the others go to `rejects`. Tells how many of
    /// them have no label, since they teach and measure nothing.
    pub fn read(&self, files: &[PathBuf], corrected: bool, rejects: &mut Rejects) -> Result<Vec<Suggestion>> {
        let mut suggestions = Vec::new();
        for file in files {
            let reader = open_register(file, &self.columns.options())?;
            for row in if corrected { reader.corrected() } else { reader } {
                match row? {
                    Row::Usable(suggestion) => suggestions.push(suggestion),
                    Row::Rejected(rejected) => rejects.add(&rejected)?,
                }
            }
        }
        let has_no = |row: &Suggestion, role| row.list(role).next().is_none();
        let without =
            suggestions.iter().filter(|row| has_no(row, Role::Theme) && has_no(row, Role::Lead)).count();
        if without > 0 {
            say!("rows without a theme or lead, which are left out: {without}");
        }
        Ok(suggestions)
    }
}

/// Tells of years after the newest row: what a model proposes depends on no clock, so that such a year does not mean that
/// something will begin or end.
fn tell_years_ahead(scheme: &Scheme, rows: &[Suggestion]) {
    let Some(newest) = rows.iter().filter_map(Suggestion::date).map(Date::year).max() else { return };
    for Label { name, since, until, .. } in scheme.labels() {
        if let Some(year) = until.filter(|&year| year > newest) {
            say!(
                "{name} is in force until {year}, after the newest row ({newest}), but with an until it is not proposed any \
                 more; empty that cell as long as it is in force"
            );
        }
        if let Some(year) = since.filter(|&year| year > newest) {
            say!(
                "{name} is in force since {year}, after the newest row ({newest}), but it is proposed all the same; leave it \
                 out of the list until then"
            );
        }
    }
}

/// Tells of words of the lexicon that no text has, because the dictionary cuts them apart.
fn tell_words_apart(words: &[String], own_words: &[String]) {
    if words.is_empty() {
        return;
    }
    let dictionary = Dictionary::new(own_words.iter().cloned());
    let apart: Vec<&String> = words.iter().filter(|word| is_cut_apart(word, &dictionary)).collect();
    if !apart.is_empty() {
        say!(
            "words of the lexicon that are cut apart in every text, so that they point nowhere: {} ({}); add them to --words",
            apart.len(),
            some_of(&apart)
        );
    }
}

/// Tells of labels in the rows that the model never proposes.
fn tell_unproposed(model: &Model, rows: &[Suggestion]) {
    let labels = pipeline::unproposed(model, rows);
    if !labels.is_empty() {
        say!(
            "labels that the model never proposes: {}; a theme must be the main theme of a row, and what has an until is in \
             force no longer",
            some_of(labels.iter().map(|(name, rows)| format!("{name} ({rows} rows)")))
        );
    }
}

impl Train {
    pub fn run(self) -> Result<Outcome> {
        let How { scheme, departments, lexicon, words, .. } = &self.how;
        let inputs =
            self.files.iter().chain(scheme).chain(departments).chain(lexicon).chain(words).chain(&self.from);
        let inputs: Vec<&PathBuf> = inputs.collect();
        let outputs: Vec<&PathBuf> = self.output.iter().chain(&self.audit).collect();
        for output in &outputs {
            refuse_inputs(output, inputs.iter().copied())?;
        }
        if let [model, audit] = outputs[..]
            && (model == audit || same_file(model, audit))
        {
            return Err(Error::new(ErrorKind::ModelIsAudit).at(Place::file(audit)));
        }
        let mut rejects = Rejects::beside(outputs.first().map_or("-".as_ref(), |output| output.as_path()));
        let suggestions = self.how.read(&self.files, self.from.is_some(), &mut rejects)?;
        let (mut model, mut rejected, mut unlearnt) = (None, Vec::new(), Vec::new());
        if let Some(from) = &self.from {
            let mut params = AdaptParams::default();
            if let Some(weight) = self.weight {
                params = params.weight(weight);
            }
            let is_ours = from == Path::new(OURS) && !from.exists();
            let model_before = open_model(Some(from.as_path()).filter(|_| !is_ours))?;
            let (adapted, rows) = pipeline::adapt(&model_before, &suggestions, &params)?;
            (model, rejected) = (Some(adapted), rows);
        } else {
            let mut params = self.how.params(&suggestions, &mut rejects)?;
            params.route.keep_texts = self.keep_texts;
            if let Some(audit) = &self.audit {
                let format = Format::named(audit)?;
                let audited = pipeline::audit(&suggestions, &params)?;
                (rejected, unlearnt) = (audited.rejected, audited.unlearnt);
                let mut output = WholeFile::create(audit)?;
                doubted::write(&audited.doubted, format, &mut output)?;
                output.keep()?;
            }
            if self.output.is_some() {
                let trained = pipeline::train(&suggestions, &params)?;
                tell_unproposed(&trained.model, &suggestions);
                (model, rejected, unlearnt) = (Some(trained.model), trained.rejected, trained.unlearnt);
            }
        }
        tell_unlearnt(&unlearnt);
        for row in &rejected {
            rejects.add(row)?;
        }
        if let (Some(model), Some(path)) = (model, &self.output) {
            let mut output = WholeFile::create(path)?;
            model.write(&mut output)?;
            output.keep()?;
            if io::stderr().is_terminal() {
                say!("{}: trained on {} rows", path.display(), model.manifest().rows());
            }
        }
        Ok(if rejects.finish()? > 0 { Outcome::SomeRejected } else { Outcome::Done })
    }
}
