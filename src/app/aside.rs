//! What a large document is asked for, worked out on a thread of its own before or while somebody waits for it: the words
//! of its texts, and the order of its list.

use std::{sync::Arc, thread::JoinHandle};

use eframe::egui;

use super::Shell;

/// Work beside the window, one piece at a time.
#[derive(Default)]
pub struct Aside {
    at_work: Option<JoinHandle<()>>,
}

impl Aside {
    fn start(&mut self, ctx: &egui::Context, work: impl FnOnce() + Send + 'static) {
        let ctx = ctx.clone();
        self.at_work = Some(std::thread::spawn(move || {
            work();
            ctx.request_repaint();
        }));
    }

    /// Whether a piece of work has ended since this was asked; `None` while one is under way.
    fn has_ended(&mut self) -> Option<bool> {
        if self.at_work.as_ref().is_some_and(|at_work| !at_work.is_finished()) {
            return None;
        }
        Some(self.at_work.take().is_some())
    }
}

impl Shell {
    pub(super) fn take_words(&mut self, ctx: &egui::Context) {
        let Some(are_read) = self.words.has_ended() else { return };
        if are_read {
            self.session.words_read();
        }
        // Those of a document that changed meanwhile are read again.
        if let Some(index) = self.session.unread_words().map(Arc::clone) {
            self.words.start(ctx, move || index.read_words());
        }
    }

    pub(super) fn take_order(&mut self, ctx: &egui::Context) {
        let Some(is_made) = self.order.has_ended() else { return };
        if is_made {
            self.session.ranked();
        }
        // Where the document or the order has changed meanwhile, it is made again.
        if let Some((index, key)) =
            self.session.unranked().map(|(index, key)| (Arc::clone(index), key.clone()))
        {
            self.order.start(ctx, move || index.rank(&key));
        }
    }
}
