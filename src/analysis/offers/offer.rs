//! What an offer is: a value found in a text, the field it fits, and the place in the text that says so.

use std::fmt;
use std::ops::Range;

use jiff::civil::Date;

use crate::model::{DaySpan, LonLat, Precision, Toll};

/// The field of a record that an offer stands beside, in the order of the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfferField {
    EventType,
    Date,
    Time,
    Place,
    Position,
    Actor,
    Killed,
    Wounded,
    Abducted,
    Arrested,
    SourceTitle,
    SourcePublisher,
    SourceDate,
    SourceUrl,
    SourceLanguage,
    SourceQuote,
}

impl OfferField {
    pub const ALL: [Self; 16] = [
        Self::EventType,
        Self::Date,
        Self::Time,
        Self::Place,
        Self::Position,
        Self::Actor,
        Self::Killed,
        Self::Wounded,
        Self::Abducted,
        Self::Arrested,
        Self::SourceTitle,
        Self::SourcePublisher,
        Self::SourceDate,
        Self::SourceUrl,
        Self::SourceLanguage,
        Self::SourceQuote,
    ];

    /// Plain words.
    pub fn label(self) -> &'static str {
        match self {
            Self::EventType => "Type",
            Self::Date => "Date",
            Self::Time => "Time",
            Self::Place => "Place",
            Self::Position => "Position",
            Self::Actor => "Actor",
            Self::Killed => "Killed",
            Self::Wounded => "Wounded",
            Self::Abducted => "Abducted",
            Self::Arrested => "Arrested",
            Self::SourceTitle => "Title of the source",
            Self::SourcePublisher => "Publisher",
            Self::SourceDate => "Published",
            Self::SourceUrl => "Address of the source",
            Self::SourceLanguage => "Language of the source",
            Self::SourceQuote => "Words of the source",
        }
    }
}

/// How sure the rules are; the surest offer of a field stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// One reading of several, or perhaps about something else.
    Low,
    /// Something was inferred; the words of the offer say what.
    Middling,
    /// The text says it plainly.
    High,
}

/// One value found in a text. Nothing is filled with it until the user takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub field: OfferField,
    /// What the user reads, with whatever was inferred: `26 Nov 2025 (the year is that of the report)`.
    pub words: String,
    /// Where the text says so, in bytes; a valid slice of the text that was given.
    pub quote: Range<usize>,
    pub value: OfferValue,
    pub confidence: Confidence,
}

/// What was found, typed.
#[derive(Clone, Debug, PartialEq)]
pub enum OfferValue {
    Date(FoundDate),
    Clock(ClockTime),
    Place(FoundPlace),
    Coordinates(FoundCoordinates),
    Toll(FoundToll),
    /// The actor's name as the record would have it.
    Actor(String),
    /// The code of the taxonomy.
    EventType(String),
    /// Address, publisher, title, language code or quotation of a source.
    Text(String),
}

/// A date as the program reads it, and the days it may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDate {
    /// `2025-11-26`, `2025-11-26/2025-11-27`, `2025-11`, each with a final `~` where it is approximate;
    /// [`crate::model::read_when`] reads it.
    pub text: String,
    pub span: DaySpan,
}

impl FoundDate {
    pub fn day(day: Date) -> Self {
        Self { text: day.to_string(), span: DaySpan::day(day) }
    }

    /// Both ends inclusive; `None` when they stand in the wrong order.
    pub fn between(first: Date, last: Date) -> Option<Self> {
        let span = DaySpan::new(first, last).ok()?;
        Some(if first == last { Self::day(first) } else { Self { text: format!("{first}/{last}"), span } })
    }

    /// The whole month that `day` falls in.
    pub fn month(day: Date) -> Self {
        let span = DaySpan::new(day.first_of_month(), day.last_of_month());
        Self {
            text: format!("{:04}-{:02}", day.year(), day.month()),
            span: span.unwrap_or(DaySpan::day(day)),
        }
    }

    #[must_use]
    pub fn approximate(self) -> Self {
        Self { text: format!("{}~", self.text), ..self }
    }
}

impl fmt::Display for FoundDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.text.ends_with('~') { write!(f, "about {}", self.span) } else { write!(f, "{}", self.span) }
    }
}

/// A time of day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockTime {
    /// 0–23.
    pub hour: u8,
    /// 0–59.
    pub minute: u8,
    /// The text says “about”.
    pub approximate: bool,
    /// The zone in the text's own words (`local time`, `GMT`); `None` where it names none.
    pub zone: Option<String>,
}

impl fmt::Display for ClockTime {
    /// `about 01:00, local time`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let about = if self.approximate { "about " } else { "" };
        write!(f, "{about}{:02}:{:02}", self.hour, self.minute)?;
        self.zone.as_ref().map_or(Ok(()), |zone| write!(f, ", {zone}"))
    }
}

/// A place that a gazetteer knows.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPlace {
    pub name: String,
    pub position: LonLat,
    pub district: Option<String>,
    pub province: Option<String>,
    pub country: Option<String>,
    /// What a report that only names this place is good for.
    pub precision: Precision,
}

/// A piece of text that looks like coordinates.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundCoordinates {
    /// As written.
    pub text: String,
    /// Read here for degrees, minutes and seconds only; `None` leaves it to the reader of notations.
    pub position: Option<LonLat>,
}

/// A number of people with its bounds and the group it is said of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundToll {
    pub low: Option<u32>,
    pub best: Option<u32>,
    pub high: Option<u32>,
    /// In the text's own words (`Chinese workers`).
    pub group: Option<String>,
}

impl FoundToll {
    pub fn exactly(number: u32) -> Self {
        Self { low: Some(number), best: Some(number), high: Some(number), group: None }
    }
}

impl fmt::Display for FoundToll {
    /// `3 (Chinese workers)`, `at least 8`, `6–8`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = Toll { low: self.low, best: self.best, high: self.high, ..Toll::default() };
        write!(f, "{numbers}")?;
        self.group.as_ref().map_or(Ok(()), |group| write!(f, " ({group})"))
    }
}
