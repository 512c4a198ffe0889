//! A part of a list of departments -> the departments it names: 交通委 住建委 are two where both are known.

use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashMap;

use super::{Role, Suggestion};
use crate::text::{folded, pattern};

/// Marks and words that divide departments, or belong to the name of one: 和平街道, 司法局 西城分局.
const BETWEEN: [char; 8] = ['和', '与', '及', '+', '＋', '&', '＆', '·'];

/// What a cell may say of a department beside its name, 单位 and 部门 left out: that it leads, or that it assists.
const LEADS: [&str; 9] = ["主办", "牵头", "主责", "承办", "主", "分办", "分别办理", "共同办理", "联合办理"];
const ASSISTS: [&str; 6] = ["会办", "协办", "配合", "协助", "会", "协"];
const BODIES: [&str; 2] = ["单位", "部门"];

/// A role with its colon is no longer, in characters: 牵头单位：.
const LONGEST_ROLE: usize = 8;

/// What may end a list of departments without being part of the last name: 等, 等部门, 等3个单位, 等三家单位.
static AND_SO_ON: LazyLock<Regex> =
    LazyLock::new(|| pattern("等(?:[0-9０-９一二三四五六七八九十两几多数]*[个家]?(?:单位|部门))?$"));

/// What a cell may say behind a name of how departments act: 分别办理, 共同答复; of one that leads it also says 牵头,
static ACTING: LazyLock<Regex> = LazyLock::new(|| {
    let deed = "(?:研究)?(?:办理|承办|答复|办复)";
    pattern(&format!(
        "(?:(?:分别|分头|各自|共同)(?:负责)?(?:{deed})?|(?:(?:联合|会同|协同|负责){deed})|分办|(?P<leads>牵头(?:{deed})?|主办)|{deed})$"
    ))
});
/// and of one that assists 配合.
static ASSISTING: LazyLock<Regex> = LazyLock::new(|| pattern("(?:配合|协助|参与)(?:做好|办理)?$"));
/// Between two names, it says that the second assists the first.
const TOGETHER_WITH: &str = "会同";
/// Before a name: 由住建局办理.
const BY: char = '由';
/// No department has a shorter name, in characters.
const SHORTEST_NAME: usize = 2;

/// What stands between the number of an entry and the entry.
const AFTER_NUMBER: [char; 5] = ['.', '．', '、', '）', ')'];

/// The entries of a cell that numbers its departments, without the numbers: 1.住建局 2.水务局, ①住建局②水务局. A cell that
/// does not begin with the first number is one entry.
pub(super) fn entries(cell: &str) -> Vec<&str> {
    let Some(mut rest) = after_number(cell, 1) else { return vec![cell] };
    let mut entries = Vec::new();
    for number in 2.. {
        let is_digit = |at: usize| rest[..at].ends_with(|c: char| c.is_ascii_digit());
        let is_blank = |c: char| c.is_whitespace();
        let starts = rest.char_indices().filter(|&(at, c)| !is_blank(c) && !is_digit(at)).map(|(at, _)| at);
        let Some((at, after)) =
            starts.into_iter().find_map(|at| Some((at, after_number(&rest[at..], number)?)))
        else {
            break;
        };
        entries.push(&rest[..at]);
        rest = after;
    }
    entries.push(rest);
    entries
}

/// What follows where `text` begins with this number of an entry: 1. or （1） or ①.
fn after_number(text: &str, number: u32) -> Option<&str> {
    let text = text.trim_start();
    let circled = (1..=20).contains(&number).then(|| char::from_u32('①' as u32 + number - 1)).flatten();
    if let Some(rest) = circled.and_then(|circled| text.strip_prefix(circled)) {
        return Some(rest);
    }
    let text = text.strip_prefix(['（', '(']).unwrap_or(text);
    let rest = text.strip_prefix(number.to_string().as_str())?.strip_prefix(AFTER_NUMBER)?;
    // 1.5 is a number, and 1、2 are codes.
    (!rest.trim_start().starts_with(|c: char| c.is_ascii_digit())).then_some(rest)
}

/// The departments of a cell without what it says of their roles, each with whether it is said to assist. That is said
/// after a name in parentheses, or with a colon before one or more.
pub(super) fn unmarked<'n>(
    parts: impl Iterator<Item = &'n str>,
    is_name: impl Fn(&str) -> bool,
) -> Vec<(bool, &'n str)> {
    let mut before = None;
    parts
        .flat_map(by_roles)
        .flat_map(|part| if is_name(part) { vec![(None, part)] } else { together(part) })
        .map(|(with, part)| {
            let (assists, part) = match part.split_once(['：', ':']) {
                Some((role, name)) if assists(role).is_some() => (assists(role), name.trim()),
                _ => (before, part),
            };
            // A role without a name says nothing of the names that follow.
            before = assists.filter(|_| !part.is_empty());
            let part = if is_name(part) { part } else { without_and_so_on(part) };
            let open = part.rfind(['（', '(']).filter(|_| part.ends_with(['）', ')']));
            let role = open.and_then(|open| assists_in(&part[open..]));
            let name = if role.is_some() { part[..open.unwrap_or(part.len())].trim() } else { part };
            let (acts, name) = if is_name(name) { (None, name) } else { without_acting(name) };
            (role.or(acts).or(with).or(assists).unwrap_or(false), name)
        })
        .filter(|(_, name)| !name.is_empty())
        .collect()
}

/// A part, divided where a role with a colon follows a blank: 牵头：住建局 配合：水务局.
fn by_roles(part: &str) -> Vec<&str> {
    let is_role = |at: &usize| {
        let rest = &part[*at..];
        let colon = rest.char_indices().take(LONGEST_ROLE).find(|&(_, c)| matches!(c, '：' | ':'));
        let role = colon.map(|(colon, _)| &rest[..colon]);
        role.is_some_and(|role| !role.starts_with(char::is_whitespace) && assists(role).is_some())
    };
    let blanks = part.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
    let mut pieces = Vec::new();
    let mut start = 0;
    for at in blanks.filter(is_role) {
        pieces.push(part[start..at].trim());
        start = at;
    }
    pieces.push(part[start..].trim());
    pieces
}

/// A part, divided where one department acts together with another, which assists it: 城管局会同住建局.
fn together(part: &str) -> Vec<(Option<bool>, &str)> {
    match part.split_once(TOGETHER_WITH) {
        Some((first, second)) if is_long(first) && is_long(without_acting(second).1) => {
            vec![(None, first.trim()), (Some(true), second.trim())]
        }
        _ => vec![(None, part)],
    }
}

/// A name without what the cell says of how departments act, and whether that says that it assists.
fn without_acting(name: &str) -> (Option<bool>, &str) {
    let (role, rest) = match (ACTING.captures(name), ASSISTING.find(name)) {
        (Some(said), _) => (said.name("leads").map(|_| false), &name[..name.len() - said[0].len()]),
        (None, Some(said)) => (Some(true), &name[..said.start()]),
        (None, None) => (None, name),
    };
    let rest = rest.trim();
    let rest = rest.strip_prefix(BY).filter(|rest| is_long(rest)).unwrap_or(rest);
    // What is left of a remark alone (分别办理) is nothing, and of one character no name.
    if rest.is_empty() || is_long(rest) { (role, rest) } else { (None, name) }
}

fn is_long(name: &str) -> bool {
    name.trim().chars().count() >= SHORTEST_NAME
}

/// A part without what says that there are more.
fn without_and_so_on(part: &str) -> &str {
    AND_SO_ON.find(part).map_or(part, |end| &part[..end.start()]).trim_end()
}

/// Whether a word says that a department assists; `None` where it says nothing of its role.
fn assists(role: &str) -> Option<bool> {
    let role = role.trim();
    let role = BODIES.iter().find_map(|body| role.strip_suffix(body)).unwrap_or(role);
    if ASSISTS.contains(&role) { Some(true) } else { LEADS.contains(&role).then_some(false) }
}

/// The same of a word in parentheses.
fn assists_in(parentheses: &str) -> Option<bool> {
    assists(parentheses.trim_matches(['（', '(', '）', ')']))
}

/// What is longer, in bytes, is no name, so that it is looked for in a long cell no further than this.
const LONGEST_NAME: usize = 400;

/// The names that stand by themselves in the department columns of a register, each under its folded form as it is
/// written where it stands first.
#[derive(Debug, Clone, Default)]
pub struct Named(FxHashMap<String, String>);

impl Named {
    /// The names in `rows`.
    pub fn in_rows<'s>(rows: impl IntoIterator<Item = &'s Suggestion>) -> Self {
        let names =
            |row: &'s Suggestion| [Role::Lead, Role::Assist].into_iter().flat_map(|role| row.list(role));
        let mut first = FxHashMap::default();
        for name in rows.into_iter().flat_map(names) {
            first.entry(folded(name)).or_insert_with(|| name.to_owned());
        }
        Self(first)
    }

    /// The name as the register has it first: names that differ in width, brackets or case alone are one.
    pub fn spelled<'n>(&'n self, name: &'n str) -> &'n str {
        self.0.get(&folded(name)).map_or(name, String::as_str)
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
        let is_known = |name: &str| is_label(name) || self.0.contains_key(&folded(name));
        let whole = || vec![part];
        if is_label(part) { whole() } else { names(part, is_known).unwrap_or_else(whole) }
    }
}

/// The known names of which `part` consists, at the first blanks and marks that divide it so; it may stand as a whole
/// among the names of the register, so that it is divided first. What follows a division is judged once, from the last
/// one to the first, however many ways lead there.
fn names(part: &str, is_known: impl Fn(&str) -> bool) -> Option<Vec<&str>> {
    let divisions = divisions(part);
    // By division: where the name right after it ends and which division follows, if all of it is names.
    let mut after: Vec<Option<Option<(usize, usize)>>> = vec![None; divisions.len()];
    for at in (0..divisions.len()).rev() {
        let (_, start) = divisions[at];
        // After a blank may stand a word, so that no name is between them: 交通委 和 住建委.
        let later = divisions.iter().enumerate().skip(at + 1).map(|(next, &(end, _))| (end.max(start), next));
        let divided = later
            .take_while(|&(end, _)| end <= start + LONGEST_NAME)
            .find(|&(end, next)| after[next].is_some() && (end == start || is_known(&part[start..end])));
        after[at] = divided.map(Some).or_else(|| is_known(&part[start..]).then_some(None));
    }
    let (mut names, mut at) = (Vec::new(), 0);
    while let Some((end, next)) = after[at]? {
        names.push(&part[divisions[at].1..end]);
        at = next;
    }
    names.push(&part[divisions[at].1..]);
    names.retain(|name| !name.is_empty());
    Some(names)
}

/// Where `part` may be divided: the end of what stands before blanks and marks, and the begin of what follows. Blanks
/// that stand together are one division, and each mark beside them is one more, since it may belong to a name. The first
/// division stands before the whole.
fn divisions(part: &str) -> Vec<(usize, usize)> {
    let mut divisions = vec![(0, 0)];
    for (at, c) in part.char_indices().filter(|&(_, c)| c.is_whitespace() || BETWEEN.contains(&c)) {
        let (before, after) = (&part[..at], &part[at + c.len_utf8()..]);
        if !(c.is_whitespace() && before.ends_with(char::is_whitespace)) {
            divisions.push((before.trim_end().len(), part.len() - after.trim_start().len()));
        }
    }
    divisions
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
            ("水务局(主)|住建委（协）", "水务局|+住建委"),
            ("牵头部门：水务局 配合部门：住建委", "水务局|+住建委"),
            ("水务局|住建委等", "水务局|住建委"),
            ("水务局|教委等3个单位", "水务局|教委"),
            ("水务局|住建委等三家单位", "水务局|住建委"),
            ("教委等5部门|等部门", "教委"),
            ("高等教育局", "高等教育局"),
            ("由县住建局|县民政局分别办理", "县住建局|县民政局"),
            ("县城管局|县住建局分别办理", "县城管局|县住建局"),
            ("县住建局(分办)|县民政局（分别办理）", "县住建局|县民政局"),
            ("县城管局|县住建局共同办理", "县城管局|县住建局"),
            ("县城管局|县住建局会同办理", "县城管局|县住建局"),
            ("县城管局会同县住建局办理", "县城管局|+县住建局"),
            ("县住建局牵头|县民政局配合", "县住建局|+县民政局"),
            ("由县住建局牵头办理", "县住建局"),
            ("县住建局|县民政局|分别办理", "县住建局|县民政局"),
            ("会办：教委|水务局共同办理", "+教委|+水务局"),
            ("县政协办|残工委会办", "县政协办|残工委会办"),
            ("办理", ""),
        ];
        for (cell, expected) in cases {
            let shown =
                |(assists, name): (bool, &str)| if assists { format!("+{name}") } else { name.to_owned() };
            let names: Vec<String> = unmarked(cell.split('|'), |_| false).into_iter().map(shown).collect();
            assert_eq!(names.join("|"), expected, "{cell}");
        }
    }

    #[test]
    fn a_part_is_divided_into_known_names_wherever_blanks_and_marks_stand() {
        let known = ["交通委", "住建委", "和平街道", "康和"];
        let divided = |part: &str| Named::default().divide(part, |name| known.contains(&name)).join("|");
        let cases = [
            ("交通委 和 住建委", "交通委|住建委"),
            ("交通委 和 和平街道", "交通委|和平街道"),
            ("交通委和和平街道与住建委", "交通委|和平街道|住建委"),
            ("康和和平街道", "康和和平街道"),
            ("康和和和平街道", "康和|和平街道"),
            ("康和　交通委", "康和|交通委"),
            ("和交通委", "交通委"),
            ("交通委和", "交通委和"),
            ("交通委 航天局", "交通委 航天局"),
        ];
        for (part, expected) in cases {
            assert_eq!(divided(part), expected, "{part}");
        }
        // The ways to place so many divisions are more than can be tried one by one.
        for between in ["      ", " 和 ", "  和  与  "] {
            let many = vec!["交通委"; 5000].join(between);
            assert_eq!(divided(&many), vec!["交通委"; 5000].join("|"));
            let unknown = format!("{many}{between}航天局");
            assert_eq!(divided(&unknown), unknown);
        }
    }
}
