//! A cell of a workbook -> what a person sees in it.

use std::borrow::Cow;
use std::sync::LazyLock;

use calamine::{Data, ExcelDateTime};
use regex::{Captures, Regex};

use crate::suggestion::Kind;
use crate::text::pattern;

/// What a cell says, and what it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) text: String,
    pub(super) kind: Kind,
}

/// A cell and where it stands.
#[derive(Debug, Clone)]
pub(super) struct SheetCell {
    /// From 1.
    pub(super) row: u64,
    /// From 0.
    pub(super) column: usize,
    pub(super) value: Value,
}

impl Value {
    /// A text, as most cells are.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: Kind::Text }
    }
}

impl AsRef<str> for Value {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

static ESCAPE: LazyLock<Regex> = LazyLock::new(|| pattern("_x(00[01][0-9A-Fa-f]|005F)_"));

/// The text of a cell that is written as a formula of one quoted text: `="20250303001"`. Exports do so to keep Excel from
/// making a number of it, and whoever opens the file sees the text alone. What is calculated, as `="a"&B1`, stays.
pub(super) fn without_formula(cell: Cow<'_, str>) -> Cow<'_, str> {
    let quoted = cell.trim_end().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    // Within the text, a quote is written twice.
    match quoted.map(|text| (text, text.replace("\"\"", ""))) {
        Some((text, rest)) if !rest.contains('"') => Cow::Owned(text.replace("\"\"", "\"")),
        _ => cell,
    }
}

/// Excel shows and keeps this many digits of a number.
const DIGITS: usize = 15;
/// Up to here a cell holds every whole number exactly, so that those who write workbooks by program put longer ones there.
const EXACT: f64 = (1_u64 << 53) as f64;

/// What the cell is, and the cell as text: 12 and not 12.0, days as 2019-04-25, errors as their code.
pub(super) fn read(data: Data) -> Value {
    let kind = match &data {
        Data::Float(_) | Data::Int(_) => Kind::Number,
        Data::Bool(_) => Kind::Truth,
        Data::DateTime(_) | Data::DateTimeIso(_) => Kind::Time,
        Data::String(_) | Data::DurationIso(_) | Data::Error(_) | Data::Empty => Kind::Text,
    };
    Value { text: printed(data), kind }
}

fn printed(data: Data) -> String {
    match data {
        Data::String(text) => unescaped(text),
        Data::DurationIso(text) => text,
        Data::Float(number) => number_text(number),
        Data::Int(number) => number.to_string(),
        Data::Bool(value) => if value { "TRUE" } else { "FALSE" }.into(),
        Data::DateTime(time) => time_text(time),
        Data::DateTimeIso(text) => iso_text(&text),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

/// A text in which workbooks write control characters as `_x000D_` and an underscore before such a word as `_x005F_`
/// (ECMA-376, `ST_Xstring`).
fn unescaped(text: String) -> String {
    let character = |code: &Captures<'_>| {
        u32::from_str_radix(&code[1], 16).ok().and_then(char::from_u32).map(String::from).unwrap_or_default()
    };
    if let Cow::Owned(changed) = ESCAPE.replace_all(&text, character) {
        return changed;
    }
    text
}

/// A number without the noise that binary fractions have behind the last digit.
fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() <= EXACT {
        return number.to_string();
    }
    let rounded = format!("{number:.*e}", DIGITS - 1).parse::<f64>().unwrap_or(number);
    rounded.to_string()
}

/// A serial number that is formatted as a date, a time or both.
fn time_text(time: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let serial = time.as_f64();
    if time.is_duration() {
        let seconds = (serial * 86_400.0).round() as i64;
        let sign = if seconds < 0 { "-" } else { "" };
        let (minutes, second) = (seconds.unsigned_abs() / 60, seconds.unsigned_abs() % 60);
        return format!("{sign}{}:{:02}:{second:02}", minutes / 60, minutes % 60);
    }
    if !(0.0..2_958_466.0).contains(&serial) {
        // Spreadsheet programs show such a cell as a row of hashes; the number at least says something.
        return number_text(serial);
    }
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    if serial < 1.0 {
        return clock;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if serial.fract() == 0.0 || clock == "00:00:00" { date } else { format!("{date} {clock}") }
}

/// A date as ODS and Excel's XML write it: `2019-04-25T10:33:00.000`.
pub(super) fn iso_text(text: &str) -> String {
    let Some((date, clock)) = text.split_once('T') else { return text.to_owned() };
    let clock = clock.split(['.', 'Z']).next().unwrap_or_default();
    if matches!(clock, "" | "00:00:00" | "00:00") { date.to_owned() } else { format!("{date} {clock}") }
}

#[cfg(test)]
mod tests {
    use calamine::{CellErrorType, ExcelDateTimeType};

    use super::*;

    #[test]
    fn cells_are_printed_as_people_see_them() {
        let time = |serial| Data::DateTime(ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, false));
        let span = |serial| Data::DateTime(ExcelDateTime::new(serial, ExcelDateTimeType::TimeDelta, false));
        let cases = [
            (Data::String("路灯_x000D_\n不亮".into()), "路灯\r\n不亮"),
            (Data::String("_x005F_x000D_ _x000".into()), "_x000D_ _x000"),
            (Data::Float(12.0), "12"),
            (Data::Float(0.1 + 0.2), "0.3"),
            (Data::Float(-2.5), "-2.5"),
            (Data::Float(13_800_138_000.0), "13800138000"),
            (Data::Float(2_020_030_100_012_345.0), "2020030100012345"),
            (Data::Float(20_200_301_000_123_456.0), "20200301000123500"),
            (Data::Int(-3), "-3"),
            (Data::Bool(true), "TRUE"),
            (time(43_580.0), "2019-04-25"),
            (time(43_580.439_583_333_3), "2019-04-25 10:33:00"),
            (time(0.5), "12:00:00"),
            (time(-1.0), "-1"),
            (time(f64::NAN), "NaN"),
            (span(1.5), "36:00:00"),
            (span(f64::INFINITY), "2562047788015215:30:07"),
            (Data::DateTimeIso("2019-04-25T10:33:00.000".into()), "2019-04-25 10:33:00"),
            (Data::DateTimeIso("2019-04-25T00:00:00".into()), "2019-04-25"),
            (Data::DateTimeIso("2019-04-25".into()), "2019-04-25"),
            (Data::Error(CellErrorType::Ref), "#REF!"),
            (Data::Empty, ""),
        ];
        for (data, expected) in cases {
            assert_eq!(printed(data.clone()), expected, "{data:?}");
        }
    }

    #[test]
    fn a_formula_of_one_quoted_text_is_that_text() {
        for (cell, expected) in [
            ("=\"2025030300130\"", "2025030300130"),
            ("=\"2025-03-01 08:05\" ", "2025-03-01 08:05"),
            ("=\"\"", ""),
            ("=\"说\"\"不\"\"\"", "说\"不\""),
            ("=\"甲\"&\"乙\"", "=\"甲\"&\"乙\""),
            ("=\"", "=\""),
            ("=A1", "=A1"),
            ("\"路灯\"", "\"路灯\""),
        ] {
            assert_eq!(without_formula(cell.into()), expected);
        }
    }
}
