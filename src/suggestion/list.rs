//! A cell that lists names -> the names, those of departments by what the cell says of their roles.

use super::departments::unmarked;
use super::handling::says_nothing;
use super::{Role, Suggestion};

/// What divides the parts of a cell that is a list,
const DIVIDERS: [char; 8] = ['、', '，', ',', '；', ';', '/', '\n', '|'];
/// and so many parts at most make one name together.
const MOST_PARTS: usize = 8;

impl Suggestion {
    /// The cell of `role` as a list: parts divided by 、，；, ; / | or line breaks, without those that name nothing (无, —).
    ///
    /// ```
    /// use jiaoban::suggestion::{Role, Suggestion, Table};
    ///
    /// let table = Table::new("台账.csv", vec!["会办单位".into()]).with(Role::Assist, 0);
    /// let cells = vec!["教委、交通支队；街道；无".into()];
    /// let row = Suggestion { table: table.into(), row: 2, cells, kinds: Vec::new() };
    /// assert_eq!(row.list(Role::Assist).collect::<Vec<_>>(), ["教委", "交通支队", "街道"]);
    /// ```
    pub fn list(&self, role: Role) -> impl Iterator<Item = &str> {
        self.names(role, |_| false)
    }

    /// The same list, in which what `is_name` knows is one part, even if it holds such a mark itself. A department that the
    /// cell of the leads says to assist (水务局（主办）、教委（会办）) is among those that assist.
    ///
    /// ```
    /// use jiaoban::suggestion::{Role, Suggestion, Table};
    ///
    /// let table = Table::new("台账.csv", vec!["其他主题".into()]).with(Role::OtherThemes, 0);
    /// let cells = vec!["交通、教育、体育/环保".into()];
    /// let row = Suggestion { table: table.into(), row: 2, cells, kinds: Vec::new() };
    /// let names = row.names(Role::OtherThemes, |name| name == "教育、体育");
    /// assert_eq!(names.collect::<Vec<_>>(), ["交通", "教育、体育", "环保"]);
    /// ```
    pub fn names(&self, role: Role, is_name: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
        let marked = |assisting: bool| {
            let leads = unmarked(self.parts(Role::Lead, &is_name));
            leads.into_iter().filter(move |&(assists, _)| assists == assisting).map(|(_, name)| name)
        };
        let names: Vec<&str> = match role {
            Role::Lead => marked(false).collect(),
            Role::Assist => {
                let assists = unmarked(self.parts(role, &is_name)).into_iter().map(|(_, name)| name);
                assists.chain(marked(true)).collect()
            }
            _ => self.parts(role, &is_name).collect(),
        };
        names.into_iter()
    }

    /// The parts of the cell of `role`, as it says them.
    fn parts(&self, role: Role, is_name: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
        let mut rest = self.word(role).unwrap_or_default();
        let parts = std::iter::from_fn(move || {
            let mut ends =
                rest.match_indices(DIVIDERS).map(|(at, _)| at).chain([rest.len()]).take(MOST_PARTS);
            let first = ends.next().filter(|_| !rest.is_empty())?;
            let end = ends.filter(|&end| is_name(rest[..end].trim())).last().unwrap_or(first);
            let (part, after) = rest.split_at(end);
            rest = after.strip_prefix(DIVIDERS).unwrap_or_default();
            Some(part.trim())
        });
        parts.filter(|part| !says_nothing(part))
    }
}
