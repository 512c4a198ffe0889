//! A dataset of sparse rows -> one linear classifier a label.

use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase, Records};
use linfa::traits::Fit;
use ndarray::{Array1, Array2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::mixing::Mixing;
use super::products::{LANES, Products};
use super::shifts::Shifts;
use super::solver::{Problem, Solution};
use crate::error::{Error, ErrorKind, Result};
use crate::vectorize::{SparseMatrix, SparseVector};

/// How to train one-versus-rest linear classifiers.
///
/// | parameter | default | range |
/// |---|---|---|
/// | `cost` | 0.2 | above 0: C, the cost of an error |
/// | `balance` | 0.3 | 0 to 1: positives cost (negatives / positives)^balance as much as negatives, where they are fewer |
/// | `naive_bayes` | 0.7 | 0 to 1: the power of the naive-Bayes scale of a column; 0 leaves columns as they are |
/// | `smoothing` | 0.1 | above 0: added to the mass of every column in that scale |
/// | `tolerance` | 0.1 | above 0: when to stop |
/// | `max_passes` | 200 | at least 1: when to stop in any case |
#[derive(Debug, Clone, PartialEq)]
pub struct LinearParams(LinearValidParams);

/// [`LinearParams`] that have been checked.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearValidParams {
    cost: f32,
    balance: f32,
    naive_bayes: f32,
    smoothing: f32,
    tolerance: f32,
    max_passes: usize,
}

impl Default for LinearParams {
    fn default() -> Self {
        Self(LinearValidParams {
            cost: 0.2,
            balance: 0.3,
            naive_bayes: 0.7,
            smoothing: 0.1,
            tolerance: 0.1,
            max_passes: 200,
        })
    }
}

impl LinearParams {
    /// Sets C, the cost of an error.
    #[must_use]
    pub fn cost(mut self, cost: f32) -> Self {
        self.0.cost = cost;
        self
    }

    /// Sets how far rare labels are made up for.
    #[must_use]
    pub fn balance(mut self, balance: f32) -> Self {
        self.0.balance = balance;
        self
    }

    /// Sets the power of the naive-Bayes scale.
    #[must_use]
    pub fn naive_bayes(mut self, power: f32) -> Self {
        self.0.naive_bayes = power;
        self
    }

    /// Sets what is added to the mass of every column.
    #[must_use]
    pub fn smoothing(mut self, smoothing: f32) -> Self {
        self.0.smoothing = smoothing;
        self
    }

    /// Sets when to stop.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f32) -> Self {
        self.0.tolerance = tolerance;
        self
    }
}

impl ParamGuard for LinearParams {
    type Checked = LinearValidParams;
    type Error = Error;

    fn check_ref(&self) -> Result<&LinearValidParams> {
        let params = &self.0;
        let above_0 = |value: f32| value.is_finite() && value > 0.0;
        let share = |value: f32| (0.0..=1.0).contains(&value);
        let checks = [
            ("cost", params.cost, above_0(params.cost), "above 0"),
            ("balance", params.balance, share(params.balance), "0 to 1"),
            ("naive_bayes", params.naive_bayes, share(params.naive_bayes), "0 to 1"),
            ("smoothing", params.smoothing, above_0(params.smoothing), "above 0"),
            ("tolerance", params.tolerance, above_0(params.tolerance), "above 0"),
            ("max_passes", params.max_passes as f32, params.max_passes > 0, "at least 1"),
        ];
        match checks.into_iter().find(|&(_, _, valid, _)| !valid) {
            Some((name, value, _, range)) => {
                Err(ErrorKind::Parameter { name, value: f64::from(value), range }.into())
            }
            None => Ok(params),
        }
    }

    fn check(self) -> Result<LinearValidParams> {
        self.check_ref().cloned()
    }
}

/// Each row may have any number of labels: one column of the target a label.
impl Fit<SparseMatrix, Array2<bool>, Error> for LinearValidParams {
    type Object = Linear;

    fn fit(&self, dataset: &DatasetBase<SparseMatrix, Array2<bool>>) -> Result<Linear> {
        let (rows, targets) = (dataset.records(), dataset.targets());
        if rows.nsamples() == 0 || targets.nrows() != rows.nsamples() {
            return Err(linfa::Error::NotEnoughSamples.into());
        }
        let solutions: Vec<Solution> = (0..targets.ncols())
            .into_par_iter()
            .map(|label| {
                let positive: Vec<bool> = targets.index_axis(Axis(1), label).to_vec();
                self.fit_label(rows, &positive, |row| dataset.weight_for(row))
            })
            .collect();
        Ok(Linear::from_solutions(rows.width(), &solutions))
    }
}

/// Each row has exactly one label, a number from 0.
impl Fit<SparseMatrix, Array1<usize>, Error> for LinearValidParams {
    type Object = Linear;

    fn fit(&self, dataset: &DatasetBase<SparseMatrix, Array1<usize>>) -> Result<Linear> {
        let rows = dataset.records();
        let labels = dataset.as_single_targets();
        let count = labels.iter().max().ok_or(linfa::Error::NotEnoughSamples)? + 1;
        let solutions: Vec<Solution> = (0..count)
            .into_par_iter()
            .map(|label| {
                let positive: Vec<bool> = labels.iter().map(|&given| given == label).collect();
                self.fit_label(rows, &positive, |row| dataset.weight_for(row))
            })
            .collect();
        Ok(Linear::from_solutions(rows.width(), &solutions))
    }
}

impl LinearValidParams {
    fn fit_label(&self, rows: &SparseMatrix, positive: &[bool], weight: impl Fn(usize) -> f32) -> Solution {
        let positives = positive.iter().filter(|&&positive| positive).count();
        let ratio = (positive.len() - positives) as f64 / positives.max(1) as f64;
        let positive_cost = self.cost * libm::pow(ratio.max(1.0), f64::from(self.balance)) as f32;
        let costs: Vec<f32> = positive
            .iter()
            .enumerate()
            .map(|(row, &positive)| weight(row) * if positive { positive_cost } else { self.cost })
            .collect();
        let squared_scales = self.squared_scales(rows, positive);
        Problem {
            rows,
            positive,
            costs: &costs,
            squared_scales: &squared_scales,
            tolerance: self.tolerance,
            max_passes: self.max_passes,
        }
        .solve()
    }

    /// The squares of the naive-Bayes log-count ratios of Wang and Manning (2012), *Baselines and bigrams*:
    /// r = ln((p / |p|) / (q / |q|)), where p and q are the smoothed masses of a column in positive and in
    /// negative rows, |p| and |q| their sums. The ratios are taken to the power `naive_bayes`.
    fn squared_scales(&self, rows: &SparseMatrix, positive: &[bool]) -> Vec<f32> {
        if self.naive_bayes == 0.0 {
            return vec![1.0; rows.width()];
        }
        let mut masses = [vec![self.smoothing; rows.width()], vec![self.smoothing; rows.width()]];
        for (row, &positive) in positive.iter().enumerate() {
            let mass = &mut masses[usize::from(positive)];
            for (column, value) in rows.row(row).iter() {
                mass[column] += value;
            }
        }
        let [negative, positive] = &masses;
        let total = |mass: &[f32]| libm::log(mass.iter().map(|&value| f64::from(value)).sum());
        let shift = total(positive) - total(negative);
        positive
            .iter()
            .zip(negative)
            .map(|(&p, &q)| {
                let ratio = libm::log(f64::from(p) / f64::from(q)) - shift;
                libm::pow(ratio * ratio, f64::from(self.naive_bayes)) as f32
            })
            .collect()
    }
}

/// One linear classifier a label: the score of label k for a row x is `w_k·x + b_k`.
///
/// Weights are kept as whole steps from -127 to 127, each label with its own step: a row touches hundreds of
/// columns, so the rounding averages out, and the model takes a quarter of the memory and of the cache.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Linear {
    labels: usize,
    /// The weights of all labels for column 0, then for column 1, and so on, in steps: a row touches few
    /// columns, and the labels of a column lie together, filled up with zeros to whole [`LANES`].
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
        let weight = f32::from(self.weights[column * self.stride() + label]) * self.steps[label];
        if self.shifts.is_empty() { weight } else { weight + self.shifts.of(column as u32, label) }
    }

    /// The columns that speak most for a label, by weight.
    #[must_use]
    pub fn strongest_columns(&self, label: usize, most: usize) -> Vec<usize> {
        let mut columns: Vec<usize> =
            (0..self.width()).filter(|&column| self.weight(column, label) > 0.0).collect();
        columns.sort_by(|&left, &right| self.weight(right, label).total_cmp(&self.weight(left, label)));
        columns.truncate(most);
        columns
    }

    /// The score of a label for an empty row.
    #[must_use]
    pub fn bias(&self, label: usize) -> f32 {
        self.bias[label]
    }

    /// The scores of all rows.
    #[must_use]
    pub fn score_matrix(&self, rows: &SparseMatrix) -> Array2<f32> {
        let mut matrix = Array2::zeros((rows.rows(), self.labels));
        let mut scores = Vec::with_capacity(self.labels);
        for (row, mut line) in matrix.axis_iter_mut(Axis(0)).enumerate() {
            self.scores(rows.row(row), &mut scores);
            line.iter_mut().zip(&scores).for_each(|(cell, &score)| *cell = score);
        }
        matrix
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
