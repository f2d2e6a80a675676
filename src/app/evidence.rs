//! The shell's part in evidence: where copies lie, what is asked of the thread that makes them, what is opened.

use std::path::{Path, PathBuf};

use eframe::egui;

use crate::{
    model::{Attachment, Digest, Evidence, Revision, shown_line},
    session::{Command, Effect, EvidenceCommand, EvidenceEffect, File, ImportCommand, OverlayCommand, Tone},
    store::{
        evidence::{evidence_folder, find_file},
        formats::{
            is_photo_by_name,
            shapes::{is_shapes_by_name, is_zipped_shapes},
        },
        native::is_written_by_marz,
        package::is_package,
    },
    ui::FileQuestion,
};

use super::{
    Shell,
    keeper::{Keeper, News, Task},
    shell::absolute,
};

/// What the shell keeps for evidence.
pub(super) struct EvidenceDesk {
    pub keeper: Keeper,
    /// The folder for copies of documents that no file holds yet; `None` where there is no place for it.
    unsaved: Option<PathBuf>,
    /// Folders that copies of this session may lie in.
    homes: Vec<PathBuf>,
    /// What the files being chosen are attached to.
    to: Option<(Attachment, Revision)>,
    /// Photos that were chosen together.
    photos: Vec<PathBuf>,
    /// The package that a folder is being chosen for, and the state of the document when it was opened.
    package: Option<(PathBuf, Revision)>,
}

impl EvidenceDesk {
    pub fn new(ctx: &egui::Context) -> Self {
        Self {
            keeper: Keeper::new(ctx),
            unsaved: None,
            homes: Vec::new(),
            to: None,
            photos: Vec::new(),
            package: None,
        }
    }
}

impl Shell {
    /// Keeps evidence of documents that no file holds yet in this folder.
    pub fn keep_unsaved_evidence(&mut self, folder: PathBuf) {
        self.evidence.unsaved = Some(folder);
    }

    /// The folder of the present document's evidence.
    fn evidence_home(&self) -> Option<PathBuf> {
        let home = match self.session.file() {
            File::Path { path, .. } => Some(evidence_folder(path)),
            File::Example | File::Untitled => self.evidence.unsaved.clone(),
        }?;
        // A relative path could look like an option or an address to the program that it is given to.
        Some(std::path::absolute(&home).unwrap_or(home))
    }

    /// Folders that a saved document's evidence is brought from.
    pub(super) fn evidence_homes(&self) -> Vec<PathBuf> {
        let own = self.evidence_home();
        let mut homes: Vec<PathBuf> = own.into_iter().chain(self.evidence.unsaved.clone()).collect();
        homes.extend(self.evidence.homes.iter().cloned());
        homes.dedup();
        homes
    }

    /// A folder to copy into, remembered; says so where there is none.
    fn copy_home(&mut self) -> Option<PathBuf> {
        let home = self.evidence_home();
        match &home {
            Some(home) if !self.evidence.homes.contains(home) => self.evidence.homes.push(home.clone()),
            Some(_) => {}
            None => self.session.say(
                Tone::Trouble,
                "Nothing was attached: save the document first, so that the copy has a place beside it.",
            ),
        }
        home
    }

    pub(super) fn do_evidence(&mut self, effect: EvidenceEffect) {
        match effect {
            EvidenceEffect::AskForFiles(to) => {
                self.evidence.to = Some((to, self.session.opened_at()));
                self.dialogs.ask(FileQuestion::Attach, self.folder().join(""));
            }
            EvidenceEffect::Copy { to, paths, of } => {
                let Some(home) = self.copy_home() else { return };
                for path in paths {
                    let (to, home) = (to.clone(), home.clone());
                    self.evidence.keeper.ask(Task::Copy { to, path, home, of });
                }
            }
            EvidenceEffect::AskForPhotos => self.dialogs.ask(FileQuestion::Photos, self.folder().join("")),
            EvidenceEffect::TakePhotos { paths, of } => {
                let Some(home) = self.copy_home() else { return };
                self.evidence.keeper.ask(Task::Photos { paths, home, of });
            }
            EvidenceEffect::CopyText { to, text, address, of } => {
                let Some(home) = self.copy_home() else { return };
                self.evidence.keeper.ask(Task::CopyText { to, text, address, home, of });
            }
            EvidenceEffect::Verify { listed, quiet, of } => {
                // Without a place nothing can be there; an empty folder says so of each.
                let home = self.evidence_home().unwrap_or_default();
                self.evidence.keeper.ask(Task::Verify { listed, home, quiet, of });
            }
            EvidenceEffect::Stop => self.evidence.keeper.stop(),
            // The panes have shown it already.
            EvidenceEffect::Show(_) => {}
            EvidenceEffect::ShowInFolder(evidence) => self.show_in_folder(&evidence),
            EvidenceEffect::Open(evidence) => self.open_evidence(&evidence),
            EvidenceEffect::OpenLink(address) => {
                if let Err(error) = opener::open(&address) {
                    self.session.say(
                        Tone::Trouble,
                        format!("No program of this system opens the link ({error}): {address}"),
                    );
                }
            }
            EvidenceEffect::AskForPackage { suggested } => {
                self.dialogs.ask(FileQuestion::Package, self.folder().join(suggested));
            }
        }
    }

    fn show_in_folder(&mut self, evidence: &Evidence) {
        let Some(home) = self.evidence_home() else { return };
        let name = evidence.file_name();
        match opener::open(&home) {
            Ok(()) => self.session.say(Tone::Done, format!("Its copy in the folder is {name}")),
            Err(error) => self.session.say(
                Tone::Note,
                format!(
                    "No program of this system shows folders ({error}). The copy is {}",
                    home.join(name).display()
                ),
            ),
        }
    }

    /// Gives the kept copy, under its safe name, to the program that the system has for it.
    fn open_evidence(&mut self, evidence: &Evidence) {
        // Asked for already by the session; what could run is refused once more where it would.
        if evidence.why_not_opened().is_some() {
            return;
        }
        let name = shown_line(&evidence.name);
        let path = self.evidence_home().and_then(|home| find_file(evidence, &home));
        // Another ending than ours could be one that runs.
        let ours = |path: &PathBuf| path.file_name().is_some_and(|found| *found == *evidence.file_name());
        match path.filter(ours) {
            Some(path) => {
                if let Err(error) = opener::open(&path) {
                    self.session.say(
                        Tone::Trouble,
                        format!("No program of this system opens “{name}” ({error}): {}", path.display()),
                    );
                }
            }
            None => self.session.say(Tone::Trouble, format!("The copy of “{name}” is missing.")),
        }
    }

    pub(super) fn take_evidence_news(&mut self, ctx: &egui::Context) {
        let photos = std::mem::take(&mut self.evidence.photos);
        if !photos.is_empty() {
            self.ask(EvidenceCommand::AddPhotoPaths(photos).into());
        }
        for news in self.evidence.keeper.news() {
            if !matches!(news, News::Progress(_) | News::Preview { .. }) {
                self.session.set_evidence_progress(None);
            }
            match news {
                News::Progress(progress) => {
                    if self.session.evidence_progress().is_none() {
                        let words = format!(
                            "Evidence: {} Shift+E shows how far it is, and stops it.",
                            progress.words
                        );
                        self.session.say(Tone::Done, words);
                    }
                    self.session.set_evidence_progress(Some(progress));
                }
                News::Copied { to, of, result: Ok(evidence) } => {
                    self.ask(EvidenceCommand::Attached { to, evidence, of }.into());
                }
                News::Photos { read, of } => self.session.photos_read(read, of),
                News::Verified { verdict, quiet, of } => self.session.verified(verdict, quiet, of),
                News::Packed { out, result: Ok(packed) } => {
                    let evidence = match packed.evidence {
                        1 => "1 attachment".to_owned(),
                        count => format!("{count} attachments"),
                    };
                    let incidents = self.session.document().len();
                    let whole = if self.session.obeys_a_profile() {
                        "; everything is in it, no profile of publication is obeyed"
                    } else {
                        ""
                    };
                    let words =
                        format!("Exported {incidents} incidents and {evidence}{whole} to {}", out.display());
                    self.session.say(Tone::Done, words);
                }
                News::Unpacked { asked_at, result: Ok(unpacked) } => {
                    if !unpacked.notes.is_empty() {
                        let notes = unpacked.notes.join("; ");
                        self.session.say(Tone::Trouble, format!("The package is not whole: {notes}."));
                    }
                    // Unsaved changes were asked about when the package was opened.
                    if self.session.document().revision() == asked_at {
                        self.do_effects(ctx, vec![Effect::Read(unpacked.document)]);
                    } else {
                        self.ask(Command::OpenPath(unpacked.document));
                    }
                }
                News::Copied { result: Err(why), .. }
                | News::Packed { result: Err(why), .. }
                | News::Unpacked { result: Err(why), .. } => self.session.say(Tone::Trouble, why),
                News::Preview { digest, image } => self.panes.evidence.take_preview(ctx, digest, image),
            }
        }
    }

    /// A file was opened that is a package: a folder is asked for.
    pub(super) fn open_package(&mut self, package: PathBuf) {
        let folder = package.parent().map(Path::to_path_buf).unwrap_or_default();
        self.evidence.package = Some((package, self.session.document().revision()));
        self.dialogs.ask(FileQuestion::UnpackInto, folder.join(""));
    }

    pub(super) fn evidence_path_chosen(&mut self, question: FileQuestion, path: PathBuf) {
        match question {
            FileQuestion::Attach => {
                let still = self.session.opened_at();
                if let Some((to, of)) = self.evidence.to.clone().filter(|(_, of)| *of == still) {
                    self.do_evidence(EvidenceEffect::Copy { to, paths: vec![path], of });
                }
            }
            FileQuestion::Photos => self.evidence.photos.push(absolute(&path)),
            FileQuestion::Package => {
                let out = if path.extension().is_some() { path } else { path.with_extension("zip") };
                let document = self.session.document().clone();
                let home = self.evidence_home().unwrap_or_default();
                self.evidence.keeper.ask(Task::Pack { document, home, out });
            }
            FileQuestion::UnpackInto => {
                if let Some((package, asked_at)) = self.evidence.package.take() {
                    self.evidence.keeper.ask(Task::Unpack { package, folder: path, asked_at });
                }
            }
            FileQuestion::Open
            | FileQuestion::Compare
            | FileQuestion::Table
            | FileQuestion::Save
            | FileQuestion::Mapping
            | FileQuestion::SaveMapping
            | FileQuestion::Picture
            | FileQuestion::Brief
            | FileQuestion::Incidents
            | FileQuestion::Board
            | FileQuestion::KeepProfile
            | FileQuestion::ReadProfile
            | FileQuestion::KeepLayout
            | FileQuestion::ReadLayout
            | FileQuestion::PlaceNames
            | FileQuestion::Overlay
            | FileQuestion::FindOverlay
            | FileQuestion::TileFile
            | FileQuestion::Area => {}
        }
    }

    /// Files dropped on the window: a document or package is opened, a file of tiles becomes a source of the map, others
    /// are attached; photos become incidents where none is selected. Tables and workbooks are looked at for incidents; shapes become layers of the map, and of GeoJSON that
    /// others wrote it is asked whether it is to be a layer.
    pub(super) fn take_dropped(&mut self, paths: Vec<PathBuf>) {
        let is_document = |path: &PathBuf| {
            path.extension().is_some_and(|ending| {
                ending.eq_ignore_ascii_case("geojson") || ending.eq_ignore_ascii_case("json")
            }) || is_package(path)
        };
        let is_map = |path: &PathBuf| {
            path.extension().is_some_and(|ending| {
                ending.eq_ignore_ascii_case("mbtiles") || ending.eq_ignore_ascii_case("pmtiles")
            })
        };
        let is_table = |path: &PathBuf| {
            path.extension().is_some_and(|ending| {
                ["csv", "tsv", "tab", "xlsx", "xlsm", "xlsb", "xls", "ods"]
                    .iter()
                    .any(|known| ending.eq_ignore_ascii_case(known))
            })
        };
        let (maps, paths): (Vec<_>, Vec<_>) = paths.into_iter().partition(is_map);
        let (tables, paths): (Vec<_>, Vec<_>) = paths.into_iter().partition(is_table);
        if !tables.is_empty() {
            self.ask(ImportCommand::Files(tables.iter().map(|path| absolute(path)).collect()).into());
        }
        for path in maps {
            self.take_map_file(path);
        }
        let (layers, paths): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| is_layer(path));
        for path in layers {
            self.ask(OverlayCommand::AddFile(absolute(&path)).into());
        }
        if let [stranger] = paths.as_slice()
            && is_geojson_of_others(stranger)
        {
            self.ask(OverlayCommand::Dropped(absolute(stranger)).into());
            return;
        }
        match paths.iter().find(|path| is_document(path)) {
            Some(document) => self.ask(Command::OpenPath(document.clone())),
            None if paths.is_empty() => {}
            // Where nothing is selected that they could belong to, each is an incident of its own.
            None if self.session.selected().is_none() && paths.iter().all(|path| is_photo_by_name(path)) => {
                let paths = paths.iter().map(|path| absolute(path)).collect();
                self.ask(EvidenceCommand::AddPhotoPaths(paths).into());
            }
            None => self.ask(EvidenceCommand::AttachPaths(None, paths).into()),
        }
    }

    pub(super) fn paint_preview(&mut self, digest: Digest) {
        let home = self.evidence_home().unwrap_or_default();
        if let Some(evidence) = self.session.document().facts().evidence_of(&digest) {
            self.evidence.keeper.preview(evidence, &home);
        }
    }
}

/// Whether a dropped file becomes a layer of the map.
fn is_layer(path: &Path) -> bool {
    is_shapes_by_name(path) || is_zipped_shapes(path)
}

fn is_geojson_of_others(path: &Path) -> bool {
    let is_geojson = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("geojson") || ending.eq_ignore_ascii_case("json"));
    is_geojson && !is_written_by_marz(path)
}
