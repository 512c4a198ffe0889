//! What departments answer for, and the vector of a text -> how near the text is to each remit, and to which clause.

use crate::classify::Linear;
use crate::classify::solver::Solution;
use crate::scheme::Scheme;
use crate::segment::Document;
use crate::segment::{Dictionary, Segmented};
use crate::text::Span;
use crate::vectorize::{SparseMatrix, SparseVector, Vectorizer};

/// How much the nearness of the whole text to a clause counts beside that of an ask in it.
const WHOLE: f32 = 0.5;
/// Below this an ask and a clause have a word in common by chance; most such pairs, read on real letters, had nothing to
/// do with each other.
const LEAST_NEARNESS: f32 = 0.02;

/// The remits of a scheme as vectors in the space of the suggestions: the key words stand where suggestions have
/// their title, the remit where they have their text.
#[derive(Debug, Clone)]
pub struct Remits {
    /// The columns that stand in any remit.
    columns: Narrow,
    /// The vector of each department's remit, scaled to length 1, as weights of these columns.
    weights: Linear,
    /// One row a clause.
    clauses: SparseMatrix,
    places: Vec<Clause>,
}

/// Scratch memory for comparing.
#[derive(Debug, Clone, Default)]
pub struct RemitWorker {
    columns: Vec<u32>,
    values: Vec<f32>,
}

/// A clause of a department's remit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    /// The position of the department in the scheme.
    pub department: usize,
    /// The place in its remit.
    pub span: Span,
}

impl Remits {
    /// The remits of `scheme`; `None` if no department has one.
    #[must_use]
    pub fn new(scheme: &Scheme, dictionary: &Dictionary, vectorizer: &Vectorizer) -> Option<Self> {
        let labels = scheme.labels();
        if labels.iter().all(|label| label.remit.is_empty() && label.keywords.is_empty()) {
            return None;
        }
        let keywords: Vec<String> = labels.iter().map(|label| label.keywords.join("；")).collect();
        let document = |title, body| Document {
            title: Segmented::new(title, dictionary),
            body: Segmented::new(body, dictionary),
        };
        let wholes: Vec<_> =
            labels.iter().zip(&keywords).map(|(label, keywords)| document(keywords, &label.remit)).collect();
        let places: Vec<Clause> = labels
            .iter()
            .enumerate()
            .flat_map(|(department, label)| {
                clauses(&label.remit).map(move |span| Clause { department, span })
            })
            .collect();
        let texts: Vec<_> = places
            .iter()
            .map(|clause| document("", clause.span.of(&labels[clause.department].remit)))
            .collect();
        let wholes = vectorizer.transform(&wholes);
        let columns = Narrow::new(&wholes);
        let weights = |department: usize| {
            let row = wholes.row(department);
            let length = row.length().max(f32::MIN_POSITIVE);
            let mut weights = vec![0.0; columns.width()];
            for (column, value) in row.iter() {
                weights[columns.places[column] as usize] = value / length;
            }
            Solution { weights, bias: 0.0 }
        };
        let weights: Vec<Solution> = (0..wholes.rows()).map(weights).collect();
        Some(Self {
            weights: Linear::from_solutions(columns.width(), &weights),
            columns,
            clauses: vectorizer.transform(&texts),
            places,
        })
    }

    /// The cosine of the row and each department's remit; 0 where it has none.
    pub fn similarities(&self, row: SparseVector<'_>, worker: &mut RemitWorker, similarities: &mut Vec<f32>) {
        let RemitWorker { columns, values } = worker;
        columns.resize(row.columns.len(), 0);
        values.resize(row.columns.len(), 0.0);
        // Every column is noted and those that occur are kept: going round the others would be a guess each time.
        let mut kept = 0;
        for (&column, &value) in row.columns.iter().zip(row.values) {
            let place = self.columns.places[column as usize];
            (columns[kept], values[kept]) = (place, value);
            kept += usize::from(place != self.columns.nowhere);
        }
        columns.truncate(kept);
        values.truncate(kept);
        self.weights.scores(SparseVector { columns, values }, similarities);
        let length = row.length();
        if length > 0.0 {
            for similarity in similarities {
                *similarity /= length;
            }
        }
    }

    /// What each column of value 1 adds to the product with a department's remit.
    pub fn weights_of(&self, department: usize) -> impl Fn(u32) -> f32 {
        let weight = self.weights.weights_of(department);
        move |column| weight(self.columns.places[column as usize] as usize)
    }

    /// The clause of a department's remit that is nearest to an ask: by the cosine with the ask, and, where the ask
    /// is only a part, half as much by the cosine with the `whole` text, because a bare "please deal with it" is
    /// like no clause. None where both have next to nothing in common with every clause.
    #[must_use]
    pub fn clause(
        &self,
        department: usize,
        ask: SparseVector<'_>,
        whole: Option<SparseVector<'_>>,
    ) -> Option<Clause> {
        let cosine = |clause: SparseVector<'_>, row: SparseVector<'_>| {
            clause.product(row) / (clause.length() * row.length()).max(f32::MIN_POSITIVE)
        };
        let (mut best, mut nearest) = (None, LEAST_NEARNESS);
        for (at, place) in self.places.iter().enumerate().filter(|(_, place)| place.department == department)
        {
            let clause = self.clauses.row(at);
            let nearness = cosine(clause, ask) + whole.map_or(0.0, |whole| WHOLE * cosine(clause, whole));
            if nearness > nearest {
                (best, nearest) = (Some(*place), nearness);
            }
        }
        best
    }
}

/// What ends a clause of a remit.
const ENDS: [char; 4] = ['；', '。', ';', '\n'];

/// The clauses of a remit: what stands between ； and 。 and line breaks.
fn clauses(remit: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    remit.split_inclusive(ENDS).filter_map(move |piece| {
        let clause = piece.trim_end_matches(|c: char| ENDS.contains(&c) || c.is_whitespace());
        let blanks = clause.len() - clause.trim_start().len();
        let span = Span { start: start + blanks, end: start + clause.len() };
        start += piece.len();
        (span.start < span.end).then_some(span)
    })
}

/// The columns that occur in a few rows, numbered anew: most columns do not, and those that do then lie together.
#[derive(Debug, Clone)]
struct Narrow {
    /// By column: its new number, or that of [`nowhere`](Self::nowhere).
    places: Vec<u32>,
    /// The number after the last, which all columns share that do not occur.
    nowhere: u32,
}

impl Narrow {
    fn new(matrix: &SparseMatrix) -> Self {
        let mut occurs = vec![false; matrix.width()];
        for row in 0..matrix.rows() {
            matrix.row(row).columns.iter().for_each(|&column| occurs[column as usize] = true);
        }
        let nowhere = occurs.iter().filter(|&&occurs| occurs).count() as u32;
        let mut numbers = 0..nowhere;
        let place = |&occurs: &bool| if occurs { numbers.next() } else { None };
        let places = occurs.iter().map(place).map(|place| place.unwrap_or(nowhere)).collect();
        Self { places, nowhere }
    }

    /// How many numbers there are, that of the columns that do not occur among them.
    fn width(&self) -> usize {
        self.nowhere as usize + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remit_is_divided_into_its_clauses() {
        let cases = [
            ("供水、排水；管河道。", "供水、排水|管河道"),
            ("1.管路灯\n2.查占道\r\n3.清垃圾", "1.管路灯|2.查占道|3.清垃圾"),
            ("职责如下：\n\n　（一）管路灯；\n　（二）查占道。\n", "职责如下：|（一）管路灯|（二）查占道"),
            ("  \n", ""),
        ];
        for (remit, expected) in cases {
            let clauses: Vec<&str> = clauses(remit).map(|span| span.of(remit)).collect();
            assert_eq!(clauses.join("|"), expected, "{remit:?}");
        }
    }
}
