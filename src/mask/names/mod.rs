//! Text -> the given names of residents in it.
//!
//! Nothing tells a name from other words for certain, so signs are added up: a word before it (我叫, 联系人：), a
//! title after it (女士, 大爷), or jieba's class `nr`. What such a sign has shown to be a name is a name wherever
//! it stands in the text, unless it is another word too.

mod alone;
mod candidate;
mod cell;
mod classed;
mod cued;
pub(super) mod deputies;
mod listed;
mod nobody;
mod words;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashSet;

use super::{Found, MaskKind};
use crate::segment::Dictionary;
use crate::suggestion::people::LONG_SURNAMES;
use crate::text::{Span, pattern};

use candidate::Candidate;
use listed::names_no_given;

pub(super) use cell::{are_under, in_cell};

/// Family names: see the head of the file.
const SURNAMES: &str = include_str!("../surnames.txt");

/// Words that follow the name of a person.
static TITLE: LazyLock<Regex> = LazyLock::new(|| pattern(TITLES));
const TITLES: &str = "先生|女士|小姐|同志|大爷|大妈|大叔|大娘|大姐|大哥|大伯|大婶|大嫂|阿姨|奶奶|爷爷|叔叔|伯伯|老人|老太|老汉|老伯|师傅|同学\
    |医生|老师";
/// What people are who hold an office; the same words stand before and after their names.
const OFFICES: &str =
    "书记|支书|[部厅局县区市镇乡村校院队组科股处所站园会]长|主任|经理|老板|律师|法官|警官|教授";
/// Words after the family name or the name by which a cell calls a person; 某某 tells nothing.
static CALLED: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("(?:{TITLES}|{OFFICES}|阿婆|阿公|阿伯|总工|工程师|某+)$")));
/// Offices before the name of a person.
static OFFICE_BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?:{OFFICES}|医生|老师)$")));
/// 家 where it is a home and no part of another word.
static HOME: LazyLock<Regex> =
    LazyLock::new(|| pattern("家(?:[门里中的漏被住]|房[屋子]|院|附近|[旁对]|楼[上下]|孩子|\\P{Han}|$)"));
/// What stands before a name that 家 alone follows: a house, a group of a village, a bracket.
const HOUSES: [char; 8] = ['号', '组', '室', '户', '栋', '队', '（', '('];
const HOME_BYTES: usize = '家'.len_utf8();
/// What people do and things do not.
static SPEAKS: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:告诉|说|表示|反映|称|认为|要求|告知|回复|解释|[、和与及])"));
/// Words that no given name begins or ends with: grammar, numbers, kinship.
const NO_NAME: &str = "的了着过在是和与及把被对向从到给让用要将会能可应该已就都也还又再只不没未很太更最这那哪什么怎\
    吗呢吧啊呀哦等之其此每各某个们您你我他她它自己两几第年月日号说称问想去来做请找打听看见且而但或者如若因所以为于由至以上下内外";
/// What follows a family name in place of a given one: offices, forms of address, words of jieba's that are none.
static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!("^.(?:.?(?:{OFFICES})|(?:阿婆|阿公|阿伯|某|总工|工程师)|[总厅局处科工姓氏家府嘴某])"))
});
/// What stands after the name of a place or a class and not after that of a person.
static NO_PERSON_AFTER: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:学生|学校|[小中]学|[管居村]委会|街道|社区|小区|[路湖])"));
/// Words that the dictionary takes for names of persons, and that are something else in nearly every text.
const WORDS: &str = "陈述 周转 高三 高一 高二 顾全 孙女 杜绝 关怀 陈旧 陈列 周旋 宁静 高峰 高潮 文明 康复 阳光 齐全 顾问 顾客 胡同 卫星 雷达 洪水 洪峰 \
    白领 范畴 温泉 许可 张贴 严正 周密 周全 殷勤 高超 高薪 查明 查清 田园 田野 张开 张扬 张罗 张望 周折 施政 路基 雷雨 柳树 \
    钟声 温馨 祝福 祝贺 唐宝宝 施仁政 杨柳絮 白班 祝好 祝安 夏安 夏祺 安好 陈设 高耸 高雅 田地 陶冶 文武 余震";
/// What such words are joined with: 周转房, 康复费.
const JOINED: &str = "房费款率期";
/// What makes a name of a place out of what would be a name of a person.
const PLACES: &str =
    "路街巷村镇乡县区市省庄屯桥桩湾沟山河湖江岛寺店集场站园苑里坊弄院校厂馆楼栋城港口岭坡坪塘井";
/// What does so even after a word that a name often follows.
const SURE_PLACES: &str = "路街巷村镇乡县区市省庄";
/// So many characters has a name of which the family has two.
const LONGEST_NAME: usize = 4;
/// Classes of names: of persons, places and things.
const PROPER: [&str; 3] = ["nr", "ns", "nz"];
/// So many of the common family names are enough to believe jieba a name of two characters.
const COMMONEST: usize = 12;

/// Family names by how much they prove.
struct Surnames {
    commonest: FxHashSet<char>,
    common: FxHashSet<char>,
    rare: FxHashSet<char>,
}

static FAMILY: LazyLock<Surnames> = LazyLock::new(|| {
    let mut lines = SURNAMES.lines().filter(|line| !line.starts_with('#'));
    let (common, rare) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    Surnames {
        commonest: common.chars().take(COMMONEST).collect(),
        common: common.chars().collect(),
        rare: rare.chars().collect(),
    }
});

/// How much is known before the name itself is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// A name must stand here.
    Sure,
    /// A name may stand here.
    Likely,
}

/// Whether a name that stands in a cell for names can be looked for elsewhere: 微风 is a nickname there and a word here.
pub(super) fn is_telling(name: &str, dictionary: &Dictionary) -> bool {
    name.chars().all(|c| is_han(c) || c == '·')
        && name.chars().nth(1).is_some()
        && dictionary.may_be_name(name)
        && !is_word(name)
}

fn is_word(name: &str) -> bool {
    WORDS.split_whitespace().any(|word| word == name)
}

/// Finds the names of residents; `residents` are known to be some.
pub(super) fn find(found: &mut Found<'_>, dictionary: &Dictionary, kept: &[&str], residents: &[String]) {
    let telephones = telephones(found);
    let names = Names { text: found.text, dictionary, classes: dictionary.classes(found.text), telephones };
    let mut spans = names.after_words();
    spans.extend(names.alone());
    spans.extend(names.in_brackets());
    spans.extend(names.before_words());
    spans.extend(names.by_class());
    spans.extend(names.in_two_words());
    spans.extend(names.listed(&spans));
    spans.sort_unstable();
    spans.dedup();
    let mut people: Vec<&str> = spans.iter().map(|span| span.of(found.text)).collect();
    // Who is written with a blank in one place is written without it in another.
    let together: Vec<String> =
        people.iter().filter(|name| name.contains(' ')).map(|name| name.replace(' ', "")).collect();
    let telling = together.iter().filter(|name| is_telling(name, dictionary));
    people.extend(residents.iter().chain(telling).map(String::as_str));
    // Longer before shorter: of 王小 and 王小柳 at one place the longer one is the name.
    people.sort_unstable_by_key(|name| (std::cmp::Reverse(name.len()), *name));
    people.dedup();
    for name in people {
        if !kept.contains(&name) {
            names.hide(found, name, &spans, kept);
        }
    }
}

/// The telephones and identity cards that were found, of which a middle part is to be hidden, as far as signs of numbers
/// reach.
fn telephones(found: &Found<'_>) -> Vec<Span> {
    let is_part =
        |c: char| c.is_ascii_digit() || matches!(c, ' ' | 'X' | 'x' | '+' | '-' | '—' | '－' | '.' | '·');
    let pieces = found.pieces.iter().filter(|(_, (_, kind))| matches!(kind, MaskKind::Phone | MaskKind::Id));
    let span = |(&start, &(end, _)): (&usize, &(usize, MaskKind))| Span {
        start: found.text[..start].trim_end_matches(is_part).len(),
        end: found.text.len() - found.text[end..].trim_start_matches(is_part).len(),
    };
    pieces.map(span).collect()
}

/// How many bytes of a name are its family name.
fn family_bytes(name: &str) -> usize {
    let double = LONG_SURNAMES.iter().find(|double| name.starts_with(*double) && name.len() > double.len());
    double.map_or_else(|| name.chars().next().map_or(0, char::len_utf8), |double| double.len())
}

/// Where the given name begins in a name that may have a blank before it.
fn given_start(name: &str) -> usize {
    let family = family_bytes(name);
    name.len() - name[family..].trim_start().len()
}

struct Names<'t> {
    text: &'t str,
    dictionary: &'t Dictionary,
    /// The words of the text and their classes.
    classes: Vec<(Span, &'t str)>,
    /// The telephones and identity cards in the text, with the signs and blanks on both sides.
    telephones: Vec<Span>,
}

impl Names<'_> {
    /// Hides the given name of `name` wherever it stands, unless it is that of a deputy somewhere; `shown` are the places
    /// in which a sign shows that it is a name. Within one of the `kept` names it is no name: 王青 in 王青山.
    fn hide(&self, found: &mut Found<'_>, name: &str, shown: &[Span], kept: &[&str]) {
        let longer = kept.iter().filter(|kept| kept.contains(name));
        let longer: Vec<Range<usize>> = longer
            .flat_map(|kept| self.text.match_indices(kept).map(|(at, _)| at..at + kept.len()))
            .collect();
        let places = self.text.match_indices(name).map(|(at, _)| at);
        let places: Vec<usize> = places.filter(|at| !longer.iter().any(|name| name.contains(at))).collect();
        let is_public = |&at: &usize| {
            deputies::are_behind(&self.text[at + name.len()..]) || deputies::are_before(&self.text[..at])
        };
        if places.iter().any(is_public) {
            return;
        }
        // 林业 may be a person behind 联系人：, and is forestry elsewhere.
        let class = self.dictionary.part_of_speech(name);
        let is_word = class.is_some_and(|class| !PROPER.iter().any(|proper| class.starts_with(proper)));
        for start in places {
            let end = start + name.len();
            let is_shown = !is_word || shown.binary_search(&Span { start, end }).is_ok();
            if is_shown && !self.begins_a_place(end) {
                let mut start = start + given_start(name);
                // The blanks between the parts of a name tell nothing.
                for part in self.text[start..end].split(' ') {
                    found.add(MaskKind::Name, start..start + part.len());
                    start += part.len() + 1;
                }
            }
        }
    }

    /// Whether the dictionary has another word here: 高度 in 居民高度重视, 张家口, 常年.
    fn reads_as_another_word(&self, characters: &[char], name: &str) -> bool {
        let length = name.chars().count();
        let place = |at: usize| characters.get(at).is_some_and(|c| SURE_PLACES.contains(*c));
        if place(length - 1) && length > 2 || place(length) || self.is_word_before_another(characters, length)
        {
            return true;
        }
        // 欧阳 is a place for the dictionary, but 东方 is east.
        let is_double = family(characters, Sign::Likely) == Some(2) && characters[0] != '东';
        let shortest = if is_double { 3 } else { 2 };
        (shortest..=4.min(characters.len()))
            .any(|length| self.dictionary.is_other_word(&characters[..length]))
    }

    /// Whether the first two characters are a word that is no name, and a name of `length` goes no further or the next
    /// word begins there: 高三 in 高三学生, 周转 in 周转房, though not 张望 in 张望舒.
    fn is_word_before_another(&self, characters: &[char], length: usize) -> bool {
        let begins = || characters.get(..2).is_some_and(|two| is_word(&two.iter().collect::<String>()));
        let goes_on = || characters.get(2..4).is_some_and(|next| self.dictionary.knows(next));
        let is_joined = || characters.get(2).is_some_and(|c| JOINED.contains(*c) || PLACES.contains(*c));
        begins() && (length == 2 || goes_on() || is_joined())
    }

    /// Whether the first two characters are a word, or one character twice: 孙子女, 徐徐.
    fn begins_with_a_word(&self, characters: &[char]) -> bool {
        characters[0] == characters[1]
            || characters.len() > 2 && self.dictionary.is_other_word(&characters[..2])
    }

    /// The names before titles, and before 家 where it is somebody's home.
    fn before_words(&self) -> Vec<Span> {
        // 陈家 before 老汉 is a family.
        let is_given = |name: &Span| !names_no_given(name.of(self.text));
        let titles = TITLE.find_iter(self.text).filter_map(|title| self.name_until(title.start()));
        let titles = titles.filter(is_given);
        let homes = HOME.find_iter(self.text).filter_map(|home| self.name_until(home.start()));
        let is_owner = |span: &Span| {
            let name = span.of(self.text);
            let last = name.char_indices().next_back().map_or(0, |(at, _)| at);
            let (before, after) = (&self.text[..span.start], &self.text[span.end + HOME_BYTES..]);
            let joined = &self.text[span.start + last..span.end + HOME_BYTES];
            // 国家 and 专家 are words, and two characters prove little.
            name.chars().nth(2).is_some()
                && !name.contains(|c| NO_NAME.contains(c))
                && !CALLED.is_match(name)
                && !self.cuts_a_word(span.start)
                && self.dictionary.may_be_name(joined)
                && (after.starts_with(is_han) || before.ends_with(HOUSES))
        };
        titles.chain(homes.filter(is_owner)).collect()
    }

    /// Whether a word that makes a name of a place out of what stands before it begins at `at`: 路 in 白云路路灯不亮,
    /// though not 路过.
    fn begins_a_place(&self, at: usize) -> bool {
        let word = self.classes.partition_point(|(word, _)| word.end <= at);
        self.classes.get(word).is_some_and(|(word, _)| {
            let rest = &self.text[at..word.end];
            rest.chars().count() == 1 && SURE_PLACES.contains(rest)
        })
    }

    /// The name that ends at `end`: of four, three or two characters, the longest that can be one.
    fn name_until(&self, end: usize) -> Option<Span> {
        let before: Vec<(usize, char)> = self.text[..end].char_indices().rev().take(4).collect();
        let han = before.iter().take_while(|(_, c)| is_han(*c)).count();
        (2..=han).rev().find_map(|length| {
            let start = before[length - 1].0;
            let name = Candidate::read(&self.text[start..end], Sign::Likely)?;
            let is_word = || name.given().len() == 2 && self.dictionary.knows(name.given());
            // 谢谢 is no family name, and 叔叔 in 谢谢叔叔阿姨 no given one.
            let is_name = (!name.has_grammar() || is_word())
                && name.characters[0] != name.characters[1]
                && !name.is_title()
                && !self.reads_as_another_word(&name.characters, name.text);
            is_name.then_some(Span { start, end })
        })
    }
}

/// How many characters at the beginning are a family name.
fn family(characters: &[char], sign: Sign) -> Option<usize> {
    let first = characters.first()?;
    let double = || {
        let two: String = characters.iter().take(2).collect();
        LONG_SURNAMES.contains(&two.as_str())
    };
    if characters.len() > 2 && double() {
        return Some(2);
    }
    let known = FAMILY.common.contains(first) || sign == Sign::Sure && FAMILY.rare.contains(first);
    known.then_some(1)
}

/// Whether a title begins with the first of some characters.
fn begins_title(characters: &[char]) -> bool {
    let text: String = characters.iter().collect();
    TITLE.find(&text).is_some_and(|title| title.start() == 0)
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}
