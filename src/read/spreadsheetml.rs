//! The XML that Excel 2003 wrote, and many programs still do -> its sheets.
//!
//! It is read by the parser of HTML, which takes everything. Two things have to be seen to: a `<Table>` would
//! lose its rows, because HTML allows only its own rows in there, so it is renamed; and `<Cell/>` does not
//! end, because HTML knows no such ends, so cells may stand within cells, but their order is right.

use scraper::{ElementRef, Html};

use crate::read::cell::iso_text;
use crate::read::sheets::{Merge, Sheet, SheetCell};
use crate::suggestion::Kind;

/// The cells of a sheet as they are gathered.
#[derive(Default)]
struct Cells {
    found: Vec<SheetCell>,
    merges: Vec<Merge>,
    /// The last row that began.
    row: u64,
    /// Where the next cell stands unless it says otherwise.
    column: usize,
}

/// Reads each worksheet.
pub(super) fn sheets(xml: &str) -> Vec<Sheet> {
    let page = Html::parse_document(&without_tables(xml));
    let mut sheets: Vec<(String, Cells)> = Vec::new();
    for element in page.root_element().descendent_elements() {
        let name = local_name(element);
        if name == "worksheet" {
            sheets.push((attribute(element, "name").unwrap_or_default().to_owned(), Cells::default()));
        }
        let Some((_, sheet)) = sheets.last_mut() else { continue };
        match name {
            "row" => sheet.begin_row(element),
            "cell" => sheet.begin_cell(element),
            "data" => sheet.add_text(element),
            _ => {}
        }
    }
    sheets.into_iter().map(|(name, Cells { found, merges, .. })| Sheet::new(&name, found, merges)).collect()
}

impl Cells {
    fn begin_row(&mut self, element: ElementRef<'_>) {
        self.row = number(element, "index").unwrap_or(self.row.saturating_add(1));
        self.column = 0;
    }

    fn begin_cell(&mut self, element: ElementRef<'_>) {
        let left = number(element, "index").map_or(self.column, |index| index.saturating_sub(1) as usize);
        // No spreadsheet has that many columns, and a row is as wide as its last column.
        let left = left.min(16_383);
        let across = number(element, "mergeacross").unwrap_or_default().min(16_383) as usize;
        let down = number(element, "mergedown").unwrap_or_default();
        if across > 0 || down > 0 {
            let bottom = self.row.saturating_add(down);
            self.merges.push(Merge { top: self.row, left, bottom, right: left + across });
        }
        self.column = left + across + 1;
        self.found.push((self.row, left, (String::new(), Kind::Text)));
    }

    /// Only the first `<Data>` is the cell's own; others belong to a comment.
    fn add_text(&mut self, element: ElementRef<'_>) {
        let in_comment = element.ancestors().filter_map(ElementRef::wrap).map(local_name);
        let mut around = in_comment.take_while(|name| *name != "cell");
        if around.any(|name| name == "comment") {
            return;
        }
        if let Some((_, _, (text, kind))) = self.found.last_mut().filter(|(_, _, (text, _))| text.is_empty())
        {
            *text = element.text().collect();
            match attribute(element, "type") {
                Some("DateTime") => (*text, *kind) = (iso_text(text), Kind::Time),
                Some("Number") => *kind = Kind::Number,
                _ => {}
            }
        }
    }
}

/// The text with its `<Table>` under another name, and CDATA, which HTML drops, as plain text.
fn without_tables(xml: &str) -> String {
    let mut text = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(cdata) = rest.strip_prefix("<![CDATA[") {
            let end = cdata.find("]]>").unwrap_or(cdata.len());
            text.push_str(&cdata[..end].replace('&', "&amp;").replace('<', "&lt;"));
            rest = cdata.get(end + 3..).unwrap_or_default();
            continue;
        }
        let tag = rest.bytes().skip(1).take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b':'));
        let (tag, after) = rest.split_at(1 + tag.count());
        let name = tag[1..].trim_start_matches('/').rsplit(':').next().unwrap_or_default();
        let is_table = name.eq_ignore_ascii_case("table");
        text.push_str(if !is_table {
            tag
        } else if tag.starts_with("</") {
            "</grid"
        } else {
            "<grid"
        });
        rest = after;
    }
    text + rest
}

fn local_name(element: ElementRef<'_>) -> &str {
    let name = element.value().name();
    name.rsplit(':').next().unwrap_or(name)
}

fn attribute<'e>(element: ElementRef<'e>, name: &str) -> Option<&'e str> {
    let mut attributes = element.value().attrs();
    attributes.find(|(other, _)| other.rsplit(':').next() == Some(name)).map(|(_, value)| value)
}

fn number(element: ElementRef<'_>, name: &str) -> Option<u64> {
    attribute(element, name)?.trim().parse().ok().filter(|&number| number > 0)
}
