//! The content of an ODS file -> what calamine does not tell of its sheets: merged cells, percentages, copies.

use std::io::{BufReader, Read, Seek};

use calamine::Error;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::read::sheet::{MOST_COLUMNS, Merge};

/// Where the sheets are in the archive.
const CONTENT: &str = "content.xml";
/// No spreadsheet has more rows or columns; a cell that claims to be repeated more often wants to exhaust the memory.
const MOST_ROWS: u64 = 1 << 20;
/// No register has more percentages; those behind them are numbers.
const MOST_PERCENTS: usize = 1 << 22;

/// What is told of one sheet; columns count from 0, rows from 1.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub(super) merges: Vec<Merge>,
    /// It is a copy of a sheet of another file, kept for formulas, which nobody sees.
    pub(super) is_external: bool,
    /// The cells that are percentages.
    pub(super) percents: FxHashSet<(u64, usize)>,
}

/// The marks of each sheet by its name.
pub(super) fn marks(bytes: impl Read + Seek) -> Result<FxHashMap<String, Marks>, Error> {
    let mut archive = zip::ZipArchive::new(bytes).map_err(|_| BROKEN)?;
    let content = archive.by_name(CONTENT).map_err(|_| BROKEN)?;
    let mut reader = Reader::from_reader(BufReader::new(content));
    let mut buffer = Vec::new();
    let mut sheets: Vec<(String, Sheet)> = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|_| BROKEN)?;
        let (Event::Start(element) | Event::Empty(element)) = &event else {
            if matches!(event, Event::Eof) {
                break;
            }
            continue;
        };
        if element.name().as_ref() == "table:table" {
            sheets.push((attribute(element, "table:name")?.unwrap_or_default(), Sheet::default()));
        }
        let Some((_, sheet)) = sheets.last_mut() else { continue };
        match element.name().as_ref() {
            "table:table-source" => sheet.marks.is_external = true,
            "table:table-row" => sheet.begin_row(element)?,
            "table:table-cell" | "table:covered-table-cell" => sheet.add_cell(element)?,
            _ => {}
        }
    }
    Ok(sheets.into_iter().map(|(name, sheet)| (name, sheet.marks)).collect())
}

pub(super) const BROKEN: Error = Error::Msg("its parts do not fit together");

/// A sheet while its elements come.
#[derive(Default)]
struct Sheet {
    marks: Marks,
    /// The last row that began, and how many rows it stands for.
    row: u64,
    repeated: u64,
    /// Where the next cell stands.
    column: u64,
}

impl Sheet {
    fn begin_row(&mut self, element: &BytesStart<'_>) -> Result<(), Error> {
        self.row = if self.repeated == 0 { 1 } else { self.row + self.repeated };
        self.repeated = number(element, "table:number-rows-repeated", MOST_ROWS)?;
        self.column = 0;
        Ok(())
    }

    fn add_cell(&mut self, element: &BytesStart<'_>) -> Result<(), Error> {
        let (row, column) = (self.row, self.column);
        let down = number(element, "table:number-rows-spanned", MOST_ROWS)?;
        let across = number(element, "table:number-columns-spanned", MOST_COLUMNS as u64)?;
        if down > 1 || across > 1 {
            let (bottom, right) = (row + down - 1, column + across - 1);
            self.marks.merges.push(Merge { top: row, left: column as usize, bottom, right: right as usize });
        }
        let repeated = number(element, "table:number-columns-repeated", MOST_COLUMNS as u64)?;
        self.column += repeated;
        if attribute(element, "office:value-type")?.as_deref() == Some("percentage") {
            let cells = (row..row + self.repeated)
                .flat_map(|row| (column..self.column).map(move |at| (row, at as usize)));
            let left = MOST_PERCENTS.saturating_sub(self.marks.percents.len());
            self.marks.percents.extend(cells.take(left));
        }
        Ok(())
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Error> {
    let Some(attribute) = element.try_get_attribute(name).map_err(|_| BROKEN)? else { return Ok(None) };
    let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| BROKEN)?;
    Ok(Some(value.into_owned()))
}

/// How often something is repeated or how many cells it spans: 1 where the element does not say.
fn number(element: &BytesStart<'_>, name: &str, most: u64) -> Result<u64, Error> {
    let number = attribute(element, name)?.and_then(|number| number.trim().parse().ok());
    Ok(number.unwrap_or(1).clamp(1, most))
}
