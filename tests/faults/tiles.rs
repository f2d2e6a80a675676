//! The real client against a server that misbehaves: it lets go in time, takes little memory, says why, and the next
//! good tile comes.

use std::{
    net::TcpListener,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use eframe::egui;
use marz::{
    app::tiles::{Client, GroundTiles, Loaded, TileLoader, tile_picture},
    carto::Theme,
    store::tiles::{Failure, SourceKind, TileCache, TilePlace, TileSource, decode_tile},
};

use crate::bad_server::{BadServer, good_png};

const PLACE: TilePlace = TilePlace { z: 7, x: 89, y: 49 };

fn source(template: &str) -> TileSource {
    let kind = SourceKind::Web { template: template.to_owned() };
    TileSource { key: "s3cret-key".to_owned(), ..TileSource::new("id".to_owned(), "Bad".to_owned(), kind) }
}

/// Every misbehaviour, and words of the sentence that the user reads.
const MISBEHAVIOURS: &[(&str, &str)] = &[
    ("body_10mb", "announced a tile of 10 MB"),
    ("body_1gb", "announced a tile of 1000 MB"),
    ("chunks_10mb", "more than 4 MB"),
    ("until_close_10mb", "more than 4 MB"),
    ("bomb_30000", "pixels"),
    ("header_2g", "pixels"),
    ("truncated_png", "damaged"),
    ("html", "web page"),
    ("html_as_png", "web page"),
    ("json", "application/json"),
    ("vector", "its shapes cannot be read"),
    ("empty", "empty"),
    ("closed", "closed the connection"),
    ("not_http", "not HTTP"),
    ("silent", "within 15 s"),
    ("slow_head", "within 15 s"),
    ("slow_body", "within 15 s"),
    ("endless_chunks", "within 15 s"),
    ("bad_chunks", "garbled"),
    ("endless_head", "not HTTP"),
    ("huge_header", "longer than any tile needs"),
    ("too_long_length", "broke off"),
    ("too_short_length", "damaged"),
    ("gzip", "packed"),
    ("redirect_loop", "more than 3 times"),
    ("redirect_file", "one kind of address"),
    ("redirect_private", "private network"),
    ("redirect_metadata", "private network"),
    ("redirect_https", "one kind of address"),
    ("redirect_nowhere", "without saying where"),
    ("busy_429", "fewer requests"),
    ("busy_429_retry", "10 minutes"),
    ("error_500", "trouble (500)"),
    ("error_502", "trouble (502)"),
    ("error_503", "trouble (503)"),
    ("missing_404", "no tile"),
    ("nothing_204", "no tile"),
    ("forbidden_403", "refuses (403)"),
];

/// Memory of this program in KiB, where the system tells.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// What came of it: the sentence, or nothing for a good tile.
fn asked(client: &Client, source: &TileSource) -> Option<String> {
    match client.fetch(source, PLACE, false).result {
        Err(failure) => Some(failure.to_string()),
        Ok((bytes, _)) => {
            tile_picture(&bytes, PLACE, PLACE, Theme::Light).err().map(|error| error.to_string())
        }
    }
}

#[test]
fn every_misbehaviour_is_let_go_in_time_and_said_in_a_sentence_and_the_next_tile_comes() {
    // A child of its own: other tests of this program take memory too.
    if std::env::var_os("MARZ_FAULTS_TILES").is_none() {
        let name =
            "tiles::every_misbehaviour_is_let_go_in_time_and_said_in_a_sentence_and_the_next_tile_comes";
        let done = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--nocapture"])
            .env("MARZ_FAULTS_TILES", "1")
            .output()
            .unwrap();
        print!("{}", String::from_utf8_lossy(&done.stdout));
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        return;
    }
    let server = BadServer::start();
    let client = Arc::new(Client::default());
    assert_eq!(asked(&client, &source(&server.template("good"))), None, "the server can be good");
    let before = memory();
    let (peak, over) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let watch = {
        let (peak, over) = (Arc::clone(&peak), Arc::clone(&over));
        thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                peak.fetch_max(memory().unwrap_or(0), Ordering::Relaxed);
                thread::sleep(Duration::from_millis(5));
            }
        })
    };
    let runs: Vec<_> = MISBEHAVIOURS
        .iter()
        .map(|(behaviour, words)| {
            let (client, source) = (Arc::clone(&client), source(&server.template(behaviour)));
            let run = thread::spawn(move || {
                let begun = Instant::now();
                (asked(&client, &source), begun.elapsed())
            });
            (behaviour, words, run)
        })
        .collect();
    let mut wrong = Vec::new();
    for (behaviour, words, run) in runs {
        let (said, took) = run.join().unwrap();
        println!("{behaviour}: {:.1} s: {}", took.as_secs_f32(), said.as_deref().unwrap_or("a tile"));
        match said {
            Some(said) if said.contains(words) && said.ends_with('.') => {}
            Some(_) | None => wrong.push(format!("{behaviour} is not said as “{words}”")),
        }
        if took > Duration::from_millis(15_800) {
            wrong.push(format!("{behaviour} held its slot for {took:?}"));
        }
    }
    over.store(true, Ordering::Relaxed);
    watch.join().unwrap();
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(asked(&client, &source(&server.template("good"))), None, "the next good tile comes");
    assert_eq!(asked(&client, &source(&server.template("redirect_good"))), None, "within this machine");
    if let Some(before) = before {
        let grown = peak.load(Ordering::Relaxed).saturating_sub(before) / 1024;
        println!("memory grew by {grown} MiB at most");
        assert!(grown <= 64, "memory grew by {grown} MiB");
    }
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused_and_named() {
    let address = BadServer::start_self_signed();
    let said = asked(
        &Client::default(),
        &source(&format!("https://localhost:{}/{{z}}/{{x}}/{{y}}", address.port())),
    );
    let said = said.expect("no tile comes");
    assert!(said.contains("cannot prove who it is") && said.contains("certificate"), "{said}");
    // And a server that does not speak TLS at all.
    let server = BadServer::start();
    let port = server.address.port();
    let said =
        asked(&Client::default(), &source(&format!("https://localhost:{port}/good/{{z}}/{{x}}/{{y}}")));
    assert!(said.is_some_and(|said| said.ends_with('.')));
}

#[test]
fn a_name_that_stands_for_this_machine_is_not_connected_to_by_a_source_on_the_web() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    // One number, a short form and hexadecimal are 127.0.0.1 to a resolver, and names like any other to us.
    for host in ["2130706433", "127.1", "0x7f000001", "0"] {
        for own_network in [false, true] {
            let source =
                TileSource { own_network, ..source(&format!("https://{host}:{port}/{{z}}/{{x}}/{{y}}.png")) };
            let said = asked(&Client::default(), &source).expect("no tile comes");
            assert!(said.contains("private network") || said.contains("name is not known"), "{host}: {said}");
        }
    }
    assert!(listener.accept().is_err(), "nothing connected");
}

#[test]
fn a_request_tells_nothing_but_the_tile() {
    let server = BadServer::start();
    let client = Client::default();
    let source = source(&format!("{}?apikey={{key}}", server.template("cookies")));
    for _ in 0..2 {
        let fetched = client.fetch(&source, PLACE, false);
        assert!(fetched.result.is_ok());
        let [request] = fetched.requests.as_slice() else { panic!("one request") };
        assert_eq!(request.host, "127.0.0.1");
        assert!(
            request.path.contains("/7/89/49.png") && !request.path.contains("s3cret"),
            "{}",
            request.path
        );
        assert_eq!((request.status, request.bytes), (Some(200), good_png().len() as u64));
    }
    for head in server.heads.lock().unwrap().iter() {
        let lower = head.to_lowercase();
        assert!(lower.contains(concat!("user-agent: marz/", env!("CARGO_PKG_VERSION"))), "{head}");
        for told in ["cookie:", "referer:", "origin:", "accept-language:", "authorization:"] {
            assert!(!lower.contains(told), "{head}");
        }
        assert!(head.contains("s3cret-key"), "the server itself gets the key");
    }
}

#[test]
fn an_environment_proxy_is_not_asked() {
    // A child with a proxy set: the variables of this process are everybody's.
    if std::env::var_os("MARZ_FAULTS_PROXY").is_some() {
        let server = BadServer::start();
        assert_eq!(asked(&Client::default(), &source(&server.template("good"))), None);
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    let done = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tiles::an_environment_proxy_is_not_asked"])
        .env("MARZ_FAULTS_PROXY", "1")
        .envs(
            ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"].map(|name| (name, &proxy)),
        )
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    assert!(listener.accept().is_err(), "nothing came to the proxy");
}

/// Waits for the loader until something is there; fails after some seconds.
fn until<T>(loader: &mut TileLoader, what: &str, mut look: impl FnMut(&Loaded) -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        for loaded in loader.loaded() {
            if let Some(found) = look(&loaded) {
                return found;
            }
        }
        loader.want(vec![PLACE]);
        assert!(begun.elapsed() < Duration::from_secs(12), "waited in vain for {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

fn tile(loaded: &Loaded) -> Option<bool> {
    match loaded {
        Loaded::Tile { place, old, .. } => (*place == PLACE).then_some(*old),
        Loaded::Failed { .. } | Loaded::Requests(_) | Loaded::Trouble { .. } | Loaded::About { .. } => None,
    }
}

#[test]
fn a_failure_is_never_kept_and_a_busy_server_is_asked_again_after_its_rest() {
    let server = BadServer::start();
    let folder = tempfile::tempdir().unwrap();
    let source = source(&server.template("good_at_last"));
    let mut loader = TileLoader::new(&egui::Context::default(), Some(folder.path().to_owned()));
    loader.use_source(Some(Arc::new(source.clone())), false, Theme::Light);
    let cache = TileCache::of(folder.path(), &source).unwrap();
    until(&mut loader, "the failure", |loaded| matches!(loaded, Loaded::Failed { .. }).then_some(()));
    assert_eq!(cache.read(PLACE, false), None);
    assert!(!until(&mut loader, "the tile", tile));
    assert_eq!(cache.read(PLACE, false).map(|tile| tile.bytes), Some(good_png()));
}

#[test]
fn a_kept_tile_is_shown_without_a_request_and_also_when_the_server_is_gone() {
    let server = BadServer::start();
    let folder = tempfile::tempdir().unwrap();
    let source = Arc::new(source(&server.template("good")));
    let load = |folder: &Path| {
        let mut loader = TileLoader::new(&egui::Context::default(), Some(folder.to_owned()));
        loader.use_source(Some(Arc::clone(&source)), false, Theme::Light);
        until(&mut loader, "the tile", tile)
    };
    load(folder.path());
    let asked = server.connections.load(Ordering::SeqCst);
    load(folder.path());
    assert_eq!(server.connections.load(Ordering::SeqCst), asked, "fresh tiles need no server");
    // Two months later and without a server it is better than none.
    let cache = TileCache::of(folder.path(), &source).unwrap();
    let mut kept = cache.read(PLACE, false).unwrap();
    kept.fresh_until = kept.fetched;
    cache.write(PLACE, false, &kept).unwrap();
    assert!(load(folder.path()), "an old one is shown while a newer is asked for");
}

#[test]
fn offline_nothing_connects() {
    let server = BadServer::start();
    let ctx = egui::Context::default();
    let mut ground = GroundTiles::new(&ctx, None);
    for _ in 0..20 {
        ground.begin_frame();
        for x in 80..100 {
            let _piece = walkers::Tiles::at(&mut ground, walkers::TileId { x, y: 49, zoom: 7 });
        }
        ground.end_frame();
    }
    thread::sleep(Duration::from_millis(100));
    assert_eq!(server.connections.load(Ordering::SeqCst), 0);
    // Switched on, it is asked: the test can fail.
    ground.use_source(Some(source(&server.template("good"))));
    ground.begin_frame();
    let _piece = walkers::Tiles::at(&mut ground, walkers::TileId { x: 89, y: 49, zoom: 7 });
    ground.end_frame();
    let begun = Instant::now();
    while server.connections.load(Ordering::SeqCst) == 0 {
        assert!(begun.elapsed() < Duration::from_secs(10), "switched on, it asks");
        thread::sleep(Duration::from_millis(5));
    }
    // Switched off again, it falls silent.
    ground.use_source(None);
    thread::sleep(Duration::from_millis(300));
    let asked = server.connections.load(Ordering::SeqCst);
    for zoom in [7, 8] {
        ground.begin_frame();
        let _piece = walkers::Tiles::at(&mut ground, walkers::TileId { x: 90, y: 49, zoom });
        ground.end_frame();
    }
    thread::sleep(Duration::from_millis(200));
    assert_eq!(server.connections.load(Ordering::SeqCst), asked);
}

#[test]
fn hostile_tiles_of_the_corpus_are_refused_in_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/hostile/tiles");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: the corpus of hostile tiles is not here");
        return;
    };
    let mut seen = 0;
    for file in files.flatten() {
        let begun = Instant::now();
        let decoded = decode_tile(&std::fs::read(file.path()).unwrap());
        println!("{}: {:?}", file.file_name().display(), decoded.as_ref().map(image::RgbaImage::dimensions));
        // A small picture with a large comment is still a picture; all else is refused.
        if file.file_name() != "png_ztxt_bomb.png" {
            assert!(decoded.is_err_and(|error| error.to_string().ends_with('.')), "{file:?}");
        }
        assert!(begun.elapsed() < Duration::from_secs(1), "{file:?} took {:?}", begun.elapsed());
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn a_dead_server_is_named() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let source = source(&format!("http://localhost:{port}/{{z}}/{{x}}/{{y}}.png"));
    let failure = Client::default().fetch(&source, PLACE, false).result.unwrap_err();
    assert!(matches!(&failure, Failure::Unreachable(why) if why.contains("nothing listens")), "{failure}");
}

#[test]
fn no_frame_waits_for_a_server_that_misbehaves() {
    // A second for each misbehaviour with MARZ_LONG=1, else a few of them for a moment.
    let long = std::env::var_os("MARZ_LONG").is_some();
    let turn = if long { Duration::from_secs(1) } else { Duration::from_millis(60) };
    let server = BadServer::start();
    let mut ground = GroundTiles::new(&egui::Context::default(), None);
    let mut frames: Vec<Duration> = Vec::new();
    for (behaviour, _) in MISBEHAVIOURS.iter().chain([&("good", "")]) {
        ground.use_source(Some(source(&server.template(behaviour))));
        let begun = Instant::now();
        while begun.elapsed() < turn {
            let frame = Instant::now();
            ground.begin_frame();
            for x in 80..90 {
                for y in 45..50 {
                    let _piece = walkers::Tiles::at(&mut ground, walkers::TileId { x, y, zoom: 7 });
                }
            }
            ground.end_frame();
            frames.push(frame.elapsed());
            thread::sleep(Duration::from_millis(4));
        }
    }
    frames.sort();
    let [median, longest] = [frames[frames.len() / 2], frames[frames.len() - 1]];
    println!("{} frames: our part {median:?} median, {longest:?} at most", frames.len());
    // A machine with more to do than processors stops any program now and then.
    let late = frames.iter().filter(|frame| **frame > Duration::from_millis(50)).count();
    assert!(late <= 1 + frames.len() / 1000, "{late} frames of {} took over 50 ms", frames.len());
}

#[test]
fn a_picture_that_shows_more_than_the_screen_has_its_tiles_fetched_while_it_is_made() {
    use marz::{
        carto::{Camera, Point, Viewport, tiles_in_view},
        model::{LonLat, Zoom},
    };
    let server = BadServer::start();
    let mut ground = GroundTiles::new(&egui::Context::default(), None);
    ground.use_source(Some(source(&server.template("good"))));
    let camera = Camera { centre: LonLat::new(71.5, 37.5).unwrap(), zoom: Zoom(7.0) };
    let frame = Viewport { camera, size: Point { x: 1_800.0, y: 500.0 } };
    let count = tiles_in_view(frame, 7).len();
    ground.set_picture(Some(frame));
    let begun = Instant::now();
    // The screen itself shows one tile.
    while server.connections.load(Ordering::SeqCst) < count {
        assert!(begun.elapsed() < Duration::from_secs(20), "of {count} tiles some were not asked for");
        ground.begin_frame();
        let _piece = walkers::Tiles::at(&mut ground, walkers::TileId { x: 89, y: 49, zoom: 7 });
        ground.end_frame();
        thread::sleep(Duration::from_millis(5));
    }
    assert!(count > 15);
}
