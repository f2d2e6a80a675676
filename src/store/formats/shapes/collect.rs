//! What a reader has found so far, within limits, and its end: degrees, with a word on every row that is not shown.

use super::{Coordinate, Feature, LeftOut, Part, Plane, ShapeLayer, ToDegrees};

/// How much of a file is taken. What is counted was read, whatever the file says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a file, and of what a compressed file unfolds to.
    pub bytes: u64,
    pub features: usize,
    pub vertices: usize,
    /// Bytes of names and properties.
    pub text: usize,
    /// For incidents: things without a shape too, all properties in full, and what only a map does not need.
    pub whole: bool,
}

impl Limits {
    /// More than a map can show.
    pub const USUAL: Self =
        Self { bytes: 512 << 20, features: 500_000, vertices: 5_000_000, text: 64 << 20, whole: false };

    /// For incidents: all that a file says.
    pub const WHOLE: Self =
        Self { bytes: 1 << 30, features: 2_000_000, vertices: 20_000_000, text: 1 << 30, whole: true };
}

/// Why a file gives nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    Unreadable(String),
    /// The rest of “No layer was made of this file: …”, without a stop.
    Refused(String),
}

impl Problem {
    pub fn refused(why: impl Into<String>) -> Self {
        Self::Refused(why.into())
    }
}

/// Rows left out that are told one by one.
const TOLD: usize = 200;
/// Properties and letters of a property that a card can show.
const MOST_PROPERTIES: usize = 40;
const LONGEST_VALUE: usize = 600;
const LONGEST_NAME: usize = 200;
/// Degrees that a coordinate may stand beyond the edge of the world by rounding.
const ROUNDING: f64 = 1e-6;

/// A layer being read, in the file's own coordinates.
#[derive(Debug)]
pub(super) struct Collector {
    pub name: String,
    /// `GeoJSON`, `KML` …
    pub format: &'static str,
    /// What the coordinates are; `None` where the file does not say.
    pub plane: Option<Plane>,
    limits: Limits,
    found: Vec<Feature>,
    rows: usize,
    without_shape: usize,
    vertices: usize,
    text: usize,
    beyond_limits: usize,
    left_out: Vec<LeftOut>,
    left_out_in_all: usize,
    notes: Vec<String>,
}

impl Collector {
    pub fn new(name: impl Into<String>, format: &'static str, limits: Limits) -> Self {
        Self {
            name: name.into(),
            format,
            plane: None,
            limits,
            found: Vec::new(),
            rows: 0,
            without_shape: 0,
            vertices: 0,
            text: 0,
            beyond_limits: 0,
            left_out: Vec::new(),
            left_out_in_all: 0,
            notes: Vec::new(),
        }
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Whether all that the file says is wanted, not only what a map shows.
    pub fn is_whole(&self) -> bool {
        self.limits.whole
    }

    pub fn features_mut(&mut self) -> impl Iterator<Item = &mut Feature> {
        self.found.iter_mut()
    }

    pub fn note(&mut self, words: impl Into<String>) {
        let words = words.into();
        if !self.notes.contains(&words) && self.notes.len() < TOLD {
            self.notes.push(words);
        }
    }

    /// A column whose values are bytes and no words.
    pub fn note_no_text(&mut self, column: &str) {
        self.note(format!(
            "The column “{}” holds pictures or other data that are no text: they are not kept.",
            crate::model::shown_line(column)
        ));
    }

    /// A column of which not every word is what it should be.
    pub fn note_strange_letters(&mut self, column: &str) {
        self.note(format!(
            "The column “{}” holds letters that are no UTF-8: they are shown as �.",
            crate::model::shown_line(column)
        ));
    }

    /// The next row of the file.
    pub fn take(&mut self, mut feature: Feature) {
        self.rows += 1;
        feature.row = self.rows;
        if feature.parts.is_empty() {
            self.without_shape += 1;
            if !self.limits.whole {
                return;
            }
        }
        let vertices: usize = feature.parts.iter().map(|part| part.coordinates().count()).sum();
        if !self.limits.whole {
            shorten(&mut feature);
        }
        let text: usize = feature.properties.iter().map(|(key, value)| key.len() + value.len()).sum();
        let is_full = self.found.len() >= self.limits.features
            || self.vertices + vertices > self.limits.vertices
            || self.text + text > self.limits.text;
        if is_full {
            self.beyond_limits += 1;
            return;
        }
        self.vertices += vertices;
        self.text += text;
        self.found.push(feature);
    }

    /// Rows of a layer that is not read.
    pub fn count_unread(&mut self, rows: usize) {
        self.rows = rows;
    }

    /// The next row of the file, of which no shape can be made.
    pub fn skip(&mut self, why: impl Into<String>) {
        self.rows += 1;
        self.leave_out(self.rows, why.into());
    }

    fn leave_out(&mut self, row: usize, why: String) {
        self.left_out_in_all += 1;
        if self.left_out.len() < TOLD || self.limits.whole {
            self.left_out.push(LeftOut { row, why });
        }
    }

    /// The layer in degrees; where its things were only counted, their number.
    pub fn counted_or_finished(self, to_degrees: ToDegrees<'_>) -> Result<ShapeLayer, Problem> {
        let is_counted = self.found.is_empty() && self.left_out.is_empty() && self.rows > 0;
        if is_counted {
            let Self { name, rows, notes, without_shape, .. } = self;
            let format = self.format.to_owned();
            return Ok(ShapeLayer { name, format, rows, without_shape, notes, ..ShapeLayer::default() });
        }
        self.finish(to_degrees)
    }

    /// The layer in degrees.
    pub fn finish(mut self, to_degrees: ToDegrees<'_>) -> Result<ShapeLayer, Problem> {
        let plane = match &self.plane {
            Some(plane) => plane.clone(),
            None if self.look_like_degrees() => Plane::Degrees,
            None => {
                return Err(Problem::refused(
                    "it does not say which reference system its coordinates belong to, and they are no degrees; save \
                     it again in WGS 84 (EPSG:4326), or bring the .prj file along",
                ));
            }
        };
        if let Plane::Unknown(name) = &plane {
            return Err(Problem::refused(format!(
                "its coordinates are in “{}”. Marz reads WGS 84 (EPSG:4326), Web Mercator (EPSG:3857) and UTM zones \
                 of WGS 84; save it again in one of these",
                crate::model::shown_line(name)
            )));
        }
        let found = std::mem::take(&mut self.found);
        let mut features = Vec::with_capacity(found.len());
        for mut feature in found {
            match feature.parts.iter_mut().try_for_each(|part| in_degrees(part, &plane, to_degrees)) {
                Ok(()) => features.push(feature),
                Err(why) => self.leave_out(feature.row, why),
            }
        }
        if self.beyond_limits > 0 {
            let (more, shown) = (self.beyond_limits, features.len());
            self.note(format!(
                "The file is larger than a map can show: {shown} things are shown, {more} more are not."
            ));
        }
        Ok(ShapeLayer {
            name: self.name,
            format: self.format.to_owned(),
            features,
            rows: self.rows,
            without_shape: self.without_shape,
            left_out: self.left_out,
            left_out_in_all: self.left_out_in_all,
            notes: self.notes,
        })
    }

    /// Whether most of the coordinates could be degrees.
    fn look_like_degrees(&self) -> bool {
        let all = || self.found.iter().flat_map(|feature| &feature.parts).flat_map(Part::coordinates);
        let fitting = all().filter(|[x, y]| x.abs() <= 540.0 && y.abs() <= 180.0).count();
        fitting * 2 >= all().count()
    }
}

/// The longest piece of a text within so many bytes.
fn cut(text: &mut String, most: usize) {
    if text.len() <= most {
        return;
    }
    let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.truncate(end);
    text.push('…');
}

fn shorten(feature: &mut Feature) {
    feature.properties.retain(|(_, value)| !value.trim().is_empty());
    feature.properties.truncate(MOST_PROPERTIES);
    for (key, value) in &mut feature.properties {
        cut(key, LONGEST_NAME);
        cut(value, LONGEST_VALUE);
    }
    if let Some(name) = &mut feature.name {
        cut(name, LONGEST_NAME);
    }
    feature.name = feature.name.take().filter(|name| !name.trim().is_empty());
}

fn in_degrees(part: &mut Part, plane: &Plane, to_degrees: ToDegrees<'_>) -> Result<(), String> {
    let turn = |at: &mut Coordinate| -> Result<(), String> {
        let [x, y] = *at;
        if !x.is_finite() || !y.is_finite() {
            return Err("a coordinate is no number".to_owned());
        }
        let [lon, lat] = match plane {
            Plane::Degrees => [x, y],
            _ => to_degrees(plane, x, y)
                .ok_or_else(|| format!("{x}, {y} lies outside its reference system"))?,
        };
        if lat.abs() > 90.0 + ROUNDING {
            return Err(format!("latitude {lat} lies beyond the poles"));
        }
        if lon.abs() > 180.0 + ROUNDING {
            return Err(format!("longitude {lon} lies beyond 180°"));
        }
        *at = [lon.clamp(-180.0, 180.0), lat.clamp(-90.0, 90.0)];
        Ok(())
    };
    match part {
        Part::Point(at) => turn(at),
        Part::Line(points) => points.iter_mut().try_for_each(turn),
        Part::Area(rings) => rings.iter_mut().flatten().try_for_each(turn),
    }
}
