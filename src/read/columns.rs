//! Headings -> which column holds the title, the text, the date and so on.

use crate::error::{ErrorKind, Result};
use crate::read::Options;
use crate::read::names::NAMES;
use crate::suggestion::Role;
use crate::text;

/// What a name may begin with without changing its meaning: 诉求日期 is a date.
const SUBJECTS: [&str; 9] = ["建议", "提案", "议案", "留言", "来信", "诉求", "工单", "信件", "群众"];

/// Names that mean something else after one of [`SUBJECTS`]: the 主题 of a letter is its title, and whoever
/// leads a group (组) is nobody's group.
const NEVER_AFTER_A_SUBJECT: [&str; 4] = ["主题", "组", "代表", "委员"];

/// One column's heading: its names from the uppermost level of the header down to its own.
pub(super) type Levels = Vec<String>;

/// The heading in one line; a name that is merged over several levels is written once.
pub(super) fn joined(levels: &Levels) -> String {
    let mut names: Vec<&str> =
        levels.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    names.dedup();
    names.join("/")
}

/// Whether the names of one row suggest a column of text, and how many different roles they suggest.
pub(super) fn count_roles(names: &[String]) -> (bool, usize) {
    let mut found = Found::new(names.len());
    let names: Vec<String> = names.iter().map(|name| folded(name)).collect();
    found.exact(&names);
    found.bare(&names);
    (found.has_text(), found.roles.len())
}

/// Whether a cell repeats a `heading`, or one of its levels.
pub(super) fn is_level(cell: &str, heading: &str) -> bool {
    let cell = folded(cell);
    cell == folded(heading) || heading.split('/').any(|level| folded(level) == cell)
}

/// Whether a heading is one of the `names`, but for additions: 具体建议（必填） is 具体建议.
pub(super) fn is_one_of(heading: &str, names: &[&str]) -> bool {
    names.contains(&bare(&folded(heading)))
}

/// The column that is called so, with all levels of its heading or by the last.
pub(super) fn position(headings: &[String], name: &str) -> Option<usize> {
    let wanted = folded(name);
    let is_last = |heading: &&String| heading.rsplit('/').next().is_some_and(|own| folded(own) == wanted);
    let whole = headings.iter().position(|heading| folded(heading) == wanted);
    whole.or_else(|| headings.iter().position(|heading| is_last(&heading)))
}

/// How many of the columns named by hand stand in one row.
pub(super) fn count_named(names: &[String], options: &Options) -> usize {
    options.columns.iter().filter(|(_, name)| names.iter().any(|other| folded(other) == folded(name))).count()
}

/// Gives each role the column that it belongs to: columns named by hand first, then names that are known
/// exactly, then names that are known but for an addition, then the upper levels of the header.
pub(super) fn assign(columns: &[Levels], options: &Options) -> Result<Vec<(Role, usize)>> {
    let own: Vec<String> =
        columns.iter().map(|levels| folded(levels.last().map_or("", String::as_str))).collect();
    let whole: Vec<String> = columns.iter().map(|levels| folded(&joined(levels))).collect();
    let mut found = Found::new(columns.len());
    for (role, name) in &options.columns {
        let wanted = folded(name);
        let column = [&whole, &own].into_iter().find_map(|names| names.iter().position(|n| *n == wanted));
        let Some(column) = column else {
            if options.may_lack {
                continue;
            }
            let missing = ErrorKind::NoSuchColumn { name: name.clone(), headings: headings(columns) };
            return Err(missing.into());
        };
        found.give(*role, column);
    }
    found.exact(&own);
    found.bare(&own);
    let depth = columns.iter().map(Vec::len).max().unwrap_or_default();
    for level in (0..depth.saturating_sub(1)).rev() {
        let names: Vec<String> =
            columns.iter().map(|levels| folded(levels.get(level).map_or("", String::as_str))).collect();
        found.exact(&names);
    }
    if !found.has_text() {
        return Err(ErrorKind::NoTextColumn { headings: headings(columns) }.into());
    }
    Ok(found.roles)
}

/// The headings that a message lists: those that are not empty.
fn headings(columns: &[Levels]) -> Vec<String> {
    columns.iter().map(joined).filter(|heading| !heading.is_empty()).collect()
}

/// The roles that have their column, and the columns that have their role.
struct Found {
    roles: Vec<(Role, usize)>,
    taken: Vec<bool>,
}

impl Found {
    fn new(columns: usize) -> Self {
        Self { roles: Vec::new(), taken: vec![false; columns] }
    }

    fn has(&self, role: Role) -> bool {
        self.roles.iter().any(|&(other, _)| other == role)
    }

    fn has_text(&self) -> bool {
        self.has(Role::Title) || self.has(Role::Body)
    }

    fn give(&mut self, role: Role, column: usize) {
        self.roles.retain(|&(other, _)| other != role);
        self.roles.push((role, column));
        self.taken[column] = true;
    }

    /// The first free column with one of these names.
    fn free(&self, names: &[String], wanted: &str) -> Option<usize> {
        names.iter().zip(&self.taken).position(|(name, taken)| !taken && name == wanted)
    }

    fn exact(&mut self, names: &[String]) {
        for (role, known) in NAMES {
            if !self.has(role)
                && let Some(column) = known.iter().find_map(|known| self.free(names, known))
            {
                self.give(role, column);
            }
        }
    }

    /// Names with an addition count only where exactly one column has one for the role.
    fn bare(&mut self, names: &[String]) {
        let bare: Vec<&str> = names.iter().map(|name| bare(name)).collect();
        for (role, known) in NAMES {
            if self.has(role) {
                continue;
            }
            let mut candidates =
                bare.iter().zip(&self.taken).enumerate().filter_map(|(column, (name, taken))| {
                    (!taken && known.iter().any(|known| means(name, known))).then_some(column)
                });
            if let (Some(column), None) = (candidates.next(), candidates.next()) {
                self.give(role, column);
            }
        }
    }
}

/// A name, already folded, without asterisks, a remark in parentheses, and the upper levels of a header that was
/// written in one line: 内容(必填), *内容 and 建议/内容 are 内容.
fn bare(name: &str) -> &str {
    let name = name.trim_matches('*');
    let name = match name.rfind('(') {
        Some(open) if open > 0 && name.ends_with(')') => name[..open].trim_matches('*'),
        _ => name,
    };
    name.rsplit('/').next().unwrap_or(name)
}

/// Whether `name` is `known`, perhaps after one of [`SUBJECTS`].
fn means(name: &str, known: &str) -> bool {
    name == known
        || SUBJECTS.iter().any(|subject| name.strip_prefix(subject) == Some(known))
            && !NEVER_AFTER_A_SUBJECT.contains(&known)
}

/// A name without what people vary: width, case, blanks, hyphens.
fn folded(name: &str) -> String {
    // No name is longer, but a cell of text may be.
    name.chars()
        .take(100)
        .map(|c| match c {
            '（' | '【' | '［' | '[' => '(',
            '）' | '】' | '］' | ']' => ')',
            '＊' | '※' | '★' => '*',
            '／' => '/',
            c => text::fold(c),
        })
        .filter(|c| !matches!(c, ' ' | '_' | '-' | '\u{feff}' | '\u{fffd}' | '\u{200b}'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(headings: &str, by_hand: &[(Role, &str)]) -> String {
        let columns: Vec<Levels> =
            headings.split(',').map(|heading| heading.split('/').map(str::to_owned).collect()).collect();
        let columns_by_hand = by_hand.iter().map(|&(role, name)| (role, name.to_owned())).collect();
        match assign(&columns, &Options { columns: columns_by_hand, ..Options::default() }) {
            Ok(mut roles) => {
                roles.sort_unstable_by_key(|&(_, column)| column);
                let roles: Vec<String> = roles
                    .iter()
                    .map(|(role, column)| format!("{role:?}={}", headings.split(',').nth(*column).unwrap()))
                    .collect();
                roles.join(" ")
            }
            Err(error) => error.to_string().split(';').next().unwrap().to_owned(),
        }
    }

    #[test]
    fn names_have_roles() {
        let cases = [
            ("text,label", "Body=text Theme=label"),
            (
                "留言编号,留言用户,留言主题,留言时间,留言详情,一级标签",
                "Id=留言编号 Proposer=留言用户 Title=留言主题 Date=留言时间 Body=留言详情 Theme=一级标签",
            ),
            ("序号,编号,案由,主题", "Id=编号 Title=案由 Theme=主题"),
            ("序号,案由", "Id=序号 Title=案由"),
            ("内容,建议内容", "Body=建议内容"),
            (" 标 题 ,ＢＯＤＹ,Other Themes", "Title= 标 题  Body=ＢＯＤＹ OtherThemes=Other Themes"),
            ("*标题,内容（必填）,工单日期", "Title=*标题 Body=内容（必填） Date=工单日期"),
            ("标题,内容（一）,内容（二）", "Title=标题"),
            ("标题,建议组,信件主题", "Title=标题"),
            ("案由,办理单位/主办,办理单位/会办", "Title=案由 Lead=办理单位/主办 Assist=办理单位/会办"),
            ("建议／标题,建议／内容,办理／主办(章)", "Title=建议／标题 Body=建议／内容 Lead=办理／主办(章)"),
            ("案由,提出人/姓名,提出人/电话", "Title=案由 Proposer=提出人/姓名"),
            ("标题,标题", "Title=标题"),
            (
                "案由,类别,办理类别,交办日期,答复时间,会办单位/单位,会办单位/会办答复时间,退办,办理状态",
                "Title=案由 Theme=类别 Class=办理类别 HandedOut=交办日期 Replied=答复时间 \
                 Assist=会办单位/单位 AssistReplied=会办单位/会办答复时间 Returned=退办 Status=办理状态",
            ),
            (
                "标题,届次,落实情况,代表满意度,诉求来源,事发地点",
                "Title=标题 Session=届次 Outcome=落实情况 Satisfaction=代表满意度 Channel=诉求来源 Place=事发地点",
            ),
            (
                "办件标题,归口类别,办理结果类别（A、B、C）,是否会上,满意程度",
                "Title=办件标题 Theme=归口类别 Class=办理结果类别（A、B、C） Session=是否会上 Satisfaction=满意程度",
            ),
            (
                "案由,问题分类一级,问题分类二级,结果类别,是否会上建议,满意度测评",
                "Title=案由 Theme=问题分类一级 Class=结果类别 Session=是否会上建议 Satisfaction=满意度测评",
            ),
            (
                "案由,问题类型,办理结果分类,办理结果,代表评价",
                "Title=案由 Theme=问题类型 Class=办理结果分类 Outcome=办理结果 Satisfaction=代表评价",
            ),
            (
                "案由,二级问题分类,一级问题分类,测评结果",
                "Title=案由 Theme=一级问题分类 Satisfaction=测评结果",
            ),
            ("案由,问题分类1,问题分类2,办理结果类别", "Title=案由 Theme=问题分类1 Class=办理结果类别"),
            ("案由,领衔代表,附议代表", "Title=案由 Proposer=领衔代表 Cosigners=附议代表"),
            ("案由,联名人,提出人,附议人数", "Title=案由 Cosigners=联名人 Proposer=提出人"),
            ("案由,一级类目,二级类目", "Title=案由 Theme=一级类目"),
            ("案由,是否议案转建议,会上会下", "Title=案由 FromMotion=是否议案转建议 Session=会上会下"),
            ("工单编号,工单标题,工单描述,受理时间", "Id=工单编号 Title=工单标题 Body=工单描述 Date=受理时间"),
            ("工单号,事项描述", "Id=工单号 Body=事项描述"),
            ("序号,受理编号,标题", "Id=受理编号 Title=标题"),
            ("事件描述,处理结果", "Body=事件描述 Outcome=处理结果"),
            ("案由,办结状态,办理结果", "Title=案由 Status=办结状态 Outcome=办理结果"),
            ("案由,处理时限（小时）,承诺办结", "Title=案由 Due=处理时限（小时）"),
            ("案由,时限(天)", "Title=案由 Due=时限(天)"),
            ("案由,是否办结", "Title=案由 Status=是否办结"),
            ("提案号,案由,立案情况,办理状态", "Id=提案号 Title=案由 Filing=立案情况 Status=办理状态"),
            ("案件描述", "Body=案件描述"),
            ("情况描述", "Body=情况描述"),
            ("投诉描述", "Body=投诉描述"),
            ("详细描述", "Body=详细描述"),
            ("具体描述", "Body=具体描述"),
            ("事项内容", "Body=事项内容"),
            ("事件内容", "Body=事件内容"),
            ("案件内容", "Body=案件内容"),
            ("受理内容", "Body=受理内容"),
            ("咨询内容", "Body=咨询内容"),
            ("举报内容", "Body=举报内容"),
            ("求助内容", "Body=求助内容"),
            ("办件内容", "Body=办件内容"),
            ("诉求事项", "Body=诉求事项"),
            ("反映诉求", "Body=反映诉求"),
            ("主要诉求", "Body=主要诉求"),
            ("群众诉求,诉求人", "Body=群众诉求 Proposer=诉求人"),
            ("问题详情", "Body=问题详情"),
            ("事项详情", "Body=事项详情"),
            ("事件详情", "Body=事件详情"),
            ("工单内容,详情", "Body=工单内容"),
            ("标题,内容,详情", "Title=标题 Body=内容"),
            ("标题,工单详情", "Title=标题 Body=工单详情"),
            ("详述,日期", "no column of text was found among the headings [详述, 日期]"),
            ("标题,描述", "Title=标题 Body=描述"),
            ("案由,案据,方案", "Title=案由 Body=案据"),
            ("序号,信访事由", "Id=序号 Body=信访事由"),
            ("标题,问题,内容", "Title=标题 Body=内容"),
            ("标题,内容摘要,描述", "Title=标题 Body=内容摘要"),
        ];
        for (headings, expected) in cases {
            assert_eq!(roles(headings, &[]), expected, "{headings}");
        }
    }

    #[test]
    fn columns_named_by_hand_win() {
        let cases = [
            ("描述,内容", &[(Role::Body, "描 述")], "Body=描述"),
            ("标题,内容", &[(Role::Body, "标题")], "Body=标题"),
            ("甲/乙,内容", &[(Role::Theme, "甲/乙")], "Theme=甲/乙 Body=内容"),
            ("标题,内容", &[(Role::Lead, "科室")], "there is no column \"科室\""),
        ];
        for (headings, by_hand, expected) in cases {
            assert_eq!(roles(headings, by_hand), expected, "{headings}");
        }
    }

    #[test]
    fn no_name_stands_for_two_roles() {
        let mut names: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let all = names.len();
        assert!(names.iter().all(|name| folded(name) == *name));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        assert_eq!(NAMES.map(|(role, _)| role), Role::ALL);
    }
}
