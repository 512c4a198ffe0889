//! The beginning of a text -> the character that separates its cells.

use csv::{ByteRecord, ReaderBuilder};

use crate::read::columns;
use crate::read::header::HEAD_ROWS;

/// What separates cells; where two fit alike, the earlier one is taken.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How many rows are compared.
const ROWS: usize = 100;

/// How many bytes are looked at: rows whose cells are huge need not all be seen.
const BYTES: usize = 1 << 18;

/// How well a delimiter fits: the known columns that it brings to light, then the share of the rows (in
/// thousandths) that it cuts into the same number of cells, then that number.
type Fit = ((bool, usize), usize, usize);

/// The beginning of a first line that names the delimiter; Excel writes and reads it.
pub(super) const HINT: &str = "sep=";

/// The delimiter that the first line names, if it does.
fn hint(sample: &str) -> Option<u8> {
    let hint = sample.strip_prefix(HINT).and_then(|rest| rest.bytes().next());
    hint.filter(|hint| DELIMITERS.contains(hint))
}

/// Finds the delimiter of a list that begins with its headings: the one that cuts them into the most cells. The cells below
/// are lists themselves, of words and names that another delimiter may divide.
pub(super) fn of_headings(sample: &str) -> u8 {
    let headings = sample.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let cells = |delimiter: &u8| headings.bytes().filter(|byte| byte == delimiter).count();
    // Of equals the first, where max would take the last.
    hint(sample).or(DELIMITERS.into_iter().rev().max_by_key(cells)).unwrap_or(DELIMITERS[0])
}

/// Finds the delimiter of `sample`, which ends with the text if it is `whole`.
pub(super) fn find(sample: &str, whole: bool) -> u8 {
    if let Some(hint) = hint(sample) {
        return hint;
    }
    let end = (0..=BYTES.min(sample.len())).rev().find(|&at| sample.is_char_boundary(at)).unwrap_or(0);
    let (sample, whole) = (&sample[..end], whole && end == sample.len());
    let mut best = (DELIMITERS[0], ((false, 0), 0, 0));
    for delimiter in DELIMITERS {
        let fit = fit(sample, whole, delimiter);
        if fit > best.1 {
            best = (delimiter, fit);
        }
    }
    best.0
}

fn fit(sample: &str, whole: bool, delimiter: u8) -> Fit {
    let mut rows: Vec<ByteRecord> = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(sample.as_bytes())
        .into_byte_records()
        .map_while(Result::ok)
        .take(ROWS)
        .collect();
    if !whole && rows.len() > 2 && rows.len() < ROWS {
        rows.pop();
    }
    let cells = |row: &ByteRecord| -> Vec<String> {
        row.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
    };
    let roles = rows.iter().take(HEAD_ROWS).map(|row| columns::count_roles(&cells(row))).max();
    let mut counts: Vec<usize> = rows.iter().map(ByteRecord::len).collect();
    counts.sort_unstable();
    let (rows_alike, count) =
        counts.chunk_by(|a, b| a == b).map(|alike| (alike.len(), alike[0])).max().unwrap_or_default();
    let share = if count > 1 { 1000 * rows_alike / rows.len() } else { 0 };
    (roles.unwrap_or_default(), share, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_a_list_tell_its_separator() {
        let cases = [
            ("单位,简称,关键词\n党群办,党建办,党员;代表\n", b','),
            ("\n单位\t关键词\n党群办\t党员,代表;党建\n", b'\t'),
            ("单位;关键词\n党群办;党员,代表,党建\n", b';'),
            ("sep=;\n单位;职责\n", b';'),
            ("单位\n党群办;党建办\n", b','),
            ("", b','),
        ];
        for (sample, expected) in cases {
            assert_eq!(char::from(of_headings(sample)), char::from(expected), "{sample}");
        }
    }

    #[test]
    fn separators_are_told_apart() {
        let cases = [
            ("标题,内容\n甲,乙;丙;丁\n", b','),
            ("标题\t内容\n甲,乙\t丙\n", b'\t'),
            ("标题;内容\n甲,乙;丙\n", b';'),
            ("标题|内容\n甲,乙|丙\n", b'|'),
            ("甲;乙\n1,5;2\n3;4\n", b';'),
            ("\"标,题\"|内容\n甲|\"乙|丙\"\n", b'|'),
            ("台账\n\n标题;内容\n甲;\"乙,\n丙,丁\"\n", b';'),
            ("sep=|\n甲,乙|丙\n", b'|'),
            ("内容\n只有一列, 有逗号\n没有\n", b','),
            ("", b','),
        ];
        for (sample, expected) in cases {
            assert_eq!(char::from(find(sample, true)), char::from(expected), "{sample}");
        }
    }
}
