//! A word -> whether it may be part of a name, what is called so, and the suffix that it is or ends in.

use rustc_hash::FxHashMap;

use super::landmark::Landmark;
use crate::segment::Dictionary;
use crate::vectorize::terms::TermKey;

/// Endings of names, as whole words or as the end of a word, by what they name; of several the longest one counts.
const SUFFIXES: [(Option<Landmark>, &[&str]); 7] = [
    (Some(Landmark::School), &["幼儿园", "中学", "小学", "大学", "学院", "学校"]),
    (
        Some(Landmark::Estate),
        &[
            "小区", "公寓", "花园", "家园", "花苑", "佳苑", "新村", "新城", "公馆", "楼盘", "华府", "华庭",
            "华苑", "名苑", "名城", "星城", "苑", "郡", "墅", "轩",
        ],
    ),
    (Some(Landmark::Firm), &["公司", "集团", "酒店", "宾馆", "超市", "商场", "影城"]),
    (Some(Landmark::Road), &["大道", "公路", "高速", "胡同", "里弄", "路", "街", "巷"]),
    (Some(Landmark::Village), &["社区", "村", "屯", "寨"]),
    (Some(Landmark::Town), &["街道", "镇", "乡"]),
    (
        None,
        &[
            "地铁站", "工业园", "开发区", "产业园", "碎石场", "垃圾站", "步行街", "变电站", "加油站",
            "卫生院", "广场", "公园", "医院", "银行", "市场", "大厦", "立交", "车站", "园区", "水库", "电站",
            "工地", "项目", "国际", "中心", "农场", "林场", "路口", "高架", "隧道", "号线", "桥", "湖", "河",
            "园", "城", "府", "庭", "湾", "组", "厂", "矿", "店", "站", "场", "楼", "馆", "寺", "港", "线",
            "里", "居", "堂", "沟", "渠",
        ],
    ),
];

/// Words that begin a request rather than a name, whatever jieba calls them.
const NEVER_IN_A_NAME: [&str; 40] = [
    "请求", "反映", "投诉", "咨询", "反对", "希望", "建议", "关于", "要求", "位于", "居住", "附近", "居民",
    "业主", "我们", "你们", "他们", "领导", "尊敬", "书记", "问题", "来自", "坚决", "强烈", "举报", "求助",
    "解决", "取消", "恳请", "盼望", "硬化", "新建", "到", "是", "有", "去", "让", "离", "走", "请",
];

/// What points at something that was named before, even where jieba takes it for part of an unknown word: 该家酒店.
const POINTING: [char; 5] = ['该', '此', '这', '那', '某'];

/// What tells one from others though jieba calls it a verb, a time or a number: 实验中学, 青年路 and 第三中学.
const NAMING: [&str; 2] = ["实验", "青年"];
/// Roads are called after what jieba calls verbs used as nouns, too: 胜利街, 建设大道. Only whole words end such names: in
/// 建设公路 something is built.
pub const ROAD_WORDS: [&str; 4] = ["路", "街", "巷", "大道"];
/// The class of such verbs.
const VERBAL_NOUN: &str = "vn";
/// A word of the dictionary that after a name is the end of a road and the beginning of 盲道.
const GLUED: &str = "路盲";
const ORDINAL: char = '第';

/// The classes of single characters that never begin a name: prepositions, conjunctions, pronouns, particles,
/// verbs.
const NEVER_LEADING: &str = "pcruyv";

/// The end of a name.
#[derive(Debug, Clone, Copy)]
pub struct Suffix {
    /// How it is written.
    pub text: &'static str,
    /// What it names, if it tells that.
    pub landmark: Option<Landmark>,
}

/// What is called by a word, or by a name that the word is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// Places of every kind.
    Places,
    /// Roads, and nothing else.
    Roads,
    /// Nothing: it ends a name to the left.
    Nothing,
}

/// What matters of a word here.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// The suffix that it is or ends in.
    pub suffix: Option<Suffix>,
    /// Whether jieba knows it, and not as a name.
    pub common: bool,
    /// What it may be the name of, before a suffix.
    pub names: Names,
    /// Whether it may do so where it does not look like it: see [`PlaceFinder::may_lead`](super::place::PlaceFinder::may_lead).
    pub leads: bool,
    /// The length of the end of a road that jieba has glued to what follows it: 文昌路盲道 is cut into 文昌, 路盲 and 道,
    /// and 石桥路路灯 into 石桥, 路路 and 灯.
    pub glued: Option<usize>,
}

/// Looks at words; remembers what it has found out.
#[derive(Debug)]
pub struct Naming<'d> {
    dictionary: &'d Dictionary,
    /// Suffixes by the character they end in, the longer ones first: most words end in one that ends none.
    suffixes: FxHashMap<char, Vec<Suffix>>,
    /// By the hash of the word, which no other word is likely to have.
    known: FxHashMap<TermKey, Word>,
}

impl<'d> Naming<'d> {
    /// Asks `dictionary` for parts of speech.
    #[must_use]
    pub fn new(dictionary: &'d Dictionary) -> Self {
        let mut all: Vec<Suffix> = SUFFIXES
            .iter()
            .flat_map(|&(landmark, texts)| texts.iter().map(move |&text| Suffix { text, landmark }))
            .collect();
        all.sort_by_key(|suffix| std::cmp::Reverse(suffix.text.len()));
        let mut suffixes: FxHashMap<char, Vec<Suffix>> = FxHashMap::default();
        for suffix in all {
            suffixes.entry(suffix.text.chars().next_back().unwrap_or_default()).or_default().push(suffix);
        }
        Self { dictionary, suffixes, known: FxHashMap::default() }
    }

    /// The longest suffix that `word` is or ends in.
    fn suffix(&self, word: &str) -> Option<Suffix> {
        let ending = self.suffixes.get(&word.chars().next_back()?)?;
        ending.iter().copied().find(|suffix| word.ends_with(suffix.text))
    }

    /// What matters of a folded word; it is found out once.
    pub fn about(&mut self, word: &str) -> Word {
        let key = TermKey::word(word);
        if let Some(&about) = self.known.get(&key) {
            return about;
        }
        let tag = self.dictionary.part_of_speech(word);
        let single = word.chars().nth(1).is_none();
        // Single characters of names are often verbs or measures elsewhere.
        let closing = if single { "pcruydmq" } else { "pcruydvmt" };
        let never = NEVER_IN_A_NAME.contains(&word) || word.starts_with(POINTING);
        let begins = word.char_indices().nth(2).map_or(word, |(end, _)| &word[..end]);
        let is_glued =
            word == GLUED || (!single && tag.is_none() && self.dictionary.part_of_speech(begins).is_none());
        let road = ROAD_WORDS.iter().find(|road| word.len() > road.len() && word.starts_with(**road));
        let is_name = NAMING.contains(&word)
            || (!single && word.starts_with(ORDINAL))
            || tag.as_ref().is_none_or(|tag| !tag.starts_with(|first| closing.contains(first)));
        let names = match tag.as_deref() {
            _ if never => Names::Nothing,
            _ if is_name => Names::Places,
            Some(VERBAL_NOUN) => Names::Roads,
            _ => Names::Nothing,
        };
        let about = Word {
            suffix: self.suffix(word),
            glued: road.filter(|_| is_glued).map(|road| road.len()),
            common: tag
                .as_ref()
                .is_some_and(|tag| !["ns", "nt", "nz", "nr"].iter().any(|name| tag.starts_with(name))),
            leads: !never
                && tag.as_ref().is_none_or(|tag| {
                    let never_leads = if single { NEVER_LEADING } else { closing };
                    tag == "uv" || !tag.starts_with(|first| never_leads.contains(first))
                }),
            names,
        };
        self.known.insert(key, about);
        about
    }
}
