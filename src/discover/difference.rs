//! The messages of a group -> what they share, what each adds, and the title and place that say what it is about.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::duplicate::SENTENCE_ENDS;
use super::place::{PlaceFinder, PlaceKind};
use super::profile::Profiles;
use super::register::{Message, Register};
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
    register: &'d Register<'d>,
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
    pub fn new(register: &'d Register<'d>, profiles: &'d Profiles) -> Self {
        Self { register, profiles }
    }

    /// Compares the `members` of one group.
    #[must_use]
    pub fn view(&self, members: &[u32], finder: &mut PlaceFinder<'_>) -> View {
        let messages: Vec<&Message<'_>> =
            members.iter().map(|&member| &self.register.messages()[member as usize]).collect();
        let documents: Vec<Document<'_>> = messages.iter().map(|message| message.document()).collect();
        let words: Vec<FxHashSet<&str>> = documents.iter().map(words).collect();
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        for word in words.iter().flat_map(sorted) {
            *counts.entry(word).or_default() += 1;
        }
        let mut titles: FxHashMap<&str, usize> = FxHashMap::default();
        for document in &documents {
            for word in sorted(&title_words(&document.title)) {
                *titles.entry(word).or_default() += 1;
            }
        }
        let shared = self.shared(&counts, &titles, members.len());
        let score = |at: usize| {
            let title: FxHashSet<&str> = title_words(&documents[at].title);
            shared.iter().filter(|(word, _)| title.contains(word)).map(|(_, score)| score).sum::<f64>()
        };
        // The best title; of equally good ones the first.
        let best =
            (0..members.len()).rev().max_by(|&a, &b| score(a).total_cmp(&score(b))).unwrap_or_default();
        View {
            title: title(messages[best]),
            place: self.place(&documents, finder),
            additions: (0..members.len()).map(|at| self.additions(&documents[at].body, &counts)).collect(),
            shared: shared.iter().take(SHARED_WORDS).map(|&(word, _)| word.to_owned()).collect(),
        }
    }

    /// Words of at least half of the members with (share + 2 · share of titles) × idf, the greatest first: a title
    /// says what a message is about.
    fn shared<'w>(
        &self,
        counts: &FxHashMap<&'w str, usize>,
        titles: &FxHashMap<&str, usize>,
        members: usize,
    ) -> Vec<(&'w str, f64)> {
        let common: BTreeMap<&str, usize> = counts
            .iter()
            .map(|(&word, &count)| (word, count))
            .filter(|&(_, count)| count * 2 >= members && count > 1)
            .collect();
        let mut shared: Vec<(&str, f64)> = common
            .into_iter()
            .map(|(word, count)| {
                let said = count + 2 * titles.get(word).copied().unwrap_or_default();
                (word, said as f64 / members as f64 * self.idf(word))
            })
            .collect();
        shared.sort_by(|a, b| b.1.total_cmp(&a.1));
        shared
    }

    fn idf(&self, word: &str) -> f64 {
        let (messages, count) = (self.profiles.messages(), self.profiles.word_count(word_column(word)));
        ((messages as f64 + 1.0) / (f64::from(count) + 0.5)).ln().max(0.0)
    }

    /// The name, in its most usual form, of the place that most members name; the rarest if several.
    fn place(&self, documents: &[Document<'_>], finder: &mut PlaceFinder<'_>) -> Option<String> {
        let mut named: BTreeMap<(bool, String), (usize, BTreeMap<String, usize>)> = BTreeMap::new();
        for document in documents {
            let mut once: FxHashSet<(bool, String)> = FxHashSet::default();
            for text in [&document.title, &document.body] {
                for mention in finder.mentions(text) {
                    let key = (mention.kind == PlaceKind::Place, mention.key);
                    let (count, forms) = named.entry(key.clone()).or_default();
                    *count += usize::from(once.insert(key));
                    *forms.entry(mention.span.of(text.folded()).to_owned()).or_default() += 1;
                }
            }
        }
        let most = named.into_iter().filter(|(_, (count, _))| count * 2 > documents.len());
        let (_, (_, forms)) = most.max_by_key(|((place, key), (count, _))| {
            (*place, *count, std::cmp::Reverse(self.profiles.place_count(key)))
        })?;
        forms.into_iter().max_by_key(|(form, count)| (*count, form.chars().count())).map(|(form, _)| form)
    }

    /// The sentences of a text with the most words that no other member uses.
    fn additions(&self, text: &Segmented<'_>, counts: &FxHashMap<&str, usize>) -> Vec<String> {
        let mut news: Vec<(f64, usize, &str)> = text
            .tokens
            .split(|token| text.original(token.span).contains(SENTENCE_ENDS))
            .enumerate()
            .filter_map(|(at, tokens)| {
                let span = Span { start: tokens.first()?.span.start, end: tokens.last()?.span.end };
                let own: FxHashSet<&str> = tokens
                    .iter()
                    .filter(|token| token.kind != TokenKind::Mark)
                    .map(|token| token.span.of(text.folded()))
                    .filter(|word| {
                        word.chars().nth(1).is_some() && counts.get(word).is_none_or(|&count| count == 1)
                    })
                    .collect();
                Some((sorted(&own).map(|word| self.idf(word)).sum(), at, text.original(span).trim()))
            })
            .filter(|&(news, _, _)| news >= LEAST_NEWS)
            .collect();
        news.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        news.truncate(ADDED_SENTENCES);
        news.sort_by_key(|&(_, at, _)| at);
        news.into_iter().map(|(_, _, sentence)| clipped(sentence, SENTENCE_CHARACTERS)).collect()
    }
}

fn words<'t>(document: &'t Document<'_>) -> FxHashSet<&'t str> {
    let mut found = title_words(&document.title);
    terms::words(&document.body, |word, position| {
        if document.body.tokens[position as usize].kind == TokenKind::Word {
            found.insert(word);
        }
    });
    found
}

fn title_words<'t>(title: &'t Segmented<'_>) -> FxHashSet<&'t str> {
    let mut found = FxHashSet::default();
    terms::words(title, |word, position| {
        if title.tokens[position as usize].kind == TokenKind::Word {
            found.insert(word);
        }
    });
    found
}

/// The words in the order of their code points.
fn sorted<'w>(words: &FxHashSet<&'w str>) -> impl Iterator<Item = &'w str> + use<'w> {
    let mut sorted: Vec<&str> = words.iter().copied().collect();
    sorted.sort_unstable();
    sorted.into_iter()
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
