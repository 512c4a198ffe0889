//! A CSV file of labels -> the scheme of themes and the scheme of departments.

use std::path::Path;

use serde::Deserialize;

use super::labels;
use super::list::{List, filled, parts};
use crate::error::{ErrorKind, Place, Result};
use crate::scheme::{Kind, Label, Scheme};

/// The labels of one file; a kind that does not occur in it has no scheme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schemes {
    /// What a suggestion is about.
    pub themes: Option<Scheme>,
    /// Who has to act on it.
    pub departments: Option<Scheme>,
}

/// One line of the file; columns that are left out are empty.
#[derive(Deserialize)]
struct Line {
    kind: Kind,
    #[serde(deserialize_with = "filled")]
    id: String,
    #[serde(deserialize_with = "filled")]
    name: String,
    #[serde(default)]
    aliases: String,
    #[serde(default)]
    parent: Option<String>,
    #[serde(default)]
    since: Option<i16>,
    #[serde(default)]
    until: Option<i16>,
    #[serde(default)]
    successor: Option<String>,
    #[serde(default)]
    remit: String,
    #[serde(default)]
    keywords: String,
}

/// Reads a file with the columns `kind` (`theme` or `department`), `id`, `name`, and, where they are needed,
/// `aliases` (separated by `;`, `、`, `，` or `|`), `parent`, `since` and `until`; those that a list of [`departments`] has
/// may stand under its Chinese headings. Every failure names the file and, where one is to blame, the row.
///
/// [`departments`]: super::departments()
///
/// ```
/// let file = tempfile::NamedTempFile::new()?;
/// std::fs::write(&file, "kind,id,name,aliases\ntheme,traffic,交通,出行;停车\ntheme,education,教育,\n")?;
/// let schemes = jiaoban::read::scheme(file.path())?;
/// assert_eq!(schemes.themes.and_then(|themes| themes.find("停车")), Some(0));
/// assert!(schemes.departments.is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn scheme(path: &Path) -> Result<Schemes> {
    let (mut themes, mut departments) = (Vec::new(), Vec::new());
    let list = List::open(path)?;
    for (row, line) in list.values_under::<Line>(&labels::plain(&list.headings), ErrorKind::Scheme)? {
        let lines = match line.kind {
            Kind::Theme => &mut themes,
            Kind::Department => &mut departments,
        };
        lines.push((row, label(line)));
    }
    let build = |lines| build(lines).map_err(|error| list.blamed(error));
    Ok(Schemes { themes: build(themes)?, departments: build(departments)? })
}

fn label(line: Line) -> Label {
    Label {
        id: line.id,
        name: line.name,
        aliases: parts(&line.aliases),
        parent: line.parent.filter(|parent| !parent.is_empty()),
        since: line.since,
        until: line.until,
        successor: line.successor.filter(|successor| !successor.is_empty()),
        keywords: parts(&line.keywords),
        remit: line.remit,
    }
}

/// The scheme of labels that stood in rows; a failure is traced back to the row it came from.
fn build(lines: Vec<(u64, Label)>) -> Result<Option<Scheme>> {
    if lines.is_empty() {
        return Ok(None);
    }
    let (rows, labels): (Vec<u64>, Vec<Label>) = lines.into_iter().unzip();
    Scheme::new(labels.clone()).map(Some).map_err(|error| {
        let row = match error.kind() {
            // The second label of that name is the one that should not be there.
            ErrorKind::DuplicateLabel { name } => {
                let has =
                    |label: &Label| label.id == *name || label.name == *name || label.aliases.contains(name);
                rows.iter().zip(&labels).filter(|(_, label)| has(label)).map(|(&row, _)| row).nth(1)
            }
            ErrorKind::BrokenParent { id } | ErrorKind::BrokenSuccession { id } => {
                rows.iter().zip(&labels).find(|(_, label)| label.id == *id).map(|(&row, _)| row)
            }
            _ => None,
        };
        error.at(Place { row, ..Place::default() })
    })
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use super::*;

    fn read(bytes: &[u8]) -> Result<Schemes> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, bytes).unwrap();
        scheme(file.path())
    }

    #[test]
    fn both_kinds_and_encodings_are_read() {
        let text = "\u{feff}kind , id,name,aliases,parent,since,until\r\n\
                    theme,a,交通,出行；停车 ; ,,,\r\n\
                    theme,b,停车场,,a,2019,2021\r\n\
                    department,a,交通委,,,,\r\n";
        let schemes = read(text.as_bytes()).unwrap();
        let gb = GB18030.encode(text.trim_start_matches('\u{feff}')).0.into_owned();
        assert_eq!(read(&gb).unwrap(), schemes);
        let themes = schemes.themes.unwrap();
        assert_eq!(themes.labels()[0].aliases, ["出行", "停车"]);
        assert_eq!(themes.labels()[0].parent, None);
        assert_eq!((themes.labels()[1].since, themes.labels()[1].until), (Some(2019), Some(2021)));
        assert_eq!(schemes.departments.unwrap().labels()[0].name, "交通委");
    }

    #[test]
    fn chinese_headings_say_the_same() {
        let theirs = "kind,编号,名称,简称,主要职责,关键词,设立年份,撤销年份,并入\n\
                      department,a,水利局,水利,河道。,河;堤,2001,2018,b\ndepartment,b,水务局,,供水。,,,,\n";
        let ours = theirs.replacen(
            "编号,名称,简称,主要职责,关键词,设立年份,撤销年份,并入",
            "id,name,aliases,remit,keywords,since,until,successor",
            1,
        );
        assert_eq!(read(theirs.as_bytes()).unwrap(), read(ours.as_bytes()).unwrap());
        let error = read("kind,编号,名称,设立年份\ntheme,a,甲,去年\n".as_bytes()).unwrap_err();
        assert_eq!(error.place().column.as_deref(), Some("设立年份"));
    }

    #[test]
    fn failures_name_the_row() {
        let cases: [(&str, Option<u64>, &str); 9] = [
            ("", None, "the file is empty"),
            ("kind,id,name\n", None, "headings but no rows"),
            ("kind,id,name\ntheme,a,甲\nthing,b,乙\n", Some(3), "\"thing\" is none of theme, department"),
            ("kind,id,name\ntheme,a,甲\ntheme,,乙\n", Some(3), "the cell is empty"),
            ("kind,id,name\ntheme,a\n", Some(2), "the cell is empty"),
            ("kind,id,name\ntheme,a,\"甲\ntheme,b,乙\n", Some(2), "a quote opened here is never closed"),
            ("kind,id,name,aliases\ntheme,a,甲,丙\n\ntheme,b,乙,丙\n", Some(4), "\"丙\" stands for two"),
            ("kind,id,name,parent\ntheme,a,甲,\ntheme,b,乙,x\n", Some(3), "the parent of \"b\""),
            ("kind,id,name,since\ntheme,a,甲,去年\n", Some(2), "no whole number"),
        ];
        for (text, row, message) in cases {
            let error = read(text.as_bytes()).unwrap_err();
            assert_eq!(error.place().row, row, "{error}");
            assert!(error.to_string().contains(message) && error.place().file.is_some(), "{error}");
        }
        let error = read("kind,id,name,since\ntheme,a,甲,去年\n".as_bytes()).unwrap_err();
        assert_eq!(error.place().column.as_deref(), Some("since"));
    }
}
