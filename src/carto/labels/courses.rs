//! Words set along a line, letter by letter: rivers, and countries beside their borders.
//!
//! A line is walked in even steps and smoothed, so that letters do not tumble over its small bends; where it is too
//! crooked, nothing is set. Words stand upright: from left to right, whichever way the line runs.

use std::f32::consts::PI;

use super::{
    super::{
        CourseMark, Letter, Mark, Point, Rect,
        basemap::Line,
        fonts::{CAP_HEIGHT, text_width},
        ground::Frame,
        has_right_to_left, words_in_paper_order,
    },
    Lettering, Room,
};

/// Distance of two points of a walked line, logical pixels.
const STEP: f32 = 4.0;
/// Places for words are tried at every so many steps.
const TRIED_EVERY: u8 = 6;
/// Two neighbouring letters turn by at most this, radians, and all of a text together.
const MOST_TURN: f32 = 0.36;
const MOST_TURNS: f32 = 1.7;
/// So many places are tried before a line stays without words.
const MOST_TRIES: usize = 40;

/// A stretch of a line inside the frame in even steps.
pub(super) struct Walk {
    points: Vec<Point>,
    /// Direction at each point, radians.
    angles: Vec<f32>,
    /// Number of the first step, counted from the beginning of the line, so that a name stays where it is while the
    /// map is panned.
    first: i64,
}

/// The stretches of a line in the frame, smoothed for letters of that size.
pub(super) fn walks(frame: &Frame, line: &Line, size: f32) -> Vec<Walk> {
    let mut walks = Vec::new();
    for (from, run) in frame.measured_runs(line) {
        let mut points: Vec<Point> = Vec::new();
        let mut first = 0;
        let mut finish = |points: &mut Vec<Point>, first: i64| {
            let walked = smoothed(std::mem::take(points), size);
            if walked.len() > 8 {
                let angles = directions(&walked);
                walks.push(Walk { points: walked, angles, first });
            }
        };
        let step = f64::from(STEP);
        let mut number = (from / step).ceil() as i64;
        let mut along = from;
        for pair in run.windows(2) {
            let (dx, dy) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
            let length = f64::from(dx).hypot(f64::from(dy));
            while (number as f64) * step < along + length {
                let t = (((number as f64) * step - along) / length) as f32;
                let p = Point { x: pair[0].x + dx * t, y: pair[0].y + dy * t };
                if frame.holds(p, 0.0) {
                    if points.is_empty() {
                        first = number;
                    }
                    points.push(p);
                } else if !points.is_empty() {
                    finish(&mut points, first);
                }
                number += 1;
            }
            along += length;
        }
        finish(&mut points, first);
    }
    walks
}

/// The means of neighbours, twice over.
fn smoothed(points: Vec<Point>, size: f32) -> Vec<Point> {
    let reach = ((size * 0.55 / STEP).ceil() as usize).max(1);
    let mut points = points;
    for _ in 0..2 {
        if points.len() <= 2 * reach {
            return Vec::new();
        }
        let sum = |list: &[Point]| list.iter().fold((0.0, 0.0), |(x, y), p| (x + p.x, y + p.y));
        let count = (2 * reach + 1) as f32;
        points = points
            .windows(2 * reach + 1)
            .map(|list| {
                let (x, y) = sum(list);
                Point { x: x / count, y: y / count }
            })
            .collect();
    }
    points
}

fn directions(points: &[Point]) -> Vec<f32> {
    let last = points.len() - 1;
    (0..points.len())
        .map(|i| {
            let (a, b) = (points[i.saturating_sub(2)], points[(i + 2).min(last)]);
            (b.y - a.y).atan2(b.x - a.x)
        })
        .collect()
}

/// The difference of two directions, between −π and π.
fn turn(from: f32, to: f32) -> f32 {
    let turn = (to - from).rem_euclid(2.0 * PI);
    if turn > PI { turn - 2.0 * PI } else { turn }
}

/// Words cut into the parts that are set one by one, with their widths.
pub(super) struct Parts {
    words: String,
    set: Vec<(String, f32)>,
    length: f32,
}

impl Parts {
    pub fn of(words: &str, lettering: Lettering) -> Self {
        let width = |text: &str| text_width(lettering.face, lettering.size, text, 0.0);
        let (pieces, gap): (Vec<String>, f32) = if has_right_to_left(words) {
            let paper = words_in_paper_order(words);
            (paper.split(' ').map(str::to_owned).collect(), width(" "))
        } else {
            (words.chars().map(String::from).collect(), lettering.spacing)
        };
        let parts: Vec<(String, f32)> = pieces
            .into_iter()
            .map(|text| {
                let width = width(&text);
                (text, width)
            })
            .map(|(text, width)| (text, width + gap))
            .collect();
        let length = parts.iter().map(|(_, width)| width).sum::<f32>() - gap;
        Self { words: words.to_owned(), set: parts, length }
    }

    pub fn is_longer(&self, than: &Self) -> bool {
        self.length > than.length
    }
}

/// On which side of the line the words stand, as one reads them, and how far from it.
#[derive(Clone, Copy)]
pub(super) enum Side {
    Above(f32),
    Below(f32),
}

/// A place for words on a walk: the first step and the direction of reading.
#[derive(Clone, Copy)]
pub(super) struct Place {
    start: usize,
    backwards: bool,
    score: f32,
}

impl Walk {
    fn at(&self, start: usize, backwards: bool, along: f32) -> (Point, f32) {
        let steps = along / STEP;
        let whole = steps.floor();
        let t = steps - whole;
        let last = self.points.len() - 1;
        let index = |offset: usize| {
            if backwards { start.saturating_sub(offset) } else { (start + offset).min(last) }
        };
        let (i, j) = (index(whole as usize), index(whole as usize + 1));
        let (a, b) = (self.points[i], self.points[j]);
        let angle = self.angles[i] + turn(self.angles[i], self.angles[j]) * t;
        let p = Point { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
        (p, if backwards { angle + PI } else { angle })
    }

    /// Places for a text, the best first: the straighter and the more level, the better.
    pub fn places(&self, parts: &Parts) -> Vec<Place> {
        let span = (parts.length / STEP).ceil() as usize + 1;
        if self.points.len() <= span + 1 {
            return Vec::new();
        }
        let every = i64::from(TRIED_EVERY);
        let skipped = (-self.first).rem_euclid(every) as usize;
        let mut places: Vec<Place> = (skipped..self.points.len() - span)
            .step_by(usize::from(TRIED_EVERY))
            .filter_map(|first| {
                let (a, b) = (self.points[first], self.points[first + span]);
                let backwards = b.x < a.x;
                let start = if backwards { first + span } else { first };
                let chord = (b.y - a.y).atan2(b.x - a.x);
                let level = if backwards { turn(PI, chord) } else { chord };
                let turns: f32 = self.angles[first..=first + span]
                    .windows(2)
                    .map(|pair| turn(pair[0], pair[1]).abs())
                    .sum();
                (turns < MOST_TURNS).then_some(Place { start, backwards, score: turns + level.abs() * 0.35 })
            })
            .collect();
        places.sort_by(|a, b| a.score.total_cmp(&b.score));
        places
    }

    pub fn middle(&self, place: Place, parts: &Parts) -> (Point, f32) {
        self.at(place.start, place.backwards, parts.length / 2.0)
    }

    /// Shorter words in the middle of a place for longer ones.
    pub fn set_in_the_middle(
        &self,
        place: Place,
        longer: &Parts,
        parts: &Parts,
        side: Side,
        lettering: Lettering,
    ) -> Option<CourseMark> {
        let skipped = ((longer.length - parts.length).max(0.0) / 2.0 / STEP).round() as usize;
        let start = if place.backwards { place.start - skipped } else { place.start + skipped };
        self.set(Place { start, ..place }, parts, side, lettering)
    }

    /// The words at a place; `None` where the line turns too much for them.
    pub fn set(&self, place: Place, parts: &Parts, side: Side, lettering: Lettering) -> Option<CourseMark> {
        // From the line to the baseline, upwards.
        let lift = match side {
            Side::Above(gap) => gap + lettering.size * 0.2,
            Side::Below(gap) => -gap - lettering.size * CAP_HEIGHT,
        };
        let mut along = 0.0;
        let mut before: Option<(f32, Point, f32)> = None;
        let mut letters = Vec::with_capacity(parts.set.len());
        for (text, width) in &parts.set {
            let (middle, angle) = self.at(place.start, place.backwards, along + width / 2.0);
            let (sin, cos) = angle.sin_cos();
            let upright = cos > 0.08;
            // The middle of the letter, beside the line: on the inside of a bend letters crowd, on the outside they part.
            let height = lift + lettering.size * CAP_HEIGHT / 2.0;
            let centre = Point { x: middle.x + sin * height, y: middle.y - cos * height };
            let fits = before.is_none_or(|(angle_before, centre_before, width_before)| {
                let wanted = f32::midpoint(width_before, *width);
                let apart = (centre.x - centre_before.x).hypot(centre.y - centre_before.y);
                turn(angle_before, angle).abs() < MOST_TURN && (0.74..1.45).contains(&(apart / wanted))
            });
            if !upright || !fits {
                return None;
            }
            before = Some((angle, centre, *width));
            let at = Point {
                x: middle.x + sin * lift - cos * width / 2.0,
                y: middle.y - cos * lift - sin * width / 2.0,
            };
            letters.push(Letter { text: text.as_str().into(), at, angle: turn(0.0, angle) });
            along += width;
        }
        Some(CourseMark {
            text: parts.words.as_str().into(),
            letters: letters.into(),
            size: lettering.size,
            face: lettering.face,
            colour: lettering.colour,
            halo: Some(lettering.halo),
        })
    }
}

/// What a text along a line takes of the sheet: a rectangle for each letter.
pub(super) fn course_rects(course: &CourseMark) -> Vec<Rect> {
    let half = course.size * 0.55;
    course
        .letters
        .iter()
        .flat_map(|letter| {
            let width = text_width(course.face, course.size, &letter.text, 0.0);
            let (sin, cos) = letter.angle.sin_cos();
            let up = course.size * CAP_HEIGHT / 2.0;
            let parts = (width / course.size).ceil().max(1.0);
            (0..parts as usize).map(move |i| {
                let along = width * (i as f32 + 0.5) / parts;
                let centre = Point {
                    x: letter.at.x + cos * along + sin * up,
                    y: letter.at.y + sin * along - cos * up,
                };
                Rect::around(centre, Point { x: half, y: half })
            })
        })
        .collect()
}

/// Takes the room of all texts, or of none.
pub(super) fn take(courses: &[CourseMark], room: &mut Room) -> bool {
    let rects: Vec<Rect> = courses.iter().flat_map(course_rects).collect();
    let free = rects.iter().all(|rect| room.is_free(&rect.grown(1.0)));
    if free {
        for rect in rects {
            room.reserve(rect);
        }
    }
    free
}

/// Sets words along a line wherever `near` does not find the last ones too near; `made` gives the texts at a place.
/// Returns where they stand.
pub(super) fn along(
    walks: &[Walk],
    parts: &Parts,
    room: &mut Room,
    marks: &mut Vec<Mark>,
    apart: f32,
    set_before: &mut Vec<Point>,
    made: impl Fn(&Walk, Place) -> Option<Vec<CourseMark>>,
) {
    for walk in walks {
        for place in walk.places(parts).into_iter().take(MOST_TRIES) {
            let (middle, _) = walk.middle(place, parts);
            if set_before.iter().any(|at| (at.x - middle.x).hypot(at.y - middle.y) < apart) {
                continue;
            }
            let Some(courses) = made(walk, place) else { continue };
            if take(&courses, room) {
                set_before.push(middle);
                marks.extend(courses.into_iter().map(Mark::Course));
            }
        }
    }
}
