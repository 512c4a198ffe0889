//! A segmented text -> its pieces: clauses between marks, each with what stands around it and its number.

use crate::segment::{Segmented, TokenKind};
use crate::text::Span;

/// The mark between two pieces, as far as it matters where an ask begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Border {
    /// The beginning or the end of the text.
    Text,
    /// ，
    Comma,
    /// ；
    Semicolon,
    /// ：
    Colon,
    /// 。 ！ …
    Stop,
    /// ？
    Question,
}

impl Border {
    fn of(mark: char) -> Option<Self> {
        match mark {
            '，' | ',' => Some(Self::Comma),
            '；' | ';' => Some(Self::Semicolon),
            '：' | ':' => Some(Self::Colon),
            '。' | '！' | '!' | '…' => Some(Self::Stop),
            '？' | '?' => Some(Self::Question),
            _ => None,
        }
    }
}

/// How a point of a list is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// 一、
    Chinese,
    /// （一） or （1）
    Bracketed,
    /// 1. or 1、 or 1)
    Digit,
    /// ①
    Circled,
    /// 一是, 其一, 第一，
    Spoken,
    /// 首先, 其次, 最后
    Ordered,
}

/// The number a piece begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// How it is written.
    pub numbering: Numbering,
    /// Whether it is the first of its list.
    pub first: bool,
    /// Its length in bytes.
    length: usize,
}

/// A clause with the marks after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its place in the folded text, without blanks and marks at its ends.
    pub span: Span,
    /// Its place without the number it begins with.
    pub wording: Span,
    /// The tokens that begin in it, as a range.
    pub tokens: (usize, usize),
    /// The mark before it.
    pub before: Border,
    /// The mark after it.
    pub after: Border,
    /// Whether a line begins with it.
    pub line: bool,
    /// The number it begins with.
    pub number: Option<Number>,
}

/// A list of what is asked for may begin behind one of these.
const LIST_VERBS: [&str; 6] = ["建议", "希望", "请", "要求", "恳请", "请求"];

/// No line begins with one of these.
const PARTICLES: &str = "吗呢吧啊呀了的";
/// What may be counted by a number behind it, 问题一, or before it, 第一个问题.
const COUNTED: [&str; 5] = ["诉求", "建议", "意见", "要求", "问题"];
/// What points are numbered with where nobody counts them; the first begins the list.
const ORDERED: [&str; 6] = ["首先", "其次", "再次", "再者", "此外", "最后"];
/// What stands behind such a word where it is no point of a list: 最后一次, 首先感谢.
const NO_POINT: [&str; 5] = ["一", "的", "感谢", "谢谢", "祝"];

/// How the names of the fields end that a clerk fills in below what was said: 联系人, 事发地址, 备注.
const FIELDS: [&str; 20] = [
    "地址", "地点", "位置", "联系人", "反映人", "来电人", "诉求人", "投诉人", "姓名", "署名", "电话", "手机",
    "号码", "手机号", "联系方式", "账户", "账号", "备注", "附件", "编号",
];
/// A longer clause names no field, even if it ends so.
const LONGEST_FIELD: usize = 6;

/// Cuts `text` at marks, at line breaks, at blanks between Chinese characters, which stand for line breaks that were
/// lost, and before numbers in brackets or circles. Pieces without a word are left out, and so are fields that a clerk
/// filled in, with their values: nobody asks for anything in 联系电话：62345678.
#[must_use]
pub fn pieces(text: &Segmented<'_>) -> Vec<Piece> {
    let folded = text.folded();
    let breaks = line_breaks(text);
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut start, mut before, mut line) = (0, Border::Text, true);
    let mut token = 0;
    // With what the next point begins, where points are numbered in digits.
    let mut next_point = None;
    let mut close = |start: usize, end: usize, before: Border, after: Border, line: bool| {
        let Some(span) = trim(folded, Span { start, end }) else { return false };
        while text.tokens.get(token).is_some_and(|token| token.span.start < span.start) {
            token += 1;
        }
        let first = token;
        while text.tokens.get(token).is_some_and(|token| token.span.start < span.end) {
            token += 1;
        }
        let said = text.tokens[first..token].iter().any(|token| token.kind != TokenKind::Mark);
        let number = number(span.of(folded), next_point);
        if number.is_some_and(|number| number.numbering == Numbering::Digit) {
            next_point = digits(span.of(folded)).parse().map(|point: u32| point + 1).ok();
        }
        let wording = &span.of(folded)[number.map_or(0, |number| number.length)..];
        let wording = Span { start: span.end - wording.trim_start().len(), end: span.end };
        if said {
            pieces.push(Piece { span, wording, tokens: (first, token), before, after, line, number });
        }
        said
    };
    let mut previous = None;
    // Up to where the piece is known to be a number and blanks after it: there may be any number of them.
    let mut numbered = None;
    for (at, character) in folded.char_indices() {
        let next = folded[at + character.len_utf8()..].chars().next();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        // 20:30 and 1,000 are one.
        let inside_number = matches!(character, ':' | ',') && digit(previous) && digit(next);
        // A full stop, where people write it for 。
        let western = character == '.' && previous.is_some_and(|c| !c.is_ascii()) && !digit(next);
        let lost = character == ' '
            && [previous, next].iter().all(|c| c.is_some_and(|c| !c.is_ascii()))
            && !next.is_some_and(|c| PARTICLES.contains(c));
        // What stands below a number, or behind a blank after it, is its point.
        let is_break = lost || breaks.binary_search(&at).is_ok();
        let is_numbered = numbered == Some(at) || is_break && is_number(&folded[start..at]);
        numbered = (is_numbered && character.is_whitespace()).then(|| at + character.len_utf8());
        let broken = is_break && !is_numbered;
        let border = if western { Some(Border::Stop) } else { Border::of(character) };
        if let Some(border) = border.filter(|_| !inside_number) {
            if close(start, at, before, border, line) {
                line = false;
            }
            (start, before) = (at + character.len_utf8(), border);
        } else if broken {
            // A line break without a mark ends a sentence.
            if close(start, at, before, Border::Stop, line) {
                before = Border::Stop;
            }
            (start, line) = (at + character.len_utf8(), true);
        } else if matches!(character, '（' | '(' | '②'..='⑳')
            && at > start
            && number(&folded[at..], None).is_some()
        {
            if close(start, at, before, Border::Comma, line) {
                (before, line) = (Border::Comma, false);
            }
            start = at;
        }
        previous = Some(character);
    }
    close(start, folded.len(), before, Border::Text, line);
    without_fields(pieces, folded)
}

/// The pieces without the names of fields and what stands behind their colons.
fn without_fields(pieces: Vec<Piece>, folded: &str) -> Vec<Piece> {
    let is_field = |piece: &Piece| {
        let name = piece.wording.of(folded);
        piece.after == Border::Colon
            && name.chars().count() <= LONGEST_FIELD
            && FIELDS.iter().any(|field| name.ends_with(field))
    };
    let mut is_value = false;
    let mut is_said = |piece: &Piece| {
        let field = is_field(piece);
        !std::mem::replace(&mut is_value, field) && !field
    };
    pieces.into_iter().filter(|piece| is_said(piece)).collect()
}

/// The places of line breaks, escaped ones too: folding has turned them into blanks.
fn line_breaks(text: &Segmented<'_>) -> Vec<usize> {
    let folded = text.folded();
    let original = text.original(Span { start: 0, end: folded.len() });
    let places = folded.char_indices().zip(original.chars());
    let is_break = |folded, original| matches!(original, '\n' | '\r') || (folded == ' ' && original == '_');
    places.filter(|&((_, folded), original)| is_break(folded, original)).map(|((at, _), _)| at).collect()
}

/// The span without blanks and marks at its ends, opening ones kept in front, closing ones behind.
fn trim(folded: &str, span: Span) -> Option<Span> {
    let text = span.of(folded);
    let idle = |c: char| c.is_whitespace() || matches!(c, '”' | '’' | '）' | ')' | '、' | '.');
    let front = text.trim_start_matches(idle);
    let start = span.end - front.len();
    let kept = front.trim_end_matches(|c: char| c.is_whitespace() || c == '、');
    (!kept.is_empty()).then_some(Span { start, end: start + kept.len() })
}

/// The number that `text` begins with; `next_point` is what the next one of a list in digits has to be.
fn number(text: &str, next_point: Option<u32>) -> Option<Number> {
    let found = |numbering, length, number: &str| {
        let first = matches!(number, "一" | "1" | "①");
        Some(Number { numbering, first, length })
    };
    let chinese = leading(text, |c| "一二三四五六七八九十".contains(c), 3);
    if !chinese.is_empty() {
        let rest = &text[chinese.len()..];
        if rest.starts_with('、') {
            return found(Numbering::Chinese, chinese.len() + '、'.len_utf8(), chinese);
        }
        return rest
            .strip_prefix('是')
            .and_then(|_| found(Numbering::Spoken, chinese.len() + '是'.len_utf8(), chinese));
    }
    let digits = digits(text);
    if !digits.is_empty() {
        let mut rest = text[digits.len()..].chars();
        // The mark may be a comma, which is no part of the piece.
        let Some(mark) = rest.next() else { return found(Numbering::Digit, digits.len(), digits) };
        if !matches!(mark, '.' | '、' | '．' | ')' | '）') {
            return None;
        }
        // 4.5米 and 1、2号楼 have no number of a point, 2、15路 has one where the list has come that far.
        let inside_number = rest.next().is_some_and(|c| c.is_ascii_digit())
            && digits.parse().ok().is_none_or(|point: u32| next_point != Some(point));
        let length = digits.len() + mark.len_utf8();
        return if inside_number { None } else { found(Numbering::Digit, length, digits) };
    }
    // 诉求一：
    if let Some(counted) = COUNTED.iter().find_map(|counted| text.strip_prefix(counted)) {
        let number = leading(counted, |c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c), 2);
        if !number.is_empty() && number.len() == counted.len() {
            return found(Numbering::Spoken, text.len(), number);
        }
    }
    // 建议一是
    if let Some(at) =
        LIST_VERBS.iter().find_map(|verb| text.strip_prefix(verb)?.starts_with("一是").then_some(verb.len()))
    {
        return found(Numbering::Spoken, at + "一是".len(), "一");
    }
    if let Some((at, word)) = ORDERED.into_iter().enumerate().find(|(_, word)| text.starts_with(word)) {
        let is_point = !NO_POINT.iter().any(|behind| text[word.len()..].starts_with(behind));
        let number = Number { numbering: Numbering::Ordered, first: at == 0, length: word.len() };
        return is_point.then_some(number);
    }
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    match first {
        '①'..='⑳' => found(Numbering::Circled, first.len_utf8(), &text[..first.len_utf8()]),
        '（' | '(' => {
            let number = leading(rest, |c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c), 3);
            let close = rest[number.len()..].chars().next().filter(|&c| matches!(c, '）' | ')'))?;
            let length = first.len_utf8() + number.len() + close.len_utf8();
            if number.is_empty() { None } else { found(Numbering::Bracketed, length, number) }
        }
        '第' | '其' => {
            let number = leading(rest, |c| "一二三四五六七八九十".contains(c), 2);
            let after = rest[number.len()..].chars().next();
            // 第二小学 is a name, 第二， a number; 第二 may be all that stands before a mark.
            let ends = after.is_none_or(|c| matches!(c, '，' | '、' | '：' | '是' | ' ' | ','));
            let length = first.len_utf8() + number.len();
            // 第二个问题
            let counted = rest[number.len()..].strip_prefix('个').and_then(|what| {
                COUNTED.iter().find(|counted| what.starts_with(*counted)).map(|counted| counted.len())
            });
            match counted {
                _ if number.is_empty() => None,
                Some(counted) => found(Numbering::Spoken, length + '个'.len_utf8() + counted, number),
                None if ends => found(Numbering::Spoken, length, number),
                None => None,
            }
        }
        _ => None,
    }
}

/// Whether `text` is the number of a point and nothing else.
fn is_number(text: &str) -> bool {
    let text = text.trim();
    number(text, None).is_some_and(|number| text[number.length..].trim_matches('、').is_empty())
}

/// The digits at the beginning of `text`, as far as they may number a point.
fn digits(text: &str) -> &str {
    leading(text, |c| c.is_ascii_digit(), 2)
}

/// The characters at the beginning of `text` that are `wanted`, at most so many.
fn leading(text: &str, wanted: impl Fn(char) -> bool, most: usize) -> &str {
    let length = text.chars().take(most).take_while(|&c| wanted(c)).map(char::len_utf8).sum();
    &text[..length]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Dictionary;

    fn cut(text: &str) -> Vec<(String, Option<Numbering>)> {
        let segmented = Segmented::new(text, &Dictionary::new([]));
        pieces(&segmented)
            .iter()
            .map(|piece| {
                (segmented.original(piece.span).to_owned(), piece.number.map(|number| number.numbering))
            })
            .collect()
    }

    #[test]
    fn texts_are_cut_at_marks_and_numbers() {
        let piece = |text: &str, numbering| (text.to_owned(), numbering);
        assert_eq!(
            cut("现提出——（一）修路，宽4.5米；\n二、装灯。20:30以前"),
            [
                piece("现提出——", None),
                piece("（一）修路", Some(Numbering::Bracketed)),
                piece("宽4.5米", None),
                piece("二、装灯", Some(Numbering::Chinese)),
                piece("20:30以前", None),
            ]
        );
        assert_eq!(
            cut("第二小学旁：1.修灯 ①换线。一是清沟，第二，补树，4.5米高"),
            [
                piece("第二小学旁", None),
                piece("1.修灯", Some(Numbering::Digit)),
                piece("①换线", Some(Numbering::Circled)),
                piece("一是清沟", Some(Numbering::Spoken)),
                piece("第二", Some(Numbering::Spoken)),
                piece("补树", None),
                piece("4.5米高", None),
            ]
        );
        assert_eq!(
            cut("1、2号楼停水；1、修泵；2、15路加车；4.5米宽"),
            [
                piece("1、2号楼停水", None),
                piece("1、修泵", Some(Numbering::Digit)),
                piece("2、15路加车", Some(Numbering::Digit)),
                piece("4.5米宽", None),
            ]
        );
        assert_eq!(
            cut("建议一是修路，二是装灯。①清沟②补树 画线，Wi Fi"),
            [
                piece("建议一是修路", Some(Numbering::Spoken)),
                piece("二是装灯", Some(Numbering::Spoken)),
                piece("①清沟", Some(Numbering::Circled)),
                piece("②补树", Some(Numbering::Circled)),
                piece("画线", None),
                piece("Wi Fi", None),
            ]
        );
        assert_eq!(
            cut("诉求一：1、 修路。2.\n装灯。能开学 吗，建议一次修完"),
            [
                piece("诉求一", Some(Numbering::Spoken)),
                piece("1、 修路", Some(Numbering::Digit)),
                piece("2.\n装灯", Some(Numbering::Digit)),
                piece("能开学 吗", None),
                piece("建议一次修完", None),
            ]
        );
        assert_eq!(
            cut("路坏了.填坑.\n1)补坑;2）画线\n3，装灯，20.5米高.急"),
            [
                piece("路坏了", None),
                piece("填坑", None),
                piece("1)补坑", Some(Numbering::Digit)),
                piece("2）画线", Some(Numbering::Digit)),
                piece("3", Some(Numbering::Digit)),
                piece("装灯", None),
                piece("20.5米高", None),
                piece("急", None),
            ]
        );
    }

    #[test]
    fn a_number_may_stand_before_any_number_of_blanks() {
        for blanks in ["\n", "\n\n", " \n　\r\n ", "_x000D_\n", &"\n".repeat(100_000)] {
            let text = format!("一、{blanks}修路{blanks}装灯");
            let numbered = (format!("一、{blanks}修路"), Some(Numbering::Chinese));
            assert_eq!(cut(&text), [numbered, ("装灯".to_owned(), None)], "{}", blanks.len());
        }
    }

    #[test]
    fn points_are_counted_in_words_too() {
        let numbered = |text: &str| cut(text)[0].1;
        for text in ["首先应加密", "其次", "最后请安灯"] {
            assert_eq!(numbered(text), Some(Numbering::Ordered), "{text}");
        }
        for text in ["第一个问题是停车难", "第二个建议", "第三，补树"] {
            assert_eq!(numbered(text), Some(Numbering::Spoken), "{text}");
        }
        for text in ["最后一次去是上月", "首先感谢各位", "第二个路口太黑"] {
            assert_eq!(numbered(text), None, "{text}");
        }
    }

    #[test]
    fn fields_that_a_clerk_fills_in_are_left_out() {
        let cases = [
            ("路灯坏了，请修好。地址：花园路12号。联系人：张先生，联系电话：62345678", "路灯坏了|请修好"),
            ("请修好路灯，事发地址：花园路，急", "请修好路灯|急"),
            ("备注：已电话联系", ""),
            ("建议：装灯。请公布热线电话", "建议|装灯|请公布热线电话"),
            ("请市里公布各部门联系电话：越快越好", "请市里公布各部门联系电话|越快越好"),
        ];
        for (text, expected) in cases {
            let pieces: Vec<String> = cut(text).into_iter().map(|(piece, _)| piece).collect();
            assert_eq!(pieces.join("|"), expected, "{text}");
        }
    }

    #[test]
    fn lines_end_pieces_and_silence_makes_none() {
        for text in ["第一行\r\n\r\n第二行。。。", "第一行_x000D_ 第二行。。。"] {
            let segmented = Segmented::new(text, &Dictionary::new([]));
            let found = pieces(&segmented);
            assert_eq!(found.iter().map(|piece| piece.line).collect::<Vec<_>>(), [true, true], "{text}");
            assert_eq!(
                (found[0].after, found[1].before, found[1].after),
                (Border::Stop, Border::Stop, Border::Stop),
                "{text}"
            );
        }
        assert!(cut(" ，。\n").is_empty());
    }
}
