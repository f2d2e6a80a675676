//! The words of a large document, read on a thread of its own before anybody searches.

use std::{sync::Arc, thread::JoinHandle};

use eframe::egui;

use crate::analysis::Index;

use super::Shell;

/// Reads; one document at a time.
#[derive(Default)]
pub struct WordReader {
    reading: Option<JoinHandle<()>>,
}

impl WordReader {
    fn read(&mut self, index: Arc<Index>, ctx: &egui::Context) {
        let ctx = ctx.clone();
        self.reading = Some(std::thread::spawn(move || {
            index.read_words();
            drop(index);
            ctx.request_repaint();
        }));
    }
}

impl Shell {
    pub(super) fn take_words(&mut self, ctx: &egui::Context) {
        if self.words.reading.as_ref().is_some_and(|reading| !reading.is_finished()) {
            return;
        }
        if self.words.reading.take().is_some() {
            self.session.words_read();
        }
        // Those of a document that changed meanwhile are read again.
        if let Some(index) = self.session.unread_words() {
            self.words.read(Arc::clone(index), ctx);
        }
    }
}
