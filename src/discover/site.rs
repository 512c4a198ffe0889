//! The texts of a group -> the place that most of them name, by its whole name.
//!
//! A name is found by its end ([`place`](super::place)), and a word that jieba cuts wrongly may hide where it begins:
//! 于地 and 锦 instead of 于 and 地锦. The texts of a group show it. As long as one and the same character stands before
//! the name wherever it occurs, that character belongs to it; where what stands before differs, the name begins
//! (after Harris 1955, *From phoneme to morpheme*).

use super::place::{PlaceFinder, PlaceKind};
use super::profile::Profiles;
use crate::segment::{Document, Segmented, TokenKind};

/// A name grows by at most so many characters; what goes on longer is a sentence that all have copied.
const MORE_CHARACTERS: usize = 4;

/// A place that a document mentions.
struct Mentioned {
    is_place: bool,
    key: String,
    document: usize,
    form: String,
    in_title: bool,
}

/// The name, in its most usual form, of the place that most of `documents` name, else of the region; of several one that
/// stands in a title, which says what a text is about, then the one that most name, and then the rarest.
#[must_use]
pub fn most_named(
    documents: &[Document<'_>],
    profiles: &Profiles,
    finder: &mut PlaceFinder<'_>,
) -> Option<String> {
    let mut named: Vec<Mentioned> = Vec::new();
    for (at, document) in documents.iter().enumerate() {
        for (text, in_title) in [(&document.title, true), (&document.body, false)] {
            named.extend(finder.mentions(text).into_iter().map(|mention| Mentioned {
                is_place: mention.kind == PlaceKind::Place,
                key: mention.key,
                document: at,
                form: mention.span.of(text.folded()).to_owned(),
                in_title,
            }));
        }
    }
    named.sort_by(|a, b| (a.is_place, &a.key, a.document).cmp(&(b.is_place, &b.key, b.document)));
    let rarity = |key: &str| std::cmp::Reverse(profiles.place_count(key));
    let (most, _) = named
        .chunk_by(|a, b| (a.is_place, &a.key) == (b.is_place, &b.key))
        .map(|same| (same, same.chunk_by(|a, b| a.document == b.document).count()))
        .filter(|(_, count)| count * 2 > documents.len())
        .max_by_key(|(same, count)| {
            let in_title = same.iter().any(|named| named.in_title);
            (same[0].is_place, in_title, *count, rarity(&same[0].key))
        })?;
    let mut forms: Vec<&str> = most.iter().map(|named| named.form.as_str()).collect();
    forms.sort_unstable();
    let form = forms
        .chunk_by(|a, b| a == b)
        .max_by_key(|same| (same.len(), same[0].chars().count()))
        .map(|same| same[0].to_owned())?;
    Some(if most[0].is_place { whole(form, documents, finder) } else { form })
}

/// The name with the characters that stand before it wherever it occurs.
fn whole(form: String, documents: &[Document<'_>], finder: &mut PlaceFinder<'_>) -> String {
    let texts: Vec<&Segmented<'_>> =
        documents.iter().flat_map(|document| [&document.title, &document.body]).collect();
    let mut longer = form.clone();
    for _ in 0..=MORE_CHARACTERS {
        let mut before = texts.iter().flat_map(|text| {
            text.folded().match_indices(longer.as_str()).map(|(at, _)| (*text, at)).collect::<Vec<_>>()
        });
        let Some((text, at)) = before.next() else { break };
        let Some(character) = leading(text, at, finder) else { return longer };
        if before.any(|(text, at)| leading(text, at, finder) != Some(character)) {
            return longer;
        }
        longer.insert(0, character);
    }
    form
}

/// The character before a place in a text, if it may be part of a name there.
fn leading(text: &Segmented<'_>, at: usize, finder: &mut PlaceFinder<'_>) -> Option<char> {
    let character = text.folded()[..at].chars().next_back()?;
    let token = text.tokens[text.tokens.partition_point(|token| token.span.end < at)];
    let part = token.kind == TokenKind::Word && finder.may_lead(token.span.of(text.folded()));
    part.then_some(character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Dictionary;

    #[test]
    fn a_name_begins_where_what_stands_before_differs() {
        let dictionary = Dictionary::new([]);
        let texts = [
            ("关于地锦大厦电梯停运", "我们住在地锦大厦，电梯不开。"),
            ("投诉地锦大厦物业", "朔北区地锦大厦的物业不管事。"),
        ];
        let documents = texts.map(|(title, body)| Document {
            title: Segmented::new(title, &dictionary),
            body: Segmented::new(body, &dictionary),
        });
        let mut finder = PlaceFinder::new(&dictionary);
        assert_eq!(whole("锦大厦".to_owned(), &documents, &mut finder), "地锦大厦");
        // A whole name stays what it is, and so does one that goes on to the left for ever.
        assert_eq!(whole("地锦大厦".to_owned(), &documents, &mut finder), "地锦大厦");
        let copy = Document {
            title: Segmented::new("地锦大厦", &dictionary),
            body: Segmented::new("朔北山南青禾水北雁北里柳溪北苑", &dictionary),
        };
        assert_eq!(whole("北苑".to_owned(), &[copy], &mut finder), "北苑");
    }
}
