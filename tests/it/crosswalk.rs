//! `evaluate --crosswalk`: rows labeled in another scheme -> how many themes stand for the row's label.

use std::process::Command;

/// What `evaluate` prints and its exit code, for rows in a register and pairs in a crosswalk.
fn evaluate(rows: &str, pairs: &str) -> (String, Option<i32>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rows.csv"), format!("title,body,label\n{rows}")).unwrap();
    std::fs::write(folder.path().join("crosswalk.csv"), format!("from,to\n{pairs}")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_jiaoban"))
        .args(["evaluate", "rows.csv", "--crosswalk", "crosswalk.csv", "--json"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (text.concat(), output.status.code())
}

const ROWS: &str = "小学学位,孩子九月要上小学，学区里的学校说学位已经满了，请教育局给个说法,文教\n\
                    教室太挤,初中一个班七十个学生，老师改不完作业，请求增加教师和校舍,科学\n\
                    公交太少,镇上的公交车一小时一班，上班总是迟到，请公交公司加密班次,科学\n";

#[test]
fn a_theme_counts_for_each_of_its_targets() {
    let (text, code) = evaluate(ROWS, "education,文教\neducation,科学\ntraffic,交通\n");
    let scores: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(code, Some(0), "{text}");
    assert_eq!(scores["theme"]["n"], 3);
    // The first two are education, which stands for both labels; the third is not.
    assert_eq!(scores["theme"]["accuracy"], 2.0 / 3.0);
    assert!(scores.get("other_themes").is_none());
}

#[test]
fn a_label_that_nothing_leads_to_is_rejected() {
    let (text, code) = evaluate(ROWS, "education,文教\n");
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("\"rejected\": 2") && text.contains("\"n\": 1"), "{text}");
}

#[test]
fn a_theme_that_the_model_lacks_is_named() {
    let (text, code) = evaluate(ROWS, "education,文教\neducashun,科学\n");
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("crosswalk.csv, row 3, column from: \"educashun\" is not a label"), "{text}");
}
