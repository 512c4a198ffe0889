//! The paragraphs of a draft -> the figures in them, each with its unit and with the words around it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::number;
use crate::numeral;
use crate::text;
use crate::text::pattern;

/// What a figure says of its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// So many things, or so much money.
    Count,
    /// So many hundredths of a whole (50.6%, 八成), or a change in them.
    Percent,
    /// A difference of two percentages (百分点).
    Points,
    /// A multiple (倍).
    Times,
}

/// How closely a figure is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// As it stands.
    Exact,
    /// Some more or less: 约, 左右.
    About,
    /// At least so much: 余, 多, 超过, 以上.
    Over,
    /// At most so much: 近, 不足.
    Under,
}

/// A number of a draft with everything that tells what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The paragraph it stands in.
    pub paragraph: usize,
    /// Its place there, from the first digit to the end of the unit.
    pub span: Range<usize>,
    /// Its value; percentages in hundredths. Only cells of tables have values below nought.
    pub value: f64,
    /// The step of its last digit: 0.1 for 50.6, ten thousand for 3万; 0 for a whole number that is written out.
    pub step: f64,
    /// What it measures.
    pub measure: Measure,
    /// The word for what is counted, 件 or 元; for other measures empty.
    pub unit: String,
    /// How closely it is meant.
    pub precision: Precision,
    /// The sentence that it stands in.
    pub sentence: Range<usize>,
    /// The part of it between semicolons.
    pub segment: Range<usize>,
    /// The clause between commas, colons or parentheses.
    pub clause: Range<usize>,
    /// How many parentheses are open around it.
    pub depth: usize,
}

impl Figure {
    /// Whether the two count the same kind of thing.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.measure == other.measure && self.unit == other.unit
    }

    /// Its value as a whole number, 0 for one below nought.
    #[must_use]
    #[expect(clippy::cast_sign_loss, reason = "what is below nought becomes nought")]
    pub fn count(&self) -> u64 {
        self.value.round() as u64
    }

    /// How far the true value may lie from the one that was written because of its last digit.
    #[must_use]
    pub fn slack(&self) -> f64 {
        self.step / 2.0
    }
}

/// One number, as digits or as Chinese numerals, with what follows it up to its unit. What is counted in several scales
/// (1亿2000万元, 两万三千件) begins with its upper ones; a blank may part the thousands (12 360件).
static FIGURE: LazyLock<Regex> = LazyLock::new(|| {
    let units = concat!(
        "个百分点|百分点|%|倍|件次|件|户次|户|人次|名|人|位|家次|家|个|项|条|次|座|处|所|公里|平方米|平方公里|立方米|米|公顷|亩|吨",
        "|元|辆|部|台|套|张|份|篇|场|批次|批|期|支|栋|幢|只|棵|株|盏|起|例|宗|小时|分钟|天|对|块|片|幅|门|间|床|封|单|票|组"
    );
    let numerals = "零〇一二两三四五六七八九十百千";
    pattern(&format!(
        "(?P<upper>(?:[0-9]+[亿万千百]|[{numerals}]+[亿万])*)\
         (?:(?P<digits>(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,3}}(?: [0-9]{{3}})+|[0-9]+)(?:\\.[0-9]+)?)|(?P<chinese>[{numerals}]+(?:点[零〇一二三四五六七八九]+)?)) *\
         (?P<some>[余多几])?(?P<scale>万亿|千万|百万|十万|亿|万|千|百)?(?P<more>[余多几])? *(?P<unit>{units})"
    ))
});
/// Percentages in words: 百分之五十点六.
static HUNDREDTHS: LazyLock<Regex> =
    LazyLock::new(|| pattern("百分之(?P<n>[零〇一二两三四五六七八九十百点]+|[0-9]+(?:\\.[0-9]+)?)"));
/// Tenths: 八成, 八成五.
static TENTHS: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?P<n>[一二三四五六七八九1-9])成(?P<half>[一二三四五六七八九半])?"));
/// After 成 it is a word: 成立, 成效.
const WORDS_OF_TENTH: &str = "立效果为员熟长功就交年都本绩品分不型套";

/// What stands before a number that is none: an ordinal, a range, a part of a longer number or of a word.
static NO_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:[0-9](?:[-—~～至到/.,]| +)|[0-9一二两三四五六七八九十][亿万千百] *|[A-Za-z0-9/〔\\[第])$")
});
/// Before tens, what leaves open how many they are: 几十, 数十.
const SEVERAL: [char; 2] = ['几', '数'];
/// Units that are none where they go on as another word: a term (3个月), 天然气, 人员, 单位.
static NO_UNIT: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
    let words = [
        ("个", "月|工作日|季度|年|学期|星期|小时|方面|大类"),
        ("天", "然"),
        ("人", "民|才|员|口普查|大代表|大常委"),
        ("%", "的?(?:置信)?(?:区间|水平)"),
        ("封", "[闭控堵存面条山]"),
        ("单", "[位元项独日次价月一边列体方]"),
        ("票", "[据价务选房面]"),
        ("组", "[织成长合建员团稿]"),
    ];
    words.into_iter().map(|(unit, words)| (unit, pattern(&format!("^(?:{words})")))).collect()
});
/// After any unit, what makes a name of the number: 三个“百分之百”.
const QUOTES: [char; 2] = ['“', '"'];
/// What meets, before the number of its meeting: 六届人大四次会议; and what follows one that stands alone: 四次会议以来.
static MEETS: LazyLock<Regex> = LazyLock::new(|| pattern("(?:届|人大|政协|委员会|常委会|全委会|代会)$"));
static MEETING: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:(?:全体)?会议|全会|人民代表大会)(?P<term>期间|以来|精神|上|召开|闭幕)?"));
static OVER: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:超过?|逾|高于|大于|至少|不少于|不低于|突破)了?$"));
static UNDER: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:近|将近|接近|不足|低于|少于|不到|至多|不超过)$"));
static ABOUT: LazyLock<Regex> = LazyLock::new(|| pattern("(?:约|大约|大概|左右)(?:占|为)?$"));
static OVER_AFTER: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:以上|多|余)"));
static UNDER_AFTER: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:以下|以内)"));
static ABOUT_AFTER: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:左右|上下)"));

/// The text as figures are looked for in it: one width, and one sign for each mark that people vary. Each
/// character stays one character of the same place.
#[must_use]
pub fn plain(paragraph: &str) -> String {
    paragraph
        .chars()
        .map(|c| match c {
            '％' => '%',
            '．' => '.',
            '，' => ',',
            '；' => ';',
            '：' => ':',
            '（' => '(',
            '）' => ')',
            '！' | '!' | '？' | '?' => '。',
            c => text::fold(c),
        })
        .collect()
}

/// All figures of a paragraph that [`plain`] has made, first to last.
#[must_use]
pub fn find(paragraph: usize, text: &str) -> Vec<Figure> {
    let mut found: Vec<(Range<usize>, Reading<'_>)> = Vec::new();
    for captures in HUNDREDTHS.captures_iter(text) {
        let Some(whole) = captures.get(0) else { continue };
        // 百分之百 is the one number that begins with its hundred.
        let all = (captures["n"] == *"百").then_some((100.0, 0.0));
        if let Some((value, step)) = all.or_else(|| number::read(&captures["n"])) {
            let step = if step == 0.0 { 1.0 } else { step };
            found.push((
                whole.range(),
                Reading { value, step, measure: Measure::Percent, unit: "", open: false },
            ));
        }
    }
    for captures in TENTHS.captures_iter(text) {
        let Some(whole) = captures.get(0) else { continue };
        // 七八成 is about so many.
        if text[..whole.start()].chars().next_back().is_some_and(|c| numeral::digit(c).is_some()) {
            continue;
        }
        let word = text[whole.end()..].starts_with(|c| WORDS_OF_TENTH.contains(c));
        let half =
            captures.name("half").map(|half| number::read(half.as_str()).map_or(5.0, |(value, _)| value));
        if let Some((tenths, _)) =
            number::read(&captures["n"]).filter(|_| !word && !is_taken(&found, &whole.range()))
        {
            let step = if half.is_some() { 1.0 } else { 10.0 };
            let value = tenths * 10.0 + half.unwrap_or_default();
            found.push((
                whole.range(),
                Reading { value, step, measure: Measure::Percent, unit: "", open: false },
            ));
        }
    }
    for captures in FIGURE.captures_iter(text) {
        let (Some(whole), Some(unit)) = (captures.get(0), captures.name("unit")) else { continue };
        let Some(digits) = captures.name("digits").or(captures.name("chinese")) else { continue };
        let after = &text[whole.end()..];
        let before = &text[..whole.start()];
        if is_taken(&found, &whole.range())
            || NO_NUMBER.is_match(before)
            || is_no_unit(before, unit.as_str(), after)
        {
            continue;
        }
        // 一批, 两个 and the like are grammar rather than counts.
        let upper = captures.name("upper").map_or("", |upper| upper.as_str());
        let short =
            captures.name("chinese").is_some() && upper.is_empty() && digits.as_str().chars().count() == 1;
        if short && (unit.as_str() == "个" || digits.as_str() == "一" && unit.as_str() != "件") {
            continue;
        }
        if whole.as_str().starts_with('十') && before.ends_with(SEVERAL) {
            continue;
        }
        let Some((value, step)) = number::read(digits.as_str()) else { continue };
        let scale = captures.name("scale").map_or(1.0, |scale| numeral::scale(scale.as_str()));
        let step = if step == 0.0 && scale > 1.0 { scale } else { step * scale };
        // 3万5件 may be short for 3万5千 or leave something out; nobody can tell.
        let is_open = !upper.is_empty() && scale <= 1.0 && digits.as_str().chars().count() == 1;
        let Some(value) = number::with_upper(upper, value * scale).filter(|_| !is_open) else { continue };
        let open = captures.name("some").is_some() || captures.name("more").is_some();
        let (measure, unit, step) = match unit.as_str() {
            "%" => (Measure::Percent, "", step.max(if step == 0.0 { 1.0 } else { 0.0 })),
            "个百分点" | "百分点" => (Measure::Points, "", if step == 0.0 { 1.0 } else { step }),
            "倍" => (Measure::Times, "", if step == 0.0 { 1.0 } else { step }),
            unit => (Measure::Count, unit, step),
        };
        found.push((whole.range(), Reading { value, step, measure, unit, open }));
    }
    found.sort_by_key(|(range, _)| range.start);
    found.into_iter().map(|(range, reading)| figure(paragraph, text, range, &reading)).collect()
}

/// Those of `figures` that lie within a piece of a paragraph. Figures stand in the order of the draft and never overlap,
/// so that two searches by halves find the first and the last of them.
pub(super) fn within(figures: &[Figure], paragraph: usize, piece: Range<usize>) -> Range<usize> {
    let first =
        figures.partition_point(|figure| (figure.paragraph, figure.span.start) < (paragraph, piece.start));
    let end = figures.partition_point(|figure| (figure.paragraph, figure.span.end) <= (paragraph, piece.end));
    first..end
}

/// Whether what looks like a unit is the beginning of another word, of a name, or counts meetings as an ordinal does.
fn is_no_unit(before: &str, unit: &str, after: &str) -> bool {
    let goes_on = NO_UNIT.iter().any(|(of, words)| *of == unit && words.is_match(after));
    let is_ordinal = || {
        let meeting = MEETING.captures(after).filter(|_| unit == "次");
        meeting.is_some_and(|meeting| meeting.name("term").is_some() || MEETS.is_match(before))
    };
    goes_on || after.starts_with(QUOTES) || is_ordinal()
}

/// Whether a figure is found already that has some of the same text.
fn is_taken(found: &[(Range<usize>, Reading<'_>)], range: &Range<usize>) -> bool {
    found.iter().any(|(other, _)| other.start < range.end && range.start < other.end)
}

/// What the number itself says.
struct Reading<'t> {
    value: f64,
    step: f64,
    measure: Measure,
    unit: &'t str,
    /// 余 or 多 stands within it.
    open: bool,
}

fn figure(paragraph: usize, text: &str, span: Range<usize>, reading: &Reading<'_>) -> Figure {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let precision =
        if reading.open || OVER.is_match(before) && !before.ends_with("不超过") || OVER_AFTER.is_match(after)
        {
            Precision::Over
        } else if UNDER.is_match(before) || UNDER_AFTER.is_match(after) {
            Precision::Under
        } else if ABOUT.is_match(before) || ABOUT_AFTER.is_match(after) {
            Precision::About
        } else {
            Precision::Exact
        };
    Figure {
        paragraph,
        value: reading.value,
        step: reading.step,
        measure: reading.measure,
        unit: reading.unit.to_owned(),
        precision,
        sentence: around(text, &span, &['。']),
        segment: around(text, &span, &['。', ';']),
        clause: around(text, &span, &['。', ';', ',', ':', '、', '(', ')']),
        depth: before.matches('(').count().saturating_sub(before.matches(')').count()),
        span,
    }
}

/// The piece of the text between two of these marks that holds `span`.
fn around(text: &str, span: &Range<usize>, marks: &[char]) -> Range<usize> {
    let start = text[..span.start]
        .rfind(marks)
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let end = text[span.end..].find(marks).map_or(text.len(), |at| span.end + at);
    start..end
}
