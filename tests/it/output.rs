//! A tagged register -> headings and cells that an office can open without harm.

use std::fmt::Write as _;
use std::io::Cursor;
use std::time::Duration;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Format as CellFormat, Workbook};

use crate::harness::Folder;
use crate::registers::{ADDED, REGISTER};

/// Cells that a spreadsheet program would run.
const FORMULAS: [&str; 5] = ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "\t=1", "-2+3"];

#[test]
fn formulas_are_harmless_in_csv() {
    let mut register = "=标题,标题,备注\n".to_owned();
    for cell in FORMULAS {
        writeln!(register, "{cell},{cell},-12.5").unwrap();
    }
    let folder = Folder::new().with("x.csv", register);
    folder.run("tag x.csv").exits(0).tells_nothing();
    let tagged = folder.text("x.tagged.csv");
    let lines: Vec<&str> = tagged.trim_start_matches('\u{feff}').split("\r\n").collect();
    assert!(lines[0].starts_with("'=标题,标题,备注,主题,"), "{}", lines[0]);
    for (line, cell) in lines[1..].iter().zip(FORMULAS) {
        assert!(line.starts_with(&format!("'{cell},'{cell},-12.5,")), "{line}");
    }
}

#[test]
fn formulas_are_text_in_a_workbook() {
    let mut register = "标题,备注\n".to_owned();
    for cell in FORMULAS {
        writeln!(register, "{cell},{cell}").unwrap();
    }
    let folder = Folder::new().with("x.csv", register);
    folder.run("tag x.csv --format xlsx").exits(0).tells_nothing();
    let mut workbook = Xlsx::new(Cursor::new(folder.bytes("x.tagged.xlsx"))).unwrap();
    let name = workbook.sheet_names()[0].clone();
    assert!(workbook.worksheet_formula(&name).unwrap().is_empty());
    let cells = workbook.worksheet_range(&name).unwrap();
    for (row, cell) in (1..).zip(FORMULAS) {
        for column in 0..2 {
            assert_eq!(cells.get_value((row, column)), Some(&Data::String(cell.into())));
        }
    }
    let probability = cells.get_value((1, 4)).unwrap();
    assert!(matches!(probability, Data::Float(value) if (0.0..=1.0).contains(value)), "{probability}");
}

#[test]
fn numbers_days_and_percentages_stay_what_they_were() {
    let (mut workbook, format) = (Workbook::new(), |code: &str| CellFormat::new().set_num_format(code));
    let sheet = workbook.add_worksheet();
    let headings = ["标题", "身份证", "序号", "金额", "电话", "进度", "日期", "时刻", "用时", "是否"];
    sheet.write_row(0, 0, headings).unwrap();
    sheet.write_row(1, 0, ["增设路灯", "110101199001010019", "007"]).unwrap();
    let serials = [1234.5, 1_380_013_800_012.0, 0.125, 43580.0, 43580.5, 1.5];
    let codes = ["#,##0.00", "0", "0.0%", "yyyy/m/d", "yyyy/m/d h:mm", "[h]:mm"];
    for (column, (serial, code)) in (3..).zip(serials.iter().zip(codes)) {
        sheet.write_number_with_format(1, column, *serial, &format(code)).unwrap();
    }
    sheet.write_boolean(1, 9, true).unwrap();
    let folder = Folder::new().with("x.xlsx", workbook.save_to_buffer().unwrap());
    folder.run("tag x.xlsx").exits(0).tells_nothing();

    let mut workbook = Xlsx::new(Cursor::new(folder.bytes("x.tagged.xlsx"))).unwrap();
    let name = workbook.sheet_names()[0].clone();
    let cells = workbook.worksheet_range(&name).unwrap();
    let texts = ["增设路灯", "110101199001010019", "007"];
    for (column, text) in (0..).zip(texts) {
        assert_eq!(cells.get_value((1, column)), Some(&Data::String(text.into())));
    }
    for (column, serial) in (3..).zip(serials) {
        let number = match cells.get_value((1, column)) {
            Some(Data::Float(number)) => *number,
            Some(Data::DateTime(time)) => time.as_f64(),
            other => panic!("{column}: {other:?}"),
        };
        assert!((number - serial).abs() < 1e-9, "{column}: {number}");
    }
    assert_eq!(cells.get_value((1, 9)), Some(&Data::Bool(true)));
    let styles = workbook.worksheet_style(&name).unwrap();
    let code = |column| {
        styles.get((1, column)).and_then(|style| Some(style.number_format.as_ref()?.format_code.clone()))
    };
    let codes = ["0", "0.00%", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "[h]:mm:ss"];
    assert_eq!([4, 5, 6, 7, 8].map(code), codes.map(|code| Some(code.to_owned())));
    // The same text for whoever reads it.
    let (before, after) = (folder.table("x.xlsx"), folder.table("x.tagged.xlsx"));
    assert_eq!(before.rows[0], after.rows[0][..headings.len()]);

    // In CSV everything is text, and stays it.
    let folder = folder.with("y.csv", "标题,序号,日期\n增设路灯,7,2019-04-25\n");
    folder.run("tag y.csv -o y.xlsx").exits(0).tells_nothing();
    let mut workbook = Xlsx::new(Cursor::new(folder.bytes("y.xlsx"))).unwrap();
    let cells = workbook.worksheet_range(&name).unwrap();
    assert_eq!(cells.get_value((1, 1)), Some(&Data::String("7".into())));
    assert_eq!(cells.get_value((1, 2)), Some(&Data::String("2019-04-25".into())));
}

#[test]
fn csv_has_a_mark_and_lines_as_windows_ends_them() {
    let folder = Folder::new().with("x.csv", REGISTER);
    folder.run("tag x.csv").exits(0).tells_nothing();
    let tagged = folder.text("x.tagged.csv");
    assert!(
        tagged.starts_with("\u{feff}编号,标题,内容,备注,主题,其他主题,概率,主办单位,会办单位,依据,复核\r\n")
    );
    assert_eq!(tagged.matches('\n').count(), tagged.matches("\r\n").count());
    assert!(!tagged.trim_start_matches('\u{feff}').contains('\u{feff}'));
}

#[test]
fn a_heading_that_is_taken_is_marked() {
    let register = "主题,标题,主办单位,主办单位\n交通,巷口路灯不亮,甲,乙\n";
    let folder = Folder::new().with("x.csv", register);
    for output in ["x.tagged.csv", "x.tagged.xlsx"] {
        folder.run(&format!("tag x.csv -o {output}")).exits(0).tells_nothing();
        let tagged = folder.table(output);
        let mut expected = vec!["主题", "标题", "主办单位", "主办单位"];
        expected.extend(ADDED);
        expected[4] = "主题（推荐）";
        expected[7] = "主办单位（推荐）";
        assert_eq!(tagged.headings, expected);
        assert_eq!(tagged.rows[0][..4], ["交通", "巷口路灯不亮", "甲", "乙"]);
        assert_eq!(tagged.column("主办单位（推荐）"), ["城管委"]);
    }
}

#[test]
fn a_tagged_register_can_be_tagged_again() {
    let folder = Folder::new().with("x.csv", REGISTER);
    folder.run("tag x.csv").exits(0).tells_nothing();
    folder.run("tag x.tagged.csv").exits(0).tells_nothing();
    folder.run("tag x.tagged.tagged.csv").exits(0).tells_nothing();
    let headings = folder.table("x.tagged.tagged.tagged.csv").headings;
    let mut distinct = headings.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), headings.len(), "{headings:?}");
}

#[test]
fn what_somebody_corrected_is_kept_when_the_register_is_tagged_again() {
    let folder = Folder::new().with("x.csv", REGISTER);
    folder.run("tag x.csv --asks").exits(0).tells_nothing();
    folder.run("tag x.csv --asks").exits(0).tells_nothing();
    assert_eq!(folder.names(), ["x.csv", "x.tagged.csv", "x.tagged.csv.asks.csv"]);

    let tagged = folder.text("x.tagged.csv");
    let folder = folder.with("x.tagged.csv", "first").with("x.tagged.csv.asks.csv", "asks");
    let told = folder.run("tag x.csv --asks").exits(0);
    told.tells("what x.tagged.csv said before is now x.tagged.1.csv\n")
        .tells("what x.tagged.csv.asks.csv said before is now x.tagged.csv.asks.1.csv\n");
    assert_eq!(folder.text("x.tagged.csv"), tagged);
    let folder = folder.with("x.tagged.csv", "second");
    folder.run("tag x.csv").exits(0).tells("x.tagged.2.csv");
    let kept = ["x.tagged.1.csv", "x.tagged.2.csv", "x.tagged.csv.asks.1.csv"];
    assert_eq!(kept.map(|name| folder.text(name)), ["first", "second", "asks"]);

    // Who names the file says what becomes of it.
    let folder = folder.with("y.csv", "third");
    folder.run("tag x.csv -o y.csv").exits(0).tells_nothing();
    assert_eq!(folder.text("y.csv"), tagged);
    assert!(!folder.names().contains(&"y.1.csv".to_owned()));
}

/// What stands beside standard output has its name from the input.
#[test]
fn the_asks_of_standard_output_replace_no_work_of_others() {
    let folder = Folder::new().with("x.csv", REGISTER);
    let told = "the asks are in x.csv.asks.csv\n";
    assert_eq!(folder.run("tag x.csv --asks -o -").exits(0).stderr, told);
    let asks = folder.bytes("x.csv.asks.csv");
    let folder = folder.with("x.csv.asks.csv", "edited");
    folder
        .run("tag x.csv --asks -o -")
        .exits(0)
        .tells("what x.csv.asks.csv said before is now x.csv.asks.1.csv\n")
        .tells(told);
    assert_eq!((folder.text("x.csv.asks.1.csv").as_str(), folder.bytes("x.csv.asks.csv")), ("edited", asks));

    let folder =
        folder.with("x.csv.asks.csv", "name,remit\n路灯所,路灯不亮\n").with("x.csv.rejected.csv", REGISTER);
    for (arguments, told) in [
        ("tag x.csv --asks -o - --departments x.csv.asks.csv", "the output would overwrite the input"),
        ("tag x.csv.rejected.csv -o x.csv", "the list of rejected rows would overwrite this input"),
    ] {
        let before = folder.names();
        folder.run(arguments).exits(2).prints_nothing().tells(told);
        assert_eq!(folder.names(), before, "{arguments}");
    }
}

#[test]
fn what_a_clerk_fills_in_below_a_call_is_no_ask() {
    let register = "工单号,内容\nA-7,南街路灯坏了三盏，请尽快维修。地址：花园路12号。联系人：张先生\nA-8,路灯坏了！请尽快维修！请尽快维修！\n";
    let folder = Folder::new().with("x.csv", register);
    folder.run("tag x.csv --asks").exits(0).tells_nothing();
    let asks = folder.table("x.tagged.csv.asks.csv");
    assert_eq!(asks.column("建议编号"), ["A-7", "A-8"]);
    assert_eq!(asks.column("诉求"), ["请尽快维修", "请尽快维修"]);
}

#[test]
fn asks_are_found_again_by_number_and_title() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["编号", "标题", "内容"]).unwrap();
    for (row, id) in (1..).zip([12.0, 7.0]) {
        sheet.write_number(row, 0, id).unwrap();
        sheet
            .write_row(row, 1, ["增设路灯", "巷口太暗，请装两盏路灯。另外建议把末班车延到二十三点。"])
            .unwrap();
    }
    let without = "标题,内容,备注\n,,急\n增设路灯,巷口太暗，请装两盏路灯。,\n";
    let folder = Folder::new().with("x.xlsx", workbook.save_to_buffer().unwrap()).with("y.csv", without);
    folder.run("tag x.xlsx --asks").exits(0);
    folder.run("tag y.csv --asks --format xlsx").exits(1);
    // Without numbers of the office's it is the row in the tagged register, in which the rejected one is no row.
    for (name, expected) in [("x.tagged.xlsx", &[12.0, 12.0, 7.0, 7.0][..]), ("y.tagged.xlsx", &[2.0][..])] {
        let mut workbook = Xlsx::new(Cursor::new(folder.bytes(name))).unwrap();
        let asks = workbook.worksheet_range("诉求分办表").unwrap();
        let under = |heading: &str| {
            let column =
                asks.rows().next().unwrap().iter().position(|cell| *cell == Data::String(heading.into()));
            asks.rows().skip(1).map(|row| row[column.unwrap()].clone()).collect::<Vec<_>>()
        };
        assert_eq!(under("建议编号"), expected.iter().map(|&id| Data::Float(id)).collect::<Vec<_>>());
        assert_eq!(under("建议标题"), vec![Data::String("增设路灯".into()); expected.len()]);
    }
}

#[test]
fn asks_of_several_sheets_name_their_sheet() {
    let mut workbook = Workbook::new();
    for month in ["一月", "二月"] {
        let sheet = workbook.add_worksheet().set_name(month).unwrap();
        sheet.write_row(0, 0, ["序号", "内容"]).unwrap();
        sheet.write_number(1, 0, 1.0).unwrap();
        sheet.write(1, 1, "巷口太暗，请装两盏路灯。").unwrap();
    }
    let folder = Folder::new().with("x.xlsx", workbook.save_to_buffer().unwrap());
    folder.run("tag x.xlsx --asks").exits(0).tells_nothing();
    folder.run("tag x.xlsx --asks -o y.csv").exits(0).tells_nothing();
    let mut workbook = Xlsx::new(Cursor::new(folder.bytes("x.tagged.xlsx"))).unwrap();
    let asks = workbook.worksheet_range("诉求分办表").unwrap();
    let last = |row: &[Data]| row.last().unwrap().to_string();
    assert_eq!(asks.rows().map(last).collect::<Vec<_>>(), ["工作表", "一月", "二月"]);
    let asks = folder.table("y.csv.asks.csv");
    assert_eq!((asks.column("建议编号"), asks.column("工作表")), (vec!["1", "1"], vec!["一月", "二月"]));
    // The tagged workbook is one register when it is read again.
    folder.run("tag x.tagged.xlsx -o z.csv").exits(0).tells_nothing();
    assert_eq!(folder.table("z.csv").rows.len(), 2);
}

#[test]
fn similar_cases_are_masked_too() {
    let matters = [("路灯不亮", "城管局"), ("公交太少", "交通局")];
    let rows = (0..12).map(|row| {
        let (matter, lead) = matters[row % 2];
        format!("我叫周柳溪，电话138001380{row:02}，反映{matter},{matter}已经{row}天，请处理,{lead}\n")
    });
    let register = "标题,内容,主办单位\n".to_owned() + &rows.collect::<String>();
    let folder = Folder::new().with("x.csv", register).with("y.csv", "内容\n请修路灯，门口路灯不亮\n");
    folder.run("train x.csv --keep-texts -o m").exits(0);
    for (format, output) in [("csv", "o.csv.asks.csv"), ("xlsx", "o.xlsx"), ("jsonl", "o.jsonl")] {
        let run = format!("tag y.csv --model m --asks -o o.{format}");
        folder.run(&run).exits(0);
        let read = |output: &str| match format {
            "xlsx" => {
                let mut workbook = Xlsx::new(Cursor::new(folder.bytes(output))).unwrap();
                format!("{:?}", workbook.worksheet_range("诉求分办表").unwrap())
            }
            _ => folder.text(output),
        };
        assert!(read(output).contains("我叫周柳溪，电话138"), "{}", read(output));
        folder.run(&format!("{run} --mask")).exits(0);
        let masked = read(output);
        assert!(masked.contains("我叫周**，电话138****") && !masked.contains("柳溪"), "{masked}");
    }
}

#[test]
fn format_by_option_then_by_the_ending_then_as_the_input() {
    let folder = Folder::new().with("x.csv", REGISTER);
    for (arguments, output, start) in [
        ("", "x.tagged.csv", "\u{feff}编号".as_bytes()),
        ("--format xlsx", "x.tagged.xlsx", b"PK"),
        ("--format jsonl", "x.tagged.jsonl", b"{\"row\":2"),
        ("-o y.XLSX", "y.XLSX", b"PK"),
        ("-o y.jsonl", "y.jsonl", b"{\"row\":2"),
        ("-o y.txt", "y.txt", "\u{feff}编号".as_bytes()),
        ("-o z.xlsx --format csv", "z.xlsx", "\u{feff}编号".as_bytes()),
    ] {
        folder.run(&format!("tag x.csv {arguments}")).exits(0).tells_nothing();
        assert!(folder.bytes(output).starts_with(start), "{arguments}");
    }
}

#[test]
fn the_same_bytes_at_any_number_of_threads_and_at_any_time() {
    // More rows than one batch has.
    let rows = REGISTER.lines().skip(1).cycle().take(3000).collect::<Vec<_>>().join("\n");
    let register = format!("{}\n{rows}\n", REGISTER.lines().next().unwrap());
    let folder = Folder::new().with("x.csv", register);
    for format in ["csv", "xlsx", "jsonl"] {
        folder.run(&format!("tag x.csv -o one.{format} --threads 1")).exits(0).tells_nothing();
        if format == "xlsx" {
            // Workbooks like to note when they were made, to the second.
            std::thread::sleep(Duration::from_millis(1100));
        }
        folder.run(&format!("tag x.csv -o two.{format} --threads 2")).exits(0).tells_nothing();
        let (one, two) = (folder.bytes(&format!("one.{format}")), folder.bytes(&format!("two.{format}")));
        assert!(one == two, "{format}");
    }
    let titles = folder.table("one.csv");
    assert_eq!(titles.rows.len(), 3000);
    assert!(
        titles.column("标题").iter().zip(REGISTER.lines().skip(1).cycle()).all(|(t, line)| line.contains(t))
    );
}
