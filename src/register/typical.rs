//! The rows of one group and all rows -> the few rows that stand for the group, and the words that mark it.

use rustc_hash::FxHashMap;

use super::tally::Rows;
use crate::segment::{Dictionary, Document, Segmented, Token, TokenKind};
use crate::vectorize::SparseMatrix;

/// How much of a row's nearness to the middle a likeness to a row already chosen costs; at 1 a second copy of
/// the first row is worth no more than a row that has nothing to do with the group.
const LIKENESS: f32 = 1.0;
/// A word in fewer rows of a group than this tells of those rows and not of the group.
const WORD_ROWS: usize = 3;
/// Words that say nothing of what a group asks for, however clearly they mark it: 规范 and 专人 are asked for everywhere.
const SAYING_NOTHING: [&str; 24] = [
    "规范", "专人", "世纪", "大面积", "来源", "企业", "老人", "情况", "问题", "工作", "部门", "单位", "人员",
    "措施", "机制", "作用", "方面", "过程", "条件", "基础", "水平", "能力", "项目", "时间",
];
/// A word is a piece of a longer one where in so many hundredths of its places the same character stands beside it that is no
/// word there: 滤液 after 渗.
const PIECE: usize = 80;
/// Verbs of one character that are words wherever they stand: 修路灯.
const FREE_VERBS: &str = "是有请要无做建修装设加增改换种开停让给使到";
/// The 0.999 quantile of χ² with one degree of freedom: a word must mark a group at least so clearly.
const CLEAR: f64 = 10.83;

/// Up to `count` of `rows` that stand for them: each time the one nearest to the middle of all and least like
/// those already chosen (Carbonell and Goldstein 1998, *The use of MMR*, with cosine as likeness).
#[must_use]
pub fn typical(vectors: &SparseMatrix, rows: &Rows, count: usize) -> Vec<u32> {
    let mut middle: FxHashMap<usize, f32> = FxHashMap::default();
    let lengths: Vec<f32> = rows.iter().map(|row| vectors.row(row as usize).length()).collect();
    for (row, &length) in rows.iter().zip(&lengths) {
        for (column, value) in vectors.row(row as usize).iter() {
            *middle.entry(column).or_default() += value / length.max(f32::MIN_POSITIVE);
        }
    }
    let scale = 1.0 / rows.count().max(1) as f32;
    let nearness: Vec<f32> = rows
        .iter()
        .zip(&lengths)
        .map(|(row, length)| {
            let toward: f32 = vectors
                .row(row as usize)
                .iter()
                .map(|(column, value)| value * middle.get(&column).copied().unwrap_or_default())
                .sum();
            toward * scale / length.max(f32::MIN_POSITIVE)
        })
        .collect();
    let largest = nearness.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    let rows: Vec<u32> = rows.iter().collect();
    let mut worst = vec![0.0_f32; rows.len()];
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < count.min(rows.len()) {
        let worth = |at: usize| nearness[at] / largest - LIKENESS * worst[at];
        let free = (0..rows.len()).rev().filter(|at| !chosen.contains(at));
        // Of equals the earliest row is taken.
        let Some(best) = free.max_by(|&left, &right| worth(left).total_cmp(&worth(right))) else { break };
        for at in 0..rows.len() {
            let like = vectors.row(rows[at] as usize).product(vectors.row(rows[best] as usize));
            worst[at] = worst[at].max(like / (lengths[at] * lengths[best]).max(f32::MIN_POSITIVE));
        }
        chosen.push(best);
    }
    chosen.into_iter().map(|at| rows[at]).collect()
}

/// Which words stand in which rows.
#[derive(Debug, Default)]
pub struct Words {
    by_number: Vec<String>,
    /// For each row its distinct words, rising.
    of_row: Vec<Vec<u32>>,
    /// For each word the number of rows it stands in.
    rows: Vec<usize>,
    /// For each word whether it can mark a group.
    tells: Vec<bool>,
}

impl Words {
    /// The words of two and more characters in `documents`, one document a row, that name things or doings as
    /// things: what `dictionary` calls a noun, a verbal noun, an idiom or an abbreviation, but no name of a
    /// person or place. Words that it does not know as one are names of estates and the like.
    #[must_use]
    pub fn new(documents: &[Document<'_>], dictionary: &Dictionary) -> Self {
        let mut table = Self::default();
        let mut known: FxHashMap<String, u32> = FxHashMap::default();
        for document in documents {
            let mut own: Vec<u32> = Vec::new();
            for text in [&document.title, &document.body] {
                for word in words(text) {
                    let next = table.by_number.len() as u32;
                    let number = *known.entry(word.to_owned()).or_insert_with(|| {
                        table.by_number.push(word.to_owned());
                        next
                    });
                    own.push(number);
                }
            }
            own.sort_unstable();
            own.dedup();
            table.of_row.push(own);
        }
        let beside = beside(documents, dictionary);
        let is_piece = |word: &str| beside.get(word).is_some_and(Beside::is_piece);
        table.tells = table.by_number.iter().map(|word| tells(word, dictionary) && !is_piece(word)).collect();
        table.rows = vec![0; table.by_number.len()];
        for &word in table.of_row.iter().flatten() {
            table.rows[word as usize] += 1;
        }
        table
    }

    /// The up to `count` words that mark `rows` against all other rows, the clearest first, where longer words, which say
    /// more, count as clearer by the number of their characters: those that stand in
    /// more of them than chance allows, by the log-likelihood ratio of Dunning (1993), *Accurate methods for the
    /// statistics of surprise and coincidence*: 2 Σ observed · ln(observed / expected) over the four cells
    /// (in the group or not, with the word or not).
    #[must_use]
    pub fn marking(&self, rows: &Rows, count: usize) -> Vec<&str> {
        let mut with: Vec<usize> = vec![0; self.by_number.len()];
        for &word in rows.iter().flat_map(|row| &self.of_row[row as usize]) {
            with[word as usize] += 1;
        }
        let (own, all) = (rows.count(), self.of_row.len());
        let mut clear: Vec<(f64, usize)> = (0..self.by_number.len())
            .filter(|&word| {
                self.tells[word] && with[word] >= WORD_ROWS && with[word] * all > self.rows[word] * own
            })
            .map(|word| (ratio(with[word], own, self.rows[word], all), word))
            .filter(|(ratio, _)| *ratio > CLEAR)
            .map(|(ratio, word)| (ratio * self.by_number[word].chars().count() as f64, word))
            .collect();
        clear.sort_by(|left, right| {
            right.0.total_cmp(&left.0).then(self.by_number[left.1].cmp(&self.by_number[right.1]))
        });
        let mut marking: Vec<&str> = Vec::new();
        for word in clear.into_iter().map(|(_, word)| self.by_number[word].as_str()) {
            // 停车 says nothing new after 停车位.
            if marking.len() < count
                && !marking.iter().any(|known| known.contains(word) || word.contains(known))
            {
                marking.push(word);
            }
        }
        marking
    }
}

/// Dunning's ratio for a word in `with` of `own` rows of a group and in `rows` of `all` rows altogether.
fn ratio(with: usize, own: usize, rows: usize, all: usize) -> f64 {
    let observed = [with, own - with, rows - with, (all - own) - (rows - with)];
    let expected = [own * rows, own * (all - rows), (all - own) * rows, (all - own) * (all - rows)];
    let part = |(observed, expected): (usize, usize)| {
        let expected = expected as f64 / all as f64;
        if observed == 0 { 0.0 } else { observed as f64 * libm::log(observed as f64 / expected) }
    };
    2.0 * observed.into_iter().zip(expected).map(part).sum::<f64>()
}

/// The characters that stand beside a word, each with how often, and how often the word stands anywhere.
#[derive(Debug, Default)]
struct Beside {
    times: usize,
    before: FxHashMap<char, usize>,
    after: FxHashMap<char, usize>,
}

impl Beside {
    fn is_piece(&self) -> bool {
        let most = |sides: &FxHashMap<char, usize>| sides.values().copied().max().unwrap_or_default();
        self.times >= WORD_ROWS && most(&self.before).max(most(&self.after)) * 100 >= self.times * PIECE
    }
}

/// What stands beside each word: characters that the dictionary cut off, not those that are words by themselves wherever they
/// stand, as 的, 在 and 不.
fn beside<'t>(documents: &'t [Document<'_>], dictionary: &Dictionary) -> FxHashMap<&'t str, Beside> {
    let mut known: FxHashMap<&str, Beside> = FxHashMap::default();
    let mut is_own: FxHashMap<char, bool> = FxHashMap::default();
    for text in documents.iter().flat_map(|document| [&document.title, &document.body]) {
        let mut single = |token: Option<&Token>| -> Option<char> {
            let token = token.filter(|token| token.kind == TokenKind::Word)?;
            let mut characters = token.span.of(text.folded()).chars();
            let (Some(only), None) = (characters.next(), characters.next()) else { return None };
            let own = is_own.entry(only).or_insert_with(|| {
                let tag = dictionary.part_of_speech(only.encode_utf8(&mut [0; 4])).unwrap_or_default();
                FREE_VERBS.contains(only) || tag.starts_with(['p', 'c', 'u', 'd', 'r', 'm', 'q', 'f', 'y'])
            });
            (!*own).then_some(only)
        };
        for (at, token) in text.tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Word) {
            let word = token.span.of(text.folded());
            if word.chars().nth(1).is_none() {
                continue;
            }
            let before = at.checked_sub(1).and_then(|before| text.tokens.get(before));
            let (before, after) = (single(before), single(text.tokens.get(at + 1)));
            let own = known.entry(word).or_default();
            own.times += 1;
            for (side, c) in [(&mut own.before, before), (&mut own.after, after)] {
                if let Some(c) = c {
                    *side.entry(c).or_default() += 1;
                }
            }
        }
    }
    known
}

fn tells(word: &str, dictionary: &Dictionary) -> bool {
    if SAYING_NOTHING.contains(&word) {
        return false;
    }
    let tag = dictionary.part_of_speech(word).unwrap_or_default();
    (tag.starts_with('n') && !tag.starts_with("nr") && !tag.starts_with("ns"))
        || matches!(tag.as_str(), "vn" | "l" | "j")
}

fn words<'t>(text: &'t Segmented<'_>) -> impl Iterator<Item = &'t str> {
    let words = text.tokens.iter().filter(|token| token.kind == TokenKind::Word);
    words.map(|token| token.span.of(text.folded())).filter(|word| word.chars().nth(1).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Suggestion;

    #[test]
    fn words_that_mark_a_group() {
        let dictionary = Dictionary::new([]);
        let texts: Vec<Suggestion> = (0..40)
            .map(|row| match row % 4 {
                0 => Suggestion::from_text("建议增加停车位", "小区停车位不够，请规划。"),
                1 => Suggestion::from_text("公园绿地", "小区旁边的公园请开放。"),
                2 => Suggestion::from_text("校门", "小区学校门口请维护。"),
                _ => Suggestion::from_text("药房", "小区药房请延时。"),
            })
            .collect();
        let documents: Vec<Document<'_>> =
            texts.iter().map(|text| Document::new(text, &dictionary)).collect();
        let words = Words::new(&documents, &dictionary);
        let group: Rows = (0..40).step_by(4).collect();
        let marking = words.marking(&group, 3);
        assert!(marking.contains(&"停车位"), "{marking:?}");
        assert!(!marking.contains(&"小区"), "a word of every row marks no group: {marking:?}");
    }

    #[test]
    fn pieces_of_words_mark_nothing() {
        let dictionary = Dictionary::new([]);
        let texts: Vec<Suggestion> = (0..40)
            .map(|row| match row % 4 {
                0 => Suggestion::from_text("垃圾渗滤液外溢", "渗滤液污染农田，请规范处置渗滤液。"),
                _ => Suggestion::from_text("公园绿地", "小区旁边的公园请开放。"),
            })
            .collect();
        let documents: Vec<Document<'_>> =
            texts.iter().map(|text| Document::new(text, &dictionary)).collect();
        let words = Words::new(&documents, &dictionary);
        let marking = words.marking(&(0..40).step_by(4).collect(), 6);
        assert!(marking.contains(&"农田"), "{marking:?}");
        assert!(!marking.iter().any(|word| ["滤液", "规范"].contains(word)), "{marking:?}");
    }

    #[test]
    fn the_ratio_is_dunnings() {
        // By hand: 10 of 10 rows in the group, 0 of 30 outside: 2 (10 ln 4 + 30 ln (4/3)) = 44.99.
        assert!((ratio(10, 10, 10, 40) - 44.987).abs() < 1e-2, "{}", ratio(10, 10, 10, 40));
        assert!(ratio(5, 10, 20, 40).abs() < 1e-9);
    }

    #[test]
    fn copies_do_not_stand_for_a_group() {
        let mut vectors = SparseMatrix::new(4);
        for row in [vec![(0, 1.0)], vec![(0, 1.0)], vec![(0, 0.8), (1, 0.6)], vec![(2, 1.0)]] {
            vectors.push(row);
        }
        let chosen = typical(&vectors, &(0..4).collect(), 3);
        assert_eq!(chosen.len(), 3);
        assert_ne!((chosen[0], chosen[1]), (0, 1), "the second copy adds nothing: {chosen:?}");
    }
}
