//! Rows of a register -> the same rows, masked as their headings ask.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use rayon::iter::Either;
use rayon::prelude::*;
use regex::Regex;

use super::{END, HIDDEN, MaskKind, Masker, Piece, hide, names, numbers};
use crate::date;
use crate::error::Result;
use crate::read::{Rejected, Row};
use crate::suggestion::{Role, Suggestion, Table, people};
use crate::text::{Span, pattern};

/// So many rows are read before all cores mask them.
const TOGETHER: usize = 512;

/// Headings of registers in which the proposers are deputies, and of those in which they are residents.
const DEPUTIES: [&str; 7] = ["代表", "委员", "领衔", "联名", "附议", "提案", "议案"];
const RESIDENTS: [&str; 7] = ["留言", "诉求", "工单", "来电", "来信", "信访", "热线"];

/// Committees whose members are neighbors and no deputies.
const NEIGHBORS: [&str; 3] = ["业委会", "居委会", "村委会"];
/// The end of a heading over names of deputies, or of those who speak for a class of people (居民代表); under 代表意见 or 代表团
/// stands something else.
static DEPUTY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:代表|委员|(?:附议|联名|领衔|提案|议案)[人者]|(?:代表|委员|附议|联名|领衔)[人者]?(?:姓名|名单))\
         (?:[(（][^()（）]*[)）])?$",
    )
});

/// The rows with everything masked that tells of private persons; those that cannot be used too, since they
/// are written to a file as well. Without a masker they stay as they are.
pub fn rows<'r>(
    mut rows: impl Iterator<Item = Result<Row>> + Send + 'r,
    table: &'r Table,
    masker: Option<&'r Masker<'r>>,
) -> impl Iterator<Item = Result<Row>> + Send + 'r {
    let Some(masker) = masker else { return Either::Left(rows) };
    let batches = std::iter::from_fn(move || {
        let mut batch: Vec<Result<Row>> = rows.by_ref().take(TOGETHER).collect();
        batch.par_iter_mut().for_each(|row| {
            if let Ok(Row::Usable(Suggestion { cells, .. }) | Row::Rejected(Rejected { cells, .. })) = row {
                *cells = masker.cells(table, cells);
            }
        });
        (!batch.is_empty()).then_some(batch)
    });
    Either::Right(batches.flatten())
}

impl Masker<'_> {
    /// The suggestion with every cell masked.
    ///
    /// ```
    /// use jiaoban::mask::Masker;
    /// use jiaoban::segment::Dictionary;
    /// use jiaoban::suggestion::{Role, Suggestion, Table};
    ///
    /// let headings = ["工单号", "来电人", "联系电话", "内容"].map(str::to_owned).to_vec();
    /// let table = Table::new("热线.csv", headings).with(Role::Id, 0).with(Role::Proposer, 1).with(Role::Body, 3);
    /// let cells = ["13800138000", "周柳溪", "88567890", "我是周柳溪，路灯不亮。"].map(str::to_owned).to_vec();
    /// let row = Suggestion { table: table.into(), row: 2, cells, kinds: Vec::new() };
    /// let dictionary = Dictionary::new([]);
    /// let masked = Masker::new(&dictionary).suggestion(&row);
    /// assert_eq!(masked.cells, ["13800138000", "周**", "********", "我是周**，路灯不亮。"]);
    /// ```
    #[must_use]
    pub fn suggestion(&self, suggestion: &Suggestion) -> Suggestion {
        Suggestion { cells: self.cells(&suggestion.table, &suggestion.cells), ..suggestion.clone() }
    }

    /// All cells of a row, masked together: a heading says what its cell holds, and a name that one cell gives
    /// away is hidden in the others. The names in a column of deputies stay, in all cells. Of the other cells for names,
    /// nothing but the beginning of each name stays, and what a person is called: 王先生.
    #[must_use]
    pub fn cells(&self, table: &Table, cells: &[String]) -> Vec<String> {
        let headings = |column: usize| table.headings.get(column).map_or("", String::as_str);
        let proposers = [Role::Proposer, Role::Cosigners].map(|role| table.column(role));
        let cosigners = table.column(Role::Cosigners);
        let is_deputies = |column: usize| {
            let heading = headings(column);
            // Who joins a resident is one.
            let joins_residents = || Some(column) == cosigners && are_residents(table, heading);
            let are_names = names::are_under(heading) || DEPUTY.is_match(heading);
            proposers.contains(&Some(column)) && are_deputies(table, heading) && !joins_residents()
                || are_names && !are_residents(table, heading)
        };
        let of_deputies = (0..).zip(cells).filter(|&(column, _)| is_deputies(column));
        let public: Vec<String> =
            of_deputies.flat_map(|(_, cell)| people::in_cell(cell)).map(Cow::into_owned).collect();
        let is_public = |name: &str| public.iter().chain(&self.kept).any(|kept| kept == name);
        let residents: Vec<Vec<(Range<usize>, &str)>> = (0..)
            .zip(cells)
            .map(|(column, cell)| match Some(column) {
                _ if is_deputies(column) => Vec::new(),
                column if proposers.contains(&column) => names::in_cell(cell, self.dictionary),
                _ if are_residents(table, headings(column)) => names::in_cell(cell, self.dictionary),
                _ => Vec::new(),
            })
            .collect();
        let known: Vec<String> = residents
            .iter()
            .flatten()
            .filter(|(_, name)| !is_public(name))
            .map(|(_, name)| name.split_whitespace().collect::<String>())
            .filter(|name| names::is_telling(name, self.dictionary))
            .collect();
        let mut text = String::new();
        let mut places = Vec::with_capacity(cells.len());
        for (column, cell) in cells.iter().enumerate() {
            text.push_str(match Some(column) {
                _ if is_deputies(column) => "代表",
                column if proposers.contains(&column) => "姓名",
                _ => headings(column),
            });
            text.push('：');
            let start = text.len();
            text.push_str(cell);
            places.push(Span { start, end: text.len() });
            text.push(END);
        }
        let mut by_cell: Vec<Vec<Piece>> = vec![Vec::new(); cells.len()];
        for Piece { span, kind } in self.pieces_with(&text, &known, &public) {
            let column = places.partition_point(|place| place.end <= span.start);
            let is_day = || cells.get(column).is_some_and(|cell| is_day(headings(column), cell));
            if kind == MaskKind::Phone && is_day() {
                continue;
            }
            // Headings are the same for all rows and tell of nobody.
            let Some(place) = places.get(column).filter(|place| place.start <= span.start) else {
                continue;
            };
            let span = Span { start: span.start - place.start, end: span.end.min(place.end) - place.start };
            by_cell[column].push(Piece { span, kind });
        }
        let masked = cells.iter().zip(&by_cell).map(|(cell, pieces)| hide(cell, pieces));
        let hidden = masked.zip(cells).zip(&residents).map(|((masked, cell), names)| {
            let given = names.iter().filter(|(_, name)| !is_public(name)).map(|(given, _)| given);
            hide_letters(&masked, cell, &given.collect::<Vec<_>>())
        });
        hidden.collect()
    }
}

/// Whether a cell is a day as programs keep it, 45741.0104 or 20250301, and stands in no column of telephones.
fn is_day(heading: &str, cell: &str) -> bool {
    let is_number = cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_number && date::parse(cell).is_some() && !numbers::are_telephones_under(heading)
}

/// `masked`, which is `cell` with some characters hidden, where the letters of `given` names are hidden too.
fn hide_letters(masked: &str, cell: &str, given: &[&Range<usize>]) -> String {
    let is_given = |at: usize| given.iter().any(|given| given.contains(&at));
    let characters = masked.chars().zip(cell.char_indices());
    characters.map(|(c, (at, _))| if c.is_alphabetic() && is_given(at) { HIDDEN } else { c }).collect()
}

/// Whether a column holds names of residents: 来电人 and 居民代表, but not 代表姓名. Whoever joins a resident is one: 联名人.
fn are_residents(table: &Table, heading: &str) -> bool {
    let joins = heading.contains("联名") && any_says_residents(table);
    let are_names = names::are_under(heading) || DEPUTY.is_match(heading);
    are_names && (joins || says(heading, &NEIGHBORS) || !says_deputies(heading))
}

/// Whether the proposers of a register are deputies, whose names are public.
fn are_deputies(table: &Table, heading: &str) -> bool {
    let is_of_deputies = || table.headings.iter().any(|heading| says_deputies(heading));
    says_deputies(heading) || !says(heading, &RESIDENTS) && is_of_deputies() && !any_says_residents(table)
}

/// Whether a heading has one of `words`.
fn says(heading: &str, words: &[&str]) -> bool {
    words.iter().any(|word| heading.contains(word))
}

/// Whether a heading is about deputies; one of 居民委员会 or 法定代表人 is not.
fn says_deputies(heading: &str) -> bool {
    says(heading, &DEPUTIES) && says(&names::deputies::without_others(heading), &DEPUTIES)
}

/// Whether any heading of a register is about residents.
fn any_says_residents(table: &Table) -> bool {
    table.headings.iter().any(|heading| says(heading, &RESIDENTS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Dictionary;

    fn masked(headings: &str, proposer: usize, cells: &str) -> String {
        let headings = headings.split(',').map(str::to_owned).collect();
        let table = Table::new("", headings).with(Role::Proposer, proposer);
        let cells: Vec<String> = cells.split(',').map(str::to_owned).collect();
        let dictionary = Dictionary::new([]);
        Masker::new(&dictionary).cells(&table, &cells).join(",")
    }

    #[test]
    fn columns_say_what_they_hold() {
        let cases = [
            // Deputies' names are public, wherever they stand; the contact's is not.
            (
                "建议编号,领衔代表,内容,联系人",
                1,
                "12,王青山、李石门,王青山提出增设路灯,赵小桥",
                "12,王青山、李石门,王青山提出增设路灯,赵**",
            ),
            // A committee of neighbors and whoever speaks for a firm make no deputies.
            (
                "编号,姓名,反映内容,居民委员会",
                1,
                "1,王小柳,我是王小柳，路灯不亮,柳溪",
                "1,王**,我是王**，路灯不亮,柳溪",
            ),
            ("编号,法定代表人,业主委员会意见", 1, "1,王小柳,王小柳来过", "1,王**,王**来过"),
            ("提案号,提出人,案由", 1, "7,周柳溪,关于停车", "7,周柳溪,关于停车"),
            // A resident's is not, and what the name column gives away is hidden in the text.
            ("留言编号,留言用户,内容", 1, "7,周柳溪,楼上周柳溪吵闹", "7,周**,楼上周**吵闹"),
            ("编号,提出人,联系电话", 1, "13812345678,欧阳晚晴,13812345678", "13812345678,欧阳**,138****5678"),
            ("标题,姓名,电话", 1, ",,6543210", ",,*******"),
            (
                "标题,户号,联系电话",
                9,
                "停电,0123456789,1 3 9 1 2 3 4 5 6 7 8",
                "停电,01********,1 3 9 * * * * 5 6 7 8",
            ),
            // Those who join a deputy are deputies.
            (
                "建议编号,领衔代表,内容",
                1,
                "12,王青山,王青山、李石门等12人联名提出议案",
                "12,王青山,王青山、李石门等12人联名提出议案",
            ),
            // A resident is no deputy whose name begins so, and stays one where a deputy's name holds it.
            (
                "建议编号,领衔代表,联系人,内容",
                1,
                "12,王青山（领衔）；李石门,王青,王青山去看，王青不在",
                "12,王青山（领衔）；李石门,王*,王青山去看，王*不在",
            ),
            // Whoever joins a deputy is one, and whoever joins a resident is none.
            ("建议编号,领衔代表,联名人", 1, "12,王青山,李石门；赵小桥", "12,王青山,李石门；赵小桥"),
            ("工单编号,来电人,联名人", 1, "12,王青山,李石门；赵小桥", "12,王**,李**；赵**"),
            (
                "建议编号,领衔代表,附议代表,联名代表（签名）,附议人,代表联系人",
                1,
                "1,王青山,何志强、江光明、邵建国,何志强 崔小平,付文斌,赵小桥",
                "1,王青山,何志强、江光明、邵建国,何志强 崔小平,付文斌,赵小桥",
            ),
            (
                "工单编号,来电人,业主代表,居民代表,业委会委员,联名代表",
                1,
                "1,王青山,何志强,于志强,江光明,邵建国",
                "1,王**,何**,于**,江**,邵**",
            ),
            // Whoever signs stands at the end of a cell, and a cell may be a name for other reasons.
            ("标题,内容", 9, "路灯,路灯坏了。王建军", "路灯,路灯坏了。王**"),
            // A row with too many cells.
            ("标题", 9, "路灯,联系人：赵小桥", "路灯,联系人：赵**"),
            // Names that look like none are hidden all the same, and so is every one of several.
            ("工单编号,来电人,内容", 1, "7,刘 洋,刘洋反映路灯", "7,刘 *,刘*反映路灯"),
            ("工单编号,来电人,内容", 1, "7,刘　洋,路灯", "7,刘　*,路灯"),
            (
                "工单编号,来电人,内容",
                1,
                "7,阿依古丽·买买提,阿依古丽·买买提多次反映",
                "7,阿*******,阿*******多次反映",
            ),
            ("工单编号,来电人,内容", 1, "7,热依汗古丽,路灯", "7,热****,路灯"),
            ("工单编号,来电人,内容", 1, "7,逄金花,逄金花家漏水", "7,逄**,逄**家漏水"),
            ("工单编号,来电人,内容", 1, "7,張學友,路灯", "7,張**,路灯"),
            ("工单编号,来电人,内容", 1, "7,Li Ming,路灯", "7,L* ****,路灯"),
            ("工单编号,来电人,内容", 1, "7,张望舒；李建国/王小桥,路灯", "7,张**；李**/王**,路灯"),
            ("工单编号,来电人,内容", 1, "7,张望舒 李建国,李建国的灯", "7,张** 李**,李**的灯"),
            // What a person is called by stays, and so does who names nobody.
            ("工单编号,来电人,内容", 1, "7,王先生、刘女士,路灯", "7,王先生、刘女士,路灯"),
            ("工单编号,来电人,内容", 1, "7,王建国先生,路灯", "7,王**先生,路灯"),
            ("工单编号,来电人,内容", 1, "7,热心市民,热心市民多", "7,热心市民,热心市民多"),
            // Classes of people, offices and places are nobody, and who belongs to one is named behind it.
            ("工单编号,来电人,内容", 1, "7,居民,居民反映路灯", "7,居民,居民反映路灯"),
            ("工单编号,来电人,内容", 1, "7,居民代表、商户,商户多", "7,居民代表、商户,商户多"),
            ("工单编号,来电人,内容", 1, "7,红星村,红星村道路", "7,红星村,红星村道路"),
            ("工单编号,来电人,内容", 1, "7,青石小学,青石小学门口", "7,青石小学,青石小学门口"),
            ("工单编号,来电人,内容", 1, "7,全体业主；市民热线,业主", "7,全体业主；市民热线,业主"),
            ("工单编号,来电人,内容", 1, "7,安全生产委员会,安全", "7,安全生产委员会,安全"),
            ("工单编号,来电人,内容", 1, "7,红星村村民周柳溪,红星村周柳溪", "7,红星村村民周**,红星村周**"),
            ("工单编号,来电人,内容", 1, "7,网友小桥,路灯", "7,网友小*,路灯"),
            ("工单编号,来电人,内容", 1, "7,赵小桥业主,赵小桥说", "7,赵**业主,赵**说"),
            ("工单编号,来电人,内容", 1, "7,白云,白云路路灯", "7,白*,白云路路灯"),
            // A nickname that is a word is hidden in its own cell.
            ("留言编号,留言用户,内容", 1, "7,微风,微风不大", "7,微*,微风不大"),
            // The contact who is the deputy is public.
            ("建议编号,领衔代表,联系人", 1, "7,逄金花,逄金花；仝小明", "7,逄金花,逄金花；仝**"),
            // Pieces of two cells are found in cells of any width.
            (
                "内容,备注",
                5,
                "ＡＢ我叫赵小桥，电话１３８１２３４５６７８，谢谢,住柳溪路12号",
                "ＡＢ我叫赵**，电话１３８****５６７８，谢谢,住柳溪路**号",
            ),
        ];
        for (headings, proposer, cells, expected) in cases {
            assert_eq!(masked(headings, proposer, cells), expected);
        }
    }

    #[test]
    fn numbers_are_told_by_their_columns() {
        let cases = [
            // A time that Excel keeps as a number, and a day without marks.
            ("工单编号,来电时间,工单标题", 9, "1,45741.01041666,停水三天", "1,45741.01041666,停水三天"),
            ("工单编号,办结日期,联系方式", 9, "1,20250301,20250301", "1,20250301,********"),
            // Numbers that lost a digit, and those from abroad.
            (
                "联系电话,主叫号码,标题",
                9,
                "7318888123,85212345678,编号73188881234",
                "**********,***********,编号73188881234",
            ),
            (
                "诉求人/电话,手机号码（必填）,来电人号码",
                9,
                "731-8888123,1381234567,13812345678 73188881234",
                "731-*******,**********,138****5678 ***********",
            ),
            (
                "电话时间,证件号码,工单号码",
                9,
                "2025-03-01,73188881234,73188881234",
                "2025-03-01,73188881234,73188881234",
            ),
        ];
        for (headings, proposer, cells, expected) in cases {
            assert_eq!(masked(headings, proposer, cells), expected);
        }
    }
}
