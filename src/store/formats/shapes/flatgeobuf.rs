//! `FlatGeobuf`: a head, perhaps an index, then the features one behind the other.
//!
//! The file is walked here and its tables are verified by the crate, piece by piece: a damaged feature costs itself and
//! not the ones behind it.

use ::flatgeobuf::{
    Column, ColumnType, Geometry, GeometryType, Header, size_prefixed_root_as_feature,
    size_prefixed_root_as_header,
};

use super::{Coordinate, Feature, Limits, Part, Plane, Problem, collect::Collector};

/// What such a file begins with; the last byte is a version without changes to the format.
pub(super) const MAGIC: &[u8] = b"fgb\x03fgb";

/// Collections in collections, as deep as anyone means it.
const DEEPEST: usize = 8;

/// # Source
/// The `FlatGeobuf` specification, version 3: magic bytes, head, packed R-tree, features; each table after its length.
///
/// # Errors
/// When the head is damaged.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Result<Vec<Collector>, Problem> {
    let damaged = |why: &str| Problem::refused(format!("it is no whole FlatGeobuf file ({why})"));
    let mut rest = bytes.get(8..).ok_or_else(|| damaged("it ends in its first bytes"))?;
    let head = sized(&mut rest).ok_or_else(|| damaged("it ends in its head"))?;
    let head = size_prefixed_root_as_header(head).map_err(|error| damaged(&error.to_string()))?;
    let mut layer = Collector::new(head.name().unwrap_or_default(), "FlatGeobuf", limits);
    layer.plane = plane(&head);
    let index = index_bytes(head.features_count(), head.index_node_size());
    rest = index.and_then(|index| rest.get(index..)).ok_or_else(|| damaged("it ends in its index"))?;
    if head.has_m() {
        layer.note("Its shapes carry measures (M), which are not kept.");
    }
    let columns = columns_of(head.columns().iter().flatten());
    while !rest.is_empty() {
        let Some(feature) = sized(&mut rest) else {
            layer.skip("the file ends in it");
            break;
        };
        match size_prefixed_root_as_feature(feature) {
            Ok(feature) => match read_feature(&feature, (&head, &columns), &mut layer) {
                Ok(read) => layer.take(read),
                Err(why) => layer.skip(why),
            },
            Err(error) => layer.skip(format!("it is damaged ({error})")),
        }
    }
    let told = head.features_count();
    if told > layer.rows() as u64 {
        layer.note(format!("The file says that it holds {told} things; {} are there.", layer.rows()));
    }
    Ok(vec![layer])
}

/// The next table with its length before it.
fn sized<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, _) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?.checked_add(4)?;
    let (table, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    // Shorter ones hold no table.
    (length >= 12).then_some(table)
}

/// Bytes of the packed tree over so many features; `None` where no file could hold it.
fn index_bytes(features: u64, node_size: u16) -> Option<usize> {
    const NODE: u64 = 40;
    if features == 0 || node_size == 0 {
        return Some(0);
    }
    let node_size = u64::from(node_size.max(2));
    let (mut level, mut nodes) = (features, features);
    loop {
        level = level.div_ceil(node_size);
        nodes = nodes.checked_add(level)?;
        if level == 1 {
            return usize::try_from(nodes.checked_mul(NODE)?).ok();
        }
    }
}

fn plane(head: &Header<'_>) -> Option<Plane> {
    let crs = head.crs()?;
    let is_epsg = crs.org().is_none_or(|org| org.eq_ignore_ascii_case("EPSG"));
    let code = u32::try_from(crs.code()).ok().filter(|code| *code > 0 && is_epsg);
    match (code.map(Plane::of_epsg), crs.name().or(crs.wkt())) {
        (Some(Plane::Unknown(number)), Some(name)) => Some(Plane::Unknown(format!("{name} ({number})"))),
        (Some(known), _) => Some(known),
        (None, _) => {
            crs.wkt().map(Plane::of_text).or_else(|| crs.name().map(|name| Plane::Unknown(name.to_owned())))
        }
    }
}

fn columns_of<'a>(columns: impl Iterator<Item = Column<'a>>) -> Vec<(String, ColumnType)> {
    columns.map(|column| (column.name().to_owned(), column.type_())).collect()
}

fn read_feature(
    feature: &::flatgeobuf::Feature<'_>,
    (head, columns): (&Header<'_>, &[(String, ColumnType)]),
    layer: &mut Collector,
) -> Result<Feature, String> {
    let mut read = Feature::default();
    if let Some(geometry) = feature.geometry() {
        let kind = match head.geometry_type() {
            GeometryType::Unknown => geometry.type_(),
            known => known,
        };
        shapes(&geometry, kind, 0, &mut read)?;
        if !layer.is_whole() || read.heights.iter().all(Option::is_none) {
            read.heights.clear();
        }
    }
    let own = feature.columns().map(|columns| columns_of(columns.iter()));
    let columns = own.as_deref().unwrap_or(columns);
    let mut rest = feature.properties().map(|bytes| bytes.bytes()).unwrap_or_default();
    while let Some((place, behind)) = rest.split_first_chunk::<2>() {
        let place = usize::from(u16::from_le_bytes(*place));
        let (name, kind) = columns
            .get(place)
            .ok_or_else(|| format!("it has a value in column {place}, which is not there"))?;
        let (words, behind) = value(*kind, behind)
            .ok_or_else(|| format!("its value of “{}” is cut off", crate::model::shown_line(name)))?;
        rest = behind;
        let Some(words) = words else {
            layer.note(format!(
                "The column “{}” holds pictures or other data that are no text: they are not kept.",
                crate::model::shown_line(name)
            ));
            continue;
        };
        let is_name = ["name", "title", "label"].iter().any(|known| name.eq_ignore_ascii_case(known));
        if is_name && read.name.is_none() {
            read.name = Some(words.clone());
        }
        read.properties.push((name.clone(), words));
    }
    Ok(read)
}

/// A value in words, and what stands behind it; no words where it is no text. `None` where it is cut off.
fn value(kind: ColumnType, bytes: &[u8]) -> Option<(Option<String>, &[u8])> {
    macro_rules! number {
        ($number:ty) => {{
            let (value, rest) = bytes.split_first_chunk::<{ size_of::<$number>() }>()?;
            (Some(<$number>::from_le_bytes(*value).to_string()), rest)
        }};
    }
    Some(match kind {
        ColumnType::Byte => number!(i8),
        ColumnType::UByte => number!(u8),
        ColumnType::Bool => {
            let (value, rest) = bytes.split_first()?;
            (Some((*value != 0).to_string()), rest)
        }
        ColumnType::Short => number!(i16),
        ColumnType::UShort => number!(u16),
        ColumnType::Int => number!(i32),
        ColumnType::UInt => number!(u32),
        ColumnType::Long => number!(i64),
        ColumnType::ULong => number!(u64),
        ColumnType::Float => number!(f32),
        ColumnType::Double => number!(f64),
        // Texts, JSON, times and bytes: a length before each.
        kind => {
            let (length, rest) = bytes.split_first_chunk::<4>()?;
            let (value, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            let is_text = [ColumnType::String, ColumnType::Json, ColumnType::DateTime].contains(&kind);
            (is_text.then(|| String::from_utf8_lossy(value).into_owned()), rest)
        }
    })
}

/// The pieces of a geometry, with the height of each position.
fn shapes(
    geometry: &Geometry<'_>,
    kind: GeometryType,
    depth: usize,
    found: &mut Feature,
) -> Result<(), String> {
    if depth > DEEPEST {
        return Err("its geometry is nested more deeply than any shape".to_owned());
    }
    let xy = geometry.xy().map(|xy| xy.iter().collect::<Vec<f64>>()).unwrap_or_default();
    let points: Vec<Coordinate> = xy.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect();
    let heights: Vec<f64> = geometry.z().map(|z| z.iter().collect()).unwrap_or_default();
    let height = |place: usize| heights.get(place).copied().filter(|height| height.is_finite());
    // Pieces end there; without a list there is one.
    let pieces = || -> Result<Vec<Vec<Coordinate>>, String> {
        let Some(ends) = geometry.ends().filter(|ends| !ends.is_empty()) else {
            return Ok(vec![points.clone()]);
        };
        let mut first = 0;
        let pieces = ends.iter().map(|end| {
            let piece = points.get(first..end as usize).map(<[Coordinate]>::to_vec);
            first = end as usize;
            piece.ok_or_else(|| "its geometry speaks of points that are not there".to_owned())
        });
        pieces.collect()
    };
    match kind {
        GeometryType::Point | GeometryType::MultiPoint => {
            let is_there = |at: &Coordinate| !at.iter().all(|part| part.is_nan());
            found.parts.extend(points.iter().filter(|at| is_there(at)).map(|at| Part::Point(*at)));
            found.heights.extend((0..points.len()).filter(|place| is_there(&points[*place])).map(height));
        }
        GeometryType::LineString | GeometryType::MultiLineString => {
            found.parts.extend(pieces()?.into_iter().filter(|line| !line.is_empty()).map(Part::Line));
            found.heights.extend((0..points.len()).map(height));
        }
        GeometryType::Polygon | GeometryType::Triangle => {
            let rings: Vec<_> = pieces()?.into_iter().filter(|ring| !ring.is_empty()).collect();
            if !rings.is_empty() {
                found.parts.push(Part::Area(rings));
                found.heights.extend((0..points.len()).map(height));
            }
        }
        GeometryType::MultiPolygon
        | GeometryType::GeometryCollection
        | GeometryType::PolyhedralSurface
        | GeometryType::TIN => {
            for part in geometry.parts().iter().flatten() {
                let kind = match (kind, part.type_()) {
                    (GeometryType::MultiPolygon | GeometryType::PolyhedralSurface, GeometryType::Unknown) => {
                        GeometryType::Polygon
                    }
                    (_, own) => own,
                };
                shapes(&part, kind, depth + 1, found)?;
            }
        }
        GeometryType::Unknown => return Err("it does not say of which kind its geometry is".to_owned()),
        _ => return Err("curved geometries are not drawn".to_owned()),
    }
    Ok(())
}
