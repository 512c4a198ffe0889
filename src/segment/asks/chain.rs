//! Features of successive pieces and their labels -> weights, and the likeliest labels of new pieces.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::random::Random;

/// What a piece is: no ask, the first of an ask, or one that continues it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Background, thanks, headings.
    Outside,
    /// The first piece of an ask.
    Begin,
    /// A further piece of the ask.
    Inside,
}

/// All parts, in the order of the weights.
pub const PARTS: [Part; 3] = [Part::Outside, Part::Begin, Part::Inside];

/// The keys of what is seen at one piece: of the piece itself, and of the step from the piece before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Keys that speak for a part.
    pub piece: Vec<u64>,
    /// Keys that speak for a part after another.
    pub step: Vec<u64>,
}

/// A linear chain (Collins 2002, *Discriminative training methods for hidden Markov models*): the labels of a
/// text are those with the largest sum of weights over pieces and steps, found by Viterbi's algorithm.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chain {
    /// By key: the weight of each part.
    pub pieces: FxHashMap<u64, [f32; 3]>,
    /// By key: the weight of each part (second) after each part (first).
    pub steps: FxHashMap<u64, [[f32; 3]; 3]>,
}

impl Chain {
    /// The labels with the largest sum.
    #[must_use]
    pub fn label(&self, seen: &[Seen]) -> Vec<Part> {
        // Before the text is outside of all asks.
        let mut sums = [0.0, f32::NEG_INFINITY, f32::NEG_INFINITY];
        let mut origins: Vec<[usize; 3]> = Vec::with_capacity(seen.len());
        for seen in seen {
            let mut own = [0.0f32; 3];
            for weights in seen.piece.iter().filter_map(|key| self.pieces.get(key)) {
                (0..3).for_each(|part| own[part] += weights[part]);
            }
            let mut step = [[0.0f32; 3]; 3];
            for weights in seen.step.iter().filter_map(|key| self.steps.get(key)) {
                (0..9).for_each(|at| step[at / 3][at % 3] += weights[at / 3][at % 3]);
            }
            // Nothing can be continued where nothing has begun.
            step[0][2] = f32::NEG_INFINITY;
            let mut next = [0.0; 3];
            let mut origin = [0; 3];
            for part in 0..3 {
                let way = |before: usize| sums[before] + step[before][part];
                // Of equals the first.
                let best = (1..3).fold(0, |best, before| if way(before) > way(best) { before } else { best });
                (next[part], origin[part]) = (way(best) + own[part], best);
            }
            sums = next;
            origins.push(origin);
        }
        let mut part = (1..3).fold(0, |best, part| if sums[part] > sums[best] { part } else { best });
        let mut parts = vec![Part::Outside; seen.len()];
        for (label, origin) in parts.iter_mut().zip(&origins).rev() {
            *label = PARTS[part];
            part = origin[part];
        }
        parts
    }

    /// Learns from texts whose pieces have been labeled: the mean of averaged perceptrons that meet the texts in so
    /// many different `orders`, because with few texts what one of them learns hangs on what it met last.
    #[must_use]
    pub fn fit(texts: &[(Vec<Seen>, Vec<Part>)], passes: usize, orders: u64) -> Self {
        let seeds: Vec<u64> = (0..orders).collect();
        let fitted: Vec<Self> = seeds
            .par_iter()
            .map(|&seed| Self::fit_in_order(texts, passes, &Random::new(seed).order(texts.len())))
            .collect();
        let mut mean = Self::default();
        let share = 1.0 / orders as f32;
        // Every weight is summed by itself and in the order of the seeds, so the order of the maps does not matter.
        for chain in &fitted {
            chain.pieces.iter().for_each(|(&key, weights)| {
                let sums = mean.pieces.entry(key).or_default();
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += share * weight);
            });
            chain.steps.iter().for_each(|(&key, weights)| {
                let sums = mean.steps.entry(key).or_default().as_flattened_mut();
                sums.iter_mut().zip(weights.as_flattened()).for_each(|(sum, weight)| *sum += share * weight);
            });
        }
        mean
    }

    /// The averaged perceptron. In each of `passes` the texts are labeled one after another; where that goes wrong, the
    /// weights of what was seen move by one from the wrong labels to the right ones. The result is the mean of the
    /// weights over all steps.
    fn fit_in_order(texts: &[(Vec<Seen>, Vec<Part>)], passes: usize, order: &[usize]) -> Self {
        let (mut chain, mut moved) = (Self::default(), Self::default());
        let mut step = 0.0f32;
        for _ in 0..passes {
            for (seen, right) in order.iter().map(|&text| &texts[text]) {
                let found = chain.label(seen);
                if found != *right {
                    for (labels, by) in [(right, 1.0), (&found, -1.0)] {
                        chain.shift(seen, labels, by);
                        // The mean is w - moved / steps, moved being the moves times the step they were made in.
                        moved.shift(seen, labels, by * step);
                    }
                }
                step += 1.0;
            }
        }
        let steps = step.max(1.0);
        // Each weight is changed by itself, so the order of the map does not matter.
        chain.pieces.iter_mut().for_each(|(key, weights)| {
            (0..3).for_each(|part| weights[part] -= moved.pieces[key][part] / steps);
        });
        chain.steps.iter_mut().for_each(|(key, weights)| {
            (0..9).for_each(|at| weights[at / 3][at % 3] -= moved.steps[key][at / 3][at % 3] / steps);
        });
        chain
    }

    fn shift(&mut self, seen: &[Seen], labels: &[Part], by: f32) {
        let mut before = Part::Outside;
        for (seen, &label) in seen.iter().zip(labels) {
            for &key in &seen.piece {
                self.pieces.entry(key).or_default()[label as usize] += by;
            }
            for &key in &seen.step {
                self.steps.entry(key).or_default()[before as usize][label as usize] += by;
            }
            before = label;
        }
    }
}
