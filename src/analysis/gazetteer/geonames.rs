//! A country's file from GeoNames, added to the names inside the program.

use std::collections::HashMap;

use super::{Containing, Entry, Gazetteer, Kind, Toponym, country_name, spelling::Spelling};
use crate::model::LonLat;

const SOURCE: &str = "GeoNames file (CC BY 4.0)";
const COLUMNS: usize = 19;
/// An entry of the file this near to one of the same name and kind is the same place.
const SAME_PLACE_METRES: f64 = 3_000.0;
/// More spellings than this are left out: some entries list a hundred languages.
const MOST_SPELLINGS: usize = 40;

/// A line that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedLine {
    /// Counted from 1.
    pub line: usize,
    pub reason: &'static str,
}

impl Gazetteer {
    /// These names and those of a GeoNames country file (`TJ.txt`), and the lines that could not be read. A place
    /// that is known already gets the file's further spellings and keeps its own name and point.
    ///
    /// # Source
    /// The GeoNames dump's readme: UTF-8, tabs, no header, 19 columns.
    pub fn with_geonames(&self, text: &str) -> (Self, Vec<SkippedLine>) {
        let mut entries = self.entries.clone();
        let mut skipped = Vec::new();
        let mut known: HashMap<Vec<char>, Vec<usize>> = HashMap::new();
        for (place, entry) in entries.iter().enumerate() {
            for key in &entry.keys {
                known.entry(key.form.letters.clone()).or_default().push(place);
            }
        }
        for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let read = match toponym(line) {
                Ok(read) => read,
                Err(reason) => {
                    skipped.push(SkippedLine { line: number + 1, reason });
                    continue;
                }
            };
            let same = known.get(&Spelling::of(&read.name).letters).and_then(|places| {
                places.iter().copied().find(|&place| is_same(&entries[place].toponym, &read))
            });
            if let Some(place) = same {
                let mut toponym = entries[place].toponym.clone();
                let new: Vec<String> = read
                    .spellings()
                    .filter(|spelling| !toponym.spellings().any(|other| other == *spelling))
                    .map(str::to_owned)
                    .collect();
                toponym.others.extend(new);
                toponym.population = toponym.population.or(read.population);
                entries[place] = Entry::of(toponym);
            } else {
                let around = Containing::of(read.position);
                let entry =
                    Entry::of(Toponym { district: around.district, province: around.province, ..read });
                for key in &entry.keys {
                    known.entry(key.form.letters.clone()).or_default().push(entries.len());
                }
                entries.push(entry);
            }
        }
        (Self { entries }, skipped)
    }
}

fn is_same(known: &Toponym, read: &Toponym) -> bool {
    let areas = matches!(known.kind, Kind::District | Kind::Province);
    known.kind == read.kind
        && (areas || known.position.distance_to(read.position).0 < SAME_PLACE_METRES)
        && (!areas || known.country == read.country)
}

fn toponym(line: &str) -> Result<Toponym, &'static str> {
    let columns: Vec<&str> = line.split('\t').collect();
    if columns.len() != COLUMNS {
        return Err("it has not the 19 columns of a GeoNames file");
    }
    let name = columns[1].trim();
    if name.is_empty() {
        return Err("it has no name");
    }
    let number = |text: &str| text.trim().parse::<f64>().map_err(|_| "its coordinates are no numbers");
    let (lat, lon) = (number(columns[4])?, number(columns[5])?);
    let position = LonLat::new(lon, lat).map_err(|_| "its coordinates are not on the globe")?;
    let (class, code) = (columns[6], columns[7]);
    let kind = kind_of(class, code)
        .ok_or("it is no place of a kind that is searched (a road, a forest, a former district …)")?;
    let population = columns[14].trim().parse::<u64>().ok().filter(|people| *people > 0);
    let spellings = std::iter::once(columns[2]).chain(columns[3].split(',')).map(str::trim);
    let mut others: Vec<String> = Vec::new();
    for spelling in spellings.take(MOST_SPELLINGS) {
        if !spelling.is_empty() && spelling != name && !others.iter().any(|other| other == spelling) {
            others.push(spelling.to_owned());
        }
    }
    Ok(Toponym {
        name: name.to_owned(),
        tajik: None,
        russian: None,
        persian: None,
        others,
        kind,
        position,
        precision: kind.precision(),
        district: None,
        province: None,
        country: country_name(columns[8].trim()),
        source: SOURCE,
        population,
        rank: rank_of(code, kind, population.unwrap_or(0)),
    })
}

/// # Source
/// The GeoNames feature codes. Rivers and historical areas (`ADM1H`) are told apart by their codes.
fn kind_of(class: &str, code: &str) -> Option<Kind> {
    match (class, code) {
        ("P", _) => Some(Kind::Settlement),
        ("A", "ADM1") => Some(Kind::Province),
        ("A", "ADM2") => Some(Kind::District),
        ("H", "STM" | "STMI" | "STMX" | "STMB" | "STMA") => Some(Kind::River),
        ("H", "LK" | "LKS" | "LKI" | "RSV" | "LKN") => Some(Kind::Lake),
        ("T", "PASS") => Some(Kind::Pass),
        ("T", "MT" | "MTS" | "PK" | "PKS" | "RDGE" | "HLL") => Some(Kind::Mountain),
        ("S", "AIRP" | "AIRF" | "AIRB") => Some(Kind::Airfield),
        ("S" | "L" | "T" | "H", _) => Some(Kind::Site),
        _ => None,
    }
}

fn rank_of(code: &str, kind: Kind, population: u64) -> u8 {
    match kind {
        Kind::Province => 3,
        Kind::District => 4,
        Kind::Settlement => match (code, population) {
            ("PPLC", _) => 1,
            ("PPLA", _) | (_, 100_000..) => 2,
            (_, 20_000..) => 3,
            ("PPLA2", _) | (_, 5_000..) => 4,
            (_, 1_000..) => 5,
            _ => 6,
        },
        Kind::Airfield => 5,
        Kind::River | Kind::Lake | Kind::Mountain | Kind::Pass | Kind::Site => 6,
    }
}
