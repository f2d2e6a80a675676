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
    carto::{Camera, LabelLanguage, Layer, MapStyle},
    edit::{Action, MergePart, Take},
    model::{CalendarUnit, DaySpan, Document, Extent, IncidentId, LonLat, Place, Revision},
    store::{
        Entry, Origin, Version,
        tiles::{AreaPlan, TileSource},
    },
};

use crate::store::ThemeChoice;

use super::{
    BoardCommand, BriefCommand, Check, CompareCommand, EvidenceCommand, EvidenceEffect, FrontierCommand,
    FrontierEffect, LayerCommand, MeasureCommand, Message, NamesCommand, NamesEffect, OverlayCommand,
    OverlayEffect, PublicationCommand, Start, TagChange, VersionUse,
};

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

/// Small windows over the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheetlet {
    Shortcuts,
    Palette,
    About,
    Picture,
    /// The brief: its layout, preview and files.
    Brief,
    /// Incidents as a file for other programs.
    Export,
    /// What may leave, for whom.
    Profiles,
    /// Kept views in an order, with their words.
    Storyboards,
    History,
    /// What the last opened file held and what could not be read.
    Report,
    /// Earlier versions of the file.
    Versions,
    /// What another state of the document has otherwise.
    Differences,
    /// What a table would bring.
    Import,
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
    /// All copies that the document has, and how they are.
    Evidence,
    /// The text of a page, to be kept as a copy.
    AttachText,
    /// Maps from elsewhere.
    Sources,
    /// Every request that left.
    Requests,
    /// An area of a map from elsewhere, to be saved.
    SaveArea,
    /// The layers of the map, and grid, bands and rings over it.
    Layers,
    /// Lists of place names.
    PlaceNames,
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
    /// The picture window's last choices once more, without asking.
    ExportAgain,
    StopPicture,
    Quit,
    /// Looks for earlier versions of documents that were kept.
    ListVersions,
    /// Make the file ours, whoever has it.
    TakeOver,
    /// Show what somebody else changed in the document's own file.
    CompareWithDisk,
    /// Asks for a table whose incidents are to be added.
    ImportTable,
    ImportFrom(PathBuf),
    Imports(super::ImportCommand),
    /// Adds the incidents of the table that was read.
    TakeImported,
    /// Asks for another file to compare the document with.
    CompareWithFile,
    CompareWith(PathBuf),
    /// Shows what waits to be chosen since a merge.
    SettleConflicts,
    /// Takes the chosen and strikes them and the refused off the list of what waits.
    Settle {
        chosen: BTreeSet<usize>,
        refused: BTreeSet<usize>,
    },
    /// Takes the marks of a comparison off the map.
    EndComparing,
    /// Take these of the differences being shown, by their place in the list, as one step.
    TakeDifferences(BTreeSet<usize>),
    /// Shows a copy of a version, brings it back, or counts what differs.
    UseVersion(Version, VersionUse),
    /// The answer to the question about unsaved changes.
    Unsaved(Close),

    // Edit
    Undo,
    Redo,
    /// Back to what the file holds, after a crash; undoable.
    DiscardRecovered,
    /// Goes on with changes that a crash left in another document than the present one.
    Recover,
    /// Opens recovered work once more that was moved aside because it had ended the program.
    OpenSetAside,
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
    SwitchLayer(Layer),
    SwitchLegend,
    SwitchInset,
    Compare(CompareCommand),
    SetLanguage(LabelLanguage),
    SetMapStyle(MapStyle),
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
    GoToShotNamed(String),
    OverwriteShot(usize),
    RenameShot {
        place: usize,
        name: String,
    },
    MoveShot {
        from: usize,
        to: usize,
    },
    RemoveShot(usize),
    /// Shows a part of the frontier that every document offers.
    GoToStart(Start),

    // Maps from elsewhere
    /// All off, or the last one on again.
    ToggleOnline,
    /// Shows the tiles of the source of this id, or of none.
    ShowSource(Option<String>),
    /// Adds a source, or changes the one of its id.
    SetSource(Box<TileSource>),
    /// Asks for a file of tiles to become a source.
    AddTileFile,
    RemoveSource(String),
    PutBackSource,
    /// Asks the server whose address stands where a template would for what it offers.
    ReadLayers(Box<TileSource>),
    /// Asks for one tile.
    TestSource(String),
    /// Takes the kept tiles of a source from the disk.
    WipeTiles(String),
    CopyRequests,
    /// Saves an area for use offline; the file is asked for.
    SaveArea(Box<AreaPlan>),
    SaveAreaTo(PathBuf),
    /// Asks for a few tiles of an area, to know what they weigh.
    SampleArea(Box<AreaPlan>),
    StopArea,
    /// Goes on with an unfinished area, by its place in the list.
    GoOnWithArea(usize),
    /// Throws away what was gathered for an unfinished area.
    DropArea(usize),

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

    Evidence(EvidenceCommand),
    Layers(LayerCommand),
    Measure(MeasureCommand),
    Frontier(FrontierCommand),
    Names(NamesCommand),
    Brief(BriefCommand),
    Publication(PublicationCommand),
    Board(BoardCommand),
    Overlays(OverlayCommand),

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
    /// Look for kept versions; report back with [`super::Session::versions_listed`].
    ListVersions,
    /// Make the lock beside the file ours; report back with [`super::Session::lock_news`].
    TakeOver,
    ImportDialog,
    /// Read and map a file of others; report back with [`super::Session::import_news`].
    Imports(Box<super::ImportEffect>),
    CompareDialog,
    /// What is being compared is not wanted any more.
    StopComparing,
    /// Read this file; report back with [`super::Session::compared`].
    ReadToCompare(PathBuf),
    /// Read a kept version; report back by what is wanted of it.
    ReadVersion {
        version: Version,
        wanted: VersionUse,
        present: Document,
    },
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
    ExportAgain,
    StopPicture,
    AskAboutUnsaved,
    FullScreen,
    /// A storyboard fills the screen from now on, or no more.
    Present(bool),
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
    /// Go on with the work that waits; by [`super::Session::recover`].
    Recover,
    /// Look once more at the work that was moved aside.
    BringBack,
    RememberLanguage(LabelLanguage),
    RememberMapStyle(MapStyle),
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
    Evidence(EvidenceEffect),
    Names(NamesEffect),
    Frontier(FrontierEffect),
    Overlays(OverlayEffect),
    /// Show the tiles of this source, or of none.
    UseSource(Option<Box<TileSource>>),
    TileFileDialog,
    /// Ask where an area is to be saved; answered with [`Command::SaveAreaTo`].
    AreaDialog {
        suggested: String,
    },
    /// Save an area, or go on with it; report back with [`super::Session::note_area`].
    SaveArea(Box<(AreaPlan, TileSource)>),
    StopArea,
    DropArea(Box<AreaPlan>),
    /// Ask for a few tiles; report back with [`super::Session::note_sample`].
    SampleArea(Box<(AreaPlan, TileSource)>),
    /// Write down which areas are not finished.
    RememberAreas,
    /// Write the list of sources down.
    RememberSources,
    /// Ask a server what it offers; report back with [`super::Session::note_offered`].
    ReadLayers(Box<TileSource>),
    /// Ask for one tile; report back with [`super::Session::note_test`].
    TestSource(Box<TileSource>),
    /// Take a source's kept tiles from the disk; report back with [`super::Session::note_cache`].
    WipeTiles(Box<TileSource>),
    /// Count the kept tiles; report back likewise.
    MeasureTiles(Vec<TileSource>),
}
