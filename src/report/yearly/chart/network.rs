//! Pairs that meet -> a ring of names, joined by lines the thicker the more often they meet.

use super::Network;
use super::labels::Labels;
use crate::report::canvas::{Anchor, Canvas, DARK, GREY, REMARK, WIDTH};

/// The height of the drawing, the radius of the ring.
const HEIGHT: f64 = 380.0;
const RING: f64 = 128.0;
/// So many characters of a name stand in one line: more do not fit beside the ring.
const LINE: usize = 7;
/// The height of the letters and of a line.
const LETTER: f64 = 12.5;
const DOWN: f64 = 14.0;
/// Lines of the most frequent pairs have their number beside them.
const NUMBERED: usize = 8;

pub(super) fn draw(network: &Network) -> String {
    let mut canvas = Canvas::in_page();
    let names = around(network);
    let labels = Labels::new(names.iter().copied(), 2 * LINE);
    let (x0, y0) = (WIDTH / 2.0, HEIGHT / 2.0);
    let place = |name: &str, radius: f64| {
        let at = names.iter().position(|other| *other == name).unwrap_or_default();
        let angle = std::f64::consts::TAU * at as f64 / names.len() as f64 - std::f64::consts::FRAC_PI_2;
        (x0 + radius * libm::cos(angle), y0 + radius * libm::sin(angle))
    };
    let most = network.links.iter().map(|(.., count, _)| *count).max().unwrap_or(1).max(1) as f64;
    // The thinnest lines are drawn first, so that the thick ones lie on top.
    for (left, right, count, figure) in network.links.iter().rev() {
        let ((x1, y1), (x2, y2)) = (place(left, RING), place(right, RING));
        let strength = *count as f64 / most;
        let grey = 205.0 - 110.0 * strength;
        let stroke = format!("rgb({:.0},{:.0},{grey:.0})", grey - 30.0, grey - 10.0);
        canvas.figure(figure.number(), &format!("{left}、{right}：{count}件"), |canvas| {
            canvas.line([x1, y1, x2, y2], &stroke, 1.0 + 7.0 * strength);
        });
    }
    for name in &names {
        let degree: usize = network
            .links
            .iter()
            .filter(|(left, right, ..)| left == name || right == name)
            .map(|(.., count, _)| count)
            .sum();
        let (x, y) = place(name, RING);
        canvas.circle([x, y, 4.0 + 6.0 * libm::sqrt(degree as f64 / (3.0 * most)).min(1.5)], DARK);
    }
    for (left, right, count, figure) in network.links.iter().take(NUMBERED) {
        let ((x1, y1), (x2, y2)) = (place(left, RING), place(right, RING));
        // Off the middle, where the lines of opposite pairs all cross.
        let (x, y) = (x1 + (x2 - x1) * 0.36, y1 + (y2 - y1) * 0.36);
        canvas.figure(figure.number(), &format!("{left}、{right}：{count}件"), |canvas| {
            canvas.circle([x, y, 9.5], "#fff");
            canvas.text(&count.to_string(), (x, y + 4.0), Anchor::Middle, 11.0, "#000");
        });
    }
    for name in &names {
        let (x, y) = place(name, RING + 17.0);
        let anchor = if (x - x0).abs() < 20.0 {
            Anchor::Middle
        } else if x > x0 {
            Anchor::Start
        } else {
            Anchor::End
        };
        let lines = lines(labels.of(name));
        let more = DOWN * lines.len().saturating_sub(1) as f64;
        let down = if (y - y0).abs() < RING {
            4.5 - more / 2.0
        } else if y > y0 {
            12.0
        } else {
            -more
        };
        for (line, at) in lines.iter().zip(0u8..) {
            canvas.text(line, (x, y + down + DOWN * f64::from(at)), anchor, LETTER, "#000");
        }
    }
    let remark = labels.remark();
    if let Some(remark) = &remark {
        canvas.text(remark, (x0, HEIGHT + DOWN), Anchor::Middle, REMARK, GREY);
    }
    canvas.finish(&network.caption, HEIGHT + if remark.is_some() { 1.5 * DOWN } else { 0.0 })
}

/// A label as one line, or as two of about the same length.
fn lines(label: &str) -> Vec<String> {
    let characters: Vec<char> = label.chars().collect();
    let length = if characters.len() > LINE { characters.len().div_ceil(2) } else { LINE };
    characters.chunks(length).map(|line| line.iter().collect()).collect()
}

/// The names in the order of the ring: after each the one it meets most often that has no place yet, so that
/// thick lines are short.
fn around(network: &Network) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let links = &network.links;
    let Some((first, ..)) = links.first() else { return names };
    names.push(first);
    loop {
        let last = names[names.len() - 1];
        let free = |name: &str, names: &[&str]| !names.contains(&name);
        let near = links.iter().find_map(|(left, right, ..)| match (left.as_str(), right.as_str()) {
            (left, right) if left == last && free(right, &names) => Some(right),
            (left, right) if right == last && free(left, &names) => Some(left),
            _ => None,
        });
        let any = || {
            links
                .iter()
                .flat_map(|(left, right, ..)| [left.as_str(), right.as_str()])
                .find(|name| free(name, &names))
        };
        match near.or_else(any) {
            Some(next) => names.push(next),
            None => return names,
        }
    }
}
