//! GeoJSON for other programs: one incident a feature and a line, fields as flat properties, the date in the member
//! of JSON-FG besides. Nothing of Marz's own stands beside the features.
//!
//! # Source
//! RFC 7946; the member `time` by OGC 21-045r1 (JSON-FG).

use serde_json::{Map, Value, json};

use crate::{
    model::{Document, LonLat},
    store::formats::codebook::GEOJSON_OWN,
};

use super::{
    Tally,
    record::{Ground, Record, Ring, Stamp},
};

pub(super) fn write(document: &Document, ring: Ring, tally: &mut Tally<'_>) -> String {
    let mut out = String::from("{\"type\":\"FeatureCollection\",\n\"features\":[");
    for (place, incident) in tally.wanted(document).enumerate() {
        let mut record = Record::new(incident, ring);
        record.keep(
            |key| !GEOJSON_OWN.contains(&key),
            "own fields with names that GeoJSON has for something else",
        );
        let mut feature = Map::new();
        feature.insert("type".to_owned(), "Feature".into());
        feature.insert("id".to_owned(), record.incident.id.as_str().into());
        feature.insert("time".to_owned(), time(&record));
        feature.insert("geometry".to_owned(), geometry(record.ground.as_ref()));
        feature.insert("properties".to_owned(), Value::Object(std::mem::take(&mut record.fields)));
        feature.retain(|key, value| key != "time" || !value.is_null());
        out += if place == 0 { "\n" } else { ",\n" };
        out += &Value::Object(feature).to_string();
        tally.take(record.losses);
    }
    out += "\n]}\n";
    out
}

/// JSON-FG knows whole days and moments in UTC; a month is an interval.
fn time(record: &Record) -> Value {
    match Stamp::of(&record.incident) {
        None => Value::Null,
        Some(Stamp::Moment(_) | Stamp::Date(_)) => match record.incident.when.span() {
            Some(span) if span.days() == 1 => json!({"date": span.first().to_string()}),
            Some(span) => json!({"interval": [span.first().to_string(), span.last().to_string()]}),
            None => Value::Null,
        },
        Some(Stamp::Span(from, until)) => {
            let end = |day: Option<String>| day.unwrap_or_else(|| "..".to_owned());
            json!({"interval": [end(from), end(until)]})
        }
    }
}

pub(super) fn geometry(ground: Option<&Ground>) -> Value {
    let at = |at: &LonLat| json!([at.lon(), at.lat()]);
    let list = |points: &[LonLat]| Value::from(points.iter().map(at).collect::<Vec<_>>());
    match ground {
        None => Value::Null,
        Some(Ground::Point(point)) => json!({"type": "Point", "coordinates": at(point)}),
        Some(Ground::Line(way)) => json!({"type": "LineString", "coordinates": list(way)}),
        Some(Ground::Area(around)) => json!({"type": "Polygon", "coordinates": [list(around)]}),
    }
}
