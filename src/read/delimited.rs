//! Text with separators -> its header, then its rows one by one.

use std::collections::VecDeque;
use std::io::Read;
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};

use crate::error::{Error, ErrorKind, Place, Result, RowFault};
use crate::read::cell::without_formula;
use crate::read::decode::Text;
use crate::read::header::{self, HEAD_ROWS};
use crate::read::layout::is_lost;
use crate::read::quotes::Quotes;
use crate::read::source::Source;
use crate::read::{Found, Options, Problem, RawRow, delimiter};
use crate::suggestion::Table;

/// The most bytes that one row may have. A quote that is never closed would otherwise swallow the rest of
/// the file, and with it all memory.
const LONGEST_ROW: usize = 64 << 20;

/// What the parser is fed after the last row, as a row of its own. Where it comes back within a row instead, that row
/// has a quote that is never closed; the parser itself does not say so.
const END: &[u8] = b"\x04end of file\x04";

/// How many bytes are read at once.
const BUFFER: usize = 1 << 18;

/// A list that begins with its headings, taken apart into rows, without a line that only names the separator.
pub(super) fn list(source: Source) -> Result<(Text, Records)> {
    let text = Text::detect(source.sample());
    let (text, mut records) = records(source, text, |sample, _| delimiter::of_headings(sample))?;
    records.has_hint = true;
    Ok((text, records))
}

/// Takes the text apart into rows without looking at what they say; `find` finds the separator in the beginning of it, and
/// is told whether that is all.
fn records(source: Source, text: Text, find: impl Fn(&str, bool) -> u8) -> Result<(Text, Records)> {
    source.refuse_workbook()?;
    let sample = &source.sample()[text.bom()..];
    let delimiter = find(&text.lossy(sample), source.is_sampled_whole());
    let ending = Ending::of(&text.lossy(sample));
    let raw = text.keeps(delimiter);
    let (text, stream) = text.stream(source.stream(), raw)?;
    Ok((text, Records::new(stream, delimiter, ending)))
}

/// Finds separator and header; the rows come while they are read.
pub(super) fn open(source: Source, text: Text, name: &str, options: &Options) -> Result<(Arc<Table>, Found)> {
    let (text, mut records) = records(source, text, delimiter::find)?;
    let mut head = VecDeque::new();
    while head.len() < HEAD_ROWS
        && let Some(record) = records.read()?
    {
        head.push_back(record);
    }
    let cells: Vec<Vec<String>> = head.iter().map(|record| lossy(text, &record.cells)).collect();
    let header = header::find(&cells, |_| false, options);
    // Headings that swallowed the rows below them are none.
    if let Some(last) = head.back().filter(|last| last.is_open)
        && header.as_ref().map_or(true, |header| header.last + 1 == head.len())
    {
        return Err(Error::from(RowFault::OpenQuote).at(Place::default().row(last.row)));
    }
    let header = header?;
    let width = header.headings.len();
    let above = head.drain(..=header.last).zip(cells).enumerate();
    let above: VecDeque<RawRow> = above
        .filter(|(position, (_, cells))| is_lost(&header, *position, &filled(cells)))
        .map(|(_, (record, _))| RawRow {
            problem: Some(Problem { kind: RowFault::AboveHeadings.into(), column: None }),
            ..row(&record, text, width)
        })
        .collect();
    if head.is_empty() && above.is_empty() {
        return Err(ErrorKind::NoRows.into());
    }
    Ok((header.table(name).into(), Box::new(Rows { above, head, records, text, width })))
}

/// The cells that hold something, with their columns.
fn filled(cells: &[String]) -> Vec<(usize, String)> {
    let cells = cells.iter().cloned().enumerate();
    cells.filter(|(_, cell)| !cell.trim().is_empty()).collect()
}

/// The rows below the header, after those above it that must not be lost.
struct Rows {
    above: VecDeque<RawRow>,
    /// Rows that were read in search of the header.
    head: VecDeque<Record>,
    records: Records,
    text: Text,
    width: usize,
}

impl Iterator for Rows {
    type Item = Result<RawRow>;

    fn next(&mut self) -> Option<Result<RawRow>> {
        if let Some(row) = self.above.pop_front() {
            return Some(Ok(row));
        }
        if let Some(record) = self.head.pop_front() {
            return Some(Ok(row(&record, self.text, self.width)));
        }
        let record = match self.records.read() {
            Ok(record) => record?,
            Err(error) => return Some(Err(error)),
        };
        let row = row(&record, self.text, self.width);
        self.records.spare = record.cells;
        Some(Ok(row))
    }
}

fn row(record: &Record, text: Text, width: usize) -> RawRow {
    let mut cells = Vec::with_capacity(record.cells.len());
    let mut problem = None;
    for (column, bytes) in record.cells.iter().enumerate() {
        if let Some(cell) = text.cell(bytes) {
            cells.push(without_formula(cell).into_owned());
        } else {
            cells.push(text.lossy(bytes).into_owned());
            problem.get_or_insert_with(|| Problem { kind: text.broken(), column: Some(column) });
        }
    }
    // Separators without anything between them, which some programs write up to the widest row, are no cells.
    while cells.len() > width && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    if cells.len() != width {
        let fault = RowFault::ColumnCount { found: cells.len(), expected: width };
        problem = Some(Problem { kind: fault.into(), column: None });
    }
    if record.is_open || record.is_joined {
        let fault = if record.is_open { RowFault::OpenQuote } else { RowFault::StrayQuote };
        problem = Some(Problem { kind: fault.into(), column: None });
    }
    RawRow { row: record.row, sheet: None, cells, kinds: Vec::new(), problem }
}

fn lossy(text: Text, record: &ByteRecord) -> Vec<String> {
    record.iter().map(|bytes| without_formula(text.lossy(bytes)).into_owned()).collect()
}

/// One row that is not blank, as bytes.
pub(super) struct Record {
    pub(super) cells: ByteRecord,
    pub(super) row: u64,
    /// The end of the file came before the closing quote, so that all rows below are in the last cell.
    pub(super) is_open: bool,
    /// It has several lines, and a quote in it is closed before a cell ends: rows were joined that do not belong together.
    pub(super) is_joined: bool,
}

/// The rows of a text, each with its number.
pub(super) struct Records {
    csv: csv::Reader<Guard>,
    ending: Ending,
    /// The number of the last row.
    row: u64,
    /// Line feeds within cells so far: the parser counts them as lines, a spreadsheet does not.
    breaks: u64,
    /// Memory to use again.
    spare: ByteRecord,
    /// The first row may name the separator, and is none then.
    has_hint: bool,
}

impl Records {
    fn new(stream: Box<dyn Read + Send>, delimiter: u8, ending: Ending) -> Self {
        let csv = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(BUFFER)
            .from_reader(Guard {
                inner: stream,
                left: LONGEST_ROW,
                end: [ending.bytes(), END].concat().into(),
                ended: false,
                quotes: Quotes::new(delimiter),
            });
        Self { csv, ending, row: 0, breaks: 0, spare: ByteRecord::new(), has_hint: false }
    }

    /// The next row that is not blank.
    pub(super) fn read(&mut self) -> Result<Option<Record>> {
        let mut cells = std::mem::take(&mut self.spare);
        loop {
            self.csv.get_mut().left = LONGEST_ROW;
            if !self.csv.read_byte_record(&mut cells).map_err(failure)? {
                return Ok(None);
            }
            let ended = self.csv.get_ref().ended;
            if ended && cells.len() == 1 && &cells[0] == END {
                return Ok(None);
            }
            let is_open = ended && self.take_end(&mut cells);
            self.count(&cells, is_open);
            let end = self.csv.position().byte();
            let is_stray = self.csv.get_mut().quotes.is_stray_before(end);
            let is_joined = is_stray && cells.as_slice().iter().any(|byte| matches!(byte, b'\n' | b'\r'));
            let is_hint =
                std::mem::take(&mut self.has_hint) && cells[0].starts_with(delimiter::HINT.as_bytes());
            if is_open || !is_hint && !cells.iter().all(|cell| cell.trim_ascii().is_empty()) {
                return Ok(Some(Record { cells, row: self.row, is_open, is_joined }));
            }
        }
    }

    /// Removes what was fed after the last row from the cell that it ended up in, if it did.
    fn take_end(&self, cells: &mut ByteRecord) -> bool {
        let cell = cells.iter().next_back().and_then(|cell| cell.strip_suffix(END));
        let Some(cell) = cell.and_then(|cell| cell.strip_suffix(self.ending.bytes())) else { return false };
        let cell = cell.to_owned();
        cells.truncate(cells.len() - 1);
        cells.push_field(&cell);
        true
    }

    /// Works out the row's number. The parser says how many line feeds it has consumed: those within cells,
    /// those of the rows before and of blank lines, and, unless it belongs to a CR LF that is outside of quotes, the
    /// one that ends this row.
    fn count(&mut self, cells: &ByteRecord, is_open: bool) {
        self.breaks += count(cells.as_slice(), b'\n') as u64;
        let lines = self.csv.position().line().saturating_sub(self.breaks);
        let row = match self.ending {
            Ending::CrLf if !is_open => lines,
            Ending::Lf | Ending::CrLf => lines.saturating_sub(1),
            Ending::Cr => 0,
        };
        // Files with mixed line endings are off by one here and there, but never run backwards.
        self.row = row.max(self.row + 1);
    }
}

fn failure(error: csv::Error) -> Error {
    let is_own = matches!(error.kind(), csv::ErrorKind::Io(e) if e.kind() == std::io::ErrorKind::InvalidData);
    match error.into_kind() {
        csv::ErrorKind::Io(error) if !is_own => ErrorKind::Io(error).into(),
        csv::ErrorKind::Io(error) => ErrorKind::Csv(error.into()).into(),
        _ => ErrorKind::NotATable.into(),
    }
}

/// The compiler makes this count many bytes at once.
fn count(bytes: &[u8], wanted: u8) -> usize {
    bytes.iter().map(|&byte| usize::from(byte == wanted)).sum()
}

/// What ends the rows of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Lf,
    CrLf,
    Cr,
}

impl Ending {
    /// The first line end that is not within quotes.
    fn of(sample: &str) -> Self {
        let mut is_quoted = false;
        let mut bytes = sample.bytes().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' => is_quoted = !is_quoted,
                b'\n' if !is_quoted => return Self::Lf,
                b'\r' if !is_quoted && bytes.peek() == Some(&b'\n') => return Self::CrLf,
                b'\r' if !is_quoted => return Self::Cr,
                _ => {}
            }
        }
        Self::Lf
    }

    fn bytes(self) -> &'static [u8] {
        match self {
            Self::Lf => b"\n",
            Self::CrLf => b"\r\n",
            Self::Cr => b"\r",
        }
    }
}

/// Stands between file and parser, refuses to feed one row without end, and feeds [`END`] after the file.
struct Guard {
    inner: Box<dyn Read + Send>,
    /// How many bytes the row may still have.
    left: usize,
    /// What of the line end and [`END`] the parser has not had yet.
    end: VecDeque<u8>,
    /// The file has no more bytes.
    ended: bool,
    quotes: Quotes,
}

impl Read for Guard {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = if self.ended { 0 } else { self.inner.read(buffer)? };
        if read == 0 {
            self.ended = true;
            return self.end.read(buffer);
        }
        self.left = self.left.checked_sub(read).ok_or_else(|| {
            let reason = "one row is longer than 64 MB, as if a quote were never closed";
            std::io::Error::new(std::io::ErrorKind::InvalidData, reason)
        })?;
        self.quotes.pass(&buffer[..read]);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<u64> {
        let mut records =
            Records::new(Box::new(std::io::Cursor::new(text.to_owned())), b',', Ending::of(text));
        std::iter::from_fn(|| records.read().unwrap()).map(|record| record.row).collect()
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let cases: [(&str, &[u64]); 11] = [
            ("a\nb\nc", &[1, 2, 3]),
            ("a\n\n\nb\n\nc\n", &[1, 4, 6]),
            ("\n\na\n\n,\nb", &[3, 6]),
            ("a\n\"b\nb\"\nc\n\"d\nd\"", &[1, 2, 3, 4]),
            ("a\r\n\"b\r\nb\"\r\n\r\nc\r\nd", &[1, 2, 4, 5]),
            ("a\r\n\r\nb", &[1, 3]),
            ("a\rb\rc\r", &[1, 2, 3]),
            ("\"a\n\"\r\nb\r\n", &[1, 2]),
            ("a\n\n\"b\nc\n", &[1, 3]),
            ("a\r\n\r\n\"b\r\nc\r\n", &[1, 3]),
            ("a\n\n\n\"", &[1, 4]),
        ];
        for (text, expected) in cases {
            assert_eq!(rows(text), expected, "{text:?}");
        }
    }
}
