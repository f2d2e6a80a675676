//! The names on the map: which are shown, and where, so that none lies on another or on an incident.

use std::f32::consts::{FRAC_PI_2, PI};

use super::{
    Align, Face, Halo, Mark, Point, Rgba, Stroke, Style, TextMark, View,
    basemap::{Basemap, Line, Name},
    fonts::{CAP_HEIGHT, text_width},
    ground::{Frame, by_zoom},
    viewport::WorldPoint,
};

/// A rectangle of the sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub min: Point,
    pub max: Point,
}

impl Rect {
    pub fn around(centre: Point, half: Point) -> Self {
        Self {
            min: Point { x: centre.x - half.x, y: centre.y - half.y },
            max: Point { x: centre.x + half.x, y: centre.y + half.y },
        }
    }

    pub fn overlaps(&self, other: &Self) -> bool {
        self.min.x < other.max.x
            && other.min.x < self.max.x
            && self.min.y < other.max.y
            && other.min.y < self.max.y
    }

    pub fn contains(&self, other: &Self) -> bool {
        self.min.x <= other.min.x
            && self.min.y <= other.min.y
            && self.max.x >= other.max.x
            && self.max.y >= other.max.y
    }

    #[must_use]
    pub fn grown(&self, by: f32) -> Self {
        Self {
            min: Point { x: self.min.x - by, y: self.min.y - by },
            max: Point { x: self.max.x + by, y: self.max.y + by },
        }
    }
}

/// The rectangle that a text takes on the sheet: its width, and from a little above its capitals to its
/// descenders.
pub fn text_rect(text: &TextMark) -> Rect {
    let width = text_width(text.face, text.size, &text.text, text.spacing);
    let left = match text.align {
        Align::Left => 0.0,
        Align::Centre => -width / 2.0,
        Align::Right => -width,
    };
    let cap = text.size * CAP_HEIGHT / 2.0;
    let (top, bottom) = (-cap - text.size * 0.1, cap + text.size * 0.22);
    let (sin, cos) = text.angle.sin_cos();
    let corners = [(left, top), (left + width, top), (left, bottom), (left + width, bottom)]
        .map(|(x, y)| Point { x: text.at.x + x * cos - y * sin, y: text.at.y + x * sin + y * cos });
    let mut rect = Rect { min: corners[0], max: corners[0] };
    for corner in corners {
        rect.min.x = rect.min.x.min(corner.x);
        rect.min.y = rect.min.y.min(corner.y);
        rect.max.x = rect.max.x.max(corner.x);
        rect.max.y = rect.max.y.max(corner.y);
    }
    rect
}

/// What is taken already. First come, first served.
#[derive(Debug)]
pub(super) struct Room {
    frame: Rect,
    taken: Vec<Rect>,
}

impl Room {
    pub fn new(frame: &Frame) -> Self {
        Self { frame: Rect { min: frame.min, max: frame.max() }.grown(-3.0), taken: Vec::new() }
    }

    /// Takes a rectangle whether it is free or not.
    pub fn reserve(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    pub fn is_free(&self, rect: &Rect) -> bool {
        self.frame.contains(rect) && !self.taken.iter().any(|taken| taken.overlaps(rect))
    }

    fn take(&mut self, rect: Rect) -> bool {
        let free = self.is_free(&rect);
        if free {
            self.taken.push(rect);
        }
        free
    }
}

/// The look of one class of names.
#[derive(Clone, Copy)]
struct Lettering {
    size: f32,
    face: Face,
    colour: Rgba,
    halo: Halo,
    spacing: f32,
}

impl Lettering {
    fn text(self, words: &str, at: Point, align: Align, angle: f32) -> TextMark {
        TextMark {
            at,
            align,
            text: words.into(),
            size: self.size,
            face: self.face,
            colour: self.colour,
            halo: Some(self.halo),
            angle,
            spacing: self.spacing,
        }
    }
}

/// From which zoom a place of the rank is shown, and the size of its name there and at zoom 11.
fn place_style(rank: u8) -> (f64, f64, f64) {
    match rank {
        0 | 1 => (4.0, 12.5, 17.0),
        2 => (5.2, 11.5, 15.0),
        3 => (6.3, 11.0, 13.5),
        4 => (7.3, 10.5, 12.5),
        5 => (8.2, 10.2, 12.0),
        6.. => (9.2, 10.0, 11.5),
    }
}

/// All names and their dots. Places taken by incidents and furniture must have been reserved in `room`.
pub(super) fn name_marks(view: &View, frame: &Frame, room: &mut Room) -> Vec<Mark> {
    let mut marks = Vec::new();
    if view.layers.places {
        places(view, frame, room, 0..=2, &mut marks);
    }
    countries(view, frame, room, &mut marks);
    if view.layers.places {
        places(view, frame, room, 3..=3, &mut marks);
    }
    if view.layers.provinces {
        provinces(view, frame, room, &mut marks);
    }
    if view.layers.rivers {
        waters(view, frame, room, &mut marks);
    }
    if view.layers.places {
        places(view, frame, room, 4..=u8::MAX, &mut marks);
    }
    if view.layers.airfields {
        airfields(view, frame, room, &mut marks);
    }
    if view.layers.districts {
        districts(view, frame, room, &mut marks);
    }
    marks
}

fn places(
    view: &View,
    frame: &Frame,
    room: &mut Room,
    ranks: std::ops::RangeInclusive<u8>,
    marks: &mut Vec<Mark>,
) {
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    for place in Basemap::embedded().places.iter().filter(|place| ranks.contains(&place.rank)) {
        let (first_zoom, small, large) = place_style(place.rank);
        if zoom.0 < first_zoom || !frame.visible.contains(place.at) {
            continue;
        }
        let at = frame.sheet_from_world(place.at);
        let dot = by_zoom(zoom, (first_zoom, 1.7), (11.0, 3.2)) + if place.rank <= 2 { 0.9 } else { 0.0 };
        if !frame.holds(at, dot + 1.0) {
            continue;
        }
        let lettering = Lettering {
            size: by_zoom(zoom, (first_zoom, small), (11.0, large)),
            face: if place.rank <= 3 { Face::SemiBold } else { Face::Regular },
            colour: style.place_text,
            halo: Halo { colour: style.place_halo, width: 1.6 },
            spacing: 0.0,
        };
        let name = place.name.in_language(view.language);
        let gap = dot + 3.0;
        let up = lettering.size * 0.5 + gap;
        let text = [
            (Point { x: at.x + gap, y: at.y }, Align::Left),
            (Point { x: at.x - gap, y: at.y }, Align::Right),
            (Point { x: at.x, y: at.y - up }, Align::Centre),
            (Point { x: at.x, y: at.y + up }, Align::Centre),
            (Point { x: at.x + dot + 1.5, y: at.y - up * 0.85 }, Align::Left),
            (Point { x: at.x + dot + 1.5, y: at.y + up * 0.85 }, Align::Left),
            (Point { x: at.x - dot - 1.5, y: at.y - up * 0.85 }, Align::Right),
            (Point { x: at.x - dot - 1.5, y: at.y + up * 0.85 }, Align::Right),
        ]
        .into_iter()
        .map(|(at, align)| lettering.text(name, at, align, 0.0))
        .find(|text| room.is_free(&text_rect(text).grown(1.5)));
        // A dot whose name finds no room would only puzzle.
        let Some(text) = text else { continue };
        let dot_rect = Rect::around(at, Point { x: dot + 1.0, y: dot + 1.0 });
        if !room.take(dot_rect) {
            continue;
        }
        room.reserve(text_rect(&text).grown(1.5));
        marks.extend(place_dot(at, dot, place.capital, style));
        marks.push(Mark::Text(text));
    }
}

fn place_dot(at: Point, radius: f32, capital: bool, style: &Style) -> Vec<Mark> {
    let edge = Stroke { width: 1.2, colour: style.place_dot_edge, dash: None };
    let dot = Mark::Circle { centre: at, radius, fill: Some(style.place_dot), stroke: Some(edge) };
    if capital {
        let ring = Stroke { width: 1.2, colour: style.place_dot, dash: None };
        let outer = Mark::Circle {
            centre: at,
            radius: radius + 2.2,
            fill: Some(style.place_dot_edge),
            stroke: Some(ring),
        };
        vec![outer, dot]
    } else {
        vec![dot]
    }
}

fn centred(lettering: Lettering, words: &str, at: Point, room: &mut Room, marks: &mut Vec<Mark>) -> bool {
    let text = lettering.text(words, at, Align::Centre, 0.0);
    let placed = room.take(text_rect(&text).grown(2.5));
    if placed {
        marks.push(Mark::Text(text));
    }
    placed
}

/// Where the land of a country is looked for when its own label lies outside the frame: a lattice of the
/// world, so that the name stays on its ground while the map is panned.
const LATTICE: f64 = 150.0;

fn countries(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    let basemap = Basemap::embedded();
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    for label in &basemap.country_labels {
        let own = label.rank <= 1;
        if zoom.0 > if own { 16.0 } else { 8.2 } || (label.rank > 2 && zoom.0 < 5.0) {
            continue;
        }
        let lettering = Lettering {
            size: if own {
                by_zoom(zoom, (4.0, 12.0), (8.0, 19.0))
            } else {
                by_zoom(zoom, (4.0, 10.0), (8.0, 14.0))
            },
            face: Face::SemiBold,
            colour: style.country_text,
            halo: Halo { colour: style.place_halo, width: 1.6 },
            spacing: by_zoom(zoom, (4.0, 2.0), (8.0, 6.5)),
        };
        let words = label.name.in_language(view.language).to_uppercase();
        let at = frame.sheet_from_world(label.at);
        let placed = [0.0, -26.0, 26.0, -52.0, 52.0]
            .into_iter()
            .any(|dy| centred(lettering, &words, Point { x: at.x, y: at.y + dy }, room, marks));
        if !placed && own {
            name_on_lattice(frame, lettering, &words, &label.name, room, marks);
        }
    }
}

fn name_on_lattice(
    frame: &Frame,
    lettering: Lettering,
    words: &str,
    name: &Name,
    room: &mut Room,
    marks: &mut Vec<Mark>,
) {
    let basemap = Basemap::embedded();
    let code = match name.english.as_str() {
        "Tajikistan" => "TJ",
        "Afghanistan" => "AF",
        _ => return,
    };
    let step = LATTICE / super::viewport::world_pixels(crate::model::Zoom(frame.zoom().0.floor()));
    let seen = frame.viewport.world_box();
    let middle = frame
        .viewport
        .world_from_screen(Point { x: frame.viewport.size.x / 2.0, y: frame.viewport.size.y / 2.0 });
    let mut spots = Vec::new();
    let (mut y, last_y) = ((seen.min.y / step).ceil() * step, seen.max.y);
    while y < last_y {
        let mut x = (seen.min.x / step).ceil() * step;
        while x < seen.max.x {
            spots.push(WorldPoint { x, y });
            x += step;
        }
        y += step;
    }
    spots.sort_by(|a, b| {
        let far = |p: &WorldPoint| (p.x - middle.x).hypot((p.y - middle.y) * 1.2);
        far(a).total_cmp(&far(b)).then(a.x.total_cmp(&b.x))
    });
    let half = f64::from(text_width(lettering.face, lettering.size, words, lettering.spacing)) / 2.0;
    let reach = half / frame.scale();
    let inside = |p: WorldPoint| {
        basemap
            .provinces
            .iter()
            .filter(|province| province.country == code)
            .any(|province| province.parts.iter().any(|part| part.contains(p)))
    };
    for spot in spots {
        let ends = [-reach, 0.0, reach].map(|dx| WorldPoint { x: spot.x + dx, y: spot.y });
        let text = lettering.text(words, frame.sheet_from_world(spot), Align::Centre, 0.0);
        if room.is_free(&text_rect(&text).grown(2.5))
            && ends.into_iter().all(inside)
            && centred(lettering, words, frame.sheet_from_world(spot), room, marks)
        {
            return;
        }
    }
}

fn provinces(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    if !(6.4..10.5).contains(&zoom.0) {
        return;
    }
    let lettering = Lettering {
        size: by_zoom(zoom, (6.4, 10.0), (9.0, 13.0)),
        face: Face::SemiBold,
        colour: style.province_text,
        halo: Halo { colour: style.place_halo, width: 1.4 },
        spacing: by_zoom(zoom, (6.4, 1.6), (9.0, 3.6)),
    };
    for province in &Basemap::embedded().provinces {
        if !frame.visible.contains(province.label_at) {
            continue;
        }
        let words = province.name.in_language(view.language).to_uppercase();
        let at = frame.sheet_from_world(province.label_at);
        let room_across =
            province.parts.iter().map(|part| part.bounds.max.x - part.bounds.min.x).fold(0.0, f64::max);
        let lines = two_lines(lettering, &words, (room_across * frame.scale()) as f32);
        for dy in [0.0, -18.0, 18.0, -36.0, 36.0] {
            if stacked(lettering, &lines, Point { x: at.x, y: at.y + dy }, room, marks) {
                break;
            }
        }
    }
}

/// The words on one line, or broken near the middle where one line would be wider than its area.
fn two_lines(lettering: Lettering, words: &str, across: f32) -> Vec<String> {
    let width = text_width(lettering.face, lettering.size, words, lettering.spacing);
    if width <= across.max(90.0) {
        return vec![words.to_owned()];
    }
    let middle = words.len() / 2;
    let gap = words
        .char_indices()
        .filter(|(_, letter)| *letter == ' ')
        .map(|(i, _)| i)
        .min_by_key(|i| i.abs_diff(middle));
    match gap {
        Some(i) => vec![words[..i].to_owned(), words[i + 1..].to_owned()],
        None => vec![words.to_owned()],
    }
}

fn stacked(
    lettering: Lettering,
    lines: &[String],
    at: Point,
    room: &mut Room,
    marks: &mut Vec<Mark>,
) -> bool {
    let step = lettering.size * 1.25;
    let top = at.y - step * (lines.len() as f32 - 1.0) / 2.0;
    let texts: Vec<TextMark> = lines
        .iter()
        .enumerate()
        .map(|(i, line)| {
            lettering.text(line, Point { x: at.x, y: top + step * i as f32 }, Align::Centre, 0.0)
        })
        .collect();
    let free = texts.iter().all(|text| room.is_free(&text_rect(text).grown(2.0)));
    if free {
        for text in texts {
            room.reserve(text_rect(&text));
            marks.push(Mark::Text(text));
        }
    }
    free
}

fn districts(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    if zoom.0 < 8.2 {
        return;
    }
    let lettering = Lettering {
        size: by_zoom(zoom, (8.2, 8.8), (11.0, 12.0)),
        face: Face::Regular,
        colour: style.district_text,
        halo: Halo { colour: style.place_halo, width: 1.3 },
        spacing: by_zoom(zoom, (8.2, 0.7), (11.0, 2.0)),
    };
    for district in &Basemap::embedded().districts {
        if !frame.visible.contains(district.label_at) {
            continue;
        }
        let words = district.name.in_language(view.language).to_uppercase();
        let across =
            district.parts.iter().map(|part| part.bounds.max.x - part.bounds.min.x).fold(0.0, f64::max);
        let at = frame.sheet_from_world(district.label_at);
        let lines = two_lines(lettering, &words, (across * frame.scale()) as f32 * 0.9);
        for dy in [0.0, -14.0, 14.0, -28.0, 28.0] {
            if stacked(lettering, &lines, Point { x: at.x, y: at.y + dy }, room, marks) {
                break;
            }
        }
    }
}

fn airfields(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    if zoom.0 < 6.5 {
        return;
    }
    let lettering = Lettering {
        size: 10.0,
        face: Face::Italic,
        colour: style.airfield,
        halo: Halo { colour: style.place_halo, width: 1.4 },
        spacing: 0.0,
    };
    for airfield in &Basemap::embedded().airfields {
        let at = frame.sheet_from_world(airfield.at);
        if !frame.holds(at, 8.0) || !room.take(Rect::around(at, Point { x: 6.0, y: 6.0 })) {
            continue;
        }
        marks.extend(plane(at, style));
        let words = if zoom.0 >= 8.5 { &airfield.name } else { &airfield.icao };
        let text = [(9.0, Align::Left), (-9.0, Align::Right)]
            .into_iter()
            .map(|(dx, align)| lettering.text(words, Point { x: at.x + dx, y: at.y }, align, 0.0))
            .find(|text| room.is_free(&text_rect(text).grown(1.0)));
        if let Some(text) = text {
            room.reserve(text_rect(&text).grown(1.0));
            marks.push(Mark::Text(text));
        }
    }
}

/// The sign of an airfield: a ring with a runway through it.
fn plane(at: Point, style: &Style) -> [Mark; 2] {
    let stroke = Stroke { width: 1.4, colour: style.airfield, dash: None };
    let end = |by: f32| Point { x: at.x + by * 0.7, y: at.y - by };
    [
        Mark::Circle { centre: at, radius: 4.6, fill: Some(style.hollow_fill), stroke: Some(stroke) },
        Mark::Line {
            points: [end(-5.5), end(5.5)].into(),
            stroke: Stroke { width: 2.2, colour: style.airfield, dash: None },
        },
    ]
}

/// From which zoom the rivers of a rank are named.
fn river_name_zoom(rank: u8) -> f64 {
    match rank {
        0 | 1 => 6.5,
        2 => 7.2,
        3 => 8.2,
        4 => 9.2,
        5.. => 10.0,
    }
}

/// The same river is named again only at this distance, logical pixels.
const RIVER_NAME_DISTANCE: f32 = 420.0;

fn waters(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    let basemap = Basemap::embedded();
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    let lettering = |size: f32| Lettering {
        size,
        face: Face::Italic,
        colour: style.water_text,
        halo: Halo { colour: style.water_halo, width: 1.5 },
        spacing: 0.5,
    };
    for lake in &basemap.lakes {
        let Some(name) = &lake.name else { continue };
        let bounds = lake.polygon.bounds;
        let width = ((bounds.max.x - bounds.min.x) * frame.scale()) as f32;
        if width < 14.0 {
            continue;
        }
        let middle = WorldPoint {
            x: f64::midpoint(bounds.min.x, bounds.max.x),
            y: f64::midpoint(bounds.min.y, bounds.max.y),
        };
        let words = name.in_language(view.language);
        let at = frame.sheet_from_world(middle);
        let below = ((bounds.max.y - bounds.min.y) * frame.scale()) as f32 / 2.0 + 9.0;
        for dy in [0.0, below, -below] {
            if dy == 0.0 && width < text_width(Face::Italic, 10.5, words, 0.5) + 8.0 {
                continue;
            }
            if centred(lettering(10.5), words, Point { x: at.x, y: at.y + dy }, room, marks) {
                break;
            }
        }
    }
    let mut named: Vec<(&str, Point)> = Vec::new();
    let mut rivers: Vec<_> = basemap
        .rivers
        .iter()
        .filter(|river| zoom.0 >= river_name_zoom(river.rank) && river.line.bounds.overlaps(&frame.visible))
        .collect();
    rivers.sort_by_key(|river| river.rank);
    for river in rivers {
        let Some(name) = &river.name else { continue };
        let words = name.in_language(view.language);
        let size = if river.rank <= 1 {
            by_zoom(zoom, (6.5, 11.0), (10.0, 13.5))
        } else {
            by_zoom(zoom, (7.0, 9.5), (11.0, 12.0))
        };
        let lettering = lettering(size);
        for text in along(frame, &river.line, lettering, words) {
            let near = named.iter().any(|(other, at)| {
                *other == words && (at.x - text.at.x).hypot(at.y - text.at.y) < RIVER_NAME_DISTANCE
            });
            if !near && room.take(text_rect(&text).grown(1.0)) {
                named.push((words, text.at));
                marks.push(Mark::Text(text));
            }
        }
    }
}

/// Places along a line where it is straight enough to carry the words, beside it, never upside down.
fn along(frame: &Frame, line: &Line, lettering: Lettering, words: &str) -> Vec<TextMark> {
    let width = text_width(lettering.face, lettering.size, words, lettering.spacing);
    let mut found = Vec::new();
    let mut run: Vec<Point> = Vec::new();
    let pieces = line.at(frame.zoom());
    for (i, piece) in pieces.iter().enumerate() {
        let visible = piece.bounds.overlaps(&frame.visible);
        if visible {
            let joined = usize::from(!run.is_empty());
            run.extend(piece.points.iter().skip(joined).map(|p| frame.sheet_from_world(*p)));
        }
        if !visible || i + 1 == pieces.len() {
            straight_stretches(&run, width, lettering, words, frame, &mut found);
            run.clear();
        }
    }
    found
}

fn straight_stretches(
    run: &[Point],
    width: f32,
    lettering: Lettering,
    words: &str,
    frame: &Frame,
    found: &mut Vec<TextMark>,
) {
    let wanted = width * 1.05;
    let mut start = 0;
    while start + 1 < run.len() {
        // The shortest stretch from `start` whose ends are as far apart as the words are wide.
        let a = run[start];
        let Some(offset) = run[start..].iter().position(|b| (b.x - a.x).hypot(b.y - a.y) >= wanted) else {
            start += 1;
            continue;
        };
        let stretch = &run[start..=start + offset];
        let b = run[start + offset];
        let chord = (b.x - a.x).hypot(b.y - a.y);
        let (nx, ny) = (-(b.y - a.y) / chord, (b.x - a.x) / chord);
        let offsets: Vec<f32> = stretch.iter().map(|p| (p.x - a.x) * nx + (p.y - a.y) * ny).collect();
        let (low, high) =
            offsets.iter().fold((0.0_f32, 0.0_f32), |(low, high), o| (low.min(*o), high.max(*o)));
        if high - low > lettering.size * 0.9 || chord > wanted * 1.6 {
            start += 1 + offset / 6;
            continue;
        }
        let mut angle = (b.y - a.y).atan2(b.x - a.x);
        if angle > FRAC_PI_2 {
            angle -= PI;
        } else if angle < -FRAC_PI_2 {
            angle += PI;
        }
        // Beside the water, on the upper side of the words' own baseline.
        let up = (angle.sin(), -angle.cos());
        let side = if nx * up.0 + ny * up.1 > 0.0 { high } else { -low };
        let lift = side + lettering.size * 0.5 + 5.0;
        let at = Point { x: f32::midpoint(a.x, b.x) + up.0 * lift, y: f32::midpoint(a.y, b.y) + up.1 * lift };
        if frame.holds(at, 4.0) {
            found.push(lettering.text(words, at, Align::Centre, angle));
        }
        start += offset.max(1);
    }
}
