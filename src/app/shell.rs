//! The shell: runs commands in the session, does their effects, and hands results back.

mod maps;
mod pictures;
mod recovery;

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use eframe::egui::{self, ViewportCommand};

use crate::{
    carto::Theme,
    model::{Document, IncidentId, Revision, shown_line},
    session::{
        Command, Effect, Environment, EvidenceCommand, File, ImportCommand, Message, NamesCommand,
        OverlayCommand, Session, ThemeChoice, Tone, VersionUse,
    },
    store::{
        self, Entry, Origin, PanelSettings, Settings, Version, WindowPlace, native::can_be_added,
        watch::Sighting,
    },
    ui::{Asked, FileQuestion, Panes, PictureChoice, PictureGoal, TableLayout},
};

use super::{
    aside::Aside,
    briefs::BriefDesk,
    comparer::Comparer,
    dialogs::{Answer, Dialogs},
    drawing_thread,
    evidence::EvidenceDesk,
    exports::ExportDesk,
    imports::ImportReader,
    names::NamesReader,
    overlays::OverlayReader,
    picture_maker::PictureMaker,
    places::PlaceMeasurer,
    recorder::{Found, Post, Recorder},
    tiles::{AreaSaver, Care, GroundTiles},
    versions::ReadVersion,
    warden::{News, Warden},
    worker::{Job, Outcome, Worker},
};

/// Session, panes, threads and settings together: the whole program but for the window's frame.
pub struct Shell {
    pub session: Session,
    pub panes: Panes,
    pub(super) worker: Worker,
    pub(super) pictures: PictureMaker,
    /// Keeps every change safe from a crash; `None` where there is no place for it.
    recorder: Option<Recorder>,
    /// Looks after the open file; `None` where nothing is to be left beside it.
    warden: Option<Warden>,
    /// What a crash left, until it is gone on with.
    unfinished: Option<Box<store::Work>>,
    /// Files that are being read to be opened.
    reading: usize,
    pub(super) dialogs: Dialogs,
    pub(super) evidence: EvidenceDesk,
    pub(super) briefs: BriefDesk,
    pub(super) exports: ExportDesk,
    pub(super) names: NamesReader,
    pub(super) places: PlaceMeasurer,
    pub(super) words: Aside,
    pub(super) order: Aside,
    pub(super) overlays: OverlayReader,
    pub(super) imports: ImportReader,
    pub(super) comparer: Comparer,
    pub(super) ground: GroundTiles,
    care: Care,
    area_saver: AreaSaver,
    pub(super) settings: Settings,
    settings_folder: Option<PathBuf>,
    pending: Vec<Command>,
    /// The picture whose file name is being asked for.
    picture: Option<PictureChoice>,
    /// The storyboard whose file name is being asked for.
    pub(super) exporting_board: Option<crate::ui::BoardAsked>,
    /// The profile of publication whose file name is being asked for.
    pub(super) keeping_profile: Option<crate::model::Profile>,
    last_frame: Instant,
    may_close: bool,
    full_screen: bool,
    /// The size of the map is known: the first view can be fitted to it.
    laid_out: bool,
}

/// Settings with the folder they live in and what was wrong with them.
pub type LoadedSettings = (Settings, Option<PathBuf>, Option<String>);

/// Reads the settings; a damaged file is put aside and said.
pub fn load_settings() -> LoadedSettings {
    match store::settings_dir() {
        Some(folder) => {
            let (settings, problem) = Settings::load(&folder);
            (settings, Some(folder), problem)
        }
        None => (Settings::default(), None, None),
    }
}

impl Shell {
    pub fn new(ctx: &egui::Context, (settings, settings_folder, problem): LoadedSettings) -> Self {
        crate::ui::install_theme(ctx);
        let mut panes = Panes::default();
        panes.shows_list = settings.panels.list_visible;
        panes.shows_editor = settings.panels.editor_visible;
        panes.shows_timeline = settings.panels.timeline_visible;
        panes.list_width = settings.panels.list_width;
        panes.editor_width = settings.panels.editor_width;
        panes.timeline_height = settings.panels.timeline_height;
        panes.table.layout = TableLayout::from_settings(&settings.table);
        panes.recent.clone_from(&settings.recent_files);
        panes.theme_choice = settings.theme;
        panes.brief.begin_with(settings.brief.as_ref());
        panes.export.begin_with(&settings.export);
        panes.picture.begin_with(&settings.picture, settings.export_preset.as_deref());
        apply_theme(ctx, settings.theme);
        let environment = Environment {
            today: jiff::Zoned::now().date(),
            now: Box::new(jiff::Timestamp::now),
            author: settings.author.clone(),
            new_id: Box::new(|| IncidentId::new(uuid::Uuid::now_v7().to_string())),
        };
        let mut session = Session::example(environment);
        session.handle(Command::SetLanguage(settings.label_language));
        session.handle(Command::SetMapStyle(settings.map_style));
        session.handle(Command::SetNotation(settings.notation));
        if let Some(problem) = problem {
            session.say(Tone::Note, problem);
        }
        // Where nothing is to be remembered, nothing is to be kept either.
        let cache_folder = settings_folder.as_ref().and_then(|_| store::tiles::cache_dir());
        let (sources, problem) = match &settings_folder {
            Some(folder) => store::tiles::load_sources(folder),
            None => (store::tiles::TileSource::presets(), None),
        };
        let mut at_start = session.begin_with_sources(sources);
        at_start.extend(session.begin_with_names(settings.names_files.clone()));
        at_start.extend(session.begin_with_overlays(settings.overlays.clone()));
        if let Some(problem) = problem {
            session.say(Tone::Note, problem);
        }
        if let Some(folder) = &settings_folder {
            session.begin_with_areas(store::tiles::load_areas(folder));
        }
        let mut shell = Self {
            session,
            panes,
            worker: Worker::new(ctx),
            pictures: PictureMaker::new(ctx),
            recorder: None,
            warden: None,
            unfinished: None,
            reading: 0,
            dialogs: Dialogs::new(ctx),
            evidence: EvidenceDesk::new(ctx),
            briefs: BriefDesk::new(ctx),
            exports: ExportDesk::new(ctx),
            names: NamesReader::new(ctx),
            places: PlaceMeasurer::new(ctx),
            words: Aside::default(),
            order: Aside::default(),
            overlays: OverlayReader::new(ctx),
            imports: ImportReader::new(ctx),
            comparer: Comparer::new(ctx),
            ground: GroundTiles::new(ctx, cache_folder.clone()),
            care: Care::new(ctx, cache_folder.clone()),
            area_saver: AreaSaver::new(ctx, cache_folder),
            settings,
            settings_folder,
            pending: Vec::new(),
            picture: None,
            exporting_board: None,
            keeping_profile: None,
            last_frame: Instant::now(),
            may_close: false,
            full_screen: false,
            laid_out: false,
        };
        shell.do_effects(ctx, at_start);
        shell
    }

    /// Keeps a journal of changes in this folder, and takes up what a crash left there.
    pub fn keep_journal(&mut self, ctx: &egui::Context, folder: PathBuf) {
        self.recorder = Some(Recorder::new(ctx, folder));
    }

    /// Keeps earlier versions of files in this folder.
    pub fn keep_versions(&mut self, folder: PathBuf) {
        self.worker.keep_versions(folder);
    }

    /// Locks the open file, and looks what others do to it.
    pub fn guard_files(&mut self, ctx: &egui::Context) {
        self.warden = Some(Warden::new(ctx));
    }

    /// Tells the thread that looks after the file which one it is now.
    fn guard_file(&mut self) {
        let Some(warden) = &mut self.warden else { return };
        let file = match self.session.file() {
            File::Path { path, stamp } => Some((path.as_path(), *stamp)),
            File::Example | File::Untitled => None,
        };
        warden.guard(file, self.session.author());
    }

    /// What others did to the open file. What is said of a file that is no longer open means nothing.
    fn take_news(&mut self, news: News) {
        let (News::Lock(path, _) | News::Seen(path, _) | News::Copies(path, _)) = &news;
        if self.session.file_path() != Some(path) {
            return;
        }
        match news {
            News::Lock(_, news) => self.session.lock_news(news),
            News::Copies(_, names) => self.session.found_copies(&names),
            News::Seen(_, Sighting::Gone) => self.session.vanished(),
            // A save under way looks for itself right before it writes.
            News::Seen(_, Sighting::Changed(_)) if self.session.is_saving() => {}
            News::Seen(_, Sighting::Changed(seen)) => self.session.seen_changed(&seen),
        }
    }

    fn post(&self, post: Post) {
        if let Some(recorder) = &self.recorder {
            recorder.send(post);
        }
    }

    /// Makes a change safe from a crash; tells whether that took all changes so far with it.
    fn record(&self, origin: Origin, base: Document, entry: Box<Entry>) -> bool {
        // A save under way counts its changes by the journal that failed: the next change will do.
        let begins_again =
            !self.session.is_saving() && self.recorder.as_ref().is_some_and(Recorder::wants_all);
        self.post(if begins_again {
            let history = Box::new(self.session.history().clone());
            Post::BeginAgain { origin, history, saved: self.session.saved_state() }
        } else {
            Post::Record { origin, base, entry }
        });
        begins_again
    }

    /// Puts a command in the queue of the next frame.
    pub fn ask(&mut self, command: Command) {
        self.pending.push(command);
    }

    /// The title of the window.
    pub fn title(&self) -> String {
        let mark = if self.session.is_changed() { "• " } else { "" };
        format!("{mark}{} — Marz", shown_line(&self.session.file_name()))
    }

    /// Runs what was asked, takes what came back.
    pub fn logic(&mut self, ctx: &egui::Context) {
        self.pass_time(ctx);
        self.session.set_theme(if ctx.theme() == egui::Theme::Dark { Theme::Dark } else { Theme::Light });
        for outcome in self.worker.outcomes() {
            self.take(ctx, outcome);
        }
        self.take_picture_news();
        self.take_export_news();
        for outcome in self.care.outcomes() {
            self.take_care(outcome);
        }
        self.take_tile_news(ctx);
        self.take_area_news(ctx);
        self.take_names();
        self.take_brief(ctx);
        self.take_places();
        self.take_words(ctx);
        self.take_order(ctx);
        self.take_overlays(ctx);
        self.take_imports(ctx);
        self.take_comparisons(ctx);
        for found in self.recorder.as_ref().map(Recorder::found).unwrap_or_default() {
            self.take_found(found);
        }
        for news in self.warden.as_ref().map(Warden::news).unwrap_or_default() {
            self.take_news(news);
        }
        for answer in self.dialogs.answers() {
            self.answer(ctx, answer);
        }
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        self.take_dropped(dropped);
        self.take_evidence_news(ctx);
        if ctx.input(|input| input.viewport().close_requested()) && !self.may_close {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.pending.extend(self.panes.flush(&self.session));
            self.pending.push(Command::Quit);
        }
        for command in std::mem::take(&mut self.pending) {
            let effects = self.session.handle(command);
            self.do_effects(ctx, effects);
        }
        self.guard_file();
        self.list_folder();
        self.remember_window(ctx);
    }

    fn remember_window(&mut self, ctx: &egui::Context) {
        let (inner, outer, maximized) = ctx.input(|input| {
            let viewport = input.viewport();
            (viewport.inner_rect, viewport.outer_rect, viewport.maximized.unwrap_or(false))
        });
        if let Some(inner) = inner {
            let position = outer.map(|outer| (outer.left(), outer.top()));
            self.settings.window =
                Some(WindowPlace { width: inner.width(), height: inner.height(), position, maximized });
        }
    }

    fn pass_time(&mut self, ctx: &egui::Context) {
        let now = Instant::now();
        let seconds = now.duration_since(self.last_frame).as_secs_f32();
        self.last_frame = now;
        self.session.pass_time(seconds);
        let playback = self.session.timeline().playback;
        if playback.playing {
            let next = playback.seconds_to_next().clamp(0.01, 1.0);
            ctx.request_repaint_after(std::time::Duration::from_secs_f32(next));
        }
        self.session.age_messages(seconds);
        if let Some(left) = self.session.seconds_to_next_message() {
            ctx.request_repaint_after(std::time::Duration::from_secs_f32(left));
        }
    }

    /// Paints the window and collects what is asked.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        drawing_thread::is_this_one();
        self.ground.set_theme(self.session.view().theme);
        let shows_relief = |view: &crate::carto::View| view.layers.is_on(crate::carto::Layer::Relief);
        self.ground.shows_relief =
            shows_relief(self.session.view()) || self.session.other_view().as_ref().is_some_and(shows_relief);
        self.ground.shows_source = true;
        let shows = |sheetlet| self.panes.is_open(sheetlet);
        if !shows(crate::session::Sheetlet::Picture) && !shows(crate::session::Sheetlet::Brief) {
            self.ground.set_picture(None);
        }
        self.ground.begin_frame();
        let has_ground = self.ground.has_ground();
        let ground = has_ground.then_some(&mut self.ground as &mut dyn crate::ui::Ground);
        let (commands, asked) = crate::ui::show(ui, &self.session, &mut self.panes, ground);
        self.ground.end_frame();
        if self.session.note_tiles_cover(self.ground.cover()) {
            ui.ctx().request_repaint();
        }
        if let Some(scene) = self.panes.map.scene() {
            self.session.set_map_size(scene.size);
            if !std::mem::replace(&mut self.laid_out, true) {
                self.pending.push(Command::WholeFrontier);
            }
        }
        // What only repeats the present state asks for no further frame.
        let quiet = |command: &Command| match command {
            Command::KeepCamera => true,
            Command::PreviewPlace(at) => match self.session.mode() {
                crate::session::Mode::Place { preview, .. }
                | crate::session::Mode::Move { preview, .. }
                | crate::session::Mode::Measure { preview } => preview == at,
                crate::session::Mode::Browse | crate::session::Mode::CentreRings => true,
            },
            _ => false,
        };
        if !commands.iter().all(quiet) {
            ui.ctx().request_repaint();
        }
        self.pending.extend(commands);
        let ctx = ui.ctx().clone();
        for asked in asked {
            self.do_asked(&ctx, asked);
        }
    }

    fn do_asked(&mut self, ctx: &egui::Context, asked: Asked) {
        match asked {
            Asked::Picture(choice) => self.paint_picture(choice),
            Asked::Brief(asked) => self.do_brief(asked),
            Asked::Export(asked) => self.do_export(asked),
            Asked::Profile(asked) => self.do_profile(asked),
            Asked::Board(asked) => self.ask_for_board(asked),
            Asked::PathTyped(question, path) => self.answer(ctx, Answer::Path(question, path)),
            Asked::Preview(digest) => self.paint_preview(digest),
            Asked::PathCancelled(question) => self.answer(ctx, Answer::Cancelled(question)),
        }
        ctx.request_repaint();
    }

    pub(super) fn do_effects(&mut self, ctx: &egui::Context, effects: Vec<Effect>) {
        // What these effects did is in the history already: a journal begun now holds them all.
        let mut recorded = false;
        for effect in self.panes.take_effects(effects) {
            match effect {
                Effect::OpenDialog => self.dialogs.ask(FileQuestion::Open, self.folder().join("")),
                Effect::SaveDialog { suggested } => {
                    self.dialogs.ask(FileQuestion::Save, self.folder().join(suggested));
                }
                Effect::ImportDialog => self.dialogs.ask(FileQuestion::Table, self.folder().join("")),
                Effect::Imports(effect) => self.do_import(*effect),
                Effect::CompareDialog => self.dialogs.ask(FileQuestion::Compare, self.folder().join("")),
                Effect::ReadToCompare(path) => self.compare(path),
                Effect::StopComparing => self.comparer.stop(),
                Effect::TakeOver => {
                    if let Some(warden) = &self.warden {
                        warden.take_over();
                    }
                }
                Effect::Read(path) => {
                    self.reading += 1;
                    self.worker.ask(Job::Read(path));
                }
                Effect::Recover => self.recover(),
                Effect::ListVersions => self.worker.ask(Job::ListVersions),
                Effect::ReadVersion { version, wanted, present } => {
                    self.worker.ask(Job::ReadVersion { version, wanted, present });
                }
                Effect::Write { path, document, revision, overwrite_changed } => {
                    let known = match self.session.file() {
                        File::Path { path: own, stamp } if *own == path && !overwrite_changed => {
                            Some(stamp.iter().copied().collect())
                        }
                        File::Path { .. } | File::Example | File::Untitled => None,
                    };
                    let evidence_from = self.evidence_homes();
                    self.worker.ask(Job::Write { path, document, revision, known, evidence_from });
                }
                Effect::CopyText(text) => ctx.copy_text(text),
                Effect::CopyPicture => {
                    let request = self.panes.picture.request(&self.session);
                    self.paint_picture(self.panes.picture.choice(&request, PictureGoal::Clipboard));
                }
                Effect::ExportAgain => self.export_again(),
                Effect::StopPicture => {
                    self.pictures.stop();
                    self.exports.stop();
                }
                Effect::Present(on) => {
                    ctx.send_viewport_cmd(ViewportCommand::Fullscreen(on || self.full_screen));
                }
                Effect::FullScreen => {
                    self.full_screen = !self.full_screen;
                    ctx.send_viewport_cmd(ViewportCommand::Fullscreen(self.full_screen));
                }
                Effect::Quit => {
                    self.may_close = true;
                    ctx.send_viewport_cmd(ViewportCommand::Close);
                }
                Effect::RememberFile(path) => self.remember(path),
                Effect::Record { origin, base, entry } => {
                    recorded |= !recorded && self.record(origin, base, entry);
                }
                Effect::RecordSaved { origin, later } => self.post(Post::Saved { origin, later }),
                Effect::EndRecord => self.post(Post::End),
                Effect::BringBack => self.post(Post::BringBack),
                Effect::RememberLanguage(language) => self.settings.label_language = language,
                Effect::RememberMapStyle(style) => self.settings.map_style = style,
                Effect::RememberNotation(notation) => self.settings.notation = notation,
                Effect::RememberAuthor(name) => {
                    self.settings.author = name;
                    self.save_settings();
                }
                Effect::Check { check, document, today } => {
                    self.worker.ask(Job::Check { check, document, today });
                }
                Effect::UseSource(source) => self.ground.use_source(source.map(|source| *source)),
                Effect::AreaDialog { suggested } => {
                    self.dialogs.ask(FileQuestion::Area, self.folder().join(suggested));
                }
                Effect::SaveArea(area) => self.area_saver.start(area.0, area.1),
                Effect::StopArea => self.area_saver.stop(),
                Effect::DropArea(plan) => store::tiles::AreaFile::discard(&plan),
                Effect::SampleArea(area) => self.care.sample(area.0, area.1),
                Effect::RememberAreas => self.remember_areas(),
                Effect::TileFileDialog => self.dialogs.ask(FileQuestion::TileFile, self.folder().join("")),
                Effect::RememberSources => self.remember_sources(),
                Effect::ReadLayers(source) => self.care.read_layers(*source),
                Effect::TestSource(source) => self.care.test(*source),
                Effect::WipeTiles(source) => self.care.wipe(&source),
                Effect::MeasureTiles(sources) => self.care.measure(&sources),
                Effect::PasteReport => self.paste_report(),
                Effect::Evidence(effect) => self.do_evidence(effect),
                Effect::Names(effect) => self.do_names(effect),
                Effect::Frontier(effect) => self.places.take_on(effect),
                Effect::Overlays(effect) => self.do_overlays(effect),
                Effect::SetTheme(choice) => {
                    self.settings.theme = choice;
                    self.panes.theme_choice = choice;
                    apply_theme(ctx, choice);
                    self.save_settings();
                }
                Effect::AskAboutUnsaved
                | Effect::Focus(_)
                | Effect::Show(_)
                | Effect::Hide(_)
                | Effect::TogglePane(_)
                | Effect::HidePanes => {}
            }
        }
    }

    /// The text on the clipboard, as the text of a report.
    fn paste_report(&mut self) {
        match arboard::Clipboard::new().and_then(|mut clipboard| clipboard.get_text()) {
            Ok(text) => self.pending.push(Command::SetReportText(text)),
            Err(error) => self.session.say(
                Tone::Note,
                format!("There is no text on the clipboard ({error}): type or paste it into the box."),
            ),
        }
    }

    fn take(&mut self, ctx: &egui::Context, outcome: Outcome) {
        let effects = match outcome {
            Outcome::Read { path, result: Ok(opened), .. } => {
                let effects = self.session.opened(path, opened.document, opened.report, opened.stamp);
                self.ask(EvidenceCommand::VerifyQuietly.into());
                self.reading_ended();
                effects
            }
            Outcome::Package(path) => {
                self.reading_ended();
                self.open_package(path);
                Vec::new()
            }
            // What was asked for is to see it: a table becomes a new document as soon as it is understood.
            Outcome::Read { path, result: Err(_), .. }
                if self.session.is_untouched() && can_be_added(&path) =>
            {
                self.reading_ended();
                self.ask(Command::New);
                self.ask(ImportCommand::Files(vec![path]).into());
                Vec::new()
            }
            Outcome::Read { path, result: Err(why), has_versions } => {
                self.session.open_failed(path, why, has_versions);
                self.reading_ended();
                Vec::new()
            }
            Outcome::VersionsListed(shelves) => {
                self.session.versions_listed(shelves);
                Vec::new()
            }
            Outcome::VersionRead { version, revision, read } => self.take_version(&version, revision, read),
            Outcome::Told(words) => {
                self.session.say(Tone::Note, words);
                Vec::new()
            }
            Outcome::Written { path, revision, left_behind, result: Ok(stamp) } => {
                let effects = self.session.saved(path, revision, stamp);
                self.session.left_behind(&left_behind);
                effects
            }
            Outcome::Written { result: Err(why), .. } => {
                self.session.save_failed(&why);
                Vec::new()
            }
            Outcome::ChangedOutside { path } => {
                self.session.save_failed(&format!(
                    "Not saved: another program changed the file since it was read here. What differs is shown; Save as… keeps both.\n{}",
                    path.display()
                ));
                vec![Effect::ReadToCompare(path)]
            }
            Outcome::Checked { revision, checked } => {
                self.session.checked(revision, checked);
                Vec::new()
            }
            Outcome::Preview(Ok(image)) => {
                self.panes.picture.show_preview(ctx, image);
                Vec::new()
            }
            Outcome::Preview(Err(why)) => {
                self.panes.picture.busy = false;
                self.session.say(Tone::Trouble, why);
                Vec::new()
            }
            Outcome::Copied(Ok(missing)) => {
                let (tone, missing) = match missing {
                    Some(words) => (Tone::Note, format!(" {words}")),
                    None => (Tone::Done, String::new()),
                };
                self.session.say(tone, format!("The picture is on the clipboard.{missing}"));
                Vec::new()
            }
            Outcome::Copied(Err(why)) => {
                self.session.say(
                    Tone::Trouble,
                    format!("The picture could not be copied: {why}. Export it to a file instead (Ctrl+E)."),
                );
                Vec::new()
            }
        };
        self.do_effects(ctx, effects);
    }

    fn take_version(&mut self, version: &Version, revision: Revision, read: ReadVersion) -> Vec<Effect> {
        match read {
            ReadVersion::Compared(answer) => {
                self.session.version_compared(version.path.clone(), revision, answer);
                Vec::new()
            }
            ReadVersion::Read(_, Err(why)) => {
                self.session.say(Tone::Trouble, why);
                Vec::new()
            }
            ReadVersion::Read(VersionUse::Restore, Ok((document, _))) => {
                self.session.version_restored(version, &document)
            }
            ReadVersion::Read(VersionUse::Open | VersionUse::Compare, Ok((document, report))) => {
                self.session.version_opened(version, document, report)
            }
        }
    }

    fn answer(&mut self, ctx: &egui::Context, answer: Answer) {
        match answer {
            Answer::Path(FileQuestion::Open, path) => self.pending.push(Command::OpenPath(path)),
            Answer::Path(FileQuestion::Table, path) => self.ask(Command::ImportFrom(absolute(&path))),
            Answer::Path(FileQuestion::Mapping, path) => self.ask(ImportCommand::UseMapping(path).into()),
            Answer::Path(FileQuestion::SaveMapping, path) => {
                self.ask(ImportCommand::SaveMapping(with_extension(path, "json")).into());
            }
            Answer::Path(FileQuestion::Compare, path) => self.pending.push(Command::CompareWith(path)),
            Answer::Path(FileQuestion::Save, path) => {
                let path = with_extension(path, "geojson");
                if self.is_file_of_a_newer_program(&path) {
                    self.session.dialog_cancelled();
                    self.session.say(Tone::Trouble, format!(
                        "Not saved: this is the file of a newer program, and not all that it holds was understood. Choose another name.\n{}",
                        path.display()
                    ));
                    return;
                }
                let effect = self.session.write_to(path, true);
                self.do_effects(ctx, vec![effect]);
            }
            Answer::Path(FileQuestion::Picture, path) => {
                let Some(choice) = self.picture.take() else { return };
                self.settings.export_folder = path.parent().map(Path::to_path_buf);
                self.make_picture(&choice, with_extension(path, choice.format.extension()));
            }
            Answer::Path(FileQuestion::Overlay, path) => {
                self.ask(OverlayCommand::AddFile(absolute(&path)).into());
            }
            Answer::Path(FileQuestion::FindOverlay, path) => {
                self.ask(OverlayCommand::Found(absolute(&path)).into());
            }
            Answer::Path(FileQuestion::PlaceNames, path) => {
                self.ask(NamesCommand::AddFrom(absolute(&path)).into());
                // How far it is, and a way to stop it.
                let sheet = crate::session::Sheetlet::PlaceNames;
                if !self.panes.is_open(sheet) {
                    self.ask(Command::ToggleSheetlet(sheet));
                }
            }
            Answer::Path(FileQuestion::TileFile, path) => self.take_map_file(path),
            Answer::Path(FileQuestion::Area, path) => {
                self.ask(Command::SaveAreaTo(with_extension(path, "mbtiles")));
            }
            Answer::Path(FileQuestion::Brief, path) => self.save_brief(path),
            Answer::Path(FileQuestion::KeepProfile, path) => self.keep_profile(path),
            Answer::Path(FileQuestion::ReadProfile, path) => self.read_profile(&path),
            Answer::Path(FileQuestion::Board, path) => self.export_board(path),
            Answer::Path(FileQuestion::Incidents, path) => self.export_to(path),
            Answer::Path(FileQuestion::KeepLayout, path) => self.keep_layout(path),
            Answer::Path(FileQuestion::ReadLayout, path) => self.read_layout(&path),
            Answer::Path(question, path) => self.evidence_path_chosen(question, path),
            Answer::Cancelled(question) => {
                match question {
                    FileQuestion::Open | FileQuestion::Save => self.session.dialog_cancelled(),
                    FileQuestion::Picture
                    | FileQuestion::Brief
                    | FileQuestion::Incidents
                    | FileQuestion::Board
                    | FileQuestion::KeepProfile
                    | FileQuestion::ReadProfile
                    | FileQuestion::KeepLayout
                    | FileQuestion::ReadLayout
                    | FileQuestion::Compare
                    | FileQuestion::Table
                    | FileQuestion::Photos
                    | FileQuestion::Mapping
                    | FileQuestion::SaveMapping
                    | FileQuestion::Attach
                    | FileQuestion::Package
                    | FileQuestion::PlaceNames
                    | FileQuestion::Overlay
                    | FileQuestion::FindOverlay
                    | FileQuestion::UnpackInto
                    | FileQuestion::TileFile
                    | FileQuestion::Area => {}
                }
                self.picture = None;
            }
            Answer::NoDialog(question, suggested) => self.panes.file_sheet.ask(question, &suggested),
        }
    }

    /// Whether this path, by whatever links, is the open file and must not be saved over.
    fn is_file_of_a_newer_program(&self, path: &Path) -> bool {
        let is_protected = self.session.report().is_some_and(|report| report.read_only.is_some());
        let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        is_protected && self.session.file_path().is_some_and(|own| real(own) == real(path))
    }

    /// The folder that dialogs begin in.
    pub(super) fn folder(&self) -> PathBuf {
        self.session
            .file_path()
            .and_then(|path| path.parent().map(Path::to_path_buf))
            .or_else(|| {
                self.settings.recent_files.first().and_then(|path| path.parent().map(Path::to_path_buf))
            })
            .or_else(|| {
                directories::UserDirs::new()
                    .map(|dirs| dirs.document_dir().unwrap_or_else(|| dirs.home_dir()).to_path_buf())
            })
            .unwrap_or_default()
    }

    /// Fills in the files that the typed folder holds, where the system has no dialog.
    fn list_folder(&mut self) {
        let written = self.panes.file_sheet.target();
        // A name without an ending gets one when it is written.
        self.panes.file_sheet.exists = written.is_some_and(|path| {
            ["geojson", "png", "pdf", "svg", "pptx", "gif", "zip", "json"]
                .map(|ending| with_extension(path.clone(), ending))
                .iter()
                .any(|p| p.is_file())
        });
        let Some(folder) = self.panes.file_sheet.folder() else { return };
        let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| self.panes.file_sheet.lists(path))
            // Hidden ones, such as our own lock.
            .filter(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')))
            .collect();
        files.sort();
        self.panes.file_sheet.listing = files;
    }

    fn remember(&mut self, path: PathBuf) {
        let path = std::path::absolute(&path).unwrap_or(path);
        self.settings.remember(&path);
        self.panes.recent.clone_from(&self.settings.recent_files);
        self.save_settings();
    }

    /// Writes the settings; they are a comfort, so a failure is only said.
    pub fn save_settings(&mut self) {
        self.settings.panels = PanelSettings {
            list_width: self.panes.list_width,
            list_visible: self.panes.shows_list,
            editor_width: self.panes.editor_width,
            editor_visible: self.panes.shows_editor,
            timeline_height: self.panes.timeline_height,
            timeline_visible: self.panes.shows_timeline,
        };
        self.settings.table = self.panes.table.layout.to_settings();
        self.settings.brief = self.panes.brief.kept();
        let Some(folder) = &self.settings_folder else { return };
        if let Err(error) = self.settings.save(folder) {
            self.pending.push(Command::Say(Message::new(Tone::Note, error.to_string())));
        }
    }
}

fn apply_theme(ctx: &egui::Context, choice: ThemeChoice) {
    ctx.set_theme(match choice {
        ThemeChoice::System => egui::ThemePreference::System,
        ThemeChoice::Light => egui::ThemePreference::Light,
        ThemeChoice::Dark => egui::ThemePreference::Dark,
    });
}

/// A path that outlives the folder that the program was started in.
pub(super) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// The path with this ending where it has none.
pub(super) fn with_extension(path: PathBuf, ending: &str) -> PathBuf {
    if path.extension().is_some() { path } else { path.with_extension(ending) }
}
