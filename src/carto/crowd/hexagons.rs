//! A crowd as hexagons in classes of their numbers.

use std::{f32::consts::TAU, sync::Arc};

use crate::{
    analysis::{ShownRows, crowd::Hexagons},
    model::grouped,
};

use super::{
    super::{Mark, Point, Rect, Rgba, Stroke, Style, Target, Targeted, View, ground::Frame, style::faded},
    CrowdMarks, KeyRow, on_sheet, ramp, spot_of,
};

/// From the middle to a corner, logical pixels of the nearest zoom level.
const RADIUS: f64 = 20.0;

/// The hexagons that touch a frame.
pub(super) fn hexagons(rows: &ShownRows<'_>, part: [f64; 4], level: u32) -> Hexagons {
    Hexagons::of(rows, part, level, RADIUS)
}

pub(super) fn draw(
    view: &View,
    frame: &Frame,
    rows: &ShownRows<'_>,
    (part, level): ([f64; 4], u32),
    marks: &mut CrowdMarks,
) {
    let style = Style::of(view.theme);
    let found = hexagons(rows, part, level);
    let radius = (found.radius * frame.scale()) as f32;
    let most = found.all.iter().map(|hexagon| hexagon.tally.count).max().unwrap_or(1);
    let classes = Classes::upto(most);
    for hexagon in &found.all {
        let at = on_sheet(frame, hexagon.middle);
        let tally = &hexagon.tally;
        let colour = classes.colour(view, tally.count);
        marks.below.push(hexagon_mark(style, at, radius, colour, tally.areas == tally.count));
        let what = if tally.count == 1 {
            Targeted::Incident(rows.id(tally.first_row).clone())
        } else {
            Targeted::Crowd(spot_of(rows, tally))
        };
        if classes.is_upper(tally.count) {
            marks.drawn.crowded.push(Rect::around(at, Point { x: radius, y: radius }));
        }
        marks.drawn.targets.push(Target { centre: at, radius: radius * 0.87, what });
    }
    let key = marks.drawn.crowd.get_or_insert_default();
    let any_hollow = found.all.iter().any(|hexagon| hexagon.tally.areas == hexagon.tally.count);
    for (words, count) in classes.words() {
        let words = if key.rows.is_empty() { format!("{words} in a hexagon") } else { words };
        let sign = vec![hexagon_mark(style, Point::default(), 7.5, classes.colour(view, count), false)];
        key.rows.push(KeyRow { sign, words, reach: 8.0 });
    }
    if any_hollow {
        let sign = vec![hexagon_mark(style, Point::default(), 7.5, style.quiet_ink, true)];
        key.rows.push(KeyRow { sign, words: "Hollow: areas only, no point".to_owned(), reach: 8.0 });
    }
}

/// A hexagon with a corner up; hollow where nothing in it is known as a point.
fn hexagon_mark(style: &Style, at: Point, radius: f32, colour: Rgba, hollow: bool) -> Mark {
    let outline = |radius: f32| -> Arc<[Point]> {
        let corner = |number: u8| {
            let angle = TAU * (f32::from(number) / 6.0 + 0.25);
            Point { x: at.x + radius * angle.cos(), y: at.y + radius * angle.sin() }
        };
        (0..6).map(corner).collect()
    };
    if hollow {
        let stroke = Some(Stroke { width: 2.0, colour, dash: None });
        let [.., alpha] = colour.0;
        Mark::Symbol { centre: at, outline: outline(radius - 2.0), fill: faded(colour, alpha / 5), stroke }
    } else {
        let stroke = Some(Stroke { width: 0.8, colour: faded(style.symbol_edge, 130), dash: None });
        Mark::Symbol { centre: at, outline: outline(radius), fill: colour, stroke }
    }
}

/// Classes of numbers, each about three times the one before: 1–2, 3–9, 10–29, 30–99 …
pub(super) struct Classes {
    /// The first number of each.
    starts: Vec<u32>,
    most: u32,
}

impl Classes {
    /// More than these are told as the last.
    const MOST: usize = 6;

    pub fn upto(most: u32) -> Self {
        let mut starts: Vec<u32> = (0..10)
            .flat_map(|power| [10_u32.pow(power.min(9)), 3_u32.saturating_mul(10_u32.pow(power.min(9)))])
            .take_while(|start| *start <= most.max(1))
            .collect();
        // Many classes are told by their upper ends; what is below is one.
        if starts.len() > Self::MOST {
            let spare = starts.len() - Self::MOST;
            starts.drain(1..=spare);
        }
        Self { starts, most: most.max(1) }
    }

    fn class_of(&self, count: u32) -> usize {
        self.starts.partition_point(|start| *start <= count).saturating_sub(1)
    }

    /// Whether it is in the upper half of the classes.
    pub fn is_upper(&self, count: u32) -> bool {
        self.class_of(count) * 2 >= self.starts.len()
    }

    fn colour(&self, view: &View, count: u32) -> Rgba {
        // A class has one colour, however many there are: nothing changes its meaning while the window moves.
        ramp::colour(view.theme, self.class_of(count) as f32 / (Self::MOST - 1) as f32)
    }

    /// The words of each class, and a number in it.
    fn words(&self) -> impl Iterator<Item = (String, u32)> {
        let ends = self.starts.iter().skip(1).map(|next| next - 1).chain([self.most]);
        self.starts.iter().zip(ends).map(|(&start, end)| {
            let words =
                if start == end { grouped(start) } else { format!("{}–{}", grouped(start), grouped(end)) };
            (words, start)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Classes, grouped};

    #[test]
    fn classes_hold_every_number_once() {
        for most in [1, 2, 9, 40, 1_234, 2_000_000] {
            let classes = Classes::upto(most);
            let words: Vec<String> = classes.words().map(|(words, _)| words).collect();
            assert!(words.len() <= Classes::MOST, "{words:?}");
            assert!(words[0].starts_with('1') && words[words.len() - 1].ends_with(&grouped(most)));
            assert_eq!(classes.class_of(most), words.len() - 1);
            assert_eq!(classes.class_of(1), 0);
        }
        assert_eq!(
            Classes::upto(40).words().map(|(words, _)| words).collect::<Vec<_>>(),
            ["1–2", "3–9", "10–29", "30–40"]
        );
    }
}
