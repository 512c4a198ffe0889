//! `train`: labeled registers -> a model file.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, TypedValueParser};

use super::columns::Columns;
use super::rejects::Rejects;
use super::told::{tell_unfound, tell_unproposed, tell_words_apart, tell_years_ahead};
use super::{Outcome, departments_in, one_of, open_model, register, tell_unlearnt};
use crate::classify::AdaptParams;
use crate::error::{Error, OutputFault, Place, Result};
use crate::model::Model;
use crate::pipeline::{self, Terms, TrainParams};
use crate::read::{self, Options, Purpose, Rejected, Schemes, tagged};
use crate::report::doubted::{self, ListFormat};
use crate::report::file::{WholeFile, refuse_inputs, same_file};
use crate::route::sources::Source;
use crate::scheme::Kind;
use crate::segment::dictionary::word_list;
use crate::suggestion::Suggestion;
use crate::vectorize::VectorizerParams;

/// Train a model on labeled registers
///
/// The labels are read from the columns 主题 (theme), 其他主题, 主办单位 (lead) and 会办单位 (assist); any of them
/// may be missing. A column whose labels are all the same, or stand in one text only, is skipped with a warning. The same
/// files give the same model, byte for byte. In a file that `tag` wrote labels are read from the register's own columns if it
/// has any, and otherwise from those added, where a row that nobody has looked at comes back as with --from; name the
/// corrected columns beside own ones, as in --lead-column 主办单位（推荐）.
///
/// With --from a model learns from rows that people corrected, without the rows it was trained on: it follows them
/// and keeps what it knew. Of a tagged file it takes what the columns say that `tag` added, and of its rows those that are
/// marked 可采纳, whose cell 复核 was emptied, or whose theme or lead is another than the candidate that 请复核 names first;
/// the others come back, and so does a row whose 复核 holds any other remark, even if its label was corrected. In jsonl,
/// correct the first of `themes` and `leads`, its `id` and `name` together (or leave one of them out; a line in which they
/// contradict each other comes back), and set `decision` to `accepted`. What the new model accepts still depends on the
/// errors counted for the old one. Assisting departments, further themes and the asks of --asks teach it nothing. An office
/// with a list of its own trains anew with --departments on all rows that it corrected so far.
///
/// With --audit the rows whose given label a model that has not seen them contradicts are listed for a person to look
/// through.
#[derive(Debug, Args)]
pub struct Train {
    /// Labeled registers: xlsx, xls, ods, csv, tsv, tables saved as HTML or XML, jsonl, told apart by content; -
    /// reads standard input
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

/// From so many rows the terms and their weights can be learnt; with fewer, and remits to compare them with, those
/// of the program's own model serve better, unless somebody says how to learn them.
const FEW_ROWS: usize = 2000;

/// How to train, for all subcommands that do.
#[derive(Debug, Args)]
pub struct How {
    /// Labels allowed, with ids, names and aliases (csv: kind,id,name,aliases,parent,since,until, or kind,编号,名称,别名);
    /// without it the labels are those found in the rows. A label with an until is not proposed, whatever the year
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
    /// What decides which department leads; everything but neighbors if not given
    #[arg(long, value_name = "SOURCE", value_delimiter = ',', value_parser = sources())]
    sources: Vec<Source>,
    /// Words that must not be cut apart, one a line: estates, roads, firms
    #[arg(long, value_name = "FILE")]
    words: Option<PathBuf>,
    /// Drop terms that stand in fewer training rows than N: a smaller, faster model; if not given, 2 where texts
    /// are long and 1 where they are short. With --departments and fewer than 2,000 rows the terms are those of the
    /// model in the program, unless this is given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    min_df: Option<u32>,
    /// What an error costs against large weights; if not given, the cost under which rows left out are judged best.
    /// A lower one serves texts that come from elsewhere than the training rows
    #[arg(long, value_name = "C")]
    cost: Option<f32>,
    #[command(flatten)]
    pub columns: Columns,
}

/// The sources by their names.
fn sources() -> impl TypedValueParser<Value = Source> {
    one_of(vec![
        ("learning".into(), Source::Learning),
        ("remits".into(), Source::Remits),
        ("lexicon".into(), Source::Lexicon),
        ("names".into(), Source::Names),
        (PossibleValue::new("neighbors").alias("neighbours"), Source::Neighbors),
    ])
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
                if self.min_df.is_none() {
                    params.terms = Terms::Taken(ours.vectorizer().clone());
                }
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
            params.route.sources.clone_from(&self.sources);
        }
        if let Some(min_df) = self.min_df {
            params.terms = Terms::Learnt(VectorizerParams::default().min_df(min_df));
        }
        if let Some(cost) = self.cost {
            params.costs = vec![cost];
        }
        Ok(params)
    }

    /// All usable rows of `files`, read as they are, or as what people `corrected` for a model; the others go to `rejects`.
    /// Tells of a column of labels that was not found, and how many rows have no label, or none but the program's own,
    /// since they teach and measure nothing.
    pub fn read(
        &self,
        files: &[PathBuf],
        corrected: Option<&Model>,
        rejects: &mut Rejects,
    ) -> Result<Vec<Suggestion>> {
        let mut suggestions = Vec::new();
        let labels = corrected.map(|model| Schemes {
            themes: model.theme_scheme().cloned(),
            departments: model.department_scheme().cloned(),
        });
        let options = Options { corrected: labels, ..self.columns.options() };
        let options = register::each_may_lack(files, options)?;
        for file in files {
            let reader = register::open(file, &options)?;
            tell_unfound(reader.table());
            suggestions.extend(register::usable(reader, None, |row| rejects.add(&row))?);
        }
        // What `tag` proposed and nobody has looked at teaches and measures nothing. Adapting asks by itself, since there
        // a label counts wherever it stands.
        if corrected.is_none() {
            let all = std::mem::take(&mut suggestions);
            for row in all {
                match tagged::looked_at(&row) {
                    Err(error) if tagged::is_proposed(&row) => rejects.add(&Rejected::of(&row, error))?,
                    _ => suggestions.push(row),
                }
            }
            let untouched = suggestions.iter().filter(|row| tagged::is_untouched(row)).count();
            if untouched > 0 {
                say!(
                    "rows whose theme or lead is what `tag` proposed, and 复核 stands as it was: {untouched}; they say no \
                     more than the model that tagged them"
                );
            }
        }
        let without = suggestions.iter().filter(|row| !row.has_label()).count();
        if without > 0 {
            say!("rows without a theme or lead, which are left out: {without}");
        }
        Ok(suggestions)
    }
}

/// What came of learning.
#[derive(Default)]
struct Learnt {
    /// The model, if one was asked for.
    model: Option<Model>,
    rejected: Vec<Rejected>,
    /// Why the labels of a column could not be learnt.
    unlearnt: Vec<Error>,
}

impl Train {
    pub fn run(self) -> Result<Outcome> {
        let How { scheme, departments, lexicon, words, .. } = &self.how;
        let inputs =
            self.files.iter().chain(scheme).chain(departments).chain(lexicon).chain(words).chain(&self.from);
        let inputs: Vec<&PathBuf> = inputs.collect();
        let outputs: Vec<&PathBuf> = self.output.iter().chain(&self.audit).collect();
        for output in &outputs {
            if output.as_path() == Path::new("-") {
                return Err(OutputFault::NeedsFile.into());
            }
            refuse_inputs(output, inputs.iter().copied())?;
        }
        if let [model, audit] = outputs[..]
            && (model == audit || same_file(model, audit))
        {
            return Err(Error::from(OutputFault::ModelIsAudit).at(Place::file(audit)));
        }
        let beside = outputs.first().map_or("-".as_ref(), |output| output.as_path());
        let rejects = Rejects::beside(beside, inputs)?;
        let before = self.from.as_deref().map(|from| open_model(Some(from))).transpose()?;
        let ((), rejected) = rejects.during(|rejects| {
            let suggestions = self.how.read(&self.files, before.as_ref(), rejects)?;
            let learnt = self.learn(&suggestions, before.as_ref(), rejects)?;
            tell_unlearnt(&learnt.unlearnt);
            rejects.add_all(&learnt.rejected)?;
            if let (Some(model), Some(path)) = (learnt.model, &self.output) {
                let mut output = WholeFile::create(path)?;
                model.write(&mut output)?;
                output.keep()?;
                if io::stderr().is_terminal() {
                    say!("{}: trained on {} rows", path.display(), model.manifest().rows());
                }
            }
            Ok(())
        })?;
        Ok(Outcome::of_rejected(rejected))
    }

    /// Learns from the rows, or lets the model that was there `before` follow them. Where that fails, those that cannot be
    /// used go to `rejects`: they may be all.
    fn learn(
        &self,
        suggestions: &[Suggestion],
        before: Option<&Model>,
        rejects: &mut Rejects,
    ) -> Result<Learnt> {
        rejects.leave_some(suggestions)?;
        let Some(before) = before else {
            let mut params = self.how.params(suggestions, rejects)?;
            params.route.keep_texts = self.keep_texts;
            return self.train(suggestions, &params).or_else(|error| {
                rejects.add_all(&pipeline::unusable(suggestions, &params))?;
                Err(error)
            });
        };
        let mut params = AdaptParams::default();
        if let Some(weight) = self.weight {
            params = params.weight(weight);
        }
        match pipeline::adapt(before, suggestions, &params) {
            Ok((model, rejected)) => Ok(Learnt { model: Some(model), rejected, unlearnt: Vec::new() }),
            Err(error) => {
                rejects.add_all(&pipeline::refused(before, suggestions))?;
                Err(error)
            }
        }
    }

    /// Looks for doubtful labels and trains a new model, as far as asked for.
    fn train(&self, suggestions: &[Suggestion], params: &TrainParams) -> Result<Learnt> {
        let mut learnt = Learnt::default();
        if let Some(audit) = &self.audit {
            let format = ListFormat::named(audit)?;
            let audited = pipeline::audit(suggestions, params)?;
            (learnt.rejected, learnt.unlearnt) = (audited.rejected, audited.unlearnt);
            let mut output = WholeFile::create(audit)?;
            doubted::write(&audited.doubted, format, &mut output)?;
            output.keep()?;
        }
        if self.output.is_some() {
            let trained = pipeline::train(suggestions, params)?;
            tell_unproposed(&trained.model, suggestions);
            let (rejected, unlearnt) = (trained.rejected, trained.unlearnt);
            learnt = Learnt { model: Some(trained.model), rejected, unlearnt };
        }
        Ok(learnt)
    }
}
