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

/// Positives cost (negatives / positives)^`BALANCE` as much as negatives, where they are fewer.
const BALANCE: f32 = 0.3;
/// Added to the mass of every column in the naive-Bayes scale.
const SMOOTHING: f32 = 0.1;
/// The solver stops when the projected gradients differ by no more than this,
const TOLERANCE: f32 = 0.1;
/// and after so many passes in any case.
const MAX_PASSES: usize = 200;

/// How to train one-versus-rest linear classifiers on rows without negative values.
///
/// | parameter | default | range |
/// |---|---|---|
/// | `cost` | 0.2 | above 0: C, the cost of an error |
/// | `naive_bayes` | 0.7 | 0 to 1: the power of the naive-Bayes scale of a column; 0 leaves columns as they are |
#[derive(Debug, Clone, PartialEq)]
pub struct LinearParams(LinearValidParams);

/// [`LinearParams`] that have been checked.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearValidParams {
    cost: f32,
    naive_bayes: f32,
}

impl Default for LinearParams {
    fn default() -> Self {
        Self(LinearValidParams { cost: 0.2, naive_bayes: 0.7 })
    }
}

impl LinearParams {
    /// Sets C, the cost of an error.
    #[must_use]
    pub fn cost(mut self, cost: f32) -> Self {
        self.0.cost = cost;
        self
    }

    /// Sets the power of the naive-Bayes scale.
    #[must_use]
    pub fn naive_bayes(mut self, power: f32) -> Self {
        self.0.naive_bayes = power;
        self
    }
}

impl ParamGuard for LinearParams {
    type Checked = LinearValidParams;
    type Error = Error;

    fn check_ref(&self) -> Result<&LinearValidParams> {
        let params = &self.0;
        let checks = [
            ("cost", params.cost, params.cost.is_finite() && params.cost > 0.0, "above 0"),
            ("naive_bayes", params.naive_bayes, (0.0..=1.0).contains(&params.naive_bayes), "0 to 1"),
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
        check_values(rows)?;
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
        check_values(rows)?;
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

/// Fails on a value that no mass of a column can be made of.
fn check_values(rows: &SparseMatrix) -> Result<()> {
    let mut values = (0..rows.rows()).flat_map(|row| rows.row(row).values.iter().copied());
    match values.find(|&value| value < 0.0) {
        Some(value) => {
            let (name, value, range) = ("a value of a row", f64::from(value), "at least 0");
            Err(ErrorKind::Parameter { name, value, range }.into())
        }
        None => Ok(()),
    }
}

impl LinearValidParams {
    fn fit_label(&self, rows: &SparseMatrix, positive: &[bool], weight: impl Fn(usize) -> f32) -> Solution {
        let positives = positive.iter().filter(|&&positive| positive).count();
        let ratio = (positive.len() - positives) as f64 / positives.max(1) as f64;
        let positive_cost = self.cost * libm::pow(ratio.max(1.0), f64::from(BALANCE)) as f32;
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
            tolerance: TOLERANCE,
            max_passes: MAX_PASSES,
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
        let mut masses = [vec![SMOOTHING; rows.width()], vec![SMOOTHING; rows.width()]];
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_learnt_from_is_refused() {
        let refused = |value: f32, params: LinearParams| {
            let mut rows = SparseMatrix::new(1);
            rows.push([(0, 1.0)]);
            rows.push([(0, value)]);
            let one = params.fit(&DatasetBase::new(rows.clone(), Array1::from(vec![0, 1])));
            let any = params.fit(&DatasetBase::new(rows, Array2::from_elem((2, 1), true)));
            [one, any].map(|fitted| fitted.err().map(|error| error.to_string()))
        };
        let params = LinearParams::default();
        assert_eq!(refused(2.0, params.clone()), [None, None]);
        let negative = Some("a value of a row is -1, but must be at least 0".to_owned());
        assert_eq!(refused(-1.0, params.clone()), [negative.clone(), negative]);
        for (params, name) in
            [(params.clone().cost(0.0), "cost is 0"), (params.naive_bayes(1.5), "naive_bayes is 1.5")]
        {
            assert!(refused(1.0, params).into_iter().flatten().all(|error| error.starts_with(name)));
        }
    }
}
