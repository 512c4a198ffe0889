//! Suggestions of now and of the past -> messages in an order of their own, with their people and labels.

use rayon::prelude::*;

use super::days;
use crate::date::Date;
use crate::model::Model;
use crate::segment::{Cut, Dictionary, Document, Segmented};
use crate::suggestion::{Role, Suggestion};

/// A label: its id and its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Labeled {
    /// The id, which stays.
    pub id: String,
    /// What is shown.
    pub name: String,
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
    /// The day it came in, if it is known and does not stand alone far off.
    pub date: Option<Date>,
    /// Whether it is of now rather than history.
    pub current: bool,
    /// The main theme; `true` beside it if the model proposed it.
    pub theme: Option<(Labeled, bool)>,
    /// The leading department; `true` beside it if the model proposed it.
    pub department: Option<(Labeled, bool)>,
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

/// All messages, the earliest first, those without a day last; of one day by id, then by what they hold. The
/// order of the input does not matter to anything that follows.
#[derive(Debug)]
pub struct Register<'s> {
    messages: Vec<Message<'s>>,
    /// Positions of messages whose day stands alone far off, by id.
    far_off: Vec<usize>,
}

/// So many messages are labeled together by one thread.
const MESSAGES_TOGETHER: usize = 64;

impl<'s> Register<'s> {
    /// Orders, cuts and labels the messages. The model proposes a theme or a department for messages of now that
    /// have none.
    #[must_use]
    pub fn new(suggestions: &'s [Suggestion], history: &'s [Suggestion], model: &Model) -> Self {
        Self::as_given(suggestions, history, model).labeled(model)
    }

    /// Orders and cuts the messages; they have the labels that they were given. Groups need no others.
    #[must_use]
    pub fn as_given(suggestions: &'s [Suggestion], history: &'s [Suggestion], model: &Model) -> Self {
        let all = || suggestions.iter().chain(history);
        let near = days::without_far_off(all().filter_map(Suggestion::date).collect());
        let is_near = |day: Date| near.is_some_and(|(first, last)| (first..=last).contains(&day));
        let message = |(position, suggestion): (usize, &'s Suggestion)| Message {
            suggestion,
            position,
            id: suggestion.name(),
            date: suggestion.date().filter(|&day| is_near(day)),
            current: position < suggestions.len(),
            theme: given(suggestion, Role::Theme, model),
            department: given(suggestion, Role::Lead, model),
            cuts: Default::default(),
        };
        let mut messages: Vec<Message<'s>> = all().enumerate().map(message).collect();
        messages.par_sort_by(|a, b| order(a).cmp(&order(b)));
        messages.par_iter_mut().with_min_len(MESSAGES_TOGETHER).for_each(|message| {
            message.cuts = cuts(message.suggestion, model.dictionary());
        });
        let is_far_off =
            |message: &Message<'_>| message.date.is_none() && message.suggestion.date().is_some();
        let far_off: Vec<u32> = (0u32..)
            .zip(&messages)
            .filter(|(_, message)| is_far_off(message))
            .map(|(number, _)| number)
            .collect();
        let mut register = Self { messages, far_off: Vec::new() };
        register.far_off = register.positions(&far_off);
        register
    }

    /// The model proposes a theme or a department for messages of now that have none.
    #[must_use]
    pub fn labeled(mut self, model: &Model) -> Self {
        self.messages
            .par_chunks_mut(MESSAGES_TOGETHER)
            .for_each_init(|| model.worker(), |worker, messages| propose(messages, model, worker));
        self
    }

    /// The messages, in their order.
    #[must_use]
    pub fn messages(&self) -> &[Message<'s>] {
        &self.messages
    }

    /// The positions of messages whose day stands alone far off, in the order of their ids.
    #[must_use]
    pub fn far_off(&self) -> &[usize] {
        &self.far_off
    }

    /// The ids by position in the input.
    #[must_use]
    pub fn ids_by_position(&self) -> Vec<String> {
        let mut ids = vec![String::new(); self.messages.len()];
        for message in &self.messages {
            ids[message.position].clone_from(&message.id);
        }
        ids
    }

    /// Numbers of messages as positions in the input, in the order of their ids.
    #[must_use]
    pub fn positions(&self, messages: &[u32]) -> Vec<usize> {
        self.by_id(messages).iter().map(|&message| self.messages[message as usize].position).collect()
    }

    /// Numbers of messages in the order of their ids.
    #[must_use]
    pub fn by_id(&self, messages: &[u32]) -> Vec<u32> {
        let mut sorted = messages.to_vec();
        sorted.sort_by(|&a, &b| {
            let key = |message: u32| &self.messages[message as usize].id;
            id_order(key(a), key(b)).then(a.cmp(&b))
        });
        sorted
    }
}

/// Shorter ids first, so that 9 stands before 10.
fn id_order(a: &str, b: &str) -> std::cmp::Ordering {
    (a.len(), a).cmp(&(b.len(), b))
}

/// Everything by which two rows can differ, the day first.
fn order<'m>(message: &'m Message<'_>) -> impl Ord + use<'m> {
    let undated = message.date.is_none();
    (
        undated,
        message.date,
        message.id.len(),
        message.id.as_str(),
        &message.suggestion.cells,
        !message.current,
    )
}

fn cuts(suggestion: &Suggestion, dictionary: &Dictionary) -> [Cut; 2] {
    let document = Document::new(suggestion, dictionary);
    [document.title.to_cut(), document.body.to_cut()]
}

fn given(suggestion: &Suggestion, role: Role, model: &Model) -> Option<(Labeled, bool)> {
    let name = suggestion.list(role).next()?;
    let judge = if role == Role::Theme { model.themes() } else { model.departments() };
    let known = judge.and_then(|judge| judge.scheme().find(name).map(|label| judge.label(label)));
    let labeled = known.map_or_else(
        || Labeled { id: name.to_owned(), name: name.to_owned() },
        |label| Labeled { id: label.id.clone(), name: label.name.clone() },
    );
    Some((labeled, false))
}

fn propose(messages: &mut [Message<'_>], model: &Model, worker: &mut crate::model::ModelWorker) {
    let lacking: Vec<usize> = (0..messages.len())
        .filter(|&at| {
            let message = &messages[at];
            message.current && (message.theme.is_none() || message.department.is_none())
        })
        .collect();
    let documents: Vec<Document<'_>> = lacking.iter().map(|&at| messages[at].document()).collect();
    let proposals = model.propose_cut(&documents, worker);
    for (at, proposal) in lacking.into_iter().zip(proposals) {
        let message = &mut messages[at];
        let theme = proposal.themes.as_ref().zip(model.themes());
        let department = proposal.departments.as_ref().zip(model.departments());
        for (place, proposed) in [(&mut message.theme, theme), (&mut message.department, department)] {
            if let (None, Some((verdict, judge))) = (&place, proposed) {
                let label = judge.label(verdict.ranked[0].label);
                *place = Some((Labeled { id: label.id.clone(), name: label.name.clone() }, true));
            }
        }
    }
}
