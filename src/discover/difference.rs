//! The messages of a group -> what they share, what each adds, and the title and place that say what it is about.

use rustc_hash::FxHashMap;

use super::duplicate::SENTENCE_ENDS;
use super::messages::{Message, Messages};
use super::place::PlaceFinder;
use super::profile::Profiles;
use super::site;
use super::term::word_column;
use crate::segment::{Document, Segmented, TokenKind};
use crate::text::Span;
use crate::vectorize::terms;

/// At most so many shared words are given.
const SHARED_WORDS: usize = 8;
/// Each member adds at most so many sentences,
const ADDED_SENTENCES: usize = 2;
/// each cut after so many characters,
const SENTENCE_CHARACTERS: usize = 80;
/// and each with at least so much that nobody else says, as the sum of the idf of its words.
const LEAST_NEWS: f64 = 8.0;
/// A message without a title goes by so many characters of its text.
const TITLE_CHARACTERS: usize = 30;

/// Compares the messages of groups.
#[derive(Debug)]
pub struct Difference<'d> {
    messages: &'d Messages<'d>,
    profiles: &'d Profiles,
}

/// What a group is about, and what each member adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The title of the member that shares most with the others.
    pub title: String,
    /// The place or party that most members name.
    pub place: Option<String>,
    /// Words that most members use, the most telling first.
    pub shared: Vec<String>,
    /// For each member, sentences that say what the others do not.
    pub additions: Vec<Vec<String>>,
}

impl<'d> Difference<'d> {
    /// Words are weighed by how few messages of the register hold them.
    #[must_use]
    pub fn new(messages: &'d Messages<'d>, profiles: &'d Profiles) -> Self {
        Self { messages, profiles }
    }

    /// Compares the `members` of one group.
    #[must_use]
    pub fn view(&self, members: &[u32], finder: &mut PlaceFinder<'_>) -> View {
        let messages: Vec<&Message<'_>> =
            members.iter().map(|&member| &self.messages[member as usize]).collect();
        let documents: Vec<Document<'_>> = messages.iter().map(|message| message.document()).collect();
        let words = Words::new(&documents);
        let idf: Vec<f64> = words.spelled.iter().map(|word| self.idf(word)).collect();
        let shared = words.shared(&idf, members.len());
        let score = |at: usize| {
            let title = &words.titles[at];
            shared.iter().filter(|(word, _)| title.contains(word)).map(|(_, score)| score).sum::<f64>()
        };
        // The best title; of equally good ones the first.
        let best =
            (0..members.len()).rev().max_by(|&a, &b| score(a).total_cmp(&score(b))).unwrap_or_default();
        View {
            title: title(messages[best]),
            place: site::most_named(&documents, self.profiles, finder),
            additions: (0..members.len()).map(|at| words.additions(&documents[at].body, at, &idf)).collect(),
            shared: shared
                .iter()
                .take(SHARED_WORDS)
                .map(|&(word, _)| words.spelled[word as usize].to_owned())
                .collect(),
        }
    }

    fn idf(&self, word: &str) -> f64 {
        f64::from(self.profiles.word_idf(word_column(word)))
    }
}

/// The words of some documents, numbered as they come.
struct Words<'t> {
    spelled: Vec<&'t str>,
    /// In how many documents each word stands.
    counts: Vec<usize>,
    /// Whether it is a number, which is no word to share.
    is_number: Vec<bool>,
    /// In how many titles.
    title_counts: Vec<usize>,
    /// For every document the words of its title.
    titles: Vec<Vec<u32>>,
    /// For every document the word at each token of its body, if there is one.
    bodies: Vec<Vec<Option<u32>>>,
}

impl<'t> Words<'t> {
    fn new(documents: &'t [Document<'_>]) -> Self {
        let mut words = Self {
            spelled: Vec::new(),
            counts: Vec::new(),
            is_number: Vec::new(),
            title_counts: Vec::new(),
            titles: Vec::with_capacity(documents.len()),
            bodies: Vec::with_capacity(documents.len()),
        };
        let mut numbers: FxHashMap<&'t str, u32> = FxHashMap::default();
        let mut last: Vec<usize> = Vec::new();
        for (document, at) in documents.iter().zip(1..) {
            let mut number = |words: &mut Self, last: &mut Vec<usize>, word: &'t str, is_number: bool| {
                let number = *numbers.entry(word).or_insert_with(|| {
                    words.spelled.push(word);
                    words.counts.push(0);
                    words.is_number.push(is_number);
                    words.title_counts.push(0);
                    last.push(0);
                    words.spelled.len() as u32 - 1
                });
                words.counts[number as usize] +=
                    usize::from(std::mem::replace(&mut last[number as usize], at) != at);
                number
            };
            let is_number = |text: &Segmented<'_>, position: u32| {
                text.tokens[position as usize].kind == TokenKind::Number
            };
            let mut title = Vec::new();
            terms::words(&document.title, |word, position| {
                let is_number = is_number(&document.title, position);
                let number = number(&mut words, &mut last, word, is_number);
                if !is_number {
                    title.push(number);
                }
            });
            title.sort_unstable();
            title.dedup();
            let mut body = vec![None; document.body.tokens.len()];
            terms::words(&document.body, |word, position| {
                let is_number = is_number(&document.body, position);
                body[position as usize] = Some(number(&mut words, &mut last, word, is_number));
            });
            for &word in &title {
                words.title_counts[word as usize] += 1;
            }
            words.titles.push(title);
            words.bodies.push(body);
        }
        words
    }

    /// Words of at least half of the members with (share + 2 · share of titles) × idf, the greatest first: a title
    /// says what a message is about.
    fn shared(&self, idf: &[f64], members: usize) -> Vec<(u32, f64)> {
        let mut shared: Vec<(u32, f64)> = (0u32..)
            .zip(&self.counts)
            .filter(|&(word, &count)| !self.is_number[word as usize] && count * 2 >= members && count > 1)
            .map(|(word, count)| {
                let said = count + 2 * self.title_counts[word as usize];
                (word, said as f64 / members as f64 * idf[word as usize])
            })
            .collect();
        let spelled = |word: u32| self.spelled[word as usize];
        shared.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| spelled(a.0).cmp(spelled(b.0))));
        shared
    }

    /// The sentences of a text with the most words that no other member uses.
    fn additions(&self, text: &Segmented<'_>, document: usize, idf: &[f64]) -> Vec<String> {
        let words = &self.bodies[document];
        let mut news: Vec<(f64, usize, Span)> = Vec::new();
        let mut own: Vec<u32> = Vec::new();
        let mut start = 0;
        let sentences = text.tokens.split(|token| {
            token.kind == TokenKind::Mark && text.original(token.span).contains(SENTENCE_ENDS)
        });
        for (at, tokens) in sentences.enumerate() {
            own.clear();
            own.extend(words[start..start + tokens.len()].iter().flatten());
            start += tokens.len() + 1;
            own.retain(|&word| self.counts[word as usize] <= 1);
            own.sort_unstable();
            own.dedup();
            let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { continue };
            let sum: f64 = own.iter().map(|&word| idf[word as usize]).sum();
            if sum >= LEAST_NEWS {
                news.push((sum, at, Span { start: first.span.start, end: last.span.end }));
            }
        }
        news.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        news.truncate(ADDED_SENTENCES);
        news.sort_by_key(|&(_, at, _)| at);
        news.into_iter()
            .map(|(_, _, span)| clipped(text.original(span).trim(), SENTENCE_CHARACTERS))
            .collect()
    }
}

/// What a message goes by: its title, or the beginning of its text.
#[must_use]
pub fn title(message: &Message<'_>) -> String {
    match message.suggestion.title() {
        "" => clipped(message.suggestion.body(), TITLE_CHARACTERS),
        title => title.to_owned(),
    }
}

fn clipped(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Dictionary;

    #[test]
    fn a_sentence_that_all_copy_is_no_addition_whatever_numbers_it_holds() {
        let dictionary = Dictionary::new([]);
        let copied = "停水三天了。报修单号是20200315和84731，电表读数6615。";
        let more = format!("{copied}另有单号90417。");
        let documents = [copied, copied, &more].map(|body| Document {
            title: Segmented::new("停水三天", &dictionary),
            body: Segmented::new(body, &dictionary),
        });
        let words = Words::new(&documents);
        let idf = vec![LEAST_NEWS; words.spelled.len()];
        let added: Vec<Vec<String>> =
            (0..3).map(|at| words.additions(&documents[at].body, at, &idf)).collect();
        assert_eq!(added, [vec![], vec![], vec!["另有单号90417"]]);
        let shared: Vec<&str> =
            words.shared(&idf, 3).into_iter().map(|(word, _)| words.spelled[word as usize]).collect();
        assert!(shared.contains(&"停水") && !shared.contains(&"6615"), "{shared:?}");
    }
}
