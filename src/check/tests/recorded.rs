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
        ("代表满意8件，满意率80%。", "80", "85", "台账中满意8件 ÷ 10件 = 80%"),
        ("已答复9件，满意率100%。", "100", "95", "台账中满意8件 ÷ 10件 = 80%"),
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
