//! What is due -> a workbook (督办台账) with the late rows on top.

use std::io::Write;

use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, Worksheet, XlsxError};

use super::reason::reason;
use super::sheet::{self, write_headings, write_text};
use crate::clock::{LastDay, Step, Term};
use crate::date::{Date, in_words};
use crate::error::{ErrorKind, Place, Result};
use crate::ledger::{Entry, Ledger, Repeated, State};
use crate::read::Rejected;
use crate::suggestion::Role;
use crate::text::beginning;

/// The headings of the rows, and how wide their columns are.
const COLUMNS: [(&str, f64); 15] = [
    ("序号", 6.0),
    ("编号", 12.0),
    ("标题", 44.0),
    ("主办单位", 16.0),
    ("会办单位", 20.0),
    ("交办日期", 12.0),
    ("答复期限", 12.0),
    ("最长期限", 12.0),
    ("答复日期", 12.0),
    ("剩余天数", 10.0),
    ("剩余工作日", 11.0),
    ("状态", 18.0),
    ("会办期限", 12.0),
    ("会办意见", 14.0),
    ("原表行号", 10.0),
];

/// The headings of what each department has to do.
const LOADS: [&str; 12] = [
    "单位",
    "主办",
    "按期办复",
    "逾期办复",
    "已办复（未填日期）",
    "超期未办复",
    "即将到期",
    "办理中",
    "已退办",
    "不再办理",
    "会办",
    "会办意见逾期",
];

/// So many characters of a title or a cell are enough to know it by,
const BEGINNING: usize = 120;
/// so many numbers of rows that repeat others are named,
const IDS: usize = 20;
/// and so many of all cells of a row.
const CELLS: usize = 2000;

struct Formats {
    header: Format,
    cell: Format,
    day: Format,
    late: Format,
    soon: Format,
}

/// Writes the workbook: 督办台账, 分单位, 单列 for the rows that cannot be reckoned, 说明.
pub fn write(ledger: &Ledger, mut output: impl Write) -> Result<()> {
    let bytes = build(ledger)?;
    output.write_all(&bytes)?;
    Ok(output.flush()?)
}

fn build(ledger: &Ledger) -> Result<Vec<u8>, XlsxError> {
    let cell = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let formats = Formats {
        header: sheet::heading(),
        day: cell.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
        late: cell.clone().set_background_color("#F8CBAD"),
        soon: cell.clone().set_background_color("#FFF2CC"),
        cell,
    };
    let mut workbook = sheet::workbook("督办台账")?;
    entries(workbook.add_worksheet(), ledger, &formats)?;
    loads(workbook.add_worksheet(), ledger, &formats)?;
    apart(workbook.add_worksheet(), ledger, &formats)?;
    notes(workbook.add_worksheet(), ledger, &formats)?;
    for sheet in workbook.worksheets_mut() {
        // A4, as wide as the page.
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    }
    workbook.save_to_buffer()
}

fn entries(sheet: &mut Worksheet, ledger: &Ledger, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name("督办台账")?;
    write_headings(sheet, &COLUMNS, &formats.header)?;
    for (row, entry) in (1u32..).zip(&ledger.entries) {
        write_entry(sheet, row, entry, ledger, formats)?;
    }
    sheet.set_freeze_panes(1, 3)?;
    sheet.autofilter(0, 0, ledger.entries.len().max(1) as u32, COLUMNS.len() as u16 - 1)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_tab_color(Color::Red);
    Ok(())
}

fn write_entry(
    sheet: &mut Worksheet,
    row: u32,
    entry: &Entry,
    ledger: &Ledger,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let Formats { cell, day, .. } = formats;
    let marked = match entry.state {
        State::Late | State::DoneLate => &formats.late,
        State::Soon => &formats.soon,
        _ => cell,
    };
    sheet.write_number_with_format(row, 0, row, cell)?;
    write_text(sheet, (row, 1), entry.suggestion.id().unwrap_or_default(), cell)?;
    write_text(sheet, (row, 2), title(entry), cell)?;
    write_text(sheet, (row, 3), &entry.leads.join("、"), cell)?;
    write_text(sheet, (row, 4), &entry.assists.join("、"), cell)?;
    let days = [Some(entry.handed_out), Some(entry.reply.due), Some(entry.due.longest), entry.reply.done];
    for (column, date) in (5u16..).zip(days) {
        if let Some(date) = date {
            sheet.write_datetime_with_format(row, column, &excel(date)?, day)?;
        }
    }
    if entry.reply.is_open() && !matches!(entry.state, State::Undated | State::Returned | State::Ended) {
        sheet.write_number_with_format(row, 9, entry.reply.days_left, marked)?;
        sheet.write_number_with_format(row, 10, working_days_left(entry, ledger), marked)?;
    }
    sheet.write_string_with_format(row, 11, entry.state.name(), marked)?;
    if let Some(opinion) = entry.opinion {
        sheet.write_datetime_with_format(row, 12, &excel(opinion.due)?, day)?;
        let (says, format) = match (opinion.is_open(), opinion.is_late()) {
            (true, true) if entry.owes_opinion(ledger.today) => ("逾期未提交", &formats.late),
            (true, _) if !entry.records_opinions() => ("台账未记", cell),
            (true, _) => ("未提交", cell),
            (false, true) => ("逾期提交", cell),
            (false, false) => ("按期提交", cell),
        };
        sheet.write_string_with_format(row, 13, says, format)?;
    }
    write_row_number(sheet, (row, 14), &entry.suggestion.place(), cell)
}

/// The number of a row of the register, after the name of its sheet where there are several.
fn write_row_number(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    place: &Place,
    cell: &Format,
) -> Result<(), XlsxError> {
    let number = place.row.unwrap_or_default();
    match &place.sheet {
        Some(name) => write_text(sheet, (row, column), &format!("{name}：{number}"), cell)?,
        None => sheet.write_number_with_format(row, column, number as f64, cell)?,
    };
    Ok(())
}

/// Working days to the last day; below zero those since.
fn working_days_left(entry: &Entry, ledger: &Ledger) -> i32 {
    let (today, due) = (ledger.today, entry.reply.due);
    let calendar = &ledger.clock.calendar;
    calendar.working_days(today, due).cast_signed() - calendar.working_days(due, today).cast_signed()
}

fn loads(sheet: &mut Worksheet, ledger: &Ledger, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name("分单位")?;
    sheet.set_column_width(0, 20)?;
    for (column, heading) in (0u16..).zip(LOADS) {
        sheet.write_string_with_format(0, column, heading, &formats.header)?;
    }
    let loads = ledger.loads();
    for (row, (name, load)) in (1u32..).zip(&loads) {
        write_text(sheet, (row, 0), name, &formats.cell)?;
        let counts = [
            load.leads, load.on_time, load.done_late, load.undated, load.late, load.soon, load.open,
            load.returned, load.ended, load.assists, load.assist_late,
        ];
        for (column, count) in (1u16..).zip(counts) {
            let late = count > 0 && matches!(LOADS[usize::from(column)], "超期未办复" | "会办意见逾期");
            sheet.write_number_with_format(
                row,
                column,
                count as f64,
                if late { &formats.late } else { &formats.cell },
            )?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.autofilter(0, 0, loads.len().max(1) as u32, LOADS.len() as u16 - 1)?;
    Ok(())
}

fn apart(sheet: &mut Worksheet, ledger: &Ledger, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name("单列")?;
    let headings = [("原表行号", 10.0), ("列", 16.0), ("原因", 60.0), ("原始内容", 80.0)];
    write_headings(sheet, &headings, &formats.header)?;
    for (row, rejected) in (1u32..).zip(&ledger.apart) {
        write_row_number(sheet, (row, 0), rejected.error.place(), &formats.cell)?;
        let column = rejected.error.place().column.clone().unwrap_or_default();
        write_text(sheet, (row, 1), &column, &formats.cell)?;
        write_text(sheet, (row, 2), &reason(rejected.error.kind()), &formats.late)?;
        write_text(sheet, (row, 3), beginning(&rejected.cells.join(" | "), CELLS), &formats.cell)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn notes(sheet: &mut Worksheet, ledger: &Ledger, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name("说明")?;
    sheet.set_column_width(0, 20)?;
    sheet.set_column_width(1, 110)?;
    let mut lines = vec![
        ("截止日期".to_owned(), in_words(ledger.today)),
        (
            "范围".to_owned(),
            format!("台账{}件，单列（无法计算期限）{}件", ledger.entries.len(), ledger.apart.len()),
        ),
    ];
    lines.extend(
        ledger
            .clock
            .rules
            .terms()
            .iter()
            .map(|rule| (step(rule.step).to_owned(), format!("{}（{}）", term(rule), rule.source))),
    );
    if !ledger.entries.is_empty()
        && ledger.entries.iter().all(|entry| entry.suggestion.table.column(Role::HandedOut).is_none())
    {
        lines.push((
            "起算日期".to_owned(),
            "台账没有交办日期，各件以提出日期起算；补上交办日期后请重新生成".to_owned(),
        ));
    }
    if ledger.lacks_answers() {
        lines.push((
            "答复情况".to_owned(),
            "台账没有答复日期，也没有办理状态，是否已经答复无从得知，各件按未答复列出，不生成催办函；补上后请重新生成".to_owned(),
        ));
    }
    lines.extend(counts(ledger));
    if !ledger.unknown_assists.is_empty() {
        let names = ledger.unknown_assists.iter().map(|(name, rows)| format!("“{name}”{rows}件"));
        lines.push((
            "名单外的会办单位".to_owned(),
            format!("照台账所写列出，请核对：{}", names.collect::<Vec<_>>().join("、")),
        ));
    }
    lines.extend(repeated(ledger));
    if !ledger.unknown_states.is_empty() {
        let states = ledger.unknown_states.iter().map(|(state, rows)| format!("“{state}”{rows}件"));
        lines.push((
            "办理状态".to_owned(),
            format!("未能辨认是否已经答复，按未答复计，请核对：{}", states.collect::<Vec<_>>().join("、")),
        ));
    }
    if !ledger.unknown_years.is_empty() {
        let years: Vec<String> = ledger.unknown_years.iter().map(ToString::to_string).collect();
        lines.push(("节假日".to_owned(), format!("节假日表中没有{}年，该年只按周末计算", years.join("、"))));
    }
    for (row, (name, text)) in (0u32..).zip(lines) {
        write_text(sheet, (row, 0), &name, &formats.header)?;
        write_text(sheet, (row, 1), &text, &formats.cell)?;
    }
    Ok(())
}

/// What is said of how many rows are reckoned in a way of their own.
fn counts(ledger: &Ledger) -> Vec<(String, String)> {
    let count = |is: fn(&Entry) -> bool| ledger.entries.iter().filter(|entry| is(entry)).count();
    let set = count(|entry| entry.due.set.is_some());
    let is_unclear = |row: &&Rejected| matches!(row.error.kind(), ErrorKind::NoTerm { .. });
    let without_term = ledger.apart.iter().filter(is_unclear).count();
    let hours = count(|entry| entry.due.in_hours);
    let several = count(|entry| entry.leads.len() > 1);
    let never = ledger.never_handed_out;
    let ended = count(|entry| entry.state == State::Ended) + never;
    let left_out =
        if never > 0 { format!("；其中{never}件未曾交办，不列入台账") } else { String::new() };
    let extended = count(|entry| entry.due.extended);
    [
        (set, "台账所列期限", format!("台账列有期限的{set}件，答复期限按所列计")),
        (
            without_term,
            "期限无法辨认",
            format!("{without_term}件所列的期限无法辨认或不可能，是否按期无从得知，不计按期、逾期，见“单列”"),
        ),
        (
            hours,
            "以小时计的期限",
            format!("{hours}件，交办和答复都记有时刻的按时刻比较，未记时刻的只按日期比较"),
        ),
        (
            several,
            "分别办理",
            format!("主办单位不止一个的{several}件，各单位各计一件主办，分别催办；台账中只列一行"),
        ),
        (
            ended,
            State::Ended.name(),
            format!(
                "台账记为撤回、终止、不予立案、转为参阅或并入他件的{ended}件，不计按期、逾期，不催办{left_out}"
            ),
        ),
        (
            extended,
            "延期",
            format!("台账记为延期的{extended}件，答复期限按所记的延期日期计；未记日期的，按最长期限计"),
        ),
    ]
    .into_iter()
    .filter(|(rows, ..)| *rows > 0)
    .map(|(_, name, text)| (name.to_owned(), text))
    .collect()
}

/// What is said of rows that repeat others.
fn repeated(ledger: &Ledger) -> Option<(String, String)> {
    let Repeated { rows, answered_elsewhere, ids } = &ledger.repeated;
    (*rows > 0).then(|| {
        let (named, more) = (&ids[..ids.len().min(IDS)], if ids.len() > IDS { "等" } else { "" });
        let answered = match answered_elsewhere {
            0 => String::new(),
            rows => format!("；其中{rows}件未答复而所重复的一件已答复或不再办理，不再催办"),
        };
        let text = format!(
            "与另一件的编号、提出人和文字都相同的{rows}件，似为重复录入，仍各计一件{answered}，请核对：编号{}{more}",
            named.join("、")
        );
        ("重复录入".to_owned(), text)
    })
}

fn step(step: Step) -> &'static str {
    match step {
        Step::Reply => "答复期限",
        Step::LongestReply => "最长期限",
        Step::Assist => "会办期限",
        Step::Return => "退办期限",
        Step::Remind => "催办提前",
    }
}

/// A term and what becomes of its last day: 3个月，末日逢节假日顺延.
fn term(term: &Term) -> String {
    let last_day = if term.last_day == LastDay::NextWorkingDay { "，末日逢节假日顺延" } else { "" };
    format!("{}{last_day}", term.in_words())
}

pub(super) fn title(entry: &Entry) -> &str {
    beginning(entry.suggestion.headline(), BEGINNING)
}

fn excel(day: Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(
        day.year().clamp(1900, 9999).cast_unsigned(),
        day.month().cast_unsigned(),
        day.day().cast_unsigned(),
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::suggestion::{Role, Suggestion, Table};

    #[test]
    fn the_workbook_holds_every_row_and_every_reason() {
        // Opinions are owed only where the register records them, and answers.
        let headings = ["编号", "主办", "会办", "交办", "答复", "会办答复"].map(str::to_owned).to_vec();
        let table = Table::new("台账", headings)
            .with(Role::Id, 0)
            .with(Role::Lead, 1)
            .with(Role::Assist, 2)
            .with(Role::HandedOut, 3)
            .with(Role::Replied, 4)
            .with(Role::AssistReplied, 5);
        let table = Arc::new(table);
        let row = |row, cells: [&str; 4]| Suggestion {
            table: table.clone(),
            row,
            cells: cells.map(str::to_owned).to_vec(),
            kinds: Vec::new(),
        };
        let rows = [
            row(2, ["1", "教委", "", "2020-05-06"]),
            row(3, ["2", "城管委", "教委", "2020-01-16"]),
            row(4, ["3", "教委", "", "节前"]),
        ];
        let ledger =
            Ledger::new(&rows, None, crate::read::clock(None, None).unwrap(), "2020-06-15".parse().unwrap())
                .unwrap();
        let (mut bytes, mut again) = (Vec::new(), Vec::new());
        write(&ledger, &mut bytes).unwrap();
        write(&ledger, &mut again).unwrap();
        assert_eq!(bytes, again);
        let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(workbook.sheet_names(), ["督办台账", "分单位", "单列", "说明"]);
        let mut sheet = |name: &str| -> Vec<Vec<String>> {
            let range = workbook.worksheet_range(name).unwrap();
            range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
        };
        let entries = sheet("督办台账");
        assert_eq!(
            (
                entries[1][1].as_str(),
                entries[1][9].as_str(),
                entries[1][11].as_str(),
                entries[1][13].as_str()
            ),
            ("2", "-60", "超期未办复", "逾期未提交")
        );
        // From 16 April, a Thursday, to 15 June: 41 days worked, the labor holiday left out.
        assert_eq!(
            (entries[1][10].as_str(), entries[2][1].as_str(), entries[2][11].as_str()),
            ("-41", "1", "办理中")
        );
        assert_eq!(sheet("分单位")[1][..3], ["城管委", "1", "0"]);
        assert_eq!(sheet("单列")[1][..3], ["4", "交办", "“节前”不是日期，请按2020-03-16的样式填写实际日期"]);
        assert!(sheet("说明").iter().any(|line| line[1].contains("代表法")));
    }
}
