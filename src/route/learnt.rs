//! What training found out about departments -> what a router knows: the part of it that a model file holds.

use serde::{Deserialize, Serialize};

use super::assist::{Assist, Together};
use super::past::Past;
use super::pool::Pool;
use super::sources::Expected;
use crate::classify::acceptance::Acceptance;
use crate::classify::top::TopLabel;
use crate::scheme::{Scheme, Signpost};

/// Which outputs of the model's weights are the scores of a department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outputs {
    /// As the lead; `None` for a department that only ever assisted.
    #[serde(with = "as_number")]
    pub lead: Option<u32>,
    /// As one of those involved.
    pub involved: u32,
}

/// What a router has learnt. Nobody outside can put it together: whoever asks for the output of a department relies on it
/// that each has its place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Learnt {
    /// The departments.
    pub(crate) scheme: Scheme,
    /// By position in the scheme; none for a department without training rows, one for any other, and several for one
    /// that does the work of several, which no training makes and no file holds.
    #[serde(with = "one_each")]
    pub(crate) outputs: Vec<Vec<Outputs>>,
    /// Who has a say.
    pub(crate) pool: Pool,
    /// The scores to expect of departments without such outputs: as lead, as one of those involved.
    pub(crate) expected: [Expected; 2],
    /// The words that point to departments.
    pub(crate) signposts: Vec<Signpost>,
    /// Who assists; `None` where nobody ever did.
    pub(crate) assist: Option<Assist>,
    /// How often departments assist one another.
    pub(crate) together: Together,
    /// Past cases.
    pub(crate) past: Past,
    /// What makes the probability of the likeliest lead honest.
    pub(crate) top: TopLabel,
    /// Who led where the same text came before, and how often a lead was wrong, by its probability, for all
    /// departments together.
    pub(crate) acceptance: Acceptance,
    /// How many training rows' leads were found by what was not learnt from them, and how many rows there are; none
    /// where the departments are not those of the training.
    pub(crate) found: Option<(u64, u64)>,
}

impl Learnt {
    /// What a router knows of a scheme before it has seen a row.
    #[must_use]
    pub fn nothing(scheme: Scheme) -> Self {
        let departments = scheme.labels().len();
        Self {
            outputs: vec![Vec::new(); departments],
            pool: Pool::PRIOR,
            expected: [Expected::default(); 2],
            signposts: Vec::new(),
            assist: None,
            together: Together::new(departments, std::iter::empty()),
            past: Past::default(),
            top: TopLabel::AS_IT_IS,
            acceptance: Acceptance::nothing(),
            found: None,
            scheme,
        }
    }

    /// Past cases.
    #[must_use]
    pub fn past(&self) -> &Past {
        &self.past
    }

    /// Whether a department does the work of several that were learnt apart, which no file can hold.
    #[must_use]
    pub fn has_joined(&self) -> bool {
        self.outputs.iter().any(|outputs| outputs.len() > 1)
    }

    /// Which output is the score of the department at a position as the lead, if it ever led: the highest of those whose
    /// work it does.
    #[must_use]
    pub(crate) fn lead_output(&self, position: usize, scores: &[f32]) -> Option<usize> {
        highest(self.outputs[position].iter().filter_map(|outputs| outputs.lead), scores)
    }

    /// The same for its score as one of those involved.
    #[must_use]
    pub(crate) fn involved_output(&self, position: usize, scores: &[f32]) -> Option<usize> {
        highest(self.outputs[position].iter().map(|outputs| outputs.involved), scores)
    }

    /// Whether the parts fit together and to a model with so many outputs and columns, which a damaged file
    /// could break.
    #[must_use]
    pub fn is_consistent(&self, outputs: usize, width: usize) -> bool {
        let departments = self.scheme.labels().len();
        let there = |of: &Outputs| of.lead.into_iter().chain([of.involved]).all(|at| (at as usize) < outputs);
        self.outputs.len() == departments
            && self.outputs.iter().flatten().all(there)
            && self.top.is_consistent()
            && self.acceptance.is_consistent(departments, 1)
            && self.pool.is_consistent()
            && self.expected.iter().all(Expected::is_consistent)
            && self.assist.as_ref().is_none_or(Assist::is_consistent)
            && self.together.is_consistent(departments)
            && self.signposts.iter().all(|signpost| signpost.fits(&self.scheme))
            && self.found.is_none_or(|(hits, of)| hits <= of)
            && self.past.is_consistent(width, departments)
    }
}

/// Which of the `outputs` has the highest score.
fn highest(outputs: impl Iterator<Item = u32>, scores: &[f32]) -> Option<usize> {
    let outputs = outputs.map(|output| output as usize);
    outputs.max_by(|&one, &other| scores[one].total_cmp(&scores[other]))
}

/// The outputs of each department -> at most one, as a model file holds them.
mod one_each {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Outputs;

    pub(super) fn serialize<S: Serializer>(
        outputs: &[Vec<Outputs>],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let first: Vec<Option<Outputs>> = outputs.iter().map(|of| of.first().copied()).collect();
        first.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Vec<Outputs>>, D::Error> {
        let first = Vec::<Option<Outputs>>::deserialize(deserializer)?;
        Ok(first.into_iter().map(|of| of.into_iter().collect()).collect())
    }
}

/// An output that may be missing -> its number in a model file, where the greatest of all numbers stands for none.
mod as_number {
    use serde::{Deserialize, Deserializer, Serializer};

    const NONE: u32 = u32::MAX;

    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    pub(super) fn serialize<S: Serializer>(output: &Option<u32>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(output.unwrap_or(NONE))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
        Ok(Some(u32::deserialize(deserializer)?).filter(|&output| output != NONE))
    }
}
