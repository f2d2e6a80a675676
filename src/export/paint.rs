//! Marks of a Scene as pixels.

use tiny_skia::{
    Color, ColorU8, FillRule, FilterQuality, LineCap, LineJoin, Mask, Paint, Path, PathBuilder, Pixmap,
    PixmapPaint, Stroke as Pen, StrokeDash, Transform,
};

use crate::carto::{CourseMark, Halo, Mark, Point, Raster, Rgba, Stroke, TextMark, ring_ranges};

use super::letters::SetWords;

/// Paints marks over what is there. `to_pixels` leads from the sheet to the pixels.
pub(super) fn paint_marks(marks: &[Mark], to_pixels: Transform, pixmap: &mut Pixmap) {
    let mut brush = Brush { to_pixels, pixmap };
    for mark in marks {
        brush.mark(mark);
    }
}

struct Brush<'a> {
    to_pixels: Transform,
    pixmap: &'a mut Pixmap,
}

const UNMASKED: Option<&Mask> = None;

impl Brush<'_> {
    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Area { points, rings, triangles: _, fill } => {
                self.fill(area_path(points, rings).as_ref(), *fill, FillRule::EvenOdd);
            }
            Mark::Symbol { centre: _, outline, fill, stroke } => {
                let path = line_path(outline, true);
                self.fill(path.as_ref(), *fill, FillRule::Winding);
                self.edge(path.as_ref(), stroke.as_ref(), LineJoin::Round);
            }
            Mark::Circle { centre, radius, fill, stroke } => {
                let path = PathBuilder::from_circle(centre.x, centre.y, *radius);
                if let Some(fill) = fill {
                    self.fill(path.as_ref(), *fill, FillRule::Winding);
                }
                self.edge(path.as_ref(), stroke.as_ref(), LineJoin::Miter);
            }
            Mark::Line { points, stroke } => {
                let closed = points.len() > 2 && points.first() == points.last();
                self.edge(line_path(points, closed).as_ref(), Some(stroke), LineJoin::Round);
            }
            Mark::Segments { points, stroke } => {
                self.edge(segments_path(points).as_ref(), Some(stroke), LineJoin::Miter);
            }
            Mark::Card { min, size, radius, fill, stroke } => {
                let path = card_path(*min, *size, *radius);
                self.fill(path.as_ref(), *fill, FillRule::Winding);
                self.edge(path.as_ref(), stroke.as_ref(), LineJoin::Miter);
            }
            Mark::Raster { min, size, raster } => self.raster(*min, *size, raster),
            Mark::Text(text) => self.text(text),
            Mark::Course(course) => self.course(course),
        }
    }

    fn raster(&mut self, min: Point, size: Point, raster: &Raster) {
        let Some(mut own) = Pixmap::new(raster.width, raster.height) else { return };
        for (into, from) in own.pixels_mut().iter_mut().zip(raster.pixels.chunks_exact(4)) {
            *into = ColorU8::from_rgba(from[0], from[1], from[2], from[3]).premultiply();
        }
        let stretched = Transform::from_scale(size.x / raster.width as f32, size.y / raster.height as f32);
        let there = stretched.post_translate(min.x, min.y).post_concat(self.to_pixels);
        let smooth = PixmapPaint { quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
        self.pixmap.draw_pixmap(0, 0, own.as_ref(), &smooth, there, UNMASKED);
    }

    fn text(&mut self, text: &TextMark) {
        let outline = SetWords::of_text(text).outline();
        self.halo(outline.as_ref(), text.halo);
        self.fill(outline.as_ref(), text.colour, FillRule::Winding);
    }

    fn course(&mut self, course: &CourseMark) {
        let mut all = PathBuilder::new();
        for letter in SetWords::of_course(course) {
            letter.add_outline(&mut all);
        }
        let outline = all.finish();
        self.halo(outline.as_ref(), course.halo);
        self.fill(outline.as_ref(), course.colour, FillRule::Winding);
    }

    fn halo(&mut self, outline: Option<&Path>, halo: Option<Halo>) {
        if let Some(halo) = halo {
            let stroke = Stroke { width: halo.width * 2.0, colour: halo.colour, dash: None };
            self.edge(outline, Some(&stroke), LineJoin::Round);
        }
    }

    fn fill(&mut self, path: Option<&Path>, colour: Rgba, rule: FillRule) {
        if let Some(path) = path.filter(|_| colour.0[3] > 0) {
            self.pixmap.fill_path(path, &paint(colour), rule, self.to_pixels, UNMASKED);
        }
    }

    fn edge(&mut self, path: Option<&Path>, stroke: Option<&Stroke>, line_join: LineJoin) {
        if let (Some(path), Some(stroke)) = (path, stroke.filter(|stroke| stroke.width > 0.0)) {
            let dash = stroke.dash.and_then(|dash| StrokeDash::new(vec![dash.on, dash.off], 0.0));
            let pen = Pen { width: stroke.width, line_join, line_cap: LineCap::Butt, dash, ..Pen::default() };
            self.pixmap.stroke_path(path, &paint(stroke.colour), &pen, self.to_pixels, UNMASKED);
        }
    }
}

fn paint(Rgba([r, g, b, a]): Rgba) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(Color::from_rgba8(r, g, b, a));
    paint
}

fn trace(path: &mut PathBuilder, points: &[Point], closed: bool) {
    let mut points = points.iter();
    let Some(first) = points.next() else { return };
    path.move_to(first.x, first.y);
    for p in points {
        path.line_to(p.x, p.y);
    }
    if closed {
        path.close();
    }
}

pub(super) fn area_path(points: &[Point], rings: &[u32]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for range in ring_ranges(rings, points.len()) {
        trace(&mut path, &points[range], true);
    }
    path.finish()
}

pub(super) fn line_path(points: &[Point], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    trace(&mut path, points, closed);
    path.finish()
}

pub(super) fn segments_path(points: &[Point]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for pair in points.chunks_exact(2) {
        trace(&mut path, pair, false);
    }
    path.finish()
}

/// A rectangle with round corners.
pub(super) fn card_path(min: Point, size: Point, radius: f32) -> Option<Path> {
    if size.x <= 0.0 || size.y <= 0.0 {
        return None;
    }
    let radius = radius.min(size.x / 2.0).min(size.y / 2.0);
    let (left, top, right, bottom) = (min.x, min.y, min.x + size.x, min.y + size.y);
    let mut path = PathBuilder::new();
    if radius <= 0.0 {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        trace(&mut path, &corners.map(|(x, y)| Point { x, y }), true);
        return path.finish();
    }
    /// How far the handles of a cubic curve lie from its ends so that it is a quarter of a circle.
    const HANDLE: f32 = 0.552_284_8;
    let near = radius * (1.0 - HANDLE);
    path.move_to(left + radius, top);
    path.line_to(right - radius, top);
    path.cubic_to(right - near, top, right, top + near, right, top + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(right, bottom - near, right - near, bottom, right - radius, bottom);
    path.line_to(left + radius, bottom);
    path.cubic_to(left + near, bottom, left, bottom - near, left, bottom - radius);
    path.line_to(left, top + radius);
    path.cubic_to(left, top + near, left + near, top, left + radius, top);
    path.close();
    path.finish()
}
