//! Labeled registers -> a model file, and what `inspect` sees in it.

use crate::harness::Folder;
use crate::registers::{gb18030, labeled};

const SCHEME: &str = "kind,id,name,aliases
theme,traffic,交通出行,交通
theme,education,教育,
theme,elderly,养老服务,养老;老人
department,transport,交通委,
department,school_board,教委,教育局
department,civil_affairs,民政局,
department,subdistrict,街道,
department,health,卫健委,
";

#[test]
fn without_a_scheme_the_labels_are_those_found() {
    let folder = Folder::new().with("台账.csv", labeled());
    folder.run("train 台账.csv -o m.jiaoban").exits(0).tells_nothing().prints_nothing();
    let inspected = folder.run("inspect m.jiaoban").exits(0).tells_nothing();
    let inspected = inspected
        .prints("trained on 36 rows\n       36  台账.csv\n")
        .prints("themes: ")
        .prints("departments: ");
    for label in ["12  交通  交通  ", "12  教育  教育  ", "12  养老  养老  ", "12  民政局  民政局  "]
    {
        inspected.printed().lines().find(|line| line.trim_start().starts_with(label)).expect(label);
    }
    folder
        .run_with_input(
            "tag - --model m.jiaoban",
            "标题\n公交站台太远\n小学入学太难\n养老院老人护理差\n".as_bytes(),
        )
        .exits(0)
        .prints("公交站台太远,交通,,")
        .prints("小学入学太难,教育,,")
        .prints("养老院老人护理差,养老,,");
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let folder = Folder::new().with("x.csv", labeled());
    for (threads, output) in [("1", "a"), ("2", "b"), ("2", "c")] {
        folder.run(&format!("train x.csv -o {output} --threads {threads}")).exits(0).tells_nothing();
    }
    assert!(folder.bytes("a") == folder.bytes("b") && folder.bytes("b") == folder.bytes("c"));
    let folder = folder.with("y.csv", labeled().replace("末班车", "首班车"));
    folder.run("train y.csv -o d").exits(0).tells_nothing();
    assert!(folder.bytes("a") != folder.bytes("d"));
}

#[test]
fn the_cost_of_an_error_can_be_named() {
    let folder = Folder::new().with("x.csv", labeled());
    for (cost, output) in [("0.02", "a"), ("0.4", "b")] {
        folder.run(&format!("train x.csv -o {output} --cost {cost}")).exits(0).tells_nothing();
    }
    assert!(folder.bytes("a") != folder.bytes("b"));
    folder.run("train x.csv -o c --cost 0").exits(2).tells("cost is 0, but must be above 0");
    assert_eq!(folder.names(), ["a", "b", "x.csv"]);
}

#[test]
fn a_word_that_no_row_has_points_to_its_labels() {
    let themes = "词,强度,主题\n飞艇,3,交通\n飞艇站,4,交通\n";
    let departments = "word,strength,departments\n飞艇,3,交通委\n";
    let folder = Folder::new().with("台账.csv", labeled()).with("标签.csv", SCHEME);
    let folder = folder.with("主题词.csv", themes).with("单位词.csv", departments);
    folder.run("train 台账.csv --scheme 标签.csv -o plain.jiaoban").exits(0);
    // The row that cannot be used comes back, the others count.
    folder
        .run("train 台账.csv --scheme 标签.csv --lexicon 主题词.csv --lexicon 单位词.csv -o words.jiaoban")
        .exits(1)
        .tells("words.jiaoban.rejected.csv");
    assert!(folder.text("words.jiaoban.rejected.csv").contains("“4”不是强度，请填1、2或3"));
    let probability = |model: &str, list: &str, id: &str| {
        let tagged = folder
            .run_with_input(&format!("tag - --model {model} --format jsonl"), "标题\n飞艇\n".as_bytes());
        let line: serde_json::Value = serde_json::from_str(tagged.exits(0).printed()).unwrap();
        let labels = line[list].as_array().unwrap();
        labels
            .iter()
            .find(|label| label["id"] == id)
            .and_then(|label| label["probability"].as_f64())
            .unwrap_or(0.0)
    };
    for (list, id) in [("themes", "traffic"), ("leads", "transport")] {
        let [plain, words] = ["plain.jiaoban", "words.jiaoban"].map(|model| probability(model, list, id));
        assert!(words > plain, "{list}: {plain} {words}");
    }
    folder.run("train 台账.csv --lexicon 单位词.csv -o m.jiaoban").exits(2).tells("add them by --scheme");
}

#[test]
fn a_scheme_gives_ids_names_and_aliases() {
    let folder = Folder::new().with("x.csv", labeled()).with("scheme.csv", SCHEME);
    folder.run("train x.csv --scheme scheme.csv -o m").exits(0).tells_nothing();
    folder.run("inspect m").exits(0).prints("12  elderly  养老服务  ").prints("12  school_board  教委  ");
    folder
        .run_with_input("tag - --model m --format jsonl", "标题\n养老院老人护理差\n".as_bytes())
        .exits(0)
        .prints("\"themes\":[{\"id\":\"elderly\",\"name\":\"养老服务\",");
}

#[test]
fn a_label_that_the_scheme_lacks_is_rejected_with_row_and_column() {
    let register =
        labeled() + "修路,坑太多,太空,交通委,\n架桥,河太宽,交通,航天局,\n种树,树太少,教育,教委,林业局\n";
    let folder = Folder::new().with("x.csv", register).with("scheme.csv", SCHEME);
    folder
        .run("train x.csv --scheme scheme.csv -o m")
        .exits(1)
        .tells("rows that could not be used: 3; m.rejected.csv says why");
    let rejected = folder.table("m.rejected.csv");
    assert_eq!(rejected.column("行"), ["38", "39", "40"]);
    let remedy = "请补入名单或更正";
    let reasons = [("主题", "太空"), ("主办单位", "航天局"), ("会办单位", "林业局")];
    let reasons = reasons.map(|(column, label)| format!("“{column}”列：名单中没有“{label}”，{remedy}"));
    assert_eq!(rejected.column("原因"), reasons);
    folder.run("inspect m").exits(0).prints("trained on 36 rows\n");
}

#[test]
fn a_cell_that_says_there_is_none_is_no_label() {
    // Offices write a stroke where there is nothing; a lead that is none has nobody beside it either.
    let register = labeled() + "修路,坑太多,/,/,\n架桥,河太宽,；,、,教委\n种树,树太少,教育,|,民政局\n";
    let folder = Folder::new().with("x.csv", register).with("scheme.csv", SCHEME);
    // Rows without any label are told of.
    let told = "rows without a theme or lead, which are left out: 2\n";
    assert_eq!(folder.run("train x.csv --scheme scheme.csv -o m").exits(0).stderr, told);
    folder.run("evaluate x.csv --model m").exits(0).tells(told);
    let inspected = folder.run("inspect m").exits(0).prints("13  education  教育  ");
    inspected.prints("12  school_board  教委  ").prints("12  civil_affairs  民政局  ");
}

#[test]
fn words_of_ones_own_are_not_cut_apart() {
    let folder = Folder::new()
        .with("x.csv", labeled().replace("居民反映", "柳溪锦苑居民反映"))
        .with("words.txt", "柳溪锦苑\n青禾里北巷\n");
    folder.run("train x.csv --words words.txt -o m").exits(0).tells_nothing();
    folder.run("inspect m").exits(0).prints("own words: 2\n");
    let plain = folder.run("train x.csv -o plain").exits(0).tells_nothing();
    drop(plain);
    assert!(folder.bytes("m") != folder.bytes("plain"));
    // Notepad writes GBK.
    let folder = folder.with("gbk.txt", gb18030("柳溪锦苑\r\n青禾里北巷\r\n"));
    folder.run("train x.csv --words gbk.txt -o g").exits(0).tells_nothing();
    assert!(folder.bytes("m") == folder.bytes("g"));
    folder.run("train x.csv --words no.txt -o n").exits(2).tells("error: no.txt: ");
}

#[test]
fn themes_alone_and_departments_alone_are_enough() {
    let without = |heading: &str| labeled().replacen(heading, "备注", 1);
    let folder = Folder::new().with("themes.csv", without("主办单位")).with("leads.csv", without("主题"));
    let input = "标题\n养老院老人护理差\n".as_bytes();
    let told = |column: &str, option: &str| {
        format!(
            "no column of {column} was found; of the headings these have no use: 备注; if one stands over it, name it \
             with {option}\n"
        )
    };
    let leads = told("leads (主办单位)", "--lead-column");
    assert_eq!(folder.run("train themes.csv -o t").exits(0).stderr, format!("themes.csv: {leads}"));
    folder.run("evaluate themes.csv --folds 2").exits(0).tells(&leads);
    folder.run("train themes.csv -o named --lead-column 备注").exits(0).tells_nothing();
    let tagged = folder.run_with_input("tag - --model t", input).exits(0);
    assert!(tagged.printed().contains("养老院老人护理差,养老,,") && !tagged.printed().contains("民政局"));
    let themes = told("themes (主题)", "--theme-column");
    assert_eq!(folder.run("train leads.csv -o l").exits(0).stderr, format!("leads.csv: {themes}"));
    folder.run_with_input("tag - --model l", input).exits(0).prints("养老院老人护理差,,,").prints(",民政局,");
}

#[test]
fn where_every_row_is_rejected_the_first_says_why_and_all_come_back() {
    let others = "单位,职责\n航天局,火箭。\n文旅局,景区。\n";
    let reason = "x.csv, row 2, column 主办单位: \"交通委\" is not a label of the scheme";
    for (run, list) in [
        ("train x.csv -o m", "m.rejected.csv"),
        ("train x.csv --audit a.csv", "a.csv.rejected.csv"),
        ("evaluate x.csv --folds 3", "x.csv.rejected.csv"),
    ] {
        let folder = Folder::new().with("x.csv", labeled()).with("others.csv", others);
        let told = folder.run(&format!("{run} --departments others.csv")).exits(2);
        told.tells(&format!("rows that could not be used: 36; {list} says why\nerror: {reason}"));
        assert_eq!(folder.table(list).rows.len(), 36);
        assert_eq!(folder.names().len(), 3, "{:?}", folder.names());
    }
    // What a model cannot learn comes back in the same way.
    let folder = Folder::new().with("x.csv", labeled()).with("y.csv", "标题,主办单位\n修路,航天局\n");
    folder.run("train x.csv -o m").exits(0);
    folder
        .run("train --from m y.csv -o n")
        .exits(2)
        .tells("error: y.csv, row 2, column 主办单位: the model never learnt \"航天局\"");
    assert_eq!(folder.table("n.rejected.csv").column("行"), ["2"]);
}

#[test]
fn departments_in_one_cell_are_several_labels() {
    let cells = ["交通委 教委", "交通委和教委", "1.交通委 2.教委", "交通委（主）、教委（协）"];
    let register = with_column("主办单位", |row, given| match given {
        "交通委" => cells.get(row).map_or(given, |cell| cell).to_owned(),
        _ => given.to_owned(),
    });
    let folder = Folder::new().with("x.csv", register).with("scheme.csv", SCHEME);
    for scheme in ["", "--scheme scheme.csv"] {
        folder.run(&format!("train x.csv -o m {scheme}")).exits(0).tells_nothing();
        let inspected = folder.run("inspect m").exits(0).prints("  交通委  ");
        let leads = inspected.printed().split("departments: ").last().unwrap().lines().count();
        assert!(!inspected.printed().contains("交通委 教委") && leads < 12, "{}", inspected.printed());
        let result = folder.run("evaluate x.csv --model m --json").exits(0);
        let result: serde_json::Value = serde_json::from_str(result.printed()).unwrap();
        // Those in the column of who assists, and the four.
        assert_eq!(result["assist"]["given"], 36 + 4, "{scheme}");
    }
    let folder = folder.with("y.csv", "标题,主办单位\n堵车,交通委和教委\n");
    folder.run("train --from m y.csv -o n").exits(0).tells_nothing();
}

#[test]
fn what_is_not_learnt_of_a_correction_stands_in_no_way() {
    let folder = Folder::new().with("x.csv", labeled());
    let corrected = "标题,主办单位,会办单位,其他主题\n堵车,教委,航天局,太空\n堵车,教委、航天局,,\n";
    let folder = folder.with("y.csv", corrected);
    folder.run("train x.csv -o m").exits(0);
    folder.run("train --from m y.csv -o n").exits(0);
    folder.run("inspect n").exits(0).prints("2  y.csv");
}

#[test]
fn labels_of_rejected_rows_are_not_said_to_be_never_proposed() {
    let register = labeled() + "架桥,河太宽,水务,航天局,\n架坝,河太急,水务,航天局,\n";
    let folder =
        Folder::new().with("x.csv", register).with("scheme.csv", SCHEME.to_owned() + "theme,water,水务,\n");
    let told = "rows that could not be used: 2; m.rejected.csv says why\n";
    assert_eq!(folder.run("train x.csv --scheme scheme.csv -o m").exits(1).stderr, told);
}

#[test]
fn a_model_goes_to_a_file() {
    let folder = Folder::new().with("x.csv", labeled());
    for output in ["-o -", "--audit -"] {
        folder
            .run(&format!("train x.csv {output}"))
            .exits(2)
            .tells("error: this goes to a file only, not to standard output; name one instead of -")
            .prints_nothing();
    }
    assert_eq!(folder.names(), ["x.csv"]);
}

#[test]
fn what_cannot_be_learnt_from_is_told() {
    let folder = Folder::new()
        .with("none.csv", "标题,内容\n修路,坑多\n种树,树少\n")
        .with("one.csv", "标题,主题\n修路,交通\n架桥,交通\n");
    folder
        .run("train none.csv -o m")
        .exits(2)
        .tells("no row has a label; a column 主题 (theme) or 主办单位 (lead) is needed");
    folder.run("train one.csv -o m").exits(2).tells("only one label (交通) occurs in 2 rows");
    assert_eq!(folder.names(), ["none.csv", "one.csv"]);
}

#[test]
fn a_scheme_that_cannot_be_read_is_named_with_its_row() {
    for (scheme, message) in [
        ("", "scheme.csv: "),
        ("kind,id,name\ntheme,a,甲\ntheme,b,甲\n", "\"甲\" stands for two labels"),
        ("kind,id,name\nplace,a,甲\n", "scheme.csv, row 2: "),
        ("kind,id,name\ntheme,a\n", "scheme.csv, row 2: the scheme cannot be read: the cell is empty"),
    ] {
        let folder = Folder::new().with("x.csv", labeled()).with("scheme.csv", scheme);
        folder.run("train x.csv --scheme scheme.csv -o m").exits(2).tells(message);
        assert_eq!(folder.names(), ["scheme.csv", "x.csv"], "{scheme}");
    }
}

/// The rows of [`labeled`] whose cells in one column are what `cell` makes of their number and of what they were.
fn with_column(heading: &str, cell: impl Fn(usize, &str) -> String) -> String {
    let register = labeled();
    let mut rows = csv::Reader::from_reader(register.as_bytes());
    let headings = rows.headers().unwrap().clone();
    let column = headings.iter().position(|other| other == heading).unwrap();
    let mut changed = csv::Writer::from_writer(Vec::new());
    changed.write_record(&headings).unwrap();
    for (number, row) in rows.records().enumerate() {
        let row = row.unwrap();
        let cells = row.iter().enumerate();
        let cells =
            cells.map(|(at, given)| if at == column { cell(number, given) } else { given.to_owned() });
        changed.write_record(cells).unwrap();
    }
    String::from_utf8(changed.into_inner().unwrap()).unwrap()
}

#[test]
fn a_column_that_cannot_be_learnt_is_left_out_and_told_of() {
    let one = "only one label (综合科) occurs in";
    let cases = [
        (with_column("主办单位", |_, _| "综合科".into()), format!("{one} 36 rows")),
        (
            with_column("主办单位", |row, _| if row == 7 { "综合科".into() } else { String::new() }),
            format!("{one} 1 rows"),
        ),
    ];
    for (register, reason) in cases {
        let folder = Folder::new().with("x.csv", register);
        folder
            .run("train x.csv -o m --audit a.csv")
            .exits(0)
            .tells(&format!("left out: column 主办单位: {reason}; at least two are needed"));
        let inspected = folder.run("inspect m").exits(0).prints("12  交通  交通  ");
        assert!(!inspected.printed().contains("departments: "), "{}", inspected.printed());
        folder.run_with_input("tag - --model m", "标题\n公交站台太远\n".as_bytes()).exits(0).prints(",交通,");
        assert!(folder.table("a.csv").column("项目").iter().all(|matter| *matter == "主题"));
        let told = folder
            .run("evaluate x.csv --folds 3")
            .exits(0)
            .tells(&format!("left out: column 主办单位: {one}"));
        assert_eq!(told.stderr.matches("left out").count(), 1, "a column is told of once: {}", told.stderr);
        assert!(told.printed().contains("theme: accuracy") && !told.printed().contains("lead: accuracy"));
    }
}

#[test]
fn labels_of_one_text_cannot_be_learnt() {
    // Two leads, but of one text: nobody could judge one row by the other.
    let text = "桥栏松动,居民反映桥栏松动";
    let no_leads = with_column("主办单位", |_, _| String::new());
    let folder = Folder::new().with("x.csv", no_leads + &format!("{text},交通,交通委,\n{text},交通,教委,\n"));
    let reason = "column 主办单位: all 2 rows are of one text or group, and none can be judged by the others";
    folder.run("train x.csv -o m").exits(0).tells(&format!("left out: {reason}"));
    let leads = format!("标题,内容,主办单位\n{text},交通委\n{text},教委\n");
    let folder = Folder::new().with("x.csv", leads);
    folder.run("train x.csv -o m").exits(2).tells(&format!("error: {reason}"));
    folder
        .run("evaluate x.csv --folds 2")
        .exits(2)
        .tells("error: x.csv: all 2 rows are of one text or group");
}

#[test]
fn a_class_that_cannot_be_learnt_stops_nothing() {
    let register = labeled();
    let mut lines = register.lines();
    let mut classed = format!("{},办理类别\n", lines.next().unwrap());
    for (row, line) in lines.enumerate() {
        classed.extend([line, if row == 3 { ",A\n" } else { ",\n" }]);
    }
    let folder = Folder::new().with("x.csv", classed);
    folder
        .run("train x.csv -o m")
        .exits(0)
        .tells("left out: column 办理类别: only one label (A) occurs in 1 rows");
    folder.run("inspect m").exits(0).prints("themes: ").prints("departments: ");
}
