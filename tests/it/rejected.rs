//! Rows that cannot be used -> a file that says why, while the rest goes on.

use crate::harness::Folder;
use crate::registers::gb18030;

/// Register, the titles that are tagged, and row and reason of those that are not.
type Case<'c> = (Vec<u8>, &'c [&'c str], &'c [(&'c str, &'c str)]);

#[test]
fn one_bad_row_costs_one_row() {
    let no_text = "标题和内容都没有文字，请至少填写一项";
    let broken =
        [&gb18030("标题,内容\n修路,"), b"\xff\xff\n".as_slice(), &gb18030("种树,路边没有树\n")].concat();
    let cases: [Case<'_>; 5] = [
        (
            "标题,内容,备注\n修路,坑多,\n,,留言\n　,\t,\n种树,,\n".into(),
            &["修路", "种树"],
            &[("3", no_text), ("4", no_text)],
        ),
        (
            "标题,内容\n修路\n种树,树少\n架桥,河宽,多余\n".into(),
            &["种树"],
            &[
                ("2", "此行有1格，表头有2格，请检查分隔符和引号"),
                ("4", "此行有3格，表头有2格，请检查分隔符和引号"),
            ],
        ),
        (broken, &["种树"], &[("2", "“内容”列：单元格中有不合gb18030编码的乱码，请重新录入")]),
        (
            "标题,内容\n修路,坑多\n种树,\"树少\n架桥,河宽\n".into(),
            &["修路"],
            &[("3", "此处的引号没有配对，以下各行都被读入这一格，请补上后引号")],
        ),
        (
            "{\"标题\":\"修路\"}\n{\"标题\":\n{\"标题\":\"\"}\n".into(),
            &["修路"],
            &[("2", "不是完整的JSON对象"), ("3", no_text)],
        ),
    ];
    for (bytes, tagged, expected) in cases {
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        let folder = Folder::new().with("x.txt", bytes);
        let ended = folder.run("tag x.txt -o y.csv").exits(1);
        let told = format!("rows that could not be used: {}; y.csv.rejected.csv says why\n", expected.len());
        assert_eq!(ended.stderr, told, "{shown}");
        assert_eq!(folder.names(), ["x.txt", "y.csv", "y.csv.rejected.csv"]);
        assert_eq!(folder.table("y.csv").column("标题"), tagged, "{shown}");
        let rejected = folder.table("y.csv.rejected.csv");
        assert_eq!(rejected.headings[..4], ["文件", "行", "原因", "标题"], "{shown}");
        assert_eq!(rejected.rows.len(), expected.len(), "{shown}");
        for (row, (number, reason)) in rejected.rows.iter().zip(expected) {
            assert_eq!(row[..2], ["x.txt", number], "{shown}");
            assert!(row[2].starts_with(reason), "{reason} is not {}", row[2]);
        }
    }
}

#[test]
fn the_cells_of_a_rejected_row_are_kept() {
    let folder = Folder::new().with("x.csv", "标题,内容\n修路\n种树,树少\n架桥,=1+1,多余\n");
    folder.run("tag x.csv").exits(1).prints_nothing();
    let rejected = folder.text("x.tagged.csv.rejected.csv");
    let (mark, rows) = rejected.split_at(3);
    assert_eq!(mark, "\u{feff}");
    let cells: Vec<&str> = rows.lines().skip(1).filter_map(|line| line.split("引号,").nth(1)).collect();
    assert_eq!(cells, ["修路", "架桥,'=1+1,多余"]);
}

#[test]
fn the_list_of_rejected_rows_is_a_register_once_they_are_mended() {
    let folder = Folder::new().with("x.csv", "编号,标题,内容,备注\n1,修路,坑多,\n2,,,急\n3,种树,树少\n");
    folder.run("tag x.csv").exits(1).prints_nothing();
    let rejected = folder.text("x.tagged.csv.rejected.csv");
    let mended = rejected.replace(",2,,,急", ",2,路灯不亮,,急").replace(",3,种树,树少", ",3,种树,树少,");
    let folder = folder.with("mended.csv", mended);
    folder.run("tag mended.csv").exits(0).tells_nothing();
    let tagged = folder.table("mended.tagged.csv");
    assert_eq!(tagged.headings[..7], ["文件", "行", "原因", "编号", "标题", "内容", "备注"]);
    assert_eq!((tagged.column("编号"), tagged.column("标题")), (vec!["2", "3"], vec!["路灯不亮", "种树"]));
    assert_eq!(tagged.column("主办单位")[0], "城管委");
}

#[test]
fn rows_of_files_with_other_headings_stand_under_their_own() {
    let folder = Folder::new().with("a.csv", "标题,内容,备注\n,,一\n,,二\n修路,坑多,\n");
    let folder = folder.with("b.csv", "编号,案由\n9,\n8,种树\n");
    folder.run("discover a.csv b.csv -o d").exits(1);
    let rejected = folder.text("d/discover.rejected.csv");
    let lines: Vec<&str> = rejected.trim_start_matches('\u{feff}').lines().collect();
    let reason = "标题和内容都没有文字，请至少填写一项";
    assert_eq!(
        lines,
        [
            "文件,行,原因,标题,内容,备注",
            &format!("a.csv,2,{reason},,,一"),
            &format!("a.csv,3,{reason},,,二"),
            "文件,行,原因,编号,案由",
            &format!("b.csv,2,{reason},9,"),
        ]
    );
}

#[test]
fn blank_rows_are_no_rows() {
    let folder = Folder::new().with("x.csv", "标题,内容\n,\n\n ,\" \"\n修路,\n");
    folder.run("tag x.csv").exits(0).tells_nothing();
    assert_eq!(folder.table("x.tagged.csv").column("标题"), ["修路"]);
}

#[test]
fn a_sheet_is_named_where_there_is_one() {
    let folder = Folder::new().with("x.xlsx", crate::registers::xlsx("标题,备注\n修路,一\n,二\n"));
    folder.run("tag x.xlsx").exits(1).tells("x.tagged.xlsx.rejected.csv");
    assert_eq!(folder.table("x.tagged.xlsx.rejected.csv").column("文件"), ["x.xlsx [台账]"]);
}

#[test]
fn every_row_may_be_rejected() {
    let folder = Folder::new().with("x.csv", "标题,备注\n,一\n,二\n");
    folder.run("tag x.csv").exits(1).tells("rows that could not be used: 2");
    assert_eq!(folder.text("x.tagged.csv").lines().count(), 1);
}

#[test]
fn rejected_rows_come_back_whatever_the_run_fails_of() {
    let mixed = "标题,内容,备注\n修路,坑太多,\n,,留言\n";
    let labeled = "标题,内容,主题\n修路,坑太多,交通\n,,教育\n";
    let led = "标题,内容,承办单位\n修路,坑太多,交通委\n,,教委\n";
    let undated = "标题,内容,主办单位,交办时间\n修路,坑太多,教委,\n,,教委,\n";
    let dated = "标题,内容,提出时间\n修路,坑太多,2020-03-01\n,,2020-03-02\n";
    let none = "标题,内容,备注\n,,留言\n";
    let no_row = "not one row could be used; mend the rejected rows";
    let cases = [
        ("train x.csv -o m", mixed, "no row has a label", "m.rejected.csv"),
        ("train x.csv -o m", none, no_row, "m.rejected.csv"),
        ("evaluate x.csv", mixed, "no row has a label", "x.csv.rejected.csv"),
        ("evaluate x.csv", none, no_row, "x.csv.rejected.csv"),
        ("evaluate x.csv --folds 3", labeled, "are of one text or group", "x.csv.rejected.csv"),
        ("evaluate x.csv --folds 3 --scheme 没有.csv", labeled, "没有.csv", "x.csv.rejected.csv"),
        ("suggest-review x.csv -n 1 -o y.csv", labeled, "no row is without", "y.csv.rejected.csv"),
        (
            "suggest-review x.csv -n 1 -o y.csv",
            led,
            "which stand in [承办单位]; hand over",
            "y.csv.rejected.csv",
        ),
        ("suggest-review x.csv -n 1 -o y.csv", none, no_row, "y.csv.rejected.csv"),
        ("discover x.csv -o d", none, no_row, "d/discover.rejected.csv"),
        ("report x.csv -o r.md", none, no_row, "r.md.rejected.csv"),
        ("report x.csv -o r.md --year 2019", dated, "no row is of the year 2019", "r.md.rejected.csv"),
        ("ledger x.csv -o l", undated, "no row has a date", "l/督办台账.xlsx.rejected.csv"),
        ("ledger x.csv -o l", "标题,交办时间\n,2020-03-01\n", "not one row", "l/督办台账.xlsx.rejected.csv"),
        ("check r.txt --register x.csv", none, no_row, "x.csv.rejected.csv"),
    ];
    for (run, register, told, list) in cases {
        let folder = Folder::new().with("x.csv", register).with("r.txt", "共收到建议3件。");
        folder.run(run).exits(2).tells(told).tells("rows that could not be used: 1").prints_nothing();
        assert_eq!(folder.table(list).column("文件"), ["x.csv"], "{run}");
    }
}

#[test]
fn a_clean_run_leaves_no_list_of_rejected_rows() {
    let folder = Folder::new().with("x.csv", "标题,备注\n修路,一\n");
    folder.run("tag x.csv").exits(0).tells_nothing();
    assert_eq!(folder.names(), ["x.csv", "x.tagged.csv"]);
}
