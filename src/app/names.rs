//! Lists of place names, read on a thread of their own.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    time::{Duration, Instant},
};

use eframe::egui;

use crate::{
    analysis::gazetteer::{Gazetteer, NamesReport},
    session::NamesEffect,
    store::each_name_line,
    ui::FileQuestion,
};

use super::Shell;

/// What became of a reading.
pub enum NamesNews {
    /// The part of a file that is read, 0 to 1.
    Progress(PathBuf, f32),
    Read(Arc<Gazetteer>, Vec<(PathBuf, Result<NamesReport, String>)>),
}

/// Reads lists of names; one reading at a time.
pub struct NamesReader {
    news: Receiver<(usize, NamesNews)>,
    post: Sender<(usize, NamesNews)>,
    /// Stops the reading under way.
    stop: Arc<AtomicBool>,
    /// Counts the readings: what an earlier one says means nothing any more.
    reading: usize,
    ctx: egui::Context,
}

impl NamesReader {
    pub fn new(ctx: &egui::Context) -> Self {
        let (post, news) = channel();
        Self { news, post, stop: Arc::default(), reading: 0, ctx: ctx.clone() }
    }

    pub fn stop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.reading += 1;
    }

    pub fn read(&mut self, paths: Vec<PathBuf>) {
        self.stop();
        self.stop = Arc::default();
        let (stop, reading, post, ctx) =
            (Arc::clone(&self.stop), self.reading, self.post.clone(), self.ctx.clone());
        std::thread::spawn(move || {
            let tell = |news| {
                let _sent = post.send((reading, news));
                ctx.request_repaint();
            };
            let (mut all, mut results) = (Arc::new(Gazetteer::embedded().clone()), Vec::new());
            for path in paths {
                let result = add(&all, &path, &stop, &tell);
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                results.push((
                    path,
                    result.map(|(more, report)| {
                        all = Arc::new(more);
                        report
                    }),
                ));
            }
            tell(NamesNews::Read(all, results));
        });
    }

    pub fn news(&self) -> Vec<NamesNews> {
        self.news.try_iter().filter(|(reading, _)| *reading == self.reading).map(|(_, news)| news).collect()
    }
}

fn add(
    to: &Gazetteer,
    path: &Path,
    stop: &AtomicBool,
    tell: &impl Fn(NamesNews),
) -> Result<(Gazetteer, NamesReport), String> {
    const TOLD_EVERY: Duration = Duration::from_millis(100);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut adding = to.adding(&name);
    let mut told = Instant::now();
    tell(NamesNews::Progress(path.to_path_buf(), 0.0));
    each_name_line(path, &mut |line| {
        adding.take(line.number, line.text);
        if told.elapsed() >= TOLD_EVERY {
            told = Instant::now();
            let part = line.done as f32 / line.total.max(1) as f32;
            tell(NamesNews::Progress(path.to_path_buf(), part.min(1.0)));
        }
        if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .map_err(|error| error.to_string())?;
    Ok(adding.finish())
}

impl Shell {
    pub(super) fn do_names(&mut self, effect: NamesEffect) {
        match effect {
            NamesEffect::Ask => self.dialogs.ask(FileQuestion::PlaceNames, self.folder().join("")),
            NamesEffect::Read(paths) => self.names.read(paths),
            NamesEffect::Stop => self.names.stop(),
            NamesEffect::Remember(paths) => {
                self.settings.names_files = paths;
                self.save_settings();
            }
        }
    }

    pub(super) fn take_names(&mut self) {
        for news in self.names.news() {
            match news {
                NamesNews::Progress(path, part) => self.session.names_progress(&path, part),
                NamesNews::Read(all, read) => self.session.names_read(all, read),
            }
        }
    }
}
