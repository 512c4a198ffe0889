//! A carried cell -> a cell of a workbook that is what it was: a number, a percentage, a day, or text.

use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};

use crate::suggestion::Kind;

/// A workbook keeps so many digits of a number; one that has more, such as that of an identity card, is text.
const DIGITS: usize = 15;
/// A number with more digits is shown with an exponent unless its format says otherwise.
const SHOWN_DIGITS: usize = 11;

/// How carried cells are written.
pub(super) struct Carried {
    text: Format,
    long_number: Format,
    percent: Format,
    exact_percent: Format,
    day: Format,
    moment: Format,
    clock: Format,
    span: Format,
}

/// What a cell becomes.
enum Written {
    Text,
    Number(f64),
    Truth(bool),
    Time(ExcelDateTime),
}

impl Carried {
    /// Cells that look like `cell` but for the format of their number.
    pub fn new(cell: &Format) -> Self {
        let format = |code: &str| cell.clone().set_num_format(code);
        Self {
            text: cell.clone(),
            long_number: format("0"),
            percent: format("0%"),
            exact_percent: format("0.00%"),
            day: format("yyyy-mm-dd"),
            moment: format("yyyy-mm-dd hh:mm:ss"),
            clock: format("hh:mm:ss"),
            span: format("[h]:mm:ss"),
        }
    }

    /// Writes the text of a cell as what it was, where it still is that: masked digits are text.
    pub fn write(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        text: &str,
        kind: Kind,
    ) -> Result<(), XlsxError> {
        let format = self.format(text, kind);
        match written(text, kind) {
            Written::Text if text.is_empty() => return Ok(()),
            Written::Text => sheet.write_string_with_format(row, column, text, &self.text)?,
            Written::Number(number) => sheet.write_number_with_format(row, column, number, format)?,
            Written::Truth(truth) => sheet.write_boolean_with_format(row, column, truth, format)?,
            Written::Time(time) => sheet.write_datetime_with_format(row, column, &time, format)?,
        };
        Ok(())
    }

    fn format(&self, text: &str, kind: Kind) -> &Format {
        let hours = text.split(':').next().unwrap_or_default();
        match kind {
            Kind::Number if !text.contains('.') && text.len() > SHOWN_DIGITS => &self.long_number,
            // 0.125 would be shown as 13%.
            Kind::Percent if text.split_once('.').is_some_and(|(_, digits)| digits.len() > 2) => {
                &self.exact_percent
            }
            Kind::Percent => &self.percent,
            Kind::Time if text.contains('-') && text.contains(':') => &self.moment,
            Kind::Time if text.contains('-') => &self.day,
            Kind::Time if hours.len() == 2 && hours < "24" => &self.clock,
            Kind::Time => &self.span,
            Kind::Number | Kind::Truth | Kind::Text | Kind::Formula | Kind::Json => &self.text,
        }
    }
}

fn written(text: &str, kind: Kind) -> Written {
    match kind {
        Kind::Number | Kind::Percent => number(text).map_or(Written::Text, Written::Number),
        Kind::Time => time(text).unwrap_or(Written::Text),
        Kind::Truth if text == "TRUE" => Written::Truth(true),
        Kind::Truth if text == "FALSE" => Written::Truth(false),
        Kind::Truth | Kind::Text | Kind::Formula | Kind::Json => Written::Text,
    }
}

/// The number that comes back as the same text when the workbook is read.
fn number(text: &str) -> Option<f64> {
    let number: f64 = text.parse().ok()?;
    let digits = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    (number.is_finite() && digits <= DIGITS && number.to_string() == text).then_some(number)
}

/// A day, a time of a day, both, or a span of hours.
fn time(text: &str) -> Option<Written> {
    if !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b':' | b' ')) {
        return None;
    }
    if text.contains('-') {
        // Read again it must be the same text; the library takes what it cannot read for nothing.
        return ExcelDateTime::parse_from_str(text).ok().map(Written::Time);
    }
    let mut parts = text.split(':').map(str::parse::<u32>);
    let (Some(Ok(hours)), Some(Ok(minutes)), Some(Ok(seconds)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let seconds = f64::from(hours) * 3600.0 + f64::from(minutes) * 60.0 + f64::from(seconds);
    Some(Written::Number(seconds / 86_400.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_written_as_what_they_were() {
        let cases = [
            ("1234.5", Kind::Number, "number 1234.5"),
            ("-3", Kind::Number, "number -3"),
            ("13800138000", Kind::Number, "number 13800138000"),
            ("138****8000", Kind::Number, "text"),
            ("123456789012345678", Kind::Number, "text"),
            ("0.125", Kind::Percent, "number 0.125"),
            ("TRUE", Kind::Truth, "truth true"),
            ("2019-04-25", Kind::Time, "time 43580"),
            ("2019-04-25 12:00:00", Kind::Time, "time 43580.5"),
            ("06:00:00", Kind::Time, "number 0.25"),
            ("36:00:00", Kind::Time, "number 1.5"),
            ("1850-01-01", Kind::Time, "text"),
            ("节前", Kind::Time, "text"),
            ("007", Kind::Text, "text"),
            ("7", Kind::Json, "text"),
        ];
        for (text, kind, expected) in cases {
            let written = match written(text, kind) {
                Written::Text => "text".to_owned(),
                Written::Number(number) => format!("number {number}"),
                Written::Truth(truth) => format!("truth {truth}"),
                Written::Time(time) => format!("time {}", time.to_excel()),
            };
            assert_eq!(written, expected, "{text} {kind:?}");
        }
    }
}
