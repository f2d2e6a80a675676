//! The thread that reads, writes and paints, so that nothing blocks the window.

use std::{
    collections::HashMap,
    ops::ControlFlow,
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
};

use eframe::egui;

use crate::{
    carto::Scene,
    export::{self, Sight},
    model::{Digest, Document, Revision},
    session::{Check, Checked, VersionUse},
    store::{
        self, Condition, FileStamp, Look, Opened, Shelf, StoreError, Version, backups,
        evidence::{bring, evidence_folder},
        lock, package,
    },
};

use super::tiles::PictureTiles;
use super::versions::{BackupFolder, Keeper, ReadVersion};

/// What the thread is asked to do.
pub enum Job {
    Read(PathBuf),
    Write {
        path: PathBuf,
        document: Arc<Document>,
        revision: Revision,
        /// The states of the file that may be written over: that last read or written. `None` where the user named
        /// the file just now.
        known: Option<Vec<FileStamp>>,
        /// Folders that the document's evidence may lie in; what the new place lacks is brought along.
        evidence_from: Vec<PathBuf>,
    },
    ListVersions,
    ReadVersion {
        version: Version,
        wanted: VersionUse,
        present: Document,
    },
    /// An answer that takes long in a large document.
    Check {
        check: Check,
        document: Document,
        today: jiff::civil::Date,
    },
    /// A picture as somebody sees it.
    PaintPreview {
        scene: Box<Scene>,
        tiles: Option<Box<PictureTiles>>,
        pixels: (u32, u32),
        sight: Sight,
    },
    PaintClipboard {
        scene: Box<Scene>,
        tiles: Option<Box<PictureTiles>>,
        pixels: (u32, u32),
    },
}

/// What became of a job.
pub enum Outcome {
    Read {
        path: PathBuf,
        result: Result<Opened, String>,
        /// Earlier versions of it are kept.
        has_versions: bool,
    },
    Written {
        path: PathBuf,
        revision: Revision,
        /// Evidence that no folder has whole.
        left_behind: Vec<Digest>,
        result: Result<FileStamp, String>,
    },
    /// It is a document with its evidence in one file.
    Package(PathBuf),
    /// Someone else changed the file since it was read: nothing was written.
    ChangedOutside {
        path: PathBuf,
    },
    VersionsListed(Result<Vec<Shelf>, String>),
    VersionRead {
        version: Version,
        revision: Revision,
        read: ReadVersion,
    },
    /// Something worth knowing of a job that has come back already.
    Told(String),
    Checked {
        revision: Revision,
        checked: Checked,
    },
    Preview(Result<egui::ColorImage, String>),
    Copied(Result<Option<String>, String>),
}

/// The thread and its post boxes.
pub struct Worker {
    jobs: Sender<Job>,
    outcomes: Receiver<Outcome>,
    /// Jobs that have not come back.
    pub under_way: usize,
    backups: BackupFolder,
}

impl Worker {
    pub fn new(ctx: &egui::Context) -> Self {
        let (jobs, inbox) = channel::<Job>();
        let (outbox, outcomes) = channel();
        let ctx = ctx.clone();
        let backups = BackupFolder::default();
        let keeper = Keeper::new(backups.clone());
        std::thread::spawn(move || {
            let mut desk = Desk {
                clipboard: None,
                written: HashMap::new(),
                read: HashMap::new(),
                keeper,
                saved: None,
                told: None,
            };
            while let Ok(job) = inbox.recv() {
                let outcome = work(job, &mut desk);
                if outbox.send(outcome).is_err() {
                    return;
                }
                ctx.request_repaint();
                // The save is told before it is copied.
                for told in desk.keep_saved() {
                    let _sent = outbox.send(Outcome::Told(told));
                    ctx.request_repaint();
                }
            }
        });
        Self { jobs, outcomes, under_way: 0, backups }
    }

    /// Keeps earlier versions of files in this folder from now on.
    pub fn keep_versions(&self, folder: PathBuf) {
        // Only the first folder counts.
        let _set = self.backups.set(folder);
    }

    pub fn ask(&mut self, job: Job) {
        // The thread lives as long as this value.
        let _sent = self.jobs.send(job);
        self.under_way += 1;
    }

    pub fn outcomes(&mut self) -> Vec<Outcome> {
        let outcomes: Vec<Outcome> = self.outcomes.try_iter().collect();
        let back = outcomes.iter().filter(|outcome| !matches!(outcome, Outcome::Told(_))).count();
        self.under_way = self.under_way.saturating_sub(back);
        outcomes
    }
}

/// What the thread keeps between jobs.
struct Desk {
    /// The clipboard's content lives as long as its owner on some systems.
    clipboard: Option<arboard::Clipboard>,
    /// Files as this thread left them: a second save asked before the first came back knows only the older state.
    written: HashMap<PathBuf, FileStamp>,
    keeper: Keeper,
    /// What the files were that this thread has read.
    read: HashMap<PathBuf, (FileStamp, Condition)>,
    /// What was saved just now, to be kept as a version.
    saved: Option<(PathBuf, Arc<Document>, FileStamp)>,
    /// What is worth telling of that save.
    told: Option<String>,
}

impl Desk {
    /// Keeps what was saved just now; returns what is worth telling.
    fn keep_saved(&mut self) -> Vec<String> {
        let saved = self.saved.take();
        let kept = saved.and_then(|(path, document, stamp)| self.keeper.keep_new(&path, &document, &stamp));
        self.told.take().into_iter().chain(kept).collect()
    }
}

fn work(job: Job, desk: &mut Desk) -> Outcome {
    match job {
        Job::Read(path) if package::is_package(&path) => Outcome::Package(path),
        Job::Read(path) => {
            let result = store::open(&path).map_err(|error| error.to_string());
            if let Ok(opened) = &result {
                let condition = Condition::read(&opened.document, &opened.report);
                desk.read.insert(path.clone(), (opened.stamp, condition));
            }
            let folder = desk.keeper.folder.get();
            let has_versions = folder.is_some_and(|folder| backups::has_versions(folder, &path));
            Outcome::Read { path, result, has_versions }
        }
        Job::Write { path, document, revision, mut known, evidence_from } => {
            // A second save asked before the first came back knows only the older state.
            if let Some(known) = &mut known {
                known.extend(desk.written.get(&path));
            }
            let listed = &document.facts().evidence;
            let mut on = |_, _| ControlFlow::Continue(());
            // Evidence first, then the document that names it.
            let brought = match bring(listed, &evidence_from, &evidence_folder(&path), &mut on) {
                Ok(brought) => brought,
                Err(error) => {
                    let result = Err(format!("Not saved. {error}"));
                    return Outcome::Written { path, revision, left_behind: Vec::new(), result };
                }
            };
            let left_behind = brought.left_behind;
            match write(&path, document, known.as_deref(), desk) {
                Err(Failure::Changed) => Outcome::ChangedOutside { path },
                Err(Failure::Other(why)) => {
                    Outcome::Written { path, revision, left_behind, result: Err(why) }
                }
                Ok(stamp) => Outcome::Written { path, revision, left_behind, result: Ok(stamp) },
            }
        }
        Job::ListVersions => {
            let folder = desk.keeper.folder.get();
            let listed = folder.map_or_else(|| Ok(Vec::new()), |folder| backups::shelves(folder));
            Outcome::VersionsListed(listed.map_err(|error| error.to_string()))
        }
        Job::ReadVersion { version, wanted, present } => {
            let read = super::versions::read(&version, wanted, &present);
            Outcome::VersionRead { version, revision: present.revision(), read }
        }
        Job::Check { check, document, today } => {
            let checked = check.answer(&document, today);
            Outcome::Checked { revision: document.revision(), checked }
        }
        Job::PaintPreview { mut scene, tiles, pixels, sight } => {
            lay(tiles.as_deref(), &mut scene);
            let image = export::rgba(&scene, pixels).map_err(|error| error.to_string()).map(|mut image| {
                sight.apply(&mut image);
                let size = [image.width() as usize, image.height() as usize];
                egui::ColorImage::from_rgba_unmultiplied(size, image.as_raw())
            });
            Outcome::Preview(image)
        }
        Job::PaintClipboard { mut scene, tiles, pixels } => {
            let missing = lay(tiles.as_deref(), &mut scene);
            Outcome::Copied(copy(&scene, pixels, &mut desk.clipboard).map(|()| missing))
        }
    }
}

/// Why nothing was written.
enum Failure {
    /// Somebody else changed the file.
    Changed,
    Other(String),
}

impl From<String> for Failure {
    fn from(why: String) -> Self {
        Self::Other(why)
    }
}

/// Saves the document, and keeps what was there before; what was saved is kept next. It is saved over one of the known
/// states only; over any where the user named the file, unless somebody works in it.
fn write(
    path: &PathBuf,
    document: Arc<Document>,
    known: Option<&[FileStamp]>,
    desk: &mut Desk,
) -> Result<FileStamp, Failure> {
    if known.is_none()
        && let Some(who) = lock::used_by(path)
    {
        return Err(Failure::Other(format!(
            "Not saved: this file is in use by {who}. Choose another name, or open it and take it over.\n{}",
            path.display()
        )));
    }
    let look = match Look::at(path) {
        Ok(look) => look,
        // What cannot be read can be saved over only by the user's own word, and was never opened.
        Err(_) if known.is_none() => None,
        Err(error) => return Err(Failure::Other(error.to_string())),
    };
    let mut told = None;
    if let Some(look) = &look {
        // What will not be saved over need not be kept.
        if known.is_some_and(|known| !look.is_one_of(known)) {
            return Err(Failure::Changed);
        }
        if desk.written.get(path).is_none_or(|own| !own.holds_the_same(&look.stamp)) {
            let read = desk.read.get(path).filter(|(read, _)| read.holds_the_same(&look.stamp));
            let condition = read.map(|(_, condition)| *condition);
            told = desk.keeper.keep_old(path, look, condition)?;
        }
    }
    let written = match known {
        Some(known) => store::save_over(path, &document, known, look),
        None => store::save(path, &document),
    };
    let stamp = written.map_err(|error| match error {
        StoreError::Changed { .. } => Failure::Changed,
        error => {
            // The file is the new one all the same: the next save must not take it for another program's.
            if let (StoreError::Unconfirmed { .. }, Ok(Some(stamp))) = (&error, FileStamp::of(path)) {
                desk.written.insert(path.clone(), stamp);
            }
            Failure::Other(error.to_string())
        }
    })?;
    desk.written.insert(path.clone(), stamp);
    desk.saved = Some((path.clone(), document, stamp));
    desk.told = told;
    Ok(stamp)
}

/// Lays the tiles of another map into the picture; returns what is to be said of missing ones.
pub(super) fn lay(tiles: Option<&PictureTiles>, scene: &mut Scene) -> Option<String> {
    let tiles = tiles?;
    if scene.panels.is_empty() {
        tiles.lay_into(scene);
        return tiles.missing_words(scene);
    }
    let under = scene.panels.iter_mut().filter(|panel| panel.has_tiles);
    under.fold(None, |said, panel| {
        tiles.lay_into(&mut panel.scene);
        said.or_else(|| tiles.missing_words(&panel.scene))
    })
}

fn copy(scene: &Scene, pixels: (u32, u32), clipboard: &mut Option<arboard::Clipboard>) -> Result<(), String> {
    let image = export::rgba(scene, pixels).map_err(|error| error.to_string())?;
    let board = match clipboard {
        Some(board) => board,
        None => clipboard.insert(arboard::Clipboard::new().map_err(|error| error.to_string())?),
    };
    let data = arboard::ImageData {
        width: image.width() as usize,
        height: image.height() as usize,
        bytes: image.into_raw().into(),
    };
    board.set_image(data).map_err(|error| error.to_string())
}
