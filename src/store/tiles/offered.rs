//! What a map server says it offers: the layers of WMS, WMTS and `TileJSON`, each as the address of its tiles.

use roxmltree::{Document, Node, ParsingOptions};

use super::{
    Template, WebAddress,
    about::without_markup,
    offered_wms, offered_wmts,
    pasted::{value_of, with_question},
    template::encoded,
};

/// Elements of an answer; those of large offices have some ten thousand.
const MOST_NODES: u32 = 400_000;
/// Elements within one another: what is deeper is no list of layers.
const MOST_DEPTH: usize = 60;
const MOST_LAYERS: usize = 2_000;

/// Why an answer names no layers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfferError {
    #[error(
        "The answer is no list of layers that Marz knows (WMS, WMTS or TileJSON): check the address, or write the address of a tile."
    )]
    Unknown,
    #[error("The list of layers is damaged ({0}).")]
    Damaged(String),
    #[error(
        "The server offers {0} layers, but none of them as pictures in web Mercator (EPSG:3857), which is the map's measure."
    )]
    NoneFits(usize),
}

/// One layer as a source could be made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedLayer {
    pub title: String,
    pub template: String,
    pub attribution: String,
    pub min_zoom: u8,
    pub max_zoom: u8,
    /// Shapes, without names of their own.
    pub is_vector: bool,
}

/// What a server offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offered {
    pub title: String,
    pub layers: Vec<OfferedLayer>,
    /// Layers that cannot be shown: of another measure of the world, or in another form.
    pub left_out: usize,
}

/// The address that a server is asked at for what it offers, made from what was pasted.
pub fn capabilities_address(pasted: &str) -> String {
    let pasted = pasted.trim();
    let lower = pasted.to_ascii_lowercase();
    let says = |what: &str| lower.contains(what);
    let is_document = [".xml", ".json", "/wmts/1.0.0", "request=getcapabilities"].iter().any(|end| says(end));
    if is_document {
        return pasted.to_owned();
    }
    if says("service=wmts") || says("/wmts") {
        return with_question(pasted, &[("SERVICE", "WMTS"), ("REQUEST", "GetCapabilities")]);
    }
    if says("service=wms") || says("wms") || pasted.contains('?') {
        return with_question(pasted, &[("SERVICE", "WMS"), ("REQUEST", "GetCapabilities")]);
    }
    // A bare address may be a TileJSON, which needs no question.
    pasted.to_owned()
}

/// Reads the answer of the server at `address`. `key` is the user's own: it does not stand in what is made of it.
///
/// # Errors
/// When the answer is no list of layers, or none of them can be shown.
pub fn read_offered(answer: &[u8], address: &str, key: &str) -> Result<Offered, OfferError> {
    let text = String::from_utf8_lossy(answer);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let mut offered = if text.starts_with('{') { read_tilejson(text)? } else { read_xml(text)? };
    let found = offered.layers.len() + offered.left_out;
    let asked = WebAddress::read(address).ok();
    for layer in &mut offered.layers {
        layer.template = own_address(&layer.template, asked.as_ref(), key);
        layer.title = layer.title.chars().filter(|c| !c.is_control()).take(120).collect();
        layer.attribution = without_markup(&layer.attribution);
    }
    offered.layers.retain(|layer| Template::read(&layer.template).is_ok());
    offered.layers.truncate(MOST_LAYERS);
    offered.left_out = found - offered.layers.len();
    match (offered.layers.is_empty(), found) {
        (true, 0) => Err(OfferError::Unknown),
        (true, found) => Err(OfferError::NoneFits(found)),
        (false, _) => Ok(offered),
    }
}

/// The address as it is kept: servers behind a gate often tell their own name with http, and a key is not written down
/// twice.
fn own_address(template: &str, asked: Option<&WebAddress>, key: &str) -> String {
    let mut own = template.trim().to_owned();
    let is_secure = asked.is_some_and(|asked| asked.to_string().starts_with("https://"));
    if let Some(rest) = own.strip_prefix("http://")
        && is_secure
    {
        own = format!("https://{rest}");
    }
    for secret in [key.trim().to_owned(), encoded(key)] {
        if secret.len() >= 3 {
            own = own.replace(&secret, "{key}");
        }
    }
    own
}

fn read_xml(text: &str) -> Result<Offered, OfferError> {
    // Lists of WMS 1.1.1 name a document type; entities of their own have no business there.
    if text.contains("<!ENTITY") {
        return Err(OfferError::Damaged("it defines entities of its own".to_owned()));
    }
    if depth(text) > MOST_DEPTH {
        return Err(OfferError::Damaged("its elements lie too deep within one another".to_owned()));
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| OfferError::Damaged(error.to_string().chars().take(120).collect()))?;
    let root = document.root_element();
    match root.tag_name().name() {
        "WMS_Capabilities" | "WMT_MS_Capabilities" => Ok(offered_wms::read(root)),
        "Capabilities" => Ok(offered_wmts::read(root)),
        _ => Err(OfferError::Unknown),
    }
}

/// How deep elements lie within one another, at most: counted without going there.
fn depth(text: &str) -> usize {
    let (mut now, mut deepest) = (0_usize, 0);
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        let end = rest.find('>').unwrap_or(rest.len());
        let tag = &rest[..end];
        match tag.as_bytes().first() {
            Some(b'/') => now = now.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) if tag.ends_with('/') => {}
            Some(_) => {
                now += 1;
                deepest = deepest.max(now);
            }
        }
    }
    deepest
}

/// # Source
/// `TileJSON` 3.0.0.
fn read_tilejson(text: &str) -> Result<Offered, OfferError> {
    let told: serde_json::Value =
        serde_json::from_str(text).map_err(|error| OfferError::Damaged(error.to_string()))?;
    let word = |name: &str| told.get(name).and_then(serde_json::Value::as_str).unwrap_or("").to_owned();
    let zoom = |name: &str| told.get(name).and_then(serde_json::Value::as_u64).map(|zoom| zoom.min(22) as u8);
    let tiles = told.get("tiles").and_then(|tiles| tiles.get(0)).and_then(serde_json::Value::as_str);
    let Some(template) = tiles else { return Err(OfferError::Unknown) };
    let template =
        if word("scheme") == "tms" { template.replace("{y}", "{-y}") } else { template.to_owned() };
    let title =
        [word("name"), "Tiles".to_owned()].into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    let layer = OfferedLayer {
        title: title.clone(),
        template,
        attribution: word("attribution"),
        min_zoom: zoom("minzoom").unwrap_or(0),
        max_zoom: zoom("maxzoom").unwrap_or(18),
        is_vector: told.get("vector_layers").is_some(),
    };
    Ok(Offered { title, layers: vec![layer], left_out: 0 })
}

// What both readers of XML need.

/// The first child of this name, whatever its namespace.
pub(super) fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|child| child.tag_name().name() == name)
}

/// The children of this name.
pub(super) fn children<'a>(node: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.children().filter(move |child| child.tag_name().name() == name)
}

/// The text of the first child of this name.
pub(super) fn text<'a>(node: Node<'a, 'a>, name: &str) -> Option<&'a str> {
    child(node, name)?.text().map(str::trim).filter(|text| !text.is_empty())
}

/// The link that an element holds.
pub(super) fn link<'a>(node: Node<'a, 'a>) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == "href").map(|attribute| attribute.value())
}

/// An address with these pairs, of which values are made fit to stand there but for what stands in curly brackets.
pub(super) fn asked_with(address: &str, pairs: &[(&str, &str)]) -> String {
    let fit: Vec<(&str, String)> = pairs
        .iter()
        .map(|(name, value)| (*name, if value.contains('{') { (*value).to_owned() } else { value_of(value) }))
        .collect();
    let pairs: Vec<(&str, &str)> = fit.iter().map(|(name, value)| (*name, value.as_str())).collect();
    with_question(address, &pairs)
}
