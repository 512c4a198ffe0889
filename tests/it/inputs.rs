//! One register in every form in which it may come -> the same rows, tagged the same.

use crate::harness::Folder;
use crate::registers::{ADDED, REGISTER, cells, gb18030, html, json_lines, sheets, utf16, xlsx};

#[test]
fn content_decides_and_not_the_name() {
    let (plain, lines) = (REGISTER.as_bytes(), json_lines(REGISTER));
    let quoted = REGISTER.replace("转办", "\"转办\"");
    let cases: [(&str, Vec<u8>, &str); 16] = [
        ("utf8.csv", plain.into(), "csv"),
        ("mark.csv", [b"\xef\xbb\xbf", plain].concat(), "csv"),
        ("gb18030.csv", gb18030(REGISTER), "csv"),
        ("utf16.csv", utf16(REGISTER), "csv"),
        ("utf16-tabs.txt", utf16(&REGISTER.replace(',', "\t")), "csv"),
        ("gb18030-bars.csv", gb18030(&REGISTER.replace(',', "|")), "csv"),
        ("semicolons.csv", REGISTER.replace(',', ";").into(), "csv"),
        ("windows.csv", quoted.replace('\n', "\r\n").into(), "csv"),
        ("text-called.xls", gb18030(REGISTER), "csv"),
        ("text-called.xlsx", plain.into(), "csv"),
        ("book.xlsx", xlsx(REGISTER), "xlsx"),
        ("book-called.csv", xlsx(REGISTER), "xlsx"),
        ("page-called.xls", html(REGISTER).into(), "xlsx"),
        ("page-in-gb.xls", gb18030(&html(REGISTER)), "xlsx"),
        ("json.jsonl", lines.clone().into(), "jsonl"),
        ("json-called.txt", lines.into(), "jsonl"),
    ];
    let register = cells(REGISTER);
    let mut expected = None;
    for (name, bytes, extension) in cases {
        let folder = Folder::new().with(name, &bytes);
        folder.run(&format!("tag {name}")).exits(0).tells_nothing().prints_nothing();
        let (stem, _) = name.split_once('.').unwrap();
        let output = format!("{stem}.tagged.{extension}");
        let mut names = vec![name.to_owned(), output.clone()];
        names.sort_unstable();
        assert_eq!(folder.names(), names);
        assert_eq!(folder.bytes(name), bytes, "the input stays as it was");
        if extension == "jsonl" {
            // The lines of JSON have a shape of their own; asked for a table, the rows are the same.
            folder.run(&format!("tag {name} -o {stem}.tagged.csv")).exits(0).tells_nothing();
        }
        let tagged = folder.table(&output.replace("jsonl", "csv"));
        let headings: Vec<&str> = register[0].iter().copied().chain(ADDED).collect();
        assert_eq!(tagged.headings, headings, "{name}");
        for (row, carried) in tagged.rows.iter().zip(&register[1..]) {
            assert_eq!(&row[..carried.len()], carried, "{name}");
        }
        // A percentage is a number in a workbook and has no trailing zero there.
        let rows: Vec<Vec<String>> = tagged
            .rows
            .into_iter()
            .map(|mut row| {
                row[6] = format!("{:.2}", row[6].parse::<f64>().unwrap());
                row
            })
            .collect();
        assert_eq!(*expected.get_or_insert_with(|| rows.clone()), rows, "{name}");
    }
}

#[test]
fn the_workbook_of_the_examples() {
    let folder = Folder::new().with_copy("datasets/examples/incoming.xlsx");
    folder.run("tag incoming.xlsx").exits(1).tells("rows that could not be used: 1");
    let tagged = folder.table("incoming.tagged.xlsx");
    assert_eq!(tagged.rows.len(), 23);
    assert!(tagged.headings.contains(&"内容/标题".to_owned()), "{:?}", tagged.headings);
    assert!(tagged.headings.ends_with(&ADDED.map(String::from)));
    assert!(tagged.column("主题").iter().all(|theme| !theme.is_empty()));
    assert!(tagged.column("主办单位").iter().all(|lead| !lead.is_empty()));
    let rejected = folder.table("incoming.tagged.xlsx.rejected.csv");
    assert_eq!(rejected.rows.len(), 1);
    assert!(rejected.column("原因")[0].starts_with("标题和内容都没有文字"));
}

#[test]
fn the_old_workbooks() {
    for name in ["two-levels.xls", "two-levels.ods"] {
        let folder = Folder::new().with_copy(&format!("tests/data/{name}"));
        folder.run(&format!("tag {name}")).exits(1).tells("two-levels.tagged.xlsx.rejected.csv");
        let tagged = folder.table("two-levels.tagged.xlsx");
        assert_eq!(tagged.headings[..4], ["编号", "建议/标题", "建议/内容", "日期"], "{name}");
        assert_eq!(tagged.rows[0][..4], ["7", "增设路灯", "巷口太暗。\n请装灯。", "2019-04-25"], "{name}");
        assert_eq!(folder.table("two-levels.tagged.xlsx.rejected.csv").column("行"), ["5"]);
    }
}

#[test]
fn several_sheets_become_one() {
    let folder = Folder::new()
        .with("年.xlsx", sheets(&[("一月", REGISTER), ("空", ""), ("二月", "标题,科室\n修路,一科\n")]));
    folder.run("tag 年.xlsx").exits(0).tells_nothing();
    let tagged = folder.table("年.tagged.xlsx");
    assert_eq!(tagged.headings[..6], ["编号", "标题", "内容", "备注", "科室", "工作表"]);
    assert_eq!(tagged.column("标题"), ["增设路灯", "公交末班车太早", "低保申请被拒", "修路"]);
    assert_eq!(tagged.column("工作表"), ["一月", "一月", "一月", "二月"]);
    assert_eq!(tagged.column("科室"), ["", "", "", "一科"]);
}

#[test]
fn the_rows_of_a_sheet_without_headings_come_back() {
    let rest = "4,增设座椅,公园里没有座椅，老人走累了没处坐。,\n5,种树,路边没有树。,\n";
    let notes = "填表说明,请各单位核对后填写\n";
    let folder =
        Folder::new().with("年.xlsx", sheets(&[("说明", notes), ("一月", REGISTER), ("二月", rest)]));
    folder.run("tag 年.xlsx").exits(1).tells("rows that could not be used: 2");
    assert_eq!(folder.table("年.tagged.xlsx").rows.len(), 3);
    let rejected = folder.table("年.tagged.xlsx.rejected.csv");
    assert_eq!(rejected.column("文件"), ["年.xlsx [二月]"; 2]);
    assert_eq!(rejected.column("行"), ["1", "2"]);
    assert!(rejected.column("原因")[0].starts_with("本工作表的表头中没有标题或内容一栏"));
    assert!(rejected.rows[1].contains(&"种树".to_owned()), "{:?}", rejected.rows[1]);
    // The sheet of asks that the program itself adds is no such sheet.
    let folder = Folder::new().with("一.xlsx", sheets(&[("一月", REGISTER)]));
    folder.run("tag 一.xlsx --asks").exits(0);
    folder.run("tag 一.tagged.xlsx").exits(0).tells_nothing();
}

#[test]
fn title_alone_and_body_alone_are_enough() {
    for heading in ["标题", "内容", "案由", "text", "title"] {
        let folder = Folder::new().with("x.csv", format!("{heading}\n巷口路灯不亮\n低保申请被拒\n"));
        folder.run("tag x.csv").exits(0).tells_nothing();
        let tagged = folder.table("x.tagged.csv");
        assert_eq!(tagged.column("主办单位"), ["城管委", "民政局"], "{heading}");
    }
}

#[test]
fn the_headings_of_many_offices_are_known() {
    // The third is what the program itself makes of a heading that was merged over two rows.
    for heading in ["诉求描述", "反映问题", "内容/诉求描述", "具体内容"] {
        let register =
            format!("编号,标题,{heading},收到日期\n1,请解决,巷口路灯不亮，晚上看不见路。,2020-03-01\n");
        let folder = Folder::new().with("x.csv", register);
        folder.run("tag x.csv").exits(0).tells_nothing();
        assert_eq!(folder.table("x.tagged.csv").column("主办单位"), ["城管委"], "{heading}");
    }
}

#[test]
fn columns_can_be_named_by_hand() {
    let folder = Folder::new().with("x.csv", "事项,详述,标题\n低保申请被拒,天黑看不清路,巷口路灯不亮\n");
    let lead = |arguments: &str| {
        folder.run(&format!("tag x.csv -o y.csv {arguments}")).exits(0).tells_nothing();
        folder.table("y.csv").column("主办单位")[0].to_owned()
    };
    assert_eq!(lead(""), "城管委");
    assert_eq!(lead("--title-column 事项"), "民政局");
    assert_eq!(lead("--body-column 详述"), "城管委");
    folder
        .run("tag x.csv --body-column 详情")
        .exits(2)
        .tells("x.csv: there is no column \"详情\"; the headings are [事项, 详述, 标题]");
}

#[test]
fn a_column_named_by_hand_need_not_stand_in_every_file() {
    let folder = Folder::new()
        .with("甲.csv", "标题,详述,归口\n修路,路面坑洼。,交通出行\n")
        .with("乙.csv", "标题,主题\n装灯,教育\n");
    for run in ["tag 甲.csv 乙.csv", "report 甲.csv 乙.csv -o r.md", "discover 甲.csv 乙.csv -o d"] {
        folder
            .run(&format!("{run} --theme-column 归口"))
            .exits(0)
            .tells("乙.csv: there is no column \"归口\", which other files have");
        let fails =
            |column: &str, told: &str| drop(folder.run(&format!("{run} {column}")).exits(2).tells(told));
        fails(
            "--theme-column 类目",
            "甲.csv: there is no column \"类目\"; the headings are [标题, 详述, 归口]",
        );
        fails("--body-column 详述", "乙.csv: there is no column \"详述\"; the headings are [标题, 主题]");
    }
    let report = folder.text("r.md");
    assert!(report.contains("交通出行") && report.contains("教育"), "{report}");
}

#[test]
fn quoted_line_breaks_stay_in_their_cell() {
    let folder =
        Folder::new().with("x.csv", "标题,内容\n修路,\"坑太多，\n\n请修\"\n种树,\"他说\"\"好\"\"\"\n");
    folder.run("tag x.csv").exits(0).tells_nothing();
    assert_eq!(folder.table("x.tagged.csv").column("内容"), ["坑太多，\n\n请修", "他说\"好\""]);
}

#[test]
fn nul_bytes_are_carried() {
    let folder = Folder::new().with("x.csv", "标题,内容\n路\0灯不亮,巷口\0太暗\n");
    for output in ["x.tagged.csv", "x.tagged.xlsx", "x.tagged.jsonl"] {
        folder.run(&format!("tag x.csv -o {output}")).exits(0).tells_nothing();
    }
    assert_eq!(folder.table("x.tagged.csv").column("内容"), ["巷口\0太暗"]);
    assert_eq!(folder.table("x.tagged.xlsx").rows.len(), 1);
    assert!(folder.text("x.tagged.jsonl").contains("巷口\\u0000太暗"));
}

#[test]
fn help_says_which_files_are_read_and_which_options_need_others() {
    let help = |command: &str| -> String {
        let help = Folder::new().run(&format!("{command} --help")).exits(0).printed().to_owned();
        help.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for command in ["tag", "train", "evaluate", "suggest-review", "discover", "ledger", "report"] {
        let formats = "xlsx, xls, ods, csv, tsv, tables saved as HTML or XML, jsonl, told apart by content";
        assert!(help(command).contains(formats), "{command}");
    }
    assert_eq!(help("evaluate").matches("[only with --folds]").count(), 6);
    assert!(!help("train").contains("[only with --folds]"));
}

#[test]
fn texts_that_are_written_as_formulas_go_on_as_texts() {
    let register = "编号,标题,内容,提出时间\n=\"2025030300130\",路灯不亮,\"=\"\"巷口太暗。\"\"\",=\"2025-03-01 08:05\"\n";
    let folder = Folder::new().with("x.csv", register);
    folder.run("tag x.csv").exits(0).tells_nothing();
    let tagged = folder.table("x.tagged.csv");
    assert_eq!(tagged.rows[0][..4], ["2025030300130", "路灯不亮", "巷口太暗。", "2025-03-01 08:05"]);
}

#[test]
fn a_thousand_columns_are_carried_in_their_order() {
    let headings: Vec<String> = (0..1000).map(|column| format!("列{column}")).collect();
    let values: Vec<String> = (0..1000).map(|column| format!("值{column}")).collect();
    let register = format!("标题,{}\n巷口路灯不亮,{}\n", headings.join(","), values.join(","));
    let folder = Folder::new().with("x.csv", register);
    for output in ["x.tagged.csv", "x.tagged.xlsx"] {
        folder.run(&format!("tag x.csv -o {output}")).exits(0).tells_nothing();
        let tagged = folder.table(output);
        assert_eq!(tagged.headings.len(), 1 + 1000 + 7);
        assert_eq!(tagged.headings[1..1001], headings);
        assert_eq!(tagged.rows[0][1..1001], values);
    }
}

#[test]
fn a_cell_of_ten_megabytes_is_tagged_but_no_workbook_holds_it() {
    let long = "柳溪街巷口路灯不亮，".repeat((10 << 20) / 30);
    let folder = Folder::new().with("x.csv", format!("标题,内容\n路灯,{long}\n低保申请被拒,请说明理由\n"));
    folder.run("tag x.csv").exits(0).tells_nothing();
    let tagged = folder.table("x.tagged.csv");
    assert!(tagged.column("内容")[0] == long);
    assert_eq!(tagged.column("主办单位"), ["城管委", "民政局"]);

    folder.run("tag x.csv -o y.xlsx").exits(1).tells("y.xlsx.rejected.csv");
    assert_eq!(folder.table("y.xlsx").column("标题"), ["低保申请被拒"]);
    let rejected = folder.table("y.xlsx.rejected.csv");
    assert_eq!(rejected.column("行"), ["2"]);
    let reason = format!("单元格有{}个字符，工作簿最多容纳32767个", long.chars().count());
    assert!(rejected.column("原因")[0].starts_with(&reason), "{}", rejected.column("原因")[0]);
}
