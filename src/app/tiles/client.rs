//! Asks a server for a tile and keeps to the rules: limits of time and size, no redirect inside, no cookies, no
//! Referer, no proxy, nothing packed.

use std::{
    io::Read as _,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use ureq::{
    Agent,
    http::{Response, header},
    unversioned::transport::DefaultConnector,
};

use crate::{
    session::Request,
    store::tiles::{
        AddressError, CONNECT_TIME, Failure, Head, MOST_HEADER, MOST_REDIRECTS, Reach, Template, TilePlace,
        TileSource, Verdict, WHOLE_TIME, Wanted, WebAddress, judge_as, keep_for, masked, size_sentence,
        with_key,
    },
};

use super::resolver::CheckedResolver;

/// The bytes of a tile and how long they are fresh, or why there are none; with every request that was made.
#[derive(Debug)]
pub struct Fetched {
    pub result: Result<(Vec<u8>, Duration), Failure>,
    pub requests: Vec<Request>,
}

/// One agent for each reach, since the address rule is the agent's.
pub struct Client {
    public: Agent,
    own_network: Agent,
    loopback: Agent,
}

impl Default for Client {
    fn default() -> Self {
        Self {
            public: agent(Reach::Public),
            own_network: agent(Reach::OwnNetwork),
            loopback: agent(Reach::Loopback),
        }
    }
}

fn agent(reach: Reach) -> Agent {
    let config = Agent::config_builder()
        .proxy(None)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent(concat!("Marz/", env!("CARGO_PKG_VERSION")))
        .accept("image/png, image/jpeg, image/webp, application/x-protobuf")
        .accept_encoding("identity")
        .max_response_header_size(MOST_HEADER)
        .timeout_resolve(Some(CONNECT_TIME))
        .timeout_connect(Some(CONNECT_TIME))
        .max_idle_age(Duration::from_secs(10))
        .max_idle_connections_per_host(6)
        .build();
    Agent::with_parts(config, DefaultConnector::default(), CheckedResolver::new(reach))
}

/// What one request came to.
enum Step {
    Whole(Vec<u8>, Duration),
    Redirect(String),
}

impl Client {
    /// Asks the server of a source for a tile, and follows where it may. Takes at most [`WHOLE_TIME`].
    pub fn fetch(&self, source: &TileSource, place: TilePlace, doubled: bool) -> Fetched {
        let mut requests = Vec::new();
        let result = tile_address(source, place, doubled)
            .and_then(|address| self.follow(source, Wanted::Tile, &address, &mut requests));
        Fetched { result, requests }
    }

    /// Asks a server what it offers, at an address that may hold {key}.
    pub fn list(&self, source: &TileSource, address: &str) -> Fetched {
        let mut requests = Vec::new();
        let address = with_key(address, &source.key);
        let result = self.follow(source, Wanted::List, &address, &mut requests);
        Fetched { result, requests }
    }

    fn follow(
        &self,
        source: &TileSource,
        wanted: Wanted,
        address: &str,
        requests: &mut Vec<Request>,
    ) -> Result<(Vec<u8>, Duration), Failure> {
        let begun = Instant::now();
        let denied = |error: AddressError| Failure::Unreachable(error.to_string());
        let mut address = WebAddress::read(address).map_err(denied)?;
        let mut reach = address.reach(source.own_network);
        for _ in 0..=MOST_REDIRECTS {
            let left = WHOLE_TIME.saturating_sub(begun.elapsed());
            let mut request = Request {
                at: Timestamp::now(),
                source: source.name.clone(),
                host: address.host.clone(),
                path: masked(&address.path, &source.key),
                status: None,
                bytes: 0,
                took: Duration::ZERO,
                trouble: None,
            };
            let started = Instant::now();
            let step = self.ask(wanted, &address, (reach, left), &mut request);
            request.took = started.elapsed();
            request.trouble = step.as_ref().err().map(ToString::to_string);
            requests.push(request);
            match step? {
                Step::Whole(bytes, fresh) => return Ok((bytes, fresh)),
                Step::Redirect(location) => {
                    (address, reach) = address
                        .redirected(reach, &location)
                        .map_err(|error| Failure::Unfit(masked(&error.to_string(), &source.key)))?;
                }
            }
        }
        Err(Failure::Unfit(AddressError::RedirectLoop(MOST_REDIRECTS).to_string()))
    }

    fn ask(
        &self,
        wanted: Wanted,
        address: &WebAddress,
        (reach, left): (Reach, Duration),
        request: &mut Request,
    ) -> Result<Step, Failure> {
        if left.is_zero() {
            return Err(too_slow());
        }
        let agent = match reach {
            Reach::Public => &self.public,
            Reach::OwnNetwork => &self.own_network,
            Reach::Loopback => &self.loopback,
        };
        let until = Instant::now() + left;
        let mut question = agent.get(address.to_string());
        if wanted == Wanted::List {
            question = question.header(header::ACCEPT, "text/xml, application/xml, application/json");
        }
        let mut response =
            question.config().timeout_global(Some(left)).build().call().map_err(|error| failure(&error))?;
        request.status = Some(response.status().as_u16());
        match judge_as(wanted, &head(&response), Timestamp::now()) {
            Verdict::Redirect(location) => return Ok(Step::Redirect(location)),
            Verdict::Fail(failure) => return Err(failure),
            Verdict::Read => {}
        }
        let fresh = keep_for(text_of(&response, header::CACHE_CONTROL.as_str()));
        let announced = response.body().content_length();
        let mut body = response.body_mut().as_reader();
        let mut bytes = Vec::new();
        let mut chunk = [0_u8; 16 * 1024];
        loop {
            let read = body.read(&mut chunk).map_err(body_failure)?;
            if read == 0 {
                break;
            }
            request.bytes += read as u64;
            bytes.extend_from_slice(&chunk[..read]);
            if bytes.len() as u64 > wanted.most() {
                return Err(Failure::Unfit(size_sentence(wanted, None)));
            }
            if Instant::now() > until {
                return Err(too_slow());
            }
        }
        if announced.is_some_and(|announced| announced != bytes.len() as u64) {
            return Err(Failure::Unfit(format!(
                "The server broke off in the middle of the {}.",
                wanted.word()
            )));
        }
        Ok(Step::Whole(bytes, fresh))
    }
}

fn tile_address(source: &TileSource, place: TilePlace, doubled: bool) -> Result<String, Failure> {
    if let Some(problem) = source.problem() {
        return Err(Failure::Unreachable(problem));
    }
    let template = Template::read(source.template().unwrap_or_default())
        .map_err(|error| Failure::Unfit(error.to_string()))?;
    Ok(template.address(place, &source.servers, &source.key, doubled))
}

fn text_of<'a, B>(response: &'a Response<B>, name: &str) -> Option<&'a str> {
    response.headers().get(name)?.to_str().ok()
}

fn head(response: &Response<ureq::Body>) -> Head<'_> {
    Head {
        status: response.status().as_u16(),
        content_type: text_of(response, header::CONTENT_TYPE.as_str()),
        content_encoding: text_of(response, header::CONTENT_ENCODING.as_str()),
        content_length: response.body().content_length(),
        location: text_of(response, header::LOCATION.as_str()),
        retry_after: text_of(response, header::RETRY_AFTER.as_str()),
    }
}

fn too_slow() -> Failure {
    Failure::Unreachable(format!("The server did not answer within {} s.", WHOLE_TIME.as_secs()))
}

/// The sentence for what went wrong before or in the head of an answer.
fn failure(error: &ureq::Error) -> Failure {
    let words = match error {
        ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
            format!("The server could not be reached within {} s.", CONNECT_TIME.as_secs())
        }
        ureq::Error::Timeout(_) => return too_slow(),
        ureq::Error::HostNotFound => {
            "The server's name is not known: there is no network, or the address is wrong.".to_owned()
        }
        ureq::Error::Other(inner) if inner.is::<AddressError>() => inner.to_string(),
        ureq::Error::LargeResponseHeader(..) => {
            return Failure::Unfit(
                "The head of the server's answer is longer than any tile needs.".to_owned(),
            );
        }
        ureq::Error::Io(error) => return io_failure(error),
        ureq::Error::Rustls(error) => tls_words(&error.to_string()),
        ureq::Error::Tls(words) => tls_words(words),
        ureq::Error::Protocol(_) => {
            return Failure::Unfit("The server's answer is not HTTP.".to_owned());
        }
        other => format!("The server could not be asked: {}.", one_line(&other.to_string())),
    };
    Failure::Unreachable(words)
}

/// The same for what went wrong in the body.
fn body_failure(error: std::io::Error) -> Failure {
    match ureq::Error::from(error) {
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Failure::Unfit("The server broke off in the middle of the tile.".to_owned())
        }
        ureq::Error::Protocol(_) => {
            Failure::Unfit("The server's answer is not HTTP: it broke off or is garbled.".to_owned())
        }
        other => failure(&other),
    }
}

fn io_failure(error: &std::io::Error) -> Failure {
    use std::io::ErrorKind;
    let words = match error.kind() {
        ErrorKind::ConnectionRefused => "The server does not answer: nothing listens there.".to_owned(),
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => "The server closed the connection without an answer.".to_owned(),
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable => {
            "There is no way to the server: is there a network?".to_owned()
        }
        ErrorKind::TimedOut | ErrorKind::WouldBlock => return too_slow(),
        _ => {
            let words = error.to_string();
            if words.contains("certificate") || words.contains("tls") || words.contains("TLS") {
                tls_words(&words)
            } else if words.contains("lookup") || words.contains("resolve") {
                "The server's name is not known: there is no network, or the address is wrong.".to_owned()
            } else {
                format!("The server could not be asked: {}.", one_line(&words))
            }
        }
    };
    Failure::Unreachable(words)
}

fn tls_words(error: &str) -> String {
    format!("The server cannot prove who it is, so nothing was asked of it ({}).", one_line(error))
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(140).collect()
}
