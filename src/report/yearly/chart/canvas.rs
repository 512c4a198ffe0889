//! Marks with their places -> one `<svg>` element.

use std::fmt::Write;

use crate::report::markup::{FONTS, escaped};
use crate::report::yearly::figure::FigureId;

/// The width of every drawing; its height grows with what it shows.
pub(super) const WIDTH: f64 = 480.0;
/// The height of letters.
pub(super) const LETTER: f64 = 13.0;
/// The height of letters of remarks.
pub(super) const REMARK: f64 = 11.0;
/// A dark tone that stays dark in grey.
pub(super) const DARK: &str = "#1f4e79";
/// The tone of what is less important.
pub(super) const PALE: &str = "#a9c1d9";
/// The tone of lines and remarks.
pub(super) const GREY: &str = "#595959";

/// Where a text begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A drawing being made.
pub(super) struct Canvas {
    body: String,
}

impl Canvas {
    pub fn new() -> Self {
        Self { body: String::new() }
    }

    /// Draws what `marks` draws as one thing that can be opened.
    pub fn figure(&mut self, figure: FigureId, title: &str, marks: impl FnOnce(&mut Self)) {
        // Writing to a string cannot fail.
        let _ = write!(self.body, "<g data-f=\"{}\"><title>{}</title>", figure.number(), escaped(title));
        marks(self);
        self.body.push_str("</g>");
    }

    pub fn rect(&mut self, [x, y, width, height]: [f64; 4], fill: &str) {
        let _ = write!(
            self.body,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\"/>"
        );
    }

    pub fn circle(&mut self, [x, y, radius]: [f64; 3], fill: &str) {
        let _ = write!(
            self.body,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{fill}\" stroke=\"#fff\"/>"
        );
    }

    pub fn line(&mut self, [x1, y1, x2, y2]: [f64; 4], stroke: &str, width: f64) {
        let _ = write!(
            self.body,
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{stroke}\" \
             stroke-width=\"{width:.1}\"/>"
        );
    }

    /// An interval: a line with a tick at both ends.
    pub fn range(&mut self, from: f64, to: f64, y: f64) {
        self.line([from, y, to, y], "#000", 1.0);
        self.line([from, y - 3.0, from, y + 3.0], "#000", 1.0);
        self.line([to, y - 3.0, to, y + 3.0], "#000", 1.0);
    }

    /// `text` with its baseline at `y`.
    pub fn text(&mut self, text: &str, (x, y): (f64, f64), anchor: Anchor, size: f64, fill: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = write!(
            self.body,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size:.1}\" text-anchor=\"{anchor}\" fill=\"{fill}\">{}</text>",
            escaped(text)
        );
    }

    /// The drawing, `height` high.
    pub fn finish(self, caption: &str, height: f64) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" width=\"{WIDTH}\" \
             height=\"{height:.0}\" role=\"img\" aria-label=\"{}\" font-family=\"{FONTS}\">\
             <defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"{PALE}\"/>\
             <line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" stroke=\"#fff\" stroke-width=\"2\"/></pattern></defs>{}</svg>",
            escaped(caption),
            self.body
        )
    }
}

/// How wide `text` will be about: a Chinese character is as wide as it is high, others about half.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.56 * size } else { size }).sum()
}

/// `text` cut to so many characters, of which the last says that it was cut.
pub(super) fn short(text: &str, characters: usize) -> String {
    if text.chars().nth(characters).is_none() {
        return text.to_owned();
    }
    text.chars().take(characters.saturating_sub(1)).chain(['…']).collect()
}
