//! Drafts of many makes -> what must be found in them; and what a changed figure must set off.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::*;
use crate::suggestion::{Role, Table};

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::new([]));

fn review(text: &str) -> Review {
    let paragraphs: Vec<String> = text.lines().map(str::to_owned).collect();
    check(&paragraphs, &DICTIONARY, &[])
}

/// One line a finding: what it says, then the calculation.
fn findings(review: &Review) -> String {
    let mut lines = String::new();
    for finding in &review.findings {
        writeln!(lines, "{} {}", word(finding.verdict), finding.calculation).unwrap();
    }
    lines
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "right",
        Verdict::Wrong => "WRONG",
        Verdict::NotDerivable => "open",
    }
}

fn data(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    files.sort();
    files
}

#[test]
fn golden_drafts() {
    let files = data("tests/data/check");
    assert!(files.len() >= 12);
    let mut wrong = String::new();
    for file in files {
        let expected = file.with_extension("expected");
        let found = findings(&review(&std::fs::read_to_string(&file).unwrap()));
        if found != std::fs::read_to_string(&expected).unwrap_or_default() {
            writeln!(wrong, "{}\n{found}", file.display()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Changes one figure at a time, and then all at once: each must be part of a finding that is wrong, and every
/// finding that is wrong must hold a changed figure.
fn changes_are_found(text: &str, changes: &[(&str, &str, &str)]) {
    let right = review(text);
    assert!(right.findings.iter().all(|finding| finding.verdict == Verdict::Right), "{}", findings(&right));
    let all: Vec<_> = (0..changes.len()).collect();
    for chosen in all.iter().map(|&nth| vec![nth]).chain([all.clone()]) {
        let mut draft = text.to_owned();
        for &nth in &chosen {
            let (place, old, new) = changes[nth];
            let at = draft.find(place).unwrap_or_else(|| panic!("{place}"));
            let from = at + draft[at..].find(old).unwrap();
            draft.replace_range(from..from + old.len(), new);
        }
        let review = review(&draft);
        assert_eq!(review.figures.len(), right.figures.len());
        let differing: BTreeSet<usize> = (0..review.figures.len())
            .filter(|&at| !same(review.figures[at].value, right.figures[at].value, 0.0))
            .collect();
        assert_eq!(differing.len(), chosen.len());
        let wrong = || review.findings.iter().filter(|finding| finding.verdict == Verdict::Wrong);
        for figure in &differing {
            let found = wrong().any(|finding| finding.figures.contains(figure));
            assert!(found, "{} is not found:\n{}", review.written(*figure), findings(&review));
        }
        for finding in wrong() {
            assert!(
                finding.figures.iter().any(|figure| differing.contains(figure)),
                "{}",
                finding.calculation
            );
        }
    }
}

#[test]
fn five_changed_figures_are_found() {
    let text = include_str!("../../tests/data/check/district.txt");
    let changes = [
        ("A类建议112件", "112", "121"),
        ("占38.3%", "38.3", "33.8"),
        ("73件取得", "73", "37"),
        ("9件已得到", "9", "6"),
        ("248件代表建议交由", "248", "284"),
    ];
    changes_are_found(text, &changes);
    let others = [
        ("共计248件", "248", "238"),
        ("议案转建议8件", "8", "800"),
        ("C类建议41件", "41", "40"),
        ("占16.5%", "16.5", "16.6"),
        ("22件经过", "22", "21"),
    ];
    changes_are_found(text, &others);
}

/// The report that the rules were made after, where it lies beside the checkout.
#[test]
fn the_seed_is_right_until_it_is_changed() {
    for file in data("../shared/seed") {
        let text = std::fs::read_to_string(file).unwrap();
        let found = findings(&review(&text));
        for sum in [
            "79件 + 46件 + 31件 = 156件",
            "79件 ÷ 156件",
            "46件 ÷ 156件",
            "31件 ÷ 156件",
            "6件 + 40件 = 46件",
            "4件 + 27件 = 31件",
            "前后两处均为156件",
        ] {
            assert!(found.contains(sum), "{sum} is missing:\n{found}");
        }
        let changes = [
            ("A类建议79件", "79", "97"),
            ("占29.5%", "29.5", "25.9"),
            ("40件取得", "40", "14"),
            ("27件由", "27", "26"),
            ("156件代表建议交由", "156", "165"),
        ];
        changes_are_found(&text, &changes);
        let others = [
            ("共计156件", "156", "166"),
            ("转建议6件", "6", "600"),
            ("B类建议46件", "46", "45"),
            ("占19.9%", "19.9", "19.8"),
            ("4件已得到", "4", "5"),
        ];
        changes_are_found(&text, &others);
    }
}

#[test]
fn a_register_is_counted() {
    let headings = ["案由", "主题", "主办单位", "办理类别"].map(str::to_owned).to_vec();
    let table = Table::new("台账", headings)
        .with(Role::Title, 0)
        .with(Role::Theme, 1)
        .with(Role::Lead, 2)
        .with(Role::Class, 3);
    let table = std::sync::Arc::new(table);
    let rows: Vec<Suggestion> =
        [("交通出行", "交通委", "A"), ("交通出行", "交通委", "B类"), ("教育", "教委", "A类")]
            .into_iter()
            .map(|(theme, lead, class)| Suggestion {
                table: table.clone(),
                row: 2,
                cells: ["甲", theme, lead, class].map(str::to_owned).to_vec(),
            })
            .collect();
    let text = "今年区政府承办的代表建议共4件。A类建议2件，B类建议1件。交通出行类建议2件，教育方面建议2件。交通委承办2件，教委主办1件，卫健委承办5件。";
    let review = check(&[text.to_owned()], &DICTIONARY, &rows);
    let of_the_register = review.findings.iter().filter(|finding| finding.rule == Rule::Register);
    let lines: Vec<String> =
        of_the_register.map(|finding| format!("{} {}", word(finding.verdict), finding.calculation)).collect();
    assert_eq!(
        lines,
        [
            "WRONG 台账中全部计3件，与4件不符",
            "WRONG 台账中教育计1件，与2件不符",
            "right 台账中A类计2件，与2件一致",
            "right 台账中B类计1件，与1件一致",
            "right 台账中交通出行计2件，与2件一致",
            "right 台账中交通委计2件，与2件一致",
            "right 台账中教委计1件，与1件一致",
        ]
    );
}

#[test]
fn figures_are_read() {
    let cases = [
        ("共156件", "156|件"),
        ("共1,234件，３.１万名党员", "1234|件 31000|名"),
        ("一百五十六件、两千零三户", "156|件 2003|户"),
        ("占50.6％，百分之五十点六", "50.6|% 50.6|%"),
        ("八成建议、八成五", "80|% 85|%"),
        ("提高5.6个百分点，增长2倍", "5.6|points 2|times"),
        ("减免70.5亿元，6800余户次", "7050000000|元 6800+|户次"),
        ("2020年12月22日第3号，第5件", ""),
        ("拨打12345市民热线，十六届人大六次会议，三个月内，完成5个工作日", ""),
        ("两个方面、成立、成效、一大批", ""),
        ("近百户、约30户、超过40户", "30~|户 40+|户"),
        ("300件左右，500件以上", "300~|件 500+|件"),
        ("5-8件，朝办发〔2020〕15号", ""),
    ];
    for (text, expected) in cases {
        let figures = figure::find(0, &figure::plain(text));
        let shown: Vec<String> = figures
            .iter()
            .map(|figure| {
                let unit = match figure.measure {
                    Measure::Count => figure.unit.as_str(),
                    Measure::Percent => "%",
                    Measure::Points => "points",
                    Measure::Times => "times",
                };
                let sign = match figure.precision {
                    Precision::Exact => "",
                    Precision::About => "~",
                    Precision::Over => "+",
                    Precision::Under => "-",
                };
                format!("{}{sign}|{unit}", figure.value)
            })
            .collect();
        assert_eq!(shown.join(" "), expected, "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn no_draft_breaks_it(text in "\\PC{0,60}|[共其中占比上年增长A-C类建议件%成倍百分之点一二三十0-9.,，。；：:（）()]{0,80}") {
        review(&text);
    }
}
