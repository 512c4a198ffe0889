//! A report -> a workbook: the text, one sheet a table or chart with its native chart, and the rows behind every
//! number.

use std::io::Write;

use rust_xlsxwriter::{
    Chart as ExcelChart, ChartFormat, ChartSolidFill, ChartType, ConditionalFormat2ColorScale, Format,
    FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError,
};

use super::figure::FigureId;
use super::sources::{Known, counted, note, row_numbers};
use super::{Block, Chart, Piece, Report, Table};
use crate::error::Result;
use crate::report::sheet::{self, fitting, write_headings, write_text};

/// The sheet that lists the figures.
const FIGURES: &str = "依据";
/// The first line of a table on its sheet; its caption stands above.
const TOP: u32 = 2;
/// The width of the text, in characters as Excel counts them.
const TEXT_WIDTH: usize = 110;
/// How many characters as Excel counts them a column of width 1 gets.
const WIDTH: f64 = 5.0;
/// So many ranges of rows are written for one figure.
const RANGES: usize = 400;

/// Writes `report`.
pub fn write(report: &Report<'_>, mut output: impl Write) -> Result<()> {
    let bytes = workbook(report).and_then(|mut workbook| workbook.save_to_buffer())?;
    output.write_all(&bytes)?;
    Ok(output.flush()?)
}

/// How cells look.
struct Formats {
    caption: Format,
    heading: Format,
    cell: Format,
    percent: Format,
    text: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = Format::new().set_align(FormatAlign::Top).set_text_wrap().set_border(FormatBorder::Hair);
        Self {
            caption: Format::new().set_bold().set_font_size(14),
            heading: sheet::heading().set_border(FormatBorder::Thin),
            text: Format::new().set_align(FormatAlign::Top).set_text_wrap().set_indent(1),
            percent: cell.clone().set_num_format("0.0%"),
            cell,
        }
    }
}

fn workbook(report: &Report<'_>) -> Result<Workbook, XlsxError> {
    let mut workbook = sheet::workbook(&report.title)?;
    let formats = Formats::new();
    let mut sheets: Vec<(String, Table, Option<&Chart>)> = Vec::new();
    text(workbook.add_worksheet().set_name("报告")?, report, &formats, &mut sheets)?;
    for (name, table, chart) in &sheets {
        let sheet = workbook.add_worksheet().set_name(name)?;
        add_table(sheet, table, &formats)?;
        if let Some(chart) = chart {
            add_chart(sheet, name, table, chart)?;
        }
    }
    figures(workbook.add_worksheet().set_name(FIGURES)?, report, &formats)?;
    // The longest sheets hold a row for every row of every figure and are written as they come.
    members(workbook.add_worksheet_with_constant_memory()?.set_name("依据明细")?, report, &formats)?;
    register(workbook.add_worksheet_with_constant_memory()?.set_name("台账")?, report, &formats)?;
    Ok(workbook)
}

/// The text of the report, and in its order the tables that get sheets of their own.
fn text<'r>(
    sheet: &mut Worksheet,
    report: &'r Report<'_>,
    formats: &Formats,
    sheets: &mut Vec<(String, Table, Option<&'r Chart>)>,
) -> Result<(), XlsxError> {
    sheet.set_column_width(0, TEXT_WIDTH as f64)?;
    sheet.set_print_fit_to_pages(1, 0);
    write_text(sheet, (0, 0), &report.title, &formats.caption)?;
    write_text(sheet, (1, 0), &report.basis, &formats.text)?;
    let (mut tables, mut charts) = (0, 0);
    for (row, block) in (2..).zip(&report.blocks) {
        let mut refer = |sheet: &mut Worksheet, name: String, table: Table, chart| -> Result<(), XlsxError> {
            let told = format!("{name}　{}", table.caption);
            sheet.write_url_with_text(row, 0, format!("internal:'{name}'!A1").as_str(), fitting(&told))?;
            sheets.push((name, table, chart));
            Ok(())
        };
        match block {
            Block::Heading { text, .. } => {
                sheet.set_row_height(row, 24.0)?;
                write_text(sheet, (row, 0), text, &formats.caption)?;
            }
            Block::Paragraph(pieces) => {
                let own = counted(pieces);
                let mut whole: String = pieces.iter().map(Piece::text).collect();
                if let Some(&first) = own.first() {
                    // A cell has one link, which leads to the first of those that its end names.
                    sheet.write_url(row, 0, place_of(first))?;
                    whole.push_str(&note(&own));
                }
                // A Chinese character is two wide. Not every program finds the height of wrapped text by itself.
                let lines = whole.chars().count() * 2 / TEXT_WIDTH + 1;
                sheet.set_row_height(row, 17.0 * lines as f64)?;
                write_text(sheet, (row, 0), &whole, &formats.text)?;
            }
            Block::Table(table) => {
                tables += 1;
                refer(sheet, format!("表{tables}"), table.clone(), None)?;
            }
            Block::Chart(chart) => {
                charts += 1;
                refer(sheet, format!("图{charts}"), chart.table(), Some(chart))?;
            }
        }
    }
    Ok(())
}

fn add_table(sheet: &mut Worksheet, table: &Table, formats: &Formats) -> Result<(), XlsxError> {
    write_text(sheet, (0, 0), &table.caption, &formats.caption)?;
    for (at, column) in (0u16..).zip(&table.columns) {
        sheet.set_column_width(at, (f64::from(column.width) * WIDTH).clamp(8.0, 60.0))?;
        write_text(sheet, (TOP, at), &column.heading, &formats.heading)?;
    }
    for (row, line) in (TOP + 1..).zip(&table.rows) {
        for (at, (piece, column)) in (0u16..).zip(line.iter().zip(&table.columns)) {
            if let Some(figure) = piece.figure() {
                // A link may stand on a number as on a text; the number is what the cell holds.
                sheet.write_url(row, at, place_of(figure))?;
            }
            // A title of digits is a title: as a number it would lose the zeros before it and its last digits.
            let number = |text: &str| text.parse::<f64>().ok().filter(|_| column.is_number);
            let share = piece.text().strip_suffix('%').and_then(number);
            match (number(piece.text()), share) {
                (Some(number), _) => sheet.write_number_with_format(row, at, number, &formats.cell)?,
                (None, Some(share)) => {
                    sheet.write_number_with_format(row, at, share / 100.0, &formats.percent)?
                }
                (None, None) => write_text(sheet, (row, at), piece.text(), &formats.cell)?,
            };
        }
    }
    let last = (TOP + table.rows.len() as u32, table.columns.len().saturating_sub(1) as u16);
    sheet.autofilter(TOP, 0, last.0, last.1)?;
    sheet.set_freeze_panes(TOP + 1, 1)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Where a figure is listed.
fn place_of(figure: FigureId) -> Url {
    Url::new(format!("internal:'{FIGURES}'!A{}", figure.number() + 1))
}

/// The native chart of `chart`, beside its numbers.
fn add_chart(sheet: &mut Worksheet, name: &str, table: &Table, chart: &Chart) -> Result<(), XlsxError> {
    let (first, last) = (TOP + 1, TOP + table.rows.len() as u32);
    let kind = match chart {
        Chart::Bars { .. } | Chart::Reliability { .. } => ChartType::Bar,
        Chart::Stacked { .. } => ChartType::BarStacked,
        Chart::Grid(grid) => {
            let colors =
                ConditionalFormat2ColorScale::new().set_minimum_color("#FFFFFF").set_maximum_color("#5B86B0");
            sheet.add_conditional_format(first, 1, last, grid.columns.len() as u16, &colors)?;
            return Ok(());
        }
        // Excel has no such chart; the numbers stand in the table.
        Chart::Network(_) => return Ok(()),
    };
    let mut drawn = ExcelChart::new(kind);
    let columns = match chart {
        Chart::Stacked { .. } => 1..=2,
        Chart::Reliability { .. } => 3..=3,
        _ => 1..=1,
    };
    for column in columns {
        let color = if column == 2 { "#A9C1D9" } else { "#1F4E79" };
        let mut fill = ChartFormat::new();
        fill.set_solid_fill(ChartSolidFill::new().set_color(color));
        drawn
            .add_series()
            .set_format(&mut fill)
            .set_gap(60)
            .set_name((name, TOP, column))
            .set_categories((name, first, 0, last, 0))
            .set_values((name, first, column, last, column));
    }
    drawn.title().set_name(chart.caption());
    // From top to bottom, as in the table.
    drawn.y_axis().set_reverse();
    if !matches!(chart, Chart::Stacked { .. }) {
        drawn.legend().set_hidden();
    }
    drawn.set_width(760).set_height((table.rows.len() as u32 * 26 + 120).clamp(280, 1200));
    sheet.insert_chart(TOP, table.columns.len() as u16 + 1, &drawn)?;
    Ok(())
}

fn figures(sheet: &mut Worksheet, report: &Report<'_>, formats: &Formats) -> Result<(), XlsxError> {
    header(sheet, &[("依据", 8.0), ("所指建议", 50.0), ("件数", 8.0), ("台账行号", 90.0)], formats)?;
    for (row, figure) in (1..).zip(&report.figures) {
        sheet.write_number_with_format(row, 0, figure.id.number() as f64, &formats.cell)?;
        write_text(sheet, (row, 1), &figure.caption, &formats.cell)?;
        sheet.write_number_with_format(row, 2, figure.rows.count() as f64, &formats.cell)?;
        write_text(sheet, (row, 3), &row_numbers(report.register, &figure.rows, RANGES), &formats.cell)?;
    }
    sheet.autofilter(0, 0, report.figures.len() as u32, 3)?;
    Ok(())
}

fn members(sheet: &mut Worksheet, report: &Report<'_>, formats: &Formats) -> Result<(), XlsxError> {
    const COLUMNS: [Known; 4] = [Known::File, Known::Row, Known::Id, Known::Title];
    header(
        sheet,
        &[("依据", 8.0), ("所指建议", 40.0), ("文件", 20.0), ("行号", 8.0), ("编号", 12.0), ("标题", 60.0)],
        formats,
    )?;
    let known: Vec<[String; 4]> = report
        .register
        .entries
        .iter()
        .map(|entry| COLUMNS.map(|column| column.cell(report.register, entry)))
        .collect();
    let mut row = 0;
    for figure in &report.figures {
        for member in figure.rows.iter() {
            // A sheet has 1,048,576 rows; what does not fit is named in the list of figures.
            if row >= 1_048_575 {
                return Ok(());
            }
            row += 1;
            sheet.write_number(row, 0, figure.id.number() as f64)?;
            sheet.write_string(row, 1, fitting(&figure.caption))?;
            for (at, cell) in (2u16..).zip(&known[member as usize]) {
                write_known(sheet, row, at, cell)?;
            }
        }
    }
    sheet.autofilter(0, 0, row.max(1), 5)?;
    Ok(())
}

fn register(sheet: &mut Worksheet, report: &Report<'_>, formats: &Formats) -> Result<(), XlsxError> {
    let columns = Known::columns(report.register);
    let widths =
        columns.iter().map(|column| (column.heading(), if *column == Known::Title { 60.0 } else { 16.0 }));
    header(sheet, &widths.collect::<Vec<_>>(), formats)?;
    for (row, entry) in (1..).zip(&report.register.entries) {
        for (at, column) in (0u16..).zip(&columns) {
            write_known(sheet, row, at, &column.cell(report.register, entry))?;
        }
    }
    sheet.autofilter(0, 0, report.register.entries.len() as u32, columns.len().saturating_sub(1) as u16)?;
    Ok(())
}

/// Row numbers are numbers, ids of the office stay as they are written.
fn write_known(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) -> Result<(), XlsxError> {
    match cell.parse::<u32>().ok().filter(|number| number.to_string() == cell) {
        Some(number) => sheet.write_number(row, column, number)?,
        None => sheet.write_string(row, column, fitting(cell))?,
    };
    Ok(())
}

/// A first line that stays in sight.
fn header(sheet: &mut Worksheet, columns: &[(&str, f64)], formats: &Formats) -> Result<(), XlsxError> {
    write_headings(sheet, columns, &formats.heading)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}
