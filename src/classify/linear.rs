//! Weights of several labels and sparse rows -> the scores of each label.

use serde::{Deserialize, Serialize};

use super::mixing::Mixing;
use super::products::{LANES, Products};
use super::shifts::Shifts;
use super::solver::Solution;
use crate::vectorize::SparseVector;

/// One linear classifier a label: the score of label k for a row x is `w_k·x + b_k`.
///
/// Weights are kept as whole steps from -127 to 127, each label with its own step: a row touches hundreds of
/// columns, so the rounding averages out, and the model takes a quarter of the memory and of the cache.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Linear {
    labels: usize,
    /// The weights of all labels for column 0, then for column 1, and so on, in steps: a row touches few
    /// columns, and the labels of a column lie together, filled up with zeros to whole [`LANES`].
    #[serde(with = "super::steps")]
    weights: Vec<i8>,
    /// The size of a step for each label.
    steps: Vec<f32>,
    bias: Vec<f32>,
    shifts: Shifts,
}

impl Linear {
    /// The classifiers whose scores are the mixed scores of these.
    ///
    /// # Panics
    /// If `mixing` was fitted to another number of labels.
    #[must_use]
    pub fn mixed(&self, mixing: &Mixing) -> Self {
        assert_eq!(mixing.labels(), self.labels, "a mix belongs to its labels");
        let mut solutions: Vec<Solution> = mixing
            .mix(&self.bias, true)
            .into_iter()
            .map(|bias| Solution { weights: Vec::with_capacity(self.width()), bias })
            .collect();
        let mut weights = vec![0.0; self.labels];
        for column in 0..self.width() {
            weights.iter_mut().enumerate().for_each(|(label, weight)| *weight = self.weight(column, label));
            let mixed = mixing.mix(&weights, false);
            solutions.iter_mut().zip(mixed).for_each(|(solution, weight)| solution.weights.push(weight));
        }
        Self::from_solutions(self.width(), &solutions)
    }

    /// The classifiers with these weights of `width` columns.
    #[must_use]
    pub fn from_solutions(width: usize, solutions: &[Solution]) -> Self {
        let labels = solutions.len();
        let weights = vec![0; width * labels.next_multiple_of(LANES)];
        let (steps, bias, shifts) = (vec![1.0; labels], vec![0.0; labels], Shifts::default());
        let mut linear = Self { labels, weights, steps, bias, shifts };
        for (label, solution) in solutions.iter().enumerate() {
            linear.set(label, solution);
        }
        linear
    }

    /// Gives a label its weights, with a step of their own.
    fn set(&mut self, label: usize, solution: &Solution) {
        let largest = solution.weights.iter().fold(0.0f32, |largest, weight| largest.max(weight.abs()));
        let step = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        let stride = self.stride();
        for (column, &weight) in solution.weights.iter().enumerate() {
            self.weights[column * stride + label] = (weight / step).round() as i8;
        }
        self.steps[label] = step;
        self.bias[label] = solution.bias;
    }

    /// Adds to the weight that a column has for a label; the column after the last is the bias.
    pub(super) fn shift(&mut self, column: u32, label: usize, by: f32) {
        if column as usize == self.width() {
            self.bias[label] += by;
        } else {
            self.shifts.add(column, label, self.labels, by);
        }
    }

    /// The number of labels.
    #[must_use]
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// How many weights a column has, with those that fill it up.
    fn stride(&self) -> usize {
        self.labels.next_multiple_of(LANES)
    }

    /// The number of columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.weights.len() / self.stride().max(1)
    }

    /// The classifiers of `parts` side by side, in their order: one pass over a row then scores them all.
    ///
    /// # Panics
    /// If the parts were not fitted to the same columns.
    #[must_use]
    pub fn side_by_side(parts: &[Self]) -> Self {
        let width = parts.first().map_or(0, Self::width);
        assert!(parts.iter().all(|part| part.width() == width), "parts of one model see the same columns");
        assert!(
            parts.iter().all(|part| part.shifts.is_empty()),
            "weights are corrected when they stand together"
        );
        let labels = parts.iter().map(|part| part.labels).sum::<usize>();
        let mut weights = Vec::with_capacity(width * labels.next_multiple_of(LANES));
        for column in 0..width {
            for part in parts {
                weights.extend_from_slice(&part.weights[column * part.stride()..][..part.labels]);
            }
            weights.resize((column + 1) * labels.next_multiple_of(LANES), 0);
        }
        Self {
            labels,
            weights,
            steps: parts.iter().flat_map(|part| part.steps.iter().copied()).collect(),
            bias: parts.iter().flat_map(|part| part.bias.iter().copied()).collect(),
            shifts: Shifts::default(),
        }
    }

    /// The scores of one row: for each label the sum of weight times value, column by column, and its bias.
    pub fn scores(&self, row: SparseVector<'_>, scores: &mut Vec<f32>) {
        scores.clear();
        scores.resize(self.stride(), 0.0);
        pulp::Arch::new().dispatch(Products { weights: &self.weights, stride: self.stride(), row, scores });
        scores.truncate(self.labels);
        for ((score, step), bias) in scores.iter_mut().zip(&self.steps).zip(&self.bias) {
            *score = *score * step + bias;
        }
        self.shifts.apply(row, scores);
    }

    /// The weight of a column for a label.
    #[must_use]
    pub fn weight(&self, column: usize, label: usize) -> f32 {
        self.weights_of(label)(column)
    }

    /// The weight of each column for a label.
    pub fn weights_of(&self, label: usize) -> impl Fn(usize) -> f32 {
        // Without columns there is nothing to look up.
        let weights = self.weights.get(label..).unwrap_or_default();
        let (stride, step) = (self.stride(), self.steps[label]);
        let shifts = (!self.shifts.is_empty()).then_some(&self.shifts);
        move |column| {
            let weight = f32::from(weights[column * stride]) * step;
            shifts.map_or(weight, |shifts| weight + shifts.of(column as u32, label))
        }
    }

    /// The columns that speak most for a label, by weight.
    #[must_use]
    pub fn strongest_columns(&self, label: usize, most: usize) -> Vec<usize> {
        let weight = self.weights_of(label);
        let mut columns: Vec<usize> = (0..self.width()).filter(|&column| weight(column) > 0.0).collect();
        columns.sort_by(|&left, &right| weight(right).total_cmp(&weight(left)));
        columns.truncate(most);
        columns
    }

    /// The score of a label for an empty row.
    #[must_use]
    pub fn bias(&self, label: usize) -> f32 {
        self.bias[label]
    }

    /// Whether the parts fit together and to vectors of `width` columns, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self, width: usize) -> bool {
        self.labels > 0
            && self.bias.len() == self.labels
            && self.weights.len() == self.stride() * width
            && self.steps.len() == self.labels
            && self.shifts.is_consistent(self.labels, width)
            && self.steps.iter().chain(&self.bias).all(|value| value.is_finite())
    }
}
