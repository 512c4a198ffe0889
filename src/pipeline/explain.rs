//! A suggestion and a model -> what every token of it brings to the score of every likely label.

use crate::classify::Judge;
use crate::classify::explain::{Brought, Explainer};
use crate::classify::judge::Verdict;
use crate::classify::lexicon::Pointed;
use crate::classify::precedent::Met;
use crate::model::Model;
use crate::scheme::Label;
use crate::scheme::Scheme;
use crate::segment::{Document, Segmented};
use crate::suggestion::Suggestion;
use crate::text::Span;
use crate::vectorize::{Field, Worker};

/// Why a model proposes what it does for one suggestion.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The tokens of title and body, first to last; they join to the two texts.
    pub tokens: Vec<Piece>,
    /// The likeliest themes, the likeliest first.
    pub themes: Vec<Reasons>,
    /// The likeliest leads, the likeliest first.
    pub leads: Vec<Reasons>,
    /// How often training had the same text with a theme, and with a lead.
    pub met: [Met; 2],
}

/// A token as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Whether it stands in the title or in the body ([`Field::Text`]).
    pub field: Field,
    /// Its place there.
    pub span: Span,
    /// What stands there.
    pub text: String,
}

/// What speaks for one label and what against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reasons {
    /// The label.
    pub label: Label,
    /// Its probability.
    pub probability: f32,
    /// Its score: the sum of the bias and of all weights. The probability of a theme is made from it; into that of a lead
    /// goes what the remits, the names and the words that point to departments say, too.
    pub score: f32,
    /// The score of a text without known words.
    pub bias: f32,
    /// What each of the tokens brings to the score, in their order.
    pub weights: Vec<f32>,
}

/// Explains the `labels` likeliest themes and leads. Of a lead it is what was learnt of it that is explained; its
/// remit, its name and the words that point to it are weighed beside that.
///
/// ```
/// use jiaoban::pipeline::explain;
/// use jiaoban::{Model, Suggestion};
///
/// let suggestion = Suggestion::from_text("小区门口路灯不亮", "柳溪街两盏路灯坏了半个月。");
/// let explanation = explain(&Model::embedded()?, &suggestion, 1);
/// let lead = &explanation.leads[0];
/// assert_eq!(lead.label.name, "城管委");
/// let sum = lead.weights.iter().map(|&weight| f64::from(weight)).sum::<f64>() + f64::from(lead.bias);
/// assert!((sum - f64::from(lead.score)).abs() < 1e-4);
/// # Ok::<(), jiaoban::Error>(())
/// ```
#[must_use]
pub fn explain(model: &Model, suggestion: &Suggestion, labels: usize) -> Explanation {
    let proposal = model.propose(suggestion, &mut model.worker());
    let document = Document::new(suggestion, model.dictionary());
    let mut vectors = model.vectorizer().worker();
    let (mut scores, mut pointed) = (Vec::new(), Pointed::default());
    model.linear().scores(vectors.vectorize(model.vectorizer(), &document), &mut scores);
    // Verdict and judge may go by different lists of labels.
    let mut explained = |verdict: Option<Verdict>, scheme: Option<&Scheme>, judge: Option<&Judge>| {
        let (Some(verdict), Some(scheme), Some(judge)) = (verdict, scheme, judge) else { return Vec::new() };
        judge.point(vectors.words(), &mut pointed);
        let likely = verdict.ranked.iter().take(labels);
        likely
            .filter_map(|scored| {
                let label = &scheme.labels()[scored.label];
                let known = judge.scheme().find(&label.id)?;
                let output = judge.output(known)?;
                let mut score = scores[output];
                let mut weights = weights(model, &document, &mut vectors, output);
                for Brought { token, weight } in judge.brought(known, &pointed) {
                    weights[token as usize] += weight;
                    score += weight;
                }
                let bias = model.linear().bias(output);
                Some(Reasons { label: label.clone(), probability: scored.probability, score, bias, weights })
            })
            .collect()
    };
    let met = [&proposal.themes, &proposal.departments]
        .map(|verdict| verdict.as_ref().map_or(Met::default(), |verdict| verdict.met));
    let themes = explained(proposal.themes, model.theme_scheme(), model.themes());
    let leads = explained(proposal.departments, model.department_scheme(), model.departments());
    let tokens = pieces(Field::Title, &document.title).chain(pieces(Field::Text, &document.body)).collect();
    Explanation { tokens, themes, leads, met }
}

fn weights(model: &Model, document: &Document<'_>, vectors: &mut Worker, output: usize) -> Vec<f32> {
    Explainer::default().contributions(document, vectors, model.linear(), output).to_vec()
}

fn pieces<'d>(field: Field, text: &'d Segmented<'_>) -> impl Iterator<Item = Piece> + 'd {
    text.tokens.iter().map(move |token| {
        let (span, text) = (text.original_span(token.span), text.original(token.span));
        Piece { field, span, text: text.to_owned() }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    static MODEL: LazyLock<Model> = LazyLock::new(|| Model::embedded().unwrap());

    fn check(title: &str, body: &str) {
        let explanation = explain(&MODEL, &Suggestion::from_text(title, body), 5);
        let text = |field| {
            let pieces = explanation.tokens.iter().filter(|piece| piece.field == field);
            pieces.map(|piece| piece.text.as_str()).collect::<String>()
        };
        assert_eq!((text(Field::Title).as_str(), text(Field::Text).as_str()), (title.trim(), body.trim()));
        assert_eq!((explanation.themes.len(), explanation.leads.len()), (5, 5));
        for reasons in explanation.themes.iter().chain(&explanation.leads) {
            assert_eq!(reasons.weights.len(), explanation.tokens.len());
            let sum: f64 = reasons.weights.iter().map(|&weight| f64::from(weight)).sum();
            let apart = (sum + f64::from(reasons.bias) - f64::from(reasons.score)).abs();
            assert!(apart < 1e-4, "{title} {body}: {} is {apart} off", reasons.label.name);
        }
    }

    proptest! {
        #[test]
        fn weights_sum_to_the_score(
            title in "[小区停车难的路口、，。a-z０-９　\\PC]{0,30}",
            body in "\\PC{0,60}|[老人食堂路灯坏了垃圾分类请尽快解决幼儿园、，。0-9A-Z\\r\\n]{0,400}",
        ) {
            check(&title, &body);
        }
    }

    #[test]
    fn written_texts_are_explained_in_full() {
        check("", "");
        check("关于增设路灯的建议", "");
        check("", "小区楼下烧烤摊油烟扰民，夜里十二点还在营业，多次反映没有人管。");
        let long =
            "老旧小区加装电梯一楼不同意，社区协调了三次；电梯井占了消防通道，请住建、消防到现场看一看。";
        check("加装电梯", &long.repeat(40));
    }
}
