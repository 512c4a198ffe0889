//! Names with numbers -> bars, the interval of each as a line over it, or its parts beside one another.

use super::Bar;
use super::labels::Labels;
use crate::report::canvas::{Anchor, Canvas, DARK, GREY, LETTER, PALE, REMARK, WIDTH, width};

/// The height of one line.
const LINE: f64 = 23.0;
/// The height of a bar.
const BAR: f64 = 14.0;
/// Names longer than this are cut.
const NAME: usize = 11;
/// Room for the number behind a bar.
const NUMBER: f64 = 44.0;
/// Room above for a legend, below for a remark.
const LEGEND: f64 = 26.0;

pub(super) fn draw(caption: &str, bars: &[Bar], parts: Option<&[String; 2]>) -> String {
    let mut canvas = Canvas::in_page();
    let labels = Labels::new(bars.iter().map(|bar| bar.name.as_str()), NAME);
    let names = labels.iter().map(|label| width(label, LETTER)).fold(40.0, f64::max) + 8.0;
    let longest = bars
        .iter()
        .map(|bar| bar.range.map_or(0.0, |range| range.1).max(bar.parts.iter().sum::<usize>() as f64))
        .fold(1.0, f64::max);
    let scale = (WIDTH - names - NUMBER) / longest;
    let mut y = 4.0;
    if let Some(parts) = parts {
        let mut x = names;
        for (part, fill) in parts.iter().zip([DARK, "url(#hatch)"]) {
            canvas.rect([x, y + 3.0, 20.0, 12.0], fill);
            canvas.text(part, (x + 25.0, y + 14.0), Anchor::Start, LETTER, "#000");
            x += 40.0 + width(part, LETTER);
        }
        y += LEGEND;
    }
    for bar in bars {
        let total: usize = bar.parts.iter().sum();
        let middle = y + LINE / 2.0;
        canvas.figure(bar.figure.number(), &format!("{}：{total}件", bar.name), |canvas| {
            canvas.rect([0.0, y, WIDTH, LINE], "none");
            canvas.text(labels.of(&bar.name), (names - 8.0, middle + 4.5), Anchor::End, LETTER, "#000");
            let mut x = names;
            for (part, fill) in bar.parts.iter().zip([DARK, "url(#hatch)"]) {
                canvas.rect([x, middle - BAR / 2.0, *part as f64 * scale, BAR], fill);
                x += *part as f64 * scale;
            }
            let mut end = x;
            if let Some((low, high)) = bar.range {
                // The line is black behind the bar's end and must be seen on the bar too.
                canvas.line([names + low * scale, middle, x, middle], PALE, 1.0);
                canvas.line(
                    [names + low * scale, middle - 3.0, names + low * scale, middle + 3.0],
                    PALE,
                    1.0,
                );
                canvas.line([x, middle, names + high * scale, middle], "#000", 1.0);
                canvas.line(
                    [names + high * scale, middle - 3.0, names + high * scale, middle + 3.0],
                    "#000",
                    1.0,
                );
                end = names + high * scale;
            }
            let told = match bar.parts.as_slice() {
                [one] => one.to_string(),
                parts => parts.iter().map(usize::to_string).collect::<Vec<_>>().join("+"),
            };
            canvas.text(&told, (end + 5.0, middle + 4.5), Anchor::Start, LETTER, "#000");
        });
        y += LINE;
    }
    canvas.line([names, 2.0, names, y + 2.0], GREY, 1.0);
    let ranges = bars.iter().any(|bar| bar.range.is_some());
    let remarks = [ranges.then(|| "单位：件；横线为95%区间".to_owned()), labels.remark()];
    let remark = remarks.into_iter().flatten().collect::<Vec<_>>().join("；");
    if !remark.is_empty() {
        canvas.text(&remark, (names, y + 18.0), Anchor::Start, REMARK, GREY);
        y += LEGEND;
    }
    canvas.finish(caption, y + 4.0)
}
