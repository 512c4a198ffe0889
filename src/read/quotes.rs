//! The bytes of a CSV file on their way to the parser -> where text follows a quote that should have ended its cell.
//!
//! The parser takes `"a" b` for the cell `a b` and says nothing. Where the first of these quotes was opened rows before,
//! as a stray one, the rows between are part of that cell.

use std::collections::VecDeque;

/// Watches quotes go by, as the parser understands them (RFC 4180).
pub(super) struct Quotes {
    delimiter: u8,
    place: Place,
    /// How many bytes have gone by.
    passed: u64,
    /// Where text followed a closing quote, in rows that were not asked about yet.
    stray: VecDeque<u64>,
}

/// Where in a cell the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A cell begins.
    Begin,
    /// In a cell without quotes around it.
    Plain,
    /// In a cell within quotes.
    Quoted,
    /// Behind a quote that ends the cell, if no other follows.
    Behind,
}

impl Quotes {
    pub(super) fn new(delimiter: u8) -> Self {
        Self { delimiter, place: Place::Begin, passed: 0, stray: VecDeque::new() }
    }

    /// The next bytes of the file.
    pub(super) fn pass(&mut self, bytes: &[u8]) {
        let is_end = |byte: u8| byte == self.delimiter || matches!(byte, b'\n' | b'\r');
        // Most files have few quotes, and between them only the last byte matters.
        if matches!(self.place, Place::Begin | Place::Plain) && !bytes.contains(&b'"') {
            if let Some(&last) = bytes.last() {
                self.place = if is_end(last) { Place::Begin } else { Place::Plain };
            }
        } else {
            for (at, &byte) in (self.passed..).zip(bytes) {
                self.place = match (self.place, byte) {
                    (Place::Quoted, b'"') => Place::Behind,
                    (Place::Quoted, _) | (Place::Begin | Place::Behind, b'"') => Place::Quoted,
                    (_, byte) if is_end(byte) => Place::Begin,
                    (Place::Behind, _) => {
                        self.stray.push_back(at);
                        Place::Plain
                    }
                    (Place::Begin | Place::Plain, _) => Place::Plain,
                };
            }
        }
        self.passed += bytes.len() as u64;
    }

    /// Whether text followed a closing quote before the byte at `end`, since it was asked last.
    pub(super) fn is_stray_before(&mut self, end: u64) -> bool {
        let count = self.stray.iter().take_while(|&&at| at < end).count();
        self.stray.drain(..count).count() > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_behind_a_closing_quote_is_found_however_the_bytes_come() {
        let text = "a,\"b\"\"c\",d\n\"x\"y,z\n5\"w,\"\",\"p\nq\" r\n";
        let expected = [text.find("y,z").unwrap() as u64, text.find(" r").unwrap() as u64];
        for length in 1..=text.len() {
            let mut quotes = Quotes::new(b',');
            text.as_bytes().chunks(length).for_each(|bytes| quotes.pass(bytes));
            assert_eq!(quotes.stray, expected, "{length}");
        }
        let mut quotes = Quotes::new(b',');
        quotes.pass(text.as_bytes());
        let line = text.find("x\"y").unwrap() as u64;
        assert!(!quotes.is_stray_before(line) && quotes.is_stray_before(line + 6));
        assert!(!quotes.is_stray_before(line + 6) && quotes.is_stray_before(u64::MAX));
    }
}
