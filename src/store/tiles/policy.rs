//! How a server is asked and its answers judged: limits of time and size, what counts as a tile, how long one is
//! kept, how long a server that fails is left in peace.

use std::time::Duration;

use jiff::Timestamp;

/// A connection, with the name looked up and TLS agreed on.
pub const CONNECT_TIME: Duration = Duration::from_secs(5);
/// A tile from the first byte sent to the last received, redirects included.
pub const WHOLE_TIME: Duration = Duration::from_secs(15);
/// Bytes of a tile. What is packed (Content-Encoding) is refused, so these are the bytes themselves.
pub const MOST_BODY: u64 = 4 * 1024 * 1024;
/// Bytes of a server's list of its layers.
pub const MOST_LIST: u64 = 16 * 1024 * 1024;
/// Bytes of the head of an answer.
pub const MOST_HEADER: usize = 32 * 1024;
pub const MOST_REDIRECTS: u8 = 3;
/// Requests under way at once.
pub const SLOTS: usize = 6;

/// Why there is no tile. Each says a sentence for the user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The source has no tile at this place.
    #[error("The server has no tile at this place.")]
    Missing,
    #[error("{}", busy_words(*.status, *.retry_after))]
    Busy { status: u16, retry_after: Option<Duration> },
    #[error("{}", denied_words(*.status))]
    Denied { status: u16 },
    /// No connection, no answer in time, no trust.
    #[error("{0}")]
    Unreachable(String),
    /// An answer that is no tile.
    #[error("{0}")]
    Unfit(String),
}

fn busy_words(status: u16, retry_after: Option<Duration>) -> String {
    let what = match status {
        429 => "The server asks for fewer requests (429)".to_owned(),
        _ => format!("The server has trouble ({status})"),
    };
    match retry_after {
        Some(wait) => {
            format!("{what}: Marz leaves it in peace, as it asked, for {}.", duration_words(bounded(wait)))
        }
        None => format!("{what}: Marz waits, each time longer, before it asks again."),
    }
}

fn denied_words(status: u16) -> String {
    match status {
        401 | 403 => format!(
            "The server refuses ({status}): the key is missing or wrong, or the server does not allow this program."
        ),
        _ => format!(
            "The server does not understand the request ({status}): check the address in Map sources."
        ),
    }
}

fn duration_words(wait: Duration) -> String {
    match wait.as_secs() {
        seconds @ 0..=119 => format!("{seconds} s"),
        seconds => format!("{} minutes", seconds / 60),
    }
}

impl Failure {
    /// Whether all tiles of the source would fail alike, so that none is asked for a while.
    pub fn concerns_the_source(&self) -> bool {
        match self {
            Self::Busy { .. } | Self::Denied { .. } | Self::Unreachable(_) => true,
            Self::Missing | Self::Unfit(_) => false,
        }
    }
}

/// The head of an answer, as far as it is looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Head<'a> {
    pub status: u16,
    pub content_type: Option<&'a str>,
    pub content_encoding: Option<&'a str>,
    pub content_length: Option<u64>,
    pub location: Option<&'a str>,
    pub retry_after: Option<&'a str>,
}

/// What to do with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Read the body: it may be a tile.
    Read,
    /// Ask there instead, if it may be asked.
    Redirect(String),
    Fail(Failure),
}

/// What a server is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Tile,
    /// The list of its layers.
    List,
}

impl Wanted {
    /// Bytes that are taken of it.
    pub fn most(self) -> u64 {
        match self {
            Self::Tile => MOST_BODY,
            Self::List => MOST_LIST,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Tile => "tile",
            Self::List => "list of its layers",
        }
    }
}

/// Judges an answer to a request for a tile by its head. `now` turns a date in Retry-After into a time to wait.
pub fn judge(head: &Head<'_>, now: Timestamp) -> Verdict {
    judge_as(Wanted::Tile, head, now)
}

/// The same for anything that is asked for.
pub fn judge_as(wanted: Wanted, head: &Head<'_>, now: Timestamp) -> Verdict {
    match head.status {
        200 => {}
        301 | 302 | 303 | 307 | 308 => return Verdict::Redirect(head.location.unwrap_or("").to_owned()),
        204 | 404 | 410 => return Verdict::Fail(Failure::Missing),
        408 | 425 | 429 | 500..=599 => {
            let retry_after = head.retry_after.and_then(|text| waiting_time(text, now));
            return Verdict::Fail(Failure::Busy { status: head.status, retry_after });
        }
        400..=499 => return Verdict::Fail(Failure::Denied { status: head.status }),
        status => {
            let why = format!(
                "The server answered {status}, which is no answer to a request for a {}.",
                wanted.word()
            );
            return Verdict::Fail(Failure::Unfit(why));
        }
    }
    let unfit = |why: String| Verdict::Fail(Failure::Unfit(why));
    if let Some(packing) = head.content_encoding.map(str::trim)
        && !packing.is_empty()
        && !packing.eq_ignore_ascii_case("identity")
    {
        return unfit(format!(
            "The server packed the {} ({}), which was not asked for and could hide its size.",
            wanted.word(),
            short(packing)
        ));
    }
    if let Some(bytes) = head.content_length.filter(|bytes| *bytes > wanted.most()) {
        return unfit(size_sentence(wanted, Some(bytes)));
    }
    let kind = head.content_type.unwrap_or("").split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    match kind.as_str() {
        ""
        | "image/png"
        | "image/jpeg"
        | "image/jpg"
        | "image/webp"
        | "image/x-png"
        | "application/octet-stream"
        | "binary/octet-stream"
        | "application/x-protobuf"
        | "application/vnd.mapbox-vector-tile"
        | "application/protobuf" => Verdict::Read,
        "text/html" | "application/xhtml+xml" => unfit(format!(
            "The server sent a web page instead of a {}: the address may be wrong, or a log-in page stands before the network.",
            wanted.word()
        )),
        _ if wanted == Wanted::List => Verdict::Read,
        other => unfit(format!("The server sent {} instead of a picture.", short(other))),
    }
}

/// What is said of a tile that is too large.
pub fn size_sentence(wanted: Wanted, bytes: Option<u64>) -> String {
    let (word, most) = (wanted.word(), wanted.most() / (1024 * 1024));
    match bytes {
        Some(bytes) => format!(
            "The server announced a {word} of {} MB; more than {most} MB are not taken.",
            bytes / 1_000_000
        ),
        None => format!("The server sent more than {most} MB for one {word}; the rest was not taken."),
    }
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// Seconds or a date.
fn waiting_time(text: &str, now: Timestamp) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Duration::try_from(until.duration_since(now)).ok()
}

const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
/// What a server asks for is kept to up to here.
const LONGEST_ASKED: Duration = Duration::from_mins(10);

fn bounded(asked: Duration) -> Duration {
    asked.clamp(Duration::from_secs(1), LONGEST_ASKED)
}

/// How long a server is left in peace after so many failures in a row (counted from 1): twice as long each time,
/// and by `dice` (0 to 1) up to half of that less, so that many programs do not come back at once. What the
/// server asked for is the least.
pub fn pause(failures: u32, asked: Option<Duration>, dice: f64) -> Duration {
    let doubled = FIRST_PAUSE.saturating_mul(1_u32 << failures.saturating_sub(1).min(16)).min(LONGEST_PAUSE);
    let jittered = doubled.mul_f64(1.0 - 0.5 * dice.clamp(0.0, 1.0));
    asked.map_or(jittered, |asked| bounded(asked).max(jittered))
}

/// How long a single tile that failed is not asked again.
pub fn rest_of_a_tile(failure: &Failure, failures: u32, dice: f64) -> Duration {
    match failure {
        Failure::Missing => LONGEST_ASKED,
        Failure::Busy { .. } | Failure::Denied { .. } | Failure::Unreachable(_) => FIRST_PAUSE,
        Failure::Unfit(_) => pause(failures.saturating_add(3), None, dice),
    }
}

/// The policy of the OpenStreetMap tile servers asks for a week at least.
const KEPT_LEAST: Duration = Duration::from_hours(7 * 24);
const KEPT_MOST: Duration = Duration::from_hours(60 * 24);

/// How long a tile counts as fresh: what Cache-Control says, within a week and two months.
pub fn keep_for(cache_control: Option<&str>) -> Duration {
    let seconds = cache_control.and_then(|text| {
        text.split(',').find_map(|part| {
            let (name, value) = part.split_once('=')?;
            let value = value.trim().trim_matches('"');
            name.trim().eq_ignore_ascii_case("max-age").then(|| value.parse::<u64>().ok())?
        })
    });
    let asked = seconds.map_or(Duration::ZERO, Duration::from_secs);
    asked.clamp(KEPT_LEAST, KEPT_MOST)
}
