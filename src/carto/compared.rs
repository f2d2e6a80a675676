//! What another state of the document has otherwise, on the map: rings where records are only there or only here or say
//! something else, and arrows from where one stands here to where it stands there.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use crate::{
    analysis::{geodesy::geodesic, measured::length_words},
    edit::Sort,
    model::LonLat,
};

use super::{
    Align, Dash, Face, Halo, Mark, Point, Rgba, Stroke, Style, TextMark, Theme, View, WorldPoint,
    ground::Frame, labels::Room, signs::arrow_head, text_rect,
};

/// Another state of the document, as far as it can be seen on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// What the document is compared with, in a few words.
    pub name: String,
    pub spots: Arc<[ComparedSpot]>,
}

impl Default for Compared {
    fn default() -> Self {
        Self { name: String::new(), spots: Arc::new([]) }
    }
}

/// One record that the other state has otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ComparedSpot {
    pub sort: Sort,
    /// Where it is drawn in the document, and where in the other state.
    pub here: Option<LonLat>,
    pub there: Option<LonLat>,
}

/// Those in the frame, with their places on the sheet here and there.
fn seen<'a>(
    view: &'a View,
    frame: &'a Frame,
) -> impl Iterator<Item = (&'a ComparedSpot, Option<Point>, Option<Point>)> {
    let on_sheet = |at: LonLat| frame.sheet_from_world(WorldPoint::from_lonlat(at));
    let spots = view.compared.spots.iter();
    let placed = spots.map(move |spot| (spot, spot.here.map(on_sheet), spot.there.map(on_sheet)));
    placed.filter(|(_, here, there)| here.iter().chain(there).any(|at| frame.holds(*at, -20.0)))
}

/// The sorts that are in the frame, for the legend.
pub(super) fn compared_sorts(view: &View, frame: &Frame) -> BTreeSet<Sort> {
    seen(view, frame).map(|(spot, ..)| spot.sort).collect()
}

/// The rings and arrows, with how far something moved where there is room for it.
pub(super) fn compared_marks(view: &View, frame: &Frame, room: &mut Room) -> Vec<Mark> {
    /// Rings of one sort that are nearer to each other than this many pixels look like one, and are drawn as one.
    const ONE: f32 = 3.0;
    let style = Style::of(view.theme);
    let (mut marks, mut drawn) = (Vec::new(), HashSet::new());
    let cell = |at: Point| ((at.x / ONE).round() as i32, (at.y / ONE).round() as i32);
    for (spot, here, there) in seen(view, frame) {
        if !drawn.insert((spot.sort, here.map(cell), there.map(cell))) {
            continue;
        }
        match (spot.sort, here, there) {
            (Sort::Moved, Some(from), Some(to)) => {
                marks.extend(moved(style, from, to));
                let length = spot.here.zip(spot.there).map(|(from, to)| length_words(geodesic(from, to)));
                marks.extend(length.and_then(|words| length_mark(style, (from, to), words, room)));
            }
            // It has a point on one side only.
            (Sort::Moved, here, there) => {
                marks.extend(here.or(there).into_iter().flat_map(|at| ring(style, Sort::Moved, at)));
            }
            (Sort::Added, _, Some(at)) | (Sort::Removed | Sort::Changed, Some(at), _) => {
                marks.extend(ring(style, spot.sort, at));
            }
            (Sort::Added | Sort::Removed | Sort::Changed, _, _) => {}
        }
    }
    marks
}

/// The sign of a sort in the legend.
pub(super) fn compared_sample(theme: Theme, sort: Sort, at: Point) -> Vec<Mark> {
    let style = Style::of(theme);
    match sort {
        Sort::Added | Sort::Removed | Sort::Changed => ring(style, sort, at),
        Sort::Moved => moved(style, Point { x: at.x - 10.0, ..at }, Point { x: at.x + 12.0, ..at }),
    }
}

/// What the sign means.
pub(super) fn compared_words(sort: Sort) -> &'static str {
    match sort {
        Sort::Added => "Only there",
        Sort::Removed => "Only here",
        Sort::Moved => "Moved: from here to there",
        Sort::Changed => "Says something else there",
    }
}

fn colour(style: &Style, sort: Sort) -> Rgba {
    match sort {
        Sort::Added => style.added,
        Sort::Removed => style.removed,
        Sort::Moved | Sort::Changed => style.changed,
    }
}

/// A ring with what tells its sort without colours: a plus, a minus, or a second ring.
fn ring(style: &Style, sort: Sort, at: Point) -> Vec<Mark> {
    const RADIUS: f32 = 7.0;
    const ARM: f32 = 3.6;
    let colour = colour(style, sort);
    let circle = |radius: f32, width: f32, colour: Rgba| Mark::Circle {
        centre: at,
        radius,
        fill: None,
        stroke: Some(Stroke { width, colour, dash: None }),
    };
    let bar = |dx: f32, dy: f32, width: f32, colour: Rgba| Mark::Line {
        points: [Point { x: at.x - dx, y: at.y - dy }, Point { x: at.x + dx, y: at.y + dy }].into(),
        stroke: Stroke { width, colour, dash: None },
    };
    let mut marks = Vec::new();
    for (wider, colour) in [(2.2, style.place_halo), (0.0, colour)] {
        marks.push(circle(RADIUS, 1.8 + wider, colour));
        match sort {
            Sort::Added => {
                marks.push(bar(ARM, 0.0, 1.8 + wider, colour));
                marks.push(bar(0.0, ARM, 1.8 + wider, colour));
            }
            Sort::Removed => marks.push(bar(ARM, 0.0, 1.8 + wider, colour)),
            Sort::Moved | Sort::Changed => marks.push(circle(RADIUS - 3.4, 1.4 + wider, colour)),
        }
    }
    marks
}

/// An open ring where it was, and an arrow to where it is.
fn moved(style: &Style, from: Point, to: Point) -> Vec<Mark> {
    const RADIUS: f32 = 4.0;
    let way = Point { x: to.x - from.x, y: to.y - from.y };
    let long = way.x.hypot(way.y);
    let colour = colour(style, Sort::Moved);
    let mut marks = Vec::new();
    for (wider, colour) in [(2.4, style.place_halo), (0.0, colour)] {
        let stroke = Stroke { width: 1.6 + wider, colour, dash: None };
        marks.push(Mark::Circle { centre: from, radius: RADIUS, fill: None, stroke: Some(stroke) });
        if long > 2.0 * RADIUS {
            let along = Point { x: way.x / long, y: way.y / long };
            let start = Point { x: from.x + along.x * RADIUS, y: from.y + along.y * RADIUS };
            let dash = (wider == 0.0).then_some(Dash { on: 5.0, off: 2.5 });
            marks.push(Mark::Line { points: [start, to].into(), stroke: Stroke { dash, ..stroke } });
            marks.push(arrow_head(to, along, colour));
        }
    }
    marks
}

/// How far, over the middle of a long arrow and beside a short one, where there is room.
fn length_mark(style: &Style, (from, to): (Point, Point), words: String, room: &mut Room) -> Option<Mark> {
    const SHORTEST_NAMED: f32 = 10.0;
    const LONG: f32 = 60.0;
    let long = (to.x - from.x).hypot(to.y - from.y);
    let middle = Point { x: f32::midpoint(from.x, to.x), y: f32::midpoint(from.y, to.y) };
    let (at, align) = if long < LONG {
        (Point { x: from.x.max(to.x) + 9.0, y: middle.y }, Align::Left)
    } else {
        (Point { x: middle.x, y: middle.y - 9.0 }, Align::Centre)
    };
    let text = TextMark {
        halo: Some(Halo { colour: style.place_halo, width: 2.2 }),
        ..TextMark::plain(at, align, words, 10.5, Face::SemiBold, style.ink)
    };
    (long >= SHORTEST_NAMED && room.take(text_rect(&text))).then_some(Mark::Text(text))
}
