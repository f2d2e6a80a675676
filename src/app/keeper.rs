//! The thread that copies, hashes and packs evidence: apart from the one that saves, which must not wait for it.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
};

use eframe::egui;
use serde_json::Map;

use crate::{
    model::{Attachment, Digest, Document, Evidence, MediaType, Revision},
    session::{PhotosRead, Progress},
    store::{
        evidence::{EvidenceError, Kept, Verdict, find_file, keep, keep_bytes, verify},
        formats::{
            child::{self, ChildError},
            read_photo_apart,
        },
        package::{Limits, Packed, Unpacked, pack, unpack},
    },
};

use super::drawing_thread;

/// What the thread is asked to do. `of` names the document that was open then.
pub enum Task {
    Copy {
        to: Attachment,
        path: PathBuf,
        home: PathBuf,
        of: Revision,
    },
    /// Photos that are to be incidents, each with its picture attached.
    Photos {
        paths: Vec<PathBuf>,
        home: PathBuf,
        of: Revision,
    },
    CopyText {
        to: Attachment,
        text: String,
        address: String,
        home: PathBuf,
        of: Revision,
    },
    Verify {
        listed: Vec<Evidence>,
        home: PathBuf,
        quiet: bool,
        of: Revision,
    },
    Pack {
        document: Document,
        home: PathBuf,
        out: PathBuf,
    },
    Unpack {
        package: PathBuf,
        folder: PathBuf,
        asked_at: Revision,
    },
}

/// What became of it.
pub enum News {
    Progress(Progress),
    Copied { to: Attachment, of: Revision, result: Result<Box<Evidence>, String> },
    Photos { read: PhotosRead, of: Revision },
    Verified { verdict: Verdict, quiet: bool, of: Revision },
    Packed { out: PathBuf, result: Result<Packed, String> },
    Unpacked { asked_at: Revision, result: Result<Unpacked, String> },
    Preview { digest: Digest, image: Result<egui::ColorImage, String> },
}

/// The thread and its post boxes.
pub struct Keeper {
    tasks: Sender<(u64, Task)>,
    post: Sender<News>,
    news: Receiver<News>,
    ctx: egui::Context,
    next: u64,
    /// Tasks up to this number are to stop.
    stopped: Arc<AtomicU64>,
    reader: Arc<Mutex<PathBuf>>,
}

impl Keeper {
    pub fn new(ctx: &egui::Context) -> Self {
        let (tasks, inbox) = channel::<(u64, Task)>();
        let (post, news) = channel();
        let stopped = Arc::new(AtomicU64::new(0));
        // Without a program of its own, reading photos fails in a sentence.
        let reader = Arc::new(Mutex::new(child::this_program().unwrap_or_default()));
        let program = Arc::clone(&reader);
        let (outbox, repaint, stop) = (post.clone(), ctx.clone(), Arc::clone(&stopped));
        std::thread::spawn(move || {
            while let Ok((number, task)) = inbox.recv() {
                let mut told = 0;
                let words = words_of(&task);
                let mut watch = |done: u64, total: u64| {
                    /// Bytes between two words about how far it is.
                    const STEP: u64 = 8 << 20;
                    if done >= told + STEP {
                        told = done;
                        let progress = Progress { words: words.to_owned(), done, total };
                        // The window may be gone already: then nobody is left to tell.
                        let _sent = outbox.send(News::Progress(progress));
                        repaint.request_repaint();
                    }
                    if stop.load(Ordering::Relaxed) >= number {
                        ControlFlow::Break(())
                    } else {
                        ControlFlow::Continue(())
                    }
                };
                let program = program.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let news = done(task, &program, &mut watch);
                if outbox.send(news).is_err() {
                    return;
                }
                repaint.request_repaint();
            }
        });
        Self { tasks, post, news, ctx: ctx.clone(), next: 1, stopped, reader }
    }

    /// Another program than this one reads photos: for tests, whose own program has no such verb.
    pub fn set_program(&self, path: PathBuf) {
        *self.reader.lock().unwrap_or_else(PoisonError::into_inner) = path;
    }

    pub fn ask(&mut self, task: Task) {
        // The thread lives as long as this value.
        let _sent = self.tasks.send((self.next, task));
        self.next += 1;
    }

    /// Stops everything that was asked so far.
    pub fn stop(&self) {
        self.stopped.store(self.next - 1, Ordering::Relaxed);
    }

    pub fn news(&self) -> Vec<News> {
        self.news.try_iter().collect()
    }

    /// Makes a small picture, on a thread of its own, so that it waits for no long copy.
    pub fn preview(&self, evidence: &Evidence, home: &Path) {
        let (digest, path) = (evidence.sha256, find_file(evidence, home));
        let (post, ctx) = (self.post.clone(), self.ctx.clone());
        std::thread::spawn(move || {
            let image = path.ok_or_else(|| "The copy is missing.".to_owned()).and_then(|path| small(&path));
            let _sent = post.send(News::Preview { digest, image });
            ctx.request_repaint();
        });
    }
}

fn words_of(task: &Task) -> &'static str {
    match task {
        Task::Copy { .. } | Task::CopyText { .. } => "copying…",
        Task::Photos { .. } => "reading photos…",
        Task::Verify { .. } => "verifying…",
        Task::Pack { .. } => "packing…",
        Task::Unpack { .. } => "unpacking…",
    }
}

fn done(task: Task, program: &Path, watch: &mut dyn FnMut(u64, u64) -> ControlFlow<()>) -> News {
    match task {
        Task::Copy { to, path, home, of } => {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let kept = keep(&path, &home, watch);
            let note = kept.as_ref().ok().and_then(|kept| told(kept, program));
            let mut result = listed(kept, &name, name.clone());
            if let Ok(evidence) = &mut result {
                evidence.note = note;
            }
            News::Copied { to, of, result }
        }
        Task::Photos { paths, home, of } => News::Photos { read: photos(&paths, &home, program, watch), of },
        Task::CopyText { to, text, address, home, of } => {
            let now = now();
            let name = format!("page {}.txt", now.replace(':', "-"));
            // Who reads the file alone sees where it came from.
            let address = if address.is_empty() { "an unknown address".to_owned() } else { address };
            let content = format!("{address}\nTaken in on {now}\n\n{}\n", text.trim_end());
            let result = listed(keep_bytes(content.as_bytes(), Path::new(&name), &home), &name, address);
            News::Copied { to, of, result }
        }
        Task::Verify { listed, home, quiet, of } => {
            News::Verified { verdict: verify(&listed, &home, watch), quiet, of }
        }
        Task::Pack { document, home, out } => {
            let result = pack(&document, &home, &out, watch).map_err(|error| error.to_string());
            News::Packed { out, result }
        }
        Task::Unpack { package, folder, asked_at } => {
            let result = unpack(&package, &folder, Limits::USUAL, watch).map_err(|error| error.to_string());
            News::Unpacked { asked_at, result }
        }
    }
}

/// What a photo says of itself, as the note of its copy. Another content says nothing, and so does a photo that cannot
/// be read: its copy is whole all the same.
fn told(kept: &Kept, program: &Path) -> Option<String> {
    let is_photo = matches!(kept.media_type, MediaType::Jpeg | MediaType::Heif | MediaType::Tiff);
    is_photo.then(|| read_photo_apart(program, &kept.path).ok()?.words()).flatten()
}

/// Reads photos and takes copies of them, one after the other. A stop leaves those that are done.
fn photos(
    paths: &[PathBuf],
    home: &Path,
    program: &Path,
    watch: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> PhotosRead {
    let size = |path: &PathBuf| std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    let total: u64 = paths.iter().map(size).sum();
    let mut read = PhotosRead { asked: paths.len(), ..PhotosRead::default() };
    let mut before = 0;
    for path in paths {
        if watch(before, total).is_break() {
            read.stopped = true;
            return read;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let photo = read_photo_apart(program, path).map_err(|error| match error {
            // Its own sentence names the file already.
            ChildError::Refused(why) => why,
            error => format!("{error}\n{}", path.display()),
        });
        let copied = photo.and_then(|photo| {
            let kept = keep(path, home, &mut |done, _| watch(before + done, total));
            let mut evidence = listed(kept, &name, name.clone())?;
            evidence.note = photo.words();
            Ok((evidence, photo))
        });
        match copied {
            Ok(one) => read.photos.push(one),
            Err(why) => read.failed.push(why),
        }
        before += size(path);
    }
    read
}

fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn listed(kept: Result<Kept, EvidenceError>, name: &str, origin: String) -> Result<Box<Evidence>, String> {
    let Kept { digest, media_type, size, .. } = kept.map_err(|error| error.to_string())?;
    Ok(Box::new(Evidence {
        sha256: digest,
        name: name.to_owned(),
        media_type,
        size,
        captured: now(),
        origin: Some(origin),
        note: None,
        rest: Map::new(),
    }))
}

/// A picture made small. Its size is asked before any memory is taken for it.
fn small(path: &Path) -> Result<egui::ColorImage, String> {
    drawing_thread::is_not_this_one("a picture is made small");
    const MOST_PIXELS: u64 = 100_000_000;
    const SIDE: u32 = 320;
    let fail = |error: &dyn std::fmt::Display| format!("The picture cannot be shown: {error}.");
    let open = || {
        let reader = image::ImageReader::open(path).map_err(|error| fail(&error))?;
        reader.with_guessed_format().map_err(|error| fail(&error))
    };
    let (width, height) = open()?.into_dimensions().map_err(|error| fail(&error))?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(fail(&format!("{width}×{height} pixels are more than 100 million")));
    }
    let mut reader = open()?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(512 << 20);
    reader.limits(limits);
    let picture = reader.decode().map_err(|error| fail(&error))?.thumbnail(SIDE, SIDE).into_rgba8();
    let size = [picture.width() as usize, picture.height() as usize];
    Ok(egui::ColorImage::from_rgba_unmultiplied(size, picture.as_raw()))
}
