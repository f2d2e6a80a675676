//! `FlatGeobuf`: one layer, whose things stand one behind the other; each is checked before it is looked into.
//!
//! The crate's own walk over them asks for as much memory as a file says it needs, and ends the process where a property
//! says more of its length than is true; so of it only the checked views of a head and of a thing are used here.

use flatgeobuf::{
    ColumnType, Crs, Geometry as Packed, GeometryType, Header, packed_r_tree::PackedRTree,
    size_prefixed_root_as_feature, size_prefixed_root_as_header,
};

use super::{Coordinate, Feature, Limits, Part, Plane, Problem, collect::Collector, wkb::Geometry};

/// The newest version that is read.
const NEWEST: u8 = 3;
/// Damaged things in a row of them, behind which the rest is given up.
const MOST_DAMAGED: usize = 100;
/// Collections in collections, as deep as anyone means it.
const DEEPEST: usize = 8;
/// Bytes of the name of a column.
const LONGEST_NAME: usize = 1_000;

/// By the first bytes: the letters, the version, the letters again and a patch of the version.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    matches!(bytes, [b'f', b'g', b'b', _, b'f', b'g', b'b', _, ..])
}

/// # Source
/// `FlatGeobuf`'s specification, version 3: first bytes, head, index of places (where its nodes have a size), things;
/// head and things with their lengths before them.
///
/// # Errors
/// When the head is damaged or of a newer version; a damaged thing is a row left out.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Result<Vec<Collector>, Problem> {
    let version = bytes.get(3).copied().unwrap_or_default();
    if version > NEWEST {
        return Err(Problem::refused(format!(
            "it is FlatGeobuf of version {version}, and Marz reads version {NEWEST}; save it again as GeoPackage"
        )));
    }
    let (head, rest) =
        bytes.get(8..).and_then(with_length).ok_or_else(|| Problem::refused("it is cut off"))?;
    let header = size_prefixed_root_as_header(head)
        .map_err(|error| Problem::refused(format!("its head is damaged ({})", first_line(&error))))?;
    let mut found = Collector::new(header.name().unwrap_or_default(), "FlatGeobuf", limits);
    found.plane = header.crs().and_then(|crs| plane(&crs));
    let columns = columns(header.columns().iter().flatten()).map_err(Problem::refused)?;
    let mut rest = behind_the_index(&header, rest).ok_or_else(|| Problem::refused("it is cut off"))?;
    let mut damaged = 0;
    while !rest.is_empty() {
        let Some((one, behind)) = with_length(rest) else {
            found.skip("the file ends in it");
            break;
        };
        rest = behind;
        match thing(one, &header, &columns, &mut found) {
            Ok(feature) => found.take(feature),
            Err(why) => {
                found.skip(why);
                damaged += 1;
            }
        }
        if damaged > MOST_DAMAGED {
            found.note("The file is damaged: the rest was given up.");
            break;
        }
    }
    days(&columns, &mut found);
    // A file that was written as a stream says 0.
    let said = header.features_count();
    if said > 0 && said != found.rows() as u64 {
        found.note(format!("The file says that it holds {said} things; {} are there.", found.rows()));
    }
    Ok(vec![found])
}

/// The format has moments and no days: a day was written as its midnight. Where all of a column are that, they are days
/// again.
fn days(columns: &[Column<'_>], found: &mut Collector) {
    fn day(words: &str) -> Option<&str> {
        let (day, time) = words.split_at_checked(10)?;
        ["T00:00:00", " 00:00:00", "T00:00:00Z"].contains(&time).then_some(day)
    }
    for (name, _) in columns.iter().filter(|(_, kind)| *kind == ColumnType::DateTime) {
        let mut values: Vec<&mut String> = found
            .features_mut()
            .flat_map(|feature| &mut feature.properties)
            .filter_map(|(key, value)| (key == name && !value.is_empty()).then_some(value))
            .collect();
        if values.is_empty() || !values.iter().all(|value| day(value).is_some()) {
            continue;
        }
        for value in &mut values {
            value.truncate(10);
        }
        let name = crate::model::shown_line(name);
        found.note(format!("The column “{name}” says midnight in every row: its values are taken for days."));
    }
}

/// What checks a file tells all it stood in, line by line.
fn first_line(error: &impl ToString) -> String {
    error.to_string().lines().next().unwrap_or_default().trim_end_matches('.').to_owned()
}

/// The bytes that a length stands before, with it, and those behind them.
fn with_length(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, _) = bytes.split_first_chunk::<4>()?;
    bytes.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?.checked_add(4)?)
}

fn behind_the_index<'a>(header: &Header<'_>, rest: &'a [u8]) -> Option<&'a [u8]> {
    let (things, size) = (header.features_count(), header.index_node_size());
    if things == 0 || size == 0 {
        return Some(rest);
    }
    // Each thing has a node of its own at least: a count beyond the bytes is none.
    let things = usize::try_from(things).ok().filter(|things| *things <= rest.len())?;
    rest.get(PackedRTree::index_size(things, size.max(2))..)
}

/// 0 stands for “not known”.
fn plane(crs: &Crs<'_>) -> Option<Plane> {
    let by_number = u32::try_from(crs.code()).ok().filter(|code| *code > 0).and_then(|code| {
        crs.org().is_none_or(|org| org.eq_ignore_ascii_case("EPSG")).then(|| Plane::of_epsg(code))
    });
    let by_text = || crs.wkt().filter(|text| !text.trim().is_empty()).map(Plane::of_text);
    let by_name = || match (crs.org(), crs.code_string()) {
        (Some(org), Some(code)) => Some(Plane::of_name(&format!("{org}:{code}"))),
        (_, None) | (None, _) => None,
    };
    match by_number {
        Some(Plane::Unknown(number)) => Some(match crs.name() {
            Some(name) if !name.trim().is_empty() => Plane::Unknown(format!("{name} ({number})")),
            Some(_) | None => Plane::Unknown(number),
        }),
        Some(known) => Some(known),
        None => by_text().or_else(by_name),
    }
}

/// A property of the things: its name, and how its values are written.
type Column<'a> = (&'a str, ColumnType);

fn columns<'a>(
    columns: impl Iterator<Item = flatgeobuf::Column<'a>>,
) -> Result<Vec<Column<'a>>, &'static str> {
    let columns: Vec<Column<'a>> = columns.map(|column| (column.name(), column.type_())).collect();
    if columns.iter().any(|(name, _)| name.len() > LONGEST_NAME) {
        return Err("a column has a name longer than any name is");
    }
    Ok(columns)
}

fn thing(
    bytes: &[u8],
    header: &Header<'_>,
    columns: &[Column<'_>],
    layer: &mut Collector,
) -> Result<Feature, String> {
    let thing = size_prefixed_root_as_feature(bytes).map_err(|_| "it is damaged".to_owned())?;
    let mut shape = Shape { found: Geometry::default(), room: bytes.len() / 16 };
    if let Some(geometry) = thing.geometry() {
        let kind = match header.geometry_type() {
            GeometryType::Unknown => geometry.type_(),
            of_all => of_all,
        };
        shape.add(&geometry, kind, 0)?;
    }
    let Geometry { parts, heights, has_measures } = shape.found;
    if has_measures {
        layer.note("Its shapes carry measures (M), which are not kept.");
    }
    let has_heights = layer.is_whole() && heights.iter().any(Option::is_some);
    let heights = if has_heights { heights } else { Vec::new() };
    let mut feature = Feature { parts, heights, ..Feature::default() };
    if let Some(values) = thing.properties() {
        // A thing may have columns of its own instead.
        let own =
            thing.columns().filter(|own| !own.is_empty()).map(|own| self::columns(own.iter())).transpose()?;
        fill(&mut feature, values.bytes(), own.as_deref().unwrap_or(columns), layer)?;
    }
    Ok(feature)
}

/// A geometry as it is put together.
struct Shape {
    found: Geometry,
    /// Positions that there can still be: no part is there twice, whatever points to it.
    room: usize,
}

impl Shape {
    fn add(&mut self, geometry: &Packed<'_>, kind: GeometryType, depth: usize) -> Result<(), String> {
        if depth > DEEPEST {
            return Err("its geometry is nested more deeply than any shape".to_owned());
        }
        match kind {
            GeometryType::Point | GeometryType::MultiPoint => {
                for at in self.runs(geometry)?.into_iter().flatten() {
                    self.found.parts.push(Part::Point(at));
                }
            }
            GeometryType::LineString | GeometryType::MultiLineString => {
                let lines = self.runs(geometry)?;
                self.found.parts.extend(lines.into_iter().map(Part::Line));
            }
            GeometryType::Polygon | GeometryType::Triangle => {
                let rings = self.runs(geometry)?;
                if !rings.is_empty() {
                    self.found.parts.push(Part::Area(rings));
                }
            }
            // Triangles without a part of their own each.
            GeometryType::TIN if geometry.parts().is_none() => {
                let triangles = self.runs(geometry)?;
                self.found.parts.extend(triangles.into_iter().map(|ring| Part::Area(vec![ring])));
            }
            GeometryType::MultiPolygon | GeometryType::PolyhedralSurface | GeometryType::TIN => {
                for part in geometry.parts().iter().flatten() {
                    self.add(&part, GeometryType::Polygon, depth + 1)?;
                }
            }
            GeometryType::GeometryCollection => {
                for part in geometry.parts().iter().flatten() {
                    self.add(&part, part.type_(), depth + 1)?;
                }
            }
            GeometryType::CircularString
            | GeometryType::CompoundCurve
            | GeometryType::CurvePolygon
            | GeometryType::MultiCurve
            | GeometryType::MultiSurface => return Err("curved geometries are not drawn".to_owned()),
            GeometryType(other) => return Err(format!("a geometry of kind {other} is not known")),
        }
        Ok(())
    }

    /// The positions of a geometry, cut where it says that a line or a ring ends; empty ones left out.
    fn runs(&mut self, geometry: &Packed<'_>) -> Result<Vec<Vec<Coordinate>>, String> {
        let Some(xy) = geometry.xy() else { return Ok(Vec::new()) };
        let count = xy.len() / 2;
        self.room = self
            .room
            .checked_sub(count)
            .ok_or_else(|| "its geometry speaks of points that are not there".to_owned())?;
        let heights = geometry.z().filter(|heights| heights.len() == count);
        self.found.has_measures |= geometry.m().is_some_and(|measures| !measures.is_empty());
        let ends: Vec<usize> = match geometry.ends() {
            Some(ends) if !ends.is_empty() => ends.iter().map(|end| end as usize).collect(),
            Some(_) | None => vec![count],
        };
        if !ends.is_sorted() || ends.last().is_some_and(|last| *last > count) {
            return Err("its geometry speaks of points that are not there".to_owned());
        }
        let (mut runs, mut from) = (Vec::new(), 0);
        for end in ends {
            let mut run = Vec::with_capacity(end - from);
            for i in from..end {
                let at = [xy.get(2 * i), xy.get(2 * i + 1)];
                // An empty point is written as one without numbers.
                if at.iter().all(|part| part.is_nan()) {
                    continue;
                }
                let height = heights.map(|heights| heights.get(i));
                self.found.heights.push(height.filter(|height| height.is_finite()));
                run.push(at);
            }
            if !run.is_empty() {
                runs.push(run);
            }
            from = end;
        }
        Ok(runs)
    }
}

/// The properties: each the number of its column and a value as long as the column's kind says.
fn fill(
    feature: &mut Feature,
    mut rest: &[u8],
    columns: &[Column<'_>],
    layer: &mut Collector,
) -> Result<(), String> {
    let mut seen = vec![false; columns.len()];
    while !rest.is_empty() {
        let place = usize::from(u16::from_le_bytes(take(&mut rest)?));
        let Some((name, kind)) = columns.get(place) else {
            return Err("it has a property of a column that is not there".to_owned());
        };
        if std::mem::replace(&mut seen[place], true) {
            return Err(format!("it has the property “{}” twice", crate::model::shown_line(name)));
        }
        let words = match *kind {
            ColumnType::Byte => i8::from_le_bytes(take(&mut rest)?).to_string(),
            ColumnType::UByte => u8::from_le_bytes(take(&mut rest)?).to_string(),
            ColumnType::Bool => (take::<1>(&mut rest)? != [0]).to_string(),
            ColumnType::Short => i16::from_le_bytes(take(&mut rest)?).to_string(),
            ColumnType::UShort => u16::from_le_bytes(take(&mut rest)?).to_string(),
            ColumnType::Int => i32::from_le_bytes(take(&mut rest)?).to_string(),
            ColumnType::UInt => u32::from_le_bytes(take(&mut rest)?).to_string(),
            ColumnType::Long => i64::from_le_bytes(take(&mut rest)?).to_string(),
            ColumnType::ULong => u64::from_le_bytes(take(&mut rest)?).to_string(),
            ColumnType::Float => f32::from_le_bytes(take(&mut rest)?).to_string(),
            ColumnType::Double => f64::from_le_bytes(take(&mut rest)?).to_string(),
            ColumnType::String | ColumnType::Json | ColumnType::DateTime => {
                let words = String::from_utf8_lossy(long(&mut rest)?);
                if matches!(words, std::borrow::Cow::Owned(_)) {
                    layer.note_strange_letters(name);
                }
                words.into_owned()
            }
            ColumnType::Binary => {
                long(&mut rest)?;
                layer.note_no_text(name);
                continue;
            }
            // How long its value is, nobody knows.
            ColumnType(other) => {
                return Err(format!(
                    "its property “{}” is of the unknown kind {other}",
                    crate::model::shown_line(name)
                ));
            }
        };
        if feature.name.is_none()
            && ["name", "title", "label"].iter().any(|known| name.eq_ignore_ascii_case(known))
        {
            feature.name = Some(words.clone());
        }
        feature.properties.push(((*name).to_owned(), words));
    }
    Ok(())
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], String> {
    let (value, behind) = rest.split_first_chunk::<N>().ok_or("its properties are cut off")?;
    *rest = behind;
    Ok(*value)
}

/// A value with its length before it.
fn long<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], String> {
    let length = u32::from_le_bytes(take(rest)?) as usize;
    let (value, behind) = rest.split_at_checked(length).ok_or("its properties are cut off")?;
    *rest = behind;
    Ok(value)
}
