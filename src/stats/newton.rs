//! A concave function of a few numbers -> where it is highest, by Newton's method.

/// The method settles in about ten steps; the rest is for hard starts.
const STEPS: usize = 50;
/// A step that leads nowhere uphill when it is halved so often is none: the top is reached.
const MOST_HALVINGS: usize = 40;
/// The top is reached when a step is no longer than this.
const SETTLED: f64 = 1e-8;

/// A concave function at a point.
#[derive(Debug, Clone, Copy)]
pub struct Height<const N: usize> {
    /// Its value.
    pub value: f64,
    /// Its first derivatives.
    pub gradient: [f64; N],
    /// Minus its second derivatives: the lower half of a positive definite matrix.
    pub curve: [[f64; N]; N],
}

impl<const N: usize> Height<N> {
    /// The function -`pull` / 2 · |point - prior|² at `point`: what is fitted starts from it, so that a few cases do not
    /// drive a number far from what was believed before.
    #[must_use]
    pub fn pulled(point: &[f64; N], prior: &[f64; N], pull: f64) -> Self {
        let away: [f64; N] = std::array::from_fn(|at| prior[at] - point[at]);
        let mut curve = [[0.0; N]; N];
        (0..N).for_each(|at| curve[at][at] = pull);
        let value = -0.5 * pull * away.iter().map(|away| away * away).sum::<f64>();
        Self { value, gradient: away.map(|away| pull * away), curve }
    }
}

/// Where the function is highest that has the `height` given at each point. A step that leads downhill, as they do where
/// the function is flat, is halved until it leads uphill.
#[must_use]
pub fn highest<const N: usize>(start: [f64; N], height: impl Fn(&[f64; N]) -> Height<N>) -> [f64; N] {
    let mut point = start;
    let mut here = height(&point);
    for _ in 0..STEPS {
        let mut step = solve(here.curve, here.gradient);
        let uphill = (0..MOST_HALVINGS).find_map(|_| {
            let next = std::array::from_fn(|at| point[at] + step[at]);
            let there = height(&next);
            if there.value >= here.value {
                return Some((next, there));
            }
            step = step.map(|part| part / 2.0);
            None
        });
        let Some((next, there)) = uphill else { break };
        (point, here) = (next, there);
        if step.iter().map(|part| part * part).sum::<f64>().sqrt() < SETTLED {
            break;
        }
    }
    point
}

/// Solves a system with a symmetric positive definite matrix, of which the lower half is given, by Cholesky's
/// method.
#[must_use]
pub fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for column in 0..N {
        for row in column..N {
            let mut sum = matrix[row][column];
            let products = matrix[row].iter().zip(&matrix[column]).take(column);
            sum -= products.map(|(left, right)| left * right).sum::<f64>();
            matrix[row][column] =
                if row == column { sum.max(1e-12).sqrt() } else { sum / matrix[column][column] };
        }
    }
    for row in 0..N {
        for before in 0..row {
            right[row] -= matrix[row][before] * right[before];
        }
        right[row] /= matrix[row][row];
    }
    for row in (0..N).rev() {
        for after in row + 1..N {
            right[row] -= matrix[after][row] * right[after];
        }
        right[row] /= matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cholesky_solves() {
        let solved = solve([[4.0, 0.0], [2.0, 3.0]], [10.0, 8.0]);
        assert!((solved[0] - 1.75).abs() < 1e-12 && (solved[1] - 1.5).abs() < 1e-12, "{solved:?}");
    }

    #[test]
    fn the_top_is_found_from_where_the_function_is_flat() {
        // -ln cosh(x - 3) is nearly straight far from its top; whole steps would leap ever further away.
        let height = |&[x]: &[f64; 1]| {
            let slope = libm::tanh(x - 3.0);
            Height {
                value: -libm::log(libm::cosh(x - 3.0)),
                gradient: [-slope],
                curve: [[1.0 - slope * slope]],
            }
        };
        for start in [-12.0, 3.0, 12.0] {
            let [top] = highest([start], height);
            assert!((top - 3.0).abs() < 1e-6, "from {start}: {top}");
        }
    }
}
