//! What a person has pasted as an address: a template, one request of a map server that becomes one, or the address of
//! a server that must first say what it offers.

use super::template::encoded;

/// What a pasted text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pasted {
    /// Already the address of every tile, or nothing yet.
    Template,
    /// The address of one picture or tile; this is the address of every one.
    OneRequest(String),
    /// A server that may say what it offers.
    Service,
}

/// Looks at an address without asking anybody.
///
/// # Source
/// OGC Web Map Service 1.1.1 and 1.3.0, `GetMap`; OGC Web Map Tile Service 1.0.0, `GetTile` in key-value pairs.
pub fn pasted(text: &str) -> Pasted {
    let text = text.trim();
    if text.is_empty()
        || !text.contains("://")
        || text.contains("{z}")
        || text.contains("{bbox")
        || text.contains("{q")
    {
        return Pasted::Template;
    }
    let Some((base, question)) = text.split_once('?') else {
        return if text.contains('{') { Pasted::Template } else { Pasted::Service };
    };
    let value = |name: &str| {
        question.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            key.eq_ignore_ascii_case(name).then(|| value.to_owned())
        })
    };
    let request = value("request").unwrap_or_default();
    let replaced = |replace: &dyn Fn(&str) -> Option<String>| {
        let pairs: Vec<String> = question
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let key = pair.split('=').next().unwrap_or(pair);
                replace(&key.to_ascii_lowercase())
                    .map_or_else(|| pair.to_owned(), |value| format!("{key}={value}"))
            })
            .collect();
        format!("{base}?{}", pairs.join("&"))
    };
    if request.eq_ignore_ascii_case("getmap") {
        return Pasted::OneRequest(replaced(&|key| {
            Some(match key {
                "bbox" => "{bbox}".to_owned(),
                "width" | "height" => "256".to_owned(),
                "crs" | "srs" => "EPSG:3857".to_owned(),
                _ => return None,
            })
        }));
    }
    if request.eq_ignore_ascii_case("gettile") {
        // The level's name may carry the set's before its number.
        let matrix = value("tilematrix").unwrap_or_default();
        let before = matrix.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
        return Pasted::OneRequest(replaced(&|key| {
            Some(match key {
                "tilematrix" => format!("{before}{{z}}"),
                "tilerow" => "{y}".to_owned(),
                "tilecol" => "{x}".to_owned(),
                _ => return None,
            })
        }));
    }
    Pasted::Service
}

/// An address with these pairs behind its question mark; pairs of the same names give way.
pub(super) fn with_question(address: &str, pairs: &[(&str, &str)]) -> String {
    let (base, question) = address.split_once('?').unwrap_or((address, ""));
    let given = question.split('&').filter(|pair| {
        let key = pair.split('=').next().unwrap_or(pair);
        !key.is_empty() && !pairs.iter().any(|(name, _)| key.eq_ignore_ascii_case(name))
    });
    let all: Vec<String> =
        given.map(str::to_owned).chain(pairs.iter().map(|(name, value)| format!("{name}={value}"))).collect();
    format!("{base}?{}", all.join("&"))
}

/// A value as it may stand in an address; commas and colons, which layers' names hold, stay readable.
pub(super) fn value_of(text: &str) -> String {
    encoded(text).replace("%2C", ",").replace("%3A", ":").replace("%2F", "/")
}
