//! Map servers that speak WMS, WMTS or `TileJSON`: an address becomes that of every tile, a list of layers is read under
//! limits, and a key stands nowhere but in its field.

use marz::store::tiles::{
    OfferError, Pasted, SourceKind, Template, TilePlace, TileSource, capabilities_address, pasted,
    read_offered,
};

const PLACE: TilePlace = TilePlace { z: 7, x: 89, y: 49 };

fn address(template: &str) -> String {
    Template::read(template).unwrap().address(PLACE, "", "", false)
}

#[test]
fn a_template_may_name_the_place_by_its_box_or_by_one_number() {
    // Checked against mercantile 1.2.1: xy_bounds(89, 49, 7) and quadkey(89, 49, 7).
    assert_eq!(
        address("https://a.org/wms?bbox={bbox}"),
        "https://a.org/wms?bbox=7827151.6964,4383204.95,8140237.7643,4696291.0178"
    );
    assert_eq!(address("https://a.org/{q}.jpg"), "https://a.org/1231003.jpg");
    assert_eq!(address("https://a.org/{TileMatrix}/{TileRow}/{TileCol}"), "https://a.org/7/49/89");
    assert!(Template::read("https://a.org/{bbox}").is_ok());
    assert!(Template::read("https://{bbox}.a.org/").is_err(), "no tile chooses the server");
}

#[test]
fn the_address_of_one_picture_becomes_that_of_every_one() {
    let made = |text: &str| match pasted(text) {
        Pasted::OneRequest(template) => template,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        made(
            "https://a.org/wms?map=x&SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=roads&CRS=EPSG:4326&BBOX=36,70,38,72&WIDTH=800&HEIGHT=600&FORMAT=image/png"
        ),
        "https://a.org/wms?map=x&SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=roads&CRS=EPSG:3857&BBOX={bbox}&WIDTH=256&HEIGHT=256&FORMAT=image/png"
    );
    assert_eq!(
        made("https://a.org/wmts?request=GetTile&layer=l&tilematrix=EPSG:900913:7&tilerow=49&tilecol=89"),
        "https://a.org/wmts?request=GetTile&layer=l&tilematrix=EPSG:900913:{z}&tilerow={y}&tilecol={x}"
    );
    assert_eq!(pasted("https://a.org/{z}/{x}/{y}.png"), Pasted::Template);
    assert_eq!(pasted(""), Pasted::Template);
    assert_eq!(pasted("https://a.org/geoserver/ows?service=WMS"), Pasted::Service);
    assert_eq!(pasted("https://a.org/tiles.json"), Pasted::Service);
    assert_eq!(
        capabilities_address("https://a.org/ows?service=wms&request=GetMap&token=1"),
        "https://a.org/ows?token=1&SERVICE=WMS&REQUEST=GetCapabilities"
    );
    assert_eq!(
        capabilities_address("https://a.org/wmts/1.0.0/WMTSCapabilities.xml"),
        "https://a.org/wmts/1.0.0/WMTSCapabilities.xml"
    );
}

/// A list as `MapServer` and `GeoServer` write it.
const WMS: &str = r#"<?xml version="1.0"?>
<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms" xmlns:xlink="http://www.w3.org/1999/xlink">
<Service><Name>WMS</Name><Title>Survey office</Title></Service>
<Capability><Request><GetMap><Format>image/gif</Format><Format>image/png</Format>
<DCPType><HTTP><Get><OnlineResource xlink:href="http://maps.example.org/cgi?map=/srv/a.map&amp;token=s3cret-key&amp;"/></Get></HTTP></DCPType>
</GetMap></Request>
<Layer><Title>All</Title><CRS>EPSG:4326</CRS><CRS>EPSG:3857</CRS>
<Attribution><Title>&lt;b&gt;Survey&lt;/b&gt; office of Khorog</Title></Attribution>
<Layer><Name>roads</Name><Title>Roads</Title></Layer>
<Layer><Name>base map,2</Name><Title>Base map</Title><Attribution><Title>Others</Title></Attribution></Layer>
</Layer>
<Layer><Name>polar</Name><Title>Polar</Title><CRS>EPSG:3995</CRS></Layer>
</Capability></WMS_Capabilities>"#;

#[test]
fn the_layers_of_a_wms_are_listed_with_the_address_of_their_tiles() {
    let asked = "https://maps.example.org/cgi?map=/srv/a.map&token=s3cret-key";
    let offered = read_offered(WMS.as_bytes(), asked, "s3cret-key").unwrap();
    assert_eq!((offered.title.as_str(), offered.layers.len(), offered.left_out), ("Survey office", 2, 1));
    let roads = &offered.layers[0];
    assert_eq!((roads.title.as_str(), roads.attribution.as_str()), ("Roads", "Survey office of Khorog"));
    assert_eq!(
        roads.template,
        "https://maps.example.org/cgi?map=/srv/a.map&token={key}&SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=roads&STYLES=&CRS=EPSG:3857&BBOX={bbox}&WIDTH=256&HEIGHT=256&FORMAT=image/png"
    );
    assert!(offered.layers[1].template.contains("LAYERS=base%20map,2&"));
    let old = WMS
        .replace("WMS_Capabilities version=\"1.3.0\"", "WMT_MS_Capabilities version=\"1.1.1\"")
        .replace("</WMS_Capabilities>", "</WMT_MS_Capabilities>")
        .replace("CRS>", "SRS>")
        .replace(
            "<?xml version=\"1.0\"?>",
            "<?xml version=\"1.0\"?><!DOCTYPE WMT_MS_Capabilities SYSTEM \"http://x/y.dtd\">",
        );
    let offered = read_offered(old.as_bytes(), asked, "").unwrap();
    assert!(
        offered.layers[0].template.contains("VERSION=1.1.1")
            && offered.layers[0].template.contains("SRS=EPSG:3857")
    );
}

fn wmts(scale: f64, layer: &str) -> String {
    let matrix = |zoom: i32| {
        let (scale, side) = (scale / 2_f64.powi(zoom), 1 << zoom);
        format!(
            "<TileMatrix><ows:Identifier>EPSG:900913:{zoom}</ows:Identifier><ScaleDenominator>{scale}</ScaleDenominator>
            <TopLeftCorner>-2.003750834278E7 2.003750834278E7</TopLeftCorner><TileWidth>256</TileWidth>
            <TileHeight>256</TileHeight><MatrixWidth>{side}</MatrixWidth><MatrixHeight>{side}</MatrixHeight></TileMatrix>"
        )
    };
    let matrices: String = (2..=12).map(matrix).collect();
    format!(
        r#"<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink">
        <ows:ServiceIdentification><ows:Title>Tiles</ows:Title></ows:ServiceIdentification>
        <ows:ServiceProvider><ows:ProviderName>Office</ows:ProviderName></ows:ServiceProvider>
        <ows:OperationsMetadata><ows:Operation name="GetTile"><ows:DCP><ows:HTTP><ows:Get xlink:href="https://a.org/wmts?"/></ows:HTTP></ows:DCP></ows:Operation></ows:OperationsMetadata>
        <Contents>{layer}<TileMatrixSet><ows:Identifier>merc</ows:Identifier><ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</ows:SupportedCRS>{matrices}</TileMatrixSet></Contents></Capabilities>"#
    )
}

#[test]
fn the_layers_of_a_wmts_are_listed_by_pairs_and_by_path() {
    let pairs = r"<Layer><ows:Title>Ortho</ows:Title><ows:Identifier>orto:1</ows:Identifier><Style isDefault='true'><ows:Identifier>day</ows:Identifier></Style>
        <Format>image/jpeg</Format><TileMatrixSetLink><TileMatrixSet>merc</TileMatrixSet></TileMatrixSetLink></Layer>";
    let offered =
        read_offered(wmts(559_082_264.028_717_8, pairs).as_bytes(), "https://a.org/wmts", "").unwrap();
    let layer = &offered.layers[0];
    assert_eq!((layer.min_zoom, layer.max_zoom, layer.attribution.as_str()), (2, 12, "Office"));
    assert_eq!(
        address(&layer.template),
        "https://a.org/wmts?SERVICE=WMTS&VERSION=1.0.0&REQUEST=GetTile&LAYER=orto:1&STYLE=day&FORMAT=image/jpeg&TILEMATRIXSET=merc&TILEMATRIX=EPSG:900913:7&TILEROW=49&TILECOL=89"
    );
    let path = r"<Layer><ows:Identifier>l</ows:Identifier><Style><ows:Identifier>s</ows:Identifier></Style><Format>image/png</Format>
        <Dimension><ows:Identifier>Time</ows:Identifier><Default>2024</Default></Dimension>
        <TileMatrixSetLink><TileMatrixSet>merc</TileMatrixSet></TileMatrixSetLink>
        <ResourceURL format='image/png' resourceType='tile' template='https://a.org/l/{Style}/{Time}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png'/></Layer>";
    let offered =
        read_offered(wmts(559_082_264.028_717_8, path).as_bytes(), "https://a.org/wmts", "").unwrap();
    assert_eq!(address(&offered.layers[0].template), "https://a.org/l/s/2024/merc/EPSG:900913:7/49/89.png");
    // Other scales are another pyramid, whose tiles would lie elsewhere.
    let other = read_offered(wmts(500_000_000.0, pairs).as_bytes(), "https://a.org/wmts", "");
    assert_eq!(other, Err(OfferError::NoneFits(1)));
}

#[test]
fn a_tilejson_is_one_layer() {
    let text = br#"{"tilejson": "3.0.0", "name": "Own", "scheme": "tms", "minzoom": 3, "maxzoom": 9, "attribution": "<a>Us</a>",
        "tiles": ["http://localhost:3000/own/{z}/{x}/{y}"], "vector_layers": []}"#;
    let offered = read_offered(text, "http://localhost:3000/own", "").unwrap();
    let layer = &offered.layers[0];
    assert_eq!(layer.template, "http://localhost:3000/own/{z}/{x}/{-y}");
    assert_eq!(
        (layer.min_zoom, layer.max_zoom, layer.attribution.as_str(), layer.is_vector),
        (3, 9, "Us", true)
    );
}

#[test]
fn an_answer_that_is_no_list_or_a_hostile_one_is_refused_in_words_and_at_once() {
    let refused = |text: &[u8]| {
        let begun = std::time::Instant::now();
        let error = read_offered(text, "https://a.org/wms", "").unwrap_err();
        assert!(begun.elapsed() < std::time::Duration::from_secs(2));
        assert!(error.to_string().ends_with('.'));
        error
    };
    assert_eq!(refused(b"<html><body/></html>"), OfferError::Unknown);
    assert_eq!(refused(b"{}"), OfferError::Unknown);
    assert!(matches!(refused(b"no list"), OfferError::Damaged(_)));
    assert!(matches!(refused(&WMS.as_bytes()[..300]), OfferError::Damaged(_)));
    let laughs =
        b"<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;&b;'>]><WMS_Capabilities>&c;</WMS_Capabilities>";
    assert!(matches!(refused(laughs), OfferError::Damaged(_)));
    assert!(matches!(refused("<Layer>".repeat(200_000).as_bytes()), OfferError::Damaged(_)));
    let wide = format!("<WMS_Capabilities>{}</WMS_Capabilities>", "<a/>".repeat(600_000));
    assert!(matches!(refused(wide.as_bytes()), OfferError::Damaged(_)));
}

#[test]
fn areas_are_never_saved_from_servers_whose_owners_forbid_it() {
    let web = |template: &str| {
        let kind = SourceKind::Web { template: template.to_owned() };
        TileSource { may_be_saved: true, ..TileSource::new("one".to_owned(), "One".to_owned(), kind) }
    };
    for template in [
        "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        "https://a.tile.opentopomap.org/{z}/{x}/{y}.png",
        "https://api.mapbox.com/v4/mapbox.satellite/{z}/{x}/{y}.jpg",
    ] {
        assert!(!web(template).areas_may_be_saved(), "{template}");
    }
    let own = web("http://localhost:8080/{z}/{x}/{y}.png");
    assert!(own.areas_may_be_saved());
    assert!(!TileSource { may_be_saved: false, ..own }.areas_may_be_saved(), "only where the user says so");
    assert!(TileSource::presets().iter().all(|preset| !preset.areas_may_be_saved()));
}
