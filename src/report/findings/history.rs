//! Messages and their topics -> history.jsonl, a register that a later run can name with `--history`.

use std::borrow::Cow;

use serde::Serialize;

use super::Findings;
use crate::error::Result;
use crate::suggestion::Role;

/// One message. The names are headings that the reader knows, but for the topic, which
/// [`crate::discover::messages::HISTORY_COLUMN`] names.
#[derive(Serialize)]
struct Line<'f> {
    id: &'f str,
    date: String,
    user: Cow<'f, str>,
    title: &'f str,
    body: &'f str,
    likes: &'f str,
    dislikes: &'f str,
    /// `None` in all lines where no message has a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'f str>,
    topic: &'f str,
}

/// The file: one object a line, earlier messages too, each once, in the order of their days and numbers.
pub(super) fn bytes(findings: Findings<'_>) -> Result<Vec<u8>> {
    let discovery = findings.discovery;
    let mut messages = findings.suggestions.iter().chain(findings.history);
    let tells_places = messages.any(|message| message.cell(Role::Place).is_some());
    let line = |position: usize| {
        let message = findings.message(position);
        let topic = discovery.topics.of_message.get(position).copied().flatten();
        Line {
            id: findings.id(position),
            date: findings.day(position),
            user: findings.proposer(position),
            title: message.title(),
            body: message.body(),
            likes: message.cell(Role::Likes).unwrap_or_default(),
            dislikes: message.cell(Role::Dislikes).unwrap_or_default(),
            place: tells_places.then(|| message.cell(Role::Place).unwrap_or_default()),
            topic: topic.map_or("", |(topic, _)| &discovery.topics.fine[topic].id),
        }
    };
    let mut positions: Vec<usize> = (0..discovery.ids.len())
        .filter(|position| discovery.repeated.binary_search(position).is_err())
        .collect();
    // A made-up id says where a row stood, so it comes last of all by which rows differ.
    positions.sort_by_cached_key(|&position| {
        let message = findings.message(position);
        let given = message.id().map(|id| (id.len(), id));
        (findings.day(position), given, message.title(), message.body(), findings.id(position))
    });
    let mut bytes = Vec::new();
    for position in positions {
        serde_json::to_writer(&mut bytes, &line(position)).map_err(std::io::Error::from)?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}
