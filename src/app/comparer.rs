//! Another file is held against the document on a thread of its own: saving must not wait for it, and whoever does not
//! want it any more gets rid of it at once.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    time::{Duration, Instant},
};

use eframe::egui;

use crate::{
    analysis::SKILLS,
    session::{HeldAgainst, Progress, Sides},
    store::formats::{
        BesideStep,
        child::{Stop, this_program},
        open_beside,
    },
};

use super::Shell;

const BETWEEN_TELLINGS: Duration = Duration::from_millis(100);

/// What a thread reports back, with the turn it belongs to.
enum News {
    Progress(Progress),
    Done { path: PathBuf, result: Box<Result<HeldAgainst, String>> },
}

/// Holds files against the document; of several the last that was asked for counts.
pub struct Comparer {
    post: Sender<(u64, News)>,
    news: Receiver<(u64, News)>,
    turn: Arc<AtomicU64>,
    /// The child that reads a file of others.
    child: Arc<Mutex<Option<Stop>>>,
    ctx: egui::Context,
}

impl Comparer {
    pub fn new(ctx: &egui::Context) -> Self {
        let (post, news) = channel();
        Self { post, news, turn: Arc::default(), child: Arc::default(), ctx: ctx.clone() }
    }

    pub fn ask(&self, path: PathBuf, sides: Box<Sides>) {
        self.stop();
        let turn = self.turn.load(Ordering::Relaxed);
        let (latest, child) = (Arc::clone(&self.turn), Arc::clone(&self.child));
        let at_work = AtWork { turn, latest, child, post: self.post.clone(), ctx: self.ctx.clone() };
        std::thread::spawn(move || {
            let result = at_work.compare(&path, &sides);
            if let Some(result) = result.transpose() {
                at_work.tell(News::Done { path, result: Box::new(result) });
            }
        });
    }

    /// What is under way is not wanted any more.
    pub fn stop(&self) {
        self.turn.fetch_add(1, Ordering::Relaxed);
        if let Some(stop) = self.child.lock().unwrap_or_else(PoisonError::into_inner).take() {
            stop.cancel();
        }
    }

    fn news(&self) -> Vec<News> {
        let turn = self.turn.load(Ordering::Relaxed);
        self.news.try_iter().filter(|(of, _)| *of == turn).map(|(_, news)| news).collect()
    }
}

/// One comparison.
struct AtWork {
    turn: u64,
    latest: Arc<AtomicU64>,
    child: Arc<Mutex<Option<Stop>>>,
    post: Sender<(u64, News)>,
    ctx: egui::Context,
}

impl AtWork {
    fn is_wanted(&self) -> bool {
        self.latest.load(Ordering::Relaxed) == self.turn
    }

    fn tell(&self, news: News) {
        // The window may be gone already: then nobody is left to tell.
        let _sent = self.post.send((self.turn, news));
        self.ctx.request_repaint();
    }

    /// `None` where nobody wants it any more.
    fn compare(&self, path: &Path, sides: &Sides) -> Result<Option<HeldAgainst>, String> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut told: Option<Instant> = None;
        let mut on = |words: &str, done: u64, total: u64| {
            if !self.is_wanted() {
                return ControlFlow::Break(());
            }
            let is_due = told.is_none_or(|told| told.elapsed() >= BETWEEN_TELLINGS);
            if is_due {
                told = Some(Instant::now());
                let words = format!("{words} {}", crate::model::shown_line(&name));
                self.tell(News::Progress(Progress { words, done, total }));
            }
            ControlFlow::Continue(())
        };
        let program = this_program().map_err(|error| error.to_string())?;
        let read = open_beside(path, &SKILLS, &program, &mut |step| match step {
            BesideStep::Started(stop) => {
                let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
                if self.is_wanted() {
                    *child = Some(stop);
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            }
            BesideStep::Read(done, total) => on("Reading", done, total),
            BesideStep::Understood(done, total) => on("Understanding", done, total),
        });
        if !self.is_wanted() {
            return Ok(None);
        }
        let read = read.map_err(|error| error.to_string())?;
        Ok(sides.against_told(read, &mut |done, total| on("Comparing with", done, total)))
    }
}

impl Shell {
    pub(super) fn compare(&mut self, path: PathBuf) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let words = format!("Reading {}", crate::model::shown_line(&name));
        self.session.compare_under_way(Progress { words, done: 0, total: 0 });
        let sides = Box::new(self.session.sides(&path));
        self.comparer.ask(path, sides);
    }

    pub(super) fn take_comparisons(&mut self, ctx: &egui::Context) {
        for news in self.comparer.news() {
            match news {
                News::Progress(progress) => self.session.compare_under_way(progress),
                News::Done { path, result } => {
                    let effects = self.session.compared(&path, *result);
                    self.do_effects(ctx, effects);
                }
            }
        }
    }
}
