//! Bytes of an unknown encoding -> the encoding, and text.

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{Encoding, GB18030, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;

use crate::error::{ErrorKind, Result};

/// A file counts as UTF-8 if it holds this many sound Chinese characters for each broken one. In GB18030
/// hardly any three bytes are a character of UTF-8 by chance, in UTF-8 a torn cell breaks one or two.
const SOUND_PER_BROKEN: usize = 4;

/// The encoding of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text {
    encoding: &'static Encoding,
    /// Bytes of the byte order mark.
    bom: usize,
    /// The bytes reach [`Text::cell`] as UTF-8, and what was broken in them is U+FFFD already.
    transcoded: bool,
}

impl Text {
    /// Looks for a byte order mark, then chooses between UTF-8 and GB18030.
    pub(super) fn detect(sample: &[u8]) -> Self {
        if let Some((encoding, bom)) = Encoding::for_bom(sample) {
            return Self { encoding, bom, transcoded: false };
        }
        // The mark of GB18030 is unknown to the web, and therefore to encoding_rs.
        let bom = if sample.starts_with(&[0x84, 0x31, 0x95, 0x33]) { 4 } else { 0 };
        let encoding = if bom == 0 && is_mostly_utf8(sample) { UTF_8 } else { GB18030 };
        Self { encoding, bom, transcoded: false }
    }

    /// The number of bytes before the text.
    pub(super) fn bom(self) -> usize {
        self.bom
    }

    pub(super) fn is_utf16(self) -> bool {
        self.encoding != UTF_8 && self.encoding != GB18030
    }

    /// Whether a byte that looks like `separator` always is one. In GB18030, `|` occurs inside characters;
    /// the other separators, quotes and line breaks do not.
    pub(super) fn keeps(self, separator: u8) -> bool {
        !self.is_utf16() && (self.encoding == UTF_8 || separator < 0x40)
    }

    /// The bytes of `stream` after the mark; where `raw` bytes cannot be taken apart, as UTF-8.
    pub(super) fn stream(
        self,
        mut stream: impl Read + Send + 'static,
        raw: bool,
    ) -> Result<(Self, Box<dyn Read + Send>)> {
        std::io::copy(&mut stream.by_ref().take(self.bom as u64), &mut std::io::sink())?;
        if raw {
            return Ok((self, Box::new(stream)));
        }
        let decoder =
            DecodeReaderBytesBuilder::new().encoding(Some(self.encoding)).bom_sniffing(false).build(stream);
        Ok((Self { transcoded: true, ..self }, Box::new(decoder)))
    }

    /// The whole text, and the encoding's name if some of the bytes were broken.
    pub(super) fn all(self, bytes: &[u8]) -> (String, Option<&'static str>) {
        let (text, damaged) = self.encoding.decode_without_bom_handling(&bytes[self.bom..]);
        (text.into_owned(), damaged.then_some(self.encoding.name()))
    }

    /// One cell, or `None` if its bytes are broken.
    pub(super) fn cell(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        if self.transcoded || self.encoding == UTF_8 {
            let cell = std::str::from_utf8(bytes).ok()?;
            return (!self.transcoded || !cell.contains('\u{fffd}')).then_some(Cow::Borrowed(cell));
        }
        self.encoding.decode_without_bom_handling_and_without_replacement(bytes)
    }

    /// One cell, with U+FFFD for what is broken.
    pub(super) fn lossy(self, bytes: &[u8]) -> Cow<'_, str> {
        let encoding = if self.transcoded { UTF_8 } else { self.encoding };
        encoding.decode_without_bom_handling(bytes).0
    }

    /// What a row with a broken cell is rejected for.
    pub(super) fn broken(self) -> ErrorKind {
        ErrorKind::BrokenEncoding { encoding: self.encoding.name() }
    }
}

/// Counts characters outside ASCII, sound and broken. The sample may end within a character, which is why
/// one broken piece is always forgiven.
fn is_mostly_utf8(sample: &[u8]) -> bool {
    let (mut sound, mut broken) = (0, 0);
    for chunk in sample.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| c.len_utf8() > 2).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    let cut = sample.utf8_chunks().last().is_some_and(|chunk| (1..4).contains(&chunk.invalid().len()));
    let broken = broken - usize::from(cut && broken > 0 && sound > 0);
    broken == 0 || sound > SOUND_PER_BROKEN * broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        let gb = |text| GB18030.encode(text).0.into_owned();
        let torn = [gb("坏"), "，其余的字都是好的，只有这一个坏了".into()].concat();
        let cases = [
            (b"title,body".to_vec(), "UTF-8"),
            ("标题,内容".into(), "UTF-8"),
            ("\u{feff}标题".into(), "UTF-8"),
            (gb("标题,内容"), "gb18030"),
            (gb("联通"), "gb18030"),
            (gb("标题,𠮷野家㐂"), "gb18030"),
            (torn, "UTF-8"),
            ("标题".as_bytes()[..5].to_vec(), "UTF-8"),
            (vec![0xff, 0xfe, b'a', 0], "UTF-16LE"),
            (vec![0xfe, 0xff, 0, b'a'], "UTF-16BE"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(Text::detect(&bytes).encoding.name(), expected, "{bytes:x?}");
        }
    }

    #[test]
    fn a_broken_cell_is_no_text() {
        let utf8 = Text::detect(b"");
        assert_eq!(utf8.cell("好".as_bytes()).as_deref(), Some("好"));
        assert_eq!(utf8.cell(b"\xe5\xa5"), None);
        let gb = Text { encoding: GB18030, ..utf8 };
        assert_eq!(gb.cell(b"\xba\xc3").as_deref(), Some("好"));
        assert_eq!(gb.cell(b"\xba\xc3\xff"), None);
        assert!(gb.keeps(b'\t') && gb.keeps(b';') && !gb.keeps(b'|') && utf8.keeps(b'|'));
    }
}
