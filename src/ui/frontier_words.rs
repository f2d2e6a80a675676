//! What is told of a point on the ground: its district, its bank, how far the border is.

use crate::{
    analysis::frontier::{Bank, Frontier},
    carto::Basemap,
    model::LonLat,
};

/// `Tajik bank · 3.2 km`: the bank and the distance to the Tajik–Afghan line; empty far from it.
pub fn bank_words(at: LonLat) -> String {
    told(at, "")
}

/// The same as a sentence of its own: `Tajik bank · 3.2 km from the border line`.
pub fn border_words(at: LonLat) -> String {
    told(at, " from the border line")
}

fn told(at: LonLat, from_what: &str) -> String {
    let frontier = Frontier::embedded();
    let bank = match frontier.bank(at, None) {
        Bank::Tajik => "Tajik bank",
        Bank::Afghan => "Afghan bank",
        Bank::Elsewhere(Some(country)) => country.name(),
        Bank::Elsewhere(None) => return String::new(),
        Bank::Undetermined => "bank undetermined",
    };
    format!("{bank} · {}{from_what}", frontier.distance_to_line(at))
}

/// District and province of a point on the ground, empty where the basemap knows neither.
pub fn area_words(at: LonLat) -> String {
    let basemap = Basemap::embedded();
    match (basemap.district_at(at), basemap.province_at(at)) {
        (Some(district), _) => format!("{}, {}", district.name.english, district.province),
        (None, Some(province)) => province.name.english.clone(),
        (None, None) => String::new(),
    }
}
