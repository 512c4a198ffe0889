//! Names by time -> cells, the darker the more, each with its number.

use super::Grid;
use super::labels::Labels;
use crate::report::canvas::{Anchor, Canvas, GREY, LETTER, WIDTH, width};

/// The height of one line.
const LINE: f64 = 22.0;
/// Names longer than this are cut.
const NAME: usize = 9;

pub(super) fn draw(grid: &Grid) -> String {
    let mut canvas = Canvas::in_page();
    let labels = Labels::new(grid.rows.iter().map(|(name, _)| name.as_str()), NAME);
    let names = labels.iter().map(|label| width(label, 12.0)).fold(40.0, f64::max) + 8.0;
    let cell = (WIDTH - names) / grid.columns.len().max(1) as f64;
    let most =
        grid.rows.iter().flat_map(|(_, cells)| cells).map(|(count, _)| *count).max().unwrap_or(1).max(1);
    let letter = (cell / 2.6).clamp(8.0, LETTER);
    for (column, name) in grid.columns.iter().enumerate() {
        let x = names + (column as f64 + 0.5) * cell;
        canvas.text(name, (x, 14.0), Anchor::Middle, letter.min(11.5), GREY);
    }
    let mut y = 20.0;
    for (name, cells) in &grid.rows {
        canvas.text(labels.of(name), (names - 8.0, y + 15.5), Anchor::End, 12.0, "#000");
        for (column, &(count, figure)) in cells.iter().enumerate() {
            let x = names + column as f64 * cell;
            let (fill, ink) = shade(count, most);
            let title = format!("{name}，{}：{count}件", grid.columns[column]);
            canvas.figure(figure.number(), &title, |canvas| {
                canvas.rect([x + 0.75, y + 0.75, cell - 1.5, LINE - 1.5], &fill);
                if count > 0 {
                    canvas.text(&count.to_string(), (x + cell / 2.0, y + 15.5), Anchor::Middle, letter, ink);
                }
            });
        }
        y += LINE;
    }
    canvas.finish(&grid.caption, y + 4.0)
}

/// The shade of a cell and the ink that can be read on it. The root keeps small counts visible beside large ones.
fn shade(count: usize, most: usize) -> (String, &'static str) {
    let depth = libm::sqrt(count as f64 / most as f64);
    let mix = |pale: f64, dark: f64| pale + (dark - pale) * depth;
    let color = format!("rgb({:.0},{:.0},{:.0})", mix(244.0, 31.0), mix(246.0, 78.0), mix(249.0, 121.0));
    (color, if depth > 0.55 { "#fff" } else { "#000" })
}
