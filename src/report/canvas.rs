//! Marks with their places -> one `<svg>` element, within a page or as a file of its own.

use std::fmt::{self, Write};

use super::markup::{FONTS, escaped};

/// The width of every drawing in a page; its height grows with what it shows.
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

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// A drawing being made.
pub(super) struct Canvas {
    body: String,
    /// What stands behind each mark.
    end: &'static str,
}

impl Canvas {
    /// A drawing that a page holds.
    pub fn in_page() -> Self {
        Self { body: String::new(), end: "" }
    }

    /// A drawing that is a file, in which people look at the lines.
    pub fn of_file() -> Self {
        Self { body: String::new(), end: "\n" }
    }

    /// Draws what `marks` draws as one thing that opens the figure of this `number`.
    pub fn figure(&mut self, number: usize, title: &str, marks: impl FnOnce(&mut Self)) {
        self.mark(format_args!("<g data-f=\"{number}\"><title>{}</title>", escaped(title)));
        marks(self);
        self.mark(format_args!("</g>"));
    }

    fn mark(&mut self, mark: fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = write!(self.body, "{mark}{}", self.end);
    }

    pub fn rect(&mut self, [x, y, width, height]: [f64; 4], fill: &str) {
        self.mark(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\"/>"
        ));
    }

    pub fn circle(&mut self, [x, y, radius]: [f64; 3], fill: &str) {
        self.mark(format_args!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{fill}\" stroke=\"#fff\"/>"
        ));
    }

    pub fn line(&mut self, [x1, y1, x2, y2]: [f64; 4], stroke: &str, width: f64) {
        self.mark(format_args!(
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{stroke}\" \
             stroke-width=\"{width:.1}\"/>"
        ));
    }

    /// An interval: a line with a tick at both ends.
    pub fn range(&mut self, from: f64, to: f64, y: f64) {
        self.line([from, y, to, y], "#000", 1.0);
        self.line([from, y - 3.0, from, y + 3.0], "#000", 1.0);
        self.line([to, y - 3.0, to, y + 3.0], "#000", 1.0);
    }

    /// `text` with its baseline at `y`.
    pub fn text(&mut self, text: &str, (x, y): (f64, f64), anchor: Anchor, size: f64, fill: &str) {
        let anchor = anchor.name();
        self.mark(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size:.1}\" text-anchor=\"{anchor}\" fill=\"{fill}\">{}</text>",
            escaped(text)
        ));
    }

    /// `text` with its baseline at `y`, in the letters of the drawing.
    pub fn plain_text(&mut self, text: &str, (x, y): (f64, f64), anchor: Anchor) {
        let (anchor, text) = (anchor.name(), escaped(text));
        self.mark(format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>"));
    }

    pub fn polygon(&mut self, corners: &[(f64, f64)], fill: &str) {
        let corners = points(corners);
        self.mark(format_args!("<polygon points=\"{corners}\" fill=\"{fill}\"/>"));
    }

    /// Values from left to right: a line, or the dot that a single one is.
    pub fn curve(&mut self, values: &[(f64, f64)], stroke: &str) {
        if let [(x, y)] = values {
            self.mark(format_args!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2\" fill=\"{stroke}\"/>"));
            return;
        }
        let values = points(values);
        self.mark(format_args!(
            "<polyline points=\"{values}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"1.5\"/>"
        ));
    }

    /// The intervals of such values: what lies between their ends, or the upright stroke that a single one is.
    pub fn band(&mut self, low: &[(f64, f64)], high: &[(f64, f64)], fill: &str) {
        let around: Vec<(f64, f64)> = low.iter().chain(high.iter().rev()).copied().collect();
        let corners = points(&around);
        if around.len() == 2 {
            self.mark(format_args!(
                "<polyline points=\"{corners}\" stroke=\"{fill}\" stroke-opacity=\"0.18\" stroke-width=\"5\"/>"
            ));
            return;
        }
        self.mark(format_args!("<polygon points=\"{corners}\" fill=\"{fill}\" fill-opacity=\"0.18\"/>"));
    }

    /// The drawing of a file, so wide and so high, on white.
    pub fn finish_file(self, (width, height): (f64, f64)) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"{FONTS}\" \
             font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n{}</svg>\n",
            self.body
        )
    }

    /// The drawing of a page, `height` high.
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

/// Places as attributes hold them.
fn points(places: &[(f64, f64)]) -> String {
    places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ")
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
