//! Suggestions of now and of the past -> messages in an order of their own, with their people and labels.

use std::ops::Deref;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::about::About;
use super::far_off::without_far_off;
use crate::date::Date;
use crate::model::Model;
use crate::scheme::{Label, Scheme};
use crate::segment::{Cut, Dictionary, Document, Segmented};
use crate::suggestion::{Role, Suggestion, last_part};

/// The heading of the column of a history that says which topic a message had.
pub const HISTORY_COLUMN: &str = "topic";

/// What a message is about, or who leads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageLabel {
    /// The id, which stays.
    pub id: String,
    /// What is shown.
    pub name: String,
    /// Whether the model proposed it, and no person gave it.
    pub is_proposed: bool,
}

impl MessageLabel {
    /// A label that a message has without the model.
    #[must_use]
    pub fn given(id: &str, name: &str) -> Self {
        Self { id: id.to_owned(), name: name.to_owned(), is_proposed: false }
    }
}

/// One message of the register.
#[derive(Debug, Clone)]
pub struct Message<'s> {
    /// The row it is.
    pub suggestion: &'s Suggestion,
    /// Its position in the input: suggestions of now first, then history.
    pub position: usize,
    /// Its id; file and row where the register gives none.
    pub id: String,
    /// The topic that an earlier run gave it, where it is one of its messages or stands for one again.
    pub topic: Option<&'s str>,
    /// The day it came in, if it is known and does not stand alone far off.
    pub date: Option<Date>,
    /// Whether it is of now rather than history.
    pub current: bool,
    /// The main theme.
    pub theme: Option<MessageLabel>,
    /// The leading department.
    pub department: Option<MessageLabel>,
    /// Where it lies by its cell of places; `None` where all rows have the same cell, which tells nothing.
    pub place: Option<&'s str>,
    /// What the model takes it to be about; nothing where it was not asked.
    pub(super) about: About,
    /// Where its title and its body are cut.
    cuts: [Cut; 2],
}

impl<'s> Message<'s> {
    /// Its title and body with their tokens. Every text is cut once, when the register is made: cutting takes
    /// longer than all else that is done with a text.
    #[must_use]
    pub fn document(&self) -> Document<'s> {
        Document {
            title: Segmented::restore(self.suggestion.title(), &self.cuts[0]),
            body: Segmented::restore(self.suggestion.body(), &self.cuts[1]),
        }
    }
}

/// All messages, the earliest first, those without a day last; of one day by the office's own number, then by what
/// they hold. The order of the input does not matter to anything that follows, but for the names of rows without a
/// number.
#[derive(Debug)]
pub struct Messages<'s> {
    in_order: Vec<Message<'s>>,
    /// Suggestions and history together.
    rows: usize,
    /// Positions of rows of history that say the same as another row of the same id, and are no messages.
    repeated: Vec<usize>,
    /// Positions of suggestions that say the same as one before them, under the same id.
    twice: Vec<usize>,
}

impl<'s> Deref for Messages<'s> {
    type Target = [Message<'s>];

    fn deref(&self) -> &[Message<'s>] {
        &self.in_order
    }
}

/// So many messages are labeled together by one thread.
const MESSAGES_TOGETHER: usize = 64;

impl<'s> Messages<'s> {
    /// Orders, cuts and labels the messages. The model proposes a theme or a department for messages that have none.
    #[must_use]
    pub fn new(suggestions: &'s [Suggestion], history: &'s [Suggestion], model: &Model) -> Self {
        Self::as_given(suggestions, history, model).labeled(model)
    }

    /// Orders and cuts the messages; they have the labels that they were given. Groups need no others.
    #[must_use]
    pub fn as_given(suggestions: &'s [Suggestion], history: &'s [Suggestion], model: &Model) -> Self {
        let files = FileNames::new(suggestions.iter().chain(history));
        let same_row = |suggestion: &'s Suggestion| -> SameRow<'s> {
            (files.name(suggestion), suggestion.title(), suggestion.body())
        };
        let ToldBefore { topics, repeated, twice } = told_before(suggestions, history, same_row);
        let is_repeated = |position: usize| repeated.binary_search(&position).is_ok();
        let all = || suggestions.iter().chain(history);
        let near = without_far_off(all().filter_map(Suggestion::date).collect());
        let is_near = |day: Date| near.is_some_and(|(first, last)| (first..=last).contains(&day));
        let place = |suggestion: &'s Suggestion| suggestion.word(Role::Place);
        let first_place = suggestions.first().and_then(place);
        let tells_places = all().any(|suggestion| place(suggestion) != first_place);
        let message = |(position, suggestion): (usize, &'s Suggestion)| Message {
            suggestion,
            position,
            id: if is_of_a_register(suggestion) {
                files.name(suggestion)
            } else {
                (position + 1).to_string()
            },
            topic: (!topics.is_empty()).then(|| topics.get(&same_row(suggestion)).copied()).flatten(),
            date: suggestion.date().filter(|&day| is_near(day)),
            current: position < suggestions.len(),
            theme: given(suggestion, Role::Theme, model.theme_scheme()),
            department: given(suggestion, Role::Lead, model.department_scheme()),
            place: place(suggestion).filter(|_| tells_places),
            about: About::default(),
            cuts: Default::default(),
        };
        let rows = all().enumerate().filter(|&(position, _)| !is_repeated(position));
        let mut messages: Vec<Message<'s>> = rows.map(message).collect();
        messages.par_sort_by(|a, b| order(a).cmp(&order(b)));
        messages.par_iter_mut().with_min_len(MESSAGES_TOGETHER).for_each(|message| {
            message.cuts = cuts(message.suggestion, model.dictionary());
        });
        Self { in_order: messages, rows: suggestions.len() + history.len(), repeated, twice }
    }

    /// The model proposes a theme or a department for messages that have none, those of the history among them: what
    /// now is about is compared with what it was about. It is asked what all of them are about.
    #[must_use]
    pub fn labeled(mut self, model: &Model) -> Self {
        self.in_order
            .par_chunks_mut(MESSAGES_TOGETHER)
            .for_each_init(|| model.worker(), |worker, messages| propose(messages, model, worker));
        self
    }

    /// How many rows there were in the input; positions are below it.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The positions of rows of history that say the same as another row of the same id: they are no messages.
    #[must_use]
    pub fn repeated(&self) -> &[usize] {
        &self.repeated
    }

    /// The positions of suggestions that say the same as one before them, under the same id.
    #[must_use]
    pub fn twice(&self) -> &[usize] {
        &self.twice
    }

    /// The positions of messages whose day stands alone far off, in the order of their ids.
    #[must_use]
    pub fn far_off(&self) -> Vec<usize> {
        self.positions_of(|message| message.date.is_none() && message.suggestion.date().is_some())
    }

    /// The positions of messages of now with something in the column of days that is no day, in the order of their ids.
    #[must_use]
    pub fn unreadable_days(&self) -> Vec<usize> {
        let is_unreadable = |message: &Message<'_>| {
            let suggestion = message.suggestion;
            message.current && suggestion.date().is_none() && suggestion.word(Role::Date).is_some()
        };
        self.positions_of(is_unreadable)
    }

    /// The ids by position in the input, empty for rows that are no messages.
    #[must_use]
    pub fn ids_by_position(&self) -> Vec<String> {
        let mut ids = vec![String::new(); self.rows];
        for message in &self.in_order {
            ids[message.position].clone_from(&message.id);
        }
        ids
    }

    fn positions_of(&self, is_one: impl Fn(&Message<'_>) -> bool) -> Vec<usize> {
        let numbered = (0u32..).zip(&self.in_order);
        let those: Vec<u32> =
            numbered.filter(|(_, message)| is_one(message)).map(|(number, _)| number).collect();
        self.positions(&those)
    }

    /// Numbers of messages as positions in the input, in the order of their ids.
    #[must_use]
    pub fn positions(&self, messages: &[u32]) -> Vec<usize> {
        self.by_id(messages).iter().map(|&message| self.in_order[message as usize].position).collect()
    }

    /// Numbers of messages in the order of their ids, those without a number of the office in that of the register.
    #[must_use]
    pub fn by_id(&self, messages: &[u32]) -> Vec<u32> {
        let mut sorted = messages.to_vec();
        sorted.sort_by(|&a, &b| {
            let key = |message: u32| id_order(self.in_order[message as usize].suggestion);
            key(a).cmp(&key(b)).then(a.cmp(&b))
        });
        sorted
    }
}

/// By the office's own number, shorter ones first, so that 9 stands before 10. A made-up id has no order: it changes
/// with that of the rows.
fn id_order(suggestion: &Suggestion) -> Option<(usize, &str)> {
    suggestion.id().map(|id| (id.len(), id))
}

/// Whether a suggestion is a row that can come again, and no text at hand: two people may say the same.
fn is_of_a_register(suggestion: &Suggestion) -> bool {
    !suggestion.table.file.is_empty() || suggestion.id().is_some()
}

/// What makes two rows the same: their name, their title and their text.
type SameRow<'s> = (String, &'s str, &'s str);

/// What rows tell that is known from others.
struct ToldBefore<'s> {
    /// The topics that the rows of the history had.
    topics: FxHashMap<SameRow<'s>, &'s str>,
    /// The positions of those of its rows that say the same as a suggestion or as a row of history before them.
    repeated: Vec<usize>,
    /// The positions of suggestions that say the same as one before them.
    twice: Vec<usize>,
}

/// An office may hand over last year's register together with this year's, or name a file twice.
fn told_before<'s>(
    suggestions: &'s [Suggestion],
    history: &'s [Suggestion],
    same_row: impl Fn(&'s Suggestion) -> SameRow<'s>,
) -> ToldBefore<'s> {
    let mut known: FxHashSet<SameRow<'_>> = FxHashSet::default();
    let (mut topics, mut repeated, mut twice) = (FxHashMap::default(), Vec::new(), Vec::new());
    for (position, suggestion) in suggestions.iter().enumerate() {
        if is_of_a_register(suggestion) && !known.insert(same_row(suggestion)) {
            twice.push(position);
        }
    }
    for (position, past) in (suggestions.len()..).zip(history) {
        if let Some(topic) = topic_of_history(past) {
            topics.entry(same_row(past)).or_insert(topic);
        }
        if is_of_a_register(past) && !known.insert(same_row(past)) {
            repeated.push(position);
        }
    }
    ToldBefore { topics, repeated, twice }
}

/// The topic that a row of a history had.
fn topic_of_history(past: &Suggestion) -> Option<&str> {
    let column = past.table.headings.iter().position(|heading| heading.trim() == HISTORY_COLUMN)?;
    past.cells.get(column).map(|id| id.trim()).filter(|id| !id.is_empty())
}

/// How files are called: by their last part, or, where two files share it, as the user named them.
struct FileNames<'s> {
    shared: FxHashSet<&'s str>,
}

impl<'s> FileNames<'s> {
    fn new(suggestions: impl Iterator<Item = &'s Suggestion>) -> Self {
        let mut files: Vec<&str> = suggestions.map(|suggestion| suggestion.table.file.as_str()).collect();
        files.sort_unstable();
        files.dedup();
        let mut met = FxHashSet::default();
        Self { shared: files.into_iter().map(last_part).filter(|&name| !met.insert(name)).collect() }
    }

    fn name(&self, suggestion: &Suggestion) -> String {
        let file = &suggestion.table.file;
        if suggestion.id().is_none() && self.shared.contains(last_part(file)) {
            return format!("{file}:{}", suggestion.row_name());
        }
        suggestion.name()
    }
}

/// Everything by which two rows can differ, the day first.
fn order<'m>(message: &'m Message<'_>) -> impl Ord + use<'m> {
    let undated = message.date.is_none();
    (
        (undated, message.date),
        id_order(message.suggestion),
        &message.suggestion.cells,
        !message.current,
        message.id.as_str(),
    )
}

fn cuts(suggestion: &Suggestion, dictionary: &Dictionary) -> [Cut; 2] {
    let document = Document::new(suggestion, dictionary);
    [document.title.to_cut(), document.body.to_cut()]
}

/// The first label that people gave.
fn given(suggestion: &Suggestion, role: Role, scheme: Option<&Scheme>) -> Option<MessageLabel> {
    let unknown = |name: &str| MessageLabel::given(name, name);
    let known = |Label { id, name, .. }: &Label| MessageLabel::given(id, name);
    Some(match scheme {
        Some(scheme) => {
            let given = scheme.given(suggestion, role).next()?;
            given.map_or_else(unknown, |position| known(&scheme.labels()[position]))
        }
        None => unknown(suggestion.list(role).next()?),
    })
}

fn propose(messages: &mut [Message<'_>], model: &Model, worker: &mut crate::model::ModelWorker) {
    let documents: Vec<Document<'_>> = messages.iter().map(Message::document).collect();
    let proposals = model.propose_cut(&documents, worker);
    for (message, proposal) in messages.iter_mut().zip(proposals) {
        message.about = About::from(&proposal);
        let theme = proposal.themes.as_ref().zip(model.theme_scheme());
        let department = proposal.departments.as_ref().zip(model.department_scheme());
        for (place, proposed) in [(&mut message.theme, theme), (&mut message.department, department)] {
            let likeliest =
                proposed.and_then(|(verdict, scheme)| Some((verdict.ranked.first()?.label, scheme)));
            if let (None, Some((first, scheme))) = (&place, likeliest) {
                let Label { id, name, .. } = &scheme.labels()[first];
                *place = Some(MessageLabel { is_proposed: true, ..MessageLabel::given(id, name) });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggestion::Table;

    #[test]
    fn a_label_is_read_as_the_scheme_writes_it_and_as_it_is_called_today() {
        let old = Label { successor: Some("卫健委".into()), ..Label::named("卫计局") };
        let labels = vec![old, Label::named("卫健委"), Label::named("教育、文体")];
        let scheme = Scheme::new(labels).unwrap();
        let table = std::sync::Arc::new(Table::new("台账.csv", vec!["主办".into()]).with(Role::Lead, 0));
        for (cell, with_scheme, without) in [
            ("卫计局", "卫健委", "卫计局"),
            ("教育、文体、卫计局", "教育、文体", "教育"),
            ("航天局", "航天局", "航天局"),
        ] {
            let table = std::sync::Arc::clone(&table);
            let row = Suggestion { table, row: 2, cells: vec![cell.into()], kinds: Vec::new() };
            let name = |scheme| given(&row, Role::Lead, scheme).map(|label| label.name);
            assert_eq!(name(Some(&scheme)).as_deref(), Some(with_scheme));
            assert_eq!(name(None).as_deref(), Some(without));
        }
    }
}
