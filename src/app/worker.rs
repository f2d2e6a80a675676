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
    session::{Check, Checked},
    store::{self, FileStamp, Opened},
};

use super::tiles::PictureTiles;

/// What the thread is asked to do.
pub enum Job {
    Read(PathBuf),
    Write {
        path: PathBuf,
        document: Arc<Document>,
        revision: Revision,
        /// The file as it was last read or written; another one on disk is not overwritten.
        expected: Option<FileStamp>,
    },
    /// An answer that takes long in a large document.
    Check {
        check: Check,
        document: Document,
        today: jiff::civil::Date,
    },
    PaintFile {
        scene: Box<Scene>,
        /// Of another map below it, where one is on.
        tiles: Option<Box<PictureTiles>>,
        pixels: (u32, u32),
        dpi: Option<u32>,
        path: PathBuf,
    },
    PaintPreview {
        scene: Box<Scene>,
        tiles: Option<Box<PictureTiles>>,
        pixels: (u32, u32),
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
    Checked {
        revision: Revision,
        checked: Checked,
    },
    PictureSaved {
        path: PathBuf,
        /// What is to be said of missing tiles.
        result: Result<Option<String>, String>,
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
}

impl Worker {
    pub fn new(ctx: &egui::Context) -> Self {
        let (jobs, inbox) = channel::<Job>();
        let (outbox, outcomes) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            let mut desk = Desk::default();
            while let Ok(job) = inbox.recv() {
                let outcome = work(job, &mut desk);
                if outbox.send(outcome).is_err() {
                    return;
                }
                ctx.request_repaint();
            }
        });
        Self { jobs, outcomes, under_way: 0 }
    }

    pub fn ask(&mut self, job: Job) {
        // The thread lives as long as this value.
        let _sent = self.jobs.send(job);
        self.under_way += 1;
    }

    pub fn outcomes(&mut self) -> Vec<Outcome> {
        let outcomes: Vec<Outcome> = self.outcomes.try_iter().collect();
        self.under_way = self.under_way.saturating_sub(outcomes.len());
        outcomes
    }
}

/// What the thread keeps between jobs.
#[derive(Default)]
struct Desk {
    /// The clipboard's content lives as long as its owner on some systems.
    clipboard: Option<arboard::Clipboard>,
    /// Files as this thread left them: a second save asked before the first came back knows only the older state.
    written: HashMap<PathBuf, FileStamp>,
}

fn work(job: Job, desk: &mut Desk) -> Outcome {
    match job {
        Job::Read(path) => {
            let result = store::open(&path).map_err(|error| error.to_string());
            Outcome::Read { path, result }
        }
        Job::Write { path, document, revision, expected } => {
            let known = |now: FileStamp| Some(now) == expected || desk.written.get(&path) == Some(&now);
            if expected.is_some() && matches!(FileStamp::of(&path), Ok(Some(now)) if !known(now)) {
                return Outcome::ChangedOutside { path };
            }
            let result = store::save(&path, &document).map_err(|error| error.to_string());
            if let Ok(stamp) = result {
                desk.written.insert(path.clone(), stamp);
            }
            Outcome::Written { path, revision, result }
        }
        Job::Check { check, document, today } => {
            let checked = check.answer(&document, today);
            Outcome::Checked { revision: document.revision(), checked }
        }
        Job::PaintFile { mut scene, tiles, pixels, dpi, path } => {
            let missing = lay(tiles.as_deref(), &mut scene);
            let result =
                export::png(&scene, pixels, dpi).map_err(|error| error.to_string()).and_then(|bytes| {
                    store::write_bytes(&path, &bytes).map(|_| missing).map_err(|error| error.to_string())
                });
            Outcome::PictureSaved { path, result }
        }
        Job::PaintPreview { mut scene, tiles, pixels } => {
            lay(tiles.as_deref(), &mut scene);
            let image = export::rgba(&scene, pixels).map_err(|error| error.to_string()).map(|image| {
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

/// Lays the tiles of another map into the picture; returns what is to be said of missing ones.
fn lay(tiles: Option<&PictureTiles>, scene: &mut Scene) -> Option<String> {
    let tiles = tiles?;
    tiles.lay_into(scene);
    tiles.missing_words(scene)
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
