//! Rows where nobody looks for them -> they are tagged, or come back with the reason, or the program tells of them.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Formula, Workbook};
use zip::write::SimpleFileOptions;

use crate::harness::Folder;
use crate::registers::{REGISTER, cells, sheets, xlsx};

/// The rows and reasons of `x.tagged.xlsx.rejected.csv`.
fn rejected(folder: &Folder) -> Vec<(String, String)> {
    let rejected = folder.table("x.tagged.xlsx.rejected.csv");
    rejected.rows.into_iter().map(|row| (format!("{}:{}", row[0], row[1]), row[2].clone())).collect()
}

#[test]
fn rows_above_the_headings_come_back() {
    let two = "序号,标题,内容,,\n1,路灯不亮,巷口三盏路灯坏了,,\n2,修路,路面坑洼,,\n\
               序号,标题,内容,提出人,主办单位\n1,停车难,晚上都停在路上,李某,交通支队\n";
    let folder = Folder::new().with("x.csv", two);
    folder.run("tag x.csv").exits(1).tells("rows that could not be used: 2");
    assert_eq!(folder.table("x.tagged.csv").column("标题"), ["停车难"]);
    let list = folder.table("x.tagged.csv.rejected.csv");
    assert_eq!(list.column("行"), ["2", "3"]);
    assert!(list.column("原因")[0].starts_with("此行在表头之上，请移到表头之下"));
    assert!(list.rows[0].contains(&"路灯不亮".to_owned()), "{:?}", list.rows[0]);

    // The second sheet goes on without headings, and has them again further down.
    let rest = "4,增设座椅,公园里没有座椅,\n编号,标题,内容,备注\n5,种树,路边没有树,\n";
    let folder = Folder::new().with("x.xlsx", sheets(&[("一", REGISTER), ("二", rest)]));
    folder.run("tag x.xlsx").exits(1);
    assert_eq!(folder.table("x.tagged.xlsx").rows.len(), 4);
    let [(place, reason)] = &rejected(&folder)[..] else { panic!("{:?}", rejected(&folder)) };
    assert_eq!(place, "x.xlsx [二]:1");
    assert!(reason.starts_with("此行在表头之上"), "{reason}");
}

#[test]
fn a_sheet_that_goes_on_with_short_titles_is_no_loss() {
    let (one, two) = ("序号,标题,提出人\n1,路灯不亮,张某\n2,停车难,李某\n", "3,漏水,王某\n4,噪音扰民,赵某\n");
    let folder = Folder::new().with("x.xlsx", sheets(&[("一", one), ("二", two)]));
    folder.run("tag x.xlsx").exits(1).tells("rows that could not be used: 2");
    let places: Vec<String> = rejected(&folder).into_iter().map(|(place, _)| place).collect();
    assert_eq!(places, ["x.xlsx [二]:1", "x.xlsx [二]:2"]);
}

#[test]
fn headings_and_numbers_of_columns_within_the_table_are_set_apart() {
    let register = "序号,标题,内容\n(1),(2),(3)\n1,路灯不亮,巷口太暗\n序号,标题,内容\n2,漏水,屋顶漏水\n\
                    序号,提出人,标题\n3,李某,停车难\n";
    let folder = Folder::new().with("x.xlsx", xlsx(register));
    folder.run("tag x.xlsx").exits(1).tells("rows that could not be used: 3");
    let said: Vec<(String, String)> = rejected(&folder);
    let expected = [
        ("x.xlsx [台账]:2", "这是栏次编号，不是建议，请从台账中删去"),
        ("x.xlsx [台账]:4", "这是重复的表头，不是建议，请从台账中删去"),
        ("x.xlsx [台账]:6", "这是另一张表的表头"),
    ];
    for ((place, reason), (expected, words)) in said.iter().zip(expected) {
        assert!(place == expected && reason.starts_with(words), "{place} {reason}");
    }
}

#[test]
fn a_hidden_sheet_is_left_out_and_told_of() {
    let mut book = Workbook::new();
    for (name, hidden) in [("一", false), ("二", true)] {
        let sheet = book.add_worksheet().set_name(name).unwrap().set_hidden(hidden);
        for (row, cells) in (0..).zip(cells(REGISTER)) {
            sheet.write_row(row, 0, cells).unwrap();
        }
    }
    let folder = Folder::new().with("x.xlsx", book.save_to_buffer().unwrap());
    let told = "x.xlsx: sheet 二 is hidden and was left out with its rows (3); unhide it to have them read\n";
    for command in ["tag x.xlsx", "report x.xlsx -o r.md", "discover x.xlsx -o d"] {
        assert_eq!(folder.run(command).exits(0).stderr, told, "{command}");
    }
    assert_eq!(folder.table("x.tagged.xlsx").rows.len(), 3);

    let mut book = Workbook::new();
    book.add_worksheet().set_name("说明").unwrap().write_string(0, 0, "请各单位填写").unwrap();
    let sheet = book.add_worksheet().set_name("台账").unwrap().set_hidden(true);
    sheet.write_column(0, 0, ["标题", "修路"]).unwrap();
    let folder = Folder::new().with("x.xlsx", book.save_to_buffer().unwrap());
    folder.run("tag x.xlsx").exits(2).tells("x.xlsx: only a hidden sheet has a column of text; unhide it");
}

/// The same archive, where `from` in the entry of a name is `to`.
fn with_entry(archive: &[u8], name: &str, (from, to): (&str, &str)) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut changed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        let own = entry.name().unwrap().into_owned();
        if own == name {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(from), "{text}");
            bytes = text.replace(from, to).into_bytes();
        }
        let options = SimpleFileOptions::default().compression_method(entry.compression());
        changed.start_file(own, options).unwrap();
        changed.write_all(&bytes).unwrap();
    }
    changed.finish().unwrap().into_inner()
}

#[test]
fn a_formula_without_a_value_is_no_blank_cell() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["编号", "标题", "内容"]).unwrap();
    sheet.write_row(1, 1, ["路灯不亮", "巷口太暗"]).unwrap();
    sheet.write_formula(1, 0, Formula::new("=\"2020-\"&1").set_result("77")).unwrap();
    sheet.write_formula(2, 1, Formula::new("=B2&\"漏水\"").set_result("77")).unwrap();
    sheet.write_row(3, 0, ["3", "停车难"]).unwrap();
    sheet.write_formula(3, 2, Formula::new("=IF(1,\"\",2)").set_result("")).unwrap();
    let entry = "xl/worksheets/sheet1.xml";
    let bytes = with_entry(&book.save_to_buffer().unwrap(), entry, ("<v>77</v>", "<v></v>"));
    let folder = Folder::new().with("x.xlsx", bytes);
    folder.run("tag x.xlsx").exits(1).tells("rows that could not be used: 2");
    // A formula may say nothing, and then its value is nothing.
    assert_eq!(folder.table("x.tagged.xlsx").column("标题"), ["停车难"]);
    let remedy = "公式没有保存计算结果，请用表格软件打开后重新保存";
    let expected = [("x.xlsx [Sheet1]:2", "编号"), ("x.xlsx [Sheet1]:3", "标题")];
    let expected = expected.map(|(place, column)| (place.to_owned(), format!("“{column}”列：{remedy}")));
    assert_eq!(rejected(&folder), expected);
    let list = folder.table("x.tagged.xlsx.rejected.csv");
    assert!(list.rows[1].iter().any(|cell| cell.contains("B2&\"漏水\"")), "{:?}", list.rows[1]);
}

#[test]
fn a_key_of_json_that_comes_twice_is_named() {
    let folder =
        Folder::new().with("x.jsonl", "{\"标题\":\"路灯不亮\",\"标题\":\"停车难\"}\n{\"标题\":\"漏水\"}\n");
    folder.run("tag x.jsonl").exits(1).tells("rows that could not be used: 1");
    let list = folder.table("x.tagged.jsonl.rejected.csv");
    assert_eq!(list.column("原因"), ["“标题”列：键“标题”在此行出现两次，请只留一个"]);
    assert!(["路灯不亮", "停车难"].iter().all(|text| list.rows[0].contains(&(*text).to_owned())), "{list:?}");
}

#[test]
fn the_error_of_a_formula_is_no_text() {
    let folder = Folder::new().with("x.csv", "编号,标题,内容\n1,#REF!,#N/A\n2,#VALUE!,巷口路灯不亮\n");
    folder.run("tag x.csv").exits(1);
    let tagged = folder.table("x.tagged.csv");
    assert_eq!((tagged.column("标题"), tagged.column("主办单位")), (vec!["#VALUE!"], vec!["城管委"]));
    let list = folder.table("x.tagged.csv.rejected.csv");
    assert_eq!(list.column("原因"), ["标题和内容只有公式错误#REF!，请改正公式或直接录入文字"]);
}

#[test]
fn a_workbook_where_a_list_is_needed_is_named() {
    let list = xlsx("单位,职责\n城管委,路灯\n教委,学校\n");
    let folder = Folder::new().with("x.csv", REGISTER).with("单位.xlsx", list);
    let told = "error: 单位.xlsx: this is a workbook, but a list is read as text; save it as CSV (UTF-8)";
    for command in [
        "tag x.csv --departments 单位.xlsx",
        "train x.csv -o m --scheme 单位.xlsx",
        "train x.csv -o m --lexicon 单位.xlsx",
        "train x.csv -o m --words 单位.xlsx",
    ] {
        folder.run(command).exits(2).tells(told);
    }
}

#[test]
fn the_sheet_of_asks_is_no_register_even_with_its_column_named() {
    let folder = Folder::new().with("x.xlsx", xlsx("编号,标题,诉求\n1,增设路灯,巷口太暗，请装两盏路灯。\n"));
    folder.run("tag x.xlsx --asks --body-column 诉求").exits(0).tells_nothing();
    folder.run("tag x.tagged.xlsx --body-column 诉求").exits(0).tells_nothing();
    assert_eq!(folder.table("x.tagged.tagged.xlsx").rows.len(), 1);
    // A sheet of that name that is a register stays one.
    let own = sheets(&[("一月", REGISTER), ("诉求分办表", REGISTER)]);
    let folder = Folder::new().with("x.xlsx", own);
    folder.run("tag x.xlsx").exits(0).tells_nothing();
    assert_eq!(folder.table("x.tagged.xlsx").rows.len(), 6);
}

#[test]
fn a_column_of_long_texts_that_nobody_knows_is_told_of() {
    let text = "巷口三盏路灯坏了半个月，晚上老人出门看不见路，请尽快修好。";
    let register = format!("编号,标题,细述,办理意见\n1,请解决,{text},{text}{text}\n2,路灯,{text},\n");
    let folder = Folder::new().with("x.csv", &register);
    let told = "x.csv: column 细述 holds long texts and is not read; if they are what people wrote, name it: \
                --body-column 细述\n";
    for command in ["tag x.csv", "report x.csv -o r.md", "discover x.csv -o d"] {
        assert_eq!(folder.run(command).exits(0).stderr, told, "{command}");
    }
    folder.run("tag x.csv -o y.csv --body-column 细述").exits(0).tells_nothing();
    assert_eq!(folder.table("y.csv").column("主办单位"), ["城管委"; 2]);
    // What is called 描述 is known.
    let folder = Folder::new().with("x.csv", register.replace("细述", "描述"));
    folder.run("tag x.csv").exits(0).tells_nothing();
    assert_eq!(folder.table("x.tagged.csv").column("主办单位"), ["城管委"; 2]);
}

#[test]
fn a_mended_list_is_never_written_over() {
    let mended = "标题,主题\n停车难,交通\n";
    let folder = Folder::new()
        .with("x.csv", "编号,标题,主题\n1,路灯不亮,交通\n")
        .with("x.csv.rejected.csv", mended)
        .with("m.md.rejected.csv", mended)
        .with("m.csv.rejected.csv", mended)
        .with_folder("d")
        .with("d/discover.rejected.csv", mended);
    for arguments in [
        "evaluate x.csv x.csv.rejected.csv",
        "train x.csv m.md.rejected.csv -o m.md",
        "report x.csv m.md.rejected.csv -o m.md",
        "suggest-review m.csv.rejected.csv -n 1 -o m.csv",
        "discover x.csv d/discover.rejected.csv -o d",
    ] {
        folder.run(arguments).exits(2).tells("rename it first");
    }
    assert_eq!(folder.names_in("d"), ["discover.rejected.csv"]);
}

#[test]
fn a_formula_that_is_only_carried_costs_no_row() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["编号", "标题", "字数"]).unwrap();
    sheet.write_row(1, 0, ["1", "路灯不亮"]).unwrap();
    sheet.write_formula(1, 2, Formula::new("=LEN(B2)").set_result("77")).unwrap();
    let entry = "xl/worksheets/sheet1.xml";
    let bytes = with_entry(&book.save_to_buffer().unwrap(), entry, ("<v>77</v>", "<v></v>"));
    let folder = Folder::new().with("x.xlsx", bytes);
    folder.run("tag x.xlsx").exits(0);
    assert_eq!(folder.table("x.tagged.xlsx").column("字数"), ["=LEN(B2)"]);
}

#[test]
fn a_form_is_read_as_one_suggestion() {
    let form = "建议登记表,,,\n编号,12,日期,2020-3-16\n姓名,甲某,电话,6234\n建议内容,巷口三盏路灯坏了半年,,\n处理意见,,,\n";
    let other = "编号,13,日期,2020-3-17\n姓名,乙某,,\n建议内容,桥头没有公交站牌,,\n";
    let folder = Folder::new().with("x.xlsx", sheets(&[("一", form), ("二", other)]));
    folder.run("tag x.xlsx").exits(0);
    let table = folder.table("x.tagged.xlsx");
    assert_eq!(table.column("建议内容"), ["巷口三盏路灯坏了半年", "桥头没有公交站牌"]);
    assert_eq!(table.column("编号"), ["12", "13"]);
    assert_eq!(table.column("姓名"), ["甲某", "乙某"]);
}

#[test]
fn what_corrections_of_asks_teach_is_told() {
    let folder = Folder::new().with("x.xlsx", sheets(&[("一", REGISTER)]));
    folder.run("tag x.xlsx --asks -o t.xlsx").exits(0);
    folder.run("train --from default t.xlsx -o m").tells("the sheet 诉求分办表 teaches nothing");
    folder.run("tag x.xlsx --asks -o t.csv").exits(0);
    folder
        .run("train --from default t.csv.asks.csv -o m")
        .exits(2)
        .tells("these are the asks of a tagged file");
}

#[test]
fn a_check_of_a_year_without_rows_says_so() {
    let folder = Folder::new()
        .with("x.csv", "编号,标题,日期\n1,路灯不亮,2020-3-16\n")
        .with("d.txt", "共收到建议1件。");
    folder.run("check d.txt --register x.csv --year 2020").exits(0);
    folder.run("check d.txt --register x.csv --year 1999").exits(2).tells("no row is of the year 1999");
}

#[test]
fn the_row_of_a_broken_list_is_named() {
    let folder = Folder::new()
        .with("x.csv", "编号,标题,主办,交办日期\n1,路灯不亮,城管委,2020-3-16\n")
        .with("h.csv", "date,kind\n2020-5-1,holiday\n2020-5-1,working\n")
        .with("x.json", "[{\"标题\":\"修路\"},\n{\"标题\":\"修灯\"},\n]")
        .with("p.csv", [0x89, b'P', b'N', b'G', 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 1, 1, 1]);
    folder.run("ledger x.csv --holidays h.csv -o l --today 2020-6-15").exits(2).tells("h.csv, row 3");
    folder.run("tag x.json").exits(2).tells("line 3, column 1");
    folder.run("tag x.csv --departments p.csv").exits(2).tells("this is neither text nor a spreadsheet");
}
