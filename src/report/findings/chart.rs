//! Counts -> charts as SVG: bars of hot issues, lines of shares over time with their intervals.

use crate::discover::{HotIssue, Point, Subject, Trend};
use crate::report::canvas::{Anchor, Canvas};

const WIDTH: f64 = 960.0;
const BAR: f64 = 26.0;
const LEFT: f64 = 340.0;
/// The parts of the heat and their colors.
const PARTS: [(&str, &str); 3] = [("人数", BLUE), ("增长", ORANGE), ("投票", "#6BA368")];
const BLUE: &str = "#3B6FB6";
const ORANGE: &str = "#E07B39";
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
    let mut canvas = titled("热点问题热度");
    for (at, (name, color)) in PARTS.iter().enumerate() {
        let x = LEFT + 90.0 * at as f64;
        canvas.rect([x, 34.0, 12.0, 12.0], color);
        canvas.plain_text(name, (x + 16.0, 45.0), Anchor::Start);
    }
    for (at, issue) in issues.iter().enumerate() {
        let y = 56.0 + BAR * at as f64;
        let label: String = issue.title.chars().take(24).collect();
        canvas.plain_text(&format!("{} {label}", issue.rank), (LEFT - 8.0, y + 14.0), Anchor::End);
        let mut x = LEFT;
        for (value, (_, color)) in
            [issue.heat.people, issue.heat.growth, issue.heat.votes].into_iter().zip(PARTS)
        {
            let width = value / most * (WIDTH - LEFT - 70.0);
            canvas.rect([x, y, width, BAR - 8.0], color);
            x += width;
        }
        canvas.plain_text(&format!("{:.1}", issue.heat.sum), (x + 6.0, y + 14.0), Anchor::Start);
    }
    canvas.finish_file((WIDTH, height))
}

/// The shares of the largest themes by month, each with its 95% interval as a band.
#[must_use]
pub fn trends(trends: &[Trend]) -> String {
    let themes: Vec<&Trend> =
        trends.iter().filter(|trend| trend.subject == Subject::Theme).take(PANELS).collect();
    let rows = themes.len().div_ceil(3);
    let mut canvas = titled("各主题占比按月变化（阴影为95%区间）");
    if themes.iter().all(|trend| trend.months.len() < 2) {
        canvas.plain_text("没有足够的日期，画不出趋势", (30.0, 54.0), Anchor::Start);
    }
    let most = scale(&themes);
    for (at, trend) in themes.iter().enumerate() {
        let corner = (30.0 + (at % 3) as f64 * (PANEL.0 + 10.0), 70.0 + (at / 3) as f64 * (PANEL.1 + 40.0));
        panel(&mut canvas, corner, trend, most);
    }
    canvas.finish_file((3.0 * PANEL.0 + 60.0, 60.0 + rows as f64 * (PANEL.1 + 40.0)))
}

/// The greatest share of a month with enough messages: that of a month with a single one is 1 or 0.
fn scale(themes: &[&Trend]) -> f64 {
    let greatest = |least: u64| {
        let months = themes.iter().flat_map(|trend| &trend.months).filter(|month| month.share.of >= least);
        months.map(|month| month.share.value()).reduce(f64::max)
    };
    greatest(LEAST_MESSAGES).or_else(|| greatest(1)).unwrap_or_default().max(0.05)
}

fn panel(canvas: &mut Canvas, (left, top): (f64, f64), trend: &Trend, most: f64) {
    let width = PANEL.0 - 20.0;
    canvas.plain_text(&format!("{}（{}件）", trend.name, trend.count), (left, top - 6.0), Anchor::Start);
    canvas.rect([left, top, width, PANEL.1], "#F7F8FA");
    let (Some(first), Some(last)) = (trend.months.first(), trend.months.last()) else { return };
    if trend.months.len() < 2 {
        return;
    }
    let months = f64::from(last.number - first.number);
    let x = |month: &Point| left + f64::from(month.number - first.number) / months * width;
    let y = |share: f64| top + PANEL.1 - (share / most).min(1.0) * PANEL.1;
    // A line does not go on over months without messages.
    for run in trend.months.chunk_by(|a, b| a.number + 1 == b.number) {
        let line = |value: &dyn Fn(&Point) -> f64| -> Vec<(f64, f64)> {
            run.iter().map(|month| (x(month), y(value(month)))).collect()
        };
        let low = line(&|month| month.share.wilson().0);
        let high = line(&|month| month.share.wilson().1);
        canvas.band(&low, &high, BLUE);
        canvas.curve(&line(&|month| month.share.value()), BLUE);
    }
    let below = top + PANEL.1 + 14.0;
    canvas.plain_text(&first.period, (left, below), Anchor::Start);
    canvas.plain_text(&last.period, (left + width, below), Anchor::End);
    canvas.plain_text(&format!("{:.0}%", most * 100.0), (left + 4.0, top + 12.0), Anchor::Start);
    let beyond = trend.months.iter().filter(|month| month.share.value() > most);
    mark_beyond(canvas, beyond.map(|month| (x(month), month.share.value())), (left, top));
}

/// Marks the months whose share lies beyond the scale at the top of the panel, and says below it how far they go: if the scale
/// were that of a month with few messages, all others would be flat.
fn mark_beyond(canvas: &mut Canvas, months: impl Iterator<Item = (f64, f64)>, (left, top): (f64, f64)) {
    let mut greatest: Option<f64> = None;
    for (x, share) in months {
        canvas.polygon(&[(x, top), (x - 3.0, top + 5.0), (x + 3.0, top + 5.0)], ORANGE);
        greatest = Some(greatest.map_or(share, |most| most.max(share)));
    }
    if let Some(most) = greatest {
        let middle = left + (PANEL.0 - 20.0) / 2.0;
        let told = format!("▲超出刻度，最高{:.0}%", most * 100.0);
        canvas.plain_text(&told, (middle, top + PANEL.1 + 14.0), Anchor::Middle);
    }
}

fn titled(title: &str) -> Canvas {
    let mut canvas = Canvas::of_file();
    canvas.plain_text(title, (16.0, 24.0), Anchor::Start);
    canvas
}
