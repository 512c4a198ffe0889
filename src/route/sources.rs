//! Scores, remits, words that point, names and past cases -> what each source says of each department, side by side.

use serde::{Deserialize, Serialize};

use crate::stats::newton::solve;

/// Who has a say in who leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The classifier learnt from labeled rows.
    Learning,
    /// The nearness of the text to the remit.
    Remits,
    /// The words of the text that point to the department.
    Lexicon,
    /// Whether the text names the department.
    Names,
    /// The share of the most similar past cases that the department led.
    Neighbors,
}

/// How many sources there are.
pub const SOURCES: usize = 5;

/// A cosine to a remit is of the order of a tenth; so many times that is of the order of the other sources.
pub const REMIT_SCALE: f32 = 10.0;

/// What the sources say of one department, in the order of [`Source`].
pub type Said = [f32; SOURCES];

/// The score that a department without training rows is given in place of one learnt: what departments of
/// equal remit and name have on the average, a + b · remit + c · named, by least squares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    coefficients: [f32; 3],
}

impl Default for Expected {
    /// That nothing applies.
    fn default() -> Self {
        Self { coefficients: [-1.0, 0.0, 0.0] }
    }
}

impl Expected {
    /// Fits to what was said of departments and the score each was given.
    #[must_use]
    pub fn fit(cases: impl Iterator<Item = (Said, f32)>) -> Self {
        let mut normal = [[0.0f64; 3]; 3];
        let mut right = [0.0f64; 3];
        for (said, score) in cases {
            let x = Self::seen(&said).map(f64::from);
            for i in 0..3 {
                right[i] += x[i] * f64::from(score);
                for j in 0..=i {
                    normal[i][j] += x[i] * x[j];
                }
            }
        }
        if normal[0][0] == 0.0 {
            return Self::default();
        }
        (0..3).for_each(|at| normal[at][at] += 1e-6);
        Self { coefficients: solve(normal, right).map(|value| value as f32) }
    }

    /// The score to expect.
    #[must_use]
    pub fn score(&self, said: &Said) -> f32 {
        Self::seen(said).iter().zip(&self.coefficients).map(|(seen, coefficient)| seen * coefficient).sum()
    }

    fn seen(said: &Said) -> [f32; 3] {
        [1.0, said[Source::Remits as usize], said[Source::Names as usize]]
    }

    /// Whether all coefficients are numbers, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        self.coefficients.iter().all(|value| value.is_finite())
    }
}
