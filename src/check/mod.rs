//! A DRAFT REPORT -> its figures, each right, wrong, or not derivable from the others, with the calculation.
//!
//! - [`number`]: digits and Chinese numerals
//! - [`figure`]: figures with their units and the clauses they stand in
//! - `draft`: the words around figures, and which figures stand together
//! - `told`: findings in words
//! - `agreement`: whether so many agree that the others are slips
//! - `class`: classes that are named, and figures that count the whole of one
//! - `kind`: what parts of a whole are told apart by
//! - `phrase`: what the words around a figure say of it
//! - `list`: which figures are of one list, and shares that are handed out to counts
//! - `table`: tables, and what their cells say of each other
//! - `part`: wholes and parts: 156 with 79, 46 and 31
//! - `sum`: whether parts make up their whole: 79 + 46 + 31 = 156, 6 of 156
//! - `closed`: lists that end in their total: 156, 250, together 406
//! - `share`: shares: 79 of 156 are 50.6%
//! - `rate`: rates: 153 of 156 content are 98.1%
//! - `planned`: shares of a plan or of a total that is told with them
//! - `hundred`: shares of all parts
//! - `classes`: shares of classes that no total stands beside
//! - `listed`: classes that each have their share of one whole
//! - `interval`: how far a share may be off by chance
//! - `change`: what grew or shrank against another figure
//! - `section`: headings and what they name
//! - `series`: counts by name, in tables, lists and sections
//! - `cell`: counts by name in one cell
//! - `sibling`: sections of the same form
//! - `total`: totals that say of how many, what is left over, rates above a hundred
//! - `slip`: numbers that differ as slips do
//! - `subject`: whose a count is
//! - `twice`: the same thing counted in two places
//! - `register`: figures that a register counts too
//!
//! Each of these uses only those above it, and what stands here.
//!
//! A draft says which figures belong together only by its grammar: 其中, 占, 比上年, B类建议中. Where the grammar
//! leaves it open whether parts are all there are, a sum that does not fit is no error, and nothing is said. Where
//! no word says it, but nearly all figures of one kind agree (the rows of a table, sections of the same form, a list
//! and a column), the few that do not are slips.

pub mod number;
pub mod figure;
mod draft;
mod told;
mod agreement;
mod class;
mod kind;
mod phrase;
mod list;
mod table;
mod part;
mod sum;
mod closed;
mod share;
mod rate;
mod planned;
mod hundred;
mod classes;
mod listed;
mod interval;
mod change;
mod section;
mod series;
mod cell;
mod sibling;
mod total;
mod slip;
mod subject;
mod twice;
mod register;

use crate::register::Register;
use crate::segment::Dictionary;
use draft::{Draft, ends_as_total};
pub use figure::{Figure, Measure, Precision};

/// What a calculation says of its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// They contradict each other.
    Wrong,
    /// Nothing else in the draft says anything of them.
    NotDerivable,
    /// They agree.
    Right,
}

impl Verdict {
    /// The verdict on figures that fit or do not, and the word that says so.
    fn of(fits: bool) -> (Self, &'static str) {
        if fits { (Self::Right, "一致") } else { (Self::Wrong, "不符") }
    }

    /// The verdict as programs read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::NotDerivable => "not derivable",
            Self::Right => "right",
        }
    }
}

/// By what rule figures are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Parts make up the whole.
    Sum,
    /// A part is no larger than its whole.
    Part,
    /// A percentage is that of its part.
    Share,
    /// The percentages of all parts make up a hundred.
    Hundred,
    /// An interval is that of its share.
    Interval,
    /// A change is that between its two figures.
    Change,
    /// The same thing has the same figure everywhere.
    Twice,
    /// The register counts as many.
    Register,
}

impl Rule {
    /// The rule as programs read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Part => "part",
            Self::Share => "share",
            Self::Hundred => "hundred",
            Self::Interval => "interval",
            Self::Change => "change",
            Self::Twice => "twice",
            Self::Register => "register",
        }
    }
}

/// One calculation.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What it says.
    pub verdict: Verdict,
    /// What was compared.
    pub rule: Rule,
    /// The figures in it, as positions in [`Review::figures`].
    pub figures: Vec<usize>,
    /// The calculation in the words of an office.
    pub calculation: String,
}

impl Finding {
    /// By what findings are put in order: what is wrong first, each kind in the order of the draft.
    fn place(&self) -> (Verdict, &[usize], Rule, &str) {
        (self.verdict, &self.figures, self.rule, &self.calculation)
    }
}

/// A draft and everything that could be calculated from it.
#[derive(Debug, Clone)]
pub struct Review {
    /// The paragraphs, in the form that figures are found in.
    pub paragraphs: Vec<String>,
    /// The figures, first to last.
    pub figures: Vec<Figure>,
    /// The calculations, those that are wrong first, each kind in the order of the draft.
    pub findings: Vec<Finding>,
}

/// Checks the paragraphs of a draft against each other and, where one is given, against a register.
///
/// ```
/// use jiaoban::check::{Verdict, check};
/// use jiaoban::segment::Dictionary;
///
/// let draft = ["今年共收到建议80件。其中：A类建议50件，占62.5%；B类建议29件，占36.3%。".to_owned()];
/// let review = check(&draft, &Dictionary::new([]), None);
/// let wrong: Vec<&str> =
///     review.findings.iter().filter(|f| f.verdict == Verdict::Wrong).map(|f| f.calculation.as_str()).collect();
/// assert_eq!(wrong, ["50件 + 29件 = 79件，与总数80件不符，差1件"]);
/// ```
#[must_use]
pub fn check(paragraphs: &[String], dictionary: &Dictionary, register: Option<&Register>) -> Review {
    let paragraphs: Vec<String> = paragraphs.iter().map(|text| figure::plain(text)).collect();
    let mut figures: Vec<Figure> =
        (0..).zip(&paragraphs).flat_map(|(at, text)| figure::find(at, text)).collect();
    let tables = table::find(&paragraphs, &mut figures);
    let draft = Draft { paragraphs: &paragraphs, figures };
    let groups = part::groups(&draft, &tables);
    let mut findings = sum::findings(&draft, &groups);
    findings.extend(closed::findings(&draft));
    let mut shares = share::find(&draft, &groups);
    shares.findings.extend(rate::findings(&draft, &shares.wholes));
    shares.findings.extend(hundred::findings(&draft, &groups, &shares.pairs));
    let listed = listed::findings(&draft, &groups, &shares.findings);
    shares.findings.extend(listed);
    let of_classes = classes::findings(&draft, &shares.pairs, &shares.findings);
    findings.extend(shares.findings.into_iter().chain(of_classes));
    findings.extend(planned::findings(&draft));
    table::add_findings(&draft, &tables, &mut findings);
    findings.extend(interval::findings(&draft, &tables, &findings));
    let sections = section::find(&draft);
    let mut series = series::find(&draft, &tables, &sections);
    let parts = series::parts(&series, &sections);
    findings.extend(series::findings(&draft, &series, &tables));
    let cells = cell::find(&draft, &tables, &sections);
    findings.extend(cell::findings(&draft, &cells));
    findings.extend(sibling::findings(&draft, &sections, &groups, &series));
    findings.extend(total::findings(&draft, &findings));
    findings.extend(change::findings(&draft));
    findings.extend(twice::findings(&draft, dictionary, &parts));
    if let Some(register) = register {
        series.extend(cells.into_iter().flat_map(|(listed, told)| [listed, told]));
        let found = register::Found { tables: &tables, series: &series, parts: &parts };
        findings.extend(register::findings(&draft, &found, register));
    }
    // What two rules find alike stands side by side, so that it is told once.
    findings.sort_by(|left, right| left.place().cmp(&right.place()));
    findings.dedup();
    let figures = draft.figures;
    Review { paragraphs, figures, findings }
}

impl Review {
    /// What all calculations together say of each figure: one that is wrong outweighs those that are right.
    #[must_use]
    pub fn verdicts(&self) -> Vec<Verdict> {
        let mut verdicts = vec![Verdict::NotDerivable; self.figures.len()];
        // From last to first: those that are wrong stand before the others and have the last word.
        for finding in self.findings.iter().rev() {
            finding.figures.iter().for_each(|&figure| verdicts[figure] = finding.verdict);
        }
        verdicts
    }

    /// The sentence that a figure stands in.
    #[must_use]
    pub fn sentence(&self, figure: usize) -> &str {
        let figure = &self.figures[figure];
        self.paragraphs[figure.paragraph][figure.sentence.clone()].trim()
    }

    /// The figure as it is written.
    #[must_use]
    pub fn written(&self, figure: usize) -> &str {
        let figure = &self.figures[figure];
        &self.paragraphs[figure.paragraph][figure.span.clone()]
    }
}

/// The last year in a text.
fn year(text: &str) -> Option<i32> {
    let (before, _) = text.rsplit_once('年')?;
    let digits = before.len().checked_sub(4).and_then(|start| before.get(start..))?;
    digits.parse().ok().filter(|year| (1949..2100).contains(year))
}

/// Whether two values are the same but for `slack` and for what a computer cannot hold of decimals.
fn same(left: f64, right: f64, slack: f64) -> bool {
    (left - right).abs() <= slack + 1e-9 * left.abs().max(right.abs()).max(1.0)
}

/// A value as an office writes it: no more decimals than it has, and no sign before nought.
fn shown(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0 + 0.0;
    format!("{rounded}")
}

/// A count in the scale of the figure it is compared to: 7.0万, 3亿.
fn shown_like(value: f64, like: &Figure, written: &str) -> String {
    let scale = [("亿", 1e8), ("万", 1e4)].into_iter().find(|(word, _)| written.contains(word));
    match scale {
        Some((word, scale)) => format!("{}{word}{}", shown(value / scale), like.unit),
        None => format!("{}{}", shown(value), if like.measure == Measure::Count { &like.unit } else { "%" }),
    }
}

#[cfg(test)]
mod tests;
