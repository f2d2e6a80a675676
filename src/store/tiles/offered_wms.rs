//! The layers of a Web Map Service.
//!
//! # Source
//! OGC Web Map Service 1.1.1 (01-068r3) and 1.3.0 (06-042): section 7.2, capabilities; 7.3, `GetMap`. In EPSG:3857 both
//! write west, south, east, north.

use roxmltree::Node;

use super::{
    Offered, OfferedLayer,
    offered::{asked_with, child, children, link, text},
};

/// Reads the root of the capabilities.
pub(super) fn read(root: Node<'_, '_>) -> Offered {
    let title = child(root, "Service").and_then(|service| text(service, "Title")).unwrap_or("WMS").to_owned();
    let mut offered = Offered { title, ..Offered::default() };
    let Some(capability) = child(root, "Capability") else { return offered };
    let is_new = root.tag_name().name() == "WMS_Capabilities";
    let get_map = child(capability, "Request").and_then(|request| child(request, "GetMap"));
    let address = get_map.and_then(|get_map| {
        let get = get_map.descendants().find(|node| node.tag_name().name() == "Get")?;
        link(child(get, "OnlineResource")?)
    });
    let formats: Vec<&str> = get_map
        .into_iter()
        .flat_map(|get_map| children(get_map, "Format"))
        .filter_map(|node| node.text())
        .collect();
    let format = ["image/png", "image/jpeg", "image/webp"]
        .into_iter()
        .find(|known| formats.iter().any(|format| format.trim().starts_with(known)));
    for layer in capability.descendants().filter(|node| node.tag_name().name() == "Layer") {
        let Some(name) = text(layer, "Name") else { continue };
        let parents = || layer.ancestors().take_while(|node| node.tag_name().name() == "Layer");
        // What a layer can do, those within it can.
        let measures = parents().flat_map(|node| children(node, "CRS").chain(children(node, "SRS")));
        let measure = measures
            .filter_map(|node| node.text())
            .flat_map(str::split_whitespace)
            .find(|measure| ["EPSG:3857", "EPSG:900913", "EPSG:102100"].contains(measure));
        let (Some(address), Some(format), Some(measure)) = (address, format, measure) else {
            offered.left_out += 1;
            continue;
        };
        let attribution =
            parents().find_map(|node| child(node, "Attribution").and_then(|node| text(node, "Title")));
        let (version, measured_in) = if is_new { ("1.3.0", "CRS") } else { ("1.1.1", "SRS") };
        let template = asked_with(
            address,
            &[
                ("SERVICE", "WMS"),
                ("VERSION", version),
                ("REQUEST", "GetMap"),
                ("LAYERS", name),
                ("STYLES", ""),
                (measured_in, measure),
                ("BBOX", "{bbox}"),
                ("WIDTH", "256"),
                ("HEIGHT", "256"),
                ("FORMAT", format),
            ],
        );
        offered.layers.push(OfferedLayer {
            title: text(layer, "Title").unwrap_or(name).to_owned(),
            template,
            attribution: attribution.unwrap_or(&offered.title).to_owned(),
            min_zoom: 0,
            max_zoom: 18,
            is_vector: false,
        });
    }
    offered
}
