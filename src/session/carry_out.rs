//! The table of what each command does.

use std::sync::Arc;

use crate::{
    analysis::{Direction as SortDirection, Window},
    carto::Viewport,
    model::{Document, IncidentId},
    store::Entry,
};

use super::{
    Command, Effect, Field, Session, Sheetlet, Tone, VersionUse,
    state::{File, Mode},
    within_limits,
};

impl Session {
    /// Does what a person asks and says what the shell must do for it.
    pub fn handle(&mut self, command: Command) -> Vec<Effect> {
        if let Some(why) = command.refusal(self) {
            self.say(Tone::Refused, why);
            return Vec::new();
        }
        let would_lose = matches!(
            command,
            Command::New
                | Command::Open
                | Command::OpenPath(_)
                | Command::OpenExample
                | Command::Recover
                | Command::UseVersion(_, VersionUse::Open)
                | Command::Quit
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

    pub(super) fn handle_now(&mut self, command: Command) -> Vec<Effect> {
        let mut effects = self.carry_out(command);
        self.refresh();
        effects.append(&mut self.outbox);
        effects
    }

    #[expect(clippy::too_many_lines, reason = "one arm a command: the table of what each does")]
    pub(super) fn carry_out(&mut self, command: Command) -> Vec<Effect> {
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
            Command::ExportAgain => return vec![Effect::ExportAgain],
            Command::StopPicture => return vec![Effect::StopPicture],
            Command::Quit => return vec![Effect::EndRecord, Effect::Quit],
            Command::TakeOver => return vec![Effect::TakeOver],
            Command::CompareWithDisk => return self.changed_outside(),
            Command::ImportTable => return vec![Effect::ImportDialog],
            Command::ImportFrom(path) => return self.import_from(path),
            Command::Imports(command) => return self.carry_out_import(command),
            Command::TakeImported => return self.take_imported(),
            Command::CompareWithFile => return vec![Effect::CompareDialog],
            Command::CompareWith(path) => return vec![Effect::ReadToCompare(path)],
            Command::TakeDifferences(chosen) => {
                return self.take_differences(&chosen, &std::collections::BTreeSet::new());
            }
            Command::SettleConflicts => return self.settle_conflicts(),
            Command::Settle { chosen, refused } => return self.take_differences(&chosen, &refused),
            Command::EndComparing => {
                self.end_comparing();
                return vec![Effect::Hide(Sheetlet::Differences)];
            }
            Command::ListVersions => return self.list_versions(),
            Command::UseVersion(version, wanted) => return self.read_version(version, wanted),
            Command::Unsaved(answer) => return self.answer_unsaved(answer),
            Command::Undo => {
                if let Some(label) = self.history.undo() {
                    self.record(Entry::Undid);
                    self.say(Tone::Done, format!("Undone: {label}"));
                }
            }
            Command::Redo => {
                if let Some(label) = self.history.redo() {
                    self.record(Entry::Redid);
                    self.say(Tone::Done, format!("Done again: {label}"));
                }
            }
            Command::DiscardRecovered => self.discard_recovered(),
            Command::Recover => {
                self.waits = false;
                return vec![Effect::Recover];
            }
            Command::OpenSetAside => {
                self.set_aside = false;
                return vec![Effect::BringBack];
            }
            Command::NewIncident => return self.new_incident(None),
            Command::NewIncidentAt(position) => return self.new_incident(Some(position)),
            Command::Duplicate => self.duplicate(),
            Command::Delete => self.delete(),
            Command::Perform(action) => self.perform(action),
            Command::Accept => self.accept(),
            Command::PasteReport => return vec![Effect::PasteReport, Effect::Focus(Field::ReportText)],
            Command::PasteText(text) if super::imports::is_table(&text) => {
                return self.carry_out_import(super::ImportCommand::Pasted(text));
            }
            Command::PasteText(text) => {
                self.set_report_text(text);
                return vec![Effect::Focus(Field::ReportText)];
            }
            Command::SetReportText(text) => self.set_report_text(text),
            Command::TakeOffer(number) => self.take_offer(number),
            Command::DropOffer(number) => self.drop_offer(number),
            Command::CompareForMerge(kept, other) => {
                self.merging = Some((kept, other));
                return vec![Effect::Show(Sheetlet::Merge)];
            }
            Command::Merge(take) => {
                self.merge(&take);
                return vec![Effect::Hide(Sheetlet::Merge)];
            }
            Command::SwapMerge => self.merging = self.merging.take().map(|(kept, other)| (other, kept)),
            Command::MergeMarked => {
                self.merging = self.marked_pair();
                return vec![Effect::Show(Sheetlet::Merge)];
            }
            Command::MergeActors { names, into } => self.merge_actors(&names, &into),
            Command::FixFinding(finding) => self.fix_finding(&finding),
            Command::FixAllCertain => self.fix_all_certain(),
            Command::LetBe { incident, rule, reason } => self.let_be(&incident, rule, &reason),
            Command::QueryAgain(incident, rule) => self.query_again(&incident, rule),
            Command::Ask(check) => return self.ask_check(check),
            Command::NotTheSame(a, b) => self.not_the_same(&a, b),
            Command::RenameActor { old, new } => self.rename_actor(&old, &new),
            Command::SetAuthor(name) => {
                name.trim().clone_into(&mut self.environment.author);
                return vec![Effect::RememberAuthor(self.environment.author.clone())];
            }
            Command::EditSelected => return vec![Effect::Focus(Field::Title)],
            Command::Edit(id) => {
                self.select(Some(id));
                return vec![Effect::Focus(Field::Title)];
            }
            Command::MoveIncident => {
                if let Some(id) = self.selected().cloned() {
                    self.mode = match self.mode {
                        Mode::Move { .. } => Mode::Browse,
                        Mode::Browse | Mode::Place { .. } | Mode::Measure { .. } | Mode::CentreRings => {
                            Mode::Move { id, preview: None }
                        }
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
                Mode::Place { preview, .. } | Mode::Move { preview, .. } | Mode::Measure { preview } => {
                    *preview = position;
                }
                Mode::Browse | Mode::CentreRings => {}
            },
            Command::CommitPlace(position) => self.commit_place(position),
            Command::MoveHere(position) => self.move_here(position),
            Command::Escape => return self.escape(),
            Command::Select(id) => {
                // A range of marks begins where the selection is, not where a mark was set long ago.
                self.last_mark = None;
                self.pointed = None;
                self.select(id);
            }
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
            Command::Visit(id) => self.select_and_follow(Some(id)),
            Command::Hover(id) => self.view.hovered = id,
            Command::Mark(id) => self.mark(id),
            Command::MarkTo(id) => self.mark_to(&id),
            Command::MarkAll => self.marked = self.listed().iter().cloned().collect(),
            Command::ClearMarks => self.marked.clear(),
            Command::SetForMarked { column, text } => self.set_for_marked(&column, &text),
            Command::TagMarked { tag, change } => self.tag_marked(&tag, change),
            Command::NextFinding => self.next_finding(),
            Command::OpenStack(key) => {
                self.pointed = None;
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
            Command::SwitchLayer(layer) => {
                self.layers_before = None;
                self.view.layers.switch(layer);
            }
            Command::Compare(command) => self.compare(&command),
            Command::SwitchInset => self.view.layers.inset = !self.view.layers.inset,
            Command::SwitchLegend => self.view.layers.legend = !self.view.layers.legend,
            Command::SetLanguage(language) => {
                self.view.language = language;
                return vec![Effect::RememberLanguage(language)];
            }
            Command::SetMapStyle(style) => {
                self.map_style = style;
                return vec![Effect::RememberMapStyle(style)];
            }
            Command::SetTheme(choice) => return vec![Effect::SetTheme(choice)],
            Command::SetNotation(notation) => {
                self.notation = notation;
                return vec![Effect::RememberNotation(notation)];
            }
            Command::CopyCoordinates(position) => {
                let text = super::coordinates_text(position);
                self.say(Tone::Done, format!("Copied {text}"));
                return vec![Effect::CopyText(text)];
            }
            Command::CopyText(text) => {
                let words = match text.lines().count() {
                    0 | 1 => format!("Copied {text}"),
                    lines => format!("Copied {lines} lines"),
                };
                let all = if self.obeys_a_profile() {
                    ", as the records have it: no profile is obeyed"
                } else {
                    ""
                };
                self.say(Tone::Done, format!("{words}{all}"));
                return vec![Effect::CopyText(text)];
            }
            Command::GoToPlace { position, name } => self.go_to_place(position, name),
            Command::UsePlace(place) => self.use_place(*place),
            Command::AddShot(name) => self.add_shot(&name),
            Command::GoToShot(place) => self.go_to_shot(place),
            Command::GoToShotNamed(name) => self.go_to_shot_named(&name),
            Command::OverwriteShot(place) => self.overwrite_shot(place),
            Command::RenameShot { place, name } => self.rename_shot(place, &name),
            Command::MoveShot { from, to } => self.move_shot(from, to),
            Command::GoToStart(start) => self.go_to_start(start),
            Command::RemoveShot(place) => self.remove_shot(place),
            Command::ToggleOnline => return self.toggle_online(),
            Command::ShowSource(id) => return self.show_source(id.as_deref()),
            Command::SetSource(source) => return self.set_source(*source),
            Command::AddTileFile => return vec![Effect::TileFileDialog],
            Command::RemoveSource(id) => return self.remove_source(&id),
            Command::PutBackSource => return self.put_back_source(),
            Command::ReadLayers(source) => return self.read_layers(source),
            Command::TestSource(id) => return self.test_source(&id),
            Command::WipeTiles(id) => return self.wipe_tiles(&id),
            Command::SaveArea(plan) => return self.save_area(*plan),
            Command::SaveAreaTo(path) => return self.save_area_to(path),
            Command::SampleArea(plan) => return self.sample_area(*plan),
            Command::StopArea => return Self::stop_area(),
            Command::GoOnWithArea(place) => return self.go_on_with_area(place),
            Command::DropArea(place) => return self.drop_area(place),
            Command::CopyRequests => return self.copy_requests(),
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
                self.drop_frontier_filter();
                self.view.filter = crate::analysis::Filter::default();
                self.view.window = Window::ALL;
            }
            Command::ShowQueue => self.show_queue(),
            Command::SortBy(key) => {
                let direction = match &self.sort {
                    (same, direction) if *same == key => direction.reversed(),
                    (_, _) => SortDirection::Ascending,
                };
                self.sort = (key, direction);
                self.answers.sort(&self.index, &self.sort);
            }
            Command::Evidence(command) => return self.carry_out_evidence(command),
            Command::Layers(command) => return self.carry_out_layers(command),
            Command::Measure(command) => return self.carry_out_measuring(command),
            Command::Frontier(command) => self.carry_out_frontier(command),
            Command::Names(command) => return self.carry_out_names(command),
            Command::Brief(command) => self.do_brief(command),
            Command::Board(command) => return self.do_board(command),
            Command::Publication(command) => self.do_publication(command),
            Command::Overlays(command) => return self.carry_out_overlays(command),
            Command::TogglePane(pane) => return vec![Effect::TogglePane(pane)],
            Command::HidePanes => return vec![Effect::HidePanes],
            Command::FullScreen => return vec![Effect::FullScreen],
            Command::ToggleSheetlet(Sheetlet::Sources) => {
                return vec![Effect::Show(Sheetlet::Sources), self.measuring()];
            }
            Command::ToggleSheetlet(Sheetlet::SaveArea) => return self.show_areas(),
            Command::ToggleSheetlet(sheetlet) => return vec![Effect::Show(sheetlet)],
            Command::DismissMessage(place) => {
                if place < self.messages.len() {
                    self.messages.remove(place);
                }
            }
            Command::Say(message) => self.say(message.tone, message.text),
        }
        Vec::new()
    }

    pub(super) fn escape(&mut self) -> Vec<Effect> {
        if self.is_measuring() {
            self.clear_measured();
            self.mode = Mode::Browse;
        } else if self.mode != Mode::Browse {
            self.mode = Mode::Browse;
        } else if self.pointed.is_some() {
            self.pointed = None;
        } else if self.view.overlay_picked.is_some() {
            self.view.overlay_picked = None;
        } else if self.view.opened.is_some() {
            self.view.opened = None;
        } else if self.timeline.playback.playing {
            self.timeline.playback.stop();
        } else if !self.view.measured.points.is_empty() {
            self.clear_measured();
        } else if self.comparison.is_some() {
            self.comparison = None;
        } else {
            self.select(None);
        }
        Vec::new()
    }
}
