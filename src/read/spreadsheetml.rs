//! The XML that Excel 2003 wrote, and many programs still do -> its sheets.
//!
//! It is read by the parser of HTML, which takes everything. Lest HTML have its own mind about `<Table>`, `<Title>` or
//! `<Style>`, every element gets a prefix that makes it unknown; and `<Cell/>`, which HTML would not end, gets an end.

use scraper::{ElementRef, Html};

use crate::read::cell::{SheetCell, Value, iso_text};
use crate::read::sheet::{MOST_COLUMNS, Merge, Sheet};
use crate::suggestion::Kind;

/// What elements without a prefix get.
const PREFIX: &str = "ss:";
/// How a number is shown in percent: by the name of that format, or by a sign.
const PERCENT: [&str; 2] = ["Percent", "%"];

/// The cells of a sheet as they are gathered.
#[derive(Default)]
struct Cells {
    found: Vec<SheetCell>,
    merges: Vec<Merge>,
    /// The last row that began.
    row: u64,
    /// Where the next cell stands unless it says otherwise.
    column: usize,
    /// The last cell that began is shown in percent.
    is_percent: bool,
}

/// Reads each worksheet.
pub(super) fn sheets(xml: &str) -> Vec<Sheet> {
    let page = Html::parse_document(&without_html(xml));
    let mut sheets: Vec<(String, bool, Cells)> = Vec::new();
    // Styles are told before the sheets.
    let (mut style, mut percents) = (None, Vec::new());
    for element in page.root_element().descendent_elements() {
        let name = local_name(element);
        match name {
            "style" => style = attribute(element, "id"),
            "numberformat" => {
                let format = attribute(element, "format").unwrap_or_default();
                percents.extend(style.filter(|_| PERCENT.iter().any(|sign| format.contains(sign))));
            }
            "worksheet" => {
                let name = attribute(element, "name").unwrap_or_default().to_owned();
                sheets.push((name, false, Cells::default()));
            }
            _ => {}
        }
        let Some((_, is_hidden, sheet)) = sheets.last_mut() else { continue };
        match name {
            "visible" => *is_hidden = element.text().any(|text| text.contains("Hidden")),
            "row" => sheet.begin_row(element),
            "cell" => {
                let is_percent = attribute(element, "styleid").is_some_and(|id| percents.contains(&id));
                sheet.begin_cell(element, is_percent);
            }
            "data" => sheet.add_text(element),
            _ => {}
        }
    }
    let sheet = |(name, is_hidden, Cells { found, merges, .. }): (String, bool, Cells)| {
        Sheet::new(&name, found, merges).hidden_if(is_hidden)
    };
    sheets.into_iter().map(sheet).collect()
}

impl Cells {
    fn begin_row(&mut self, element: ElementRef<'_>) {
        self.row = number(element, "index").unwrap_or(self.row.saturating_add(1));
        self.column = 0;
    }

    fn begin_cell(&mut self, element: ElementRef<'_>, is_percent: bool) {
        let left = number(element, "index").map_or(self.column, |index| index.saturating_sub(1) as usize);
        // No spreadsheet has that many columns, and a row is as wide as its last column.
        let left = left.min(MOST_COLUMNS - 1);
        let across = number(element, "mergeacross").unwrap_or_default().min(MOST_COLUMNS as u64 - 1) as usize;
        let down = number(element, "mergedown").unwrap_or_default();
        if across > 0 || down > 0 {
            let bottom = self.row.saturating_add(down);
            self.merges.push(Merge { top: self.row, left, bottom, right: left + across });
        }
        self.column = left + across + 1;
        self.is_percent = is_percent;
        self.found.push(SheetCell { row: self.row, column: left, value: Value::default() });
    }

    /// Only the first `<Data>` is the cell's own; others belong to a comment.
    fn add_text(&mut self, element: ElementRef<'_>) {
        let in_comment = element.ancestors().filter_map(ElementRef::wrap).map(local_name);
        let mut around = in_comment.take_while(|name| *name != "cell");
        if around.any(|name| name == "comment") {
            return;
        }
        if let Some(cell) = self.found.last_mut().filter(|cell| cell.value.text.is_empty()) {
            let text: String = element.text().collect();
            let (text, kind) = match (attribute(element, "type"), text.trim()) {
                (Some("DateTime"), _) => (iso_text(&text), Kind::Time),
                (Some("Number"), _) if self.is_percent => (text, Kind::Percent),
                (Some("Number"), _) => (text, Kind::Number),
                (Some("Boolean"), "1") => ("TRUE".into(), Kind::Truth),
                (Some("Boolean"), "0") => ("FALSE".into(), Kind::Truth),
                _ => (text, Kind::Text),
            };
            cell.value = Value { text, kind };
        }
    }
}

/// The text in which no element is one of HTML, each has an end, and CDATA, which HTML drops, is plain text.
fn without_html(xml: &str) -> String {
    let mut text = String::with_capacity(xml.len() + xml.len() / 4);
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
        let slash = if rest[1..].starts_with('/') { "</" } else { "<" };
        let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b":_-.".contains(byte);
        let length = rest.bytes().skip(slash.len()).take_while(is_of_name).count();
        let (name, after) = rest[slash.len()..].split_at(length);
        let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let prefix = if is_tag && !name.contains(':') { PREFIX } else { "" };
        let (attributes, after) = after.split_at(if is_tag { tag_end(after) } else { 0 });
        let closed = attributes.strip_suffix('/').filter(|_| slash == "<");
        text.extend([slash, prefix, name, closed.unwrap_or(attributes)]);
        if closed.is_some() {
            text.extend(["></", prefix, name]);
        }
        rest = after;
    }
    text + rest
}

/// Where a tag ends whose name was taken off: at the first `>` that is not within quotes.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    let end = tag.bytes().position(|byte| {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return true,
            _ => {}
        }
        false
    });
    end.unwrap_or(tag.len())
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
