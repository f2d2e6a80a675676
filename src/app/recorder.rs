//! The thread that makes every change safe from a crash, apart from the one that reads and paints.

use std::{
    io::{self, ErrorKind},
    path::PathBuf,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel, sync_channel},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use eframe::egui;

use crate::{
    edit::History,
    model::{Document, Revision},
    store::{
        BasePiece, Entry, Journal, JournalError, Origin, Unfinished, Work, bring_back, find_unfinished,
        journal::cut,
    },
};

/// What the thread is told.
pub enum Post {
    /// Go on with the work that was found.
    Adopt(Box<Work>),
    /// Open what was moved aside once more.
    BringBack,
    Record {
        origin: Origin,
        base: Document,
        entry: Box<Entry>,
    },
    /// A journal has failed: begin another with all that was done so far.
    BeginAgain {
        origin: Origin,
        history: Box<History>,
        /// The state that the file holds.
        saved: Revision,
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
    /// Work that ended the program twice, and was moved aside.
    Suspect(String),
    /// After a failure, every change is safe from a crash again.
    SafeAgain,
}

/// Recovered work that has not crashed the program for so long is not what crashes it.
const SURVIVED_AFTER: Duration = Duration::from_secs(10);
/// After a failure the folder is left in peace for so long: a new journal begins with the whole document.
const TRIED_AGAIN_AFTER: Duration = Duration::from_secs(2);

/// The thread and its post boxes.
pub struct Recorder {
    post: Option<Sender<Post>>,
    found: Receiver<Found>,
    thread: Option<JoinHandle<()>>,
    /// When the journal failed, until another is asked for.
    failed: Arc<Mutex<Option<Instant>>>,
}

impl Recorder {
    /// Looks for what a crash left in `folder`, then keeps the journal there.
    pub fn new(ctx: &egui::Context, folder: PathBuf) -> Self {
        let (post, inbox) = channel();
        let (outbox, found) = channel();
        let ctx = ctx.clone();
        let failed = Arc::new(Mutex::new(None));
        let mut desk = Desk {
            folder,
            keeping: Keeping::Nothing,
            copying: None,
            set_aside: Vec::new(),
            failed: Arc::clone(&failed),
        };
        let thread = std::thread::spawn(move || {
            let tell = |news: Found| {
                // The window may be gone already: then nobody is left to tell.
                let _sent = outbox.send(news);
                ctx.request_repaint();
            };
            desk.look(&tell);
            desk.keep(&inbox, &tell);
        });
        Self { post: Some(post), found, thread: Some(thread), failed }
    }

    pub fn send(&self, post: Post) {
        if let Some(sender) = &self.post {
            // The thread lives as long as this value.
            let _sent = sender.send(post);
        }
    }

    /// Whether the journal has failed and it is time to begin another: asked at a change, answered once.
    pub fn wants_all(&self) -> bool {
        let Ok(mut failed) = self.failed.lock() else { return false };
        let is_time = failed.is_some_and(|at| at.elapsed() >= TRIED_AGAIN_AFTER);
        if is_time {
            *failed = None;
        }
        is_time
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
    /// Pieces from the thread that writes the document down, which is never far ahead, and ends when nobody takes
    /// them any more.
    pieces: Receiver<BasePiece>,
    next: Option<BasePiece>,
}

impl Copying {
    fn new(base: Document) -> Self {
        let (give, pieces) = sync_channel(1);
        std::thread::spawn(move || {
            let gone = |_| io::Error::from(ErrorKind::BrokenPipe);
            // It fails only where nobody takes the pieces any more.
            let _cut = cut(&base, |piece| give.send(piece).map_err(gone));
        });
        Self { pieces, next: None }
    }

    /// How long to wait for a change before the next piece.
    fn pause(&mut self) -> Duration {
        if self.next.is_none() {
            self.next = self.pieces.try_recv().ok();
        }
        if self.next.is_some() { Duration::ZERO } else { Duration::from_millis(20) }
    }

    /// Brings the next piece to the disk, if there is one already; returns whether all is there.
    fn go_on(&mut self, journal: &mut Journal) -> Result<bool, JournalError> {
        let next = self.next.take().map_or_else(|| self.pieces.try_recv(), Ok);
        match next {
            Ok(piece) => journal.add_base(&piece).map(|()| piece.is_last),
            Err(TryRecvError::Empty) => Ok(false),
            // The writer fell. The link beside the journal stands in for the copy, as it has until now.
            Err(TryRecvError::Disconnected) => Ok(true),
        }
    }
}

/// What the thread has of a journal.
enum Keeping {
    /// Nothing has been changed since the document was opened.
    Nothing,
    Open(Journal),
    /// It failed, before it began or later: one change without those before it would tell another story, so none is
    /// taken until all can be written again.
    Failed(Option<Journal>),
}

/// What the thread keeps between posts.
struct Desk {
    folder: PathBuf,
    keeping: Keeping,
    copying: Option<Copying>,
    /// Journals that ended the program twice.
    set_aside: Vec<PathBuf>,
    failed: Arc<Mutex<Option<Instant>>>,
}

impl Desk {
    /// Tells what sessions that ended without a word have left.
    fn look(&mut self, tell: &dyn Fn(Found)) {
        let mut newest = true;
        for unfinished in find_unfinished(&self.folder) {
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
                Unfinished::Suspect { kept_at, problem } => {
                    tell(Found::Suspect(format!(
                        "Unsaved changes of an earlier session were moved aside, because {problem}. They are kept in {}",
                        kept_at.display()
                    )));
                    self.set_aside.push(kept_at);
                }
            }
        }
    }

    /// Opens the work that was moved aside once more.
    fn bring_back(&mut self, tell: &dyn Fn(Found)) -> Result<(), JournalError> {
        for kept_at in std::mem::take(&mut self.set_aside) {
            bring_back(&kept_at, &self.folder)?;
        }
        self.look(tell);
        Ok(())
    }

    fn keep(&mut self, inbox: &Receiver<Post>, tell: &dyn Fn(Found)) {
        loop {
            if !matches!(&self.keeping, Keeping::Open(journal) if journal.lacks_base()) {
                self.copying = None;
            }
            let pause = self.copying.as_mut().map_or(SURVIVED_AFTER, Copying::pause);
            let done = match inbox.recv_timeout(pause) {
                Ok(Post::Adopt(work)) => {
                    let base = work.base.clone();
                    let done = self.begin(work.adopt());
                    self.copy_if_lacking(&base);
                    done
                }
                Ok(Post::BringBack) => self.bring_back(tell),
                Ok(Post::Record { origin, base, entry }) => self.record(origin, &base, &entry),
                Ok(Post::BeginAgain { origin, history, saved }) => {
                    let done = self.begin_again(origin, &history, saved);
                    if done.is_ok() {
                        tell(Found::SafeAgain);
                    }
                    done
                }
                Ok(Post::Saved { origin, later }) => self.write(|journal| journal.saved(origin, later)),
                Ok(Post::End) => match std::mem::replace(&mut self.keeping, Keeping::Nothing) {
                    Keeping::Open(journal) | Keeping::Failed(Some(journal)) => journal.finish(),
                    Keeping::Nothing | Keeping::Failed(None) => Ok(()),
                },
                Err(RecvTimeoutError::Timeout) => self.go_on(),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if let Err(error) = done {
                tell(Found::Trouble(error.to_string()));
            }
        }
    }

    fn begin(&mut self, begun: Result<Journal, JournalError>) -> Result<(), JournalError> {
        match begun {
            Ok(journal) => {
                self.keeping = Keeping::Open(journal);
                Ok(())
            }
            Err(error) => {
                self.fail();
                Err(error)
            }
        }
    }

    fn record(&mut self, origin: Origin, base: &Document, entry: &Entry) -> Result<(), JournalError> {
        if matches!(self.keeping, Keeping::Nothing) {
            self.begin(Journal::begin(&self.folder, origin, base))?;
            self.copy_if_lacking(base);
        }
        self.write(|journal| journal.record(entry))
    }

    fn copy_if_lacking(&mut self, base: &Document) {
        if matches!(&self.keeping, Keeping::Open(journal) if journal.lacks_base()) {
            self.copying = Some(Copying::new(base.clone()));
        }
    }

    /// What there is to do while no change is made.
    fn go_on(&mut self) -> Result<(), JournalError> {
        let Some(mut copying) = self.copying.take() else { return self.write(Journal::survived) };
        let mut is_whole = false;
        let done = self.write(|journal| {
            is_whole = copying.go_on(journal)?;
            Ok(())
        });
        if !is_whole {
            self.copying = Some(copying);
        }
        done
    }

    /// The journal that failed goes when the new one is on the disk.
    fn begin_again(
        &mut self,
        origin: Origin,
        history: &History,
        saved: Revision,
    ) -> Result<(), JournalError> {
        let before = match std::mem::replace(&mut self.keeping, Keeping::Nothing) {
            Keeping::Open(journal) => Some(journal),
            Keeping::Failed(journal) => journal,
            Keeping::Nothing => None,
        };
        match Journal::begin_from(&self.folder, origin, history, saved) {
            Ok(journal) => {
                self.keeping = Keeping::Open(journal);
                before.map_or(Ok(()), Journal::finish)
            }
            Err(error) => {
                self.keeping = Keeping::Failed(before);
                self.fail();
                Err(error)
            }
        }
    }

    fn write(
        &mut self,
        write: impl FnOnce(&mut Journal) -> Result<(), JournalError>,
    ) -> Result<(), JournalError> {
        let Keeping::Open(journal) = &mut self.keeping else { return Ok(()) };
        let done = write(journal);
        if done.is_err() {
            self.fail();
        }
        done
    }

    fn fail(&mut self) {
        self.keeping = match std::mem::replace(&mut self.keeping, Keeping::Nothing) {
            Keeping::Open(journal) => Keeping::Failed(Some(journal)),
            Keeping::Failed(journal) => Keeping::Failed(journal),
            Keeping::Nothing => Keeping::Failed(None),
        };
        if let Ok(mut failed) = self.failed.lock() {
            *failed = Some(Instant::now());
        }
    }
}
