//! A path -> its bytes, and what they are.

use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{ErrorKind, Result};
use crate::read::decode::Text;

/// How much of a file is looked at to find out what it is. Rows of government registers are a few hundred
/// bytes long, so this shows thousands of them.
const SAMPLE: u64 = 1 << 20;

/// One control character in this many bytes is the most that text may hold; compressed or compiled data
/// holds one in nine.
const BYTES_PER_CONTROL: usize = 50;

/// What a ZIP archive and a compound file of Microsoft begin with.
const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// How many bytes an entry in the list of the parts of a compound file has.
const COMPOUND_ENTRY: usize = 128;
/// How files that offices send are called.
const FILES: [&str; 10] = [".xlsx", ".xls", ".et", ".ods", ".csv", ".txt", ".docx", ".doc", ".wps", ".pdf"];
/// What the pages begin with that a browser or Excel saves as a single file.
const WEB_ARCHIVE: &str = "MIME-Version:";

/// Bytes that nobody has read yet, and the first of them as a sample.
pub(super) struct Source {
    sample: Vec<u8>,
    rest: Box<dyn Read + Send>,
    /// Where the bytes can be read a second time; pipes cannot.
    file: Option<PathBuf>,
    total: Option<u64>,
    done: Arc<AtomicU64>,
}

/// What the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A ZIP archive: XLSX, XLSB or ODS.
    Zip,
    /// A compound file of Microsoft: XLS, or an encrypted XLSX.
    Compound,
    /// HTML with a table in it.
    Html(Text),
    /// The XML that Excel 2003 wrote.
    SpreadsheetMl(Text),
    /// An array of JSON objects.
    JsonArray(Text),
    /// JSON objects, one a line.
    JsonLines(Text),
    /// Everything else that is text.
    Delimited(Text),
}

/// What a workbook is read from.
pub(super) trait ReadSeek: Read + Seek {}
impl<R: Read + Seek> ReadSeek for R {}

/// What messages call the file.
pub(super) fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".into() } else { path.display().to_string() }
}

impl Source {
    pub(super) fn open(path: &Path) -> Result<Self> {
        if path.as_os_str() == "-" {
            return Self::new(Box::new(std::io::stdin()), None, None);
        }
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(ErrorKind::Folder.into());
        }
        // A pipe has a path as well, but what was read from it is gone.
        let again = metadata.is_file().then(|| path.to_owned());
        let total = metadata.is_file().then_some(metadata.len());
        Self::new(Box::new(file), again, total)
    }

    /// Bytes that come one after the other; `file` is where they can be read again.
    pub(super) fn new(
        mut rest: Box<dyn Read + Send>,
        file: Option<PathBuf>,
        total: Option<u64>,
    ) -> Result<Self> {
        let mut sample = Vec::new();
        rest.by_ref().take(SAMPLE).read_to_end(&mut sample)?;
        Ok(Self { sample, rest, file, total, done: Arc::default() })
    }

    /// Bytes at hand: a file that is part of the program, or a test's.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self::new(Box::new(Cursor::new(bytes.to_vec())), None, None).expect("memory can always be read")
    }

    /// The first bytes.
    pub(super) fn sample(&self) -> &[u8] {
        &self.sample
    }

    /// Whether the sample is the whole.
    pub(super) fn is_sampled_whole(&self) -> bool {
        (self.sample.len() as u64) < SAMPLE
    }

    /// The counter of the bytes that were read.
    pub(super) fn done(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.done)
    }

    pub(super) fn total(&self) -> Option<u64> {
        self.total
    }

    pub(super) fn shape(&self) -> Result<Shape> {
        let sample = &self.sample;
        if sample.starts_with(ZIP) {
            return if is_archive(sample) { Err(ErrorKind::Archive.into()) } else { Ok(Shape::Zip) };
        }
        if sample.starts_with(COMPOUND) {
            return Ok(Shape::Compound);
        }
        let text = Text::detect(sample);
        if !text.is_utf16() && is_binary(sample) {
            return Err(ErrorKind::NotATable.into());
        }
        let decoded = text.lossy(&sample[text.bom()..]);
        let start = decoded.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
        if start.starts_with(WEB_ARCHIVE) {
            return Err(ErrorKind::NotATable.into());
        }
        if start.is_empty() && self.is_sampled_whole() {
            return Err(ErrorKind::EmptyFile.into());
        }
        if let Some(inside) = start.strip_prefix('[')
            && inside.trim_start().starts_with(['{', ']'])
        {
            return Ok(Shape::JsonArray(text));
        }
        Ok(match start.chars().next() {
            Some('{') => Shape::JsonLines(text),
            Some('<') => return markup(start, text),
            _ => Shape::Delimited(text),
        })
    }

    /// Refuses a document, which may hold a table, but none that is read.
    pub(super) fn refuse_document(&self) -> Result<()> {
        document(&self.sample).map_or(Ok(()), |format| Err(ErrorKind::Document { format }.into()))
    }

    /// Refuses a workbook or what is no table at all, where a list is read as text.
    pub(super) fn refuse_workbook(&self) -> Result<()> {
        self.refuse_document()?;
        match self.shape() {
            Ok(Shape::Zip | Shape::Compound) => Err(ErrorKind::ListIsWorkbook.into()),
            Err(error) if matches!(error.kind(), ErrorKind::NotATable) => Err(error),
            _ => Ok(()),
        }
    }

    /// All bytes from the first on, counted while they are read.
    pub(super) fn stream(self) -> impl Read + Send {
        Counted { inner: Cursor::new(self.sample).chain(self.rest), done: self.done }
    }

    /// All bytes at once.
    pub(super) fn into_bytes(self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.stream().read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// A way to read the bytes in any order, and more than once.
    pub(super) fn into_seekable(self) -> Result<impl Fn() -> std::io::Result<Box<dyn ReadSeek>>> {
        let total = self.total.unwrap_or_default();
        let (file, done) = (self.file.clone(), self.done());
        let bytes: Arc<[u8]> = if file.is_none() { self.into_bytes()?.into() } else { Arc::default() };
        done.fetch_max(total, Ordering::Relaxed);
        Ok(move || match &file {
            Some(path) => Ok(Box::new(std::io::BufReader::new(File::open(path)?)) as Box<dyn ReadSeek>),
            None => Ok(Box::new(Cursor::new(Arc::clone(&bytes))) as Box<dyn ReadSeek>),
        })
    }
}

/// Which kind of document the bytes are, if they are one that no spreadsheet program opens. A workbook may hold a document of
/// Word within.
fn document(sample: &[u8]) -> Option<&'static str> {
    let start = sample.strip_prefix(b"\xef\xbb\xbf").unwrap_or(sample);
    let holds = |name: &[u8]| sample.windows(name.len()).any(|part| part == name);
    // The parts of a compound file stand in a list of entries of one size, each with its name in UTF-16 first.
    let has_part = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        sample.chunks(COMPOUND_ENTRY).any(|entry| entry.starts_with(&name))
    };
    if start.starts_with(b"%PDF-") {
        return Some("PDF");
    }
    let is_word = if sample.starts_with(ZIP) {
        holds(b"mimetypeapplication/vnd.oasis.opendocument.text")
            || holds(b"word/document.xml") && !holds(b"xl/workbook")
    } else if sample.starts_with(COMPOUND) {
        has_part("WordDocument") && !has_part("Workbook") && !has_part("Book")
    } else {
        start.starts_with(b"{\\rtf")
    };
    is_word.then_some("Word")
}

/// Whether a ZIP archive holds files of an office rather than the parts of a workbook: its first entry is called like one.
fn is_archive(sample: &[u8]) -> bool {
    const LENGTH: std::ops::Range<usize> = 26..28;
    const NAME: usize = 30;
    let length = sample.get(LENGTH).and_then(|length| length.try_into().ok()).map_or(0, u16::from_le_bytes);
    let name = sample.get(NAME..NAME + usize::from(length)).unwrap_or_default().to_ascii_lowercase();
    FILES.iter().any(|end| name.ends_with(end.as_bytes()))
}

/// A few stray control characters are a slip of the keyboard; many are a picture or a program.
fn is_binary(sample: &[u8]) -> bool {
    let controls = sample.iter().filter(|&&b| b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c));
    let controls = controls.count();
    controls > 8 && controls > sample.len() / BYTES_PER_CONTROL
}

fn markup(start: &str, text: Text) -> Result<Shape> {
    let lower = start.to_ascii_lowercase();
    if ["<workbook", "<ss:workbook"].iter().any(|tag| lower.contains(tag)) {
        return Ok(Shape::SpreadsheetMl(text));
    }
    // <table:table> is a table of another language than HTML.
    let has_table = lower.match_indices("<table").any(|(at, tag)| !lower[at + tag.len()..].starts_with(':'));
    if has_table {
        return Ok(Shape::Html(text));
    }
    if ["<html", "<!doctype", "<?xml"].iter().any(|tag| lower.starts_with(tag)) {
        return Err(ErrorKind::NotATable.into());
    }
    Ok(Shape::Delimited(text))
}

/// Tells how far the reading has come.
struct Counted<R> {
    inner: R,
    done: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.done.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_says_what_a_file_is() {
        let cases: [(&[u8], &str); 19] = [
            (b"PK\x03\x04", "Zip"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Compound"),
            (b" \n<TABLE><tr>", "Html"),
            (b"<?xml version='1.0'?><html><table>", "Html"),
            (b"<?xml version='1.0'?><Workbook><Worksheet><Table>", "SpreadsheetMl"),
            (b"<?xml version='1.0'?><svg/>", "NotATable"),
            (b"<b>,title\n", "Delimited"),
            (b"\xef\xbb\xbf\r\n{\"title\": 1}", "JsonLines"),
            (b" [ {\"title\": 1}]", "JsonArray"),
            (b"[]", "JsonArray"),
            (b"[title],body\n", "Delimited"),
            (b"\xff\xfe{\0", "JsonLines"),
            (b"title,bo\0dy\n1,2\n", "Delimited"),
            (b"MIME-Version: 1.0\r\n<table>", "NotATable"),
            (b"<?xml version='1.0'?><office:document><table:table>", "NotATable"),
            (b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x06\0\0\0a.xlsx", "Archive"),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0", "NotATable"),
            (b"", "EmptyFile"),
            (b"\xef\xbb\xbf \r\n", "EmptyFile"),
        ];
        for (bytes, expected) in cases {
            let shape = match Source::of(bytes).shape() {
                Ok(shape) => format!("{shape:?}"),
                Err(error) => format!("{:?}", error.kind()),
            };
            assert!(shape.starts_with(expected), "{shape} for {:?}", String::from_utf8_lossy(bytes));
        }
    }
}
