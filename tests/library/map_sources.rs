//! Maps from elsewhere: templates, who may be asked, how answers are judged, what is kept, and that offline is the
//! default.

use std::{path::PathBuf, time::Duration};

use jiff::Timestamp;
use marz::{
    carto::{Camera, Point, TileGround, View, Viewport, compose, tile_zoom, tiles_in_view},
    export,
    model::{LonLat, Zoom},
    session::{Command, Effect, Request, RequestLog, Session, Sheetlet},
    store::tiles::{
        AddressError, CachedTile, Failure, Head, MbTiles, Reach, SourceKind, Template, TemplateError,
        TileCache, TileFileError, TilePlace, TileSource, Verdict, WebAddress, judge, keep_for, load_sources,
        masked, pause, save_sources, tile_of_folder,
    },
};

use crate::session::environment;

const PLACE: TilePlace = TilePlace { z: 7, x: 89, y: 49 };

fn web(template: &str) -> TileSource {
    let kind = SourceKind::Web { template: template.to_owned() };
    TileSource::new("one".to_owned(), "One".to_owned(), kind)
}

#[test]
fn a_template_fills_in_the_tile_and_a_key_stays_one_piece_of_it() {
    let filled = |text: &str, servers: &str, key: &str, doubled: bool| {
        Template::read(text).unwrap().address(PLACE, servers, key, doubled)
    };
    assert_eq!(filled("https://a.org/{z}/{x}/{y}.png", "", "", false), "https://a.org/7/89/49.png");
    assert_eq!(filled("https://a.org/{z}/{x}/{-y}.png", "", "", false), "https://a.org/7/89/78.png");
    assert_eq!(
        filled("https://{s}.a.org/{z}/{x}/{y}{r}.png", "abc", "", true),
        "https://a.a.org/7/89/49@2x.png"
    );
    assert_eq!(filled("https://{s}.a.org/{z}/{x}/{y}", "t1, t2", "", false), "https://t1.a.org/7/89/49");
    assert_eq!(
        filled("https://a.org/{z}/{x}/{y}?k={key}", "", "a&b=/../#x y", false),
        "https://a.org/7/89/49?k=a%26b%3D%2F..%2F%23x%20y"
    );
}

#[test]
fn a_template_that_names_no_tile_or_nobody_to_ask_is_refused_in_words() {
    let refused = |text: &str| Template::read(text).unwrap_err();
    assert_eq!(refused(""), TemplateError::Empty);
    assert_eq!(refused("https://a.org/{x}/{y}.png"), TemplateError::Lacks("z"));
    assert_eq!(refused("https://a.org/{z}/{x}.png"), TemplateError::Lacks("y"));
    assert_eq!(refused("https://a.org/{z}/{x}/{w}"), TemplateError::Unknown("w".to_owned()));
    assert_eq!(refused("https://a.org/{z}/{x}/{y"), TemplateError::Open);
    assert_eq!(refused("https://{x}.a.org/{z}/{x}/{y}"), TemplateError::InHost);
    assert_eq!(refused("https://{key}/{z}/{x}/{y}"), TemplateError::InHost);
    for text in [
        "http://a.org/{z}/{x}/{y}",
        "ftp://a.org/{z}/{x}/{y}",
        "file:///{z}/{x}/{y}",
        "https://me:secret@a.org/{z}/{x}/{y}",
        "https://a.org/ {z}/{x}/{y}",
        "https://a.org\\{z}/{x}/{y}",
        "a.org/{z}/{x}/{y}",
        "https:///{z}/{x}/{y}",
        "https://a.org:notaport/{z}/{x}/{y}",
    ] {
        assert!(matches!(refused(text), TemplateError::Address(_) | TemplateError::InHost), "{text}");
    }
    for text in
        ["http://localhost:8080/{z}/{x}/{y}", "http://127.0.0.1/{z}/{x}/{y}", "http://[::1]:80/{z}/{x}/{y}"]
    {
        assert!(Template::read(text).is_ok(), "{text}");
    }
}

#[test]
fn addresses_inside_are_not_public_however_they_are_written() {
    let inside = [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "2001::1",
        "100::1",
    ];
    for ip in inside {
        assert!(!Reach::Public.admits(ip.parse().unwrap()), "{ip}");
    }
    for ip in ["1.1.1.1", "100.63.0.1", "172.15.0.1", "172.32.0.1", "2a00:1450::1", "64:ff9b::101:101"] {
        assert!(Reach::Public.admits(ip.parse().unwrap()), "{ip}");
        assert!(!Reach::Loopback.admits(ip.parse().unwrap()), "{ip}");
    }
    for ip in ["192.168.1.1", "fd12::1", "1.1.1.1"] {
        assert!(Reach::OwnNetwork.admits(ip.parse().unwrap()), "{ip}");
    }
    for ip in ["127.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "fe80::1"] {
        assert!(!Reach::OwnNetwork.admits(ip.parse().unwrap()), "{ip}");
    }
}

#[test]
fn a_redirect_leads_nowhere_that_would_not_be_asked_directly() {
    let from = |text: &str| WebAddress::read(text).unwrap();
    let public = from("https://tiles.example.org/a/1/2/3.png?v=1");
    let to = |location: &str| public.redirected(Reach::Public, location);
    for (location, there) in [
        ("https://cdn.example.org/x.png", "https://cdn.example.org/x.png"),
        ("//cdn.example.org/x.png", "https://cdn.example.org/x.png"),
        ("/b/x.png", "https://tiles.example.org/b/x.png"),
        ("x.png", "https://tiles.example.org/a/1/2/x.png"),
    ] {
        let (next, reach) = to(location).unwrap();
        assert_eq!((next.to_string().as_str(), reach), (there, Reach::Public));
    }
    for location in [
        "http://tiles.example.org/x.png",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://10.0.0.1/x",
        "https://169.254.169.254/latest",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "",
    ] {
        assert!(to(location).is_err(), "{location}");
    }
    let here = from("http://localhost:8080/1/2/3.png");
    assert_eq!(here.redirected(Reach::Loopback, "http://127.0.0.1:9000/x").unwrap().1, Reach::Loopback);
    assert!(matches!(
        here.redirected(Reach::Loopback, "http://10.0.0.1/x"),
        Err(AddressError::RedirectInside(_))
    ));
    let own = from("https://maps.ministry.example/1/2/3.png");
    assert_eq!(own.redirected(Reach::OwnNetwork, "/x").unwrap().1, Reach::OwnNetwork);
    assert_eq!(own.redirected(Reach::OwnNetwork, "https://other.example/x").unwrap().1, Reach::Public);
}

#[test]
fn a_key_is_never_shown() {
    assert_eq!(masked("/1/2/3.png?access_token=pk.abc", "pk.abc"), "/1/2/3.png?access_token=•••");
    assert_eq!(masked("/pk.abc/1/2/3.png", "pk.abc"), "/•••/1/2/3.png");
    assert_eq!(masked("/1/2/3?k=a%2Fb%2Fc", "a/b/c"), "/1/2/3?k=•••");
    assert_eq!(masked("/1/2/3?apikey=own&v=2", ""), "/1/2/3?apikey=•••&v=2");
}

#[test]
fn answers_are_judged_by_their_heads() {
    let now: Timestamp = "2026-11-23T00:00:00Z".parse().unwrap();
    let judged = |head: Head<'_>| judge(&head, now);
    let ok = Head { status: 200, content_type: Some("image/png"), ..Head::default() };
    assert_eq!(judged(ok), Verdict::Read);
    assert_eq!(judged(Head { content_type: Some("Image/JPEG; q=1"), ..ok }), Verdict::Read);
    assert_eq!(judged(Head { content_type: None, ..ok }), Verdict::Read);
    assert_eq!(judged(Head { content_encoding: Some("identity"), ..ok }), Verdict::Read);
    let is_unfit = |head| matches!(judged(head), Verdict::Fail(Failure::Unfit(_)));
    assert!(is_unfit(Head { content_type: Some("text/html"), ..ok }));
    assert!(is_unfit(Head { content_encoding: Some("gzip"), ..ok }));
    assert!(is_unfit(Head { content_length: Some(4 * 1024 * 1024 + 1), ..ok }));
    assert!(is_unfit(Head { status: 206, ..ok }));
    assert_eq!(judged(Head { status: 404, ..ok }), Verdict::Fail(Failure::Missing));
    let busy = |retry_after| match judged(Head { status: 429, retry_after, ..ok }) {
        Verdict::Fail(Failure::Busy { retry_after, .. }) => retry_after,
        other => panic!("{other:?}"),
    };
    assert_eq!(busy(None), None);
    assert_eq!(busy(Some("120")), Some(Duration::from_mins(2)));
    assert_eq!(busy(Some("Mon, 23 Nov 2026 00:01:00 GMT")), Some(Duration::from_mins(1)));
    assert_eq!(busy(Some("Sun, 22 Nov 2026 00:01:00 GMT")), None, "in the past");
    assert_eq!(busy(Some("soon")), None);
}

#[test]
fn a_failing_server_is_left_in_peace_for_longer_each_time_and_never_for_ever() {
    let waits: Vec<Duration> = (1..20).map(|failures| pause(failures, None, 0.0)).collect();
    assert_eq!(waits[..4], [2, 4, 8, 16].map(Duration::from_secs));
    assert!(waits.is_sorted());
    assert_eq!(waits.last(), Some(&Duration::from_mins(5)));
    for failures in 1..20 {
        let (most, least) = (pause(failures, None, 0.0), pause(failures, None, 1.0));
        assert_eq!(least, most / 2, "the dice take off up to half");
    }
    assert_eq!(pause(1, Some(Duration::from_mins(1)), 0.5), Duration::from_mins(1));
    assert_eq!(pause(1, Some(Duration::from_secs(999_999)), 0.5), Duration::from_mins(10));
}

#[test]
fn tiles_are_fresh_for_a_week_at_least_and_two_months_at_most() {
    let days = |cache_control| keep_for(cache_control).as_secs() / 86_400;
    assert_eq!(days(None), 7);
    assert_eq!(days(Some("no-store")), 7);
    assert_eq!(days(Some("max-age=60")), 7);
    assert_eq!(days(Some("public, Max-Age=1209600")), 14);
    assert_eq!(days(Some("max-age=99999999999")), 60);
}

fn tile(bytes: &[u8], second: i64) -> CachedTile {
    let at = |second| Timestamp::from_second(second).unwrap();
    CachedTile { bytes: bytes.to_vec(), fetched: at(second), fresh_until: at(second + 100) }
}

#[test]
fn a_kept_tile_comes_back_and_a_damaged_one_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let cache = TileCache::of(folder.path(), &web("https://a.org/{z}/{x}/{y}.png")).unwrap();
    assert_eq!(cache.read(PLACE, false), None);
    cache.write(PLACE, false, &tile(b"picture", 1_000)).unwrap();
    assert_eq!(cache.read(PLACE, false), Some(tile(b"picture", 1_000)));
    assert_eq!(cache.read(PLACE, true), None, "twice the pixels is another tile");
    let size = cache.measure();
    assert_eq!((size.tiles, size.bytes), (1, 28 + 7));
    let mut found: Vec<PathBuf> = vec![folder.path().to_owned()];
    let path = loop {
        let next = found.pop().expect("the file is there");
        if next.is_file() {
            break next;
        }
        found.extend(std::fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()));
    };
    let mut bytes = std::fs::read(&path).unwrap();
    for place in 0..bytes.len() {
        bytes[place] ^= 0x10;
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(cache.read(PLACE, false), None, "byte {place}");
        assert!(!path.exists(), "byte {place}: it is taken away");
        bytes[place] ^= 0x10;
    }
}

#[test]
fn another_address_is_another_cache_and_no_name_in_it_comes_from_outside() {
    let folder = tempfile::tempdir().unwrap();
    let mut evil = web("https://a.org/../../{z}/{x}/{y}.png");
    evil.id = "../../../evil".to_owned();
    let cache = TileCache::of(folder.path(), &evil).unwrap();
    cache.write(PLACE, false, &tile(b"x", 1)).unwrap();
    let names: Vec<String> = std::fs::read_dir(folder.path().join("tiles"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(names.len() == 1 && names[0].chars().all(|c| c.is_ascii_hexdigit()), "{names:?}");
    assert_ne!(TileCache::of(folder.path(), &web("https://a.org/{z}/{x}/{y}.png")), Some(cache));
}

#[test]
fn a_full_cache_lets_the_oldest_go_and_a_wiped_one_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    let cache = TileCache::of(folder.path(), &web("https://a.org/{z}/{x}/{y}.png")).unwrap();
    let place = |x| TilePlace { z: 10, x, y: 1 };
    for x in 0..20 {
        cache.write(place(x), false, &tile(&[0; 972], 1)).unwrap();
        std::thread::sleep(Duration::from_millis(5));
    }
    cache.evict(20_000);
    assert_eq!(cache.measure().tiles, 20, "nothing goes before it is full");
    cache.evict(10_000);
    assert_eq!(cache.measure().bytes, 9_000);
    assert!(cache.read(place(0), false).is_none() && cache.read(place(19), false).is_some());
    cache.wipe().unwrap();
    assert_eq!(cache.measure().tiles, 0);
    assert_eq!(std::fs::read_dir(folder.path().join("tiles")).unwrap().count(), 0);
    cache.wipe().unwrap();
}

fn mbtiles(path: &std::path::Path, sql: &str) {
    rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

const PLAIN: &str = "CREATE TABLE metadata (name text, value text);
    CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);";

#[test]
fn a_file_of_tiles_opens_read_only_and_says_who_made_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a map?#%.mbtiles");
    mbtiles(
        &path,
        &format!(
            "{PLAIN} INSERT INTO metadata VALUES ('name', 'Map'), ('format', 'png'), ('minzoom', '3'), ('maxzoom', '9'),
            ('attribution', '<a href=\"https://x\">&copy; Someone</a>');
            INSERT INTO tiles VALUES (7, 89, 78, x'0102');"
        ),
    );
    let before = std::fs::read(&path).unwrap();
    let file = MbTiles::open(&path).unwrap();
    assert_eq!(file.about.attribution.as_deref(), Some("© Someone"));
    assert_eq!((file.about.min_zoom, file.about.max_zoom), (Some(3), Some(9)));
    assert_eq!(file.tile(PLACE), Ok(Some(vec![1, 2])), "rows are counted from the south");
    assert_eq!(file.tile(TilePlace { x: 88, ..PLACE }), Ok(None));
    drop(file);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is written beside it");
}

#[test]
fn files_that_give_no_tiles_are_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, sql: &str| {
        let path = folder.path().join(name);
        mbtiles(&path, sql);
        path
    };
    let vector = file("vector", &format!("{PLAIN} INSERT INTO metadata VALUES ('format', 'mlt');"));
    assert!(matches!(MbTiles::open(&vector), Err(TileFileError::NotDrawn { .. })));
    let other = file("other", "CREATE TABLE other (x);");
    assert!(matches!(MbTiles::open(&other), Err(TileFileError::NoMbTiles { .. })));
    let endless = file(
        "endless",
        "CREATE TABLE metadata (name text, value text);
        CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT i AS zoom_level, -i AS tile_column, i AS tile_row, x'00' AS tile_data FROM n;",
    );
    assert!(matches!(MbTiles::open(&endless), Err(TileFileError::Endless { .. })));
    let large = file("large", &format!("{PLAIN} INSERT INTO tiles VALUES (0, 0, 0, zeroblob(5000000));"));
    assert!(matches!(MbTiles::open(&large), Err(TileFileError::TooLarge { .. })));
    let text = folder.path().join("text");
    std::fs::write(&text, "no database").unwrap();
    assert!(MbTiles::open(&text).is_err());
    assert!(matches!(MbTiles::open(&folder.path().join("gone")), Err(TileFileError::Read { .. })));
    assert!(!folder.path().join("gone").exists(), "looking makes no file");
    assert!(MbTiles::open(folder.path()).is_err());
}

#[test]
fn a_folder_of_tiles_is_read_from_the_north_or_the_south() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("7/89")).unwrap();
    std::fs::write(folder.path().join("7/89/49.jpg"), b"north").unwrap();
    std::fs::write(folder.path().join("7/89/78.png"), b"south").unwrap();
    assert_eq!(tile_of_folder(folder.path(), false, PLACE), Ok(Some(b"north".to_vec())));
    assert_eq!(tile_of_folder(folder.path(), true, PLACE), Ok(Some(b"south".to_vec())));
    assert_eq!(tile_of_folder(folder.path(), false, TilePlace { x: 1, ..PLACE }), Ok(None));
}

#[test]
fn the_list_of_sources_is_kept_for_its_owners_eyes_only() {
    let folder = tempfile::tempdir().unwrap();
    let (presets, problem) = load_sources(folder.path());
    assert!(problem.is_none() && presets.iter().all(|source| !source.on_at_start));
    let mut sources = presets;
    sources[2].key = "pk.secret".to_owned();
    sources.push(TileSource::new(
        "own".to_owned(),
        "Own".to_owned(),
        SourceKind::MbTiles { path: PathBuf::from("/maps/own.mbtiles") },
    ));
    save_sources(folder.path(), &sources).unwrap();
    assert_eq!(load_sources(folder.path()), (sources.clone(), None));
    let path = folder.path().join("map_sources.json");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(), 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        save_sources(folder.path(), &sources).unwrap();
        assert_eq!(mode(), 0o600);
    }
    std::fs::write(&path, "{ broken").unwrap();
    let (usual, problem) = load_sources(folder.path());
    assert_eq!(usual, TileSource::presets());
    assert!(problem.unwrap().contains("map_sources.damaged.json"));
    assert!(folder.path().join("map_sources.damaged.json").exists());
}

fn session() -> Session {
    let mut session = Session::example(environment());
    assert_eq!(session.begin_with_sources(TileSource::presets()), Vec::new());
    session
}

#[test]
fn a_start_is_offline_and_nothing_is_asked_before_the_user_says_so() {
    let mut session = session();
    assert!(!session.map_sources().is_online());
    assert_eq!(session.map_sources().standing(), "Offline");
    assert_eq!(session.view().tiles, None);
    // The switch has nothing to switch to yet: it shows what there is.
    let effects = session.handle(Command::ToggleOnline);
    assert!(matches!(effects.as_slice(), [Effect::Show(Sheetlet::Sources), Effect::MeasureTiles(_)]));
    assert!(!session.map_sources().is_online());
    let effects = session.handle(Command::ShowSource(Some("osm".to_owned())));
    assert!(matches!(effects.as_slice(), [Effect::UseSource(Some(source))] if source.id == "osm"));
    assert_eq!(session.map_sources().standing(), "Online: OpenStreetMap");
    assert!(session.view().tiles.as_ref().unwrap().attribution.contains("OpenStreetMap contributors"));
    assert_eq!(session.handle(Command::ToggleOnline), [Effect::UseSource(None)]);
    assert_eq!(session.map_sources().standing(), "Offline");
    session.handle(Command::ToggleOnline);
    assert_eq!(session.map_sources().standing(), "Online: OpenStreetMap", "the last one again");
}

#[test]
fn only_a_source_that_the_user_wants_at_the_start_is_on_at_the_start() {
    let mut sources = TileSource::presets();
    sources[1].on_at_start = true;
    let mut session = Session::example(environment());
    let effects = session.begin_with_sources(sources.clone());
    assert!(matches!(effects.as_slice(), [Effect::UseSource(Some(source))] if source.id == "opentopomap"));
    // One that cannot be used as it stands stays off.
    sources[1].on_at_start = false;
    sources[2].on_at_start = true;
    let mut session = Session::example(environment());
    assert_eq!(session.begin_with_sources(sources), Vec::new());
}

#[test]
fn a_source_is_added_changed_removed_and_put_back() {
    let mut session = session();
    let mut own = web("http://localhost:8080/{z}/{x}/{y}.png");
    own.id = String::new();
    assert_eq!(session.handle(Command::SetSource(Box::new(own))), [Effect::RememberSources]);
    let own = session.map_sources().list()[0].clone();
    assert!(!own.id.is_empty());
    session.handle(Command::ShowSource(Some(own.id.clone())));
    let moved = TileSource {
        kind: SourceKind::Web { template: "http://localhost:9/{z}/{x}/{y}.png".to_owned() },
        ..own.clone()
    };
    let effects = session.handle(Command::SetSource(Box::new(moved.clone())));
    assert_eq!(
        effects,
        [
            Effect::RememberSources,
            Effect::UseSource(Some(Box::new(moved.clone()))),
            Effect::WipeTiles(Box::new(own.clone()))
        ],
        "what the old address gave is taken away"
    );
    let effects = session.handle(Command::RemoveSource(own.id.clone()));
    assert_eq!(effects, [Effect::RememberSources, Effect::UseSource(None)]);
    assert!(session.map_sources().get(&own.id).is_none());
    session.handle(Command::PutBackSource);
    assert_eq!(session.map_sources().get(&own.id), Some(&moved));
}

#[test]
fn a_source_without_its_key_is_not_switched_on_and_says_why() {
    let mut session = session();
    assert_eq!(session.handle(Command::ShowSource(Some("mapbox-satellite".to_owned()))), Vec::new());
    assert!(session.messages().last().unwrap().text.contains("key"));
    assert!(!session.map_sources().is_online());
}

#[test]
fn the_log_keeps_the_last_thousand_and_counts_all() {
    let mut log = RequestLog::default();
    for number in 0..1_500_u64 {
        log.add(Request {
            at: Timestamp::UNIX_EPOCH,
            source: "One".to_owned(),
            host: "a.org".to_owned(),
            path: format!("/{number}"),
            status: Some(200),
            bytes: 10,
            took: Duration::from_millis(5),
            trouble: (number % 3 == 0).then(|| "The tile\tis damaged.".to_owned()),
        });
    }
    assert_eq!(log.newest().len(), 1_000);
    assert_eq!(log.back(0).unwrap().path, "/1499");
    let total = log.totals()["a.org"];
    assert_eq!((total.requests, total.failed, total.bytes), (1_500, 500, 15_000));
    let text = log.as_text();
    assert_eq!(text.lines().count(), 1_001);
    assert!(text.lines().all(|line| line.split('\t').count() == 8), "a table");
}

#[test]
fn a_picture_shows_the_tiles_that_the_screen_shows_and_relief_where_there_is_none() {
    let (document, _) = marz::store::sample();
    let camera = Camera { centre: LonLat::new(70.5, 37.7).unwrap(), zoom: Zoom(7.3) };
    let size = Point { x: 800.0, y: 500.0 };
    let mut view = View { camera, ..View::frontier() };
    view.layers.legend = false;
    let mut scene = compose(&document, &[], 0, &view, &marz::carto::Sheet::window(size));
    let bare = export::rgba(&scene, (800, 500)).unwrap();
    let viewport = Viewport { camera, size };
    let z = tile_zoom(7.3, 0, 18).unwrap();
    assert_eq!(z, 7);
    // One tile is here, and the parent of its neighbours to the north.
    let in_view = tiles_in_view(viewport, z);
    let here = in_view[in_view.len() / 2];
    let colour = |rgba| std::sync::Arc::new(image::RgbaImage::from_pixel(256, 256, image::Rgba(rgba)));
    let tiles = std::collections::HashMap::from([(here, colour([200, 0, 200, 255]))]);
    let ground = TileGround::new(viewport, (z, 2), &tiles);
    assert_eq!((ground.wanted, ground.missing), (in_view.len(), in_view.len() - 1));
    scene.tiles = Some(std::sync::Arc::new(ground));
    let laid = export::rgba(&scene, (800, 500)).unwrap();
    let tile_side = 256.0 * 2_f64.powf(7.3 - 7.0);
    let magenta = laid.pixels().filter(|pixel| pixel.0[..3] == [200, 0, 200]).count() as f64;
    assert!(
        (0.5..=1.0).contains(&(magenta / (tile_side * tile_side))),
        "{magenta} pixels of a tile of {tile_side}"
    );
    let same = bare.pixels().zip(laid.pixels()).filter(|(a, b)| a == b).count() as f64;
    assert!(same > 0.5 * f64::from(800 * 500), "the rest is the relief as before");
    // The parent stands in for all that it covers.
    let tiles = std::collections::HashMap::from([((z - 1, here.1 / 2, here.2 / 2), colour([0, 99, 0, 255]))]);
    let ground = TileGround::new(viewport, (z, 2), &tiles);
    assert_eq!(ground.missing, in_view.len(), "a parent is not the tile");
    scene.tiles = Some(std::sync::Arc::new(ground));
    let laid = export::rgba(&scene, (800, 500)).unwrap();
    assert!(laid.pixels().filter(|pixel| pixel.0[..3] == [0, 99, 0]).count() > 40_000);
}

#[test]
fn the_name_of_who_made_the_tiles_stands_on_the_map_and_on_the_picture() {
    let mut session = session();
    session.handle(Command::ShowSource(Some("opentopomap".to_owned())));
    let size = Point { x: 900.0, y: 600.0 };
    let words = |scene: &marz::carto::Scene| -> String {
        scene
            .parts
            .iter()
            .flat_map(|(_, marks)| marks.iter())
            .filter_map(|mark| match mark {
                marz::carto::Mark::Text(text) => Some(text.text.to_string()),
                _ => None,
            })
            .collect::<Vec<_>>()
            .join(" ")
    };
    let document = session.document();
    let on_screen = compose(document, session.shown(), 0, session.view(), &marz::carto::Sheet::window(size));
    assert!(words(&on_screen).contains("OpenTopoMap (CC"), "{}", words(&on_screen));
    let request = export::PictureRequest::preset(export::PicturePreset::Hd);
    let picture = export::picture(document, session.shown(), 0, session.view(), size, &request);
    assert!(words(&picture).contains("OpenTopoMap (CC"), "{}", words(&picture));
}
