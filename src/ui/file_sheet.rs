//! A small window to type a path, for systems that offer no file dialog of their own.

use std::path::{Path, PathBuf};

use eframe::egui::{self, TextEdit};

use super::{fields, window::Asked};

/// What the path is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileQuestion {
    Open,
    /// A file to compare the document with.
    Compare,
    Save,
    Picture,
}

impl FileQuestion {
    fn title(self) -> &'static str {
        match self {
            Self::Open => "Open a file",
            Self::Compare => "Compare with another file",
            Self::Save => "Save as",
            Self::Picture => "Save the picture",
        }
    }

    /// Whether the file is read, and so has to be there.
    fn reads(self) -> bool {
        match self {
            Self::Open | Self::Compare => true,
            Self::Save | Self::Picture => false,
        }
    }

    fn button(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Compare => "Compare",
            Self::Save | Self::Picture => "Save",
        }
    }
}

/// The open question, if any.
#[derive(Default)]
pub struct FileSheet {
    open: Option<(FileQuestion, String)>,
    fresh: bool,
    /// What stands in the folder of the typed path; the shell fills it in.
    pub listing: Vec<PathBuf>,
    /// Whether the typed path names a file that would be replaced; the shell looks.
    pub exists: bool,
}

impl FileSheet {
    pub fn ask(&mut self, question: FileQuestion, suggested: &Path) {
        self.open = Some((question, suggested.display().to_string()));
        self.fresh = true;
        self.listing.clear();
    }

    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// The typed path, where it would be written to.
    pub fn target(&self) -> Option<PathBuf> {
        let (question, text) = self.open.as_ref()?;
        (!question.reads()).then(|| PathBuf::from(text.trim()))
    }

    /// The folder whose content should be listed.
    pub fn folder(&self) -> Option<PathBuf> {
        let (question, text) = self.open.as_ref()?;
        if !question.reads() {
            return None;
        }
        let path = Path::new(text);
        if text.ends_with('/') { Some(path.to_path_buf()) } else { path.parent().map(Path::to_path_buf) }
    }

    pub fn show(&mut self, ctx: &egui::Context) -> Option<Asked> {
        let (question, text) = self.open.as_mut()?;
        let question = *question;
        let mut answer = None;
        let mut picked = None;
        let listing = &self.listing;
        let replaces = self.exists && !question.reads();
        let fresh = std::mem::take(&mut self.fresh);
        let response = egui::Modal::new(egui::Id::unique("file sheet")).show(ctx, |ui| {
            ui.set_width(520.0);
            ui.heading(question.title());
            ui.label("This system offers no file dialog: type the path of the file.");
            let field = ui.add(TextEdit::singleline(text).desired_width(f32::INFINITY));
            fields::name(&field, "Path of the file");
            if fresh {
                field.request_focus();
            }
            let enter = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            if !listing.is_empty() {
                egui::ScrollArea::vertical().max_height(180.0).show(ui, |ui| {
                    for path in listing {
                        let name =
                            path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                        if ui.selectable_label(false, name).clicked() {
                            picked = Some(path.display().to_string());
                        }
                    }
                });
            }
            if replaces {
                fields::complaint(ui, "There is a file of this name: it would be replaced.");
            }
            ui.horizontal(|ui| {
                let ready = !text.trim().is_empty();
                let label = if replaces { "Replace the file" } else { question.button() };
                // Enter alone never replaces a file.
                let entered = enter && ready && !replaces;
                if ui.add_enabled(ready, egui::Button::new(label)).clicked() || entered {
                    answer = Some(Asked::PathTyped(question, PathBuf::from(text.trim())));
                }
                if ui.button("Cancel").clicked() {
                    answer = Some(Asked::PathCancelled(question));
                }
            });
        });
        if let Some(path) = picked {
            *text = path;
        }
        if response.should_close() && answer.is_none() {
            answer = Some(Asked::PathCancelled(question));
        }
        if answer.is_some() {
            self.open = None;
        }
        answer
    }
}
