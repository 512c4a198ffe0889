//! Tagged registers that a clerk corrected -> what a model learns from them, whatever the register had before.

use crate::harness::Folder;
use crate::registers::labeled;

/// A folder with a model.
fn folder() -> Folder {
    let folder = Folder::new().with("x.csv", labeled());
    folder.run("train x.csv -o base").exits(0).tells_nothing();
    folder
}

/// The CSV file that `tag` made of `register`, with one cell changed for each of `changes`: row, heading and text.
fn tagged(folder: &Folder, register: &str, changes: &[(usize, &str, &str)]) -> String {
    let output = folder.run_with_input("tag - --model base", register.as_bytes()).exits(0);
    let mut rows: Vec<Vec<String>> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(output.printed().trim_start_matches('\u{feff}').as_bytes())
        .into_records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    for &(row, heading, text) in changes {
        let column = rows[0].iter().rposition(|other| other == heading).expect(heading);
        text.clone_into(&mut rows[row][column]);
    }
    rows.iter().map(|row| row.join("\t") + "\n").collect()
}

const ASKED: &str = "标题\n操场积水\n";

#[test]
fn what_was_corrected_counts_whatever_the_register_had() {
    // Register, the cells corrected, more arguments, and what the model must have learnt.
    type Case<'c> = (&'c str, &'c [(usize, &'c str, &'c str)], &'c str, [&'c str; 2]);
    let cases: [Case<'_>; 6] = [
        ("标题\n操场积水\n", &[(1, "主办单位", "民政局"), (1, "复核", "")], "", ["教育", "民政局"]),
        (
            "标题,主办单位\n操场积水,\n",
            &[(1, "主办单位（推荐）", "民政局"), (1, "复核", "")],
            "",
            ["教育", "民政局"],
        ),
        (
            "标题,主题,主办单位,复核\n操场积水,交通,交通委,已核\n",
            &[(1, "主题（推荐）", "养老"), (1, "主办单位（推荐）", "民政局"), (1, "复核（推荐）", "")],
            "",
            ["养老", "民政局"],
        ),
        ("标题,一级标签\n操场积水,交通\n", &[(1, "主题", "养老"), (1, "复核", "")], "", ["养老", "教委"]),
        (
            "标题,主办单位\n操场积水,交通委\n",
            &[(1, "主办单位（推荐）", "民政局"), (1, "复核", "")],
            "--lead-column 主办单位",
            ["教育", "交通委"],
        ),
        // Another theme counts where the cell still asks.
        ("标题,主题\n操场积水,\n", &[(1, "主题（推荐）", "养老")], "", ["养老", "教委"]),
    ];
    for (register, changes, arguments, [theme, lead]) in cases {
        let folder = folder();
        let corrected = tagged(&folder, register, changes);
        let folder = folder.with("c.tsv", &corrected);
        folder
            .run(&format!("train --from base c.tsv -o new --weight 20 {arguments}"))
            .exits(0)
            .tells_nothing();
        let learnt = folder.run_with_input("tag - --model new", ASKED.as_bytes()).exits(0);
        learnt.prints(&format!("操场积水,{theme},")).prints(&format!(",{lead},"));
    }
}

#[test]
fn the_model_in_the_program_learns_too() {
    let folder = Folder::new().with("x.csv", ASKED);
    folder.run("tag x.csv").exits(0);
    let corrected = folder.text("x.tagged.csv").replace(",城管委,", ",体育局,");
    let folder = folder.with("x.tagged.csv", corrected);
    folder.run("train --from default x.tagged.csv -o new").exits(0).tells_nothing();
    folder.run_with_input("tag - --model new", ASKED.as_bytes()).exits(0).prints(",体育局,");
    folder.run("train --from no.jiaoban x.tagged.csv -o other").exits(2).tells("error: no.jiaoban: ");
}

#[test]
fn what_tag_proposed_and_nobody_looked_at_is_told_of() {
    let folder = folder();
    let register = "标题\n操场积水\n公交站台太远\n路灯不亮\n操场太小\n";
    let looked_at = [(1, "复核", ""), (2, "复核", "可采纳"), (4, "复核", "")];
    std::fs::write(folder.path("t.tsv"), tagged(&folder, register, &looked_at)).unwrap();
    for run in ["evaluate t.tsv --model base", "train t.tsv -o new"] {
        folder
            .run(run)
            .exits(1)
            .tells("rows whose theme or lead is what `tag` proposed, and 复核 stands as it was: 1;");
        let beside = if run.starts_with("train") { "new.rejected.csv" } else { "t.tsv.rejected.csv" };
        let rejected = std::fs::read_to_string(folder.path(beside)).unwrap();
        assert!(rejected.contains("路灯不亮") && !rejected.contains("操场"), "{rejected}");
    }
    // What people gave is measured, whatever stands beside it.
    let given = "标题,主题,主办单位\n操场积水,教育,教委\n公交站台太远,交通,交通委\n";
    std::fs::write(folder.path("g.tsv"), tagged(&folder, given, &[])).unwrap();
    folder.run("evaluate g.tsv --model base").exits(0).tells_nothing();
}

#[test]
fn the_model_in_the_program_has_a_name() {
    let folder = folder();
    let ours = folder.run("inspect").exits(0);
    assert_eq!(folder.run("inspect default").exits(0).printed(), ours.printed());
    folder.run("tag x.csv --model default -o y.csv").exits(0).tells_nothing();
    folder
        .run("evaluate x.csv --model base --against default")
        .exits(0)
        .prints("theme against the other model");
    // A file of that name is meant before it.
    let folder = folder.with("default", "nothing");
    folder.run("inspect default").exits(2).tells("default: this is not a jiaoban model");
}

#[test]
fn a_remark_on_the_proposal_is_no_assent() {
    let folder = folder();
    for (text, refused) in [("可采纳", false), ("同意", false), ("不同意", true), ("应由民政局办", true)]
    {
        std::fs::write(folder.path("c.tsv"), tagged(&folder, ASKED, &[(1, "复核", text)])).unwrap();
        let trained = folder.run("train --from base c.tsv -o new");
        if refused {
            let told = format!("c.tsv, row 2, column 复核: this cell says \"{text}\", and whether");
            trained.exits(2).tells(&told);
        } else {
            trained.exits(0).tells_nothing();
        }
    }
}

/// A marked column was added whatever became of the others; 主题 is the only one of its name.
#[test]
fn what_was_corrected_counts_where_added_columns_were_deleted() {
    let folder = folder();
    let changes = [(1, "主题", "养老"), (1, "主办单位（推荐）", "民政局"), (1, "复核", "")];
    let corrected = tagged(&folder, "标题,主办单位\n操场积水,交通委\n", &changes);
    let rows: Vec<Vec<&str>> = corrected.lines().map(|line| line.split('\t').collect()).collect();
    let is_kept = |column: &usize| !["概率", "依据"].contains(&rows[0][*column]);
    let kept: Vec<usize> = (0..rows[0].len()).filter(is_kept).collect();
    assert_eq!(kept.len(), rows[0].len() - 2);
    let line = |row: &Vec<&str>| kept.iter().map(|&column| row[column]).collect::<Vec<_>>().join("\t") + "\n";
    let folder = folder.with("c.tsv", rows.iter().map(line).collect::<String>());
    folder.run("train --from base c.tsv -o new --weight 20").exits(0).tells_nothing();
    let learnt = folder.run_with_input("tag - --model new", ASKED.as_bytes()).exits(0);
    learnt.prints("操场积水,养老,").prints(",民政局,");
}

#[test]
fn other_readers_take_what_the_register_had() {
    let folder = folder();
    let register = "标题,主办单位\n操场积水,交通委\n公交站台太远,交通委\n";
    let again = tagged(&folder, register, &[]);
    let folder = folder.with("t.tsv", again);
    // Measured by the labels that people gave, not by the model's own.
    folder.run("evaluate t.tsv --model base").exits(0).prints("lead: accuracy 0.500");
}

#[test]
fn rows_that_nobody_has_looked_at_come_back_however_they_were_tagged() {
    let other = labeled().replace(",教育,教委,", ",养老,民政局,").replace(",交通,交通委,", ",教育,教委,");
    let folder =
        folder().with("y.csv", other + "修路,路面坑洼。,交通,交通委,\n架桥,河面太宽。,交通,交通委,\n");
    folder.run("train y.csv -o base").exits(0).tells_nothing();
    // Tagged by a model that says other things than the one that is to learn.
    for register in ["标题\n操场积水\n", "标题,复核\n操场积水,已核\n"] {
        let text = tagged(&folder, register, &[]);
        assert!(text.contains("请复核"), "{text}");
        std::fs::write(folder.path("t.tsv"), text).unwrap();
        folder.run("train x.csv -o ours").exits(0).tells_nothing();
        let told = if register.contains("复核") { "复核（推荐）" } else { "复核" };
        folder
            .run("train --from ours t.tsv -o new")
            .exits(2)
            .tells(&format!("t.tsv, row 2, column {told}: the row still asks to be looked at"));
    }
}

#[test]
fn a_tagged_line_of_json_teaches_once_it_is_decided() {
    let folder = folder();
    let line = folder.run_with_input("tag - --model base --format jsonl", ASKED.as_bytes()).exits(0);
    let mut line: serde_json::Value = serde_json::from_str(line.printed()).unwrap();
    assert_eq!(line["decision"], "review");
    let folder = folder.with("t.jsonl", line.to_string());
    folder.run("train --from base t.jsonl -o new").exits(2).tells("t.jsonl, row 1, column 复核");
    line["leads"][0]["name"] = "民政局".into();
    line["decision"] = "Accepted".into();
    // The id still says another label.
    let folder = folder.with("t.jsonl", line.to_string());
    folder.run("train --from base t.jsonl -o new").exits(2).tells("error: not one row could be used");
    let reason = folder.table("new.rejected.csv").column("原因")[0].to_owned();
    assert!(reason.starts_with("代码“教委”与名称“民政局”是两个标签，请一并改正"), "{reason}");
    line["leads"][0].as_object_mut().unwrap().remove("id");
    let folder = folder.with("t.jsonl", line.to_string());
    folder
        .run("train --from base t.jsonl -o new --weight 20")
        .exits(0)
        .tells("what new.rejected.csv said before is now");
    line["leads"][0] = serde_json::json!({"id": "民政局", "name": "民政局"});
    let folder = folder.with("t.jsonl", line.to_string());
    folder.run("train --from base t.jsonl -o new --weight 20").exits(0).tells_nothing();
    folder
        .run_with_input("tag - --model new", ASKED.as_bytes())
        .exits(0)
        .prints("操场积水,教育,")
        .prints(",民政局,");
}
