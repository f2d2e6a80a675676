//! How QGIS draws the points of a database: the signs and colours of Marz, kept in the file itself.
//!
//! # Source
//! The table `layer_styles` as QGIS writes it, and its QML: a style is for one kind of shape. QGIS draws areas and
//! lines of the same table by its own choice.

use std::{collections::BTreeSet, fmt::Write as _};

use crate::model::{
    Document,
    taxonomy::{self, SymbolShape},
};

use super::xml;

/// The table of styles, as QGIS makes it.
pub(super) const TABLE: &str = "
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
";

/// The style as its row: `?1` is the QML, `?2` the time of writing.
pub(super) const ROW: &str = "
INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,
  styleSLD, useAsDefault, description, owner, ui, update_time)
VALUES ('', '', 'incidents', 'geom', 'Marz', ?1, '', 1, 'Signs and colours of Marz', '', NULL, ?2)
";

/// The style of the kinds of incident that a document has.
pub(super) fn qml(document: &Document) -> String {
    let kinds: BTreeSet<&str> = document.incidents().map(|incident| incident.event_type.as_str()).collect();
    let (mut categories, mut symbols) = (String::new(), String::new());
    for (at, code) in kinds.into_iter().enumerate() {
        let kind = taxonomy::event_type(code);
        let _ = write!(
            categories,
            "<category render=\"true\" symbol=\"{at}\" value=\"{}\" label=\"{}\"/>",
            xml::text(code),
            xml::text(&taxonomy::label(code)),
        );
        let (shape, colour) = kind.map_or((SymbolShape::Ring, "#808080"), |kind| (kind.shape, &*kind.light));
        let _ = write!(
            symbols,
            "<symbol name=\"{at}\" type=\"marker\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\
             <layer class=\"SimpleMarker\" enabled=\"1\" locked=\"0\" pass=\"0\">{}</layer></symbol>",
            properties(marker(shape), &rgb(colour)),
        );
    }
    format!(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22\" \
         styleCategories=\"Symbology\"><renderer-v2 type=\"categorizedSymbol\" attr=\"event_type\" \
         symbollevels=\"0\" enableorderby=\"0\" forceraster=\"0\"><categories>{categories}</categories>\
         <symbols>{symbols}</symbols></renderer-v2><layerGeometryType>0</layerGeometryType></qgis>\n"
    )
}

/// The properties of a marker in both spellings: QGIS before 3.26 knows `prop`, later ones `Option`.
fn properties((name, angle): (&str, &str), fill: &str) -> String {
    let all = [
        ("name", name),
        ("color", fill),
        ("outline_color", "255,255,255,255"),
        ("outline_style", "solid"),
        ("outline_width", "0.3"),
        ("outline_width_unit", "MM"),
        ("size", "3.4"),
        ("size_unit", "MM"),
        ("scale_method", "diameter"),
        ("angle", angle),
    ];
    let mut options = String::from("<Option type=\"Map\">");
    let mut props = String::new();
    for (key, value) in all {
        let _ = write!(options, "<Option name=\"{key}\" type=\"QString\" value=\"{value}\"/>");
        let _ = write!(props, "<prop k=\"{key}\" v=\"{value}\"/>");
    }
    options + "</Option>" + &props
}

/// The filled sign of QGIS that looks most like ours, and by how many degrees it is turned.
fn marker(shape: SymbolShape) -> (&'static str, &'static str) {
    match shape {
        SymbolShape::Circle | SymbolShape::Ring => ("circle", "0"),
        SymbolShape::Square => ("square", "0"),
        SymbolShape::Diamond => ("diamond", "0"),
        SymbolShape::TriangleUp => ("triangle", "0"),
        SymbolShape::TriangleDown => ("triangle", "180"),
        SymbolShape::Pentagon => ("pentagon", "0"),
        SymbolShape::Hexagon => ("hexagon", "0"),
        SymbolShape::Star => ("star", "0"),
        SymbolShape::Burst => ("star", "36"),
        SymbolShape::Cross => ("cross_fill", "0"),
        SymbolShape::Saltire => ("cross_fill", "45"),
        SymbolShape::ArrowLeft => ("triangle", "270"),
        SymbolShape::Flag => ("half_square", "0"),
    }
}

/// `#rrggbb` as QGIS writes a colour.
fn rgb(colour: &str) -> String {
    let part =
        |at: usize| colour.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(128);
    format!("{},{},{},255", part(1), part(3), part(5))
}
