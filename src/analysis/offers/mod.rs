//! What a pasted text offers for a record: dates, places, numbers, actors and facts of the source.
//!
//! All by rules and a gazetteer. Nothing is filled in: each offer says where in the text it was found, and what
//! can be read in two ways is offered twice. Texts are untrusted: only a bounded first part is read, in time that
//! grows with its length.

mod actors;
mod calendar;
mod clause;
mod clock;
mod coordinates;
mod dates;
mod group;
mod harm;
mod number_words;
mod numbers;
mod offer;
mod places;
mod sayings;
mod source;
mod tokens;
mod tolls;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use jiff::civil::Date;

use crate::model::taxonomy;

pub use offer::{
    ClockTime, Confidence, FoundCoordinates, FoundDate, FoundPlace, FoundToll, Offer, OfferField, OfferValue,
};

use dates::DateHit;
use tokens::Cut;

/// The most of a text that is read, in bytes.
pub const MOST_TEXT: usize = 200_000;

/// The most offers of one field.
const MOST_OF_A_FIELD: usize = 40;

/// The most of a report that is offered as its words, in bytes.
const MOST_QUOTE: usize = 1_000;

/// A gazetteer as this module needs it.
pub trait PlaceNames {
    /// The place of this name, as written in a text, in whatever case and script.
    fn find(&self, word_or_phrase: &str) -> Option<FoundPlace>;
}

/// An actor that the document knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownActor {
    pub name: String,
    /// Other spellings.
    pub aliases: Vec<String>,
}

/// The words that speak for a kind of incident.
#[derive(Clone, Copy, Debug)]
pub struct TypeWords<'a> {
    /// The code of the taxonomy.
    pub code: &'a str,
    /// Words and phrases; a final `*` takes any ending.
    pub words: &'a [String],
}

/// What the rules are told beside the text.
#[derive(Clone, Copy, Default)]
pub struct Context<'a> {
    /// The day of the report. Without it, and without one in the text, relative dates and dates without a year
    /// are not offered.
    pub published: Option<Date>,
    pub known_actors: &'a [KnownActor],
    pub types: &'a [TypeWords<'a>],
    pub places: Option<&'a dyn PlaceNames>,
}

/// The part of a text that is read.
pub fn part_read(text: &str) -> &str {
    &text[..text.floor_char_boundary(MOST_TEXT)]
}

/// Plain words when only a part of a text is read.
pub fn cut_notice(text: &str) -> Option<String> {
    let read = part_read(text).len();
    (read < text.len())
        .then(|| format!("Only the first {} kB of {} kB were read.", read / 1000, text.len().div_ceil(1000)))
}

/// Whether a text states a position: a pair of coordinates or a grid reference.
pub fn states_a_position(text: &str) -> bool {
    let text = part_read(text);
    !coordinates::coordinates(&Cut::new(text, &source::addresses(text))).is_empty()
}

/// What the text offers, in the order of the fields, the surest of each first. Only [`part_read`] is looked at.
pub fn offers(text: &str, context: &Context) -> Vec<Offer> {
    let text = part_read(text);
    let addresses = source::addresses(text);
    let cut = Cut::new(text, &addresses);
    let mut found = Found { cut: &cut, offers: Vec::new() };

    let published = found.source(context, &addresses);
    let dates = dates::dates(&cut, published.day);
    let mut taken = HashSet::new();
    for hit in dates.iter().filter(|hit| !published.lines.iter().any(|line| within(&cut, hit, line))) {
        found.date(hit, OfferField::Date);
    }
    taken.extend(dates.iter().flat_map(|hit| hit.first..hit.end));
    found.times(&published.lines, &taken);
    let coordinates = coordinates::coordinates(&cut);
    found.coordinates(coordinates);

    let known = context.known_actors.iter().map(|actor| (actor.name.as_str(), actor.aliases.as_slice()));
    let mut seen = HashSet::new();
    for hit in actors::Actors::new(known).find(&cut) {
        taken.extend(hit.tokens.clone());
        if seen.insert(hit.name.clone()) {
            found.add(
                OfferField::Actor,
                hit.name.clone(),
                hit.tokens,
                OfferValue::Actor(hit.name),
                Confidence::High,
            );
        }
    }
    if let Some(names) = context.places {
        for hit in places::places(&cut, names, &taken) {
            let country =
                hit.place.country.as_deref().map(|country| format!(", {country}")).unwrap_or_default();
            let words = remarked(&format!("{}{country}", hit.place.name), hit.remark);
            found.add(OfferField::Place, words, hit.tokens, OfferValue::Place(hit.place), hit.confidence);
        }
    }
    for hit in tolls::tolls(&cut) {
        let words = remarked(&hit.toll.to_string(), hit.remark);
        found.add(hit.field, words, hit.tokens, OfferValue::Toll(hit.toll), hit.confidence);
    }
    found.types(context.types);
    found.in_order()
}

fn remarked(words: &str, remark: &str) -> String {
    if remark.is_empty() { words.to_owned() } else { format!("{words} ({remark})") }
}

fn within(cut: &Cut, hit: &DateHit, line: &Range<usize>) -> bool {
    cut.get(hit.first).is_some_and(|token| line.contains(&token.at.start))
}

/// When the report came out, and the lines that say so.
struct Publication {
    day: Option<Date>,
    lines: Vec<Range<usize>>,
}

/// The offers as they come.
struct Found<'a> {
    cut: &'a Cut<'a>,
    offers: Vec<Offer>,
}

impl Found<'_> {
    fn add(
        &mut self,
        field: OfferField,
        words: String,
        tokens: Range<usize>,
        value: OfferValue,
        confidence: Confidence,
    ) {
        let quote = self.cut.bytes(tokens.start, tokens.end);
        self.offers.push(Offer { field, words, quote, value, confidence });
    }

    fn text(&mut self, field: OfferField, words: &str, quote: Range<usize>, confidence: Confidence) {
        let value = OfferValue::Text(words.to_owned());
        self.offers.push(Offer { field, words: words.to_owned(), quote, value, confidence });
    }

    fn date(&mut self, hit: &DateHit, field: OfferField) {
        let words = remarked(&hit.date.to_string(), hit.inferred);
        self.add(field, words, hit.first..hit.end, OfferValue::Date(hit.date.clone()), hit.confidence);
    }

    /// The facts of the source; the day of publication is also what relative dates are told from.
    fn source(&mut self, context: &Context, addresses: &[Range<usize>]) -> Publication {
        let text = self.cut.text;
        let mut days = Vec::new();
        for address in addresses {
            let written = &text[address.clone()];
            self.text(OfferField::SourceUrl, written, address.clone(), Confidence::High);
            if let Some(host) = source::host(written) {
                self.text(OfferField::SourcePublisher, &host, address.clone(), Confidence::Middling);
            }
            let date = source::date_in_address(written)
                .and_then(|(year, month, day)| Date::new(year, month, day).ok());
            if let Some(day) = date {
                let date = FoundDate::day(day);
                self.offers.push(Offer {
                    field: OfferField::SourceDate,
                    words: format!("{date} (the date in the address)"),
                    quote: address.clone(),
                    value: OfferValue::Date(date),
                    confidence: Confidence::Middling,
                });
                days.push(day);
            }
        }
        let mut lines = Vec::new();
        let mut told = None;
        let full = dates::dates(self.cut, None);
        let mut next = full.iter().peekable();
        for line in source::lines(text).take(20) {
            while let Some(hit) = next.next_if(|hit| self.cut.bytes(hit.first, hit.end).start < line.end) {
                if within(self.cut, hit, &line) && source::is_publication(self.cut, hit, &line) {
                    self.date(hit, OfferField::SourceDate);
                    // Of two readings neither is taken.
                    let sure = hit.confidence == Confidence::High;
                    told = told.or(sure.then_some(hit.date.span.last()));
                    lines.push(line.clone());
                }
            }
        }
        let title = source::title(text).filter(|title| !lines.contains(title));
        if let Some(title) = title.clone() {
            self.text(OfferField::SourceTitle, &text[title.clone()], title, Confidence::Middling);
        }
        if let Some((code, quote)) = source::language(text) {
            self.text(OfferField::SourceLanguage, code, quote, Confidence::Middling);
        }
        let heads: Vec<_> = lines.iter().chain(&title).chain(addresses).cloned().collect();
        if let Some(quote) = body(text, &heads) {
            self.text(OfferField::SourceQuote, &text[quote.clone()], quote, Confidence::Low);
        }
        Publication { day: context.published.or(told).or(days.first().copied()), lines }
    }

    fn times(&mut self, publication: &[Range<usize>], dates: &HashSet<usize>) {
        for hit in clock::times(self.cut) {
            let place = self.cut.bytes(hit.tokens.start, hit.tokens.end);
            let told = publication.iter().any(|line| line.contains(&place.start));
            if !told && !hit.tokens.clone().any(|token| dates.contains(&token)) {
                let words = hit.time.to_string();
                self.add(OfferField::Time, words, hit.tokens, OfferValue::Clock(hit.time), Confidence::High);
            }
        }
    }

    fn coordinates(&mut self, hits: Vec<coordinates::CoordinatesHit>) {
        for hit in hits {
            let words = match hit.found.position {
                Some(position) => remarked(&position.to_string(), hit.remark),
                None => remarked(&hit.found.text, hit.remark),
            };
            self.offers.push(Offer {
                field: OfferField::Position,
                words,
                quote: hit.quote,
                value: OfferValue::Coordinates(hit.found),
                confidence: hit.confidence,
            });
        }
    }

    /// Kinds of incident by their words, those with most words first.
    fn types(&mut self, types: &[TypeWords]) {
        let mut spellings: HashMap<String, Vec<(usize, Vec<String>)>> = HashMap::new();
        let mut open = Vec::new();
        for (kind, words) in
            types.iter().enumerate().flat_map(|(kind, t)| t.words.iter().map(move |w| (kind, w)))
        {
            let tokens: Vec<String> = words
                .split_whitespace()
                .flat_map(|word| {
                    let stem = word.trim_end_matches('*');
                    let mut tokens: Vec<String> =
                        Cut::new(stem, &[]).tokens.into_iter().map(|t| t.folded).collect();
                    if stem.len() < word.len()
                        && let Some(last) = tokens.last_mut()
                    {
                        last.push('*');
                    }
                    tokens
                })
                .collect();
            match tokens.first() {
                Some(first) if first.ends_with('*') => open.push((kind, tokens)),
                Some(first) => spellings.entry(first.clone()).or_default().push((kind, tokens)),
                None => {}
            }
        }
        let mut counts: Vec<(usize, Option<Range<usize>>)> = vec![(0, None); types.len()];
        for (place, token) in self.cut.tokens.iter().enumerate() {
            if token.in_address || !token.is_word() {
                continue;
            }
            let singular = token.folded.strip_suffix('s').unwrap_or(&token.folded);
            let exact = spellings
                .get(&token.folded)
                .into_iter()
                .chain((singular != token.folded).then(|| spellings.get(singular)).flatten());
            for (kind, words) in exact.flatten().chain(&open) {
                let said = words.iter().enumerate().all(|(step, word)| {
                    self.cut.get(place + step).is_some_and(|token| match word.strip_suffix('*') {
                        Some(stem) => token.folded.starts_with(stem),
                        None => token.folded == *word || token.folded.strip_suffix('s') == Some(word),
                    })
                });
                if said {
                    counts[*kind].0 += words.len();
                    counts[*kind].1.get_or_insert(place..place + words.len());
                }
            }
        }
        let most = counts.iter().map(|(count, _)| *count).max().unwrap_or(0);
        for (kind, (count, tokens)) in types.iter().zip(counts) {
            let Some(tokens) = tokens else { continue };
            let confidence = if count == most { Confidence::Middling } else { Confidence::Low };
            let value = OfferValue::EventType(kind.code.to_owned());
            self.add(OfferField::EventType, taxonomy::label(kind.code), tokens, value, confidence);
        }
    }

    /// One offer a value, the surest first, none without end.
    fn in_order(mut self) -> Vec<Offer> {
        self.offers
            .sort_by_key(|offer| (offer.field, std::cmp::Reverse(offer.confidence), offer.quote.start));
        let mut seen = HashSet::new();
        let mut counts: HashMap<OfferField, usize> = HashMap::new();
        self.offers.retain(|offer| {
            let new = seen.insert((offer.field, value_key(&offer.value)));
            let count = counts.entry(offer.field).or_default();
            *count += usize::from(new);
            new && *count <= MOST_OF_A_FIELD
        });
        self.offers
    }
}

/// What makes two offers of a field the same.
fn value_key(value: &OfferValue) -> String {
    match value {
        OfferValue::Date(date) => date.text.clone(),
        OfferValue::Clock(time) => format!("{:02}:{:02}", time.hour, time.minute),
        OfferValue::Place(place) => format!("{} {}", place.name, place.position),
        OfferValue::Coordinates(found) => {
            found.position.map_or_else(|| found.text.clone(), |position| position.to_string())
        }
        OfferValue::Toll(toll) => toll.to_string(),
        OfferValue::Actor(text) | OfferValue::EventType(text) | OfferValue::Text(text) => text.clone(),
    }
}

/// The report itself: what follows title, address and day of publication, cut at the end of a sentence.
fn body(text: &str, heads: &[Range<usize>]) -> Option<Range<usize>> {
    let line = source::lines(text)
        .find(|line| !heads.iter().any(|head| head.start <= line.start && line.start < head.end))?;
    let rest = text[line.start..].trim_end();
    let most = rest.floor_char_boundary(MOST_QUOTE);
    let length = if most == rest.len() {
        most
    } else {
        rest[..most].rfind(['.', '!', '?', '\n']).map_or(most, |at| at + 1)
    };
    Some(line.start..line.start + length)
}
