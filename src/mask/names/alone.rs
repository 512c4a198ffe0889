//! Pieces of a text that hold nothing but a name -> the names, where a letter ends, beside telephones, behind addresses.
//!
//! Whoever signs, or gives a telephone, says by the place alone that a person stands there. So it does not matter what the
//! dictionary makes of the name: 何志强 is two words for it, and 王建军 one that it knows.

use std::sync::LazyLock;

use regex::Regex;

use super::candidate::Candidate;
use super::{LONGEST_NAME, Names, PLACES, SURE_PLACES, Sign, is_word, names_no_given, nobody};
use crate::mask::END;
use crate::text::{Span, pattern};

/// So many characters before a place are looked at for what ends a letter.
const WINDOW: usize = 48;
/// What follows the name of whoever signs: the day, a telephone, a word of respect.
static BELOW_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "(?:[ ，,）)]|{DAY}|{TELEPHONE}[0-9+(][0-9 +()-]{{6,}}|敬上|谨上|拜上|叩上|敬呈|谨呈)*$"
    ))
});
const DAY: &str = "[0-9]{2,4} ?[年./-] ?[0-9]{1,2} ?(?:[月./-] ?(?:[0-9]{1,2}[日号]?)?)?|[0-9]{8}\
    |[二〇零○一三四五六七八九十]{2,5}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}[日号])?";
/// Words between a name and its telephone, or the number of its identity card.
const TELEPHONE: &str =
    "(?:的?(?:(?:联系|手机|本人)?(?:电话|手机|方式|身份证|证件|号码?))+[是为：:]?|[Tt][Ee][Ll][：:.]?)? ?";
static BEFORE_TELEPHONE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("[，,、；;：: （(]{{0,2}}{TELEPHONE}$")));
/// What a petition says right behind the name of whoever writes: 王小柳，男，45岁.
static SEX: LazyLock<Regex> =
    LazyLock::new(|| pattern("[，,、 ](?:性别[:：]?)?[男女]性?(?:[，,、。；; ]|$)"));
/// Marks between a telephone and the name behind it.
const BETWEEN: [char; 8] = ['，', ',', '、', '；', ';', ' ', '（', '('];
/// What ends the last sentence before the name of whoever signs.
static ABOVE_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:[。！!？?…~～；;]|—|--|谢谢[您你]?[，,]?|感谢[，,]?|此致|致敬|敬礼[，,]?)[ ]*$")
});
/// Where somebody lives, or whom to call: what stands before a name without a mark.
static LIVES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:[号栋幢楼室户组队村弄巷街路镇乡里苑]|单元|小区|社区|花园|家园|公寓|居民|村民|业主|市民|群众|联系|致电)$",
    )
});
/// No more characters of a field are looked at for the name at its end.
const LONGEST_FIELD: usize = 24;

impl Names<'_> {
    /// The names that stand alone where only whoever writes can be named.
    pub(super) fn alone(&self) -> Vec<Span> {
        let ends = self.text.match_indices(END).map(|(at, _)| at).chain([self.text.len()]);
        let mut spans: Vec<Span> = ends.filter_map(|end| self.signature(end)).collect();
        let before_sex = SEX.find_iter(self.text).filter_map(|sex| self.letters_until(sex.start()));
        spans.extend(before_sex.filter_map(|letters| self.name_at_end(letters)));
        for telephone in &self.telephones {
            spans.extend(self.before_telephone(telephone.start));
            spans.extend(self.after_telephone(telephone.end));
        }
        spans
    }

    /// The name below a letter that ends at `end`.
    fn signature(&self, end: usize) -> Option<Span> {
        let window = self.window(end);
        let below = BELOW_NAME.find(window)?;
        let run = self.letters_until(end - below.len())?;
        let name = self.name_at_end(run)?;
        let above = self.window(run.start);
        // Line breaks are blanks here: a blank may divide names, and words of any kind.
        let is_line = above.ends_with(' ') && {
            let line = above.trim_end();
            below.as_str().contains(|c: char| c.is_ascii_digit() || c == '年') || LIVES.is_match(line)
        };
        (is_line || ABOVE_NAME.is_match(above)).then_some(name)
    }

    /// The name before a telephone that begins at `start`.
    fn before_telephone(&self, start: usize) -> Option<Span> {
        let between = BEFORE_TELEPHONE.find(self.window(start))?;
        self.name_at_end(self.letters_until(start - between.len())?)
    }

    /// The name after a telephone that ends at `end`.
    fn after_telephone(&self, end: usize) -> Option<Span> {
        let rest = self.text[end..].trim_start_matches(BETWEEN);
        let start = self.text.len() - rest.len();
        self.name_as_far_as_a_mark(start)
    }

    /// The name at `start`, if nothing but a mark follows it.
    pub(super) fn name_as_far_as_a_mark(&self, start: usize) -> Option<Span> {
        let rest = &self.text[start..];
        let letters = rest.chars().take(LONGEST_NAME + 1).take_while(|c| c.is_alphabetic());
        let end = start + letters.map(char::len_utf8).sum::<usize>();
        self.is_name_alone(&self.text[start..end]).then_some(Span { start, end })
    }

    /// The name at the end of a field that begins at `start` with where its owner lives: 翠竹里3号楼王小柳.
    pub(super) fn behind_address(&self, start: usize) -> Option<Span> {
        let field = self.text[start..].chars().take(LONGEST_FIELD);
        let field = field.take_while(|c| c.is_alphanumeric() || *c == '-');
        let end = start + field.map(char::len_utf8).sum::<usize>();
        self.name_at_end(self.letters_until(end)?).filter(|name| name.start > start)
    }

    /// The name that `run` is, or that it ends with behind where somebody lives.
    fn name_at_end(&self, run: Span) -> Option<Span> {
        let letters: Vec<usize> = run.of(self.text).char_indices().map(|(at, _)| run.start + at).collect();
        let start = (2..=LONGEST_NAME.min(letters.len())).rev().map(|length| letters[letters.len() - length]);
        let mut names = start.map(|start| Span { start, end: run.end });
        names.find(|name| {
            let before = &self.text[run.start..name.start];
            (before.is_empty() || LIVES.is_match(before)) && self.is_name_alone(name.of(self.text))
        })
    }

    /// Whether `text`, all that stands between two marks, is a name and no other word.
    fn is_name_alone(&self, text: &str) -> bool {
        let Some(name) = Candidate::read(text, Sign::Sure) else { return false };
        let is_noun = || {
            let class = self.dictionary.part_of_speech(&name.given().iter().collect::<String>());
            name.given().len() == 2 && class.is_some_and(|class| class.starts_with('n'))
        };
        // 王青山 is a name, and 石山 a hill.
        let places = if name.given().len() == 2 { SURE_PLACES } else { PLACES };
        (!name.has_grammar() || is_noun())
            && !name.ends_like(places)
            && self.dictionary.may_be_name(text)
            && !is_word(text)
            && (name.family == 2 || !self.begins_with_a_word(&name.characters))
            && !name.is_title()
            && !names_no_given(text)
            && !nobody::is_nobody(text, self.dictionary)
    }

    /// What stands before `end`, as far back as what ends a letter may reach.
    fn window(&self, end: usize) -> &str {
        let start = self.text[..end].char_indices().rev().take(WINDOW).last().map_or(end, |(at, _)| at);
        &self.text[start..end]
    }
}
