//! An area saved for offline: the same file whatever interrupts it, each tile asked for once, and a server that asks for
//! peace gets it.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use eframe::egui;
use marz::{
    app::tiles::{AreaNews, AreaSaver, Client, tile_picture, tiles_of_area},
    carto::Theme,
    model::Extent,
    store::tiles::{AreaFile, AreaPlan, MbTiles, SourceKind, TilePlace, TileSource, read_offered},
};

use crate::map_server::{MapServer, colour, tile};

fn plan(path: &Path) -> AreaPlan {
    let extent = Extent { west: 71.2, south: 37.2, east: 72.0, north: 37.8 };
    AreaPlan { source: "own".to_owned(), extent, min_zoom: 7, max_zoom: 12, path: path.to_owned() }
}

fn source(template: &str) -> TileSource {
    let kind = SourceKind::Web { template: template.to_owned() };
    TileSource {
        attribution: "© <Us> & others".to_owned(),
        may_be_saved: true,
        ..TileSource::new("own".to_owned(), "Own tiles".to_owned(), kind)
    }
}

/// Runs until the end, or until so many places were looked at; returns the last news.
fn run(template: &str, plan: &AreaPlan, until: u64) -> AreaNews {
    let mut saver = AreaSaver::new(&egui::Context::default(), None);
    saver.start(plan.clone(), source(template));
    let begun = Instant::now();
    loop {
        assert!(begun.elapsed() < Duration::from_mins(1), "waited in vain");
        for news in saver.news() {
            match news {
                AreaNews::Progress(_, progress) if progress.done >= until => saver.stop(),
                AreaNews::Progress(..) | AreaNews::Requests(_) => {}
                last @ (AreaNews::Finished(..) | AreaNews::Stopped(..)) => return last,
            }
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn an_interrupted_area_becomes_the_same_file_as_an_uninterrupted_one_and_no_tile_is_asked_for_twice() {
    let server = MapServer::start();
    let folder = tempfile::tempdir().unwrap();
    let whole = plan(&folder.path().join("whole.mbtiles"));
    let count = tiles_of_area(&whole).count() as u64;
    assert!((90..200).contains(&count), "{count} tiles");
    assert!(matches!(run(&server.template(), &whole, u64::MAX), AreaNews::Finished(_, 0)));
    server.asked.lock().unwrap().clear();
    // The same, stopped twice; the plan differs in its path only.
    let parts = plan(&folder.path().join("parts.mbtiles"));
    server.slowness.store(15, Ordering::SeqCst);
    for until in [1, count / 2] {
        assert!(matches!(run(&server.template(), &parts, until), AreaNews::Stopped(_, None)));
        assert!(!parts.path.exists(), "an unfinished area is not in the place of a finished one");
    }
    server.slowness.store(0, Ordering::SeqCst);
    assert!(matches!(run(&server.template(), &parts, u64::MAX), AreaNews::Finished(_, 0)));
    assert_eq!(server.most_at_once.lock().unwrap().1, 2, "two connections");
    let asked = server.asked.lock().unwrap();
    assert_eq!(asked.len() as u64, count);
    let twice = asked.values().filter(|times| **times > 1).count();
    assert!(twice <= 4, "{twice} tiles were asked for twice: at most those under way at each stop");
    assert_eq!(std::fs::read(&whole.path).unwrap(), std::fs::read(&parts.path).unwrap());
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "nothing else is left: {left:?}");
    // What is in it is what the server has, in its place.
    let file = MbTiles::open(&whole.path).unwrap();
    assert_eq!(file.about.attribution.as_deref(), Some("© & others"));
    assert_eq!((file.about.min_zoom, file.about.max_zoom), (Some(7), Some(12)));
    for place in tiles_of_area(&whole) {
        assert_eq!(file.tile(place).unwrap().unwrap(), tile(place));
    }
    let outside = TilePlace { z: 11, x: 0, y: 0 };
    assert_eq!(file.tile(outside), Ok(None));
}

#[test]
fn gdal_sees_a_saved_area_where_it_lies_and_with_its_colours() {
    if Command::new("gdalinfo").arg("--version").output().is_err() {
        println!("skipped: GDAL is not here");
        return;
    }
    let server = MapServer::start();
    let folder = tempfile::tempdir().unwrap();
    let plan = plan(&folder.path().join("saved.mbtiles"));
    assert!(matches!(run(&server.template(), &plan, u64::MAX), AreaNews::Finished(_, 0)));
    let said = |program: &str, arguments: &[&str]| {
        let out = Command::new(program).args(arguments).arg(&plan.path).output().unwrap();
        (String::from_utf8(out.stdout).unwrap(), String::from_utf8(out.stderr).unwrap())
    };
    let (about, trouble) = said("gdalinfo", &["-json"]);
    let about: serde_json::Value =
        serde_json::from_str(&about).unwrap_or_else(|error| panic!("{error}: {trouble}"));
    assert_eq!(about["driverShortName"], "MBTiles", "{trouble}");
    assert_eq!(about["metadata"][""]["attribution"], "© <Us> & others");
    assert_eq!(about["metadata"][""]["maxzoom"], "12");
    // In the middle of some tiles of the last zoom, on the ground: the colour that the server painted.
    let middle = |place: TilePlace| {
        let tiles = f64::from(1_u32 << place.z);
        let north = std::f64::consts::PI * (1.0 - 2.0 * (f64::from(place.y) + 0.5) / tiles);
        ((f64::from(place.x) + 0.5) / tiles * 360.0 - 180.0, north.sinh().atan().to_degrees())
    };
    let Extent { west, south, east, north } = plan.extent;
    let inside = |(lon, lat): (f64, f64)| west < lon && lon < east && south < lat && lat < north;
    let finest = tiles_of_area(&plan).filter(|place| place.z == 12 && inside(middle(*place)));
    let finest: Vec<TilePlace> = finest.step_by(7).collect();
    assert!(finest.len() > 5);
    for place in finest {
        let (lon, lat) = middle(place);
        let out = Command::new("gdallocationinfo")
            .args(["-valonly", "-wgs84"])
            .arg(&plan.path)
            .args([lon.to_string(), lat.to_string()])
            .output()
            .unwrap();
        let seen = String::from_utf8(out.stdout).unwrap();
        let seen: Vec<u8> = seen.split_whitespace().map(|value| value.parse().unwrap()).collect();
        assert_eq!(seen.get(..3), Some(&colour(place)[..]), "at {lon} {lat}");
    }
}

#[test]
fn an_area_that_was_killed_is_gone_on_with() {
    const PATH: &str = "MARZ_FAULTS_AREA";
    const TEMPLATE: &str = "MARZ_FAULTS_AREA_TEMPLATE";
    if let Some(path) = std::env::var_os(PATH) {
        let template = std::env::var(TEMPLATE).unwrap();
        run(&template, &plan(&PathBuf::from(path)), u64::MAX);
        return;
    }
    let server = MapServer::start();
    server.slowness.store(20, Ordering::SeqCst);
    let folder = tempfile::tempdir().unwrap();
    let killed = plan(&folder.path().join("killed.mbtiles"));
    let count = tiles_of_area(&killed).count() as u32;
    for kill_at in [count / 3, count * 2 / 3] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "areas::an_area_that_was_killed_is_gone_on_with"])
            .env(PATH, &killed.path)
            .env(TEMPLATE, server.template())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while server.requests() < kill_at {
            assert!(begun.elapsed() < Duration::from_secs(30));
            std::thread::sleep(Duration::from_millis(2));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!killed.path.exists());
    }
    let kept = AreaFile::open(&killed).unwrap().gathered().unwrap().0;
    assert!(kept > 0, "what came before the kill is kept");
    server.slowness.store(0, Ordering::SeqCst);
    // What was under way when it was killed is counted first.
    std::thread::sleep(Duration::from_millis(200));
    let before = server.requests();
    assert!(matches!(run(&server.template(), &killed, u64::MAX), AreaNews::Finished(_, 0)));
    assert_eq!(u64::from(server.requests() - before), u64::from(count) - kept, "only the rest is asked for");
    let whole = plan(&folder.path().join("whole.mbtiles"));
    run(&server.template(), &whole, u64::MAX);
    assert_eq!(std::fs::read(&whole.path).unwrap(), std::fs::read(&killed.path).unwrap());
}

#[test]
fn a_server_that_is_busy_gets_its_rest_and_one_that_refuses_is_left_at_once() {
    let server = MapServer::start();
    let folder = tempfile::tempdir().unwrap();
    let mut small = plan(&folder.path().join("small.mbtiles"));
    small.max_zoom = 8;
    *server.instead.lock().unwrap() = Some("503 Service Unavailable");
    let begun = Instant::now();
    assert!(matches!(run(&server.template(), &small, u64::MAX), AreaNews::Finished(_, 0)));
    assert!(begun.elapsed() > Duration::from_millis(900), "it rested for a second at least");
    *server.instead.lock().unwrap() = Some("403 Forbidden");
    let refused = AreaPlan { path: folder.path().join("refused.mbtiles"), ..small };
    let AreaNews::Stopped(_, Some(why)) = run(&server.template(), &refused, u64::MAX) else {
        panic!("it stops");
    };
    assert!(why.contains("refuses (403)"), "{why}");
    assert!(server.requests() < 20);
}

#[test]
fn an_area_without_a_tile_leaves_no_file_and_says_so() {
    let server = MapServer::start();
    let folder = tempfile::tempdir().unwrap();
    let nothing = plan(&folder.path().join("nothing.mbtiles"));
    let template = format!("http://{}/none/a{{z}}/{{x}}/{{y}}", server.address);
    let AreaNews::Stopped(_, Some(why)) = run(&template, &nothing, u64::MAX) else { panic!("it stops") };
    assert!(why.contains("no tile in this area"), "{why}");
    assert!(!nothing.path.exists());
}

#[test]
fn the_client_asks_xyz_tms_wms_and_wmts_servers_for_the_same_place() {
    let server = MapServer::start();
    let place = TilePlace { z: 7, x: 89, y: 49 };
    let address = server.address;
    for template in [
        format!("http://{address}/xyz/{{z}}/{{x}}/{{y}}.png"),
        format!("http://{address}/tms/{{z}}/{{x}}/{{-y}}.png"),
        format!(
            "http://{address}/wms?SERVICE=WMS&REQUEST=GetMap&CRS=EPSG:3857&BBOX={{bbox}}&WIDTH=256&HEIGHT=256"
        ),
        format!(
            "http://{address}/wmts?REQUEST=GetTile&TILEMATRIX=merc:{{TileMatrix}}&TILEROW={{TileRow}}&TILECOL={{TileCol}}"
        ),
    ] {
        let (bytes, _) = Client::default().fetch(&source(&template), place, false).result.unwrap();
        let [r, g, b] = colour(place);
        let image = tile_picture(&bytes, place, place, Theme::Light).unwrap();
        assert_eq!(image.get_pixel(128, 128).0, [r, g, b, 255], "{template}");
    }
    // A list of layers is asked for with the same care, and each layer's address gives its tiles.
    let asked = format!("http://{address}/wms?SERVICE=WMS&REQUEST=GetCapabilities");
    let fetched = Client::default().list(&source(&asked), &asked);
    assert_eq!(fetched.requests.len(), 1, "it stands in the log");
    let offered = read_offered(&fetched.result.unwrap().0, &asked, "").unwrap();
    assert_eq!(offered.layers.len(), 2);
    let (bytes, _) =
        Client::default().fetch(&source(&offered.layers[0].template), place, false).result.unwrap();
    assert_eq!(bytes, tile(place));
}
