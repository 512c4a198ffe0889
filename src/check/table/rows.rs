//! The words before the figures of each row of a table -> what the row is: a part, a part of a part, a total or none of
//! these.

use std::sync::LazyLock;

use regex::Regex;

use super::heading;
use crate::text::pattern;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A part of the whole table.
    Part,
    /// A part of the row above that is none itself: 其中：中央资金.
    Within,
    /// One of these two: it follows a row with 其中 and is not told apart from it.
    Open,
    /// The total of some rows: 小计, 东湖镇合计.
    Subtotal,
    /// The total of all rows.
    Total,
    /// Beside the rows rather than one of them: 上年同期, 同比增长, 平均.
    Aside,
}

/// The first cell of a row of totals.
static TOTAL: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:合|总|共) *计|^总数$"));
/// The same where no row is called a total.
static ALL: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:全[区市县省镇乡街院]|全年|总体|全体|全部|总量|总数)(?:合计|总计|总体)?$"));
static SUBTOTAL: LazyLock<Regex> = LazyLock::new(|| pattern("(?:小|合|共|累) *计$|总计$"));
/// A month, and longer times, which among months are subtotals; so are halves of a year among quarters.
static TIMES: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    [
        "^[0-9]{1,2} *月份?$",
        "^(?:第?[一二三四1-4] *季度?)$",
        "^(?:[上下]半年|前[一二三四五六七八九十]+个?[月季]度?)$",
    ]
    .map(pattern)
});
/// A row of another time, or of a change, a rate or an average of the rows above.
static ASIDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "^(?:上|去|前|往)(?:年|一?季|个?月)度?(?:同期|合计|总计|总数|数)*$",
        "|^(?:同期|同比|环比|[较比][上去前同]|平均|均值|占比|比重|增减|增幅|降幅)",
        "|(?:率|同比|环比|占比|比重|比例|平均(?:值|数|分)?|均值|增幅|降幅|增减|增长)(?:\\([^()]*\\)|%)?$"
    ))
});
/// What a row is numbered by, the outermost first: 一、, （一）, 1., (1).
static OUTLINE: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    [
        "^ *[一二三四五六七八九十]+(?:[、.]| *$)",
        "^ *\\([一二三四五六七八九十]+\\)",
        "^ *[0-9]{1,2}(?:[、.] *[^0-9 ]| *$)",
        "^ *(?:\\([0-9]{1,2}\\)|[0-9]{1,2}\\.[0-9]{1,2} *$)",
    ]
    .map(pattern)
});

/// Whether a heading is that of a column of totals.
pub(super) fn is_total(heading: &str) -> bool {
    TOTAL.is_match(heading)
}

/// What the rows are that begin with these cells.
pub(super) fn kinds(rows: &[Vec<String>]) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = rows.iter().map(|cells| by_name(cells)).collect();
    split_totals(&mut kinds, rows);
    if !kinds.contains(&Kind::Total) {
        let is_all = |cells: &&Vec<String>| words(cells).next().is_some_and(|word| ALL.is_match(word));
        let named: Vec<bool> = rows.iter().map(|cells| is_all(&cells)).collect();
        kinds.iter_mut().zip(&named).filter(|(_, all)| **all).for_each(|(kind, _)| *kind = Kind::Total);
    }
    let times: Vec<Option<usize>> = rows.iter().map(|cells| time(cells)).collect();
    if let Some(shortest) = times.iter().flatten().min() {
        let is_longer = |time: &Option<usize>| time.is_some_and(|time| time > *shortest);
        let longer =
            kinds.iter_mut().zip(&times).filter(|(kind, time)| **kind == Kind::Part && is_longer(time));
        longer.for_each(|(kind, _)| *kind = Kind::Subtotal);
    }
    let levels: Vec<Option<usize>> = rows.iter().map(|cells| level(cells)).collect();
    put_below(&mut kinds, &levels);
    follow(&mut kinds, &levels, rows);
    kinds
}

/// Whether the rows of totals are called so, rather than by a word that other rows may have: 全区.
pub(super) fn names_total(cells: &[String]) -> bool {
    words(cells).any(|word| TOTAL.is_match(word))
}

/// What a row of totals or subtotals is called: 东湖镇；小计 is 小计.
pub(super) fn name_of_total(cells: &[String]) -> Option<&str> {
    words(cells)
        .find(|word| TOTAL.is_match(word))
        .or_else(|| words(cells).find(|word| SUBTOTAL.is_match(word)))
}

/// The cells that hold words.
fn words(cells: &[String]) -> impl Iterator<Item = &str> {
    cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
}

fn by_name(cells: &[String]) -> Kind {
    let any = |pattern: &Regex| words(cells).any(|word| pattern.is_match(word));
    if words(cells).any(heading::is_within) {
        Kind::Within
    } else if any(&ASIDE) {
        Kind::Aside
    } else if words(cells).next().is_some_and(|word| TOTAL.is_match(word)) {
        Kind::Total
    } else if any(&SUBTOTAL) {
        Kind::Subtotal
    } else {
        Kind::Part
    }
}

/// 合计；市级 above 合计；区级, or one cell 合计 beside both: they are parts of the total, and none of the table beside the
/// others; the last of them may be the total itself.
fn split_totals(kinds: &mut [Kind], rows: &[Vec<String>]) {
    let begins = |at: usize| words(&rows[at]).next().is_some_and(is_total);
    let is_below = |at: usize| rows[at].len() > 1 && rows[at][0].is_empty() && !rows[at][1].is_empty();
    let is_name =
        |word: &str| word.chars().any(char::is_alphabetic) && !is_total(word) && !SUBTOTAL.is_match(word);
    let is_named = |at: usize| words(&rows[at]).any(is_name);
    let are_several = (0..rows.len()).filter(|&at| begins(at)).count() > 1;
    for at in (0..rows.len()).filter(|&at| begins(at) && is_named(at)) {
        let below: Vec<usize> = (at + 1..rows.len()).take_while(|&row| is_below(row)).collect();
        if are_several || !below.is_empty() {
            kinds[at] = Kind::Aside;
        }
        for row in below {
            kinds[row] = if is_named(row) { Kind::Aside } else { Kind::Total };
        }
    }
}

/// How long a time the row is of: a month, a quarter, or a longer one.
fn time(cells: &[String]) -> Option<usize> {
    let first = words(cells).next()?;
    TIMES.iter().position(|time| time.is_match(first))
}

/// How deep the number before the name of a row stands in the outline of the table.
fn level(cells: &[String]) -> Option<usize> {
    let first = words(cells).next()?;
    OUTLINE.iter().position(|number| number.is_match(first))
}

/// Rows with a number below that of the first belong to the row above: 一、… with 1.… and 2.…
fn put_below(kinds: &mut [Kind], levels: &[Option<usize>]) {
    let numbered = || kinds.iter().zip(levels).filter(|(kind, _)| **kind == Kind::Part);
    let Some(top) = numbered().find_map(|(_, level)| *level) else { return };
    if numbered().any(|(_, level)| level.is_some_and(|level| level < top)) {
        return;
    }
    for (kind, _) in kinds
        .iter_mut()
        .zip(levels)
        .filter(|(kind, level)| **kind == Kind::Part && level.is_some_and(|level| level > top))
    {
        *kind = Kind::Within;
    }
}

/// Rows after one with 其中: up to the next number they belong to the same row above, and where nothing is numbered, that
/// is open.
fn follow(kinds: &mut [Kind], levels: &[Option<usize>], rows: &[Vec<String>]) {
    // The row above all of them, and the column of a cell that says 其中 and nothing else.
    let (mut above, mut alone): (Option<usize>, Option<usize>) = (None, None);
    let mut follows = false;
    for at in 0..kinds.len() {
        let says = rows[at].iter().position(|cell| heading::is_within(cell));
        match (kinds[at], says) {
            (Kind::Within, Some(column)) => {
                follows = true;
                alone = (rows[at][column].trim_end_matches([':', ' ']).ends_with('中')).then_some(column);
            }
            (Kind::Part, _) if follows && levels[at].is_none() => {
                let goes_on = alone.is_some_and(|column| rows[at].get(column).is_some_and(String::is_empty));
                let is_numbered = above.is_some_and(|above| levels[above].is_some());
                // Beside one cell 其中 over several rows, a row with a cell of its own is no part of these.
                let ends = alone.is_some() && !goes_on;
                if goes_on || is_numbered {
                    kinds[at] = Kind::Within;
                } else if ends {
                    (follows, above) = (false, Some(at));
                } else {
                    kinds[at] = Kind::Open;
                }
            }
            (Kind::Within, None) => {}
            _ => (follows, alone, above) = (false, None, Some(at)),
        }
    }
}
