//! Who may be asked: HTTPS anywhere in public, plain HTTP on this machine only, and nobody behind a redirect who
//! would not be asked directly.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::template::encoded;

/// Why an address is not asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("This is no web address: it begins with https://, or with http:// for a server on this machine.")]
    NoAddress,
    #[error("Marz asks only over https, not over {0}.")]
    Scheme(String),
    #[error(
        "Plain http is asked of this machine only (localhost): others could read and change what is sent. Write https://."
    )]
    PlainHttp,
    #[error(
        "The address holds a name or password before the @, which would be sent to the server. Leave it out."
    )]
    UserInfo,
    #[error("The address holds a sign that cannot stand there: {0:?}. Write it as % and two digits.")]
    Sign(char),
    #[error(
        "The server sends on to {0}, which is not asked: Marz does not change from one kind of address to another."
    )]
    RedirectScheme(String),
    #[error(
        "The server sends on to {0}, an address inside a private network or this machine, which is not asked."
    )]
    RedirectInside(String),
    #[error("The server sends on without saying where to.")]
    RedirectNowhere,
    #[error("The server sends on more than {0} times, which may never end.")]
    RedirectLoop(u8),
    #[error(
        "{0} stands for an address inside a private network or this machine, which a source on the web may not be. If the server is in your own network, say so in Map sources."
    )]
    Inside(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Http,
    Https,
}

/// A web address taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebAddress {
    pub scheme: Scheme,
    /// Lower case; an IPv6 address in its brackets.
    pub host: String,
    pub port: Option<u16>,
    /// From the first slash, with the question and without a fragment.
    pub path: String,
}

/// Which addresses a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// A server on this machine.
    Loopback,
    /// The user said that the server stands in their own network.
    OwnNetwork,
    Public,
}

impl WebAddress {
    /// # Errors
    /// When it is no address, or one that is never asked.
    pub fn read(text: &str) -> Result<Self, AddressError> {
        let (scheme, rest) = text.split_once("://").ok_or(AddressError::NoAddress)?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "https" => Scheme::Https,
            "http" => Scheme::Http,
            other => return Err(AddressError::Scheme(other.chars().take(20).collect())),
        };
        if let Some(sign) = text.chars().find(|c| !c.is_ascii_graphic() || "\\<>\"{}|^`".contains(*c)) {
            return Err(AddressError::Sign(sign));
        }
        let rest = rest.split('#').next().unwrap_or(rest);
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if authority.contains('@') {
            return Err(AddressError::UserInfo);
        }
        let (host, port) = host_and_port(authority).ok_or(AddressError::NoAddress)?;
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let address = Self { scheme, host, port, path };
        if scheme == Scheme::Http && !address.is_this_machine() {
            return Err(AddressError::PlainHttp);
        }
        Ok(address)
    }

    /// Whether the name itself says that it is this machine.
    pub fn is_this_machine(&self) -> bool {
        self.host == "localhost"
            || self.host.ends_with(".localhost")
            || self.literal().is_some_and(|ip| ip.is_loopback())
    }

    fn literal(&self) -> Option<IpAddr> {
        self.host.trim_start_matches('[').trim_end_matches(']').parse().ok()
    }

    /// What a source at this address may reach.
    pub fn reach(&self, own_network: bool) -> Reach {
        if self.is_this_machine() {
            Reach::Loopback
        } else if own_network {
            Reach::OwnNetwork
        } else {
            Reach::Public
        }
    }

    /// Where a redirect leads, and what may be reached there.
    ///
    /// # Errors
    /// When it leads to another kind of address, or inside.
    pub fn redirected(&self, reach: Reach, location: &str) -> Result<(Self, Reach), AddressError> {
        let location = location.trim();
        if location.is_empty() {
            return Err(AddressError::RedirectNowhere);
        }
        let shown = || location.chars().filter(|c| !c.is_control()).take(60).collect::<String>();
        let whole = if location.starts_with("//") {
            format!("{}:{location}", self.scheme.name())
        } else if location.starts_with('/') {
            format!("{}{location}", self.origin())
        } else if has_scheme(location) {
            location.to_owned()
        } else {
            let folder = self.path.split('?').next().unwrap_or("/");
            let folder = &folder[..=folder.rfind('/').unwrap_or(0)];
            format!("{}{folder}{location}", self.origin())
        };
        let next = match Self::read(&whole) {
            Ok(next) => next,
            Err(AddressError::PlainHttp) if self.scheme == Scheme::Http => {
                return Err(AddressError::RedirectInside(shown()));
            }
            Err(_) => return Err(AddressError::RedirectScheme(shown())),
        };
        if next.scheme != self.scheme {
            return Err(AddressError::RedirectScheme(shown()));
        }
        let next_reach = match reach {
            Reach::Loopback if next.is_this_machine() => Reach::Loopback,
            Reach::Loopback => return Err(AddressError::RedirectInside(shown())),
            Reach::OwnNetwork if next.host == self.host => Reach::OwnNetwork,
            Reach::OwnNetwork | Reach::Public => Reach::Public,
        };
        if next_reach == Reach::Public
            && (next.is_this_machine() || next.literal().is_some_and(|ip| !Reach::Public.admits(ip)))
        {
            return Err(AddressError::RedirectInside(shown()));
        }
        Ok((next, next_reach))
    }

    fn origin(&self) -> String {
        let port = self.port.map_or_else(String::new, |port| format!(":{port}"));
        format!("{}://{}{port}", self.scheme.name(), self.host)
    }
}

impl std::fmt::Display for WebAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.origin(), self.path)
    }
}

impl Scheme {
    fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

fn host_and_port(authority: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = if authority.starts_with('[') {
        let end = authority.find(']')?;
        authority[1..end].parse::<Ipv6Addr>().ok()?;
        (&authority[..=end], &authority[end + 1..])
    } else {
        authority.split_at(authority.find(':').unwrap_or(authority.len()))
    };
    let port = match port.strip_prefix(':') {
        Some(port) => Some(port.parse().ok()?),
        None if port.is_empty() => None,
        None => return None,
    };
    let fits = |c: char| c.is_ascii_alphanumeric() || "-._[]:".contains(c);
    (!host.is_empty() && host.len() < 254 && host.chars().all(fits))
        .then(|| (host.to_ascii_lowercase(), port))
}

impl Reach {
    /// Whether an address that a name stands for may be connected to.
    pub fn admits(self, ip: IpAddr) -> bool {
        let ip = unwrapped(ip);
        match self {
            Self::Loopback => ip.is_loopback(),
            Self::OwnNetwork => is_public(ip) || is_private(ip),
            Self::Public => is_public(ip),
        }
    }
}

/// The IPv4 address that an IPv6 one carries, where it does.
///
/// # Source
/// RFC 4291 (mapped), RFC 6052 (`64:ff9b::/96`), RFC 3056 (6to4).
fn unwrapped(ip: IpAddr) -> IpAddr {
    let IpAddr::V6(six) = ip else { return ip };
    let parts = six.segments();
    let joined = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        IpAddr::V4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => joined(high, low),
        [..] => ip,
    }
}

/// Addresses of somebody's own network: RFC 1918, RFC 4193, and link-local ones excepted.
fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(four) => four.is_private(),
        IpAddr::V6(six) => six.segments()[0] & 0xfe00 == 0xfc00,
    }
}

/// Addresses of the open internet.
///
/// # Source
/// The special-purpose registries of IANA (RFC 6890 and its successors).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(four) => {
            let [a, b, c, _] = four.octets();
            let special = match (a, b, c) {
                (0 | 10 | 127 | 224.., _, _)
                | (169, 254, _)
                | (192, 168, _)
                | (192, 0, 0 | 2)
                | (192, 88, 99)
                | (198, 18 | 19, _)
                | (198, 51, 100)
                | (203, 0, 113) => true,
                (100, b, _) => (64..128).contains(&b),
                (172, b, _) => (16..32).contains(&b),
                (_, _, _) => false,
            };
            !special
        }
        IpAddr::V6(six) => {
            let parts = six.segments();
            // Global unicast without protocol assignments (Teredo among them) and documentation.
            (0x2000..0x4000).contains(&parts[0])
                && !(parts[0] == 0x2001 && parts[1] < 0x0200)
                && !(parts[0] == 0x2001 && parts[1] == 0x0db8)
                && !(parts[0] == 0x3fff && parts[1] < 0x1000)
        }
    }
}

/// A path as it may be shown and copied: without the key, and without what looks like one.
pub fn masked(path: &str, key: &str) -> String {
    const HIDDEN: &str = "•••";
    let mut shown = path.to_owned();
    for secret in [key.trim().to_owned(), encoded(key)] {
        if secret.len() >= 3 {
            shown = shown.replace(&secret, HIDDEN);
        }
    }
    let Some((before, question)) = shown.split_once('?') else { return shown };
    let pairs: Vec<String> = question
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, _)) if sounds_secret(name) => format!("{name}={HIDDEN}"),
            Some(_) | None => pair.to_owned(),
        })
        .collect();
    format!("{before}?{}", pairs.join("&"))
}

fn sounds_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["key", "token", "secret", "pass", "sig", "auth", "session", "appid", "app_id", "app_code"]
        .iter()
        .any(|part| name.contains(part))
}
