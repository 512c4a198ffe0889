//! The end of a place's name and what stands before it -> the landmark that it names, if it tells it from others.

/// What a place is, as far as its suffix tells it surely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Landmark {
    /// A school, from the kindergarten to the university.
    School,
    /// A housing estate.
    Estate,
    /// A company or a large shop.
    Firm,
    /// A road.
    Road,
    /// A village, or a neighborhood of a city.
    Village,
    /// A town, or a subdistrict of a city.
    Town,
}

/// The landmarks, from those that say most exactly where to those that say least.
pub const LEVELS: [&[Landmark]; 5] = [
    &[Landmark::School, Landmark::Estate],
    &[Landmark::Firm],
    &[Landmark::Road],
    &[Landmark::Village],
    &[Landmark::Town],
];

/// What stands before a suffix and tells nothing from others of its kind, whatever that is: its last two characters.
const NO_NAMES: [&str; 40] = [
    "隔壁", "对面", "旁边", "附近", "周边", "周围", "相邻", "邻近", "毗邻", "门口", "所在", "所住", "所属",
    "整个", "全体", "部分", "多个", "各个", "几个", "一个", "两个", "其他", "其它", "所有", "有些", "一家",
    "几家", "本地", "当地", "外地", "外省", "县城", "农村", "乡村", "乡下", "偏远", "新建", "现有", "大型",
    "小型",
];

impl Landmark {
    /// A number of its own, from 1 on.
    #[must_use]
    pub fn number(self) -> u32 {
        self as u32 + 1
    }

    /// Whether the two characters before its suffix are a name: 桦林小学, but not 中心小学, of which every town has one. Who
    /// drives onto a road (群众上高速) names none.
    #[must_use]
    pub fn is_named(self, before: &str) -> bool {
        let is_driven_onto = self == Self::Road && before.ends_with('上');
        !is_driven_onto && !NO_NAMES.contains(&before) && !self.sorts().contains(&before)
    }

    /// What says of which sort it is, not which one.
    fn sorts(self) -> &'static [&'static str] {
        match self {
            Self::School => &[
                "民办", "公办", "私立", "公立", "职业", "高级", "初级", "配套", "配建", "年制", "贯制",
                "宿制", "乡镇", "城镇", "普通", "重点", "特殊", "特教", "培训", "教育", "中职", "高职",
                "技工", "技师", "技术", "普惠", "中心", "省属", "市属", "孩子", "村里",
            ],
            Self::Estate => &[
                "人才", "青年", "职工", "学生", "单位", "家属", "移民", "养老", "长租", "物业", "老旧",
                "老式", "居民", "住宅", "商品", "品房", "安置", "置房", "回迁", "拆迁", "保障", "障房",
                "公租", "廉租", "租房", "高层", "多层", "高档", "普通", "封闭", "开放", "封控", "规范",
                "商务", "空中",
            ],
            Self::Firm => &[
                "有限", "责任", "股份", "国有", "热力", "公交", "来水", "供水", "供电", "供热", "供暖",
                "供气", "燃气", "然气", "暖气", "电力", "能源", "光伏", "风电", "电信", "通信", "通讯",
                "移动", "联通", "铁塔", "网络", "平台", "邮政", "物业", "地产", "房产", "开发", "置业",
                "投资", "资产", "建设", "建筑", "施工", "工程", "装饰", "装修", "家装", "整装", "材料",
                "物流", "快递", "运输", "客运", "出租", "租车", "约车", "租赁", "汽车", "校车", "轨道",
                "地铁", "铁路", "旅游", "文旅", "景区", "文化", "传媒", "广告", "水务", "水利", "市政",
                "园林", "生态", "环保", "环卫", "保洁", "清运", "保安", "维保", "外包", "劳务", "人力",
                "中介", "代理", "代建", "咨询", "培训", "管理", "服务", "科技", "软件", "游戏", "电商",
                "商贸", "商业", "商务", "贸易", "外贸", "实业", "发展", "食品", "餐饮", "粮食", "粮油",
                "盐业", "烟草", "药材", "医药", "农业", "农机", "农资", "化工", "纺织", "城投", "城发",
                "贷款", "小贷", "金融", "保险", "担保", "连锁", "快捷", "电竞",
            ],
            Self::Road => &[
                "机耕", "产业", "通组", "通村", "通乡", "村级", "乡级", "县级", "县乡", "省级", "国省",
                "一级", "二级", "三级", "四级", "等级", "城市", "城区", "入户", "进村", "出村", "进出",
                "规划", "主要", "主干", "水泥", "柏油", "沥青", "砂石", "泥土", "断头", "田间", "山区",
                "旅游", "商业", "美食", "小吃", "背街", "快速", "施工", "运输", "修铁", "这条", "一条",
                "两条", "多条", "过境", "绕城",
            ],
            Self::Village => &[
                "城中", "移民", "贫困", "自然", "行政", "美丽", "空心", "传统", "文明", "示范", "试点",
                "智慧", "老旧", "城市", "居民", "村整", "规范", "化名",
            ],
            Self::Town => &["各乡", "型城", "小城", "特色", "中心", "重点", "民族"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_landmark_is_missing_from_the_levels() {
        let mut all = LEVELS.concat();
        all.sort_unstable();
        let numbers: Vec<u32> = all.into_iter().map(Landmark::number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn what_tells_one_from_others() {
        for (landmark, before, named) in [
            (Landmark::School, "桦林", true),
            (Landmark::School, "中心", false),
            (Landmark::Road, "建设", true),
            (Landmark::Road, "众上", false),
            (Landmark::Road, "过境", false),
            (Landmark::Village, "化名", false),
            (Landmark::Firm, "建设", false),
            (Landmark::Estate, "隔壁", false),
        ] {
            assert_eq!(landmark.is_named(before), named, "{before} {landmark:?}");
        }
    }
}
