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
    store::{Entry, Journal, Origin, Unfinished, Work, find_unfinished},
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

fn keep(folder: &std::path::Path, inbox: &Receiver<Post>, tell: &dyn Fn(Found)) {
    let mut journal: Option<Journal> = None;
    loop {
        let post = match inbox.recv_timeout(SURVIVED_AFTER) {
            Ok(post) => post,
            Err(RecvTimeoutError::Timeout) => {
                if let Some(Err(error)) = journal.as_mut().map(Journal::survived) {
                    tell(Found::Trouble(error.to_string()));
                }
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let done = match post {
            Post::Adopt(work) => work.adopt().map(|adopted| journal = Some(adopted)),
            Post::Record { origin, base, entry } => record(folder, &mut journal, origin, &base, &entry),
            Post::Saved { origin, later } => {
                journal.as_mut().map_or(Ok(()), |journal| journal.saved(origin, later))
            }
            Post::End => journal.take().map_or(Ok(()), Journal::finish),
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
) -> Result<(), crate::store::JournalError> {
    let journal = match journal {
        Some(journal) => journal,
        None => journal.insert(Journal::begin(folder, origin, base)?),
    };
    if journal.has_failed() { Ok(()) } else { journal.record(entry) }
}
