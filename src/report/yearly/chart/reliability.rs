//! Bands of probability -> how often each was right, beside how often it should have been.

use super::Band;
use crate::report::canvas::{Anchor, Canvas, DARK, GREY, LETTER, WIDTH};

/// The height of one line, of a bar.
const LINE: f64 = 26.0;
const BAR: f64 = 14.0;
/// Room for the names, for the number of rows behind the scale.
const NAMES: f64 = 92.0;
const COUNTS: f64 = 110.0;

pub(super) fn draw(caption: &str, bands: &[Band]) -> String {
    let mut canvas = Canvas::in_page();
    let scale = WIDTH - NAMES - COUNTS;
    let bottom = 6.0 + LINE * bands.len() as f64;
    for percent in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let x = NAMES + percent * scale;
        canvas.line([x, 4.0, x, bottom], "#d0d0d0", 1.0);
        canvas.text(&format!("{:.0}%", percent * 100.0), (x, bottom + 14.0), Anchor::Middle, 11.0, GREY);
    }
    let mut y = 6.0;
    for band in bands {
        let middle = y + LINE / 2.0;
        let (low, high) = band.share.wilson();
        let share = band.share.value();
        canvas.figure(
            band.figure.number(),
            &format!("把握{}：{}件中{}件一致", band.name, band.share.of, band.share.hits),
            |canvas| {
                canvas.text(&band.name, (NAMES - 8.0, middle + 4.5), Anchor::End, LETTER, "#000");
                canvas.rect([NAMES, middle - BAR / 2.0, share * scale, BAR], DARK);
                canvas.range(NAMES + low * scale, NAMES + high * scale, middle);
                canvas.circle([NAMES + band.middle * scale, middle, 4.0], "#e0a030");
                let told = format!("{:.0}%（{}件）", share * 100.0, band.share.of);
                canvas.text(&told, (WIDTH - COUNTS + 10.0, middle + 4.5), Anchor::Start, 11.5, "#000");
            },
        );
        y += LINE;
    }
    canvas.text(
        "条：实际一致的比例，横线为95%区间；圆点：推荐把握的中值",
        (NAMES, bottom + 32.0),
        Anchor::Start,
        11.0,
        GREY,
    );
    canvas.finish(caption, bottom + 40.0)
}
