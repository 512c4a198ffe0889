//! Standard input and output, Ctrl-C, a reader that goes away -> no noise and nothing half-written.

use std::fmt::Write as _;
use std::io::{Read, Write as _};

use crate::harness::{Ended, Folder};
use crate::registers::{REGISTER, gb18030, xlsx};

#[test]
fn a_dash_streams() {
    let folder = Folder::new().with("x.csv", REGISTER);
    folder.run("tag x.csv").exits(0).tells_nothing();
    let expected = folder.text("x.tagged.csv");
    for input in [REGISTER.into(), gb18030(REGISTER)] {
        let ended = folder.run_with_input("tag -", &input).exits(0).tells_nothing();
        assert_eq!(ended.printed(), expected);
    }
    let ended = folder.run("tag x.csv -o -").exits(0).tells_nothing();
    assert_eq!(ended.printed(), expected);
    folder.run_with_input("tag - -o y.csv", REGISTER.as_bytes()).exits(0).tells_nothing().prints_nothing();
    assert_eq!(folder.text("y.csv"), expected);
    let ended = folder.run_with_input("tag -", &xlsx(REGISTER)).exits(0).tells_nothing();
    assert!(ended.stdout.starts_with(b"PK"));
    folder.run_with_input("tag - --format jsonl", &xlsx(REGISTER)).exits(0).prints("{\"row\":2,\"id\":\"1\"");
    assert_eq!(folder.names(), ["x.csv", "x.tagged.csv", "y.csv"]);
}

#[test]
fn where_nobody_listens_the_result_is_written_all_the_same() {
    let folder = Folder::new().with("x.csv", "标题,备注\n修路,\n,乙\n");
    let mut child = folder.start("tag x.csv");
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert_eq!(folder.names(), ["x.csv", "x.tagged.csv", "x.tagged.csv.rejected.csv"]);
}

#[test]
fn rows_of_standard_input_can_be_rejected() {
    let folder = Folder::new();
    folder
        .run_with_input("tag -", "标题,备注\n修路,\n,乙\n".as_bytes())
        .exits(1)
        .tells("rows that could not be used: 1; stdin.rejected.csv says why")
        .prints("修路");
    assert_eq!(folder.names(), ["stdin.rejected.csv"]);
    assert_eq!(folder.table("stdin.rejected.csv").column("文件"), ["standard input"]);
    folder.run("tag -").exits(2).tells("error: standard input: the file is empty").prints_nothing();
}

/// A register longer than the sample that the program looks at, and than any pipe holds.
fn long_register() -> Vec<u8> {
    let mut register = REGISTER.to_owned();
    for number in 0..60_000 {
        writeln!(register, "{number},增设路灯,巷口太暗，晚上看不清路,转办").unwrap();
    }
    register.into_bytes()
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = Folder::new().with("x.csv", long_register());
    for arguments in ["tag x.csv -o -", "tag x.csv -o - --format jsonl"] {
        let mut child = folder.start(arguments);
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut [0; 100]).unwrap();
        drop(stdout);
        Ended::new(arguments, child.wait_with_output().unwrap()).exits(0).tells_nothing();
    }
    for arguments in ["inspect", "tag x.csv -o - --format xlsx"] {
        let mut child = folder.start(arguments);
        drop(child.stdout.take());
        Ended::new(arguments, child.wait_with_output().unwrap()).exits(0).tells_nothing();
    }
    assert_eq!(folder.names(), ["x.csv"]);
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing_half_written() {
    use std::process::Command;
    use std::time::{Duration, Instant};

    for output in ["y.csv", "y.xlsx"] {
        let folder = Folder::new().with(output, "old");
        let arguments = format!("tag - -o {output}");
        let mut child = folder.start(&arguments);
        let mut stdin = child.stdin.take().unwrap();
        // The rows with text are followed by one without, so that both files are open; the input never ends.
        stdin.write_all(&long_register()).unwrap();
        stdin.write_all(",,,空\n".as_bytes()).unwrap();
        stdin.write_all(&long_register()).unwrap();
        let patience = Instant::now() + Duration::from_secs(60);
        while folder.names().len() < 3 {
            assert!(Instant::now() < patience, "no temporary files: {:?}", folder.names());
            std::thread::sleep(Duration::from_millis(20));
        }
        let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        assert!(interrupted.success());
        Ended::new(&arguments, child.wait_with_output().unwrap()).exits(130).tells_nothing();
        drop(stdin);
        assert_eq!(folder.names(), [output]);
        assert_eq!(folder.text(output), "old");
    }
}
