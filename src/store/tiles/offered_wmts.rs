//! The layers of a Web Map Tile Service, as far as their tiles are those of web Mercator.
//!
//! # Source
//! OGC Web Map Tile Service 1.0.0 (07-057r7): section 7.1, capabilities; annex E.4, `GoogleMapsCompatible`.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::{
    Offered, OfferedLayer,
    offered::{asked_with, child, children, link, text},
};

/// A set of levels that are those of the map.
struct Levels {
    /// What stands before the number of a level in its name.
    before: String,
    min_zoom: u8,
    max_zoom: u8,
}

/// Reads the root of the capabilities.
pub(super) fn read(root: Node<'_, '_>) -> Offered {
    let service = child(root, "ServiceIdentification");
    let title = service.and_then(|service| text(service, "Title")).unwrap_or("WMTS").to_owned();
    let provider = child(root, "ServiceProvider").and_then(|provider| text(provider, "ProviderName"));
    let attribution = provider.unwrap_or(&title).to_owned();
    let mut offered = Offered { title, ..Offered::default() };
    let Some(contents) = child(root, "Contents") else { return offered };
    let sets: BTreeMap<&str, Levels> = children(contents, "TileMatrixSet")
        .filter_map(|set| Some((text(set, "Identifier")?, levels(set)?)))
        .collect();
    let get_tile = root
        .descendants()
        .filter(|node| node.tag_name().name() == "Operation" && node.attribute("name") == Some("GetTile"))
        .find_map(|operation| operation.descendants().find(|node| node.tag_name().name() == "Get"))
        .and_then(link);
    for layer in children(contents, "Layer") {
        match layer_of(layer, &sets, get_tile, &attribution) {
            Some(layer) => offered.layers.push(layer),
            None => offered.left_out += 1,
        }
    }
    offered
}

fn layer_of(
    layer: Node<'_, '_>,
    sets: &BTreeMap<&str, Levels>,
    get_tile: Option<&str>,
    attribution: &str,
) -> Option<OfferedLayer> {
    let name = text(layer, "Identifier")?;
    let (set, levels) = children(layer, "TileMatrixSetLink")
        .filter_map(|link| text(link, "TileMatrixSet"))
        .find_map(|set| Some((set, sets.get(set)?)))?;
    let styles = || children(layer, "Style");
    let style = styles()
        .find(|style| style.attribute("isDefault") == Some("true"))
        .or_else(|| styles().next())
        .and_then(|style| text(style, "Identifier"))
        .unwrap_or("default");
    let is_drawn = |format: &str| {
        ["image/png", "image/jpeg", "image/webp"].iter().any(|known| format.starts_with(known))
    };
    let matrix = format!("{}{{z}}", levels.before);
    let resource = children(layer, "ResourceURL").find(|resource| {
        resource.attribute("resourceType") == Some("tile")
            && resource.attribute("format").is_some_and(is_drawn)
    });
    let template = if let Some(template) = resource.and_then(|resource| resource.attribute("template")) {
        let mut template = template
            .replace("{TileMatrixSet}", set)
            .replace("{TileMatrix}", &matrix)
            .replace("{TileRow}", "{y}")
            .replace("{TileCol}", "{x}")
            .replace("{Style}", style)
            .replace("{style}", style);
        for dimension in children(layer, "Dimension") {
            let (named, usual) = (text(dimension, "Identifier")?, text(dimension, "Default")?);
            template = template.replace(&format!("{{{named}}}"), usual);
        }
        template
    } else {
        let format =
            children(layer, "Format").filter_map(|node| node.text()).find(|format| is_drawn(format))?;
        asked_with(
            get_tile?,
            &[
                ("SERVICE", "WMTS"),
                ("VERSION", "1.0.0"),
                ("REQUEST", "GetTile"),
                ("LAYER", name),
                ("STYLE", style),
                ("FORMAT", format.trim()),
                ("TILEMATRIXSET", set),
                ("TILEMATRIX", &matrix),
                ("TILEROW", "{y}"),
                ("TILECOL", "{x}"),
            ],
        )
    };
    Some(OfferedLayer {
        title: text(layer, "Title").unwrap_or(name).to_owned(),
        template,
        attribution: attribution.to_owned(),
        min_zoom: levels.min_zoom,
        max_zoom: levels.max_zoom,
        is_vector: false,
    })
}

/// The levels of a set, if they are the map's own: squares of 256 pixels, each level twice the one before, from the
/// corner of the Mercator world, and named by their zoom.
fn levels(set: Node<'_, '_>) -> Option<Levels> {
    /// The scale of zoom 0 with pixels of 0.28 mm.
    const SCALE_OF_ZERO: f64 = 559_082_264.028_717_8;
    let measure = text(set, "SupportedCRS")?;
    if !["3857", "900913", "102100"].iter().any(|code| measure.ends_with(code)) {
        return None;
    }
    let mut found: Option<Levels> = None;
    for matrix in children(set, "TileMatrix") {
        let name = text(matrix, "Identifier")?;
        let scale: f64 = text(matrix, "ScaleDenominator")?.parse().ok()?;
        let zoom = (SCALE_OF_ZERO / scale).log2();
        let corner = text(matrix, "TopLeftCorner")?;
        let mut corner = corner.split_whitespace().map(|number| number.parse::<f64>().unwrap_or(0.0));
        let at_corner =
            (corner.next()? + 20_037_508.34).abs() < 10.0 && (corner.next()? - 20_037_508.34).abs() < 10.0;
        let is_square = text(matrix, "TileWidth") == Some("256") && text(matrix, "TileHeight") == Some("256");
        if !at_corner || !is_square || (zoom - zoom.round()).abs() > 0.01 || !(-0.5..22.5).contains(&zoom) {
            return None;
        }
        let zoom = zoom.round() as u8;
        let before = name.strip_suffix(&zoom.to_string())?;
        // `1` is a suffix of `11` too: only letters may stand before the number.
        if before.ends_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        match &mut found {
            None => found = Some(Levels { before: before.to_owned(), min_zoom: zoom, max_zoom: zoom }),
            Some(levels) if levels.before == before => {
                levels.min_zoom = levels.min_zoom.min(zoom);
                levels.max_zoom = levels.max_zoom.max(zoom);
            }
            Some(_) => return None,
        }
    }
    found
}
