//! A small window to type a path, for systems that offer no file dialog of their own.

use std::path::{Path, PathBuf};

use eframe::egui::{self, TextEdit};

use crate::{
    model::shown_line,
    store::formats::{is_photo_by_name, shapes::is_shapes_by_name},
};

use super::{fields, window::Asked};

/// What the path is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileQuestion {
    Open,
    /// A file to compare the document with.
    Compare,
    /// A file whose incidents are to be added.
    Table,
    /// Photos whose places and times are to become incidents.
    Photos,
    /// What the columns of such a file become, as it was saved.
    Mapping,
    SaveMapping,
    Save,
    Picture,
    /// The file, or the first of the files, that a brief is written to.
    Brief,
    /// The file that incidents are exported to.
    Incidents,
    /// The file, or the first of the files, that a storyboard is written to.
    Board,
    /// A file that a profile of publication is kept in, and one that it is read from.
    KeepProfile,
    ReadProfile,
    /// A file that a layout of the brief is kept in, and one that it is read from.
    KeepLayout,
    ReadLayout,
    /// A file to be attached.
    Attach,
    /// The file that document and evidence go into.
    Package,
    /// The folder that a package is unpacked into.
    UnpackInto,
    /// A list of place names.
    PlaceNames,
    /// A file whose shapes are to lie on the map.
    Overlay,
    /// Where such a file lies now.
    FindOverlay,
    /// A map from elsewhere in one file.
    TileFile,
    /// The file that an area of a map is saved into.
    Area,
}

impl FileQuestion {
    fn title(self) -> &'static str {
        match self {
            Self::Open => "Open a file",
            Self::Compare => "Compare with another file",
            Self::Table => "Add incidents from a file",
            Self::Photos => "Add incidents from photos",
            Self::Mapping => "Use a saved mapping",
            Self::SaveMapping => "Save the mapping",
            Self::Save => "Save as",
            Self::Picture => "Save the picture",
            Self::Brief => "Save the brief",
            Self::Incidents => "Export incidents",
            Self::Board => "Export the storyboard",
            Self::KeepProfile => "Save the profile of publication",
            Self::ReadProfile => "Read a profile of publication",
            Self::KeepLayout => "Save the layout of the brief",
            Self::ReadLayout => "Read a layout of the brief",
            Self::Attach => "Attach a file",
            Self::Package => "Export as one package",
            Self::UnpackInto => "Unpack the package into a folder",
            Self::PlaceNames => "Add place names",
            Self::Overlay => "Add a layer from a file",
            Self::FindOverlay => "Find the file of the layer",
            Self::TileFile => "Add a file of map tiles",
            Self::Area => "Save the area",
        }
    }

    fn button(self) -> &'static str {
        match self {
            Self::Open | Self::Table | Self::Mapping | Self::ReadLayout | Self::ReadProfile => "Open",
            Self::Save
            | Self::SaveMapping
            | Self::Picture
            | Self::Brief
            | Self::Incidents
            | Self::Board
            | Self::KeepProfile
            | Self::KeepLayout
            | Self::Package
            | Self::Area => "Save",
            Self::Attach => "Attach",
            Self::Compare => "Compare",
            Self::UnpackInto => "Unpack",
            Self::PlaceNames | Self::Overlay | Self::TileFile | Self::Photos => "Add",
            Self::FindOverlay => "Take this file",
        }
    }

    /// Whether a file of the typed name would be written.
    fn writes(self) -> bool {
        match self {
            Self::Save
            | Self::SaveMapping
            | Self::Picture
            | Self::Brief
            | Self::Incidents
            | Self::Board
            | Self::KeepProfile
            | Self::KeepLayout
            | Self::Package
            | Self::Area => true,
            Self::Open
            | Self::ReadLayout
            | Self::ReadProfile
            | Self::Compare
            | Self::Table
            | Self::Photos
            | Self::Mapping
            | Self::Attach
            | Self::UnpackInto
            | Self::PlaceNames
            | Self::Overlay
            | Self::FindOverlay
            | Self::TileFile => false,
        }
    }

    /// Whether a file is one that this asks for.
    fn lists(self, path: &Path) -> bool {
        let ends_in = |endings: &[&str]| {
            path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known))
        };
        match self {
            Self::Open => ends_in(&["geojson", "json", "zip"]),
            Self::Compare => ends_in(&["geojson", "json"]),
            Self::Table => {
                is_shapes_by_name(path)
                    || ends_in(&[
                        "csv", "tsv", "tab", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods", "geojson", "json",
                        "zip",
                    ])
            }
            Self::Photos => is_photo_by_name(path),
            Self::Mapping | Self::ReadLayout | Self::ReadProfile => ends_in(&["json"]),
            Self::PlaceNames => ends_in(&["txt", "zip"]),
            Self::Overlay | Self::FindOverlay => {
                is_shapes_by_name(path) || ends_in(&["geojson", "json", "zip"])
            }
            Self::Attach => path.is_file(),
            Self::UnpackInto => path.is_dir(),
            Self::TileFile => ends_in(&["pmtiles", "mbtiles"]),
            Self::Save
            | Self::SaveMapping
            | Self::Picture
            | Self::Brief
            | Self::Incidents
            | Self::Board
            | Self::KeepProfile
            | Self::KeepLayout
            | Self::Package
            | Self::Area => false,
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
        question.writes().then(|| PathBuf::from(text.trim()))
    }

    /// The folder whose content should be listed.
    pub fn folder(&self) -> Option<PathBuf> {
        let (question, text) = self.open.as_ref()?;
        if question.writes() {
            return None;
        }
        let path = Path::new(text);
        if text.ends_with('/') { Some(path.to_path_buf()) } else { path.parent().map(Path::to_path_buf) }
    }

    /// Whether a file of that folder is one to choose from.
    pub fn lists(&self, path: &Path) -> bool {
        self.open.as_ref().is_some_and(|(question, _)| question.lists(path))
    }

    pub fn show(&mut self, ctx: &egui::Context) -> Option<Asked> {
        let (question, text) = self.open.as_mut()?;
        let question = *question;
        let mut answer = None;
        let mut picked = None;
        let listing = &self.listing;
        let replaces = self.exists && question.writes();
        let fresh = std::mem::take(&mut self.fresh);
        let response = egui::Modal::new(egui::Id::unique("file sheet")).show(ctx, |ui| {
            ui.set_width(520.0);
            ui.heading(question.title());
            let what = if question == FileQuestion::UnpackInto { "folder" } else { "file" };
            ui.label(format!("This system offers no file dialog: type the path of the {what}."));
            let field = ui.add(TextEdit::singleline(text).desired_width(f32::INFINITY));
            fields::name(&field, "Path of the file");
            if fresh {
                field.request_focus();
            }
            let enter = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            if !listing.is_empty() {
                const LISTED: f32 = 180.0;
                egui::ScrollArea::vertical().max_height(LISTED).min_scrolled_height(LISTED).show(ui, |ui| {
                    for path in listing {
                        let name =
                            path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                        if ui.selectable_label(false, shown_line(&name)).clicked() {
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
