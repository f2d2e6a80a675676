//! The table of all commands that menus, keys and the palette show.

use crate::analysis::notations::Notation;
use crate::carto::{Crowds, GridKind, LabelLanguage, Layer, MapStyle};
use crate::model::CalendarUnit;
use crate::store::ThemeChoice;

use super::{
    BoardCommand, Command, CompareCommand, Direction, EvidenceCommand, FrontierCommand, LayerCommand,
    MeasureCommand, NamesCommand, OverlayCommand, Pane, SHOTS_WITH_KEYS, Sheetlet, Start,
};

impl Command {
    /// All commands without a value of their own, for the palette and the shortcut sheet, under the
    /// headings they are shown under.
    #[expect(clippy::too_many_lines, reason = "one line a command: the table of all of them")]
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
                    Self::ToggleSheetlet(Sheetlet::Export),
                    Self::ExportPicture,
                    Self::CopyPicture,
                    Self::ToggleSheetlet(Sheetlet::Brief),
                    Self::ExportAgain,
                    Self::StopPicture,
                    Self::Evidence(EvidenceCommand::Pack),
                    Self::ToggleSheetlet(Sheetlet::Project),
                    Self::ToggleSheetlet(Sheetlet::Profiles),
                    Self::ToggleSheetlet(Sheetlet::Report),
                    Self::ToggleSheetlet(Sheetlet::Versions),
                    Self::ImportTable,
                    Self::Evidence(EvidenceCommand::AddPhotos),
                    Self::CompareWithDisk,
                    Self::CompareWithFile,
                    Self::SettleConflicts,
                    Self::ToggleSheetlet(Sheetlet::Differences),
                    Self::EndComparing,
                    Self::TakeOver,
                    Self::DiscardRecovered,
                    Self::Recover,
                    Self::OpenSetAside,
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
            ("Near the frontier", FrontierCommand::catalogue().into_iter().map(Self::Frontier).collect()),
            ("Offers from a text", (0..9).map(Self::TakeOffer).collect()),
            (
                "Check",
                vec![
                    Self::ToggleSheetlet(Sheetlet::Review),
                    Self::NextFinding,
                    Self::ToggleSheetlet(Sheetlet::Duplicates),
                    Self::MergeMarked,
                    Self::ToggleSheetlet(Sheetlet::Evidence),
                    Self::Evidence(EvidenceCommand::Verify),
                    Self::Evidence(EvidenceCommand::Attach),
                    Self::Evidence(EvidenceCommand::AttachText),
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
                    Self::ToggleSheetlet(Sheetlet::Storyboards),
                    Self::Board(BoardCommand::Play { board: 0, place: 0 }),
                    Self::ToggleSheetlet(Sheetlet::PlaceNames),
                    Self::Names(NamesCommand::Add),
                    Self::Names(NamesCommand::ReadAgain),
                    Self::Names(NamesCommand::Stop),
                    Self::Overlays(OverlayCommand::Add),
                    Self::Overlays(OverlayCommand::Stop),
                    Self::Overlays(OverlayCommand::PutBack),
                    Self::ZoomIn,
                    Self::ZoomOut,
                    Self::Pan(Direction::Left),
                    Self::Pan(Direction::Right),
                    Self::Pan(Direction::Up),
                    Self::Pan(Direction::Down),
                ],
            ),
            (
                "Views",
                Start::ALL
                    .map(Self::GoToStart)
                    .into_iter()
                    .chain((0..SHOTS_WITH_KEYS).map(Self::GoToShot))
                    .collect(),
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
                    Self::SetLanguage(LabelLanguage::Dari),
                    Self::SetMapStyle(MapStyle::AsWindow),
                    Self::SetMapStyle(MapStyle::Day),
                    Self::SetMapStyle(MapStyle::Night),
                    Self::SetMapStyle(MapStyle::Print),
                    Self::SetNotation(Notation::Decimal),
                    Self::SetNotation(Notation::Dms),
                    Self::SetNotation(Notation::Utm),
                    Self::SetNotation(Notation::Mgrs),
                    Self::SetNotation(Notation::PlusCode),
                    Self::ToggleOnline,
                    Self::ToggleSheetlet(Sheetlet::Sources),
                    Self::AddTileFile,
                    Self::ToggleSheetlet(Sheetlet::SaveArea),
                    Self::StopArea,
                    Self::ToggleSheetlet(Sheetlet::Requests),
                ],
            ),
            (
                "Map",
                Layer::ALL
                    .map(Self::SwitchLayer)
                    .into_iter()
                    .chain([Self::SwitchLegend, Self::SwitchInset])
                    .collect(),
            ),
            ("Compare", CompareCommand::LISTED.map(Self::Compare).to_vec()),
            (
                "Layers and measuring",
                [
                    Self::ToggleSheetlet(Sheetlet::Layers),
                    Self::Layers(LayerCommand::AsAtFirst),
                    Self::Layers(LayerCommand::RingsAroundSelected),
                    Self::Layers(LayerCommand::RingsByClick),
                ]
                .into_iter()
                .chain(GridKind::ALL.map(|kind| LayerCommand::SetGrid(Some(kind)).into()))
                .chain(Crowds::ALL.map(|crowds| LayerCommand::SetCrowds(crowds).into()))
                .chain(MeasureCommand::LISTED.map(Self::Measure))
                .collect(),
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
}
