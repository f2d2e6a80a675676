//! The thread that reads, writes and paints, so that nothing blocks the window.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
};

use eframe::egui;

use crate::{
    carto::Scene,
    export,
    model::{Document, Revision},
    session::{Check, Checked, VersionUse},
    store::{self, FileStamp, Opened, Shelf, Version, backups, native},
};

use super::versions::{BackupFolder, Keeper, ReadVersion};

/// What the thread is asked to do.
pub enum Job {
    Read(PathBuf),
    /// Read a file to be compared with the document.
    ReadToCompare(PathBuf),
    Write {
        path: PathBuf,
        document: Arc<Document>,
        revision: Revision,
        /// The file as it was last read or written; another one on disk is not overwritten.
        expected: Option<FileStamp>,
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
    PaintFile {
        scene: Box<Scene>,
        pixels: (u32, u32),
        dpi: Option<u32>,
        path: PathBuf,
    },
    PaintPreview {
        scene: Box<Scene>,
        pixels: (u32, u32),
    },
    PaintClipboard {
        scene: Box<Scene>,
        pixels: (u32, u32),
    },
}

/// What became of a job.
pub enum Outcome {
    ReadToCompare {
        path: PathBuf,
        result: Result<Opened, String>,
    },
    Read {
        path: PathBuf,
        result: Result<Opened, String>,
        /// Earlier versions of it are kept.
        has_versions: bool,
    },
    Written {
        path: PathBuf,
        revision: Revision,
        result: Result<FileStamp, String>,
    },
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
    PictureSaved {
        path: PathBuf,
        result: Result<(), String>,
    },
    Preview(Result<egui::ColorImage, String>),
    Copied(Result<(), String>),
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
            let mut desk = Desk { clipboard: None, written: HashMap::new(), keeper, saved: None, told: None };
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
    /// What was saved just now, to be kept as a version.
    saved: Option<(PathBuf, Vec<u8>)>,
    /// What is worth telling of that save.
    told: Option<String>,
}

impl Desk {
    /// Keeps what was saved just now; returns what is worth telling.
    fn keep_saved(&mut self) -> Vec<String> {
        let kept = self.saved.take().and_then(|(path, bytes)| self.keeper.keep_new(&path, &bytes));
        self.told.take().into_iter().chain(kept).collect()
    }
}

fn work(job: Job, desk: &mut Desk) -> Outcome {
    match job {
        Job::Read(path) => {
            let result = store::open(&path).map_err(|error| error.to_string());
            let folder = desk.keeper.folder.get();
            let has_versions = folder.is_some_and(|folder| backups::has_versions(folder, &path));
            Outcome::Read { path, result, has_versions }
        }
        Job::ReadToCompare(path) => {
            let result = store::open(&path).map_err(|error| error.to_string());
            Outcome::ReadToCompare { path, result }
        }
        Job::Write { path, document, revision, expected } => {
            // A second save asked before the first came back knows only the older state.
            let known: Option<Vec<FileStamp>> =
                expected.map(|stamp| desk.written.get(&path).copied().into_iter().chain([stamp]).collect());
            match write(&path, &document, known.as_deref(), desk) {
                Err(Failure::Changed) => Outcome::ChangedOutside { path },
                Err(Failure::Other(why)) => Outcome::Written { path, revision, result: Err(why) },
                Ok(stamp) => Outcome::Written { path, revision, result: Ok(stamp) },
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
        Job::PaintFile { scene, pixels, dpi, path } => {
            let result =
                export::png(&scene, pixels, dpi).map_err(|error| error.to_string()).and_then(|bytes| {
                    store::write_bytes(&path, &bytes).map(|_| ()).map_err(|error| error.to_string())
                });
            Outcome::PictureSaved { path, result }
        }
        Job::PaintPreview { scene, pixels } => {
            let image = export::rgba(&scene, pixels).map_err(|error| error.to_string()).map(|image| {
                let size = [image.width() as usize, image.height() as usize];
                egui::ColorImage::from_rgba_unmultiplied(size, image.as_raw())
            });
            Outcome::Preview(image)
        }
        Job::PaintClipboard { scene, pixels } => Outcome::Copied(copy(&scene, pixels, &mut desk.clipboard)),
    }
}

/// Saves the document, and keeps what was there before; what was saved is kept next.
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

/// Saves over one of the known states only; over any where the user named the file.
fn write(
    path: &PathBuf,
    document: &Document,
    known: Option<&[FileStamp]>,
    desk: &mut Desk,
) -> Result<FileStamp, Failure> {
    let is_own = matches!(FileStamp::of(path), Ok(Some(now)) if desk.written.get(path) == Some(&now));
    let told = if is_own { None } else { desk.keeper.keep_old(path)? };
    let bytes = native::write(document);
    let written = match known {
        Some(known) => store::write_over(path, &bytes, known),
        None => store::write_bytes(path, &bytes),
    };
    let stamp = written.map_err(|error| match error {
        store::StoreError::Changed { .. } => Failure::Changed,
        error => Failure::Other(error.to_string()),
    })?;
    desk.written.insert(path.clone(), stamp);
    desk.saved = Some((path.clone(), bytes));
    desk.told = told;
    Ok(stamp)
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
