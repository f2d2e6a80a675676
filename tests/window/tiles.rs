//! Maps from elsewhere in the window: off until they are switched on, shown, named, logged, and off again.

use std::{
    io::{BufRead, BufReader, Cursor, Write},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use eframe::egui::accesskit::Role;
use marz::session::{Command, Tone};

use crate::desk::Desk;

/// A file let go of over the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl eframe::egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// A server on this machine with one tile for all places.
struct Server {
    address: SocketAddr,
    requests: Arc<AtomicUsize>,
}

impl Server {
    fn start() -> Self {
        let mut tile = Cursor::new(Vec::new());
        image::RgbaImage::from_pixel(256, 256, image::Rgba([200, 0, 200, 255]))
            .write_to(&mut tile, image::ImageFormat::Png)
            .unwrap();
        let tile = tile.into_inner();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { address: listener.local_addr().unwrap(), requests: Arc::default() };
        let requests = Arc::clone(&server.requests);
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                requests.fetch_add(1, Ordering::SeqCst);
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let _head = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).count();
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    tile.len()
                );
                let _written = stream.write_all(&[head.as_bytes(), &tile].concat());
            }
        });
        server
    }

    fn template(&self) -> String {
        format!("http://{}/{{z}}/{{x}}/{{y}}.png", self.address)
    }
}

const ADDRESS: &str = "Address of a tile, with {z}, {x}, {y} or {-y}; also {bbox}, {q}, {s}, {r} for @2x, {key} — or of a WMS, WMTS";

fn press(desk: &mut Desk, name: &str) {
    desk.control(Role::Button, name).click();
    desk.settle();
}

/// Writes a source into the form, as a user does.
fn add_source(desk: &mut Desk, template: &str) {
    press(desk, "Add a server…");
    desk.write("Name", "Own tiles");
    desk.write(ADDRESS, template);
    desk.write("Who made the map (shown on the map and on every picture)", "© Somebody");
    press(desk, "Keep the source");
}

#[test]
fn the_window_begins_offline_and_the_switch_shows_what_there_is() {
    let mut desk = Desk::new();
    press(&mut desk, "Offline");
    assert!(desk.reads("No request leaves this program until you switch a server on."));
    for name in ["OpenStreetMap", "OpenTopoMap", "Satellite (Mapbox, your own key)"] {
        desk.control(Role::Button, &format!("Switch on {name}"));
    }
    assert!(desk.reads("The address asks for a key"));
    assert!(desk.session().map_sources().log().is_empty());
}

#[test]
fn a_source_is_written_down_switched_on_shown_logged_and_switched_off() {
    let server = Server::start();
    let mut desk = Desk::new();
    desk.menu("View", "Map sources…");
    add_source(&mut desk, &server.template());
    assert_eq!(server.requests.load(Ordering::SeqCst), 0, "writing it down asks nothing");
    press(&mut desk, "Switch on Own tiles");
    desk.wait_until("the tiles cover the map", |session| {
        session.view().tiles.as_ref().is_some_and(|tiles| tiles.covers)
    });
    assert!(desk.reads("Online: Own tiles"));
    let says = |desk: &Desk, words: &str| {
        desk.scene().parts.iter().flat_map(|(_, marks)| marks.iter().cloned()).any(|mark| match mark {
            marz::carto::Mark::Text(text) => text.text.contains(words),
            _ => false,
        })
    };
    assert!(says(&desk, "© Somebody"));
    press(&mut desk, "What was sent…");
    assert!(desk.reads("requests since the program started") && desk.reads("127.0.0.1"));
    assert!(!desk.session().map_sources().log().is_empty());
    press(&mut desk, "Online: Own tiles");
    assert!(desk.reads("Offline") && !desk.reads("Online: Own tiles"));
    assert!(!says(&desk, "© Somebody"), "the embedded map is back");
    let asked = server.requests.load(Ordering::SeqCst);
    desk.ask(Command::ZoomIn);
    desk.ask(Command::ZoomIn);
    std::thread::sleep(std::time::Duration::from_millis(200));
    desk.settle();
    assert!(server.requests.load(Ordering::SeqCst) <= asked + 6, "only what was under way");
}

#[test]
fn a_server_that_is_gone_is_said_once_and_the_embedded_map_stays() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut desk = Desk::new();
    desk.menu("View", "Map sources…");
    add_source(&mut desk, &format!("http://localhost:{port}/{{z}}/{{x}}/{{y}}.png"));
    press(&mut desk, "Switch on Own tiles");
    desk.wait_until("the trouble is known", |session| session.map_sources().trouble().is_some());
    let said: Vec<_> = desk.messages().into_iter().filter(|(tone, _)| *tone == Tone::Refused).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].1.contains("nothing listens there"));
    assert!(desk.session().view().tiles.as_ref().is_some_and(|tiles| !tiles.covers), "names and rivers stay");
    press(&mut desk, "Test Own tiles");
    desk.wait_until("the test is done", |session| {
        session
            .map_sources()
            .list()
            .iter()
            .any(|source| session.map_sources().notes(&source.id).tested.is_some())
    });
    assert!(desk.reads("The server does not answer: nothing listens there."));
}

#[test]
fn a_removed_source_can_be_put_back() {
    let mut desk = Desk::new();
    desk.menu("View", "Map sources…");
    press(&mut desk, "Remove OpenTopoMap");
    assert!(desk.session().map_sources().get("opentopomap").is_none());
    press(&mut desk, "Put back OpenTopoMap");
    assert!(desk.session().map_sources().get("opentopomap").is_some());
}

#[test]
fn an_address_that_may_not_be_asked_is_said_while_it_is_written() {
    let mut desk = Desk::new();
    desk.menu("View", "Map sources…");
    press(&mut desk, "Add a server…");
    desk.write("Name", "Plain");
    desk.write(ADDRESS, "http://tiles.example.org/{z}/{x}/{y}.png");
    assert!(desk.reads("Plain http is asked of this machine only"));
}

#[test]
fn a_file_of_tiles_that_is_dropped_becomes_a_source_and_stays_offline() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Khorog survey.mbtiles");
    let mut tile = Cursor::new(Vec::new());
    image::RgbImage::from_pixel(256, 256, image::Rgb([0, 90, 200]))
        .write_to(&mut tile, image::ImageFormat::Png)
        .unwrap();
    let database = rusqlite::Connection::open(&path).unwrap();
    database
        .execute_batch(
            "CREATE TABLE metadata (name text, value text);
            CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);
            INSERT INTO metadata VALUES ('attribution', '&copy; <b>Survey</b> office'), ('maxzoom', '5');",
        )
        .unwrap();
    for (z, x, y) in
        (0..=5_u32).flat_map(|z| (0..1 << z).flat_map(move |x| (0..1 << z).map(move |y| (z, x, y))))
    {
        database.execute("INSERT INTO tiles VALUES (?1, ?2, ?3, ?4)", (z, x, y, tile.get_ref())).unwrap();
    }
    drop(database);
    let mut desk = Desk::new();
    desk.harness.input_mut().dropped_files.push(Arc::new(Dropped(path)));
    desk.settle();
    press(&mut desk, "Switch on Khorog survey");
    desk.wait_until("the tiles cover the map", |session| {
        session.view().tiles.as_ref().is_some_and(|tiles| tiles.covers)
    });
    assert!(desk.reads("Offline: Khorog survey"));
    let attribution = desk.session().view().tiles.as_ref().unwrap().attribution.clone();
    assert_eq!(&*attribution, "© Survey office", "it says itself who made it");
    assert!(desk.session().map_sources().log().is_empty() && !desk.session().map_sources().is_online());
}

/// A file made by another tool, dropped over the window and switched on.
fn drop_and_switch_on(file: &str, name: &str) -> Desk {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tiles").join(file);
    let mut desk = Desk::new();
    desk.harness.input_mut().dropped_files.push(Arc::new(Dropped(path)));
    desk.settle();
    press(&mut desk, &format!("Switch on {name}"));
    desk
}

#[test]
fn a_pmtiles_of_shapes_made_by_another_tool_is_drawn_and_its_maker_named() {
    let mut desk = drop_and_switch_on("frontier.pmtiles", "frontier");
    let khorog = marz::model::Extent { west: 71.2, south: 37.2, east: 71.9, north: 37.7 };
    desk.ask(Command::ZoomTo(khorog));
    desk.wait_until("the tiles cover the map", |session| {
        session.view().tiles.as_ref().is_some_and(|tiles| tiles.covers)
    });
    let layer = desk.session().view().tiles.clone().unwrap();
    assert_eq!(&*layer.attribution, "© OpenStreetMap contributors, Natural Earth");
    assert_eq!((layer.max_zoom, layer.has_names), (9, false));
    let scene = desk.scene();
    let mut texts = scene.parts.iter().flat_map(|(_, marks)| marks.iter()).filter_map(|mark| match mark {
        marz::carto::Mark::Text(text) => Some(text.text.to_string()),
        _ => None,
    });
    assert!(texts.any(|text| text.contains("OpenStreetMap contributors, Natural Earth")));
    assert!(desk.reads("Offline: frontier"));
    assert!(desk.session().map_sources().log().is_empty());
    // Beyond the file's last zoom it is still there, painted as sharp.
    for _ in 0..5 {
        desk.ask(Command::ZoomIn);
    }
    assert!(desk.session().view().camera.zoom.0 > 12.0);
    desk.wait_until("the tiles cover the map", |session| {
        session.view().tiles.as_ref().is_some_and(|tiles| tiles.covers)
    });
}

#[test]
fn a_pmtiles_of_pictures_made_by_another_tool_is_drawn() {
    let mut desk = drop_and_switch_on("relief.pmtiles", "relief");
    desk.wait_until("the tiles cover the map", |session| {
        session.view().tiles.as_ref().is_some_and(|tiles| tiles.covers)
    });
    assert_eq!(&*desk.session().view().tiles.clone().unwrap().attribution, "Relief of Marz");
}

#[test]
fn tms_wms_and_wmts_servers_are_drawn_as_any_other() {
    let server = Server::start();
    let address = server.address;
    for template in [
        format!("http://{address}/{{z}}/{{x}}/{{-y}}.png"),
        format!("http://{address}/wms?REQUEST=GetMap&CRS=EPSG:3857&BBOX={{bbox}}&WIDTH=256&HEIGHT=256"),
        format!("http://{address}/wmts/{{TileMatrix}}/{{TileRow}}/{{TileCol}}.png"),
    ] {
        let mut desk = Desk::new();
        desk.menu("View", "Map sources…");
        add_source(&mut desk, &template);
        press(&mut desk, "Switch on Own tiles");
        desk.wait_until("the tiles cover the map", |session| {
            session.view().tiles.as_ref().is_some_and(|tiles| tiles.covers)
        });
    }
}

#[test]
fn the_address_of_one_picture_is_made_that_of_every_one_by_a_button() {
    let mut desk = Desk::new();
    desk.menu("View", "Map sources…");
    press(&mut desk, "Add a server…");
    desk.write("Name", "Survey");
    desk.write(
        ADDRESS,
        "https://a.example/wms?request=GetMap&layers=l&bbox=1,2,3,4&width=9&height=9&srs=EPSG:4326",
    );
    assert!(desk.reads("This is the address of one picture"));
    press(&mut desk, "Make it the address of every tile");
    press(&mut desk, "Keep the source");
    let template = desk.session().map_sources().list()[0].template().unwrap().to_owned();
    assert_eq!(
        template,
        "https://a.example/wms?request=GetMap&layers=l&bbox={bbox}&width=256&height=256&srs=EPSG:3857"
    );
    assert!(desk.session().map_sources().log().is_empty(), "nobody was asked");
}

#[test]
fn an_area_is_saved_only_from_a_server_whose_owner_permits_it_and_becomes_a_source() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new();
    desk.menu("View", "Map sources…");
    add_source(&mut desk, &server.template());
    desk.ask(Command::ZoomTo(marz::model::Extent { west: 71.4, south: 37.4, east: 71.6, north: 37.6 }));
    desk.menu("View", "Save an area for offline…");
    assert!(
        desk.reads("Areas cannot be saved from this server") || desk.reads("the owner of the server permits")
    );
    let mut own = desk.session().map_sources().list()[0].clone();
    own.may_be_saved = true;
    desk.ask(Command::SetSource(Box::new(own.clone())));
    assert!(desk.reads("tiles") && desk.reads("ten a second at most"));
    press(&mut desk, "Estimate the size");
    desk.wait_until("the sample is there", |session| {
        session.areas().sample(&own.id).is_some_and(|sample| sample.bytes.is_some())
    });
    assert!(desk.reads("from a sample"));
    press(&mut desk, "Save the area…");
    let path = folder.path().join("Khorog.mbtiles");
    desk.ask(Command::SaveAreaTo(path.clone()));
    desk.wait_until("the area is saved", |session| session.areas().list().is_empty());
    assert!(path.is_file());
    assert!(desk.session().map_sources().list().iter().any(|source| source.name == "Khorog"));
    // Without the server the map is still there.
    let saved =
        desk.session().map_sources().list().iter().find(|source| source.name == "Khorog").unwrap().id.clone();
    desk.ask(Command::ShowSource(Some(saved)));
    desk.wait_until("the tiles cover the map", |session| {
        session.view().tiles.as_ref().is_some_and(|tiles| tiles.covers)
    });
    assert!(desk.reads("Offline: Khorog"));
}
