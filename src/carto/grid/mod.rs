//! The grid: its lines, and their numbers at the edge of the map.

mod degrees;
mod metres;

use super::{
    Align, Face, GridKind, Halo, Mark, Point, Rgba, Stroke, Style, TextMark, View, WorldPoint, ground::Frame,
    labels::Room, style::faded, text_rect,
};

/// Which way a line runs, and so at which edges of the map its number stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// From south to north: the number stands above and below.
    Up,
    /// From west to east: the number stands at the left and the right.
    Across,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    Fine,
    /// A full hundred kilometres among finer lines.
    Strong,
    /// The end of a zone.
    Zone,
}

/// A line of the grid.
#[derive(Debug)]
struct Ruled {
    way: Way,
    weight: Weight,
    points: Vec<WorldPoint>,
    label: String,
}

/// Words inside the map: the letters of a square, the number of a zone.
#[derive(Debug)]
struct Inside {
    at: Point,
    align: Align,
    words: String,
    size: f32,
}

fn lines(kind: GridKind, frame: &Frame) -> Vec<Ruled> {
    match kind {
        GridKind::Degrees => degrees::lines(frame),
        GridKind::Utm => metres::utm_lines(frame),
        GridKind::Mgrs => metres::mgrs_lines(frame),
    }
}

fn inside(kind: GridKind, frame: &Frame) -> Vec<Inside> {
    match kind {
        GridKind::Degrees => Vec::new(),
        GridKind::Utm => metres::zone_names(frame),
        GridKind::Mgrs => metres::square_names(frame),
    }
}

pub(super) fn line_colour(style: &Style) -> Rgba {
    faded(style.ink, 85)
}

pub(super) fn grid_marks(view: &View, frame: &Frame, marks: &mut Vec<Mark>) {
    let colour = line_colour(Style::of(view.theme));
    for line in lines(view.guides.grid, frame) {
        let width = match line.weight {
            Weight::Fine => 0.7,
            Weight::Strong => 1.3,
            Weight::Zone => 1.8,
        };
        let points = line.points.iter().map(|p| frame.sheet_from_world(*p)).collect();
        marks.push(Mark::Line { points, stroke: Stroke { width, colour, dash: None } });
    }
}

/// The numbers and letters, where furniture and incidents leave room.
pub(super) fn grid_labels(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    let style = Style::of(view.theme);
    let text = |at: Point, align: Align, words: &str, size: f32| TextMark {
        halo: Some(Halo { colour: style.place_halo, width: 1.8 }),
        ..TextMark::plain(at, align, words, size, Face::SemiBold, style.quiet_ink)
    };
    for Inside { at, align, words, size } in inside(view.guides.grid, frame) {
        let text = text(at, align, &words, size);
        if room.take(text_rect(&text).grown(3.0)) {
            marks.push(Mark::Text(text));
        }
    }
    for line in lines(view.guides.grid, frame).iter().filter(|line| !line.label.is_empty()) {
        let points: Vec<Point> = line.points.iter().map(|p| frame.sheet_from_world(*p)).collect();
        let placed = edge_places(line.way, &points, frame)
            .into_iter()
            .map(|(at, align)| text(at, align, &line.label, 9.5))
            .find(|text| room.take(text_rect(text).grown(2.0)));
        marks.extend(placed.map(Mark::Text));
    }
}

/// Where the number of a line may stand: at the first of these edges, or else at the second.
fn edge_places(way: Way, points: &[Point], frame: &Frame) -> Vec<(Point, Align)> {
    const INSET: f32 = 11.0;
    let (min, max) = (frame.min, frame.max());
    match way {
        Way::Up => [min.y + INSET, max.y - INSET]
            .into_iter()
            .filter_map(|y| {
                crossing(points.iter().map(|p| (p.y, p.x)), y).map(|x| (Point { x, y }, Align::Centre))
            })
            .collect(),
        Way::Across => [(min.x + 5.0, Align::Left), (max.x - 5.0, Align::Right)]
            .into_iter()
            .filter_map(|(x, align)| {
                crossing(points.iter().map(|p| (p.x, p.y)), x).map(|y| (Point { x, y }, align))
            })
            .collect(),
    }
}

/// The second number where the first one of a line of pairs reaches this value.
fn crossing(pairs: impl Iterator<Item = (f32, f32)> + Clone, value: f32) -> Option<f32> {
    pairs.clone().zip(pairs.skip(1)).find_map(|((a, from), (b, to))| {
        let between = (a <= value) != (b <= value);
        between.then(|| from + (to - from) * (value - a) / (b - a))
    })
}

/// What the legend says of the grid in this frame: `Grid of 30′`, `UTM grid, 10 km, zone 42`.
pub(super) fn grid_words(view: &View, frame: &Frame) -> String {
    match view.guides.grid {
        GridKind::Degrees => degrees::words(frame),
        GridKind::Utm => metres::utm_words(frame),
        GridKind::Mgrs => metres::mgrs_words(frame),
    }
}
