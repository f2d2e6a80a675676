//! The session: one document, one view, and what each command makes of them.

use std::{
    collections::{BTreeSet, VecDeque},
    path::PathBuf,
    sync::Arc,
};

use jiff::{Timestamp, civil::Date};

use crate::{
    analysis::{
        self, Direction as SortDirection, Facet, FacetCount, Histogram, Index, ShownRows, SortKey, SpanBar,
        Summary, measured::Measured, notations::Notation,
    },
    carto::{Camera, Layers, MapStyle, Point, Theme, View},
    edit::History,
    model::{DaySpan, Document, Incident, IncidentId, LonLat, Revision, shown_text},
    store::{FileStamp, Report},
};

use super::{
    Command, Effect, Message, Offered, Timeline, Tone, WayOut,
    answers::{Answers, Question, is_by_time},
    checks::Checks,
    evidence::EvidenceDesk,
    guard::Guard,
    versions::Versions,
};

/// What the outside gives a session, so that it needs no clock and no dice.
pub struct Environment {
    pub today: Date,
    /// The time of a change.
    pub now: Box<dyn Fn() -> Timestamp>,
    /// The name that changes are signed with; empty where none is set.
    pub author: String,
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
    /// Each click is a point of what is measured.
    Measure {
        preview: Option<LonLat>,
    },
    /// The next click is the middle of the distance rings.
    CentreRings,
}

/// A place that was asked for and is shown until the next click.
#[derive(Clone, Debug, PartialEq)]
pub struct PointedPlace {
    pub position: LonLat,
    pub name: String,
}

/// What the user is doing.
pub struct Session {
    pub(super) environment: Environment,
    pub(super) history: History,
    pub(super) file: File,
    /// The state that the file holds.
    pub(super) saved: Revision,
    /// Saves asked of the shell that have not come back.
    pub(super) saves_under_way: usize,
    /// The document as it was opened: states before it belong to the document before.
    pub(super) opened_at: Revision,
    pub(super) report: Option<Report>,
    pub(super) picture_progress: Option<super::Progress>,
    /// Which profile of publication exports obey.
    pub(super) export_by: super::ProfileChoice,
    pub(super) presenting: Option<super::Presenting>,
    pub(super) view: View,
    pub(super) map_style: MapStyle,
    pub(super) previous_views: Vec<Camera>,
    pub(super) next_views: Vec<Camera>,
    pub(super) kept_camera: Camera,
    pub(super) map_size: Point,
    pub(super) timeline: Timeline,
    pub(super) sort: (SortKey, SortDirection),
    pub(super) mode: Mode,
    pub(super) pointed: Option<PointedPlace>,
    /// The layers before they were put as at first.
    pub(super) layers_before: Option<Layers>,
    /// What was measured before it was cleared.
    pub(super) measured_before: Measured,
    /// How the coordinates under the pointer are written.
    pub(super) notation: Notation,
    /// Records chosen for a change of many.
    pub(super) marked: BTreeSet<IncidentId>,
    /// The record that was marked last, where a range begins.
    pub(super) last_mark: Option<IncidentId>,
    /// Two records to be made one; the first is kept.
    pub(super) merging: Option<(IncidentId, IncidentId)>,
    /// The text that an incident is being coded from.
    pub(super) report_text: String,
    /// What that text offers, without what was taken or dropped.
    pub(super) offers: Vec<Offered>,
    /// The incident's source that the text itself is, once a fact of it was taken.
    pub(super) report_source: Option<(IncidentId, usize)>,
    pub(super) messages: Vec<Message>,
    /// What was asked while changes were unsaved, to be done after the answer.
    pub(super) pending: Option<Box<Command>>,
    /// Changes that may be lost to the file being chosen, because the user said so.
    pub(super) given_up: Option<Revision>,
    /// The document as it was opened: what the journal of changes begins with.
    pub(super) base: Document,
    /// Changes, undone and redone steps since `base`.
    pub(super) entries: usize,
    /// How many entries each save under way holds, oldest first.
    pub(super) save_marks: VecDeque<usize>,
    /// Whether this session goes on with changes that a crash had left.
    pub(super) recovered: bool,
    /// Whether work of an earlier session was moved aside because it had ended the program.
    pub(super) set_aside: bool,
    /// Whether changes that a crash left in another document wait to be recovered.
    pub(super) waits: bool,
    /// Effects of changes, to go out with those of the command.
    pub(super) outbox: Vec<Effect>,
    pub(super) index: Arc<Index>,
    pub(super) answers: Answers,
    /// Answers that take long.
    pub(super) checks: Checks,
    pub(super) versions: Versions,
    pub(super) evidence: EvidenceDesk,
    /// Lists of place names that were added.
    pub(super) names: super::PlaceNames,
    pub(super) frontier: super::frontier::FrontierDesk,
    /// Layers of the user's own files.
    pub(super) overlays: super::Overlays,
    /// Maps from elsewhere.
    pub(super) maps: super::MapSources,
    pub(super) areas: super::Areas,
    /// The file beside the document: who has it, and what it holds.
    pub(super) guard: Guard,
    /// Files of others on their way in.
    pub(super) imports: super::Imports,
    /// Two sides of the map.
    pub(super) comparison: Option<super::Comparison>,
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
        let base = document.clone();
        let mut view = View::frontier();
        // The list tells the symbols already, and the map is small: the legend comes by its key, and on pictures.
        view.layers.legend = false;
        let timeline = Timeline::new(analysis::natural_axis(&index));
        let sort = (SortKey::Date, SortDirection::Ascending);
        let answers = Answers::new(&document, &index, &view, &timeline, &sort, environment.today);
        let mut guard = Guard::default();
        guard.read(document.clone());
        Self {
            saved: document.revision(),
            opened_at: document.revision(),
            history: History::new(document),
            file,
            saves_under_way: 0,
            report,
            kept_camera: view.camera,
            view,
            map_style: MapStyle::default(),
            previous_views: Vec::new(),
            next_views: Vec::new(),
            map_size: Point { x: 1000.0, y: 640.0 },
            timeline,
            sort,
            mode: Mode::Browse,
            pointed: None,
            layers_before: None,
            measured_before: Measured::default(),
            notation: Notation::default(),
            marked: BTreeSet::new(),
            last_mark: None,
            merging: None,
            report_text: String::new(),
            offers: Vec::new(),
            report_source: None,
            messages: Vec::new(),
            pending: None,
            given_up: None,
            base,
            entries: 0,
            save_marks: VecDeque::new(),
            recovered: false,
            set_aside: false,
            waits: false,
            outbox: Vec::new(),
            index,
            answers,
            checks: Checks::default(),
            versions: Versions::default(),
            picture_progress: None,
            export_by: super::ProfileChoice::default(),
            presenting: None,
            evidence: EvidenceDesk::default(),
            names: super::PlaceNames::default(),
            frontier: super::frontier::FrontierDesk::default(),
            overlays: super::Overlays::default(),
            maps: super::MapSources::default(),
            areas: super::Areas::default(),
            guard,
            imports: super::Imports::default(),
            comparison: None,
            environment,
        }
    }

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

    pub fn pointed(&self) -> Option<&PointedPlace> {
        self.pointed.as_ref()
    }

    pub fn notation(&self) -> Notation {
        self.notation
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

    /// Whether nobody would miss the document: it is the example as it came, or a new one without incidents.
    pub fn is_untouched(&self) -> bool {
        match self.file {
            File::Example => !self.is_changed(),
            File::Untitled => !self.is_changed() && self.document().is_empty(),
            File::Path { .. } => false,
        }
    }

    /// Whether there are changes that no file holds.
    pub fn is_changed(&self) -> bool {
        self.document().revision() != self.saved
    }

    /// The state that the file holds.
    pub fn saved_state(&self) -> Revision {
        self.saved
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

    /// The same incidents with where they stand, for the map; `None` while the answers are of an earlier state.
    pub fn shown_rows(&self) -> Option<ShownRows<'_>> {
        let is_of_index = self.answers.to.revision == self.index.revision();
        is_of_index.then(|| self.index.shown_rows(self.answers.matches(), self.answers.to.window))
    }

    /// All days that any incident may have happened on.
    pub fn index_span(&self) -> Option<DaySpan> {
        self.index.span()
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

    pub fn sort(&self) -> &(SortKey, SortDirection) {
        &self.sort
    }

    pub fn selected(&self) -> Option<&IncidentId> {
        self.view.selected.as_ref().filter(|id| self.document().get(id).is_some())
    }

    pub fn selected_incident(&self) -> Option<Arc<Incident>> {
        self.view.selected.as_ref().and_then(|id| self.document().get(id))
    }

    /// Records chosen for a change of many.
    pub fn marked(&self) -> &BTreeSet<IncidentId> {
        &self.marked
    }

    /// Two records to be made one; the first is kept.
    pub fn merging(&self) -> Option<(Arc<Incident>, Arc<Incident>)> {
        let (kept, other) = self.merging.as_ref()?;
        Some((self.document().get(kept)?, self.document().get(other)?))
    }

    /// The text that an incident is being coded from.
    pub fn report_text(&self) -> &str {
        &self.report_text
    }

    /// The name that changes are signed with.
    pub fn author(&self) -> &str {
        &self.environment.author
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

    /// The size of the map pane in logical pixels, after each layout.
    pub fn set_map_size(&mut self, size: Point) {
        if size.x > 1.0 && size.y > 1.0 && size != self.map_size {
            self.map_size = size;
            // What is presented fills the screen that it has now.
            self.show_presented();
        }
    }

    /// The window's theme; the map wears the style that the user chose for it.
    pub fn set_theme(&mut self, window: Theme) {
        self.view.theme = self.map_style.theme(window);
    }

    pub fn map_style(&self) -> MapStyle {
        self.map_style
    }

    /// So many seconds have passed for the message bar.
    pub fn age_messages(&mut self, seconds: f32) {
        for message in &mut self.messages {
            message.age = Some(message.age.map_or(0.0, |age| age + seconds));
        }
        self.messages.retain(|message| message.seconds_left().is_none_or(|left| left > 0.0));
    }

    /// In how many seconds the next message goes away by itself; `None` where none does.
    pub fn seconds_to_next_message(&self) -> Option<f32> {
        self.messages.iter().filter_map(Message::seconds_left).min_by(f32::total_cmp)
    }

    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        const AT_ONCE: usize = 4;
        let text = shown_text(&text.into()).into_owned();
        self.messages.retain(|message| message.text != text);
        self.messages.push(Message::new(tone, text));
        if self.messages.len() > AT_ONCE {
            self.messages.remove(0);
        }
    }

    /// The same, with a button that does something about it.
    pub(super) fn say_with(&mut self, tone: Tone, text: impl Into<String>, way_out: WayOut) {
        self.say(tone, text);
        if let Some(message) = self.messages.last_mut() {
            message.way_out = Some(way_out);
        }
    }

    /// Brings all answers up to the present document, filter and window.
    pub(super) fn refresh(&mut self) {
        self.refresh_evidence();
        self.refresh_import();
        if self.index.revision() != self.document().revision() {
            self.index.follow(self.history.document());
            self.timeline.set_data_span(analysis::natural_axis(&self.index));
            let document = self.history.document();
            self.marked.retain(|id| document.get(id).is_some());
        }
        if let Mode::Place { id, .. } | Mode::Move { id, .. } = &self.mode
            && self.document().get(id).is_none()
        {
            self.mode = Mode::Browse;
        }
        self.hold_frontier_filter();
        self.refresh_comparison();
        let question = Question::of(self.document(), &self.view, &self.timeline, self.environment.today);
        if question != self.answers.to && !self.waits_for_words() {
            self.answers.follow(self.history.document(), &self.index, question, &self.sort);
        }
    }

    /// The index whose words are to be read beside the window, by [`Index::read_words`]; report back with
    /// [`Session::words_read`]. `None` where that is done, or done at once when somebody searches.
    pub fn unread_words(&self) -> Option<&Arc<Index>> {
        /// Incidents. The words of fewer are read within a frame.
        const MANY: usize = 2_000;
        Some(&self.index).filter(|index| index.len() > MANY && !index.has_words())
    }

    /// Whether a search waits until the words are read; until then the list stays as it is.
    pub fn waits_for_words(&self) -> bool {
        !self.view.filter.text.trim().is_empty() && self.unread_words().is_some()
    }

    /// The words are read: a search that waited is answered.
    pub fn words_read(&mut self) {
        self.refresh();
    }

    /// The index that is to be made ready for the order of the list, beside the window, by [`Index::rank`]; report
    /// back with [`Session::ranked`]. `None` where that is done, or done at once.
    pub fn unranked(&self) -> Option<(&Arc<Index>, &SortKey)> {
        let key = &self.sort.0;
        (!is_by_time(&self.sort) && !self.index.is_ranked(key)).then_some((&self.index, key))
    }

    /// The index is ready for an order: the list that waited for it is put in order.
    pub fn ranked(&mut self) {
        self.answers.sort(&self.index, &self.sort);
    }

    pub(super) fn recompute(&mut self) {
        self.answers = Answers::new(
            self.history.document(),
            &self.index,
            &self.view,
            &self.timeline,
            &self.sort,
            self.environment.today,
        );
    }
}
