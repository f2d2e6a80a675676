//! The thread that makes every change safe from a crash, apart from the one that reads and paints.

use std::{
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread::JoinHandle,
    time::Duration,
};

use eframe::egui;

use crate::{
    model::Document,
    store::{Entry, Journal, JournalError, Origin, Unfinished, Work, find_unfinished, native},
};

/// What the thread is told.
pub enum Post {
    /// Go on with the work that was found.
    Adopt(Box<Work>),
    Record {
        origin: Origin,
        base: Document,
        entry: Box<Entry>,
    },
    Saved {
        origin: Origin,
        later: usize,
    },
    /// Everything is saved or given up.
    End,
}

/// What the thread tells.
pub enum Found {
    /// Changes that a crash left.
    Work(Box<Work>),
    Trouble(String),
}

/// Recovered work that has not crashed the program for so long is not what crashes it.
const SURVIVED_AFTER: Duration = Duration::from_secs(10);

/// The thread and its post boxes.
pub struct Recorder {
    post: Option<Sender<Post>>,
    found: Receiver<Found>,
    thread: Option<JoinHandle<()>>,
}

impl Recorder {
    /// Looks for what a crash left in `folder`, then keeps the journal there.
    pub fn new(ctx: &egui::Context, folder: PathBuf) -> Self {
        let (post, inbox) = channel();
        let (outbox, found) = channel();
        let ctx = ctx.clone();
        let thread = std::thread::spawn(move || {
            let tell = |news: Found| {
                // The window may be gone already: then nobody is left to tell.
                let _sent = outbox.send(news);
                ctx.request_repaint();
            };
            let mut newest = true;
            for unfinished in find_unfinished(&folder) {
                match unfinished {
                    // The others are found again at the next start.
                    Unfinished::Work(work) if newest => {
                        newest = false;
                        tell(Found::Work(work));
                    }
                    Unfinished::Work(_) => {}
                    Unfinished::Damaged { kept_at, problem } => tell(Found::Trouble(format!(
                        "A journal of an earlier session could not be used ({problem}). It is kept: {}",
                        kept_at.display()
                    ))),
                }
            }
            keep(&folder, &inbox, &tell);
        });
        Self { post: Some(post), found, thread: Some(thread) }
    }

    pub fn send(&self, post: Post) {
        if let Some(sender) = &self.post {
            // The thread lives as long as this value.
            let _sent = sender.send(post);
        }
    }

    pub fn found(&self) -> Vec<Found> {
        self.found.try_iter().collect()
    }
}

impl Drop for Recorder {
    /// What was posted reaches the disk before the program ends.
    fn drop(&mut self) {
        self.post = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to write.
            let _joined = thread.join();
        }
    }
}

/// The copy of a large document on its way into the journal: it goes there in pieces, between the changes.
struct Copying {
    /// Writes the document down as a file would hold it.
    writer: Option<JoinHandle<Vec<u8>>>,
    bytes: Vec<u8>,
    pieces: usize,
}

impl Copying {
    fn new(base: Document) -> Self {
        let writer = std::thread::spawn(move || native::write(&base));
        Self { writer: Some(writer), bytes: Vec::new(), pieces: 0 }
    }

    /// How long to wait for a change before the next piece.
    fn pause(&self) -> Duration {
        match &self.writer {
            Some(writer) if !writer.is_finished() => Duration::from_millis(20),
            Some(_) | None => Duration::ZERO,
        }
    }

    /// Brings the next piece to the disk, if there is one already; returns whether all is there.
    fn go_on(&mut self, journal: &mut Journal) -> Result<bool, JournalError> {
        if self.writer.as_ref().is_some_and(|writer| !writer.is_finished()) {
            return Ok(false);
        }
        if let Some(writer) = self.writer.take() {
            match writer.join() {
                Ok(bytes) => self.bytes = bytes,
                // The link beside the journal stands in for the copy, as it has until now.
                Err(_) => return Ok(true),
            }
        }
        self.pieces += 1;
        journal.add_base(&self.bytes, self.pieces - 1)
    }
}

fn keep(folder: &std::path::Path, inbox: &Receiver<Post>, tell: &dyn Fn(Found)) {
    let mut journal: Option<Journal> = None;
    let mut copying: Option<Copying> = None;
    loop {
        if !journal.as_ref().is_some_and(Journal::lacks_base) {
            copying = None;
        }
        let pause = copying.as_ref().map_or(SURVIVED_AFTER, Copying::pause);
        let done = match inbox.recv_timeout(pause) {
            Ok(Post::Adopt(work)) => {
                let base = work.base.clone();
                work.adopt().map(|adopted| {
                    copying = adopted.lacks_base().then(|| Copying::new(base));
                    journal = Some(adopted);
                })
            }
            Ok(Post::Record { origin, base, entry }) => {
                let done = record(folder, &mut journal, origin, &base, &entry);
                if copying.is_none() && journal.as_ref().is_some_and(Journal::lacks_base) {
                    copying = Some(Copying::new(base));
                }
                done
            }
            Ok(Post::Saved { origin, later }) => {
                journal.as_mut().map_or(Ok(()), |journal| journal.saved(origin, later))
            }
            Ok(Post::End) => {
                copying = None;
                journal.take().map_or(Ok(()), Journal::finish)
            }
            Err(RecvTimeoutError::Timeout) => match (&mut journal, &mut copying) {
                (Some(journal), Some(pieces)) => pieces.go_on(journal).map(|is_whole| {
                    if is_whole {
                        copying = None;
                    }
                }),
                (Some(journal), None) => journal.survived(),
                (None, _) => Ok(()),
            },
            Err(RecvTimeoutError::Disconnected) => return,
        };
        // After one failure a journal takes nothing more: it is said once.
        if let Err(error) = done {
            tell(Found::Trouble(error.to_string()));
        }
    }
}

fn record(
    folder: &std::path::Path,
    journal: &mut Option<Journal>,
    origin: Origin,
    base: &Document,
    entry: &Entry,
) -> Result<(), JournalError> {
    let journal = match journal {
        Some(journal) => journal,
        None => journal.insert(Journal::begin(folder, origin, base)?),
    };
    if journal.has_failed() { Ok(()) } else { journal.record(entry) }
}
