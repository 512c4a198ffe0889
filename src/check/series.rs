//! Counts by name (a column of a table, a list in a sentence, sections of the same form) -> whether those that
//! tell the same tell it alike.
//!
//! 交通出行 may have its count in a list, in two tables and in its own section. That two of them count the same is
//! known from what they are called and from the names that they agree on; a single one they do not agree on is a
//! slip.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::agreement::{Agreement, FEWEST, NAMES_PER_SLIP};
use super::class::CAPITAL;
use super::section::{self, Section};
use super::table::Table;
use super::{Draft, Finding, Measure, same, told};
use crate::text::pattern;

/// Words of a label that tell what is counted: two series that differ in them count different things.
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        concat!(
            "同比|环比|主办|会办|分办|协办|承办|牵头|{capital}类|按期|按时|逾期|超期|未|办结|办成|办复|答复|落实|解决|采纳|满意",
            "|推荐|推进|在办|正在|上年|去年|同期|年初|增|减|降|占|率|天|日|区间|以上|以内|以下|重点|面商|走访|会上|会下|闭会|退",
            "|[0-9一二三四五六七八九十]+(?:月|季)|[0-9]{{4}}|上半年|下半年"
        ),
        capital = CAPITAL
    ))
});
/// Words of a label that tell nothing of what is counted.
pub(super) static STOCK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "此类|该类|这类|本类|其中|收到|提出|受理|办理|诉求|建议|提案|议案|意见|留言|来信|代表|委员|人大|政协|合计|总计|小计|共计|共有|共",
        "|件数|数量|总数|总量|数|量|件|条|有|为|是|的|居前|排名|排在|位居|居首位|前[一二三四五六七八九十0-9]+位?|较多|最多|集中|依次|分别",
        "|主要|问题|类别|街道|街乡|乡镇|领域|主题|全部|全年|全区|全市|全县|今年|单位|部门|方面|内容|结果|季度|月份|渠道|来源|其次|反映|按|分|类|从|看|[ :()、,]"
    ))
});
/// What may stand between a name and its figure in a list.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?:\\)|类|方面|领域|等|的|主办|承办|会办|办理|牵头|办结|代表|建议|提案|议案|诉求|留言|案件|问题|共|计|有|为|是| )*$",
    )
});
/// Figures by name.
pub(super) struct Series {
    /// What is counted, as a heading or the words before the figures say it.
    pub(super) label: String,
    /// The names with their figures.
    pub(super) of: Vec<(String, usize)>,
    /// Where it stands.
    source: Source,
}

/// Where a series stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// In a column, or the row of totals, of the table at this position.
    Table(usize),
    /// In sections, a figure each.
    Sections,
    /// In one sentence.
    List,
}

impl Series {
    /// Without a name yet.
    pub(super) fn new(label: &str) -> Self {
        Self { label: label.to_owned(), of: Vec::new(), source: Source::List }
    }

    /// Whether its label tells nothing of what is counted, so that it counts all: 此类建议, 件数.
    pub(super) fn says_nothing(&self) -> bool {
        STOCK.replace_all(&self.label, "").is_empty()
    }

    pub(super) fn is_of_table(&self) -> bool {
        matches!(self.source, Source::Table(_))
    }

    /// Whether its figures are the counts of sections of the same form.
    pub(super) fn is_of_sections(&self, draft: &Draft<'_>) -> bool {
        self.source == Source::Sections
            && self.of.iter().all(|&(_, at)| draft.figures[at].measure == Measure::Count)
    }
}

/// Every series of the draft: columns, sections of the same form, lists.
pub(super) fn find(draft: &Draft<'_>, tables: &[Table], sections: &[Section]) -> Vec<Series> {
    let mut series: Vec<Series> = Vec::new();
    for (nth, table) in tables.iter().enumerate() {
        series.extend((1..table.headings.len()).map(|column| Series {
            label: table.headings[column].clone(),
            of: table.column(column).map(|(name, at)| (section::name(name).to_owned(), at)).collect(),
            source: Source::Table(nth),
        }));
        let totals = table.rows.iter().filter(|row| row.is_total()).map(|row| {
            let cells = table.headings.iter().zip(&row.figures);
            let of = cells.filter_map(|(heading, at)| Some((section::name(heading).to_owned(), (*at)?)));
            Series { label: row.name.clone(), of: of.collect(), source: Source::Table(nth) }
        });
        series.extend(totals);
    }
    series.extend(siblings(draft, sections));
    series.retain(|series| series.of.len() >= FEWEST);
    let in_table = |paragraph: usize| tables.iter().any(|table| table.holds(paragraph));
    let mut names: BTreeSet<String> =
        series.iter().flat_map(|series| &series.of).map(|of| of.0.clone()).collect();
    names.extend(sections.iter().map(|section| section.name.clone()));
    for paragraph in (0..draft.paragraphs.len()).filter(|&paragraph| !in_table(paragraph)) {
        series.extend(lists(draft, paragraph, &names));
    }
    series.retain(|series| series.of.len() >= FEWEST);
    // A list in a section about one part counts within that part: of the suggestions on 教育, 教委 has 6.
    let parts = parts(&series, sections);
    series.retain(|series| {
        let paragraph = draft.figures[series.of[0].1].paragraph;
        series.source != Source::List || !parts.iter().any(|part| part.holds(paragraph))
    });
    series
}

/// The sections that are each about one part of the whole, because their names are counted elsewhere too.
pub(super) fn parts<'s>(series: &[Series], sections: &'s [Section]) -> Vec<&'s Section> {
    let is_counted = |section: &&Section| {
        let of_others = series.iter().filter(|series| series.source != Source::Sections);
        of_others.flat_map(|series| &series.of).any(|(name, _)| *name == section.name)
    };
    sections.iter().filter(is_counted).collect()
}

/// Sections that say the same of what their headings name: （一）教育 此类建议12件 …（二）养老 此类建议9件.
fn siblings(draft: &Draft<'_>, sections: &[Section]) -> Vec<Series> {
    let mut families: Vec<(String, Measure, String, Series)> = Vec::new();
    for section in sections {
        for paragraph in section.start..section.end {
            for at in draft.within(paragraph, 0, usize::MAX) {
                let figure = &draft.figures[at];
                let label = draft.lead(at).to_owned();
                if figure.depth > 0 || !draft.is_exact(at) || label.is_empty() {
                    continue;
                }
                let known = families.iter_mut().find(|(known, measure, unit, _)| {
                    *known == label && *measure == figure.measure && *unit == figure.unit
                });
                let of = (section.name.clone(), at);
                match known {
                    Some((_, _, _, family)) if family.of.iter().any(|(name, _)| *name == section.name) => {}
                    Some((_, _, _, family)) => family.of.push(of),
                    None => families.push((
                        label.clone(),
                        figure.measure,
                        figure.unit.clone(),
                        Series { label, of: vec![of], source: Source::Sections },
                    )),
                }
            }
        }
    }
    families.into_iter().map(|(.., family)| family).collect()
}

/// The counts of a sentence that each have one of `names` before them.
pub(super) fn lists(draft: &Draft<'_>, paragraph: usize, names: &BTreeSet<String>) -> Vec<Series> {
    let text = &draft.paragraphs[paragraph];
    let mut lists: Vec<(usize, Series)> = Vec::new();
    let (mut end, mut is_open) = (0, false);
    for at in draft.within(paragraph, 0, usize::MAX) {
        let figure = &draft.figures[at];
        let window = &text[end.max(figure.sentence.start).min(figure.span.start)..figure.span.start];
        end = figure.span.end;
        if figure.measure != Measure::Count || !draft.is_exact(at) {
            continue;
        }
        // C类31件中，已落实4件: what comes after it counts within it.
        if draft.after(at).starts_with('中') {
            is_open = false;
            continue;
        }
        let found = names
            .iter()
            .filter_map(|name| {
                let start = window.rfind(name.as_str())?;
                let tail = &window[start + name.len()..];
                (name.chars().count() > 1 && TAIL.is_match(tail)).then_some((name, start, tail))
            })
            .max_by_key(|(name, ..)| name.len());
        let Some((name, start, tail)) = found else {
            // What comes after a count of something else may count within that.
            is_open = false;
            continue;
        };
        let was_open = std::mem::replace(&mut is_open, true);
        match lists.last_mut() {
            // A name that comes again begins another list: 主办较多的是甲局9件、乙局8件；办结较多的是甲局9件、乙局7件.
            Some((sentence, list))
                if was_open
                    && *sentence == figure.sentence.start
                    && list.of.iter().all(|(known, _)| known != name) =>
            {
                list.of.push((name.clone(), at));
            }
            _ => {
                let before = &text[figure.sentence.start..figure.span.start - (window.len() - start)];
                let words = before.trim_end_matches([',', ':', ' ']).rsplit([',', ';', ':']).next();
                let label = format!("{}{tail}", words.unwrap_or_default());
                let of = vec![(name.clone(), at)];
                lists.push((figure.sentence.start, Series { label, of, source: Source::List }));
            }
        }
    }
    lists.into_iter().map(|(_, list)| list).collect()
}

pub(super) fn findings(draft: &Draft<'_>, series: &[Series], tables: &[Table]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (nth, one) in series.iter().enumerate().filter(|(_, one)| !one.is_of_table()) {
        for table in 0..tables.len() {
            let columns =
                series.iter().filter(|other| other.source == Source::Table(table) && is_alike(one, other));
            let told = columns.map(|column| compare(draft, one, column));
            findings.extend(told.max_by_key(|told| Agreement::of(told).right).unwrap_or_default());
        }
        for other in series[..nth].iter().filter(|other| !other.is_of_table() && is_alike(one, other)) {
            findings.extend(compare(draft, other, one));
        }
    }
    findings
}

/// Whether two series are called as if they counted the same.
pub(super) fn is_alike(one: &Series, other: &Series) -> bool {
    let counted = |series: &Series| -> BTreeSet<String> {
        COUNTED.find_iter(&series.label).map(|word| word.as_str().to_owned()).collect()
    };
    let (first, second) = (counted(one), counted(other));
    first == second && (!first.is_empty() || one.says_nothing() && other.says_nothing())
}

/// What two series say of the names that both have; nothing where they are two different things.
pub(super) fn compare(draft: &Draft<'_>, one: &Series, other: &Series) -> Vec<Finding> {
    let both = one.of.iter().filter_map(|(name, first)| {
        let (_, second) = other.of.iter().find(|(known, _)| known == name)?;
        let measures = draft.figures[*first].measure == draft.figures[*second].measure;
        (first != second && measures).then_some((name, *first.min(second), *first.max(second)))
    });
    let compared = |(name, first, second): (&String, usize, usize)| {
        let fits = same(draft.figures[first].value, draft.figures[second].value, 0.0);
        told::twice(draft, &format!("“{name}”"), [first, second], fits)
    };
    let findings: Vec<Finding> = both.map(compared).collect();
    let are_the_same = findings.len() >= FEWEST && Agreement::of(&findings).is_but_for_one_in(NAMES_PER_SLIP);
    if are_the_same { findings } else { Vec::new() }
}
