//! A report -> a Word document laid out as official documents are (GB/T 9704-2012).
//!
//! A4 with margins of 37, 35, 28 and 26 mm; title 二号 小标宋, text 三号 仿宋 with lines of 28 points, headings
//! 黑体 and 楷体, page numbers on the outer side. Numbers lead to the appendix, which names the rows behind each.

use std::io::Write;

use docx_rs::{
    AlignmentType, Docx, Hyperlink, HyperlinkType, LineSpacing, LineSpacingType, Paragraph, Pic, Run,
    SpecialIndentType, Style, StyleType, TableAlignmentType,
};

use super::figure::FigureId;
use super::picture::Painter;
use super::sources::{counted, note, row_numbers};
use super::{Block, Chart, Piece, Report, Table};
use crate::error::Result;
use crate::report::page::{self, BODY, FOOT, LINE, TEXT_WIDTH, TITLE, TWO_CHARACTERS, clean, exactly, fonts};

mod table;

/// The width between the margins in the units of pictures (EMU).
const PICTURE_WIDTH: u32 = TEXT_WIDTH as u32 * 635;
/// Pictures are no higher than this, so that two fit on a page or one beside its paragraph.
const PICTURE_HEIGHT: u32 = 160 * 36_000;
/// Sizes in half points: 五号, 小五.
const SMALL: usize = 21;
const TINY: usize = 18;
/// The color of what leads to the appendix; in print it is a dark grey.
const LINK: &str = "1F3864";
/// So many ranges of rows are written for one figure.
const RANGES: usize = 40;

/// Writes `report`; without a `painter` the charts become tables.
pub fn write(report: &Report<'_>, painter: Option<&Painter>, output: impl Write) -> Result<()> {
    let mut docx = page::document();
    for style in styles() {
        docx = docx.add_style(style);
    }
    docx = docx
        .add_paragraph(Paragraph::new().style("Title").add_run(Run::new().add_text(clean(&report.title))));
    docx = docx
        .add_paragraph(Paragraph::new().style("Basis").add_run(Run::new().add_text(clean(&report.basis))));
    let mut told = Told::default();
    for block in &report.blocks {
        docx = match block {
            Block::Heading { level, text } => {
                let style = if *level == 1 { "Heading1" } else { "Heading2" };
                docx.add_paragraph(
                    Paragraph::new().style(style).keep_next(true).add_run(Run::new().add_text(clean(text))),
                )
            }
            Block::Paragraph(pieces) => docx.add_paragraph(paragraph(pieces, &mut told)),
            Block::Table(table) => add_table(docx, table, &mut told),
            Block::Chart(chart) => match painter.and_then(|painter| painter.paint(&chart.svg())) {
                Some(picture) => {
                    told.pictures += 1;
                    add_picture(docx, chart, &picture, told.pictures)
                }
                None => add_table(docx, &chart.table(), &mut told),
            },
        };
    }
    let docx = appendix(docx, report, &told);
    let mut parts = docx.build();
    parts.document = table::with_repeated_headings(&String::from_utf8_lossy(&parts.document)).into_bytes();
    page::pack(parts, output)
}

/// What the document has told so far.
#[derive(Debug, Default)]
struct Told {
    figures: Vec<FigureId>,
    pictures: usize,
}

fn lines(before: u32, after: u32) -> LineSpacing {
    exactly(LINE).before(before).after(after)
}

fn styles() -> Vec<Style> {
    let style = |id: &str, font: &str, size: usize| {
        Style::new(id, StyleType::Paragraph).name(id).fonts(fonts(font)).size(size).line_spacing(lines(0, 0))
    };
    let indented = |style: Style| {
        style
            .indent(None, Some(SpecialIndentType::FirstLine(TWO_CHARACTERS)), None, None)
            .first_line_chars(200)
    };
    vec![
        style("Title", "方正小标宋简体", TITLE)
            .align(AlignmentType::Center)
            .line_spacing(exactly(700).after(200)),
        style("Basis", "楷体", FOOT).align(AlignmentType::Center).line_spacing(lines(0, 280)),
        indented(style("Heading1", "黑体", BODY)).name("heading 1").outline_lvl(0),
        indented(style("Heading2", "楷体", BODY)).name("heading 2").outline_lvl(1),
        indented(style("Body", "仿宋", BODY)).align(AlignmentType::Both),
        style("Caption", "黑体", SMALL + 3).name("caption").align(AlignmentType::Center).line_spacing(
            LineSpacing::new().line_rule(LineSpacingType::Auto).line(300).before(160).after(60),
        ),
        style("Picture", "仿宋", SMALL)
            .align(AlignmentType::Center)
            .line_spacing(LineSpacing::new().line_rule(LineSpacingType::Auto).line(240).after(160)),
        style("Cell", "仿宋", SMALL)
            .line_spacing(LineSpacing::new().line_rule(LineSpacingType::Auto).line(252)),
        style("Row", "仿宋", TINY)
            .line_spacing(LineSpacing::new().line_rule(LineSpacingType::Auto).line(240)),
        style("After", "仿宋", SMALL).line_spacing(exactly(200)),
    ]
}

fn paragraph(pieces: &[Piece], told: &mut Told) -> Paragraph {
    let mut paragraph = Paragraph::new().style("Body");
    for piece in pieces {
        let run = Run::new().add_text(clean(piece.text()));
        paragraph = match piece.figure() {
            None => paragraph.add_run(run),
            Some(figure) => paragraph.add_hyperlink(link(figure).add_run(run)),
        };
    }
    let own = counted(pieces);
    if let Some(&first) = own.first() {
        let note = Run::new().add_text(note(&own)).size(TINY).color(LINK);
        paragraph = paragraph.add_hyperlink(link(first).add_run(note));
    }
    told.figures.extend(own);
    paragraph
}

fn link(figure: FigureId) -> Hyperlink {
    Hyperlink::new(bookmark(figure), HyperlinkType::Anchor)
}

fn bookmark(figure: FigureId) -> String {
    format!("figure{}", figure.number())
}

fn add_table(docx: Docx, table: &Table, told: &mut Told) -> Docx {
    // Nothing stands behind a nought.
    let counts = table.rows.iter().flatten().filter(|piece| piece.text() != "0");
    told.figures.extend(counts.filter_map(Piece::figure));
    docx.add_paragraph(
        Paragraph::new().style("Caption").keep_next(true).add_run(Run::new().add_text(clean(&table.caption))),
    )
    .add_table(table::table(table, true).align(TableAlignmentType::Center))
    .add_paragraph(Paragraph::new().style("After"))
}

fn add_picture(docx: Docx, chart: &Chart, picture: &super::picture::Picture, number: usize) -> Docx {
    let height = (u64::from(PICTURE_WIDTH) * u64::from(picture.height) / u64::from(picture.width)) as u32;
    let (width, height) = if height > PICTURE_HEIGHT {
        ((u64::from(PICTURE_WIDTH) * u64::from(PICTURE_HEIGHT) / u64::from(height)) as u32, PICTURE_HEIGHT)
    } else {
        (PICTURE_WIDTH, height)
    };
    // The library numbers pictures over the life of the program; a number of our own keeps the bytes the same.
    let pic = Pic::new_with_dimensions(picture.png.clone(), picture.width, picture.height)
        .id(format!("rIdImage{number}"))
        .size(width, height);
    docx.add_paragraph(
        Paragraph::new()
            .style("Caption")
            .keep_next(true)
            .add_run(Run::new().add_text(format!("图{number}　{}", clean(chart.caption())))),
    )
    .add_paragraph(Paragraph::new().style("Picture").add_run(Run::new().add_image(pic)))
}

/// The rows behind every number told, in the order of their numbers.
fn appendix(mut docx: Docx, report: &Report<'_>, told: &Told) -> Docx {
    let mut figures = told.figures.clone();
    figures.sort_unstable();
    figures.dedup();
    docx = docx.add_paragraph(
        Paragraph::new()
            .style("Heading1")
            .page_break_before(true)
            .add_run(Run::new().add_text("附：数字依据")),
    );
    let remark = "“依据”栏的编号与正文〔依据〕对应；“行号”是台账中的行号，以电子表格左侧所示为准。";
    docx = docx.add_paragraph(Paragraph::new().style("Body").add_run(Run::new().add_text(remark)));
    let mut table = Table::new("").text("依据", 2).text("所指建议", 9).number("件数", 2).text("台账行号", 14);
    for figure in figures.iter().map(|id| report.figure(*id)) {
        table.rows.push(vec![
            figure.id.number().to_string().into(),
            figure.caption.as_str().into(),
            figure.rows.count().to_string().into(),
            row_numbers(report.register, &figure.rows, RANGES).into(),
        ]);
    }
    docx.add_table(table::appendix(&table, &figures).align(TableAlignmentType::Center))
}
