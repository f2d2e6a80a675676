//! `marz where`: what the frontier knows of a point, and of many in a table.

use std::{
    fmt::Write as _,
    io::{Read as _, stdin},
};

use clap::ValueEnum;

use super::CliError;
use crate::{
    analysis::{
        frontier::{Bank, Frontier},
        notations::{self, Readings},
    },
    model::{LonLat, Metres},
};

/// What `marz where` is told.
#[derive(Debug, clap::Args)]
pub struct Where {
    /// A point in any notation: "37.4904, 71.5534", UTM, MGRS, a map link.
    #[arg(required_unless_present = "table", allow_hyphen_values = true)]
    point: Option<String>,
    /// Reads points from the standard input, a line each: longitude, latitude and, where it is known, how far the place
    /// may be from it in metres, with blanks or commas between. Writes a table with tabs.
    #[arg(long, value_name = "WHAT", conflicts_with = "point")]
    table: Option<Told>,
}

/// What the table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Told {
    /// Metres to the border line.
    Distance,
    /// Metres to the line and how far that may be wrong, the bank, the kilometre of the river, the districts.
    All,
}

impl Where {
    pub fn run(&self) -> Result<String, CliError> {
        match (&self.point, self.table) {
            (_, Some(told)) => table(told),
            (Some(point), None) => one(point),
            (None, None) => Ok(String::new()),
        }
    }
}

fn one(point: &str) -> Result<String, CliError> {
    match notations::read(point, None) {
        Readings::Certain(reading) => {
            let radius = reading.radius.unwrap_or(Metres(0.0));
            let fix = Frontier::embedded().fix(reading.position, radius);
            Ok(format!("{}\n{}", reading.position, fix.text()))
        }
        Readings::Ask { readings, .. } => {
            let words: Vec<String> =
                readings.iter().map(|reading| format!("{} ({})", reading.position, reading.words)).collect();
            Err(CliError::Point(format!("“{point}” may be {}: write which", words.join(" or "))))
        }
        Readings::Refused(why) => Err(CliError::Point(format!("“{point}” is no point: {why}"))),
    }
}

/// Metres stand to the millimetre, so that programs can compare them; how far they may be wrong stands beside them.
fn table(told: Told) -> Result<String, CliError> {
    let frontier = Frontier::embedded();
    let mut out = String::from(match told {
        Told::Distance => "lon\tlat\tdistance_m",
        Told::All => "lon\tlat\tdistance_m\tmay_be_wrong_m\tbank\triver\triver_km\ttajik\tafghan",
    });
    let mut asked = String::new();
    let read = stdin().lock().read_to_string(&mut asked);
    read.map_err(|error| CliError::Point(format!("the standard input could not be read: {error}")))?;
    out.reserve(asked.len() * 2);
    for (number, line) in asked.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let wrong = || CliError::Point(format!("line {}: “{line}” is no longitude and latitude", number + 1));
        let mut parts =
            line.split(|sign: char| sign == ',' || sign.is_whitespace()).filter(|part| !part.is_empty());
        let mut next = || {
            let part = parts.next();
            part.map(|part| part.parse::<f64>().map(|number| (part, number))).transpose().map_err(|_| wrong())
        };
        // The numbers go out as they came in.
        let ((lon_text, lon), (lat_text, lat)) = next()?.zip(next()?).ok_or_else(wrong)?;
        out.extend(["\n", lon_text, "\t", lat_text]);
        let radius = next()?.map(|(_, radius)| radius);
        let radius = radius.filter(|radius| radius.is_finite() && *radius >= 0.0).unwrap_or(0.0);
        let at = LonLat::new(lon, lat).map_err(|_| wrong())?;
        let _written = match told {
            Told::Distance => write!(out, "\t{:.3}", frontier.distance_to_line(at).0),
            Told::All => {
                let fix = frontier.fix(at, Metres(radius));
                let measure = &fix.measure;
                let (river, km) = measure.river.map_or(("", String::new()), |span| {
                    (span.nearest.river.name(), format!("{:.3}", span.nearest.way.0 / 1_000.0))
                });
                let names = |areas: &[&crate::analysis::frontier::Area]| {
                    areas.iter().map(|area| area.name()).collect::<Vec<_>>().join("|")
                };
                write!(
                    out,
                    "\t{:.3}\t{:.0}\t{}\t{river}\t{km}\t{}\t{}",
                    measure.distance.0,
                    measure.reach().0,
                    bank_word(measure.bank),
                    names(&fix.tajik),
                    names(&fix.afghan)
                )
            }
        };
    }
    Ok(out)
}

fn bank_word(bank: Bank) -> &'static str {
    match bank {
        Bank::Tajik => "tajik",
        Bank::Afghan => "afghan",
        Bank::Elsewhere(Some(country)) => country.code(),
        Bank::Elsewhere(None) => "elsewhere",
        Bank::Undetermined => "undetermined",
    }
}
