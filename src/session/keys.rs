//! The key of each command.

use crate::carto::Layer;
use crate::model::CalendarUnit;

use super::{
    BoardCommand, Command, CompareCommand, Direction, EvidenceCommand, Key, Pane, Sheetlet, Shortcut,
};

impl Command {
    /// The first of these is shown in menus.
    #[expect(clippy::too_many_lines, reason = "one arm a command: the table of all keys")]
    pub fn shortcuts(&self) -> &'static [Shortcut] {
        use Key::{
            Comma, Delete, Digit, Down, End, Enter, Escape, Home, Left, Letter, Period, Question, Right,
            Space, Up,
        };
        const fn slice<const N: usize>(keys: &'static [Shortcut; N]) -> &'static [Shortcut] {
            keys
        }
        match self {
            Self::New => slice(&const { [Shortcut::ctrl(Letter('n'))] }),
            Self::Open => slice(&const { [Shortcut::ctrl(Letter('o'))] }),
            Self::Save => slice(&const { [Shortcut::ctrl(Letter('s'))] }),
            Self::SaveAs => slice(&const { [Shortcut::ctrl_shift(Letter('s'))] }),
            Self::ExportPicture => slice(&const { [Shortcut::ctrl(Letter('e'))] }),
            Self::CopyPicture => slice(&const { [Shortcut::ctrl_shift(Letter('c'))] }),
            Self::ExportAgain => slice(&const { [Shortcut::ctrl_shift(Letter('e'))] }),
            Self::CompareWithFile => slice(&const { [Shortcut::ctrl_shift(Letter('d'))] }),
            Self::Quit => slice(&const { [Shortcut::ctrl(Letter('q'))] }),
            Self::Undo => slice(&const { [Shortcut::ctrl(Letter('z'))] }),
            Self::Redo => slice(&const { [Shortcut::ctrl_shift(Letter('z')), Shortcut::ctrl(Letter('y'))] }),
            Self::NewIncident => slice(&const { [Shortcut::ctrl(Letter('i'))] }),
            Self::EditSelected => slice(&const { [Shortcut::plain(Enter), Shortcut::plain(Key::F2)] }),
            Self::Accept => slice(&const { [Shortcut::ctrl(Enter)] }),
            Self::PasteReport => slice(&const { [Shortcut::ctrl(Letter('v'))] }),
            Self::TakeOffer(0) => slice(&const { [Shortcut::alt(Digit(1))] }),
            Self::TakeOffer(1) => slice(&const { [Shortcut::alt(Digit(2))] }),
            Self::TakeOffer(2) => slice(&const { [Shortcut::alt(Digit(3))] }),
            Self::TakeOffer(3) => slice(&const { [Shortcut::alt(Digit(4))] }),
            Self::TakeOffer(4) => slice(&const { [Shortcut::alt(Digit(5))] }),
            Self::TakeOffer(5) => slice(&const { [Shortcut::alt(Digit(6))] }),
            Self::TakeOffer(6) => slice(&const { [Shortcut::alt(Digit(7))] }),
            Self::TakeOffer(7) => slice(&const { [Shortcut::alt(Digit(8))] }),
            Self::TakeOffer(8) => slice(&const { [Shortcut::alt(Digit(9))] }),
            Self::MarkAll => slice(&const { [Shortcut::ctrl(Letter('a'))] }),
            Self::NextFinding => slice(&const { [Shortcut::plain(Key::F8)] }),
            Self::ShowQueue => slice(&const { [Shortcut::plain(Letter('q'))] }),
            Self::ToggleSheetlet(Sheetlet::Review) => slice(&const { [Shortcut::shift(Letter('v'))] }),
            Self::ToggleSheetlet(Sheetlet::Duplicates) => slice(&const { [Shortcut::shift(Letter('d'))] }),
            Self::ToggleSheetlet(Sheetlet::Replace) => slice(&const { [Shortcut::ctrl_shift(Letter('f'))] }),
            Self::ToggleSheetlet(Sheetlet::Actors) => slice(&const { [Shortcut::shift(Letter('a'))] }),
            Self::ToggleSheetlet(Sheetlet::Brief) => slice(&const { [Shortcut::ctrl_shift(Letter('b'))] }),
            Self::ToggleSheetlet(Sheetlet::Export) => slice(&const { [Shortcut::ctrl_shift(Letter('w'))] }),
            Self::ToggleSheetlet(Sheetlet::Storyboards) => slice(&const { [Shortcut::shift(Letter('b'))] }),
            Self::Board(BoardCommand::Play { board: 0, place: 0 }) => {
                slice(&const { [Shortcut::plain(Key::F5)] })
            }
            Self::ToggleSheetlet(Sheetlet::Shots) => slice(&const { [Shortcut::ctrl(Letter('b'))] }),
            Self::GoToShot(0) => slice(&const { [Shortcut::shift(Digit(1))] }),
            Self::GoToShot(1) => slice(&const { [Shortcut::shift(Digit(2))] }),
            Self::GoToShot(2) => slice(&const { [Shortcut::shift(Digit(3))] }),
            Self::GoToShot(3) => slice(&const { [Shortcut::shift(Digit(4))] }),
            Self::GoToShot(4) => slice(&const { [Shortcut::shift(Digit(5))] }),
            Self::GoToShot(5) => slice(&const { [Shortcut::shift(Digit(6))] }),
            Self::GoToShot(6) => slice(&const { [Shortcut::shift(Digit(7))] }),
            Self::GoToShot(7) => slice(&const { [Shortcut::shift(Digit(8))] }),
            Self::GoToShot(8) => slice(&const { [Shortcut::shift(Digit(9))] }),
            Self::ToggleOnline => slice(&const { [Shortcut::shift(Letter('o'))] }),
            Self::ToggleSheetlet(Sheetlet::Sources) => slice(&const { [Shortcut::ctrl_shift(Letter('o'))] }),
            Self::ToggleSheetlet(Sheetlet::PlaceNames) => {
                slice(&const { [Shortcut::ctrl_shift(Letter('n'))] })
            }
            Self::TogglePane(Pane::Table) => slice(&const { [Shortcut::ctrl(Digit(4))] }),
            Self::Duplicate => slice(&const { [Shortcut::ctrl(Letter('d'))] }),
            Self::Delete => slice(&const { [Shortcut::plain(Delete)] }),
            Self::MoveIncident => slice(&const { [Shortcut::plain(Letter('m'))] }),
            Self::PlaceByClick => slice(&const { [Shortcut::plain(Letter('p'))] }),
            Self::Escape => slice(&const { [Shortcut::plain(Escape)] }),
            Self::SelectNext => slice(
                &const { [Shortcut::plain(Letter('j')), Shortcut::plain(Down), Shortcut::plain(Right)] },
            ),
            Self::SelectPrevious => {
                slice(&const { [Shortcut::plain(Letter('k')), Shortcut::plain(Up), Shortcut::plain(Left)] })
            }
            Self::SelectFirst => slice(&const { [Shortcut::plain(Home)] }),
            Self::SelectLast => slice(&const { [Shortcut::plain(End)] }),
            Self::Pan(Direction::Left) => slice(&const { [Shortcut::shift(Left)] }),
            Self::Pan(Direction::Right) => slice(&const { [Shortcut::shift(Right)] }),
            Self::Pan(Direction::Up) => slice(&const { [Shortcut::shift(Up)] }),
            Self::Pan(Direction::Down) => slice(&const { [Shortcut::shift(Down)] }),
            Self::ZoomIn => slice(&const { [Shortcut::plain(Key::Plus), Shortcut::plain(Key::PageUp)] }),
            Self::ZoomOut => slice(&const { [Shortcut::plain(Key::Minus), Shortcut::plain(Key::PageDown)] }),
            Self::WholeFrontier => slice(&const { [Shortcut::plain(Letter('b'))] }),
            Self::ZoomToSelection => slice(&const { [Shortcut::plain(Letter('z'))] }),
            Self::ZoomToShown => slice(&const { [Shortcut::shift(Letter('z'))] }),
            Self::PreviousView => slice(&const { [Shortcut::alt(Left)] }),
            Self::NextView => slice(&const { [Shortcut::alt(Right)] }),
            Self::SetUnit(CalendarUnit::Day) => slice(&const { [Shortcut::plain(Digit(1))] }),
            Self::SetUnit(CalendarUnit::Week) => slice(&const { [Shortcut::plain(Digit(2))] }),
            Self::SetUnit(CalendarUnit::Month) => slice(&const { [Shortcut::plain(Digit(3))] }),
            Self::SetUnit(CalendarUnit::Year) => slice(&const { [Shortcut::plain(Digit(4))] }),
            Self::StepBack => slice(&const { [Shortcut::plain(Comma)] }),
            Self::StepForward => slice(&const { [Shortcut::plain(Period)] }),
            Self::ShrinkWindow => slice(&const { [Shortcut::shift(Comma)] }),
            Self::GrowWindow => slice(&const { [Shortcut::shift(Period)] }),
            Self::WholeRange => slice(&const { [Shortcut::plain(Digit(0))] }),
            Self::TypeDates => slice(&const { [Shortcut::plain(Letter('t'))] }),
            Self::PlayPause => slice(&const { [Shortcut::plain(Space)] }),
            Self::ToggleCumulative => slice(&const { [Shortcut::plain(Letter('c'))] }),
            Self::ToggleLoop => slice(&const { [Shortcut::plain(Letter('l'))] }),
            Self::FindText => slice(&const { [Shortcut::ctrl(Letter('f'))] }),
            Self::ClearFilters => slice(&const { [Shortcut::ctrl_shift(Letter('x'))] }),
            Self::HidePanes => slice(&const { [Shortcut::plain(Letter('h'))] }),
            Self::FullScreen => slice(&const { [Shortcut::plain(Key::F11)] }),
            Self::Compare(CompareCommand::Toggle) => slice(&const { [Shortcut::plain(Letter('v'))] }),
            Self::Compare(CompareCommand::ActivateOther) => slice(&const { [Shortcut::plain(Letter('x'))] }),
            Self::SwitchInset => slice(&const { [Shortcut::plain(Letter('o'))] }),
            Self::SwitchLegend => slice(&const { [Shortcut::plain(Letter('g'))] }),
            Self::SwitchLayer(Layer::Districts) => slice(&const { [Shortcut::plain(Letter('d'))] }),
            Self::SwitchLayer(Layer::Precision) => slice(&const { [Shortcut::plain(Letter('r'))] }),
            Self::ToggleSheetlet(Sheetlet::Palette) => slice(&const { [Shortcut::ctrl(Letter('k'))] }),
            Self::ToggleSheetlet(Sheetlet::Shortcuts) => {
                slice(&const { [Shortcut::plain(Question), Shortcut::plain(Key::F1)] })
            }
            Self::ToggleSheetlet(Sheetlet::Versions) => slice(&const { [Shortcut::ctrl_shift(Letter('h'))] }),
            Self::ToggleSheetlet(Sheetlet::History) => slice(&const { [Shortcut::ctrl(Letter('h'))] }),
            Self::Evidence(EvidenceCommand::Attach) => slice(&const { [Shortcut::ctrl_shift(Letter('a'))] }),
            Self::ToggleSheetlet(Sheetlet::Evidence) => slice(&const { [Shortcut::shift(Letter('e'))] }),
            Self::ToggleSheetlet(Sheetlet::Layers) => slice(&const { [Shortcut::shift(Letter('l'))] }),
            Self::Measure(command) => command.shortcuts(),
            Self::TogglePane(Pane::List) => slice(&const { [Shortcut::ctrl(Digit(1))] }),
            Self::TogglePane(Pane::Editor) => slice(&const { [Shortcut::ctrl(Digit(2))] }),
            Self::TogglePane(Pane::Timeline) => slice(&const { [Shortcut::ctrl(Digit(3))] }),
            Self::OpenPath(_)
            | Self::OpenExample
            | Self::DiscardRecovered
            | Self::OpenSetAside
            | Self::Recover
            | Self::ListVersions
            | Self::TakeOver
            | Self::CompareWithDisk
            | Self::ImportTable
            | Self::ImportFrom(_)
            | Self::Imports(_)
            | Self::TakeImported
            | Self::CompareWith(_)
            | Self::TakeDifferences(_)
            | Self::SettleConflicts
            | Self::Settle { .. }
            | Self::EndComparing
            | Self::UseVersion(..)
            | Self::Unsaved(_)
            | Self::NewIncidentAt(_)
            | Self::Perform(_)
            | Self::PasteText(_)
            | Self::SetReportText(_)
            | Self::TakeOffer(_)
            | Self::DropOffer(_)
            | Self::CompareForMerge(..)
            | Self::Merge(_)
            | Self::NotTheSame(..)
            | Self::SwapMerge
            | Self::MergeMarked
            | Self::RenameActor { .. }
            | Self::MergeActors { .. }
            | Self::FixFinding(_)
            | Self::FixAllCertain
            | Self::LetBe { .. }
            | Self::QueryAgain(..)
            | Self::Ask(_)
            | Self::Visit(_)
            | Self::SetAuthor(_)
            | Self::Mark(_)
            | Self::MarkTo(_)
            | Self::ClearMarks
            | Self::SetForMarked { .. }
            | Self::TagMarked { .. }
            | Self::CopyText(_)
            | Self::GoToPlace { .. }
            | Self::UsePlace(_)
            | Self::AddShot(_)
            | Self::GoToShot(_)
            | Self::GoToShotNamed(_)
            | Self::OverwriteShot(_)
            | Self::RenameShot { .. }
            | Self::MoveShot { .. }
            | Self::RemoveShot(_)
            | Self::GoToStart(_)
            | Self::ShowSource(_)
            | Self::SetSource(_)
            | Self::AddTileFile
            | Self::RemoveSource(_)
            | Self::PutBackSource
            | Self::ReadLayers(_)
            | Self::TestSource(_)
            | Self::WipeTiles(_)
            | Self::SaveArea(_)
            | Self::SaveAreaTo(_)
            | Self::SampleArea(_)
            | Self::StopArea
            | Self::StopPicture
            | Self::Publication(_)
            | Self::Board(_)
            | Self::GoOnWithArea(_)
            | Self::DropArea(_)
            | Self::CopyRequests
            | Self::Edit(_)
            | Self::PreviewPlace(_)
            | Self::CommitPlace(_)
            | Self::Select(_)
            | Self::Hover(_)
            | Self::OpenStack(_)
            | Self::SetCamera(_)
            | Self::Compare(_)
            | Self::KeepCamera
            | Self::ZoomTo(_)
            | Self::SwitchLayer(_)
            | Self::SetLanguage(_)
            | Self::SetMapStyle(_)
            | Self::SetTheme(_)
            | Self::SetNotation(_)
            | Self::MoveHere(_)
            | Self::CopyCoordinates(_)
            | Self::SetWindow(_)
            | Self::SetAxis(_)
            | Self::SetSpeed(_)
            | Self::SetSearch(_)
            | Self::ToggleFacet(..)
            | Self::ClearFacet(_)
            | Self::SortBy(_)
            | Self::ToggleSheetlet(_)
            | Self::Evidence(_)
            | Self::Layers(_)
            | Self::Frontier(_)
            | Self::Names(_)
            | Self::Brief(_)
            | Self::Overlays(_)
            | Self::DismissMessage(_)
            | Self::Say(_) => &[],
        }
    }
}
