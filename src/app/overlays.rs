//! Files of the user's own layers: read by a child one after the other, made ready for the map, and looked after.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::{Duration, Instant},
};

use eframe::egui;

use crate::{
    carto::Shapes,
    session::{OverlayEffect, OverlayNews, OverlayRead},
    store::{
        FileStamp,
        formats::{
            child::{self, Cage, ChildError, Stop},
            shapes::{ShapeFile, read_apart},
        },
    },
    ui::FileQuestion,
};

use super::Shell;

/// How often the files are looked at.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(3);

/// A layer to be read.
struct Wanted {
    file: PathBuf,
    layer: Option<String>,
    /// Readings asked before the last stop are not begun any more.
    turn: u64,
}

enum News {
    Progress(PathBuf, Option<String>, (u64, u64)),
    Read(PathBuf, Option<String>, Result<OverlayRead, String>),
    File(PathBuf, OverlayNews),
}

/// The child at work, since when, and the turn of the readings.
#[derive(Default)]
struct AtWork {
    child: Option<(Stop, Instant)>,
    turn: u64,
}

/// The thread that reads, and what it says.
pub struct OverlayReader {
    wanted: Sender<Wanted>,
    news: Receiver<News>,
    at_work: Arc<Mutex<AtWork>>,
    program: Arc<Mutex<Option<PathBuf>>>,
    turn: u64,
}

impl OverlayReader {
    pub fn new(ctx: &egui::Context) -> Self {
        let (wanted, inbox) = channel();
        let (post, news) = channel();
        let at_work: Arc<Mutex<AtWork>> = Arc::default();
        let program: Arc<Mutex<Option<PathBuf>>> = Arc::default();
        let thread = Thread {
            post,
            at_work: Arc::clone(&at_work),
            program: Arc::clone(&program),
            ctx: ctx.clone(),
            stamps: HashMap::new(),
        };
        std::thread::spawn(move || thread.run(&inbox));
        Self { wanted, news, at_work, program, turn: 0 }
    }

    /// Another program than this one reads: for tests, whose own program has no such verb.
    pub fn set_program(&self, path: PathBuf) {
        *self.program.lock().unwrap_or_else(PoisonError::into_inner) = Some(path);
    }

    fn read(&self, file: PathBuf, layer: Option<String>) {
        // The thread lives as long as this value.
        let _sent = self.wanted.send(Wanted { file, layer, turn: self.turn });
    }

    fn stop(&mut self) {
        self.turn += 1;
        let mut at_work = self.at_work.lock().unwrap_or_else(PoisonError::into_inner);
        at_work.turn = self.turn;
        if let Some((stop, _)) = &at_work.child {
            stop.cancel();
        }
    }

    /// Ends a child that does not come back, whatever it says.
    fn mind_the_time(&self) {
        let at_work = self.at_work.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((stop, since)) = &at_work.child
            && since.elapsed() > child::WHOLE_TIME
        {
            stop.give_up();
        }
    }

    fn is_at_work(&self) -> bool {
        self.at_work.lock().unwrap_or_else(PoisonError::into_inner).child.is_some()
    }
}

struct Thread {
    post: Sender<News>,
    at_work: Arc<Mutex<AtWork>>,
    program: Arc<Mutex<Option<PathBuf>>>,
    ctx: egui::Context,
    /// The files as they were read; `None` once their change was told.
    stamps: HashMap<PathBuf, FileStamp>,
}

impl Thread {
    fn run(mut self, inbox: &Receiver<Wanted>) {
        loop {
            match inbox.recv_timeout(LOOKED_AT_EVERY) {
                Ok(Wanted { file, layer, turn }) => {
                    if turn < self.work().turn {
                        continue;
                    }
                    let stamp = FileStamp::of(&file).ok().flatten();
                    let result = self.read(&file, layer.as_deref(), turn).map_err(|error| match error {
                        // Its own sentence names the file already.
                        ChildError::Refused(why) => why,
                        error => format!("{error}\n{}", file.display()),
                    });
                    if let Some(stamp) = stamp.filter(|_| result.is_ok()) {
                        self.stamps.insert(file.clone(), stamp);
                    }
                    self.tell(News::Read(file, layer, result));
                }
                Err(RecvTimeoutError::Timeout) => self.look(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn work(&self) -> std::sync::MutexGuard<'_, AtWork> {
        self.at_work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, news: News) {
        let _sent = self.post.send(news);
        self.ctx.request_repaint();
    }

    fn read(&self, file: &Path, layer: Option<&str>, turn: u64) -> Result<OverlayRead, ChildError> {
        let set = self.program.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let program = set.map_or_else(child::this_program, Ok)?;
        let reader = read_apart(&program, Cage::USUAL, file, layer)?;
        {
            let mut at_work = self.work();
            if turn < at_work.turn {
                return Err(ChildError::Cancelled);
            }
            at_work.child = Some((reader.stop(), Instant::now()));
        }
        let answer = reader.answer(&mut |done, all| {
            self.tell(News::Progress(file.to_owned(), layer.map(str::to_owned), (done, all)));
        });
        self.work().child = None;
        Ok(match answer? {
            ShapeFile::Layers(layers) => OverlayRead::Layers(layers),
            ShapeFile::Layer(layer) => {
                let name = layer.name.clone();
                let shapes = Arc::new(Shapes::new(layer));
                shapes.prepare();
                OverlayRead::Layer { name, shapes }
            }
        })
    }

    /// Looks whether the files are as they were read.
    fn look(&mut self) {
        let mut news = Vec::new();
        self.stamps.retain(|file, stamp| match FileStamp::of(file) {
            Ok(Some(now)) if now == *stamp => true,
            Ok(Some(_)) => {
                news.push(News::File(file.to_owned(), OverlayNews::Changed));
                false
            }
            Ok(None) => {
                news.push(News::File(file.to_owned(), OverlayNews::Gone));
                false
            }
            // A drive that is asleep may come back.
            Err(_) => true,
        });
        for one in news {
            self.tell(one);
        }
    }
}

impl Shell {
    /// Lets another program read the files of others: for tests.
    pub fn read_layers_with(&self, program: PathBuf) {
        self.imports.set_program(program.clone());
        self.evidence.keeper.set_program(program.clone());
        self.overlays.set_program(program);
    }

    pub(super) fn do_overlays(&mut self, effect: OverlayEffect) {
        match effect {
            OverlayEffect::Ask => self.dialogs.ask(FileQuestion::Overlay, self.folder().join("")),
            OverlayEffect::AskWhere(file) => self.dialogs.ask(FileQuestion::FindOverlay, file),
            OverlayEffect::Read { file, layer } => self.overlays.read(file, layer),
            OverlayEffect::Stop => self.overlays.stop(),
            OverlayEffect::Remember(entries) => {
                // A look that is being tried out is written with the next that matters, and at the end.
                let of_files = |list: &[crate::store::OverlayEntry]| -> Vec<(PathBuf, String)> {
                    list.iter().map(|entry| (entry.file.clone(), entry.layer.clone())).collect()
                };
                let has_others = of_files(&entries) != of_files(&self.settings.overlays);
                self.settings.overlays = entries;
                if has_others {
                    self.save_settings();
                }
            }
        }
    }

    pub(super) fn take_overlays(&mut self, ctx: &egui::Context) {
        self.overlays.mind_the_time();
        if self.overlays.is_at_work() {
            ctx.request_repaint_after(Duration::from_secs(1));
        }
        let news: Vec<News> = self.overlays.news.try_iter().collect();
        for news in news {
            let effects = match news {
                News::Progress(file, layer, (done, all)) => {
                    self.session.overlay_progress(&file, layer.as_deref(), done, all);
                    Vec::new()
                }
                News::Read(file, layer, result) => self.session.overlay_read(&file, layer.as_deref(), result),
                News::File(file, news) => {
                    self.session.overlay_file_news(&file, news);
                    Vec::new()
                }
            };
            self.do_effects(ctx, effects);
        }
    }
}
