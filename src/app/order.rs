//! The order of a large list, made on a thread of its own.

use std::{sync::Arc, thread::JoinHandle};

use eframe::egui;

use crate::analysis::{Index, SortKey};

use super::Shell;

/// Puts in order; one order at a time.
#[derive(Default)]
pub struct Sorter {
    sorting: Option<JoinHandle<()>>,
}

impl Sorter {
    fn sort(&mut self, index: Arc<Index>, key: SortKey, ctx: &egui::Context) {
        let ctx = ctx.clone();
        self.sorting = Some(std::thread::spawn(move || {
            index.rank(&key);
            drop(index);
            ctx.request_repaint();
        }));
    }
}

impl Shell {
    pub(super) fn take_order(&mut self, ctx: &egui::Context) {
        if self.sorter.sorting.as_ref().is_some_and(|sorting| !sorting.is_finished()) {
            return;
        }
        if self.sorter.sorting.take().is_some() {
            self.session.ranked();
        }
        // Where the document or the order has changed meanwhile, it is made again.
        if let Some((index, key)) = self.session.unranked() {
            self.sorter.sort(Arc::clone(index), key.clone(), ctx);
        }
    }
}
