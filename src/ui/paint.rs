//! Paints a Scene with egui.
//!
//! It draws what the Scene says and decides nothing: the same marks become SVG on paper.

use std::sync::Arc;

use eframe::egui::{
    self, Color32, Galley, Mesh, Pos2, Rect, Shape, Stroke as EguiStroke, StrokeKind, TextFormat,
    TextureHandle, Vec2,
    epaint::{CircleShape, PathShape, PathStroke, RectShape, Tessellator, TextShape},
    pos2,
    text::LayoutJob,
    vec2,
};

use crate::carto::{
    Align, CAP_HEIGHT, CourseMark, Face, Mark, Point, Raster, Rgba, Stroke, TextMark, has_right_to_left,
    stretches,
};

use super::theme;

/// Marks turned into shapes, kept while the marks, their place and the fonts stay the same.
#[derive(Default)]
pub struct PaintedMarks {
    marks: Option<Arc<[Mark]>>,
    offset: Vec2,
    pixels_per_point: f32,
    shapes: Vec<Shape>,
    /// The pictures among the marks, as the graphics card has them.
    textures: Vec<TextureHandle>,
}

impl PaintedMarks {
    /// Paints the marks with the sheet's top left corner at `offset`.
    pub fn paint(&mut self, painter: &egui::Painter, marks: &Arc<[Mark]>, offset: Vec2) {
        let pixels_per_point = painter.pixels_per_point();
        let same = self.marks.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, marks))
            && self.offset == offset
            && (self.pixels_per_point - pixels_per_point).abs() < f32::EPSILON;
        if !same {
            self.textures.clear();
            self.shapes = shapes(painter, marks, offset, &mut self.textures);
            self.marks = Some(Arc::clone(marks));
            self.offset = offset;
            self.pixels_per_point = pixels_per_point;
        }
        painter.extend(self.shapes.iter().cloned());
    }
}

fn shapes(
    painter: &egui::Painter,
    marks: &[Mark],
    offset: Vec2,
    textures: &mut Vec<TextureHandle>,
) -> Vec<Shape> {
    let ctx = painter.ctx();
    let options = ctx.tessellation_options(|options| *options);
    // Only texts use the font texture, and they stay shapes: its size and discs do not matter here.
    let mut tessellator = Tessellator::new(painter.pixels_per_point(), options, [1024, 1024], Vec::new());
    let mut mesh = Mesh::default();
    let mut shapes = Vec::new();
    for mark in marks {
        if matches!(mark, Mark::Text(_) | Mark::Course(_) | Mark::Raster { .. }) && !mesh.is_empty() {
            shapes.push(Shape::mesh(std::mem::take(&mut mesh)));
        }
        match mark {
            Mark::Text(text) => text_shapes(painter, text, offset, &mut shapes),
            Mark::Course(course) => course_shapes(painter, course, offset, &mut shapes),
            Mark::Raster { min, size, raster } => {
                let texture = texture(painter, raster);
                let rect = Rect::from_min_size(place(*min, offset), vec2(size.x, size.y));
                let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
                shapes.push(Shape::image(texture.id(), rect, whole, Color32::WHITE));
                textures.push(texture);
            }
            mark => add_to_mesh(&mut tessellator, mark, offset, &mut mesh),
        }
    }
    if !mesh.is_empty() {
        shapes.push(Shape::mesh(mesh));
    }
    shapes
}

fn texture(painter: &egui::Painter, raster: &Raster) -> TextureHandle {
    let size = [raster.width as usize, raster.height as usize];
    let image = egui::ColorImage::from_rgba_unmultiplied(size, &raster.pixels);
    painter.ctx().load_texture("raster", image, egui::TextureOptions::LINEAR)
}

fn add_to_mesh(tessellator: &mut Tessellator, mark: &Mark, offset: Vec2, mesh: &mut Mesh) {
    match mark {
        Mark::Area { points, triangles, fill, .. } => {
            let first = mesh.vertices.len() as u32;
            for point in points.iter() {
                mesh.colored_vertex(place(*point, offset), colour(*fill));
            }
            for corner in triangles.iter() {
                mesh.indices.push(first + corner);
            }
        }
        Mark::Symbol { centre, outline, fill, stroke } => {
            let fan = colour(*fill);
            let first = mesh.vertices.len() as u32;
            mesh.colored_vertex(place(*centre, offset), fan);
            for point in outline.iter() {
                mesh.colored_vertex(place(*point, offset), fan);
            }
            let corners = outline.len() as u32;
            for corner in 0..corners {
                mesh.add_triangle(first, first + 1 + corner, first + 1 + (corner + 1) % corners);
            }
            // Without an edge of its own, a thin one of the same colour smooths the rim.
            let edge = stroke.unwrap_or(Stroke { width: 1.0, colour: *fill, dash: None });
            stroke_path(tessellator, outline, true, edge, offset, mesh);
        }
        Mark::Circle { centre, radius, fill, stroke } => {
            let at = place(*centre, offset);
            if let Some(fill) = fill {
                tessellator.tessellate_circle(CircleShape::filled(at, *radius, colour(*fill)), mesh);
            }
            if let Some(stroke) = stroke {
                if stroke.dash.is_some() {
                    stroke_path(tessellator, &circle_points(*centre, *radius), true, *stroke, offset, mesh);
                } else {
                    let edge = EguiStroke::new(stroke.width, colour(stroke.colour));
                    tessellator.tessellate_circle(CircleShape::stroke(at, *radius, edge), mesh);
                }
            }
        }
        Mark::Line { points, stroke } => stroke_path(tessellator, points, false, *stroke, offset, mesh),
        Mark::Segments { points, stroke } => {
            let edge = EguiStroke::new(stroke.width, colour(stroke.colour));
            for pair in points.chunks_exact(2) {
                tessellator.tessellate_line_segment(
                    [place(pair[0], offset), place(pair[1], offset)],
                    edge,
                    mesh,
                );
            }
        }
        Mark::Card { min, size, radius, fill, stroke } => {
            let rect = Rect::from_min_size(place(*min, offset), vec2(size.x, size.y));
            let edge = stroke.map_or(EguiStroke::NONE, |s| EguiStroke::new(s.width, colour(s.colour)));
            let card = RectShape::new(rect, *radius, colour(*fill), edge, StrokeKind::Middle);
            tessellator.tessellate_rect(&card, mesh);
        }
        Mark::Text(_) | Mark::Course(_) | Mark::Raster { .. } => {}
    }
}

fn stroke_path(
    tessellator: &mut Tessellator,
    points: &[Point],
    closed: bool,
    stroke: Stroke,
    offset: Vec2,
    mesh: &mut Mesh,
) {
    let mut path: Vec<Pos2> = points.iter().map(|point| place(*point, offset)).collect();
    let edge = EguiStroke::new(stroke.width, colour(stroke.colour));
    if let Some(dash) = stroke.dash {
        if closed && let Some(first) = path.first().copied() {
            path.push(first);
        }
        for dash in Shape::dashed_line(&path, edge, dash.on, dash.off) {
            tessellator.tessellate_shape(dash, mesh);
        }
    } else {
        let shape =
            PathShape { points: path, closed, fill: Color32::TRANSPARENT, stroke: PathStroke::from(edge) };
        tessellator.tessellate_path(&shape, mesh);
    }
}

fn circle_points(centre: Point, radius: f32) -> Vec<Point> {
    const CORNERS: u16 = 96;
    (0..CORNERS)
        .map(|corner| {
            let (sin, cos) = (f32::from(corner) / f32::from(CORNERS) * std::f32::consts::TAU).sin_cos();
            Point { x: centre.x + radius * cos, y: centre.y + radius * sin }
        })
        .collect()
}

fn text_shapes(painter: &egui::Painter, mark: &TextMark, offset: Vec2, shapes: &mut Vec<Shape>) {
    let spacing = if has_right_to_left(&mark.text) { 0.0 } else { mark.spacing };
    let Some((galley, baseline)) = set_line(painter, &mark.text, mark.face, mark.size, spacing) else {
        return;
    };
    // Letter spacing also stands after the last letter: without it centred names sit off their place.
    let width = galley.size().x - spacing;
    let left = match mark.align {
        Align::Left => 0.0,
        Align::Centre => width / 2.0,
        Align::Right => width,
    };
    // From the anchor to the galley's corner, turned with the text.
    let corner = vec2(-left, CAP_HEIGHT * mark.size / 2.0 - baseline);
    let turn = egui::emath::Rot2::from_angle(mark.angle);
    let at = place(mark.at, offset) + turn * corner;
    let mut push = |at: Pos2, tint: Color32| {
        shapes.push(Shape::Text(
            TextShape::new(at, Arc::clone(&galley), tint)
                .with_override_text_color(tint)
                .with_angle(mark.angle),
        ));
    };
    if let Some(halo) = mark.halo {
        for by in around(halo.width) {
            push(at + by, colour(halo.colour));
        }
    }
    push(at, colour(mark.colour));
}

/// Where copies of a letter stand that make its halo.
fn around(width: f32) -> impl Iterator<Item = Vec2> {
    const DIRECTIONS: u16 = 8;
    (0..DIRECTIONS).map(move |step| {
        let (sin, cos) = (f32::from(step) / f32::from(DIRECTIONS) * std::f32::consts::TAU).sin_cos();
        vec2(cos, sin) * width
    })
}

/// One line of text, its stretches in the order of the paper, and how far its baseline lies below its top.
fn set_line(
    painter: &egui::Painter,
    text: &str,
    face: Face,
    size: f32,
    spacing: f32,
) -> Option<(Arc<Galley>, f32)> {
    let mut job = LayoutJob::default();
    for stretch in stretches(text) {
        let family = if stretch.right_to_left { theme::arabic_family(face) } else { theme::family(face) };
        let format = TextFormat {
            font_id: egui::FontId::new(size, family),
            extra_letter_spacing: spacing,
            color: Color32::PLACEHOLDER,
            ..TextFormat::default()
        };
        job.append(&text[stretch.range], 0.0, format);
    }
    job.wrap.max_width = f32::INFINITY;
    job.break_on_newline = false;
    job.round_output_to_gui = false;
    let galley = painter.layout_job(job);
    let row = galley.rows.first()?;
    let baseline = row.pos.y + row.glyphs.first().map_or(row.size.y * 0.75, |glyph| glyph.pos.y);
    Some((galley, baseline))
}

fn course_shapes(painter: &egui::Painter, mark: &CourseMark, offset: Vec2, shapes: &mut Vec<Shape>) {
    let letters: Vec<(Arc<Galley>, Pos2, f32)> = mark
        .letters
        .iter()
        .filter_map(|letter| {
            let (galley, baseline) = set_line(painter, &letter.text, mark.face, mark.size, 0.0)?;
            let turn = egui::emath::Rot2::from_angle(letter.angle);
            Some((galley, place(letter.at, offset) + turn * vec2(0.0, -baseline), letter.angle))
        })
        .collect();
    let mut push = |by: Vec2, tint: Color32| {
        shapes.extend(letters.iter().map(|(galley, at, angle)| {
            let shape = TextShape::new(*at + by, Arc::clone(galley), tint);
            Shape::Text(shape.with_override_text_color(tint).with_angle(*angle))
        }));
    };
    if let Some(halo) = mark.halo {
        for by in around(halo.width) {
            push(by, colour(halo.colour));
        }
    }
    push(Vec2::ZERO, colour(mark.colour));
}

fn place(point: Point, offset: Vec2) -> Pos2 {
    pos2(point.x, point.y) + offset
}

/// A Scene's colour as egui's.
pub fn colour(Rgba([r, g, b, a]): Rgba) -> Color32 {
    Color32::from_rgba_unmultiplied(r, g, b, a)
}

/// Paints a few marks of a pane, such as a symbol in a list, at their own coordinates.
pub fn paint_once(painter: &egui::Painter, marks: &[Mark]) {
    // Cards and lists have no pictures among their marks.
    painter.extend(shapes(painter, marks, Vec2::ZERO, &mut Vec::new()));
}
