//! The window of the brief: its layout at the left, the finished page at the right, as it will be saved.

mod controls;
mod preview;

use std::sync::Arc;

use eframe::egui::{self, vec2};

use crate::{
    carto::{
        Part, View,
        brief::{Brief, Layout},
    },
    export::{PageFormat, Sight},
    model::Revision,
    session::{Command, OneList, ProfileChoice, Session},
};

use super::window::Asked;

/// What the window asks of the shell.
#[derive(Clone, Debug)]
pub enum BriefAsked {
    /// A page so many pixels wide, as somebody sees it; answered with [`BriefWindow::show_preview`].
    Preview { layout: Box<Layout>, page: usize, width: u32, sight: Sight },
    /// The finished brief, to a file that is asked for.
    Save { layout: Box<Layout>, format: PageFormat },
    /// One page, to the clipboard.
    Copy { layout: Box<Layout>, page: usize },
    /// The layout, to a file of its own.
    KeepFile(Box<Layout>),
    /// A layout from a file; answered with [`BriefWindow::take_layout`].
    ReadFile,
}

/// State of the window. The layout stays as it was when the window is opened again.
#[derive(Default)]
pub struct BriefWindow {
    layout: Layout,
    page: usize,
    format: PageFormat,
    sight: Sight,
    /// The element that was clicked in the preview or in the list.
    selected: Option<Part>,
    /// The element that is being dragged in the preview.
    dragged: Option<Part>,
    /// The name under which the layout is to be kept.
    name: String,
    asked: Option<PreviewKey>,
    is_busy: bool,
    made: Option<Arc<Brief>>,
    picture: Option<egui::TextureHandle>,
    /// Why there is no preview, and no brief.
    why: Option<String>,
    /// How often the window was opened: lists inside belong to one opening, or they would open behind the next.
    openings: u32,
}

/// What a preview shows; another key needs another preview.
#[derive(Clone, PartialEq)]
struct PreviewKey {
    layout: Layout,
    page: usize,
    width: u32,
    sight: Sight,
    revision: Revision,
    shown: OneList,
    view: View,
    export_by: ProfileChoice,
}

/// Room for the controls, logical pixels.
const CONTROLS: f32 = 318.0;

impl BriefWindow {
    /// The layout of the last time.
    pub fn begin_with(&mut self, kept: Option<&serde_json::Value>) {
        let read = kept.and_then(|kept| serde_json::from_value(kept.clone()).ok());
        self.layout = read.unwrap_or_default();
    }

    /// The layout, to be remembered for the next time; `None` while it is the usual one.
    pub fn kept(&self) -> Option<serde_json::Value> {
        (self.layout != Layout::default()).then(|| serde_json::to_value(&self.layout).ok()).flatten()
    }

    pub fn take_layout(&mut self, layout: Layout) {
        self.layout = layout;
        self.page = 0;
    }

    pub fn opened(&mut self) {
        self.openings += 1;
        self.asked = None;
        self.picture = None;
        self.why = None;
        self.made = None;
        self.is_busy = false;
        self.page = 0;
        self.selected = None;
        self.dragged = None;
    }

    /// The finished preview; without a picture, it could not be painted.
    pub fn show_preview(&mut self, ctx: &egui::Context, made: Arc<Brief>, picture: Option<egui::ColorImage>) {
        self.page = self.page.min(made.pages.len().saturating_sub(1));
        self.made = Some(made);
        self.is_busy = false;
        self.why = None;
        if let Some(picture) = picture {
            self.picture = Some(ctx.load_texture("brief", picture, egui::TextureOptions::LINEAR));
        }
    }

    /// No brief can be made.
    pub fn show_why(&mut self, why: String) {
        self.made = None;
        self.picture = None;
        self.is_busy = false;
        self.why = Some(why);
    }

    pub fn show(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        commands: &mut Vec<Command>,
        asked: &mut Vec<Asked>,
    ) -> bool {
        let room = ctx.content_rect().size();
        let size = vec2((room.x - 50.0).min(1500.0), (room.y - 60.0).min(980.0));
        let mut closed = false;
        let response = egui::Modal::new(egui::Id::unique(("brief", self.openings))).show(ctx, |ui| {
            ui.set_width(size.x);
            ui.set_height(size.y);
            ui.push_id(self.openings, |ui| {
                ui.horizontal_top(|ui| {
                    let controls = CONTROLS.min(size.x * 0.45);
                    ui.allocate_ui_with_layout(
                        vec2(controls, size.y),
                        egui::Layout::top_down(egui::Align::Min),
                        |ui| closed = self.controls_ui(ui, session, commands, asked),
                    );
                    ui.separator();
                    ui.vertical(|ui| self.preview_ui(ui, size.y));
                });
            });
        });
        // The pixels of the screen, not more: a page is painted in the time that it is looked at.
        let wide = (size.x - CONTROLS - 30.0).max(160.0);
        self.ask_for_preview(session, (wide * ctx.pixels_per_point()) as u32, asked);
        closed || response.should_close()
    }

    fn ask_for_preview(&mut self, session: &Session, room: u32, asked: &mut Vec<Asked>) {
        let width = room.clamp(320, 1600);
        let key = PreviewKey {
            layout: self.layout.clone(),
            page: self.page,
            width,
            sight: self.sight,
            revision: session.document().revision(),
            shown: OneList::new(session.shown()),
            view: session.view().clone(),
            export_by: session.export_by().clone(),
        };
        if self.is_busy || self.asked.as_ref() == Some(&key) {
            return;
        }
        self.asked = Some(key);
        self.is_busy = true;
        let layout = Box::new(self.layout.clone());
        asked.push(Asked::Brief(BriefAsked::Preview { layout, page: self.page, width, sight: self.sight }));
    }

    /// Takes the keys that leaf, before the rest of the window sees them: they would move the map.
    pub fn take_keys(&mut self, ctx: &egui::Context) {
        for (key, forward) in [(egui::Key::PageUp, false), (egui::Key::PageDown, true)] {
            if ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key)) {
                self.leaf(forward);
            }
        }
    }

    fn leaf(&mut self, forward: bool) {
        let last = self.page_count() - 1;
        self.page = if forward { (self.page + 1).min(last) } else { self.page.saturating_sub(1) };
    }

    fn page_count(&self) -> usize {
        self.made.as_ref().map_or(1, |made| made.pages.len()).max(1)
    }
}
