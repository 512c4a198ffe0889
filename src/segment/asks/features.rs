//! The pieces of a text -> what is seen at each of them, as keys that weights are kept under.

use super::chain::Seen;
use super::cues::{Cues, Stance};
use super::pieces::{Border, Number, Numbering, Piece};
use super::sight::Sight;
use crate::segment::{Segmented, Token, TokenKind};

/// So many digits make a telephone number.
const TELEPHONE: usize = 7;
/// Of the clause that announced a list the last words count: no more than this, however long the clause is.
const ANNOUNCING: usize = 30;

/// The keys of all that is seen at each of `pieces`; `watch` is told what the keys stand for.
pub fn look(text: &Segmented<'_>, pieces: &[Piece], watch: impl FnMut(Sight, &str)) -> Vec<Seen> {
    let view = View::new(text, pieces);
    let mut notes = Notes { seen: Seen::default(), thing: String::new(), watch };
    // The last clause that announced something: 建议：, 三、几点建议。
    let mut announced: &[Token] = &[];
    let mut lists = Lists::default();
    // Whether something was asked before in the sentence, and whether a sentence begins.
    let (mut since, mut begins) = (false, true);
    let mut all = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        if piece.line || !matches!(piece.before, Border::Comma | Border::Semicolon | Border::Colon) {
            (since, begins) = (false, true);
        }
        view.see_piece(at, announced, &mut notes);
        view.see_asking(at, since, begins, &mut notes);
        view.see_step(at, lists.step(piece.number), &mut notes);
        all.push(std::mem::take(&mut notes.seen));
        since |= view.cues[at].asking.is_some_and(|asking| asking.stance != Stance::Other);
        begins = false;
        let heading = piece.number.is_some() && piece.before != Border::Comma && piece.after == Border::Stop;
        if piece.after == Border::Colon || (heading && piece.line) {
            let (first, end) = piece.tokens;
            announced = &text.tokens[first.max(end.saturating_sub(ANNOUNCING))..end];
        }
    }
    all
}

/// Takes down what is seen at one piece.
struct Notes<W> {
    seen: Seen,
    /// Scratch memory.
    thing: String,
    watch: W,
}

impl<W: FnMut(Sight, &str)> Notes<W> {
    /// Something of one part or more.
    fn see<const PARTS: usize>(&mut self, sight: Sight, parts: [&str; PARTS]) {
        let Self { seen, thing, watch } = self;
        thing.clear();
        for part in parts {
            if !thing.is_empty() {
                thing.push(' ');
            }
            thing.push_str(part);
        }
        watch(sight, thing);
        let keys = if sight.of_step() { &mut seen.step } else { &mut seen.piece };
        keys.push(sight.key(thing));
    }
}

/// A text and what has to be known of all of it before one piece is looked at.
struct View<'t> {
    text: &'t Segmented<'t>,
    pieces: &'t [Piece],
    /// What each piece says of itself.
    cues: Vec<Cues<'t>>,
    /// Whether the writer asks for something further on in the sentence.
    ahead: Vec<bool>,
    /// How often the text asks, and how many questions it has.
    asks: &'static str,
    questions: &'static str,
    /// The first piece with a number, and the last.
    numbers: [usize; 2],
}

impl<'t> View<'t> {
    fn new(text: &'t Segmented<'t>, pieces: &'t [Piece]) -> Self {
        let mut cues = Vec::with_capacity(pieces.len());
        let mut ahead = vec![false; pieces.len()];
        // From the last piece to the first, because a sentence says at its end whether it is a question.
        let (mut question, mut later) = (false, false);
        for (at, piece) in pieces.iter().enumerate().rev() {
            if !matches!(piece.after, Border::Comma | Border::Colon) {
                question = piece.after == Border::Question;
            }
            ahead[at] = later && piece.after == Border::Comma;
            let cue = Cues::read(text, piece, question);
            later = cue.asks() || ahead[at];
            cues.push(cue);
        }
        cues.reverse();
        let asking = |cues: &&Cues<'_>| cues.asking.is_some_and(|asking| asking.stance != Stance::Other);
        let asks = cues.iter().filter(asking).count();
        let questions = pieces.iter().filter(|piece| piece.after == Border::Question).count();
        let is_numbered = |piece: &Piece| piece.number.is_some();
        let numbers = [
            pieces.iter().position(is_numbered).unwrap_or(pieces.len()),
            pieces.iter().rposition(is_numbered).unwrap_or(0),
        ];
        Self { text, pieces, cues, ahead, asks: few(asks), questions: few(questions), numbers }
    }

    fn wording(&self, at: usize) -> &'t str {
        self.pieces.get(at).map_or("", |piece| piece.wording.of(self.text.folded()))
    }

    /// How the piece at a place asks, in words.
    fn asking(&self, at: Option<usize>) -> [&'static str; 2] {
        let asking = at.and_then(|at| self.cues.get(at)).and_then(|cues| cues.asking);
        asking.map_or(["no", "one"], |asking| [asking.kind, asking.stance.name()])
    }

    /// What the piece itself and its neighbors look like.
    fn see_piece(&self, at: usize, announced: &[Token], notes: &mut Notes<impl FnMut(Sight, &str)>) {
        let (piece, own, folded) = (&self.pieces[at], self.wording(at), self.text.folded());
        for length in 1..=3 {
            notes.see(Sight::Front, [front(own, length)]);
        }
        notes.see(Sight::Back, [back(own, 2)]);
        let words = |tokens: &'t [Token]| tokens.iter().filter(|token| token.kind == TokenKind::Word);
        for word in words(&self.text.tokens[piece.tokens.0..piece.tokens.1]) {
            notes.see(Sight::Word, [word.span.of(folded)]);
        }
        if let Some(digits) = digits(own) {
            notes.see(Sight::Digits, [digits]);
        }
        notes.see(Sight::Before, [at.checked_sub(1).map_or("", |before| front(self.wording(before), 2))]);
        notes.see(Sight::After, [front(self.wording(at + 1), 2)]);
        notes.see(Sight::Marks, [mark(piece.before)]);
        notes.see(Sight::Marks, [pair(piece.before, piece.after)]);
        notes.see(Sight::Numbered, [numbered(piece.number)]);
        if piece.number.is_some_and(|number| number.first) {
            notes.see(Sight::Numbered, ["first"]);
        }
        let sight = if piece.number.is_some() { Sight::Announced } else { Sight::Under };
        for word in announced.iter().filter(|token| token.kind == TokenKind::Word) {
            notes.see(sight, [word.span.of(folded)]);
        }
        if self.numbers[0] == 0 {
            notes.see(Sight::List, [if piece.number.is_some() { "point" } else { "else" }]);
        }
        notes.see(Sight::Place, [place(at, self.pieces.len())]);
        notes.see(Sight::Place, [length(self.pieces.len())]);
    }

    /// Whether the piece asks, in the light of the sentence and of the text; `since` says whether something was asked
    /// before in the sentence, `begins` whether the sentence begins.
    fn see_asking(&self, at: usize, since: bool, begins: bool, notes: &mut Notes<impl FnMut(Sight, &str)>) {
        let (piece, cues) = (&self.pieces[at], &self.cues[at]);
        let [kind, stance] = self.asking(Some(at));
        notes.see(Sight::Asking, [kind, stance]);
        if let Some(asking) = cues.asking {
            notes.see(Sight::Asking, [stance]);
            notes.see(Sight::Asking, [asking.word, stance]);
            notes.see(Sight::Asking, [place(at, self.pieces.len()), kind, stance]);
            notes.see(Sight::Asking, [pair(piece.before, piece.after), stance]);
        }
        notes.see(Sight::AskingBefore, self.asking(at.checked_sub(1)));
        let [kind_after, stance_after] = self.asking(Some(at + 1));
        notes.see(Sight::AskingAfter, [mark(piece.after), kind_after, stance_after]);
        let asks = if cues.asking.is_some() { "asks" } else { "else" };
        notes.see(Sight::Since, [if since { "asked" } else { "nothing" }, asks]);
        let ahead = if self.ahead[at] { "asked" } else { "nothing" };
        notes.see(Sight::Ahead, [ahead, kind, stance]);
        if self.ahead[at] {
            let tokens = &self.text.tokens[piece.tokens.0..piece.tokens.1];
            let word = tokens.iter().find(|token| token.kind == TokenKind::Word);
            notes.see(Sight::Ahead, [word.map_or("", |word| word.span.of(self.text.folded()))]);
        }
        notes.see(Sight::Text, [self.asks, if cues.asking.is_some() { stance } else { "else" }]);
        let question = cues.question;
        notes.see(Sight::Question, [question]);
        notes.see(Sight::Question, [question, if self.asks == "none" { "alone" } else { "beside" }]);
        notes.see(Sight::Question, [question, self.questions]);
        notes.see(Sight::Leave, [cues.leave]);
        notes.see(Sight::Leave, ["next", self.cues.get(at + 1).map_or("none", |next| next.leave)]);
        notes.see(Sight::Sentence, [if begins { "begins" } else { "goes on" }]);
    }

    /// What is seen at the step from the piece before; `list` says how the number goes on from those before.
    fn see_step(&self, at: usize, list: Option<&str>, notes: &mut Notes<impl FnMut(Sight, &str)>) {
        let (piece, cues) = (&self.pieces[at], &self.cues[at]);
        let [first_number, last_number] = self.numbers;
        let [kind, stance] = self.asking(Some(at));
        notes.see(Sight::StepMark, [""]);
        notes.see(Sight::StepMark, [mark(piece.before)]);
        notes.see(Sight::StepNumber, [numbered(piece.number)]);
        if let Some(list) = list {
            notes.see(Sight::StepNumber, [list]);
        }
        notes.see(Sight::StepList, [in_list(first_number < at, piece.number.is_some(), at < last_number)]);
        notes.see(Sight::StepFront, [front(self.wording(at), 2)]);
        notes.see(Sight::StepAsking, [mark(piece.before), kind, stance]);
        notes.see(Sight::StepQuestion, [mark(piece.before), cues.question]);
        notes.see(Sight::StepLeave, [cues.leave]);
    }
}

/// The ways of numbering met so far.
#[derive(Default)]
struct Lists {
    met: Vec<Numbering>,
    last: Option<Numbering>,
}

impl Lists {
    /// How a number goes on from those before it; `None` where there is no number.
    fn step(&mut self, number: Option<Number>) -> Option<&'static str> {
        let numbering = number?.numbering;
        let step = match self.last {
            None => "begins",
            Some(last) if last == numbering => "goes on",
            Some(_) if self.met.contains(&numbering) => "goes back",
            Some(_) => "goes down",
        };
        if !self.met.contains(&numbering) {
            self.met.push(numbering);
        }
        self.last = Some(numbering);
        Some(step)
    }
}

fn front(text: &str, characters: usize) -> &str {
    let length = text.chars().take(characters).map(char::len_utf8).sum();
    &text[..length]
}

fn back(text: &str, characters: usize) -> &str {
    let length: usize = text.chars().rev().take(characters).map(char::len_utf8).sum();
    &text[text.len() - length..]
}

/// How many digits there are, those that were masked included; `None` where there is none.
fn digits(text: &str) -> Option<&'static str> {
    match text.bytes().filter(|byte| byte.is_ascii_digit() || *byte == b'*').count() {
        0 => None,
        1..TELEPHONE => Some("some"),
        _ => Some("many"),
    }
}

fn mark(border: Border) -> &'static str {
    match border {
        Border::Text => "text",
        Border::Comma => "comma",
        Border::Semicolon => "semicolon",
        Border::Colon => "colon",
        Border::Stop => "stop",
        Border::Question => "question",
    }
}

fn pair(before: Border, after: Border) -> &'static str {
    use Border::{Colon, Comma, Question, Semicolon};
    match (before, after) {
        (Comma, Comma) => "comma comma",
        (Comma, Semicolon) => "comma semicolon",
        (Comma, Colon) => "comma colon",
        (Comma, Question) => "comma question",
        (Comma, _) => "comma stop",
        (Semicolon, Comma) => "semicolon comma",
        (Semicolon, Semicolon) => "semicolon semicolon",
        (Semicolon, _) => "semicolon stop",
        (Colon, Comma) => "colon comma",
        (Colon, Question) => "colon question",
        (Colon, _) => "colon stop",
        (_, Comma) => "stop comma",
        (_, Semicolon) => "stop semicolon",
        (_, Colon) => "stop colon",
        (_, Question) => "stop question",
        (_, _) => "stop stop",
    }
}

fn numbered(number: Option<Number>) -> &'static str {
    match number.map(|number| number.numbering) {
        None => "no",
        Some(Numbering::Chinese) => "chinese",
        Some(Numbering::Bracketed) => "bracketed",
        Some(Numbering::Digit) => "digit",
        Some(Numbering::Circled) => "circled",
        Some(Numbering::Spoken) => "spoken",
        Some(Numbering::Ordered) => "ordered",
    }
}

/// Where a piece stands by the numbers before it, at it and after it.
fn in_list(before: bool, here: bool, after: bool) -> &'static str {
    match (before, here, after) {
        (false, false, false) => "no number",
        (false, false, true) => "before all numbers",
        (false, true, false) => "the only number",
        (false, true, true) => "the first number",
        (true, false, true) => "between numbers",
        (true, true, true) => "a number between",
        (true, true, false) => "the last number",
        (true, false, false) => "after all numbers",
    }
}

fn place(at: usize, of: usize) -> &'static str {
    match 4 * at / of {
        _ if at == 0 => "begin",
        _ if at + 1 == of => "end",
        0 => "quarter 1",
        1 => "quarter 2",
        2 => "quarter 3",
        _ => "quarter 4",
    }
}

fn length(pieces: usize) -> &'static str {
    match pieces {
        0..=3 => "few",
        4..=8 => "some",
        9..=16 => "many",
        _ => "long",
    }
}

fn few(count: usize) -> &'static str {
    match count {
        0 => "none",
        1 => "one",
        2 | 3 => "few",
        _ => "many",
    }
}
