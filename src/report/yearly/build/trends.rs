//! ANALYSIS -> what changed against the year before, and where nothing can be said.

use std::cmp::Ordering;

use crate::analysis::Analysis;
use crate::clock::days_between;
use crate::date::Date;
use crate::discover::DiscoverParams;
use crate::register::{Entry, Register, Rows};
use crate::report::yearly::figure::percent;
use crate::report::yearly::{Block, Figures, Table};
use crate::stats::Share;
use crate::stats::change::{self, Direction, Test};
use crate::suggestion::Role;

/// A year is not over where the register, with all its rows and dates, ends more than so many days before it.
const UNFINISHED: i32 = 31;

pub(super) fn blocks(analysis: &Analysis, figures: &mut Figures) -> Vec<Block> {
    let register = &analysis.register;
    let now = &register.current;
    if register.before.is_empty() {
        return Vec::new();
    }
    let period = Period::of(analysis);
    if period.before.is_empty() {
        return vec![nothing_to_compare(&period, register, figures)];
    }
    let before = &period.before;
    let groups_before = register.tally(before, Entry::theme_label);
    let mut themes: Vec<usize> = analysis.themes.iter().map(|theme| theme.theme).collect();
    themes.extend(
        groups_before
            .iter()
            .map(|(theme, _)| *theme)
            .filter(|theme| !analysis.themes.iter().any(|known| known.theme == *theme)),
    );
    let rows: Vec<[Rows; 2]> = themes
        .iter()
        .map(|&theme| {
            let is_theme = |entry: &Entry| entry.theme_label() == Some(theme);
            [before, now].map(|all| register.pick(all, is_theme))
        })
        .collect();
    let shares: Vec<(Share, Share)> =
        rows.iter().map(|[own_before, own]| (own_before.share(before), own.share(now))).collect();
    let than = period.name();
    let mut table = Table::new(format!("各主题占比与{than}比较"))
        .text("主题", 8)
        .number(format!("{than}件数"), 3)
        .number(format!("{than}占比"), 3)
        .number("本年件数", 3)
        .number("本年占比", 3)
        .number("变化（百分点）", 4)
        .number("95%区间", 6)
        .text("判断", 5);
    let (mut up, mut down) = (Vec::new(), Vec::new());
    for ((theme, direction), (own, &(share_before, share))) in
        themes.iter().zip(directions(&shares)).zip(rows.iter().zip(&shares))
    {
        let name = register.themes.name(*theme);
        match direction {
            Direction::Rising => up.push(name),
            Direction::Falling => down.push(name),
            Direction::Level | Direction::TooFew => {}
        }
        let [rows_before, rows] = own;
        let (low, high) = difference(share, share_before);
        table.rows.push(vec![
            name.into(),
            figures.count(format!("{than}，主题：{name}"), rows_before),
            percent(share_before).into(),
            figures.count(format!("主题：{name}"), rows),
            percent(share).into(),
            points(share.value() - share_before.value()).into(),
            format!("{}—{}", points(low), points(high)).into(),
            in_words(direction).into(),
        ]);
    }
    vec![text(&period, register, figures, [up, down]), Block::Table(table)]
}

/// A difference of shares in percentage points; one that rounds to nought has not shrunk.
fn points(difference: f64) -> String {
    let points = format!("{:+.1}", difference * 100.0);
    if points == "-0.0" { "+0.0".to_owned() } else { points }
}

fn text(period: &Period, register: &Register, figures: &mut Figures, [up, down]: [Vec<&str>; 2]) -> Block {
    let (now, before, than) = (&register.current, &period.before, period.name());
    figures
        .text()
        .say("本年建议")
        .when(period.until.is_some(), |text| text.say(format!("（截至{}）", period.day())))
        .count(super::whole(register), now)
        .say(format!("件，{than}"))
        .count(format!("{than}全部建议"), before)
        .say(format!("件，{}。", change_in_words(now.count(), before.count())))
        .when(period.until.is_some(), |text| {
            let day = period.day();
            text.say(format!("台账最晚日期为{day}，全年未完，只与上年{day}以前相比，不与上年全年相比。"))
        })
        .some(
            "上年另有",
            format!("上年没有{}时间的建议", period.coming),
            &period.undated,
            format!("件没有{}时间，不能列入同期。", period.coming),
        )
        .say("从各主题占全部建议的比重看，")
        .when(!up.is_empty(), |text| text.say("明显上升的有").say(up.join("、")).say("；"))
        .when(!down.is_empty(), |text| text.say("明显下降的有").say(down.join("、")).say("；"))
        .say(if up.is_empty() && down.is_empty() {
            "没有一个主题的变化超出偶然波动的范围，不宜据此作增减判断。"
        } else {
            "其余主题的变化未超出偶然波动的范围，不宜据此作增减判断。"
        })
        .say("判断已经多重比较校正，比逐个主题看95%区间更严。")
        .end()
}

fn nothing_to_compare(period: &Period, register: &Register, figures: &mut Figures) -> Block {
    figures
        .text()
        .say(format!("台账最晚日期为{}，全年未完；上年", period.day()))
        .count("上年全部建议", &register.before)
        .say(format!("件中没有同期{0}的，或没有{0}时间，不作比较。", period.coming))
        .end()
}

/// 增加15.4%, 减少3.0%, 持平.
fn change_in_words(now: usize, before: usize) -> String {
    let percent = percent(Share { hits: now.abs_diff(before) as u64, of: before as u64 });
    match now.cmp(&before) {
        Ordering::Equal => "持平".into(),
        _ if percent == "0.0%" => "基本持平".into(),
        Ordering::Greater => format!("增加{percent}"),
        Ordering::Less => format!("减少{percent}"),
    }
}

/// What is compared with the rows reported.
struct Period {
    /// The day until which both years are compared, if the one reported is not over.
    until: Option<Date>,
    /// The rows of the year before, those until this day.
    before: Rows,
    /// The rows of the year before of which nobody can tell whether they came in by then.
    undated: Rows,
    /// What the days tell by which the rows of the year before are counted.
    coming: &'static str,
}

impl Period {
    /// The whole year before; the same part of it where the year reported is not over.
    fn of(analysis: &Analysis) -> Self {
        let register = &analysis.register;
        let handed_out = register.pick(&register.before, |entry| entry.counted_by() == Role::HandedOut);
        let coming = match handed_out.count() {
            0 => "提出",
            all if all == register.before.count() => "交办",
            _ => "提出或交办",
        };
        let Some(until) = unfinished(analysis) else {
            return Self { until: None, before: register.before.clone(), undated: Rows::default(), coming };
        };
        let is_by_then = |day: Date| (day.month(), day.day()) <= (until.month(), until.day());
        Self {
            until: Some(until),
            before: register.pick(&register.before, |entry| entry.counted_on().is_some_and(is_by_then)),
            undated: register.pick(&register.before, |entry| entry.counted_on().is_none()),
            coming,
        }
    }

    fn name(&self) -> &'static str {
        if self.until.is_some() { "上年同期" } else { "上年" }
    }

    /// 6月30日.
    fn day(&self) -> String {
        self.until.map_or(String::new(), |day| format!("{}月{}日", day.month(), day.day()))
    }
}

/// The last day of the register, where the year reported is not over on it. Without a year that was asked for, both
/// the rows reported and those compared must be of one year each.
fn unfinished(analysis: &Analysis) -> Option<Date> {
    let register = &analysis.register;
    let latest = register.latest?;
    let year = match analysis.year {
        Some(year) => year,
        None => only_year(register, &register.before).and(only_year(register, &register.current))?,
    };
    let is_over = days_between(latest, latest.last_of_year()) <= UNFINISHED;
    (latest.year() == year && !is_over).then_some(latest)
}

/// The year of all days of `rows`, if there is one.
fn only_year(register: &Register, rows: &Rows) -> Option<i16> {
    let mut years = rows.iter().filter_map(|row| register.entry(row).counted_on()).map(Date::year);
    let first = years.next()?;
    years.all(|year| year == first).then_some(first)
}

/// Which shares have changed: the tests and thresholds are those of `discover`.
fn directions(shares: &[(Share, Share)]) -> impl Iterator<Item = Direction> {
    let DiscoverParams { least_count, false_discoveries, .. } = DiscoverParams::default();
    let tested = change::tested(shares, Test::Shares, least_count, false_discoveries);
    tested.into_iter().map(|tested| tested.direction)
}

fn in_words(direction: Direction) -> &'static str {
    match direction {
        Direction::Rising => "上升",
        Direction::Falling => "下降",
        Direction::Level => "不能判断",
        Direction::TooFew => "件数太少",
    }
}

/// The 95% interval of the difference of two shares: method 10 of Newcombe (1998), *Interval estimation for the
/// difference between independent proportions*: with the Wilson limits l, u of each share p,
/// d - √((p₁-l₁)² + (u₂-p₂)²) to d + √((u₁-p₁)² + (p₂-l₂)²).
fn difference(now: Share, before: Share) -> (f64, f64) {
    let ((low, high), (low_before, high_before)) = (now.wilson(), before.wilson());
    let (value, value_before) = (now.value(), before.value());
    let difference = value - value_before;
    (
        difference - libm::hypot(value - low, high_before - value_before),
        difference + libm::hypot(high - value, value_before - low_before),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nought_has_not_shrunk() {
        let told = [-0.0004, 0.0, 0.0004, -0.0006, 0.123].map(points);
        assert_eq!(told, ["+0.0", "+0.0", "+0.0", "-0.1", "+12.3"]);
    }

    #[test]
    fn what_did_not_change_is_level() {
        for (now, before, expected) in [
            (260, 260, "持平"),
            (300, 260, "增加15.4%"),
            (3, 4, "减少25.0%"),
            (9_001, 9_000, "基本持平"),
            (8_999, 9_000, "基本持平"),
        ] {
            assert_eq!(change_in_words(now, before), expected);
        }
    }

    #[test]
    fn the_interval_is_newcombes() {
        // Newcombe 1998, table II (a): 56/70 - 48/80, method 10: 0.0524 to 0.3339.
        let (low, high) = difference(Share { hits: 56, of: 70 }, Share { hits: 48, of: 80 });
        assert!((low - 0.0524).abs() < 5e-5 && (high - 0.3339).abs() < 5e-5, "{low} {high}");
    }
}
