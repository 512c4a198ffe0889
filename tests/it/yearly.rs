//! A year's register -> the report and the check of a draft, through the program.

use std::fmt::Write as _;

use jiaoban::check::{Finding, Verdict, check};
use jiaoban::read::{Options, Row};
use jiaoban::register::OwnLists;
use jiaoban::segment::Dictionary;

use crate::harness::Folder;
use crate::registers::sheets;

/// Four suggestions of a year; one title holds the telephone of a resident.
pub const YEAR: &str = "\
编号,会上/会下,案由,建议内容,领衔代表,提出时间,交办时间,主题,主办单位,会办单位,办理类别,办理结果,答复时间
1,会上,请回电13800001234落实东街路灯,东街三盏路灯坏了，晚上看不清路。,代表甲,2020-01-06,2020-02-10,城市建设与市政,城管委,,A,已落实,2020-04-25
2,会上,增设柳溪街路灯,柳溪街没有路灯，老人出门看不见路。,代表乙,2020-01-06,2020-02-10,城市建设与市政,城管委,,A,已落实,2020-04-20
3,会上,修补北桥路面,北桥路面坑洼，下雨积水。,代表甲,2020-01-07,2020-02-10,城市建设与市政,城管委,,B,继续推进,2020-05-10
4,会上,延长夜班公交,末班车太早，下夜班赶不上。,代表丙,2020-01-07,2020-02-10,交通出行,交通委,,B,继续推进,
";
/// Two of the year before.
const YEAR_BEFORE: &str = "\
编号,会上/会下,案由,建议内容,领衔代表,提出时间,交办时间,主题,主办单位,会办单位,办理类别,办理结果,答复时间
1,会上,修缮南坡水渠,南坡水渠漏水，下游浇不上地。,代表丁,2019-01-06,2019-02-10,农业农村,水务局,,A,已落实,2019-04-25
2,会上,增加早班公交,早上第一班车太晚。,代表丙,2019-01-06,2019-02-10,交通出行,交通委,,A,已落实,2019-04-20
";

pub fn year() -> Folder {
    Folder::new().with("台账.csv", YEAR)
}

#[test]
fn a_masked_report_holds_no_telephone_and_the_same_counts() {
    for ending in ["md", "html"] {
        let folder = year();
        folder.run(&format!("report 台账.csv --year 2020 -o 明.{ending}")).exits(0).prints_nothing();
        folder.run(&format!("report 台账.csv --year 2020 --mask -o 隐.{ending}")).exits(0).prints_nothing();
        let (open, masked) = (folder.text(&format!("明.{ending}")), folder.text(&format!("隐.{ending}")));
        assert!(open.contains("13800001234"), "{ending}");
        assert!(!masked.contains("13800001234") && masked.contains("1234落实东街路灯"), "{ending}");
        assert_eq!(open.matches("f1").count(), masked.matches("f1").count(), "{ending}");
        assert_eq!(folder.names().len(), 3, "{:?}", folder.names());
    }
}

#[test]
fn a_report_is_compared_with_the_year_before() {
    let folder = year().with("上年.csv", YEAR_BEFORE);
    folder.run("report 台账.csv --compare 上年.csv --year 2020 -o 比.md").exits(0).prints_nothing();
    folder.run("report 台账.csv --year 2020 -o 独.md").exits(0);
    let (compared, alone) = (folder.text("比.md"), folder.text("独.md"));
    let plain: String = compared.lines().find(|line| line.starts_with("本年建议")).unwrap().into();
    // The register ends in May, so that only the suggestions of the year before until then are compared.
    assert!(
        plain.contains("[4]") && plain.contains("上年同期[2]") && plain.contains("增加100.0%"),
        "{plain}"
    );
    assert!(compared.contains("与上年比较") && compared.contains("上年.csv"));
    assert!(!alone.contains("本年建议") && !alone.contains("上年.csv"));
    // The same files give the same bytes.
    folder.run("report 台账.csv --compare 上年.csv --year 2020 -o 再.md").exits(0);
    assert_eq!(folder.bytes("再.md"), folder.bytes("比.md"));
}

#[test]
fn places_that_are_written_about_more_than_the_year_before_are_told() {
    let rows = |year: u32, of_one: usize| -> String {
        let asks = ["补种行道树", "疏通排水沟", "延长开馆时间", "增设公交站", "清运建筑垃圾"];
        let row = |at: usize| {
            let (region, ask) = (if at < of_one { "榆关区" } else { "朔北区" }, asks[at % asks.len()]);
            let (month, day) = (at % 12 + 1, at % 28 + 1);
            format!("{year}{at:03},{year}-{month:02}-{day:02},{region}{ask},请在{region}{ask}。\n")
        };
        (0..80).map(row).collect()
    };
    let (now, before) = (rows(2021, 60), rows(2020, 20));
    let headings = "编号,提出时间,案由,建议内容\n";
    let folder = Folder::new()
        .with("今年.csv", format!("{headings}{now}"))
        .with("上年.csv", format!("{headings}{before}"))
        .with("两年.csv", format!("{headings}{before}{now}"));
    for arguments in ["今年.csv --compare 上年.csv", "两年.csv --year 2021"] {
        folder.run(&format!("report {arguments} -o r.md")).exits(0);
        let report = folder.text("r.md");
        let told = report.split("话题与地点的变化").nth(1).unwrap_or_else(|| panic!("{arguments}"));
        assert!(told.contains("“榆关区”（25.0%→75.0%）"), "{arguments}: {told}");
    }
}

#[test]
fn a_report_that_cannot_be_written_leaves_nothing() {
    let cases = [
        ("report 台账.csv --compare 没有.csv -o r.md", "error: 没有.csv: "),
        ("report 台账.csv --compare 空.csv -o r.md", "error: 空.csv: the file is empty; export it again"),
        ("report 台账.csv --year 1999 -o r.md", "no row is of the year 1999"),
        ("report 台账.csv -o r.pdf", "reports are written as .docx, .html, .xlsx or .md"),
        ("report 台账.csv --compare 比.md -o 比.md", "the output would overwrite the input"),
        ("report 台账.csv --year 2020 -o 无此/r.md", "error: "),
    ];
    for (arguments, message) in cases {
        let folder = year().with("空.csv", "").with("比.md", YEAR_BEFORE);
        folder.run(arguments).exits(2).tells(message).prints_nothing();
        assert_eq!(folder.names(), ["台账.csv", "比.md", "空.csv"], "{arguments}");
        assert_eq!(folder.text("比.md"), YEAR_BEFORE, "{arguments}");
    }
}

#[test]
fn a_report_on_rows_that_cannot_be_used_lists_them() {
    let folder = Folder::new().with("台账.csv", "编号,案由,建议内容\n1,,\n2,,\n");
    folder
        .run("report 台账.csv -o r.md")
        .exits(2)
        .tells("rows that could not be used: 2; r.md.rejected.csv says why")
        .tells("error: not one row could be used; mend the rejected rows");
    assert_eq!(folder.names(), ["r.md.rejected.csv", "台账.csv"]);
    assert_eq!(folder.table("r.md.rejected.csv").rows.len(), 2);
}

/// What is sent to everybody is no meeting of anybody; all triples of four hundred are ten million.
#[test]
fn a_row_sent_round_to_all_departments_is_no_meeting() {
    let all: Vec<String> = (1..=400).map(|at| format!("第{at}村委会")).collect();
    let three = "交通委、水务局";
    let mut register = YEAR.replace(",城管委,,", &format!(",城管委,{three},"));
    let round = "5,会上,清理全区卫生死角,各处垃圾堆放。,代表丁,2020-01-07,2020-02-10,生态环境,城管委";
    writeln!(register, "{round},{},A,已落实,2020-04-25", all.join("、")).unwrap();
    let folder = Folder::new().with("台账.csv", register);
    folder.run("report 台账.csv --year 2020 -o r.md").exits(0);
    let text = folder.text("r.md");
    let line = text.lines().find(|line| line.starts_with("需要两个以上单位")).unwrap();
    let links = regex::Regex::new(r"\[([^\]]*)\]\(#f[0-9]+\)").unwrap();
    let line = links.replace_all(line, "$1").replace('*', "");
    assert!(line.contains("共同办理的建议4件"), "{line}");
    assert!(line.contains("两两组合3个、三个单位的组合1个。"), "{line}");
    assert!(line.ends_with("涉及超过12个单位的1件属于普遍交办，不计入单位组合。"), "{line}");
    folder.run("check r.md --register 台账.csv").exits(0).prints("：0个有误，");
}

#[test]
fn rows_that_a_report_cannot_use_are_listed_beside_it() {
    let folder = Folder::new().with("台账.csv", format!("{YEAR}5,会上\n"));
    folder.run("report 台账.csv --year 2020 -o r.md").exits(1).tells("rows that could not be used: 1;");
    assert_eq!(folder.names(), ["r.md", "r.md.rejected.csv", "台账.csv"]);
}

#[test]
fn rows_of_several_sheets_are_told_with_their_sheet() {
    let undated = YEAR.replace("2020-02-10", "节前");
    let folder = year().with("两月.xlsx", sheets(&[("一月", YEAR), ("二月", YEAR), ("三月", &undated)]));
    folder.run("report 两月.xlsx --year 2020 -o 两.md").exits(0);
    let told = r"两月.xlsx \[一月\]：2-5；两月.xlsx \[二月\]：2-5；两月.xlsx \[三月\]：2-5";
    assert!(folder.text("两.md").contains(told));
    folder.run("report 两月.xlsx --year 2020 -o 两.html").exits(0);
    assert!(folder.text("两.html").contains("两月.xlsx [二月]"));
    folder.run("report 台账.csv --year 2020 -o 一.md").exits(0);
    assert!(!folder.text("一.md").contains(r"台账.csv \[") && folder.text("一.md").contains("| 2-5 |"));

    folder.run("ledger 两月.xlsx --today 2020-06-15 -o 督办").exits(1);
    let book = std::io::Cursor::new(folder.bytes("督办/督办台账.xlsx"));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(book).unwrap();
    for (sheet, column, name) in [("督办台账", 14, "二月：5"), ("单列", 0, "三月：2")] {
        let cells = calamine::Reader::worksheet_range(&mut book, sheet).unwrap();
        let places: Vec<String> = cells.rows().map(|row| row[column].to_string()).collect();
        assert!(places.contains(&name.to_owned()), "{places:?}");
    }
}

#[test]
fn a_draft_is_checked_against_the_register() {
    let right = "今年办理建议共4件。其中：A类建议2件，占50.0%；B类建议2件，占50.0%。城管委主办3件。\n";
    let folder = year().with("对.txt", right).with("错.txt", right.replace("城管委主办3件", "城管委主办2件"));
    folder
        .run("check 对.txt --register 台账.csv")
        .exits(0)
        .prints("台账中城管委计3件，与3件一致")
        .tells_nothing();
    folder
        .run("check 错.txt --register 台账.csv")
        .exits(1)
        .prints("台账中城管委计3件，与2件不符")
        .tells_nothing();
    // Without the register nothing contradicts the number.
    folder.run("check 错.txt").exits(0).prints("0个有误");
    let printed = folder.run("check 错.txt --register 台账.csv --json").exits(1);
    let lines: serde_json::Value = serde_json::from_str(printed.printed()).unwrap();
    let wrong = |line: &&serde_json::Value| line["verdict"] == "wrong";
    let wrong: Vec<&serde_json::Value> = lines.as_array().unwrap().iter().filter(wrong).collect();
    assert!(wrong.len() == 1 && wrong[0]["rule"] == "register", "{wrong:?}");
    assert_eq!(folder.names(), ["台账.csv", "对.txt", "错.txt"]);
}

/// The exit status tells of rows that were not counted, even where nothing that was counted is wrong.
#[test]
fn a_register_with_unusable_rows_is_not_checked_in_silence() {
    let register = String::from_utf8(year().bytes("台账.csv")).unwrap();
    let folder =
        Folder::new().with("台账.csv", format!("{register}多余\n")).with("稿.txt", "城管委主办3件。\n");
    folder
        .run("check 稿.txt --register 台账.csv")
        .exits(1)
        .prints("0个有误")
        .tells("rows that could not be used: 1; 台账.csv.rejected.csv says why");
    assert_eq!(folder.names(), ["台账.csv", "台账.csv.rejected.csv", "稿.txt"]);
}

/// A table of Markdown ends at a blank line; the blank line is no paragraph of the draft.
#[test]
fn two_tables_in_a_row_are_checked_each_alone() {
    let themes = "| 主题 | 件数 | 占比 |\n|---|---|---|\n| 教育 | 30 | 60% |\n| 养老 | 20 | 40% |\n| 合计 | 50 | 100% |\n";
    let leads =
        "| 单位 | 主办 | 会办 |\n|---|---|---|\n| 教委 | 30 | 5 |\n| 民政局 | 20 | 8 |\n| 合计 | 50 | 13 |\n";
    let folder = Folder::new().with("稿.md", format!("{themes}\n{leads}"));
    folder.run("check 稿.md").exits(0).prints("共12个数字：0个有误，12个相符");
    let folder = Folder::new().with("稿.md", format!("{themes}\n{}", leads.replace("13", "12")));
    folder.run("check 稿.md").exits(1).prints("第10段");
}

#[test]
fn a_check_that_cannot_run_says_why() {
    let folder =
        year().with("稿.txt", "今年办理建议共4件。\n").with("空.csv", "").with("坏.docx", "PK\x03\x04junk");
    let cases = [
        ("check 没有.docx", "error: 没有.docx: "),
        ("check 坏.docx", "error: 坏.docx: "),
        ("check 稿.txt --register 没有.csv", "error: 没有.csv: "),
        ("check 稿.txt --register 空.csv", "the file is empty; export it again"),
        ("check 稿.txt --body-column 建议内容", "--register <FILE>"),
        ("check 稿.txt --replied-column 答复时间", "--register <FILE>"),
        ("check 稿.txt --year 2020", "--register <FILE>"),
    ];
    for (arguments, message) in cases {
        folder.run(arguments).exits(2).tells(message).prints_nothing();
    }
    assert_eq!(folder.names(), ["台账.csv", "坏.docx", "稿.txt", "空.csv"]);
}

/// What the program writes of its own accord must stand its own check.
#[test]
fn a_report_of_the_program_contradicts_itself_nowhere() {
    let folder = Folder::new().with_copy("tests/data/deputies-2020.csv");
    for report in ["r.md", "r.docx"] {
        folder.run(&format!("report deputies-2020.csv --year 2020 -o {report}")).exits(0);
        let checked = folder.run(&format!("check {report}")).exits(0).prints("：0个有误，");
        let right = checked.printed().lines().filter(|line| line.contains("一致")).count();
        // So that a check which finds nothing to calculate does not pass for one that finds all right.
        assert!(right > 50, "{right}");
    }
}

/// Registers as offices have them: without a session in some rows, with an answer of another degree, with both answers.
#[test]
fn reports_on_registers_of_other_makes_contradict_themselves_nowhere() {
    let heading = "编号,会上/会下,案由,建议内容,提出时间,主题,主办单位,办理类别,答复时间,满意度\n";
    let with = |sessions: &[&str], answers: &[&str]| {
        let row = |at: usize| {
            let (session, answer) = (sessions[at % sessions.len()], answers[at % answers.len()]);
            let (class, day) = (["A", "B", "C"][at % 3], at % 28 + 1);
            format!(
                "{at},{session},修补第{at}段路面,路面坑洼。,2024-01-{day:02},交通出行,交通委,{class},2024-03-{day:02},{answer}\n"
            )
        };
        heading.to_owned() + &(0..60).map(row).collect::<String>()
    };
    let registers = [
        with(&["会上", "", "会下", "会上", ""], &["满意"]),
        with(&["", "会下"], &["满意", ""]),
        with(&["会上"], &["满意", "比较满意", "不满意", "满意"]),
        with(&["会上", "会下"], &["基本满意", "满意", "基本满意", "", "不满意"]),
        with(&["会上", "", "会下"], &["满意", "基本满意", "较满意"]),
    ];
    for register in registers {
        let folder = Folder::new().with("台账.csv", &register);
        for report in ["r.md", "r.docx"] {
            folder.run(&format!("report 台账.csv --year 2024 -o {report}")).exits(0);
            for against in ["", " --register 台账.csv --year 2024"] {
                folder.run(&format!("check {report}{against}")).exits(0).prints("：0个有误，");
            }
        }
    }
}

/// Rows without a session are of neither.
#[test]
fn rows_without_a_session_are_told_apart() {
    let folder =
        Folder::new().with("台账.csv", YEAR.replace("\n2,会上", "\n2,").replace("\n4,会上", "\n4,会下"));
    folder.run("report 台账.csv --year 2020 -o r.md").exits(0);
    let report = folder.text("r.md");
    assert!(!report.contains("会上建议共"), "{report}");
    let told = report.lines().find(|line| line.contains("纳入统计")).unwrap();
    assert!(told.contains("会上[2](") && told.contains("未填会上会下的[1]("), "{told}");
}

/// One figure after the other is changed in its last digit, in the paragraphs of a report. What is told of the
/// rows of each figure, at its end, is left out: it is no part of what an office hands on.
#[test]
fn most_single_slips_in_a_report_are_found() {
    let folder = Folder::new().with_copy("tests/data/deputies-2020.csv");
    folder.run("report deputies-2020.csv --year 2020 -o r.md").exits(0);
    let mut paragraphs = jiaoban::read::draft(&folder.path("r.md")).unwrap();
    paragraphs.truncate(paragraphs.iter().position(|text| text == "附：数字依据").unwrap());
    let rows = jiaoban::read::open(&folder.path("deputies-2020.csv"), &Options::default()).unwrap();
    let suggestions = rows.map(|row| match row.unwrap() {
        Row::Usable(suggestion) => suggestion,
        Row::Rejected(rejected) => panic!("{rejected:?}"),
    });
    let model = jiaoban::Model::embedded().unwrap();
    let register =
        jiaoban::pipeline::enter(suggestions.collect(), Vec::new(), &model, OwnLists::default(), Some(2020));
    let dictionary = Dictionary::new([]);
    // Every third is enough to tell when a kind of figure is no longer found.
    for (register, step, enough) in [(None, 1, 80), (Some(&register), 3, 85)] {
        let review = |paragraphs: &[String]| check(paragraphs, &dictionary, register);
        let right = review(&paragraphs);
        let wrong = right.findings.iter().filter(|finding| finding.verdict == Verdict::Wrong);
        assert_eq!(wrong.map(|finding| finding.calculation.as_str()).collect::<Vec<_>>(), [""; 0]);
        let (mut changed, mut found) = (0, 0);
        for (at, figure) in right.figures.iter().enumerate().step_by(step) {
            let text = &right.paragraphs[figure.paragraph];
            // Titles between quotation marks hold figures of their own.
            let quoted = text[..figure.span.start].matches('“').count()
                > text[..figure.span.start].matches('”').count();
            let Some(last) = text[figure.span.clone()].rfind(|c: char| c.is_ascii_digit()) else { continue };
            if quoted || !text.contains('。') {
                continue;
            }
            let last = figure.span.start + last;
            let digit = if text.as_bytes()[last] == b'9' { "8" } else { "9" };
            let mut draft = right.paragraphs.clone();
            draft[figure.paragraph].replace_range(last..=last, digit);
            let review = review(&draft);
            let tells =
                |finding: &Finding| finding.verdict == Verdict::Wrong && finding.figures.contains(&at);
            changed += 1;
            found += usize::from(review.findings.iter().any(tells));
        }
        assert!(changed > 60 && found * 100 >= changed * enough, "{found} of {changed}");
    }
}

#[test]
fn a_cell_that_no_workbook_holds_keeps_nobody_from_a_workbook() {
    let long = "1".repeat(40_000);
    let register = YEAR.replace("\n2,会上", &format!("\n{long},会上")).replace("2020-05-10", &long);
    let folder = Folder::new().with("台账.csv", register);
    folder.run("report 台账.csv --year 2020 -o r.xlsx").exits(0).tells_nothing();
    folder
        .run("ledger 台账.csv --today 2020-06-15 -o 督办")
        .exits(1)
        .tells("rows that cannot be reckoned: 1; the sheet 单列 says why");
    for (file, sheets) in [("r.xlsx", ["报告", "台账"]), ("督办/督办台账.xlsx", ["督办台账", "单列"])]
    {
        let book = std::io::Cursor::new(folder.bytes(file));
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(book).unwrap();
        let ranges = sheets.map(|sheet| calamine::Reader::worksheet_range(&mut book, sheet).unwrap());
        let mut cells =
            ranges.iter().flat_map(calamine::Range::used_cells).map(|(.., cell)| cell.to_string());
        assert!(cells.any(|cell| cell.len() == 32_767), "{file}");
    }
}

#[test]
fn a_workbook_report_can_be_read_again() {
    let register = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/deputies-2020.csv");
    let folder = Folder::new().with("台账.csv", std::fs::read(register).unwrap());
    folder.run("report 台账.csv --year 2020 -o 报告.xlsx").exits(0);
    let bytes = std::io::Cursor::new(folder.bytes("报告.xlsx"));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(bytes).unwrap();
    let names = calamine::Reader::sheet_names(&book);
    assert!(names[0] == "报告" && names.iter().any(|name| name == "依据明细"), "{names:?}");
    let paragraphs = calamine::Reader::worksheet_range(&mut book, "报告").unwrap();
    let told: Vec<String> = paragraphs.rows().map(|row| row[0].to_string()).collect();
    assert!(told.iter().any(|text| text.contains("156件") && text.ends_with('〕')), "{told:?}");
    // Shares are numbers, so that charts draw them and sheets reckon with them.
    let sheets: Vec<_> =
        names.iter().filter(|name| name.starts_with('表') || name.starts_with('图')).collect();
    let mut shares = 0;
    for name in sheets {
        let sheet = calamine::Reader::worksheet_range(&mut book, name).unwrap();
        for (.., cell) in sheet.used_cells() {
            let is_share =
                |text: &str| text.strip_suffix('%').is_some_and(|text| text.parse::<f64>().is_ok());
            assert!(!is_share(&cell.to_string()), "{name}: {cell}");
            shares +=
                usize::from(matches!(cell, calamine::Data::Float(share) if *share > 0.0 && *share < 1.0));
        }
    }
    assert!(shares > 20, "{shares}");
    // The heading and 174 rows: 156 of the session and 18 between sessions.
    assert_eq!(calamine::Reader::worksheet_range(&mut book, "台账").unwrap().height(), 175);
}

#[test]
fn the_prose_says_nothing_twice_and_names_no_leaders_among_equals() {
    let leads = ["民政局", "司法局", "财政局", "教育局", "水务局", "审计局", "统计局", "消防支队"];
    let towns = ["东山", "西山", "南河", "北河", "青禾", "柳溪", "石桥", "红星"];
    let rows = leads.iter().zip(towns).enumerate().map(|(at, (lead, town))| {
        let title = format!("关于加强{town}集镇消防的建议");
        format!("{at},{title},集镇没有消防站。建议在集镇建设小型消防站。,代表{town},2024-03-0{},公共安全,{lead}\n", at + 1)
    });
    let headings = "编号,案由,内容,领衔代表,提出时间,主题,主办单位\n";
    let rows: String =
        rows.chain(["合计,8件,,,,,\n".into(), "9,,,,,,\n".into(), "10,,,,,,\n".into()]).collect();
    let folder = Folder::new().with("台账.csv", headings.to_owned() + &rows);
    folder.run("report 台账.csv -o x.md").exits(1);
    let report = folder.text("x.md");
    let asks = report.lines().find(|line| line.contains("典型诉求有")).expect(&report);
    assert_eq!(asks.matches("小型消防站").count(), 1, "{asks}");
    for wrong in ["居前", "合计主办", "附议票数", "最集中的", "格式有误"] {
        assert!(!report.contains(wrong), "{wrong}: {report}");
    }
    assert!(report.contains("承担主办任务的单位8个（各主办1件）"), "{report}");
    assert!(
        report.contains("台账中另有3行未纳入统计：标题和内容都没有文字的2行，是合计行的1行。"),
        "{report}"
    );
}
