//! Given labels and the probabilities of rows not trained on -> the rows whose given label is contradicted.

use ndarray::{Array2, ArrayView1};

/// A row whose given label a model that has not seen it contradicts with confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contradiction {
    /// The row.
    pub row: usize,
    /// The label that it takes for right.
    pub proposed: usize,
    /// The probability of the given label.
    pub given_probability: f32,
    /// The probability of the proposed one.
    pub proposed_probability: f32,
}

/// The contradicted rows, the strongest contradiction first.
///
/// Confident learning (Northcutt, Jiang, Chuang 2021, *Confident learning: estimating uncertainty in dataset
/// labels*): a label is believed of a row if its probability there is at least
///
/// `t_k` = the mean, over the rows to which people gave k, of the probability of k,
///
/// so that a label of which the model is never quite sure needs less than one it knows well. The rows of which
/// the likeliest believed label is not the given one (off the diagonal of the confident joint) estimate how many
/// labels are wrong. At most so many rows are returned, of those whose likeliest label is not the given one the ones with
/// the lowest probability of the given label. `given` are columns of `probabilities`, which has one row
/// for each.
///
/// ```
/// use jiaoban::pipeline::contradict::contradictions;
/// use ndarray::array;
///
/// let probabilities = array![[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.95, 0.05]];
/// let found = contradictions(&[0, 0, 1, 1], &probabilities);
/// assert_eq!(found.iter().map(|found| (found.row, found.proposed)).collect::<Vec<_>>(), [(3, 0)]);
/// ```
#[must_use]
pub fn contradictions(given: &[usize], probabilities: &Array2<f32>) -> Vec<Contradiction> {
    let mut sums = vec![(0.0f64, 0u32); probabilities.ncols()];
    for (line, &label) in probabilities.rows().into_iter().zip(given) {
        sums[label].0 += f64::from(line[label]);
        sums[label].1 += 1;
    }
    // A label that nobody gave is never believed.
    let threshold = |(sum, rows): (f64, u32)| if rows == 0 { f64::INFINITY } else { sum / f64::from(rows) };
    let thresholds: Vec<f64> = sums.into_iter().map(threshold).collect();
    // Of equals the first is taken.
    let likelier =
        |line: ArrayView1<'_, f32>, best: usize, k: usize| if line[k] > line[best] { k } else { best };
    let mut found: Vec<Contradiction> = Vec::new();
    let mut wrong = 0;
    for (row, (line, &label)) in probabilities.rows().into_iter().zip(given).enumerate() {
        let believed = (0..line.len()).filter(|&k| f64::from(line[k]) >= thresholds[k]);
        let believed = believed.reduce(|best, k| likelier(line, best, k));
        wrong += usize::from(believed.is_some_and(|believed| believed != label));
        let likeliest = (0..line.len()).reduce(|best, k| likelier(line, best, k));
        if let Some(proposed) = likeliest.filter(|&proposed| proposed != label) {
            let (given_probability, proposed_probability) = (line[label], line[proposed]);
            found.push(Contradiction { row, proposed, given_probability, proposed_probability });
        }
    }
    found.sort_by(|left, right| {
        let by_given = left.given_probability.total_cmp(&right.given_probability);
        let by_proposed = right.proposed_probability.total_cmp(&left.proposed_probability);
        by_given.then(by_proposed).then(left.row.cmp(&right.row))
    });
    found.truncate(wrong);
    found
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn a_label_that_is_never_sure_is_believed_sooner() {
        // Column 1 is given to rows with a mean of 0.5: 0.6 is enough for it, but not for column 0 at 0.73.
        let probabilities = array![
            [0.95, 0.05, 0.0],
            [0.85, 0.15, 0.0],
            [0.4, 0.6, 0.0],
            [0.6, 0.4, 0.0],
            [0.39, 0.61, 0.0],
            [0.3, 0.0, 0.7]
        ];
        let found = contradictions(&[0, 0, 1, 1, 0, 2], &probabilities);
        let expected =
            Contradiction { row: 4, proposed: 1, given_probability: 0.39, proposed_probability: 0.61 };
        assert_eq!(found, [expected]);
    }

    #[test]
    fn the_least_likely_given_label_comes_first() {
        let probabilities = array![[0.9, 0.1], [0.9, 0.1], [0.1, 0.9], [0.3, 0.7], [0.05, 0.95]];
        let found = contradictions(&[0, 0, 0, 1, 0], &probabilities);
        assert_eq!(found.iter().map(|found| found.row).collect::<Vec<_>>(), [4, 2]);
        assert!(contradictions(&[], &Array2::zeros((0, 2))).is_empty());
    }
}
