//! Why a command cannot be done now.

use super::{Command, Session, Sheetlet};

impl Command {
    /// Why the command cannot be done now; `None` when it can.
    #[expect(clippy::too_many_lines, reason = "one arm a command: the table of all refusals")]
    pub fn refusal(&self, session: &Session) -> Option<&'static str> {
        let needs_selection = || session.selected().is_none().then_some("Select an incident first.");
        match self {
            Self::Undo => session.history().undo_label().is_none().then_some("There is nothing to undo."),
            Self::DiscardRecovered => {
                (!session.has_recovered()).then_some("Nothing was recovered after a crash.")
            }
            Self::Recover => (!session.waits).then_some("No changes of an earlier session are waiting."),
            Self::OpenSetAside => (!session.set_aside).then_some("No unsaved changes were moved aside."),
            Self::TakeOver => session.held_by().is_none().then_some("Nobody else has this file."),
            Self::CompareWithDisk => session
                .file_path()
                .is_none()
                .then_some("This document is in no file yet: save it first (Ctrl+S)."),
            Self::TakeImported | Self::ToggleSheetlet(Sheetlet::Import) => {
                session.importing().is_none().then_some(super::imports::NOTHING_READ)
            }
            Self::Imports(command) => command.refusal(session),
            Self::SettleConflicts => {
                (session.unsettled_conflicts() == 0).then_some("No conflicts of a merge wait to be settled.")
            }
            Self::EndComparing if session.compare_progress().is_some() => None,
            Self::TakeDifferences(_) | Self::EndComparing | Self::ToggleSheetlet(Sheetlet::Differences) => {
                session
                    .comparing()
                    .is_none()
                    .then_some("There is nothing to compare: choose File → Compare with… first.")
            }
            Self::Redo => session.history().redo_label().is_none().then_some("There is nothing to redo."),
            Self::Save => (!session.is_changed() && session.file_path().is_some())
                .then_some("All changes are saved already."),
            Self::Duplicate
            | Self::Delete
            | Self::EditSelected
            | Self::PlaceByClick
            | Self::Accept
            | Self::UsePlace(_)
            | Self::MoveHere(_) => needs_selection(),
            Self::MarkAll => session.listed().is_empty().then_some("No incident is shown."),
            Self::TakeOffer(number) => (!session.offers().iter().any(|offered| offered.number == *number))
                .then_some("There is no such offer: paste the text of a report first (Ctrl+V)."),
            Self::ClearMarks | Self::SetForMarked { .. } | Self::TagMarked { .. } => {
                session.marked().is_empty().then_some("Nothing is marked.")
            }
            Self::NextFinding => session.document().is_empty().then_some("There is no incident to check."),
            Self::ToggleSheetlet(Sheetlet::Merge) | Self::Merge(_) => session
                .merging()
                .is_none()
                .then_some("Choose two records to merge first: Check → Possible duplicates…"),
            Self::SwapMerge => session.merging().is_none().then_some("Choose two records to merge first."),
            Self::MergeMarked => session.marked_pair().is_none().then_some("Mark two records first."),
            Self::FixAllCertain => session.no_certain_fixes(),
            Self::MoveIncident => needs_selection().or_else(|| {
                session
                    .selected_incident()
                    .is_some_and(|incident| incident.place.position.is_none())
                    .then_some("This incident has no point yet: place it by a click (P).")
            }),
            Self::ZoomToSelection => needs_selection().or_else(|| {
                session
                    .selected_incident()
                    .is_some_and(|incident| incident.place.drawn_at().is_none())
                    .then_some("This incident has no place on the map.")
            }),
            Self::SelectNext | Self::SelectPrevious | Self::SelectFirst | Self::SelectLast => {
                session.shown().is_empty().then_some("No incident is shown.")
            }
            Self::ZoomToShown => session.shown().is_empty().then_some("No incident is shown."),
            Self::PreviousView => (!session.has_previous_view()).then_some("There is no previous view."),
            Self::NextView => (!session.has_next_view()).then_some("There is no next view."),
            Self::ClearFilters => (session.view().filter.is_empty()
                && session.frontier_asked().is_empty()
                && session.view().window.is_all())
            .then_some("Nothing is filtered."),
            Self::PlayPause | Self::StepBack | Self::StepForward => {
                session.timeline().data_span().is_none().then_some("No incident has a date.")
            }
            Self::ToggleSheetlet(Sheetlet::Report) => {
                session.report().is_none().then_some("No file has been opened yet.")
            }
            Self::Compare(command) => command.refusal(session),
            Self::Evidence(command) => command.refusal(session),
            Self::StopPicture => session.picture_progress().is_none().then_some("No picture is being made."),
            Self::StopArea => session.areas().running().is_none().then_some("No area is being saved."),
            Self::Layers(command) => command.refusal(session),
            Self::Measure(command) => command.refusal(session),
            Self::Frontier(command) => command.refusal(session),
            Self::Names(command) => command.refusal(session),
            Self::Brief(command) => command.refusal(session),
            Self::Board(command) => command.refusal(session),
            Self::Publication(command) => command.refusal(session),
            Self::Overlays(command) => command.refusal(session),
            Self::CopyRequests => session.map_sources().log().is_empty().then_some("Nothing was sent."),
            Self::PutBackSource => {
                session.map_sources().removed().is_none().then_some("No source was removed.")
            }
            Self::GoToShot(place) => (session.document().facts().shots.len() <= *place)
                .then_some("No view with this number is kept: keep the present one first (Ctrl+B)."),
            Self::New
            | Self::Open
            | Self::OpenPath(_)
            | Self::OpenExample
            | Self::SaveAs
            | Self::ExportPicture
            | Self::CopyPicture
            | Self::ExportAgain
            | Self::Quit
            | Self::ListVersions
            | Self::ImportTable
            | Self::ImportFrom(_)
            | Self::CompareWithFile
            | Self::CompareWith(_)
            | Self::Settle { .. }
            | Self::UseVersion(..)
            | Self::Unsaved(_)
            | Self::NewIncident
            | Self::NewIncidentAt(_)
            | Self::Perform(_)
            | Self::PasteReport
            | Self::PasteText(_)
            | Self::SetReportText(_)
            | Self::DropOffer(_)
            | Self::CompareForMerge(..)
            | Self::NotTheSame(..)
            | Self::RenameActor { .. }
            | Self::MergeActors { .. }
            | Self::FixFinding(_)
            | Self::LetBe { .. }
            | Self::QueryAgain(..)
            | Self::Ask(_)
            | Self::Visit(_)
            | Self::SetAuthor(_)
            | Self::Mark(_)
            | Self::MarkTo(_)
            | Self::CopyText(_)
            | Self::GoToPlace { .. }
            | Self::AddShot(_)
            | Self::GoToShotNamed(_)
            | Self::OverwriteShot(_)
            | Self::RenameShot { .. }
            | Self::MoveShot { .. }
            | Self::RemoveShot(_)
            | Self::GoToStart(_)
            | Self::ShowQueue
            | Self::ToggleOnline
            | Self::ShowSource(_)
            | Self::SetSource(_)
            | Self::AddTileFile
            | Self::RemoveSource(_)
            | Self::ReadLayers(_)
            | Self::TestSource(_)
            | Self::WipeTiles(_)
            | Self::SaveArea(_)
            | Self::SaveAreaTo(_)
            | Self::SampleArea(_)
            | Self::GoOnWithArea(_)
            | Self::DropArea(_)
            | Self::Edit(_)
            | Self::PreviewPlace(_)
            | Self::CommitPlace(_)
            | Self::Escape
            | Self::Select(_)
            | Self::Hover(_)
            | Self::OpenStack(_)
            | Self::SetCamera(_)
            | Self::KeepCamera
            | Self::Pan(_)
            | Self::ZoomIn
            | Self::ZoomOut
            | Self::ZoomTo(_)
            | Self::WholeFrontier
            | Self::SwitchLayer(_)
            | Self::SwitchLegend
            | Self::SwitchInset
            | Self::SetLanguage(_)
            | Self::SetMapStyle(_)
            | Self::SetTheme(_)
            | Self::SetNotation(_)
            | Self::CopyCoordinates(_)
            | Self::SetWindow(_)
            | Self::SetAxis(_)
            | Self::SetUnit(_)
            | Self::ShrinkWindow
            | Self::GrowWindow
            | Self::WholeRange
            | Self::TypeDates
            | Self::SetSpeed(_)
            | Self::ToggleLoop
            | Self::ToggleCumulative
            | Self::SetSearch(_)
            | Self::FindText
            | Self::ToggleFacet(..)
            | Self::ClearFacet(_)
            | Self::SortBy(_)
            | Self::TogglePane(_)
            | Self::HidePanes
            | Self::FullScreen
            | Self::ToggleSheetlet(_)
            | Self::DismissMessage(_)
            | Self::Say(_) => None,
        }
    }
}
