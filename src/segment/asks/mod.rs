//! TEXT -> asks: the spans in which something is asked for.
//!
//! - [`pieces`]: a text cut into clauses, with the marks and numbers around them
//! - [`cues`]: what the words of a clause say: that it asks, questions, thanks
//! - [`features`]: what is seen at each piece
//! - [`sight`]: the kinds of what is seen
//! - [`chain`]: the learnt weights of what is seen, and the likeliest labels of the pieces

pub mod chain;
pub mod cues;
pub mod features;
pub mod pieces;
pub mod sight;

use std::sync::LazyLock;

use super::Segmented;
use crate::text::Span;
use chain::{Chain, Part};
use pieces::{Border, Piece};
use sight::SIGHTS;

/// Learnt from two thirds of `datasets/asks` by a test in this module; the other third measures it. The first
/// lines of the file tell how well.
const WEIGHTS: &str = include_str!("weights.tsv");

/// So many characters are no more than a word.
const WORD: usize = 3;

static CHAIN: LazyLock<Chain> = LazyLock::new(|| read_weights(WEIGHTS));

/// The asks of `text`, first to last, as spans of the original, without the marks after them. Where nothing is
/// asked for in words, the whole text is the one ask; a text without words has none.
///
/// ```
/// use jiaoban::segment::{Dictionary, Segmented, asks};
///
/// let text = "巷口的灯坏了半年，孩子放学摸黑走。建议：一、由城管部门修好路灯；二、交警在巷口画一条斑马线。拜托了！";
/// let segmented = Segmented::new(text, &Dictionary::new([]));
/// let asks: Vec<&str> = asks::asks(&segmented).into_iter().map(|ask| ask.of(text)).collect();
/// assert_eq!(asks, ["一、由城管部门修好路灯", "二、交警在巷口画一条斑马线"]);
/// ```
#[must_use]
pub fn asks(text: &Segmented<'_>) -> Vec<Span> {
    let pieces = pieces::pieces(text);
    let parts = CHAIN.label(&features::look(text, &pieces, |_, _| {}));
    spans(text, &pieces, &parts)
}

/// The spans of the original that labeled pieces make up. A word by itself, such as 请问， begins the next ask of its
/// sentence.
fn spans(text: &Segmented<'_>, pieces: &[Piece], parts: &[Part]) -> Vec<Span> {
    let mut asks: Vec<Span> = Vec::new();
    let mut is_word = false;
    for (piece, part) in pieces.iter().zip(parts) {
        is_word &= piece.before == Border::Comma;
        match (part, asks.last_mut()) {
            (_, Some(ask)) if is_word => ask.end = piece.span.end,
            (Part::Inside, Some(ask)) => ask.end = piece.span.end,
            (Part::Begin, _) => asks.push(piece.span),
            _ => {}
        }
        let characters = piece.wording.of(text.folded()).chars().count();
        let begins = *part == Part::Begin && piece.number.is_none() && characters <= WORD;
        is_word = begins || (is_word && *part == Part::Outside);
    }
    if let (true, Some(first), Some(last)) = (asks.is_empty(), pieces.first(), pieces.last()) {
        asks.push(Span { start: first.span.start, end: last.span.end });
    }
    asks.into_iter().map(|ask| text.original_span(ask)).collect()
}

/// Reads weights: a kind of sight, the thing seen, the weights of the parts; those of steps are nine. Other lines
/// are for people.
fn read_weights(lines: &str) -> Chain {
    let mut chain = Chain::default();
    for line in lines.lines() {
        let mut cells = line.split('\t');
        let (Some(name), Some(thing)) = (cells.next(), cells.next()) else { continue };
        let Some(sight) = SIGHTS.into_iter().find(|sight| format!("{sight:?}") == name) else { continue };
        let weights: Vec<f32> = cells.filter_map(|cell| cell.parse().ok()).collect();
        let key = sight.key(thing);
        if let Ok(weights) = <[f32; 3]>::try_from(weights.as_slice()) {
            chain.pieces.insert(key, weights);
        } else if weights.len() == 9 {
            let step = |before: usize| std::array::from_fn(|part| weights[3 * before + part]);
            chain.steps.insert(key, std::array::from_fn(step));
        }
    }
    chain
}

#[cfg(test)]
mod tests;
