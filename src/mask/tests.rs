//! Written cases -> precision and recall of what is hidden, kind by kind, and what holds for every text.

use std::fmt::Write as _;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

/// What the written cases come to; a change of it is looked at before it is committed.
const RECORD: &str = include_str!("../../tests/data/mask.record.txt");

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::new([]));

/// What a case says must be hidden: the runs of `*` that are not in its text.
fn expected(text: &str, expected: &str, kinds: &str) -> Vec<Piece> {
    assert_eq!(text.chars().count(), expected.chars().count(), "{text}");
    let mut runs: Vec<Span> = Vec::new();
    for ((at, original), masked) in text.char_indices().zip(expected.chars()) {
        let end = at + original.len_utf8();
        match runs.last_mut() {
            _ if masked == original => {}
            Some(run) if run.end == at => run.end = end,
            _ => runs.push(Span { start: at, end }),
        }
    }
    let kinds: Vec<MaskKind> = kinds.split_whitespace().map(kind).collect();
    assert_eq!(runs.len(), kinds.len(), "{text}");
    runs.into_iter().zip(kinds).map(|(span, kind)| Piece { span, kind }).collect()
}

fn kind(name: &str) -> MaskKind {
    let named = |kind: &&MaskKind| format!("{kind:?}").to_lowercase() == name;
    *MaskKind::ALL.iter().find(named).unwrap_or_else(|| panic!("{name} is no kind"))
}

#[test]
fn written_cases() {
    let masker = Masker::new(&DICTIONARY);
    let (mut hits, mut found, mut wanted) = ([0; 8], [0; 8], [0; 8]);
    let mut wrong = String::new();
    let mut cases = 0;
    let cases_file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/mask.csv");
    for row in crate::read::open(&cases_file, &crate::read::Options::default()).unwrap() {
        let crate::read::Row::Usable(crate::suggestion::Suggestion { cells: line, .. }) = row.unwrap() else {
            panic!("a case cannot be read")
        };
        let (text, target) = (&line[0], &line[1]);
        let (expected, pieces) = (expected(text, target, &line[2]), masker.pieces(text));
        cases += 1;
        for piece in &pieces {
            found[piece.kind as usize] += 1;
            hits[piece.kind as usize] += usize::from(expected.contains(piece));
        }
        for piece in &expected {
            wanted[piece.kind as usize] += 1;
        }
        if pieces != expected {
            writeln!(wrong, "  {text}\n    {target} expected\n    {} found", masker.text(text)).unwrap();
        }
    }
    let mut table = format!("{cases} cases\nkind       n  precision  recall\n");
    let mut low = Vec::new();
    for kind in MaskKind::ALL {
        let of = |counts: [usize; 8]| counts[kind as usize];
        let precision = of(hits) as f64 / of(found).max(1) as f64;
        let recall = of(hits) as f64 / of(wanted).max(1) as f64;
        writeln!(table, "{:<8} {:>3}      {precision:.3}   {recall:.3}", format!("{kind:?}"), of(wanted))
            .unwrap();
        let floor = if matches!(kind, MaskKind::Name | MaskKind::Address) { 0.85 } else { 0.95 };
        if precision < floor || recall < floor {
            low.push(kind);
        }
    }
    assert_eq!(table, RECORD, "write the new figures to tests/data/mask.record.txt\n{wrong}");
    assert!(cases >= 100 && low.is_empty(), "{low:?} below the floor\n{table}{wrong}");
}

/// Checks each text against what becomes of it; one that is to stay stands twice.
fn masks(cases: &[(&str, &str)]) {
    let masker = Masker::new(&DICTIONARY);
    for (text, expected) in cases {
        assert_eq!(masker.text(text), *expected, "{text}");
    }
}

fn leaves(cases: &[&str]) {
    masks(&cases.iter().map(|text| (*text, *text)).collect::<Vec<_>>());
}

#[test]
fn numbers_of_persons_within_longer_ones() {
    masks(&[
        ("孩子学籍号：G110101201501011234", "孩子学籍号：G110101********1234"),
        ("学籍号110101201501011234", "学籍号110101********1234"),
        ("孩子是L370203201501011234，转学被拒", "孩子是L370203********1234，转学被拒"),
        ("残疾证号11010119680307231644", "残疾证号110101********231644"),
        ("残疾人证：11010119680307231644B1", "残疾人证：110101********231644B1"),
        ("身份证110101196803072316 13912345678", "身份证110101********2316 139****5678"),
        ("身份证号110101196803072319户口在外地", "身份证号110101********2319户口在外地"),
        ("残疾证１１０１０１１９６８０３０７２３１６４４", "残疾证１１０１０１********２３１６４４"),
        ("身份证号码：110105 1949 1231 002X", "身份证号码：110105 **** **** 002X"),
        ("1101 0519 4912 3100 2X", "1101 05** **** **00 2X"),
        ("社会保障号码：110101196803072319", "社会保障号码：110101********2319"),
    ]);
    leaves(&[
        "订单号G110101201501011234",
        "编号G110101201501011234的建议",
        "文件GB110101201501011234",
        "单号11010119680307231644",
        "流水11010119680307231699",
        "订单1101 0119 4912 3100 23",
        "身份证1101 0119 4913 3100 2X",
        "G1101次列车晚点",
        "学号G20201234567",
    ]);
}

#[test]
fn telephones_apart_and_together() {
    masks(&[
        ("联系电话：1 3 9 1 2 3 4 5 6 7 8", "联系电话：1 3 9 * * * * 5 6 7 8"),
        ("打1 3 9 1 2 3 4 5 6 7 8找我", "打1 3 9 * * * * 5 6 7 8找我"),
        ("１ ３ ９ １ ２ ３ ４ ５ ６ ７ ８", "１ ３ ９ * * * * ５ ６ ７ ８"),
        ("手机：13912-345678", "手机：139**-**5678"),
        ("电话139.1234.5678", "电话139.****.5678"),
        ("电话：0 5 7 1 8 8 8 5 6 7 8 9", "电话：0 5 7 1 * * * * * * * *"),
        ("座机：6 2 3 4 5 6 7 8", "座机：* * * * * * * *"),
        ("13912345678/62345678", "139****5678/********"),
        ("62345678/13912345678", "********/139****5678"),
        ("电话13912345678、6234567或63345678", "电话139****5678、*******或********"),
        ("13912345678；6234 5678", "139****5678；**** ****"),
        ("联系电话：13912345678\n62345678", "联系电话：139****5678\n********"),
        ("电话13912345678户主是我", "电话139****5678户主是我"),
        ("手机13912345678VX同号", "手机139****5678VX同号"),
        ("13912345678v同号", "139****5678v同号"),
        ("Tel13912345678", "Tel139****5678"),
        ("0086-13912345678", "0086-139****5678"),
        ("008613912345678", "0086139****5678"),
        ("0571-87654321/87654322/87654323", "0571-********/********/********"),
        ("请回电 73188881234", "请回电 ***********"),
        ("请回电：1381234567或联系7318888123。", "请回电：**********或联系**********。"),
        ("联系电话85212345678", "联系电话***********"),
        ("1.13912345678 2.13812345678", "1.139****5678 2.138****5678"),
    ]);
    leaves(&[
        "评分为1 3 5 2 4",
        "1 3 9 1 2 3 4 5 6 7 8 9 10",
        "电话：2020-12-31",
        "发票号码：0123456789",
        "充值13912345678个",
        "电话亭2020.12.31拆除",
        "编号62345678/62345679",
        "工单号13912345678/62345678",
        "配件SN13912345678",
        "13912345678A型",
        "单号13912345678VX",
        "20086-13912345678",
        "时间45741.01041666，比率0.13912345678，坐标113.0104166689",
        "联系20250301办理，拨打4008123123，电话费1234567元",
    ]);
    masks(&[
        ("13912345678，20201231来电", "139****5678，20201231来电"),
        ("13912345678，2345678元未付", "139****5678，2345678元未付"),
        ("13912345678 2345678", "139****5678 2345678"),
    ]);
}

#[test]
fn all_names_of_a_list() {
    masks(&[
        ("王桂兰、赵建国、陈小燕等12户业主联名", "王**、赵**、陈**等12户业主联名"),
        ("青松里小区王桂兰、赵建国和陈小燕等人反映", "青松里小区王**、赵**和陈**等人反映"),
        ("王桂兰，赵建国 陈小燕等12户业主", "王**，赵** 陈**等12户业主"),
        ("楼道漏水，经常停电，王桂兰等12户", "楼道漏水，经常停电，王**等12户"),
        ("王桂兰、高峰、白雪梅、逄金花等四户漏水", "王**、高*、白**、逄**等四户漏水"),
        ("张和平、李女士、欧阳晚晴等居民", "张**、李女士、欧阳**等居民"),
        ("村民代表不知情，王桂兰等20余名村民要求公开", "村民代表不知情，王**等20余名村民要求公开"),
        ("老师像伍平华、肖明芝等5人都是代课的", "老师像伍**、肖**等5人都是代课的"),
        ("由王芳、李强等5人签名", "由王*、李*等5人签名"),
        ("王桂兰、赵建国、陈小燕女士来电", "王**、赵**、陈**女士来电"),
        ("王桂兰、李大爷、陈小燕女士来电", "王**、李大爷、陈**女士来电"),
        ("赵建国等12户业主向人大代表反映", "赵**等12户业主向人大代表反映"),
    ]);
    leaves(&[
        "王青山、李石门等5名市人大代表",
        "王青山、李石门等3位政协委员",
        "王青山、李石门等5人联名提出议案",
        "人大代表王青山、李石门等5人",
        "李女士、王某某、张阿婆等12户业主",
        "校长和杨部长等人",
        "该公司分别与施工单位、装修公司等5位人士",
        "路灯、管道、白线等居民反映的问题",
        "石门、柳溪苑、黄土坡等12户村民",
        "高压、温泉、金属等20家企业",
        "停车、噪音等业主关心的问题",
    ]);
}

#[test]
fn names_that_are_written_with_blanks_or_dots() {
    masks(&[
        ("投诉人：马 超，白天在家", "投诉人：马 *，白天在家"),
        ("投诉人：马　超。马超说没人管", "投诉人：马　*。马*说没人管"),
        ("业主欧阳 晴反映漏水", "业主欧阳 *反映漏水"),
        ("经手人：王 小柳", "经手人：王 **"),
        ("当事人：古丽·热合曼", "当事人：古*****"),
        ("咨询人 木合塔尔·吐逊 来电", "咨询人 木****** 来电"),
        ("居民古丽·热合曼反映路灯不亮", "居民古*****反映路灯不亮"),
    ]);
    leaves(&[
        "联系人：马 女士",
        "联系人：马 主任",
        "姓名：马 男 45岁",
        "业主 高层漏水",
        "业主绿洲城·天境小区没有暖气",
    ]);
}

#[test]
fn names_behind_those_who_take_part() {
    masks(&[
        ("出租人钱多多不退押金", "出租人钱**不退押金"),
        ("购房人：吴望湖；经手人周柳溪", "购房人：吴**；经手人周**"),
        ("住户逄金花、租客周柳溪", "住户逄金花、租客周**"),
        ("儿子欧阳锋残疾，妻子司马溪卧床", "儿子欧阳*残疾，妻子司马*卧床"),
        ("老党员任大山和民警周柳溪", "老党员任**和民警周**"),
        ("签名：周柳溪 2024年3月5日", "签名：周** 2024年3月5日"),
        ("落款：周柳溪", "落款：周**"),
        ("居民代表周柳溪、赵石门说", "居民代表周**、赵**说"),
        ("邻居张大妈（周柳溪）堆物", "邻居张大妈（周**）堆物"),
        ("职工李某某(李望湖，45岁)", "职工李某某(李**，45岁)"),
        ("业主（周柳溪）反映", "业主（周**）反映"),
        ("云桥村2组18号任大山家", "云桥村*组**号任**家"),
        ("任大山家门前积水", "任**家门前积水"),
        ("反映人：云桥村村民周柳溪", "反映人：云桥村村民周**"),
        ("联系人：周柳溪，白天在家", "联系人：周**，白天在家"),
        ("投诉人：王家辉、丁日昌。姓名：陈向民", "投诉人：王**、丁**。姓名：陈**"),
        ("咨询人：林业高工，问林业补贴", "咨询人：林*高工，问林业补贴"),
    ]);
    leaves(&[
        "签名是那天补的，签名活动结束了",
        "女儿高二，儿子高考，带孙子孙女",
        "老公司停了，老公路弯多，妇女儿童活动中心",
        "交警查车，护士管四十张床，同志包我们家",
        "职工周转房、职工康复费、住户顾全大局",
        "业主（高层住户）和局长（分管教育）",
        "我是东方大道附近的居民",
        "村主任连襟家的楼，国家的钱，专家的话，康桥、高林仕家、柳溪苑",
        "投诉人：梅林小学，门口拥堵",
        "投诉人：王家湾村民反映积水",
        "投诉人：居民反映强烈",
        "来电人为云桥县石门村村民，反映低保",
        "他在一所名叫石门湾幼儿园的民办园",
    ]);
    // What makes a place of a name is seen wherever the name stands.
    masks(&[("我叫白云，白云路没有路灯，白云说过", "我叫白*，白云路没有路灯，白*说过")]);
}

#[test]
fn whoever_speaks_for_others_is_no_deputy() {
    masks(&[
        (
            "我叫周柳溪，停电没人管。周柳溪代表全体业主投诉物业。",
            "我叫周**，停电没人管。周**代表全体业主投诉物业。",
        ),
        ("联系人：周柳溪。周柳溪代表三户村民反映低保", "联系人：周**。周**代表三户村民反映低保"),
        ("周柳溪、赵建国等5人代表小区投诉", "周**、赵**等5人代表小区投诉"),
        ("周柳溪、赵建国等业主代表来访", "周**、赵**等业主代表来访"),
        ("学生代表周柳溪说食堂贵。联系人：周柳溪", "学生代表周**说食堂贵。联系人：周**"),
        ("业委会委员周柳溪，联系人：周柳溪", "业委会委员周**，联系人：周**"),
        ("我是村民代表周柳溪，周柳溪说", "我是村民代表周**，周**说"),
        ("联系人：赵建国，我代表赵建国投诉", "联系人：赵**，我代表赵**投诉"),
    ]);
}

/// Words that the dictionary has and yet cuts in two are no words of their own.
#[test]
fn a_name_that_the_dictionary_cuts_is_hidden_everywhere() {
    masks(&[
        ("联系人：于汉阳，于汉阳说过", "联系人：于**，于**说过"),
        ("姓名：于丹。找于丹", "姓名：于*。找于*"),
    ]);
}

#[test]
fn petitions_begin_with_the_name_and_the_sex() {
    masks(&[
        ("周柳溪，男，45岁，反映低保", "周**，男，45岁，反映低保"),
        ("路灯坏了。青松里居民王建国，女，住南区", "路灯坏了。青松里居民王**，女，住南区"),
    ]);
    leaves(&["程序员，男，公厕，女，更衣室", "洗手间分男、女，少一个", "高新区，男，45岁"]);
}

/// A list of many lists takes as long as its length, and not as its square.
#[test]
fn many_lists_of_people_are_each_looked_at_once() {
    let names = ["周柳溪", "王建国", "赵小桥", "李望湖"];
    let list: Vec<String> = (0..6000).map(|nth| format!("{}等业主", names[nth % 4])).collect();
    let masked = Masker::new(&DICTIONARY).text(&list.join("、")).into_owned();
    assert_eq!(masked.matches("**等业主").count(), 6000);
    masks(&[
        ("王芳、青松里居民赵建国、陈小燕等12户", "王*、青松里居民赵**、陈**等12户"),
        ("王芳等业主、李强等3人", "王*等业主、李*等3人"),
    ]);
}

/// The name as it is masked.
fn with_given_hidden(name: &str) -> String {
    let family = if name.starts_with("欧阳") { 2 } else { 1 };
    name.chars().enumerate().map(|(at, c)| if at < family { c } else { '*' }).collect()
}

#[test]
fn names_where_only_whoever_writes_can_be_named() {
    // jieba cuts some of these names in two, and knows others as one word or as another one.
    for name in ["何志强", "王建军", "赵玉兰", "孙立新", "谭春桃", "郭浩", "苏沐晴", "欧阳晚晴", "逄金花"]
    {
        let hidden = with_given_hidden(name);
        for frame in [
            "路灯坏了，请修一下。谢谢！{}",
            "路灯坏了，请修一下。\n翠柳小区 {}\n2023.5.6",
            "路灯坏了。{} 二〇二三年五月六日",
            "路灯坏了——{}",
            "此致敬礼！{} 2023年5月6日",
            "此致\n敬礼\n{}",
            "（{}，138****5678）",
            "{}，电话：138****5678",
            "路灯坏了，{} 138****5678，谢谢",
            "联系电话：138****5678（{}）",
            "138****5678 {}",
            "{}的电话是138****5678",
            "{}，身份证号110105********123X",
            "报告人：{}",
            "我姓名{}",
            "反映人：翠柳小区*号楼{}",
            "联名人：{} 王** 陈**",
        ] {
            let text = |name: &str| {
                frame
                    .replace("****5678", "12345678")
                    .replace("********123X", "19030307123X")
                    .replace("{}", name)
            };
            let open = text(name).replace("*号楼", "3号楼").replace("王** 陈**", "王小桥 陈望湖");
            let masked = frame.replace("{}", &hidden).replace("*号楼", "3号楼");
            assert_eq!(Masker::new(&DICTIONARY).text(&open), masked, "{open}");
        }
    }
    for name in ["何志强", "王建军", "孙立新", "谭春桃", "郭浩"] {
        let hidden = with_given_hidden(name);
        for frame in [
            "我老公叫{}，住院没报销",
            "我爸叫{}，低保停了",
            "老公{}摔伤了",
            "我妈妈{}没有社保",
            "岳父{}瘫痪",
            "退伍军人{}，优抚金没发",
            "包工头{}拖欠工资",
        ] {
            assert_eq!(
                Masker::new(&DICTIONARY).text(&frame.replace("{}", name)),
                frame.replace("{}", &hidden)
            );
        }
    }
    masks(&[
        ("我叫Maria Lopez，路灯坏了", "我叫M**** *****，路灯坏了"),
        ("我叫Maria Lopez来自外地，Maria Lopez说", "我叫M**** *****来自外地，M**** *****说"),
        ("联系人：Li Ming", "联系人：L* ****"),
        ("导游赵玉兰带我们去，又问了徐丽娟", "导游赵**带我们去，又问了徐丽娟"),
    ]);
    leaves(&[
        "此致敬礼！高桥岭小学家长",
        "希望尽快处理。谢谢！",
        "路太窄，车太多。谢谢了",
        "路灯坏了。高新区",
        "路灯坏了。\n石门湾\n2023.5.6",
        "停车难。翠柳小区 全体业主 2023年5月6日",
        "打了12319，高先生说等",
        "路灯坏了，市城管局 高新分局",
        "拨打12345，马上有人接",
        "老公路弯多，公公园里散步，爷爷高血压，我妈白内障",
        "我爸叫车送医院，儿子叫外卖",
        "负责人：市城管局路灯科",
        "反映人：翠柳小区3号楼居民",
        "我叫Uber打车",
        "给岳父岳母买药，婆婆查低收入家庭，男友成情敌了",
        "谢谢叔叔阿姨，陈家老汉，隔壁陈老汉发烧，吴老汉住土房",
        "康寿堂药房，姜叶子黄了，杨柳絮太多，金熊猫雕像",
        "请尽快处理。祝好",
        "镇长赵玉兰和徐丽娟局长开会",
        "护士：白班不排人，报告人：代理人，不要公开我的姓名和电话",
        "路灯利率一路高企",
        "6孔石桥，唐宝宝，我们二人，陈教练说等",
    ]);
}

#[test]
fn contacts_in_any_width_and_papers() {
    masks(&[
        ("邮箱：liuxi.zhou＠example.com", "邮箱：l*********＠example.com"),
        ("ｌｉｕｘｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ｌ****＠ｅｘａｍｐｌｅ．ｃｏｍ"),
        ("护照号E12345678，港澳通行证：C1234567", "护照号E****5678，港澳通行证：C***4567"),
        ("社保卡号：123456789012", "社保卡号：********9012"),
        ("公积金账号12345678", "公积金账号****5678"),
        ("账号13912345678", "账号139****5678"),
        ("账号liuxi2020", "账号li*******"),
        ("驾驶证号110101196803072316", "驾驶证号110101********2316"),
        ("京·A12345、车牌号：B6789C", "京·A*****、车牌号：B*****"),
        ("柳溪路88弄12号303", "柳溪路**弄**号***"),
    ]);
    leaves(&["护照办理要等20240315号", "社保卡号查不到，换卡12345678次", "车牌号A区限行", "工会账号开通"]);
    masks(&[("柳溪路12号303路公交站", "柳溪路**号303路公交站")]);
}

#[test]
fn accounts_after_the_name_of_a_bank() {
    masks(&[
        ("补贴打到农商行 9558 8002 0011 2233 445", "补贴打到农商行 9558 80** **** ***3 445"),
        ("信用社：101001234567890123", "信用社：101001********0123"),
        ("建行6217000012345678901", "建行621700*********8901"),
        ("邮储卡号 6217-0000-1234-5678-901", "邮储卡号 6217-00**-****-***8-901"),
        ("卡号6228 4800 3812 3456 785，13912345678", "卡号6228 48** **** ***6 785，139****5678"),
        ("卡号6228480038123456785 13912345678", "卡号622848*********6785 139****5678"),
        ("6222021001001234 13912345678", "622202******1234 139****5678"),
        ("存折账号0101234567890", "存折账号*********7890"),
        ("开户行：柳溪支行，账户号：6228480038123456785", "开户行：柳溪支行，账户号：622848*********6785"),
    ]);
    leaves(&[
        "请打农行95599",
        "建行流水号2020011512345678901",
        "农商行2020年12月31日下班",
        "建行贷款1234567890123元",
        "银行卡尾号1234",
    ]);
    masks(&[("农行13912345678", "农行139****5678")]);
}

#[test]
fn customers_of_water_power_and_gas() {
    masks(&[
        ("户号：0123456789", "户号：01********"),
        ("用电户号为 3301 2345 67，停电三天", "用电户号为 33** **** **，停电三天"),
        ("用户号3300123456789", "用户号33***********"),
        ("缴费号（水费）：80012345", "缴费号（水费）：80******"),
        ("燃气用户编号：A0123456", "燃气用户编号：A01*****"),
        ("户号13812345678", "户号13*********"),
    ]);
    leaves(&["户号登记错误", "共12户号召捐款", "户号12", "表号00123456", "编号0123456789", "缴费1234567元"]);
}

#[test]
fn flats_in_chinese_numerals() {
    masks(&[
        ("住青松里12号楼3单元四零二", "住青松里**号楼*单元***"),
        ("青松里三栋四〇二漏水", "青松里*栋***漏水"),
        ("5号楼一二〇三住户", "*号楼****住户"),
        ("1单元四零二楼道堆物", "*单元***楼道堆物"),
        ("家住青松里5栋2-501，漏水", "家住青松里*栋*****，漏水"),
        ("青松里3号楼1-302漏水", "青松里*号楼*****漏水"),
    ]);
    leaves(&[
        "住在3单元十二楼",
        "3号楼四五六楼没有水",
        "3号楼三四五层漏水",
        "1号楼二〇二〇年建成",
        "2号楼五六七十人没有暖气",
        "3号楼一二期同步",
        "3号楼2-5层没有水",
        "5栋2-100平米",
    ]);
}

#[test]
fn names_of_deputies_stay() {
    let masker = Masker::new(&DICTIONARY);
    let cases = [
        "王青山、李石门等多位代表提出建议",
        "人大代表王青山多次呼吁",
        "周柳溪代表建议增设路灯",
        "代表：王青山、李石门",
        "政协委员周柳溪和王青山联名",
    ];
    for text in cases {
        assert_eq!(masker.text(text), text);
    }
    let masker = masker.keep(["王青山".to_owned()]);
    assert_eq!(masker.text("联系人：王青山；姓名：李石门"), "联系人：王青山；姓名：李**");
}

proptest! {
    #[test]
    fn nothing_else_changes(text in "\\PC{0,40}|[王李我叫先生住路号栋室京A-C0-9a-z@.１-９ \\-\n]{0,60}") {
        let masked = Masker::new(&DICTIONARY).text(&text).into_owned();
        prop_assert_eq!(masked.chars().count(), text.chars().count());
        prop_assert!(masked.chars().zip(text.chars()).all(|(new, old)| new == old || new == '*'));
    }
}
