//! The gate: of a document and a profile, the document that may leave.
//!
//! What is not allowed by name does not pass: a published record is made anew and only takes what its profile names, so
//! that a field that is added to the model stays inside until somebody decides otherwise.

mod draw;
mod places_told;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Map;

use crate::model::{
    Actor, Document, End, Facts, Gazetteer, GroupToll, Handling, Incident, IncidentId, KnownActor, Link,
    LonLat, Members, Metres, Place, Positions, Precision, Profile, Published, Records, Source, Status, Texts,
    Toll, When, taxonomy,
};

use draw::{Dice, in_grid};
use places_told::Names;

/// A copy that may leave, and what became of the rest.
#[derive(Clone, Debug)]
pub struct Gated {
    /// It says itself what was withheld: [`Facts::published`].
    pub document: Document,
    /// What each published record is called in the copy.
    pub renamed: BTreeMap<IncidentId, IncidentId>,
    /// Records that stay because of their status, because of their mark, and because they have none.
    pub by_status: usize,
    pub by_handling: usize,
    pub unmarked: usize,
    /// Titles, summaries and addresses that named the place and were left out for it.
    pub told_the_place: usize,
    /// Records whose position could not be moved and was left out.
    pub without_position: usize,
}

impl Gated {
    /// A line for each thing that a person should know before the copy leaves.
    pub fn lines(&self) -> Vec<String> {
        let told: String =
            self.document.facts().published.as_ref().map(ToString::to_string).unwrap_or_default();
        let mut lines = vec![format!("{} records leave: {told}", self.document.len())];
        for (count, why) in [
            (self.by_status, "stay because of their status"),
            (self.by_handling, "stay because of their handling mark"),
            (self.unmarked, "stay because they have no handling mark"),
            (self.told_the_place, "words that name the place of a record are left out"),
            (self.without_position, "positions could not be moved and are left out"),
        ] {
            if count > 0 {
                lines.push(format!("{count} {why}"));
            }
        }
        lines
    }
}

/// Why no copy can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GateError {
    #[error(
        "The profile “{0}” moves positions or renames records, and the document has no secret to do it with: nothing leaves. Any change in “Publication profiles…” of the menu File gives it one."
    )]
    NoSecret(String),
}

/// The document that may leave.
///
/// # Errors
/// When the profile needs a secret and the document has none.
pub fn publish(document: &Document, profile: &Profile) -> Result<Gated, GateError> {
    let secret = document.facts().publication.secret.as_str();
    let moves = matches!(profile.positions, Positions::Displaced(_));
    if secret.is_empty() && (moves || !profile.keeps_ids) {
        return Err(GateError::NoSecret(profile.name.clone()));
    }
    let gate = Gate { profile, dice: Dice(secret) };
    let (mut by_status, mut by_handling, mut unmarked) = (0, 0, 0);
    let mut leaving = Vec::new();
    for incident in document.incidents() {
        match kept_in(&incident, profile) {
            None => leaving.push(incident.id.clone()),
            Some(Kept::Status) => by_status += 1,
            Some(Kept::Handling) => by_handling += 1,
            Some(Kept::Unmarked) => unmarked += 1,
        }
    }
    let renamed: BTreeMap<IncidentId, IncidentId> =
        leaving.iter().map(|id| (id.clone(), gate.id(id))).collect();
    let mut count = Count::default();
    let published: Records = leaving
        .iter()
        .filter_map(|id| document.get(id))
        .map(|incident| gate.record(&incident, &renamed, &mut count, document))
        .collect();
    let facts = gate.facts(document, &published, by_status + by_handling + unmarked);
    Ok(Gated {
        document: Document::of(&published, facts, Vec::new(), Map::new()).at_revision(document.revision()),
        renamed,
        by_status,
        by_handling,
        unmarked,
        told_the_place: count.told_the_place,
        without_position: count.without_position,
    })
}

/// Why a record stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Status,
    Handling,
    /// It has no handling mark.
    Unmarked,
}

/// How many records leave, and why others stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaves {
    pub leave: usize,
    pub kept: [(Kept, usize); 3],
}

/// What a profile would let leave, without making the copy.
pub fn leaves(document: &Document, profile: &Profile) -> Leaves {
    let mut counts =
        Leaves { leave: 0, kept: [Kept::Handling, Kept::Unmarked, Kept::Status].map(|kept| (kept, 0)) };
    for incident in document.incidents() {
        match kept_in(&incident, profile) {
            None => counts.leave += 1,
            Some(why) => {
                for (_, count) in counts.kept.iter_mut().filter(|(kept, _)| *kept == why) {
                    *count += 1;
                }
            }
        }
    }
    counts
}

fn kept_in(incident: &Incident, profile: &Profile) -> Option<Kept> {
    match incident.handling {
        Some(mark) if mark > profile.greatest_handling => return Some(Kept::Handling),
        // A mark that this program cannot read may be higher than any that it knows.
        None if incident.rest.contains_key("handling") => return Some(Kept::Handling),
        None if !profile.unmarked && profile.greatest_handling != Handling::Restricted => {
            return Some(Kept::Unmarked);
        }
        Some(_) | None => {}
    }
    (!reaches(incident.status, profile.least_status)).then_some(Kept::Status)
}

/// Whether a record is settled enough. What is disputed was looked at, but is not verified; what is rejected is not
/// published at all.
fn reaches(status: Option<Status>, least: Option<Status>) -> bool {
    let rank = |status| match status {
        Status::Rejected => -1,
        Status::ToDo => 0,
        Status::InProgress => 1,
        Status::ForReview | Status::Disputed => 2,
        Status::Verified => 3,
    };
    rank(status.unwrap_or(Status::ToDo)) >= least.map_or(0, |least| rank(least).max(0))
}

#[derive(Default)]
struct Count {
    told_the_place: usize,
    without_position: usize,
}

struct Gate<'a> {
    profile: &'a Profile,
    dice: Dice<'a>,
}

impl Gate<'_> {
    fn id(&self, id: &IncidentId) -> IncidentId {
        if self.profile.keeps_ids { id.clone() } else { IncidentId::new(self.dice.name(id.as_str())) }
    }

    /// Free words leave only where nothing about the place is held back.
    fn free_words(&self) -> bool {
        self.profile.texts == Texts::Full && !self.profile.positions.is_coarser()
    }

    fn record(
        &self,
        incident: &Incident,
        renamed: &BTreeMap<IncidentId, IncidentId>,
        count: &mut Count,
        document: &Document,
    ) -> Incident {
        let profile = self.profile;
        let names = profile.positions.is_coarser().then(|| Names::of(incident));
        let mut safe = |words: &str| {
            let told = !words.is_empty() && names.as_ref().is_some_and(|names| names.are_in(words));
            count.told_the_place += usize::from(told);
            !told
        };
        let kind = || taxonomy::label(&incident.event_type);
        let title = match profile.texts {
            Texts::Full | Texts::Titles if safe(&incident.title) => incident.title.clone(),
            Texts::Full | Texts::Titles | Texts::Withheld => kind(),
        };
        let summary = match profile.texts {
            Texts::Full if safe(&incident.summary) => incident.summary.clone(),
            Texts::Full | Texts::Titles | Texts::Withheld => String::new(),
        };
        let tags = match profile.texts {
            Texts::Full => incident.tags.iter().filter(|tag| safe(tag)).cloned().collect(),
            Texts::Titles | Texts::Withheld => Vec::new(),
        };
        let sources = incident.sources.iter().map(|source| self.source(source, &mut safe)).collect();
        let (place, ends) = self.place(incident);
        count.without_position += usize::from(
            profile.positions != Positions::Withheld
                && incident.place.position.is_some()
                && place.position.is_none(),
        );
        let links = incident.links.iter().filter_map(|link| {
            let to = renamed.get(&link.to)?.clone();
            Some(Link { kind: link.kind.clone(), to, note: None, rest: Map::new() })
        });
        let mut published = Incident {
            title,
            event_type: incident.event_type.clone(),
            acled: incident.acled.clone(),
            when: self.when(&incident.when),
            place,
            actors: incident.actors.iter().map(actor).collect(),
            killed: self.toll(&incident.killed),
            wounded: self.toll(&incident.wounded),
            abducted: self.toll(&incident.abducted),
            arrested: self.toll(&incident.arrested),
            weapons: incident.weapons.clone(),
            summary,
            sources,
            tags: tags.into(),
            status: incident.status,
            handling: incident.handling,
            links: links.collect(),
            ends: ends.into(),
            ..Incident::new(self.id(&incident.id))
        };
        if profile.own_fields {
            for field in &document.facts().fields {
                if let Some(value) = incident.rest.get(&field.key)
                    && safe(value.as_str().unwrap_or_default())
                {
                    published.rest.insert(field.key.clone(), value);
                }
            }
        }
        published
    }

    fn when(&self, when: &When) -> When {
        if self.free_words() {
            return when.clone();
        }
        When { time_text: None, note: None, ..when.clone() }
    }

    fn toll(&self, toll: &Toll) -> Toll {
        let by_group = toll.by_group.iter().map(|group| GroupToll { rest: Map::new(), ..group.clone() });
        Toll {
            by_group: by_group.collect(),
            note: toll.note.clone().filter(|_| self.free_words()),
            ..toll.clone()
        }
    }

    fn source(&self, source: &Source, safe: &mut impl FnMut(&str) -> bool) -> Source {
        let bare = Source { grade: source.grade, ..Source::default() };
        if self.profile.hides_sources {
            return bare;
        }
        let mut kept = |words: &Option<String>| words.clone().filter(|words| safe(words));
        Source {
            title: kept(&source.title),
            url: kept(&source.url),
            archived_url: kept(&source.archived_url),
            derived_from: kept(&source.derived_from),
            publisher: source.publisher.clone(),
            author: source.author.clone(),
            date: source.date.clone(),
            lang: source.lang.clone(),
            quote: source.quote.clone().filter(|_| self.free_words()),
            ..bare
        }
    }

    /// The place as well as a reader may know it, and the further positions.
    fn place(&self, incident: &Incident) -> (Place, Vec<End>) {
        let place = &incident.place;
        let positions = self.profile.positions;
        if !positions.is_coarser() {
            let ends = incident.ends.iter().map(|end| End { rest: Map::new(), ..end.clone() }).collect();
            return (Place { method: None, ..place.clone() }, ends);
        }
        let areas = Place {
            district: place.district.clone().filter(|_| !larger_than(positions, Precision::District)),
            province: place.province.clone().filter(|_| !larger_than(positions, Precision::Province)),
            country: place.country.clone(),
            ..Place::default()
        };
        // Without a precision of its own a position stands for nothing: it is not drawn, and need not leave.
        let moved = place.drawn_at().and_then(|at| self.moved(at));
        let (Some(at), Some(error)) = (moved, positions.error()) else { return (areas, Vec::new()) };
        // A stretch has no point of its own: it is all that its ends span.
        let is_stretch = place.precision == Precision::Stretch;
        let span = place.drawn_at().filter(|_| is_stretch).map_or(0.0, |from| {
            incident.ends.iter().map(|end| from.distance_to(end.position).0).fold(0.0, f64::max) * 1.005
        });
        let radius = grown(place.precision, place.radius, error).0 + span;
        let published = Place {
            position: Some(at),
            precision: Precision::Area,
            radius: Some(rounded_up(Metres(radius))),
            gazetteer: Gazetteer::default(),
            ..areas
        };
        let ends = incident.ends.iter().filter(|_| !is_stretch).filter_map(|end| {
            Some(End {
                role: end.role.clone(),
                name: None,
                position: self.moved(end.position)?,
                precision: Precision::Area,
                radius: Some(rounded_up(grown(end.precision, end.radius, error))),
                rest: Map::new(),
            })
        });
        (published, ends.collect())
    }

    fn moved(&self, at: LonLat) -> Option<LonLat> {
        match self.profile.positions {
            Positions::Exact => Some(at),
            Positions::Grid(size) => in_grid(at, sensible(size)),
            Positions::Displaced(distance) => self.dice.displaced(at, sensible(distance)),
            Positions::Withheld => None,
        }
    }

    /// Facts of the copy: nothing of shots, profiles and evidence, and only actors that take part in what leaves.
    fn facts(&self, document: &Document, published: &Records, withheld: usize) -> Facts {
        let own = document.facts();
        let mut taking_part: BTreeSet<&str> = BTreeSet::new();
        for incident in published.iter() {
            let known = incident.actors.iter().filter_map(|actor| own.known_actor(&actor.name));
            taking_part.extend(known.map(|known| known.name.as_str()));
        }
        let actors = own.actors.iter().filter(|actor| taking_part.contains(actor.name.as_str()));
        let fields = own.fields.iter().filter(|_| self.profile.own_fields);
        let before = own.published.as_deref().copied().unwrap_or_default();
        let positions =
            if self.profile.positions.is_coarser() { self.profile.positions } else { before.positions };
        Facts {
            title: own.title.clone(),
            attribution: own.attribution.clone(),
            actors: actors
                .map(|actor| KnownActor { note: None, rest: Map::new(), ..actor.clone() })
                .collect(),
            fields: fields
                .map(|field| crate::model::FieldDefinition { rest: Map::new(), ..field.clone() })
                .collect(),
            published: Some(Box::new(Published {
                withheld: withheld + before.withheld,
                positions,
                sources_hidden: self.profile.hides_sources || before.sources_hidden,
            })),
            ..Facts::default()
        }
    }
}

fn actor(actor: &Actor) -> Actor {
    Actor { note: None, rest: Members::new(), ..actor.clone() }
}

/// A size that a file may have written by hand, within what means something.
fn sensible(size: Metres) -> Metres {
    Metres(size.0.clamp(500.0, 500_000.0))
}

/// Whether the positions are coarser than the class of area: then its name would tell more than the position.
fn larger_than(positions: Positions, area: Precision) -> bool {
    let (Some(error), Some(radius)) = (positions.error(), area.typical_radius()) else { return false };
    error.0 >= radius.0
}

/// How far the true place may be from the published point: as far as from the one in the record, and the way between.
fn grown(precision: Precision, radius: Option<Metres>, error: Metres) -> Metres {
    Metres(radius.or(precision.typical_radius()).unwrap_or(Metres(0.0)).0 + error.0)
}

/// To full hundred metres; the last digits would tell the precision of the record.
fn rounded_up(radius: Metres) -> Metres {
    Metres((radius.0 / 100.0).ceil() * 100.0)
}
