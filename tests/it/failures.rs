//! Files that cannot be used at all -> one clear message, exit code 2, and nothing left behind.

use crate::harness::{Folder, ROOT};
use crate::registers::REGISTER;

/// The old workbook of the tests with another number in the four bytes at a position.
fn bent_workbook(at: usize, number: u32) -> Vec<u8> {
    let mut bytes = std::fs::read(format!("{ROOT}/tests/data/two-levels.xls")).unwrap();
    bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
    bytes
}

#[test]
fn a_list_of_departments_is_cut_by_its_headings_and_names_one_that_can_be_proposed() {
    let list = "单位,职责,关键词\n路灯所,路灯和井盖。,路灯;代表\n";
    let folder =
        Folder::new().with("x.csv", REGISTER).with("d.csv", list).with("e.csv", format!("sep=,\n{list}"));
    for name in ["d.csv", "e.csv"] {
        let tagged = folder.run(&format!("tag x.csv --departments {name} -o -"));
        tagged.exits(0).tells_nothing().prints(",路灯所,");
    }
    let folder = folder.with("d.csv", "单位,职责,撤销年份\n水利局,河道。,2018\n");
    let refused = folder.run("tag x.csv --departments d.csv -o -").exits(2).prints_nothing();
    refused.tells("d.csv: every department has an until");
}

#[test]
fn a_file_that_cannot_be_used_is_named_with_the_remedy() {
    let junk: Vec<u8> = (0..4096u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    // The chain of the sectors of its directory leads back to where it began.
    let circle = bent_workbook(512 + 4 * 10, 9);
    // The table of its sectors lies behind its end, and the parser looks for it there.
    let outside = bent_workbook(76, 11);
    let cases: [(&[u8], &str); 18] = [
        (b"", "the file is empty; export it again"),
        (b"\xef\xbb\xbf\r\n \n", "the file is empty; export it again"),
        (b",,\n,,\n", "the file is empty; export it again"),
        (&junk, "this is neither text nor a spreadsheet; save it as"),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0",
            "this is neither text nor a spreadsheet",
        ),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0", "this is neither text nor a spreadsheet"),
        (
            b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n",
            "this is a PDF document, and those are not read; copy the table in it",
        ),
        (
            b"PK\x03\x04..word/document.xml..",
            "this is a Word document, and those are not read; copy the table in it",
        ),
        (b"PK\x03\x04junk", "open it in a spreadsheet program and save it again"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1junk", "open it in a spreadsheet program and save it again"),
        (&circle, "(its parts do not fit together); open it in a spreadsheet program and save it again"),
        (&outside, "(its parts do not fit together); open it in a spreadsheet program and save it again"),
        (b"<html><body>no table</body></html>", "this is neither text nor a spreadsheet"),
        (
            "详述,日期\n巷口太暗,2020-1-1\n".as_bytes(),
            "no column of text was found among the headings [详述, 日期]; name the one that holds it: --body-column",
        ),
        ("标题,内容\n".as_bytes(), "there are headings but no rows below them"),
        (b"[]", "there are headings but no rows below them"),
        (b"[{\"title\":1},", "not a JSON object"),
        (b"{\"a\":1}\n", "no column of text was found among the headings [a]"),
    ];
    for (bytes, remedy) in cases {
        for arguments in ["tag x.csv", "tag x.csv -o y.xlsx", "train x.csv -o y", "evaluate x.csv"] {
            let folder = Folder::new().with("x.csv", bytes);
            let ended = folder.run(arguments).exits(2).tells(remedy).prints_nothing();
            assert!(ended.stderr.starts_with("error: x.csv"), "{}", ended.stderr);
            assert_eq!(ended.stderr.lines().count(), 1, "{}", ended.stderr);
            assert_eq!(folder.names(), ["x.csv"], "{arguments}");
        }
    }
}

#[test]
fn what_is_no_file_is_named() {
    let folder = Folder::new().with_folder("来信");
    for command in ["tag 没有.csv", "train 没有.csv -o m", "evaluate 没有.csv", "inspect 没有.csv"] {
        folder.run(command).exits(2).tells("error: 没有.csv: ").prints_nothing();
    }
    folder
        .run("tag 来信")
        .exits(2)
        .tells("error: 来信: this is a folder; name the files in it")
        .prints_nothing();
    assert_eq!(folder.names(), ["来信"]);
    folder.run("tag").exits(2).tells("Usage:");
    folder.run("tag x.csv --format docx").exits(2).tells("possible values: csv, xlsx, jsonl");
}

#[test]
fn no_input_is_overwritten() {
    let overwrites = "the output would overwrite the input; choose another name with -o";
    let folder = Folder::new().with("x.csv", REGISTER).with("x.tagged.csv", REGISTER);
    for arguments in
        ["tag x.csv -o x.csv", "tag x.csv -o ./x.csv", "tag x.csv x.tagged.csv", "train x.csv -o x.csv"]
    {
        folder.run(arguments).exits(2).tells(overwrites);
        assert_eq!(folder.text("x.csv"), REGISTER, "{arguments}");
        assert_eq!(folder.text("x.tagged.csv"), REGISTER, "{arguments}");
    }
    let list = "name,remit\n城管委,负责路灯\n教委,负责学校\n";
    let folder = folder.with("d.csv", list).with("督办台账.xlsx", REGISTER);
    for arguments in ["tag x.csv --departments d.csv -o d.csv", "ledger 督办台账.xlsx -o ."] {
        folder.run(arguments).exits(2).tells(overwrites);
    }
    assert_eq!(folder.text("d.csv"), list);
    assert_eq!(folder.text("督办台账.xlsx"), REGISTER);
    folder
        .run("train x.csv -o m --audit m")
        .exits(2)
        .tells("error: m: model and doubtful rows need two names");
}

#[test]
fn a_folder_is_made_only_for_results() {
    let folder = Folder::new();
    folder.run("discover nofile.csv -o found").exits(2).tells("nofile.csv");
    assert!(folder.names().is_empty(), "{:?}", folder.names());
}

#[cfg(unix)]
#[test]
fn what_may_only_be_read_stays_and_links_lead_on() {
    let folder = Folder::new().with("x.csv", REGISTER).with("there.csv", "").with("kept.csv", "kept");
    std::os::unix::fs::symlink("there.csv", folder.path("link.csv")).unwrap();
    folder.run("tag x.csv -o link.csv").exits(0).tells_nothing();
    assert!(folder.path("link.csv").is_symlink());
    assert_eq!(folder.table("there.csv").rows.len(), 3);

    let mut only_read = std::fs::metadata(folder.path("kept.csv")).unwrap().permissions();
    only_read.set_readonly(true);
    std::fs::set_permissions(folder.path("kept.csv"), only_read).unwrap();
    let told = folder.run("tag x.csv -o kept.csv").exits(2);
    told.tells("error: kept.csv: this file may only be read; lift its protection, or name another output");
    assert_eq!(folder.text("kept.csv"), "kept");
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_is_written_and_not_replaced() {
    let folder = Folder::new().with("x.csv", REGISTER);
    let printed = folder.run("tag x.csv -o -").exits(0).stdout;
    assert_eq!(folder.run("tag x.csv -o /dev/stdout").exits(0).stdout, printed);
}

#[test]
fn the_list_of_rejected_rows_of_an_earlier_run_accuses_nobody() {
    let folder = Folder::new().with("x.csv", "编号,标题\n1,修路\n2,\n");
    folder.run("tag x.csv").exits(1).tells("rows that could not be used: 1");
    let list = folder.text("x.tagged.csv.rejected.csv");
    folder.run("tag x.csv").exits(1).tells("rows that could not be used: 1");
    let folder = folder.with("x.csv", "编号,标题\n1,修路\n2,修灯\n");
    folder.run("tag x.csv").exits(0).tells("is now x.tagged.csv.rejected.1.csv");
    assert!(!folder.names().contains(&"x.tagged.csv.rejected.csv".to_owned()));
    assert_eq!(folder.text("x.tagged.csv.rejected.1.csv"), list);
}

#[test]
fn a_row_too_long_for_a_workbook_does_not_keep_the_chosen_ones() {
    let long = "路灯不亮".repeat(10_000);
    let folder = Folder::new().with("x.csv", format!("标题,内容\n修路,路坏了\n修灯,{long}\n加公交,车太少\n"));
    folder.run("suggest-review x.csv -n 3 -o y.xlsx").exits(1).tells("rows that could not be used: 1");
    assert_eq!(folder.table("y.xlsx").rows.len(), 2);
}

#[test]
fn one_file_that_cannot_be_used_does_not_keep_the_others_waiting() {
    let folder =
        Folder::new().with("a.csv", REGISTER).with("b.csv", "").with("c.csv", REGISTER).with_folder("out");
    folder.run("tag a.csv b.csv c.csv").exits(2).tells("error: b.csv: the file is empty").prints_nothing();
    assert_eq!(folder.names(), ["a.csv", "a.tagged.csv", "b.csv", "c.csv", "c.tagged.csv", "out"]);
    assert_eq!(folder.bytes("a.tagged.csv"), folder.bytes("c.tagged.csv"));

    folder.run("tag a.csv c.csv -o out").exits(0).tells_nothing();
    assert_eq!(folder.bytes("out/a.tagged.csv"), folder.bytes("c.tagged.csv"));
    folder.run("tag a.csv c.csv -o all.csv").exits(2).tells("2 inputs cannot go to one file");
    folder.run("tag a.csv c.csv -o -").exits(2).tells("2 inputs cannot go to one file");
}

#[test]
fn two_inputs_never_share_one_output() {
    let folder = Folder::new().with("a.csv", REGISTER).with("a.txt", "标题\n修路\n");
    folder.run("tag a.csv a.txt").exits(2).tells("error: a.tagged.csv: another input was just written there");
    assert_eq!(folder.table("a.tagged.csv").rows.len(), 3);
    assert_eq!(folder.names(), ["a.csv", "a.tagged.csv", "a.txt"]);
}

#[test]
fn a_failure_halfway_leaves_nothing_and_what_was_there_stays() {
    // The quote swallows more than one row may have, long after the first rows were tagged.
    let mut register = REGISTER.as_bytes().to_vec();
    for number in 0..3000 {
        register.extend_from_slice(format!("{number},修路,坑太多了,\n").as_bytes());
    }
    register.extend_from_slice("9,架桥,\"".as_bytes());
    register.extend_from_slice("河宽。\n".repeat((65 << 20) / 10).as_bytes());
    for output in ["y.csv", "y.xlsx", "y.jsonl"] {
        let folder = Folder::new().with("x.csv", &register).with(output, "old");
        folder.run(&format!("tag x.csv -o {output}")).exits(2).tells("the rows cannot be told apart");
        assert_eq!(folder.names(), ["x.csv", output]);
        assert_eq!(folder.text(output), "old");
    }
}

#[test]
fn an_output_folder_that_is_missing_is_named() {
    let folder = Folder::new().with("x.csv", REGISTER);
    let missing = "error: missing/y.csv: there is no folder \"missing\" to write into; create it";
    folder.run("tag x.csv -o missing/y.csv").exits(2).tells(missing);
    assert_eq!(folder.names(), ["x.csv"]);
}

#[test]
fn a_format_that_is_none_is_refused() {
    let folder = Folder::new().with("x.csv", REGISTER);
    let refused = "error: y.pdf: registers are written as .csv, .xlsx or .jsonl, not as \".pdf\"";
    for command in ["tag x.csv -o y.pdf", "suggest-review x.csv -n 1 -o y.pdf"] {
        folder.run(command).exits(2).tells(refused);
    }
    folder.run("tag x.csv --threads 100000").exits(2).tells("100000 is not in 1..=1024");
    assert_eq!(folder.names(), ["x.csv"]);
    folder.run("tag x.csv -o y.xls --format csv").exits(0);
}
