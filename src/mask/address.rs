//! Text -> the numbers of houses, buildings, entrances and flats in it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Found, MaskKind};
use crate::text::pattern;

/// One level of an address: its number, and what it numbers.
static LEVEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "([甲乙丙丁]?(?:[0-9]{1,5}|[一二三四五六七八九十〇零○百]{1,5}|[A-Za-z])(?:-[0-9]{1,4})?)",
        "(号楼|号院|号|栋|幢|座|单元|室|户|弄|组|门)"
    ))
});
/// The levels of an address with nothing but dashes between: building-entrance-flat.
static DASHES: LazyLock<Regex> = LazyLock::new(|| pattern("([0-9]{1,3})-([0-9]{1,2})-([0-9]{3,4})"));
/// A flat without 室 after its building or entrance, digit by digit: 402 or 四零二, while 十二 is a floor; the entrance may
/// stand before it: 2-402.
static BARE_FLAT: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:[0-9]{1,2}-[0-9]{3,4}|[0-9一二三四五六七八九〇零○]{3,4})"));
/// Before the number of a house stands the name of a street, of a village or of its group.
static STREET: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:路|街|巷|弄|里|胡同|大道|村|组|条|坊|屯|庄|寨|湾|坪|塘)$"));
/// What makes of a number with 号 something else than a house: a line, a document, a well.
static NO_HOUSE: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:线|文|令|议|提案|公告|通知|井|口|桥|墩|杆|机|车|台|公交|站|出口|路|地块)"));
/// What follows a bare number that counts something and is no flat.
static COUNTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^(?:[0-9一二三四五六七八九〇零○十百千万年月日元个户人名平米㎡层次天期.:-]|多)")
});
/// What follows the number of a bus, a line or another house.
static LINE: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:路|线|号)"));
/// Floors that are counted up, unless it is what lies before a flat.
static FLOORS: LazyLock<Regex> = LazyLock::new(|| pattern("^[一二三四五六七八九]{3,4}楼(?:[^道上下]|$)"));

struct Level<'t> {
    number: Range<usize>,
    unit: &'t str,
    end: usize,
}

pub(super) fn find(found: &mut Found<'_>) {
    let text = found.text;
    let levels: Vec<Level<'_>> = LEVEL
        .captures_iter(text)
        .filter_map(|captures| {
            let (number, unit) = (captures.get(1)?, captures.get(2)?);
            Some(Level { number: number.range(), unit: unit.as_str(), end: unit.end() })
        })
        .collect();
    for address in levels.chunk_by(|left, right| joins(&text[left.end..right.number.start])) {
        let last = &address[address.len() - 1];
        let flat = bare_flat(text, last);
        if tells_a_home(text, address, flat.is_some()) {
            for number in address.iter().map(|level| level.number.clone()).chain(flat) {
                found.add(MaskKind::Address, number);
            }
        }
    }
    for captures in DASHES.captures_iter(text) {
        let Some(whole) = captures.get(0) else { continue };
        let dash = |c: Option<char>| c.is_some_and(|c| matches!(c, '-' | '.') || c.is_ascii_alphanumeric());
        if !dash(found.before(whole.start())) && !dash(found.after(whole.end())) {
            for number in captures.iter().skip(1).flatten() {
                found.add(MaskKind::Address, number.range());
            }
        }
    }
}

/// What may stand between two levels.
fn joins(between: &str) -> bool {
    matches!(between, "" | " " | "-" | "楼" | "的" | "第")
}

/// A building alone is no home: 3号楼 in a complaint says where the lift is broken. With a street before it, or
/// with entrance or flat after it, somebody can be found there.
fn tells_a_home(text: &str, address: &[Level<'_>], flat: bool) -> bool {
    let (first, last) = (&address[0], &address[address.len() - 1]);
    // 12栋 in 共12栋 is a count, and a letter alone is part of a word.
    let house = matches!(first.unit, "号" | "号院" | "号楼" | "弄")
        && STREET.is_match(&text[..first.number.start])
        && !NO_HOUSE.is_match(&text[last.end..]);
    let room = last.unit == "室" && last.end - last.number.start >= "101室".len();
    house || flat || address.len() > 1 || room
}

fn bare_flat(text: &str, last: &Level<'_>) -> Option<Range<usize>> {
    // Behind the number of a house a flat may stand at once: 柳溪路88弄12号303, though not 12号303路公交站.
    let is_house = last.unit == "号" && STREET.is_match(&text[..last.number.start]);
    if !is_house && !matches!(last.unit, "号楼" | "栋" | "幢" | "座" | "单元" | "门") {
        return None;
    }
    let rest = &text[last.end..];
    let gap = usize::from(rest.starts_with(['-', ' ']));
    let flat = BARE_FLAT.find(&rest[gap..])?;
    let after = &rest[gap + flat.end()..];
    let is_other =
        COUNTS.is_match(after) || FLOORS.is_match(&rest[gap..]) || is_house && LINE.is_match(after);
    (!is_other).then(|| last.end + gap..last.end + gap + flat.end())
}
