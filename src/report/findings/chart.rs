//! Counts -> charts as SVG: bars of hot issues, lines of shares over time with their intervals.

use std::fmt::Write;

use crate::discover::{HotIssue, Point, Subject, Trend};
use crate::report::markup::{FONTS, escaped};

const WIDTH: f64 = 960.0;
const BAR: f64 = 26.0;
const LEFT: f64 = 340.0;
/// The parts of the heat and their colors.
const PARTS: [(&str, &str); 3] = [("人数", "#3B6FB6"), ("增长", "#E07B39"), ("投票", "#6BA368")];
/// So many themes are drawn.
const PANELS: usize = 12;
const PANEL: (f64, f64) = (300.0, 130.0);
/// The scale is that of months with so many messages, if there are any.
const LEAST_MESSAGES: u64 = 30;

/// Hot issues as bars made of the parts of their heat.
#[must_use]
pub fn hot(issues: &[HotIssue]) -> String {
    let most = issues.iter().map(|issue| issue.heat.sum).fold(1.0, f64::max);
    let height = 60.0 + BAR * issues.len() as f64;
    let mut svg = start(WIDTH, height, "热点问题热度");
    for (at, (name, color)) in PARTS.iter().enumerate() {
        let x = LEFT + 90.0 * at as f64;
        rectangle(&mut svg, (x, 34.0, 12.0, 12.0), color);
        text(&mut svg, (x + 16.0, 45.0), "start", name);
    }
    for (at, issue) in issues.iter().enumerate() {
        let y = 56.0 + BAR * at as f64;
        let label: String = issue.title.chars().take(24).collect();
        text(&mut svg, (LEFT - 8.0, y + 14.0), "end", &format!("{} {label}", issue.rank));
        let mut x = LEFT;
        for (value, (_, color)) in
            [issue.heat.people, issue.heat.growth, issue.heat.votes].into_iter().zip(PARTS)
        {
            let width = value / most * (WIDTH - LEFT - 70.0);
            rectangle(&mut svg, (x, y, width, BAR - 8.0), color);
            x += width;
        }
        text(&mut svg, (x + 6.0, y + 14.0), "start", &format!("{:.1}", issue.heat.sum));
    }
    svg + "</svg>\n"
}

/// The shares of the largest themes by month, each with its 95% interval as a band.
#[must_use]
pub fn trends(trends: &[Trend]) -> String {
    let themes: Vec<&Trend> =
        trends.iter().filter(|trend| trend.subject == Subject::Theme).take(PANELS).collect();
    let rows = themes.len().div_ceil(3);
    let mut svg = start(
        3.0 * PANEL.0 + 60.0,
        60.0 + rows as f64 * (PANEL.1 + 40.0),
        "各主题占比按月变化（阴影为95%区间）",
    );
    if themes.iter().all(|trend| trend.months.len() < 2) {
        text(&mut svg, (30.0, 54.0), "start", "没有足够的日期，画不出趋势");
    }
    let most = scale(&themes);
    for (at, trend) in themes.iter().enumerate() {
        let corner = (30.0 + (at % 3) as f64 * (PANEL.0 + 10.0), 70.0 + (at / 3) as f64 * (PANEL.1 + 40.0));
        panel(&mut svg, corner, trend, most);
    }
    svg + "</svg>\n"
}

/// The greatest share of a month with enough messages: that of a month with a single one is 1 or 0.
fn scale(themes: &[&Trend]) -> f64 {
    let greatest = |least: u64| {
        let months = themes.iter().flat_map(|trend| &trend.months).filter(|month| month.share.of >= least);
        months.map(|month| month.share.value()).reduce(f64::max)
    };
    greatest(LEAST_MESSAGES).or_else(|| greatest(1)).unwrap_or_default().max(0.05)
}

fn panel(svg: &mut String, (left, top): (f64, f64), trend: &Trend, most: f64) {
    text(svg, (left, top - 6.0), "start", &format!("{}（{}件）", trend.name, trend.count));
    rectangle(svg, (left, top, PANEL.0 - 20.0, PANEL.1), "#F7F8FA");
    let (Some(first), Some(last)) = (trend.months.first(), trend.months.last()) else { return };
    if trend.months.len() < 2 {
        return;
    }
    let months = f64::from(last.number - first.number);
    let x = |month: &Point| left + f64::from(month.number - first.number) / months * (PANEL.0 - 20.0);
    let y = |share: f64| top + PANEL.1 - (share / most).min(1.0) * PANEL.1;
    // A line does not go on over months without messages.
    for run in trend.months.chunk_by(|a, b| a.number + 1 == b.number) {
        let line = |value: &dyn Fn(&Point) -> f64| -> Vec<String> {
            run.iter().map(|month| format!("{:.1},{:.1}", x(month), y(value(month)))).collect()
        };
        let low = line(&|month| month.share.wilson().0);
        let high = line(&|month| month.share.wilson().1);
        let middle = line(&|month| month.share.value());
        if let ([low], [high], [month]) = (&low[..], &high[..], run) {
            let _ = writeln!(
                svg,
                "<polyline points=\"{low} {high}\" stroke=\"#3B6FB6\" stroke-opacity=\"0.18\" stroke-width=\"5\"/>\n\
                 <circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"2\" fill=\"#3B6FB6\"/>",
                x(month),
                y(month.share.value())
            );
            continue;
        }
        let band = low.into_iter().chain(high.into_iter().rev()).collect::<Vec<_>>().join(" ");
        // Writing to a string cannot fail.
        let _ = writeln!(
            svg,
            "<polygon points=\"{band}\" fill=\"#3B6FB6\" fill-opacity=\"0.18\"/>\n\
             <polyline points=\"{}\" fill=\"none\" stroke=\"#3B6FB6\" stroke-width=\"1.5\"/>",
            middle.join(" ")
        );
    }
    text(svg, (left, top + PANEL.1 + 14.0), "start", &first.period);
    text(svg, (left + PANEL.0 - 20.0, top + PANEL.1 + 14.0), "end", &last.period);
    text(svg, (left + 4.0, top + 12.0), "start", &format!("{:.0}%", most * 100.0));
    let beyond = trend.months.iter().filter(|month| month.share.value() > most);
    mark_beyond(svg, beyond.map(|month| (x(month), month.share.value())), (left, top));
}

/// Marks the months whose share lies beyond the scale at the top of the panel, and says below it how far they go: if the scale
/// were that of a month with few messages, all others would be flat.
fn mark_beyond(svg: &mut String, months: impl Iterator<Item = (f64, f64)>, (left, top): (f64, f64)) {
    let mut greatest: Option<f64> = None;
    for (x, share) in months {
        let (before, behind, bottom) = (x - 3.0, x + 3.0, top + 5.0);
        let _ = writeln!(
            svg,
            "<polygon points=\"{x:.1},{top:.1} {before:.1},{bottom:.1} {behind:.1},{bottom:.1}\" fill=\"#E07B39\"/>"
        );
        greatest = Some(greatest.map_or(share, |most| most.max(share)));
    }
    if let Some(most) = greatest {
        let middle = left + (PANEL.0 - 20.0) / 2.0;
        let told = format!("▲超出刻度，最高{:.0}%", most * 100.0);
        text(svg, (middle, top + PANEL.1 + 14.0), "middle", &told);
    }
}

fn start(width: f64, height: f64, title: &str) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"{FONTS}\" \
         font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );
    text(&mut svg, (16.0, 24.0), "start", title);
    svg
}

fn rectangle(svg: &mut String, (x, y, width, height): (f64, f64, f64, f64), color: &str) {
    let _ = writeln!(
        svg,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{color}\"/>"
    );
}

fn text(svg: &mut String, (x, y): (f64, f64), anchor: &str, text: &str) {
    let text = escaped(text);
    let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>");
}
