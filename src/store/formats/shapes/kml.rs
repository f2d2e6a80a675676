//! KML: a layer for each folder that holds places.
//!
//! The crate `kml` ends the process on empty coordinates and on deep folders and refuses a whole file for one bad
//! shape; here one bad shape is one row left out. Nothing that a file links to is fetched.

use std::collections::HashMap;

use super::{
    Coordinate, Feature, Limits, OwnLook, Part, Plane, Problem,
    collect::Collector,
    text::{without_markup, words_of},
    xml::{Tag, Xml, attribute},
};

/// Styles beyond this are not kept.
const MOST_STYLES: usize = 20_000;
const MOST_LAYERS: usize = 2_000;

/// # Source
/// OGC 12-007r2 (KML 2.3); `gx:Track` as Google's reference has it.
pub(super) fn read(text: &str, limits: Limits) -> Result<Vec<Collector>, Problem> {
    let mut reading = Reading { limits, ..Reading::default() };
    let mut xml = Xml::new(text);
    loop {
        match xml.next()? {
            Tag::Start(name, attributes) => reading.begin(&name, &attributes, xml.open()),
            Tag::End(name, text) => reading.end(&name, &text, xml.open()),
            Tag::Done => break,
        }
    }
    Ok(reading.done())
}

/// A folder or document that is open.
#[derive(Default)]
struct Folder {
    name: String,
    /// Its layer, once it holds a place.
    layer: Option<usize>,
}

/// A place being read.
#[derive(Default)]
struct Placemark {
    feature: Feature,
    style: Option<String>,
    rings: Vec<Vec<Coordinate>>,
    track: Vec<Coordinate>,
    /// The heights of the rings and of the track.
    raised: Vec<Option<f64>>,
    key: Option<String>,
    id: Option<String>,
    wrong: Option<String>,
}

impl Placemark {
    fn keep(&mut self, address: &str, text: &str) {
        if !text.trim().is_empty() {
            self.feature.properties.push((format!("{BESIDE}{address}"), text.trim().to_owned()));
        }
    }
}

/// Stands before the names of what no record has a place for.
pub(in crate::store::formats) const BESIDE: &str = "kml:";

/// Where something stands in its place: `Style/LineStyle/color`.
fn address(open: &[String]) -> String {
    let inside = open.iter().rposition(|name| name == "Placemark").map_or(0, |place| place + 1);
    open[inside..].join("/")
}

#[derive(Default)]
struct Reading {
    limits: Limits,
    folders: Vec<Folder>,
    layers: Vec<Collector>,
    /// The style of each feature of each layer that was taken, by its address.
    wanted: Vec<Vec<Option<String>>>,
    place: Option<Box<Placemark>>,
    styles: HashMap<String, OwnLook>,
    pairs: HashMap<String, String>,
    /// The shared style or pair of styles being read.
    shared: Option<(String, OwnLook)>,
    pair: Option<(String, bool)>,
    colour: Option<[u8; 4]>,
    no_fill: bool,
    not_fetched: usize,
    not_drawn: usize,
    /// Points of tracks that are none.
    no_points: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self::USUAL
    }
}

impl Reading {
    fn begin(&mut self, name: &str, attributes: &[(String, String)], open: &[String]) {
        if let Some(place) = self.place.as_mut().filter(|_| self.limits.whole) {
            let known = ["Data@name", "SimpleData@name", "SchemaData@schemaUrl"];
            for (key, value) in attributes {
                if !known.contains(&format!("{name}@{key}").as_str()) {
                    place.keep(&format!("{}@{key}", address(open)), value);
                }
            }
        }
        match name {
            "Document" | "Folder" => self.folders.push(Folder::default()),
            "Placemark" => {
                let id = attribute(attributes, "id").map(str::to_owned);
                self.place = Some(Box::new(Placemark { id, ..Placemark::default() }));
            }
            "Style" if self.place.is_none() => {
                self.shared = attribute(attributes, "id").map(|id| (id.to_owned(), OwnLook::default()));
            }
            "StyleMap" if self.place.is_none() => {
                self.pair = attribute(attributes, "id").map(|id| (id.to_owned(), false));
            }
            "LineStyle" | "PolyStyle" | "IconStyle" => {
                self.colour = None;
                self.no_fill = false;
            }
            "NetworkLink" => self.not_fetched += 1,
            "GroundOverlay" | "ScreenOverlay" | "PhotoOverlay" | "Model" => self.not_drawn += 1,
            "Data" | "SimpleData" => {
                if let Some(place) = &mut self.place {
                    place.key = attribute(attributes, "name").map(str::to_owned);
                }
            }
            "Polygon" => {
                if let Some(place) = &mut self.place {
                    place.rings.clear();
                    place.raised.clear();
                }
            }
            "Track" => {
                if let Some(place) = &mut self.place {
                    place.track.clear();
                    place.raised.clear();
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str, text: &str, open: &[String]) {
        let within = open.last().map_or("", String::as_str);
        if self.limits.whole {
            self.keep_beside(name, text, open);
        }
        match name {
            "Document" | "Folder" => {
                self.folders.pop();
            }
            "Placemark" => self.placemark_ends(),
            "name" if within == "Placemark" => {
                if let Some(place) = &mut self.place {
                    place.feature.name = Some(text.trim().to_owned());
                }
            }
            "name" if matches!(within, "Document" | "Folder") => {
                if let Some(folder) = self.folders.last_mut() {
                    text.trim().clone_into(&mut folder.name);
                    // The name may stand behind the first place.
                    if let Some(layer) = folder.layer {
                        text.trim().clone_into(&mut self.layers[layer].name);
                    }
                }
            }
            "styleUrl" => self.style_named(text.trim(), within),
            "key" => {
                if let Some((_, normal)) = &mut self.pair {
                    *normal = text.trim() == "normal";
                }
            }
            "Style" if self.place.is_none() => {
                if let Some((id, look)) = self.shared.take()
                    && self.styles.len() < MOST_STYLES
                {
                    self.styles.insert(id, look);
                }
            }
            "StyleMap" => self.pair = None,
            "color" | "width" | "fill" | "LineStyle" | "PolyStyle" | "IconStyle" => {
                self.style_value(name, text.trim(), within);
            }
            _ => self.of_place(name, text, within),
        }
    }

    /// What stands in a place and is nothing that a map or a record knows: its look, its view, words of others.
    fn keep_beside(&mut self, name: &str, text: &str, open: &[String]) {
        let Some(place) = &mut self.place else { return };
        let within = open.last().map_or("", String::as_str);
        let is_known = match name {
            "name" | "address" | "phoneNumber" | "Snippet" | "snippet" => within == "Placemark",
            // Read as words; what they were made of is kept where there was more to it.
            "description" => within == "Placemark" && !text.contains('<'),
            "when" | "begin" | "end" => matches!(within, "TimeStamp" | "TimeSpan"),
            "value" | "SimpleData" => place.key.is_some(),
            "coordinates" => matches!(within, "Point" | "LinearRing" | "LineString"),
            "coord" => within == "Track",
            _ => false,
        };
        if !is_known {
            let address = [open, &[name.to_owned()]].concat();
            place.keep(&self::address(&address), text);
        }
    }

    fn style_named(&mut self, address: &str, within: &str) {
        let id = address.trim_start_matches('#').to_owned();
        match (&mut self.place, &mut self.pair) {
            (Some(place), _) if within == "Placemark" => place.style = Some(id),
            (None, Some((pair, true))) if self.pairs.len() < MOST_STYLES => {
                self.pairs.insert(pair.clone(), id);
            }
            (_, _) => {}
        }
    }

    fn style_value(&mut self, name: &str, text: &str, within: &str) {
        let look = match (&mut self.place, &mut self.shared) {
            (Some(place), _) => &mut place.feature.look,
            (None, Some((_, look))) => look,
            (None, None) => return,
        };
        match (name, within) {
            ("color", "LineStyle" | "PolyStyle" | "IconStyle") => self.colour = colour(text),
            ("width", "LineStyle") => {
                look.width = text.parse().ok().filter(|width: &f32| (0.0..=40.0).contains(width));
            }
            ("fill", "PolyStyle") => self.no_fill = text == "0",
            ("LineStyle", _) => look.colour = self.colour.take().or(look.colour),
            // An icon's colour tints a picture; white leaves it as it is.
            ("IconStyle", _) => {
                let tint = self.colour.take().filter(|[r, g, b, _]| (*r, *g, *b) != (255, 255, 255));
                look.colour = look.colour.or(tint);
            }
            ("PolyStyle", _) => {
                look.fill = if self.no_fill { Some([0; 4]) } else { self.colour.take().or(look.fill) };
            }
            (_, _) => {}
        }
    }

    /// What stands in a place beside its name and style.
    fn of_place(&mut self, name: &str, text: &str, within: &str) {
        let Some(place) = &mut self.place else { return };
        match name {
            "description" if within == "Placemark" => {
                let words = if self.limits.whole { words_of(text) } else { without_markup(text) };
                place.feature.properties.push(("Description".to_owned(), words));
            }
            "address" | "phoneNumber" | "Snippet" | "snippet"
                if self.limits.whole && within == "Placemark" =>
            {
                place.feature.properties.push((name.to_owned(), text.trim().to_owned()));
            }
            "when" | "begin" | "end" if matches!(within, "TimeStamp" | "TimeSpan") => {
                let key = match name {
                    "when" => "When",
                    "begin" => "From",
                    _ => "Until",
                };
                place.feature.properties.push((key.to_owned(), text.trim().to_owned()));
            }
            "value" | "SimpleData" => {
                if let Some(key) = place.key.take() {
                    place.feature.properties.push((key, text.trim().to_owned()));
                }
            }
            "coordinates" => {
                let (points, heights) = match coordinates(text) {
                    Ok(spots) => spots.into_iter().unzip::<_, _, Vec<_>, Vec<_>>(),
                    Err(why) => {
                        place.wrong = Some(why);
                        return;
                    }
                };
                match within {
                    "Point" => {
                        place.feature.parts.extend(points.first().map(|at| Part::Point(*at)));
                        place.feature.heights.extend(heights.first());
                    }
                    "LinearRing" if !points.is_empty() => {
                        place.rings.push(points);
                        place.raised.extend(heights);
                    }
                    "LineString" if !points.is_empty() => {
                        place.feature.parts.push(Part::Line(points));
                        place.feature.heights.extend(heights);
                    }
                    _ => {}
                }
            }
            "LinearRing" if !matches!(within, "outerBoundaryIs" | "innerBoundaryIs") => {
                let rings = std::mem::take(&mut place.rings);
                place.feature.parts.extend(rings.into_iter().map(Part::Line));
                place.feature.heights.append(&mut place.raised);
            }
            "Polygon" => {
                let rings = std::mem::take(&mut place.rings);
                if !rings.is_empty() {
                    place.feature.parts.push(Part::Area(rings));
                    place.feature.heights.append(&mut place.raised);
                }
            }
            "coord" => {
                let numbers: Vec<f64> =
                    text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
                match numbers[..] {
                    [lon, lat, ref height @ ..] if height.len() < 2 => {
                        place.track.push([lon, lat]);
                        place.raised.push(height.first().copied());
                    }
                    [] => {}
                    _ => self.no_points += 1,
                }
            }
            "Track" => {
                let track = std::mem::take(&mut place.track);
                if !track.is_empty() {
                    place.feature.parts.push(Part::Line(track));
                    place.feature.heights.append(&mut place.raised);
                }
            }
            _ => {}
        }
    }

    fn placemark_ends(&mut self) {
        let Some(mut place) = self.place.take() else { return };
        if self.limits.whole
            && let Some(id) = place.id.take()
        {
            place.feature.properties.insert(0, ("id".to_owned(), id));
        }
        if !self.limits.whole || place.feature.heights.iter().all(Option::is_none) {
            place.feature.heights.clear();
        }
        let layer = self.layer();
        let before = self.layers[layer].features_mut().count();
        match place.wrong {
            Some(why) => self.layers[layer].skip(why),
            None => self.layers[layer].take(place.feature),
        }
        if self.layers[layer].features_mut().count() > before {
            self.wanted[layer].push(place.style);
        }
    }

    /// The layer of the innermost folder.
    fn layer(&mut self) -> usize {
        if let Some(layer) = self.folders.last().and_then(|folder| folder.layer) {
            return layer;
        }
        if self.layers.len() >= MOST_LAYERS {
            return MOST_LAYERS - 1;
        }
        let name = self.folders.last().map(|folder| folder.name.clone()).unwrap_or_default();
        let mut layer = Collector::new(name, "KML", self.limits);
        layer.plane = Some(Plane::Degrees);
        self.layers.push(layer);
        self.wanted.push(Vec::new());
        let place = self.layers.len() - 1;
        if let Some(folder) = self.folders.last_mut() {
            folder.layer = Some(place);
        }
        place
    }

    fn done(mut self) -> Vec<Collector> {
        let mut names: HashMap<String, usize> = HashMap::new();
        for (layer, wanted) in self.layers.iter_mut().zip(&self.wanted) {
            for (feature, style) in layer.features_mut().zip(wanted) {
                let Some(id) = style else { continue };
                let id = self.pairs.get(id).unwrap_or(id);
                let Some(shared) = self.styles.get(id) else { continue };
                let own = feature.look;
                feature.look = OwnLook {
                    colour: own.colour.or(shared.colour),
                    fill: own.fill.or(shared.fill),
                    width: own.width.or(shared.width),
                };
            }
            if self.not_fetched > 0 {
                layer.note(format!("{} links to files elsewhere were not fetched.", self.not_fetched));
            }
            if self.no_points > 0 {
                layer.note(format!("{} points of tracks are no positions.", self.no_points));
            }
            if self.not_drawn > 0 {
                layer.note(format!("{} pictures and models are not drawn.", self.not_drawn));
            }
            // Two folders of one name must be told apart.
            let count = names.entry(layer.name.clone()).or_default();
            *count += 1;
            if *count > 1 {
                layer.name = format!("{} ({count})", layer.name);
            }
        }
        self.layers
    }
}

/// `lon,lat[,height]`, parted by white space.
fn coordinates(text: &str) -> Result<Vec<(Coordinate, Option<f64>)>, String> {
    let joined;
    // Some write a space behind the comma.
    let text = if text.contains(", ") || text.contains(" ,") {
        joined = text.replace(", ", ",").replace(" ,", ",");
        &joined
    } else {
        text
    };
    text.split_whitespace()
        .map(|tuple| {
            let mut numbers = tuple.split(',').map(str::trim);
            let mut number = || numbers.next().and_then(|number| number.parse::<f64>().ok());
            if let (Some(lon), Some(lat)) = (number(), number()) {
                Ok(([lon, lat], number().filter(|height| height.is_finite())))
            } else {
                let shown: String = tuple.chars().take(40).collect();
                Err(format!("“{}” is no position", crate::model::shown_line(&shown)))
            }
        })
        .collect()
}

/// Alpha, blue, green, red.
fn colour(text: &str) -> Option<[u8; 4]> {
    let text = text.trim_start_matches('#');
    let number = u32::from_str_radix(text, 16).ok().filter(|_| text.len() == 8)?;
    let [alpha, blue, green, red] = number.to_be_bytes();
    Some([red, green, blue, alpha])
}
