//! How QGIS draws the points, lines and areas of a database: the signs and colours of Marz, kept in the file itself.
//!
//! # Source
//! The table `layer_styles` as QGIS writes it, and its QML. QGIS makes a layer of each kind of shape in a table, and
//! takes the one style of the table for all of them, unless it names a kind; so it names none, and has a rule for each
//! kind of shape and of incident.

use std::{collections::BTreeSet, fmt::Write as _};

use crate::model::taxonomy::{self, SymbolShape};

use super::{record::Ground, xml};

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

/// What QGIS draws with one sort of symbol; areas first, so that they are listed and painted below the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Drawn {
    Area,
    Line,
    Point,
}

impl Drawn {
    pub fn of(ground: &Ground) -> Self {
        match ground {
            Ground::Point(_) => Self::Point,
            Ground::Line(_) => Self::Line,
            Ground::Area(_) => Self::Area,
        }
    }

    /// As QGIS's expressions call it.
    fn name(self) -> &'static str {
        match self {
            Self::Point => "Point",
            Self::Line => "Line",
            Self::Area => "Polygon",
        }
    }

    /// What the legend adds to the name of the incident's kind.
    fn label(self) -> &'static str {
        match self {
            Self::Point => "",
            Self::Line => ", along a line",
            Self::Area => ", somewhere within",
        }
    }

    fn symbol(self, shape: SymbolShape, colour: &str) -> String {
        let (sort, class, properties) = match self {
            Self::Point => ("marker", "SimpleMarker", properties(&marker_of(shape, &rgba(colour, 255)))),
            Self::Line => ("line", "SimpleLine", properties(&line_of(&rgba(colour, 255)))),
            Self::Area => ("fill", "SimpleFill", properties(&fill_of(&rgba(colour, 40), &rgba(colour, 255)))),
        };
        format!(
            "type=\"{sort}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\
             <layer class=\"{class}\" enabled=\"1\" locked=\"0\" pass=\"0\">{properties}</layer></symbol>"
        )
    }
}

/// The style of what is in a file: of each kind of shape the kinds of incident.
pub(super) fn qml(drawn: &BTreeSet<(Drawn, String)>) -> String {
    let (mut rules, mut symbols) = (String::new(), String::new());
    for (at, (drawn, code)) in drawn.iter().enumerate() {
        let kind = taxonomy::event_type(code);
        let filter = format!(
            "geometry_type($geometry) = '{}' AND coalesce(\"event_type\", '') = '{}'",
            drawn.name(),
            code.replace('\'', "''")
        );
        let _ = write!(
            rules,
            "<rule key=\"{{marz-{at}}}\" symbol=\"{at}\" filter=\"{}\" label=\"{}{}\"/>",
            xml::text(&filter),
            xml::text(&taxonomy::label(code)),
            drawn.label(),
        );
        let (shape, colour) = kind.map_or((SymbolShape::Ring, "#808080"), |kind| (kind.shape, &*kind.light));
        let _ = write!(symbols, "<symbol name=\"{at}\" {}", drawn.symbol(shape, colour));
    }
    format!(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22\" \
         styleCategories=\"Symbology\"><renderer-v2 type=\"RuleRenderer\" symbollevels=\"0\" \
         enableorderby=\"0\" forceraster=\"0\"><rules key=\"{{marz}}\">{rules}</rules>\
         <symbols>{symbols}</symbols></renderer-v2></qgis>\n"
    )
}

type Properties<'a> = Vec<(&'static str, &'a str)>;

fn marker_of(shape: SymbolShape, fill: &str) -> Properties<'_> {
    let (name, angle) = marker(shape);
    vec![
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
    ]
}

fn line_of(colour: &str) -> Properties<'_> {
    vec![
        ("line_color", colour),
        ("line_style", "solid"),
        ("line_width", "0.6"),
        ("line_width_unit", "MM"),
        ("capstyle", "round"),
        ("joinstyle", "round"),
    ]
}

fn fill_of<'a>(fill: &'a str, outline: &'a str) -> Properties<'a> {
    vec![
        ("color", fill),
        ("style", "solid"),
        ("outline_color", outline),
        ("outline_style", "dash"),
        ("outline_width", "0.4"),
        ("outline_width_unit", "MM"),
        ("joinstyle", "round"),
    ]
}

/// The properties of a symbol in both spellings: QGIS before 3.26 knows `prop`, later ones `Option`.
fn properties(all: &Properties<'_>) -> String {
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

/// `#rrggbb` as QGIS writes a colour, with its opacity of 255.
fn rgba(colour: &str, opacity: u8) -> String {
    let part =
        |at: usize| colour.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(128);
    format!("{},{},{},{opacity}", part(1), part(3), part(5))
}
