//! A tile server on this machine that misbehaves in every way we know of. The first part of the path says how.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use image::{ImageFormat, Rgba, RgbaImage};

/// Runs until the test program ends.
pub struct BadServer {
    pub address: SocketAddr,
    pub connections: Arc<AtomicUsize>,
    /// The first lines and heads that came in.
    pub heads: Arc<Mutex<Vec<String>>>,
}

/// A tile of 256 × 256 pixels in one colour.
pub fn good_png() -> Vec<u8> {
    let mut bytes = io::Cursor::new(Vec::new());
    RgbaImage::from_pixel(256, 256, Rgba([20, 120, 60, 255])).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A PNG that announces this size and holds next to nothing.
pub fn png_of(width: u32, height: u32) -> Vec<u8> {
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(name);
        crc.update(data);
        let mut chunk = (data.len() as u32).to_be_bytes().to_vec();
        chunk.extend_from_slice(name);
        chunk.extend_from_slice(data);
        chunk.extend_from_slice(&crc.sum().to_be_bytes());
        chunk
    };
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend_from_slice(&[8, 6, 0, 0, 0]);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&vec![0; 4_000_000]).unwrap();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.extend(chunk(b"IHDR", &header));
    file.extend(chunk(b"IDAT", &packed.finish().unwrap()));
    file.extend(chunk(b"IEND", &[]));
    file
}

impl BadServer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            connections: Arc::default(),
            heads: Arc::default(),
        };
        let (connections, heads) = (Arc::clone(&server.connections), Arc::clone(&server.heads));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                connections.fetch_add(1, Ordering::SeqCst);
                let heads = Arc::clone(&heads);
                // A client that leaves makes a write fail: that is the end of the connection.
                thread::spawn(move || drop(serve(stream, &heads)));
            }
        });
        server
    }

    /// A listener that speaks TLS with a certificate that nobody has signed but itself.
    pub fn start_self_signed() -> SocketAddr {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let key = rustls::pki_types::PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key.into())
            .unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut tls = rustls::Stream::new(&mut connection, &mut stream);
                let _written = tls.write_all(&answer("200 OK", "image/png", &good_png()));
            }
        });
        address
    }

    pub fn template(&self, behaviour: &str) -> String {
        format!("http://{}/{behaviour}/{{z}}/{{x}}/{{y}}.png", self.address)
    }
}

fn answer(status: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )
    .into_bytes();
    answer.extend_from_slice(body);
    answer
}

fn head(status: &str, lines: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\n{lines}Connection: close\r\n\r\n").into_bytes()
}

/// How often a place was asked for, so that a behaviour can change.
static TIMES: AtomicUsize = AtomicUsize::new(0);

fn serve(mut stream: TcpStream, heads: &Mutex<Vec<String>>) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?).take(64 * 1024);
    let mut asked = String::new();
    loop {
        let before = asked.len();
        if reader.read_line(&mut asked)? == 0 || asked[before..].trim().is_empty() {
            break;
        }
    }
    heads.lock().unwrap().push(asked.clone());
    let path = asked.split_whitespace().nth(1).unwrap_or("/").to_owned();
    let behaviour = path.split('/').nth(1).unwrap_or("").to_owned();
    let png = good_png();
    let zeros = vec![0; 65_536];
    match behaviour.as_str() {
        "good" => stream.write_all(&answer("200 OK", "image/png", &png)),
        "good_at_last" => {
            if TIMES.fetch_add(1, Ordering::SeqCst) < 2 {
                stream.write_all(&head("503 Busy", "Retry-After: 1\r\nContent-Length: 0\r\n"))
            } else {
                stream.write_all(&answer("200 OK", "image/png", &png))
            }
        }
        "body_10mb" => stream.write_all(&answer("200 OK", "image/png", &vec![0; 10_000_000])),
        "body_1gb" => {
            stream.write_all(&head("200 OK", "Content-Type: image/png\r\nContent-Length: 1000000000\r\n"))?;
            (0..16_000).try_for_each(|_| stream.write_all(&zeros))
        }
        "chunks_10mb" => {
            stream.write_all(&head("200 OK", "Content-Type: image/png\r\nTransfer-Encoding: chunked\r\n"))?;
            let chunk = [b"10000\r\n".as_slice(), &zeros, b"\r\n"].concat();
            (0..160).try_for_each(|_| stream.write_all(&chunk))?;
            stream.write_all(b"0\r\n\r\n")
        }
        "until_close_10mb" => {
            stream.write_all(&head("200 OK", "Content-Type: image/png\r\n"))?;
            (0..160).try_for_each(|_| stream.write_all(&zeros))
        }
        "bomb_30000" => stream.write_all(&answer("200 OK", "image/png", &png_of(30_000, 30_000))),
        "header_2g" => stream.write_all(&answer("200 OK", "image/png", &png_of(0x7fff_ffff, 0x7fff_ffff))),
        "truncated_png" => stream.write_all(&answer("200 OK", "image/png", &png[..png.len() / 2])),
        "html" => stream.write_all(&answer("200 OK", "text/html; charset=utf-8", b"<html>Log in</html>")),
        "html_as_png" => stream.write_all(&answer("200 OK", "image/png", b"<!DOCTYPE html><html></html>")),
        "json" => stream.write_all(&answer("200 OK", "application/json", b"{}")),
        "vector" => stream.write_all(&answer("200 OK", "application/x-protobuf", b"\x1a\x02")),
        "empty" => stream.write_all(&answer("200 OK", "image/png", b"")),
        "closed" => Ok(()),
        "not_http" => stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        "silent" => {
            thread::sleep(Duration::from_mins(1));
            Ok(())
        }
        "slow_head" => {
            let whole = answer("200 OK", "image/png", &png);
            slowly(&mut stream, &whole, 1_000)
        }
        "slow_body" => {
            stream.write_all(&head("200 OK", "Content-Type: image/png\r\nContent-Length: 1000\r\n"))?;
            slowly(&mut stream, &png, 1_000)
        }
        "endless_chunks" => {
            stream.write_all(&head("200 OK", "Content-Type: image/png\r\nTransfer-Encoding: chunked\r\n"))?;
            loop {
                stream.write_all(b"1\r\nx\r\n")?;
                thread::sleep(Duration::from_millis(50));
            }
        }
        "bad_chunks" => {
            stream.write_all(&head("200 OK", "Content-Type: image/png\r\nTransfer-Encoding: chunked\r\n"))?;
            stream.write_all(b"zzzz\r\nno number\r\n")
        }
        "endless_head" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
            loop {
                stream.write_all(b"X-More: and more and more and more and more\r\n")?;
            }
        }
        "huge_header" => stream.write_all(&head("200 OK", &format!("X-Huge: {}\r\n", "x".repeat(1_000_000)))),
        "too_long_length" => {
            stream.write_all(&head("200 OK", "Content-Type: image/png\r\nContent-Length: 100000\r\n"))?;
            stream.write_all(&png)
        }
        "too_short_length" => {
            stream.write_all(&head("200 OK", "Content-Type: image/png\r\nContent-Length: 60\r\n"))?;
            stream.write_all(&png)
        }
        "gzip" => {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            packed.write_all(&vec![0; 20_000_000])?;
            let body = packed.finish()?;
            let lines = format!(
                "Content-Type: image/png\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n",
                body.len()
            );
            stream.write_all(&head("200 OK", &lines))?;
            stream.write_all(&body)
        }
        "redirect_loop" => redirect(&mut stream, &path),
        "redirect_good" => redirect(&mut stream, "/good/1/1/1.png"),
        "redirect_file" => redirect(&mut stream, "file:///etc/passwd"),
        "redirect_private" => redirect(&mut stream, "http://10.0.0.1/x.png"),
        "redirect_metadata" => redirect(&mut stream, "http://169.254.169.254/latest/meta-data"),
        "redirect_https" => redirect(&mut stream, "https://example.org/x.png"),
        "redirect_nowhere" => stream.write_all(&head("302 Found", "Content-Length: 0\r\n")),
        "busy_429" => stream.write_all(&head("429 Too Many Requests", "Content-Length: 0\r\n")),
        "busy_429_retry" => {
            stream.write_all(&head("429 Too Many Requests", "Retry-After: 999999\r\nContent-Length: 0\r\n"))
        }
        "error_500" => stream.write_all(&answer("500 Oops", "text/html", b"<html>")),
        "error_502" => stream.write_all(&answer("502 Oops", "text/html", b"<html>")),
        "error_503" => stream.write_all(&answer("503 Oops", "text/html", b"<html>")),
        "missing_404" => stream.write_all(&answer("404 Not Found", "text/html", b"<html>")),
        "nothing_204" => stream.write_all(&head("204 No Content", "")),
        "forbidden_403" => stream.write_all(&answer("403 Forbidden", "text/html", b"<html>")),
        "cookies" => {
            let lines = format!(
                "Content-Type: image/png\r\nSet-Cookie: who=you\r\nContent-Length: {}\r\n",
                png.len()
            );
            stream.write_all(&head("200 OK", &lines))?;
            stream.write_all(&png)
        }
        other => panic!("the server knows no {other}"),
    }
}

/// Byte by byte.
fn slowly(stream: &mut TcpStream, bytes: &[u8], pause: u64) -> io::Result<()> {
    for byte in bytes {
        stream.write_all(&[*byte])?;
        stream.flush()?;
        thread::sleep(Duration::from_millis(pause));
    }
    Ok(())
}

fn redirect(stream: &mut TcpStream, location: &str) -> io::Result<()> {
    stream.write_all(&head("302 Found", &format!("Location: {location}\r\nContent-Length: 0\r\n")))
}
