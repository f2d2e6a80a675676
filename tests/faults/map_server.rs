//! A well-behaved map server on this machine: XYZ, TMS, WMS, WMTS, `TileJSON`. The colour of a tile tells its place.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Cursor, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use marz::store::tiles::TilePlace;

/// Runs until the test program ends, or the plug is pulled.
pub struct MapServer {
    pub address: SocketAddr,
    /// How often each path was asked for.
    pub asked: Arc<Mutex<HashMap<String, u32>>>,
    /// Milliseconds before each answer.
    pub slowness: Arc<AtomicU64>,
    /// Connections are closed without an answer.
    pub plug_pulled: Arc<AtomicBool>,
    /// What is answered instead of tiles, once.
    pub instead: Arc<Mutex<Option<&'static str>>>,
    /// Requests under way at once, at most.
    pub most_at_once: Arc<Mutex<(u32, u32)>>,
}

/// The colour of a tile.
pub fn colour(place: TilePlace) -> [u8; 3] {
    [place.x.wrapping_mul(37) as u8, place.y.wrapping_mul(59) as u8, place.z.wrapping_mul(20)]
}

pub fn tile(place: TilePlace) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::from_pixel(256, 256, image::Rgb(colour(place)))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

impl MapServer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            asked: Arc::default(),
            slowness: Arc::default(),
            plug_pulled: Arc::default(),
            instead: Arc::default(),
            most_at_once: Arc::default(),
        };
        let address = server.address;
        let (asked, slowness, pulled, instead, at_once) = (
            Arc::clone(&server.asked),
            Arc::clone(&server.slowness),
            Arc::clone(&server.plug_pulled),
            Arc::clone(&server.instead),
            Arc::clone(&server.most_at_once),
        );
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if pulled.load(Ordering::SeqCst) {
                    continue;
                }
                let (asked, instead, at_once) =
                    (Arc::clone(&asked), Arc::clone(&instead), Arc::clone(&at_once));
                let wait = Duration::from_millis(slowness.load(Ordering::SeqCst));
                std::thread::spawn(move || {
                    {
                        let mut at_once = at_once.lock().unwrap();
                        at_once.0 += 1;
                        at_once.1 = at_once.1.max(at_once.0);
                    }
                    std::thread::sleep(wait);
                    // Before the answer: whoever has it may ask for the next.
                    at_once.lock().unwrap().0 -= 1;
                    answer(stream, address, &asked, &instead);
                });
            }
        });
        server
    }

    pub fn template(&self) -> String {
        format!("http://{}/xyz/{{z}}/{{x}}/{{y}}.png", self.address)
    }

    pub fn requests(&self) -> u32 {
        self.asked.lock().unwrap().values().sum()
    }
}

fn answer(
    mut stream: TcpStream,
    address: SocketAddr,
    asked: &Mutex<HashMap<String, u32>>,
    instead: &Mutex<Option<&'static str>>,
) {
    let lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let head: Vec<String> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let path = head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or("/").to_owned();
    *asked.lock().unwrap().entry(path.clone()).or_default() += 1;
    let mut send = |status: &str, kind: &str, body: &[u8]| {
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        let _written = stream.write_all(&[head.as_bytes(), body].concat());
    };
    if let Some(status) = instead.lock().unwrap().take() {
        return send(status, "text/plain", b"");
    }
    if path.to_lowercase().contains("getcapabilities") {
        return send("200 OK", "text/xml", capabilities(address).as_bytes());
    }
    if path == "/tiles.json" {
        let text = format!(
            r#"{{"tilejson":"3.0.0","name":"Own","tiles":["http://{address}/xyz/{{z}}/{{x}}/{{y}}.png"],"attribution":"Us"}}"#
        );
        return send("200 OK", "application/json", text.as_bytes());
    }
    match place_of(&path) {
        Some(place) if place.exists() => send("200 OK", "image/png", &tile(place)),
        Some(_) | None => send("404 Not Found", "text/plain", b""),
    }
}

/// The tile that a path asks for, in whichever way.
fn place_of(path: &str) -> Option<TilePlace> {
    let value = |name: &str| {
        path.split(['?', '&']).find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            key.eq_ignore_ascii_case(name).then(|| value.to_owned())
        })
    };
    if let Some(corners) = value("bbox") {
        let corners: Vec<f64> = corners.split(',').map(|v| v.parse().unwrap()).collect();
        let world = 2.0 * 20_037_508.342_789_244;
        let z = (world / (corners[2] - corners[0])).log2().round() as u8;
        let side = world / f64::from(1_u32 << z);
        let at = |metres: f64| ((metres + world / 2.0) / side).round() as u32;
        return Some(TilePlace { z, x: at(corners[0]), y: (1 << z) - at(corners[3]) });
    }
    if let Some(row) = value("tilerow") {
        let number = |text: Option<String>| text?.parse::<u32>().ok();
        let z = value("tilematrix")?.rsplit(':').next()?.parse().ok()?;
        return Some(TilePlace { z, x: number(value("tilecol"))?, y: number(Some(row))? });
    }
    let mut parts = path.trim_start_matches('/').trim_end_matches(".png").split('/');
    let way = parts.next()?;
    let z: u8 = parts.next()?.parse().ok()?;
    let (x, y): (u32, u32) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let place = TilePlace { z, x, y };
    Some(if way == "tms" { TilePlace { y: place.row_from_south(), ..place } } else { place })
}

fn capabilities(address: SocketAddr) -> String {
    format!(
        r#"<WMS_Capabilities version="1.3.0" xmlns:xlink="http://www.w3.org/1999/xlink"><Service><Title>Own maps</Title></Service>
        <Capability><Request><GetMap><Format>image/png</Format><DCPType><HTTP><Get>
        <OnlineResource xlink:href="http://{address}/wms?"/></Get></HTTP></DCPType></GetMap></Request>
        <Layer><CRS>EPSG:3857</CRS><Layer><Name>hills</Name><Title>Hills</Title></Layer>
        <Layer><Name>roads</Name><Title>Roads</Title></Layer></Layer></Capability></WMS_Capabilities>"#
    )
}
