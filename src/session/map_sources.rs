//! The maps from elsewhere: which there are, which one is on, what became of it. Offline is the default: at the start
//! none is on, and none is asked.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

use crate::{
    carto::TileLayer,
    store::tiles::{AboutTiles, CacheSize, Offered, TileSource},
};

use super::{Effect, Request, RequestLog, Session, Sheetlet, Tone};

/// What is known of a source beside its own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceNotes {
    /// Why its tiles do not come.
    pub trouble: Option<String>,
    pub testing: bool,
    /// What the last test came to.
    pub tested: Option<Result<String, String>>,
    pub cache: Option<CacheSize>,
    pub wiping: bool,
}

/// What a server was asked to offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferNote {
    /// The address as it was pasted.
    pub address: String,
    /// `None` while the server is asked.
    pub offered: Option<Result<Offered, String>>,
}

/// The sources and what became of them.
#[derive(Clone, Debug, Default)]
pub struct MapSources {
    list: Vec<TileSource>,
    /// The one whose tiles are shown.
    on: Option<String>,
    /// The one that was on last in this run.
    last: Option<String>,
    /// Taken away and ready to be put back, with its place.
    removed: Option<(usize, TileSource)>,
    notes: BTreeMap<String, SourceNotes>,
    log: RequestLog,
    offer: Option<OfferNote>,
}

impl MapSources {
    /// What the server at this address was found to offer.
    pub fn offer(&self, address: &str) -> Option<&OfferNote> {
        self.offer.as_ref().filter(|offer| offer.address == address)
    }

    pub fn list(&self) -> &[TileSource] {
        &self.list
    }

    pub fn get(&self, id: &str) -> Option<&TileSource> {
        self.list.iter().find(|source| source.id == id)
    }

    /// The source whose tiles are shown.
    pub fn shown(&self) -> Option<&TileSource> {
        self.get(self.on.as_deref()?)
    }

    /// Whether requests may leave.
    pub fn is_online(&self) -> bool {
        self.shown().is_some_and(TileSource::is_web)
    }

    /// The source that was taken away last.
    pub fn removed(&self) -> Option<&TileSource> {
        self.removed.as_ref().map(|(_, source)| source)
    }

    pub fn notes(&self, id: &str) -> SourceNotes {
        self.notes.get(id).cloned().unwrap_or_default()
    }

    /// Why the tiles of the source that is on do not come.
    pub fn trouble(&self) -> Option<&str> {
        self.notes.get(self.on.as_deref()?)?.trouble.as_deref()
    }

    pub fn log(&self) -> &RequestLog {
        &self.log
    }

    /// `Offline`, `Online: OpenStreetMap`, `Offline: tiles of a file`.
    pub fn standing(&self) -> String {
        match self.shown() {
            None => "Offline".to_owned(),
            Some(source) if source.is_web() => format!("Online: {}", source.name),
            Some(source) => format!("Offline: {}", source.name),
        }
    }
}

impl Session {
    pub fn map_sources(&self) -> &MapSources {
        &self.maps
    }

    /// Takes the sources that the shell has read; switches on the one that the user wants at the start.
    pub fn begin_with_sources(&mut self, list: Vec<TileSource>) -> Vec<Effect> {
        self.maps.list = list;
        let wanted = self.maps.list.iter().find(|source| source.on_at_start && source.problem().is_none());
        match wanted.map(|source| source.id.clone()) {
            Some(id) => self.show_source(Some(&id)),
            None => Vec::new(),
        }
    }

    pub(super) fn toggle_online(&mut self) -> Vec<Effect> {
        if self.maps.on.is_some() {
            return self.show_source(None);
        }
        match self.maps.last.clone().filter(|id| self.maps.get(id).is_some()) {
            Some(id) => self.show_source(Some(&id)),
            None => vec![Effect::Show(Sheetlet::Sources), self.measuring()],
        }
    }

    /// Switches a source on, or all off.
    pub(super) fn show_source(&mut self, id: Option<&str>) -> Vec<Effect> {
        let source = id.and_then(|id| self.maps.get(id)).cloned();
        if let Some(problem) = source.as_ref().and_then(TileSource::problem) {
            self.say(Tone::Note, problem);
            return Vec::new();
        }
        self.maps.on = source.as_ref().map(|source| source.id.clone());
        if let Some(source) = &source {
            self.maps.last = Some(source.id.clone());
            self.maps.notes.entry(source.id.clone()).or_default().trouble = None;
        }
        self.view.tiles = source.as_ref().map(layer_of);
        vec![Effect::UseSource(source.map(Box::new))]
    }

    /// Adds a source or changes the one of its id.
    pub(super) fn set_source(&mut self, mut source: TileSource) -> Vec<Effect> {
        if source.id.is_empty() {
            source.id = (self.environment.new_id)().to_string();
        }
        let id = source.id.clone();
        let before = self.maps.get(&id).cloned();
        match self.maps.list.iter_mut().find(|old| old.id == id) {
            Some(old) => *old = source,
            // The user's own come first.
            None => self.maps.list.insert(0, source),
        }
        if let Some(notes) = self.maps.notes.get_mut(&id) {
            notes.tested = None;
        }
        let mut effects = vec![Effect::RememberSources];
        if self.maps.on.as_deref() == Some(id.as_str()) {
            effects.extend(self.show_source(Some(&id)));
        }
        // What the old address gave is of no use any more.
        let moved =
            before.filter(|before| self.maps.get(&id).is_some_and(|now| now.template() != before.template()));
        effects.extend(moved.map(|before| Effect::WipeTiles(Box::new(before))));
        effects
    }

    pub(super) fn remove_source(&mut self, id: &str) -> Vec<Effect> {
        let Some(place) = self.maps.list.iter().position(|source| source.id == id) else { return Vec::new() };
        let mut effects = vec![Effect::RememberSources];
        if self.maps.on.as_deref() == Some(id) {
            effects.extend(self.show_source(None));
        }
        self.maps.removed = Some((place, self.maps.list.remove(place)));
        effects
    }

    pub(super) fn put_back_source(&mut self) -> Vec<Effect> {
        let Some((place, source)) = self.maps.removed.take() else { return Vec::new() };
        self.maps.list.insert(place.min(self.maps.list.len()), source);
        vec![Effect::RememberSources]
    }

    pub(super) fn test_source(&mut self, id: &str) -> Vec<Effect> {
        let Some(source) = self.maps.get(id).cloned() else { return Vec::new() };
        let notes = self.maps.notes.entry(id.to_owned()).or_default();
        if let Some(problem) = source.problem() {
            notes.tested = Some(Err(problem));
            return Vec::new();
        }
        notes.testing = true;
        notes.tested = None;
        vec![Effect::TestSource(Box::new(source))]
    }

    pub(super) fn read_layers(&mut self, source: Box<TileSource>) -> Vec<Effect> {
        let address = source.template().unwrap_or_default().to_owned();
        self.maps.offer = Some(OfferNote { address, offered: None });
        vec![Effect::ReadLayers(source)]
    }

    pub(super) fn wipe_tiles(&mut self, id: &str) -> Vec<Effect> {
        let Some(source) = self.maps.get(id).cloned() else { return Vec::new() };
        self.maps.notes.entry(id.to_owned()).or_default().wiping = true;
        vec![Effect::WipeTiles(Box::new(source))]
    }

    pub(super) fn copy_requests(&mut self) -> Vec<Effect> {
        self.say(Tone::Done, "The list of requests is on the clipboard.");
        vec![Effect::CopyText(self.maps.log.as_text())]
    }

    /// Asks the shell how much the caches hold.
    pub(super) fn measuring(&self) -> Effect {
        Effect::MeasureTiles(self.maps.list.clone())
    }

    /// The present time, as the shell tells it.
    pub fn now(&self) -> Timestamp {
        (self.environment.now)()
    }

    // What the shell reports

    pub fn note_requests(&mut self, requests: impl IntoIterator<Item = Request>) {
        for request in requests {
            self.maps.log.add(request);
        }
    }

    /// Why tiles of the source that is on do not come; `None` when they do again.
    pub fn note_trouble(&mut self, trouble: Option<String>) {
        let Some(source) = self.maps.shown().map(|source| (source.id.clone(), source.name.clone())) else {
            return;
        };
        let (id, name) = source;
        let notes = self.maps.notes.entry(id).or_default();
        let is_news = notes.trouble.is_none();
        notes.trouble.clone_from(&trouble);
        if let Some(why) = trouble.filter(|_| is_news) {
            self.say(
                Tone::Refused,
                format!(
                    "{name}: {why} The map goes on with what is there; Map sources tells more (Ctrl+Shift+O)."
                ),
            );
        }
    }

    /// Whether the tiles fill most of what is seen; tells whether that is new.
    pub fn note_tiles_cover(&mut self, covers: bool) -> bool {
        match &mut self.view.tiles {
            Some(layer) if layer.covers != covers => {
                layer.covers = covers;
                true
            }
            Some(_) | None => false,
        }
    }

    /// What a file of tiles says of itself, where the user has said nothing.
    pub fn learn_of_source(&mut self, id: &str, about: &AboutTiles) -> Vec<Effect> {
        let Some(source) = self.maps.list.iter_mut().find(|source| source.id == id) else {
            return Vec::new();
        };
        let before = source.clone();
        source.learn(about);
        if *source == before {
            return Vec::new();
        }
        if self.maps.on.as_deref() == Some(id) {
            let covers = self.view.tiles.as_ref().is_some_and(|layer| layer.covers);
            self.view.tiles = self.maps.shown().map(|source| TileLayer { covers, ..layer_of(source) });
        }
        vec![Effect::RememberSources]
    }

    /// What a server offers, or why that is not known. What was not asked last is not looked at.
    pub fn note_offered(&mut self, address: &str, offered: Result<Offered, String>) {
        if let Some(offer) = self.maps.offer.as_mut().filter(|offer| offer.address == address) {
            offer.offered = Some(offered);
        }
    }

    pub fn note_cache(&mut self, id: &str, size: CacheSize) {
        let notes = self.maps.notes.entry(id.to_owned()).or_default();
        notes.cache = Some(size);
        notes.wiping = false;
    }

    pub fn note_test(&mut self, id: &str, result: Result<String, String>) {
        let notes = self.maps.notes.entry(id.to_owned()).or_default();
        notes.testing = false;
        if result.is_ok() {
            notes.trouble = None;
        }
        notes.tested = Some(result);
    }
}

fn layer_of(source: &TileSource) -> TileLayer {
    TileLayer {
        attribution: Arc::from(source.attribution.trim()),
        has_names: source.has_names && !source.sends_shapes(),
        max_zoom: source.max_zoom,
        covers: false,
    }
}

/// `3 days`, `2 hours`: how long ago something was.
pub fn age_words(then: Timestamp, now: Timestamp) -> String {
    let minutes = now.duration_since(then).as_secs().max(0) / 60;
    let some = |count: i64, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match minutes {
        0 => "less than a minute".to_owned(),
        1..=119 => some(minutes, "minute"),
        120..=2_879 => some(minutes / 60, "hour"),
        _ => some(minutes / 1_440, "day"),
    }
}

/// `1.4 MB`, `300 kB`, `12 bytes`.
pub fn bytes_words(bytes: u64) -> String {
    match bytes {
        0..=999 => format!("{bytes} bytes"),
        1_000..=999_999 => format!("{} kB", bytes / 1_000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
