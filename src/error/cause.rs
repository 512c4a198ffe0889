//! What another library found -> what of it is told, and what to do about it.

use std::io;

use csv::DeserializeErrorKind;

/// The columns of the lists that are read by name.
pub(super) const SCHEME: &str = "kind, id and name and, where they are needed, aliases, parent, since, until, successor, remit and keywords";
pub(super) const CROSSWALK: &str = "from and to";
pub(super) const LEXICON: &str = "word, strength, and themes or departments";
pub(super) const RULES: &str =
    "step, amount, unit, last_day and source, those of a holiday table date and kind";

/// What to do where the operating system refused to read or write.
pub(super) fn io_remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "look whether the name is right",
        io::ErrorKind::PermissionDenied => "ask for leave to read or write there, or name another place",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room on the disk",
        _ => "look whether the disk can be reached, and try again",
    }
}

/// What is wrong with a line of JSON and where, without a word of the line: it may tell of a person.
pub(super) fn json_fault(error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    let fault = match error.classify() {
        Category::Eof => "it ends too early",
        Category::Data => "a value is not of the kind expected",
        Category::Syntax | Category::Io => "a character is out of place",
    };
    // A line by itself is always the first.
    let line = if error.line() > 1 { format!(", line {}", error.line()) } else { String::new() };
    format!("{fault}{line}, column {}", error.column())
}

/// What is wrong with a row of a list, without the words of the library for columns and values, and which columns the list
/// has.
pub(super) fn list_fault(error: &csv::Error, columns: &str) -> String {
    let fault = match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => match err.kind() {
            DeserializeErrorKind::Message(message) => in_own_words(message),
            DeserializeErrorKind::ParseInt(_) => "the cell holds no whole number, or too large a one".into(),
            other => other.to_string(),
        },
        _ => error.to_string(),
    };
    format!("{fault}; its columns are {columns}")
}

fn in_own_words(message: &str) -> String {
    let missing = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
    if let Some(column) = missing {
        return format!("there is no column \"{column}\"");
    }
    let unknown = message.strip_prefix("unknown variant `");
    if let Some((cell, known)) = unknown.and_then(|rest| rest.split_once("`, expected ")) {
        let known = known.trim_start_matches("one of ").replace('`', "").replace(" or ", ", ");
        return format!("\"{cell}\" is none of {known}");
    }
    message.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_library_says_is_told_in_own_words() {
        let cases = [
            ("missing field `kind`", "there is no column \"kind\""),
            ("unknown variant `x`, expected `theme` or `department`", "\"x\" is none of theme, department"),
            ("unknown variant ``, expected one of `a`, `b`, `c`", "\"\" is none of a, b, c"),
            ("the cell is empty", "the cell is empty"),
        ];
        for (message, told) in cases {
            assert_eq!(in_own_words(message), told);
        }
    }
}
