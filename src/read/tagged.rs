//! A register that `tag` wrote -> the columns it added, and what people made of them.

use serde::Deserialize;

use crate::error::{Error, ErrorKind, Result, RowFault};
use crate::read::Schemes;
use crate::suggestion::{Role, Suggestion, Table};

/// A column that `tag` adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// The main theme.
    Theme,
    /// Further themes.
    OtherThemes,
    /// How likely the theme is, or the lead where there is no theme.
    Probability,
    /// The leading department.
    Lead,
    /// Assisting departments.
    Assist,
    /// The words that decided.
    Evidence,
    /// Whether a person has to look, and at what.
    Review,
}

impl Added {
    /// All of them, from left to right.
    pub const ALL: [Self; 7] = [
        Self::Theme,
        Self::OtherThemes,
        Self::Probability,
        Self::Lead,
        Self::Assist,
        Self::Evidence,
        Self::Review,
    ];

    /// What stands above it.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Theme => "主题",
            Self::OtherThemes => "其他主题",
            Self::Probability => "概率",
            Self::Lead => "主办单位",
            Self::Assist => "会办单位",
            Self::Evidence => "依据",
            Self::Review => "复核",
        }
    }

    /// Which labels it holds, if it holds any.
    #[must_use]
    pub fn role(self) -> Option<Role> {
        match self {
            Self::Theme => Some(Role::Theme),
            Self::OtherThemes => Some(Role::OtherThemes),
            Self::Lead => Some(Role::Lead),
            Self::Assist => Some(Role::Assist),
            Self::Probability | Self::Evidence | Self::Review => None,
        }
    }
}

/// Where in a table the added columns stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns([usize; 7]);

impl Columns {
    /// Where one of them stands.
    #[must_use]
    pub fn of(self, added: Added) -> usize {
        self.0[added as usize]
    }
}

/// The heading of the column in which a cell that begins with [`TO_REVIEW`] says that a person has to look.
pub const REVIEW: &str = Added::Review.heading();
/// How such a cell begins,
pub const TO_REVIEW: &str = "请复核";
/// and what it says where nobody has to look.
pub const ACCEPTED: &str = "可采纳";
/// What people write there once they have looked, where they do not empty the cell.
pub const LOOKED_AT: [&str; 18] = [
    ACCEPTED, "已复核", "已核", "已阅", "同意", "采纳", "通过", "无误", "正确", "√", "已改", "已更正",
    "已修改", "确认", "已确认", "没问题", "OK", "ok",
];

/// The sheet of asks that `tag --asks` adds to a workbook, which is no register when the workbook is read again.
pub const ASK_SHEET: &str = "诉求分办表";
/// The columns by which such a sheet is known, or the file that is one by itself.
pub const ASK: &str = "诉求";
/// The other one.
pub const ASK_REASON: &str = "依据句";

/// What the evidence and the doubts in such cells begin with: whether they are about the theme
pub const THEME: &str = "主题";
/// or about the lead.
pub const LEAD: &str = "主办";

/// The keys by which a line of JSON that `tag` wrote is known.
const KEYS: [&str; 4] = ["themes", "leads", "decision", COLUMNS];
/// The one of them under which lie the cells of the register.
pub(super) const COLUMNS: &str = "columns";

/// The headings as they are added to a table: one that is among those `given` is marked, and numbered where the
/// marked one is there too, so that no two are the same.
#[must_use]
pub fn headings(given: &[String]) -> [String; 7] {
    let is_taken = |name: &str| given.iter().any(|given| given.trim() == name);
    Added::ALL.map(|added| {
        let heading = added.heading();
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
pub fn added(headings: &[String]) -> Option<Columns> {
    let mut columns = [0; 7];
    for (column, added) in columns.iter_mut().zip(Added::ALL) {
        // They are added on the right.
        *column = headings.iter().rposition(|name| is_named(name, added.heading()))?;
    }
    Some(Columns(columns))
}

/// Whether `tag` wrote a table, of which people may have deleted columns since: beside that of the reviews one is left that
/// no other program writes.
fn was_tagged(headings: &[String]) -> bool {
    let has = |added: &Added| headings.iter().any(|name| is_named(name, added.heading()));
    has(&Added::Review) && [Added::OtherThemes, Added::Probability, Added::Evidence].iter().any(has)
}

/// The columns in which `tag` may have said that a person has to look: the one it added last, or where other added
/// columns were deleted, all that are called so.
#[must_use]
pub fn reviews(headings: &[String]) -> Vec<usize> {
    match added(headings) {
        Some(columns) => vec![columns.of(Added::Review)],
        None => (0..headings.len()).filter(|&column| is_named(&headings[column], REVIEW)).collect(),
    }
}

/// Whether theme and lead of a row are read from columns that `tag` added, each as far as it is read at all: people gave
/// it none but in those.
#[must_use]
pub fn is_proposed(row: &Suggestion) -> bool {
    let read = read_from(row);
    read.contains(&Some(true)) && !read.contains(&Some(false))
}

/// Whether the theme or the lead of a row is read from a column that `tag` added, and what it said under 复核 is there
/// still, as where nobody has looked at the row: nor is either another one than that asks about.
#[must_use]
pub fn is_untouched(row: &Suggestion) -> bool {
    let stands = |column: usize| {
        let review = row.cells.get(column).map_or("", |cell| cell.trim());
        review == ACCEPTED || review.starts_with(TO_REVIEW) && !is_relabeled(row, review)
    };
    read_from(row).contains(&Some(true)) && reviews(&row.table.headings).into_iter().any(stands)
}

/// Whether the theme and the lead of a row are still what `tag` proposed: nobody has looked at the row.
#[must_use]
pub fn still_proposed(row: &Suggestion) -> [bool; 2] {
    let nobody_looked = is_untouched(row);
    read_from(row).map(|from_added| nobody_looked && from_added == Some(true))
}

/// For the theme and the lead of a row, as far as it has them, whether they are read from columns that `tag` added.
fn read_from(row: &Suggestion) -> [Option<bool>; 2] {
    let headings = &row.table.headings;
    let columns = added(headings);
    // The columns that are left of the added ones stand on the right.
    let left = |added: Added| headings.iter().rposition(|name| is_named(name, added.heading()));
    [Added::Theme, Added::Lead].map(|added| {
        let column = added.role().and_then(|role| row.table.column(role))?;
        let added = match columns {
            Some(columns) => Some(columns.of(added)),
            None => left(added).filter(|_| was_tagged(headings)),
        };
        Some(added == Some(column))
    })
}

/// Fails if a tagged row still asks for a person, and the theme and the lead in it are those that it names first; or if a
/// person wrote something else than that it is right.
///
/// What the row itself says counts, not what a model would propose today: the row may have been tagged by another one.
pub fn looked_at(row: &Suggestion) -> Result<()> {
    let headings = &row.table.headings;
    let review = |column: usize| Some((column, row.cells.get(column)?.trim()));
    let reviews = || reviews(headings).into_iter().filter_map(review);
    let at = |column: usize| row.place().column(&headings[column]);
    let Some((column, review)) = reviews().find(|(_, cell)| cell.starts_with(TO_REVIEW)) else {
        // What somebody wrote over the answer of the program may well be that it is wrong.
        let is_remark =
            |cell: &str| !cell.is_empty() && !LOOKED_AT.contains(&cell.trim_end_matches(['。', '！']));
        let remark = reviews().find(|(_, cell)| is_remark(cell)).filter(|_| was_tagged(headings));
        return remark.map_or(Ok(()), |(column, cell)| {
            Err(Error::from(RowFault::ReviewRemark { text: cell.to_owned() }).at(at(column)))
        });
    };
    if is_relabeled(row, review) {
        return Ok(());
    }
    Err(Error::from(RowFault::StillToReview).at(at(column)))
}

/// Whether the theme or the lead of a row is another one than its cell under 复核 names first: a person has changed it.
fn is_relabeled(row: &Suggestion, review: &str) -> bool {
    let is_other = |(subject, role): (&str, Role)| {
        let given = row.cell(role);
        given.and_then(|given| is_first_candidate(review, subject, given)) == Some(false)
    };
    [(THEME, Role::Theme), (LEAD, Role::Lead)].into_iter().any(is_other)
}

/// Whether a cell under 复核 names `label` first among the candidates for the theme or the lead, as `subject` says; `None`
/// where it names no candidates for that.
#[must_use]
pub fn is_first_candidate(review: &str, subject: &str, label: &str) -> Option<bool> {
    let doubts = review.trim_start().strip_prefix(TO_REVIEW)?.trim_start_matches(['：', ':']);
    let doubt = doubts.split('；').find_map(|doubt| doubt.trim_start().strip_prefix(subject))?;
    let (_, candidates) = doubt.split_once('（')?;
    let percent = candidates.strip_prefix(label).and_then(|rest| rest.split_once('%')?.0.parse::<u8>().ok());
    Some(percent.is_some_and(|percent| percent <= 100))
}

/// The table of a tagged register in which the added columns hold the labels, but for roles whose column was named
/// `by_hand`; `None` where the register is not tagged. Where some of the added columns were deleted, a marked one is known
/// still, and an unmarked one is the only one of its name.
pub(super) fn corrected(table: &Table, by_hand: &[Role]) -> Option<Table> {
    let headings = &table.headings;
    let columns = added(headings);
    let place = |added: Added| match columns {
        Some(columns) => Some(columns.of(added)),
        None => headings.iter().rposition(|name| is_marked(name, added.heading())),
    };
    let mut columns = Added::ALL
        .into_iter()
        .filter_map(|added| Some((added, added.role()?)))
        .filter(|(_, role)| !by_hand.contains(role))
        .filter_map(|(added, role)| Some((role, place(added)?)))
        .peekable();
    columns.peek()?;
    Some(columns.fold(table.clone(), |table, (role, column)| table.with(role, column)))
}

/// Whether a table is that of the asks: nobody can tell whether somebody has looked at its rows.
pub(super) fn are_asks(headings: &[String]) -> bool {
    [ASK, ASK_REASON].iter().all(|name| headings.iter().any(|heading| heading == name))
}

/// Whether `heading` was added under this `name`: as it is, marked, or numbered.
fn is_named(name: &str, heading: &str) -> bool {
    name.trim() == heading || is_marked(name, heading)
}

/// Whether `heading` was added under this `name` beside a column that was called so already.
fn is_marked(name: &str, heading: &str) -> bool {
    let mark = name.trim().strip_prefix(heading).and_then(|mark| mark.strip_prefix("（推荐"));
    let number = mark.and_then(|mark| mark.strip_suffix('）'));
    number.is_some_and(|number| number.bytes().all(|digit| digit.is_ascii_digit()))
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
    #[serde(default)]
    name: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    probability: Option<f64>,
}

impl Label {
    /// The id stands for a name that was left out.
    fn word(&self) -> &str {
        if self.name.is_empty() { &self.id } else { &self.name }
    }
}

#[derive(Deserialize)]
struct Word {
    text: String,
}

/// Why nobody knows which label a line of JSON means, if so: the id and the name of its first theme or lead are two of the
/// `labels`, as where one of them was corrected and the other left.
pub(super) fn contradiction(line: &str, labels: &Schemes) -> Option<RowFault> {
    if *labels == Schemes::default() {
        return None;
    }
    let line: Line = serde_json::from_str(line).ok()?;
    let firsts = [(line.themes.first(), &labels.themes), (line.leads.first(), &labels.departments)];
    firsts.into_iter().find_map(|(label, scheme)| {
        let (Label { id, name, .. }, scheme) = label.zip(scheme.as_ref())?;
        let find = |word: &str| scheme.find(word).map(|position| scheme.current(position));
        (find(id)? != find(name)?).then(|| RowFault::TwoLabels { id: id.clone(), name: name.clone() })
    })
}

/// The cells that a line of JSON has in place of the added columns: of the themes and leads the first.
pub(super) fn cells(line: &str) -> Result<[String; 7], ErrorKind> {
    let line: Line = serde_json::from_str(line).map_err(ErrorKind::Json)?;
    let first = |labels: &[Label]| labels.first().map_or(String::new(), |label| label.word().to_owned());
    let all = |labels: &[Label]| labels.iter().map(Label::word).collect::<Vec<_>>().join("、");
    let likeliest = line.themes.first().or(line.leads.first());
    let probability = likeliest.and_then(|label| label.probability);
    let words: Vec<&str> = line.evidence.iter().map(|word| word.text.trim()).collect();
    let decision = line.decision.as_deref().unwrap_or_default().trim();
    // Whoever corrects a line may write it with a capital.
    let review = match (decision.to_lowercase().as_str(), &line.reason) {
        ("accepted", _) => ACCEPTED.to_owned(),
        ("review", Some(reason)) => format!("{TO_REVIEW}：{reason}"),
        ("review", None) => TO_REVIEW.to_owned(),
        _ => decision.to_owned(),
    };
    Ok(Added::ALL.map(|added| match added {
        Added::Theme => first(&line.themes),
        Added::OtherThemes => all(&line.other_themes),
        Added::Probability => probability.map_or(String::new(), |value| format!("{value:.2}")),
        Added::Lead => first(&line.leads),
        Added::Assist => all(&line.assist),
        Added::Evidence => words.join("、"),
        Added::Review => review.clone(),
    }))
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
            assert_eq!(added(&all), expected.map(Columns), "{all:?}");
            // Tagged again, the newest count.
            let before = all.len();
            all.extend(headings(&all));
            let newest = [0, 1, 2, 3, 4, 5, 6].map(|at| before + at);
            assert_eq!(added(&all), Some(Columns(newest)), "{all:?}");
        }
        for incomplete in ["标题,主题,主办单位", "标题,主题,其他主题,概率,主办单位,会办单位,依据,复核意见"]
        {
            assert_eq!(added(&split(incomplete)), None, "{incomplete}");
        }
        assert_eq!(reviews(&split("标题,复核,复核（推荐）,复核人")), [1, 2]);
    }

    #[test]
    fn a_tagged_file_stays_one_when_columns_are_deleted() {
        let all = "标题,主题,其他主题,概率,主办单位,会办单位,依据,复核";
        let review = "请复核：主题未达采纳线（教育41%、养老9%）；主办两者相近（教委54%、住建委30%）";
        for headings in
            [all.to_owned(), all.replace(",概率", ""), all.replace(",概率", "").replace(",依据", "")]
        {
            let headings = split(&headings);
            let column = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
            let table =
                Table::new("x", headings.clone()).with(Role::Theme, 1).with(Role::Lead, column("主办单位"));
            let table = std::sync::Arc::new(table);
            let row = |lead: &str, review: &str| {
                let mut cells = vec![String::new(); headings.len()];
                (cells[1], cells[column("主办单位")]) = ("教育".to_owned(), lead.to_owned());
                cells[column("复核")] = review.to_owned();
                Suggestion { table: std::sync::Arc::clone(&table), row: 2, cells, kinds: Vec::new() }
            };
            assert_eq!(still_proposed(&row("教委", review)), [true; 2], "{headings:?}");
            assert_eq!(still_proposed(&row("教委", ACCEPTED)), [true; 2], "{headings:?}");
            assert_eq!(
                still_proposed(&row("住建委", review)),
                [false; 2],
                "a person has changed it: {headings:?}"
            );
            assert_eq!(still_proposed(&row("教委", "已核")), [false; 2], "{headings:?}");
            assert!(looked_at(&row("教委", "不同意")).is_err() && looked_at(&row("教委", "已核")).is_ok());
        }
        // A register of its own may have such columns, too.
        let own = split("标题,主题,主办单位,复核");
        let table = Table::new("x", own).with(Role::Theme, 1).with(Role::Lead, 2);
        let cells = ["修路", "交通", "交通委", "甲某"].map(str::to_owned).to_vec();
        let row = Suggestion { table: table.into(), row: 2, cells, kinds: Vec::new() };
        assert!(still_proposed(&row) == [false; 2] && looked_at(&row).is_ok());
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
            ("{\"decision\":\"Accepted\"}".to_owned(), "||||||可采纳"),
            ("{\"leads\":[{\"id\":\"water\"}],\"decision\":\"accepted\"}".to_owned(), "|||water|||可采纳"),
        ];
        for (line, expected) in cases {
            assert_eq!(cells(&line).unwrap().join("|"), expected, "{line}");
        }
        assert!(cells("{\"themes\":\"甲\"}").is_err(), "a label is an object");
    }

    #[test]
    fn a_review_names_its_first_candidate() {
        let both = "请复核：主题未达采纳线（教育41%、养老9%）；主办两者相近（街道（乡镇）54%、交通支队30%）";
        let cases = [
            (both, THEME, "教育", Some(true)),
            (both, THEME, "养老", Some(false)),
            (both, LEAD, "街道（乡镇）", Some(true)),
            (both, LEAD, "街道", Some(false)),
            ("请复核：主办生词较多（三科254%、二科1%）", LEAD, "三科2", Some(true)),
            ("请复核：主办生词较多（三科254%、二科1%）", LEAD, "三科", Some(false)),
            ("请复核：主办生词较多（三科254%、二科1%）", THEME, "三科", None),
            ("请复核：lead: close", LEAD, "三科", None),
            ("可采纳", LEAD, "三科", None),
        ];
        for (review, subject, label, expected) in cases {
            assert_eq!(is_first_candidate(review, subject, label), expected, "{review} {subject} {label}");
        }
    }
}
