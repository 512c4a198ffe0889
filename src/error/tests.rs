//! One sample of every failure -> each message says what to do about it.

use std::collections::BTreeSet;
use std::error::Error as _;

use super::{Error, ErrorKind, ListFault, OutputFault, RowFault};

/// The names of the variants in the source of an enum.
fn variants(source: &str) -> BTreeSet<&str> {
    let lines = source.lines().filter_map(|line| line.strip_prefix("    "));
    lines.filter(|line| line.starts_with(char::is_uppercase)).map(name).collect()
}

/// The letters that a line of source, or a value as programs see it, begins with.
fn name(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())]
}

fn samples() -> Vec<ErrorKind> {
    use ErrorKind as E;
    let other = || Box::<dyn std::error::Error + Send + Sync>::from("cause");
    let io = || std::io::Error::other("cause");
    let text = || "x".to_owned();
    let (day, headings) = (jiff::civil::Date::constant(2020, 3, 16), vec![text()]);
    vec![
        E::Io(io()),
        E::EmptyFile,
        E::Folder,
        E::NotATable,
        E::Archive,
        E::Document { format: "PDF" },
        E::Workbook(calamine::Error::Msg("cause")),
        E::StrayCells,
        E::HiddenSheet,
        E::ListIsWorkbook,
        E::Csv(io().into()),
        E::NoTextColumn { headings: headings.clone() },
        E::NoSuchColumn { name: text(), headings: headings.clone() },
        E::NoRows,
        E::NoText,
        E::Row(RowFault::Total),
        E::BrokenEncoding { encoding: "GBK" },
        E::Json(serde_json::from_str::<u8>("").unwrap_err()),
        E::LongLine { megabytes: 64 },
        E::DuplicateLabel { name: text() },
        E::UnknownLabel { name: text() },
        E::LabelNotLearnt { name: text() },
        E::NothingUntagged { headings: headings.clone() },
        E::Scheme(io().into()),
        E::Crosswalk(io().into()),
        E::DuplicatePair { from: text(), to: text() },
        E::NoSuchTarget { name: text() },
        E::BrokenParent { id: text() },
        E::BrokenSuccession { id: text() },
        E::List(ListFault::Nameless),
        E::Output(OutputFault::IsInput),
        E::Lexicon(io().into()),
        E::LexiconWithoutScheme,
        E::MixedLexicon,
        E::ShortWord { word: text() },
        E::DuplicateWord { word: text() },
        E::UnreadableStrength { text: text() },
        E::Rules(io().into()),
        E::RuleCount { step: "reply", found: 2 },
        E::DayTwice { day },
        E::NoHandOutColumn { headings: headings.clone() },
        E::NoDay,
        E::NotHandedOut,
        E::NoDate { cell: text() },
        E::BeforeHandOut { day, handed_out: day },
        E::AfterToday { day, today: day },
        E::FarAhead { day, latest: day },
        E::LongAgo { day, first: day },
        E::NoTerm { cell: text() },
        E::NoLead,
        E::WriteDocument(other()),
        E::NotADraft,
        E::BrokenDraft(other()),
        E::Parameter { name: "folds", value: 1.0, range: "at least 2" },
        E::NoLabels,
        E::OneLabel { label: text(), rows: 2 },
        E::OneGroup(2),
        E::NoTerms,
        E::TooFewGroups { groups: 1, folds: 2 },
        E::Linfa(linfa::Error::NotEnoughSamples),
        E::NotAModel,
        E::JoinedDepartments,
        E::ModelVersion { found: 1, expected: 2 },
        E::ModelDamaged { found: 1, expected: 2 },
        E::ModelInconsistent { part: "vocabulary" },
        E::AsksTeachNothing,
        E::NothingToReport { year: 2020 },
        E::NoUsableRow,
        E::WriteWorkbook(rust_xlsxwriter::XlsxError::ParameterError(text())),
    ]
}

fn of_lists() -> Vec<ListFault> {
    let (text, headings) = (|| "x".to_owned(), vec!["x".to_owned()]);
    vec![
        ListFault::Nameless,
        ListFault::EmptyRemit { name: text() },
        ListFault::NoRemits { headings: headings.clone() },
        ListFault::UnreadableYear { text: text() },
        ListFault::NoDepartment,
        ListFault::NoneInForce,
        ListFault::NoneToPropose,
        ListFault::NoNames { headings },
    ]
}

fn of_outputs() -> Vec<OutputFault> {
    let text = || "x".to_owned();
    vec![
        OutputFault::NotAFolder,
        OutputFault::IsInput,
        OutputFault::RejectsAreInput,
        OutputFault::IsTaken,
        OutputFault::ModelIsAudit,
        OutputFault::NeedsFile,
        OutputFault::ReadOnly,
        OutputFault::NoFolder { folder: text() },
        OutputFault::OneOutput { inputs: 2 },
        OutputFault::ReportFormat { ending: text() },
        OutputFault::TableFormat { ending: text() },
        OutputFault::ListFormat { ending: text() },
        OutputFault::AsksBeside,
        OutputFault::AsksWithin,
        OutputFault::CellTooLong { characters: 40_000 },
    ]
}

fn of_rows() -> Vec<RowFault> {
    let text = || "x".to_owned();
    vec![
        RowFault::Total,
        RowFault::Signature,
        RowFault::HeadingsAgain,
        RowFault::OtherHeadings,
        RowFault::Hints,
        RowFault::ColumnNumbers,
        RowFault::AboveHeadings,
        RowFault::TextAbove { row: 2 },
        RowFault::NoSheetHeadings,
        RowFault::ColumnCount { found: 1, expected: 2 },
        RowFault::OpenQuote,
        RowFault::StrayQuote,
        RowFault::UnknownKey { key: text() },
        RowFault::KeyTwice { key: text() },
        RowFault::FormulaWithoutValue,
        RowFault::ErrorCell { code: "#REF!".into() },
        RowFault::StillToReview,
        RowFault::ReviewRemark { text: text() },
        RowFault::TwoLabels { id: text(), name: text() },
    ]
}

#[test]
fn each_message_ends_with_what_to_do_about_it() {
    let shown: Vec<String> = [
        samples().iter().map(|kind| format!("{kind:?}")).collect::<Vec<_>>(),
        of_lists().iter().map(|fault| format!("{fault:?}")).collect(),
        of_outputs().iter().map(|fault| format!("{fault:?}")).collect(),
        of_rows().iter().map(|fault| format!("{fault:?}")).collect(),
    ]
    .concat();
    let known: BTreeSet<&str> = shown.iter().map(|shown| name(shown)).collect();
    let sources =
        [include_str!("kind.rs"), include_str!("list.rs"), include_str!("output.rs"), include_str!("row.rs")];
    assert_eq!(known, sources.into_iter().flat_map(variants).collect(), "one sample of every variant");

    let lists = of_lists().into_iter().map(ErrorKind::from);
    let outputs = of_outputs().into_iter().map(ErrorKind::from);
    let rows = of_rows().into_iter().map(ErrorKind::from);
    for kind in samples().into_iter().chain(lists).chain(outputs).chain(rows) {
        let error = Error::new(kind);
        let message = error.to_string();
        let remedy = message.rsplit_once("; ").or_else(|| message.rsplit_once(", but must be "));
        let (_, remedy) = remedy.unwrap_or_else(|| panic!("{message} has no remedy"));
        assert!(remedy.chars().count() > 5, "{message}");
        assert!(!message.ends_with(['.', '。']), "{message}");
        assert!(error.source().is_none(), "{message} holds its cause already");
    }
}
