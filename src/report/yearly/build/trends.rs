//! ANALYSIS -> what changed against the year before, and where nothing can be said.

use crate::analysis::Analysis;
use crate::report::yearly::figure::percent;
use crate::report::yearly::{Block, Figures, Table};
use crate::stats::Share;

pub(super) fn blocks(analysis: &Analysis, figures: &mut Figures) -> Vec<Block> {
    let register = &analysis.register;
    let (now, before) = (&register.current, &register.before);
    if before.is_empty() {
        return Vec::new();
    }
    let groups_before = register.tally(before, |entry| entry.theme.map(|theme| theme.label));
    let mut themes: Vec<usize> = analysis.themes.iter().map(|theme| theme.theme).collect();
    themes.extend(
        groups_before
            .iter()
            .map(|(theme, _)| *theme)
            .filter(|theme| !analysis.themes.iter().any(|known| known.theme == *theme)),
    );
    let mut table = Table::new("各主题占比与上年比较")
        .text("主题", 8)
        .number("上年件数", 3)
        .number("上年占比", 3)
        .number("本年件数", 3)
        .number("本年占比", 3)
        .number("变化（百分点）", 4)
        .number("95%区间", 6)
        .text("判断", 5);
    let (mut up, mut down) = (Vec::new(), Vec::new());
    for theme in themes {
        let name = register.themes.name(theme);
        let is_theme = |entry: &crate::register::Entry| entry.theme.is_some_and(|own| own.label == theme);
        let (rows, rows_before) = (register.pick(now, is_theme), register.pick(before, is_theme));
        let (share, share_before) = (rows.share(now), rows_before.share(before));
        let (low, high) = difference(share, share_before);
        let verdict = if low > 0.0 {
            up.push(name);
            "上升"
        } else if high < 0.0 {
            down.push(name);
            "下降"
        } else {
            "不能判断"
        };
        let points = |value: f64| format!("{:+.1}", value * 100.0);
        table.rows.push(vec![
            name.into(),
            figures.count(format!("上年，主题：{name}"), &rows_before),
            percent(share_before).into(),
            figures.count(format!("主题：{name}"), &rows),
            percent(share).into(),
            points(share.value() - share_before.value()).into(),
            format!("{}—{}", points(low), points(high)).into(),
            verdict.into(),
        ]);
    }
    let change = now.count() as f64 / before.count() as f64 - 1.0;
    let text = figures
        .text()
        .say("本年建议")
        .count("全部建议（含会上、会下）", now)
        .say("件，上年")
        .count("上年全部建议", before)
        .say("件，")
        .say(if change >= 0.0 { "增加" } else { "减少" })
        .say(format!("{:.1}%。从各主题占全部建议的比重看，", change.abs() * 100.0))
        .when(!up.is_empty(), |text| text.say("明显上升的有").say(up.join("、")).say("；"))
        .when(!down.is_empty(), |text| text.say("明显下降的有").say(down.join("、")).say("；"))
        .say(if up.is_empty() && down.is_empty() {
            "没有一个主题的变化超出偶然波动的范围，不宜据此作增减判断。"
        } else {
            "其余主题的变化未超出偶然波动的范围，不宜据此作增减判断。"
        });
    vec![text.end(), Block::Table(table)]
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
    fn the_interval_is_newcombes() {
        // Newcombe 1998, table II (a): 56/70 - 48/80, method 10: 0.0524 to 0.3339.
        let (low, high) = difference(Share { hits: 56, of: 70 }, Share { hits: 48, of: 80 });
        assert!((low - 0.0524).abs() < 5e-5 && (high - 0.3339).abs() < 5e-5, "{low} {high}");
    }
}
