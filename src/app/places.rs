//! Where the places of a document lie at the frontier, measured on a thread of its own.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    time::{Duration, Instant},
};

use eframe::egui;

use crate::{analysis::frontier::measure_all, model::Document, session::FrontierEffect};

use super::Shell;

enum News {
    Measured(usize),
    Done,
}

/// Measures; one document at a time.
pub struct PlaceMeasurer {
    news: Receiver<(usize, News)>,
    post: Sender<(usize, News)>,
    /// Stops the measuring under way.
    stop: Arc<AtomicBool>,
    /// Counts them: what an earlier one says means nothing any more.
    turn: usize,
    ctx: egui::Context,
}

impl PlaceMeasurer {
    pub fn new(ctx: &egui::Context) -> Self {
        let (post, news) = channel();
        Self { news, post, stop: Arc::default(), turn: 0, ctx: ctx.clone() }
    }

    pub fn take_on(&mut self, effect: FrontierEffect) {
        self.stop.store(true, Ordering::Relaxed);
        self.turn += 1;
        match effect {
            FrontierEffect::Measure(document) => self.measure(document),
            FrontierEffect::Stop => {}
        }
    }

    fn measure(&mut self, document: Document) {
        const TOLD_EVERY: Duration = Duration::from_millis(100);
        self.stop = Arc::default();
        let (stop, turn, post, ctx) =
            (Arc::clone(&self.stop), self.turn, self.post.clone(), self.ctx.clone());
        std::thread::spawn(move || {
            let tell = |news| {
                let _sent = post.send((turn, news));
                ctx.request_repaint();
            };
            let mut told = Instant::now();
            measure_all(&document, |measured| {
                if told.elapsed() >= TOLD_EVERY {
                    told = Instant::now();
                    tell(News::Measured(measured));
                }
                if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            tell(News::Done);
        });
    }
}

impl Shell {
    pub(super) fn take_places(&mut self) {
        let news: Vec<(usize, News)> = self.places.news.try_iter().collect();
        for (turn, news) in news {
            match news {
                _ if turn != self.places.turn => {}
                News::Measured(measured) => self.session.places_measuring(measured),
                News::Done => self.session.places_measured(),
            }
        }
    }
}
