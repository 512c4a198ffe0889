//! GB/T 9704-2012 -> an empty Word document with its page, and the sizes, the fonts and the text that it may hold.

use std::io::{Cursor, Write};

use docx_rs::{
    AlignmentType, Docx, Footer, LineSpacing, LineSpacingType, PageMargin, PageNum, Paragraph, Run, RunFonts,
    XMLDocx,
};

use crate::error::{ErrorKind, Result};

/// A4, in twentieths of a point; a millimeter has 56.69 of them.
const A4: (u32, u32) = (11_906, 16_838);
/// Upper, lower, left and right margin of 37, 35, 28 and 26 millimeters.
const MARGINS: PageMargin = PageMargin {
    top: 2_098,
    bottom: 1_984,
    left: 1_587,
    right: 1_474,
    header: 851,
    footer: 1_400,
    gutter: 0,
};
/// The width between the margins.
pub(super) const TEXT_WIDTH: usize = 8_845;
/// Sizes in half points: 二号, 三号, and 四号 for the number of the page.
pub(super) const TITLE: usize = 44;
pub(super) const BODY: usize = 32;
pub(super) const FOOT: usize = 28;
/// A line of text: 28 points, in twentieths of a point.
pub(super) const LINE: i32 = 560;
/// Two characters of 三号, in twentieths of a point.
pub(super) const TWO_CHARACTERS: i32 = 640;

/// A document without a paragraph yet, its pages numbered on their outer side.
pub(super) fn document() -> Docx {
    Docx::new()
        .page_size(A4.0, A4.1)
        .page_margin(MARGINS)
        .default_fonts(fonts("仿宋"))
        .default_size(BODY)
        .footer(page_number(AlignmentType::Right))
        .even_footer(page_number(AlignmentType::Left))
}

/// — 1 —, on one side of the page.
fn page_number(side: AlignmentType) -> Footer {
    let run = |text: &str| Run::new().add_text(text).size(FOOT).fonts(fonts("宋体"));
    let number = Paragraph::new().align(side).size(FOOT).fonts(fonts("宋体"));
    Footer::new().add_paragraph(number.add_run(run("— ")).add_page_num(PageNum::new()).add_run(run(" —")))
}

/// Lines of so many twentieths of a point, whatever stands in them.
pub(super) fn exactly(line: i32) -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Exact).line(line)
}

/// Writes a document that is made up.
pub(super) fn pack(document: XMLDocx, mut output: impl Write) -> Result<()> {
    let mut file = Cursor::new(Vec::new());
    document.pack(&mut file).map_err(|error| ErrorKind::WriteDocument(error.into()))?;
    output.write_all(file.get_ref())?;
    Ok(output.flush()?)
}

/// A font for Chinese, beside the usual one for what is not.
pub(super) fn fonts(east_asia: &str) -> RunFonts {
    RunFonts::new().east_asia(east_asia).ascii("Times New Roman").hi_ansi("Times New Roman")
}

/// `text` without the characters that XML does not allow: a document that holds one cannot be opened.
pub(super) fn clean(text: &str) -> String {
    let is_allowed = |c: &char| !matches!(c, '\u{fffe}' | '\u{ffff}') && (!c.is_control() || *c == '\t');
    text.chars().filter(is_allowed).collect()
}
