//! Rows and the labels given to them -> one linear classifier a label, learnt as linfa asks for.

use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase, Records};
use linfa::traits::Fit;
use ndarray::{Array1, Array2, Axis};
use rayon::prelude::*;

use super::linear::Linear;
use super::solver::{Problem, Solution};
use crate::error::{Error, ErrorKind, Result};
use crate::vectorize::SparseMatrix;

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
