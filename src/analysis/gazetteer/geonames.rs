//! A country's file from GeoNames, added to the names inside the program.

use std::{collections::HashMap, sync::Arc};

use super::{Containing, Entry, Gazetteer, Kind, Toponym, country_name, spelling::Spelling};
use crate::{analysis::frontier::DETAILED, model::LonLat};

/// How the source of an added place begins.
pub(super) const ADDED: &str = "GeoNames file ";

const COLUMNS: usize = 19;
/// An entry of the file this near to one of the same name and kind is the same place.
const SAME_PLACE_METRES: f64 = 3_000.0;
/// More spellings than this are left out: some entries list a hundred languages.
const MOST_SPELLINGS: usize = 40;
/// More places than this are not added: each takes a kilobyte or two.
const MOST_PLACES: usize = 400_000;
/// So many of the bad lines are named.
const MOST_NAMED: usize = 100;

/// A line that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedLine {
    /// Counted from 1.
    pub line: usize,
    pub reason: &'static str,
}

/// What became of the lines of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamesReport {
    /// Places that were not known.
    pub added: usize,
    /// Places that were: they have the file's further spellings now, and keep their own name and point.
    pub known: usize,
    /// Outside 64–78 E, 34–42 N, where the map is.
    pub beyond: usize,
    /// Roads, forests, former districts: kinds that nobody searches.
    pub other_kinds: usize,
    /// Left out, as there were more than can be held.
    pub too_many: usize,
    /// Lines that could not be read, and the first of them.
    pub bad: usize,
    pub first_bad: Vec<SkippedLine>,
}

/// Why a line is no new place.
enum Left {
    Bad(&'static str),
    Beyond,
    OtherKind,
}

/// Names that are being added to a gazetteer, line by line.
pub struct AddingNames {
    entries: Vec<Entry>,
    /// The places among the entries by the letters of their names.
    known: HashMap<Vec<char>, Vec<usize>>,
    source: Arc<str>,
    report: NamesReport,
}

impl Gazetteer {
    /// Begins to add the lines of a GeoNames file (`TJ.txt`) to these names. A place that is known already gets the
    /// file's further spellings and keeps its own name and point.
    ///
    /// # Source
    /// The GeoNames dump's readme: UTF-8, tabs, no header, 19 columns.
    pub fn adding(&self, file_name: &str) -> AddingNames {
        let mut known: HashMap<Vec<char>, Vec<usize>> = HashMap::new();
        for (place, entry) in self.entries.iter().enumerate() {
            for key in &entry.keys {
                known.entry(key.form.letters.clone()).or_default().push(place);
            }
        }
        let source = format!("{ADDED}{file_name}, CC BY 4.0").into();
        AddingNames { entries: self.entries.clone(), known, source, report: NamesReport::default() }
    }
}

impl AddingNames {
    /// Takes the line with this number, counted from 1; `None` stands for one that is no text.
    pub fn take(&mut self, number: usize, line: Option<&str>) {
        let line = line.map(|line| line.trim_start_matches('\u{feff}'));
        if line.is_some_and(|line| line.trim().is_empty()) {
            return;
        }
        let read = line
            .ok_or(Left::Bad("it is no text in UTF-8, or too long"))
            .and_then(|line| toponym(line, &self.source));
        match read {
            Ok(read) => self.add(read),
            Err(Left::Beyond) => self.report.beyond += 1,
            Err(Left::OtherKind) => self.report.other_kinds += 1,
            Err(Left::Bad(reason)) => {
                self.report.bad += 1;
                if self.report.first_bad.len() < MOST_NAMED {
                    self.report.first_bad.push(SkippedLine { line: number, reason });
                }
            }
        }
    }

    fn add(&mut self, read: Toponym) {
        let entries = &mut self.entries;
        let same = self
            .known
            .get(&Spelling::of(&read.name).letters)
            .and_then(|places| places.iter().copied().find(|&place| is_same(&entries[place].toponym, &read)));
        if let Some(place) = same {
            self.report.known += 1;
            let mut toponym = entries[place].toponym.clone();
            let new: Vec<String> = read
                .spellings()
                .filter(|spelling| !toponym.spellings().any(|other| other == *spelling))
                .map(str::to_owned)
                .collect();
            toponym.others.extend(new);
            toponym.population = toponym.population.or(read.population);
            entries[place] = Entry::of(toponym);
        } else if entries.len() >= MOST_PLACES {
            self.report.too_many += 1;
        } else {
            self.report.added += 1;
            let around = Containing::of(read.position);
            let entry = Entry::of(Toponym { district: around.district, province: around.province, ..read });
            for key in &entry.keys {
                self.known.entry(key.form.letters.clone()).or_default().push(entries.len());
            }
            entries.push(entry);
        }
    }

    pub fn finish(self) -> (Gazetteer, NamesReport) {
        (Gazetteer { entries: self.entries }, self.report)
    }
}

fn is_same(known: &Toponym, read: &Toponym) -> bool {
    let areas = matches!(known.kind, Kind::District | Kind::Province);
    known.kind == read.kind
        && (areas || known.position.distance_to(read.position).0 < SAME_PLACE_METRES)
        && (!areas || known.country == read.country)
}

fn toponym(line: &str, source: &Arc<str>) -> Result<Toponym, Left> {
    let columns: Vec<&str> = line.split('\t').collect();
    if columns.len() != COLUMNS {
        return Err(Left::Bad("it has not the 19 columns of a GeoNames file"));
    }
    let name = columns[1].trim();
    if name.is_empty() {
        return Err(Left::Bad("it has no name"));
    }
    let number =
        |text: &str| text.trim().parse::<f64>().map_err(|_| Left::Bad("its coordinates are no numbers"));
    let (lat, lon) = (number(columns[4])?, number(columns[5])?);
    let position = LonLat::new(lon, lat).map_err(|_| Left::Bad("its coordinates are not on the globe"))?;
    if !DETAILED.contains(position) {
        return Err(Left::Beyond);
    }
    let (class, code) = (columns[6], columns[7]);
    let kind = kind_of(class, code).ok_or(Left::OtherKind)?;
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
        source: Arc::clone(source),
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
