//! The whole window: panes around the map, small windows over it.

use std::path::PathBuf;

use crate::model::Digest;
use crate::session::{
    BoardCommand, Command, Effect, EvidenceEffect, Field, MeasureCommand, Mode, Pane, Session, Sheetlet,
};
use eframe::egui;

use super::{
    actors_sheet::ActorsSheet,
    area_sheet::AreaSheet,
    attach_text_sheet::AttachTextSheet,
    brief_window::{BriefAsked, BriefWindow},
    compare_pane::Ground,
    differences_sheet::{self, DifferencesSheet},
    duplicates_sheet::DuplicatesSheet,
    editor_pane::EditorPane,
    evidence_sheet::EvidenceSheet,
    export_window::{ExportAsked, ExportWindow},
    file_sheet::{FileQuestion, FileSheet},
    import_sheet::ImportSheet,
    keys,
    layers_sheet::LayersSheet,
    list_pane::ListPane,
    map_pane::MapPane,
    measure, menu_bar,
    merge_sheet::MergeSheet,
    names_sheet,
    overlay_question::OverlayQuestionSheet,
    own_fields_sheet::OwnFieldsSheet,
    palette::PaletteSheet,
    picture_window::{PictureChoice, PictureWindow},
    profiles_sheet::{ProfileAsked, ProfilesSheet},
    question_sheet,
    replace_sheet::ReplaceSheet,
    requests_sheet::RequestsSheet,
    review_sheet::ReviewSheet,
    sheets,
    shots_sheet::ShotsSheet,
    sources_sheet::SourcesSheet,
    status_bar::StatusBar,
    storyboards_sheet::{BoardAsked, StoryboardsSheet},
    table_pane::TablePane,
    timeline_pane::TimelinePane,
    versions_sheet::VersionsSheet,
};

/// What panes ask of the shell beside commands.
#[derive(Debug)]
pub enum Asked {
    /// A picture with these choices: to a file, the clipboard or as a preview.
    Picture(PictureChoice),
    Brief(BriefAsked),
    Export(ExportAsked),
    Profile(ProfileAsked),
    /// A storyboard, to files that are asked for.
    Board(BoardAsked),
    /// A path was typed where the system has no dialog.
    PathTyped(FileQuestion, PathBuf),
    PathCancelled(FileQuestion),
    /// A small picture of this content.
    Preview(Digest),
}

/// State of the panes that is neither truth nor view: what is being typed, what is unfolded.
#[expect(clippy::struct_excessive_bools, reason = "independent switches of the View menu")]
pub struct Panes {
    pub map: MapPane,
    list: ListPane,
    editor: EditorPane,
    timeline: TimelinePane,
    status: StatusBar,
    pub picture: PictureWindow,
    pub brief: BriefWindow,
    pub export: ExportWindow,
    profiles: ProfilesSheet,
    storyboards: StoryboardsSheet,
    pub file_sheet: FileSheet,
    palette: PaletteSheet,
    review: ReviewSheet,
    differences: DifferencesSheet,
    duplicates: DuplicatesSheet,
    merge: MergeSheet,
    actors: ActorsSheet,
    own_fields: OwnFieldsSheet,
    import: ImportSheet,
    overlay_question: OverlayQuestionSheet,
    replace: ReplaceSheet,
    shots: ShotsSheet,
    versions: VersionsSheet,
    pub evidence: EvidenceSheet,
    attach_text: AttachTextSheet,
    sources: SourcesSheet,
    requests: RequestsSheet,
    area: AreaSheet,
    layers: LayersSheet,
    pub table: TablePane,
    /// The table stands in the place of the map.
    pub shows_table: bool,
    open: Vec<Sheetlet>,
    pub shows_list: bool,
    pub shows_editor: bool,
    pub shows_timeline: bool,
    hidden: bool,
    /// A text field had the focus at the end of the last frame.
    was_typing: bool,
    /// Width, width and height that the panes have been given, logical pixels.
    pub list_width: f32,
    pub editor_width: f32,
    pub timeline_height: f32,
    pub recent: Vec<PathBuf>,
    pub theme_choice: crate::session::ThemeChoice,
}

impl Default for Panes {
    fn default() -> Self {
        Self {
            map: MapPane::default(),
            list: ListPane::default(),
            editor: EditorPane::default(),
            timeline: TimelinePane::default(),
            status: StatusBar::default(),
            picture: PictureWindow::default(),
            brief: BriefWindow::default(),
            export: ExportWindow::default(),
            profiles: ProfilesSheet::default(),
            storyboards: StoryboardsSheet::default(),
            file_sheet: FileSheet::default(),
            palette: PaletteSheet::default(),
            review: ReviewSheet::default(),
            differences: DifferencesSheet::default(),
            duplicates: DuplicatesSheet::default(),
            merge: MergeSheet::default(),
            actors: ActorsSheet::default(),
            own_fields: OwnFieldsSheet::default(),
            import: ImportSheet::default(),
            overlay_question: OverlayQuestionSheet::default(),
            replace: ReplaceSheet::default(),
            shots: ShotsSheet::default(),
            versions: VersionsSheet::default(),
            evidence: EvidenceSheet::default(),
            attach_text: AttachTextSheet::default(),
            sources: SourcesSheet::default(),
            requests: RequestsSheet::default(),
            area: AreaSheet::default(),
            layers: LayersSheet::default(),
            table: TablePane::default(),
            shows_table: false,
            open: Vec::new(),
            shows_list: true,
            shows_editor: true,
            shows_timeline: true,
            hidden: false,
            was_typing: false,
            list_width: 300.0,
            editor_width: 330.0,
            timeline_height: 158.0,
            recent: Vec::new(),
            theme_choice: crate::session::ThemeChoice::default(),
        }
    }
}

impl Panes {
    /// Does those effects that concern the panes; returns the others.
    pub fn take_effects(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut left = Vec::new();
        for effect in effects {
            match effect {
                Effect::Focus(field) => self.focus(field),
                Effect::Show(sheetlet) => self.toggle(sheetlet),
                Effect::Hide(sheetlet) => self.close(sheetlet),
                Effect::TogglePane(pane) => {
                    self.hidden = false;
                    let shown = match pane {
                        Pane::List => &mut self.shows_list,
                        Pane::Editor => &mut self.shows_editor,
                        Pane::Timeline => &mut self.shows_timeline,
                        Pane::Table => &mut self.shows_table,
                    };
                    *shown = !*shown;
                }
                Effect::HidePanes => self.hidden = !self.hidden,
                Effect::Evidence(EvidenceEffect::Show(digest)) => {
                    if !self.is_open(Sheetlet::Evidence) {
                        self.toggle(Sheetlet::Evidence);
                    }
                    self.evidence.go_to(digest);
                }
                Effect::OpenDialog
                | Effect::SaveDialog { .. }
                | Effect::Read(_)
                | Effect::ListVersions
                | Effect::TakeOver
                | Effect::ImportDialog
                | Effect::Imports(_)
                | Effect::CompareDialog
                | Effect::ReadToCompare(_)
                | Effect::StopComparing
                | Effect::ReadVersion { .. }
                | Effect::Write { .. }
                | Effect::CopyText(_)
                | Effect::CopyPicture
                | Effect::ExportAgain
                | Effect::StopPicture
                | Effect::AskAboutUnsaved
                | Effect::FullScreen
                | Effect::Present(_)
                | Effect::Quit
                | Effect::RememberFile(_)
                | Effect::Record { .. }
                | Effect::RecordSaved { .. }
                | Effect::EndRecord
                | Effect::BringBack
                | Effect::Recover
                | Effect::RememberLanguage(_)
                | Effect::RememberMapStyle(_)
                | Effect::RememberNotation(_)
                | Effect::RememberAuthor(_)
                | Effect::PasteReport
                | Effect::Check { .. }
                | Effect::UseSource(_)
                | Effect::AreaDialog { .. }
                | Effect::SaveArea(_)
                | Effect::StopArea
                | Effect::DropArea(_)
                | Effect::SampleArea(_)
                | Effect::RememberAreas
                | Effect::TileFileDialog
                | Effect::RememberSources
                | Effect::ReadLayers(_)
                | Effect::TestSource(_)
                | Effect::WipeTiles(_)
                | Effect::MeasureTiles(_)
                | Effect::SetTheme(_)
                | Effect::Names(_)
                | Effect::Overlays(_)
                | Effect::Evidence(_)
                | Effect::Frontier(_) => left.push(effect),
            }
        }
        left
    }

    fn focus(&mut self, field: Field) {
        match field {
            Field::WindowStart => {
                self.shows_timeline = true;
                self.hidden = false;
                self.timeline.focus_dates();
            }
            Field::Search => {
                self.shows_list = true;
                self.hidden = false;
                self.list.focus_search();
            }
            Field::ReportText => {
                self.shows_editor = true;
                self.hidden = false;
                self.editor.focus_report();
            }
            Field::Title => {
                self.shows_editor = true;
                self.hidden = false;
                self.editor.focus_title();
            }
            Field::Map => {
                self.shows_table = false;
                self.map.focus(field);
            }
        }
    }

    fn toggle(&mut self, sheetlet: Sheetlet) {
        if let Some(place) = self.open.iter().position(|open| *open == sheetlet) {
            self.open.remove(place);
        } else {
            self.open.push(sheetlet);
            // What was typed the last time means nothing any more.
            match sheetlet {
                Sheetlet::Palette => self.palette = PaletteSheet::default(),
                Sheetlet::Picture => self.picture.opened(),
                Sheetlet::Brief => self.brief.opened(),
                Sheetlet::Export => self.export.opened(),
                Sheetlet::Storyboards => self.storyboards = StoryboardsSheet::default(),
                Sheetlet::Profiles => self.profiles = ProfilesSheet::default(),
                Sheetlet::Review => self.review = ReviewSheet::default(),
                Sheetlet::Differences => self.differences = DifferencesSheet::default(),
                Sheetlet::Import => self.import = ImportSheet::default(),
                Sheetlet::Duplicates => self.duplicates = DuplicatesSheet::default(),
                Sheetlet::Merge => self.merge = MergeSheet::default(),
                Sheetlet::Actors => self.actors = ActorsSheet::default(),
                Sheetlet::OwnFields => self.own_fields = OwnFieldsSheet::default(),
                Sheetlet::Replace => self.replace = ReplaceSheet::default(),
                Sheetlet::Shots => self.shots = ShotsSheet::default(),
                Sheetlet::Versions => self.versions = VersionsSheet::default(),
                Sheetlet::Evidence => self.evidence = EvidenceSheet::default(),
                Sheetlet::AttachText => self.attach_text = AttachTextSheet::default(),
                Sheetlet::Sources => self.sources = SourcesSheet::default(),
                Sheetlet::Requests => self.requests = RequestsSheet::default(),
                Sheetlet::SaveArea => self.area = AreaSheet::default(),
                Sheetlet::Layers => self.layers = LayersSheet::default(),
                Sheetlet::Shortcuts
                | Sheetlet::About
                | Sheetlet::History
                | Sheetlet::Report
                | Sheetlet::Project
                | Sheetlet::PlaceNames
                | Sheetlet::Author => {}
            }
        }
    }

    pub fn is_open(&self, sheetlet: Sheetlet) -> bool {
        self.open.contains(&sheetlet)
    }

    fn close(&mut self, sheetlet: Sheetlet) {
        self.open.retain(|open| *open != sheetlet);
    }

    /// Gives the small windows those keys that step through them.
    fn take_keys(&mut self, ctx: &egui::Context) {
        match self.open.last() {
            Some(Sheetlet::Merge) => self.merge.take_keys(ctx),
            Some(Sheetlet::Brief) => self.brief.take_keys(ctx),
            Some(sheetlet) if covers(*sheetlet) => {}
            Some(_) | None => {
                self.review.take_keys(ctx);
                self.differences.take_keys(ctx);
                self.duplicates.take_keys(ctx);
                self.actors.take_keys(ctx);
                self.evidence.take_keys(ctx);
                self.requests.take_keys(ctx);
                self.shots.take_keys(ctx);
            }
        }
    }

    /// Turns what is still being typed into commands, before anything that would read the document.
    pub fn flush(&mut self, session: &Session) -> Vec<Command> {
        let mut commands = self.table.flush(session);
        commands.extend(self.editor.flush(session));
        commands.extend(self.flush_sheets(session));
        commands
    }

    fn flush_sheets(&mut self, session: &Session) -> Vec<Command> {
        let mut commands = self.actors.flush(session);
        commands.extend(self.storyboards.flush());
        commands.extend(self.profiles.flush(session));
        commands.extend(self.own_fields.flush(session));
        commands.extend(self.evidence.flush());
        commands
    }
}

/// Whether a key may act while a small window covers the map: nobody steps through or deletes what they do not see.
fn acts_behind_a_sheet(command: &Command) -> bool {
    matches!(
        command,
        Command::ToggleSheetlet(_)
            | Command::ExportPicture
            | Command::CopyPicture
            | Command::ExportAgain
            | Command::StopPicture
            | Command::Undo
            | Command::Redo
            | Command::Save
            | Command::SaveAs
            | Command::Quit
    )
}

/// Whether a small window takes the whole attention; the others stand beside the work and leave keys and panes alone.
fn covers(sheetlet: Sheetlet) -> bool {
    match sheetlet {
        Sheetlet::Review
        | Sheetlet::Duplicates
        | Sheetlet::Actors
        | Sheetlet::Evidence
        | Sheetlet::Shots
        | Sheetlet::Storyboards
        | Sheetlet::Sources
        | Sheetlet::Differences
        | Sheetlet::Layers
        | Sheetlet::Requests
        | Sheetlet::SaveArea => false,
        Sheetlet::Shortcuts
        | Sheetlet::Palette
        | Sheetlet::About
        | Sheetlet::Picture
        | Sheetlet::Brief
        | Sheetlet::Export
        | Sheetlet::Profiles
        | Sheetlet::History
        | Sheetlet::Report
        | Sheetlet::Versions
        | Sheetlet::Import
        | Sheetlet::Project
        | Sheetlet::Merge
        | Sheetlet::OwnFields
        | Sheetlet::Replace
        | Sheetlet::Author
        | Sheetlet::PlaceNames
        | Sheetlet::AttachText => true,
    }
}

/// Shows the window; returns what was asked in this frame.
pub fn show(
    ui: &mut egui::Ui,
    session: &Session,
    panes: &mut Panes,
    ground: Option<&mut dyn Ground>,
) -> (Vec<Command>, Vec<Asked>) {
    let mut commands = Vec::new();
    let mut asked = Vec::new();

    panes.editor.resume(ui.ctx());
    let asks = session.asks_about_unsaved()
        || session.question().is_some()
        || session.overlays().question().is_some();
    let modal = asks || panes.file_sheet.is_open();
    if session.presenting().is_some() && !modal {
        show_presented(ui, session, panes, ground, &mut commands);
        return (commands, asked);
    }
    if !modal {
        panes.take_keys(ui.ctx());
        if panes.shows_table && panes.open.is_empty() {
            commands.extend(panes.table.take_keys(ui.ctx(), session));
        }
        let pressed = keys::pressed(ui.ctx(), panes.map.id(), panes.was_typing);
        if !pressed.is_empty() {
            commands.extend(panes.flush(session));
        }
        // Escape closes the topmost small window before it reaches the map.
        let covered = panes.open.iter().any(|open| covers(*open));
        let browsing = *session.mode() == Mode::Browse;
        for command in pressed {
            match panes.open.last().copied() {
                Some(Sheetlet::Palette) if command == Command::Accept => panes.palette.ask_to_use(),
                Some(sheetlet) if command == Command::Escape && (covered || browsing) => {
                    panes.close(sheetlet);
                    if sheetlet == Sheetlet::Differences {
                        commands.push(Command::EndComparing);
                    }
                }
                _ if covered && !acts_behind_a_sheet(&command) => {}
                _ if session.is_measuring() && command == Command::EditSelected => {
                    commands.push(MeasureCommand::End.into());
                }
                _ if !session.is_measuring() && command == MeasureCommand::TakeBack.into() => {}
                Some(_) | None => commands.push(command),
            }
        }
    }

    egui::Panel::top("menu").show(ui, |ui| commands.extend(menu_bar::show(ui, session, panes)));
    egui::Panel::bottom("status").show(ui, |ui| {
        commands.extend(panes.status.show(ui, session, &panes.map));
    });
    let panes_shown = !panes.hidden;
    // In a small window the map keeps the largest part.
    let room = ui.available_width();
    let (list_most, editor_most) = ((room * 0.28).clamp(180.0, 460.0), (room * 0.32).clamp(220.0, 520.0));
    if panes.shows_timeline && panes_shown {
        let pane = egui::Panel::bottom("timeline").resizable(true).default_size(panes.timeline_height);
        let shown = pane.size_range(130.0..=320.0).show(ui, |ui| {
            commands.extend(panes.timeline.show(ui, session));
        });
        panes.timeline_height = shown.response.rect.height();
    }
    // The table is a list itself.
    if panes.shows_list && panes_shown && !panes.shows_table {
        let pane = egui::Panel::left("list").resizable(true).default_size(panes.list_width.min(list_most));
        let shown = pane.size_range(180.0..=list_most).show(ui, |ui| {
            commands.extend(panes.list.show(ui, session));
        });
        panes.list_width = shown.response.rect.width();
    }
    if panes.shows_editor && panes_shown {
        let pane =
            egui::Panel::right("editor").resizable(true).default_size(panes.editor_width.min(editor_most));
        let shown = pane.size_range(220.0..=editor_most).show(ui, |ui| {
            commands.extend(panes.editor.show(ui, session));
        });
        panes.editor_width = shown.response.rect.width();
    }
    egui::CentralPanel::no_frame().show(ui, |ui| {
        if !panes.shows_table {
            commands.extend(panes.map.bars(ui, session));
        }
        let rect = ui.available_rect_before_wrap();
        if panes.shows_table {
            commands.extend(panes.table.show(ui, session));
            // At the lower edge, where it covers no heading and no row that is being worked on.
            let low = egui::Rect::from_min_max(egui::pos2(rect.left(), rect.bottom() - 110.0), rect.max);
            commands.extend(sheets::message_bar(ui, session, low));
            return;
        }
        commands.extend(panes.map.show(ui, session, ground));
        commands.extend(panes.map.accessible_targets(ui, session, rect));
        sheets::mode_hint(ui, session, rect);
        commands.extend(measure::card(ui, session, rect));
        commands.extend(sheets::message_bar(ui, session, rect));
    });

    settle_hover(session, &mut commands);

    show_sheets(ui, session, panes, &mut commands, &mut asked);
    panes.was_typing = ui.ctx().text_edit_focused();
    (commands, asked)
}

/// A storyboard fills the window: the map alone, and the keys of who speaks.
fn show_presented(
    ui: &mut egui::Ui,
    session: &Session,
    panes: &mut Panes,
    ground: Option<&mut dyn Ground>,
    commands: &mut Vec<Command>,
) {
    use egui::Key::{
        ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Backspace, End, Enter, Escape, Home, PageDown, PageUp,
        Space,
    };
    let keys: [(BoardCommand, &[egui::Key]); 5] = [
        (BoardCommand::Next, &[ArrowRight, ArrowDown, PageDown, Space, Enter]),
        (BoardCommand::Previous, &[ArrowLeft, ArrowUp, PageUp, Backspace]),
        (BoardCommand::First, &[Home]),
        (BoardCommand::Last, &[End]),
        (BoardCommand::End, &[Escape, egui::Key::F5]),
    ];
    ui.input_mut(|input| {
        for (command, keys) in keys {
            for key in keys {
                let pressed = input.count_and_consume_key(egui::Modifiers::NONE, *key);
                commands.extend(std::iter::repeat_n(Command::from(command.clone()), pressed));
            }
        }
    });
    egui::CentralPanel::no_frame().show(ui, |ui| {
        let rect = ui.available_rect_before_wrap();
        commands.extend(panes.map.show(ui, session, ground));
        commands.extend(sheets::message_bar(ui, session, rect));
    });
    settle_hover(session, commands);
}

/// Panes say in every frame what the pointer is over: only a change is a command, and when none speaks, nothing
/// is pointed at.
fn settle_hover(session: &Session, commands: &mut Vec<Command>) {
    let mut pointed = None;
    commands.retain(|command| match command {
        Command::Hover(id) => {
            pointed.clone_from(id);
            false
        }
        _ => true,
    });
    if pointed != session.view().hovered {
        commands.push(Command::Hover(pointed));
    }
}

fn show_sheets(
    ui: &egui::Ui,
    session: &Session,
    panes: &mut Panes,
    commands: &mut Vec<Command>,
    asked: &mut Vec<Asked>,
) {
    let ctx = ui.ctx().clone();
    for sheetlet in panes.open.clone() {
        let closed = match sheetlet {
            Sheetlet::Shortcuts => sheets::shortcuts(&ctx),
            Sheetlet::About => sheets::about(&ctx),
            Sheetlet::History => sheets::history(&ctx, session, commands),
            Sheetlet::Report => sheets::report(&ctx, session),
            Sheetlet::Differences => panes.differences.show(&ctx, session, commands),
            Sheetlet::Import => panes.import.show(&ctx, session, commands),
            Sheetlet::Versions => panes.versions.show(&ctx, session, commands),
            Sheetlet::Project => sheets::project(&ctx, session, commands),
            Sheetlet::Palette => panes.palette.show(&ctx, session, commands),
            Sheetlet::Review => panes.review.show(&ctx, session, commands),
            Sheetlet::Duplicates => panes.duplicates.show(&ctx, session, commands),
            Sheetlet::Merge => panes.merge.show(&ctx, session, commands),
            Sheetlet::Actors => panes.actors.show(&ctx, session, commands),
            Sheetlet::OwnFields => panes.own_fields.show(&ctx, session, commands),
            Sheetlet::Replace => panes.replace.show(&ctx, session, commands),
            Sheetlet::Shots => panes.shots.show(&ctx, session, commands),
            Sheetlet::Sources => panes.sources.show(&ctx, session, commands),
            Sheetlet::Requests => panes.requests.show(&ctx, session, commands),
            Sheetlet::SaveArea => panes.area.show(&ctx, session, commands),
            Sheetlet::Layers => panes.layers.show(&ctx, session, commands),
            Sheetlet::PlaceNames => names_sheet::show(&ctx, session, commands),
            Sheetlet::Author => sheets::author(&ctx, session, commands),
            Sheetlet::Evidence => panes.evidence.show(&ctx, session, commands, asked),
            Sheetlet::AttachText => panes.attach_text.show(&ctx, session, commands),
            Sheetlet::Brief => panes.brief.show(&ctx, session, commands, asked),
            Sheetlet::Storyboards => panes.storyboards.show(&ctx, session, commands, asked),
            Sheetlet::Profiles => panes.profiles.show(&ctx, session, commands, asked),
            Sheetlet::Export => {
                let mut wanted = Vec::new();
                let closed = panes.export.show(&ctx, session, commands, &mut wanted);
                asked.extend(wanted.into_iter().map(Asked::Export));
                closed
            }
            Sheetlet::Picture => {
                let (closed, choices) = panes.picture.show(&ctx, session, commands);
                asked.extend(choices.into_iter().map(Asked::Picture));
                closed
            }
        };
        if closed {
            panes.close(sheetlet);
            commands.extend(panes.flush_sheets(session));
        }
    }
    differences_sheet::progress(&ctx, session, commands);
    if let Some(question) = session.overlays().question() {
        commands.extend(panes.overlay_question.show(&ctx, question));
    }
    if let Some(question) = session.question() {
        commands.extend(question_sheet::show(&ctx, session, question));
    }
    if session.asks_about_unsaved() {
        commands.extend(sheets::unsaved_question(&ctx, session));
    }
    asked.extend(panes.file_sheet.show(&ctx));
}
