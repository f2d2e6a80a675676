//! The system's file dialogs, asked on a thread of their own and never inside a frame.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, Sender, channel},
    time::{Duration, Instant},
};

use eframe::egui;

use crate::{store::formats::PHOTO_ENDINGS, ui::FileQuestion};

/// What became of a dialog.
pub enum Answer {
    Path(FileQuestion, PathBuf),
    Cancelled(FileQuestion),
    /// The system showed no dialog: ask inside the window.
    NoDialog(FileQuestion, PathBuf),
}

/// A dialog that is gone sooner than a person can close it was never there.
const NO_PERSON_IS_SO_QUICK: Duration = Duration::from_millis(350);

pub struct Dialogs {
    answers: Receiver<Answer>,
    post: Sender<Answer>,
    ctx: egui::Context,
}

impl Dialogs {
    pub fn new(ctx: &egui::Context) -> Self {
        let (post, answers) = channel();
        Self { answers, post, ctx: ctx.clone() }
    }

    /// Asks for a file; `suggested` holds the folder to begin in and, to save, the name.
    pub fn ask(&self, question: FileQuestion, suggested: PathBuf) {
        let post = self.post.clone();
        let ctx = self.ctx.clone();
        if !system_has_dialogs() {
            let _sent = post.send(Answer::NoDialog(question, suggested));
            ctx.request_repaint();
            return;
        }
        let mut dialog = rfd::AsyncFileDialog::new();
        if let Some(folder) = suggested.parent().filter(|folder| folder.is_dir()) {
            dialog = dialog.set_directory(folder);
        }
        let name = suggested.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        dialog = match question {
            FileQuestion::Open => dialog
                .set_title("Open incidents")
                .add_filter("Incidents (GeoJSON) and packages", &["geojson", "json", "zip"])
                .add_filter("All files", &["*"]),
            FileQuestion::Compare => dialog
                .set_title("Compare with")
                .add_filter("Incidents (GeoJSON)", &["geojson", "json"])
                .add_filter("All files", &["*"]),
            FileQuestion::Table => dialog
                .set_title("Add incidents from files")
                .add_filter(
                    "Tables, workbooks and files of places",
                    &[
                        "csv", "tsv", "tab", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods", "geojson", "json",
                        "geojsonl", "kml", "kmz", "gpx", "shp", "zip", "gpkg", "fgb",
                    ],
                )
                .add_filter("All files", &["*"]),
            FileQuestion::Photos => dialog
                .set_title("Add incidents from photos")
                .add_filter("Photos", &PHOTO_ENDINGS)
                .add_filter("All files", &["*"]),
            FileQuestion::Mapping => dialog
                .set_title("Use a saved mapping")
                .add_filter("Mappings (JSON)", &["json"])
                .add_filter("All files", &["*"]),
            FileQuestion::SaveMapping => dialog
                .set_title("Save the mapping")
                .set_file_name(name)
                .add_filter("Mapping (JSON)", &["json"]),
            FileQuestion::Save => dialog
                .set_title("Save incidents as")
                .set_file_name(name)
                .add_filter("Incidents (GeoJSON)", &["geojson"]),
            FileQuestion::Picture => {
                dialog.set_title("Save the picture").set_file_name(name).add_filter("Picture (PNG)", &["png"])
            }
            FileQuestion::Brief => dialog.set_title("Save the brief").set_file_name(name),
            FileQuestion::KeepProfile => dialog
                .set_title("Save the profile of publication")
                .set_file_name(name)
                .add_filter("Profiles (JSON)", &["json"]),
            FileQuestion::ReadProfile => {
                dialog.set_title("Read a profile of publication").add_filter("Profiles (JSON)", &["json"])
            }
            FileQuestion::Board => dialog.set_title("Export the storyboard").set_file_name(name),
            FileQuestion::Incidents => dialog.set_title("Export incidents").set_file_name(name),
            FileQuestion::KeepLayout => dialog
                .set_title("Save the layout of the brief")
                .set_file_name(name)
                .add_filter("Layouts (JSON)", &["json"]),
            FileQuestion::ReadLayout => {
                dialog.set_title("Read a layout of the brief").add_filter("Layouts (JSON)", &["json"])
            }
            FileQuestion::Attach => dialog.set_title("Attach files"),
            FileQuestion::Package => dialog
                .set_title("Export as one package")
                .set_file_name(name)
                .add_filter("Package (ZIP)", &["zip"]),
            FileQuestion::Area => dialog
                .set_title("Save the area")
                .set_file_name(name)
                .add_filter("Map tiles (MBTiles)", &["mbtiles"]),
            FileQuestion::Overlay | FileQuestion::FindOverlay => dialog
                .set_title("Add a layer from a file")
                .add_filter(
                    "GeoJSON, KML, GPX, shapefile, GeoPackage, FlatGeobuf",
                    &["geojson", "json", "geojsonl", "kml", "kmz", "gpx", "shp", "zip", "gpkg", "fgb"],
                )
                .add_filter("All files", &["*"]),
            FileQuestion::PlaceNames => dialog
                .set_title("Add place names")
                .add_filter("GeoNames (TJ.txt, TJ.zip)", &["txt", "zip"])
                .add_filter("All files", &["*"]),
            FileQuestion::TileFile => dialog
                .set_title("Add a file of map tiles")
                .add_filter("Map tiles (PMTiles, MBTiles)", &["pmtiles", "mbtiles"])
                .add_filter("All files", &["*"]),
            FileQuestion::UnpackInto => dialog.set_title("Choose a folder to unpack the package into"),
        };
        let asked = Instant::now();
        let chosen = chosen(dialog, question);
        std::thread::spawn(move || {
            let answers = match pollster::block_on(chosen) {
                Some(files) => {
                    files.iter().map(|file| Answer::Path(question, file.path().to_path_buf())).collect()
                }
                None if asked.elapsed() < NO_PERSON_IS_SO_QUICK => {
                    vec![Answer::NoDialog(question, suggested)]
                }
                None => vec![Answer::Cancelled(question)],
            };
            for answer in answers {
                let _sent = post.send(answer);
            }
            ctx.request_repaint();
        });
    }

    pub fn answers(&self) -> Vec<Answer> {
        self.answers.try_iter().collect()
    }
}

/// The files that are chosen in the dialog; `None` where it is closed.
type Chosen = std::pin::Pin<Box<dyn Future<Output = Option<Vec<rfd::FileHandle>>> + Send>>;

fn chosen(dialog: rfd::AsyncFileDialog, question: FileQuestion) -> Chosen {
    let one = |file: Option<rfd::FileHandle>| file.map(|file| vec![file]);
    match question {
        FileQuestion::Open
        | FileQuestion::Compare
        | FileQuestion::Mapping
        | FileQuestion::PlaceNames
        | FileQuestion::Overlay
        | FileQuestion::FindOverlay
        | FileQuestion::ReadLayout
        | FileQuestion::ReadProfile
        | FileQuestion::TileFile => Box::pin(async move { one(dialog.pick_file().await) }),
        FileQuestion::Attach | FileQuestion::Table | FileQuestion::Photos => Box::pin(dialog.pick_files()),
        FileQuestion::UnpackInto => Box::pin(async move { one(dialog.pick_folder().await) }),
        FileQuestion::Save
        | FileQuestion::SaveMapping
        | FileQuestion::Picture
        | FileQuestion::Brief
        | FileQuestion::Incidents
        | FileQuestion::Board
        | FileQuestion::KeepProfile
        | FileQuestion::KeepLayout
        | FileQuestion::Package
        | FileQuestion::Area => Box::pin(async move { one(dialog.save_file().await) }),
    }
}

/// Whether anything on this system could show a file dialog: the portal needs a session bus, its stand-in is
/// a program.
fn system_has_dialogs() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let bus = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some_and(|value| !value.is_empty())
        || std::env::var_os("XDG_RUNTIME_DIR").is_some_and(|folder| Path::new(&folder).join("bus").exists());
    let stand_in = std::env::var_os("PATH")
        .is_some_and(|paths| std::env::split_paths(&paths).any(|folder| folder.join("zenity").is_file()));
    bus || stand_in
}
