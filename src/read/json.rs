//! JSON objects, one a line or in an array -> a table with a column for each key.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::de::IgnoredAny;

use crate::error::{ErrorKind, Result, RowFault};
use crate::read::cell::Value;
use crate::read::decode::Text;
use crate::read::header::Header;
use crate::read::source::Source;
use crate::read::{Found, Options, Problem, RawRow, Schemes, columns, tagged};
use crate::suggestion::{Kind, Table};

/// How many objects are looked at to learn the keys.
const OBJECTS: usize = 200;

/// The most bytes that one line may have, lest a file without line breaks fill all memory.
const LONGEST_LINE: u64 = 64 << 20;

/// Each object is a line; lines are read as they are asked for.
pub(super) fn open_lines(
    source: Source,
    text: Text,
    name: &str,
    options: &Options,
) -> Result<(Arc<Table>, Found)> {
    let (text, stream) = text.stream(source.stream(), !text.is_utf16())?;
    let stream = BufReader::with_capacity(1 << 18, stream);
    open(Lines { stream, text, line: 0, buffer: Vec::new() }, name, options)
}

/// The objects are elements of one array, which is read whole.
pub(super) fn open_array(
    source: Source,
    text: Text,
    name: &str,
    options: &Options,
) -> Result<(Arc<Table>, Found)> {
    let (array, damage) = text.all(&source.into_bytes()?);
    let array = array.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    serde_json::from_str::<Vec<IgnoredAny>>(array).map_err(ErrorKind::Json)?;
    let elements: Vec<Result<Object>> = parts(array)
        .zip(1..)
        .map(|(element, row)| {
            let encoding = damage.filter(|_| element.contains('\u{fffd}'));
            let broken = encoding.map(|encoding| ErrorKind::BrokenEncoding { encoding });
            Ok(Object { row, members: broken.map_or_else(|| members(element), Err), text: element.into() })
        })
        .collect();
    open(elements.into_iter(), name, options)
}

/// One object, or what stands where one is expected.
struct Object {
    row: u64,
    members: Result<Vec<Member>, ErrorKind>,
    text: String,
}

/// A key of an object, and what lies under it.
type Member = (String, Value);

/// Learns the keys from the first objects and makes them the headings.
fn open(
    mut objects: impl Iterator<Item = Result<Object>> + Send + 'static,
    name: &str,
    options: &Options,
) -> Result<(Arc<Table>, Found)> {
    let mut head = VecDeque::new();
    for object in objects.by_ref().take(OBJECTS) {
        head.push_back(object?);
    }
    let mut keys: FxHashMap<String, usize> = FxHashMap::default();
    let mut levels: Vec<Vec<String>> = Vec::new();
    for (key, _) in head.iter().filter_map(|object| object.members.as_ref().ok()).flatten() {
        if !keys.contains_key(key) {
            keys.insert(key.clone(), levels.len());
            levels.push(vec![key.clone()]);
        }
    }
    if keys.is_empty() {
        // Nothing can be said about columns when no line could be read; the first line's failure says more.
        return Err(match head.pop_front() {
            Some(Object { members: Err(kind), .. }) => kind.into(),
            _ => ErrorKind::NoRows.into(),
        });
    }
    let roles = columns::assign(&levels, options)?;
    let headings = levels.into_iter().flatten().collect();
    let table = Header { headings, roles, ..Header::default() }.table(name);
    let rows = head.into_iter().map(Ok).chain(objects);
    let labels = options.corrected.clone().unwrap_or_default();
    Ok((table.into(), Box::new(rows.map(move |object| object.map(|object| row(object, &keys, &labels))))))
}

fn row(object: Object, keys: &FxHashMap<String, usize>, labels: &Schemes) -> RawRow {
    let Object { row, members, text } = object;
    let members = match members {
        Ok(members) => members,
        Err(kind) => {
            let problem = Some(Problem { kind, column: None });
            return RawRow { row, sheet: None, cells: vec![text], kinds: Vec::new(), problem };
        }
    };
    let mut cells = vec![String::new(); keys.len()];
    let mut filled = vec![false; keys.len()];
    let mut kinds = Vec::new();
    let contradiction = tagged::contradiction(&text, labels);
    let mut problem = contradiction.map(|fault| Problem { kind: fault.into(), column: None });
    for (key, Value { text, kind }) in members {
        let column = keys.get(&key).copied();
        if let Some(column) = column.filter(|&column| !std::mem::replace(&mut filled[column], true)) {
            cells[column] = text;
            if kind != Kind::Text {
                kinds.resize(keys.len(), Kind::Text);
                kinds[column] = kind;
            }
        } else {
            cells.push(text);
            let fault =
                if column.is_some() { RowFault::KeyTwice { key } } else { RowFault::UnknownKey { key } };
            problem = Some(Problem { kind: fault.into(), column });
        }
    }
    RawRow { row, sheet: None, cells, kinds, problem }
}

/// The lines of a stream as objects; blank lines are skipped.
struct Lines<R> {
    stream: BufReader<R>,
    text: Text,
    line: u64,
    buffer: Vec<u8>,
}

impl<R: Read> Iterator for Lines<R> {
    type Item = Result<Object>;

    fn next(&mut self) -> Option<Result<Object>> {
        loop {
            self.buffer.clear();
            let read = self.stream.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut self.buffer);
            match read {
                Err(error) => return Some(Err(error.into())),
                Ok(0) => return None,
                Ok(read) if read as u64 == LONGEST_LINE => {
                    return Some(Err(ErrorKind::LongLine { megabytes: LONGEST_LINE >> 20 }.into()));
                }
                Ok(_) => self.line += 1,
            }
            // A stray NUL is as good as a blank; it would make the whole line invalid.
            let line = self.buffer.trim_ascii_start();
            let line = line.strip_suffix(b"\0").unwrap_or(line).trim_ascii_end();
            if line.is_empty() {
                continue;
            }
            let (text, members) = match self.text.cell(line) {
                Some(text) => (text.to_string(), members(&text)),
                None => (self.text.lossy(line).into_owned(), Err(self.text.broken())),
            };
            return Some(Ok(Object { row: self.line, members, text }));
        }
    }
}

/// The members of an object in order: strings as their text, null as nothing, everything else as written. Of a line that
/// `tag` wrote they are the cells of the register, and those that it added.
#[expect(clippy::zero_sized_map_values, reason = "nothing is looked up; a set would be an array of JSON")]
fn members(object: &str) -> Result<Vec<Member>, ErrorKind> {
    // serde_json turns 1.50 into 1.5 and long numbers into other ones, so it only says whether the text is
    // JSON, and the text is then cut by hand.
    serde_json::from_str::<BTreeMap<String, IgnoredAny>>(object).map_err(ErrorKind::Json)?;
    let written = cut(object)?;
    let find = |wanted: &str| written.iter().find(|(key, _)| key == wanted);
    let carried = find(tagged::COLUMNS).filter(|(_, value)| value.text.starts_with('{'));
    let Some((_, carried)) = carried.filter(|_| tagged::is_line(|key| find(key).is_some())) else {
        return Ok(written);
    };
    let mut members = cut(&carried.text)?;
    let keys: Vec<String> = members.iter().map(|(key, _)| key.clone()).collect();
    let added = tagged::cells(object)?.map(Value::text);
    members.extend(tagged::headings(&keys).into_iter().zip(added));
    Ok(members)
}

/// The members of an object, which is known to be valid JSON.
fn cut(object: &str) -> Result<Vec<Member>, ErrorKind> {
    let mut members = Vec::new();
    let mut parts = parts(object);
    while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
        let value = match value {
            "null" => Value { text: String::new(), kind: Kind::Json },
            text if text.starts_with('"') => {
                Value::text(serde_json::from_str::<String>(text).map_err(ErrorKind::Json)?)
            }
            other => Value { text: other.to_owned(), kind: Kind::Json },
        };
        members.push((serde_json::from_str(key).map_err(ErrorKind::Json)?, value));
    }
    Ok(members)
}

/// The keys and values of an object, or the elements of an array, as they are written. The text is known to
/// be valid JSON, so a comma, a colon or a bracket outside of strings is where it looks to be.
fn parts(json: &str) -> impl Iterator<Item = &str> {
    let inside = json.trim().get(1..).unwrap_or_default();
    let mut rest = Some(inside);
    std::iter::from_fn(move || {
        let text = rest?;
        let (mut depth, mut is_quoted, mut is_escaped) = (0_u32, false, false);
        let end = text.bytes().position(|byte| {
            if is_quoted {
                is_quoted = is_escaped || byte != b'"';
                is_escaped = !is_escaped && byte == b'\\';
                return false;
            }
            match byte {
                b'"' => is_quoted = true,
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth > 0 => depth -= 1,
                b',' | b':' | b'}' | b']' => return depth == 0,
                _ => {}
            }
            false
        })?;
        rest = (!text[end..].starts_with(['}', ']'])).then_some(&text[end + 1..]);
        let part = text[..end].trim();
        (!part.is_empty()).then_some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cut_as_they_are_written() {
        let cases = [
            (r#"{"a":"b"}"#, "a=b"),
            (r#" { "a" : 1.50 , "b" : null , "c":true } "#, "a=1.50 b= c=true"),
            (
                r#"{"编号":123456789012345678901234,"标\"题":"\u4e2d\n文\\"}"#,
                "编号=123456789012345678901234 标\"题=中\n文\\",
            ),
            (r#"{"a":{"b":[1,"}]\"",{}]},"c":[],"d":1e999}"#, r#"a={"b":[1,"}]\"",{}]} c=[] d=1e999"#),
            ("{}", ""),
        ];
        for (object, expected) in cases {
            let members = members(object).unwrap();
            let members: Vec<String> =
                members.iter().map(|(key, value)| format!("{key}={}", value.text)).collect();
            assert_eq!(members.join(" "), expected);
        }
        for broken in ["", "1", "[]", "{\"a\"}", "{\"a\":1} 2", "{\"a\":\"\\ud800\"}"] {
            assert!(members(broken).is_err(), "{broken}");
        }
        assert_eq!(parts(r#"[{"a":1}, 2,[3,4] ]"#).collect::<Vec<_>>(), [r#"{"a":1}"#, "2", "[3,4]"]);
    }
}
