//! A suggestion -> its asks, each with who must act, the words and the clause that say so, and similar past cases.

use rustc_hash::FxHashSet;

use super::remit::Clause;
use super::router::{RouteWorker, Router};
use crate::classify::explain::{Evidence, Explainer};
use crate::classify::judge::{Scored, Scoring, Verdict};
use crate::classify::linear::Linear;
use crate::route::neighbors::Similar;
use crate::segment::{Dictionary, Document, Fingerprint, Segmented, asks};
use crate::suggestion::Suggestion;
use crate::text::Span;
use crate::vectorize::{Field, SparseMatrix, SparseVector, Vectorizer, Worker};

/// So many past cases are shown for each ask.
const SIMILAR: usize = 3;
/// A past case less similar than this has only chance words in common.
const LEAST_SIMILARITY: f32 = 0.2;

/// Who leads an ask with at least this probability takes part in the whole suggestion.
const TAKES_PART: f32 = 0.5;

/// One ask and who must act on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// Where it stands: in the body ([`Field::Text`]), or in the title of a suggestion without a body.
    pub field: Field,
    /// Its place there.
    pub span: Span,
    /// All departments, the likeliest lead first.
    pub leads: Vec<Scored>,
    /// Those that assist, the likeliest first.
    pub assist: Vec<Scored>,
    /// The words that spoke for the lead, where they stand in the suggestion.
    pub evidence: Vec<Evidence>,
    /// The clause of the lead's remit that the ask rests on.
    pub clause: Option<Clause>,
    /// Similar past cases, the most similar first.
    pub similar: Vec<Similar>,
}

impl Assignment {
    /// The text of the ask.
    #[must_use]
    pub fn text<'s>(&self, suggestion: &'s Suggestion) -> &'s str {
        self.span.of(self.field.of(suggestion))
    }
}

/// The departments of a suggestion in the light of its asks: it is led by whoever leads it as a whole, and is assisted,
/// beside those found for the whole, by everybody who likelier than not leads one of its asks.
pub fn take_part(whole: &mut Verdict, asks: &[Assignment]) {
    let lead = whole.ranked.first().map(|scored| scored.label);
    for scored in asks.iter().filter_map(|ask| ask.leads.first()) {
        let known = Some(scored.label) == lead || whole.added.iter().any(|added| added.label == scored.label);
        if !known && scored.probability >= TAKES_PART {
            whole.added.push(*scored);
        }
    }
    whole.added.sort_by(|left, right| right.probability.total_cmp(&left.probability));
}

/// What a model brings to a document.
#[derive(Debug, Clone, Copy)]
pub struct Tools<'t> {
    /// Its words.
    pub dictionary: &'t Dictionary,
    /// Their columns.
    pub vectorizer: &'t Vectorizer,
    /// The weights of the columns.
    pub linear: &'t Linear,
}

/// Scratch memory of one thread.
#[derive(Debug)]
pub struct Memory<'m> {
    /// For vectors.
    pub vectors: &'m mut Worker,
    /// For scores.
    pub scores: &'m mut Vec<f32>,
    /// For reasons.
    pub explainer: &'m mut Explainer,
    /// For routes.
    pub route: &'m mut RouteWorker,
}

impl Router {
    /// Gives every ask of a document to departments. An ask is judged by its own words and by `whole`, what was
    /// judged of all of the document; a document with one ask is judged as a whole. `memory` holds the vector of
    /// `document`.
    pub fn assign(
        &self,
        document: &Document<'_>,
        whole: &Verdict,
        tools: Tools<'_>,
        memory: &mut Memory<'_>,
    ) -> Vec<Assignment> {
        let (mut field, mut asked) = (Field::Text, &document.body);
        let mut spans = asks::asks(asked);
        if spans.is_empty() {
            (field, asked) = (Field::Title, &document.title);
            spans = asks::asks(asked);
        }
        // Who asks the same thrice in anger asks once.
        let mut said = FxHashSet::default();
        spans.retain(|&span| said.insert(asked.original_text(span)));
        let only = spans.len() == 1;
        // The vector of the whole gives way to those of its asks.
        let whole_row = (!only).then(|| {
            let mut rows = SparseMatrix::new(tools.vectorizer.width());
            let SparseVector { columns, values } = memory.vectors.row();
            rows.push(columns.iter().copied().zip(values.iter().copied()));
            rows
        });
        let assign = |span: Span| {
            // What a text with one ask is like, all of it says.
            let verdict = if only {
                whole.clone()
            } else {
                self.judge_ask(asked.original_text(span), whole, tools, memory)
            };
            let row = memory.vectors.row();
            let lead = verdict.ranked.first().map(|scored| scored.label);
            let of_whole = whole_row.as_ref().map(|rows| rows.row(0));
            let clause =
                lead.zip(self.remits.as_ref()).and_then(|(lead, remits)| remits.clause(lead, row, of_whole));
            let past = &self.learnt().past;
            let mut similar =
                past.similar(row, tools.vectorizer, SIMILAR, |_| true, &mut memory.route.search);
            similar.retain(|case| case.similarity >= LEAST_SIMILARITY);
            let Verdict { ranked, added, mut evidence, .. } = verdict;
            if !only {
                // The words were found in the text of the ask.
                for word in &mut evidence {
                    let Span { start, end } = word.span;
                    (word.field, word.span) =
                        (field, Span { start: start + span.start, end: end + span.start });
                }
            }
            Assignment { field, span, leads: ranked, assist: added, evidence, clause, similar }
        };
        spans.into_iter().map(assign).collect()
    }

    /// Judges the text of one ask, whose vector is left in `memory`.
    fn judge_ask(&self, ask: &str, whole: &Verdict, tools: Tools<'_>, memory: &mut Memory<'_>) -> Verdict {
        let Tools { vectorizer, linear, .. } = tools;
        let Memory { vectors, scores, explainer, route } = memory;
        let cut = |text| Segmented::new(text, tools.dictionary);
        let ask = Document { title: cut(""), body: cut(ask) };
        linear.scores(vectors.vectorize(vectorizer, &ask), scores);
        let text = Fingerprint::of(&ask);
        let scoring = Scoring { document: &ask, text, vectors, vectorizer, linear, scores };
        let mut verdict = self.judge(&scoring, Some(whole), route);
        if let Some(first) = verdict.ranked.first() {
            let weights = self.weights(first.label, &scoring);
            let pointed = self.brought(first.label, route).map(|brought| (0, brought));
            [verdict.evidence] = explainer.evidence(&ask, vectors, |column| [weights(column)], pointed);
        }
        verdict
    }
}
