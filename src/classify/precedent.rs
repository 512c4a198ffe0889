//! The texts of training rows and the labels they were given -> probabilities that remember them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::decide::ranked;
use crate::segment::Fingerprint;
use crate::stats::Share;

/// How many rows the classifier's word is worth where no text was labeled twice.
const USUAL_PRIOR: f64 = 1.0;
/// The priors that are tried are so many powers of two to each side of the usual one,
const OCTAVES: i32 = 5;
/// with so many steps to each.
const STEPS: i32 = 4;
/// No office has labeled so many rows: with half of what a counter can hold, no sum of counts leaves its range.
const MOST_ROWS: u64 = 1 << 31;

/// What was given to the texts of the training rows, and how far to follow it.
///
/// The same text comes again: people copy one another, and one person writes to many. A text that was labeled n times,
/// `n_c` times with label c, and to which the classifier gives `p_c`, has it with probability (`n_c` + a `p_c`) / (n + a):
/// the mean under a Dirichlet prior of mass a around what the classifier says (`MacKay` and Peto 1995, *A hierarchical
/// Dirichlet language model*). The mass is the one under which the labels of texts that training has more than once are
/// likeliest, each judged by the others and by a classifier that saw none of them.
///
/// Of a text only its [`Fingerprint`] is kept here, from which it cannot be read; whoever has the text can tell that it is
/// there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Precedents {
    /// By text, then by label.
    entries: Vec<Entry>,
    /// The classifier's word is worth so many rows.
    prior: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    text: Fingerprint,
    label: u32,
    times: u32,
}

/// How often a text was labeled before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Met {
    /// With any label.
    pub times: u32,
    /// With the one that is now the likeliest.
    pub alike: u32,
}

impl Met {
    /// Whether what was given before speaks for the likeliest label or is silent; `is_reliable` says whether the same
    /// text may be taken to get the same label.
    #[must_use]
    pub fn agrees(self, is_reliable: bool) -> bool {
        self.times == 0 || is_reliable && self.alike == self.times
    }
}

impl Default for Precedents {
    fn default() -> Self {
        Self { entries: Vec::new(), prior: USUAL_PRIOR as f32 }
    }
}

impl Precedents {
    /// Remembers `texts` and their `labels`; `probability` gives the probability of a row's own label by a classifier
    /// that saw neither the row nor other rows of the same text.
    #[must_use]
    pub fn fit(
        texts: &[Option<Fingerprint>],
        labels: &[usize],
        mut probability: impl FnMut(usize) -> f32,
    ) -> Self {
        let mut precedents = Self::default();
        precedents.add(texts.iter().copied().zip(labels.iter().copied()));
        let mut again = Vec::new();
        for (row, (text, &label)) in texts.iter().zip(labels).enumerate() {
            let given = text.map_or(&[][..], |text| precedents.given(text));
            let times: u32 = given.iter().map(|entry| entry.times).sum();
            if times > 1 {
                let same = given.iter().filter(|entry| entry.label as usize == label);
                let alike: u32 = same.map(|entry| entry.times).sum();
                let others = |times: u32| f64::from(times - 1);
                again.push((others(alike), others(times), f64::from(probability(row))));
            }
        }
        let mut best = f64::NEG_INFINITY;
        for step in -OCTAVES * STEPS..=OCTAVES * STEPS {
            let doubled = f64::from(step) / f64::from(STEPS);
            let prior = USUAL_PRIOR * libm::exp2(doubled);
            let likelihood = again
                .iter()
                .map(|(alike, times, probability)| {
                    // A label that was never thought possible is unlikely under any prior, but not beyond comparison.
                    libm::log(((alike + prior * probability) / (times + prior)).max(f64::MIN_POSITIVE))
                })
                .sum::<f64>();
            // Few such rows prove nothing: the usual prior is believed as much as one that is off by an octave is not.
            let likelihood = likelihood - 0.5 * doubled * doubled;
            if likelihood > best {
                (best, precedents.prior) = (likelihood, prior as f32);
            }
        }
        precedents
    }

    /// Remembers corrected texts and their labels: what they were given before, and are not given now, is forgotten.
    pub fn correct(&mut self, rows: &[(Option<Fingerprint>, usize)]) {
        let given: BTreeSet<(Fingerprint, u32)> =
            rows.iter().filter_map(|&(text, label)| Some((text?, label as u32))).collect();
        let texts: BTreeSet<Fingerprint> = given.iter().map(|&(text, _)| text).collect();
        self.entries
            .retain(|entry| !texts.contains(&entry.text) || given.contains(&(entry.text, entry.label)));
        self.add(rows.iter().copied());
    }

    /// Remembers more texts and their labels.
    fn add(&mut self, rows: impl IntoIterator<Item = (Option<Fingerprint>, usize)>) {
        let new = rows
            .into_iter()
            .filter_map(|(text, label)| Some(Entry { text: text?, label: label as u32, times: 1 }));
        self.entries.extend(new);
        self.entries.sort_unstable_by_key(|entry| (entry.text, entry.label));
        self.entries.dedup_by(|next, entry| {
            let same = (next.text, next.label) == (entry.text, entry.label);
            if same {
                entry.times = entry.times.saturating_add(next.times);
            }
            same
        });
    }

    /// The same for labels at other positions: `heirs` gives the new positions of each. What was given to labels without a
    /// place is forgotten, and so is what was given to one that several share now: to whom it would go today is not known.
    #[must_use]
    pub fn rearranged<H: Iterator<Item = usize>>(&self, heirs: impl Fn(usize) -> H) -> Self {
        let place = |old: u32| {
            let mut heirs = heirs(old as usize);
            heirs.next().filter(|_| heirs.next().is_none())
        };
        let entries = self.entries.iter();
        let mut moved: Vec<Entry> =
            entries.filter_map(|entry| Some(Entry { label: place(entry.label)? as u32, ..*entry })).collect();
        moved.sort_unstable_by_key(|entry| (entry.text, entry.label));
        Self { entries: moved, ..*self }
    }

    /// Mixes what was given to `text` into its `probabilities`; `place` gives the place of a label among them.
    pub fn recall(
        &self,
        text: Option<Fingerprint>,
        place: impl Fn(usize) -> Option<usize>,
        probabilities: &mut [f32],
    ) -> Met {
        self.recall_others(text, None, place, probabilities)
    }

    /// The same for a training row, whose `own` label does not count.
    pub fn recall_others(
        &self,
        text: Option<Fingerprint>,
        own: Option<usize>,
        place: impl Fn(usize) -> Option<usize>,
        probabilities: &mut [f32],
    ) -> Met {
        let given = text.map_or(&[][..], |text| self.given(text));
        let counts = || {
            given.iter().filter_map(|entry| {
                let label = entry.label as usize;
                let times = entry.times - u32::from(own == Some(label));
                (times > 0).then_some((place(label)?, times))
            })
        };
        let times: u32 = counts().map(|(_, times)| times).sum();
        if times == 0 {
            return Met::default();
        }
        let mass = times as f32 + self.prior;
        for probability in &mut *probabilities {
            *probability *= self.prior / mass;
        }
        for (at, times) in counts() {
            probabilities[at] += times as f32 / mass;
        }
        let likeliest = ranked(probabilities)[0];
        let alike = counts().filter(|&(at, _)| at == likeliest).map(|(_, times)| times).sum();
        Met { times, alike }
    }

    /// Two rows of each text that has more than one, drawn by its fingerprint: how often both have the same label. That a
    /// further row has it is no less likely where more than one agree.
    #[must_use]
    pub fn twice(&self) -> Share {
        let mut found = Share::default();
        for entries in self.entries.chunk_by(|one, next| one.text == next.text) {
            let rows: u64 = entries.iter().map(|entry| u64::from(entry.times)).sum();
            if rows > 1 {
                let Fingerprint(text) = entries[0].text;
                let (one, other) = (text % rows, text / rows % (rows - 1));
                let label = |row: u64| {
                    let mut last = 0;
                    entries.iter().position(|entry| {
                        last += u64::from(entry.times);
                        row < last
                    })
                };
                found.of += 1;
                found.hits += u64::from(label(one) == label(if other < one { other } else { other + 1 }));
            }
        }
        found
    }

    fn given(&self, text: Fingerprint) -> &[Entry] {
        let start = self.entries.partition_point(|entry| entry.text < text);
        let entries = &self.entries[start..];
        &entries[..entries.iter().take_while(|entry| entry.text == text).count()]
    }

    /// Whether all labels are among so many and nothing else is out of range, which a damaged file could break.
    #[must_use]
    pub fn is_consistent(&self, labels: usize) -> bool {
        let sorted = self.entries.is_sorted_by_key(|entry| (entry.text, entry.label));
        let known = |entry: &Entry| (entry.label as usize) < labels && entry.times > 0;
        let rows: u64 = self.entries.iter().map(|entry| u64::from(entry.times)).sum();
        let counted = self.entries.iter().all(known) && rows <= MOST_ROWS;
        sorted && counted && self.prior.is_finite() && self.prior > 0.0
    }
}

/// Precedents as a model file keeps them: of the texts, which rise, only what each is above the one before.
#[derive(Serialize, Deserialize)]
struct Stored {
    steps: Vec<u64>,
    labels: Vec<u32>,
    times: Vec<u32>,
    prior: f32,
}

impl From<Precedents> for Stored {
    fn from(Precedents { entries, prior }: Precedents) -> Self {
        let mut last = 0;
        let step = |entry: &Entry| entry.text.0 - std::mem::replace(&mut last, entry.text.0);
        Self {
            steps: entries.iter().map(step).collect(),
            labels: entries.iter().map(|entry| entry.label).collect(),
            times: entries.iter().map(|entry| entry.times).collect(),
            prior,
        }
    }
}

impl TryFrom<Stored> for Precedents {
    type Error = &'static str;

    fn try_from(Stored { steps, labels, times, prior }: Stored) -> Result<Self, Self::Error> {
        if steps.len() != labels.len() || labels.len() != times.len() {
            return Err("every text has its label and its count");
        }
        let mut text = 0u64;
        let texts = steps.into_iter().map(|step| {
            text = text.wrapping_add(step);
            Fingerprint(text)
        });
        let entries = texts
            .zip(labels.into_iter().zip(times))
            .map(|(text, (label, times))| Entry { text, label, times })
            .collect();
        Ok(Self { entries, prior })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn text(number: u64) -> Fingerprint {
        Fingerprint(number)
    }

    #[test]
    fn a_text_met_before_is_remembered() {
        let texts = [Some(text(7)), Some(text(7)), Some(text(7)), Some(text(900)), None];
        let precedents = Precedents::fit(&texts, &[1, 1, 0, 2, 2], |_| 0.5);
        let prior = precedents.prior;
        let mut probabilities = [0.5, 0.2, 0.3];
        let met = precedents.recall(Some(text(7)), Some, &mut probabilities);
        assert_eq!(met, Met { times: 3, alike: 2 });
        let expected = [(1.0 + prior * 0.5) / (3.0 + prior), (2.0 + prior * 0.2) / (3.0 + prior)];
        assert!((probabilities[0] - expected[0]).abs() < 1e-6, "{probabilities:?}");
        assert!((probabilities[1] - expected[1]).abs() < 1e-6, "{probabilities:?}");
        assert!((probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        for unknown in [Some(text(8)), None] {
            let mut probabilities = [0.5, 0.2, 0.3];
            assert_eq!(precedents.recall(unknown, Some, &mut probabilities), Met::default());
            assert_eq!(probabilities.map(f32::to_bits), [0.5f32, 0.2, 0.3].map(f32::to_bits));
        }
    }

    #[test]
    fn a_row_is_not_its_own_precedent() {
        let precedents = Precedents::fit(&[7, 8, 8].map(|at| Some(text(at))), &[1, 0, 1], |_| 0.5);
        let mut probabilities = [0.6, 0.4];
        assert_eq!(
            precedents.recall_others(Some(text(7)), Some(1), Some, &mut probabilities),
            Met::default()
        );
        let met = precedents.recall_others(Some(text(8)), Some(0), Some, &mut probabilities);
        assert_eq!(met, Met { times: 1, alike: 1 });
    }

    #[test]
    fn the_prior_follows_how_often_the_same_text_has_the_same_label() {
        let texts: Vec<_> = (0..400).map(|row| Some(text(row / 2))).collect();
        let alike: Vec<usize> = (0..400).map(|row| row / 2 % 3).collect();
        let mixed: Vec<usize> = (0..400).map(|row| (row / 2 + row % 2) % 3).collect();
        let prior = |labels: &[usize]| Precedents::fit(&texts, labels, |_| 0.4).prior;
        assert!(prior(&alike) < 0.1, "{}", prior(&alike));
        assert!(prior(&mixed) > 10.0, "{}", prior(&mixed));
        // One row that was thought impossible and got what no other row of its text did does not silence the others.
        let but_one: Vec<usize> = (0..400).map(|row| if row == 0 { 3 } else { row / 2 % 3 }).collect();
        let probability = |row| if row == 0 { 0.0 } else { 0.4 };
        assert!(Precedents::fit(&texts, &but_one, probability).prior < 0.1);
        let once: Vec<_> = (0..400).map(|row| Some(text(row))).collect();
        let mut usual = Precedents::default();
        usual.add(once.iter().copied().zip(alike.iter().copied()));
        assert_eq!(Precedents::fit(&once, &alike, |_| 0.4), usual);
    }

    #[test]
    fn two_rows_of_a_text_tell_whether_it_gets_one_label() {
        let rows = |texts: &[u64], labels: &[usize]| {
            let mut precedents = Precedents::default();
            precedents.add(texts.iter().map(|&at| Some(text(at))).zip(labels.iter().copied()));
            precedents.twice()
        };
        assert_eq!(rows(&[1, 2, 3], &[0, 0, 0]), Share::default());
        assert_eq!(rows(&[1, 1, 1, 2, 2, 3], &[0, 0, 0, 1, 2, 1]), Share { hits: 1, of: 2 });
        // Of texts with the labels 0, 0, 0, 1 two rows agree in half of the draws; each text is drawn once.
        let texts: Vec<u64> = (0..4000).map(|row| row / 4 * 0x9e37_79b9 + 1).collect();
        let labels: Vec<usize> = (0..4000).map(|row| usize::from(row % 4 == 3)).collect();
        let found = rows(&texts, &labels);
        assert!(found.of == 1000 && (450..550).contains(&found.hits), "{found:?}");
        assert!(Met::default().agrees(false) && Met { times: 2, alike: 2 }.agrees(true));
        assert!(!Met { times: 2, alike: 2 }.agrees(false) && !Met { times: 3, alike: 2 }.agrees(true));
    }

    #[test]
    fn a_correction_counts_instead_of_what_was_given_before() {
        let texts = [7, 7, 7, 8, 8].map(|at| Some(text(at)));
        let mut precedents = Precedents::fit(&texts, &[1, 1, 0, 0, 2], |_| 0.5);
        let met = |precedents: &Precedents, at| precedents.recall(Some(text(at)), Some, &mut [0.2, 0.5, 0.3]);
        precedents.correct(&[(Some(text(7)), 2), (None, 0)]);
        assert_eq!(met(&precedents, 7), Met { times: 1, alike: 1 });
        assert_eq!(met(&precedents, 8).times, 2);
        // What is only confirmed keeps its count, and a later correction takes the place of an earlier one.
        precedents.correct(&[(Some(text(7)), 2)]);
        assert_eq!(met(&precedents, 7), Met { times: 2, alike: 2 });
        precedents.correct(&[(Some(text(7)), 0)]);
        assert_eq!(met(&precedents, 7), Met { times: 1, alike: 1 });
    }

    #[test]
    fn what_cannot_be_counted_is_refused() {
        let stored = |labels: &[u32], times: &[u32]| {
            let stored =
                Stored { steps: vec![7, 2], labels: labels.to_vec(), times: times.to_vec(), prior: 1.0 };
            let bytes = postcard::to_stdvec(&stored).unwrap();
            postcard::from_bytes::<Precedents>(&bytes).ok()
        };
        let sound = stored(&[0, 1], &[1, 2]).unwrap();
        assert!(sound.is_consistent(2));
        for (labels, times) in [(&[0][..], &[1, 2][..]), (&[0, 1], &[1]), (&[0, 1, 1], &[1, 2])] {
            assert_eq!(stored(labels, times), None);
        }
        assert!(!stored(&[0, 1], &[1, u32::MAX]).unwrap().is_consistent(2));
        assert!(!stored(&[0, 1], &[1, 0]).unwrap().is_consistent(2));
    }

    /// The new positions of the labels that had the old positions `origins`.
    fn heirs(origins: &'static [Option<usize>]) -> impl Fn(usize) -> std::vec::IntoIter<usize> {
        move |old| {
            let heirs = (0..origins.len()).filter(|&at| origins[at] == Some(old));
            heirs.collect::<Vec<_>>().into_iter()
        }
    }

    #[test]
    fn other_positions_and_the_way_through_a_file() {
        let mut precedents = Precedents::fit(&[7, 9, 7].map(|at| Some(text(at))), &[1, 0, 2], |_| 0.5);
        precedents.add([(Some(text(7)), 1)]);
        let bytes = postcard::to_stdvec(&precedents).unwrap();
        assert_eq!(postcard::from_bytes::<Precedents>(&bytes).unwrap(), precedents);
        assert!(precedents.is_consistent(3) && !precedents.is_consistent(2));
        // The old label 1 now stands at 0; the others have no place.
        let moved = precedents.rearranged(heirs(&[Some(1), None]));
        let mut probabilities = [0.5, 0.5];
        assert_eq!(moved.recall(Some(text(7)), Some, &mut probabilities), Met { times: 2, alike: 2 });
        assert_eq!(moved.recall(Some(text(9)), Some, &mut probabilities), Met::default());
        // Where two share the work of the old label 1, none of them had the text.
        let divided = precedents.rearranged(heirs(&[Some(1), Some(1), Some(0)]));
        let mut probabilities = [0.4, 0.3, 0.3];
        assert_eq!(divided.recall(Some(text(7)), Some, &mut probabilities), Met::default());
        assert_eq!(divided.recall(Some(text(9)), Some, &mut probabilities), Met { times: 1, alike: 1 });
    }
}
