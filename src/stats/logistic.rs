//! Numbers, and whether something applies -> the weights of the numbers: logistic regression, and its functions.

use super::newton::{Height, highest};

/// 1 / (1 + exp(-x)): the probability whose odds have the logarithm x.
#[must_use]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// Turns scores s into probabilities in place, exp(s) over the sum of all exp(s). Returns the logarithm of the sum: the
/// logarithm of a probability is its score less that.
pub fn softmax(scores: &mut [f64]) -> f64 {
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for score in &mut *scores {
        *score = libm::exp(*score - top);
    }
    let mass: f64 = scores.iter().sum();
    for score in scores {
        *score /= mass;
    }
    top + libm::log(mass)
}

/// The weights w under which it is likeliest that each of `cases` applies with probability [`logistic`]\(w · numbers\), less
/// `pull` / 2 · |w - prior|²: a pull of 1 keeps them where they were as strongly as a few cases do.
#[must_use]
pub fn regression<const N: usize>(cases: &[([f64; N], bool)], prior: [f64; N], pull: f64) -> [f64; N] {
    highest(prior, |weights| {
        let mut height = Height::pulled(weights, &prior, pull);
        for &(numbers, applies) in cases {
            let sum: f64 = weights.iter().zip(numbers).map(|(weight, number)| weight * number).sum();
            let probability = logistic(sum);
            // The logarithm of the probability of what was seen, in a form that does not overflow.
            let against = if applies { -sum } else { sum };
            height.value -= against.max(0.0) + libm::log1p(libm::exp(-against.abs()));
            let (error, bend) =
                (f64::from(u8::from(applies)) - probability, probability * (1.0 - probability));
            for row in 0..N {
                height.gradient[row] += error * numbers[row];
                for column in 0..=row {
                    height.curve[row][column] += bend * numbers[row] * numbers[column];
                }
            }
        }
        height
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_become_probabilities() {
        // Of the cases with a 1 nine in ten apply, of the others one in five.
        let cases: Vec<([f64; 2], bool)> = (0..1000)
            .map(|case| {
                let high = case % 2 == 0;
                ([f64::from(u8::from(high)), 1.0], if high { case % 20 != 0 } else { case % 10 == 1 })
            })
            .collect();
        let [weight, bias] = regression(&cases, [0.0, 0.0], 1e-6);
        assert!((logistic(weight + bias) - 0.9).abs() < 1e-6 && (logistic(bias) - 0.2).abs() < 1e-6);
        // What was believed before counts the more, the fewer the cases are.
        let [pulled, _] = regression(&cases, [0.0, 0.0], 1e6);
        assert!(pulled.abs() < 1e-3, "{pulled}");
        // Cases that can be told apart perfectly have no likeliest weights but for the pull.
        let [apart] = regression(&[([1.0], true), ([-1.0], false)], [0.0], 1e-3);
        assert!(apart.is_finite() && apart > 3.0, "{apart}");
    }
}
