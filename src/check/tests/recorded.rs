//! Drafts of what a register has -> what must be found in them.

use super::*;

const COLUMNS: [(&str, Role); 7] = [
    ("案由", Role::Title),
    ("主题", Role::Theme),
    ("主办单位", Role::Lead),
    ("办理类别", Role::Class),
    ("提出时间", Role::Date),
    ("答复时间", Role::Replied),
    ("满意度", Role::Satisfaction),
];

/// Ten rows: 5, 3 and 2 of three themes, each of a department of its own.
const ROWS: [&[&str]; 10] = [
    &["甲", "交通出行", "交通局", "A", "2024-03-01", "2024-06-01", "满意"],
    &["甲", "交通出行", "交通局", "A", "2024-03-02", "2024-06-01", "满意"],
    &["甲", "交通出行", "交通局", "A", "2024-03-03", "2024-06-01", "满意"],
    &["甲", "交通出行", "交通局", "B", "2024-03-04", "2024-06-01", "满意"],
    &["甲", "交通出行", "交通局", "B", "2024-04-05", "2024-06-01", "满意"],
    &["甲", "教育", "教育局", "A", "2024-04-06", "2024-06-01", "满意"],
    &["甲", "教育", "教育局", "A", "2024-04-07", "2024-06-01", "满意"],
    &["甲", "教育", "教育局", "B", "2024-05-08", "2024-06-01", "满意"],
    &["甲", "养老服务", "民政局", "C", "2024-05-09", "2024-06-01", "基本满意"],
    &["甲", "养老服务", "民政局", "C", "2024-05-10", "", ""],
];

fn wrong_by_register(text: &str) -> Vec<String> {
    let mut lines = counted(&COLUMNS, &ROWS, text);
    lines.retain(|line| line.starts_with("WRONG"));
    lines
}

#[test]
fn totals_departments_lists_months_and_rates_are_counted() {
    let cases = [
        ("今年共收到建议10件。", "10", "11", "台账中全部计10件"),
        ("2024年共收到代表建议10件。", "10", "11", "台账中全部计10件"),
        ("2024年，区政府共收到代表建议10件，其中A类5件。", "10", "11", "台账中全部计10件"),
        ("交通局承办5件。", "5", "6", "台账中交通局计5件"),
        ("从主题看，交通出行5件、教育3件、养老服务2件。", "3", "4", "台账中“教育”计3件"),
        ("从主办单位看，交通局5件、教育局3件、民政局2件。", "3", "4", "台账中“教育局”的“从主办单位看”计3件"),
        ("3月份提出4件，4月份提出3件，5月份提出3件。", "5月份提出3", "5月份提出2", "台账中5月份提出计3件"),
        ("今年共收到建议10件，办复率90%。", "90", "95", "台账中已答复9件 ÷ 10件 = 90%"),
        ("代表满意8件，满意率80%。", "80", "85", "台账中满意8件 ÷ 9件 = 88.89%"),
        ("已答复9件，满意率100%。", "100", "95", "台账中满意8件 ÷ 9件 = 88.89%"),
        ("A类占50%。", "50", "55", "台账中该类5件 ÷ 10件 = 50%"),
    ];
    for (text, from, to, calculation) in cases {
        assert_eq!(wrong_by_register(text), [""; 0], "{text}");
        let lines = wrong_by_register(&text.replace(from, to));
        let found = lines.iter().any(|line| line.starts_with(&format!("WRONG {calculation}，与")));
        assert!(found, "{text}: {lines:?}");
    }
}

/// What is of another year, of some rows, or of nothing that the register has.
#[test]
fn what_is_of_something_else_is_not_counted() {
    for text in [
        "2023年共收到代表建议8件。",
        "上年，共收到建议8件。",
        "共收到建议8件、提案2件。",
        "3月份，A类2件，4月份1件。",
        "A类5件，3月份3件，4月份2件。",
        "教育类建议办复率100%。",
        "交通局承办5件，办复率100%。",
        "重点建议3件。办复率100%。",
        "上年办复率98%。",
        "按期办复率85%。",
        "A类5件，满意率100%。",
    ] {
        assert_eq!(wrong_by_register(text), [""; 0], "{text}");
    }
}

/// A department has the names of its label, and that of the cells.
#[test]
fn departments_are_known_by_every_name() {
    for names in [["交通局", "教育局", "民政局"], ["交通委", "教委", "民政局"]] {
        let [transport, education, affairs] = names;
        let table = format!("单位；件数\n{transport}；5\n{education}；3\n{affairs}；2");
        assert_eq!(counted(&COLUMNS, &ROWS, &table).len(), 3, "{table}");
        let slip = wrong_by_register(&table.replace("；3", "；4"));
        assert_eq!(slip, [format!("WRONG 台账中“{education}”的“件数”计3件，与4不符")]);
    }
}

const MORE_COLUMNS: [(&str, Role); 10] = [
    ("案由", Role::Title),
    ("提出人", Role::Proposer),
    ("主题", Role::Theme),
    ("主办单位", Role::Lead),
    ("会办单位", Role::Assist),
    ("办理类别", Role::Class),
    ("会上会下", Role::Session),
    ("提出时间", Role::Date),
    ("答复时间", Role::Replied),
    ("满意度", Role::Satisfaction),
];

/// Ten rows of a year, six of them of the session, and three of the year before.
const MORE_ROWS: [&[&str]; 13] = [
    &["甲", "张一", "交通出行", "交通局", "", "A", "会上", "2024-03-01", "2024-06-01", "满意"],
    &["甲", "张一", "交通出行", "交通局", "教育局", "A", "会上", "2024-03-02", "2024-06-01", "满意"],
    &["甲", "张二", "交通出行", "交通局", "", "B", "会上", "2024-03-03", "2024-06-01", "基本满意"],
    &["甲", "张二", "交通出行", "交通局", "公安局", "B", "会下", "2024-09-04", "", ""],
    &["甲", "张三", "教育", "教育局", "交通局", "A", "会上", "2024-03-05", "2024-06-02", "非常满意"],
    &["甲", "张三", "教育", "教育局", "", "A", "会下", "2024-09-06", "2024-12-01", "满意"],
    &["甲", "张四", "教育", "教育局", "", "C", "会下", "2024-09-07", "", ""],
    &["甲", "张五", "养老服务", "民政局", "教育局", "B", "会上", "2024-03-08", "2024-06-01", "不满意"],
    &["甲", "张五", "养老服务", "民政局", "", "C", "会上", "2024-03-09", "2024-06-01", "满意"],
    &["甲", "张六", "养老服务", "民政局", "", "C", "会下", "2024-09-10", "2024-12-01", ""],
    &["甲", "张七", "交通出行", "交通局", "", "A", "会上", "2023-03-01", "2023-06-01", "满意"],
    &["甲", "张七", "教育", "教育局", "", "A", "会上", "2023-03-02", "2023-06-01", "满意"],
    &["甲", "张八", "教育", "教育局", "", "B", "会上", "2023-03-03", "2023-06-01", "满意"],
];

fn wrong_within(text: &str) -> Vec<String> {
    let mut lines = counted_in(&MORE_COLUMNS, &MORE_ROWS, text, Some(2024));
    lines.retain(|line| line.starts_with("WRONG"));
    lines
}

/// What a count is a part of, the register can be restricted to.
#[test]
fn parts_are_counted_in_their_whole() {
    let cases = [
        ("教育局主办3件，其中A类2件、C类1件。", "A类2", "A类1", "台账中教育局主办的A类计2件"),
        ("教育局主办3件。其中A类2件、C类1件。", "C类1", "C类2", "台账中教育局主办的C类计1件"),
        ("教育局主办3件，已答复2件，尚未答复1件。", "复1", "复3", "台账中教育局主办的尚未答复计1件"),
        ("教育局主办会上建议1件、会下建议2件。", "会下建议2", "会下建议1", "台账中同一范围内的会下建议计2件"),
        ("交通局承办5件，其中主办4件、会办1件。", "主办4", "主办3", "台账中交通局承办的主办计4件"),
        ("交通局主办4件、会办1件。", "会办1", "会办2", "台账中同一范围内的会办计1件"),
        ("教育局承办建议5件（主办3件、会办2件）。", "会办2", "会办1", "台账中教育局承办建议的会办计2件"),
        ("交通局承办5件。", "5", "6", "台账中交通局承办计5件"),
        ("教育局和民政局主办6件。", "6", "7", "台账中教育局和民政局主办计6件"),
        (
            "会上建议6件，A类3件、B类2件；会下建议4件，A类1件、C类2件。",
            "4件，A类1",
            "4件，A类2",
            "台账中会下的A类计1件",
        ),
        ("会上建议6件，涉及提出人4名。", "4名", "5名", "台账中会上的提出人计4名"),
        ("教育类建议3件，其中A类2件、C类1件。", "A类2", "A类1", "台账中教育类建议的A类计2件"),
        ("2023年承办建议3件，其中A类2件、B类1件。", "A类2", "A类1", "台账中2023年承办建议的A类计2件"),
        ("尚未答复的2件中，交通局1件、教育局1件。", "教育局1", "教育局2", "台账中尚未答复的教育局计1件"),
        ("满意率为85.7%。", "85.7", "87.7", "台账中满意4件 ÷ 7件 = 57.14%"),
        ("满意率71.4%，办复率80%。", "71.4", "61.4", "台账中满意4件 ÷ 7件 = 57.14%"),
    ];
    for (text, from, to, calculation) in cases {
        assert_eq!(wrong_within(text), [""; 0], "{text}");
        let lines = wrong_within(&text.replace(from, to));
        let found = lines.iter().any(|line| line.starts_with(&format!("WRONG {calculation}，与")));
        assert!(found, "{text}: {lines:?}");
    }
}

/// Of which rows a count is a part, no register tells.
#[test]
fn parts_of_another_whole_are_not_counted() {
    for text in [
        "重点督办建议9件，其中A类5件、B类4件。",
        "重点督办建议9件。A类5件、B类4件。",
        "抽查已答复建议8件，其中满意5件，不满意2件。",
        "同期办理政协提案20件，其中A类12件、B类8件，办复率100%，满意率99%。",
        "政协提案20件，办复率100%，满意率99%。",
        "超过3个月的5件已全部答复，满意5件。",
        "教育局办理政协提案20件。",
        "第一批交办6件，A类5件。",
        "上年承办建议3件，其中A类2件。",
        "与教育局共同办理的民政局2件。",
        "教育局高度重视，A类2件全部落实。",
    ] {
        assert_eq!(wrong_within(text), [""; 0], "{text}");
    }
}

/// What was returned and answered later was owed an answer; what was returned and is not handed out anew is not.
#[test]
fn rates_of_answers_are_of_what_is_owed_one() {
    let columns = [
        ("案由", Role::Title),
        ("提出时间", Role::Date),
        ("退办时间", Role::Returned),
        ("答复时间", Role::Replied),
    ];
    let rows: [&[&str]; 5] = [
        &["甲", "2024-03-01", "2024-03-05", "2024-06-01"],
        &["甲", "2024-03-01", "2024-03-05", ""],
        &["甲", "2024-03-01", "", "2024-06-01"],
        &["甲", "2024-03-01", "", "2024-06-01"],
        &["甲", "2024-03-01", "", ""],
    ];
    assert_eq!(counted(&columns, &rows, "办复率75%。"), ["right 台账中已答复3件 ÷ 4件 = 75%，与75%一致"]);
    assert_eq!(counted(&columns, &rows, "办复率66.7%。").len(), 1);
}
