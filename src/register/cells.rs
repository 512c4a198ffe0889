//! A cell as offices fill it -> class, session.

/// When a suggestion was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Session {
    /// While the assembly sat (会上).
    In,
    /// Between its meetings (会下, 闭会期间).
    Between,
}

/// Reads 会上, 会下, 大会期间, 闭会期间.
#[must_use]
pub fn session(cell: &str) -> Option<Session> {
    if cell.contains("会下") || cell.contains("闭会") || cell.contains("平时") {
        Some(Session::Between)
    } else if cell.contains("会上") || cell.contains("会议") || cell.contains("大会") {
        Some(Session::In)
    } else {
        None
    }
}

/// The class without the word 类: `a类` and `Ａ` are A. What is no such word stays as it is.
#[must_use]
pub fn class(cell: &str) -> String {
    let folded: String = cell
        .trim()
        .chars()
        .map(crate::text::fold)
        .flat_map(char::to_uppercase)
        .filter(|c| *c != ' ')
        .collect();
    match folded.strip_suffix('类') {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_as_offices_fill_them() {
        for (cell, expected) in
            [("A", "A"), ("a类", "A"), ("Ｂ 类", "B"), ("解决", "解决"), ("类", "类"), ("", "")]
        {
            assert_eq!(class(cell), expected, "{cell}");
        }
        for (cell, expected) in [
            ("会上", Some(Session::In)),
            ("六次会议期间", Some(Session::In)),
            ("会下", Some(Session::Between)),
            ("闭会期间", Some(Session::Between)),
            ("3月", None),
        ] {
            assert_eq!(session(cell), expected, "{cell}");
        }
    }
}
