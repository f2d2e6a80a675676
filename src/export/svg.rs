//! A page as SVG, to be gone on with in a drawing program.
//!
//! Words stay words. The fonts are named, not embedded: drawing programs take no fonts out of a file, and with them
//! each file would be larger by a megabyte. Where Noto Sans is not installed, another sans serif stands in; what must
//! look the same everywhere is a PDF.

use std::{fmt::Write as _, sync::Arc};

use crate::carto::{
    Align, CAP_HEIGHT, CourseMark, Face, Letter, Mark, Page, PaperSize, PicturePart, Point, Raster, Rect,
    Relief, Rgba, Scene, Stroke, TextMark, has_right_to_left, ring_ranges,
};

use super::png::{ExportError, ground_jpeg, is_clipped, raster_png};

/// Pixels of the relief per logical pixel.
const RELIEF_SHARPNESS: f32 = 2.0;

/// The page as one SVG file; the relief is a picture in it.
///
/// # Errors
/// When the map has a size that cannot be painted.
pub fn svg(page: &Page) -> Result<String, ExportError> {
    let size = page.scene.size;
    let (width, height) = match page.paper {
        PaperSize::Millimetres(width, height) => {
            (format!("{}mm", Number(width)), format!("{}mm", Number(height)))
        }
        PaperSize::Pixels(width, height) => (width.to_string(), height.to_string()),
    };
    let mut out = format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}" "#,
            r#"font-family="'Noto Sans', 'Noto Sans Arabic', 'Open Sans', 'DejaVu Sans', Arial, sans-serif">"#,
            "\n<title>{}</title>\n"
        ),
        width,
        height,
        Number(size.x),
        Number(size.y),
        escaped(&page.title),
    );
    write_scene(&mut out, &page.scene, "map")?;
    for link in &page.links {
        let Rect { min, max } = link.rect;
        let _ = writeln!(
            out,
            r#"<a href="{}"><rect x="{}" y="{}" width="{}" height="{}" fill="none" pointer-events="all"/></a>"#,
            escaped(&link.url),
            Number(min.x),
            Number(min.y),
            Number(max.x - min.x),
            Number(max.y - min.y)
        );
    }
    out.push_str("</svg>\n");
    Ok(out)
}

/// A Scene from its own corner on. `name` tells its frame from those of others in the file.
fn write_scene(out: &mut String, scene: &Scene, name: &str) -> Result<(), ExportError> {
    let place = |min: Point, size: Point| {
        format!(
            r#"x="{}" y="{}" width="{}" height="{}""#,
            Number(min.x),
            Number(min.y),
            Number(size.x),
            Number(size.y)
        )
    };
    let frame = place(scene.map_min, scene.map_size);
    let _ = writeln!(
        out,
        r#"<defs><clipPath id="{name}"><rect {frame}/></clipPath></defs><rect {}{}/>"#,
        place(Point::default(), scene.size),
        fill(scene.ground)
    );
    let has_map = scene.map_size.x >= 1.0 && scene.map_size.y >= 1.0;
    if has_map && (scene.relief != Relief::Hidden || scene.tiles.is_some()) {
        let jpeg = base64(&ground_jpeg(scene, RELIEF_SHARPNESS)?);
        let _ = writeln!(
            out,
            r#"<image {frame} preserveAspectRatio="none" href="data:image/jpeg;base64,{jpeg}"/>"#
        );
    }
    write_parts(out, &scene.parts, &format!(" clip-path=\"url(#{name})\""));
    for (number, panel) in scene.panels.iter().enumerate() {
        // A drawing within the drawing: it is cut off at its own edge.
        let _ = writeln!(out, "<svg {}>", place(panel.min, panel.scene.size));
        write_scene(out, &panel.scene, &format!("{name}-{number}"))?;
        out.push_str("</svg>\n");
    }
    Ok(())
}

fn write_parts(out: &mut String, parts: &[(PicturePart, Arc<[Mark]>)], clip: &str) {
    for (part, marks) in parts {
        if marks.is_empty() {
            continue;
        }
        let name = match part {
            PicturePart::Basemap => "basemap",
            PicturePart::BasemapAbove => "basemap-above",
            PicturePart::Overlays => "own-layers",
            PicturePart::OverlaysAbove => "own-layers-above",
            PicturePart::PrecisionAreas => "precision",
            PicturePart::PlaceNames => "names",
            PicturePart::Incidents => "incidents",
            PicturePart::Measured => "measured",
            PicturePart::Compared => "compared",
            PicturePart::Furniture => "furniture",
            PicturePart::Opened => "opened",
        };
        let clip = if is_clipped(*part) { clip } else { "" };
        let _ = writeln!(out, r#"<g id="{name}"{clip}>"#);
        for mark in marks.iter() {
            write_mark(out, mark);
        }
        out.push_str("</g>\n");
    }
}

/// A coordinate with at most two decimals.
struct Number(f32);

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hundredths = (f64::from(self.0) * 100.0).round() as i64;
        let (sign, size) = (if hundredths < 0 { "-" } else { "" }, hundredths.unsigned_abs());
        let (whole, part) = (size / 100, size % 100);
        match part {
            0 => write!(f, "{sign}{whole}"),
            part if part % 10 == 0 => write!(f, "{sign}{whole}.{}", part / 10),
            part => write!(f, "{sign}{whole}.{part:02}"),
        }
    }
}

fn colour(name: &str, Rgba([r, g, b, a]): Rgba) -> String {
    if a == 255 {
        format!(r##" {name}="#{r:02x}{g:02x}{b:02x}""##)
    } else {
        let opacity = f32::from(a) / 255.0;
        format!(r##" {name}="#{r:02x}{g:02x}{b:02x}" {name}-opacity="{opacity:.3}""##)
    }
}

fn fill(rgba: Rgba) -> String {
    colour("fill", rgba)
}

fn stroke(stroke: &Stroke) -> String {
    let mut text = colour("stroke", stroke.colour);
    let _ = write!(text, r#" stroke-width="{}""#, Number(stroke.width));
    if let Some(dash) = stroke.dash {
        let _ = write!(text, r#" stroke-dasharray="{} {}""#, Number(dash.on), Number(dash.off));
    }
    text
}

fn maybe_stroke(of: Option<&Stroke>) -> String {
    of.map_or_else(String::new, stroke)
}

fn write_points(out: &mut String, points: &[Point], closed: bool) {
    let mut command = 'M';
    for p in points {
        let _ = write!(out, "{command}{} {}", Number(p.x), Number(p.y));
        command = 'L';
    }
    if closed {
        out.push('Z');
    }
}

fn write_mark(out: &mut String, mark: &Mark) {
    match mark {
        Mark::Area { points, rings, triangles: _, fill: inside } => {
            let _ = write!(out, r#"<path fill-rule="evenodd"{} d=""#, fill(*inside));
            for range in ring_ranges(rings, points.len()) {
                write_points(out, &points[range], true);
            }
            out.push_str("\"/>\n");
        }
        Mark::Symbol { centre: _, outline, fill: inside, stroke: edge } => {
            let _ = write!(
                out,
                r#"<path stroke-linejoin="round"{}{} d=""#,
                fill(*inside),
                maybe_stroke(edge.as_ref())
            );
            write_points(out, outline, true);
            out.push_str("\"/>\n");
        }
        Mark::Circle { centre, radius, fill: inside, stroke: edge } => {
            let inside = inside.map_or_else(|| r#" fill="none""#.to_owned(), fill);
            let _ = writeln!(
                out,
                r#"<circle cx="{}" cy="{}" r="{}"{inside}{}/>"#,
                Number(centre.x),
                Number(centre.y),
                Number(*radius),
                maybe_stroke(edge.as_ref())
            );
        }
        Mark::Line { points, stroke: line } => {
            let closed = points.len() > 2 && points.first() == points.last();
            let _ = write!(out, r#"<path fill="none" stroke-linejoin="round"{} d=""#, stroke(line));
            write_points(out, points, closed);
            out.push_str("\"/>\n");
        }
        Mark::Segments { points, stroke: line } => {
            let _ = write!(out, r#"<path fill="none"{} d=""#, stroke(line));
            for pair in points.chunks_exact(2) {
                write_points(out, pair, false);
            }
            out.push_str("\"/>\n");
        }
        Mark::Card { min, size, radius, fill: inside, stroke: edge } => {
            let _ = writeln!(
                out,
                r#"<rect x="{}" y="{}" width="{}" height="{}" rx="{}"{}{}/>"#,
                Number(min.x),
                Number(min.y),
                Number(size.x),
                Number(size.y),
                Number(*radius),
                fill(*inside),
                maybe_stroke(edge.as_ref())
            );
        }
        Mark::Raster { min, size, raster } => write_raster(out, *min, *size, raster),
        Mark::Text(text) => write_text(out, text),
        Mark::Course(course) => write_course(out, course),
    }
}

fn write_raster(out: &mut String, min: Point, size: Point, raster: &Raster) {
    // Without its picture a map of a crowd would be empty, and a picture in memory is always packed.
    let Ok(png) = raster_png(raster) else { return };
    let _ = writeln!(
        out,
        r#"<image x="{}" y="{}" width="{}" height="{}" preserveAspectRatio="none" href="data:image/png;base64,{}"/>"#,
        Number(min.x),
        Number(min.y),
        Number(size.x),
        Number(size.y),
        base64(&png)
    );
}

fn write_text(out: &mut String, text: &TextMark) {
    let anchor = match text.align {
        Align::Left => "start",
        Align::Centre => "middle",
        Align::Right => "end",
    };
    let face = match text.face {
        Face::Regular => "",
        Face::SemiBold => r#" font-weight="600""#,
        Face::Italic => r#" font-style="italic""#,
    };
    // Letters that join are never spaced.
    let spacing = if has_right_to_left(&text.text) { 0.0 } else { text.spacing };
    // The last letter's space would shift what is centred or set to the right.
    let trailing = match text.align {
        Align::Left => 0.0,
        Align::Centre => spacing / 2.0,
        Align::Right => spacing,
    };
    let baseline = text.size * CAP_HEIGHT / 2.0;
    let _ = write!(out, r#"<text text-anchor="{anchor}" font-size="{}"{face}"#, Number(text.size));
    if text.angle == 0.0 {
        let _ = write!(out, r#" x="{}" y="{}""#, Number(text.at.x + trailing), Number(text.at.y + baseline));
    } else {
        let _ = write!(
            out,
            r#" x="{}" y="{}" transform="translate({} {}) rotate({})""#,
            Number(trailing),
            Number(baseline),
            Number(text.at.x),
            Number(text.at.y),
            Number(text.angle.to_degrees())
        );
    }
    if spacing != 0.0 {
        let _ = write!(out, r#" letter-spacing="{}""#, Number(spacing));
    }
    out.push_str(&fill(text.colour));
    if let Some(halo) = text.halo {
        let _ = write!(
            out,
            r#"{} stroke-width="{}" stroke-linejoin="round" paint-order="stroke""#,
            colour("stroke", halo.colour),
            Number(halo.width * 2.0)
        );
    }
    let _ = writeln!(out, ">{}</text>", escaped(&text.text));
}

/// A text along a line stays one text, each letter with its own place, so that it can still be found and changed; of
/// a script whose letters join, each word is a text.
fn write_course(out: &mut String, course: &CourseMark) {
    let look = |out: &mut String| {
        let face = match course.face {
            Face::Regular => "",
            Face::SemiBold => r#" font-weight="600""#,
            Face::Italic => r#" font-style="italic""#,
        };
        let _ = write!(out, r#" font-size="{}"{face}{}"#, Number(course.size), fill(course.colour));
        if let Some(halo) = course.halo {
            let _ = write!(
                out,
                r#"{} stroke-width="{}" stroke-linejoin="round" paint-order="stroke""#,
                colour("stroke", halo.colour),
                Number(halo.width * 2.0)
            );
        }
    };
    if course.letters.iter().any(|letter| letter.text.chars().nth(1).is_some()) {
        for word in course.letters.iter() {
            let _ = write!(
                out,
                r#"<text transform="translate({} {}) rotate({})""#,
                Number(word.at.x),
                Number(word.at.y),
                Number(word.angle.to_degrees())
            );
            look(out);
            let _ = writeln!(out, ">{}</text>", escaped(&word.text));
        }
        return;
    }
    let list = |of: &dyn Fn(&Letter) -> f32| {
        course.letters.iter().map(|letter| Number(of(letter)).to_string()).collect::<Vec<_>>().join(" ")
    };
    let _ = write!(
        out,
        r#"<text xml:space="preserve" x="{}" y="{}" rotate="{}""#,
        list(&|letter| letter.at.x),
        list(&|letter| letter.at.y),
        list(&|letter| letter.angle.to_degrees())
    );
    look(out);
    let words: String = course.letters.iter().map(|letter| &*letter.text).collect();
    let _ = writeln!(out, ">{}</text>", escaped(&words));
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML allows no control characters, not even escaped.
            control if control.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// # Source
/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let word = at(0) << 16 | at(1) << 8 | at(2);
        for i in 0..4 {
            if i <= chunk.len() {
                out.push(char::from(LETTERS[(word >> (18 - 6 * i) & 63) as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}
