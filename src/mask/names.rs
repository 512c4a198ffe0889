//! Text -> the given names of residents in it.
//!
//! Nothing tells a name from other words for certain, so signs are added up: a word before it (我叫, 联系人：), a
//! title after it (女士, 大爷), or jieba's class `nr`. What such a sign has shown to be a name is a name wherever
//! it stands in the text.

mod listed;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashSet;

use super::{Found, MaskKind};
use crate::segment::Dictionary;
use crate::text::{Span, pattern};

/// Family names: see the head of the file.
const SURNAMES: &str = include_str!("surnames.txt");

/// Words after which nothing but a name can stand: the name needs no other sign.
static SURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:我(?:的名字)?叫|名叫|名字叫",
        "|(?:联系人|[姓人]名|用户|名字|署名|反映人|投诉人|来电人|来信人|举报人|申请人|当事人|委托人|承租人|户主|业主|患者",
        "|经办人|责任人|被投诉人|负责人|法定代表人|法人)(?:姓名)?[:：是为]",
        ") ?"
    ))
});
/// Words after which a name may stand, or something else.
static LIKELY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "本人|我是(?:村里的|小区的|业主|居民|村民)?|我(?:的)?(?:父亲|母亲|爸爸|妈妈|儿子|女儿|孩子|爱人|丈夫|妻子|老公",
        "|老婆|老伴|老母亲|老父亲|哥哥|姐姐|弟弟|妹妹|孙子|孙女|同事|邻居)|联系人|反映人|投诉人|来电人|来信人|举报人|申请人",
        "|当事人|委托人|承租人|租户|房东|户主|业主|居民|村民|市民|患者|病人|学生|邻居|司机|老板|死者|伤者|受害人|经办人|负责人|责任人|法定代表人|(?:业主|居民|村民|家长|职工)代表|致礼|敬礼|致敬"
    ))
});
/// Words that follow the name of a person.
static TITLE: LazyLock<Regex> = LazyLock::new(|| pattern(TITLES));
const TITLES: &str =
    "先生|女士|小姐|同志|大爷|大妈|大叔|大娘|大姐|大哥|阿姨|奶奶|爷爷|老人|老太|师傅|同学|医生|老师";
/// What people are who hold an office; the same words stand before and after their names.
const OFFICES: &str = "书记|[部厅局县区市镇乡村校院队组科股处所站园会]长|主任|经理|老板|律师|法官|警官|教授";
/// Words after the family name or the name by which a cell calls a person; 某某 tells nothing.
static CALLED: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("(?:{TITLES}|{OFFICES}|阿婆|阿公|阿伯|总工|工程师|某+)$")));
/// Offices before the name of a person.
static OFFICE_BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?:{OFFICES}|医生|老师)$")));
/// Parts of a cell for names that name nobody.
static NOBODY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:匿名.*|(?:热心)?(?:市民|居民|群众|村民|网友|网民)|业主|家长)$|(?:公司|委员会|[业居村管]委会|社区|街道|学校|中心)$",
    )
});
/// Marks that divide the names in a cell, and those around what is added to one.
const BETWEEN: [char; 13] = ['、', '，', ',', '；', ';', '/', '\n', '|', '（', '）', '(', ')', '。'];
/// What people do and things do not.
static SPEAKS: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:告诉|说|表示|反映|称|认为|要求|告知|回复|解释|[、和与及])"));
/// What may stand between a name and the next one.
static NEXT: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:、|和|与|及|，)"));
/// Deputies, alone or after a list of names; theirs are public.
static DEPUTY_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[、和与及]\p{Han}{2,4})*(?:等)?(?:[0-9一二三四五六七八九十多]+[名位])?(?:市|区|县|省|镇|乡|人大|政协)*(?:代表|委员)",
    )
});
static DEPUTY_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|[^主民长工定])(?:代表|委员)[:： ]?(?:\p{Han}{2,4}[、和与及])*$"));

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
const WORDS: &str = "陈述 周转 高三 杜绝 关怀 陈旧 陈列 周旋 宁静 高峰 高潮 文明 康复 阳光 齐全 顾问 顾客 胡同 卫星 雷达 洪水 洪峰 \
    白领 范畴 温泉 许可 张贴 严正 周密 周全 殷勤 高超 高薪 查明 查清 田园 田野 张开 张扬 张罗 张望 周折 施政 路基 雷雨 柳树 \
    钟声 温馨 祝福 祝贺 陈设 高耸 高雅 田地 陶冶 文武 余震";
/// What makes a name of a place out of what would be a name of a person.
const PLACES: &str =
    "路街巷村镇乡县区市省庄屯桥桩湾沟山河湖江岛寺店集场站园苑里坊弄院校厂馆楼栋城港口岭坡坪塘井";
/// What does so even after a word that a name often follows.
const SURE_PLACES: &str = "路街巷村镇乡县区市省庄";
/// So many of the common family names are enough to believe jieba a name of two characters.
const COMMONEST: usize = 12;

/// Family names by how much they prove.
struct Surnames {
    commonest: FxHashSet<char>,
    common: FxHashSet<char>,
    rare: FxHashSet<char>,
    double: Vec<&'static str>,
}

static FAMILY: LazyLock<Surnames> = LazyLock::new(|| {
    let mut lines = SURNAMES.lines().filter(|line| !line.starts_with('#'));
    let (common, rare) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    Surnames {
        commonest: common.chars().take(COMMONEST).collect(),
        common: common.chars().collect(),
        rare: rare.chars().collect(),
        double: SURNAMES.lines().last().unwrap_or_default().split(' ').collect(),
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

/// Whether a column with this heading holds names of residents and nothing else.
pub(super) fn are_under(heading: &str) -> bool {
    let cue = format!("{heading}：");
    SURE.find_iter(&cue).any(|found| found.end() == cue.len())
}

/// The names in a cell that holds nothing else, whatever they look like, each with the place of its given name.
pub(super) fn in_cell(cell: &str) -> Vec<(Range<usize>, &str)> {
    let mut end = 0;
    let mut names = Vec::new();
    for part in cell.split_inclusive(BETWEEN) {
        let start = end;
        end += part.len();
        names.extend(name_in(part).map(|(given, name)| (start + given.start..start + given.end, name)));
    }
    names
}

/// The name in one part of a cell and the place of its given name; `None` where nobody or no given name is named.
fn name_in(part: &str) -> Option<(Range<usize>, &str)> {
    let whole = part.trim_matches(|c: char| c.is_whitespace() || BETWEEN.contains(&c));
    let called = CALLED.find(whole).map_or(whole.len(), |called| called.start());
    let name = whole[..called].trim_end();
    let family = family_bytes(name);
    let is_named = name.len() > family && !NOBODY.is_match(whole);
    let start = part.find(whole).unwrap_or_default();
    is_named.then_some((start + family..start + name.len(), name))
}

/// Whether a name that stands in a cell for names can be looked for elsewhere: 微风 is a nickname there and a word here.
pub(super) fn is_telling(name: &str, dictionary: &Dictionary) -> bool {
    let is_name = || dictionary.class(name).is_none_or(|class| class.starts_with("nr")) && !is_word(name);
    name.chars().all(|c| is_han(c) || c == '·') && name.chars().nth(1).is_some() && is_name()
}

fn is_word(name: &str) -> bool {
    WORDS.split_whitespace().any(|word| word == name)
}

/// Finds the names of residents; `residents` are known to be some.
pub(super) fn find(found: &mut Found<'_>, dictionary: &Dictionary, kept: &[String], residents: &[String]) {
    let names = Names { text: found.text, dictionary, classes: dictionary.classes(found.text) };
    let mut spans = names.after_words();
    spans.extend(names.before_titles());
    spans.extend(names.by_class());
    spans.extend(names.listed(&spans));
    spans.sort_unstable();
    spans.dedup();
    // Longer before shorter: of 王小 and 王小柳 at one place the longer one is the name.
    let mut people: Vec<&str> = spans.iter().map(|span| span.of(found.text)).collect();
    people.extend(residents.iter().map(String::as_str));
    people.sort_unstable_by_key(|name| (std::cmp::Reverse(name.len()), *name));
    people.dedup();
    for name in people {
        if kept.iter().any(|kept| kept == name) {
            continue;
        }
        let places: Vec<usize> = found.text.match_indices(name).map(|(at, _)| at).collect();
        let public = |&at: &usize| {
            DEPUTY_AFTER.is_match(&found.text[at + name.len()..]) || DEPUTY_BEFORE.is_match(&found.text[..at])
        };
        if !places.iter().any(public) {
            let family = family_bytes(name);
            for at in places {
                found.add(MaskKind::Name, at + family, at + name.len());
            }
        }
    }
}

/// How many bytes of a name are its family name.
fn family_bytes(name: &str) -> usize {
    let double = FAMILY.double.iter().find(|double| name.starts_with(*double) && name.len() > double.len());
    double.map_or_else(|| name.chars().next().map_or(0, char::len_utf8), |double| double.len())
}

struct Names<'t> {
    text: &'t str,
    dictionary: &'t Dictionary,
    /// The words of the text and their classes.
    classes: Vec<(Span, &'t str)>,
}

impl Names<'_> {
    fn after_words(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        for (pattern, sign) in [(&*SURE, Sign::Sure), (&*LIKELY, Sign::Likely)] {
            for cue in pattern.find_iter(self.text).filter(|cue| self.begins_at_a_word(cue.range())) {
                let mut at = cue.end();
                while let Some(span) = self.name_from(at, sign) {
                    spans.push(span);
                    // A list of names goes on as long as names come.
                    let Some(and) = NEXT.find(&self.text[span.end..]) else { break };
                    at = span.end + and.end();
                }
            }
        }
        spans
    }

    /// Whether no word ends within the piece and begins before it, as 行业 does in 行业主管 before 业主.
    fn begins_at_a_word(&self, piece: Range<usize>) -> bool {
        let at = self.classes.partition_point(|(word, _)| word.end <= piece.start);
        self.classes.get(at).is_none_or(|(word, _)| word.start >= piece.start || word.end >= piece.end)
    }

    /// The name that begins at `at`, past blanks and marks that end a greeting.
    fn name_from(&self, at: usize, sign: Sign) -> Option<Span> {
        let rest = self.text[at..].trim_start_matches([' ', '!', '！', '“', '"']);
        let start = self.text.len() - rest.len();
        let characters: Vec<char> = rest.chars().take(6).take_while(|c| is_han(*c)).collect();
        let family = family(&characters, sign)?;
        let given = self.given(&characters, family, sign)?;
        let end = start + characters[..family + given].iter().map(|c| c.len_utf8()).sum::<usize>();
        let name = &self.text[start..end];
        let other = OFFICE.is_match(rest)
            || NO_PERSON_AFTER.is_match(&self.text[end..])
            || sign == Sign::Likely && self.is_other_word(&characters, name);
        (!other).then_some(Span { start, end })
    }

    /// How many characters after the family name are the given name: two, or one where the second belongs to
    /// what follows.
    fn given(&self, characters: &[char], family: usize, sign: Sign) -> Option<usize> {
        let rest = &characters[family..];
        let first = *rest.first()?;
        let word = |range: Range<usize>| {
            rest.get(range)
                .is_some_and(|part| self.dictionary.class(&part.iter().collect::<String>()).is_some())
        };
        if sign == Sign::Likely && SURE_PLACES.contains(first) {
            return None;
        }
        // 王先生 tells no given name.
        if begins_title(rest) {
            return None;
        }
        // 向 is grammar, but 向阳 is a name.
        let words_make_names = word(0..2) && !(NO_NAME.contains(first) && NO_NAME.contains(rest[1]));
        if NO_NAME.contains(first) && !words_make_names {
            return None;
        }
        let Some(&second) = rest.get(1) else { return Some(1) };
        if NO_NAME.contains(second) && !words_make_names || begins_title(&rest[1..]) {
            return Some(1);
        }
        // 方圆拖欠: 拖欠 is a word, 圆拖 is none.
        Some(if word(1..3) && !word(0..2) && !word(2..4) { 1 } else { 2 })
    }

    /// Whether the dictionary has another word here: 高度 in 居民高度重视, 张家口, 常年.
    fn is_other_word(&self, characters: &[char], name: &str) -> bool {
        let length = name.chars().count();
        let place = |at: usize| characters.get(at).is_some_and(|c| SURE_PLACES.contains(*c));
        if place(length - 1) && length > 2 || place(length) || self.is_word_before_another(characters, length)
        {
            return true;
        }
        (2..=4.min(characters.len())).any(|length| {
            let word: String = characters[..length].iter().collect();
            self.dictionary.class(&word).is_some_and(|class| !class.starts_with("nr"))
        })
    }

    /// Whether the first two characters are a word that is no name, and a name of `length` goes no further or the next
    /// word begins there: 高三 in 高三学生, though not 张望 in 张望舒.
    fn is_word_before_another(&self, characters: &[char], length: usize) -> bool {
        let text = |range: Range<usize>| characters.get(range).map(|part| part.iter().collect::<String>());
        let goes_on = || text(2..4).is_some_and(|next| self.dictionary.class(&next).is_some());
        text(0..2).is_some_and(|word| is_word(&word)) && (length == 2 || goes_on())
    }

    /// Whether the first two characters are a word, or one character twice: 孙子女, 徐徐.
    fn begins_with_a_word(&self, characters: &[char]) -> bool {
        let first: String = characters[..2].iter().collect();
        let word = || self.dictionary.class(&first).is_some_and(|class| !class.starts_with("nr"));
        characters[0] == characters[1] || characters.len() > 2 && word()
    }

    fn before_titles(&self) -> Vec<Span> {
        TITLE.find_iter(self.text).filter_map(|title| self.name_until(title.start())).collect()
    }

    /// The name that ends at `end`: of four, three or two characters, the longest that can be one.
    fn name_until(&self, end: usize) -> Option<Span> {
        let before: Vec<(usize, char)> = self.text[..end].char_indices().rev().take(4).collect();
        let han = before.iter().take_while(|(_, c)| is_han(*c)).count();
        (2..=han).rev().find_map(|length| {
            let start = before[length - 1].0;
            let characters: Vec<char> = self.text[start..end].chars().collect();
            let family = family(&characters, Sign::Likely)?;
            let given = length.checked_sub(family).filter(|given| (1..=2).contains(given))?;
            let last = &characters[length - given..];
            let word = self.dictionary.class(&last.iter().collect::<String>()).is_some();
            let named = given == 2 && word || last.iter().all(|c| !NO_NAME.contains(*c));
            let name = &self.text[start..end];
            (named && !self.is_other_word(&characters, name)).then_some(Span { start, end })
        })
    }

    /// Words of two or three characters that jieba takes for names of persons and that begin with a common
    /// family name. Of those in its dictionary many are none (陈述, 周转), so these must say something.
    fn by_class(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        for (at, &(span, class)) in self.classes.iter().enumerate() {
            let characters: Vec<char> = span.of(self.text).chars().collect();
            let next = self.classes.get(at + 1).and_then(|(next, _)| next.of(self.text).chars().next());
            let place = next.is_some_and(|next| PLACES.contains(next))
                || characters.iter().skip(1).any(|c| PLACES.contains(*c) || NO_NAME.contains(*c));
            if class == "nr"
                && (2..=3).contains(&characters.len())
                && FAMILY.common.contains(&characters[0])
                && (characters.len() == 3 || FAMILY.commonest.contains(&characters[0]))
                && TITLE.find(span.of(self.text)).is_none()
                && !OFFICE.is_match(&self.text[span.start..])
                && !self.begins_with_a_word(&characters)
                && !is_word(span.of(self.text))
                && !NO_PERSON_AFTER.is_match(&self.text[span.end..])
                && (self.dictionary.class(span.of(self.text)).is_none()
                    || SPEAKS.is_match(&self.text[span.end..]))
                && !place
            {
                spans.push(Span { end: self.end_after_office(span, at), ..span });
            }
        }
        spans
    }

    /// Where the name at `span`, the word at `at`, ends: after an office 陈刚淼 is one name, though jieba knows 陈刚 alone.
    fn end_after_office(&self, span: Span, at: usize) -> usize {
        let next = self.classes.get(at + 1).filter(|(next, _)| next.of(self.text).chars().count() == 1);
        let belongs = next.is_some_and(|(next, _)| {
            let next = next.of(self.text);
            let is_given = self.dictionary.class(next).is_none_or(|class| class.starts_with('n'));
            is_given && next.chars().all(|c| is_han(c) && !NO_NAME.contains(c))
        });
        let is_short = span.of(self.text).chars().count() == 2;
        match next {
            Some((next, _)) if belongs && is_short && OFFICE_BEFORE.is_match(&self.text[..span.start]) => {
                next.end
            }
            _ => span.end,
        }
    }
}

/// How many characters at the beginning are a family name.
fn family(characters: &[char], sign: Sign) -> Option<usize> {
    let first = characters.first()?;
    let double = || {
        let two: String = characters.iter().take(2).collect();
        FAMILY.double.contains(&two.as_str())
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
