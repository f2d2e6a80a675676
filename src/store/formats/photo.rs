//! What a photo says of itself: where its camera stood, when it was taken, and which way it looked (EXIF).
//!
//! The picture itself is not looked at. Files of strangers are read by a child ([`read_photo_apart`]).

use std::{
    fs::{self, File},
    io::BufReader,
    path::{Path, PathBuf},
};

use exif::{Exif, Field, In, Tag, Value};
use jiff::{
    SignedDuration,
    civil::{Date, DateTime, Time},
};
use serde::{Deserialize, Serialize};

use crate::model::{
    ClockTime, DatePrecision, DaySpan, Incident, IncidentId, LonLat, Metres, Precision, When, Zone,
};

use super::child::{self, Cage, ChildError, Frame};

/// What the child is told to read.
const KIND: &str = "photo";
/// Larger than a photo of any camera.
const LARGEST: u64 = 512 << 20;

/// Endings of files that cameras write.
pub const PHOTO_ENDINGS: [&str; 6] = ["jpg", "jpeg", "heic", "heif", "tif", "tiff"];

/// Whether a file of this name may be a photo: for dialogs and for files that are dropped.
pub fn is_photo_by_name(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| PHOTO_ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// What a photo says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Photo {
    /// Where the camera stood.
    pub at: Option<LonLat>,
    /// How far off the camera says that it may be.
    pub accuracy: Option<Metres>,
    /// Metres above the sea, by the camera.
    pub height: Option<f64>,
    /// Which way the camera looked, in words: `112.5° from true north`.
    pub direction: Option<String>,
    pub taken: Option<Taken>,
    /// Maker and model.
    pub camera: Option<String>,
    /// What was written into the photo.
    pub description: Option<String>,
    /// What was not understood, or not believed.
    pub doubts: Vec<String>,
}

/// When a photo was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub day: Date,
    pub time: Time,
    /// `None` where the camera does not say which clock it showed.
    pub zone: Option<Zone>,
}

/// Why a photo says nothing. The message says what happened; last, which file.
#[derive(Debug, thiserror::Error)]
pub enum PhotoError {
    #[error("The photo cannot be read ({reason}).\n{}", .path.display())]
    Read { path: PathBuf, reason: String },
    #[error(
        "This is no photo that Marz reads ({reason}): it reads JPEG, HEIC, TIFF, PNG and WebP.\n{}", .path.display()
    )]
    NoPhoto { path: PathBuf, reason: String },
}

/// Reads a photo by its content, in this process.
///
/// # Errors
/// When the file cannot be read or is no photo. One that says nothing of itself is none.
pub fn read_photo(path: &Path) -> Result<Photo, PhotoError> {
    let failed = |reason: String| PhotoError::Read { path: path.to_owned(), reason };
    // A pipe would be waited for.
    let metadata = fs::metadata(path).map_err(|error| failed(error.to_string()))?;
    if !metadata.is_file() {
        return Err(failed("it is no file".to_owned()));
    }
    if metadata.len() > LARGEST {
        return Err(failed(format!("it is larger than {} MB", LARGEST >> 20)));
    }
    let file = File::open(path).map_err(|error| failed(error.to_string()))?;
    let mut doubts = Vec::new();
    let mut reader = exif::Reader::new();
    let read = reader.continue_on_error(true).read_from_container(&mut BufReader::new(file));
    let read = read.or_else(|error| {
        error.distill_partial_result(|errors| doubts.extend(errors.iter().map(ToString::to_string)))
    });
    match read {
        Ok(exif) => Ok(Tags(&exif).photo(doubts)),
        Err(exif::Error::NotFound(_) | exif::Error::BlankValue(_)) => Ok(Photo::default()),
        Err(exif::Error::Io(error)) => Err(failed(error.to_string())),
        Err(error) => Err(PhotoError::NoPhoto { path: path.to_owned(), reason: error.to_string() }),
    }
}

/// Reads a photo in a child of `program`.
///
/// # Errors
/// When the file is refused, or the child could not be started, was ended or died.
pub fn read_photo_apart(program: &Path, path: &Path) -> Result<Photo, ChildError> {
    let bytes = fs::metadata(path).map_or(0, |metadata| metadata.len());
    let mut reader = child::start(program, Cage::for_file(bytes), KIND, path, &[])?;
    let mut photo = None;
    while let Some(frame) = reader.hear()? {
        if let Frame::Piece(bytes) = frame {
            let read = serde_json::from_slice(&bytes);
            photo = Some(read.map_err(|error| ChildError::Nonsense(error.to_string()))?);
        }
    }
    photo.ok_or_else(|| ChildError::Nonsense("no answer".to_owned()))
}

/// The tags of a photo.
struct Tags<'a>(&'a Exif);

/// # Source
/// CIPA DC-008-2024 (Exif 3.0), 4.6.5 for time and device, 4.6.6 for positions.
impl Tags<'_> {
    fn photo(&self, mut doubts: Vec<String>) -> Photo {
        let at = self.position(&mut doubts);
        let camera = [Tag::Make, Tag::Model].into_iter().filter_map(|tag| self.text(tag));
        let camera = camera.collect::<Vec<_>>().join(" ");
        Photo {
            accuracy: at
                .and_then(|_| self.number(Tag::GPSHPositioningError))
                .filter(|m| *m > 0.0)
                .map(Metres),
            height: at.and_then(|_| self.height()),
            direction: self.direction(),
            taken: self.taken(&mut doubts),
            camera: Some(camera).filter(|camera| !camera.is_empty()),
            description: self.text(Tag::ImageDescription),
            at,
            doubts,
        }
    }

    fn field(&self, tag: Tag) -> Option<&Field> {
        self.0.get_field(tag, In::PRIMARY)
    }

    fn text(&self, tag: Tag) -> Option<String> {
        let Value::Ascii(parts) = &self.field(tag)?.value else { return None };
        let text = String::from_utf8_lossy(parts.first()?).trim_matches(['\0', ' ']).to_owned();
        Some(text).filter(|text| !text.is_empty())
    }

    fn number(&self, tag: Tag) -> Option<f64> {
        let Value::Rational(numbers) = &self.field(tag)?.value else { return None };
        Some(numbers.first()?.to_f64()).filter(|number| number.is_finite())
    }

    /// Degrees, minutes and seconds; `against` is the letter of the side where they count below zero.
    fn angle(&self, tag: Tag, side: Tag, against: &str) -> Option<f64> {
        let Value::Rational(parts) = &self.field(tag)?.value else { return None };
        let [degrees, rest @ ..] = parts.as_slice() else { return None };
        // A part that is not there is written as 0 of 0.
        let part = |place: usize| {
            rest.get(place).map_or(
                0.0,
                |part: &exif::Rational| {
                    if part.denom == 0 { 0.0 } else { part.to_f64() }
                },
            )
        };
        let angle = degrees.to_f64() + part(0) / 60.0 + part(1) / 3_600.0;
        let side = self.text(side)?;
        Some(if side.eq_ignore_ascii_case(against) { -angle } else { angle })
    }

    fn position(&self, doubts: &mut Vec<String>) -> Option<LonLat> {
        let lat = self.angle(Tag::GPSLatitude, Tag::GPSLatitudeRef, "S");
        let lon = self.angle(Tag::GPSLongitude, Tag::GPSLongitudeRef, "W");
        let (Some(lat), Some(lon)) = (lat, lon) else {
            if self.field(Tag::GPSLatitude).is_some() {
                doubts.push("its position is not whole".to_owned());
            }
            return None;
        };
        let Ok(at) = LonLat::new(lon, lat) else {
            doubts.push(format!("its position {lat}, {lon} is on no globe"));
            return None;
        };
        if lat.abs() < 1e-9 && lon.abs() < 1e-9 {
            doubts.push("its position is 0, 0, as of a camera that had none".to_owned());
            return None;
        }
        match self.text(Tag::GPSMapDatum) {
            Some(datum) if !is_wgs_84(&datum) => {
                doubts.push(format!(
                    "its position is in “{}”, not in WGS 84",
                    crate::model::shown_line(&datum)
                ));
                None
            }
            Some(_) | None => Some(at),
        }
    }

    fn height(&self) -> Option<f64> {
        let is_below = self.field(Tag::GPSAltitudeRef).and_then(|field| field.value.get_uint(0)) == Some(1);
        let height = self.number(Tag::GPSAltitude)?;
        Some(if is_below { -height } else { height })
    }

    fn direction(&self) -> Option<String> {
        let degrees = self.number(Tag::GPSImgDirection)?;
        let north = match self.text(Tag::GPSImgDirectionRef).as_deref() {
            Some("M") => "magnetic north",
            Some("T") => "true north",
            Some(_) | None => "north",
        };
        Some(format!("{degrees:.1}° from {north}"))
    }

    fn taken(&self, doubts: &mut Vec<String>) -> Option<Taken> {
        let (tag, offset) = [
            (Tag::DateTimeOriginal, Tag::OffsetTimeOriginal),
            (Tag::DateTimeDigitized, Tag::OffsetTimeDigitized),
        ]
        .into_iter()
        .find(|(tag, _)| self.text(*tag).is_some_and(|text| !text.starts_with([' ', '0'])))?;
        let text = self.text(tag)?;
        let Some(local) = moment(&text) else {
            doubts.push(format!("its date “{}” is none", crate::model::shown_line(&text)));
            return None;
        };
        let stated = self.text(offset).and_then(|offset| Zone::from_code(&offset));
        let zone = stated.or_else(|| Some(Zone::Offset(quarters(local, self.by_satellites()?)?)));
        Some(Taken { day: local.date(), time: local.time(), zone })
    }

    /// The moment in UTC that the satellites told.
    fn by_satellites(&self) -> Option<DateTime> {
        let day: Date = self.text(Tag::GPSDateStamp)?.replace(':', "-").parse().ok()?;
        let Value::Rational(parts) = &self.field(Tag::GPSTimeStamp)?.value else { return None };
        let [hour, minute, second] = parts.as_slice() else { return None };
        let whole = |part: &exif::Rational| Some(part.to_f64()).filter(|number| (0.0..60.0).contains(number));
        let (hour, minute, second) = (whole(hour)?, whole(minute)?, whole(second)?);
        Some(day.to_datetime(Time::new(hour as i8, minute as i8, second as i8, 0).ok()?))
    }
}

/// `2025:11:26 10:30:00`.
fn moment(text: &str) -> Option<DateTime> {
    let (day, time) = text.trim().split_once(' ')?;
    let day: Date = day.replace(':', "-").parse().ok()?;
    let time: Time = time.trim().parse().ok()?;
    Some(day.to_datetime(time.with().subsec_nanosecond(0).build().ok()?))
}

/// How many minutes a clock is before UTC, where both were read within two minutes of each other: clocks differ by
/// quarters of an hour.
fn quarters(local: DateTime, utc: DateTime) -> Option<i16> {
    let apart: SignedDuration = local.duration_since(utc);
    let minutes = apart.as_secs_f64() / 60.0;
    let nearest = (minutes / 15.0).round() * 15.0;
    ((minutes - nearest).abs() <= 2.0 && nearest.abs() <= 14.0 * 60.0).then_some(nearest as i16)
}

fn is_wgs_84(datum: &str) -> bool {
    let plain: String = datum.chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = plain.to_uppercase();
    ["WGS84", "WGS1984"].iter().any(|known| plain.starts_with(known))
}

impl Taken {
    /// The day, and the hour where its clock is known.
    fn when(self) -> When {
        let mut when = When::on(DaySpan::day(self.day), DatePrecision::Day);
        match self.zone {
            Some(zone) => when.clock = Some(ClockTime { time: self.time, approximate: false, zone }),
            None => when.time_text = Some(self.time.to_string()),
        }
        when
    }
}

impl Photo {
    /// A record of where and when the photo was taken, and of nothing more. `name` is the file's.
    pub fn incident(&self, id: IncidentId, name: &str) -> Incident {
        let mut incident = Incident::new(id);
        incident.title = format!("Photo {name}");
        if let Some(taken) = self.taken {
            incident.when = taken.when();
        }
        if let Some(at) = self.at {
            let place = &mut incident.place;
            place.position = Some(at);
            place.radius = self.accuracy;
            place.precision = match self.accuracy {
                Some(Metres(..=50.0)) => Precision::Exact,
                // Where nothing is stated: what is in the picture is not where the camera stood.
                None | Some(Metres(..=200.0)) => Precision::Vicinity,
                Some(_) => Precision::Area,
            };
            place.method = Some("where the camera stood, by the photo itself".to_owned());
            incident.extra_coordinates = self.height.into_iter().collect();
        }
        let more =
            [("direction", &self.direction), ("camera", &self.camera), ("description", &self.description)];
        for (key, value) in more {
            if let Some(value) = value {
                incident.rest.insert(format!("orig.{key}"), value.clone().into());
            }
        }
        incident
    }

    /// `Taken on 2025-11-26 at 10:30:00 (+05:00) at 37.50000, 69.50000, to 5 m.`; `None` where it says neither.
    pub fn words(&self) -> Option<String> {
        let when = self.taken.map(|taken| {
            let zone = taken.zone.map_or("clock of the camera".to_owned(), Zone::offset_text);
            format!(" on {} at {} ({zone})", taken.day, taken.time)
        });
        let accuracy = self.accuracy.map_or_else(String::new, |accuracy| format!(", to {accuracy}"));
        let at = self.at.map(|at| format!(" at {:.5}, {:.5}{accuracy}", at.lat(), at.lon()));
        let said: String = when.into_iter().chain(at).collect();
        (!said.is_empty()).then(|| format!("Taken{said}."))
    }
}
