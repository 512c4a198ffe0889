//! A part of a list of departments -> the departments it names: 交通委 住建委 are two where both are known.

use rustc_hash::FxHashSet;

use super::{Role, Suggestion};

/// Marks and words that divide departments, or belong to the name of one: 和平街道, 司法局 西城分局.
const BETWEEN: [char; 3] = ['和', '与', '及'];

/// What a cell may say of a department beside its name: that it leads, or that it assists.
const LEADS: [&str; 7] = ["主办", "主办单位", "牵头", "牵头单位", "主责", "承办", "承办单位"];
const ASSISTS: [&str; 6] = ["会办", "会办单位", "协办", "协办单位", "配合", "配合单位"];

/// The departments of a cell without what it says of their roles, each with whether it is said to assist. That is said
/// after a name in parentheses, or with a colon before one or more.
pub(super) fn unmarked<'n>(parts: impl Iterator<Item = &'n str>) -> Vec<(bool, &'n str)> {
    let mut before = None;
    parts
        .map(|part| {
            let (assists, part) = match part.split_once(['：', ':']) {
                Some((role, name)) if assists(role).is_some() => (assists(role), name.trim()),
                _ => (before, part),
            };
            // A role without a name says nothing of the names that follow.
            before = assists.filter(|_| !part.is_empty());
            let open = part.rfind(['（', '(']).filter(|_| part.ends_with(['）', ')']));
            let role = open.and_then(|open| assists_in(&part[open..]));
            let name = if role.is_some() { part[..open.unwrap_or(part.len())].trim() } else { part };
            (role.or(assists).unwrap_or(false), name)
        })
        .filter(|(_, name)| !name.is_empty())
        .collect()
}

/// Whether a word says that a department assists; `None` where it says nothing of its role.
fn assists(role: &str) -> Option<bool> {
    let role = role.trim();
    if ASSISTS.contains(&role) { Some(true) } else { LEADS.contains(&role).then_some(false) }
}

/// The same of a word in parentheses.
fn assists_in(parentheses: &str) -> Option<bool> {
    assists(parentheses.trim_matches(['（', '(', '）', ')']))
}

/// A part that is longer, in bytes, is no list of departments.
const LONGEST: usize = 400;

/// The names that stand by themselves in the department columns of a register.
#[derive(Debug, Clone, Default)]
pub struct Named(FxHashSet<String>);

impl Named {
    /// The names in `rows`.
    pub fn in_rows<'s>(rows: impl IntoIterator<Item = &'s Suggestion>) -> Self {
        let names =
            |row: &'s Suggestion| [Role::Lead, Role::Assist].into_iter().flat_map(|role| row.list(role));
        Self(rows.into_iter().flat_map(names).map(str::to_owned).collect())
    }

    /// The departments that `part` of a list names: several where blanks or 和, 与, 及 divide it into names that all
    /// stand by themselves elsewhere or are labels; otherwise the part as it is.
    ///
    /// ```
    /// use jiaoban::suggestion::departments::Named;
    ///
    /// let is_label = |name: &str| ["交通委", "住建委", "和平街道"].contains(&name);
    /// let divide = |part| Named::default().divide(part, is_label);
    /// assert_eq!(divide("交通委和住建委"), ["交通委", "住建委"]);
    /// assert_eq!(divide("住建委　和平街道"), ["住建委", "和平街道"]);
    /// assert_eq!(divide("交通委和水务局"), ["交通委和水务局"]);
    /// ```
    pub fn divide<'n>(&self, part: &'n str, is_label: impl Fn(&str) -> bool) -> Vec<&'n str> {
        let is_known = |name: &str| is_label(name) || self.0.contains(name);
        let whole = || vec![part];
        if part.len() > LONGEST || is_label(part) {
            whole()
        } else {
            names(part, &is_known).unwrap_or_else(whole)
        }
    }
}

/// The known names of which `part` consists; it may stand as a whole among the names of the register, so that it is
/// divided first.
fn names<'n>(part: &'n str, is_known: &impl Fn(&str) -> bool) -> Option<Vec<&'n str>> {
    let divided =
        part.char_indices().filter(|(_, c)| c.is_whitespace() || BETWEEN.contains(c)).find_map(|(at, c)| {
            let (first, rest) = (part[..at].trim_end(), part[at + c.len_utf8()..].trim_start());
            // After a blank may stand a word: 交通委 和 住建委.
            (first.is_empty() || is_known(first)).then_some(())?;
            let first = Some(first).filter(|first| !first.is_empty());
            Some(first.into_iter().chain(names(rest, is_known)?).collect())
        });
    divided.or_else(|| is_known(part).then(|| vec![part]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_roles_are_no_part_of_a_name() {
        let cases = [
            ("水务局（主办）|住建委(会办)", "水务局|+住建委"),
            ("住建委（配合）|水务局（牵头）", "+住建委|水务局"),
            ("主办：水务局|会办：住建委|教委", "水务局|+住建委|+教委"),
            ("街道（乡镇）|水务局", "街道（乡镇）|水务局"),
            ("会办：|水务局", "水务局"),
            ("城管委:市容科", "城管委:市容科"),
        ];
        for (cell, expected) in cases {
            let shown =
                |(assists, name): (bool, &str)| if assists { format!("+{name}") } else { name.to_owned() };
            let names: Vec<String> = unmarked(cell.split('|')).into_iter().map(shown).collect();
            assert_eq!(names.join("|"), expected, "{cell}");
        }
    }
}
