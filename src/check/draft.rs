//! Paragraphs with their figures -> the words around each figure, and which figures stand together.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::figure::{self, Figure, Measure, Precision};
use crate::text::pattern;

/// What the rules look at.
pub(super) struct Draft<'d> {
    pub(super) paragraphs: &'d [String],
    pub(super) figures: Vec<Figure>,
}

impl Draft<'_> {
    pub(super) fn text(&self, figure: usize) -> &str {
        &self.paragraphs[self.figures[figure].paragraph]
    }

    /// What stands before the figure in its clause.
    pub(super) fn before(&self, figure: usize) -> &str {
        let Figure { clause, span, .. } = &self.figures[figure];
        self.text(figure)[clause.start..span.start].trim()
    }

    /// What stands before the figure in its clause and after the figure before it.
    pub(super) fn lead(&self, figure: usize) -> &str {
        let Figure { clause, span, paragraph, .. } = &self.figures[figure];
        let previous = figure.checked_sub(1).map(|at| &self.figures[at]);
        let end = previous
            .filter(|previous| previous.paragraph == *paragraph)
            .map_or(0, |previous| previous.span.end);
        self.text(figure)[clause.start.max(end)..span.start].trim()
    }

    /// What stands after the figure in its clause.
    pub(super) fn after(&self, figure: usize) -> &str {
        let Figure { clause, span, .. } = &self.figures[figure];
        self.text(figure)[span.end..clause.end].trim()
    }

    /// The clause with its figure.
    pub(super) fn clause(&self, figure: usize) -> &str {
        self.text(figure)[self.figures[figure].clause.clone()].trim()
    }

    pub(super) fn written(&self, figure: usize) -> &str {
        &self.text(figure)[self.figures[figure].span.clone()]
    }

    /// The figures of one paragraph that lie within a piece of it.
    pub(super) fn within(&self, paragraph: usize, start: usize, end: usize) -> Range<usize> {
        figure::within(&self.figures, paragraph, start..end)
    }

    /// The figures of the sentence that a figure stands in.
    pub(super) fn of_sentence(&self, figure: usize) -> Range<usize> {
        let Figure { paragraph, sentence, .. } = &self.figures[figure];
        self.within(*paragraph, sentence.start, sentence.end)
    }

    /// Those of them that stand before it.
    pub(super) fn earlier_in_sentence(&self, figure: usize) -> Range<usize> {
        self.of_sentence(figure).start..figure
    }

    /// Whether two figures stand in one sentence: sentences of two paragraphs may begin and end at the same places.
    pub(super) fn are_in_one_sentence(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.figures[one], &self.figures[other]);
        one.paragraph == other.paragraph && one.sentence == other.sentence
    }

    /// Whether two figures stand in one part of a sentence between semicolons.
    pub(super) fn are_in_one_segment(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.figures[one], &self.figures[other]);
        one.paragraph == other.paragraph && one.segment == other.segment
    }

    pub(super) fn values(&self, figures: &[usize]) -> f64 {
        figures.iter().map(|&at| self.figures[at].value).sum()
    }

    /// How far a sum may be off because of last digits.
    pub(super) fn slack(&self, figures: &[usize]) -> f64 {
        figures.iter().map(|&at| self.figures[at].slack()).sum()
    }

    /// The figures as they are written, with `sign` between them; one that has a sign itself stands in brackets.
    pub(super) fn joined(&self, figures: &[usize], sign: &str) -> String {
        let written = |&at: &usize| {
            let written = self.written(at);
            let has_sign = self.figures[at].value < 0.0 && !written.starts_with('(');
            if has_sign { format!("({written})") } else { written.to_owned() }
        };
        figures.iter().map(written).collect::<Vec<_>>().join(sign)
    }

    pub(super) fn is_exact(&self, figure: usize) -> bool {
        self.figures[figure].precision == Precision::Exact
    }

    /// Whether a word before it says that the figure is all there is.
    pub(super) fn is_total(&self, figure: usize) -> bool {
        self.figures[figure].measure == Measure::Count && ends_as_total(self.lead(figure))
    }
}

/// Where the sentence before the one that starts at `start` begins.
pub(super) fn sentence_before(text: &str, start: usize) -> usize {
    text[..start].trim_end_matches(['。', ' ']).rfind('。').map_or(0, |mark| mark + '。'.len_utf8())
}

/// A word that announces a total, up to the end of the text: 共计, 共收到代表建议.
static TOTAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:^|[^公])(?:共|总计|合计|总数|总量)(?:计|有|为|收到|提出|办理|承办|受理|交办|办复|答复|接到|征集|减免|投入)?了?",
        "(?:各类|各级|全部|群众|市民|网民|居民|有效|人大|政协|代表|委员|建议|提案|议案|意见|诉求|留言|工单|来信)*$"
    ))
});

/// Whether a text ends with words that announce a total.
pub(super) fn ends_as_total(before: &str) -> bool {
    TOTAL.is_match(before)
}
