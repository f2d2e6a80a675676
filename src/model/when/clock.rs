//! The time of day of an incident in the zone in which it was reported, and what clocks elsewhere showed.

use std::fmt;

use jiff::{
    ToSpan,
    civil::{Date, Time},
};
use serde::{Deserialize, Serialize};

use super::read::plain_digits;
use crate::model::days::month_name;

/// The clock that a time was read from. Both countries keep one offset all year.
///
/// # Source
/// IANA time zone database: `Asia/Dushanbe` is +05:00 since 9 September 1991, 02:00 (before that the Soviet
/// +06:00 with summer time), `Asia/Kabul` is +04:30 since 1 January 1945; neither has summer time since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Zone {
    /// Tajikistan, +05:00.
    Dushanbe,
    /// Afghanistan, +04:30.
    Kabul,
    Utc,
    /// Minutes east of UTC, for clocks of which no more is known.
    Offset(i16),
}

/// The first whole day on which Dushanbe kept +05:00.
const DUSHANBE_SINCE: Date = Date::constant(1991, 9, 10);
/// The first day on which Kabul kept +04:30.
const KABUL_SINCE: Date = Date::constant(1945, 1, 1);

impl Zone {
    /// Minutes east of UTC.
    pub fn offset_minutes(self) -> i16 {
        match self {
            Self::Dushanbe => 300,
            Self::Kabul => 270,
            Self::Utc => 0,
            Self::Offset(minutes) => minutes,
        }
    }

    /// `+05:00`.
    pub fn offset_text(self) -> String {
        let minutes = self.offset_minutes();
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.unsigned_abs();
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// The name in the native file: `Asia/Dushanbe`, `Asia/Kabul`, `UTC`, `+05:30`.
    pub fn code(self) -> String {
        match self {
            Self::Dushanbe => "Asia/Dushanbe".to_owned(),
            Self::Kabul => "Asia/Kabul".to_owned(),
            Self::Utc => "UTC".to_owned(),
            Self::Offset(_) => self.offset_text(),
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "Asia/Dushanbe" => Some(Self::Dushanbe),
            "Asia/Kabul" => Some(Self::Kabul),
            "UTC" => Some(Self::Utc),
            offset => Self::from_offset(offset),
        }
    }

    /// `+05:00`, `+0500`, `-04`; less than a day.
    fn from_offset(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('+') {
            Some(digits) => (1, digits),
            None => (-1, text.strip_prefix(['-', '−'])?),
        };
        let (hours, minutes) = match digits.split_once(':') {
            Some(parts) => parts,
            None => digits.split_at_checked(2)?,
        };
        let number = |part: &str, most: i16| -> Option<i16> {
            let is_number = part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
            part.parse().ok().filter(|number| is_number && *number <= most)
        };
        let minutes = if minutes.is_empty() { 0 } else { number(minutes, 59)? };
        Some(Self::Offset(sign * (number(hours, 23)? * 60 + minutes)))
    }

    /// The name for a reader: `Dushanbe`, `Kabul`, `UTC`, `+05:30`.
    pub fn label(self) -> String {
        match self {
            Self::Dushanbe => "Dushanbe".to_owned(),
            Self::Kabul => "Kabul".to_owned(),
            Self::Utc => "UTC".to_owned(),
            Self::Offset(_) => self.offset_text(),
        }
    }

    /// The zone by a name that people write, in lower case.
    fn named(word: &str) -> Option<Self> {
        let word = word.trim_matches(['(', ')', ',', '.']).trim();
        let word = ["local time", "time", "вақти", "по"]
            .iter()
            .find_map(|extra| word.strip_suffix(extra).or_else(|| word.strip_prefix(extra)))
            .map_or(word, str::trim);
        match word {
            "dushanbe" | "asia/dushanbe" | "tajikistan" | "tajik" | "душанбе" => Some(Self::Dushanbe),
            "kabul" | "asia/kabul" | "afghanistan" | "afghan" | "кабул" | "кабулу" | "کابل" => {
                Some(Self::Kabul)
            }
            "utc" | "gmt" | "z" => Some(Self::Utc),
            offset => {
                let offset =
                    offset.strip_prefix("utc").or_else(|| offset.strip_prefix("gmt")).unwrap_or(offset);
                Self::from_offset(offset.trim())
            }
        }
    }

    /// Whether the offset above is the one that was kept on that day.
    fn is_sure_on(self, day: Date) -> bool {
        match self {
            Self::Dushanbe => day >= DUSHANBE_SINCE,
            Self::Kabul => day >= KABUL_SINCE,
            Self::Utc | Self::Offset(_) => true,
        }
    }
}

impl TryFrom<String> for Zone {
    type Error = ClockError;

    fn try_from(code: String) -> Result<Self, ClockError> {
        Self::from_code(&code).ok_or(ClockError::NotAZone(code))
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.code()
    }
}

/// Why a text is no time of day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    #[error("“{0}” is not a time of day: write 18:30 Dushanbe, about 23:40 Kabul, 18:30 UTC or 18:30 +05:00")]
    NotATime(String),
    #[error("“{0}” does not say which clock: add Dushanbe, Kabul, UTC or an offset such as +05:00")]
    WhichZone(String),
    #[error("“{0}” is no zone: write Asia/Dushanbe, Asia/Kabul, UTC or an offset such as +05:00")]
    NotAZone(String),
}

/// A time of day as the clock of a zone showed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ClockTime {
    /// Whole seconds.
    pub time: Time,
    /// The source says “about”.
    #[serde(default)]
    pub approximate: bool,
    /// Where it was reported.
    pub zone: Zone,
}

/// A day and a time of day in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime {
    pub day: Date,
    pub time: Time,
    pub zone: Zone,
}

impl ClockTime {
    /// Reads `01:00 Dushanbe`, `about 23:40 Kabul`, `18:30Z`, `18:30 +05:00`, `6:30 pm Kabul`. Only a caller who
    /// knows the zone of a bare `18:30` may give one as `unstated`; none is assumed.
    ///
    /// # Errors
    /// When the text is no time of day, names a zone nobody knows, or names none and none is given.
    pub fn read(text: &str, unstated: Option<Zone>) -> Result<Self, ClockError> {
        let wrong = || ClockError::NotATime(text.trim().to_owned());
        let lower = plain_digits(text).to_lowercase();
        let lower = lower.trim();
        let about = ["about", "approximately", "approx.", "around", "circa", "ca.", "c.", "около", "~"];
        let bare = about.iter().find_map(|word| lower.strip_prefix(word));
        let (rest, approximate) = bare.map_or((lower, false), |rest| (rest.trim(), true));
        let is_of_clock = |c: char| c.is_ascii_digit() || c == ':' || c == '.';
        let (clock, zone) = rest.split_at(rest.find(|c| !is_of_clock(c)).unwrap_or(rest.len()));
        let time = read_clock(clock).ok_or_else(wrong)?;
        let (time, zone) = half_of_day(time, zone.trim()).ok_or_else(wrong)?;
        let (zone, approximate) = match zone.strip_suffix('~') {
            Some(zone) => (zone.trim(), true),
            None => (zone, approximate),
        };
        let zone = match zone {
            "" => unstated.ok_or_else(|| ClockError::WhichZone(text.trim().to_owned()))?,
            name => Zone::named(name).ok_or_else(|| ClockError::NotAZone(name.to_owned()))?,
        };
        Ok(Self { time, approximate, zone })
    }

    /// `18:30`, with seconds only where there are some.
    pub fn clock_text(self) -> String {
        clock_text(self.time)
    }

    /// What a clock in `zone` shows when this one shows its time on the civil day `day`. `None` at the edge of
    /// the calendar, and on days when one of the two zones did not keep the offset it keeps now.
    pub fn seen_from(self, day: Date, zone: Zone) -> Option<LocalTime> {
        let here = day.to_datetime(self.time);
        let minutes = i64::from(zone.offset_minutes()) - i64::from(self.zone.offset_minutes());
        let there = here.checked_add(minutes.minutes()).ok()?;
        let seen = LocalTime { day: there.date(), time: there.time(), zone };
        (zone == self.zone || self.zone.is_sure_on(day) && zone.is_sure_on(seen.day)).then_some(seen)
    }

    /// The clocks of both banks in words, the reported one first, each with its day so that a change of date is
    /// plain to see: `00:10 Dushanbe, 27 Nov = 23:40 Kabul, 26 Nov`.
    pub fn on_both_banks(self, day: Date) -> String {
        let about = if self.approximate { "about " } else { "" };
        let clocks = self.zones().into_iter().filter_map(|zone| self.seen_from(day, zone));
        let words: Vec<String> = clocks
            .map(|at| {
                let (clock, zone) = (clock_text(at.time), at.zone.label());
                format!("{clock} {zone}, {} {}", at.day.day(), month_name(at.day.month()))
            })
            .collect();
        format!("{about}{}", words.join(" = "))
    }

    /// The same where the day is not known for sure: `00:10 Dushanbe = 23:40 Kabul the day before`.
    pub fn on_both_banks_any_day(self) -> String {
        /// Any day on which both zones are sure.
        const SOME_DAY: Date = Date::constant(2000, 1, 15);
        let about = if self.approximate { "about " } else { "" };
        let clocks = self.zones().into_iter().filter_map(|zone| self.seen_from(SOME_DAY, zone));
        let words: Vec<String> = clocks
            .map(|at| {
                let shift = match at.day.cmp(&SOME_DAY) {
                    std::cmp::Ordering::Less => " the day before",
                    std::cmp::Ordering::Equal => "",
                    std::cmp::Ordering::Greater => " the day after",
                };
                format!("{} {}{shift}", clock_text(at.time), at.zone.label())
            })
            .collect();
        format!("{about}{}", words.join(" = "))
    }

    /// The reported zone, then those of both banks that are not it.
    fn zones(self) -> Vec<Zone> {
        let banks = [Zone::Dushanbe, Zone::Kabul];
        std::iter::once(self.zone).chain(banks.into_iter().filter(|bank| *bank != self.zone)).collect()
    }
}

impl fmt::Display for ClockTime {
    /// `about 23:40 Kabul`, which [`ClockTime::read`] reads back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let about = if self.approximate { "about " } else { "" };
        write!(f, "{about}{} {}", self.clock_text(), self.zone.label())
    }
}

fn clock_text(time: Time) -> String {
    if time.second() == 0 {
        format!("{:02}:{:02}", time.hour(), time.minute())
    } else {
        format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
    }
}

/// `18:30`, `18.30`, `18:30:15`.
pub(super) fn read_clock(text: &str) -> Option<Time> {
    let parts: Vec<&str> = text.trim_end_matches('.').split([':', '.']).collect();
    let number = |part: &str| -> Option<i8> {
        let is_number = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse().ok().filter(|_| is_number)
    };
    let two_digits = |part: &str| number(part).filter(|_| part.len() == 2);
    match parts.as_slice() {
        [hour, minute] => Time::new(number(hour)?, two_digits(minute)?, 0, 0).ok(),
        [hour, minute, second] => Time::new(number(hour)?, two_digits(minute)?, two_digits(second)?, 0).ok(),
        _ => None,
    }
}

/// Takes `am` or `pm` off the front of what follows the time.
fn half_of_day(time: Time, rest: &str) -> Option<(Time, &str)> {
    let word = |name: &str| {
        let rest = rest.strip_prefix(name)?;
        // Not the start of a place's name.
        rest.chars().next().is_none_or(|c| !c.is_alphabetic()).then(|| rest.trim())
    };
    let (rest, is_late) = match (word("am"), word("pm")) {
        (Some(rest), _) => (rest, false),
        (None, Some(rest)) => (rest, true),
        (None, None) => return Some((time, rest)),
    };
    let hour = time.hour();
    if !(1..=12).contains(&hour) {
        return None;
    }
    let hour = hour % 12 + if is_late { 12 } else { 0 };
    Some((Time::new(hour, time.minute(), time.second(), 0).ok()?, rest))
}
