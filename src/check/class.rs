//! The words around a figure -> the classes (A类, 甲类) that they name, and which class the figure counts the whole of.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Draft, Figure, Measure, ends_as_total};
use crate::text::pattern;

/// The letter of a class as a part of a pattern, and the same where a small letter is none.
pub(super) const LETTER: &str = "[A-Ea-e甲乙丙丁]";
pub(super) const CAPITAL: &str = "[A-E甲乙丙丁]";

/// A clause that counts all of a class: A类建议79件, with nothing that takes some of them.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        concat!(
            "^(?:其中|包括|有|对|将|全年|今年)*{letter}类(?:人大|代表|政协|委员|建议|提案|议案|意见|件|的|和|批评)*",
            "(?:共计|共有|共|有|为|是|达|计)*$"
        ),
        letter = LETTER
    ))
});
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        concat!(
            "^(?:为)?{letter}类(?:人大|代表|政协|委员|建议|提案|议案|意见)*",
            "(?:(?:已|均|都)?(?:全部|均|都)[^,;。]*)?$"
        ),
        letter = LETTER
    ))
});
/// After the count of a class that something is said of as a whole.
static ALL_OF_IT: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:中|(?:建议|提案)?(?:均|都|已全部|全部)[^,;。]*)$"));
/// Before the last of several classes that are counted together: A、B类建议共92件.
static AMONG_OTHERS: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("{LETTER}类?、$")));
/// Between a class and its figure.
static NOTHING: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:的|建议|提案|议案|共|共计|有|为|是|计)*$"));
/// Classes that are counted together: A、B两类合计.
static COUNTED_TOGETHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        concat!(
            "(?:^|[,;。:]) *(?:其中,?)?(?P<names>{capital}类?(?:[、和及与]{capital}类?)+)[两二三四]?类?",
            "(?:人大|代表|政协|委员|建议|提案|议案|意见)*(?:合计|共计|总计|共)(?:有|为|达|是)?$"
        ),
        capital = CAPITAL
    ))
});
/// Classes that are named together: A、B、C三类.
static LISTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("(?:{CAPITAL}类?[、和及与])+{CAPITAL}[两二三四]?类")));

fn is_letter(c: char) -> bool {
    matches!(c, 'A'..='E' | 'a'..='e' | '甲' | '乙' | '丙' | '丁')
}

/// The class that a text names, the last if there are several.
pub(super) fn of(text: &str) -> Option<char> {
    all_in(text).next_back()
}

/// The classes that a text names each by itself.
pub(super) fn all_in(text: &str) -> impl DoubleEndedIterator<Item = char> {
    let before = text.match_indices('类').filter_map(|(at, _)| text[..at].chars().next_back());
    before.filter(|&c| is_letter(c)).map(|c| c.to_ascii_uppercase())
}

/// The classes that a text names together: A、B、C三类.
pub(super) fn listed_in(text: &str) -> impl Iterator<Item = char> {
    LISTED.find_iter(text).flat_map(|list| list.as_str().chars()).filter(|&c| is_letter(c))
}

/// The class that a figure counts the whole of.
pub(super) fn total(draft: &Draft<'_>, at: usize) -> Option<char> {
    let figure = &draft.figures[at];
    if figure.measure != Measure::Count || !draft.is_exact(at) {
        return None;
    }
    let (before, after) = (draft.before(at), draft.after(at));
    if AMONG_OTHERS.is_match(&draft.text(at)[..figure.clause.start]) {
        return None;
    }
    if BEFORE.is_match(before) && (after.is_empty() || ALL_OF_IT.is_match(after)) {
        return of(before);
    }
    // 已经解决的（A类）79件; A类（已经解决）79件.
    let aside = draft.text(at)[figure.segment.start..figure.clause.start]
        .strip_suffix(')')
        .and_then(|lead| lead.rsplit_once('('));
    if let Some((lead, inside)) = aside.filter(|_| after.is_empty() && NOTHING.is_match(before)) {
        let lead = lead.rsplit([',', ':', '、', '(', ')']).next().unwrap_or_default();
        if BEFORE.is_match(inside) {
            return of(inside);
        }
        return of(lead).filter(|_| BEFORE.is_match(lead.trim()));
    }
    let bare = before.is_empty() || ends_as_total(before) && before.chars().count() <= 4;
    if bare && AFTER.is_match(after) { of(after) } else { None }
}

/// The figure that counts the whole class which the words before `at` name: the nearest before it in its
/// paragraph, which may be about one theme, or else the first of the draft.
pub(super) fn total_before(draft: &Draft<'_>, letter: char, at: usize) -> Option<usize> {
    let figure = &draft.figures[at];
    let counts = |&other: &usize| total(draft, other) == Some(letter);
    let here = draft.within(figure.paragraph, 0, figure.span.start).rfind(counts);
    here.or_else(|| (0..draft.figures.len()).find(counts))
}

/// The classes that are named together before a count that is of all of them: A、B两类合计.
pub(super) fn named_together<'d>(draft: &'d Draft<'_>, at: usize) -> Option<Captures<'d>> {
    let Figure { sentence, span, .. } = &draft.figures[at];
    COUNTED_TOGETHER.captures(&draft.text(at)[sentence.start..span.start])
}
