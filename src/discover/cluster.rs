//! Points -> groups around directions: spherical k-means, the same on every run.
//!
//! Dhillon and Modha (2001), *Concept decompositions for large sparse text data using clustering*: each point goes
//! to the center of the largest cosine, each center becomes the direction of the sum of its points. The first
//! centers are chosen greedily after Arthur and Vassilvitskii (2007), *k-means++*, in Celebi's (2013) form without
//! chance: of a fixed sample of points the one that brings all points nearest to a center.

use rayon::prelude::*;

use super::space::{Abreast, DIMENSIONS, Point, cosine, is_nothing, normalize};

/// Rounds at most.
const ROUNDS: usize = 25;
/// For each center so many points are tried as its start.
const TRIED: usize = 24;
/// The points tried for one center lie between those tried for others: so many places between two of them.
const STARTS_APART: usize = 97;
/// One thread takes so many points at once; sums are made in the order of these parts, not of threads.
const POINTS_TOGETHER: usize = 512;

/// Centers and the center of each point.
#[derive(Debug, Clone)]
pub struct Clusters {
    /// Directions, each of length 1.
    pub centers: Vec<Point>,
    /// For every point its center.
    pub of: Vec<u32>,
}

/// Finds `count` groups. Different `variant`s begin with different points.
#[must_use]
pub fn cluster(points: &[Point], count: usize, variant: usize) -> Clusters {
    let mut centers = start(points, count, variant);
    let mut of = nearest_of_all(points, &centers);
    for _ in 0..ROUNDS {
        centers = directions(points, &of, &centers);
        let next = nearest_of_all(points, &centers);
        if next == of {
            break;
        }
        of = next;
    }
    Clusters { centers, of }
}

/// The center of the largest cosine, the first of several, and the cosine.
#[must_use]
pub fn nearest(point: &Point, centers: &Abreast) -> (u32, f32) {
    let larger = |best: (u32, f32), (at, cosine)| if cosine > best.1 { (at as u32, cosine) } else { best };
    centers.cosines(point).enumerate().fold((0, f32::NEG_INFINITY), larger)
}

/// The direction of the sum of the points of each center; a center without points stays.
#[must_use]
pub fn directions(points: &[Point], of: &[u32], centers: &[Point]) -> Vec<Point> {
    let parts: Vec<Vec<Point>> = points
        .par_chunks(POINTS_TOGETHER)
        .zip(of.par_chunks(POINTS_TOGETHER))
        .map(|(points, of)| {
            let mut sums = vec![[0.0; DIMENSIONS]; centers.len()];
            for (point, &center) in points.iter().zip(of) {
                add(&mut sums[center as usize], point);
            }
            sums
        })
        .collect();
    let mut sums = vec![[0.0; DIMENSIONS]; centers.len()];
    for part in &parts {
        sums.iter_mut().zip(part).for_each(|(sum, part)| add(sum, part));
    }
    for (sum, center) in sums.iter_mut().zip(centers) {
        normalize(sum);
        if is_nothing(sum) {
            *sum = *center;
        }
    }
    sums
}

fn add(sum: &mut Point, point: &Point) {
    sum.iter_mut().zip(point).for_each(|(sum, coordinate)| *sum += coordinate);
}

fn nearest_of_all(points: &[Point], centers: &[Point]) -> Vec<u32> {
    let centers = Abreast::new(centers);
    points.par_iter().with_min_len(POINTS_TOGETHER).map(|point| nearest(point, &centers).0).collect()
}

/// Greedy k-means++ over points taken at equal distances from the list.
fn start(points: &[Point], count: usize, variant: usize) -> Vec<Point> {
    let mut best = vec![0.0f32; points.len()];
    (0..count)
        .map(|center| {
            // In steps of the list's length / TRIED, from a place that differs by variant and center.
            let shift = (variant * 7 + center * 13 + 5) % STARTS_APART;
            let place = |at: usize| (at * STARTS_APART + shift) * points.len() / (TRIED * STARTS_APART);
            let tried: Vec<Point> =
                (0..TRIED.min(points.len())).map(|at| points[place(at) % points.len()]).collect();
            let gains = gains(points, &best, &Abreast::new(&tried));
            let chosen =
                (0..tried.len()).rev().max_by(|&a, &b| gains[a].total_cmp(&gains[b])).unwrap_or_default();
            let chosen = tried[chosen];
            best.par_iter_mut()
                .zip(points)
                .for_each(|(best, point)| *best = best.max(cosine(point, &chosen)));
            chosen
        })
        .collect()
}

/// For each of the points `tried` how near all points would be to a center if it were one: the sum of their cosines with
/// it, or with the `best` of those there are.
fn gains(points: &[Point], best: &[f32], tried: &Abreast) -> [f32; TRIED] {
    let part = |(points, best): (&[Point], &[f32])| {
        let mut gains = [0.0; TRIED];
        for (point, &best) in points.iter().zip(best) {
            tried.cosines(point).zip(&mut gains).for_each(|(cosine, gain)| *gain += cosine.max(best));
        }
        gains
    };
    let parts: Vec<[f32; TRIED]> =
        points.par_chunks(POINTS_TOGETHER).zip(best.par_chunks(POINTS_TOGETHER)).map(part).collect();
    let mut sums = [0.0; TRIED];
    for part in &parts {
        sums.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
    }
    sums
}
