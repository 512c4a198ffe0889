//! A draft as an office writes it (docx, text, Markdown) -> its paragraphs.

use std::io::{Cursor, Read};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::error::{Error, ErrorKind, Place, Result};
use crate::read::decode::Text;
use crate::read::source::{self, Shape, Source};

/// The part of a docx file that holds the text.
const DOCUMENT: &str = "word/document.xml";

/// Reads the paragraphs of a draft, told apart by content; `-` is standard input. The cells of a row of a table
/// become one paragraph, with semicolons between.
///
/// ```
/// let file = tempfile::NamedTempFile::new()?;
/// std::fs::write(&file, "# 办理情况\n\n全年共收到建议12件。\n")?;
/// assert_eq!(jiaoban::read::draft(file.path())?, ["办理情况", "全年共收到建议12件。"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn draft(path: &Path) -> Result<Vec<String>> {
    let place = Place::file(source::name(path));
    let paragraphs = Source::open(path).and_then(|source| match source.shape()? {
        Shape::Zip => docx(&source.into_bytes()?),
        Shape::Compound => Err(ErrorKind::NotADraft.into()),
        Shape::Html(text)
        | Shape::SpreadsheetMl(text)
        | Shape::JsonArray(text)
        | Shape::JsonLines(text)
        | Shape::Delimited(text) => plain(text, source),
    });
    paragraphs.map_err(|error| error.at(place))
}

/// Text, a paragraph a line; the marks of Markdown are no part of it.
fn plain(text: Text, source: Source) -> Result<Vec<String>> {
    let (text, _) = text.all(source)?;
    let lines = text.lines().map(|line| {
        let line = line.trim().trim_start_matches(['#', '>', ' ']);
        let line = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).unwrap_or(line);
        if line.starts_with('|') {
            line.trim_matches('|').replace('|', "；")
        } else {
            line.replace("**", "")
        }
    });
    Ok(lines.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect())
}

fn docx(bytes: &[u8]) -> Result<Vec<String>> {
    let broken = |error: zip::result::ZipError| Error::from(ErrorKind::BrokenDraft(error.to_string().into()));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut document = archive.by_name(DOCUMENT).map_err(|_| Error::from(ErrorKind::NotADraft))?;
    let mut xml = String::new();
    document.read_to_string(&mut xml)?;
    paragraphs(&xml).map_err(|error| ErrorKind::BrokenDraft(error.into()).into())
}

/// The text of `w:t` by `w:p`. What is deleted stands in `w:delText` and is left out; so is what is written a
/// second time for older programs (`mc:Fallback`).
fn paragraphs(xml: &str) -> std::result::Result<Vec<String>, quick_xml::Error> {
    let mut reader = Reader::from_str(xml);
    let (mut paragraphs, mut row, mut text) = (Vec::new(), Vec::new(), String::new());
    let (mut in_text, mut rows, mut fallbacks) = (false, 0_u32, 0_u32);
    loop {
        match reader.read_event()? {
            Event::Start(start) => match start.name().as_ref() {
                "w:t" => in_text = true,
                "w:tr" => rows += 1,
                "mc:Fallback" => fallbacks += 1,
                _ => {}
            },
            Event::Empty(empty) => match empty.name().as_ref() {
                "w:ta" => text.push(' '),
                "w:br" | "w:cr" => text.push('\n'),
                _ => {}
            },
            Event::Text(piece) if in_text && fallbacks == 0 => text.push_str(&piece),
            Event::GeneralRef(name) if in_text && fallbacks == 0 => match name.as_ref() {
                "amp" => text.push('&'),
                "lt" => text.push('<'),
                "gt" => text.push('>'),
                "quot" => text.push('"'),
                "apos" => text.push('\''),
                _ => text.extend(name.resolve_char_ref()?),
            },
            Event::End(end) => match end.name().as_ref() {
                "w:t" => in_text = false,
                "mc:Fallback" => fallbacks -= 1,
                "w:p" if rows > 0 => row.push(std::mem::take(&mut text)),
                "w:p" => paragraphs.push(std::mem::take(&mut text)),
                "w:tr" => {
                    rows -= 1;
                    paragraphs.push(std::mem::take(&mut row).join("；"));
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(paragraphs
        .iter()
        .flat_map(|text: &String| text.lines())
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect())
}
