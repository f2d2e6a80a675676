//! Who says so: the reports an incident rests on, and how far each is to be believed.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Members, References, shown_line};

/// How far a source is to be trusted in general: the letter of an Admiralty pair.
///
/// # Source
/// The Admiralty (NATO) scale, as in MISP's machine tags `admiralty-scale:source-reliability`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reliability {
    A,
    B,
    C,
    D,
    E,
    F,
}

impl Reliability {
    pub const ALL: [Self; 6] = [Self::A, Self::B, Self::C, Self::D, Self::E, Self::F];

    pub fn label(self) -> &'static str {
        match self {
            Self::A => "A · completely reliable",
            Self::B => "B · usually reliable",
            Self::C => "C · fairly reliable",
            Self::D => "D · not usually reliable",
            Self::E => "E · unreliable",
            Self::F => "F · cannot be judged",
        }
    }

    fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::B => 'B',
            Self::C => 'C',
            Self::D => 'D',
            Self::E => 'E',
            Self::F => 'F',
        }
    }
}

/// How credible what it says about this incident is: the number of an Admiralty pair.
///
/// # Source
/// The Admiralty (NATO) scale, as in MISP's machine tags `admiralty-scale:information-credibility`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Credibility {
    One,
    Two,
    Three,
    Four,
    Five,
    Six,
}

impl Credibility {
    pub const ALL: [Self; 6] = [Self::One, Self::Two, Self::Three, Self::Four, Self::Five, Self::Six];

    pub fn label(self) -> &'static str {
        match self {
            Self::One => "1 · confirmed by other sources",
            Self::Two => "2 · probably true",
            Self::Three => "3 · possibly true",
            Self::Four => "4 · doubtful",
            Self::Five => "5 · improbable",
            Self::Six => "6 · cannot be judged",
        }
    }

    fn digit(self) -> char {
        match self {
            Self::One => '1',
            Self::Two => '2',
            Self::Three => '3',
            Self::Four => '4',
            Self::Five => '5',
            Self::Six => '6',
        }
    }
}

/// An Admiralty pair: the source's reliability and the credibility of what it says here. It belongs to the source
/// *and* the incident: the same paper may be B2 on one night and B4 on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Grade {
    pub reliability: Reliability,
    pub credibility: Credibility,
}

impl fmt::Display for Grade {
    /// `B2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.reliability.letter(), self.credibility.digit())
    }
}

impl FromStr for Grade {
    type Err = String;

    /// Reads `B2`, `b 2` or `B-2`.
    fn from_str(text: &str) -> Result<Self, String> {
        let not_a_grade =
            || format!("“{}” is no grade: write a letter A–F and a digit 1–6, as in B2", text.trim());
        let mut signs = text.chars().filter(|sign| !sign.is_whitespace() && *sign != '-' && *sign != '/');
        let (Some(letter), Some(digit), None) = (signs.next(), signs.next(), signs.next()) else {
            return Err(not_a_grade());
        };
        let letter = letter.to_ascii_uppercase();
        let reliability = Reliability::ALL.into_iter().find(|value| value.letter() == letter);
        let credibility = Credibility::ALL.into_iter().find(|value| value.digit() == digit);
        match (reliability, credibility) {
            (Some(reliability), Some(credibility)) => Ok(Self { reliability, credibility }),
            (None, _) | (_, None) => Err(not_a_grade()),
        }
    }
}

impl TryFrom<String> for Grade {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Grade> for String {
    fn from(grade: Grade) -> Self {
        grade.to_string()
    }
}

/// One report. A field that the report did not give stays `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Source {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The date printed on the report, in its own words (`2025-12-03`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// When the coder read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The address of a copy in an archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_url: Option<String>,
    /// Language code, `en`, `ru` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The words of the report that this incident rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The name of a copy kept by the analyst.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_copy: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// The source this one repeats: the address, title or publisher of another source of the incident, or the name
    /// of one that is not listed (`Khovar`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived_from: Option<String>,
    /// Copies that the document keeps of it.
    #[serde(default, skip_serializing_if = "References::is_empty")]
    pub evidence: References,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: Members,
}

impl Source {
    /// The shortest honest name to be shown: publisher and date, or the title, or the address.
    pub fn short_name(&self) -> String {
        let name =
            self.publisher.as_deref().or(self.title.as_deref()).or(self.url.as_deref()).map(shown_line);
        match (name, self.date.as_deref().map(shown_line)) {
            (Some(name), Some(date)) => format!("{name}, {date}"),
            (Some(name), None) => name.into_owned(),
            (None, Some(date)) => format!("unnamed source, {date}"),
            (None, None) => "unnamed source".to_owned(),
        }
    }
}
