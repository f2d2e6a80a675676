//! How the shapes of a vector tile look: a plain map in Marz's own colours, for the schemas of Protomaps and
//! `OpenMapTiles`, and something sensible for any other.
//!
//! Names are left to our own labels, the frontier to our own line.
//!
//! # Source
//! Protomaps Basemap Layers, version 4 (and 3); `OpenMapTiles` schema 3.15.

use super::{Rgba, Style, Theme, style::faded};

/// What a shape is, in the order of painting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    Land,
    Green,
    Wood,
    Sand,
    Ice,
    Built,
    /// An area of a schema that is not known.
    OtherArea,
    Water,
    WaterLine,
    Building,
    RegionLine,
    CountryLine,
    Path,
    Rail,
    OtherLine,
    MinorRoad,
    MediumRoad,
    MajorRoad,
    Highway,
    OtherPoint,
}

/// How a feature is painted; widths in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Brush {
    Fill(Rgba),
    Line { colour: Rgba, width: f32, casing: Option<Rgba> },
    Dot { colour: Rgba, radius: f32 },
}

/// What a shape of this layer and kind is; `None` for what a plain map leaves out.
pub fn feature(layer: &str, kind: Option<&str>, admin_level: Option<u8>, is_area: bool) -> Option<Feature> {
    let kind = kind.unwrap_or("");
    let area = |feature| is_area.then_some(feature);
    match layer {
        "earth" | "land" => area(Feature::Land),
        "water" | "ocean" | "lakes" => Some(if is_area { Feature::Water } else { Feature::WaterLine }),
        "waterway" | "physical_line" | "rivers" => (!is_area).then_some(Feature::WaterLine),
        "landcover" | "landuse" | "natural" | "park" | "globallandcover" => area(ground(layer, kind)?),
        "building" | "buildings" => area(Feature::Building),
        "roads" | "transportation" | "road" | "transit" => {
            if is_area {
                None
            } else {
                road(kind)
            }
        }
        "boundary" | "boundaries" | "admin" => match (kind, admin_level) {
            _ if is_area => None,
            ("country" | "disputed", _) | (_, Some(0..=2)) => Some(Feature::CountryLine),
            ("region" | "macroregion", _) | (_, Some(3..=4)) => Some(Feature::RegionLine),
            _ => None,
        },
        // Names and signs, for which Marz has its own.
        "place"
        | "places"
        | "pois"
        | "poi"
        | "water_name"
        | "transportation_name"
        | "housenumber"
        | "mountain_peak"
        | "aerodrome_label"
        | "physical_point"
        | "aeroway" => None,
        _ if is_area => Some(Feature::OtherArea),
        _ => Some(Feature::OtherLine),
    }
}

fn ground(layer: &str, kind: &str) -> Option<Feature> {
    Some(match kind {
        "wood" | "forest" | "tree" => Feature::Wood,
        "grass" | "grassland" | "farmland" | "park" | "meadow" | "scrub" | "wetland" | "garden"
        | "orchard" | "vineyard" | "national_park" | "nature_reserve" | "protected_area" | "cemetery"
        | "crop" | "village_green" | "recreation_ground" | "golf_course" => Feature::Green,
        "sand" | "beach" | "barren" | "rock" | "bare_rock" | "desert" => Feature::Sand,
        "ice" | "glacier" | "snow" => Feature::Ice,
        "residential" | "urban_area" | "commercial" | "industrial" | "retail" | "suburb"
        | "neighbourhood" | "military" | "aerodrome" | "airfield" | "railway" | "university" | "school"
        | "hospital" => Feature::Built,
        _ if layer == "park" => Feature::Green,
        _ => return None,
    })
}

fn road(kind: &str) -> Option<Feature> {
    Some(match kind {
        "highway" | "motorway" | "trunk" => Feature::Highway,
        "major_road" | "primary" | "secondary" => Feature::MajorRoad,
        "medium_road" | "tertiary" => Feature::MediumRoad,
        "path" | "track" | "footway" | "pedestrian" => Feature::Path,
        "rail" | "transit" | "railway" => Feature::Rail,
        "ferry" | "aerialway" | "construction" | "runway" | "taxiway" => return None,
        // Minor roads have many names.
        _ => Feature::MinorRoad,
    })
}

impl Feature {
    /// How it is painted at a zoom.
    pub fn brush(self, zoom: u8, theme: Theme) -> Brush {
        let style = Style::of(theme);
        let dark = theme == Theme::Dark;
        let colour = |light: u32, night: u32| {
            let [_, r, g, b] = if dark { night } else { light }.to_be_bytes();
            Rgba([r, g, b, 255])
        };
        // A line is as wide as this at zoom 10 and grows with the map.
        let grown =
            |at_ten: f32, least: f32| (at_ten * 1.32_f32.powi(i32::from(zoom) - 10)).clamp(least, 14.0);
        let casing = (zoom >= 9).then(|| colour(0xb9ae98, 0x0d1116));
        let road = |light, night, at_ten, least| Brush::Line {
            colour: colour(light, night),
            width: grown(at_ten, least),
            casing,
        };
        let line = |colour, width| Brush::Line { colour, width, casing: None };
        match self {
            Self::Land => Brush::Fill(style.land),
            Self::Green => Brush::Fill(colour(0xdfe8cf, 0x1f2b26)),
            Self::Wood => Brush::Fill(colour(0xcbdcb8, 0x1e2e27)),
            Self::Sand => Brush::Fill(colour(0xf0e6cb, 0x272a2c)),
            Self::Ice => Brush::Fill(colour(0xf4f9fc, 0x2c3a48)),
            Self::Built => Brush::Fill(colour(0xe3dcd2, 0x272d37)),
            Self::OtherArea => Brush::Fill(faded(style.quiet_ink, 28)),
            Self::Water => Brush::Fill(style.lake),
            Self::WaterLine => line(style.water_line, grown(1.0, 0.5)),
            Self::Building => Brush::Fill(colour(0xd2c8bb, 0x343b47)),
            Self::RegionLine => line(style.province_line, 0.8),
            Self::CountryLine => {
                Brush::Line { colour: style.border_line, width: 1.4, casing: Some(style.border_casing) }
            }
            Self::Path => line(colour(0xa8977c, 0x57606e), 0.7),
            Self::Rail => line(colour(0x7d7a82, 0x8b91a0), grown(0.9, 0.6)),
            Self::OtherLine => line(faded(style.quiet_ink, 190), 0.9),
            Self::MinorRoad => road(0xffffff, 0x3a4250, 0.8, 0.5),
            Self::MediumRoad => road(0xffffff, 0x444d5c, 1.1, 0.6),
            Self::MajorRoad => road(0xfbe3ab, 0x5b5a4c, 1.5, 0.8),
            Self::Highway => road(0xf5c27a, 0x7a6440, 2.0, 1.0),
            Self::OtherPoint => Brush::Dot { colour: faded(style.quiet_ink, 220), radius: 2.0 },
        }
    }
}

/// The colour below all shapes: the sea where the tile draws its land, else the land.
pub fn vector_ground(has_land: bool, theme: Theme) -> Rgba {
    let style = Style::of(theme);
    if has_land { style.sea } else { style.land }
}
