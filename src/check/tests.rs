//! Drafts of many makes -> what must be found in them; and what a changed figure must set off.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::*;
use crate::register::OwnLists;
use crate::suggestion::{Role, Suggestion, Table};

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::new([]));
static MODEL: LazyLock<crate::Model> = LazyLock::new(|| crate::Model::embedded().unwrap());

fn review(text: &str) -> Review {
    let paragraphs: Vec<String> = text.lines().map(str::to_owned).collect();
    check(&paragraphs, &DICTIONARY, None)
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
    assert!(files.len() >= 30);
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

/// What is wrong in a text alone.
fn wrong(text: &str) -> Vec<String> {
    let review = review(text);
    let wrong = review.findings.iter().filter(|finding| finding.verdict == Verdict::Wrong);
    wrong.map(|finding| finding.calculation.clone()).collect()
}

/// Builds of which some once raised an alarm: several scopes, bases, units or measures in one sentence.
#[test]
fn right_sentences_raise_no_alarm() {
    let sentences = include_str!("../../tests/data/right-sentences.txt").lines();
    let sentences: Vec<&str> = sentences.filter(|line| !line.starts_with('#')).collect();
    assert!(sentences.len() > 200);
    for sentence in sentences {
        assert_eq!(wrong(sentence), [""; 0], "{sentence}");
    }
}

/// The total before them is of others; nor do rounded shares make up a hundred.
#[test]
fn shares_of_their_own_sum_raise_no_alarm() {
    let all = "共收到提案78件。委员提案62件，占79.5%；党派团体提案16件，占20.5%。";
    let classes = "A类46件，占63.9%；B类18件，占25.0%；C类4件，占5.6%；未填4件，占5.6%。";
    assert_eq!(wrong(&format!("{all}\n{classes}")), [""; 0]);
}

/// What the rules for such sentences must still find.
#[test]
fn wrong_sentences_raise_one_alarm() {
    let cases = [
        // A list that ends in its total.
        ("会上建议156件、会下建议18件，共计184件。", "156件 + 18件 = 174件，与总数184件不符，差10件"),
        (
            "第一季度40件，第二季度50件，第三季度36件，第四季度30件，全年共166件。",
            "40件 + 50件 + 36件 + 30件 = 156件，与总数166件不符，差10件",
        ),
        ("代表建议156件，政协提案250件，共396件。", "156件 + 250件 = 406件，与总数396件不符，差10件"),
        ("住建委20件、教委15件、交通委14件，合计59件。", "20件 + 15件 + 14件 = 49件，与总数59件不符，差10件"),
        (
            "城建类诉求35件（占35%）、交通类诉求25件（占25%），合计65件。",
            "35件 + 25件 = 60件，与总数65件不符，差5件",
        ),
        (
            "一季度办结120件、二季度办结138件、三季度办结150件、四季度办结120件，全年共办结527件。",
            "120件 + 138件 + 150件 + 120件 = 528件，与总数527件不符，差1件",
        ),
        (
            "其中新增停车位5276个；1季度新增1200个、2季度新增1376个、3季度新增1500个、4季度新增1200个，全年共新增5267个。",
            "1200个 + 1376个 + 1500个 + 1200个 = 5276个，与总数5267个不符，差9个",
        ),
        // Rates.
        ("全年共办理建议174件，已答复163件，办复率94.7%。", "163件 ÷ 174件 = 93.68%，与94.7%不符"),
        ("办理建议174件，按期答复163件，按期办复率94.7%。", "163件 ÷ 174件 = 93.68%，与94.7%不符"),
        ("办理建议174件，已办复163件，答复率94.7%。", "163件 ÷ 174件 = 93.68%，与94.7%不符"),
        ("共收到建议156件，面商率95.1%（153件）。", "153件 ÷ 156件 = 98.08%，与95.1%不符"),
        (
            "收到建议100件，办结95件，办结率95%；其中城建类40件，办结36件，办结率95%。",
            "36件 ÷ 40件 = 90%，与95%不符",
        ),
        (
            "建议300件、提案200件，已办结450件，其中建议280件、提案170件，办结率分别为94.3%和85%。",
            "280件 ÷ 300件 = 93.33%，与94.3%不符",
        ),
        (
            "办结100件。满意的77件，基本满意的18件，不满意的5件，满意和基本满意率97%。",
            "(77件 + 18件) ÷ 100件 = 95%，与97%不符",
        ),
        // Totals of what stands before them.
        (
            "全年收到建议100件。其中A类59件、B类33件、C类8件。A、B两类合计93件。",
            "59件 + 33件 = 92件，与总数93件不符，差1件",
        ),
        ("其中A类59件；B类33件；C类8件；A、B两类合计93件。", "59件 + 33件 = 92件，与总数93件不符，差1件"),
        ("A类59件，B类33件，A类和B类建议共93件。", "59件 + 33件 = 92件，与总数93件不符，差1件"),
        (
            "消防支队、交通支队、民政局、水务局各主办7件，四家合计27件。",
            "7件 × 4 = 28件，与总数27件不符，差1件",
        ),
        ("甲局主办7件、乙局主办8件，两家合计主办13件。", "7件 + 8件 = 15件，与总数13件不符，差2件"),
        // Shares of what there are two of, and of all classes beside a share of two.
        ("代表建议占45.4%，政协提案占55.6%。", "45.4% + 55.6% = 101%，不合100%"),
        (
            "A类建议占50.6%，B类占29.5%，C类占18.9%，A、B类合计占80.1%。",
            "50.6% + 29.5% + 18.9% = 99%，不合100%",
        ),
        // Changes.
        ("平均办理用时58天，较上年缩短9天（上年65天）。", "65天 - 58天 = 7天，与9天不符"),
        (
            "满意率由95.1%提高到97.4%，提高2.1个百分点，较目标值95.3%高2.1个百分点。",
            "97.4% - 95.1% = 2.3个百分点，与2.1个百分点不符",
        ),
        ("9月接件50件，10月接件60件，较9月增加10件，增长25%。", "10件 ÷ (60件 - 10件) = 20%，与25%不符"),
        (
            "办结率98.5%，比去年同期97.2%上升1.5个百分点，其中按期办结率95.1%，下降0.4个百分点。",
            "98.5% - 97.2% = 1.3个百分点，与1.5个百分点不符",
        ),
        ("2022年收到建议380件，2023年较上年增加32件，增长9.4%。", "32件 ÷ (380件 - 32件) = 9.2%，与9.4%不符"),
        // Parts.
        ("全年办结450件，其中按期办结440件，逾期办结20件。", "440件 + 20件 = 460件，与总数450件不符，差10件"),
        (
            "新建停车位3000个，其中路侧800个、小区内1200个、公共停车场1100个，完成计划2500个的120%。",
            "800个 + 1200个 + 1100个 = 3100个，与总数3000个不符，差100个",
        ),
    ];
    for (sentence, calculation) in cases {
        assert_eq!(wrong(sentence), [calculation], "{sentence}");
    }
}

/// What two rules find alike is told once, whichever of them finds it.
#[test]
fn one_slip_is_told_once() {
    let cases = [
        ("住建局12件、教育局9件、水务局5件，三者共30件。", "12件 + 9件 + 5件 = 26件，与总数30件不符，差4件"),
        ("住建局12件、教育局9件，两家共承办30件。", "12件 + 9件 = 21件，与总数30件不符，差9件"),
        ("重点建议18件。已办成14件，其余5件正在推进。", "14件 + 5件 = 19件，与总数18件不符，差1件"),
    ];
    for (sentence, calculation) in cases {
        assert_eq!(wrong(sentence), [calculation], "{sentence}");
    }
    let review = review("住建局12件、教育局9件、水务局5件，三者共26件。");
    assert_eq!(findings(&review), "right 12件 + 9件 + 5件 = 26件，与总数26件一致\n");
}

/// 较满意 and 比较满意 are answers and compare nothing.
#[test]
fn answers_with_a_degree_are_parts() {
    for answer in ["较满意", "比较满意"] {
        let text = format!("收到评价100件，其中满意60件、{answer}30件、不满意10件。");
        assert_eq!(wrong(&text), [""; 0]);
        let slip = wrong(&text.replace("10件。", "11件。"));
        assert_eq!(slip, ["60件 + 30件 + 11件 = 101件，与总数100件不符，差1件"]);
    }
}

/// Totals and classes of two years, offices, batches or sorts are two; those of one are one, wherever they are told.
#[test]
fn only_what_is_of_one_subject_is_told_twice() {
    let right = [
        "一、市代表建议\n共承办建议32件，已全部办复。\n二、区代表建议\n共承办建议156件，已全部办复。",
        "一、市代表建议\n(一)基本情况\n共承办建议32件。\n二、区代表建议\n(一)基本情况\n共承办建议156件。",
        "教委：共承办建议28件。城管委：共承办建议31件。",
        "教委：共承办建议28件。其中A类20件、B类8件。城管委：共承办建议28件。其中A类18件、B类10件。",
        "第一批，共交办建议40件。第二批，共交办建议50件。",
        "2023年，共收到建议156件。其中：A类79件、B类46件、C类31件。\n2024年，共收到建议170件。其中：A类90件、B类50件、C类30件。",
        "今年共承办建议156件。\n第一批，共承办建议40件。",
    ];
    for text in right {
        assert_eq!(wrong(text), [""; 0], "{text}");
    }
    let cases = [
        (
            "一、总体情况\n今年，共承办建议156件。\n二、代表建议办理情况\n全年，共承办建议165件。",
            "156件，后为165件",
        ),
        ("教委：共承办建议28件。\n教委：共承办建议31件。", "28件，后为31件"),
        (
            "一、市代表建议\n共承办建议32件。\n二、区代表建议\n共承办建议156件。\n区代表建议，共承办建议165件。",
            "156件，后为165件",
        ),
        ("2023年，共收到建议156件。其中：A类79件、B类77件。\n2023年，A类建议97件。", "79件，后为97件"),
        ("第一批，共交办建议40件。\n第一批，共交办建议50件。", "40件，后为50件"),
    ];
    for (text, told) in cases {
        assert_eq!(wrong(text), [format!("前后两处不一：前为{told}")], "{text}");
    }
}

/// 其中 behind a list of wholes goes on with the parts of each, or of all together.
#[test]
fn parts_of_several_wholes_are_summed_against_their_own() {
    let text =
        "市代表建议12件、区代表建议156件。其中，市代表建议A类5件、B类7件；区代表建议A类79件、B类77件。";
    assert_eq!(wrong(text), [""; 0]);
    assert_eq!(wrong(&text.replace("77件", "76件")), ["79件 + 76件 = 155件，与总数156件不符，差1件"]);
    assert_eq!(wrong(&text.replace("7件；", "8件；")), ["5件 + 8件 = 13件，与总数12件不符，差1件"]);
    assert_eq!(wrong("市代表建议12件、区代表建议156件，其中A类89件、B类79件。"), [""; 0]);
    let later = "其中会上建议107件，闭会期间建议43件。\n闭会期间建议中，A类20件、B类17件、C类7件。";
    assert_eq!(wrong(later), ["20件 + 17件 + 7件 = 44件，与总数43件不符，差1件"]);
}

/// A difference of nothing has no sign.
#[test]
fn nought_is_written_without_a_sign() {
    assert_eq!(wrong("今年收到156件，比上年的156件减少12件。"), ["156件 - 156件 = 0件，与12件不符"]);
}

/// What is told of sentences as right, so that nobody wonders whether it was looked at.
#[test]
fn what_is_proved_is_told_and_nothing_else() {
    let right = |text: &str| {
        let review = review(text);
        assert!(review.findings.iter().all(|finding| finding.verdict == Verdict::Right), "{text}");
        review.findings.into_iter().map(|finding| finding.calculation).collect::<Vec<String>>()
    };
    let year = "一季度办结120件、二季度办结138件、三季度办结150件、四季度办结120件，全年共办结528件。";
    assert_eq!(right(year), ["120件 + 138件 + 150件 + 120件 = 528件，与总数528件一致"]);
    assert_eq!(right("建议174件，已办结163件，办复率93.7%。"), ["163件 ÷ 174件 = 93.68%，与93.7%一致"]);
    assert_eq!(
        right("其中A类59件、B类33件、C类8件。A、B类建议共92件。"),
        ["59件 + 33件 = 92件，与总数92件一致"]
    );
    assert_eq!(right("教委、水务局各主办7件，两家合计14件。"), ["7件 × 2 = 14件，与总数14件一致"]);
    assert_eq!(
        right("办结100件，满意77件，基本满意18件，不满意5件，满意率95%。"),
        ["(77件 + 18件) ÷ 100件 = 95%，与95%一致"]
    );
    // That two quarters have the same number proves nothing of either.
    assert_eq!(right("一季度新增停车位1200个。四季度新增停车位1200个。"), [""; 0]);
    assert_eq!(right("全区共有居民小区2485个。\n对2485个小区逐一走访。"), ["前后两处小区均为2485个"]);
}

/// Where no total stands beside the classes, all of them together are the whole.
#[test]
fn classes_without_a_total_are_shares_of_their_sum() {
    let wrong_share = wrong("A类79件（50.6%），B类46件（29.5%），C类31件（20.9%）。");
    assert_eq!(
        wrong_share,
        ["31件 ÷ (79件 + 46件 + 31件) = 19.87%，与20.9%不符", "50.6% + 29.5% + 20.9% = 101%，不合100%"]
    );
    let wrong_count = wrong("A类97件（50.6%），B类46件（29.5%），C类31件（19.9%）。");
    assert!(wrong_count.contains(&"97件 ÷ (97件 + 46件 + 31件) = 55.75%，与50.6%不符".to_owned()));
}

/// Two streets may have numbers that differ by two digits; the same thing told twice may not.
#[test]
fn swapped_digits_are_a_slip_of_the_same_thing_only() {
    assert_eq!(wrong("甲街道新增停车位1253个。\n乙街道新增停车位1235个。"), [""; 0]);
    assert_eq!(wrong("一季度办结件1376件。\n二季度办结件1367件。"), [""; 0]);
    assert_eq!(
        wrong("我区涉及居民小区2485个。\n我区居民小区2458个。"),
        ["前后两处居民小区疑为同一数字：前为2485个，后为2458个"]
    );
}

/// Numbers of rows, names of ranges and lists of what was done with a class are no parts and no intervals.
#[test]
fn rows_of_tables_are_no_sentences() {
    let ranges = "推荐把握；件数；一致；一致率；95%区间\n50%—90%；13；13；100.0%；77.2%—100.0%\n90%—100%；151；151；100.0%；97.5%—100.0%";
    let rows = "编号；内容；件数；行号\n237；主办：水务局；3；262\n238；主办：文旅局，其中超6个月；1；262";
    for table in [ranges, rows] {
        assert_eq!(wrong(table), [""; 0], "{table}");
    }
    let slip = wrong(&ranges.replace("97.5%", "96.5%"));
    assert_eq!(slip, ["151 ÷ 151的95%区间为97.52%—100%，与96.5%—100.0%不符"]);
}

/// 主办 over two columns, 办结 and 在办 below it: each column has the names of both.
#[test]
fn headings_over_several_columns_are_told_apart_by_those_below() {
    let table = "单位；主办；主办；会办；会办\n；办结；在办；办结；在办\n教委；20；5；1；2\n城管委；40；8；5；6\n合计；60；13；6；9";
    assert_eq!(wrong(table), ["表中“会办在办”：2 + 6 = 8，与合计9不符"]);
    let years = table.replace("；办结；在办；办结；在办", "；2019年；2020年；2019年；2020年");
    assert_eq!(wrong(&years), ["表中“会办2020年”：2 + 6 = 8，与合计9不符"]);
}

/// What grew has a figure, what shrank one below nought, with whatever sign the office writes.
#[test]
fn cells_with_a_minus_sign_are_below_nought() {
    let table = "单位；上年；今年；增减\n住建委；30；36；6\n教委；20；18；-2\n合计；50；54；4";
    for cell in ["-2", "－2", "−2", "—2", "– 2", "(2)", "（2）", "-2件"] {
        let table = table.replace("-2", cell);
        assert_eq!(wrong(&table), [""; 0], "{table}");
        let slip = wrong(&table.replace("54；4", "54；6"));
        assert_eq!(slip.len(), 2, "{slip:?}");
        assert!(slip[0] == "表中一行：54 - 50 = 4，与6不符", "{slip:?}");
        assert!(slip[1].ends_with(" = 4，与合计6不符"), "{slip:?}");
    }
    assert_eq!(
        wrong(&table.replace("54；4", "54；8")),
        ["表中一行：54 - 50 = 4，与8不符", "表中“增减”：6 + (-2) = 4，与合计8不符"]
    );
    // Changes in percent do not add up, and brackets around other numbers hold an aside.
    let percent = "单位；件数；增减比例\n住建委；36；20%\n教委；18；-10%\n合计；54；8%";
    let aside = "单位；主办；会办\n住建委；36；6\n教委；18；（2）\n合计；54；8";
    for table in [percent, aside] {
        assert_eq!(wrong(table), [""; 0], "{table}");
    }
}

/// Tables that only an empty paragraph parts have columns and rows of their own.
#[test]
fn tables_are_not_joined_across_their_ends() {
    let first = "主题；件数；占比\n教育；30；30%\n养老；50；50%\n交通；20；20%\n合计；100；100%";
    let second = "单位；主办；会办\n教委；30；5\n民政局；50；8\n交通委；20；2\n合计；100；15";
    let draft = review(&format!("{first}\n\n{second}"));
    assert!(draft.findings.iter().all(|finding| finding.verdict == Verdict::Right), "{}", findings(&draft));
    assert_eq!(draft.findings.len(), 7, "{}", findings(&draft));
    // One that goes on over a page is one, and its total counts all rows.
    let whole = wrong(&format!("{first}\n{}", second.replace("合计；100；15", "合计；200；15")));
    assert!(whole.iter().any(|calculation| calculation.contains("30 + 50 + 20")), "{whole:?}");
}

/// Where a figure stands, the figure, and what it becomes.
type Change<'c> = (&'c str, &'c str, &'c str);

/// Changes one figure at a time, and then all at once: each must be part of a finding that is wrong, and every
/// finding that is wrong must hold a changed figure.
fn changes_are_found(text: &str, changes: &[Change<'_>]) {
    each_change_is_found(text, changes);
    chosen_changes_are_found(text, changes, &[(0..changes.len()).collect()]);
}

/// Changes one figure at a time.
fn each_change_is_found(text: &str, changes: &[Change<'_>]) {
    let one_by_one: Vec<Vec<usize>> = (0..changes.len()).map(|nth| vec![nth]).collect();
    chosen_changes_are_found(text, changes, &one_by_one);
}

fn chosen_changes_are_found(text: &str, changes: &[Change<'_>], choices: &[Vec<usize>]) {
    let right = review(text);
    assert!(right.findings.iter().all(|finding| finding.verdict == Verdict::Right), "{}", findings(&right));
    for chosen in choices {
        let mut draft = text.to_owned();
        for &nth in chosen {
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

/// What no word says belongs together is known from most of its kind: columns, sections, lists, cells, intervals.
#[test]
fn single_slips_are_found_by_what_agrees_otherwise() {
    macro_rules! draft {
        ($name:literal) => {
            include_str!(concat!("../../tests/data/check/", $name, ".txt"))
        };
    }
    let cases: [(&str, &[Change<'_>]); 10] = [
        (
            draft!("sections"),
            &[
                ("收到建议24件", "24", "25"),
                ("已办成20件", "20", "21"),
                ("公安分局8件", "8", "9"),
                ("占24.2%", "24.2", "24.5"),
                ("社会保障；18；14.1%；14", "；14；", "；15；"),
            ],
        ),
        (
            draft!("lists"),
            &[
                ("领导留言板：388", "30.2", "30.4"),
                ("交通运输类270条", "270", "271"),
                ("交通局180条", "180", "181"),
                ("二季度331条", "331", "313"),
                ("人社局；96；96", "100%", "97.0%"),
                ("教育文体；42；51", "51", "52"),
            ],
        ),
        (
            draft!("months"),
            &[
                ("（2189件）", "2189", "2198"),
                ("减少159件", "159", "195"),
                ("五类问题共1299件", "1299", "1289"),
            ],
        ),
        (draft!("two_kinds"), &[("其中A类131件", "131", "113"), ("三家共120件", "120", "121")]),
        (draft!("classes_by_section"), &[("共15件，A类9件", "9", "8"), ("B类10件", "10", "11")]),
        (draft!("told_apart"), &[("党群系统承办18件", "18", "19"), ("6个单位共承办126件", "126", "162")]),
        (draft!("semicolons"), &[("正在办理5件", "5", "6"), ("已办结18件", "18", "19")]),
        (
            draft!("intervals"),
            &[
                ("5.3%—13.7%）；养老", "13.7", "13.2"),
                ("交通出行；15；8.6%", "5.3", "5.4"),
                ("43.6%—52.4%", "52.4", "54.2"),
            ],
        ),
        (
            draft!("cells"),
            &[
                ("公安局4件", "4", "5"),
                ("交通局 9", "9", "8"),
                ("A类8件", "8", "7"),
                ("涉及两个以上单位的5件", "5", "6"),
            ],
        ),
        (
            draft!("leftover"),
            &[
                ("其余4件", "4", "5"),
                ("停车298件", "298", "289"),
                ("合计占38.4%", "38.4", "38.5"),
                ("办复率100%", "100", "110"),
            ],
        ),
    ];
    for (text, changes) in cases {
        each_change_is_found(text, changes);
    }
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

/// What a register with these columns says of a text, one line a finding.
fn counted(columns: &[(&str, Role)], rows: &[&[&str]], text: &str) -> Vec<String> {
    counted_in(columns, rows, text, None)
}

/// The same of one year of the register.
fn counted_in(columns: &[(&str, Role)], rows: &[&[&str]], text: &str, year: Option<i16>) -> Vec<String> {
    let headings = columns.iter().map(|(heading, _)| (*heading).to_owned()).collect();
    let table = (0..)
        .zip(columns)
        .fold(Table::new("台账", headings), |table, (at, (_, role))| table.with(*role, at));
    let table = std::sync::Arc::new(table);
    let row = |cells: &&[&str]| Suggestion {
        table: table.clone(),
        row: 2,
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        kinds: Vec::new(),
    };
    let nothing =
        crate::proposal::Proposal { themes: None, departments: None, level: None, asks: Vec::new() };
    let suggestions = rows.iter().map(row).collect();
    let register = crate::register::Register::new(
        suggestions,
        &vec![nothing; rows.len()],
        &MODEL,
        OwnLists::default(),
        year,
        0,
    );
    let paragraphs: Vec<String> = text.lines().map(str::to_owned).collect();
    let review = check(&paragraphs, &DICTIONARY, Some(&register));
    let of_the_register = review.findings.iter().filter(|finding| finding.rule == Rule::Register);
    of_the_register.map(|finding| format!("{} {}", word(finding.verdict), finding.calculation)).collect()
}

#[test]
fn a_register_is_counted() {
    let columns =
        [("案由", Role::Title), ("主题", Role::Theme), ("主办单位", Role::Lead), ("办理类别", Role::Class)];
    let rows: [&[&str]; 3] = [
        &["甲", "交通出行", "交通委", "A"],
        &["甲", "交通出行", "交通委", "B类"],
        &["甲", "教育", "教委", "A类"],
    ];
    let text = "今年区政府承办的代表建议共4件。A类建议2件，B类建议1件。交通出行类建议2件，教育方面建议2件。交通委承办2件，教委主办1件，卫健委承办5件。主办单位3个。";
    assert_eq!(
        counted(&columns, &rows, text),
        [
            "WRONG 台账中全部计3件，与4件不符",
            "WRONG 台账中教育计1件，与2件不符",
            "WRONG 台账中主办单位计2个，与3个不符",
            "right 台账中A类计2件，与2件一致",
            "right 台账中B类计1件，与1件一致",
            "right 台账中交通出行计2件，与2件一致",
            "right 台账中交通委计2件，与2件一致",
            "right 台账中教委计1件，与1件一致",
        ]
    );
}

/// Of several answers a row has one, whatever joins their names.
#[test]
fn answers_that_are_joined_are_counted_together() {
    let columns = [("案由", Role::Title), ("满意度", Role::Satisfaction)];
    let answers = ["满意", "满意", "基本满意", "比较满意", "不满意"];
    let rows: Vec<[&str; 2]> = answers.iter().map(|answer| ["甲", *answer]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 2]>::as_slice).collect();
    for (text, told) in [
        (
            "代表对办理结果表示满意、基本满意的3件。",
            "right 台账中代表对办理结果表示满意、基本满意计3件，与3件一致",
        ),
        ("“基本满意”“满意”合计3件。", "right 台账中“基本满意”“满意”计3件，与3件一致"),
        ("表示满意和比较满意的2件。", "WRONG 台账中表示满意和比较满意计3件，与2件不符"),
    ] {
        assert_eq!(counted(&columns, &rows, text), [told], "{text}");
    }
}

/// A register without a column, or with an empty one, says nothing of what would stand there; one in which others
/// have it counts none.
#[test]
fn what_a_register_does_not_record_is_not_counted() {
    let columns = [
        ("标题", Role::Title),
        ("主办单位", Role::Lead),
        ("会办单位", Role::Assist),
        ("办理类别", Role::Class),
        ("满意度", Role::Satisfaction),
        ("会上会下", Role::Session),
        ("收到日期", Role::Date),
        ("答复日期", Role::Replied),
        ("是否退办", Role::Returned),
        ("议案转建议", Role::FromMotion),
        ("提出人", Role::Proposer),
    ];
    let full: &[&str] =
        &["修路灯", "城管委", "教委", "B", "不满意", "会上", "2020-03-01", "2020-05-01", "否", "否", "张三"];
    let empty: &[&str] = &["修路灯", "城管委", "", "", "", "", "", "", "", "", ""];
    let cases = [
        ("收到建议3件，代表满意的2件。", "台账中代表满意计0件，与2件不符"),
        ("会上提出建议1件，会下提出建议2件。", "台账中会下提出建议计0件，与2件不符"),
        ("7月收到建议2件。", "台账中7月收到建议计0件，与2件不符"),
        ("已答复建议3件。", "台账中已答复建议计1件，与3件不符"),
        ("未答复建议3件。", "台账中未答复建议计0件，与3件不符"),
        ("议案转建议1件。", "台账中议案转建议计0件，与1件不符"),
        ("退办1件。", "台账中退办计0件，与1件不符"),
        ("A类建议2件。", "台账中A类计0件，与2件不符"),
        ("涉及三个以上单位的建议2件。", "台账中涉及三个以上单位的建议计0件，与2件不符"),
        ("会办单位2个。", "台账中会办单位计1个，与2个不符"),
        ("提出人3名。", "台账中提出人计1名，与3名不符"),
    ];
    for (text, calculation) in cases {
        let wrong = |columns: &[(&str, Role)], rows: &[&[&str]]| {
            let mut lines = counted(columns, rows, text);
            lines.retain(|line| line.starts_with("WRONG"));
            lines
        };
        assert_eq!(wrong(&columns, &[full]), [format!("WRONG {calculation}")], "{text}");
        assert_eq!(counted(&columns, &[empty, empty], text), [""; 0], "{text}");
        assert_eq!(counted(&columns[..2], &[&empty[..2]], text), [""; 0], "{text}");
    }
}

#[test]
fn figures_are_read() {
    let cases = [
        ("共156件", "156|件"),
        ("共1,234件，３.１万名党员", "1234|件 31000|名"),
        ("一百五十六件、两千零三户", "156|件 2003|户"),
        ("占50.6％，百分之五十点六", "50.6|% 50.6|%"),
        ("八成建议、八成五", "80|% 85|%"),
        ("百分之八成", "8|%"),
        ("办复率百分之百，百分之一百", "100|% 100|%"),
        ("十万元、二十万元，十余万元", "100000|元 200000|元 100000+|元"),
        ("几十件、数十件、几十万元、上百万元", ""),
        ("两三件、七八件、三四十件、二三十件、三五百件、十七八件、七八成、七八万元、百分之三四十", ""),
        ("二十三件、二〇三件、十七件、七成八", "23|件 203|件 17|件 78|%"),
        ("提高5.6个百分点，增长2倍", "5.6|points 2|times"),
        ("减免70.5亿元，6800余户次", "7050000000|元 6800+|户次"),
        ("2020年12月22日第3号，第5件", ""),
        ("拨打12345市民热线，十六届人大六次会议，三个月内，完成5个工作日", ""),
        ("两个方面、成立、成效、一大批", ""),
        ("近百户、约30户、超过40户", "30~|户 40+|户"),
        ("300件左右，500件以上", "300~|件 500+|件"),
        ("平均58天，较上年缩短7天，三天内；2天然气", "58|天 7|天 3|天"),
        ("5-8件，朝办发〔2020〕15号", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

/// The figures of a text, each with its unit.
fn read(text: &str) -> String {
    let figures = figure::find(0, &figure::plain(text));
    let shown = |figure: &Figure| {
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
    };
    figures.iter().map(shown).collect::<Vec<String>>().join(" ")
}

/// What cannot be read for sure is left out rather than cut.
#[test]
fn numbers_of_several_scales_are_read_as_one() {
    let cases = [
        ("投入1亿2000万元，其中3亿5千万元", "120000000|元 350000000|元"),
        ("来电2万3千件、两万三千件、一万零五十件", "23000|件 23000|件 10050|件"),
        ("惠及2千5百户、三万五千余户、十二万三千户", "2500|户 35000+|户 123000|户"),
        ("受理12 360件，其中1 236 件", "12360|件 1236|件"),
        ("一百五十六件，两千零三户，一千二百三十万元", "156|件 2003|户 12300000|元"),
        ("3万5件，5千1万件，1亿 2000万元，3 12件", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

/// A word that begins with a unit hides it only behind that unit.
#[test]
fn units_are_read_before_words_of_people_and_meetings() {
    let cases = [
        ("20件民生实事，12家民营企业，3名员工，5元人民币", "20|件 12|家 3|名 5|元"),
        ("召开12次会议，举行三次全体会议", "12|次 3|次"),
        ("六届人大四次会议，六届四次全会，四次会议以来", ""),
        ("25人民，30人才，40人员，2天然气，3个月，95%置信区间", ""),
        ("来信200封，工单1.5万单，90票，60立方米，7幢，8组", "200|封 15000|单 90|票 60|立方米 7|幢 8|组"),
        ("36单位，3单元，12组织，5封面", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn no_draft_breaks_it(text in "\\PC{0,60}|[共其中占比上年增长A-C类建议件%成倍百分之点一二三十0-9.,，。；：:（）()、两家各合计-]{0,80}") {
        review(&text);
    }
}

#[test]
fn the_figures_of_a_piece_are_those_that_lie_in_it() {
    let text = figure::plain("共3件，其中教育类1件，占百分之三十三，交通类2件；另有4件。");
    let figures: Vec<Figure> =
        [0, 1, 3].into_iter().flat_map(|paragraph| figure::find(paragraph, &text)).collect();
    for (paragraph, start) in
        (0..5).flat_map(|paragraph| (0..=text.len()).map(move |start| (paragraph, start)))
    {
        for end in start..=text.len() {
            let inside = |&at: &usize| {
                let Figure { paragraph: own, span, .. } = &figures[at];
                *own == paragraph && start <= span.start && span.end <= end
            };
            let expected: Vec<usize> = (0..figures.len()).filter(inside).collect();
            assert_eq!(figure::within(&figures, paragraph, start..end).collect::<Vec<_>>(), expected);
        }
    }
}

/// 占比, 由某局办理 and the like name nothing that something is compared to, and a change of several amounts is none of one.
#[test]
fn changes_are_measured_against_what_is_compared() {
    let right = [
        "支出50.2亿元，占比62.5%，同比增长4.1%；基建支出20.1亿元，占比25%，同比增长1.8%。",
        "好评率93%，其中咨询类占比41.5%，上升2.2个百分点。",
        "收到建议90件，其中由教育局办理的30件，增长12%。",
        "建议90件，提案60件；上年建议75件，提案50件，合计同比增长20%。",
        "一季度80件，环比下降5%，二季度100件，环比增长25%。",
        "收到诉求900件，同比增长8%（12月300件）。",
    ];
    for sentence in right {
        assert_eq!(wrong(sentence), [""; 0], "{sentence}");
    }
    let cases = [
        (
            "好评率94.5%，比上年（92%）提高2.5个百分点，结案率97%，比上年（95%）提高3个百分点。",
            "97% - 95% = 2个百分点，与3个百分点不符",
        ),
        (
            "税收完成4200万元，占年度预算8000万元的52.5%，同比增长8%（去年同期4000万元）。",
            "(4200万元 - 4000万元) ÷ 4000万元 = 5%，与8%不符",
        ),
        (
            "来电660件，环比（8月600件）增长12%，同比（2022年9月550件）增长20%。",
            "(660件 - 600件) ÷ 600件 = 10%，与12%不符",
        ),
        ("9月来电660件，环比增长12%（8月600件）。", "(660件 - 600件) ÷ 600件 = 10%，与12%不符"),
        ("一季度受理80件，二季度受理100件，环比增长20%。", "(100件 - 80件) ÷ 80件 = 25%，与20%不符"),
        ("新建车棚90座，是上年30座的4倍。", "90座 ÷ 30座 = 3倍，与4倍不符"),
    ];
    for (sentence, calculation) in cases {
        assert_eq!(wrong(sentence), [calculation], "{sentence}");
    }
}

/// What is handed out, left over or counted elsewhere makes no list of parts of a whole, and the only whole there is has none
/// that is more.
#[test]
fn parts_are_of_the_whole_that_is_told() {
    let right = [
        "受理诉求900批次、2100人次，同比分别下降6%、4%。其中，来区120批次、来市40批次。",
        "受理诉求900件，分为六大类，其中噪声120件，路灯90件。",
        "承办建议90件，分为A、B、C三类，其中A类45件、B类27件。",
        "承办建议90件，其中第一批办结30件，第二批办结40件。",
        "10月80件、11月70件、12月60件，环比分别下降5%、12.5%和14.3%。",
        "收到建议90件，办复率、满意率分别为100%和98%，其中重点建议8件、督办建议12件。",
        "抽查的40件答复中有5件过于简单；二是去年转来的36件B类建议中，尚有5件未落实。",
        "上级转办50件、本级受理48件，尚有3件未办结。",
        "上半年受理3.2万件；去年全年受理6.1万件，其中上半年3万件、下半年3.1万件。",
        "日均受理50件，其中最多一天80件。",
        "今年新开工12个，其中续建项目15个另行统计。",
        "完成投资5亿元，其中总投资10亿元的东区项目完成2亿元。",
        "收到提案90件，立案75件，并案10件，不予立案5件。",
        "结余200万元，其中收入900万元、支出700万元。",
        "受理900件，办结850件，其中按期办结840件，未办结50件。",
        "近三年共办理300件，其中2023年120件、2024年90件。",
        "2024年收到90件，其中2023年结转6件、2024年新收84件。",
        "2024年办理代表建议90件，比2023年的83件增加7件。其中A类45件，比上年的38件增加7件；B类27件，比上年的31件减少4件；C类18件，比上年的14件增加4件。",
        "2024年办理代表建议90件，与2023年的83件相比增加7件。其中A类45件、B类27件、C类18件。",
        "B类建议39件（含列入计划6件、正在推进7件）。",
        "B类建议39件（包括列入计划6件、正在推进7件）。",
        "40名代表领衔（含联名共60名代表）共提出建议90件。",
        "40名代表领衔（含联名60名）共提出建议90件。",
        "60件测评件中，满意的40件、基本满意的15件，满意率为91.7%。",
        "60件测评件中，满意的40件、基本满意的15件。",
        "共提出建议90件。截至12月10日，已答复72件，办复率80%；尚未答复15件，另有3件撤回。",
        "共提出建议90件，其中撤回3件。截至12月10日，已答复72件，办复率80%；尚未答复15件。",
        "共提出建议90件。截至12月10日，已答复72件，办复率80%；尚未答复15件。其余3件转为参阅。",
        "会上建议90件。A类45件，占50%；B类27件，占30%；C类17件，占18.9%。",
        "按内容分：交通40件，农业20件，城建10件，其他20件。前两类合计60件。",
        "按内容分：全部90件，交通40件，农业30件，城建20件。前两类合计70件。",
        "按内容分：交通10件，农业20件，城建40件，其他20件。前两类合计60件。",
        "交通局主办21件、会办8件，共办结27件。",
        "来信40件，来访30件，网上信访20件，电话信访15件。前三个月合计50件。",
        "交通40件，农业30件，城建20件。排名前两个镇合计50件。",
        "代表建议90件、政协提案80件，交通40件、农业30件、城建20件。前两类合计70件。",
        "会上建议90件。A类45件，占50%；B类27件，占30%；C类12件，占13.3%；未定类5件，占5.6%。另有1件撤回。",
    ];
    for sentence in right {
        assert_eq!(wrong(sentence), [""; 0], "{sentence}");
    }
    let cases = [
        ("全年收到建议90件，其中A类96件。", "部分96件多于总数90件"),
        ("投入900万元，其中区级1200万元。", "部分1200万元多于总数900万元"),
        ("18件民生实事中，已完成7件，正在推进12件。", "7件 + 12件 = 19件，与总数18件不符，差1件"),
        (
            "近三年共办理300件，其中2022年95件、2023年120件、2024年90件。",
            "95件 + 120件 + 90件 = 305件，与总数300件不符，差5件",
        ),
        (
            "2022年95件、2023年120件、2024年90件，三年合计300件。",
            "95件 + 120件 + 90件 = 305件，与总数300件不符，差5件",
        ),
        (
            "会议期间提出建议80件，闭会期间提出建议15件，共提出建议98件。",
            "80件 + 15件 = 95件，与总数98件不符，差3件",
        ),
        (
            "前三位是水务局（20件）、教育局（18件）、文旅局（15件），三家合计55件。",
            "20件 + 18件 + 15件 = 53件，与总数55件不符，差2件",
        ),
        ("受理900件，办结850件，未办结60件。", "850件 + 60件 = 910件，与总数900件不符，差10件"),
        (
            "2024年办理代表建议90件，比2023年的83件增加7件。其中A类45件、B类27件、C类19件。",
            "45件 + 27件 + 19件 = 91件，与总数90件不符，差1件",
        ),
        (
            "60件测评件中，满意的40件、基本满意的15件、不满意的6件。",
            "40件 + 15件 + 6件 = 61件，与总数60件不符，差1件",
        ),
        (
            "共提出建议90件。截至12月10日，已答复72件，办复率80%；尚未答复15件。",
            "72件 + 15件 = 87件，与总数90件不符，差3件",
        ),
        (
            "共提出建议90件，比上年83件增加7件。截至12月10日，已答复72件，办复率80%；尚未答复17件，其中撤回2件、在办15件。",
            "72件 + 17件 = 89件，与总数90件不符，差1件",
        ),
        (
            "会上建议90件。A类45件，占50%；B类27件，占30%；C类19件，占21.1%。",
            "45件 + 27件 + 19件 = 91件，与总数90件不符，差1件",
        ),
        (
            "会上建议90件。A类45件，占50%；B类27件，占30%；C类12件，占13.3%；未定类5件，占5.6%。",
            "45件 + 27件 + 12件 + 5件 = 89件，与总数90件不符，差1件",
        ),
        (
            "按内容分：交通30件，农业30件，城建22件，教育15件，其他63件。前三类合计83件。",
            "30件 + 30件 + 22件 = 82件，与总数83件不符，差1件",
        ),
        ("交通局主办21件、会办8件，共承办28件。", "21件 + 8件 = 29件，与总数28件不符，差1件"),
    ];
    for (sentence, calculation) in cases {
        assert_eq!(wrong(sentence), [calculation], "{sentence}");
    }
}

/// A share is of the whole that it names, and of no plan, part or balance beside it.
#[test]
fn shares_are_of_the_whole_that_they_name() {
    let all = "共收到建议90件，其中A类45件，占50%；B类27件，占30%；C类18件，占20%。";
    let right = [
        &format!("{all}\n确定重点建议12件，已办结9件，占重点建议的75%。"),
        &format!("{all}\n会商的建议中，道路类9件，占联办建议的60%。"),
        &format!("{all}\n教育类9件，占会上建议的15%。"),
        "共办理90件。意见有时间可查的48件，超过一个月的12件，占25%。",
        "新增车位2100个，超额完成2000个的年度目标，完成率105%。",
        "新增就业1.2万人，完成年度目标1万人的125%。",
        "拨付资金3000万元，完成年度投资计划8000万元的45%。",
        "完成计划500个，新开工100个，完成率100%。",
        "接件900件，剔除无效件100件，解决720件，解决率90%。",
        "拨付900万元（市级400万元，区级500万元），支付810万元；其中市级支付360万元（90%），区级支付450万元（90%）。",
        "10月新增车位300个，完成年度计划2000个的95%。",
        "90件会上建议中，A类45件，占50%；B类45件，占50%。\n收集意见建议612条，其中转为代表建议57件，占9.3%。",
        "新增车位2100个，完成年度计划2000个的105%。",
    ];
    for sentence in right {
        assert_eq!(wrong(sentence), [""; 0], "{sentence}");
    }
    let cases = [
        ("新增车位2100个，超额完成2000个的年度目标，完成率115%。", "2100个 ÷ 2000个 = 105%，与115%不符"),
        ("36个单位共办理建议90件，其中教育局18件，占25%。", "18件 ÷ 90件 = 20%，与25%不符"),
        ("新增车位2100个，完成年度计划2000个的115%。", "2100个 ÷ 2000个 = 105%，与115%不符"),
        (
            "投资完成60亿元，占年度目标150亿元的40%；其中工业24亿元，占45%；房地产12亿元，占20%。",
            "24亿元 ÷ 60亿元 = 40%，与45%不符",
        ),
        ("A类的45件，B类的27件，C类的18件，分别占总数90件的50%、35%、20%。", "27件 ÷ 90件 = 30%，与35%不符"),
        ("投诉占35%、求助占40%、咨询占20%、其他占15%。", "35% + 40% + 20% + 15% = 110%，不合100%"),
    ];
    for (sentence, calculation) in cases {
        assert_eq!(wrong(sentence), [calculation], "{sentence}");
    }
}

/// Where they begin and end in their paragraphs is the same, so that only these tell them apart.
#[test]
fn sentences_of_equal_length_are_two() {
    let lists = ["甲局50件、乙局30件", "也分别占62.5%、37.5%"];
    let rates = ["共收到建议100件，办结80件，占80.0%。", "教育局办结了建议40件，办结率95%。"];
    for text in [lists, rates] {
        let [one, other] = text.map(|text| figure::plain(text).len());
        assert_eq!(one, other);
        assert_eq!(wrong(&text.join("\n")), [""; 0], "{text:?}");
    }
}

mod recorded;
mod tables;
