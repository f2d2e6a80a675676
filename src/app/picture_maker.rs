//! The thread that makes pictures into files: apart from the one that saves, which must not wait for sixty frames.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
};

use eframe::egui;

use crate::{
    carto::{Point, Scene, TileGround, View},
    export::{
        ExportError, Leaving, PageFormat, PictureRequest, apng, film, frame_path, gif, numbered, page_files,
        page_paths, plain_page, storyboard,
    },
    model::{DaySpan, Document},
    session::Progress,
    store::{self, StoreError},
};

use super::tiles::PictureTiles;

/// A picture to be made.
pub struct Order {
    pub what: Subject,
    pub format: PageFormat,
    pub request: PictureRequest,
    /// Of another map below it, where one is on.
    pub tiles: Option<Box<PictureTiles>>,
    pub path: PathBuf,
}

/// What a picture shows.
pub enum Subject {
    /// What leaves of the document, and the picture of it.
    Still { document: Document, scene: Box<Scene> },
    /// One time window after the other.
    Moving { document: Document, view: Box<View>, map_size: Point, spans: Vec<DaySpan>, hundredths: u16 },
    /// A page for each shot of a storyboard.
    Board { leaving: Box<Leaving>, frames: Vec<storyboard::Frame> },
}

/// What became of it.
pub enum PictureNews {
    Progress(Progress),
    /// The file, and what is to be said of missing tiles.
    Saved(PathBuf, Option<String>),
    Stopped,
    Failed(String),
}

/// The thread and its post boxes.
pub struct PictureMaker {
    orders: Sender<(u64, Order)>,
    news: Receiver<PictureNews>,
    next: u64,
    /// Orders up to this number are to stop.
    stopped: Arc<AtomicU64>,
}

impl PictureMaker {
    pub fn new(ctx: &egui::Context) -> Self {
        let (orders, inbox) = channel::<(u64, Order)>();
        let (outbox, news) = channel();
        let stopped = Arc::new(AtomicU64::new(0));
        let (repaint, stop) = (ctx.clone(), Arc::clone(&stopped));
        std::thread::spawn(move || {
            while let Ok((number, order)) = inbox.recv() {
                let mut watch = |done: usize, of: usize| {
                    let words = format!("Picture: frame {} of {of}", done + 1);
                    let progress = Progress { words, done: done as u64, total: of as u64 };
                    // The window may be gone already: then nobody is left to tell.
                    let _sent = outbox.send(PictureNews::Progress(progress));
                    repaint.request_repaint();
                    if stop.load(Ordering::Relaxed) >= number {
                        ControlFlow::Break(())
                    } else {
                        ControlFlow::Continue(())
                    }
                };
                let news = match made(order, &mut watch) {
                    Ok((path, missing)) => PictureNews::Saved(path, missing),
                    Err(Failure::Export(ExportError::Stopped)) => PictureNews::Stopped,
                    Err(failure) => PictureNews::Failed(failure.to_string()),
                };
                if outbox.send(news).is_err() {
                    return;
                }
                repaint.request_repaint();
            }
        });
        Self { orders, news, next: 1, stopped }
    }

    pub fn ask(&mut self, order: Order) {
        // The thread lives as long as this value.
        let _sent = self.orders.send((self.next, order));
        self.next += 1;
    }

    /// Stops everything that was asked so far.
    pub fn stop(&self) {
        self.stopped.store(self.next - 1, Ordering::Relaxed);
    }

    pub fn news(&self) -> Vec<PictureNews> {
        self.news.try_iter().collect()
    }
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

type Watch<'a> = &'a mut dyn FnMut(usize, usize) -> ControlFlow<()>;

fn made(order: Order, watch: Watch<'_>) -> Result<(PathBuf, Option<String>), Failure> {
    let Order { what, format, request, tiles, path } = order;
    match what {
        Subject::Still { document, mut scene } => {
            let missing = super::worker::lay(tiles.as_deref(), &mut scene);
            let page = plain_page(&document, *scene, request.pixels, request.dpi);
            let files = page_files(&[page], format, (request.pixels, request.dpi))?;
            for bytes in &files {
                store::write_bytes(&path, bytes)?;
            }
            Ok((path, missing))
        }
        Subject::Board { leaving, frames } => {
            let mut missing = None;
            let board = storyboard::Pages::new(&leaving, &frames, &request);
            let mut pages = Vec::with_capacity(frames.len());
            for place in 0..frames.len() {
                if watch(place, frames.len()).is_break() {
                    return Err(Failure::Export(ExportError::Stopped));
                }
                pages.push(board.page(place, |scene| {
                    let words = super::worker::lay(tiles.as_deref(), scene);
                    missing = missing.take().or(words);
                }));
            }
            let files = page_files(&pages, format, (request.pixels, request.dpi))?;
            let paths = page_paths(&path, files.len());
            for (path, bytes) in paths.iter().zip(&files) {
                store::write_bytes(path, bytes)?;
            }
            Ok((paths.into_iter().next().unwrap_or(path), missing))
        }
        Subject::Moving { document, view, map_size, spans, hundredths } => {
            let mut missing = None;
            let mut below: Option<Arc<TileGround>> = None;
            let lay = |scene: &mut Scene| {
                if let Some(known) = &below {
                    scene.tiles = Some(Arc::clone(known));
                } else {
                    missing = super::worker::lay(tiles.as_deref(), scene);
                    below.clone_from(&scene.tiles);
                }
            };
            let reel = film(&document, &view, map_size, &request, &spans, hundredths, lay);
            let first = match format {
                PageFormat::Apng => {
                    store::write_bytes(&path, &apng(reel, watch)?)?;
                    path
                }
                PageFormat::Frames => frames(reel, &path, watch)?,
                PageFormat::Gif | PageFormat::Png | PageFormat::Pdf | PageFormat::Svg | PageFormat::Pptx => {
                    store::write_bytes(&path, &gif(reel, watch)?)?;
                    path
                }
            };
            Ok((first, missing))
        }
    }
}

/// Writes each frame beside the others; returns the first.
fn frames(reel: crate::export::Reel<'_>, path: &Path, watch: Watch<'_>) -> Result<PathBuf, Failure> {
    let count = reel.frames;
    numbered(reel, watch, |number, png| -> Result<(), Failure> {
        store::write_bytes(&frame_path(path, number, count), &png)?;
        Ok(())
    })?;
    Ok(frame_path(path, 1, count))
}
