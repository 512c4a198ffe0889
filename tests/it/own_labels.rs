//! Registers with an office's own labels -> what a model learns of them, what it proposes, and what it tells of the rest.

use std::fmt::Write as _;

use jiaoban::read::{self, Options, Row};
use jiaoban::suggestion::Role;
use serde_json::Value;

use crate::harness::{Folder, ROOT};
use crate::registers::labeled;

/// The texts and leads of so many rows of the dataset, evenly spread over it from `first` on.
fn dataset(first: usize, rows: usize) -> (Vec<u8>, Vec<String>) {
    let files = std::fs::read_dir(format!("{ROOT}/datasets/suggestions")).unwrap();
    let mut files: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "csv"));
    files.sort_unstable();
    let all = files.iter().flat_map(|file| read::open(file, &Options::default()).unwrap());
    let mut register = csv::Writer::from_writer(Vec::new());
    register.write_record(["标题", "内容", "主办单位"]).unwrap();
    let mut leads = Vec::new();
    for row in all.skip(first).step_by(20_000 / rows).take(rows) {
        let Row::Usable(row) = row.unwrap() else { panic!("the dataset has no bad rows") };
        leads.push(row.cell(Role::Lead).unwrap().to_owned());
        register.write_record([row.title(), row.body(), &leads[leads.len() - 1]]).unwrap();
    }
    (register.into_inner().unwrap(), leads)
}

fn how_often(lead: &str, leads: &[String]) -> usize {
    leads.iter().filter(|other| *other == lead).count()
}

#[test]
fn a_few_rows_are_no_worse_than_the_commonest_lead() {
    let (others, given) = dataset(7, 400);
    for (first, rows) in [(0, 20), (300, 20), (500, 20), (0, 40), (111, 40)] {
        let (few, leads) = dataset(first, rows);
        let folder = Folder::new().with("few.csv", few).with("others.csv", &others);
        folder.run("train few.csv -o m").exits(0);
        let inspected = folder.run("inspect m").exits(0);
        assert!(!inspected.printed().contains("learning -"), "{}", inspected.printed());
        let most = leads.iter().map(|lead| how_often(lead, &leads)).max().unwrap();
        let commonest = leads.iter().filter(|lead| how_often(lead, &leads) == most);
        let right = commonest.map(|lead| how_often(lead, &given)).min().unwrap() as f64 / given.len() as f64;
        let result = folder.run("evaluate others.csv --model m --json").exits(0);
        let result: Value = serde_json::from_str(result.printed()).unwrap();
        let accuracy = result["lead"]["accuracy"].as_f64().unwrap();
        assert!(accuracy >= right, "{rows} rows from {first}: {accuracy}, the commonest {right}");
    }
}

#[test]
fn leads_of_one_row_each_are_found_by_their_words() {
    let matters = ["路灯", "井盖", "公交", "停车", "学位", "补课", "油烟", "噪音"];
    let mut register = "标题,内容,主题,主办单位\n".to_owned();
    for (at, matter) in matters.into_iter().enumerate() {
        writeln!(register, "{matter}问题,{matter}问题请尽快解决。,主题{},单位{at}", at / 2).unwrap();
    }
    let folder = Folder::new().with("eight.csv", register);
    folder.run("train eight.csv -o m").exits(0);
    for (at, matter) in matters.into_iter().enumerate() {
        let tagged = folder.run_with_input("tag - --model m", format!("标题\n还是{matter}\n").as_bytes());
        tagged.exits(0).prints(&format!(",单位{at},"));
    }
}

#[test]
fn who_only_assists_is_proposed_and_a_theme_that_is_never_the_main_one_is_named() {
    let register = labeled().replacen("会办单位", "会办单位,其他主题", 1);
    let row = |line: &str| format!("{line},{}\n", if line.contains("教委") { "资金" } else { "" });
    let (headings, rows) = register.split_once('\n').unwrap();
    let register = format!("{headings}\n{}", rows.lines().map(row).collect::<String>());
    let folder = Folder::new().with("x.csv", register);
    folder.run("train x.csv -o m").exits(0).tells("labels that the model never proposes: 资金 (12 rows); ");
    // 街道 leads nowhere and assists in all rows about schools.
    folder
        .run_with_input("tag - --model m", "标题\n小学操场雨天积水，幼儿园入园难\n".as_bytes())
        .exits(0)
        .prints(",教委,街道,");
    let first = folder.run("evaluate x.csv --model m --json").exits(0);
    let first: Value = serde_json::from_str(first.printed()).unwrap();
    assert!(first["assist"]["f1"].as_f64().unwrap() > 0.9, "{}", first["assist"]);
}

#[test]
fn a_theme_with_a_last_year_is_not_proposed() {
    let scheme = "kind,id,name,since,until\ntheme,a,交通,,\ntheme,b,教育,2031,\ntheme,c,养老,,2018\n";
    let dated = labeled().replace("标题,内容", "标题,日期,内容").replace(",居民反映", ",2020-03-01,居民反映");
    let folder = Folder::new().with("x.csv", dated).with("scheme.csv", scheme);
    let told = folder.run("train x.csv --scheme scheme.csv -o m").exits(0);
    let told = told.tells("labels that the model never proposes: 养老 (12 rows); ");
    let told = told
        .tells("教育 is in force since 2031, after the newest row (2020), but it is proposed all the same");
    assert!(!told.stderr.contains("养老 is in force until"), "{}", told.stderr);
    let asked = "标题\n养老院老人护理差\n".as_bytes();
    let tagged = folder.run_with_input("tag - --model m --format jsonl", asked).exits(0);
    let line: Value = serde_json::from_str(tagged.printed()).unwrap();
    let themes: Vec<&str> =
        line["themes"].as_array().unwrap().iter().map(|theme| theme["name"].as_str().unwrap()).collect();
    assert!(!themes.contains(&"养老"), "{themes:?}");
    // A last year that is still to come says the same, and whoever wrote it is told.
    let folder = folder.with("scheme.csv", scheme.replace("2018", "2035"));
    folder.run("train x.csv --scheme scheme.csv -o n").exits(0).tells(
        "养老 is in force until 2035, after the newest row (2020), but with an until it is not proposed any more",
    );
    assert!(folder.bytes("m").len().abs_diff(folder.bytes("n").len()) < 100);
}

#[test]
fn names_with_the_marks_of_lists_are_not_torn_apart() {
    let register = labeled().replace(",交通,", ",市政/环卫,").replace(",教育,", ",\"教育、体育\",");
    let register = register.replace('\n', ",\n").replacen("会办单位,", "会办单位,其他主题", 1);
    let register = register + "跑道破损,操场跑道破损。,市政/环卫,教委,,\"养老，教育、体育\"\n";
    let scheme = "kind,id,name\ntheme,a,市政/环卫\ntheme,b,\"教育、体育\"\ntheme,c,养老\n";
    let words = "词,强度,主题\n操场,3,\"教育、体育\"\n";
    let folder = Folder::new().with("x.csv", register).with("scheme.csv", scheme).with("words.csv", words);
    folder.run("train x.csv --scheme scheme.csv --lexicon words.csv -o m").exits(0);
    folder.run("inspect m").exits(0).prints("trained on 37 rows").prints("  b  教育、体育  ");
    let result = folder.run("evaluate x.csv --folds 3 --scheme scheme.csv --json").exits(0);
    let result: Value = serde_json::from_str(result.printed()).unwrap();
    let labels = result["theme"]["labels"].as_array().unwrap();
    let labels: Vec<&str> = labels.iter().map(|label| label["id"].as_str().unwrap()).collect();
    assert_eq!((labels, &result["theme"]["n"]), (vec!["a", "b", "c"], &37.into()));
    assert_eq!(result["other_themes"]["given"], 2);
}

#[test]
fn brackets_and_width_do_not_make_two_labels() {
    let mut register = labeled().replace(",交通委,", ",街道（乡镇）,");
    register = register.replacen(",街道（乡镇）,", ",街道(乡镇),", 4).replacen(",教委,", ",教Ｗ,", 3);
    let register = register.replace(",教委,", ",教w,");
    let folder = Folder::new().with("x.csv", register);
    folder.run("train x.csv -o m").exits(0).tells_nothing();
    let inspected = folder.run("inspect m").exits(0);
    let inspected = inspected.prints("12  街道（乡镇）  街道（乡镇）  ").prints("12  教w  教w  ");
    assert!(!inspected.printed().contains("街道(乡镇)"), "{}", inspected.printed());
    folder.run("evaluate x.csv --model m").exits(0).tells_nothing();
}

#[test]
fn words_that_the_dictionary_cuts_apart_are_named() {
    let words = "词,强度,主题\n路灯,3,交通\n路灯和井盖,2,交通\n学校南门,1,教育\n";
    let scheme = "kind,id,name\ntheme,a,交通\ntheme,b,教育\ntheme,c,养老\n";
    let folder = Folder::new().with("x.csv", labeled()).with("words.csv", words);
    let folder = folder.with("scheme.csv", scheme).with("own.txt", "学校南门\n路灯和井盖\n");
    let run = "train x.csv --scheme scheme.csv --lexicon words.csv -o m";
    folder.run(run).exits(0).tells("point nowhere: 2 (路灯和井盖, 学校南门); add them to --words");
    folder.run(&format!("{run} --words own.txt")).exits(0).tells_nothing();
}

#[test]
fn rows_of_one_group_are_told_of_with_their_column() {
    let grouped = labeled().replace("标题,内容", "标题,组,内容").replace(",居民反映", ",一,居民反映");
    let folder = Folder::new().with("x.csv", grouped);
    for run in ["train x.csv -o m", "train x.csv --audit a.csv", "evaluate x.csv --folds 3"] {
        folder
            .run(run)
            .exits(2)
            .tells("x.csv, column 组: all 36 rows are of one text or group")
            .tells("--group-column");
    }
}
