//! Pages as PDF: vectors, and words that can be found, copied and read aloud.
//!
//! Every word stands in the file once: what lifts it off the map is an outline, not a second word. Nothing tells who
//! made the file, where or when.

mod tree;

use krilla::{
    Document, SerializeSettings,
    action::{Action, LinkAction},
    annotation::{Annotation, LinkAnnotation, Target},
    color::rgb,
    geom::{Path, PathBuilder, Point as PdfPoint, Rect as PdfRect, Size, Transform as PdfTransform},
    image::Image,
    metadata::Metadata,
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, FillRule, LineCap, LineJoin, Stroke as Pen, StrokeDash},
    surface::Surface,
    tagging::{ContentTag, SpanTag},
    text::{Font as PdfFont, GlyphId, KrillaGlyph},
};
use tiny_skia::{PathSegment, Transform};

use crate::carto::{
    CourseMark, Halo, Mark, Page, PicturePart, Point, Raster, Relief, Rgba, Scene, Stroke, TextMark,
};

use super::{
    letters::{Font, SetWords},
    paint::{area_path, card_path, line_path, segments_path},
    png::{ExportError, ground_jpeg, is_clipped},
};
use tree::Outline;

/// Pixels of the relief per logical pixel: at 96 logical pixels an inch, what a printer of 200 dots shows.
const RELIEF_SHARPNESS: f32 = 2.0;

/// The pages as one PDF file.
///
/// # Errors
/// When a page has no size, or more stands on it than a PDF can hold.
pub fn pdf(pages: &[Page]) -> Result<Vec<u8>, ExportError> {
    let settings = SerializeSettings { xmp_metadata: false, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let fonts = Font::ALL.map(|font| PdfFont::new(font.bytes().into(), 0));
    let mut outline = Outline::default();
    for page in pages {
        add_page(&mut document, page, &fonts, &mut outline)?;
    }
    let title = pages.first().map_or_else(String::new, |page| page.title.clone());
    document.set_metadata(Metadata::new().title(title).language("en".to_owned()));
    document.set_tag_tree(outline.finish());
    document.finish().map_err(|error| ExportError::Pdf(format!("{error:?}")))
}

fn add_page(
    document: &mut Document,
    page: &Page,
    fonts: &[Option<PdfFont>; 5],
    outline: &mut Outline,
) -> Result<(), ExportError> {
    let size = page.scene.size;
    let (width, height) = page.paper.points(size);
    let wrong_size = || ExportError::Size { width: size.x as u32, height: size.y as u32 };
    let settings = PageSettings::from_wh(width, height).ok_or_else(wrong_size)?;
    let scale = (width / size.x, height / size.y);
    let mut sheet = document.start_page_with(settings);
    outline.begin_page(page);
    {
        let surface = sheet.surface();
        let mut brush = Brush { surface, fonts, outline: &mut *outline, offset: Point::default() };
        brush.surface.push_transform(&PdfTransform::from_scale(scale.0, scale.1));
        let painted = brush.scene(&page.scene);
        brush.surface.pop();
        painted?;
    }
    for link in &page.links {
        let [left, right] = [link.rect.min.x, link.rect.max.x].map(|x| x * scale.0);
        let [top, bottom] = [link.rect.min.y, link.rect.max.y].map(|y| y * scale.1);
        let Some(rect) = PdfRect::from_ltrb(left, top, right, bottom) else { continue };
        let target = Target::Action(Action::Link(LinkAction::new(link.url.clone())));
        let note = Annotation::new_link(LinkAnnotation::new(rect, target), Some(link.url.clone()));
        let id = sheet.add_tagged_annotation(note);
        outline.add_link(&link.rect, id);
    }
    outline.end_page();
    sheet.finish();
    Ok(())
}

struct Brush<'a, 'b> {
    surface: Surface<'a>,
    fonts: &'b [Option<PdfFont>; 5],
    outline: &'b mut Outline,
    /// Of the Scene being painted on the page.
    offset: Point,
}

impl Brush<'_, '_> {
    fn scene(&mut self, scene: &Scene) -> Result<(), ExportError> {
        self.fill(rectangle(Point::default(), scene.size).as_ref(), scene.ground, FillRule::NonZero);
        let has_map = scene.map_size.x >= 1.0 && scene.map_size.y >= 1.0;
        if has_map && (scene.relief != Relief::Hidden || scene.tiles.is_some()) {
            self.relief(scene)?;
        }
        for parts in scene.parts.chunk_by(|(a, _), (b, _)| is_clipped(*a) == is_clipped(*b)) {
            let frame = parts.iter().any(|(part, _)| is_clipped(*part));
            let frame = frame.then(|| rectangle(scene.map_min, scene.map_size)).flatten();
            if let Some(frame) = &frame {
                self.surface.push_clip_path(frame, &FillRule::NonZero);
            }
            for (part, marks) in parts {
                for mark in marks.iter() {
                    self.mark(mark, *part);
                }
            }
            if frame.is_some() {
                self.surface.pop();
            }
        }
        for panel in &scene.panels {
            let Some(frame) = rectangle(panel.min, panel.scene.size) else { continue };
            self.surface.push_clip_path(&frame, &FillRule::NonZero);
            self.surface.push_transform(&PdfTransform::from_translate(panel.min.x, panel.min.y));
            let before = std::mem::replace(&mut self.offset, panel.min);
            let painted = self.scene(&panel.scene);
            self.offset = before;
            self.surface.pop();
            self.surface.pop();
            painted?;
        }
        Ok(())
    }

    fn relief(&mut self, scene: &Scene) -> Result<(), ExportError> {
        let jpeg = ground_jpeg(scene, RELIEF_SHARPNESS)?;
        let image = Image::from_jpeg(jpeg.into(), true).map_err(ExportError::Pdf)?;
        let Some(size) = Size::from_wh(scene.map_size.x, scene.map_size.y) else { return Ok(()) };
        let there = PdfTransform::from_translate(scene.map_min.x, scene.map_min.y);
        let id = self.surface.start_tagged(ContentTag::Other);
        self.surface.push_transform(&there);
        self.surface.draw_image(image, size);
        self.surface.pop();
        self.surface.end_tagged();
        self.outline.add_map(id);
        Ok(())
    }

    fn mark(&mut self, mark: &Mark, part: PicturePart) {
        match mark {
            Mark::Area { points, rings, triangles: _, fill } => {
                self.fill(path(area_path(points, rings)).as_ref(), *fill, FillRule::EvenOdd);
            }
            Mark::Symbol { centre: _, outline, fill, stroke } => {
                let path = path(line_path(outline, true));
                self.shape(path.as_ref(), Some(*fill), stroke.as_ref(), LineJoin::Round);
            }
            Mark::Circle { centre, radius, fill, stroke } => {
                let path = path(tiny_skia::PathBuilder::from_circle(centre.x, centre.y, *radius));
                self.shape(path.as_ref(), *fill, stroke.as_ref(), LineJoin::Miter);
            }
            Mark::Line { points, stroke } => {
                let closed = points.len() > 2 && points.first() == points.last();
                self.shape(path(line_path(points, closed)).as_ref(), None, Some(stroke), LineJoin::Round);
            }
            Mark::Segments { points, stroke } => {
                self.shape(path(segments_path(points)).as_ref(), None, Some(stroke), LineJoin::Miter);
            }
            Mark::Card { min, size, radius, fill, stroke } => {
                let path = path(card_path(*min, *size, *radius));
                self.shape(path.as_ref(), Some(*fill), stroke.as_ref(), LineJoin::Miter);
            }
            Mark::Raster { min, size, raster } => self.raster(*min, *size, raster),
            Mark::Text(text) => self.text(text, part),
            Mark::Course(course) => self.course(course, part),
        }
    }

    fn raster(&mut self, min: Point, size: Point, raster: &Raster) {
        let Some(size) = Size::from_wh(size.x, size.y) else { return };
        let image = Image::from_rgba8(raster.pixels.clone(), raster.width, raster.height);
        self.surface.push_transform(&PdfTransform::from_translate(min.x, min.y));
        self.surface.draw_image(image, size);
        self.surface.pop();
    }

    fn text(&mut self, text: &TextMark, part: PicturePart) {
        let words = SetWords::of_text(text);
        self.halo(std::slice::from_ref(&words), text.halo);
        // Words that stand in more than one piece (spaced letters, two directions) are told as they are read.
        let in_pieces = words.runs.len() > 1 || text.spacing != 0.0;
        let actual = in_pieces.then_some(&*text.text);
        let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty().with_actual_text(actual)));
        self.letters(&words, text.colour);
        self.surface.end_tagged();
        self.outline.add_text(self.on_page(text.at), part, id);
    }

    fn course(&mut self, course: &CourseMark, part: PicturePart) {
        let letters = SetWords::of_course(course);
        self.halo(&letters, course.halo);
        let actual = SpanTag::empty().with_actual_text(Some(&course.text));
        let id = self.surface.start_tagged(ContentTag::Span(actual));
        for letter in &letters {
            self.letters(letter, course.colour);
        }
        self.surface.end_tagged();
        let at = course.letters.first().map_or_else(Point::default, |letter| letter.at);
        self.outline.add_text(self.on_page(at), part, id);
    }

    fn on_page(&self, at: Point) -> Point {
        Point { x: at.x + self.offset.x, y: at.y + self.offset.y }
    }

    fn halo(&mut self, words: &[SetWords], halo: Option<Halo>) {
        let Some(halo) = halo else { return };
        let mut all = tiny_skia::PathBuilder::new();
        for words in words {
            words.add_outline(&mut all);
        }
        let stroke = Stroke { width: halo.width * 2.0, colour: halo.colour, dash: None };
        self.shape(path(all.finish()).as_ref(), None, Some(&stroke), LineJoin::Round);
    }

    fn letters(&mut self, words: &SetWords, colour: Rgba) {
        self.surface.push_transform(&transform(words.to_sheet()));
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill(colour, FillRule::NonZero)));
        for run in &words.runs {
            let (Some(font), Some(first)) = (&self.fonts[run.font.number()], run.glyphs.first()) else {
                continue;
            };
            let glyphs: Vec<KrillaGlyph> = run
                .glyphs
                .iter()
                .map(|glyph| {
                    let [advance, x, y] =
                        [glyph.advance, glyph.shift.x, -glyph.shift.y].map(|v| v / words.size);
                    KrillaGlyph::new(GlyphId::new(glyph.id), advance, x, y, 0.0, glyph.range.clone(), None)
                })
                .collect();
            let start = PdfPoint::from_xy(first.x, 0.0);
            self.surface.draw_glyphs(start, &glyphs, font.clone(), &words.text, words.size, false);
        }
        self.surface.pop();
    }

    fn fill(&mut self, path: Option<&Path>, colour: Rgba, rule: FillRule) {
        if let Some(path) = path.filter(|_| colour.0[3] > 0) {
            self.surface.set_stroke(None);
            self.surface.set_fill(Some(fill(colour, rule)));
            self.surface.draw_path(path);
        }
    }

    fn shape(&mut self, path: Option<&Path>, inside: Option<Rgba>, edge: Option<&Stroke>, join: LineJoin) {
        let Some(path) = path else { return };
        let inside = inside.filter(|colour| colour.0[3] > 0).map(|colour| fill(colour, FillRule::NonZero));
        let edge = edge.filter(|edge| edge.width > 0.0).map(|edge| pen(edge, join));
        if inside.is_some() || edge.is_some() {
            self.surface.set_fill(inside);
            self.surface.set_stroke(edge);
            self.surface.draw_path(path);
        }
    }
}

fn fill(colour: Rgba, rule: FillRule) -> Fill {
    let [r, g, b, a] = colour.0;
    Fill { paint: rgb::Color::new(r, g, b).into(), opacity: opacity(a), rule }
}

fn pen(stroke: &Stroke, line_join: LineJoin) -> Pen {
    let [r, g, b, a] = stroke.colour.0;
    Pen {
        paint: rgb::Color::new(r, g, b).into(),
        width: stroke.width,
        miter_limit: 4.0,
        line_cap: LineCap::Butt,
        line_join,
        opacity: opacity(a),
        dash: stroke.dash.map(|dash| StrokeDash { array: vec![dash.on, dash.off], offset: 0.0 }),
    }
}

fn opacity(alpha: u8) -> NormalizedF32 {
    NormalizedF32::new(f32::from(alpha) / 255.0).unwrap_or(NormalizedF32::ONE)
}

fn transform(of: Transform) -> PdfTransform {
    PdfTransform::from_row(of.sx, of.ky, of.kx, of.sy, of.tx, of.ty)
}

fn rectangle(min: Point, size: Point) -> Option<Path> {
    path(card_path(min, size, 0.0))
}

fn path(of: Option<tiny_skia::Path>) -> Option<Path> {
    let mut path = PathBuilder::new();
    for segment in of?.segments() {
        match segment {
            PathSegment::MoveTo(p) => path.move_to(p.x, p.y),
            PathSegment::LineTo(p) => path.line_to(p.x, p.y),
            PathSegment::QuadTo(c, p) => path.quad_to(c.x, c.y, p.x, p.y),
            PathSegment::CubicTo(a, b, p) => path.cubic_to(a.x, a.y, b.x, b.y, p.x, p.y),
            PathSegment::Close => path.close(),
        }
    }
    path.finish()
}
