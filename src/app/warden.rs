//! The thread that looks after the open file: its lock, and what others do to it. It wakes the window only with news.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread::JoinHandle,
    time::Duration,
};

use eframe::egui;

use crate::{
    session::LockNews,
    store::{
        FileStamp,
        lock::{self, Claim, Holder, Lock},
        watch::{Sighting, Watch, conflicted_copies},
    },
};

/// What the thread is told.
enum Post {
    Guard { path: PathBuf, known: Option<FileStamp>, owner: String },
    Know(FileStamp),
    TakeOver,
    LetGo,
}

/// What the thread tells, about which file.
pub enum News {
    Lock(PathBuf, LockNews),
    Seen(PathBuf, Sighting),
    Copies(PathBuf, Vec<String>),
}

/// How often the file is looked at.
const EVERY: Duration = Duration::from_secs(2);

/// The thread and its post boxes.
pub struct Warden {
    post: Option<Sender<Post>>,
    news: Receiver<News>,
    thread: Option<JoinHandle<()>>,
    /// What the thread was told last.
    guarded: Option<(PathBuf, Option<FileStamp>)>,
}

impl Warden {
    pub fn new(ctx: &egui::Context) -> Self {
        let (post, inbox) = channel();
        let (outbox, news) = channel();
        let ctx = ctx.clone();
        let thread = std::thread::spawn(move || {
            let tell = |what: News| {
                // The window may be gone already: then nobody is left to tell.
                let _sent = outbox.send(what);
                ctx.request_repaint();
            };
            keep_watch(&inbox, &tell);
        });
        Self { post: Some(post), news, thread: Some(thread), guarded: None }
    }

    /// Looks after the file that the document lives in now.
    pub fn guard(&mut self, file: Option<(&Path, Option<FileStamp>)>, owner: &str) {
        let is_same = |path: &Path| self.guarded.as_ref().is_some_and(|(own, _)| own == path);
        let post = match file {
            None if self.guarded.is_none() => return,
            None => Post::LetGo,
            Some((path, known)) if is_same(path) => {
                let told = self.guarded.as_ref().and_then(|(_, stamp)| *stamp);
                match known {
                    Some(stamp) if known != told => Post::Know(stamp),
                    Some(_) | None => return,
                }
            }
            Some((path, known)) => Post::Guard { path: path.to_owned(), known, owner: owner.to_owned() },
        };
        self.guarded = file.map(|(path, known)| (path.to_owned(), known));
        self.send(post);
    }

    pub fn take_over(&self) {
        self.send(Post::TakeOver);
    }

    pub fn news(&self) -> Vec<News> {
        self.news.try_iter().collect()
    }

    fn send(&self, post: Post) {
        if let Some(outbox) = &self.post {
            // The thread lives as long as this value.
            let _sent = outbox.send(post);
        }
    }
}

impl Drop for Warden {
    /// Waits until the lock is given back.
    fn drop(&mut self) {
        self.post = None;
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

/// One file under guard.
struct Charge {
    watch: Watch,
    owner: String,
    lock: Option<Lock>,
    held_by: Option<String>,
}

fn keep_watch(inbox: &Receiver<Post>, tell: &impl Fn(News)) {
    let mut charge: Option<Charge> = None;
    loop {
        match inbox.recv_timeout(EVERY) {
            Ok(Post::Guard { path, known, owner }) => {
                // The old lock goes before the new one is asked for: both may be beside the same file.
                drop(charge.take());
                let copies = conflicted_copies(&path);
                if !copies.is_empty() {
                    tell(News::Copies(path.clone(), copies));
                }
                let mut next = Charge { watch: Watch::new(path, known), owner, lock: None, held_by: None };
                next.ask(false, tell);
                charge = Some(next);
            }
            Ok(Post::Know(stamp)) => {
                if let Some(charge) = &mut charge {
                    charge.watch.know(stamp);
                }
            }
            Ok(Post::TakeOver) => {
                if let Some(charge) = &mut charge {
                    charge.ask(true, tell);
                }
            }
            Ok(Post::LetGo) => charge = None,
            Err(RecvTimeoutError::Timeout) => {
                if let Some(charge) = &mut charge {
                    charge.look(tell);
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

impl Charge {
    fn tell_lock(&self, tell: &impl Fn(News), news: LockNews) {
        tell(News::Lock(self.watch.path().to_owned(), news));
    }

    /// Asks for the file, or takes it over.
    fn ask(&mut self, takes_over: bool, tell: &impl Fn(News)) {
        let claim = if takes_over { lock::take_over } else { lock::claim };
        match claim(self.watch.path(), &self.owner) {
            Claim::Ours { lock, instead_of } => {
                self.lock = Some(lock);
                let was_held = self.held_by.take().is_some();
                if was_held || instead_of.is_some() {
                    let instead_of = instead_of.map(|holder| holder.to_string());
                    self.tell_lock(tell, LockNews::Ours { instead_of });
                }
            }
            Claim::Held(holder) => {
                let who = who(holder);
                if self.held_by.as_ref() != Some(&who) {
                    self.held_by = Some(who.clone());
                    self.tell_lock(tell, LockNews::Held(who));
                }
            }
            Claim::Impossible => {
                if self.held_by.take().is_some() {
                    self.tell_lock(tell, LockNews::Ours { instead_of: None });
                }
            }
        }
    }

    fn look(&mut self, tell: &impl Fn(News)) {
        if let Some(sighting) = self.watch.look() {
            tell(News::Seen(self.watch.path().to_owned(), sighting));
        }
        match &self.lock {
            Some(lock) => {
                if let Err(holder) = lock.check() {
                    let who = who(holder);
                    self.lock = None;
                    self.held_by = Some(who.clone());
                    self.tell_lock(tell, LockNews::Lost(who));
                }
            }
            None if self.held_by.is_some() => self.ask(false, tell),
            None => {}
        }
    }
}

fn who(holder: Option<Holder>) -> String {
    holder.map_or_else(|| lock::UNKNOWN.to_owned(), |holder| holder.to_string())
}
