//! Two PROFILES -> how alike they are in each respect.
//!
//! A message is compared with many others, so its terms are spread out in a small table that stays near the
//! processor, in which the terms of the others are looked up one after the other.

use super::elsewhere;
use super::messages::Messages;
use super::profile::Profiles;
use super::row::{Kind, Term};

/// Places for the terms of one message: many more than it has terms, so that most look-ups find their term or an empty
/// place at once.
const PLACES: usize = 2048;

/// The last bit of the column of a word or a pair, which says that it is part of a name and does not tell terms apart.
const PART_OF_A_NAME: u32 = 1;

/// How alike two messages are in each respect.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Likeness {
    /// The cosine of their words.
    pub words: f32,
    /// The words in both, counted by their weights: a word that no other message has counts 1, a usual one little.
    pub shared: f32,
    /// Those of them that are part of a name in neither, counted in the same way: what both say of whatever they name.
    pub said: f32,
    /// The cosine of their pairs of characters.
    pub pairs: f32,
    /// The cosine of their pairs of characters outside of names: what is asked.
    pub ask: f32,
    /// The idf of the rarest name in both.
    pub place: f32,
    /// How alike they are in what the model takes them to be about.
    pub about: f32,
    /// Whether both name one place or one region.
    pub here: bool,
    /// Whether they lie in different regions, or are about different landmarks of one kind.
    pub elsewhere: bool,
}

/// Compares messages. It belongs to one thread; it is fastest where one message is compared with several in a row.
#[derive(Debug)]
pub struct Comparison<'p> {
    messages: &'p Messages<'p>,
    profiles: &'p Profiles,
    /// The message that is spread out.
    message: Option<u32>,
    words: Spread,
    pairs: Spread,
}

impl<'p> Comparison<'p> {
    /// Compares `messages` by their `profiles`.
    #[must_use]
    pub fn new(messages: &'p Messages<'p>, profiles: &'p Profiles) -> Self {
        Self { messages, profiles, message: None, words: Spread::default(), pairs: Spread::default() }
    }

    /// How alike two messages are.
    pub fn likeness(&mut self, a: u32, b: u32) -> Likeness {
        let profiles = self.profiles;
        if self.message != Some(a) {
            self.words.set(profiles.terms(a, Kind::Word));
            self.pairs.set(profiles.terms(a, Kind::Pair));
            self.message = Some(a);
        }
        let (own, other) = (profiles.scales(a), profiles.scales(b));
        let words = self.words.products(profiles.terms(b, Kind::Word));
        let pairs = self.pairs.products(profiles.terms(b, Kind::Pair));
        let word_scale = own.words * other.words;
        let scale = own.pairs * other.pairs;
        let lengths = own.ask_length * other.ask_length;
        let word_lengths = own.word_length * other.word_length;
        let amount = |roots: u64| match roots {
            0 => 0.0,
            _ => roots as f32 * (word_scale * word_lengths).sqrt() / profiles.rare(),
        };
        let mut place = 0.0f32;
        meet(profiles.terms(a, Kind::Place), profiles.terms(b, Kind::Place), |column| {
            place = place.max(profiles.place_idf(column));
        });
        Likeness {
            words: words.squares as f32 * word_scale,
            shared: amount(words.roots),
            said: amount(words.unnamed_roots),
            pairs: pairs.squares as f32 * scale,
            ask: if lengths > 0.0 { pairs.unnamed as f32 * scale / lengths } else { 0.0 },
            place,
            about: self.messages[a as usize].about.likeness(&self.messages[b as usize].about),
            here: place > 0.0 || elsewhere::in_one_region(profiles, a, b),
            elsewhere: elsewhere::are_apart(profiles, a, b),
        }
    }
}

/// The terms of one message, each at the place that its column says, or at the next empty one.
#[derive(Debug)]
struct Spread {
    /// A place without a term has a term without a number.
    places: Box<[Term; PLACES]>,
    taken: Vec<usize>,
}

impl Default for Spread {
    fn default() -> Self {
        Self { places: Box::new([Term::default(); PLACES]), taken: Vec::new() }
    }
}

impl Spread {
    /// Where the term of a column stands, or the empty place where it would.
    fn place(&self, column: u32) -> usize {
        let mut place = (column >> PART_OF_A_NAME) as usize % PLACES;
        while self.places[place].number() > 0 && (self.places[place].column() ^ column) >> PART_OF_A_NAME > 0
        {
            place = (place + 1) % PLACES;
        }
        place
    }

    fn set(&mut self, terms: &[Term]) {
        for place in self.taken.drain(..) {
            self.places[place] = Term::default();
        }
        for &term in terms {
            let place = self.place(term.column());
            self.places[place] = term;
            self.taken.push(place);
        }
    }

    fn products(&self, terms: &[Term]) -> Products {
        let mut products = Products::default();
        for term in terms {
            let own = self.places[self.place(term.column())];
            if own.number() > 0 {
                let root = u64::from(own.number() * term.number());
                products.roots += root;
                products.squares += root * root;
                if (own.column() | term.column()) & PART_OF_A_NAME == 0 {
                    products.unnamed_roots += root;
                    products.unnamed += root * root;
                }
            }
        }
        products
    }
}

/// Sums over the terms in two messages, in units of their scales.
#[derive(Debug, Default)]
struct Products {
    /// Σ √(weight · weight).
    roots: u64,
    /// The same of those terms that are part of a name in neither.
    unnamed_roots: u64,
    /// Σ weight · weight.
    squares: u64,
    /// The same of those terms that are part of a name in neither.
    unnamed: u64,
}

/// Calls `visit` for every column that both have.
fn meet(a: &[Term], b: &[Term], mut visit: impl FnMut(u32)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        let (left, right) = (left.column(), right.column());
        if left == right {
            visit(left);
        }
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_that_meet_are_multiplied() {
        let term = |column: u32, number| Term::new(column, number);
        // The last two want the place that the first one has, and the pairs of columns 3 and 2 are the same one.
        let own = [term(3, 2), term(2 * PLACES as u32 + 2, 5), term(4 * PLACES as u32 + 2, 7)];
        let mut spread = Spread::default();
        spread.set(&[term(9, 1)]);
        spread.set(&own);
        let products = spread.products(&[term(2, 3), term(8, 1), term(4 * PLACES as u32 + 2, 10)]);
        assert_eq!((products.roots, products.squares), (6 + 70, 36 + 4900));
        assert_eq!((products.unnamed_roots, products.unnamed), (70, 4900));
    }
}
