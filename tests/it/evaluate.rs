//! Labeled registers -> scores, for people and for programs.

use std::fmt::Write as _;

use serde_json::Value;

use crate::harness::Folder;
use crate::registers::labeled;

fn measured(folder: &Folder, arguments: &str) -> Value {
    let ended = folder.run(&format!("evaluate x.csv --json {arguments}")).exits(0).tells_nothing();
    serde_json::from_str(ended.printed()).unwrap()
}

#[test]
fn json_has_the_keys_that_others_rely_on() {
    let folder = Folder::new().with("x.csv", labeled());
    let result = measured(&folder, "--folds 3");
    for (part, key) in
        [("theme", "macro_f1"), ("theme", "accuracy"), ("lead", "top1"), ("lead", "top3"), ("assist", "f1")]
    {
        let value = result[part][key].as_f64().unwrap_or_else(|| panic!("{part}.{key}: {result}"));
        assert!((0.0..=1.0).contains(&value), "{part}.{key} is {value}");
    }
    assert_eq!((&result["theme"]["n"], &result["lead"]["n"]), (&36.into(), &36.into()));
    assert!(result["rows_per_second"].as_f64().unwrap() > 0.0);
    // Of three even themes chance finds one in three.
    assert!(result["theme"]["accuracy"].as_f64().unwrap() > 0.45, "{result}");
    assert!(result["lead"]["top3"].as_f64() >= result["lead"]["top1"].as_f64());
    let labels = result["theme"]["labels"].as_array().unwrap();
    assert_eq!(labels.iter().map(|label| label["n"].as_u64().unwrap()).collect::<Vec<_>>(), [12, 12, 12]);
    for label in labels {
        let interval = label["recall_interval"].as_array().unwrap();
        let (low, high) = (interval[0].as_f64().unwrap(), interval[1].as_f64().unwrap());
        assert!(low < high && (low..=high).contains(&label["recall"].as_f64().unwrap()), "{label}");
    }
    assert_eq!(folder.names(), ["x.csv"]);
}

#[test]
fn folds_are_the_same_every_time() {
    let folder = Folder::new().with("x.csv", labeled());
    let scores = |arguments: &str| {
        let mut result = measured(&folder, arguments);
        result.as_object_mut().unwrap().remove("rows_per_second");
        result
    };
    assert_eq!(scores("--folds 3 --threads 1"), scores("--folds 3 --threads 2"));
}

#[test]
fn a_model_is_measured_on_rows_of_its_own() {
    let folder = Folder::new().with("x.csv", labeled());
    folder.run("train x.csv -o m").exits(0).tells_nothing();
    // Rows that it was trained on are no measure, but whoever learnt anything knows them.
    assert!(measured(&folder, "--model m")["theme"]["accuracy"].as_f64().unwrap() > 0.9);
    folder.run("evaluate x.csv --model m").exits(0).prints("theme: accuracy ").prints("36 rows, 0 rejected");
    let told = "36 of these rows stood in the training: they say nothing of new ones\n";
    folder.run("evaluate x.csv --model m").exits(0).prints(told);
    assert_eq!(measured(&folder, "--model m")["rows_in_training"], 36);
    let folds = folder.run("evaluate x.csv --folds 3").exits(0);
    assert!(!folds.printed().contains("stood in the training"), "{}", folds.printed());
    folder.run("evaluate x.csv --model m --folds 3").exits(2).tells("cannot be used with");
    folder.run("evaluate x.csv --folds 40").exits(2).tells("use fewer folds");
}

#[test]
fn a_column_named_by_hand_holds_the_labels() {
    let folder = Folder::new().with("x.csv", labeled().replacen("主题", "归口", 1));
    let found = folder.run("evaluate x.csv --json --folds 3").exits(0).tells("these have no use: 归口;");
    let found: Value = serde_json::from_str(found.printed()).unwrap();
    assert_eq!(found["theme"], Value::Null);
    assert_eq!(measured(&folder, "--folds 3 --theme-column 归口")["theme"]["n"], 36);
}

#[test]
fn groups_are_not_torn_apart() {
    // Every text stands twice, in one group; torn apart, each would give its twin away.
    let mut register = "标题,主题,组\n".to_owned();
    for group in 0..12 {
        let place = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "子", "丑"][group];
        for _ in 0..2 {
            writeln!(register, "{place}{place}{place},{},{group}", ["一", "二"][group % 2]).unwrap();
        }
    }
    let folder = Folder::new().with("x.csv", &register);
    let together = measured(&folder, "--folds 3")["theme"]["accuracy"].as_f64().unwrap();
    assert!(together < 0.9, "{together}");
}

#[test]
fn rows_without_labels_are_no_measure() {
    let folder = Folder::new().with("x.csv", "标题,内容\n修路,坑多\n");
    folder.run("evaluate x.csv").exits(2).tells("no row has a label").prints_nothing();
    folder.run("evaluate x.csv --folds 2").exits(2).prints_nothing();
}

#[test]
fn rejected_rows_are_counted() {
    let folder = Folder::new().with("x.csv", labeled() + ",,交通,交通委,\n");
    folder
        .run("evaluate x.csv --folds 3")
        .exits(1)
        .tells("x.csv.rejected.csv says why")
        .prints("36 rows, 1 rejected");
}

#[test]
fn what_says_how_to_train_is_refused_where_nothing_is_trained() {
    let folder = Folder::new().with("x.csv", labeled());
    for option in ["--scheme x.csv", "--sources remits", "--cost 1"] {
        folder.run(&format!("evaluate x.csv {option}")).exits(2).tells("--folds");
    }
}

#[test]
fn a_row_that_cannot_be_used_is_told_of_in_whichever_fold_it_is() {
    let mut register = labeled();
    for row in 0..20 {
        writeln!(register, "第{row}处井盖丢失,行人绕道{row}天,太空,交通委,").unwrap();
    }
    let scheme = "kind,id,name\ntheme,a,交通\ntheme,b,教育\ntheme,c,养老\n";
    let folder = Folder::new().with("x.csv", register).with("scheme.csv", scheme);
    let ended = folder.run("evaluate x.csv --folds 5 --scheme scheme.csv").exits(1);
    // They are no errors of a model that could not know their label.
    let ended = ended.prints(", n 36\n").prints("56 rows, 20 rejected");
    assert!(!ended.printed().contains("other themes:"), "nobody gave or proposed one: {}", ended.printed());
    let rejected = folder.table("x.csv.rejected.csv");
    let mut rows: Vec<u32> = rejected.column("行").into_iter().map(|row| row.parse().unwrap()).collect();
    rows.sort_unstable();
    assert_eq!(rows, (38..58).collect::<Vec<_>>());
    // A model that is there is measured by all rows, and the label that it does not know is named.
    folder.run("train x.csv --scheme scheme.csv -o m").exits(1);
    let told = "rows whose label the model does not know: 20 (太空)\n";
    folder.run("evaluate x.csv --model m").exits(0).tells(told).prints(", n 56\n");
}

#[test]
fn both_models_are_measured_by_the_departments_asked_for() {
    let departments = "单位,简称,职责\n交通委,,公交和道路。\n教育局,教委,学校。\n民政局,,养老。\n文旅局,,\n";
    let folder = Folder::new().with("x.csv", labeled()).with("list.csv", departments);
    folder.run("train x.csv -o m").exits(0).tells_nothing();
    // A model against itself: by one list it says the same, and a row of the list that is of no use is told of once.
    let ended = folder.run("evaluate x.csv --model m --against m --departments list.csv --json").exits(1);
    let result: Value = serde_json::from_str(ended.printed()).unwrap();
    assert_eq!(result["against"]["lead"]["only"], serde_json::json!([0, 0]), "{result}");
    assert_eq!((&result["against"]["lead"]["n"], &result["rejected"]), (&36.into(), &1.into()));
}

#[test]
fn without_a_column_nobody_is_said_to_assist() {
    let register = "标题,主题,主办单位,会办单位\n操场积水,教育,教委,\n路灯不亮,城市建设与市政,城管委,\n";
    let measured = |register: &str| measured(&Folder::new().with("x.csv", register), "");
    assert_eq!(measured(register)["routing"]["n"], 2);
    let without = measured(&register.replace(",会办单位", "").replace(",\n", "\n"));
    assert_eq!(
        (&without["lead"]["n"], &without["routing"], &without["assist"]),
        (&2.into(), &Value::Null, &Value::Null)
    );
}
