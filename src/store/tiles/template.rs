//! The address of a tile, written once for all of them: `https://tiles.example.org/{z}/{x}/{y}.png`.

use super::{
    TilePlace,
    address::{AddressError, WebAddress},
};

/// Why a text is no template for tiles.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    #[error("Write the address of a tile, with {{z}}, {{x}} and {{y}} where zoom, column and row stand.")]
    Empty,
    #[error("The address has no {{{0}}}: without it every tile would be the same.")]
    Lacks(&'static str),
    #[error(
        "The address holds {{{0}}}, which Marz does not know. It knows {{z}}, {{x}}, {{y}}, {{-y}}, {{bbox}}, {{q}}, {{s}}, {{r}} and {{key}}."
    )]
    Unknown(String),
    #[error("A curly bracket of the address is not closed.")]
    Open,
    #[error("Only {{s}} may stand in the name of the server, before the first single slash.")]
    InHost,
    #[error(transparent)]
    Address(#[from] AddressError),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Zoom,
    Column,
    Row,
    RowFromSouth,
    /// West, south, east and north in the metres of web Mercator, as WMS asks for a picture.
    Box,
    /// Zoom, column and row in one number of base four.
    QuadKey,
    Server,
    /// `@2x` where tiles of twice the pixels are wanted.
    Ratio,
    Key,
}

/// A template that was read and found in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

impl Template {
    /// # Errors
    /// When the text names no tile, or no server that may be asked.
    pub fn read(text: &str) -> Result<Self, TemplateError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TemplateError::Empty);
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (before, after) = rest.split_at(open);
            let close = after.find('}').ok_or(TemplateError::Open)?;
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            parts.push(match &after[1..close] {
                // The long names are those of WMTS.
                "z" | "TileMatrix" => Part::Zoom,
                "x" | "TileCol" => Part::Column,
                "y" | "TileRow" => Part::Row,
                "-y" => Part::RowFromSouth,
                "bbox" | "bbox-epsg-3857" => Part::Box,
                "q" | "quadkey" => Part::QuadKey,
                "s" => Part::Server,
                "r" => Part::Ratio,
                "key" => Part::Key,
                other => return Err(TemplateError::Unknown(other.to_owned())),
            });
            rest = &after[close + 1..];
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        let template = Self { parts };
        let has = |part: Part| template.parts.contains(&part);
        let names_the_place = has(Part::Box) || has(Part::QuadKey);
        for (is_there, name) in [
            (has(Part::Zoom), "z"),
            (has(Part::Column), "x"),
            (has(Part::Row) || has(Part::RowFromSouth), "y"),
        ] {
            if !is_there && !names_the_place {
                return Err(TemplateError::Lacks(name));
            }
        }
        if template.names_the_host_by_a_tile() {
            return Err(TemplateError::InHost);
        }
        let sample = template.address(TilePlace { z: 3, x: 5, y: 2 }, "a", "key", true);
        WebAddress::read(&sample)?;
        Ok(template)
    }

    /// Whether the server would depend on the tile or the key: then anybody's text would choose who is asked.
    fn names_the_host_by_a_tile(&self) -> bool {
        let mut so_far = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => so_far.push_str(text),
                Part::Server => so_far.push('s'),
                Part::Zoom
                | Part::Column
                | Part::Row
                | Part::RowFromSouth
                | Part::Box
                | Part::QuadKey
                | Part::Ratio
                | Part::Key => {
                    let after_scheme = so_far.split_once("://").map_or("", |(_, after)| after);
                    return !after_scheme.contains('/');
                }
            }
        }
        false
    }

    pub fn needs_key(&self) -> bool {
        self.parts.contains(&Part::Key)
    }

    pub fn needs_servers(&self) -> bool {
        self.parts.contains(&Part::Server)
    }

    /// Whether tiles of twice the pixels can be asked for.
    pub fn has_ratio(&self) -> bool {
        self.parts.contains(&Part::Ratio)
    }

    /// The address of one tile. `servers` are the names that stand for {s}, with commas between, or letters.
    pub fn address(&self, place: TilePlace, servers: &str, key: &str, doubled: bool) -> String {
        use std::fmt::Write as _;
        let mut address = String::new();
        for part in &self.parts {
            let _written = match part {
                Part::Text(text) => write!(address, "{text}"),
                Part::Zoom => write!(address, "{}", place.z),
                Part::Column => write!(address, "{}", place.x),
                Part::Row => write!(address, "{}", place.y),
                Part::RowFromSouth => write!(address, "{}", place.row_from_south()),
                Part::Box => {
                    let [west, south, east, north] = place.metres();
                    write!(address, "{west},{south},{east},{north}")
                }
                Part::QuadKey => write!(address, "{}", place.quadkey()),
                Part::Server => write!(address, "{}", server(servers, place)),
                Part::Ratio => write!(address, "{}", if doubled { "@2x" } else { "" }),
                Part::Key => write!(address, "{}", encoded(key)),
            };
        }
        address
    }
}

/// The server that answers for a tile: always the same one, so that caches on the way can help.
fn server(servers: &str, place: TilePlace) -> String {
    let names: Vec<String> = if servers.contains(',') {
        servers.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    } else {
        servers.trim().chars().map(String::from).collect()
    };
    let turn = (place.x as usize + place.y as usize) % names.len().max(1);
    names.get(turn).cloned().unwrap_or_else(|| "a".to_owned())
}

/// An address that is no template, with the user's key in its place.
pub fn with_key(address: &str, key: &str) -> String {
    address.replace("{key}", &encoded(key))
}

/// A key can be nothing but one piece of an address, whatever was pasted.
pub(super) fn encoded(key: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for byte in key.trim().bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _written = write!(out, "%{byte:02X}");
        }
    }
    out
}
