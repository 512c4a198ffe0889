//! A text, a labeled register, corrected and untagged rows -> reasons, doubts, a better model, rows to label.

use std::fmt::Write as _;
use std::path::Path;

use jiaoban::pipeline::{self, Audited, TrainParams};
use jiaoban::read::{self, Options, Row};
use jiaoban::suggestion::{Role, Suggestion};
use serde_json::Value;

use crate::harness::{Ended, Folder, ROOT};
use crate::registers::{ADDED, REGISTER, labeled};

#[test]
fn a_text_is_explained_word_by_word() {
    let folder = Folder::new();
    let text = "小区门口路灯不亮，晚上老人看不见路。";
    let plain = folder.run(&format!("explain {text}")).exits(0).tells_nothing();
    let plain = plain.prints("theme urban_construction 城市建设与市政  probability ").prints("路灯不亮 +");
    assert!(!plain.printed().contains('\u{1b}'), "no color where nobody looks: {}", plain.printed());
    assert_eq!(plain.printed().matches("probability").count(), 6);
    let piped = folder.run_with_input("explain", text.as_bytes()).exits(0);
    assert_eq!(piped.printed(), plain.printed());

    let json = folder.run(&format!("explain {text} --title 路灯 --json --labels 2")).exits(0).tells_nothing();
    let json: Value = serde_json::from_str(json.printed()).unwrap();
    for part in ["themes", "leads"] {
        let labels = json[part].as_array().unwrap();
        assert_eq!(labels.len(), 2);
        for label in labels {
            let tokens = label["tokens"].as_array().unwrap();
            let sum: f64 = tokens.iter().map(|token| token["weight"].as_f64().unwrap()).sum();
            let score = label["score"].as_f64().unwrap();
            assert!((sum + label["bias"].as_f64().unwrap() - score).abs() < 1e-4, "{label}");
            let body = || tokens.iter().filter(|token| token["field"] == "body");
            assert_eq!(body().map(|token| token["text"].as_str().unwrap()).collect::<String>(), text);
            let place = |token: &Value, end| token[end].as_u64().unwrap() as usize;
            for token in body() {
                let (start, end) = (place(token, "start"), place(token, "end"));
                let there: String = text.chars().take(end).skip(start).collect();
                assert_eq!(token["text"], there, "places are counted in characters");
            }
        }
    }
    folder.run_with_input("explain -", b" \n").exits(2).tells("neither title nor body holds text");
    folder.run("explain 路灯 --model no.jiaoban").exits(2).tells("error: no.jiaoban: ");
}

#[test]
fn wrong_labels_are_listed_first() {
    // Letters on the care of the old and on an epidemic; every twentieth of the first is called the other.
    let mut register = csv::Writer::from_writer(Vec::new());
    register.write_record(["编号", "标题", "内容", "主题"]).unwrap();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for theme in ["elderly_care", "epidemic"] {
        let file = Path::new(ROOT).join(format!("datasets/suggestions/{theme}.csv"));
        for (at, row) in read::open(&file, &Options::default()).unwrap().enumerate() {
            let Row::Usable(row) = row.unwrap() else { panic!("the dataset has no bad rows") };
            let is_wrong = theme == "elderly_care" && at % 20 == 10;
            let given = if is_wrong { "epidemic" } else { theme };
            register.write_record([row.id().unwrap(), row.title(), row.body(), given]).unwrap();
            count += 1;
            wrong.extend(is_wrong.then(|| row.id().unwrap().to_owned()));
        }
    }
    let folder = Folder::new().with("x.csv", register.into_inner().unwrap());
    folder.run("train x.csv --audit a.csv").exits(0).tells_nothing().prints_nothing();
    folder.run("train x.csv -o m --audit a.xlsx").exits(0).tells_nothing();
    for name in ["a.csv", "a.xlsx"] {
        let list = folder.table(name);
        let first: Vec<&str> = list.column("编号").into_iter().take(2 * wrong.len()).collect();
        let found = wrong.iter().filter(|id| first.contains(&id.as_str())).count();
        // So few rows teach little: most of the slips are listed, and most of the list are slips.
        assert!(2 * found > wrong.len().max(first.len()), "{name}: {found} of {wrong:?} among {first:?}");
        assert_eq!((list.column("名次")[0], list.column("文件")[0]), ("1", "x.csv"), "{name}");
    }
    folder.run("inspect m").exits(0).prints(&format!("trained on {count} rows"));
    folder
        .run("train x.csv --audit a.jsonl")
        .exits(2)
        .tells("a.jsonl: doubtful labels are listed as .csv or .xlsx");
    folder.run("train x.csv --audit x.csv").exits(2).tells("x.csv: the output would overwrite the input");
    folder.run("train x.csv").exits(2).tells("--output");
}

/// All rows of some themes of the dataset, without departments.
fn dataset() -> Vec<Suggestion> {
    let themes = ["agriculture", "education", "elderly_care", "employment_social", "environment", "health"];
    let rows = themes.into_iter().flat_map(|theme| {
        let file = Path::new(ROOT).join(format!("datasets/suggestions/{theme}.csv"));
        read::open(&file, &Options::default()).unwrap()
    });
    rows.filter_map(|row| match row.unwrap() {
        Row::Usable(mut suggestion) => {
            for role in [Role::OtherThemes, Role::Lead, Role::Assist] {
                let column = suggestion.table.column(role).unwrap();
                suggestion.cells[column].clear();
            }
            Some(suggestion)
        }
        Row::Rejected(_) => None,
    })
    .collect()
}

#[test]
fn planted_slips_are_found() {
    let mut rows = dataset();
    let mut themes: Vec<String> = rows.iter().map(|row| row.cell(Role::Theme).unwrap().to_owned()).collect();
    themes.sort_unstable();
    themes.dedup();
    // Every twentieth row, from a fixed place on, gets another theme, each theme in turn.
    let flipped: Vec<usize> = (7..rows.len()).step_by(20).collect();
    for (turn, &row) in flipped.iter().enumerate() {
        let theme = rows[row].cell(Role::Theme).unwrap();
        let others: Vec<&String> = themes.iter().filter(|other| *other != theme).collect();
        let wrong = others[turn % others.len()].clone();
        let column = rows[row].table.column(Role::Theme).unwrap();
        rows[row].cells[column] = wrong;
    }
    // One cost will do: how well slips are found is asked, not which cost is best.
    let params = TrainParams { costs: vec![0.1], ..TrainParams::default() };
    let Audited { doubted, rejected, .. } = pipeline::audit(&rows, &params).unwrap();
    assert!(rejected.is_empty());
    let top = doubted.iter().take(rows.len() * 7 / 100);
    let is_slip = |row: &Suggestion| flipped.iter().any(|&slip| rows[slip] == *row);
    let found = top.filter(|doubted| is_slip(&doubted.suggestion)).count();
    assert!(
        found * 100 >= flipped.len() * 70,
        "{found} of {} slips in the top 7% of {} rows",
        flipped.len(),
        rows.len()
    );
}

#[test]
fn a_model_that_knows_no_word_is_not_made() {
    let folder = Folder::new().with("x.csv", labeled());
    folder.run("train x.csv --min-df 5000 -o empty").exits(2).tells("lower what --min-df asks for");
    // However few the rows are, and whatever the program's own model would lend them.
    let folder = folder
        .with("d.csv", "单位,职责\n交通委,道路。\n教委,学校。\n民政局,老人。\n街道,社区。\n卫健委,医院。\n");
    let run = "train x.csv --departments d.csv -o m";
    folder.run(&format!("{run} --min-df 5000")).exits(2).tells("lower what --min-df asks for");
    assert_eq!(folder.names(), ["d.csv", "x.csv"]);
    folder.run(run).exits(0).tells_nothing();
}

#[test]
fn a_text_that_was_given_now_this_and_now_that_is_disputed() {
    let text = "小区门口堵车,小区门口天天堵车，老人出门难。";
    let register = format!("{}{text},交通,交通委,\n{text},养老,民政局,\n", labeled());
    let folder = Folder::new().with("x.csv", register).with("y.csv", format!("标题,内容\n{text}\n"));
    folder.run("train x.csv -o m").exits(0);
    let words = ["请复核：主题同文先例不足为凭（", "；主办同文先例不足为凭（"];
    let tagged = folder.run("tag y.csv --model m -o -").exits(0);
    words.into_iter().fold(tagged, Ended::prints);
    folder.run("tag y.csv --model m -o - --format jsonl").exits(0).prints("theme: disputed, lead: disputed");
}

#[test]
fn a_model_follows_corrections_and_keeps_the_rest() {
    // The office gives playgrounds to the elderly's department, of all things.
    let mut corrected = "标题,内容,主题,主办单位\n".to_owned();
    for place in ["东里", "西里", "南里", "北里", "中里", "前里"] {
        writeln!(corrected, "{place}操场积水,{place}学校操场雨天积水，学生摔倒。,养老,民政局").unwrap();
    }
    let folder = Folder::new().with("x.csv", labeled()).with("corrected.csv", &corrected);
    folder.run("train x.csv -o base").exits(0).tells_nothing();
    let asked = "标题\n新里操场积水\n公交站台太远\n小学入学太难\n".as_bytes();
    folder.run_with_input("tag - --model base", asked).exits(0).prints("新里操场积水,教育,");
    folder.run("train --from base corrected.csv -o new --weight 5").exits(0).tells_nothing();
    folder
        .run_with_input("tag - --model new", asked)
        .exits(0)
        .prints("新里操场积水,养老,")
        .prints("公交站台太远,交通,")
        .prints("小学入学太难,教育,");
    folder.run("inspect new").exits(0).prints("trained on 42 rows\n").prints("6  corrected.csv\n");
    // The same rows give the same bytes, and every new model can be adapted again.
    folder.run("train --from base corrected.csv -o again --weight 5 --threads 1").exits(0).tells_nothing();
    assert!(folder.bytes("new") == folder.bytes("again") && folder.bytes("new") != folder.bytes("base"));
    folder.run("train --from new corrected.csv -o third").exits(0).tells_nothing();
}

#[test]
fn a_text_that_comes_again_gets_what_it_got_before() {
    // The words say education; the office gave the letter, which went to many, to the elderly's department.
    let letter = "学校操场雨天积水";
    let again = labeled() + &format!("{letter},,养老,民政局,\n").repeat(3);
    let corrected = format!("标题,主题,主办单位\n{letter}。,交通,交通委\n");
    let back = corrected.replace("交通,交通委", "养老,民政局");
    let twice = format!("{corrected}{letter},养老,民政局\n").replace("。,养老", ",养老");
    let folder = Folder::new().with("once.csv", labeled()).with("again.csv", again).with("c.csv", corrected);
    let folder = folder.with("back.csv", back).with("twice.csv", twice);
    folder.run("train once.csv -o once").exits(0).tells_nothing();
    folder.run("train again.csv -o again").exits(0).tells_nothing();
    let asked = "标题\n学校操场，雨天积水！\n学校操场雪天积水\n".as_bytes();
    let tagged = folder.run_with_input("tag - --model once", asked).exits(0).prints("雨天积水！,教育,");
    assert!(!tagged.printed().contains("同文"));
    let tagged = folder.run_with_input("tag - --model again", asked).exits(0).prints("雨天积水！,养老,");
    let tagged = tagged.prints("主题：同文3件均如此").prints("主办：同文3件均如此");
    assert_eq!(tagged.printed().matches("同文").count(), 2, "the other text never came");
    // A correction is remembered in place of what was there, and a later one in place of it.
    folder.run("train --from again c.csv -o corrected").exits(0).tells_nothing();
    let tagged = folder.run_with_input("tag - --model corrected", asked).exits(0);
    tagged.prints("雨天积水！,交通,").prints(",交通委,").prints("主题：同文1件均如此");
    folder.run("train --from corrected back.csv -o back").exits(0).tells_nothing();
    folder.run_with_input("tag - --model back", asked).exits(0).prints("雨天积水！,养老,").prints(",民政局,");
    folder.run("train --from back twice.csv -o corrected").exits(0).tells_nothing();
    let line = folder.run_with_input("tag - --model corrected --format jsonl", asked).exits(0);
    let line: Value = serde_json::from_str(line.printed().lines().next().unwrap()).unwrap();
    let same = |r#for: &str| serde_json::json!({"for": r#for, "times": 3, "alike": 2});
    assert_eq!(line["same_text"], serde_json::json!([same("theme"), same("lead")]));
    folder
        .run(&format!("explain {letter} --model corrected"))
        .exits(0)
        .prints("theme: the same text in 3 training rows, 2 of them so")
        .prints("lead: the same text in 3 training rows, 2 of them so");
}

#[test]
fn tagged_rows_that_nobody_has_looked_at_teach_nothing() {
    let folder = Folder::new()
        .with("x.csv", labeled())
        .with("r.csv", "标题\n操场积水\n公交站台太远\n小学入学太难\n站台没有座位\n");
    folder.run("train x.csv -o base").exits(0).tells_nothing();
    folder.run("tag r.csv --model base -o tagged.csv").exits(0);
    let tagged = folder.text("tagged.csv");
    let rows: Vec<&str> = tagged.lines().collect();
    assert_eq!(tagged.matches("请复核").count(), 4, "{tagged}");
    // The first row gets another theme, the second is found right, the others are left as they are.
    let changed = rows[1].replace(",教育,", ",养老,");
    let (found_right, _) = rows[2].rsplit_once("请复核").unwrap();
    let half = [rows[0], &changed, found_right, rows[3], rows[4]].join("\n");
    let folder = folder.with("half.csv", half);
    folder
        .run("train --from base half.csv -o new")
        .exits(1)
        .tells("rows that could not be used: 2; new.rejected.csv says why");
    let rejected = folder.table("new.rejected.csv");
    assert_eq!(rejected.column("行"), ["4", "5"]);
    assert_eq!(
        rejected.column("原因")[0],
        "“复核”列：此行仍待复核：所列首选未作改动，或改的一项不在其中；看过、改好后请清空此格（jsonl中把decision写作accepted）"
    );
    folder.run("inspect new").exits(0).prints("2  half.csv\n");
    folder
        .run("train --from base tagged.csv -o n")
        .exits(2)
        .tells("tagged.csv, row 2, column 复核: the row still asks");
}

#[test]
fn corrections_that_cannot_be_followed_are_rejected() {
    let corrected = "标题,主题,主办单位\n操场积水,教育,教委\n操场积水,太空,教委\n";
    let folder = Folder::new()
        .with("x.csv", labeled())
        .with(
            "scheme.csv",
            "kind,id,name\ntheme,交通,交通\ntheme,教育,教育\ntheme,养老,养老\ntheme,水务,水务\n",
        )
        .with("corrected.csv", corrected)
        .with("never.csv", "标题,主题\n水管爆裂,水务\n")
        .with("none.csv", "标题,主题\n水管爆裂,\n");
    folder.run("train x.csv --scheme scheme.csv -o base").exits(0).tells_nothing();
    folder
        .run("train --from base corrected.csv -o new")
        .exits(1)
        .tells("rows that could not be used: 1; new.rejected.csv says why");
    let rejected = folder.table("new.rejected.csv");
    assert_eq!(rejected.column("行"), ["3"]);
    assert!(rejected.column("原因")[0].starts_with("“主题”列：模型没有学过“太空”，"));
    folder.run("train --from base never.csv -o n").exits(2).tells(
        "never.csv, row 2, column 主题: the model never learnt \"水务\"; train a new model with rows of it",
    );
    folder.run("train --from base none.csv -o n").exits(2).tells("no row has a label");
    folder.run("train --from base corrected.csv -o base").exits(2).tells("would overwrite the input");
    folder.run("train --from base corrected.csv -o n --weight -1").exits(2);
    folder.run("train --from base corrected.csv -o n --weight 0").exits(2).tells("weight is 0");
    folder.run("train --from base corrected.csv -o n --min-df 2").exits(2).tells("cannot be used with");
    folder.run("train x.csv -o n --weight 2").exits(2).tells("--from");
}

#[test]
fn rows_to_label_are_chosen_and_tagged() {
    let folder =
        Folder::new().with("r.csv", REGISTER.to_owned() + "4,,,\n5,低保申请被拒,父亲肢体二级残疾。,\n");
    folder
        .run("suggest-review r.csv -n 2 -o out.csv")
        .exits(1)
        .tells("rows that could not be used: 1; out.csv.rejected.csv says why");
    let table = folder.table("out.csv");
    assert_eq!(table.headings[4..], ADDED);
    assert_eq!(table.rows.len(), 2);
    // Nobody has read them yet, however sure the model is.
    folder.run("suggest-review r.csv -n 4 -o asked.csv").exits(1);
    let asked = folder.table("asked.csv");
    assert!(asked.column("复核").iter().all(|cell| cell.starts_with("请复核")), "{asked:?}");
    folder.run("tag r.csv -o tagged.csv").exits(1);
    assert!(folder.table("tagged.csv").column("复核").contains(&"可采纳"));
    // The model's own list is what a person corrects and trains from.
    let folder = folder.with("labeled.csv", labeled());
    folder.run("train labeled.csv -o base").exits(0).tells_nothing();
    // What somebody filled in is not lost when rows are chosen again.
    folder
        .run("suggest-review r.csv -n 4 --model base -o asked.csv")
        .exits(1)
        .tells("what asked.csv said before is now asked.1.csv");
    folder.run("train --from base asked.csv -o m").exits(2).tells("the row still asks to be looked at");
    folder
        .run("suggest-review labeled.csv -n 5 -o no.csv")
        .exits(2)
        .tells("no row is without theme and lead, which stand in [主题, 主办单位]; hand over");
    let standard = folder.run("suggest-review r.csv -n 2 -o -").exits(1).tells("r.csv.rejected.csv says why");
    assert_eq!(standard.printed(), folder.text("out.csv"));
    assert!(!folder.names().contains(&"-".to_owned()));
    folder.run("suggest-review r.csv -n 9 -o all.xlsx").exits(1);
    assert_eq!(folder.table("all.xlsx").rows.len(), 4);
    folder.run("suggest-review r.csv -n 0 -o no.csv").exits(2).tells("give at least 1");
    folder.run("suggest-review r.csv -n 1 -o r.csv").exits(2).tells("would overwrite the input");
    folder.run("train --from all.xlsx all.xlsx -o m").exits(2).tells("this is not a jiaoban model");
}
