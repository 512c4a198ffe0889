//! Scores of rows that were not trained on, and their labels -> a mix of the scores whose softmax is honest.

use linfa_linalg::cholesky::InverseC;
use ndarray::{Array1, Array2, ArrayView1};

use super::calibrate::Softmax;
use crate::stats::logistic::softmax;

/// How strongly the mix is pulled towards a mere scale, as if so many rows had said that it is one. Chosen by
/// cross-validation on the texts of `datasets/suggestions`.
const PULL: f64 = 30.0;
/// Steps of the descent; each brings the mix nearer to its optimum, most of the way in the first dozen.
const STEPS: usize = 100;
/// The descent ends when a step changes no entry by more than this.
const SETTLED: f64 = 1e-5;
/// More rows than this tell nothing new of a few hundred numbers; every n-th row is taken.
const MOST_ROWS: usize = 20_000;
/// Of more labels than this so few rows have each pair that a mix hardly leaves the mere scale, and the time to find it grows
/// with the square of their number.
const MOST_LABELS: usize = 100;

/// Scores of labels of which exactly one is right -> scores whose softmax are the labels' probabilities.
///
/// Each mixed score is a sum of all scores and a bias: the classifiers of the labels are learnt apart, and only
/// together do their scores say that one label is easily taken for another. Given scores sᵢ of rows not trained
/// on and their labels yᵢ, the mix minimizes over matrices A and vectors b
///
/// λ/2 (‖A - t I‖² + ‖b‖²) - Σᵢ ln softmax(A sᵢ + b)\[yᵢ\],
///
/// where t is the scale of [`Softmax`] and λ the pull: matrix scaling (Guo, Pleiss, Sun, Weinberger 2017) with
/// the regularization of Kull, Perelló-Nieto, Kängsepp, Silva Filho, Song, Flach (2019), *Beyond temperature
/// scaling*, but towards the temperature instead of towards zero. As A s + b is linear in s, the mix becomes part
/// of the weights and costs nothing when a model is used.
#[derive(Debug, Clone, PartialEq)]
pub struct Mixing {
    labels: usize,
    /// What each score counts where they are not mixed.
    scale: f64,
    /// One row a label: what each score adds to it, and at the end the bias; `None` for a mere scale.
    matrix: Option<Array2<f64>>,
}

impl Mixing {
    /// The mix for `labels`, given one row of `scores` for each; of more than a hundred labels it is a mere scale.
    ///
    /// The Hessian of the sum is nowhere above ½ Σ x xᵀ for each label, x being a row of scores and a 1 (Böhning
    /// 1992, *Multinomial logistic regression algorithm*), so that every step made with the inverse of that bound
    /// brings the objective down.
    #[must_use]
    pub fn fit(scores: &Array2<f32>, labels: &[usize]) -> Self {
        let scale = f64::from(Softmax::fit(scores, labels).scale());
        let count = scores.ncols();
        let mere_scale = Self { labels: count, scale, matrix: None };
        if count > MOST_LABELS {
            return mere_scale;
        }
        let start =
            Array2::from_shape_fn((count, count + 1), |(to, from)| if to == from { scale } else { 0.0 });
        let every = labels.len().div_ceil(MOST_ROWS).max(1);
        let rows: Vec<(Array1<f64>, usize)> = scores
            .rows()
            .into_iter()
            .zip(labels)
            .step_by(every)
            .map(|(row, &label)| (with_one(row), label))
            .collect();
        let mut bound: Array2<f64> = Array2::eye(count + 1) * PULL;
        for (x, _) in &rows {
            for (mut line, &left) in bound.rows_mut().into_iter().zip(x) {
                line.zip_mut_with(x, |cell, right| *cell += 0.5 * left * right);
            }
        }
        // The bound is positive definite because of the pull; were it not, a mere scale is still a fair mix.
        let Ok(inverse) = bound.invc() else { return mere_scale };
        let mut matrix = start.clone();
        for _ in 0..STEPS {
            let mut gradient = (&matrix - &start) * PULL;
            for (x, label) in &rows {
                let mut errors = probabilities(&matrix, x);
                errors[*label] -= 1.0;
                for (mut line, &error) in gradient.rows_mut().into_iter().zip(&errors) {
                    line.zip_mut_with(x, |cell, value| *cell += error * value);
                }
            }
            let mut largest = 0.0f64;
            for (mut line, slope) in matrix.rows_mut().into_iter().zip(gradient.rows()) {
                for (cell, column) in line.iter_mut().zip(inverse.rows()) {
                    let step: f64 = column.iter().zip(&slope).map(|(inverse, slope)| inverse * slope).sum();
                    *cell -= step;
                    largest = largest.max(step.abs());
                }
            }
            if largest < SETTLED {
                break;
            }
        }
        Self { matrix: Some(matrix), ..mere_scale }
    }

    /// The number of labels.
    #[must_use]
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// Mixes one number a label, such as the weights of a column; a score also gets the bias.
    #[must_use]
    pub fn mix(&self, numbers: &[f32], with_bias: bool) -> Vec<f32> {
        let Some(matrix) = &self.matrix else {
            return numbers.iter().map(|&number| (self.scale * f64::from(number)) as f32).collect();
        };
        let bias = self.labels;
        matrix
            .rows()
            .into_iter()
            .map(|line| {
                let sum: f64 = line.iter().zip(numbers).map(|(part, &number)| part * f64::from(number)).sum();
                (if with_bias { sum + line[bias] } else { sum }) as f32
            })
            .collect()
    }

    /// Mixes the scores of every row.
    #[must_use]
    pub fn mix_rows(&self, scores: &Array2<f32>) -> Array2<f32> {
        let mut mixed = scores.clone();
        for mut row in mixed.rows_mut() {
            let numbers = self.mix(&row.to_vec(), true);
            row.iter_mut().zip(numbers).for_each(|(cell, number)| *cell = number);
        }
        mixed
    }
}

/// The probabilities for a row of scores that ends with a 1.
fn probabilities(matrix: &Array2<f64>, x: &Array1<f64>) -> Vec<f64> {
    let mut mixed: Vec<f64> = matrix
        .rows()
        .into_iter()
        .map(|line| line.iter().zip(x).map(|(part, score)| part * score).sum())
        .collect();
    softmax(&mut mixed);
    mixed
}

fn with_one(row: ArrayView1<'_, f32>) -> Array1<f64> {
    row.iter().map(|&score| f64::from(score)).chain([1.0]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores that shout the wrong label whenever label 2 is right, as two labels that share their words do.
    fn misled() -> (Array2<f32>, Vec<usize>) {
        let labels: Vec<usize> = (0..3000).map(|row| row % 3).collect();
        let scores = Array2::from_shape_fn((3000, 3), |(row, label)| match (labels[row], label) {
            (2, 1) => 0.6,
            (2, 2) => 0.4,
            (right, label) if right == label => 1.0 - (row % 7) as f32 / 10.0,
            _ => -1.0,
        });
        (scores, labels)
    }

    #[test]
    fn labels_that_are_taken_for_one_another_are_told_apart() {
        let (scores, labels) = misled();
        let right = |scores: &Array2<f32>| {
            let best = |row: ArrayView1<'_, f32>| (0..3).max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap();
            scores.rows().into_iter().zip(&labels).filter(|(row, label)| best(*row) == **label).count()
        };
        let mixing = Mixing::fit(&scores, &labels);
        assert!(right(&scores) <= 2000 && right(&mixing.mix_rows(&scores)) > 2900);
    }

    #[test]
    fn few_rows_change_little() {
        let (scores, labels) = misled();
        let few = scores.select(ndarray::Axis(0), &[0, 1, 2]);
        let scale = f64::from(Softmax::fit(&few, &labels[..3]).scale());
        let mixing = Mixing::fit(&few, &labels[..3]);
        let matrix = mixing.matrix.unwrap();
        let off = matrix.indexed_iter().filter(|((to, from), _)| to != from);
        assert!(off.map(|(_, part)| part.abs()).fold(0.0, f64::max) < 0.2 * scale);
    }

    #[test]
    fn very_many_labels_are_only_scaled() {
        let fit = |count: usize| {
            let labels: Vec<usize> = (0..2 * count).map(|row| row % count).collect();
            let scores = Array2::from_shape_fn((labels.len(), count), |(row, label)| {
                if labels[row] == label { 0.5 } else { -1.0 + (row * 7 + label) as f32 % 5.0 / 10.0 }
            });
            (Mixing::fit(&scores, &labels), Softmax::fit(&scores, &labels).scale())
        };
        assert!(fit(MOST_LABELS).0.matrix.is_some());
        let (mixing, scale) = fit(MOST_LABELS + 1);
        assert_eq!((mixing.labels(), &mixing.matrix), (MOST_LABELS + 1, &None));
        let numbers: Vec<f32> = (0..=MOST_LABELS as u16).map(f32::from).collect();
        for with_bias in [false, true] {
            for (mixed, number) in mixing.mix(&numbers, with_bias).iter().zip(&numbers) {
                assert!((mixed - scale * number).abs() <= 1e-5 * mixed.abs(), "{mixed} {number}");
            }
        }
    }

    #[test]
    fn mixing_weights_and_bias_is_mixing_scores() {
        let (scores, labels) = misled();
        let mixing = Mixing::fit(&scores, &labels);
        let (weights, bias) = ([0.5f32, -0.25, 1.0], [0.1f32, 0.2, -0.3]);
        let score: Vec<f32> = weights.iter().zip(bias).map(|(weight, bias)| weight * 2.0 + bias).collect();
        let (weights, bias) = (mixing.mix(&weights, false), mixing.mix(&bias, true));
        for ((mixed, weight), bias) in mixing.mix(&score, true).iter().zip(&weights).zip(&bias) {
            assert!((mixed - (weight * 2.0 + bias)).abs() < 1e-4);
        }
    }
}
