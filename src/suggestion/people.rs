//! A cell of proposers -> who raised the row: each by one form of the name, and nobody where nobody is named.
//!
//! 张　伟 and 张 伟 are 张伟, and 王建国（领衔）, 王建国代表 and 王建国等5人 are 王建国: registers write one person in several
//! ways, and whoever counts people must not count ways of writing. 匿名 names nobody, and 李先生 or 张** may be anybody
//! of that name: two rows of 李先生 are taken for two people, since many who write are called so and few write twice.
//! So a name tells people apart only if it is whole.

use std::borrow::{Borrow, Cow};
use std::sync::LazyLock;

use regex::Regex;

use super::list::parts;
use super::{Role, Suggestion};
use crate::text::{self, fold, pattern};

/// What many people are, as a pattern; whoever is called so and no more is nobody in particular.
pub const CLASSES: &str = "居民|市民|群众|村民|农民工?|牧民|渔民|移民|公民|百姓|网友|网民|业主|家长|商户|商家|住户|用户|客户\
    |租户|租客|房东|农户|职工|员工|工人|民工|学生|学员|学子|教师|老师|师生|代表|老人|老年人|老兵|妇女|儿童|孩子|司机|乘客|游客\
    |旅客|顾客|读者|患者|病人|家属|子女|军人|残疾人|党员|干部|保安|人员|人士|行人|路人|邻居|车主|店主|摊主|商贩|个人|志愿者\
    |消费者|投诉人|反映人|举报人|来电人|来信人|来访人|提出人|申请人|当事人|联系人|负责人|报告人|代理人|委托人|监护人";

/// What stands in the column of proposers where nobody is named.
static NOBODY: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^(?:热心)?(?:{CLASSES}|人大|政协|无)$")));

/// How it begins where the name is not told.
static UNNAMED: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:匿名|无名氏?$|佚名|未署名|未留名|不详|未知|保密)|(?:保密|透露.*)$"));

/// What is said behind a name, and behind a surname where the name is not told.
const TITLES: [&str; 9] = ["先生", "女士", "小姐", "同志", "代表", "委员", "老师", "师傅", "阿姨"];

/// Surnames of two characters, which with a title are no whole name.
pub const LONG_SURNAMES: [&str; 20] = [
    "欧阳", "司马", "上官", "诸葛", "夏侯", "尉迟", "皇甫", "慕容", "令狐", "司徒", "东方", "公孙", "宇文",
    "长孙", "端木", "独孤", "南宫", "申屠", "轩辕", "呼延",
];

/// How the names of parties, offices and places end, which are no people.
const NO_PERSON_ENDS: [char; 18] = [
    '会', '委', '党', '盟', '社', '局', '院', '部', '处', '办', '队', '组', '团', '站', '司', '区', '村',
    '镇',
];

/// What stands in the place of a hidden character.
const HIDDEN: [char; 6] = ['*', '＊', '×', '○', 'Ｘ', '某'];

/// So many characters has a name that tells whom it means though one of them is 某: 某某公司.
const MORE_THAN_A_NAME: usize = 4;

/// What a cell says before a name: 领衔代表：, 区人大代表.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:[^:：]{0,4}(?:领衔|附议|联名|牵头|提案|提议|提出|代表|委员)[^:：]{0,2}[:：]|[全国省市区县乡镇]{0,2}(?:人大代表|政协委员))",
    )
});

/// What a cell says behind a name: that others raised it too (等5人), and notes in parentheses: （领衔）, （女）, （回族）.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    let number = "[0-9零〇一二两三四五六七八九十百千几数多余]+";
    let people = format!("{number}(?:人|名|位|户)\\p{{Han}}{{0,4}}");
    let note = format!(
        "[^（()）]{{0,4}}(?:领衔|附议|联名|牵头|执笔|提案|代表|委员)[^（()）]{{0,3}}|[男女]|\\p{{Han}}{{1,4}}族|\
         [等共]{{0,2}}{people}"
    );
    pattern(&format!("(?:等(?:人|[共约]?{people}|{number})?|[（(](?:{note})[)）])$"))
});

/// How many raised it too, where their names should stand: 12, 5人, 共三名代表.
static HOW_MANY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^[等共约另有]*[0-9０-９零〇一二两三四五六七八九十百多余]+(?:余|多)?(?:人|名|位)?(?:代表|委员|附议|联名)?$",
    )
});

/// Somebody who raised a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Proposer<'s> {
    /// The name, in one form for all ways of writing it.
    pub name: Cow<'s, str>,
    /// Whether it tells one person from others: 张伟, but not 李先生 or 张**.
    pub is_whole: bool,
}

impl Suggestion {
    /// Everybody who is named in the columns of proposers and of those who raised it too, each whole name once.
    ///
    /// ```
    /// use jiaoban::suggestion::{Role, Suggestion, Table};
    ///
    /// let table = Table::new("台账.csv", vec!["提出人".into()]).with(Role::Proposer, 0);
    /// let cells = vec!["张　伟（领衔）、李先生、匿名".into()];
    /// let row = Suggestion { table: table.into(), row: 2, cells, kinds: Vec::new() };
    /// let told: Vec<_> = row.proposers().into_iter().map(|who| (who.name, who.is_whole)).collect();
    /// assert_eq!(told, [("张伟".into(), true), ("李先生".into(), false)]);
    /// ```
    #[must_use]
    pub fn proposers(&self) -> Vec<Proposer<'_>> {
        let cosigners = self.list(Role::Cosigners).filter(|part| !HOW_MANY.is_match(part));
        each_once(self.list(Role::Proposer).chain(cosigners))
    }

    /// Those of them who raised it themselves and did not join others.
    #[must_use]
    pub fn first_proposers(&self) -> Vec<Proposer<'_>> {
        each_once(self.list(Role::Proposer))
    }

    /// The cells of proposers and of those who raised it too, as one.
    #[must_use]
    pub fn proposer_cells(&self) -> Cow<'_, str> {
        let cells = [Role::Proposer, Role::Cosigners].map(|role| self.word(role));
        match cells {
            [Some(lead), Some(others)] => Cow::Owned(format!("{lead}、{others}")),
            [_, Some(others)] => Cow::Borrowed(others),
            _ => Cow::Borrowed(self.word(Role::Proposer).unwrap_or_default()),
        }
    }
}

/// Everybody whom `parts` of cells name, each whole name once.
fn each_once<'s>(parts: impl Iterator<Item = &'s str>) -> Vec<Proposer<'s>> {
    let mut told: Vec<Proposer<'_>> = Vec::new();
    for name in parts.flat_map(names).filter(|name| !is_nobody(name)) {
        let who = Proposer { is_whole: is_whole(&name), name };
        // Some lists of those who raised it too begin with whom the other column names.
        if !(who.is_whole && told.contains(&who)) {
            told.push(who);
        }
    }
    told
}

/// Everybody who raised any of `rows`, as far as they can be told apart: each whole name once, and all other names once
/// a row.
///
/// ```
/// use jiaoban::suggestion::{Role, Suggestion, Table, people};
///
/// let table = std::sync::Arc::new(Table::new("台账.csv", vec!["提出人".into()]).with(Role::Proposer, 0));
/// let row = |cell: &str| Suggestion { table: table.clone(), row: 2, cells: vec![cell.into()], kinds: Vec::new() };
/// let rows = ["张 伟", "张伟代表、李娜", "李先生", "李先生", "匿名"].map(row);
/// assert_eq!(people::told_apart(&rows).len(), 4);
/// ```
#[must_use]
pub fn told_apart<'s>(rows: impl IntoIterator<Item = &'s Suggestion>) -> Vec<Proposer<'s>> {
    apart(rows.into_iter().flat_map(Suggestion::proposers).collect())
}

/// The same of those whom rows name: each whole name once, all others as often as they stand there.
#[must_use]
pub fn apart<'s, P: Borrow<Proposer<'s>> + Ord>(mut named: Vec<P>) -> Vec<P> {
    named.sort_unstable();
    named.dedup_by(|later, first| (*first).borrow().is_whole && later == first);
    named
}

/// The names of all people whom a cell names, each in one form.
#[must_use]
pub fn in_cell(cell: &str) -> Vec<Cow<'_, str>> {
    let parts = parts(cell, &|_| false).into_iter();
    parts.flat_map(names).filter(|name| !is_nobody(name)).collect()
}

/// The names in a part of the list, each in one form: blanks between Chinese characters belong to no name, but divide
/// names that are whole without them (张伟 李建国).
fn names(part: &str) -> Vec<Cow<'_, str>> {
    if part.chars().all(|c| fold(c) == c && c != ' ') {
        return vec![Cow::Borrowed(bare(part))];
    }
    let folded = text::in_one_width(part);
    let pieces: Vec<&str> = folded.split_whitespace().collect();
    let names = between_blanks(&pieces).unwrap_or_else(|| vec![joined(&pieces)]);
    names.iter().map(|name| Cow::Owned(bare(name).to_owned())).collect()
}

/// The names that blanks divide, if they are nothing but names: those of two characters may have a blank within.
fn between_blanks(pieces: &[&str]) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut rest = pieces;
    while let [piece, others @ ..] = rest {
        let (name, others) = match (length(piece), others) {
            (1, [next, others @ ..]) if length(next) == 1 => (format!("{piece}{next}"), others),
            (2 | 3, _) => ((*piece).to_owned(), others),
            _ => return None,
        };
        if !is_person(&name) || LONG_SURNAMES.contains(&name.as_str()) {
            return None;
        }
        names.push(name);
        rest = others;
    }
    Some(names)
}

/// The pieces as one name; a blank stays where one of its sides is no Chinese.
fn joined(pieces: &[&str]) -> String {
    let mut name = String::new();
    for piece in pieces {
        let ends: Vec<char> = name.chars().next_back().into_iter().chain(piece.chars().next()).collect();
        if ends.len() == 2 && !ends.iter().all(|&c| is_han(c)) {
            name.push(' ');
        }
        name.push_str(piece);
    }
    name
}

/// A name without what the cell says before and behind it.
fn bare(name: &str) -> &str {
    let before = BEFORE.find(name).map_or("", |said| said.as_str());
    let rest = name[before.len()..].trim();
    // The deputy of a city is nobody in particular, and 代表团 is no 代表.
    let mut name = if before.ends_with([':', '：']) || is_person(rest) { rest } else { name };
    while let Some(shorter) = without_end(name) {
        name = shorter;
    }
    name
}

/// A name without the last of what is said behind it: a note, other people or a title. A surname keeps its title.
fn without_end(name: &str) -> Option<&str> {
    let title = TITLES.iter().find_map(|title| name.strip_suffix(title)).map(str::trim_end);
    if let Some(person) = title.filter(|person| is_person(person) && !LONG_SURNAMES.contains(person)) {
        return Some(person);
    }
    let shorter = name[..BEHIND.find(name)?.start()].trim_end();
    (length(shorter) > 1).then_some(shorter)
}

/// Whether it may be the name of a person: two to four Chinese characters, more only where a mark divides them.
fn is_person(name: &str) -> bool {
    let is_short = (2..=4).contains(&length(name)) && name.chars().all(is_han);
    (is_short || name.contains('·')) && !name.ends_with(NO_PERSON_ENDS)
}

fn is_nobody(name: &str) -> bool {
    NOBODY.is_match(name)
        || TITLES.contains(&name)
        || is_unnamed(name)
        || !name.chars().any(char::is_alphanumeric)
}

/// Whether it says that a name is not told: 匿名, 不详, 要求保密.
#[must_use]
pub fn is_unnamed(name: &str) -> bool {
    UNNAMED.is_match(name)
}

/// Whether a name tells one person from others.
fn is_whole(name: &str) -> bool {
    let surname = TITLES.iter().find_map(|title| name.strip_suffix(title));
    let is_surname = |name: &str| length(name) == 1 || LONG_SURNAMES.contains(&name);
    let is_hidden = |at: char| at != '某' || name.ends_with('某') || length(name) < MORE_THAN_A_NAME;
    !surname.is_some_and(is_surname) && !name.chars().any(|c| HIDDEN.contains(&c) && is_hidden(c))
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c) || c > '\u{ffff}'
}

fn length(name: &str) -> usize {
    name.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggestion::Table;

    fn told(part: &str) -> String {
        names(part).join("|")
    }

    #[test]
    fn one_person_is_one_name_however_it_is_written() {
        for (parts, name) in [
            (&["张伟", "张　伟", "张 伟", " 张伟 ", "张伟先生", "张伟（男）", "张 伟（回族）"][..], "张伟"),
            (
                &[
                    "王建国等5人",
                    "王建国等五名代表",
                    "王建国等人",
                    "王建国等",
                    "王建国（领衔）",
                    "王建国代表",
                    "王 建 国 代 表",
                    "王建国(等12人)",
                    "王建国（领衔代表）等十余人",
                    "领衔人：王建国",
                    "区人大代表王建国",
                    "市政协委员 王建国",
                    "王建国（第一提案人）",
                ],
                "王建国",
            ),
            (&["欧阳 明", "欧 阳 明"], "欧阳明"),
            (&["欧 阳 建 国", "欧阳 建国"], "欧阳建国"),
            (&["李先生", "李 先生", "李 先 生"], "李先生"),
            (&["John  Smith", "John　Smith"], "John Smith"),
            (&["青禾苑 业主委员会"], "青禾苑业主委员会"),
            // What looks like a note or a title but belongs to the name.
            (&["省高等人民法院"], "省高等人民法院"),
            (&["妇女联合会提案委员会"], "妇女联合会提案委员会"),
            (&["张伟（东门）"], "张伟（东门）"),
            (&["王等"], "王等"),
            (&["人大代表联络站"], "人大代表联络站"),
            (&["青禾村代表"], "青禾村代表"),
        ] {
            for part in parts {
                assert_eq!(told(part), name, "{part}");
            }
        }
    }

    #[test]
    fn those_who_raised_it_too_come_after_the_first() {
        let table = Table::new("", ["领衔", "附议"].map(str::to_owned).to_vec());
        let table = std::sync::Arc::new(table.with(Role::Proposer, 0).with(Role::Cosigners, 1));
        for (cells, expected) in [
            (["张伟", "李娜、王 芳"], "张伟|李娜|王芳"),
            (["张伟（领衔）", "张伟；李娜 王芳"], "张伟|李娜|王芳"),
            (["张伟", "5人"], "张伟"),
            (["张伟", "等12名代表"], "张伟"),
            (["张伟", "无"], "张伟"),
            (["", "李娜等3人"], "李娜"),
        ] {
            let cells = cells.map(str::to_owned).to_vec();
            let row = Suggestion { table: table.clone(), row: 2, cells, kinds: Vec::new() };
            let told: Vec<_> = row.proposers().into_iter().map(|who| who.name.into_owned()).collect();
            assert_eq!(told.join("|"), expected, "{:?}", row.cells);
        }
    }

    #[test]
    fn blanks_divide_whole_names() {
        for (part, expected) in [
            ("张伟 李建国", "张伟|李建国"),
            ("张　伟　李建国　王　芳", "张伟|李建国|王芳"),
            ("张 伟 李 娜", "张伟|李娜"),
            ("致公党 张伟", "致公党张伟"),
            ("王建国 代表", "王建国|代表"),
        ] {
            assert_eq!(told(part), expected, "{part}");
        }
    }

    #[test]
    fn whole_names_tell_people_apart() {
        for name in ["张伟", "欧阳明", "U0008473", "某某公司", "青禾苑业主委员会"] {
            assert!(is_whole(name) && !is_nobody(name), "{name}");
        }
        for name in ["李先生", "欧阳女士", "张**", "王某", "李某某", "张某伟", "王代表"] {
            assert!(!is_whole(name) && !is_nobody(name), "{name}");
        }
        let nobody = ["匿名", "匿名举报人", "要求保密", "业主", "——", "-", "/", "不详", "**", "代表"];
        assert!(nobody.into_iter().all(is_nobody));
    }
}
