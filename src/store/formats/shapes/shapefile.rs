//! Shapefiles: the shapes with the rows of the table beside them.

use std::io::Cursor;

use ::shapefile::{
    Shape, ShapeReader,
    dbase::{self, FieldValue},
    record::polygon::{GenericPolygon, PolygonRing},
    record::traits::{HasXY, HasZ},
};

use super::{Coordinate, Feature, Limits, Part, Plane, Problem, collect::Collector};

/// The files of one shapefile.
#[derive(Default)]
pub(super) struct Bundle {
    pub name: String,
    pub shp: Vec<u8>,
    pub dbf: Option<Vec<u8>>,
    pub prj: Option<Vec<u8>>,
    pub cpg: Option<Vec<u8>>,
}

/// # Errors
/// When the file of shapes is damaged from its head on; a table that cannot be read is a note.
pub(super) fn read(bundle: &Bundle, limits: Limits) -> Result<Vec<Collector>, Problem> {
    let mut found = Collector::new("", "shapefile", limits);
    match bundle.prj.as_deref().map(String::from_utf8_lossy) {
        Some(text) if !text.trim().is_empty() => found.plane = Some(Plane::of_text(&text)),
        Some(_) | None => {
            found.note("The file does not say which reference system it is in (.prj): its coordinates are taken for degrees.");
        }
    }
    let mut rows = Table::of(bundle, &mut found);
    let mut shapes = ShapeReader::new(Cursor::new(bundle.shp.as_slice()))
        .map_err(|error| Problem::refused(format!("its file of shapes is damaged ({error})")))?;
    let mut bad = 0_usize;
    for shape in shapes.iter_shapes() {
        let mut feature = rows.next().unwrap_or_default();
        match shape {
            Ok(shape) => match parts(&shape) {
                Ok(parts) => {
                    feature.parts = parts;
                    if found.is_whole() {
                        feature.heights = heights(&shape);
                    }
                    if has_measures(&shape) {
                        found.note("Its shapes carry measures (M), which are not kept.");
                    }
                    found.take(feature);
                }
                Err(why) => found.skip(why),
            },
            Err(error) => {
                found.skip(format!("its shape is damaged ({error})"));
                // Behind a damaged shape the reader may never find its way again.
                bad += 1;
                if bad > 100 {
                    found.note("The file of shapes is damaged: the rest was given up.");
                    break;
                }
            }
        }
    }
    // Rows of the table behind the last shape.
    while found.is_whole()
        && bad <= 100
        && let Some(feature) = rows.next()
    {
        found.take(feature);
    }
    if found.rows() == 0 && bundle.shp.len() > 100 {
        return Err(Problem::refused("none of its shapes can be read"));
    }
    Ok(vec![found])
}

fn xy<P: HasXY>(points: &[P]) -> Vec<Coordinate> {
    points.iter().map(|p| [p.x(), p.y()]).collect()
}

fn lines<P: HasXY>(parts: &[Vec<P>]) -> Vec<Part> {
    parts.iter().filter(|part| !part.is_empty()).map(|part| Part::Line(xy(part))).collect()
}

fn points<P: HasXY>(points: &[P]) -> Vec<Part> {
    points.iter().map(|p| Part::Point([p.x(), p.y()])).collect()
}

/// Each outer ring with the inner ones that follow it.
fn areas<P: HasXY>(polygon: &GenericPolygon<P>) -> Vec<Part> {
    let mut areas: Vec<Vec<Vec<Coordinate>>> = Vec::new();
    for ring in polygon.rings() {
        match (ring, areas.last_mut()) {
            (PolygonRing::Inner(hole), Some(area)) => area.push(xy(hole)),
            (PolygonRing::Inner(ring) | PolygonRing::Outer(ring), _) => areas.push(vec![xy(ring)]),
        }
    }
    areas.into_iter().map(Part::Area).collect()
}

/// The height of each position, in the order of the parts.
fn heights(shape: &Shape) -> Vec<Option<f64>> {
    fn of<'a, P: HasZ + 'a>(points: impl IntoIterator<Item = &'a P>) -> Vec<Option<f64>> {
        points.into_iter().map(|point| Some(point.z()).filter(|height| height.is_finite())).collect()
    }
    match shape {
        Shape::PointZ(point) => of([point]),
        Shape::PolylineZ(line) => of(line.parts().iter().flatten()),
        Shape::PolygonZ(polygon) => of(polygon.rings().iter().flat_map(PolygonRing::points)),
        Shape::MultipointZ(many) => of(many.points()),
        Shape::NullShape
        | Shape::Point(_)
        | Shape::PointM(_)
        | Shape::Polyline(_)
        | Shape::PolylineM(_)
        | Shape::Polygon(_)
        | Shape::PolygonM(_)
        | Shape::Multipoint(_)
        | Shape::MultipointM(_)
        | Shape::Multipatch(_) => Vec::new(),
    }
}

/// Whether it is of a kind with measures. With heights they may stand for nothing, which is not worth a word.
fn has_measures(shape: &Shape) -> bool {
    matches!(shape, Shape::PointM(_) | Shape::PolylineM(_) | Shape::PolygonM(_) | Shape::MultipointM(_))
}

fn parts(shape: &Shape) -> Result<Vec<Part>, String> {
    Ok(match shape {
        Shape::NullShape => Vec::new(),
        Shape::Point(p) => vec![Part::Point([p.x, p.y])],
        Shape::PointM(p) => vec![Part::Point([p.x, p.y])],
        Shape::PointZ(p) => vec![Part::Point([p.x, p.y])],
        Shape::Polyline(line) => lines(line.parts()),
        Shape::PolylineM(line) => lines(line.parts()),
        Shape::PolylineZ(line) => lines(line.parts()),
        Shape::Polygon(polygon) => areas(polygon),
        Shape::PolygonM(polygon) => areas(polygon),
        Shape::PolygonZ(polygon) => areas(polygon),
        Shape::Multipoint(many) => points(many.points()),
        Shape::MultipointM(many) => points(many.points()),
        Shape::MultipointZ(many) => points(many.points()),
        Shape::Multipatch(_) => return Err("surfaces in space (multipatch) are not drawn".to_owned()),
    })
}

/// The rows beside the shapes, as far as there are any.
struct Table {
    rows: Box<dyn Iterator<Item = Result<dbase::Record, dbase::Error>>>,
}

impl Table {
    fn of(bundle: &Bundle, found: &mut Collector) -> Self {
        let none = Self { rows: Box::new(std::iter::empty()) };
        let Some(bytes) = &bundle.dbf else {
            found.note("The table beside the shapes (.dbf) is missing: nothing has a name.");
            return none;
        };
        let mut builder = dbase::ReaderBuilder::new();
        if let Some(encoding) = encoding(bundle.cpg.as_deref()) {
            builder = builder.with_encoding(dbase::encoding::EncodingRs::from(encoding));
        }
        match builder.build(Cursor::new(bytes.clone())) {
            Ok(mut reader) => {
                let most = reader.header().num_records as usize;
                let mut read = Vec::new();
                for row in reader.iter_records().take(most.min(bytes.len())) {
                    let is_bad = row.is_err();
                    read.push(row);
                    if is_bad {
                        found.note(
                            "The table beside the shapes is damaged: some have no name and no properties.",
                        );
                        break;
                    }
                }
                Self { rows: Box::new(read.into_iter()) }
            }
            Err(error) => {
                found.note(format!(
                    "The table beside the shapes cannot be read ({error}): nothing has a name."
                ));
                none
            }
        }
    }

    /// The next row; an empty one where it is damaged.
    fn next(&mut self) -> Option<Feature> {
        let mut feature = Feature::default();
        if let Ok(record) = self.rows.next()? {
            let mut properties: Vec<(String, String)> =
                record.into_iter().map(|(key, value)| (key, words(value))).collect();
            properties.sort();
            let name =
                ["name", "name_en", "title", "label", "adm2_en", "adm1_en"].iter().find_map(|wanted| {
                    let (_, value) = properties.iter().find(|(key, _)| key.eq_ignore_ascii_case(wanted))?;
                    (!value.is_empty()).then(|| value.clone())
                });
            feature.name = name;
            feature.properties = properties;
        }
        Some(feature)
    }
}

fn words(value: FieldValue) -> String {
    match value {
        FieldValue::Character(text) => text.unwrap_or_default(),
        FieldValue::Memo(text) => text,
        FieldValue::Numeric(number) => number.map(|number| number.to_string()).unwrap_or_default(),
        FieldValue::Float(number) => number.map(|number| number.to_string()).unwrap_or_default(),
        FieldValue::Logical(answer) => {
            answer.map(|yes| if yes { "yes" } else { "no" }.to_owned()).unwrap_or_default()
        }
        FieldValue::Date(date) => date.map(|date| date.to_string()).unwrap_or_default(),
        FieldValue::Integer(number) => number.to_string(),
        FieldValue::Currency(number) | FieldValue::Double(number) => number.to_string(),
        FieldValue::DateTime(moment) => {
            let (date, time) = (moment.date(), moment.time());
            format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
                date.year(),
                date.month(),
                date.day(),
                time.hours(),
                time.minutes(),
                time.seconds()
            )
        }
    }
}

/// What the .cpg file names: `UTF-8`, `1251`, `CP866`, `ANSI 1251`, `ISO 8859-1`.
fn encoding(cpg: Option<&[u8]>) -> Option<&'static encoding_rs::Encoding> {
    let text = String::from_utf8_lossy(cpg?).trim().to_ascii_lowercase();
    if let Some(known) = encoding_rs::Encoding::for_label(text.as_bytes()) {
        return Some(known);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let label = match digits.as_str() {
        "65001" => "utf-8".to_owned(),
        "866" => "ibm866".to_owned(),
        "932" => "shift_jis".to_owned(),
        "936" => "gbk".to_owned(),
        "88591" => "windows-1252".to_owned(),
        digits => format!("windows-{digits}"),
    };
    encoding_rs::Encoding::for_label(label.as_bytes())
}
