//! A register -> the ledger of what is due and the letters to who is late, through the program.

use std::fmt::Write as _;

use crate::harness::Folder;
use crate::yearly::{YEAR, year};

#[test]
fn the_ledger_and_a_letter_to_who_is_late() {
    let folder = year();
    folder.run("ledger 台账.csv --today 2020-06-15 -o 督办").exits(0).prints_nothing();
    assert_eq!(folder.names_in("督办"), ["催办函-交通委.docx", "督办台账.xlsx"]);
    let sheet = folder.bytes("督办/督办台账.xlsx");
    assert!(sheet.starts_with(b"PK"));
    // On the day it was handed out nothing is late, so nobody is reminded; answers of later days are set apart.
    folder
        .run("ledger 台账.csv --today 2020-02-11 -o 当日")
        .exits(1)
        .tells("rows that cannot be reckoned: 3; the sheet 单列 says why");
    assert_eq!(folder.names_in("当日"), ["督办台账.xlsx"]);
    assert_eq!(folder.names(), ["台账.csv", "当日", "督办"]);
}

#[test]
fn a_ledger_of_bad_input_is_not_made() {
    let undated = "编号,案由,建议内容,主办单位\n1,修路,路面坑洼。,城管委\n";
    let cases = [
        ("ledger 没有.csv -o 督办", "error: 没有.csv: "),
        ("ledger 空.csv -o 督办", "the file is empty; export it again"),
        ("ledger 无日.csv -o 督办", "no row has a date, so it is unknown which day it is"),
        ("ledger 台账.csv --today 昨天 -o 督办", "write it as 2020-06-15"),
        ("ledger 台账.csv --rules 空.csv -o 督办", "error: 空.csv: "),
    ];
    for (arguments, message) in cases {
        let folder = year().with("空.csv", "").with("无日.csv", undated);
        folder.run(arguments).exits(2).tells(message).prints_nothing();
        assert_eq!(folder.names(), ["台账.csv", "无日.csv", "空.csv"], "{arguments}");
    }
}

/// No list is written over, and a register from standard input has a name.
#[test]
fn a_ledger_replaces_no_list_and_names_its_register() {
    let folder = year().with("督办台账.xlsx", "单位\n交通委\n");
    folder
        .run("ledger 台账.csv --departments 督办台账.xlsx -o .")
        .exits(2)
        .tells("督办台账.xlsx: the output would overwrite the input");
    assert_eq!(folder.text("督办台账.xlsx"), "单位\n交通委\n");
    folder
        .run_with_input("ledger -", "标题,主办单位\n修路,城管委\n".as_bytes())
        .exits(2)
        .tells("error: standard input: no row has a date");
    assert_eq!(folder.names(), ["台账.csv", "督办台账.xlsx"]);
}

#[test]
fn a_ledger_of_rows_that_cannot_be_used_lists_them() {
    let folder =
        Folder::new().with("台账.csv", "编号,案由,建议内容,主办单位,交办时间\n1,,,教委,2020-02-10\n");
    folder
        .run("ledger 台账.csv -o 督办")
        .exits(2)
        .tells("rows that could not be used: 1; 督办/督办台账.xlsx.rejected.csv says why")
        .tells("error: 台账.csv: not one row could be used; mend the rejected rows");
    assert_eq!(folder.names_in("督办"), ["督办台账.xlsx.rejected.csv"]);
}

/// Names that differ only in what no file name may hold, in capitals, or far behind.
#[test]
fn each_department_gets_a_letter_of_its_own() {
    let long = "街道".repeat(30);
    let mut register = YEAR.lines().next().unwrap().to_owned();
    let departments =
        ["城管委:市容科", "城管委?市容科", "CDC:甲", "cdc?甲", &format!("{long}甲"), &format!("{long}乙")];
    for (at, department) in (1..).zip(departments) {
        let row = "会上,修路,路面坑洼。,代表甲,2020-01-06,2020-02-10,交通出行";
        write!(register, "\n{at},{row},{department},,A,,").unwrap();
    }
    let folder = Folder::new().with("台账.csv", register);
    folder.run("ledger 台账.csv --today 2020-06-15 -o 督办").exits(0).tells_nothing();
    let names = folder.names_in("督办");
    let mut addressed: Vec<String> = Vec::new();
    for name in names.iter().filter(|name| name.starts_with("催办函-")) {
        addressed.push(jiaoban::read::draft(&folder.path(&format!("督办/{name}"))).unwrap().swap_remove(1));
    }
    addressed.sort_unstable();
    let mut expected = departments.map(|department| format!("{department}："));
    expected.sort_unstable();
    assert_eq!(addressed, expected);
    let second = |name: &str| names.contains(&format!("催办函-{name}-2.docx"));
    assert!(second("城管委_市容科") && second("cdc_甲") && second(&long), "{names:?}");
}

#[test]
fn what_an_earlier_run_wrote_is_set_aside_once() {
    let folder = year();
    folder.run("ledger 台账.csv --today 2020-06-15 -o 督办").exits(0).tells_nothing();
    let (letter, workbook) = (folder.bytes("督办/催办函-交通委.docx"), folder.bytes("督办/督办台账.xlsx"));
    folder.run("ledger 台账.csv --today 2020-06-15 -o 督办").exits(0).tells_nothing();
    // The department has answered, so that nothing is left to remind it of.
    let folder = folder.with("台账.csv", YEAR.replace("继续推进,\n", "继续推进,2020-05-08\n"));
    folder
        .run("ledger 台账.csv --today 2020-06-15 -o 督办")
        .exits(0)
        .tells("what 督办/催办函-交通委.docx said before is now 督办/催办函-交通委.1.docx")
        .tells("what 督办/督办台账.xlsx said before is now 督办/督办台账.1.xlsx");
    folder.run("ledger 台账.csv --today 2020-06-15 -o 督办").exits(0).tells_nothing();
    assert_eq!(folder.names_in("督办"), ["催办函-交通委.1.docx", "督办台账.1.xlsx", "督办台账.xlsx"]);
    assert_eq!(folder.bytes("督办/催办函-交通委.1.docx"), letter);
    assert_eq!(folder.bytes("督办/督办台账.1.xlsx"), workbook);
}

#[test]
fn departments_are_named_by_a_list_or_a_scheme() {
    let lists = [
        "单位,简称\n交通委,交通局\n城管委,\n",
        "name,aliases\n交通委,交通局\n城管委,\n",
        "kind,id,name,aliases\ntheme,road,道路,\ndepartment,traffic,交通委,交通局\ndepartment,order,城管委,\n",
    ];
    for list in lists {
        // The option was called --scheme before.
        for option in ["--departments", "--scheme"] {
            let folder =
                Folder::new().with("台账.csv", YEAR.replace("交通委", "交通局")).with("单位.csv", list);
            let arguments = format!("ledger 台账.csv --today 2020-06-15 {option} 单位.csv -o 督办");
            folder.run(&arguments).exits(0).tells_nothing();
            assert_eq!(folder.names_in("督办"), ["催办函-交通委.docx", "督办台账.xlsx"], "{list}");
        }
    }
    let folder =
        year().with("主题.csv", "kind,id,name\ntheme,road,道路\n").with("单位.csv", "单位\n交通委\n交通委\n");
    folder.run("ledger 台账.csv --departments 主题.csv -o 督办").exits(2).tells(
        "error: 主题.csv: the file names no department; add rows of departments, or name another file",
    );
    assert_eq!(folder.names(), ["主题.csv", "单位.csv", "台账.csv"]);
    // The rows led by a department that is not in the list are set apart, and the row that stands twice is rejected.
    folder
        .run("ledger 台账.csv --today 2020-06-15 --departments 单位.csv -o 督办")
        .exits(1)
        .tells("rows that could not be used: 1; 督办/督办台账.xlsx.rejected.csv says why")
        .tells("rows that cannot be reckoned: 3;");
}

/// Whoever has the program has no folder of the source beside it.
#[test]
fn help_names_no_file_that_a_user_does_not_have() {
    for command in ["ledger", "report"] {
        let help =
            year().run(&format!("{command} --help")).exits(0).prints("--rules").prints("in the program");
        assert!(!help.printed().contains("datasets/") && !help.printed().contains("--scheme"));
    }
}

#[test]
fn the_last_day_that_a_register_sets_counts() {
    let register = "编号,案由,建议内容,主办单位,交办时间,办理期限,答复时间\n\
                    1,修路,路面坑洼。,城管委,2020-02-10,2020-03-10,\n\
                    2,种树,路边没有树。,城管委,2020-02-10,三个月内,\n\
                    3,装灯,巷口太暗。,城管委,二〇二〇年二月十日,2020-08-10,\n";
    let folder = Folder::new().with("台账.csv", register);
    folder.run("ledger 台账.csv --today 2020-05-01 -o 督办").exits(0).tells_nothing();
    let ledger = folder.table("督办/督办台账.xlsx");
    assert_eq!(ledger.column("编号"), ["1", "2", "3"]);
    assert_eq!(ledger.column("答复期限"), ["2020-03-10", "2020-05-11", "2020-08-10"]);
    assert_eq!(ledger.column("状态"), ["超期未办复", "即将到期", "办理中"]);
}
