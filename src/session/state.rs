//! The session: one document, one view, and what each command makes of them.

use std::{path::PathBuf, sync::Arc};

use jiff::civil::Date;

use crate::{
    analysis::{
        self, Direction as SortDirection, Facet, FacetCount, Histogram, Index, SortKey, SpanBar, Summary,
        Window, window,
    },
    carto::{Camera, MAX_ZOOM, MIN_ZOOM, Point, Theme, View, Viewport},
    edit::{Action, Change, History},
    model::{DaySpan, Document, Incident, IncidentId, LonLat, Metres, Revision, Zoom},
    store::{FileStamp, Report},
};

use super::{Close, Command, Direction, Effect, Field, LayerSwitch, Message, Sheetlet, Timeline, Tone};

/// What the outside gives a session, so that it needs no clock and no dice.
pub struct Environment {
    pub today: Date,
    /// A fresh id for a new incident, never given twice.
    pub new_id: Box<dyn FnMut() -> IncidentId>,
}

/// Where the document lives.
#[derive(Clone, Debug, PartialEq)]
pub enum File {
    /// The read-only example inside the program.
    Example,
    Untitled,
    Path {
        path: PathBuf,
        stamp: Option<FileStamp>,
    },
}

/// What a click on the map means.
#[derive(Clone, Debug, PartialEq)]
pub enum Mode {
    Browse,
    /// The next click places the incident; the point under the pointer is shown meanwhile.
    Place {
        id: IncidentId,
        preview: Option<LonLat>,
    },
    /// The same for an incident that has a point: the distance moved is shown.
    Move {
        id: IncidentId,
        preview: Option<LonLat>,
    },
}

/// What the answers depend on.
#[derive(Clone, PartialEq)]
struct Question {
    revision: Revision,
    filter: crate::analysis::Filter,
    window: Window,
    axis: DaySpan,
    unit: crate::model::CalendarUnit,
}

/// Answers kept until the document, the filter, the window or the axis changes.
struct Answers {
    to: Question,
    shown: Arc<[IncidentId]>,
    listed: Arc<[IncidentId]>,
    facets: Vec<(Facet, Vec<FacetCount>)>,
    histogram: Histogram,
    spans: Vec<SpanBar>,
    summary: Summary,
}

/// What the user is doing.
pub struct Session {
    environment: Environment,
    history: History,
    file: File,
    /// The state that the file holds.
    saved: Revision,
    /// Saves asked of the shell that have not come back.
    saves_under_way: usize,
    /// The document as it was opened: states before it belong to the document before.
    opened_at: Revision,
    report: Option<Report>,
    view: View,
    previous_views: Vec<Camera>,
    next_views: Vec<Camera>,
    kept_camera: Camera,
    map_size: Point,
    timeline: Timeline,
    sort: (SortKey, SortDirection),
    mode: Mode,
    messages: Vec<Message>,
    /// What was asked while changes were unsaved, to be done after the answer.
    pending: Option<Box<Command>>,
    /// Changes that may be lost to the file being chosen, because the user said so.
    given_up: Option<Revision>,
    index: Arc<Index>,
    answers: Answers,
}

impl Session {
    /// A session on the example.
    pub fn example(environment: Environment) -> Self {
        let (document, report) = crate::store::sample();
        Self::on(environment, document, File::Example, Some(report))
    }

    /// A session on a document that lives in `file`.
    pub fn on(environment: Environment, document: Document, file: File, report: Option<Report>) -> Self {
        let index = Arc::new(Index::new(&document));
        let view = View::frontier();
        let timeline = Timeline::new(analysis::natural_axis(&index));
        let sort = (SortKey::Date, SortDirection::Ascending);
        let answers = Answers::new(&document, &index, &view, &timeline, sort, environment.today);
        Self {
            saved: document.revision(),
            opened_at: document.revision(),
            history: History::new(document),
            file,
            saves_under_way: 0,
            report,
            kept_camera: view.camera,
            view,
            previous_views: Vec::new(),
            next_views: Vec::new(),
            map_size: Point { x: 1000.0, y: 640.0 },
            timeline,
            sort,
            mode: Mode::Browse,
            messages: Vec::new(),
            pending: None,
            given_up: None,
            index,
            answers,
            environment,
        }
    }

    // Questions

    pub fn document(&self) -> &Document {
        self.history.document()
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    pub fn view(&self) -> &View {
        &self.view
    }

    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    pub fn file(&self) -> &File {
        &self.file
    }

    pub fn file_path(&self) -> Option<&PathBuf> {
        match &self.file {
            File::Path { path, .. } => Some(path),
            File::Example | File::Untitled => None,
        }
    }

    /// The name in the title bar.
    pub fn file_name(&self) -> String {
        match &self.file {
            File::Example => "Example (read-only)".to_owned(),
            File::Untitled => "Untitled".to_owned(),
            File::Path { path, .. } => path
                .file_name()
                .map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned()),
        }
    }

    /// Whether there are changes that no file holds.
    pub fn is_changed(&self) -> bool {
        self.document().revision() != self.saved
    }

    pub fn is_saving(&self) -> bool {
        self.saves_under_way > 0
    }

    pub fn report(&self) -> Option<&Report> {
        self.report.as_ref()
    }

    /// Incidents inside filter and window, in time order, undated last.
    pub fn shown(&self) -> &Arc<[IncidentId]> {
        &self.answers.shown
    }

    /// The same incidents in the order of the list.
    pub fn listed(&self) -> &Arc<[IncidentId]> {
        &self.answers.listed
    }

    pub fn facets(&self) -> &[(Facet, Vec<FacetCount>)] {
        &self.answers.facets
    }

    pub fn histogram(&self) -> &Histogram {
        &self.answers.histogram
    }

    /// Incidents that pass the filter and whose date is more than one day, in time order.
    pub fn spans(&self) -> &[SpanBar] {
        &self.answers.spans
    }

    pub fn summary(&self) -> &Summary {
        &self.answers.summary
    }

    pub fn index(&self) -> &Arc<Index> {
        &self.index
    }

    pub fn sort(&self) -> (SortKey, SortDirection) {
        self.sort
    }

    pub fn selected(&self) -> Option<&IncidentId> {
        self.view.selected.as_ref().filter(|id| self.document().get(id).is_some())
    }

    pub fn selected_incident(&self) -> Option<&Arc<Incident>> {
        self.view.selected.as_ref().and_then(|id| self.document().get(id))
    }

    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// Whether the question about unsaved changes is open.
    pub fn asks_about_unsaved(&self) -> bool {
        self.pending.is_some() && !self.is_saving()
    }

    pub fn has_previous_view(&self) -> bool {
        !self.previous_views.is_empty()
    }

    pub fn has_next_view(&self) -> bool {
        !self.next_views.is_empty()
    }

    pub fn today(&self) -> Date {
        self.environment.today
    }

    pub fn map_size(&self) -> Point {
        self.map_size
    }

    pub fn viewport(&self) -> Viewport {
        Viewport { camera: self.view.camera, size: self.map_size }
    }

    /// How far the incident being moved would go.
    pub fn moved_distance(&self) -> Option<Metres> {
        let Mode::Move { id, preview: Some(to) } = &self.mode else { return None };
        Some(self.document().get(id)?.place.position?.distance_to(*to))
    }

    // What the shell reports

    /// The size of the map pane in logical pixels, after each layout.
    pub fn set_map_size(&mut self, size: Point) {
        if size.x > 1.0 && size.y > 1.0 {
            self.map_size = size;
        }
    }

    pub fn set_theme(&mut self, theme: Theme) {
        self.view.theme = theme;
    }

    /// Lets time pass: playing moves the window, messages that only confirm go away.
    pub fn pass_time(&mut self, seconds: f32) {
        let units = self.timeline.playback.pass(seconds);
        if units == 0 {
            return;
        }
        for _ in 0..units {
            self.play_one_unit();
        }
        self.refresh();
    }

    fn play_one_unit(&mut self) {
        let (Some(data), Some(now)) = (self.timeline.data_span(), self.bounded_window()) else { return };
        let Timeline { unit, playback, .. } = &mut self.timeline;
        match window::play(now, *unit, playback.style(), data) {
            Some(next) => self.view.window = Window::of(next),
            None if playback.looping => self.view.window = Window::of(self.rewound(now, data)),
            None => playback.stop(),
        }
    }

    /// A second has passed for the message bar.
    pub fn age_messages(&mut self) {
        const SHOWN_FOR: u32 = 6;
        for message in &mut self.messages {
            message.age += 1;
        }
        self.messages.retain(|message| message.tone != Tone::Done || message.age < SHOWN_FOR);
    }

    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        const AT_ONCE: usize = 4;
        let text = text.into();
        self.messages.retain(|message| message.text != text);
        self.messages.push(Message { tone, text, age: 0 });
        if self.messages.len() > AT_ONCE {
            self.messages.remove(0);
        }
    }

    /// A file was read: it becomes the document.
    pub fn opened(
        &mut self,
        path: PathBuf,
        document: Document,
        report: Report,
        stamp: FileStamp,
    ) -> Vec<Effect> {
        let name = path.display().to_string();
        self.replace(document, File::Path { path: path.clone(), stamp: Some(stamp) }, Some(report));
        let problems = self.report.as_ref().map_or(0, |report| report.lines.len());
        if problems > 0 {
            self.say(
                Tone::Note,
                format!("{problems} things in {name} could not be read as they stand; they are kept. File ▸ What was read… lists them."),
            );
        }
        vec![Effect::RememberFile(path)]
    }

    /// The state `revision` is safely in `path`.
    pub fn saved(&mut self, path: PathBuf, revision: Revision, stamp: FileStamp) -> Vec<Effect> {
        self.saves_under_way = self.saves_under_way.saturating_sub(1);
        if revision < self.opened_at {
            // Another document was opened meanwhile: this file is not its own.
            self.say(Tone::Done, format!("Saved to {}", path.display()));
            return vec![Effect::RememberFile(path)];
        }
        self.saved = revision;
        if let Some(report) = &mut self.report {
            // From here on it is a file of this program.
            report.read_only = None;
        }
        self.say(Tone::Done, format!("Saved {} incidents to {}", self.document().len(), path.display()));
        self.file = File::Path { path: path.clone(), stamp: Some(stamp) };
        let mut effects = vec![Effect::RememberFile(path)];
        if !self.is_changed()
            && let Some(pending) = self.pending.take()
        {
            effects.extend(self.handle_now(*pending));
        }
        effects
    }

    /// The save did not work: the file is as it was, the changes are still here.
    pub fn save_failed(&mut self, why: &str) {
        self.saves_under_way = self.saves_under_way.saturating_sub(1);
        self.pending = None;
        self.say(Tone::Trouble, why);
    }

    // Commands

    /// Does what a person asks and says what the shell must do for it.
    pub fn handle(&mut self, command: Command) -> Vec<Effect> {
        if let Some(why) = command.refusal(self) {
            self.say(Tone::Done, why);
            return Vec::new();
        }
        let would_lose = matches!(
            command,
            Command::New | Command::Open | Command::OpenPath(_) | Command::OpenExample | Command::Quit
        );
        if would_lose {
            let given_up = self.given_up.take() == Some(self.document().revision());
            let answered = given_up && matches!(command, Command::OpenPath(_));
            // A save under way is waited for, and what it leaves unsaved is asked about.
            if self.is_saving() || (self.is_changed() && !answered) {
                self.pending = Some(Box::new(command));
                return vec![Effect::AskAboutUnsaved];
            }
        }
        self.handle_now(command)
    }

    fn handle_now(&mut self, command: Command) -> Vec<Effect> {
        let effects = self.carry_out(command);
        self.refresh();
        effects
    }

    #[expect(clippy::too_many_lines, reason = "one arm a command: the table of what each does")]
    fn carry_out(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::New => {
                let title = "Untitled incidents".to_owned();
                let facts = crate::model::Facts { title, ..crate::model::Facts::default() };
                let document = Document::new([], facts, Vec::new(), serde_json::Map::new());
                self.replace(document, File::Untitled, None);
            }
            Command::Open => return vec![Effect::OpenDialog],
            Command::OpenPath(path) => return vec![Effect::Read(path)],
            Command::OpenExample => {
                let (document, report) = crate::store::sample();
                self.replace(document, File::Example, Some(report));
            }
            Command::Save => return self.save(),
            Command::SaveAs => return vec![self.save_dialog()],
            Command::ExportPicture => return vec![Effect::Show(Sheetlet::Picture)],
            Command::CopyPicture => return vec![Effect::CopyPicture],
            Command::Quit => return vec![Effect::Quit],
            Command::Unsaved(answer) => return self.answer_unsaved(answer),
            Command::Undo => {
                if let Some(label) = self.history.undo() {
                    self.say(Tone::Done, format!("Undone: {label}"));
                }
            }
            Command::Redo => {
                if let Some(label) = self.history.redo() {
                    self.say(Tone::Done, format!("Done again: {label}"));
                }
            }
            Command::NewIncident => return self.new_incident(None),
            Command::NewIncidentAt(position) => return self.new_incident(Some(position)),
            Command::Duplicate => self.duplicate(),
            Command::Delete => self.delete(),
            Command::Perform(action) => self.perform(action),
            Command::EditSelected => return vec![Effect::Focus(Field::Title)],
            Command::Edit(id) => {
                self.select(Some(id));
                return vec![Effect::Focus(Field::Title)];
            }
            Command::MoveIncident => {
                if let Some(id) = self.selected().cloned() {
                    self.mode = match self.mode {
                        Mode::Move { .. } => Mode::Browse,
                        Mode::Browse | Mode::Place { .. } => Mode::Move { id, preview: None },
                    };
                }
                return vec![Effect::Focus(Field::Map)];
            }
            Command::PlaceByClick => {
                if let Some(id) = self.selected().cloned() {
                    self.mode = Mode::Place { id, preview: None };
                }
                return vec![Effect::Focus(Field::Map)];
            }
            Command::PreviewPlace(position) => match &mut self.mode {
                Mode::Place { preview, .. } | Mode::Move { preview, .. } => *preview = position,
                Mode::Browse => {}
            },
            Command::CommitPlace(position) => self.commit_place(position),
            Command::Escape => return self.escape(),
            Command::Select(id) => self.select(id),
            Command::SelectNext => self.step_selection(1),
            Command::SelectPrevious => self.step_selection(-1),
            Command::SelectFirst => {
                let first = self.listed().first().cloned();
                self.select_and_follow(first);
            }
            Command::SelectLast => {
                let last = self.listed().last().cloned();
                self.select_and_follow(last);
            }
            Command::Hover(id) => self.view.hovered = id,
            Command::OpenStack(key) => {
                self.view.opened = if self.view.opened == key { None } else { key };
            }
            Command::SetCamera(camera) => self.view.camera = within_limits(camera),
            Command::KeepCamera => self.keep_camera(),
            Command::Pan(direction) => self.pan(direction),
            Command::ZoomIn => self.zoom_by(1.0),
            Command::ZoomOut => self.zoom_by(-1.0),
            Command::ZoomTo(extent) => self.go_to(Viewport::fit(extent, self.map_size, 8.0)),
            Command::WholeFrontier => {
                self.go_to(Viewport::fit(crate::model::Extent::FRONTIER, self.map_size, 8.0));
            }
            Command::ZoomToSelection => {
                let selected: Vec<IncidentId> = self.selected().cloned().into_iter().collect();
                self.zoom_to(&selected);
            }
            Command::ZoomToShown => {
                let shown = Arc::clone(self.shown());
                self.zoom_to(&shown);
            }
            Command::PreviousView => {
                if let Some(camera) = self.previous_views.pop() {
                    self.next_views.push(self.view.camera);
                    self.view.camera = camera;
                    self.kept_camera = camera;
                }
            }
            Command::NextView => {
                if let Some(camera) = self.next_views.pop() {
                    self.previous_views.push(self.view.camera);
                    self.view.camera = camera;
                    self.kept_camera = camera;
                }
            }
            Command::Switch(layer) => {
                let shown = self.layer_mut(layer);
                *shown = !*shown;
            }
            Command::SetLanguage(language) => {
                self.view.language = language;
                return vec![Effect::RememberLanguage(language)];
            }
            Command::SetTheme(choice) => return vec![Effect::SetTheme(choice)],
            Command::CopyCoordinates(position) => {
                let text = super::coordinates_text(position);
                self.say(Tone::Done, format!("Copied {text}"));
                return vec![Effect::CopyText(text)];
            }
            Command::SetWindow(window) => self.view.window = window,
            Command::SetAxis(span) => self.timeline.zoom_to(span),
            // The window stays where it is: only bars and steps change.
            Command::SetUnit(unit) => self.timeline.unit = unit,
            Command::StepBack => self.step_window(-1),
            Command::StepForward => self.step_window(1),
            Command::ShrinkWindow => self.resize_window(-1),
            Command::GrowWindow => self.resize_window(1),
            Command::WholeRange => {
                self.view.window = Window::ALL;
                self.timeline.zoom_to(None);
            }
            Command::TypeDates => return vec![Effect::Focus(Field::WindowStart)],
            Command::PlayPause => self.play_or_pause(),
            Command::SetSpeed(speed) => self.timeline.playback.speed = speed,
            Command::ToggleLoop => self.timeline.playback.looping = !self.timeline.playback.looping,
            Command::ToggleCumulative => {
                self.timeline.playback.cumulative = !self.timeline.playback.cumulative;
            }
            Command::SetSearch(text) => self.view.filter.text = text,
            Command::FindText => return vec![Effect::Focus(Field::Search)],
            Command::ToggleFacet(facet, value) => {
                let chosen = self.view.filter.chosen.entry(facet).or_default();
                if !chosen.remove(&value) {
                    chosen.insert(value);
                }
                if chosen.is_empty() {
                    self.view.filter.chosen.remove(&facet);
                }
            }
            Command::ClearFacet(facet) => {
                self.view.filter.chosen.remove(&facet);
            }
            Command::ClearFilters => {
                self.view.filter = crate::analysis::Filter::default();
                self.view.window = Window::ALL;
            }
            Command::SortBy(key) => {
                self.sort = match self.sort {
                    (same, direction) if same == key => (key, direction.reversed()),
                    (_, _) => (key, SortDirection::Ascending),
                };
                self.answers.sort(self.history.document(), self.sort);
            }
            Command::TogglePane(pane) => return vec![Effect::TogglePane(pane)],
            Command::HidePanes => return vec![Effect::HidePanes],
            Command::FullScreen => return vec![Effect::FullScreen],
            Command::ToggleSheetlet(sheetlet) => return vec![Effect::Show(sheetlet)],
            Command::DismissMessage(place) => {
                if place < self.messages.len() {
                    self.messages.remove(place);
                }
            }
            Command::Say(message) => self.say(message.tone, message.text),
            Command::Nothing => {}
        }
        Vec::new()
    }

    fn replace(&mut self, document: Document, file: File, report: Option<Report>) {
        // A fresh history must not reuse revisions of the old one: saves under way and pictures compare them.
        let document = document.at_revision(self.history.next_revision());
        self.saved = document.revision();
        self.opened_at = document.revision();
        self.index = Arc::new(Index::new(&document));
        self.timeline.set_data_span(analysis::natural_axis(&self.index));
        self.timeline.zoom_to(None);
        self.timeline.playback.stop();
        self.history = History::new(document);
        self.file = file;
        self.report = report;
        self.mode = Mode::Browse;
        self.view.selected = None;
        self.view.hovered = None;
        self.view.opened = None;
        self.view.window = Window::ALL;
        self.view.filter = crate::analysis::Filter::default();
        self.recompute();
    }

    fn save(&mut self) -> Vec<Effect> {
        // A newer program's file must not be written over with what this one understood of it.
        if let Some(why) = self.report.as_ref().and_then(|report| report.read_only.clone()) {
            self.say(Tone::Note, why);
            return vec![self.save_dialog()];
        }
        match &self.file {
            File::Path { path, .. } => vec![self.write_to(path.clone(), false)],
            File::Example | File::Untitled => vec![self.save_dialog()],
        }
    }

    /// Starts writing the present state to `path`.
    pub fn write_to(&mut self, path: PathBuf, overwrite_changed: bool) -> Effect {
        self.saves_under_way += 1;
        let document = self.document().clone();
        let revision = document.revision();
        Effect::Write { path, document: Arc::new(document), revision, overwrite_changed }
    }

    fn save_dialog(&self) -> Effect {
        let suggested = match &self.file {
            File::Path { .. } => self.file_name(),
            File::Example => "frontier.geojson".to_owned(),
            File::Untitled => "incidents.geojson".to_owned(),
        };
        Effect::SaveDialog { suggested }
    }

    fn answer_unsaved(&mut self, answer: Close) -> Vec<Effect> {
        match answer {
            Close::Save => self.save(),
            Close::Discard => {
                let Some(command) = self.pending.take() else { return Vec::new() };
                // Until another document is here, these changes are unsaved as before.
                self.given_up = matches!(*command, Command::Open).then_some(self.document().revision());
                self.carry_out(*command)
            }
            Close::Stay => {
                self.pending = None;
                Vec::new()
            }
        }
    }

    /// A dialog for a file name was closed without one.
    pub fn dialog_cancelled(&mut self) {
        self.pending = None;
        self.given_up = None;
    }

    fn perform(&mut self, action: Action) {
        if let Err(error) = self.history.perform(action) {
            self.say(Tone::Trouble, format!("Not changed: {error}."));
        }
    }

    fn new_incident(&mut self, position: Option<LonLat>) -> Vec<Effect> {
        let id = (self.environment.new_id)();
        let mut incident = Incident::new(id.clone());
        if position.is_some() {
            incident.place.position = position;
            incident.place.precision = crate::model::Precision::Near;
            incident.place.method = Some("Placed by hand on the map".to_owned());
        }
        self.perform(Action::Insert(Box::new(incident)));
        // A record that the filters hide cannot be worked on.
        self.view.filter = crate::analysis::Filter::default();
        self.view.window = Window::ALL;
        self.select(Some(id.clone()));
        if position.is_none() {
            self.mode = Mode::Place { id, preview: None };
        }
        vec![Effect::Focus(Field::Title)]
    }

    fn duplicate(&mut self) {
        let Some(original) = self.selected_incident().cloned() else { return };
        let id = (self.environment.new_id)();
        let mut copy = (*original).clone();
        copy.id = id.clone();
        copy.title = format!("{} (copy)", original.display_title());
        self.perform(Action::Insert(Box::new(copy)));
        self.select(Some(id));
    }

    fn delete(&mut self) {
        let Some(id) = self.selected().cloned() else { return };
        let neighbour =
            self.neighbour(&id, 1).or_else(|| self.neighbour(&id, -1)).filter(|other| *other != id);
        let label = self.document().get(&id).map(|i| i.display_title().to_owned()).unwrap_or_default();
        self.perform(Action::Remove(id));
        self.select(neighbour);
        self.say(Tone::Done, format!("Deleted “{label}”. Ctrl+Z brings it back."));
    }

    fn commit_place(&mut self, position: LonLat) {
        let (Mode::Place { id, .. } | Mode::Move { id, .. }) =
            std::mem::replace(&mut self.mode, Mode::Browse)
        else {
            return;
        };
        let Some(incident) = self.document().get(&id).cloned() else { return };
        let before = incident.place.position;
        let mut place = incident.place.moved_to(Some(position));
        place.method = Some("Placed by hand on the map".to_owned());
        if place.precision == crate::model::Precision::None {
            place.precision = crate::model::Precision::Near;
        }
        self.perform(Action::Edit { id, change: Change::Place(Box::new(place)) });
        match before {
            Some(before) => self.say(Tone::Done, format!("Moved by {}", before.distance_to(position))),
            None => self.say(Tone::Done, format!("Placed at {position}")),
        }
    }

    fn escape(&mut self) -> Vec<Effect> {
        if self.mode != Mode::Browse {
            self.mode = Mode::Browse;
        } else if self.view.opened.is_some() {
            self.view.opened = None;
        } else if self.timeline.playback.playing {
            self.timeline.playback.stop();
        } else {
            self.select(None);
        }
        Vec::new()
    }

    fn select(&mut self, id: Option<IncidentId>) {
        if self.view.selected != id {
            self.mode = Mode::Browse;
        }
        self.view.selected = id;
    }

    fn neighbour(&self, id: &IncidentId, step: isize) -> Option<IncidentId> {
        let listed = self.listed();
        let here = listed.iter().position(|other| other == id)?;
        listed.get(here.checked_add_signed(step)?).cloned()
    }

    /// Steps along the list; without a selection in the list it begins at the near end.
    fn step_selection(&mut self, step: isize) {
        let listed = self.listed();
        let here = self.view.selected.as_ref().and_then(|id| listed.iter().position(|other| other == id));
        let next = match here {
            Some(here) => here.checked_add_signed(step).and_then(|place| listed.get(place)).cloned(),
            None if step > 0 => listed.first().cloned(),
            None => listed.last().cloned(),
        };
        if next.is_some() {
            self.select_and_follow(next);
        }
    }

    /// Selects, and moves the map when the incident would not be seen.
    fn select_and_follow(&mut self, id: Option<IncidentId>) {
        self.select(id);
        let Some(position) = self.selected_incident().and_then(|incident| incident.place.drawn_at()) else {
            return;
        };
        let at = self.viewport().screen_from_lonlat(position);
        let margin = (self.map_size.x.min(self.map_size.y) * 0.1).min(60.0);
        let inside = (margin..=self.map_size.x - margin).contains(&at.x)
            && (margin..=self.map_size.y - margin).contains(&at.y);
        if !inside {
            self.go_to(Camera { centre: position, zoom: self.view.camera.zoom });
        }
    }

    fn keep_camera(&mut self) {
        const KEPT: usize = 100;
        if self.kept_camera != self.view.camera {
            self.previous_views.push(self.kept_camera);
            if self.previous_views.len() > KEPT {
                self.previous_views.remove(0);
            }
            self.next_views.clear();
            self.kept_camera = self.view.camera;
        }
    }

    fn go_to(&mut self, camera: Camera) {
        self.view.camera = within_limits(camera);
        self.keep_camera();
    }

    fn pan(&mut self, direction: Direction) {
        const STEP: f32 = 100.0;
        let (dx, dy) = match direction {
            Direction::Left => (-STEP, 0.0),
            Direction::Right => (STEP, 0.0),
            Direction::Up => (0.0, -STEP),
            Direction::Down => (0.0, STEP),
        };
        let centre = Point { x: self.map_size.x / 2.0 + dx, y: self.map_size.y / 2.0 + dy };
        if let Some(centre) = self.viewport().lonlat_from_screen(centre) {
            self.go_to(Camera { centre, zoom: self.view.camera.zoom });
        }
    }

    fn zoom_by(&mut self, levels: f64) {
        let Camera { centre, zoom } = self.view.camera;
        self.go_to(Camera { centre, zoom: Zoom((zoom.0 + levels).round()) });
    }

    fn zoom_to(&mut self, ids: &[IncidentId]) {
        if let Some(camera) = self.camera_around(ids, self.map_size) {
            self.go_to(camera);
        }
    }

    /// The camera that shows these incidents on a map of this size; `None` when none of them has a place.
    pub fn camera_around(&self, ids: &[IncidentId], size: Point) -> Option<Camera> {
        const MARGIN: f32 = 60.0;
        /// One point has no extent: near enough to see its district.
        const NEAREST: f64 = 10.0;
        let positions = ids.iter().filter_map(|id| self.document().get(id)?.place.drawn_at());
        let extent = crate::model::Extent::around(positions)?;
        let camera = Viewport::fit(extent, size, MARGIN);
        Some(Camera { zoom: Zoom(camera.zoom.0.min(NEAREST)), ..camera })
    }

    fn layer_mut(&mut self, layer: LayerSwitch) -> &mut bool {
        let layers = &mut self.view.layers;
        match layer {
            LayerSwitch::Relief => &mut layers.relief,
            LayerSwitch::Rivers => &mut layers.rivers,
            LayerSwitch::Provinces => &mut layers.provinces,
            LayerSwitch::Districts => &mut layers.districts,
            LayerSwitch::Places => &mut layers.places,
            LayerSwitch::Airfields => &mut layers.airfields,
            LayerSwitch::Precision => &mut layers.precision,
            LayerSwitch::Legend => &mut layers.legend,
        }
    }

    /// The window as days; one unit at the beginning of the data when it holds all of time.
    fn bounded_window(&self) -> Option<DaySpan> {
        let data = self.timeline.data_span()?;
        if self.view.window.is_all() {
            return Some(window::unit_around(data.first(), self.timeline.unit));
        }
        Some(window::on_axis(self.view.window, data))
    }

    fn step_window(&mut self, count: i64) {
        let Some(data) = self.timeline.data_span() else { return };
        let unit = self.timeline.unit;
        let next = if self.view.window.is_all() {
            // Stepping from "all dates" begins at the near end of the data.
            window::unit_around(if count > 0 { data.first() } else { data.last() }, unit)
        } else {
            window::step(window::on_axis(self.view.window, data), unit, count)
        };
        self.view.window = Window::of(next);
    }

    fn resize_window(&mut self, count: i64) {
        let Some(now) = self.bounded_window() else { return };
        let unit = self.timeline.unit;
        self.view.window =
            Window::of(if count > 0 { window::grow(now, unit) } else { window::shrink(now, unit) });
    }

    fn play_or_pause(&mut self) {
        if self.timeline.playback.playing {
            self.timeline.playback.stop();
            return;
        }
        let (Some(data), Some(now)) = (self.timeline.data_span(), self.bounded_window()) else { return };
        let start = if now.last() >= data.last() { self.rewound(now, data) } else { now };
        self.view.window = Window::of(start);
        self.timeline.playback.start();
    }

    /// The first window of a playback.
    fn rewound(&self, now: DaySpan, data: DaySpan) -> DaySpan {
        // A window over everything has nowhere to go: begin with one unit.
        if now.days() >= data.days() {
            return window::unit_around(data.first(), self.timeline.unit);
        }
        window::rewound(now, self.timeline.unit, self.timeline.playback.style(), data)
    }

    /// Brings all answers up to the present document, filter and window.
    fn refresh(&mut self) {
        if self.index.revision() != self.document().revision() {
            self.index = Arc::new(Index::new(self.document()));
            self.timeline.set_data_span(analysis::natural_axis(&self.index));
        }
        if let Mode::Place { id, .. } | Mode::Move { id, .. } = &self.mode
            && self.document().get(id).is_none()
        {
            self.mode = Mode::Browse;
        }
        let question = Question::of(self.document(), &self.view, &self.timeline, self.environment.today);
        if question != self.answers.to {
            self.recompute();
        }
    }

    fn recompute(&mut self) {
        self.answers = Answers::new(
            self.history.document(),
            &self.index,
            &self.view,
            &self.timeline,
            self.sort,
            self.environment.today,
        );
    }
}

/// The camera with its zoom between the limits of the map.
pub fn within_limits(camera: Camera) -> Camera {
    Camera { zoom: Zoom(camera.zoom.0.clamp(MIN_ZOOM.0, MAX_ZOOM.0)), ..camera }
}

impl Question {
    fn of(document: &Document, view: &View, timeline: &Timeline, today: Date) -> Self {
        Self {
            revision: document.revision(),
            filter: view.filter.clone(),
            window: view.window,
            axis: timeline.axis(today),
            unit: timeline.unit,
        }
    }
}

impl Answers {
    fn new(
        document: &Document,
        index: &Index,
        view: &View,
        timeline: &Timeline,
        sort: (SortKey, SortDirection),
        today: Date,
    ) -> Self {
        let matches = index.matching(&view.filter);
        let shown = index.shown_of(&matches, view.window).ids;
        let facets = Facet::ALL
            .into_iter()
            .map(|facet| (facet, index.facet_counts(facet, &view.filter, view.window)))
            .collect();
        let histogram = Histogram::of(index, &matches, timeline.axis(today), timeline.unit);
        let spans = analysis::spans(index, &matches);
        let summary = Summary::of(document, &shown);
        let to = Question::of(document, view, timeline, today);
        let mut answers = Self { to, listed: Arc::clone(&shown), shown, facets, histogram, spans, summary };
        answers.sort(document, sort);
        answers
    }

    fn sort(&mut self, document: &Document, (key, direction): (SortKey, SortDirection)) {
        self.listed = analysis::sorted(document, &self.shown, key, direction).into();
    }
}
