//! A text -> the bytes of the files in which an office might send it.

use std::fmt::Write as _;

use encoding_rs::GB18030;
use rust_xlsxwriter::Workbook;

/// A register as most come; 𠮷 takes four bytes in GB18030.
pub const REGISTER: &str = "\
编号,标题,内容,备注
1,增设路灯,𠮷祥里巷口太暗，晚上看不清路，请装两盏路灯。,转办
2,公交末班车太早,下夜班赶不上末班车，请把末班车延到二十三点。,
3,低保申请被拒,父亲肢体二级残疾，申请低保没有批，请说明理由。,急
";

/// The headings that `tag` adds.
pub const ADDED: [&str; 7] = ["主题", "其他主题", "概率", "主办单位", "会办单位", "依据", "复核"];

pub fn gb18030(text: &str) -> Vec<u8> {
    let (bytes, _, damaged) = GB18030.encode(text);
    assert!(!damaged);
    bytes.into_owned()
}

pub fn utf16(text: &str) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// The cells of a register without quotes.
pub fn cells(register: &str) -> Vec<Vec<&str>> {
    register.lines().map(|line| line.split(',').collect()).collect()
}

pub fn xlsx(register: &str) -> Vec<u8> {
    sheets(&[("台账", register)])
}

/// A workbook of several named sheets.
pub fn sheets(registers: &[(&str, &str)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, register) in registers {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(cells(register)) {
            sheet.write_row(row, 0, cells).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

pub fn html(register: &str) -> String {
    let row = |cells: Vec<&str>| format!("<tr><td>{}</td></tr>", cells.join("</td><td>"));
    format!("<html><table>{}</table></html>", cells(register).into_iter().map(row).collect::<String>())
}

pub fn json_lines(register: &str) -> String {
    let cells = cells(register);
    let (headings, rows) = cells.split_first().unwrap();
    let object = |row: &Vec<&str>| {
        let fields = headings.iter().zip(row).map(|(&heading, &cell)| (heading.to_owned(), cell.into()));
        serde_json::Value::Object(fields.collect()).to_string() + "\n"
    };
    rows.iter().map(object).collect()
}

/// Three themes and three departments with twelve written rows each: enough to learn from in no time.
pub fn labeled() -> String {
    let subjects = [
        (
            "交通",
            "交通委",
            "",
            [
                "公交站台没有雨棚",
                "末班车收得太早",
                "路口红灯时间太长",
                "人行道被车辆占用",
                "地铁口缺少停车位",
                "公交线路绕行太远",
                "单行道标志看不清",
                "早高峰路口堵车严重",
                "学校门前没有斑马线",
                "公交车到站不报站名",
                "停车场收费太贵",
                "网约车占用公交车道",
            ],
        ),
        (
            "教育",
            "教委",
            "街道",
            [
                "小学课后托管名额不足",
                "幼儿园入园要排队两年",
                "中学食堂饭菜太凉",
                "教室没有安装空调",
                "学校操场雨天积水",
                "老师布置作业过多",
                "新建小区没有配套小学",
                "初中入学划片不合理",
                "校车线路太少",
                "幼儿园收费没有公示",
                "高中住宿条件太差",
                "学生体检结果不通知家长",
            ],
        ),
        (
            "养老",
            "民政局",
            "卫健委、街道",
            [
                "社区养老驿站没有助餐",
                "老人上下楼需要加装扶手",
                "养老院床位不够",
                "独居老人无人上门探视",
                "高龄津贴发放太迟",
                "老年食堂周末不开门",
                "敬老院护理员太少",
                "日间照料中心设施陈旧",
                "失能老人护理补贴难申请",
                "老年大学报名太难",
                "养老机构收费不透明",
                "老人助浴服务没有开展",
            ],
        ),
    ];
    let mut register = "标题,内容,主题,主办单位,会办单位\n".to_owned();
    for (theme, lead, assist, titles) in subjects {
        for title in titles {
            writeln!(register, "{title},居民反映{title}，希望有关部门尽快解决。,{theme},{lead},{assist}")
                .unwrap();
        }
    }
    register
}
