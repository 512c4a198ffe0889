//! Tagged rows as JSON lines -> the shape that other programs rely on.

use serde_json::Value;

use crate::harness::Folder;

const REGISTER: &str = "编号,标题,内容,备注,备注
A1,  巷口路灯不亮 ,\"　柳溪街两盏路灯坏了半个月，
晚上老人出门看不见路。\",,二
,低保申请被拒,父亲肢体二级残疾，申请低保没有批。,三,
,,,四,
,完,完,五,
";

fn lines() -> Vec<Value> {
    let folder = Folder::new().with("x.csv", REGISTER);
    folder.run("tag x.csv --format jsonl").exits(1).tells("rows that could not be used: 1");
    folder.text("x.tagged.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn probabilities(labels: &Value) -> Vec<f64> {
    let labels = labels.as_array().unwrap();
    assert!(labels.iter().all(|label| keys(label) == ["id", "name", "probability"]), "{labels:?}");
    labels.iter().map(|label| label["probability"].as_f64().unwrap()).collect()
}

fn falls(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[0] >= pair[1])
}

#[test]
fn thousands_of_blank_headings_are_no_work() {
    let row = |name: &str| format!("{name}{}\n", ",".repeat(4000));
    let folder = Folder::new().with("x.csv", row("标题") + &row("巷口路灯不亮").repeat(60));
    folder.run("tag x.csv --format jsonl").exits(0).tells_nothing();
    let line: Value = serde_json::from_str(folder.text("x.tagged.jsonl").lines().last().unwrap()).unwrap();
    assert_eq!(keys(&line["columns"]).len(), 4001);
    assert_eq!(line["columns"][" (4000)"], "");
}

#[test]
fn a_row_is_an_object() {
    let lines = lines();
    assert_eq!(lines.iter().map(|line| line["row"].as_u64().unwrap()).collect::<Vec<_>>(), [2, 3, 5]);
    assert_eq!(lines[0]["id"], "A1");
    assert_eq!(lines[1]["id"], Value::Null);
    for line in &lines {
        let all = [
            "row", "id", "themes", "other_themes", "leads", "assist", "evidence", "decision", "reason",
            "columns",
        ];
        assert_eq!(keys(line), all);
        let themes = probabilities(&line["themes"]);
        assert!(
            !themes.is_empty() && falls(&themes) && themes.iter().all(|&p| p > 0.02 && p <= 1.0),
            "{themes:?}"
        );
        // What is left out is below the bound, so what is there can only lack that.
        assert!(themes.iter().sum::<f64>() > 1.0 - 19.0 * 0.02 && themes.iter().sum::<f64>() < 1.0 + 1e-5);
        let leads = probabilities(&line["leads"]);
        assert!(leads.len() == 5 && falls(&leads), "{leads:?}");
        probabilities(&line["assist"]);
        match line["decision"].as_str().unwrap() {
            "accepted" => assert_eq!(line["reason"], Value::Null),
            "review" => assert!(line["reason"].as_str().unwrap().split(": ").count() > 1),
            other => panic!("{other}"),
        }
    }
    assert_eq!(lines[0]["leads"][0]["name"], "城管委");
    assert_eq!(lines[1]["leads"][0]["name"], "民政局");
    assert_eq!(lines[2]["decision"], "review");
}

#[test]
fn evidence_points_into_the_text() {
    for line in lines() {
        let evidence = line["evidence"].as_array().unwrap();
        for word in evidence {
            assert_eq!(keys(word), ["text", "weight", "start", "end", "field", "for"]);
            let column = if word["field"] == "title" { "标题" } else { "内容" };
            let text: Vec<char> = line["columns"][column].as_str().unwrap().trim().chars().collect();
            let at = |key: &str| word[key].as_u64().unwrap() as usize;
            assert_eq!(
                text[at("start")..at("end")].iter().collect::<String>(),
                word["text"].as_str().unwrap()
            );
            assert!(word["weight"].as_f64().unwrap() > 0.0);
            assert!(word["for"] == "theme" || word["for"] == "lead");
        }
    }
    let first = &lines()[0];
    assert!(first["evidence"].as_array().unwrap().iter().any(|word| word["text"] == "路灯不亮"));
}

#[test]
fn every_column_is_carried() {
    let lines = lines();
    assert_eq!(keys(&lines[0]["columns"]), ["编号", "标题", "内容", "备注", "备注 (2)"]);
    assert_eq!(lines[0]["columns"]["标题"], "  巷口路灯不亮 ");
    assert_eq!(lines[0]["columns"]["备注 (2)"], "二");
    assert_eq!(lines[1]["columns"]["备注"], "三");
}

#[test]
fn json_lines_can_be_read_again() {
    let folder = Folder::new().with("x.jsonl", "{\"标题\":\"修路\",\"级别\":2,\"急\":true,\"号\":null}\n");
    folder.run("tag x.jsonl").exits(0).tells_nothing();
    let line: Value = serde_json::from_str(&folder.text("x.tagged.jsonl")).unwrap();
    assert_eq!(line["columns"]["级别"], 2);
    assert_eq!(line["columns"]["标题"], "修路");
}

#[test]
fn carried_values_stay_what_they_were() {
    let columns = "{\"标题\":\"修路\",\"号\":123456789012345678901234,\"率\":1.50,\"急\":true,\"无\":null,\
        \"列\":[\"甲\",{\"乙\":1e3}],\"串\":\"007\",\"空\":\"\"}";
    let array = format!("[{}]", columns.replace("[\"甲\",", "[\"甲\",\n"));
    let folder = Folder::new().with("x.jsonl", format!("{columns}\n")).with("array.json", array);
    for name in ["x.jsonl", "array.json"] {
        let tagged = folder.run(&format!("tag {name} -o -")).exits(0).tells_nothing();
        assert_eq!(tagged.printed().lines().count(), 1);
        let written = tagged.printed().replace("[\"甲\", ", "[\"甲\",");
        assert!(written.ends_with(&format!("\"columns\":{columns}}}\n")), "{written}");
    }
    // A number of which digits are hidden is none any more.
    let line = "{\"标题\":\"修路\",\"电话\":13800138000}\n";
    folder
        .run_with_input("tag - --mask", line.as_bytes())
        .exits(0)
        .prints("\"columns\":{\"标题\":\"修路\",\"电话\":\"138****8000\"}}");
}

#[test]
fn a_tagged_line_is_read_as_the_columns_and_what_was_added() {
    let folder = Folder::new().with("x.csv", REGISTER);
    folder.run("tag x.csv --format jsonl").exits(1);
    folder.run("tag x.csv -o y.csv").exits(1);
    let (read, expected) = (folder.table("x.tagged.jsonl"), folder.table("y.csv"));
    let mut headings = expected.headings.clone();
    headings[4] = "备注 (2)".into();
    assert_eq!(read.headings, headings);
    for heading in ["编号", "标题", "内容", "主题", "其他主题", "概率", "主办单位", "会办单位"]
    {
        assert_eq!(read.column(heading), expected.column(heading), "{heading}");
    }
    let decisions = |cell: &&str| cell.starts_with("请复核");
    let count = |cells: Vec<&str>| cells.iter().filter(|cell| decisions(cell)).count();
    assert_eq!(count(read.column("复核")), count(expected.column("复核")));
    // So it can be tagged again, as any tagged file.
    folder.run("tag x.tagged.jsonl -o z.csv").exits(0).tells_nothing();
    assert!(folder.table("z.csv").headings.contains(&"主题（推荐）".to_owned()));
}
