//! Layers of the user's own files on the map: added, styled, ordered, found again. The files are only read.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    carto::{KeptOverlay, Overlay, OverlayEntry, OverlaySpot, Shapes, Viewport},
    model::shown_line,
};

use super::{Command, Effect, Session, Tone};

/// What is asked of them.
#[derive(Clone, Debug, PartialEq)]
pub enum OverlayCommand {
    /// Asks for a file.
    Add,
    AddFile(PathBuf),
    /// A file was dropped that may be a document or a layer: asks which.
    Dropped(PathBuf),
    /// The answer to the question which layers of a file, by their places; or whether a dropped file is one.
    Choose(Vec<usize>),
    /// No layer of it after all.
    ChooseNone,
    /// Gives the layer of this place another look, or another file.
    Set(usize, Box<OverlayEntry>),
    Switch(usize),
    /// From this place to that.
    Move(usize, usize),
    Remove(usize),
    PutBack,
    ReadAgain(usize),
    /// Asks where the file of a layer lies now.
    Find(usize),
    Found(PathBuf),
    ZoomTo(usize),
    /// Stops the reading.
    Stop,
    Point(Option<OverlaySpot>),
    Pick(Option<OverlaySpot>),
}

/// What the shell must do for them.
#[derive(Clone, Debug, PartialEq)]
pub enum OverlayEffect {
    Ask,
    AskWhere(PathBuf),
    /// Read this layer, or the only one, after what is being read; report back with [`Session::overlay_progress`] and
    /// [`Session::overlay_read`].
    Read {
        file: PathBuf,
        layer: Option<String>,
    },
    Stop,
    /// Show these at the next start too.
    Remember(Vec<OverlayEntry>),
}

impl From<OverlayCommand> for Command {
    fn from(command: OverlayCommand) -> Self {
        Self::Overlays(command)
    }
}

impl From<OverlayEffect> for Effect {
    fn from(effect: OverlayEffect) -> Self {
        Self::Overlays(effect)
    }
}

/// What was read of a file.
#[derive(Clone, Debug)]
pub enum OverlayRead {
    /// Several layers, with how many things each: which?
    Layers(Vec<(String, usize)>),
    Layer {
        name: String,
        shapes: Arc<Shapes>,
    },
}

/// What became of the file of a layer that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverlayNews {
    Changed,
    Gone,
}

/// How a layer is, beside its look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OverlayNotes {
    /// Why nothing of it is shown, or what is to be known of its file.
    pub trouble: Option<String>,
    /// How many of how many things are here, while it is read.
    pub reading: Option<(u64, u64)>,
}

/// A question about a file that is being added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OverlayQuestion {
    Layers {
        file: PathBuf,
        layers: Vec<(String, usize)>,
    },
    /// A document, or a layer?
    Dropped(PathBuf),
}

/// What the session keeps of them beside the view.
#[derive(Default)]
pub struct Overlays {
    /// Of each layer, in the order of the view.
    notes: Vec<OverlayNotes>,
    /// Files being added whose layers are not known yet.
    adding: Vec<PathBuf>,
    question: Option<OverlayQuestion>,
    removed: Option<(usize, Overlay)>,
    finding: Option<usize>,
}

impl Overlays {
    pub fn notes(&self, place: usize) -> OverlayNotes {
        self.notes.get(place).cloned().unwrap_or_default()
    }

    pub fn question(&self) -> Option<&OverlayQuestion> {
        self.question.as_ref()
    }

    pub fn adding(&self) -> &[PathBuf] {
        &self.adding
    }

    pub fn removed(&self) -> Option<&OverlayEntry> {
        self.removed.as_ref().map(|(_, overlay)| &overlay.entry)
    }

    pub fn is_reading(&self) -> bool {
        !self.adding.is_empty() || self.notes.iter().any(|notes| notes.reading.is_some())
    }
}

impl OverlayCommand {
    pub(super) fn label(&self) -> String {
        let fixed = match self {
            Self::Add => "Add a layer from a file…",
            Self::AddFile(path) | Self::Dropped(path) => {
                return format!("Add a layer from {}", shown_line(&path.to_string_lossy()));
            }
            Self::Choose(_) => "Add the chosen layers",
            Self::ChooseNone => "Add none of the layers",
            Self::Set(..) => "Look of a layer of your own",
            Self::Switch(_) => "Show or hide a layer of your own",
            Self::Move(..) => "Move a layer of your own",
            Self::Remove(_) => "Take a layer of your own away",
            Self::PutBack => "Put back the layer that was taken away",
            Self::ReadAgain(_) => "Read the file of a layer again",
            Self::Find(_) | Self::Found(_) => "Find the file of a layer",
            Self::ZoomTo(_) => "Zoom to a layer of your own",
            Self::Stop => "Stop reading layers",
            Self::Point(_) | Self::Pick(_) => "Look at a thing of a layer",
        };
        fixed.to_owned()
    }

    pub(super) fn refusal(&self, session: &Session) -> Option<&'static str> {
        match self {
            Self::PutBack => session.overlays.removed.is_none().then_some("No layer was taken away."),
            Self::Stop => (!session.overlays.is_reading()).then_some("No layer is being read."),
            Self::ZoomTo(place) => {
                let shapes = session.view.overlays.get(*place).and_then(|overlay| overlay.shapes.as_ref());
                shapes
                    .and_then(|shapes| shapes.extent)
                    .is_none()
                    .then_some("Nothing of this layer is on the map.")
            }
            Self::Add
            | Self::AddFile(_)
            | Self::Dropped(_)
            | Self::Choose(_)
            | Self::ChooseNone
            | Self::Set(..)
            | Self::Switch(_)
            | Self::Move(..)
            | Self::Remove(_)
            | Self::ReadAgain(_)
            | Self::Find(_)
            | Self::Found(_)
            | Self::Point(_)
            | Self::Pick(_) => None,
        }
    }
}

impl Session {
    pub fn overlays(&self) -> &Overlays {
        &self.overlays
    }

    /// The layers of the last time are read again.
    pub fn begin_with_overlays(&mut self, entries: Vec<OverlayEntry>) -> Vec<Effect> {
        let shown = entries.into_iter().map(|entry| Overlay { entry, shapes: None });
        self.view.overlays = shown.collect();
        self.read_missing()
    }

    pub(super) fn carry_out_overlays(&mut self, command: OverlayCommand) -> Vec<Effect> {
        let changes = !matches!(command, OverlayCommand::Point(_) | OverlayCommand::Pick(_));
        if changes {
            self.view.overlay_hovered = None;
            self.view.overlay_picked = None;
        }
        match command {
            OverlayCommand::Add => vec![OverlayEffect::Ask.into()],
            OverlayCommand::AddFile(file) => self.add_overlay_file(file),
            OverlayCommand::Dropped(file) => {
                self.overlays.question = Some(OverlayQuestion::Dropped(file));
                Vec::new()
            }
            OverlayCommand::Choose(places) => self.choose_overlays(&places),
            OverlayCommand::ChooseNone => {
                self.overlays.question = None;
                Vec::new()
            }
            OverlayCommand::Set(place, entry) => {
                if let Some(overlay) = self.view.overlays.get_mut(place) {
                    overlay.entry = *entry;
                }
                vec![self.remember_overlays()]
            }
            OverlayCommand::Switch(place) => {
                if let Some(overlay) = self.view.overlays.get_mut(place) {
                    overlay.entry.is_on = !overlay.entry.is_on;
                }
                vec![self.remember_overlays()]
            }
            OverlayCommand::Move(from, to) => {
                if from < self.view.overlays.len() && to < self.view.overlays.len() {
                    let overlay = self.view.overlays.remove(from);
                    self.view.overlays.insert(to, overlay);
                    self.overlays.notes.resize_with(self.view.overlays.len(), OverlayNotes::default);
                    let notes = self.overlays.notes.remove(from);
                    self.overlays.notes.insert(to, notes);
                }
                vec![self.remember_overlays()]
            }
            OverlayCommand::Remove(place) => {
                if place < self.view.overlays.len() {
                    let overlay = self.view.overlays.remove(place);
                    if place < self.overlays.notes.len() {
                        self.overlays.notes.remove(place);
                    }
                    let name = shown_line(&overlay.entry.name()).into_owned();
                    self.overlays.removed = Some((place, overlay));
                    self.say(Tone::Done, format!("{name} is off the map; its file is as it was. Layers has a button that puts it back."));
                }
                vec![self.remember_overlays()]
            }
            OverlayCommand::PutBack => {
                if let Some((place, overlay)) = self.overlays.removed.take() {
                    let place = place.min(self.view.overlays.len());
                    self.view.overlays.insert(place, overlay);
                    self.overlays.notes.resize_with(self.view.overlays.len() - 1, OverlayNotes::default);
                    self.overlays.notes.insert(place, OverlayNotes::default());
                }
                let mut effects = vec![self.remember_overlays()];
                effects.extend(self.read_missing());
                effects
            }
            OverlayCommand::ReadAgain(place) => self.read_overlay(place).into_iter().collect(),
            OverlayCommand::Find(place) => {
                self.overlays.finding = Some(place);
                let file = self.view.overlays.get(place).map(|overlay| overlay.entry.file.clone());
                file.map(|file| OverlayEffect::AskWhere(file).into()).into_iter().collect()
            }
            OverlayCommand::Found(file) => self.overlay_found(&file),
            OverlayCommand::ZoomTo(place) => {
                let shapes = self.view.overlays.get(place).and_then(|overlay| overlay.shapes.as_ref());
                if let Some(extent) = shapes.and_then(|shapes| shapes.extent) {
                    self.go_to(Viewport::fit(extent, self.map_size, 40.0));
                }
                Vec::new()
            }
            OverlayCommand::Stop => {
                self.overlays.adding.clear();
                for (notes, overlay) in self.overlays.notes.iter_mut().zip(&self.view.overlays) {
                    if notes.reading.take().is_some() && overlay.shapes.is_none() {
                        notes.trouble = Some("Reading was stopped.".to_owned());
                    }
                }
                vec![OverlayEffect::Stop.into()]
            }
            OverlayCommand::Point(spot) => {
                self.view.overlay_hovered = spot;
                Vec::new()
            }
            OverlayCommand::Pick(spot) => {
                self.view.overlay_picked = spot;
                Vec::new()
            }
        }
    }

    fn add_overlay_file(&mut self, file: PathBuf) -> Vec<Effect> {
        self.overlays.question = None;
        if !self.overlays.adding.contains(&file) {
            self.overlays.adding.push(file.clone());
        }
        self.say(Tone::Done, format!("Reading {}…", shown_line(&file.to_string_lossy())));
        vec![OverlayEffect::Read { file, layer: None }.into()]
    }

    fn choose_overlays(&mut self, places: &[usize]) -> Vec<Effect> {
        match self.overlays.question.take() {
            Some(OverlayQuestion::Dropped(file)) => self.add_overlay_file(file),
            Some(OverlayQuestion::Layers { file, layers }) => {
                for place in places {
                    if let Some((layer, _)) = layers.get(*place) {
                        self.put_overlay(&file, layer, None);
                    }
                }
                let mut effects = vec![self.remember_overlays()];
                effects.extend(self.read_missing());
                effects
            }
            None => Vec::new(),
        }
    }

    /// Adds a layer on top, or finds the one that is there already; returns its place.
    fn put_overlay(&mut self, file: &Path, layer: &str, shapes: Option<Arc<Shapes>>) -> usize {
        let there = self.view.overlays.iter().position(|overlay| overlay.entry.is_of(file, layer));
        let place = there.unwrap_or_else(|| {
            let turn = self.view.overlays.len();
            let entry = OverlayEntry::new(file.to_path_buf(), layer.to_owned(), turn);
            self.view.overlays.push(Overlay { entry, shapes: None });
            turn
        });
        self.overlays.notes.resize_with(self.view.overlays.len(), OverlayNotes::default);
        let overlay = &mut self.view.overlays[place];
        overlay.entry.is_on = true;
        if shapes.is_some() {
            overlay.shapes = shapes;
        }
        place
    }

    fn read_overlay(&mut self, place: usize) -> Option<Effect> {
        let entry = &self.view.overlays.get(place)?.entry;
        let (file, layer) = (entry.file.clone(), Some(entry.layer.clone()).filter(|layer| !layer.is_empty()));
        self.overlays.notes.resize_with(self.view.overlays.len(), OverlayNotes::default);
        self.overlays.notes[place] = OverlayNotes { trouble: None, reading: Some((0, 0)) };
        Some(OverlayEffect::Read { file, layer }.into())
    }

    /// Reads all layers that are not here yet.
    fn read_missing(&mut self) -> Vec<Effect> {
        let missing: Vec<usize> = (0..self.view.overlays.len())
            .filter(|place| {
                self.view.overlays[*place].shapes.is_none() && self.overlays.notes(*place).reading.is_none()
            })
            .collect();
        missing.into_iter().filter_map(|place| self.read_overlay(place)).collect()
    }

    /// The file of a layer lies elsewhere now; other layers of it go along.
    fn overlay_found(&mut self, file: &Path) -> Vec<Effect> {
        let Some(lost) = self.overlays.finding.take().and_then(|place| self.view.overlays.get(place)) else {
            return Vec::new();
        };
        let old = lost.entry.file.clone();
        let places: Vec<usize> = (0..self.view.overlays.len())
            .filter(|place| self.view.overlays[*place].entry.file == old)
            .collect();
        let mut effects = Vec::new();
        for place in places {
            file.clone_into(&mut self.view.overlays[place].entry.file);
            effects.extend(self.read_overlay(place));
        }
        effects.push(self.remember_overlays());
        effects
    }

    fn remember_overlays(&self) -> Effect {
        OverlayEffect::Remember(self.overlay_entries()).into()
    }

    fn overlay_entries(&self) -> Vec<OverlayEntry> {
        self.view.overlays.iter().map(|overlay| overlay.entry.clone()).collect()
    }

    // What the shell reports

    pub fn overlay_progress(&mut self, file: &Path, layer: Option<&str>, done: u64, all: u64) {
        let of_it = |overlay: &Overlay| overlay.entry.is_of(file, layer.unwrap_or_default());
        if let Some(place) = self.view.overlays.iter().position(of_it)
            && let Some(notes) = self.overlays.notes.get_mut(place)
        {
            notes.reading = Some((done, all));
        }
    }

    /// A layer was read, or could not be.
    pub fn overlay_read(
        &mut self,
        file: &Path,
        layer: Option<&str>,
        result: Result<OverlayRead, String>,
    ) -> Vec<Effect> {
        let was_added = self.overlays.adding.iter().any(|adding| adding == file) && layer.is_none();
        self.overlays.adding.retain(|adding| !was_added || adding != file);
        let wanted = layer.unwrap_or_default();
        let place = self.view.overlays.iter().position(|overlay| overlay.entry.is_of(file, wanted));
        match result {
            Ok(OverlayRead::Layers(layers)) if was_added => {
                self.overlays.question = Some(OverlayQuestion::Layers { file: file.to_path_buf(), layers });
                Vec::new()
            }
            Ok(OverlayRead::Layers(_)) => {
                self.overlay_trouble(
                    place,
                    "Its file has other layers than before: take it away and add it anew.",
                );
                Vec::new()
            }
            Ok(OverlayRead::Layer { name, shapes }) if was_added => {
                let words = read_words(file, &shapes);
                let tone = if shapes.left_out_in_all > 0 { Tone::Note } else { Tone::Done };
                let is_seen = shapes.extent.is_none_or(|extent| extent.overlaps(self.seen_extent()));
                let place = self.put_overlay(file, &name, Some(shapes));
                self.overlays.notes[place] = OverlayNotes::default();
                self.say(tone, words);
                let mut effects = vec![self.remember_overlays()];
                if !is_seen {
                    effects.extend(self.carry_out_overlays(OverlayCommand::ZoomTo(place)));
                }
                effects
            }
            Ok(OverlayRead::Layer { shapes, .. }) => {
                if let Some(place) = place {
                    self.view.overlays[place].shapes = Some(shapes);
                    if let Some(notes) = self.overlays.notes.get_mut(place) {
                        *notes = OverlayNotes::default();
                    }
                }
                Vec::new()
            }
            Err(why) => {
                if was_added {
                    self.say(Tone::Trouble, why);
                } else {
                    self.overlay_trouble(place, &why);
                    let name =
                        file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                    let name = shown_line(&name);
                    self.say(
                        Tone::Note,
                        format!(
                            "The layer {name} was not read: Layers (Shift+L) finds its file again. {why}"
                        ),
                    );
                }
                Vec::new()
            }
        }
    }

    fn seen_extent(&self) -> crate::model::Extent {
        Viewport { camera: self.view.camera, size: self.map_size }.extent()
    }

    fn overlay_trouble(&mut self, place: Option<usize>, why: &str) {
        if let Some(notes) = place.and_then(|place| self.overlays.notes.get_mut(place)) {
            *notes = OverlayNotes { trouble: Some(why.to_owned()), reading: None };
        }
    }

    /// Somebody changed the file of a layer, or took it away. What is on the map stays.
    pub fn overlay_file_news(&mut self, file: &Path, news: OverlayNews) {
        let words = match news {
            OverlayNews::Changed => "Its file was changed since it was read: the map shows the older state.",
            OverlayNews::Gone => "Its file is gone: the map shows what was read.",
        };
        let places: Vec<usize> = (0..self.view.overlays.len())
            .filter(|place| self.view.overlays[*place].entry.file == file)
            .collect();
        for place in &places {
            self.overlay_trouble(Some(*place), words);
        }
        if !places.is_empty() {
            let told = format!("{words} Layers has the buttons for it.\n{}", file.display());
            self.say(Tone::Note, told);
        }
    }

    // Shots

    pub(super) fn overlays_of_shot(&self) -> Vec<KeptOverlay> {
        let kept = self.overlay_entries().into_iter().map(|mut entry| {
            entry.file = entry.file.file_name().map(PathBuf::from).unwrap_or_default();
            KeptOverlay(entry)
        });
        kept.collect()
    }

    /// Shows the layers as a shot has them: their files are looked for among those that were shown, and beside the
    /// document.
    pub(super) fn show_overlays_of_shot(&mut self, kept: Vec<KeptOverlay>) -> Vec<Effect> {
        let beside =
            self.file_path().and_then(|path| path.parent()).map(Path::to_path_buf).unwrap_or_default();
        let mut before = std::mem::take(&mut self.view.overlays);
        self.overlays.notes.clear();
        self.view.overlay_hovered = None;
        self.view.overlay_picked = None;
        for KeptOverlay(mut entry) in kept {
            let same = before.iter().position(|overlay| {
                overlay.entry.layer == entry.layer && overlay.entry.file.file_name() == entry.file.file_name()
            });
            let overlay = if let Some(overlay) = same.map(|place| before.remove(place)) {
                entry.file.clone_from(&overlay.entry.file);
                Overlay { entry, shapes: overlay.shapes }
            } else {
                entry.file = beside.join(entry.file.file_name().unwrap_or_default());
                Overlay { entry, shapes: None }
            };
            self.view.overlays.push(overlay);
        }
        // What the shot does not know is kept, switched off.
        for mut overlay in before {
            overlay.entry.is_on = false;
            self.view.overlays.push(overlay);
        }
        let mut effects = self.read_missing();
        effects.push(self.remember_overlays());
        effects
    }
}

/// `12 things of posts.kml are on the map; 2 were left out: row 4: …`
fn read_words(file: &Path, shapes: &Shapes) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let count = shapes.things.len();
    let things = if count == 1 { "1 thing".to_owned() } else { format!("{count} things") };
    let mut words = format!("{things} of {} on the map.", shown_line(&name));
    if let Some(first) = shapes.left_out.first() {
        words = format!(
            "{words} {} left out, the first in row {}: {}.",
            shapes.left_out_in_all, first.row, first.why
        );
    }
    for note in shapes.notes.iter().take(2) {
        words = format!("{words} {note}");
    }
    words
}
