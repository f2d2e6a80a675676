//! A Scene as SVG: for editing elsewhere, and as the way to pixels.

use std::{fmt::Write as _, sync::Arc};

use crate::carto::{
    Align, CAP_HEIGHT, CourseMark, Face, Letter, Mark, PicturePart, Point, Rgba, Scene, Stroke, TextMark,
    has_right_to_left, ring_ranges,
};

/// The whole picture as one SVG file. `relief` is the PNG of the shaded relief in the map's frame, embedded
/// below the marks; without it the ground is flat.
pub fn svg(scene: &Scene, relief: Option<&[u8]>) -> String {
    let mut out = head(scene, scene.size.x, scene.size.y);
    let _ = write!(
        out,
        r#"<rect width="{}" height="{}"{}/>"#,
        Number(scene.size.x),
        Number(scene.size.y),
        fill(scene.ground)
    );
    if let Some(png) = relief {
        let _ = write!(
            out,
            r#"<image x="{}" y="{}" width="{}" height="{}" preserveAspectRatio="none" href="data:image/png;base64,{}"/>"#,
            Number(scene.map_min.x),
            Number(scene.map_min.y),
            Number(scene.map_size.x),
            Number(scene.map_size.y),
            base64(png)
        );
    }
    write_parts(&mut out, &scene.parts, r#" clip-path="url(#map)""#);
    for panel in &scene.panels {
        // A drawing within the drawing: it is cut off at its own edge. Its ground is flat.
        let _ = writeln!(
            out,
            r#"<svg x="{}" y="{}" width="{}" height="{}"><rect width="100%" height="100%"{}/>"#,
            Number(panel.min.x),
            Number(panel.min.y),
            Number(panel.scene.size.x),
            Number(panel.scene.size.y),
            fill(panel.scene.ground)
        );
        write_parts(&mut out, &panel.scene.parts, "");
        out.push_str("</svg>\n");
    }
    out.push_str("</svg>\n");
    out
}

/// The marks of some parts alone on a transparent sheet, clipped by nothing.
pub(super) fn marks_svg(scene: &Scene, parts: &[(PicturePart, Arc<[Mark]>)]) -> String {
    let mut out = head(scene, scene.size.x, scene.size.y);
    write_parts(&mut out, parts, "");
    out.push_str("</svg>\n");
    out
}

/// Whether a part is cut off at the edge of the map's frame.
pub(super) fn is_clipped(part: PicturePart) -> bool {
    match part {
        PicturePart::Basemap
        | PicturePart::BasemapAbove
        | PicturePart::PrecisionAreas
        | PicturePart::Overlays
        | PicturePart::OverlaysAbove
        | PicturePart::PlaceNames
        | PicturePart::Incidents
        | PicturePart::Measured
        | PicturePart::Compared
        | PicturePart::Opened => true,
        PicturePart::Furniture => false,
    }
}

fn head(scene: &Scene, width: f32, height: f32) -> String {
    format!(
        concat!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}" "#,
            r#"font-family="Noto Sans, Noto Sans Arabic, sans-serif">"#,
            r#"<defs><clipPath id="map"><rect x="{}" y="{}" width="{}" height="{}"/></clipPath></defs>"#,
            "\n"
        ),
        Number(width),
        Number(height),
        Number(scene.size.x),
        Number(scene.size.y),
        Number(scene.map_min.x),
        Number(scene.map_min.y),
        Number(scene.map_size.x),
        Number(scene.map_size.y),
    )
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
        Mark::Text(text) => write_text(out, text),
        Mark::Course(course) => write_course(out, course),
    }
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
