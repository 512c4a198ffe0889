//! Registers -> what `discover` finds in them, and what it says where nothing can be found.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};
use serde_json::{Value, json};
use zip::ZipArchive;

use crate::harness::{Ended, Folder};

const HEADINGS: &str = "编号,日期,提出人,标题,内容\n";

/// On one estate without water, in the words of five people.
const NO_WATER: [&str; 5] = [
    "锦绣花园停水,我家住锦绣花园，今天早上开始停水，一直没有恢复，请尽快抢修。",
    "锦绣花园断水,锦绣花园小区停水两天了，物业说不清楚原因，请自来水公司抢修。",
    "要求恢复锦绣花园供水,锦绣花园停水，家中有老人小孩，要求尽快恢复供水。",
    "锦绣花园没有水,锦绣花园全小区无水可用，自来水公司电话打不通，请抢修。",
    "反映锦绣花园停水,自来水管爆裂导致锦绣花园停水，希望尽快修好恢复供水。",
];

/// Runs `discover` in `folder` and reads discover.json.
fn discover(folder: &Folder, arguments: &str) -> (Value, Ended) {
    let ended = folder.run(&format!("discover {arguments} -o o")).exits(0);
    (serde_json::from_slice(&folder.bytes("o/discover.json")).unwrap(), ended)
}

fn found(register: &str) -> Value {
    discover(&Folder::new().with("x.csv", register), "x.csv").0
}

/// The rows of a sheet, without its headings.
fn sheet(folder: &Folder, file: &str, name: &str) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = open_workbook(folder.path(file)).unwrap();
    let range = workbook.worksheet_range(name).unwrap();
    range.rows().skip(1).map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// So many messages on each of `days`, on nothing in common.
fn on_days<'d>(days: impl IntoIterator<Item = &'d str>, each: usize) -> String {
    let mut register = HEADINGS.to_owned();
    for (number, day) in days.into_iter().enumerate() {
        for at in 0..each {
            writeln!(register, "{number}-{at},{day},人{at},第{at}件,内容{at}").unwrap();
        }
    }
    register
}

/// So many messages on nothing in common: in a register of a few messages all that they say is common.
fn others(count: usize) -> String {
    const WHAT: [&str; 8] = ["低保", "公交", "补课", "图书证", "窨井盖", "疫苗", "噪音", "垃圾"];
    const WHERE: [&str; 9] = ["河东", "河西", "南门", "北门", "城东", "城西", "桥头", "码头", "车站"];
    let row = |at: usize| {
        let (what, place) = (WHAT[at % WHAT.len()], WHERE[at % WHERE.len()]);
        format!("另{at},2020-06-12,孙{at}海,{place}{what}的事,想问{what}，{place}一带怎么办理第{at}项\n")
    };
    (0..count).map(row).collect()
}

#[test]
fn a_session_is_compared_with_the_session_before() {
    let days = ["2018-01-20", "2018-01-24", "2019-01-14", "2019-01-18", "2020-01-11", "2020-01-15"];
    let found = found(&on_days(days, 20));
    let all = &found["trends"][0]["change"];
    assert_eq!(json!([all["before"], all["after"], all["verdict"]]), json!([40, 40, "level"]));
    assert_eq!(json!([all["first_before"], all["last_before"]]), json!(["2019-01-14", "2019-01-18"]));
}

#[test]
fn nothing_is_compared_with_next_to_nothing() {
    let mut register = on_days(["2019-03-01", "2019-07-01", "2019-12-20"], 40);
    register.push_str("早,2018-01-05,某人,修路,路坏了\n");
    let all = &found(&register)["trends"][0]["change"];
    assert_eq!(json!([all["before"], all["after"], all["verdict"]]), json!([1, 120, "too few to say"]));
    // Why there is no comparison is said as it is.
    let monthly = |first: u32, months: u32| -> Vec<String> {
        (first..first + months)
            .map(|month| format!("{}-{:02}-05", 2018 + month / 12, month % 12 + 1))
            .collect()
    };
    for (months, why) in [(8, "less than a year"), (13, "less than 28 days in common with the year before")] {
        let found = found(&on_days(monthly(5, months).iter().map(String::as_str), 5));
        assert_eq!(found["trends"][0]["not_compared"], why, "{months}");
    }
    let folder = Folder::new().with("x.csv", on_days(monthly(5, 13).iter().map(String::as_str), 5));
    let _ = discover(&folder, "x.csv");
    let change = &sheet(&folder, "o/主题趋势.xlsx", "变化")[0];
    assert!(change.iter().any(|cell| cell == "与上年同期重合的不足28天，不作比较"), "{change:?}");
    // The register begins and ends within these years.
    let years = sheet(&folder, "o/主题趋势.xlsx", "按年");
    assert!(years.iter().all(|row| row.last().unwrap() == "未满期"), "{years:?}");
}

#[test]
fn two_landmarks_are_two_matters_however_many_name_none() {
    let body = "的电梯坏了十天没有人修，二十层的老人下不了楼，物业公司说没有钱，请住建局督促尽快修好电梯。";
    let mut register = HEADINGS.to_owned();
    for (number, place) in ["柳溪雅苑", "我们这里", "我们这里", "青禾家园"].into_iter().enumerate()
    {
        writeln!(register, "{number},2024-03-0{},人{number},{place}电梯停运,{place}{body}", number + 1)
            .unwrap();
    }
    let issues = &found(&register)["issues"];
    for issue in issues.as_array().unwrap() {
        let ids: Vec<&str> = issue["ids"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(!(ids.contains(&"0") && ids.contains(&"3")), "{issues}");
    }
    assert!(!issues.as_array().unwrap().is_empty());
}

#[test]
fn two_schools_are_two_matters_in_a_register_of_any_size() {
    let body =
        "初二年级老师周末在校外租房补课，每人每月收费八百元，不去的学生上课就不管，请教育局严查并退费。";
    let mut register = HEADINGS.to_owned();
    for (number, school) in ["第三中学", "实验中学", "明德小学"].into_iter().enumerate() {
        for at in 0..2 {
            let (id, day) = (format!("{number}{at}"), at + 1);
            writeln!(register, "{id},2024-03-0{day},人{id},举报{school}违规补课,{school}{body}").unwrap();
        }
    }
    let found = found(&(register + &others(60)));
    let issues = found["issues"].as_array().unwrap().iter().map(|issue| issue["ids"].clone());
    let schools: Vec<Value> = issues.filter(|ids| ids[0].as_str().unwrap().len() == 2).collect();
    assert_eq!(schools, [json!(["00", "01"]), json!(["10", "11"]), json!(["20", "21"])]);
}

#[test]
fn an_event_of_half_the_register_is_one_issue() {
    let mut register = HEADINGS.to_owned();
    for at in 0..60 {
        let text = NO_WATER[at % 5].replace('。', ["。", "，谢谢。", "，望尽快答复。"][at % 3]);
        writeln!(register, "{at},2020-06-{},王{at}明,{text}", 12 + at % 3).unwrap();
    }
    let hot = &found(&register)["hot"];
    assert_eq!((hot.as_array().unwrap().len(), &hot[0]["people"]), (1, &json!(60)), "{hot}");
}

#[test]
fn a_history_is_no_news_and_stands_there_once() {
    let event = |number: usize, day: &str, text: &str| format!("{number},{day},王{number}明,{text}\n");
    let mut old = HEADINGS.to_owned() + &others(60);
    for (number, text) in NO_WATER.iter().enumerate() {
        old.push_str(&event(100 + number, "2019-05-10", text));
    }
    let new = format!("{HEADINGS}{}", event(200, "2020-06-10", NO_WATER[0]));
    let folder = Folder::new().with("x.csv", &old);
    let (before, _) = discover(&folder, "x.csv");
    assert!(before["hot"].as_array().unwrap().iter().any(|hot| hot["people"] == 5), "{}", before["hot"]);
    std::fs::copy(folder.path("o/history.jsonl"), folder.path("h.jsonl")).unwrap();

    // What was hot a year ago is reached back to, and is not hot now.
    let folder = folder.with("new.csv", &new);
    let (now, _) = discover(&folder, "new.csv --history h.jsonl");
    assert_eq!((&now["issues"][0]["people"], &now["hot"]), (&json!(6), &json!([])));
    let members = sheet(&folder, "o/并案清单.xlsx", "明细");
    assert_eq!(members.iter().filter(|row| row[7].ends_with("（往期）") && row[8] == "是").count(), 5);
    // What is to be handled and answered is of now.
    let group = &sheet(&folder, "o/并案清单.xlsx", "并案清单")[0];
    assert_eq!(group[3..5], ["1", "1"]);
    assert_eq!(group[8..], ["王200明", "200", "5", "100、101、102、103、104"]);

    // A register that has grown holds its own history.
    let rows = new.split_once('\n').unwrap().1;
    let folder = folder.with("all.csv", format!("{old}{rows}"));
    let (all, told) = discover(&folder, "all.csv --history h.jsonl");
    let _ = told.tells("were left out: 65");
    assert_eq!(folder.text("o/history.jsonl").lines().count(), 66);
    assert_eq!(all["topics"][0]["new"], false, "the topics of the history stay: {}", all["topics"]);
    let mut copies = all["duplicates"].as_array().unwrap().iter().map(|group| &group["ids"]);
    assert!(copies.any(|ids| *ids == json!(["100", "200"])), "{}", all["duplicates"]);
}

#[test]
fn columns_named_by_hand_need_not_be_in_the_history() {
    let folder =
        Folder::new().with("x.csv", "登记号,群众说的话\n1,青禾路没有路灯，老人夜里摔倒\n2,想办一张图书证\n");
    let columns = "--id-column 登记号 --body-column 群众说的话";
    let _ = discover(&folder, &format!("x.csv {columns}"));
    std::fs::copy(folder.path("o/history.jsonl"), folder.path("h.jsonl")).unwrap();
    let _ = discover(&folder, &format!("x.csv --history h.jsonl {columns}"));
    folder.run("discover x.csv -o o --body-column 内容").exits(2).tells("there is no column \"内容\"");
}

#[test]
fn people_are_told_apart_by_whole_names() {
    let register = |names: [&str; 3]| {
        let rows = names.iter().zip(NO_WATER).enumerate();
        let rows = rows.map(|(at, (name, text))| format!("{at},2020-06-1{at},{name},{text}\n"));
        HEADINGS.to_owned() + &rows.collect::<String>() + &others(60)
    };
    for (names, people) in [
        (["匿名", "匿名", "匿名"], 3),
        (["李先生", "李先生", "张**"], 3),
        (["张伟、李娜", "李娜、张伟", "张伟"], 2),
        (["张伟", "张伟", "——"], 2),
        (["张　伟", "张 伟", "张伟"], 1),
        (["张建国（领衔）", "张建国等5人", "张建国代表"], 1),
    ] {
        let folder = Folder::new().with("x.csv", register(names));
        let (found, _) = discover(&folder, "x.csv");
        let issues = found["issues"].as_array().unwrap();
        let at = issues.iter().position(|issue| issue["ids"] == json!(["0", "1", "2"])).unwrap();
        assert_eq!(issues[at]["people"], people, "{names:?}");
        // Whoever has a name, even a part of one, is owed an answer by it.
        let answered = &sheet(&folder, "o/并案清单.xlsx", "并案清单")[at][8];
        assert!(!answered.contains("匿名") && !answered.contains('—'), "{answered}");
        assert!(names[0] == "匿名" || answered.contains(&names[0][..3]), "{answered}");
    }
}

#[test]
fn a_report_counts_the_same_people() {
    let rows = ["张　伟（领衔）", "张伟代表、李 娜", "张伟等5人", "匿名"];
    let rows =
        rows.iter().enumerate().map(|(at, name)| format!("{at},2024-03-0{},{name},修路,路坏了\n", at + 1));
    let folder = Folder::new().with("x.csv", HEADINGS.to_owned() + &rows.collect::<String>());
    folder.run("report x.csv -o x.md").exits(0);
    let report = folder.text("x.md");
    assert!(report.contains("涉及提出人[2](#f2)名"), "{report}");
}

#[test]
fn those_who_raised_it_too_are_answered_and_counted() {
    let rows = [("张伟", "李娜、王芳"), ("赵强", "张伟"), ("孙丽", "5人")].into_iter().enumerate();
    let rows = rows.map(|(at, (lead, others))| {
        format!("{at},2024-03-0{},{lead},{others},修补柳溪街路面,柳溪街路面坑洼，请尽快修补。\n", at + 1)
    });
    let headings = "编号,日期,领衔代表,附议代表,标题,内容\n";
    let folder = Folder::new().with("x.csv", headings.to_owned() + &rows.collect::<String>());
    for mask in ["", "--mask"] {
        folder.run(&format!("discover x.csv -o o {mask}")).exits(0);
        let answered = &sheet(&folder, "o/并案清单.xlsx", "并案清单")[0][8];
        assert!(
            ["张伟", "李娜", "王芳", "赵强", "孙丽"].iter().all(|name| answered.contains(name)),
            "{answered}"
        );
        folder.run(&format!("report x.csv -o x.md {mask}")).exits(0);
        let report = folder.text("x.md");
        assert!(report.contains("涉及提出人（含附议、联名）[5](#f2)名"), "{report}");
    }
}

#[test]
fn a_theme_counts_by_one_list_in_report_and_discovery() {
    let rows = ["交通运输,修补柳溪街路面", "教育文体,增建学校操场", "劳动社保,追讨工资", ",增加公交班次"];
    let rows: Vec<String> =
        rows.iter().enumerate().map(|(at, row)| format!("{at},2024-03-01,{row}\n")).collect();
    let rows = rows.concat();
    let folder = Folder::new().with("x.csv", "编号,日期,问题分类,标题\n".to_owned() + &rows);
    folder.run("report x.csv -o x.md").exits(0);
    let report = folder.text("x.md");
    assert!(report.contains("| 交通出行 | [2]") && !report.contains("| 交通运输 |"), "{report}");
    assert!(report.contains("“交通运输”[1]"), "{report}");
    // Where it leaves none open, the themes are called as the register calls them.
    let folder = folder.with("y.csv", format!("编号,日期,问题分类,标题\n{}", rows.replace(",,", ",其他,")));
    folder.run("report y.csv -o y.md").exits(0);
    assert!(folder.text("y.md").contains("| 交通运输 | [1]"));
}

#[test]
fn where_labels_come_from_is_told() {
    let mut register = HEADINGS.replace('\n', ",主题\n");
    for at in 0..6 {
        let theme = ["甲类事项", "甲类事项", "甲类事项", "甲类事项", "乙类事项", ""][at];
        writeln!(register, "{at},2024-03-0{},王{at}明,第{at}件,内容{at},{theme}", at + 1).unwrap();
    }
    let origins = |register: &str| -> Vec<[String; 2]> {
        let folder = Folder::new().with("x.csv", register);
        let _ = discover(&folder, "x.csv");
        let rows = sheet(&folder, "o/主题趋势.xlsx", "变化");
        rows.into_iter().filter(|row| row[0] == "主题").map(|row| [row[1].clone(), row[2].clone()]).collect()
    };
    let first = origins(&register);
    let of = |name: &str| first.iter().find(|[theme, _]| theme == name).map(|[_, origin]| origin.as_str());
    assert_eq!((of("甲类事项"), of("乙类事项")), (Some("台账"), Some("台账")));
    let [proposed, _] = first.iter().find(|[_, origin]| origin == "程序预测").unwrap().clone();
    // The theme that the model proposes, given by the register elsewhere.
    let both = origins(&register.replace("甲类事项", &proposed));
    assert!(both.contains(&[proposed, "部分程序预测".to_owned()]), "{both:?}");
}

#[test]
fn a_year_without_a_year_before_is_called_so() {
    let months: Vec<String> =
        (1..=12).map(|month| format!("2024-{month:02}-{:02}", if month == 1 { 1 } else { 28 })).collect();
    let folder = Folder::new().with("x.csv", on_days(months.iter().map(String::as_str), 5));
    let (found, _) = discover(&folder, "x.csv");
    assert_eq!(found["trends"][0]["not_compared"], "no year before");
    let change = &sheet(&folder, "o/主题趋势.xlsx", "变化")[0];
    assert!(change.iter().any(|cell| cell == "台账只有一年，无上年同期"), "{change:?}");
}

#[test]
fn a_file_named_twice_is_told() {
    let folder = Folder::new().with("x.csv", HEADINGS.to_owned() + &others(3));
    let (_, told) = discover(&folder, "x.csv x.csv");
    let _ =
        told.tells("rows that stand in these registers twice, and count twice: 3; the first is x.csv, row 2");
}

#[test]
fn the_column_of_places_can_be_named_and_stays() {
    let rows = [["柳溪雅苑", "物业不修"], ["青禾家园", "物业不管"]].map(|[place, what]| {
        format!("{place},2024-05-01,王明,电梯停运,小区电梯三天两头停运，{what}，老人下不了楼，请督促尽快更换。,{place}\n")
    });
    let heading = HEADINGS.replace('\n', ",报修处\n");
    let folder = Folder::new().with("x.csv", format!("{heading}{}", rows.concat()));
    let (found, _) = discover(&folder, "x.csv");
    assert_eq!(found["issues"][0]["ids"].as_array().map(Vec::len), Some(2), "{found}");
    assert!(!folder.text("o/history.jsonl").contains("place"));
    let (found, _) = discover(&folder, "x.csv --place-column 报修处");
    assert_eq!(found["issues"], json!([]));
    // A later run knows where the earlier messages were about.
    std::fs::copy(folder.path("o/history.jsonl"), folder.path("h.jsonl")).unwrap();
    let folder = folder.with("new.csv", format!("{heading}{}", rows[0].replacen("柳溪雅苑", "新", 1)));
    let (found, _) = discover(&folder, "new.csv --place-column 报修处 --history h.jsonl");
    assert_eq!(found["issues"][0]["ids"], json!(["新", "柳溪雅苑"]));
}

#[test]
fn nothing_grows_where_there_is_no_past() {
    let mut register = HEADINGS.to_owned();
    for at in 0..10 {
        writeln!(register, "{at},2020-06-{:02},王{at}明,{}", at * 3 + 1, NO_WATER[at % 5]).unwrap();
    }
    let found = found(&(register + &others(60)));
    let hot = found["hot"].as_array().unwrap().iter().find(|issue| issue["people"] == 10).unwrap();
    assert_eq!(
        json!([hot["people"], hot["parts"]["growth"], hot["parts"]["p_value"]]),
        json!([10, 0.0, null])
    );
}

#[test]
fn rows_without_numbers_have_the_same_groups_in_any_order() {
    let rows: Vec<String> = NO_WATER
        .iter()
        .enumerate()
        .map(|(at, text)| format!("2020-06-12,王{at}明,{text}\n"))
        .chain((0..20).map(|at| format!("2020-06-12,赵{at}云,第{at}件,内容{at}\n")))
        .collect();
    let groups = |rows: Vec<&String>| {
        let text: String = rows.iter().map(|row| row.as_str()).collect();
        let folder = Folder::new().with("x.csv", format!("日期,提出人,标题,内容\n{text}"));
        let (found, _) = discover(&folder, "x.csv");
        let issues = found["issues"].as_array().unwrap().clone();
        let of_row = |row: &Value| rows[row["row"].as_u64().unwrap() as usize - 2].clone();
        let members =
            |issue: &Value| issue["rows"].as_array().unwrap().iter().map(of_row).collect::<Vec<_>>();
        let members: Vec<Vec<String>> = issues.iter().map(members).collect();
        (members, found["hot"][0]["title"].clone())
    };
    assert_eq!(groups(rows.iter().collect()), groups(rows.iter().rev().collect()));
}

#[test]
fn a_message_is_named_by_file_and_row_where_ids_do_not_tell() {
    let register = format!("标题,内容\n{}\n{}\n", NO_WATER[0], NO_WATER[1]);
    let folder = Folder::new()
        .with_folder("y19")
        .with_folder("y20")
        .with("y19/台账.csv", &register)
        .with("y20/台账.csv", &register);
    let (found, _) = discover(&folder, "y19/台账.csv y20/台账.csv");
    let all = |key: &str| -> Vec<Value> {
        found["issues"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|issue| issue[key].as_array().unwrap().clone())
            .collect()
    };
    let (ids, rows) = (all("ids"), all("rows"));
    let expected = ["y19/台账.csv:2", "y19/台账.csv:3", "y20/台账.csv:2", "y20/台账.csv:3"];
    assert!(expected.iter().all(|&id| ids.contains(&json!(id))), "{ids:?}");
    assert!(rows.contains(&json!({"file": "y20/台账.csv", "row": 3})), "{rows:?}");
}

/// All that a file holds, that of a workbook unpacked.
fn contents(path: &Path) -> String {
    let mut text = String::new();
    let mut file = File::open(path).unwrap();
    if path.extension().is_some_and(|ending| ending == "xlsx") {
        let mut members = ZipArchive::new(file).unwrap();
        for at in 0..members.len() {
            members.by_index(at).unwrap().read_to_string(&mut text).unwrap();
        }
    } else {
        file.read_to_string(&mut text).unwrap();
    }
    text
}

#[test]
fn masked_findings_name_nobody() {
    let register = |year: u32| {
        let mut register = "编号,日期,来电人,联系电话,标题,内容\n".to_owned();
        for (number, (name, text)) in
            ["周柳溪", "李石门", "欧阳晚晴", "赵小桥", "孙望湖"].into_iter().zip(NO_WATER).enumerate()
        {
            let text = text.replace('。', &format!("，联系人{name}，电话1390000567{number}。"));
            let id = u32::try_from(number).unwrap() + 10 * year;
            writeln!(register, "{id},{year}-06-1{number},{name},1380000123{number},{text}").unwrap();
        }
        // A row that says nothing is written down as well.
        writeln!(register, "{year},{year}-06-20,钱秋水,13700001234,,").unwrap();
        register + &others(20).replace("海,", "海,,")
    };
    let folder = Folder::new().with("x.csv", register(2020)).with("h.csv", register(2019));
    let told = |masking: &str, output: &str| {
        folder.run(&format!("discover x.csv --history h.csv{masking} -o {output}")).exits(1).prints_nothing();
        let names = folder.names_in(output);
        assert!(names.len() > 5 && names.iter().any(|name| name.contains("rejected")), "{names:?}");
        names.iter().map(|name| contents(&folder.path(output).join(name))).collect::<String>()
    };
    let (open, masked) = (told("", "明"), told(" --mask", "隐"));
    for private in ["周柳溪", "李石门", "欧阳晚晴", "赵小桥", "孙望湖", "钱秋水", "1390000567", "1370000123"]
    {
        assert!(open.contains(private) && !masked.contains(private), "{private}");
    }
    assert!(masked.contains("欧阳**") && masked.contains("锦绣花园停水"));
}

#[test]
fn what_cannot_be_read_or_shown_is_told() {
    let mut register = "编号,日期,提出人,标题,内容,点赞数\n".to_owned();
    for (number, [date, likes]) in
        [["2020-06-12", "1.2万"], ["六月中旬", "赞2000"], ["2020-06-13", "—"]].into_iter().enumerate()
    {
        writeln!(register, "{number},{date},王{number}明,{},{likes}", NO_WATER[number]).unwrap();
    }
    for (number, estate) in ["柳溪雅苑", "青禾家园"].into_iter().enumerate() {
        for (at, text) in NO_WATER[..3].iter().enumerate() {
            let text = text.replace("锦绣花园", estate);
            writeln!(register, "{number}{at}x,2020-06-14,赵{number}{at}云,{text},").unwrap();
        }
    }
    let folder = Folder::new().with("x.csv", &register);
    let (found, told) = discover(&folder, "x.csv --hot-issues 1 --hot-people 2");
    let told = told.tells("rows with a date that cannot be read: 1; the first is x.csv, row 3");
    let told =
        told.tells("rows with votes that cannot be read and count as none: 1; the first is x.csv, row 3");
    assert_eq!(found["unreadable"][0]["date"], "六月中旬");
    assert_eq!(
        sheet(&folder, "o/主题趋势.xlsx", "日期存疑")[0][..4],
        ["1", "六月中旬", "锦绣花园断水", "读不出日期"]
    );
    assert!(found["hot"][0]["votes"].as_u64().unwrap() >= 12_000, "{}", found["hot"]);
    let more = found["hot_more"].as_u64().unwrap();
    assert!(more > 0);
    let _ = told.tells(&format!("hot issues that are not listed: {more}; --hot-issues lists more"));
    let last = sheet(&folder, "o/热点问题表.xlsx", "热点问题表").pop().unwrap();
    assert_eq!(last[5], format!("另有{more}个热点问题未列出，用--hot-issues可多列"));
    // Without a history nobody knows what is new.
    let topics = sheet(&folder, "o/主题趋势.xlsx", "话题");
    assert!(topics.iter().all(|row| row[7].is_empty()), "{topics:?}");
    // Who works on a list keeps it.
    let folder = folder.with("o/并案清单.xlsx", "worked on");
    let (_, told) = discover(&folder, "x.csv");
    let _ = told.tells("并案清单.xlsx said before is now");
    assert_eq!(folder.text("o/并案清单.1.xlsx"), "worked on");
    let folder = folder.with("taken", "");
    folder
        .run("discover x.csv -o taken")
        .exits(2)
        .tells("error: taken: this is a file; name a folder for the results");
}
