//! Incidents as files for other programs: what a file cannot hold is found out, and files are written, beside the
//! window.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

use eframe::egui;

use crate::{
    analysis::ring,
    carto::View,
    export::Leaving,
    model::{Document, IncidentId, Profile, shown_line},
    session::{File, Progress, Tone},
    store::{
        self,
        formats::write::{BOM, Watch, Written, write_watched},
        native,
    },
    ui::{ExportAsked, ExportChoice, ExportHolds, FileQuestion},
};

use super::{Shell, shell::with_extension};

/// What goes out, and by which rules.
struct Order {
    document: Document,
    choice: ExportChoice,
    /// What filter and window show: asked of the records where no profile is obeyed, else of the copy that leaves.
    shown: Arc<[IncidentId]>,
    view: View,
    profile: Option<Profile>,
    /// Where it is written to; nowhere where it is only looked at.
    path: Option<PathBuf>,
    watch: Arc<Watch>,
}

enum News {
    /// What a file would hold; `None` where nobody waits for it any more.
    Looked(Arc<Watch>, Option<Result<ExportHolds, String>>),
    Written(PathBuf, ExportHolds),
    Stopped,
    Failed(String),
}

/// Files that are being looked at and written.
pub struct ExportDesk {
    post: Sender<News>,
    news: Receiver<News>,
    ctx: egui::Context,
    /// The look that is waited for.
    looking: Option<Arc<Watch>>,
    /// The file that is being written, and how many incidents it is to hold at most.
    writing: Option<(Arc<Watch>, usize)>,
    /// What is to be written when its place is known.
    saving: Option<ExportChoice>,
}

impl ExportDesk {
    pub fn new(ctx: &egui::Context) -> Self {
        let (post, news) = channel();
        Self { post, news, ctx: ctx.clone(), looking: None, writing: None, saving: None }
    }

    /// Stops the file that is being written.
    pub fn stop(&self) {
        if let Some((watch, _)) = &self.writing {
            watch.stop();
        }
    }

    fn stop_looking(&mut self) {
        if let Some(watch) = self.looking.take() {
            watch.stop();
        }
    }

    fn begin(&self, order: Order) {
        let (post, ctx) = (self.post.clone(), self.ctx.clone());
        std::thread::spawn(move || {
            // The window may be gone already: then nobody is left to tell.
            let _sent = post.send(done(order));
            ctx.request_repaint();
        });
    }
}

impl Shell {
    pub(super) fn do_export(&mut self, asked: ExportAsked) {
        match asked {
            ExportAsked::Forget => self.exports.stop_looking(),
            ExportAsked::Look(choice) => {
                self.exports.stop_looking();
                match self.export_order(choice, None) {
                    Ok(order) => {
                        self.exports.looking = Some(Arc::clone(&order.watch));
                        self.exports.begin(order);
                    }
                    Err(why) => self.panes.export.show_holds(Err(why)),
                }
            }
            ExportAsked::Save(choice) => {
                let folder = self.settings.export_folder.clone().unwrap_or_else(|| self.folder());
                let name = self.session.file_name();
                let stem = Path::new(&name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let part = if choice.shown_only { "-part" } else { "" };
                let name = format!("{stem}{part}.{}", choice.ending());
                self.exports.saving = Some(choice);
                self.dialogs.ask(FileQuestion::Incidents, folder.join(name));
            }
        }
    }

    /// The place of the file is known.
    pub(super) fn export_to(&mut self, path: PathBuf) {
        let Some(choice) = self.exports.saving.take() else { return };
        let path = with_extension(path, choice.ending());
        if choice.format.is_some_and(|format| !format.may_be_called(&path)) {
            let words = format!(
                "Nothing is exported: the file would not be what its name says. Give it a name that ends in .{}.\n{}",
                choice.ending(),
                path.display()
            );
            self.session.say(Tone::Refused, words);
            return;
        }
        let is_open = |open: &Path| match (open.canonicalize(), path.canonicalize()) {
            (Ok(open), Ok(path)) => open == path,
            _ => open == path,
        };
        if matches!(self.session.file(), File::Path { path: open, .. } if is_open(open)) {
            let words = format!(
                "Nothing is exported: this is the open document itself. Choose another name, or save it (Ctrl+S).\n{}",
                path.display()
            );
            self.session.say(Tone::Refused, words);
            return;
        }
        self.settings.export_folder = path.parent().map(Path::to_path_buf);
        self.settings.export = self.panes.export.settings();
        self.save_settings();
        match self.export_order(choice, Some(path)) {
            Ok(order) => {
                self.exports.stop();
                self.exports.writing = Some((Arc::clone(&order.watch), order.document.len()));
                self.exports.begin(order);
                self.tell_how_far_the_export_is();
            }
            Err(why) => self.session.say(Tone::Refused, why),
        }
    }

    /// # Errors
    /// Where the document is to leave by a profile that it does not hold.
    fn export_order(&self, choice: ExportChoice, path: Option<PathBuf>) -> Result<Order, String> {
        let session = &self.session;
        Ok(Order {
            document: session.document().clone(),
            choice,
            shown: Arc::clone(session.shown()),
            view: session.view().clone(),
            profile: self.profile_obeyed()?.cloned(),
            path,
            watch: Arc::default(),
        })
    }

    fn tell_how_far_the_export_is(&mut self) {
        let Some((watch, total)) = &self.exports.writing else { return };
        let (done, total) = (watch.done(), *total);
        let words = format!("Export: {done} of {total} incidents");
        self.session.picture_under_way(Progress { words, done: done as u64, total: total as u64 });
        self.exports.ctx.request_repaint_after(Duration::from_millis(150));
    }

    pub(super) fn take_export_news(&mut self) {
        let news: Vec<News> = self.exports.news.try_iter().collect();
        for news in news {
            match news {
                News::Looked(watch, holds) => {
                    let is_waited_for =
                        self.exports.looking.as_ref().is_some_and(|looking| Arc::ptr_eq(looking, &watch));
                    if let (true, Some(holds)) = (is_waited_for, holds) {
                        self.exports.looking = None;
                        self.panes.export.show_holds(holds);
                    }
                }
                News::Written(path, holds) => {
                    self.exports.writing = None;
                    self.session.picture_done(Tone::Done, told(&path, &holds));
                }
                News::Stopped => {
                    self.exports.writing = None;
                    self.session.picture_done(Tone::Note, "Stopped: no file was written.".to_owned());
                }
                News::Failed(why) => {
                    self.exports.writing = None;
                    self.session.picture_done(Tone::Trouble, why);
                }
            }
        }
        self.tell_how_far_the_export_is();
    }
}

/// The word on a file that was written.
fn told(path: &Path, holds: &ExportHolds) -> String {
    /// Of what was lost, so much is named here; the window names all.
    const NAMED: usize = 3;
    let mut words = format!("{} incidents written to {}", holds.incidents, path.display());
    for line in &holds.gate {
        words.push('\n');
        words.push_str(line);
    }
    if !holds.losses.is_empty() {
        let mut named: Vec<String> =
            holds.losses.iter().take(NAMED).map(|(what, count)| format!("{what} (of {count})")).collect();
        if let Some(more @ 1..) = holds.losses.len().checked_sub(NAMED) {
            named.push(format!("and {more} more that “Export incidents…” in the menu File lists"));
        }
        words.push_str("\nThe file does not hold: ");
        words.push_str(&named.join(", "));
        words.push('.');
    }
    words
}

fn done(order: Order) -> News {
    let (path, watch) = (order.path.clone(), Arc::clone(&order.watch));
    let made = made(order);
    let Some(path) = path else {
        return News::Looked(watch, made.transpose().map(|made| made.map(|(_, holds)| holds)));
    };
    match made {
        Err(why) => News::Failed(format!("Nothing is exported. {why}\n{}", path.display())),
        Ok(None) => News::Stopped,
        Ok(Some((bytes, holds))) => match store::write_bytes(&path, &bytes) {
            Ok(_) => News::Written(path, holds),
            Err(error) => News::Failed(error.to_string()),
        },
    }
}

/// The file as bytes and what it holds; `None` where it was stopped.
fn made(order: Order) -> Result<Option<(Vec<u8>, ExportHolds)>, String> {
    let Order { document, choice, shown, view, profile, watch, .. } = order;
    let (document, gate) = match &profile {
        None if choice.shown_only => (document.only(&shown), Vec::new()),
        None => (document, Vec::new()),
        Some(profile) => {
            let leaving = Leaving::of(&document, Some(profile)).map_err(|error| error.to_string())?;
            let mut lines = vec![format!("By the profile “{}”:", shown_line(&profile.name))];
            lines.extend(leaving.gated().map(crate::analysis::publication::Gated::lines).unwrap_or_default());
            let copy = leaving.document();
            let copy = if choice.shown_only { copy.only(&leaving.shown(&view)) } else { copy.clone() };
            (copy, lines)
        }
    };
    let written = match choice.format {
        None => {
            let rows = document.len();
            Some(Written { bytes: native::write(&document), rows, ..Written::default() })
        }
        Some(format) => write_watched(&document, format, ring, &watch)?,
    };
    Ok(written.map(|Written { mut bytes, rows, losses }| {
        if !choice.marked && bytes.starts_with(BOM) {
            bytes.drain(..BOM.len());
        }
        (bytes, ExportHolds { incidents: rows, losses, gate })
    }))
}
