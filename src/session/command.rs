//! Commands: all that a person can ask for, each with its label, its key, and a refusal that says why.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{
    analysis::{
        Facet, SortKey, Window,
        columns::Column,
        notations::Notation,
        review::{Finding, Rule},
    },
    carto::{Camera, LabelLanguage},
    edit::{Action, MergePart, Take},
    model::{CalendarUnit, DaySpan, Document, Extent, IncidentId, LonLat, Place, Revision},
    store::{Entry, Origin},
};

use crate::store::ThemeChoice;

use super::{Check, Message, TagChange};

/// Four ways to move the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Left,
    Right,
    Up,
    Down,
}

/// Panes that can be shown and hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Pane {
    List,
    Editor,
    Timeline,
    /// All records as a table, in the place of the map.
    Table,
}

/// Parts of the map that can be switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LayerSwitch {
    Relief,
    Rivers,
    Provinces,
    Districts,
    Places,
    Airfields,
    Precision,
    Legend,
}

impl LayerSwitch {
    pub const ALL: [Self; 8] = [
        Self::Relief,
        Self::Rivers,
        Self::Provinces,
        Self::Districts,
        Self::Places,
        Self::Airfields,
        Self::Precision,
        Self::Legend,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Relief => "Relief",
            Self::Rivers => "Rivers and lakes",
            Self::Provinces => "Provinces",
            Self::Districts => "Districts",
            Self::Places => "Places",
            Self::Airfields => "Airfields",
            Self::Precision => "Precision areas",
            Self::Legend => "Legend",
        }
    }
}

/// Small windows over the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheetlet {
    Shortcuts,
    Palette,
    About,
    Picture,
    History,
    /// What the last opened file held and what could not be read.
    Report,
    Project,
    /// What the validator queries.
    Review,
    /// Pairs of records that may be one incident.
    Duplicates,
    /// Two records beside each other, to be made one.
    Merge,
    /// All actors of the document.
    Actors,
    /// Fields of the project's own.
    OwnFields,
    Replace,
    Shots,
    /// The name that changes are signed with.
    Author,
}

/// Fields that a command brings the keyboard to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    WindowStart,
    Search,
    Title,
    Map,
    /// The box for the text of a report, in the editor.
    ReportText,
}

/// What to do with unsaved changes before they would be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    Save,
    Discard,
    Stay,
}

/// What a person asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    // File
    New,
    Open,
    OpenPath(PathBuf),
    OpenExample,
    Save,
    SaveAs,
    ExportPicture,
    CopyPicture,
    Quit,
    /// The answer to the question about unsaved changes.
    Unsaved(Close),

    // Edit
    Undo,
    Redo,
    /// Back to what the file holds, after a crash; undoable.
    DiscardRecovered,
    NewIncident,
    NewIncidentAt(LonLat),
    Duplicate,
    Delete,
    Perform(Action),
    /// The work on the selected record is done: one status further, and on to the next.
    Accept,
    /// Code from a text: the text is pasted, what is found in it offered.
    PasteReport,
    PasteText(String),
    SetReportText(String),
    /// Takes the offer with this number, counted from 0.
    TakeOffer(usize),
    DropOffer(usize),
    /// Shows two records to be merged; the first is kept.
    CompareForMerge(IncidentId, IncidentId),
    Merge(BTreeMap<MergePart, Take>),
    /// Keeps the other of the two records to be merged.
    SwapMerge,
    /// Compares the two marked records.
    MergeMarked,
    /// Says of two records that they are different incidents.
    NotTheSame(IncidentId, IncidentId),
    RenameActor {
        old: String,
        new: String,
    },
    /// Several actors become one.
    MergeActors {
        names: BTreeSet<String>,
        into: String,
    },
    /// Does the certain remedy of a finding.
    FixFinding(Box<Finding>),
    FixAllCertain,
    /// Lets a finding stand, and says why.
    LetBe {
        incident: IncidentId,
        rule: Rule,
        reason: String,
    },
    QueryAgain(IncidentId, Rule),
    /// Works out an answer that takes long.
    Ask(Check),
    /// The name that changes are signed with.
    SetAuthor(String),
    EditSelected,
    /// Select and edit, as a double click asks.
    Edit(IncidentId),
    MoveIncident,
    PlaceByClick,
    /// The pointer shows where the point would go.
    PreviewPlace(Option<LonLat>),
    CommitPlace(LonLat),
    /// Moves the selected incident to this point, or gives it its first.
    MoveHere(LonLat),
    Escape,

    // Selection
    Select(Option<IncidentId>),
    SelectNext,
    SelectPrevious,
    SelectFirst,
    SelectLast,
    /// Selects a record and shows it on the map.
    Visit(IncidentId),
    Hover(Option<IncidentId>),
    /// Marks a record for a change of many, or takes the mark away.
    Mark(IncidentId),
    /// Marks all records of the list between the last mark and this one.
    MarkTo(IncidentId),
    MarkAll,
    ClearMarks,
    /// Gives all marked records what this text means in this column, in one step.
    SetForMarked {
        column: Column,
        text: String,
    },
    TagMarked {
        tag: String,
        change: TagChange,
    },
    /// The next record with something to query.
    NextFinding,
    OpenStack(Option<IncidentId>),

    // Map
    SetCamera(Camera),
    /// The end of a gesture: remembered for "previous view".
    KeepCamera,
    Pan(Direction),
    ZoomIn,
    ZoomOut,
    ZoomTo(Extent),
    WholeFrontier,
    ZoomToSelection,
    ZoomToShown,
    PreviousView,
    NextView,
    Switch(LayerSwitch),
    SetLanguage(LabelLanguage),
    SetTheme(ThemeChoice),
    /// How the coordinates under the pointer are written.
    SetNotation(Notation),
    CopyCoordinates(LonLat),
    CopyText(String),
    /// Shows a place with room around it.
    GoToPlace {
        position: LonLat,
        name: String,
    },
    /// Gives the selected record this point and what is known of the place.
    UsePlace(Box<Place>),
    AddShot(String),
    GoToShot(usize),
    RemoveShot(usize),

    // Time
    SetWindow(Window),
    SetAxis(Option<DaySpan>),
    SetUnit(CalendarUnit),
    StepBack,
    StepForward,
    ShrinkWindow,
    GrowWindow,
    WholeRange,
    TypeDates,
    PlayPause,
    SetSpeed(f32),
    ToggleLoop,
    ToggleCumulative,

    // Filter and list
    SetSearch(String),
    FindText,
    ToggleFacet(Facet, String),
    ClearFacet(Facet),
    ClearFilters,
    /// Only what is to be coded.
    ShowQueue,
    SortBy(SortKey),

    // Window
    TogglePane(Pane),
    HidePanes,
    FullScreen,
    ToggleSheetlet(Sheetlet),
    DismissMessage(usize),
    Say(Message),
}

/// What the shell must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    OpenDialog,
    SaveDialog {
        suggested: String,
    },
    Read(PathBuf),
    /// Write this state to that file; report back with [`super::Session::saved`] or [`super::Session::save_failed`].
    Write {
        path: PathBuf,
        document: Arc<Document>,
        revision: Revision,
        overwrite_changed: bool,
    },
    Focus(Field),
    Show(Sheetlet),
    Hide(Sheetlet),
    CopyText(String),
    CopyPicture,
    AskAboutUnsaved,
    FullScreen,
    Quit,
    RememberFile(PathBuf),
    /// Make this change safe from a crash: the document lives at `origin` and began as `base`.
    Record {
        origin: Origin,
        base: Document,
        entry: Box<Entry>,
    },
    /// The state before the last `later` changes is in a file now.
    RecordSaved {
        origin: Origin,
        later: usize,
    },
    /// Everything is saved or given up: nothing is to be recovered.
    EndRecord,
    RememberLanguage(LabelLanguage),
    RememberNotation(Notation),
    RememberAuthor(String),
    /// Work this out beside the window; report back with [`super::Session::checked`].
    Check {
        check: Check,
        document: Document,
        today: jiff::civil::Date,
    },
    /// Put the text of the clipboard into the box for reports.
    PasteReport,
    SetTheme(ThemeChoice),
    TogglePane(Pane),
    HidePanes,
}

impl Command {
    /// All commands without a value of their own, for the palette and the shortcut sheet, under the
    /// headings they are shown under.
    pub fn catalogue() -> Vec<(&'static str, Vec<Self>)> {
        vec![
            (
                "File",
                vec![
                    Self::New,
                    Self::Open,
                    Self::OpenExample,
                    Self::Save,
                    Self::SaveAs,
                    Self::ExportPicture,
                    Self::CopyPicture,
                    Self::ToggleSheetlet(Sheetlet::Project),
                    Self::ToggleSheetlet(Sheetlet::Report),
                    Self::DiscardRecovered,
                    Self::Quit,
                ],
            ),
            (
                "Edit",
                vec![
                    Self::Undo,
                    Self::Redo,
                    Self::ToggleSheetlet(Sheetlet::History),
                    Self::NewIncident,
                    Self::PasteReport,
                    Self::EditSelected,
                    Self::Accept,
                    Self::Duplicate,
                    Self::Delete,
                    Self::PlaceByClick,
                    Self::MoveIncident,
                    Self::MarkAll,
                    Self::ClearMarks,
                    Self::ToggleSheetlet(Sheetlet::Replace),
                    Self::ToggleSheetlet(Sheetlet::Actors),
                    Self::ToggleSheetlet(Sheetlet::OwnFields),
                    Self::ToggleSheetlet(Sheetlet::Author),
                    Self::FindText,
                    Self::ClearFilters,
                    Self::ShowQueue,
                    Self::Escape,
                ],
            ),
            ("Offers from a text", (0..9).map(Self::TakeOffer).collect()),
            (
                "Check",
                vec![
                    Self::ToggleSheetlet(Sheetlet::Review),
                    Self::NextFinding,
                    Self::ToggleSheetlet(Sheetlet::Duplicates),
                    Self::MergeMarked,
                ],
            ),
            (
                "Go",
                vec![
                    Self::SelectNext,
                    Self::SelectPrevious,
                    Self::SelectFirst,
                    Self::SelectLast,
                    Self::ZoomToSelection,
                    Self::ZoomToShown,
                    Self::WholeFrontier,
                    Self::PreviousView,
                    Self::NextView,
                    Self::ToggleSheetlet(Sheetlet::Shots),
                    Self::ZoomIn,
                    Self::ZoomOut,
                    Self::Pan(Direction::Left),
                    Self::Pan(Direction::Right),
                    Self::Pan(Direction::Up),
                    Self::Pan(Direction::Down),
                ],
            ),
            (
                "Time",
                vec![
                    Self::TypeDates,
                    Self::PlayPause,
                    Self::StepBack,
                    Self::StepForward,
                    Self::ShrinkWindow,
                    Self::GrowWindow,
                    Self::WholeRange,
                    Self::SetUnit(CalendarUnit::Day),
                    Self::SetUnit(CalendarUnit::Week),
                    Self::SetUnit(CalendarUnit::Month),
                    Self::SetUnit(CalendarUnit::Year),
                    Self::ToggleCumulative,
                    Self::ToggleLoop,
                ],
            ),
            (
                "View",
                vec![
                    Self::TogglePane(Pane::List),
                    Self::TogglePane(Pane::Editor),
                    Self::TogglePane(Pane::Timeline),
                    Self::TogglePane(Pane::Table),
                    Self::HidePanes,
                    Self::FullScreen,
                    Self::SetTheme(ThemeChoice::System),
                    Self::SetTheme(ThemeChoice::Light),
                    Self::SetTheme(ThemeChoice::Dark),
                    Self::SetLanguage(LabelLanguage::English),
                    Self::SetLanguage(LabelLanguage::Tajik),
                    Self::SetLanguage(LabelLanguage::Russian),
                    Self::SetNotation(Notation::Decimal),
                    Self::SetNotation(Notation::Dms),
                    Self::SetNotation(Notation::Utm),
                    Self::SetNotation(Notation::Mgrs),
                    Self::SetNotation(Notation::PlusCode),
                    Self::Switch(LayerSwitch::Relief),
                    Self::Switch(LayerSwitch::Rivers),
                    Self::Switch(LayerSwitch::Provinces),
                    Self::Switch(LayerSwitch::Districts),
                    Self::Switch(LayerSwitch::Places),
                    Self::Switch(LayerSwitch::Airfields),
                    Self::Switch(LayerSwitch::Precision),
                    Self::Switch(LayerSwitch::Legend),
                ],
            ),
            (
                "Help",
                vec![
                    Self::ToggleSheetlet(Sheetlet::Palette),
                    Self::ToggleSheetlet(Sheetlet::Shortcuts),
                    Self::ToggleSheetlet(Sheetlet::About),
                ],
            ),
        ]
    }

    /// The words in menus and the palette.
    pub fn label(&self) -> String {
        let fixed = match self {
            Self::New => "New document",
            Self::Open => "Open…",
            Self::OpenPath(path) => return format!("Open {}", path.display()),
            Self::OpenExample => "Open the example",
            Self::Save => "Save",
            Self::SaveAs => "Save as…",
            Self::ExportPicture | Self::ToggleSheetlet(Sheetlet::Picture) => "Export picture…",
            Self::CopyPicture => "Copy picture",
            Self::Quit => "Quit",
            Self::Unsaved(_) => "Unsaved changes",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::DiscardRecovered => "Discard recovered changes",
            Self::NewIncident | Self::NewIncidentAt(_) => "New incident",
            Self::Duplicate => "Duplicate incident",
            Self::Delete => "Delete incident",
            Self::Perform(_) => "Change",
            Self::Accept => "Accept and go to the next",
            Self::PasteReport | Self::PasteText(_) => "Code from a pasted text",
            Self::SetReportText(_) => "Text of a report",
            Self::TakeOffer(number) => return format!("Take offer {}", number + 1),
            Self::DropOffer(_) => "Drop the offer",
            Self::CompareForMerge(..) => "Compare two records…",
            Self::Merge(_) => "Merge",
            Self::NotTheSame(..) => "Not the same incident",
            Self::SwapMerge => "Keep the other record",
            Self::MergeMarked => "Merge the two marked records…",
            Self::RenameActor { .. } => "Rename the actor",
            Self::MergeActors { .. } => "Merge the actors",
            Self::FixFinding(_) => "Mend",
            Self::FixAllCertain => "Mend all that are certain",
            Self::LetBe { .. } => "Let be",
            Self::QueryAgain(..) => "Query again",
            Self::Ask(_) => "Check",
            Self::Visit(_) => "Go to the record",
            Self::SetAuthor(_) | Self::ToggleSheetlet(Sheetlet::Author) => "Your name…",
            Self::Mark(_) | Self::MarkTo(_) => "Mark",
            Self::MarkAll => "Mark all in the list",
            Self::ClearMarks => "Clear the marks",
            Self::SetForMarked { .. } => "Set for all marked",
            Self::TagMarked { change: TagChange::Add, .. } => "Add a tag to all marked",
            Self::TagMarked { change: TagChange::Remove, .. } => "Remove a tag from all marked",
            Self::NextFinding => "Next thing to check",
            Self::GoToPlace { name, .. } => return format!("Go to {name}"),
            Self::UsePlace(_) => "Use this place",
            Self::AddShot(_) => "Keep this view",
            Self::GoToShot(_) => "Go to the kept view",
            Self::RemoveShot(_) => "Remove the kept view",
            Self::ShowQueue => "Show only what is to do",
            Self::EditSelected | Self::Edit(_) => "Edit incident",
            Self::MoveIncident => "Move incident on the map",
            Self::PlaceByClick => "Place incident by a click",
            Self::PreviewPlace(_) | Self::CommitPlace(_) => "Place here",
            Self::Escape => "Cancel, close, clear selection",
            Self::Select(_) => "Select",
            Self::SelectNext => "Next incident",
            Self::SelectPrevious => "Previous incident",
            Self::SelectFirst => "First incident",
            Self::SelectLast => "Last incident",
            Self::Hover(_) => "Point at",
            Self::OpenStack(_) => "Open stack",
            Self::SetCamera(_) | Self::KeepCamera => "Move the map",
            Self::Pan(Direction::Left) => "Pan left",
            Self::Pan(Direction::Right) => "Pan right",
            Self::Pan(Direction::Up) => "Pan up",
            Self::Pan(Direction::Down) => "Pan down",
            Self::ZoomIn => "Zoom in",
            Self::ZoomOut => "Zoom out",
            Self::ZoomTo(_) => "Zoom to the box",
            Self::WholeFrontier => "Whole frontier",
            Self::ZoomToSelection => "Zoom to the selected incident",
            Self::ZoomToShown => "Zoom to all shown",
            Self::PreviousView => "Previous view",
            Self::NextView => "Next view",
            Self::Switch(layer) => return format!("Show {}", layer.label().to_lowercase()),
            Self::SetLanguage(LabelLanguage::English) => "Names in English",
            Self::SetLanguage(LabelLanguage::Tajik) => "Names in Tajik",
            Self::SetLanguage(LabelLanguage::Russian) => "Names in Russian",
            Self::SetTheme(ThemeChoice::System) => "Theme of the system",
            Self::SetTheme(ThemeChoice::Light) => "Light theme",
            Self::SetTheme(ThemeChoice::Dark) => "Dark theme",
            Self::SetNotation(notation) => return format!("Coordinates as {}", notation.label()),
            Self::MoveHere(_) => "Move the selected incident here",
            Self::CopyCoordinates(_) => "Copy coordinates",
            Self::CopyText(_) => "Copy",
            Self::SetWindow(_) => "Set the time window",
            Self::SetAxis(_) => "Zoom the time axis",
            Self::SetUnit(CalendarUnit::Day) => "Step by day",
            Self::SetUnit(CalendarUnit::Week) => "Step by week",
            Self::SetUnit(CalendarUnit::Month) => "Step by month",
            Self::SetUnit(CalendarUnit::Year) => "Step by year",
            Self::StepBack => "Step the window back",
            Self::StepForward => "Step the window forward",
            Self::ShrinkWindow => "Shrink the window",
            Self::GrowWindow => "Grow the window",
            Self::WholeRange => "All dates",
            Self::TypeDates => "Type the dates of the window",
            Self::PlayPause => "Play or pause",
            Self::SetSpeed(_) => "Speed",
            Self::ToggleLoop => "Loop",
            Self::ToggleCumulative => "Cumulative",
            Self::SetSearch(_) => "Search",
            Self::FindText => "Search incidents",
            Self::ToggleFacet(..) => "Choose",
            Self::ClearFacet(_) => "Clear this filter",
            Self::ClearFilters => "Clear filters and window",
            Self::SortBy(_) => "Sort",
            Self::TogglePane(Pane::List) => "Show the list",
            Self::TogglePane(Pane::Editor) => "Show the editor",
            Self::TogglePane(Pane::Timeline) => "Show the timeline",
            Self::TogglePane(Pane::Table) => "Table of all records",
            Self::HidePanes => "Hide all panes",
            Self::FullScreen => "Full screen",
            Self::ToggleSheetlet(Sheetlet::Shortcuts) => "Keys",
            Self::ToggleSheetlet(Sheetlet::Palette) => "Find places, incidents, commands…",
            Self::ToggleSheetlet(Sheetlet::About) => "About Marz",
            Self::ToggleSheetlet(Sheetlet::History) => "History of changes…",
            Self::ToggleSheetlet(Sheetlet::Report) => "What was read…",
            Self::ToggleSheetlet(Sheetlet::Project) => "Title and credits…",
            Self::ToggleSheetlet(Sheetlet::Review) => "Things to check…",
            Self::ToggleSheetlet(Sheetlet::Duplicates) => "Possible duplicates…",
            Self::ToggleSheetlet(Sheetlet::Merge) => "Merge two records…",
            Self::ToggleSheetlet(Sheetlet::Actors) => "Actors…",
            Self::ToggleSheetlet(Sheetlet::OwnFields) => "Fields of your own…",
            Self::ToggleSheetlet(Sheetlet::Replace) => "Find and replace…",
            Self::ToggleSheetlet(Sheetlet::Shots) => "Kept views…",
            Self::DismissMessage(_) => "Close the message",
            Self::Say(_) => "",
        };
        fixed.to_owned()
    }
}
