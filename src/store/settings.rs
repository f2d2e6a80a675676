//! What the program remembers between two starts: theme, recent files, the layout of the window.
//!
//! Losing them is a nuisance and never an error: a damaged file is moved aside and the defaults are used.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::OverlayEntry;
use super::files::{StoreError, write_bytes};

/// The folder for settings, where the user or a test wants another than the system's.
const FOLDER_VARIABLE: &str = "MARZ_CONFIG_DIR";
/// The folder for crash journals, likewise.
const STATE_VARIABLE: &str = "MARZ_STATE_DIR";
const FILE: &str = "settings.json";
const DAMAGED_FILE: &str = "settings.damaged.json";
const MOST_RECENT_FILES: usize = 10;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    Light,
    Dark,
}

impl ThemeChoice {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub fn label(self) -> &'static str {
        match self {
            Self::System => "Follow the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }
}

/// The language of names on the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelLanguage {
    #[default]
    English,
    Tajik,
    Russian,
    /// Persian as Afghanistan writes it, from right to left.
    Dari,
}

impl LabelLanguage {
    pub const ALL: [Self; 4] = [Self::English, Self::Tajik, Self::Russian, Self::Dari];

    /// The name of the language in itself and in English.
    pub fn label(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Tajik => "Тоҷикӣ (Tajik)",
            Self::Russian => "Русский (Russian)",
            Self::Dari => "دری (Dari)",
        }
    }
}

/// The look of the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MapStyle {
    /// Day in a light window, night in a dark one.
    #[default]
    AsWindow,
    Day,
    Night,
    /// White paper, legible without colours.
    Print,
}

impl MapStyle {
    pub const ALL: [Self; 4] = [Self::AsWindow, Self::Day, Self::Night, Self::Print];

    pub fn label(self) -> &'static str {
        match self {
            Self::AsWindow => "As the window",
            Self::Day => "Day",
            Self::Night => "Night",
            Self::Print => "Print",
        }
    }
}

/// The last choices of the picture window, as they are typed on a command line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches of the window")]
pub struct PictureSettings {
    /// How the file's kind is called: `png`, `pdf`, `gif`.
    pub format: String,
    /// Width and height where no preset is chosen.
    pub own_size: Option<(u32, u32)>,
    pub dpi: Option<u32>,
    /// Signs and words in per cent of their size on the screen.
    pub signs: u16,
    pub legend: bool,
    pub inset: bool,
    pub style: MapStyle,
    /// Frames a second of a moving picture.
    pub speed: f32,
    /// Signs stand in frames, and are larger where more people were killed.
    pub framed: bool,
    pub by_toll: bool,
}

impl Default for PictureSettings {
    fn default() -> Self {
        Self {
            format: "png".to_owned(),
            own_size: None,
            dpi: None,
            signs: 100,
            legend: true,
            inset: false,
            style: MapStyle::default(),
            speed: 2.0,
            framed: false,
            by_toll: false,
        }
    }
}

/// The last choices of the window that exports incidents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportSettings {
    /// How the file's kind is called: `marz`, `xlsx`, `kml`.
    pub format: String,
    pub shown_only: bool,
    /// A CSV begins with the mark of UTF-8.
    pub marked: bool,
}

impl Default for ExportSettings {
    fn default() -> Self {
        Self { format: "xlsx".to_owned(), shown_only: false, marked: true }
    }
}

/// A way of writing a position; `analysis::notations` reads and writes them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notation {
    #[default]
    Decimal,
    Dms,
    Utm,
    Mgrs,
    PlusCode,
    MapLink,
}

impl Notation {
    pub const ALL: [Self; 6] =
        [Self::Decimal, Self::Dms, Self::Utm, Self::Mgrs, Self::PlusCode, Self::MapLink];

    /// Those short enough to be read at a glance.
    pub const SHORT: [Self; 5] = [Self::Decimal, Self::Dms, Self::Utm, Self::Mgrs, Self::PlusCode];

    /// Plain words for menus.
    pub fn label(self) -> &'static str {
        match self {
            Self::Decimal => "Decimal degrees",
            Self::Dms => "Degrees, minutes, seconds",
            Self::Utm => "UTM",
            Self::Mgrs => "MGRS",
            Self::PlusCode => "Plus code",
            Self::MapLink => "Map link",
        }
    }

    /// The next of the short ones, the first after the last.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Decimal => Self::Dms,
            Self::Dms => Self::Utm,
            Self::Utm => Self::Mgrs,
            Self::Mgrs => Self::PlusCode,
            Self::PlusCode | Self::MapLink => Self::Decimal,
        }
    }
}

/// Size and place of the window in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowPlace {
    pub width: f32,
    pub height: f32,
    /// Left and top; `None` leaves it to the system.
    #[serde(default)]
    pub position: Option<(f32, f32)>,
    #[serde(default)]
    pub maximized: bool,
}

/// Width (or height) and visibility of the panels, in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PanelSettings {
    pub list_width: f32,
    pub list_visible: bool,
    pub editor_width: f32,
    pub editor_visible: bool,
    pub timeline_height: f32,
    pub timeline_visible: bool,
}

impl Default for PanelSettings {
    fn default() -> Self {
        Self {
            list_width: 300.0,
            list_visible: true,
            editor_width: 330.0,
            editor_visible: true,
            timeline_height: 158.0,
            timeline_visible: true,
        }
    }
}

/// Which columns the table of all records shows, from left to right; none for the usual ones.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableSettings {
    pub columns: Vec<TableColumn>,
}

/// One column of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableColumn {
    /// Its code, `title`, or `own:` and the key of a field of the project's own.
    pub column: String,
    /// Logical pixels.
    pub width: f32,
}

/// What is remembered between two starts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub theme: ThemeChoice,
    pub label_language: LabelLanguage,
    pub map_style: MapStyle,
    /// How the coordinates under the pointer are written.
    pub notation: Notation,
    /// Most recent first; see [`Settings::remember`].
    pub recent_files: Vec<PathBuf>,
    pub window: Option<WindowPlace>,
    pub panels: PanelSettings,
    pub table: TableSettings,
    pub export_folder: Option<PathBuf>,
    /// The preset of the last picture, by its name.
    pub export_preset: Option<String>,
    /// The layout of the last brief, as the carto room writes it.
    pub brief: Option<serde_json::Value>,
    pub picture: PictureSettings,
    pub export: ExportSettings,
    /// The name that changes of records are signed with; empty where the user set none.
    pub author: String,
    /// Lists of place names that are searched beside those inside the program.
    pub names_files: Vec<PathBuf>,
    /// Layers of the user's own files, the lowest first.
    pub overlays: Vec<OverlayEntry>,
}

impl Settings {
    /// The settings in this folder; the defaults where there are none. The text, if any, says what went wrong
    /// and what was done about it.
    pub fn load(folder: &Path) -> (Self, Option<String>) {
        let path = folder.join(FILE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return (Self::default(), None);
            }
            Err(error) => {
                let problem = format!(
                    "The settings could not be read ({error}): the usual ones are used.\n{}",
                    path.display()
                );
                return (Self::default(), Some(problem));
            }
        };
        match serde_json::from_slice::<Self>(&bytes) {
            Ok(settings) => (settings.in_order(), None),
            Err(error) => {
                let aside = folder.join(DAMAGED_FILE);
                let done = match fs::rename(&path, &aside) {
                    Ok(()) => format!("the old file is kept as {DAMAGED_FILE}"),
                    Err(rename) => format!("the old file could not be moved aside, {rename}"),
                };
                let problem = format!(
                    "The settings were damaged ({error}): the usual ones are used, and {done}.\n{}",
                    path.display()
                );
                (Self::default(), Some(problem))
            }
        }
    }

    /// Writes the settings; makes the folder if needed.
    ///
    /// # Errors
    /// When the file cannot be written; the old one stays.
    pub fn save(&self, folder: &Path) -> Result<(), StoreError> {
        let path = folder.join(FILE);
        fs::create_dir_all(folder)
            .map_err(|error| StoreError::Write { path: path.clone(), reason: error.to_string() })?;
        let mut bytes = serde_json::to_vec_pretty(self)
            .map_err(|error| StoreError::Write { path: path.clone(), reason: error.to_string() })?;
        bytes.push(b'\n');
        write_bytes(&path, &bytes).map(|_| ())
    }

    /// Puts a file at the top of the recent ones.
    pub fn remember(&mut self, file: &Path) {
        self.recent_files.retain(|recent| recent != file);
        self.recent_files.insert(0, file.to_owned());
        self.recent_files.truncate(MOST_RECENT_FILES);
    }

    /// Takes a file that is gone from the recent ones.
    pub fn forget(&mut self, file: &Path) {
        self.recent_files.retain(|recent| recent != file);
    }

    /// A file edited by hand may hold doubles and nonsense.
    fn in_order(mut self) -> Self {
        for file in std::mem::take(&mut self.recent_files).into_iter().rev() {
            self.remember(&file);
        }
        self.table.columns.retain(|column| (20.0..=2_000.0).contains(&column.width));
        self.window = self.window.filter(|window| {
            let sensible = |side: f32| (100.0..=20_000.0).contains(&side);
            sensible(window.width) && sensible(window.height)
        });
        self
    }
}

/// Where settings are kept: `MARZ_CONFIG_DIR`, or the system's place; `None` on a system without one.
pub fn settings_dir() -> Option<PathBuf> {
    folder_named_by(FOLDER_VARIABLE).or_else(|| Some(project_folders()?.config_dir().to_owned()))
}

/// Where work in progress is kept safe from a crash: `MARZ_STATE_DIR`, or the system's place; `None` on a
/// system without one.
pub fn state_dir() -> Option<PathBuf> {
    folder_named_by(STATE_VARIABLE).or_else(|| {
        let folders = project_folders()?;
        Some(folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).to_owned())
    })
}

/// The folder that a variable names, or the system's place for what can be fetched again.
pub(super) fn project_folder_for_cache(variable: &str) -> Option<PathBuf> {
    folder_named_by(variable).or_else(|| Some(project_folders()?.cache_dir().to_owned()))
}

fn folder_named_by(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

fn project_folders() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("", "", "marz")
}
