//! MESSAGES -> topics of two levels: latent semantic space, spherical k-means, words that tell.
//!
//! Chosen over NMF and LDA because it is the most coherent of the three on real messages (`benches/topics.rs`
//! measures it), has no chance in it, and gives every message a place whose distance can be read. How many topics
//! there are is what makes their words most coherent, out of [`COUNTS`] and a few starts for each.
//!
//! A message belongs to its nearest topic with the probability of a mixture of von Mises-Fisher distributions of
//! one concentration, estimated as Banerjee et al. (2005), *Clustering on the unit hypersphere using von
//! Mises-Fisher distributions*, do. It belongs to none if its cosine lies two standard deviations below the mean of
//! the topic's messages; by Cantelli's inequality that is at most a fifth of them, however they are distributed.
//!
//! Topics of a history stay: their centers are the means of their messages, and only messages that none of them
//! fits can make a new one, if enough of them lie as close together as those of an old topic do.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::broad::broad;
use super::cluster::{Clusters, cluster, directions, nearest};
use super::messages::{Message, Messages};
use super::name::{self, coherence, spelled, telling};
use super::space::{Abreast, DIMENSIONS, Point, Space, cosine, is_nothing, normalize};
use super::vocabulary::{SAMPLE, Vocabulary};
use super::{BroadTopic, DiscoverParams, Topic, Topics, difference};
use crate::vectorize::SparseMatrix;

/// The numbers of topics tried.
pub const COUNTS: [usize; 8] = [6, 9, 12, 16, 20, 25, 32, 40];
/// Starts tried for each.
const STARTS: usize = 3;
/// A topic has at least so many messages of the sample on average.
const LEAST_SIZE: usize = 15;
/// A new topic needs so many messages of now that fit no old one,
const LEAST_NEW: usize = 10;
/// and one of so many of all of now.
const LEAST_NEW_ONE_IN: usize = 100;
/// Standard deviations below the mean cosine of a topic from which on a message does not belong to it.
const FAR: f64 = 2.0;

/// The topics of the register.
#[must_use]
pub fn find(messages: &Messages<'_>, params: &DiscoverParams) -> Topics {
    let sample = sample(messages.len());
    let vocabulary = Vocabulary::new(messages, &sample);
    if vocabulary.len() < 2 || messages.len() < 4 {
        return Topics { of_message: vec![None; messages.rows()], ..Topics::default() };
    }
    let rows = vocabulary.rows(messages);
    let mut sample: Vec<usize> = sample.iter().map(|&message| message as usize).collect();
    let space = Space::fit(&rows.select(&sample));
    let points: Vec<Point> = (0..rows.rows()).into_par_iter().map(|row| space.point(rows.row(row))).collect();
    // A message without a word of any topic says nothing about topics.
    sample.retain(|&message| !is_nothing(&points[message]));

    let old = old_topics(messages);
    let Centers { centers, ids } = if old.is_empty() {
        let sample_points: Vec<Point> = sample.iter().map(|&message| points[message]).collect();
        Centers::chosen(&rows.select(&sample), &sample_points, params.topics)
    } else {
        Centers::after(&old, messages, &points)
    };
    Assigned::new(&points, &centers).topics(messages, &rows, &vocabulary, &points, &centers, ids)
}

/// The centers of topics, with their ids and whether they are new beside a history.
struct Centers {
    centers: Vec<Point>,
    ids: Vec<(String, Option<bool>)>,
}

impl Centers {
    /// Without topics of a history: numbered from 1.
    fn chosen(rows: &SparseMatrix, points: &[Point], count: Option<usize>) -> Self {
        let centers = choose(rows, points, count).centers;
        let ids = numbered(1).take(centers.len()).map(|id| (id, None)).collect();
        Self { centers, ids }
    }

    /// Those of a history, and new ones, numbered on.
    fn after(old: &BTreeMap<String, Vec<usize>>, messages: &Messages<'_>, points: &[Point]) -> Self {
        let mut centers: Vec<Point> = old.values().map(|members| direction(members, points)).collect();
        let added = new_centers(messages, points, &centers);
        let last = old.keys().filter_map(|id| id.strip_prefix('t')?.parse::<usize>().ok()).max();
        let known = old.keys().map(|id| (id.clone(), Some(false)));
        let new = numbered(last.unwrap_or(0) + 1).take(added.len()).map(|id| (id, Some(true)));
        let ids = known.chain(new).collect();
        centers.extend(added);
        Self { centers, ids }
    }
}

fn numbered(first: usize) -> impl Iterator<Item = String> {
    (first..).map(|number| format!("t{number:02}"))
}

/// Messages at equal distances.
fn sample(messages: usize) -> Vec<u32> {
    let count = messages.min(SAMPLE);
    (0..count).map(|at| (at * messages / count) as u32).collect()
}

/// The most coherent groups of the sample; the largest first.
fn choose(rows: &SparseMatrix, points: &[Point], count: Option<usize>) -> Clusters {
    let most = (rows.rows() / LEAST_SIZE).max(2);
    let mut counts: Vec<usize> = COUNTS.into_iter().filter(|&count| count <= most).collect();
    if let Some(count) = count {
        counts = vec![count];
    } else if counts.is_empty() {
        counts = vec![most.min(COUNTS[0])];
    }
    let mut best: Option<(f64, Clusters)> = None;
    for count in counts.into_iter().map(|count| count.min(points.len())) {
        for start in 0..STARTS {
            let clusters = cluster(points, count, start);
            let of: Vec<Option<u32>> = clusters.of.iter().copied().map(Some).collect();
            let coherence = coherence(rows, &telling(rows, &of, count));
            if best.as_ref().is_none_or(|(before, _)| coherence > *before) {
                best = Some((coherence, clusters));
            }
        }
    }
    let clusters = best.map_or(Clusters { centers: Vec::new(), of: Vec::new() }, |(_, clusters)| clusters);
    largest_first(&clusters)
}

fn largest_first(clusters: &Clusters) -> Clusters {
    let mut sizes = vec![0usize; clusters.centers.len()];
    clusters.of.iter().for_each(|&center| sizes[center as usize] += 1);
    let mut order: Vec<usize> = (0..sizes.len()).filter(|&center| sizes[center] > 0).collect();
    order.sort_by_key(|&center| std::cmp::Reverse(sizes[center]));
    let mut place = vec![0u32; sizes.len()];
    for (at, &center) in (0u32..).zip(&order) {
        place[center] = at;
    }
    Clusters {
        centers: order.iter().map(|&center| clusters.centers[center]).collect(),
        of: clusters.of.iter().map(|&center| place[center as usize]).collect(),
    }
}

/// The messages of each topic that a history knows.
fn old_topics(messages: &Messages<'_>) -> BTreeMap<String, Vec<usize>> {
    let mut topics: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, message) in messages.iter().enumerate() {
        if let Some(id) = message.topic {
            topics.entry(id.to_owned()).or_default().push(number);
        }
    }
    topics
}

fn direction(members: &[usize], points: &[Point]) -> Point {
    let mut sum = [0.0; DIMENSIONS];
    for &member in members {
        sum.iter_mut().zip(&points[member]).for_each(|(sum, coordinate)| *sum += coordinate);
    }
    normalize(&mut sum);
    sum
}

/// Centers of messages of now that no old topic fits and that lie as close together as an old topic's do.
fn new_centers(messages: &Messages<'_>, points: &[Point], old: &[Point]) -> Vec<Point> {
    let is_past = |message: &Message<'_>| !message.current || message.topic.is_some();
    let past: Vec<bool> = messages.iter().map(is_past).collect();
    let now = past.iter().filter(|&&past| !past).count();
    let least = LEAST_NEW.max(now.div_ceil(LEAST_NEW_ONE_IN));
    let old = Abreast::new(old);
    let limits = Limits::new(points, &old, &past);
    let left: Vec<Point> = points
        .iter()
        .zip(&past)
        .filter(|&(point, &past)| {
            let (topic, cosine) = nearest(point, &old);
            !past && !is_nothing(point) && f64::from(cosine) < limits.of[topic as usize]
        })
        .map(|(point, _)| *point)
        .collect();
    if left.len() < least {
        return Vec::new();
    }
    let clusters = cluster(&left, (left.len() / least).clamp(1, 12), 0);
    let centers = directions(&left, &clusters.of, &clusters.centers);
    let close = |center: usize| {
        let cosines: Vec<f64> = left
            .iter()
            .zip(&clusters.of)
            .filter(|&(_, &of)| of as usize == center)
            .map(|(point, _)| f64::from(cosine(point, &centers[center])))
            .collect();
        let mean = cosines.iter().sum::<f64>() / cosines.len().max(1) as f64;
        cosines.len() >= least && mean >= limits.usual
    };
    (0..centers.len()).filter(|&center| close(center)).map(|center| centers[center]).collect()
}

/// For every topic the cosine below which a message does not belong to it.
struct Limits {
    of: Vec<f64>,
    /// The mean cosine of all messages with the center of their topic.
    usual: f64,
}

impl Limits {
    /// From those messages that `counts` marks, as far as they have a word of any topic.
    fn new(points: &[Point], centers: &Abreast, counts: &[bool]) -> Self {
        let mut sums = vec![[0.0f64; 3]; centers.points()];
        let counted = points.iter().zip(counts).filter(|&(point, &counts)| counts && !is_nothing(point));
        for (point, _) in counted {
            let (topic, cosine) = nearest(point, centers);
            let cosine = f64::from(cosine);
            let sums = &mut sums[topic as usize];
            sums.iter_mut().zip([1.0, cosine, cosine * cosine]).for_each(|(sum, value)| *sum += value);
        }
        let limit = |[n, sum, squares]: &[f64; 3]| {
            let mean = sum / n.max(1.0);
            mean - FAR * (squares / n.max(1.0) - mean * mean).max(0.0).sqrt()
        };
        let (n, sum) = sums.iter().fold((0.0, 0.0), |(n, sum), sums| (n + sums[0], sum + sums[1]));
        Self { of: sums.iter().map(limit).collect(), usual: sum / f64::max(n, 1.0) }
    }
}

/// For every message its nearest topic and the probability of that, if it belongs to it.
struct Assigned {
    of: Vec<Option<(u32, f64)>>,
}

impl Assigned {
    fn new(points: &[Point], centers: &[Point]) -> Self {
        let centers = Abreast::new(centers);
        let limits = Limits::new(points, &centers, &vec![true; points.len()]);
        // κ = r d - r³ / (1 - r²), with r the mean cosine of messages and their centers.
        let (r, d) = (limits.usual, DIMENSIONS as f64);
        let concentration = (r * d - r.powi(3)) / (1.0 - r * r).max(1e-6);
        let of = points
            .par_iter()
            .map(|point| {
                let (topic, best) = nearest(point, &centers);
                let likeliness = |cosine: f32| libm::exp(concentration * f64::from(cosine - best));
                let rest: f64 = centers.cosines(point).map(likeliness).sum();
                (best > 0.0 && f64::from(best) >= limits.of[topic as usize]).then_some((topic, 1.0 / rest))
            })
            .collect();
        Self { of }
    }

    fn topics(
        self,
        messages: &Messages<'_>,
        rows: &SparseMatrix,
        vocabulary: &Vocabulary,
        points: &[Point],
        centers: &[Point],
        ids: Vec<(String, Option<bool>)>,
    ) -> Topics {
        let of: Vec<Option<u32>> = self.of.iter().map(|of| of.map(|(topic, _)| topic)).collect();
        let words = |of: &[Option<u32>], count: usize| -> Vec<Vec<String>> {
            telling(rows, of, count).iter().map(|columns| spelled(columns, vocabulary)).collect()
        };
        let broad_of = broad(centers);
        let count = broad_of.iter().max().map_or(0, |&last| last as usize + 1);
        let of_broad: Vec<Option<u32>> =
            of.iter().map(|of| of.map(|topic| broad_of[topic as usize])).collect();
        let topic = |(((id, new), words), (topic, members)): ((_, Vec<String>), (usize, Vec<u32>))| Topic {
            id,
            name: name::name(&words),
            words,
            title: standing(&members, messages, points, &centers[topic])
                .map_or_else(String::new, difference::title),
            broad: broad_of[topic] as usize,
            members: of_now(&members, messages),
            new,
        };
        let members = members(&of, centers.len()).into_iter().enumerate();
        let fine: Vec<Topic> =
            ids.into_iter().zip(words(&of, centers.len())).zip(members).map(topic).collect();
        let broad = broad_topics(&fine, words(&of_broad, count));
        let mut of_message = vec![None; messages.rows()];
        for (message, of) in messages.iter().zip(&self.of) {
            of_message[message.position] = of.map(|(topic, probability)| (topic as usize, probability));
        }
        Topics { fine, broad, of_message }
    }
}

/// The messages of each of `count` topics.
fn members(of: &[Option<u32>], count: usize) -> Vec<Vec<u32>> {
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); count];
    for (message, topic) in (0u32..).zip(of) {
        if let Some(topic) = topic {
            members[*topic as usize].push(message);
        }
    }
    members
}

/// The member that stands for a topic: of those with a title the one nearest to its center.
fn standing<'r>(
    members: &[u32],
    messages: &'r Messages<'_>,
    points: &[Point],
    center: &Point,
) -> Option<&'r Message<'r>> {
    let message = |member: u32| &messages[member as usize];
    let near = |member: u32| cosine(&points[member as usize], center);
    let titled = members.iter().copied().filter(|&member| !message(member).suggestion.title().is_empty());
    let nearest = titled.max_by(|&a, &b| near(a).total_cmp(&near(b)));
    nearest.or(members.first().copied()).map(message)
}

/// The positions of those members that are of now.
fn of_now(members: &[u32], messages: &Messages<'_>) -> Vec<usize> {
    let is_of_now = |member: u32| messages[member as usize].current;
    let members: Vec<u32> = members.iter().copied().filter(|&member| is_of_now(member)).collect();
    messages.positions(&members)
}

/// The broad topics that fine ones belong to, from the words of each.
fn broad_topics(fine: &[Topic], words: Vec<Vec<String>>) -> Vec<BroadTopic> {
    let topic = |(broad, words): (usize, Vec<String>)| {
        let of: Vec<usize> = (0..fine.len()).filter(|&topic| fine[topic].broad == broad).collect();
        let first = of.first().map_or("", |&topic| fine[topic].id.as_str());
        BroadTopic { id: format!("b-{first}"), name: name::name(&words), words, fine: of }
    };
    words.into_iter().enumerate().map(topic).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::suggestion::Suggestion;

    #[test]
    fn messages_without_a_word_of_any_topic_change_none() {
        let row = |title: &str| Suggestion::from_text(title, title);
        let said =
            ["公交车 站台 绕行", "幼儿园 入园 报名", "路灯 维修 照明", "供暖 暖气 停热", "垃圾 清运 异味"];
        let told: Vec<Suggestion> = (0..60).map(|at| row(said[at % said.len()])).collect();
        let found = |silent: usize| {
            let mut rows = told.clone();
            rows.extend((0..silent).map(|at| row(&format!("{at}"))));
            let messages = Messages::as_given(&rows, &[], &Model::embedded().unwrap());
            let topics = find(&messages, &DiscoverParams::default());
            let members = |topic: &Topic| topic.members.iter().filter(|&&at| at < told.len()).count();
            let sizes: Vec<usize> = topics.fine.iter().map(members).collect();
            (sizes, topics.of_message.iter().flatten().count())
        };
        let (sizes, of_all) = found(0);
        assert_eq!(found(30), (sizes, of_all));
    }
}
