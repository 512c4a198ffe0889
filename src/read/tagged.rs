//! A register that `tag` wrote -> the columns it added, and what people made of them.

use serde::Deserialize;

use crate::error::{ErrorKind, Result};
use crate::suggestion::{Role, Table};

/// The headings of the added columns.
pub const HEADINGS: [&str; 7] = ["主题", "其他主题", "概率", "主办单位", "会办单位", "依据", "复核"];

/// The last of them, under which a cell that begins with [`TO_REVIEW`] says that a person has to look.
pub const REVIEW: &str = HEADINGS[6];
/// How such a cell begins,
pub const TO_REVIEW: &str = "请复核";
/// and what it says where nobody has to look.
pub const ACCEPTED: &str = "可采纳";

/// Those of the added columns that hold labels.
const LABELS: [(usize, Role); 4] =
    [(0, Role::Theme), (1, Role::OtherThemes), (3, Role::Lead), (4, Role::Assist)];

/// The keys by which a line of JSON that `tag` wrote is known.
const KEYS: [&str; 4] = ["themes", "leads", "decision", COLUMNS];
/// The one of them under which lie the cells of the register.
pub(super) const COLUMNS: &str = "columns";

/// The headings as they are added to a table: one that is among those `given` is marked, and numbered where the
/// marked one is there too, so that no two are the same.
#[must_use]
pub fn headings(given: &[String]) -> [String; 7] {
    let is_taken = |name: &str| given.iter().any(|given| given.trim() == name);
    HEADINGS.map(|heading| {
        let mut name = heading.to_owned();
        let mut number = 1;
        while is_taken(&name) {
            name = if number == 1 {
                format!("{heading}（推荐）")
            } else {
                format!("{heading}（推荐{number}）")
            };
            number += 1;
        }
        name
    })
}

/// Where `tag` added its columns, the last time it did; `None` where one of them is missing, as in a register that was
/// never tagged.
#[must_use]
pub fn added(headings: &[String]) -> Option<[usize; 7]> {
    let mut columns = [0; 7];
    for (column, heading) in columns.iter_mut().zip(HEADINGS) {
        // They are added on the right.
        *column = headings.iter().rposition(|name| is_named(name, heading))?;
    }
    Some(columns)
}

/// The columns in which `tag` may have said that a person has to look: the one it added last, or where other added
/// columns were deleted, all that are called so.
#[must_use]
pub fn reviews(headings: &[String]) -> Vec<usize> {
    match added(headings) {
        Some(columns) => vec![columns[6]],
        None => (0..headings.len()).filter(|&column| is_named(&headings[column], REVIEW)).collect(),
    }
}

/// The table of a tagged register in which the added columns hold the labels, but for roles whose column was named
/// `by_hand`; `None` where the register is not tagged.
pub(super) fn corrected(table: &Table, by_hand: &[Role]) -> Option<Table> {
    let added = added(&table.headings)?;
    let labels = LABELS.iter().filter(|(_, role)| !by_hand.contains(role));
    Some(labels.fold(table.clone(), |table, &(at, role)| table.with(role, added[at])))
}

/// Whether `heading` was added under this `name`: as it is, marked, or numbered.
fn is_named(name: &str, heading: &str) -> bool {
    let Some(mark) = name.trim().strip_prefix(heading) else { return false };
    let number = mark.strip_prefix("（推荐").and_then(|mark| mark.strip_suffix('）'));
    mark.is_empty() || number.is_some_and(|number| number.bytes().all(|digit| digit.is_ascii_digit()))
}

/// Whether an object that `has` such keys is a line that `tag` wrote.
pub(super) fn is_line(has: impl Fn(&str) -> bool) -> bool {
    KEYS.iter().all(|key| has(key))
}

/// What such a line says of the proposal; what stands in no added column is passed over.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Line {
    themes: Vec<Label>,
    other_themes: Vec<Label>,
    leads: Vec<Label>,
    assist: Vec<Label>,
    evidence: Vec<Word>,
    decision: Option<String>,
    reason: Option<String>,
}

#[derive(Deserialize)]
struct Label {
    name: String,
    #[serde(default)]
    probability: Option<f64>,
}

#[derive(Deserialize)]
struct Word {
    text: String,
}

/// The cells that a line of JSON has in place of the added columns: of the themes and leads the first.
pub(super) fn cells(line: &str) -> Result<[String; 7], ErrorKind> {
    let line: Line = serde_json::from_str(line).map_err(ErrorKind::Json)?;
    let first = |labels: &[Label]| labels.first().map_or(String::new(), |label| label.name.clone());
    let all =
        |labels: &[Label]| labels.iter().map(|label| label.name.as_str()).collect::<Vec<_>>().join("、");
    let likeliest = line.themes.first().or(line.leads.first());
    let probability = likeliest.and_then(|label| label.probability);
    let words: Vec<&str> = line.evidence.iter().map(|word| word.text.trim()).collect();
    let review = match (line.decision.as_deref(), &line.reason) {
        (Some("accepted"), _) => ACCEPTED.to_owned(),
        (Some("review"), Some(reason)) => format!("{TO_REVIEW}：{reason}"),
        (Some("review"), None) => TO_REVIEW.to_owned(),
        (decision, _) => decision.unwrap_or_default().to_owned(),
    };
    Ok([
        first(&line.themes),
        all(&line.other_themes),
        probability.map_or(String::new(), |value| format!("{value:.2}")),
        first(&line.leads),
        all(&line.assist),
        words.join("、"),
        review,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(headings: &str) -> Vec<String> {
        headings.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn added_columns_are_found_again() {
        let cases = [
            ("标题", Some([1, 2, 3, 4, 5, 6, 7])),
            ("标题,主办单位,主题", Some([3, 4, 5, 6, 7, 8, 9])),
            ("标题,主题,主题（推荐）,复核（推荐7）,复核", Some([5, 6, 7, 8, 9, 10, 11])),
        ];
        for (given, expected) in cases {
            let mut all = split(given);
            all.extend(headings(&all));
            assert_eq!(added(&all), expected, "{all:?}");
            // Tagged again, the newest count.
            let before = all.len();
            all.extend(headings(&all));
            assert_eq!(added(&all), Some([0, 1, 2, 3, 4, 5, 6].map(|at| before + at)), "{all:?}");
        }
        for incomplete in ["标题,主题,主办单位", "标题,主题,其他主题,概率,主办单位,会办单位,依据,复核意见"]
        {
            assert_eq!(added(&split(incomplete)), None, "{incomplete}");
        }
        assert_eq!(reviews(&split("标题,复核,复核（推荐）,复核人")), [1, 2]);
    }

    #[test]
    fn a_line_of_json_says_what_the_added_columns_say() {
        let label = |name: &str| format!("{{\"id\":\"x\",\"name\":\"{name}\",\"probability\":0.5012}}");
        let (a, b) = (label("甲"), label("乙"));
        let cases = [
            (
                format!(
                    "{{\"themes\":[{a},{b}],\"leads\":[{b}],\"assist\":[{a},{b}],\"decision\":\"accepted\"}}"
                ),
                "甲||0.50|乙|甲、乙||可采纳",
            ),
            (
                "{\"leads\":[{\"name\":\"丙\"}],\"decision\":\"review\",\"reason\":\"lead: close\",\
                 \"evidence\":[{\"text\":\" 路\"},{\"text\":\"灯\"}]}"
                    .to_owned(),
                "|||丙||路、灯|请复核：lead: close",
            ),
            ("{\"decision\":null}".to_owned(), "||||||"),
        ];
        for (line, expected) in cases {
            assert_eq!(cells(&line).unwrap().join("|"), expected, "{line}");
        }
        assert!(cells("{\"themes\":\"甲\"}").is_err(), "a label is an object");
    }
}
