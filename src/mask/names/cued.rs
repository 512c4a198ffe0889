//! Words before a name -> the name behind them: 我叫, 联系人：, 业主, 我儿子.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::words::is_of_persons;
use super::{
    CALLED, LONGEST_NAME, NO_NAME, NO_PERSON_AFTER, Names, OFFICE, OFFICES, PLACES, SPEAKS, SURE_PLACES,
    Sign, TITLE, begins_title, family, is_han, nobody,
};
use crate::suggestion::people::LONG_SURNAMES;
use crate::text::{Span, pattern};

/// Who takes part in a matter, as forms and complaints call them.
const PARTIES: &str = "联系人|被?反映人|被?投诉人|来电人|来信人|被?举报人|申请人|当事人|委托人|受托人|代理人|监护人\
    |承租人|出租人|诉求人|求助人|咨询人|留言人|报案人|报警人|报修人|借款人|担保人|收款人|付款人|持卡人|继承人|受害人|见证人\
    |联名人|报告人|请求人|求助者|[买卖购租售]房人|户主|业主|患者|经手人|经办人|责任人|负责人|法定代表人|法人";
/// Words after which nothing but a name can stand: the name needs no other sign.
pub(super) static SURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "(?:我(?:的名字)?叫|我姓名[叫是]?|我的姓名[叫是]|名叫|名字叫\
         |(?:{PARTIES}|[姓人]名|用户|名字|署名)(?:姓名)?[:：是为]|(?:签名|落款)[:：]) ?"
    ))
});
/// Who people are to the writer, with or without 我的 before it; 老公 without it begins 老公司 and 老公路.
const KIN: &str = "父亲|母亲|爸爸|妈妈|儿子|女儿|爱人|丈夫|妻子|老婆|老伴|哥哥|姐姐|弟弟|妹妹|孙子|孙女|爷爷|奶奶|外公|外婆\
    |岳父|岳母|公公|婆婆|女婿|儿媳妇?|媳妇|嫂子|姐夫|妹夫|舅舅|叔叔|伯父|姑姑|姑父|侄子|侄女|外甥女?|[堂表][哥姐弟妹]|前[夫妻]|[男女]朋?友";
/// The same of those whom others write about; 其子 begins 其子公司 too, and the rest must tell.
const THEIR_KIN: &str = "其(?:长子|次子|长女|次女|独子|独女|子|父|母|女|妻|夫|兄|弟|姐|妹|孙)";
/// Who gets aid, as villages and streets list them.
const AIDED: &str = "(?:贫困|脱贫|低保|五保|特困|困难|低收入|监测|帮扶)户(?:主)?|特困(?:供养)?人员|(?:低保|五保|特困|救助|帮扶|供养)对象\
    |(?:独居|孤寡|失能|五保|低保|空巢|高龄)老人|五保老|留守儿童|困境儿童|孤儿";
/// What the bearers of names are.
const BEARERS: &str = "(?:业主|居民|村民|家长|职工)(?:代表)?|租户|租客|住户|商户|房东|市民|病人|学生|邻居|司机|老板\
    |退[伍役]军人|复员军人|老兵|战友|包?工头|店主|车主|房主|摊主|死者|伤者|党员|民警|辅警|交警|保安|护士|店员|网格员|快递员|外卖员|售票员|收费员|驾驶员|服务员";
/// Words after which a name may stand, or something else.
static LIKELY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "本人|我是(?:村里的|小区的|(?:业主|居民|村民)(?:代表)?)?\
         |(?:我[的家]?(?:孩子|同事|爸爸?|妈妈?|[爹娘]|哥哥?|姐[姐夫]?|弟[弟媳]?|妹[妹夫]?)|其?(?:{KIN})|{THEIR_KIN}|老公|{BEARERS}|{AIDED})(?:的?名字)?[叫：:]?|{PARTIES}\
         |(?:[姓人]名|署名|签名|落款) "
    ))
});
/// Words that end a letter: the name behind them is followed by no other words, as 高桥 is in 敬礼！高桥小学家长.
static GREETING: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:此致[ ，,!！]*敬礼|致礼|敬礼|致敬)[ ，,!！。.]*"));
/// Another of them, as 岳母 in 岳父岳母.
static KIN_NEXT: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^(?:{KIN})")));
/// A bracket behind a word for a person, in which the name may stand: 邻居张大妈（张小桥）.
static BRACKET: LazyLock<Regex> = LazyLock::new(|| pattern("[（(]"));
/// What ends there.
static PERSON_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("(?:{KIN}|{BEARERS}|{PARTIES}|{OFFICES}|孩子|同事|老公)$")));
/// What may stand between a name and the next one.
static NEXT: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:、|和|与|及|，| )"));
/// A name that a dot divides, as those of many peoples are, with what follows it without a mark.
static DOTTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\p{Han}{1,8}[·•・‧])+\p{Han}{2,8}"));
/// What ends the parts of names of estates that are written with a dot.
const ESTATES: &str = "园苑城府湾庭居郡邸墅轩院里";
/// A name in Latin letters, each of its words with a capital.
static LATIN: LazyLock<Regex> =
    LazyLock::new(|| pattern("^[A-Z][a-z]+(?:['’-]?[A-Z]?[a-z]+)*(?<more>(?: [A-Z][a-z'’-]*[.]?)+)?"));
/// A name of which the given one stands apart, so that short names are as broad as long ones.
static APART: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?<family>\p{Han}{1,2}) {1,4}(?<given>\p{Han}{1,2})"));
/// Classes of words that are no given names: pronouns and grammar.
const FUNCTIONS: [char; 6] = ['r', 'd', 'p', 'c', 'u', 'y'];
/// Classes of words that do not stand within what an office or a place is called.
const VERBAL: [char; 7] = ['v', 'd', 'p', 'c', 'r', 'u', 'y'];
/// No more characters are looked at to see whether a field names nobody.
const LONGEST_FIELD: usize = 16;

impl Names<'_> {
    pub(super) fn after_words(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        for (pattern, sign) in [(&*SURE, Sign::Sure), (&*LIKELY, Sign::Likely)] {
            for cue in pattern.find_iter(self.text).filter(|cue| self.is_word(cue.range())) {
                let mut sign = sign;
                let mut name = self.name_behind(cue.range(), sign);
                while let Some(span) = name {
                    spans.push(span);
                    // A list of names goes on as long as names come.
                    let Some(and) = NEXT.find(&self.text[span.end..]) else { break };
                    let at = span.end + and.end();
                    // A comma ends more than it joins: 联系人：王小柳，白天在家.
                    if and.as_str() == "，" {
                        sign = Sign::Likely;
                    }
                    // A blank joins names and nothing else.
                    name = match and.as_str() {
                        " " => self.name_as_far_as_a_mark(at),
                        _ => self.name_from(at, sign),
                    };
                }
            }
        }
        let greetings =
            GREETING.find_iter(self.text).filter(|greeting| self.begins_at_a_word(greeting.range()));
        spans.extend(greetings.filter_map(|greeting| self.name_as_far_as_a_mark(greeting.end())));
        spans
    }

    /// The names in brackets that hold nothing else, or nothing else before a mark, behind a word for a person.
    pub(super) fn in_brackets(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        for bracket in BRACKET.find_iter(self.text) {
            let before = self.letters_until(bracket.start()).map_or("", |letters| letters.of(self.text));
            let is_person = PERSON_BEFORE.is_match(before) || CALLED.is_match(before);
            let ends = |span: &Span| self.text[span.end..].starts_with(['）', ')', '，', ',', '、', ' ']);
            let name = is_person.then(|| self.name_from(bracket.end(), Sign::Likely)).flatten();
            spans.extend(name.filter(ends));
        }
        spans
    }

    /// The name behind a cue.
    fn name_behind(&self, cue: Range<usize>, sign: Sign) -> Option<Span> {
        let name = self.name_from(cue.end, sign);
        let is_called = self.text[cue.clone()].ends_with('叫');
        let name = name.or_else(|| is_called.then(|| self.name_as_far_as_a_mark(cue.end)).flatten());
        name.or_else(|| (sign == Sign::Sure).then(|| self.behind_address(cue.end)).flatten())
    }

    /// Whether the cue is a word here, and not a part of others: 老公 is none in 老公路, but is one in 老公孙大山, and 其子 is none
    /// in 其子公司.
    fn is_word(&self, cue: Range<usize>) -> bool {
        let text = &self.text[cue.clone()];
        let last = match (text.strip_suffix('公'), text.starts_with('其')) {
            (_, true) => '其'.len_utf8(),
            (Some(before), _) => before.len(),
            (None, false) => return self.begins_at_a_word(cue),
        };
        let last = &self.text[cue.start + last..];
        let begins_a_family = LONG_SURNAMES.iter().any(|family| last.starts_with(family));
        let goes_on = self.cuts_a_word(cue.end) && !begins_a_family;
        self.begins_at_a_word(cue) && !goes_on
    }

    /// Whether no word begins before the piece, unless it ends with it as 出租车司机 with 司机: 行业主管 is not about 业主,
    /// nor 妇女儿童 about 女儿.
    fn begins_at_a_word(&self, piece: Range<usize>) -> bool {
        let at = self.classes.partition_point(|(word, _)| word.end <= piece.start);
        self.classes.get(at).is_none_or(|(word, _)| word.start >= piece.start || word.end == piece.end)
    }

    /// The name that begins at `at`, past blanks and marks that end a greeting.
    fn name_from(&self, at: usize, sign: Sign) -> Option<Span> {
        let rest = self.text[at..].trim_start_matches([' ', '!', '！', '“', '"']);
        let start = self.text.len() - rest.len();
        if let Some(length) =
            self.dotted(rest, sign).or_else(|| self.apart(rest, sign)).or_else(|| latin(rest, sign))
        {
            return Some(Span { start, end: start + length });
        }
        let characters: Vec<char> = rest.chars().take(6).take_while(|c| is_han(*c)).collect();
        let family = family(&characters, sign)?;
        let given = self.given(&characters, family, sign)?;
        let end = start + characters[..family + given].iter().map(|c| c.len_utf8()).sum::<usize>();
        let name = &self.text[start..end];
        // 王家 is a home, and 王家辉 before a mark a name.
        let is_home = !matches!(characters[family..], ['家', last] if !PLACES.contains(last));
        let other = OFFICE.is_match(rest) && is_home
            || NO_PERSON_AFTER.is_match(&self.text[end..])
            || sign == Sign::Likely && KIN_NEXT.is_match(rest)
            || match sign {
                Sign::Sure => self.names_nobody(start, self.text[..at].ends_with('叫')),
                Sign::Likely => self.reads_as_another_word(&characters, name),
            };
        (!other).then_some(Span { start, end })
    }

    /// Whether what stands at `start`, as far as a mark or as the end of one of its nouns, means nobody.
    fn names_nobody(&self, start: usize, is_called: bool) -> bool {
        let field = self.text[start..].chars().take(LONGEST_FIELD).take_while(|c| c.is_alphanumeric());
        let field_end = start + field.map(char::len_utf8).sum::<usize>();
        let first = self.classes.partition_point(|(word, _)| word.start < start);
        let words = self.classes[first..].iter().take_while(|(word, _)| word.end <= field_end);
        let is_nobody = |start: usize, end: usize| nobody::is_nobody(&self.text[start..end], self.dictionary);
        let is_name = |(word, class): &(Span, &str)| {
            is_of_persons(class) && !self.begins_a_place(word.end) && !is_nobody(word.start, word.end)
        };
        let is_named = is_called || words.clone().next().is_none_or(is_name);
        let nouns = words
            .take_while(|word| !is_name(word))
            .take_while(|(word, class)| word.start == start || !class.starts_with(VERBAL));
        // What is said of one who is called so goes on, and no name is so long.
        let is_long = |end: usize| self.text[start..end].chars().count() > LONGEST_NAME;
        let mut ends = nouns.map(|(word, _)| word.end).filter(|&end| !is_called || is_long(end));
        ends.any(|end| is_nobody(start, end)) || !is_named && is_nobody(start, field_end)
    }

    /// The length of the name with dots that `rest` begins with.
    fn dotted(&self, rest: &str, sign: Sign) -> Option<usize> {
        let captures = DOTTED.captures(rest)?;
        let start = captures.get(1)?.end();
        let last: Vec<char> = captures.get(0)?.as_str()[start..].chars().collect();
        let ends = |&at: &usize| {
            let is_word = || last.get(at..at + 2).is_some_and(|next| self.dictionary.is_other_word(next));
            NO_NAME.contains(last[at]) || last[at] == '家' || is_word()
        };
        let length = (2..last.len()).find(ends).unwrap_or(last.len());
        let name = &rest[..start + last[..length].iter().map(|c| c.len_utf8()).sum::<usize>()];
        let mut parts = name.split(|c| !is_han(c));
        let is_estate = parts.any(|part| part.ends_with(|c| ESTATES.contains(c)))
            || NO_PERSON_AFTER.is_match(&rest[name.len()..]);
        (sign == Sign::Sure || !is_estate).then_some(name.len())
    }

    /// The length of the name with blanks in it that `rest` begins with.
    fn apart(&self, rest: &str, sign: Sign) -> Option<usize> {
        let captures = APART.captures(rest)?;
        let (first, last) = (captures.name("family")?.as_str(), captures.name("given")?);
        let one = last.as_str().chars().next()?.len_utf8();
        let ends = |&given: &&str| {
            let after = &rest[last.start() + given.len()..];
            !after.starts_with(is_han) || SPEAKS.is_match(after)
        };
        let given = [last.as_str(), &last.as_str()[..one]].into_iter().find(ends)?;
        let name = format!("{first}{given}");
        let characters: Vec<char> = name.chars().collect();
        let is_family = family(&characters, sign) == Some(first.chars().count());
        let is_given = given.len() == one
            || self.dictionary.may_be_name(given)
            || self.dictionary.part_of_speech(&name).is_some_and(|class| class == "nr");
        let is_other = "男女".contains(given)
            || given.contains(|c| NO_NAME.contains(c))
            || TITLE.is_match(given)
            || OFFICE.is_match(&name);
        (is_family && is_given && !is_other).then_some(last.start() + given.len())
    }

    /// How many characters after the family name are the given name: two, or one where the second belongs to
    /// what follows.
    fn given(&self, characters: &[char], family: usize, sign: Sign) -> Option<usize> {
        let rest = &characters[family..];
        let first = *rest.first()?;
        let word = |range: Range<usize>| rest.get(range).is_some_and(|part| self.dictionary.knows(part));
        if sign == Sign::Likely && SURE_PLACES.contains(first) {
            return None;
        }
        // 王先生 tells no given name.
        if begins_title(rest) {
            return None;
        }
        // A mark ends the name, so that 日 and 能 in 丁日昌 and 丁能通 are no grammar.
        let is_all = rest.len() <= 2
            && !rest.ends_with(&['的'])
            && !rest.ends_with(&['等'])
            && rest.iter().any(|c| !NO_NAME.contains(*c));
        if sign == Sign::Sure && is_all {
            return Some(rest.len());
        }
        let two: String = rest.iter().take(2).collect();
        let class = self.dictionary.part_of_speech(&two).unwrap_or_default();
        // 包我们, while 孙 is nothing but a family and 立新 a name behind it; of 查 and 管, which are families of few, 查车, 查低收入 and
        // 管四十张; 成 before more than a name, 成情敌了.
        let is_said = class.starts_with(FUNCTIONS)
            && rest.get(1) != Some(&first)
            && !self.dictionary.is_family(characters[0])
            || "查管".contains(characters[0]) && (rest.len() < 2 || !class.is_empty() || word(0..3))
            || characters[0] == '成' && (rest.len() > 2 || !class.is_empty());
        if sign == Sign::Likely && is_said {
            return None;
        }
        // 向 is grammar, but 向阳 is a name.
        let words_make_names = word(0..2)
            && (sign == Sign::Sure || class.starts_with('n'))
            && !(NO_NAME.contains(first) && NO_NAME.contains(rest[1]));
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
}

/// The length of the name in Latin letters that `rest` begins with. One word before others may be a firm: 我叫Uber.
fn latin(rest: &str, sign: Sign) -> Option<usize> {
    let captures = LATIN.captures(rest).filter(|_| sign == Sign::Sure)?;
    let length = captures.get(0)?.end();
    let ends = !rest[length..].starts_with(|c: char| c.is_alphanumeric());
    (ends || captures.name("more").is_some()).then_some(length)
}
