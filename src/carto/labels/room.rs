//! What is taken of a sheet already: names, incidents, furniture. First come, first served.

use std::collections::HashMap;

use super::super::{Basemap, Point, Rect, TextMark, ground::Frame, text_rect};

/// Side of the fields in which rectangles and points are looked up, logical pixels.
const FIELD: f32 = 64.0;

/// What is taken of a sheet.
#[derive(Debug)]
pub(in super::super) struct Room {
    frame: Rect,
    fields: HashMap<(i32, i32), Field>,
}

#[derive(Debug, Default)]
struct Field {
    taken: Vec<Rect>,
    /// Taken as well, by signs that are painted over names and dots.
    covered: Vec<Rect>,
    /// Points of the frontier, close together: a name may lie on it, but better not.
    frontier: Vec<Point>,
}

/// The fields that a rectangle touches.
fn fields_of(rect: &Rect) -> impl Iterator<Item = (i32, i32)> + use<> {
    let index = |v: f32| (v / FIELD).floor() as i32;
    let (left, right) = (index(rect.min.x), index(rect.max.x));
    (index(rect.min.y)..=index(rect.max.y)).flat_map(move |y| (left..=right).map(move |x| (x, y)))
}

impl Room {
    pub fn new(frame: &Frame) -> Self {
        let mut fields: HashMap<(i32, i32), Field> = HashMap::new();
        for p in frontier_points(frame) {
            for at in fields_of(&Rect { min: p, max: p }) {
                fields.entry(at).or_default().frontier.push(p);
            }
        }
        Self { frame: Rect { min: frame.min, max: frame.max() }.grown(-3.0), fields }
    }

    /// Takes a rectangle whether it is free or not.
    pub fn reserve(&mut self, rect: Rect) {
        for at in fields_of(&rect) {
            self.fields.entry(at).or_default().taken.push(rect);
        }
    }

    /// Takes a rectangle for a sign that is painted over names and dots.
    pub fn cover(&mut self, rect: Rect) {
        for at in fields_of(&rect) {
            self.fields.entry(at).or_default().covered.push(rect);
        }
    }

    /// Whether no name stands there; a sign over the names may.
    pub fn has_no_name(&self, rect: &Rect) -> bool {
        let is_taken = |field: &Field| field.taken.iter().any(|taken| taken.overlaps(rect));
        self.frame.contains(rect) && !fields_of(rect).filter_map(|at| self.fields.get(&at)).any(is_taken)
    }

    pub fn is_free(&self, rect: &Rect) -> bool {
        let is_covered = |field: &Field| field.covered.iter().any(|covered| covered.overlaps(rect));
        self.has_no_name(rect) && !fields_of(rect).filter_map(|at| self.fields.get(&at)).any(is_covered)
    }

    /// Takes a rectangle where it is free, and tells whether it was.
    pub fn take(&mut self, rect: Rect) -> bool {
        let free = self.is_free(&rect);
        if free {
            self.reserve(rect);
        }
        free
    }

    /// How much of the frontier a name there would hide.
    pub fn hides(&self, rect: &Rect) -> usize {
        let inside =
            |p: &&Point| (rect.min.x..=rect.max.x).contains(&p.x) && (rect.min.y..=rect.max.y).contains(&p.y);
        fields_of(rect)
            .filter_map(|at| self.fields.get(&at))
            .map(|field| field.frontier.iter().filter(inside).count())
            .sum()
    }

    /// Of the places that are free for a text the one that hides least of the frontier; of equals the first.
    pub fn best(&self, texts: impl IntoIterator<Item = TextMark>, margin: f32) -> Option<TextMark> {
        texts
            .into_iter()
            .map(|text| (text_rect(&text), text))
            .filter(|(rect, _)| self.is_free(&rect.grown(margin)))
            .map(|(rect, text)| (self.hides(&rect), text))
            .min_by_key(|(hidden, _)| *hidden)
            .map(|(_, text)| text)
    }
}

/// The frontier in the frame, a point every few pixels.
fn frontier_points(frame: &Frame) -> Vec<Point> {
    const EVERY: f32 = 7.0;
    let focus = Basemap::embedded().borders.iter().filter(|border| border.focus);
    let mut points = Vec::new();
    for run in focus.flat_map(|border| frame.runs(&border.line)) {
        for pair in run.windows(2) {
            let (dx, dy) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
            let steps = (dx.hypot(dy) / EVERY).ceil().clamp(1.0, 400.0);
            for step in 0..steps as usize {
                let t = step as f32 / steps;
                let p = Point { x: pair[0].x + dx * t, y: pair[0].y + dy * t };
                if frame.holds(p, 0.0) {
                    points.push(p);
                }
            }
        }
    }
    points
}
