//! GB/T 9704-2012 -> the page, the sizes and the fonts of our Word documents, and text that they may hold.

use docx_rs::{PageMargin, RunFonts};

/// A4, in twentieths of a point; a millimeter has 56.69 of them.
pub(super) const A4: (u32, u32) = (11_906, 16_838);
/// Upper, lower, left and right margin of 37, 35, 28 and 26 millimeters.
pub(super) const MARGINS: PageMargin = PageMargin {
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

/// A font for Chinese, beside the usual one for what is not.
pub(super) fn fonts(east_asia: &str) -> RunFonts {
    RunFonts::new().east_asia(east_asia).ascii("Times New Roman").hi_ansi("Times New Roman")
}

/// `text` without the characters that XML does not allow: a document that holds one cannot be opened.
pub(super) fn clean(text: &str) -> String {
    let is_allowed = |c: &char| !matches!(c, '\u{fffe}' | '\u{ffff}') && (!c.is_control() || *c == '\t');
    text.chars().filter(is_allowed).collect()
}
