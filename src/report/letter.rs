//! What a department is reminded of -> a letter as a Word document in the layout of GB/T 9704-2012.

use std::io::Write;

use docx_rs::{
    AlignmentType, Docx, Paragraph, Run, SpecialIndentType, Table, TableCell, TableRow, VAlignType, WidthType,
};

use super::ledger::title;
use super::page::{self, BODY, LINE, TITLE, TWO_CHARACTERS, clean, exactly, fonts};
use crate::clock::{Length, Step};
use crate::date::in_words;
use crate::error::Result;
use crate::ledger::{Entry, Ledger, Reminder, State};
use crate::suggestion::Role;

/// The size of the table, 小四, in half points.
const TABLE: usize = 24;
/// The widths of the table's columns, which fill the page between the margins.
const WIDTHS: [usize; 6] = [740, 1_000, 2_785, 1_480, 1_480, 1_360];

/// So many terms are told in the text of a letter.
const TERMS: usize = 3;

/// Writes the letter to `department`; `office` signs it.
pub fn write(
    department: &str,
    reminder: &Reminder<'_>,
    ledger: &Ledger,
    office: Option<&str>,
    output: impl Write,
) -> Result<()> {
    page::pack(document(department, reminder, ledger, office).build(), output)
}

fn document(department: &str, reminder: &Reminder<'_>, ledger: &Ledger, office: Option<&str>) -> Docx {
    let mut docx = page::document()
        .add_paragraph(heading("关于抓紧办理有关建议的催办函"))
        .add_paragraph(blank())
        .add_paragraph(line(&format!("{department}：")));
    for paragraph in said(reminder, ledger) {
        docx = docx.add_paragraph(body(&paragraph));
    }
    docx = docx.add_paragraph(blank());
    let sign = |text: String| {
        line(&text).align(AlignmentType::Right).indent(None, None, Some(TWO_CHARACTERS * 2), None)
    };
    docx = docx
        .add_paragraph(sign(office.unwrap_or("（发文机关）").to_owned()))
        .add_paragraph(sign(in_words(ledger.today)));
    for (name, entries, opinion) in
        [("主办建议清单", &reminder.leads, false), ("会办意见清单", &reminder.opinions, true)]
    {
        if !entries.is_empty() {
            // The first list begins a page of its own, as an annex does.
            let first = !opinion || reminder.leads.is_empty();
            let head = line(name).align(AlignmentType::Center).page_break_before(first).keep_next(true);
            docx = docx.add_paragraph(head).add_table(table(entries, opinion)).add_paragraph(blank());
        }
    }
    docx
}

/// The paragraphs of the letter.
fn said(reminder: &Reminder<'_>, ledger: &Ledger) -> Vec<String> {
    let rules = &ledger.clock.rules;
    let mut said = Vec::new();
    let count = |state: State| reminder.leads.iter().filter(|entry| entry.state == state).count();
    let (late, soon) = (count(State::Late), count(State::Soon));
    if !reminder.leads.is_empty() {
        let mut parts = Vec::new();
        if late > 0 {
            parts.push(format!("已超过答复期限的{late}件"));
        }
        if soon > 0 {
            parts.push(format!("{}内到期的{soon}件", rules.term(Step::Remind).in_words()));
        }
        let any = |is_so: fn(&Entry) -> bool| reminder.leads.iter().any(|entry| is_so(entry));
        let set = if any(|entry| entry.due.set.is_some()) {
            "；交办时另定期限的，按所定期限答复"
        } else {
            ""
        };
        let extended = if any(|entry| entry.due.extended) {
            "；已同意延期的，按延期后的期限答复"
        } else {
            ""
        };
        let from = day_in_words(&reminder.leads);
        let rule = if reminder.leads.iter().all(|entry| entry.due.set.is_some()) {
            format!("各件均另定期限{}，应在所定期限内答复", own_terms(&reminder.leads))
        } else {
            format!(
                "按照规定，承办单位应自{from}之日起{}内答复；涉及面广、处理难度大的，至迟不超过{}{set}",
                rules.term(Step::Reply).in_words(),
                rules.term(Step::LongestReply).in_words(),
            )
        };
        said.push(format!(
            "经核对督办台账，截至{}，由你单位主办、尚未办复的建议中，{}（清单附后）。{rule}{extended}。",
            in_words(ledger.today),
            parts.join("，"),
        ));
    }
    if !reminder.opinions.is_empty() {
        let from = day_in_words(&reminder.opinions);
        said.push(format!(
            "{}由你单位会办、应自{from}之日起{}内向主办单位提出会办意见而逾期未提出的{}件（清单附后）。",
            if reminder.leads.is_empty() {
                format!("经核对督办台账，截至{}，", in_words(ledger.today))
            } else {
                "另有".to_owned()
            },
            rules.term(Step::Assist).in_words(),
            reminder.opinions.len(),
        ));
    }
    said.push(if reminder.leads.is_empty() {
        "请你单位抓紧研究，尽快将会办意见送主办单位；已提出的，请将日期告知我们，以便更正台账。".to_owned()
    } else {
        "请你单位抓紧办理，主动与提出人沟通，尽快答复，并将办理情况告知我们；已答复的，请将答复日期告知我们，以便更正台账；确需延期的，请说明理由。"
            .to_owned()
    });
    said
}

/// The lengths of time that the register sets for `entries`, where there are few: （5个工作日、24小时）.
fn own_terms(entries: &[&Entry]) -> String {
    let mut terms: Vec<&str> = entries.iter().filter_map(|entry| entry.suggestion.said_due()).collect();
    terms.sort_unstable();
    terms.dedup();
    let is_told = terms.len() <= TERMS && terms.iter().all(|term| Length::read(term).is_some());
    if is_told { format!("（{}）", terms.join("、")) } else { "（见清单）".to_owned() }
}

/// What the day is called from which the time of `entries` runs.
fn day_in_words(entries: &[&Entry]) -> &'static str {
    let came_in = entries.iter().filter(|entry| entry.runs_from == Role::Date).count();
    match came_in {
        0 => "交办",
        all if all == entries.len() => "提出",
        _ => "交办（未记交办的为提出）",
    }
}

fn table(entries: &[&Entry], opinion: bool) -> Table {
    let headings = if opinion {
        ["序号", "编号", "标题", "主办单位", "会办期限", "超期"].map(str::to_owned)
    } else {
        let from = format!("{}日期", day_in_words(entries));
        ["序号", "编号", "标题", &from, "答复期限", "状态"].map(str::to_owned)
    };
    let mut rows = vec![row(headings, "黑体")];
    for (number, entry) in (1..).zip(entries) {
        let id = entry.suggestion.id().unwrap_or_default().to_owned();
        let (first, due, left) = match entry.opinion.filter(|_| opinion) {
            Some(standing) => (entry.leads.join("、"), standing.due, standing.days_left),
            None => (entry.handed_out.to_string(), entry.reply.due, entry.reply.days_left),
        };
        let state = if left < 0 { format!("超期{}天", -left) } else { format!("剩{left}天") };
        rows.push(row(
            [number.to_string(), id, title(entry).to_owned(), first, due.to_string(), state],
            "仿宋",
        ));
    }
    Table::new(rows).set_grid(WIDTHS.to_vec()).width(WIDTHS.iter().sum(), WidthType::Dxa)
}

fn row(cells: [String; 6], font: &str) -> TableRow {
    let cells = cells.into_iter().zip(WIDTHS).enumerate().map(|(column, (text, width))| {
        let align = if column == 2 { AlignmentType::Left } else { AlignmentType::Center };
        let paragraph =
            Paragraph::new().align(align).line_spacing(exactly(360)).add_run(run(&text, font, TABLE));
        TableCell::new()
            .width(width, WidthType::Dxa)
            .vertical_align(VAlignType::Center)
            .add_paragraph(paragraph)
    });
    TableRow::new(cells.collect()).cant_split()
}

fn heading(text: &str) -> Paragraph {
    Paragraph::new().align(AlignmentType::Center).line_spacing(exactly(680)).add_run(run(
        text,
        "方正小标宋简体",
        TITLE,
    ))
}

fn body(text: &str) -> Paragraph {
    line(text).align(AlignmentType::Both).indent(
        None,
        Some(SpecialIndentType::FirstLine(TWO_CHARACTERS)),
        None,
        None,
    )
}

fn line(text: &str) -> Paragraph {
    Paragraph::new().line_spacing(exactly(LINE)).add_run(run(text, "仿宋", BODY))
}

fn blank() -> Paragraph {
    Paragraph::new().line_spacing(exactly(LINE))
}

fn run(text: &str, font: &str, size: usize) -> Run {
    Run::new().add_text(clean(text)).size(size).fonts(fonts(font))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::sync::Arc;

    use super::*;
    use crate::suggestion::{Suggestion, Table as Register};

    fn letter(today: &str) -> Vec<u8> {
        // Answers are owed where there are columns for them.
        let headings =
            ["编号", "标题", "主办", "会办", "交办", "答复", "会办意见"].map(str::to_owned).to_vec();
        let table = Register::new("台账", headings)
            .with(Role::Id, 0)
            .with(Role::Title, 1)
            .with(Role::Lead, 2)
            .with(Role::Assist, 3)
            .with(Role::HandedOut, 4)
            .with(Role::Replied, 5)
            .with(Role::AssistReplied, 6);
        let table = Arc::new(table);
        let row = |cells: [&str; 5]| Suggestion {
            table: table.clone(),
            row: 2,
            cells: cells.into_iter().chain(["", ""]).map(str::to_owned).collect(),
            kinds: Vec::new(),
        };
        let rows = [
            row(["7", "增设路灯", "城管委", "", "2020-01-16"]),
            row(["8", "加装电梯", "住建委", "城管委", "2020-03-25"]),
            // A line break of a spreadsheet, which XML does not allow.
            row(["9", "疏通\u{b}沟渠", "城管委", "", "2020-03-25"]),
        ];
        let ledger =
            Ledger::new(&rows, None, crate::read::clock(None, None).unwrap(), today.parse().unwrap())
                .unwrap();
        let reminders = ledger.reminders();
        let mut bytes = Vec::new();
        write("城管委", &reminders["城管委"], &ledger, Some("云桥区政府办公室"), &mut bytes).unwrap();
        let mut again = Vec::new();
        write("城管委", &reminders["城管委"], &ledger, Some("云桥区政府办公室"), &mut again).unwrap();
        assert_eq!(bytes, again);
        bytes
    }

    #[test]
    fn a_letter_says_what_is_late_and_what_is_due() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, letter("2020-06-15")).unwrap();
        let said = crate::read::draft(file.path()).unwrap();
        assert_eq!(said[1], "城管委：");
        assert!(
            said[2].contains(
                "截至2020年6月15日，由你单位主办、尚未办复的建议中，已超过答复期限的1件，15日内到期的1件"
            ),
            "{}",
            said[2]
        );
        assert!(
            said[2].contains("自交办之日起3个月内答复") && said[2].contains("不超过6个月"),
            "{}",
            said[2]
        );
        assert!(
            said[3].starts_with("另有由你单位会办、应自交办之日起1个月内")
                && said[3].contains("逾期未提出的1件"),
            "{}",
            said[3]
        );
        let rows: Vec<&String> =
            said.iter().filter(|line| line.contains('；') && line.contains("2020-")).collect();
        assert_eq!(
            rows,
            [
                "1；7；增设路灯；2020-01-16；2020-04-16；超期60天",
                "2；9；疏通沟渠；2020-03-25；2020-06-28；剩13天",
                "1；8；加装电梯；住建委；2020-04-26；超期50天"
            ]
        );
    }

    #[test]
    fn a_letter_tells_the_terms_of_its_rows() {
        let headings = ["编号", "主办", "派单", "时限", "办结"].map(str::to_owned).to_vec();
        let table = Register::new("工单", headings)
            .with(Role::Id, 0)
            .with(Role::Lead, 1)
            .with(Role::HandedOut, 2)
            .with(Role::Due, 3)
            .with(Role::Replied, 4);
        let table = Arc::new(table);
        let said_of = |terms: [&str; 2]| {
            let row = |term: &str| Suggestion {
                table: table.clone(),
                row: 2,
                cells: [term, "水务局", "2020-03-03", term, ""].map(str::to_owned).to_vec(),
                kinds: Vec::new(),
            };
            let clock = crate::read::clock(None, None).unwrap();
            let ledger = Ledger::new(&terms.map(row), None, clock, "2020-06-15".parse().unwrap()).unwrap();
            said(&ledger.reminders()["水务局"], &ledger).swap_remove(0)
        };
        let own = said_of(["5个工作日", "24小时"]);
        assert!(own.contains("各件均另定期限（24小时、5个工作日），应在所定期限内答复。"), "{own}");
        assert!(!own.contains("3个月"), "{own}");
        let days = said_of(["2020-03-10", "24小时"]);
        assert!(days.contains("各件均另定期限（见清单）"), "{days}");
        let mixed = said_of(["5个工作日", ""]);
        assert!(mixed.contains("3个月内答复") && mixed.contains("另定期限的，按所定期限答复"), "{mixed}");
    }

    #[test]
    fn the_layout_is_that_of_the_standard() {
        let mut archive = zip::ZipArchive::new(Cursor::new(letter("2020-06-15"))).unwrap();
        let mut xml = String::new();
        std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut xml).unwrap();
        for part in [
            r#"w:w="11906" w:h="16838""#,
            r#"w:top="2098" w:right="1474" w:bottom="1984" w:left="1587""#,
            r#"w:eastAsia="仿宋""#,
            r#"w:eastAsia="方正小标宋简体""#,
            r#"<w:sz w:val="44" />"#,
            r#"<w:sz w:val="32" />"#,
            r#"w:line="560" w:lineRule="exact""#,
            r#"w:firstLine="640""#,
        ] {
            assert!(xml.contains(part), "{part} is missing in {xml}");
        }
    }
}
