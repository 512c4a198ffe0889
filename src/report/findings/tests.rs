//! Invented registers -> findings, and laws that hold for all of them.

use std::sync::{Arc, LazyLock};

use super::*;
use crate::discover::{Direction, DiscoverParams, NotCompared, Subject, Trend, discover};
use crate::model::Model;
use crate::read::{self, Options, Row};
use crate::suggestion::Table;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::embedded().unwrap());

const ROLES: [(&str, Role); 9] = [
    ("编号", Role::Id),
    ("日期", Role::Date),
    ("提出人", Role::Proposer),
    ("标题", Role::Title),
    ("内容", Role::Body),
    ("主题", Role::Theme),
    ("点赞数", Role::Likes),
    ("反对数", Role::Dislikes),
    ("地点", Role::Place),
];

/// A register with the columns of [`ROLES`]; cells divided by `|`.
fn register(lines: &[String]) -> Vec<Suggestion> {
    let headings = ROLES.map(|(heading, _)| heading.to_owned()).to_vec();
    let table = ROLES
        .iter()
        .enumerate()
        .fold(Table::new("台账.csv", headings), |table, (at, (_, role))| table.with(*role, at));
    let table = Arc::new(table);
    let row = |(at, line): (usize, &String)| Suggestion {
        table: Arc::clone(&table),
        row: at as u64 + 2,
        cells: line
            .split('|')
            .map(str::to_owned)
            .chain(std::iter::repeat(String::new()))
            .take(ROLES.len())
            .collect(),
        kinds: Vec::new(),
    };
    lines.iter().enumerate().map(row).collect()
}

fn found(suggestions: &[Suggestion]) -> Discovery {
    discover(suggestions, &[], &MODEL, &DiscoverParams::default()).unwrap()
}

fn json(suggestions: &[Suggestion], history: &[Suggestion]) -> Vec<u8> {
    let discovery = discover(suggestions, history, &MODEL, &DiscoverParams::default()).unwrap();
    json::bytes(Findings { discovery: &discovery, suggestions, history }).unwrap()
}

/// Real-length texts: what two files of the dataset hold.
fn dataset() -> Vec<Suggestion> {
    let rows = ["traffic", "housing_renewal"].into_iter().flat_map(|name| {
        let path = format!("{}/datasets/suggestions/{name}.csv", env!("CARGO_MANIFEST_DIR"));
        read::open(path.as_ref(), &Options::default()).unwrap()
    });
    rows.filter_map(|row| match row.unwrap() {
        Row::Usable(suggestion) => Some(suggestion),
        Row::Rejected(_) => None,
    })
    .collect()
}

/// On one matter, in the words of three people, and beside it the same estate with another matter and the same
/// ask for another estate.
fn lamps() -> Vec<String> {
    [
        "1|2024-03-01|甲|柳溪雅苑东门路灯不亮|榆关区柳溪雅苑东门外的路灯坏了半个月，晚上看不见路，老人摔倒过，请派人修理路灯。",
        "2|2024-03-04|乙|请尽快修理柳溪雅苑路灯|柳溪雅苑东门外三盏路灯都不亮，天黑以后老人小孩出门很危险，请修好路灯。",
        "3|2024-03-06|丙|反映榆关区柳溪雅苑路灯长期不亮|柳溪雅苑东门的路灯一直坏着，没有人修，晚上黑得看不见路，希望尽快修理。",
        "4|2024-03-05|丁|柳溪雅苑二期房产证什么时候办|我买了二期的房子，交房两年了开发商还没有办好不动产权证，孩子上学要用。",
        "5|2024-03-05|戊|朔北区青禾家园垃圾清运不及时|青禾家园垃圾桶三天没有人收，夏天气味很大，请环卫部门每天清运。",
        "6|2024-03-09|己|咨询图书馆借书证办理流程|请问文昌图书馆办借书证要带什么材料，外地户口能不能办？",
    ]
    .map(str::to_owned)
    .to_vec()
}

#[test]
fn one_matter_is_one_group() {
    let rows = register(&lamps());
    let found = found(&rows);
    assert_eq!(found.matters.len(), 1, "{:?}", found.matters);
    let matter = &found.matters[0];
    assert_eq!(matter.members, [0, 1, 2]);
    assert_eq!((matter.people, &matter.proposers[..]), (3, &["丙", "乙", "甲"].map(str::to_owned)[..]));
    assert_eq!(matter.first.unwrap().to_string(), "2024-03-01");
    assert!(matter.place.as_deref().unwrap().contains("柳溪雅苑"), "{:?}", matter.place);
    assert!(matter.shared.iter().any(|word| word == "路灯"), "{:?}", matter.shared);
    assert!(found.duplicates.is_empty());
}

#[test]
fn three_that_say_the_same_are_one_group_though_they_are_all_there_is() {
    for rows in 3..=6 {
        let found = found(&register(&lamps()[..rows]));
        let members: Vec<&[usize]> = found.matters.iter().map(|matter| &matter.members[..]).collect();
        assert_eq!(members, [[0, 1, 2]], "{rows}");
    }
    let others = ["柳溪雅苑二期房产证什么时候办", "青禾家园垃圾清运不及时", "咨询图书馆借书证办理流程"];
    let line =
        |(at, title)| format!("{at}|2024-03-0{at}|人{at}|{title}|请问由哪个部门负责，什么时候能够答复。");
    let others: Vec<String> = (1..).zip(others).map(line).collect();
    assert!(found(&register(&others)).matters.is_empty());
}

#[test]
fn the_same_words_about_other_landmarks_are_other_matters() {
    // What is complained about with a place in it, and the places; each is named twice with the same words.
    let cases: [(&str, &str, &[&str]); 4] = [
        (
            "举报@违规补课",
            "@初二年级老师周末在校外租房补课，每人每月收费八百元，不去的学生上课就不管，请教育局严查并退费。",
            &["第三中学", "实验中学", "明德小学"],
        ),
        (
            "@路灯不亮",
            "@两边的路灯坏了一个多月，晚上黑得看不见路，老人小孩出门很危险，请派人尽快修好路灯。",
            &["人民路", "解放路", "中山路"],
        ),
        (
            "反映@停水",
            "@从上周起每天晚上停水，物业公司说是水泵坏了没有配件，一千多户做不了饭，请督促尽快修好。",
            &["柳溪雅苑", "青禾家园", "桦林小区", "银泉花园", "听雨轩", "云杉公寓", "锦和佳苑", "地锦华庭"],
        ),
        (
            "@卫生室没有医生",
            "@卫生室关门半年，村民看病要走二十里山路，老人买药都难，请卫生局派医生轮流坐诊。",
            &["青石坪村", "白鹭湾村", "柳沟屯"],
        ),
    ];
    for (title, body, places) in cases {
        let line = |(at, place): (usize, &str)| {
            let [title, body] = [title, body].map(|text| text.replace('@', place));
            format!("{at}|2024-03-{:02}|人{at}|{title}|{body}", at % 9 + 1)
        };
        let lines: Vec<String> =
            places.iter().chain(places).enumerate().map(|(at, place)| line((at + 1, place))).collect();
        let found = found(&register(&lines));
        let pairs: Vec<Vec<usize>> = (0..places.len()).map(|at| vec![at, at + places.len()]).collect();
        let members = |mut groups: Vec<Vec<usize>>| {
            groups.sort();
            groups
        };
        assert_eq!(
            members(found.matters.into_iter().map(|matter| matter.members).collect()),
            pairs,
            "{title}"
        );
        assert_eq!(
            members(found.duplicates.into_iter().map(|group| group.members).collect()),
            pairs,
            "{title}"
        );
        assert!(found.hot.is_empty(), "{title}: {:?}", found.hot);
    }
}

#[test]
fn different_complaints_about_one_estate_are_no_matter() {
    let complaints = [
        ("地下车库积水", "地下车库一下雨就淹到脚踝，排水泵早就坏了。"),
        ("快递柜乱收费", "快递放进柜子满十二小时便要扫码付钱，没有通知过住户。"),
        ("外墙瓷砖脱落", "外墙瓷砖成片往下掉，前天砸中一辆轿车。"),
        ("健身房占用架空层", "架空层被隔成健身房对外营业，小孩没有地方玩。"),
        ("流浪狗咬人", "几条流浪狗夜里乱窜，邻居的孙女被咬了一口。"),
        ("宽带只能装一家", "只许装一家运营商的宽带，换别家就说没有端口。"),
        ("烧烤摊油烟大", "烧烤摊就支在窗下，油烟直往卧室里灌。"),
        ("业主大会开不起来", "业主大会筹备组成立两年，选票至今没有发下来。"),
    ];
    let line = |(at, (title, body)): (usize, &(&str, &str))| {
        format!("{at}|2024-03-{:02}|人{at}|桂语雅苑{title}|桂语雅苑{body}", at + 1)
    };
    let mut lines: Vec<String> = complaints.iter().enumerate().map(line).collect();
    assert!(found(&register(&lines)).matters.is_empty());
    // What several of them say of it is one, whatever else is said of the same estate.
    let lifts = [
        ("电梯困人", "三号楼电梯昨晚又把人困在里面，电梯维修了三次还是老样子。"),
        ("电梯总是出故障", "电梯隔几天就停运，三号楼的老人爬不动十六层，请尽快维修电梯。"),
        ("电梯没人修", "三号楼电梯故障一个月没人修，老人出不了门。"),
        ("电梯坏了", "三号楼电梯停运半个月，物业说维修要等配件，老人天天爬楼。"),
    ];
    lines.extend((10..).zip(&lifts).map(line));
    let found = found(&register(&lines));
    let members: Vec<&[usize]> = found.matters.iter().map(|matter| &matter.members[..]).collect();
    assert_eq!(members, [[8, 9, 10, 11]], "{:?}", found.matters);
    assert_eq!(found.hot.len(), 1);
}

#[test]
fn the_same_words_about_roads_that_are_cut_wrongly_are_other_matters() {
    // Called after a verb, after a flag, and glued to what follows.
    let roads = ["团结街", "红旗巷", "文昌路", "瑞云路"];
    let lines = |roads: &[&str]| -> Vec<String> {
        let line = |(at, road): (usize, &&str)| {
            format!(
                "{at}|2024-03-{:02}|人{at}|盲道被占用|{road}盲道上摆满了早餐摊，盲人走不过去，请清理。",
                at + 1
            )
        };
        roads.iter().enumerate().map(line).collect()
    };
    let apart = found(&register(&lines(&roads)));
    assert!(apart.matters.is_empty() && apart.duplicates.is_empty(), "{:?}", apart.matters);
    // One road is one, as others write it.
    let mut one = lines(&["文昌路", "文昌路", "瑞云路"]);
    one.push(
        "3|2024-03-04|人3|早餐摊摆在盲道上|文昌路两边的盲道摆满了早餐摊，盲人没法走，请城管清理。".to_owned(),
    );
    one.push("4|2024-03-05|人4|请清理文昌路的盲道|文昌路早餐摊占了盲道，盲人走不过去。".to_owned());
    let found = found(&register(&one));
    let members: Vec<&[usize]> = found.matters.iter().map(|matter| &matter.members[..]).collect();
    assert_eq!(members, [[0, 1, 3, 4]], "{:?}", found.matters);
}

#[test]
fn one_estate_by_its_full_and_its_short_name_is_one() {
    let body = "的电梯坏了十天没有人修，二十层的老人下不了楼，物业公司说没有钱，请住建局督促尽快修好电梯。";
    let lines = ["青禾苑小区", "青禾苑", "朔北区青禾苑小区"]
        .map(|place| format!("{}|2024-03-01|甲{place}|{place}电梯停运|{place}{body}", place.len()));
    let found = found(&register(&lines));
    assert_eq!(found.matters.iter().map(|matter| matter.members.len()).collect::<Vec<_>>(), [3]);
}

#[test]
fn cells_of_places_tell_where_texts_do_not() {
    let titles = ["电梯停运", "电梯坏了没有人修"];
    let texts = [
        "的电梯三天两头停运，物业公司说没有钱修，老人下不了楼，请督促尽快更换。",
        "的电梯经常停运，物业公司称没有钱修，要求尽快更换。",
    ];
    // What the texts call the place, the cells, and whether both are on one matter.
    for (places, cells, one) in [
        (["小区", "小区"], ["东门街道柳溪雅苑", "西门街道青禾家园"], false),
        (["小区", "小区"], ["东门街道柳溪雅苑3号楼", "柳溪雅苑小区"], true),
        (["小区", "小区"], ["朔北区桦林路15号", "朔北区文昌路8号"], false),
        (["小区", "小区"], ["青州市榆关区", "青州市"], true),
        // A matter of a district is raised from several of its towns, and a cell may say nothing.
        (["小区", "小区"], ["榆关区东门街道", "榆关区西门街道"], true),
        (["小区", "小区"], ["", "青禾家园"], true),
        (["小区", "柳溪雅苑"], ["青禾家园", "无"], false),
        // What the texts name goes before the cells.
        (["柳溪雅苑", "柳溪雅苑"], ["柳溪雅苑", "青禾家园"], true),
        (["柳溪雅苑", "小区"], ["", "柳溪雅苑"], true),
        (["柳溪雅苑", "青禾家园"], ["榆关区", "榆关区"], false),
    ] {
        let line = |at: usize| {
            let (place, cell) = (places[at], cells[at]);
            format!("{at}|2024-05-0{}|{at}人|{place}{}|{place}{}||||{cell}", at + 1, titles[at], texts[at])
        };
        let lines: Vec<String> = [line(0), line(1)].into_iter().chain(lamps()).collect();
        let matters = found(&register(&lines)).matters;
        assert_eq!(matters.iter().any(|matter| matter.members == [0, 1]), one, "{places:?} {cells:?}");
    }
}

#[test]
fn cells_of_places_tell_regions_apart() {
    let lamps = lamps();
    for (cells, one) in [
        (["", ""], true),
        (["榆关区", "朔北区"], false),
        (["青州市榆关区", "青州市"], true),
        (["榆关区东门街道", "榆关区西门街道"], true),
    ] {
        let line = |at: usize, text: &str| {
            let number = at + 1;
            format!("{number}|2024-05-0{number}|{number}人|{text}||||{}", cells[at])
        };
        let mut lines = vec![
            line(0, "小区路灯不亮|小区东门外的路灯坏了半个月，晚上看不见路，老人摔倒过，请派人修理路灯。"),
            line(1, "请尽快修理路灯|小区东门外三盏路灯都不亮，天黑以后老人小孩出门很危险，请修好路灯。"),
        ];
        lines.extend_from_slice(&lamps[3..]);
        let matters = found(&register(&lines)).matters;
        assert_eq!(matters.iter().any(|matter| matter.members == [0, 1]), one, "{cells:?}");
    }
}

#[test]
fn one_place_for_all_changes_nothing() {
    let rows: Vec<String> = dataset()
        .iter()
        .enumerate()
        .map(|(at, row)| format!("{at}|2024-05-01||{}|{}||||", row.title(), row.body()))
        .collect();
    let without = json(&register(&rows), &[]);
    for cell in ["榆关区", "青禾家园"] {
        let rows: Vec<String> = rows.iter().map(|row| format!("{row}{cell}")).collect();
        assert!(json(&register(&rows), &[]) == without, "{cell}");
    }
}

#[test]
fn copies_of_a_text_about_other_places_are_no_copies() {
    let line = |(at, cell): (usize, &str)| {
        format!("{at}|2024-05-01||电梯停运|小区的电梯三天两头停运，物业不修，请督促更换。||||{cell}")
    };
    let cells = ["柳溪雅苑", "青禾家园", "柳溪雅苑", "青禾家园"];
    let lines: Vec<String> = cells.into_iter().enumerate().map(line).collect();
    let mut copies: Vec<Vec<usize>> =
        found(&register(&lines)).duplicates.into_iter().map(|group| group.members).collect();
    copies.sort();
    assert_eq!(copies, [[0, 2], [1, 3]]);
}

#[test]
fn a_share_beyond_the_scale_is_marked() {
    let line = |at: usize, month: usize| {
        format!("{at}|2024-0{month}-05|甲|第{at}件|内容|{}", ["停车", "噪音", "油烟"][at % 3])
    };
    let lines: Vec<String> = (0..180).map(|at| line(at, at / 60 + 1)).collect();
    let chart = |lines: &[String]| chart::trends(&found(&register(lines)).trends);
    assert!(!chart(&lines).contains('▲'));
    let more: Vec<String> = lines.into_iter().chain([line(180, 4)]).collect();
    assert_eq!(chart(&more).matches("▲超出刻度，最高100%").count(), 1);
}

#[test]
fn days_of_a_session_tell_no_more_than_no_days() {
    // What the deputies of one week propose, as the dataset has it, and the same without days.
    let path = format!("{}/tests/data/deputies-2020.csv", env!("CARGO_MANIFEST_DIR"));
    let dated: Vec<Suggestion> = read::open(path.as_ref(), &Options::default())
        .unwrap()
        .filter_map(|row| match row.unwrap() {
            Row::Usable(suggestion) => Some(suggestion),
            Row::Rejected(_) => None,
        })
        .collect();
    let on = |day: &str| {
        let mut rows = dated.clone();
        for row in &mut rows {
            let column = row.table.column(Role::Date).unwrap();
            row.cells[column] = day.to_owned();
        }
        let matters = found(&rows).matters;
        matters.into_iter().map(|matter| matter.members).collect::<Vec<_>>()
    };
    let without = on("");
    assert_eq!(on("2020-01-08"), without);
    let matters = found(&dated).matters;
    assert!(matters.len() <= without.len() + 1, "{matters:?}");
}

#[test]
fn the_difference_is_what_nobody_else_says() {
    let mut lines = lamps();
    lines[1].push_str("另外门口的窨井盖也丢了三个，已经有两辆电动车翻进去。");
    let found = found(&register(&lines));
    let additions = &found.matters[0].additions[1];
    assert!(additions.iter().any(|sentence| sentence.contains("窨井盖")), "{additions:?}");
    // Its last sentence asks what all ask.
    assert!(found.matters[0].additions.iter().flatten().all(|sentence| sentence != "请修好路灯"));
}

#[test]
fn near_copies_are_duplicates() {
    let mut lines = lamps();
    let copy = lines[4].replacen("5|", "7|", 1).replace("请环卫", "恳请环卫");
    lines.push(copy);
    let found = found(&register(&lines));
    assert_eq!(found.duplicates.len(), 1);
    assert_eq!(found.duplicates[0].members, [4, 6]);
}

#[test]
fn order_and_threads_change_no_byte() {
    let rows = dataset();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let two = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let mut shuffled = rows.clone();
    shuffled.reverse();
    shuffled.rotate_left(rows.len() / 3);
    let expected = one.install(|| json(&rows, &[]));
    assert!(expected == two.install(|| json(&rows, &[])), "threads change the bytes");
    assert!(expected == two.install(|| json(&shuffled, &[])), "the order of rows changes the bytes");
}

#[test]
fn every_message_stands_in_one_group_at_most() {
    let rows = dataset();
    let found = found(&rows);
    let groups: [Vec<&[usize]>; 3] = [
        found.matters.iter().map(|matter| matter.members.as_slice()).collect(),
        found.duplicates.iter().map(|group| group.members.as_slice()).collect(),
        found.topics.fine.iter().map(|topic| topic.members.as_slice()).collect(),
    ];
    for groups in groups {
        let mut members = groups.concat();
        assert!(members.iter().all(|&member| member < rows.len()));
        let all = members.len();
        members.sort_unstable();
        members.dedup();
        assert_eq!(members.len(), all);
    }
    assert!(!found.matters.is_empty() && found.matters.iter().all(|matter| matter.members.len() >= 2));
    let without = found.topics.of_message.iter().filter(|topic| topic.is_none()).count();
    assert!(without * 5 <= rows.len(), "{without} of {} messages have no topic", rows.len());
    assert!(found.topics.of_message.iter().flatten().all(|&(_, p)| p > 0.0 && p <= 1.0));
}

#[test]
fn groups_of_the_dataset_are_found() {
    let rows = dataset();
    let group = |position: usize| rows[position].cell(Role::Group);
    let (mut right, mut all) = (0, 0);
    for matter in &found(&rows).matters {
        for (at, &a) in matter.members.iter().enumerate() {
            for &b in &matter.members[at + 1..] {
                if group(a).is_some() && group(b).is_some() {
                    all += 1;
                    right += usize::from(group(a) == group(b));
                }
            }
        }
    }
    assert!(all >= 20 && right * 10 >= all * 9, "{right} of {all} pairs are of one group");
}

#[test]
fn a_person_who_writes_ten_times_is_one() {
    let line = |at: usize, who: &str, place: &str| {
        format!(
            "{at}|2024-05-{:02}|{who}|{place}夜间施工噪音|{place}旁边的工地每天夜里施工到两点，噪音太大睡不着，请查处。",
            at % 20 + 1
        )
    };
    let crowd = ["甲", "乙", "丙", "丁", "戊"];
    let mut lines: Vec<String> = (0..5).map(|at| line(at + 1, crowd[at], "青禾家园")).collect();
    lines.extend((0..10).map(|at| line(at + 11, "己", "桦林小学")));
    let found = found(&register(&lines));
    assert_eq!(found.hot.len(), 1, "{:?}", found.hot);
    assert_eq!((found.hot[0].people, found.hot[0].members.len()), (5, 5));
    assert!(found.matters.iter().any(|matter| matter.people == 1 && matter.members.len() == 10));
}

#[test]
fn extraordinary_votes_surface_a_single_message() {
    let mut lines: Vec<String> = lamps().into_iter().map(|line| format!("{line}||1|0")).collect();
    lines[5] = lines[5].replace("||1|0", "||900|40");
    let found = found(&register(&lines));
    let single = found.hot.iter().find(|issue| issue.matter.is_none()).unwrap();
    assert_eq!((single.members.as_slice(), single.likes, single.dislikes), (&[5][..], 900, 40));
    assert!(found.hot.iter().any(|issue| issue.matter.is_some()));
}

#[test]
fn a_rise_is_told_and_too_few_is_said() {
    // 40 messages a month over two years; parking rises from 5 to 15 of them, noise stays, and one label is rare.
    let mut lines = Vec::new();
    for month in 0..24 {
        for at in 0..40 {
            let parking = if month < 12 { 5 } else { 15 };
            let theme = match at {
                at if at < parking => "停车",
                0..25 => "噪音",
                39 if month % 12 == 3 => "罕见",
                _ => "其余",
            };
            let (year, month) = (2022 + month / 12, month % 12 + 1);
            lines.push(format!(
                "{}|{year}-{month:02}-{:02}|甲|第{}件|内容{at}|{theme}",
                lines.len(),
                at % 28 + 1,
                lines.len()
            ));
        }
    }
    lines.push("9999||甲|没有日期|内容|停车".to_owned());
    let found = found(&register(&lines));
    let trend = |name: &str| {
        found.trends.iter().find(|trend| trend.subject == Subject::Theme && trend.name == name).unwrap()
    };
    let direction = |name: &str| trend(name).change.as_ref().unwrap().direction;
    assert_eq!(direction("停车"), Direction::Rising);
    assert_eq!(direction("其余"), Direction::Level);
    assert_eq!(direction("罕见"), Direction::TooFew);
    assert_eq!((trend("停车").undated, trend("停车").count, found.undated), (1, 12 * 20 + 1, 1));
    assert_eq!(trend("停车").predicted, 0);
    assert!(found.trends.iter().any(|trend| trend.subject == Subject::Department && trend.predicted > 0));
    let all = found.trends.iter().find(|trend| trend.subject == Subject::All).unwrap();
    assert_eq!(all.change.as_ref().unwrap().direction, Direction::Level);
    assert_eq!((all.years.len(), all.quarters.len(), all.months.len()), (2, 8, 24));
}

#[test]
fn one_mistyped_year_changes_no_trend() {
    // Two years of which the second has twice as many on parking, a matter of three people, and a slip of a key or two.
    let mut lines: Vec<String> = (0..480)
        .map(|at| {
            let (month, day) = (at / 20, at % 20 + 1);
            let theme = if at % 20 < if month < 12 { 5 } else { 10 } { "停车" } else { "其余" };
            let (year, month) = (2022 + month / 12, month % 12 + 1);
            format!("{at}|{year}-{month:02}-{day:02}|甲|第{at}件|内容{at}|{theme}")
        })
        .collect();
    lines.extend(lamps().into_iter().take(3).map(|line| format!("9{line}|其余").replace("2024", "2023")));
    let whole = found(&register(&lines));
    for slips in [&["2091-01-08"][..], &["1959-01-08"], &["1959-01-08", "2091-01-08"]] {
        for (line, slip) in lines.iter_mut().zip(slips) {
            let cells: Vec<&str> = line.split('|').collect();
            *line = [&[cells[0], slip], &cells[2..]].concat().join("|");
        }
        let rows = register(&lines);
        let found = found(&rows);
        assert_eq!(found.far_off, (0..slips.len()).collect::<Vec<_>>());
        assert_eq!(found.undated, 0);
        let parking = |found: &Discovery| {
            let parking = found.trends.iter().find(|trend| trend.name == "停车").unwrap();
            (
                parking.change.clone().unwrap().direction,
                parking.months.len(),
                parking.years.len(),
                parking.count,
            )
        };
        assert_eq!((parking(&found), parking(&found).0), (parking(&whole), Direction::Rising));
        let heat = |found: &Discovery| found.hot.iter().map(|issue| issue.heat.sum).collect::<Vec<_>>();
        let (now, then) = (heat(&found), heat(&whole));
        assert!(now.len() == 1 && then.len() == 1 && (now[0] - then[0]).abs() < 0.1, "{now:?} {then:?}");
        let parking = found.trends.iter().find(|trend| trend.name == "停车").unwrap();
        assert_eq!(parking.undated, slips.len() as u64);
        // The files say which rows.
        let json: serde_json::Value = serde_json::from_slice(&json(&rows, &[])).unwrap();
        assert_eq!(json["far_off"].as_array().unwrap().len(), slips.len());
        assert_eq!(
            json["far_off"][0],
            serde_json::json!({"id": "0", "date": slips[0], "row": {"file": "台账.csv", "row": 2}})
        );
    }
}

#[test]
fn a_season_is_no_rise() {
    let mut lines = Vec::new();
    for year in 2021..=2023 {
        for month in 1..=12 {
            for at in 0..30 {
                let heating = if matches!(month, 1 | 11 | 12) { 20 } else { 6 };
                let theme = if at < heating { "取暖投诉" } else { "其余" };
                lines.push(format!(
                    "{}|{year}-{month:02}-{:02}|甲|第{}件|内容|{theme}",
                    lines.len(),
                    at % 28 + 1,
                    lines.len()
                ));
            }
        }
    }
    let found = found(&register(&lines));
    let heating = found.trends.iter().find(|trend| trend.name == "取暖投诉").unwrap();
    assert_eq!(heating.change.as_ref().unwrap().direction, Direction::Level);
    let season = heating.seasonal.as_ref().unwrap();
    assert!(season.adjusted < 1e-6 && matches!(season.peak, 1 | 11 | 12), "{season:?}");
}

#[test]
fn topics_of_a_history_stay() {
    let rows = dataset();
    let (past, now) = rows.split_at(rows.len() * 2 / 3);
    let before = found(past);
    let bytes = history::bytes(Findings { discovery: &before, suggestions: past, history: &[] }).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let history: Vec<Suggestion> = read::open(file.path(), &Options::default())
        .unwrap()
        .map(|row| match row.unwrap() {
            Row::Usable(suggestion) => suggestion,
            Row::Rejected(rejected) => panic!("{}", rejected.error),
        })
        .collect();
    assert_eq!(history.len(), past.len());
    let after = discover(now, &history, &MODEL, &DiscoverParams::default()).unwrap();
    let ids = |found: &Discovery| -> Vec<String> {
        found.topics.fine.iter().map(|topic| topic.id.clone()).collect()
    };
    let old: Vec<String> = after
        .topics
        .fine
        .iter()
        .filter(|topic| topic.new != Some(true))
        .map(|topic| topic.id.clone())
        .collect();
    assert_eq!(old, ids(&before));
    assert!(after.topics.fine.iter().flat_map(|topic| &topic.members).all(|&member| member < now.len()));
    assert!(after.matters.iter().all(|matter| matter.members.iter().any(|&member| member < now.len())));
}

#[test]
fn now_is_compared_with_the_history_that_is_given() {
    let lines = |month: u32, parking: usize, theme: &str| -> Vec<String> {
        let line = |at: usize| {
            let region = if at < parking { "榆关区" } else { "朔北区" };
            let id = month as usize * 1000 + at;
            format!("{id}|2024-{month:02}-{:02}|甲|{region}第{id}件|内容{at}|{theme}", at % 28 + 1)
        };
        (0..100).map(line).collect()
    };
    let compared = |now: &[String], history: &[String]| {
        let (now, history) = (register(now), register(history));
        discover(&now, &history, &MODEL, &DiscoverParams::default()).unwrap().trends
    };
    let of = |trends: &[Trend], subject: Subject, name: &str| {
        let trend = trends.iter().find(|trend| trend.subject == subject && trend.name == name);
        trend.unwrap_or_else(|| panic!("{name}: {trends:?}")).clone()
    };
    let trends = compared(&lines(5, 60, "停车"), &lines(4, 20, "停车"));
    let region = of(&trends, Subject::Place, "榆关区");
    let change = region.change.clone().unwrap();
    assert_eq!((change.before.hits, change.after.hits, change.direction), (20, 60, Direction::Rising));
    assert_eq!((change.before.of, change.after.of, region.count), (100, 100, 60));
    assert_eq!(change.days_before.1.to_string(), "2024-04-28");
    assert_eq!(region.months.len(), 1);
    assert_eq!(of(&trends, Subject::Theme, "停车").change.unwrap().direction, Direction::Level);
    assert_eq!(of(&trends, Subject::All, "全部").change.unwrap().direction, Direction::Level);
    // What has gone is told, too; labels that people gave are not set beside those that the model proposed, and counts
    // not beside those of a longer time.
    let mut longer = lines(4, 20, "");
    longer.extend(lines(3, 20, ""));
    let trends = compared(&lines(5, 0, "停车"), &longer);
    let gone = of(&trends, Subject::Place, "榆关区");
    assert_eq!((gone.count, gone.change.unwrap().direction), (0, Direction::Falling));
    assert_eq!(of(&trends, Subject::Theme, "停车").change, Err(NotCompared::OtherLabels));
    assert_eq!(of(&trends, Subject::All, "全部").change, Err(NotCompared::OtherLength));
}

#[test]
fn registers_that_lack_everything() {
    assert_eq!(found(&[]).matters, []);
    let one = Suggestion::from_text("只有标题", "");
    let alone = found(std::slice::from_ref(&one));
    assert_eq!((alone.current, alone.undated, alone.matters.len(), alone.hot.len()), (1, 1, 0, 0));
    // No day, no proposer: groups are found, nothing is hot, and trends say that they have no day.
    let bare: Vec<Suggestion> = lamps()
        .iter()
        .map(|line| {
            let cells: Vec<&str> = line.split('|').collect();
            Suggestion::from_text(cells[3], cells[4])
        })
        .collect();
    let found = found(&bare);
    assert_eq!(found.matters.len(), 1);
    // Without days two of the three agree enough; each message is a person of its own.
    assert_eq!((found.matters[0].people, found.matters[0].first), (found.matters[0].members.len(), None));
    assert!(found.hot.is_empty());
    assert!(found.trends.iter().all(|trend| trend.undated == trend.count && trend.change.is_err()));
    assert_eq!(found.undated, bare.len());
}

#[test]
fn files_are_written_and_hold_every_member() {
    let rows = register(&lamps());
    let discovery = found(&rows);
    let folder = tempfile::tempdir().unwrap();
    let findings = Findings { discovery: &discovery, suggestions: &rows, history: &[] };
    write(findings, &folder.path().join("结果")).unwrap();
    let path = |name: &str| folder.path().join("结果").join(name);
    let bytes = std::fs::read(path("并案清单.xlsx")).unwrap();
    write(findings, &folder.path().join("结果")).unwrap();
    assert!(bytes == std::fs::read(path("并案清单.xlsx")).unwrap(), "a workbook changes from run to run");
    let members: Vec<String> = read::open(&path("热点问题表.xlsx"), &Options::default())
        .unwrap()
        .map(|row| match row.unwrap() {
            Row::Usable(suggestion) => suggestion.cells.join("|"),
            Row::Rejected(rejected) => rejected.cells.join("|"),
        })
        .collect();
    assert!(members.iter().any(|row| row.contains("柳溪雅苑")), "{members:?}");
    let json: serde_json::Value =
        serde_json::from_slice(&std::fs::read(path("discover.json")).unwrap()).unwrap();
    assert_eq!(json["issues"][0]["ids"], serde_json::json!(["1", "2", "3"]));
    assert_eq!(json["hot"][0]["rank"], 1);
    for chart in ["热点问题.svg", "主题趋势.svg"] {
        assert!(std::fs::read_to_string(path(chart)).unwrap().ends_with("</svg>\n"));
    }
}
