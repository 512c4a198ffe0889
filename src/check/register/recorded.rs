//! Rates of all rows of a register (办复率95%, 满意率90%, A类占55%) -> whether the register has them.
//!
//! That a rate is of all rows, nothing says but that its paragraph has named nothing else before it. Offices reckon 满意率 of
//! what is rated, of what is answered or of all; what is none of these is a slip.

use std::sync::LazyLock;

use regex::Regex;

use super::asked::Asked;
use super::scope::Scopes;
use crate::check::class::LETTER;
use crate::check::{Draft, Finding, Measure, Rule, Verdict, same, shown};
use crate::register::Entry;
use crate::suggestion::Role;
use crate::suggestion::cells::{CONTENT, is_content};
use crate::text::pattern;

/// Right before a rate of all rows.
static RATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        concat!(
            "^(?:其中|总体|建议|提案|的)*(?:(?P<answered>(?:办复|答复)率)|(?P<content>(?:代表|委员)?(?:对办理(?:结果|工作))?满意率)",
            "|(?P<class>{letter})类(?:建议|提案)?占(?:比|总数的?|全部建议的?)?)(?:为|达到?|是)?$"
        ),
        letter = LETTER
    ))
});
/// What a paragraph may say before such a rate, and still speak of all rows.
static OF_ALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "^(?:今年|全年|本年度?|[0-9]{4}年度?|我?[区市县]|人民政府|政府|部门|单位|各|共计|共有|共|合计|收到|受理|承办|办理|答复|办复",
        "|提出|截至目前|目前|已|全部|均|的|人大|政协|代表|委员|建议|提案|其中|表示|对|结果|工作|满意|基本|不|尚?未|率|为|达到?|是|有|占",
        "|[0-9.,%件条份人、;:()。 ])*$"
    ))
});
/// What earlier sentences may tell apart besides.
static CLASSES: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("{LETTER}类")));

pub(super) fn rate(draft: &Draft<'_>, scopes: &Scopes<'_>, at: usize) -> Option<Finding> {
    let figure = &draft.figures[at];
    let text = draft.text(at);
    let says = RATE.captures(draft.lead(at)).filter(|_| figure.measure == Measure::Percent)?;
    let (label, known) = (draft.lead(at), scopes.known);
    let (earlier, own) =
        (&text[..figure.sentence.start], text[figure.sentence.start..figure.span.start].strip_suffix(label)?);
    // A class that the own sentence names may be what the rate is of: A类22件，办复率95%.
    let own = if says.name("class").is_some() { CLASSES.replace_all(own, "") } else { own.into() };
    if !OF_ALL.is_match(&format!("{}{own}", CLASSES.replace_all(earlier, "")))
        || crate::check::year(text).is_some_and(|year| known.is_another_year(year))
    {
        return None;
    }
    // 政协提案203件，办复率100%: the rate is of what the sentence is about.
    scopes.among(draft, at, &Asked::default()).filter(|_| !scopes.is_of_another_sort(own.as_ref()))?;
    let register = known.register;
    let rows = || register.current.iter().map(|row| register.entry(row));
    let count = |is_so: &dyn Fn(&Entry) -> bool| rows().filter(|entry| is_so(entry)).count();
    let all = count(&|_| true);
    let content = |entry: &Entry| entry.satisfaction.as_deref().is_some_and(is_content);
    let ways = if says.name("answered").is_some() {
        if !register.knows_answers(&register.current) {
            return None;
        }
        let answered = count(&Entry::is_answered);
        let due = count(&Entry::calls_for_answer);
        vec![("已答复", answered, due), ("已答复", answered, all)]
    } else if says.name("content").is_some() {
        if !register.knows(&register.current, Role::Satisfaction) {
            return None;
        }
        let full = count(&|entry| entry.satisfaction.as_deref() == Some(CONTENT));
        let together = count(&content);
        // 非常满意 is more than 满意, and 基本满意 less.
        let at_least =
            count(&|entry| content(entry) && !entry.satisfaction.as_deref().is_some_and(is_rather));
        let (rated, answered) = (count(&|entry| entry.satisfaction.is_some()), count(&Entry::is_answered));
        let of = |whole: usize| {
            [("满意", full, whole), ("满意以上", at_least, whole), ("满意和基本满意", together, whole)]
        };
        [rated, answered, all].into_iter().flat_map(of).collect()
    } else {
        let class = crate::suggestion::cells::class(&says["class"]);
        let classed = count(&|entry| entry.class.is_some());
        let own = count(&|entry| entry.class.as_deref() == Some(class.as_str()));
        if classed == 0 {
            return None;
        }
        vec![("该类", own, all), ("该类", own, classed)]
    };
    told(draft, at, &ways)
}

/// Whether an answer says that its writer is content with reservations.
fn is_rather(answer: &str) -> bool {
    answer.contains(['基', '较'])
}

/// What the first way says that fits, or else the first of all.
fn told(draft: &Draft<'_>, at: usize, ways: &[(&str, usize, usize)]) -> Option<Finding> {
    let figure = &draft.figures[at];
    let value = |&(_, part, whole): &(&str, usize, usize)| part as f64 / whole as f64 * 100.0;
    let fits = |way: &&(&str, usize, usize)| same(value(way), figure.value, figure.slack());
    let ways: Vec<&(&str, usize, usize)> = ways.iter().filter(|(_, _, whole)| *whole > 0).collect();
    let fitting = ways.iter().copied().find(fits);
    let way = fitting.or_else(|| ways.first().copied())?;
    let (verdict, says) = Verdict::of(fitting.is_some());
    let (what, part, whole) = way;
    let calculation =
        format!("台账中{what}{part}件 ÷ {whole}件 = {}%，与{}{says}", shown(value(way)), draft.written(at));
    Some(Finding { verdict, rule: Rule::Register, figures: vec![at], calculation })
}
