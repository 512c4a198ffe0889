//! Terms of messages -> rows of them in one piece of memory, each term four bytes.
//!
//! The terms of a year of a hotline must be held until it is known how rare each of them is. So a term is one
//! number, and when it is weighed its weight takes the place of its count.

/// Columns of a block: 2 to this power.
pub const COLUMN_BITS: u32 = 22;
/// The width of a block.
pub const WIDTH: usize = 1 << COLUMN_BITS;
/// The bits of a number. Words and pairs have columns of a bit more, so 9 are left.
const COUNT_BITS: u32 = 31 - COLUMN_BITS;
/// The greatest number: what stands more often in one message counts as this.
pub const MOST: u32 = (1 << COUNT_BITS) - 1;
/// A column with a number of 9 bits: first how often its term stands in a message, later how much that weighs. They
/// are ordered by column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Term(u32);

impl Term {
    /// A term of `column` with a number up to [`MOST`].
    #[must_use]
    pub fn new(column: u32, number: u32) -> Self {
        Self(column << COUNT_BITS | number)
    }

    /// The column; the last bit of a word's or a pair's says that it is part of a name.
    #[must_use]
    pub fn column(self) -> u32 {
        self.0 >> COUNT_BITS
    }

    /// The number, from 1 to [`MOST`]; 0 where there is no term.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0 & MOST
    }
}

/// What a term of a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word; the last bit of its column says that it is part of a name.
    Word,
    /// A pair of characters; the last bit of its column says that it is part of a name.
    Pair,
    /// The name of a place or party.
    Place,
    /// A region that the title names, or the text if the title names none.
    Region,
    /// A landmark that the title or the beginning of the text names: the column of the pair of characters before its
    /// suffix, with the number of what it is.
    Landmark,
    /// A region that the cell of places names.
    RegionOfCell,
    /// A landmark that the cell of places names, as those of the text are.
    LandmarkOfCell,
}

/// The kinds, in the order in which a row has them.
pub const KINDS: [Kind; 7] = [
    Kind::Word,
    Kind::Pair,
    Kind::Place,
    Kind::Region,
    Kind::Landmark,
    Kind::RegionOfCell,
    Kind::LandmarkOfCell,
];

/// Rows of terms; within a row each kind has its terms by rising column.
#[derive(Debug, Default)]
pub struct TermRows {
    terms: Vec<Term>,
    /// For every row and kind where its terms end.
    ends: Vec<[u32; KINDS.len()]>,
}

impl TermRows {
    /// Adds a row: its terms of each of the [`KINDS`].
    pub fn push(&mut self, row: [&[Term]; KINDS.len()]) {
        let end = |terms: &[Term]| {
            self.terms.extend_from_slice(terms);
            self.terms.len() as u32
        };
        let ends = row.map(end);
        self.ends.push(ends);
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The terms of one kind in a row.
    #[must_use]
    pub fn terms(&self, row: usize, kind: Kind) -> &[Term] {
        let start = match (kind, row) {
            (Kind::Word, 0) => 0,
            (Kind::Word, _) => self.ends[row - 1][KINDS.len() - 1],
            _ => self.ends[row][kind as usize - 1],
        };
        &self.terms[start as usize..self.ends[row][kind as usize] as usize]
    }

    /// Gives the terms of every row and kind to `change`, and keeps as many of them as it says, those in front.
    pub fn rewrite(&mut self, mut change: impl FnMut(usize, Kind, &mut [Term]) -> usize) {
        let (mut start, mut kept_end) = (0, 0);
        for (row, ends) in self.ends.iter_mut().enumerate() {
            for (end, kind) in ends.iter_mut().zip(KINDS) {
                let next = *end as usize;
                let kept = change(row, kind, &mut self.terms[start..next]);
                self.terms.copy_within(start..start + kept, kept_end);
                kept_end += kept;
                *end = kept_end as u32;
                start = next;
            }
        }
        self.terms.truncate(kept_end);
        self.terms.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(columns: &[u32]) -> Vec<Term> {
        columns.iter().map(|&column| Term::new(column, 1)).collect()
    }

    #[test]
    fn rows_are_as_they_were_without_what_is_dropped() {
        let mut rows = TermRows::default();
        rows.push([&terms(&[1, 2, 3]), &terms(&[4, 5]), &[], &terms(&[6]), &[], &[], &[]]);
        rows.push([&terms(&[7, 8]), &[], &terms(&[9]), &[], &[], &[], &[]]);
        assert_eq!(rows.terms(0, Kind::Pair), terms(&[4, 5]));
        // The first of each is dropped, the others weigh 3.
        rows.rewrite(|_, _, terms| {
            terms.rotate_left(usize::from(!terms.is_empty()));
            for term in terms.iter_mut() {
                *term = Term::new(term.column(), 3);
            }
            terms.len().saturating_sub(1)
        });
        let columns = |row, kind| rows.terms(row, kind).iter().map(|term| term.column()).collect::<Vec<_>>();
        assert_eq!([columns(0, Kind::Word), columns(0, Kind::Pair)], [vec![2, 3], vec![5]]);
        assert_eq!([columns(0, Kind::Region), columns(1, Kind::Word)], [vec![], vec![8]]);
        assert_eq!(columns(1, Kind::Place), [0; 0]);
        assert_eq!(rows.terms(1, Kind::Word)[0].number(), 3);
        assert_eq!(rows.len(), 2);
    }
}
