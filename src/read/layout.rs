//! A header -> how the rows below it are laid out, and whether another row is laid out like them.

use super::header::Header;
use crate::date;
use crate::suggestion::Role;

/// Title and body together say at least so many characters in some row of a register; names to choose from hardly do.
pub(super) const LEAST_TEXT: usize = 8;
/// A cell of so many characters is a text, in whatever column it stands; most titles are as long.
pub(super) const LONG_TEXT: usize = 20;
/// What stands between the clauses of a text, and in no name.
const CLAUSE_ENDS: [char; 6] = ['，', '。', '！', '？', '；', ','];
/// A row of a register has so many cells, whatever its columns are; a note has fewer.
const LEAST_CELLS: usize = 3;

/// How the rows of a sheet with a header are laid out.
pub(super) struct Layout {
    /// The columns of title and body.
    text: Vec<usize>,
    /// The column of the ids.
    id: Option<usize>,
    /// How many columns have a heading.
    columns: usize,
}

impl Layout {
    pub(super) fn of(header: &Header) -> Self {
        let text = header.roles.iter().filter(|(role, _)| matches!(role, Role::Title | Role::Body));
        let id = header.roles.iter().find(|(role, _)| *role == Role::Id);
        Self {
            text: text.map(|&(_, column)| column).collect(),
            id: id.map(|&(_, column)| column),
            columns: header.headings.iter().filter(|heading| !heading.is_empty()).count(),
        }
    }

    /// How many characters of text a row has in the columns of title and body; `None` where it is laid out in another
    /// way.
    pub(super) fn text(&self, cells: &[(usize, impl AsRef<str>)]) -> Option<usize> {
        // Ids have digits; what a note explains has none.
        let is_id = |cell: &str| cell.chars().any(char::is_numeric);
        let has_other_id =
            cells.iter().any(|(column, cell)| Some(*column) == self.id && !is_id(cell.as_ref()));
        if has_other_id || cells.len() < self.columns.min(2) {
            return None;
        }
        let texts = cells.iter().filter(|(column, _)| self.text.contains(column));
        let lengths: Option<Vec<usize>> = texts.map(|(_, cell)| text_length(cell.as_ref())).collect();
        lengths.filter(|lengths| !lengths.is_empty()).map(|lengths| lengths.iter().sum())
    }

    /// Whether a row goes on where others ended: a number as its id and words in the columns of text.
    pub(super) fn goes_on(&self, cells: &[(usize, impl AsRef<str>)]) -> bool {
        let is_id = |cell: &str| cell.trim().chars().all(char::is_numeric);
        cells.len() >= self.columns.min(LEAST_CELLS)
            && cells.iter().any(|(column, cell)| Some(*column) == self.id && is_id(cell.as_ref()))
            && self.text(cells).is_some()
    }

    /// Whether a row is as long as those of a register and holds a long text in any column.
    pub(super) fn tells(&self, cells: &[(usize, impl AsRef<str>)]) -> bool {
        self.holds(cells, |_, length| length >= LONG_TEXT)
    }

    /// The same of a text that is shorter, but has clauses.
    pub(super) fn says(&self, cells: &[(usize, impl AsRef<str>)]) -> bool {
        self.holds(cells, |cell, length| length >= LEAST_TEXT && cell.contains(CLAUSE_ENDS))
    }

    /// Whether a row is as long as those of a register and holds in any column a text as `wanted`, which is told its
    /// length too.
    fn holds(&self, cells: &[(usize, impl AsRef<str>)], wanted: impl Fn(&str, usize) -> bool) -> bool {
        let is_wanted = |cell: &str| text_length(cell).is_some_and(|length| wanted(cell, length));
        cells.len() >= self.columns.min(LEAST_CELLS) && cells.iter().any(|(_, cell)| is_wanted(cell.as_ref()))
    }
}

/// Whether the row at a position above the end of the `header` is lost if nobody names it: it belongs to another table, or
/// it is laid out like the rows below. What else stands there is a title or a remark.
pub(super) fn is_lost(header: &Header, position: usize, cells: &[(usize, impl AsRef<str>)]) -> bool {
    let layout = Layout::of(header);
    let is_full = || cells.len() >= layout.columns && layout.text(cells).is_some() && layout.tells(cells);
    position < header.above.end && (header.above.contains(&position) || layout.goes_on(cells) || is_full())
}

/// The length of a cell that holds words; `None` for a number, a date or a count of things.
pub(super) fn text_length(cell: &str) -> Option<usize> {
    let length = cell.trim().chars().count();
    let has_words = cell.chars().filter(|c| c.is_alphabetic()).count() > 1;
    // A text may begin with a date.
    (has_words && (length >= LONG_TEXT || date::parse(cell).is_none())).then_some(length)
}
