//! A register with the faults of real ones -> a report and a ledger that say the same of every row.

use std::fmt::Write as _;

use crate::harness::Folder;

const HEADINGS: &str =
    "编号,案由,建议内容,领衔代表,提出时间,交办时间,主题,主办单位,是否议案转建议,答复时间,退办,办理状态";

/// A register of 2020 in which the last four cells of every row are as given.
fn register(cells: &[&str]) -> String {
    let mut lines = format!("{HEADINGS}\n");
    for (at, cells) in (1..).zip(cells) {
        let row = format!(
            "{at},修补第{at}段路面,第{at}段路面坑洼积水。,代表{at},2020-01-06,2020-01-16,城市建设与市政"
        );
        writeln!(lines, "{row},城管委,{cells}").unwrap();
    }
    lines
}

/// The report of 2020, without the links behind its numbers.
fn report(folder: &Folder, arguments: &str) -> String {
    folder.run(&format!("report 台账.csv {arguments} -o r.md")).exits(0).prints_nothing();
    let text = folder.text("r.md");
    let text = text.split("附：数字依据").next().unwrap();
    let links = regex::Regex::new(r"\[([^\]]*)\]\(#f[0-9]+\)").unwrap();
    links.replace_all(text, "$1").into_owned()
}

/// The ledger's rows: number and state; then the reasons of those set apart.
fn ledger(folder: &Folder, arguments: &str) -> (Vec<String>, Vec<String>) {
    let _ = folder.run(&format!("ledger 台账.csv {arguments} -o 督办"));
    let bytes = std::io::Cursor::new(folder.bytes("督办/督办台账.xlsx"));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(bytes).unwrap();
    let mut cells = |sheet: &str, columns: &[usize]| -> Vec<String> {
        let range = calamine::Reader::worksheet_range(&mut book, sheet).unwrap();
        let row = |row: &[calamine::Data]| {
            columns.iter().map(|&column| row[column].to_string()).collect::<Vec<_>>().join(" ")
        };
        range.rows().skip(1).map(row).collect()
    };
    let mut rows = cells("督办台账", &[1, 11]);
    rows.sort_unstable();
    (rows, cells("单列", &[0, 1, 2]))
}

#[test]
fn cells_that_say_no_count_nothing() {
    let no = ["FALSE", "NO", "n", "×", "0", "否", "未退办", "无", "-", ""];
    let rows: Vec<String> = no.iter().map(|no| format!("{no},2020-03-16,{no},")).collect();
    let folder =
        Folder::new().with("台账.csv", register(&rows.iter().map(String::as_str).collect::<Vec<_>>()));
    let text = report(&folder, "--year 2020");
    assert!(!text.contains("提出退办") && !text.contains("包括议案转建议"), "{text}");
    assert!(text.contains("全部建议10件，已全部答复。"), "{text}");
    let (rows, apart) = ledger(&folder, "");
    assert!(rows.len() == 10 && rows.iter().all(|row| row.ends_with("按期办复")) && apart.is_empty());
}

#[test]
fn the_report_and_the_ledger_say_the_same_of_an_answer() {
    let rows = [
        "否,2020-03-16,,已办结",
        "否,2020-05-16,,已办结",
        "否,2020-09-16,,已办结",
        "否,,,已办结",
        "否,,2020-01-20,",
        "否,,,办理中",
        "否,2020-09-16,,已办结",
    ];
    let folder = Folder::new().with("台账.csv", register(&rows));
    let (ledger, apart) = ledger(&folder, "");
    let states =
        ["按期办复", "逾期办复", "逾期办复", "已办复（未填日期）", "已退办", "超期未办复", "逾期办复"];
    let expected: Vec<String> = (1..).zip(states).map(|(at, state)| format!("{at} {state}")).collect();
    assert_eq!((ledger, apart.len()), (expected, 0));
    let text = report(&folder, "--year 2020");
    for part in [
        "全部建议7件，退办待重新交办1件，其余6件应答复，已答复5件，办复率83.3%；尚未答复1件。",
        "已答复的建议中，台账记为已办结而未填答复时间的1件。",
        "（按期：3个月以内答复；逾期：超过3个月，依规定可延至6个月的也在内）",
        // Lead, in time, late, of these after half a year, on an unknown day, not answered, returned.
        "| 城管委 | 7 | 0 | 7 | 1 | 3 | 2 | 1 | 1 | 1 |",
        "其中3个月以内答复1件，占25.0%；超过3个月、在6个月以内1件；超过6个月2件。",
        "至台账最晚日期2020年9月16日，尚未答复且已超过3个月的1件，其中超过6个月的1件。",
        "退办待重新交办的1件不计入应答复、已答复和未答复的件数",
    ] {
        assert!(text.replace('*', "").contains(part), "{part} is missing in {text}");
    }
    folder.run("check r.md --register 台账.csv").exits(0).prints("：0个有误，");
}

#[test]
fn the_report_and_the_ledger_go_by_the_terms_of_the_register() {
    let lines = "1,修路,路面坑洼。,2024-01-10,城管委,2024-03-01,15个工作日,\n\
                 2,修灯,路灯不亮。,2024-01-10,城管委,2024-03-01,2024-02-20,\n\
                 3,修渠,水渠淤了。,2024-01-10,水务局,2024-06-20,,2024-06-30\n\
                 4,修桥,桥面破了。,2024-01-10,水务局,2024-03-01,,\n";
    let headings = "编号,案由,建议内容,交办时间,承办单位,答复时间,办理期限,延期至";
    let folder = Folder::new().with("台账.csv", format!("{headings}\n{lines}"));
    let (rows, apart) = ledger(&folder, "--today 2024-07-01");
    assert_eq!((rows.join("；"), apart.len()), ("1 逾期办复；2 逾期办复；3 按期办复；4 按期办复".into(), 0));
    let text = report(&folder, "--year 2024").replace('*', "");
    for part in [
        "其中答复期限以内答复2件，占50.0%；超过答复期限、在6个月以内2件；超过6个月0件。",
        "答复期限一般为3个月；台账另定期限的2件按所定期限计，延期的1件按延期后的期限计。",
        "（按期：答复期限以内答复；",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn a_letter_says_from_which_day_time_runs() {
    let register = |heading: &str| {
        format!(
            "编号,标题,{heading},主办单位,答复日期,办理状态\n1,路灯,2020-01-16,城管委,,\n2,修路,2020-01-16,城管委,,延期至12月9日\n"
        )
    };
    for (heading, from) in [("提出时间", "提出"), ("交办时间", "交办")] {
        let folder = Folder::new().with("台账.csv", register(heading));
        assert_eq!(letters(&folder, ""), ["催办函-城管委.docx"]);
        let said = jiaoban::read::draft(&folder.path("督办/催办函-城管委.docx")).unwrap().join("\n");
        for part in [format!("应自{from}之日起3个月内"), format!("；{from}日期；"), "已同意延期的".to_owned()]
        {
            assert!(said.contains(&part), "{part} is missing in {said}");
        }
    }
}

#[test]
fn a_day_long_ago_and_years_without_holidays_are_told_of() {
    let rows = (1..9).map(|at| format!("{at},修路{at},2031-03-0{at},2031-03-16,城管委,2031-04-0{at}\n"));
    let lines: String = rows.collect();
    let lines = format!("{lines}9,修桥,1956-03-01,2031-03-16,城管委,2031-04-01\n");
    let headings = "编号,标题,提出时间,交办时间,主办单位,答复时间";
    let folder = Folder::new().with("台账.csv", format!("{headings}\n{lines}"));
    let text = report(&folder, "");
    for part in
        ["提出时间比台账其余日期早十年以上的1件", "节假日表中没有2031年", "2031年3月1日至2031年3月8日"]
    {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(!text.contains("逐年件数"), "{text}");
}

#[test]
fn what_is_overdue_is_told_though_no_answer_has_a_day() {
    let lines = "1,修路,路面坑洼。,2024-01-10,城管委,办理中\n2,修灯,路灯不亮。,2024-09-10,城管委,已答复\n";
    let folder =
        Folder::new().with("台账.csv", format!("编号,案由,建议内容,交办时间,承办单位,办理状态\n{lines}"));
    let text = report(&folder, "--year 2024").replace('*', "");
    let part = "至台账最晚日期2024年9月10日，尚未答复且已超过3个月的1件，其中超过6个月的1件。";
    assert!(text.contains(part), "{part} is missing in {text}");
}

#[test]
fn a_day_that_cannot_be_right_is_set_apart() {
    let rows = [
        "否,2020-03-16,,已办结",
        "否,2020-05-16,,已办结",
        "否,2121-04-10,,已办结",
        "否,2020-01-02,,已办结",
        "否,,2121-01-20,",
        "否,,,办理中",
        "否,已寄出,,",
    ];
    let folder = Folder::new().with("台账.csv", register(&rows));
    let text = report(&folder, "--year 2020");
    for part in [
        "有起止时间可计算的答复2件，用时中位数90.5天。",
        "至台账最晚日期2020年5月16日，尚未答复且已超过3个月的1件，其中超过6个月的0件。",
        "另有1件的答复时间早于交办（或提出）时间",
        "答复时间早于交办（或提出）时间的1件；答复时间比台账其余日期晚一年以上的1件；答复时间不是日期的1件；退办时间比台账其余日期晚一年以上的1件。",
        "已答复4件，办复率66.7%；尚未答复2件。",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    let apart_without_today = [
        "4 答复时间 2121年4月10日比台账其余日期（至2020年5月16日）晚一年以上，请核对",
        "5 答复时间 2020年1月2日早于交办日期2020年1月16日，请核对",
        "6 退办 2121年1月20日比台账其余日期（至2020年5月16日）晚一年以上，请核对",
        "8 答复时间 “已寄出”不是日期，请按2020-03-16的样式填写实际日期",
    ];
    assert_eq!(ledger(&folder, "").1, apart_without_today);
    assert_eq!(ledger(&folder, "--today 2021-12-01").1, apart_without_today);
    // What was answered after the day that is given is neither owed nor answered without a day.
    let (rows, apart) = ledger(&folder, "--today 2020-04-20");
    assert_eq!(rows, ["1 按期办复", "6 超期未办复"]);
    assert_eq!(
        apart[0],
        "3 答复时间 2020年5月16日晚于截止日期2020年4月20日，请核对，或以--today另给截止日期"
    );
}

/// Two suggestions a month in 2018, three a month in the first half of 2019.
fn half_a_year() -> (String, String) {
    let (mut before, mut now) = (String::new(), String::new());
    for month in 1..=12 {
        for day in [5, 25] {
            writeln!(
                before,
                "{month}-{day},修补{month}号路{day}段,路面坑洼。,2018-{month:02}-{day:02},城市建设与市政"
            )
            .unwrap();
        }
    }
    for month in 1..=6 {
        for day in [6, 16, 26] {
            writeln!(
                now,
                "{month}-{day},疏通{month}号沟{day}段,沟渠堵塞。,2019-{month:02}-{day:02},农业农村"
            )
            .unwrap();
        }
    }
    (before, now)
}

#[test]
fn an_unfinished_year_is_compared_with_the_same_part_of_the_year_before() {
    let headings = "编号,案由,建议内容,提出时间,主题\n";
    let (before, now) = half_a_year();
    let both = Folder::new().with("台账.csv", format!("{headings}{before}{now}"));
    let apart = Folder::new()
        .with("台账.csv", format!("{headings}{now}"))
        .with("上年.csv", format!("{headings}{before}"));
    let told = "本年建议（截至6月26日）18件，上年同期12件，增加50.0%。台账最晚日期为6月26日，全年未完，只与上年6月26日以前相比，不与上年全年相比。";
    // What a column is called this year need not have been so last year.
    let renamed = Folder::new()
        .with("台账.csv", format!("{}{now}", headings.replace("提出时间", "录入")))
        .with("上年.csv", format!("{headings}{before}"));
    for (folder, arguments) in [
        (&both, "--year 2019"),
        (&apart, "--year 2019 --compare 上年.csv"),
        (&apart, "--compare 上年.csv"),
        (&renamed, "--compare 上年.csv --date-column 录入"),
    ] {
        let text = report(folder, arguments);
        assert!(text.contains(told), "{arguments}: {text}");
        assert!(text.contains("| 农业农村 | 0 | 0.0% | 18 | 100.0% |"), "{arguments}: {text}");
        assert!(text.contains("| 城市建设与市政 | 12 | 100.0% | 0 | 0.0% |"), "{arguments}: {text}");
        folder.run("check r.md").exits(0).prints("：0个有误，");
    }
    // A whole year is compared with a whole year.
    let whole = format!("{headings}{before}{now}终-1,修桥,桥面开裂。,2019-12-05,农业农村\n");
    let text = report(&Folder::new().with("台账.csv", whole), "--year 2019");
    assert!(text.contains("本年建议19件，上年24件，减少20.8%。"), "{text}");
    // Nothing is compared where nobody can tell what was the same part.
    let undated: String = before.lines().map(|line| line.replace("2018-", "去年") + "\n").collect();
    let folder = Folder::new()
        .with("台账.csv", format!("{headings}{now}"))
        .with("上年.csv", format!("{headings}{undated}"));
    let text = report(&folder, "--year 2019 --compare 上年.csv");
    assert!(
        text.contains(
            "台账最晚日期为6月26日，全年未完；上年24件中没有同期提出的，或没有提出时间，不作比较。"
        )
    );
}

#[test]
fn chance_makes_no_theme_rise() {
    let themes = ["教育", "卫生健康", "农业农村", "交通出行", "生态环境", "文化旅游", "城市建设与市政"];
    let register = |now: [usize; 7]| {
        let mut lines = "编号,案由,建议内容,提出时间,主题\n".to_owned();
        for (year, counts) in [(2019, [30; 7]), (2020, now)] {
            for (theme, count) in themes.iter().zip(counts) {
                for nth in 0..count {
                    let id = format!("{year}-{theme}-{nth}");
                    writeln!(lines, "{id},关于{theme}的建议{nth},请研究。,{year}-12-05,{theme}").unwrap();
                }
            }
        }
        Folder::new().with("台账.csv", lines)
    };
    // By itself 30 of 210 against 47 of 210 has p = 0.033, its interval does not reach 0; it is one of seven.
    let text = report(&register([47, 28, 27, 27, 27, 27, 27]), "--year 2020");
    assert!(text.contains("| 教育 | 30 | 14.3% | 47 | 22.4% | +8.1 | +0.7—+15.4 | 不能判断 |"), "{text}");
    assert!(text.contains("没有一个主题的变化超出偶然波动的范围"), "{text}");
    let text = report(&register([72, 23, 23, 23, 23, 23, 23]), "--year 2020");
    assert!(text.contains("明显上升的有教育；其余主题"), "{text}");
}

#[test]
fn rows_entered_twice_and_rows_without_a_day_are_told_of() {
    let mut lines = register(&["否,2020-03-16,,", "否,2020-03-16,,"]);
    let first = lines.lines().nth(1).unwrap().to_owned();
    writeln!(lines, "{first}").unwrap();
    writeln!(lines, "{}", first.replace("2020-01-06", "").replacen('1', "91", 1)).unwrap();
    writeln!(lines, "{}", first.replace("2020-01-06,2020-01-16", ",").replacen('1', "92", 1)).unwrap();
    writeln!(lines, "{}", first.replace("2020-01-06", "2019-12-06").replacen('1', "93", 1)).unwrap();
    writeln!(lines, "{}", first.replace("2020-01-06", "2018-12-06").replacen('1', "94", 1)).unwrap();
    let text = report(&Folder::new().with("台账.csv", lines), "--year 2020");
    for part in [
        "有1件与前面一件的编号、提出人和文字都相同，似为重复录入，仍各计一件，请核对。",
        "另有1件的提出时间不在统计年度，未纳入统计。另有2件的提出时间空缺或有误，不知属于哪一年，未纳入统计；其中1件的交办时间在统计年度",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

/// The names of the letters that the ledger of `台账.csv` writes, and what it says on the way.
fn letters(folder: &Folder, message: &str) -> Vec<String> {
    folder.run("ledger 台账.csv --today 2020-12-01 -o 督办").tells(message);
    let files = std::fs::read_dir(folder.path("督办")).unwrap();
    let mut names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.starts_with("催办函"));
    names.sort_unstable();
    names
}

/// What the sheet 督办台账 holds under `heading`, in the order of the sheet.
fn column(folder: &Folder, heading: &str) -> Vec<String> {
    let bytes = std::io::Cursor::new(folder.bytes("督办/督办台账.xlsx"));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(bytes).unwrap();
    let range = calamine::Reader::worksheet_range(&mut book, "督办台账").unwrap();
    let at = range.rows().next().unwrap().iter().position(|cell| *cell == heading).unwrap();
    range.rows().skip(1).map(|row| row[at].to_string()).collect()
}

#[test]
fn a_word_for_nobody_is_no_department_and_two_names_are_two() {
    let table = "编号,标题,主办单位,会办单位,交办日期,答复日期,会办答复日期,满意度,办理结果\n\
        1,修路,城管委,无,2020-01-16,,,无,无\n2,路灯,城管委,—,2020-01-16,,,未评价,/\n\
        3,积水,城管委,不涉及,2020-01-16,,,不满意,未落实\n4,公园,交通委,,2020-01-16,,,,\n\
        5,停车,水务局,交通委 城管委,2020-01-16,,,,\n6,河道,水务局,交通委和城管委,2020-01-16,,,,\n\
        7,扶梯,水务局,测绘院和城管委,2020-01-16,,,,\n8,未成年人活动,未成年人保护中心,,2020-01-16,,,,\n";
    let folder = Folder::new().with("台账.csv", table);
    assert_eq!(
        letters(&folder, ""),
        ["交通委", "城管委", "未成年人保护中心", "水务局", "测绘院和城管委"]
            .map(|name| format!("催办函-{name}.docx"))
    );
    let mut assists = column(&folder, "会办单位");
    assists.retain(|cell| !cell.is_empty());
    assert_eq!(assists, ["交通委、城管委", "交通委、城管委", "测绘院和城管委"]);
    let text = report(&folder, "");
    for part in [
        "承担主办任务的单位4个，承担会办任务的单位3个。",
        "主办件数居前的是",
        "填有满意度评价的1件",
        "其中“不满意”1件",
        "中，未落实1件、未填办理结果7件。",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(!text.contains("测绘院和城管委0件") && !text.contains("“无”"), "{text}");
}

#[test]
fn nobody_is_blamed_for_what_the_register_does_not_record() {
    let assisted = "编号,标题,主办单位,会办单位,交办日期,答复日期\n1,路灯,城管委,财政局,2020-10-16,\n";
    let folder = Folder::new().with("台账.csv", assisted);
    assert_eq!(letters(&folder, ""), [""; 0]);
    assert_eq!(column(&folder, "会办意见"), ["台账未记"]);

    let folder = Folder::new().with("台账.csv", "编号,标题,主办单位,交办日期\n1,路灯,城管委,2020-01-16\n");
    let message = "台账.csv: no column says whether a suggestion is answered, so no letters are written";
    assert_eq!(letters(&folder, message), [""; 0]);
}

#[test]
fn states_and_words_tell_of_answers_that_have_no_day() {
    let mut table = "编号,标题,主办单位,提出时间,交办日期,答复日期,办理状态\n".to_owned();
    let done = [
        "已回复", "已办毕", "已办理", "已解决", "已复", "办理完毕", "已函复", "已反馈", "解决采纳", "已办复",
    ];
    for (at, state) in (1..).zip(done) {
        writeln!(table, "{at},第{at}段路灯,城管委,2020-01-10,2020-01-16,,{state}").unwrap();
    }
    table += "11,公园,城管委,2020-01-10,2020-01-16,,办理中\n12,河道,城管委,2020-01-10,2020-01-16,,阅知\n\
        13,停车,城管委,2020-01-10,2020-01-16,已答复,已办复\n14,扶梯,城管委,2020-01-10,2020-01-16,已答复,\n\
        15,校门,城管委,2020-01-10,2020-01-16,节前,已办复\n";
    let folder = Folder::new().with("台账.csv", &table);
    letters(&folder, "states taken for unanswered, since no list knows them: 阅知 (1)");
    let (rows, apart) = ledger(&folder, "--today 2020-12-01");
    assert_eq!(rows.iter().filter(|row| row.ends_with("已办复（未填日期）")).count(), 13, "{rows:?}");
    assert_eq!(rows.iter().filter(|row| row.ends_with("超期未办复")).count(), 2, "{rows:?}");
    assert!(apart.is_empty(), "{apart:?}");
    let text = report(&folder, "--year 2020");
    for part in [
        "已答复13件，办复率86.7%；尚未答复2件",
        "而未填答复时间的13件",
        "办理状态“阅知”未能辨认是否已经答复，所在的1件",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }

    let states = table.lines().take(12).collect::<Vec<_>>().join("\n");
    let folder = Folder::new().with("台账.csv", states);
    let text = report(&folder, "--year 2020");
    assert!(text.contains("已答复10件，办复率90.9%") && text.contains("不能说明答复用时"), "{text}");
}

#[test]
fn the_median_of_two_lies_between_them() {
    let rows = ["否,2020-01-26,,", "否,2020-04-15,,"];
    let folder = Folder::new().with("台账.csv", register(&rows));
    let text = report(&folder, "--year 2020");
    assert!(text.contains("件，用时中位数50天"), "{text}");
}

#[test]
fn a_hot_issue_of_two_years_counts_each_year_apart() {
    let mut table = "编号,标题,内容,领衔代表,提出时间\n".to_owned();
    for (at, year) in (1..).zip([2019; 5].into_iter().chain([2020; 3])) {
        let day = if year == 2019 { format!("2019-12-2{at}") } else { format!("2020-01-0{at}") };
        writeln!(table, "{at},柳荫路路灯不亮,柳荫路的路灯坏了三个月一直不亮，请抓紧维修。,代表{at},{day}")
            .unwrap();
    }
    let folder = Folder::new().with("台账.csv", table);
    let text = report(&folder, "--year 2020");
    for part in [
        "涉及建议3件（另有上年5件）。",
        "8人（含上年）反映3件（另有上年5件）",
        "| 3 | 5 | 8 |",
        "；其中上年已有建议提出、本年再次提出的3件（涉及上年建议5件）",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn where_no_row_says_when_it_came_in_the_day_it_was_handed_out_says_the_year() {
    let register = "编号,案由,建议内容,交办日期,主办单位\n1,装灯,巷口没有灯。,2018-02-01,城管委\n\
                    2,清渠,水渠淤了。,2020-02-03,水务局\n3,修梯,电梯停了。,2020-03-02,住建委\n";
    let folder = Folder::new().with("台账.csv", register);
    let text = report(&folder, "--year 2020");
    for part in ["共2件", "各件按交办时间归入年度", "另有1件的交办时间不在统计年度"]
    {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(!text.contains("的提出时间不在"), "{text}");
    let undated = register.replace("交办日期", "备注");
    let text = report(&folder.with("台账.csv", undated), "--year 2020");
    assert!(text.contains("共3件") && text.contains("全部计入"), "{text}");
}

#[test]
fn what_is_given_twice_is_compared_with_nothing() {
    let headings = "编号,案由,建议内容,提出时间,主题\n";
    let (before, now) = half_a_year();
    let (before, now) = (format!("{headings}{before}"), format!("{headings}{now}"));
    let both = format!("{before}{}", now.strip_prefix(headings).unwrap());
    let unnumbered = |register: &str| -> String {
        register.lines().map(|line| line.split_once(',').unwrap().1.to_owned() + "\n").collect()
    };
    let compared = "上年同期12件，增加50.0%";
    let twice = |count: usize| {
        format!("用于比较的台账中有{count}件在所统计的台账中已有（编号、提出人和文字都相同），只计一次。")
    };
    for (own, other, arguments, count) in [
        (&both, &before, "--year 2019 --compare 上年.csv", 24),
        (&now, &both, "--compare 上年.csv", 18),
        (&both, &both, "--year 2019 --compare 上年.csv", 42),
        (&unnumbered(&both), &unnumbered(&before), "--year 2019 --compare 上年.csv", 24),
    ] {
        let folder = Folder::new().with("台账.csv", own).with("上年.csv", other);
        let text = report(&folder, arguments);
        for part in [compared, &twice(count)] {
            assert!(text.contains(part), "{part} is missing in {arguments}: {text}");
        }
    }
    let folder = Folder::new().with("台账.csv", &now).with("上年.csv", &now);
    let text = report(&folder, "--compare 上年.csv");
    assert!(text.contains(&twice(18)) && !text.contains("与上年比较"), "{text}");
    // The same words another day are another suggestion, where no number says otherwise.
    let again = unnumbered(&now).replace("2019-", "2018-");
    let folder = Folder::new().with("台账.csv", unnumbered(&now)).with("上年.csv", again);
    let text = report(&folder, "--compare 上年.csv");
    assert!(text.contains("上年同期18件，持平。") && !text.contains("用于比较的台账"), "{text}");
    // What is of the year reported and given for comparison alone counts nowhere.
    let first = now.lines().nth(1).unwrap();
    let folder =
        Folder::new().with("台账.csv", now.replace(&format!("{first}\n"), "")).with("上年.csv", &now);
    let text = report(&folder, "--year 2019 --compare 上年.csv");
    let part = "用于比较的台账中有1件属于统计年度，而所统计的台账中没有，未纳入统计，请核对。";
    assert!(text.contains(part), "{part} is missing in {text}");
    // What is repeated within the year before is told of.
    let folder = Folder::new().with("台账.csv", &now).with("上年.csv", &before);
    let text = report(&folder, "--compare 上年.csv --compare 上年.csv");
    assert!(text.contains("上年有24件与前面一件的编号、提出人和文字都相同，似为重复录入"), "{text}");
}

/// Suggestions of 2020, each with its session, class, lead, and what is added at the end.
fn classed(headings: &str, cells: &[&str]) -> Folder {
    let mut lines = format!("编号,案由,建议内容,提出时间,主题,会上/会下,办理类别,主办单位,{headings}\n");
    for (at, cells) in (1..).zip(cells) {
        writeln!(lines, "{at},修补第{at}段路面,第{at}段路面坑洼。,2020-01-06,城市建设与市政,{cells}")
            .unwrap();
    }
    Folder::new().with("台账.csv", lines)
}

#[test]
fn classes_add_up_in_every_chapter() {
    let rows = [
        "会上,Ａ（已办结）,城管委,",
        "会上,办结的A类,城管委,",
        "会上,B类：在办,城管委,",
        "会上,留待以后,城管委,",
        "闭会,A,城管委,",
        "闭会,,城管委,",
    ];
    let text = report(&classed("备注", &rows), "");
    for part in [
        "其中：A类建议2件，占50.0%；B类建议1件，占25.0%；留待以后建议1件，占25.0%。",
        "另有闭会期间（会下）建议2件，其中A类1件、未填类别1件。",
        "全部6件建议（含会上、会下）的主题为城市建设与市政。",
        "；A类3件、B类1件、留待以后1件、未填类别1件。",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    let text = report(&classed("备注", &rows[4..]), "");
    for part in [
        "2020年1月6日，纳入统计的会下建议共2件。其中：A类建议1件，占50.0%；未填办理类别1件。",
        "全部2件建议的主题为城市建设与市政。",
        "\n城市建设与市政2件，即",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn a_list_that_is_cut_says_of_how_many_it_is() {
    let rows: Vec<String> = (1..=6).map(|at| format!("会上,A,{at}号站,是,水务局")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let text = report(&classed("退办,会办单位", &rows), "");
    let part = "涉及1号站1件、2号站1件、3号站1件、4号站1件、5号站1件等6个单位。";
    assert!(text.contains(part), "{part} is missing in {text}");
    // Three departments meet over five suggestions, of which each leads some.
    let mut rows = vec!["会上,A,住建委,,水务局、城管委"; 2];
    rows.extend(["会上,A,水务局,,住建委、城管委"; 2]);
    rows.push("会上,A,城管委,,住建委、水务局");
    let text = report(&classed("退办,会办单位", &rows), "");
    let part = "主办2件，另有1个单位主办1件。";
    assert!(text.contains(part), "{part} is missing in {text}");
}

#[test]
fn a_year_by_handing_out_is_compared_by_handing_out() {
    let headings = "编号,案由,建议内容,交办时间,主题\n";
    let (before, now) = half_a_year();
    let undated = "补-1,清理广场,广场堆了杂物。,,农业农村\n";
    let folder = Folder::new().with("台账.csv", format!("{headings}{before}{now}{undated}"));
    let text = report(&folder, "--year 2019");
    for part in [
        "本年建议（截至6月26日）18件，上年同期12件，增加50.0%。",
        "另有1件的交办时间空缺或有误，不知属于哪一年，未纳入统计。",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(!text.contains("的提出时间空缺"), "{text}");
}

#[test]
fn tables_say_what_their_columns_hold() {
    let rows = [
        "会上,A,城管委,2020-01-16,2020-03-16,2020-01-20",
        "会上,A,城管委,2020-01-16,2020-05-16,",
        "会上,A,水务局,2020-01-16,2020-09-16,",
        "会上,A,水务局,2020-01-16,,2020-01-20",
    ];
    let text = report(&classed("交办时间,答复时间,退办时间", &rows), "");
    for part in [
        "| 主办单位 | 有答复时间 | 中位天数 | 3个月内 | 3至6个月 | 超6个月 |",
        "；退办后又答复的，也计入答复各栏）",
        "| 合计 | 4 | — | — | 1 | 2 | 1 | 0 | 2 |",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn content_proposers_are_counted_together() {
    let rows = ["基本满意", "基本满意", "基本满意", "满意", "满意。", "不满意", ""]
        .map(|answer| format!("会上,A,城管委,{answer}"));
    let text = report(&classed("满意度", &rows.each_ref().map(String::as_str)), "");
    let part = "其中“基本满意”3件（50.0%）、“满意”2件（33.3%）、“不满意”1件（16.7%）；“满意”占比的95%区间为9.7%—70.0%；“基本满意”“满意”合计5件（83.3%，95%区间43.6%—97.0%）。";
    assert!(text.contains(part), "{part} is missing in {text}");
}

#[test]
fn what_a_cell_says_of_roles_is_no_part_of_a_department() {
    let register = "编号,案由,建议内容,提出时间,交办时间,承办单位,答复时间\n\
                    1,清渠,水渠淤了。,2020-01-06,2020-01-16,住建委（会办）、水务局（主办）,\n\
                    2,修渠,水渠塌了。,2020-01-06,2020-01-16,主办：水务局；会办：住建委,\n";
    let folder = Folder::new().with("台账.csv", register);
    folder.run("ledger 台账.csv --today 2020-12-01 -o 督办").exits(0);
    let letters: Vec<String> =
        folder.names_in("督办").into_iter().filter(|name| name.starts_with("催办函")).collect();
    assert_eq!(letters, ["催办函-水务局.docx"]);
}

#[test]
fn what_nobody_owes_an_answer_to_is_counted_by_itself() {
    let rows = [
        "否,2020-03-16,,已办结",
        "否,,,代表已撤回",
        "否,2020-03-12,,转为参阅",
        "否,,,并案（并入1号件）",
        "否,,,办理中",
    ];
    let folder = Folder::new().with("台账.csv", register(&rows));
    let (states, apart) = ledger(&folder, "");
    let expected = ["1 按期办复", "2 不再办理", "3 不再办理", "4 不再办理", "5 办理中"];
    assert_eq!((states, apart.len()), (expected.map(str::to_owned).to_vec(), 0));
    let text = report(&folder, "--year 2020").replace('*', "");
    for part in [
        "全部建议5件，其中撤回、终止、不予立案、转为参阅或并入他件的3件不计入应答复，其余2件应答复，已答复1件，办复率50.0%；尚未答复1件。",
        "台账记为撤回、终止、不予立案、转为参阅或并入他件的3件不计入应答复、已答复和未答复的件数",
        "有起止时间可计算的答复1件",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    folder.run("check r.md --register 台账.csv").exits(0).prints("：0个有误，");
}

#[test]
fn orders_of_a_hotline_are_read_as_it_exports_them() {
    let lines = "1,2025-03-03 08:00,5,停水,水务局,,已办结\n\
                 2,2025-03-03 08:00,5天,断电,水务局,2025-03-05 10:00,退回重办\n\
                 3,2025-03-03 08:00,2小时,塌方,水务局,2025-03-03 20:00,已办结\n\
                 4,2025-03-03 08:00,尽快,积水,水务局,2025-03-20 10:00,已办结\n\
                 5,2025-03-03 08:00,3月10日前,路灯,水务局,2025-03-10 18:00,已办结\n";
    let headings = "工单编号,派单时间,办理时限（工作日）,工单标题,承办单位,办结时间,办理结果";
    let folder = Folder::new().with("台账.csv", format!("{headings}\n{lines}"));
    let (states, apart) = ledger(&folder, "--today 2025-04-01");
    assert_eq!(states, ["1 已办复（未填日期）", "2 超期未办复", "3 逾期办复", "5 按期办复"]);
    assert_eq!(
        apart,
        ["5 办理时限（工作日） 期限“尽快”无法辨认或不可能，是否按期无从得知，请写作2020-03-16或5个工作日"]
    );
    let letter = jiaoban::read::draft(&folder.path("督办/催办函-水务局.docx")).unwrap().join("\n");
    assert!(letter.contains("各件均另定期限（5天），应在所定期限内答复。"), "{letter}");
    let text = report(&folder, "").replace('*', "");
    for part in [
        "已答复4件，办复率80.0%；尚未答复1件",
        "有起止时间可计算的答复2件",
        "其中答复期限以内答复1件",
        "台账所列期限“尽快”无法辨认或不可能，所在的1件是否按期无从得知",
        "期限以小时计的1件",
        "尚未答复且已超过答复期限的1件",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn departments_that_answer_each_for_itself_lead_in_report_and_ledger() {
    let lines = "1,修路,路面坑洼。,2020-01-06,2020-01-16,由城管局、住建局分别办理,,2020-03-02\n\
                 2,修渠,水渠塌了。,2020-01-06,2020-01-16,城管局,住建局,2020-03-02\n";
    let headings = "编号,案由,建议内容,提出时间,交办时间,主办单位,会办单位,答复时间";
    let folder = Folder::new().with("台账.csv", format!("{headings}\n{lines}"));
    let text = report(&folder, "").replace('*', "");
    for part in [
        "| 城管局 | 2 | 0 | 2 | 2 |",
        "| 住建局 | 1 | 1 | 2 | 1 |",
        "| 实际件数 | 2 | — | — | 2 |",
        "主办单位不止一个的，各单位各计一件，实际件数只计一件",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    folder.run("check r.md --register 台账.csv").exits(0).prints("：0个有误，");
    let _ = folder.run("ledger 台账.csv -o 督办");
    let bytes = std::io::Cursor::new(folder.bytes("督办/督办台账.xlsx"));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(bytes).unwrap();
    let loads = calamine::Reader::worksheet_range(&mut book, "分单位").unwrap();
    let rows: Vec<String> = loads.rows().skip(1).map(|row| format!("{} {}", row[0], row[1])).collect();
    assert_eq!(rows, ["住建局 1", "城管局 2"]);
}

#[test]
fn rows_of_one_number_are_no_group_to_be_handled_together() {
    let text = "柳荫路路灯坏了三个月一直不亮，老人夜里出门看不见路，请抓紧维修。";
    let lines = |id: &str| {
        format!(
            "编号,标题,内容,主办单位,交办日期,答复日期\n1,柳荫路路灯不亮,{text},城管委,2020-01-16,\n{id},柳荫路路灯不亮了,{text}急。,城管委,2020-01-16,2020-03-01\n"
        )
    };
    for (id, groups) in [("1", false), ("2", true)] {
        let folder = Folder::new().with("台账.csv", lines(id));
        let told = if groups { "" } else { "rows that stand in these registers twice, and count twice: 1" };
        let _ = folder.run("discover 台账.csv -o 结果").tells(told);
        let bytes = std::io::Cursor::new(folder.bytes("结果/并案清单.xlsx"));
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(bytes).unwrap();
        for sheet in ["并案清单", "重复件"] {
            let rows = calamine::Reader::worksheet_range(&mut book, sheet).unwrap().height();
            assert_eq!(rows > 1, groups, "{id}: {sheet}");
        }
    }
}
