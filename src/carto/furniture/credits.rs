//! Who made the map: a full list where there is room for it, else the names of those whose work is drawn.

use super::{
    super::{Face, Layer, TileLayer, View, fonts::wrapped},
    attribution_words,
};

/// Whose work a part of the map is. The licence is told where it demands to be seen.
struct Maker {
    name: &'static str,
    licence: Option<&'static str>,
    drawn: fn(&View) -> bool,
}

/// The borders are on every map; what asks for no credit stands last, as it may be cut off first.
///
/// # Source
/// The licences of the embedded data, as `assets/README.md` lists them.
const MAKERS: [Maker; 9] = [
    Maker { name: "© OpenStreetMap contributors", licence: Some("ODbL"), drawn: |_| true },
    Maker { name: "GeoNames", licence: Some("CC BY 4.0"), drawn: |view| is_drawn(view, &[Layer::Places]) },
    Maker {
        name: "geoBoundaries",
        licence: Some("CC BY 4.0"),
        drawn: |view| is_drawn(view, &[Layer::Districts, Layer::Provinces]),
    },
    Maker { name: "Wikipedia", licence: Some("CC BY-SA"), drawn: |view| is_drawn(view, &[Layer::Peaks]) },
    Maker {
        name: "NOAA GLOBE",
        licence: None,
        drawn: |view| view.layers.inset || is_drawn(view, &[Layer::Relief, Layer::Water]),
    },
    Maker {
        name: "WDBII/GSHHG",
        licence: None,
        drawn: |view| view.layers.inset || is_drawn(view, &[Layer::Water]),
    },
    Maker { name: "airportsdata", licence: None, drawn: |view| is_drawn(view, &[Layer::Airfields]) },
    Maker {
        name: "Natural Earth",
        licence: None,
        drawn: |view| view.layers.inset || !TileLayer::hides_land(view.tiles.as_ref()),
    },
    Maker {
        name: "Unicode CLDR",
        licence: None,
        drawn: |view| view.layers.inset || !TileLayer::hides_names(view.tiles.as_ref()),
    },
];

fn is_drawn(view: &View, layers: &[Layer]) -> bool {
    layers.iter().any(|layer| view.layers.opacity(*layer) > 0.0 && layer.unseen(view).is_none())
}

/// The lines that name the makers of the map: all of them with what they made where that takes at most `most` lines,
/// else the names of those whose work is drawn.
pub(super) fn credit_lines(view: &View, before: &str, size: f32, room: f32, most: usize) -> Vec<String> {
    let set = |words: &str, lines| wrapped(Face::Regular, size, &format!("{before}{words}"), room, lines);
    let full = set(&attribution_words(view), most + 1);
    if full.len() <= most { full } else { set(&names(view), LONGEST) }
}

/// The names of a map as narrow as a hand fit on so many lines.
const LONGEST: usize = 12;

/// `© OpenStreetMap contributors (ODbL) · GeoNames, geoBoundaries (CC BY 4.0) · NOAA GLOBE`.
fn names(view: &View) -> String {
    let theirs = view.tiles.as_ref().map(|tiles| tiles.attribution.trim()).filter(|words| !words.is_empty());
    let mut groups: Vec<String> = theirs.into_iter().map(ToOwned::to_owned).collect();
    let drawn: Vec<&Maker> = MAKERS.iter().filter(|maker| (maker.drawn)(view)).collect();
    for makers in drawn.chunk_by(|a, b| a.licence == b.licence) {
        let names: Vec<&str> = makers.iter().map(|maker| maker.name).collect();
        // A licence stands on the line of whose it is.
        let licence = makers[0].licence.map_or_else(String::new, |licence| format!(" ({licence})"));
        groups.push(format!("{}{}", names.join(", "), licence.replace(' ', "\u{a0}")));
    }
    groups.join("\u{a0}· ")
}
