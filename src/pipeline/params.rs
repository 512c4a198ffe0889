//! What an office allows and wants -> how a model is trained.

use crate::classify::LinearParams;
use crate::route::fit::RouteParams;
use crate::scheme::{Scheme, Signpost};
use crate::vectorize::{Vectorizer, VectorizerParams};

/// How to train.
///
/// | parameter | default | range |
/// |---|---|---|
/// | `themes`, `departments` | those found in the rows | a [`Scheme`] |
/// | `signposts` | none | labels of `themes` |
/// | `own_words` | none | |
/// | `terms` | learnt from the rows, see [`VectorizerParams`] | learnt, or taken from another model |
/// | `linear` | see [`LinearParams`] | |
/// | `route` | see [`RouteParams`] | |
/// | `costs` | 0.02, 0.05, 0.1, 0.2, 0.4 | above 0; with one there is no choice, with none it is that of `linear` |
/// | `folds` | 5 | at least 2; fewer are made where there are fewer groups of rows |
#[derive(Debug, Clone)]
pub struct TrainParams {
    /// The themes allowed; those found in the rows if `None`.
    pub themes: Option<Scheme>,
    /// The departments allowed; those found in the rows if `None`.
    pub departments: Option<Scheme>,
    /// The words that point to themes, which must then be given; those that point to departments are in `route`.
    pub signposts: Vec<Signpost>,
    /// The user's own words.
    pub own_words: Vec<String>,
    /// Where the terms of texts come from.
    pub terms: Terms,
    /// How to learn weights.
    pub linear: LinearParams,
    /// How to learn who must act.
    pub route: RouteParams,
    /// The costs of an error that are tried; the one that judges rows left out best is taken.
    pub costs: Vec<f32>,
    /// In how many folds the rows are left out in turn to calibrate probabilities.
    pub folds: usize,
}

impl Default for TrainParams {
    fn default() -> Self {
        Self {
            themes: None,
            departments: None,
            signposts: Vec::new(),
            own_words: Vec::new(),
            terms: Terms::Learnt(VectorizerParams::default()),
            linear: LinearParams::default(),
            route: RouteParams::default(),
            costs: vec![0.02, 0.05, 0.1, 0.2, 0.4],
            folds: 5,
        }
    }
}

/// Where the terms of texts and their weights come from.
#[derive(Debug, Clone)]
pub enum Terms {
    /// They are learnt from the rows, in this way.
    Learnt(VectorizerParams),
    /// They are those of another model: with a few rows they cannot be learnt.
    Taken(Vectorizer),
}
