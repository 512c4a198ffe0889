//! A cut text -> the regions it lies in and the places and parties it names, found by how their names end.
//!
//! Names of estates, roads, schools and firms are in no dictionary, and no model is downloaded for them. They
//! end in a word that says what they are (a suffix: 路, 小区, 小学, 公司), and before it stands what makes them
//! names: words that jieba knows as nouns or does not know at all. Function words, verbs and measure words end
//! a name to the left ([`naming`](super::naming)). How much a name says is decided later, by how many messages of the
//! register hold it or the characters that tell it from others: 农村公路 says no more than 农村.

use super::landmark::Landmark;
use super::naming::{Names, Naming, ROAD_WORDS};
use crate::segment::{Dictionary, Segmented, TokenKind};
use crate::text::Span;

/// Endings of regions, which contain places.
const REGION_ENDS: [char; 6] = ['市', '县', '区', '省', '州', '旗'];

/// Words that end like a region but name none.
pub(super) const NO_REGIONS: [&str; 33] = [
    "小区", "社区", "地区", "城区", "园区", "校区", "片区", "辖区", "市区", "城市", "超市", "门市", "本市",
    "全市", "我市", "我县", "我区", "各市", "各县", "各区", "全县", "全区", "两县", "两区", "县区", "区县",
    "县市", "厂区", "景区", "宅区", "发区", "夜市", "红旗",
];

/// What a masked text has in the place of a hidden character.
const HIDDEN: char = '*';

/// What ends like a region and is the end of its name: 河东新区, which jieba cuts before 新区.
const HALF_A_REGION: &str = "新区";

/// What stands before a region and is no part of its name, as far as few names begin with it: not 上 or 和, with which
/// cities do.
const LEADS_TO_A_REGION: &str = "请由让在从把被给与及各该本我";

/// A name has at most so many characters before its suffix.
const NAME_CHARACTERS: usize = 6;
/// So many of them, next to the suffix, tell it from others: people leave out the beginning of long names.
const TELLING_CHARACTERS: usize = 2;

/// What a mention names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// A city, county or district.
    Region,
    /// A road, an estate, a school, a firm: what stands in a region.
    Place,
}

/// A name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// What it names.
    pub kind: PlaceKind,
    /// What tells it from others: the last characters of the name and its suffix; a region's whole name.
    pub key: String,
    /// The two characters before the suffix of a place, if there are two: how much they say bounds what the name says.
    pub core: Option<(char, char)>,
    /// What the place is, if its suffix tells that and its name tells it from others.
    pub landmark: Option<Landmark>,
    /// Where it stands in the folded text, as far as it could be found to the left.
    pub span: Span,
}

/// Finds mentions; remembers what it has found out about words.
#[derive(Debug)]
pub struct PlaceFinder<'d> {
    dictionary: &'d Dictionary,
    words: Naming<'d>,
}

impl<'d> PlaceFinder<'d> {
    /// A finder that asks `dictionary` for parts of speech.
    #[must_use]
    pub fn new(dictionary: &'d Dictionary) -> Self {
        Self { dictionary, words: Naming::new(dictionary) }
    }

    /// A text cut with the dictionary that is asked.
    #[must_use]
    pub fn cut<'t>(&self, text: &'t str) -> Segmented<'t> {
        Segmented::new(text, self.dictionary)
    }

    /// The mentions in `text`, first to last.
    #[must_use]
    pub fn mentions(&mut self, text: &Segmented<'_>) -> Vec<Mention> {
        let folded = text.folded();
        let mut mentions = Vec::new();
        // Where the name that may be under way begins.
        let mut begin: Option<usize> = None;
        // Where the name of a road may begin that nothing else has.
        let mut road_begin: Option<usize> = None;
        let mut before = Span::default();
        for token in &text.tokens {
            let earlier = std::mem::replace(&mut before, token.span);
            if token.kind == TokenKind::Mark {
                // Nothing goes on beyond a mark: in 辖区、县 no region is called 、县.
                (begin, road_begin) = (None, None);
                before = Span { start: token.span.end, end: token.span.end };
                continue;
            }
            if token.kind == TokenKind::Number && folded[..token.span.start].ends_with(HIDDEN) {
                // The last digits of a masked telephone are not the number of a bus.
                (begin, road_begin) = (None, None);
                continue;
            }
            let mut rest = token.span;
            if let Some(span) = self.region(folded, earlier, token.span) {
                let key = span.of(folded).to_owned();
                mentions.push(Mention { kind: PlaceKind::Region, key, core: None, landmark: None, span });
                (begin, road_begin) = (None, None);
                // What jieba has glued to the region begins a name: A5 and 区柳溪.
                rest.start = span.end;
                if rest.start == rest.end {
                    continue;
                }
            }
            let word = rest.of(folded);
            let about = self.words.about(word);
            let verbal =
                std::mem::replace(&mut road_begin, (about.names == Names::Roads).then_some(rest.start));
            if let Some((start, length)) = begin.or(verbal).zip(about.glued) {
                let name = Span { start, end: rest.start };
                mentions.push(place(folded, name, rest.start + length, Some(Landmark::Road)));
                begin = None;
                continue;
            }
            if ROAD_WORDS.contains(&word) {
                begin = begin.or(verbal);
            }
            let start = begin.unwrap_or(rest.start);
            if let Some(suffix) = about.suffix {
                let name = Span { start, end: rest.end - suffix.text.len() };
                // 学校 and 公司 alone name nothing; 家乡 and 国家 name nothing after whatever.
                let common = (begin.is_none() || suffix.text.len() < word.len()) && about.common;
                if name.start < name.end && !common {
                    mentions.push(place(folded, name, rest.end, suffix.landmark));
                }
                // 柳溪路小学: a name that ends in one character may go on as the name of something else, and so
                // may a word of the dictionary that looks like a name: 果园小区.
                let goes_on = if common {
                    suffix.text.len() < word.len() && about.names == Names::Places
                } else {
                    suffix.text.chars().count() == 1
                };
                begin = goes_on.then_some(start);
            } else if about.names == Names::Places {
                begin = Some(start);
            } else {
                begin = None;
            }
        }
        mentions
    }

    /// Whether a folded word, or a piece of it, may be part of a name that stands before what was found of it. Names
    /// begin with numbers, adverbs and 地, which elsewhere end them (五一路, 地锦大厦), but not with 在, 和 or 的.
    pub fn may_lead(&mut self, word: &str) -> bool {
        self.words.about(word).leads
    }

    /// The region that ends in this token: 榆关区, 榆关 and 区, or, where names are letters and numbers, A5 and 区,
    /// which jieba may have cut into A5 and 区政府.
    fn region(&mut self, folded: &str, before: Span, token: Span) -> Option<Span> {
        let (earlier, word) = (before.of(folded), token.of(folded));
        let first_end = token.start + word.chars().next()?.len_utf8();
        let coded = earlier.ends_with(|c: char| c.is_ascii_alphanumeric());
        if before.end == token.start && coded && word.starts_with(REGION_ENDS) {
            let run = folded[..before.end].trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
            // 3区 may be a block of an estate.
            return folded[run..]
                .starts_with(|c: char| c.is_ascii_alphabetic())
                .then_some(Span { start: run, end: first_end });
        }
        if !word.ends_with(REGION_ENDS) {
            return None;
        }
        let span = if first_end < token.end && word != HALF_A_REGION {
            self.without_lead(folded, token)?
        } else {
            let named =
                before.end == token.start && before.start < before.end && !self.words.about(earlier).common;
            named.then(|| Span { start: last_characters(folded, before, 3), end: token.end })?
        };
        let name = span.of(folded);
        let common = NO_REGIONS.iter().any(|common| name.ends_with(common)) || self.words.about(name).common;
        (!common).then_some(span)
    }

    /// A word that ends like a region, without what jieba has glued to its beginning: 请朔北区. `None` if nothing is
    /// left of it but such a beginning, as of 请区, which the dictionary does not know as a name either.
    fn without_lead(&mut self, folded: &str, word: Span) -> Option<Span> {
        let mut characters = word.of(folded).chars();
        let first = characters.next()?;
        let (lead, left) = (first.len_utf8(), characters.count());
        if self.dictionary.part_of_speech(word.of(folded)).is_some() {
            return Some(word);
        }
        if left == 1 {
            let about = self.words.about(first.encode_utf8(&mut [0; 4]));
            return (about.names == Names::Places && about.leads).then_some(word);
        }
        let begins = left > 2 && LEADS_TO_A_REGION.contains(first);
        Some(Span { start: word.start + if begins { lead } else { 0 }, end: word.end })
    }
}

/// The place whose suffix stands between the end of `name` and `end`.
fn place(text: &str, name: Span, end: usize, landmark: Option<Landmark>) -> Mention {
    let telling = last_characters(text, name, TELLING_CHARACTERS);
    let mut characters = text[telling..name.end].chars();
    let core = characters.next().zip(characters.next());
    let named = |landmark: &Landmark| core.is_some() && landmark.is_named(&text[telling..name.end]);
    Mention {
        kind: PlaceKind::Place,
        key: text[telling..end].to_owned(),
        core,
        landmark: landmark.filter(named),
        span: Span { start: last_characters(text, name, NAME_CHARACTERS), end },
    }
}

/// Where the last `count` characters of a span begin.
fn last_characters(text: &str, span: Span, count: usize) -> usize {
    span.of(text).char_indices().rev().take(count).last().map_or(span.end, |(at, _)| span.start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let dictionary = Dictionary::new([]);
        let mut finder = PlaceFinder::new(&dictionary);
        let cases: [(&str, &[&str]); 21] = [
            ("榆关区柳溪雅苑停车难", &["榆关区", "柳溪雅苑"]),
            // jieba has glued the end of the region to the name.
            ("修好C3区银泉花园小区路灯", &["C3区", "银泉花园"]),
            // A word of the dictionary that ends like a name is the beginning of one.
            ("家住果园小区5栋", &["果园小区"]),
            ("88路公交不准时", &["88路"]),
            ("电话139****0088路", &[]),
            ("该家酒店油烟", &[]),
            ("河东新区公交", &["河东新区"]),
            ("附近的学校和公园", &[]),
            // A verb, a preposition, a pronoun or a mark before 区 makes no region of it.
            ("请区住建局修一下路灯", &[]),
            ("学校建了、区里不管", &[]),
            ("由县供电公司负责，各区都有", &[]),
            ("到上海市和平区办事", &["上海市", "和平区"]),
            ("各青枫区尽快修好", &["青枫区"]),
            ("第三中学和实验中学补课", &["第三中学", "实验中学"]),
            ("胜利街和青年路积水", &["胜利街", "青年路"]),
            ("要求建设公路", &[]),
            ("红旗巷没有灯", &["红旗巷"]),
            ("文昌路盲道被占", &["文昌路"]),
            ("石桥路路灯不亮", &["石桥", "石桥路"]),
            ("请让医院退费", &[]),
            ("走阳高路最近", &["阳高路"]),
        ];
        for (text, expected) in cases {
            let text = Segmented::new(text, &dictionary);
            let found: Vec<&str> =
                finder.mentions(&text).iter().map(|mention| mention.span.of(text.folded())).collect();
            assert_eq!(found, expected, "{}", text.folded());
        }
    }

    #[test]
    fn a_place_goes_by_its_last_characters_and_a_region_by_all() {
        let dictionary = Dictionary::new([]);
        let text = Segmented::new("反映榆关区柳溪雅苑停车难", &dictionary);
        let mentions = PlaceFinder::new(&dictionary).mentions(&text);
        let names: Vec<&str> = mentions.iter().map(|mention| mention.key.as_str()).collect();
        assert_eq!(names, ["榆关区", "溪雅苑"]);
    }
}
