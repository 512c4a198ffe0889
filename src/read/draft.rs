//! A draft as an office writes it (docx, text, Markdown) -> its paragraphs.

use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::LazyLock;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use regex::Regex;

use crate::error::{Error, ErrorKind, Place, Result};
use crate::read::decode::Text;
use crate::read::source::{self, Shape, Source};
use crate::text::pattern;

/// The part of a docx file that holds the text.
const DOCUMENT: &str = "word/document.xml";

/// A link of Markdown, of which a reader sees the text alone: [156](#f1).
static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[(?P<text>[^\[\]]*)\]\([^()\s]*\)"));

/// Reads the paragraphs of a draft, told apart by content; `-` is standard input. The cells of a row of a table
/// become one paragraph, with semicolons between, words in a cell over several columns once for each of them; where
/// nothing but blank lines parts two tables, an empty paragraph ends the first.
///
/// ```
/// let file = tempfile::NamedTempFile::new()?;
/// std::fs::write(&file, "# 办理情况\n\n全年共收到建议[12](#f1)件。\n")?;
/// assert_eq!(jiaoban::read::draft(file.path())?, ["办理情况", "全年共收到建议12件。"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn draft(path: &Path) -> Result<Vec<String>> {
    let place = Place::file(source::name(path));
    let paragraphs = Source::open(path).and_then(|source| match source.shape() {
        Ok(Shape::Zip) => docx(&source.into_bytes()?),
        Ok(Shape::JsonArray(text) | Shape::JsonLines(text) | Shape::Delimited(text))
            if !is_marked_up(&text.lossy(&source.sample()[text.bom()..])) =>
        {
            plain(text, source)
        }
        // What such a file is called where a table is wanted is no help to whoever has a draft.
        Err(error) if !matches!(error.kind(), ErrorKind::NotATable) => Err(error),
        _ => Err(ErrorKind::NotADraft.into()),
    });
    paragraphs.map_err(|error| error.at(place))
}

/// Whether a text is HTML, RTF or PDF, whose marks would be read as words. Comments of Markdown are none.
fn is_marked_up(text: &str) -> bool {
    let start = text.trim_start();
    let is_tag =
        start.strip_prefix('<').is_some_and(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()));
    is_tag || start.starts_with("{\\rtf") || start.starts_with("%PDF")
}

/// Text, a paragraph a line; the marks of Markdown are no part of it.
fn plain(text: Text, source: Source) -> Result<Vec<String>> {
    let (text, _) = text.all(&source.into_bytes()?);
    let mut lines = Lines::default();
    for line in text.lines() {
        let line = line.trim().trim_start_matches(['#', '>', ' ']);
        let line = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).unwrap_or(line);
        if line.starts_with('|') {
            lines.add_row(&LINK.replace_all(line.trim_matches('|'), "$text").replace('|', "；"));
        } else if line.is_empty() {
            lines.end_table();
        } else {
            lines.add(&LINK.replace_all(line, "$text").replace("**", ""));
        }
    }
    Ok(lines.all)
}

/// The lines of a draft that are not blank, and where one table ends and the next begins right after it.
#[derive(Default)]
struct Lines {
    all: Vec<String>,
    last: Last,
}

/// What the last line of a draft so far is.
#[derive(Default, Clone, Copy, PartialEq)]
enum Last {
    #[default]
    Text,
    Row,
    /// The last row of a table.
    EndOfTable,
}

impl Lines {
    fn add(&mut self, text: &str) {
        let before = self.all.len();
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        self.all.extend(lines.map(str::to_owned));
        if self.all.len() > before {
            self.last = Last::Text;
        }
    }

    fn add_row(&mut self, row: &str) {
        if row.trim().is_empty() {
            return;
        }
        if self.last == Last::EndOfTable {
            self.all.push(String::new());
        }
        self.add(row);
        self.last = Last::Row;
    }

    fn end_table(&mut self) {
        if self.last == Last::Row {
            self.last = Last::EndOfTable;
        }
    }
}

fn docx(bytes: &[u8]) -> Result<Vec<String>> {
    let broken = |error: zip::result::ZipError| Error::from(ErrorKind::BrokenDraft(error.to_string().into()));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut document = archive.by_name(DOCUMENT).map_err(|_| Error::from(ErrorKind::NotADraft))?;
    let mut xml = String::new();
    document.read_to_string(&mut xml)?;
    paragraphs(&xml).map_err(|error| ErrorKind::BrokenDraft(error.into()).into())
}

/// The text of `w:t` by `w:p`, in a table by `w:tc`. What is deleted stands in `w:delText` and is left out; so is
/// what was moved away (`w:moveFrom`) and what is written a second time for older programs (`mc:Fallback`).
fn paragraphs(xml: &str) -> std::result::Result<Vec<String>, quick_xml::Error> {
    let mut reader = Reader::from_str(xml);
    let (mut lines, mut text) = (Lines::default(), String::new());
    // The rows and cells that are open: a cell may hold a table of its own.
    let (mut rows, mut cells): (Vec<Vec<Cell>>, Vec<Cell>) = (Vec::new(), Vec::new());
    // How many tables, runs and elements that are not seen are open.
    let (mut tables, mut runs, mut unseen) = (0_u32, 0_u32, 0_u32);
    let mut in_text = false;
    loop {
        match reader.read_event()? {
            Event::Start(start) => match start.name().as_ref() {
                "w:t" => in_text = true,
                "w:r" => runs += 1,
                "w:tbl" => tables += 1,
                "w:tr" => rows.push(Vec::new()),
                "w:tc" => cells.push(Cell { text: String::new(), columns: 1 }),
                "w:moveFrom" | "w:del" | "mc:Fallback" => unseen += 1,
                _ => {}
            },
            Event::Empty(empty) if unseen == 0 => match empty.name().as_ref() {
                // Outside of a run it says where a tab stops.
                "w:tab" if runs > 0 => text.push(' '),
                "w:br" | "w:cr" => text.push('\n'),
                "w:gridSpan" => {
                    if let (Some(cell), Some(columns)) = (cells.last_mut(), columns(&empty)?) {
                        cell.columns = columns;
                    }
                }
                _ => {}
            },
            Event::Text(piece) if in_text && unseen == 0 => text.push_str(&piece),
            Event::GeneralRef(name) if in_text && unseen == 0 => match name.as_ref() {
                "amp" => text.push('&'),
                "lt" => text.push('<'),
                "gt" => text.push('>'),
                "quot" => text.push('"'),
                "apos" => text.push('\''),
                _ => text.extend(name.resolve_char_ref()?),
            },
            // The reader refuses an end without its start, so that none of these falls below nought.
            Event::End(end) => match end.name().as_ref() {
                "w:t" => in_text = false,
                "w:r" => runs -= 1,
                "w:moveFrom" | "w:del" | "mc:Fallback" => unseen -= 1,
                "w:p" => match cells.last_mut() {
                    Some(cell) => cell.add(&std::mem::take(&mut text)),
                    None => lines.add(&std::mem::take(&mut text)),
                },
                "w:tc" => {
                    if let (Some(row), Some(cell)) = (rows.last_mut(), cells.pop()) {
                        row.push(cell);
                    }
                }
                "w:tr" => lines.add_row(&row(rows.pop().as_deref().unwrap_or_default())),
                "w:tbl" => {
                    tables -= 1;
                    if tables == 0 {
                        lines.end_table();
                    }
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(lines.all)
}

/// A cell of a row, which may lie over several columns.
struct Cell {
    text: String,
    columns: usize,
}

impl Cell {
    /// Adds a paragraph. A cell is one line, however many it is written in.
    fn add(&mut self, paragraph: &str) {
        for word in paragraph.split_whitespace() {
            if !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(word);
        }
    }
}

/// No table of Word has more columns.
const MOST_COLUMNS: usize = 63;

/// How many columns a cell lies over.
fn columns(span: &BytesStart<'_>) -> std::result::Result<Option<usize>, quick_xml::Error> {
    let columns = span.try_get_attribute("w:val")?.and_then(|columns| columns.value.trim().parse().ok());
    Ok(columns.filter(|columns| (1..=MOST_COLUMNS).contains(columns)))
}

/// A row with as many cells as it has columns: words stand in each column that they lie over, but a number counts
/// once. A row of one cell is a title.
fn row(cells: &[Cell]) -> String {
    if let [title] = cells {
        return title.text.clone();
    }
    let in_columns = cells.iter().flat_map(|Cell { text, columns }| {
        let is_number = text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains('年');
        let again = if is_number { "" } else { text };
        std::iter::once(text.as_str()).chain(std::iter::repeat_n(again, columns - 1))
    });
    in_columns.collect::<Vec<_>>().join("；")
}

#[cfg(test)]
mod tests {
    use docx_rs::{Delete, Docx, Paragraph, Run, Table, TableCell, TableRow};

    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<String>> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, bytes).unwrap();
        draft(file.path())
    }

    #[test]
    fn a_word_document_is_read_as_it_is_seen() {
        let text = |text: &str| Paragraph::new().add_run(Run::new().add_text(text));
        let deleted = Delete::new().add_run(Run::new().add_delete_text("70件"));
        let changed = Paragraph::new()
            .add_run(Run::new().add_text("A类建议"))
            .add_delete(deleted)
            .add_run(Run::new().add_text("79件 & 占<50.6%"));
        let row = |name: &str, count: &str| {
            TableRow::new(vec![
                TableCell::new().add_paragraph(text(name)),
                TableCell::new().add_paragraph(text(count)),
            ])
        };
        // A tab within a paragraph parts words; where tabs stop is no text.
        let with_tabs = Paragraph::new()
            .add_tab(docx_rs::Tab::new().pos(2000))
            .add_run(Run::new().add_text("C类").add_tab().add_text("31件"));
        let docx = Docx::new()
            .add_paragraph(text("一、概况"))
            .add_paragraph(Paragraph::new())
            .add_paragraph(changed)
            .add_paragraph(with_tabs)
            .add_table(Table::new(vec![row("B类", "46件"), row("C类", "31件")]))
            .add_paragraph(Paragraph::new())
            .add_table(Table::new(vec![row("教委", "6件")]))
            .add_paragraph(text("二、办理"));
        let mut bytes = Cursor::new(Vec::new());
        docx.build().pack(&mut bytes).unwrap();
        let lines = [
            "一、概况",
            "A类建议79件 & 占<50.6%",
            "C类 31件",
            "B类；46件",
            "C类；31件",
            "",
            "教委；6件",
            "二、办理",
        ];
        assert_eq!(read(bytes.get_ref()).unwrap(), lines);
    }

    #[test]
    fn a_cell_is_a_cell_however_it_is_written() {
        let cell = |inside: &str| format!("<w:tc><w:tcPr/>{inside}</w:tc>");
        let text = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
        let over = |columns: &str, inside: &str| {
            format!("<w:tc><w:tcPr><w:gridSpan w:val=\"{columns}\"/></w:tcPr>{inside}</w:tc>")
        };
        let cases = [
            (cell(&text("教委")) + &cell("<w:p/>") + &cell(&text("20")), "教委；；20"),
            (cell(&text("单位")) + &cell(&(text("主办") + &text("（件）"))), "单位；主办 （件）"),
            (
                cell(&text("合")) + &cell("<w:p><w:r><w:t>会</w:t><w:br/><w:t>办</w:t></w:r></w:p>"),
                "合；会 办",
            ),
            (cell("<w:p/>") + &over("2", &text("主办")) + &cell(&text("会办")), "；主办；主办；会办"),
            (over("2", &text("2019年")) + &over("2", &text("95")), "2019年；2019年；95；"),
            (over("3", &text("办理情况")), "办理情况"),
            (over("2", &text("甲")) + &over("99999", &text("乙")), "甲；甲；乙"),
        ];
        for (row, read) in cases {
            assert_eq!(paragraphs(&format!("<w:tbl><w:tr>{row}</w:tr></w:tbl>")).unwrap(), [read], "{row}");
        }
        // A table within a cell has rows of its own.
        let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell(&text("教委")), cell(&text("6")));
        let outer = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell(&(text("附表") + &inner + "<w:p/>")));
        assert_eq!(paragraphs(&outer).unwrap(), ["教委；6", "附表"]);
    }

    #[test]
    fn what_is_not_seen_is_not_read() {
        let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
        let cases = [
            (format!("{}<w:moveFrom>{}</w:moveFrom>", run("共6件"), run("共9件")), "共6件"),
            (format!("<w:moveTo>{}</w:moveTo>", run("共9件")), "共9件"),
            (format!("{}<w:del><w:r><w:tab/></w:r></w:del>{}", run("共"), run("6件")), "共6件"),
            (format!("{}<w:r><w:tab/></w:r>{}", run("79"), run("50.6%")), "79 50.6%"),
        ];
        for (xml, seen) in cases {
            let xml = format!("<w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr>{xml}</w:p>");
            assert_eq!(paragraphs(&xml).unwrap(), [seen], "{xml}");
        }
    }

    #[test]
    fn text_and_markdown_lose_their_marks() {
        let markdown = "# 一、概况\r\n\r\n- **A类**建议79件\r\n| B类 | 46件 |\r\n";
        let markdown = format!("{markdown}\r\n| C类 | 31件 |\r\n\r\n二、办理\r\n| D类 | 0件 |\r\n");
        let lines = ["一、概况", "A类建议79件", "B类 ； 46件", "", "C类 ； 31件", "二、办理", "D类 ； 0件"];
        assert_eq!(read(markdown.as_bytes()).unwrap(), lines);
        assert_eq!(read(&encoding_rs::GB18030.encode(&markdown).0).unwrap(), lines);
    }

    #[test]
    fn other_files_are_refused() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        workbook.add_worksheet().write_string(0, 0, "标题").unwrap();
        let cases = [
            (workbook.save_to_buffer().unwrap(), "neither a Word document"),
            (b"PK\x03\x04 and nothing more".to_vec(), "the document cannot be read"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "neither a Word document"),
            (Vec::new(), "the file is empty"),
        ];
        for (bytes, message) in cases {
            let error = read(&bytes).unwrap_err();
            assert!(error.to_string().contains(message) && error.place().file.is_some(), "{error}");
        }
    }
}
