//! A register of 174 deputies' suggestions -> the report says what the register holds, in every format.

use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

use crate::analysis::Analysis;
use crate::model::Model;
use crate::pipeline::{self, AnalyzeParams};
use crate::read::{self, Options, Row};
use crate::report::yearly::{Block, Piece, Report, Table, build, docx, html, markdown, xlsx};
use crate::suggestion::Suggestion;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/deputies-2020.csv");

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::embedded().unwrap());

static ANALYSIS: LazyLock<Analysis> = LazyLock::new(|| analyze(rows(Path::new(FILE)), Some(2020)));

fn rows(path: &Path) -> Vec<Suggestion> {
    let rows = read::open(path, &Options::default()).unwrap();
    rows.map(|row| match row.unwrap() {
        Row::Usable(suggestion) => suggestion,
        Row::Rejected(rejected) => panic!("{}", rejected.error),
    })
    .collect()
}

fn rows_of(text: &str) -> Vec<Suggestion> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    rows(file.path())
}

fn analyze(rows: Vec<Suggestion>, year: Option<i16>) -> Analysis {
    let params = AnalyzeParams { year, ..AnalyzeParams::default() };
    pipeline::analyze(rows, Vec::new(), &MODEL, params).unwrap()
}

fn report(analysis: &Analysis) -> Report<'_> {
    build(analysis, &["台账/deputies-2020.csv".into()])
}

fn paragraphs(report: &Report<'_>) -> Vec<String> {
    let paragraphs = report.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(pieces) => Some(pieces.iter().map(Piece::text).collect()),
        _ => None,
    });
    paragraphs.collect()
}

/// Every piece of the report: of its paragraphs, tables, and the tables of its charts.
fn pieces(report: &Report<'_>) -> Vec<Piece> {
    let of_table = |table: &Table| table.rows.iter().flatten().cloned().collect::<Vec<_>>();
    let pieces = report.blocks.iter().flat_map(|block| match block {
        Block::Heading { .. } => Vec::new(),
        Block::Paragraph(pieces) => pieces.clone(),
        Block::Table(table) => of_table(table),
        Block::Chart(chart) => of_table(&chart.table()),
    });
    pieces.collect()
}

#[test]
fn the_paragraph_of_figures_is_written_from_the_register() {
    let report = report(&ANALYSIS);
    let told = paragraphs(&report);
    assert_eq!(
        told[0],
        "2020年，纳入统计的会上建议共156件（包括议案转建议6件），涉及提出人95名。其中：A类建议79件，占50.6%；\
         B类建议46件，占29.5%；C类建议31件，占19.9%。另有闭会期间（会下）建议18件，其中A类11件、B类7件。"
    );
    assert_eq!(
        told[1],
        "从办理结果看，A类79件均为已落实；B类46件中，继续推进40件、提前落实6件；C类31件中，研究审批中27件、已落实4件。"
    );
    assert_eq!(told[2], "会上、会下建议合计174件，已全部答复。");
}

/// A number in the text is the number of rows behind it.
#[test]
fn numbers_count_their_rows() {
    let report = report(&ANALYSIS);
    let mut counted = 0;
    for piece in pieces(&report) {
        let Some(figure) = piece.figure() else { continue };
        let figure = report.figure(figure);
        // Of the proposers the rows are those that name one.
        if let Ok(count) = piece.text().parse::<usize>()
            && figure.caption != "填有提出人的建议"
        {
            assert_eq!(count, figure.rows.count(), "{}", figure.caption);
            counted += 1;
        }
    }
    assert!(counted > 300, "{counted} numbers");
}

/// Parts that are said to make up a whole do so.
#[test]
fn lines_and_columns_of_the_class_table_add_up() {
    let report = report(&ANALYSIS);
    let table = report.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.caption.starts_with("办理类别") => Some(table),
        _ => None,
    });
    let numbers: Vec<Vec<usize>> = table
        .unwrap()
        .rows
        .iter()
        .map(|line| line.iter().filter_map(|piece| piece.text().parse().ok()).collect())
        .collect();
    let (total, classes) = numbers.split_last().unwrap();
    for line in &numbers {
        let (sum, parts) = line.split_last().unwrap();
        assert_eq!(parts.iter().sum::<usize>(), *sum);
    }
    for (column, sum) in total.iter().enumerate() {
        assert_eq!(classes.iter().map(|line| line[column]).sum::<usize>(), *sum);
    }
}

#[test]
fn what_the_model_proposes_is_marked() {
    let told = paragraphs(&report(&ANALYSIS));
    assert!(told.iter().any(|text| text.contains("其中58件的主题由程序推荐，未经人工确认")));
    let mut page = Vec::new();
    html::write(&report(&ANALYSIS), &mut page).unwrap();
    assert!(String::from_utf8(page).unwrap().contains("（荐）"));
}

#[test]
fn what_cannot_be_said_is_named() {
    let analysis = analyze(rows_of("标题,内容\n增设路灯,巷口太暗\n增设座椅,公园里没有座椅\n"), None);
    let told = paragraphs(&report(&analysis));
    let limits = told.iter().find(|text| text.contains("台账没有下列内容")).unwrap();
    for column in ["办理类别", "办理结果", "会上/会下", "答复时间", "满意度", "提出时间"]
    {
        assert!(limits.contains(&format!("无“{column}”")), "{column}: {limits}");
    }
    assert!(!told.iter().any(|text| text.contains("办复率为") || text.contains("A类")));
}

#[test]
fn an_answer_before_the_question_is_named_and_not_counted() {
    let rows = "标题,内容,交办日期,答复日期\n增设路灯,巷口太暗,2020-03-01,2020-03-11\n修路,坑太多,2020-03-20,2020-02-20\n";
    let told = paragraphs(&report(&analyze(rows_of(rows), None))).concat();
    assert!(told.contains("有起止时间可计算的答复1件，用时中位数10天"), "{told}");
    assert!(told.contains("另有1件的答复时间早于交办（或提出）时间"), "{told}");
}

#[test]
fn a_year_without_days_is_named() {
    let rows = "标题,内容\n增设路灯,巷口太暗\n修路,坑太多\n";
    let told = paragraphs(&report(&analyze(rows_of(rows), Some(2020)))).concat();
    assert!(told.contains("无从核对各件是否属于统计年度"), "{told}");
}

#[test]
fn a_year_is_compared_with_the_year_before() {
    let mut text = String::from("标题,内容,日期,主题\n");
    for row in 0..120 {
        // 10 of 60 suggestions on parking before, 40 of 60 now: a difference that chance does not make.
        let (year, theme) = if row < 60 { (2019, row < 10) } else { (2020, row < 100) };
        let theme = if theme { "交通出行" } else { "教育" };
        writeln!(text, "标题{row},内容{row},{year}-03-0{},{theme}", row % 9 + 1).unwrap();
    }
    let analysis = analyze(rows_of(&text), Some(2020));
    assert_eq!((analysis.register.current.count(), analysis.register.before.count()), (60, 60));
    let told = paragraphs(&report(&analysis));
    let trend = told.iter().find(|text| text.contains("上年")).unwrap();
    assert!(trend.contains("明显上升的有交通出行；明显下降的有教育"), "{trend}");
}

#[test]
fn every_format_is_the_same_on_every_run() {
    for write in [docx_document, html_page, xlsx_book, markdown_page] {
        let (first, second) = (write(&report(&ANALYSIS)), write(&report(&ANALYSIS)));
        assert!(!first.is_empty() && first == second);
    }
    let (one, two) = (analyze(rows(Path::new(FILE)), Some(2020)), &*ANALYSIS);
    assert_eq!(html_page(&report(&one)), html_page(&report(two)));
}

fn docx_document(report: &Report<'_>) -> Vec<u8> {
    let mut file = Vec::new();
    docx::write(report, None, &mut file).unwrap();
    file
}

fn html_page(report: &Report<'_>) -> Vec<u8> {
    let mut file = Vec::new();
    html::write(report, &mut file).unwrap();
    file
}

fn xlsx_book(report: &Report<'_>) -> Vec<u8> {
    let mut file = Vec::new();
    xlsx::write(report, &mut file).unwrap();
    file
}

fn markdown_page(report: &Report<'_>) -> Vec<u8> {
    let mut file = Vec::new();
    markdown::write(report, &mut file).unwrap();
    file
}

/// A title is text, whatever it looks like: no format may run it.
#[test]
fn titles_are_never_markup() {
    let text =
        "标题,内容\n</script><img src=x onerror=alert(1)>,增设路灯\n增设\u{b}座椅&lt;,公园里没有座椅\n";
    let analysis = analyze(rows_of(text), None);
    let report = report(&analysis);
    let page = String::from_utf8(html_page(&report)).unwrap();
    assert!(
        !page.contains("<img") && page.matches("</script>").count() == 2,
        "two scripts are the page's own"
    );
    assert!(
        !page.contains("http://")
            || page.matches("http://").count() == page.matches("http://www.w3.org/").count()
    );
    assert!(!String::from_utf8(markdown_page(&report)).unwrap().contains("<img"));
    assert!(!docx_document(&report).is_empty() && !xlsx_book(&report).is_empty());
}
