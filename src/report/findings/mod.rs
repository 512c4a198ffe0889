//! DISCOVERY -> the files of a folder: 并案清单.xlsx, 热点问题表.xlsx, 主题趋势.xlsx, discover.json, charts, history.
//!
//! - [`groups`]: 并案清单.xlsx; [`hot`]: 热点问题表.xlsx; [`trends`]: 主题趋势.xlsx
//! - [`json`]: discover.json; [`chart`]: counts -> SVG
//! - [`history`]: history.jsonl, with which a later run reaches back to this one

pub mod groups;
pub mod hot;
pub mod trends;
pub mod json;
pub mod chart;
pub mod history;

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::file::WholeFile;
use crate::discover::Discovery;
use crate::error::{Error, Place, Result};
use crate::suggestion::{Role, Suggestion};

/// What was found, and the messages that it was found in.
#[derive(Debug, Clone, Copy)]
pub struct Findings<'f> {
    /// What was found.
    pub discovery: &'f Discovery,
    /// The messages of now.
    pub suggestions: &'f [Suggestion],
    /// Earlier messages.
    pub history: &'f [Suggestion],
}

impl<'f> Findings<'f> {
    /// The message at a position of the discovery.
    #[must_use]
    pub fn message(&self, position: usize) -> &'f Suggestion {
        self.suggestions.get(position).unwrap_or_else(|| &self.history[position - self.suggestions.len()])
    }

    fn id(&self, position: usize) -> &'f str {
        &self.discovery.ids[position]
    }

    fn ids(&self, members: &[usize]) -> Vec<&'f str> {
        members.iter().map(|&member| self.id(member)).collect()
    }

    fn day(&self, position: usize) -> String {
        let message = self.message(position);
        match message.date() {
            Some(date) => date.to_string(),
            None => message.cell(Role::Date).unwrap_or_default().to_owned(),
        }
    }

    /// The file and row of a message, and whether it is of the past.
    fn source(&self, position: usize) -> String {
        let message = self.message(position);
        let past = if self.is_past(position) { "（往期）" } else { "" };
        format!("{}:{}{past}", message.table.file, message.row_name())
    }

    /// Whether a message is one of the history.
    fn is_past(&self, position: usize) -> bool {
        position >= self.suggestions.len()
    }

    /// What the column 往期 says of a message.
    fn past(&self, position: usize) -> Option<&'static str> {
        self.is_past(position).then_some("是")
    }

    fn proposer(&self, position: usize) -> Cow<'f, str> {
        self.message(position).proposer_cells()
    }
}

const GROUPS: &str = "并案清单.xlsx";
const HOT: &str = "热点问题表.xlsx";
const TRENDS: &str = "主题趋势.xlsx";
const DISCOVER: &str = "discover.json";
const HISTORY: &str = "history.jsonl";

/// What is written that could have been an input: all but the charts.
pub const FILES: [&str; 5] = [GROUPS, HOT, TRENDS, DISCOVER, HISTORY];

/// Writes all files to `folder`, which is made if it is not there; each is there whole or not at all. Workbooks are worked on
/// by people: where an earlier one says something else it is set aside, and both places come back, that of the new one first.
pub fn write(findings: Findings<'_>, folder: &Path) -> Result<Vec<(PathBuf, PathBuf)>> {
    std::fs::create_dir_all(folder).map_err(|error| Error::from(error).at(Place::file(folder)))?;
    let file = |name: &str, bytes: &[u8]| -> Result<WholeFile> {
        let path = folder.join(name);
        let mut file = WholeFile::create(&path)?;
        file.write_all(bytes).map_err(|error| Error::from(error).at(Place::file(&path)))?;
        Ok(file)
    };
    let mut moved = Vec::new();
    for (name, bytes) in [
        (GROUPS, groups::workbook(findings)?),
        (HOT, hot::workbook(findings)?),
        (TRENDS, trends::workbook(findings)?),
    ] {
        let file = file(name, &bytes)?;
        let path = file.path().to_owned();
        moved.extend(file.keep_both()?.map(|earlier| (path, earlier)));
    }
    file("热点问题.svg", chart::hot(&findings.discovery.hot).as_bytes())?.keep()?;
    file("主题趋势.svg", chart::trends(&findings.discovery.trends).as_bytes())?.keep()?;
    file(DISCOVER, &json::bytes(findings)?)?.keep()?;
    file(HISTORY, &history::bytes(findings)?)?.keep()?;
    Ok(moved)
}

#[cfg(test)]
mod tests;
