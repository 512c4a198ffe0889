//! Lists of names -> the names in them.
//!
//! Whoever stands in one list with a person is a person: in 王桂兰、赵建国等12户业主 what follows says so of all, in
//! 赵建国、陈小燕女士 the title of the last.

use std::iter::successors;
use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashSet;

use super::candidate::Candidate;
use super::{CALLED, LONGEST_NAME, Names, OFFICE, PLACES, SURE_PLACES, Sign, deputies, is_han};
use crate::text::{Span, pattern};

/// What divides the names of a list, but for the last two.
const MARK: char = '、';
/// What some write in its place.
const OTHER_MARKS: [char; 3] = ['，', ',', ' '];
/// What may stand between the last two.
const AND: [char; 3] = ['和', '与', '及'];
/// No more characters before a mark are looked at: the longest name, and words before the first one.
const LONGEST: usize = 12;
/// What follows a list of people: how many they are, or what they are.
static PEOPLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "等(?:(?<count>[0-9零〇一二三四五六七八九十百千两几数多余]+ ?(?:户|名|位|人)|人)",
        "|(?:全体|众多|部分|多数)?(?:业主|居民|村民|群众|[住租商]户|职工|员工|工人|家长|学生|邻居|市民|老人|乘客))"
    ))
});
/// What those do who follow it where only deputies do so.
static PROPOSE: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:联名|共同|联合)*(?:附议|提[出交]的?(?:议案|提案))"));

/// What stands between two marks of a list.
#[derive(Clone, Copy)]
struct Entry {
    span: Span,
    /// Whether no 、 stands before it, so that other words may.
    is_first: bool,
}

impl Names<'_> {
    /// The names in lists before words for people, and in those that end with one of the `known` names.
    pub(super) fn listed(&self, known: &[Span]) -> Vec<Span> {
        let mut spans = self.before_people();
        let ends: FxHashSet<usize> = known.iter().map(|span| span.end).collect();
        for name in known {
            spans.extend(self.before_a_name(*name, &ends));
        }
        spans
    }

    /// The names of each list that people follow. It goes back to the people before it, or further where nothing proved
    /// yet that names stand before these; so every entry is looked at once.
    fn before_people(&self) -> Vec<Span> {
        let (mut spans, mut told) = (Vec::new(), 0);
        let mut list: Vec<(Entry, Option<Span>)> = Vec::new();
        for captures in PEOPLE.captures_iter(self.text) {
            let Some(people) = captures.get(0) else { continue };
            let mut goes_on = false;
            let own = self.entries_until(people.start()).take_while(|entry| {
                goes_on = entry.span.end <= told;
                !goes_on
            });
            let own: Vec<(Entry, Option<Span>)> =
                own.map(|entry| (entry, self.name_in_entry(entry))).collect();
            if own.is_empty() {
                continue;
            }
            if !goes_on {
                list.clear();
            }
            list.extend(own);
            told = people.end();
            let is_counted = captures.name("count").is_some();
            let rest = &self.text[told..];
            if is_counted && deputies::are_behind(rest) || PROPOSE.is_match(rest) {
                list.clear();
            }
            // 等居民 may go on with 关心的问题, and the list be one of things: two characters prove little then.
            let proves = |name: &Span| is_counted || name.of(self.text).chars().count() > 2;
            if list.iter().filter_map(|(_, name)| name.as_ref()).any(proves) {
                let names = list.drain(..);
                spans.extend(names.filter_map(|(entry, name)| name.or_else(|| self.name_among_names(entry))));
            }
        }
        spans
    }

    /// The names before one that is known, back to the next one that is: its own list is looked at with it.
    fn before_a_name(&self, name: Span, known_ends: &FxHashSet<usize>) -> Vec<Span> {
        let Some(before) = self.text[..name.start].strip_suffix(MARK) else { return Vec::new() };
        let mut spans = Vec::new();
        for entry in self.entries_until(before.len()) {
            if known_ends.contains(&entry.span.end) {
                break;
            }
            match self.name_in_entry(entry) {
                Some(name) => spans.push(name),
                None if CALLED.is_match(entry.span.of(self.text)) => {}
                None => break,
            }
        }
        spans
    }

    /// The entries of the list that ends at `end`, from its end to its beginning.
    fn entries_until(&self, end: usize) -> impl Iterator<Item = Entry> {
        let between_marks = successors(self.letters_until(end), |&letters| self.letters_before(letters));
        between_marks.flat_map(|letters| self.entries_of(letters))
    }

    /// What stands between two marks, or both that are joined there, the last one first.
    fn entries_of(&self, letters: Span) -> Vec<Entry> {
        let is_first = !self.text[..letters.start].ends_with(MARK);
        match self.last_two(letters) {
            Some((left, right)) => {
                vec![Entry { span: right, is_first: false }, Entry { span: left, is_first }]
            }
            None => vec![Entry { span: letters, is_first }],
        }
    }

    /// The letters that end at `end`, as far back as a name may reach.
    pub(super) fn letters_until(&self, end: usize) -> Option<Span> {
        let letters = self.text[..end].chars().rev().take(LONGEST).take_while(|c| is_han(*c));
        let start = end - letters.map(char::len_utf8).sum::<usize>();
        (start < end).then_some(Span { start, end })
    }

    /// What stands before an entry and the mark between. A comma or a blank divides sentences too, so on both sides of
    /// these stands nothing but a name.
    fn letters_before(&self, entry: Span) -> Option<Span> {
        let mark = self.text[..entry.start].chars().next_back()?;
        let letters = self.letters_until(entry.start - mark.len_utf8())?;
        let is_short = |letters: Span| letters.of(self.text).chars().count() <= LONGEST_NAME;
        let goes_on = OTHER_MARKS.contains(&mark) && is_short(entry) && is_short(letters);
        (mark == MARK || goes_on).then_some(letters)
    }

    /// The two names that are joined by 和; in 张和平 it joins nothing.
    fn last_two(&self, entry: Span) -> Option<(Span, Span)> {
        let text = entry.of(self.text);
        let two = |(at, and): (usize, &str)| {
            let (left, right) = (&text[..at], &text[at + and.len()..]);
            let are_names = left.chars().count() >= 2 && (2..=LONGEST_NAME).contains(&right.chars().count());
            let middle = entry.start + at;
            are_names.then_some((
                Span { start: entry.start, end: middle },
                Span { start: middle + and.len(), end: entry.end },
            ))
        };
        text.match_indices(AND).find_map(two)
    }

    /// The name that an entry is, or that the first one ends with, where it looks like nothing else.
    fn name_in_entry(&self, entry: Entry) -> Option<Span> {
        let name = self.name_until(entry.span.end)?;
        let text = name.of(self.text);
        let is_all =
            if entry.is_first { !self.cuts_a_word(name.start) } else { name.start == entry.span.start };
        let is_place = text.ends_with(|c| PLACES.contains(c))
            && self.dictionary.part_of_speech(text).is_none_or(|class| class != "nr");
        (is_all && !is_place && !names_no_given(text)).then_some(name)
    }

    /// Whether `at` lies within a word of the dictionary, as in 装修公司分别, where 司 would be a family and 分别 a given
    /// name. Words that jieba makes up do not count: they hold names that it did not know.
    pub(super) fn cuts_a_word(&self, at: usize) -> bool {
        let word = self.classes.partition_point(|(word, _)| word.end <= at);
        let word = self.classes.get(word).filter(|(word, _)| word.start < at);
        word.is_some_and(|(word, _)| self.dictionary.part_of_speech(word.of(self.text)).is_some())
    }

    /// The name that an entry is where those beside it are names: 高峰 or 白雪梅, which begin as other words do, and those
    /// of rare families.
    fn name_among_names(&self, entry: Entry) -> Option<Span> {
        let name = Candidate::read(entry.span.of(self.text), Sign::Sure)?;
        let is_name = !name.has_grammar() && !name.ends_like(SURE_PLACES) && !names_no_given(name.text);
        is_name.then_some(entry.span)
    }
}

/// Whether it is a family name and what a person is called, 李女士 or 王家.
pub(super) fn names_no_given(name: &str) -> bool {
    CALLED.is_match(name) || name.chars().count() == 2 && OFFICE.is_match(name)
}
