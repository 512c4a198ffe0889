//! Rows that cannot be used -> a file that says why, while the rest goes on.

use crate::harness::Folder;
use crate::registers::gb18030;

/// Register, the titles that are tagged, and row and reason of those that are not.
type Case<'c> = (Vec<u8>, &'c [&'c str], &'c [(&'c str, &'c str)]);

#[test]
fn one_bad_row_costs_one_row() {
    let no_text = "neither title nor body holds text; fill one of them";
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
                ("2", "1 cells where the header has 2; check separators and quotes"),
                ("4", "3 cells where the header has 2; check separators and quotes"),
            ],
        ),
        (broken, &["种树"], &[("2", "column 内容: the bytes are not valid gb18030; retype the cell")]),
        (
            "标题,内容\n修路,坑多\n种树,\"树少\n架桥,河宽\n".into(),
            &["修路"],
            &[(
                "3",
                "a quote opened here is never closed, so all rows below it ended up in this cell; close it",
            )],
        ),
        (
            "{\"标题\":\"修路\"}\n{\"标题\":\n{\"标题\":\"\"}\n".into(),
            &["修路"],
            &[("2", "not a JSON object"), ("3", no_text)],
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
        assert_eq!(rejected.headings, ["文件", "行", "原因", "原始内容"]);
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
    let cells: Vec<&str> = rows.lines().skip(1).filter_map(|line| line.split("quotes,").nth(1)).collect();
    assert_eq!(cells, ["修路", "架桥,'=1+1,多余"]);
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
fn a_clean_run_leaves_no_list_of_rejected_rows() {
    let folder = Folder::new().with("x.csv", "标题,备注\n修路,一\n");
    folder.run("tag x.csv").exits(0).tells_nothing();
    assert_eq!(folder.names(), ["x.csv", "x.tagged.csv"]);
}
