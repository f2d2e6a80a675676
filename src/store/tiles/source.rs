//! A source of map tiles: where it is, who made it, what may be asked of it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{AboutTiles, SLOTS, Template, TilePlace, WebAddress};

/// Where the tiles are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SourceKind {
    /// A server that is asked for each tile.
    Web { template: String },
    /// One file with all tiles.
    MbTiles { path: PathBuf },
    /// One file with all tiles and a directory of them.
    PmTiles { path: PathBuf },
    /// A folder of `z/x/y.png`.
    Folder {
        path: PathBuf,
        /// Rows are counted from the south.
        #[serde(default)]
        tms: bool,
    },
}

impl SourceKind {
    /// The kind of a file, by its ending.
    pub fn of_file(path: PathBuf) -> Self {
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pmtiles")) {
            Self::PmTiles { path }
        } else {
            Self::MbTiles { path }
        }
    }
}

/// A source as the user has set it up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent answers of the user about a source")]
pub struct TileSource {
    pub id: String,
    pub name: String,
    /// Who made the map: shown on it and on every picture.
    #[serde(default)]
    pub attribution: String,
    #[serde(flatten)]
    pub kind: SourceKind,
    #[serde(default)]
    pub min_zoom: u8,
    /// Beyond it the tiles are enlarged.
    #[serde(default = "usual_max_zoom")]
    pub max_zoom: u8,
    /// What stands for {key}.
    #[serde(default)]
    pub key: String,
    /// What stands for {s}: letters, or names with commas between.
    #[serde(default)]
    pub servers: String,
    /// The server stands in the user's own network, so that private addresses are right.
    #[serde(default)]
    pub own_network: bool,
    /// The map brings its own names, rivers and lines: those of Marz give way, but for the frontier.
    #[serde(default = "yes")]
    pub has_names: bool,
    /// Its tiles are shapes, so that they are painted as sharp beyond its last zoom; learned from the file.
    #[serde(default)]
    pub is_vector: bool,
    /// Whoever runs the server permits that whole areas are saved from it.
    #[serde(default)]
    pub may_be_saved: bool,
    /// Switched on when the program starts.
    #[serde(default)]
    pub on_at_start: bool,
}

fn usual_max_zoom() -> u8 {
    18
}

fn yes() -> bool {
    true
}

impl TileSource {
    pub fn new(id: String, name: String, kind: SourceKind) -> Self {
        Self {
            id,
            name,
            attribution: String::new(),
            kind,
            min_zoom: 0,
            max_zoom: usual_max_zoom(),
            key: String::new(),
            servers: String::new(),
            own_network: false,
            has_names: true,
            is_vector: false,
            may_be_saved: false,
            on_at_start: false,
        }
    }

    /// What a first start offers; none of them is switched on.
    ///
    /// # Source
    /// The tile usage policy of the OpenStreetMap Foundation; the about page of `OpenTopoMap`; the documentation of
    /// Mapbox, Raster Tiles API.
    pub fn presets() -> Vec<Self> {
        let web = |id: &str, name: &str, template: &str| {
            let kind = SourceKind::Web { template: template.to_owned() };
            Self::new(id.to_owned(), name.to_owned(), kind)
        };
        vec![
            Self {
                attribution: "© OpenStreetMap contributors (ODbL)".to_owned(),
                max_zoom: 19,
                ..web("osm", "OpenStreetMap", "https://tile.openstreetmap.org/{z}/{x}/{y}.png")
            },
            Self {
                attribution:
                    "Map data © OpenStreetMap contributors, SRTM; map style © OpenTopoMap (CC BY-SA)"
                        .to_owned(),
                max_zoom: 17,
                servers: "abc".to_owned(),
                ..web("opentopomap", "OpenTopoMap", "https://{s}.tile.opentopomap.org/{z}/{x}/{y}.png")
            },
            Self {
                attribution: "© Mapbox © Maxar".to_owned(),
                max_zoom: 19,
                has_names: false,
                ..web(
                    "mapbox-satellite",
                    "Satellite (Mapbox, your own key)",
                    "https://api.mapbox.com/v4/mapbox.satellite/{z}/{x}/{y}{r}.jpg90?access_token={key}",
                )
            },
        ]
    }

    /// Whether tiles are asked of a server.
    pub fn is_web(&self) -> bool {
        match &self.kind {
            SourceKind::Web { .. } => true,
            SourceKind::MbTiles { .. } | SourceKind::PmTiles { .. } | SourceKind::Folder { .. } => false,
        }
    }

    pub fn template(&self) -> Option<&str> {
        match &self.kind {
            SourceKind::Web { template } => Some(template),
            SourceKind::MbTiles { .. } | SourceKind::PmTiles { .. } | SourceKind::Folder { .. } => None,
        }
    }

    /// Whether its tiles are shapes, which Marz paints without names.
    pub fn sends_shapes(&self) -> bool {
        let path = self.template().map(|template| template.split('?').next().unwrap_or(template));
        let ending =
            path.and_then(|path| path.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
        self.is_vector || ending.is_some_and(|ending| ending == "pbf" || ending == "mvt")
    }

    /// The last zoom with pictures of its own: shapes are painted to the last zoom of the map.
    pub fn last_zoom(&self) -> u8 {
        const LAST_OF_THE_MAP: u8 = 16;
        if self.is_vector { self.max_zoom.max(LAST_OF_THE_MAP) } else { self.max_zoom }
    }

    /// The tile that the picture of a place is made from: the same, or for shapes one above it.
    pub fn stored_at(&self, place: TilePlace) -> TilePlace {
        let levels = if self.is_vector { place.z.saturating_sub(self.max_zoom) } else { 0 };
        place.ancestor(levels).unwrap_or(place)
    }

    /// Takes over what the file says of itself, where the user has said nothing.
    pub fn learn(&mut self, about: &AboutTiles) {
        if self.attribution.trim().is_empty() {
            self.attribution = about.attribution.clone().unwrap_or_default();
        }
        self.min_zoom = about.min_zoom.unwrap_or(self.min_zoom);
        self.max_zoom = about.max_zoom.unwrap_or(self.max_zoom).max(self.min_zoom);
        if about.is_vector && !self.is_vector {
            // They are painted without names: ours stand over them.
            self.has_names = false;
        }
        self.is_vector = about.is_vector;
    }

    /// The server's name, for the list.
    pub fn host(&self) -> Option<String> {
        let template = Template::read(self.template()?).ok()?;
        let place = TilePlace { z: 0, x: 0, y: 0 };
        WebAddress::read(&template.address(place, &self.servers, "key", false))
            .ok()
            .map(|address| address.host)
    }

    /// Why the source cannot be used as it stands, and what to do.
    pub fn problem(&self) -> Option<String> {
        if self.name.trim().is_empty() {
            return Some("Give the source a name.".to_owned());
        }
        if self.min_zoom > self.max_zoom {
            return Some("The first zoom lies beyond the last.".to_owned());
        }
        match &self.kind {
            SourceKind::Web { template } => match Template::read(template) {
                Err(error) => Some(error.to_string()),
                Ok(template) if template.needs_key() && self.key.trim().is_empty() => {
                    Some("The address asks for a key: write your own into the field Key.".to_owned())
                }
                Ok(template) if template.needs_servers() && self.servers.trim().is_empty() => {
                    Some("The address holds {s}: write the servers' letters or names.".to_owned())
                }
                Ok(template) => {
                    let place = TilePlace { z: 0, x: 0, y: 0 };
                    let address = template.address(place, &self.servers, &self.key, false);
                    WebAddress::read(&address).err().map(|error| error.to_string())
                }
            },
            SourceKind::MbTiles { path } | SourceKind::PmTiles { path } | SourceKind::Folder { path, .. } => {
                path.as_os_str().is_empty().then(|| "Write the path.".to_owned())
            }
        }
    }

    /// Why whole areas are never saved from this server, whatever the user permits; `None` where the user may.
    ///
    /// # Source
    /// The tile usage policy of the OpenStreetMap Foundation as of January 2024, which forbids bulk downloads: tiles are
    /// for viewing, not for viewing later; `OpenTopoMap`'s about page; the terms of service of Mapbox, Google, Microsoft,
    /// Esri, HERE and `MapTiler`.
    pub fn saving_forbidden(&self) -> Option<&'static str> {
        const VOLUNTEERS: [&str; 5] =
            ["openstreetmap.org", "opentopomap.org", "openstreetmap.fr", "openstreetmap.de", "osm.org"];
        const PROVIDERS: [&str; 8] = [
            "mapbox.com",
            "google.com",
            "googleapis.com",
            "virtualearth.net",
            "arcgisonline.com",
            "arcgis.com",
            "here.com",
            "maptiler.com",
        ];
        let host = self.host()?;
        let is_of =
            |names: &[&str]| names.iter().any(|name| host == *name || host.ends_with(&format!(".{name}")));
        if is_of(&VOLUNTEERS) {
            Some(
                "Areas cannot be saved from this server: its volunteers ask that nobody fetches tiles in bulk.",
            )
        } else if is_of(&PROVIDERS) {
            Some("Areas cannot be saved from this server: the terms of its provider do not permit it.")
        } else {
            None
        }
    }

    /// Whether areas may be saved from it.
    pub fn areas_may_be_saved(&self) -> bool {
        self.is_web() && self.may_be_saved && self.saving_forbidden().is_none()
    }

    /// Requests that may be under way at once: two where volunteers' servers ask for it.
    pub fn slots(&self) -> usize {
        let frugal = self.host().is_some_and(|host| {
            ["openstreetmap.org", "opentopomap.org", "openstreetmap.fr", "openstreetmap.de"]
                .iter()
                .any(|ours| host == *ours || host.ends_with(&format!(".{ours}")))
        });
        if frugal { 2 } else { SLOTS }
    }
}
